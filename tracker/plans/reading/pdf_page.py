"""One page of a PDF as words and rules with their places, through pypdfium2. No lines, no tables yet."""

import ctypes
import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

from tracker.patterns import regex
from tracker.plans.reading.cleaning import one_line
from tracker.plans.reading.pdf_drawings import Rule, drawings
from tracker.plans.reading.pdf_frame import Display, Frame

ASCENT: Final = 0.78  # of the type size, above the baseline
DESCENT: Final = 0.22
_WORD_GAP: Final = 0.16  # of the type size: a blank is 0.25, the gap between letters next to none
_SAME_BASE: Final = 0.1
_HYPHEN: Final = 0x02  # what pdfium makes of a hyphen at the end of a line

# Letters that fonts converted from older codes put in the place of Vietnamese ones, and bullets of symbol fonts.
_LETTERS: Final = {
    _HYPHEN: "-", 0xFFFE: "-", 0x01A2: "Ư", 0x01A3: "ư", 0xF0: "đ", 0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl",
    0xF02D: "-", 0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF076: "❖", 0xF06E: "▪", 0xF071: "▪", 0xF0A8: "▪",
}  # fmt: skip
_UNKNOWN: Final = "\ufffd"
_RAISED: Final = regex(r"[\[(]?(?:\d{1,3}|\*{1,3})[\])]?[.,;:]?")  # what a superscript may be
_RISE: Final = (0.1, 0.65)  # of the type size below it
_BLANK: Final = 32
_GENERATED: Final = frozenset((9, 10, 13, _BLANK, _HYPHEN, 0, 0xFFFE))  # what pdfium adds of its own
_BLANKS: Final = frozenset((9, 10, 13, _BLANK, 0xA0, 0x3000, *range(0x2000, 0x200B)))
_BLANK_GAP: Final = (0.1, 0.7)  # of the type size


@dataclass(frozen=True, slots=True)
class Word:
    """A printed word, placed as read. `own` is its place in its own direction (from, to, baseline) where it runs another way."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    is_bold: bool = False
    is_raised: bool = False  # a superscript that stands right behind a word
    own: tuple[float, float, float] | None = None

    @property
    def top(self) -> float:
        return self.base - ASCENT * self.size

    @property
    def bottom(self) -> float:
        return self.base + DESCENT * self.size

    @property
    def middle(self) -> float:
        return self.base - 0.3 * self.size


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page: words, rules, the fonts' names with the letters set in each, whether pictures stand on it."""

    number: int
    frame: Frame
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    fonts: Counter[str]
    has_pictures: bool
    unknown: int  # letters whose meaning the font does not tell
    objects: int


class _Glyph(NamedTuple):
    char: str
    u0: float
    u1: float
    base: float
    size: float
    is_bold: bool
    turn: int
    order: int


@dataclass(frozen=True, slots=True)
class _Font:
    size: float
    turn: int
    is_bold: bool
    name: str


def read_page(page: Any, number: int) -> PdfPage:
    """The words and rules of a pypdfium2 page. Letters are read by their place: the order in the file means nothing."""
    display = Display(page)
    glyphs, fonts = _glyphs(page, display)
    turns = Counter(glyph.turn for glyph in glyphs)
    turn = turns.most_common(1)[0][0] if turns else 0
    frame = Frame(turn, display.width, display.height)
    words = [word for each in turns for word in _words([g for g in glyphs if g.turn == each], each, frame)]
    rules, has_pictures, objects = drawings(page, display, frame)
    return PdfPage(
        number=number,
        frame=frame,
        words=tuple(words),
        rules=tuple(rules),
        fonts=fonts,
        has_pictures=has_pictures,
        unknown=sum(glyph.char == _UNKNOWN for glyph in glyphs),
        objects=objects,
    )


def _glyphs(page: Any, display: Display) -> tuple[list[_Glyph], Counter[str]]:
    text = page.get_textpage()
    try:
        return _glyphs_of(text.raw, display)
    finally:
        text.close()


def _glyphs_of(text: Any, display: Display) -> tuple[list[_Glyph], Counter[str]]:
    glyphs: list[_Glyph] = []
    names: Counter[str] = Counter()
    known: dict[int, _Font] = {}
    maps = [display.to_reading(turn) for turn in range(4)]
    rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    at_rect, at_x, at_y = ctypes.byref(rect), ctypes.byref(x), ctypes.byref(y)
    blank: tuple[float, float] | None = None  # where pdfium put a blank of its own
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        pdfium.FPDFText_GetCharOrigin(text, index, at_x, at_y)
        if code in _GENERATED and pdfium.FPDFText_IsGenerated(text, index) == 1:
            blank = (x.value, y.value) if code == _BLANK else None
            continue
        item = pdfium.FPDFText_GetTextObject(text, index)
        key = ctypes.addressof(item.contents) if item else 0
        font = known.get(key)
        if font is None:
            font = known[key] = _font(text, index, display.quarters)
        pdfium.FPDFText_GetLooseCharBox(text, index, at_rect)
        a, b, c, d, e, f = maps[font.turn]
        u0, base = a * x.value + b * y.value + c, d * x.value + e * y.value + f
        u1 = max(a * rect.left + b * rect.bottom, a * rect.right + b * rect.top) + c
        u1 = min(max(u1, u0), u0 + 2 * font.size)
        if blank is not None:
            at, level = a * blank[0] + b * blank[1] + c, d * blank[0] + e * blank[1] + f
            if (
                _BLANK_GAP[0] < (u0 - at) / font.size < _BLANK_GAP[1] and abs(level - base) < 1
            ):  # a blank of the file stood there
                glyphs.append(_Glyph(" ", at, u0, base, font.size, font.is_bold, font.turn, index))
            blank = None
        char = _letter(code)
        names[font.name] += char != " "
        glyphs.append(_Glyph(char, u0, u1, base, font.size, font.is_bold, font.turn, index))
    return glyphs, names


