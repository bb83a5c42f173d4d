"""Assemble the forms: qualifier, hour, recurrence, lists. Text is lower case with plain dashes and single spaces here."""

import re
import unicodedata
from datetime import time, timedelta

from tracker.periods.forms import FORMS, RECURRENCES, SEPARATOR, SHORT_DAY, Span, day_of
from tracker.periods.period import Period, Qualifier, Recurrence

_BEFORE = r"(?:(?:hoàn thành|xong|gửi|nộp|báo cáo) )?trước(?: ngày| thời điểm)?"
_BY = (
    r"(?:chậm nhất|muộn nhất|hạn cuối(?: cùng)?|hạn chót|hạn gửi|hạn hoàn thành|thời hạn(?: cuối)?|hạn nộp|không quá|đến hết|(?:xong |hoàn thành )?trong)"
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
    parts = [part.strip() for part in re.split(SEPARATOR, text) if part.strip()]
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
    pairs = [(int(m), int(d)) for d, m in re.findall(SHORT_DAY, text)]
    return tuple(sorted(pair for pair in pairs if day_of(2024, str(pair[0]), str(pair[1]))))


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
