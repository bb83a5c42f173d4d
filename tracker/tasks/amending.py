"""A newer version of a plan's document is applied to what was assigned (product 1, journey 8). Never commits.

The comparison is made by plans (revision.py); here tasks, assignments and deadlines follow it and keep their identity:
evidence, slots and calendar UIDs stay. What changed is kept with the revision, and one mail an address says it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from tracker import clock
from tracker import log as audit
from tracker.access import Act, Actor
from tracker.directory import queries as directory_queries
from tracker.directory.snapshot import Directory
from tracker.errors import BadInput, RuleBroken
from tracker.extensions import db
from tracker.log import LogAction
from tracker.notify import outbox
from tracker.notify.models import MessageKind
from tracker.plans import revision_queries
from tracker.plans.models import Document, Item, ItemState, Plan, PlanState, Revision
from tracker.plans.revision import Field
from tracker.plans.revision_rows import Choices, Taken, TakenOver, take_over
from tracker.tasks import fan_out
from tracker.tasks.amending_dates import Moved, When, follow_dates
from tracker.tasks.amending_doers import NewDoers, follow_doers
from tracker.tasks.assigning import shares_held, task_of
from tracker.tasks.deadlines import announce_changes, cancel_task
from tracker.tasks.fan_out import Order
from tracker.tasks.models import Assignment, AssignmentRole, Deadline, DeadlineState, Task, TaskState
from tracker.tasks.permission import require
from tracker.tasks.readiness import label_of, shares_of, sort_out
from tracker.tasks.slots import Slot, slots_of
from tracker.vietnamese import clean

STALE = "Bảng so sánh đã cũ: có người vừa sửa một trong hai bản. Xem lại bảng so sánh rồi áp dụng."
_SHOWN = frozenset(Field) - {Field.LEAD, Field.COORDINATING, Field.VIA}  # what every unit of a task reads
_OF_DATES = frozenset({Field.TIME, Field.DUE, Field.RECURRENCE})
_FINISHED = (DeadlineState.ACCEPTED, DeadlineState.WAIVED, DeadlineState.CANCELLED)


@dataclass(frozen=True)
class Asked:
    """What the officer decided on the compare page. `note` says why, in the words the units read."""

    choices: Choices
    decided: Mapping[int, int | None] = field(default_factory=dict)
    note: str = ""
    gives_out: bool = True  # added rows are assigned at once
    fingerprint: str = ""  # of the comparison that was shown; empty: whatever it is now


@dataclass(frozen=True)
class Applied:
    """What applying did, from the revision that was kept. `is_new` is false where it had been applied before."""

    revision: Revision
    is_new: bool = True

    @property
    def figures(self) -> Mapping[str, Any]:
        figures: Mapping[str, Any] = self.revision.figures
        return figures


@dataclass(frozen=True)
class _Dates:
    """An item's dates before they change: what slots are made from."""

    time_text: str
    starts_on: date | None
    due_on: date | None
    due_time: time | None
    qualifier: str
    recurrence: str
    milestones: Sequence[str]


