"""Tables whose cells are parted by tabs, bars or semicolons: the cells are given, only their meaning is read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from tracker.plans.reading import Line
from tracker.plans.understanding.facts import ItemFacts, Source
from tracker.plans.understanding.headings import is_task_table, match_columns
from tracker.plans.understanding.items import finish_items, make_item
from tracker.plans.understanding.print_lines import join_lines
from tracker.plans.understanding.words import Column

_DELIMITERS: Final = ("|", "\t", "¦", ";")
_RULE_CELL: Final = re.compile(r"[:\s=+-]*")
_STT: Final = re.compile(r"(?:\d{1,3}(?:\.\d{1,2}){0,2}|[IVX]{1,5}|[A-H])[.)]?")
_SECTION: Final = re.compile(r"(?:[IVX]{1,5}|[A-H])[.)]?")


@dataclass
class _Open:
    """The table being read."""

    delimiter: str
    columns: tuple[Column, ...]
    items: list[ItemFacts] = field(default_factory=list)
    section: str | None = None
    counter: int = 0


def split_cells(text: str, delimiter: str) -> list[str]:
    """The cells of a line, with outer bars taken off."""
    if delimiter == "|":
        text = text.strip().removeprefix("|").removesuffix("|")
    return [" ".join(cell.split()) for cell in text.split(delimiter)]


def find_delimited(lines: Sequence[Line], taken: set[int]) -> tuple[list[ItemFacts], set[int]]:
    """Items of delimited tables outside `taken`, and the indexes of the lines they used."""
    items: list[ItemFacts] = []
    used: set[int] = set()
    table: _Open | None = None
    for index, line in enumerate(lines):
        if index in taken:
            continue
        heading = _heading(line)
        if heading is not None:
            if table is None or table.columns != heading.columns or table.delimiter != heading.delimiter:
                items += _close(table)
                table = heading
            used.add(index)
        elif table is not None and table.delimiter in line.raw_or_text:
            _add_row(table, line)
            used.add(index)
        elif table is not None:
            items += _close(table)
            table = None
    return items + _close(table), used


def _heading(line: Line) -> _Open | None:
    for delimiter in _DELIMITERS:
        cells = split_cells(line.raw_or_text, delimiter)
        if len(cells) < 3:
            continue
        columns = tuple(_meaning(cell) for cell in cells)
        if is_task_table(columns):
            return _Open(delimiter, columns)
    return None


def _meaning(cell: str) -> Column:
    words = cell.lower().split()
    columns, taken = match_columns(words)
    return columns[0] if columns and taken == len(words) else Column.OTHER


def _add_row(table: _Open, line: Line) -> None:
    cells = split_cells(line.raw_or_text, table.delimiter)
    if all(_RULE_CELL.fullmatch(cell) for cell in cells):
        return
    values: dict[Column, str] = {
        column: cell for column, cell in zip(table.columns, cells, strict=False) if column is not Column.OTHER and cell
    }
    filled = [cell for cell in cells if cell]
    stt = values.pop(Column.NUMBER, "")
    if not stt and table.items and Column.NUMBER in table.columns and filled and filled[0][0].islower():
        _continue(table, values)
        return
    if _is_section(stt, filled, values):
        table.section = next((cell for cell in filled if cell != stt), filled[0])
        table.counter = 0
        return
    if not stt and Column.NUMBER in table.columns and table.items and Column.TIME not in values:
        _continue(table, values)
        return
    table.counter += 1
    source = Source(line.number, " | ".join(filled), line.page)
    table.items.append(make_item(stt.rstrip(".)") or str(table.counter), table.section, values, source, line.number))


def _is_section(stt: str, filled: list[str], values: dict[Column, str]) -> bool:
    return (
        len(filled) <= 2
        and Column.TIME not in values
        and (not stt or bool(_SECTION.fullmatch(stt)) or not _STT.fullmatch(stt))
    )


def _continue(table: _Open, values: dict[Column, str]) -> None:
    """A line without a number carries on the cells of the row above."""
    last = table.items[-1]
    parts = {
        Column.GROUP: last.group, Column.CONTENT: last.content, Column.PRODUCT: last.product, Column.TIME: last.time_text,
        Column.LEAD: ", ".join(last.lead), Column.COORDINATING: ", ".join(last.coordinating),
    }  # fmt: skip
    joined = {
        column: join_lines([part for part in (parts.get(column), values.get(column)) if part]) for column in parts
    }
    table.items[-1] = make_item(last.stt, last.section, joined, last.source, last.last_line)


def _close(table: _Open | None) -> list[ItemFacts]:
    return finish_items(table.items, Column.LEAD in table.columns) if table else []
