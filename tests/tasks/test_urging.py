"""Đôn đốc: who may urge whom, once a unit and working day, for what is late now; counted, recorded, mailed at once."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.cast import make_unit
from tests.notify.making import make_deadline, make_task
from tracker import clock
from tracker.access import Actor
from tracker.directory.models import CalendarDay, Contact, DayKind, UnitKind
from tracker.errors import BadInput, NotAllowed, NotFound, RuleBroken
from tracker.log import LogAction, LogEntry, first_broken_entry
from tracker.notify.models import Message, MessageKind, MessageState, Priority
from tracker.tasks import urging_list, urging_words
from tracker.tasks.models import AssignmentRole, Deadline, DeadlineState, TaskState, Urging, UrgingLine
from tracker.tasks.urging import Letter, first_day_of_turn, urge
from tracker.tasks.urging_list import UrgingFilter
from tracker.workdays import WorkCalendar

TODAY = date(2025, 12, 15)  # a Monday
LATE = date(2025, 10, 31)
LETTER = Letter("Đề nghị đơn vị hoàn thành ngay.")


def late(session, unit, due_on=LATE, **values) -> Deadline:
    return make_deadline(session, unit, due_on, **values)


def mails(session) -> list[tuple[str, str]]:
    query = sa.select(Message.address, Message.slot).where(Message.kind == MessageKind.URGING)
    return sorted(tuple(row) for row in session.execute(query))


def names(session, actor, **asked) -> list[str]:
    return [row.name for row in urging_list.late_units(session, actor, UrgingFilter(**asked), TODAY, number=1).rows]


def test_one_urging_and_one_mail_for_each_unit_however_much_is_late(session, cast):
    deadlines = [late(session, cast.hai_an), late(session, cast.hai_an, date(2025, 11, 30))]
    other = late(session, cast.le_chan_school)
    urged = urge(cast.officer, [each.id for each in (*deadlines, other)], LETTER)
    assert len(urged.urgings) == urged.messages == 2
    assert sorted(len(one.lines) for one in urged.urgings) == [1, 2]
    assert [address for address, _ in mails(session)] == ["an@example.edu.vn", "giao@example.edu.vn"]
    message = session.scalars(sa.select(Message).limit(1)).one()
    assert (message.priority, message.state) == (Priority.AT_ONCE, MessageState.PENDING)


def test_the_unit_s_head_hears_it_from_seven_days_late(session, cast):
    urge(cast.officer, [late(session, cast.le_chan, TODAY - timedelta(days=6)).id], LETTER)
    assert [address for address, _ in mails(session)] == ["le@example.edu.vn"]
    session.rollback()
    urge(cast.officer, [late(session, cast.le_chan, TODAY - timedelta(days=7)).id], LETTER)
    assert [address for address, _ in mails(session)] == ["le@example.edu.vn", "truong@example.edu.vn"]


def test_the_number_counts_the_urgings_of_the_same_deadline_and_the_highest_line_names_it(session, cast, monkeypatch):
    old, new = late(session, cast.hai_an), late(session, cast.hai_an, date(2025, 12, 1))
    assert [one.number for one in urge(cast.officer, [old.id], LETTER).urgings] == [1]
    session.commit()
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    monkeypatch.setattr(clock, "today", lambda: TODAY + timedelta(days=1))
    second = urge(cast.officer, [old.id, new.id], LETTER).urgings[0]
    assert second.number == 2
    assert {line.deadline_id: line.number for line in second.lines} == {old.id: 2, new.id: 1}


def test_a_second_urging_on_the_same_day_needs_a_reason_and_keeps_it(session, cast):
    deadline = late(session, cast.hai_an)
    urge(cast.officer, [deadline.id], LETTER)
    session.commit()
    with pytest.raises(RuleBroken, match="ghi lý do"):
        urge(cast.leader, [deadline.id], LETTER)
    session.rollback()
    again = urge(cast.leader, [deadline.id], Letter(LETTER.text, overrule_reason="UBND thành phố yêu cầu"))
    assert (again.urgings[0].number, again.urgings[0].overrule_reason) == (2, "UBND thành phố yêu cầu")


def test_units_urged_today_are_left_out_and_the_others_are_urged(session, cast):
    first, second = late(session, cast.hai_an), late(session, cast.le_chan_school)
    urge(cast.officer, [first.id], LETTER)
    session.commit()
    urged = urge(cast.officer, [first.id, second.id], LETTER)
    assert [one.unit_id for one in urged.urgings] == [cast.le_chan_school.id]
    assert urged.urged_today == (cast.hai_an.id,)


def test_days_off_count_with_the_working_day_after_them():
    tet = WorkCalendar(off=frozenset({date(2025, 12, 15)}))
    assert first_day_of_turn(tet, date(2025, 12, 16)) == date(2025, 12, 13)  # Saturday to Tuesday
    assert first_day_of_turn(WorkCalendar(), date(2025, 12, 17)) == date(2025, 12, 17)


def test_an_urging_of_saturday_is_the_one_of_monday(session, cast, monkeypatch):
    session.add(CalendarDay(day=date(2025, 9, 2), kind=DayKind.OFF, name="Quốc khánh"))
    deadline = late(session, cast.hai_an)
    monkeypatch.setattr(clock, "today", lambda: date(2025, 12, 13))
    urge(cast.officer, [deadline.id], LETTER)
    session.commit()
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    with pytest.raises(RuleBroken):
        urge(cast.officer, [deadline.id], LETTER)


def test_what_was_handed_in_meanwhile_is_skipped_and_counted(session, cast):
    kept, done = late(session, cast.hai_an), late(session, cast.le_chan_school)
    session.commit()
    done.state, done.submitted_at = DeadlineState.SUBMITTED, clock.now()
    session.flush()
    urged = urge(cast.officer, [kept.id, done.id], LETTER)
    assert [line.deadline_id for one in urged.urgings for line in one.lines] == [kept.id]
    assert urged.settled == 1
    kept.state = DeadlineState.WAIVED
    session.flush()
    with pytest.raises(RuleBroken, match="không có gì để đôn đốc"):
        urge(cast.officer, [kept.id, done.id], LETTER)


@pytest.mark.parametrize(
    "change",
    [
        {"due_on": TODAY},
        {"must_report": False},
        {"state": DeadlineState.ACCEPTED},
        {"judged_due": date(2026, 1, 5)},
    ],
)
def test_nothing_that_is_not_late_may_be_urged(session, cast, change):
    deadline = late(session, cast.hai_an, change.pop("due_on", LATE), **change)
    assert names(session, cast.officer) == []
    with pytest.raises(RuleBroken):
        urge(cast.officer, [deadline.id], LETTER)


def test_suspended_tasks_and_outside_agencies_are_not_urged(session, cast):
    late(session, cast.ministry)
    late(session, cast.hai_an, task=make_task(session, state=TaskState.SUSPENDED))
    assert names(session, cast.officer) == []


def test_a_missing_quarter_of_ongoing_work_may_be_urged(session, cast):
    late(session, cast.hai_an, date(2025, 9, 30), is_ongoing=True, quarter="2025Q3")
    assert names(session, cast.officer) == ["Phường Hải An"]


def test_a_commune_urges_its_schools_and_nobody_else(session, cast):
    school, own, foreign = (late(session, unit) for unit in (cast.le_chan_school, cast.le_chan, cast.hai_an))
    assert names(session, cast.commune) == ["Trường THCS Lê Chân 2"]
    assert len(urge(cast.commune, [school.id], LETTER).urgings) == 1
    for other in (own, foreign):
        with pytest.raises(NotFound):
            urge(cast.commune, [other.id], LETTER)


def test_a_lead_department_urges_the_units_that_coordinate_in_its_task(session, cast):
    task = make_task(session)
    late(session, cast.quality, task=task)
    helper = late(session, cast.hai_an, task=task, role=AssignmentRole.COORDINATING)
    stranger = late(session, cast.hai_an)
    assert names(session, cast.department) == ["Phường Hải An"]
    assert len(urge(cast.department, [helper.id], LETTER).urgings) == 1
    with pytest.raises(NotFound):
        urge(cast.department, [stranger.id], LETTER)


def test_leaders_urge_and_auditors_do_not(session, cast):
    deadline = late(session, cast.hai_an)
    with pytest.raises(NotAllowed):
        urge(cast.auditor, [deadline.id], LETTER)
    with pytest.raises(NotAllowed):
        urge(Actor(99, "Không vai trò"), [deadline.id], LETTER)
    assert urge(cast.leader, [deadline.id], LETTER).messages == 1


def test_an_urging_needs_words_and_a_choice(session, cast):
    deadline = late(session, cast.hai_an)
    for letter in (Letter("  "), Letter("a" * 4001), Letter("Nhanh", document_number="1" * 81)):
        with pytest.raises(BadInput):
            urge(cast.officer, [deadline.id], letter)
    with pytest.raises(BadInput, match="Chọn ít nhất"):
        urge(cast.officer, [], LETTER)


def test_a_unit_without_an_address_is_recorded_and_named(session, cast):
    session.execute(sa.delete(Contact).where(Contact.unit_id == cast.hai_an.id))
    cast.hai_an.email = ""
    urged = urge(cast.officer, [late(session, cast.hai_an).id], LETTER)
    session.commit()
    assert (urged.messages, urged.without_address) == (0, (cast.hai_an.id,))
    batch = urging_list.batch_of(session, cast.officer, urged.urgings[0].id)
    assert urging_words.sent_words(batch).endswith("0 thư được nhận. 1 đơn vị chưa có địa chỉ nhận.")


def test_the_log_has_one_entry_for_each_unit_and_one_for_each_task(session, cast):
    task = make_task(session)
    ids = [late(session, unit, task=task).id for unit in (cast.hai_an, cast.le_chan_school)]
    urge(cast.officer, ids, Letter(LETTER.text, "123/SGDĐT-VP"))
    session.commit()
    found = session.scalars(sa.select(LogEntry).where(LogEntry.action == LogAction.UNITS_URGED)).all()
    assert {entry.unit_id for entry in found if entry.task_id is None} == {cast.hai_an.id, cast.le_chan_school.id}
    assert [entry.changes for entry in found if entry.task_id == task.id] == [{"number": 1, "units": 2}]
    assert first_broken_entry(session) is None


def test_the_list_is_narrowed_by_unit_without_diacritics_plan_task_quarter_days_and_what_was_urged(session, cast):
    task = make_task(session)
    late(session, cast.hai_an, task=task, quarter="2025Q4")
    recent = late(session, cast.le_chan_school, TODAY - timedelta(days=3), quarter="2025Q3")
    hai_an, school = "Phường Hải An", "Trường THCS Lê Chân 2"
    assert names(session, cast.officer) == [hai_an, school]  # the longest late first
    assert names(session, cast.officer, text="hai an") == [hai_an]
    assert names(session, cast.officer, text="LE CHAN") == [school]
    assert names(session, cast.officer, task_id=task.id) == [hai_an]
    assert names(session, cast.officer, quarter="2025Q3") == [school]
    assert names(session, cast.officer, days=3) == [hai_an, school]
    assert names(session, cast.officer, days=4) == [hai_an]
    assert names(session, cast.officer, manager="11407") == [school]
    assert names(session, cast.officer, unit_code="11413") == [hai_an]
    assert names(session, cast.officer, plan_id=987) == []
    urge(cast.officer, [recent.id], LETTER)
    assert names(session, cast.officer, is_unurged=True) == [hai_an]


def test_the_summary_says_how_many_units_and_what_the_mail_server_took(session, cast):
    schools = [
        make_unit(session, code=f"TH-{n}", kind=UnitKind.SCHOOL, name=f"Trường Tiểu học {n}", parent=cast.le_chan)
        for n in range(38)
    ]
    urged = urge(cast.officer, [late(session, school).id for school in schools], LETTER)
    session.execute(sa.update(Message).values(state=MessageState.SENT))
    session.commit()
    batch = urging_list.batch_of(session, cast.officer, urged.urgings[0].id)
    assert urging_words.sent_words(batch) == "Đã gửi đôn đốc lần 1 tới 38 trường. 38 thư được nhận."
    failed = session.scalars(sa.select(Message).limit(1)).one()
    failed.state = MessageState.DEAD
    session.commit()
    batch = urging_list.batch_of(session, cast.officer, urged.urgings[3].id)
    assert urging_words.sent_words(batch).endswith("37 thư được nhận. 1 thư không gửi được.")


def test_a_commune_sees_of_the_office_s_urging_only_its_own_schools(session, cast):
    urged = urge(cast.officer, [late(session, unit).id for unit in (cast.hai_an, cast.le_chan_school)], LETTER)
    session.commit()
    of_unit = {one.unit_id: one.id for one in urged.urgings}
    batch = urging_list.batch_of(session, cast.commune, of_unit[cast.le_chan_school.id])
    assert [line.unit_name for line in batch.lines] == ["Trường THCS Lê Chân 2"]
    assert urging_list.batch_of(session, cast.commune, of_unit[cast.hai_an.id]) is None


def test_the_text_for_a_chat_lists_who_is_late_with_what(session, cast):
    late(session, cast.hai_an, title="Cấp phát thư công vụ")
    choice = urging_list.choose(session, cast.officer, UrgingFilter(), TODAY)
    text = urging_words.as_text(choice, "Đề nghị làm ngay.", "12/SGDĐT-VP", "Sở Giáo dục và Đào tạo Hải Phòng")
    assert text.splitlines() == [
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO HẢI PHÒNG ĐÔN ĐỐC LẦN 1",
        "(Văn bản số 12/SGDĐT-VP)",
        "",
        "Đề nghị làm ngay.",
        "",
        "Phường Hải An:",
        "- Cấp phát thư công vụ (hạn 31/10/2025, quá 45 ngày)",
    ]


# --- the pages


def test_the_page_lists_composes_previews_and_sends(session, cast, browser):
    deadline = late(session, cast.hai_an, title="Cấp phát thư công vụ")
    session.commit()
    browser.sign_in(cast.officer.email)
    assert "Phường Hải An" in browser.get("/don-doc").text
    page = browser.get(f"/don-doc/soan?chon={cast.hai_an.id}").text
    assert "Soạn đôn đốc lần 1" in page
    assert "khẩn trương hoàn thành" in page
    data = {"ky-han": str(deadline.id), "text": "Đề nghị nộp ngay.", "document_number": "12/SGDĐT-VP"}
    preview = browser.post("/don-doc/xem-truoc", data)
    assert preview.status_code == 200
    assert "Đề nghị nộp ngay." in preview.text
    assert "Gửi đôn đốc tới 1 xã, phường, đặc khu" in preview.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Urging)) == 0  # nothing stays of a preview
    assert mails(session) == []
    sent = browser.post("/don-doc/gui", data)
    assert sent.status_code == 303
    result = browser.get(sent.headers["Location"]).text
    assert "Đang gửi đôn đốc lần 1 tới 1 xã, phường, đặc khu." in result
    assert session.scalar(sa.select(sa.func.count()).select_from(UrgingLine)) == 1
    assert "Lần 1, 15/12" in browser.get("/don-doc").text


def test_a_form_without_words_is_shown_again_and_a_second_send_asks_for_a_reason(session, cast, browser):
    deadline = late(session, cast.hai_an)
    session.commit()
    browser.sign_in(cast.leader.email)
    empty = browser.post("/don-doc/gui", {"ky-han": str(deadline.id), "text": ""})
    assert empty.status_code == 422
    assert "Ghi nội dung đôn đốc." in empty.text
    data = {"ky-han": str(deadline.id), "text": "Nhanh lên."}
    assert browser.post("/don-doc/gui", data).status_code == 303
    again = browser.post("/don-doc/gui", data)
    assert again.status_code == 422
    assert "Lý do đôn đốc thêm trong ngày" in again.text
    assert len(mails(session)) == 1
    assert browser.post("/don-doc/gui", {**data, "overrule_reason": "Họp gấp"}).status_code == 303
    assert len(mails(session)) == 2


def test_foreign_deadlines_do_not_exist_for_a_commune(session, cast, browser):
    deadline = late(session, cast.hai_an)
    session.commit()
    browser.sign_in(cast.commune.email)
    assert browser.post("/don-doc/gui", {"ky-han": str(deadline.id), "text": "Nộp đi."}).status_code == 404
    assert "Phường Hải An" not in browser.get("/don-doc").text


def test_units_and_auditors_below_nobody_see_an_empty_list_or_no_page(cast, new_browser):
    assert new_browser().sign_in(cast.auditor.email).get("/don-doc").status_code == 404
    assert "Không có đơn vị nào quá hạn." in new_browser().sign_in(cast.school.email).get("/don-doc").text