def apply_revision(
    actor: Actor, plan: Plan, document: Document, asked: Asked, *, today: date, roll_over: bool
) -> Applied:
    """Make `document` (its plan loaded) the newer version of `plan` and follow what was chosen; twice changes nothing.

    Raises NotAllowed; RuleBroken where the document was assigned by itself, the plan is closed, or the comparison is not
    the one that was shown; BadInput without a note.
    """
    require(actor, Act.ASSIGN)
    db.session.execute(sa.select(Plan.id).where(Plan.id == plan.id).with_for_update())
    if known := revision_queries.applied(db.session(), document):
        return Applied(known, is_new=False)
    _require_applicable(plan, document)
    note = clean(asked.note)[:500]
    if not note:
        raise BadInput("Ghi lý do thay đổi; các đơn vị đọc câu này trong thư.")
    found = revision_queries.versions(db.session(), plan, document, decided=asked.decided)
    if asked.fingerprint and asked.fingerprint != found.comparison.fingerprint:
        raise RuleBroken(STALE)
    calendar = directory_queries.work_calendar(db.session())
    work = _Work(
        actor,
        plan,
        When(today, document.issued_on or today, calendar, roll_over),
        directory_queries.snapshot(db.session()),
        note,
    )
    before = {item.id: _dates_of(item) for item in found.old.values()}
    tasks = _tasks_of(found.old)
    done = take_over(actor, plan, document, found, asked.choices)
    _reload(done)
    for each in done.taken:
        work.follow(each, tasks.get(each.item.id), before[each.item.id])
    for item in done.withdrawn:
        work.withdraw(item, tasks.get(item.id))
    work.add(done.added, gives_out=asked.gives_out and plan.state is PlanState.ASSIGNED)
    return Applied(work.keep(document, done, unchanged=len(done.taken)))


def _require_applicable(plan: Plan, document: Document) -> None:
    if plan.state is PlanState.CLOSED:
        raise RuleBroken("Kế hoạch đã đóng. Mở lại kế hoạch trước khi áp dụng văn bản sửa đổi.")
    if document.plan_id == plan.id:
        raise RuleBroken("Văn bản này đã thuộc kế hoạch được chọn. Chọn kế hoạch khác.")
    if document.plan.state is not PlanState.REVIEW:
        raise RuleBroken("Văn bản này đã được giao việc riêng, không áp dụng làm bản sửa đổi được nữa.")


def _dates_of(item: Item) -> _Dates:
    return _Dates(
        item.time_text,
        item.starts_on,
        item.due_on,
        item.due_time,
        item.qualifier,
        item.recurrence,
        tuple(item.milestones),
    )


def _tasks_of(item_ids: Collection[int]) -> dict[int, Task]:
    query = sa.select(Task).where(Task.item_id.in_(item_ids)).order_by(Task.id)
    return {task.item_id: task for task in db.session.scalars(query) if task.item_id is not None}


def _reload(done: TakenOver) -> None:
    """Load what the rows of both versions were expired of."""
    ids = [each.item.id for each in done.taken]
    ids += [item.id for item in (*done.added, *done.withdrawn)]
    options = (selectinload(Item.parties), selectinload(Item.warnings))
    for start in range(0, len(ids), 500):
        db.session.scalars(sa.select(Item).where(Item.id.in_(ids[start : start + 500])).options(*options)).all()


