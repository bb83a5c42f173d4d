"""Sign-in and sign-out; who is behind a request (product 3.4)."""

from datetime import datetime

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from tracker import clock
from tracker.access import Act, Actor
from tracker.db import read_only
from tracker.directory import accounts, sign_in
from tracker.directory.forms import SignInForm
from tracker.extensions import db, limiter, login_manager
from tracker.web import act, actor, safe_next, settings, signed_in

bp = Blueprint("sign_in", __name__, template_folder="templates")

_WRONG = "Địa chỉ thư hoặc mật khẩu không đúng."


class SignedIn(UserMixin):  # type: ignore[misc]
    """The person behind a request, as plain values: no row is held, nothing loads later."""

    def __init__(self, token: str, opened: sign_in.OpenSession) -> None:
        self.token = token
        self.session_id = opened.id
        self.actor: Actor = opened.actor
        self.must_change_password = opened.must_change_password

    def get_id(self) -> str:
        return self.token


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_user(token: str) -> SignedIn | None:
    """Who a cookie's token belongs to. Asked in a short read of its own, so that a POST holds no write lock yet."""
    with read_only(), Session(db.engine) as reading:
        opened = sign_in.find_session(reading, token, is_demo=settings().demo)
    return SignedIn(token, opened) if opened else None


login_manager.session_protection = None  # sessions are rows of ours, listed and revoked there


@bp.before_app_request
def require_new_password() -> Response | None:
    """A one-time password opens only the page that changes it."""
    allowed = {"account.password", "account.change_password", "sign_in.leave", "static"}
    if request.endpoint is None or request.endpoint in allowed:
        return None
    view = current_app.view_functions[request.endpoint]
    if getattr(view, "tracker_act", None) is Act.OPEN:  # looked at first: a probe or a feed never asks who is signed in
        return None
    if not current_user.is_authenticated or not current_user.must_change_password:
        return None
    return redirect(url_for("account.password"), 303)


@bp.get("/dang-nhap")
@act(Act.OPEN)
def form() -> str | Response:
    if signed_in() is not None:
        return redirect(safe_next(request.args.get("next")) or "/", 303)
    return render_template("directory/sign_in.html", form=SignInForm())


@bp.post("/dang-nhap")
@limiter.limit("60 per minute")
@act(Act.OPEN)
def enter() -> tuple[str, int] | Response:
    entered = SignInForm()
    if not entered.validate():
        return _sign_in_page(entered, 422)
    address, password = entered.values()
    attempt = sign_in.begin_attempt(db.session(), address, is_demo=settings().demo)
    db.session.commit()  # the try is counted before the slow check, which holds no lock
    if attempt.locked_until is not None:
        return _refused(entered, _locked_sentence(attempt.locked_until), 429)
    if not accounts.verify(attempt.password_hash, password):
        locked_until = sign_in.fail(db.session(), attempt)
        db.session.commit()
        return _refused(entered, f"{_WRONG} {_locked_sentence(locked_until)}".strip(), 422)
    fresher = sign_in.fresher_hash(attempt, password)
    token = sign_in.open_session(
        db.session(),
        attempt,
        hours=settings().session_hours,
        user_agent=request.user_agent.string,
        new_hash=fresher,
    )
    db.session.commit()
    session.clear()  # nothing of the anonymous session lives on
    login_user(load_user(token))
    return redirect(safe_next(request.args.get("next")) or "/", 303)


def _locked_sentence(locked_until: datetime | None) -> str:
    if locked_until is None:
        return ""
    minutes = max(1, -(-int((locked_until - clock.real_now()).total_seconds()) // 60))
    return (
        f"Đã sai {sign_in.MAX_FAILURES} lần, địa chỉ này tạm khóa đăng nhập thêm {minutes} phút. "
        "Quên mật khẩu thì nhờ quản trị đặt lại."
    )


def _refused(entered: SignInForm, sentence: str, status: int) -> tuple[str, int]:
    entered.form_errors.append(sentence)
    return _sign_in_page(entered, status)


def _sign_in_page(entered: SignInForm, status: int) -> tuple[str, int]:
    return render_template("directory/sign_in.html", form=entered, has_errors=True), status


@bp.post("/dang-xuat")
@act(Act.SIGN_OUT)
def leave() -> Response:
    sign_in.close_session(db.session(), actor(), session_id=current_user.session_id)
    db.session.commit()
    logout_user()
    session.clear()
    flash("Đã đăng xuất.", "ok")
    return redirect(url_for("sign_in.form"), 303)
