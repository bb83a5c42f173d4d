"""How a person wants her mail: what may be thinned out is, what is mandatory always comes (product 3.5, RFC 8058)."""

from datetime import date, datetime, time

import pytest
import sqlalchemy as sa

from tests.notify.making import make_deadline
from tracker import clock
from tracker.access import SYSTEM
from tracker.errors import BadInput
from tracker.log import LogAction, LogEntry
from tracker.notify.models import DigestFrequency, MailPreference, Message, MessageKind, MessageState, Reminder
from tracker.notify.planning import find_owed, plan_day
from tracker.notify.policy import leaves_now, week_start
from tracker.notify.preferences import Preference, Preferences, preference_of, preferences, set_preference
from tracker.notify.unsubscribing import Unsubscribable, unsubscribe_url
from tracker.workdays import WorkCalendar

MONDAY, TUESDAY, WEDNESDAY = date(2025, 12, 15), date(2025, 12, 16), date(2025, 12, 17)
LE = "le@example.edu.vn"  # the officer of Lê Chân
PLAIN = WorkCalendar()
SECRET = "t" * 40


def want(session, address=LE, **values):
    set_preference(session, SYSTEM, address, Preference(**values))
    session.commit()


def plan(session, day):
    counts = plan_day(session, day)
    session.commit()
    return counts


def digests(session, address=LE):
    query = sa.select(Message).where(Message.kind == MessageKind.DIGEST, Message.address == address)
    return session.scalars(query.order_by(Message.slot)).all()


def stacked(session, message):
    return sorted(session.scalars(sa.select(Reminder.step).where(Reminder.message_id == message.id)))


@pytest.mark.parametrize(
    ("frequency", "steps", "today", "leaves"),
    [
        (DigestFrequency.DAILY, [("before-7", TUESDAY)], TUESDAY, True),
        (DigestFrequency.DAILY, [], TUESDAY, False),
        (DigestFrequency.WEEKLY, [("before-7", TUESDAY)], TUESDAY, False),
        (DigestFrequency.WEEKLY, [("before-7", TUESDAY)], date(2025, 12, 19), False),
        (DigestFrequency.WEEKLY, [("before-7", TUESDAY)], date(2025, 12, 22), True),
        (DigestFrequency.WEEKLY, [("before-7", MONDAY)], MONDAY, True),
        (DigestFrequency.WEEKLY, [("before-7", MONDAY)], TUESDAY, True),
        (DigestFrequency.WEEKLY, [("before-7", TUESDAY), ("on", TUESDAY)], TUESDAY, True),
        (DigestFrequency.MANDATORY, [("before-1", MONDAY)], MONDAY, False),
        (DigestFrequency.MANDATORY, [("late-2/3", MONDAY)], MONDAY, True),
        (DigestFrequency.MANDATORY, [], MONDAY, False),
    ],
)
def test_late_and_on_the_day_always_leave_and_the_rest_as_asked(frequency, steps, today, leaves):
    assert leaves_now(frequency, steps, PLAIN, today) is leaves


def test_the_week_starts_on_its_first_working_day():
    tet = WorkCalendar(off=frozenset({date(2025, 12, 15), date(2025, 12, 16)}))
    assert week_start(date(2025, 12, 18), tet) == date(2025, 12, 17)


def test_reminders_ahead_wait_for_monday_and_go_together(session, cast):
    want(session, frequency=DigestFrequency.WEEKLY)
    make_deadline(session, cast.le_chan, date(2025, 12, 23))  # before-7 on Tuesday
    make_deadline(session, cast.le_chan, date(2025, 12, 31))  # before-14 on Wednesday
    plan(session, MONDAY)
    session.execute(sa.update(Message).values(state=MessageState.SENT))
    plan(session, TUESDAY)
    plan(session, WEDNESDAY)
    assert [one.slot for one in digests(session)] == ["2025-12-15"]
    plan(session, date(2025, 12, 22))
    assert digests(session)[-1].slot == "2025-12-22"
    assert stacked(session, digests(session)[-1]) == ["before-1", "before-14"]


def test_what_waits_is_not_planned_again_every_minute(session, cast):
    want(session, frequency=DigestFrequency.WEEKLY)
    make_deadline(session, cast.le_chan, date(2025, 12, 23), created_at=clock.now())
    plan(session, MONDAY)
    plan(session, TUESDAY)
    assert digests(session) == []
    clock.assume_day(TUESDAY)
    plan(session, TUESDAY)
    assert not find_owed(session, TUESDAY).needs_writing


