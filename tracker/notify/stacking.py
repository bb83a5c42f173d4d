"""Stacking: every reminder of one address goes into one digest of the day (product 3.5, lessons 2). Never commits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import insert_once
from tracker.directory.models import Unit
from tracker.directory.queries import receivers, work_calendar
from tracker.notify.models import DigestFrequency, Message, MessageEvent, MessageKind, MessageState, Priority, Reminder
from tracker.notify.moving import left_addresses, take_out
from tracker.notify.outbox import message_row
from tracker.notify.policy import is_wanted, leaves_now, normal_address, week_start
from tracker.notify.preferences import Preferences, preferences
from tracker.tasks.models import Deadline, Task, TaskState
from tracker.workdays import WorkCalendar

_IN_CHUNK = 500
SUPERSEDED = "Được thay bằng thư của ngày sau"
NO_LONGER_WANTED = "Việc đã xong, đã thôi hoặc đã đổi hạn"
NEWER_STEP = "Được thay bằng lần nhắc mới hơn"
ADDRESS_CHANGED = "Đầu mối của đơn vị đã đổi"
UNIT_CLOSED = "Đơn vị đã đóng, chưa bàn giao"


@dataclass(frozen=True)
class Stacked:
    queued: int  # new messages
    superseded: int  # unsent digests of earlier days


def has_unstacked(session: Session, day: date) -> bool:
    """Whether a reminder waits for a digest of `day`, an earlier digest for being superseded, or one has a wrong address."""
    return bool(
        session.scalar(sa.select(sa.exists().where(*_unstacked(day), sa.not_(_is_held(session, day)))))
        or session.scalar(sa.select(sa.exists().where(*_superseded(day))))
        or left_addresses(session, day)
    )


def stack_digests(session: Session, day: date) -> Stacked:
    """Put every reminder that waits into its address's one digest of `day`; unsent digests of earlier days are superseded.

    A reminder whose digest of `day` is already on its way stays for the next working day's.
    """
    superseded = _supersede(session, day)
    take_out(session, day)
    asked = preferences(session)
    waiting = _leaving(_still_wanted(session, day, asked), asked, work_calendar(session), day)
    if not waiting:
        session.flush()
        return Stacked(0, superseded)
    addresses = sorted({row.address for row in waiting})
    queued = 0
    for digest_at, own in asked.by_hour(addresses).items():
        at = leaves_at(day, digest_at)
        rows = [
            {**message_row(kind=MessageKind.DIGEST, address=address, slot=day.isoformat()), "next_at": at}
            for address in own
        ]
        queued += insert_once(session, Message, rows) + _reopen(session, day, own, at)
    open_digests = _open_digests(session, day, addresses)
    for row in waiting:
        if row.address in open_digests:
            row.message_id = open_digests[row.address]
    session.flush()  # before the caller commits, so that a foreign key speaks here
    _rank(session, sorted(open_digests.values()))
    return Stacked(queued, superseded)


def leaves_at(day: date, digest_at: time | None) -> datetime:
    """The instant, on the real clock, from which a digest of `day` may leave by its receiver's wish."""
    real = clock.real_now()
    if digest_at is None or day != clock.today():
        return real
    local = clock.office_time(clock.now())
    return real + max(timedelta(0), datetime.combine(day, digest_at, local.tzinfo) - local)


def _leaving(waiting: Sequence[Reminder], asked: Preferences, calendar: WorkCalendar, day: date) -> list[Reminder]:
    """Those whose receivers want a digest `day`; the others wait, whole (product 3.5)."""
    of_address: dict[str, list[Reminder]] = {}
    for reminder in waiting:
        of_address.setdefault(reminder.address, []).append(reminder)
    return [
        reminder
        for address, own in of_address.items()
        if leaves_now(asked.frequency_of(address), [(each.step, each.day) for each in own], calendar, day)
        for reminder in own
    ]


def _is_held(session: Session, day: date) -> sa.ColumnElement[bool]:
    """Reminders ahead that make no digest of their own on `day`, because their receivers want fewer."""
    asked = preferences(session)
    start = week_start(day, work_calendar(session))
    weekly, rarely = (asked.with_frequency(each) for each in (DigestFrequency.WEEKLY, DigestFrequency.MANDATORY))
    return sa.and_(
        Reminder.step.startswith("before-"),
        sa.or_(Reminder.address.in_(rarely), sa.and_(Reminder.address.in_(weekly), Reminder.day > start)),
    )


