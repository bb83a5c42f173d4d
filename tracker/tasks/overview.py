"""What the office's first page shows, in a fixed number of statements. Reads only."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.access import Actor
from tracker.directory.models import CalendarDay, Unit
from tracker.formats import number
from tracker.periods import Quarter
from tracker.plans.models import Document, Item, ItemState, Plan, PlanState, ReadingJob, ReadingState
from tracker.tasks.counts import is_counted_overdue_sql
from tracker.tasks.models import Deadline, Evidence, Task
from tracker.tasks.quarter import UNDER_OFFICE, manager_sql, of_unit, units_by_id
from tracker.tasks.queries import deadline_scope
from tracker.tasks.state import OWED, limit_sql
from tracker.tasks.waiting import QueueFilter, queue, reviewable

MANAGERS = 8
UPCOMING = 6
UPCOMING_ROWS = 120  # days times tasks that are looked at
FEW_TASKS = 2
OLDEST = 5
IN_REVIEW = 5
AHEAD = timedelta(days=45)
CALENDAR_WARNING = timedelta(days=183)  # half a year before the data run out (product 3.1)


_READING = sa.select(sa.func.count()).where(ReadingJob.state.in_((ReadingState.WAITING, ReadingState.READING)))
_LAST_DAY = sa.select(sa.func.max(CalendarDay.day))


@dataclass(frozen=True)
class LateManager:
    """A managing unit with what is late under it."""

    code: str
    name: str
    deadlines: int
    units: int
    tasks: int
    days: int


@dataclass(frozen=True)
class Late:
    """Everything overdue now, whatever its quarter; `managers` are the first, `others` how many more there are."""

    managers: list[LateManager]
    deadlines: int
    units: int
    others: int


@dataclass(frozen=True)
class Coming:
    """What ends on a day: one task, or how many."""

    due: date
    title: str
    note: str
    address: str
    days: int


def late_now(session: Session, actor: Actor, today: date) -> Late:
    """What is overdue, by managing unit, the most first. Two statements."""
    rows = session.execute(_late_query(actor, today)).all()
    named = units_by_id(session, [row.manager for row in rows if row.manager is not None])
    found = []
    for row in rows:
        unit = named.get(row.manager)
        code, name, order = (unit.code, unit.name, unit.sort_key) if unit else (UNDER_OFFICE, "Trực thuộc Sở", "")
        late = LateManager(code, name, row.deadlines, row.units, row.tasks, (today - row.oldest).days)
        found.append((-row.deadlines, order, late))
    ordered = [late for _, _, late in sorted(found, key=lambda each: each[:2])]
    return Late(
        ordered[:MANAGERS],
        sum(late.deadlines for late in ordered),
        sum(late.units for late in ordered),
        max(0, len(ordered) - MANAGERS),
    )


@lru_cache(maxsize=64)  # building a statement costs more than running it
def _late_query(actor: Actor, today: date) -> sa.Select[Any]:
    key = manager_sql().label("manager")
    columns: tuple[Any, ...] = (
        key,
        sa.func.count().label("deadlines"),
        sa.func.count(sa.distinct(Deadline.unit_id)).label("units"),
        sa.func.count(sa.distinct(Deadline.task_id)).label("tasks"),
        sa.func.min(limit_sql(), type_=sa.Date()).label("oldest"),
    )
    return (
        sa.select(*columns)
        .select_from(Deadline)
        .outerjoin(Unit, of_unit())  # every deadline has its unit; outer, so that deadlines are read first and in order
        .where(is_counted_overdue_sql(today), deadline_scope(actor))
        .group_by(key)
    )


def coming(session: Session, actor: Actor, today: date) -> list[Coming]:
    """The next days on which something is owed: the tasks of a day one by one while they are few, else their number."""
    days: dict[date, list[Any]] = {}
    for row in session.execute(_coming_query(actor, today)):
        days.setdefault(row.due, []).append(row)
    return [each for due, rows in days.items() for each in _coming_on(due, rows, today)][:UPCOMING]


@lru_cache(maxsize=64)
def _coming_query(actor: Actor, today: date) -> sa.Select[Any]:
    """Days and tasks with how much is owed; what they are called is read for the groups, not for every deadline."""
    limit = limit_sql().label("due")
    owed = (
        sa.select(
            Deadline.task_id, limit, sa.func.count().label("deadlines"), sa.func.min(Deadline.unit_id).label("unit_id")
        )
        .where(_is_owed_between(today, today + AHEAD), deadline_scope(actor))
        .group_by(limit, Deadline.task_id)
        .subquery()
    )
    return (
        sa.select(owed.c.task_id, owed.c.due, owed.c.deadlines, Unit.name.label("unit_name"), Task.label, Task.title)
        .join(Unit, Unit.id == owed.c.unit_id)
        .join(Task, Task.id == owed.c.task_id)
        .order_by(owed.c.due, Task.position, owed.c.task_id)
        .limit(UPCOMING_ROWS)
    )


def _is_owed_between(first: date, last: date) -> sa.ColumnElement[bool]:
    return sa.and_(Deadline.state.in_(OWED), Deadline.must_report, limit_sql().between(first, last))


def _coming_on(due: date, rows: list[Any], today: date) -> list[Coming]:
    left = (due - today).days
    if len(rows) > FEW_TASKS:
        quarter = Quarter.of(due)
        title = f"{len(rows)} nhiệm vụ đến hạn"
        if due == quarter.end:
            title = f"Hết {quarter.label}: {len(rows)} nhiệm vụ"
        note = f"{number(sum(row.deadlines for row in rows))} kỳ hạn chưa nộp"
        return [Coming(due, title, note, "/nhiem-vu?sap-xep=han", left)]
    return [
        Coming(
            due,
            row.title,
            " · ".join(filter(None, (_who_owes(row), row.label))),
            f"/nhiem-vu/{row.task_id}",
            left,
        )
        for row in rows
    ]


def _who_owes(row: Any) -> str:
    return str(row.unit_name) if row.deadlines == 1 else f"{number(row.deadlines)} đơn vị chưa nộp"


def soon_count(session: Session, actor: Actor, today: date) -> tuple[int, int]:
    """How many deadlines are owed within 7 days, and by how many units."""
    deadlines, units = session.execute(_soon_query(actor, today)).one()
    return deadlines, units


@lru_cache(maxsize=64)
def _soon_query(actor: Actor, today: date) -> sa.Select[Any]:
    columns: tuple[Any, ...] = (sa.func.count(), sa.func.count(sa.distinct(Deadline.unit_id)))
    return sa.select(*columns).where(_is_owed_between(today, today + timedelta(days=7)), deadline_scope(actor))


def oldest_waiting(session: Session, actor: Actor) -> list[Any]:
    """The first of the review queue; for readers who do not decide, of all that waits."""
    return list(session.execute(_oldest_query(_decider(actor))))


@lru_cache(maxsize=64)
def _oldest_query(decider: Actor) -> sa.Select[Any]:
    return queue(decider, QueueFilter()).limit(OLDEST)


def waiting_summary(session: Session, actor: Actor) -> tuple[int, Any]:
    """How much evidence waits and since when."""
    count, since = session.execute(_waiting_query(_decider(actor))).one()
    return count, since


@lru_cache(maxsize=64)
def _waiting_query(decider: Actor) -> sa.Select[Any]:
    columns: tuple[Any, ...] = (sa.func.count(Evidence.id), sa.func.min(Evidence.submitted_at))
    return sa.select(*columns).join(Deadline, Deadline.id == Evidence.deadline_id).where(reviewable(decider))


def _decider(actor: Actor) -> Actor:
    """Leader and auditor see the office's queue, without buttons."""
    if actor.is_office:
        return actor
    return Actor(person_id=None, name=actor.name, grants=frozenset({("office", None)}))


