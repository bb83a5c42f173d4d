"""The document's own doubts, put beside its items as findings: which block, which dates they offer. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from tracker.directory.models import SchoolYear
from tracker.periods import read_period
from tracker.plans.conflicts import Code, Finding, Surroundings
from tracker.plans.drafting import Draft
from tracker.plans.levels import by_calendar
from tracker.plans.understanding.facts import Source
from tracker.plans.warning import PlanWarning, WarningCode, show

# What an officer must decide before the item is assigned by itself; the rest is said and kept as written.
BLOCKING: Final = frozenset(
    {
        WarningCode.DATE_OUTSIDE_PERIOD,
        WarningCode.DUE_BEFORE_ISSUE,
        WarningCode.COLUMNS_DOUBTFUL,
        WarningCode.DUPLICATE_ROW,
    }
)
_NOT_ABOUT_DAYS: Final = frozenset({WarningCode.DUPLICATE_ROW})  # choosing a date does not answer it
_OF_LEVELS: Final = frozenset({WarningCode.LOWER_LEVEL_AFTER_UPPER, WarningCode.NO_TIME_TO_SUMMARISE})
_DAY: Final = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b")


def from_document(warnings: Sequence[PlanWarning], draft: Draft) -> list[Finding]:
    """Each warning at its item. The prose half of a possible pair blocks, so that one report is not asked for twice."""
    return [_finding(warning, draft) for warning in warnings]


def _finding(warning: PlanWarning, draft: Draft) -> Finding:
    key: str | None = None
    if warning.item is not None:
        key = draft.row_keys[warning.item]
    elif warning.deadline is not None:
        key = draft.prose_keys[warning.deadline]
    return from_warning(warning, key)


def from_warning(warning: PlanWarning, key: str | None) -> Finding:
    """One doubt of the document at the item `key`, or about the whole document."""
    is_twin = warning.code is WarningCode.SAME_REPORT_TWICE and warning.deadline is not None
    return Finding(
        code=warning.code.value,
        text=warning.text,
        proposal=warning.proposal or "",
        quotes=tuple(_quote(source, names_a_day=warning.code not in _NOT_ABOUT_DAYS) for source in warning.quotes),
        is_blocking=is_twin or (warning.code in BLOCKING and key is not None),
        key=key,
    )


def _quote(source: Source, *, names_a_day: bool) -> Mapping[str, Any]:
    value = (getattr(source, "value", "") or _day_of(source.quote)) if names_a_day else None
    return {"line": source.line, "text": source.quote, "value": str(value) if value else None}


def _day_of(words: str) -> date | None:
    """The day a quoted passage names: the passage as a time expression, else the last full date in it."""
    if period := read_period(words):
        return period.due_on
    written = _DAY.findall(words)
    period = read_period(written[-1]) if written else None
    return period.due_on if period else None


def without_repeats(found: Iterable[Finding], around: Surroundings | None = None) -> tuple[Finding, ...]:
    """`found` with what the office's own calendars know better than the document alone.

    The general word on a semester goes where the school-year table decides; the dates proposed to a lower level are
    counted in the office's working days.
    """
    kept = list(found)
    exact = {finding.key for finding in kept if finding.code == Code.SEMESTER_NOT_OVER}
    years = around.school_years if around else ()
    return tuple(
        _dated(finding, around) if around else finding
        for finding in kept
        if finding.code != WarningCode.SEMESTER_REPORT_EARLY
        or not (finding.key in exact or any(_covers(year, finding) for year in years))
    )


def _covers(year: SchoolYear, finding: Finding) -> bool:
    """Whether the school-year table knows the year the finding is about, and so decides it."""
    days = [quote["value"] for quote in finding.quotes if quote.get("value")]
    return any(year.starts_on <= date.fromisoformat(day) <= year.ends_on for day in days)


def _dated(finding: Finding, around: Surroundings) -> Finding:
    days = [quote.get("value") for quote in finding.quotes]
    if finding.code not in _OF_LEVELS or not finding.proposal or len(days) < 2 or not days[1]:
        return finding
    counted = by_calendar(date.fromisoformat(finding.proposal), date.fromisoformat(str(days[1])), around.calendar)
    text = finding.text.replace(show(date.fromisoformat(finding.proposal)), show(counted))
    return replace(finding, proposal=counted.isoformat(), text=text)
