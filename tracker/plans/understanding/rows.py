"""Cut a flattened table into rows: numbers in sequence start rows, Roman titles start sections, pages cut rows in two."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading import Line
from tracker.plans.understanding.headings import TableHeading
from tracker.plans.understanding.table_end import tail_of
from tracker.plans.understanding.words import ANNEX, END_OF_BODY

Number = tuple[int, ...]

_NUMBER: Final = regex(r"(?P<number>\d{1,4}(?:\.\d{1,2}){0,2})(?P<mark>[.)]?)(?:\s+(?P<rest>\S.*))?$")
_SECTION: Final = regex(r"(?P<mark>[IVX]{1,5}|[A-H])\s*(?P<dot>[.)/:-]?)(?:\s+(?P<title>\S.*))?$")
_ROMANS: Final = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
    "XVIII",
    "XIX",
    "XX",
)
_FIRST_CHILD: Final = regex(r"(?:1|\d{1,2}\.1)[.)]?(?:\s|$)")
_WAITS: Final = regex(r"(?:^|\s)(?:quý|kỳ|kì|đợt|lớp|khối|phần|chương|hạng|loại|cấp)$", re.IGNORECASE)
_LEAST_TITLE: Final = 12
_MOST_TITLE_LINES: Final = 2  # lines behind the first of a section's title until its first row
_MOST_ABOVE: Final = 4  # lines over a heading that may be the table's caption
_LONGEST_CAPTION: Final = 110
_PAGE_NUMBER: Final = regex(r"\d{1,3}")


@dataclass
class Row:
    """One row: its number as read and, page by page, its lines. The number is no longer part of the first line."""

    stt: str
    section: str | None
    first_line: int
    last_line: int
    fragments: list[list[Line]] = field(default_factory=lambda: [[]])
    page: int | None = None
    starts_page: bool = False

    def add(self, line: Line) -> None:
        self.fragments[-1].append(line)
        self.last_line = line.number

    def cut(self) -> None:
        if self.fragments[-1]:
            self.fragments.append([])


@dataclass
class Table:
    """A task table: its columns, its rows, where it ends (index of the first line behind it), and the words over it."""

    heading: TableHeading
    rows: list[Row]
    end: int
    caption: str = ""


@dataclass
class _Cutter:
    """Walks the lines of one table. `style` is how the first row writes its number: mark, alone on its line."""

    rows: list[Row] = field(default_factory=list)
    section: str | None = None
    section_lines: list[str] | None = None
    section_mark: str = ""
    section_dot: str | None = None  # how the first section's mark is written
    last: Number = ()
    style: tuple[str, bool] | None = None

    def number_at(self, line: Line) -> re.Match[str] | None:
        match = _NUMBER.fullmatch(line.text)
        if match is None:
            return None
        number = tuple(int(part) for part in match["number"].split("."))
        if match["rest"] is None and self._is_repeated(match, number):
            self._give_back()
            return match
        if not self._may_be_next(match["number"], number) or (match["rest"] or "").startswith(
            ("%", "/", "tháng ", "giờ ")
        ):
            return None
        style = (match["mark"], match["rest"] is None)
        if self.style is not None and len(number) == 1 and self.style[0] != style[0] and self.last:
            return None
        if (
            match["rest"]
            and not style[0]
            and len(number) == 1
            and not match["rest"][0].isupper()
            and self.style != style
        ):
            return None
        self.style = self.style or style
        self.last = number
        return match

    def _may_be_next(self, text: str, number: Number) -> bool:
        """Whether the number goes on counting the rows; "04" is a figure where rows are numbered "4"."""
        if self.rows and text.startswith("0") and not self.rows[0].stt.startswith("0"):
            return False
        return _follows(self.last, number) or self._goes_on(number)

    def _is_repeated(self, match: re.Match[str], number: Number) -> bool:
        """Whether the number stood on the line before already, with nothing behind it: that one was a figure in a cell."""
        return (
            number == self.last
            and len(self.rows) > 1
            and not any(self.rows[-1].fragments)
            and self.rows[-1].stt == match["number"]
        )

    def _give_back(self) -> None:
        """The last row is none: its number is a figure in the row above, or that of the page."""
        lone = self.rows.pop()
        if not lone.starts_page:
            self.rows[-1].add(Line(lone.first_line, lone.stt, lone.page, False, False))

    def close(self) -> None:
        """A number with nothing behind it at the end of the table is a figure in the last row."""
        if len(self.rows) > 1 and self.section_lines is None and not any(self.rows[-1].fragments):
            self._give_back()

    def _goes_on(self, number: Number) -> bool:
        """Behind a section numbers may go on from the one before, or be those of its children ("II", then "2.1")."""
        if self.last or not self.rows:
            return False
        before = tuple(int(part) for part in self.rows[-1].stt.split("."))
        return number == (before[0] + 1,) or (len(number) > 1 and number == (before[0] + 1, *[1] * (len(number) - 1)))

    def section_at(self, line: Line, following: Sequence[Line]) -> re.Match[str] | None:
        match = _SECTION.fullmatch(line.text)
        if match is None or match["mark"] not in _next_marks(self.section_mark):
            return None
        if self.section_dot is not None and match["dot"] != self.section_dot and match["mark"] in _ROMANS[1:]:
            return None
        title = match["title"] or (following[0].text if following else "")
        behind = following if match["title"] else following[1:]
        begins = behind and (_FIRST_CHILD.match(behind[0].text) or self._is_next(behind)) and not self._is_open()
        if not title or not title[0].isupper() or (not match["dot"] and not _is_capital(title) and not begins):
            return None
        return match

    def _is_open(self) -> bool:
        """Whether the last line waits for a Roman figure: "Quý", "Học kỳ"."""
        lines = self.rows[-1].fragments[-1] if self.rows and self.section_lines is None else []
        return bool(lines) and bool(_WAITS.search(lines[-1].text))

    def _is_next(self, following: Sequence[Line]) -> bool:
        """Whether, behind at most one more line of a title, the numbers go on from the last row's."""
        if len(self.last) != 1 or self.style is None:
            return False
        begins = f"{self.last[0] + 1}{self.style[0]}"
        texts = [line.text for line in following[:_MOST_TITLE_LINES]]
        return any(text == begins or text.startswith(f"{begins} ") for text in texts)

    def open_section(self, match: re.Match[str]) -> None:
        self.section_dot = match["dot"] if self.section_dot is None else self.section_dot
        self.section_mark = match["mark"]
        self.section_lines = [match["title"]] if match["title"] else []
        self.last = ()

    def open_row(self, match: re.Match[str], line: Line) -> None:
        if self.section_lines is not None:
            self.section, self.section_lines = " ".join(self.section_lines), None
        row = Row(match["number"], self.section, line.number, line.number, page=line.page, starts_page=line.starts_page)
        if match["rest"]:
            row.add(Line(line.number, match["rest"], line.page, False, False))
        self.rows.append(row)

    def add(self, line: Line) -> None:
        if self.section_lines is not None:
            self.section_lines.append(line.text)
        elif self.rows:
            self.rows[-1].add(line)


