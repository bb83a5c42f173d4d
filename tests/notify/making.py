"""Tasks, deadlines and evidence as notify's tests need them: plain functions with defaults."""

import uuid
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from tracker import clock
from tracker.directory.models import Person, Unit
from tracker.notify.models import Message, MessageKind
from tracker.notify.outbox import queue
from tracker.plans.models import Reporting, ReviewBy
from tracker.tasks.models import (
    Assignment,
    AssignmentRole,
    Deadline,
    DeadlineState,
    Evidence,
    EvidenceState,
    Task,
    TaskState,
)
from tracker.workdays import WorkCalendar

PLAIN = WorkCalendar()
ASSIGNED_AT = datetime(2025, 10, 6, 3, 0, tzinfo=UTC)


def make_task(session: Session, *, title: str = "Báo cáo kết quả chuyển đổi số", **values) -> Task:
    task = Task(
        title=title,
        reporting=values.pop("reporting", Reporting.LEADS),
        review_by=ReviewBy.OFFICE,
        state=values.pop("state", TaskState.RUNNING),
        assigned_on=date(2025, 10, 6),
        created_at=ASSIGNED_AT,
        **values,
    )
    session.add(task)
    session.flush()
    return task


def make_deadline(
    session: Session,
    unit: Unit,
    due_on: date | None,
    *,
    task: Task | None = None,
    role: AssignmentRole = AssignmentRole.LEAD,
    must_report: bool = True,
    state: DeadlineState = DeadlineState.OPEN,
    created_at: datetime = ASSIGNED_AT,
    effective_due: date | None = None,
    due_time: time | None = None,
    **values,
) -> Deadline:
    task = task or make_task(session, title=values.pop("title", "Báo cáo kết quả chuyển đổi số"))
    assignment = Assignment(task_id=task.id, unit_id=unit.id, role=role, must_report=must_report, created_at=created_at)
    session.add(assignment)
    session.flush()
    effective = effective_due or (PLAIN.on_or_after(due_on) if due_on else None)
    deadline = Deadline(
        assignment_id=assignment.id,
        task_id=task.id,
        unit_id=unit.id,
        slot=due_on.isoformat() if due_on else "none",
        due_on=due_on,
        due_time=due_time,
        effective_due=effective,
        judged_due=values.pop("judged_due", effective),
        must_report=must_report,
        review_by=ReviewBy.OFFICE,
        state=state,
        uid=str(uuid.uuid4()),
        created_at=created_at,
        changed_at=created_at,
        **values,
    )
    session.add(deadline)
    session.flush()
    return deadline


def make_returned_evidence(session: Session, deadline: Deadline, by: Person | int, *, reason: str) -> Evidence:
    evidence = Evidence(
        deadline_id=deadline.id,
        version=1,
        state=EvidenceState.RETURNED,
        submitted_at=clock.now(),
        submitted_by_id=by if isinstance(by, int) else by.id,
        decided_at=clock.now(),
        decision_note=reason,
    )
    session.add(evidence)
    session.flush()
    return evidence


def queue_assigned(session: Session, address: str, *, unit: Unit, task: Task, slot: str = "plan-1") -> Message:
    """One ASSIGNED message, committed."""
    queue(
        session,
        kind=MessageKind.ASSIGNED,
        slot=slot,
        to={address: {"unit_ids": [unit.id], "task_ids": [task.id]}},
    )
    session.commit()
    return session.query(Message).filter_by(address=address, slot=slot).one()
