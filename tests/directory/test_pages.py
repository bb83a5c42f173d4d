"""The pages of units: found, read, edited; contacts; conflicts."""

import csv
import io

import sqlalchemy as sa

from tests.cast import make_contact, make_unit
from tracker import clock
from tracker.access import SYSTEM
from tracker.directory.importing import import_units
from tracker.directory.models import Contact, ContactRole, Unit, UnitAlias, UnitGroup, UnitKind
from tracker.log import LogAction, LogEntry
from tracker.vietnamese import fold

OFFICER, LE, AN = "hanh@example.edu.vn", "le@example.edu.vn", "an@example.edu.vn"


def last_action(session) -> LogAction:
    return session.scalar(sa.select(LogEntry.action).order_by(LogEntry.id.desc()))


def test_le_chan_typed_without_diacritics_finds_phuong_le_chan(browser, cast):
    page = browser.sign_in(OFFICER).get("/don-vi?q=le+chan").text
    assert "Phường Lê Chân" in page
    assert "Phường Hải An" not in page


def test_a_search_without_result_says_so_and_shows_the_way_back(browser, cast):
    page = browser.sign_in(OFFICER).get("/don-vi?q=khong-co-dau").text
    assert "Không tìm thấy đơn vị nào khớp “khong-co-dau”" in page
    assert "Xem tất cả đơn vị" in page


def test_the_list_can_be_narrowed_to_a_kind_and_to_those_without_an_address(browser, cast, session):
    make_unit(session, code="T9", kind=UnitKind.SCHOOL, name="Trường Chín", parent=cast.le_chan, email="")
    browser.sign_in(OFFICER)
    communes = browser.get("/don-vi?loai=commune").text
    assert "Phường Hải An" in communes
    assert "Văn phòng Sở</a>" not in communes
    without = browser.get("/don-vi?tinh-trang=chua-co-dia-chi").text
    assert "Trường Chín" in without
    assert "Phường Hải An" not in without
    assert "Chưa có địa chỉ nhận" in browser.get("/don-vi/T9").text


def test_the_list_is_paged_and_its_number_of_statements_does_not_grow(browser, cast, session):
    browser.sign_in(OFFICER)
    few = statements_of(session, lambda: browser.get("/don-vi"))
    for number in range(60):
        make_unit(session, code=f"T{number}", kind=UnitKind.SCHOOL, name=f"Trường {number}", parent=cast.le_chan)
    many = statements_of(session, lambda: browser.get("/don-vi"))
    assert many == few
    assert "trang 1 / 2" in browser.get("/don-vi").text
    assert "51 – 68 trên 68 đơn vị" in browser.get("/don-vi?trang=2").text
    assert browser.get("/don-vi?trang=khong").status_code == 200


def statements_of(session, act) -> int:
    seen: list[str] = []

    def note(*given) -> None:
        if given[2].lstrip().startswith("SELECT"):
            seen.append(given[2])

    engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", note)
    act()
    sa.event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_the_csv_has_the_columns_of_the_import_and_can_be_read_in_again(browser, cast, session):
    session.add(UnitAlias(unit_id=cast.quality.id, name="=HYPERLINK(1)", folded="=hyperlink(1)"))
    answer = browser.sign_in(OFFICER).get("/don-vi/tai-csv?loai=school")
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == ["THCS-LE-CHAN-2", "THPT-THUY-NGUYEN-3"]
    assert "attachment" in answer.headers["Content-Disposition"]
    done = import_units(session, SYSTEM, answer.get_data())
    assert (done.added, done.changed, done.kept) == (0, 0, 2)
    assert "'=HYPERLINK(1)" in browser.get("/don-vi/tai-csv?loai=department").text


def test_a_units_page_shows_parent_schools_groups_contacts_and_people(browser, cast, session):
    session.add(UnitGroup(code="XA", name="UBND các xã", rule={"kind": ["commune"]}, note="", sort_key="u"))
    page = browser.sign_in(OFFICER).get("/don-vi/11407").text
    for words in ("Sở GDĐT", "Trường THCS Lê Chân 2", "UBND các xã", "truong@example.edu.vn", "Đỗ Thị Lê"):
        assert words in page


