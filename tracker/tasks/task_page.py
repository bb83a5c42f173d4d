"""What the page of one task shows to one person: figures, states of units, parties, history. Reads only."""

from collections.abc import Sequence
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
from tracker.tasks.counts import Counts, count_query, summed
from tracker.tasks.models import Assignment, AssignmentRole, Deadline
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
    unseen: int  # how many have not opened the task


def figures(session: Session, actor: Actor, task_id: int, today: date) -> tuple[Counts, dict[Shown, int]]:
    """The figures of a task, and how many of the deadlines this person sees are shown how. One statement."""
    rows = [tuple(row) for row in session.execute(_figures_query(actor, today), {"task_id": task_id})]
    shown: dict[Shown, int] = {}
    for name, _, number in rows:
        shown[Shown(name)] = shown.get(Shown(name), 0) + number
    return sum(summed(rows).values(), Counts()), shown


@lru_cache(maxsize=128)  # built once a person and day: building a statement costs more than running it
def _figures_query(actor: Actor, today: date) -> sa.Select[Any]:
    of_task = Deadline.task_id == sa.bindparam("task_id")
    return count_query(today, [shown_sql(today)], of_task, deadline_scope(actor))


@lru_cache(maxsize=128)
def states_query(actor: Actor, today: date, *, tab: str = "", text: str = "") -> sa.Select[Any]:
    """The deadlines of the task `task_id` (a parameter) this person may see, by due date and unit; LINE_COLUMNS."""
    query = line_query(deadline_scope(actor)).where(Deadline.task_id == sa.bindparam("task_id"))
    if tab in TABS:
        query = query.where(shown_sql(today).in_([shown.value for shown in TABS[tab][1]]))
    if tab == UNSEEN:
        query = query.where(Assignment.first_seen_at.is_(None))
    if text:
        query = query.where(matches(Unit.search_text, text))
    return query.order_by(limit_sql().is_(None), limit_sql(), Unit.sort_key, Deadline.id)


def states_page(
    session: Session, actor: Actor, task_id: int, today: date, *, number: int, tab: str, text: str, total: int
) -> Page[Line]:
    """A page of states_query; `total` is how many there are without `tab` and `text`."""
    parameters = {"task_id": task_id}
    if tab or text:
        query = states_query(actor, today, tab=tab, text=text)
        found = paginate(session, query, number=number, size=UNITS_A_PAGE, scalars=False, parameters=parameters)
        return line_page(found, today)
    number = min(number, max(1, -(-total // UNITS_A_PAGE)))
    cut = {**parameters, "start": (number - 1) * UNITS_A_PAGE}
    return Page(lines(session.execute(_cut_states(actor, today), cut), today), number, UNITS_A_PAGE, total)


@lru_cache(maxsize=128)
def _cut_states(actor: Actor, today: date) -> sa.Select[Any]:
    return states_query(actor, today).limit(UNITS_A_PAGE).offset(sa.bindparam("start", type_=sa.Integer()))


def own_lines(session: Session, actor: Actor, task_id: int, today: date) -> list[Line]:
    """The deadlines of this person's own units."""
    query = line_query(Deadline.unit_id.in_(actor.unit_ids)).where(Deadline.task_id == task_id)
    return lines(session.execute(query.order_by(limit_sql(), Unit.sort_key, Deadline.id)), today)


def parties(session: Session, task_id: int) -> list[Parties]:
    """Leads, coordinating and following units: counts, a few names, the document's words. Two statements."""
    counted, named = _party_queries()
    totals: dict[AssignmentRole, int] = {}
    unseen: dict[AssignmentRole, int] = {}
    words: dict[AssignmentRole, list[str]] = {}
    for role, from_words, number, seen in session.execute(counted, {"task_id": task_id}):
        totals[role] = totals.get(role, 0) + number
        unseen[role] = unseen.get(role, 0) + number - seen
        if from_words:
            words.setdefault(role, []).append(from_words)
    names: dict[AssignmentRole, list[str]] = {}
    for role, name in session.execute(named, {"task_id": task_id}):
        names.setdefault(role, []).append(name)
    return [
        Parties(role, tuple(names.get(role, ())), totals[role], tuple(words.get(role, ())), unseen[role])
        for role in AssignmentRole
        if role in totals
    ]


@lru_cache(maxsize=1)
def _party_queries() -> tuple[sa.Select[Any], sa.Select[Any]]:
    of_task = Assignment.task_id == sa.bindparam("task_id")
    columns: tuple[Any, ...] = (
        Assignment.role,
        Assignment.from_words,
        sa.func.count(),
        sa.func.count(Assignment.first_seen_at),
    )
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


def history(session: Session, actor: Actor, task_id: int) -> Sequence[Any]:
    """The last acts on a task that concern what this person sees, each with its unit's name; reading is left out."""
    return session.execute(_history_query(actor), {"task_id": task_id}).all()


@lru_cache(maxsize=128)
def _history_query(actor: Actor) -> sa.Select[Any]:
    columns: tuple[Any, ...] = (LogEntry.at, LogEntry.actor_name, LogEntry.action, LogEntry.changes)
    query = (
        sa.select(*columns, Unit.name.label("unit_name"))
        .outerjoin(Unit, Unit.id == LogEntry.unit_id)
        .where(LogEntry.task_id == sa.bindparam("task_id"), LogEntry.action != LogAction.EVIDENCE_READ)
    )
    if not actor.reads_all:
        theirs = sa.or_(LogEntry.unit_id.in_(actor.unit_ids), LogEntry.unit_id.in_(schools_below(actor.unit_ids)))
        query = query.where(sa.or_(LogEntry.unit_id.is_(None), theirs))
    return query.order_by(LogEntry.id.desc()).limit(HISTORY)


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
