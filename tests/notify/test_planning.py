"""Planning a day: each owed reminder and each digest exists once, whatever runs twice (product 3.5, lessons 4)."""

import threading
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from tests.cast import make_contact, make_unit
from tests.notify.making import make_deadline, make_task
from tracker import clock
from tracker.directory.models import CalendarDay, ContactRole, DayKind, UnitKind
from tracker.extensions import db
from tracker.notify.models import Message, MessageEvent, MessageKind, MessageState, Reminder, ReminderPolicy
from tracker.notify.outbox import withdraw
from tracker.notify.planning import find_owed, plan_day
from tracker.notify.queries import operations, units_without_address
from tracker.tasks.models import DeadlineState, TaskState

MONDAY = date(2025, 12, 15)  # the assumed day of tests
CHRISTMAS_EVE = date(2025, 12, 24)


def plan(session, day=MONDAY):
    counts = plan_day(session, day)
    session.commit()
    return counts


def digests(session):
    return session.scalars(sa.select(Message).where(Message.kind == MessageKind.DIGEST).order_by(Message.id)).all()


def reminders(session, **wanted):
    return session.scalars(sa.select(Reminder).filter_by(**wanted).order_by(Reminder.id)).all()


def test_planning_a_day_twice_queues_nothing_the_second_time(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 25))
    first, second = plan(session, CHRISTMAS_EVE), plan(session, CHRISTMAS_EVE)
    assert (first.deadlines, first.reminders, first.queued) == (1, 1, 1)
    assert (second.deadlines, second.reminders, second.queued) == (1, 0, 0)
    assert [(one.address, one.slot) for one in digests(session)] == [("le@example.edu.vn", "2025-12-24")]


def test_nothing_due_nothing_queued(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 30), created_at=datetime(2025, 12, 12, tzinfo=UTC))
    make_deadline(session, cast.le_chan, None)
    counts = plan(session)
    assert (counts.deadlines, counts.queued, digests(session)) == (0, 0, [])


def test_the_first_plan_of_all_catches_up_with_the_newest_step_since_the_assignment(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 20))  # before-7 was on Friday, when no worker ran yet
    plan(session)
    assert [one.step for one in reminders(session)] == ["before-7"]


def test_one_address_gets_one_digest_however_many_units_share_it(session, cast):
    make_contact(session, cast.hai_an, name="Đỗ Thị Lê", email="Le@example.edu.vn")
    for unit in (cast.le_chan, cast.hai_an):
        for _ in range(3):
            make_deadline(session, unit, date(2025, 12, 18))
    assert plan(session).queued == 2
    assert len(reminders(session, address="le@example.edu.vn")) == 6
    assert sorted(one.address for one in digests(session)) == ["an@example.edu.vn", "le@example.edu.vn"]


def test_the_officer_is_reminded_and_the_head_only_from_seven_days_late(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 12))
    plan(session)
    assert {one.address for one in reminders(session)} == {"le@example.edu.vn"}
    plan(session, date(2025, 12, 22))
    assert {one.address for one in reminders(session, step="late-2")} == {"le@example.edu.vn", "truong@example.edu.vn"}


def test_the_units_own_mailbox_is_used_where_nobody_is_named(session, cast):
    make_deadline(session, cast.high_school, date(2025, 12, 16))
    plan(session)
    assert [one.address for one in digests(session)] == ["thpt-thuy-nguyen-3@example.edu.vn"]


def test_a_unit_without_any_address_is_reported_and_listed(session, cast):
    silent = make_unit(session, code="TH-KHONG-THU", kind=UnitKind.SCHOOL, name="Trường TH Không Thư", email="")
    make_deadline(session, silent, date(2025, 12, 16))
    make_deadline(session, cast.ministry, date(2025, 12, 16), must_report=False)  # outside: neither mailed nor listed
    counts = plan(session)
    assert counts.without_address == (silent.id,)
    assert session.scalars(units_without_address()).all() == [silent]
    assert operations(session).without_address == 1


def test_the_list_without_address_agrees_with_the_receivers(session, cast):
    from tracker.directory.queries import receivers

    silent = make_unit(session, code="IM-LANG", kind=UnitKind.SCHOOL, name="Trường Im Lặng", email="")
    gone = make_contact(session, silent, name="Đã Nghỉ", email="nghi@example.edu.vn")
    gone.is_active = False
    bounced = make_unit(session, code="BI-TU-CHOI", kind=UnitKind.SCHOOL, name="Trường Bị Từ Chối", email="")
    make_contact(session, bounced, name="Hỏng", email="hong@example.edu.vn").refused_at = clock.now()
    units = [silent, bounced, cast.le_chan, cast.high_school]
    for unit in units:
        make_deadline(session, unit, date(2025, 12, 16))
    session.flush()
    found = receivers(session, [unit.id for unit in units])
    assert {unit.id for unit in session.scalars(units_without_address())} == {
        unit_id for unit_id, boxes in found.items() if boxes.is_empty
    }


