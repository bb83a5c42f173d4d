"""Tables of single pages -> grids: pieces that go on over pages joined, repeated headings dropped, cut rows made whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading.model import Grid, GridCell
from tracker.plans.reading.pdf_lines import Row, goes_on_within_word, joined, paragraph_starts, rows_of
from tracker.plans.reading.pdf_page import Word
from tracker.plans.reading.pdf_ruled import SNAP, PageCell, PageTable

_SAME_EDGE: Final = 6.0
_SAME_COLUMN: Final = 30.0  # where columns are found by alignment
_HEADING_ROWS: Final = 4
_LEAST_COLUMNS: Final = 2
_NUMBER: Final = regex(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVX]{1,5}|[a-zđA-H])\)?[.)/]?")
_SENTENCE_END: Final = (".", ";", ":", "!", "?")
_CELL_PADDING: Final = (1.0, 8.0)


@dataclass
class Fragment:
    """The part of a table that stands on one page."""

    page: int
    table: PageTable
    begins_page: bool  # no running text above it
    ends_page: bool  # none below it


@dataclass
class Cell:
    """A cell of the whole table and its printed lines, page by page."""

    row: int
    column: int
    rows: int
    columns: int
    page: int
    parts: list[tuple[int, list[Row], float]] = field(default_factory=list)  # page, lines, where they must break

    @property
    def lines(self) -> list[tuple[int, Row]]:
        return [(page, row) for page, rows, _ in self.parts for row in rows]

    @property
    def plain(self) -> str:
        return " ".join(row.text for _, row in self.lines)


@dataclass
class Chain:
    """A table over its pages: its cells, and the heading lines that later pages repeat."""

    fragments: list[Fragment]
    cells: list[Cell] = field(default_factory=list)
    height: int = 0
    width: int = 0
    repeated: dict[int, list[Row]] = field(default_factory=dict)  # page -> heading lines dropped there
    has_merged_column: set[int] = field(default_factory=set)


def chains_of(fragments: Sequence[Fragment]) -> list[Chain]:
    """Which fragments are one table: one ends its page, the next begins the following one, with the same columns."""
    chains: list[Chain] = []
    for fragment in fragments:
        last = chains[-1].fragments[-1] if chains else None
        if (
            last
            and fragment.page == last.page + 1
            and last.ends_page
            and fragment.begins_page
            and _fits(last.table, fragment.table)
        ):
            chains[-1].fragments.append(fragment)
        else:
            chains.append(Chain([fragment]))
    for chain in chains:
        _build(chain)
    return chains


def _fits(one: PageTable, two: PageTable) -> bool:
    """Whether two tables have the same columns, though not every one need be parted on both pages."""
    if len(one.xs) == len(two.xs):
        shift = two.xs[0] - one.xs[0]
        most = _SAME_EDGE if one.is_ruled and two.is_ruled else _SAME_COLUMN
        return all(abs(b - a - shift) <= most for a, b in zip(one.xs, two.xs, strict=True))
    few, many = sorted((one.xs, two.xs), key=len)
    if len(few) < 3 or abs(few[0] - many[0]) > _SAME_EDGE or abs(few[-1] - many[-1]) > _SAME_EDGE:
        return False
    return all(any(abs(a - b) <= SNAP for b in many) for a in few)


def _columns(chain: Chain) -> list[list[float]]:
    """For each fragment the places its columns part at, as many in each."""
    tables = [fragment.table for fragment in chain.fragments]
    if len({len(table.xs) for table in tables}) == 1:
        return [table.xs for table in tables]
    most = max((table.xs for table in tables), key=len)
    return [most] * len(tables)


def _build(chain: Chain) -> None:
    columns = _columns(chain)
    chain.width = max(len(columns[0]) - 1, 1)
    for xs, fragment in zip(columns, chain.fragments, strict=True):
        if chain.cells:
            _cut_under_heading(chain, fragment.table)
        cells = _cells(fragment, xs)
        if chain.cells:
            _append(chain, cells, fragment)
        else:
            chain.cells = cells
            chain.height = len(fragment.table.ys) - 1
    _drop_inner_headings(chain)
    chain.height = max((cell.row + cell.rows for cell in chain.cells), default=0)


def _cut_under_heading(chain: Chain, table: PageTable) -> None:
    """Part a repeated heading from the rest of a cut row below it, where no rule does."""
    top, bottom = table.ys[0], table.ys[1]
    first = sorted((cell for cell in table.cells if cell.y0 == top), key=lambda cell: cell.x0)
    heading = [cell for cell in chain.cells if cell.row == 0]
    if len(first) != len(heading) or any(cell.y1 != bottom for cell in first) or any(cell.rows > 1 for cell in heading):
        return
    above, below = [], []
    for cell, head in zip(first, sorted(heading, key=lambda head: head.column), strict=True):
        rows = rows_of(cell.words)
        count = next((n for n in range(len(rows) + 1) if _plain(rows[:n]) == _squeezed(head.plain)), None)
        if count is None:
            return
        above += rows[:count]
        below += rows[count:]
    if not below or max(row.base for row in above) >= min(row.base for row in below):
        return
    cut = (max(row.bottom for row in above) + min(row.top for row in below)) / 2
    for cell in first:
        table.cells.append(PageCell(cell.x0, cut, cell.x1, bottom, [word for word in cell.words if word.middle > cut]))
        cell.words = [word for word in cell.words if word.middle <= cut]
        cell.y1 = cut
    table.ys.insert(1, cut)


def _plain(rows: Sequence[Row]) -> str:
    return _squeezed("".join(row.text for row in rows))


def _squeezed(text: str) -> str:
    return "".join(text.split()).lower()


def _drop_inner_headings(chain: Chain) -> None:
    """Take out headings that are repeated in the middle of a page."""
    texts = {row: _texts_of(chain.cells, row) for row in {cell.row for cell in chain.cells}}
    heading = texts.get(0, ())
    if len(heading) < _LEAST_COLUMNS or any(cell.rows > 1 for cell in chain.cells if cell.row == 0):
        return
    again = [row for row, words in texts.items() if row and words == heading]
    for row in sorted(again, reverse=True):
        dropped = [cell for cell in chain.cells if cell.row == row and cell.rows == 1]
        for cell in dropped:
            for page, line in cell.lines:
                chain.repeated.setdefault(page, []).append(line)
        chain.cells = [cell for cell in chain.cells if cell not in dropped]
        for cell in chain.cells:
            if cell.row > row:
                cell.row -= 1
            elif cell.row + cell.rows > row:
                cell.rows -= 1


def _texts_of(cells: Sequence[Cell], row: int) -> tuple[str, ...]:
    return tuple(_squeezed(cell.plain) for cell in cells if cell.row == row and cell.plain)


def _cells(fragment: Fragment, xs: list[float]) -> list[Cell]:
    table = fragment.table
    limits = _right_limits(table)
    found = []
    for cell in table.cells:
        row, below = _nearest(table.ys, cell.y0), _nearest(table.ys, cell.y1)
        column, right = _nearest(xs, cell.x0), _nearest(xs, cell.x1)
        rows = rows_of(_without_bullets_alone(cell.words))
        parts = [(fragment.page, rows, limits[id(cell)])] if rows else []
        found.append(Cell(row, column, max(below - row, 1), max(right - column, 1), fragment.page, parts))
    return sorted(found, key=lambda cell: (cell.row, cell.column))


def _without_bullets_alone(words: list[Word]) -> list[Word]:
    return [word for word in words if word.text]


def _right_limits(table: PageTable) -> dict[int, float]:
    """Where the lines of each cell must break: at its right side less the padding its column shows."""
    reached: dict[float, float] = {}
    for cell in table.cells:
        for word in cell.words:
            if word.own is None:
                reached[cell.x1] = max(reached.get(cell.x1, 0.0), word.x1)
    least, most = _CELL_PADDING
    limits = {}
    for cell in table.cells:
        if cell.words and all(word.own for word in cell.words):
            limits[id(cell)] = max(word.own[1] for word in cell.words if word.own)
        else:
            limits[id(cell)] = min(max(reached.get(cell.x1, 0.0), cell.x1 - most), cell.x1 - least)
    return limits


def _nearest(places: Sequence[float], value: float) -> int:
    return min(range(len(places)), key=lambda index: abs(places[index] - value))


def _append(chain: Chain, cells: list[Cell], fragment: Fragment) -> None:
    """Put the cells of the next page behind those read so far."""
    heading = _repeated_rows(chain.cells, cells)
    chain.repeated[fragment.page] = [row for cell in cells if cell.row < heading for _, row in cell.lines]
    cells = [cell for cell in cells if cell.row >= heading]
    if not cells:
        return
    last = chain.height - 1
    above = {column: cell for cell in chain.cells if cell.row + cell.rows == chain.height for column in _span(cell)}
    is_cut = _goes_on(chain, cells, heading, above)
    offset = (last if is_cut else chain.height) - heading
    for cell in cells:
        moved = replace(cell, row=cell.row + offset)
        upper = above.get(cell.column)
        if cell.row == heading and upper is not None and (is_cut or _is_merged_on(chain, cell, upper)):
            upper.parts += moved.parts
            upper.rows = max(upper.rows, moved.row + moved.rows - upper.row)
        else:
            chain.cells.append(moved)
    chain.height = max(cell.row + cell.rows for cell in chain.cells)


def _span(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.columns)


def _repeated_rows(before: list[Cell], cells: list[Cell]) -> int:
    """How many first rows of a page say again what the table's first rows say."""
    first, again = _row_texts(before), _row_texts(cells)
    count = 0
    while count < min(len(first), len(again), _HEADING_ROWS) and first[count] == again[count] and any(first[count]):
        count += 1
    reach = max((cell.row + cell.rows for cell in cells if cell.row < count), default=0)
    return max(count, reach) if count else 0


