"""Calendar addresses: secrets, who may read, when the kept bytes still hold (product 3.6; ical-feeds R36-R43).

The secret follows from the installation's key and the feed's nonce, so that it can be shown again without being stored;
a reader is found by its SHA-256. A feed runs with the rights its subscriber has now.
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import access, clock
from tracker.access import Act, Actor, Relation
from tracker.directory.models import Person, RoleGrant, Unit
from tracker.errors import NotAllowed, NotFound
from tracker.log import LogAction, record
from tracker.notify import feed_events, feed_keeping, ical, outbox
from tracker.notify.feed_events import Candidate
from tracker.notify.feed_keeping import Stamped
from tracker.notify.models import Feed, FeedKind
from tracker.plans.models import Plan
from tracker.tasks.models import Deadline
from tracker.tasks.state import is_past_limit_sql
from tracker.vietnamese import clean_line

TOKEN_LENGTH = 32  # of base64url: 192 bits (R39 asks for 128)
READ_NOTED_EVERY = timedelta(hours=1)  # product 3.4
DESCRIPTION = "Kỳ hạn lấy từ Đúng hạn. Việc đã xong hoặc đã hủy còn hiện 60 ngày."

_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}", re.ASCII)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class FeedFacts:
    """A feed's columns as an answer needs them, without its bytes: no object of the session is made for a 304."""

    id: int
    kind: FeedKind
    unit_id: int | None
    plan_id: int | None
    person_id: int
    has_alarms: bool
    last_read_at: datetime | None
    changed_at: datetime
    etag: str
    built_for: datetime | None
    leaves_on: date | None
    scope: str


@dataclass(frozen=True)
class Reading:
    """A feed that may be read, and its subscriber with today's rights."""

    feed: Feed | FeedFacts
    subscriber: Actor

    @property
    def scope(self) -> str:
        """A hash of what the bytes depend on besides the rows: for a person, her name and units (R40)."""
        if self.feed.kind is not FeedKind.PERSON:
            return ""
        facts = repr((self.subscriber.name, sorted(self.subscriber.unit_ids)))
        return hashlib.sha256(facts.encode()).hexdigest()


@dataclass(frozen=True)
class Built:
    """A feed's bytes for one answer, and what is to be kept of them after it."""

    feed_id: int
    seen_at: datetime  # the feed's changed_at that was read
    changed_at: datetime
    body: bytes
    etag: str
    built_on: date
    leaves_on: date | None
    scope: str
    events: Sequence[Stamped]


# --- secrets


def token_of(feed: Feed, secret_key: str) -> str | None:
    """The secret of `feed`'s address, or None when the installation's key has changed since it was made."""
    token = _derive(secret_key, feed.nonce)
    return token if hash_of(token) == feed.token_hash else None


def address_of(feed: Feed, *, base_url: str, secret_key: str) -> str | None:
    """The address a calendar program subscribes to, or None as in `token_of`."""
    token = token_of(feed, secret_key)
    return f"{base_url}/ical/{feed.kind.value}/{token}.ics" if token else None


def hash_of(token: str) -> str:
    """What is stored of a secret; its first eight digits may be logged (R43)."""
    return hashlib.sha256(token.encode()).hexdigest()


