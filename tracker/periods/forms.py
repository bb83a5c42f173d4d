"""The table of forms: every way to write a time, with an example and its meaning, and what builds its dates."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tracker.periods.period import Recurrence
from tracker.periods.quarters import Quarter, last_day

Span = tuple[date | None, tuple[date, ...]]  # first day of the period, if it states one; its deadlines
Builder = Callable[[re.Match[str], int | None], Span | None]

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4}


@dataclass(frozen=True)
class Form:
    """One way to write a time: its pattern (lower case, whole text), an example, what it means, how to build it."""

    pattern: re.Pattern[str]
    example: str
    meaning: str
    build: Builder


# --- pieces of patterns; text is lower case with plain dashes and single spaces before they are used

_YEAR = r"(?:\s?[/.-]\s?|\s?năm\s|\s)(\d{4})"
_OPTIONAL_YEAR = rf"(?:{_YEAR})?"
_DAY = r"(?:ngày )?(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4})"  # one separator throughout: 11-12/2025 are months
_WORDED_DAY = r"(?:ngày )?(\d{1,2}) tháng (\d{1,2})(?:,? năm |/)(\d{4})"
SHORT_DAY = r"(?:ngày )?(\d{1,2})(?:\s?/\s?| tháng )(\d{1,2})"
_Q = r"(iv|iii|ii|i|0?[1-4])"
SEPARATOR = r"(?:\s?[,;]\s?(?:và )?| và )"
_TO = r"(?:\s?-\s?|\s?đến (?:hết )?|\s?tới (?:hết )?)"


def day_of(year: str | int | None, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day)) if year else None
    except ValueError:
        return None


def _months(first: int, last: int, year: int | None, first_year: int | None = None) -> Span | None:
    """From the first day of one month to the last day of another; 11-12/2025 and 12-01/2026 alike."""
    if year is None or not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    start = date(first_year or (year - 1 if first > last else year), first, 1)
    end = last_day(year, last)
    return (start, (end,)) if start <= end else None


def _int(text: str | None, default: int | None = None) -> int | None:
    return int(text) if text else default


def _one_day(match: re.Match[str], default: int | None) -> Span | None:
    day, month, *year = [part for part in match.groups() if part and part.isdigit()]
    found = day_of(year[0] if year else default, month, day)
    return (None, (found,)) if found else None


def _day_range(match: re.Match[str], default: int | None) -> Span | None:
    day1, month1, year1, day2, month2, year2 = match.groups()
    end = day_of(year2 or default, month2, day2)
    start = day_of(year1 or (end.year if end else None), month1 or month2, day1)
    return (start, (end,)) if start and end and start <= end else None


def _quarter(number: str, year: int | None) -> Quarter | None:
    return Quarter(year, _QUARTERS[number]) if year else None


def _one_quarter(match: re.Match[str], default: int | None) -> Span | None:
    quarter = _quarter(match[1], _int(match[2], default))
    return (quarter.start, (quarter.end,)) if quarter else None


def _quarter_range(match: re.Match[str], default: int | None) -> Span | None:
    last_year = _int(match[4], default)
    first, last = _quarter(match[1], _int(match[2], last_year)), _quarter(match[3], last_year)
    return (first.start, (last.end,)) if first and last and first <= last else None


def _one_month(match: re.Match[str], default: int | None) -> Span | None:
    month = int(match[1])
    return _months(month, month, _int(match[2], default))


def _month_range(match: re.Match[str], default: int | None) -> Span | None:
    return _months(int(match[1]), int(match[3]), _int(match[4], default), _int(match[2]))


def _part_of_month(match: re.Match[str], default: int | None) -> Span | None:
    month, year = int(match[2]), _int(match[3], default)
    if year is None or not 1 <= month <= 12:
        return None
    day = {"đầu": date(year, month, 1), "giữa": date(year, month, 15)}.get(match[1], last_day(year, month))
    return None, (day,)


def _part_of_quarter(match: re.Match[str], default: int | None) -> Span | None:
    quarter = _quarter(match[2], _int(match[3], default))
    return (None, (quarter.start if match[1] == "đầu" else quarter.end,)) if quarter else None


def _half_year(match: re.Match[str], default: int | None) -> Span | None:
    first = match[1] == "đầu"
    return _months(1 if first else 7, 6 if first else 12, _int(match[2], default))


def _part_of_year(match: re.Match[str], _default: int | None) -> Span | None:
    year = int(match[2])
    day = {"đầu": date(year, 1, 1), "giữa": date(year, 6, 30)}.get(match[1], date(year, 12, 31))
    return None, (day,)


def _school_year(match: re.Match[str], _default: int | None) -> Span | None:
    first, last = int(match[1]), int(match[2])
    return (date(first, 9, 1), (date(last, 5, 31),)) if last == first + 1 else None


def _form(pattern: str, example: str, meaning: str, build: Builder) -> Form:
    return Form(re.compile(pattern), example, meaning, build)


FORMS: tuple[Form, ...] = (
    _form(_DAY, "25/5/2026", "that day", _one_day),
    _form(_WORDED_DAY, "ngày 30 tháng 6 năm 2025", "that day", _one_day),
    _form(SHORT_DAY, "ngày 15/10", "that day of the default year", _one_day),
    _form(
        rf"(?:từ )?(?:ngày )?(\d{{1,2}})(?:/(\d{{1,2}}))?(?:/(\d{{4}}))?{_TO}(?:ngày )?(\d{{1,2}})/(\d{{1,2}})(?:/(\d{{4}}))?",
        "từ ngày 01/10 đến ngày 15/10/2025",
        "from the first day to the second, due on the second",
        _day_range,
    ),
    _form(
        rf"(đầu|giữa|cuối) tháng (\d{{1,2}}){_OPTIONAL_YEAR}",
        "giữa tháng 3/2026",
        "1st, 15th, last day (BLDS 2015, art. 146)",
        _part_of_month,
    ),
    _form(
        rf"(?:tháng |t\.?\s?)(\d{{1,2}}){_OPTIONAL_YEAR}", "Tháng 11/2024", "the month, due on its last day", _one_month
    ),
    _form(r"(\d{1,2})\s?[/-]\s?(\d{4})", "10/2025", "the month, due on its last day", _one_month),
    _form(
        rf"(?:từ )?(?:tháng )?(\d{{1,2}})(?:/(\d{{4}}))?{_TO}(?:tháng )?(\d{{1,2}})(?:\s?/\s?| năm )(\d{{4}})",
        "Tháng 02-3/2025",
        "from the first day of one month to the last day of the other",
        _month_range,
    ),
    _form(
        rf"(?:từ )?tháng (\d{{1,2}})(){_TO}(?:tháng )?(\d{{1,2}})()",
        "tháng 9 đến tháng 12",
        "the same in the default year",
        _month_range,
    ),
    _form(rf"quý {_Q}{_OPTIONAL_YEAR}", "Quý IV/2025", "the quarter, due on its last day", _one_quarter),
    _form(
        rf"(?:từ )?quý {_Q}{_OPTIONAL_YEAR}{_TO}(?:quý )?{_Q}{_OPTIONAL_YEAR}",
        "quý III - quý IV/2025",
        "from the first day of one quarter to the last day of the other",
        _quarter_range,
    ),
    _form(
        rf"(đầu|cuối) quý {_Q}{_OPTIONAL_YEAR}", "cuối quý I/2026", "first or last day of the quarter", _part_of_quarter
    ),
    _form(
        r"(?:0?6|sáu) tháng (đầu|cuối)(?: của)?(?: năm| năm (\d{4}))",
        "06 tháng đầu năm 2026",
        "1 January to 30 June; 1 July to 31 December",
        _half_year,
    ),
    _form(r"(đầu|giữa|cuối) năm (\d{4})", "cuối năm 2025", "1 January, 30 June, 31 December (art. 146)", _part_of_year),
    _form(
        r"(?:cả )?(năm) (\d{4})",
        "Năm 2025",
        "the calendar year, due on 31 December",
        lambda m, _: (date(int(m[2]), 1, 1), (date(int(m[2]), 12, 31),)),
    ),
    _form(
        r"năm học (\d{4})\s?-\s?(\d{4})", "Năm học 2025-2026", "September to 31 May (QĐ 2269/QĐ-BGDĐT)", _school_year
    ),
)

# Recurrences: (words, example, meaning). The first that matches wins, so the narrower ones stand first.
_EACH = r"(?:hằng|hàng|mỗi|từng)"
RECURRENCES: tuple[tuple[re.Pattern[str], str, Recurrence], ...] = tuple(
    (re.compile(pattern), example, recurrence)
    for pattern, example, recurrence in (
        (
            rf"(?:định kỳ )?(?:{_EACH} |theo )?(?:0?6|sáu) tháng(?: (?:một|1|01) lần|/lần)|định kỳ (?:0?6|sáu) tháng",
            "06 tháng một lần",
            Recurrence.SEMIANNUAL,
        ),
        (
            rf"(?:định kỳ )?(?:theo )?{_EACH} (?:học kỳ|kỳ học)|(?:1|một) lần/học kỳ|định kỳ (?:theo )?học kỳ",
            "mỗi học kỳ",
            Recurrence.SEMESTER,
        ),
        (
            rf"(?:định kỳ )?(?:trong |theo )?{_EACH} năm học|trong(?: suốt)? năm học|cả năm học|theo năm học",
            "trong từng năm học",
            Recurrence.SCHOOL_YEAR,
        ),
        (rf"(?:định kỳ )?(?:theo )?{_EACH} tuần|định kỳ tuần|tuần/lần", "hằng tuần", Recurrence.WEEKLY),
        (rf"(?:định kỳ )?(?:theo )?{_EACH} tháng|định kỳ tháng|(?:1|một) lần/tháng", "hằng tháng", Recurrence.MONTHLY),
        (
            rf"(?:định kỳ )?(?:theo )?{_EACH} quý|định kỳ (?:theo )?quý|(?:1|một) lần/quý|(?:0?3|ba) tháng (?:một|1|01) lần",
            "hằng quý",
            Recurrence.QUARTERLY,
        ),
        (
            rf"(?:định kỳ )?(?:theo )?{_EACH} năm|thường niên|định kỳ năm|(?:1|một) lần/năm",
            "hằng năm",
            Recurrence.ANNUAL,
        ),
        (rf"thường xuyên|liên tục|{_EACH} ngày", "Thường xuyên", Recurrence.CONTINUOUS),
        (r"định kỳ", "định kỳ", Recurrence.UNSPECIFIED),
    )
)
