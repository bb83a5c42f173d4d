"""Reads of the directory: what others ask (receivers, calendar, snapshot) and what its own pages show."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.directory import snapshot as snapshots
from tracker.directory.models import (
    CalendarDay,
    Contact,
    ContactRole,
    DayKind,
    GroupAlias,
    GroupMember,
    SchoolYear,
    Unit,
    UnitAlias,
    UnitGroup,
)
from tracker.directory.snapshot import Directory, GroupFacts, UnitInfo
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

    Every id given stands in the answer. Inactive contacts and addresses that were refused for good are left out.
    """
    found: dict[int, dict[ContactRole, list[Mailbox]]] = {}
    own: dict[int, Mailbox] = {}
    ids = sorted(set(unit_ids))
    for start in range(0, len(ids), _IN_CHUNK):
        chunk = ids[start : start + _IN_CHUNK]
        for row in session.execute(
            sa.select(Contact.unit_id, Contact.role, Contact.email, Contact.name)
            .where(Contact.unit_id.in_(chunk), Contact.is_active, Contact.refused_at.is_(None), Contact.email != "")
            .order_by(Contact.unit_id, Contact.id)
        ):
            found.setdefault(row.unit_id, {}).setdefault(row.role, []).append(Mailbox(row.email, row.name))
        own |= {
            row.id: Mailbox(row.email, row.name)
            for row in session.execute(sa.select(Unit.id, Unit.email, Unit.name).where(Unit.id.in_(chunk)))
            if row.email
        }
    answer: dict[int, Receivers] = {}
    for unit_id in ids:
        officers = tuple(found.get(unit_id, {}).get(ContactRole.OFFICER, ()))
        heads = tuple(found.get(unit_id, {}).get(ContactRole.HEAD, ()))
        answer[unit_id] = Receivers(officers or heads or _only(own.get(unit_id)), heads)
    return answer


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
