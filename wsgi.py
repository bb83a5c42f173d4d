"""The WSGI entry point: gunicorn wsgi:app."""

from tracker import create_app, telemetry

telemetry.configure()
app = create_app()
