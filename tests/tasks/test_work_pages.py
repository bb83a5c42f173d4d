"""What a unit and the office see of work: pages, scope, filters (product 3.2, 3.4)."""

from datetime import date

import pytest

from tests.tasks.make import make_deadline, make_task
from tests.tasks.statements import counted_statements
from tracker.plans.models import Reporting, ReviewBy
from tracker.tasks.models import Assignment, AssignmentRole, DeadlineState
from tracker.vietnamese import fold


@pytest.fixture
def work(session, cast):
    """One task that QLCL leads with Lê Chân and its school coordinating, one of Hải An alone."""
    shared = make_task(
        session,
        title="Cấp phát email công vụ",
        label="mục 9",
        reporting=Reporting.LEADS_AND_COORDINATING,
        search_text=fold("Cấp phát email công vụ"),
        group_name="Quản lý - điều hành",
    )
    due = date(2025, 10, 31)
    made = {
        "lead": make_deadline(session, shared, cast.quality, due_on=due, state=DeadlineState.ACCEPTED),
        "commune": make_deadline(session, shared, cast.le_chan, due_on=due, role=AssignmentRole.COORDINATING),
        "school": make_deadline(
            session,
            shared,
            cast.le_chan_school,
            due_on=date(2025, 12, 19),
            role=AssignmentRole.COORDINATING,
            review_by=ReviewBy.PARENT,
        ),
    }
    other = make_task(session, title="Việc riêng của Hải An", search_text=fold("Việc riêng của Hải An"))
    made["other"] = make_deadline(session, other, cast.hai_an)
    session.commit()
    return made


def signed(browser, actor):
    return browser.sign_in(actor.email)


def test_a_unit_sees_what_is_late_first_and_how_late(browser, cast, work):
    page = signed(browser, cast.commune).get("/viec").text
    assert "Việc của phường Lê Chân" in page
    assert "Cần làm ngay" in page
    assert "Quá hạn 45 ngày" in page
    assert f"/ky-han/{work['commune'].id}" in page


def test_a_unit_does_not_see_another_units_work(browser, cast, work):
    client = signed(browser, cast.commune)
    assert "Việc riêng của Hải An" not in client.get("/viec").text
    for path in (
        f"/nhiem-vu/{work['other'].task_id}",
        f"/ky-han/{work['other'].id}",
        f"/viec?don-vi={cast.hai_an.code}",
        f"/viec?don-vi={cast.quality.code}",
    ):
        assert client.get(path).status_code == 404, path


def test_a_commune_opens_its_schools_work_but_hands_nothing_in_for_it(browser, cast, work):
    client = signed(browser, cast.commune)
    page = client.get(f"/viec?don-vi={cast.le_chan_school.code}").text
    assert "Việc của trường THCS Lê Chân 2" in page
    assert "Nộp minh chứng</a>" not in page
    assert "Nộp minh chứng</button>" not in client.get(f"/ky-han/{work['school'].id}").text


def test_a_school_does_not_see_its_communes_state(browser, cast, work):
    client = signed(browser, cast.school)
    assert client.get(f"/ky-han/{work['commune'].id}").status_code == 404
    page = client.get(f"/nhiem-vu/{work['school'].task_id}").text
    assert "Trường THCS Lê Chân 2" in page
    assert f"/ky-han/{work['commune'].id}" not in page


def test_a_leading_department_sees_the_units_that_coordinate(browser, cast, work):
    page = signed(browser, cast.department).get(f"/nhiem-vu/{work['lead'].task_id}").text
    assert f"/ky-han/{work['commune'].id}" in page
    assert f"/ky-han/{work['school'].id}" in page


def test_a_commune_sees_its_late_schools(browser, session, cast, work):
    work["school"].effective_due = work["school"].judged_due = date(2025, 12, 1)
    session.commit()
    page = signed(browser, cast.commune).get("/viec").text
    assert "Trường trên địa bàn" in page
    assert "14 ngày" in page


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("q=email+cong+vu", True),
        ("q=khong+co", False),
        ("tinh-trang=overdue", True),
        ("tinh-trang=done", False),
        ("vai-tro=coordinating", True),
        ("vai-tro=lead", False),
        ("quy=2025Q4", True),
        ("quy=2026Q1", False),
        ("quy=%00x&tinh-trang=xyz&vai-tro=9&ke-hoach=-1&trang=-3", True),
    ],
)
def test_the_units_filters_find_with_and_without_diacritics(browser, cast, work, query, is_found):
    page = signed(browser, cast.commune).get(f"/viec?don-vi={cast.le_chan.code}&{query}")
    assert page.status_code == 200
    assert (f"/ky-han/{work['commune'].id}" in page.text) is is_found


