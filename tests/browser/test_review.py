"""The review page as an officer works on it: source and rows linked, the keyboard, many rows, two officers, columns (product 1, journey 1)."""

import io
import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from docx import Document as WordDocument
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, OFFICER, PHONE, Site, faults
from tracker import clock
from tracker.access import SYSTEM
from tracker.extensions import db
from tracker.files import FileStore
from tracker.plans import service
from tracker.plans.models import Item, ItemState, Plan, PlanState
from tracker.tasks.models import Task
from tracker.web import settings

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
COLLEAGUE = "duyet@example.edu.vn"
SENTENCES = "Rà soát hạ tầng mạng của các trường. Báo cáo kết quả rà soát về Sở"


def word_plan(
    headings: tuple[str, ...] = ("STT", "Nội dung công việc", "Sản phẩm", "Thời gian", "Chủ trì", "Phối hợp"),
):
    """A plan of the Sở with a table of four rows, as a DOCX."""
    document = WordDocument()
    for line in (
        "UBND THÀNH PHỐ HẢI PHÒNG",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "Số: /KH-SGDĐT",
        "KẾ HOẠCH",
        "Bảo đảm hạ tầng số trong trường học năm 2026",
        "I. NHIỆM VỤ",
    ):
        document.add_paragraph(line)
    rows = [
        ("1", SENTENCES, "Báo cáo", "31/3/2026", "Văn phòng Sở", "UBND xã"),
        ("2", "Tập huấn quản trị mạng cho cán bộ", "02 lớp", "Quý II/2026", "Văn phòng Sở", "UBND xã"),
        ("3", "Kiểm tra việc cấp chữ ký số", "Biên bản", "30/9/2026", "Tổ công nghệ liên ngành", ""),
        ("4", "Tổng hợp nhu cầu thiết bị dạy học", "Danh sách", "15/10/2026", "Văn phòng Sở", ""),
    ]
    table = document.add_table(rows=1, cols=len(headings))
    table.style = "Table Grid"
    for cell, words in zip(table.rows[0].cells, headings, strict=True):
        cell.text = words
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def handed_in(site: Site, data: bytes, name: str) -> int:
    """The document of this file, read as the worker reads it."""
    with site.app.app_context():
        store = FileStore(settings().files_folder)
        made = service.import_document(SYSTEM, data=data, file_name=name, today=clock.today(), store=store)
        db.session.commit()
        return made.document.id


def rows_of(site: Site, document_id: int) -> list[Item]:
    with site.app.app_context():
        query = sa.select(Item).where(Item.document_id == document_id).order_by(Item.position)
        return list(db.session.scalars(query))


@pytest.fixture
def plan(site: Site) -> int:
    return handed_in(site, word_plan(), "ke-hoach-ha-tang.docx")


def row(page: Page, words: str):
    return page.locator(".items tr[data-item]").filter(has_text=words).first


def test_source_and_rows_are_linked_both_ways(open_page, plan):
    page = open_page(OFFICER)
    page.goto(f"/van-ban/{plan}")
    third = row(page, "cấp chữ ký số")
    third.hover()
    passage = page.locator(".source tr.is-linked")
    expect(passage).to_contain_text("Kiểm tra việc cấp chữ ký số")
    page.locator(".source a.mark-link", has_text="15/10/2026").click()
    expect(row(page, "nhu cầu thiết bị")).to_have_class(re.compile("is-linked"))
    expect(row(page, "nhu cầu thiết bị")).to_be_in_viewport()


def test_only_the_rows_that_need_a_look_are_shown_and_counted(open_page, plan):
    page = open_page(OFFICER)
    page.goto(f"/van-ban/{plan}")
    page.get_by_role("link", name=re.compile(r"^Cần xem 1$")).click()
    expect(page.locator(".items tr[data-item]")).to_have_count(1)
    expect(row(page, "cấp chữ ký số").locator("svg.six")).to_have_attribute("aria-label", re.compile("Thiếu rõ: người"))


def test_a_row_is_edited_by_keyboard_and_the_page_keeps_its_place(open_page, site: Site, plan):
    page = open_page(OFFICER)
    page.set_viewport_size({"width": 1440, "height": 600})
    page.goto(f"/van-ban/{plan}")
    link = row(page, "nhu cầu thiết bị").get_by_role("link").first
    link.focus()
    page.keyboard.press("Enter")
    content = page.get_by_label("Nội dung công việc", exact=True)
    expect(content).to_be_focused()
    content.fill("Tổng hợp nhu cầu thiết bị số")
    page.keyboard.press("Tab")
    page.keyboard.type(" kèm dự toán")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".flash")).to_contain_text("Đã lưu mục 4")
    expect(row(page, "nhu cầu thiết bị số")).to_be_in_viewport()
    assert page.evaluate("window.scrollY") > 0
    saved = next(item for item in rows_of(site, plan) if item.stt == "4")
    assert (saved.content, "dự toán" in saved.product) == ("Tổng hợp nhu cầu thiết bị số", True)

    page.keyboard.press("Alt+ArrowUp")
    expect(row(page, "cấp chữ ký số")).to_have_class(re.compile("is-open"))


