"""The pages of documents as the office, a leader, and units meet them."""

import io
import re
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from tests.cast import make_person
from tests.plans.office import NAMES, OFFICER, import_file, items_of, officer, row, row_form
from tests.tasks.statements import counted_statements
from tracker import clock
from tracker.access import Actor
from tracker.directory.models import Role, Unit
from tracker.directory.service import edit_unit
from tracker.plans import queries, reading_jobs
from tracker.plans.models import Document, Item, ItemState, PlanState, ReadingJob
from tracker.tasks.assigning import assign_plan
from tracker.tasks.models import Task
from tracker.web import settings


@pytest.fixture
def office(browser):
    return browser.sign_in(OFFICER)


@pytest.fixture
def plan(session):
    return import_file(officer(session), "002")


def person(session, email: str, role: Role, unit_code: str = "") -> Actor:
    unit = session.scalars(sa.select(Unit).where(Unit.code == unit_code)).one() if unit_code else None
    made = make_person(session, email=email, name="Đỗ Thị Thử", grants=[(role, unit)])
    session.commit()
    return made


def upload(browser, data: bytes, name: str = "van-ban.txt"):
    return browser.post("/van-ban/nhap", {"file": (io.BytesIO(data), name)}, content_type="multipart/form-data")


def read_all() -> None:
    """What the worker does until nothing waits."""
    while reading_jobs.read_next(settings()):
        pass


def test_an_uploaded_file_opens_its_review_once_the_worker_has_read_it(session, office):
    answer = upload(office, NAMES["002"].read_bytes())
    assert answer.status_code == 303
    page = office.get(answer.location)
    assert page.headers["Refresh"]
    assert "Đang chờ đến lượt" in page.text
    assert "Có thể rời trang này" in page.text
    read_all()
    done = office.get(answer.location)
    assert done.status_code == 303
    page = office.get(done.location)
    assert "Giao 30 dòng đã đủ" in page.text
    assert "25 dòng phụ lục, 11 hạn trong lời văn" in page.text


def test_the_same_file_again_opens_the_same_review_and_says_so(session, office, plan):
    answer = upload(office, NAMES["002"].read_bytes())
    read_all()
    done = office.get(answer.location)
    assert done.location.endswith(f"/van-ban/{plan.document.id}")
    assert "đã được nhập trước đây" in office.get(done.location).text
    assert session.scalar(sa.select(sa.func.count()).select_from(Document)) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"PK\x03\x04 khong phai zip", "hỏng"), (b"\xff\xd8\xff\xe0" + b"\x00" * 50, "ảnh")],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(session, office, data, words):
    answer = upload(office, data)
    read_all()
    page = office.get(answer.location)
    assert "Refresh" not in page.headers
    assert "<title>Lỗi:" in page.text
    assert words in page.text
    assert "Không có gì được lưu lại" in page.text
    assert session.scalars(sa.select(Document)).all() == []
    assert list(settings().uploads_folder.glob("??/??/*")) == []


def test_an_empty_file_is_refused_at_once(session, office):
    answer = upload(office, b"")
    assert answer.status_code == 422
    assert "Chưa nhập được: còn 1 chỗ cần sửa" in answer.text
    assert "Tệp trống" in answer.text
    assert session.scalars(sa.select(ReadingJob)).all() == []


def test_several_files_are_handed_in_at_once_and_listed_with_what_came_of_each(session, office):
    files = [(io.BytesIO(NAMES[name].read_bytes()), f"{name}.txt") for name in ("002", "004")]
    files.append((io.BytesIO(b"\xff\xd8\xff\xe0" + b"\x00" * 50), "anh.jpg"))
    answer = office.post("/van-ban/nhap", {"file": files}, content_type="multipart/form-data")
    assert answer.location.endswith("/van-ban/nhap")
    page = office.get(answer.location)
    assert "Đã nhận 3 tệp" in page.text
    assert page.text.count("Đang chờ đến lượt") == 3
    read_all()
    page = office.get(answer.location)
    assert page.text.count("Đã đọc xong") == 2
    assert "Không đọc được" in page.text
    assert "Refresh" not in page.headers


