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
from tracker.tasks.queries import (
    PARENT_NAME,
    Line,
    Parent,
    deadline_scope,
    line_page,
    line_query,
    lines,
    matches,
    schools_below,
)
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


def _rows(session: Session, query: sa.Select[Any] | sa.CompoundSelect[Any], **parameters: Any) -> Sequence[Any]:
    """The rows of columns `query` finds, without what only objects need of the session."""
    return session.connection().execute(query, parameters).all()


def figures(session: Session, actor: Actor, task_id: int, today: date) -> tuple[Counts, dict[Shown, int]]:
    """The figures of a task, and how many of the deadlines this person sees are shown how. One statement."""
    rows = _rows(session, _figures_query(actor, today), task_id=task_id)
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
    return query.order_by(*_by_limit())


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
    rows = _rows(session, _cut_states(actor), task_id=task_id, start=(number - 1) * UNITS_A_PAGE)
    return Page(lines(rows, today), number, UNITS_A_PAGE, total)


_ROW_COLUMNS: tuple[Any, ...] = (  # what state_rows shows and the shown state follows from
    Deadline.id,
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
    Deadline.is_done_late,
    Unit.name.label("unit_name"),
    PARENT_NAME,
    Assignment.role,
    Assignment.first_seen_at,
)


@lru_cache(maxsize=128)
def _cut_states(actor: Actor) -> sa.Select[Any]:
    """A page of states_query, cut before the joins: what a line shows is only looked up for its twenty-five."""
    of_task = Deadline.task_id == sa.bindparam("task_id")
    found = sa.select(Deadline.id).join(Unit, Unit.id == Deadline.unit_id).where(of_task, deadline_scope(actor))
    start = sa.bindparam("start", type_=sa.Integer())
    cut = found.order_by(*_by_limit()).limit(UNITS_A_PAGE).offset(start).correlate(None)
    return (
        sa.select(*_ROW_COLUMNS)
        .select_from(Deadline)
        .join(Unit, Unit.id == Deadline.unit_id)
        .join(Assignment, Assignment.id == Deadline.assignment_id)
        .outerjoin(Parent, Parent.id == Unit.parent_id)
        .where(Deadline.id.in_(cut))
        .order_by(*_by_limit())
    )


def _by_limit() -> tuple[Any, ...]:
    return limit_sql().is_(None), limit_sql(), Unit.sort_key, Deadline.id


def own_lines(session: Session, actor: Actor, task_id: int, today: date) -> list[Line]:
    """The deadlines of this person's own units."""
    query = line_query(Deadline.unit_id.in_(actor.unit_ids)).where(Deadline.task_id == task_id)
    return lines(session.execute(query.order_by(limit_sql(), Unit.sort_key, Deadline.id)), today)


def parties(session: Session, task_id: int) -> list[Parties]:
    """Leads, coordinating and following units: counts, a few names, the document's words. One statement."""
    found: dict[AssignmentRole, list[Any]] = {}
    for row in _rows(session, _party_query(), task_id=task_id):
        found.setdefault(row.role, []).append(row)
    return [_parties_of(role, found[role]) for role in AssignmentRole if role in found]


def _parties_of(role: AssignmentRole, rows: list[Any]) -> Parties:
    counted = sorted((row for row in rows if not row.place), key=lambda row: (-row.number, row.text))
    return Parties(
        role,
        names=tuple(row.text for row in sorted(rows, key=lambda row: row.place) if row.place),
        total=sum(row.number for row in counted),
        words=tuple(row.text for row in counted if row.text),
        unseen=sum(row.number - row.seen for row in counted),
    )


@lru_cache(maxsize=1)
def _party_query() -> sa.CompoundSelect[Any]:
    """Two kinds of rows: the words of a role with how many units came by them (place 0), and its first names."""
    of_task = Assignment.task_id == sa.bindparam("task_id")
    nothing = sa.literal_column("0", sa.Integer())
    columns: tuple[Any, ...] = (
        Assignment.role.label("role"),
        Assignment.from_words.label("text"),
        sa.func.count().label("number"),
        sa.func.count(Assignment.first_seen_at).label("seen"),
        nothing.label("place"),
    )
    counted: sa.Select[Any] = sa.select(*columns).where(of_task).group_by(Assignment.role, Assignment.from_words)
    place = sa.func.row_number().over(partition_by=Assignment.role, order_by=(Unit.sort_key, Unit.id)).label("place")
    numbered = (
        sa.select(Assignment.role, Unit.name, place).join(Unit, Unit.id == Assignment.unit_id).where(of_task).subquery()
    )
    named: sa.Select[Any] = sa.select(numbered.c.role, numbered.c.name, nothing, nothing, numbered.c.place)
    return sa.union_all(counted, named.where(numbered.c.place <= NAMED_PARTIES))


def history(session: Session, actor: Actor, task_id: int) -> Sequence[Any]:
    """The last acts on a task that concern what this person sees, each with its unit's name; reading is left out."""
    return _rows(session, _history_query(actor), task_id=task_id)


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
