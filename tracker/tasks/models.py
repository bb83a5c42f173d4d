"""Who delivers what by when, and the proof (product 2, 3.1-3.3, 3.7)."""

from datetime import date, datetime, time
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, enum_column, ordered_text
from tracker.plans.models import Reporting, ReviewBy


class TaskState(StrEnum):
    RUNNING = "running"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class AssignmentRole(StrEnum):
    LEAD = "lead"
    COORDINATING = "coordinating"
    FOLLOWING = "following"


class DeadlineState(StrEnum):
    """What is stored; what is shown derives from it (tasks/state.py)."""

    OPEN = "open"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WAIVED = "waived"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class EvidenceState(StrEnum):
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class Task(Base):
    """An item that was assigned, or a task made by hand (then plan and item may be null)."""

    __tablename__ = "task"
    __table_args__ = (sa.Index(None, "plan_id", "position", "id"),)  # the list of a plan's tasks

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan.id"))
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("item.id"), unique=True)
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(sa.String(40), default="")  # "mục 13", "mục VI.3"
    title: Mapped[str] = mapped_column(sa.Text)
    group_name: Mapped[str] = mapped_column(ordered_text(200), default="")
    product: Mapped[str] = mapped_column(sa.Text, default="")
    recipient: Mapped[str] = mapped_column(sa.String(300), default="")  # the Bộ, the UBND … a report goes to
    time_text: Mapped[str] = mapped_column(sa.String(300), default="")
    recurrence: Mapped[str] = mapped_column(sa.String(24), default="none")
    is_ongoing: Mapped[bool] = mapped_column(default=False)  # "Thường xuyên": one deadline per quarter
    starts_on: Mapped[date | None]
    reporting: Mapped[Reporting] = mapped_column(enum_column(Reporting))
    review_by: Mapped[ReviewBy] = mapped_column(enum_column(ReviewBy))
    state: Mapped[TaskState] = mapped_column(enum_column(TaskState), default=TaskState.RUNNING)
    state_reason: Mapped[str] = mapped_column(sa.String(500), default="")
    assigned_on: Mapped[date]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    search_text: Mapped[str] = mapped_column(ordered_text(), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    assignments: Mapped[list["Assignment"]] = relationship(back_populates="task", lazy="raise")


class Assignment(Base):
    """One unit's role in one task; lead beats coordinating. A dated snapshot where it came from a group."""

    __tablename__ = "assignment"
    __table_args__ = (sa.UniqueConstraint("task_id", "unit_id"), sa.Index(None, "unit_id", "task_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    role: Mapped[AssignmentRole] = mapped_column(enum_column(AssignmentRole))
    must_report: Mapped[bool]
    from_words: Mapped[str] = mapped_column(ordered_text(300), default="")  # "CSGD": the group word it came from
    created_at: Mapped[datetime]
    first_seen_at: Mapped[datetime | None]
    first_seen_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    task: Mapped[Task] = relationship(back_populates="assignments", lazy="raise")
    deadlines: Mapped[list["Deadline"]] = relationship(
        back_populates="assignment", lazy="raise", order_by="Deadline.slot"
    )


class Deadline(Base):
    """One slot of one assignment. The slot is the original due date, quarter or "none", and never changes.

    task_id, unit_id, plan_id, is_ongoing and must_report repeat what the assignment and task say, so that lists, reminders
    and counts read one table. They are set once, when the deadline is made.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        sa.UniqueConstraint("assignment_id", "slot"),
        sa.Index(None, "unit_id", "quarter", "state"),  # a unit's page, the quarter by unit
        sa.Index(None, "task_id", "state", "unit_id"),  # a task's page
        sa.Index(None, "quarter", "plan_id", "state"),  # the quarter's table
        sa.Index(None, "state", "effective_due", "judged_due"),  # reminders, overdue lists
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(sa.ForeignKey("assignment.id"))
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    plan_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan.id"))
    slot: Mapped[str] = mapped_column(sa.String(10))  # "2025-12-31", "2025Q4" or "none"
    quarter: Mapped[str] = mapped_column(sa.String(6), default="")  # calendar quarter of the slot; "" without a date
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]  # as written, or as granted; null: Không hạn
    due_time: Mapped[time | None]
    qualifier: Mapped[str] = mapped_column(sa.String(10), default="")
    effective_due: Mapped[date | None]  # due_on, or the next working day
    judged_due: Mapped[date | None]  # effective due that lateness is judged by: with extensions asked for in time
    due_version: Mapped[int] = mapped_column(default=1)
    is_ongoing: Mapped[bool] = mapped_column(default=False)
    must_report: Mapped[bool]
    review_by: Mapped[ReviewBy] = mapped_column(enum_column(ReviewBy))
    state: Mapped[DeadlineState] = mapped_column(enum_column(DeadlineState), default=DeadlineState.OPEN)
    state_reason: Mapped[str] = mapped_column(sa.String(500), default="")
    submitted_at: Mapped[datetime | None]  # the version now under review
    done_at: Mapped[datetime | None]  # first submission that was in the end accepted
    is_done_late: Mapped[bool | None]  # judged when accepted; null until then
    is_outside_cause: Mapped[bool] = mapped_column(default=False)  # Nguyên nhân khách quan, confirmed
    uid: Mapped[str] = mapped_column(sa.String(36), unique=True)  # random UUID for calendars, made once
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]  # last change that shows in a feed
    shown_late_on: Mapped[date | None]  # the day the nightly job wrote "Quá hạn" into the feeds (ical-feeds R22)

    assignment: Mapped[Assignment] = relationship(back_populates="deadlines", lazy="raise")
    evidence: Mapped[list["Evidence"]] = relationship(
        back_populates="deadline", lazy="raise", order_by="Evidence.version"
    )


class Evidence(Base):
    """One version of what a unit hands in for one deadline. What was accepted cannot be changed, only superseded."""

    __tablename__ = "evidence"
    __table_args__ = (
        sa.UniqueConstraint("deadline_id", "version"),
        sa.Index(None, "state", "submitted_at"),  # the review queue, oldest first
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    deadline_id: Mapped[int] = mapped_column(sa.ForeignKey("deadline.id"))
    version: Mapped[int]
    state: Mapped[EvidenceState] = mapped_column(enum_column(EvidenceState))
    document_number: Mapped[str] = mapped_column(sa.String(80), default="")
    document_date: Mapped[date | None]
    link: Mapped[str] = mapped_column(sa.String(1000), default="")
    figure: Mapped[str] = mapped_column(sa.String(200), default="")  # "98,7 %", as the unit writes it
    results: Mapped[str] = mapped_column(sa.Text, default="")
    difficulties: Mapped[str] = mapped_column(sa.Text, default="")
    late_reason: Mapped[str] = mapped_column(sa.Text, default="")
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decision_note: Mapped[str] = mapped_column(sa.Text, default="")

    deadline: Mapped[Deadline] = relationship(back_populates="evidence", lazy="raise")
    files: Mapped[list["EvidenceFile"]] = relationship(
        back_populates="evidence", lazy="raise", order_by="EvidenceFile.id"
    )


class EvidenceFile(Base):
    """A named file of one evidence version; the content is in the store under its SHA-256."""

    __tablename__ = "evidence_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(sa.ForeignKey("evidence.id"), index=True)
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    name: Mapped[str] = mapped_column(sa.String(255))
    media_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int]

    evidence: Mapped[Evidence] = relationship(back_populates="files", lazy="raise")


class Urging(Base):
    """One urging of one unit: one mail to each of its receiving addresses, said once (product 1, journey 6).

    `number` is the n of "lần thứ n": the highest over the lines, where a line's own number counts the urgings of its deadline.
    """

    __tablename__ = "urging"
    __table_args__ = (sa.Index(None, "unit_id", "made_on"),)  # the one of a unit and day, the last one

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    number: Mapped[int]
    made_at: Mapped[datetime]
    made_on: Mapped[date]  # the office's day; one a unit and day, unless overruled
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    made_by_name: Mapped[str] = mapped_column(sa.String(200), default="")  # as it was then
    text: Mapped[str] = mapped_column(sa.Text)
    document_number: Mapped[str] = mapped_column(sa.String(80), default="")
    overrule_reason: Mapped[str] = mapped_column(sa.String(500), default="")
    addresses: Mapped[int] = mapped_column(default=0)  # how many mails were queued; 0: the unit has no address

    lines: Mapped[list["UrgingLine"]] = relationship(
        back_populates="urging", lazy="raise", order_by="UrgingLine.deadline_id"
    )


class UrgingLine(Base):
    """One deadline that an urging names, and how often it has been urged by then."""

    __tablename__ = "urging_line"
    __table_args__ = (sa.Index(None, "deadline_id", "number"),)  # how often a deadline was urged

    urging_id: Mapped[int] = mapped_column(sa.ForeignKey("urging.id"), primary_key=True)
    deadline_id: Mapped[int] = mapped_column(sa.ForeignKey("deadline.id"), primary_key=True)
    number: Mapped[int]

    urging: Mapped[Urging] = relationship(back_populates="lines", lazy="raise")
