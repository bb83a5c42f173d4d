"""People who sign in: accounts, roles, passwords (product 3.4). Knows no requests; hashing is done before a write."""

import secrets
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session, selectinload

from tracker import clock
from tracker.access import Actor
from tracker.directory.addresses import clean_address
from tracker.directory.models import LoginSession, LoginThrottle, Person, Role, RoleGrant, Unit, UnitKind
from tracker.errors import BadInput, NotFound, RuleBroken
from tracker.log import LogAction, record
from tracker.vietnamese import clean_line, fold

HASHER = PasswordHasher()  # argon2id with the library's defaults
MIN_PASSWORD = 12
MAX_PASSWORD = 200
ROLE_WORDS = {
    Role.ADMIN: "Quản trị",
    Role.OFFICE: "Văn phòng Sở",
    Role.LEADER: "Lãnh đạo Sở",
    Role.UNIT: "Đơn vị",
    Role.AUDITOR: "Kiểm tra, chỉ xem",
}


@dataclass(frozen=True)
class Secret:
    """A password and its hash. The text is shown once and kept nowhere."""

    text: str
    hash: str

    def __repr__(self) -> str:
        return "Secret(…)"


def prepare_password(text: str | None = None, *, about: tuple[str, ...] = ()) -> Secret:
    """`text` (or a new one-time password) with its hash. Slow on purpose: call it outside a write transaction.

    Raises BadInput for a password that is too short or is the person's name or address (`about`).
    """
    chosen = secrets.token_urlsafe(12) if text is None else text
    check_password(chosen, about=about)
    return Secret(chosen, HASHER.hash(chosen))


def check_password(text: str, *, about: tuple[str, ...] = ()) -> None:
    """Raises BadInput where `text` cannot be a password."""
    if len(text) < MIN_PASSWORD:
        raise BadInput(f"Mật khẩu cần ít nhất {MIN_PASSWORD} ký tự; một câu ngắn dễ nhớ là đủ.")
    if len(text) > MAX_PASSWORD:
        raise BadInput(f"Mật khẩu dài quá {MAX_PASSWORD} ký tự.")
    if len(set(text)) < 4:
        raise BadInput("Mật khẩu lặp lại quá ít ký tự. Chọn một câu dài hơn.")
    if fold(text) in {fold(word) for word in about if word}:
        raise BadInput("Mật khẩu không được trùng họ tên hay địa chỉ thư.")


@cache
def _no_account_hash() -> str:
    """What an unknown address is checked against, so that the answer takes the same time."""
    return HASHER.hash(secrets.token_urlsafe(16))


def verify(password_hash: str | None, text: str) -> bool:
    """Whether `text` is the password; without a hash (no such account) it takes the same time and is False."""
    try:
        HASHER.verify(password_hash or _no_account_hash(), text[: MAX_PASSWORD + 1])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def create_person(
    session: Session,
    actor: Actor,
    *,
    email: str,
    name: str,
    role: Role,
    password_hash: str,
    post: str = "",
    unit_code: str | None = None,
    must_change_password: bool = True,
    is_demo: bool = False,
) -> Person:
    """Add somebody who signs in, with a first role. Raises BadInput (address, name, role) or RuleBroken (known address)."""
    address, full_name = clean_address(email), _name(name)
    if session.scalar(sa.select(Person.id).where(Person.email == address)):
        raise RuleBroken(f"Đã có tài khoản {address}. Mở tài khoản đó để thêm vai trò.")
    unit = _unit_for(session, role, unit_code)
    person = Person(
        email=address,
        name=full_name,
        post=clean_line(post)[:120],
        password_hash=password_hash,
        must_change_password=must_change_password,
        is_demo=is_demo,
        created_at=clock.now(),
        grants=[RoleGrant(role=role, unit_id=unit.id if unit else None)],
    )
    session.add(person)
    session.flush()
    record(session, actor, LogAction.PERSON_CREATED, person, changes=_grant_facts(address, role, unit))
    return person


def change_person(session: Session, actor: Actor, person: Person, *, name: str, post: str) -> None:
    """Correct a person's name and post. Raises BadInput."""
    wanted = {"name": _name(name), "post": clean_line(post)[:120]}
    changes = {
        field: [getattr(person, field), value] for field, value in wanted.items() if getattr(person, field) != value
    }
    for field, value in wanted.items():
        setattr(person, field, value)
    if changes:
        record(session, actor, LogAction.PERSON_CHANGED, person, changes={"email": person.email, **changes})


def grant_role(session: Session, actor: Actor, person: Person, *, role: Role, unit_code: str | None = None) -> None:
    """Give `person` one more role; her grants must be loaded. Raises BadInput, or RuleBroken where she has it."""
    unit = _unit_for(session, role, unit_code)
    unit_id = unit.id if unit else None
    if any((grant.role, grant.unit_id) == (role, unit_id) for grant in person.grants):
        raise RuleBroken("Người này đã có vai trò đó.")
    person.grants.append(RoleGrant(role=role, unit_id=unit_id))
    facts = _grant_facts(person.email, role, unit)
    record(session, actor, LogAction.PERSON_CHANGED, person, changes={**facts, "what": "granted"})


