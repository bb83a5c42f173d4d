"""Which row of one version is which row of the other: likeness of words, and the best one-to-one assignment. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol

from tracker.vietnamese import fold

_LEAST: Final = 0.45  # below it two rows are two rows
_LEAST_WORDS: Final = 0.2  # the same place, lead and date do not make one row of two that share no words
_SURE: Final = 0.62
_SURE_WORDS: Final = 0.4
_NEXT_BEST: Final = 0.04  # a second row nearly as like
_NEAR: Final = 0.6  # of the shorter text's words: it may have been split from there
_COMMON: Final = 60  # a pair of words in more rows than this tells nothing
_CANDIDATES: Final = 8
_LONG: Final = 400  # rows
_LARGEST_EXACT: Final = 48  # rows of one tangle that are assigned exactly
_OF_WORDS: Final = 0.78
_WEIGHTS: Final = (0.03, 0.05, 0.06, 0.03)  # section or group, lead, due, recipient
_OF_KEY: Final = 0.04
_OF_PRODUCT: Final = 0.05
_OTHER_NUMBERS: Final = 0.12  # "đợt 1" and "đợt 3", not at the same place
_OTHER_ORIGIN: Final = 0.1
_SAYS_AMENDING: Final = re.compile(
    r"\b(?:ve viec|v/v|thay the|sua doi|bo sung|dieu chinh|dinh chinh|ban hanh kem theo|lan \d+)\b,?"
)
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Said:
    """What a row says, and the weak evidence: its key, and (section or group, lead, due, recipient)."""

    id: int
    key: str
    origin: str
    stt: str
    content: str
    product: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    old_id: int
    new_id: int
    score: float
    is_doubtful: bool


def title_likeness(one: str, other: str) -> float:
    """How like two titles are, between 0 and 1; what only says that a text amends another does not count.

    Titles with other numbers ("tháng 10/2025", "tháng 11/2025") are those of two documents.
    """
    plain = [_SAYS_AMENDING.sub(" ", fold(text)) for text in (one, other)]
    if len({frozenset(re.findall(r"\d+", text)) for text in plain}) > 1:
        return 0.0
    return _dice(*(_counted(text) for text in plain))


class _HasId(Protocol):
    @property
    def id(self) -> int: ...


class Likeness:
    """How like the rows of two versions are; scores are between 0 and 1 and kept."""

    def __init__(self, old: Iterable[Said], new: Iterable[Said]) -> None:
        self.old = {one.id: _Row(one) for one in old}
        self.new = {one.id: _Row(one) for one in new}
        self._scores: dict[tuple[int, int], tuple[float, float]] = {}

    def scores(self, old_id: int, new_id: int) -> tuple[float, float]:
        """(likeness with all evidence, likeness of the words alone)."""
        known = self._scores.get((old_id, new_id))
        if known is None:
            known = self._scores[old_id, new_id] = _score(self.old[old_id], self.new[new_id])
        return known

    def near_old(self, new_id: int) -> int | None:
        """The old row that holds most of what this new row says, or that it holds: a row that was split or merged.

        Not sought in very long documents: it is a hint, and costs a look at every other row.
        """
        return _nearest(self.new[new_id], self.old) if len(self.old) <= _LONG else None

    def near_new(self, old_id: int) -> int | None:
        return _nearest(self.old[old_id], self.new) if len(self.new) <= _LONG else None


class _Row:
    """A row with its words counted."""

    def __init__(self, said: Said) -> None:
        self.said = said
        self.words = _counted(said.content)
        self.size = sum(self.words.values())
        self.product = _counted(said.product)
        self.evidence = tuple(fold(part) for part in said.evidence)
        self.numbers = frozenset(re.findall(r"\d+", said.content))
        self.exact = (said.origin, fold(said.content), fold(said.product))


def _counted(text: str) -> Counter[str]:
    words = _WORD.findall(fold(text))
    return Counter([*words, *(" ".join(two) for two in pairwise(words))])


def _dice(one: Counter[str], other: Counter[str]) -> float:
    total = sum(one.values()) + sum(other.values())
    return 2 * sum((one & other).values()) / total if total else 0.0


def _contained(one: _Row, other: _Row) -> float:
    least = min(one.size, other.size)
    return sum((one.words & other.words).values()) / least if least > _CANDIDATES else 0.0


def _score(old: _Row, new: _Row) -> tuple[float, float]:
    words = max(_dice(old.words, new.words), 0.85 * _contained(old, new))
    score = _OF_WORDS * words + (_OF_KEY if old.said.key == new.said.key else 0)
    for weight, one, other in zip(_WEIGHTS, old.evidence, new.evidence, strict=False):
        score += weight if one == other and one else 0
    if not (old.product or new.product) or _dice(old.product, new.product) > _NEAR:
        score += _OF_PRODUCT
    if old.numbers != new.numbers and old.said.key != new.said.key:
        score -= _OTHER_NUMBERS
    if old.said.origin != new.said.origin:
        score -= _OTHER_ORIGIN
    return score, words


def _nearest(row: _Row, others: Mapping[int, _Row]) -> int | None:
    best = max(others.values(), key=lambda other: _contained(row, other), default=None)
    return best.said.id if best is not None and _contained(row, best) >= _NEAR else None


def best_pairs(old: Sequence[_HasId], new: Sequence[_HasId], likeness: Likeness) -> list[Match]:
    """One-to-one pairs that are together the most alike; what has no like stays alone."""
    old_ids, new_ids = [one.id for one in old], [one.id for one in new]
    found = _same_words(old_ids, new_ids, likeness)
    left_old = [one for one in old_ids if one not in {match.old_id for match in found}]
    left_new = [one for one in new_ids if one not in {match.new_id for match in found}]
    edges = _edges(left_old, left_new, likeness)
    for tangle in _tangles(edges):
        for old_id, new_id in _assign(tangle):
            found.append(_match(old_id, new_id, tangle, likeness))
    return found


def _same_words(old_ids: Iterable[int], new_ids: Iterable[int], likeness: Likeness) -> list[Match]:
    """Rows that say the same, where only one in each version does."""
    by_old, by_new = defaultdict(list), defaultdict(list)
    for old_id in old_ids:
        by_old[likeness.old[old_id].exact].append(old_id)
    for new_id in new_ids:
        by_new[likeness.new[new_id].exact].append(new_id)
    alone = [(by_old[key][0], by_new[key][0]) for key in by_old if len(by_old[key]) == len(by_new.get(key, ())) == 1]
    return [Match(one, other, 1.0, is_doubtful=False) for one, other in alone]


Edges = dict[tuple[int, int], float]


def _edges(old_ids: Sequence[int], new_ids: Sequence[int], likeness: Likeness) -> Edges:
    """The pairs that may be one row, of those that share telling words or a key."""
    holders: dict[str, list[int]] = defaultdict(list)
    keys = {likeness.old[old_id].said.key: old_id for old_id in old_ids}
    for old_id in old_ids:
        for word in likeness.old[old_id].words:
            holders[word].append(old_id)
    edges: Edges = {}
    for new_id in new_ids:
        row = likeness.new[new_id]
        shared = Counter(
            old_id for word in row.words if len(holders.get(word, ())) <= _COMMON for old_id in holders.get(word, ())
        )
        near = {old_id for old_id, _ in shared.most_common(_CANDIDATES)}
        if row.said.key in keys:
            near.add(keys[row.said.key])
        for old_id in near:
            score, words = likeness.scores(old_id, new_id)
            if score >= _LEAST and words >= _LEAST_WORDS:
                edges[old_id, new_id] = score
    return edges


def _tangles(edges: Edges) -> list[Edges]:
    """The edges in groups that touch no other group."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = node = parent[parent[node]]
        return node

    for old_id, new_id in edges:
        parent[root(("old", old_id))] = root(("new", new_id))
    groups: dict[tuple[str, int], Edges] = defaultdict(dict)
    for (old_id, new_id), score in edges.items():
        groups[root(("old", old_id))][old_id, new_id] = score
    return list(groups.values())


