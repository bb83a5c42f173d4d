"""The page /lich: a month, addresses, and what each program needs (ical-feeds R38, R42)."""

import html
import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from tests.cast import Cast
from tests.tasks.make import make_deadline, make_task
from tracker import clock
from tracker.log import LogAction, LogEntry
from tracker.notify.feed_pages import program_of
from tracker.notify.models import Feed, FeedKind
from tracker.plans.models import Plan, PlanState
from tracker.tasks.models import DeadlineState


@pytest.fixture
def le(browser, cast: Cast):
    return browser.sign_in("le@example.edu.vn")


def feeds_now(session) -> list[Feed]:
    session.rollback()
    return list(session.scalars(sa.select(Feed).order_by(Feed.id)))


def address_on(page: str) -> str:
    return html.unescape(re.search(r'id="dia-chi"[^>]*value="([^"]+)"', page)[1])


def make_unit_feed(browser, code: str = "11407"):
    return browser.post("/lich/tao", {"loai": "don-vi", "don-vi": code})


def test_a_new_person_is_offered_her_unit_and_her_own_calendar(le):
    page = le.get("/lich").text

    assert "Lịch của phường Lê Chân" in page
    assert "Chưa có địa chỉ lịch nào" in page
    assert "Lịch của riêng mình" in page


def test_looking_at_the_page_creates_nothing(session, le):
    le.get("/lich")

    assert feeds_now(session) == []


def test_a_created_address_works_and_is_shown_again(session, le, cast: Cast):
    make_deadline(session, make_task(session), cast.le_chan)
    session.commit()
    answer = make_unit_feed(le)
    assert answer.status_code == 303

    first = address_on(le.get(answer.location).text)
    again = address_on(le.get("/lich").text)

    assert first == again
    read = le.get(first.removeprefix("http://localhost"), buffered=True)
    assert len(Calendar.from_ical(read.data).walk("VEVENT")) == 1
    assert "Set-Cookie" not in read.headers


def test_the_page_offers_every_program_its_way_and_says_how_often_it_reads(le):
    page = le.get(make_unit_feed(le).location).text
    address = address_on(page)

    assert f'href="webcal://{address.removeprefix("http://")}"' in page
    assert "webcals:" not in page
    assert "https://outlook.office.com/calendar/0/addfromweb?url=http%3A%2F%2Flocalhost%2Fical%2Fdon-vi%2F" in page
    assert "calendar.google.com/calendar/u/0/r/settings/addbyurl" in page
    assert "Google tự đọc lại sau 4 đến 24 giờ" in page
    assert 'data-copy="#dia-chi"' in page
    assert 'class="qr"' in page
    assert "style=" not in page
    assert "Tải một lần" in page
    assert "Đăng ký</a>" in page


def test_the_secret_stands_in_no_title(le):
    page = le.get(make_unit_feed(le).location).text
    secret = address_on(page).rsplit("/", 1)[1].removesuffix(".ics")

    assert secret not in re.search(r"<title>.*?</title>", page)[0]


def test_downloading_once_gives_a_file(session, le, cast: Cast):
    make_unit_feed(le)
    (feed,) = feeds_now(session)

    answer = le.get(f"/lich/{feed.id}/tai")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="dung-han.ics"'
    assert answer.data.startswith(b"BEGIN:VCALENDAR")


def test_renewing_ends_the_old_address_and_shows_another(session, le):
    old = address_on(le.get(make_unit_feed(le).location).text).removeprefix("http://localhost")
    (feed,) = feeds_now(session)

    answer = le.post(f"/lich/{feed.id}/doi")

    new = address_on(le.get(answer.location).text).removeprefix("http://localhost")
    assert le.get(old).status_code == 404
    assert le.get(new).status_code == 200


def test_revoking_takes_the_address_away(session, le):
    old = address_on(le.get(make_unit_feed(le).location).text).removeprefix("http://localhost")
    (feed,) = feeds_now(session)

    assert le.post(f"/lich/{feed.id}/thu-hoi").status_code == 303

    assert le.get(old).status_code == 404
    assert "Chưa có địa chỉ lịch nào" in le.get("/lich").text
    actions = session.scalars(sa.select(LogEntry.action).where(LogEntry.subject_type == "feed")).all()
    assert actions == [LogAction.FEED_CREATED, LogAction.FEED_REVOKED]


@pytest.mark.parametrize("act", ["doi", "thu-hoi", "chuong"])
def test_changing_an_address_needs_a_form_of_ours(session, le, act):
    make_unit_feed(le)
    (feed,) = feeds_now(session)

    assert le.get(f"/lich/{feed.id}/{act}").status_code == 405
    assert le.client.post(f"/lich/{feed.id}/{act}").status_code == 400


