"""The working calendar as a page: each change says first what it moves, and what is not yet sent follows (product 3.1)."""

from datetime import date, datetime
from io import BytesIO

import pytest
import sqlalchemy as sa

from tests.notify.making import make_deadline
from tracker import clock
from tracker.directory.calendar_editing import DayFacts, YearFacts, remove_day, set_day, set_school_year
from tracker.directory.models import CalendarDay, DayKind, SchoolYear
from tracker.directory.queries import work_calendar
from tracker.errors import BadInput, NotAllowed, NotFound
from tracker.log import LogAction, LogEntry
from tracker.notify.models import Reminder
from tracker.notify.planning import plan_day
from tracker.notify.recalendar import apply_calendar
from tracker.tasks.models import DeadlineState

TODAY = date(2025, 12, 15)
FRIDAY = date(2026, 1, 2)
NEW_YEAR = {
    "day": "02/01/2026",
    "kind": "off",
    "name": "Nghỉ Tết Dương lịch",
    "reason": "Thông báo mới",
    "status": "official",
}


@pytest.fixture
def work(session, cast):
    """Two due on the Friday after New Year, one that is accepted."""
    made = [make_deadline(session, unit, FRIDAY) for unit in (cast.le_chan, cast.hai_an)]
    make_deadline(session, cast.high_school, FRIDAY, state=DeadlineState.ACCEPTED)
    session.commit()
    return made


def test_the_page_shows_the_year_and_the_school_years(session, cast, browser):
    session.add(
        CalendarDay(day=date(2026, 1, 1), kind=DayKind.OFF, name="Tết Dương lịch", status="official", source="NĐ")
    )
    session.add(
        SchoolYear(
            name="2025-2026", starts_on=date(2025, 9, 5), semester1_ends_on=date(2026, 1, 17), ends_on=date(2026, 5, 30)
        )
    )
    session.commit()
    browser.sign_in(cast.leader.email)
    page = browser.get("/lich-lam-viec?nam=2026").text
    for words in ("Tết Dương lịch", "Thứ Năm, 01/01/2026", "Ngày nghỉ", "chính thức", "2025-2026", "17/01/2026"):
        assert words in page
    assert "Thêm ngày" not in page
    assert "chưa có ngày nghỉ nào" in browser.get("/lich-lam-viec?nam=2024").text


def test_it_warns_half_a_year_before_the_data_run_out(session, cast, browser):
    browser.sign_in(cast.officer.email)
    assert "Chưa có ngày nghỉ nào" in browser.get("/lich-lam-viec").text
    session.add(CalendarDay(day=date(2025, 9, 2), kind=DayKind.OFF, name="Quốc khánh"))
    session.commit()
    assert "chỉ có đến hết" in browser.get("/lich-lam-viec").text
    assert 'href="/lich-lam-viec"' in browser.get("/").text
    session.add(CalendarDay(day=date(2026, 9, 2), kind=DayKind.OFF, name="Quốc khánh"))
    session.commit()
    assert "chỉ có đến hết" not in browser.get("/lich-lam-viec").text


def test_a_day_is_stored_only_after_it_said_what_it_moves(session, cast, browser, work):
    browser.sign_in(cast.officer.email)
    shown = browser.post("/lich-lam-viec/ngay", NEW_YEAR)
    assert shown.status_code == 200
    assert "2 kỳ hạn đang mở sẽ được tính lại" in shown.text
    assert "Thứ Hai, 05/01/2026" in shown.text
    assert session.get(CalendarDay, FRIDAY) is None
    assert session.scalar(sa.select(sa.func.count()).where(LogEntry.action == LogAction.CALENDAR_EDITED)) == 0
    saved = browser.post("/lich-lam-viec/ngay", {**NEW_YEAR, "xac-nhan": "1"})
    assert saved.status_code == 303
    session.expire_all()
    assert session.get(CalendarDay, FRIDAY).kind is DayKind.OFF
    assert {one.effective_due for one in work} == {date(2026, 1, 5)}
    entry = session.scalars(sa.select(LogEntry).where(LogEntry.action == LogAction.CALENDAR_EDITED)).one()
    assert (entry.changes["reason"], entry.changes["kind"]) == ("Thông báo mới", [None, "off"])
    page = browser.get("/lich-lam-viec/ngay?ngay=2026-01-02").text
    assert 'value="Nghỉ Tết Dương lịch"' in page


def test_taking_the_day_out_again_puts_the_limits_back(session, cast, browser, work):
    browser.sign_in(cast.admin.email)
    browser.post("/lich-lam-viec/ngay", {**NEW_YEAR, "xac-nhan": "1"})
    values = {"day": "2026-01-02", "reason": "Nhầm ngày"}
    assert "Thứ Sáu, 02/01/2026" in browser.post("/lich-lam-viec/bo", values).text
    assert browser.post("/lich-lam-viec/bo", {**values, "xac-nhan": "1"}).status_code == 303
    session.expire_all()
    assert {one.effective_due for one in work} == {FRIDAY}
    assert session.get(CalendarDay, FRIDAY) is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"day": "hôm nay"}, "dạng 31/12/2025"),
        ({"name": ""}, "Nhập tên ngày"),
        ({"reason": " "}, "Ghi lý do"),
        ({"kind": "work"}, "thứ Bảy hoặc Chủ nhật"),
        ({"day": "03/01/2026"}, "đã là ngày nghỉ"),
        ({"kind": "khác"}, "Chọn một giá trị"),
    ],
)
def test_what_cannot_be_is_refused_at_the_form(session, cast, browser, change, says):
    answer = browser.sign_in(cast.officer.email).post("/lich-lam-viec/ngay", {**NEW_YEAR, **change, "xac-nhan": "1"})
    assert answer.status_code == 422
    assert says in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(CalendarDay)) == 0