def _follows(last: Number, number: Number) -> bool:
    """Whether `number` may come after `last`: the next one, its first child, or the next of a parent."""
    if not last:
        return number[0] == 1 and all(part == 1 for part in number)
    allowed = [(*last[:depth], last[depth] + 1) for depth in range(len(last))]
    return number in allowed or number == (*last, 1)


def _is_capital(text: str) -> bool:
    return text.isupper() and len(text) >= _LEAST_TITLE


def _next_marks(mark: str) -> tuple[str, ...]:
    if not mark:
        return ("I", "A")
    if mark in _ROMANS and not (mark in "CDH" and mark not in ("I", "V", "X")):
        place = _ROMANS.index(mark)
        return (*_ROMANS[place + 1 : place + 2], *(("B",) if mark == "A" else ()))
    return (chr(ord(mark) + 1), "I")


def cut_tables(lines: tuple[Line, ...], headings: list[TableHeading]) -> list[Table]:
    """The task tables of a document. A repeated heading continues the table before it."""
    tables: list[Table] = []
    starts = {heading.first: heading for heading in headings}
    position = 0
    for heading in headings:
        if heading.first < position:
            continue
        table = _cut(lines, heading, starts)
        position = table.end
        if table.rows:
            tables.append(table)
    return tables


def _cut(lines: tuple[Line, ...], heading: TableHeading, starts: dict[int, TableHeading]) -> Table:
    cutter = _Cutter()
    index = heading.last + 1
    while index < len(lines):
        line = lines[index]
        repeated = starts.get(index)
        if repeated is not None:
            if repeated.columns != heading.columns:
                break
            _cut_last_row(cutter)
            index = repeated.last + 1
            continue
        if ANNEX.match(line.text) or END_OF_BODY.match(line.text):
            break
        if line.starts_page:
            _cut_last_row(cutter)
        if line.starts_page and _PAGE_NUMBER.fullmatch(line.text) and not _follows(cutter.last, (int(line.text),)):
            index += 1
            continue
        _take(cutter, line, lines[index + 1 : index + 1 + _MOST_TITLE_LINES])
        index += 1
    cutter.close()
    index = _without_text(cutter.rows, lines, heading, index)
    if index < len(lines) and ANNEX.match(lines[index].text):
        _drop_titles(cutter.rows)
    _drop_tail(cutter.rows)
    return Table(heading, cutter.rows, index, _caption(lines, heading.first))


