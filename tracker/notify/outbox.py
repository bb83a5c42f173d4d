"""What plans and tasks may ask of notify: queue a message, withdraw a deadline's reminders, touch the feeds it shows in.

Called inside the transaction of the cause; the text is made later, when the message is claimed (product 3.5).
"""

import hashlib
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import Base, insert_once
from tracker.directory.models import RoleGrant
from tracker.notify.models import Feed, FeedKind, Message, MessageKind, MessageState, Priority, Reminder

_STAMP_STEP = timedelta(seconds=1)  # HTTP dates and ICSx5 see whole seconds (ical-feeds R23)

_PRIORITIES = {
    MessageKind.RETURNED: Priority.AT_ONCE,
    MessageKind.DECISION: Priority.AT_ONCE,
    MessageKind.URGING: Priority.AT_ONCE,
    MessageKind.ASSIGNED: Priority.NEW,
    MessageKind.AMENDED: Priority.NEW,
}  # a digest is AHEAD until it is stacked


def message_row(
    *,
    kind: MessageKind,
    address: str,
    slot: str,
    subject_id: int | None = None,
    payload: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A message as it is inserted: unique by (address, kind, slot), with a Message-ID that follows from the three."""
    local = hashlib.sha256(f"{address}:{kind.value}:{slot}".encode()).hexdigest()[:32]
    return {
        "address": address,
        "kind": kind,
        "slot": slot,
        "subject_id": subject_id,
        "payload": dict(payload or {}),
        "subject": "",
        "text": "",
        "html": "",
        "message_id_header": local,
        "state": MessageState.PENDING,
        "attempts": 0,
        "priority": _PRIORITIES.get(kind, Priority.AHEAD),
        "next_at": clock.real_now(),
        "lease_token": "",
        "created_at": clock.real_now(),
        "smtp_reply": "",
        "last_error": "",
    }


def queue(
    session: Session,
    *,
    kind: MessageKind,
    slot: str,
    to: Mapping[str, Mapping[str, Any]],
    subject_id: int | None = None,
) -> int:
    """Queue one message of `kind` and event `slot` to each address of `to` (address -> its payload); how many are new."""
    rows = [
        message_row(kind=kind, address=address, slot=slot, subject_id=subject_id, payload=payload)
        for address, payload in to.items()
    ]
    return insert_once(session, Message, rows)


def withdraw(session: Session, deadline_ids: Collection[int], *, reason: str) -> int:
    """Cancel what these deadlines still owe in reminders that no sent mail carries; how many were cancelled."""
    if not deadline_ids:
        return 0
    unsent = sa.or_(
        Reminder.message_id.is_(None),
        Reminder.message_id.in_(sa.select(Message.id).where(Message.state != MessageState.SENT)),
    )
    statement = (
        sa.update(Reminder)
        .where(Reminder.deadline_id.in_(deadline_ids), Reminder.cancelled_at.is_(None), unsent)
        .values(cancelled_at=clock.real_now(), reason=reason)
        .execution_options(synchronize_session=False)
    )
    result = session.execute(statement)
    return result.rowcount  # type: ignore[attr-defined, no-any-return]


def touch(session: Session, *, unit_ids: Collection[int] = (), plan_ids: Collection[int] = ()) -> None:
    """Say that the feeds of these units (with their persons') and plans have new content: `changed_at` moves forward."""
    acting = sa.select(RoleGrant.person_id).where(RoleGrant.unit_id.in_(unit_ids))
    shown_in = sa.or_(
        sa.and_(Feed.kind == FeedKind.UNIT, Feed.unit_id.in_(unit_ids)),
        sa.and_(Feed.kind == FeedKind.PERSON, Feed.person_id.in_(acting)),
        sa.and_(Feed.kind == FeedKind.PLAN, Feed.plan_id.in_(plan_ids)),
    )
    now = clock.now().replace(microsecond=0)
    for feed in session.scalars(sa.select(Feed).where(Feed.revoked_at.is_(None), shown_in)):
        feed.changed_at = max(now, feed.changed_at + _STAMP_STEP)


def touch_words_of_plan(session: Session, plan_id: int) -> None:
    """Say that a plan's title or its document's number reads otherwise now: it shows in all its units' feeds (ical-feeds R24)."""
    task, assignment = (
        Base.metadata.tables["task"],
        Base.metadata.tables["assignment"],
    )  # by name: tasks lie above notify
    units = (
        sa.select(assignment.c.unit_id).join(task, task.c.id == assignment.c.task_id).where(task.c.plan_id == plan_id)
    )
    touch(session, unit_ids=session.scalars(units.distinct()).all(), plan_ids=[plan_id])
