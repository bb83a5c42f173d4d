"""Tables pasted or saved as text with tabs: cells may hold line breaks, bare or in quotes, or stand one to a line (domain facts 6.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading import Line
from tracker.plans.reading.model import Grid, GridCell
from tracker.plans.understanding.table_words import meaning_of
from tracker.plans.understanding.words import ANNEX, END_OF_BODY, Column

_NUMBERED: Final = regex(r"(?:\d{1,4}(?:\.\d{1,2}){0,2}|[IVX]{1,5}|[A-H])[.)]?")
_OUTLINE: Final = regex(r"(?:[IVX]{1,5}|[A-H]|\d{1,2})[.)]\s+\S")
_LEAST_COLUMNS: Final = 3
_LONGEST_HEADING: Final = 60
_LONGEST_CELL_LINES: Final = 15  # a quote that stays open for longer is a mark of speech
_LONGEST_LOOSE_LINE: Final = 160  # a longer line without a tab is running text
_SURE: Final = 0.5


@dataclass
class _Cell:
    """The lines of one cell as (text, line number)."""

    parts: list[tuple[str, int]]

    @property
    def text(self) -> str:
        return "\n".join(text for text, _ in self.parts if text)


_Row = list[_Cell]


def pasted_table_at(lines: Sequence[Line], first: int) -> tuple[Grid, int] | None:
    """The table whose heading begins on line `first`, and the index behind its last line; None where there is none."""
    if not _may_begin(lines, first):
        return None
    heading, index = _record(lines, first)
    if not _is_heading(heading):
        return None
    width = len(heading)
    rows = [heading]
    is_numbered = meaning_of(heading[0].text).column is Column.NUMBER
    while index < len(lines):
        record, after = _record(lines, index)
        if len(record) > 1:
            if _continues(rows[-1], record, width, is_numbered=is_numbered):
                _join(rows[-1], record)
            else:
                rows.append(record)
        elif _ends(lines, index, rows[-1], width):
            break
        elif _opens_row(lines, after, rows[-1], width, is_numbered=is_numbered):
            rows.append(record)
        else:
            _join(rows[-1], record)
        index = after
    return (_grid(rows, width, lines, first), index) if len(rows) > 1 else None


def _may_begin(lines: Sequence[Line], first: int) -> bool:
    raw = lines[first].raw_or_text
    if raw.count("\t") >= _LEAST_COLUMNS - 1:
        return True
    following = lines[first + 1 : first + _LEAST_COLUMNS]
    return "\t" not in raw and len(following) == _LEAST_COLUMNS - 1 and all(_is_lone_cell(line) for line in following)


def _is_lone_cell(line: Line) -> bool:
    """One cell on a line of its own, behind its tab."""
    raw = line.raw_or_text
    return raw.startswith("\t") and raw.count("\t") == 1


def _record(lines: Sequence[Line], index: int) -> tuple[_Row, int]:
    """The cells that begin on line `index`, with quoted line breaks and cells on lines of their own, and the next index."""
    cells, is_open = _cells(lines[index])
    after = index + 1
    start = index
    while is_open and after < len(lines) and after - start < _LONGEST_CELL_LINES:
        more, is_open = _cells(lines[after], inside=True)
        cells[-1].parts += more[0].parts
        cells += more[1:]
        after += 1
    while after < len(lines) and _is_lone_cell(lines[after]):
        more, _ = _cells(lines[after])
        cells += more[1:]
        after += 1
    return cells, after


def _cells(line: Line, *, inside: bool = False) -> tuple[_Row, bool]:
    """The cells of one line, and whether a quoted cell is still open at its end; `inside`: it begins within one."""
    found: _Row = []
    raw = line.raw_or_text
    is_open = inside
    for place, part in enumerate(raw.split("\t")):
        if is_open and not (place == 0 and inside):  # a tab inside quotes
            found[-1].parts.append((_plain(part), line.number))
        else:
            is_open = is_open or part.startswith('"')
            found.append(_Cell([(_plain(part), line.number)]))
        if is_open and _closes(part, begins=not (inside and place == 0)):
            is_open = False
    return found, is_open


def _closes(part: str, *, begins: bool) -> bool:
    """Whether a quoted cell ends with `part`: an odd number of marks is left once the opening one is off."""
    marks = part.count('"') - (1 if begins and part.startswith('"') else 0)
    return marks % 2 == 1 and part.rstrip().endswith('"')


def _plain(part: str) -> str:
    """The words of a cell's line without the marks that quote the cell."""
    text = part.strip()
    if text.startswith('"') and not text.startswith('""') and (text.count('"') % 2 or text.endswith('"')):
        text = text[1:]
    if text.endswith('"') and text.count('"') % 2:
        text = text[:-1]
    return " ".join(text.replace('""', '"').split())


