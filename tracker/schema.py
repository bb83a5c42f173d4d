"""Whether the database has the schema this code was written for. Needs an application context."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from tracker.config import ROOT
from tracker.extensions import db

MIGRATIONS = ROOT / "migrations"


def head(folder: Path = MIGRATIONS) -> str | None:
    """The revision of the newest migration."""
    configuration = Config()
    configuration.set_main_option("script_location", str(folder))
    return ScriptDirectory.from_config(configuration).get_current_head()


def is_at_head() -> bool:
    """Whether every migration has run. Raises SQLAlchemyError where the database cannot be opened."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head()
