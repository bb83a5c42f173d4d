"""Lines -> paragraphs with their place in the outline. A line that left room for the next word ends its paragraph."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from tracker.plans.reading import Line
from tracker.plans.understanding.measure import SPACE, width
from tracker.plans.understanding.words import ANNEX, END_OF_BODY, UPPER

_BULLET: Final = re.compile(rf"[-–+•*▪❖✓]\s*(?=[{UPPER}0-9“\"(≥])")
_ROMAN: Final = re.compile(r"(?:Phần\s+|PHẦN\s+|Chương\s+|CHƯƠNG\s+)?[IVX]{1,5}\s?[.)/:-]\s*(?=\S)")
_ARABIC: Final = re.compile(r"(?:(?:Điều|Mục)\s+)?\d{1,2}(?:\.\d{1,2}){0,3}\s?[.):]\s*(?=[^\W\d]|\d+%|“)")
_LETTER: Final = re.compile(r"[a-zđ]\s?[.)]\s*(?=[^\W_])")
_OPENING: Final = re.compile(
    r"(?:Kính gửi|Nơi nhận|Căn cứ|Thực hiện|V/v|Số\s*:|Trân trọng|Phụ lục|PHỤ LỤC|\(Kèm theo|\(Ban hành kèm)\b"
)
_ALWAYS: Final = re.compile(r"(?:Kính gửi|Nơi nhận)\s*:|V/v\b|Số\s*:")
_SENTENCE_END: Final = re.compile(r"[.;:!?…]$|\./\.$")
_FULL: Final = 0.93
_NUMBER: Final = re.compile(r"[IVX]+|\d+(?:\.\d+)*")
_LAST_NUMBERED: Final = 2
_LEVELS: Final = ((_ROMAN, 1), (_ARABIC, 2), (_LETTER, 3), (_BULLET, 4))


@dataclass(frozen=True)
class Passage:
    """A paragraph: its text, where each line begins in it, its outline marker, and the headings above it."""

    text: str
    offsets: tuple[int, ...]
    numbers: tuple[int, ...]
    marker: str = ""
    level: int = 9
    above: tuple[str, ...] = ()
    section: str = ""  # "VI.3. Các cơ sở giáo dục": the numbered place in the outline, with its heading
    is_annex: bool = False

    def line_at(self, offset: int) -> int:
        """The physical line on which the character at `offset` stands."""
        return self.numbers[max(0, bisect_right(self.offsets, offset) - 1)]

    @property
    def first_line(self) -> int:
        return self.numbers[0]

    @property
    def body(self) -> str:
        """The text behind the outline marker."""
        return self.text[len(self.marker) :].strip()


@dataclass
class _Builder:
    lines: list[Line] = field(default_factory=list)
    done: list[Passage] = field(default_factory=list)

    def close(self) -> None:
        if self.lines:
            self.done.append(_passage(self.lines))
            self.lines = []


def marker_of(text: str) -> tuple[str, int]:
    """The outline marker at the start of `text` and its level: 1 Roman, 2 Arabic, 3 letter, 4 bullet; ("", 9) without."""
    for pattern, level in _LEVELS:
        match = pattern.match(text)
        if match:
            return match[0], level
    return "", 9


def _passage(lines: list[Line]) -> Passage:
    text, offsets = "", []
    for line in lines:
        if text and not (text[-1] in "-–/" and len(text) > 1 and not text[-2].isspace() and line.text[:1].isalnum()):
            text += " "
        offsets.append(len(text))
        text += line.text
    marker, level = marker_of(text)
    return Passage(text, tuple(offsets), tuple(line.number for line in lines), marker, level)


def _full_width(lines: list[Line]) -> int:
    """The width of a full line of running text."""
    widths = sorted(width(line.text) for line in lines if len(line.text) > 30)
    return widths[int(len(widths) * 0.85)] if widths else 0


def passages_of(lines: Iterable[Line]) -> list[Passage]:
    """The paragraphs of running text, each with the headings that govern it."""
    lines = list(lines)
    full = _full_width(lines) * _FULL
    builder = _Builder()
    for line in lines:
        if builder.lines and _begins(line, builder.lines[-1], full):
            builder.close()
        builder.lines.append(line)
    builder.close()
    return list(_with_outline(builder.done))


def _begins(line: Line, before: Line, full: float) -> bool:
    """Whether `line` begins a paragraph of its own. A reader that saw the page knows; else the widths tell."""
    if _ALWAYS.match(line.text):
        return True
    if line.starts_paragraph is not None:
        return line.starts_paragraph
    if _OPENING.match(line.text) and (before.text[-1] in ".;:" or width(before.text) < full):
        return True
    if ANNEX.match(line.text) or END_OF_BODY.match(line.text) or END_OF_BODY.match(before.text):
        return True
    if marker_of(line.text)[0]:
        return True
    room = full - width(before.text) - SPACE - width(line.text.split(" ", 1)[0])
    if room > 0:
        return bool(_SENTENCE_END.search(before.text)) or line.text[0].isupper() or line.text[0] in "(“0123456789"
    return before.text.isupper() != line.text.isupper() and len(before.text) > 12 and before.text.isupper()


def is_heading(passage: Passage) -> bool:
    """Short, numbered, and no sentence."""
    return passage.level <= 3 and len(passage.text) <= 220 and not passage.text.endswith((".", ";", ","))


def _with_outline(passages: list[Passage]) -> Iterable[Passage]:
    stack: list[tuple[int, str, str]] = []
    is_annex = False
    for passage in passages:
        if ANNEX.match(passage.text):
            is_annex, stack = True, []
        if passage.marker:
            stack = [entry for entry in stack if entry[0] < passage.level]
        above = tuple(text for _, _, text in stack)
        yield replace(passage, above=above, section=_section(passage, stack), is_annex=is_annex)
        if passage.marker and (is_heading(passage) or passage.text.endswith(":")):
            stack.append((passage.level, passage.marker, passage.body))


def _section(passage: Passage, stack: list[tuple[int, str, str]]) -> str:
    """The Roman and Arabic numbers that lead to `passage`, and the words of the last heading among them."""
    above = [(marker, text) for level, marker, text in stack if level <= _LAST_NUMBERED]
    numbered = [(found[0], text) for marker, text in above if (found := _number_in(marker))]
    path = [number for number, _ in numbered]
    if passage.level <= _LAST_NUMBERED and (own := _number_in(passage.marker)):
        path.append(own[0])
    heading = numbered[-1][1].rstrip(" .:;") if numbered else ""
    return ". ".join(part for part in (".".join(path), heading) if part) if path else ""


def _number_in(marker: str) -> re.Match[str] | None:
    """The number of an outline marker; "V/v" is none."""
    return None if "/" in marker else _NUMBER.search(marker)
