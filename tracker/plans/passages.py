"""The document's lines with what was understood marked in them, for the review page. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from tracker.plans.models import Item, ItemOrigin, ItemState, PartyRole
from tracker.plans.warning import WarningCode
from tracker.vietnamese import clean_line

MARK, WARN, CURRENT = "", "m-warn", "m-warn m-on"
_STRENGTH = {MARK: 1, WARN: 2, CURRENT: 3}
_LINES_AROUND = 5
_NEIGHBOURS = 2
_MOST_BLANK = 4
_LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Segment:
    """A piece of a line; `css` is None for plain text. `letter` names a reading of a conflict (A, B, C)."""

    text: str
    css: str | None = None
    letter: str = ""
    item_id: int | None = None  # whose mark it is
    gap: str = ""  # another cell of a flattened row begins here: "line" after its content, "dot" between the others


@dataclass(frozen=True)
class SourceLine:
    """One physical line; `heading` stands above it where a new passage begins, `item_ids` are the rows it belongs to."""

    number: int
    segments: tuple[Segment, ...]
    heading: str = ""
    item_ids: tuple[int, ...] = ()


@dataclass
class _Line:
    number: int
    text: str
    marks: list[tuple[int, int, str, str, int | None]] = field(default_factory=list)
    gaps: dict[int, str] = field(default_factory=dict)


def letters_of(item: Item) -> dict[int, str]:
    """The lines that an item's conflicts quote, named A, B, C in the order of the quotes (look 4)."""
    found: dict[int, str] = {}
    for warning in item.warnings:
        values = [quote for quote in warning.quotes if quote.get("value") and quote.get("line")]
        if warning.is_blocking and len(values) > 1 and warning.code != WarningCode.SAME_REPORT_TWICE:
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
        _put_letters(numbered, current)
    if is_whole:
        headings, anchors = _headings(items), _anchors(numbered, items)
        return tuple(
            SourceLine(number, _segments([line]), headings.get(number, ""), anchors.get(number, ()))
            for number, line in sorted(numbered.items())
            if line.text.strip() or number in headings
        )
    return tuple(
        SourceLine(lines[0].number, _segments(lines), heading, item_ids)
        for heading, lines, item_ids in _passages(numbered, _around(shown, current), current)
    )


def _anchors(numbered: dict[int, _Line], items: Iterable[Item]) -> dict[int, tuple[int, ...]]:
    """The items whose passage begins at each line."""
    found: dict[int, tuple[int, ...]] = {}
    for item in items:
        if item.source_line is not None:
            lines = _written(numbered, *_extent(numbered, item))
            if lines:
                found[lines[0].number] = (*found.get(lines[0].number, ()), item.id)
    return found


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
) -> list[tuple[str, list[_Line], tuple[int, ...]]]:
    """Each item's lines under a heading, in the document's order, with the passages that a conflict quotes elsewhere."""
    found: dict[int, tuple[str, list[_Line], tuple[int, ...]]] = {}
    taken: set[int] = set()
    for item in sorted(items, key=lambda item: item.source_line or 0):
        if item.source_line is None:
            continue
        first, last = _extent(numbered, item)
        is_open = current is not None and item.id == current.id
        lines = _written(numbered, first, last)
        taken.update(line.number for line in lines)
        if lines:
            known = found.get(lines[0].number)
            heading = heading_of(item) + (" · đang xem" if is_open else "")
            ids = (*(known[2] if known else ()), item.id)
            found[lines[0].number] = (heading if known is None or is_open else known[0], lines, ids)
    for number in letters_of(current) if current is not None else ():
        near = _written(numbered, number - _LINES_AROUND, number)
        if number not in taken and near:
            found[near[0].number] = (f"Dòng {number}", near, ())
    return [found[number] for number in sorted(found)]


def _written(numbered: dict[int, _Line], first: int, last: int) -> list[_Line]:
    return [line for number in range(first, last + 1) if (line := numbered.get(number)) and line.text.strip()]


def _extent(numbered: dict[int, _Line], item: Item) -> tuple[int, int]:
    """A row's lines, or the sentence of a prose deadline: from its paragraph's lines above to the deadline."""
    first, last = item.source_line or 0, item.source_last_line or item.source_line or 0
    if item.origin is ItemOrigin.ROW or first not in numbered:
        return first, last
    words = max(len(item.quote), len(item.content))
    taken = len(numbered[first].text)
    while taken < words and (above := _beside(numbered, first, -1)) is not None:
        first = above
        taken += len(numbered[first].text)
    ending = clean_line(item.time_text).rpartition(" ")[2]
    if last in numbered and ending not in numbered[last].text:
        last = _beside(numbered, last, 1) or last
    return first, last


def _beside(numbered: dict[int, _Line], number: int, step: int) -> int | None:
    """The next written line above or below; blank lines between are passed over."""
    near = range(number + step, number + step * (_MOST_BLANK + 1), step)
    return next((each for each in near if each in numbered and numbered[each].text.strip()), None)


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
                line.marks.append((0, len(line.text), css, "", item.id))
    else:
        _mark_words(numbered, first, last, item.time_text, css, item.id)
    if item.origin is ItemOrigin.ROW:
        _part_cells(numbered, first, last, item)
    for warning in item.warnings:
        if warning.decision is None:
            for quote in warning.quotes:
                number = quote.get("line")
                if number and quote.get("value"):
                    words = str(quote.get("text", ""))
                    _mark_words(numbered, int(number) - 3, int(number) + 3, words, WARN, item.id)


