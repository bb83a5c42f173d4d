"""Who will be reminded, when and why: the planner's own functions asked about days to come (lessons 8, 22). Reads only.

What is foretold holds if nothing is handed in, moved or changed till then.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker.directory.models import Contact, Unit, UnitKind
from tracker.directory.queries import Receivers, receivers, work_calendar
from tracker.notify import foretelling_words as why
from tracker.notify.models import DigestFrequency, Message, MessageState, Reminder
from tracker.notify.planning import StepFinder, addresses_of, facts_of, planned_until, policies
from tracker.notify.policy import (
    DAY,
    DeadlineFacts,
    Policies,
    Policy,
    PolicyKey,
    Step,
    is_wanted,
    kind_of,
    leaves_now,
    normal_address,
)
from tracker.notify.preferences import Preferences, preferences
from tracker.plans.models import Plan
from tracker.tasks import words
from tracker.tasks.models import Assignment, Deadline, Task, TaskState
from tracker.workdays import WorkCalendar

DAYS = 30
MOST_UNITS = 60  # that share one mailbox, in a dry run
_BACK = timedelta(days=60)  # how long what is done is still named among what is not reminded
_AHEAD = timedelta(days=120)


@dataclass(frozen=True)
class Foretold:
    """One deadline in the digest of one address on one day."""

    day: date
    address: str
    role: str
    deadline_id: int
    task_id: int
    unit_name: str
    title: str
    due: str
    step: str
    reasons: tuple[str, ...]
    is_sent: bool = False


@dataclass(frozen=True)
class Silent:
    """A deadline nobody will be reminded of in these days, and why."""

    deadline_id: int
    task_id: int
    title: str
    due: str
    reason: str


@dataclass(frozen=True)
class Outlook:
    """The days to come of some deadlines, in order; `silent` are those without a single reminder."""

    first: date
    last: date
    reminders: tuple[Foretold, ...]
    silent: tuple[Silent, ...]

    def by_day(self) -> list[tuple[date, list[tuple[str, str, list[Foretold]]]]]:
        """Day -> (address, role, what its digest holds)."""
        found: dict[date, dict[str, list[Foretold]]] = {}
        for one in self.reminders:
            found.setdefault(one.day, {}).setdefault(one.address, []).append(one)
        return [(day, [(to, own[0].role, own) for to, own in of.items()]) for day, of in sorted(found.items())]


@dataclass
class _Waiting:
    """A reminder that waits for the digest of its address."""

    row: sa.Row[Any]
    step: str
    owed_on: date
    reasons: tuple[str, ...]


@dataclass
class _Teller:
    """What does not change from day to day."""

    rows: list[sa.Row[Any]]
    reached: dict[int, Receivers]
    asked: Preferences
    rules: Policies
    calendar: WorkCalendar
    known: dict[tuple[int, str, int, str], Any]
    waiting: dict[str, dict[int, _Waiting]] = field(default_factory=dict)
    told: list[Foretold] = field(default_factory=list)


def of_units(session: Session, unit_ids: Collection[int], first: date, *, days: int = DAYS) -> Outlook:
    """What these units will be reminded of from `first` on."""
    near = sa.or_(Deadline.effective_due.is_(None), Deadline.effective_due <= first + timedelta(days=days) + _AHEAD)
    rows = session.execute(_rows().where(Deadline.unit_id.in_(unit_ids), near)).all()
    kept = [row for row in rows if _is_asked_about(row, first)]
    return _outlook(session, kept, first, first + timedelta(days=days - 1))


def of_deadline(session: Session, deadline_id: int, first: date, *, days: int = DAYS) -> Outlook:
    """What will be said of one deadline: `days` on from `first`, or till a month after its date where that is later."""
    rows = list(session.execute(_rows().where(Deadline.id == deadline_id)).all())
    dues = [row.effective_due for row in rows if row.effective_due]
    last = max([first + timedelta(days=days - 1), *(due + timedelta(days=days) for due in dues)])
    return _outlook(session, rows, first, min(last, first + timedelta(days=400)))


def _is_asked_about(row: sa.Row[Any], first: date) -> bool:
    """What is over for long needs no reason why nobody is reminded of it."""
    if is_wanted(row.state, is_task_running=row.task_state is TaskState.RUNNING):
        return True
    return row.effective_due is not None and row.effective_due >= first - _BACK


def _rows() -> sa.Select[Any]:
    query: sa.Select[Any] = sa.select(  # type: ignore[assignment]
        Deadline.id,
        Deadline.task_id,
        Deadline.unit_id,
        Deadline.plan_id,
        Deadline.due_on,
        Deadline.due_time,
        Deadline.qualifier,
        Deadline.effective_due,
        Deadline.judged_due,
        Deadline.due_version,
        Deadline.must_report,
        Deadline.is_ongoing,
        Deadline.created_at,
        Deadline.state,
        Task.title,
        Task.state.label("task_state"),
        Assignment.role,
        Unit.kind,
        Unit.name.label("unit_name"),
        Unit.email.label("unit_email"),
        Plan.short_title.label("plan_short"),
        Plan.title.label("plan_title"),
    )
    return (
        query.join(Task, Task.id == Deadline.task_id)
        .join(Assignment, Assignment.id == Deadline.assignment_id)
        .join(Unit, Unit.id == Deadline.unit_id)
        .outerjoin(Plan, Plan.id == Deadline.plan_id)
        .order_by(Deadline.effective_due, Deadline.id)
    )


def _outlook(session: Session, rows: list[sa.Row[Any]], first: date, last: date) -> Outlook:
    wanted = [row for row in rows if is_wanted(row.state, is_task_running=row.task_state is TaskState.RUNNING)]
    teller = _Teller(
        wanted,
        receivers(session, {row.unit_id for row in rows}),
        preferences(session),
        policies(session),
        work_calendar(session),
        _known(session, [row.id for row in wanted]),
    )
    _take_what_waits(teller, first)
    until = planned_until(session) or date.min
    day = first
    while day <= last:
        if teller.calendar.is_working(day):
            _tell_day(teller, day, until)
            until = max(until, day)
        day += DAY
    told = tuple(sorted(teller.told, key=lambda one: (one.day, one.address)))
    mentioned = {one.deadline_id for one in told}
    silent = tuple(_silent(teller, row, last) for row in rows if row.id not in mentioned)
    return Outlook(first, last, told, silent)


def _known(session: Session, ids: Collection[int]) -> dict[tuple[int, str, int, str], Any]:
    """The reminders there are already, by their unique key."""
    query = (
        sa.select(
            Reminder.deadline_id,
            Reminder.step,
            Reminder.due_version,
            Reminder.address,
            Reminder.day,
            Reminder.cancelled_at,
            Reminder.message_id,
            Message.state,
        )
        .outerjoin(Message, Message.id == Reminder.message_id)
        .where(Reminder.deadline_id.in_(ids))
        .order_by(Reminder.day, Reminder.id)
    )
    return {(row.deadline_id, row.step, row.due_version, row.address): row for row in session.execute(query)}


def _take_what_waits(teller: _Teller, first: date) -> None:
    """Reminders planned and not sent yet come with the digest that is next."""
    rows = {row.id: row for row in teller.rows}
    for (deadline_id, step, version, address), known in teller.known.items():
        row = rows[deadline_id]
        is_sent = known.state not in {None, MessageState.PENDING, MessageState.RETRY, MessageState.CANCELLED}
        if known.cancelled_at or version != row.due_version:
            continue
        if is_sent and known.day == first:
            reasons = (why.ALREADY_SENT,) if known.state is MessageState.SENT else (why.LEAVING,)
            teller.told.append(
                _foretold(teller, row, _Waiting(row, step, first, reasons), address, first, is_sent=True)
            )
        elif not is_sent:
            waits = _Waiting(row, step, known.day, (why.step(step, Policy()),))
            teller.waiting.setdefault(address, {})[deadline_id] = waits


def _tell_day(teller: _Teller, day: date, until: date) -> None:
    finder = StepFinder(day, until, teller.rules, teller.calendar)
    for row in teller.rows:
        step = finder.find(row)
        if step is not None:
            _owe(teller, row, step, day)
    for address, own in list(teller.waiting.items()):
        frequency = teller.asked.frequency_of(address)
        if leaves_now(frequency, [(each.step, each.owed_on) for each in own.values()], teller.calendar, day):
            teller.told += [_foretold(teller, each.row, each, address, day) for each in own.values()]
            del teller.waiting[address]


def _owe(teller: _Teller, row: sa.Row[Any], step: Step, day: date) -> None:
    """What `day` owes for one deadline joins what waits for each address; a newer step takes the place of an older."""
    found = teller.reached[row.unit_id]
    for address in teller.asked.with_copies(addresses_of(found, to_head=step.to_head)):
        known = teller.known.get((row.id, step.name, row.due_version, address))
        if known is not None and not known.cancelled_at:
            continue
        teller.waiting.setdefault(address, {})[row.id] = _Waiting(row, step.name, day, _reasons(teller, row, step, day))


def _reasons(teller: _Teller, row: sa.Row[Any], step: Step, day: date) -> tuple[str, ...]:
    key, policy = _policy_of(teller, row)
    facts: DeadlineFacts = facts_of(row, day)
    return (
        why.step(step.name, policy),
        *why.moved(step, facts, policy, teller.calendar),
        *why.caught_up(step, day),
        *((why.head(policy),) if step.to_head else ()),
        *(() if facts.must_report else (why.LOOKS_ON,)),
        *why.own_policy(key, row.plan_short or row.plan_title or ""),
    )


def _policy_of(teller: _Teller, row: sa.Row[Any]) -> tuple[PolicyKey, Policy]:
    kind = kind_of(is_ongoing=row.is_ongoing, must_report=row.must_report)
    return teller.rules.key_for(row.plan_id, kind), teller.rules.find(row.plan_id, kind)


def _foretold(
    teller: _Teller, row: sa.Row[Any], waits: _Waiting, address: str, day: date, *, is_sent: bool = False
) -> Foretold:
    held = why.held(waits.owed_on, teller.asked.frequency_of(address)) if waits.owed_on < day else ()
    return Foretold(
        day,
        address,
        role_of(teller.reached[row.unit_id], row, address, teller.asked),
        row.id,
        row.task_id,
        row.unit_name,
        row.title,
        words.due(row),
        waits.step,
        (*waits.reasons, *held),
        is_sent,
    )


def role_of(found: Receivers, row: Any, address: str, asked: Preferences) -> str:
    """As what an address is written to: officer, head, the unit's mailbox, a second mailbox."""
    if address in {normal_address(box.address) for box in found.heads}:
        return why.HEAD
    named = [box for box in found.officers if normal_address(box.address) == address]
    if not named:
        return why.copy_of(asked.copies.get(address, []))
    if row.kind is UnitKind.AUTHORITY:
        return why.OFFICE
    is_mailbox = address == normal_address(row.unit_email) and named[0].name == row.unit_name
    return why.MAILBOX if is_mailbox else why.OFFICER


