"""Mailboxes that were refused for good: flagged by delivery and by bounces, mended by the office. Never commits."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock, log
from tracker.access import SYSTEM, Actor
from tracker.db import insert_once
from tracker.directory.models import Contact, Person, RefusedAddress, Unit
from tracker.directory.queries import is_refused
from tracker.errors import NotFound
from tracker.log import LogAction
from tracker.notify.policy import normal_address


@dataclass(frozen=True)
class Owner:
    """Whose mailbox it is: a unit (its own mailbox, or a contact of it) or somebody who signs in."""

    name: str
    what: str
    unit_code: str = ""


@dataclass(frozen=True)
class Refusal:
    """A flagged mailbox with everybody whose it is."""

    address: str
    refused_at: datetime
    reason: str
    owners: tuple[Owner, ...]


def flag(session: Session, address: str, reason: str) -> bool:
    """Flag `address`: no mail is planned for it any more, the next goes to the unit's other receivers. Whether it is new."""
    box = normal_address(address)
    now, words = clock.now(), reason[:500]
    is_new = bool(insert_once(session, RefusedAddress, [{"address": box, "refused_at": now, "reason": words}]))
    for contact in session.scalars(sa.select(Contact).where(_is_box(Contact.email, box), Contact.refused_at.is_(None))):
        contact.refused_at, contact.refused_reason = now, words
        changes = {"refused_reason": ["", words]}
        log.record(session, SYSTEM, LogAction.CONTACT_CHANGED, contact, changes=changes, unit_id=contact.unit_id)
    if is_new:
        log.record(
            session, SYSTEM, LogAction.ADDRESS_REFUSED, "refused_address", changes={"address": box, "reason": words}
        )
    return is_new


def unflag(session: Session, actor: Actor, address: str) -> None:
    """Take the flag off: mail is planned for `address` again. Raises NotFound where it has none."""
    box = normal_address(address)
    gone = session.execute(sa.delete(RefusedAddress).where(RefusedAddress.address == box))
    contacts = session.scalars(
        sa.select(Contact).where(_is_box(Contact.email, box), Contact.refused_at.is_not(None))
    ).all()
    for contact in contacts:
        contact.refused_at, contact.refused_reason = None, ""
    if not contacts and not gone.rowcount:  # type: ignore[attr-defined]
        raise NotFound
    log.record(session, actor, LogAction.ADDRESS_RESTORED, "refused_address", changes={"address": box})


def refusals(session: Session) -> list[Refusal]:
    """Every flagged mailbox that is still somebody's, the newest first."""
    found: dict[str, tuple[datetime, str]] = {
        row.address: (row.refused_at, row.reason)
        for row in session.scalars(sa.select(RefusedAddress).order_by(RefusedAddress.address))
    }
    contacts = session.execute(
        sa.select(Contact.email, Contact.name, Contact.refused_at, Contact.refused_reason, Unit.name, Unit.code)
        .join(Unit, Unit.id == Contact.unit_id)
        .where(Contact.refused_at.is_not(None))
        .order_by(Unit.sort_key, Contact.id)
    )
    owners: dict[str, list[Owner]] = {}
    for email, name, refused_at, reason, unit_name, code in contacts:
        assert refused_at is not None  # asked for above
        box = normal_address(email)
        found.setdefault(box, (refused_at, reason))
        owners.setdefault(box, []).append(Owner(name, f"đầu mối của {unit_name}", code))
    units = sa.select(Unit.email, Unit.name, Unit.code).where(is_refused(Unit.email)).order_by(Unit.sort_key)
    for email, name, code in session.execute(units):
        owners.setdefault(normal_address(email), []).append(Owner(name, "hộp thư của đơn vị", code))
    people = sa.select(Person.email, Person.name).where(is_refused(Person.email)).order_by(Person.email)
    for email, name in session.execute(people):
        owners.setdefault(normal_address(email), []).append(Owner(name, "tài khoản"))
    listed = [Refusal(box, at, reason, tuple(owners[box])) for box, (at, reason) in found.items() if box in owners]
    return sorted(listed, key=lambda one: (one.refused_at, one.address), reverse=True)


def _is_box(column: sa.orm.InstrumentedAttribute[str], box: str) -> sa.ColumnElement[bool]:
    return sa.func.lower(sa.func.trim(column)) == box
