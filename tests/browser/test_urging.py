"""Journey 6 of product 1: the office sees who is late, selects units, urges them; the urging is on record."""

import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.conftest import COMMUNE, DESKTOP, OFFICER, PHONE, Site, faults
from tests.browser.test_journeys import mails, send_all
from tracker.extensions import db
from tracker.log import LogAction, LogEntry
from tracker.tasks.models import Urging


def urgings() -> list[Urging]:
    return list(db.session.scalars(sa.select(Urging).order_by(Urging.id)))


def is_whole(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(("viewport", "scripts"), [(DESKTOP, True), (PHONE, False)], ids=["1440", "390-no-scripts"])
def test_journey_6_late_units_are_chosen_urged_and_the_urging_is_on_record(
    open_page, site: Site, viewport, scripts, tmp_path
):
    page = open_page(OFFICER, viewport=viewport, javascript=scripts)
    page.goto("/")
    page.get_by_role("link", name="Soạn đôn đốc").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đôn đốc")
    boxes = page.locator('input[name="chon"]')
    expect(boxes.first).to_be_visible()
    if scripts:
        assert faults(page) == []
    assert is_whole(page)
    page.screenshot(path=tmp_path / "danh-sach.png", full_page=True)
    for number in range(2):
        boxes.nth(number).check()
    page.get_by_role("button", name="Soạn tới đơn vị đã chọn").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Soạn đôn đốc lần 1")
    text = page.get_by_label("Nội dung đôn đốc")
    expect(text).to_have_value(re.compile("khẩn trương hoàn thành"))
    text.fill("Đề nghị đơn vị hoàn thành trước ngày 20/12/2025.")
    page.get_by_label("Số, ký hiệu văn bản đôn đốc").fill("1234/SGDĐT-VP")
    page.get_by_role("button", name="Xem trước").click()
    preview = page.locator("#xem-truoc")
    expect(preview).to_contain_text("lần 1")
    expect(preview).to_contain_text("Đề nghị đơn vị hoàn thành trước ngày 20/12/2025.")
    expect(page.locator("#van-ban-nhan")).to_have_value(re.compile("1234/SGDĐT-VP"))
    with site.app.app_context():
        assert urgings() == []  # looking changes nothing
    if scripts:
        assert faults(page) == []
        page.get_by_role("button", name="Chép văn bản").click()
        expect(page.get_by_role("button", name="Đã chép")).to_be_visible()
    assert is_whole(page)
    page.screenshot(path=tmp_path / "xem-truoc.png", full_page=True)

    page.get_by_role("button", name=re.compile("Gửi đôn đốc tới 2")).click()
    expect(page.locator(".flash").first).to_contain_text(re.compile("Đang gửi đôn đốc lần 1 tới 2"))
    send_all(site)
    page.reload()
    sentence = page.locator(".flash").first
    expect(sentence).to_contain_text(re.compile(r"Đã gửi đôn đốc lần 1 tới 2 .+\. \d+ thư được nhận\."))
    if scripts:
        assert faults(page) == []
    assert is_whole(page)
    page.screenshot(path=tmp_path / "ket-qua.png", full_page=True)
    letters = [mail for own in mails(site).values() for mail in own if "ôn đốc lần 1" in mail["Subject"]]
    assert len(letters) >= 2
    assert "trước ngày 20/12/2025" in letters[0].get_body(("plain",)).get_content()
    with site.app.app_context():
        made = urgings()
        logged = db.session.scalar(
            sa.select(sa.func.count())
            .select_from(LogEntry)
            .where(LogEntry.action == LogAction.UNITS_URGED, LogEntry.unit_id.in_([one.unit_id for one in made]))
        )
    assert len(made) == 2
    assert logged

    page.goto("/don-doc")
    expect(page.locator("table")).to_contain_text("Lần 1, ")


def test_a_commune_urges_its_late_schools(open_page, site: Site, tmp_path):
    page = open_page(COMMUNE, viewport=PHONE)
    page.goto("/don-doc")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đôn đốc")
    assert faults(page) == []
    assert is_whole(page)
    page.screenshot(path=tmp_path / "xa.png", full_page=True)
    page.goto("/viec")
    assert faults(page) == []
