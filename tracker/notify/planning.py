"""What a day owes, as rows: reminders by the policy, one digest for each address (product 3.5, stack 3).

Safe to run twice and by two processes: unique keys make each reminder and each message exist once. Never commits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock, log
from tracker.access import SYSTEM
from tracker.db import insert_once
from tracker.directory.models import Unit, UnitKind
from tracker.directory.queries import Receivers, receivers, work_calendar
from tracker.log import LogAction
from tracker.notify.models import Heartbeat, Reminder, ReminderPolicy
from tracker.notify.policy import (
    CATCH_UP_DAYS,
    DeadlineFacts,
    Policies,
    Policy,
    Step,
    dates_that_may_owe,
    kind_of,
    latest_effective_due,
    normal_address,
    owed_step,
)
from tracker.notify.preferences import preferences
from tracker.notify.queries import PLANNED
from tracker.notify.stacking import has_unstacked, stack_digests
from tracker.tasks.models import Deadline, DeadlineState, Task, TaskState
from tracker.workdays import WorkCalendar

_IN_CHUNK = 500
_KEYS_CHUNK = 5000  # a day owes some thousand deadlines: few statements; the databases take 32,766 values
Key = tuple[int, str, int, str]  # deadline, step, due version, address: the reminder's unique key


@dataclass(frozen=True)
class PlanCounts:
    """What planning a day found and made. A second run finds the same and makes nothing."""

    day: date
    deadlines: int = 0  # that owe a step
    reminders: int = 0  # new
    queued: int = 0  # new messages
    superseded: int = 0  # unsent digests of earlier days
    without_address: tuple[int, ...] = ()  # units that owe a reminder and that nothing reaches
    is_day_off: bool = False

    @property
    def has_done_something(self) -> bool:
        return bool(self.reminders or self.queued or self.superseded)


@dataclass(frozen=True)
class Owed:
    """The reminders a day owes that are not there yet, found without writing."""

    day: date
    deadlines: int = 0
    new: tuple[Key, ...] = ()
    revived: tuple[int, ...] = ()  # reminders that were withdrawn and are owed again
    without_address: tuple[int, ...] = ()
    is_day_off: bool = False
    needs_writing: bool = False


def plan_day(session: Session, day: date) -> PlanCounts:
    """Queue what `day` owes: reminders first, then one digest for each address. A day off owes nothing."""
    return queue_owed(session, find_owed(session, day))


def find_owed(session: Session, day: date) -> Owed:
    """What `day` owes and does not have yet. Reads only: it may run in a transaction that takes no lock."""
    calendar = work_calendar(session)
    if not calendar.is_working(day):
        return Owed(day, is_day_off=True)
    steps = _owed_steps(session, day)
    wanted: dict[Key, int] = {}
    found, asked = receivers(session, {row.unit_id for row, _ in steps}), preferences(session)
    unreached: set[int] = set()
    reached: dict[tuple[int, bool], list[str]] = {}  # a unit owes many and has few addresses
    for row, step in steps:
        whom = row.unit_id, step.to_head
        if whom not in reached:
            reached[whom] = asked.with_copies(addresses_of(found[row.unit_id], to_head=step.to_head))
        if not reached[whom] and row.kind is not UnitKind.AGENCY:
            unreached.add(row.unit_id)
        for address in reached[whom]:
            wanted[row.id, step.name, row.due_version, address] = row.unit_id
    known = _known_reminders(session, sorted({key[0] for key in wanted}))
    had_today = {_without_step(key) for key, row in known.items() if row.day == day and row.cancelled_at is None}
    wanted = {key: unit for key, unit in wanted.items() if key in known or _without_step(key) not in had_today}
    return Owed(
        day,
        deadlines=len(steps),
        new=tuple(sorted(key for key in wanted if key not in known)),
        revived=tuple(sorted(known[key].id for key in wanted if key in known and known[key].cancelled_at)),
        without_address=tuple(sorted(unreached)),
        needs_writing=any(key not in known or known[key].cancelled_at for key in wanted)
        or has_unstacked(session, day)
        or _marker_for(session, day) is not None,
    )


def queue_owed(session: Session, owed: Owed) -> PlanCounts:
    """Write what was found: reminders, digests, and that the day is planned."""
    if owed.is_day_off:
        return PlanCounts(owed.day, is_day_off=True)
    reminders = _insert_reminders(session, owed)
    stacked = stack_digests(session, owed.day)
    if (marker := _marker_for(session, owed.day)) is not None:
        session.merge(Heartbeat(name=PLANNED, at=clock.real_now(), detail=marker.isoformat()))
    counts = PlanCounts(owed.day, owed.deadlines, reminders, stacked.queued, stacked.superseded, owed.without_address)
    if counts.has_done_something:
        facts = {"day": owed.day, "reminders": reminders, "messages": stacked.queued, "superseded": stacked.superseded}
        log.record(session, SYSTEM, LogAction.REMINDERS_PLANNED, "reminder", changes=facts)
    return counts


def addresses_of(found: Receivers, *, to_head: bool) -> list[str]:
    """The addresses of a unit that get a step: its officers, and its heads where the step is for them; each once."""
    boxes = (*found.officers, *found.heads) if to_head else found.officers
    return sorted({normal_address(box.address) for box in boxes})


def _without_step(key: Key) -> tuple[int, int, str]:
    """One reminder a day of one deadline for one address, also where the policy changed since the morning."""
    return key[0], key[2], key[3]


def policies(session: Session) -> Policies:
    """Every policy as stored."""
    return Policies(
        {
            (row.plan_id, row.kind): Policy(
                tuple(int(days) for days in row.days_before),
                row.on_the_day,
                row.late_every_days,
                row.head_from_days_late,
            )
            for row in session.scalars(sa.select(ReminderPolicy).order_by(ReminderPolicy.id.desc()))
        }
    )


@dataclass
class StepFinder:
    """owed_step for many deadlines that share few combinations of dates."""

    day: date
    since: date
    policies: Policies
    calendar: WorkCalendar
    answers: dict[tuple[Any, ...], Step | None] = field(default_factory=dict)
    policy_of: dict[tuple[Any, ...], Policy] = field(default_factory=dict)
    created: dict[datetime, date] = field(default_factory=dict)

    def find(self, row: sa.Row[Any]) -> Step | None:
        kind = row.plan_id, row.is_ongoing, row.must_report
        if kind not in self.policy_of:
            of = kind_of(is_ongoing=row.is_ongoing, must_report=row.must_report)
            self.policy_of[kind] = self.policies.find(row.plan_id, of)
        if row.created_at not in self.created:
            self.created[row.created_at] = clock.office_time(row.created_at).date()
        is_agency, limits = row.kind is UnitKind.AGENCY, (row.due_on, row.effective_due, row.judged_due)
        key = (self.policy_of[kind], row.must_report, is_agency, *limits, self.created[row.created_at])
        if key not in self.answers:
            facts = facts_of(row, self.day)
            self.answers[key] = owed_step(facts, self.policy_of[kind], self.calendar, self.day, since=self.since)
        return self.answers[key]


def facts_of(row: sa.Row[Any], day: date) -> DeadlineFacts:
    """What the policy asks of a row of `candidates`. Outside agencies are never late (product 3.3)."""
    created_on = max(clock.office_time(row.created_at).date(), day - timedelta(days=CATCH_UP_DAYS))
    return DeadlineFacts(
        DeadlineState.OPEN,
        row.due_on,
        row.effective_due,
        created_on,
        must_report=row.must_report and row.kind is not UnitKind.AGENCY,
        judged_due=row.judged_due,
    )


def _owed_steps(session: Session, day: date) -> list[tuple[sa.Row[Any], Step]]:
    """Every deadline that owes a step on `day`: only due dates that can owe one are read (stack 3)."""
    calendar = work_calendar(session)
    rules = policies(session)
    since = planned_until(session) or date.min
    limits = session.execute(
        sa.select(Deadline.effective_due, Deadline.judged_due)
        .where(_is_owing(), Deadline.effective_due <= latest_effective_due(rules.all(), calendar, day))
        .distinct()
    )
    pairs = [(effective, judged) for effective, judged in limits if effective is not None]
    dates = dates_that_may_owe(pairs, rules.all(), calendar, day, since=since)
    finder = StepFinder(day, since, rules, calendar)
    found: list[tuple[sa.Row[Any], Step]] = []
    for chunk in _chunks(dates):
        for row in session.execute(candidates().where(Deadline.effective_due.in_(chunk))):
            step = finder.find(row)
            if step is not None:
                found.append((row, step))
    return found


def _is_owing() -> sa.ColumnElement[bool]:
    return Deadline.state.in_((DeadlineState.OPEN, DeadlineState.RETURNED))


def candidates() -> sa.Select[Any]:
    """The deadlines that may owe a reminder, with what the policy asks of each.

    Joined by `+ 0`, which no index answers: a database that begins with the tasks looks up every one at every unit.
    """
    columns = (
        Deadline.id,
        Deadline.unit_id,
        Deadline.plan_id,
        Deadline.due_on,
        Deadline.effective_due,
        Deadline.judged_due,
        Deadline.due_version,
        Deadline.must_report,
        Deadline.is_ongoing,
        Deadline.created_at,
        Unit.kind,
    )
    query: sa.Select[Any] = sa.select(*columns)  # type: ignore[assignment]
    return (
        query.join(Unit, Unit.id == Deadline.unit_id + 0)
        .join(Task, Task.id == Deadline.task_id + 0)
        .where(_is_owing(), Task.state == TaskState.RUNNING)
    )


def _known_reminders(session: Session, deadline_ids: Sequence[int]) -> dict[Key, Any]:
    """Unique key -> what is there of the reminders these deadlines have."""
    columns = (
        Reminder.id,
        Reminder.deadline_id,
        Reminder.step,
        Reminder.due_version,
        Reminder.address,
        Reminder.day,
        Reminder.cancelled_at,
    )
    return {
        (row.deadline_id, row.step, row.due_version, row.address): row
        for chunk in _chunks(deadline_ids, _KEYS_CHUNK)
        for row in session.execute(sa.select(*columns).where(Reminder.deadline_id.in_(chunk)))
    }


def _insert_reminders(session: Session, owed: Owed) -> int:
    now = clock.real_now()
    rows = [
        {
            "deadline_id": deadline_id,
            "step": step,
            "due_version": version,
            "address": address,
            "day": owed.day,
            "planned_at": now,
            "reason": "",
        }
        for deadline_id, step, version, address in owed.new
    ]
    for chunk in _chunks(owed.revived):
        session.execute(
            sa.update(Reminder)
            .where(Reminder.id.in_(chunk))
            .values(cancelled_at=None, reason="", message_id=None, day=owed.day)
            .execution_options(synchronize_session=False)
        )
    return insert_once(session, Reminder, rows) + len(owed.revived)


def planned_until(session: Session) -> date | None:
    """The last day whose reminders were planned."""
    detail = session.scalar(sa.select(Heartbeat.detail).where(Heartbeat.name == PLANNED))
    return date.fromisoformat(detail) if detail else None


def _marker_for(session: Session, day: date) -> date | None:
    """The day to write down as planned, or None where the mark stands already. Days to come leave no mark."""
    reached, until = min(day, clock.today()), planned_until(session)
    return reached if until is None or reached > until else None


def _chunks(values: Sequence[Any], size: int = _IN_CHUNK) -> Iterable[Sequence[Any]]:
    return (values[start : start + size] for start in range(0, len(values), size))
