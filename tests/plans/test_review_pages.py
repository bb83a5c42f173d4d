"""Acts of the review page: splitting, merging, many rows, number and date, conflicts of two officers, columns of a table."""

import io
import re
from datetime import date

import pytest
import sqlalchemy as sa
from docx import Document as WordDocument

from tests.cast import make_person
from tests.plans.office import OFFICER, import_file, items_of, officer, row, row_form, store
from tracker import clock
from tracker.directory.models import Role, Unit
from tracker.extensions import db
from tracker.log import LogAction, LogEntry
from tracker.plans import queries, service
from tracker.plans.models import Item, ItemOrigin, ItemState
from tracker.plans.passages import marked_words
from tracker.plans.reshaping import find_passage, split_points
from tracker.plans.review_forms import bases
from tracker.plans.warning import WarningCode
from tracker.tasks.assigning import assign_plan
from tracker.tasks.models import Task

ROWS = [
    ("1", "Rà soát hạ tầng mạng. Báo cáo kết quả về Sở", "Báo cáo", "31/3/2026", "Văn phòng Sở", "UBND xã"),
    ("2", "Tập huấn quản trị mạng", "02 lớp", "Quý II/2026", "Văn phòng Sở", "UBND xã"),
    ("3", "Tổng hợp nhu cầu thiết bị", "Danh sách", "15/10/2026", "Văn phòng Sở", ""),
]
HEADINGS = ("STT", "Nội dung công việc", "Sản phẩm", "Thời gian", "Chủ trì", "Phối hợp")


@pytest.fixture
def office(browser):
    return browser.sign_in(OFFICER)


@pytest.fixture
def plan(session):
    return import_file(officer(session), "002")


def word_file(headings=HEADINGS, rows=ROWS) -> bytes:
    document = WordDocument()
    for line in ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "KẾ HOẠCH", "Bảo đảm hạ tầng số năm 2026", "I. NHIỆM VỤ"):
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=len(headings))
    for words in (headings, *rows):
        for cell, text in zip(table.add_row().cells, words, strict=True):
            cell.text = text
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def word_plan(session, **kwargs):
    made = service.import_document(
        officer(session), data=word_file(**kwargs), file_name="ke-hoach.docx", today=clock.today(), store=store()
    )
    db.session.commit()
    return made


def fields_of(item: Item, **values) -> dict:
    """The form with the marks of what the officer saw when she opened the row."""
    return row_form(item) | {f"goc-{name}": mark for name, mark in bases(item).items()} | values


def picked(*items: Item) -> list[str]:
    return [f"{item.id}:{item.version}" for item in items]


def test_a_text_is_cut_between_sentences_or_bullets_near_its_middle():
    assert split_points("Rà soát hạ tầng mạng. Báo cáo kết quả về Sở") == (
        "Rà soát hạ tầng mạng.",
        "Báo cáo kết quả về Sở",
    )
    assert split_points("- Tổ chức hội nghị - Tổng hợp báo cáo") == ("- Tổ chức hội nghị", "- Tổng hợp báo cáo")
    assert split_points("Một việc không chia được") == ("Một việc không chia được", "")


def test_quoted_words_are_found_however_the_lines_break():
    lines = [[7, "Các trường gửi báo", None], [8, "cáo trước ngày 25/5/2026.", None]]
    found = find_passage(lines, "gửi  báo cáo trước ngày 25/5/2026")
    assert found is not None
    assert (found.line, found.last_line) == (7, 8)
    assert find_passage(lines, "lời không có") is None


def test_marked_words_carry_their_row():
    segments = marked_words("Hạn 31/3/2026, Văn phòng", [("31/3/2026", "", "", 5)])
    assert [(piece.text, piece.item_id) for piece in segments if piece.css is not None] == [("31/3/2026", 5)]


def test_a_split_row_becomes_two_that_share_source_and_dates_and_is_joined_again(session, office, plan):
    item = row(session, plan, "13")
    words = {"version": item.version, "first": "Sơ kết học kỳ I", "second": "Gửi báo cáo về Sở"}
    answer = office.post(f"/van-ban/{plan.document.id}/muc/{item.id}/tach", words)
    assert answer.status_code == 303
    items = items_of(session, plan)
    place = next(index for index, each in enumerate(items) if each.id == item.id)
    first, second = items[place], items[place + 1]
    second_id = second.id
    assert (first.content, second.content) == ("Sơ kết học kỳ I", "Gửi báo cáo về Sở")
    assert (second.source_line, second.quote, second.due_on) == (first.source_line, first.quote, first.due_on)
    assert len(second.parties) == len(first.parties)
    assert "Nhập lại làm một" in office.get(answer.location).text
    office.post(f"/van-ban/{plan.document.id}/muc/{item.id}/hoan-tac", {})
    assert session.scalar(sa.select(Item.id).where(Item.id == second_id)) is None
    assert row(session, plan, "13").content.startswith("Sơ kết đánh giá")


