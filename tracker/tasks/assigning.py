"""Giao việc: items of a plan become tasks of units, in one transaction, once (product 3.1, 3.3, 3.8)."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from tracker import clock
from tracker import log as audit
from tracker.access import Act, Actor
from tracker.directory import queries as directory_queries
from tracker.directory.models import Unit, UnitKind
from tracker.directory.snapshot import Directory
from tracker.errors import RuleBroken
from tracker.extensions import db
from tracker.log import LogAction
from tracker.plans.conflicts import Clear, six_clear
from tracker.plans.models import Document, Item, ItemState, PartyRole, Plan, PlanState
from tracker.tasks import fan_out
from tracker.tasks.fan_out import FanOut, Order, Party, Share
from tracker.tasks.models import Assignment, AssignmentRole, Deadline, Task
from tracker.tasks.permission import require
from tracker.tasks.slots import Slot, effective_due, is_continuous, slots_of
from tracker.vietnamese import fold
from tracker.workdays import WorkCalendar

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
class PreviewRow:
    """What assigning one item would make."""

    item_id: int
    label: str
    lead_ids: tuple[int, ...]
    unit_count: int  # units that take part, outside agencies left out
    reporting_count: int
    outside_count: int
    days: tuple[date, ...]
    is_ongoing: bool
    deadline_count: int


@dataclass(frozen=True)
class Preview:
    """What Giao việc would do, before it is done."""

    rows: tuple[PreviewRow, ...]
    refused: tuple[RefusedItem, ...]
    past: tuple[PastItem, ...]
    already: tuple[int, ...]
    unit_ids: frozenset[int]
    address_count: int
    units_without_address: tuple[int, ...]

    @property
    def deadline_count(self) -> int:
        return sum(row.deadline_count for row in self.rows)


@dataclass(frozen=True)
class AssignResult:
    """What Giao việc did. A second run has no `task_ids`, only `already`."""

    task_ids: tuple[int, ...]
    unit_ids: frozenset[int]
    deadline_count: int
    message_count: int
    refused: tuple[RefusedItem, ...]
    past: tuple[PastItem, ...]
    already: tuple[int, ...]
    units_without_address: tuple[int, ...]


@dataclass(frozen=True)
class _Ready:
    """An item that can be assigned: who takes part, which slots."""

    item: Item
    shares: Sequence[Share]
    slots: Sequence[Slot]
    late_slots: Sequence[Slot]

    @property
    def inside(self) -> list[Share]:
        return [share for share in self.shares if not share.is_outside]


@dataclass(frozen=True)
class _Sorted:
    ready: list[_Ready]
    added_late: list[tuple[Task, list[Slot]]]  # past dates chosen for tasks that exist already
    refused: tuple[RefusedItem, ...]
    past: tuple[PastItem, ...]
    already: tuple[int, ...]


def assign_plan(
    actor: Actor,
    plan: Plan,
    *,
    item_ids: Collection[int],
    today: date,
    roll_over: bool,
    include_past: Collection[int] = (),
    reasons: Mapping[int, str] | None = None,
) -> AssignResult:
    """Assign items of `plan`; what cannot be assigned is listed with its reasons, twice changes nothing.

    `reasons` (item id -> words) assigns what is not "6 rõ", has open doubts, or comes from another province's document.
    `include_past` names the items whose past dates are wanted too: they count late from `today`.
    Raises NotAllowed, and RuleBroken for a closed plan.
    """
    require(actor, Act.ASSIGN)
    if plan.state is PlanState.CLOSED:
        raise RuleBroken("Kế hoạch đã đóng. Mở lại kế hoạch trước khi giao việc.")
    reasons = {key: words.strip() for key, words in (reasons or {}).items() if words.strip()}
    db.session.execute(
        sa.select(Plan.id).where(Plan.id == plan.id).with_for_update()
    )  # two officers: one after another
    calendar = directory_queries.work_calendar(db.session())
    directory = directory_queries.snapshot(db.session())
    found = _sort_out(
        plan,
        directory,
        calendar,
        item_ids=item_ids,
        today=today,
        roll_over=roll_over,
        include_past=include_past,
        reasons=reasons,
    )
    orders = [
        Order(_task_of(ready.item, plan, actor, today), ready.shares, ready.slots, ready.late_slots)
        for ready in found.ready
    ]
    made = (
        fan_out.send_out(orders, today=today, calendar=calendar, roll_over=roll_over, plan_id=plan.id)
        if orders
        else FanOut()
    )
    late_count = _add_late(found.added_late, directory, plan, today=today, calendar=calendar, roll_over=roll_over)
    if orders or late_count:
        _mark_assigned(actor, plan, found.ready, made, late_count=late_count, reasons=reasons)
    return AssignResult(
        task_ids=made.task_ids,
        unit_ids=made.unit_ids,
        deadline_count=made.deadlines + late_count,
        message_count=made.messages,
        refused=found.refused,
        past=found.past,
        already=found.already,
        units_without_address=made.units_without_address,
    )


def preview_assignment(
    plan: Plan,
    *,
    item_ids: Collection[int],
    today: date,
    roll_over: bool,
    include_past: Collection[int] = (),
    reasons: Mapping[int, str] | None = None,
) -> Preview:
    """What `assign_plan` with the same values would make; changes nothing."""
    calendar = directory_queries.work_calendar(db.session())
    found = _sort_out(
        plan,
        directory_queries.snapshot(db.session()),
        calendar,
        item_ids=item_ids,
        today=today,
        roll_over=roll_over,
        include_past=include_past,
        reasons=dict(reasons or {}),
    )
    unit_ids = frozenset(share.unit_id for ready in found.ready for share in ready.inside)
    receivers = directory_queries.receivers(db.session(), unit_ids)
    return Preview(
        rows=tuple(_preview_row(ready) for ready in found.ready),
        refused=found.refused,
        past=found.past,
        already=found.already,
        unit_ids=unit_ids,
        address_count=len({mailbox.address for unit in receivers.values() for mailbox in unit.officers}),
        units_without_address=tuple(unit_id for unit_id, unit in receivers.items() if unit.is_empty),
    )


def _preview_row(ready: _Ready) -> PreviewRow:
    slots = (*ready.slots, *ready.late_slots)
    return PreviewRow(
        item_id=ready.item.id,
        label=_label(ready.item),
        lead_ids=tuple(share.unit_id for share in ready.shares if share.role is AssignmentRole.LEAD),
        unit_count=len(ready.inside),
        reporting_count=sum(share.must_report for share in ready.shares),
        outside_count=len(ready.shares) - len(ready.inside),
        days=tuple(sorted(slot.due_on for slot in slots if slot.due_on)),
        is_ongoing=is_continuous(ready.item),
        deadline_count=len(slots) * len(ready.inside),
    )


def _sort_out(
    plan: Plan,
    directory: Directory,
    calendar: WorkCalendar,
    *,
    item_ids: Collection[int],
    today: date,
    roll_over: bool,
    include_past: Collection[int],
    reasons: Mapping[int, str],
) -> _Sorted:
    """Which of the items can be assigned now, which are refused and why, which dates are past."""
    items = _load_items(plan, item_ids)
    existing = _existing_tasks(items)
    ready: list[_Ready] = []
    added: list[tuple[Task, list[Slot]]] = []
    refused: list[RefusedItem] = []
    past_items: list[PastItem] = []
    for item in items:
        slots = slots_of(item, plan_starts_on=plan.starts_on, plan_ends_on=plan.ends_on, today=today)
        past = [slot for slot in slots if _is_past(slot, today, calendar, roll_over=roll_over)]
        coming = [slot for slot in slots if slot not in past]
        if item.id in existing:
            if item.id in include_past and past:
                added.append((existing[item.id], past))
            continue
        shares = _shares(item, plan, directory)
        if refusal := _refusal(item, shares, slots, reasons):
            refused.append(refusal)
            continue
        late = past if item.id in include_past else []
        if past and not late:
            past_items.append(PastItem(item.id, _label(item), tuple(slot.due_on for slot in past if slot.due_on)))
        if coming or late:
            ready.append(_Ready(item, shares, coming, late))
    return _Sorted(ready, added, tuple(refused), tuple(past_items), tuple(existing))


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


def _is_past(slot: Slot, today: date, calendar: WorkCalendar, *, roll_over: bool) -> bool:
    limit = effective_due(slot.due_on, calendar, roll_over=roll_over)
    return limit is not None and limit < today


_ROLES = {PartyRole.LEAD: AssignmentRole.LEAD, PartyRole.COORDINATING: AssignmentRole.COORDINATING}


def _shares(item: Item, plan: Plan, directory: Directory) -> list[Share]:
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
    if item.state in {ItemState.DISMISSED, ItemState.MERGED}:
        hard.append("Dòng này đã bỏ hoặc đã gộp vào dòng khác.")
    if not any(not share.is_outside for share in shares):
        hard.append("Chưa có đơn vị nào của danh bạ để giao.")
    if not slots:
        hard.append("Chọn kỳ của kế hoạch (từ ngày, đến ngày) trước khi giao việc này.")
    doubts = [] if item.id in reasons else doubts_about(item)
    if not hard and not doubts:
        return None
    return RefusedItem(item.id, _label(item), (*hard, *doubts), needs_reason=not hard)


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


def _label(item: Item) -> str:
    """ "mục 13", "mục VI.3"; nothing for a deadline from running text."""
    if not item.stt:
        return ""
    section = _ROMAN_SECTION.match(item.section)
    return f"mục {section[1]}.{item.stt}" if section else f"mục {item.stt}"


def _task_of(item: Item, plan: Plan, actor: Actor, today: date) -> Task:
    label = _label(item)
    return Task(
        plan_id=plan.id,
        item_id=item.id,
        document_id=item.document_id,
        position=item.position,
        label=label,
        title=item.content,
        group_name=item.group_name,
        product=item.product,
        recipient=item.recipient,
        time_text=item.time_text,
        recurrence=item.recurrence,
        is_ongoing=is_continuous(item),
        starts_on=item.starts_on,
        reporting=item.reporting or plan.reporting,
        review_by=item.review_by,
        assigned_on=today,
        created_at=clock.now(),
        created_by_id=actor.person_id,
        search_text=fold(f"{label} {item.content} {item.product} {item.group_name} {item.recipient}"),
    )


def _mark_assigned(
    actor: Actor,
    plan: Plan,
    ready: Sequence[_Ready],
    made: FanOut,
    *,
    late_count: int,
    reasons: Mapping[int, str],
) -> None:
    given = {}
    for one in ready:
        one.item.state = ItemState.ASSIGNED
        if one.item.id in reasons and (doubts := doubts_about(one.item)):
            one.item.incomplete_reason = reasons[one.item.id][:500]
            given[one.item.id] = {"reason": reasons[one.item.id], "doubts": doubts}
    plan.state = PlanState.ASSIGNED
    plan.assigned_at = plan.assigned_at or clock.now()
    audit.record(
        db.session(),
        actor,
        LogAction.PLAN_ASSIGNED,
        plan,
        changes={
            "item_ids": [one.item.id for one in ready],
            "task_ids": list(made.task_ids),
            "units": len(made.unit_ids),
            "deadlines": made.deadlines + late_count,
            "late": late_count + sum(len(one.late_slots) * len(one.inside) for one in ready),
            "reasons": given,
        },
    )


def _add_late(
    added: Iterable[tuple[Task, list[Slot]]],
    directory: Directory,
    plan: Plan,
    *,
    today: date,
    calendar: WorkCalendar,
    roll_over: bool,
) -> int:
    """Past dates chosen afterwards, for the units that hold the task already; those that exist are left alone."""
    orders = []
    for task, slots in added:
        held = set(db.session.scalars(sa.select(Deadline.slot).where(Deadline.task_id == task.id)))
        late = [slot for slot in slots if slot.key not in held]
        if late:
            orders.append(Order(task, _shares_held(task, directory), (), late))
    count = fan_out.insert_deadlines(orders, today=today, calendar=calendar, roll_over=roll_over)
    if count:
        fan_out.announce(orders, slot=f"late:{min(order.task.id for order in orders)}:{today}", plan_id=plan.id)
    return count


def _shares_held(task: Task, directory: Directory) -> list[Share]:
    query = (
        sa.select(Assignment, Unit.kind)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.task_id == task.id)
        .order_by(Assignment.id)
    )
    return [
        Share(
            assignment.unit_id,
            assignment.role,
            assignment.must_report,
            fan_out.reviewer_of(directory.units[assignment.unit_id], assignment.role, directory, task.review_by),
            is_outside=kind is UnitKind.AGENCY or not directory.units[assignment.unit_id].is_open,
        )
        for assignment, kind in db.session.execute(query)
    ]
