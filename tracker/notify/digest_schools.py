"""*Trường trên địa bàn* in a commune's digest: what its schools owe, counted, with the few worst rows (product 3.5).

Every school is reminded by its own mail. A commune reads and urges, so it is told how many and of what. Reads only.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.directory.models import Unit, UnitKind
from tracker.formats import day
from tracker.notify.letters import Letterhead, SchoolRow, Schools
from tracker.notify.lines import shorten
from tracker.tasks.models import Deadline, Task, TaskState
from tracker.tasks.state import OWED, SOON_DAYS, limit_sql

MOST_ROWS = 5
_LATE, _MISSING, _SOON = 0, 1, 2  # in the order in which they are told
_TITLES = {
    _LATE: "{} việc quá hạn ở {} trường",
    _MISSING: "{} việc thiếu minh chứng quý ở {} trường",
    _SOON: "{} việc đến hạn trong " + str(SOON_DAYS) + " ngày tới ở {} trường",
}
_COUNTS = {_LATE: "{} quá hạn", _MISSING: "{} thiếu", _SOON: "{} sắp đến hạn"}


@dataclass(frozen=True)
class _Row:
    standing: int
    title: str
    due_on: date
    schools: int


def schools_parts(
    session: Session, communes: Mapping[int, str], letterhead: Letterhead, as_of: date
) -> dict[int, Schools]:
    """Commune -> what its schools owe on `as_of`; communes (id -> code) whose schools owe nothing soon are left out."""
    if not communes:
        return {}
    totals = _totals(session, communes, as_of)
    rows = _rows(session, totals, as_of)
    return {
        id_: Schools(
            title=f"Trường trên địa bàn: {', '.join(_TITLES[key].format(*totals[id_][key]) for key in sorted(totals[id_]))}",
            note="Thư nhắc gửi riêng cho từng trường. Đề nghị đơn vị đôn đốc các trường trên địa bàn.",
            rows=tuple(_school_row(row) for row in rows[id_][:MOST_ROWS]),
            url=f"{letterhead.base_url}/viec/truong?don-vi={code}",
            action=_action(len(rows[id_])),
        )
        for id_, code in communes.items()
        if id_ in totals
    }


def _totals(session: Session, communes: Collection[int], as_of: date) -> dict[int, dict[int, tuple[int, int]]]:
    """Commune -> standing -> how many deadlines at how many schools."""
    found: dict[int, dict[int, tuple[int, int]]] = {}
    for row in session.execute(_counted(), _asked(communes, as_of)):
        found.setdefault(row.parent_id, {})[row.standing] = row.work, row.schools
    return found


def _rows(session: Session, communes: Collection[int], as_of: date) -> dict[int, list[_Row]]:
    """Commune -> its tasks and dates, the worst first: late before soon, the oldest first, most schools first."""
    found: dict[int, list[_Row]] = {}
    for row in session.execute(_by_task(), _asked(communes, as_of)) if communes else ():
        found.setdefault(row.parent_id, []).append(_Row(row.standing, row.title, row.due_on, row.schools))
    return found


def _asked(communes: Collection[int], as_of: date) -> dict[str, Any]:
    return {"communes": list(communes), "day": as_of, "until": as_of + timedelta(days=SOON_DAYS)}


@lru_cache(maxsize=1)  # building a statement costs more than running it
def _counted() -> sa.Select[Any]:
    work = sa.func.count().label("work")
    schools = sa.func.count(Deadline.unit_id.distinct()).label("schools")
    return _owed_by_schools(work, schools).group_by(Unit.parent_id, "standing")


@lru_cache(maxsize=1)
def _by_task() -> sa.Select[Any]:
    schools = sa.func.count().label("schools")
    query = _owed_by_schools(Task.title, Deadline.due_on, schools)
    return query.group_by(Unit.parent_id, "standing", Task.id, Task.title, Deadline.due_on).order_by(
        "standing", Deadline.due_on, sa.desc("schools"), Task.id
    )


def _owed_by_schools(*columns: Any) -> sa.Select[Any]:
    """What the open schools of `communes` owe that is late on `day` or due until `until`, with how it stands."""
    past = limit_sql() < sa.bindparam("day", type_=sa.Date())
    standing = sa.case(
        (sa.and_(past, Deadline.is_ongoing), sa.literal_column(str(_MISSING))),
        (past, sa.literal_column(str(_LATE))),
        else_=sa.literal_column(str(_SOON)),
    ).label("standing")
    query: sa.Select[Any] = sa.select(Unit.parent_id, standing, *columns)
    return (
        query.select_from(Deadline)
        .join(Unit, Unit.id == Deadline.unit_id)
        .join(Task, Task.id == Deadline.task_id)
        .where(
            Unit.parent_id.in_(sa.bindparam("communes", expanding=True)),
            Unit.kind == UnitKind.SCHOOL,
            Unit.closed_on.is_(None),
            Deadline.state.in_(OWED),
            Deadline.must_report,
            limit_sql() <= sa.bindparam("until", type_=sa.Date()),
            Task.state == TaskState.RUNNING,
        )
    )


def _school_row(row: _Row) -> SchoolRow:
    tone = "soon" if row.standing == _SOON else "late"
    return SchoolRow(shorten(row.title, 120), day(row.due_on), _COUNTS[row.standing].format(row.schools), tone)


def _action(rows: int) -> str:
    return "Xem các trường" if rows <= MOST_ROWS else f"Và {rows - MOST_ROWS} việc nữa: xem các trường"
