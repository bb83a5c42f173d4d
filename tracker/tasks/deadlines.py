"""Changes of deadlines and tasks outside evidence: another date, withdrawal, waiver, the working calendar (product 3.1, 3.2).

Every change that shows in a feed goes through `show_change` (ical-feeds R22-R24). Never commits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker import log as audit
from tracker.access import Act, Actor
from tracker.directory import queries as directory_queries
from tracker.errors import BadInput, RuleBroken
from tracker.extensions import db
from tracker.log import LogAction
from tracker.notify import outbox
from tracker.notify.composers_decision import Verdict
from tracker.tasks.models import Assignment, AssignmentRole, Deadline, DeadlineState, Task, TaskState
from tracker.tasks.permission import require
from tracker.tasks.slots import effective_due
from tracker.tasks.state import OWED, limit
from tracker.tasks.telling import tell
from tracker.vietnamese import clean
from tracker.workdays import WorkCalendar

_STAMP_STEP = timedelta(seconds=1)  # feeds see whole seconds (ical-feeds R23)
_LONGEST_REASON = 500
_IN_CHUNK = 500
_SETTLED = (DeadlineState.ACCEPTED, DeadlineState.WAIVED, DeadlineState.CANCELLED)
_RUNNING = (DeadlineState.OPEN, DeadlineState.SUBMITTED, DeadlineState.RETURNED)


def show_change(deadline: Deadline) -> None:
    """Say that what feeds show of `deadline` has changed: the sequence rises, and the stamp by at least a second."""
    now = clock.now().replace(microsecond=0)
    deadline.sequence += 1
    deadline.changed_at = max(now, deadline.changed_at.replace(microsecond=0) + _STAMP_STEP)


def announce_changes(deadlines: Iterable[Deadline]) -> None:
    """`show_change` for each, and the feeds of their units and plans touched."""
    changed = list(deadlines)
    for deadline in changed:
        show_change(deadline)
    outbox.touch(
        db.session(),
        unit_ids={deadline.unit_id for deadline in changed},
        plan_ids={deadline.plan_id for deadline in changed if deadline.plan_id is not None},
    )


def lock(deadline: Deadline) -> None:
    """Take the deadline for this transaction and read its state anew: two people decide one after another."""
    db.session.refresh(deadline, with_for_update=True)


def needed(reason: str, sentence: str, *, most: int = _LONGEST_REASON) -> str:
    """`reason` as it is stored. Raises BadInput with `sentence` where there is none, and where it is too long."""
    words = clean(reason)
    if not words:
        raise BadInput(sentence)
    if len(words) > most:
        raise BadInput(f"Viết gọn lý do trong {most} chữ.")
    return words


def set_due(
    actor: Actor,
    deadline: Deadline,
    due_on: date,
    *,
    reason: str,
    roll_over: bool,
    asked_on: date | None = None,
) -> None:
    """Give `deadline` another due date: reminders and feeds follow; the slot and its quarter never change.

    Lateness follows only where the date was asked for (`asked_on`, default today) by the old limit (product 3.2).
    Raises NotAllowed, BadInput without a reason, RuleBroken for a deadline that is over.
    """
    require(actor, Act.EDIT_TASKS)
    words = needed(reason, "Đổi hạn cần có lý do.")
    lock(deadline)
    if deadline.state not in _RUNNING:
        raise RuleBroken("Kỳ hạn này đã xong hoặc đã thu hồi, không đổi hạn được.")
    if due_on == deadline.due_on:
        return
    old_due, old_limit = deadline.due_on, limit(deadline)
    calendar = directory_queries.work_calendar(db.session())
    deadline.due_on = due_on
    deadline.qualifier = ""
    deadline.effective_due = effective_due(due_on, calendar, roll_over=roll_over)
    if old_limit is None or (asked_on or clock.today()) <= old_limit:
        deadline.judged_due = deadline.effective_due
    deadline.due_version += 1
    outbox.withdraw(db.session(), [deadline.id], reason="đổi hạn")
    announce_changes([deadline])
    slot = f"due-{deadline.id}-{deadline.due_version}"
    tell(db.session(), actor, Verdict.DUE_MOVED, [deadline], slot=slot, reason=words, new_due=due_on)
    audit.record(
        db.session(),
        actor,
        LogAction.DUE_CHANGED,
        deadline,
        changes={"due_on": [old_due, due_on], "judged_due": [old_limit, deadline.judged_due], "reason": words},
        task_id=deadline.task_id,
        unit_id=deadline.unit_id,
    )


def cancel_task(actor: Actor, task: Task, *, reason: str, is_told: bool = True) -> int:
    """Withdraw a task: its deadlines that are not done go with it, evidence stays; how many deadlines went.

    Its units are told at once, unless another mail says it (`is_told` False: an amended plan's).
    Raises NotAllowed, BadInput without a reason, RuleBroken where it is withdrawn already.
    """
    require(actor, Act.EDIT_TASKS)
    words = needed(reason, "Thu hồi nhiệm vụ cần có lý do.")
    db.session.refresh(task, with_for_update=True)
    if task.state is TaskState.CANCELLED:
        raise RuleBroken("Nhiệm vụ này đã thu hồi.")
    old = task.state
    task.state, task.state_reason = TaskState.CANCELLED, words
    stopped = (*_RUNNING, DeadlineState.SUSPENDED)
    deadlines = _of_task(task, stopped)
    for deadline in deadlines:
        deadline.state, deadline.state_reason = DeadlineState.CANCELLED, words
    outbox.withdraw(db.session(), [deadline.id for deadline in deadlines], reason="thu hồi nhiệm vụ")
    announce_changes(deadlines)
    if is_told:
        slot = f"cancelled-{task.id}-{task.version}"
        tell(db.session(), actor, Verdict.CANCELLED, deadlines, slot=slot, reason=words)
    audit.record(
        db.session(),
        actor,
        LogAction.TASK_CANCELLED,
        task,
        changes={"state": [old, task.state], "deadlines": len(deadlines), "reason": words},
        task_id=task.id,
    )
    return len(deadlines)


def _of_task(task: Task, states: Sequence[DeadlineState]) -> Sequence[Deadline]:
    query = sa.select(Deadline).where(Deadline.task_id == task.id, Deadline.state.in_(states)).order_by(Deadline.id)
    return db.session.scalars(query.with_for_update()).all()


def waive(actor: Actor, deadline: Deadline, *, reason: str) -> None:
    """Release a unit from one deadline (Miễn): it stands outside the counts from now on.

    Raises NotAllowed, BadInput without a reason, RuleBroken unless the unit still owes it.
    """
    require(actor, Act.EDIT_TASKS)
    words = needed(reason, "Miễn kỳ hạn cần có lý do.")
    lock(deadline)
    if deadline.state is DeadlineState.SUBMITTED:
        raise RuleBroken("Minh chứng của kỳ hạn này đang chờ duyệt. Duyệt hoặc trả lại trước khi miễn.")
    if deadline.state not in OWED:
        raise RuleBroken("Kỳ hạn này đã xong hoặc đã thu hồi, không miễn được.")
    old = deadline.state
    deadline.state, deadline.state_reason = DeadlineState.WAIVED, words
    outbox.withdraw(db.session(), [deadline.id], reason="miễn")
    announce_changes([deadline, *close_lookers_on(deadline)])
    tell(
        db.session(), actor, Verdict.WAIVED, [deadline], slot=f"waived-{deadline.id}-{deadline.sequence}", reason=words
    )
    audit.record(
        db.session(),
        actor,
        LogAction.DEADLINE_WAIVED,
        deadline,
        changes={"state": [old, deadline.state], "reason": words},
        task_id=deadline.task_id,
        unit_id=deadline.unit_id,
    )


def close_lookers_on(deadline: Deadline) -> list[Deadline]:
    """Close what need not be reported on once the leads' evidence of the same slot is accepted (product 3.3).

    Where only coordinating units report, theirs closes it. With several leads the last one settled does. The caller
    announces the changes.
    """
    same = (Deadline.task_id == deadline.task_id, Deadline.slot == deadline.slot)
    reporting = db.session.execute(
        sa.select(Deadline.state, Deadline.done_at, Assignment.role)
        .join(Assignment, Assignment.id == Deadline.assignment_id)
        .where(*same, Deadline.must_report)
    ).all()
    decisive = [row for row in reporting if row.role is AssignmentRole.LEAD] or reporting
    done_at = max((row.done_at for row in decisive if row.done_at), default=None)
    if done_at is None or any(row.state not in _SETTLED for row in decisive):
        return []
    waiting = sa.select(Deadline).where(*same, sa.not_(Deadline.must_report), Deadline.state.in_(OWED))
    closed = list(db.session.scalars(waiting.order_by(Deadline.id).with_for_update()))
    for each in closed:
        each.state, each.done_at, each.is_done_late = DeadlineState.ACCEPTED, done_at, False
    outbox.withdraw(db.session(), [each.id for each in closed], reason="các đơn vị phải nộp đã hoàn thành")
    return closed


@dataclass(frozen=True)
class Moved:
    """Open deadlines of one written date whose limit an edited calendar moves."""

    due_on: date
    old: date
    new: date
    deadlines: int


def moved_by(session: Session, calendar: WorkCalendar, *, today: date, roll_over: bool) -> list[Moved]:
    """What `calendar` moves of the open deadlines whose limit is not past, by date (product 3.1). Reads only."""
    query = (
        sa.select(Deadline.due_on, Deadline.effective_due, sa.func.count())
        .where(*_not_past(today))
        .group_by(Deadline.due_on, Deadline.effective_due)
        .order_by(Deadline.due_on)
    )
    found = []
    for due_on, old, count in session.execute(query):
        new = effective_due(due_on, calendar, roll_over=roll_over)
        if due_on is not None and old is not None and new is not None and new != old and new >= today:
            found.append(Moved(due_on, old, new, count))
    return found


def _not_past(today: date) -> tuple[sa.ColumnElement[bool], ...]:
    return Deadline.state.in_(OWED), Deadline.effective_due >= today, Deadline.due_on.is_not(None)


def recompute_effective_due(session: Session, calendar: WorkCalendar, *, today: date, roll_over: bool) -> int:
    """Apply an edited working calendar to open deadlines whose limit is not past; how many moved (product 3.1).

    What is past stays judged as it was, and no deadline becomes late by an edit of the calendar. Reminders of what moved
    that are not sent yet are withdrawn: the planner asks anew which day owes them.
    """
    moved: list[Deadline] = []
    for one in moved_by(session, calendar, today=today, roll_over=roll_over):
        same = sa.select(Deadline).where(
            *_not_past(today), Deadline.due_on == one.due_on, Deadline.effective_due == one.old
        )
        for deadline in session.scalars(same.order_by(Deadline.id)):
            deadline.effective_due = one.new
            if deadline.judged_due == one.old:
                deadline.judged_due = one.new
            moved.append(deadline)
    if moved:
        announce_changes(moved)
        ids = [deadline.id for deadline in moved]
        for start in range(0, len(ids), _IN_CHUNK):
            outbox.withdraw(session, ids[start : start + _IN_CHUNK], reason="lịch làm việc thay đổi")
    return len(moved)
