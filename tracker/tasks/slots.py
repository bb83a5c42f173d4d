"""Which deadlines an item asks for (product 3.1). Pure: the item's dates, the plan's period and today in, slots out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Protocol

from tracker.periods import Quarter, Recurrence, quarters_between, read_period
from tracker.workdays import WorkCalendar

NO_DATE = "none"


@dataclass(frozen=True)
class Slot:
    """One deadline to be made: `key` is the original due date, the quarter or "none", and never changes."""

    key: str
    quarter: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    due_time: time | None = None
    qualifier: str = ""
    is_ongoing: bool = False


class Dates(Protocol):
    """What these rules ask of an item; tracker.plans.models.Item answers it."""

    @property
    def time_text(self) -> str: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def due_time(self) -> time | None: ...
    @property
    def qualifier(self) -> str: ...
    @property
    def recurrence(self) -> str: ...
    @property
    def milestones(self) -> Sequence[str]: ...


def is_continuous(dates: Dates) -> bool:
    """ "Thường xuyên" without a date: one deadline a quarter, measured by quarters with evidence. A named date wins."""
    return dates.recurrence == Recurrence.CONTINUOUS and dates.due_on is None


def follows_period(dates: Dates) -> bool:
    """Whether the plan's period decides the deadlines: ongoing work, or a recurrence that names its day."""
    if is_continuous(dates):
        return True
    period = read_period(dates.time_text) if dates.recurrence != Recurrence.NONE else None
    return period is not None and period.names_its_day


def slots_of(dates: Dates, *, plan_starts_on: date | None, plan_ends_on: date | None, today: date) -> list[Slot]:
    """Every deadline of an item assigned on `today`, in order; those already past too (product 3.1).

    Continuous work without a period has no slots: the plan's period must be chosen first.
    """
    if is_continuous(dates):
        first, last = dates.starts_on or plan_starts_on, plan_ends_on
        return quarter_slots(first, last, today=today) if first and last else []
    days = _days(dates, plan_starts_on, plan_ends_on)
    if not days:
        return [Slot(NO_DATE, starts_on=dates.starts_on)]
    return list(_dated(days, dates))


def quarter_slots(first: date, last: date, *, today: date) -> list[Slot]:
    """One slot for each quarter of `first`..`last` that ends on or after `today`, due on the quarter's last day."""
    return [
        Slot(str(quarter), str(quarter), starts_on=quarter.start, due_on=quarter.end, is_ongoing=True)
        for quarter in quarters_between(first, last)
        if quarter.end >= today
    ]


def dated_slot(
    due_on: date, *, starts_on: date | None = None, due_time: time | None = None, qualifier: str = ""
) -> Slot:
    return Slot(due_on.isoformat(), str(Quarter.of(due_on)), starts_on, due_on, due_time, qualifier)


def _days(dates: Dates, first: date | None, last: date | None) -> list[date]:
    """The days an item names: its recurrence's within the plan's period, else its milestones, else its due date."""
    if dates.recurrence != Recurrence.NONE and first and last:
        period = read_period(dates.time_text, default_year=first.year)
        if period is not None and period.names_its_day:
            return list(period.occurrences(first, last))
    named = {date.fromisoformat(day) for day in dates.milestones}
    if dates.due_on is not None and dates.due_on not in named:
        # an officer moved the last date: the earlier milestones stand, later ones were replaced
        named = {day for day in named if day < dates.due_on} | {dates.due_on} if len(named) > 1 else {dates.due_on}
    return sorted(named)


def _dated(days: Iterable[date], dates: Dates) -> Iterable[Slot]:
    """Each milestone begins on the day after the one before it; the first where the item says."""
    starts_on = dates.starts_on
    for day in days:
        yield dated_slot(day, starts_on=starts_on, due_time=dates.due_time, qualifier=dates.qualifier)
        starts_on = day + timedelta(days=1)


def effective_due(due_on: date | None, calendar: WorkCalendar, *, roll_over: bool) -> date | None:
    """The day until which work due on `due_on` is on time: the next working day (Civil Code 2015, art. 148; a setting)."""
    if due_on is None or not roll_over:
        return due_on
    return calendar.on_or_after(due_on)
