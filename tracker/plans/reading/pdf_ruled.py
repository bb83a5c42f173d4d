"""Tables drawn with rules: drawn lines -> cells, merged ones found by the rules they lack. Geometry only."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from tracker.plans.reading.pdf_drawings import Rule
from tracker.plans.reading.pdf_page import PdfPage, Word

SNAP: Final = 2.6  # points: rules nearer than this are one
_BRIDGE: Final = 4.5  # a gap in a rule that is none: dashes, crossings
_SHORTEST: Final = 7.0
_TOUCH: Final = 3.5
_COVERED: Final = 0.55  # of a side that must be drawn to part two cells
_OVERHANG: Final = 7.0
_MOST_PLACES: Final = 40_000
_MOST_CROSSINGS: Final = 1_000_000


@dataclass
class PageCell:
    """A cell on one page: its sides as read and its words."""

    x0: float
    y0: float
    x1: float
    y1: float
    words: list[Word] = field(default_factory=list)


@dataclass
class PageTable:
    """A table on one page: where its columns part, where its rows part, its cells.

    `is_open_above` and `is_open_below`: no rule closes it there, as where a page cuts a row.
    """

    xs: list[float]
    ys: list[float]
    cells: list[PageCell]
    is_ruled: bool = True
    is_open_above: bool = False
    is_open_below: bool = False

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    def holds(self, word: Word) -> bool:
        """Whether the middle of `word` lies inside."""
        return (
            self.xs[0] - 2 <= (word.x0 + word.x1) / 2 <= self.xs[-1] + 2
            and self.ys[0] - 1 <= word.middle <= self.ys[-1] + 1
        )


def find_ruled(page: PdfPage) -> list[PageTable]:
    """The tables of `page` whose cells are drawn, from top to bottom; frames around single texts are none."""
    across = _joined([rule for rule in page.rules if rule.is_across])
    down = _joined([rule for rule in page.rules if not rule.is_across])
    if len(across) * len(down) > _MOST_CROSSINGS:  # a drawing, a map
        return []
    tables = []
    for hs, vs in _connected(across, down):
        table = _table(hs, vs)
        if table is None:
            continue
        place_words(table, page.words)
        if sum(bool(cell.words) for cell in table.cells) > 1:
            tables.append(table)
    tables.sort(key=lambda table: (table.top, table.xs[0]))
    return [table for table in tables if not any(_is_inside(table, other) for other in tables if other is not table)]


def place_words(table: PageTable, words: Iterable[Word]) -> None:
    """Give each word inside `table` to the cell its middle lies in."""
    places = {
        (column, row): cell
        for cell in table.cells
        for column in range(bisect_left(table.xs, cell.x0), bisect_left(table.xs, cell.x1))
        for row in range(bisect_left(table.ys, cell.y0), bisect_left(table.ys, cell.y1))
    }
    for word in words:
        if not table.holds(word):
            continue
        column = min(max(bisect_right(table.xs, (word.x0 + word.x1) / 2) - 1, 0), len(table.xs) - 2)
        row = min(max(bisect_right(table.ys, word.middle) - 1, 0), len(table.ys) - 2)
        cell = places.get((column, row))
        if cell is not None:
            cell.words.append(word)


def _joined(rules: list[Rule]) -> list[Rule]:
    """Rules on one line that touch or nearly do as one; crumbs dropped."""
    found: list[Rule] = []
    group: list[Rule] = []
    for rule in [*sorted(rules, key=lambda rule: rule.at), None]:
        if group and (rule is None or rule.at - group[-1].at > SNAP / 2 or rule.at - group[0].at > SNAP):
            found += _merged(group)
            group = []
        if rule is not None:
            group.append(rule)
    return [rule for rule in found if rule.length >= _SHORTEST]


def _merged(group: list[Rule]) -> list[Rule]:
    at = sum(rule.at for rule in group) / len(group)
    spans: list[list[float]] = []
    for rule in sorted(group, key=lambda rule: rule.start):
        if spans and rule.start <= spans[-1][1] + _BRIDGE:
            spans[-1][1] = max(spans[-1][1], rule.end)
        else:
            spans.append([rule.start, rule.end])
    return [Rule(group[0].is_across, at, start, end) for start, end in spans]


def _connected(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that cross or touch one another."""
    parents = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for i, h in enumerate(across):
        for j, v in enumerate(down):
            if h.start - _TOUCH <= v.at <= h.end + _TOUCH and v.start - _TOUCH <= h.at <= v.end + _TOUCH:
                parents[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(parents)):
        group = groups.setdefault(root(index), ([], []))
        if index < len(across):
            group[0].append(across[index])
        else:
            group[1].append(down[index - len(across)])
    return [group for group in groups.values() if len(group[0]) + len(group[1]) >= 3 and group[1]]


