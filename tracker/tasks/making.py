"""A task made by hand, through the same fan-out as an assigned item (product 2, 3.1, 3.3). Never commits."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

import sqlalchemy as sa

from tracker import clock
from tracker import log as audit
from tracker.access import Act, Actor
from tracker.directory import queries as directory_queries
from tracker.directory.models import Person
from tracker.errors import BadInput, NotFound
from tracker.extensions import db
from tracker.log import LogAction, LogEntry
from tracker.periods import Recurrence
from tracker.plans.models import Plan, Reporting, ReviewBy
from tracker.tasks import fan_out
from tracker.tasks.fan_out import FanOut, Order, Party, Share
from tracker.tasks.models import AssignmentRole, Task
from tracker.tasks.permission import require
from tracker.tasks.slots import NO_DATE, Slot, dated_slot, effective_due, quarter_slots
from tracker.vietnamese import clean, clean_line, fold
from tracker.workdays import WorkCalendar

_KEY_LENGTH = 40
_FORM_LIVES = timedelta(days=2)


@dataclass(frozen=True)
class MadeTask:
    """The task; with what was made for it, or nothing where the same form had made it before."""

    task: Task
    made: FanOut
    is_new: bool = True


def make_task(
    actor: Actor,
    *,
    title: str,
    today: date,
    roll_over: bool,
    product: str = "",
    group_name: str = "",
    plan_id: int | None = None,
    is_ongoing: bool = False,
    starts_on: date | None = None,
    due_on: date | None = None,
    due_time: time | None = None,
    ends_on: date | None = None,
    lead_unit_ids: Collection[int] = (),
    lead_group_ids: Collection[int] = (),
    coordinating_unit_ids: Collection[int] = (),
    coordinating_group_ids: Collection[int] = (),
    reporting: Reporting = Reporting.LEADS,
    review_by: ReviewBy = ReviewBy.OFFICE,
    form_key: str = "",
) -> MadeTask:
    """Make a task and give it out. Ongoing: one deadline a quarter from `starts_on` to `ends_on` (or the plan's last day).

    Without `due_on` and not ongoing: Không hạn. A form that is sent twice (`form_key`, new for each form shown) makes one
    task. Raises NotAllowed, NotFound for a plan that is not there, and BadInput.
    """
    require(actor, Act.EDIT_TASKS)
    if form_key and (known := _made_before(actor, form_key)):
        return MadeTask(known, FanOut(), is_new=False)
    plan = _plan(plan_id)
    calendar = directory_queries.work_calendar(db.session())
    parties = [
        *_parties(AssignmentRole.LEAD, lead_unit_ids, lead_group_ids),
        *_parties(AssignmentRole.COORDINATING, coordinating_unit_ids, coordinating_group_ids),
    ]
    directory = directory_queries.snapshot(db.session())
    shares = fan_out.share_out(parties, directory, reporting=reporting, review_by=review_by)
    if is_ongoing:
        slots = _quarters(starts_on, ends_on, plan, today)
    else:
        slots = _one_slot(due_on, starts_on, due_time, today, calendar, roll_over=roll_over)
    _check(title, shares, slots, is_ongoing=is_ongoing)
    task = Task(
        plan_id=plan.id if plan else None,
        title=clean_line(title),
        group_name=clean_line(group_name),
        product=clean(product),
        recurrence=(Recurrence.CONTINUOUS if is_ongoing else Recurrence.NONE).value,
        time_text="Thường xuyên" if is_ongoing else "",
        is_ongoing=is_ongoing,
        starts_on=starts_on,
        reporting=reporting,
        review_by=review_by,
        assigned_on=today,
        created_at=clock.now(),
        created_by_id=actor.person_id,
        search_text=fold(f"{title} {product} {group_name}"),
    )
    made = fan_out.send_out(
        [Order(task, shares, slots)],
        today=today,
        calendar=calendar,
        roll_over=roll_over,
        plan_id=plan.id if plan else None,
    )
    audit.record(
        db.session(),
        actor,
        LogAction.TASK_CREATED,
        task,
        changes={
            "title": task.title,
            "units": len(made.unit_ids),
            "deadlines": made.deadlines,
            "form": form_key[:_KEY_LENGTH],
        },
        task_id=task.id,
    )
    return MadeTask(task, made)


def _made_before(actor: Actor, form_key: str) -> Task | None:
    """The task this form has made, by its log entry; two presses of the button wait for each other at the person's row."""
    db.session.execute(sa.select(Person.id).where(Person.id == actor.person_id).with_for_update())
    query = (
        sa.select(Task, LogEntry.changes)
        .join(LogEntry, sa.and_(LogEntry.subject_type == Task.__tablename__, LogEntry.subject_id == Task.id))
        .where(
            Task.created_by_id == actor.person_id,
            Task.created_at >= clock.now() - _FORM_LIVES,
            LogEntry.action == LogAction.TASK_CREATED,
        )
    )
    made = db.session.execute(query).all()
    return next((task for task, changes in made if changes.get("form") == form_key[:_KEY_LENGTH]), None)


def _check(title: str, shares: Sequence[Share], slots: Sequence[Slot], *, is_ongoing: bool) -> None:
    """Raise BadInput with one sentence for each thing that is missing."""
    problems = []
    if not clean_line(title):
        problems.append("Ghi nội dung công việc.")
    if not any(share.role is AssignmentRole.LEAD for share in shares):
        problems.append("Chọn ít nhất một đơn vị chủ trì còn hoạt động.")
    if not any(share.must_report for share in shares):
        problems.append("Chưa có đơn vị nào phải nộp minh chứng. Thêm đơn vị hoặc chọn lại ai phải nộp.")
    if not slots and is_ongoing:
        problems.append("Ghi ngày cuối của việc thường xuyên, từ hôm nay trở đi.")
    elif not slots:
        problems.append("Hạn phải từ hôm nay trở đi.")
    if problems:
        raise BadInput(f"Chưa giao được: còn {len(problems)} chỗ cần sửa.", tuple(problems))


def _plan(plan_id: int | None) -> Plan | None:
    plan = db.session.get(Plan, plan_id) if plan_id is not None else None
    if plan_id is not None and plan is None:
        raise NotFound
    return plan


def _parties(role: AssignmentRole, unit_ids: Iterable[int], group_ids: Iterable[int]) -> list[Party]:
    units = [Party(role, unit_id=unit_id) for unit_id in unit_ids]
    return units + [Party(role, group_id=group_id) for group_id in group_ids]


def _quarters(first: date | None, last: date | None, plan: Plan | None, today: date) -> list[Slot]:
    first = first or (plan.starts_on if plan else None) or today
    last = last or (plan.ends_on if plan else None)
    return quarter_slots(first, last, today=today) if last else []


def _one_slot(
    due_on: date | None,
    starts_on: date | None,
    due_time: time | None,
    today: date,
    calendar: WorkCalendar,
    *,
    roll_over: bool,
) -> list[Slot]:
    """The one slot; nothing where its limit is past already."""
    last = effective_due(due_on, calendar, roll_over=roll_over)
    if due_on is None or last is None:
        return [Slot(NO_DATE, starts_on=starts_on)]
    return [dated_slot(due_on, starts_on=starts_on, due_time=due_time)] if last >= today else []
