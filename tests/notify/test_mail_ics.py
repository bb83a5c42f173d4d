"""The calendar file of a mail with one new date, read back as a mail program does (ical-feeds R44-R47)."""

from datetime import UTC, date, datetime, time
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from tests.notify.making import make_deadline, make_task, queue_assigned
from tests.notify.test_composers import KEYED, LE
from tests.notify.test_digest import MONDAY
from tests.notify.test_feeds import SECRET, make_feed, read
from tracker.notify import preparing
from tracker.notify.digest import render
from tracker.notify.letters import Letterhead
from tracker.notify.models import Message
from tracker.notify.transport import Envelope, TrackerMessage
from tracker.tasks.models import DeadlineState

LOCAL = Letterhead("https://dunghan.example.edu.vn", "Sở GDĐT Hải Phòng", "", "dung-han@example.edu.vn", SECRET)


def sent(session, message):
    """The mail as the server gets it, parsed by the standard library."""
    prepared = preparing.prepare(session, session.get_one(Message, message.id), LOCAL)
    data = TrackerMessage(prepared.envelope, sender="Đúng hạn <dung-han@example.edu.vn>").as_bytes()
    found = message_from_bytes(data, policy=policy.default)
    assert [defect for part in found.walk() for defect in part.defects] == []
    return found


@pytest.fixture
def dated(session, cast):
    """One new task with one date, queued for its unit."""
    task = make_task(session, title="Báo cáo kết quả, lần đầu; tiếng Việt có dấu")
    deadline = make_deadline(session, cast.le_chan, date(2025, 12, 19), task=task)
    return deadline, queue_assigned(session, LE, unit=cast.le_chan, task=task)


def test_the_mail_is_an_alternative_and_one_published_calendar_with_one_event(session, dated):
    mail = sent(session, dated[1])
    assert mail.get_content_type() == "multipart/mixed"
    alternative, part = mail.iter_parts()
    assert alternative.get_content_type() == "multipart/alternative"
    assert [one.get_content_type() for one in alternative.iter_parts()] == ["text/plain", "text/html"]
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params["charset"] == "utf-8"
    assert part["Content-Transfer-Encoding"] == "base64"
    assert part.get_filename() == "nhiem-vu.ics"
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    assert part["Content-Type"].params["method"] == calendar["METHOD"] == "PUBLISH"
    (event,) = calendar.walk("VEVENT")
    assert event["ORGANIZER"] == "mailto:dung-han@example.edu.vn"
    assert "ATTENDEE" not in event
    assert not event.walk("VALARM")
    assert calendar.walk("VTIMEZONE") == []
    assert "kèm theo đưa hạn này vào lịch" in alternative.get_body(("plain",)).get_content()


def test_its_event_is_the_feed_s_before_the_feed_was_ever_read_and_after_it_changed(session, cast, dated):
    deadline, message = dated
    feed = make_feed(session, cast.commune, unit=cast.le_chan)

    def both():
        raw = next(iter(sent(session, message).iter_attachments())).get_payload(decode=True)
        session.rollback()
        (mine,) = Calendar.from_ical(raw).walk("VEVENT")
        built = read(session, feed)
        (shown,) = Calendar.from_ical(getattr(built, "body", built)).walk("VEVENT")
        return mine, shown

    for expected in (0, 1):
        mine, shown = both()
        assert mine["UID"] == shown["UID"] == deadline.uid
        assert mine["SEQUENCE"] == shown["SEQUENCE"] == expected
        for name in ("DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "STATUS"):
            assert mine[name].to_ical() == shown[name].to_ical(), name
        session.execute(sa.text("UPDATE task SET title = 'Tên khác' WHERE id = :id"), {"id": deadline.task_id})
        feed.changed_at = datetime(2025, 12, 16, tzinfo=UTC)
        session.commit()


def test_an_hour_brings_the_time_zone_and_bytes_are_as_the_library_writes_them(session, cast):
    task = make_task(session)
    make_deadline(session, cast.le_chan, date(2025, 12, 19), task=task, due_time=time(16, 30))
    data = render(session, queue_assigned(session, LE, unit=cast.le_chan, task=task), LOCAL, MONDAY).calendar
    calendar = Calendar.from_ical(data)
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]
    assert calendar.walk("VEVENT")[0].decoded("DTEND").isoformat() == "2025-12-19T16:30:00+07:00"
    assert calendar.to_ical() == data
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75


def test_several_dates_no_date_or_no_sender_bring_no_file_and_many_point_to_the_feed(session, cast):
    several, none = make_task(session, title="Hai kỳ"), make_task(session, title="Không hạn")
    make_deadline(session, cast.le_chan, date(2025, 12, 19), task=several)
    make_deadline(session, cast.hai_an, date(2025, 12, 19), task=several)
    make_deadline(session, cast.le_chan, None, task=none)
    message = queue_assigned(session, LE, unit=cast.le_chan, task=several, slot="one")
    assert render(session, message, LOCAL, MONDAY).calendar
    assert render(session, message, Letterhead(LOCAL.base_url), MONDAY).calendar == b""
    message.payload = {"task_ids": [several.id], "unit_ids": [cast.le_chan.id, cast.hai_an.id]}
    mail = render(session, message, LOCAL, MONDAY)
    assert mail.calendar == b""
    assert "đăng ký lịch của đơn vị một lần" in mail.text
    undated = render(session, queue_assigned(session, LE, unit=cast.le_chan, task=none, slot="two"), LOCAL, MONDAY)
    assert undated.calendar == b""
    assert "lịch của đơn vị một lần" not in undated.text


def test_work_handed_in_since_brings_no_date(session, dated):
    dated[0].state = DeadlineState.SUBMITTED
    session.commit()
    assert render(session, dated[1], LOCAL, MONDAY).calendar == b""


def test_a_retry_sends_the_file_that_was_frozen_with_the_text(session, dated):
    message = dated[1]
    first = preparing.prepare(session, session.get_one(Message, message.id), LOCAL)
    for name, value in first.text.items():
        setattr(message, name, value)
    session.execute(sa.update(type(dated[0])).values(sequence=7))
    session.commit()
    again = preparing.prepare(session, session.get_one(Message, message.id), LOCAL)
    assert again.text == {}
    mails = [TrackerMessage(one.envelope, sender=KEYED.sender).as_bytes() for one in (first, again)]
    assert mails[0] == mails[1]


def test_vietnamese_headers_decode_to_what_was_meant(session, dated):
    mail = sent(session, dated[1])
    assert mail["Subject"] == "[Đúng hạn] Giao 1 nhiệm vụ mới – Phường Lê Chân"
    assert mail["From"].addresses[0].display_name == "Đúng hạn"
    assert mail["Message-ID"] == f"<{dated[1].message_id_header}@example.edu.vn>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert isinstance(preparing.prepare(session, session.get_one(Message, dated[1].id), LOCAL).envelope, Envelope)
