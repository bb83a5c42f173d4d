"""Another date, withdrawal, waiver, and an edited working calendar (product 3.1, 3.2)."""

from datetime import date
from itertools import pairwise

import pytest
import sqlalchemy as sa

from tests.tasks.make import make_deadline, make_task
from tracker import clock
from tracker.directory import queries as directory_queries
from tracker.directory.models import CalendarDay, DayKind
from tracker.errors import BadInput, NotAllowed, RuleBroken
from tracker.log import LogAction, LogEntry
from tracker.notify.models import Reminder
from tracker.tasks.deadlines import cancel_task, recompute_effective_due, set_due, show_change, waive
from tracker.tasks.models import AssignmentRole, DeadlineState, TaskState
from tracker.tasks.state import Shown, shown

TODAY = date(2025, 12, 15)
DUE = date(2025, 12, 31)


@pytest.fixture
def owed(session, cast):
    return make_deadline(session, make_task(session), cast.le_chan, due_on=DUE)


def remind(session, deadline):
    facts = {"due_version": 1, "address": "le@example.edu.vn", "day": TODAY, "planned_at": clock.now()}
    session.add(Reminder(deadline_id=deadline.id, step="before-14", **facts))
    session.flush()


def test_another_date_keeps_slot_and_quarter_and_moves_the_rest(session, cast, owed):
    remind(session, owed)
    set_due(cast.officer, owed, date(2026, 1, 17), reason="Chờ biểu mẫu của Bộ", roll_over=True)  # a Saturday
    assert (owed.slot, owed.quarter) == ("2025-12-31", "2025Q4")
    assert (owed.due_on, owed.effective_due, owed.judged_due) == (date(2026, 1, 17), *[date(2026, 1, 19)] * 2)
    assert (owed.due_version, owed.sequence) == (2, 1)
    assert session.scalars(sa.select(Reminder)).one().cancelled_at is not None


def test_a_date_asked_for_after_the_limit_moves_reminders_but_not_the_lateness(session, cast):
    deadline = make_deadline(session, make_task(session), cast.le_chan, due_on=date(2025, 12, 10))
    set_due(cast.officer, deadline, DUE, reason="Xin muộn", roll_over=True)
    assert (deadline.effective_due, deadline.judged_due) == (DUE, date(2025, 12, 10))
    assert shown(deadline, TODAY) is Shown.OVERDUE


def test_a_date_asked_for_in_time_counts_whenever_it_is_decided(session, cast):
    deadline = make_deadline(session, make_task(session), cast.le_chan, due_on=date(2025, 12, 10))
    set_due(cast.officer, deadline, DUE, reason="Xin từ sớm", roll_over=True, asked_on=date(2025, 12, 10))
    assert deadline.judged_due == DUE


def test_the_same_date_again_changes_nothing(session, cast, owed):
    set_due(cast.officer, owed, DUE, reason="Nhầm", roll_over=True)
    session.commit()
    assert (owed.due_version, owed.sequence) == (1, 0)
    assert session.scalar(sa.select(sa.func.count()).select_from(LogEntry)) == 0


def test_another_date_needs_a_reason_and_the_office(session, cast, owed):
    with pytest.raises(BadInput):
        set_due(cast.officer, owed, date(2026, 1, 15), reason=" ", roll_over=True)
    for who in (cast.leader, cast.commune, cast.auditor):
        with pytest.raises(NotAllowed):
            set_due(who, owed, date(2026, 1, 15), reason="Muốn", roll_over=True)


@pytest.mark.parametrize("state", [DeadlineState.ACCEPTED, DeadlineState.WAIVED, DeadlineState.CANCELLED])
def test_what_is_over_gets_no_other_date(session, cast, owed, state):
    owed.state = state
    session.flush()
    with pytest.raises(RuleBroken):
        set_due(cast.officer, owed, date(2026, 1, 15), reason="Muộn", roll_over=True)


def test_cancelling_a_task_takes_its_open_deadlines_and_leaves_what_is_done(session, cast):
    task = make_task(session)
    done = make_deadline(session, task, cast.le_chan, state=DeadlineState.ACCEPTED, is_done_late=False)
    opened = make_deadline(session, task, cast.hai_an)
    waiting = make_deadline(session, task, cast.quality, state=DeadlineState.SUBMITTED)
    remind(session, opened)
    assert cancel_task(cast.officer, task, reason="Bộ rút văn bản") == 2
    session.commit()
    assert task.state is TaskState.CANCELLED
    assert [d.state for d in (done, opened, waiting)] == [
        DeadlineState.ACCEPTED,
        DeadlineState.CANCELLED,
        DeadlineState.CANCELLED,
    ]
    assert (done.sequence, opened.sequence) == (0, 1)
    assert session.scalars(sa.select(Reminder)).one().cancelled_at is not None
    assert session.scalars(sa.select(LogEntry)).one().action is LogAction.TASK_CANCELLED
    with pytest.raises(RuleBroken):
        cancel_task(cast.officer, task, reason="Lần nữa")


