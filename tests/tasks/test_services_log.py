"""Every act on tasks leaves exactly one entry in the log; a service that is added is named here or this fails (MODELS 17)."""

import inspect
from datetime import date

import pytest
import sqlalchemy as sa

from tests.tasks.make import make_deadline, make_task
from tests.tasks.plan import plan_of_one
from tracker.log import LogAction, LogEntry, first_broken_entry
from tracker.tasks import assigning, deadlines, evidence, making, period, review
from tracker.tasks.evidence import Handed, submit_evidence

TODAY = date(2025, 12, 15)
REPORT = Handed(document_number="45/BC")


def owed(session, cast, **values):
    return make_deadline(session, make_task(session), cast.le_chan, **values)


def handed_in(session, cast):
    found = submit_evidence(cast.commune, owed(session, cast), handed=REPORT)
    session.commit()
    return found


def assign(session, cast):
    plan, item = plan_of_one(session, cast)
    assigning.assign_plan(cast.officer, plan, item_ids=[item.id], today=TODAY, roll_over=True)


def make(session, cast):
    making.make_task(cast.officer, title="Báo cáo", today=TODAY, roll_over=True, lead_unit_ids=[cast.le_chan.id])


def set_due(session, cast):
    deadlines.set_due(cast.officer, owed(session, cast), date(2026, 2, 2), reason="Dời", roll_over=True)


def cancel(session, cast):
    deadlines.cancel_task(cast.officer, make_task(session), reason="Rút")


def waive(session, cast):
    deadlines.waive(cast.officer, owed(session, cast), reason="Sáp nhập")


def submit(session, cast):
    submit_evidence(cast.commune, owed(session, cast), handed=REPORT)


def withdraw(session, cast):
    evidence.withdraw_evidence(cast.commune, handed_in(session, cast))


def accept(session, cast):
    review.accept_evidence(cast.officer, handed_in(session, cast))


def send_back(session, cast):
    review.return_evidence(cast.officer, handed_in(session, cast), reason="Thiếu dấu")


def confirm(session, cast):
    late = owed(session, cast, due_on=date(2025, 12, 1))
    review.confirm_outside_cause(cast.officer, late, reason="Bão", today=TODAY)


def move_period(session, cast):
    plan, item = plan_of_one(session, cast)
    assigning.assign_plan(cast.officer, plan, item_ids=[item.id], today=TODAY, roll_over=True)
    period.apply_period(cast.officer, plan, plan.starts_on, date(2026, 12, 31), today=TODAY, roll_over=True)


ACTS = {
    "assign_plan": (assign, LogAction.PLAN_ASSIGNED),
    "make_task": (make, LogAction.TASK_CREATED),
    "set_due": (set_due, LogAction.DUE_CHANGED),
    "cancel_task": (cancel, LogAction.TASK_CANCELLED),
    "waive": (waive, LogAction.DEADLINE_WAIVED),
    "submit_evidence": (submit, LogAction.EVIDENCE_SUBMITTED),
    "withdraw_evidence": (withdraw, LogAction.EVIDENCE_WITHDRAWN),
    "accept_evidence": (accept, LogAction.EVIDENCE_ACCEPTED),
    "return_evidence": (send_back, LogAction.EVIDENCE_RETURNED),
    "apply_period": (move_period, LogAction.PLAN_CHANGED),
    "confirm_outside_cause": (confirm, LogAction.CAUSE_CONFIRMED),
}
QUESTIONS = {"may_submit", "may_review", "reviewable_by"}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_leaves_one_entry(session, cast, name):
    perform, action = ACTS[name]
    perform(session, cast)
    session.commit()
    assert session.scalar(sa.select(sa.func.count()).where(LogEntry.action == action)) == 1
    last = session.scalars(sa.select(LogEntry).order_by(LogEntry.id.desc()).limit(1)).one()
    assert last.action == action
    assert first_broken_entry(session()) is None


def test_every_service_that_acts_is_named_here():
    found = set()
    for module in (assigning, making, deadlines, evidence, period, review):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and next(iter(inspect.signature(function).parameters), "") == "actor":
                found.add(name)
    assert found - QUESTIONS == set(ACTS)
