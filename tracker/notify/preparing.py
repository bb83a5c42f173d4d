"""Claimed messages as they will go out: the text made from what is still wanted, and frozen (product 3.5). Reads only."""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import read_only
from tracker.notify import claiming
from tracker.notify.digest import attachments, render
from tracker.notify.digest_letter import DigestFacts, load_digests
from tracker.notify.letters import Letterhead
from tracker.notify.models import Message, MessageEvent
from tracker.notify.transport import Envelope, TrackerMail, TrackerMessage

FRESH = 5.0  # seconds for which loaded facts are told; a slow server makes them be loaded again


@dataclass(frozen=True)
class Prepared:
    """A claimed message as it will go out; `text` are the columns to freeze with it."""

    envelope: Envelope
    text: dict[str, Any]


def load(session: Session, message_ids: Sequence[int]) -> dict[int, Message]:
    """Claimed messages in one statement, detached: while they are leased nobody else changes them."""
    found = session.scalars(
        sa.select(Message).where(Message.id.in_(message_ids)).execution_options(populate_existing=True)
    ).all()
    for message in found:
        session.expunge(message)
    return {message.id: message for message in found}


@dataclass(frozen=True)
class Made:
    """A prepared message with the mail that goes out."""

    prepared: Prepared
    mail: TrackerMessage


class Making:
    """Makes the mails of one claimed batch, one after the other, from facts that were loaded for all of it.

    Opens no transaction but to load; the next mail may be made while the server answers for the one before.
    """

    def __init__(
        self, session: Session, mail: TrackerMail, letterhead: Letterhead, messages: Sequence[Message]
    ) -> None:
        self.session = session
        self.mail = mail
        self.letterhead = letterhead
        self._waiting = list(messages)
        self._facts: DigestFacts | None = None
        self._loaded_at = float("-inf")
        self._ahead: dict[int, Made | None] = {}

    def make(self, message: Message) -> Made | None:
        """The mail of `message`, or None where nothing is left to say. Whatever it raises concerns this message alone."""
        if self._is_fresh() and message.id in self._ahead:
            return self._ahead.pop(message.id)
        with read_only():
            if not self._is_fresh():
                self._load(message)
            made = self._make(message)
            self.session.rollback()
        return made

    def make_ahead(self, message: Message) -> None:
        """Make a digest before its turn, without asking the database; what fails does so again, and loudly, at its turn."""
        if message.rendered_at is None and self._is_fresh() and self._holds(message):
            with suppress(Exception):
                self._ahead[message.id] = self._make(message)

    def _is_fresh(self) -> bool:
        return time.monotonic() - self._loaded_at < FRESH

    def _holds(self, message: Message) -> bool:
        return self._facts is not None and self._facts.holds(message, clock.today())

    def _load(self, message: Message) -> None:
        """The facts of `message` and of all that come after it; where that fails, those are made alone."""
        self._waiting = self._waiting[self._waiting.index(message) :]
        self._ahead, self._facts, self._loaded_at = {}, None, time.monotonic()
        self._facts = load_digests(self.session, self._waiting, self.letterhead, clock.today())

    def _make(self, message: Message) -> Made | None:
        prepared = prepare(self.session, message, self.letterhead, self._facts)
        if prepared is None:
            return None
        mail = self.mail.message(prepared.envelope)
        _ = mail.wire  # the bytes, made now
        return Made(prepared, mail)


def prepare(
    session: Session, message: Message, letterhead: Letterhead, digests: DigestFacts | None = None
) -> Prepared | None:
    """The message as it goes out now, or None where nothing is left to say.

    The text is frozen when first made. A retry sends the same bytes, unless something in it is no longer wanted and it
    cannot have been delivered: finished work never appears (product 3.5).
    """
    fresh = render(session, message, letterhead, clock.today(), digests)
    if fresh is None:
        return None
    is_kept = message.rendered_at is not None and (message.text == fresh.text or _may_be_delivered(session, message))
    subject, text, html = (
        (message.subject, message.text, message.html) if is_kept else (fresh.subject, fresh.text, fresh.html)
    )
    dated = message.rendered_at if is_kept and message.rendered_at else clock.real_now()
    calendar = message.calendar if is_kept else fresh.calendar or None
    envelope = Envelope(
        message.message_id_header,
        message.address,
        subject,
        text,
        html,
        dated,
        headers=fresh.headers,
        attachments=attachments(calendar),
    )
    frozen = (
        {} if is_kept else {"subject": subject, "text": text, "html": html, "calendar": calendar, "rendered_at": dated}
    )
    return Prepared(envelope, frozen)


def _may_be_delivered(session: Session, message: Message) -> bool:
    doubt = MessageEvent.note.startswith(claiming.POSSIBLY_DELIVERED)
    return bool(session.scalar(sa.select(sa.exists().where(MessageEvent.message_id == message.id, doubt))))