def _unstacked(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    return Reminder.message_id.is_(None), Reminder.cancelled_at.is_(None), Reminder.day <= day


def _superseded(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    expired = sa.and_(Message.state == MessageState.LEASED, Message.lease_until < clock.real_now())
    return (
        Message.kind == MessageKind.DIGEST,
        Message.slot < day.isoformat(),
        sa.or_(Message.state.in_((MessageState.PENDING, MessageState.RETRY)), expired),
    )


def _supersede(session: Session, day: date) -> int:
    """Cancel the unsent digests of earlier days and free their reminders for today's."""
    ids = session.scalars(
        sa.update(Message)
        .where(*_superseded(day))
        .values(state=MessageState.CANCELLED, last_error=SUPERSEDED, lease_token="")
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    ).all()
    now = clock.real_now()
    session.add_all(
        MessageEvent(message_id=id_, at=now, state=MessageState.CANCELLED, note=SUPERSEDED) for id_ in sorted(ids)
    )
    for chunk in _chunks(ids):
        session.execute(
            sa.update(Reminder)
            .where(Reminder.message_id.in_(chunk), Reminder.cancelled_at.is_(None))
            .values(message_id=None)
            .execution_options(synchronize_session=False)
        )
    return len(ids)


def _still_wanted(session: Session, day: date, asked: Preferences) -> list[Reminder]:
    """The waiting reminders that still make sense, the newest of each deadline and address; the others are cancelled."""
    query = (
        sa.select(Reminder, Deadline.unit_id, Deadline.state, Deadline.due_version, Task.state, Unit.closed_on)
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .join(Task, Task.id == Deadline.task_id)
        .join(Unit, Unit.id == Deadline.unit_id)
        .where(*_unstacked(day))
        .order_by(Reminder.day.desc(), Reminder.id.desc())
    )
    found = session.execute(query).all()
    reached = receivers(session, {row.unit_id for row in found})
    kept: dict[tuple[int, str], Reminder] = {}
    for reminder, unit_id, state, version, task_state, closed_on in found:
        boxes = (*reached[unit_id].officers, *reached[unit_id].heads)
        if version != reminder.due_version or not is_wanted(state, is_task_running=task_state is TaskState.RUNNING):
            _cancel(reminder, NO_LONGER_WANTED)
        elif (reminder.deadline_id, reminder.address) in kept:
            _cancel(reminder, NEWER_STEP)
        elif reminder.address in asked.with_copies({normal_address(box.address) for box in boxes}):
            kept[reminder.deadline_id, reminder.address] = reminder
        else:
            _cancel(reminder, UNIT_CLOSED if closed_on else ADDRESS_CHANGED)
            for address in asked.with_copies({normal_address(box.address) for box in reached[unit_id].officers}):
                moved = _move(session, reminder, address, day)
                if moved is not None:
                    kept.setdefault((moved.deadline_id, moved.address), moved)
    return sorted(kept.values(), key=lambda reminder: (reminder.address, reminder.id))


def _cancel(reminder: Reminder, reason: str) -> None:
    reminder.cancelled_at, reminder.reason = clock.real_now(), reason


def _move(session: Session, reminder: Reminder, address: str, day: date) -> Reminder | None:
    """The same step for the unit's address of today; None where that address has had it."""
    row = {
        "deadline_id": reminder.deadline_id,
        "step": reminder.step,
        "due_version": reminder.due_version,
        "address": address,
        "day": day,
        "planned_at": clock.real_now(),
        "reason": "",
    }
    if not insert_once(session, Reminder, [row]):
        return None
    return session.scalars(
        sa.select(Reminder).where(
            Reminder.deadline_id == reminder.deadline_id,
            Reminder.step == reminder.step,
            Reminder.due_version == reminder.due_version,
            Reminder.address == address,
        )
    ).one()


def _reopen(session: Session, day: date, addresses: Sequence[str], at: datetime) -> int:
    """Digests of `day` that had nothing left to say and now have again."""
    reopened = 0
    for chunk in _chunks(addresses):
        result = session.execute(
            sa.update(Message)
            .where(
                Message.address.in_(chunk),
                Message.kind == MessageKind.DIGEST,
                Message.slot == day.isoformat(),
                Message.state == MessageState.CANCELLED,
                Message.rendered_at.is_(None),
            )
            .values(state=MessageState.PENDING, last_error="", attempts=0, next_at=at)
            .execution_options(synchronize_session=False)
        )
        reopened += result.rowcount  # type: ignore[attr-defined]
    return reopened


def _rank(session: Session, digest_ids: Sequence[int]) -> None:
    """Digests that speak of late work or of today leave before those that only look ahead (product 3.5)."""
    is_pressing = sa.exists().where(
        Reminder.message_id == Message.id,
        Reminder.cancelled_at.is_(None),
        sa.or_(Reminder.step == "on", Reminder.step.startswith("late-")),
    )
    for chunk in _chunks(digest_ids):
        session.execute(
            sa.update(Message)
            .where(Message.id.in_(chunk))
            .values(priority=sa.case((is_pressing, Priority.PRESSING), else_=Priority.AHEAD))
            .execution_options(synchronize_session=False)
        )


def _open_digests(session: Session, day: date, addresses: Sequence[str]) -> dict[str, int]:
    """Address -> its digest of `day` that nobody has claimed, locked so that nobody claims it before we commit."""
    found: dict[str, int] = {}
    for chunk in _chunks(addresses):
        query = (
            sa.select(Message.address, Message.id)
            .where(
                Message.address.in_(chunk),
                Message.kind == MessageKind.DIGEST,
                Message.slot == day.isoformat(),
                Message.state == MessageState.PENDING,
            )
            .order_by(Message.id)
            .with_for_update()
        )
        found.update({row.address: row.id for row in session.execute(query)})
    return found


def _chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + _IN_CHUNK] for start in range(0, len(values), _IN_CHUNK))
