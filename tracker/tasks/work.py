"""What a unit's page shows: its deadlines by what must be done, those of the schools below it, filters. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.access import Actor
from tracker.directory.models import Unit, UnitKind
from tracker.errors import NotFound
from tracker.paging import Page, paginate
from tracker.periods import Quarter
from tracker.plans.models import Plan
from tracker.tasks import words
from tracker.tasks.counts import is_counted_overdue_sql
from tracker.tasks.models import Assignment, AssignmentRole, Deadline, DeadlineState, Evidence, EvidenceState, Task
from tracker.tasks.queries import Line, line_page, line_query, lines, matches
from tracker.tasks.state import OWED, Shown, limit_sql, shown_sql

MAX_NOW = 50  # rows of a section before "Xem tất cả"
MAX_RUNNING = 20
MAX_DONE = 10
MAX_SCHOOLS = 30
NOW = (Shown.RETURNED, Shown.OVERDUE, Shown.MISSING, Shown.SOON)
RUNNING = (Shown.ACTIVE, Shown.SUBMITTED, Shown.UPCOMING, Shown.NO_LIMIT)
DONE = (Shown.DONE, Shown.DONE_LATE)
_LATE_NOTES = {DeadlineState.RETURNED: " (bị trả lại)", DeadlineState.SUBMITTED: " (nộp muộn, chờ duyệt)"}
PLAN_NAME = sa.func.coalesce(sa.func.nullif(Plan.short_title, ""), Plan.title).label("plan_name")


@dataclass(frozen=True)
class WorkFilter:
    """What a person asked for; an empty value asks nothing."""

    text: str = ""
    plan_id: int | None = None
    quarter: str = ""
    role: AssignmentRole | None = None
    shown: Shown | None = None

    @property
    def is_empty(self) -> bool:
        return self == WorkFilter()


@dataclass(frozen=True)
class Section:
    """The first lines of a section and how many there are in all."""

    lines: list[Line]
    total: int

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.lines)


@dataclass(frozen=True)
class SchoolLate:
    """A school with its late work: titles, the days of the oldest, and the lines themselves."""

    code: str
    name: str
    titles: tuple[str, ...]
    days: int


def readable_units(session: Session, actor: Actor) -> list[Unit]:
    """The units `actor` acts for, in Vietnamese order."""
    query = sa.select(Unit).where(Unit.id.in_(actor.unit_ids)).order_by(Unit.sort_key, Unit.id)
    return list(session.scalars(query))


def get_unit(session: Session, actor: Actor, code: str) -> Unit:
    """The unit of `code` whose work `actor` may open: her own, one below, or any for readers. Raises NotFound."""
    query = sa.select(Unit).where(Unit.code == code)
    if not actor.reads_all:
        below = sa.and_(Unit.parent_id.in_(actor.unit_ids), Unit.kind == UnitKind.SCHOOL)
        query = query.where(sa.or_(Unit.id.in_(actor.unit_ids), below))
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def _work_query(unit_id: int) -> sa.Select[Any]:
    return line_query(Deadline.unit_id == unit_id, PLAN_NAME).outerjoin(Plan, Plan.id == Deadline.plan_id)


def _in_order(query: sa.Select[Any]) -> sa.Select[Any]:
    return query.order_by(limit_sql().is_(None), limit_sql(), Deadline.id)


def _needs_now(today: date) -> sa.ColumnElement[bool]:
    return sa.and_(Deadline.must_report, Deadline.state.in_(OWED), shown_sql(today).in_(NOW))


def now_section(session: Session, unit_id: int, today: date) -> Section:
    """Cần làm ngay: returned, late, missing or due within 7 days."""
    return _section(session, _work_query(unit_id).where(_needs_now(today)), today, MAX_NOW)


def running_section(session: Session, unit_id: int, today: date) -> Section:
    """Đang trong hạn: what runs, waits for review or has not begun, and what needs no report of this unit."""
    open_states = (DeadlineState.OPEN, DeadlineState.RETURNED, DeadlineState.SUBMITTED)
    query = _work_query(unit_id).where(Deadline.state.in_(open_states), sa.not_(_needs_now(today)))
    return _section(session, query, today, MAX_RUNNING)


def done_section(session: Session, unit_id: int, today: date) -> Section:
    """Đã xong trong quý, newest first."""
    quarter = Quarter.of(today)
    query = _work_query(unit_id).where(
        Deadline.state == DeadlineState.ACCEPTED,
        sa.or_(Deadline.quarter == str(quarter), Deadline.quarter == ""),
    )
    return _section(session, query, today, MAX_DONE, newest_first=True)


def _section(session: Session, query: sa.Select[Any], today: date, most: int, *, newest_first: bool = False) -> Section:
    ordered = query.order_by(Deadline.done_at.desc(), Deadline.id.desc()) if newest_first else _in_order(query)
    rows = session.execute(ordered.limit(most + 1)).all()
    total = len(rows)
    if total > most:
        total = session.scalar(sa.select(sa.func.count()).select_from(query.order_by(None).subquery())) or 0
    return Section(lines(rows[:most], today), total)


def _filtered_query(unit_id: int, asked: WorkFilter, today: date) -> sa.Select[Any]:
    query = _work_query(unit_id)
    if asked.text:
        query = query.where(matches(Task.search_text, asked.text))
    if asked.plan_id is not None:
        query = query.where(Deadline.plan_id == asked.plan_id)
    if asked.quarter:
        query = query.where(Deadline.quarter == asked.quarter)
    if asked.role is not None:
        query = query.where(Assignment.role == asked.role)
    if asked.shown is not None:
        query = query.where(shown_sql(today) == asked.shown.value)
    return _in_order(query)


def filtered(session: Session, unit_id: int, asked: WorkFilter, today: date, *, number: int) -> Page[Line]:
    """The unit's deadlines that match `asked`, by due date."""
    return line_page(paginate(session, _filtered_query(unit_id, asked, today), number=number, scalars=False), today)


