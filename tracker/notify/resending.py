"""Sending again by hand what failed or stays in doubt. Never commits."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock, log
from tracker.access import Actor
from tracker.errors import RuleBroken
from tracker.log import LogAction
from tracker.notify.claiming import note_events
from tracker.notify.models import Message, MessageState
from tracker.notify.queries import FAILED

BY_HAND = "Gửi lại theo yêu cầu"


def resend(session: Session, actor: Actor, message: Message) -> None:
    """Queue `message` again with all its attempts. Raises RuleBroken unless it failed or is in doubt."""
    result = session.execute(
        sa.update(Message)
        .where(Message.id == message.id, Message.state.in_(FAILED))
        .values(state=MessageState.PENDING, attempts=0, next_at=clock.real_now(), lease_token="", lease_until=None)
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleBroken(
            "Chỉ gửi lại được thư không gửi được hoặc không chắc đã tới. Tải lại trang để xem tình trạng mới."
        )
    note_events(session, [message.id], MessageState.PENDING, f"{BY_HAND} của {actor.name}")
    log.record(
        session,
        actor,
        LogAction.MESSAGE_RESENT,
        message,
        changes={"address": message.address, "last_error": message.last_error},
    )