def _row_texts(cells: list[Cell]) -> list[tuple[str, ...]]:
    height = min(max((cell.row for cell in cells), default=-1) + 1, _HEADING_ROWS + 1)
    return [_texts_of(cells, row) for row in range(height)]


def _goes_on(chain: Chain, cells: list[Cell], heading: int, above: dict[int, Cell]) -> bool:
    """Whether the first row of a page is the rest of the row that the page before it cut."""
    first = [cell for cell in cells if cell.row == heading]
    filled = [cell for cell in first if cell.parts]
    if not filled:
        return bool(first)
    if max(cell.columns for cell in filled) * 2 > chain.width > 2 and filled[0].column == 0:
        return False  # a title across the table
    if _is_numbered(chain, 0):
        starting = next((cell for cell in first if cell.column == 0), None)
        return starting is not None and not starting.parts
    pairs = [(above[cell.column], cell) for cell in filled if cell.column in above]
    if any(cell.column == 0 for cell in filled) and not any(
        _reads_on(upper, cell) for upper, cell in pairs if cell.column == 0
    ):
        return False
    return sum(_reads_on(upper, cell) for upper, cell in pairs) * 2 >= max(len(pairs), 1)


def _reads_on(upper: Cell, cell: Cell) -> bool:
    """Whether the words of `cell` go on in the middle of a sentence of `upper`."""
    before, after = upper.plain, cell.plain
    return (
        bool(before)
        and not before.endswith(_SENTENCE_END)
        and (after[:1].islower() or before.endswith((",", "và", "-", "/")))
    )


