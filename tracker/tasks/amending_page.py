"""The compare page: both versions side by side, put together from loaded rows. Reads only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.plans.models import Item, ItemOrigin
from tracker.plans.revision import Field, Pair, Version
from tracker.plans.revision_queries import Versions
from tracker.plans.revision_rows import unclear_fields
from tracker.plans.revision_words import FIELD_NAMES, Part, value_words, word_changes
from tracker.tasks.readiness import label_of
from tracker.vietnamese import clean_line

_SHORT = 110
APART = 0


@dataclass(frozen=True)
class FieldRow:
    """One field of a changed row: what went and what came, word by word."""

    name: str
    old: tuple[Part, ...]
    new: tuple[Part, ...]
    note: str = ""


@dataclass(frozen=True)
class Option:
    """One row of the older version that a new row may be paired with; 0 is "a row of its own"."""

    value: int
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class CompareRow:
    """One row of the page. `key` is the id its checkbox sends: the new row's, of a withdrawn one the old row's."""

    key: int
    label: str
    title: str
    fields: tuple[FieldRow, ...] = ()
    note: str = ""
    is_doubtful: bool = False
    is_past_decision: bool = False  # left out or merged by the officer before
    options: tuple[Option, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ComparePage:
    changed: tuple[CompareRow, ...]
    added: tuple[CompareRow, ...]
    withdrawn: tuple[CompareRow, ...]
    unchanged: tuple[CompareRow, ...]
    fingerprint: str


def compare_page(found: Versions) -> ComparePage:
    """The page's rows; what changes nothing but numbers stands with the unchanged ones."""
    comparison = found.comparison
    free = [one.item for one in comparison.withdrawn]
    return ComparePage(
        changed=tuple(_changed(pair, found, free) for pair in comparison.changed),
        added=tuple(
            CompareRow(
                one.item.id,
                _label(found.new[one.item.id]),
                one.item.fields[Field.CONTENT],
                note=_near(one.near, found.old, "Có thể tách từ {}"),
                options=_options(None, free),
                doubts=_doubts(found.new[one.item.id]),
            )
            for one in comparison.added
        ),
        withdrawn=tuple(
            CompareRow(
                one.item.id,
                _label(found.old[one.item.id]),
                one.item.fields[Field.CONTENT],
                note=_near(one.near, found.new, "Có thể đã gộp vào {} của bản mới"),
            )
            for one in comparison.withdrawn
        ),
        unchanged=tuple(
            CompareRow(pair.new.id, _numbers(pair, found), pair.new.fields[Field.CONTENT])
            for pair in comparison.unchanged
        ),
        fingerprint=comparison.fingerprint,
    )


def _changed(pair: Pair, found: Versions, free: Sequence[Version]) -> CompareRow:
    unclear = unclear_fields(found.new[pair.new.id])
    fields = []
    for change in pair.changes:
        old, new = word_changes(value_words(change.field, change.old), value_words(change.field, change.new))
        note = "bản đang dùng do cán bộ đã sửa" if change.is_corrected else ""
        if change.field in unclear:
            note = "chưa rõ trong bản mới: chưa áp dụng được, chọn ở trang rà soát trước"
        fields.append(FieldRow(FIELD_NAMES[change.field], old, new, note))
    return CompareRow(
        pair.new.id,
        _numbers(pair, found),
        pair.new.fields[Field.CONTENT],
        tuple(fields),
        is_doubtful=pair.is_doubtful and not pair.is_by_hand,
        options=_options(pair.old, free),
        doubts=_doubts(found.new[pair.new.id]),
    )


def _label(item: Item) -> str:
    words = label_of(item) or ("hạn trong lời văn" if item.origin is ItemOrigin.PROSE else "dòng không số")
    return words[:1].upper() + words[1:]


def _numbers(pair: Pair, found: Versions) -> str:
    """ "Mục 13", or "Mục 13, trước là mục 12"."""
    old, new = _label(found.old[pair.old.id]), _label(found.new[pair.new.id])
    return new if old == new else f"{new}, trước là {old[:1].lower()}{old[1:]}"


def _near(near: Version | None, items: Mapping[int, Item], words: str) -> str:
    if near is None or near.id not in items:
        return ""
    label = _label(items[near.id])
    return words.format(label[:1].lower() + label[1:])


def _options(chosen: Version | None, free: Sequence[Version]) -> tuple[Option, ...]:
    """The old row that is chosen, "a row of its own", and the old rows that have no partner."""
    own = Option(APART, "Mục mới, không ghép với mục cũ nào", chosen is None)
    held = [chosen] if chosen else []
    return (own, *(Option(one.id, _short(one), one is chosen) for one in (*held, *free)))


def _short(one: Version) -> str:
    words = clean_line(one.fields[Field.CONTENT])
    words = words if len(words) <= _SHORT else words[:_SHORT].rsplit(" ", 1)[0] + "…"
    return f"{one.stt}. {words}" if one.stt else words


def _doubts(item: Item) -> tuple[str, ...]:
    return tuple(warning.text for warning in item.warnings if warning.is_blocking and warning.decision is None)


def told_differences(differences: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The kept differences of a revision in words: label, title, task, and each field old and new."""
    return [
        {
            "kind": one["kind"],
            "label": one["label"][:1].upper() + one["label"][1:] or "Lời văn",
            "title": one["title"],
            "task_id": one.get("task_id"),
            "changes": [
                {
                    "name": FIELD_NAMES[Field(change["field"])],
                    "old": value_words(Field(change["field"]), change["old"]),
                    "new": value_words(Field(change["field"]), change["new"]),
                }
                for change in one["fields"]
            ],
        }
        for one in differences
    ]
