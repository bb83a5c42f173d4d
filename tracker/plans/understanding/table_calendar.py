"""Calendars drawn as columns: months, quarters, weeks or days whose cells are marked. A run of marks is one time (domain facts 6.4)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tracker.patterns import regex

MARK: Final = regex(r"[xX×✓✔☑√+●•■▪◆◼⬛█★*vV]|x{2,3}|X{2,3}")

_NUMBER: Final = r"(?P<number>\d{1,2}|[IVX]{1,4})"
_YEAR: Final = r"(?:\s?(?:/|-|năm)\s?(?P<year>20\d{2}))?"
_DATE: Final = r"\d{1,2}\s?/\s?\d{1,2}(?:\s?/\s?\d{4})?"
_DAYS: Final = rf"(?:từ\s+)?(?:ngày\s+)?(?P<first>{_DATE}|\d{{1,2}})\s?(?:[-–→]|đến)\s?(?:ngày\s+)?(?P<last>{_DATE})"
_PART: Final = regex(rf"(?P<kind>tháng|quý|t|q)\.?\s?(?:thứ\s)?{_NUMBER}{_YEAR}", re.IGNORECASE)
_WEEK: Final = regex(rf"tuần\s?(?:lễ\s)?(?:thứ\s)?{_NUMBER}(?:\s?[:(\[-]?\s?{_DAYS}\s?[)\]]?)?", re.IGNORECASE)
_SPAN: Final = regex(rf"\(?{_DAYS}\)?", re.IGNORECASE)
_DAY: Final = regex(r"(?:ngày\s)?(?P<last>(?P<first>\d{1,2}/\d{1,2}(?:/\d{4})?))", re.IGNORECASE)
_MONTH_OF_YEAR: Final = regex(r"(?P<number>\d{1,2})\s?/\s?(?P<year>20\d{2})")
_MONTH_OVER: Final = regex(r"\btháng\s?(?P<month>\d{1,2})(?:\s?(?:/|năm)\s?(?P<year>20\d{2}))?", re.IGNORECASE)
_YEAR_OVER: Final = regex(r"(?<![\d-])(?<!- )\b(20\d{2})\b(?!\s?[-–]\s?20\d{2})")
_BARE: Final = regex(r"\d{1,2}|[IVX]{1,3}")
_LAST_MONTH: Final = 12
_MANY: Final = 0.8


@dataclass(frozen=True)
class Slot:
    """What one column stands for: a part of a year, a week with its month or its days, or days alone."""

    kind: str  # "Tháng", "Quý", "Tuần" or "" (days alone)
    number: str
    month: str = ""
    year: str = ""
    first: str = ""
    last: str = ""

    @property
    def text(self) -> str:
        return text_of((self,))


def slot_of(words: str, over: str = "") -> Slot | None:
    """What a heading stands for, with the words of the headings above it; None where it names no part of a calendar."""
    plain = " ".join(words.split())
    year = found[1] if (found := _YEAR_OVER.search(over)) else ""
    month = _MONTH_OVER.search(over)
    part = _PART.fullmatch(plain)
    if part and not (month and part["kind"].lower() == "t"):
        return Slot("Quý" if part["kind"][0] in "qQ" else "Tháng", part["number"], year=part["year"] or year)
    week = _WEEK.fullmatch(plain)
    if week:
        return _week(week["number"], month, year, week["first"] or "", week["last"] or "")
    if part:  # "T1" below "Tháng 3"
        return _week(part["number"], month, year)
    return _by_days(plain, year) or (_bare(plain, over, month, year) if over and _BARE.fullmatch(plain) else None)


def _by_days(plain: str, year: str) -> Slot | None:
    """ "8/2025", "02/3 - 06/3", "02/3"."""
    match = _MONTH_OF_YEAR.fullmatch(plain)
    if match and 1 <= int(match["number"]) <= _LAST_MONTH:
        return Slot("Tháng", match["number"], year=match["year"])
    days = _SPAN.fullmatch(plain) or _DAY.fullmatch(plain)
    return Slot("", "", year=year, first=days["first"], last=days["last"]) if days else None


def _week(number: str, month: re.Match[str] | None, year: str, first: str = "", last: str = "") -> Slot:
    in_year = (month["year"] or year) if month else year
    return Slot("Tuần", number, month["month"] if month else "", in_year, first, last)


def _bare(number: str, over: str, month: re.Match[str] | None, year: str) -> Slot | None:
    """A figure alone is what the heading above it counts: weeks, quarters or months."""
    lowered = over.lower()
    if "tuần" in lowered:
        return _week(number, month, year)
    if "quý" in lowered:
        return Slot("Quý", number, year=year)
    is_month = number.isdigit() and 1 <= int(number) <= _LAST_MONTH
    return Slot("Tháng", number, year=year) if is_month and ("tháng" in lowered or year) else None


def slots_of(lowest: Sequence[str], texts: Sequence[str], cells: Sequence[Sequence[str]]) -> dict[int, Slot]:
    """The columns that stand for parts of a calendar and are marked. `cells`: what stands in each column, empty ones left out."""
    slots = {
        column: slot
        for column, words in enumerate(lowest)
        if words and (slot := slot_of(words, texts[column].removesuffix(words))) is not None
    }
    filled = [text for column in slots for text in cells[column]]
    marked = sum(bool(MARK.fullmatch(text)) for text in filled)
    return slots if len(slots) > 1 and marked and marked >= _MANY * len(filled) else {}


def times_of(marked: Sequence[int], slots: Mapping[int, Slot]) -> list[str]:
    """The times of a row by its marked columns: each run of neighbours is one."""
    places = sorted(slots)
    order = {column: place for place, column in enumerate(places)}
    columns = sorted(set(marked))
    if not columns:
        return []
    runs = [[columns[0]]]
    for before, column in pairwise(columns):
        if order[column] == order[before] + 1 and slots[column].kind == slots[before].kind:
            runs[-1].append(column)
        else:
            runs.append([column])
    return [text_of([slots[column] for column in run]) for run in runs]


def text_of(run: Sequence[Slot]) -> str:
    """A run of neighbouring slots as a time an office writes: "Tháng 10/2025 - 12/2025", "Tuần 2 - Tuần 3 (09/3 - 20/3)"."""
    first, last = run[0], run[-1]
    if not first.kind:
        return _days(first, last)
    if first.kind == "Tuần":
        return _weeks(first, last)
    begin, end = f"{first.kind} {_of_year(first)}", _of_year(last)
    if len(run) == 1:
        return begin
    return f"{begin} - {end}" if first.kind == "Tháng" else f"{begin} - {last.kind} {end}"


def _of_year(slot: Slot) -> str:
    return f"{slot.number}/{slot.year}" if slot.year else slot.number


def _weeks(first: Slot, last: Slot) -> str:
    name = f"Tuần {first.number}" if first == last else f"Tuần {first.number} - Tuần {last.number}"
    if first.first and last.last:
        return f"{name} ({_days(first, last)})"
    if not last.month:
        return name
    month = f"tháng {last.month}" + (f"/{last.year}" if last.year else "")
    if first.month == last.month:
        return f"{name} {month}"
    before = f"tháng {first.month}" + (f"/{first.year}" if first.year else "")
    return f"Tuần {first.number} {before} - Tuần {last.number} {month}"


def _days(first: Slot, last: Slot) -> str:
    start, end = first.first, last.last
    if "/" not in start:
        start += first.last[first.last.index("/") :]
    if last.year and end.count("/") == 1:
        end += f"/{last.year}"
    return end if start == end or end.startswith(f"{start}/") else f"{start} - {end}"