def test_a_split_with_an_empty_half_keeps_what_was_typed(session, office, plan):
    item = row(session, plan, "13")
    words = {"version": item.version, "first": "Phần đầu đã viết", "second": ""}
    answer = office.post(f"/van-ban/{plan.document.id}/muc/{item.id}/tach", words)
    assert answer.status_code == 422
    assert "Ghi nội dung dòng thứ hai." in answer.text
    assert "Phần đầu đã viết" in answer.text


def test_chosen_rows_are_merged_keep_their_sources_and_come_apart_again(session, office):
    made = word_plan(session)
    one, two, _ = items_of(session, made)
    address = f"/van-ban/{made.document.id}/nhieu-dong/gop"
    refused = office.post(address, {"muc": picked(one, two), "reason": ""})
    assert refused.status_code == 409
    assert "lý do" in refused.text
    assert office.post(address, {"muc": picked(one, two), "reason": "Một đợt"}).status_code == 303
    one, two, _ = items_of(session, made)
    assert one.content == f"{ROWS[0][1]}\n{ROWS[1][1]}"
    assert one.milestones == ["2026-03-31", "2026-06-30"]
    assert (two.state, two.merged_into_id, two.source_line is None) == (ItemState.MERGED, one.id, False)
    page = office.get(f"/van-ban/{made.document.id}?muc={one.id}").text
    assert "Đã gộp vào đây" in page
    office.post(f"/van-ban/{made.document.id}/muc/{two.id}/khoi-phuc", {})
    one, two, _ = items_of(session, made)
    assert (one.content, one.due_on, two.state) == (ROWS[0][1], date(2026, 3, 31), ItemState.PROPOSED)


def test_a_pair_kept_apart_may_be_looked_at_again(session, office, plan):
    prose = next(item for item in items_of(session, plan) if item.due_on == date(2025, 12, 25))
    warning = next(each for each in prose.warnings if each.code == WarningCode.SAME_REPORT_TWICE)
    address = f"/van-ban/{plan.document.id}/canh-bao/{warning.id}"
    office.post(address, {"reason": "Hai báo cáo khác nhau"})
    page = office.get(f"/van-ban/{plan.document.id}?muc={prose.id}").text
    assert "Giữ cả hai, mỗi dòng một nhiệm vụ" in page
    assert f"{address}/xet-lai" in page
    second = office.post(address, {"reason": "Người thứ hai"})
    assert second.status_code == 409
    assert "vừa được người khác quyết định" in second.text
    office.post(f"{address}/xet-lai", {})
    session.expire_all()
    assert queries.get_warning(session, plan.document, warning.id)[0].decision is None


def test_many_rows_get_the_same_lead_period_and_reporting(session, office):
    made = word_plan(session)
    items = items_of(session, made)
    answer = office.post(
        f"/van-ban/{made.document.id}/nhieu-dong/sua",
        {
            "muc": picked(*items),
            "many_leads": "Phòng Quản lý chất lượng",
            "many_time_text": "Quý III/2026",
            "many_reporting": "leads_and_coordinating",
            "many_review_by": "lead",
        },
    )
    assert answer.status_code == 303
    for item in items_of(session, made):
        assert (item.due_on, item.reporting.value, item.review_by.value) == (
            date(2026, 9, 30),
            "leads_and_coordinating",
            "lead",
        )
        assert [party.words for party in item.parties if party.role.value == "lead"] == ["Phòng Quản lý chất lượng"]


def test_many_rows_change_all_or_none_where_one_was_changed_meanwhile(session, office):
    made = word_plan(session)
    items = items_of(session, made)
    stale = picked(*items)
    office.post(f"/van-ban/{made.document.id}/muc/{items[1].id}/sua", fields_of(items[1], product="09 lớp"))
    answer = office.post(f"/van-ban/{made.document.id}/nhieu-dong/sua", {"muc": stale, "many_leads": "Văn phòng"})
    assert answer.status_code == 409
    assert "Mục 2 vừa được người khác sửa" in answer.text
    assert not any(party.words == "Văn phòng" for item in items_of(session, made) for party in item.parties)
    assert "Chọn ít nhất một dòng" in office.post(f"/van-ban/{made.document.id}/nhieu-dong/bo", {"reason": "x"}).text


