"""iCalendar bytes: a row in, a VEVENT out; kept VEVENTs in, a calendar out (ical-feeds 2-6). Pure: no clock, no database.

icalendar renders, folds and escapes. What it rendered is joined between a calendar's head and tail and never edited.
"""

import hashlib
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard

from tracker.clock import OFFICE_ZONE
from tracker.vietnamese import clean, clean_line

PRODUCT = "-//Dung han//Lich ky han//VI"
REFRESH = timedelta(hours=1)  # our promise of a minimum interval (R4)
COLOUR, APPLE_COLOUR = "steelblue", "#4682B4"
SUMMARY_LIMIT = 255  # Outlook cuts there (R14)
TIMED_LENGTH = timedelta(minutes=30)  # a deadline with an hour is an event that ends at it (R13)
ALARM_AT = time(9)  # of the day before (R29)

_EVENT_END = b"END:VEVENT\r\n"
_CALENDAR_END = b"END:VCALENDAR\r\n"
_MARKS = re.compile(r"\s*[,;\\]\s*")


@dataclass(frozen=True)
class EventRow:
    """Everything one VEVENT shows. `alarm` are the words of its alarm; without them it has none (R28)."""

    uid: str
    summary: str
    description: str
    url: str
    due_on: date
    created_at: datetime
    due_time: time | None = None
    is_cancelled: bool = False
    categories: tuple[str, ...] = ()
    priority: int = 5
    alarm: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 over what is shown: another digest, another SEQUENCE (R23)."""
        return hashlib.sha256("\x1f".join(map(str, vars(self).values())).encode()).hexdigest()


def event_bytes(row: EventRow, *, sequence: int, changed_at: datetime) -> bytes:
    """The VEVENT of `row`, without its alarm. The same arguments give the same bytes (R22)."""
    event = Event()  # never Event.new(): it invents a UID and a DTSTAMP (R45)
    starts, ends = _span(row)
    event.add("uid", row.uid)
    event.add("dtstamp", changed_at)
    event.add("created", row.created_at)
    event.add("last-modified", changed_at)
    event.add("sequence", sequence)
    event.add("summary", clipped(clean_line(row.summary), SUMMARY_LIMIT))
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("status", "CANCELLED" if row.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    event.add("class", "PUBLIC")
    event.add("priority", row.priority)
    if row.categories:
        event.add("categories", [clean_line(name) for name in row.categories])
    event.add("url", row.url)
    event.add("description", clean(row.description))
    return bytes(event.to_ical())


def alarm_bytes(row: EventRow) -> bytes:
    """The VALARM of `row` at 9:00 of the day before, or nothing; its UID follows from the event's (R28, R29)."""
    if not row.alarm:
        return b""
    starts, _ = _span(row)
    rings = datetime.combine(row.due_on - timedelta(days=1), ALARM_AT)
    begins = starts.replace(tzinfo=None) if isinstance(starts, datetime) else datetime.combine(starts, time())
    alarm = Alarm()
    alarm.add("uid", str(uuid.uuid5(uuid.UUID(row.uid), "alarm")))
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", rings - begins)
    alarm.add("description", clean_line(row.alarm))
    return bytes(alarm.to_ical())


def with_alarm(event: bytes, alarm: bytes) -> bytes:
    """`event` with `alarm` as its last component, as the library itself would write it."""
    return event.removesuffix(_EVENT_END) + alarm + _EVENT_END if alarm else event


def calendar_bytes(*, name: str, description: str, events: Sequence[bytes], needs_timezone: bool) -> bytes:
    """One VCALENDAR of rendered events. Without METHOD (R2), without any address of the feed itself (R7)."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", plain_name(name))
    calendar.add("x-wr-calname", plain_name(name))
    calendar.add("x-wr-caldesc", plain_name(description))
    calendar.add("x-wr-timezone", OFFICE_ZONE.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})  # R46
    calendar.add("x-published-ttl", "PT1H")
    calendar.add("color", COLOUR)
    calendar.add("x-apple-calendar-color", APPLE_COLOUR)
    if needs_timezone or not events:  # an object needs a component (R8)
        calendar.add_component(office_timezone())
    head = calendar.to_ical().removesuffix(_CALENDAR_END)
    return b"".join((head, *events, _CALENDAR_END))


def plain_name(text: str) -> str:
    """`text` for a calendar's name: one line without comma, semicolon or backslash, which clients show wrongly (R3)."""
    return " ".join(_MARKS.sub(" – ", clean_line(text)).split())


def clipped(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, cut between words where that is possible."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    space = kept.rfind(" ")
    return (kept[:space] if space > limit // 2 else kept).rstrip(" ,;–-") + "…"


def _span(row: EventRow) -> tuple[date, date] | tuple[datetime, datetime]:
    """The whole day with its exclusive end (R12), or the half hour that ends at the hour (R13)."""
    if row.due_time is None:
        return row.due_on, row.due_on + timedelta(days=1)
    ends = datetime.combine(row.due_on, row.due_time, OFFICE_ZONE)
    return ends - TIMED_LENGTH, ends


def office_timezone() -> Timezone:
    """Asia/Ho_Chi_Minh by hand: the library's own has a COMMENT and +08 before 1975 (R47)."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - a local time by definition
    standard.add("tzname", "+07")
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    zone = Timezone()
    zone.add("tzid", OFFICE_ZONE.key)
    zone.add_component(standard)
    return zone
