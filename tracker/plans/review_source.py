"""The document beside its rows, in the shape its file has: pages of a PDF, tables of a DOCX or XLSX, lines of a text. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tracker.plans.models import Document, Item, ItemState
from tracker.plans.passages import (
    CURRENT,
    MARK,
    WARN,
    Segment,
    SourceLine,
    extents,
    heading_of,
    letters_of,
    marked_words,
    source_lines,
)

_HEADING_ROWS: Final = 3  # of a table that are shown above its first row of work
_LINE, _TEXT, _PAGE, _BOX = 0, 1, 2, 3  # the places in an entry of Document.lines
_PAD: Final = 1.5  # points around marked words


@dataclass(frozen=True)
class CellView:
    """One cell of a table with its marks; `rows` and `columns` say how far it reaches."""

    segments: tuple[Segment, ...]
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class RowView:
    """One row of a table; `item_id` where it was read as an item, `is_gap` where rows before it are left out."""

    number: int
    cells: tuple[CellView, ...]
    item_id: int | None = None
    is_heading: bool = False
    is_gap: bool = False


@dataclass(frozen=True)
class Block:
    """A piece of the document: one passage of text, or a table."""

    line: SourceLine | None = None
    rows: tuple[RowView, ...] = ()
    name: str = ""  # the sheet's name

    @property
    def number(self) -> int:
        return self.line.number if self.line else self.rows[0].number

    @property
    def last(self) -> int:
        return self.line.number if self.line else self.rows[-1].number


@dataclass(frozen=True)
class Hit:
    """One item on a printed page: a rectangle for each of its lines (left, top, width, height), those of its time apart."""

    item_id: int
    label: str
    css: str
    boxes: tuple[tuple[float, float, float, float], ...]
    times: tuple[tuple[float, float, float, float], ...] = ()
    letter: str = ""


@dataclass(frozen=True)
class PageView:
    """A printed page and the items on it."""

    number: int
    width: float
    height: float
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class SourceView:
    """What the source panel shows: `pages` for a PDF, else `blocks`; `places` says for each item where it stands, in words."""

    blocks: tuple[Block, ...] = ()
    pages: tuple[PageView, ...] = ()
    places: dict[int, str] | None = None

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last line shown."""
        return (self.blocks[0].number, self.blocks[-1].last) if self.blocks else (0, 0)


def source_view(
    document: Document,
    items: Sequence[Item],
    *,
    current: Item | None,
    shown: Sequence[Item],
    is_whole: bool,
    as_text: bool = False,
) -> SourceView:
    """The source of the rows `shown`, or the whole document; a PDF as its pages unless `as_text` asks for its words."""
    places = {item.id: place_of(item, document) for item in items}
    if document.pages and not as_text:
        return SourceView(pages=_pages(document, items, current), places=places)
    marked = items if is_whole else [*shown, *([current] if current is not None and current not in shown else ())]
    if not document.grids or document.pages:
        lines = source_lines(document.lines, marked, current=current, shown=shown, is_whole=is_whole)
        return SourceView(tuple(Block(line) for line in lines), places=places)
    tables = _Tables(document, items, current)
    outside = [item for item in marked if item.source_line not in tables.lines]  # those in tables are marked there
    lines = source_lines(document.lines, outside, current=current, shown=shown, is_whole=is_whole)
    wanted = None if is_whole else {number for item in shown for number in range(*_range(item))}
    if current is not None and wanted is not None:
        wanted |= set(range(*_range(current)))
    blocks = [Block(line) for line in lines if line.number not in tables.lines]
    blocks += [block for block in tables.blocks(wanted) if block.rows]
    return SourceView(tuple(sorted(blocks, key=lambda block: block.number)), places=places)


def _range(item: Item) -> tuple[int, int]:
    first = item.source_line or 0
    return first, max(item.source_last_line or first, first) + 1


def place_of(item: Item, document: Document) -> str:
    """Where an item stands, in words: the page of a PDF, else the line; empty for one without a passage."""
    if item.source_line is None:
        return ""
    return f"trang {item.source_page}" if item.source_page and document.pages else f"dòng {item.source_line}"