def _table(across: list[Rule], down: list[Rule]) -> PageTable | None:
    xs, ys = _positions(down, across), _positions(across, down)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > _MOST_PLACES:
        return None
    places = _Places(xs, ys, across, down)
    cells = places.cells()
    if len(cells) < 2:
        return None
    return PageTable(
        xs=sorted({x for cell in cells for x in (cell.x0, cell.x1)}),
        ys=sorted({y for cell in cells for y in (cell.y0, cell.y1)}),
        cells=cells,
        is_open_above=not places.is_drawn_across(ys[0]),
        is_open_below=not places.is_drawn_across(ys[-1]),
    )


def _positions(rules: list[Rule], others: list[Rule]) -> list[float]:
    """Where `rules` stand, near ones as one; and where the crossing ones end beyond them: a side that is not drawn."""
    places = _clusters([rule.at for rule in rules])
    starts, ends = [rule.start for rule in others], [rule.end for rule in others]
    if starts and (not places or min(starts) < places[0] - _OVERHANG):
        places.insert(0, min(starts))
    if ends and max(ends) > places[-1] + _OVERHANG:
        places.append(max(ends))
    return places


def _clusters(values: Iterable[float]) -> list[float]:
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= SNAP:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


class _Places:
    """The finest squares of a table; those that no rule parts belong to one cell."""

    def __init__(self, xs: list[float], ys: list[float], across: list[Rule], down: list[Rule]) -> None:
        self.xs, self.ys = xs, ys
        self.across = [[rule for rule in across if abs(rule.at - y) <= SNAP] for y in ys]
        self.down = [[rule for rule in down if abs(rule.at - x) <= SNAP] for x in xs]

    def is_drawn_across(self, y: float) -> bool:
        """Whether most of the table's width is drawn at `y`."""
        return _share(self.across[self.ys.index(y)], self.xs[0], self.xs[-1]) >= _COVERED

    def cells(self) -> list[PageCell]:
        """Every cell: a rectangle of squares. What no rule divides but is no rectangle falls apart into its rows."""
        rows, columns = len(self.ys) - 1, len(self.xs) - 1
        owner = [[0] * columns for _ in range(rows)]
        found = 0
        for row in range(rows):
            for column in range(columns):
                if owner[row][column]:
                    continue
                found += 1
                right = self._reach_right(owner, row, column)
                below = self._reach_down(owner, row, column, right)
                for r in range(row, below):
                    owner[r][column:right] = [found] * (right - column)
        return self._rectangles(owner, found)

    def _reach_right(self, owner: list[list[int]], row: int, column: int) -> int:
        right = column + 1
        while right < len(self.xs) - 1 and not owner[row][right] and not self._parts_down(right, row):
            right += 1
        return right

    def _reach_down(self, owner: list[list[int]], row: int, column: int, right: int) -> int:
        below = row + 1
        while below < len(self.ys) - 1:
            is_free = not any(owner[below][column:right])
            is_parted = any(self._parts_across(below, c) for c in range(column, right))
            is_divided = any(self._parts_down(c, below) for c in range(column + 1, right))
            is_wider = right < len(self.xs) - 1 and not self._parts_down(right, below)
            if not is_free or is_parted or is_divided or is_wider:
                break
            below += 1
        return below

    def _rectangles(self, owner: list[list[int]], count: int) -> list[PageCell]:
        bounds: dict[int, list[int]] = {}
        for row, line in enumerate(owner):
            for column, number in enumerate(line):
                box = bounds.setdefault(number, [row, column, row, column])
                box[2], box[3] = max(box[2], row), max(box[3], column)
        return [
            PageCell(self.xs[left], self.ys[top], self.xs[right + 1], self.ys[bottom + 1])
            for top, left, bottom, right in (bounds[number] for number in range(1, count + 1))
        ]

    def _parts_down(self, column: int, row: int) -> bool:
        """Whether a rule stands between the squares left and right of position `column` in `row`."""
        return _share(self.down[column], self.ys[row], self.ys[row + 1]) >= _COVERED

    def _parts_across(self, row: int, column: int) -> bool:
        return _share(self.across[row], self.xs[column], self.xs[column + 1]) >= _COVERED


def _share(rules: Sequence[Rule], start: float, end: float) -> float:
    drawn = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules)
    return drawn / (end - start) if end > start else 1.0


def _is_inside(table: PageTable, other: PageTable) -> bool:
    return (
        other.xs[0] - SNAP <= table.xs[0]
        and table.xs[-1] <= other.xs[-1] + SNAP
        and other.top - SNAP <= table.top
        and table.bottom <= other.bottom + SNAP
        and (table.xs[-1] - table.xs[0]) * (table.bottom - table.top)
        < (other.xs[-1] - other.xs[0]) * (other.bottom - other.top)
    )
