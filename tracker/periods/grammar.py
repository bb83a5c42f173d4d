"""Read a whole expression: a dated one, a recurrence, a condition, steps in one cell; and write one.

Texts between here and the forms are as `words.plain` leaves them.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from typing import Final

from tracker.patterns import regex
from tracker.periods.conditions import is_condition
from tracker.periods.dated import LEADING, Dates, Known, dated, period_of, take_hour, take_qualifiers
from tracker.periods.milestones import ASIDE, BLOCKED, BULLET, DIGIT, TAIL, milestones
from tracker.periods.period import Period, Recurrence
from tracker.periods.recurrences import cycles_in, days_of, ends_of, quarterly_by_day, weekday_in
from tracker.periods.words import LONGEST, plain

_SHORTEST_FRAME: Final = 270  # days: a school year
_MOST_WORDS: Final = 12  # beside a recurrence


def read_period(text: str, *, default_year: int | None = None, reference: date | None = None) -> Period | None:
    """The meaning of a whole time expression; None where it is no time, an impossible date or an unknown form.

    A year left out is `default_year`; with `reference`, the day of issue, a time more than three months before it is of
    the next year (the two must agree, else `default_year` holds). Recurrences keep `due_on` None: `first_after` sets it.
    A time that waits for an event has `is_condition` and no date.
    """
    if len(text) > LONGEST * 4:
        return None
    words = " ".join(text.split())
    if not words or len(words) > LONGEST:
        return None
    core = plain(words)
    known = Known(default_year, reference)
    found = _read(core, known)
    return replace(found, text=words) if found else None


def _read(core: str, known: Known) -> Period | None:
    stripped, due_time = take_hour(BULLET.sub("", TAIL.sub("", core)))
    if not stripped:
        return None
    if dates := _begun(stripped, known) or dated(stripped, known):
        return period_of(dates, due_time)
    if recurrent := _recurrent(stripped, due_time, known):
        return recurrent
    if bound := _with_condition(stripped, due_time, known):
        return bound
    if is_condition(stripped) or is_condition(core):
        return Period("", is_condition=True)
    return _refined(stripped, due_time, known) or milestones(core, known)


_BEGUN: Final = regex(
    r"(?:bắt đầu|khởi công|khởi động|triển khai|thực hiện)?:? ?(?:từ )?(?:ngày )?(?P<start>[^,;]{3,40}?) ?[,;] ?(?:và )?(?P<end>(?:kết thúc|hoàn thành|xong)\b[^,;]{3,60})"
)


def _begun(text: str, known: Known) -> Dates | None:
    """ "Triển khai từ tháng 9/2025, hoàn thành trước 31/12/2025": a beginning and an end."""
    match = _BEGUN.fullmatch(text)
    if match is None or not re.match(r"bắt đầu|khởi|triển khai|thực hiện|từ ", text):
        return None
    end = dated(match["end"].replace(":", "", 1), known)
    year = end.days[-1].year if end and end.days else known.year
    start = dated(match["start"], Known(year))
    if end is None or start is None or len(end.days) != 1 or len(start.days) != 1:
        return None
    first = start.starts_on or start.days[0]
    return replace(end, starts_on=first) if first <= end.days[0] else None


def _recurrent(text: str, due_time: time | None, known: Known) -> Period | None:
    """A recurrence, with its days where the text names them. A named date wins: it is the due date, the recurrence stays."""
    cycles = cycles_in(text)
    if not cycles and quarterly_by_day(text):
        returns = days_of(text, Recurrence.QUARTERLY)
        qualifier = take_qualifiers(text)[1]
        return Period("", due_time=due_time, qualifier=qualifier, recurrence=Recurrence.QUARTERLY, returns_on=returns)
    if not cycles:
        return None
    for cycle in cycles:
        returns = (
            days_of(cycle.rest, cycle.recurrence)
            or ends_of(text, cycle.recurrence)
            or _yearly(cycle.rest, cycle.recurrence)
        )
        weekday = weekday_in(text, cycle.recurrence)
        if returns or weekday is not None:
            qualifier = take_qualifiers(LEADING.sub("", cycle.rest.strip("() ")))[1]
            return Period("", None, None, due_time, qualifier, cycle.recurrence, (), returns, weekday)
    recurrence, rest = cycles[0].recurrence, cycles[0].rest
    if rest:
        years = known if recurrence is Recurrence.CONTINUOUS else Known()
        rest_time = dated(rest, years) or (
            dated(inner[0], years) if (inner := re.findall(r"\(([^()]*)\)", rest)) else None
        )
        if rest_time is not None:
            return period_of(_frame(rest_time), due_time, recurrence)
        if len(rest.split()) > _MOST_WORDS or _has_date(rest):
            return None
    return Period("", due_time=due_time, recurrence=recurrence)


def _frame(dates: Dates) -> Dates:
    """Years are the frame of what comes back, not its due date ("thường xuyên, giai đoạn 2026-2030")."""
    is_frame = dates.starts_on is not None and dates.days and (dates.days[0] - dates.starts_on).days >= _SHORTEST_FRAME
    return replace(dates, days=()) if is_frame else dates


def _has_date(text: str) -> bool:
    return bool(re.search(r"\d[/.-]\d|\d{4}|tháng \d|quý [i\d]", text))


_YEARLY: Final = (
    Recurrence.ANNUAL,
    Recurrence.SEMIANNUAL,
    Recurrence.SCHOOL_YEAR,
    Recurrence.SEMESTER,
    Recurrence.QUARTERLY,
)
_ANY_YEAR: Final = 2024


def _yearly(text: str, recurrence: Recurrence) -> tuple[tuple[int, int], ...]:
    """The days a yearly recurrence names without a year: "15/6 và 15/12 hằng năm", "tháng 6 và tháng 12"."""
    if recurrence not in _YEARLY or re.search(r"\d{4}", text):
        return ()
    found = dated(text.strip(" ,;:()"), Known(_ANY_YEAR))
    return tuple(sorted({(day.month, day.day) for day in found.days})) if found else ()


def _refined(text: str, due_time: time | None, known: Known) -> Period | None:
    """ "Quý IV năm 2025 (trước ngày 15/12)": what stands in parentheses makes the period narrower, or says nothing of time."""
    asides = list(ASIDE.finditer(text))
    if not asides:
        return None
    outer_text = " ".join(ASIDE.sub(" ", text).split()).strip(" ,;:")
    outer = dated(outer_text, known)
    if outer is None:
        inner_only = [found for aside in asides if (found := dated(aside["inner"].strip(), known))]
        is_label = not DIGIT.search(outer_text) and not BLOCKED.search(outer_text)
        return period_of(inner_only[0], due_time) if len(inner_only) == 1 and is_label else None
    year = outer.days[-1].year if outer.days else known.year
    inner = [found for aside in asides if (found := dated(aside["inner"].strip(), Known(year)))]
    if not inner:
        return period_of(outer, due_time) if all(_says_no_time(aside["inner"]) for aside in asides) else None
    return (
        period_of(replace(inner[0], starts_on=inner[0].starts_on or outer.starts_on), due_time)
        if _narrows(outer, inner)
        else None
    )


def _narrows(outer: Dates, inner: Sequence[Dates]) -> bool:
    """Whether the one time in parentheses lies inside the period before it."""
    if len(inner) > 1 or not outer.days or not inner[0].days:
        return False
    first, last = outer.starts_on or outer.days[0], outer.days[-1]
    return first <= inner[0].days[-1] <= last


def _says_no_time(words: str) -> bool:
    return not re.search(r"\d[/.-]\d|\d{4}|tháng|quý|ngày|tuần", words)


def _with_condition(text: str, due_time: time | None, known: Known) -> Period | None:
    """A date and a condition: the date holds. After a paper's number a bare date is that paper's, no time."""
    for match in re.finditer(r" ?[,;] ?(?:nhưng |song |và )?| (?:hoặc|và|nhưng) ", text):
        left, right = text[: match.start()].strip(), text[match.end() :].strip()
        if is_condition(right) and (dates := dated(left, known)):
            return period_of(dates, due_time)
        if is_condition(left) and (dates := dated(right, known)) and dates.qualifier:
            return period_of(dates, due_time)
    return None


# --- writing


def print_period(period: Period) -> str:
    """A dated `period` in a form `read_period` reads back to the same dates."""
    days = [f"{day.day:02d}/{day.month:02d}/{day.year}" for day in period.deadlines]
    start = period.starts_on
    if start is not None and not days:
        return f"từ ngày {start.day}/{start.month}/{start.year}"
    if start is not None:
        return f"từ ngày {start.day}/{start.month}/{start.year} đến ngày {' và ngày '.join(days)}"
    hour = f"{period.due_time.hour} giờ {period.due_time.minute:02d} " if period.due_time else ""
    opening = {"before": "trước ", "by": "chậm nhất ", None: ""}[period.qualifier]
    return f"{opening}{hour}ngày {' và ngày '.join(days)}"
