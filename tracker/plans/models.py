"""Documents and what they ask: plans, items, their parties and warnings (product 2, 3.8)."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, JSONText, enum_column


class DocumentKind(StrEnum):
    PLAN = "ke_hoach"
    DISPATCH = "cong_van"
    DECISION = "quyet_dinh"
    NOTICE = "thong_bao"
    OTHER = "other"


class PlanState(StrEnum):
    REVIEW = "review"
    ASSIGNED = "assigned"
    CLOSED = "closed"


class ItemOrigin(StrEnum):
    ROW = "row"
    PROSE = "prose"


class ItemState(StrEnum):
    PROPOSED = "proposed"
    ASSIGNED = "assigned"
    DISMISSED = "dismissed"
    MERGED = "merged"
    SUPERSEDED = "superseded"  # as an older version said it, or a newer one that was not followed: kept to be read
    WITHDRAWN = "withdrawn"  # a newer version of the document asks for it no more


class PartyRole(StrEnum):
    LEAD = "lead"
    COORDINATING = "coordinating"


class Reporting(StrEnum):
    """Who must hand in evidence (product 3.3)."""

    LEADS = "leads"
    LEADS_AND_COORDINATING = "leads_and_coordinating"
    COORDINATING = "coordinating"


class ReviewBy(StrEnum):
    OFFICE = "office"
    LEAD = "lead"
    PARENT = "parent"


class Decision(StrEnum):
    ACCEPTED = "accepted"
    OVERRULED = "overruled"


class ReadingState(StrEnum):
    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"


class Document(Base):
    """An official document as a file, unique by its SHA-256; the original stays byte for byte."""

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    file_name: Mapped[str] = mapped_column(sa.String(255))
    media_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int]
    number: Mapped[str] = mapped_column(sa.String(80), default="")  # "2416/KH-SGDĐT"; blank until văn thư gives one
    symbol: Mapped[str] = mapped_column(sa.String(80), default="")  # "/KH-SGDĐT" where only that is known
    issued_on: Mapped[date | None]
    issuer: Mapped[str] = mapped_column(sa.String(200), default="")
    kind: Mapped[DocumentKind] = mapped_column(enum_column(DocumentKind))
    title: Mapped[str] = mapped_column(sa.String(1000))
    school_year: Mapped[str] = mapped_column(sa.String(9), default="")
    is_foreign: Mapped[bool] = mapped_column(default=False)  # issued by another province's Sở: not assigned by itself
    lines: Mapped[Any] = mapped_column(JSONText())  # [[number, text, page, box], …] as read; a box only in a PDF
    pages: Mapped[Any] = mapped_column(
        JSONText(), default=list, server_default="[]"
    )  # [[number, width, height], …]: PDF
    grids: Mapped[Any] = mapped_column(
        JSONText(), default=list, server_default="[]"
    )  # tables as they stand: storing.py
    tables: Mapped[Any] = mapped_column(JSONText(), default=list, server_default="[]")  # how each table was understood
    column_maps: Mapped[Any] = mapped_column(
        JSONText(), default=dict, server_default="{}"
    )  # {"0": ["number", "content", …]}: what an officer said the columns of a table are
    cited_dates: Mapped[Any] = mapped_column(
        JSONText(), default=list
    )  # dates that are not deadlines, with line and quote
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    imported_at: Mapped[datetime]
    imported_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    search_text: Mapped[str] = mapped_column(sa.String(1500), default="")

    plan: Mapped["Plan"] = relationship(back_populates="documents", lazy="raise", foreign_keys=[plan_id])

    @property
    def display_number(self) -> str:
        """Số/ký hiệu as shown: "…/KH-SGDĐT" while the number is blank."""
        return self.number or (f"…{self.symbol}" if self.symbol else "")


class Plan(Base):
    """What one or more versions of a document ask for, over a period."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(sa.String(1000))
    short_title: Mapped[str] = mapped_column(sa.String(200), default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    state: Mapped[PlanState] = mapped_column(enum_column(PlanState), default=PlanState.REVIEW)
    reporting: Mapped[Reporting] = mapped_column(
        enum_column(Reporting), default=Reporting.LEADS
    )  # default of its items
    created_at: Mapped[datetime]
    assigned_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    documents: Mapped[list[Document]] = relationship(
        back_populates="plan", lazy="raise", order_by=Document.id, foreign_keys=[Document.plan_id]
    )
    items: Mapped[list["Item"]] = relationship(back_populates="plan", lazy="raise", order_by="Item.position")

    @property
    def display_title(self) -> str:
        return self.short_title or self.title


class Item(Base):
    """One appendix row or prose deadline as read and corrected."""

    __tablename__ = "item"
    __table_args__ = (
        sa.UniqueConstraint("plan_id", "stable_key"),
        sa.Index(None, "plan_id", "position"),  # the review page
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"))
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"))
    stable_key: Mapped[str] = mapped_column(sa.String(80))  # "row:III:13", "prose:953:2026-05-25"
    origin: Mapped[ItemOrigin] = mapped_column(enum_column(ItemOrigin))
    state: Mapped[ItemState] = mapped_column(enum_column(ItemState), default=ItemState.PROPOSED)
    position: Mapped[int]
    stt: Mapped[str] = mapped_column(sa.String(20), default="")
    section: Mapped[str] = mapped_column(sa.String(300), default="")
    group_name: Mapped[str] = mapped_column(sa.String(200), default="")
    content: Mapped[str] = mapped_column(sa.Text)
    product: Mapped[str] = mapped_column(sa.Text, default="")
    recipient: Mapped[str] = mapped_column(sa.String(300), default="")
    via: Mapped[str] = mapped_column(sa.String(300), default="")
    time_text: Mapped[str] = mapped_column(sa.String(300), default="")
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    due_time: Mapped[time | None]
    qualifier: Mapped[str] = mapped_column(sa.String(10), default="")  # "before", "by" or nothing
    recurrence: Mapped[str] = mapped_column(sa.String(24), default="none")  # periods.Recurrence
    milestones: Mapped[Any] = mapped_column(JSONText(), default=list)  # ISO dates
    reporting: Mapped[Reporting | None] = mapped_column(enum_column(Reporting))  # null: as the plan says
    review_by: Mapped[ReviewBy] = mapped_column(enum_column(ReviewBy), default=ReviewBy.OFFICE)
    source_page: Mapped[int | None]
    source_line: Mapped[int | None]
    source_last_line: Mapped[int | None]
    quote: Mapped[str] = mapped_column(sa.Text, default="")
    incomplete_reason: Mapped[str] = mapped_column(sa.String(500), default="")  # why it was assigned though not "6 rõ"
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("item.id"))
    as_read: Mapped[Any] = mapped_column(
        JSONText(), default=dict, server_default="{}"
    )  # the compared fields before any correction
    split_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("item.id"))  # the row this one was cut out of
    reshaped: Mapped[Any] = mapped_column(
        JSONText(), default=list, server_default="[]"
    )  # what merging and splitting changed here, the last one last: how it is undone (reshaping.py)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    plan: Mapped[Plan] = relationship(back_populates="items", lazy="raise")
    document: Mapped[Document] = relationship(lazy="raise")
    parties: Mapped[list["ItemParty"]] = relationship(
        back_populates="item", lazy="raise", cascade="all, delete-orphan", order_by="ItemParty.position"
    )
    warnings: Mapped[list["ItemWarning"]] = relationship(back_populates="item", lazy="raise", order_by="ItemWarning.id")


