"""Tasks out to units: assignments, deadlines, mails and feeds of what is assigned, in bulk and once (product 3.1, 3.3).

Called by assigning.py (items of a plan) and making.py (a task made by hand). Never commits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from tracker import clock
from tracker.directory import queries as directory_queries
from tracker.directory.models import Unit, UnitKind
from tracker.directory.snapshot import Directory, GroupInfo, UnitInfo
from tracker.extensions import db
from tracker.notify import outbox
from tracker.notify.models import MessageKind
from tracker.plans.models import Reporting, ReviewBy
from tracker.tasks.models import Assignment, AssignmentRole, Deadline, DeadlineState, Task
from tracker.tasks.slots import Slot, effective_due
from tracker.workdays import WorkCalendar

_ASSIGNMENT = cast("sa.Table", Assignment.__table__)
_DEADLINE = cast("sa.Table", Deadline.__table__)


@dataclass(frozen=True)
class Party:
    """A unit or a group as it is named; `words` are the document's own."""

    role: AssignmentRole
    unit_id: int | None = None
    group_id: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Share:
    """One unit's part in one task."""

    unit_id: int
    role: AssignmentRole
    must_report: bool
    review_by: ReviewBy
    from_words: str = ""
    is_outside: bool = False  # an agency: recorded, without deadlines, account or mail


@dataclass(frozen=True)
class Order:
    """A task to be made, with its parties and slots. `late_slots` were past when chosen: late from the day of assignment."""

    task: Task
    shares: Sequence[Share]
    slots: Sequence[Slot]
    late_slots: Sequence[Slot] = ()


@dataclass(frozen=True)
class FanOut:
    """What was made."""

    task_ids: tuple[int, ...] = ()
    unit_ids: frozenset[int] = frozenset()
    assignments: int = 0
    deadlines: int = 0
    messages: int = 0
    units_without_address: tuple[int, ...] = ()


def share_out(
    parties: Iterable[Party], directory: Directory, *, reporting: Reporting, review_by: ReviewBy
) -> list[Share]:
    """Who takes part, each unit once: groups as they are now, closed units left out, lead beats coordinating (product 3.3)."""
    by_group = {group.id: group for group in directory.groups}
    found: dict[int, tuple[AssignmentRole, str]] = {}
    ordered = sorted(parties, key=lambda party: party.role is not AssignmentRole.LEAD)
    for party in ordered:
        if party.unit_id is not None:
            members: Sequence[int] = (party.unit_id,)
        else:
            members = by_group[party.group_id].member_ids if party.group_id in by_group else ()
        for unit_id in members:
            if directory.units[unit_id].is_open:
                found.setdefault(unit_id, (party.role, _group_words(party, by_group)))
    return [
        _share(directory.units[unit_id], role, words, directory, reporting=reporting, review_by=review_by)
        for unit_id, (role, words) in found.items()
    ]


def _group_words(party: Party, groups: Mapping[int, GroupInfo]) -> str:
    """The word a group was named by: the document's own, else the group's name."""
    if party.group_id is None:
        return ""
    return party.words or groups[party.group_id].name


def _share(
    unit: UnitInfo,
    role: AssignmentRole,
    words: str,
    directory: Directory,
    *,
    reporting: Reporting,
    review_by: ReviewBy,
) -> Share:
    is_outside = unit.kind is UnitKind.AGENCY
    return Share(
        unit_id=unit.id,
        role=role,
        must_report=reports(role, reporting) and not is_outside,
        review_by=reviewer_of(unit, role, directory, review_by),
        from_words=words,
        is_outside=is_outside,
    )


def reports(role: AssignmentRole, reporting: Reporting) -> bool:
    """Whether a unit in `role` must hand in evidence (product 3.3)."""
    if role is AssignmentRole.LEAD:
        return reporting is not Reporting.COORDINATING
    return role is AssignmentRole.COORDINATING and reporting is not Reporting.LEADS


