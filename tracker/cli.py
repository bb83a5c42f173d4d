"""The `tracker` command: its table of contents (product 4.2)."""

import click

from tracker.commands import LazyGroup

PLACES = {
    "serve": "tracker.serve_cli:serve_command",
    "db": "tracker.admin_cli:db_group",
}


@click.group(cls=LazyGroup, places=PLACES)
def main() -> None:
    """Đúng hạn: theo dõi nhiệm vụ và thời hạn của một Sở GDĐT."""