def test_a_waived_unit_stands_outside_and_those_who_looked_on_are_closed_with_the_rest(session, cast):
    task = make_task(session)
    first = make_deadline(session, task, cast.le_chan, state=DeadlineState.ACCEPTED, done_at=clock.now())
    second = make_deadline(session, task, cast.hai_an)
    looker = make_deadline(session, task, cast.quality, role=AssignmentRole.COORDINATING, must_report=False)
    waive(cast.officer, second, reason="Đơn vị đang sáp nhập")
    assert (first.state, second.state, looker.state) == (
        DeadlineState.ACCEPTED,
        DeadlineState.WAIVED,
        DeadlineState.ACCEPTED,
    )


def test_waiving_everybody_does_not_call_the_work_done(session, cast):
    task = make_task(session)
    lead = make_deadline(session, task, cast.le_chan)
    looker = make_deadline(session, task, cast.quality, role=AssignmentRole.COORDINATING, must_report=False)
    waive(cast.officer, lead, reason="Không thuộc địa bàn")
    assert looker.state is DeadlineState.OPEN


def test_what_waits_for_review_is_not_waived(session, cast, owed):
    owed.state = DeadlineState.SUBMITTED
    session.flush()
    with pytest.raises(RuleBroken):
        waive(cast.officer, owed, reason="Thôi")


def test_the_stamp_rises_by_a_second_even_when_the_clock_does_not(session, cast, owed):
    stamps = [owed.changed_at]
    for _ in range(3):
        show_change(owed)
        stamps.append(owed.changed_at)
    assert owed.sequence == 3
    assert all((after - before.replace(microsecond=0)).total_seconds() >= 1 for before, after in pairwise(stamps))


def test_a_new_day_off_moves_open_deadlines_that_are_not_past(session, cast):
    task = make_task(session)
    to_come = make_deadline(session, task, cast.le_chan, due_on=DUE)
    returned = make_deadline(session, task, cast.hai_an, due_on=DUE, state=DeadlineState.RETURNED)
    done = make_deadline(session, task, cast.quality, due_on=DUE, state=DeadlineState.ACCEPTED)
    handed_in = make_deadline(session, task, cast.high_school, due_on=DUE, state=DeadlineState.SUBMITTED)
    past = make_deadline(session, make_task(session, title="Khác"), cast.le_chan, due_on=date(2025, 12, 12))
    for day in (DUE, date(2026, 1, 1), date(2025, 12, 12)):
        session.add(CalendarDay(day=day, kind=DayKind.OFF, name="Nghỉ"))
    session.flush()
    calendar = directory_queries.work_calendar(session())
    assert recompute_effective_due(session(), calendar, today=TODAY, roll_over=True) == 2
    assert (to_come.effective_due, to_come.judged_due, to_come.due_on) == (*[date(2026, 1, 2)] * 2, DUE)
    assert returned.effective_due == date(2026, 1, 2)
    assert (done.effective_due, handed_in.effective_due) == (DUE, DUE)
    assert past.effective_due == date(2025, 12, 12)
    assert recompute_effective_due(session(), calendar, today=TODAY, roll_over=True) == 0


def test_an_edit_of_the_calendar_makes_nothing_late(session, cast):
    saturday, monday = date(2025, 12, 13), TODAY
    deadline = make_deadline(session, make_task(session), cast.le_chan, due_on=saturday, effective_due=monday)
    session.add(CalendarDay(day=saturday, kind=DayKind.WORK, name="Làm bù"))
    session.flush()
    calendar = directory_queries.work_calendar(session())
    assert recompute_effective_due(session(), calendar, today=TODAY, roll_over=True) == 0
    assert deadline.effective_due == monday


def test_lateness_fixed_by_an_earlier_decision_does_not_follow_the_calendar(session, cast):
    deadline = make_deadline(
        session, make_task(session), cast.le_chan, due_on=DUE, effective_due=DUE, judged_due=date(2025, 12, 10)
    )
    session.add(CalendarDay(day=DUE, kind=DayKind.OFF, name="Nghỉ"))
    session.flush()
    recompute_effective_due(session(), directory_queries.work_calendar(session()), today=TODAY, roll_over=True)
    assert (deadline.effective_due, deadline.judged_due) == (date(2026, 1, 1), date(2025, 12, 10))
