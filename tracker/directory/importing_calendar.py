"""Import of the working calendar and of school years from tables (product 3.1; domain 2.4, 2.5)."""

import re
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.access import Actor
from tracker.directory import tables
from tracker.directory.models import CalendarDay, DayKind, SchoolYear
from tracker.directory.tables import Imported, Problems, Row
from tracker.log import LogAction, record

CALENDAR_COLUMNS = ("date", "kind", "name", "status", "source")
SCHOOL_YEAR_COLUMNS = ("name", "starts_on", "semester1_ends_on", "ends_on", "source")
_SCHOOL_YEAR = re.compile(r"(\d{4})-(\d{4})")


def import_calendar(session: Session, actor: Actor, content: bytes) -> Imported:
    """Add and change days off and make-up days. Raises BadInput by line; then nothing is stored."""
    problems = Problems()
    rows = tables.read_rows(content, columns=CALENDAR_COLUMNS, required=("date", "kind", "name"))
    understood = [_understand_day(row, problems) for row in rows]
    _no_twice([values["day"] for values in understood], rows, problems)
    problems.raise_if_any()
    known = {stored.day: stored for stored in session.scalars(sa.select(CalendarDay))}
    return _store(session, actor, "calendar", CalendarDay, [(known.get(v["day"]), v) for v in understood])


def import_school_years(session: Session, actor: Actor, content: bytes) -> Imported:
    """Add and change school years with their semester dates. Raises BadInput by line; then nothing is stored."""
    problems = Problems()
    needed = ("name", "starts_on", "semester1_ends_on", "ends_on")
    rows = tables.read_rows(content, columns=SCHOOL_YEAR_COLUMNS, required=needed)
    understood = [_understand_year(row, problems) for row in rows]
    _no_twice([values["name"] for values in understood], rows, problems)
    problems.raise_if_any()
    known = {stored.name: stored for stored in session.scalars(sa.select(SchoolYear))}
    return _store(session, actor, "school_years", SchoolYear, [(known.get(v["name"]), v) for v in understood])


def _understand_day(row: Row, problems: Problems) -> dict[str, Any]:
    readers: dict[str, Any] = {
        "kind": partial(tables.choice, DayKind),
        "name": tables.text_of("name", 200),
        "status": tables.text_of("status", 40),
        "source": tables.text_of("source", 400),
    }
    values = tables.read_cells(row, readers, problems)
    values["day"] = tables.attempt(problems, row.line, partial(tables.day, row.get("date")))
    day, kind = values["day"], values["kind"]
    if day is not None and kind is DayKind.WORK and day.weekday() < 5:
        problems.add(row.line, "ngày làm bù (work) phải là thứ Bảy hoặc Chủ nhật.")
    return values


def _understand_year(row: Row, problems: Problems) -> dict[str, Any]:
    days_of = ("starts_on", "semester1_ends_on", "ends_on")
    days = dict.fromkeys(days_of, tables.day)
    values = tables.read_cells(row, {"name": str, **days, "source": tables.text_of("source", 400)}, problems)
    name = _SCHOOL_YEAR.fullmatch(row.get("name"))
    if not name or int(name[2]) != int(name[1]) + 1:
        problems.add(row.line, f"“{row.get('name')}” không phải năm học. Viết dạng 2025-2026.")
    start, middle, end = (values[column] for column in days_of)
    if None not in (start, middle, end) and not start < middle < end:
        problems.add(row.line, "ba ngày phải theo thứ tự: khai giảng, hết học kỳ I, hết năm học.")
    return values


def _no_twice(keys: list[Any], rows: list[Row], problems: Problems) -> None:
    lines: dict[Any, int] = {}
    for key, row in zip(keys, rows, strict=True):
        if key is not None and key in lines:
            problems.add(row.line, f"đã có ở dòng {lines[key]}.")
        lines.setdefault(key, row.line)


def _store(
    session: Session,
    actor: Actor,
    what: str,
    model: type[CalendarDay] | type[SchoolYear],
    pairs: list[tuple[CalendarDay | SchoolYear | None, dict[str, Any]]],
) -> Imported:
    added = changed = 0
    for stored, values in pairs:
        if stored is None:
            session.add(model(**values))
            added += 1
        elif any(getattr(stored, column) != value for column, value in values.items()):
            for column, value in values.items():
                setattr(stored, column, value)
            changed += 1
    session.flush()
    done = Imported(added, changed, len(pairs) - added - changed)
    if done.has_changed_anything:
        counts = {"what": what, "added": added, "changed": changed, "kept": done.kept}
        record(session, actor, LogAction.CALENDAR_CHANGED, "calendar_day", changes=counts)
    return done
