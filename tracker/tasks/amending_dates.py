"""The dates of a task follow a newer version of its document: moved, added, withdrawn. Never commits (product 3.1, 3.2).

The slot stays, and with it the calendar's UID and the evidence. What is done stays as it was done; a later date that a unit
was granted for itself stays too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import sqlalchemy as sa

from tracker.directory.snapshot import Directory
from tracker.extensions import db
from tracker.notify import outbox
from tracker.tasks import fan_out
from tracker.tasks.assigning import shares_held
from tracker.tasks.deadlines import announce_changes
from tracker.tasks.fan_out import Order
from tracker.tasks.models import Deadline, DeadlineState, Evidence, EvidenceState, Task, TaskState
from tracker.tasks.readiness import is_past
from tracker.tasks.slots import Slot, effective_due
from tracker.tasks.state import limit
from tracker.workdays import WorkCalendar

NOT_ASKED_ANY_MORE = "Văn bản sửa đổi không còn yêu cầu kỳ hạn này"
_MOVING = (DeadlineState.OPEN, DeadlineState.SUBMITTED, DeadlineState.RETURNED, DeadlineState.SUSPENDED)
_EMPTY = (DeadlineState.OPEN, DeadlineState.RETURNED, DeadlineState.SUSPENDED)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class When:
    """What moving a date rests on. `asked_on` is the day the newer version was issued: lateness follows it (product 3.2)."""

    today: date
    asked_on: date
    calendar: WorkCalendar
    roll_over: bool


@dataclass
class Moved:
    """What became of a task's deadlines; the kept ones are named to the officer."""

    moved: int = 0
    added: int = 0
    withdrawn: int = 0
    kept: list[int] = field(default_factory=list)
    past: list[date] = field(default_factory=list)  # of the newer version, gone by already: not made


def follow_dates(task: Task, old: Sequence[Slot], new: Sequence[Slot], when: When, directory: Directory) -> Moved:
    """Bring the task's deadlines from the slots of the older row to those of the newer one."""
    done = Moved()
    by_old, by_new = {slot.key: slot for slot in old}, {slot.key: slot for slot in new}
    own = list(
        db.session.scalars(
            sa.select(Deadline).where(Deadline.task_id == task.id).order_by(Deadline.id).with_for_update()
        )
    )
    gone = [slot for slot in old if slot.key not in by_new]
    come = [slot for slot in new if slot.key not in by_old]
    pairs = _pairs(gone, come, own)
    same = [(by_old[key], by_new[key]) for key in by_old if key in by_new]
    changed: list[Deadline] = []
    for before, after in (*pairs, *same):
        changed += _move(_standing_for(before, own), before, after, when, done)
    for slot in gone:
        if slot not in [before for before, _ in pairs]:
            changed += _withdraw(_standing_for(slot, own), done)
    outbox.withdraw(db.session(), [deadline.id for deadline in changed], reason="văn bản sửa đổi")
    changed += _reopen(task, [slot for slot in come if slot not in [after for _, after in pairs]], own, when, done)
    announce_changes(changed)
    held = {deadline.slot for deadline in own}
    fresh = [slot for slot in come if slot.key not in held and slot not in [after for _, after in pairs]]
    _add(task, fresh, when, directory, done)
    return done


def _pairs(gone: Sequence[Slot], come: Sequence[Slot], own: Iterable[Deadline]) -> list[tuple[Slot, Slot]]:
    """Which date became which: a date goes back to the slot that bears it, the others in their order."""
    left = [slot for slot in gone if not slot.is_ongoing]
    wanted = [slot for slot in come if not slot.is_ongoing]
    bearing = {deadline.slot: deadline.due_on for deadline in own}
    found: list[tuple[Slot, Slot]] = []
    for after in list(wanted):
        before = next((slot for slot in left if after.key in bearing and bearing[after.key] == slot.due_on), None)
        if before is not None:
            found.append((before, after))
            left.remove(before)
            wanted.remove(after)
    wanted = [slot for slot in wanted if slot.key not in bearing]
    return [*found, *zip(left, wanted, strict=False)]


def _standing_for(slot: Slot, own: Iterable[Deadline]) -> list[Deadline]:
    """The deadlines of a slot as the item words it: those made from it, or moved to its date by an earlier version."""
    made = [deadline for deadline in own if deadline.slot == slot.key]
    return made or [deadline for deadline in own if deadline.due_on == slot.due_on and not deadline.is_ongoing]


