"""The calendar file of a mail with one new date: the feed's own VEVENT, published (ical-feeds R44). Reads only.

One VEVENT in one file: a PUBLISH object may hold several (RFC 5546 3.2.1), but mail programs offer a card for the first
alone, and who adds that one believes to have them all. A mail with several dates points to the feed instead, which also
follows when a date moves. No file goes with a cancelled task: text only.
"""

import sqlalchemy as sa
from icalendar import Calendar, Event, vCalAddress
from sqlalchemy.orm import Session

from tracker.notify import feed_events, ical
from tracker.notify.feed_keeping import stamped
from tracker.notify.letters import Letterhead
from tracker.notify.models import DeadlineEvent
from tracker.vietnamese import clean_line

METHOD = "PUBLISH"  # nobody is invited, so there is an organizer and no attendee
FILE_NAME = "nhiem-vu.ics"
FILE_TYPE = f"text/calendar; charset=utf-8; method={METHOD}"


def new_date_file(session: Session, deadline_id: int, letterhead: Letterhead) -> bytes:
    """The file for this deadline with the UID, SEQUENCE and stamps that its feeds show; nothing without an organizer's address.

    Raises NoResultFound for a deadline that no feed shows: without a date, or finished long ago.
    """
    if "@" not in letterhead.sender:
        return b""
    shown = feed_events.deadline_candidate(session, deadline_id, base_url=letterhead.base_url)
    kept = session.execute(sa.select(*DeadlineEvent.__table__.columns).where(DeadlineEvent.deadline_id == deadline_id))
    return published(stamped(shown, kept.one_or_none()).body, letterhead, is_timed=shown.due_time is not None)


def published(event_bytes: bytes, letterhead: Letterhead, *, is_timed: bool) -> bytes:
    """A VEVENT as a feed holds it, in a calendar object of its own with METHOD and ORGANIZER."""
    event = Event.from_ical(event_bytes)
    organizer = vCalAddress(f"mailto:{letterhead.sender}")
    organizer.params["CN"] = ical.plain_name(clean_line(letterhead.office_name)).replace('"', "")
    event.add("organizer", organizer)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", ical.PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", METHOD)
    if is_timed:
        calendar.add_component(ical.office_timezone())
    calendar.add_component(event)
    return bytes(calendar.to_ical())
