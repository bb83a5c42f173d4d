"""/thu/dia-chi-bi-tu-choi: mailboxes that were refused for good, and mail to them again once they are mended (product 3.5)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from tracker.access import Act, may_at_all
from tracker.extensions import db
from tracker.notify.refusals import refusals, unflag
from tracker.web import act, actor

bp = Blueprint("refused_addresses", __name__, url_prefix="/thu/dia-chi-bi-tu-choi", template_folder="templates")


@bp.get("")
@act(Act.READ_MAIL)
def index() -> str:
    """Whose mailboxes were refused, since when and why."""
    return render_template(
        "notify/refused_addresses.html",
        refusals=refusals(db.session()),
        may_restore=may_at_all(actor(), Act.RESEND_MAIL),
    )


@bp.post("/gui-tro-lai")
@act(Act.RESEND_MAIL)
def restore() -> BaseResponse:
    """Take the flag off one mailbox."""
    address = request.form.get("dia-chi", "")
    unflag(db.session(), actor(), address)
    db.session.commit()
    flash(f"Thư lại được gửi tới {address} từ lần nhắc sau.", "ok")
    return redirect(url_for("refused_addresses.index"), 303)