def test_a_table_is_shown_first_and_carried_to_the_confirmation(session, cast, browser, work):
    browser.sign_in(cast.officer.email)
    table = "date,kind,name\n2026-01-01,off,Tết\n2026-01-02,off,Tết\n"
    shown = browser.post("/lich-lam-viec/nhap", {"tep": (BytesIO(table.encode()), "lich.csv")})
    assert "2 kỳ hạn đang mở" in shown.text
    assert session.get(CalendarDay, FRIDAY) is None
    assert browser.post("/lich-lam-viec/nhap", {"noi_dung": table, "xac-nhan": "1"}).status_code == 303
    assert session.scalar(sa.select(sa.func.count()).select_from(CalendarDay)) == 2
    wrong = browser.post("/lich-lam-viec/nhap", {"tep": (BytesIO(b"date,kind,name\n2026-13-01,off,A\n"), "lich.csv")})
    assert wrong.status_code == 422
    assert "Dòng 2" in wrong.text
    assert browser.post("/lich-lam-viec/nhap", {}).status_code == 422


def test_a_school_year_is_edited_beside_it(session, cast, browser):
    browser.sign_in(cast.officer.email)
    values = {
        "name": "2026-2027",
        "starts_on": "05/09/2026",
        "semester1_ends_on": "16/01/2027",
        "ends_on": "29/05/2027",
    }
    assert browser.post("/lich-lam-viec/nam-hoc", {**values, "reason": "QĐ mới"}).status_code == 303
    assert session.get(SchoolYear, "2026-2027").ends_on == date(2027, 5, 29)
    assert "05/09/2026" in browser.get("/lich-lam-viec/nam-hoc?ten=2026-2027").text
    bad = browser.post("/lich-lam-viec/nam-hoc", {**values, "ends_on": "01/01/2026", "reason": "x"})
    assert bad.status_code == 422
    assert "theo thứ tự" in bad.text


@pytest.mark.parametrize(
    ("who", "reads", "edits"), [("auditor", 200, 404), ("leader", 200, 404), ("admin", 200, 200), ("commune", 404, 404)]
)
def test_readers_read_and_only_office_and_administrators_edit(cast, browser, who, reads, edits):
    browser.sign_in(getattr(cast, who).email)
    assert browser.get("/lich-lam-viec").status_code == reads
    assert browser.get("/lich-lam-viec/ngay").status_code == edits
    assert browser.get("/lich-lam-viec/nam-hoc").status_code == edits


def test_the_services_check_for_themselves(session, cast):
    facts = DayFacts(FRIDAY, DayKind.OFF, "Nghỉ")
    with pytest.raises(NotAllowed):
        set_day(session, cast.commune, facts, reason="x")
    with pytest.raises(NotAllowed):
        set_school_year(session, cast.leader, YearFacts("2026-2027", TODAY, TODAY, TODAY), reason="x")
    with pytest.raises(NotFound):
        remove_day(session, cast.officer, FRIDAY, reason="x")
    with pytest.raises(BadInput, match="lý do"):
        set_day(session, cast.officer, facts, reason="")


def test_a_reminder_queued_for_what_moved_is_withdrawn_and_asked_for_anew(session, cast):
    """Late on Monday by the old calendar; the new one gives Monday itself, so nobody is told to be late."""
    clock.assume_day(date(2026, 1, 5))
    created = datetime(2025, 12, 30, 3, tzinfo=clock.OFFICE_ZONE)
    deadline = make_deadline(session, cast.le_chan, date(2026, 1, 5), created_at=created)
    plan_day(session, date(2026, 1, 5))
    session.flush()
    before = work_calendar(session)
    set_day(session, cast.officer, DayFacts(date(2026, 1, 5), DayKind.OFF, "Nghỉ bão"), reason="Bão")
    moved = apply_calendar(session, before, work_calendar(session), today=date(2026, 1, 5), roll_over=True)
    session.flush()
    session.expire_all()
    assert (moved, deadline.effective_due) == (1, date(2026, 1, 6))
    assert {one.cancelled_at is None for one in session.scalars(sa.select(Reminder))} == {False}


def test_a_reminder_whose_day_became_a_day_off_is_not_lost(session, cast):
    """It stood on Friday; on Friday morning the day becomes a day off, so it belongs to Thursday, planned already."""
    thursday, friday, monday = date(2025, 12, 18), date(2025, 12, 19), date(2025, 12, 22)
    created = datetime(2025, 12, 17, tzinfo=clock.OFFICE_ZONE)
    make_deadline(session, cast.le_chan, date(2025, 12, 26), created_at=created)
    clock.assume_day(thursday)
    plan_day(session, thursday)
    assert session.scalars(sa.select(Reminder.step)).all() == []
    clock.assume_day(friday)
    before = work_calendar(session)
    set_day(session, cast.officer, DayFacts(friday, DayKind.OFF, "Nghỉ bão"), reason="Bão")
    apply_calendar(session, before, work_calendar(session), today=friday, roll_over=True)
    clock.assume_day(monday)
    plan_day(session, monday)
    assert session.scalars(sa.select(Reminder.step)).all() == ["before-7"]


def test_a_holiday_on_a_sunday_that_stands_in_the_data_can_be_corrected(session, cast):
    sunday = date(2026, 4, 26)
    session.add(CalendarDay(day=sunday, kind=DayKind.OFF, name="Giỗ Tổ"))
    session.flush()
    set_day(session, cast.officer, DayFacts(sunday, DayKind.OFF, "Giỗ Tổ Hùng Vương"), reason="Đủ tên")
    assert session.get(CalendarDay, sunday).name == "Giỗ Tổ Hùng Vương"