def test_a_day_off_plans_nothing_and_its_steps_left_on_the_working_day_before(session, cast):
    session.add(CalendarDay(day=date(2025, 12, 16), kind=DayKind.OFF, name="Nghỉ bù"))
    make_deadline(session, cast.le_chan, date(2025, 12, 17))  # its last step before falls on the day off
    assert plan(session).reminders == 1
    off = plan(session, date(2025, 12, 16))
    assert off.is_day_off
    assert off.queued == 0
    assert [one.step for one in reminders(session)] == ["before-1"]


def test_finished_suspended_and_waiting_work_is_not_planned(session, cast):
    for state in (DeadlineState.SUBMITTED, DeadlineState.ACCEPTED, DeadlineState.WAIVED, DeadlineState.CANCELLED):
        make_deadline(session, cast.le_chan, date(2025, 12, 16), state=state)
    make_deadline(session, cast.le_chan, date(2025, 12, 16), task=make_task(session, state=TaskState.SUSPENDED))
    assert plan(session).deadlines == 0
    make_deadline(session, cast.le_chan, date(2025, 12, 16), state=DeadlineState.RETURNED)
    assert plan(session).deadlines == 1


def test_the_worker_down_for_three_days_owes_only_the_newest_step_once(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 18))  # before-3 on Monday, before-1 on Wednesday, on Thursday
    make_deadline(session, cast.le_chan, date(2025, 12, 24))  # before-7 on Wednesday
    plan(session, date(2025, 12, 12))
    clock.assume_day(date(2025, 12, 18))
    counts = plan(session, date(2025, 12, 18))
    assert (counts.deadlines, counts.queued) == (2, 1)
    assert sorted(one.step for one in reminders(session, day=date(2025, 12, 18))) == ["before-7", "on"]
    assert plan(session, date(2025, 12, 18)).reminders == 0


def test_an_unsent_digest_of_yesterday_is_superseded_and_its_reminders_carried_over(session, cast):
    kept = make_deadline(session, cast.le_chan, date(2025, 12, 22))  # before-7 on Monday
    done = make_deadline(session, cast.le_chan, date(2025, 12, 16))  # before-1 on Monday, on Tuesday
    plan(session)
    done.state = DeadlineState.SUBMITTED
    clock.assume_day(date(2025, 12, 16))
    counts = plan(session, date(2025, 12, 16))
    old, new = digests(session)
    assert (counts.superseded, counts.queued) == (1, 1)
    assert (old.state, new.state) == (MessageState.CANCELLED, MessageState.PENDING)
    carried = reminders(session, message_id=new.id)
    assert [one.deadline_id for one in carried] == [kept.id]
    assert [one.deadline_id for one in reminders(session) if one.cancelled_at] == [done.id]
    assert session.scalar(sa.select(MessageEvent.state).where(MessageEvent.message_id == old.id)) == "cancelled"


def test_of_two_unsent_steps_of_one_deadline_only_the_newer_stays(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 16))
    plan(session)
    plan(session, date(2025, 12, 16))
    assert [(one.step, one.cancelled_at is None) for one in reminders(session)] == [("before-1", False), ("on", True)]


def test_a_sent_digest_is_not_superseded(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 16))
    plan(session)
    digests(session)[0].state = MessageState.SENT
    session.commit()
    assert plan(session, date(2025, 12, 16)).superseded == 0


def test_a_moved_deadline_is_a_new_reminder_and_the_old_one_is_cancelled(session, cast):
    deadline = make_deadline(session, cast.le_chan, date(2025, 12, 18))
    plan(session)
    withdraw(session, [deadline.id], reason="Đổi hạn")
    deadline.due_on = deadline.effective_due = deadline.judged_due = date(2025, 12, 22)
    deadline.due_version = 2
    session.commit()
    plan(session)
    assert [(one.step, one.due_version, one.cancelled_at is None) for one in reminders(session)] == [
        ("before-3", 1, False),
        ("before-7", 2, True),
    ]


def test_a_reminder_withdrawn_by_mistake_comes_back_while_its_day_lasts(session, cast):
    deadline = make_deadline(session, cast.le_chan, date(2025, 12, 18))
    plan(session)
    deadline.state = DeadlineState.SUBMITTED
    withdraw(session, [deadline.id], reason="Đã nộp")
    session.commit()
    assert plan(session).deadlines == 0
    deadline.state = DeadlineState.OPEN  # the unit took its evidence back
    session.commit()
    plan(session)
    (only,) = reminders(session)
    assert only.cancelled_at is None
    assert only.message_id == digests(session)[0].id


def test_a_reminder_found_after_todays_digest_left_waits_for_the_next_working_days(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 16))
    plan(session)
    digests(session)[0].state = MessageState.SENT
    late_comer = make_deadline(session, cast.le_chan, date(2025, 12, 18))
    session.commit()
    assert plan(session).queued == 0
    clock.assume_day(date(2025, 12, 16))
    assert plan(session, date(2025, 12, 16)).queued == 1
    new = digests(session)[1]
    assert late_comer.id in {one.deadline_id for one in reminders(session, message_id=new.id)}


