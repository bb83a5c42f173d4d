"""The order of running text on a page: where two texts stand side by side, the left one first, then the right one.

Heads (the agency left, the motto right) and ends (Nơi nhận left, the signature right) of Vietnamese documents are set so.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.plans.reading.pdf_lines import Row, pieces_of

_LEAST_STRIP: Final = 0.55  # of the type size
_NEAR: Final = 2.4  # type sizes a line of the left column may stand from one of the right
_FAR: Final = 9.0  # the same for the right column: the name stands far below the office
_MOST_APART: Final = 9.0  # between two lines of such a part
_LEVEL: Final = 0.9
_SAME: Final = 4.0  # points
_WIDE: Final = 4.0  # a gap that parts a single line in two
_SIDE: Final = 0.42  # of the page's width: a line that begins farther right stands in the right column


@dataclass
class _Strip:
    """The empty stripe between two columns."""

    left: float
    right: float

    def without(self, row: Row) -> "_Strip | None":
        """What is left of the stripe beside the words of `row`; None where it is crossed."""
        left, right = self.left, self.right
        for word in row.words:
            if word.x1 <= left or word.x0 >= right:
                continue
            if word.x0 <= left and word.x1 >= right:
                return None
            if word.x0 - left >= right - word.x1:
                right = min(right, word.x0)
            else:
                left = max(left, word.x1)
        return _Strip(left, right) if right - left >= _LEAST_STRIP * row.size else None


@dataclass(slots=True)
class Ordered:
    """A line in its place of the reading; `side` counts the columns of parts set side by side, 0 outside of them."""

    row: Row
    side: int = 0


def in_reading_order(rows: Sequence[Row], width: float) -> list[Ordered]:
    """`rows` (top to bottom) with side-by-side parts taken apart: the left lines, then the right ones."""
    ordered: list[Ordered] = []
    sides = 0
    index = 0
    while index < len(rows):
        end, strip = _side_by_side(rows, index, width)
        if strip is None:
            ordered.append(Ordered(rows[index]))
            index += 1
            continue
        left: list[Row] = []
        right: list[Row] = []
        for row in rows[index:end]:
            middle = (strip.left + strip.right) / 2
            if words := [word for word in row.words if word.x0 < middle]:
                left.append(Row(words))
            if words := [word for word in row.words if word.x0 >= middle]:
                right.append(Row(words))
        ordered += [Ordered(row, sides + 1) for row in left] + [Ordered(row, sides + 2) for row in right]
        sides += 2
        index = end
    return ordered


def _side_by_side(rows: Sequence[Row], start: int, width: float) -> tuple[int, _Strip | None]:
    """How far a part with two columns reaches that begins at `start`, and the stripe between them; (start, None) for none."""
    strip = _seed(rows, start, width)
    if strip is None or not _is_level(rows, start, strip):
        return start, None
    end = start
    for index in range(start, len(rows)):
        row = rows[index]
        narrowed = strip.without(row)
        if narrowed is None or (index > start and row.base - rows[index - 1].base > _MOST_APART * row.size):
            break
        is_both = row.x0 < narrowed.left and row.x1 > narrowed.right
        if (
            not is_both
            and not _has_neighbour(rows, index, narrowed)
            and not _lines_up(rows[start:index], row, narrowed)
        ):
            break
        strip, end = narrowed, index + 1
    return (end, strip) if _stand_level(rows[start:end], strip) else (start, None)


def _is_level(rows: Sequence[Row], start: int, strip: _Strip) -> bool:
    """Whether something stands right of the stripe at the height of a line left of it: else it is the text's last line."""
    row = rows[start]
    if row.x1 > strip.right:
        return True
    return any(
        other.x1 > strip.right for other in rows[start + 1 : start + 3] if other.base - row.base < _LEVEL * row.size
    )


def _lines_up(above: Sequence[Row], row: Row, strip: _Strip) -> bool:
    """Whether a line of the left column alone goes on what stands above it there: close, and centred or begun as it is."""
    words = [[word for word in other.words if word.x1 <= strip.left + 0.1] for other in above]
    left = [Row(line) for line in words if line]
    if (
        not left
        or row.x1 > strip.left + 0.1
        or row.base - left[-1].base > 1.6 * row.size
        or row.size > left[-1].size + 0.6
    ):
        return False
    middles = [(other.x0 + other.x1) / 2 for other in left]
    return min(abs(middle - (row.x0 + row.x1) / 2) for middle in middles) < _SAME or abs(row.x0 - left[-1].x0) < _SAME


def _stand_level(rows: Sequence[Row], strip: _Strip) -> bool:
    """Whether words left and right of the stripe stand at the same height somewhere: then they are columns."""
    left = [row for row in rows if row.x0 < strip.left]
    right = [row for row in rows if row.x1 > strip.right]
    if not any(abs(one.base - other.base) < _LEVEL * one.size for one in left for other in right):
        return False
    return len(rows) > 1 or pieces_of(rows[0])[1].x0 - pieces_of(rows[0])[0].x1 > _WIDE * rows[0].size


def _has_neighbour(rows: Sequence[Row], index: int, strip: _Strip) -> bool:
    """Whether a line on one side of the stripe has one on the other side near it, or one far off in front and one behind."""
    row = rows[index]
    is_left = row.x1 <= strip.left + 0.1
    before, behind = (
        _distance(rows, index, strip, step=-1, is_left=is_left),
        _distance(rows, index, strip, step=1, is_left=is_left),
    )
    near, far = (_NEAR if is_left else _FAR) * row.size, _FAR * row.size
    return min(before, behind) < near or max(before, behind) < far


def _distance(rows: Sequence[Row], index: int, strip: _Strip, *, step: int, is_left: bool) -> float:
    """How far the next line on the other side of the stripe stands, going on by `step`; infinite where the stripe ends first."""
    place = index + step
    while 0 <= place < len(rows):
        other = rows[place]
        if strip.without(other) is None:
            break
        if (other.x1 > strip.right) if is_left else (other.x0 < strip.left):
            return abs(other.base - rows[index].base)
        place += step
    return math.inf


def _seed(rows: Sequence[Row], start: int, width: float) -> _Strip | None:
    """The gap that may part two columns: in the line itself, or between it and the next ones on its other side."""
    row = rows[start]
    pieces = pieces_of(row)
    if len(pieces) == 2:
        return _Strip(pieces[0].x1, pieces[1].x0)
    if len(pieces) > 2:
        return None
    for other in rows[start + 1 : start + 4]:
        if other.base - row.base > 3 * row.size:
            break
        halves = pieces_of(other)
        if len(halves) == 2 and (row.x1 <= halves[1].x0 or row.x0 >= halves[0].x1):
            return _Strip(halves[0].x1, halves[1].x0).without(row)
        if row.x1 < other.x0 - row.size and other.x0 > _SIDE * width:
            return _Strip(row.x1, other.x0)
        if other.x1 < row.x0 - row.size and row.x0 > _SIDE * width:
            return _Strip(other.x1, row.x0)
    return None