def test_no_file_chosen_is_said(office):
    answer = office.post("/van-ban/nhap", {}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Chọn một tệp văn bản" in answer.text


def test_a_file_beyond_the_limit_is_refused(app, session, office):
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    answer = upload(office, b"a" * 50_000)
    assert answer.status_code == 413
    assert "quá lớn" in answer.text
    assert session.scalars(sa.select(Document)).all() == []


def test_an_upload_without_a_token_is_refused(office):
    answer = office.client.post("/van-ban/nhap", data={"file": (io.BytesIO(b"x"), "x.txt")})
    assert answer.status_code == 400


def test_the_list_is_searched_without_diacritics(session, office, plan):
    import_file(officer(session), "004")
    page = office.get("/van-ban?q=danh gia muc do")
    assert "Triển khai đánh giá mức độ chuyển đổi số" in page.text
    assert "Đề án 06" not in page.text
    assert "Không tìm thấy văn bản nào" in office.get("/van-ban?q=khong co").text


def test_the_conflict_of_row_13_offers_its_three_dates_the_proposal_first(session, office, plan):
    item = row(session, plan, "13")
    page = office.get(f"/van-ban/{plan.document.id}?muc={item.id}").text
    offered = re.findall(r'name="choice" value="([^"]+)"( checked)?', page)
    assert offered == [("2025-12-25", " checked"), ("2026-12-25", ""), ("2025-12-31", ""), ("khac", "")]
    assert '<span class="tag tag-warn">A</span>' in page


def test_deciding_on_the_page_sets_the_date(session, office, plan):
    item = row(session, plan, "13")
    warning = next(each for each in item.warnings if each.is_blocking)
    address = f"/van-ban/{plan.document.id}/canh-bao/{warning.id}"
    missing = office.post(address, {"choice": "2025-12-25", "reason": ""})
    assert missing.status_code == 422
    assert "Ghi lý do của lựa chọn" in missing.text
    answer = office.post(address, {"choice": "2025-12-25", "reason": "Mục VI.3 ghi 25/12/2025"})
    assert answer.status_code == 303
    assert "25/12/2025" in office.get(answer.location).text
    assert row(session, plan, "13").due_on.isoformat() == "2025-12-25"


def test_another_day_may_be_typed(session, office, plan):
    item = row(session, plan, "13")
    warning = next(each for each in item.warnings if each.is_blocking)
    address = f"/van-ban/{plan.document.id}/canh-bao/{warning.id}"
    wrong = office.post(address, {"choice": "khac", "other_day": "31/2/2026", "reason": "Theo ý kiến"})
    assert wrong.status_code == 422
    assert "31/2/2026" in wrong.text
    office.post(address, {"choice": "khac", "other_day": "20/12/2025", "reason": "Theo ý kiến lãnh đạo"})
    assert row(session, plan, "13").due_on.isoformat() == "2025-12-20"


def test_a_row_is_corrected_inline(session, office, plan):
    item = row(session, plan, "1")
    address = f"/van-ban/{plan.document.id}/muc/{item.id}/sua"
    answer = office.post(address, row_form(item, product="Quyết định kiện toàn", reporting="leads_and_coordinating"))
    assert answer.status_code == 303
    assert f"muc={item.id}" in answer.location
    item = row(session, plan, "1")
    assert (item.product, item.reporting.value) == ("Quyết định kiện toàn", "leads_and_coordinating")


def test_what_was_typed_stays_when_a_correction_is_refused(session, office, plan):
    item = row(session, plan, "1")
    address = f"/van-ban/{plan.document.id}/muc/{item.id}/sua"
    answer = office.post(address, row_form(item, content="Việc mới viết", due_on="45/13/2025"))
    assert answer.status_code == 422
    assert "Việc mới viết" in answer.text
    assert "45/13/2025" in answer.text
    stale = office.post(address, row_form(row(session, plan, "1"), content="Việc của người chậm", version="0"))
    assert stale.status_code == 409
    assert "người khác sửa" in stale.text
    assert "Việc của người chậm" in stale.text


def test_units_are_chosen_for_a_word(session, office, plan):
    item = row(session, plan, "17")
    address = f"/van-ban/{plan.document.id}/muc/{item.id}/chon-don-vi"
    refused = office.post(address, {"words": "Cơ sở thí điểm", "typed": "Trường không tồn tại"})
    assert refused.status_code == 422
    assert "Không có trong danh bạ" in refused.text
    answer = office.post(address, {"words": "Cơ sở thí điểm", "typed": "TH-001; TH-002", "reason": "Theo danh sách"})
    assert answer.status_code == 303
    assert queries.is_ready(row(session, plan, "17"), plan.document)


def test_the_pair_is_merged_from_the_prose_side(session, office, plan):
    items = items_of(session, plan)
    prose = next(item for item in items if item.due_on and item.due_on.isoformat() == "2025-12-25")
    item = next(item for item in items if item.stt == "13")
    page = office.get(f"/van-ban/{plan.document.id}?muc={prose.id}").text
    address = f"/van-ban/{plan.document.id}/muc/{prose.id}/gop/{item.id}"
    assert address in page
    office.post(address, {"reason": "Cùng một báo cáo"})
    assert session.get(Item, prose.id).state is ItemState.MERGED
    assert row(session, plan, "13").due_on.isoformat() == "2025-12-25"


def test_number_date_and_period_are_edited(session, office, plan):
    address = f"/van-ban/{plan.document.id}/sua"
    fields = {"title": plan.plan.title, "number": "2416/KH-SGDĐT", "issued_on": "06/10/2025", "reporting": "leads"}
    wrong = office.post(address, {**fields, "starts_on": "01/10/2025", "ends_on": "30/6/2025"})
    assert wrong.status_code == 422
    assert "2416/KH-SGDĐT" in wrong.text
    office.post(address, {**fields, "starts_on": "01/10/2025", "ends_on": "30/06/2026"})
    assert "2416/KH-SGDĐT" in office.get(f"/van-ban/{plan.document.id}").text


def test_the_deadlines_of_an_assigned_plan_follow_its_new_period_and_the_page_says_how(session, office, plan):
    ready = ready_ids(session, plan)
    assign_plan(officer(session), plan.plan, item_ids=ready, today=date(2025, 10, 6), roll_over=True)
    session.commit()
    fields = {"title": plan.plan.title, "number": "", "issued_on": "", "reporting": "leads", "starts_on": "01/10/2025"}
    address = f"/van-ban/{plan.document.id}/sua"
    assert office.post(address, {**fields, "ends_on": "31/12/2026"}).status_code == 303
    page = office.get(f"/van-ban/{plan.document.id}").text
    assert re.search(r"Theo thời gian kế hoạch mới: thêm [\d.]+ kỳ hạn, thu hồi 0 kỳ hạn", page)
    refused = office.post(address, {**fields, "ends_on": ""})
    assert refused.status_code == 409
    assert "cần có ngày bắt đầu và ngày kết thúc" in refused.text


def test_cited_dates_are_listed_not_hidden(session, office, plan):
    page = office.get(f"/van-ban/{plan.document.id}").text
    assert "ngày không phải là hạn" in page
    assert "30/12/2022" in office.get(f"/van-ban/{plan.document.id}?ngay=1").text


def test_the_whole_text_is_one_link_away(session, office, plan):
    short = office.get(f"/van-ban/{plan.document.id}")
    whole = office.get(f"/van-ban/{plan.document.id}?toan-van=1")
    assert "toan-van=1" in short.text
    assert len(whole.data) > len(short.data)
    assert whole.text.count("data-line=") > 900


def test_the_original_is_downloaded_byte_for_byte(session, office, plan):
    answer = office.get(f"/van-ban/{plan.document.id}/tep")
    assert answer.data == NAMES["002"].read_bytes()
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    answer.close()


def ready_ids(session, plan) -> list[int]:
    return [item.id for item in items_of(session, plan) if queries.is_ready(item, plan.document)]


def test_assigning_on_the_page_says_how_many_tasks_and_units(session, office, plan):
    page = office.get(f"/van-ban/{plan.document.id}/giao").text
    assert "Hạn đã qua" in page
    ticked = [int(each) for each in re.findall(r'name="muc" value="(\d+)" id="[^"]+" checked', page)]
    assert set(ticked) <= set(ready_ids(session, plan))
    assert not re.search(r'name="qua-han"[^>]* checked', page)
    answer = office.post(f"/van-ban/{plan.document.id}/giao", {"muc": ticked})
    assert answer.status_code == 303
    said = office.get(answer.location).text
    assert f"Đã giao {len(ticked)} nhiệm vụ cho 188 đơn vị" in said
    assert session.scalar(sa.select(sa.func.count()).select_from(Task)) == len(ticked)


def test_an_incomplete_row_is_assigned_only_with_a_reason(session, office, plan):
    item = row(session, plan, "13")
    address = f"/van-ban/{plan.document.id}/giao"
    refused = office.post(address, {"muc": [item.id]})
    assert refused.status_code == 422
    assert "Ghi lý do nếu vẫn giao" in refused.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Task)) == 0
    answer = office.post(address, {"muc": [item.id], f"ly-do-{item.id}": "Giao theo cột thời gian"})
    assert answer.status_code == 303
    assert row(session, plan, "13").incomplete_reason == "Giao theo cột thời gian"


