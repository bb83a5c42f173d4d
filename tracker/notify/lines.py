"""What a mail says of one deadline: loaded at the claim, so that it is true when it leaves (product 3.5). Reads only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.directory.models import Unit, UnitKind
from tracker.formats import weekday_date
from tracker.notify.models import Reminder
from tracker.plans.models import Document, DocumentKind, Plan
from tracker.tasks import words
from tracker.tasks.models import Assignment, Deadline, DeadlineState, Evidence, EvidenceState, Task, TaskState
from tracker.tasks.state import OWED

TITLE_LENGTH = 240
_IN_CHUNK = 500
_DOCUMENTS = {
    DocumentKind.PLAN: "Kế hoạch",
    DocumentKind.DISPATCH: "Công văn",
    DocumentKind.DECISION: "Quyết định",
    DocumentKind.NOTICE: "Thông báo",
    DocumentKind.OTHER: "Văn bản",
}


class Standing(StrEnum):
    """Where a deadline stands on the day of the mail; in the order of the digest's sections (product 3.5)."""

    LATE = auto()
    TODAY = auto()
    SOON = auto()
    RETURNED = auto()


@dataclass(frozen=True)
class Line:
    """One deadline of one unit, in the words of the mail."""

    deadline_id: int
    task_id: int
    unit_id: int
    unit_code: str
    unit_kind: UnitKind
    unit_name: str
    unit_order: str
    title: str
    role: str
    due_on: date | None  # none: Không hạn
    due: str
    is_before: bool  # "trước ngày": the date itself is already said to be too late
    slot: str
    source: str
    standing: Standing
    days: int  # left until the limit; negative when late
    limit: date  # the last day there is where there is none
    must_report: bool
    return_reason: str = ""

    @property
    def heading(self) -> str:
        """ "Quá hạn 3 ngày", "Bị trả lại, còn 4 ngày"; a quarter of ongoing work is missing, not overdue (product 3.2)."""
        words_of_time = _time_words(self.days) if self.due_on else "Không hạn"
        if self.slot and self.standing is Standing.LATE:
            return f"Thiếu minh chứng quý, đã quá {-self.days} ngày"
        if self.standing is Standing.RETURNED:
            return f"Bị trả lại, {words_of_time[0].lower()}{words_of_time[1:]}"
        return words_of_time


def _time_words(days: int) -> str:
    if days < 0:
        return f"Quá hạn {-days} ngày"
    return "Đến hạn hôm nay" if days == 0 else f"Còn {days} ngày"


@dataclass(frozen=True)
class NewTask:
    """One newly assigned task of one unit, with its dates to come."""

    task_id: int
    unit_code: str
    unit_name: str
    unit_order: str
    title: str
    role: str
    product: str
    dues: tuple[str, ...]
    dated_ids: tuple[int, ...]  # the deadlines of it that have a date and are still owed
    is_finished: bool  # all of it was handed in and accepted meanwhile
    time_text: str
    source: str


def lines_of(session: Session, deadline_ids: Collection[int], *, as_of: date) -> list[Line]:
    """The lines of those deadlines that a unit still owes on `as_of`; by unit, then by limit."""
    return _lines(session, _owed_rows(session, deadline_ids), as_of)


def decided_lines(
    session: Session, deadline_ids: Collection[int], *, states: Collection[DeadlineState], as_of: date
) -> list[Line]:
    """The lines of those deadlines that are in one of `states` now, whether anything is owed or not."""
    return _lines(session, [row for row in _rows_of(session, deadline_ids) if row.state in states], as_of)


def _owed_rows(session: Session, deadline_ids: Collection[int]) -> list[sa.Row[Any]]:
    found = _rows_of(session, deadline_ids)
    return [row for row in found if row.state in OWED and row.task_state is TaskState.RUNNING]


def _rows_of(session: Session, deadline_ids: Collection[int]) -> list[sa.Row[Any]]:
    """By their keys alone: asked for a state as well, a database may begin with every deadline that is in it."""
    return [
        row
        for chunk in _chunks(sorted(deadline_ids))
        for row in session.execute(_line_rows_of(), {"deadline_ids": list(chunk)})
    ]


@dataclass(frozen=True)
class Reminded:
    """What the reminders of some digests are still about, as it was loaded: message -> deadline -> row."""

    rows: Mapping[int, Mapping[int, sa.Row[Any]]]
    reasons: Mapping[int, str]  # deadline -> why it came back

    def lines(self, message_id: int, *, as_of: date) -> list[Line]:
        """The lines one digest is to carry, in the order of `lines_of`."""
        return _sorted_lines(self.rows.get(message_id, {}).values(), self.reasons, as_of)

    @property
    def communes(self) -> dict[int, str]:
        """The communes that any of it is about: id -> code."""
        rows = (row for own in self.rows.values() for row in own.values())
        return {row.unit_id: row.code for row in rows if row.kind is UnitKind.COMMUNE}


