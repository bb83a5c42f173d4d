"""Claiming messages and writing down what became of them: conditional updates with a lease and a token (stack 3).

Every statement names the token it holds; whoever finds rowcount 0 has lost the lease and stops. Never commits. Leases and
back-off use the real clock, on PostgreSQL the server's.
"""

import random
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import UTCDateTime
from tracker.notify.models import Message, MessageEvent, MessageState

LEASE = timedelta(seconds=120)
LEAST_LEASE = timedelta(seconds=30)  # what a message needs to be begun
MOST_ATTEMPTS = 12
MOST_BUILDS = 5
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=60), timedelta(hours=6)
_MESSAGES = cast("sa.Table", Message.__table__)
_INSERT_EVENT = sa.insert(cast("sa.Table", MessageEvent.__table__)).inline()  # nobody asks for the new key
POSSIBLY_DELIVERED = "Có thể đã tới nơi: mất kết nối trước khi máy chủ thư trả lời"


class LeaseLost(Exception):  # noqa: N818
    """Another worker holds the message now."""


@dataclass(frozen=True)
class Claim:
    """Messages one sender may send while the lease lasts, each update fenced by `token`.

    `claimed_at` is of the monotonic clock, which nobody sets back.
    """

    token: str
    ids: tuple[int, ...] = ()
    claimed_at: float = 0.0

    def has_time_left(self) -> bool:
        return time.monotonic() - self.claimed_at < (LEASE - LEAST_LEASE).total_seconds()


def server_now(session: Session) -> Any:
    """Now as leases see it: PostgreSQL's own clock, which several machines share; elsewhere ours."""
    is_shared = session.get_bind(Message).dialect.name == "postgresql"
    return sa.func.clock_timestamp() if is_shared else clock.real_now()


def is_due(session: Session) -> sa.ColumnElement[bool]:
    """Messages whose time has come and that nobody holds."""
    return sa.and_(
        Message.state.in_((MessageState.PENDING, MessageState.RETRY)), Message.next_at <= server_now(session)
    )


def is_left_behind(session: Session) -> sa.ColumnElement[bool]:
    """Messages whose sender let the lease run out: killed, or stood still."""
    held = (MessageState.LEASED, MessageState.TRANSMITTING)
    return sa.and_(Message.state.in_(held), Message.lease_until < server_now(session))


def seconds_held(session: Session) -> float | None:
    """How long until the first lease runs out, by the clock leases follow; None when nothing is held."""
    held = (MessageState.LEASED, MessageState.TRANSMITTING)
    first = sa.select(sa.func.min(Message.lease_until)).where(Message.state.in_(held)).scalar_subquery()
    until, now = session.execute(sa.select(first, sa.type_coerce(server_now(session), UTCDateTime()))).one()
    return None if until is None else float((until - now).total_seconds())