def _caption(lines: tuple[Line, ...], first: int) -> str:
    """The title lines right above a heading: short ones, no sentences, nothing that only says what they belong to."""
    found: list[str] = []
    for line in reversed(lines[max(0, first - _MOST_ABOVE) : first]):
        if len(line.text) > _LONGEST_CAPTION or line.text.endswith((".", ";", ":", ",")):
            break
        if not line.text.startswith("("):
            found.insert(0, line.text)
    return " ".join(found)


def _cut_last_row(cutter: _Cutter) -> None:
    if cutter.rows and cutter.section_lines is None:
        cutter.rows[-1].cut()


def _take(cutter: _Cutter, line: Line, following: Sequence[Line]) -> None:
    section = cutter.section_at(line, following)
    if section is not None:
        cutter.open_section(section)
        return
    number = cutter.number_at(line)
    if number is not None:
        cutter.open_row(number, line)
    else:
        cutter.add(line)


def _without_text(rows: list[Row], lines: tuple[Line, ...], heading: TableHeading, end: int) -> int:
    """Take running text off the last row. Returns the index of the first line behind the table."""
    if not rows:
        return end
    cells = [[line for fragment in row.fragments for line in fragment] for row in rows]
    place = tail_of(cells, len(heading.columns) - 1)
    if place is None:
        return end
    first = cells[-1][place].number
    rows[-1].fragments = [[line for line in fragment if line.number < first] for fragment in rows[-1].fragments]
    return next(index for index in range(heading.last + 1, end) if lines[index].number == first)


def _drop_titles(rows: list[Row]) -> None:
    """Capital lines and page numbers right above the next annex are its head, not a cell of the last row."""
    lines = rows[-1].fragments[-1] if rows else []
    if not any(_is_capital(line.text) for line in lines[-3:]):
        return
    while lines and (_is_capital(lines[-1].text) or _PAGE_NUMBER.fullmatch(lines[-1].text)):
        lines.pop()


def _drop_tail(rows: list[Row]) -> None:
    """Whole capital lines behind a page break after the last row are the head of the next annex, not a cell."""
    for row in rows:
        row.fragments = [fragment for fragment in row.fragments if fragment] or [[]]
    if not rows:
        return
    last = rows[-1]
    while len(last.fragments) > 1 and all(_is_capital(line.text) for line in last.fragments[-1]):
        last.fragments.pop()
    usual = sorted(sum(map(len, row.fragments)) for row in rows)[len(rows) // 2]
    lines = last.fragments[-1]
    if len(lines) > 3 * usual + 6:  # prose follows the table: a gap ends it
        gap = next((i for i, (a, b) in enumerate(pairwise(lines)) if i >= usual and b.number - a.number > 3), None)
        if gap is not None:
            del lines[gap + 1 :]
    last.last_line = (
        max(line.number for fragment in last.fragments for line in fragment) if any(last.fragments) else last.first_line
    )