def withdraw_role(session: Session, actor: Actor, person: Person, *, grant_id: int) -> None:
    """Take a role away. Raises NotFound, or RuleBroken where no active administrator would be left."""
    grant = next((grant for grant in person.grants if grant.id == grant_id), None)
    if grant is None:
        raise NotFound
    if grant.role is Role.ADMIN:
        _keep_an_admin(session, person)
    unit = session.get(Unit, grant.unit_id) if grant.unit_id else None
    facts = _grant_facts(person.email, grant.role, unit)
    person.grants.remove(grant)
    record(session, actor, LogAction.PERSON_CHANGED, person, changes={**facts, "what": "withdrawn"})


def deactivate(session: Session, actor: Actor, person: Person) -> None:
    """Close an account and end its sessions. Raises RuleBroken for the last administrator or oneself."""
    if person.id == actor.person_id:
        raise RuleBroken("Không tự khóa tài khoản của chính mình được. Nhờ một quản trị khác.")
    if any(grant.role is Role.ADMIN for grant in person.grants):
        _keep_an_admin(session, person)
    if not person.is_active:
        return
    person.is_active = False
    end_sessions(session, person.id)
    record(
        session, actor, LogAction.PERSON_CHANGED, person, changes={"email": person.email, "is_active": [True, False]}
    )


def reactivate(session: Session, actor: Actor, person: Person) -> None:
    """Open a closed account again, with its roles as they were."""
    if person.is_active:
        return
    person.is_active = True
    record(
        session, actor, LogAction.PERSON_CHANGED, person, changes={"email": person.email, "is_active": [False, True]}
    )


def reset_password(session: Session, actor: Actor, person: Person, *, password_hash: str) -> None:
    """Set a one-time password: it must be changed at sign-in, sessions end, a lock-out is lifted."""
    person.password_hash = password_hash
    person.must_change_password = True
    end_sessions(session, person.id)
    session.execute(sa.delete(LoginThrottle).where(LoginThrottle.email == person.email))
    record(session, actor, LogAction.PERSON_CHANGED, person, changes={"email": person.email, "what": "password_reset"})


def change_own_password(session: Session, actor: Actor, *, password_hash: str, keep_session_id: int) -> None:
    """Set one's own new password; every other session of hers ends."""
    person = session.scalars(sa.select(Person).where(Person.id == actor.person_id)).one()
    person.password_hash = password_hash
    person.must_change_password = False
    end_sessions(session, person.id, but=keep_session_id)
    record(session, actor, LogAction.PASSWORD_CHANGED, person)


def set_narrow_nav(session: Session, actor: Actor, *, is_narrow: bool) -> None:
    """Remember how the person wants the office's navigation; a matter of taste, not logged."""
    session.execute(sa.update(Person).where(Person.id == actor.person_id).values(has_narrow_nav=is_narrow))


def end_sessions(session: Session, person_id: int, *, but: int | None = None) -> None:
    """Revoke the open sessions of a person, all or all but one. Real clock."""
    statement = sa.update(LoginSession).where(LoginSession.person_id == person_id, LoginSession.revoked_at.is_(None))
    if but is not None:
        statement = statement.where(LoginSession.id != but)
    session.execute(statement.values(revoked_at=clock.real_now()).execution_options(synchronize_session=False))


def person_for(session: Session, person_id: int) -> Person:
    """A person with her grants and their units. Raises NotFound."""
    query = (
        sa.select(Person).where(Person.id == person_id).options(selectinload(Person.grants).joinedload(RoleGrant.unit))
    )
    person = session.scalars(query).one_or_none()
    if person is None:
        raise NotFound
    return person


def _keep_an_admin(session: Session, person: Person) -> None:
    others = (
        sa.select(sa.func.count())
        .select_from(RoleGrant)
        .join(Person)
        .where(RoleGrant.role == Role.ADMIN, Person.is_active, Person.id != person.id)
    )
    if not session.scalar(others):
        raise RuleBroken("Đây là quản trị cuối cùng còn hoạt động. Giao vai trò quản trị cho người khác trước.")


def _unit_for(session: Session, role: Role, unit_code: str | None) -> Unit | None:
    if role is not Role.UNIT:
        if unit_code:
            raise BadInput("Chỉ vai trò Đơn vị đi cùng một đơn vị. Bỏ trống đơn vị.")
        return None
    unit = session.scalars(sa.select(Unit).where(Unit.code == (unit_code or ""))).one_or_none()
    if unit is None:
        raise BadInput("Vai trò Đơn vị cần mã một đơn vị có trong danh bạ.")
    if not unit.is_open:
        raise BadInput(f"{unit.name} đã đóng, không nhận thêm người dùng.")
    if unit.kind is UnitKind.AGENCY:
        raise BadInput(f"{unit.name} là cơ quan ngoài ngành, không có tài khoản.")
    return unit


def _name(text: str) -> str:
    name = clean_line(text)
    if not name or len(name) > 120:
        raise BadInput("Cần họ và tên, không quá 120 ký tự.")
    return name


def _grant_facts(email: str, role: Role, unit: Unit | None) -> dict[str, str]:
    return {"email": email, "role": role.value, **({"unit": unit.display_short} if unit else {})}
