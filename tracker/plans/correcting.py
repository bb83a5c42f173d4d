"""Corrections of one item: its words, its dates, its doers. Every correction asks the directory's doubts again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.attributes import flag_modified

from tracker import clock
from tracker.access import Actor
from tracker.directory import queries as directory_queries
from tracker.directory.snapshot import Directory
from tracker.errors import BadInput, RuleBroken
from tracker.extensions import db
from tracker.log import LogAction, record
from tracker.periods import Period, read_period
from tracker.plans.conflicts import Code, Surroundings, check_item
from tracker.plans.drafting import DraftItem, date_fields
from tracker.plans.models import (
    Decision,
    Document,
    Item,
    ItemOrigin,
    ItemParty,
    PartyRole,
    Plan,
    Reporting,
    ReviewBy,
)
from tracker.plans.resolving import Doer, Doubt, Resolver
from tracker.plans.service import change, move_due, require_editor, require_open, settle
from tracker.plans.storing import party_from, warning_from
from tracker.vietnamese import clean, clean_line

STALE = "Dòng này vừa được người khác sửa. Mở lại trang để xem bản mới rồi sửa tiếp."
NO_TIME = (
    "Không đọc được thời gian “{words}”. Viết như 31/12/2025, Quý IV/2025, 12/2025, Thường xuyên, hoặc ghi ngày hạn."
)
_CHOICE_CODES = frozenset(
    {Code.UNIT_UNKNOWN, Code.GROUP_NEEDS_CHOICE, Code.UNIT_ABOLISHED, Code.UNIT_CLOSED, Code.OUTSIDE_LEAD}
)
_FROM_DIRECTORY = frozenset(code.value for code in Code)


@dataclass(frozen=True)
class ItemPatch:
    """What the officer typed into an item's row. `due_on` beats what `time_text` says, where both changed."""

    content: str
    product: str
    time_text: str
    due_on: date | None
    leads: str
    coordinating: str
    reporting: Reporting | None
    review_by: ReviewBy


def as_it_stands(item: Item) -> ItemPatch:
    """`item` (parties loaded) as a correction that changes nothing."""
    return ItemPatch(
        content=item.content,
        product=item.product,
        time_text=item.time_text,
        due_on=item.due_on,
        leads=words_of(item.parties, PartyRole.LEAD),
        coordinating=words_of(item.parties, PartyRole.COORDINATING),
        reporting=item.reporting,
        review_by=item.review_by,
    )


def correct_item(
    actor: Actor,
    item: Item,
    document: Document,
    plan: Plan,
    *,
    version: int,
    patch: ItemPatch,
    around: Surroundings | None = None,
) -> None:
    """Write a correction into `item` (parties and warnings loaded); `around` where several are corrected at once.

    Raises RuleBroken where somebody else was faster or the item is assigned, BadInput for an unreadable time.
    """
    require_editor(actor)
    require_open(item)
    if item.version != version:
        raise RuleBroken(STALE)
    content = clean(patch.content)
    if not content:
        raise BadInput("Nội dung công việc không được để trống.")
    changes = change(
        item, content=content, product=clean(patch.product), reporting=patch.reporting, review_by=patch.review_by
    )
    changes |= _correct_time(actor, item, document, patch)
    around = around or surroundings(plan)
    changes |= _correct_doers(item, around.directory, patch)
    if not changes:
        return
    flag_modified(item, "content")  # new doers alone, too, make a new version: two officers may stand at the row
    recheck(item, plan, around)
    record(db.session(), actor, LogAction.ITEM_CHANGED, item, changes=changes)