def test_the_office_opens_any_units_page(browser, cast, work):
    page = signed(browser, cast.officer).get(f"/viec?don-vi={cast.hai_an.code}")
    assert "Việc của phường Hải An" in page.text


@pytest.mark.parametrize(("who", "where"), [("commune", "/viec"), ("admin", "/don-vi")])
def test_the_first_page_leads_to_where_the_work_is(browser, cast, who, where):
    answer = signed(browser, getattr(cast, who)).get("/")
    assert (answer.status_code, answer.location) == (303, where)


def test_the_first_look_of_a_unit_is_kept_once_and_shown_to_the_office(browser, new_browser, session, cast, work):
    office = signed(new_browser(), cast.officer)
    path = f"/nhiem-vu/{work['commune'].task_id}"
    assert "Chưa xem <small>3</small>" in office.get(path).text
    session.commit()
    answer = signed(browser, cast.commune).get(path)
    session.commit()
    answer.close()
    session.expire_all()
    kept = session.get(Assignment, work["commune"].assignment_id)
    assert kept.first_seen_by_id == cast.commune.person_id
    first = kept.first_seen_at
    session.commit()
    again = browser.get(path)
    session.commit()
    again.close()
    session.expire_all()
    assert session.get(Assignment, work["commune"].assignment_id).first_seen_at == first
    assert "Chưa xem <small>2</small>" in office.get(path).text


def test_a_reader_opening_a_task_is_not_a_units_look(browser, session, cast, work):
    answer = signed(browser, cast.auditor).get(f"/nhiem-vu/{work['commune'].task_id}")
    session.commit()
    answer.close()
    session.expire_all()
    assert session.get(Assignment, work["commune"].assignment_id).first_seen_at is None


@pytest.mark.parametrize("path", ["/viec", "/nhiem-vu/{task}", "/bao-cao/quy/ky-han", "/nhiem-vu", "/"])
def test_the_number_of_statements_does_not_grow_with_the_rows(browser, session, cast, work, path):
    who = cast.commune if path == "/viec" else cast.officer
    client, address = signed(browser, who), path.format(task=work["commune"].task_id)

    def statements():
        session.expire_all()
        with counted_statements() as found:
            assert client.get(address).status_code == 200
        return len(found)

    statements()
    before = statements()
    for number in range(12):
        task = make_task(session, title=f"Nhiệm vụ thêm {number}")
        for unit in (cast.le_chan, cast.le_chan_school, cast.hai_an):
            make_deadline(session, task, unit, due_on=date(2025, 12, 10 + number))
    session.commit()
    assert statements() <= before + 1  # a full section is counted once


def test_the_list_of_tasks_filters_and_sorts(browser, cast, work):
    client = signed(browser, cast.officer)
    assert "Cấp phát email công vụ" in client.get("/nhiem-vu?tinh-trang=qua-han").text
    assert "Việc riêng của Hải An" not in client.get("/nhiem-vu?tinh-trang=qua-han").text
    page = client.get("/nhiem-vu?q=chu+ky+so&quy=2026Q1").text
    assert "Không tìm thấy nhiệm vụ nào khớp “chu ky so” trong quý I/2026." in page
    by_due = client.get("/nhiem-vu?sap-xep=han").text
    assert by_due.index("Cấp phát email") < by_due.index("Việc riêng của Hải An")
    assert "Không tìm thấy" in client.get(f"/nhiem-vu?chu-tri={cast.office_unit.id}").text


def test_the_list_leaves_as_a_guarded_csv(browser, session, cast, work):
    make_task(session, title="=HYPERLINK(1)")
    session.commit()
    answer = signed(browser, cast.officer).get("/nhiem-vu?dang=csv")
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "'=HYPERLINK(1)" in answer.text


def test_search_is_within_what_the_person_may_see(browser, new_browser, cast, work):
    office = signed(new_browser(), cast.officer).get("/tim?q=hai+an").text
    assert "Việc riêng của Hải An" in office
    assert "Phường Hải An" in office
    unit = signed(browser, cast.commune).get("/tim?q=hai+an").text
    assert "Việc riêng của Hải An" not in unit
    assert "Không tìm thấy kết quả nào" in unit


def test_words_of_a_task_are_escaped(browser, session, cast):
    task = make_task(session, title="<script>alert(1)</script>")
    deadline = make_deadline(session, task, cast.le_chan)
    session.commit()
    client = signed(browser, cast.commune)
    for path in ("/viec", f"/nhiem-vu/{task.id}", f"/ky-han/{deadline.id}"):
        assert "<script>alert" not in client.get(path).text
