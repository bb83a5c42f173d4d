"""Automatic numbers of a DOCX as Word prints them: "1.", "a)", "II.1.", "-"; counted paragraph by paragraph."""

from dataclasses import dataclass, field
from typing import Any, Final

from tracker.plans.reading.docx_styles import NumberedBy, Style, W, switch, value

_LEVELS: Final = 9
_BULLET: Final = "•"
_BULLETS: Final = {"o": "+", "§": "•", "Ø": "•", "ü": "•", "v": "•", "·": "•"}
_ROMAN: Final = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_WORDS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")


@dataclass(frozen=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    is_legal: bool = False  # all numbers in Arabic figures
    restarts_after: int | None = None
    style_id: str = ""


@dataclass
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document. `marker` must be asked once for each paragraph, in order: asking counts."""

    def __init__(self, root: Any) -> None:
        self._abstract: dict[str, _List] = {}
        self._lists: dict[str, tuple[_List, dict[int, _Level]]] = {}
        self._begun: set[str] = set()
        if root is None:
            return
        by_style = {}
        for element in root.iterfind(W + "abstractNum"):
            made = _List({int(level.get(W + "ilvl", "0")): _level(level) for level in element.iterfind(W + "lvl")})
            self._abstract[element.get(W + "abstractNumId", "")] = made
            if (style := value(element, "styleLink")) is not None:
                by_style[style] = made
        for element in root.iterfind(W + "abstractNum"):
            if (style := value(element, "numStyleLink")) in by_style:
                self._abstract[element.get(W + "abstractNumId", "")] = by_style[style]
        for element in root.iterfind(W + "num"):
            found = self._abstract.get(value(element, "abstractNumId") or "")
            if found is not None:
                self._lists[element.get(W + "numId", "")] = (found, _overrides(element, found))

    def marker(self, own: NumberedBy | None, style: Style) -> str:
        """The number before a paragraph of `style` whose own w:numPr is `own`; "" where it has none."""
        by = own or style.numbering
        if by is None or by.num_id not in self._lists:
            return ""
        numbers, overrides = self._lists[by.num_id]
        levels = {**numbers.levels, **overrides}
        index = by.level if by.level is not None else _level_of_style(levels, style.style_id)
        level = levels.get(index)
        if level is None:
            return ""
        self._begin(by.num_id, numbers, overrides)
        _count(numbers, levels, index)
        return _printed(numbers, levels, index)

    def _begin(self, num_id: str, numbers: _List, overrides: dict[int, _Level]) -> None:
        """A list of its own start begins anew where it is first used; others go on counting where the last one stood."""
        if num_id in self._begun:
            return
        self._begun.add(num_id)
        for index in overrides:
            numbers.counts.pop(index, None)


def _level(element: Any) -> _Level:
    start = value(element, "start") or "1"
    restart = value(element, "lvlRestart")
    return _Level(
        form=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        start=int(start) if start.isdigit() else 1,
        is_legal=bool(switch(element, "isLgl")),
        restarts_after=int(restart) if restart and restart.isdigit() else None,
        style_id=value(element, "pStyle") or "",
    )


def _overrides(element: Any, numbers: _List) -> dict[int, _Level]:
    made: dict[int, _Level] = {}
    for override in element.iterfind(W + "lvlOverride"):
        index = int(override.get(W + "ilvl", "0"))
        own = override.find(W + "lvl")
        level = _level(own) if own is not None else numbers.levels.get(index, _Level())
        start = value(override, "startOverride")
        if start is not None and start.isdigit():
            level = _Level(level.form, level.text, int(start), level.is_legal, level.restarts_after, level.style_id)
        made[index] = level
    return made


def _level_of_style(levels: dict[int, _Level], style_id: str) -> int:
    return next((index for index, level in levels.items() if style_id and level.style_id == style_id), 0)


def _count(numbers: _List, levels: dict[int, _Level], index: int) -> None:
    for above in range(index):
        numbers.counts.setdefault(above, levels.get(above, _Level()).start)
    numbers.counts[index] = numbers.counts.get(index, levels[index].start - 1) + 1
    for below in range(index + 1, _LEVELS):
        after = levels.get(below, _Level()).restarts_after
        if after is None or index < after:
            numbers.counts.pop(below, None)


def _printed(numbers: _List, levels: dict[int, _Level], index: int) -> str:
    level = levels[index]
    if level.form == "bullet":
        return _bullet(level.text)
    text = level.text
    for place in range(_LEVELS):
        if f"%{place + 1}" in text:
            form = "decimal" if level.is_legal and place != index else levels.get(place, _Level()).form
            text = text.replace(f"%{place + 1}", in_form(numbers.counts.get(place, 1), form))
    return " ".join(text.split())


def _bullet(text: str) -> str:
    """The sign of a list without numbers; signs of symbol fonts mean nothing without their font."""
    sign = text.strip()[:1]
    if not sign or 0xE000 <= ord(sign) < 0xF900:
        return _BULLET
    return _BULLETS.get(sign, sign)


def in_form(number: int, form: str) -> str:
    """`number` as Word prints it in one of its number formats."""
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 1_000 else str(number)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"}:
        roman = _roman(number)
        return roman.upper() if form == "upperRoman" else roman
    if form == "decimalZero":
        return f"{number:02d}"
    if form in {"vietnameseCounting", "cardinalText"}:
        return _WORDS[number] if 0 <= number < len(_WORDS) else str(number)
    return "" if form == "none" else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4_000:
        return str(number)
    made = ""
    for worth, letters in _ROMAN:
        times, number = divmod(number, worth)
        made += letters * times
    return made
