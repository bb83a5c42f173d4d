"""Signing in: attempts counted before the password is looked at, lock-out, server-side sessions. Real clock throughout.

The order matters: `begin_attempt` (short write, committed), `accounts.verify` (slow, no transaction), then `open_session`.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker.access import SYSTEM, Actor
from tracker.db import insert_once
from tracker.directory import accounts
from tracker.directory.models import LoginSession, LoginThrottle, Person, RoleGrant, Unit
from tracker.errors import NotFound
from tracker.log import LogAction, record

MAX_FAILURES = 5
LOCK_MINUTES = 15
_KEPT_AFTER_LOCK = timedelta(days=1)


@dataclass(frozen=True)
class Attempt:
    """What is needed to check one sign-in. `locked_until` set: refused, whatever the password."""

    email: str
    person_id: int | None = None
    password_hash: str | None = None
    locked_until: datetime | None = None


@dataclass(frozen=True)
class OpenSession:
    """A signed-in browser and who uses it, as plain values."""

    id: int
    actor: Actor
    must_change_password: bool


def begin_attempt(session: Session, email: str, *, is_demo: bool) -> Attempt:
    """Count one more try for `email` and say what to check it against; the caller commits at once.

    Accounts of the demonstration have a password that everybody knows: they exist only where `is_demo` (product 4.1).
    Five tries without a success lock the address for fifteen minutes, known or not. Counting before checking leaves
    no room for many tries at the same moment.
    """
    address = email.strip().lower()[:254]
    now = clock.real_now()
    _forget_old_locks(session, now)
    insert_once(session, LoginThrottle, [{"email": address, "failures": 0}])
    throttle = session.scalars(sa.select(LoginThrottle).where(LoginThrottle.email == address).with_for_update()).one()
    if throttle.locked_until is not None and throttle.locked_until > now:
        return Attempt(address, locked_until=throttle.locked_until)
    throttle.failures = 1 if throttle.locked_until is not None else throttle.failures + 1
    throttle.locked_until = None
    if throttle.failures >= MAX_FAILURES:
        throttle.locked_until = now + timedelta(minutes=LOCK_MINUTES)
    person = session.execute(
        sa.select(Person.id, Person.password_hash).where(Person.email == address, _may_enter(is_demo=is_demo))
    ).one_or_none()
    return Attempt(address, person.id, person.password_hash) if person else Attempt(address)


def fail(session: Session, attempt: Attempt) -> datetime | None:
    """The password was wrong: until when the address is locked now, if it is (then it stands in the log)."""
    throttle = session.get(LoginThrottle, attempt.email)
    if throttle is None or throttle.locked_until is None:
        return None
    record(session, SYSTEM, LogAction.SIGN_IN_LOCKED, "person", changes={"email": attempt.email})
    return throttle.locked_until


def open_session(
    session: Session, attempt: Attempt, *, hours: int, user_agent: str, new_hash: str | None = None
) -> str:
    """The password was right: a new session, its token (kept nowhere but in the cookie). Raises NotFound if it closed."""
    person = session.get(Person, attempt.person_id) if attempt.person_id else None
    if person is None or not person.is_active:
        raise NotFound
    token = secrets.token_urlsafe(32)
    now = clock.real_now()
    session.execute(sa.delete(LoginThrottle).where(LoginThrottle.email == attempt.email))
    session.add(
        LoginSession(
            token_hash=token_hash(token),
            person_id=person.id,
            created_at=now,
            expires_at=now + timedelta(hours=hours),
            user_agent=user_agent[:200],
        )
    )
    person.last_sign_in_at = now
    if new_hash is not None:
        person.password_hash = new_hash
    record(session, Actor(person.id, person.name, person.email), LogAction.SIGNED_IN, person)
    return token


def fresher_hash(attempt: Attempt, password: str) -> str | None:
    """A new hash of a right password where the kept one has older parameters. Slow: outside a transaction."""
    if attempt.password_hash is None or not accounts.HASHER.check_needs_rehash(attempt.password_hash):
        return None
    return accounts.HASHER.hash(password)


def find_session(session: Session, token: str, *, is_demo: bool) -> OpenSession | None:
    """Who uses the browser with this token: one statement. None where it ended, ran out, or the account may not enter."""
    asked = {"token_hash": token_hash(token), "now": clock.real_now()}
    rows = session.connection().execute(_session_query(is_demo), asked).all()  # columns need no objects' machinery
    if not rows:
        return None
    first = rows[0]
    units = " · ".join(row.unit_name for row in rows if row.unit_name)
    who = Actor(
        person_id=first.person_id,
        name=first.name,
        email=first.email,
        post=first.post or units,
        grants=frozenset((row.role.value, row.unit_id) for row in rows if row.role is not None),
        has_narrow_nav=first.has_narrow_nav,
    )
    return OpenSession(first.id, who, first.must_change_password)


@lru_cache(maxsize=2)  # every request asks it; building it costs more than running it
def _session_query(is_demo: bool) -> sa.Select[Any]:
    columns: tuple[Any, ...] = (
        LoginSession.id,
        Person.id.label("person_id"),
        Person.name,
        Person.email,
        Person.post,
        Person.must_change_password,
        Person.has_narrow_nav,
        RoleGrant.role,
        RoleGrant.unit_id,
        Unit.name.label("unit_name"),
    )
    return (
        sa.select(*columns)
        .join(Person, Person.id == LoginSession.person_id)
        .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
        .outerjoin(Unit, Unit.id == RoleGrant.unit_id)
        .where(
            LoginSession.token_hash == sa.bindparam("token_hash"),
            LoginSession.revoked_at.is_(None),
            LoginSession.expires_at > sa.bindparam("now"),
            _may_enter(is_demo=is_demo),
        )
        .order_by(RoleGrant.id)
    )


def close_session(session: Session, actor: Actor, *, session_id: int) -> None:
    """Sign out: end this session."""
    _end(session, actor, session_id)
    record(session, actor, LogAction.SIGNED_OUT, "person")


def revoke_session(session: Session, actor: Actor, *, session_id: int) -> None:
    """End another session of one's own. Raises NotFound for anybody else's or one that has ended."""
    _end(session, actor, session_id)
    record(session, actor, LogAction.SESSION_REVOKED, "login_session", changes={"session": session_id})


def own_sessions(session: Session, actor: Actor) -> Sequence[LoginSession]:
    """The actor's open sessions, newest first."""
    return session.scalars(
        sa.select(LoginSession)
        .where(
            LoginSession.person_id == actor.person_id,
            LoginSession.revoked_at.is_(None),
            LoginSession.expires_at > clock.real_now(),
        )
        .order_by(LoginSession.id.desc())
        .limit(50)
    ).all()


def token_hash(token: str) -> str:
    """How a token is kept: SHA-256, so that a copy of the database opens no session."""
    return hashlib.sha256(token.encode()).hexdigest()


def _may_enter(*, is_demo: bool) -> sa.ColumnElement[bool]:
    return sa.and_(Person.is_active, sa.true() if is_demo else sa.not_(Person.is_demo))


def _end(session: Session, actor: Actor, session_id: int) -> None:
    ended = session.execute(
        sa.update(LoginSession)
        .where(
            LoginSession.id == session_id,
            LoginSession.person_id == actor.person_id,
            LoginSession.revoked_at.is_(None),
        )
        .values(revoked_at=clock.real_now())
        .execution_options(synchronize_session=False)
    )
    if not ended.rowcount:  # type: ignore[attr-defined]
        raise NotFound


def _forget_old_locks(session: Session, now: datetime) -> None:
    session.execute(sa.delete(LoginThrottle).where(LoginThrottle.locked_until < now - _KEPT_AFTER_LOCK))
