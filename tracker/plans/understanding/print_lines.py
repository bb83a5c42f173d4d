"""Words of a table row as they were printed, and cells made of them. The geometry that `cells` reasons about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading import Line
from tracker.plans.understanding.measure import SPACE, width

_HYPHENED: Final = regex(r"(?<=\w)[-–/]$")


class Mark(Enum):
    """Which line breaks speak for another cell: those without a blank line (double-spaced text), those with one, none."""

    TIGHT = "tight"
    BLANK = "blank"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Word:
    """One printed word: `line` counts lines of its fragment; `is_marked`: the break before its line marks another cell."""

    text: str
    width: int
    line: int
    starts_line: bool
    is_marked: bool


def words_of(lines: Sequence[Line], mark: Mark) -> tuple[Word, ...]:
    """The words of `lines`; `mark` says which line breaks stand between cells rather than inside one."""
    return tuple(
        Word(text, width(text), ordinal, place == 0, place == 0 and _is_marked(line, mark))
        for ordinal, line in enumerate(lines)
        for place, text in enumerate(line.text.split())
    )


def _is_marked(line: Line, mark: Mark) -> bool:
    if mark is Mark.NONE:
        return False
    return line.is_after_blank if mark is Mark.BLANK else not line.is_after_blank


def join_lines(lines: Iterable[str]) -> str:
    """Lines of one cell or paragraph as running text: a word broken after a hyphen or slash is put together again."""
    text = ""
    for line in lines:
        if not text:
            text = line
        elif text[-1] in "-–/" and line[:1].isalnum() and _HYPHENED.search(text):
            text += line
        else:
            text += f" {line}"
    return text


class Cell:
    """The words of one cell, page by page.

    `widths`: (width of the line, width of its first word) for each printed line; `heights`: lines on each page;
    `marked_breaks`: line breaks that speak for another cell.
    """

    __slots__ = ("_text", "heights", "is_empty", "marked_breaks", "parts", "widths")

    def __init__(self, parts: tuple[tuple[Word, ...], ...]) -> None:
        self.parts = parts
        self._text: str | None = None
        widths: list[tuple[int, int]] = []
        heights: list[int] = []
        marked = 0
        for part in parts:
            before = len(widths)
            line, total, first = -1, 0, 0
            for word in part:
                if word.line == line:
                    total += SPACE + word.width
                    continue
                if line >= 0:
                    widths.append((total, first))
                    marked += word.is_marked
                line, total, first = word.line, word.width, word.width
            if line >= 0:
                widths.append((total, first))
            heights.append(len(widths) - before)
        self.widths = widths
        self.heights = heights
        self.marked_breaks = marked
        self.is_empty = not widths

    @property
    def printed(self) -> list[list[Word]]:
        """The words line by line."""
        found: list[list[Word]] = []
        for part in self.parts:
            line = -1
            for word in part:
                if word.line != line:
                    found.append([])
                    line = word.line
                found[-1].append(word)
        return found

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = join_lines(" ".join(word.text for word in line) for line in self.printed)
        return self._text
