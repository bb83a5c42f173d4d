"""Changes to units and contacts made by a person. Never commits, never sees a request."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from tracker.access import Act, Actor, Relation, may
from tracker.directory.models import Contact, ContactRole, RefusedAddress, Unit
from tracker.directory.naming import set_names
from tracker.errors import NotFound, RuleBroken
from tracker.log import LogAction, record
from tracker.notify import outbox


class EditConflict(RuleBroken):
    """Somebody else saved the same thing in between."""


def edit_unit(
    session: Session,
    actor: Actor,
    unit: Unit,
    *,
    version: int,
    name: str,
    short_name: str,
    email: str,
    aliases: list[str],
) -> bool:
    """Change a unit's names and mailbox; whether anything changed. `version` is what the person saw.

    Raises EditConflict when it is no longer the unit's.
    """
    if unit.version != version:
        raise EditConflict(_conflict(unit))
    before: dict[str, Any] = _facts(unit)
    set_names(unit, name=name, short_name=short_name, aliases=aliases)
    unit.email = email
    after = _facts(unit)
    changes = {field: [before[field], after[field]] for field in before if before[field] != after[field]}
    if not changes:
        return False
    flag_modified(unit, "search_text")  # a change of aliases alone is a new version, too
    record(session, actor, LogAction.UNIT_CHANGED, unit, changes=changes, unit_id=unit.id)
    outbox.touch(session, unit_ids=[unit.id])
    try:
        session.flush()
    except StaleDataError:
        raise EditConflict(_conflict(unit)) from None
    return True


def _facts(unit: Unit) -> dict[str, Any]:
    return {
        "name": unit.name,
        "short_name": unit.short_name,
        "email": unit.email,
        "aliases": sorted(alias.name for alias in unit.aliases),
    }


def _conflict(unit: Unit) -> str:
    return (
        f"Người khác vừa sửa đơn vị {unit.code}. Xem lại nội dung hiện có ở dưới rồi lưu lần nữa; chưa có gì bị ghi đè."
    )


def check_may_edit_contacts(actor: Actor, unit: Unit) -> None:
    """The office edits every unit's contacts, a unit its own. Raises NotFound for anybody else's (product 3.4)."""
    relation = Relation.OWN if unit.id in actor.unit_ids else Relation.ANY
    if not may(actor, Act.EDIT_CONTACTS, relation):
        raise NotFound


def add_contact(
    session: Session,
    actor: Actor,
    unit: Unit,
    *,
    name: str,
    post: str,
    role: ContactRole,
    email: str,
    is_active: bool = True,
) -> Contact:
    """Add a person of `unit` who gets mail. Raises NotFound or RuleBroken."""
    check_may_edit_contacts(actor, unit)
    _check_new(session, unit, email=email, role=role)
    contact = Contact(unit_id=unit.id, name=name, post=post, role=role, email=email, is_active=is_active)
    session.add(contact)
    session.flush()
    facts = {"name": name, "role": role.value, "email": email}
    record(session, actor, LogAction.CONTACT_ADDED, contact, changes=facts, unit_id=unit.id)
    return contact


def change_contact(
    session: Session,
    actor: Actor,
    unit: Unit,
    contact: Contact,
    *,
    name: str,
    post: str,
    role: ContactRole,
    email: str,
    is_active: bool,
) -> None:
    """Change a contact; saving it again lets mail try a refused address once more. Raises NotFound or RuleBroken."""
    check_may_edit_contacts(actor, unit)
    _check_new(session, unit, email=email, role=role, but=contact.id)
    wanted = {"name": name, "post": post, "role": role, "email": email, "is_active": is_active}
    changes = {field: [getattr(contact, field), value] for field, value in wanted.items()}
    changes = {field: pair for field, pair in changes.items() if pair[0] != pair[1]}
    for field, value in wanted.items():
        setattr(contact, field, value)
    if contact.refused_at is not None:
        contact.refused_at, contact.refused_reason = None, ""
        session.execute(sa.delete(RefusedAddress).where(RefusedAddress.address == email.lower()))
        changes["refused"] = [True, False]
    if changes:
        facts = {"who": contact.name, **changes}
        record(session, actor, LogAction.CONTACT_CHANGED, contact, changes=facts, unit_id=unit.id)


def remove_contact(session: Session, actor: Actor, unit: Unit, contact: Contact) -> None:
    """Delete a contact: personal data that is no longer needed does not stay (domain 7.4). Raises NotFound."""
    check_may_edit_contacts(actor, unit)
    facts = {"name": contact.name, "role": contact.role.value, "email": contact.email}
    record(session, actor, LogAction.CONTACT_REMOVED, contact, changes=facts, unit_id=unit.id)
    session.delete(contact)


def _check_new(session: Session, unit: Unit, *, email: str, role: ContactRole, but: int | None = None) -> None:
    same = sa.select(Contact.id).where(Contact.unit_id == unit.id, Contact.email == email, Contact.role == role)
    found = session.scalar(same)
    if found is not None and found != but:
        raise RuleBroken(
            f"{unit.display_short} đã có đầu mối {email} với vai trò này. Sửa đầu mối đó thay vì thêm mới."
        )
