"""Sorted pages -> a `Reading`: every printed line numbered, running text with its paragraphs, grids, notes, stamps."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading.model import Box, Grid, Line, Note, Page, Reading, Stamp
from tracker.plans.reading.pdf_columns import in_reading_order
from tracker.plans.reading.pdf_furniture import Sheet
from tracker.plans.reading.pdf_lines import Row, joined, text_of
from tracker.plans.reading.pdf_page import Word
from tracker.plans.reading.pdf_paragraphs import Placed, margins, starts_of
from tracker.plans.reading.pdf_partial import extended, with_tall_rows_cut
from tracker.plans.reading.pdf_ruled import PageTable
from tracker.plans.reading.pdf_tables import Chain, Fragment, chains_of, grid_of
from tracker.plans.reading.pdf_unruled import find_unruled, going_on

_MARKER: Final = regex(r"[\[(]?(\d{1,3})[\])]?")
_UNIT: Final = regex(r"(?:^|[\d/(])[kcdm]?m$")
_RAISED_DIGITS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_TAIL: Final = regex(r"(?<=[^\W\d_])[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?=\W*$)")
_NOTE_NUMBER: Final = regex(r"\(?\d{1,3}\)?[.)]?\s*")

Block = list[Row] | PageTable


@dataclass
class _Counted:
    """Lines as they are counted, and what is made of them on the way."""

    physical: list[Line] = field(default_factory=list)
    running: list[Placed] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    is_after_table: bool = False  # the next running line comes behind one

    def count(self, sheet: Sheet, row: Row, *, text: str | None = None) -> int:
        """Give `row` the next number and keep it as it is printed."""
        row.number = len(self.physical) + 1
        words = row.text if text is None else text
        box = row.box(sheet.page.frame)
        starts_page = not self.physical or self.physical[-1].page != sheet.page.number
        self.physical.append(Line(row.number, words, sheet.page.number, starts_page, is_bold=row.is_bold, box=box))
        return row.number


def assemble(sheets: Sequence[Sheet], *, metadata: dict[str, str], signed: Sequence[datetime]) -> Reading:
    """The document that `sheets` (furniture sorted out) make. `signed`: times of signatures the file itself tells."""
    blocks: list[list[Block]] = []
    for sheet in sheets:
        blocks.append(_blocks(sheet, blocks[-1][-1] if blocks and blocks[-1] else None))
    chains = chains_of(_fragments(sheets, blocks))
    numbers = {note.number for sheet in sheets for note in sheet.notes}
    words = WithoutMarkers(numbers)
    counted = _Counted()
    peers = _by_width(sheets, blocks)
    for sheet, parts in zip(sheets, blocks, strict=True):
        _count_page(counted, sheet, parts, sheets, chains, words, peers[round(sheet.width)])
    known = {stamp.signed_at for stamp in counted.stamps}
    last = len(counted.physical)
    counted.stamps += [Stamp(moment, last) for moment in dict.fromkeys(signed) if moment not in known]
    return Reading(
        lines=_running_lines(counted, words),
        media_type="application/pdf",
        physical=tuple(counted.physical),
        notes=tuple(counted.notes),
        stamps=tuple(counted.stamps),
        grids=tuple(counted.grids),
        pages=tuple(
            Page(sheet.page.number, round(sheet.page.frame.width, 1), round(sheet.page.frame.height, 1))
            for sheet in sheets
        ),
        metadata=metadata,
    )


class WithoutMarkers:
    """The words of a line without the markers of footnotes."""

    def __init__(self, notes: set[int]) -> None:
        self.notes = notes - {0}

    def of(self, row: Row) -> str:
        text = text_of(row.words, self._is_marker)
        return _RAISED_TAIL.sub(lambda found: "" if self._known(found[0].translate(_RAISED_DIGITS)) else found[0], text)

    def _is_marker(self, word: Word, last: Word | None) -> bool:
        """A raised number is a footnote's, on whatever page its note stands, but for the powers of units: m², km³."""
        found = _MARKER.fullmatch(word.text.strip(",;.")) if word.is_raised else None
        if found is None:
            return False
        return self._known(found[1]) or last is None or _UNIT.search(last.text) is None

    def _known(self, digits: str) -> bool:
        return int(digits) in self.notes


def _blocks(sheet: Sheet, before: Block | None) -> list[Block]:
    """Running text and tables of a page, from top to bottom; tables without rules found on the way.

    `before`: what the page before ends with; a table without rules may go on.
    """
    parts: list[Block] = []
    rows = sorted(sheet.rows, key=lambda row: (row.base, row.x0))
    for table in sorted(sheet.tables, key=lambda table: (table.top, table.xs[0])):
        above = [row for row in rows if row.base < (table.top + table.bottom) / 2]
        rows = [row for row in rows if row.base >= (table.top + table.bottom) / 2]
        parts += [above, table] if above else [table]
    if rows:
        parts.append(rows)
    found: list[Block] = []
    for part in parts:
        if isinstance(part, PageTable):
            found.append(with_tall_rows_cut(part))
            continue
        rows = part
        if found and isinstance(found[-1], PageTable):
            found[-1], rows = extended(found[-1], rows, sheet.page)
        if not found and isinstance(before, PageTable) and not before.is_ruled:
            found += going_on(before, rows, sheet.page)
        elif rows:
            found += find_unruled(rows, sheet.page)
    return found


