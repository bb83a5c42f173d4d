"""Everything that leaves: reminders, messages, feeds, and the traces of the worker (product 3.5, 3.6; stack 3)."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, JSONText, enum_column


class MessageKind(StrEnum):
    DIGEST = "digest"
    ASSIGNED = "assigned"
    RETURNED = "returned"
    DECISION = "decision"
    URGING = "urging"
    AMENDED = "amended"
    WEEKLY = "weekly"


class MessageState(StrEnum):
    PENDING = "pending"
    LEASED = "leased"
    TRANSMITTING = "transmitting"
    SENT = "sent"
    RETRY = "retry"
    DEAD = "dead"
    CANCELLED = "cancelled"
    IN_DOUBT = "in_doubt"


class Priority:
    """What leaves first while mail is short (product 3.5). A number, so that the claim can order by it."""

    AT_ONCE = 0  # urgings, returns, decisions
    PRESSING = 1  # digests that speak of late work or of today
    NEW = 2  # new tasks, amended plans
    AHEAD = 3  # reminders before the day, summaries


class FeedKind(StrEnum):
    """The values are the words in the feed's address."""

    UNIT = "don-vi"
    PERSON = "ca-nhan"
    PLAN = "ke-hoach"


class TaskKind(StrEnum):
    """What a reminder policy may be for: every deadline, or those of one kind, by what a deadline knows of itself."""

    ANY = "any"
    DATED = "dated"  # a date by which something is handed in
    ONGOING = "ongoing"  # a quarter of continuing work
    LOOKING_ON = "looking_on"  # coordinating or following: nothing to hand in


class DigestFrequency(StrEnum):
    """On which days an address gets its digest. Late and on the day always come (product 3.5)."""

    DAILY = "daily"  # every working day that owes something
    WEEKLY = "weekly"  # reminders ahead wait for the week's first working day
    MANDATORY = "mandatory"  # reminders ahead come only with what is late or due


class ReminderPolicy(Base):
    """When who is reminded, as data; the row without a plan for any kind of task is the default (product 3.5).

    The weekly summary of the office is a matter of the default row alone.
    """

    __tablename__ = "reminder_policy"
    __table_args__ = (sa.UniqueConstraint("plan_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan.id"))
    kind: Mapped[TaskKind] = mapped_column(
        enum_column(TaskKind, is_checked=False), default=TaskKind.ANY, server_default="any"
    )
    days_before: Mapped[Any] = mapped_column(JSONText())  # [30, 14, 7, 3, 1]
    on_the_day: Mapped[bool] = mapped_column(default=True)
    late_every_days: Mapped[int] = mapped_column(default=7)  # after the first, on the first working day late
    head_from_days_late: Mapped[int] = mapped_column(default=7)
    has_weekly: Mapped[bool] = mapped_column(default=True, server_default=sa.text("true"))
    weekly_on: Mapped[int] = mapped_column(default=0, server_default="0")  # 0 is Monday


class MailPreference(Base):
    """How one address wants what may be thinned out; who has no row gets everything (product 3.5)."""

    __tablename__ = "mail_preference"

    address: Mapped[str] = mapped_column(sa.String(254), primary_key=True)  # as policy.normal_address spells it
    frequency: Mapped[DigestFrequency] = mapped_column(enum_column(DigestFrequency), default=DigestFrequency.DAILY)
    digest_at: Mapped[time | None]  # the office's wall clock; none: as soon as mail leaves
    copy_to: Mapped[str] = mapped_column(sa.String(254), default="", index=True)
    has_weekly: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime]


