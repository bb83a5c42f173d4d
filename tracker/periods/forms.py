"""The table of forms: every way to write one time, with an example, its meaning, and how it is written and read.

Texts are as `words.plain` leaves them. What stands between times (từ … đến, và, trước) is the grammar's.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from tracker.patterns import regex
from tracker.periods.pieces import Kind, Piece

Builder = Callable[[re.Match[str]], Piece | None]
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_CENTURY: Final = 2000
_SHORT_YEARS: Final = range(20, 60)  # "25" is 2025; "98" is not a year documents plan for
_LONGEST: Final = 60  # characters of one time
_LONGEST_PLAN: Final = 30  # years


@dataclass(frozen=True)
class Form:
    """One way to write a time: what reads it and what writes it.

    `spellings` write it: {d} day, {m} month, {y} year, {yy} its last digits, {z} the year
    after, {q} and {r} quarter in digits and Roman, {w} week, {p} part, {n} a count of months, {s} semester.
    """

    pattern: re.Pattern[str]
    example: str
    meaning: str
    build: Builder
    spellings: tuple[str, ...]


# --- pieces of patterns

_Y: Final = r"(?:[/.-]|,? (?:của )?năm | )(?P<y>\d{4})"
_Y_OR_SHORT: Final = rf"(?:{_Y}|/(?P<yy>\d{{2}}))?"
_MAY_Y: Final = rf"(?:{_Y})?"
_D: Final = r"(?P<d>\d{1,2})"
_M: Final = r"(?P<m>\d{1,2})"
_MONTH: Final = r"(?:tháng |tháng|th\.? ?|t\.? ?)"
_OF: Final = r"(?: của|,)? "
_PARTS_OF_MONTH: Final = (
    r"(?P<p>đầu|giữa|cuối|nửa đầu|nửa cuối|nửa sau|thượng tuần|trung tuần|hạ tuần|ngày cuối cùng|ngày cuối)"
)
_QUARTER: Final = r"(?:quý |quý|q\.? ?)(?P<q>iv|iii|ii|i|0?[1-4])"
_SEMESTER: Final = r"(?:học kỳ ?|hk ?|kỳ )(?P<s>ii|i|0?[12])"
_SCHOOL_YEAR: Final = r"(?P<y>\d{4}) ?[-/] ?(?P<z>\d{4})"


def _number(text: str) -> int:
    return _ROMAN.get(text) or int(text)


def _group(match: re.Match[str], name: str) -> str | None:
    return match[name] if name in match.re.groupindex else None


def _year(match: re.Match[str]) -> int | None:
    if year := _group(match, "y"):
        return int(year)
    short = _group(match, "yy")
    return _CENTURY + int(short) if short else None


def _is_written_year(match: re.Match[str]) -> bool:
    short = _group(match, "yy")
    return short is None or int(short) in _SHORT_YEARS


def _day(match: re.Match[str]) -> Piece | None:
    month = _group(match, "m")
    if not _is_written_year(match):
        return None
    return Piece(Kind.DAY, int(match["d"]), int(month) if month else None, _year(match))


def _bare(match: re.Match[str]) -> Piece | None:
    return Piece(Kind.NUMBER, int(match["d"]))


def _bare_roman(match: re.Match[str]) -> Piece | None:
    return Piece(Kind.NUMBER, _number(match["q"]), part="roman")


def _month(match: re.Match[str]) -> Piece | None:
    part = (_group(match, "p") or "").removeprefix("ngày ").removesuffix(" cùng")
    month = int(match["m"])
    if not (1 <= month <= 12 and _is_written_year(match)):
        return None
    return Piece(Kind.MONTH, month, year=_year(match), part=part)


def _week(match: re.Match[str]) -> Piece | None:
    named = {"đầu": 1, "cuối": 0}.get(match["w"])
    number = int(match["w"]) if named is None else named
    month = _group(match, "m")
    return (
        Piece(Kind.WEEK, number, int(month) if month else None, _year(match))
        if 1 <= number <= 5 or named == 0
        else None
    )


def _quarter(match: re.Match[str]) -> Piece | None:
    return Piece(Kind.QUARTER, _number(match["q"]), year=_year(match), part=_group(match, "p") or "")


def _month_of_quarter(match: re.Match[str]) -> Piece | None:
    offset = {"đầu": 2, "giữa": 1, "cuối": 0, "1": 2, "2": 1, "3": 0}[match["p"]]
    return Piece(Kind.MONTH, _number(match["q"]) * 3 - offset, year=_year(match))


def _months_of_year(match: re.Match[str]) -> Piece | None:
    count = 6 if match[0].startswith("nửa") else int(match["n"])
    first = 1 if match["p"] == "đầu" else 13 - count
    return Piece(Kind.YEAR_PART, count, first, _year(match)) if 1 <= count <= 11 else None


def _whole_year(match: re.Match[str]) -> Piece | None:
    return Piece(Kind.YEAR, year=_year(match), part=_group(match, "p") or "")


def _years(match: re.Match[str]) -> Piece | None:
    first, last = int(match["y"]), int(match["z"])
    return Piece(Kind.YEARS, year=first, last=last) if 0 < last - first <= _LONGEST_PLAN else None


def _school(match: re.Match[str]) -> Piece | None:
    last = _group(match, "z")
    part = {"kết thúc": "cuối", None: ""}.get(_group(match, "p"), _group(match, "p") or "")
    semester = _group(match, "s")
    kind = Kind.SEMESTER if semester else Kind.SCHOOL_YEAR
    return Piece(
        kind,
        _number(semester) if semester else 0,
        year=_year(match),
        part=part,
        last=int(last) if last else None,
    )


def _form(pattern: str, example: str, meaning: str, build: Builder, *spellings: str) -> Form:
    return Form(regex(pattern), example, meaning, build, spellings)


FORMS: Final[tuple[Form, ...]] = (
    _form(rf"(?:ngày )?{_D}(?P<x>[/.-]){_M}(?P=x)(?P<y>\d{{4}})", "25/5/2026", "that day, day first", _day,
          "{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}-{m}-{y}", "{d}.{m}.{y}", "ngày {d:02}/{m}/{y}", "ngày {d} / {m} / {y}", "Thứ Hai, ngày {d}/{m}/{y}"),
    _form(rf"(?:ngày )?{_D}(?P<x>[/-]){_M}(?P=x)(?P<yy>\d{{2}})", "05/12/25", "that day of 20..", _day, "{d:02}/{m:02}/{yy:02}", "ngày {d}-{m}-{yy:02}"),
    _form(rf"(?:ngày )?{_D}(?: của)? tháng {_M}(?:,? (?:của )?năm |[/ .-])(?P<y>\d{{4}})", "ngày 30 tháng 6 năm 2025", "that day", _day,
          "ngày {d:02} tháng {m:02} năm {y}", "{d} tháng {m}, năm {y}", "ngày {d} tháng {m}/{y}", "mùng {d} tháng {m} năm {y}"),
    _form(rf"(?:ngày )?{_D}/{_M} năm (?P<y>\d{{4}})", "ngày 15/10 năm 2025", "that day", _day, "ngày {d}/{m} năm {y}"),
    _form(rf"(?:ngày )?{_D}(?:/|(?: của)? tháng ){_M}", "ngày 15/10", "that day, the year from elsewhere", _day),
    _form(rf"ngày {_D}[.-]{_M}", "ngày 15-10", "that day, the year from elsewhere", _day),
    _form(rf"ngày {_D}", "ngày 10", "a day whose month stands in the next one: ngày 10, 11/12/2025", _day),
    _form(rf"{_D}", "10", "a number that takes its kind from its neighbour: 10-12/2025", _bare),
    _form(rf"{_MONTH}{_M}{_Y_OR_SHORT}", "Tháng 11/2024", "the month, due on its last day", _month,
          "Tháng {m}/{y}", "tháng {m:02} năm {y}", "T{m}/{y}", "Th.{m}/{y}", "tháng {m}-{y}", "T.{m}/{yy:02}", "tháng {m} {y}"),
    _form(rf"{_M}(?:[/.-]| năm )(?P<y>\d{{4}})", "10/2025", "the month, due on its last day", _month, "{m:02}/{y}", "{m}/{y}", "{m}.{y}", "{m} - {y}"),
    _form(rf"{_PARTS_OF_MONTH}{_OF}{_MONTH}{_M}{_Y_OR_SHORT}", "giữa tháng 3/2026",
          "1st, 15th, last day (BLDS 2015, art. 146); halves 1-15 and 16-end, thirds 1-10, 11-20, 21-end", _month,
          "{p} tháng {m}/{y}", "{p} tháng {m} năm {y}", "{p} của tháng {m}/{y}"),
    _form(rf"tuần (?:thứ )?(?P<w>\d|đầu|cuối)(?: tiên| cùng)?{_OF}{_MONTH}{_M}{_MAY_Y}", "tuần 2 tháng 11/2025",
          "days 1-7, 8-14, 15-21, 22-28, the rest; the last: the last seven (estimated, offices differ)", _week,
          "tuần {w} tháng {m}/{y}", "Tuần {w}, tháng {m} năm {y}", "tuần thứ {w} của tháng {m}/{y}"),
    _form(rf"tuần (?:thứ )?(?P<w>\d)/{_M}(?:/(?P<y>\d{{4}}))?", "tuần 3/9/2025", "that week of the month (estimated)", _week, "tuần {w}/{m}/{y}"),
    _form(r"tuần (?:thứ )?(?P<w>\d)", "tuần 1", "a week whose month stands in the next one: tuần 1, 2 tháng 3; alone it is no date", _week),
    _form(rf"{_QUARTER}{_MAY_Y}", "Quý IV/2025", "the quarter, due on its last day", _quarter,
          "Quý {r}/{y}", "quý {q}/{y}", "Quý {r} năm {y}", "Q{q}/{y}", "quý {q} - {y}", "Qúy {r}/{y}"),
    _form(r"(?P<q>iv|iii|ii|i)/(?P<y>\d{4})", "IV/2025", "the quarter, due on its last day", _quarter, "{r}/{y}"),
    _form(r"(?P<q>iv|iii|ii|i)", "III", "a quarter beside another: Quý III, IV/2025", _bare_roman),
    _form(rf"(?P<p>đầu|cuối){_OF}{_QUARTER}{_MAY_Y}", "cuối quý I/2026", "first or last day of the quarter", _quarter, "cuối quý {r}/{y}", "đầu quý {q} năm {y}"),
    _form(rf"tháng (?P<p>đầu|giữa|cuối|[1-3])(?: tiên| cùng)?(?: của|,)? {_QUARTER}{_MAY_Y}",
          "tháng cuối của quý IV/2025", "that month, due on its last day", _month_of_quarter, "tháng cuối của quý {r}/{y}", "tháng thứ hai quý {r} năm {y}"),
    _form(rf"(?P<n>0?\d|1[01]) tháng (?P<p>đầu|cuối)(?: (?:của )?năm)?{_MAY_Y}", "06 tháng đầu năm 2026",
          "so many months from 1 January on, or up to 31 December", _months_of_year,
          "{n:02} tháng đầu năm {y}", "{n} tháng cuối năm {y}", "{n} tháng đầu của năm {y}", "Sáu tháng đầu năm {y}"),
    _form(r"nửa (?P<p>đầu|cuối|sau)(?: của)? năm(?: (?P<y>\d{4}))?", "nửa đầu năm 2026", "January to June; July to December", _months_of_year,
          "nửa đầu năm {y}", "Nửa cuối năm {y}"),
    _form(r"(?P<p>đầu|giữa|cuối)(?: của)? năm(?: (?P<y>\d{4}))?", "cuối năm 2025", "1 January, 30 June, 31 December (art. 146)", _whole_year,
          "đầu năm {y}", "giữa năm {y}", "cuối năm {y}"),
    _form(r"(?:(?:trong |cả |suốt )*năm (?P<y>\d{4})|(?P<only>20[1-9]\d))", "Năm 2025", "the calendar year, due on 31 December",
          lambda m: Piece(Kind.YEAR, year=int(m["y"] or m["only"])), "Năm {y}", "cả năm {y}", "Trong năm {y}"),
    _form(r"trong năm(?: nay)?|năm nay", "trong năm", "the document's year", _whole_year),
    _form(r"(?:năm |trong |giai đoạn |nhiệm kỳ )*(?P<y>20[1-9]\d) ?[-/] ?(?P<z>20[1-9]\d)", "2026 - 2030", "from 1 January of one to 31 December of the other", _years,
          "giai đoạn {y}-{z}", "{y} - {z}", "Năm {y}-{z}"),
    _form(rf"(?:(?P<p>đầu|cuối|kết thúc) )?(?:(?:trong |cả |suốt )*năm học )(?:{_SCHOOL_YEAR})", "Năm học 2025-2026", "September to 31 May (QĐ 2269/QĐ-BGDĐT)", _school,
          "Năm học {y}-{z}", "năm học {y} – {z}", "trong năm học {y}-{z}"),
    _form(rf"(?:(?P<p>đầu|cuối|kết thúc) )?{_SEMESTER}(?:,|/|-| của|\s?\(?)? ?(?:năm học )?(?:{_SCHOOL_YEAR})\)?", "học kỳ I năm học 2025-2026",
          "September to 18 January; 19 January to 31 May (estimated)", _school,
          "học kỳ {s} năm học {y}-{z}", "HK{s}, năm học {y}-{z}", "Cuối học kỳ {s} năm học {y} - {z}", "học kì {s} ({y}-{z})"),
    _form(rf"(?:(?P<p>đầu|cuối|kết thúc) )?{_SEMESTER}", "HKI", "the semester of the school year of issue (estimated)", _school),
    _form(r"(?P<p>đầu|cuối|kết thúc) năm học", "cuối năm học", "of the school year of issue (estimated)", _school),
    _form(r"(?:trong )?(?:kỳ nghỉ )?hè(?: năm)? (?P<y>\d{4})", "hè năm 2026", "June to August (estimated)", lambda m: Piece(Kind.SUMMER, year=int(m["y"])), "hè {y}", "hè năm {y}"),
)  # fmt: skip

_UNIT: Final = r"(?:ngày|tháng|quý|tuần|năm)"
_UNIT_BEFORE: Final = regex(rf"(?P<part>(?:đầu|giữa|cuối|nửa đầu|nửa cuối) )?(?P<unit>{_UNIT}) ?(?=\d|i)")
_HAS_UNIT: Final = regex(rf"(?:đầu |giữa |cuối |nửa |cả |trong )*{_UNIT}\b")


def pieces_in(text: str) -> Iterator[Piece]:
    """Every reading of `text` as one named time, the likeliest first."""
    if len(text) > _LONGEST:
        return
    for form in FORMS:
        if (match := form.pattern.fullmatch(text)) and (piece := form.build(match)):
            yield piece


def unit_of(text: str, *, with_part: bool = False) -> str:
    """The word that says what the numbers in `text` count ("quý III" -> "quý"), "" where none does."""
    match = _UNIT_BEFORE.search(text)
    if match is None:
        return ""
    return f"{match['part'] or ''}{match['unit']}" if with_part else match["unit"]


def says_unit(text: str) -> bool:
    """Whether `text` begins with a unit of its own."""
    return bool(_HAS_UNIT.match(text))
