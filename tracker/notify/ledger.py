"""The ledger of reminders: for any unit, task, address and period what was owed, planned, sent, answered, or why not.

One row for each reminder, the mail it went out in beside it (product 3.5). Reads only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.directory.models import Contact, Unit
from tracker.formats import day, short_instant
from tracker.notify.models import Message, MessageKind, MessageState, Reminder
from tracker.notify.policy import normal_address
from tracker.tasks.models import Deadline, DeadlineState, Evidence, Task, Urging
from tracker.tasks.state import OWED, is_overdue_sql
from tracker.vietnamese import fold

MOST_ROWS = 20_000  # of one file


class Fate(StrEnum):
    """What became of a reminder, by the words of the address."""

    WAITING = "cho-gui"
    SENT = "da-gui"
    FAILED = "khong-toi"
    DROPPED = "thoi-nhac"


FATE_WORDS = {
    Fate.WAITING: "Chờ gửi",
    Fate.SENT: "Đã gửi",
    Fate.FAILED: "Không tới hoặc không chắc",
    Fate.DROPPED: "Thôi nhắc",
}
_LOST = (MessageState.DEAD, MessageState.IN_DOUBT)


@dataclass(frozen=True)
class ReminderFilter:
    """What the ledger of reminders is narrowed to; empty values narrow nothing."""

    text: str = ""  # part of the address, or words of the unit's names or the task's title, with or without diacritics
    unit_id: int | None = None
    task_id: int | None = None
    fate: Fate | None = None
    kind: str = ""  # before, on, late
    first: date | None = None
    last: date | None = None


_COLUMNS: tuple[Any, ...] = (
    Reminder.id,
    Reminder.step,
    Reminder.address,
    Reminder.day,
    Reminder.planned_at,
    Reminder.cancelled_at,
    Reminder.reason,
    Reminder.message_id,
    Deadline.id.label("deadline_id"),
    Deadline.due_on,
    Deadline.task_id,
    Task.title,
    Task.label,
    Unit.code.label("unit_code"),
    Unit.name.label("unit_name"),
    Message.state,
    Message.sent_at,
    Message.smtp_reply,
    Message.last_error,
)


def reminders(wanted: ReminderFilter) -> sa.Select[Any]:
    """The reminders, the newest day first, with their deadline, unit and mail."""
    return (
        sa.select(*_COLUMNS)
        .select_from(Reminder)
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .join(Task, Task.id == Deadline.task_id)
        .join(Unit, Unit.id == Deadline.unit_id)
        .outerjoin(Message, Message.id == Reminder.message_id)
        .where(*_conditions(wanted))
        .order_by(Reminder.day.desc(), Reminder.id.desc())
    )


def _conditions(wanted: ReminderFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.text:
        found.append(
            sa.or_(
                Reminder.address.contains(wanted.text.strip().lower(), autoescape=True),
                _every_word(Unit.search_text, wanted.text),
                _every_word(Task.search_text, wanted.text),
            )
        )
    if wanted.unit_id is not None:
        found.append(Deadline.unit_id == wanted.unit_id)
    if wanted.task_id is not None:
        found.append(Deadline.task_id == wanted.task_id)
    if wanted.fate is not None:
        found.append(_has_fate(wanted.fate))
    if wanted.kind:
        found.append(Reminder.step.startswith(wanted.kind, autoescape=True))
    if wanted.first:
        found.append(Reminder.day >= wanted.first)
    if wanted.last:
        found.append(Reminder.day <= wanted.last)
    return found


def _has_fate(fate: Fate) -> sa.ColumnElement[bool]:
    stands = Reminder.cancelled_at.is_(None)
    if fate is Fate.SENT:
        return sa.and_(stands, Message.state == MessageState.SENT)
    if fate is Fate.FAILED:
        return sa.and_(stands, Message.state.in_(_LOST))
    if fate is Fate.WAITING:
        gone = (MessageState.SENT, MessageState.CANCELLED, *_LOST)
        return sa.and_(stands, sa.or_(Message.id.is_(None), Message.state.not_in(gone)))
    return sa.or_(Reminder.cancelled_at.is_not(None), Message.state == MessageState.CANCELLED)


def _every_word(column: Any, text: str) -> sa.ColumnElement[bool]:
    words = [column.contains(word, autoescape=True) for word in fold(text).split()]
    return sa.and_(sa.true(), *words) if words else sa.false()


def fate(row: Any) -> Fate:
    """What became of the reminder of a row of `reminders`."""
    if row.cancelled_at is not None or row.state is MessageState.CANCELLED:
        return Fate.DROPPED
    if row.state is MessageState.SENT:
        return Fate.SENT
    return Fate.FAILED if row.state in _LOST else Fate.WAITING


def explanation(row: Any) -> str:
    """The server's reply, or why the reminder has not arrived."""
    if row.cancelled_at is not None:
        reason = str(row.reason or "")
        return reason[:1].upper() + reason[1:] or "Không còn cần nhắc"
    if row.message_id is None:
        return f"Ghép vào thư của ngày làm việc {day(row.day)}"
    if row.state is MessageState.SENT:
        return str(row.smtp_reply)
    return str(row.last_error or "Trong hàng đợi")