def test_leaving_with_unsaved_words_asks_first(open_page, plan):
    page = open_page(OFFICER)
    page.goto(f"/van-ban/{plan}")
    row(page, "Tập huấn").get_by_role("link").first.click()
    page.get_by_text("Sửa dòng này").click()
    page.get_by_label("Sản phẩm, chỉ tiêu", exact=True).fill("04 lớp")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("link", name="Dòng sau").click()
    assert asked == ["Có chỗ đang sửa chưa lưu. Bỏ các thay đổi này?"]
    expect(page.get_by_label("Sản phẩm, chỉ tiêu", exact=True)).to_have_value("04 lớp")


def test_a_row_is_split_merged_again_and_both_are_undone(open_page, site: Site, plan):
    page = open_page(OFFICER)
    page.goto(f"/van-ban/{plan}")
    row(page, "Rà soát hạ tầng").get_by_role("link").first.click()
    page.get_by_text("Tách thành hai dòng").click()
    expect(page.get_by_label("Nội dung dòng thứ hai")).to_have_value("Báo cáo kết quả rà soát về Sở")
    page.get_by_role("button", name="Tách dòng này").click()
    expect(page.locator(".flash")).to_contain_text("thành hai dòng")
    expect(page.locator(".items tr[data-item]")).to_have_count(5)
    page.get_by_role("button", name="Nhập lại làm một").click()
    expect(page.locator(".items tr[data-item]")).to_have_count(4)

    row(page, "Rà soát hạ tầng").get_by_role("checkbox").check()
    row(page, "Tập huấn").get_by_role("checkbox").check()
    expect(page.locator("[data-count]")).to_contain_text("Đã chọn 2 dòng")
    page.locator("[data-count]").click()
    page.get_by_label("Lý do (khi gộp").fill("Cùng một đợt")
    page.get_by_role("button", name="Gộp thành một dòng").click()
    expect(page.locator(".flash")).to_contain_text("Đã gộp 2 dòng thành một")
    merged = [item for item in rows_of(site, plan) if item.state is ItemState.MERGED]
    assert [item.stt for item in merged] == ["2"]
    row(page, "Rà soát hạ tầng").locator("[data-open]").click()
    page.get_by_role("button", name="Tách lại").click()
    expect(page.locator(".flash")).to_contain_text("Đã khôi phục")
    assert all(item.state is ItemState.PROPOSED for item in rows_of(site, plan))
    assert next(item for item in rows_of(site, plan) if item.stt == "1").content == SENTENCES


def test_many_rows_get_one_lead_and_nothing_is_created_before_giao_viec(open_page, site: Site, plan):
    with site.app.app_context():
        before = db.session.scalar(sa.select(sa.func.count()).select_from(Task))
    page = open_page(OFFICER)
    page.goto(f"/van-ban/{plan}")
    page.get_by_role("checkbox", name="Chọn mọi dòng").check()
    page.locator("[data-count]").click()
    page.locator("#many_leads").fill("Phòng Quản lý chất lượng")
    page.locator("#many_reporting").select_option(label="Đơn vị chủ trì và từng đơn vị phối hợp")
    page.get_by_role("button", name="Sửa các dòng đã chọn").click()
    expect(page.locator(".flash")).to_contain_text("Đã sửa 4 dòng")
    expect(page.locator(".items tr[data-item]").filter(has_text="Phòng Quản lý chất lượng")).to_have_count(4)
    with site.app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Task)) == before
        state = sa.select(Plan.state).join(Item, Item.plan_id == Plan.id).where(Item.document_id == plan).limit(1)
        assert db.session.scalar(state) is PlanState.REVIEW