def _is_heading(record: _Row) -> bool:
    cells = [cell.text.replace("\n", " ") for cell in record if cell.text]
    if len(cells) < _LEAST_COLUMNS or any(": " in cell for cell in cells):
        return False
    meanings = [meaning_of(cell) for cell in cells if len(cell) <= _LONGEST_HEADING]
    known = {meaning.column for meaning in meanings if meaning.sure >= _SURE} - {Column.NUMBER}
    return len(known) >= 2 and sum(meaning.sure >= _SURE for meaning in meanings) * 2 >= len(cells)


def _continues(row: _Row, record: _Row, width: int, *, is_numbered: bool) -> bool:
    """Whether `record` goes on with the row above, whose last cell was broken: together they have no cell too many."""
    if len(row) >= width or len(row) + len(record) - 1 > width:
        return False
    return not (is_numbered and _NUMBERED.fullmatch(record[0].text))


def _join(row: _Row, record: _Row) -> None:
    """The first cell of `record` is a further line of the row's last cell."""
    row[-1].parts += record[0].parts
    row += record[1:]


def _ends(lines: Sequence[Line], index: int, row: _Row, width: int) -> bool:
    """Whether a line without tabs stands behind the table rather than in a cell of it."""
    line = lines[index]
    if ANNEX.match(line.text) or END_OF_BODY.match(line.text) or len(line.text) > _LONGEST_LOOSE_LINE:
        return True
    if len(row) < width and len(row) > 1:
        return False
    if line.is_after_blank and not _has_row_soon(lines, index):
        return True
    return bool(_OUTLINE.match(line.text)) and not _has_row_soon(lines, index)


def _has_row_soon(lines: Sequence[Line], index: int) -> bool:
    return any(line.raw_or_text.count("\t") >= 2 or _is_lone_cell(line) for line in lines[index + 1 : index + 3])


def _opens_row(lines: Sequence[Line], after: int, row: _Row, width: int, *, is_numbered: bool) -> bool:
    """Whether a line without tabs begins a row or heads a section, rather than going on with the last cell."""
    if len(row) < width and len(row) > 1:
        return False
    if after >= len(lines):
        return False
    following, _ = _record(lines, after)
    if is_numbered:  # a section's title: numbered rows follow at once
        return len(following) > 1 and bool(_NUMBERED.fullmatch(following[0].text)) and _is_title(lines[after - 1].text)
    return 1 < len(following) < width


def _is_title(text: str) -> bool:
    return text.isupper() or bool(_OUTLINE.match(text))


def _grid(rows: list[_Row], width: int, lines: Sequence[Line], first: int) -> Grid:
    cells = []
    for place, row in enumerate(rows):
        for column, cell in enumerate(row[:width]):
            if cell.text:
                numbers = [number for text, number in cell.parts if text]
                wide = width if len(row) == 1 else 1
                cells.append(GridCell(place, column, cell.text, numbers[0], numbers[-1], columns=wide))
    before = lines[first - 1].number if first else 0
    return Grid(tuple(cells), len(rows), width, before, lines[first].page)