def step_words(step: str) -> str:
    """ "Trước 7 ngày", "Đúng ngày", "Quá hạn, lần 2" from a reminder's step."""
    kind, _, number = step.partition("/")[0].partition("-")
    return {"before": f"Trước {number} ngày", "late": f"Quá hạn, lần {number}"}.get(kind, "Đúng ngày")


REMINDER_HEADER = (
    "Ngày nhắc",
    "Mã đơn vị",
    "Đơn vị",
    "Mục",
    "Nhiệm vụ",
    "Hạn",
    "Lần nhắc",
    "Địa chỉ",
    "Lập lúc",
    "Tình trạng",
    "Gửi lúc",
    "Máy chủ trả lời hoặc lý do",
)


def reminder_rows(session: Session, wanted: ReminderFilter) -> Iterator[tuple[object, ...]]:
    """The cells of a file, at most MOST_ROWS rows and a sentence where more were found; read a thousand at a time."""
    query = reminders(wanted).limit(MOST_ROWS + 1).execution_options(yield_per=1000)
    for number, row in enumerate(session.execute(query)):
        if number == MOST_ROWS:
            yield (cut_words(),)
            return
        yield (
            row.day,
            row.unit_code,
            row.unit_name,
            row.label,
            row.title,
            row.due_on,
            step_words(row.step),
            row.address,
            short_instant(row.planned_at),
            FATE_WORDS[fate(row)],
            short_instant(row.sent_at),
            explanation(row),
        )


def cut_words() -> str:
    """The last row of a file that could not hold everything."""
    return f"Tệp dừng ở {MOST_ROWS:,} dòng. Thu hẹp bằng bộ lọc để lấy phần còn lại.".replace(",", ".")


@dataclass(frozen=True)
class Owed:
    """What a unit owes now."""

    deadlines: int
    overdue: int


def owed_by(session: Session, unit_id: int, today: date) -> Owed:
    columns: tuple[Any, ...] = (sa.func.count(), sa.func.count(sa.case((is_overdue_sql(today), 1))))
    query = sa.select(*columns).where(
        Deadline.unit_id == unit_id, Deadline.state.in_(OWED), Deadline.state != DeadlineState.CANCELLED
    )
    count, overdue = session.execute(query).one()
    return Owed(count, overdue)


def mail_about_unit(unit_id: int) -> sa.ColumnElement[bool]:
    """Mail that is about this unit by what it tells: its reminders, its urgings, its returned evidence."""
    carried = (
        sa.select(Reminder.message_id)
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .where(Deadline.unit_id == unit_id, Reminder.message_id.is_not(None))
    )
    urged = sa.select(Urging.id).where(Urging.unit_id == unit_id)
    returned = (
        sa.select(Evidence.id).join(Deadline, Deadline.id == Evidence.deadline_id).where(Deadline.unit_id == unit_id)
    )
    return sa.or_(
        Message.id.in_(carried),
        sa.and_(Message.kind == MessageKind.URGING, Message.subject_id.in_(urged)),
        sa.and_(Message.kind == MessageKind.RETURNED, Message.subject_id.in_(returned)),
    )


def addressed_to(text: str) -> sa.ColumnElement[bool]:
    """Mail whose address holds `text`, or that went to a mailbox of a unit of that name, diacritics or not."""
    part = normal_address(text)
    units = _every_word(Unit.search_text, text)
    contacts = sa.select(sa.func.lower(Contact.email)).join(Unit, Unit.id == Contact.unit_id).where(units)
    own = sa.select(sa.func.lower(Unit.email)).where(units, Unit.email != "")
    return sa.or_(
        Message.address.contains(part, autoescape=True), Message.address.in_(contacts), Message.address.in_(own)
    )
