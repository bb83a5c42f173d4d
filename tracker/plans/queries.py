"""Which documents a person may see, and how the pages load them. Reads only (product 3.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer, selectinload

from tracker.access import Actor
from tracker.directory.models import Person, Unit, UnitGroup
from tracker.errors import NotFound
from tracker.log import LogEntry
from tracker.paging import Page, paginate
from tracker.plans.conflicts import Clear, six_clear
from tracker.plans.models import Document, Item, ItemOrigin, ItemState, ItemWarning, Plan, PlanState
from tracker.vietnamese import fold


def visible_to(actor: Actor) -> sa.Select[Document]:
    """The documents whose review `actor` may read: all for the office, leaders and auditors, none for units."""
    return sa.select(Document).where(sa.true() if actor.reads_all else sa.false())


@dataclass(frozen=True)
class DocumentRow:
    """One line of the list of documents."""

    document: Document
    plan: Plan
    items: int
    assigned: int
    open_doubts: int


def document_rows(
    session: Session, actor: Actor, *, words: str = "", state: PlanState | None = None, page: int = 1
) -> Page[DocumentRow]:
    """The list of documents, newest first, searched without diacritics; three statements whatever the size."""
    query = visible_to(actor).join(Plan, Plan.id == Document.plan_id)
    for word in fold(words).split():
        query = query.where(Document.search_text.contains(word, autoescape=True))
    if state is not None:
        query = query.where(Plan.state == state)
    long = (Document.lines, Document.cited_dates, Document.grids, Document.tables, Document.pages)  # and not shown
    whole = tuple(defer(column, raiseload=True) for column in long)
    query = query.options(selectinload(Document.plan), *whole)
    found = paginate(session, query.order_by(Document.imported_at.desc(), Document.id.desc()), number=page)
    counts = _counts(session, [document.id for document in found.rows])
    rows = [DocumentRow(document, document.plan, *counts.get(document.id, (0, 0, 0))) for document in found.rows]
    return Page(rows, found.number, found.size, found.total)


def _counts(session: Session, document_ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """(items kept, items assigned, doubts not decided) of each document."""
    kept = sa.case((Item.state.in_((ItemState.PROPOSED, ItemState.ASSIGNED)), 1), else_=0)
    items = session.execute(
        sa.select(
            Item.document_id,
            sa.func.sum(kept).label("kept"),
            sa.func.sum(sa.case((Item.state == ItemState.ASSIGNED, 1), else_=0)).label("assigned"),
        )
        .where(Item.document_id.in_(document_ids))
        .group_by(Item.document_id)
    ).all()
    doubts: dict[int, int] = {
        row.document_id: row.doubts
        for row in session.execute(
            sa.select(Item.document_id, sa.func.count(sa.distinct(Item.id)).label("doubts"))
            .join(ItemWarning, ItemWarning.item_id == Item.id)
            .where(
                Item.document_id.in_(document_ids),
                Item.state == ItemState.PROPOSED,
                ItemWarning.is_blocking,
                ItemWarning.decision.is_(None),
            )
            .group_by(Item.document_id)
        )
    }
    return {row.document_id: (int(row.kept), int(row.assigned), doubts.get(row.document_id, 0)) for row in items}


def get_document(session: Session, actor: Actor, document_id: int) -> Document:
    """The document with its plan. Raises NotFound for what `actor` may not read."""
    found = session.scalars(
        visible_to(actor).where(Document.id == document_id).options(selectinload(Document.plan))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def items_of(session: Session, document: Document) -> list[Item]:
    """The document's items in its order, with parties and warnings: three statements."""
    query = sa.select(Item).where(Item.document_id == document.id).order_by(Item.position)
    return list(session.scalars(query.options(selectinload(Item.parties), selectinload(Item.warnings))))


def get_item(session: Session, document: Document, item_id: int) -> Item:
    """One item of the document, with parties and warnings. Raises NotFound."""
    query = sa.select(Item).where(Item.document_id == document.id, Item.id == item_id)
    found = session.scalars(query.options(selectinload(Item.parties), selectinload(Item.warnings))).one_or_none()
    if found is None:
        raise NotFound
    return found


def get_warning(session: Session, document: Document, warning_id: int) -> tuple[ItemWarning, Item | None]:
    """One warning of the document's plan and its item (parties and warnings loaded). Raises NotFound."""
    found = session.scalars(
        sa.select(ItemWarning).where(ItemWarning.id == warning_id, ItemWarning.plan_id == document.plan_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found, get_item(session, document, found.item_id) if found.item_id is not None else None


def plan_warnings(session: Session, document: Document) -> list[ItemWarning]:
    """The doubts about the document as a whole."""
    query = sa.select(ItemWarning).where(ItemWarning.plan_id == document.plan_id, ItemWarning.item_id.is_(None))
    return list(session.scalars(query.order_by(ItemWarning.id)))


def is_ready(item: Item, document: Document) -> bool:
    """Whether a proposed item (parties, warnings loaded) may be assigned by itself: 6 rõ and nothing blocking undecided."""
    return (
        item.state is ItemState.PROPOSED
        and not document.is_foreign
        and not six_clear(item, item.parties, document)
        and not open_doubts(item)
    )


def open_doubts(item: Item) -> list[ItemWarning]:
    """The blocking doubts about `item` that nobody has decided."""
    return [warning for warning in item.warnings if warning.is_blocking and warning.decision is None]


def names_of_parties(session: Session, items: Sequence[Item]) -> dict[tuple[str, int], str]:
    """Names of the units and groups of these items: ("unit", id) and ("group", id)."""
    units = {party.unit_id for item in items for party in item.parties if party.unit_id is not None}
    groups = {party.group_id for item in items for party in item.parties if party.group_id is not None}
    found: dict[tuple[str, int], str] = {}
    if units:
        rows: Any = session.execute(sa.select(Unit.id, Unit.short_name, Unit.name).where(Unit.id.in_(units)))
        found |= {("unit", row.id): row.short_name or row.name for row in rows}
    if groups:
        rows = session.execute(sa.select(UnitGroup.id, UnitGroup.name).where(UnitGroup.id.in_(groups)))
        found |= {("group", row.id): row.name for row in rows}
    return found


def importer_name(session: Session, document: Document) -> str:
    """Who imported the document; the system where no person did."""
    if document.imported_by_id is None:
        return "Hệ thống"
    return session.scalar(sa.select(Person.name).where(Person.id == document.imported_by_id)) or ""


def last_change(session: Session, item: Item) -> tuple[str, datetime] | None:
    """Who changed the item last, and when."""
    query = sa.select(LogEntry.actor_name, LogEntry.at).where(
        LogEntry.subject_type == Item.__tablename__, LogEntry.subject_id == item.id
    )
    row = session.execute(query.order_by(LogEntry.id.desc()).limit(1)).one_or_none()
    return (row.actor_name, row.at) if row else None


def waiting_documents(session: Session) -> int:
    """How many plans wait for review: the figure beside "Văn bản" in the navigation."""
    return session.scalar(sa.select(sa.func.count()).where(Plan.state == PlanState.REVIEW)) or 0


def split_by_origin(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """(appendix rows, prose deadlines), in the document's order."""
    rows = [item for item in items if item.origin is ItemOrigin.ROW]
    return rows, [item for item in items if item.origin is ItemOrigin.PROSE]


def missing_words(item: Item, document: Document) -> str:
    """What of "6 rõ" the item lacks, in words; empty when nothing."""
    missing = six_clear(item, item.parties, document)
    return ", ".join(part.value for part in Clear if part in missing)
