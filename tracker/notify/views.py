"""/thu: the ledger of mail, one message, sending again, units that nothing reaches (product 3.5)."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from tracker.access import Act, may_at_all
from tracker.directory.models import Unit
from tracker.errors import NotFound
from tracker.extensions import db
from tracker.notify.digest import attachments
from tracker.notify.forms import KINDS, STATES, read_filter
from tracker.notify.ledger import step_words
from tracker.notify.models import Message, MessageState
from tracker.notify.queries import (
    FAILED,
    closed_units_owing,
    count_by_state,
    ledger,
    message_with_history,
    operations,
    units_without_address,
)
from tracker.notify.resending import resend
from tracker.notify.transport import Envelope, TrackerMessage
from tracker.paging import page_number, paginate
from tracker.web import act, actor, settings

bp = Blueprint("mail", __name__, url_prefix="/thu", template_folder="templates")
LOOKS = {
    MessageState.PENDING: ("Chờ gửi", "submitted", "clock"),
    MessageState.LEASED: ("Đang gửi", "submitted", "send"),
    MessageState.TRANSMITTING: ("Đang gửi", "submitted", "send"),
    MessageState.SENT: ("Đã gửi", "done", "circle-check"),
    MessageState.RETRY: ("Hẹn gửi lại", "soon", "refresh"),
    MessageState.DEAD: ("Không gửi được", "overdue", "mail-exclamation"),
    MessageState.IN_DOUBT: ("Không chắc đã tới", "returned", "help-circle"),
    MessageState.CANCELLED: ("Thôi gửi", "withdrawn", "ban"),
}


@bp.get("")
@act(Act.READ_MAIL)
def index() -> str:
    """The messages by state, kind, address, unit and day."""
    session = db.session()
    code = request.args.get("don-vi", "").strip()
    unit = session.scalar(sa.select(Unit).where(Unit.code == code)) if code else None
    wanted = read_filter(request.args, unit_id=unit.id if unit else (0 if code else None))
    counts = count_by_state(session)
    return render_template(
        "notify/ledger.html",
        page=paginate(session, ledger(session, wanted), number=page_number(request.args.get("trang"))),
        tabs_shown=[
            (words, key, sum(counts.get(state, 0) for state in states), key in {"khong-gui-duoc", "khong-chac"})
            for key, (words, states) in STATES.items()
        ],
        total=sum(counts.values()),
        kinds=KINDS,
        kind_options=[(kind.value, words) for kind, words in KINDS.items()],
        looks=LOOKS,
        query_words=request.query_string.decode("ascii", "ignore"),
        standing=operations(session),
    )


@bp.get("/<int:message_id>")
@act(Act.READ_MAIL)
def show(message_id: int) -> str:
    """One message: its text as it went out, the server's words, its history, and what it reminded of."""
    found = message_with_history(db.session(), message_id)
    if found is None:
        raise NotFound
    return render_template(
        "notify/message.html",
        letter=found.message,
        events=found.events,
        reminders=found.reminders,
        kinds=KINDS,
        looks=LOOKS,
        step_words=step_words,
        may_resend=found.message.state in FAILED and may_at_all(actor(), Act.RESEND_MAIL),
    )


@bp.get("/<int:message_id>/tep")
@act(Act.READ_MAIL)
def raw(message_id: int) -> Response:
    """The message as a mail program reads it, to be kept or opened there."""
    message = db.session().get(Message, message_id)
    if message is None or message.rendered_at is None:
        raise NotFound("Thư này chưa có nội dung: nội dung được soạn vào lúc gửi.")
    envelope = Envelope(
        message.message_id_header,
        message.address,
        message.subject,
        message.text,
        message.html,
        message.rendered_at,
        attachments=attachments(message.calendar),
    )
    answer = Response(
        TrackerMessage(envelope, sender=settings().mail_sender).as_bytes(), mimetype="application/octet-stream"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="thu-{message.id}.eml"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@bp.post("/<int:message_id>/gui-lai")
@act(Act.RESEND_MAIL)
def send_again(message_id: int) -> BaseResponse:
    session = db.session()
    message = session.get(Message, message_id)
    if message is None:
        raise NotFound
    resend(session, actor(), message)
    session.commit()
    flash("Thư đã được xếp lại vào hàng đợi và sẽ được gửi trong giờ gửi thư.", "ok")
    return redirect(url_for("mail.show", message_id=message_id), 303)


@bp.get("/chua-co-dia-chi")
@act(Act.READ_MAIL)
def without_address() -> str:
    """Units that owe something and have no address to be reminded at."""
    page: Any = paginate(db.session(), units_without_address(), number=page_number(request.args.get("trang")))
    return render_template("notify/without_address.html", page=page)


@bp.get("/don-vi-da-dong")
@act(Act.READ_MAIL)
def closed_units() -> str:
    """Closed units whose open deadlines nobody has handed over: they get no mail (product 3.3)."""
    page: Any = paginate(
        db.session(), closed_units_owing(), number=page_number(request.args.get("trang")), scalars=False
    )
    return render_template("notify/closed_units.html", page=page)
