"""A plan as it stands against a newer version of its document: what stays, what changes, comes and goes. Pure (product 1, 8).

Rows are matched by what they say, not by their numbers: renumbered, moved, reworded and split rows find their like; place,
doers and dates only weigh in. The officer's own pairing beats every proposal. Nothing is applied here.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.plans.matching import Likeness, Said, best_pairs
from tracker.plans.models import Item, ItemOrigin, PartyRole
from tracker.vietnamese import clean_line


class Field(StrEnum):
    """What is compared of an item, in the order the page shows it."""

    CONTENT = "content"
    PRODUCT = "product"
    TIME = "time_text"
    DUE = "due"
    RECURRENCE = "recurrence"
    LEAD = "lead"
    COORDINATING = "coordinating"
    RECIPIENT = "recipient"
    VIA = "via"


_DOERS = {Field.LEAD: PartyRole.LEAD, Field.COORDINATING: PartyRole.COORDINATING}


@dataclass(frozen=True)
class Version:
    """An item as one side of the comparison. `as_read` is what the document said before anybody corrected it."""

    id: int
    key: str
    origin: ItemOrigin
    stt: str
    section: str
    group: str
    fields: Mapping[Field, str]
    as_read: Mapping[str, str] = field(default_factory=dict)
    doers: Mapping[Field, frozenset[str]] = field(default_factory=dict)  # units and groups meant, empty where unclear

    @property
    def place(self) -> tuple[str, str]:
        return self.section, self.stt


@dataclass(frozen=True)
class FieldChange:
    """One field, old and new. `is_corrected`: the old value is an officer's correction, not the old document's."""

    field: Field
    old: str
    new: str
    is_corrected: bool = False


@dataclass(frozen=True)
class Pair:
    """One item in both versions. `is_doubtful`: an officer should look whether they are the same at all."""

    old: Version
    new: Version
    changes: tuple[FieldChange, ...]
    is_doubtful: bool = False
    is_by_hand: bool = False

    @property
    def is_renumbered(self) -> bool:
        return self.old.place != self.new.place


@dataclass(frozen=True)
class Single:
    """An item of one version alone; `near` is the row of the other version it may have been split from or merged into."""

    item: Version
    near: Version | None = None


@dataclass(frozen=True)
class Comparison:
    """Both versions, row by row; every item stands in it once."""

    unchanged: tuple[Pair, ...]
    changed: tuple[Pair, ...]
    added: tuple[Single, ...]
    withdrawn: tuple[Single, ...]

    @property
    def has_differences(self) -> bool:
        return bool(self.changed or self.added or self.withdrawn)

    @property
    def fingerprint(self) -> str:
        """Moves with everything a person saw and decided on."""
        facts = [
            *((pair.old.id, pair.new.id, sorted(pair.new.fields.items())) for pair in (*self.unchanged, *self.changed)),
            *((0, single.item.id, sorted(single.item.fields.items())) for single in self.added),
            *((single.item.id, 0, []) for single in self.withdrawn),
        ]
        return hashlib.sha256(repr(sorted(facts, key=repr)).encode()).hexdigest()[:16]


def compared_fields(item: Item) -> dict[Field, str]:
    """What is compared of `item` (parties loaded), as text; dates in ISO with their hour and "before"."""
    days = item.milestones or ([item.due_on.isoformat()] if item.due_on else [])
    ending = " ".join(
        part for part in (item.due_time.strftime("%H:%M") if item.due_time else "", item.qualifier or "") if part
    )
    return {
        Field.CONTENT: item.content or "",
        Field.PRODUCT: item.product or "",
        Field.TIME: item.time_text or "",
        Field.DUE: f"{' '.join(str(day) for day in days)} {ending}".strip(),
        Field.RECURRENCE: item.recurrence or "none",
        **{
            name: ", ".join(dict.fromkeys(party.words for party in item.parties if party.role is role))
            for name, role in _DOERS.items()
        },
        Field.RECIPIENT: item.recipient or "",
        Field.VIA: item.via or "",
    }


def version_of(item: Item) -> Version:
    """`item` (parties loaded) as a side of the comparison."""
    return Version(
        id=item.id,
        key=item.stable_key,
        origin=ItemOrigin(item.origin),
        stt=item.stt,
        section=item.section,
        group=item.group_name,
        fields=compared_fields(item),
        as_read=item.as_read or {},
        doers={name: _meant(item, role) for name, role in _DOERS.items()},
    )


def _meant(item: Item, role: PartyRole) -> frozenset[str]:
    """The units and groups of one role; empty as soon as one word is not understood."""
    own = [party for party in item.parties if party.role is role]
    if any(not party.is_confirmed or (party.unit_id or party.group_id) is None for party in own):
        return frozenset()
    return frozenset(f"u{party.unit_id}" if party.unit_id is not None else f"g{party.group_id}" for party in own)


def compare(
    old: Sequence[Version], new: Sequence[Version], *, decided: Mapping[int, int | None] | None = None
) -> Comparison:
    """The difference between `old` and `new`, each in its document's order.

    `decided` is the officer's own pairing: new id -> old id, or None for "a row of its own". Ids that are in neither
    version are passed over.
    """
    by_old, by_new = {one.id: one for one in old}, {one.id: one for one in new}
    chosen, apart = _decisions(decided or {}, by_old, by_new)
    taken = set(chosen.values())
    rest_old = [one for one in old if one.id not in taken]
    rest_new = [one for one in new if one.id not in chosen and one.id not in apart]
    pairs = [_pair(by_old[old_id], by_new[new_id], is_by_hand=True) for new_id, old_id in chosen.items()]
    likeness = Likeness([_words(one) for one in old], [_words(one) for one in new])
    pairs.extend(
        _pair(by_old[found.old_id], by_new[found.new_id], is_doubtful=found.is_doubtful)
        for found in best_pairs(rest_old, rest_new, likeness)
    )
    paired_old, paired_new = {pair.old.id for pair in pairs}, {pair.new.id for pair in pairs}
    order = {one.id: place for place, one in enumerate(new)}
    pairs.sort(key=lambda pair: order[pair.new.id])
    return Comparison(
        unchanged=tuple(pair for pair in pairs if not pair.changes and not pair.is_doubtful),
        changed=tuple(pair for pair in pairs if pair.changes or pair.is_doubtful),
        added=tuple(Single(one, by_old.get(likeness.near_old(one.id) or 0)) for one in new if one.id not in paired_new),
        withdrawn=tuple(
            Single(one, by_new.get(likeness.near_new(one.id) or 0)) for one in old if one.id not in paired_old
        ),
    )


def _decisions(
    decided: Mapping[int, int | None], by_old: Mapping[int, Version], by_new: Mapping[int, Version]
) -> tuple[dict[int, int], set[int]]:
    """(pairs, rows of their own); an old row chosen twice goes to the first."""
    chosen: dict[int, int] = {}
    apart: set[int] = set()
    for new_id, old_id in decided.items():
        if new_id not in by_new:
            continue
        if old_id is None:
            apart.add(new_id)
        elif old_id in by_old and old_id not in chosen.values():
            chosen[new_id] = old_id
    return chosen, apart


def _words(one: Version) -> Said:
    return Said(
        id=one.id,
        key=one.key,
        origin=one.origin,
        stt=one.stt,
        content=one.fields[Field.CONTENT],
        product=one.fields[Field.PRODUCT],
        evidence=(
            one.section or one.group,
            one.fields[Field.LEAD],
            one.fields[Field.DUE] or one.fields[Field.RECURRENCE],
            one.fields[Field.RECIPIENT],
        ),
    )


def _pair(old: Version, new: Version, *, is_doubtful: bool = False, is_by_hand: bool = False) -> Pair:
    return Pair(old, new, tuple(_changes(old, new)), is_doubtful, is_by_hand)


def _changes(old: Version, new: Version) -> Iterable[FieldChange]:
    """The fields in which the documents differ.

    What an officer corrected in the old row stands while the new document says what the old one said; where the new one
    says what she had corrected it to, nothing changes either.
    """
    for name in Field:
        now, read, wanted = old.fields[name], old.as_read.get(name, old.fields[name]), new.fields[name]
        if is_same(read, wanted) or is_same(now, wanted):
            continue
        if name in _DOERS and old.doers.get(name) and old.doers.get(name) == new.doers.get(name):
            continue
        yield FieldChange(name, now, wanted, is_corrected=not is_same(now, read))


def is_same(one: str, other: str) -> bool:
    """Whether two values say the same: line breaks, spaces and a full stop at the end are no change."""
    return clean_line(one).strip(" .;,") == clean_line(other).strip(" .;,")
