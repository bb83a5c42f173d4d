"""The chain of levels: schools report to communes, these to the Sở, the Sở to the Bộ; who is due after whom. Pure (product 3.8)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from tracker.patterns import regex
from tracker.plans.likeness import is_same_work
from tracker.plans.understanding.facts import Source, Understood
from tracker.plans.warning import PlanWarning, WarningCode, quote, show, word
from tracker.workdays import WorkCalendar

# A week of work for a level to gather what the level below sends in: what dispatches mostly leave between their dates.
WORKING_DAYS_BETWEEN: Final = 5

_MOST_ABOVE: Final = 500  # of thousands of rows only so many are compared with each one
SCHOOL, COMMUNE, AUTHORITY, ABOVE = 1, 2, 3, 4
_ABOVE: Final = regex(
    r"^(?:bộ|chính phủ|thủ tướng)\b|^(?:ubnd|[uủ][ỷy] ban nhân dân) (?:tỉnh|thành phố|tp)\b", re.IGNORECASE
)
_AUTHORITY: Final = regex(r"^(?:văn phòng )?sở\b", re.IGNORECASE)
_COMMUNES: Final = regex(
    r"^(?:các )?(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân)|phòng (?:gdđt|giáo dục và đào tạo|văn hóa)|\b(?:xã|phường|đặc khu)\b",
    re.IGNORECASE,
)
_SCHOOLS: Final = regex(r"cơ sở giáo dục|csgd|trường|trung tâm gd", re.IGNORECASE)


@dataclass(frozen=True)
class Duty:
    """A row or prose deadline as the chain sees it; `item` or `deadline` says which it is."""

    who: tuple[str, ...]
    what: str
    due: date
    source: Source
    level: int
    item: int | None = None
    deadline: int | None = None
    moved: dict[str, date] = field(default_factory=dict, compare=False)

    @property
    def proposed(self) -> date:
        """Its date, or the earlier one that the levels above it leave it."""
        return self.moved.get("to", self.due)


def check_levels(understood: Understood) -> Iterator[PlanWarning]:
    """A lower level that is due after, or together with, a level it reports to; from the top down, with earlier dates.

    The proposals count weekdays only; `by_calendar` counts them anew in the office's own working days.
    """
    yield from late_levels(_duties(understood))


def late_levels(asked: Iterable[Duty]) -> Iterator[PlanWarning]:
    """The same of any rows and deadlines, also of those that an officer has corrected."""
    duties = sorted(asked, key=lambda duty: -duty.level)
    uppers: list[Duty] = []  # of the levels above that of the duty looked at
    for index, lower in enumerate(duties):
        if index and lower.level < duties[index - 1].level:
            uppers = duties[:index]
        above = [upper for upper in uppers[:_MOST_ABOVE] if is_same_work(lower.what, upper.what)]
        if not above:
            continue
        latest = min(upper.proposed for upper in above)
        late_against = [upper for upper in above if lower.due >= upper.due]
        if not late_against and lower.due < latest:
            continue
        if not late_against:
            late_against = [upper for upper in above if upper.proposed == latest]
        upper = min(late_against, key=lambda duty: duty.level)
        lower.moved["to"] = before(latest, WorkCalendar())
        yield _warning(lower, upper)


def _warning(lower: Duty, upper: Duty) -> PlanWarning:
    code = WarningCode.NO_TIME_TO_SUMMARISE if lower.due == upper.due else WarningCode.LOWER_LEVEL_AFTER_UPPER
    text = word(
        code,
        lower=", ".join(lower.who),
        upper=", ".join(upper.who),
        lower_due=show(lower.due),
        upper_due=show(upper.due),
        proposal=show(lower.proposed),
    )
    quotes = (quote(lower.source, lower.due), quote(upper.source, upper.due))
    return PlanWarning(code, text, lower.proposed.isoformat(), quotes, item=lower.item, deadline=lower.deadline)


def _duties(understood: Understood) -> Iterator[Duty]:
    for index, row in enumerate(understood.items):
        if row.period is not None and row.period.due_on is not None and (level := level_of(row.lead)):
            yield Duty(row.lead, row.content, row.period.due_on, row.source, level, item=index)
    for index, deadline in enumerate(understood.deadlines):
        if deadline.period.due_on is not None and (level := level_of(deadline.who)):
            yield Duty(deadline.who, deadline.what, deadline.period.due_on, deadline.source, level, deadline=index)


def level_of(who: Sequence[str]) -> int:
    """1 schools, 2 communes and former Phòng GDĐT, 3 the Sở, 4 above it; 0 where the words do not tell, or tell several."""
    levels = set()
    for name in who:
        for level, pattern in ((ABOVE, _ABOVE), (AUTHORITY, _AUTHORITY), (COMMUNE, _COMMUNES), (SCHOOL, _SCHOOLS)):
            if pattern.search(name):
                levels.add(level)
                break
    return levels.pop() if len(levels) == 1 else 0


def before(day: date, calendar: WorkCalendar, *, working_days: int = WORKING_DAYS_BETWEEN) -> date:
    """The day that leaves `working_days` working days until `day`."""
    for _ in range(working_days):
        day = calendar.on_or_before(day - timedelta(days=1))
    return day


def by_calendar(proposed: date, upper_due: date, calendar: WorkCalendar) -> date:
    """A date proposed in plain weekdays, with the same number of the office's own working days left until `upper_due`."""
    return before(upper_due, calendar, working_days=_weekdays_between(proposed, upper_due))


def _weekdays_between(first: date, last: date) -> int:
    plain = WorkCalendar()
    return sum(plain.is_working(first + timedelta(days=offset)) for offset in range((last - first).days))
