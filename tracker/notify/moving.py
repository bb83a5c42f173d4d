"""Reminders already in an unsent digest whose unit has other contacts now: taken out, so that they follow it (product 3.5).

Stacking gives them to the unit's address of today, once; a closed unit's have nobody to go to. Never commits.
"""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.directory.queries import receivers
from tracker.notify.claiming import POSSIBLY_DELIVERED
from tracker.notify.models import Message, MessageEvent, MessageKind, MessageState, Reminder
from tracker.notify.policy import normal_address
from tracker.notify.preferences import preferences
from tracker.tasks.models import Deadline

Left = tuple[int, str]  # a unit and an address that was its own when the digest was stacked


def left_addresses(session: Session, day: date) -> list[Left]:
    """The units whose unsent digest of `day` goes to an address that is no longer theirs. Reads only."""
    query = (
        sa.select(Deadline.unit_id, Reminder.address)
        .join(Reminder, Reminder.deadline_id == Deadline.id)
        .join(Message, Message.id == Reminder.message_id)
        .where(Reminder.cancelled_at.is_(None), *_unsent(day))
        .distinct()
    )
    pairs = [(row.unit_id, row.address) for row in session.execute(query)]
    reached, asked = receivers(session, {unit_id for unit_id, _ in pairs}), preferences(session)
    today = {
        unit_id: set(asked.with_copies({normal_address(box.address) for box in (*found.officers, *found.heads)}))
        for unit_id, found in reached.items()
    }
    return sorted((unit_id, address) for unit_id, address in pairs if address not in today[unit_id])


def take_out(session: Session, day: date) -> int:
    """Free the reminders of `left_addresses` for stacking; how many. Their digests are locked, so that nobody claims them."""
    freed = 0
    for unit_id, address in left_addresses(session, day):
        digests = session.scalars(
            sa.select(Message.id).where(Message.address == address, *_unsent(day)).with_for_update()
        ).all()
        result = session.execute(
            sa.update(Reminder)
            .where(
                Reminder.message_id.in_(digests),
                Reminder.cancelled_at.is_(None),
                Reminder.deadline_id.in_(sa.select(Deadline.id).where(Deadline.unit_id == unit_id)),
            )
            .values(message_id=None)
            .execution_options(synchronize_session=False)
        )
        freed += result.rowcount  # type: ignore[attr-defined]
    return freed


def _unsent(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """Digests of `day` that nobody has claimed and that cannot have arrived."""
    doubt = sa.exists().where(
        MessageEvent.message_id == Message.id, MessageEvent.note.startswith(POSSIBLY_DELIVERED, autoescape=True)
    )
    return (
        Message.kind == MessageKind.DIGEST,
        Message.slot == day.isoformat(),
        Message.state.in_((MessageState.PENDING, MessageState.RETRY)),
        sa.not_(doubt),
    )
