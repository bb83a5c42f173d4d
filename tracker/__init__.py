"""Đúng hạn. create_app wires settings, extensions, blueprints, errors and pages' helpers; nothing else."""

from typing import TYPE_CHECKING

from tracker import clock, config
from tracker.config import Settings

if TYPE_CHECKING:  # the child that reads a document, and `plans read`, do without the web
    from flask import Flask


def create_app(settings: Settings | None = None) -> "Flask":
    """The web application for `settings` (default: this process's own). Raises BadSetting on a wrong setting."""
    # The packages below import each other's models; importing them here keeps `import tracker.clock` cheap.
    from flask import Flask  # noqa: PLC0415

    from tracker import wiring  # noqa: PLC0415

    settings = settings or config.load()
    clock.assume_day(settings.today)
    app = Flask(__name__, static_folder="static")
    wiring.configure(app, settings)
    wiring.bind_extensions(app)
    wiring.register_blueprints(app)
    return app
