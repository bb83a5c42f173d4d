"""Find the heading rows of task tables in flattened text: heading words are mapped by meaning, never by position."""

import re
from dataclasses import dataclass
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading import Line
from tracker.plans.understanding.table_words import meaning_of
from tracker.plans.understanding.words import HEADING_COLUMN, LONGEST_HEADING, MODIFIERS, Column

_MOST_LINES: Final = 30
_MOST_WORDS: Final = 60
_LONGEST: Final = 9
_BEAM: Final = 12
_SURE: Final = 0.5
_AGAIN: Final = 1.2
_FIRST_ROW: Final = regex(r"(?:1|01|I|A|1\.1)\s?[.)/:-]?(?:\s|$)")
_START: Final = regex(r"^(?:stt|tt|số tt|số thứ tự|số)\b", re.IGNORECASE)
_COLUMN_NUMBERS: Final = regex(r"\(?1\)?\.?(?:\s+\(?[2-9]\)?\.?){2,}")


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
    """One column of each meaning: a second one of the same kind is something else, or the first heads or spans it."""
    settled: list[Column] = []
    works = [index for index, column in enumerate(columns) if column is Column.CONTENT]
    if (
        len(works) > 1 and Column.GROUP not in columns
    ):  # "Nhiệm vụ, giải pháp | Hoạt động cụ thể": the first heads the second
        columns = [Column.GROUP if index == works[0] else column for index, column in enumerate(columns)]
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
        return _by_meaning(lines, first)
    last = whole[-1]
    if ends[last] != taken:  # the heading ends inside a line: what is left belongs to no heading
        columns = match_columns(words[: ends[last]])[0]
    if len(columns) < 3 or not is_task_table(tuple(columns)) or not _ends_before_rows(lines, first + last):
        return _by_meaning(lines, first)
    return TableHeading(first, _with_numbers(lines, first + last), tuple(columns))


def _with_numbers(lines: tuple[Line, ...], last: int) -> int:
    following = lines[last + 1].text if last + 1 < len(lines) else ""
    return last + bool(_COLUMN_NUMBERS.fullmatch(following))


def _ends_before_rows(lines: tuple[Line, ...], last: int) -> bool:
    """Whether rows begin behind line `last`: a first number, a section, or the numbers of the columns."""
    if last + 1 >= len(lines):
        return False
    text = lines[last + 1].text
    return bool(_FIRST_ROW.match(text) or _COLUMN_NUMBERS.fullmatch(text)) or not _is_capital_start(text)


def _is_capital_start(text: str) -> bool:
    return text[:1].isalpha() and text[:1].isupper()


@dataclass(frozen=True)
class _Cut:
    """Headings read off the front of the words so far, and how well they fit."""

    columns: tuple[Column, ...]
    score: float


def _by_meaning(lines: tuple[Line, ...], first: int) -> TableHeading | None:
    """A heading in words of its own: the lines down to the first row, cut where each part means a column best."""
    last = first
    while last + 1 < len(lines) and last - first < _MOST_LINES and not _FIRST_ROW.match(lines[last + 1].text):
        if _COLUMN_NUMBERS.fullmatch(lines[last + 1].text):
            break
        last += 1
    if last + 1 >= len(lines) or last - first >= _MOST_LINES:
        return None
    words = [(word, place == 0) for line in lines[first : last + 1] for place, word in enumerate(line.text.split())]
    if not 3 <= len(words) <= _MOST_WORDS:
        return None
    columns = _best_cut(words)
    if columns is None or columns[0] is not Column.NUMBER or len(columns) < 3 or not is_task_table(columns):
        return None
    return TableHeading(first, _with_numbers(lines, last), columns)


def _best_cut(words: list[tuple[str, bool]]) -> tuple[Column, ...] | None:
    """The cut of all `words` into headings that fits best; None where some words mean nothing."""
    best: dict[int, list[_Cut]] = {0: [_Cut((), 0.0)]}
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST, len(words)) + 1) if start in best else ():
            meaning = meaning_of(" ".join(word for word, _ in words[start:end]))
            if meaning.sure < _SURE:
                continue
            fit = meaning.sure - _opening_doubt(words[start][0], starts_line=words[start][1])
            for cut in best[start]:
                again = _AGAIN if meaning.column in cut.columns and meaning.column is not Column.OTHER else 0.0
                best.setdefault(end, []).append(_Cut((*cut.columns, meaning.column), cut.score + fit - again))
        for place in best:
            best[place] = sorted(best[place], key=lambda cut: -cut.score)[:_BEAM]
    found = best.get(len(words))
    return tuple(_settle(list(found[0].columns))) if found else None


def _opening_doubt(word: str, *, starts_line: bool) -> float:
    """Headings begin with a capital, mostly on a line of their own."""
    return (0.0 if word[:1].isupper() else 1.5) + (0.0 if starts_line else 0.4)
