"""The office's weekly summary: once a week, with the period of its figures, only for who wants it (product 3.5; lessons 20, 28)."""

from datetime import date, datetime

import pytest
import sqlalchemy as sa

from tests.cast import make_person
from tests.notify.making import make_deadline, make_returned_evidence
from tracker import clock
from tracker.access import SYSTEM
from tracker.directory.models import CalendarDay, DayKind, Person, RefusedAddress, Role
from tracker.notify import weekly
from tracker.notify.digest import headers_of, letterhead_of, printed, render
from tracker.notify.models import Message, MessageKind, MessageState, TaskKind
from tracker.notify.policy import Policy
from tracker.notify.policy_editing import Weekly, set_policy
from tracker.notify.preferences import Preference, set_preference
from tracker.tasks.models import DeadlineState
from tracker.workdays import WorkCalendar

MONDAY, TUESDAY = date(2025, 12, 15), date(2025, 12, 16)


@pytest.fixture
def work(session, cast):
    """Two late, one in time, one handed in and sent back last week."""
    created = datetime(2025, 11, 3, 3, tzinfo=clock.OFFICE_ZONE)
    make_deadline(session, cast.le_chan, date(2025, 11, 20), quarter="2025Q4", created_at=created)
    make_deadline(session, cast.le_chan, date(2025, 12, 10), quarter="2025Q4", created_at=created)
    make_deadline(session, cast.hai_an, date(2025, 12, 12), quarter="2025Q4", created_at=created)
    returned = make_deadline(session, cast.hai_an, date(2025, 12, 26), quarter="2025Q4", state=DeadlineState.RETURNED)
    evidence = make_returned_evidence(session, returned, cast.other_commune.person_id, reason="Thiếu phụ lục.")
    evidence.submitted_at = evidence.decided_at = datetime(2025, 12, 9, 3, tzinfo=clock.OFFICE_ZONE)
    session.commit()
    return cast


def queue(session, day=MONDAY):
    made = weekly.queue_summaries(session, day, weekly.owed_to(session, day))
    session.commit()
    return made


def head(session):
    return letterhead_of(session, base_url="http://localhost", parent_body="UBND thành phố", secret_key="t" * 40)


def letter(session, day=MONDAY):
    message = session.scalars(sa.select(Message).where(Message.kind == MessageKind.WEEKLY)).first()
    return render(session, message, head(session), day)


@pytest.mark.parametrize(
    ("weekday", "off", "leaves"),
    [
        (0, [], date(2025, 12, 15)),
        (0, [15], date(2025, 12, 16)),
        (2, [], date(2025, 12, 17)),
        (4, [19], date(2025, 12, 18)),
        (0, [15, 16, 17, 18, 19], None),
    ],
)
def test_it_leaves_on_the_day_set_or_the_nearest_working_day_of_the_week(weekday, off, leaves):
    calendar = WorkCalendar(off=frozenset(date(2025, 12, number) for number in off))
    assert weekly.leaves_on(MONDAY, weekday, calendar) == leaves


def test_each_person_of_the_office_gets_it_once_a_week(session, work):
    assert weekly.owed_to(session, MONDAY) == [work.officer.email]
    assert queue(session) == 1
    assert (queue(session), queue(session, TUESDAY)) == (0, 0)
    assert weekly.queue_summaries(session, MONDAY, [work.officer.email]) == 0  # two workers that both found it missing
    assert queue(session, date(2025, 12, 22)) == 1


def test_a_worker_that_was_down_on_monday_makes_it_up_in_the_week(session, work):
    assert queue(session, date(2025, 12, 18)) == 1


def test_before_the_day_set_nothing_is_owed(session, work):
    session.add(CalendarDay(day=MONDAY, kind=DayKind.OFF, name="Nghỉ"))
    session.commit()
    assert weekly.owed_to(session, MONDAY) == []
    assert weekly.owed_to(session, TUESDAY) != []
    set_policy(session, work.officer, None, TaskKind.ANY, Policy(), Weekly(is_on=True, weekday=3))
    assert weekly.owed_to(session, TUESDAY) == []
    assert weekly.owed_to(session, date(2025, 12, 18)) != []


