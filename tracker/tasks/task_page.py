"""What the page of one task shows to one person: figures, states of units, parties, history. Reads only."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker.access import Actor
from tracker.directory.models import Unit
from tracker.log import LogAction, LogEntry
from tracker.paging import Page, paginate
from tracker.tasks.counts import Counts, count
from tracker.tasks.models import Assignment, AssignmentRole, Deadline, Task
from tracker.tasks.queries import Line, deadline_scope, line_page, line_query, lines, matches, schools_below
from tracker.tasks.state import Shown, limit_sql, shown_sql

UNITS_A_PAGE = 25
HISTORY = 12
NAMED_PARTIES = 6
UNSEEN = "chua-xem"
# quick filters by the words of the address; together they hold every state once
TABS = {
    "qua-han": ("Quá hạn", (Shown.OVERDUE, Shown.MISSING)),
    "tra-lai": ("Trả lại", (Shown.RETURNED,)),
    "cho-duyet": ("Chờ duyệt", (Shown.SUBMITTED,)),
    "sap-den-han": ("Sắp đến hạn", (Shown.SOON,)),
    "dang-thuc-hien": ("Đang thực hiện", (Shown.ACTIVE, Shown.UPCOMING, Shown.NO_LIMIT)),
    "da-xong": ("Đã xong", (Shown.DONE, Shown.DONE_LATE)),
    "da-dung": ("Miễn, dừng, thu hồi", (Shown.WAIVED, Shown.SUSPENDED, Shown.WITHDRAWN)),
}


@dataclass(frozen=True)
class Parties:
    """The units of one role: the first names, how many in all, and the words of the document they came from."""

    role: AssignmentRole
    names: tuple[str, ...]
    total: int
    words: tuple[str, ...]


def figures(session: Session, actor: Actor, task_id: int, today: date) -> Counts:
    return count(session, today, Deadline.task_id == task_id, deadline_scope(actor))


def shown_counts(session: Session, actor: Actor, task_id: int, today: date) -> dict[Shown, int]:
    """How many of the deadlines this person sees are shown how."""
    value = shown_sql(today).label("shown")
    query = (
        sa.select(value, sa.func.count())
        .select_from(Deadline)
        .where(Deadline.task_id == task_id, deadline_scope(actor))
        .group_by(value)
    )
    return {Shown(name): number for name, number in session.execute(query)}


def unseen_count(session: Session, task_id: int) -> int:
    """How many units have not opened the task."""
    query = sa.select(sa.func.count()).where(Assignment.task_id == task_id, Assignment.first_seen_at.is_(None))
    return session.scalar(query) or 0


def states_query(actor: Actor, task_id: int, today: date, *, tab: str = "", text: str = "") -> sa.Select[Any]:
    """The deadlines of a task this person may see, by due date and unit; LINE_COLUMNS."""
    query = line_query(deadline_scope(actor)).where(Deadline.task_id == task_id)
    if tab in TABS:
        query = query.where(shown_sql(today).in_([shown.value for shown in TABS[tab][1]]))
    if tab == UNSEEN:
        query = query.where(Assignment.first_seen_at.is_(None))
    if text:
        query = query.where(matches(Unit.search_text, text))
    return query.order_by(limit_sql().is_(None), limit_sql(), Unit.sort_key, Deadline.id)


def states_page(session: Session, query: Any, today: date, *, number: int, known: int | None = None) -> Page[Line]:
    """A page of states_query; `known` is how many there are where that was counted already."""
    if known is None:
        return line_page(paginate(session, query, number=number, size=UNITS_A_PAGE, scalars=False), today)
    number = min(number, max(1, -(-known // UNITS_A_PAGE)))
    rows = session.execute(query.limit(UNITS_A_PAGE).offset((number - 1) * UNITS_A_PAGE))
    return Page(lines(rows, today), number, UNITS_A_PAGE, known)


def own_lines(session: Session, actor: Actor, task_id: int, today: date) -> list[Line]:
    """The deadlines of this person's own units."""
    query = line_query(Deadline.unit_id.in_(actor.unit_ids)).where(Deadline.task_id == task_id)
    return lines(session.execute(query.order_by(limit_sql(), Unit.sort_key, Deadline.id)), today)


