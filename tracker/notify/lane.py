"""One connection's work: claim, make the text, hand over, write down, commit for each message (stack 3).

No transaction is open while speaking SMTP. This is the one place that commits outside views and commands, because each
message is an act of its own.
"""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from tracker.config import Settings
from tracker.db import read_only
from tracker.notify import claiming, pacing, refusals
from tracker.notify.claiming import Change, Claim, LeaseLost
from tracker.notify.letters import Letterhead
from tracker.notify.models import Message, MessageState
from tracker.notify.preparing import Prepared, addresses_of, prepare
from tracker.notify.queries import AT_ONCE
from tracker.notify.transport import Deferred, Failure, InDoubt, Refused, RefusedRecipient, TrackerMail, Unreachable

BATCH = 20  # what is left of a batch when the lease nears its end is given back
NOTHING_LEFT = "Không còn việc nào cần nhắc"
CAPPED = "Địa chỉ này đã nhận đủ số thư cho phép trong ngày; để sang ngày sau"
events = structlog.get_logger()


@dataclass
class SendCounts:
    """What one run of the sender did."""

    sent: int = 0
    retried: int = 0
    dead: int = 0
    cancelled: int = 0
    in_doubt: int = 0
    capped: int = 0  # put off because their address had enough mail for a day
    unreachable: str = ""  # why there is no mail server to speak to
    is_quota_reached: bool = False
    is_rate_reached: bool = False

    @property
    def has_done_something(self) -> bool:
        return bool(any(self.as_dict().values()) or self.unreachable)

    def as_dict(self) -> dict[str, int]:
        return {one.name: value for one in fields(self) if type(value := getattr(self, one.name)) is int}

    def add(self, other: "SendCounts") -> None:
        """Count what `other` did as well."""
        for name, value in other.as_dict().items():
            setattr(self, name, getattr(self, name) + value)
        self.unreachable = self.unreachable or other.unreachable
        self.is_quota_reached = self.is_quota_reached or other.is_quota_reached
        self.is_rate_reached = self.is_rate_reached or other.is_rate_reached


@dataclass(frozen=True)
class Rules:
    """What one run may send: conditions asked anew at each claim, and the wall clock to spread the quota by, if any."""

    allowed: Callable[[Session], sa.ColumnElement[bool]]
    spread_at: Callable[[], datetime | None]


