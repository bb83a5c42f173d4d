"""Rules of calendar feeds that no other test holds (docs/feeds.md): what stands in the bytes, and what an answer costs."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from tests.cast import Cast
from tests.conftest import TODAY
from tests.notify.making import make_deadline, make_task
from tracker import clock
from tracker.extensions import db
from tracker.notify import feed_limit, feeds, outbox
from tracker.notify.models import Feed, FeedKind
from tracker.tasks.models import Deadline, DeadlineState

SECRET = "t" * 40
OF_CALENDAR = {
    *("VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "X-WR-TIMEZONE"),
    *("REFRESH-INTERVAL", "X-PUBLISHED-TTL", "COLOR", "X-APPLE-CALENDAR-COLOR"),
}
OF_EVENT = {
    *("UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "STATUS", "TRANSP"),
    *("X-MICROSOFT-CDO-BUSYSTATUS", "CLASS", "PRIORITY", "CATEGORIES", "URL", "DESCRIPTION"),
}


@pytest.fixture
def feed(session, cast: Cast) -> Feed:
    made = feeds.create(
        session, cast.commune, to=cast.commune, kind=FeedKind.UNIT, secret_key=SECRET, unit_id=cast.le_chan.id
    )
    task = make_task(session, group_name="Hạ tầng số")
    make_deadline(session, cast.le_chan, date(2025, 12, 25), task=task)
    make_deadline(session, cast.le_chan, date(2025, 12, 26), due_time=time(16, 30))
    make_deadline(session, cast.le_chan, date(2025, 12, 10))
    session.commit()
    return made


@pytest.fixture
def path(feed: Feed) -> str:
    return f"/ical/don-vi/{feeds.token_of(feed, SECRET)}.ics"


@pytest.fixture
def read(app, session, path):
    client = app.test_client(use_cookies=False)

    def ask(**headers):
        session.commit()
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = client.get(path, headers=given, buffered=True)
        session.rollback()
        return answer

    return ask


def test_a_calendar_and_its_events_have_the_lines_of_the_rules_and_no_others(read):
    (calendar,) = Calendar.from_ical(read().data, multiple=True)
    assert set(calendar) == OF_CALENDAR
    for event in calendar.walk("VEVENT"):
        assert set(event) - {"CATEGORIES"} == OF_EVENT - {"CATEGORIES"}
        assert str(event["CLASS"]) == "PUBLIC"
        assert event["PRIORITY"] in {1, 5, 9}
        assert event.subcomponents == []
    assert [part.name for part in calendar.subcomponents].count("VTIMEZONE") == 1


def test_the_calendar_has_a_colour_every_program_understands_and_its_scale(read):
    lines = read().data.split(b"\r\n")
    assert b"CALSCALE:GREGORIAN" in lines
    assert b"COLOR:steelblue" in lines
    assert b"X-APPLE-CALENDAR-COLOR:#4682B4" in lines
    assert sum(line.startswith(b"PRODID:") for line in lines) == 1


def test_the_field_is_the_category_and_what_is_late_is_urgent(session, read):
    feeds.refresh_overdue(session, TODAY)
    events = {event.decoded("dtend"): event for event in Calendar.from_ical(read().data).walk("VEVENT")}
    assert events[date(2025, 12, 26)]["CATEGORIES"].to_ical() == "Hạ tầng số".encode()
    assert [events[day]["PRIORITY"] for day in (date(2025, 12, 11), date(2025, 12, 26))] == [1, 5]


def test_the_feed_does_not_tell_its_own_address(read, path):
    secret = path.rsplit("/", 1)[1].removesuffix(".ics")
    body = read().data.replace(b"\r\n ", b"").decode()
    assert secret not in body
    assert "/ical/" not in body


def test_the_link_stands_in_its_own_line_too_for_programs_that_show_no_link(read):
    for event in Calendar.from_ical(read().data).walk("VEVENT"):
        assert str(event["URL"]) == str(event["DESCRIPTION"]).splitlines()[-1]
        assert "<" not in str(event["DESCRIPTION"])


def test_an_events_name_for_programs_is_random_and_tells_nothing(session, cast, read):
    uids = [str(event["UID"]) for event in Calendar.from_ical(read().data).walk("VEVENT")]
    assert sorted(uids) == sorted(session.scalars(sa.select(Deadline.uid)))
    assert {UUID(uid).version for uid in uids} == {4}


def test_events_stand_by_date_and_then_by_name(read):
    events = Calendar.from_ical(read().data).walk("VEVENT")
    days = [
        clock.office_time(start).date() if isinstance(start := event.decoded("dtstart"), datetime) else start
        for event in events
    ]
    assert days == sorted(days)


def test_nothing_is_compressed_whatever_the_program_offers(read):
    answer = read(Accept_Encoding="gzip, br")
    assert answer.data.startswith(b"BEGIN:VCALENDAR")
    assert not {"Content-Encoding", "Vary"} & set(answer.headers.keys())


def test_robots_are_not_told_to_stay_away_because_google_reads_as_one(app):
    told = app.test_client().get("/robots.txt").text.splitlines()
    assert told.index("Allow: /ical/") < told.index("Disallow: /")


def test_a_304_reads_neither_the_deadlines_nor_the_kept_bytes(app, read):
    etag = read().headers["ETag"]
    statements = []

    def keep(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", keep)
    try:
        assert read(If_None_Match=etag).status_code == 304
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", keep)
    asked = [statement for statement in statements if statement.startswith("SELECT")]
    assert len(asked) == 1
    assert "feed.body" not in asked[0]
    assert "deadline" not in asked[0]


def test_an_unchanged_event_keeps_its_bytes_when_another_is_built_anew(session, cast, read, monkeypatch):
    read()
    rendered = []
    real = feeds.feed_keeping.ical.event_bytes
    monkeypatch.setattr(
        feeds.feed_keeping.ical, "event_bytes", lambda row, **stamps: rendered.append(row.uid) or real(row, **stamps)
    )
    changed = session.scalars(sa.select(Deadline).order_by(Deadline.id)).first()
    changed.due_on = date(2025, 12, 29)
    outbox.touch(session, unit_ids=[cast.le_chan.id])
    read()
    assert rendered == [changed.uid]


def test_nights_the_worker_missed_are_made_up_for_once(session, cast, feed):
    for day in (16, 17, 18):
        make_deadline(session, cast.le_chan, date(2025, 12, day))
    session.commit()
    assert feeds.refresh_overdue(session, date(2025, 12, 16)) == 1  # the one of the tenth
    assert feeds.refresh_overdue(session, date(2025, 12, 19)) == 3
    assert feeds.refresh_overdue(session, date(2025, 12, 19)) == 0
    assert feeds.refresh_overdue(session, date(2025, 12, 16)) == 0  # the clock went back
    late = session.scalars(sa.select(Deadline).where(Deadline.shown_late_on.is_not(None))).all()
    assert [one.sequence for one in late] == [1, 1, 1, 1]


def test_the_date_of_a_feed_never_goes_back_whatever_leaves_it(session, cast, read):
    stamps = [read().last_modified]
    for change in ("renamed", "moved", "deleted"):
        deadline = session.scalars(sa.select(Deadline).where(Deadline.unit_id == cast.le_chan.id)).first()
        if change == "renamed":
            cast.le_chan.name = "Phường Lê Chân mới"
        elif change == "moved":
            deadline.unit_id = cast.hai_an.id
        else:
            deadline.due_on = None
        outbox.touch(session, unit_ids=[cast.le_chan.id])
        stamps.append(read().last_modified)
    assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(stamps))


def test_what_is_done_stays_without_an_alarm(session, cast):
    own = feeds.create(session, cast.commune, to=cast.commune, kind=FeedKind.PERSON, secret_key=SECRET)
    feeds.set_alarms(session, cast.commune, own, has_alarms=True)
    for state in (DeadlineState.OPEN, DeadlineState.ACCEPTED, DeadlineState.CANCELLED):
        make_deadline(
            session, cast.le_chan, date(2025, 12, 25), state=state, title=state.value
        ).changed_at = clock.now()
    session.commit()
    reading = feeds.Reading(own, cast.commune)
    body = feeds.build(session, reading, today=TODAY, base_url="https://x.example.edu.vn", secret_key=SECRET).body
    alarms = {str(event["SUMMARY"])[:1]: len(event.walk("VALARM")) for event in Calendar.from_ical(body).walk("VEVENT")}
    assert alarms == {"o": 1, "✔": 0, "[": 0}


def test_the_limit_is_by_secret_and_hour_and_keeps_no_more_secrets_than_it_may(monkeypatch):
    seconds = [1000.0]
    monkeypatch.setattr(feed_limit.time, "monotonic", lambda: seconds[0])
    limit = feed_limit.HourlyLimit(per_hour=2, most_keys=3)
    assert [limit.hit("a") for _ in range(3)] == [True, True, False]
    assert limit.hit("b")
    seconds[0] += 3601
    assert limit.hit("a")
    for number in range(50):
        limit.hit(str(number))
        assert len(limit._hits) <= 3