def test_who_wants_only_the_mandatory_gets_the_day_itself_with_what_is_coming(session, cast):
    want(session, frequency=DigestFrequency.MANDATORY)
    make_deadline(session, cast.le_chan, date(2025, 12, 16), created_at=clock.now())
    make_deadline(session, cast.le_chan, date(2025, 12, 18), created_at=clock.now())
    plan(session, MONDAY)
    assert digests(session) == []
    plan(session, TUESDAY)
    [digest] = digests(session)
    assert (digest.slot, stacked(session, digest)) == ("2025-12-16", ["before-3", "on"])


def test_the_others_are_not_touched_by_somebodys_preference(session, cast):
    want(session, frequency=DigestFrequency.MANDATORY)
    make_deadline(session, cast.le_chan, date(2025, 12, 18))
    make_deadline(session, cast.hai_an, date(2025, 12, 18))
    plan(session, MONDAY)
    assert {one.address for one in session.scalars(sa.select(Message))} == {"an@example.edu.vn"}


def test_the_digest_waits_for_the_hour_asked_for(session, cast, monkeypatch):
    want(session, digest_at=time(10, 0))
    make_deadline(session, cast.le_chan, date(2025, 12, 18))
    make_deadline(session, cast.hai_an, date(2025, 12, 18))
    real = datetime(2025, 12, 15, 8, 30, tzinfo=clock.OFFICE_ZONE)
    monkeypatch.setattr(clock, "real_now", lambda: real)
    plan(session, MONDAY)
    waits = {one.address: one.next_at - real for one in session.scalars(sa.select(Message))}
    assert waits[LE].total_seconds() == 90 * 60
    assert waits["an@example.edu.vn"].total_seconds() == 0


def test_a_copy_goes_to_the_second_mailbox_once(session, cast):
    want(session, copy_to="Hop-Thu-Chung@example.edu.vn")
    for _ in range(2):
        make_deadline(session, cast.le_chan, date(2025, 12, 18))
    plan(session, MONDAY)
    plan(session, MONDAY)
    own, [copy] = digests(session)[0], digests(session, "hop-thu-chung@example.edu.vn")
    assert stacked(session, copy) == stacked(session, own) == ["before-3", "before-3"]
    assert copy.message_id_header != own.message_id_header


def test_a_copy_to_somebody_who_gets_the_mail_anyway_is_no_second_mail(session, cast):
    want(session, copy_to="an@example.edu.vn")
    for unit in (cast.le_chan, cast.hai_an):
        make_deadline(session, unit, date(2025, 12, 18))
    assert plan(session, MONDAY).queued == 2
    assert len(digests(session, "an@example.edu.vn")) == 1


def test_a_copy_follows_the_preference_of_the_one_it_copies():
    asked = Preferences({LE: Preference(DigestFrequency.WEEKLY, time(9, 0), "b@example.edu.vn")})
    assert asked.frequency_of("b@example.edu.vn") is DigestFrequency.WEEKLY
    assert asked.digest_at("b@example.edu.vn") == time(9, 0)
    assert asked.with_frequency(DigestFrequency.WEEKLY) == ["b@example.edu.vn", LE]


def test_when_the_copy_is_ended_what_waits_for_it_is_not_sent(session, cast):
    want(session, copy_to="b@example.edu.vn", frequency=DigestFrequency.MANDATORY)
    make_deadline(session, cast.le_chan, date(2025, 12, 16), created_at=clock.now())
    plan(session, MONDAY)
    want(session, frequency=DigestFrequency.DAILY)
    plan(session, MONDAY)
    assert digests(session, "b@example.edu.vn") == []
    assert stacked(session, digests(session)[0]) == ["before-1"]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"copy_to": "không phải thư"}, "không phải địa chỉ thư"),
        ({"copy_to": LE.upper()}, "phải khác"),
        ({"digest_at": time(6, 0)}, "07:30"),
        ({"digest_at": time(16, 30)}, "16:00"),
    ],
)
def test_what_cannot_be_is_refused_in_words(session, cast, values, says):
    with pytest.raises(BadInput, match=says):
        set_preference(session, SYSTEM, LE, Preference(**values))