def test_a_past_date_is_assigned_only_when_chosen(session, office, plan):
    item = row(session, plan, "9")  # due 31/10/2025, and today is 15/12/2025
    address = f"/van-ban/{plan.document.id}/giao"
    office.post(address, {"muc": [item.id]})
    assert session.scalars(sa.select(Task)).all() == []
    office.post(address, {"qua-han": [item.id]})
    assert [task.item_id for task in session.scalars(sa.select(Task))] == [item.id]


def test_nothing_chosen_is_said(office, plan):
    answer = office.post(f"/van-ban/{plan.document.id}/giao", {})
    assert answer.status_code == 422
    assert "Chọn ít nhất một dòng" in answer.text


def test_another_provinces_document_is_assigned_by_nobodys_default(session, office):
    plan = import_file(officer(session), "003")
    page = office.get(f"/van-ban/{plan.document.id}").text
    assert "Sở GDĐT Quảng Ninh ban hành" in page
    assert not re.search(r"checked", office.get(f"/van-ban/{plan.document.id}/giao").text)


def test_a_leader_reads_the_review_but_finds_nothing_to_press(session, browser, plan):
    person(session, "lanh-dao@example.edu.vn", Role.LEADER)
    browser.sign_in("lanh-dao@example.edu.vn")
    page = browser.get(f"/van-ban/{plan.document.id}?muc={row(session, plan, '13').id}")
    assert page.status_code == 200
    assert "/giao" not in page.text
    assert "Sửa dòng này" not in page.text
    assert browser.post(f"/van-ban/{plan.document.id}/giao", {"muc": "1"}).status_code == 404
    assert browser.get("/van-ban/nhap").status_code == 404