def calendar_ends_on(session: Session) -> date | None:
    """The last day the working calendar knows: the end of the last year it names."""
    last = session.scalar(_LAST_DAY)
    return date(last.year, 12, 31) if last else None


def documents_to_read(session: Session) -> int:
    """How many documents handed in wait to be read, or are being read."""
    return session.scalar(_READING) or 0


def plans_in_review(session: Session) -> list[Any]:
    """Plans that wait for review, newest first: id of their document, title, how many items."""
    return list(session.execute(_plans_query()))


@lru_cache(maxsize=1)
def _plans_query() -> sa.Select[Any]:
    items = sa.select(sa.func.count()).where(Item.plan_id == Plan.id, Item.state == ItemState.PROPOSED)
    document = sa.select(sa.func.max(Document.id)).where(Document.plan_id == Plan.id)
    foreign = sa.select(sa.func.count()).where(Document.plan_id == Plan.id, Document.is_foreign)
    columns: tuple[Any, ...] = (
        Plan.id,
        Plan.short_title,
        Plan.title,
        items.scalar_subquery().label("items"),
        document.scalar_subquery().label("document_id"),
        foreign.scalar_subquery().label("foreign"),
    )
    return sa.select(*columns).where(Plan.state == PlanState.REVIEW).order_by(Plan.id.desc()).limit(IN_REVIEW)
