"""The office's list of tasks: filters, order, and what each row says. Reads only."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.access import Actor
from tracker.directory.models import Unit, UnitKind
from tracker.paging import Page, paginate
from tracker.tasks.counts import Counts, count_by
from tracker.tasks.models import Assignment, AssignmentRole, Deadline, DeadlineState, Task, TaskState
from tracker.tasks.queries import LEADING_KINDS, deadline_scope, matches, task_scope
from tracker.tasks.state import OWED, Shown, is_overdue_sql, limit_sql


class Tab(StrEnum):
    """The quick filters, by the words of the address."""

    OVERDUE = "qua-han"
    SOON = "sap-den-han"
    WAITING = "cho-duyet"
    ONGOING = "thuong-xuyen"
    DONE = "da-xong"


TAB_WORDS = {
    Tab.OVERDUE: "Có đơn vị quá hạn",
    Tab.SOON: "Sắp đến hạn",
    Tab.WAITING: "Chờ duyệt",
    Tab.ONGOING: "Thường xuyên",
    Tab.DONE: "Đã xong",
}


@dataclass(frozen=True)
class TaskFilter:
    text: str = ""
    group_name: str = ""
    leader_id: int | None = None
    plan_id: int | None = None
    quarter: str = ""
    tab: Tab | None = None
    sort: str = ""  # "", "han", "-han", "ten", "-ten"

    @property
    def is_empty(self) -> bool:
        return self == TaskFilter(sort=self.sort)


@dataclass(frozen=True)
class TaskLine:
    """A task in the list with its figures and what stands in the columns."""

    task: Any
    counts: Counts
    leader: str
    next_due: date | None
    last_due: date | None
    days_late: int
    shown: Shown
    more: int | None


@dataclass(frozen=True)
class Figures:
    """The figures of every task, and which tasks stand behind each quick filter."""

    counts: dict[int, Counts]
    tabs: dict[Tab, frozenset[int]]


def figures(session: Session, actor: Actor, asked: TaskFilter, today: date) -> Figures:
    """Counted once for the filters, the rows and their order: two statements."""
    within = [deadline_scope(actor)] + ([Deadline.quarter == asked.quarter] if asked.quarter else [])
    key: Any = Deadline.task_id
    counts = {task_id: found for (task_id,), found in count_by(session, today, [key], *within).items()}
    waits = sa.select(Deadline.task_id).where(Deadline.state == DeadlineState.SUBMITTED, *within).distinct()
    return Figures(
        counts,
        {
            Tab.OVERDUE: frozenset(task_id for task_id, found in counts.items() if found.overdue),
            Tab.SOON: frozenset(task_id for task_id, found in counts.items() if found.soon),
            Tab.WAITING: frozenset(session.scalars(waits)),
            Tab.DONE: frozenset(task_id for task_id, found in counts.items() if 0 < found.given == found.done),
        },
    )


def tasks_query(actor: Actor, asked: TaskFilter, found: Figures) -> sa.Select[Any]:
    """The tasks `asked` for that `actor` sees, in the order asked for; TaskLine.task's columns."""
    first_due = (
        sa.select(sa.func.min(limit_sql()))
        .where(Deadline.task_id == Task.id, Deadline.state.in_(OWED))
        .scalar_subquery()
    )
    columns: tuple[Any, ...] = (Task.id, Task.label, Task.title, Task.product, Task.group_name, Task.plan_id)
    query: sa.Select[Any] = sa.select(*columns, Task.is_ongoing, Task.state, Task.time_text).where(task_scope(actor))
    query = query.where(*_filters(asked))
    if asked.tab is Tab.ONGOING:
        query = query.where(Task.is_ongoing)
    elif asked.tab is not None:
        query = query.where(Task.id.in_(found.tabs[asked.tab]))
    if asked.sort.removeprefix("-") == "han":
        return query.order_by(first_due.is_(None), _turned(first_due, asked.sort), Task.id)
    if asked.sort.removeprefix("-") == "ten":
        return query.order_by(_turned(Task.search_text, asked.sort), Task.id)
    return query.order_by(Task.plan_id.is_(None), Task.plan_id.desc(), Task.position, Task.id)


def _turned(column: Any, sort: str) -> Any:
    return column.desc() if sort.startswith("-") else column.asc()


def _filters(asked: TaskFilter) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if asked.text:
        found.append(matches(Task.search_text, asked.text))
    if asked.group_name:
        found.append(Task.group_name == asked.group_name)
    if asked.plan_id is not None:
        found.append(Task.plan_id == asked.plan_id)
    if asked.quarter:
        found.append(Task.id.in_(sa.select(Deadline.task_id).where(Deadline.quarter == asked.quarter)))
    if asked.leader_id is not None:
        leads = sa.select(Assignment.task_id).where(
            Assignment.unit_id == asked.leader_id, Assignment.role == AssignmentRole.LEAD
        )
        found.append(Task.id.in_(leads))
    return found


def task_page(
    session: Session, actor: Actor, asked: TaskFilter, found: Figures, today: date, *, number: int
) -> Page[TaskLine]:
    page = paginate(session, tasks_query(actor, asked, found), number=number, scalars=False)
    return Page(task_lines(session, page.rows, asked, found, today), page.number, page.size, page.total)


