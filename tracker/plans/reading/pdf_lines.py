"""Words of a page -> printed lines, their pieces between wide gaps, and the paragraphs of a cell. Geometry only."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading.model import Box
from tracker.plans.reading.pdf_frame import Frame
from tracker.plans.reading.pdf_page import Word

MARKER: Final = regex(
    r"[-–+*•▪❖✓➢](?:\s|(?=[^\W\d_]))|[IVX]{1,5}\s?[.)/-]\s|\d{1,2}(?:\.\d{1,2}){0,3}\s?[.)]\s|\d{1,2}(?:\.\d{1,2}){1,3}\s"
    r"|[a-zđ]\s?[.)]\s|\(\d{1,2}\)\s|(?:Điều|Chương|Phần|Mục|CHƯƠNG|PHẦN|MỤC)\s+(?:\d|[IVX]+\b)"
)  # what an entry of a list or a heading begins with
_DATE: Final = regex(r"(?:\d{1,2}/)?\d{1,2}/(?:19|20)\d\d")
_ADDRESS: Final = regex(r"@|://|www\.|\.vn\b|\.edu\b")
_LETTER_WIDTH: Final = 0.75  # of the type size
_HYPHENED: Final = regex(r"(?<=\w)[-–/]$")
_SAME_LINE: Final = 0.3  # of the type size
_PIECE_GAP: Final = 1.1
_MUCH_WIDER: Final = 1.8  # than the usual blank of its line
_ROOM: Final = 2.0
_GLUED: Final = 0.15


@dataclass(slots=True, eq=False)
class Row:
    """A printed line, or a piece of one: its words from left to right. `number` is given when all lines are counted.

    `size` is the type size of its longest word; `text` what it says, superscripts glued to what bears them.
    """

    words: Sequence[Word]
    number: int = 0
    x0: float = field(init=False)
    x1: float = field(init=False)
    base: float = field(init=False)
    size: float = field(init=False)
    top: float = field(init=False)
    bottom: float = field(init=False)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.x0, self.base = self.words[0].x0, self.words[0].base
        self.x1 = max([word.x1 for word in self.words])
        self.size = max(self.words, key=_length).size
        self.top = min([word.top for word in self.words])
        self.bottom = max([word.bottom for word in self.words])
        self.text = text_of(self.words)

    @property
    def is_bold(self) -> bool:
        letters = [word for word in self.words if any(char.isalnum() for char in word.text)]
        return bool(letters) and all(word.is_bold for word in letters)

    def box(self, frame: Frame) -> Box:
        """Where it stands on the displayed page."""
        return frame.box(min(word.x0 for word in self.words), self.top, self.x1, self.bottom)


def _length(word: Word) -> int:
    return len(word.text)


def text_of(words: Iterable[Word], dropped: Callable[[Word, Word | None], bool] = lambda _word, _last: False) -> str:
    """The words in one line, those `dropped` left out; a superscript and what follows it stay glued to what bears it."""
    text = ""
    last: Word | None = None
    for word in words:
        is_glued = last is not None and (word.is_raised or (last.is_raised and word.x0 - last.x1 < _GLUED * word.size))
        if not dropped(word, last):
            text += word.text if is_glued or not text else f" {word.text}"
        last = word
    return text


def rows_of(words: Sequence[Word]) -> list[Row]:
    """Words as printed lines from top to bottom. Words that run another way are lined up in their own direction."""
    turned = [word for word in words if word.own]
    if len(turned) * 2 > len(words):
        words, key = turned, _own_place
    else:
        words, key = [word for word in words if not word.own], _place
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: key(word)[2]):
        first = key(rows[-1][0])[2] if rows else 0.0
        if rows and key(word)[2] - first <= _SAME_LINE * max(min(word.size, rows[-1][0].size), 4):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Row(sorted(row, key=lambda word: key(word)[0])) for row in rows]


def _place(word: Word) -> tuple[float, float, float]:
    return word.x0, word.x1, word.base


def _own_place(word: Word) -> tuple[float, float, float]:
    return word.own or _place(word)


def pieces_of(row: Row, *, least: float = _PIECE_GAP) -> list[Row]:
    """`row` cut at gaps that are wide in themselves and beside its usual blanks: justified lines stay whole."""
    words = row.words
    blanks = [after.x0 - before.x1 for before, after in pairwise(words)]
    usual = median(blanks) if len(blanks) > 2 else 0.25 * row.size
    pieces: list[list[Word]] = [[words[0]]]
    for blank, word in zip(blanks, words[1:], strict=True):
        if blank >= least * row.size and blank >= _MUCH_WIDER * min(usual, 0.8 * row.size):
            pieces.append([word])
        else:
            pieces[-1].append(word)
    return [Row(piece, row.number) for piece in pieces]


def joined(texts: Iterable[str]) -> str:
    """Lines of one paragraph as running text: a word broken behind a hyphen or slash is put together again."""
    found = ""
    for text in texts:
        if not found or (_HYPHENED.search(found) and text[:1].isalnum()):
            found += text
        else:
            found += f" {text}"
    return found


def paragraph_starts(rows: Sequence[Row], right: float) -> list[bool]:
    """Which lines of a cell begin a paragraph: after one that left room for the next word, or with a mark of a list."""
    starts: list[bool] = []
    usual = min((b.base - a.base for a, b in pairwise(rows)), default=0.0)
    for index, row in enumerate(rows):
        if not index:
            starts.append(True)
            continue
        before = rows[index - 1]
        first = row.words[0]
        room = right - before.x1 - 0.25 * row.size - (first.x1 - first.x0)
        is_apart = row.base - before.base > 1.45 * usual > 0
        is_marked = bool(MARKER.match(row.text)) and (before.text[-1:] in ".;:,!?" or room > -0.5 * row.size)
        starts.append(room > _ROOM or is_apart or is_marked)
    return starts


def goes_on_within_word(before: Row, row: Row, right: float) -> bool:
    """Whether a word too long for its narrow cell was broken between its letters: "31/12/202" and "5", "Ch" and "ỉ tiêu"."""
    if len(before.words) > 1 or right - before.x1 > _LETTER_WIDTH * before.size:
        return False
    last, first = before.words[0].text, row.words[0].text
    if last[-1].isdigit() and first[0].isdigit():
        return bool(_DATE.fullmatch(last + first.rstrip(".,;"))) and not _DATE.fullmatch(last)
    if last[-1].isalnum() and first[0].isalnum() and _ADDRESS.search(last):
        return True
    end = re.split(r"\W", last)[-1]
    return end.isalpha() and first[0].isalpha() and _are_no_words(end, first)


def _are_no_words(end: str, first: str) -> bool:
    """Whether one of the two is no syllable by itself: it has no vowel, or is a single capital of an abbreviation."""
    if first[0].isupper():
        return len(first) == 1 and sum(char.isupper() for char in end) > 1
    return not _has_vowel(first) or not _has_vowel(end)


def _has_vowel(text: str) -> bool:
    return any(char in "aeiouy" for char in unicodedata.normalize("NFD", text.lower()))
