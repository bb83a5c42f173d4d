"""The quarter's table: figures by task, by kind of unit and by managing unit, and the rows behind every figure.

What is counted in which column is decided in counts.py alone; here it is only grouped. Reads only (product 3.2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from tracker.access import Actor
from tracker.directory.models import SchoolLevel, Unit, UnitKind
from tracker.paging import Page
from tracker.periods import Quarter
from tracker.tasks.counts import Counts, Measure, count_by, count_query, is_counted_overdue_sql, measure_sql, summed
from tracker.tasks.models import Deadline, DeadlineState, Task
from tracker.tasks.queries import Line, deadline_scope, line_query, lines, matches, short_line_query
from tracker.tasks.state import Shown, limit_sql, shown_sql

UNDER_OFFICE = "truc-thuoc"  # what no commune manages: the Sở's own departments, centres and schools


class Column(StrEnum):
    """The figures of the table, by the words of the address."""

    GIVEN = "da-giao"
    ON_TIME = "dung-han"
    DONE_LATE = "xong-qua-han"
    WITHIN = "trong-han"
    WAITING = "cho-duyet"
    SOON = "sap-den-han"
    OVERDUE = "qua-han"
    WITHOUT_LIMIT = "khong-han"
    ONGOING = "thuong-xuyen"
    ONGOING_DONE = "thuong-xuyen-da-co"
    ONGOING_MISSING = "thuong-xuyen-con-thieu"


COLUMN_WORDS = {
    Column.GIVEN: "Đã giao",
    Column.ON_TIME: "Hoàn thành đúng hạn",
    Column.DONE_LATE: "Hoàn thành quá hạn",
    Column.WITHIN: "Chưa xong, trong hạn",
    Column.WAITING: "Chờ duyệt, trong hạn",
    Column.SOON: "Sắp đến hạn",
    Column.OVERDUE: "Chưa xong, quá hạn",
    Column.WITHOUT_LIMIT: "Không hạn",
    Column.ONGOING: "Thường xuyên: minh chứng phải có",
    Column.ONGOING_DONE: "Thường xuyên: đã có minh chứng",
    Column.ONGOING_MISSING: "Thường xuyên: chưa có minh chứng",
}
_MEASURES = {
    Column.ON_TIME: Measure.DONE_ON_TIME,
    Column.DONE_LATE: Measure.DONE_LATE,
    Column.WITHIN: Measure.WITHIN,
    Column.OVERDUE: Measure.OVERDUE,
    Column.WITHOUT_LIMIT: Measure.WITHOUT_LIMIT,
}
KIND_WORDS = {
    "phong": "Phòng thuộc Sở",
    "trung-tam": "Trung tâm trực thuộc",
    "xa": "UBND cấp xã",
    "mn": "Mầm non",
    "th": "Tiểu học",
    "thcs": "THCS",
    "thpt": "THPT, nhiều cấp học",
    "gdtx": "GDTX, GDNN-GDTX",
    "ngoai": "Cơ quan ngoài Sở",
}


@dataclass(frozen=True)
class Asked:
    """Which deadlines are meant: of a quarter (None: of all), a plan, a task, a column, a kind or manager of units."""

    quarter: Quarter | None = None
    plan_id: int | None = None
    task_id: int | None = None
    column: Column | None = None
    kind: str = ""
    manager: str = ""
    text: str = ""


@dataclass(frozen=True)
class TaskRow:
    """A task of the quarter with its figures."""

    id: int
    label: str
    title: str
    group_name: str
    counts: Counts


@dataclass(frozen=True)
class GroupRow:
    """A named sum: of a task group, a kind of unit or a managing unit; `key` is what the address says."""

    key: str
    name: str
    counts: Counts
    tasks: int = 0
    ongoing_tasks: int = 0


def total(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


def conditions(actor: Actor, asked: Asked) -> list[sa.ColumnElement[bool]]:
    """`asked` (all but its column, kind, manager and text) as conditions on Deadline, within what `actor` sees."""
    found = [deadline_scope(actor)]
    if asked.quarter is not None:
        found.append(Deadline.quarter == str(asked.quarter))
    if asked.plan_id is not None:
        found.append(Deadline.plan_id == asked.plan_id)
    if asked.task_id is not None:
        found.append(Deadline.task_id == asked.task_id)
    return found


def kind_sql() -> sa.ColumnElement[str]:
    """The key of KIND_WORDS of a deadline's unit."""
    written = sa.cast(Unit.levels, sa.String())
    only = {SchoolLevel.MN: "mn", SchoolLevel.TH: "th", SchoolLevel.THCS: "thcs"}
    further = sa.or_(written.like("%,GDTX,%"), written.like("%,GDNN,%"))
    return sa.case(
        (Unit.kind.in_((UnitKind.AUTHORITY, UnitKind.DEPARTMENT)), "phong"),
        (Unit.kind == UnitKind.CENTRE, "trung-tam"),
        (Unit.kind == UnitKind.COMMUNE, "xa"),
        (Unit.kind == UnitKind.AGENCY, "ngoai"),
        *((Unit.levels == frozenset({level}), key) for level, key in only.items()),
        (further, "gdtx"),
        else_="thpt",
    )