class _Work:
    """One application: what it does to tasks, and what it says of it."""

    def __init__(self, actor: Actor, plan: Plan, when: When, directory: Directory, note: str) -> None:
        self.actor, self.plan, self.when, self.directory, self.note = actor, plan, when, directory, note
        self.differences: list[dict[str, Any]] = []
        self.told: dict[int, None] = {}  # units that get the mail
        self.moved = self.made = self.cancelled = 0
        self.kept: list[int] = []
        self.refused: list[dict[str, Any]] = []
        self.past: list[str] = []
        self.unclear: list[dict[str, Any]] = []

    # --- one row

    def follow(self, taken: Taken, task: Task | None, before: _Dates) -> None:
        """Let the task of a row that is in both versions follow it."""
        item = taken.item
        fields = {change.field for change in taken.changes}
        if unclear := [each.field.value for each in taken.pair.changes if each not in taken.changes]:
            self.unclear.append({"item_id": item.id, "label": label_of(item), "fields": unclear})
        entry: dict[str, Any] = {
            "kind": "changed",
            "item_id": item.id,
            "label": label_of(item),
            "title": item.content,
            "fields": [{"field": each.field.value, "old": each.old, "new": each.new} for each in taken.changes],
        }
        if task is not None and task.state is not TaskState.CANCELLED:
            self._copy(task, item)
            if fields:
                entry |= {"task_id": task.id} | self._follow_task(task, item, before, fields)
        if fields:
            self.differences.append(entry)

    def _copy(self, task: Task, item: Item) -> None:
        """The task reads as its row does now."""
        made = task_of(item, self.plan, self.actor, self.when.today)
        for name in (
            "document_id",
            "position",
            "label",
            "title",
            "group_name",
            "product",
            "recipient",
            "time_text",
            "recurrence",
            "is_ongoing",
            "starts_on",
            "search_text",
        ):
            if getattr(task, name) != getattr(made, name):
                setattr(task, name, getattr(made, name))

    def _follow_task(self, task: Task, item: Item, before: _Dates, fields: Collection[Field]) -> dict[str, Any]:
        moved, doers = Moved(), NewDoers()
        if not _OF_DATES.isdisjoint(fields):
            moved = follow_dates(task, self._slots(before), self._slots(item), self.when, self.directory)
        if {Field.LEAD, Field.COORDINATING} & set(fields):
            shares = shares_of(item, self.plan, self.directory)
            if any(not share.is_outside for share in shares):
                doers = follow_doers(task, shares, self._slots(item), self.when)
        if not _SHOWN.isdisjoint(fields) and not moved.moved:
            self._announce(task)
        units = self._units_told(task, doers, is_for_all=not _SHOWN.isdisjoint(fields))
        self.told |= dict.fromkeys(units)
        self.moved += moved.moved
        self.made += moved.added + doers.added
        self.cancelled += moved.withdrawn + doers.withdrawn
        self.kept += moved.kept + doers.kept
        self.past += [day.isoformat() for day in moved.past]
        counts = {"moved": moved.moved, "joined": doers.joined, "left": doers.left, "other_role": doers.other_role}
        audit.record(
            db.session(),
            self.actor,
            LogAction.TASK_CHANGED,
            task,
            changes={"fields": sorted(fields), "reason": self.note, **counts},
            task_id=task.id,
        )
        return {"units": units, "joined": doers.joined, "left": doers.left, "kept": moved.kept + doers.kept}

    def _slots(self, dates: Any) -> list[Slot]:
        return slots_of(dates, plan_starts_on=self.plan.starts_on, plan_ends_on=self.plan.ends_on, today=date.min)

    def _announce(self, task: Task) -> None:
        """Other words of a task show in the calendar of all who still have to do with it."""
        query = sa.select(Deadline).where(Deadline.task_id == task.id, Deadline.state.not_in(_FINISHED))
        announce_changes(db.session.scalars(query.order_by(Deadline.id)))

    def _units_told(self, task: Task, doers: NewDoers, *, is_for_all: bool) -> list[int]:
        """Whom a changed task concerns: all its units where what they read changed, else the leads and who comes or goes."""
        held = [share for share in shares_held(task, self.directory) if not share.is_outside]
        told = {share.unit_id for share in held if is_for_all or share.role is AssignmentRole.LEAD}
        told |= {*doers.joined, *doers.left, *doers.other_role}
        return sorted(unit_id for unit_id in told if self.directory.units[unit_id].is_open)

    def withdraw(self, item: Item, task: Task | None) -> None:
        """A row that the newer version leaves out: its task is withdrawn, evidence stays."""
        entry: dict[str, Any] = {
            "kind": "withdrawn",
            "item_id": item.id,
            "label": label_of(item),
            "title": item.content,
            "fields": [],
        }
        if task is not None and task.state is not TaskState.CANCELLED:
            units = sorted(
                db.session.scalars(
                    sa.select(Assignment.unit_id)
                    .join(Deadline, Deadline.assignment_id == Assignment.id)
                    .where(Assignment.task_id == task.id, Deadline.state != DeadlineState.CANCELLED)
                    .distinct()
                )
            )
            self.cancelled += cancel_task(self.actor, task, reason=self.note, is_told=False)
            self.told |= dict.fromkeys(units)
            entry |= {"task_id": task.id, "units": units, "left": units}
        self.differences.append(entry)

    def add(self, items: Sequence[Item], *, gives_out: bool) -> None:
        """Rows that only the newer version has: assigned at once where they are complete, else left for review."""
        made: dict[int, Task] = {}
        if gives_out and items:
            made = self._give_out(items)
        for item in items:
            entry: dict[str, Any] = {
                "kind": "added",
                "item_id": item.id,
                "label": label_of(item),
                "title": item.content,
                "fields": [],
            }
            if task := made.get(item.id):
                units = [share.unit_id for share in shares_held(task, self.directory) if not share.is_outside]
                entry |= {"task_id": task.id, "units": units, "joined": units}
                self.told |= dict.fromkeys(units)
            self.differences.append(entry)

    def _give_out(self, items: Sequence[Item]) -> dict[int, Task]:
        """Assign what is complete, without the mail of Giao việc: the revision's own mail says it."""
        when = self.when
        found = sort_out(
            self.plan,
            self.directory,
            when.calendar,
            item_ids=[item.id for item in items],
            today=when.today,
            roll_over=when.roll_over,
            include_past=(),
            reasons={},
        )
        orders = [
            Order(task_of(ready.item, self.plan, self.actor, when.today), ready.shares, ready.slots)
            for ready in found.ready
        ]
        db.session.add_all(order.task for order in orders)
        db.session.flush()
        fan_out.insert_assignments(orders)
        self.made += fan_out.insert_deadlines(
            orders, today=when.today, calendar=when.calendar, roll_over=when.roll_over
        )
        for ready in found.ready:
            ready.item.state = ItemState.ASSIGNED
        self.refused += [
            {"item_id": one.item_id, "label": one.label, "reasons": list(one.reasons)} for one in found.refused
        ]
        self.past += [day.isoformat() for one in found.past for day in one.days]
        return {ready.item.id: order.task for ready, order in zip(found.ready, orders, strict=True)}

    # --- the whole

    def keep(self, document: Document, done: TakenOver, *, unchanged: int) -> Revision:
        """Keep the revision with its differences, say it in the log, queue the mail, touch the calendars."""
        counts = {
            kind: sum(one["kind"] == kind for one in self.differences) for kind in ("changed", "added", "withdrawn")
        }
        revision = Revision(
            plan_id=self.plan.id,
            document_id=document.id,
            applied_at=clock.now(),
            applied_by_id=self.actor.person_id,
            note=self.note,
            differences=self.differences,
        )
        db.session.add(revision)
        db.session.flush()  # the mail names the revision
        messages, without = self._mail(revision)
        revision.figures = {
            **counts,
            "unchanged": unchanged - counts["changed"],
            "left": len(done.left),
            "moved": self.moved,
            "made": self.made,
            "cancelled": self.cancelled,
            "kept": self.kept,
            "units": len(self.told),
            "messages": messages,
            "without_address": without,
            "refused": self.refused,
            "unclear": self.unclear,
            "past": self.past,
        }
        outbox.touch_words_of_plan(db.session(), self.plan.id)
        audit.record(
            db.session(),
            self.actor,
            LogAction.PLAN_AMENDED,
            self.plan,
            changes={**counts, "document_id": document.id, "moved": self.moved, "reason": self.note},
        )
        return revision

    def _mail(self, revision: Revision) -> tuple[int, list[int]]:
        """One message for each address, whatever the number of its units and changes."""
        receivers = directory_queries.receivers(db.session(), list(self.told))
        to: dict[str, dict[str, list[int]]] = {}
        for unit_id in self.told:
            for mailbox in receivers[unit_id].officers:
                to.setdefault(mailbox.address, {"unit_ids": []})["unit_ids"].append(unit_id)
        made = outbox.queue(
            db.session(), kind=MessageKind.AMENDED, slot=f"revision:{revision.id}", to=to, subject_id=revision.id
        )
        return made, [unit_id for unit_id in self.told if not receivers[unit_id].officers]
