"""The document's lines with what was understood marked in them, for the review page. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tracker.plans.models import Item, ItemOrigin, ItemState
from tracker.vietnamese import clean_line

MARK, WARN, CURRENT = "", "m-warn", "m-warn m-on"
_STRENGTH = {MARK: 1, WARN: 2, CURRENT: 3}
_LINES_AROUND = 1
_NEIGHBOURS = 2
_LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Segment:
    """A piece of a line; `css` is None for plain text. `letter` names a reading of a conflict (A, B, C)."""

    text: str
    css: str | None = None
    letter: str = ""


@dataclass(frozen=True)
class SourceLine:
    """One physical line; `heading` stands above it where a new passage begins."""

    number: int
    segments: tuple[Segment, ...]
    heading: str = ""


@dataclass
class _Line:
    number: int
    text: str
    marks: list[tuple[int, int, str, str]] = field(default_factory=list)


def letters_of(item: Item) -> dict[int, str]:
    """The lines that an item's conflicts quote, named A, B, C in the order of the quotes (look 4)."""
    found: dict[int, str] = {}
    for warning in item.warnings:
        values = [quote for quote in warning.quotes if quote.get("value") and quote.get("line")]
        if warning.is_blocking and len(values) > 1:
            for quote in values:
                found.setdefault(int(quote["line"]), _LETTERS[min(len(found), len(_LETTERS) - 1)])
    return found


def source_lines(
    lines: Sequence[Sequence[object]],
    items: Sequence[Item],
    *,
    current: Item | None,
    shown: Sequence[Item],
    is_whole: bool,
) -> tuple[SourceLine, ...]:
    """The passages of `shown` (of `current` and its neighbours where one is open), or the whole text.

    `lines` are Document.lines, `items` all items of the document with their warnings loaded.
    """
    numbered = {int(str(line[0])): _Line(int(str(line[0])), str(line[1])) for line in lines}
    for item in items:
        if item.state is not ItemState.DISMISSED:
            _mark_item(numbered, item, is_current=current is not None and item.id == current.id)
    if current is not None:
        for number, letter in letters_of(current).items():
            if number in numbered:
                numbered[number].marks.append((len(numbered[number].text),) * 2 + (WARN, letter))
    if is_whole:
        wanted = dict.fromkeys(numbered, "")
        headings = _headings(items)
    else:
        wanted, headings = _passages(numbered, _around(shown, current), current)
    made = []
    for number in sorted(wanted):
        line = numbered[number]
        heading = headings.get(number, "")
        if line.text.strip() or heading:
            made.append(SourceLine(number, _segments(line), heading))
    return tuple(made)


def _around(shown: Sequence[Item], current: Item | None) -> Sequence[Item]:
    if current is None:
        return shown
    place = next((index for index, item in enumerate(shown) if item.id == current.id), None)
    if place is None:
        return (current,)
    return shown[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1]


def _headings(items: Iterable[Item]) -> dict[int, str]:
    return {item.source_line: heading_of(item) for item in items if item.source_line is not None}


def heading_of(item: Item) -> str:
    if item.origin is ItemOrigin.ROW:
        return f"Phụ lục, mục {item.stt}" if item.stt else "Phụ lục"
    return f"Lời văn, dòng {item.source_line}"


def _passages(
    numbered: dict[int, _Line], items: Sequence[Item], current: Item | None
) -> tuple[dict[int, str], dict[int, str]]:
    wanted: dict[int, str] = {}
    headings: dict[int, str] = {}
    for item in sorted(items, key=lambda item: item.source_line or 0):
        if item.source_line is None:
            continue
        first, last = _extent(numbered, item)
        is_open = current is not None and item.id == current.id
        headings[first] = heading_of(item) + (" · đang xem" if is_open else "")
        wanted |= dict.fromkeys((number for number in range(first, last + 1) if number in numbered), "")
    for number in letters_of(current) if current is not None else ():
        if number in numbered and number not in wanted:
            near = range(number - 2 * _LINES_AROUND, number + 2 * _LINES_AROUND + 1)
            wanted |= dict.fromkeys((each for each in near if each in numbered), "")
            headings[min(each for each in near if each in numbered)] = f"Dòng {number}"
    return wanted, headings


def _extent(numbered: dict[int, _Line], item: Item) -> tuple[int, int]:
    """A row's lines, or the sentence of a prose deadline: from its paragraph's lines above to the deadline."""
    first, last = item.source_line or 0, item.source_last_line or item.source_line or 0
    if item.origin is ItemOrigin.ROW:
        return first, last
    words = len(item.quote)
    taken = len(numbered[first].text) if first in numbered else 0
    while taken < words and first - 1 in numbered:
        first -= 1
        taken += len(numbered[first].text)
    return first, last + 1 if last + 1 in numbered else last


def _mark_item(numbered: dict[int, _Line], item: Item, *, is_current: bool) -> None:
    if item.source_line is None:
        return
    doubted = any(warning.is_blocking and warning.decision is None for warning in item.warnings)
    first, last = _extent(numbered, item)
    css = CURRENT if is_current else WARN if doubted else MARK
    if is_current and item.origin is ItemOrigin.ROW:
        for number in range(first, last + 1):
            line = numbered.get(number)
            if line and line.text.strip():
                line.marks.append((0, len(line.text), css, ""))
    else:
        _mark_words(numbered, first, last, item.time_text, css)
    for warning in item.warnings:
        if warning.decision is None:
            for quote in warning.quotes:
                number = quote.get("line")
                if number and quote.get("value"):
                    _mark_words(numbered, int(number) - 3, int(number) + 3, str(quote.get("text", "")), WARN)


def _mark_words(numbered: dict[int, _Line], first: int, last: int, words: str, css: str) -> None:
    """Mark `words` between two lines, also where they break over several."""
    wanted = clean_line(words)
    numbers = [number for number in range(first, last + 1) if number in numbered]
    if not wanted or not numbers:
        return
    text = "\n".join(numbered[number].text for number in numbers)
    pattern = r"\s+".join(re.escape(word) for word in wanted.split())
    match = re.search(pattern.replace(r"\-", r"-\s*"), text, re.IGNORECASE)
    if match is None:
        return
    offset = 0
    for number in numbers:
        line = numbered[number]
        start, end = max(match.start(), offset), min(match.end(), offset + len(line.text))
        if start < end:
            line.marks.append((start - offset, end - offset, css, ""))
        offset += len(line.text) + 1


def _segments(line: _Line) -> tuple[Segment, ...]:
    letters = tuple(Segment("", WARN, letter) for _, _, _, letter in line.marks if letter)
    css: list[str | None] = [None] * len(line.text)
    for start, end, mark, letter in line.marks:
        if letter:
            continue
        for place in range(start, min(end, len(css))):
            known = css[place]
            if known is None or _STRENGTH[mark] > _STRENGTH[known]:
                css[place] = mark
    pieces: list[Segment] = []
    begin = 0
    for place in range(1, len(css) + 1):
        if place == len(css) or css[place] != css[begin]:
            pieces.append(Segment(line.text[begin:place], css[begin]))
            begin = place
    return (*pieces, *letters)
