"""What may stand in a feed: the deadlines of units, or a plan's slots, and the words they are shown in (ical-feeds 2, 3).

Reads rows and never the clock: whoever builds, from the same rows come the same words (R22).
"""

import hashlib
import hmac
import uuid
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker.directory.models import Unit
from tracker.notify import ical
from tracker.notify.ical import EventRow
from tracker.notify.models import PlanEvent
from tracker.plans.models import Document, Plan
from tracker.tasks import words
from tracker.tasks.models import Assignment, Deadline, DeadlineState, Task
from tracker.tasks.state import OWED, Shown, is_overdue, is_overdue_sql, is_past_limit_sql, shown

FINISHED = (DeadlineState.ACCEPTED, DeadlineState.WAIVED, DeadlineState.CANCELLED)
WINDOW = timedelta(days=60)  # finished events stay this long after their last change (R9)

WORDING = 1  # raise it when the words of deadline_event change: then every kept event is rendered anew

_LATE = "[Quá hạn] "
_PREFIXES = {
    DeadlineState.ACCEPTED: "✔ ",
    DeadlineState.WAIVED: "[Miễn] ",
    DeadlineState.CANCELLED: "[Đã hủy] ",
    DeadlineState.SUSPENDED: "[Tạm dừng] ",
    DeadlineState.SUBMITTED: "[Chờ duyệt] ",
    DeadlineState.RETURNED: "[Trả lại] ",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event that may stand in a feed, before its stamps: `key` finds its kept bytes, `digest` says whether they hold.

    `make` puts the facts into words; for an event that has not changed it is never called.
    """

    key: Hashable
    digest: str
    make: Callable[[], EventRow]
    uid: str
    due_on: date
    due_time: time | None
    sequence: int
    changed_at: datetime
    is_finished: bool


# --- candidates


def unit_candidates(session: Session, unit_ids: Collection[int], *, today: date, base_url: str) -> list[Candidate]:
    """The deadlines of these units inside the window. What has no date is in no feed (product 3.1)."""
    rows = session.execute(_deadline_rows().where(Deadline.unit_id.in_(unit_ids), in_window(today)))
    return [_of_deadline(row, base_url) for row in rows]


def deadline_candidate(session: Session, deadline_id: int, *, base_url: str) -> Candidate:
    """One deadline as `unit_candidates` has it, for the file of a mail. Raises NoResultFound without a date."""
    row = session.execute(_deadline_rows().where(Deadline.id == deadline_id, Deadline.due_on.is_not(None))).one()
    return _of_deadline(row, base_url)


def _deadline_rows() -> sa.Select[Any]:
    query: sa.Select[Any] = (
        sa.select(  # type: ignore[assignment]
            *_HIDDEN_COLUMNS,
            Deadline.id,
            Deadline.uid,
            Deadline.created_at,
            Deadline.quarter,
            Deadline.due_on,
            Deadline.due_time,
            Deadline.qualifier,
            Deadline.effective_due,
            Deadline.is_ongoing,
            Deadline.must_report,
            Deadline.state,
            Assignment.role,
            Task.label,
            Task.title,
            Task.product,
            Task.group_name,
            Unit.name.label("unit_name"),
            *_SOURCE_COLUMNS,
        )
        .join(Assignment, Assignment.id == Deadline.assignment_id)
        .join(Task, Task.id == Deadline.task_id)
        .join(Unit, Unit.id == Deadline.unit_id)
        .outerjoin(Document, Document.id == Task.document_id)
        .outerjoin(Plan, Plan.id == Task.plan_id)
    )
    return query


def plan_candidates(
    session: Session, plan_id: int, *, today: date, base_url: str, new_uid: Callable[[int, str], str]
) -> list[Candidate]:
    """One event for each task and slot of the plan; its date is the one most of its units have now."""
    uids: dict[tuple[int, str], str] = {
        (event.task_id, event.slot): event.uid
        for event in session.execute(
            sa.select(PlanEvent.task_id, PlanEvent.slot, PlanEvent.uid).join(Task).where(Task.plan_id == plan_id)
        )
    }
    found = []
    for (task_id, slot), group in groupby(_plan_rows(session, plan_id), key=lambda row: (row.id, row.slot)):
        uid = uids.get((task_id, slot)) or new_uid(task_id, slot)
        candidate = _of_slot(list(group), uid, base_url)
        if not candidate.is_finished or candidate.changed_at >= _window_start(today):
            found.append(candidate)
    return found


def plan_uid(secret_key: str, task_id: int, slot: str) -> str:
    """The UID a plan's event gets when it is first made: a UUID nobody can guess, the same for two builders at once."""
    digest = hmac.digest(secret_key.encode(), f"plan-event:{task_id}:{slot}".encode(), "sha256")
    return str(uuid.UUID(bytes=digest[:16], version=4))


# What decides about a deadline's state and stamps but is not shown itself: no part of the digest.
_HIDDEN_COLUMNS = (
    Deadline.sequence,
    Deadline.changed_at,
    Deadline.shown_late_on,
    Deadline.starts_on,
    Deadline.judged_due,
    Deadline.submitted_at,
    Deadline.is_done_late,
)
_SOURCE_COLUMNS = (
    Document.number,
    Document.symbol,
    Document.issuer,
    Plan.title.label("plan_title"),
    Plan.short_title.label("plan_short"),
)


def _window_start(today: date) -> datetime:
    return datetime.combine(today - WINDOW, time(), clock.OFFICE_ZONE).astimezone(UTC)


def in_window(today: date) -> sa.ColumnElement[bool]:
    is_kept = sa.or_(Deadline.state.not_in(FINISHED), Deadline.changed_at >= _window_start(today))
    return sa.and_(Deadline.due_on.is_not(None), is_kept)


def is_shown_late(row: Any) -> bool:
    """Whether the feed says "Quá hạn": late by the day the nightly job marked it, never by the clock of a request (R22)."""
    if row.shown_late_on is None:
        return False
    return is_overdue(row, row.shown_late_on) or shown(row, row.shown_late_on) is Shown.MISSING


def is_late_sql(day: Any) -> sa.ColumnElement[bool]:
    """`is_shown_late` as a condition; `day` is a date or the column of the mark."""
    is_missing = sa.and_(
        Deadline.state == DeadlineState.OPEN, Deadline.must_report, Deadline.is_ongoing, is_past_limit_sql(day)
    )
    return sa.or_(is_overdue_sql(day), is_missing)


def _of_deadline(row: Any, base_url: str) -> Candidate:
    is_late = is_shown_late(row)
    facts = (WORDING, base_url, is_late, *row[len(_HIDDEN_COLUMNS) :])
    return Candidate(
        key=row.id,
        digest=hashlib.sha256(repr(facts).encode()).hexdigest(),
        make=partial(deadline_event, row, is_late=is_late, base_url=base_url),
        uid=row.uid,
        due_on=row.due_on,
        due_time=row.due_time,
        sequence=row.sequence,
        changed_at=second(row.changed_at),
        is_finished=row.state in FINISHED,
    )


def deadline_event(row: Any, *, is_late: bool, base_url: str) -> EventRow:
    """A deadline's facts in the words of its event."""
    is_owed = row.state in OWED and not is_late
    url = f"{base_url}/ky-han/{row.id}"
    what = _what(row)
    return EventRow(
        uid=row.uid,
        summary=_summary(_LATE if is_late else _PREFIXES.get(row.state, ""), what, f" – {row.unit_name}"),
        description=_description(row, url, first=f"Đơn vị: {row.unit_name} ({_lowered(words.role(row))})"),
        url=url,
        due_on=row.due_on,
        due_time=row.due_time,
        created_at=row.created_at,
        is_cancelled=row.state is DeadlineState.CANCELLED,
        categories=_categories(row),
        priority=1 if is_late else 9 if row.state in FINISHED or not row.must_report else 5,
        alarm=f"Ngày mai đến hạn: {what}" if is_owed else "",
    )


def _plan_rows(session: Session, plan_id: int) -> Iterable[Any]:
    """The plan's deadlines counted by task, slot and date, in this order: never one row for each unit."""

    def count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.sum(sa.case((condition, 1), else_=0))

    dates = (Deadline.due_on, Deadline.due_time, Deadline.qualifier, Deadline.effective_due)
    counted = (
        sa.select(
            Deadline.task_id,
            Deadline.slot,
            *dates,
            sa.func.max(Deadline.quarter).label("quarter"),
            sa.func.min(Deadline.created_at).label("created_at"),
            sa.func.max(Deadline.changed_at).label("changed_at"),
            count(Deadline.state.not_in(FINISHED)).label("live"),
            count(Deadline.state == DeadlineState.CANCELLED).label("cancelled"),
            count(is_late_sql(Deadline.shown_late_on)).label("late"),
            sa.func.count().label("units"),
        )
        .where(Deadline.task_id.in_(sa.select(Task.id).where(Task.plan_id == plan_id)), Deadline.due_on.is_not(None))
        .group_by(Deadline.task_id, Deadline.slot, *dates)
        .subquery()
    )
    query = (
        sa.select(
            *(column for column in counted.c if column.name != "task_id"),
            Task.id,
            Task.label,
            Task.title,
            Task.product,
            Task.group_name,
            Task.is_ongoing,
            *_SOURCE_COLUMNS,
        )
        .join(counted, counted.c.task_id == Task.id)
        .outerjoin(Document, Document.id == Task.document_id)
        .outerjoin(Plan, Plan.id == Task.plan_id)
        .order_by(Task.id, counted.c.slot)
    )
    return session.execute(query)


def _of_slot(rows: list[Any], uid: str, base_url: str) -> Candidate:
    main = max(rows, key=lambda row: (row.live, row.units, row.due_on, row.due_time or time.max))
    is_live = any(row.live for row in rows)
    is_cancelled = all(row.cancelled == row.units for row in rows)
    is_late = any(row.late for row in rows)
    prefix = "[Đã hủy] " if is_cancelled else "✔ " if not is_live else _LATE if is_late else ""
    url = f"{base_url}/nhiem-vu/{main.id}"
    event = EventRow(
        uid=uid,
        summary=_summary(prefix, _what(main), ""),
        description=_description(main, url, first=f"Số đơn vị: {sum(row.units - row.cancelled for row in rows)}"),
        url=url,
        due_on=main.due_on,
        due_time=main.due_time,
        created_at=min(row.created_at for row in rows),
        is_cancelled=is_cancelled,
        categories=_categories(main),
        priority=1 if is_late else 5 if is_live else 9,
    )
    changed_at = second(max(row.changed_at for row in rows))
    return Candidate(
        key=(main.id, main.slot),
        digest=event.digest,
        make=lambda: event,
        uid=uid,
        due_on=main.due_on,
        due_time=main.due_time,
        sequence=0,
        changed_at=changed_at,
        is_finished=not is_live,
    )


# --- words


def _what(row: Any) -> str:
    """Mục 13. Minh chứng quý IV/2025: Triển khai chữ ký số."""
    label = words.task_label(row)
    slot = words.slot(row)
    return (f"{label}. " if label else "") + (f"{slot}: " if slot else "") + str(row.title)


def _summary(prefix: str, what: str, for_whom: str) -> str:
    return prefix + ical.clipped(what, ical.SUMMARY_LIMIT - len(prefix) - len(for_whom)) + for_whom


def _description(row: Any, url: str, *, first: str) -> str:
    """Unit, document and issuer, the date in words, the product; the link on a line of its own (R15, R16)."""
    number = row.number or (f"…{row.symbol}" if row.symbol else "")
    document = " của ".join(part for part in (number or row.plan_short or row.plan_title, row.issuer) if part)
    lines = [
        first,
        f"Văn bản: {document}" if document else "",
        f"Hạn: {words.due(row)}",
        words.due_note(row),
        f"Sản phẩm: {ical.clipped(row.product, 300)}" if row.product else "",
        url,
    ]
    return "\n".join(line for line in lines if line)


def _categories(row: Any) -> tuple[str, ...]:
    name = row.group_name or row.plan_short or row.plan_title
    return (ical.clipped(name, 80),) if name else ()


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def second(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)