def parties(session: Session, task_id: int) -> list[Parties]:
    """Leads, coordinating and following units: counts, a few names, the document's words. Two statements."""
    counted, named = _party_queries()
    totals: dict[AssignmentRole, int] = {}
    words: dict[AssignmentRole, list[str]] = {}
    for role, from_words, number in session.execute(counted, {"task_id": task_id}):
        totals[role] = totals.get(role, 0) + number
        if from_words:
            words.setdefault(role, []).append(from_words)
    names: dict[AssignmentRole, list[str]] = {}
    for role, name in session.execute(named, {"task_id": task_id}):
        names.setdefault(role, []).append(name)
    return [
        Parties(role, tuple(names.get(role, ())), totals[role], tuple(words.get(role, ())))
        for role in AssignmentRole
        if role in totals
    ]


@lru_cache(maxsize=1)
def _party_queries() -> tuple[sa.Select[Any], sa.Select[Any]]:
    of_task = Assignment.task_id == sa.bindparam("task_id")
    columns: tuple[Any, ...] = (Assignment.role, Assignment.from_words, sa.func.count())
    counted: sa.Select[Any] = (
        sa.select(*columns)
        .where(of_task)
        .group_by(Assignment.role, Assignment.from_words)
        .order_by(sa.func.count().desc(), Assignment.from_words)
    )
    place = sa.func.row_number().over(partition_by=Assignment.role, order_by=(Unit.sort_key, Unit.id)).label("place")
    numbered = (
        sa.select(Assignment.role, Unit.name, place).join(Unit, Unit.id == Assignment.unit_id).where(of_task).subquery()
    )
    named: sa.Select[Any] = sa.select(numbered.c.role, numbered.c.name).where(numbered.c.place <= NAMED_PARTIES)
    return counted, named.order_by(numbered.c.role, numbered.c.place)


def history(session: Session, actor: Actor, task: Task) -> list[tuple[LogEntry, str | None]]:
    """The last acts on a task that concern what this person sees, each with its unit's name; reading is left out."""
    query = (
        sa.select(LogEntry, Unit.name)
        .outerjoin(Unit, Unit.id == LogEntry.unit_id)
        .where(LogEntry.task_id == task.id, LogEntry.action != LogAction.EVIDENCE_READ)
    )
    if not actor.reads_all:
        theirs = sa.or_(LogEntry.unit_id.in_(actor.unit_ids), LogEntry.unit_id.in_(schools_below(actor.unit_ids)))
        query = query.where(sa.or_(LogEntry.unit_id.is_(None), theirs))
    found = session.execute(query.order_by(LogEntry.id.desc()).limit(HISTORY))
    return [(entry, name) for entry, name in found]


def is_unseen_by(session: Session, actor: Actor, task_id: int) -> bool:
    """Whether one of this person's units has never opened the task."""
    if not actor.unit_ids:
        return False
    query = sa.select(Assignment.id).where(
        Assignment.task_id == task_id, Assignment.unit_id.in_(actor.unit_ids), Assignment.first_seen_at.is_(None)
    )
    return session.scalar(query.limit(1)) is not None


def mark_seen(session: Session, actor: Actor, task_id: int) -> None:
    """Keep the units' first look at a task (product 3.2). Runs after the answer, in its own transaction."""
    session.execute(
        sa.update(Assignment)
        .where(
            Assignment.task_id == task_id,
            Assignment.unit_id.in_(actor.unit_ids),
            Assignment.first_seen_at.is_(None),
        )
        .values(first_seen_at=clock.now(), first_seen_by_id=actor.person_id)
        .execution_options(synchronize_session=False)
    )
