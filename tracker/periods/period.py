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
    that names its day ("ngày 15 tháng cuối quý": (3, 15), (6, 15), …).
    """

    text: str
    starts_on: date | None = None
    due_on: date | None = None
    due_time: time | None = None
    qualifier: Qualifier | None = None
    recurrence: Recurrence = Recurrence.NONE
    deadlines: tuple[date, ...] = ()
    returns_on: tuple[tuple[int, int], ...] = ()

    def occurrences(self, first: date, last: date) -> tuple[date, ...]:
        """The days of a recurrence that names its day, from `first` to `last`, both included."""
        days = (
            date(year, month, min(day, monthrange(year, month)[1]))
            for year in range(first.year, last.year + 1)
            for month, day in self.returns_on
        )
        return tuple(sorted(day for day in days if first <= day <= last))

    def first_after(self, day: date) -> "Period":
        """The same period with the first occurrence after `day` as its date; weekly and monthly ones stay without (4.3)."""
        if self.due_on is not None or self.recurrence in (Recurrence.WEEKLY, Recurrence.MONTHLY):
            return self
        found = self.occurrences(day + timedelta(days=1), date(day.year + 2, 12, 31))
        return replace(self, due_on=found[0], deadlines=found[:1]) if found else self
