"""Lines -> paragraphs with their place in the outline. Where the file names its paragraphs they stand; else widths tell."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading import Line
from tracker.plans.understanding.measure import SPACE, width
from tracker.plans.understanding.words import ANNEX, END_OF_BODY, UPPER

_BULLET: Final = regex(
    rf"[-–—+*]\s*(?=[{UPPER}0-9“\"(≥])|[•▪■●○◦❖✓➢►▶▸‣∙·♦◆□☐✔➔→\uf000-\uf0ff]\s*(?=\S)|o\s+(?=[{UPPER}])"
)
_PART: Final = regex(r"(?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?:[IVX]{1,5}|\d{1,2}|thứ\s+\w+|THỨ\s+\w+)\s?[.:)-]?\s*(?=\S|$)")
_CAPITAL: Final = regex(rf"[ABCDĐEGH]\s?[.)]\s+(?=[{UPPER}])")
_ROMAN: Final = regex(r"(?!V/v)(?:Mục\s+|MỤC\s+)?[IVX]{1,5}\s?[.)/:-]\s*(?=\S)")
_ARABIC: Final = regex(
    rf"(?:(?:Điều|Mục|Nhiệm vụ)\s+)?\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}(?:\s?[.):]\s*(?=[^\W\d]|\d+%|“|\d+\s+\w)|\s?-\s?(?=[{UPPER}][^\W\d])|(?<=\.\d)\s+(?=[{UPPER}]))"
)
_LETTER: Final = regex(r"[a-zđ]\s?[.)]\s*(?=[^\W_])")
_PARENTHESISED: Final = regex(r"\((?:\d{1,2}|[a-zđ]|i{1,3}|iv|v)\)\s*(?=[^\W_]|“)")
_OPENING: Final = regex(
    r"(?:Kính gửi|Nơi nhận|Căn cứ|Thực hiện|V/v|Số\s*:|Trân trọng|Phụ lục|PHỤ LỤC|\(Kèm theo|\(Ban hành kèm)\b"
)
_ALWAYS: Final = regex(
    r"(?:Kính gửi|Nơi nhận)\s*:|V/v\b|Số\s*:|(?:Thời )?[Hh]ạn (?:gửi|nộp|cuối|chót|hoàn thành|đăng ký)[^.;:]{0,30}:"
)
_SENTENCE_END: Final = regex(r"[.;:!?…]$|\./\.$")
_GOES_ON: Final = regex(r"(?:,|\s(?:và|của|các|với|về|trước|ngày|tháng|năm|theo|hoặc|cho))$")
_UNFINISHED: Final = regex(r"\s(?:trước ngày|ngày|tháng|trước|chậm nhất|và|của)$")
_FULL: Final = 0.93
_NUMBER: Final = regex(r"[IVX]+|\d+(?:\.\d+)*")
_LAST_NUMBERED: Final = 2
_ARTICLE: Final = 1.5
_LEVELS: Final = (
    (_PART, 0), (_ROMAN, 1), (_CAPITAL, 0), (_ARABIC, 2), (_LETTER, 3), (_PARENTHESISED, 5), (_BULLET, 4),
)  # fmt: skip
NO_LEVEL: Final = 9
_LONGEST_HEADING: Final = 220
_LONGEST_TITLE: Final = 120
_ABOUT: Final = regex(r"(?:Đối với|Về phía|Trách nhiệm của|Nhiệm vụ của|Riêng)\s")


@dataclass(frozen=True)
class Passage:
    """A paragraph: its text, where each line begins in it, its outline marker, and the passages that govern it.

    `above` are the bodies of those passages, the outermost first: headings, paragraphs that end in a colon, parent items.
    """

    text: str
    offsets: tuple[int, ...]
    numbers: tuple[int, ...]
    marker: str = ""
    level: int = NO_LEVEL
    above: tuple[str, ...] = ()
    section: str = ""  # "VI.3. Các cơ sở giáo dục": the numbered place in the outline, with its heading
    is_annex: bool = False
    is_bold: bool = False
    is_closing: bool = False  # stands behind the last numbered passage of the body and continues none
    pages: tuple[int | None, ...] = ()

    def line_at(self, offset: int) -> int:
        """The physical line on which the character at `offset` stands."""
        return self.numbers[max(0, bisect_right(self.offsets, offset) - 1)]

    def page_at(self, offset: int) -> int | None:
        """The page or sheet of that line, where the file has any."""
        return self.pages[max(0, bisect_right(self.offsets, offset) - 1)] if self.pages else None

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
    """The outline marker at the start of `text` and its level: 0 part, 1 Roman, 2 Arabic, 3 letter, 4 bullet, 5 "(1)"."""
    for pattern, level in _LEVELS:
        match = pattern.match(text)
        if match:
            return match[0], level
    return "", NO_LEVEL


def _passage(lines: list[Line]) -> Passage:
    text, offsets = "", []
    for line in lines:
        if text and not (text[-1] in "-–/" and len(text) > 1 and not text[-2].isspace() and line.text[:1].isalnum()):
            text += " "
        offsets.append(len(text))
        text += line.text
    marker, level = marker_of(text)
    numbers = tuple(line.number for line in lines)
    is_bold = all(line.is_bold or line.style.startswith("Heading") for line in lines)
    return Passage(
        text, tuple(offsets), numbers, marker, level, is_bold=is_bold, pages=tuple(line.page for line in lines)
    )


def _full_width(lines: list[Line]) -> int:
    """The width of a full line of running text."""
    widths = sorted(width(line.text) for line in lines if len(line.text) > 30)
    return widths[int(len(widths) * 0.85)] if widths else 0


def passages_of(lines: Iterable[Line]) -> list[Passage]:
    """The paragraphs of running text, each with the passages that govern it."""
    lines = list(lines)
    full = _full_width([line for line in lines if not line.is_paragraph]) * _FULL
    builder = _Builder()
    for line in lines:
        if builder.lines and _begins(line, builder.lines[-1], full):
            builder.close()
        builder.lines.append(line)
    builder.close()
    return list(_with_outline(builder.done))


def _begins(line: Line, before: Line, full: float) -> bool:
    """Whether `line` begins a paragraph of its own."""
    if line.is_paragraph or before.is_paragraph:
        return True
    if line.starts_paragraph is not None:
        # a short line that ends in the middle of a list is no paragraph, whatever its indent
        return line.starts_paragraph and not (_GOES_ON.search(before.text) and not marker_of(line.text)[0])
    if _opens_paragraph(line, before, full):
        return True
    if _UNFINISHED.search(before.text):
        return False
    room = full - width(before.text) - SPACE - width(line.text.split(" ", 1)[0])
    if room > 0:
        return bool(_SENTENCE_END.search(before.text)) or line.text[0].isupper() or line.text[0] in "(“0123456789"
    return before.text.isupper() != line.text.isupper() and len(before.text) > 12 and before.text.isupper()


def _opens_paragraph(line: Line, before: Line, full: float) -> bool:
    """Whether the words of `line` say that it opens a paragraph."""
    if _OPENING.match(line.text) and (before.text[-1] in ".;:" or width(before.text) < full):
        return True
    return bool(
        _ALWAYS.match(line.text)
        or ANNEX.match(line.text)
        or END_OF_BODY.match(line.text)
        or END_OF_BODY.match(before.text)
        or marker_of(line.text)[0]
    )


def is_heading(passage: Passage) -> bool:
    """Short, numbered, and no sentence."""
    return passage.level <= 3 and len(passage.text) <= _LONGEST_HEADING and not passage.text.endswith((".", ";", ","))


@dataclass(frozen=True)
class _Place:
    """A passage that may govern those behind it; half levels are unnumbered ones right below the numbered level."""

    level: float
    kind: str
    passage: Passage


def _with_outline(passages: list[Passage]) -> Iterable[Passage]:
    outline = _Outline()
    end = next((index for index, passage in enumerate(passages) if _ends_body(passage)), len(passages))
    last_marked = max((index for index, passage in enumerate(passages[:end]) if passage.marker), default=end)
    for index, passage in enumerate(passages):
        before = passages[index - 1] if index else None
        is_closing = last_marked < index < end and not (before and _opens(before)) and not _is_title(passage)
        yield outline.place(replace(passage, is_closing=is_closing), before)


def _ends_body(passage: Passage) -> bool:
    return bool(ANNEX.match(passage.text) or END_OF_BODY.match(passage.text) or passage.text.startswith("Nơi nhận"))


def _opens(passage: Passage) -> bool:
    """Whether what follows stands under this passage."""
    return passage.text.endswith(":") or is_heading(passage) or _is_title(passage)


def _is_title(passage: Passage) -> bool:
    """A heading without a number: bold, or about some doers, short, and no sentence."""
    if passage.marker or len(passage.text) > _LONGEST_TITLE or passage.text.endswith((".", ";", ",")):
        return False
    return passage.is_bold or bool(_ABOUT.match(passage.text)) or passage.text.isupper()


@dataclass
class _Outline:
    """The passages that govern what comes next."""

    stack: list[_Place] = field(default_factory=list)
    is_annex: bool = False
    is_body: bool = False

    def place(self, passage: Passage, before: Passage | None) -> Passage:
        """`passage` with what stands above it; from now on it may govern others."""
        if ANNEX.match(passage.text):
            self.is_annex, self.stack = True, []
        if passage.marker:
            self._close(passage)
        elif passage.is_closing:
            self.stack = [entry for entry in self.stack if entry.level < 1 and not entry.passage.marker]
        is_child = bool(passage.marker) or (before is not None and before.text.endswith(":"))
        above = [entry for entry in self.stack if is_child or entry.level < 4]
        placed = replace(
            passage,
            above=tuple(entry.passage.body for entry in above),
            section=_section(passage, [entry.passage for entry in above]),
            is_annex=self.is_annex,
        )
        is_letter = passage.text.startswith("Kính gửi")
        self.is_body = (
            self.is_body or is_letter or bool(passage.marker) or (len(passage.text) > 40 and passage.text[-1] in ".;:")
        )
        self._open(passage)
        return placed

    def _close(self, passage: Passage) -> None:
        """Leave the passages that `passage` stands beside or above."""
        kind, level = _kind(passage), _level(passage)
        same = next((index for index, entry in enumerate(self.stack) if entry.kind == kind), None)
        if same is not None:
            self.stack = self.stack[:same]
        elif level < 4:
            self.stack = [entry for entry in self.stack if entry.level < level]

    def _open(self, passage: Passage) -> None:
        if passage.marker:
            self.stack.append(_Place(_level(passage), _kind(passage), passage))
        elif self.is_body and passage.text.isupper() and _is_title(passage):
            self.stack = [_Place(-1, "capitals", passage)]
        elif self.is_body and (passage.text.endswith(":") or _is_title(passage)):
            kept = [entry for entry in self.stack if entry.level < 4]
            level = max((entry.level for entry in kept if entry.kind != "lead-in"), default=-1.0) + 0.5
            self.stack = [entry for entry in kept if entry.level < level]
            self.stack.append(_Place(level, "lead-in", passage))


def _kind(passage: Passage) -> str:
    """What the marker is: two passages of one kind stand side by side."""
    if passage.level >= 4:
        return passage.marker[0]
    return f"{_level(passage)}"


def _level(passage: Passage) -> float:
    """The level, with a tenth for each further number of "1.2.3."."""
    if passage.marker.startswith(("Điều", "Mục")):
        return min(passage.level, _ARTICLE)  # an article holds numbered clauses
    found = _NUMBER.search(passage.marker) if passage.level == _LAST_NUMBERED else None
    return passage.level + (found[0].count(".") / 10 if found else 0)


def _section(passage: Passage, above: list[Passage]) -> str:
    """The Roman and Arabic numbers that lead to `passage`, and the words of the last heading among them."""
    headings = [one for one in above if 0 < one.level <= _LAST_NUMBERED and _opens(one)]
    numbered = [(found[0], one.body) for one in headings if (found := _number_in(one.marker))]
    path = [number for number, _ in numbered]
    if 0 < passage.level <= _LAST_NUMBERED and (own := _number_in(passage.marker)):
        path.append(own[0])
    heading = numbered[-1][1].rstrip(" .:;") if numbered else ""
    return ". ".join(part for part in (".".join(path), heading) if part) if path else ""


def _number_in(marker: str) -> re.Match[str] | None:
    """The number of an outline marker."""
    return _NUMBER.search(marker)
