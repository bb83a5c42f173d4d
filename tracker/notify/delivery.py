"""Sending what is queued: claim, make the text, hand over, write down, commit for each message (stack 3, product 3.5).

No transaction is open while speaking SMTP. This is the one place that commits outside views and commands, because each
message is an act of its own.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from tracker import clock, log
from tracker.access import SYSTEM
from tracker.config import Settings
from tracker.db import read_only
from tracker.directory.models import Contact
from tracker.directory.queries import work_calendar
from tracker.log import LogAction
from tracker.notify import claiming
from tracker.notify.claiming import Change, Claim, LeaseLost
from tracker.notify.digest import letterhead_of, render
from tracker.notify.letters import Letterhead
from tracker.notify.models import Heartbeat, Message, MessageEvent, MessageState
from tracker.notify.policy import is_open_hour
from tracker.notify.queries import AT_ONCE, MAIL_SERVER, may_leave_on, sent_since, start_of_real_day
from tracker.notify.transport import (
    Deferred,
    Envelope,
    Failure,
    InDoubt,
    Refused,
    RefusedRecipient,
    TrackerMail,
    Unreachable,
)

BATCH = 5  # lease > batch x SMTP timeout
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
    unreachable: str = ""  # why there is no mail server to speak to
    is_quota_reached: bool = False

    @property
    def has_done_something(self) -> bool:
        return bool(self.sent or self.retried or self.dead or self.cancelled or self.in_doubt or self.unreachable)

    def as_dict(self) -> dict[str, int]:
        return {one.name: value for one in fields(self) if type(value := getattr(self, one.name)) is int}


@dataclass(frozen=True)
class _Prepared:
    """A claimed message as it will go out; `text` are the columns to freeze with it."""

    envelope: Envelope
    text: dict[str, Any]
    attempts: int


class Sender:
    """Sends until nothing is due, the server is away, or `stop` is set; then the rest is given back."""

    def __init__(self, session: Session, mail: TrackerMail, settings: Settings, stop: threading.Event) -> None:
        self.session = session
        self.mail = mail
        self.settings = settings
        self.stop = stop

    def send_due(self) -> SendCounts:
        """What may leave at this hour: decisions at once, the rest on working days from 07:30 to 17:00 (product 3.5)."""
        return self._send(self._allowed_now)

    def send_all(self) -> SendCounts:
        """What is queued, whatever the hour; waits out the leases of dead workers.

        Returns when the queue is empty or everything left waits for a later retry, the quota is used up, the server is
        away, or `stop` was set.
        """
        total = SendCounts()
        while not self.stop.is_set():
            _add(total, self._send(sa.true))
            if total.unreachable or total.is_quota_reached:
                break
            pause = self._pause_until_more()
            if pause is None:
                break
            self.stop.wait(pause.total_seconds())
        return total

    def _allowed_now(self) -> sa.ColumnElement[bool]:
        local = clock.office_time(clock.now())
        urgent = Message.kind.in_(AT_ONCE)
        if is_open_hour(local, work_calendar(self.session)):
            return sa.or_(urgent, may_leave_on(local.date()))
        return urgent

    def _send(self, allowed: Callable[[], sa.ColumnElement[bool]]) -> SendCounts:
        counts = SendCounts()
        if not self._has_due(allowed):
            return counts
        if settled := claiming.settle_doubts(self.session, policy=self.settings.mail_in_doubt):
            events.warning("mail possibly delivered", messages=settled)
        self.session.commit()
        try:
            with self.mail.connect() as connection:
                self._server_answers()
                letterhead = self._letterhead()
                while not self.stop.is_set() and (claimed := self._claim(allowed, counts)).ids:
                    self._send_batch(connection, claimed, letterhead, counts)
        except Unreachable as failure:
            counts.unreachable = failure.reply
            self._note_unreachable(failure.reply)
        return counts

    def _has_due(self, allowed: Callable[[], sa.ColumnElement[bool]]) -> bool:
        """Whether there is anything to connect for; takes no lock."""
        now = clock.real_now()
        waiting = sa.and_(Message.state.in_((MessageState.PENDING, MessageState.RETRY)), Message.next_at <= now)
        left_behind = sa.and_(
            Message.state.in_((MessageState.LEASED, MessageState.TRANSMITTING)), Message.lease_until < now
        )
        with read_only():
            found = self.session.scalar(sa.select(sa.exists().where(sa.or_(sa.and_(waiting, allowed()), left_behind))))
            self.session.rollback()
        return bool(found)

    def _claim(self, allowed: Callable[[], sa.ColumnElement[bool]], counts: SendCounts) -> Claim:
        limit = BATCH
        if quota := self.settings.mail_daily_quota:
            limit = min(BATCH, quota - sent_since(self.session, start_of_real_day()))
            counts.is_quota_reached = limit <= 0
        claimed = claiming.claim(self.session, allowed=allowed(), limit=limit) if limit > 0 else Claim("")
        self.session.commit()
        return claimed

    def _letterhead(self) -> Letterhead:
        with read_only():
            found = letterhead_of(self.session, base_url=self.settings.base_url, parent_body=self.settings.parent_body)
            self.session.rollback()
        return found

    def _send_batch(self, connection: Any, claimed: Claim, letterhead: Letterhead, counts: SendCounts) -> None:
        left = list(claimed.ids)
        try:
            while left and not self.stop.is_set() and claimed.has_time_left():
                self._send_one(connection, left[0], claimed.token, letterhead, counts)
                del left[0]
        finally:
            if left:
                claiming.release(self.session, claimed, left)
                self.session.commit()

    def _send_one(
        self, connection: Any, message_id: int, token: str, letterhead: Letterhead, counts: SendCounts
    ) -> None:
        """One message from text to note. Raises Unreachable, with the message untouched; nothing else stops the others."""
        prepared: _Prepared | None = None
        try:
            prepared = self._prepare(message_id, letterhead)
            if prepared is None:
                self._write(message_id, token, claiming.cancelled(NOTHING_LEFT))
                counts.cancelled += 1
                return
            mark = claiming.transmitting(self.session, prepared.text)
            reply = connection.hand_over(
                self.mail.message(prepared.envelope), before_dot=lambda: self._write(message_id, token, mark)
            )
            self._write(message_id, token, claiming.sent(reply))
            counts.sent += 1
        except LeaseLost:
            self.session.rollback()
            events.warning("mail lease lost", message_id=message_id)
        except Unreachable:
            self.session.rollback()
            raise
        except Failure as failure:
            self.session.rollback()
            self._write_failure(message_id, token, prepared, failure, counts)
        except Exception as error:  # noqa: BLE001 - one message must not stop the others (MODELS 9)
            self.session.rollback()
            events.error("mail not built", message_id=message_id, exc_info=error)
            attempts = prepared.attempts if prepared else self._attempts(message_id)
            text = f"{type(error).__name__}: {error}"
            later = claiming.try_later(text, attempts=attempts, most=claiming.MOST_BUILDS, text={})
            self._write_quietly(message_id, token, later, counts)

    def _prepare(self, message_id: int, letterhead: Letterhead) -> _Prepared | None:
        """The message as it goes out now, or None where nothing is left to say.

        The text is frozen when first made. A retry sends the same bytes, unless something in it is no longer wanted and it
        cannot have been delivered: finished work never appears (product 3.5).
        """
        with read_only():
            message = self.session.get_one(Message, message_id, populate_existing=True)
            fresh = render(self.session, message, letterhead, clock.today())
            if fresh is None:
                self.session.rollback()
                return None
            is_kept = message.rendered_at is not None and (
                message.text == fresh.text or self._may_be_delivered(message)
            )
            subject, text, html = (
                (message.subject, message.text, message.html) if is_kept else (fresh.subject, fresh.text, fresh.html)
            )
            dated = message.rendered_at if is_kept and message.rendered_at else clock.real_now()
            envelope = Envelope(message.message_id_header, message.address, subject, text, html, dated)
            frozen = {} if is_kept else {"subject": subject, "text": text, "html": html, "rendered_at": dated}
            attempts = message.attempts
            self.session.rollback()
        return _Prepared(envelope, frozen, attempts)

    def _may_be_delivered(self, message: Message) -> bool:
        doubt = MessageEvent.note.startswith(claiming.POSSIBLY_DELIVERED)
        return bool(self.session.scalar(sa.select(sa.exists().where(MessageEvent.message_id == message.id, doubt))))

    def _attempts(self, message_id: int) -> int:
        return self.session.scalar(sa.select(Message.attempts).where(Message.id == message_id)) or 0

    def _write(self, message_id: int, token: str, what: Change) -> None:
        claiming.change(self.session, message_id, token, what)
        self.session.commit()

    def _write_failure(
        self, message_id: int, token: str, prepared: _Prepared | None, failure: Failure, counts: SendCounts
    ) -> None:
        assert prepared is not None
        policy = self.settings.mail_in_doubt
        if isinstance(failure, InDoubt):
            what = claiming.in_doubt(failure.reply, policy=policy)
        elif isinstance(failure, Refused):
            what = claiming.refused(failure.reply, prepared.text)
        else:
            assert isinstance(failure, Deferred)
            what = claiming.try_later(
                failure.reply, attempts=prepared.attempts, most=claiming.MOST_ATTEMPTS, text=prepared.text
            )
        if isinstance(failure, RefusedRecipient):
            self._flag_address(prepared.envelope.address, failure.reply)
        self._write_quietly(message_id, token, what, counts)

    def _write_quietly(self, message_id: int, token: str, what: Change, counts: SendCounts) -> None:
        """Write what became of a failed message; if another worker holds it now, that one decides."""
        try:
            self._write(message_id, token, what)
        except LeaseLost:
            self.session.rollback()
            return
        counts.retried += what.state is MessageState.RETRY
        counts.dead += what.state is MessageState.DEAD
        counts.in_doubt += what.state is MessageState.IN_DOUBT

    def _flag_address(self, address: str, reply: str) -> None:
        """The address was refused for good: the office sees it, the next mail goes to the unit's other receivers."""
        for contact in self.session.scalars(sa.select(Contact).where(sa.func.lower(Contact.email) == address)):
            contact.refused_at, contact.refused_reason = clock.now(), reply
            log.record(
                self.session,
                SYSTEM,
                LogAction.CONTACT_CHANGED,
                contact,
                changes={"refused_reason": ["", reply]},
                unit_id=contact.unit_id,
            )

    def _pause_until_more(self) -> timedelta | None:
        """How long until another look is worth it: None when nothing is held by a lease and nothing is due."""
        now = clock.real_now()
        with read_only():
            held = self.session.scalar(
                sa.select(sa.func.min(Message.lease_until)).where(
                    Message.state.in_((MessageState.LEASED, MessageState.TRANSMITTING))
                )
            )
            due = self.session.scalar(
                sa.select(
                    sa.exists().where(
                        Message.state.in_((MessageState.PENDING, MessageState.RETRY)), Message.next_at <= now
                    )
                )
            )
            self.session.rollback()
        if due:
            return timedelta(milliseconds=50)  # another process holds it this very moment
        return max(timedelta(0), min(held - now, timedelta(seconds=1))) if held else None

    def _server_answers(self) -> None:
        """Take back the notice that the server is away, where there is one."""
        with read_only():
            is_noted = self.session.scalar(sa.select(sa.exists().where(Heartbeat.name == MAIL_SERVER)))
            self.session.rollback()
        if is_noted:
            self.session.execute(sa.delete(Heartbeat).where(Heartbeat.name == MAIL_SERVER))
            self.session.commit()

    def _note_unreachable(self, reply: str) -> None:
        self.session.rollback()
        self.session.merge(Heartbeat(name=MAIL_SERVER, at=clock.real_now(), detail=reply[:200]))
        self.session.commit()


def _add(total: SendCounts, part: SendCounts) -> None:
    for name, value in part.as_dict().items():
        setattr(total, name, getattr(total, name) + value)
    total.unreachable = part.unreachable
    total.is_quota_reached = part.is_quota_reached