def claim(session: Session, *, allowed: sa.ColumnElement[bool], limit: int) -> Claim:
    """Lease up to `limit` messages that are due and `allowed`, or whose lease ran out undelivered; the most urgent first."""
    now = server_now(session)
    expired = sa.and_(Message.state == MessageState.LEASED, Message.lease_until < now)
    chosen = (
        sa.select(Message.id)
        .where(sa.or_(is_due(session), expired), allowed)
        .order_by(Message.priority, Message.next_at, Message.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("chosen")  # evaluated once: as a subquery PostgreSQL may run it again and lease more than `limit`
    )
    token = secrets.token_hex(16)
    started = time.monotonic()
    rows = session.execute(
        sa.update(Message)
        .where(Message.id.in_(sa.select(chosen.c.id)))
        .values(state=MessageState.LEASED, lease_token=token, lease_until=now + LEASE)
        .returning(Message.id, Message.priority)
        .execution_options(synchronize_session=False)
    ).all()
    return Claim(token, tuple(row.id for row in sorted(rows, key=lambda row: (row.priority, row.id))), started)


def settle_doubts(session: Session, *, policy: str) -> int:
    """Messages whose sender died between the final dot and the note of it: sent again, or held for a person."""
    is_held = policy == "hold"
    state = MessageState.IN_DOUBT if is_held else MessageState.RETRY
    ids = session.scalars(
        sa.update(Message)
        .where(Message.state == MessageState.TRANSMITTING, Message.lease_until < server_now(session))
        .values(state=state, lease_token="", lease_until=None, last_error=POSSIBLY_DELIVERED, next_at=clock.real_now())
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    ).all()
    note_events(session, ids, state, POSSIBLY_DELIVERED)
    return len(ids)


def note_events(to: Session | sa.Connection, ids: Sequence[int], state: MessageState, note: str) -> None:
    """Append what happened to the messages' histories."""
    now = clock.real_now()
    if ids:
        rows = [{"message_id": id_, "at": now, "state": state, "note": note[:500]} for id_ in ids]
        to.execute(_INSERT_EVENT, rows if len(rows) > 1 else rows[0])


@dataclass(frozen=True)
class Change:
    """What becomes of one leased message."""

    state: MessageState
    note: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    renews_lease: bool = False


def change(connection: sa.Connection, message_id: int, token: str, what: Change) -> None:
    """Write `what` if the lease is still ours. Raises LeaseLost otherwise.

    On a connection of its own: twice for each message, what a Session adds for models is half of the cost.
    """
    keeps_lease = what.state in {MessageState.LEASED, MessageState.TRANSMITTING}
    held = {} if keeps_lease else {"lease_token": "", "lease_until": None}
    values = {"state": what.state, **held, **what.values}
    on_server = what.renews_lease and connection.dialect.name == "postgresql"
    if what.renews_lease and not on_server:
        values["lease_until"] = clock.real_now() + LEASE
    statement = _fenced_update(tuple(sorted(values)), renewed_by_server=on_server)
    named = {f"new_{name}": value for name, value in values.items()}
    if connection.execute(statement, {"the_id": message_id, "the_token": token, **named}).rowcount != 1:
        raise LeaseLost
    note_events(connection, [message_id], what.state, what.note)


@lru_cache(maxsize=32)  # building a statement costs more than running it
def _fenced_update(names: tuple[str, ...], *, renewed_by_server: bool) -> sa.Update:
    values: dict[str, Any] = {name: sa.bindparam(f"new_{name}", type_=_MESSAGES.c[name].type) for name in names}
    if renewed_by_server:
        values["lease_until"] = sa.func.clock_timestamp() + LEASE
    return (
        sa.update(_MESSAGES)
        .where(_MESSAGES.c.id == sa.bindparam("the_id"), _MESSAGES.c.lease_token == sa.bindparam("the_token"))
        .values(values)
    )


def release(session: Session, claimed: Claim, ids: Sequence[int]) -> None:
    """Give leased messages back untouched."""
    session.execute(
        sa.update(Message)
        .where(Message.id.in_(ids), Message.lease_token == claimed.token, Message.state == MessageState.LEASED)
        .values(
            state=sa.case((Message.last_error == "", MessageState.PENDING.value), else_=MessageState.RETRY.value),
            lease_token="",
            lease_until=None,
        )
        .execution_options(synchronize_session=False)
    )


def transmitting(text: dict[str, Any], *, attempts: int) -> Change:
    """The mark before the final dot, with the text frozen; the lease starts anew, so that a slow answer is waited for.

    `attempts` counts this one. A claim alone is none: who is killed before trying uses nothing up.
    """
    return Change(MessageState.TRANSMITTING, values={**text, "attempts": attempts}, renews_lease=True)


def sent(reply: str) -> Change:
    return Change(MessageState.SENT, reply, {"sent_at": clock.real_now(), "smtp_reply": reply[:500], "last_error": ""})


def refused(reply: str, text: dict[str, Any], *, attempts: int) -> Change:
    values = {**text, "attempts": attempts, "smtp_reply": reply[:500], "last_error": reply[:500]}
    return Change(MessageState.DEAD, reply, values)


def postponed(reason: str, *, until: datetime) -> Change:
    """Not today."""
    return Change(MessageState.RETRY, reason, {"last_error": reason, "next_at": until})


def cancelled(reason: str) -> Change:
    return Change(MessageState.CANCELLED, reason, {"last_error": reason})


def try_later(reply: str, *, attempts: int, most: int, text: dict[str, Any]) -> Change:
    """Retry after a growing, jittered pause; dead after `most` attempts."""
    values = {**text, "attempts": attempts, "last_error": reply[:500]}
    if attempts >= most:
        return Change(MessageState.DEAD, f"Đã thử {attempts} lần: {reply}", values)
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(attempts, 20)) * random.uniform(0.5, 1.5)  # noqa: S311 - jitter
    return Change(MessageState.RETRY, reply, {**values, "next_at": clock.real_now() + pause})


def in_doubt(reply: str, *, policy: str) -> Change:
    """No answer after the final dot, by the installation's policy."""
    note = f"{POSSIBLY_DELIVERED} ({reply})"
    if policy == "hold":
        return Change(MessageState.IN_DOUBT, note, {"last_error": note[:500]})
    return Change(MessageState.RETRY, note, {"last_error": note[:500], "next_at": clock.real_now() + FIRST_PAUSE})