def manager_sql() -> sa.ColumnElement[int | None]:
    """The commune a deadline's unit belongs to: itself, or its parent for a school; null: directly under the Sở."""
    commune = aliased(Unit)
    communes = sa.select(commune.id).where(commune.kind == UnitKind.COMMUNE)
    return sa.case(
        (Unit.kind == UnitKind.COMMUNE, Unit.id),
        (sa.and_(Unit.kind == UnitKind.SCHOOL, Unit.parent_id.in_(communes)), Unit.parent_id),
    )


def of_unit() -> sa.ColumnElement[bool]:
    return Unit.id == Deadline.unit_id


def by_task_and_kind(session: Session, actor: Actor, asked: Asked, today: date) -> dict[tuple[int, str], Counts]:
    """(task id, kind of unit) -> figures: one statement from which the other tables are summed."""
    found = summed(session.execute(_by_task_and_kind_query(actor, asked, today)))
    return {(task_id, kind): counts for (task_id, kind), counts in found.items()}


@lru_cache(maxsize=64)  # building a statement costs more than running it
def _by_task_and_kind_query(actor: Actor, asked: Asked, today: date) -> sa.Select[Any]:
    keys: list[Any] = [Deadline.task_id, kind_sql()]
    return count_query(today, keys, of_unit(), *conditions(actor, asked))


def by_task(session: Session, actor: Actor, asked: Asked, today: date) -> dict[int, Counts]:
    found = summed(session.execute(_by_task_query(actor, asked, today)))
    return {task_id: counts for (task_id,), counts in found.items()}


@lru_cache(maxsize=64)
def _by_task_query(actor: Actor, asked: Asked, today: date) -> sa.Select[Any]:
    key: Any = Deadline.task_id
    return count_query(today, [key], *conditions(actor, asked))


def task_rows(session: Session, counts: dict[int, Counts]) -> list[TaskRow]:
    """The tasks of `counts`, in the order of their documents."""
    return [
        TaskRow(task_id, label, title, group, counts[task_id])
        for task_id, label, title, group in session.execute(_TASKS_BY_ID, {"ids": list(counts)})
    ]


