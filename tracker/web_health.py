"""/healthz: the process is up. No database, no person."""

from flask import Blueprint

from tracker.access import Act
from tracker.web import act

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@act(Act.OPEN)
def healthz() -> tuple[str, int, dict[str, str]]:
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@bp.get("/robots.txt")
@act(Act.OPEN)
def robots() -> tuple[str, int, dict[str, str]]:
    """Everything but the feeds is closed to crawlers; feeds say noindex themselves (ical-feeds R34)."""
    return "User-agent: *\nAllow: /ical/\nDisallow: /\n", 200, {"Content-Type": "text/plain; charset=utf-8"}
