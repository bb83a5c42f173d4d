"""The ledger: for any unit, task, address and period what was owed, planned, sent, answered, or why not; and its files."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from tests.cast import Cast
from tests.conftest import Browser
from tests.notify.making import make_deadline, make_task
from tracker import clock
from tracker.notify import ledger
from tracker.notify.models import Message, MessageState, Reminder
from tracker.notify.planning import plan_day
from tracker.spreadsheet import to_xlsx
from tracker.tasks.deadlines import waive
from tracker.tasks.urging import Letter, urge

MONDAY = date(2025, 12, 15)
SENT_AT = datetime(2025, 12, 15, 1, 0, tzinfo=UTC)  # 08:00


@pytest.fixture
def written(session, cast: Cast) -> dict[str, int]:
    """Three reminders: sent, dropped because the unit was released, and one whose mail failed."""
    task = make_task(session, title="Cấp phát thư công vụ", search_text="cap phat thu cong vu")
    make_deadline(session, cast.le_chan, date(2025, 12, 16), task=task)
    failed = make_deadline(session, cast.hai_an, date(2025, 12, 16), title="Báo cáo Đề án 06")
    released = make_deadline(session, cast.le_chan_school, date(2025, 12, 16), task=task)
    session.commit()
    plan_day(session, MONDAY)
    session.commit()
    sent = session.scalars(sa.select(Message).where(Message.address == "le@example.edu.vn")).one()
    sent.state, sent.sent_at, sent.smtp_reply = MessageState.SENT, SENT_AT, "250 2.0.0 Ok: queued as 4F2"
    dead = session.scalars(sa.select(Message).where(Message.address == "an@example.edu.vn")).one()
    dead.state, dead.last_error = MessageState.DEAD, "550 5.1.1 No such mailbox"
    waive(cast.officer, released, reason="Sáp nhập")
    session.commit()
    return {"task": task.id, "failed": failed.id}


@pytest.fixture
def office(browser: Browser, cast: Cast) -> Browser:
    return browser.sign_in(cast.officer.email)


def units(page: str) -> set[str]:
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return {name for name in ("Phường Lê Chân", "Phường Hải An", "Trường THCS Lê Chân 2") if f">{name}<" in body}


EVERYBODY = {"Phường Lê Chân", "Phường Hải An", "Trường THCS Lê Chân 2"}


def test_each_reminder_shows_its_step_its_fate_and_the_servers_words_or_why_not(written, office):
    page = office.get("/thu/nhac").text
    assert units(page) == EVERYBODY
    assert page.count("Trước 1 ngày") == 3
    assert "250 2.0.0 Ok: queued as 4F2" in page
    assert "550 5.1.1 No such mailbox" in page
    assert "Miễn" in page  # why the third was dropped
    assert "15/12/2025 08:00" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("tinh-trang=da-gui", {"Phường Lê Chân"}),
        ("tinh-trang=khong-toi", {"Phường Hải An"}),
        ("tinh-trang=thoi-nhac", {"Trường THCS Lê Chân 2"}),
        ("tinh-trang=cho-gui", set()),
        ("q=hai an", {"Phường Hải An"}),
        ("q=cấp phát", {"Phường Lê Chân", "Trường THCS Lê Chân 2"}),
        ("q=GIAO@", {"Trường THCS Lê Chân 2"}),
        ("q=100%", set()),
        ("don-vi=11407", {"Phường Lê Chân"}),
        ("don-vi=khong-co", set()),
        ("lan=before", EVERYBODY),
        ("lan=late", set()),
        ("tu=15/12/2025&den=15/12/2025", EVERYBODY),
        ("tu=16/12/2025", set()),
        ("den=14/12/2025", set()),
        ("tinh-trang=la&lan=la&tu=hom-nay&trang=99", EVERYBODY),
    ],
)
def test_reminders_are_narrowed(written, office, query, shown):
    assert units(office.get(f"/thu/nhac?{query}").text) == shown


def test_the_ledger_of_a_task_and_of_a_task_that_is_not_there(written, office):
    page = office.get(f"/thu/nhac?nhiem-vu={written['task']}").text
    assert "Cấp phát thư công vụ" in page
    assert units(page) == {"Phường Lê Chân", "Trường THCS Lê Chân 2"}
    assert office.get("/thu/nhac?nhiem-vu=98765").status_code == 404


def test_a_unit_has_a_page_of_its_own_with_what_it_owes_its_reminders_and_its_mails(session, cast, written, office):
    urge(cast.officer, [make_deadline(session, cast.hai_an, date(2025, 10, 31)).id], Letter("Nhanh lên."))
    page = office.get("/thu/don-vi/11413").text
    assert "Còn phải nộp" in page
    assert "an@example.edu.vn" in page
    assert "550 5.1.1 No such mailbox" in page
    assert "Đôn đốc" in page
    assert office.get("/thu/don-vi/khong-co").status_code == 404


def test_a_unit_nothing_reaches_says_so(session, cast, office):
    session.execute(sa.text("DELETE FROM contact"))
    cast.hai_an.email = ""
    session.commit()
    assert "Chưa có địa chỉ nhận" in office.get("/thu/don-vi/11413").text


def test_the_mails_are_found_by_a_units_name_without_diacritics_and_by_period(written, office):
    def found(query: str) -> set[str]:
        body = office.get(f"/thu?{query}").text.partition("<tbody>")[2]
        return {name for name in ("le", "an", "giao") if f">{name}@example.edu.vn" in body}

    assert found("q=Phường Hải An") == {"an"}
    assert found("q=phuong hai an") == {"an"}
    assert found("tu=15/12/2025&den=15/12/2025&q=le chan&tinh-trang=da-gui") == {"le"}
    assert found("den=01/01/2020") == set()


def test_the_files_hold_the_filtered_rows_and_nothing_else(written, office):
    answer = office.get("/thu/nhac?dang=csv&tinh-trang=khong-toi")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[2] for row in rows[1:]] == ["Phường Hải An"]
    assert rows[1][-1] == "550 5.1.1 No such mailbox"
    sheet = load_workbook(io.BytesIO(office.get("/thu/nhac?dang=xlsx").data)).active
    assert sheet.max_row == 4
    assert sheet["A2"].value.date() == MONDAY
    mails = list(csv.reader(io.StringIO(office.get("/thu/tep?dang=csv&tinh-trang=da-gui").data.decode("utf-8-sig"))))
    assert [row[1] for row in mails[1:]] == ["le@example.edu.vn"]
    assert office.get("/thu/don-vi/11407?dang=xlsx").headers["Content-Disposition"].startswith("attachment")


def test_a_file_that_would_be_too_long_ends_with_a_sentence(session, written, office, monkeypatch):
    monkeypatch.setattr(ledger, "MOST_ROWS", 2)
    rows = list(csv.reader(io.StringIO(office.get("/thu/nhac?dang=csv").data.decode("utf-8-sig"))))
    assert len(rows) == 1 + 2 + 1
    assert rows[-1] == ["Tệp dừng ở 2 dòng. Thu hẹp bằng bộ lọc để lấy phần còn lại."]


def test_a_cell_of_a_sheet_is_never_a_formula():
    sheet = load_workbook(io.BytesIO(to_xlsx("Thử", ["Tên"], [["=1+1"], ["+84\x00"], [3], [None]]))).active
    assert [sheet.cell(row, 1).value for row in range(1, 5)] == ["Tên", "=1+1", "+84", 3]
    assert sheet["A2"].data_type == "s"


def test_pages_hold_fifty_and_the_rest_follows(session, cast, office):
    for number in range(51):
        deadline = make_deadline(session, cast.hai_an, date(2025, 12, 16), title=f"Việc {number}")
        session.add(
            Reminder(
                deadline_id=deadline.id,
                step="before-1",
                due_version=1,
                address="an@example.edu.vn",
                day=MONDAY,
                planned_at=clock.real_now(),
            )
        )
    session.commit()
    assert "trang 1 / 2" in office.get("/thu/nhac").text
    assert office.get("/thu/nhac?trang=2").text.count("Trước 1 ngày") == 1


def test_units_may_not_see_the_ledger(cast, browser):
    browser.sign_in(cast.commune.email)
    for path in ("/thu/nhac", "/thu/don-vi/11407", "/thu/tep"):
        assert browser.get(path).status_code == 404