def test_two_officers_at_one_row_see_both_values_and_choose(open_page, site: Site, plan):
    item = rows_of(site, plan)[1]
    address = f"/van-ban/{plan}?muc={item.id}&sua=dong"
    first, second = open_page(OFFICER), open_page(COLLEAGUE)
    for page in (first, second):
        page.goto(address)
    first.get_by_label("Sản phẩm, chỉ tiêu", exact=True).fill("03 lớp")
    first.get_by_role("button", name="Lưu dòng này").click()
    expect(first.locator(".flash")).to_contain_text("Đã lưu")
    second.get_by_label("Sản phẩm, chỉ tiêu", exact=True).fill("05 lớp")
    second.get_by_label("Nội dung công việc", exact=True).fill("Tập huấn quản trị mạng, an toàn thông tin")
    second.get_by_role("button", name="Lưu dòng này").click()
    panel = second.locator("form.conflict")
    expect(panel).to_contain_text("Vũ Thị Hạnh")
    expect(panel).to_contain_text("03 lớp")
    expect(panel).to_contain_text("05 lớp")
    assert faults(second) == []
    assert rows_of(site, plan)[1].product == "03 lớp"
    panel.get_by_label(re.compile("Bản đang lưu.*03 lớp")).check()
    panel.get_by_role("button", name="Lưu theo lựa chọn").click()
    expect(second.locator(".flash")).to_contain_text("Đã lưu")
    saved = rows_of(site, plan)[1]
    assert (saved.product, saved.content) == ("03 lớp", "Tập huấn quản trị mạng, an toàn thông tin")


def test_columns_that_headings_leave_unclear_are_mapped_by_the_officer(open_page, site: Site):
    headings = ("TT", "Việc", "Ra cái gì", "Bao giờ", "Ai lo", "Ai giúp")
    document_id = handed_in(site, word_plan(headings), "bang-la.docx")
    page = open_page(OFFICER)
    page.goto(f"/van-ban/{document_id}")
    page.locator("main a[href$='/bang']").click()
    page.locator("main tbody a").first.click()
    wanted = (
        "Số thứ tự",
        "Nội dung công việc",
        "Sản phẩm, chỉ tiêu",
        "Thời gian, hạn",
        "Đơn vị phối hợp",
        "Đơn vị chủ trì",
    )
    for place, label in enumerate(wanted):
        page.locator(f"#cot-{place}").select_option(label=label)
    assert faults(page) == []
    page.get_by_role("button", name="Đọc lại theo các cột này").click()
    expect(page.locator(".flash").first).to_contain_text("Đã đọc lại bảng: 4 dòng mới")
    expect(row(page, "Tập huấn")).to_contain_text("UBND xã · Văn phòng Sở")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1440", "390"])
def test_the_review_of_every_format_is_accessible_and_fits(open_page, site: Site, plan, viewport):
    sheet = next(CORPUS.glob("20-*.xlsx"))
    printed = next(CORPUS.glob("26-*.pdf"))
    shown = [plan, *(handed_in(site, path.read_bytes(), path.name) for path in (sheet, printed))]
    page = open_page(OFFICER, viewport=viewport)
    for document_id in shown:
        item = rows_of(site, document_id)[1]
        for path in ("", f"?muc={item.id}&sua=dong", "?them=1", "/bang/0", f"/muc/{item.id}/nguon"):
            page.goto(f"/van-ban/{document_id}{path}")
            assert faults(page) == [], (document_id, path)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (document_id, path)


def test_a_pdf_is_shown_as_its_pages_with_the_row_marked(open_page, site: Site):
    printed = next(CORPUS.glob("26-*.pdf"))
    document_id = handed_in(site, printed.read_bytes(), printed.name)
    page = open_page(OFFICER)
    page.goto(f"/van-ban/{document_id}")
    picture = page.locator(".paper img").first
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 1140)
    mark = page.locator(".hit").nth(2)
    marked = mark.get_attribute("data-item")
    mark.locator("rect").first.click(force=True)
    expect(page.locator(f"#muc-{marked}")).to_have_class(re.compile("is-linked"))


def test_without_scripts_the_same_is_done_by_links_and_forms(open_page, site: Site, plan):
    page = open_page(OFFICER, javascript=False)
    page.goto(f"/van-ban/{plan}")
    place = row(page, "cấp chữ ký số").locator("[data-place]")
    place.click()
    assert "#doan-" in page.url
    row(page, "Tập huấn").locator("[data-open]").click()
    page.get_by_text("Sửa dòng này").click()
    page.get_by_label("Sản phẩm, chỉ tiêu", exact=True).fill("06 lớp")
    page.get_by_role("button", name="Lưu dòng này").click()
    expect(page.locator(".flash")).to_contain_text("Đã lưu mục 2")
    row(page, "Rà soát hạ tầng").get_by_role("checkbox").check()
    row(page, "nhu cầu thiết bị").get_by_role("checkbox").check()
    page.get_by_text("Sửa, gộp hoặc bỏ nhiều dòng một lúc").click()
    page.locator("#many_review_by").select_option(index=2)
    page.get_by_role("button", name="Sửa các dòng đã chọn").click()
    expect(page.locator(".flash")).to_contain_text("Đã sửa 2 dòng")
    assert [item.product for item in rows_of(site, plan)][1] == "06 lớp"
