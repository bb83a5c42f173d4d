"""One connection's work: claim, make the text, hand over, write down, commit for each message (stack 3).

No transaction is open while speaking SMTP. This is the one place that commits outside views and commands, because each
message is an act of its own.
"""

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
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
from tracker.notify.preparing import Making, Prepared, load
from tracker.notify.queries import AT_ONCE, CAPPED
from tracker.notify.transport import Deferred, Failure, InDoubt, Refused, RefusedRecipient, TrackerMail, Unreachable

BATCH = 20  # what is left of a batch when the lease nears its end is given back
NOTHING_LEFT = "Không còn việc nào cần nhắc"
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
        self.writer: sa.Connection  # what became of each message is written here; open while `run` runs

    def run(self, rules: Rules, connection: Any) -> SendCounts:
        """Send what is due and allowed until nothing is left or somebody says stop. Raises Unreachable."""
        with self.session.get_bind(Message).engine.connect() as self.writer:
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
        left = list(claimed.ids)
        try:
            messages = self._load(claimed)
            for id_ in self._over_cap(messages, claimed.token):
                left.remove(id_)
            making = Making(self.session, self.mail, self.letterhead, [messages[id_] for id_ in left])
            while left and not self._is_stopped() and claimed.has_time_left():
                following = messages[left[1]] if len(left) > 1 else None
                self._send_one(connection, making, messages[left[0]], following, claimed.token)
                del left[0]
        finally:
            if left:
                self.session.rollback()
                claiming.release(self.session, claimed, left)
                self.session.commit()

    def _load(self, claimed: Claim) -> dict[int, Message]:
        with read_only():
            messages = load(self.session, claimed.ids)
            self.session.rollback()
        return messages

    def _over_cap(self, messages: Mapping[int, Message], token: str) -> list[int]:
        """Put off the messages whose address had enough mail for a day, and say so; which they are."""
        cap = self.settings.mail_address_cap
        if not cap:
            return []
        with read_only():
            taken = Counter(pacing.had_today(self.session, {one.address for one in messages.values()}, but=token))
            self.session.rollback()
        put_off = []
        for id_, message in messages.items():
            taken[message.address] += 1
            if taken[message.address] > cap:
                put_off.append(id_)
                events.error("mail cap of an address reached", address=message.address, cap=cap, message_id=id_)
                self._write_quietly(id_, token, claiming.postponed(CAPPED, until=pacing.next_morning()))
                self.counts.capped += 1
        return put_off

    def _send_one(
        self, connection: Any, making: Making, message: Message, following: Message | None, token: str
    ) -> None:
        """One message from text to note. Raises Unreachable, with the message untouched; nothing else stops the others.

        `following` is made while the server takes this one.
        """
        prepared: Prepared | None = None
        try:
            made = making.make(message)
            if made is None:
                self._write(message.id, token, claiming.cancelled(NOTHING_LEFT))
                self.counts.cancelled += 1
                return
            prepared = made.prepared
            mark = claiming.transmitting(prepared.text, attempts=message.attempts + 1)
            reply = connection.hand_over(
                made.mail,
                before_dot=lambda: self._write(message.id, token, mark),
                while_waiting=lambda: making.make_ahead(following) if following else None,
            )
            self._write(message.id, token, claiming.sent(reply))
            self.counts.sent += 1
        except LeaseLost:
            events.warning("mail lease lost", message_id=message.id)
        except Unreachable:
            self.session.rollback()
            raise
        except Failure as failure:
            self.session.rollback()
            assert prepared is not None  # who fails on the line has been made
            self._write_failure(message, token, prepared, failure)
        except Exception as error:  # noqa: BLE001 - one message must not stop the others (MODELS 9)
            self.session.rollback()
            events.error("mail not built", message_id=message.id, exc_info=error)
            text = f"{type(error).__name__}: {error}"
            later = claiming.try_later(text, attempts=message.attempts + 1, most=claiming.MOST_BUILDS, text={})
            self._write_quietly(message.id, token, later)

    def _write(self, message_id: int, token: str, what: Change) -> None:
        with self.writer.begin():
            claiming.change(self.writer, message_id, token, what)

    def _write_failure(self, message: Message, token: str, prepared: Prepared, failure: Failure) -> None:
        attempts = message.attempts + 1
        if isinstance(failure, InDoubt):
            what = claiming.in_doubt(failure.reply, policy=self.settings.mail_in_doubt)
        elif isinstance(failure, Refused):
            what = claiming.refused(failure.reply, prepared.text, attempts=attempts)
        else:
            assert isinstance(failure, Deferred)
            what = claiming.try_later(failure.reply, attempts=attempts, most=claiming.MOST_ATTEMPTS, text=prepared.text)
        if isinstance(failure, RefusedRecipient):
            refusals.flag(self.session, message.address, failure.reply)
            self.session.commit()
        self._write_quietly(message.id, token, what)

    def _write_quietly(self, message_id: int, token: str, what: Change) -> None:
        """Write what became of a failed message; if another worker holds it now, that one decides."""
        try:
            self._write(message_id, token, what)
        except LeaseLost:
            return
        self.counts.retried += what.state is MessageState.RETRY and what.note != CAPPED
        self.counts.dead += what.state is MessageState.DEAD
        self.counts.in_doubt += what.state is MessageState.IN_DOUBT
