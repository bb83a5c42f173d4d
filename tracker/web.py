"""What every page shares: the access guard, headers, error pages, filters and template globals. No rules of the product."""

import hashlib
import os
import secrets
import time
from collections.abc import Callable, MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import quote, urlsplit

import structlog
from flask import Flask, Response, abort, current_app, g, redirect, render_template, request, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.templating import Environment
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from tracker import charts, clock, formats
from tracker.access import Act, Actor, may_at_all
from tracker.config import Settings
from tracker.db import set_reading
from tracker.errors import BadInput, NotFound, TrackerError
from tracker.extensions import db

View = TypeVar("View", bound=Callable[..., object])
log = structlog.get_logger()

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
HSTS = "max-age=31536000"


def settings() -> Settings:
    """The settings of the running application."""
    return cast("Settings", current_app.extensions["settings"])


def act(needed: Act) -> Callable[[View], View]:
    """Mark a view with the act it performs; a route without a mark answers nobody (checked at every request)."""

    def mark(view: View) -> View:
        view.tracker_act = needed  # type: ignore[attr-defined]
        return view

    return mark


def actor() -> Actor:
    """Who is signed in. Only for views whose act is not OPEN: the guard has run before them."""
    found = signed_in()
    if found is None:
        abort(401)
    return found


def signed_in() -> Actor | None:
    """Who is signed in, if anybody."""
    user = current_user._get_current_object()  # noqa: SLF001 - asked once: each look through the proxy asks anew
    return user.actor if user.is_authenticated else None


class Pages(Environment):
    """Templates whose globals are one plain dict: every import of a macro compares their names."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


class QuietSessions(SecureCookieSessionInterface):
    """Cookie sessions, but for what programs read: a calendar's answer neither sets nor varies by a cookie (ical-feeds R34)."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not _is_for_program():
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    app.session_interface = QuietSessions()
    app.before_request(_begin)
    app.before_request(_guard)
    app.after_request(_finish)
    app.teardown_request(_end)
    app.register_error_handler(TrackerError, _show_tracker_error)
    app.register_error_handler(CSRFError, _show_csrf_error)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(Exception, _show_crash)
    formats.init_app(app)
    app.jinja_env.filters["stacked_bar"] = charts.stacked_bar
    app.jinja_env.globals.update(asset=asset, today=clock.today, assumed_day=clock.assumed_day, settings=settings)
    app.jinja_env.globals.update(changed_address=changed_address, icons_of=icons_of)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(lambda: {"actor": signed_in()})


def _begin() -> None:
    g.request_id = secrets.token_hex(4)
    g.started = time.perf_counter()
    set_reading(request.method in {"GET", "HEAD", "OPTIONS"})


def _guard() -> BaseResponse | None:
    """Let the request through to its view, or answer instead of it (product 3.4)."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = current_app.view_functions[request.endpoint]
    needed: Act | None = getattr(view, "tracker_act", None)
    if needed is Act.OPEN:
        return None
    who = g.actor = signed_in()
    if who is None:
        if request.method == "GET":
            return redirect(url_for("sign_in.form", next=request.full_path.rstrip("?")), 303)
        abort(401)
    if needed is None or not may_at_all(who, needed):
        raise NotFound
    return None


def _finish(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if settings().is_https:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "private, no-store")
        if request.blueprint != "health":  # probes come every few seconds
            _log_request(response)
    return response


def _log_request(response: Response) -> None:
    """One event a request; the endpoint, never the path: an address may hold a feed's secret (ical-feeds R43)."""
    who: Actor | None = g.get("actor")  # not signed_in(): a feed's answer must not touch the session
    log.info(
        "request",
        endpoint=request.endpoint,
        method=request.method,
        status=response.status_code,
        ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
        request_id=g.get("request_id"),
        person_id=who.person_id if who else None,
    )


def _end(_error: BaseException | None) -> None:
    set_reading(False)


