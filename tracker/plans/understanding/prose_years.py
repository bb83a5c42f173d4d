"""The year that a date in running text leaves out, and whether a date was over when the document was issued."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tracker.patterns import regex
from tracker.periods import Period, Recurrence
from tracker.plans.understanding.facts import DocumentFacts

_DATED: Final = regex(r"\d{1,2}/\d{1,2}/(20\d\d)")
_SCHOOL_YEAR_STARTS: Final = 8  # August: plans of a school year are written from then on


@dataclass(frozen=True)
class Calendar:
    """When the document was written, as far as it says so itself."""

    year: int | None
    since: date | None
    issued_on: date | None

    @classmethod
    def of(cls, document: DocumentFacts, texts: Iterable[str] = ()) -> "Calendar":
        """From the date of issue; else from the month an annex or a stamp names; else head, school year, the dates around."""
        if document.issued_on:
            return cls(document.issued_on.year, document.issued_on, document.issued_on)
        for proposal in document.issue_proposals:
            year, month = int(proposal.value[:4]), int(proposal.value[5:7])
            return cls(year, date(year, month, 1), None)
        if document.school_year:
            year = int(document.school_year[:4])
            return cls(year, date(year, _SCHOOL_YEAR_STARTS, 1), None)
        if document.head_year:
            return cls(document.head_year, date(document.head_year, 1, 1), None)
        years = Counter(int(year) for text in texts for year in _DATED.findall(text))
        return cls(years.most_common(1)[0][0] if years else None, None, None)

    def placed(self, period: Period) -> Period:
        """`period`, stated without a year, at its first time on or after the document's own date."""
        if self.since is None or period.due_on is None or period.due_on >= self.since:
            return period
        return replace(
            period,
            starts_on=_next_year(period.starts_on) if period.starts_on else None,
            due_on=_next_year(period.due_on),
            deadlines=tuple(_next_year(day) for day in period.deadlines),
        )

    def is_past(self, period: Period) -> bool:
        """Whether `period` was over when the document was issued."""
        return (
            self.issued_on is not None
            and period.recurrence is Recurrence.NONE
            and period.due_on is not None
            and period.due_on < self.issued_on
        )


def _next_year(day: date) -> date:
    """The same day a year later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