def test_a_reminder_follows_the_unit_to_its_new_contact(session, cast):
    make_deadline(session, cast.hai_an, date(2025, 12, 22))
    plan(session)
    from tracker.directory.models import Contact

    contact = session.scalars(sa.select(Contact).where(Contact.email == "an@example.edu.vn")).one()
    contact.is_active = False
    make_contact(session, cast.hai_an, name="Người Mới", email="moi@example.edu.vn")
    session.commit()
    clock.assume_day(date(2025, 12, 16))
    plan(session, date(2025, 12, 16))
    assert [(one.address, one.cancelled_at is None) for one in reminders(session)] == [
        ("an@example.edu.vn", False),
        ("moi@example.edu.vn", True),
    ]


def test_a_plans_own_policy_is_used(session, cast):
    from tracker.plans.models import Plan, PlanState, Reporting

    plan_row = Plan(title="Kế hoạch thử", state=PlanState.ASSIGNED, reporting=Reporting.LEADS, created_at=clock.now())
    session.add(plan_row)
    session.flush()
    session.add(ReminderPolicy(plan_id=plan_row.id, days_before=[5], on_the_day=False))
    make_deadline(session, cast.le_chan, date(2025, 12, 20), plan_id=plan_row.id)
    make_deadline(session, cast.le_chan, date(2025, 12, 20))
    assert plan(session, date(2025, 12, 12)).deadlines == 1  # before-7 of the default
    assert plan(session).deadlines == 1  # before-5 of the plan


def test_two_planners_at_once_make_each_reminder_and_digest_once(app, session, cast):
    for unit in (cast.le_chan, cast.hai_an, cast.high_school):
        for _ in range(20):
            make_deadline(session, unit, date(2025, 12, 16))
    session.commit()
    start = threading.Barrier(3)
    found, failures = [], []

    def planner():
        with app.app_context():
            try:
                start.wait()
                found.append(plan_day(db.session(), MONDAY))
                db.session.commit()
            except Exception as error:  # noqa: BLE001 - shown below
                failures.append(error)

    threads = [threading.Thread(target=planner) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sum(one.queued for one in found) == 3
    assert sum(one.reminders for one in found) == 60
    assert session.scalar(sa.select(sa.func.count()).select_from(Reminder).where(Reminder.message_id.is_(None))) == 0


def test_the_day_is_the_offices_half_an_hour_around_midnight(session, cast, time_machine):
    clock.assume_day(None)
    time_machine.move_to(datetime(2025, 12, 15, 16, 30, tzinfo=UTC), tick=False)  # 23:30 on Monday in Hà Nội
    assert clock.today() == date(2025, 12, 15)
    time_machine.move_to(datetime(2025, 12, 15, 17, 30, tzinfo=UTC), tick=False)  # 00:30 on Tuesday
    assert clock.today() == date(2025, 12, 16)
    make_deadline(session, cast.le_chan, date(2025, 12, 17))
    assert plan(session, clock.today()).queued == 1
    assert digests(session)[0].slot == "2025-12-16"


def test_work_assigned_half_an_hour_after_midnight_counts_for_the_new_day(session, cast):
    just_after = datetime(2025, 12, 15, 17, 30, tzinfo=UTC)  # 00:30 on 16/12 in Hà Nội
    make_deadline(session, cast.le_chan, date(2025, 12, 18), created_at=just_after)
    assert plan(session, date(2025, 12, 15)).deadlines == 0
    assert plan(session, date(2025, 12, 17)).deadlines == 1


def test_looking_for_what_is_owed_takes_no_write_lock(app, session, cast):
    from tracker.db import read_only

    make_deadline(session, cast.le_chan, date(2025, 12, 16))
    session.commit()
    session.execute(sa.text("SELECT 1"))  # this transaction holds the write lock
    other = []

    def look():
        with app.app_context(), read_only():
            other.append(find_owed(db.session(), MONDAY))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join(timedelta(seconds=5).total_seconds())
    assert other
    assert len(other[0].new) == 1


def test_the_number_of_statements_does_not_grow_with_the_deadlines(session, cast):
    def statements(count):
        for _ in range(count):
            make_deadline(session, cast.le_chan, date(2025, 12, 16))
        session.commit()
        seen = []

        def count_one(*_args):
            seen.append(1)

        sa.event.listen(db.engine, "before_cursor_execute", count_one)
        try:
            find_owed(session, MONDAY)
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", count_one)
            session.rollback()
        return len(seen)

    assert statements(2) == statements(40)


def test_head_and_officer_who_are_one_mailbox_get_one_reminder(session, cast):
    make_contact(session, cast.hai_an, name="Phạm Văn An", email="AN@example.edu.vn", role=ContactRole.HEAD)
    make_deadline(session, cast.hai_an, date(2025, 12, 5))
    plan(session)
    assert [one.address for one in reminders(session)] == ["an@example.edu.vn"]