def reminded(session: Session, message_ids: Sequence[int]) -> Reminded:
    """What these digests are to carry, in three statements however many they are.

    The reminders first: joined, a database may begin with every deadline that is owed.
    """
    wanted = session.execute(_standing_reminders(), {"message_ids": list(message_ids)}).all()
    loaded = {row.id: row for row in _owed_rows(session, {row.deadline_id for row in wanted})}
    rows: dict[int, dict[int, sa.Row[Any]]] = {}
    for message_id, deadline_id, due_version in wanted:
        row = loaded.get(deadline_id)
        if row is not None and row.due_version == due_version:
            rows.setdefault(message_id, {})[deadline_id] = row
    return Reminded(rows, _reasons_for(session, loaded.values()))


@lru_cache(maxsize=1)  # building a statement costs more than running it
def _standing_reminders() -> sa.Select[Any]:
    columns = (Reminder.message_id, Reminder.deadline_id, Reminder.due_version)
    query: sa.Select[Any] = sa.select(*columns)  # type: ignore[assignment]
    return query.where(
        Reminder.message_id.in_(sa.bindparam("message_ids", expanding=True)), Reminder.cancelled_at.is_(None)
    )


def _lines(session: Session, rows: Sequence[sa.Row[Any]], as_of: date) -> list[Line]:
    return _sorted_lines(rows, _reasons_for(session, rows), as_of)


def _reasons_for(session: Session, rows: Iterable[sa.Row[Any]]) -> dict[int, str]:
    return _return_reasons(session, [row.id for row in rows if row.state is DeadlineState.RETURNED])


def _sorted_lines(rows: Iterable[sa.Row[Any]], reasons: Mapping[int, str], as_of: date) -> list[Line]:
    found = [_line(row, as_of, reasons.get(row.id, "")) for row in rows]
    return sorted(found, key=lambda line: (line.unit_order, line.unit_id, line.limit, line.deadline_id))


@lru_cache(maxsize=1)  # building a statement costs more than running it
def _line_rows_of() -> sa.Select[Any]:
    query: sa.Select[Any] = sa.select(  # type: ignore[assignment]
        Deadline.id,
        Deadline.task_id,
        Deadline.unit_id,
        Deadline.due_on,
        Deadline.due_time,
        Deadline.qualifier,
        Deadline.effective_due,
        Deadline.judged_due,
        Deadline.quarter,
        Deadline.is_ongoing,
        Deadline.must_report,
        Deadline.state,
        Deadline.due_version,
        Assignment.role,
        Task.title,
        Task.label,
        Task.state.label("task_state"),
        Unit.code,
        Unit.kind,
        Unit.name,
        Unit.sort_key,
        *_SOURCE_COLUMNS,
    )
    return (
        _with_source(
            query.join(Assignment, Assignment.id == Deadline.assignment_id)
            .join(Task, Task.id == Deadline.task_id)
            .join(Unit, Unit.id == Deadline.unit_id)
        )
        .where(Deadline.id.in_(sa.bindparam("deadline_ids", expanding=True)))
        .where(Unit.closed_on.is_(None))  # nobody reads its mail; the office is told (product 3.3)
        .order_by(Deadline.id)
    )


_SOURCE_COLUMNS = (
    Document.kind.label("document_kind"),
    Document.number.label("document_number"),
    Document.symbol.label("document_symbol"),
    Document.issued_on.label("document_issued_on"),
    Plan.title.label("plan_title"),
    Plan.short_title.label("plan_short_title"),
)


def _with_source(query: sa.Select[Any]) -> sa.Select[Any]:
    return query.outerjoin(Document, Document.id == Task.document_id).outerjoin(Plan, Plan.id == Task.plan_id)


def _line(row: sa.Row[Any], as_of: date, reason: str) -> Line:
    limit = max(row.effective_due, row.judged_due or row.effective_due) if row.effective_due else date.max
    days = (limit - as_of).days
    if row.state is DeadlineState.RETURNED:
        standing = Standing.RETURNED
    elif days < 0:
        standing = Standing.LATE
    else:
        standing = Standing.TODAY if days == 0 else Standing.SOON
    return Line(
        deadline_id=row.id,
        task_id=row.task_id,
        unit_id=row.unit_id,
        unit_code=row.code,
        unit_kind=row.kind,
        unit_name=row.name,
        unit_order=row.sort_key,
        title=shorten(row.title),
        role=words.role(row).lower(),
        due_on=row.due_on,
        due=_due_words(row),
        is_before=row.qualifier == "before",
        slot=words.slot(row),
        source=source_words(row),
        standing=standing,
        days=days,
        limit=limit,
        must_report=row.must_report,
        return_reason=reason,
    )


