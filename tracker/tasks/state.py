"""How a deadline is shown, and whether it is late (product 3.2): one definition, as Python and as SQL.

Facts and `today` in, answers out; nothing is read or changed here. The limit is `judged_due`: the effective due date with
the extensions asked for in time. Without `now` the state is judged by the day, so an hour ("chậm nhất 17 giờ") makes work
overdue only on the next day; with `now` it is overdue from that minute on. A hand-in is always judged with its hour.
"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from tracker import clock
from tracker.tasks.models import Deadline, DeadlineState

SOON_DAYS = 7
OWED = (DeadlineState.OPEN, DeadlineState.RETURNED)  # the unit still has to hand something in


class Shown(StrEnum):
    """What a person reads on a deadline. The values are the CSS classes of look 4 and the words of addresses."""

    UPCOMING = "upcoming"
    ACTIVE = "active"
    SOON = "soon"
    OVERDUE = "overdue"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DONE = "done"
    DONE_LATE = "done-late"
    WAIVED = "waived"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    NO_LIMIT = "no-limit"
    MISSING = "missing"

    @property
    def label(self) -> str:
        """The Vietnamese words of product 3.2."""
        return _LOOK[self][0]

    @property
    def css(self) -> str:
        return self.value

    @property
    def icon(self) -> str:
        return _LOOK[self][1]


_LOOK = {
    Shown.UPCOMING: ("Chưa đến kỳ", "circle-dashed"),
    Shown.ACTIVE: ("Đang thực hiện", "progress"),
    Shown.SOON: ("Sắp đến hạn", "clock-hour-4"),
    Shown.OVERDUE: ("Quá hạn", "alert-triangle"),
    Shown.SUBMITTED: ("Chờ duyệt", "inbox"),
    Shown.RETURNED: ("Trả lại", "arrow-back-up"),
    Shown.DONE: ("Hoàn thành đúng hạn", "circle-check"),
    Shown.DONE_LATE: ("Hoàn thành quá hạn", "clock-check"),
    Shown.WAIVED: ("Miễn", "circle-minus"),
    Shown.SUSPENDED: ("Tạm dừng", "player-pause"),
    Shown.WITHDRAWN: ("Đã thu hồi", "ban"),
    Shown.NO_LIMIT: ("Không hạn", "calendar-off"),
    Shown.MISSING: ("Thiếu minh chứng quý", "file-alert"),
}


class Facts(Protocol):
    """What these rules ask of a deadline; tracker.tasks.models.Deadline answers it."""

    @property
    def state(self) -> DeadlineState: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def due_time(self) -> time | None: ...
    @property
    def effective_due(self) -> date | None: ...
    @property
    def judged_due(self) -> date | None: ...
    @property
    def is_ongoing(self) -> bool: ...
    @property
    def must_report(self) -> bool: ...
    @property
    def submitted_at(self) -> datetime | None: ...
    @property
    def is_done_late(self) -> bool | None: ...


def limit(facts: Facts) -> date | None:
    """The day lateness is judged by; None: Không hạn."""
    return facts.judged_due or facts.effective_due


def is_past_limit(facts: Facts, today: date, *, now: datetime | None = None) -> bool:
    """Whether the limit lies behind: before `today`, or today with its hour before `now`. Its state does not matter."""
    day = limit(facts)
    if day is None or day > today:
        return False
    return day < today or (now is not None and facts.due_time is not None and _clock_of(now) > facts.due_time)


def is_late_at(facts: Facts, instant: datetime) -> bool:
    """Whether handing in at `instant` is late: after the limit's day, or after its hour on that day (product 3.1, 3.2)."""
    return is_past_limit(facts, clock.office_time(instant).date(), now=instant)


def is_handed_in_late(facts: Facts) -> bool:
    """Whether the version now under review came late."""
    return facts.submitted_at is not None and is_late_at(facts, facts.submitted_at)


def is_overdue(facts: Facts, today: date, *, now: datetime | None = None) -> bool:
    """Whether the unit still owes the work and its limit is past; returned work counts by today (product 3.2).

    Non-reporting deadlines are never overdue; ongoing quarters are missing, not overdue.
    """
    owed = facts.state in OWED and facts.must_report and not facts.is_ongoing
    return owed and is_past_limit(facts, today, now=now)


def days_left(facts: Facts, today: date) -> int | None:
    """Days from `today` to the limit, negative when late; None without a limit or when nothing is owed any more."""
    day = limit(facts)
    if day is None or facts.state not in OWED:
        return None
    left = (day - today).days
    return left if facts.must_report or left >= 0 else None


_FIXED = {
    DeadlineState.SUBMITTED: Shown.SUBMITTED,
    DeadlineState.RETURNED: Shown.RETURNED,
    DeadlineState.WAIVED: Shown.WAIVED,
    DeadlineState.SUSPENDED: Shown.SUSPENDED,
    DeadlineState.CANCELLED: Shown.WITHDRAWN,
}


