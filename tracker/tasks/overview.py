"""What the office's first page shows, in a fixed number of statements. Reads only."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.access import Actor
from tracker.directory.models import CalendarDay, Unit
from tracker.formats import number
from tracker.periods import Quarter
from tracker.plans.models import Document, Item, ItemState, Plan, PlanState
from tracker.tasks.counts import Measure, measure_sql
from tracker.tasks.models import Deadline, Evidence, Task
from tracker.tasks.quarter import UNDER_OFFICE, manager_sql, of_unit
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
    key = manager_sql().label("manager")
    query = (
        sa.select(
            key,
            sa.func.count().label("deadlines"),
            sa.func.count(sa.distinct(Deadline.unit_id)).label("units"),
            sa.func.count(sa.distinct(Deadline.task_id)).label("tasks"),
            sa.func.min(limit_sql(), type_=sa.Date()).label("oldest"),
        )
        .select_from(Deadline)
        .where(of_unit(), measure_sql(today) == Measure.OVERDUE.value, deadline_scope(actor))
        .group_by(key)
    )
    rows = session.execute(query).all()
    ids = [row.manager for row in rows if row.manager is not None]
    named = {
        row.id: row
        for row in session.execute(sa.select(Unit.id, Unit.code, Unit.name, Unit.sort_key).where(Unit.id.in_(ids)))
    }
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


def coming(session: Session, actor: Actor, today: date) -> list[Coming]:
    """The next days on which something is owed: the tasks of a day one by one while they are few, else their number."""
    limit = limit_sql().label("due")
    query = (
        sa.select(
            Deadline.task_id,
            limit,
            sa.func.count().label("deadlines"),
            sa.func.min(Unit.name).label("unit_name"),
            Task.label,
            Task.title,
        )
        .select_from(Deadline)
        .join(Unit, Unit.id == Deadline.unit_id)
        .join(Task, Task.id == Deadline.task_id)
        .where(
            Deadline.state.in_(OWED),
            Deadline.must_report,
            limit_sql().between(today, today + AHEAD),
            deadline_scope(actor),
        )
        .group_by(limit, Deadline.task_id, Task.label, Task.title, Task.position)
        .order_by(limit, Task.position, Deadline.task_id)
        .limit(UPCOMING_ROWS)
    )
    days: dict[date, list[Any]] = {}
    for row in session.execute(query):
        days.setdefault(row.due, []).append(row)
    return [each for due, rows in days.items() for each in _coming_on(due, rows, today)][:UPCOMING]


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
    query = sa.select(sa.func.count(), sa.func.count(sa.distinct(Deadline.unit_id))).where(
        Deadline.state.in_(OWED),
        Deadline.must_report,
        limit_sql().between(today, today + timedelta(days=7)),
        deadline_scope(actor),
    )
    deadlines, units = session.execute(query).one()
    return deadlines, units


def oldest_waiting(session: Session, actor: Actor) -> list[Any]:
    """The first of the review queue; for readers who do not decide, of all that waits."""
    return list(session.execute(queue(_decider(actor), QueueFilter()).limit(OLDEST)))


def waiting_summary(session: Session, actor: Actor) -> tuple[int, Any]:
    """How much evidence waits and since when."""
    query = (
        sa.select(sa.func.count(Evidence.id), sa.func.min(Evidence.submitted_at))
        .join(Deadline, Deadline.id == Evidence.deadline_id)
        .where(reviewable(_decider(actor)))
    )
    count, since = session.execute(query).one()
    return count, since


def _decider(actor: Actor) -> Actor:
    """Leader and auditor see the office's queue, without buttons."""
    if actor.is_office:
        return actor
    return Actor(person_id=None, name=actor.name, grants=frozenset({("office", None)}))


def calendar_ends_on(session: Session) -> date | None:
    """The last day the working calendar knows: the end of the last year it names."""
    last = session.scalar(sa.select(sa.func.max(CalendarDay.day)))
    return date(last.year, 12, 31) if last else None


def plans_in_review(session: Session) -> list[Any]:
    """Plans that wait for review, newest first: id of their document, title, how many items."""
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
    query = sa.select(*columns).where(Plan.state == PlanState.REVIEW).order_by(Plan.id.desc()).limit(IN_REVIEW)
    return list(session.execute(query))
