"""Quarters, and the one grammar of time expressions in Vietnamese official documents (product 3.1). Pure.

`FORMS` lists every form with an example and its meaning; the functions below it only assemble them.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Literal, Self

Qualifier = Literal["before", "by"]
Span = tuple[date | None, tuple[date, ...]]  # first day of the period, if it states one; its deadlines
Builder = Callable[[re.Match[str], int | None], Span | None]

_ROMAN = ("I", "II", "III", "IV")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4}


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


@dataclass(frozen=True, order=True)
class Quarter:
    """A calendar quarter. `end` is its last day."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in (1, 2, 3, 4):
            raise ValueError(f"a quarter is 1 to 4, not {self.number}")

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> Self:
        """`text` as printed ("2025Q4"). Raises ValueError for anything else."""
        match = re.fullmatch(r"(\d{4})[Qq]([1-4])", text.strip())
        if match is None:
            raise ValueError(f"not a quarter: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @property
    def start(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def end(self) -> date:
        return _last_day(self.year, self.number * 3)

    def next(self) -> "Quarter":
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    def previous(self) -> "Quarter":
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def label(self) -> str:
        return f"quý {_ROMAN[self.number - 1]}/{self.year}"


def quarters_between(first: date, last: date) -> Iterator[Quarter]:
    """Every quarter that has a day in `first`..`last`."""
    quarter = Quarter.of(first)
    while quarter.start <= last:
        yield quarter
        quarter = quarter.next()


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
_SHORT_DAY = r"(?:ngày )?(\d{1,2})(?:\s?/\s?| tháng )(\d{1,2})"
_Q = r"(iv|iii|ii|i|0?[1-4])"
_SEPARATOR = r"(?:\s?[,;]\s?(?:và )?| và )"
_TO = r"(?:\s?-\s?|\s?đến (?:hết )?|\s?tới (?:hết )?)"


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _day(year: str | int | None, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day)) if year else None
    except ValueError:
        return None


def _months(first: int, last: int, year: int | None, first_year: int | None = None) -> Span | None:
    """From the first day of one month to the last day of another; 11-12/2025 and 12-01/2026 alike."""
    if year is None or not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    start = date(first_year or (year - 1 if first > last else year), first, 1)
    end = _last_day(year, last)
    return (start, (end,)) if start <= end else None


def _int(text: str | None, default: int | None = None) -> int | None:
    return int(text) if text else default


def _one_day(match: re.Match[str], default: int | None) -> Span | None:
    day, month, *year = [part for part in match.groups() if part and part.isdigit()]
    found = _day(year[0] if year else default, month, day)
    return (None, (found,)) if found else None


def _day_range(match: re.Match[str], default: int | None) -> Span | None:
    day1, month1, year1, day2, month2, year2 = match.groups()
    end = _day(year2 or default, month2, day2)
    start = _day(year1 or (end.year if end else None), month1 or month2, day1)
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
    day = {"đầu": date(year, month, 1), "giữa": date(year, month, 15)}.get(match[1], _last_day(year, month))
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
    _form(_SHORT_DAY, "ngày 15/10", "that day of the default year", _one_day),
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

_BEFORE = r"(?:(?:hoàn thành|xong|gửi|nộp|báo cáo) )?trước(?: ngày| thời điểm)?"
_BY = (
    r"(?:chậm nhất|muộn nhất|hạn cuối(?: cùng)?|hạn chót|thời hạn(?: cuối)?|hạn nộp|không quá|đến hết|(?:xong |hoàn thành )?trong)"
    r"(?: là| vào| đến hết| đến| trong| hết|:)*|đến|hết"
)
_QUALIFIER = re.compile(rf"(?P<before>{_BEFORE})(?= )|(?P<by>{_BY})(?= )")
_LEADING = re.compile(r"(?:(?:thời gian|tiến độ|dự kiến|hoàn thành|thực hiện|kết thúc|báo cáo|vào|xong)\s?:?\s)+")
_HOUR = re.compile(
    r"(?P<h>\d{1,2})\s?(?:giờ|h|g|:)\s?(?P<m>\d{2})?(?:\s?phút)?(?=[\s,;.]|$)(?:,? (?:của )?(?=ngày|\d|trước))?"
)
_DAY_OF_QUARTER = re.compile(
    r"(?:ngày )?(\d{1,2})(?: của)? tháng (đầu|giữa|cuối)(?: của)?(?: mỗi| từng| hằng| hàng)?(?: quý|$)"
)
_QUARTER_MONTH = {"đầu": 1, "giữa": 2, "cuối": 3}
_TAIL = re.compile(r"(?:\s?[,;(]?\s?(?:và |hoặc )?(?:đột xuất)?\s?(?:khi có yêu cầu|theo yêu cầu|đột xuất)\)?|[.;,])+$")


def _normal(text: str) -> str:
    """Lower case, NFC, plain dashes, single spaces, one spelling of quý, kỳ, hằng."""
    plain = unicodedata.normalize("NFC", text).lower()
    plain = re.sub("[–—‐‑−]", "-", plain)
    plain = re.sub(r"\s*\((?:thứ|chủ nhật)[^)]*\)|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7]),? (?=ngày)", "", plain)
    plain = (
        plain.replace("qúy", "quý")
        .replace("học kì", "học kỳ")
        .replace("định kì", "định kỳ")
        .replace("kì học", "kỳ học")
    )
    return " ".join(plain.split())


def _take_hour(text: str) -> tuple[str, time | None]:
    match = _HOUR.search(text)
    if match is None or not (0 <= int(match["h"]) <= 23 and int(match["m"] or 0) <= 59):
        return text, None
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    rest = re.sub(r"(?:,\s*)?(?:trước|lúc|vào)\s*$", "", rest.strip()) if not text[match.end() :].strip() else rest
    return " ".join(rest.split()).strip(" ,"), time(int(match["h"]), int(match["m"] or 0))


def _take_qualifier(text: str) -> tuple[str, Qualifier | None]:
    match = _QUALIFIER.match(text)
    if match is None:
        return text, None
    words, rest = match[0], text[match.end() :].strip()
    if match["before"]:
        return rest, "before"
    return rest, None if words == "trong" else "by"


def _single(text: str, default_year: int | None) -> Span | None:
    for form in FORMS:
        match = form.pattern.fullmatch(text)
        if match and (span := form.build(match, default_year)):
            return span
    return None


def _year_of(text: str) -> int | None:
    found = re.findall(r"\b(20\d\d)\b", text)
    return int(found[-1]) if found else None


def _listed(text: str, default_year: int | None) -> Span | None:
    """Several times in one expression ("Quý IV/2025 và quý I/2026", "ngày 15/10, 15/12/2025"): a deadline for each."""
    parts = [part.strip() for part in re.split(_SEPARATOR, text) if part.strip()]
    if len(parts) < 2:
        return None
    kind = next((word for word in ("quý", "tháng", "ngày") if parts[0].startswith(word)), "")
    spans, year = [], default_year
    for part in reversed(parts):
        own_year = _year_of(part)
        year = own_year or year
        span = _single(part, year) or _single(f"{kind} {part}", year)
        if span is None:
            return None
        spans.append(span)
    deadlines = tuple(sorted({day for _, days in spans for day in days}))
    return spans[-1][0], deadlines


def _shift_before(span: Span) -> Span:
    """ "trước tháng 12/2025": what must be there before a period begins is due on the day before it."""
    start, days = span
    return (None, (start - timedelta(days=1),)) if start else (None, days)


def _returning(text: str, recurrence: Recurrence) -> tuple[tuple[int, int], ...]:
    """The days on which a recurrence falls, where the text names them."""
    if match := _DAY_OF_QUARTER.search(text):
        offset = _QUARTER_MONTH[match[2]]
        return tuple((month + offset, int(match[1])) for month in (0, 3, 6, 9)) if int(match[1]) <= 31 else ()
    if recurrence is Recurrence.MONTHLY and (match := re.search(r"(?:ngày )?(\d{1,2})(?= |$|,)", text)):
        return tuple((month, int(match[1])) for month in range(1, 13)) if 1 <= int(match[1]) <= 31 else ()
    pairs = [(int(m), int(d)) for d, m in re.findall(_SHORT_DAY, text)]
    return tuple(sorted(pair for pair in pairs if _day(2024, str(pair[0]), str(pair[1]))))


def _recurrent(text: str, words: str, due_time: time | None) -> Period | None:
    """A recurrence, with its days where the text names them; "ngày 15 tháng cuối quý" needs no other word for it."""
    found = next(((match, kind) for pattern, _, kind in RECURRENCES if (match := pattern.search(text))), None)
    if _DAY_OF_QUARTER.search(text) and (found is None or found[1] in (Recurrence.UNSPECIFIED, Recurrence.QUARTERLY)):
        rest, recurrence = (_without(text, found[0]) if found else text), Recurrence.QUARTERLY
    elif found is not None:
        rest, recurrence = _without(text, found[0]), found[1]
    else:
        return None
    returns_on = _returning(rest, recurrence)
    qualifier = _take_qualifier(rest)[1] if returns_on else None
    return Period(words, due_time=due_time, qualifier=qualifier, recurrence=recurrence, returns_on=returns_on)


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}".strip(" ,;:()")


