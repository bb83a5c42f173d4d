"""A month of a person's own deadlines as a grid of weeks, and as a list for phones (look 6). Reads only."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.access import Actor
from tracker.directory.models import CalendarDay, DayKind
from tracker.directory.queries import work_calendar
from tracker.tasks.models import Deadline, DeadlineState
from tracker.tasks.queries import Line, line_query, lines
from tracker.tasks.state import OWED, is_overdue_sql, limit_sql

MAX_LINES = 300  # of one month; the page of the unit's work has them all
MAX_LATE = 20
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True)
class Day:
    """One cell: `name` is the holiday's, `late` what is overdue from before (only in today's cell)."""

    day: date
    is_today: bool
    is_off: bool
    is_inside: bool
    name: str
    lines: tuple[Line, ...]
    late: tuple[Line, ...]


@dataclass(frozen=True)
class Month:
    """The weeks of one month, Monday first; `agenda` is the same in one list, what is late first."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    agenda: tuple[Line, ...]
    is_cut: bool

    @property
    def previous(self) -> str:
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def next(self) -> str:
        return f"{self.first + timedelta(days=31):%Y-%m}"


def month_of(session: Session, actor: Actor, wanted: str, today: date) -> Month:
    """The month `wanted` ("2025-12"; else today's) of the deadlines of the actor's own units that still count."""
    first = _first(wanted, today)
    start = first - timedelta(days=first.weekday())
    end = start + timedelta(days=7 * _weeks(first, start))
    own = Deadline.unit_id.in_(actor.unit_ids)
    counts = Deadline.state.not_in((DeadlineState.CANCELLED, DeadlineState.WAIVED))
    inside = sa.and_(own, counts, Deadline.due_on >= start, Deadline.due_on < end)
    query = line_query(inside).order_by(Deadline.due_on, Deadline.id).limit(MAX_LINES + 1)
    found = lines(session.execute(query), today)
    shown = found[:MAX_LINES]
    late = _late(session, own, today, before=min(start, today)) if start <= today < end else ()
    names = _names(session, start, end)
    work = work_calendar(session)
    by_day: dict[date, list[Line]] = {}
    for line in shown:
        by_day.setdefault(line.row.due_on, []).append(line)
    days = tuple(
        Day(
            day=day,
            is_today=day == today,
            is_off=not work.is_working(day),
            is_inside=day.month == first.month,
            name=names.get(day, ""),
            lines=tuple(by_day.get(day, ())),
            late=late if day == today else (),
        )
        for day in (start + timedelta(days=offset) for offset in range((end - start).days))
    )
    weeks = tuple(days[at : at + 7] for at in range(0, len(days), 7))
    open_ones = tuple(line for line in shown if line.row.state in OWED or line.row.due_on >= today)
    return Month(first, weeks, (*late, *open_ones), is_cut=len(found) > MAX_LINES)


def _first(wanted: str, today: date) -> date:
    found = _MONTH.fullmatch(wanted)
    return date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)


def _weeks(first: date, start: date) -> int:
    """How many weeks, from the Monday `start`, hold the month of `first`."""
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return (last - start).days // 7 + 1


def _late(session: Session, own: sa.ColumnElement[bool], today: date, *, before: date) -> tuple[Line, ...]:
    """What is overdue from before the days the grid shows."""
    late = sa.and_(own, is_overdue_sql(today), Deadline.due_on < before)
    return tuple(lines(session.execute(line_query(late).order_by(limit_sql(), Deadline.id).limit(MAX_LATE)), today))


def _names(session: Session, start: date, end: date) -> dict[date, str]:
    query = sa.select(CalendarDay.day, CalendarDay.name).where(
        CalendarDay.kind == DayKind.OFF, CalendarDay.day >= start, CalendarDay.day < end
    )
    return {row.day: row.name for row in session.execute(query)}
