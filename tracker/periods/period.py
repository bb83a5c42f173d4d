"""What a time expression says."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Literal

Qualifier = Literal["before", "by"]


class Recurrence(StrEnum):
    """How often a deadline comes back (product 4.3)."""

    NONE = "none"
    CONTINUOUS = "continuous"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SEMESTER = "semester"
    SEMIANNUAL = "semiannual"
    ANNUAL = "annual"
    SCHOOL_YEAR = "school_year"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True)
class Period:
    """What a time expression says. `text` keeps the document's words.

    `deadlines` are the dates it names, `due_on` the last of them; `returns_on` the (month, day) pairs of a recurrence
    that names its day ("ngày 15 tháng cuối quý": (3, 15), (6, 15), …), `weekday` (0 is Monday) that of a weekly one.
    `is_condition`: it waits for an event ("sau khi có hướng dẫn của Bộ"); no date. `is_estimated`: its dates follow
    from a usual calendar (a week of a month, a semester), the text does not name them.
    """

    text: str
    starts_on: date | None = None
    due_on: date | None = None
    due_time: time | None = None
    qualifier: Qualifier | None = None
    recurrence: Recurrence = Recurrence.NONE
    deadlines: tuple[date, ...] = ()
    returns_on: tuple[tuple[int, int], ...] = ()
    weekday: int | None = None
    is_condition: bool = False
    is_estimated: bool = False

    @property
    def names_its_day(self) -> bool:
        """Whether a recurrence says on which days it falls."""
        return bool(self.returns_on) or self.weekday is not None

    def occurrences(self, first: date, last: date) -> tuple[date, ...]:
        """The days of a recurrence that names its day, from `first` to `last`, both included."""
        days = {
            date(year, month, min(day, monthrange(year, month)[1]))
            for year in range(first.year, last.year + 1)
            for month, day in self.returns_on
        }
        if self.weekday is not None:
            ahead = first + timedelta(days=(self.weekday - first.weekday()) % 7)
            days |= {ahead + timedelta(days=7 * week) for week in range((last - ahead).days // 7 + 1)}
        return tuple(sorted(day for day in days if first <= day <= last))

    def first_after(self, day: date) -> "Period":
        """The same period with the first occurrence after `day` as its date; weekly and monthly ones stay without (4.3)."""
        if self.due_on is not None or self.recurrence in (Recurrence.WEEKLY, Recurrence.MONTHLY):
            return self
        found = self.occurrences(day + timedelta(days=1), date(day.year + 2, 12, 31))
        return replace(self, due_on=found[0], deadlines=found[:1]) if found else self
