"""What `tracker check` looks at: references, file hashes, the log's chain (product 4.2). Reads only."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.db import Base
from tracker.files import FileStore
from tracker.log import first_broken_entry


def findings(session: Session, store: FileStore) -> Iterator[str]:
    """A sentence for everything that is not as it should be."""
    yield from _broken_references(session)
    yield from _broken_files(session, store)
    broken = first_broken_entry(session)
    if broken == 0:
        yield "Nhật ký: thiếu dòng ở cuối chuỗi."
    elif broken is not None:
        yield f"Nhật ký: chuỗi bị đứt ở dòng số {broken}."


def _broken_references(session: Session) -> Iterator[str]:
    """Rows whose foreign key points nowhere: every foreign key of every table."""
    for table in Base.metadata.sorted_tables:
        for constraint in table.foreign_key_constraints:
            target = constraint.referred_table.alias()
            pairs = [(element.parent, target.c[element.column.name]) for element in constraint.elements]
            meets = sa.and_(*(column == other for column, other in pairs))
            is_set = sa.and_(*(column.is_not(None) for column, _ in pairs))
            count = session.scalar(
                sa.select(sa.func.count())
                .select_from(table.outerjoin(target, meets))
                .where(is_set, pairs[0][1].is_(None))
            )
            if count:
                names = ", ".join(column.name for column, _ in pairs)
                yield f"Bảng {table.name}: {count} dòng có {names} trỏ tới dòng không có trong {constraint.referred_table.name}."


def _broken_files(session: Session, store: FileStore) -> Iterator[str]:
    """Files a row names that are missing or no longer have their hash."""
    for table in Base.metadata.sorted_tables:
        if "sha256" not in table.c:
            continue
        for sha256 in session.scalars(sa.select(table.c.sha256).distinct().order_by(table.c.sha256)):
            if sha256 and not store.is_whole(sha256):
                there = "đã bị đổi" if store.path(sha256).exists() else "không còn trong kho"
                yield f"Bảng {table.name}: tệp {sha256[:12]}… {there}."
