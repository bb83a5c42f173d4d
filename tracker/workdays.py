"""Working days from data alone (product 3.1): days off and make-up days; Saturday and Sunday are off otherwise."""

from dataclasses import dataclass, field
from datetime import date, timedelta

SATURDAY = 5


@dataclass(frozen=True)
class WorkCalendar:
    """`off` are weekdays without work, `work` are Saturdays or Sundays worked, `known_until` the last day the data cover."""

    off: frozenset[date] = field(default_factory=frozenset)
    work: frozenset[date] = field(default_factory=frozenset)
    known_until: date | None = None

    def is_working(self, day: date) -> bool:
        if day in self.work:
            return True
        return day.weekday() < SATURDAY and day not in self.off

    def on_or_after(self, day: date) -> date:
        """`day` itself, or the next working day."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def on_or_before(self, day: date) -> date:
        """`day` itself, or the last working day before it."""
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def after(self, day: date) -> date:
        """The first working day later than `day`."""
        return self.on_or_after(day + timedelta(days=1))
