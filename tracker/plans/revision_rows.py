"""A plan's rows take over what a newer version of its document says; the older wording stays to be read. Never commits.

An item keeps its id and with it its task. Of each pair the second row becomes the record of the older version: so both
versions can be opened, row by row, with their own passages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from tracker.access import Actor
from tracker.extensions import db
from tracker.plans.models import (
    Decision,
    Document,
    Item,
    ItemParty,
    ItemState,
    ItemWarning,
    PartyRole,
    Plan,
    PlanState,
)
from tracker.plans.revision import Field, FieldChange, Pair
from tracker.plans.revision_queries import Versions
from tracker.plans.service import settle
from tracker.plans.warning import WarningCode

REPLACED: Final = "Đã có văn bản sửa đổi, thay thế"
APPLIED: Final = "Đã áp dụng làm bản sửa đổi của kế hoạch"
_DATES: Final = ("starts_on", "due_on", "due_time", "qualifier", "milestones")
_COLUMNS: Final[Mapping[Field, tuple[str, ...]]] = {
    Field.CONTENT: ("content",),
    Field.PRODUCT: ("product",),
    Field.TIME: ("time_text", "starts_on"),
    Field.DUE: _DATES,
    Field.RECURRENCE: ("recurrence",),
    Field.RECIPIENT: ("recipient",),
    Field.VIA: ("via",),
}
_ROLES: Final = {Field.LEAD: PartyRole.LEAD, Field.COORDINATING: PartyRole.COORDINATING}
_SOURCE: Final = (
    "document_id",
    "origin",
    "stt",
    "section",
    "group_name",
    "position",
    "source_page",
    "source_line",
    "source_last_line",
    "quote",
    "as_read",
)
_OWN: Final = ("reporting", "review_by", "incomplete_reason")
_WORDS: Final = tuple(dict.fromkeys(name for names in _COLUMNS.values() for name in names))


@dataclass(frozen=True)
class Choices:
    """What the officer applies: changed and added rows by their new ids, withdrawn ones by their old ids."""

    changed: frozenset[int] = frozenset()
    added: frozenset[int] = frozenset()
    withdrawn: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Taken:
    """A row of the plan after the newer version: the living item, and which of its fields now read otherwise."""

    item: Item
    pair: Pair
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True)
class TakenOver:
    """What became of the rows. `left` are changed rows that keep their older wording by choice."""

    taken: tuple[Taken, ...]
    left: tuple[Pair, ...]
    added: tuple[Item, ...]
    withdrawn: tuple[Item, ...]


def unclear_fields(item: Item) -> frozenset[Field]:
    """What of a new row (parties, warnings loaded) cannot be applied yet: doers not understood, a time not readable."""
    unclear: set[Field] = set()
    for name, role in _ROLES.items():
        own = [party for party in item.parties if party.role is role]
        if any(not party.is_confirmed or (party.unit_id or party.group_id) is None for party in own):
            unclear.add(name)
    if any(w.code == WarningCode.TIME_UNREADABLE and w.decision is None for w in item.warnings):
        unclear |= {Field.TIME, Field.DUE, Field.RECURRENCE}
    return frozenset(unclear)


def take_over(actor: Actor, plan: Plan, document: Document, found: Versions, choices: Choices) -> TakenOver:
    """Make `document` a version of `plan` and write what was chosen into the plan's rows.

    The document's own plan, which only held the proposal, is left empty and closed.
    """
    proposal = document.plan
    pairs = (*found.comparison.unchanged, *found.comparison.changed)
    taken_pairs = [pair for pair in pairs if not pair.changes or pair.new.id in choices.changed]
    left = [pair for pair in pairs if pair.changes and pair.new.id not in choices.changed]
    _settle_older(actor, plan)
    _settle_proposal(actor, proposal, plan)
    _move_in(plan, document, proposal, found)
    taken = tuple(_take(found.old[pair.old.id], found.new[pair.new.id], pair) for pair in taken_pairs)
    for pair in left:
        _put_away(found.new[pair.new.id], found.old[pair.old.id])
    added = [found.new[one.item.id] for one in found.comparison.added]
    for item in added:
        item.state = ItemState.PROPOSED if item.id in choices.added else ItemState.DISMISSED
    gone = [found.old[one.item.id] for one in found.comparison.withdrawn if one.item.id in choices.withdrawn]
    for item in gone:
        item.state = ItemState.WITHDRAWN
    _name_keys(plan, document, taken, found, added)
    db.session.flush()
    db.session.expire(document, ["plan"])
    for item in (*found.old.values(), *found.new.values()):
        db.session.expire(item, ["warnings", "parties"])
    return TakenOver(taken, tuple(left), tuple(item for item in added if item.id in choices.added), tuple(gone))


def _settle_older(actor: Actor, plan: Plan) -> None:
    """The older version's doubts about the document as a whole ask nothing any more."""
    query = sa.select(ItemWarning).where(
        ItemWarning.plan_id == plan.id, ItemWarning.item_id.is_(None), ItemWarning.decision.is_(None)
    )
    for warning in db.session.scalars(query):
        settle(actor, warning, decision=Decision.OVERRULED, value="", reason=REPLACED)