def test_two_officers_conflict_is_shown_field_by_field_and_settled_by_choice(session, office, plan):
    item = row(session, plan, "1")
    opened = fields_of(item)
    address = f"/van-ban/{plan.document.id}/muc/{item.id}/sua"
    office.post(address, {**opened, "product": "Bản của người thứ nhất"})
    late = {**opened, "product": "Bản của người thứ hai", "content": "Kiện toàn tổ công nghệ số"}
    page = office.post(address, late)
    assert page.status_code == 409
    assert "Bản của người thứ nhất" in page.text
    assert "Bản của người thứ hai" in page.text
    assert "cả hai cùng sửa" in page.text
    assert row(session, plan, "1").product == "Bản của người thứ nhất"
    version = re.search(r'class="conflict.*?name="version" value="(\d+)"', page.text, re.DOTALL)
    again = {**late, "version": version[1], "da-so": "1", "chon-content": "go"}
    assert office.post(address, again).status_code == 409  # nothing chosen for the product yet
    assert office.post(address, {**again, "chon-product": "luu"}).status_code == 303
    item = row(session, plan, "1")
    assert (item.product, item.content) == ("Bản của người thứ nhất", "Kiện toàn tổ công nghệ số")


def test_choosing_units_alone_makes_a_new_version(session, office, plan):
    item = row(session, plan, "17")
    before = item.version
    office.post(
        f"/van-ban/{plan.document.id}/muc/{item.id}/chon-don-vi",
        {"words": "Cơ sở thí điểm", "typed": "TH-001; TH-002", "reason": "Theo danh sách"},
    )
    assert row(session, plan, "17").version > before


def test_number_and_date_filled_in_later_settle_their_warnings_and_raise_what_they_contradict(session, office, plan):
    ready = [item.id for item in items_of(session, plan) if queries.is_ready(item, plan.document)]
    assign_plan(officer(session), plan.plan, item_ids=ready[:3], today=date(2025, 10, 6), roll_over=True)
    session.commit()
    address = f"/van-ban/{plan.document.id}/so-ngay"
    assert address in office.get(f"/van-ban/{plan.document.id}").text
    office.post(address, {"number": "2416/KH-SGDĐT", "issued_on": "20/11/2025"})
    session.expire_all()
    head = {warning.code: warning.decision for warning in queries.plan_warnings(session, plan.document)}
    assert head[WarningCode.NUMBER_MISSING] is not None
    assert head[WarningCode.ISSUED_ON_MISSING] is not None
    early = row(session, plan, "9")  # due 31/10/2025
    assert WarningCode.DUE_BEFORE_ISSUE in {warning.code for warning in early.warnings}
    office.post(address, {"number": "2416/KH-SGDĐT", "issued_on": "06/10/2025"})
    assert WarningCode.DUE_BEFORE_ISSUE not in {warning.code for warning in row(session, plan, "9").warnings}
    logged = session.scalars(sa.select(LogEntry).where(LogEntry.action == LogAction.DOCUMENT_CHANGED)).all()
    assert [entry.changes["issued_on"][1] for entry in logged] == ["2025-11-20", "2025-10-06"]


def test_a_row_is_added_by_hand_with_the_words_it_rests_on(session, office, plan):
    address = f"/van-ban/{plan.document.id}/them"
    typed = {
        "them-content": "Gửi kế hoạch chi tiết",
        "them-time_text": "15/10/2025",
        "them-leads": "Văn phòng Sở",
        "them-review_by": "office",
        "them-reporting": "",
        "them-quote": "lời này không có trong văn bản",
    }
    refused = office.post(address, typed)
    assert refused.status_code == 422
    assert "Không tìm thấy đoạn này" in refused.text
    assert "Gửi kế hoạch chi tiết" in refused.text
    words = next(item.quote for item in items_of(session, plan) if item.origin is ItemOrigin.PROSE)
    words = words if find_passage(plan.document.lines, words) else "trước ngày 25/5/2026"
    assert office.post(address, {**typed, "them-quote": words}).status_code == 303
    added = next(item for item in items_of(session, plan) if item.content == "Gửi kế hoạch chi tiết")
    assert added.source_line is not None
    assert added.due_on == date(2025, 10, 15)


