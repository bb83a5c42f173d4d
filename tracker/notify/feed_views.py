"""GET /ical/<kind>/<secret>.ics: a calendar for programs (ical-feeds R34-R37, R41, R43). No session, no cookie, no page."""

from functools import partial

import structlog
from flask import Blueprint, Response, current_app, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests

from tracker import clock
from tracker.access import Act
from tracker.extensions import db
from tracker.notify import feeds
from tracker.notify.feed_limit import HourlyLimit
from tracker.notify.feeds import Built, FeedFacts
from tracker.notify.models import Feed
from tracker.tasks.afterwards import after_answer
from tracker.web import act, settings

bp = Blueprint("feeds", __name__, url_prefix="/ical")
log = structlog.get_logger()

_PLAIN = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}


@bp.get("/<string:kind>/<string:secret>.ics", provide_automatic_options=False)
@act(Act.OPEN)
def show(kind: str, secret: str) -> Response:
    """The calendar behind the secret; 304 where the reader has it; one 404 for whatever is not to be read.

    Building reads only. What was built, and that the feed was read, is written after the answer: losing that write costs
    the next reader another build of the same bytes.
    """
    address = feeds.hash_of(secret)
    if not _limit().hit(address):
        raise TooManyRequests
    reading = feeds.find(db.session(), kind, secret)
    if reading is None:
        log.info("feed_refused", address=address[:8])
        return _no_such_feed()
    feed, built = reading.feed, None
    if not feeds.is_fresh(reading, clock.today()):
        built = feeds.build(
            db.session(),
            reading,
            today=clock.today(),
            base_url=settings().base_url,
            secret_key=settings().secret_key,
        )
        log.info("feed_built", feed=feed.id, address=address[:8], events=len(built.events), size=len(built.body))
    response = _conditional(feed, built)
    if response.status_code == 200:
        response.set_data(built.body if built else feeds.kept_body(db.session(), feed.id))
    if built is not None or feeds.is_read_due(feed):
        program = request.user_agent.string if feeds.is_read_due(feed) else None
        response = after_answer(response, partial(_afterwards, feed_id=feed.id, built=built, program=program))
    return response


@bp.get("/<path:rest>", provide_automatic_options=False)
@act(Act.OPEN)
def unknown(rest: str) -> Response:  # noqa: ARG001 - whatever it is, it is answered alike (R41)
    return _no_such_feed()


def _limit() -> HourlyLimit:
    limit: HourlyLimit = current_app.extensions.setdefault("feed_limit", HourlyLimit())
    return limit


def _conditional(feed: Feed | FeedFacts, built: Built | None) -> Response:
    """The headers, and 304 by 9110 13.2.2 where it applies; the body is not touched yet."""
    response = Response(content_type="text/calendar; charset=utf-8", headers=_PLAIN)
    response.headers["Content-Disposition"] = f'inline; filename="dung-han-{feed.kind.value}.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(built.etag if built else feed.etag)
    response.last_modified = built.changed_at if built else feed.changed_at
    response.make_conditional(request)
    return response


def _no_such_feed() -> Response:
    """One answer for unknown, malformed, revoked and no longer allowed, before any condition is looked at (R41)."""
    headers = {**_PLAIN, "Cache-Control": "private, no-store"}
    return Response("Không có lịch này.\n", 404, headers, content_type="text/plain; charset=utf-8")


def _afterwards(session: Session, *, feed_id: int, built: Built | None, program: str | None) -> None:
    if built is not None:
        feeds.keep_built(session, built)
    if program is not None:
        feeds.note_read(session, feed_id, program=program)