def reviewer_of(unit: UnitInfo, role: AssignmentRole, directory: Directory, wanted: ReviewBy) -> ReviewBy:
    """Who reviews this unit's evidence: the lead only what coordinating units hand in, the parent only where it is a commune."""
    if wanted is ReviewBy.LEAD and role is AssignmentRole.COORDINATING:
        return ReviewBy.LEAD
    parent = directory.units.get(unit.parent_id) if unit.parent_id is not None else None
    if wanted is ReviewBy.PARENT and parent is not None and parent.kind is UnitKind.COMMUNE:
        return ReviewBy.PARENT
    return ReviewBy.OFFICE


def send_out(
    orders: Sequence[Order],
    *,
    today: date,
    calendar: WorkCalendar,
    roll_over: bool,
    plan_id: int | None,
) -> FanOut:
    """Write the orders: tasks, assignments, deadlines, one mail for each address, feeds touched."""
    tasks = [order.task for order in orders]
    db.session.add_all(tasks)
    db.session.flush()  # the tasks need their ids
    assignments = insert_assignments(orders)
    deadlines = insert_deadlines(orders, today=today, calendar=calendar, roll_over=roll_over)
    task_ids = tuple(task.id for task in tasks)
    unit_ids, messages, without = announce(orders, slot=f"tasks:{min(task_ids, default=0)}", plan_id=plan_id)
    return FanOut(task_ids, unit_ids, assignments, deadlines, messages, without)


def announce(orders: Sequence[Order], *, slot: str, plan_id: int | None) -> tuple[frozenset[int], int, tuple[int, ...]]:
    """Mail and feeds of what was made: the units, the messages queued, the units that nobody receives for."""
    by_unit = _tasks_by_unit(orders)
    messages, without_address = queue_mail(by_unit, slot=slot, subject_id=plan_id)
    outbox.touch(db.session(), unit_ids=by_unit.keys(), plan_ids=(plan_id,) if plan_id else ())
    return frozenset(by_unit), messages, without_address


