"""Which reminder does day D owe, and when may mail leave (product 3.5). Pure: facts, policy, calendar and day in, answers out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tracker.notify.models import DigestFrequency, TaskKind
from tracker.tasks.models import DeadlineState
from tracker.workdays import WorkCalendar

LEAVES_FROM = time(7, 30)
LEAVES_UNTIL = time(17, 0)
DAY = timedelta(days=1)
CATCH_UP_DAYS = 31  # the newest step missed by a worker that was down is never older than this
_ROLL_OVER_DAYS = 16  # the longest run of days off between a due date and its effective due date


@dataclass(frozen=True)
class Policy:
    """When who is reminded: days before, on the day, every n days late, and from when the unit's head joins."""

    days_before: tuple[int, ...] = (30, 14, 7, 3, 1)
    on_the_day: bool = True
    late_every_days: int = 7
    head_from_days_late: int = 7


PolicyKey = tuple[int | None, TaskKind]  # a plan or none, a kind of task or any
_WEEK = Policy().late_every_days


@dataclass(frozen=True)
class Policies:
    """Every policy there is, by plan and kind of task; the plain default where the data say nothing."""

    stored: Mapping[PolicyKey, Policy] = field(default_factory=dict)

    def key_for(self, plan_id: int | None, kind: TaskKind) -> PolicyKey:
        """Which policy counts: the plan's for the kind, the plan's, the office's for the kind, the default."""
        tried: tuple[PolicyKey, ...] = ((plan_id, kind), (plan_id, TaskKind.ANY), (None, kind))
        return next((key for key in tried if key in self.stored), (None, TaskKind.ANY))

    def find(self, plan_id: int | None, kind: TaskKind) -> Policy:
        """The policy of a deadline of this plan and kind."""
        return self.stored.get(self.key_for(plan_id, kind), Policy())

    def all(self) -> list[Policy]:
        """Each different policy, the default first."""
        return list(dict.fromkeys((self.find(None, TaskKind.ANY), *self.stored.values())))


def kind_of(*, is_ongoing: bool, must_report: bool) -> TaskKind:
    """The kind of a deadline by what it knows of itself: who hands nothing in only looks on."""
    if not must_report:
        return TaskKind.LOOKING_ON
    return TaskKind.ONGOING if is_ongoing else TaskKind.DATED


@dataclass(frozen=True)
class DeadlineFacts:
    """What the policy asks of a deadline. `due_on` is as written or granted; `created_on` is the day of the assignment.

    `judged_due` lies after `effective_due` only for work that was past when it was assigned: it is late from then on.
    """

    state: DeadlineState
    due_on: date | None
    effective_due: date | None
    created_on: date
    must_report: bool = True
    is_task_running: bool = True
    judged_due: date | None = None

    @property
    def late_after(self) -> date:
        """The last day that is not late. Only for deadlines with a date."""
        assert self.effective_due is not None
        return max(self.effective_due, self.judged_due or self.effective_due)


@dataclass(frozen=True, order=True)
class Step:
    """One reminder of one deadline. `day` is the working day it leaves on; `order` grows with time among equals."""

    day: date
    order: int
    name: str
    to_head: bool = False


def owed_step(
    facts: DeadlineFacts, policy: Policy, calendar: WorkCalendar, today: date, *, since: date | None = None
) -> Step | None:
    """The step that `today` owes, or None.

    `since` is the last day that was planned (default: the day before): of the steps that fell after it only the newest
    is owed, and none from before the assignment. A day off owes nothing: its steps left on the working day before.
    """
    if not is_wanted(facts.state, is_task_running=facts.is_task_running) or not calendar.is_working(today):
        return None
    if facts.due_on is None or facts.effective_due is None:
        return None
    first = max(today - DAY if since is None or since >= today else since, today - timedelta(days=CATCH_UP_DAYS)) + DAY
    first = max(first, facts.created_on)
    fallen = [step for step in _steps_until(facts, policy, calendar, today) if first <= step.day <= today]
    if not fallen:
        return None
    newest = max(fallen)
    is_late = newest.name.startswith("late-")
    to_head = is_late and (today - facts.late_after).days >= policy.head_from_days_late
    return Step(newest.day, newest.order, newest.name, to_head)


def is_wanted(state: DeadlineState, *, is_task_running: bool) -> bool:
    """Whether a deadline in `state` is reminded of at all: the unit still has to hand something in."""
    return is_task_running and state in {DeadlineState.OPEN, DeadlineState.RETURNED}


