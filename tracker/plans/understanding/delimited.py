"""Tables drawn with characters: tabs, bars, semicolons, frames, aligned columns. They become grids like any other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading import Line
from tracker.plans.reading.markdown import LINE_BREAK
from tracker.plans.reading.model import Grid, GridCell
from tracker.plans.understanding.table_aligned import aligned_table_at
from tracker.plans.understanding.table_pasted import pasted_table_at
from tracker.plans.understanding.table_words import meaning_of
from tracker.plans.understanding.words import Column

_DELIMITERS: Final = ("|", "¦", "│", "┃", "║", ";")
_FRAME: Final = "│┃║|"
_RULE: Final = regex(r"[\s|¦│┃║+:=_┌┐└┘├┤┬┴┼─━═╔╗╚╝╠╣╦╩╬╒╕╘╛╞╡╪╟╢╫╓╖╙╜-]+")
_DATE: Final = regex(r"\d\s?/\s?\d")
_NUMBERED: Final = regex(r"(?:\d{1,4}(?:\.\d{1,2}){0,2}|[IVX]{1,5}|[A-H])[.)]?")
_HELD: Final = "\0"  # stands for a bar that is a letter
_LEAST_CELLS: Final = 3
_LONGEST_HEADING: Final = 60
_SURE: Final = 0.5


@dataclass
class _Drawn:
    """The table being gathered: its delimiter, the index of its first line, and its rows."""

    delimiter: str
    first: int
    width: int
    rows: list[list[list[tuple[str, int]]]] = field(default_factory=list)  # row, cell, (text, line)
    indexes: list[int] = field(default_factory=list)
    is_ruled: bool = False  # rules part the rows, so a row may have several lines
    is_open: bool = False


def split_cells(text: str, delimiter: str) -> list[str]:
    """The cells of a line, with outer bars taken off. A bar behind a backslash is a letter, "<br>" ends a paragraph."""
    if delimiter in _FRAME:
        text = text.strip().removeprefix(delimiter).removesuffix(delimiter)
    cells = text.replace(f"\\{delimiter}", _HELD).split(delimiter)
    return [
        "\n".join(" ".join(part.replace(_HELD, delimiter).split()) for part in LINE_BREAK.split(cell)) for cell in cells
    ]


def find_delimited(lines: Sequence[Line]) -> tuple[list[Grid], set[int]]:
    """The drawn tables among `lines`, and the indexes of the lines they used."""
    grids: list[Grid] = []
    used: set[int] = set()
    index = 0
    while index < len(lines):
        found = pasted_table_at(lines, index)
        if found is not None:
            grids.append(found[0])
            used.update(range(index, found[1]))
            index = found[1]
            continue
        table = _table_at(lines, index, used)
        if table is not None:
            grids.append(_grid(table, lines))
            used.update(table.indexes)
            index = table.indexes[-1] + 1
            continue
        aligned = aligned_table_at(lines, index)
        if aligned is not None:
            grids.append(aligned[0])
            used.update(range(index, aligned[1]))
        index = aligned[1] if aligned else index + 1
    return grids, used


def _table_at(lines: Sequence[Line], first: int, taken: set[int]) -> _Drawn | None:
    delimiter = _delimiter_of(lines, first)
    if delimiter is None:
        return None
    width = len(split_cells(lines[first].raw_or_text, delimiter))
    table = _Drawn(delimiter, first, width)
    if first and _is_rule(lines[first - 1]) and first - 1 not in taken:
        table.indexes.append(first - 1)
        table.is_ruled = True
    for index in range(first, len(lines)):
        line = lines[index]
        if _is_rule(line):
            table.is_open = False
            table.indexes.append(index)
            continue
        cells = split_cells(line.raw_or_text, delimiter)
        if len(cells) < 2 and not (len(cells) == 1 and line.raw_or_text.strip()[:1] in _FRAME):
            break
        _take(table, cells, line.number)
        table.indexes.append(index)
    return table


def _is_rule(line: Line) -> bool:
    text = line.raw_or_text.strip()
    return len(text) >= 3 and bool(_RULE.fullmatch(text)) and any(char in text for char in "-=─━═_")


def _delimiter_of(lines: Sequence[Line], index: int) -> str | None:
    """The delimiter of a heading line: its cells mean columns."""
    text = lines[index].raw_or_text
    for delimiter in _DELIMITERS:
        if text.count(delimiter) < _LEAST_CELLS - 1:
            continue
        cells = [cell for cell in split_cells(text, delimiter) if cell]
        if any(": " in cell or _DATE.search(cell) for cell in cells):  # labels or acts of running text, not headings
            continue
        meanings = [meaning_of(cell) for cell in cells if len(cell) <= _LONGEST_HEADING]
        known = {meaning.column for meaning in meanings if meaning.sure >= _SURE} - {Column.NUMBER}
        if len(known) >= 2 and sum(meaning.sure >= _SURE for meaning in meanings) * 2 >= len(cells):
            return delimiter
    return None


def _take(table: _Drawn, cells: list[str], number: int) -> None:
    """A line of the table: a row, or, between rules, one more line of the row above."""
    cells = (cells + [""] * table.width)[: table.width] if len(cells) > 1 else cells
    is_next = bool(table.rows) and bool(table.rows[-1][0]) and bool(_NUMBERED.fullmatch(cells[0]))
    if table.is_open and len(cells) > 1 and not is_next:
        for place, text in enumerate(cells[: len(table.rows[-1])]):
            if text:
                table.rows[-1][place].append((text, number))
        return
    table.rows.append([[(text, number)] if text else [] for text in cells])
    table.is_open = table.is_ruled


def _grid(table: _Drawn, lines: Sequence[Line]) -> Grid:
    cells = []
    for row, parts in enumerate(table.rows):
        spans = len(parts) == 1
        for place, texts in enumerate(parts):
            if not texts:
                continue
            cells.append(
                GridCell(
                    row, place, "\n".join(text for text, _ in texts), texts[0][1], texts[-1][1],
                    columns=table.width if spans else 1, page=lines[table.first].page,
                )
            )  # fmt: skip
    before = lines[table.indexes[0] - 1].number if table.indexes[0] else 0
    return Grid(tuple(cells), len(table.rows), table.width, before, lines[table.first].page)
