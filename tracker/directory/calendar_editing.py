"""Days off, make-up days and school years, changed by hand with a reason (product 3.1; domain 2.4, 2.5). Never commits."""

import re
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.access import Act, Actor, may
from tracker.directory.models import CalendarDay, DayKind, SchoolYear
from tracker.errors import BadInput, NotAllowed, NotFound
from tracker.log import LogAction, record
from tracker.vietnamese import clean_line
from tracker.workdays import SATURDAY

LONGEST_REASON = 300
_YEAR = re.compile(r"(\d{4})-(\d{4})")


@dataclass(frozen=True)
class DayFacts:
    """A day as it is to stand in the calendar."""

    day: date
    kind: DayKind
    name: str
    status: str = ""
    source: str = ""


@dataclass(frozen=True)
class YearFacts:
    """A school year as it is to stand."""

    name: str
    starts_on: date
    semester1_ends_on: date
    ends_on: date
    source: str = ""


def set_day(session: Session, actor: Actor, facts: DayFacts, *, reason: str) -> None:
    """Add a day, or change the one that stands. Raises NotAllowed, BadInput."""
    _require(actor)
    why = _reason(reason)
    row = session.get(CalendarDay, facts.day)
    is_weekend = facts.day.weekday() >= SATURDAY
    if facts.kind is DayKind.WORK and not is_weekend:
        raise BadInput("Ngày làm bù phải là thứ Bảy hoặc Chủ nhật.")
    if facts.kind is DayKind.OFF and is_weekend and row is None:
        raise BadInput("Thứ Bảy, Chủ nhật đã là ngày nghỉ, không cần ghi thêm.")
    name = clean_line(facts.name)
    if not name:
        raise BadInput("Nhập tên ngày, ví dụ: Tết Dương lịch.")
    old = {field: getattr(row, field) if row else None for field in ("kind", "name", "source")}
    if row is None:
        row = CalendarDay(day=facts.day)
        session.add(row)
    row.kind, row.name = facts.kind, name[:200]
    row.status, row.source = clean_line(facts.status)[:40], clean_line(facts.source)[:400]
    session.flush()
    changed = {field: [was, getattr(row, field)] for field, was in old.items() if (was or "") != getattr(row, field)}
    facts_now = {"day": facts.day, **changed, "reason": why}
    record(session, actor, LogAction.CALENDAR_EDITED, "calendar_day", changes=facts_now)


def remove_day(session: Session, actor: Actor, day: date, *, reason: str) -> None:
    """Take a day out: it is an ordinary weekday or weekend again. Raises NotAllowed, BadInput, NotFound."""
    _require(actor)
    why = _reason(reason)
    row = session.get(CalendarDay, day)
    if row is None:
        raise NotFound
    changes = {"day": day, "kind": [row.kind, "bỏ khỏi lịch"], "name": [row.name, ""], "reason": why}
    session.delete(row)
    session.flush()
    record(session, actor, LogAction.CALENDAR_EDITED, "calendar_day", changes=changes)


def set_school_year(session: Session, actor: Actor, facts: YearFacts, *, reason: str) -> None:
    """Add a school year or change its dates. Raises NotAllowed, BadInput."""
    _require(actor)
    why = _reason(reason)
    name = _YEAR.fullmatch(facts.name.strip())
    if not name or int(name[2]) != int(name[1]) + 1:
        raise BadInput("Viết năm học dạng 2025-2026.")
    if not facts.starts_on < facts.semester1_ends_on < facts.ends_on:
        raise BadInput("Ba ngày phải theo thứ tự: khai giảng, hết học kỳ I, hết năm học.")
    row = session.get(SchoolYear, name[0])
    fields = ("starts_on", "semester1_ends_on", "ends_on")
    old = {field: getattr(row, field) if row else None for field in fields}
    if row is None:
        row = SchoolYear(name=name[0])
        session.add(row)
    for field in fields:
        setattr(row, field, getattr(facts, field))
    row.source = clean_line(facts.source)[:400]
    session.flush()
    changed = {field: [old[field], getattr(row, field)] for field in fields if old[field] != getattr(row, field)}
    record(
        session,
        actor,
        LogAction.SCHOOL_YEAR_CHANGED,
        "school_year",
        changes={"year": row.name, **changed, "reason": why},
    )


def days_of(session: Session, year: int) -> list[CalendarDay]:
    """The days off and make-up days of a year, in order."""
    within = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    return list(session.scalars(sa.select(CalendarDay).where(within).order_by(CalendarDay.day)))


def years_with_data(session: Session) -> list[int]:
    return sorted({day.year for day in session.scalars(sa.select(CalendarDay.day))})


def _reason(text: str) -> str:
    words = clean_line(text)
    if not words:
        raise BadInput("Ghi lý do sửa lịch.")
    if len(words) > LONGEST_REASON:
        raise BadInput(f"Viết gọn lý do trong {LONGEST_REASON} chữ.")
    return words


def _require(actor: Actor) -> None:
    if actor.person_id is not None and not may(actor, Act.EDIT_REMINDING):
        raise NotAllowed("Tài khoản này không được sửa lịch làm việc.")