def _move(deadlines: Iterable[Deadline], before: Slot, after: Slot, when: When, done: Moved) -> list[Deadline]:
    facts = (after.due_on, after.due_time, after.qualifier)
    changed = []
    for deadline in deadlines:
        if (deadline.due_on, deadline.due_time, deadline.qualifier) == facts and deadline.starts_on == after.starts_on:
            continue
        if (before.due_on, before.due_time, before.qualifier, before.starts_on) == (*facts, after.starts_on):
            continue  # the document says the same: what differs is a date of the unit's own
        if deadline.state not in _MOVING or _has_later_date(deadline, before, after):
            done.kept.append(deadline.id)
            continue
        _set(deadline, after, when)
        done.moved += 1
        changed.append(deadline)
    return changed


def _has_later_date(deadline: Deadline, before: Slot, after: Slot) -> bool:
    """Whether the unit was granted a date of its own that is not before the new one."""
    if deadline.due_on is None or deadline.due_on == before.due_on or deadline.slot == after.key:
        return False
    return after.due_on is not None and deadline.due_on >= after.due_on


def _set(deadline: Deadline, slot: Slot, when: When) -> None:
    old_limit = limit(deadline)
    deadline.due_on, deadline.due_time, deadline.qualifier = slot.due_on, slot.due_time, slot.qualifier
    deadline.starts_on = slot.starts_on
    deadline.effective_due = effective_due(slot.due_on, when.calendar, roll_over=when.roll_over)
    if old_limit is None or when.asked_on <= old_limit:
        deadline.judged_due = deadline.effective_due
        if deadline.effective_due is not None and deadline.effective_due < when.today:
            deadline.judged_due = when.today - _DAY  # past when it is told: late from now on, not for the time before
    deadline.due_version += 1


def _withdraw(deadlines: Sequence[Deadline], done: Moved) -> list[Deadline]:
    """Withdraw what nothing was handed in for; the rest is kept and named."""
    kept = with_evidence(deadlines)
    gone = []
    for deadline in deadlines:
        if deadline.id in kept:
            done.kept.append(deadline.id)
        elif deadline.state in _EMPTY:
            deadline.state, deadline.state_reason = DeadlineState.CANCELLED, NOT_ASKED_ANY_MORE
            gone.append(deadline)
    done.withdrawn += len(gone)
    return gone


def with_evidence(deadlines: Iterable[Deadline]) -> set[int]:
    """Those for which something was handed in and not taken back."""
    ids = [deadline.id for deadline in deadlines]
    query = sa.select(Evidence.deadline_id).where(Evidence.state != EvidenceState.WITHDRAWN)
    found: set[int] = set()
    for start in range(0, len(ids), 500):
        found.update(db.session.scalars(query.where(Evidence.deadline_id.in_(ids[start : start + 500]))))
    return found


def _reopen(task: Task, slots: Iterable[Slot], own: Iterable[Deadline], when: When, done: Moved) -> list[Deadline]:
    """Dates that an earlier version had taken away and this one asks for again."""
    wanted = {slot.key: slot for slot in slots}
    back = []
    for deadline in own:
        slot = wanted.get(deadline.slot)
        if (
            slot is not None
            and deadline.state is DeadlineState.CANCELLED
            and deadline.state_reason == NOT_ASKED_ANY_MORE
        ):
            deadline.state = DeadlineState.SUSPENDED if task.state is TaskState.SUSPENDED else DeadlineState.OPEN
            deadline.state_reason = ""
            _set(deadline, slot, when)
            back.append(deadline)
    done.added += len(back)
    return back


def _add(task: Task, slots: Sequence[Slot], when: When, directory: Directory, done: Moved) -> None:
    past = [slot for slot in slots if is_past(slot, when.today, when.calendar, roll_over=when.roll_over)]
    done.past += [slot.due_on for slot in past if slot.due_on]
    coming = [slot for slot in slots if slot not in past]
    if not coming:
        return
    order = Order(task, shares_held(task, directory), coming)
    done.added += fan_out.insert_deadlines([order], today=when.today, calendar=when.calendar, roll_over=when.roll_over)
    units = [share.unit_id for share in order.shares if not share.is_outside]
    outbox.touch(db.session(), unit_ids=units, plan_ids=[task.plan_id] if task.plan_id else [])