def _assign(edges: Edges) -> list[tuple[int, int]]:
    """The assignment of most weight; a very large tangle is taken pair by pair, the likest first."""
    old_ids = sorted({old_id for old_id, _ in edges})
    new_ids = sorted({new_id for _, new_id in edges})
    if max(len(old_ids), len(new_ids)) > _LARGEST_EXACT:
        return _greedy(edges)
    # squared, so that one sure pair beats two doubtful ones
    weights = [[max(edges.get((one, other), 0.0) - 0.3, 0.0) ** 2 for other in new_ids] for one in old_ids]
    places = _heaviest(weights)
    pairs = [(old_ids[row], new_ids[column]) for row, column in places if column < len(new_ids)]
    return [pair for pair in pairs if pair in edges]


def _greedy(edges: Edges) -> list[tuple[int, int]]:
    taken: set[tuple[str, int]] = set()
    pairs = []
    for (old_id, new_id), _ in sorted(edges.items(), key=lambda edge: (-edge[1], edge[0])):
        if ("old", old_id) not in taken and ("new", new_id) not in taken:
            taken |= {("old", old_id), ("new", new_id)}
            pairs.append((old_id, new_id))
    return pairs


def _heaviest(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The assignment of rows to columns with the greatest sum (the Hungarian method, with potentials)."""
    size = max(len(weights), len(weights[0]))
    costs = [[-row[column] if column < len(row) else 0.0 for column in range(size)] for row in weights]
    costs += [[0.0] * size for _ in range(size - len(weights))]
    by_row, by_column = [0.0] * (size + 1), [0.0] * (size + 1)
    row_of = [0] * (size + 1)
    for row in range(1, size + 1):
        row_of[0] = row
        _augment(costs, row_of, by_row, by_column, size)
    return [(row_of[column] - 1, column - 1) for column in range(1, size + 1) if row_of[column] <= len(weights)]


def _augment(
    costs: Sequence[Sequence[float]], row_of: list[int], by_row: list[float], by_column: list[float], size: int
) -> None:
    """Find room for the row in `row_of[0]` along the cheapest chain of moves."""
    least, came_from, is_used = [float("inf")] * (size + 1), [0] * (size + 1), [False] * (size + 1)
    column = 0
    while row_of[column]:
        is_used[column] = True
        row, step, nearest = row_of[column], float("inf"), 0
        for other in range(1, size + 1):
            if is_used[other]:
                continue
            cost = costs[row - 1][other - 1] - by_row[row] - by_column[other]
            if cost < least[other]:
                least[other], came_from[other] = cost, column
            if least[other] < step:
                step, nearest = least[other], other
        for other in range(size + 1):
            if is_used[other]:
                by_row[row_of[other]] += step
                by_column[other] -= step
            else:
                least[other] -= step
        column = nearest
    while column:
        row_of[column], column = row_of[came_from[column]], came_from[column]


def _match(old_id: int, new_id: int, tangle: Edges, likeness: Likeness) -> Match:
    score, words = likeness.scores(old_id, new_id)
    others = [
        other for (one, two), other in tangle.items() if (one == old_id) != (two == new_id)
    ]  # the same row with another partner
    has_rival = any(other >= score - _NEXT_BEST for other in others)
    return Match(old_id, new_id, score, is_doubtful=score < _SURE or words < _SURE_WORDS or has_rival)
