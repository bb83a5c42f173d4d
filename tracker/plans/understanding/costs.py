"""How unlikely it is that some words are one cell of a column: print geometry, grammar of time, words for units.

All numbers are weights of evidence, in "surprises"; none of them knows a document.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import inf
from typing import Final

from tracker.patterns import regex
from tracker.periods import Period, read_period
from tracker.plans.understanding.measure import SPACE
from tracker.plans.understanding.print_lines import Cell
from tracker.plans.understanding.units import unit_doubt
from tracker.plans.understanding.words import PRODUCT_START, Column

_EMPTY: Final = {
    Column.GROUP: 1.0, Column.CONTENT: 8.0, Column.PRODUCT: 2.0, Column.TIME: 4.0, Column.LEAD: 3.0, Column.COORDINATING: 1.2, Column.OTHER: 0.4,
    Column.NUMBER: 0.0,
}  # fmt: skip
_EMPTY_GROUP: Final = 3.5  # where nearly every row has one
UNREADABLE_TIME: Final = 8.0
BONUS: Final = 1.5
_MARKED: Final = 3.0
_OPEN: Final = 1.5
_LONGEST_PERIOD: Final = 60  # characters
_ANY_LEAP_YEAR: Final = 2024
_DAYS_OF_MONTH: Final = regex(r"(?<![\d/])\d{1,2}\s?/\s?\d{1,2}\s?\.?$")
_LACKS_YEAR: Final = regex(
    r"(?!.*\b20\d{2}\b)(?:.*(?<![\d/])\d{1,2}\s?/\s?\d{1,2}(?![\d/])|.*\b(?:tháng|quý) \w)", re.IGNORECASE
)
_PART_OF_MONTH: Final = regex(
    r"(?:đầu|giữa|cuối|trong|cả|hết)(?:\s?(?:,|và|[-–])\s?(?:giữa|cuối))?\s+tháng\.?", re.IGNORECASE
)
_OPEN_END: Final = regex(
    r"(?:[,–-]| (?:và|của|các|cho|với|trong|tại|về|theo|để|đến|từ|trước|ngày|tháng|quý|nhất|hết))$", re.IGNORECASE
)
_HEAD: Final = r"(?:Cục|Vụ|Viện|Phòng|Sở|Trường|Trung tâm|Văn phòng|Ban|Bộ|Hội|Tổ|Công an|UBND)"
_SYMBOL: Final = regex(r"\d/(?:\d{4}/)?[A-ZĐ]{2,}")  # of a paper: no doer's name has one
_HALF_NAME: Final = regex(r"(?:^|\s)(?:Cục|Vụ|Viện|Trung tâm|Trường)$")  # a name that goes on in the next cell
_TWO_NAMES: Final = regex(rf"[A-ZĐ][A-ZĐ&-]{{2,}}\s+(?:{_HEAD}|Các)\s")  # "Vụ GDPT Viện KHGD": no comma between them
_PARENT: Final = regex(rf"^(?:Bộ|Sở)\s+(?:{_HEAD}|Các)\s")  # "Văn phòng Bộ | Các báo", not "Văn phòng | Bộ Các báo"
_LABEL: Final = regex(r"\b(?:Đơn vị |Cơ quan )?(?:[Cc]hủ trì|[Pp]hối hợp)\s*:")  # stands in a cell for doers only
_TIME_WORD: Final = regex(
    r"(?:quý|qúy|tháng|năm|ngày|chậm|nhất|muộn|trong|trước|đến|hết|từ|và|thường|xuyên|liên|tục|hằng|hàng|mỗi|từng|định|kỳ|kì|học|tuần|đầu|giữa|cuối|cả|suốt|"
    r"hạn|chót|xong|hoàn|thành|vào|là|giờ|phút|dự|kiến|theo|lần|một|khi|có|yêu|cầu|đột|xuất|thời|hoặc|sau|tới|"
    r"t?\(?[\divx]+(?:[/.:h-]+[\divx]*)*\)?|-|–)[.,;)]*",
    re.IGNORECASE,
)


@dataclass
class ColumnModel:
    """What is known of one column so far: its printed width, and the texts its cells hold again and again."""

    kind: Column
    width: int | None = None
    known: frozenset[str] = frozenset()
    is_filled: bool = False  # in nearly every row

    @property
    def may_be_known(self) -> bool:
        """Whether a cell of this column can earn the bonus for a text seen before."""
        return bool(self.known)


@lru_cache(maxsize=16384)
def is_time_word(text: str) -> bool:
    return bool(_TIME_WORD.fullmatch(text))


@lru_cache(maxsize=8192)
def period_of(text: str, default_year: int | None = None) -> Period | None:
    """What a whole text means as a time; a year it leaves out is `default_year` ("02-06/3", "Từ 09 đến 13/3")."""
    found = read_period(text, default_year=default_year)
    if found is None and default_year is not None and _DAYS_OF_MONTH.search(text):
        found = read_period(f"{text.rstrip(' .')}/{default_year}")
        return replace(found, text=" ".join(text.split())) if found is not None else None
    return found


def is_short_time(text: str) -> bool:
    """Whether a whole text is a time that leaves out the year or the month: "05/3", "Trước 25/3", "Cuối tháng"."""
    return bool(_PART_OF_MONTH.fullmatch(text)) or (
        _LACKS_YEAR.match(text) is not None and period_of(text, _ANY_LEAP_YEAR) is not None
    )


def _is_period(text: str) -> bool:
    """Whether a whole text is a time; one that does not begin with a word of times need not be read."""
    return is_time_word(text.split(" ", 1)[0]) and (period_of(text) is not None or is_short_time(text))


def cost(cell: Cell, model: ColumnModel, most: float = inf) -> float:
    """The surprises of `cell` standing in the column of `model`; above `most` it stops counting and says so by inf."""
    if cell.is_empty and model.is_filled and model.kind is Column.GROUP:
        return _EMPTY_GROUP
    if cell.is_empty:
        return _EMPTY.get(model.kind, _EMPTY[Column.OTHER])
    total = cell.marked_breaks * _MARKED
    if model.kind is Column.TIME:
        is_cited = _SYMBOL.search(cell.text) is not None
        if _is_period(cell.text):
            return total + (_OPEN if is_cited else 0.0)
        return total + UNREADABLE_TIME + (2 * _MARKED if is_cited else 0.0)
    total += _wrap_cost(cell.widths, model.width)
    if total - (BONUS if model.may_be_known else 0.0) > most:
        return inf
    total -= _known_bonus(cell.text, model)
    if _HALF_NAME.search(cell.text):
        total += _OPEN
    if model.kind is not Column.LEAD and _LABEL.search(cell.text):
        total += _MARKED
    if model.kind is Column.LEAD and _LABEL.match(cell.text):
        total += _capital_breaks(cell)
    elif model.kind in (Column.LEAD, Column.COORDINATING):
        total += _OPEN if _TWO_NAMES.search(cell.text) or _PARENT.match(cell.text) else 0.0
        total += 2 * _MARKED if _SYMBOL.search(cell.text) else 0.0
        total += unit_doubt(cell.text) + _capital_breaks(cell) + (_OPEN if _OPEN_END.search(cell.text) else 0.0)
    else:
        total += _words_cost(cell.text, model.kind)
    return total if total <= most else inf


def _words_cost(text: str, kind: Column) -> float:
    total = 2.5 if text[0].islower() else 0.0
    if _OPEN_END.search(text):
        total += _OPEN
    if kind is Column.PRODUCT and not PRODUCT_START.match(text):
        total += 0.4
    if kind is Column.CONTENT and len(text) < _LONGEST_PERIOD and _is_period(text):
        total += 3.0
    return total


def _known_bonus(text: str, model: ColumnModel) -> float:
    return BONUS if text in model.known else 0.0


def _capital_breaks(cell: Cell) -> float:
    """A capital at the start of a line, after a line that was not closed by a comma, is more likely another cell."""
    total = 0.0
    printed = cell.printed
    for before, after in pairwise(printed):
        word = after[0].text
        if (
            word[0].isupper()
            and not before[-1].text.endswith((",", ";", "-", "&", ":"))
            and not word.rstrip(",;.").isupper()
            and word != "Sở"
        ):
            total += 0.6
    return total


def _wrap_cost(widths: Sequence[tuple[int, int]], column_width: int | None) -> float:
    """Printed lines fill their column: a break where the next word had room, or a line too wide, speaks against one cell."""
    limit = column_width or max(line for line, _ in widths)
    total = 0.0
    for line, _ in widths:
        if line > limit * 1.012:
            total += 2.0 + 12.0 * (line / limit - 1)
    for (line, _), (_, first) in pairwise(widths):
        slack = limit - (line + SPACE + first)
        if slack > limit * 0.015:
            total += 0.8 + 3.0 * slack / limit
    return total


def fit_width(cells: Sequence[Cell]) -> int | None:
    """The column width that explains most breaks of `cells` with the fewest lines too wide."""
    lines = [line for cell in cells for line, _ in cell.widths]
    breaks = [(a[0] + SPACE + b[1]) for cell in cells for a, b in pairwise(cell.widths)]
    if not lines:
        return None

    def misfit(limit: int) -> float:
        return sum(2.5 for line in lines if line > limit * 1.005) + sum(1.0 for room in breaks if room <= limit * 0.99)

    return min(sorted(set(lines), reverse=True), key=misfit)