def _part_cells(numbered: dict[int, _Line], first: int, last: int, item: Item) -> None:
    """Where the cells of a flattened row begin behind its content; none where the cells are broken up."""
    read = item.as_read or {}
    spots = _find(numbered, first, last, read.get("content") or item.content)
    if not spots:
        return
    line, _, end = spots[-1]
    doers = [next((party.words for party in item.parties if party.role is role), "") for role in PartyRole]
    begins: set[tuple[int, int]] = set()
    for words in (read.get("product") or item.product, item.time_text, *doers):
        found = _find(numbered, line.number, last, words, start=end) if words else []
        begins.update((spot.number, start) for spot, start, _ in found[:1])
    for number, start in sorted(begins)[:1]:
        numbered[number].gaps[start] = "line"
    for number, start in sorted(begins)[1:]:
        numbered[number].gaps[start] = "dot"


def _put_letters(numbered: dict[int, _Line], item: Item) -> None:
    """A, B, C behind the words that a conflict quotes; at the quoted line where the words are broken up by other cells."""
    letters = letters_of(item)
    for warning in item.warnings:
        for quote in warning.quotes:
            number = int(quote["line"]) if quote.get("line") else None
            letter = letters.pop(number, "") if number is not None and quote.get("value") else ""
            if number is None or not letter:
                continue
            words = str(quote.get("text", ""))
            is_own = words == item.time_text and item.origin is ItemOrigin.ROW
            first, last = _extent(numbered, item) if is_own else (number - _LINES_AROUND, number + 2)
            spots = _find(numbered, first, last, words)
            line, _, end = spots[-1] if spots else (numbered.get(number), 0, -1)
            if line is not None:
                line.marks.append((end if end >= 0 else len(line.text), -1, WARN, letter, item.id))


def _mark_words(
    numbered: dict[int, _Line], first: int, last: int, words: str, css: str, item_id: int | None = None
) -> None:
    """Mark `words` between two lines, also where they break over several."""
    for line, start, end in _find(numbered, first, last, words):
        line.marks.append((start, end, css, "", item_id))


def _find(
    numbered: dict[int, _Line], first: int, last: int, words: str, *, start: int = 0
) -> list[tuple[_Line, int, int]]:
    """Where `words` stand between two lines: a part of each line they run through; nothing where they are broken up."""
    wanted = clean_line(words)
    numbers = [number for number in range(first, last + 1) if number in numbered]
    if not wanted or not numbers:
        return []
    text = "\n".join(numbered[number].text for number in numbers)
    pattern = r"\s+".join(re.escape(word) for word in wanted.split())
    match = re.compile(pattern.replace(r"\-", r"-\s*"), re.IGNORECASE).search(text, start)
    if match is None:
        return []
    found: list[tuple[_Line, int, int]] = []
    offset = 0
    for number in numbers:
        line = numbered[number]
        begins, ends = max(match.start(), offset), min(match.end(), offset + len(line.text))
        if begins < ends:
            found.append((line, begins - offset, ends - offset))
        offset += len(line.text) + 1
    return found


def _segments(lines: Sequence[_Line]) -> tuple[Segment, ...]:
    """One paragraph of these lines; a mark that goes on over a line's end stays one mark."""
    pieces: list[Segment] = []
    for line in lines:
        for piece in _pieces(line):
            last = pieces[-1] if pieces else None
            if last is not None and not piece.gap and _is_same(last, piece):
                pieces[-1] = replace(last, text=f"{last.text}{piece.text}")
            else:
                pieces.append(piece)
    return tuple(pieces)


def _is_same(one: Segment, other: Segment) -> bool:
    return not one.letter and not other.letter and (one.css, one.item_id) == (other.css, other.item_id)


def _pieces(line: _Line) -> list[Segment]:
    looks: list[tuple[str | None, int | None]] = [(None, None)] * len(line.text)
    letters = {place: letter for place, _, _, letter, _ in line.marks if letter}
    for start, end, mark, letter, item_id in line.marks:
        for place in range(start, min(end, len(looks))) if not letter else ():
            known = looks[place][0]
            if known is None or _STRENGTH[mark] > _STRENGTH[known]:
                looks[place] = (mark, item_id)
    pieces: list[Segment] = []
    begin = 0
    for place in range(1, len(looks) + 1):
        if place == len(looks) or looks[place] != looks[begin] or place in letters or place in line.gaps:
            css, item_id = looks[begin]
            pieces.append(Segment(line.text[begin:place], css, item_id=item_id, gap=line.gaps.get(begin, "")))
            begin = place
            if place in letters:
                pieces.append(Segment("", WARN, letters[place]))
    if pieces and not line.text.endswith("-"):
        pieces.append(Segment(" ", looks[-1][0], item_id=looks[-1][1]))
    return pieces


def marked_words(text: str, wanted: Sequence[tuple[str, str, str, int | None]]) -> tuple[Segment, ...]:
    """`text`, the words of `wanted` (words, css, letter, item id) marked in it where they stand."""
    line = _Line(0, text)
    for words, css, letter, item_id in wanted:
        for spot, start, end in _find({0: line}, 0, 0, words):
            spot.marks.append((start, end, css, "", item_id))
            if letter:
                spot.marks.append((end, -1, css, letter, item_id))
    return _segments([line])


def extents(lines: Sequence[Sequence[object]], items: Sequence[Item]) -> dict[int, tuple[int, int]]:
    """The first and the last line of each item's passage."""
    numbered = {int(str(line[0])): _Line(int(str(line[0])), str(line[1])) for line in lines}
    return {item.id: _extent(numbered, item) for item in items if item.source_line is not None}