def test_a_tables_columns_are_mapped_and_what_was_touched_stays(session, office):
    made = word_plan(session)
    items = items_of(session, made)
    office.post(f"/van-ban/{made.document.id}/muc/{items[0].id}/sua", fields_of(items[0], product="Đã sửa tay"))
    page = office.get(f"/van-ban/{made.document.id}/bang/0").text
    assert page.count("<select") == len(HEADINGS)
    assert "Tập huấn quản trị mạng" in page
    swapped = ("number", "content", "product", "time", "coordinating", "lead")
    columns = {f"cot-{place}": name for place, name in enumerate(swapped)}
    doubled = office.post(f"/van-ban/{made.document.id}/bang/0", {**columns, "cot-5": "content"})
    assert doubled.status_code == 422
    assert "Mỗi loại chỉ chọn cho một cột" in doubled.text
    answer = office.post(f"/van-ban/{made.document.id}/bang/0", columns)
    said = office.get(answer.location).text
    assert "Đã đọc lại bảng: 2 dòng mới thay 2 dòng cũ" in said
    assert "Giữ nguyên vì đã có người sửa hoặc đã giao: Mục 1" in said
    first, second, _ = items_of(session, made)
    assert first.product == "Đã sửa tay"
    assert {party.words for party in second.parties if party.role.value == "lead"} == {"UBND xã"}
    office.post(f"/van-ban/{made.document.id}/bang/0", {"theo-tieu-de": "1"})
    second = items_of(session, made)[1]
    assert {party.words for party in second.parties if party.role.value == "lead"} == {"Văn phòng Sở"}


def test_the_source_of_a_word_file_shows_its_table_and_each_row_leads_to_its_place(session, office):
    made = word_plan(session)
    page = office.get(f"/van-ban/{made.document.id}").text
    for item in items_of(session, made):
        assert f'href="#doan-{item.id}"' in page
        assert f'<tr id="doan-{item.id}" data-item="{item.id}">' in page
        assert f'<a class="mark-link" href="#muc-{item.id}"' in page


def test_cells_of_a_flattened_row_are_told_apart_in_the_source(session, office, plan):
    item = row(session, plan, "1")
    page = office.get(f"/van-ban/{plan.document.id}").text
    passage = re.search(rf'id="doan-{item.id}".*?</div>\s*<div class="passage"', page, re.DOTALL)
    assert passage is not None
    assert "<br>" in passage[0]
    assert " · " in passage[0]


def test_a_unit_sees_the_passage_of_its_own_task_only(session, new_browser, plan):
    unit = session.scalars(sa.select(Unit).where(Unit.code == "11383")).one()
    make_person(session, email="xa@example.edu.vn", name="Đỗ Thị Thử", grants=[(Role.UNIT, unit)])
    session.commit()
    reader = new_browser().sign_in("xa@example.edu.vn")
    item = next(each for each in items_of(session, plan) if each.stt == "12")
    address = f"/van-ban/{plan.document.id}/muc/{item.id}/nguon"
    assert reader.get(address).status_code == 404
    ready = [each.id for each in items_of(session, plan) if queries.is_ready(each, plan.document)]
    assign_plan(officer(session), plan.plan, item_ids=ready, today=date(2025, 10, 6), roll_over=True)
    session.commit()
    assert reader.get(address).status_code == 200


def test_a_tasks_page_leads_its_unit_to_the_passage(session, new_browser, plan):
    unit = session.scalars(sa.select(Unit).where(Unit.code == "11383")).one()
    make_person(session, email="xa@example.edu.vn", name="Đỗ Thị Thử", grants=[(Role.UNIT, unit)])
    session.commit()
    item = next(each for each in items_of(session, plan) if each.stt == "12")
    assign_plan(officer(session), plan.plan, item_ids=[item.id], today=date(2025, 10, 6), roll_over=True)
    session.commit()
    task = session.scalars(sa.select(Task).where(Task.item_id == item.id)).one()
    reader = new_browser().sign_in("xa@example.edu.vn")
    address = f"/van-ban/{plan.document.id}/muc/{item.id}/nguon"
    assert address in reader.get(f"/nhiem-vu/{task.id}").text
    assert "<mark" in reader.get(address).text