def test_a_unit_that_does_not_exist_is_not_found(browser, cast):
    answer = browser.sign_in(OFFICER).get("/don-vi/KHONG-CO")
    assert answer.status_code == 404
    assert "không có quyền xem" in answer.text


def test_a_stranger_sees_a_unit_but_not_its_persons(browser, cast):
    page = browser.sign_in(AN).get("/don-vi/THCS-LE-CHAN-2").text
    assert "Trường THCS Lê Chân 2" in page
    assert "giao@example.edu.vn" not in page
    assert "chỉ hiện với Văn phòng Sở" in page


def test_a_school_sees_its_communes_contacts_and_a_commune_its_schools(new_browser, cast):
    assert "truong@example.edu.vn" in new_browser().sign_in("giao@example.edu.vn").get("/don-vi/11407").text
    assert "giao@example.edu.vn" in new_browser().sign_in(LE).get("/don-vi/THCS-LE-CHAN-2").text


def edited(session, **values) -> dict:
    unit = session.scalars(sa.select(Unit).where(Unit.code == "11407")).one()
    kept = {"version": unit.version, "name": unit.name, "short_name": "", "email": unit.email, "aliases": ""}
    return kept | values


def test_the_office_edits_names_and_aliases_and_the_search_follows(browser, cast, session):
    browser.sign_in(OFFICER)
    values = edited(
        session, short_name="P. Lê Chân", aliases="UBND phường Lê Chân\n\n  UBND P.  Lê Chân \nubnd phuong le chan"
    )
    answer = browser.post("/don-vi/11407/sua", values)
    assert answer.status_code == 303
    aliases = session.scalars(
        sa.select(UnitAlias.name).where(UnitAlias.unit_id == cast.le_chan.id).order_by(UnitAlias.id)
    ).all()
    assert aliases == ["UBND phường Lê Chân", "UBND P. Lê Chân"]
    assert "Phường Lê Chân" in browser.get("/don-vi?q=ubnd+p.+le").text
    entry = session.scalars(sa.select(LogEntry).order_by(LogEntry.id.desc())).first()
    assert entry.action is LogAction.UNIT_CHANGED
    assert entry.changes["short_name"] == ["", "P. Lê Chân"]


def test_saving_the_same_again_changes_nothing(browser, cast, session):
    browser.sign_in(OFFICER)
    before = session.scalar(sa.select(sa.func.count()).select_from(LogEntry))
    assert browser.post("/don-vi/11407/sua", edited(session)).status_code == 303
    assert session.scalar(sa.select(sa.func.count()).select_from(LogEntry)) == before


def test_two_who_edit_the_same_unit_the_second_sees_what_the_first_saved_and_loses_nothing(new_browser, cast, session):
    first, second = new_browser().sign_in(OFFICER), new_browser().sign_in("quan@example.edu.vn")
    seen = edited(session)
    assert first.post("/don-vi/11407/sua", seen | {"aliases": "Tên của người thứ nhất"}).status_code == 303
    answer = second.post("/don-vi/11407/sua", seen | {"short_name": "Tên của người thứ hai"})
    assert answer.status_code == 409
    for words in ("Người khác vừa sửa đơn vị 11407", "Tên của người thứ nhất", "Tên của người thứ hai"):
        assert words in answer.text
    assert session.scalar(sa.select(Unit.short_name).where(Unit.code == "11407")) == ""
    on_purpose = edited(session, short_name="Tên của người thứ hai")
    assert f'name="version" type="hidden" value="{on_purpose["version"]}"' in answer.text
    assert second.post("/don-vi/11407/sua", on_purpose).status_code == 303


def test_what_is_wrong_in_the_form_is_said_at_its_field_and_typed_words_stay(browser, cast, session):
    browser.sign_in(OFFICER)
    answer = browser.post("/don-vi/11407/sua", edited(session, name="", email="khong-phai-thu", short_name="Giữ lại"))
    assert answer.status_code == 422
    for words in ("Chưa lưu được: còn 2 chỗ cần sửa", "Nhập tên đơn vị.", "không phải địa chỉ thư", "Giữ lại"):
        assert words in answer.text
    assert "<title>Lỗi: " in answer.text


