"""The units of a task follow a newer version of its document: who joins, who leaves, whose role is another. Never commits.

Who leaves keeps what was handed in: deadlines with evidence stay and are named, the others are withdrawn (product 3.3, 3.7).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from tracker.extensions import db
from tracker.notify import outbox
from tracker.tasks import fan_out
from tracker.tasks.amending_dates import When, with_evidence
from tracker.tasks.assigning import TAKEN_OFF
from tracker.tasks.deadlines import announce_changes
from tracker.tasks.fan_out import Order, Share
from tracker.tasks.models import Assignment, Deadline, DeadlineState, Task, TaskState
from tracker.tasks.readiness import is_past
from tracker.tasks.slots import Slot

_EMPTY = (DeadlineState.OPEN, DeadlineState.RETURNED, DeadlineState.SUSPENDED)
_UNSETTLED = (*_EMPTY, DeadlineState.SUBMITTED)


@dataclass
class NewDoers:
    """What became of a task's units."""

    joined: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    other_role: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)  # deadlines with evidence of units that left
    added: int = 0
    withdrawn: int = 0


def follow_doers(task: Task, wanted: Sequence[Share], slots: Sequence[Slot], when: When) -> NewDoers:
    """Bring the task's assignments to `wanted`; who joins gets the `slots` that are not past."""
    done = NewDoers()
    held = {
        assignment.unit_id: assignment
        for assignment in db.session.scalars(
            sa.select(Assignment).where(Assignment.task_id == task.id).order_by(Assignment.id).with_for_update()
        )
    }
    deadlines = _by_unit(task)
    off = {
        unit_id
        for unit_id, own in deadlines.items()
        if any(one.state is DeadlineState.CANCELLED and one.state_reason == TAKEN_OFF for one in own)
    }
    shares = {share.unit_id: share for share in wanted}
    changed: list[Deadline] = []
    for unit_id, assignment in held.items():
        share = shares.get(unit_id)
        if share is None and unit_id not in off:
            changed += _take_off(assignment, deadlines.get(unit_id, []), done)
        elif share is not None:
            if unit_id in off:
                changed += _take_back(task, deadlines[unit_id], done)
                done.joined.append(unit_id)
            changed += _set_role(assignment, share, deadlines.get(unit_id, []), done)
    announce_changes({deadline.id: deadline for deadline in changed}.values())
    _join(task, [share for share in wanted if share.unit_id not in held], held, slots, when, done)
    return done


def _by_unit(task: Task) -> dict[int, list[Deadline]]:
    found: dict[int, list[Deadline]] = {}
    query = sa.select(Deadline).where(Deadline.task_id == task.id).order_by(Deadline.id).with_for_update()
    for deadline in db.session.scalars(query):
        found.setdefault(deadline.unit_id, []).append(deadline)
    return found


def _take_off(assignment: Assignment, own: Sequence[Deadline], done: NewDoers) -> list[Deadline]:
    done.left.append(assignment.unit_id)
    if not own:  # an outside agency, only recorded
        db.session.delete(assignment)
        return []
    kept = with_evidence(own)
    done.kept += sorted(kept)
    gone = [deadline for deadline in own if deadline.id not in kept and deadline.state in _EMPTY]
    for deadline in gone:
        deadline.state, deadline.state_reason = DeadlineState.CANCELLED, TAKEN_OFF
    outbox.withdraw(db.session(), [deadline.id for deadline in gone], reason="văn bản sửa đổi")
    done.withdrawn += len(gone)
    return gone


def _take_back(task: Task, own: Iterable[Deadline], done: NewDoers) -> list[Deadline]:
    """A unit that an earlier version had left out takes its deadlines up again."""
    back = [one for one in own if one.state is DeadlineState.CANCELLED and one.state_reason == TAKEN_OFF]
    for deadline in back:
        deadline.state = DeadlineState.SUSPENDED if task.state is TaskState.SUSPENDED else DeadlineState.OPEN
        deadline.state_reason = ""
    done.added += len(back)
    return back


def _set_role(assignment: Assignment, share: Share, own: Iterable[Deadline], done: NewDoers) -> list[Deadline]:
    assignment.from_words = share.from_words[:300]
    if (assignment.role, assignment.must_report) == (share.role, share.must_report):
        return []
    assignment.role, assignment.must_report = share.role, share.must_report
    done.other_role.append(assignment.unit_id)
    changed = [deadline for deadline in own if deadline.state in _UNSETTLED]
    for deadline in changed:
        deadline.must_report, deadline.review_by = share.must_report, share.review_by
    return changed


def _join(
    task: Task, fresh: Sequence[Share], held: Collection[int], slots: Sequence[Slot], when: When, done: NewDoers
) -> None:
    """New assignments with the deadlines to come; those that are held already get none."""
    if not fresh:
        return
    fan_out.insert_assignments([Order(task, fresh, ())])
    coming = [slot for slot in slots if not is_past(slot, when.today, when.calendar, roll_over=when.roll_over)]
    others = [replace(fresh[0], unit_id=unit_id, is_outside=True) for unit_id in held]
    done.added += fan_out.insert_deadlines(
        [Order(task, [*fresh, *others], coming)], today=when.today, calendar=when.calendar, roll_over=when.roll_over
    )
    done.joined += [share.unit_id for share in fresh]
    inside = [share.unit_id for share in fresh if not share.is_outside]
    outbox.touch(db.session(), unit_ids=inside, plan_ids=[task.plan_id] if task.plan_id else [])
