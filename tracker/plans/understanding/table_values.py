"""The cells of a row by what their columns mean: marks become times and doers, two ends one time (domain facts 6.4)."""

import re

from tracker.plans.reading.model import GridCell
from tracker.plans.understanding.print_lines import join_lines
from tracker.plans.understanding.table_calendar import MARK, times_of
from tracker.plans.understanding.table_columns import Columns
from tracker.plans.understanding.table_heading import GridRow, distinct
from tracker.plans.understanding.words import Column


def values_of(row: GridRow, columns: Columns) -> tuple[dict[Column, str], dict[Column, GridCell]]:
    """The texts of a row by meaning, and for each meaning the first cell that says it."""
    texts: dict[Column, list[str]] = {}
    cells: dict[Column, GridCell] = {}
    marked: list[int] = []
    doing: list[tuple[int, str]] = []
    matrix = columns.matrix
    for cell in distinct(row):
        text = cell.text.strip()
        if not text:
            continue
        if cell.column in columns.slots and MARK.fullmatch(text):
            marked += [place for place in range(cell.column, cell.column + cell.columns) if place in columns.slots]
            cells.setdefault(Column.TIME, cell)
            continue
        if matrix and cell.column in matrix.names and matrix.role_of(text):
            reach = range(cell.column, cell.column + cell.columns)
            doing += [(place, text) for place in reach if place in matrix.names]
            cells.setdefault(Column.LEAD, cell)
            continue
        column = _meaning_of_cell(cell, columns)
        if column is Column.OTHER:
            continue
        if cell.column in columns.parts:
            text = _with_part(text, columns.parts[cell.column])
        texts.setdefault(column, []).append(text)
        cells.setdefault(column, cell)
    if marked:
        texts.setdefault(Column.TIME, []).extend(times_of(marked, columns.slots))
    for column, names in matrix.doers_of(doing).items() if matrix else ():
        texts.setdefault(column, []).extend(names)
    joined = {column: _joined(column, parts) for column, parts in texts.items()}
    _join_times(joined, cells)
    return joined, cells


def _joined(column: Column, parts: list[str]) -> str:
    """The texts of cells of one meaning. Doers and times keep their lines: each may be one of its own."""
    if column in (Column.LEAD, Column.COORDINATING):
        return "\n".join(parts)
    if column is Column.TIME:
        return ", ".join(parts)
    return " ".join(join_lines(part.split("\n")) for part in parts)


def _meaning_of_cell(cell: GridCell, columns: Columns) -> Column:
    """What a cell holds; one that reaches over several columns holds the weightiest of them."""
    covered = columns.meanings[cell.column : cell.column + cell.columns]
    if Column.CONTENT in covered:
        return Column.CONTENT
    if Column.START in covered and Column.END in covered:
        return Column.TIME
    return next((column for column in covered if column is not Column.OTHER), Column.OTHER)


def _with_part(text: str, part: str) -> str:
    if MARK.fullmatch(text):
        return part
    if part.startswith("Năm "):
        return text if re.search(r"\d{4}", text) else f"{text}/{part.removeprefix('Năm ')}"
    return f"{text} ({part})"


def _join_times(values: dict[Column, str], cells: dict[Column, GridCell]) -> None:
    start, end = values.pop(Column.START, ""), values.pop(Column.END, "")
    if not start and not end:
        return
    values[Column.TIME] = (
        " - ".join(part for part in dict.fromkeys((start, end)) if part)
        if not values.get(Column.TIME)
        else values[Column.TIME]
    )
    cells.setdefault(Column.TIME, cells[Column.END if end else Column.START])