def all_filtered(session: Session, unit_id: int, asked: WorkFilter, today: date) -> list[Line]:
    """The same without pages, for a file."""
    return lines(session.execute(_filtered_query(unit_id, asked, today)), today)


def filter_choices(session: Session, unit_id: int) -> tuple[list[tuple[int, str]], list[str]]:
    """The plans and quarters this unit has deadlines in: (id, name) newest first, quarters newest first."""
    query = (
        sa.select(Deadline.plan_id, PLAN_NAME, Deadline.quarter)
        .outerjoin(Plan, Plan.id == Deadline.plan_id)
        .where(Deadline.unit_id == unit_id)
        .distinct()
    )
    plans: dict[int, str] = {}
    quarters: set[str] = set()
    for plan_id, name, quarter in session.execute(query):
        if plan_id is not None:
            plans[plan_id] = words.shorten(name)
        if quarter:
            quarters.add(quarter)
    return sorted(plans.items(), reverse=True), sorted(quarters, reverse=True)


def return_reasons(session: Session, found: list[Line]) -> Mapping[int, Evidence]:
    """Deadline id -> the evidence that was returned last, for those shown as returned."""
    ids = [line.row.id for line in found if line.shown is Shown.RETURNED]
    if not ids:
        return {}
    query = (
        sa.select(Evidence)
        .where(Evidence.deadline_id.in_(ids), Evidence.state == EvidenceState.RETURNED)
        .order_by(Evidence.deadline_id, Evidence.version)
    )
    return {evidence.deadline_id: evidence for evidence in session.scalars(query)}


def school_count(session: Session, unit_id: int) -> int:
    query = sa.select(sa.func.count()).where(
        Unit.parent_id == unit_id, Unit.kind == UnitKind.SCHOOL, Unit.closed_on.is_(None)
    )
    return session.scalar(query) or 0


def schools_of(session: Session, unit_id: int, *, number: int) -> Page[Unit]:
    """The open schools below a unit, in Vietnamese order."""
    query = (
        sa.select(Unit)
        .where(Unit.parent_id == unit_id, Unit.kind == UnitKind.SCHOOL, Unit.closed_on.is_(None))
        .order_by(Unit.sort_key, Unit.id)
    )
    return paginate(session, query, number=number)


def late_schools(session: Session, unit_id: int, today: date) -> list[SchoolLate]:
    """The schools below a unit that are late, the longest first; at most MAX_SCHOOLS of them."""
    query = (
        sa.select(Unit.code, Unit.name, Task.title, Deadline.state, limit_sql().label("due"))
        .select_from(Deadline)
        .join(Unit, Unit.id == Deadline.unit_id)
        .join(Task, Task.id == Deadline.task_id)
        .where(Unit.parent_id == unit_id, Unit.kind == UnitKind.SCHOOL, is_counted_overdue_sql(today))
        .order_by(limit_sql(), Unit.sort_key, Deadline.id)
        .limit(MAX_SCHOOLS * 4)
    )
    late: dict[str, SchoolLate] = {}
    for code, name, task, state, due in session.execute(query):
        before = late.get(code)
        title = words.shorten(task, 90) + _LATE_NOTES.get(state, "")
        if before is None:
            late[code] = SchoolLate(code, name, (title,), (today - due).days)
        else:
            late[code] = SchoolLate(code, name, (*before.titles, title), before.days)
    return list(late.values())[:MAX_SCHOOLS]