def _tasks_by_unit(orders: Iterable[Order]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for order in orders:
        for share in order.shares:
            if not share.is_outside:
                found.setdefault(share.unit_id, []).append(order.task.id)
    return found


def insert_assignments(orders: Iterable[Order]) -> int:
    """One INSERT … SELECT over the units for each kind of share of each task; how many."""
    made = 0
    for order in orders:
        alike: dict[tuple[AssignmentRole, bool, str], list[int]] = {}
        for share in order.shares:
            alike.setdefault((share.role, share.must_report, share.from_words), []).append(share.unit_id)
        for (role, must_report, from_words), unit_ids in alike.items():
            facts = {
                "task_id": order.task.id,
                "role": role,
                "must_report": must_report,
                "from_words": from_words[:300],
                "created_at": clock.now(),
            }
            values = {**_literals(_ASSIGNMENT, facts), "unit_id": Unit.__table__.c.id}
            chosen = sa.select(*values.values()).where(Unit.id.in_(unit_ids))
            made += _rows_of(sa.insert(_ASSIGNMENT).from_select(list(values), chosen, include_defaults=False))
    return made


def _literals(table: sa.Table, facts: Mapping[str, Any]) -> dict[str, sa.ColumnElement[Any]]:
    return {name: sa.literal(value, table.c[name].type) for name, value in facts.items()}


def _rows_of(statement: sa.Insert) -> int:
    counted = statement.execution_options(preserve_rowcount=True)  # PostgreSQL forgets it for INSERT otherwise
    return cast("sa.CursorResult[Any]", db.session.execute(counted)).rowcount


def insert_deadlines(orders: Iterable[Order], *, today: date, calendar: WorkCalendar, roll_over: bool) -> int:
    """The deadlines of each share that is not outside, whether it reports or only looks on; how many.

    One INSERT … SELECT over the task's assignments for each slot: what differs from unit to unit stands there already,
    so that 25 tasks for 1,900 units take seconds (product 5).
    """
    made = 0
    for order in orders:
        for slot in (*order.slots, *order.late_slots):
            facts = _slot_facts(order, slot, today=today, calendar=calendar, roll_over=roll_over)
            made += _rows_of(_insert_slot(order, facts))
    return made


def _insert_slot(order: Order, facts: Mapping[str, Any]) -> sa.Insert:
    outside = [share.unit_id for share in order.shares if share.is_outside]
    values = {
        **_literals(_DEADLINE, facts),
        "assignment_id": _ASSIGNMENT.c.id,
        "unit_id": _ASSIGNMENT.c.unit_id,
        "must_report": _ASSIGNMENT.c.must_report,
        "review_by": _review_by(order.shares),
        "uid": random_uid(),
    }
    chosen = sa.select(*values.values()).where(Assignment.task_id == order.task.id, Assignment.unit_id.not_in(outside))
    return sa.insert(_DEADLINE).from_select(list(values), chosen, include_defaults=False)


def _review_by(shares: Iterable[Share]) -> sa.ColumnElement[Any]:
    kind = _DEADLINE.c.review_by.type
    others: dict[ReviewBy, list[int]] = {}
    for share in shares:
        if share.review_by is not ReviewBy.OFFICE:
            others.setdefault(share.review_by, []).append(share.unit_id)
    office = sa.literal(ReviewBy.OFFICE, kind)
    if not others:
        return office
    whens = [(Assignment.unit_id.in_(ids), sa.literal(value, kind)) for value, ids in others.items()]
    return sa.case(*whens, else_=office)


def _slot_facts(order: Order, slot: Slot, *, today: date, calendar: WorkCalendar, roll_over: bool) -> dict[str, Any]:
    now = clock.now()
    effective = effective_due(slot.due_on, calendar, roll_over=roll_over)
    return {
        "task_id": order.task.id,
        "plan_id": order.task.plan_id,
        "slot": slot.key,
        "quarter": slot.quarter,
        "starts_on": slot.starts_on,
        "due_on": slot.due_on,
        "due_time": slot.due_time,
        "qualifier": slot.qualifier,
        "effective_due": effective,
        # chosen although past: it is late from the day of assignment, not for the time before (product 3.1)
        "judged_due": today - timedelta(days=1) if slot in order.late_slots else effective,
        "due_version": 1,
        "is_ongoing": slot.is_ongoing,
        "state": DeadlineState.OPEN,
        "state_reason": "",
        "is_outside_cause": False,
        "sequence": 0,
        "created_at": now,
        "changed_at": now,
    }


class random_uid(FunctionElement[str]):  # noqa: N801 - reads as the SQL function it is
    """A random UUID made by the database, one for each row (ical-feeds R11)."""

    type = sa.String()
    inherit_cache = True


@compiles(random_uid, "sqlite")
def _sqlite_uid(_element: random_uid, _compiler: SQLCompiler, **_options: Any) -> str:
    return (
        "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || "
        "substr('89ab', 1 + abs(random() % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))"
    )


@compiles(random_uid, "postgresql")
def _postgresql_uid(_element: random_uid, _compiler: SQLCompiler, **_options: Any) -> str:
    return "CAST(gen_random_uuid() AS text)"


def queue_mail(
    tasks_by_unit: Mapping[int, Sequence[int]], *, slot: str, subject_id: int | None
) -> tuple[int, tuple[int, ...]]:
    """One ASSIGNED message for each address with all its new tasks; how many, and the units that nobody receives for."""
    receivers = directory_queries.receivers(db.session(), list(tasks_by_unit))
    to: dict[str, dict[str, list[int]]] = {}
    without: list[int] = []
    for unit_id, task_ids in tasks_by_unit.items():
        mailboxes = receivers[unit_id].officers
        if not mailboxes:
            without.append(unit_id)
        for mailbox in mailboxes:
            payload = to.setdefault(mailbox.address, {"unit_ids": [], "task_ids": []})
            payload["unit_ids"].append(unit_id)
            payload["task_ids"].extend(task_id for task_id in task_ids if task_id not in payload["task_ids"])
    made = outbox.queue(db.session(), kind=MessageKind.ASSIGNED, slot=slot, to=to, subject_id=subject_id)
    return made, tuple(without)
