"""Review of evidence: accepted, or returned with a reason, by another person than the submitter (product 3.2, 3.3)."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tracker import clock
from tracker import log as audit
from tracker.access import Act, Actor
from tracker.directory import queries as directory_queries
from tracker.directory.models import Unit
from tracker.errors import NotAllowed, RuleBroken
from tracker.extensions import db
from tracker.log import LogAction
from tracker.notify import outbox
from tracker.notify.models import MessageKind
from tracker.plans.models import ReviewBy
from tracker.tasks import state
from tracker.tasks.deadlines import announce_changes, close_lookers_on, lock, needed
from tracker.tasks.evidence import deadline_of, decide
from tracker.tasks.models import Assignment, AssignmentRole, Deadline, DeadlineState, Evidence, EvidenceState
from tracker.tasks.permission import require
from tracker.vietnamese import clean

_DECIDED = "Minh chứng này đã được quyết định hoặc đơn vị đã rút lại. Mở lại trang để xem bản mới nhất."
_LONGEST_RETURN = 2000


def reviewable_by(actor: Actor) -> sa.ColumnElement[bool]:
    """The deadlines whose evidence `actor` may decide on, as a condition on Deadline (product 3.3).

    The office may always; a lead what coordinating units of its task hand in; a commune what its schools do, where the
    task says so.
    """
    if actor.is_office:
        return sa.true()
    own = actor.unit_ids
    lead, mine = aliased(Assignment), aliased(Assignment)
    leads = sa.select(lead.task_id).where(lead.unit_id.in_(own), lead.role == AssignmentRole.LEAD)
    coordinating = sa.select(mine.id).where(mine.role == AssignmentRole.COORDINATING)
    schools = sa.select(Unit.id).where(Unit.parent_id.in_(own))
    return sa.or_(
        sa.and_(
            Deadline.review_by == ReviewBy.LEAD,
            Deadline.task_id.in_(leads),
            Deadline.assignment_id.in_(coordinating),
        ),
        sa.and_(Deadline.review_by == ReviewBy.PARENT, Deadline.unit_id.in_(schools)),
    )


def may_review(actor: Actor, deadline: Deadline) -> bool:
    """Whether `actor` may decide on evidence of `deadline`; the submitter is excluded per version."""
    if actor.is_office:
        return True
    return db.session.scalar(sa.select(Deadline.id).where(Deadline.id == deadline.id, reviewable_by(actor))) is not None


def accept_evidence(actor: Actor, evidence: Evidence, *, note: str = "") -> None:
    """Accept a version. The first one accepted closes the deadline and says whether the work was on time.

    Raises NotAllowed for who may not review or has submitted it herself, RuleBroken where it is decided already or the
    deadline is withdrawn.
    """
    deadline = deadline_of(evidence)
    _check_reviewer(actor, deadline, evidence)
    lock(deadline)
    _check_open(deadline)
    decide(evidence, EvidenceState.ACCEPTED, _DECIDED)
    _sign(actor, evidence, clean(note))
    old = deadline.state
    if deadline.state is not DeadlineState.ACCEPTED:
        deadline.state = DeadlineState.ACCEPTED
        deadline.done_at = evidence.submitted_at
        deadline.is_done_late = state.is_late_at(deadline, evidence.submitted_at)
        outbox.withdraw(db.session(), [deadline.id], reason="đã hoàn thành")
        announce_changes([deadline, *close_lookers_on(deadline)])
    else:
        announce_changes([deadline])
    audit.record(
        db.session(),
        actor,
        LogAction.EVIDENCE_ACCEPTED,
        evidence,
        changes={
            "state": [old, deadline.state],
            "version": evidence.version,
            "is_done_late": deadline.is_done_late,
            "note": evidence.decision_note,
        },
        task_id=deadline.task_id,
        unit_id=deadline.unit_id,
    )


def return_evidence(actor: Actor, evidence: Evidence, *, reason: str) -> None:
    """Return a version with a reason; the unit is told at once. Work accepted before stays accepted.

    Raises NotAllowed for who may not review, BadInput without a reason, RuleBroken where it is decided already or the
    deadline is withdrawn.
    """
    sentence = "Trả lại minh chứng cần có lý do. Ghi rõ phần còn thiếu để đơn vị bổ sung."
    words = needed(reason, sentence, most=_LONGEST_RETURN)
    deadline = deadline_of(evidence)
    _check_reviewer(actor, deadline, evidence)
    lock(deadline)
    _check_open(deadline)
    decide(evidence, EvidenceState.RETURNED, _DECIDED)
    _sign(actor, evidence, words)
    old = deadline.state
    if deadline.state is DeadlineState.SUBMITTED:
        deadline.state = DeadlineState.RETURNED
    deadline.submitted_at = None
    announce_changes([deadline])
    _tell_unit(deadline, evidence)
    audit.record(
        db.session(),
        actor,
        LogAction.EVIDENCE_RETURNED,
        evidence,
        changes={"state": [old, deadline.state], "version": evidence.version, "reason": words},
        task_id=deadline.task_id,
        unit_id=deadline.unit_id,
    )


def confirm_outside_cause(actor: Actor, deadline: Deadline, *, reason: str, today: date) -> None:
    """Nguyên nhân khách quan: the lateness leaves the rate, not the list (product 3.2).

    Raises NotAllowed, BadInput without a reason, RuleBroken where nothing is late.
    """
    require(actor, Act.EDIT_TASKS)
    words = needed(reason, "Xác nhận nguyên nhân khách quan cần có lý do.")
    lock(deadline)
    if not is_late(deadline, today):
        raise RuleBroken("Kỳ hạn này không quá hạn, không cần xác nhận nguyên nhân khách quan.")
    if deadline.is_outside_cause:
        raise RuleBroken("Nguyên nhân khách quan của kỳ hạn này đã được xác nhận.")
    deadline.is_outside_cause = True
    audit.record(
        db.session(),
        actor,
        LogAction.CAUSE_CONFIRMED,
        deadline,
        changes={"is_outside_cause": [False, True], "reason": words},
        task_id=deadline.task_id,
        unit_id=deadline.unit_id,
    )


def is_late(deadline: Deadline, today: date) -> bool:
    """Whether the deadline counts as late on `today`: done late, waiting though handed in late, or overdue."""
    if deadline.state is DeadlineState.ACCEPTED:
        return bool(deadline.is_done_late)
    if deadline.state is DeadlineState.SUBMITTED:
        return state.is_handed_in_late(deadline)
    return state.is_overdue(deadline, today)


def _check_reviewer(actor: Actor, deadline: Deadline, evidence: Evidence) -> None:
    if actor.person_id is None or not may_review(actor, deadline):
        raise NotAllowed("Tài khoản này không duyệt minh chứng của đơn vị đó.")
    if actor.person_id == evidence.submitted_by_id:
        raise NotAllowed("Người nộp không tự duyệt minh chứng của mình. Đề nghị người khác duyệt.")


def _check_open(deadline: Deadline) -> None:
    """What was withdrawn, waived or suspended meanwhile is not decided on: nothing brings it back (product 3.2)."""
    if deadline.state not in (DeadlineState.SUBMITTED, DeadlineState.ACCEPTED):
        raise RuleBroken(
            "Kỳ hạn này không còn chờ duyệt: đã thu hồi, đã miễn, tạm dừng, hoặc đơn vị đã rút minh chứng."
        )


def _sign(actor: Actor, evidence: Evidence, note: str) -> None:
    evidence.decided_at = clock.now()
    evidence.decided_by_id = actor.person_id
    evidence.decision_note = note


def _tell_unit(deadline: Deadline, evidence: Evidence) -> None:
    receivers = directory_queries.receivers(db.session(), [deadline.unit_id])[deadline.unit_id]
    payload = {"deadline_id": deadline.id, "evidence_id": evidence.id, "reason": evidence.decision_note}
    outbox.queue(
        db.session(),
        kind=MessageKind.RETURNED,
        slot=f"evidence:{evidence.id}",
        to={mailbox.address: payload for mailbox in receivers.officers},
        subject_id=evidence.id,
    )
