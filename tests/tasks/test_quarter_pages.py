"""The quarter's page and the overview: figures that tie and lead to their rows (product 3.2)."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.tasks.make import make_deadline, make_task
from tests.tasks.statements import counted_statements
from tracker import clock
from tracker.notify.models import Heartbeat
from tracker.notify.queries import WORKER
from tracker.periods import Quarter
from tracker.tasks.models import DeadlineState, Task
from tracker.tasks.quarter import Asked, Column, by_task_and_kind, rows_behind, total

TODAY = date(2025, 12, 15)
Q4 = Quarter(2025, 4)


@pytest.fixture
def quarter(session, cast):
    """One deadline in each column of the table, over two tasks; one ongoing quarter with and one without evidence."""
    first = make_task(session, title="Nhiệm vụ thứ nhất", label="mục 1", group_name="Nhân lực", position=1)
    second = make_task(session, title="Nhiệm vụ thứ hai", label="mục 2", group_name="Thể chế", position=2)
    ongoing = make_task(session, title="Việc thường xuyên", label="mục 6", is_ongoing=True, position=3)
    past, ahead = date(2025, 11, 28), date(2025, 12, 31)
    done = clock.now() - timedelta(days=30)
    late = clock.now() - timedelta(days=2)
    make_deadline(
        session, first, cast.le_chan, due_on=past, state=DeadlineState.ACCEPTED, done_at=done, is_done_late=False
    )
    make_deadline(
        session, first, cast.hai_an, due_on=past, state=DeadlineState.ACCEPTED, done_at=late, is_done_late=True
    )
    make_deadline(session, first, cast.le_chan_school, due_on=past)
    make_deadline(session, second, cast.le_chan, due_on=ahead)
    make_deadline(session, second, cast.hai_an, due_on=past, state=DeadlineState.SUBMITTED, submitted_at=late)
    make_deadline(session, second, cast.high_school, due_on=ahead, state=DeadlineState.SUBMITTED, submitted_at=late)
    make_deadline(session, second, cast.quality, due_on=date(2025, 12, 19))
    make_deadline(session, second, cast.office_unit, due_on=None, quarter="2025Q4")
    make_deadline(session, second, cast.le_chan_school, due_on=ahead, state=DeadlineState.WAIVED)
    slot = {"slot": "2025Q4", "is_ongoing": True, "starts_on": date(2025, 10, 1)}
    make_deadline(session, ongoing, cast.le_chan, due_on=ahead, **slot)
    make_deadline(session, ongoing, cast.hai_an, due_on=ahead, state=DeadlineState.SUBMITTED, submitted_at=late, **slot)
    make_deadline(session, make_task(session, title="Quý sau"), cast.le_chan, due_on=date(2026, 3, 31))
    session.commit()


def signed(browser, actor):
    return browser.sign_in(actor.email)


def test_the_equation_ties(session, cast, quarter):
    found = total(by_task_and_kind(session, cast.officer, Asked(quarter=Q4), TODAY).values())
    assert (found.done_on_time, found.done_late, found.within, found.overdue, found.without_limit) == (1, 1, 3, 2, 1)
    assert found.given == 8
    assert (found.waiting, found.soon) == (1, 1)
    assert (found.ongoing_with_evidence, found.ongoing_owed) == (1, 2)


@pytest.mark.parametrize("column", list(Column))
def test_every_figure_opens_exactly_its_rows(session, cast, quarter, column):
    found = total(by_task_and_kind(session, cast.officer, Asked(quarter=Q4), TODAY).values())
    figures = {
        Column.GIVEN: found.given,
        Column.ON_TIME: found.done_on_time,
        Column.DONE_LATE: found.done_late,
        Column.WITHIN: found.within,
        Column.WAITING: found.waiting,
        Column.SOON: found.soon,
        Column.OVERDUE: found.overdue,
        Column.WITHOUT_LIMIT: found.without_limit,
        Column.ONGOING: found.ongoing_owed,
        Column.ONGOING_DONE: found.ongoing_with_evidence,
        Column.ONGOING_MISSING: found.ongoing_missing,
    }
    rows = session.execute(rows_behind(cast.officer, Asked(quarter=Q4, column=column), TODAY)).all()
    assert len(rows) == figures[column]


def test_the_page_shows_the_equation_and_the_rate_with_its_fraction(browser, cast, quarter):
    page = signed(browser, cast.officer).get("/bao-cao/quy?quy=2025Q4").text
    assert "Báo cáo quý IV/2025" in page
    assert "Tỷ lệ đúng hạn 25,0 % = 1 / (1 + 1 + 2)" in page
    assert "Cộng 2 nhiệm vụ" in page
    assert "Việc thường xuyên" in page
    assert "Quý sau" not in page
    assert "Trực thuộc Sở" in page
    assert "UBND cấp xã" in page


def test_a_figure_of_a_managing_unit_leads_to_its_rows(browser, cast, quarter):
    client = signed(browser, cast.officer)
    page = client.get(f"/bao-cao/quy/ky-han?quy=2025Q4&nhom=qua-han&quan-ly={cast.le_chan.code}").text
    assert "1 – 1 trên 1 kỳ hạn" in page
    assert "Trường THCS Lê Chân 2" in page
    under = client.get("/bao-cao/quy/ky-han?quy=2025Q4&nhom=da-giao&quan-ly=truc-thuoc").text
    assert "1 – 3 trên 3 kỳ hạn" in under
    schools = client.get("/bao-cao/quy/ky-han?quy=2025Q4&nhom=da-giao&loai=thcs").text
    assert "1 – 1 trên 1 kỳ hạn" in schools


def test_the_files_say_what_the_pages_say(browser, cast, quarter):
    client = signed(browser, cast.officer)
    table = list(csv.reader(io.StringIO(client.get("/bao-cao/quy?quy=2025Q4&dang=csv").data.decode("utf-8-sig"))))
    assert table[0][3:9] == [
        "Đã giao",
        "Hoàn thành đúng hạn",
        "Hoàn thành quá hạn",
        "Chưa xong, trong hạn",
        "Chưa xong, quá hạn",
        "Không hạn",
    ]
    assert table[-1][2:9] == ["Cộng", "8", "1", "1", "3", "2", "1"]
    for number in range(3, 11):
        assert sum(int(row[number]) for row in table[1:-1]) == int(table[-1][number])
    rows = list(
        csv.reader(
            io.StringIO(client.get("/bao-cao/quy/ky-han?quy=2025Q4&nhom=qua-han&dang=csv").data.decode("utf-8-sig"))
        )
    )
    assert len(rows) == 1 + 2
    assert "28/11/2025" in rows[1]


def test_an_odd_or_empty_quarter_is_a_page_not_an_error(browser, cast, quarter):
    client = signed(browser, cast.officer)
    assert "Báo cáo quý IV/2025" in client.get("/bao-cao/quy?quy=xyz").text
    assert "Không có kỳ hạn nào trong quý I/2020." in client.get("/bao-cao/quy?quy=2020Q1").text
    assert client.get("/bao-cao/quy/ky-han?quy=9&nhom=zzz&loai=zzz&quan-ly=zzz&dong=-5&nhiem-vu=x").status_code == 200
    assert client.get("/bao-cao/quy/ky-han?nhiem-vu=999999").status_code == 404


@pytest.mark.parametrize("who", ["commune", "school", "department", "admin"])
def test_only_readers_of_everything_get_the_report(browser, cast, who):
    client = signed(browser, getattr(cast, who))
    assert client.get("/bao-cao/quy").status_code == 404
    assert client.get("/bao-cao/quy/ky-han").status_code == 404


def test_the_overview_shows_what_is_late_soon_waiting_and_on_time(browser, cast, quarter):
    page = signed(browser, cast.officer).get("/").text
    values = re.findall(r'class="value">([^<]+)<', page)
    assert values == ["2", "1", "0", "25,0 %"]  # waiting counts evidence, and none was handed in through the service
    assert "1 / 4 kỳ hạn" in page
    assert "Phường Lê Chân" in page
    assert "Thứ Hai, " in page
    assert "Chưa chạy lần nào: chưa thư nhắc nào" in page


def test_the_overview_is_calm_when_the_worker_lives(browser, session, cast, quarter):
    session.add(Heartbeat(name=WORKER, at=clock.real_now()))
    session.commit()
    page = signed(browser, cast.officer).get("/").text
    assert "Chưa chạy lần nào" not in page
    assert "báo sống" in page


def test_the_overview_warns_half_a_year_before_the_calendar_ends(browser, session, cast):
    from tracker.directory.models import CalendarDay, DayKind

    session.add(CalendarDay(day=date(2026, 1, 1), kind=DayKind.OFF, name="Tết Dương lịch"))
    session.commit()
    assert "Lịch làm việc sắp hết dữ liệu" not in signed(browser, cast.officer).get("/").text
    clock.assume_day(date(2026, 8, 3))
    assert re.search(r"chỉ có đến hết <span[^>]*>31/12/2026", browser.get("/").text)


@pytest.mark.parametrize("who", ["leader", "auditor"])
def test_leader_and_auditor_read_the_overview_without_its_buttons(browser, cast, quarter, who):
    page = signed(browser, getattr(cast, who)).get("/").text
    assert "Tổng quan" in page
    assert "Nhập văn bản</a>" not in page
    assert "Xem, duyệt</a>" not in page


@pytest.mark.parametrize("path", ["/", "/bao-cao/quy?quy=2025Q4"])
def test_the_statements_of_overview_and_report_do_not_grow(browser, session, cast, quarter, path):
    client = signed(browser, cast.officer)

    def statements():
        session.expire_all()
        with counted_statements() as found:
            assert client.get(path).status_code == 200
        return len(found)

    statements()
    before = statements()
    for number in range(8):
        task = make_task(session, title=f"Thêm {number}", group_name=f"Nhóm {number}")
        for unit in (cast.le_chan, cast.hai_an, cast.quality, cast.high_school):
            make_deadline(session, task, unit, due_on=date(2025, 12, 8 + number))
    session.commit()
    assert statements() == before


def test_a_task_is_made_by_hand_and_given_out(browser, new_browser, session, cast):
    office = signed(browser, cast.officer)
    given = {
        "title": "Rà soát chữ ký số",
        "lead": "Phòng Quản lý chất lượng",
        "coordinating": "Phường Lê Chân; 11413",
        "rhythm": "once",
        "due_on": "31/12/2025",
        "reporting": "leads_and_coordinating",
        "review_by": "office",
        "plan_id": "",
    }
    wrong = office.post("/nhiem-vu/moi", {**given, "lead": "Phòng Không Có", "due_on": "31.13.2025"})
    assert wrong.status_code == 422
    assert "Không có đơn vị hay nhóm “Phòng Không Có” trong danh bạ." in wrong.text
    assert "Ngày phải viết dạng ngày/tháng/năm" in wrong.text
    assert "Rà soát chữ ký số" in wrong.text
    answer = office.post("/nhiem-vu/moi", given)
    assert answer.status_code == 303
    page = office.get(answer.location).text
    assert "Đã giao nhiệm vụ cho 3 đơn vị." in page
    assert "Phường Hải An" in page
    assert "Rà soát chữ ký số" in signed(new_browser(), cast.commune).get("/viec").text


def test_a_form_that_is_sent_twice_makes_one_task(browser, session, cast):
    office = signed(browser, cast.officer)
    key = re.search(r'name="key"[^>]*value="([^"]+)"', office.get("/nhiem-vu/moi").text)[1]
    given = {
        "key": key,
        "title": "Rà soát chữ ký số",
        "lead": "Phường Lê Chân",
        "rhythm": "none",
        "reporting": "leads",
        "review_by": "office",
        "plan_id": "",
    }
    first, second = office.post("/nhiem-vu/moi", given), office.post("/nhiem-vu/moi", given)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert "không giao thêm" in office.get(second.location).text
    assert session.scalar(sa.select(sa.func.count()).select_from(Task)) == 1
    again = office.post(
        "/nhiem-vu/moi", {**given, "key": key + "x"}
    )  # another form with the same words is another task
    assert again.location != first.location


@pytest.mark.parametrize("who", ["leader", "auditor", "commune", "admin"])
def test_only_the_office_makes_tasks(browser, cast, who):
    client = signed(browser, getattr(cast, who))
    assert client.get("/nhiem-vu/moi").status_code == 404
    assert client.post("/nhiem-vu/moi", {"title": "x"}).status_code == 404
