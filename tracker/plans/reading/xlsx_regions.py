"""A sheet's cells cut into tables and the lines around them: titles above, notes and signatures below (product 3.8)."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading.docx_tables import is_letterhead
from tracker.plans.reading.model import Grid, GridCell, Line

_NUMBERED: Final = regex(r"(?:\d{1,4}(?:[.,]\d{1,3})*|[IVX]{1,5}|[a-zđ])\s?[.)/]?")
_HEADING: Final = regex(r"(?:stt|tt|số tt|số thứ tự)\.?", re.IGNORECASE)
_TOTAL: Final = regex(r"(?:tổng|cộng)\b", re.IGNORECASE)
_HEAD_LINE: Final = regex(r"Số\s*:|.*\bngày\b.*\btháng\b.*\bnăm\b\s*\d{0,4}$", re.IGNORECASE)
_CORE_SHARE: Final = 0.5  # of the cells of a full row: with fewer, a row is no heading of a table
_SEPARATOR: Final = " | "


@dataclass(frozen=True)
class SheetCell:
    """The value of one cell as shown."""

    text: str
    day: date | None = None
    is_bold: bool = False
    is_centred: bool = False


@dataclass
class Sheet:
    """A visible sheet: its filled cells and merged ranges by (row, column) from 1, as numbered in the file."""

    ordinal: int
    name: str
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    merges: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    _hidden_rows: list[int] = field(default_factory=list)
    _hidden_columns: list[int] = field(default_factory=list)

    def hide(self, rows: Iterable[int], columns: Iterable[int]) -> None:
        self._hidden_rows, self._hidden_columns = sorted(rows), sorted(columns)

    @property
    def height(self) -> int:
        return max((row + self.merges.get((row, column), (1, 1))[0] - 1 for row, column in self.cells), default=0)

    def placed(self) -> list["Placed"]:
        """The filled cells with the visible rows and columns they reach over, in reading order."""
        made = []
        for (row, column), cell in sorted(self.cells.items()):
            rows, columns = self.merges.get((row, column), (1, 1))
            first, last = _visible(row, row + rows - 1, self._hidden_rows)
            left, right = _visible(column, column + columns - 1, self._hidden_columns)
            if first <= last and left <= right:
                made.append(Placed(first, last, left, right, cell))
        return made


def _visible(first: int, last: int, hidden: Sequence[int]) -> tuple[int, int]:
    """A range cut at its ends to what is not hidden."""
    if not hidden:
        return first, last
    gone = set(hidden[bisect_left(hidden, first) : bisect_right(hidden, last)])
    while first <= last and first in gone:
        first += 1
    while last >= first and last in gone:
        last -= 1
    return first, last


@dataclass(frozen=True)
class Placed:
    """A filled cell over the rows `top`..`bottom` and the columns `left`..`right`."""

    top: int
    bottom: int
    left: int
    right: int
    cell: SheetCell

    @property
    def text(self) -> str:
        return self.cell.text


class Writer:
    """Sheets as lines and grids. A row's number is its own in its sheet, the sheets one behind the other."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.physical: list[Line] = []
        self.grids: list[Grid] = []
        self._offset = 0

    def add(self, sheet: Sheet) -> None:
        """Take the cells of `sheet` in, top to bottom."""
        placed = sheet.placed()
        self._add_physical(sheet, placed)
        for region in _regions(placed):
            self._add_region(sheet, region)
        self._offset += sheet.height

    def _add_physical(self, sheet: Sheet, placed: list[Placed]) -> None:
        rows: dict[int, list[Placed]] = {}
        for one in placed:
            rows.setdefault(one.top, []).append(one)
        last = 0
        for row, cells in sorted(rows.items()):
            text = _SEPARATOR.join(one.text.replace("\n", " ") for one in cells)
            self.physical.append(
                Line(
                    self._offset + row,
                    text,
                    sheet.ordinal,
                    starts_page=not last,
                    is_after_blank=row > last + 1,
                    is_paragraph=True,
                    is_bold=all(one.cell.is_bold for one in cells),
                )
            )
            last = row

    def _add_region(self, sheet: Sheet, region: "_Region") -> None:
        for one in _in_column_order(region.above):
            self._add_line(sheet, one)
        if region.table:
            self.grids.append(self._grid(sheet, region.table))
        for one in _in_column_order(region.below):
            self._add_line(sheet, one)

    def _add_line(self, sheet: Sheet, one: Placed) -> None:
        is_first = not self.lines or self.lines[-1].page != sheet.ordinal
        for text in one.text.split("\n"):
            self.lines.append(
                Line(
                    self._offset + one.top,
                    text,
                    sheet.ordinal,
                    starts_page=is_first,
                    is_paragraph=True,
                    is_bold=one.cell.is_bold,
                    is_centred=one.cell.is_centred,
                )
            )
            is_first = False

    def _grid(self, sheet: Sheet, table: list[Placed]) -> Grid:
        """The cells of a table on a grid without the rows that are hidden or empty and the columns in which none begins."""
        rows = sorted({one.top for one in table})
        columns = sorted({one.left for one in table})
        cells = [
            GridCell(
                row=bisect_left(rows, one.top),
                column=bisect_left(columns, one.left),
                text=one.text,
                line=self._offset + one.top,
                last_line=self._offset + rows[bisect_right(rows, one.bottom) - 1],
                rows=bisect_right(rows, one.bottom) - bisect_left(rows, one.top),
                columns=bisect_right(columns, one.right) - bisect_left(columns, one.left),
                page=sheet.ordinal,
                is_bold=one.cell.is_bold,
                day=one.cell.day,
            )
            for one in table
        ]
        before = self.lines[-1].number if self.lines else 0
        return Grid(tuple(cells), len(rows), len(columns), before, sheet.ordinal, sheet.name)


