"""Factories for tasks and deadlines: plain functions with keyword defaults (MODELS 20)."""

from datetime import date
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker.directory.models import Unit
from tracker.periods import Quarter
from tracker.plans.models import Reporting, ReviewBy
from tracker.tasks.models import Assignment, AssignmentRole, Deadline, DeadlineState, Task


def make_task(session: Session, *, title: str = "Báo cáo kết quả chuyển đổi số", plan_id: int | None = None, **values):
    task = Task(
        title=title,
        plan_id=plan_id,
        reporting=values.pop("reporting", Reporting.LEADS),
        review_by=values.pop("review_by", ReviewBy.OFFICE),
        assigned_on=values.pop("assigned_on", date(2025, 10, 6)),
        created_at=clock.now(),
        **values,
    )
    session.add(task)
    session.flush()
    return task


def make_deadline(
    session: Session,
    task: Task,
    unit: Unit,
    *,
    due_on: date | None = date(2025, 12, 31),
    slot: str | None = None,
    role: AssignmentRole = AssignmentRole.LEAD,
    must_report: bool = True,
    **values,
):
    """A deadline with its assignment; further slots of the same unit share the assignment."""
    assignment = session.scalars(
        sa.select(Assignment).where(Assignment.task_id == task.id, Assignment.unit_id == unit.id)
    ).one_or_none()
    if assignment is None:
        assignment = Assignment(
            task_id=task.id, unit_id=unit.id, role=role, must_report=must_report, created_at=clock.now()
        )
        session.add(assignment)
        session.flush()
    slot = slot or (due_on.isoformat() if due_on else "none")
    effective = values.pop("effective_due", due_on)
    deadline = Deadline(
        assignment_id=assignment.id,
        task_id=task.id,
        unit_id=unit.id,
        plan_id=task.plan_id,
        slot=slot,
        quarter=values.pop("quarter", str(Quarter.of(due_on)) if due_on else ""),
        due_on=due_on,
        effective_due=effective,
        judged_due=values.pop("judged_due", effective),
        must_report=must_report,
        review_by=values.pop("review_by", ReviewBy.OFFICE),
        state=values.pop("state", DeadlineState.OPEN),
        uid=str(uuid4()),
        created_at=clock.now(),
        changed_at=clock.now(),
        **values,
    )
    session.add(deadline)
    session.flush()
    return deadline
