"""How a person wants her mail (/tai-khoan/thu-nhac), and the link that ends what may be ended (product 3.5, RFC 8058)."""

from datetime import time
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from tracker.access import Act
from tracker.directory.forms import SelectField
from tracker.errors import BadInput
from tracker.extensions import csrf, db
from tracker.notify import unsubscribing
from tracker.notify.models import DigestFrequency
from tracker.notify.preference_words import FREQUENCY_WORDS, MANDATORY_WORDS
from tracker.notify.preferences import HOURS, Preference, preference_of, set_preference
from tracker.notify.unsubscribing import Unsubscribable
from tracker.vietnamese import clean_line
from tracker.web import act, actor, settings

bp = Blueprint("preferences", __name__, template_folder="templates")

WHAT_ENDS = {
    Unsubscribable.AHEAD: "thư chỉ nhắc việc sắp đến hạn",
    Unsubscribable.WEEKLY: "thư tổng hợp hằng tuần",
}


class PreferenceForm(FlaskForm):  # type: ignore[misc]
    """Frequency, hour, second mailbox, the weekly summary."""

    frequency = SelectField(
        "Nhận thư nhắc", choices=[SelectChoice(each.value, words) for each, words in FREQUENCY_WORDS.items()]
    )
    digest_at = SelectField(
        "Giờ nhận sớm nhất", choices=[SelectChoice(f"{hour:%H:%M}", f"{hour:%H:%M}") for hour in HOURS]
    )
    copy_to = StringField("Bản sao tới hộp thư thứ hai", filters=[lambda text: clean_line(text or "")])
    has_weekly = BooleanField("Nhận thư tổng hợp của Văn phòng vào đầu tuần")

    def value(self) -> Preference:
        """What the form says. Only after `validate`."""
        hour, minute = str(self.digest_at.data).split(":")
        return Preference(
            DigestFrequency(self.frequency.data),
            time(int(hour), int(minute)),
            self.copy_to.data or "",
            bool(self.has_weekly.data),
        )


@bp.get("/tai-khoan/thu-nhac")
@act(Act.SIGN_OUT)
def edit() -> str:
    now = preference_of(db.session(), actor().email)
    form = PreferenceForm(
        formdata=None,
        frequency=now.frequency.value,
        digest_at=f"{now.digest_at or HOURS[0]:%H:%M}",
        copy_to=now.copy_to,
        has_weekly=now.has_weekly,
    )
    return _page(form)


def _page(form: PreferenceForm, **values: Any) -> str:
    return render_template(
        "notify/preferences.html", form=form, is_office=actor().is_office, mandatory=MANDATORY_WORDS, **values
    )


@bp.post("/tai-khoan/thu-nhac")
@act(Act.SIGN_OUT)
def save() -> tuple[str, int] | BaseResponse:
    form, who = PreferenceForm(), actor()
    if form.validate():
        try:
            wanted = form.value()
            if not who.is_office:
                kept = preference_of(db.session(), who.email).has_weekly
                wanted = Preference(wanted.frequency, wanted.digest_at, wanted.copy_to, kept)
            set_preference(db.session(), who, who.email, wanted)
        except BadInput as refusal:
            db.session.rollback()
            form.copy_to.errors = [refusal.message]
        else:
            db.session.commit()
            flash("Đã lưu cách nhận thư nhắc.", "ok")
            return redirect(url_for("account.page"), 303)
    return _page(form, has_errors=True), 422


@bp.get(f"{unsubscribing.PATH}/<string:token>")
@act(Act.OPEN)
def show_link(token: str) -> str:
    """What the link ends, and for which address. Opening it changes nothing: mail programs open links by themselves."""
    address, kind = unsubscribing.read_token(token, secret_key=settings().secret_key)
    return render_template(
        "notify/unsubscribe.html",
        token=token,
        address=address,
        what=WHAT_ENDS[kind],
        is_wanted=unsubscribing.is_wanted(db.session(), address, kind),
        is_weekly=kind is Unsubscribable.WEEKLY,
    )


@bp.post(f"{unsubscribing.PATH}/<string:token>")
@act(Act.OPEN)
def end(token: str) -> BaseResponse:
    """One click of a mail program (RFC 8058: no page, no cookie, no redirect), or the button of the page."""
    address, kind = unsubscribing.read_token(token, secret_key=settings().secret_key)
    unsubscribing.unsubscribe(db.session(), address, kind)
    db.session.commit()
    if request.form.get("List-Unsubscribe") == "One-Click":
        return Response("Đã thôi gửi.\n", content_type="text/plain; charset=utf-8")
    return redirect(url_for("preferences.show_link", token=token), 303)


@bp.post(f"{unsubscribing.PATH}/<string:token>/nhan-lai")
@act(Act.OPEN)
def take_back(token: str) -> BaseResponse:
    address, kind = unsubscribing.read_token(token, secret_key=settings().secret_key)
    unsubscribing.subscribe_again(db.session(), address, kind)
    db.session.commit()
    return redirect(url_for("preferences.show_link", token=token), 303)


for _view in (end, take_back):  # the link's signature is the proof; a mail program has no form of ours
    csrf.exempt(_view)
