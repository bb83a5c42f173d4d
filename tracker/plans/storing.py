"""A draft as rows: document, plan, items, parties and warnings, as the models keep them. Adds to the session, never commits."""

from collections.abc import Sequence

from tracker import clock
from tracker.access import Actor
from tracker.extensions import db
from tracker.plans.conflicts import Finding
from tracker.plans.drafting import Draft, DraftItem
from tracker.plans.models import Document, DocumentKind, Item, ItemParty, ItemWarning, PartyRole, Plan
from tracker.plans.reading import Grid, Line, Reading
from tracker.plans.resolving import Doer
from tracker.plans.revision import compared_fields
from tracker.plans.understanding.facts import Understood
from tracker.vietnamese import clean_line, fold


def add_document(
    actor: Actor, reading: Reading, understood: Understood, draft: Draft, digest: str, data: bytes, file_name: str
) -> Document:
    facts = understood.document
    title = clean_line(facts.title)[:1000] or clean_line(file_name)
    plan = Plan(title=title, starts_on=draft.period.starts_on, ends_on=draft.period.ends_on, created_at=clock.now())
    document = Document(
        sha256=digest,
        file_name=clean_line(file_name)[-255:],
        media_type=reading.media_type,
        size=len(data),
        number=facts.number or "",
        symbol="" if facts.number else (facts.symbol or "")[:80],
        issued_on=facts.issued_on,
        issuer=clean_line(facts.issuer)[:200],
        kind=DocumentKind(facts.kind),
        title=title,
        school_year=facts.school_year or "",
        is_foreign=draft.is_foreign,
        lines=[_line(line) for line in reading.physical or reading.lines],
        pages=[[page.number, page.width, page.height] for page in reading.pages],
        grids=[_grid(grid) for grid in reading.grids],
        tables=tables_of(understood),
        cited_dates=[
            {
                "text": cited.text,
                "on": cited.on.isoformat() if cited.on else None,
                "reason": cited.reason,
                "line": cited.source.line,
                "quote": cited.source.quote,
            }
            for cited in understood.cited_dates
        ],
        imported_at=clock.now(),
        imported_by_id=actor.person_id,
        plan=plan,
    )
    document.search_text = search_text(document)
    db.session.add(document)
    db.session.flush()  # items need the ids of document and plan
    return document


def _line(line: Line) -> list[object]:
    if line.box is None:
        return [line.number, line.text, line.page]
    sides = (line.box.left, line.box.top, line.box.right, line.box.bottom)
    return [line.number, line.text, line.page, [round(side, 1) for side in sides]]


def _grid(grid: Grid) -> dict[str, object]:
    """A table for the review page: {"name", "page", "cells": [[row, column, rows, columns, text, line, last line, bold]]}."""
    cells = [
        [cell.row, cell.column, cell.rows, cell.columns, cell.text, cell.line, cell.last_line, cell.is_bold]
        for cell in grid.cells
    ]
    return {"name": grid.name, "page": grid.page, "cells": cells}


def tables_of(understood: Understood) -> list[dict[str, object]]:
    """How each table was understood, for the page on which an officer maps its columns."""
    return [
        {
            "index": table.index,
            "caption": table.caption,
            "name": table.name,
            "headings": list(table.headings),
            "columns": [column.value for column in table.columns],
            "samples": [list(sample) for sample in table.samples],
            "kind": table.kind.value,
            "reason": table.reason,
            "items": table.items,
            "line": table.source.line,
            "is_mapped": table.is_mapped,
        }
        for table in understood.tables
    ]


def search_text(document: Document) -> str:
    """What the list of documents is searched by, folded."""
    words = (
        document.number,
        document.symbol,
        document.title,
        document.issuer,
        document.file_name,
        document.school_year,
    )
    return fold(" ".join(words))[:1500]


def add_items(document: Document, draft: Draft, findings: Sequence[Finding]) -> None:
    made: dict[str, Item] = {}
    for position, drafted in enumerate(draft.items, start=1):
        made[drafted.key] = item_from(document, drafted, position)
        db.session.add(made[drafted.key])
    db.session.flush()  # warnings need the ids of their items
    db.session.add_all(
        warning_from(document.plan_id, made[finding.key].id if finding.key else None, finding) for finding in findings
    )
    db.session.flush()


def item_from(document: Document, drafted: DraftItem, position: int) -> Item:
    """The row of one drafted item, with its parties and what was compared of it later (revision.py)."""
    item = Item(
        plan_id=document.plan_id,
        document_id=document.id,
        stable_key=drafted.key,
        origin=drafted.origin,
        position=position,
        stt=drafted.stt[:20],
        section=drafted.section[:300],
        group_name=drafted.group_name[:200],
        content=drafted.content,
        product=drafted.product,
        recipient=drafted.recipient[:300],
        via=drafted.via[:300],
        time_text=drafted.time_text[:300],
        starts_on=drafted.starts_on,
        due_on=drafted.due_on,
        due_time=drafted.due_time,
        qualifier=drafted.qualifier,
        recurrence=drafted.recurrence,
        milestones=[day.isoformat() for day in drafted.milestones],
        review_by=drafted.review_by,
        source_page=drafted.page,
        source_line=drafted.line,
        source_last_line=drafted.last_line,
        quote=drafted.quote,
        parties=[party_from(role, doer, place) for place, (role, doer) in enumerate(drafted.doers, start=1)],
    )
    item.as_read = {name.value: words for name, words in compared_fields(item).items()}
    return item


def party_from(role: PartyRole, doer: Doer, position: int) -> ItemParty:
    return ItemParty(
        role=role,
        words=doer.words[:300],
        unit_id=doer.unit_id,
        group_id=doer.group_id,
        is_confirmed=doer.doubt is None,
        note=doer.note[:300],
        position=position,
    )


def warning_from(plan_id: int, item_id: int | None, finding: Finding) -> ItemWarning:
    return ItemWarning(
        plan_id=plan_id,
        item_id=item_id,
        code=finding.code,
        text=finding.text,
        proposal=finding.proposal[:200],
        quotes=list(finding.quotes),
        is_blocking=finding.is_blocking,
    )
