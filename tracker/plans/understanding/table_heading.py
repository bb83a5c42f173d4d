"""The heading rows of a table: found by what their cells mean, one or two levels, titles above and numbers below left out."""

import re
from dataclasses import dataclass
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading.model import GridCell
from tracker.plans.understanding.table_calendar import slot_of
from tracker.plans.understanding.table_matrix import is_doer_name
from tracker.plans.understanding.table_words import NOTHING, Meaning, meaning_of
from tracker.plans.understanding.words import Column

GridRow = tuple[GridCell | None, ...]

_MOST_ROWS: Final = 12  # a heading stands in the first rows, below titles
_MOST_LEVELS: Final = 3
_MOST_TEXT: Final = 110
_MOST_WORDS: Final = 8
_MANY_CELLS: Final = 3
_LEAST_TELLING: Final = 2
_LEAST_SHARE: Final = 0.5
_SURE: Final = 0.5
_COLUMN_NUMBER: Final = regex(r"[(\[]?(?:\d{1,2}|[A-Ha-h]|[IVX]{1,4})[)\]]?(?:\s*=.*)?")


@dataclass(frozen=True)
class GridHeading:
    """Rows `first`..`last` (both included) and, column by column, the words above it, the lowest of them, and their meaning."""

    first: int
    last: int
    texts: tuple[str, ...]
    lowest: tuple[str, ...]
    meanings: tuple[Meaning, ...]


def find_heading(rows: list[GridRow], start: int = 0) -> GridHeading | None:
    """The first heading among the rows from `start` on, or None where none of them reads like one."""
    for index in range(start, min(len(rows), start + _MOST_ROWS)):
        if _is_heading(rows[index]) or _is_heading_with_next(rows, index):
            return _heading_at(rows, index)
        filled = [" ".join(cell.text.split()) for cell in distinct(rows[index]) if cell.text.strip()]
        if len(filled) >= _MANY_CELLS and _holds_data(filled):
            return None  # rows of work begin; what follows is no heading
    return None


def heading_of(row: GridRow, index: int) -> GridHeading:
    """`row` taken as the heading whatever it says: an officer, or the cells below it, say what the columns are."""
    texts = tuple(" ".join(cell.text.split()) if cell else "" for cell in row)
    return GridHeading(index, index, texts, texts, tuple(map(meaning_of, texts)))


def is_column_numbers(row: GridRow) -> bool:
    """A row like "(1) (2) (3)" under a heading."""
    texts = [text for cell in distinct(row) if (text := cell.text.strip())]
    if len(texts) < 2 or not all(_COLUMN_NUMBER.fullmatch(text) for text in texts):
        return False
    figures = [int(found[0]) for text in texts if (found := re.search(r"\d+", text.split("=")[0]))]
    return len(figures) >= 2 and figures == sorted(set(figures)) and figures[-1] <= len(row)


def distinct(row: GridRow) -> list[GridCell]:
    """The cells of a row, each once."""
    found: list[GridCell] = []
    for cell in row:
        if cell is not None and (not found or found[-1] is not cell):
            found.append(cell)
    return found


def _is_heading(row: GridRow) -> bool:
    filled = [cell for cell in distinct(row) if cell.text.strip()]
    if len(filled) < 2:
        return False
    texts = [" ".join(cell.text.split()) for cell in filled]
    if any(len(text) > _MOST_TEXT for text in texts):
        return False
    meanings = [meaning_of(text) for text in texts]
    known = [meaning for meaning in meanings if meaning.sure >= _SURE]
    columns = {meaning.column for meaning in known}
    telling = [meaning.column for meaning in known if meaning.column is not Column.NUMBER]
    slots = sum(
        meaning.sure < _SURE and slot_of(text) is not None for text, meaning in zip(texts, meanings, strict=True)
    )
    doers = sum(meaning.sure < _SURE and is_doer_name(text) for text, meaning in zip(texts, meanings, strict=True))
    least = 1 if slots > 1 and Column.CONTENT in columns else _LEAST_TELLING
    if len(telling) < least or len(known) + slots + doers < _LEAST_SHARE * len(filled):
        return False
    if len(columns) == 2 and len(filled) > 2 and Column.NUMBER not in columns and not _looks_typed(filled):
        return False
    return sum(len(text.split()) for text in texts) <= _MOST_WORDS * len(texts) and not _holds_data(texts)


def _looks_typed(cells: list[GridCell]) -> bool:
    """Headings are bold, or capital, or short; a row of data with two words of headings in it is neither."""
    return all(cell.is_bold or cell.text.isupper() or len(cell.text.split()) <= 6 for cell in cells)


