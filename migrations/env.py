"""Runs migrations inside the application.

On SQLite a batch rebuild of a parent table with foreign keys on would delete its children (stack 4), so they are off
while migrating, everything is checked before commit, and the file is copied before the first change.
"""

import re
import sqlite3
from pathlib import Path

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate import comparators
from alembic.autogenerate.api import AutogenContext
from alembic.operations import ops
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy.sql.elements import conv

from tracker.db import JSONText, UTCDateTime
from tracker.directory.models import LevelSet

config = context.config
db = current_app.extensions["migrate"].db


def render_item(kind: str, item: object, _autogen: AutogenContext) -> str | bool:
    """Migrations import nothing of ours: our column types are written as the plain types they store."""
    if kind != "type":
        return False
    if isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, JSONText):
        return "sa.Text()"
    if isinstance(item, LevelSet):
        return "sa.String(length=64)"
    return False


def same_type(
    _context: object, _column: object, _metadata_column: object, _found: object, wanted: object
) -> bool | None:
    return False if isinstance(wanted, UTCDateTime | JSONText | LevelSet) else None


def _named_values(text: str) -> set[str]:
    return set(re.findall(r"'([^']*)'", text))


@comparators.dispatch_for("table")
def compare_enum_checks(
    autogen: AutogenContext,
    found: ops.ModifyTableOps,
    _schema: str | None,
    name: str,
    table: sa.Table | None,
    wanted: sa.Table | None,
) -> None:
    """A value more or less in an enum changes its CHECK; Alembic compares checks by name alone."""
    if table is None or wanted is None:
        return
    stored = {check["name"]: check["sqltext"] for check in sa.inspect(autogen.connection).get_check_constraints(name)}
    for column in wanted.columns:
        kind = column.type
        if not (isinstance(kind, sa.Enum) and kind.create_constraint):
            continue
        check = conv(f"ck_{name}_{kind.name}")
        is_done = any(
            getattr(done, "constraint_name", "") == check for done in found.ops
        )  # this file runs once a command
        if is_done or check not in stored or _named_values(stored[check]) == set(kind.enums):
            continue
        old = ", ".join(f"'{value}'" for value in sorted(_named_values(stored[check])))
        new = ", ".join(f"'{value}'" for value in kind.enums)
        before = sa.CheckConstraint(f"{column.name} IN ({old})", name=check)
        table.append_constraint(before)  # what the downgrade puts back
        found.ops.append(ops.DropConstraintOp.from_constraint(before))
        found.ops.append(ops.CreateCheckConstraintOp(check, name, f"{column.name} IN ({new})"))


def copy_before_upgrade(connection: sa.Connection) -> None:
    """Keep the file as it was: DATABASE.before-<revision>, only where something is about to change."""
    path = connection.engine.url.database
    current = MigrationContext.configure(connection).get_current_revision()
    heads = set(ScriptDirectory.from_config(config).get_heads())
    if not path or current is None or current in heads:
        return
    target = Path(f"{path}.before-{current}")
    if not target.exists():
        with sqlite3.connect(path) as source, sqlite3.connect(target) as copy:
            source.backup(copy)


def run() -> None:
    engine = db.engine
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:
            copy_before_upgrade(connection)
            connection.rollback()
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=same_type,
            render_item=render_item,
        )
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                message = f"foreign keys point nowhere after the migration: {broken[:5]}"
                raise RuntimeError(message)
        if is_sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


run()
