"""The model base, column types and engine habits. Knows SQLAlchemy, not Flask (stack 4)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

E = TypeVar("E", bound=StrEnum)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: refuses naive values, stores UTC, returns aware UTC on every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "an instant needs a time zone"
            raise ValueError(msg)
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JSONText(TypeDecorator[Any]):
    """An opaque payload as text; what is filtered on gets a column of its own."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else json.loads(value)


def ordered_text(length: int | None = None) -> sa.String:
    """Text that lists are ordered by: by its bytes on both databases, whatever locale a PostgreSQL was made with.

    `sort_key` puts Vietnamese into that order (stack 4); without `length` the text is unlimited.
    """
    kind = sa.Text if length is None else sa.String
    return kind(length).with_variant(kind(length, collation="C"), "postgresql")


def enum_column(kind: type[E], *, length: int = 24, is_checked: bool = True) -> sa.Enum:
    """A column of `kind` stored by value; the length is fixed so that a longer value needs no rebuild.

    `is_checked` adds a CHECK; an open-ended list in a table that only grows (the log) does without.
    """
    return sa.Enum(
        kind,
        native_enum=False,
        create_constraint=is_checked,
        validate_strings=True,
        length=length,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """Every model's base: named constraints, aware instants."""

    metadata = sa.MetaData(naming_convention=NAMING)
    registry = registry(metadata=metadata, type_annotation_map={datetime: UTCDateTime()})


_reading: ContextVar[bool] = ContextVar("tracker_reading", default=False)


@contextmanager
def read_only() -> Iterator[None]:
    """Transactions begun inside take no write lock (GET and HEAD)."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside may write, even within a GET (the three exceptions of product 3.4)."""
    token = _reading.set(False)
    try:
        yield
    finally:
        _reading.reset(token)


def set_reading(is_reading: bool) -> None:
    """Say for the rest of this request whether new transactions are read-only."""
    _reading.set(is_reading)


def prepare_engine(engine: Engine) -> None:
    """Attach SQLite's settings: WAL, FULL, foreign keys, BEGIN IMMEDIATE for whatever may write (stack 4)."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=10000")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")


def insert_once(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]], *, chunk: int = 500) -> int:
    """Insert `rows` of `model`, silently leaving out those a unique key already holds; how many are new.

    The same statement on both databases (INSERT … ON CONFLICT DO NOTHING), so two processes may run it at once.
    """
    dialect = session.get_bind(model).dialect.name
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(cast("sa.Table", model.__table__)).on_conflict_do_nothing()
    statement = statement.execution_options(preserve_rowcount=True)  # PostgreSQL forgets it for INSERT otherwise
    made = 0
    for start in range(0, len(rows), chunk):
        result = session.execute(statement, [dict(row) for row in rows[start : start + chunk]])
        made += cast("sa.CursorResult[Any]", result).rowcount
    return made