@cache
def _letter(code: int) -> str:
    """The letter a code stands for, blanks of all kinds as one, bullets of symbol fonts as bullets."""
    return " " if code in _BLANKS else _LETTERS.get(code) or _char(code)


def _char(code: int) -> str:
    if code in {0, 0xFFFD} or code >= 0xF0000 or 0xD800 <= code < 0xE000:
        return _UNKNOWN
    if 0xE000 <= code < 0xF900:  # private: of symbol fonts; what they draw there is a bullet
        return "•" if 0xF000 <= code < 0xF100 else _UNKNOWN
    return chr(code)


def _font(text: Any, index: int, quarters: int) -> _Font:
    """Type size as printed, direction as displayed, weight and name of the letter at `index`."""
    matrix, flags = pdfium.FS_MATRIX(), ctypes.c_int()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    size = abs(pdfium.FPDFText_GetFontSize(text, index)) * math.hypot(matrix.c, matrix.d)
    angle = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
    length = pdfium.FPDFText_GetFontInfo(text, index, None, 0, flags)
    buffer = ctypes.create_string_buffer(max(length, 1))
    pdfium.FPDFText_GetFontInfo(text, index, buffer, length, flags)
    name = buffer.value.decode("utf-8", "replace").partition("+")[2] or buffer.value.decode("utf-8", "replace")
    is_bold = "bold" in name.lower() or "black" in name.lower() or pdfium.FPDFText_GetFontWeight(text, index) >= 600
    return _Font(min(max(size, 1.0), 200.0), (round(angle) - quarters) % 4, is_bold, name)


def _words(glyphs: list[_Glyph], turn: int, frame: Frame) -> list[Word]:
    """Letters of one direction as words: by baseline, then from left to right, parted by blanks and gaps."""
    words = [word for row in _rows(glyphs) for word in _row_words(row)]
    if turn == frame.turn:
        return _with_raised(words)
    other = Frame(turn, frame.width, frame.height)
    return [_turned(word, other, frame) for word in words]


def _rows(glyphs: list[_Glyph]) -> Iterator[list[_Glyph]]:
    row: list[_Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if row and glyph.base - row[0].base > max(_SAME_BASE * min(row[0].size, glyph.size), 0.6):
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def _row_words(row: list[_Glyph]) -> Iterator[Word]:
    letters: list[_Glyph] = []
    for glyph in sorted(row, key=lambda glyph: (glyph.u0, glyph.order)):
        if letters and _is_double(glyph, letters):
            continue
        last = letters[-1] if letters else None
        if last and (glyph.char == " " or glyph.u0 - last.u1 > _WORD_GAP * max(glyph.size, last.size)):
            yield _word(letters)
            letters = []
        if glyph.char != " ":
            letters.append(glyph)
    if letters:
        yield _word(letters)


def _is_double(glyph: _Glyph, letters: list[_Glyph]) -> bool:
    """A letter drawn twice, a hair apart, to look bold."""
    return any(
        glyph.char == other.char and abs(glyph.u0 - other.u0) < 0.08 * glyph.size and glyph.u1 > glyph.u0
        for other in letters[-2:]
    )


def _word(letters: list[_Glyph]) -> Word:
    text = one_line("".join(glyph.char for glyph in letters))
    size = max(glyph.size for glyph in letters)
    is_bold = 2 * sum(glyph.is_bold for glyph in letters) > len(letters)
    return Word(text, letters[0].u0, max(glyph.u1 for glyph in letters), letters[0].base, size, is_bold)


def _with_raised(words: list[Word]) -> list[Word]:
    """Mark superscripts: smaller, a little higher, right behind a word of normal size."""
    words = [word for word in words if word.text]
    by_base = sorted(words, key=_base)
    bases = [word.base for word in by_base]
    largest = max((word.size for word in words), default=0.0)
    found = []
    for word in words:
        bearer = None
        if _RAISED.fullmatch(word.text):
            below = by_base[bisect_left(bases, word.base) : bisect_right(bases, word.base + _RISE[1] * largest)]
            bearer = next((other for other in below if _is_raised(word, other)), None)
        found.append(replace(word, is_raised=True, base=bearer.base) if bearer else word)
    return found


def _base(word: Word) -> float:
    return word.base


def _is_raised(word: Word, other: Word) -> bool:
    """Whether `word` is a superscript of `other`: right behind it, higher, smaller; the higher, the less smaller."""
    rise = (other.base - word.base) / other.size
    is_behind = -0.3 * other.size < word.x0 - other.x1 < 0.35 * other.size
    return is_behind and _RISE[0] < rise < _RISE[1] and word.size < (0.82 if rise < 0.3 else 0.98) * other.size


def _turned(word: Word, other: Frame, frame: Frame) -> Word:
    """A word that runs another way than its page: its place as the page is read, its own place kept."""
    corners = [(word.x0, word.top), (word.x1, word.bottom)]
    places = [frame.to_reading(*other.to_display(*corner)) for corner in corners]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return replace(word, x0=min(xs), x1=max(xs), base=max(ys) - DESCENT * word.size, own=(word.x0, word.x1, word.base))
