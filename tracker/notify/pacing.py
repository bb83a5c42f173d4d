"""How many messages may leave now: the rate, the daily quota spread over the hours, the cap of one address (product 3.5).

Asked inside the transaction of the claim, so that processes and connections count each other's. Reads only.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker.config import Settings
from tracker.notify.models import Message, MessageState
from tracker.notify.policy import LEAVES_FROM, LEAVES_UNTIL
from tracker.notify.queries import sent_since, start_of_real_day

MINUTE = timedelta(minutes=1)
PART = timedelta(minutes=30)  # the quota is given out in equal parts, one at the beginning of each
CLAIM_LOCK = 0x44480002  # PostgreSQL advisory lock: "DH", claims that count
_HELD = (MessageState.LEASED, MessageState.TRANSMITTING)


@dataclass(frozen=True)
class Allowance:
    """How many messages may be claimed; `urgent_only`: the day's part of ordinary mail is used up for this half hour."""

    limit: int
    urgent_only: bool = False
    is_quota_reached: bool = False
    is_rate_reached: bool = False


def allowance(session: Session, settings: Settings, *, most: int, spread_at: datetime | None) -> Allowance:
    """What may be claimed now, at most `most`. `spread_at` is the office's wall clock; None gives out the whole quota."""
    if not settings.mail_rate and not settings.mail_daily_quota:
        return Allowance(most)
    _take_turns(session)
    held = _in_hand(session)
    limit, urgent_only = most, False
    if settings.mail_rate:
        limit = min(limit, settings.mail_rate - sent_since(session, clock.real_now() - MINUTE) - held)
        if limit <= 0:
            return Allowance(0, is_rate_reached=True)
    if quota := settings.mail_daily_quota:
        used = sent_since(session, start_of_real_day()) + held
        if used >= quota:
            return Allowance(0, is_quota_reached=True)
        part = quota if spread_at is None else quota_until(quota, spread_at)
        urgent_only = used >= part
        limit = min(limit, quota - used if urgent_only else part - used)
    return Allowance(limit, urgent_only)


def quota_until(quota: int, local: datetime) -> int:
    """How much of the day's quota ordinary mail may have used by `local`: equal parts from 07:30, all of it in the last one."""
    opened = datetime.combine(local.date(), LEAVES_FROM, local.tzinfo)
    closes = datetime.combine(local.date(), LEAVES_UNTIL, local.tzinfo)
    parts = (closes - opened) // PART
    begun = min(parts, max(0, (local - opened) // PART + 1))
    return -(-quota * begun // parts)


def had_today(session: Session, addresses: Collection[str], *, but: str) -> dict[str, int]:
    """How many messages each of `addresses` was sent today or is being sent by somebody else than the lease `but`."""
    is_held = sa.and_(Message.state.in_(_HELD), Message.lease_token != but)
    rows = session.execute(
        sa.select(Message.address, sa.func.count())
        .where(Message.address.in_(addresses), sa.or_(Message.sent_at >= start_of_real_day(), is_held))
        .group_by(Message.address)
    )
    return {row[0]: row[1] for row in rows}


def next_morning() -> datetime:
    """When a message put off by the cap is looked at again: the office's next real day."""
    return start_of_real_day() + timedelta(days=1)


def _take_turns(session: Session) -> None:
    """On PostgreSQL claims that count wait for each other; on SQLite every writer does."""
    if session.get_bind(Message).dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(CLAIM_LOCK)))


def _in_hand(session: Session) -> int:
    """Messages that some process is about to send."""
    return (
        session.scalar(
            sa.select(sa.func.count()).where(Message.state.in_(_HELD), Message.lease_until > clock.real_now())
        )
        or 0
    )
