"""A synthetic Sở of any size, for benchmarks: units, contacts, people, plans, tasks, deadlines (`tracker demo --units N`)."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import Base
from tracker.directory.models import Contact, ContactRole, Ownership, SchoolLevel, Unit, UnitKind
from tracker.notify.models import ReminderPolicy
from tracker.periods import Quarter
from tracker.plans.models import Plan, PlanState, Reporting, ReviewBy
from tracker.tasks.models import Assignment, AssignmentRole, Deadline, DeadlineState, Task
from tracker.vietnamese import fold, sort_key

TASKS_PER_PLAN = 25
SEED = 20251215
CHUNK = 5000
GROUPS = (
    "Nhân lực",
    "Thể chế",
    "Hạ tầng số, CSDL",
    "Quản lý - điều hành",
    "Đề án 06",
    "AI - STEM",
    "Truyền thông & ATTT",
)
_STATES = (
    [DeadlineState.ACCEPTED] * 60
    + [DeadlineState.OPEN] * 28
    + [DeadlineState.SUBMITTED] * 8
    + [DeadlineState.RETURNED] * 4
)


@dataclass(frozen=True)
class Made:
    """How many rows of each kind were made."""

    units: int
    tasks: int
    deadlines: int


def fill(session: Session, *, units: int, plans: int, quarters: int, today: date) -> Made:
    """Fill an empty database; each plan's 25 tasks go to every commune and school, one deadline per quarter.

    The quarters end with the one `today` lies in. Deterministic for the same arguments.
    """
    chance = random.Random(SEED)  # noqa: S311 - no secret
    unit_ids = _make_units(session, units)
    span = _quarters(today, quarters)
    made_tasks, made_deadlines, next_assignment = 0, 0, 1
    for plan_number in range(1, plans + 1):
        tasks = _make_plan(session, plan_number, span)
        made_tasks += len(tasks)
        for task_id, plan_id in tasks:
            first = next_assignment
            rows = list(_assignments(task_id, unit_ids, first))
            next_assignment += len(rows)
            _insert(session, Assignment, rows)
            slots = list(_deadlines(chance, rows, plan_id, span))
            _insert(session, Deadline, slots)
            made_deadlines += len(slots)
    session.add(ReminderPolicy(days_before=[30, 14, 7, 3, 1]))
    session.flush()
    return Made(units=len(unit_ids), tasks=made_tasks, deadlines=made_deadlines)


def _insert(session: Session, model: type[Base], rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), CHUNK):
        session.execute(sa.insert(model), rows[start : start + CHUNK])


def _make_units(session: Session, count: int) -> list[int]:
    """The authority, a few departments, `count` communes and schools in the proportion of a real Sở (1 : 14)."""
    communes = max(1, count // 15)
    rows = [_unit(1, "SGDDT", UnitKind.AUTHORITY, "Sở Giáo dục và Đào tạo (giả lập)", None)]
    rows += [_unit(1 + n, f"P{n}", UnitKind.DEPARTMENT, f"Phòng nghiệp vụ {n}", 1) for n in range(1, 8)]
    first = len(rows) + 1
    for n in range(count):
        unit_id = first + n
        if n < communes:
            rows.append(_unit(unit_id, f"X{n + 1:03}", UnitKind.COMMUNE, f"Phường Giả Lập {n + 1}", 1))
        else:
            parent = first + n % communes
            rows.append(
                _unit(unit_id, f"T{n + 1:04}", UnitKind.SCHOOL, f"Trường THCS Giả Lập {n + 1}", parent, is_school=True)
            )
    _insert(session, Unit, rows)
    contacts = [
        {
            "unit_id": row["id"],
            "name": f"Cán bộ {row['code']}",
            "post": "Chuyên viên",
            "role": ContactRole.OFFICER,
            "email": f"{row['code'].lower()}@example.edu.vn",
            "is_active": True,
            "refused_reason": "",
        }
        for row in rows
    ]
    _insert(session, Contact, contacts)
    return list(range(first, first + count))


def _unit(
    unit_id: int, code: str, kind: UnitKind, name: str, parent: int | None, *, is_school: bool = False
) -> dict[str, Any]:
    return {
        "id": unit_id,
        "code": code,
        "kind": kind,
        "name": name,
        "short_name": "",
        "parent_id": parent,
        "email": f"{code.lower()}@example.edu.vn",
        "levels": frozenset({SchoolLevel.THCS}) if is_school else frozenset(),
        "ownership": Ownership.PUBLIC if is_school else None,
        "search_text": fold(f"{code} {name}"),
        "sort_key": sort_key(name),
        "version": 1,
    }


def _quarters(today: date, count: int) -> list[Quarter]:
    span = [Quarter.of(today)]
    while len(span) < count:
        span.insert(0, Quarter.of(span[0].start - timedelta(days=1)))
    return span


def _make_plan(session: Session, number: int, span: list[Quarter]) -> list[tuple[int, int]]:
    now = clock.now()
    title = f"Kế hoạch giả lập số {number}"
    plan = Plan(
        title=title,
        short_title=title,
        starts_on=span[0].start,
        ends_on=span[-1].end,
        state=PlanState.ASSIGNED,
        reporting=Reporting.LEADS_AND_COORDINATING,
        created_at=now,
        assigned_at=now,
    )
    session.add(plan)
    session.flush()
    tasks = []
    for position in range(1, TASKS_PER_PLAN + 1):
        text = f"Triển khai nội dung {position} của kế hoạch giả lập số {number}, báo cáo kết quả theo quý"
        task = Task(
            plan_id=plan.id,
            position=position,
            label=f"mục {position}",
            title=text,
            group_name=GROUPS[position % len(GROUPS)],
            product="100 % đơn vị báo cáo",
            time_text="Hằng quý",
            reporting=Reporting.LEADS_AND_COORDINATING,
            review_by=ReviewBy.OFFICE,
            assigned_on=span[0].start,
            created_at=now,
            search_text=fold(text),
        )
        session.add(task)
        tasks.append(task)
    session.flush()
    return [(task.id, plan.id) for task in tasks]


def _assignments(task_id: int, unit_ids: list[int], first: int) -> Iterator[dict[str, Any]]:
    now = clock.now()
    for offset, unit_id in enumerate(unit_ids):
        yield {
            "id": first + offset,
            "task_id": task_id,
            "unit_id": unit_id,
            "role": AssignmentRole.COORDINATING,
            "must_report": True,
            "from_words": "CSGD",
            "created_at": now,
        }


def _deadlines(
    chance: random.Random, assignments: list[dict[str, Any]], plan_id: int, span: list[Quarter]
) -> Iterator[dict[str, Any]]:
    now = clock.now()
    for assignment in assignments:
        for quarter in span:
            due = quarter.end - timedelta(days=chance.randrange(0, 85))
            state = chance.choice(_STATES)
            handed_in = _handed_in(chance, due, now)
            is_done = state is DeadlineState.ACCEPTED
            yield {
                "assignment_id": assignment["id"],
                "task_id": assignment["task_id"],
                "unit_id": assignment["unit_id"],
                "plan_id": plan_id,
                "slot": due.isoformat(),
                "quarter": str(quarter),
                "starts_on": quarter.start,
                "due_on": due,
                "qualifier": "",
                "effective_due": due,
                "judged_due": due,
                "due_version": 1,
                "is_ongoing": False,
                "must_report": True,
                "review_by": ReviewBy.OFFICE,
                "state": state,
                "state_reason": "",
                "submitted_at": handed_in if state is DeadlineState.SUBMITTED else None,
                "done_at": handed_in if is_done else None,
                "is_done_late": (clock.office_time(handed_in).date() > due) if is_done else None,
                "is_outside_cause": False,
                "uid": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
                "sequence": 0,
                "created_at": now,
                "changed_at": now.replace(microsecond=0),
            }


def _handed_in(chance: random.Random, due: date, now: datetime) -> datetime:
    at = datetime.combine(due, now.timetz()) - timedelta(days=chance.randrange(-5, 20))
    return min(at, now)
