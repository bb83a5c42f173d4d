"""Another period for an assigned plan: slots are added, empty ones withdrawn, those with evidence kept and named (3.1)."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.cast import make_contact
from tests.tasks.plan import make_item, plan_of_one
from tracker.errors import NotAllowed, RuleBroken
from tracker.notify.models import Reminder
from tracker.notify.planning import plan_day
from tracker.plans.models import Document
from tracker.tasks.assigning import assign_plan
from tracker.tasks.deadlines import cancel_task
from tracker.tasks.evidence import Handed, submit_evidence, under_review, withdraw_evidence
from tracker.tasks.models import Deadline, DeadlineState, Task
from tracker.tasks.period import PeriodChange, apply_period
from tracker.tasks.review import accept_evidence

TODAY = date(2025, 12, 15)
FIRST, LAST = date(2025, 9, 1), date(2026, 6, 30)
REPORT = Handed(document_number="45/BC")


def ongoing(session, cast, **values):
    """A plan from September to June with one ongoing item of Lê Chân and Hải An, assigned in October."""
    values = {"time_text": "Thường xuyên", "recurrence": "continuous", "due_on": None, **values}
    plan, item = plan_of_one(session, cast, leads=[cast.le_chan, cast.hai_an], **values)
    assign_plan(cast.officer, plan, item_ids=[item.id], today=date(2025, 10, 6), roll_over=True)
    session.commit()
    return plan


def move(cast, plan, first=FIRST, last=LAST, *, actor=None, today=TODAY) -> PeriodChange:
    return apply_period(actor or cast.officer, plan, first, last, today=today, roll_over=True)


def slots(session, unit, *states) -> list[str]:
    query = sa.select(Deadline.slot).where(Deadline.unit_id == unit.id).order_by(Deadline.slot)
    return list(session.scalars(query.where(Deadline.state.in_(states or (DeadlineState.OPEN,)))))


def deadline(session, unit, slot) -> Deadline:
    return session.scalars(sa.select(Deadline).where(Deadline.unit_id == unit.id, Deadline.slot == slot)).one()


def test_a_longer_period_adds_its_quarters_for_every_unit(session, cast):
    plan = ongoing(session, cast)
    done = move(cast, plan, last=date(2026, 12, 31))
    assert (done.added, done.withdrawn, done.kept) == (4, 0, ())
    for unit in (cast.le_chan, cast.hai_an):
        assert slots(session, unit) == ["2025Q4", "2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    added = deadline(session, cast.le_chan, "2026Q4")
    assert (added.due_on, added.quarter, added.is_ongoing, added.must_report) == (
        date(2026, 12, 31),
        "2026Q4",
        True,
        True,
    )
    assert plan.ends_on == date(2026, 12, 31)


def test_a_shorter_period_withdraws_what_is_empty_and_keeps_and_names_what_has_evidence(session, cast):
    plan = ongoing(session, cast)
    submit_evidence(cast.commune, deadline(session, cast.le_chan, "2026Q2"), handed=REPORT)
    done = move(cast, plan, last=date(2026, 3, 31))
    assert (done.added, done.withdrawn) == (0, 1)
    assert [(kept.unit_name, kept.when) for kept in done.kept] == [("Phường Lê Chân", "quý II/2026")]
    assert deadline(session, cast.le_chan, "2026Q2").state is DeadlineState.SUBMITTED
    gone = deadline(session, cast.hai_an, "2026Q2")
    assert (gone.state, gone.sequence) == (DeadlineState.CANCELLED, 1)


def test_accepted_work_outside_stays_done(session, cast):
    plan = ongoing(session, cast)
    owed = deadline(session, cast.le_chan, "2026Q2")
    accept_evidence(cast.officer, submit_evidence(cast.commune, owed, handed=REPORT))
    assert [kept.deadline_id for kept in move(cast, plan, last=date(2026, 3, 31)).kept] == [owed.id]
    assert owed.state is DeadlineState.ACCEPTED


def test_evidence_that_was_taken_back_does_not_keep_a_deadline(session, cast):
    plan = ongoing(session, cast)
    owed = deadline(session, cast.le_chan, "2026Q2")
    submit_evidence(cast.commune, owed, handed=REPORT)
    withdraw_evidence(cast.commune, under_review(owed))
    assert move(cast, plan, last=date(2026, 3, 31)).withdrawn == 2


def test_a_period_that_grows_again_brings_back_what_it_had_withdrawn(session, cast):
    plan = ongoing(session, cast)
    move(cast, plan, last=date(2026, 3, 31))
    done = move(cast, plan)
    assert (done.added, done.reopened) == (0, 2)
    assert slots(session, cast.hai_an) == ["2025Q4", "2026Q1", "2026Q2"]


def test_quarters_that_are_over_are_neither_added_nor_withdrawn_while_the_period_holds_them(session, cast):
    plan = ongoing(session, cast)
    later = date(2026, 2, 2)
    done = move(cast, plan, first=date(2025, 1, 1), today=later)
    assert (done.added, done.withdrawn) == (0, 0)
    assert slots(session, cast.le_chan) == ["2025Q4", "2026Q1", "2026Q2"]
    assert move(cast, plan, first=date(2026, 1, 1), today=later).withdrawn == 2


def test_a_recurrence_with_a_day_follows_and_a_named_date_stays(session, cast):
    plan = ongoing(session, cast, time_text="Ngày 15 tháng cuối quý", recurrence="quarterly", due_on=date(2025, 12, 15))
    document = session.scalars(sa.select(Document)).one()
    named = make_item(session, plan, document, stt="14", leads=[cast.le_chan], due_on=date(2026, 5, 25))
    assign_plan(cast.officer, plan, item_ids=[named.id], today=TODAY, roll_over=True)
    session.commit()
    done = move(cast, plan, last=date(2026, 3, 31))
    assert done.withdrawn == 2  # 15/6 of both units
    assert slots(session, cast.le_chan) == ["2025-12-15", "2026-03-15", "2026-05-25"]


def test_a_cancelled_task_stays_cancelled(session, cast):
    plan = ongoing(session, cast)
    cancel_task(cast.officer, session.scalars(sa.select(Task)).one(), reason="Rút")
    assert move(cast, plan, last=date(2026, 12, 31)) == PeriodChange()


def test_withdrawn_quarters_are_reminded_of_no_more_and_those_that_come_back_are(session, cast):
    make_contact(session, cast.high_school, name="Ai", email="ai@example.edu.vn")
    plan = ongoing(session, cast)
    day = date(2026, 6, 23)  # 7 days before the end of the second quarter
    move(cast, plan, last=date(2026, 3, 31))
    plan_day(session(), day)
    assert reminded(session) == set()
    move(cast, plan)
    plan_day(session(), day)
    assert reminded(session) == {cast.le_chan.id, cast.hai_an.id}


def reminded(session) -> set[int]:
    query = sa.select(Deadline.unit_id).join(Reminder, Reminder.deadline_id == Deadline.id)
    return set(session.scalars(query.where(Reminder.cancelled_at.is_(None), Deadline.slot == "2026Q2")))


@pytest.mark.parametrize(("first", "last"), [(None, LAST), (FIRST, None), (LAST, FIRST)])
def test_an_assigned_plan_needs_a_real_period(session, cast, first, last):
    plan = ongoing(session, cast)
    with pytest.raises(RuleBroken):
        move(cast, plan, first, last)


@pytest.mark.parametrize("who", ["leader", "auditor", "commune", "admin"])
def test_only_the_office_changes_a_period(session, cast, who):
    plan = ongoing(session, cast)
    with pytest.raises(NotAllowed):
        move(cast, plan, last=date(2026, 12, 31), actor=getattr(cast, who))