def _settle_proposal(actor: Actor, proposal: Plan, plan: Plan) -> None:
    """That the document may amend a plan is answered by applying it."""
    query = sa.select(ItemWarning).where(
        ItemWarning.plan_id == proposal.id, ItemWarning.code == WarningCode.AMENDS_PLAN, ItemWarning.decision.is_(None)
    )
    for warning in db.session.scalars(query):
        is_that = warning.proposal == str(plan.id)
        decision = Decision.ACCEPTED if is_that else Decision.OVERRULED
        settle(actor, warning, decision=decision, value=str(plan.id), reason=APPLIED)


def _move_in(plan: Plan, document: Document, proposal: Plan, found: Versions) -> None:
    """The document with its rows and warnings joins the plan; keys that no row of the plan has stand until all are named."""
    of_proposal = ItemWarning.plan_id == proposal.id
    db.session.execute(
        sa.update(ItemWarning).where(of_proposal).values(plan_id=plan.id).execution_options(synchronize_session="fetch")
    )
    for item in db.session.scalars(sa.select(Item).where(Item.plan_id == proposal.id)):
        item.stable_key = f"v{document.id}-{item.id}"
        item.plan_id = plan.id
    for pair in (*found.comparison.unchanged, *found.comparison.changed):
        found.old[pair.old.id].stable_key = f"o{document.id}-{pair.old.id}"
    document.plan_id = plan.id
    proposal.state = PlanState.CLOSED
    if plan.state is PlanState.REVIEW and not plan.short_title:
        plan.title = document.title
    db.session.flush()


def _take(living: Item, record: Item, pair: Pair) -> Taken:
    """Give `living` the source and the changed fields of `record`, and `record` the older wording."""
    unclear = unclear_fields(record) if living.state is ItemState.ASSIGNED else frozenset()
    changes = tuple(change for change in pair.changes if change.field not in unclear)
    fields = {change.field for change in changes}
    names = {name for each in fields for name in _COLUMNS.get(each, ())} | set(_SOURCE)
    for name in (*_SOURCE, *_WORDS, *_OWN):
        older, newer = getattr(living, name), getattr(record, name)
        if name in names:
            setattr(living, name, newer)
        setattr(record, name, older)
    _swap_doers(living, record, {_ROLES[each] for each in fields if each in _ROLES})
    if changes and living.state is not ItemState.ASSIGNED:
        _swap_warnings(living, record)
    _put_away(record, living)
    return Taken(living, pair, changes)


def _swap_doers(living: Item, record: Item, changed: Iterable[PartyRole]) -> None:
    older = [_copy(party) for party in living.parties]
    for role in changed:
        for party in [party for party in living.parties if party.role is role]:
            living.parties.remove(party)
        living.parties.extend(_copy(party) for party in record.parties if party.role is role)
    record.parties[:] = older


def _copy(party: ItemParty) -> ItemParty:
    values: dict[str, Any] = {
        name: getattr(party, name)
        for name in ("position", "role", "words", "unit_id", "group_id", "is_confirmed", "note")
    }
    return ItemParty(**values)


def _swap_warnings(living: Item, record: Item) -> None:
    """A changed row has the doubts of its new wording; what was decided about the same doubt stays decided."""
    decided = {(old.code, old.text): old for old in living.warnings if old.decision is not None}
    for warning in record.warnings:
        if warning.decision is None and (known := decided.get((warning.code, warning.text))):
            for name in ("decision", "decided_value", "reason", "decided_by_id", "decided_at"):
                setattr(warning, name, getattr(known, name))
        warning.item_id = living.id
    for warning in living.warnings:
        warning.item_id = record.id


def _put_away(record: Item, living: Item) -> None:
    record.state = ItemState.SUPERSEDED
    record.merged_into_id = living.id


def _name_keys(plan: Plan, document: Document, taken: Iterable[Taken], found: Versions, added: Iterable[Item]) -> None:
    """Stable keys follow the newer version, each once in the plan; a row that is left has its own again."""
    db.session.flush()
    held = set(db.session.scalars(sa.select(Item.stable_key).where(Item.plan_id == plan.id)))
    wanted = [(each.item, each.pair.new.key) for each in taken]
    wanted += [(item, next(one.item.key for one in found.comparison.added if one.item.id == item.id)) for item in added]
    living = {item.id for item, _ in wanted}
    left = [pair for pair in found.comparison.changed if pair.old.id not in living]
    wanted += [(found.old[pair.old.id], pair.old.key) for pair in left]
    for item, key in wanted:
        own = key if key not in held else f"{key[:60]}~{document.id}-{item.id}"
        held.add(own)
        item.stable_key = own
