"""The policy as data, who will be reminded when and why, and the dry run (product 3.5; lessons 8, 11, 22)."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.cast import make_contact, make_unit
from tests.notify.making import make_deadline
from tracker import clock
from tracker.access import SYSTEM
from tracker.directory.models import CalendarDay, Contact, DayKind, UnitKind
from tracker.errors import BadInput, NotAllowed, RuleBroken
from tracker.log import LogAction, LogEntry
from tracker.notify import foretelling
from tracker.notify.digest import letterhead_of, render
from tracker.notify.models import DigestFrequency, Message, MessageState, Reminder, ReminderPolicy, TaskKind
from tracker.notify.planning import plan_day, policies
from tracker.notify.policy import DeadlineFacts, Policies, Policy, kind_of, owed_step
from tracker.notify.policy_editing import Weekly, days_of, remove_policy, set_policy, weekly_of
from tracker.notify.preferences import Preference, set_preference
from tracker.plans.models import Plan, PlanState
from tracker.tasks.models import DeadlineState
from tracker.workdays import WorkCalendar

MONDAY = date(2025, 12, 15)
LE = "le@example.edu.vn"
ONLY_THREE = Policy((3,), on_the_day=False)


@pytest.fixture
def plan_of(session):
    def make(title="Kế hoạch chuyển đổi số"):
        plan = Plan(title=title, state=PlanState.ASSIGNED, created_at=clock.now())
        session.add(plan)
        session.flush()
        return plan

    return make


def reminders(session):
    query = sa.select(Reminder.step, Reminder.address, Reminder.day).order_by(Reminder.day, Reminder.id)
    return [tuple(row) for row in session.execute(query)]


@pytest.mark.parametrize(
    ("typed", "days"), [("30, 14,7", (30, 14, 7)), ("7 14 7;1", (14, 7, 1)), ("", ()), (" 3 ", (3,))]
)
def test_days_before_are_read_as_people_type_them(typed, days):
    assert days_of(typed) == days


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("bảy", "dấu phẩy"),
        ("-3", "dấu phẩy"),
        ("0", "từ 1 đến 180"),
        ("181", "từ 1"),
        ("1 2 3 4 5 6 7 8 9 10 11 12 13", "12 lần"),
    ],
)
def test_what_is_no_list_of_days_is_refused_in_words(typed, says):
    with pytest.raises(BadInput, match=says):
        days_of(typed)


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        (Policy((), on_the_day=False), "ít nhất một"),
        (Policy(late_every_days=0), "từ 1 đến 60"),
        (Policy(head_from_days_late=400), "đến 365"),
    ],
)
def test_a_policy_that_cannot_be_is_refused(session, cast, policy, says):
    with pytest.raises(BadInput, match=says):
        set_policy(session, cast.officer, None, TaskKind.ANY, policy)


def test_the_narrowest_policy_counts():
    plan_kind, plan, kind, default = (Policy((days,)) for days in (1, 2, 3, 4))
    stored = {
        (7, TaskKind.ONGOING): plan_kind,
        (7, TaskKind.ANY): plan,
        (None, TaskKind.ONGOING): kind,
        (None, TaskKind.ANY): default,
    }
    rules = Policies(stored)
    assert rules.find(7, TaskKind.ONGOING) is plan_kind
    assert rules.find(7, TaskKind.DATED) is plan
    assert rules.find(8, TaskKind.ONGOING) is kind
    assert rules.find(None, TaskKind.DATED) is default
    assert Policies().find(7, TaskKind.DATED) == Policy()


def test_a_deadlines_kind_is_what_it_knows_of_itself():
    assert kind_of(is_ongoing=True, must_report=False) is TaskKind.LOOKING_ON
    assert kind_of(is_ongoing=True, must_report=True) is TaskKind.ONGOING
    assert kind_of(is_ongoing=False, must_report=True) is TaskKind.DATED


def test_the_planner_goes_by_plan_and_kind(session, cast, plan_of):
    plan = plan_of()
    set_policy(session, cast.officer, plan.id, TaskKind.ANY, ONLY_THREE)
    set_policy(session, cast.officer, None, TaskKind.LOOKING_ON, Policy((5,)))
    created = clock.now()
    make_deadline(
        session, cast.le_chan, date(2025, 12, 16), plan_id=plan.id, created_at=created
    )  # before-1 is not owed
    make_deadline(session, cast.le_chan, date(2025, 12, 18), plan_id=plan.id, created_at=created)
    make_deadline(session, cast.le_chan, date(2025, 12, 20), must_report=False, created_at=created)
    make_deadline(session, cast.le_chan, date(2025, 12, 22), created_at=created)
    plan_day(session, MONDAY)
    session.commit()
    assert sorted(step for step, _, _ in reminders(session)) == ["before-3", "before-5", "before-7"]


def test_a_changed_policy_resends_nothing_and_silences_nothing(session, cast):
    created = datetime(2025, 12, 1, 3, tzinfo=clock.OFFICE_ZONE)
    make_deadline(session, cast.le_chan, date(2025, 12, 5), created_at=created)
    for day in (date(2025, 12, 8), date(2025, 12, 15)):
        plan_day(session, day)
        session.execute(sa.update(Message).values(state=MessageState.SENT))
    assert [step for step, _, _ in reminders(session) if step.startswith("late")] == ["late-1", "late-2", "late-2"]
    set_policy(session, cast.officer, None, TaskKind.ANY, Policy(late_every_days=1, head_from_days_late=30))
    plan_day(session, MONDAY)
    assert {day for _, _, day in reminders(session)} == {date(2025, 12, 8), MONDAY}
    assert len(reminders(session)) == 3  # nothing more on the day it was changed
    plan_day(session, date(2025, 12, 16))
    assert reminders(session)[-1] == ("late-9/1", LE, date(2025, 12, 16))
    set_policy(session, cast.officer, None, TaskKind.ANY, Policy(late_every_days=14, head_from_days_late=30))
    plan_day(session, date(2025, 12, 22))
    assert reminders(session)[-1] == ("late-2/14", LE, date(2025, 12, 22))


def test_a_policy_change_is_logged_and_units_may_not_make_one(session, cast):
    set_policy(session, cast.officer, None, TaskKind.ANY, ONLY_THREE, Weekly(is_on=False, weekday=4))
    session.commit()
    entry = session.scalars(sa.select(LogEntry).where(LogEntry.action == LogAction.POLICY_CHANGED)).one()
    assert entry.changes["policy"] == "quy định chung"
    assert entry.changes["days_before"][1] == [3]
    assert weekly_of(session) == Weekly(is_on=False, weekday=4)
    for who in (cast.leader, cast.auditor, cast.commune):
        with pytest.raises(NotAllowed):
            set_policy(session, who, None, TaskKind.ANY, Policy())
    with pytest.raises(RuleBroken):
        remove_policy(session, cast.officer, None, TaskKind.ANY)


def test_the_page_edits_adds_and_removes_a_policy(session, cast, browser, plan_of):
    plan = plan_of("Kế hoạch phòng cháy")
    session.commit()
    browser.sign_in(cast.officer.email)
    assert "30, 14, 7, 3, 1 ngày" in browser.get("/nhac-viec").text
    values = {
        "days_before": "5, 2",
        "on_the_day": "y",
        "late_every_days": "3",
        "head_from_days_late": "10",
        "weekly_on": "0",
    }
    to = {"ke-hoach": str(plan.id), "loai": "ongoing"}
    assert browser.get(f"/nhac-viec/sua?ke-hoach={plan.id}&loai=ongoing").status_code == 200
    assert browser.post("/nhac-viec/sua", {**values, **to}).status_code == 303
    assert policies(session).find(plan.id, TaskKind.ONGOING) == Policy(
        (5, 2), on_the_day=True, late_every_days=3, head_from_days_late=10
    )
    page = browser.get("/nhac-viec").text
    assert "Kế hoạch phòng cháy" in page
    assert "5, 2 ngày" in page
    bad = browser.post("/nhac-viec/sua", {**values, **to, "days_before": "mai", "late_every_days": ""})
    assert bad.status_code == 422
    assert "dấu phẩy" in bad.text
    assert "Viết một số nguyên." in bad.text
    assert 'value="mai"' in bad.text
    assert browser.post("/nhac-viec/bo", to).status_code == 303
    assert (
        session.scalar(sa.select(sa.func.count()).select_from(ReminderPolicy).where(ReminderPolicy.plan_id == plan.id))
        == 0
    )


@pytest.mark.parametrize(
    ("who", "reads", "edits"), [("leader", 200, 404), ("auditor", 200, 404), ("admin", 200, 200), ("commune", 404, 404)]
)
def test_readers_see_and_only_office_and_administrators_edit(cast, browser, who, reads, edits):
    browser.sign_in(getattr(cast, who).email)
    assert browser.get("/nhac-viec").status_code == reads
    assert browser.get("/nhac-viec/don-vi/11407").status_code == reads
    assert browser.get("/nhac-viec/sua").status_code == edits


def of_le_chan(session, cast, **values):
    return foretelling.of_units(session, [cast.le_chan.id], MONDAY, **values)


def told(outlook):
    return [(one.day, one.step, one.address) for one in outlook.reminders]


def test_what_is_foretold_is_what_the_planner_then_does(session, cast):
    created = datetime(2025, 12, 12, 3, tzinfo=clock.OFFICE_ZONE)
    session.add(CalendarDay(day=date(2026, 1, 1), kind=DayKind.OFF, name="Tết Dương lịch"))
    for due in (date(2025, 12, 12), date(2025, 12, 19), date(2025, 12, 28), date(2026, 1, 4), date(2026, 1, 8)):
        effective = WorkCalendar(off=frozenset({date(2026, 1, 1)})).on_or_after(due)
        make_deadline(session, cast.le_chan, due, created_at=created, effective_due=effective)
    make_deadline(session, cast.le_chan, date(2025, 12, 18), must_report=False, created_at=created)
    session.commit()
    foretold = sorted(told(of_le_chan(session, cast)))
    for number in range(foretelling.DAYS):
        day = MONDAY + timedelta(days=number)
        clock.assume_day(day)
        plan_day(session, day)
        session.execute(sa.update(Message).where(Message.state == MessageState.PENDING).values(state=MessageState.SENT))
        session.commit()
    clock.assume_day(MONDAY)
    done = sorted((day, step, address) for step, address, day in reminders(session))
    assert foretold == done
    assert len(done) > 20
    assert "truong@example.edu.vn" in {address for _, _, address in done}


def test_each_reminder_says_why_it_is_on_this_day(session, cast):
    created = clock.now()
    make_deadline(
        session, cast.le_chan, date(2025, 12, 28), created_at=created, effective_due=date(2025, 12, 29)
    )  # a Sunday
    make_deadline(session, cast.le_chan, date(2025, 12, 12), created_at=created - timedelta(days=9), title="Muộn")
    make_deadline(session, cast.le_chan, date(2025, 12, 16), must_report=False, created_at=created, title="Phối hợp")
    outlook = of_le_chan(session, cast)
    reasons = {(one.title, one.step): one.reasons for one in outlook.reminders}
    on_day = next(one for one in outlook.reminders if one.step == "on" and one.due == "28/12/2025")
    assert on_day.day == date(2025, 12, 26)
    assert any("Chủ nhật, 28/12/2025, ngày nghỉ" in reason for reason in on_day.reasons)
    assert reasons["Muộn", "late-1"][0] == "Ngày làm việc đầu tiên sau hạn"
    assert "Lãnh đạo cùng nhận vì đã quá hạn từ 7 ngày" in reasons["Muộn", "late-2"]
    assert any("không phải nộp" in reason for reason in reasons["Phối hợp", "before-1"])
    assert not any(step.startswith("late") for title, step in reasons if title == "Phối hợp")
    roles = {one.address: one.role for one in outlook.reminders}
    assert roles == {LE: "chuyên viên đầu mối", "truong@example.edu.vn": "lãnh đạo phụ trách"}


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"state": DeadlineState.ACCEPTED}, "Đã hoàn thành"),
        ({"state": DeadlineState.WAIVED}, "Được miễn"),
        ({"state": DeadlineState.SUBMITTED}, "chờ duyệt"),
        ({"due": None}, "Không có ngày hạn"),
        ({"due": date(2026, 3, 31)}, "Chưa tới: lần nhắc đầu vào chủ nhật"),
        ({"due": date(2025, 12, 10), "must_report": False}, "ngày hạn đã qua"),
    ],
)
def test_what_is_not_reminded_says_why(session, cast, values, says):
    due = values.pop("due", date(2025, 12, 22))
    make_deadline(session, cast.le_chan, due, created_at=clock.now(), **values)
    if due == date(2026, 3, 31):
        says = "lần nhắc đầu vào thứ Sáu, 27/02/2026"
    [silent] = of_le_chan(session, cast).silent
    assert says in silent.reason


def test_a_unit_without_an_address_is_told_to_have_none(session, cast):
    bare = make_unit(session, code="MOI", kind=UnitKind.SCHOOL, name="Trường mới", parent=cast.le_chan, email="")
    make_deadline(session, bare, date(2025, 12, 22))
    outlook = foretelling.of_units(session, [bare.id], MONDAY)
    assert outlook.reminders == ()
    assert outlook.silent[0].reason == "Đơn vị chưa có địa chỉ nhận thư"


def test_a_preference_shows_in_the_forecast(session, cast):
    set_preference(session, SYSTEM, LE, Preference(DigestFrequency.WEEKLY, copy_to="b@example.edu.vn"))
    make_deadline(session, cast.le_chan, date(2025, 12, 30), created_at=clock.now())  # before-14 on Tuesday
    outlook = of_le_chan(session, cast, days=14)
    ahead = [one for one in outlook.reminders if one.step == "before-14"]
    assert {(one.day, one.address) for one in ahead} == {
        (date(2025, 12, 22), LE),
        (date(2025, 12, 22), "b@example.edu.vn"),
    }
    assert any(
        "Chờ từ 16/12/2025: người nhận chọn nhận vào đầu tuần" in reason for one in ahead for reason in one.reasons
    )
    copies = [one for one in of_le_chan(session, cast).reminders if one.address == "b@example.edu.vn"]
    assert copies[0].role == f"bản sao của {LE}"


def test_the_page_finds_a_unit_without_diacritics_and_shows_its_days(session, cast, browser):
    make_deadline(session, cast.le_chan, date(2025, 12, 22), title="Báo cáo học kỳ", created_at=clock.now())
    session.commit()
    browser.sign_in(cast.officer.email)
    assert "/nhac-viec/don-vi/11407" in browser.get("/nhac-viec?q=le+chan").text
    page = browser.get("/nhac-viec/don-vi/11407").text
    for words in ("Thứ Hai, ", "Trước hạn 7 ngày", LE, "Báo cáo học kỳ", "Đúng ngày hạn"):
        assert words in page
    link = page.split('href="/nhac-viec/ky-han/')[1].split('"')[0]
    assert "Ngày làm việc đầu tiên sau hạn" in browser.get(f"/nhac-viec/ky-han/{link}").text
    assert browser.get("/nhac-viec/ky-han/999999").status_code == 404


def test_the_dry_run_shows_the_very_mail_and_queues_nothing(session, cast, browser, app):
    make_contact(session, cast.hai_an, name="Đỗ Thị Lê", email=LE)  # one mailbox for two units
    for unit in (cast.le_chan, cast.hai_an):
        make_deadline(session, unit, date(2025, 12, 22), title=f"Báo cáo của {unit.name}", created_at=clock.now())
    session.commit()
    browser.sign_in(cast.officer.email)
    page = browser.get("/nhac-viec/don-vi/11407/thu?ngay=15/12/2025")
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == 0
    assert session.scalar(sa.select(sa.func.count()).select_from(Reminder)) == 0
    plan_day(session, MONDAY)
    session.commit()
    message = session.scalars(sa.select(Message).where(Message.address == LE)).one()
    letterhead = letterhead_of(
        session, base_url="http://localhost", parent_body="UBND thành phố Hải Phòng", secret_key="t" * 40
    )
    sent = render(session, message, letterhead, MONDAY)
    shown = (
        page.text.replace("&#39;", "'")
        .replace("&#34;", '"')
        .replace("&amp;", "&")
        .replace("&gt;", ">")
        .replace("&lt;", "<")
    )
    assert sent.text.strip() in shown
    assert "Báo cáo của Phường Hải An" in shown


@pytest.mark.parametrize(
    ("day", "says"), [("hôm nay", "không phải ngày"), ("01/01/2020", "Chọn một ngày"), ("20/12/2025", "là ngày nghỉ")]
)
def test_a_dry_run_of_an_odd_day_says_so(cast, browser, day, says):
    assert says in browser.sign_in(cast.officer.email).get(f"/nhac-viec/don-vi/11407/thu?ngay={day}").text


def test_the_name_of_a_late_step_tells_its_rhythm():
    facts = DeadlineFacts(DeadlineState.OPEN, date(2025, 12, 5), date(2025, 12, 5), date(2025, 12, 1))
    assert owed_step(facts, Policy(), WorkCalendar(), MONDAY).name == "late-2"
    assert owed_step(facts, Policy(late_every_days=1), WorkCalendar(), MONDAY).name == "late-8/1"


def test_refused_contacts_are_not_foretold(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 22), created_at=clock.now())
    for contact in session.scalars(sa.select(Contact).where(Contact.email == LE)):
        contact.refused_at = clock.now()
    session.flush()
    assert LE not in {one.address for one in of_le_chan(session, cast).reminders}
