"""Review: who may, once, with a reason for a return; on time is judged by what was in the end accepted (product 3.2, 3.3)."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.cast import make_person
from tests.tasks.make import make_deadline, make_task
from tests.tasks.test_state import at
from tracker.directory.models import Role
from tracker.errors import BadInput, NotAllowed, RuleBroken
from tracker.log import LogAction, LogEntry
from tracker.notify.models import Message, MessageKind, Reminder
from tracker.plans.models import ReviewBy
from tracker.tasks.deadlines import cancel_task
from tracker.tasks.evidence import Handed, submit_evidence
from tracker.tasks.models import AssignmentRole, Deadline, DeadlineState, EvidenceState, Task
from tracker.tasks.review import accept_evidence, confirm_outside_cause, may_review, return_evidence, reviewable_by

TODAY, DUE = date(2025, 12, 15), date(2025, 12, 31)
REPORT = Handed(document_number="45/BC")
LATE = Handed(document_number="45/BC", late_reason="Chờ số liệu của trường")


def waiting(session, cast, *, unit=None, actor=None, handed=REPORT, task=None, **values):
    deadline = make_deadline(session, task or make_task(session), unit or cast.le_chan, **values)
    return deadline, submit_evidence(actor or cast.commune, deadline, handed=handed)


def test_accepting_closes_the_deadline_on_time(session, cast):
    deadline, evidence = waiting(session, cast)
    accept_evidence(cast.officer, evidence, note="Đạt")
    assert (deadline.state, deadline.is_done_late) == (DeadlineState.ACCEPTED, False)
    assert deadline.done_at == evidence.submitted_at
    assert (evidence.decided_by_id, evidence.decision_note) == (cast.officer.person_id, "Đạt")


def test_work_handed_in_late_is_done_late(session, cast):
    deadline, evidence = waiting(session, cast, due_on=date(2025, 12, 10), handed=LATE)
    accept_evidence(cast.officer, evidence)
    assert deadline.is_done_late is True


def test_a_slow_review_does_not_make_work_late(session, cast):
    deadline, evidence = waiting(session, cast, due_on=date(2025, 12, 1), handed=LATE)
    evidence.submitted_at = at(date(2025, 12, 1), 23, 59)
    accept_evidence(cast.officer, evidence)
    assert deadline.is_done_late is False


def test_lateness_is_judged_by_the_version_that_was_accepted_not_by_one_that_was_returned(session, cast):
    deadline = make_deadline(session, make_task(session), cast.le_chan, due_on=date(2025, 12, 10))
    first = submit_evidence(cast.commune, deadline, handed=LATE)
    first.submitted_at = at(date(2025, 12, 9), 8)  # in time, but returned
    return_evidence(cast.officer, first, reason="Thiếu phụ lục")
    accept_evidence(cast.officer, submit_evidence(cast.commune, deadline, handed=LATE))
    assert deadline.is_done_late is True


def test_work_without_a_limit_is_done_on_time(session, cast):
    deadline, evidence = waiting(session, cast, due_on=None)
    accept_evidence(cast.officer, evidence)
    assert deadline.is_done_late is False


def test_a_return_needs_a_reason_and_tells_the_unit_at_once(session, cast):
    deadline, evidence = waiting(session, cast)
    with pytest.raises(BadInput, match="cần có lý do"):
        return_evidence(cast.officer, evidence, reason="  ")
    return_evidence(cast.officer, evidence, reason="Thiếu danh sách trường")
    assert (deadline.state, deadline.submitted_at) == (DeadlineState.RETURNED, None)
    message = session.scalars(sa.select(Message)).one()
    assert (message.kind, message.address) == (MessageKind.RETURNED, "le@example.edu.vn")
    assert message.payload["reason"] == "Thiếu danh sách trường"


def test_a_decision_is_taken_once(session, cast):
    _, evidence = waiting(session, cast)
    accept_evidence(cast.officer, evidence)
    with pytest.raises(RuleBroken):
        return_evidence(cast.officer, evidence, reason="Đổi ý")
    with pytest.raises(RuleBroken):
        accept_evidence(cast.officer, evidence)
    assert evidence.state is EvidenceState.ACCEPTED


def test_nobody_reviews_what_she_handed_in_herself(session, cast):
    _, evidence = waiting(session, cast, unit=cast.office_unit, actor=cast.officer)
    with pytest.raises(NotAllowed, match="không tự duyệt"):
        accept_evidence(cast.officer, evidence)
    second = make_person(session, email="binh@example.edu.vn", name="Nguyễn Văn Bình", grants=[(Role.OFFICE, None)])
    accept_evidence(second, evidence)
    assert evidence.state is EvidenceState.ACCEPTED


@pytest.mark.parametrize("who", ["leader", "auditor", "admin", "other_commune", "school", "department"])
def test_only_the_office_reviews_by_default(session, cast, who):
    _, evidence = waiting(session, cast)
    with pytest.raises(NotAllowed):
        accept_evidence(getattr(cast, who), evidence)


def test_a_commune_reviews_its_own_schools_where_the_task_says_so(session, cast):
    own, evidence = waiting(session, cast, unit=cast.le_chan_school, actor=cast.school, review_by=ReviewBy.PARENT)
    with pytest.raises(NotAllowed):
        accept_evidence(cast.other_commune, evidence)
    accept_evidence(cast.commune, evidence)
    assert own.state is DeadlineState.ACCEPTED


def test_a_commune_does_not_review_its_schools_where_the_office_does(session, cast):
    _, evidence = waiting(session, cast, unit=cast.le_chan_school, actor=cast.school)
    with pytest.raises(NotAllowed):
        accept_evidence(cast.commune, evidence)


def test_the_lead_reviews_what_coordinating_units_hand_in_and_the_office_still_may(session, cast):
    task = make_task(session)
    make_deadline(session, task, cast.quality)
    facts = {"task": task, "role": AssignmentRole.COORDINATING, "review_by": ReviewBy.LEAD}
    deadline, evidence = waiting(session, cast, **facts)
    assert may_review(cast.officer, deadline)
    assert not may_review(cast.other_commune, deadline)
    accept_evidence(cast.department, evidence)
    assert deadline.state is DeadlineState.ACCEPTED


def test_the_lead_of_another_task_does_not_review(session, cast):
    make_deadline(session, make_task(session, title="Việc khác"), cast.quality)
    task = make_task(session)
    make_deadline(session, task, cast.office_unit)
    deadline, _ = waiting(session, cast, task=task, role=AssignmentRole.COORDINATING, review_by=ReviewBy.LEAD)
    assert not may_review(cast.department, deadline)


def test_the_list_of_what_may_be_reviewed_agrees_with_the_single_answer(session, cast):
    task = make_task(session)
    make_deadline(session, task, cast.quality)
    make_deadline(session, task, cast.le_chan_school, review_by=ReviewBy.PARENT)
    make_deadline(session, task, cast.hai_an, role=AssignmentRole.COORDINATING, review_by=ReviewBy.LEAD)
    deadlines = session.scalars(sa.select(Deadline)).all()
    for who in (cast.officer, cast.commune, cast.department, cast.other_commune, cast.leader):
        listed = set(session.scalars(sa.select(Deadline.id).where(reviewable_by(who))))
        assert listed == {deadline.id for deadline in deadlines if may_review(who, deadline)}


def test_accepting_withdraws_what_was_still_to_be_reminded(session, cast):
    deadline, evidence = waiting(session, cast)
    facts = {"due_version": 1, "address": "le@example.edu.vn", "day": TODAY, "planned_at": evidence.submitted_at}
    session.add(Reminder(deadline_id=deadline.id, step="before-7", **facts))
    session.flush()
    accept_evidence(cast.officer, evidence)
    assert session.scalars(sa.select(Reminder)).one().cancelled_at is not None


def test_units_that_only_look_on_are_closed_when_the_last_lead_is_accepted(session, cast):
    task = make_task(session)
    coordinating = {"role": AssignmentRole.COORDINATING, "must_report": False}
    looker = make_deadline(session, task, cast.high_school, **coordinating)
    other_quarter = make_deadline(session, task, cast.high_school, slot="2026-03-31", **coordinating)
    _, first = waiting(session, cast, task=task)
    _, second = waiting(session, cast, task=task, unit=cast.hai_an, actor=cast.other_commune)
    accept_evidence(cast.officer, first)
    assert looker.state is DeadlineState.OPEN
    accept_evidence(cast.officer, second)
    assert (looker.state, looker.is_done_late) == (DeadlineState.ACCEPTED, False)
    assert other_quarter.state is DeadlineState.OPEN


def test_where_only_coordinating_units_report_their_evidence_closes_the_leads(session, cast):
    task = make_task(session)
    lead = make_deadline(session, task, cast.quality, must_report=False)
    _, evidence = waiting(session, cast, task=task, role=AssignmentRole.COORDINATING)
    accept_evidence(cast.officer, evidence)
    assert lead.state is DeadlineState.ACCEPTED


@pytest.mark.parametrize("answer", ["accept", "return"])
def test_each_decision_leaves_one_log_entry(session, cast, answer):
    _, evidence = waiting(session, cast)
    session.commit()
    if answer == "accept":
        accept_evidence(cast.officer, evidence)
    else:
        return_evidence(cast.officer, evidence, reason="Thiếu dấu")
    session.commit()
    action = LogAction.EVIDENCE_ACCEPTED if answer == "accept" else LogAction.EVIDENCE_RETURNED
    assert session.scalar(sa.select(sa.func.count()).where(LogEntry.action == action)) == 1
    assert session.scalar(sa.select(sa.func.count()).select_from(LogEntry)) == 2


def test_an_outside_cause_is_confirmed_by_the_office_with_a_reason_and_logged(session, cast):
    deadline = make_deadline(session, make_task(session), cast.le_chan, due_on=TODAY - timedelta(days=3))
    with pytest.raises(BadInput):
        confirm_outside_cause(cast.officer, deadline, reason="", today=TODAY)
    with pytest.raises(NotAllowed):
        confirm_outside_cause(cast.leader, deadline, reason="Bão số 3", today=TODAY)
    confirm_outside_cause(cast.officer, deadline, reason="Bão số 3", today=TODAY)
    session.commit()
    assert deadline.is_outside_cause
    assert session.scalars(sa.select(LogEntry)).one().changes["reason"] == "Bão số 3"


def test_what_is_not_late_has_no_outside_cause(session, cast):
    deadline = make_deadline(session, make_task(session), cast.le_chan, due_on=DUE)
    with pytest.raises(RuleBroken):
        confirm_outside_cause(cast.officer, deadline, reason="Bão số 3", today=TODAY)


def test_what_was_withdrawn_meanwhile_is_not_decided_on(session, cast):
    deadline, evidence = waiting(session, cast)
    session.flush()
    cancel_task(cast.officer, session.get_one(Task, deadline.task_id), reason="Bộ rút văn bản")
    with pytest.raises(RuleBroken):
        accept_evidence(cast.officer, evidence)
    with pytest.raises(RuleBroken):
        return_evidence(cast.officer, evidence, reason="Thiếu phụ lục")
    assert (deadline.state, evidence.state) == (DeadlineState.CANCELLED, EvidenceState.SUBMITTED)
    assert session.scalars(sa.select(Message).where(Message.kind == MessageKind.RETURNED)).all() == []
