"""Tables with cells (DOCX, XLSX, PDF, delimited text): which are tasks, and their rows as items (domain facts 6.4)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading.model import Grid, Line
from tracker.plans.understanding.facts import ItemFacts, Source, TableFacts, TableKind
from tracker.plans.understanding.table_columns import Columns, columns_by_contents, columns_of, evidence_of, is_time
from tracker.plans.understanding.table_heading import (
    GridHeading,
    GridRow,
    distinct,
    find_heading,
    heading_of,
    is_column_numbers,
)
from tracker.plans.understanding.table_items import Table, caption_doers, doers_in_title, items_of_rows
from tracker.plans.understanding.table_kind import Judgement, judge
from tracker.plans.understanding.table_rows import rows_of
from tracker.plans.understanding.table_times import TimeContext
from tracker.plans.understanding.table_words import fold
from tracker.plans.understanding.words import ANNEX, Column

_MOST_ABOVE: Final = 6  # lines above a table that may be its caption
_LONGEST_CAPTION: Final = 250
_SAMPLES: Final = 3
_MANY: Final = 0.5
_SECTION: Final = regex(r"(?:[IVX]{1,5}|[A-HĐ]|\d{1,2}(?:\.\d{1,2})*)\s?[.)/:-]\s*(?=\S)")


def gather_tables(
    grids: Sequence[Grid], lines: Sequence[Line], mapping: Mapping[int, tuple[Column, ...]], first_index: int = 0
) -> tuple[list[Table], list[Grid]]:
    """The tables among `grids`, those that go on over several grids joined, and the grids that only place running text.

    `lines` is the running text, where captions and sections stand; `first_index` the index of the first table found.
    """
    tables: list[Table] = []
    layout: list[Grid] = []
    for grid in grids:
        last = tables[-1] if tables else None
        opened = _open(grid, lines, last, mapping, first_index + len(tables))
        if opened is None:
            layout.append(grid)
        elif opened is not last:
            tables.append(opened)
    for table in tables:
        table.rows = rows_of(table.body, table.columns)
    return tables, layout


def items_of_tables(
    tables: Sequence[Table], context: TimeContext, first_index: int = 0
) -> tuple[list[ItemFacts], list[TableFacts]]:
    """Items of the tables that are tasks, and every table as it was understood."""
    items: list[ItemFacts] = []
    facts: list[TableFacts] = []
    judgements = [_judge(table) for table in tables]
    work = [
        table
        for table, judgement in zip(tables, judgements, strict=True)
        if judgement.kind is not TableKind.OTHER and Column.CONTENT in table.columns.meanings
    ]
    own_sections = len({table.section for table in work}) > 1  # headings in the running text tell the tables apart
    for place, (table, judgement) in enumerate(zip(tables, judgements, strict=True)):
        found = (
            items_of_rows(table, context, own_sections=own_sections, is_doubtful=judgement.kind is TableKind.UNCLEAR)
            if table in work
            else []
        )
        items += found
        facts.append(_facts(table, first_index + place, judgement, len(found)))
    return items, facts


def _open(
    grid: Grid, lines: Sequence[Line], last: Table | None, mapping: Mapping[int, tuple[Column, ...]], index: int
) -> Table | None:
    """The table `grid` begins or carries on; None where it only places running text side by side."""
    rows = list(grid.rows())
    heading = find_heading(rows)
    above = _lines_above(grid, lines, last)
    if (
        heading is None
        and last is not None
        and last.grid.width == grid.width
        and not above
        and last.heading is not None
    ):
        last.body += _body(rows, 0, last.heading)
        last.last_line = _last_line(grid)
        return last
    if heading is not None and last is not None and last.headings == heading.texts and not above:
        last.body += _body(rows, heading.last + 1, heading)
        last.last_line = _last_line(grid)
        return last
    body = _body(rows, heading.last + 1 if heading else 0, heading)
    data = [row for _, row in body]
    legend = (text for one in (lines, grid.cells) for text in (part.text for part in one))
    columns = columns_of(heading, data, legend) if heading else columns_by_contents(data, grid.width)
    mapped = mapping.get(index)
    if mapped is not None and len(mapped) == grid.width and (columns is not None or _is_table(grid)):
        columns = Columns(mapped, tuple(evidence_of(data, place) for place in range(grid.width)))
    elif columns is None:
        mapped = None
        if not _is_table(grid):
            return None
        columns = Columns((Column.OTHER,) * grid.width, tuple(evidence_of(data, place) for place in range(grid.width)))
    if heading is None and body and _stands_over(body[0][1], columns):
        heading = heading_of(body[0][1], body[0][0])
        body = body[1:]
    caption, section = _caption(above, rows[: heading.first] if heading else [])
    texts = heading.texts if heading else ("",) * grid.width
    return Table(
        heading,
        columns,
        texts,
        caption,
        section,
        grid,
        body=body,
        is_mapped=mapped is not None,
        last_line=_last_line(grid),
    )


def _stands_over(row: GridRow, columns: Columns) -> bool:
    """Whether a first row has words where the others have times: a heading in words nobody knows."""
    return any(
        cell is not None and cell.text.strip() and not is_time(" ".join(cell.text.split())) and evidence.times >= _MANY
        for cell, column, evidence in zip(row, columns.meanings, columns.evidence, strict=True)
        if column is Column.TIME
    )


def _is_table(grid: Grid) -> bool:
    """More than two columns and rows: not the frame of a letterhead or a signature."""
    return grid.width > 2 and grid.height > 2


def _body(rows: list[GridRow], first: int, heading: GridHeading | None) -> list[tuple[int, GridRow]]:
    """The rows behind the heading; a heading repeated further down is left out."""
    known = {fold(text) for text in heading.texts if text} if heading else set()
    found: list[tuple[int, GridRow]] = []
    for index in range(first, len(rows)):
        texts = [fold(cell.text) for cell in distinct(rows[index]) if cell.text.strip()]
        is_repeated = len(texts) >= 3 and sum(text in known for text in texts) >= 0.8 * len(texts)
        if not is_repeated and not (known and is_column_numbers(rows[index]) and _follows_heading(found, index, first)):
            found.append((index, rows[index]))
    return found


def _follows_heading(found: list[tuple[int, GridRow]], index: int, first: int) -> bool:
    return index == first or not found or found[-1][0] != index - 1


def _last_line(grid: Grid) -> int:
    return max((cell.last_line for cell in grid.cells), default=grid.before)


def _lines_above(grid: Grid, lines: Sequence[Line], last: Table | None) -> list[Line]:
    """The running lines between the table before and this one, the last few."""
    since = last.last_line if last else 0
    first = min((cell.line for cell in grid.cells), default=0)
    return [line for line in lines if since < line.number < max(first, grid.before + 1) and line.text.strip()][
        -_MOST_ABOVE:
    ]


def _caption(above: list[Line], titles: Iterable[GridRow]) -> tuple[str, str | None]:
    """The words over a table: its caption (title lines, "Phụ lục …") and the numbered heading right above it."""
    texts = [line.text.strip() for line in above]
    section = None
    if texts:
        last = texts[-1] if not texts[-1].startswith("(") or len(texts) < 2 else texts[-2]
        match = _SECTION.match(last)
        if match and len(last) <= _LONGEST_CAPTION and not last.endswith((".", ";")):
            section = last[match.end() :].strip(" :")
    caption: list[str] = []
    for line in reversed(above):
        text = line.text.strip()
        if len(text) > _LONGEST_CAPTION or (text.endswith((".", ";")) and not text.isupper() and not ANNEX.match(text)):
            break
        caption.insert(0, text)
        if re.match(r"(?:phụ lục|bảng|biểu|danh mục|danh sách)\b", text, re.IGNORECASE):
            break
    for row in titles:
        caption += [" ".join(cell.text.split()) for cell in distinct(row) if cell.text.strip()]
    return " ".join(caption), section


def _judge(table: Table) -> Judgement:
    if table.is_mapped:
        if Column.CONTENT in table.columns.meanings:
            return Judgement(TableKind.TASKS, "Cán bộ đã chỉ ra ý nghĩa các cột.")
        return Judgement(TableKind.OTHER, "Cán bộ cho biết bảng không có cột nội dung.")
    over = {title for row in table.rows for title in row.over}
    names_doer = any(doers_in_title(title) for title in over) or bool(caption_doers(table))
    if table.heading is None and not table.columns.is_doubtful:
        return Judgement(TableKind.OTHER, "Bảng không có hàng tiêu đề và nội dung ô không cho biết là nhiệm vụ.")
    return judge(table.columns, table.headings, table.caption, table.rows, names_doer=names_doer)


def _facts(table: Table, index: int, judgement: Judgement, count: int) -> TableFacts:
    first = min((cell.line for cell in table.grid.cells), default=table.grid.before)
    samples = tuple(
        tuple(" ".join(cell.text.split()) if cell else "" for cell in row) for _, row in table.body[:_SAMPLES]
    )
    quote = " | ".join(text for text in dict.fromkeys(table.headings) if text)
    return TableFacts(
        index, table.caption, table.headings, table.columns.meanings, judgement.kind, judgement.reason, count,
        Source(first, quote, table.grid.page), samples, table.grid.name, table.is_mapped,
    )  # fmt: skip
