"""Which items of a plan can be assigned today, which not and why, which dates are past (product 3.1, 3.8). Reads only."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from tracker.directory.snapshot import Directory
from tracker.extensions import db
from tracker.plans.conflicts import Clear, six_clear
from tracker.plans.models import Document, Item, ItemOrigin, ItemState, PartyRole, Plan
from tracker.tasks import fan_out
from tracker.tasks.fan_out import Party, Share
from tracker.tasks.models import AssignmentRole, Task
from tracker.tasks.slots import Slot, effective_due, slots_of
from tracker.workdays import WorkCalendar

_OUTLINE = re.compile(r"^((?:[IVX]+|\d+)(?:\.\d+)*)\. ")
_ROMAN_SECTION = re.compile(r"^([IVXLC]+)[.\s)]")


@dataclass(frozen=True)
class RefusedItem:
    """An item that was not assigned. `reasons` are sentences; with `needs_reason` an officer's reason would assign it."""

    item_id: int
    label: str
    reasons: tuple[str, ...]
    needs_reason: bool


@dataclass(frozen=True)
class PastItem:
    """Dates of an item that were already past on the day of assignment; not created unless chosen (product 3.1)."""

    item_id: int
    label: str
    days: tuple[date, ...]


@dataclass(frozen=True)
class Ready:
    """An item that can be assigned: who takes part, which slots."""

    item: Item
    shares: Sequence[Share]
    slots: Sequence[Slot]
    late_slots: Sequence[Slot]

    @property
    def inside(self) -> list[Share]:
        return [share for share in self.shares if not share.is_outside]


@dataclass(frozen=True)
class Sorted:
    ready: list[Ready]
    added_late: list[tuple[Task, list[Slot]]]  # past dates chosen for tasks that exist already
    refused: tuple[RefusedItem, ...]
    past: tuple[PastItem, ...]
    already: tuple[int, ...]


def sort_out(
    plan: Plan,
    directory: Directory,
    calendar: WorkCalendar,
    *,
    item_ids: Collection[int],
    today: date,
    roll_over: bool,
    include_past: Collection[int],
    reasons: Mapping[int, str],
) -> Sorted:
    """Which of the items can be assigned now, which are refused and why, which dates are past."""
    items = _load_items(plan, item_ids)
    existing = _existing_tasks(items)
    ready: list[Ready] = []
    added: list[tuple[Task, list[Slot]]] = []
    refused: list[RefusedItem] = []
    past_items: list[PastItem] = []
    for item in items:
        slots = slots_of(item, plan_starts_on=plan.starts_on, plan_ends_on=plan.ends_on, today=today)
        past = [slot for slot in slots if is_past(slot, today, calendar, roll_over=roll_over)]
        coming = [slot for slot in slots if slot not in past]
        if item.id in existing:
            if item.id in include_past and past:
                added.append((existing[item.id], past))
            continue
        shares = shares_of(item, plan, directory)
        if refusal := _refusal(item, shares, slots, reasons):
            refused.append(refusal)
            continue
        late = past if item.id in include_past else []
        if past and not late:
            past_items.append(PastItem(item.id, label_of(item), tuple(slot.due_on for slot in past if slot.due_on)))
        if coming or late:
            ready.append(Ready(item, shares, coming, late))
    return Sorted(ready, added, tuple(refused), tuple(past_items), tuple(existing))


def _load_items(plan: Plan, item_ids: Collection[int]) -> list[Item]:
    query = (
        sa.select(Item)
        .where(Item.plan_id == plan.id, Item.id.in_(item_ids))
        .options(
            selectinload(Item.parties),
            selectinload(Item.warnings),
            selectinload(Item.document).load_only(Document.id, Document.issuer, Document.is_foreign),
        )
        .order_by(Item.position, Item.id)
    )
    return list(db.session.scalars(query))


def _existing_tasks(items: Iterable[Item]) -> dict[int, Task]:
    query = sa.select(Task).where(Task.item_id.in_([item.id for item in items])).order_by(Task.position)
    return {task.item_id: task for task in db.session.scalars(query) if task.item_id is not None}


def is_past(slot: Slot, today: date, calendar: WorkCalendar, *, roll_over: bool) -> bool:
    """Whether the slot's last day that is not late lies before `today`."""
    limit = effective_due(slot.due_on, calendar, roll_over=roll_over)
    return limit is not None and limit < today


_ROLES = {PartyRole.LEAD: AssignmentRole.LEAD, PartyRole.COORDINATING: AssignmentRole.COORDINATING}


def shares_of(item: Item, plan: Plan, directory: Directory) -> list[Share]:
    """Who takes part; words that are not understood or not confirmed yet bring nobody."""
    parties = [
        Party(_ROLES[party.role], party.unit_id, party.group_id, party.words)
        for party in item.parties
        if party.is_confirmed and (party.unit_id is not None or party.group_id is not None)
    ]
    return fan_out.share_out(parties, directory, reporting=item.reporting or plan.reporting, review_by=item.review_by)


def _refusal(
    item: Item, shares: Sequence[Share], slots: Sequence[Slot], reasons: Mapping[int, str]
) -> RefusedItem | None:
    """Why `item` cannot be assigned, or None. A reason overrides doubts, never the lack of units or of a period."""
    hard = []
    if item.state not in {ItemState.PROPOSED, ItemState.ASSIGNED}:
        hard.append("Dòng này đã bỏ hoặc đã gộp vào dòng khác.")
    if not any(not share.is_outside for share in shares):
        hard.append("Chưa có đơn vị nào của danh bạ để giao.")
    if not slots:
        hard.append("Chọn kỳ của kế hoạch (từ ngày, đến ngày) trước khi giao việc này.")
    doubts = [] if item.id in reasons else doubts_about(item)
    if not hard and not doubts:
        return None
    return RefusedItem(item.id, label_of(item), (*hard, *doubts), needs_reason=not hard)


def doubts_about(item: Item) -> list[str]:
    """What keeps `item` from being assigned without a reason: not "6 rõ", open blocking warnings, a foreign document.

    The item's parties, warnings and document must be loaded.
    """
    doubts = []
    missing = six_clear(item, item.parties, item.document)
    if missing:
        doubts.append(f"Chưa rõ: {', '.join(part.value for part in Clear if part in missing)}.")
    if item.document.is_foreign:
        doubts.append("Văn bản do Sở của tỉnh, thành phố khác ban hành.")
    doubts.extend(warning.text for warning in item.warnings if warning.is_blocking and warning.decision is None)
    return doubts


def label_of(item: Item) -> str:
    """ "mục 13", "mục VI.3"; a deadline from running text has the number of the heading it stands under, or nothing."""
    if not item.stt:
        outline = _OUTLINE.match(item.section) if item.origin is ItemOrigin.PROSE else None
        return f"mục {outline[1]}" if outline else ""
    section = _ROMAN_SECTION.match(item.section)
    return f"mục {section[1]}.{item.stt}" if section else f"mục {item.stt}"
