"""Find the heading rows of task tables in flattened text: heading words are mapped by meaning, never by position."""

import re
from dataclasses import dataclass
from typing import Final

from tracker.plans.reading import Line
from tracker.plans.understanding.words import HEADING_COLUMN, LONGEST_HEADING, MODIFIERS, Column

_MOST_LINES: Final = 30
_START: Final = re.compile(r"^(?:stt|tt|số tt|số thứ tự|số)\b", re.IGNORECASE)
_COLUMN_NUMBERS: Final = re.compile(r"\(?1\)?\.?(?:\s+\(?[2-9]\)?\.?){2,}")


@dataclass(frozen=True)
class TableHeading:
    """A heading row: lines `first`..`last` (indexes, both included) and what its columns mean, in the order as read."""

    first: int
    last: int
    columns: tuple[Column, ...]


def is_task_table(columns: tuple[Column, ...]) -> bool:
    """Tasks have a content and say when, or at least who; forms of figures do not (domain facts 6.4)."""
    return Column.CONTENT in columns and (
        Column.TIME in columns or (Column.LEAD in columns and Column.PRODUCT in columns)
    )


def match_columns(words: list[str]) -> tuple[list[Column], int]:
    """Read headings off the front of `words` (lower case). Returns the columns and how many words they took."""
    columns: list[Column] = []
    taken = 0
    while taken < len(words):
        size = next(
            (
                n
                for n in range(min(LONGEST_HEADING, len(words) - taken), 0, -1)
                if " ".join(words[taken : taken + n]) in HEADING_COLUMN
            ),
            0,
        )
        if size:
            columns.append(HEADING_COLUMN[" ".join(words[taken : taken + size])])
            taken += size
        elif columns and (words[taken] in MODIFIERS or words[taken].startswith("(")):
            taken += _modifier_length(words, taken)
        else:
            break
    return _settle(columns), taken


def _modifier_length(words: list[str], start: int) -> int:
    if not words[start].startswith("("):
        return 1
    end = next((i for i in range(start, min(start + 8, len(words))) if words[i].endswith(")")), start)
    return end - start + 1


def _settle(columns: list[Column]) -> list[Column]:
    """One column of each meaning: a second one of the same kind is something else (or a spanning heading above)."""
    settled: list[Column] = []
    for index, column in enumerate(columns):
        is_spanning = column is Column.LEAD and columns[index + 1 : index + 3] == [Column.LEAD, Column.COORDINATING]
        if is_spanning:
            continue
        settled.append(Column.OTHER if column in settled and column is not Column.OTHER else column)
    return settled


def find_headings(lines: tuple[Line, ...]) -> list[TableHeading]:
    """Every heading row, repeated ones included, that starts with a number column and names a task table."""
    found: list[TableHeading] = []
    index = 0
    while index < len(lines):
        heading = _heading_at(lines, index) if _START.match(lines[index].text) else None
        if heading is None:
            index += 1
            continue
        found.append(heading)
        index = heading.last + 1
    return found


def _heading_at(lines: tuple[Line, ...], first: int) -> TableHeading | None:
    words: list[str] = []
    ends: list[int] = []
    for line in lines[first : first + _MOST_LINES]:
        words.extend(line.text.lower().split())
        ends.append(len(words))
    columns, taken = match_columns(words)
    whole = [index for index, end in enumerate(ends) if end <= taken]
    if not whole or not columns or columns[0] is not Column.NUMBER:
        return None
    last = whole[-1]
    if ends[last] != taken:  # the heading ends inside a line: what is left belongs to no heading
        columns = match_columns(words[: ends[last]])[0]
    if len(columns) < 3 or not is_task_table(tuple(columns)):
        return None
    following = lines[first + last + 1].text if first + last + 1 < len(lines) else ""
    return TableHeading(first, first + last + bool(_COLUMN_NUMBERS.fullmatch(following)), tuple(columns))
