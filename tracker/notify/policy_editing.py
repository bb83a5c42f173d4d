"""Changing when who is reminded (product 3.5). Never commits.

A change re-sends nothing: a reminder is known by its step, and one deadline has one reminder a day for one address.
"""

import re
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import log as audit
from tracker.access import Act, Actor, may
from tracker.errors import BadInput, NotAllowed, NotFound, RuleBroken
from tracker.log import LogAction
from tracker.notify.foretelling_words import KIND_WORDS
from tracker.notify.models import ReminderPolicy, TaskKind
from tracker.notify.policy import Policy
from tracker.plans.models import Plan

MOST_STEPS = 12
FURTHEST = 180  # days before
LONGEST_RHYTHM = 60
LATEST_HEAD = 365
_FIELDS = ("days_before", "on_the_day", "late_every_days", "head_from_days_late", "has_weekly", "weekly_on")


@dataclass(frozen=True)
class Weekly:
    """The office's weekly summary: whether, and from which day of the week (0 is Monday)."""

    is_on: bool = True
    weekday: int = 0


def days_of(text: str) -> tuple[int, ...]:
    """The days before the date, as typed: "30, 14, 7". Largest first, each once. Raises BadInput."""
    parts = [part for part in re.split(r"[\s,;]+", text.strip()) if part]
    if any(not (part.isascii() and part.isdigit()) for part in parts):
        raise BadInput("Viết số ngày nhắc trước cách nhau bằng dấu phẩy, ví dụ: 30, 14, 7, 3, 1.")
    days = sorted({int(part) for part in parts}, reverse=True)
    if any(not 1 <= each <= FURTHEST for each in days):
        raise BadInput(f"Mỗi số ngày nhắc trước phải từ 1 đến {FURTHEST}; nhắc đúng ngày hạn có ô riêng.")
    if len(days) > MOST_STEPS:
        raise BadInput(f"Nhắc trước nhiều nhất {MOST_STEPS} lần; hiện có {len(days)}.")
    return tuple(days)


def check(policy: Policy) -> None:
    """Raises BadInput for a policy nobody would be reminded by in time, or that reminds without measure."""
    if not policy.days_before and not policy.on_the_day:
        raise BadInput("Phải có ít nhất một lần nhắc trước hoặc nhắc đúng ngày hạn.")
    if not 1 <= policy.late_every_days <= LONGEST_RHYTHM:
        raise BadInput(f"Nhắc việc quá hạn cách nhau từ 1 đến {LONGEST_RHYTHM} ngày.")
    if not 0 <= policy.head_from_days_late <= LATEST_HEAD:
        raise BadInput(f"Lãnh đạo cùng nhận từ ngày quá hạn thứ 0 đến {LATEST_HEAD}.")


def stored_policy(session: Session, plan_id: int | None, kind: TaskKind) -> ReminderPolicy | None:
    """The very row of this plan and kind, if there is one."""
    own = ReminderPolicy.plan_id == plan_id if plan_id is not None else ReminderPolicy.plan_id.is_(None)
    query = sa.select(ReminderPolicy).where(own, ReminderPolicy.kind == kind).order_by(ReminderPolicy.id)
    return session.scalars(query.limit(1)).one_or_none()


def set_policy(
    session: Session, actor: Actor, plan_id: int | None, kind: TaskKind, policy: Policy, weekly: Weekly | None = None
) -> None:
    """Store the policy of a plan (none: the office's) and kind of task; `weekly` only counts in the default.

    Raises NotAllowed, BadInput, NotFound for a plan that is not there.
    """
    _require(actor)
    check(policy)
    plan = _plan(session, plan_id)
    row = stored_policy(session, plan_id, kind)
    old = {name: getattr(row, name) for name in _FIELDS} if row else dict.fromkeys(_FIELDS)
    if row is None:
        row = ReminderPolicy(plan_id=plan_id, kind=kind, has_weekly=True, weekly_on=0)
        session.add(row)
    row.days_before, row.on_the_day = list(policy.days_before), policy.on_the_day
    row.late_every_days, row.head_from_days_late = policy.late_every_days, policy.head_from_days_late
    if weekly is not None and plan_id is None and kind is TaskKind.ANY:
        row.has_weekly, row.weekly_on = weekly.is_on, weekly.weekday
    session.flush()
    new = {name: getattr(row, name) for name in _FIELDS}
    if new != old:
        _record(
            session,
            actor,
            name_of(plan, kind),
            {name: [old[name], new[name]] for name in _FIELDS if old[name] != new[name]},
        )


def remove_policy(session: Session, actor: Actor, plan_id: int | None, kind: TaskKind) -> None:
    """Drop a policy of its own: the next wider one counts again. Raises RuleBroken for the default, NotFound."""
    _require(actor)
    if plan_id is None and kind is TaskKind.ANY:
        raise RuleBroken("Quy định chung luôn phải có, không bỏ được.")
    row = stored_policy(session, plan_id, kind)
    if row is None:
        raise NotFound
    name = name_of(_plan(session, plan_id), kind)
    session.delete(row)
    session.flush()
    _record(session, actor, name, {"note": "bỏ quy định riêng, theo quy định rộng hơn"})


def weekly_of(session: Session) -> Weekly:
    """The office's weekly summary as stored; on, on Monday, where nothing is."""
    row = stored_policy(session, None, TaskKind.ANY)
    return Weekly(row.has_weekly, row.weekly_on) if row else Weekly()


def name_of(plan: Plan | None, kind: TaskKind) -> str:
    """Which policy it is, in words."""
    if plan is None:
        return "quy định chung" if kind is TaskKind.ANY else KIND_WORDS[kind]
    title = plan.display_title
    return title if kind is TaskKind.ANY else f"{title}, {KIND_WORDS[kind]}"


def _plan(session: Session, plan_id: int | None) -> Plan | None:
    if plan_id is None:
        return None
    plan = session.get(Plan, plan_id)
    if plan is None:
        raise NotFound
    return plan


def _require(actor: Actor) -> None:
    if actor.person_id is not None and not may(actor, Act.EDIT_REMINDING):
        raise NotAllowed("Tài khoản này không được sửa quy định nhắc việc.")


def _record(session: Session, actor: Actor, name: str, changes: dict[str, Any]) -> None:
    audit.record(session, actor, LogAction.POLICY_CHANGED, "reminder_policy", changes={"policy": name, **changes})
