"""The WSGI entry point: gunicorn wsgi:app."""

import sys

from tracker import create_app, telemetry
from tracker.config import BadSetting

telemetry.configure()
try:
    app = create_app()
except BadSetting as error:  # one line for the operator, and no process that tries again and again
    sys.stderr.write(f"{error}\n")
    sys.exit(2)