_TASKS_BY_ID = (
    sa.select(Task.id, Task.label, Task.title, Task.group_name)
    .where(Task.id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(Task.plan_id.is_(None), Task.plan_id, Task.position, Task.id)
)
_UNITS_BY_ID = sa.select(Unit.id, Unit.code, Unit.name, Unit.sort_key).where(
    Unit.id.in_(sa.bindparam("ids", expanding=True))
)


def units_by_id(session: Session, ids: Iterable[int]) -> dict[int, Any]:
    """Code, name and place in the order of the units of `ids`."""
    return {row.id: row for row in session.execute(_UNITS_BY_ID, {"ids": list(ids)})}


def by_group(rows: Iterable[TaskRow]) -> list[GroupRow]:
    """Task groups in the order they first appear."""
    found: dict[str, GroupRow] = {}
    for row in rows:
        name = row.group_name or "Nhiệm vụ khác"
        before = found.get(name, GroupRow(row.group_name, name, Counts()))
        is_ongoing = row.counts.given == 0 and row.counts.ongoing_owed > 0
        found[name] = GroupRow(
            row.group_name, name, before.counts + row.counts, before.tasks + 1, before.ongoing_tasks + is_ongoing
        )
    return list(found.values())


def by_kind(found: dict[tuple[int, str], Counts]) -> list[GroupRow]:
    """Kinds of units, in the order of KIND_WORDS, those with anything given."""
    rows = []
    for key, words in KIND_WORDS.items():
        counts = total(value for (_, kind), value in found.items() if kind == key)
        if counts.given:
            rows.append(GroupRow(key, words, counts))
    return rows


def by_manager(session: Session, actor: Actor, asked: Asked, today: date) -> list[GroupRow]:
    """Communes with their schools, and what stands directly under the Sở; the most overdue first."""
    found = summed(session.execute(_by_manager_query(actor, asked, today)))
    named = units_by_id(session, [key for (key,) in found if key is not None])
    rows = []
    for (key,), counts in found.items():
        if not counts.given:
            continue
        unit = named.get(key)
        order = unit.sort_key if unit else ""
        code, name = (unit.code, unit.name) if unit else (UNDER_OFFICE, "Trực thuộc Sở")
        rows.append((-counts.overdue, order, GroupRow(code, name, counts)))
    return [row for _, _, row in sorted(rows, key=lambda each: each[:2])]


@lru_cache(maxsize=64)
def _by_manager_query(actor: Actor, asked: Asked, today: date) -> sa.Select[Any]:
    return count_query(today, [manager_sql()], of_unit(), *conditions(actor, asked))


def unit_counts(session: Session, today: date, quarter: Quarter, unit_ids: Any) -> dict[int, Counts]:
    """Unit id -> figures of the quarter, for `unit_ids` (ids or a select of them)."""
    key: Any = Deadline.unit_id
    found = count_by(session, today, [key], Deadline.quarter == str(quarter), Deadline.unit_id.in_(unit_ids))
    return {unit_id: counts for (unit_id,), counts in found.items()}


def _in_column(column: Column, today: date) -> sa.ColumnElement[bool]:
    measured = measure_sql(today)
    if column is Column.OVERDUE:
        return is_counted_overdue_sql(today)
    if column in _MEASURES:
        return measured == _MEASURES[column].value
    if column is Column.WAITING:
        return sa.and_(measured == Measure.WITHIN.value, Deadline.state == DeadlineState.SUBMITTED)
    if column is Column.SOON:
        return sa.and_(measured == Measure.WITHIN.value, shown_sql(today) == Shown.SOON.value)
    if column is Column.GIVEN:
        return measured.in_([measure.value for measure in _MEASURES.values()])
    has_evidence = Deadline.state.in_((DeadlineState.SUBMITTED, DeadlineState.ACCEPTED))
    owed = sa.or_(has_evidence, Deadline.starts_on.is_(None), Deadline.starts_on <= today)
    wanted = {
        Column.ONGOING: owed,
        Column.ONGOING_DONE: has_evidence,
        Column.ONGOING_MISSING: sa.and_(owed, sa.not_(has_evidence)),
    }
    return sa.and_(measured == Measure.ONGOING.value, wanted[column])


def _narrowed(query: sa.Select[Any], actor: Actor, asked: Asked, today: date) -> sa.Select[Any]:
    """`query` (over Deadline, Unit and, with a text, Task) for what `asked` says."""
    query = query.where(*conditions(actor, asked))
    if asked.column is not None:
        query = query.where(_in_column(asked.column, today))
    if asked.kind:
        query = query.where(kind_sql() == asked.kind)
    if asked.manager == UNDER_OFFICE:
        query = query.where(manager_sql().is_(None))
    elif asked.manager:
        manager = aliased(Unit)
        code = sa.select(manager.id).where(manager.code == asked.manager).scalar_subquery()
        query = query.where(manager_sql() == code)
    if asked.text:
        query = query.where(sa.or_(matches(Unit.search_text, asked.text), matches(Task.search_text, asked.text)))
    return query


def _late_first(query: sa.Select[Any]) -> sa.Select[Any]:
    return query.order_by(limit_sql().is_(None), limit_sql(), Unit.sort_key, Deadline.id)


def rows_behind(actor: Actor, asked: Asked, today: date) -> sa.Select[Any]:
    """The deadlines a figure counts, longest late first, for a file; LINE_COLUMNS."""
    return _late_first(_narrowed(line_query(sa.true()), actor, asked, today))


def page_behind(session: Session, actor: Actor, asked: Asked, today: date, *, number: int, size: int) -> Page[Line]:
    """A page of them. Only the ids are counted and sorted; what a line shows is read for the page's rows alone."""
    build = _page_queries.__wrapped__ if asked.text else _page_queries  # what somebody typed is seldom asked again
    counted, cut = build(actor, asked, today)
    rows_in_all = session.scalar(counted) or 0
    number = min(number, max(1, -(-rows_in_all // size)))
    found = session.execute(cut, {"size": size, "start": (number - 1) * size})
    return Page(lines(found, today), number, size, rows_in_all)


@lru_cache(maxsize=256)  # building a statement costs more than running it
def _page_queries(actor: Actor, asked: Asked, today: date) -> tuple[sa.Select[Any], sa.Select[Any]]:
    """How many rows there are, and those of a page (parameters size and start)."""
    ids: sa.Select[Any] = sa.select(Deadline.id).select_from(Deadline).join(Unit, Unit.id == Deadline.unit_id)
    counted: sa.Select[Any] = sa.select(sa.func.count()).select_from(Deadline)
    if asked.text or asked.kind or asked.manager:
        counted = counted.join(Unit, Unit.id == Deadline.unit_id)
    if asked.text:
        ids, counted = (each.join(Task, Task.id == Deadline.task_id) for each in (ids, counted))
    size, start = (sa.bindparam(name, type_=sa.Integer()) for name in ("size", "start"))
    cut = _late_first(_narrowed(ids, actor, asked, today)).limit(size).offset(start)
    # PostgreSQL and SQLite both work the inner statement out once
    shown = _late_first(short_line_query(Deadline.id.in_(cut.subquery().select())))
    return _narrowed(counted, actor, asked, today), shown


def manager_name(session: Session, code: str) -> str:
    """The words of a managing unit's code; the code itself where no unit has it."""
    if not code:
        return ""
    if code == UNDER_OFFICE:
        return "Trực thuộc Sở"
    return session.scalar(sa.select(Unit.name).where(Unit.code == code)) or code
