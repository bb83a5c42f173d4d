"""One named time ("ngày 15/10", "tháng 11", "quý IV/2025"): what it leaves out, and the days it covers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from tracker.periods.quarters import Quarter, last_day

# The usual calendar of schools (QĐ 2269/QĐ-BGDĐT, domain facts 2.4). Dates built on it are marked as estimated.
SCHOOL_STARTS: Final = (9, 1)
SEMESTER_ONE_ENDS: Final = (1, 18)
SCHOOL_ENDS: Final = (5, 31)
_FIRST_YEAR, _LAST_YEAR = 1945, 2100
_LATE: Final = timedelta(days=92)  # a month named without a year is of the next year only if it lies this far back
_FIRST_MONTH_OF_SUMMER: Final = 6


class Kind(StrEnum):
    """What a piece names."""

    NUMBER = "number"  # a bare number: takes its kind from the piece beside it
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR_PART = "year_part"  # `number` months from `month` on
    YEAR = "year"
    YEARS = "years"
    SEMESTER = "semester"
    SCHOOL_YEAR = "school_year"
    SUMMER = "summer"


@dataclass(frozen=True)
class Piece:
    """A time as named: what is not said is None. `part`: "đầu", "cuối" … of it; `last` the second of two years."""

    kind: Kind
    number: int = 0
    month: int | None = None
    year: int | None = None
    part: str = ""
    last: int | None = None

    @property
    def lacks_month(self) -> bool:
        return self.kind in (Kind.DAY, Kind.WEEK) and self.month is None

    @property
    def order(self) -> tuple[int, int]:
        """Where in the year it begins, to see which of two comes first."""
        match self.kind:
            case Kind.MONTH:
                return (self.number, 0)
            case Kind.QUARTER:
                return (self.number * 3 - 2, 0)
            case Kind.YEAR_PART:
                return (self.month or 1, 0)
            case Kind.DAY | Kind.WEEK:
                return (self.month or 0, self.number)
            case _:
                return (0, 0)


@dataclass(frozen=True)
class Span:
    """The days of a piece. `is_point`: it names one day ("cuối tháng 3"), not a period."""

    first: date
    last: date
    is_point: bool = False
    is_estimated: bool = False


def complete(pieces: Sequence[Piece], year: int | None, reference: date | None) -> list[Piece]:
    """`pieces` in their order with kind, month and year filled in from their neighbours, then from `year` or `reference`.

    Over a year's end the earlier one belongs to the year before: "tháng 12 - 01/2026" begins in December 2025.
    """
    filled = list(pieces)
    for index in range(len(filled) - 2, -1, -1):
        filled[index] = _from_next(filled[index], filled[index + 1])
    for index in range(1, len(filled)):
        filled[index] = _from_previous(filled[index], filled[index - 1])
    if filled and filled[0].year is None:
        filled[0] = replace(filled[0], year=year_for(filled[0], year, reference))
        for index in range(1, len(filled)):
            filled[index] = _from_previous(filled[index], filled[index - 1])
    return filled


def _from_next(piece: Piece, following: Piece) -> Piece:
    if piece.kind is Kind.NUMBER and following.kind is not Kind.NUMBER:
        piece = _as_kind(piece, following.kind)
    if piece.lacks_month and following.kind in (Kind.DAY, Kind.WEEK):
        piece = replace(piece, month=following.month)
    if piece.year is None and following.year is not None and not piece.lacks_month:
        is_later = piece.order > following.order and following.kind is not Kind.YEAR
        piece = replace(piece, year=following.year - is_later)
    return piece


def _from_previous(piece: Piece, before: Piece) -> Piece:
    if piece.kind is Kind.NUMBER and before.kind is not Kind.NUMBER:
        piece = _as_kind(piece, before.kind)
    if piece.year is None and before.year is not None:
        piece = replace(piece, year=before.year + (piece.order < before.order))
    return piece


def _as_kind(piece: Piece, kind: Kind) -> Piece:
    kinds = (Kind.QUARTER,) if piece.part else (Kind.DAY, Kind.WEEK, Kind.MONTH, Kind.QUARTER)
    return replace(piece, kind=kind, part="") if kind in kinds else piece


def year_for(piece: Piece, year: int | None, reference: date | None) -> int | None:
    """The year of a piece that names none, so that it begins in `year`; a time long before `reference` is of the next."""
    is_school = piece.kind in (Kind.SEMESTER, Kind.SCHOOL_YEAR)
    if reference is None or (year is not None and year != reference.year):
        span = span_of(replace(piece, year=year)) if is_school else None
        return year - 1 if year and span and span.first.year > year else year  # "học kỳ II" of 2026 began in 2025
    if is_school:
        return reference.year - (reference.month < _FIRST_MONTH_OF_SUMMER)
    span = span_of(replace(piece, year=reference.year))
    return reference.year + 1 if span and span.last < reference - _LATE else reference.year


def span_of(piece: Piece) -> Span | None:
    """The days of a complete piece; None where something is missing or there is no such day."""
    if piece.year is None or not _FIRST_YEAR <= piece.year <= _LAST_YEAR:
        return None
    try:
        return _span(piece, piece.year)
    except ValueError:
        return None


def _span(piece: Piece, year: int) -> Span | None:
    reader = _SPANS.get(piece.kind)
    return reader(piece, year) if reader else None


def _day(piece: Piece, year: int) -> Span:
    day = date(year, piece.month or 0, piece.number)
    return Span(day, day, is_point=True)


def _quarter(piece: Piece, year: int) -> Span | None:
    quarter = Quarter(year, piece.number)
    return _part(Span(quarter.start, quarter.end), piece.part)


def _year_part(piece: Piece, year: int) -> Span:
    first = piece.month or 1
    return Span(date(year, first, 1), last_day(year, first + piece.number - 1))


def _year(piece: Piece, year: int) -> Span | None:
    if piece.part == "giữa":
        return Span(date(year, 6, 30), date(year, 6, 30), is_point=True)
    return _part(Span(date(year, 1, 1), date(year, 12, 31)), piece.part)


def _years(piece: Piece, year: int) -> Span | None:
    return Span(date(year, 1, 1), date(piece.last, 12, 31)) if piece.last and year < piece.last else None


def _month(piece: Piece, year: int) -> Span | None:
    """1st, 15th and last day for đầu, giữa, cuối (Civil Code 2015, art. 146); halves and thirds as periods."""
    month, part = piece.number, piece.part
    end = last_day(year, month)
    days = {
        "nửa đầu": (1, 15), "nửa cuối": (16, end.day), "nửa sau": (16, end.day), "thượng tuần": (1, 10), "trung tuần": (11, 20),
        "hạ tuần": (21, end.day),
    }.get(part)  # fmt: skip
    if days:
        return Span(date(year, month, days[0]), date(year, month, days[1]))
    if part == "giữa":
        return Span(date(year, month, 15), date(year, month, 15), is_point=True)
    return _part(Span(date(year, month, 1), end), part)


def _part(span: Span, part: str) -> Span | None:
    if not part:
        return span
    day = {"đầu": span.first, "cuối": span.last}.get(part)
    return Span(day, day, is_point=True, is_estimated=span.is_estimated) if day else None


def _week(piece: Piece, year: int) -> Span:
    """The n-th seven days of a month, the fifth what is left of it; 0 is the last seven days. Offices count differently."""
    month, number = piece.month or 0, piece.number
    end = last_day(year, month)
    if number == 0:
        return Span(end - timedelta(days=6), end, is_estimated=True)
    first = date(year, month, number * 7 - 6)
    return Span(first, min(first + timedelta(days=6), end), is_estimated=True)


def _school(piece: Piece, year: int) -> Span | None:
    starts, ends = date(year, *SCHOOL_STARTS), date(year + 1, *SCHOOL_ENDS)
    if piece.kind is Kind.SCHOOL_YEAR:
        whole = Span(starts, ends, is_estimated=bool(piece.part))
        return _part(whole, piece.part) if piece.last in (None, year + 1) else None
    if piece.last not in (None, year + 1):
        return None
    turn = date(year + 1, *SEMESTER_ONE_ENDS)
    first, last = (starts, turn) if piece.number == 1 else (turn + timedelta(days=1), ends)
    return _part(Span(first, last, is_estimated=True), piece.part)


_SPANS: Final[dict[Kind, Callable[[Piece, int], Span | None]]] = {
    Kind.DAY: _day,
    Kind.WEEK: _week,
    Kind.MONTH: _month,
    Kind.QUARTER: _quarter,
    Kind.YEAR_PART: _year_part,
    Kind.YEAR: _year,
    Kind.YEARS: _years,
    Kind.SUMMER: lambda _, year: Span(date(year, 6, 1), date(year, 8, 31), is_estimated=True),
    Kind.SEMESTER: _school,
    Kind.SCHOOL_YEAR: _school,
}