def task_lines(session: Session, rows: Sequence[Any], asked: TaskFilter, found: Figures, today: date) -> list[TaskLine]:
    """`rows` of tasks_query with figures, leaders and dates: two statements, whatever their number."""
    ids = [row.id for row in rows]
    within = [Deadline.task_id.in_(ids)] + ([Deadline.quarter == asked.quarter] if asked.quarter else [])
    leaders, dates = _leaders(session, ids), _dates(session, within, today)
    return [
        _task_line(row, found.counts.get(row.id, Counts()), leaders.get(row.id, ""), dates.get(row.id), today)
        for row in rows
    ]


def _task_line(row: Any, counts: Counts, leader: str, dates: Any, today: date) -> TaskLine:
    next_due, last_due, oldest = (dates.next_due, dates.last_due, dates.oldest) if dates else (None, None, None)
    shown, more = task_shown(row, counts, starts_on=dates.starts_on if dates else None, today=today)
    return TaskLine(row, counts, leader, next_due, last_due, (today - oldest).days if oldest else 0, shown, more)


def task_shown(row: Any, counts: Counts, *, starts_on: date | None, today: date) -> tuple[Shown, int | None]:
    """The one state of a whole task, with how many units where that says more."""
    if counts.overdue and row.state is TaskState.RUNNING:
        return Shown.OVERDUE, counts.overdue
    answers = (
        (row.state is TaskState.CANCELLED, Shown.WITHDRAWN),
        (row.state is TaskState.SUSPENDED, Shown.SUSPENDED),
        (counts.soon > 0, Shown.SOON),
        (starts_on is not None and starts_on > today, Shown.UPCOMING),
        (counts.waiting > 0 and counts.active == 0, Shown.SUBMITTED),
        (0 < counts.given == counts.done_on_time, Shown.DONE),
        (0 < counts.given == counts.done, Shown.DONE_LATE),
        (0 < counts.without_limit == counts.given - counts.done, Shown.NO_LIMIT),
    )
    return next((shown for holds, shown in answers if holds), Shown.ACTIVE), None


def _leaders(session: Session, task_ids: Collection[int]) -> dict[int, str]:
    """Task id -> the leader's name, or how many lead."""
    name = sa.case((Unit.kind == UnitKind.AUTHORITY, Unit.short_name), else_=Unit.name)
    query = (
        sa.select(Assignment.task_id, sa.func.count(), sa.func.min(name))
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.task_id.in_(task_ids), Assignment.role == AssignmentRole.LEAD)
        .group_by(Assignment.task_id)
    )
    return {
        task_id: one if count == 1 else f"{count:,} đơn vị".replace(",", ".")
        for task_id, count, one in session.execute(query)
    }


def _dates(session: Session, within: Sequence[sa.ColumnElement[bool]], today: date) -> dict[int, Any]:
    """Task id -> next_due and last_due as written, the limit of the oldest late row, when the next slot starts."""
    is_owed = Deadline.state.in_((*OWED, DeadlineState.SUBMITTED))
    query = (
        sa.select(
            Deadline.task_id,
            sa.func.coalesce(
                sa.func.min(sa.case((is_owed, Deadline.due_on))), sa.func.max(Deadline.due_on), type_=sa.Date()
            ).label("next_due"),
            sa.func.max(Deadline.due_on).label("last_due"),
            sa.func.min(sa.case((is_overdue_sql(today), limit_sql())), type_=sa.Date()).label("oldest"),
            sa.func.min(sa.case((is_owed, Deadline.starts_on)), type_=sa.Date()).label("starts_on"),
        )
        .where(*within)
        .group_by(Deadline.task_id)
    )
    return {row.task_id: row for row in session.execute(query)}


def tab_counts(session: Session, actor: Actor, asked: TaskFilter, found: Figures) -> dict[Tab | None, int]:
    """How many tasks stand behind each quick filter, under the other filters. One statement."""
    columns: tuple[Any, ...] = (Task.id, Task.is_ongoing)
    tasks = session.execute(sa.select(*columns).where(task_scope(actor), *_filters(asked))).all()
    ids = {task_id for task_id, _ in tasks}
    counted: dict[Tab | None, int] = {tab: len(ids & behind) for tab, behind in found.tabs.items()}
    return {**counted, None: len(ids), Tab.ONGOING: sum(1 for _, is_ongoing in tasks if is_ongoing)}


def filter_choices(session: Session, actor: Actor) -> tuple[list[str], list[tuple[int, str]]]:
    """The task groups in use, and the departments and centres that lead, for the filters."""
    groups = session.scalars(
        sa.select(Task.group_name).where(Task.group_name != "", task_scope(actor)).distinct().order_by(Task.group_name)
    )
    leads = (
        sa.select(Assignment.unit_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(Assignment.role == AssignmentRole.LEAD, task_scope(actor))
    )
    query = (
        sa.select(Unit.id, Unit.name)
        .where(Unit.kind.in_(LEADING_KINDS), Unit.id.in_(leads))
        .order_by(Unit.sort_key, Unit.id)
    )
    return list(groups), [(unit_id, words) for unit_id, words in session.execute(query)]
