"""The document's own doubts, put beside its items as findings: which block, which dates they offer. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from tracker.periods import read_period
from tracker.plans.conflicts import Code, Finding
from tracker.plans.drafting import Draft
from tracker.plans.understanding.facts import Source
from tracker.plans.warning import PlanWarning, WarningCode

# What an officer must decide before the item is assigned by itself; the rest is said and kept as written.
BLOCKING: Final = frozenset(
    {WarningCode.DATE_OUTSIDE_PERIOD, WarningCode.DUE_BEFORE_ISSUE, WarningCode.COLUMNS_DOUBTFUL}
)
_DAY: Final = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b")


def from_document(warnings: Sequence[PlanWarning], draft: Draft) -> list[Finding]:
    """Each warning at its item. The prose half of a possible pair blocks, so that one report is not asked for twice."""
    return [_finding(warning, draft) for warning in warnings]


def _finding(warning: PlanWarning, draft: Draft) -> Finding:
    key = None
    if warning.item is not None:
        key = draft.row_keys[warning.item]
    elif warning.deadline is not None:
        key = draft.prose_keys[warning.deadline]
    is_twin = warning.code is WarningCode.SAME_REPORT_TWICE and warning.deadline is not None
    return Finding(
        code=warning.code.value,
        text=warning.text,
        proposal=warning.proposal or "",
        quotes=tuple(_quote(source) for source in warning.quotes),
        is_blocking=is_twin or (warning.code in BLOCKING and key is not None),
        key=key,
    )


def _quote(source: Source) -> Mapping[str, Any]:
    value = _day_of(source.quote)
    return {"line": source.line, "text": source.quote, "value": value.isoformat() if value else None}


def _day_of(words: str) -> date | None:
    """The day a quoted passage names: the passage as a time expression, else the last full date in it."""
    if period := read_period(words):
        return period.due_on
    written = _DAY.findall(words)
    period = read_period(written[-1]) if written else None
    return period.due_on if period else None


def without_repeats(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """`found` without the general word on a semester where the office's own school year gives the exact one."""
    kept = list(found)
    exact = {finding.key for finding in kept if finding.code == Code.SEMESTER_NOT_OVER}
    return tuple(
        finding for finding in kept if finding.code != WarningCode.SEMESTER_REPORT_EARLY or finding.key not in exact
    )
