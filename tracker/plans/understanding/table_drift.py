"""Columns that drift: parts of lines put back below the places where the columns of most lines begin (domain facts 6.5)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_NEAR: Final = 2  # characters between two beginnings of one column
_FURTHEST: Final = 9  # characters a part may stand from where its column begins
_LEAST_LINES: Final = 2


@dataclass(frozen=True)
class Segment:
    """Words that stand together on a line: from `start` to before `end`, counted in characters."""

    start: int
    end: int
    text: str


def beginnings(lines: Sequence[Sequence[Segment]], count: int) -> list[int] | None:
    """Where `count` columns begin, by what most lines share; None where fewer places are shared."""
    counted = Counter(segment.start for segments in lines for segment in segments)
    places: list[int] = []
    for start, _ in counted.most_common():
        near = sum(counted[other] for other in range(start - _NEAR, start + _NEAR + 1))
        if near >= _LEAST_LINES and all(abs(start - place) > _NEAR + 1 for place in places):
            places.append(start)
        if len(places) == count:
            return sorted(places)
    return None


def parted(segments: Sequence[Segment], starts: set[int], places: Sequence[int]) -> list[Segment]:
    """The parts of a line, those cut in two in which a word stands at one of `starts`, the beginning of a further column."""
    found: list[Segment] = []
    for segment in segments:
        rest = segment
        for start in sorted(starts):
            at = start - rest.start
            is_word = 0 < at < len(rest.text) and rest.text[at - 1] == " "
            if is_word and _nearest(start, places) > _nearest(rest.start, places):
                found.append(Segment(rest.start, start - 1, rest.text[: at - 1]))
                rest = Segment(start, rest.end, rest.text[at:])
        found.append(rest)
    return found


def _nearest(start: int, places: Sequence[int]) -> int:
    return min(range(len(places)), key=lambda place: abs(places[place] - start))


def put_back(segments: Sequence[Segment], places: Sequence[int]) -> list[Segment]:
    """The parts of a line moved to the nearest of `places` that is still free, no wider than its column."""
    found: list[Segment] = []
    free = 0
    for segment in segments:
        if free >= len(places):
            found.append(segment)
            continue
        nearest = min(range(free, len(places)), key=lambda place: abs(places[place] - segment.start))
        start = places[nearest]
        if abs(start - segment.start) > _FURTHEST:
            within = [place for place in range(free, len(places)) if places[place] <= segment.start]
            start = places[within[-1]] if within else start
            nearest = within[-1] if within else nearest
        limit = places[nearest + 1] - _NEAR if nearest + 1 < len(places) else start + len(segment.text)
        found.append(Segment(start, max(min(start + len(segment.text), limit), start + 1), segment.text))
        free = nearest + 1
    return found