def _steps_until(facts: DeadlineFacts, policy: Policy, calendar: WorkCalendar, today: date) -> Iterable[Step]:
    """Every step of the deadline that leaves up to `today`, the late ones from the last year of them at most."""
    assert facts.due_on is not None
    for days in policy.days_before:
        yield Step(calendar.on_or_before(facts.due_on - timedelta(days=days)), -days, f"before-{days}")
    if policy.on_the_day:
        yield Step(calendar.on_or_before(facts.due_on), 0, "on")
    if not facts.must_report or facts.late_after >= today:
        return
    first_late = calendar.after(facts.late_after)
    every = max(1, policy.late_every_days)
    # A step moves back over days off by less than the catch-up window, so older ones cannot be the newest.
    skipped = max(0, (today - first_late).days - 2 * CATCH_UP_DAYS) // every
    for count in range(skipped, skipped + 4 * CATCH_UP_DAYS // every + 2):
        nominal = first_late + timedelta(days=count * every)
        leaves = nominal if count == 0 else calendar.on_or_before(nominal)
        if leaves > today:
            return
        yield Step(leaves, count + 1, _late_name(count + 1, every))


def _late_name(count: int, every: int) -> str:
    """The n-th late step. Another rhythm has other names, so that a changed policy silences none of its steps."""
    return f"late-{count}" if count == 1 or every == _WEEK else f"late-{count}/{every}"


def is_ahead(step: str) -> bool:
    """Whether a step only looks ahead: the one thing a person may thin out (product 3.5)."""
    return step.startswith("before-")


def week_start(day: date, calendar: WorkCalendar) -> date:
    """The first working day of the week of `day`; in a week without one, of the week that follows."""
    return calendar.on_or_after(day - day.weekday() * DAY)


def leaves_now(
    frequency: DigestFrequency, steps: Iterable[tuple[str, date]], calendar: WorkCalendar, today: date
) -> bool:
    """Whether the reminders (step, day it was owed on) that wait for one address make a digest `today`.

    What is late or due makes one always, and takes those that wait along.
    """
    waiting = list(steps)
    if frequency is DigestFrequency.DAILY or any(not is_ahead(step) for step, _ in waiting):
        return bool(waiting)
    return frequency is DigestFrequency.WEEKLY and any(day <= week_start(today, calendar) for _, day in waiting)


def dates_that_may_owe(
    limits: Iterable[tuple[date, date | None]],
    policies: Iterable[Policy],
    calendar: WorkCalendar,
    today: date,
    *,
    since: date | None = None,
) -> list[date]:
    """The effective due dates of `limits` (effective, judged) that can owe a step on `today`: the planner's window.

    A due date may lie some days off before its effective due date, so each written date that leads to it is tried.
    """
    rules = list(policies)
    long_ago = today - timedelta(days=CATCH_UP_DAYS)

    def may_owe(effective: date, judged: date | None) -> bool:
        written = (effective,) if effective < long_ago else tuple(_written_dates(effective, calendar))
        facts = [DeadlineFacts(DeadlineState.OPEN, day, effective, date.min, judged_due=judged) for day in written]
        return any(owed_step(one, rule, calendar, today, since=since) for rule in rules for one in facts)

    return sorted({effective for effective, judged in limits if may_owe(effective, judged)})


def _written_dates(effective_due: date, calendar: WorkCalendar) -> Iterable[date]:
    yield effective_due
    for back in range(1, _ROLL_OVER_DAYS + 1):
        written = effective_due - timedelta(days=back)
        if calendar.is_working(written):
            return
        yield written


def latest_effective_due(policies: Iterable[Policy], calendar: WorkCalendar, today: date) -> date:
    """The last effective due date that can owe a step on `today`."""
    furthest = max((max(rule.days_before, default=0) for rule in policies), default=0)
    until = calendar.after(today) - DAY  # steps of the days off that follow leave today
    return calendar.on_or_after(until + timedelta(days=furthest))


def is_open_hour(local: datetime, calendar: WorkCalendar) -> bool:
    """Whether ordinary mail may leave at the office's wall clock `local`: a working day, 07:30 to 17:00."""
    return calendar.is_working(local.date()) and LEAVES_FROM <= local.time() < LEAVES_UNTIL


def normal_address(address: str) -> str:
    """One spelling for one mailbox, so that an address shared by units gets one mail."""
    return address.strip().lower()