@pytest.mark.parametrize(("method", "act"), [("post", "doi"), ("post", "thu-hoi"), ("post", "chuong"), ("get", "tai")])
def test_anothers_address_is_not_there(session, le, new_browser, method, act):
    make_unit_feed(le)
    (feed,) = feeds_now(session)
    other = new_browser().sign_in("an@example.edu.vn")

    assert getattr(other, method)(f"/lich/{feed.id}/{act}").status_code == 404


def test_a_unit_gets_no_address_of_another_unit(session, le):
    assert make_unit_feed(le, code="11413").status_code == 403
    assert make_unit_feed(le, code="KHONG-CO").status_code == 404
    assert feeds_now(session) == []


def test_alarms_are_switched_in_the_own_calendar(session, le):
    page = le.get(le.post("/lich/tao", {"loai": "ca-nhan"}).location).text
    assert "Bật chuông báo" in page
    (feed,) = feeds_now(session)

    answer = le.post(f"/lich/{feed.id}/chuong", {"chuong": "1"})

    assert "Tắt chuông báo" in le.get(answer.location).text


def test_the_office_subscribes_to_a_plan(session, browser, cast: Cast):
    plan = Plan(title="Kế hoạch 131", state=PlanState.ASSIGNED, created_at=clock.now())
    session.add(plan)
    session.commit()
    plan_id = plan.id
    session.commit()
    officer = browser.sign_in("hanh@example.edu.vn")

    answer = officer.post("/lich/tao", {"loai": "ke-hoach", "ke-hoach": plan_id})

    assert "/ical/ke-hoach/" in address_on(officer.get(answer.location).text)
    (feed,) = feeds_now(session)
    assert (feed.kind, feed.plan_id) == (FeedKind.PLAN, plan_id)


def test_the_page_says_when_and_by_which_program_an_address_was_read(session, le):
    make_unit_feed(le)
    (feed,) = feeds_now(session)
    feed.last_read_at, feed.last_read_by = clock.now(), "Google-Calendar-Importer"
    session.commit()
    assert "đang cập nhật" in le.get("/lich").text
    assert "Google Calendar</td>" in le.get("/lich").text

    session.rollback()
    feed.last_read_at = clock.now() - timedelta(days=4)
    session.commit()
    assert "lâu chưa đọc" in le.get("/lich").text


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Google-Calendar-Importer", "Google Calendar"),
        ("iOS/18.1 (22B83) dataaccessd/1.0", "Lịch trên iPhone, iPad"),
        ("Mozilla/5.0 Thunderbird/128.0", "Thunderbird"),
        ("Microsoft Office/16.0 (Microsoft Outlook 16.0)", "Outlook"),
        ("curl/8.5", "curl"),
        ("", "Chương trình không nêu tên"),
    ],
)
def test_programs_are_called_what_people_call_them(agent, name):
    assert program_of(agent) == name


def test_the_month_shows_own_deadlines_late_ones_today_and_holidays(session, le, cast: Cast):
    make_deadline(session, make_task(session, title="Sơ kết học kỳ I"), cast.le_chan, due_on=date(2025, 12, 25))
    make_deadline(session, make_task(session, title="Tổng kết 131"), cast.le_chan, due_on=date(2025, 11, 10))
    make_deadline(session, make_task(session, title="Việc nơi khác"), cast.hai_an, due_on=date(2025, 12, 26))
    make_deadline(
        session,
        make_task(session, title="Đã bỏ"),
        cast.le_chan,
        due_on=date(2025, 12, 27),
        state=DeadlineState.CANCELLED,
    )
    session.commit()

    page = le.get("/lich").text

    assert "Tháng 12/2025" in page
    assert "Sơ kết học kỳ I" in page
    assert "Quá hạn: Tổng kết 131" in page
    assert "Việc nơi khác" not in page
    assert "Đã bỏ" not in page


def test_another_month_is_one_click_away(session, le, cast: Cast):
    make_deadline(session, make_task(session, title="Báo cáo quý I"), cast.le_chan, due_on=date(2026, 3, 31))
    session.commit()

    assert "Báo cáo quý I" not in le.get("/lich").text
    assert "Báo cáo quý I" in le.get("/lich?thang=2026-03").text
    assert le.get("/lich?thang=2026-13").status_code == 200
    assert "thang=2026-01" in le.get("/lich").text