@dataclass
class _Region:
    """A table with the lines above and below it; no table: lines alone, all of them `above`."""

    above: list[Placed] = field(default_factory=list)
    table: list[Placed] = field(default_factory=list)
    below: list[Placed] = field(default_factory=list)


Row = list[Placed]  # the filled cells that reach over a row, those that began above it included


def _regions(placed: list[Placed]) -> list[_Region]:
    """Blocks between empty rows, cut at empty columns where tables stand side by side, each told apart from its titles."""
    found: list[_Region] = []
    for block in _continued(_blocks(placed)):
        found += [_region(side) for side in _sides(block)]
    return found


def _rows_of(cells: list[Placed]) -> dict[int, Row]:
    """Row -> what reaches over it, for every row in which a cell begins."""
    tops = sorted({one.top for one in cells})
    rows: dict[int, Row] = {top: [] for top in tops}
    for one in cells:
        for top in tops[bisect_left(tops, one.top) : bisect_right(tops, one.bottom)]:
            rows[top].append(one)
    return rows


def _blocks(placed: list[Placed]) -> list[list[Placed]]:
    """Cells parted wherever a row is empty."""
    blocks: list[list[Placed]] = []
    end = -1
    for one in placed:
        if one.top > end + 1 or not blocks:
            blocks.append([])
        blocks[-1].append(one)
        end = max(end, one.bottom)
    return blocks


def _continued(blocks: list[list[Placed]]) -> list[list[Placed]]:
    """Blocks with those put together again that an empty row cuts out of one table."""
    made: list[list[Placed]] = []
    for block in blocks:
        if made and _goes_on(made[-1], block):
            made[-1] = made[-1] + block
        else:
            made.append(block)
    return made


def _goes_on(table: list[Placed], block: list[Placed]) -> bool:
    """Whether `block` holds numbered rows under the columns of `table`, perhaps below a line over the whole width."""
    core = _region(table).table
    if not core:
        return False
    left, right = min(one.left for one in core), max(one.right for one in core)
    for row in list(_rows_of(block).values())[:3]:
        if any(_HEADING.fullmatch(one.text) for one in row) or min(one.left for one in row) < left:
            return False
        if len(row) > 1:
            return (
                bool(_NUMBERED.fullmatch(row[0].text))
                and row[0].left == left
                and max(one.right for one in row) <= right
            )
    return False


