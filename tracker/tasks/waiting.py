"""The queue of evidence that waits for one reviewer (product 3.3): who may decide what, oldest first. Reads only."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.access import Actor
from tracker.directory.models import Unit
from tracker.tasks import words
from tracker.tasks.models import Assignment, Deadline, DeadlineState, Evidence, EvidenceState, Task
from tracker.tasks.queries import PARENT_NAME, Parent, matches
from tracker.tasks.review import reviewable_by
from tracker.tasks.state import is_handed_in_late_sql

_UNDER_REVIEW = (DeadlineState.SUBMITTED, DeadlineState.ACCEPTED)  # accepted: a newer version was handed in


def reviewable(actor: Actor) -> sa.ColumnElement[bool]:
    """The evidence `actor` may decide on now, as a condition on Evidence joined with Deadline."""
    return sa.and_(
        Evidence.state == EvidenceState.SUBMITTED,
        Deadline.state.in_(_UNDER_REVIEW),
        Evidence.submitted_by_id != (actor.person_id or 0),
        reviewable_by(actor),
    )


def waiting_count(actor: Actor) -> sa.ScalarSelect[int]:
    """How many wait, as a scalar to be put into another statement."""
    return (
        sa.select(sa.func.count(Evidence.id))
        .join(Deadline, Deadline.id == Evidence.deadline_id)
        .where(reviewable(actor))
        .scalar_subquery()
    )


def count(session: Session, actor: Actor) -> int:
    return session.scalar(sa.select(waiting_count(actor))) or 0


@dataclass(frozen=True)
class QueueFilter:
    text: str = ""
    task_id: int | None = None
    manager: str = ""  # code of a commune
    is_late: bool = False

    @property
    def is_empty(self) -> bool:
        return self == QueueFilter()


QUEUE_COLUMNS: tuple[Any, ...] = (
    Evidence.id,
    Evidence.deadline_id,
    Evidence.version,
    Evidence.submitted_at,
    Evidence.document_number,
    Evidence.figure,
    Deadline.due_on,
    Deadline.due_time,
    Deadline.qualifier,
    Deadline.quarter,
    Deadline.is_ongoing,
    is_handed_in_late_sql().label("is_late"),
    Task.id.label("task_id"),
    Task.title,
    Task.label,
    Unit.name.label("unit_name"),
    Unit.code.label("unit_code"),
    PARENT_NAME,
)


def queue(actor: Actor, asked: QueueFilter) -> sa.Select[Any]:
    """The evidence that waits for `actor`, oldest first, with what the list says of it."""
    query: sa.Select[Any] = (
        sa.select(*QUEUE_COLUMNS)
        .select_from(Evidence)
        .join(Deadline, Deadline.id == Evidence.deadline_id)
        .join(Assignment, Assignment.id == Deadline.assignment_id)
        .join(Task, Task.id == Deadline.task_id)
        .join(Unit, Unit.id == Deadline.unit_id)
        .outerjoin(Parent, Parent.id == Unit.parent_id)
        .where(reviewable(actor))
    )
    if asked.text:
        query = query.where(sa.or_(matches(Unit.search_text, asked.text), matches(Task.search_text, asked.text)))
    if asked.task_id is not None:
        query = query.where(Deadline.task_id == asked.task_id)
    if asked.manager:
        query = query.where(sa.or_(Unit.code == asked.manager, Parent.code == asked.manager))
    if asked.is_late:
        query = query.where(is_handed_in_late_sql())
    return query.order_by(Evidence.submitted_at, Evidence.id)


def next_waiting(session: Session, actor: Actor, *, after: Evidence | None) -> int | None:
    """The deadline whose evidence comes next in the queue, going round at its end; None when nothing waits."""
    query = (
        sa.select(Evidence.deadline_id)
        .join(Deadline, Deadline.id == Evidence.deadline_id)
        .where(reviewable(actor))
        .order_by(Evidence.submitted_at, Evidence.id)
        .limit(1)
    )
    if after is not None:
        later = sa.or_(
            Evidence.submitted_at > after.submitted_at,
            sa.and_(Evidence.submitted_at == after.submitted_at, Evidence.id > after.id),
        )
        found = session.scalar(query.where(later))
        if found is not None:
            return found
        query = query.where(Evidence.id != after.id)
    return session.scalar(query)


def waiting_tasks(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """(id, words) of the tasks whose evidence waits, for the filter."""
    query = (
        sa.select(Task.id, Task.label, Task.title, sa.func.count(Evidence.id))
        .select_from(Evidence)
        .join(Deadline, Deadline.id == Evidence.deadline_id)
        .join(Task, Task.id == Deadline.task_id)
        .where(reviewable(actor))
        .group_by(Task.id, Task.label, Task.title, Task.position)
        .order_by(Task.position, Task.id)
    )
    return [
        (task_id, words.shorten(f"{label}. {title}" if label else title))
        for task_id, label, title, _ in session.execute(query)
    ]
