"""/thu/nhac and /thu/don-vi: the ledger by reminder and by unit, and the files of both ledgers (product 3.5)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, render_template, request

from tracker import clock
from tracker.access import Act
from tracker.directory.models import Unit
from tracker.directory.queries import receivers, unit_with_code
from tracker.errors import NotFound
from tracker.extensions import db
from tracker.formats import short_instant
from tracker.notify import ledger as reads
from tracker.notify.forms import KINDS, STATES, read_day, read_filter
from tracker.notify.ledger import FATE_WORDS, REMINDER_HEADER, Fate, ReminderFilter
from tracker.notify.models import Message, MessageState
from tracker.notify.queries import LedgerFilter, ledger
from tracker.paging import page_number, paginate
from tracker.spreadsheet import XLSX, to_csv, to_xlsx
from tracker.tasks.models import Task
from tracker.web import act

bp = Blueprint("mail_ledger", __name__, url_prefix="/thu", template_folder="templates")
LAST_MAILS = 20
_STEPS = {"before": "Trước hạn", "on": "Đúng ngày", "late": "Quá hạn"}
_FATE_LOOKS = {
    Fate.WAITING: ("submitted", "clock"),
    Fate.SENT: ("done", "circle-check"),
    Fate.FAILED: ("overdue", "mail-exclamation"),
    Fate.DROPPED: ("withdrawn", "ban"),
}
_MESSAGE_HEADER = (
    "Số",
    "Người nhận",
    "Loại thư",
    "Tiêu đề",
    "Tình trạng",
    "Lập lúc",
    "Gửi lúc",
    "Số lần thử",
    "Máy chủ trả lời",
    "Lý do chưa gửi được",
)
_STATE_WORDS = {state: words for words, states in STATES.values() for state in states}


def _asked(unit_id: int | None = None) -> ReminderFilter:
    fate, kind, task = (request.args.get(name, "") for name in ("tinh-trang", "lan", "nhiem-vu"))
    code = request.args.get("don-vi", "").strip()
    if unit_id is None and code:
        unit_id = db.session.scalar(sa.select(Unit.id).where(Unit.code == code)) or 0
    return ReminderFilter(
        text=" ".join(request.args.get("q", "").split())[:200],
        unit_id=unit_id,
        task_id=int(task) if task.isascii() and task.isdigit() and len(task) < 10 else None,
        fate=Fate(fate) if fate in set(Fate) else None,
        kind=kind if kind in _STEPS else "",
        first=read_day(request.args.get("tu", "")),
        last=read_day(request.args.get("den", "")),
    )


def _file(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The rows as `dang` asks: XLSX, else CSV."""
    if request.args.get("dang") == "xlsx":
        answer, end = Response(to_xlsx("Sổ thư", header, rows), mimetype=XLSX), "xlsx"
    else:
        answer, end = Response(to_csv(header, rows), mimetype="text/csv"), "csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{clock.today()}.{end}"'
    return answer


def _wants_file() -> bool:
    return request.args.get("dang") in {"csv", "xlsx"}


@bp.get("/nhac")
@act(Act.READ_MAIL)
def reminders() -> str | Response:
    """Every reminder by unit, task, address, state, step and period: what was owed, sent and answered, or why not."""
    asked = _asked()
    if _wants_file():
        return _file("so-nhac", REMINDER_HEADER, reads.reminder_rows(db.session(), asked))
    task = db.session.get(Task, asked.task_id) if asked.task_id is not None else None
    if asked.task_id is not None and task is None:
        raise NotFound
    return render_template("notify/reminders.html", task=task, asked=asked, **_rows(asked))


def _rows(asked: ReminderFilter) -> dict[str, Any]:
    number = page_number(request.args.get("trang"))
    return {
        "page": paginate(db.session(), reads.reminders(asked), number=number, scalars=False),
        "fate_of": reads.fate,
        "explain": reads.explanation,
        "step_words": reads.step_words,
        "fates": [(fate.value, words) for fate, words in FATE_WORDS.items()],
        "fate_words": FATE_WORDS,
        "fate_looks": _FATE_LOOKS,
        "steps": list(_STEPS.items()),
    }


@bp.get("/don-vi/<string:code>")
@act(Act.READ_MAIL)
def unit(code: str) -> str | Response:
    """One unit: who gets its mail, what it owes, every reminder, its last mails."""
    session = db.session()
    found = unit_with_code(session, code)
    asked = _asked(found.id)
    if _wants_file():
        return _file(f"so-nhac-{found.code}", REMINDER_HEADER, reads.reminder_rows(session, asked))
    mails = session.scalars(ledger(session, LedgerFilter(unit_id=found.id)).limit(LAST_MAILS)).all()
    return render_template(
        "notify/unit_ledger.html",
        unit=found,
        asked=asked,
        reached=receivers(session, [found.id])[found.id],
        owed=reads.owed_by(session, found.id, clock.today()),
        mails=mails,
        kinds=KINDS,
        state_words=_STATE_WORDS,
        **_rows(asked),
    )


@bp.get("/tep")
@act(Act.READ_MAIL)
def messages() -> Response:
    """The ledger of mails as a file, under the filters of its page."""
    code = request.args.get("don-vi", "").strip()
    unit_id = (db.session.scalar(sa.select(Unit.id).where(Unit.code == code)) or 0) if code else None
    return _file("so-thu", _MESSAGE_HEADER, _message_rows(read_filter(request.args, unit_id=unit_id)))


def _message_rows(wanted: LedgerFilter) -> Iterator[tuple[object, ...]]:
    query = ledger(db.session(), wanted).limit(reads.MOST_ROWS + 1).execution_options(yield_per=1000)
    for number, message in enumerate(db.session.scalars(query)):
        if number == reads.MOST_ROWS:
            yield (reads.cut_words(),)
            return
        yield _message_row(message)


def _message_row(message: Message) -> tuple[object, ...]:
    return (
        message.id,
        message.address,
        KINDS[message.kind],
        message.subject,
        _STATE_WORDS[message.state],
        short_instant(message.created_at),
        short_instant(message.sent_at),
        message.attempts,
        message.smtp_reply,
        message.last_error if message.state is not MessageState.SENT else "",
    )