def _sides(block: list[Placed]) -> list[list[Placed]]:
    """Tables side by side: parted at a column in which nothing stands, if there are rows of two cells on both sides."""
    taken = sorted({column for one in block for column in (one.left, one.right)})
    edges = [(a, b) for a, b in pairwise(taken) if b > a + 1]
    for before, after in edges:
        if any(one.left <= before and one.right >= after for one in block):
            continue
        left = [one for one in block if one.right <= before]
        right = [one for one in block if one.left >= after]
        if _is_wide(left) and _is_wide(right):
            return [*_sides(left), *_sides(right)]
    return [block]


def _is_wide(cells: list[Placed]) -> bool:
    return sum(len(row) > 1 for row in _rows_of(cells).values()) > 2


def _region(cells: list[Placed]) -> _Region:
    """Where the table begins and ends in a block: from its first full row to its last, numbered rows behind included."""
    rows = _rows_of(cells)
    tops = sorted(rows)
    frame = {top for top in tops if _is_frame(rows[top])}
    full = max((len(rows[top]) for top in tops if top not in frame), default=0)
    least = max(2, int(full * _CORE_SHARE + 0.5))
    core = [top for top in tops if top not in frame and len(rows[top]) >= least]
    if full < 2 or not core or (len(core) < 2 and not _heads_numbers(tops, rows, core[0])):
        return _Region(above=cells)
    first = _first_row(rows, core[0], frame)
    last = _last_row(tops, rows, core[-1], frame)
    table = [one for one in cells if first <= one.top <= last]
    return _Region(
        above=[one for one in cells if one.top < first],
        table=table,
        below=[one for one in cells if one.top > last],
    )


def _is_frame(row: Row) -> bool:
    """A row of the letterhead or of the signature."""
    texts = [line for one in row for line in one.text.split("\n")]
    return is_letterhead(texts) or (len(row) <= 2 and any(_HEAD_LINE.match(text) for text in texts if len(text) < 120))


def _heads_numbers(tops: list[int], rows: dict[int, Row], top: int) -> bool:
    """Whether a heading with a column for numbers stands right above a numbered row, of which few cells are filled."""
    following = tops[tops.index(top) + 1 :][:1]
    return (
        any(_HEADING.fullmatch(one.text) for one in rows[top])
        and bool(following)
        and bool(_NUMBERED.fullmatch(rows[following[0]][0].text))
    )


def _first_row(rows: dict[int, Row], first: int, frame: set[int]) -> int:
    """The top of the heading: cells that reach down into the first full row belong to it, however few they are."""
    while any(one.top < first for one in rows[first]):
        above = min(one.top for one in rows[first])
        if above in frame:
            break
        first = above
    return first


def _last_row(tops: list[int], rows: dict[int, Row], last: int, frame: set[int]) -> int:
    for top in tops[tops.index(last) + 1 :]:
        first = rows[top][0].text
        if top in frame or len(rows[top]) < 2 or not (_NUMBERED.fullmatch(first) or _TOTAL.match(first)):
            break
        last = top
    return last


def _in_column_order(cells: list[Placed]) -> list[Placed]:
    """Lines row by row; but rows of two columns side by side, as of a letterhead, first left, then right."""
    made: list[Placed] = []
    pending: list[Placed] = []
    for row in _by_top(cells):
        if len(row) > 1 or (
            pending and any(one.left > 2 for one in row) and row[0].left > min(p.left for p in pending)
        ):
            pending += row
            continue
        made += _left_then_right(pending) + row
        pending = []
    return made + _left_then_right(pending)


def _by_top(cells: list[Placed]) -> list[Row]:
    rows: dict[int, Row] = {}
    for one in cells:
        rows.setdefault(one.top, []).append(one)
    return list(rows.values())


def _left_then_right(cells: list[Placed]) -> list[Placed]:
    if not cells:
        return []
    start = min(one.left for one in cells)
    half = start + (max(one.right for one in cells) - start + 1) / 2
    rows = _by_top(cells)
    border = min((row[-1].left for row in rows if len(row) > 1), default=half)
    return sorted(cells, key=lambda one: (one.left >= border, one.top, one.left))
