"""The first four journeys of product 1, each by itself, as the people of the office make them."""

import re
import threading
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import icalendar
import pytest
from flask import current_app
from playwright.sync_api import Page, expect

from tests.browser.conftest import COMMUNE, DESKTOP, OFFICER, PHONE, Site
from tracker import clock, web
from tracker.extensions import db
from tracker.notify import planning
from tracker.notify.delivery import Sender
from tracker.notify.transport import TrackerMail
from tracker.plans import reading_jobs

DISPATCH = """UBND THÀNH PHỐ HẢI PHÒNG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ GIÁO DỤC VÀ ĐÀO TẠO Độc lập - Tự do - Hạnh phúc

Số: 3210/SGDĐT-VP Hải Phòng, ngày 10 tháng 12 năm 2025

V/v báo cáo công tác an toàn thông tin năm 2025

Kính gửi:
- UBND các xã, phường, đặc khu;
- Trường THPT, PT nhiều cấp học.

Thực hiện Công văn số 5835/BGDĐT-KHCNTT ngày 23/9/2025 của Bộ Giáo dục và Đào tạo, Sở Giáo dục và Đào tạo đề nghị
các đơn vị tổng hợp kết quả bảo đảm an toàn thông tin năm 2025 và gửi báo cáo về Sở GDĐT (qua Văn phòng Sở để tổng hợp) trước
ngày 26/12/2025.

Trân trọng./.

Nơi nhận:
- Như trên;
- Lưu: VT, VP.
"""


def upload(page: Page, site: Site, folder: Path, name: str, content: bytes) -> None:
    """Hand a file in, let the worker read it, and go where the page then leads."""
    path = folder / name
    path.write_bytes(content)
    page.get_by_role("link", name="Nhập văn bản").first.click()
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Đọc văn bản").click()
    expect(page.locator("main")).to_contain_text("Có thể rời trang này")
    with site.app.app_context():
        while reading_jobs.read_next(web.settings()):
            pass
    expect(page.locator("main")).not_to_contain_text(
        "Có thể rời trang này", timeout=20_000
    )  # the page goes on by itself


def mails(site: Site) -> dict[str, list]:
    """The mail folder by address."""
    found: dict[str, list] = {}
    for path in (site.data / "mail").glob("*.eml"):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        found.setdefault(mail["To"].addresses[0].addr_spec, []).append(mail)
    return found


def send_all(site: Site) -> None:
    with site.app.app_context():
        send_now()


def send_now() -> None:
    """What `tracker notify send` does, within an application context."""
    values = web.settings()
    Sender(db.session(), TrackerMail(current_app, values), values, threading.Event()).send_all()


def test_journey_1_an_officer_drops_a_document_corrects_it_and_assigns_it(open_page, site: Site, tmp_path: Path):
    page = open_page(OFFICER)
    page.goto("/van-ban")
    upload(page, site, tmp_path, "cong-van-attt.txt", DISPATCH.encode())
    expect(page.get_by_role("heading", level=1)).to_contain_text("an toàn thông tin năm 2025")
    expect(page.locator("main")).to_contain_text("3210/SGDĐT-VP")
    expect(page.locator("main")).to_contain_text("10/12/2025")
    expect(page.locator("mark").first).to_contain_text("trước")
    page.get_by_role("link", name=re.compile("Hạn trong lời văn")).click()
    expect(page.locator("main")).to_contain_text("26/12/2025")
    expect(page.locator("main")).not_to_contain_text("23/09/2025")  # a cited date is no deadline

    page.get_by_role("link", name=re.compile("Giao 1 dòng đã đủ")).click()
    page.get_by_role("button", name="Giao việc").click()
    expect(page.locator(".flash").first).to_contain_text("Đã giao 1 nhiệm vụ")

    page.goto("/nhiem-vu?q=an+toan+thong+tin+nam+2025")
    page.locator("main").get_by_role(
        "link", name=re.compile("tổng hợp kết quả bảo đảm an toàn", re.IGNORECASE)
    ).first.click()
    expect(page.locator("main")).to_contain_text("Trước ngày 26/12/2025")
    expect(page.locator("main")).to_contain_text("3210/SGDĐT-VP")


def test_journey_1_the_same_file_twice_is_recognised_and_creates_nothing(open_page, site: Site, tmp_path: Path):
    page = open_page(OFFICER)
    page.goto("/van-ban")
    upload(page, site, tmp_path, "cong-van-attt.txt", DISPATCH.encode())
    first = page.url.split("?")[0]
    page.goto("/van-ban")
    upload(page, site, tmp_path, "ban-sao.txt", DISPATCH.encode())
    assert page.url.split("?")[0] == first
    expect(page.locator(".flash").first).to_be_visible()


