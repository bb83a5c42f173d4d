"""Rows copied line by line: each printed line runs through all columns, so what stands below goes on with the content."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from tracker.plans.reading import Line
from tracker.plans.understanding.costs import is_short_time, is_time_word, period_of
from tracker.plans.understanding.rows import Row

_LEAST_ROWS: Final = 2
_MOST_LINES: Final = 3  # of such a row
_LEAST_BEFORE: Final = 3  # words in front of the time: a content and a doer
_NEARLY: Final = 0.75


def line_by_line(rows: list[Row]) -> tuple[list[Row], list[str]]:
    """The rows to cut, and for each the words with which its content goes on below ("" where lines are cells).

    Copied line by line is a table whose rows all have their time within their first line, where rows of one line stand
    among them, and just the rows with the longest first lines go on, mostly in the middle of a sentence. Which words of
    the second line belong to another cell than the content nothing says; they stay with the content.
    """
    if not _is_line_by_line(rows):
        return rows, [""] * len(rows)
    first = [replace(row, fragments=[_lines(row)[:1]]) for row in rows]
    return first, [" ".join(line.text for line in _lines(row)[1:]) for row in rows]


def _is_line_by_line(rows: list[Row]) -> bool:
    single = [row for row in rows if len(_lines(row)) == 1]
    longer = [row for row in rows if len(_lines(row)) > 1]
    if not single or len(longer) < _LEAST_ROWS or any(not 1 <= len(_lines(row)) <= _MOST_LINES for row in rows):
        return False
    widths = {id(row): _before_time(_lines(row)[0].text) for row in rows}
    usual = max(widths[id(row)] for row in single)
    if not all(widths.values()) or any(widths[id(row)] < _NEARLY * usual for row in longer):
        return False
    return 2 * sum(_lines(row)[1].text[0].islower() for row in longer) > len(longer)


def _lines(row: Row) -> list[Line]:
    return [line for fragment in row.fragments for line in fragment]


def _before_time(text: str) -> int:
    """How many characters stand in front of the time within a line; 0 where it has none or begins with it."""
    words = text.split()
    for start, end in _spans(words):
        time = " ".join(words[start:end])
        if period_of(time) or is_short_time(time):
            return len(" ".join(words[:start]))
    return 0


def _spans(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    for start in range(_LEAST_BEFORE, len(words)):
        end = start
        while end < len(words) and is_time_word(words[end]):
            end += 1
        yield from ((start, stop) for stop in range(end, start, -1))


__all__ = ["line_by_line"]
