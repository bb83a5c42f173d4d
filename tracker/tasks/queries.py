"""Who may see which tasks, deadlines and evidence (product 3.4), and how they are loaded. Reads only, no requests.

A unit's person sees the tasks of her own units and of the schools below them; the states and evidence of her own units,
of those schools, of the units that coordinate where her department or centre leads, and what she reviews. Readers see all.
Whatever lies outside does not exist for her: NotFound.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from tracker.access import Actor
from tracker.directory.models import Unit, UnitKind
from tracker.errors import NotFound
from tracker.paging import Page
from tracker.plans.models import Document, Item, Plan
from tracker.tasks import words
from tracker.tasks.models import Assignment, AssignmentRole, Deadline, Evidence, EvidenceFile, Task
from tracker.tasks.review import reviewable_by
from tracker.tasks.state import Shown, days_left, shown
from tracker.vietnamese import fold

LEADING_KINDS = (UnitKind.AUTHORITY, UnitKind.DEPARTMENT, UnitKind.CENTRE)
Parent = aliased(Unit, name="parent_unit")
# the commune a school belongs to; units directly under the Sở need no such line
PARENT_NAME = sa.case((Parent.kind == UnitKind.COMMUNE, Parent.name)).label("parent_name")


def schools_below(unit_ids: Collection[int]) -> sa.Select[Any]:
    """Ids of the schools these units manage."""
    return sa.select(Unit.id).where(Unit.parent_id.in_(unit_ids), Unit.kind == UnitKind.SCHOOL)


def coordinating_under(unit_ids: Collection[int]) -> sa.Select[Any]:
    """Ids of the assignments that coordinate in tasks which one of these departments or centres leads."""
    lead = aliased(Assignment)
    leader = aliased(Unit)
    led = (
        sa.select(lead.task_id)
        .join(leader, leader.id == lead.unit_id)
        .where(lead.unit_id.in_(unit_ids), lead.role == AssignmentRole.LEAD, leader.kind.in_(LEADING_KINDS))
    )
    return sa.select(Assignment.id).where(Assignment.task_id.in_(led), Assignment.role == AssignmentRole.COORDINATING)


@lru_cache(maxsize=512)  # a person asks again and again; building the condition costs more than running it
def deadline_scope(actor: Actor) -> sa.ColumnElement[bool]:
    """The deadlines whose state and evidence `actor` may see, as a condition on Deadline."""
    if actor.reads_all:
        return sa.true()
    own = actor.unit_ids
    return sa.or_(
        Deadline.unit_id.in_(own),
        Deadline.unit_id.in_(schools_below(own)),
        Deadline.assignment_id.in_(coordinating_under(own)),
        reviewable_by(actor),
    )


@lru_cache(maxsize=512)
def task_scope(actor: Actor) -> sa.ColumnElement[bool]:
    """The tasks `actor` may open, as a condition on Task."""
    if actor.reads_all:
        return sa.true()
    own = actor.unit_ids
    theirs = sa.or_(Assignment.unit_id.in_(own), Assignment.unit_id.in_(schools_below(own)))
    return Task.id.in_(sa.select(Assignment.task_id).where(theirs))


def tasks_visible_to(actor: Actor) -> sa.Select[Task]:
    return sa.select(Task).where(task_scope(actor))


def deadlines_visible_to(actor: Actor) -> sa.Select[Deadline]:
    return sa.select(Deadline).where(deadline_scope(actor))


def evidence_visible_to(actor: Actor) -> sa.Select[Evidence]:
    return sa.select(Evidence).join(Deadline, Deadline.id == Evidence.deadline_id).where(deadline_scope(actor))


def get_task(session: Session, actor: Actor, task_id: int) -> Task:
    found = session.scalars(_task_query(actor), {"task_id": task_id}).one_or_none()
    if found is None:
        raise NotFound
    return found


@lru_cache(maxsize=128)
def _task_query(actor: Actor) -> sa.Select[Task]:
    return tasks_visible_to(actor).where(Task.id == sa.bindparam("task_id"))


def get_deadline(session: Session, actor: Actor, deadline_id: int) -> Deadline:
    found = session.scalars(deadlines_visible_to(actor).where(Deadline.id == deadline_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def get_evidence(session: Session, actor: Actor, evidence_id: int) -> Evidence:
    found = session.scalars(evidence_visible_to(actor).where(Evidence.id == evidence_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def get_evidence_file(session: Session, actor: Actor, deadline_id: int, file_id: int) -> tuple[EvidenceFile, Evidence]:
    """A file of a deadline's evidence with the version it belongs to."""
    found = session.execute(
        sa.select(EvidenceFile, Evidence)
        .join(Evidence, Evidence.id == EvidenceFile.evidence_id)
        .join(Deadline, Deadline.id == Evidence.deadline_id)
        .where(deadline_scope(actor), EvidenceFile.id == file_id, Deadline.id == deadline_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]


@dataclass(slots=True)
class Line:
    """One deadline in a list: `row` has the columns of `line_query`, with what is shown and the days left on `today`."""

    row: Any
    shown: Shown
    days: int | None


LINE_COLUMNS: tuple[Any, ...] = (
    Deadline.id,
    Deadline.task_id,
    Deadline.unit_id,
    Deadline.quarter,
    Deadline.starts_on,
    Deadline.due_on,
    Deadline.due_time,
    Deadline.qualifier,
    Deadline.effective_due,
    Deadline.judged_due,
    Deadline.is_ongoing,
    Deadline.must_report,
    Deadline.state,
    Deadline.submitted_at,
    Deadline.done_at,
    Deadline.is_done_late,
    Task.title,
    Task.label,
    Task.time_text,
    Unit.code.label("unit_code"),
    Unit.name.label("unit_name"),
    PARENT_NAME,
    Assignment.role,
    Assignment.first_seen_at,
)


def line_query(scope: sa.ColumnElement[bool], *more: Any) -> sa.Select[Any]:
    """Deadlines with what a list shows of them (LINE_COLUMNS and `more`); the caller filters and orders."""
    return _all_lines(more).where(scope)


@lru_cache(maxsize=8)
def _all_lines(more: tuple[Any, ...]) -> sa.Select[Any]:
    return (
        sa.select(*LINE_COLUMNS, *more)
        .select_from(Deadline)
        .join(Task, Task.id == Deadline.task_id)
        .join(Unit, Unit.id == Deadline.unit_id)
        .join(Assignment, Assignment.id == Deadline.assignment_id)
        .outerjoin(Parent, Parent.id == Unit.parent_id)
    )


SHORT_COLUMNS: tuple[Any, ...] = (
    Deadline.id,
    Deadline.starts_on,
    Deadline.due_on,
    Deadline.due_time,
    Deadline.qualifier,
    Deadline.effective_due,
    Deadline.judged_due,
    Deadline.is_ongoing,
    Deadline.must_report,
    Deadline.state,
    Deadline.is_done_late,
    Task.title,
    Task.label,
    Unit.name.label("unit_name"),
    PARENT_NAME,
)


def short_line_query(scope: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Deadlines with what a line of a long list shows (SHORT_COLUMNS); the caller orders."""
    return (
        sa.select(*SHORT_COLUMNS)
        .select_from(Deadline)
        .join(Task, Task.id == Deadline.task_id)
        .join(Unit, Unit.id == Deadline.unit_id)
        .outerjoin(Parent, Parent.id == Unit.parent_id)
        .where(scope)
    )


def lines(rows: Iterable[Any], today: date) -> list[Line]:
    """`rows` of a line_query as they are shown on `today`."""
    return [Line(row, shown(row, today), days_left(row, today)) for row in rows]


def line_page(page: Page[Any], today: date) -> Page[Line]:
    return Page(lines(page.rows, today), page.number, page.size, page.total)


def get_line(session: Session, actor: Actor, deadline_id: int, today: date) -> Line:
    """One deadline as lists show it. Raises NotFound for what `actor` may not see."""
    row = session.execute(line_query(deadline_scope(actor)).where(Deadline.id == deadline_id)).one_or_none()
    if row is None:
        raise NotFound
    return lines([row], today)[0]


def like(text: str) -> str:
    """A LIKE pattern that finds `text` in a search_text column, without diacritics; wild cards count as letters."""
    escaped = fold(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def matches(column: Any, text: str) -> sa.ColumnElement[bool]:
    """Every word of `text` stands in the folded `column`, in any order."""
    words: list[sa.ColumnElement[bool]] = [column.like(like(word), escape="\\") for word in text.split()]
    return sa.and_(sa.true(), *words)


@dataclass(frozen=True)
class Source:
    """Where a task comes from: its document, and the passage."""

    document: Any | None  # id, number, symbol, title, issued_on, kind
    plan: Any | None  # id, title, short_title
    item: Any | None  # quote, source_page, source_line, source_last_line


def get_task_with_source(session: Session, actor: Actor, task_id: int) -> tuple[Task, Source]:
    """A task as `get_task` finds it, with its document, plan and passage; one statement."""
    row = session.execute(_source_query(actor), {"task_id": task_id}).one_or_none()
    if row is None:
        raise NotFound
    return row[0], Source(document=row[1], plan=row[2], item=row[3])


@lru_cache(maxsize=128)
def _source_query(actor: Actor) -> sa.Select[Any]:
    entities: tuple[Any, ...] = (Task, Document, Plan, Item)
    return (
        sa.select(*entities)
        .select_from(Task)
        .outerjoin(Document, Document.id == Task.document_id)
        .outerjoin(Plan, Plan.id == Task.plan_id)
        .outerjoin(Item, Item.id == Task.item_id)
        .where(task_scope(actor), Task.id == sa.bindparam("task_id"))
        .options(
            sa.orm.load_only(
                Document.id, Document.number, Document.symbol, Document.title, Document.issued_on, Document.kind
            ),
            sa.orm.load_only(Plan.id, Plan.title, Plan.short_title, Plan.ends_on),
            sa.orm.load_only(Item.id, Item.quote, Item.source_page, Item.source_line, Item.source_last_line),
        )
    )


def units_named(session: Session, unit_ids: Collection[int]) -> Sequence[Unit]:
    """Units in Vietnamese order."""
    return session.scalars(sa.select(Unit).where(Unit.id.in_(unit_ids)).order_by(Unit.sort_key, Unit.id)).all()


def plan_choices(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """(id, name) of the plans that have tasks `actor` sees, newest first: for filters."""
    return [(key, words.shorten(short or title)) for key, short, title in session.execute(_plans_query(actor))]


@lru_cache(maxsize=128)
def _plans_query(actor: Actor) -> sa.Select[Any]:
    columns: tuple[Any, ...] = (Plan.id, Plan.short_title, Plan.title)
    with_tasks = Plan.id.in_(sa.select(Task.plan_id).where(task_scope(actor)))
    return sa.select(*columns).where(with_tasks).order_by(Plan.id.desc())


def known_quarters(session: Session, actor: Actor) -> list[str]:
    """Quarters that have deadlines, newest first."""
    return sorted(session.scalars(_quarters_query(actor)), reverse=True)


@lru_cache(maxsize=128)
def _quarters_query(actor: Actor) -> sa.Select[Any]:
    return sa.select(Deadline.quarter).where(Deadline.quarter != "", deadline_scope(actor)).distinct()


def unit_kind(session: Session, unit_id: int) -> UnitKind:
    return session.scalars(sa.select(Unit.kind).where(Unit.id == unit_id)).one()


def unit_name(session: Session, unit_id: int) -> str:
    return session.scalars(sa.select(Unit.name).where(Unit.id == unit_id)).one()