def _holds_data(texts: list[str]) -> bool:
    """A row with its own number or a date is no heading, be its words what they may."""
    return bool(re.fullmatch(r"\d{1,3}[.)]?|[IVX]+[.)]?", texts[0])) or any(
        re.search(r"\d{1,2}/\d{4}|\bngày \d", text) and slot_of(text) is None for text in texts
    )


def _is_heading_with_next(rows: list[GridRow], index: int) -> bool:
    """A heading whose upper row alone says too little: "Thực hiện" over "Chủ trì | Thời gian"."""
    if index + 1 >= len(rows):
        return False
    row = rows[index]
    spans = [cell for cell in distinct(row) if cell.columns > 1 and cell.columns < len(row) and cell.text.strip()]
    return bool(spans) and _is_heading(rows[index + 1]) and _is_next_level(row, rows[index + 1])


def _heading_at(rows: list[GridRow], first: int) -> GridHeading:
    last = max((cell.row + cell.rows - 1 for cell in distinct(rows[first]) if cell.text.strip()), default=first)
    last = min(last, first + _MOST_LEVELS - 1, len(rows) - 1)
    if last > first and not all(_reads_as_level(rows[index]) for index in range(first + 1, last + 1)):
        last = first
    while last + 1 < len(rows) and last - first < _MOST_LEVELS - 1 and _is_next_level(rows[last], rows[last + 1]):
        last += 1
    width = len(rows[first])
    stacks = [_stack(rows[first : last + 1], column) for column in range(width)]
    end = last + 1 if last + 1 < len(rows) and is_column_numbers(rows[last + 1]) else last
    texts = tuple(" ".join(stack) for stack in stacks)
    lowest = tuple(stack[-1] if stack else "" for stack in stacks)
    return GridHeading(first, end, texts, lowest, tuple(map(_meaning_of_stack, stacks)))


def _reads_as_level(row: GridRow) -> bool:
    return not _holds_data([cell.text.strip() for cell in distinct(row)] or [""])


def _is_next_level(above: GridRow, below: GridRow) -> bool:
    """Whether `below` splits the headings of `above`: words only under cells that span columns, and headings themselves."""
    fresh: list[tuple[GridCell, GridCell | None]] = []
    for column, cell in enumerate(below):
        over = above[column]
        if cell is None or cell is over or not cell.text.strip():
            continue
        if not fresh or fresh[-1][0] is not cell:
            fresh.append((cell, over))
    if not fresh:
        return False
    texts = [" ".join(cell.text.split()) for cell, _ in fresh]
    if any(len(text) > 60 for text in texts) or _holds_data(texts):
        return False
    under_span = [over is not None and over.columns > 1 for _, over in fresh]
    under_nothing = [over is None or not over.text.strip() for _, over in fresh]
    if not any(under_span) and not all(under_nothing):
        return False
    if not all(span or nothing for span, nothing in zip(under_span, under_nothing, strict=True)):
        return False
    known = sum(meaning_of(text).sure >= _SURE or _is_part(text) or is_doer_name(text) for text in texts)
    return known >= _LEAST_SHARE * len(texts)


def _is_part(text: str) -> bool:
    """A year, month, quarter, week or level under a spanning heading."""
    return slot_of(text) is not None or bool(
        re.fullmatch(
            r"(?:năm |tháng |quý |t|q)?\s?(?:\d{1,4}|[IVX]{1,4})(?:/\d{4})?|kế hoạch|thực tế|khác|từ|đến|nstw|nsđp|nguồn .*|tổng.*",
            text.lower(),
        )
    )


def _stack(levels: list[GridRow], column: int) -> list[str]:
    words: list[str] = []
    seen: list[GridCell] = []
    for row in levels:
        cell = row[column]
        if cell is not None and not any(cell is known for known in seen) and cell.text.strip():
            seen.append(cell)
            words.append(" ".join(cell.text.split()))
    return words


def _meaning_of_stack(words: list[str]) -> Meaning:
    """The lowest words that mean something; a part of a time ("Kế hoạch", "2025") means what stands above it."""
    for index in range(len(words) - 1, -1, -1):
        meaning = meaning_of(words[index])
        if meaning.sure < _SURE - 0.2:
            continue
        over = meaning_of(words[index - 1]) if index else NOTHING
        is_of_other = over.column is Column.OTHER and over.sure == 1.0
        is_of_time = over.column is Column.TIME and meaning.column in (Column.LEAD, Column.PRODUCT)
        return over if is_of_other or is_of_time else meaning
    return NOTHING