class Reminder(Base):
    """One step of one deadline for one address: exists once, whatever runs twice."""

    __tablename__ = "reminder"
    __table_args__ = (
        sa.UniqueConstraint("deadline_id", "step", "due_version", "address"),
        sa.Index(
            None,
            "address",
            "day",
            sqlite_where=sa.text("message_id IS NULL"),
            postgresql_where=sa.text("message_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    deadline_id: Mapped[int] = mapped_column(sa.ForeignKey("deadline.id"))
    step: Mapped[str] = mapped_column(sa.String(20))  # "before-7", "on", "late-1"
    due_version: Mapped[int]
    address: Mapped[str] = mapped_column(sa.String(254))
    day: Mapped[date]  # the working day it is owed on
    planned_at: Mapped[datetime]
    message_id: Mapped[int | None] = mapped_column(sa.ForeignKey("message.id"), index=True)
    cancelled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(sa.String(200), default="")

    message: Mapped["Message | None"] = relationship(back_populates="reminders", lazy="raise")


class Message(Base):
    """One mail to one address. Its text is made when it is first claimed, and frozen then: a retry is byte-identical."""

    __tablename__ = "message"
    __table_args__ = (
        sa.UniqueConstraint("address", "kind", "slot"),
        sa.Index(
            "ix_message_waiting",
            "priority",
            "next_at",
            "id",
            sqlite_where=sa.text("state IN ('pending', 'retry', 'leased', 'transmitting')"),
            postgresql_where=sa.text("state IN ('pending', 'retry', 'leased', 'transmitting')"),
        ),  # the claim
        sa.Index(None, "state", "id"),  # the ledger by state, what failed
        sa.Index(None, "sent_at"),  # what left today, the quota
        sa.Index(
            None,
            "kind",
            "subject_id",
            sqlite_where=sa.text("subject_id IS NOT NULL"),
            postgresql_where=sa.text("subject_id IS NOT NULL"),
        ),  # what went out about one event
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(sa.String(254))
    kind: Mapped[MessageKind] = mapped_column(enum_column(MessageKind))
    slot: Mapped[str] = mapped_column(sa.String(40))  # the day of a digest, the event of the rest
    subject_id: Mapped[int | None]  # what the event is about: a plan, an evidence
    payload: Mapped[Any] = mapped_column(JSONText(), default=dict)  # facts of the event that the text is made from
    subject: Mapped[str] = mapped_column(sa.String(300), default="")
    text: Mapped[str] = mapped_column(sa.Text, default="")
    html: Mapped[str] = mapped_column(sa.Text, default="")
    calendar: Mapped[bytes | None] = mapped_column(sa.LargeBinary)  # its .ics, frozen with the text (ical-feeds R44)
    message_id_header: Mapped[str] = mapped_column(sa.String(120), unique=True)
    rendered_at: Mapped[datetime | None]  # also the Date header
    state: Mapped[MessageState] = mapped_column(enum_column(MessageState), default=MessageState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    priority: Mapped[int] = mapped_column(sa.SmallInteger, default=Priority.AHEAD, server_default="3")
    next_at: Mapped[datetime]  # real clock, like every lease
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[str] = mapped_column(sa.String(32), default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    smtp_reply: Mapped[str] = mapped_column(sa.String(500), default="")
    last_error: Mapped[str] = mapped_column(sa.String(500), default="")

    reminders: Mapped[list[Reminder]] = relationship(back_populates="message", lazy="raise")
    events: Mapped[list["MessageEvent"]] = relationship(
        back_populates="message", lazy="raise", order_by="MessageEvent.id"
    )


class MessageEvent(Base):
    """Append-only: what happened to a message. Real clock."""

    __tablename__ = "message_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(sa.ForeignKey("message.id"), index=True)
    at: Mapped[datetime]
    state: Mapped[MessageState] = mapped_column(enum_column(MessageState))
    note: Mapped[str] = mapped_column(sa.String(500), default="")

    message: Mapped[Message] = relationship(back_populates="events", lazy="raise")


class Feed(Base):
    """A calendar address of one subscriber. The secret is derived, never stored; it is looked up by its hash (ical-feeds R39)."""

    __tablename__ = "feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[FeedKind] = mapped_column(enum_column(FeedKind))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    plan_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)  # the subscriber
    has_alarms: Mapped[bool] = mapped_column(default=False)
    nonce: Mapped[str] = mapped_column(sa.String(32))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_read_at: Mapped[datetime | None]
    last_read_by: Mapped[str] = mapped_column(sa.String(200), default="")
    changed_at: Mapped[datetime]  # content last changed; never goes back (R36)
    body: Mapped[bytes | None] = mapped_column(sa.LargeBinary, deferred=True)  # kept until changed_at moves
    etag: Mapped[str] = mapped_column(sa.String(64), default="")
    built_for: Mapped[datetime | None]  # the changed_at that `body` shows
    built_on: Mapped[date | None]  # the day `body` was built on
    leaves_on: Mapped[date | None]  # the first day a finished event of `body` is outside the window (R9, R36)
    scope: Mapped[str] = mapped_column(sa.String(64), default="")  # hash of the rights `body` was built with (R40)


class KeptEvent:
    """The VEVENT bytes as icalendar rendered them once, and the stamps they carry (product 3.6).

    `digest` covers what is shown; when it moves, `sequence` rises by one and `changed_at` by a second at least (R23, R24).
    """

    digest: Mapped[str] = mapped_column(sa.String(64), default="")
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime | None]
    is_timed: Mapped[bool] = mapped_column(default=False)  # ends at an hour, so the file needs a VTIMEZONE
    body: Mapped[bytes] = mapped_column(sa.LargeBinary, default=b"")
    alarm: Mapped[bytes] = mapped_column(sa.LargeBinary, default=b"")  # the VALARM of feeds that want one; may be empty


class DeadlineEvent(KeptEvent, Base):
    """The kept VEVENT of a deadline, the same in every unit's and person's feed. Its UID is the deadline's."""

    __tablename__ = "deadline_event"

    deadline_id: Mapped[int] = mapped_column(sa.ForeignKey("deadline.id"), primary_key=True)


class PlanEvent(KeptEvent, Base):
    """The kept VEVENT and the UID of a plan's feed: one per task and slot (product 3.6)."""

    __tablename__ = "plan_event"
    __table_args__ = (sa.UniqueConstraint("task_id", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"))
    slot: Mapped[str] = mapped_column(sa.String(10))
    uid: Mapped[str] = mapped_column(sa.String(36), unique=True)


class JobRun(Base):
    """A trace of one run of one job of the worker. Real clock."""

    __tablename__ = "job_run"
    __table_args__ = (sa.Index(None, "job", "started_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(sa.String(40))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    counts: Mapped[Any] = mapped_column(JSONText(), default=dict)
    error: Mapped[str] = mapped_column(sa.String(500), default="")


class Heartbeat(Base):
    """When a process last said it lives. Real clock."""

    __tablename__ = "heartbeat"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    at: Mapped[datetime]
    detail: Mapped[str] = mapped_column(sa.String(200), default="")
