"""One dated expression: qualifiers, ranges and lists of named times, the hour. Texts are as `words.plain` leaves them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Final

from tracker.patterns import regex
from tracker.periods.forms import pieces_in, says_unit, unit_of
from tracker.periods.period import Period, Qualifier, Recurrence
from tracker.periods.pieces import Kind, Piece, Span, complete, span_of

_BEFORE: Final = r"(?:(?:hoàn thành|xong|gửi|nộp|báo cáo|kết thúc) )?trước(?: hết)?(?: thời điểm)?"
_BY: Final = (
    r"(?:chậm nhất|muộn nhất|trễ nhất|hạn cuối cùng|hạn cuối|hạn chót|hạn cuối gửi|hạn gửi|hạn nộp|hạn hoàn thành|hạn báo cáo|"
    r"thời hạn (?:cuối cùng|cuối|hoàn thành|gửi|nộp|báo cáo|thực hiện)|thời hạn|hạn|không quá|không muộn hơn|không chậm hơn|không trễ hơn|"
    r"(?:từ nay |từ (?:khi|ngày) (?:ban hành|ký|có hiệu lực) )?(?:cho )?đến hết|từ nay (?:cho )?đến|(?:xong |hoàn thành )trong|trong khoảng|trong|cho đến|đến|tới|hết)"
)
_QUALIFIER: Final = regex(rf"(?:(?P<before>{_BEFORE})|(?P<by>{_BY})|(?P<link>là|vào|:|khoảng))(?=[ :])[ :]*")
LEADING: Final = regex(
    r"(?:(?:thời gian|thời điểm|tiến độ|dự kiến|hoàn thành|thực hiện|kết thúc|báo cáo|vào|xong|gửi|nộp|khoảng|tổ chức|triển khai|bắt đầu|buổi|sáng|chiều|tối|cả|cụ thể|là|ban hành|trình|duy trì|ngay)(?: (?:thực hiện|hoàn thành|báo cáo|gửi|nộp|xong|trong|kết quả))?[ ]?[:,]? )+"
)
_FROM: Final = regex(r"(?P<after>sau(?: ngày)?|quá)(?= )|(?:bắt đầu |kể |tính |triển khai |thực hiện )*từ(?= )")
_ONWARDS: Final = regex(r" (?:trở đi|đến nay|trở về sau|đến khi(?: .{0,60})?|cho đến khi(?: .{0,60})?|trở lên)$")
_HOUR: Final = regex(
    r"(?:(?:từ )?\d{1,2}(?: ?giờ ?| ?h ?| ?g ?|:(?=\d\d))(?:\d{2})?(?: ?phút)?(?: ?- ?| đến ))?"
    r"(?<![\d/.])(?P<h>\d{1,2})(?: ?giờ ?| ?h ?| ?g ?|:(?=\d\d))(?P<m>\d{2})?(?: ?phút)?(?=[\s,;.)]|$)(?:,? (?:của )?(?=ngày|\d|trước|thứ))?"
)
_SEPARATOR: Final = regex(r" ?[,;&+] ?(?:và )?| và (?:đến )?| hoặc ")
_TO: Final = regex(r" (?:cho )?(?:đến|tới)(?: hết)? (?:trước )?| ?- ?")
_MIDNIGHT: Final = 24
_LONGEST_RANGE: Final = 100  # characters
_UNIT_WORDS: Final = regex(r"quý|tháng|năm|ngày|tuần|học kỳ|hk|kỳ|hè|\d|nay")


@dataclass(frozen=True)
class Known:
    """What completes a time that leaves the year out."""

    year: int | None = None
    reference: date | None = None


@dataclass(frozen=True)
class _Range:
    """One element of a list: a time, or from one to another; `opens`: only its beginning is said."""

    first: Piece
    last: Piece | None = None
    qualifier: Qualifier | None = None
    is_bound: bool = False  # "trong", "đến hết": no start, though no flag
    opens: str = ""


@dataclass(frozen=True)
class Dates:
    """What the dated part of an expression comes to."""

    starts_on: date | None
    days: tuple[date, ...]
    qualifier: Qualifier | None = None
    is_estimated: bool = False


def period_of(dates: Dates, due_time: time | None, recurrence: Recurrence = Recurrence.NONE) -> Period:
    return Period(
        "",
        dates.starts_on,
        dates.days[-1] if dates.days else None,
        due_time if dates.days else None,
        dates.qualifier,
        recurrence,
        dates.days,
        is_estimated=dates.is_estimated,
    )


def dated(text: str, known: Known) -> Dates | None:
    if not _UNIT_WORDS.search(text):
        return None
    ranges = _list_of(text)
    if ranges is None:
        return None
    flat = [piece for found in ranges for piece in (found.first, found.last) if piece is not None]
    done = iter(complete(flat, known.year, known.reference))
    return _dates([replace(found, first=next(done), last=next(done) if found.last else None) for found in ranges])


def _list_of(text: str) -> list[_Range] | None:
    """The elements of a list, each with its qualifier; the unit said once counts for all ("quý III, IV/2025")."""
    whole = _element(text, "")
    if whole is not None:
        return [whole]
    found: list[_Range] = []
    kind = ""
    qualifier: _Range | None = None
    for part in _SEPARATOR.split(text):
        element = _element(part.strip(), kind)
        if element is None:
            return None
        if found and element.qualifier is None and not element.is_bound and qualifier is not None:
            element = replace(element, qualifier=qualifier.qualifier, is_bound=qualifier.is_bound)
        qualifier = element
        kind = unit_of(part, with_part=True) or kind
        found.append(element)
    return found


def _element(text: str, kind: str) -> _Range | None:
    if found := _single(text, kind):
        return found
    text = LEADING.sub("", text, count=1) if LEADING.match(text) else text
    opens, rest = _take_from(text)
    if opens and (found := _opening(opens, rest)) is not None:
        return found
    if _ONWARDS.search(text) and (found := _opening("from", text)) is not None:
        return found
    rest, qualifier, is_bound = take_qualifiers(text)
    _, unopened = _take_from(rest)
    found = _single(rest, kind) or _range(rest, kind) or _range(unopened, kind)
    return replace(found, qualifier=qualifier, is_bound=is_bound) if found else None


def _take_from(text: str) -> tuple[str, str]:
    match = _FROM.match(text)
    if match is None:
        return "", text
    return ("after" if match["after"] else "from"), text[match.end() :].strip()


def _opening(opens: str, rest: str) -> _Range | None:
    """ "từ tháng 9/2025", "từ năm 2026 trở đi", "sau ngày 15/10/2025": a beginning and no end."""
    bare = _ONWARDS.sub("", rest)
    piece = next((piece for piece in pieces_in(bare) if piece.kind is not Kind.NUMBER), None)
    if piece is None or (piece.kind is Kind.YEARS):
        return None
    return _Range(piece, opens=opens)


def _single(text: str, kind: str) -> _Range | None:
    if not kind or says_unit(text):
        return next((_Range(piece) for piece in pieces_in(text)), None)
    own = () if kind == "tuần" else pieces_in(text)  # "tuần 1, 2/10": never the second of October
    return next((_Range(piece) for piece in (*pieces_in(f"{kind} {text}"), *own)), None)


def _range(text: str, kind: str) -> _Range | None:
    """From one time to another; the unit of the first counts for the second ("quý I-II/2026", "tháng 10 - 12/2025")."""
    if len(text) > _LONGEST_RANGE:
        return None
    for match in _TO.finditer(text):
        left, right = text[: match.start()].strip(), text[match.end() :].strip()
        if not left or not right:
            continue
        first = _single(left, kind)
        second = _single(right, unit_of(left) or kind) if first else None
        if first and second and _may_span(first.first, second.first):
            return _Range(first.first, second.first)
    return None


def _may_span(first: Piece, last: Piece) -> bool:
    """Two bare numbers are no range of times; a bare number goes before a time, not before a school year."""
    if first.kind is Kind.NUMBER:
        return last.kind in (Kind.DAY, Kind.MONTH, Kind.QUARTER, Kind.WEEK) and last.year is not None
    return True


def take_qualifiers(text: str) -> tuple[str, Qualifier | None, bool]:
    """`text` without its qualifiers, the flag, and whether they bound it without a start. "trước" among them wins."""
    qualifier: Qualifier | None = None
    is_bound, has_word = False, True
    while has_word:
        match = _QUALIFIER.match(text)
        has_word = match is not None
        if match is None:
            break
        rest = text[match.end() :]
        if match["before"]:
            qualifier = "before"
        elif match["by"] and not re.fullmatch(r"trong(?: khoảng)?", match["by"]) and qualifier is None:
            qualifier = "by"
        text = LEADING.sub("", rest, count=1) if LEADING.match(rest) else rest
    return text.strip(), qualifier, is_bound or qualifier is not None


def _dates(ranges: Sequence[_Range]) -> Dates | None:
    """First day, deadlines and flag of complete `ranges`; None where one of them is no time."""
    days: list[date] = []
    starts_on: date | None = None
    is_estimated = False
    for index, found in enumerate(ranges):
        span = _span_of(found)
        if span is None:
            return None
        is_estimated |= span.is_estimated
        if found.opens:
            if len(ranges) > 1:
                return None
            start = span.first if found.opens == "from" else span.last + timedelta(days=1)
            return Dates(start, (), None, is_estimated)
        if found.qualifier == "before" and not span.is_point and found.last is None:
            days.append(span.first - timedelta(days=1))
        else:
            days.append(span.last)
        is_period = not span.is_point and not (found.qualifier and found.last is None)
        starts_on = span.first if index == 0 and is_period else starts_on
    return Dates(starts_on, tuple(sorted(set(days))), ranges[-1].qualifier, is_estimated)


def _span_of(found: _Range) -> Span | None:
    first = span_of(found.first)
    if found.last is None or first is None:
        return first
    last = span_of(found.last)
    if last is None or first.first > last.last:
        return None
    return Span(first.first, last.last, is_estimated=first.is_estimated or last.is_estimated)


def take_hour(text: str) -> tuple[str, time | None]:
    """`text` without its hours, and the last of them ("từ 8h00 ngày 15/6 đến 17h00 ngày 22/6/2026": 17:00)."""
    rest, found = _take_first_hour(text)
    if found is None:
        return text, None
    last, later = take_hour(rest)
    return last, later or found


def _take_first_hour(text: str) -> tuple[str, time | None]:
    match = _HOUR.search(text)
    if match is None:
        return text, None
    hour, minute = int(match["h"]), int(match["m"] or 0)
    is_midnight = hour == _MIDNIGHT and not minute  # "24h00 ngày D": the last minute of D
    if minute > 59 or (hour >= _MIDNIGHT and not is_midnight):
        return text, None
    before, after = text[: match.start()].strip(), text[match.end() :]
    if not after.strip(" .,;)"):  # "ngày 25/12/2025, trước 17h00"
        closing = re.search(r",? ?\(?(trước|lúc|vào|chậm nhất|hạn chót)$", before)
        before, after = (f"{closing[1]} {before[: closing.start()]}" if closing else before), ""
    rest = " ".join(f"{before} {after}".split())
    rest = re.sub(r"\b(?:vào lúc|lúc|vào)(?= (?:ngày|\d))", "", rest)
    return " ".join(rest.split()).strip(" ,"), time(23, 59) if is_midnight else time(hour, minute)