class Lane:
    """A session and an SMTP connection of its own; several may run at once, in threads or processes."""

    def __init__(
        self,
        session: Session,
        mail: TrackerMail,
        settings: Settings,
        letterhead: Letterhead,
        stops: Sequence[threading.Event],
    ) -> None:
        self.session = session
        self.mail = mail
        self.settings = settings
        self.letterhead = letterhead
        self.stops = stops
        self.counts = SendCounts()

    def run(self, rules: Rules, connection: Any) -> SendCounts:
        """Send what is due and allowed until nothing is left or somebody says stop. Raises Unreachable."""
        while not self._is_stopped() and (claimed := self._claim(rules)).ids:
            self._send_batch(connection, claimed)
        return self.counts

    def _is_stopped(self) -> bool:
        return any(stop.is_set() for stop in self.stops)

    def _claim(self, rules: Rules) -> Claim:
        paced = pacing.allowance(self.session, self.settings, most=BATCH, spread_at=rules.spread_at())
        self.counts.is_quota_reached, self.counts.is_rate_reached = paced.is_quota_reached, paced.is_rate_reached
        claimed = Claim("")
        if paced.limit > 0:
            allowed = rules.allowed(self.session)
            if paced.urgent_only:
                allowed = sa.and_(allowed, Message.kind.in_(AT_ONCE))
            claimed = claiming.claim(self.session, allowed=allowed, limit=paced.limit)
        self.session.commit()
        return claimed

    def _send_batch(self, connection: Any, claimed: Claim) -> None:
        left = self._within_cap(claimed)
        try:
            while left and not self._is_stopped() and claimed.has_time_left():
                self._send_one(connection, left[0], claimed.token)
                del left[0]
        finally:
            if left:
                claiming.release(self.session, claimed, left)
                self.session.commit()

    def _within_cap(self, claimed: Claim) -> list[int]:
        """The claimed messages whose address may still get mail today; the others wait for tomorrow, and it is said."""
        cap = self.settings.mail_address_cap
        if not cap:
            return list(claimed.ids)
        with read_only():
            addresses = addresses_of(self.session, claimed.ids)
            had = pacing.had_today(self.session, set(addresses.values()), but=claimed.token)
            self.session.rollback()
        within: list[int] = []
        put_off: list[int] = []
        taken = Counter(had)
        for id_ in claimed.ids:
            taken[addresses[id_]] += 1
            (within if taken[addresses[id_]] <= cap else put_off).append(id_)
        for id_ in put_off:
            events.error("mail cap of an address reached", address=addresses[id_], cap=cap, message_id=id_)
            self._write_quietly(id_, claimed.token, claiming.postponed(CAPPED, until=pacing.next_morning()))
            self.counts.capped += 1
        return within

    def _send_one(self, connection: Any, message_id: int, token: str) -> None:
        """One message from text to note. Raises Unreachable, with the message untouched; nothing else stops the others."""
        prepared: Prepared | None = None
        try:
            prepared = self._prepare(message_id)
            if prepared is None:
                self._write(message_id, token, claiming.cancelled(NOTHING_LEFT))
                self.counts.cancelled += 1
                return
            mark = claiming.transmitting(self.session, prepared.text, attempts=prepared.attempts + 1)
            reply = connection.hand_over(
                self.mail.message(prepared.envelope), before_dot=lambda: self._write(message_id, token, mark)
            )
            self._write(message_id, token, claiming.sent(reply))
            self.counts.sent += 1
        except LeaseLost:
            self.session.rollback()
            events.warning("mail lease lost", message_id=message_id)
        except Unreachable:
            self.session.rollback()
            raise
        except Failure as failure:
            self.session.rollback()
            self._write_failure(message_id, token, prepared, failure)
        except Exception as error:  # noqa: BLE001 - one message must not stop the others (MODELS 9)
            self.session.rollback()
            events.error("mail not built", message_id=message_id, exc_info=error)
            attempts = 1 + (prepared.attempts if prepared else self._attempts(message_id))
            text = f"{type(error).__name__}: {error}"
            later = claiming.try_later(text, attempts=attempts, most=claiming.MOST_BUILDS, text={})
            self._write_quietly(message_id, token, later)

    def _prepare(self, message_id: int) -> Prepared | None:
        with read_only():
            prepared = prepare(self.session, message_id, self.letterhead)
            self.session.rollback()
        return prepared

    def _attempts(self, message_id: int) -> int:
        return self.session.scalar(sa.select(Message.attempts).where(Message.id == message_id)) or 0

    def _write(self, message_id: int, token: str, what: Change) -> None:
        claiming.change(self.session, message_id, token, what)
        self.session.commit()

    def _write_failure(self, message_id: int, token: str, prepared: Prepared | None, failure: Failure) -> None:
        assert prepared is not None
        if isinstance(failure, InDoubt):
            what = claiming.in_doubt(failure.reply, policy=self.settings.mail_in_doubt)
        elif isinstance(failure, Refused):
            what = claiming.refused(failure.reply, prepared.text, attempts=prepared.attempts + 1)
        else:
            assert isinstance(failure, Deferred)
            what = claiming.try_later(
                failure.reply, attempts=prepared.attempts + 1, most=claiming.MOST_ATTEMPTS, text=prepared.text
            )
        if isinstance(failure, RefusedRecipient):
            refusals.flag(self.session, prepared.envelope.address, failure.reply)
        self._write_quietly(message_id, token, what)

    def _write_quietly(self, message_id: int, token: str, what: Change) -> None:
        """Write what became of a failed message; if another worker holds it now, that one decides."""
        try:
            self._write(message_id, token, what)
        except LeaseLost:
            self.session.rollback()
            return
        self.counts.retried += what.state is MessageState.RETRY and what.note != CAPPED
        self.counts.dead += what.state is MessageState.DEAD
        self.counts.in_doubt += what.state is MessageState.IN_DOUBT