class ItemParty(Base):
    """A doer as the document words it, and whom an officer or the directory took it to mean.

    Neither unit nor group: the word is not understood yet. `note` says why, or what was chosen.
    """

    __tablename__ = "item_party"
    __table_args__ = (sa.CheckConstraint("unit_id IS NULL OR group_id IS NULL", name="unit_or_group"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("item.id"), index=True)
    position: Mapped[int]
    role: Mapped[PartyRole] = mapped_column(enum_column(PartyRole))
    words: Mapped[str] = mapped_column(sa.String(300))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit_group.id"))
    is_confirmed: Mapped[bool] = mapped_column(default=True)  # false: a group that needs an officer's choice
    note: Mapped[str] = mapped_column(sa.String(300), default="")

    item: Mapped[Item] = relationship(back_populates="parties", lazy="raise")


class ItemWarning(Base):
    """A doubt about a document or one of its items, and what an officer decided."""

    __tablename__ = "item_warning"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("item.id"), index=True)  # null: about the document
    code: Mapped[str] = mapped_column(sa.String(40))
    text: Mapped[str] = mapped_column(sa.Text)
    proposal: Mapped[str] = mapped_column(sa.String(200), default="")  # an ISO date, a code, a word
    quotes: Mapped[Any] = mapped_column(JSONText(), default=list)  # [{"line": …, "text": …, "value": …}]
    is_blocking: Mapped[bool] = mapped_column(default=False)  # keeps the item from being assigned by itself
    decision: Mapped[Decision | None] = mapped_column(enum_column(Decision))
    decided_value: Mapped[str] = mapped_column(sa.String(200), default="")
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    item: Mapped[Item | None] = relationship(back_populates="warnings", lazy="raise")


class Revision(Base):
    """A newer version of a plan's document, as it was applied: who, when, and every difference (product 1, journey 8)."""

    __tablename__ = "revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), unique=True)  # the newer version
    applied_at: Mapped[datetime]
    applied_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(sa.String(500), default="")  # why, in the officer's words: the units read it
    differences: Mapped[Any] = mapped_column(JSONText(), default=list)  # of each item: fields old and new, task, units
    figures: Mapped[Any] = mapped_column(JSONText(), default=dict)  # what was done, counted


class ReadingJob(Base):
    """A file handed in for reading. The worker reads it in a child process; the page shows how far it is (product 3.8).

    The upload waits under its hash until the job ends, and is removed then: what was read stands in the store.
    """

    __tablename__ = "reading_job"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(sa.String(255))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int]
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    state: Mapped[ReadingState] = mapped_column(enum_column(ReadingState), default=ReadingState.WAITING, index=True)
    step: Mapped[str] = mapped_column(sa.String(20), default="")  # reading.progress
    done: Mapped[int] = mapped_column(default=0)
    of: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)  # and the fence: who began an older one may no longer write
    leased_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    sentence: Mapped[str] = mapped_column(sa.String(500), default="")  # why it failed
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
    is_new: Mapped[bool] = mapped_column(default=False)  # the document was made by this job

    @property
    def is_over(self) -> bool:
        return self.state in {ReadingState.DONE, ReadingState.FAILED}
