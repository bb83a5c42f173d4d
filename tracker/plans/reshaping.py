"""Rows merged, split, added by hand: what the reading cut differently than the office works. Each act can be undone.

What an act changed stands in `Item.reshaped`, so that undoing gives back what was there and keeps what came after.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from tracker.access import Actor
from tracker.errors import BadInput, RuleBroken
from tracker.extensions import db
from tracker.log import LogAction, record
from tracker.periods import Recurrence
from tracker.plans.correcting import ItemPatch, correct_item, recheck, surroundings
from tracker.plans.models import (
    Document,
    Item,
    ItemOrigin,
    ItemParty,
    ItemState,
    ItemWarning,
    PartyRole,
    Plan,
    Reporting,
)
from tracker.plans.service import NO_CHOICE, change, is_row, move_due, move_state, require_editor, require_open
from tracker.vietnamese import clean, clean_line, fold

_LONGEST_KEY: Final = 80
_DATES: Final = frozenset({"due_on", "starts_on"})
_SENTENCE: Final = re.compile(r"(?<=[.;])\s+(?=[A-ZÀ-ỸĐ\-–+•])|\n+|\s+(?=[-–+•]\s)")
Changes = dict[str, list[object]]


def split_points(text: str) -> tuple[str, str]:
    """`text` cut near its middle, between two sentences or bullets; the second part is empty where there is no such place."""
    cuts = [
        match for match in _SENTENCE.finditer(text) if text[: match.start()].strip() and text[match.end() :].strip()
    ]
    if not cuts:
        return text, ""
    best = min(cuts, key=lambda match: abs(match.start() - len(text) / 2))
    return text[: best.start()].strip(), text[best.end() :].strip()


def split_item(actor: Actor, item: Item, *, version: int, first: str, second: str) -> Item:
    """Cut `item` (parties loaded) in two: it keeps `first`, a new row right behind it says `second`; the rest is as before.

    Raises BadInput where a part is empty, RuleBroken where somebody else was faster or the item is assigned.
    """
    require_editor(actor)
    require_open(item)
    require_version(item, version)
    one, other = clean(first), clean(second)
    if not one or not other:
        raise BadInput("Ghi nội dung của cả hai dòng sau khi tách.")
    changes = change(item, content=one)
    made = _copy(item, other)
    make_room(item.document_id, item.position)
    db.session.add(made)
    db.session.flush()  # the record names the new row's id
    _remember(item, "split", [made], changes)
    record(db.session(), actor, LogAction.ITEM_CHANGED, item, changes={**changes, "split": made.stable_key})
    return made


def _copy(item: Item, content: str) -> Item:
    same = ("plan_id", "document_id", "origin", "stt", "section", "group_name", "product", "recipient", "via")
    times = ("time_text", "starts_on", "due_on", "due_time", "qualifier", "recurrence", "milestones")
    source = ("reporting", "review_by", "source_page", "source_line", "source_last_line", "quote")
    return Item(
        **{name: getattr(item, name) for name in (*same, *times, *source)},
        stable_key=free_key(item.plan_id, f"{item.stable_key}/{_digest(content)[:6]}"),
        content=content,
        position=item.position + 1,
        split_from_id=item.id,
        parties=[_copy_party(party, party.position) for party in item.parties],
        warnings=[],
    )


def _copy_party(party: ItemParty, position: int, role: PartyRole | None = None, note: str = "") -> ItemParty:
    return ItemParty(
        role=role or party.role,
        words=party.words,
        unit_id=party.unit_id,
        group_id=party.group_id,
        is_confirmed=party.is_confirmed,
        note=note or party.note,
        position=position,
    )


def require_version(item: Item, version: int) -> None:
    """Raises RuleBroken where `item` was changed since the page was made."""
    if item.version != version:
        raise RuleBroken(f"{name_of(item)} vừa được người khác sửa. Xem bản mới rồi làm lại.")


def name_of(item: Item) -> str:
    """The row in a sentence."""
    return f"Mục {item.stt}" if item.stt else f"Dòng “{item.content[:60]}”"


def make_room(document_id: int, after: int) -> None:
    """Move the rows behind position `after` one place on; no version changes by that."""
    table = Item.__table__
    db.session.execute(
        sa.update(table)  # type: ignore[arg-type]
        .where(table.c.document_id == document_id, table.c.position > after)
        .values(position=table.c.position + 1)
    )


def free_key(plan_id: int, wanted: str) -> str:
    """`wanted` as a stable key that no item of the plan has."""
    wanted = wanted[: _LONGEST_KEY - 4]
    query = sa.select(Item.stable_key).where(
        Item.plan_id == plan_id, Item.stable_key.startswith(wanted, autoescape=True)
    )
    taken = set(db.session.scalars(query))
    key, number = wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}#{number}"
    return key


def _digest(words: str) -> str:
    return hashlib.sha256(fold(words).encode()).hexdigest()[:12]


def merge_items(actor: Actor, row: Item, other: Item, *, reason: str) -> None:
    """Make one of two items, both with their parties loaded: `row` stays, `other` is kept as merged into it.

    The same report in a row and in prose: the row, with the exacter date and recipient of the prose; the prose's doers
    report too, so they join as coordinating and must report. Two rows: both contents, all dates, all doers.
    Raises RuleBroken without a reason, for assigned items and for items of different plans.
    """
    require_editor(actor)
    require_open(row)
    require_open(other)
    if row.plan_id != other.plan_id or row.id == other.id:
        raise RuleBroken("Chỉ gộp được hai dòng khác nhau của cùng một kế hoạch.")
    if not clean_line(reason):
        raise RuleBroken(NO_CHOICE)
    is_pair = is_row(row) and not is_row(other)
    before = len(row.parties)
    changes = _join_prose(row, other) if is_pair else _join_row(row, other)
    added = [[party.role.value, party.words, party.unit_id, party.group_id] for party in row.parties[before:]]
    other.merged_into_id = row.id
    _remember(row, "merge", [other], changes, added)
    said: dict[str, object] = {**changes, "merged": other.stable_key, "reason": clean_line(reason)}
    record(db.session(), actor, LogAction.ITEM_CHANGED, row, changes=said)
    move_state(actor, other, ItemState.MERGED, reason)


def merge_rows(actor: Actor, items: Sequence[Item], *, reason: str) -> Item:
    """Merge several items into the first row among them (the first item where none is a row)."""
    if len(items) < 2:
        raise BadInput("Chọn ít nhất hai dòng để gộp.")
    ordered = sorted(items, key=lambda item: (not is_row(item), item.position))
    for other in ordered[1:]:
        merge_items(actor, ordered[0], other, reason=reason)
    return ordered[0]


def _join_prose(row: Item, prose: Item) -> Changes:
    changes = change(row, recipient=row.recipient or prose.recipient, via=row.via or prose.via)
    if prose.due_on and (row.due_on is None or (row.starts_on or prose.due_on) <= prose.due_on <= row.due_on):
        changes |= move_due(row, prose.due_on)
        changes |= change(row, qualifier=prose.qualifier, due_time=prose.due_time)
    known = {(party.unit_id, party.group_id) for party in row.parties}
    for party in prose.parties:
        if (party.unit_id, party.group_id) not in known:
            row.parties.append(_copy_party(party, _next_place(row), PartyRole.COORDINATING, "từ lời văn"))
    if prose.parties and row.reporting is None:
        changes |= change(row, reporting=Reporting.LEADS_AND_COORDINATING)
    return changes


def _join_row(row: Item, other: Item) -> Changes:
    changes = change(
        row,
        content=_joined(row.content, other.content),
        product=_joined(row.product, other.product),
        recipient=row.recipient or other.recipient,
        via=row.via or other.via,
    )
    if row.recurrence == other.recurrence == Recurrence.NONE:
        days = sorted({*row.milestones, *other.milestones})
        if days:
            starts = [day for day in (row.starts_on, other.starts_on) if day]
            changes |= change(
                row, milestones=days, due_on=date.fromisoformat(days[-1]), starts_on=min(starts, default=None)
            )
    known = {(party.role, party.words, party.unit_id, party.group_id) for party in row.parties}
    for party in other.parties:
        if (party.role, party.words, party.unit_id, party.group_id) not in known:
            row.parties.append(_copy_party(party, _next_place(row)))
    return changes


def _joined(one: str, other: str) -> str:
    if not other or fold(other) in fold(one):
        return one
    return f"{one}\n{other}" if one else other


def _next_place(row: Item) -> int:
    return max((party.position for party in row.parties), default=0) + 1


def _remember(
    item: Item, act: str, others: Sequence[Item], changes: Changes, added: Sequence[Sequence[object]] = ()
) -> None:
    fields = {name: [_plain(old), _plain(new)] for name, (old, new) in changes.items()}
    entry = {"act": act, "others": [other.id for other in others], "fields": fields, "added": [*added]}
    item.reshaped = [*item.reshaped, entry]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | time) else value


def undo(actor: Actor, item: Item, place: int = -1) -> None:
    """Take back the last (or the `place`-th) merging or splitting of `item`, its parties loaded; RuleBroken without one.

    What was corrected since stays; only what still stands as the act left it goes back.
    """
    require_editor(actor)
    require_open(item)
    if not item.reshaped:
        raise RuleBroken("Dòng này chưa được gộp hay tách.")
    entry = item.reshaped[place]
    others = list(db.session.scalars(sa.select(Item).where(Item.id.in_(entry["others"]))))
    if entry["act"] == "split":
        _drop(others)
    changes = _take_back(item, entry)
    item.reshaped = [each for each in item.reshaped if each is not entry]
    for other in others if entry["act"] == "merge" else ():
        other.merged_into_id = None
        move_state(actor, other, ItemState.PROPOSED, "")
    record(db.session(), actor, LogAction.ITEM_CHANGED, item, changes={**changes, "undone": entry["act"]})


def _take_back(item: Item, entry: dict[str, Any]) -> Changes:
    values = {}
    for name, (old, new) in entry["fields"].items():
        if _plain(getattr(item, name)) == new:
            values[name] = _typed(name, old)
    for role, words, unit_id, group_id in entry["added"]:
        same = (PartyRole(role), words, unit_id, group_id)
        for party in [each for each in item.parties if (each.role, each.words, each.unit_id, each.group_id) == same]:
            item.parties.remove(party)
    return change(item, **values)


def _typed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _DATES:
        return date.fromisoformat(value)
    if name == "due_time":
        return time.fromisoformat(value)
    return Reporting(value) if name == "reporting" else value


def _drop(made: Sequence[Item]) -> None:
    """Remove rows that a splitting made; RuleBroken where one has gone on."""
    for each in made:
        if each.state is not ItemState.PROPOSED or each.reshaped:
            raise RuleBroken("Dòng tách ra đã được giao, gộp, bỏ hoặc tách tiếp; không nhập lại được.")
    for each in made:
        delete_item(each.id)


def delete_item(item_id: int) -> None:
    """Remove an item that nothing refers to, with its doubts and doers."""
    db.session.execute(sa.delete(ItemWarning).where(ItemWarning.item_id == item_id))
    db.session.execute(sa.delete(ItemParty).where(ItemParty.item_id == item_id))
    db.session.execute(sa.delete(Item).where(Item.id == item_id))


def restore_item(actor: Actor, item: Item) -> None:
    """Take a dismissed or merged item up again; what merging changed at the other row goes back, too."""
    require_editor(actor)
    if item.state not in {ItemState.DISMISSED, ItemState.MERGED}:
        raise RuleBroken("Dòng này đang có trong kế hoạch, không cần khôi phục.")
    target = _merged_into(item)
    places = [place for place, entry in enumerate(target.reshaped if target else ()) if item.id in entry["others"]]
    if target is not None and places:
        undo(actor, target, places[-1])
        return
    item.merged_into_id = None
    move_state(actor, item, ItemState.PROPOSED, "")


def _merged_into(item: Item) -> Item | None:
    if item.merged_into_id is None:
        return None
    query = sa.select(Item).where(Item.id == item.merged_into_id).options(selectinload(Item.parties))
    return db.session.scalars(query).one_or_none()


@dataclass(frozen=True)
class Passage:
    """Where quoted words stand: the first and the last line, the page."""

    line: int
    last_line: int
    page: int | None


def find_passage(lines: Sequence[Sequence[Any]], words: str) -> Passage | None:
    """The first place of `words` in Document.lines, however they are broken over lines."""
    wanted = clean_line(words).split()
    if not wanted:
        return None
    text, starts = "", []
    for line in lines:
        starts.append(len(text))
        text += f"{line[1]}\n"
    pattern = r"\s+".join(re.escape(word) for word in wanted)
    match = re.search(pattern, text, re.IGNORECASE)
    if match is None:
        return None
    first = max(index for index, start in enumerate(starts) if start <= match.start())
    last = max(index for index, start in enumerate(starts) if start < match.end())
    return Passage(int(lines[first][0]), int(lines[last][0]), lines[first][2])


def add_item(actor: Actor, document: Document, plan: Plan, *, patch: ItemPatch, quote: str) -> Item:
    """A row that the reading did not find, with the words of the document it rests on.

    Raises BadInput where the quoted words do not stand in the document, or the time cannot be read.
    """
    require_editor(actor)
    passage = find_passage(document.lines, quote)
    if clean_line(quote) and passage is None:
        raise BadInput("Không tìm thấy đoạn này trong văn bản. Chép đúng lời của văn bản, hoặc để trống.")
    after = _place_for(document, passage)
    make_room(document.id, after)
    item = Item(
        plan_id=plan.id,
        document_id=document.id,
        stable_key=free_key(plan.id, f"hand:{_digest(patch.content)}"),
        origin=ItemOrigin.ROW,
        state=ItemState.PROPOSED,
        position=after + 1,
        content="",
        product="",
        time_text="",
        recurrence=Recurrence.NONE,
        milestones=[],
        quote=clean_line(quote),
        source_line=passage.line if passage else None,
        source_last_line=passage.last_line if passage else None,
        source_page=passage.page if passage else None,
        parties=[],
        warnings=[],
    )
    db.session.add(item)
    db.session.flush()  # corrections and the log need its id and version
    around = surroundings(plan)
    correct_item(actor, item, document, plan, version=item.version, patch=patch, around=around)
    recheck(item, plan, around)
    return item


def _place_for(document: Document, passage: Passage | None) -> int:
    """The position of the row behind which a new one goes: by its place in the document, else the last."""
    query = sa.select(sa.func.max(Item.position)).where(Item.document_id == document.id, Item.origin == ItemOrigin.ROW)
    if passage is not None:
        before = db.session.scalar(query.where(Item.source_line <= passage.line))
        if before is not None:
            return before
    return db.session.scalar(query) or 0
