"""Handing in evidence for a deadline: versions are kept, what was accepted is only superseded (product 3.2, 3.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from tracker import clock
from tracker import log as audit
from tracker.access import Actor
from tracker.directory.models import Unit, UnitKind
from tracker.errors import BadInput, NotAllowed, RuleBroken
from tracker.extensions import db
from tracker.log import LogAction
from tracker.notify import outbox
from tracker.tasks.deadlines import announce_changes, lock
from tracker.tasks.models import Deadline, DeadlineState, Evidence, EvidenceFile, EvidenceState
from tracker.tasks.state import is_late_at, limit
from tracker.tasks.uploads import StoredUpload
from tracker.vietnamese import clean, clean_line

_LIMITS = {"document_number": 80, "link": 1000, "figure": 200}
_CLOSED = {
    DeadlineState.WAIVED: "Kỳ hạn này đã được miễn, không cần nộp minh chứng.",
    DeadlineState.SUSPENDED: "Nhiệm vụ đang tạm dừng, chưa nhận minh chứng.",
    DeadlineState.CANCELLED: "Nhiệm vụ đã thu hồi, không nhận minh chứng nữa.",
}


@dataclass(frozen=True)
class Handed:
    """What a unit hands in. Files stand in the content store already."""

    files: Sequence[StoredUpload] = ()
    document_number: str = ""
    document_date: date | None = None
    link: str = ""
    figure: str = ""
    results: str = ""
    difficulties: str = ""
    late_reason: str = ""


def may_submit(actor: Actor, deadline: Deadline, unit_kind: UnitKind) -> bool:
    """Whether `actor` hands in for the unit of `deadline`: her own unit, or for the Sở itself its office (product 3.3)."""
    return deadline.unit_id in actor.unit_ids or (actor.is_office and unit_kind is UnitKind.AUTHORITY)


def needs_late_reason(deadline: Deadline) -> bool:
    """Whether a hand-in now comes late and so needs a reason (product 3.2); not where something was accepted already."""
    return deadline.state is not DeadlineState.ACCEPTED and is_late_at(deadline, clock.now())


def submit_evidence(actor: Actor, deadline: Deadline, *, handed: Handed) -> Evidence:
    """Hand in a version. Accepted work stays accepted until the newer version is decided.

    Raises NotAllowed for another unit, RuleBroken where the deadline takes nothing (now), BadInput for what is missing.
    """
    _check_actor(actor, deadline)
    lock(deadline)
    _check_state(deadline)
    values = _checked(handed)
    if needs_late_reason(deadline) and not values.late_reason:
        raise BadInput(_late_sentence(deadline))
    evidence = Evidence(
        deadline_id=deadline.id,
        version=_last_version(deadline) + 1,
        state=EvidenceState.SUBMITTED,
        document_number=values.document_number,
        document_date=values.document_date,
        link=values.link,
        figure=values.figure,
        results=values.results,
        difficulties=values.difficulties,
        late_reason=values.late_reason,
        submitted_at=clock.now(),
        submitted_by_id=actor.person_id,
        files=[
            EvidenceFile(sha256=each.sha256, name=each.name, media_type=each.media_type, size=each.size)
            for each in values.files
        ],
    )
    db.session.add(evidence)
    old = deadline.state
    if deadline.state is not DeadlineState.ACCEPTED:
        deadline.state = DeadlineState.SUBMITTED
        outbox.withdraw(db.session(), [deadline.id], reason="đã nộp minh chứng")  # taken back, it is owed again
    deadline.submitted_at = evidence.submitted_at
    announce_changes([deadline])
    db.session.flush()  # the log and the review need the evidence's id
    audit.record(
        db.session(),
        actor,
        LogAction.EVIDENCE_SUBMITTED,
        evidence,
        changes={
            "state": [old, deadline.state],
            "version": evidence.version,
            "files": [[each.name, each.sha256] for each in values.files],
            "document_number": values.document_number,
            "late_reason": values.late_reason,
        },
        task_id=deadline.task_id,
        unit_id=deadline.unit_id,
    )
    return evidence


def withdraw_evidence(actor: Actor, evidence: Evidence) -> None:
    """Take back a version that nobody has reviewed yet; the deadline is again what it was before.

    Raises NotAllowed for another unit, RuleBroken where it is decided already.
    """
    deadline = deadline_of(evidence)
    _check_actor(actor, deadline)
    lock(deadline)
    decide(evidence, EvidenceState.WITHDRAWN, "Minh chứng này đã được duyệt hoặc trả lại, không rút được nữa.")
    old = deadline.state
    if deadline.state is DeadlineState.SUBMITTED:
        deadline.state = DeadlineState.RETURNED if _was_returned_before(evidence) else DeadlineState.OPEN
    deadline.submitted_at = None
    announce_changes([deadline])
    audit.record(
        db.session(),
        actor,
        LogAction.EVIDENCE_WITHDRAWN,
        evidence,
        changes={"state": [old, deadline.state], "version": evidence.version},
        task_id=deadline.task_id,
        unit_id=deadline.unit_id,
    )


def under_review(deadline: Deadline) -> Evidence | None:
    """The version that waits for a decision, if any."""
    query = sa.select(Evidence).where(Evidence.deadline_id == deadline.id, Evidence.state == EvidenceState.SUBMITTED)
    return db.session.scalars(query.order_by(Evidence.version.desc()).limit(1)).one_or_none()


def deadline_of(evidence: Evidence) -> Deadline:
    return db.session.get_one(Deadline, evidence.deadline_id)


def decide(evidence: Evidence, state: EvidenceState, too_late: str) -> None:
    """Move a version that waits for review to `state`; of two who try, the second gets RuleBroken with `too_late`."""
    statement = sa.update(Evidence).where(Evidence.id == evidence.id, Evidence.state == EvidenceState.SUBMITTED)
    result = db.session.execute(statement.values(state=state).execution_options(synchronize_session=False))
    if result.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleBroken(too_late)
    db.session.refresh(evidence)


def _check_actor(actor: Actor, deadline: Deadline) -> None:
    kind = db.session.scalars(sa.select(Unit.kind).where(Unit.id == deadline.unit_id)).one()
    if actor.person_id is None or not may_submit(actor, deadline, kind):
        raise NotAllowed("Chỉ đơn vị được giao mới nộp hoặc rút được minh chứng của kỳ hạn này.")


def _check_state(deadline: Deadline) -> None:
    if deadline.state in _CLOSED:
        raise RuleBroken(_CLOSED[deadline.state])
    if not deadline.must_report:
        raise RuleBroken("Đơn vị không phải nộp minh chứng cho nhiệm vụ này.")
    if under_review(deadline) is not None:
        raise RuleBroken("Minh chứng đang chờ duyệt. Rút lại trước khi nộp bản khác.")


def _checked(handed: Handed) -> Handed:
    """`handed` as it is stored. Raises BadInput with one sentence for each thing to correct."""
    values = Handed(
        files=tuple(handed.files),
        document_number=clean_line(handed.document_number),
        document_date=handed.document_date,
        link=clean_line(handed.link),
        figure=clean_line(handed.figure),
        results=clean(handed.results),
        difficulties=clean(handed.difficulties),
        late_reason=clean(handed.late_reason),
    )
    problems = []
    if not (values.files or values.document_number or values.link or values.figure or values.results):
        problems.append("Nộp ít nhất một trong các thứ: tệp, số văn bản, đường dẫn, số liệu hoặc kết quả bằng lời.")
    if values.link and not values.link.startswith(("https://", "http://")):
        problems.append("Đường dẫn phải bắt đầu bằng https:// hoặc http://.")
    problems.extend(
        f"Viết gọn trong {most} chữ: “{getattr(values, name)[:40]}…”."
        for name, most in _LIMITS.items()
        if len(getattr(values, name)) > most
    )
    if problems:
        raise BadInput(f"Chưa nộp được: còn {len(problems)} chỗ cần sửa.", tuple(problems))
    return values


def _late_sentence(deadline: Deadline) -> str:
    day = limit(deadline)
    days = (clock.today() - day).days if day else 0
    late = f"{days} ngày" if days else "giờ"
    return f"Nộp quá hạn {late}. Ghi lý do; Văn phòng Sở có thể xác nhận nguyên nhân khách quan."


def _last_version(deadline: Deadline) -> int:
    query = sa.select(sa.func.max(Evidence.version)).where(Evidence.deadline_id == deadline.id)
    return db.session.scalar(query) or 0


def _was_returned_before(evidence: Evidence) -> bool:
    """Whether the last decision on an earlier version of the same deadline was a return."""
    query = (
        sa.select(Evidence.state)
        .where(
            Evidence.deadline_id == evidence.deadline_id,
            Evidence.version < evidence.version,
            Evidence.state != EvidenceState.WITHDRAWN,
        )
        .order_by(Evidence.version.desc())
        .limit(1)
    )
    return db.session.scalar(query) is EvidenceState.RETURNED