def test_journey_1_a_pdf_passed_as_text_gets_a_clear_sentence_and_nothing_is_kept(
    open_page, site: Site, tmp_path: Path
):
    page = open_page(OFFICER)
    page.goto("/van-ban")
    rows = page.locator("main tbody tr").count()
    upload(page, site, tmp_path, "quyet-dinh.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
    expect(page.locator("main")).to_contain_text("PDF")
    expect(page).to_have_title(re.compile("^Lỗi:"))
    page.goto("/van-ban")
    assert page.locator("main tbody tr").count() == rows


def test_journey_2_each_address_gets_one_mail_that_lists_all_its_new_tasks(open_page, site: Site, tmp_path: Path):
    page = open_page(OFFICER)
    page.goto("/van-ban")
    upload(page, site, tmp_path, "cong-van-attt.txt", DISPATCH.encode())
    page.get_by_role("link", name=re.compile("Giao 1 dòng đã đủ")).click()
    page.get_by_role("button", name="Giao việc").click()
    expect(page.locator(".flash").first).to_contain_text("Đã giao 1 nhiệm vụ")
    send_all(site)
    about = {
        address: [mail for mail in found if "3210/SGDĐT-VP" in text_of(mail)] for address, found in mails(site).items()
    }
    told = {address: found for address, found in about.items() if found}
    assert len(told) > 114
    assert all(len(found) == 1 for found in told.values())
    page.goto("/thu")
    expect(page.locator("main")).to_contain_text("@example.edu.vn")


def text_of(mail) -> str:
    return mail.get_body(("plain",)).get_content()


def test_journey_3_a_commune_is_reminded_by_mail_and_sees_the_same_deadline_in_its_calendar(open_page, site: Site):
    day = date(2025, 12, 24)
    with site.app.app_context():
        clock.assume_day(day)
        planning.plan_day(db.session(), day)
        db.session.commit()
        send_now()
        clock.assume_day(date(2025, 12, 15))
    digests = [
        mail
        for found in mails(site).values()
        for mail in found
        if "31/12/2025" in text_of(mail) and "Lê Chân" in mail["Subject"]
    ]
    assert digests, "the commune's officer is told a week before 31/12/2025"
    assert "/nhiem-vu/" in text_of(digests[0])

    page = open_page(COMMUNE, viewport=PHONE)
    page.get_by_role("link", name="Lịch").last.click()
    page.get_by_role("button", name=re.compile("Lịch của Phường Lê Chân")).click()
    address = page.get_by_label("Địa chỉ riêng").input_value()
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    events = {str(event["SUMMARY"]): event for event in icalendar.Calendar.from_ical(answer.body()).walk("VEVENT")}
    due = [event for summary, event in events.items() if "Hệ thống điều hành tác nghiệp" in summary]
    assert due[0]["DTSTART"].dt == date(2025, 12, 31)

    page.get_by_text("Lộ địa chỉ, hoặc không dùng nữa").click()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Chỉ thu hồi").click()
    page.wait_for_load_state()
    assert page.request.get(address).status == 404


@pytest.mark.parametrize(
    ("viewport", "javascript"), [(DESKTOP, True), (PHONE, False)], ids=["1440", "390-without-scripts"]
)
def test_journey_4_a_unit_hands_in_and_the_office_returns_then_accepts(open_page, tmp_path: Path, viewport, javascript):
    unit = open_page(COMMUNE, viewport=viewport, javascript=javascript)
    unit.goto("/viec")
    unit.get_by_role("link", name=re.compile("Triển khai Hệ thống điều hành tác nghiệp")).first.click()
    if "/nhiem-vu/" in unit.url:
        unit.locator("main a[href^='/ky-han/']").first.click()
    page_of_deadline = unit.url
    report = tmp_path / "bao-cao.pdf"
    report.write_bytes(b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n")
    picture = tmp_path / "anh.heic"
    picture.write_bytes(b"\x00\x00\x00\x18ftypheic" + b"\x00" * 64)

    unit.set_input_files("input[type=file]", [report, picture])
    unit.get_by_label(re.compile("^Chỉ số đạt được")).fill("98,7 %")
    unit.get_by_label(re.compile("^Khó khăn")).fill("Đường truyền tại hai tổ dân phố chưa ổn định.")
    unit.get_by_role("button", name="Nộp minh chứng").click()
    expect(unit.locator("main")).to_contain_text("anh.heic")
    expect(unit).to_have_title(re.compile("^Lỗi:"))
    expect(unit.get_by_label(re.compile("^Chỉ số đạt được"))).to_have_value("98,7 %")  # nothing typed is lost
    expect(unit.locator("main")).to_contain_text("bao-cao.pdf")  # nor uploaded
    unit.get_by_role("button", name="Nộp minh chứng").click()
    expect(unit.locator("main")).to_contain_text("Chờ duyệt")

    office = open_page(OFFICER)
    office.goto(page_of_deadline)
    expect(office.locator("main")).to_contain_text("98,7 %")
    office.get_by_role("button", name="Trả lại").click()
    expect(office.locator("main")).to_contain_text("Trả lại minh chứng cần có lý do")
    office.get_by_label("Nhận xét").fill("Đề nghị bổ sung danh sách điểm cầu.")
    office.get_by_role("button", name="Trả lại").click()
    office.wait_for_load_state()

    unit.goto(page_of_deadline)
    expect(unit.locator("main")).to_contain_text("Đề nghị bổ sung danh sách điểm cầu.")
    unit.get_by_label(re.compile("^Số, ký hiệu")).fill("215/BC-UBND")
    unit.get_by_role("button", name="Nộp lại minh chứng").click()
    expect(unit.locator("main")).to_contain_text("Chờ duyệt")

    office.goto(page_of_deadline)
    expect(office.locator("main")).to_contain_text("215/BC-UBND")
    office.get_by_role("button", name="Duyệt", exact=True).click()
    office.wait_for_load_state()
    unit.goto(page_of_deadline)
    expect(unit.locator("main")).to_contain_text("Hoàn thành đúng hạn")


def test_another_communes_task_by_its_address_does_not_exist(open_page, site: Site):
    with site.app.app_context():
        foreign = db.session.execute(
            db.text(
                "SELECT d.id FROM deadline d JOIN unit u ON u.id = d.unit_id WHERE u.name = 'Phường Hải An' LIMIT 1"
            )
        ).scalar_one()
    page = open_page(COMMUNE)
    answer = page.goto(f"/ky-han/{foreign}")
    assert answer.status == 404
    expect(page.locator("main")).to_contain_text("không có quyền xem")
