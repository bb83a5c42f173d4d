"""The application with one more address: a constant body, the limit that pages are measured against."""

from flask import Response

from tracker import create_app, telemetry
from tracker.access import Act
from tracker.web import act

BODY = b"x" * 40_000

telemetry.configure()
app = create_app()


@app.get("/bench/constant")
@act(Act.OPEN)
def constant() -> Response:
    return Response(BODY, content_type="text/html; charset=utf-8")