def test_a_name_that_another_unit_has_too_is_told_to_who_may_change_it(new_browser, cast, session):
    session.add(UnitAlias(unit_id=cast.hai_an.id, name="Phường Lê Chân", folded=fold("Phường Lê Chân")))
    assert "cũng là tên của Phường Hải An" in new_browser().sign_in(OFFICER).get("/don-vi/11407").text
    assert "cũng là tên của" not in new_browser().sign_in(LE).get("/don-vi/11407").text


def contact(**values) -> dict:
    return {
        "name": "Trần Mới",
        "post": "Chuyên viên",
        "role": "officer",
        "email": "moi@example.edu.vn",
        "is_active": "y",
    } | values


def test_a_unit_adds_changes_and_removes_its_own_contact(browser, cast, session):
    browser.sign_in(LE)
    assert browser.post("/don-vi/11407/dau-moi/them", contact(email=" MOI@example.edu.vn")).status_code == 303
    added = session.scalars(sa.select(Contact).where(Contact.email == "moi@example.edu.vn")).one()
    assert (added.unit_id, added.role) == (cast.le_chan.id, ContactRole.OFFICER)
    where = f"/don-vi/11407/dau-moi/{added.id}"
    assert "Trần Mới" in browser.get(f"{where}/sua").text
    assert browser.post(f"{where}/sua", contact(name="Trần Đổi", is_active="")).status_code == 303
    session.refresh(added)
    assert (added.name, added.is_active) == ("Trần Đổi", False)
    assert last_action(session) is LogAction.CONTACT_CHANGED
    assert browser.post(f"{where}/xoa").status_code == 303
    assert session.scalar(sa.select(Contact.id).where(Contact.email == "moi@example.edu.vn")) is None
    assert last_action(session) is LogAction.CONTACT_REMOVED


def test_a_unit_does_not_touch_anothers_contacts_not_even_its_schools(browser, cast, session):
    theirs = session.scalar(sa.select(Contact.id).where(Contact.unit_id == cast.hai_an.id))
    below = session.scalar(sa.select(Contact.id).where(Contact.unit_id == cast.le_chan_school.id))
    browser.sign_in(LE)
    assert browser.post("/don-vi/11413/dau-moi/them", contact()).status_code == 404
    assert browser.post(f"/don-vi/11413/dau-moi/{theirs}/xoa").status_code == 404
    assert browser.post(f"/don-vi/11407/dau-moi/{theirs}/xoa").status_code == 404  # through its own unit neither
    assert browser.post(f"/don-vi/THCS-LE-CHAN-2/dau-moi/{below}/xoa").status_code == 404


def test_the_same_address_twice_in_one_role_is_refused_in_words(browser, cast):
    answer = browser.sign_in(OFFICER).post("/don-vi/11407/dau-moi/them", contact(email=LE))
    assert answer.status_code == 422
    assert "đã có đầu mối le@example.edu.vn với vai trò này" in answer.text


def test_saving_a_refused_address_again_lets_mail_try_once_more(browser, cast, session):
    refused = make_contact(session, cast.hai_an, name="Hồ Sai", email="sai@example.edu.vn")
    refused.refused_at, refused.refused_reason = clock.now(), "550 không có hộp thư"
    browser.sign_in(OFFICER)
    assert "550 không có hộp thư" in browser.get(f"/don-vi/11413/dau-moi/{refused.id}/sua").text
    values = contact(name="Hồ Sai", post="", email="sai@example.edu.vn")
    assert browser.post(f"/don-vi/11413/dau-moi/{refused.id}/sua", values).status_code == 303
    session.refresh(refused)
    assert refused.refused_at is None


def test_a_closed_unit_says_so_and_what_it_means(browser, cast, session):
    cast.hai_an.closed_on = clock.today()
    page = browser.sign_in(OFFICER).get("/don-vi/11413").text
    assert "Đơn vị đã đóng ngày 15/12/2025" in page.replace('<span class="nowrap">', "").replace("</span>", "")
