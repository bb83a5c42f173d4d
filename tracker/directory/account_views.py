"""One's own account: roles, password, signed-in browsers, the width of the navigation (product 3.4)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.access import Act
from tracker.directory import accounts, sign_in
from tracker.directory.forms import PasswordForm
from tracker.directory.words import browser_words
from tracker.extensions import db, limiter
from tracker.notify.preference_words import MANDATORY_WORDS, facts_of
from tracker.notify.preferences import preference_of
from tracker.web import act, actor, safe_next

bp = Blueprint("account", __name__, template_folder="templates")


@bp.get("/tai-khoan")
@act(Act.SIGN_OUT)
def page() -> str:
    who = actor()
    person = accounts.person_for(db.session(), who.person_id or 0)
    return render_template(
        "directory/account.html",
        person=person,
        role_words=accounts.ROLE_WORDS,
        browser_words=browser_words,
        sessions=sign_in.own_sessions(db.session(), who),
        current_session_id=current_user.session_id,
        mail_facts=facts_of(preference_of(db.session(), who.email), is_office=who.is_office),
        mandatory_mail=MANDATORY_WORDS,
    )


@bp.get("/tai-khoan/mat-khau")
@act(Act.SIGN_OUT)
def password() -> str:
    return render_template("directory/password.html", form=PasswordForm(), is_forced=current_user.must_change_password)


@bp.post("/tai-khoan/mat-khau")
@limiter.limit("20 per minute")
@act(Act.SIGN_OUT)
def change_password() -> tuple[str, int] | Response:
    who = actor()
    entered = PasswordForm(about=(who.name, who.email))
    if entered.validate():
        kept = accounts.person_for(db.session(), who.person_id or 0).password_hash
        db.session.rollback()  # no lock while the passwords are hashed
        if accounts.verify(kept, str(entered.current.data)):
            secret = accounts.prepare_password(str(entered.new.data))
            accounts.change_own_password(
                db.session(), who, password_hash=secret.hash, keep_session_id=current_user.session_id
            )
            db.session.commit()
            flash("Đã đổi mật khẩu. Các phiên đăng nhập khác đã được kết thúc.", "ok")
            return redirect(url_for("account.page"), 303)
        entered.current.errors = ["Mật khẩu hiện tại không đúng."]
    forced = current_user.must_change_password
    return render_template("directory/password.html", form=entered, is_forced=forced, has_errors=True), 422


@bp.post("/tai-khoan/phien/<int:session_id>/ket-thuc")
@act(Act.SIGN_OUT)
def revoke_session(session_id: int) -> Response:
    sign_in.revoke_session(db.session(), actor(), session_id=session_id)
    db.session.commit()
    flash("Đã kết thúc phiên đăng nhập đó.", "ok")
    return redirect(url_for("account.page"), 303)


@bp.post("/tai-khoan/thu-gon")
@act(Act.SIGN_OUT)
def narrow_nav() -> Response:
    who = actor()
    accounts.set_narrow_nav(db.session(), who, is_narrow=not who.has_narrow_nav)
    db.session.commit()
    return redirect(safe_next(request.form.get("next")) or "/", 303)
