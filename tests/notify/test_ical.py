"""A row in, a VEVENT out, read back with icalendar."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar, Event

from tracker.notify import ical
from tracker.notify.ical import EventRow

UID = "5f0d5b1e-0a49-4c66-93b7-1f3c2b8f7a10"
CHANGED = datetime(2025, 12, 1, 3, 15, 2, tzinfo=UTC)


def row(**values) -> EventRow:
    facts = {
        "uid": UID,
        "summary": "Báo cáo sơ kết học kỳ I – Phường Lê Chân",
        "description": "Đơn vị: Phường Lê Chân\nhttps://dunghan.example.edu.vn/ky-han/4711",
        "url": "https://dunghan.example.edu.vn/ky-han/4711",
        "due_on": date(2025, 12, 25),
        "created_at": datetime(2025, 10, 19, 7, tzinfo=UTC),
        **values,
    }
    return EventRow(**facts)


def vevent(**values) -> Event:
    return Event.from_ical(ical.event_bytes(row(**values), sequence=2, changed_at=CHANGED))


def calendar(*events: bytes, name: str = "Hạn công việc – Phường Lê Chân", needs_timezone: bool = False) -> bytes:
    return ical.calendar_bytes(
        name=name, description="Kỳ hạn lấy từ Đúng hạn", events=events, needs_timezone=needs_timezone
    )


def test_a_days_deadline_ends_with_the_next_day_because_the_end_is_exclusive():
    event = vevent()

    assert event.decoded("dtstart") == date(2025, 12, 25)
    assert event.decoded("dtend") == date(2025, 12, 26)


def test_an_hour_gives_a_half_hour_that_ends_at_it_in_our_own_zone():
    timed = ical.event_bytes(row(due_time=time(16, 30)), sequence=0, changed_at=CHANGED)
    whole = calendar(timed, needs_timezone=True)

    assert b"DTSTART;TZID=Asia/Ho_Chi_Minh:20251225T160000\r\n" in whole
    assert b"DTEND;TZID=Asia/Ho_Chi_Minh:20251225T163000\r\n" in whole
    zone = Calendar.from_ical(whole).walk("VTIMEZONE")[0]
    assert zone["TZID"] == "Asia/Ho_Chi_Minh"
    assert "COMMENT" not in zone
    assert [part["TZOFFSETTO"].to_ical() for part in zone.walk("STANDARD")] == ["+0700"]


def test_stamps_are_the_last_change_never_the_time_of_rendering():
    event = vevent()

    assert event.decoded("dtstamp") == event.decoded("last-modified") == CHANGED
    assert event.decoded("created") == datetime(2025, 10, 19, 7, tzinfo=UTC)
    assert event["sequence"] == 2


def test_the_same_row_gives_the_same_bytes():
    first, second = (ical.event_bytes(row(), sequence=1, changed_at=CHANGED) for _ in range(2))

    assert first == second


def test_a_deadline_does_not_block_the_day_and_invites_nobody():
    event = vevent()

    assert event["transp"] == "TRANSPARENT"
    assert event["x-microsoft-cdo-busystatus"] == "FREE"
    assert event["status"] == "CONFIRMED"
    assert not {"ATTENDEE", "ORGANIZER", "ATTACH", "RRULE"} & set(event)


def test_a_cancelled_deadline_says_so_in_its_status():
    assert vevent(is_cancelled=True)["status"] == "CANCELLED"


def test_no_line_of_a_long_vietnamese_title_is_over_75_octets_and_no_letter_is_broken():
    title = ("Rà soát, xử lý kiến nghị phản ánh về thủ tục hành chính được thực hiện đúng hạn " * 4)[:200]
    data = ical.event_bytes(row(summary=title, description=title * 3), sequence=0, changed_at=CHANGED)

    lines = data.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert all(line.decode("utf-8") is not None for line in lines)
    assert data.endswith(b"END:VEVENT\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert Event.from_ical(data)["summary"] == title.strip()


def test_a_summary_longer_than_outlook_shows_is_cut_between_words():
    shown = str(vevent(summary="chuyển đổi số " * 40)["summary"])

    assert len(shown) <= 255
    assert shown.endswith(("số…", "đổi…", "chuyển…"))


def test_marks_are_escaped_once_and_come_back():
    text = "Văn bản 12; mục a, b \\ c\nDòng hai & <b>"
    event = vevent(description=text, url="https://dunghan.example.edu.vn/viec?a=1&b=2")

    assert event["description"] == text
    assert event["url"] == "https://dunghan.example.edu.vn/viec?a=1&b=2"


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\x7f", "\x85", "\u2028", "\u2029"])
def test_control_characters_from_word_and_excel_do_not_reach_a_client(bad):
    data = ical.event_bytes(row(summary=f"Báo{bad} cáo", description=f"a{bad}b"), sequence=0, changed_at=CHANGED)

    assert bad.encode() not in data
    assert Event.from_ical(data)["description"] == "ab"


def test_the_alarm_rings_at_nine_the_day_before_a_whole_day():
    alarm = ical.alarm_bytes(row(alarm="Ngày mai đến hạn: Báo cáo"))

    assert b"TRIGGER:-PT15H\r\n" in alarm
    assert b"ACTION:DISPLAY\r\n" in alarm


def test_the_alarm_of_an_hour_also_rings_at_nine_the_day_before():
    alarm = ical.alarm_bytes(row(due_time=time(16, 30), alarm="Ngày mai đến hạn"))
    event = Event.from_ical(
        ical.with_alarm(ical.event_bytes(row(due_time=time(16, 30)), sequence=0, changed_at=CHANGED), alarm)
    )

    (rings,) = event.walk("VALARM")
    at = event.decoded("dtstart") + rings.decoded("trigger")
    assert (at.date(), at.time()) == (date(2025, 12, 24), time(9))


def test_an_alarm_keeps_its_own_uid_and_a_row_without_words_has_none():
    once, again = (ical.alarm_bytes(row(alarm=words)) for words in ("Ngày mai đến hạn", "Mai đến hạn"))

    uid = [line for line in once.split(b"\r\n") if line.startswith(b"UID:")]
    assert uid == [line for line in again.split(b"\r\n") if line.startswith(b"UID:")]
    assert UID.encode() not in uid[0]
    assert ical.alarm_bytes(row()) == b""


def test_joining_an_alarm_writes_what_the_library_would_write():
    facts = row(alarm="Ngày mai đến hạn")
    event = Event.from_ical(ical.event_bytes(facts, sequence=0, changed_at=CHANGED))
    event.add_component(Event.from_ical(ical.alarm_bytes(facts)))

    joined = ical.with_alarm(ical.event_bytes(facts, sequence=0, changed_at=CHANGED), ical.alarm_bytes(facts))

    assert joined == event.to_ical()


def test_a_calendar_is_a_snapshot_with_the_name_twice_and_an_hour_between_readings():
    data = calendar(ical.event_bytes(row(), sequence=0, changed_at=CHANGED))
    parsed = Calendar.from_ical(data)

    assert "METHOD" not in parsed
    assert "SOURCE" not in parsed
    assert parsed["NAME"] == parsed["X-WR-CALNAME"] == "Hạn công việc – Phường Lê Chân"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in data
    assert b"X-PUBLISHED-TTL:PT1H\r\n" in data
    assert b"X-WR-TIMEZONE:Asia/Ho_Chi_Minh\r\n" in data
    assert data.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert data.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")


@pytest.mark.parametrize("name", ["Sở Nội vụ, Văn phòng", "A; B", "A\\B"])
def test_a_calendars_name_has_no_mark_that_clients_show_wrongly(name):
    parsed = Calendar.from_ical(calendar(name=name))

    assert not set(",;\\") & set(parsed["X-WR-CALNAME"])
    assert " – " in parsed["X-WR-CALNAME"]


def test_a_calendar_without_events_still_holds_a_component():
    parsed = Calendar.from_ical(calendar())

    assert [part.name for part in parsed.subcomponents] == ["VTIMEZONE"]


def test_a_calendar_of_whole_days_declares_no_zone():
    assert b"VTIMEZONE" not in calendar(ical.event_bytes(row(), sequence=0, changed_at=CHANGED))


def test_the_digest_follows_what_is_shown():
    assert row().digest == row().digest
    assert row().digest != row(due_on=date(2025, 12, 26)).digest
    assert row().digest != row(summary="✔ Báo cáo").digest
    assert timedelta(hours=1) == ical.REFRESH
