"""Handing in evidence: what is needed, by whom, when it is late, and that versions are kept (product 3.2, 3.7)."""

from datetime import date, time

import pytest
import sqlalchemy as sa
import time_machine

from tests.cast import make_person
from tests.tasks.make import make_deadline, make_task
from tests.tasks.test_state import at
from tracker import clock
from tracker.directory.models import Role
from tracker.errors import BadInput, NotAllowed, RuleBroken
from tracker.log import LogAction, LogEntry
from tracker.notify.models import Feed, FeedKind
from tracker.tasks.evidence import Handed, submit_evidence, under_review, withdraw_evidence
from tracker.tasks.models import DeadlineState, Evidence, EvidenceFile, EvidenceState
from tracker.tasks.review import accept_evidence, return_evidence
from tracker.tasks.uploads import PDF, StoredUpload

DUE = date(2025, 12, 31)
REPORT = Handed(document_number="45/BC-UBND")


@pytest.fixture
def owed(session, cast):
    """Lê Chân owes a report by 31/12/2025."""
    return make_deadline(session, make_task(session), cast.le_chan, due_on=DUE)


@pytest.fixture
def on_day(app):
    """Make it an instant of the office's day, given as (day, hour, minute): the assumed day off, the clock set."""
    clock.assume_day(None)
    with time_machine.travel(at(DUE, 9), tick=False) as traveller:
        yield lambda day, hour=9, minute=0, second=0: traveller.move_to(at(day, hour, minute, second))


def test_a_unit_hands_in_and_the_deadline_waits_for_review(session, cast, owed):
    evidence = submit_evidence(cast.commune, owed, handed=REPORT)
    assert (evidence.version, evidence.state) == (1, EvidenceState.SUBMITTED)
    assert (owed.state, owed.submitted_at) == (DeadlineState.SUBMITTED, evidence.submitted_at)
    assert under_review(owed) is evidence


@pytest.mark.parametrize(
    "handed",
    [
        Handed(files=(StoredUpload("bao-cao.pdf", "a" * 64, 10, PDF),)),
        Handed(document_number="45/BC-UBND"),
        Handed(link="https://example.edu.vn/bao-cao"),
        Handed(figure="98,7 %"),
        Handed(results="Đã tập huấn 31/31 trường."),
    ],
)
def test_one_proof_of_any_kind_is_enough(session, cast, owed, handed):
    assert submit_evidence(cast.commune, owed, handed=handed).id


@pytest.mark.parametrize("handed", [Handed(), Handed(difficulties="Thiếu máy tính"), Handed(results="  ")])
def test_difficulties_alone_prove_nothing(session, cast, owed, handed):
    with pytest.raises(BadInput) as refusal:
        submit_evidence(cast.commune, owed, handed=handed)
    assert "ít nhất một" in refusal.value.problems[0]


def test_a_link_must_be_an_address_of_the_web(session, cast, owed):
    with pytest.raises(BadInput) as refusal:
        submit_evidence(cast.commune, owed, handed=Handed(link="javascript:alert(1)"))
    assert "https://" in refusal.value.problems[0]


def test_the_files_are_kept_with_the_version(session, cast, owed):
    upload = StoredUpload("bao-cao.pdf", "a" * 64, 10, PDF)
    evidence = submit_evidence(cast.commune, owed, handed=Handed(files=(upload,)))
    session.commit()
    file = session.scalars(sa.select(EvidenceFile).where(EvidenceFile.evidence_id == evidence.id)).one()
    assert (file.name, file.sha256, file.media_type) == ("bao-cao.pdf", "a" * 64, PDF)


@pytest.mark.parametrize("who", ["other_commune", "school", "officer", "leader", "auditor", "admin"])
def test_nobody_hands_in_for_another_unit(session, cast, owed, who):
    with pytest.raises(NotAllowed):
        submit_evidence(getattr(cast, who), owed, handed=REPORT)


def test_the_commune_does_not_hand_in_for_its_school(session, cast):
    deadline = make_deadline(session, make_task(session), cast.le_chan_school)
    with pytest.raises(NotAllowed):
        submit_evidence(cast.commune, deadline, handed=REPORT)


def test_the_office_hands_in_for_the_department_of_education_itself(session, cast):
    deadline = make_deadline(session, make_task(session), cast.authority)
    assert submit_evidence(cast.officer, deadline, handed=REPORT).id
    with pytest.raises(NotAllowed):
        submit_evidence(cast.leader, deadline, handed=REPORT)


def test_at_one_minute_to_midnight_of_the_due_day_no_reason_is_asked(session, cast, owed, on_day):
    on_day(DUE, 23, 59)
    assert submit_evidence(cast.commune, owed, handed=REPORT).id


def test_at_one_minute_past_midnight_a_reason_is_asked(session, cast, owed, on_day):
    on_day(date(2026, 1, 1), 0, 1)
    with pytest.raises(BadInput, match="quá hạn 1 ngày"):
        submit_evidence(cast.commune, owed, handed=REPORT)
    submit_evidence(cast.commune, owed, handed=Handed(figure="5", late_reason="Mất điện cả xã ba ngày"))
    assert owed.state is DeadlineState.SUBMITTED


def test_after_the_hour_of_the_due_day_a_reason_is_asked(session, cast, owed, on_day):
    owed.due_time = time(17, 0)
    on_day(DUE, 17, 1)
    with pytest.raises(BadInput, match="Ghi lý do"):
        submit_evidence(cast.commune, owed, handed=REPORT)


