"""Which words of a flattened row belong to which column: the cheapest reading in column order (domain facts 6.4).

Extraction prints a row cell by cell, page by page; cells on one height run together on a line. So each page's part of a
row is cut at as many places as there are columns; among all cuts the one with the fewest surprises (`costs`) wins.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from math import inf, prod
from operator import le
from typing import Final

from tracker.plans.understanding.cell_edges import SYMBOL, cited_overleaf, is_opening, is_time_edge
from tracker.plans.understanding.costs import (
    BONUS,
    UNREADABLE_TIME,
    ColumnModel,
    cost,
    fit_width,
    is_short_time,
    is_time_word,
    period_of,
)
from tracker.plans.understanding.group_words import group_words, opening
from tracker.plans.understanding.print_lines import Cell, Mark, Word, words_of
from tracker.plans.understanding.rows import Row
from tracker.plans.understanding.words import Column

Positions = tuple[int, ...]
Places = tuple[tuple[int, ...], ...]
Path = tuple[Cell, ...]
Times = dict[Positions, list[Positions]]

_ROUNDS: Final = 3
_LEARNED_FROM: Final = 200  # rows: a long table is learned from its first ones
_MOST_ROWS: Final = 3_000  # of one table; those behind stay whole, and doubtful
_MOST_PLACES: Final = 700
_MOST_ON_ONE_PAGE: Final = 120  # where every place may lead to every later one; long rows have some thirty
_BEAM: Final = 48
_LONGEST_TIME: Final = 16
_FEW_WORDS: Final = 24
_SURE: Final = 3.0
_DOUBTFUL: Final = 7.0
_HOPELESS: Final = 40.0
_NEARLY_ALL: Final = 0.8
_NEARLY: Final = 0.01
_BOUNDS: Final = (-2.0, 2.0, 8.0, _HOPELESS)  # a low bound first: most rows are read with few surprises
_INLINE: Final = 0.6
_DOUBLE_SPACED: Final = 0.8


@dataclass(frozen=True)
class CutRow:
    """The cells of one row in the order of the table's columns (without the number), and how surprising they are."""

    cells: Path
    surprise: float

    @property
    def is_doubtful(self) -> bool:
        return self.surprise > _DOUBTFUL