def safe_next(target: str | None) -> str | None:
    """`target` if it is a path of ours (never another site), for the redirect after sign-in."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc else target


def _show_tracker_error(error: TrackerError) -> tuple[str, int]:
    db.session.rollback()
    problems = error.problems if isinstance(error, BadInput) else ()
    return _error_page(int(error.status), error.message, problems=problems)


def _show_csrf_error(_error: CSRFError) -> tuple[str, int]:
    return _error_page(
        400, "Biểu mẫu đã cũ hoặc không phải do trang này gửi. Mở lại trang và gửi lần nữa; chưa có gì được lưu."
    )


_SENTENCES = {
    400: "Yêu cầu không đọc được.",
    401: "Phiên làm việc đã hết. Đăng nhập lại rồi làm tiếp.",
    403: "Tài khoản này không được làm việc đó.",
    404: "Không có trang này, hoặc đơn vị không có quyền xem.",
    405: "Trang này không nhận cách gửi đó.",
    429: "Có quá nhiều yêu cầu trong thời gian ngắn. Chờ một phút rồi thử lại.",
}


def _show_http_error(error: HTTPException) -> tuple[str, int] | BaseResponse:
    if error.response is not None:
        return cast("BaseResponse", error.response)
    db.session.rollback()
    code = error.code or 500
    if isinstance(error, RequestEntityTooLarge):
        return _error_page(413, f"Tệp gửi lên quá lớn: mỗi tệp tối đa {settings().upload_mb} MB. Chưa có gì được lưu.")
    sentence = _SENTENCES.get(code, "Không thực hiện được yêu cầu này.")
    if _is_for_program():  # a calendar program reads no page, and its answer touches no session (ical-feeds R37)
        response = Response(sentence + "\n", code, content_type="text/plain; charset=utf-8")
    else:
        response = Response(*_error_page(code, sentence))
    if code == 405:
        response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return response


def _is_for_program() -> bool:
    return request.path.startswith("/ical/")


def _loggable_path() -> str:
    """The path without a feed's secret (ical-feeds R43)."""
    return "/ical/…" if _is_for_program() else request.path


def _show_crash(error: Exception) -> tuple[str, int]:
    db.session.rollback()
    number = secrets.token_hex(4)
    log.error("crash", exc_info=error, number=number, path=_loggable_path(), request_id=g.get("request_id"))
    if current_app.testing:
        raise error
    return _error_page(500, f"Hệ thống gặp lỗi, mã số {number}. Thử lại; nếu vẫn lỗi, báo quản trị kèm mã số này.")


def _error_page(code: int, sentence: str, *, problems: tuple[str, ...] = ()) -> tuple[str, int]:
    return render_template("errors/page.html", code=code, sentence=sentence, problems=problems), code


@lru_cache(maxsize=256)
def _content_hash(path: str, _modified: float) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file with its content hash, so that it may be kept for ever."""
    path = f"{current_app.static_folder}/{name}"
    known = _content_hash(path, os.stat(path).st_mtime)  # noqa: PTH116 - a page asks five times; Path costs ten times more
    return f"{request.script_root}{current_app.static_url_path}/{name}?v={known}"


def changed_address(**changes: object) -> Markup:
    """The request's address with changed query values ("" or None drops one); keeps all others."""
    kept = [(name, value) for name, values in request.args.lists() if name not in changes for value in values]
    new = [(name, str(value)) for name, value in changes.items() if value is not None and value != ""]
    start = "".join(f"{quote(name)}={quote(value)}&" for name, value in kept)
    end = "&".join(f"{quote(name)}={quote(value)}" for name, value in new)
    return Markup(f"{escape(request.path)}?{start}{end}")  # noqa: S704 - the path is escaped, the values are quoted


@lru_cache(maxsize=8)
def icons_of(sprite: str) -> Callable[..., Markup]:
    """The function that draws a symbol of `sprite` by its name; size "lg" for 24 px. A page draws it thirty times."""

    @lru_cache(maxsize=512)
    def icon(name: str, size: str = "") -> Markup:
        kind = f" icon-{escape(size)}" if size else ""
        drawn = f'<svg class="icon{kind}" aria-hidden="true"><use href="{escape(sprite)}#{escape(name)}"/></svg>'
        return Markup(drawn)  # noqa: S704 - all that comes in is escaped

    return icon