def _silent(teller: _Teller, row: sa.Row[Any], last: date) -> Silent:
    return Silent(row.id, row.task_id, row.title, words.due(row), _why_silent(teller, row, last))


def _why_silent(teller: _Teller, row: sa.Row[Any], last: date) -> str:
    if row.state in why.BY_STATE:
        return why.BY_STATE[row.state]
    if row.task_state is not TaskState.RUNNING or row.due_on is None:
        return why.NO_DATE if row.due_on is None else why.TASK_STOPPED
    if teller.reached[row.unit_id].is_empty:
        return why.AGENCY if row.kind is UnitKind.AGENCY else why.NO_ADDRESS
    return _why_not_yet(teller, row, last)


def _why_not_yet(teller: _Teller, row: sa.Row[Any], last: date) -> str:
    """Why a deadline that is reminded of has no reminder in these days."""
    facts = facts_of(row, last)
    if not facts.must_report and facts.late_after < last:
        return why.ONLY_TILL_THE_DAY
    held = {to for to, own in teller.waiting.items() if row.id in own}
    if held and all(teller.asked.frequency_of(to) is not DigestFrequency.DAILY for to in held):
        return why.THINNED_OUT
    _, policy = _policy_of(teller, row)
    nexts = [teller.calendar.on_or_before(row.due_on - timedelta(days=days)) for days in (*policy.days_before, 0)]
    return why.later(min((each for each in nexts if each > last), default=None), last)


def units_of(session: Session, address: str) -> list[int]:
    """The units whose mail may go to `address`, its own or as somebody's second mailbox; the first of them."""
    boxes = [address, *preferences(session).copies.get(address, [])]
    named = sa.select(Contact.unit_id).where(sa.func.lower(Contact.email).in_(boxes))
    query = sa.select(Unit.id).where(sa.or_(Unit.id.in_(named), sa.func.lower(Unit.email).in_(boxes)))
    return list(session.scalars(query.order_by(Unit.sort_key, Unit.id).limit(MOST_UNITS)))


def digest_on(session: Session, address: str, unit_ids: Iterable[int], day: date) -> list[int]:
    """The deadlines that the digest of `address` holds on `day`, whichever of its units they are of."""
    first = min(day, clock.today()) if day >= clock.today() else day
    ahead = of_units(session, {*unit_ids, *units_of(session, address)}, first, days=(day - first).days + 1)
    return [one.deadline_id for one in ahead.reminders if one.day == day and one.address == address]