class _RowCutter:
    """All ways to cut one row; remembers cells between rounds."""

    def __init__(self, row: Row, mark: Mark) -> None:
        self._mark = mark
        self.fragments = tuple(words_of(lines, mark) for lines in row.fragments if lines) or ((),)
        self.is_split = len(self.fragments) > 1
        self.tallest = 1
        self.reads_short = False
        self._cited = (0, *(cited_overleaf(a, b) for a, b in pairwise(self.fragments)))
        self._times: dict[Places, Times] = {}
        self._cells: dict[tuple[Positions, Positions], Cell] = {}
        self._coarse = tuple(self._places(words, fine=False) for words in self.fragments)
        self._fine = tuple(self._places(words, fine=True) for words in self.fragments)

    def _places(self, words: tuple[Word, ...], *, fine: bool) -> tuple[int, ...]:
        """Where a cell may begin: at lines, around times; in the fine view also at capitals, figures, or any word."""
        any_word = fine and self.is_split and len(words) <= _FEW_WORDS
        places = {0, len(words)}
        for index, word in enumerate(words[1:], start=1):
            before = words[index - 1].text
            if any_word or word.starts_line or is_time_edge(before, word.text) or (fine and is_opening(word.text)):
                places.add(index)
        return tuple(sorted(places))

    def cell(self, start: Positions, end: Positions) -> Cell:
        key = (start, end)
        found = self._cells.get(key)
        if found is None:
            parts = tuple(words[a:b] for words, a, b in zip(self.fragments, start, end, strict=True))
            found = self._cells[key] = Cell(parts)
        return found

    def times(self, places: Places) -> Times:
        """Every pair of positions whose words, over all pages, are one readable time; short ones where there is no other."""
        if self.reads_short:
            return self._times_read(places, lambda text: period_of(text) or is_short_time(text))
        return self._times_read(places, period_of) or self._times_read(places, is_short_time)

    @property
    def is_short(self) -> bool:
        """Whether the row has no time that names its year, but one that leaves it out."""
        if prod(map(len, self._coarse)) > _MOST_ON_ONE_PAGE:
            return False
        if self._coarse not in self._times:
            self._times[self._coarse] = self.times(self._coarse)
        times = self._times[self._coarse]
        return bool(times) and not any(
            period_of(self.cell(start, end).text) for start, ends in times.items() for end in ends
        )

    def expect(self, groups: frozenset[str]) -> None:
        """Let a cell end behind the name of a group the row begins with."""
        end = opening(self.fragments[0], groups)
        if end:
            self._coarse = (tuple(sorted({*self._coarse[0], end})), *self._coarse[1:])

    def read_short(self) -> None:
        """Take a time without its year for a time even where another stands beside it."""
        self.reads_short = True
        self._times.clear()

    def _times_read(self, places: Places, read: Callable[[str], object]) -> Times:
        spans = [
            [span for span in self._time_spans(words, at) if span[0] == span[1] or span[0] >= first]
            for words, at, first in zip(self.fragments, places, self._cited, strict=True)
        ]
        found: Times = {}
        for combination in product(*spans):
            start = tuple(span[0] for span in combination)
            end = tuple(span[1] for span in combination)
            if start != end and read(self.cell(start, end).text):
                found.setdefault(start, []).append(end)
        return found

    def _time_spans(self, words: tuple[Word, ...], places: tuple[int, ...]) -> Iterator[tuple[int, int]]:
        for index, start in enumerate(places):
            if self.is_split:
                yield start, start
            if start and start < len(words) and SYMBOL.search(words[start - 1].text) and not words[start].starts_line:
                continue  # the date of a paper that is cited
            reach = start
            while reach < len(words) and reach - start < _LONGEST_TIME and is_time_word(words[reach].text):
                reach += 1
            yield from ((start, end) for end in places[index + 1 :] if end <= reach)

    def surprise_of(self, cells: Path, models: list[ColumnModel]) -> float:
        """What a cut made with other knowledge costs now."""
        total = 0.0
        before: Cell | None = None
        for cell, model in zip(cells, models, strict=True):
            total += cost(cell, model) + (0.0 if cell.is_empty else self.geometry(cell, before))
            before = cell
        return total

    def uncut(self, models: list[ColumnModel]) -> CutRow:
        """No reading at all: everything stands in the content column, marked doubtful."""
        start, goal = tuple(0 for _ in self.fragments), tuple(len(words) for words in self.fragments)
        empty = self.cell(start, start)
        return CutRow(
            tuple(self.cell(start, goal) if model.kind is Column.CONTENT else empty for model in models), _HOPELESS
        )

    def cut(self, models: list[ColumnModel], *, fine: bool, most: float) -> CutRow | None:
        """The cheapest cut whose surprises stay below `most`."""
        least = -BONUS * sum(model.may_be_known for model in models)
        first = (least + _NEARLY,) if self.is_split else ()  # many places to try: begin with no surprise at all
        for bound in (*first, *_BOUNDS):
            if bound < least:
                continue
            found = self._cut_below(models, fine=fine, most=min(most, bound))
            if found is not None or bound >= most:
                return found
        return None

    def _cut_below(self, models: list[ColumnModel], *, fine: bool, most: float) -> CutRow | None:
        most_places = _MOST_PLACES if self.is_split else _MOST_ON_ONE_PAGE
        places = self._fine if fine or self.is_split else self._coarse
        if prod(map(len, places)) > most_places:
            places = self._coarse
        if prod(map(len, places)) > most_places:
            return None  # torn over too many pages, or too long, to be put together in bounded time
        if places not in self._times:
            self._times[places] = self.times(places)
        times = self._times[places]
        best = self._search(models, places, times, most) if times else None
        if best is None or best.surprise > UNREADABLE_TIME + 2:
            other = self._search(models, places, {}, most if best is None else best.surprise)
            return other or best
        return best

    def _search(self, models: list[ColumnModel], places: Places, times: Times, most: float) -> CutRow | None:
        """Column by column, the cheapest way to reach each position; `times` are the only time cells allowed, if any."""
        goal = tuple(len(words) for words in self.fragments)
        states: dict[Positions, tuple[float, Path]] = {tuple(0 for _ in self.fragments): (0.0, ())}
        for index, model in enumerate(models):
            left = models[index + 1 :]
            step = _Step(self, model, most + BONUS * sum(m.may_be_known for m in left))
            must_meet_time = bool(times) and bool(left) and left[0].kind is Column.TIME
            allowed = times if model.kind is Column.TIME else {}
            limit = _furthest(times) if any(m.kind is Column.TIME for m in left) else goal
            for position, (so_far, path) in states.items():
                for end in _ends(position, places, None if left else goal, allowed):
                    if (not must_meet_time or end in times) and all(map(le, end, limit or goal)):
                        step.reach(position, end, so_far, path)
            states = _best_of(step.reached) if self.is_split else step.reached
        final = states.get(goal)
        return CutRow(final[1], final[0]) if final and final[0] <= most else None

    def geometry(self, cell: Cell, before: Cell | None) -> float:
        """What the page says about where a cell begins.

        Overleaf all cells begin on one height: behind a cell of one line the next one runs on in that line, behind a
        taller one it starts a new line. Only a cell that reaches the foot of the page goes on overleaf.
        """
        if not self.is_split:
            return 0.0 if cell.parts[0][0].starts_line else _INLINE
        total = 0.0
        for fragment in range(1, len(self.fragments)):
            if not cell.heights[fragment]:
                continue
            here = cell.heights[fragment - 1]
            total += 2.5 if here == 0 else min(0.6 * max(0, self.tallest - here), 2.5)
            if before is not None and before.heights[fragment]:
                runs_on = not cell.parts[fragment][0].starts_line
                total += 1.2 * (runs_on != (before.heights[fragment] == 1))
        return total

    def measure_first_page(self, models: list[ColumnModel], row: Row) -> None:
        """How many lines the tallest cell has on the first page, read as if the row ended there."""
        alone = Row(row.stt, row.section, row.first_line, row.last_line, [row.fragments[0]])
        cut = _RowCutter(alone, self._mark).cut(models, fine=False, most=_HOPELESS)
        self.tallest = max((cell.heights[0] for cell in cut.cells), default=1) if cut else 1