def shown(facts: Facts, today: date, *, now: datetime | None = None) -> Shown:
    """The shown state on `today` (product 3.2)."""
    if facts.state is DeadlineState.ACCEPTED:
        return Shown.DONE_LATE if facts.is_done_late else Shown.DONE
    if facts.state in _FIXED:
        return _FIXED[facts.state]
    day = limit(facts)
    if day is None:
        return Shown.NO_LIMIT
    if facts.must_report and is_past_limit(facts, today, now=now):
        return Shown.MISSING if facts.is_ongoing else Shown.OVERDUE
    if facts.starts_on is not None and facts.starts_on > today:
        return Shown.UPCOMING
    return Shown.SOON if today <= day <= today + timedelta(days=SOON_DAYS) else Shown.ACTIVE


# --- the same in SQL, over the columns of Deadline


@lru_cache(maxsize=1)  # building an expression costs more than running it; expressions are never changed
def limit_sql() -> sa.ColumnElement[date]:
    return sa.func.coalesce(Deadline.judged_due, Deadline.effective_due, type_=sa.Date())


def is_past_limit_sql(today: date, *, now: datetime | None = None) -> sa.ColumnElement[bool]:
    past = limit_sql() < today
    if now is None:
        return sa.and_(limit_sql().is_not(None), past)
    hour_is_past = sa.and_(limit_sql() == today, Deadline.due_time.is_not(None), Deadline.due_time < _clock_of(now))
    return sa.and_(limit_sql().is_not(None), sa.or_(past, hour_is_past))


def is_handed_in_late_sql() -> sa.ColumnElement[bool]:
    """Never null: false without a limit or without a hand-in."""
    day, hour = office_day(Deadline.submitted_at), office_clock(Deadline.submitted_at)
    after_hour = sa.and_(limit_sql() == day, Deadline.due_time.is_not(None), hour > Deadline.due_time)
    return sa.and_(limit_sql().is_not(None), Deadline.submitted_at.is_not(None), sa.or_(limit_sql() < day, after_hour))


@lru_cache(maxsize=8)
def is_overdue_sql(today: date, *, now: datetime | None = None) -> sa.ColumnElement[bool]:
    return sa.and_(
        Deadline.state.in_(OWED),
        Deadline.must_report,
        sa.not_(Deadline.is_ongoing),
        is_past_limit_sql(today, now=now),
    )


@lru_cache(maxsize=8)
def shown_sql(today: date, *, now: datetime | None = None) -> sa.ColumnElement[str]:
    """The value of `shown` as an expression: filter with `shown_sql(today) == Shown.OVERDUE`."""
    past = sa.and_(Deadline.must_report, is_past_limit_sql(today, now=now))
    soon = limit_sql().between(today, today + timedelta(days=SOON_DAYS))
    return sa.case(
        (sa.and_(Deadline.state == DeadlineState.ACCEPTED, Deadline.is_done_late.is_(True)), _text(Shown.DONE_LATE)),
        (Deadline.state == DeadlineState.ACCEPTED, _text(Shown.DONE)),
        *((Deadline.state == state, _text(value)) for state, value in _FIXED.items()),
        (limit_sql().is_(None), _text(Shown.NO_LIMIT)),
        (sa.and_(past, Deadline.is_ongoing), _text(Shown.MISSING)),
        (past, _text(Shown.OVERDUE)),
        (Deadline.starts_on > today, _text(Shown.UPCOMING)),
        (soon, _text(Shown.SOON)),
        else_=_text(Shown.ACTIVE),
    )


def _text(value: Shown) -> sa.ColumnElement[str]:
    return sa.literal(value.value, sa.String())


def _clock_of(instant: datetime) -> time:
    """The office's time of day, in whole seconds: 17:00:00.9 is still "17 giờ"."""
    return clock.office_time(instant).time().replace(microsecond=0)


class office_day(FunctionElement[date]):  # noqa: N801 - reads as the SQL function it is
    """The office's calendar day of an instant column."""

    type = sa.Date()
    inherit_cache = True


class office_clock(FunctionElement[time]):  # noqa: N801
    """The office's time of day of an instant column, in whole seconds."""

    type = sa.Time()
    inherit_cache = True


# SQLite keeps instants as UTC text with a fraction, which its date functions would round up: it is cut off first.
# Asia/Ho_Chi_Minh has been UTC+7 without change since 1975; clock.OFFICE_ZONE and the grid test hold both to one answer.


@compiles(office_day, "sqlite")
def _sqlite_day(element: office_day, compiler: SQLCompiler, **options: Any) -> str:
    return f"date(substr({compiler.process(element.clauses, **options)}, 1, 19), '+7 hours')"


@compiles(office_clock, "sqlite")
def _sqlite_clock(element: office_clock, compiler: SQLCompiler, **options: Any) -> str:
    return f"(time(substr({compiler.process(element.clauses, **options)}, 1, 19), '+7 hours') || '.000000')"


@compiles(office_day, "postgresql")
def _postgresql_day(element: office_day, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(timezone('Asia/Ho_Chi_Minh', {compiler.process(element.clauses, **options)}) AS date)"


@compiles(office_clock, "postgresql")
def _postgresql_clock(element: office_clock, compiler: SQLCompiler, **options: Any) -> str:
    local = f"timezone('Asia/Ho_Chi_Minh', {compiler.process(element.clauses, **options)})"
    return f"CAST(date_trunc('second', {local}) AS time)"