def _is_numbered(chain: Chain, column: int) -> bool:
    texts = [
        cell.plain for cell in chain.cells if cell.column == column and cell.columns == 1 and cell.plain and cell.row
    ]
    return bool(texts) and sum(bool(_NUMBER.fullmatch(text)) for text in texts) * 2 > len(texts)


def _is_merged_on(chain: Chain, cell: Cell, upper: Cell) -> bool:
    """Whether a cell at the top of a page is the rest of a merged one: empty, in a column where cells reach down."""
    if upper.column != cell.column or upper.columns != cell.columns or not upper.parts:
        return False
    reaches = cell.rows > 1 or any(
        other.rows > 1 and other.column == cell.column and other.row for other in chain.cells
    )
    return reaches and (not cell.parts or (cell.plain[:1].islower() and not upper.plain.endswith(_SENTENCE_END)))


def grid_of(chain: Chain, *, before: int, text: Callable[[Row], str]) -> Grid:
    """The chain as a grid of the model. Its lines are numbered already; `text` gives the words of a line."""
    by_row: dict[int, int] = {}
    for cell in chain.cells:
        for _, row in cell.lines[:1]:
            by_row[cell.row] = min(by_row.get(cell.row, row.number), row.number)
    known = before + 1
    cells = []
    for cell in sorted(chain.cells, key=lambda cell: (cell.row, cell.column)):
        known = by_row.get(cell.row, known)
        numbers = [row.number for _, row in cell.lines] or [known]
        cells.append(
            GridCell(
                row=cell.row,
                column=cell.column,
                text=_cell_text(cell, text),
                line=min(numbers),
                last_line=max(numbers),
                rows=cell.rows,
                columns=cell.columns,
                page=cell.page,
                is_bold=bool(cell.parts) and all(row.is_bold for _, row in cell.lines),
            )
        )
    return Grid(tuple(cells), chain.height, chain.width, before, chain.fragments[0].page)


def _cell_text(cell: Cell, text: Callable[[Row], str]) -> str:
    paragraphs: list[str] = []
    before: list[Row] = []
    for _, rows, right in cell.parts:
        starts = paragraph_starts([*before[-1:], *rows], right)[len(before[-1:]) :]
        for row, begins in zip(rows, starts, strict=True):
            words = text(row)
            if not words:
                continue
            if before and paragraphs and goes_on_within_word(before[-1], row, right):
                paragraphs[-1] += words
            elif begins or not paragraphs:
                paragraphs.append(words)
            else:
                paragraphs[-1] = joined((paragraphs[-1], words))
            before = [row]
    return "\n".join(paragraphs)
