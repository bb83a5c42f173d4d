"""The fixed cast: who stands in every test (MODELS 20). Names are synthetic; addresses end in example.edu.vn."""

from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from tracker import clock
from tracker.access import Actor
from tracker.directory.models import (
    Contact,
    ContactRole,
    Ownership,
    Person,
    Role,
    RoleGrant,
    SchoolLevel,
    Unit,
    UnitKind,
)
from tracker.vietnamese import fold, sort_key

PASSWORD = "Mat-khau-thu-2025"


@dataclass
class Cast:
    """The Sở, its units, and its people as (person, actor)."""

    authority: Unit
    office_unit: Unit  # Văn phòng Sở
    quality: Unit  # Phòng QLCL
    le_chan: Unit  # a commune
    le_chan_school: Unit  # its school
    hai_an: Unit  # another commune
    high_school: Unit  # THPT, under the Sở
    ministry: Unit  # an outside agency
    admin: Actor
    officer: Actor
    leader: Actor
    commune: Actor  # acts for Lê Chân
    school: Actor  # acts for its school
    other_commune: Actor  # acts for Hải An
    department: Actor  # acts for Phòng QLCL
    auditor: Actor


@cache
def _password_hash() -> str:
    """One cheap hash for the whole run; the real cost is tested where sign-in is."""
    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)


def make_unit(session: Session, *, code: str, kind: UnitKind, name: str, parent: Unit | None = None, **values) -> Unit:
    unit = Unit(
        code=code,
        kind=kind,
        name=name,
        parent_id=parent.id if parent else None,
        email=values.pop("email", f"{code.lower()}@example.edu.vn"),
        search_text=fold(f"{code} {name} {values.get('short_name', '')}"),
        sort_key=sort_key(name),
        **values,
    )
    session.add(unit)
    session.flush()
    return unit


def make_contact(
    session: Session, unit: Unit, *, name: str, email: str, role: ContactRole = ContactRole.OFFICER
) -> Contact:
    contact = Contact(unit_id=unit.id, name=name, email=email, role=role)
    session.add(contact)
    session.flush()
    return contact


def make_person(session: Session, *, email: str, name: str, grants: list[tuple[Role, Unit | None]]) -> Actor:
    person = Person(email=email, name=name, password_hash=_password_hash(), created_at=clock.now())
    session.add(person)
    session.flush()
    for role, unit in grants:
        session.add(RoleGrant(person_id=person.id, role=role, unit_id=unit.id if unit else None))
    session.flush()
    return Actor(
        person_id=person.id,
        name=name,
        email=email,
        grants=frozenset((role.value, unit.id if unit else None) for role, unit in grants),
    )


def make_cast(session: Session) -> Cast:
    so = make_unit(
        session, code="SGDDT", kind=UnitKind.AUTHORITY, name="Sở Giáo dục và Đào tạo Hải Phòng", short_name="Sở GDĐT"
    )
    vp = make_unit(session, code="VP", kind=UnitKind.DEPARTMENT, name="Văn phòng Sở", short_name="VP", parent=so)
    qlcl = make_unit(
        session, code="QLCL", kind=UnitKind.DEPARTMENT, name="Phòng Quản lý chất lượng", short_name="QLCL", parent=so
    )
    le_chan = make_unit(session, code="11407", kind=UnitKind.COMMUNE, name="Phường Lê Chân", parent=so)
    hai_an = make_unit(session, code="11413", kind=UnitKind.COMMUNE, name="Phường Hải An", parent=so)
    school = make_unit(
        session,
        code="THCS-LE-CHAN-2",
        kind=UnitKind.SCHOOL,
        name="Trường THCS Lê Chân 2",
        parent=le_chan,
        levels=frozenset({SchoolLevel.THCS}),
        ownership=Ownership.PUBLIC,
    )
    thpt = make_unit(
        session,
        code="THPT-THUY-NGUYEN-3",
        kind=UnitKind.SCHOOL,
        name="Trường THPT Thủy Nguyên 3",
        parent=so,
        levels=frozenset({SchoolLevel.THPT}),
        ownership=Ownership.PUBLIC,
    )
    bo = make_unit(
        session, code="BGDDT", kind=UnitKind.AGENCY, name="Bộ Giáo dục và Đào tạo", short_name="Bộ GDĐT", email=""
    )
    make_contact(session, vp, name="Vũ Thị Hạnh", email="hanh@example.edu.vn")
    make_contact(session, qlcl, name="Bùi Văn Chất", email="chat@example.edu.vn")
    make_contact(session, le_chan, name="Đỗ Thị Lê", email="le@example.edu.vn")
    make_contact(session, le_chan, name="Ngô Văn Trưởng", email="truong@example.edu.vn", role=ContactRole.HEAD)
    make_contact(session, school, name="Trần Thị Giáo", email="giao@example.edu.vn")
    make_contact(session, hai_an, name="Phạm Văn An", email="an@example.edu.vn")
    return Cast(
        authority=so,
        office_unit=vp,
        quality=qlcl,
        le_chan=le_chan,
        le_chan_school=school,
        hai_an=hai_an,
        high_school=thpt,
        ministry=bo,
        admin=make_person(session, email="quan@example.edu.vn", name="Lê Văn Quản", grants=[(Role.ADMIN, None)]),
        officer=make_person(
            session, email="hanh@example.edu.vn", name="Vũ Thị Hạnh", grants=[(Role.OFFICE, None), (Role.UNIT, vp)]
        ),
        leader=make_person(session, email="dao@example.edu.vn", name="Hoàng Văn Đạo", grants=[(Role.LEADER, None)]),
        commune=make_person(session, email="le@example.edu.vn", name="Đỗ Thị Lê", grants=[(Role.UNIT, le_chan)]),
        school=make_person(session, email="giao@example.edu.vn", name="Trần Thị Giáo", grants=[(Role.UNIT, school)]),
        other_commune=make_person(session, email="an@example.edu.vn", name="Phạm Văn An", grants=[(Role.UNIT, hai_an)]),
        department=make_person(session, email="chat@example.edu.vn", name="Bùi Văn Chất", grants=[(Role.UNIT, qlcl)]),
        auditor=make_person(session, email="kiem@example.edu.vn", name="Mai Thị Kiểm", grants=[(Role.AUDITOR, None)]),
    )
