"""Telling units of a decision on their work: at once, once for each address and event (product 3.5). Never commits."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.access import Actor
from tracker.directory import queries as directory_queries
from tracker.directory.models import Unit, UnitKind
from tracker.notify import outbox
from tracker.notify.composers_decision import Verdict, decision_payload
from tracker.notify.models import MessageKind
from tracker.tasks.models import Deadline

_IN_CHUNK = 500


def tell(
    session: Session,
    actor: Actor,
    verdict: Verdict,
    deadlines: Iterable[Deadline],
    *,
    slot: str,
    reason: str,
    document: str = "",
    new_due: date | None = None,
) -> int:
    """Queue the mail that says what was decided on `deadlines`, one for each address of their units; how many are new.

    `slot` names the event: told again under the same name, nobody hears it twice. Outside agencies get no mail.
    """
    of_unit: dict[int, list[int]] = {}
    for deadline in deadlines:
        of_unit.setdefault(deadline.unit_id, []).append(deadline.id)
    of_address: dict[str, list[int]] = {}
    reached = directory_queries.receivers(session, _mailed(session, of_unit))
    for unit_id, found in reached.items():
        for mailbox in found.officers:
            of_address.setdefault(mailbox.address.strip().lower(), []).extend(of_unit[unit_id])
    by = _office(session, actor)
    return outbox.queue(
        session,
        kind=MessageKind.DECISION,
        slot=slot,
        to={
            address: decision_payload(verdict, ids, by=by, reason=reason, document=document, new_due=new_due)
            for address, ids in of_address.items()
        },
    )


def _mailed(session: Session, unit_ids: Iterable[int]) -> list[int]:
    """Those of `unit_ids` that get mail at all."""
    ids, found = sorted(unit_ids), list[int]()
    for start in range(0, len(ids), _IN_CHUNK):
        chunk = ids[start : start + _IN_CHUNK]
        found += session.scalars(sa.select(Unit.id).where(Unit.id.in_(chunk), Unit.kind != UnitKind.AGENCY))
    return found


def _office(session: Session, actor: Actor) -> str:
    """Who decided, as the mail says it: the Sở; the person stands in the log."""
    name = session.scalar(sa.select(Unit.name).where(Unit.kind == UnitKind.AUTHORITY).order_by(Unit.id).limit(1))
    return name or actor.name