def read_period(text: str, *, default_year: int | None = None) -> Period | None:
    """The meaning of a whole time expression, or None where it is no time, an impossible date or an unknown form.

    `default_year` completes expressions that leave the year out. Recurrences keep `due_on` None: `first_after` sets it.
    """
    words = " ".join(text.split())
    plain, due_time = _take_hour(_TAIL.sub("", _normal(words)).strip())
    plain = re.sub(r"(?<=\d)\s*-\s*(?=\d)", "-", plain)
    if not plain:
        return None
    core = _LEADING.sub("", plain, count=1) if _LEADING.match(plain) else plain
    core, qualifier = _take_qualifier(core)
    core = _LEADING.sub("", core, count=1) if _LEADING.match(core) else core
    span = _single(core, default_year) or _listed(core, default_year)
    if span is None:
        return _recurrent(plain, words, due_time)
    if qualifier == "before":
        span = _shift_before(span)
    elif qualifier == "by":
        span = (None, span[1])
    start, deadlines = span
    return Period(words, start, deadlines[-1], due_time, qualifier, Recurrence.NONE, deadlines)


def print_period(period: Period) -> str:
    """`period` in a form `read_period` reads back to the same dates."""
    days = [f"{day.day:02d}/{day.month:02d}/{day.year}" for day in period.deadlines]
    if period.starts_on is not None:
        start = period.starts_on
        return f"từ ngày {start.day}/{start.month}/{start.year} đến ngày {days[-1]}"
    hour = f"{period.due_time.hour} giờ {period.due_time.minute:02d} " if period.due_time else ""
    opening = {"before": "trước ", "by": "chậm nhất ", None: ""}[period.qualifier]
    return f"{opening}{hour}ngày {' và ngày '.join(days)}"
