"""Claimed messages as they will go out: the text made from what is still wanted, and frozen (product 3.5). Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker.notify import claiming
from tracker.notify.digest import attachments, render
from tracker.notify.letters import Letterhead
from tracker.notify.models import Message, MessageEvent
from tracker.notify.transport import Envelope


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


def prepare(session: Session, message: Message, letterhead: Letterhead) -> Prepared | None:
    """The message as it goes out now, or None where nothing is left to say.

    The text is frozen when first made. A retry sends the same bytes, unless something in it is no longer wanted and it
    cannot have been delivered: finished work never appears (product 3.5).
    """
    fresh = render(session, message, letterhead, clock.today())
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