def _due_words(row: Any) -> str:
    """ "Trước ngày 10/11/2025" as the document says it, else with the weekday; and until when it counts."""
    is_plain = row.due_on is not None and row.qualifier != "before" and row.due_time is None
    said = weekday_date(row.due_on) if is_plain else words.due(row)
    _, falls, when = words.due_note(row).rstrip(".").partition(" rơi vào ")
    return f"{said} (rơi vào {when})" if falls else said


def _return_reasons(session: Session, deadline_ids: Sequence[int]) -> dict[int, str]:
    """Deadline -> why its newest returned evidence came back."""
    found: dict[int, str] = {}
    for chunk in _chunks(deadline_ids):
        query = (
            sa.select(Evidence.deadline_id, Evidence.decision_note, Evidence.state)
            .where(Evidence.deadline_id.in_(chunk))
            .order_by(Evidence.deadline_id, Evidence.version)
        )
        returned = (row for row in session.execute(query) if row.state is EvidenceState.RETURNED)
        found.update({row.deadline_id: row.decision_note for row in returned})
    return found


def source_words(row: Any) -> str:
    """ "Công văn 123/SGDĐT-VP ngày 28/10/2025, mục VI.2"; the plan's title while the number is blank."""
    if row.document_kind is not None and row.document_number:
        issued = f" ngày {row.document_issued_on:%d/%m/%Y}" if row.document_issued_on else ""
        base = f"{_DOCUMENTS[row.document_kind]} {row.document_number}{issued}"
    elif row.plan_title:
        base = shorten(row.plan_short_title or row.plan_title, 160)
    elif row.document_kind is not None and row.document_symbol:
        base = f"{_DOCUMENTS[row.document_kind]} …{row.document_symbol}"
    else:
        base = ""
    return ", ".join(filter(None, (base, row.label)))


def shorten(text: str, length: int = TITLE_LENGTH) -> str:
    """`text` on one line, cut at a word where it is longer than `length`."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0].rstrip(",;: ") + "…"


def new_tasks(session: Session, *, task_ids: Collection[int], unit_ids: Collection[int]) -> list[NewTask]:
    """What these units were newly given by these tasks, as far as it is still running; by unit, then by place."""
    found: list[tuple[Any, NewTask]] = []
    for chunk in _chunks(sorted(task_ids)):
        query: sa.Select[Any] = sa.select(  # type: ignore[assignment]
            Assignment.id,
            Assignment.role,
            Assignment.must_report,
            Task.id.label("task_id"),
            Task.title,
            Task.label,
            Task.product,
            Task.position,
            Task.time_text,
            Unit.code,
            Unit.name,
            Unit.sort_key,
            *_SOURCE_COLUMNS,
        )
        query = _with_source(
            query.join(Task, Task.id == Assignment.task_id).join(Unit, Unit.id == Assignment.unit_id)
        ).where(
            Assignment.task_id.in_(chunk),
            Assignment.unit_id.in_(unit_ids),
            Task.state == TaskState.RUNNING,
            Unit.closed_on.is_(None),
        )
        rows = session.execute(query).all()
        dues = _dues(session, [row.id for row in rows])
        found += [
            ((row.sort_key, row.code, row.position, row.task_id), _new_task(row, dues[row.id]))
            for row in rows
            if row.id in dues
        ]
    return [task for _, task in sorted(found, key=lambda pair: pair[0])]


def _new_task(row: sa.Row[Any], dues: Sequence[sa.Row[Any]]) -> NewTask:
    return NewTask(
        task_id=row.task_id,
        unit_code=row.code,
        unit_name=row.name,
        unit_order=row.sort_key,
        title=shorten(row.title),
        role=words.role(row).lower(),
        product=shorten(row.product, 160),
        dues=tuple(words.due(due) for due in dues),
        dated_ids=tuple(due.id for due in dues if due.due_on is not None and due.state in OWED),
        is_finished=all(due.state is DeadlineState.ACCEPTED for due in dues),
        time_text=row.time_text,
        source=source_words(row),
    )


def _dues(session: Session, assignment_ids: Sequence[int]) -> dict[int, list[sa.Row[Any]]]:
    """Assignment -> its due dates; assignments without a deadline that still stands are left out."""
    gone = (DeadlineState.CANCELLED, DeadlineState.WAIVED, DeadlineState.SUSPENDED)
    found: dict[int, list[sa.Row[Any]]] = {}
    for chunk in _chunks(assignment_ids):
        query: sa.Select[Any] = (
            sa.select(  # type: ignore[assignment]
                Deadline.id,
                Deadline.assignment_id,
                Deadline.state,
                Deadline.due_on,
                Deadline.due_time,
                Deadline.qualifier,
                Deadline.effective_due,
            )
            .where(Deadline.assignment_id.in_(chunk), Deadline.state.not_in(gone))
            .order_by(Deadline.assignment_id, Deadline.slot)
        )
        for row in session.execute(query):
            found.setdefault(row.assignment_id, []).append(row)
    return found


def _chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + _IN_CHUNK] for start in range(0, len(values), _IN_CHUNK))