def test_the_account_page_shows_and_changes_the_preference(session, cast, browser):
    browser.sign_in(cast.commune.email)
    page = browser.get("/tai-khoan").text
    assert "Mỗi ngày làm việc, khi có việc cần nhắc" in page
    assert "không tắt được" in page
    assert "tổng hợp" not in browser.get("/tai-khoan/thu-nhac").text.replace("thư tổng hợp hằng tuần", "")
    answer = browser.post(
        "/tai-khoan/thu-nhac",
        {"frequency": "weekly", "digest_at": "09:00", "copy_to": " B@example.edu.vn "},
    )
    assert answer.status_code == 303
    stored = preference_of(session, cast.commune.email)
    assert stored == Preference(DigestFrequency.WEEKLY, time(9, 0), "b@example.edu.vn", has_weekly=True)
    entry = session.scalars(sa.select(LogEntry).where(LogEntry.action == LogAction.PREFERENCE_CHANGED)).one()
    assert entry.changes["copy_to"] == ["", "b@example.edu.vn"]
    assert "Sáng đầu tuần" in browser.get("/tai-khoan").text


def test_a_bad_form_keeps_what_was_typed_and_stores_nothing(session, cast, browser):
    answer = browser.sign_in(cast.commune.email).post(
        "/tai-khoan/thu-nhac", {"frequency": "weekly", "digest_at": "09:00", "copy_to": "nhầm"}
    )
    assert answer.status_code == 422
    assert "không phải địa chỉ thư" in answer.text
    assert 'value="nhầm"' in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(MailPreference)) == 0


def path_of(address, kind):
    url = unsubscribe_url(address, kind, base_url="http://localhost", secret_key=SECRET)
    return url.removeprefix("http://localhost")


def test_one_click_of_a_mail_program_ends_reminders_ahead_and_nothing_else(session, cast, browser):
    path = path_of(LE, Unsubscribable.AHEAD)
    answer = browser.bare_post(path, {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.mimetype) == (200, "text/plain")
    assert preference_of(session, LE) == Preference(DigestFrequency.MANDATORY)
    make_deadline(session, cast.le_chan, MONDAY)
    assert plan(session, MONDAY).queued == 1


def test_opening_the_link_changes_nothing_and_the_button_can_be_taken_back(session, cast, browser):
    path = path_of(LE, Unsubscribable.AHEAD)
    assert "đang nhận" in browser.get(path).text
    assert preferences(session).of == {}
    assert browser.bare_post(path).status_code == 303
    assert "Đã thôi nhận" in browser.get(path).text
    assert browser.bare_post(path + "/nhan-lai").status_code == 303
    assert preference_of(session, LE).frequency is DigestFrequency.DAILY


def test_the_weekly_link_ends_the_weekly_summary_alone(session, cast, browser):
    browser.bare_post(path_of(cast.officer.email, Unsubscribable.WEEKLY), {"List-Unsubscribe": "One-Click"})
    assert preference_of(session, cast.officer.email) == Preference(has_weekly=False)


def test_a_mailbox_that_only_gets_copies_ends_the_copies(session, cast, browser):
    want(session, copy_to="b@example.edu.vn")
    path = path_of("b@example.edu.vn", Unsubscribable.AHEAD)
    assert "đang nhận" in browser.get(path).text
    browser.bare_post(path, {"List-Unsubscribe": "One-Click"})
    assert preference_of(session, LE).copy_to == ""
    assert "Đã thôi nhận" in browser.get(path).text


@pytest.mark.parametrize("spoil", [lambda path: path[:-2] + "xx", lambda path: path.rsplit("/", 1)[0] + "/abc"])
def test_a_link_that_was_not_signed_here_is_nothing(cast, browser, session, spoil):
    path = spoil(path_of(LE, Unsubscribable.AHEAD))
    assert browser.get(path).status_code == 404
    assert browser.bare_post(path, {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert preferences(session).of == {}


def test_mail_that_waits_is_planned_as_the_newest_preference_says(session, cast):
    """The preference is asked when the digest is stacked, so a change holds for the very day."""
    make_deadline(session, cast.le_chan, date(2025, 12, 18))
    plan(session, MONDAY)
    assert digests(session)[0].state is MessageState.PENDING
    want(session, frequency=DigestFrequency.MANDATORY)
    plan(session, TUESDAY)
    assert [one.state for one in digests(session)] == [MessageState.CANCELLED]
