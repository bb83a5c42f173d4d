"""Units, groups, contacts, people, sign-in, the working calendar and school years (product 2, 3.4)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, JSONText, enum_column, ordered_text


class UnitKind(StrEnum):
    AUTHORITY = "authority"
    DEPARTMENT = "department"
    CENTRE = "centre"
    COMMUNE = "commune"
    SCHOOL = "school"
    AGENCY = "agency"


class SchoolLevel(StrEnum):
    MN = "MN"
    TH = "TH"
    THCS = "THCS"
    THPT = "THPT"
    GDTX = "GDTX"
    GDNN = "GDNN"


class Ownership(StrEnum):
    PUBLIC = "public"
    PRIVATE = "private"


class ContactRole(StrEnum):
    HEAD = "head"
    OFFICER = "officer"


class Role(StrEnum):
    ADMIN = "admin"
    OFFICE = "office"
    LEADER = "leader"
    UNIT = "unit"
    AUDITOR = "auditor"


class DayKind(StrEnum):
    OFF = "off"
    WORK = "work"


class LevelSet(sa.types.TypeDecorator[frozenset[SchoolLevel]]):
    """School levels as ",TH,THCS," so that one level can be found with LIKE."""

    impl = sa.String(64)
    cache_ok = True

    def process_bind_param(self, value: frozenset[SchoolLevel] | None, dialect: Any) -> str:  # noqa: ARG002
        chosen = value or frozenset()
        return "," + "".join(f"{level.value}," for level in SchoolLevel if level in chosen) if chosen else ""

    def process_result_value(self, value: str | None, dialect: Any) -> frozenset[SchoolLevel]:  # noqa: ARG002
        return frozenset(SchoolLevel(part) for part in (value or "").split(",") if part)


class Unit(Base):
    """An office, commune, school or agency. Closed, never deleted."""

    __tablename__ = "unit"
    __table_args__ = (
        sa.Index(None, "kind", "sort_key", "id"),  # the list of units, by kind, in Vietnamese order
        sa.Index(None, "parent_id", "sort_key"),  # the schools of a commune
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[UnitKind] = mapped_column(enum_column(UnitKind))
    name: Mapped[str] = mapped_column(sa.String(200))
    short_name: Mapped[str] = mapped_column(sa.String(80), default="")
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    email: Mapped[str] = mapped_column(sa.String(254), default="")
    levels: Mapped[frozenset[SchoolLevel]] = mapped_column(LevelSet(), default=frozenset)
    ownership: Mapped[Ownership | None] = mapped_column(enum_column(Ownership))
    closed_on: Mapped[date | None]
    search_text: Mapped[str] = mapped_column(sa.String(1000), default="")  # folded: code, name, short name, aliases
    sort_key: Mapped[str] = mapped_column(ordered_text(800), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention

    parent: Mapped["Unit | None"] = relationship(back_populates="children", remote_side=[id], lazy="raise")
    children: Mapped[list["Unit"]] = relationship(back_populates="parent", lazy="raise")
    aliases: Mapped[list["UnitAlias"]] = relationship(
        back_populates="unit", lazy="raise", cascade="all, delete-orphan", order_by="UnitAlias.id"
    )
    contacts: Mapped[list["Contact"]] = relationship(back_populates="unit", lazy="raise", order_by="Contact.id")

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def display_short(self) -> str:
        return self.short_name or self.name


class UnitAlias(Base):
    """Another way documents write a unit's name."""

    __tablename__ = "unit_alias"
    __table_args__ = (sa.UniqueConstraint("unit_id", "folded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(sa.String(200))
    folded: Mapped[str] = mapped_column(sa.String(200), index=True)

    unit: Mapped[Unit] = relationship(back_populates="aliases", lazy="raise")


class UnitGroup(Base):
    """ "CSGD", "Các phòng": by rule or by list. `needs_choice`: an officer says who is meant each time (domain 1.7)."""

    __tablename__ = "unit_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    # {"kind": [...], "levels": [...], "ownership": [...], "parent": [unit kinds]}; null: by list
    rule: Mapped[Any | None] = mapped_column(JSONText())
    needs_choice: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    sort_key: Mapped[str] = mapped_column(ordered_text(800), default="")

    aliases: Mapped[list["GroupAlias"]] = relationship(
        back_populates="group", lazy="raise", cascade="all, delete-orphan", order_by="GroupAlias.id"
    )
    members: Mapped[list["GroupMember"]] = relationship(
        back_populates="group", lazy="raise", cascade="all, delete-orphan"
    )


class GroupAlias(Base):
    __tablename__ = "group_alias"
    __table_args__ = (sa.UniqueConstraint("group_id", "folded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(sa.ForeignKey("unit_group.id"))
    name: Mapped[str] = mapped_column(sa.String(200))
    folded: Mapped[str] = mapped_column(sa.String(200), index=True)

    group: Mapped[UnitGroup] = relationship(back_populates="aliases", lazy="raise")


class GroupMember(Base):
    """A unit named in a group's list."""

    __tablename__ = "group_member"

    group_id: Mapped[int] = mapped_column(sa.ForeignKey("unit_group.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), primary_key=True)

    group: Mapped[UnitGroup] = relationship(back_populates="members", lazy="raise")
    unit: Mapped[Unit] = relationship(lazy="raise")


class Contact(Base):
    """A person of a unit who gets mail; need not have an account."""

    __tablename__ = "contact"
    __table_args__ = (sa.UniqueConstraint("unit_id", "email", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(sa.String(120))
    post: Mapped[str] = mapped_column(sa.String(120), default="")
    role: Mapped[ContactRole] = mapped_column(enum_column(ContactRole))
    email: Mapped[str] = mapped_column(sa.String(254))
    is_active: Mapped[bool] = mapped_column(default=True)
    refused_at: Mapped[datetime | None]  # the address was refused for good
    refused_reason: Mapped[str] = mapped_column(sa.String(500), default="")

    unit: Mapped[Unit] = relationship(back_populates="contacts", lazy="raise")


class RefusedAddress(Base):
    """A mailbox, whoever's, that a mail server refused for good: no mail is planned for it until the flag is taken off."""

    __tablename__ = "refused_address"

    address: Mapped[str] = mapped_column(sa.String(254), primary_key=True)  # lower case
    refused_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(sa.String(500))


class Person(Base):
    """Somebody who signs in."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(ordered_text(254), unique=True)  # lower case
    name: Mapped[str] = mapped_column(ordered_text(120))
    post: Mapped[str] = mapped_column(sa.String(120), default="")
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    has_narrow_nav: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    last_sign_in_at: Mapped[datetime | None]

    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="person", lazy="raise", cascade="all, delete-orphan", order_by="RoleGrant.id"
    )


class RoleGrant(Base):
    """One role of one person; `unit` roles name their unit. A person may hold roles in several units."""

    __tablename__ = "role_grant"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "role", "unit_id"),
        sa.CheckConstraint("(role = 'unit') = (unit_id IS NOT NULL)", name="unit_role_has_unit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    role: Mapped[Role] = mapped_column(enum_column(Role))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))

    person: Mapped[Person] = relationship(back_populates="grants", lazy="raise")
    unit: Mapped[Unit | None] = relationship(lazy="raise")


class LoginSession(Base):
    """A signed-in browser: listed, and revoked by its owner. Real clock."""

    __tablename__ = "login_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)  # SHA-256 of the cookie's token
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    user_agent: Mapped[str] = mapped_column(sa.String(200), default="")

    person: Mapped[Person] = relationship(lazy="raise")


class LoginThrottle(Base):
    """Failed sign-ins by e-mail, known or not, so that a lock tells nothing about accounts. Real clock."""

    __tablename__ = "login_throttle"

    email: Mapped[str] = mapped_column(sa.String(254), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]


class CalendarDay(Base):
    """A weekday off, or a weekend day worked (product 3.1)."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind] = mapped_column(enum_column(DayKind))
    name: Mapped[str] = mapped_column(sa.String(200))
    status: Mapped[str] = mapped_column(sa.String(40), default="")
    source: Mapped[str] = mapped_column(sa.String(400), default="")


class SchoolYear(Base):
    """Semester dates, entered by the office (domain 2.4)."""

    __tablename__ = "school_year"

    name: Mapped[str] = mapped_column(sa.String(9), primary_key=True)  # "2025-2026"
    starts_on: Mapped[date]
    semester1_ends_on: Mapped[date]
    ends_on: Mapped[date]
    source: Mapped[str] = mapped_column(sa.String(400), default="")
