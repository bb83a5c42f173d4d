"""Another period for a plan that is assigned: what is asked quarter by quarter follows it (product 3.1). Never commits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tracker import formats
from tracker import log as audit
from tracker.access import Act, Actor
from tracker.directory import queries as directory_queries
from tracker.directory.models import Unit
from tracker.errors import RuleBroken
from tracker.extensions import db
from tracker.log import LogAction
from tracker.notify import outbox
from tracker.plans.models import Item, Plan
from tracker.tasks import fan_out, words
from tracker.tasks.assigning import shares_held
from tracker.tasks.deadlines import announce_changes
from tracker.tasks.fan_out import Order
from tracker.tasks.models import Deadline, DeadlineState, Evidence, EvidenceState, Task, TaskState
from tracker.tasks.permission import require
from tracker.tasks.readiness import is_past
from tracker.tasks.slots import Slot, follows_period, slots_of
from tracker.workdays import WorkCalendar

OUTSIDE = "Ngoài thời gian của kế hoạch"
_EMPTY = (DeadlineState.OPEN, DeadlineState.RETURNED, DeadlineState.SUSPENDED)


@dataclass(frozen=True)
class Kept:
    """A deadline outside the new period that stays because something was handed in for it."""

    deadline_id: int
    unit_name: str
    when: str  # "quý IV/2025", "15/12/2025"


@dataclass(frozen=True)
class PeriodChange:
    """What another period did to the plan's deadlines."""

    added: int = 0
    reopened: int = 0  # withdrawn by an earlier change of the period, asked for again
    withdrawn: int = 0
    kept: tuple[Kept, ...] = ()

    def __add__(self, other: "PeriodChange") -> "PeriodChange":
        return PeriodChange(
            self.added + other.added,
            self.reopened + other.reopened,
            self.withdrawn + other.withdrawn,
            self.kept + other.kept,
        )


def apply_period(
    actor: Actor, plan: Plan, starts_on: date | None, ends_on: date | None, *, today: date, roll_over: bool
) -> PeriodChange:
    """Give an assigned plan another period: missing deadlines are added, empty ones outside withdrawn, the others kept.

    Only work that comes back (thường xuyên, or a recurrence with a day) follows the period; a date that the document names
    stays. Nothing is added for days that are past. Raises NotAllowed, and RuleBroken for a period that is none.
    """
    require(actor, Act.ASSIGN)
    db.session.refresh(plan, with_for_update=True)
    old = plan.starts_on, plan.ends_on
    if (starts_on, ends_on) == old:
        return PeriodChange()
    if starts_on is None or ends_on is None:
        raise RuleBroken("Kế hoạch đã giao việc cần có ngày bắt đầu và ngày kết thúc.")
    if ends_on < starts_on:
        raise RuleBroken("Kế hoạch phải kết thúc sau ngày bắt đầu. Sửa lại thời gian kế hoạch.")
    plan.starts_on, plan.ends_on = starts_on, ends_on
    calendar = directory_queries.work_calendar(db.session())
    done = PeriodChange()
    for task, item in _tasks_that_follow(plan):
        done += _follow(task, item, plan, calendar, today=today, roll_over=roll_over)
    audit.record(
        db.session(),
        actor,
        LogAction.PLAN_CHANGED,
        plan,
        changes={
            "starts_on": [old[0], starts_on],
            "ends_on": [old[1], ends_on],
            "added": done.added,
            "reopened": done.reopened,
            "withdrawn": done.withdrawn,
            "kept": [each.deadline_id for each in done.kept],
        },
    )
    return done


def _tasks_that_follow(plan: Plan) -> list[tuple[Task, Item]]:
    """Running tasks of the plan's items whose deadlines the period decides; by-hand tasks have a period of their own."""
    query = (
        sa.select(Task, Item)
        .join(Item, Item.id == Task.item_id)
        .where(Task.plan_id == plan.id, Task.state != TaskState.CANCELLED)
        .order_by(Task.position, Task.id)
    )
    return [(task, item) for task, item in db.session.execute(query) if follows_period(item)]


def _follow(
    task: Task, item: Item, plan: Plan, calendar: WorkCalendar, *, today: date, roll_over: bool
) -> PeriodChange:
    inside = slots_of(item, plan_starts_on=plan.starts_on, plan_ends_on=plan.ends_on, today=date.min)
    wanted = [slot for slot in inside if not is_past(slot, today, calendar, roll_over=roll_over)]
    held = set(db.session.scalars(sa.select(Deadline.slot).where(Deadline.task_id == task.id).distinct()))
    withdrawn, kept = _withdraw(task, {slot.key for slot in inside})
    return PeriodChange(
        added=_add(task, [slot for slot in wanted if slot.key not in held], calendar, today=today, roll_over=roll_over),
        reopened=_reopen(task, {slot.key for slot in wanted}),
        withdrawn=withdrawn,
        kept=kept,
    )


def _add(task: Task, slots: Sequence[Slot], calendar: WorkCalendar, *, today: date, roll_over: bool) -> int:
    if not slots:
        return 0
    order = Order(task, shares_held(task, directory_queries.snapshot(db.session())), slots)
    made = fan_out.insert_deadlines([order], today=today, calendar=calendar, roll_over=roll_over)
    unit_ids = [share.unit_id for share in order.shares if not share.is_outside]
    outbox.touch(db.session(), unit_ids=unit_ids, plan_ids=[task.plan_id] if task.plan_id else [])
    return made


def _withdraw(task: Task, inside: Iterable[str]) -> tuple[int, tuple[Kept, ...]]:
    """Withdraw the deadlines outside for which nothing was handed in; how many, and the others."""
    has_evidence = sa.exists().where(Evidence.deadline_id == Deadline.id, Evidence.state != EvidenceState.WITHDRAWN)
    outside = (
        sa.select(Deadline, Unit.name, has_evidence)
        .join(Unit, Unit.id == Deadline.unit_id)
        .where(Deadline.task_id == task.id, Deadline.slot.not_in(list(inside)))
        .order_by(Deadline.slot, Unit.sort_key, Deadline.id)
        .with_for_update(of=Deadline)
    )
    gone: list[Deadline] = []
    kept: list[Kept] = []
    for deadline, unit_name, is_kept in db.session.execute(outside):
        if is_kept:
            kept.append(Kept(deadline.id, unit_name, _when(deadline)))
        elif deadline.state in _EMPTY:
            deadline.state, deadline.state_reason = DeadlineState.CANCELLED, OUTSIDE
            gone.append(deadline)
    outbox.withdraw(db.session(), [deadline.id for deadline in gone], reason="đổi thời gian kế hoạch")
    announce_changes(gone)
    return len(gone), tuple(kept)


def _when(deadline: Deadline) -> str:
    return words.quarter(deadline.quarter, is_lower=True) if deadline.is_ongoing else formats.day(deadline.due_on)


def _reopen(task: Task, wanted: Iterable[str]) -> int:
    query = (
        sa.select(Deadline)
        .where(
            Deadline.task_id == task.id,
            Deadline.slot.in_(list(wanted)),
            Deadline.state == DeadlineState.CANCELLED,
            Deadline.state_reason == OUTSIDE,
        )
        .order_by(Deadline.id)
        .with_for_update()
    )
    back = list(db.session.scalars(query))
    for deadline in back:
        deadline.state = DeadlineState.SUSPENDED if task.state is TaskState.SUSPENDED else DeadlineState.OPEN
        deadline.state_reason = ""
    announce_changes(back)
    return len(back)