def test_it_can_be_turned_off_for_all_and_ended_by_one(session, work):
    make_person(session, email="hai@example.edu.vn", name="Vũ Hải", grants=[(Role.OFFICE, None)])
    set_preference(session, SYSTEM, work.officer.email, Preference(has_weekly=False))
    assert weekly.owed_to(session, MONDAY) == ["hai@example.edu.vn"]
    set_policy(session, work.officer, None, TaskKind.ANY, Policy(), Weekly(is_on=False))
    assert weekly.owed_to(session, MONDAY) == []


def test_closed_accounts_and_refused_addresses_get_none(session, work):
    session.add(RefusedAddress(address=work.officer.email, refused_at=clock.now(), reason="550"))
    session.flush()
    assert weekly.owed_to(session, MONDAY) == []
    session.execute(sa.delete(RefusedAddress))
    session.execute(sa.update(Person).where(Person.email == work.officer.email).values(is_active=False))
    assert weekly.owed_to(session, MONDAY) == []


def test_where_nothing_was_ever_asked_nothing_is_sent(session, cast):
    assert weekly.owed_to(session, MONDAY) == []
    weekly.queue_summaries(session, MONDAY, [cast.officer.email])
    assert letter(session) is None


def test_the_mail_says_of_which_period_each_figure_is(session, work):
    queue(session)
    text = letter(session).text
    assert letter(session).subject == "[Đúng hạn] Tổng hợp tuần 08/12 – 14/12/2025: 3 kỳ hạn quá hạn"
    assert "Quý IV/2025, từ 01/10/2025 đến 31/12/2025" in text
    assert "tính đến 15/12/2025" in text
    assert "Trong tuần từ 08/12/2025 đến 14/12/2025" in text
    for figure in ("Đã giao: 4", "Chưa xong, quá hạn: 3", "Chưa xong, trong hạn: 1", "Tỷ lệ đúng hạn: 0,0 % (0/3)"):
        assert figure in text
    for figure in ("Minh chứng nộp lên: 1", "Minh chứng trả lại: 1", "Minh chứng đã duyệt: 0"):
        assert figure in text
    assert "Kỳ hạn thành quá hạn, nay vẫn chưa nộp: 2" in text


def test_the_latest_units_come_first(session, work):
    queue(session)
    text = letter(session).text
    assert "2 kỳ hạn quá hạn, lâu nhất 25 ngày" in text
    assert text.index("Phường Lê Chân") < text.index("Phường Hải An")


def test_sent_on_another_day_it_still_speaks_of_its_own_week(session, work):
    queue(session)
    late = letter(session, date(2025, 12, 18))
    assert "08/12 – 14/12/2025" in late.subject
    assert "tính đến 18/12/2025" in late.text


def test_addresses_that_failed_are_named_with_their_units(session, work):
    session.add(RefusedAddress(address="le@example.edu.vn", refused_at=clock.now(), reason="550 5.1.1 No such mailbox"))
    queue(session)
    session.execute(sa.update(Message).values(state=MessageState.DEAD))
    text = letter(session).text
    assert "Thư chưa tới nơi (2)" in text
    assert "le@example.edu.vn" in text
    assert "Đơn vị: Phường Lê Chân" in text
    assert "550 5.1.1 No such mailbox" in text


def test_it_can_be_unsubscribed_by_one_click(session, work, browser):
    queue(session)
    headers = dict(letter(session).headers)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    assert browser.bare_post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert weekly.owed_to(session, date(2025, 12, 22)) == []


def test_a_letter_that_is_mandatory_has_no_such_link(session, work):
    queue(session)
    message = session.scalars(sa.select(Message)).first()
    bare = weekly.compose_weekly(session, message, letterhead_of(session, base_url="http://x", parent_body=""), MONDAY)
    assert "List-Unsubscribe" not in dict(headers_of(bare))
    assert printed(bare).html.count("<h1") == 1
