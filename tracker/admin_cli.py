"""Commands of an installation: the database's schema."""

import click
from flask_migrate import upgrade

from tracker.commands import echo, in_app
from tracker.config import ROOT


@click.group()
def db_group() -> None:
    """Lược đồ cơ sở dữ liệu."""


@db_group.command("upgrade")
@in_app
def upgrade_command() -> None:
    """Đưa cơ sở dữ liệu lên lược đồ mới nhất."""
    upgrade(directory=str(ROOT / "migrations"))
    echo("Cơ sở dữ liệu đã ở lược đồ mới nhất.")
