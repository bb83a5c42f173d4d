"""What comes back: the table of its words, and the days it falls on where the text names them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from typing import Final

from tracker.patterns import regex
from tracker.periods.period import Recurrence
from tracker.periods.words import weekday_of

Days = tuple[tuple[int, int], ...]
_EACH: Final = r"(?:hằng|mỗi|từng)"
_ONCE: Final = r"(?:một|0?1) lần"


def _every(unit: str) -> str:
    """The ways to say "each `unit`"."""
    return (
        rf"(?:định kỳ |trong |theo )*{_EACH} {unit}(?! học kỳ)|định kỳ (?:theo )?{unit}\b|{_ONCE}(?:/| mỗi | trong | một | )(?:0?1 )?{unit}\b|"
        rf"(?<!\d )(?<!\d){unit}(?:/| ){_ONCE}|(?<!\d )(?<!\d){unit}/lần|mỗi {unit} {_ONCE}"
    )


def _times_a(count: int, unit: str) -> str:
    return rf"(?:định kỳ )?0?{count} lần(?:/| mỗi | một | trong một | trong | ){unit}\b|mỗi {unit} 0?{count} lần|{unit} 0?{count} lần"


def _months(count: int) -> str:
    return rf"(?:định kỳ |theo )*(?:{_EACH} )?(?<!\d)0?{count} tháng(?: {_ONCE}|/lần|/{_ONCE})|định kỳ (?:{_EACH} )?0?{count} tháng|{_EACH} 0?{count} tháng"


# (words, example, meaning). Of those that match, the one that begins first wins; of those, the longest.
RECURRENCES: Final[tuple[tuple[re.Pattern[str], str, Recurrence], ...]] = tuple(
    (regex(pattern), example, recurrence)
    for pattern, example, recurrence in (
        (rf"{_months(6)}|{_times_a(2, 'năm(?! học)')}|định kỳ sáu tháng|{_EACH} nửa năm", "06 tháng một lần", Recurrence.SEMIANNUAL),
        (rf"{_every('học kỳ')}|{_times_a(2, 'năm học')}|theo học kỳ|(?:đầu|cuối|kết thúc) {_EACH} học kỳ", "mỗi học kỳ", Recurrence.SEMESTER),
        (
            rf"{_every('năm học')}|trong(?: suốt)? năm học(?! ?\d)|(?:cả|suốt) năm học(?! ?\d)|theo năm học(?! ?\d)",
            "trong từng năm học",
            Recurrence.SCHOOL_YEAR,
        ),
        (_every("tuần"), "hằng tuần", Recurrence.WEEKLY),
        (rf"{_every('tháng')}|(?:của )?tháng (?:tiếp theo|kế tiếp|liền kề|sau)\b", "hằng tháng", Recurrence.MONTHLY),
        (rf"{_every('quý')}|{_months(3)}|{_times_a(4, 'năm(?! học)')}", "hằng quý", Recurrence.QUARTERLY),
        (rf"{_every('năm(?! học)')}|thường niên|{_months(12)}|(?:và )?(?:các|những) năm (?:tiếp theo|sau|tiếp)", "hằng năm", Recurrence.ANNUAL),
        (rf"(?:làm |thực hiện )?thường xuyên|liên tục|{_EACH} ngày|quanh năm|(?:cả|suốt)(?: cả)? năm(?! ?(?:học|\d))", "Thường xuyên", Recurrence.CONTINUOUS),
        (r"định kỳ|\d+ (?:tuần|tháng|năm)(?:/| )(?:một |0?1 )?lần|\d+ lần(?:/| mỗi | trong | )(?:năm|tháng|tuần|quý|học kỳ)", "định kỳ", Recurrence.UNSPECIFIED),
    )
)  # fmt: skip
_HINT: Final = regex(
    r"tiếp theo|kế tiếp|liền kề|(?:tháng|năm) (?:sau|tiếp)|hằng|mỗi|từng|định kỳ|lần|thường|liên tục|năm học|học kỳ|quanh|suốt|cả năm|/|\d tháng|cuối quý|đầu quý|giữa quý"
)

_DAY: Final = r"(?:(?:ngày |vào )*(?P<day>\d{1,2}|cuối(?: cùng)?|đầu tiên))"
_QUARTER_SAID: Final = r"(?: của)?,? (?:quý (?:sau|tiếp theo|kế tiếp|liền kề)|(?:mỗi |từng |hằng )?quý)(?! [iv\d])"
_MONTH_OF_QUARTER: Final = regex(
    rf"{_DAY}(?: của)?,? tháng (?:(?P<month>đầu|giữa|cuối)(?: tiên| cùng)?(?:{_QUARTER_SAID}|$)|(?P<number>[123]){_QUARTER_SAID})"
)
_DAY_OF_MONTH: Final = regex(r"(?:ngày )?(?<![/\d])(?P<day>\d{1,2})(?![/\d]| (?:lần|ngày|tháng|năm|tuần|giờ))")
_OFFSETS: Final = {"đầu": 1, "giữa": 2, "cuối": 3, "1": 1, "2": 2, "3": 3}


@dataclass(frozen=True)
class Cycle:
    """A recurrence in a text: how often, and the words that are left without it."""

    recurrence: Recurrence
    rest: str


def cycles_in(text: str) -> list[Cycle]:
    """Every recurrence `text` names, in its order; "định kỳ" without a cycle only where no other stands."""
    if not _HINT.search(text):
        return []
    matched = [
        (match.start(), match.end(), recurrence)
        for pattern, _, recurrence in RECURRENCES
        if (match := pattern.search(text))
    ]
    found: list[tuple[int, int, Recurrence]] = []
    for entry in sorted(matched, key=lambda entry: (entry[0], -entry[1])):
        if not found or entry[0] >= found[-1][1]:  # "06 tháng một lần" holds "tháng một lần"
            found.append(entry)
    known = [entry for entry in found if entry[2] is not Recurrence.UNSPECIFIED] or found
    rest = text
    for start, end, _ in reversed(found):
        rest = f"{rest[:start]} {rest[end:]}"
    rest = " ".join(rest.split())
    rest = re.sub(r"\s*\(\s*\)", "", rest).strip(" ,;:.-/")
    rest = re.sub(
        r"^(?:và|hoặc|báo cáo|thực hiện|duy trì) |[ ,;]*(?: và| hoặc)?(?: duy trì| thực hiện| triển khai)?(?<! )$",
        "",
        rest,
    ).strip(" ,;:")
    kinds = list(dict.fromkeys(entry[2] for entry in known))
    if _MONTH_OF_QUARTER.search(rest) and Recurrence.QUARTERLY not in kinds and not _names_another(kinds):
        kinds = [Recurrence.QUARTERLY]
    return [Cycle(kind, rest) for kind in kinds]


def quarterly_by_day(text: str) -> bool:
    """Whether "ngày 15 tháng cuối quý" says by itself that it comes back every quarter."""
    return bool(_MONTH_OF_QUARTER.search(text))


def _names_another(kinds: list[Recurrence]) -> bool:
    return any(kind not in (Recurrence.UNSPECIFIED, Recurrence.CONTINUOUS) for kind in kinds)


def days_of(text: str, recurrence: Recurrence) -> Days:
    """The (month, day) pairs `text` names for a quarterly or monthly recurrence; others name dates, which are pieces."""
    if match := _MONTH_OF_QUARTER.search(text):
        offset = _OFFSETS[match["month"] or match["number"]]
        day = _day_number(match["day"])
        return tuple((month + offset, day) for month in (0, 3, 6, 9)) if 1 <= day <= 31 else ()
    months = {Recurrence.MONTHLY: range(1, 13), Recurrence.QUARTERLY: range(3, 13, 3)}.get(recurrence)
    if months is None:
        return ()
    if match := _DAY_OF_MONTH.search(text):
        if recurrence is not Recurrence.MONTHLY:
            return ()
        days = {int(found["day"]) for found in _DAY_OF_MONTH.finditer(text)}
        return tuple((month, day) for month in months for day in sorted(days)) if days <= set(range(1, 32)) else ()
    return ()


def ends_of(text: str, recurrence: Recurrence) -> Days:
    """The last (or first) day of each cycle: "cuối mỗi quý", "ngày cuối cùng của tháng"."""
    match = re.search(rf"(đầu|cuối)(?: cùng)?(?: của)? (?:{_EACH} )?(tháng|quý|năm)(?! ?\d| học| [iv])\b", text)
    units = {Recurrence.MONTHLY: "tháng", Recurrence.QUARTERLY: "quý", Recurrence.ANNUAL: "năm"}
    if match is None or match[2] != units.get(recurrence):
        return ()
    length = {"tháng": 1, "quý": 3, "năm": 12}[match[2]]
    lasts = range(length, 13, length)
    if match[1] == "đầu":
        return tuple((month - length + 1, 1) for month in lasts)
    return tuple((month, monthrange(2024, month)[1]) for month in lasts)


def weekday_in(text: str, recurrence: Recurrence) -> int | None:
    return weekday_of(text) if recurrence is Recurrence.WEEKLY else None


def _day_number(words: str) -> int:
    if words.isdigit():
        return int(words)
    return 1 if words.startswith("đầu") else 31
