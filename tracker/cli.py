"""The `tracker` command: its table of contents (product 4.2)."""

import click

from tracker.commands import LazyGroup

PLACES = {
    "deadlines": "tracker.tasks.cli:deadlines_group",
    "tasks": "tracker.tasks.cli:tasks_group",
    "evidence": "tracker.tasks.cli:evidence_group",
    "feeds": "tracker.notify.feed_cli:group",
    "notify": "tracker.notify.cli:notify_group",
    "worker": "tracker.notify.cli:worker_command",
    "demo": "tracker.demo_cli:demo_command",
    "serve": "tracker.serve_cli:serve_command",
    "db": "tracker.admin_cli:db_group",
    "init": "tracker.admin_cli:init_command",
    "check": "tracker.admin_cli:check_command",
    "plans": "tracker.plans.cli:plans_group",
    "units": "tracker.directory.cli:units_group",
    "calendar": "tracker.directory.cli:calendar_group",
    "users": "tracker.directory.cli:users_group",
}


@click.group(cls=LazyGroup, places=PLACES)
def main() -> None:
    """Đúng hạn: theo dõi nhiệm vụ và thời hạn của một Sở GDĐT."""
