"""A task made by hand goes the same way as an assigned item (product 2, 3.1, 3.3)."""

from datetime import date, time

import pytest
import sqlalchemy as sa

from tests.tasks.plan import make_plan, schools_group
from tracker.errors import BadInput, NotAllowed, NotFound
from tracker.log import LogAction, LogEntry
from tracker.notify.models import Message
from tracker.plans.models import Reporting
from tracker.tasks.making import make_task
from tracker.tasks.models import Assignment, AssignmentRole, Deadline

TODAY = date(2025, 12, 15)


def make(actor, **values):
    facts = {"title": "Báo cáo nhanh số học sinh", "today": TODAY, "roll_over": True, **values}
    return make_task(actor, **facts)


def test_it_reaches_its_units_with_one_mail_each_and_one_log_entry(session, cast):
    result = make(
        cast.officer,
        due_on=date(2025, 12, 20),
        due_time=time(17, 0),
        lead_unit_ids=[cast.le_chan.id, cast.hai_an.id],
        coordinating_group_ids=[schools_group(session).id],
    )
    session.commit()
    assert result.made.deadlines == 4
    deadline = session.scalars(sa.select(Deadline).where(Deadline.unit_id == cast.le_chan.id)).one()
    assert (deadline.due_on, deadline.effective_due, deadline.due_time) == (
        date(2025, 12, 20),
        date(2025, 12, 22),
        time(17, 0),
    )
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == result.made.messages == 4
    assert session.scalars(sa.select(LogEntry)).one().action is LogAction.TASK_CREATED


def test_a_group_word_is_kept_on_its_units(session, cast):
    make(
        cast.officer, due_on=TODAY, lead_unit_ids=[cast.quality.id], coordinating_group_ids=[schools_group(session).id]
    )
    words = dict(session.execute(sa.select(Assignment.unit_id, Assignment.from_words)).all())
    assert words[cast.le_chan_school.id] == "Cơ sở giáo dục"


def test_an_ongoing_task_has_a_deadline_for_each_quarter_to_its_last_day(session, cast):
    make(cast.officer, is_ongoing=True, ends_on=date(2026, 4, 1), lead_unit_ids=[cast.le_chan.id])
    assert list(session.scalars(sa.select(Deadline.slot).order_by(Deadline.slot))) == ["2025Q4", "2026Q1", "2026Q2"]


def test_an_ongoing_task_of_a_plan_runs_to_the_plans_end(session, cast):
    plan, _ = make_plan(session)
    made = make(cast.officer, is_ongoing=True, plan_id=plan.id, lead_unit_ids=[cast.le_chan.id])
    assert made.made.deadlines == 3
    assert set(session.scalars(sa.select(Deadline.plan_id))) == {plan.id}


def test_without_a_date_it_has_one_deadline_without_a_limit(session, cast):
    make(cast.officer, lead_unit_ids=[cast.le_chan.id])
    assert session.scalars(sa.select(Deadline.slot)).one() == "none"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": " "}, "Ghi nội dung công việc."),
        ({"due_on": date(2025, 12, 12)}, "Hạn phải từ hôm nay trở đi."),
        ({"is_ongoing": True}, "Ghi ngày cuối"),
        ({"is_ongoing": True, "ends_on": date(2025, 9, 30)}, "Ghi ngày cuối"),
        ({"reporting": Reporting.COORDINATING}, "Chưa có đơn vị nào phải nộp"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(session, cast, values, sentence):
    with pytest.raises(BadInput) as refusal:
        make(cast.officer, **{"lead_unit_ids": [cast.le_chan.id], **values})
    assert any(problem.startswith(sentence) for problem in refusal.value.problems)


def test_a_sunday_of_yesterday_is_still_in_time_on_monday(session, cast):
    assert make(cast.officer, due_on=date(2025, 12, 14), lead_unit_ids=[cast.le_chan.id]).made.deadlines == 1


def test_it_needs_a_lead_that_is_open(session, cast):
    cast.le_chan.closed_on = date(2025, 7, 1)
    session.flush()
    with pytest.raises(BadInput) as refusal:
        make(cast.officer, lead_unit_ids=[cast.le_chan.id])
    assert "đơn vị chủ trì" in refusal.value.problems[0]


def test_an_unknown_plan_is_not_there(session, cast):
    with pytest.raises(NotFound):
        make(cast.officer, plan_id=99, lead_unit_ids=[cast.le_chan.id])


@pytest.mark.parametrize("who", ["leader", "commune", "auditor", "admin"])
def test_only_the_office_makes_tasks(session, cast, who):
    with pytest.raises(NotAllowed):
        make(getattr(cast, who), lead_unit_ids=[cast.le_chan.id])


def test_the_lead_may_also_stand_in_the_coordinating_group(session, cast):
    make(cast.officer, lead_unit_ids=[cast.high_school.id], coordinating_group_ids=[schools_group(session).id])
    roles = dict(session.execute(sa.select(Assignment.unit_id, Assignment.role)).all())
    assert roles[cast.high_school.id] is AssignmentRole.LEAD