def test_a_unit_opens_only_the_original_its_tasks_come_from(session, new_browser, plan):
    other = import_file(officer(session), "001")
    person(session, "xa@example.edu.vn", Role.UNIT, "11383")
    unit = new_browser().sign_in("xa@example.edu.vn")
    assert unit.get(f"/van-ban/{plan.document.id}/tep").status_code == 404
    assign_plan(officer(session), plan.plan, item_ids=ready_ids(session, plan), today=clock.today(), roll_over=True)
    session.commit()
    answer = unit.get(f"/van-ban/{plan.document.id}/tep")
    assert answer.status_code == 200
    answer.close()
    assert unit.get(f"/van-ban/{other.document.id}/tep").status_code == 404
    assert unit.get(f"/van-ban/{plan.document.id}").status_code == 404
    assert plan.plan.state is PlanState.ASSIGNED


def test_an_unknown_document_or_row_is_not_found(session, office, plan):
    assert office.get("/van-ban/999").status_code == 404
    assert office.post(f"/van-ban/{plan.document.id}/muc/999/sua", {}).status_code == 404
    assert office.post(f"/van-ban/{plan.document.id}/canh-bao/999", {}).status_code == 404


def test_a_renamed_unit_shows_on_the_review_at_once(session, office, plan):
    address = f"/van-ban/{plan.document.id}?muc={row(session, plan, '14').id}"
    assert "Phòng Quản lý chất lượng mới" not in office.get(address).text
    query = sa.select(Unit).where(Unit.code == "QLCL").options(selectinload(Unit.aliases))
    unit = session.scalars(query).one()
    edit_unit(
        session(),
        officer(session),
        unit,
        version=unit.version,
        name=unit.name,
        short_name="Phòng Quản lý chất lượng mới",
        email=unit.email,
        aliases=[alias.name for alias in unit.aliases],
    )
    session.commit()
    assert "Phòng Quản lý chất lượng mới" in office.get(address).text


def test_the_lists_statements_do_not_grow_with_its_documents(session, office, plan):
    with counted_statements() as few:
        office.get("/van-ban")
    for name in ("000", "001", "003", "004"):
        import_file(officer(session), name)
    with counted_statements() as many:
        office.get("/van-ban")
    assert len(many) == len(few)


def test_the_reviews_statements_do_not_grow_with_its_rows(session, office, plan):
    small = import_file(officer(session), "000")
    counts = []
    for document_id in (small.document.id, plan.document.id):
        office.get(f"/van-ban/{document_id}")
        with counted_statements() as made:
            office.get(f"/van-ban/{document_id}")
        counts.append(len(made))
    assert counts[0] == counts[1]