def _by_width(sheets: Sequence[Sheet], blocks: Sequence[list[Block]]) -> dict[int, list[Row]]:
    """The running lines of all pages that are equally wide: they share their margins."""
    found: dict[int, list[Row]] = {}
    for sheet, parts in zip(sheets, blocks, strict=True):
        found.setdefault(round(sheet.width), []).extend(_rows(parts))
    return found


def _rows(parts: Sequence[Block]) -> list[Row]:
    return [row for part in parts if isinstance(part, list) for row in part]


def _fragments(sheets: Sequence[Sheet], blocks: Sequence[list[Block]]) -> list[Fragment]:
    return [
        Fragment(sheet.page.number, part, index == 0, index == len(parts) - 1)
        for sheet, parts in zip(sheets, blocks, strict=True)
        for index, part in enumerate(parts)
        if isinstance(part, PageTable)
    ]


def _count_page(
    counted: _Counted,
    sheet: Sheet,
    parts: list[Block],
    sheets: Sequence[Sheet],
    chains: list[Chain],
    words: WithoutMarkers,
    peers: Sequence[Row],
) -> None:
    for row in sorted(sheet.top, key=lambda row: row.base):
        counted.count(sheet, row)
    left, right = margins(_rows(parts), peers, sheet.width)
    for part in parts:
        if isinstance(part, PageTable):
            _count_table(counted, sheet, part, sheets, chains, words)
            counted.is_after_table = True
            continue
        in_order = in_reading_order(part, sheet.width)
        ends = {side: max(o.row.x1 for o in in_order if o.side == side) for side in {o.side for o in in_order}}
        for ordered in in_order:
            counted.count(sheet, ordered.row)
            limit = ends[ordered.side] if ordered.side else right
            counted.running.append(
                Placed(sheet.page.number, ordered.row, ordered.side, left, limit, counted.is_after_table)
            )
            counted.is_after_table = False
    _count_notes(counted, sheet)
    for moment, row in sheet.stamps:
        counted.stamps.append(Stamp(moment, counted.count(sheet, row, text=moment.isoformat())))
    for row in sorted(sheet.bottom, key=lambda row: row.base):
        counted.count(sheet, row)


def _count_table(
    counted: _Counted,
    sheet: Sheet,
    table: PageTable,
    sheets: Sequence[Sheet],
    chains: list[Chain],
    words: WithoutMarkers,
) -> None:
    """Count the lines of a whole table where it begins, row by row and cell by cell, whatever page they stand on."""
    chain = next(chain for chain in chains if any(fragment.table is table for fragment in chain.fragments))
    for row in chain.repeated.get(sheet.page.number, []):
        counted.count(sheet, row)
    if chain.fragments[0].table is not table:
        return
    before = counted.running[-1].row.number if counted.running else 0
    for cell in sorted(chain.cells, key=lambda cell: (cell.row, cell.column)):
        for page, row in cell.lines:
            counted.count(sheets[page - 1], row)
    counted.grids.append(grid_of(chain, before=before, text=words.of))


def _count_notes(counted: _Counted, sheet: Sheet) -> None:
    for note in sheet.notes:
        first = [counted.count(sheet, row) for row in note.rows]
        text = joined(row.text for row in note.rows)
        if note.number:
            counted.notes.append(Note(note.number, _NOTE_NUMBER.sub("", text, count=1), first[0]))
        elif counted.notes:
            last = counted.notes[-1]
            counted.notes[-1] = Note(last.number, f"{last.text} {text}", last.line)


def _running_lines(counted: _Counted, words: WithoutMarkers) -> tuple[Line, ...]:
    """The running text, each line saying whether it begins a paragraph."""
    found: list[Line] = []
    page = 0
    for placed, starts in zip(counted.running, starts_of(counted.running), strict=True):
        line = counted.physical[placed.row.number - 1]
        text = words.of(placed.row)
        if not any(char.isalnum() for char in text):  # a line drawn with signs
            continue
        if placed.side and not starts and found:  # a name or an addressee of the head or end that is wrapped
            found[-1] = _one_line(found[-1], text, line)
            continue
        found.append(
            replace(
                line,
                text=text,
                starts_page=placed.page != page,
                is_centred=placed.is_centred,
                starts_paragraph=starts,
            )
        )
        page = placed.page
    return tuple(found)


def _one_line(first: Line, text: str, second: Line) -> Line:
    box = first.box
    if box and second.box:
        both = (box, second.box)
        box = Box(
            min(b.left for b in both), min(b.top for b in both), max(b.right for b in both), max(b.bottom for b in both)
        )
    return replace(first, text=joined((first.text, text)), is_bold=first.is_bold and second.is_bold, box=box)
