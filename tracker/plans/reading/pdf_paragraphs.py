"""Where paragraphs begin: by indents, by room left at the end of a line, by distance, never by words alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading.pdf_lines import MARKER, Row

_SAME: Final = 2.0  # points
_INDENT: Final = 8.0
_LEAST_LONG: Final = 5
_LEAST_MARGIN: Final = 4.0
_APART: Final = 1.3  # of the usual distance between lines
_FAR_APART: Final = 1.75
_ENDS: Final = (".", ";", ":", "!", "?", "…", ".”", "./.")
_CENTRED: Final = 7.0
_ANNEX: Final = regex(r"(?:PHỤ LỤC|Phụ lục)(?:\s+(?:SỐ|số))?(?:\s+[\dIVX]+)?\s*$")
_OFFICE: Final = regex(
    r"UBND|HĐND|U[ỶY] BAN|ỦY BAN|HỘI ĐỒNG|BỘ\s|SỞ\s|PHÒNG\s|BAN\s|TRƯỜNG|TRUNG TÂM|CỤC|VỤ\s|VĂN PHÒNG|THANH TRA|CÔNG ĐOÀN|LIÊN ĐOÀN|ĐOÀN\s|ĐẢNG"
    r"|CHI BỘ|HỘI\s|TỔNG CỤC|HỌC VIỆN|ĐẠI HỌC|TỔ\s|CỘNG H|ĐỘC LẬP|KT\.|TL\.|TM\.|TUQ\.|Q\.|PHÓ\s|GIÁM ĐỐC|HIỆU TRƯỞNG|CHỦ TỊCH|TRƯỞNG\s|SỐ\s*:|CHÁNH|TUYỆT MẬT|TỐI MẬT|MẬT\s*$|HỎA TỐC|HOẢ TỐC|THƯỢNG KHẨN|KHẨN\s*$"
)  # what a line of its own begins with in a head or over a signature


@dataclass(slots=True)
class Placed:
    """A running line with what is known of its surroundings. `side` > 0: it stands in one of two columns."""

    page: int
    row: Row
    side: int
    left: float
    right: float
    after_table: bool = False  # a table stands between it and the line before

    @property
    def is_even(self) -> bool:
        """As far from the left margin as from the right one; full lines are so too."""
        return abs((self.row.x0 - self.left) - (self.right - self.row.x1)) <= _CENTRED

    @property
    def is_centred(self) -> bool:
        return self.is_even and self.row.x0 - self.left > _LEAST_MARGIN


def margins(rows: Sequence[Row], others: Sequence[Row], width: float) -> tuple[float, float]:
    """The left and right margin of a page's running text: where its long lines begin and end.

    A page with few long lines is measured together with `others`, the lines of the pages as wide.
    """
    long = _long(rows, width)
    if len(long) < _LEAST_LONG:
        long = _long([*rows, *others], width) or list(rows)
    if not long:
        return 0.1 * width, 0.9 * width
    ends = Counter(round(row.x1) for row in long)
    common = [x for x, count in ends.items() if count * 6 >= len(long) and count > 1]
    return min(row.x0 for row in long), float(max([*common, max(ends) - 4 * _INDENT]) if common else max(ends))


def _long(rows: Sequence[Row], width: float) -> list[Row]:
    return [row for row in rows if row.x1 - row.x0 > 0.5 * width]


def starts_of(lines: Sequence[Placed]) -> list[bool]:
    """For each running line of the document whether it begins a paragraph."""
    usual = _usual_distance(lines)
    found: list[bool] = []
    for index, line in enumerate(lines):
        if not index:
            found.append(True)
            continue
        found.append(_begins(line, lines[index - 1], lines[index + 1] if index + 1 < len(lines) else None, usual))
    return found


def _usual_distance(lines: Sequence[Placed]) -> float:
    """The distance of lines inside paragraphs, in type sizes: the closest that is common."""
    distances = [
        (after.row.base - before.row.base) / after.row.size
        for before, after in pairwise(lines)
        if before.page == after.page
        and before.side == after.side == 0
        and 0 < after.row.base - before.row.base < 3 * after.row.size
        and before.row.x1 > before.right - 2 * _INDENT
    ]
    return median(distances) if distances else 1.3


def _begins(line: Placed, before: Placed, following: Placed | None, usual: float) -> bool:
    if line.after_table or line.side != before.side or any(_ANNEX.match(each.row.text) for each in (line, before)):
        return True
    if line.side:
        return _begins_beside(line, before)
    if line.page == before.page and line.is_even and before.is_even and (line.is_centred or before.is_centred):
        return _begins_centred(line.row, before.row)
    distance = (line.row.base - before.row.base) / line.row.size if line.page == before.page else 0.0
    if distance > _FAR_APART * usual or _has_room(line, before):
        return True
    return _begins_behind_full(line, before, following, is_apart=distance > _APART * usual)


def _begins_beside(line: Placed, before: Placed) -> bool:
    """In the narrow columns of head and end nearly every line stands alone; wrapped ones go on small, in a list, or full."""
    text, last = line.row.text, before.row.text
    if last.endswith((";", ".", ":")):
        return True
    is_marked = MARKER.match(text)
    if text[:1].islower() or text[:1] == "(" or (not is_marked and (MARKER.match(last) or text[:1].isdigit())):
        return False
    is_alike = line.row.is_bold == before.row.is_bold and text.isupper() and last.isupper() and not _OFFICE.match(text)
    return not is_alike or _has_room(line, before)


def _begins_behind_full(line: Placed, before: Placed, following: Placed | None, *, is_apart: bool) -> bool:
    """Whether a line begins a paragraph though the one before is full: by indents, marks, ends of sentences, weight."""
    row, last = line.row, before.row
    is_ended, is_marked = last.text.endswith(_ENDS), bool(MARKER.match(row.text))
    indent, last_indent = row.x0 - line.left, last.x0 - before.left
    hangs = bool(MARKER.match(last.text)) and len(last.words) > 1 and abs(row.x0 - last.words[1].x0) <= _SAME
    is_lighter = last.is_bold and not row.words[0].is_bold
    if indent > last_indent + _INDENT and not hangs:
        return True
    if is_apart and (is_ended or is_marked or indent > _INDENT):
        return True
    if is_lighter and (indent > _INDENT or is_ended):
        return True
    if abs(indent - last_indent) <= _INDENT < indent and not hangs:  # two lines of one indent
        return is_ended or is_marked or _is_first_indent(following, line)
    return is_marked and (is_ended or last.text.isupper())


def _is_first_indent(following: Placed | None, line: Placed) -> bool:
    """Whether the next line steps back to the margin: `line` is then the first of its paragraph."""
    if following is None or following.page != line.page:
        return False
    return following.row.x0 < line.row.x0 - _INDENT and line.row.text[:1].isupper()


def _begins_centred(row: Row, last: Row) -> bool:
    """Lines of one centred title go together while their type stays the same."""
    is_same = (
        row.is_bold == last.is_bold and abs(row.size - last.size) < 0.6 and row.text.isupper() == last.text.isupper()
    )
    is_near = row.base - last.base < 1.7 * row.size
    return not (is_same and is_near) or last.text.endswith((".", ")", ";", ":"))


def _has_room(line: Placed, before: Placed) -> bool:
    """The line before left room for the first word of this one: its paragraph ended there."""
    first = line.row.words[0]
    room = before.right - before.row.x1 - 0.3 * before.row.size - (first.x1 - first.x0)
    if before.is_centred and not line.is_centred:
        return True
    return room > 1.0
