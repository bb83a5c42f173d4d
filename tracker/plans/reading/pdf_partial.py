"""Tables drawn only in part: a heading in boxes over lines without rules, or columns ruled without any rule between rows."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tracker.plans.reading.pdf_lines import Row, rows_of
from tracker.plans.reading.pdf_page import PdfPage
from tracker.plans.reading.pdf_ruled import PageCell, PageTable
from tracker.plans.reading.pdf_unruled import NUMBER, cells_of, edge, inside, keeps_columns, row_starts

_LEAST_COLUMNS: Final = 3
_LEAST_ROWS: Final = 2
_HEADING_ROWS: Final = 3
_NEAR: Final = 3.0  # type sizes
_LEAST_LINES: Final = 2


def extended(table: PageTable, rows: Sequence[Row], page: PdfPage) -> tuple[PageTable, list[Row]]:
    """`table`, if it is but a heading, with the lines right below it that keep to its columns; and the lines left over."""
    if len(table.xs) - 1 < _LEAST_COLUMNS or len(table.ys) - 1 > _HEADING_ROWS or table.is_open_below:
        return table, list(rows)
    count, above = 0, table.bottom
    for row in rows:
        if row.top - above > _NEAR * row.size or not keeps_columns(row, table.xs):
            break
        count, above = count + 1, row.bottom
    below = list(rows[:count])
    columns = [[inside(row, left, right) for left, right in pairwise(table.xs)] for row in below]
    full = sum(sum(bool(cell) for cell in line) >= _LEAST_COLUMNS for line in columns)
    if full < _LEAST_ROWS:
        return table, list(rows)
    starts = row_starts(below, columns, [rule for rule in page.rules if rule.is_across])
    ys = [table.bottom, *(edge(below[start - 1], below[start]) for start in starts[1:]), below[-1].bottom + 1]
    cells = cells_of(table.xs, ys, columns, starts)
    return PageTable(table.xs, [*table.ys, *ys[1:]], [*table.cells, *cells], is_ruled=True), list(rows[count:])


def with_tall_rows_cut(table: PageTable) -> PageTable:
    """`table` with each row cut that holds several numbers below one another in its first column, one to a row of its own."""
    ys, cells = [table.ys[0]], []
    for top, bottom in pairwise(table.ys):
        row = [cell for cell in table.cells if cell.y0 == top and cell.y1 == bottom]
        cuts = _cuts(row, table) if len(row) == len([cell for cell in table.cells if cell.y0 <= top < cell.y1]) else []
        bounds = [top, *cuts, bottom]
        ys += bounds[1:]
        for cell in row:
            for upper, lower in pairwise(bounds):
                cells.append(
                    PageCell(cell.x0, upper, cell.x1, lower, [w for w in cell.words if upper <= w.middle < lower])
                )
    cells += [cell for cell in table.cells if _rows_of(cell, table) > 1]
    table.ys, table.cells = ys, cells
    return table


def _rows_of(cell: PageCell, table: PageTable) -> int:
    return bisect_left(table.ys, cell.y1) - bisect_left(table.ys, cell.y0)


def _cuts(row: Sequence[PageCell], table: PageTable) -> list[float]:
    """Where a row that holds several is to be cut: above each number but the first, if every cell has a line there or none."""
    first = next((cell for cell in row if cell.x0 == table.xs[0]), None)
    if first is None or len(row) < _LEAST_COLUMNS:
        return []
    numbers = rows_of(first.words)
    if len(numbers) < _LEAST_LINES or not all(NUMBER.fullmatch(line.text) for line in numbers):
        return []
    if not _in_sequence([line.text for line in numbers]):
        return []
    lines = rows_of([word for cell in row for word in cell.words])
    return [edge(_above(lines, number), number) for number in numbers[1:]]


def _above(lines: Sequence[Row], number: Row) -> Row | None:
    return next((line for line in reversed(lines) if line.base < number.base - 0.5 * number.size), None)


def _in_sequence(texts: Sequence[str]) -> bool:
    """Whether each number follows the one before: then they number rows, and are no list inside one cell."""
    last = [int(text.strip("().").split(".")[-1]) for text in texts]
    return all(after == before + 1 for before, after in pairwise(last))
