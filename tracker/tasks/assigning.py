"""Giao việc: items of a plan become tasks of units, in one transaction, once (product 3.1, 3.3, 3.8)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tracker import clock
from tracker import log as audit
from tracker.access import Act, Actor
from tracker.directory import queries as directory_queries
from tracker.directory.models import Unit, UnitKind
from tracker.directory.snapshot import Directory
from tracker.errors import RuleBroken
from tracker.extensions import db
from tracker.log import LogAction
from tracker.plans.models import Item, ItemState, Plan, PlanState
from tracker.tasks import fan_out
from tracker.tasks.fan_out import FanOut, Order, Share
from tracker.tasks.models import Assignment, AssignmentRole, Deadline, DeadlineState, Task
from tracker.tasks.permission import require
from tracker.tasks.readiness import PastItem, Ready, RefusedItem, doubts_about, label_of, sort_out
from tracker.tasks.slots import Slot, is_continuous
from tracker.vietnamese import fold
from tracker.workdays import WorkCalendar

TAKEN_OFF = "Văn bản sửa đổi không còn giao việc này cho đơn vị"  # why a deadline of a unit that left is withdrawn


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
    found = sort_out(
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
        Order(task_of(ready.item, plan, actor, today), ready.shares, ready.slots, ready.late_slots)
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
    found = sort_out(
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


def _preview_row(ready: Ready) -> PreviewRow:
    slots = (*ready.slots, *ready.late_slots)
    return PreviewRow(
        item_id=ready.item.id,
        label=label_of(ready.item),
        lead_ids=tuple(share.unit_id for share in ready.shares if share.role is AssignmentRole.LEAD),
        unit_count=len(ready.inside),
        reporting_count=sum(share.must_report for share in ready.shares),
        outside_count=len(ready.shares) - len(ready.inside),
        days=tuple(sorted(slot.due_on for slot in slots if slot.due_on)),
        is_ongoing=is_continuous(ready.item),
        deadline_count=len(slots) * len(ready.inside),
    )


def task_of(item: Item, plan: Plan, actor: Actor, today: date) -> Task:
    """The task that `item` becomes; not added to the session."""
    label = label_of(item)
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
    ready: Sequence[Ready],
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
            orders.append(Order(task, shares_held(task, directory), (), late))
    count = fan_out.insert_deadlines(orders, today=today, calendar=calendar, roll_over=roll_over)
    if count:
        fan_out.announce(orders, slot=f"late:{min(order.task.id for order in orders)}:{today}", plan_id=plan.id)
    return count


def shares_held(task: Task, directory: Directory) -> list[Share]:
    """The shares of a task as they were given out: for deadlines that are added later."""
    is_off = sa.exists().where(
        Deadline.assignment_id == Assignment.id,
        Deadline.state == DeadlineState.CANCELLED,
        Deadline.state_reason == TAKEN_OFF,
    )
    query = (
        sa.select(Assignment, Unit.kind, is_off)
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
            is_outside=kind is UnitKind.AGENCY or not directory.units[assignment.unit_id].is_open or has_left,
        )
        for assignment, kind, has_left in db.session.execute(query)
    ]