def _derive(secret_key: str, nonce: str) -> str:
    digest = hmac.digest(secret_key.encode(), f"feed:{nonce}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest).decode()[:TOKEN_LENGTH]


# --- acts of a person


def create(
    session: Session,
    actor: Actor,
    *,
    to: Actor,
    kind: FeedKind,
    secret_key: str,
    unit_id: int | None = None,
    plan_id: int | None = None,
) -> Feed:
    """Give `to` an address of her own for a unit, a plan or herself; the one she has, if it still works.

    Raises NotAllowed where she may not read it.
    """
    if not may_read(to, kind, unit_id=unit_id):
        raise NotAllowed("Tài khoản này không được xem lịch đó.")
    found = session.scalars(
        sa.select(Feed)
        .where(
            Feed.person_id == to.person_id,
            Feed.kind == kind,
            Feed.unit_id.is_(None) if unit_id is None else Feed.unit_id == unit_id,
            Feed.plan_id.is_(None) if plan_id is None else Feed.plan_id == plan_id,
            Feed.revoked_at.is_(None),
        )
        .order_by(Feed.id)
    ).first()
    if found is not None:
        return found
    nonce = secrets.token_hex(16)
    feed = Feed(
        kind=kind,
        unit_id=unit_id,
        plan_id=plan_id,
        person_id=to.person_id,
        nonce=nonce,
        token_hash=hash_of(_derive(secret_key, nonce)),
        created_at=clock.now(),
        changed_at=clock.now().replace(microsecond=0),
    )
    session.add(feed)
    session.flush()
    facts = {"kind": kind, "plan": plan_id, "person": to.person_id}
    record(session, actor, LogAction.FEED_CREATED, feed, changes=facts, unit_id=unit_id)
    return feed


def renew(session: Session, actor: Actor, feed: Feed, *, secret_key: str) -> None:
    """Give `feed` another secret; the old address ends at once. Always a person's act (R42)."""
    old = feed.token_hash[:8]
    feed.nonce = secrets.token_hex(16)
    feed.token_hash = hash_of(_derive(secret_key, feed.nonce))
    feed.last_read_at, feed.last_read_by = None, ""
    changes = {"address": [old, feed.token_hash[:8]]}
    record(session, actor, LogAction.FEED_RENEWED, feed, changes=changes, unit_id=feed.unit_id)


def revoke(session: Session, actor: Actor, feed: Feed) -> None:
    """End `feed`'s address. Revoking twice changes nothing."""
    if feed.revoked_at is not None:
        return
    feed.revoked_at = clock.now()
    record(session, actor, LogAction.FEED_REVOKED, feed, unit_id=feed.unit_id)


def set_alarms(session: Session, actor: Actor, feed: Feed, *, has_alarms: bool) -> None:
    """Put alarms into a person's own feed, or leave them out (R30). Raises NotAllowed for other feeds."""
    if feed.kind is not FeedKind.PERSON:
        raise NotAllowed("Chỉ lịch của riêng mình mới có chuông báo.")
    if feed.has_alarms == has_alarms:
        return
    changes = {"has_alarms": [feed.has_alarms, has_alarms]}
    feed.has_alarms = has_alarms
    feed.changed_at = _later(feed.changed_at)
    record(session, actor, LogAction.FEED_CHANGED, feed, changes=changes)


# --- reading


def feeds_of(session: Session, actor: Actor) -> list[Feed]:
    """The addresses `actor` has that are not revoked and that she may still read, the oldest first."""
    query = sa.select(Feed).where(Feed.person_id == actor.person_id, Feed.revoked_at.is_(None)).order_by(Feed.id)
    return [feed for feed in session.scalars(query) if may_read(actor, feed.kind, unit_id=feed.unit_id)]


def get_feed(session: Session, actor: Actor, feed_id: int) -> Feed:
    """One of `feeds_of`. Raises NotFound."""
    feed = session.get(Feed, feed_id)
    if feed is None or feed not in feeds_of(session, actor):
        raise NotFound
    return feed


def may_read(actor: Actor, kind: FeedKind, *, unit_id: int | None = None) -> bool:
    """Whether `actor` may subscribe to such a feed with the roles she has now (product 3.4)."""
    if kind is FeedKind.PLAN:
        return access.may(actor, Act.SUBSCRIBE_PLAN)
    if kind is FeedKind.UNIT:
        return access.may(actor, Act.SUBSCRIBE, Relation.OWN if unit_id in actor.unit_ids else Relation.ANY)
    return access.may_at_all(actor, Act.SUBSCRIBE)


_FEED, _PERSON, _GRANT = (model.__table__.c for model in (Feed, Person, RoleGrant))
_FACTS = tuple(_FEED[each.name] for each in fields(FeedFacts))
_BY_HASH = (  # built once and of columns: the whole answer of an unchanged feed is about as long as building this would take
    sa.select(*_FACTS, _PERSON.name, _PERSON.email, _GRANT.role, _GRANT.unit_id)
    .select_from(
        Feed.__table__.join(Person.__table__, _PERSON.id == _FEED.person_id).outerjoin(
            RoleGrant.__table__, _GRANT.person_id == _PERSON.id
        )
    )
    .where(
        _FEED.token_hash == sa.bindparam("hash"),
        _FEED.kind == sa.bindparam("kind", type_=Feed.kind.type),
        _FEED.revoked_at.is_(None),
        _PERSON.is_active,
    )
)


def find(session: Session, kind: str, token: str) -> Reading | None:
    """The feed behind an address, or None: unknown, malformed, revoked, or its subscriber has lost the right (R40, R41)."""
    if not _TOKEN.fullmatch(token) or kind not in {each.value for each in FeedKind}:
        return None
    rows = session.execute(_BY_HASH, {"hash": hash_of(token), "kind": FeedKind(kind)}).all()
    if not rows:
        return None
    feed = FeedFacts(*rows[0][: len(_FACTS)])
    name, email = rows[0][len(_FACTS) : len(_FACTS) + 2]
    grants = frozenset((row[-2].value, row[-1]) for row in rows if row[-2] is not None)
    subscriber = Actor(person_id=feed.person_id, name=name, email=email, grants=grants)
    return Reading(feed, subscriber) if may_read(subscriber, feed.kind, unit_id=feed.unit_id) else None


def kept_body(session: Session, feed_id: int) -> bytes:
    """The bytes that were kept of a feed."""
    return session.scalar(sa.select(Feed.body).where(Feed.id == feed_id)) or b""


def is_fresh(reading: Reading, today: date) -> bool:
    """Whether the kept bytes of the feed still show what it has to show."""
    feed = reading.feed
    is_inside = feed.leaves_on is None or today < feed.leaves_on
    return feed.built_for == feed.changed_at and is_inside and feed.scope == reading.scope


def build(session: Session, reading: Reading, *, today: date, base_url: str, secret_key: str) -> Built:
    """The feed's bytes from the rows and the kept VEVENTs. Reads only; `keep_built` stores them after the answer."""
    feed = reading.feed
    candidates, kept = _content(session, reading, today, base_url, secret_key)
    wanted = feed_keeping.chosen(candidates)
    rendered = [feed_keeping.stamped(candidate, kept.get(candidate.key)) for candidate in wanted]
    events = feed_keeping.within_size(rendered, has_alarms=feed.has_alarms)
    body = ical.calendar_bytes(
        name=name_of(session, feed, reading.subscriber.name),
        description=DESCRIPTION,
        events=[ical.with_alarm(each.body, each.alarm) if feed.has_alarms else each.body for each in events],
        needs_timezone=any(each.candidate.due_time for each in events),
    )
    # Built before and not touched since: an event has left the window, or the subscriber's rights have changed (R36).
    has_moved_by_itself = feed.built_for == feed.changed_at
    return Built(
        feed_id=feed.id,
        seen_at=feed.changed_at,
        changed_at=_later(feed.changed_at) if has_moved_by_itself else feed.changed_at,
        body=body,
        etag=hashlib.sha256(body).hexdigest()[:32],
        built_on=today,
        leaves_on=feed_keeping.leaves_on(each.candidate for each in events),
        scope=reading.scope,
        events=rendered,
    )


def _content(
    session: Session, reading: Reading, today: date, base_url: str, secret_key: str
) -> tuple[list[Candidate], dict[object, object]]:
    feed = reading.feed
    if feed.kind is FeedKind.PLAN and feed.plan_id is not None:
        candidates = feed_events.plan_candidates(
            session,
            feed.plan_id,
            today=today,
            base_url=base_url,
            new_uid=lambda task_id, slot: feed_events.plan_uid(secret_key, task_id, slot),
        )
        return candidates, dict(feed_keeping.kept_of_plan(session, feed.plan_id))
    units = reading.subscriber.unit_ids if feed.kind is FeedKind.PERSON else {feed.unit_id or 0}
    candidates = feed_events.unit_candidates(session, units, today=today, base_url=base_url)
    return candidates, dict(feed_keeping.kept_deadlines(session, units, today=today))


def name_of(session: Session, feed: Feed | FeedFacts, person: str) -> str:
    """The calendar's name: whose deadlines, or which plan's."""
    if feed.kind is FeedKind.UNIT:
        unit = session.scalar(sa.select(Unit.name).where(Unit.id == feed.unit_id))
        return f"Hạn công việc – {unit}"
    if feed.kind is FeedKind.PLAN:
        plan = session.get_one(Plan, feed.plan_id)
        return f"Kế hoạch – {ical.clipped(plan.display_title, 100)}"
    return f"Hạn công việc – {person}"


# --- after the answer


def keep_built(session: Session, built: Built) -> None:
    """Keep the bytes, unless the feed has changed since they were built. Building them again gives the same."""
    feed_keeping.keep(session, built.events)
    session.execute(
        sa.update(Feed)
        .where(Feed.id == built.feed_id, Feed.changed_at == built.seen_at)
        .values(
            body=built.body,
            etag=built.etag,
            changed_at=built.changed_at,
            built_for=built.changed_at,
            built_on=built.built_on,
            leaves_on=built.leaves_on,
            scope=built.scope,
        )
        .execution_options(synchronize_session=False)
    )


def is_read_due(feed: Feed | FeedFacts) -> bool:
    """Whether the last reading is to be noted again: at most hourly (product 3.4)."""
    now = clock.now()
    return feed.last_read_at is None or not (feed.last_read_at <= now < feed.last_read_at + READ_NOTED_EVERY)


def note_read(session: Session, feed_id: int, *, program: str) -> None:
    """Say that `program` (its User-Agent) has read the feed now."""
    session.execute(
        sa.update(Feed)
        .where(Feed.id == feed_id)
        .values(last_read_at=clock.now(), last_read_by=clean_line(program)[:200])
        .execution_options(synchronize_session=False)
    )


# --- the nightly job


def refresh_overdue(session: Session, today: date) -> int:
    """Write "Quá hạn" into the feeds of deadlines that became late since the last run; how many did (R22).

    The mark is the deadline's `shown_late_on`: what carries it and is still late by it is left alone, so that a second run
    changes nothing, and a missed night is made up for. A date moved later takes the words away by itself.
    """
    is_marked = sa.func.coalesce(is_past_limit_sql(Deadline.shown_late_on), sa.false())  # type: ignore[arg-type]
    due = sa.and_(feed_events.is_late_sql(today), sa.not_(is_marked))
    units = session.scalars(sa.select(Deadline.unit_id).where(due).distinct()).all()
    if not units:
        return 0
    plans = session.scalars(sa.select(Deadline.plan_id).where(due, Deadline.plan_id.is_not(None)).distinct()).all()
    now = clock.now().replace(microsecond=0)
    young = session.execute(sa.select(Deadline.id, Deadline.changed_at).where(due, Deadline.changed_at >= now)).all()
    for deadline_id, changed_at in young:
        session.execute(_mark(today, changed_at + _SECOND).where(Deadline.id == deadline_id))
    result = session.execute(_mark(today, now).where(due))
    outbox.touch(session, unit_ids=units, plan_ids=[plan for plan in plans if plan is not None])
    return len(young) + int(result.rowcount)  # type: ignore[attr-defined]


def _mark(today: date, at: datetime) -> sa.Update:
    values = {"sequence": Deadline.sequence + 1, "changed_at": at, "shown_late_on": today}
    return sa.update(Deadline).values(values).execution_options(synchronize_session=False)


def _later(instant: datetime) -> datetime:
    """Now, but never before a second after `instant`."""
    return max(clock.now().replace(microsecond=0), instant + _SECOND)
