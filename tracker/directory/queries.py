"""Reads of the directory: what others ask (receivers, calendar, snapshot) and what its own pages show."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload, selectinload

from tracker.access import Actor
from tracker.directory import snapshot as snapshots
from tracker.directory.models import (
    CalendarDay,
    Contact,
    ContactRole,
    DayKind,
    GroupAlias,
    GroupMember,
    Person,
    RefusedAddress,
    Role,
    RoleGrant,
    SchoolYear,
    Unit,
    UnitAlias,
    UnitGroup,
    UnitKind,
)
from tracker.directory.snapshot import Directory, GroupFacts, UnitInfo
from tracker.errors import BadInput, NotFound
from tracker.vietnamese import fold
from tracker.workdays import WorkCalendar

_IN_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address with the name of who reads it."""

    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Receivers:
    """Who gets a unit's mail; both empty: the unit stands in "Chưa có địa chỉ nhận" (product 3.5)."""

    officers: tuple[Mailbox, ...] = ()
    heads: tuple[Mailbox, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.officers


def receivers(session: Session, unit_ids: Collection[int]) -> dict[int, Receivers]:
    """Who gets mail for each of `unit_ids`: officers, else the heads, else the unit's own mailbox (product 3.5).

    Every id given stands in the answer. Inactive contacts and addresses that were refused for good are left out, and a
    closed unit has nobody: what it still owes is the office's to hand over. What is asked of the Sở itself goes to its Văn
    phòng, unless the Sở has contacts of its own (product 3.3).
    """
    answer, of_authority = _own_receivers(session, unit_ids)
    if of_authority is None or (office_id := session.scalar(_office_of_the_authority())) is None:
        return answer
    of_office, _ = _own_receivers(session, [office_id])
    if not of_office[office_id].is_empty:
        answer[of_authority] = of_office[office_id]
    return answer


def _own_receivers(session: Session, unit_ids: Collection[int]) -> tuple[dict[int, Receivers], int | None]:
    """Each unit's own receivers, and the Sở itself where it is among them and has no contacts."""
    found: dict[int, dict[ContactRole, list[Mailbox]]] = {}
    own: dict[int, Mailbox] = {}
    authority_id: int | None = None
    ids = sorted(set(unit_ids))
    for start in range(0, len(ids), _IN_CHUNK):
        chunk = ids[start : start + _IN_CHUNK]
        for row in session.execute(
            sa.select(Contact.unit_id, Contact.role, Contact.email, Contact.name)
            .join(Unit, Unit.id == Contact.unit_id)
            .where(Contact.unit_id.in_(chunk), Unit.closed_on.is_(None), *_is_reachable())
            .order_by(Contact.unit_id, Contact.id)
        ):
            found.setdefault(row.unit_id, {}).setdefault(row.role, []).append(Mailbox(row.email, row.name))
        columns = (Unit.id, Unit.kind, Unit.email, Unit.name, is_refused(Unit.email).label("is_refused"))
        for unit in session.execute(sa.select(*columns).where(Unit.id.in_(chunk), Unit.closed_on.is_(None))):
            if unit.email and not unit.is_refused:
                own[unit.id] = Mailbox(unit.email, unit.name)
            if unit.kind is UnitKind.AUTHORITY and unit.id not in found:
                authority_id = unit.id
    answer: dict[int, Receivers] = {}
    for unit_id in ids:
        officers = tuple(found.get(unit_id, {}).get(ContactRole.OFFICER, ()))
        heads = tuple(found.get(unit_id, {}).get(ContactRole.HEAD, ()))
        answer[unit_id] = Receivers(officers or heads or _only(own.get(unit_id)), heads)
    return answer, authority_id


def _is_reachable() -> tuple[sa.ColumnElement[bool], ...]:
    return Contact.is_active.is_(True), Contact.refused_at.is_(None), Contact.email != ""


def is_refused(column: sa.ColumnElement[str] | InstrumentedAttribute[str]) -> sa.ColumnElement[bool]:
    """Whether a mail server refused the mailbox in `column` for good."""
    return sa.func.lower(sa.func.trim(column)).in_(sa.select(RefusedAddress.address))


def _office_of_the_authority() -> sa.Select[Any]:
    """The open department right under the Sở that is called Văn phòng, by name or alias; the plainest name first."""
    parent = aliased(Unit)
    return (
        sa.select(Unit.id)
        .join(parent, parent.id == Unit.parent_id)
        .where(
            parent.kind == UnitKind.AUTHORITY,
            Unit.kind == UnitKind.DEPARTMENT,
            Unit.closed_on.is_(None),
            Unit.search_text.contains("van phong"),
        )
        .order_by(sa.func.length(Unit.name), Unit.id)
        .limit(1)
    )


def _only(mailbox: Mailbox | None) -> tuple[Mailbox, ...]:
    return (mailbox,) if mailbox else ()


def work_calendar(session: Session) -> WorkCalendar:
    """The office's working days as stored; `known_until` is the end of the last year the data name (product 3.1)."""
    rows = session.execute(sa.select(CalendarDay.day, CalendarDay.kind)).all()
    last = max((row.day for row in rows), default=None)
    return WorkCalendar(
        off=frozenset(row.day for row in rows if row.kind is DayKind.OFF),
        work=frozenset(row.day for row in rows if row.kind is DayKind.WORK),
        known_until=date(last.year, 12, 31) if last else None,
    )


def school_years(session: Session) -> list[SchoolYear]:
    """The school years with their semester dates, oldest first (domain 2.4)."""
    return list(session.scalars(sa.select(SchoolYear).order_by(SchoolYear.starts_on)))


def snapshot(session: Session) -> Directory:
    """The whole directory as one value: five statements, whatever its size."""
    names: dict[int, list[str]] = {}
    for row in session.execute(sa.select(UnitAlias.unit_id, UnitAlias.name).order_by(UnitAlias.id)):
        names.setdefault(row.unit_id, []).append(row.name)
    return snapshots.build(_units(session, names), _groups(session))


def _units(session: Session, aliases: dict[int, list[str]]) -> Iterable[UnitInfo]:
    columns = (
        Unit.id,
        Unit.code,
        Unit.kind,
        Unit.name,
        Unit.short_name,
        Unit.parent_id,
        Unit.levels,
        Unit.ownership,
        Unit.closed_on,
    )
    for row in session.execute(sa.select(*columns).order_by(Unit.sort_key, Unit.id)):
        yield UnitInfo(
            id=row.id,
            code=row.code,
            kind=row.kind,
            name=row.name,
            short_name=row.short_name,
            parent_id=row.parent_id,
            levels=row.levels,
            ownership=row.ownership,
            is_open=row.closed_on is None,
            names=tuple(dict.fromkeys(filter(None, (row.name, row.short_name, *aliases.get(row.id, ()))))),
        )


def _groups(session: Session) -> Iterable[GroupFacts]:
    aliases: dict[int, list[str]] = {}
    for row in session.execute(sa.select(GroupAlias.group_id, GroupAlias.name).order_by(GroupAlias.id)):
        aliases.setdefault(row.group_id, []).append(row.name)
    listed: dict[int, set[int]] = {}
    for member in session.execute(sa.select(GroupMember.group_id, GroupMember.unit_id)):
        listed.setdefault(member.group_id, set()).add(member.unit_id)
    for group in session.scalars(sa.select(UnitGroup).order_by(UnitGroup.id)):
        yield GroupFacts(
            id=group.id,
            code=group.code,
            name=group.name,
            rule=group.rule,
            needs_choice=group.needs_choice,
            note=group.note,
            listed_ids=frozenset(listed.get(group.id, ())),
            aliases=tuple(aliases.get(group.id, ())),
        )


def find_units(*, words: str = "", kind: UnitKind | None = None, only_without_address: bool = False) -> sa.Select[Any]:
    """Units in Vietnamese order: every word of `words` occurs in one of the names, diacritics or not."""
    query = sa.select(Unit).options(joinedload(Unit.parent)).order_by(Unit.sort_key, Unit.id)
    for word in fold(words).split():
        query = query.where(Unit.search_text.contains(word, autoescape=True))
    if kind is not None:
        query = query.where(Unit.kind == kind)
    if only_without_address:
        query = query.where(_without_address())
    return query


def with_aliases(units: sa.Select[Any]) -> sa.Select[Any]:
    """The same units with their aliases, for the export."""
    return units.options(selectinload(Unit.aliases))


def _without_address() -> sa.ColumnElement[bool]:
    """Nobody to write to (product 3.5); closed units and outside agencies get no mail anyway, the Sở its office's."""
    reachable = sa.select(Contact.id).where(Contact.unit_id == Unit.id, *_is_reachable())
    office = aliased(Unit)
    office_is_reachable = sa.select(office.id).where(
        office.id == _office_of_the_authority().scalar_subquery(),
        sa.or_(
            office.email != "", sa.select(Contact.id).where(Contact.unit_id == office.id, *_is_reachable()).exists()
        ),
    )
    return sa.and_(
        Unit.email == "",
        Unit.closed_on.is_(None),
        Unit.kind != UnitKind.AGENCY,
        sa.not_(reachable.exists()),
        sa.or_(Unit.kind != UnitKind.AUTHORITY, sa.not_(office_is_reachable.exists())),
    )


def count_units(session: Session) -> tuple[dict[UnitKind, int], int]:
    """How many units of each kind there are, and how many have no address."""
    by_kind = session.execute(sa.select(Unit.kind, sa.func.count()).group_by(Unit.kind)).all()
    without = session.scalar(sa.select(sa.func.count()).select_from(Unit).where(_without_address())) or 0
    return {row[0]: row[1] for row in by_kind}, without


def unit_with_code(session: Session, code: str) -> Unit:
    """A unit with its parent, aliases and contacts. Raises NotFound."""
    loads = joinedload(Unit.parent), selectinload(Unit.aliases), selectinload(Unit.contacts)
    unit = session.scalars(sa.select(Unit).where(Unit.code == code).options(*loads)).one_or_none()
    if unit is None:
        raise NotFound
    return unit


def contact_of(unit: Unit, contact_id: int) -> Contact:
    """A contact through its unit, never by itself. Raises NotFound."""
    contact = next((contact for contact in unit.contacts if contact.id == contact_id), None)
    if contact is None:
        raise NotFound
    return contact


def units_below(unit: Unit) -> sa.Select[Any]:
    """The units whose parent is `unit`, in Vietnamese order."""
    return sa.select(Unit).where(Unit.parent_id == unit.id).order_by(Unit.sort_key, Unit.id)


def groups_of(session: Session, unit: Unit) -> list[UnitGroup]:
    """The groups `unit` belongs to today, by rule or by list; its parent must be loaded."""
    listed = set(session.scalars(sa.select(GroupMember.group_id).where(GroupMember.unit_id == unit.id)))
    info, parent = _info(unit), _info(unit.parent) if unit.parent else None
    groups = session.scalars(sa.select(UnitGroup).order_by(UnitGroup.sort_key, UnitGroup.id))
    return [
        group
        for group in groups
        if (group.id in listed and unit.is_open) or (group.rule and snapshots.fits(group.rule, info, parent))
    ]


def _info(unit: Unit) -> UnitInfo:
    return UnitInfo(
        unit.id,
        unit.code,
        unit.kind,
        unit.name,
        unit.short_name,
        unit.parent_id,
        unit.levels,
        unit.ownership,
        unit.is_open,
    )


def people_of(session: Session, unit: Unit) -> Sequence[Person]:
    """Who may act for `unit` in the system."""
    return session.scalars(
        sa.select(Person)
        .join(RoleGrant)
        .where(RoleGrant.unit_id == unit.id, Person.is_active)
        .order_by(Person.name, Person.id)
        .limit(100)
    ).all()


def sees_contacts(actor: Actor, unit: Unit) -> bool:
    """Names and addresses of persons: for the office's readers, the unit itself, its neighbours above and below.

    The Sở and its departments are everybody's counterpart, so theirs are open to all who sign in.
    """
    if actor.reads_all or actor.is_admin or unit.kind in {UnitKind.AUTHORITY, UnitKind.DEPARTMENT}:
        return True
    return bool(actor.unit_ids & {unit.id, unit.parent_id})


def is_above(session: Session, actor: Actor, unit: Unit) -> bool:
    """Whether `unit` is the parent of one of the actor's units."""
    above = sa.select(Unit.id).where(Unit.id.in_(actor.unit_ids), Unit.parent_id == unit.id)
    return bool(actor.unit_ids) and session.scalar(above.limit(1)) is not None


def people(*, words: str = "", role: Role | None = None, is_active: bool = True) -> sa.Select[Any]:
    """People who sign in, by e-mail, with their roles and units."""
    query = (
        sa.select(Person)
        .where(Person.is_active == is_active)
        .options(selectinload(Person.grants).joinedload(RoleGrant.unit))
        .order_by(Person.email)
    )
    for word in words.lower().split():
        query = query.where(
            sa.or_(Person.name.icontains(word, autoescape=True), Person.email.contains(word, autoescape=True))
        )
    if role is not None:
        query = query.where(Person.grants.any(RoleGrant.role == role))
    return query


def count_people(session: Session) -> tuple[int, int]:
    """How many accounts are open, how many closed."""
    rows = session.execute(sa.select(Person.is_active, sa.func.count()).group_by(Person.is_active)).all()
    counts = {row[0]: row[1] for row in rows}
    return counts.get(True, 0), counts.get(False, 0)


def role_named(text: str | None) -> Role | None:
    """A role from a query string; anything odd is no filter."""
    return Role(text) if text in set(Role) else None


def kind_named(text: str | None) -> UnitKind | None:
    """A kind from a query string; anything odd is no filter."""
    return UnitKind(text) if text in set(UnitKind) else None


def actor_of(person: Person) -> Actor:
    """`person` (grants loaded) as who acts."""
    return Actor(
        person_id=person.id,
        name=person.name,
        email=person.email,
        post=person.post,
        grants=frozenset((grant.role.value, grant.unit_id) for grant in person.grants),
        has_narrow_nav=person.has_narrow_nav,
    )


def actor_by_email(session: Session, email: str) -> Actor:
    """The active person with this address, as who acts (`--as EMAIL`). Raises BadInput where there is none."""
    query = sa.select(Person).options(selectinload(Person.grants))
    person = session.scalars(query.where(Person.email == email.strip().lower(), Person.is_active)).one_or_none()
    if person is None:
        raise BadInput(f"Không có người dùng đang hoạt động với thư {email}.")
    return actor_of(person)
