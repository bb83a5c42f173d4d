"""An officer says what a table's columns are: the kept file is understood again, the table's untouched rows made anew.

What was corrected, decided or assigned is kept and named (product 3.8).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from tracker.access import Actor
from tracker.directory import queries as directory_queries
from tracker.errors import BadInput, NotFound
from tracker.extensions import db
from tracker.files import FileStore
from tracker.log import LogAction, record
from tracker.plans.checking import check
from tracker.plans.conflicts import Finding, check_draft
from tracker.plans.correcting import surroundings
from tracker.plans.drafting import Draft, DraftItem, make_draft
from tracker.plans.findings import from_document, without_repeats
from tracker.plans.models import Document, Item, ItemOrigin, ItemState, Plan
from tracker.plans.reading.confined import read_bounded
from tracker.plans.reshaping import delete_item, free_key, name_of
from tracker.plans.service import require_editor
from tracker.plans.storing import item_from, tables_of, warning_from
from tracker.plans.understanding import Column, Understood


@dataclass(frozen=True)
class Remapped:
    """What saving a table's columns did: rows made, rows taken away, and the names of those kept as they were."""

    added: int
    removed: int
    kept: tuple[str, ...]


def table_of(document: Document, index: int) -> dict[str, Any]:
    """The stored facts of one table. Raises NotFound."""
    found = next((table for table in document.tables if table["index"] == index), None)
    if found is None:
        raise NotFound
    return dict(found)


def extent(document: Document, index: int) -> tuple[int, int]:
    """The lines a table's rows may stand in: from its first to the one before the next table."""
    first = int(table_of(document, index)["line"] or 0)
    later = [int(table["line"]) for table in document.tables if table["line"] and int(table["line"]) > first]
    return first, min(later, default=2**31) - 1


def remap(
    actor: Actor,
    document: Document,
    plan: Plan,
    *,
    index: int,
    columns: Sequence[Column] | None,
    store: FileStore,
    today: date,
) -> Remapped:
    """Read the table `index` with these columns (None: as the headings say), and replace its untouched rows.

    Raises BadInput where the columns name no content, or not one for each column of the table; NotFound without the file.
    """
    require_editor(actor)
    table = table_of(document, index)
    if columns is not None:
        _check_columns(table, columns)
    maps = dict(document.column_maps)
    maps.pop(str(index), None)
    if columns is not None:
        maps[str(index)] = [column.value for column in columns]
    understood = _understand_again(document, maps, store, today)
    first, last = extent(document, index)
    known = [item for item in _items(document) if first <= (item.source_line or 0) <= last]
    touched = [item for item in known if is_touched(item)]
    for item in known:
        if item not in touched:
            db.session.expunge(item)
            delete_item(item.id)
    made = _add(document, plan, understood, (first, last), [item.stable_key for item in touched])
    document.column_maps = maps
    document.tables = tables_of(understood)
    _renumber(document)
    changes = {"table": index, "columns": maps.get(str(index)), "added": made, "removed": len(known) - len(touched)}
    record(db.session(), actor, LogAction.DOCUMENT_CHANGED, document, changes=changes)
    return Remapped(made, len(known) - len(touched), tuple(name_of(item) for item in touched))


def _check_columns(table: Mapping[str, Any], columns: Sequence[Column]) -> None:
    if len(columns) != len(table["headings"]):
        raise BadInput("Số cột đã chọn không khớp với bảng. Mở lại trang rồi chọn lại.")
    wanted = [column for column in columns if column is not Column.OTHER]
    doubled = [column for column in wanted if wanted.count(column) > 1 and column is not Column.NOTE]
    if doubled:
        raise BadInput("Mỗi loại chỉ chọn cho một cột, trừ Ghi chú và Không dùng.")
    if wanted and Column.CONTENT not in wanted:
        raise BadInput("Chọn cột nào là nội dung công việc; nếu bảng không phải nhiệm vụ, chọn Không dùng cho mọi cột.")


def _understand_again(
    document: Document, maps: Mapping[str, Sequence[str]], store: FileStore, today: date
) -> Understood:
    path = store.path(document.sha256)
    if not path.exists():
        raise NotFound("Không tìm thấy tệp gốc trong kho. Báo quản trị kiểm tra kho tệp.")
    columns = {int(index): tuple(Column(name) for name in names) for index, names in maps.items()}
    data = path.read_bytes()
    return read_bounded(data, file_name=document.file_name, today=today, columns=columns)[1]


def _items(document: Document) -> list[Item]:
    query = sa.select(Item).where(Item.document_id == document.id).order_by(Item.position)
    return list(db.session.scalars(query.options(selectinload(Item.parties), selectinload(Item.warnings))))


def is_touched(item: Item) -> bool:
    """Whether a person has worked on the item (parties and warnings loaded): it is then never replaced by itself."""
    return (
        item.state is not ItemState.PROPOSED
        or item.version > 1
        or item.split_from_id is not None
        or item.stable_key.startswith("hand:")
        or any(warning.decision is not None for warning in item.warnings)
    )


def _add(document: Document, plan: Plan, understood: Understood, lines: tuple[int, int], kept: Sequence[str]) -> int:
    draft = make_draft(understood, directory_queries.snapshot(db.session()))
    found: dict[str, list[Finding]] = {}
    for finding in _findings(understood, draft, plan):
        if finding.key:
            found.setdefault(finding.key, []).append(finding)
    last = db.session.scalar(sa.select(sa.func.max(Item.position)).where(Item.document_id == document.id)) or 0
    wanted = [item for item in draft.items if lines[0] <= (item.line or 0) <= lines[1] and item.key not in kept]
    for place, drafted in enumerate(wanted, start=last + 1):
        item = item_from(document, _with_free_key(drafted, plan), place)
        db.session.add(item)
        db.session.flush()  # its doubts need the id
        db.session.add_all(warning_from(plan.id, item.id, finding) for finding in found.get(drafted.key, ()))
    db.session.flush()
    return len(wanted)


def _with_free_key(drafted: DraftItem, plan: Plan) -> DraftItem:
    return replace(drafted, key=free_key(plan.id, drafted.key))


def _findings(understood: Understood, draft: Draft, plan: Plan) -> tuple[Finding, ...]:
    around = surroundings(plan)
    return without_repeats((*from_document(check(understood), draft), *check_draft(draft, around)), around)


def _renumber(document: Document) -> None:
    """Rows by their place in the document, then prose; rows of one place keep their order. No version changes by that."""
    query = sa.select(Item.id, Item.origin, Item.source_line, Item.position).where(Item.document_id == document.id)
    rows = sorted(
        db.session.execute(query).all(),
        key=lambda row: (row.origin is not ItemOrigin.ROW, row.source_line or 2**31, row.position),
    )
    table = Item.__table__
    for place, row in enumerate(rows, start=1):
        db.session.execute(sa.update(table).where(table.c.id == row.id).values(position=place))  # type: ignore[arg-type]