class _Step:
    """One column's step of the search: the cheapest path to each position reached."""

    def __init__(self, cutter: _RowCutter, model: ColumnModel, most: float) -> None:
        self.reached: dict[Positions, tuple[float, Path]] = {}
        self._cutter = cutter
        self._model = model
        self._most = most

    def reach(self, start: Positions, end: Positions, so_far: float, path: Path) -> None:
        known = self.reached.get(end)
        most = self._most if known is None else min(self._most, known[0])
        if so_far - (BONUS if self._model.may_be_known else 0.0) > most:
            return
        cell = self._cutter.cell(start, end)
        total = so_far + cost(cell, self._model, most - so_far)
        if total < inf and not cell.is_empty:
            total += self._cutter.geometry(cell, path[-1] if path else None)
        if total <= most and (known is None or total < known[0]):
            self.reached[end] = (total, (*path, cell))


def _ends(position: Positions, places: Places, goal: Positions | None, allowed: Times) -> Iterable[Positions]:
    if allowed:
        ends = allowed.get(position, [])
        return ends if goal is None else [end for end in ends if end == goal]
    if goal is not None:
        return (goal,)
    return product(*(tuple(place for place in at if place >= here) for at, here in zip(places, position, strict=True)))


def _furthest(times: Times) -> Positions:
    """No cell before the time may reach beyond the last place a time begins; () where no time is known."""
    return tuple(map(max, zip(*times, strict=True))) if times else ()


def _best_of(states: dict[Positions, tuple[float, Path]]) -> dict[Positions, tuple[float, Path]]:
    if len(states) <= _BEAM:
        return states
    return dict(sorted(states.items(), key=lambda entry: entry[1][0])[:_BEAM])


def cut_rows(rows: list[Row], columns: tuple[Column, ...]) -> list[CutRow]:
    """Cut every row of a table, under the reading of its blank lines that surprises least in its first rows."""
    marks = _marks(rows)
    if len(marks) == 1:
        return _cut_rows(rows, columns, marks[0])
    readings = [(_cut_rows(rows[:_LEARNED_FROM], columns, mark), mark) for mark in marks]
    cuts, mark = min(readings, key=lambda reading: sum(cut.surprise for cut in reading[0]))
    return cuts if len(rows) <= _LEARNED_FROM else _cut_rows(rows, columns, mark)


def _marks(rows: list[Row]) -> tuple[Mark, ...]:
    """What blank lines may mean here: nearly all lines have one (double spacing), none has, or one must try."""
    lines = [line for row in rows for fragment in row.fragments for line in fragment[1:]]
    blanks = sum(line.is_after_blank for line in lines)
    if not blanks or blanks == len(lines):
        return (Mark.NONE,)
    return (Mark.TIGHT,) if blanks > _DOUBLE_SPACED * len(lines) else (Mark.BLANK, Mark.TIGHT, Mark.NONE)


