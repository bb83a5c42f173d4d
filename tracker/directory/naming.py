"""A unit's names: how they are cleaned, found again, and which of them another unit has too."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.directory.models import GroupAlias, Unit, UnitAlias
from tracker.vietnamese import clean_line, fold, sort_key

A = TypeVar("A", UnitAlias, GroupAlias)

_LONGEST_SEARCH_TEXT = 1000


def search_text(code: str, name: str, short_name: str, aliases: Iterable[str]) -> str:
    """What the search looks into: every name folded, each once."""
    words = dict.fromkeys(fold(text) for text in (code, name, short_name, *aliases) if text)
    return " · ".join(words)[:_LONGEST_SEARCH_TEXT]


def set_names(unit: Unit, *, name: str, short_name: str, aliases: Sequence[str]) -> None:
    """Give `unit` these names and all that follows from them; its aliases must be loaded."""
    unit.name, unit.short_name = name, short_name
    sync_aliases(unit.aliases, UnitAlias, aliases)
    unit.sort_key = sort_key(name)
    unit.search_text = search_text(unit.code, name, short_name, aliases)


def sync_aliases(stored: list[A], kind: type[A], wanted: Sequence[str]) -> bool:
    """Make `stored` the aliases `wanted` (clean_aliases), keeping the rows that stay; whether anything changed."""
    names = {fold(name): name for name in wanted}
    changed = False
    for alias in list(stored):
        if alias.folded not in names:
            stored.remove(alias)
            changed = True
        elif alias.name != names[alias.folded]:
            alias.name = names[alias.folded]
            changed = True
    there = {alias.folded for alias in stored}
    for key, name in names.items():
        if key not in there:
            stored.append(kind(name=name, folded=key))
            changed = True
    return changed


def clean_aliases(names: Iterable[str]) -> list[str]:
    """`names` without empty ones and without those that differ only in diacritics or case from an earlier one."""
    kept: dict[str, str] = {}
    for name in map(clean_line, names):
        if fold(name):
            kept.setdefault(fold(name), name)
    return list(kept.values())


def shared_names(session: Session, unit: Unit) -> list[tuple[str, Unit]]:
    """The names of `unit` that another open unit has too, each with that unit: documents cannot tell them apart."""
    mine = {fold(name): name for name in (unit.name, unit.short_name, *(alias.name for alias in unit.aliases)) if name}
    others = sa.select(Unit).where(Unit.id != unit.id, Unit.closed_on.is_(None))
    by_alias = others.join(UnitAlias).where(UnitAlias.folded.in_(mine))
    found = {(key, other.id): (key, other) for other, key in session.execute(by_alias.add_columns(UnitAlias.folded))}
    likely = others.where(sa.or_(*(Unit.search_text.contains(key, autoescape=True) for key in mine)))
    for other in session.scalars(likely.limit(200)):
        for key in {fold(other.name), fold(other.short_name)} & mine.keys():
            found[key, other.id] = (key, other)
    return [(mine[key], other) for key, other in sorted(found.values(), key=lambda pair: (pair[0], pair[1].id))]