def _correct_time(actor: Actor, item: Item, document: Document, patch: ItemPatch) -> dict[str, list[object]]:
    words, is_same_due = clean_line(patch.time_text), patch.due_on in {None, item.due_on}
    changes: dict[str, list[object]] = {}
    if words != item.time_text:
        period = _read_time(words, document)
        if period is None and is_same_due:
            raise BadInput(NO_TIME.format(words=words))
        changes |= change(item, time_text=words[:300])
        if period is not None:
            fields = date_fields(period)
            fields["milestones"] = [day.isoformat() for day in period.deadlines]
            changes |= change(item, **fields)
            if is_same_due:
                return changes
    if patch.due_on is not None and patch.due_on != item.due_on:
        changes |= move_due(item, patch.due_on)
        for warning in item.warnings:
            if warning.decision is None and warning.proposal[:4].isdigit() and warning.code not in _FROM_DIRECTORY:
                reason = "Cán bộ sửa hạn của dòng"
                settle(actor, warning, decision=Decision.OVERRULED, value=patch.due_on.isoformat(), reason=reason)
    elif patch.due_on is None and item.due_on is not None and words == item.time_text and not changes:
        changes |= change(item, due_on=None, milestones=[], starts_on=None, qualifier="")
    return changes


def _read_time(words: str, document: Document) -> Period | None:
    if not words:
        return Period("")
    issued = document.issued_on
    period = read_period(words, default_year=issued.year if issued else None, reference=issued)
    return period.first_after(issued or clock.today()) if period else None


def _correct_doers(item: Item, directory: Directory, patch: ItemPatch) -> dict[str, list[object]]:
    changes: dict[str, list[object]] = {}
    resolver = Resolver(directory)
    for role, typed in ((PartyRole.LEAD, patch.leads), (PartyRole.COORDINATING, patch.coordinating)):
        old = [party for party in item.parties if party.role is role]
        before = words_of(item.parties, role)
        if clean_line(typed) == before:
            continue
        doers = resolver.doers((clean_line(typed),)) if clean_line(typed) else ()
        kept = {party.words: party for party in old}
        for party in old:
            item.parties.remove(party)
        start = 1 if role is PartyRole.LEAD else 500
        for offset, doer in enumerate(doers):
            party = party_from(role, _as_chosen_before(doer, kept), start + offset)
            item.parties.append(party)
        changes[role.value] = [before, clean_line(typed)]
    return changes


def _as_chosen_before(doer: Doer, kept: dict[str, ItemParty]) -> Doer:
    """A word that stays keeps the choice an officer made for it, also one the document's definition gave."""
    party = kept.get(doer.words)
    if party is None or not party.is_confirmed or not (party.unit_id or party.group_id):
        return doer
    return Doer(doer.words, party.unit_id, party.group_id, note=party.note)


def words_of(parties: Sequence[ItemParty], role: PartyRole) -> str:
    """The doers of one role as one line of words, each word once."""
    return ", ".join(dict.fromkeys(party.words for party in parties if party.role is role))


def choose_units(
    actor: Actor,
    item: Item,
    plan: Plan,
    *,
    words: str,
    typed: str,
    group_id: int | None,
    unit_ids: Sequence[int],
    reason: str,
) -> None:
    """Say whom `words` means in this item: units by id, names or codes typed, a whole group, or any of these together.

    `item` comes with parties and warnings loaded. Raises BadInput naming what the directory does not know.
    """
    require_editor(actor)
    require_open(item)
    around = surroundings(plan)
    directory = around.directory
    meant = [party for party in item.parties if party.words == words]
    if not meant:
        raise RuleBroken(STALE)
    chosen = _chosen(directory, words, typed=typed, group_id=group_id, unit_ids=unit_ids)
    if not chosen:
        raise BadInput("Chọn ít nhất một đơn vị, hoặc bỏ từ này khỏi dòng bằng cách sửa dòng.")
    role, position = meant[0].role, meant[0].position
    for party in meant:
        item.parties.remove(party)
    item.parties.extend(party_from(role, doer, position) for doer in chosen)
    names = ", ".join(_label(directory, doer) for doer in chosen)
    for warning in item.warnings:
        if warning.decision is None and warning.code in _CHOICE_CODES and warning.proposal == words[:200]:
            settle(actor, warning, decision=Decision.ACCEPTED, value=names, reason=reason or "Cán bộ chọn đơn vị")
    flag_modified(item, "content")
    recheck(item, plan, around)
    record(db.session(), actor, LogAction.ITEM_CHANGED, item, changes={role.value: [words, names], "reason": reason})