def _cut_rows(rows: list[Row], columns: tuple[Column, ...], mark: Mark) -> list[CutRow]:
    """Widths and repeated words are learned from the first rows that stand on one page, in a few rounds.

    The other rows are cut one after the other with what was learned, so that only one row's search is held in memory.
    """
    whole = [place for place, row in enumerate(rows) if not _is_split(row)]
    sample = {place: _RowCutter(rows[place], mark) for place in (whole or range(len(rows)))[:_LEARNED_FROM]}
    is_short = _are_short(list(sample.values()))
    for cutter in sample.values() if is_short else ():
        cutter.read_short()
    cuts, models = _learned(sample, columns)
    for place, row in enumerate(rows):
        if place in cuts and whole:
            continue
        cutter = _RowCutter(row, mark)
        cutter.reads_short = is_short
        if place >= _MOST_ROWS:
            cuts[place] = cutter.uncut(models)
        elif cutter.is_split:
            cutter.measure_first_page(models, row)
            cuts[place] = cutter.cut(models, fine=True, most=_HOPELESS) or cutter.uncut(models)
        else:
            cuts[place] = _cut_best(cutter, models, None, is_last=True)
    return [cuts[place] for place in range(len(rows))]


def _are_short(cutters: list[_RowCutter]) -> bool:
    """Whether most rows name no year in their times; as many rows as can still decide are asked."""
    with_year = 0
    for cutter in cutters:
        with_year += not cutter.is_short
        if 2 * with_year >= len(cutters):
            return False
    return bool(cutters)


def _is_split(row: Row) -> bool:
    return sum(map(bool, row.fragments)) > 1


def _learned(sample: dict[int, _RowCutter], columns: tuple[Column, ...]) -> tuple[dict[int, CutRow], list[ColumnModel]]:
    """The cuts of `sample` by its keys, and the columns as they are known from them."""
    models = [ColumnModel(column) for column in columns if column is not Column.NUMBER]
    groups: frozenset[str] = frozenset()
    if models and models[0].kind is Column.GROUP:
        groups = group_words([cutter.fragments[0] for cutter in sample.values()])
        models[0].known = groups
        for cutter in sample.values():
            cutter.expect(groups)
    cuts: dict[int, CutRow] = {}
    for turn in range(_ROUNDS):
        before = {place: cut.cells for place, cut in cuts.items()}
        cuts = {
            place: _cut_best(cutter, models, cuts.get(place), is_last=turn == _ROUNDS - 1)
            for place, cutter in sample.items()
        }
        models = _learn(columns, list(cuts.values()))
        if groups:
            models[0].known |= groups
        if before == {place: cut.cells for place, cut in cuts.items()}:
            break
    return cuts, models


def _cut_best(cutter: _RowCutter, models: list[ColumnModel], last: CutRow | None, *, is_last: bool) -> CutRow:
    """The round before bounds the search: nothing dearer need be tried; in the last round what has not become dearer stays."""
    most = _HOPELESS
    if last is not None:
        now = cutter.surprise_of(last.cells, models)
        least = -BONUS * sum(model.may_be_known for model in models)  # nothing can be less surprising
        if now <= least or (is_last and now <= last.surprise):
            return CutRow(last.cells, now)
        most = now + 0.001
    cut = cutter.cut(models, fine=False, most=most)
    if cut is not None and cut.surprise < (_SURE if last is not None else _SURE - BONUS * models[0].may_be_known):
        return cut
    finer = cutter.cut(models, fine=True, most=cut.surprise if cut else most)
    return finer or cut or last or cutter.uncut(models)


def _learn(columns: tuple[Column, ...], cuts: list[CutRow]) -> list[ColumnModel]:
    kinds = [column for column in columns if column is not Column.NUMBER]
    models = []
    for index, kind in enumerate(kinds):
        cells = [cut.cells[index] for cut in cuts if not cut.cells[index].is_empty and not cut.is_doubtful]
        counts = Counter(cell.text for cell in cells) if kind not in (Column.CONTENT, Column.TIME) else Counter()
        known = frozenset(text for text, count in counts.items() if count > 1)
        is_filled = len(cells) >= max(3, _NEARLY_ALL * len(cuts))
        models.append(ColumnModel(kind, fit_width(cells) if len(cells) > 2 else None, known, is_filled))
    return models
