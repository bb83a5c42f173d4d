"""Journey 8 of product 1: a revised appendix over the old one, from the file to the mail and the calendar."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, OFFICER, PHONE, Site, faults
from tests.browser.test_journeys import mails, send_all, upload
from tracker.extensions import db
from tracker.plans.models import Plan
from tracker.tasks.models import Deadline, DeadlineState, Task

ROOT = Path(__file__).resolve().parents[2]
SEED = next((ROOT / "seeds" / "documents").glob("002*.txt"))
OLD_ROW = ("Chuẩn bị điều kiện mô hình 21 (thi trực tuyến xác ", "thực CCCD) ")
NEW_ROW = ("Xây dựng kho học liệu số dùng chung toàn ngành ", "và bồi dưỡng người khai thác ")


def revised() -> bytes:
    """The plan of 2025-2026 as a later version words it: row 14 is due later, row 18 asks for more, row 17 is another."""
    text = SEED.read_text("utf-8").replace("\r\n", "\n")
    head, row14 = text.split("Số hóa văn bằng năm học 2025", 1)
    row14 = row14.replace("12/2025", "3/2026", 1)
    text = f"{head}Số hóa văn bằng năm học 2025{row14}"
    for old, new in (*zip(OLD_ROW, NEW_ROW, strict=True), ("02 đợt tập huấn AI", "04 đợt tập huấn AI")):
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text.encode()


def running_task(words: str) -> tuple[int, list[tuple[str, object, int]]]:
    task = db.session.scalars(sa.select(Task).where(Task.title.contains(words))).one()
    found = db.session.scalars(sa.select(Deadline).where(Deadline.task_id == task.id).order_by(Deadline.id))
    return task.id, [(one.uid, one.due_on, one.sequence) for one in found]


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1440", "390"])
def test_journey_8_a_revised_appendix_is_compared_confirmed_and_applied(open_page, site: Site, viewport, tmp_path):
    with site.app.app_context():
        task_id, before = running_task("Số hóa văn bằng")
    page = open_page(OFFICER, viewport=viewport)
    page.goto("/van-ban")
    upload(page, site, tmp_path, "ke-hoach-sua-doi.txt", revised())
    page.wait_for_url(re.compile(r"/van-ban/\d+$"))
    page.goto(f"{page.url}/so-sanh")
    expect(page.locator("main")).to_contain_text("Đề xuất")
    page.locator("label.choice").first.click()
    page.get_by_role("button", name="So sánh").click()

    changed = page.locator("#thay-doi")
    expect(changed).to_contain_text("31/12/2025")
    expect(changed).to_contain_text("31/03/2026")
    expect(changed.locator("del").filter(has_text=re.compile(r"^bỏ: 02$"))).to_have_count(1)
    expect(changed.locator("ins").filter(has_text=re.compile(r"^mới: 04$"))).to_have_count(1)
    expect(page.locator("#them")).to_contain_text("kho học liệu số dùng chung")
    expect(page.locator("#bo")).to_contain_text("thi trực tuyến xác thực CCCD")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert faults(page) == []
    page.screenshot(path=tmp_path / "so-sanh.png", full_page=True)

    page.get_by_label("Lý do thay đổi").fill("Bộ GDĐT lùi thời hạn số hóa văn bằng")
    page.get_by_role("button", name="Xem trước khi áp dụng").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xác nhận")
    expect(page.locator(".figures")).to_contain_text("Thư gửi đi")
    assert faults(page) == []
    page.screenshot(path=tmp_path / "xac-nhan.png", full_page=True)
    with site.app.app_context():
        assert running_task("Số hóa văn bằng")[1] == before  # nothing has changed yet

    page.get_by_role("button", name="Áp dụng").click()
    expect(page.locator(".flash").first).to_contain_text("Đã áp dụng văn bản sửa đổi")
    assert faults(page) == []
    page.screenshot(path=tmp_path / "ket-qua.png", full_page=True)
    with site.app.app_context():
        same_id, after = running_task("Số hóa văn bằng")
        withdrawn = db.session.scalars(sa.select(Task).where(Task.title.contains("mô hình 21"))).one()
        states = set(db.session.scalars(sa.select(Deadline.state).where(Deadline.task_id == withdrawn.id)))
        plans = db.session.scalar(sa.select(sa.func.count()).select_from(Plan))
    assert same_id == task_id
    assert [uid for uid, _, _ in after] == [uid for uid, _, _ in before]
    assert {due.isoformat() for _, due, _ in after} == {"2026-03-31"}
    assert all(new > old for (_, _, new), (_, _, old) in zip(after, before, strict=True))
    assert states <= {DeadlineState.CANCELLED, DeadlineState.ACCEPTED}
    assert plans

    send_all(site)
    letters = [mail for own in mails(site).values() for mail in own if "Kế hoạch sửa đổi" in mail["Subject"]]
    assert len({mail["To"] for mail in letters}) == len(letters) > 0
    text = "\n".join(mail.get_body(("plain",)).get_content() for mail in letters)
    assert re.search(r"Hạn: trước đây 31/12/2025; nay\s+31/03/2026", text)

    page.get_by_role("link", name=re.compile("Số hóa văn bằng")).click()
    expect(page.locator("main")).to_contain_text(re.compile("31/0?3/2026"))
