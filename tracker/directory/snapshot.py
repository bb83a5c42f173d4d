"""The directory as one immutable value: for resolving the words of documents to units. Pure, knows no database."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from tracker.directory.models import Ownership, SchoolLevel, UnitKind
from tracker.vietnamese import clean_line, fold

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@dataclass(frozen=True, slots=True)
class UnitInfo:
    """A unit as the resolving of words needs it. `names` are all its names: name, short name, aliases."""

    id: int
    code: str
    kind: UnitKind
    name: str
    short_name: str
    parent_id: int | None
    levels: frozenset[SchoolLevel]
    ownership: Ownership | None
    is_open: bool
    names: tuple[str, ...] = ()

    @property
    def display_short(self) -> str:
        return self.short_name or self.name


@dataclass(frozen=True, slots=True)
class GroupInfo:
    """A group word. `member_ids` are open units in directory order; with `needs_choice` they are only a proposal."""

    id: int
    code: str
    name: str
    needs_choice: bool
    note: str
    member_ids: tuple[int, ...]


@dataclass(frozen=True)
class Directory:
    """Everything by its key. Keys of names are folded (tracker.vietnamese.fold); units are in directory order."""

    units: Mapping[int, UnitInfo] = field(default_factory=dict)
    unit_ids_by_name: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    unit_id_by_code: Mapping[str, int] = field(default_factory=dict)
    groups: tuple[GroupInfo, ...] = ()
    groups_by_name: Mapping[str, GroupInfo] = field(default_factory=dict)
    children: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    authority_id: int | None = None

    def units_named(self, words: str) -> tuple[UnitInfo, ...]:
        """The units a document may mean by `words`: several where the name alone does not tell.

        Where names differ in diacritics only (Cẩm Giang, Cẩm Giàng) the exact spelling decides, the place of the tone
        aside (Hoà = Hòa); open units win over closed ones.
        """
        found = [self.units[unit_id] for unit_id in self.unit_ids_by_name.get(fold(words), ())]
        if len(found) > 1:
            spelled = spelling(words)
            found = [unit for unit in found if any(spelling(name) == spelled for name in unit.names)] or found
        if len(found) > 1:
            found = [unit for unit in found if unit.is_open] or found
        return tuple(found)

    def group_named(self, words: str) -> GroupInfo | None:
        return self.groups_by_name.get(fold(words))


def spelling(text: str) -> str:
    """`text` for exact comparing: case and the place of the tone mark within a word do not count, all else does."""
    words = []
    for word in clean_line(text).casefold().split():
        parts = unicodedata.normalize("NFD", word)
        letters = "".join(char for char in parts if char not in _TONES)
        words.append(letters + "".join(char for char in parts if char in _TONES))
    return " ".join(words)


def fits(rule: Mapping[str, Sequence[str]], unit: UnitInfo, parent: UnitInfo | None) -> bool:
    """Whether an open `unit` belongs to a group by `rule`: every part holds, in a part one value is enough."""
    if not unit.is_open:
        return False
    facts: dict[str, set[str]] = {
        "kind": {unit.kind.value},
        "levels": {level.value for level in unit.levels},
        "ownership": {unit.ownership.value} if unit.ownership else set(),
        "parent": {parent.kind.value} if parent else set(),
    }
    return all(facts[part] & set(wanted) for part, wanted in rule.items())


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group as stored: by rule, by list, or both (then the union)."""

    id: int
    code: str
    name: str
    rule: Mapping[str, Any] | None
    needs_choice: bool
    note: str
    listed_ids: frozenset[int]
    aliases: tuple[str, ...]


@lru_cache(maxsize=16384)  # the same names at every snapshot: folding them is half of its cost
def _key(name: str) -> str:
    return fold(name)


def build(units: Iterable[UnitInfo], groups: Iterable[GroupFacts]) -> Directory:
    """The directory of `units` (in directory order) and `groups`."""
    by_id = {unit.id: unit for unit in units}
    by_name: dict[str, list[int]] = {}
    children: dict[int, list[int]] = {}
    for unit in by_id.values():
        for key in dict.fromkeys(map(_key, unit.names)):
            by_name.setdefault(key, []).append(unit.id)
        if unit.parent_id is not None:
            children.setdefault(unit.parent_id, []).append(unit.id)
    made: list[GroupInfo] = []
    groups_by_name: dict[str, GroupInfo] = {}
    for facts in groups:
        group = GroupInfo(facts.id, facts.code, facts.name, facts.needs_choice, facts.note, _members(facts, by_id))
        made.append(group)
        for name in (facts.name, *facts.aliases):
            groups_by_name.setdefault(_key(name), group)
    return Directory(
        units=by_id,
        unit_ids_by_name={name: tuple(ids) for name, ids in by_name.items() if name},
        unit_id_by_code={unit.code: unit.id for unit in by_id.values()},
        groups=tuple(made),
        groups_by_name=groups_by_name,
        children={parent: tuple(ids) for parent, ids in children.items()},
        authority_id=next(
            (unit.id for unit in by_id.values() if unit.kind is UnitKind.AUTHORITY and unit.is_open), None
        ),
    )


def _members(facts: GroupFacts, units: Mapping[int, UnitInfo]) -> tuple[int, ...]:
    def belongs(unit: UnitInfo) -> bool:
        if unit.id in facts.listed_ids:
            return unit.is_open
        parent = units.get(unit.parent_id) if unit.parent_id is not None else None
        return bool(facts.rule) and fits(facts.rule or {}, unit, parent)

    return tuple(unit.id for unit in units.values() if belongs(unit))
