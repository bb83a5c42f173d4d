"""The append-only, hash-chained log (product 3.7). The chain's lock is taken last, just before commit."""

import hashlib
import json
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column, scoped_session

from tracker import clock
from tracker.access import Actor
from tracker.db import Base, JSONText, enum_column

_PENDING = "tracker_log_entries"
_MARKS = "tracker_log_savepoints"
_GENESIS = "0" * 64


class LogAction(StrEnum):
    """What can happen; the sentences are made in tracker/log_sentences.py."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_LOCKED = "sign_in_locked"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of an act
    SESSION_REVOKED = "session_revoked"
    PERSON_CREATED = "person_created"
    PERSON_CHANGED = "person_changed"
    UNITS_IMPORTED = "units_imported"
    UNIT_CHANGED = "unit_changed"
    CONTACT_ADDED = "contact_added"
    CONTACT_CHANGED = "contact_changed"
    CONTACT_REMOVED = "contact_removed"
    CALENDAR_CHANGED = "calendar_changed"
    CALENDAR_EDITED = "calendar_edited"
    SCHOOL_YEAR_CHANGED = "school_year_changed"
    POLICY_CHANGED = "policy_changed"
    PREFERENCE_CHANGED = "preference_changed"
    DOCUMENT_IMPORTED = "document_imported"
    DOCUMENT_CHANGED = "document_changed"
    PLAN_CHANGED = "plan_changed"
    ITEM_CHANGED = "item_changed"
    WARNING_DECIDED = "warning_decided"
    PLAN_ASSIGNED = "plan_assigned"
    PLAN_AMENDED = "plan_amended"
    TASK_CREATED = "task_created"
    TASK_CHANGED = "task_changed"
    TASK_CANCELLED = "task_cancelled"
    DUE_CHANGED = "due_changed"
    DEADLINE_WAIVED = "deadline_waived"
    EVIDENCE_SUBMITTED = "evidence_submitted"
    EVIDENCE_WITHDRAWN = "evidence_withdrawn"
    EVIDENCE_ACCEPTED = "evidence_accepted"
    EVIDENCE_RETURNED = "evidence_returned"
    EVIDENCE_READ = "evidence_read"
    CAUSE_CONFIRMED = "cause_confirmed"
    UNITS_URGED = "units_urged"
    REMINDERS_PLANNED = "reminders_planned"
    MESSAGE_RESENT = "message_resent"
    MESSAGE_BOUNCED = "message_bounced"
    ADDRESS_REFUSED = "address_refused"
    ADDRESS_RESTORED = "address_restored"
    FEED_CREATED = "feed_created"
    FEED_RENEWED = "feed_renewed"
    FEED_CHANGED = "feed_changed"
    FEED_REVOKED = "feed_revoked"


class LogEntry(Base):
    """One act. Each entry's hash covers its facts and the hash before it."""

    __tablename__ = "log_entry"
    __table_args__ = (
        sa.Index(None, "subject_type", "subject_id"),  # the history of one thing
        sa.Index(None, "task_id", "id"),  # the history of a task
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]  # business time: the assumed day with the real time of day
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(sa.String(120))
    action: Mapped[LogAction] = mapped_column(enum_column(LogAction, length=40, is_checked=False))
    subject_type: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[int | None]
    task_id: Mapped[int | None]
    unit_id: Mapped[int | None]
    changes: Mapped[Any] = mapped_column(JSONText(), default=dict)  # {field: [old, new]}
    hash: Mapped[str] = mapped_column(sa.String(64))


class LogChain(Base):
    """The head of the chain: one row, locked while entries are appended."""

    __tablename__ = "log_chain"

    id: Mapped[int] = mapped_column(primary_key=True)
    head: Mapped[str] = mapped_column(sa.String(64))
    entries: Mapped[int]


def record(
    session: Session | scoped_session[Any],
    actor: Actor,
    action: LogAction,
    subject: Base | str,
    *,
    changes: Mapping[str, Any] | None = None,
    task_id: int | None = None,
    unit_id: int | None = None,
) -> None:
    """Say that `actor` did `action` to `subject` (a mapped object, or a word for what has no row).

    `changes` is {field: [old, new]}, or plain facts where nothing was there before. The entry is written when the
    transaction commits, and not at all if it does not.
    """
    own: Session = session() if isinstance(session, scoped_session) else session  # the proxy lacks in_transaction
    if not own.in_transaction():
        own.begin()  # so that a rollback, too, is heard of
    own.info.setdefault(_PENDING, []).append(
        (clock.now(), actor, action, subject, _plain(dict(changes or {})), task_id, unit_id)
    )


def _plain(value: Any) -> Any:
    """`value` as JSON knows it; dates and enums become their text."""
    return json.loads(json.dumps(value, default=str, ensure_ascii=False))


@event.listens_for(Session, "before_commit")
def _append(session: Session) -> None:
    if session.in_nested_transaction():
        return  # a savepoint is not the end of the act
    pending = session.info.pop(_PENDING, [])
    if not pending:
        return
    session.flush()  # subjects made in this transaction need their ids
    chain = session.scalars(sa.select(LogChain).with_for_update()).one_or_none()
    if chain is None:
        chain = LogChain(id=1, head=_GENESIS, entries=0)
        session.add(chain)
    for at, actor, action, subject, changes, task_id, unit_id in pending:
        entry = LogEntry(
            at=at,
            actor_id=actor.person_id,
            actor_name=actor.name,
            action=action,
            subject_type=subject if isinstance(subject, str) else subject.__tablename__,
            subject_id=None if isinstance(subject, str) else subject.id,
            task_id=task_id,
            unit_id=unit_id,
            changes=changes,
        )
        entry.hash = entry_hash(chain.head, entry)
        chain.head = entry.hash
        chain.entries += 1
        session.add(entry)
    session.flush()


@event.listens_for(Session, "after_transaction_create")
def _mark(session: Session, transaction: SessionTransaction) -> None:
    """A savepoint remembers which entries were there before it."""
    if transaction.nested:
        session.info.setdefault(_MARKS, {})[transaction] = len(session.info.get(_PENDING, ()))


@event.listens_for(Session, "after_transaction_end")
def _unmark(session: Session, transaction: SessionTransaction) -> None:
    if not transaction.nested:
        session.info.pop(_MARKS, None)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    """What is rolled back was not done: all of it, or what came after the savepoint."""
    kept = session.info.get(_MARKS, {}).get(transaction, 0) if transaction.nested else 0
    del session.info.get(_PENDING, [])[kept:]


def entry_hash(previous: str, entry: LogEntry) -> str:
    """SHA-256 (hex) over the entry's facts and the hash before it."""
    facts = [
        previous,
        entry.at.isoformat(),
        entry.actor_id,
        entry.actor_name,
        entry.action.value,
        entry.subject_type,
        entry.subject_id,
        entry.task_id,
        entry.unit_id,
        entry.changes,
    ]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def first_broken_entry(session: Session) -> int | None:
    """The id of the first entry whose hash does not follow, or None for a whole chain (0: entries are missing)."""
    head, count = _GENESIS, 0
    query = sa.select(LogEntry).order_by(LogEntry.id).execution_options(yield_per=1000)
    with closing(session.scalars(query)) as entries:
        for entry in entries:
            head = entry_hash(head, entry)
            count += 1
            if entry.hash != head:
                return entry.id
    chain = session.scalars(sa.select(LogChain)).one_or_none()
    if chain is None:
        return None if count == 0 else 0
    return None if (chain.head, chain.entries) == (head, count) else 0