@pytest.mark.parametrize("state", [DeadlineState.WAIVED, DeadlineState.SUSPENDED, DeadlineState.CANCELLED])
def test_a_closed_deadline_takes_nothing(session, cast, owed, state):
    owed.state = state
    session.flush()
    with pytest.raises(RuleBroken):
        submit_evidence(cast.commune, owed, handed=REPORT)


def test_a_unit_that_need_not_report_hands_nothing_in(session, cast):
    deadline = make_deadline(session, make_task(session), cast.le_chan, must_report=False)
    with pytest.raises(RuleBroken):
        submit_evidence(cast.commune, deadline, handed=REPORT)


def test_a_second_version_waits_until_the_first_is_withdrawn_or_decided(session, cast, owed):
    first = submit_evidence(cast.commune, owed, handed=REPORT)
    with pytest.raises(RuleBroken, match="đang chờ duyệt"):
        submit_evidence(cast.commune, owed, handed=REPORT)
    withdraw_evidence(cast.commune, first)
    assert submit_evidence(cast.commune, owed, handed=REPORT).version == 2


def test_withdrawing_opens_the_deadline_again_and_keeps_the_version(session, cast, owed):
    evidence = submit_evidence(cast.commune, owed, handed=REPORT)
    withdraw_evidence(cast.commune, evidence)
    assert (owed.state, owed.submitted_at) == (DeadlineState.OPEN, None)
    assert evidence.state is EvidenceState.WITHDRAWN


def test_withdrawing_after_a_return_leaves_it_returned(session, cast, owed):
    return_evidence(cast.officer, submit_evidence(cast.commune, owed, handed=REPORT), reason="Thiếu dấu")
    withdraw_evidence(cast.commune, submit_evidence(cast.commune, owed, handed=REPORT))
    assert owed.state is DeadlineState.RETURNED


def test_what_was_decided_cannot_be_withdrawn(session, cast, owed):
    evidence = submit_evidence(cast.commune, owed, handed=REPORT)
    accept_evidence(cast.officer, evidence)
    with pytest.raises(RuleBroken):
        withdraw_evidence(cast.commune, evidence)


def test_another_unit_cannot_withdraw(session, cast, owed):
    evidence = submit_evidence(cast.commune, owed, handed=REPORT)
    with pytest.raises(NotAllowed):
        withdraw_evidence(cast.other_commune, evidence)


def test_a_newer_version_of_accepted_evidence_leaves_it_accepted_until_it_is_decided(session, cast, owed):
    first = submit_evidence(cast.commune, owed, handed=REPORT)
    accept_evidence(cast.officer, first)
    done_at = owed.done_at
    newer = submit_evidence(cast.commune, owed, handed=Handed(figure="99 %"))
    assert owed.state is DeadlineState.ACCEPTED
    return_evidence(cast.officer, newer, reason="Số liệu chưa khớp")
    assert (owed.state, owed.done_at, first.state) == (DeadlineState.ACCEPTED, done_at, EvidenceState.ACCEPTED)


def test_a_newer_version_after_the_limit_asks_for_no_reason_and_changes_no_lateness(session, cast, owed, on_day):
    accept_evidence(cast.officer, submit_evidence(cast.commune, owed, handed=REPORT))
    on_day(date(2026, 2, 1))
    accept_evidence(cast.officer, submit_evidence(cast.commune, owed, handed=Handed(figure="99 %")))
    assert (owed.state, owed.is_done_late, owed.done_at) == (DeadlineState.ACCEPTED, False, at(DUE, 9))


def test_control_characters_of_a_paste_are_not_stored(session, cast, owed):
    evidence = submit_evidence(cast.commune, owed, handed=Handed(results="Đã xong\x0b\u2028 rồi", figure=" 98,7\n % "))
    assert (evidence.results, evidence.figure) == ("Đã xong rồi", "98,7 %")


def test_handing_in_moves_the_units_feed_forward_and_leaves_one_log_entry(session, cast, owed):
    feed = Feed(
        kind=FeedKind.UNIT,
        unit_id=cast.le_chan.id,
        person_id=cast.commune.person_id,
        nonce="n",
        token_hash="t",
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    session.add(feed)
    session.commit()
    before, sequence, stamp = feed.changed_at, owed.sequence, owed.changed_at.replace(microsecond=0)
    submit_evidence(cast.commune, owed, handed=REPORT)
    session.commit()
    assert feed.changed_at > before
    assert owed.sequence == sequence + 1
    assert (owed.changed_at - stamp).total_seconds() >= 1
    entries = session.scalars(sa.select(LogEntry).where(LogEntry.action == LogAction.EVIDENCE_SUBMITTED)).all()
    assert [(entry.task_id, entry.unit_id) for entry in entries] == [(owed.task_id, owed.unit_id)]


def test_two_people_of_a_unit_hand_in_one_after_the_other_not_both(session, cast, owed):
    colleague = make_person(
        session, email="hai@example.edu.vn", name="Phạm Thị Hai", grants=[(Role.UNIT, cast.le_chan)]
    )
    submit_evidence(cast.commune, owed, handed=REPORT)
    with pytest.raises(RuleBroken):
        submit_evidence(colleague, owed, handed=REPORT)
    assert session.scalar(sa.select(sa.func.count()).select_from(Evidence)) == 1