class _Tables:
    """The tables of a document with the items in their rows."""

    def __init__(self, document: Document, items: Sequence[Item], current: Item | None) -> None:
        self.current = current
        self.grids = _outer(document.grids)
        self.lines = {number for grid in self.grids for number in range(_first(grid), _last(grid) + 1)}
        self.items = [
            item for item in items if item.source_line in self.lines and item.state is not ItemState.DISMISSED
        ]
        self.letters = letters_of(current) if current is not None else {}

    def blocks(self, wanted: set[int] | None) -> Iterator[Block]:
        """Each table; only its heading and the rows of `wanted` lines where these are given."""
        for grid in self.grids:
            yield Block(rows=tuple(self._rows(grid, wanted)), name=grid["name"])

    def _rows(self, grid: dict[str, Any], wanted: set[int] | None) -> Iterator[RowView]:
        by_row: dict[int, list[Any]] = {}
        for cell in grid["cells"]:
            by_row.setdefault(cell[0], []).append(cell)
        top, bottom = _first(grid), _last(grid)
        own = [item for item in self.items if top <= (item.source_line or 0) <= bottom]
        at_line = {item.source_line: item for item in reversed(own)}
        begins = min((item.source_line or 0 for item in own), default=0)
        has_any = wanted is None or any(number in wanted for number in range(top, bottom + 1))
        is_gap, headings = False, 0
        for _, cells in sorted(by_row.items()) if has_any else ():
            first, last = min(cell[5] for cell in cells), max(cell[6] for cell in cells)
            is_heading = last < begins and headings < _HEADING_ROWS
            if not is_heading and wanted is not None and not any(number in wanted for number in range(first, last + 1)):
                is_gap = True
                continue
            headings += is_heading
            item = next((at_line[number] for number in range(first, last + 1) if number in at_line), None)
            yield RowView(
                first, tuple(self._cell(cell, item) for cell in cells), item.id if item else None, is_heading, is_gap
            )
            is_gap = False

    def _cell(self, cell: Any, item: Item | None) -> CellView:
        text = str(cell[4])
        if item is None:
            return CellView((Segment(text),), cell[2], cell[3])
        css = self._css(item)
        wanted = [(item.time_text, css, "", item.id)] if item.time_text else []
        for warning in item.warnings:
            for quote in warning.quotes if warning.decision is None else ():
                words, letter = str(quote.get("text", "")), self.letters.get(int(quote.get("line") or 0), "")
                if quote.get("value") and words:
                    wanted.append((words, WARN, letter if item is self.current else "", item.id))
        return CellView(marked_words(text, wanted), cell[2], cell[3])

    def _css(self, item: Item) -> str:
        return css_of(item, self.current)


def css_of(item: Item, current: Item | None) -> str:
    """How an item is marked: the open one, one with a doubt, or any other."""
    if current is not None and item.id == current.id:
        return CURRENT
    doubted = any(warning.is_blocking and warning.decision is None for warning in item.warnings)
    return WARN if doubted else MARK


def _outer(grids: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Tables that do not stand inside a cell of another one; those without cells left out."""
    found: list[dict[str, Any]] = []
    for grid in sorted((grid for grid in grids if grid["cells"]), key=lambda grid: (_first(grid), -_last(grid))):
        if not found or _first(grid) > _last(found[-1]):
            found.append(grid)
    return found


def _first(grid: dict[str, Any]) -> int:
    return min(int(cell[5]) for cell in grid["cells"])


def _last(grid: dict[str, Any]) -> int:
    return max(int(cell[6]) for cell in grid["cells"])


def _pages(document: Document, items: Sequence[Item], current: Item | None) -> tuple[PageView, ...]:
    """Every page with the places of its items; the open item's last, so that it lies on top."""
    boxed = [line for line in document.lines if len(line) > _BOX and line[_BOX] and line[_PAGE]]
    reach = extents(document.lines, items)
    letters = letters_of(current) if current is not None else {}
    hits: dict[int, list[Hit]] = {}
    kept = [item for item in items if item.state is not ItemState.DISMISSED and item.id in reach]
    for item in sorted(kept, key=lambda item: current is not None and item.id == current.id):
        first, last = reach[item.id]
        own = [line for line in boxed if first <= line[_LINE] <= last]
        for number in dict.fromkeys(line[_PAGE] for line in own):
            lines = [line for line in own if line[_PAGE] == number]
            hits.setdefault(number, []).append(_hit(item, lines, css_of(item, current)))
    for line in boxed:
        if current is not None and (letter := letters.get(line[_LINE])):
            hits.setdefault(line[_PAGE], []).append(Hit(current.id, letter, WARN, (_box(line),), letter=letter))
    return tuple(
        PageView(number, width, height, tuple(hits.get(number, ()))) for number, width, height in document.pages
    )


def _hit(item: Item, lines: Sequence[Any], css: str) -> Hit:
    return Hit(item.id, heading_of(item), css, tuple(_box(line) for line in lines), tuple(_times(item, lines)))


def _box(line: Any, begins: float = 0.0, ends: float = 1.0) -> tuple[float, float, float, float]:
    """A line's rectangle, or the part of it between two shares of its length."""
    left, top, right, bottom = line[_BOX]
    width = right - left
    return (
        round(left + begins * width - _PAD, 1),
        round(top - _PAD, 1),
        round((ends - begins) * width + 2 * _PAD, 1),
        round(bottom - top + 2 * _PAD, 1),
    )


def _times(item: Item, lines: Sequence[Any]) -> Iterator[tuple[float, float, float, float]]:
    """Where the time stands: letters are taken as equally wide, as a line's box is all that is known."""
    text = "\n".join(str(line[_TEXT]) for line in lines)
    found = marked_words(text, [(item.time_text, MARK, "", item.id)]) if item.time_text else ()
    place = 0
    for segment in found:
        start, place = place, place + len(segment.text)
        if segment.css is None:
            continue
        offset = 0
        for line in lines:
            length = len(str(line[_TEXT]))
            begins, ends = max(start, offset) - offset, min(place, offset + length) - offset
            if begins < ends and length:
                yield _box(line, begins / length, ends / length)
            offset += length + 1