def _chosen(
    directory: Directory, words: str, *, typed: str, group_id: int | None, unit_ids: Sequence[int]
) -> tuple[Doer, ...]:
    note = "cán bộ chọn"
    found = [Doer(words, unit_id=unit_id, note=note) for unit_id in unit_ids if unit_id in directory.units]
    if group_id is not None and any(group.id == group_id for group in directory.groups):
        found.append(Doer(words, group_id=group_id, note=note))
    unknown: list[str] = []
    for name in (part.strip() for part in typed.replace("\n", ";").split(";")):
        if not name:
            continue
        by_code = directory.unit_id_by_code.get(name.upper())
        doers = (Doer(name, unit_id=by_code),) if by_code else Resolver(directory).doers((name,))
        for doer in doers:
            if doer.doubt in {None, Doubt.NEEDS_CHOICE} and doer.unit_id is not None:
                found.append(Doer(words, unit_id=doer.unit_id, note=note))
            elif doer.doubt is None:
                found.append(Doer(words, group_id=doer.group_id, note=note))
            else:
                unknown.append(doer.words)
    if unknown:
        raise BadInput(
            f"Không có trong danh bạ: {', '.join(unknown)}. Viết tên hoặc mã đúng như danh bạ, cách nhau dấu chấm phẩy."
        )
    return tuple(dict.fromkeys(found))


def _label(directory: Directory, doer: Doer) -> str:
    if doer.unit_id is not None:
        return directory.units[doer.unit_id].display_short
    return next((group.name for group in directory.groups if group.id == doer.group_id), doer.words)


def drafted(item: Item) -> DraftItem:
    """`item` (parties loaded) as the checks see it."""
    doers = {role: tuple(_as_doer(party) for party in item.parties if party.role is role) for role in PartyRole}
    return DraftItem(
        key=item.stable_key,
        origin=ItemOrigin(item.origin),
        content=item.content,
        product=item.product,
        leads=doers[PartyRole.LEAD],
        coordinating=doers[PartyRole.COORDINATING],
        time_text=item.time_text,
        starts_on=item.starts_on,
        due_on=item.due_on,
        recurrence=item.recurrence,
        milestones=tuple(date.fromisoformat(day) for day in item.milestones),
        line=item.source_line,
    )


def _as_doer(party: ItemParty) -> Doer:
    is_known = party.unit_id is not None or party.group_id is not None
    doubt = None if party.is_confirmed and is_known else Doubt.NEEDS_CHOICE if is_known else Doubt.UNKNOWN
    return Doer(party.words, party.unit_id, party.group_id, doubt, party.note)


def surroundings(plan: Plan) -> Surroundings:
    """What the items of `plan` are held against, read now."""
    session = db.session()
    return Surroundings(
        directory_queries.snapshot(session),
        directory_queries.work_calendar(session),
        directory_queries.school_years(session),
        plan.starts_on,
        plan.ends_on,
    )


def recheck(item: Item, plan: Plan, around: Surroundings) -> None:
    """Replace the undecided doubts of directory and calendar by what they are now."""
    decided = {(warning.code, warning.text) for warning in item.warnings if warning.decision is not None}
    for warning in [warning for warning in item.warnings if warning.decision is None]:
        if warning.code in _FROM_DIRECTORY:
            item.warnings.remove(warning)
            db.session.delete(warning)
    for finding in check_item(drafted(item), around):
        if (finding.code, finding.text) not in decided:
            item.warnings.append(warning_from(plan.id, item.id, finding))
