"""A newer version of the document over what was assigned: identities, evidence, dates, units, one mail (product 1, 8)."""

import multiprocessing
import os
import re
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from tests.conftest import settings_for
from tests.tasks.plan import make_item, make_plan, schools_group
from tracker import clock, create_app
from tracker.directory.models import Unit
from tracker.errors import BadInput, NotAllowed, RuleBroken
from tracker.extensions import db
from tracker.log import LogAction, LogEntry
from tracker.notify.digest import render
from tracker.notify.letters import Letterhead
from tracker.notify.models import Message, MessageKind, Reminder
from tracker.plans.models import Document, Item, ItemParty, ItemState, PartyRole, Plan, PlanState, Revision
from tracker.plans.queries import items_of
from tracker.plans.revision import Field, compared_fields
from tracker.plans.revision_queries import versions
from tracker.plans.revision_rows import Choices
from tracker.tasks.amending import Asked, apply_revision
from tracker.tasks.assigning import assign_plan
from tracker.tasks.deadlines import set_due
from tracker.tasks.evidence import Handed, submit_evidence
from tracker.tasks.models import Assignment, AssignmentRole, Deadline, DeadlineState, Evidence, Task, TaskState

ASSIGNED, TODAY = date(2025, 10, 6), date(2025, 12, 15)
DUE, LATER = date(2025, 12, 31), date(2026, 1, 30)
HEAD = Letterhead("https://dunghan.example.edu.vn", "Sở Giáo dục và Đào tạo Hải Phòng")
TRAINING = "Tập huấn kỹ năng số cho cán bộ quản lý và giáo viên các trường"
REVIEW = "Rà soát, nâng cấp cơ sở dữ liệu ngành giáo dục và đào tạo"
SAFETY = "Kiểm tra công tác bảo đảm an toàn thông tin tại đơn vị"
NEW = "Xây dựng kho học liệu số dùng chung của toàn thành phố"


class Office:
    """A plan of three rows that was assigned on 06/10/2025, and a newer version of its document that waits."""

    def __init__(self, session, cast):
        self.session, self.cast = session, cast
        self.plan, self.old = make_plan(session)
        self.old.number = "2416/KH-SGDĐT"
        self.rows = [
            make_item(session, self.plan, self.old, stt="1", content=TRAINING, leads=[cast.quality, cast.le_chan]),
            make_item(session, self.plan, self.old, stt="2", content=REVIEW, leads=[cast.hai_an, cast.le_chan]),
            make_item(session, self.plan, self.old, stt="3", content=SAFETY, leads=[cast.le_chan, cast.le_chan_school]),
        ]
        for row in self.rows:
            session.refresh(row, ["parties"])
            row.as_read = {name.value: words for name, words in compared_fields(row).items()}
        self.remember()
        session.commit()
        self.give()
        proposal, self.new = make_plan(session)
        self.new.number, self.new.issued_on = "3000/KH-SGDĐT", date(2025, 12, 12)
        self.proposal_id = proposal.id
        session.commit()

    def remember(self):
        """The rows' words and leads as they stand now, whatever happens to the rows later."""
        by_id = {unit.id: unit for unit in vars(self.cast).values() if isinstance(unit, Unit)}
        self.row_ids = [row.id for row in self.rows]
        self.said = [(row.content, [by_id[party.unit_id] for party in row.parties]) for row in self.rows]

    def give(self):
        assign_plan(
            self.cast.officer, self.plan, item_ids=[row.id for row in self.rows], today=ASSIGNED, roll_over=True
        )
        self.session.commit()

    def row(self, stt, content, leads, **values):
        """A row of the newer version."""
        proposal = self.session.get(Plan, self.proposal_id)
        item = make_item(self.session, proposal, self.new, stt=stt, content=content, leads=leads, **values)
        self.session.commit()
        return item

    def same(self, *, without=(), **changed):
        """The newer version's rows: as before, but for `changed` ("r1" -> values) and those left out."""
        made = {}
        for number, (content, leads) in enumerate(self.said, start=1):
            if number in without:
                continue
            values = {"content": content, "leads": leads, **changed.get(f"r{number}", {})}
            made[number] = self.row(str(number), values.pop("content"), values.pop("leads"), **values)
        return made

    def load(self):
        """The rows and the document as a page loads them."""
        self.session.expire_all()
        document = self.session.scalars(
            sa.select(Document).where(Document.id == self.new.id).options(selectinload(Document.plan))
        ).one()
        return self.session.get(Plan, self.plan.id), document

    def everything(self):
        plan, document = self.load()
        found = versions(self.session, plan, document).comparison
        return Choices(
            changed=frozenset(pair.new.id for pair in found.changed),
            added=frozenset(one.item.id for one in found.added),
            withdrawn=frozenset(one.item.id for one in found.withdrawn),
        )

    def apply(self, choices=None, **values):
        choices = choices or self.everything()
        plan, document = self.load()
        note = values.pop("note", "Bộ GDĐT lùi thời hạn")
        actor = values.pop("actor", self.cast.officer)
        result = apply_revision(actor, plan, document, Asked(choices, note=note, **values), today=TODAY, roll_over=True)
        self.session.commit()
        return result

    def deadlines(self, row_number, unit=None):
        query = (
            sa.select(Deadline)
            .join(Task, Task.id == Deadline.task_id)
            .where(Task.item_id == self.rows[row_number - 1].id)
            .order_by(Deadline.id)
        )
        found = list(self.session.scalars(query.where(Deadline.unit_id == unit.id) if unit else query))
        return found[0] if unit else found

    def mails(self):
        query = sa.select(Message).where(Message.kind == MessageKind.AMENDED).order_by(Message.address)
        return list(self.session.scalars(query))

    def letter(self, address):
        message = next(message for message in self.mails() if message.address == address)
        return render(self.session, message, HEAD, TODAY)


@pytest.fixture
def office(session, cast):
    return Office(session, cast)


def remind(session, deadline):
    facts = {"due_version": 1, "address": "le@example.edu.vn", "day": TODAY, "planned_at": clock.now()}
    session.add(Reminder(deadline_id=deadline.id, step="before-14", **facts))
    session.commit()


def test_a_moved_date_keeps_uid_slot_and_task_raises_sequence_and_cancels_the_old_reminder(session, cast, office):
    before = office.deadlines(1, cast.le_chan)
    remind(session, before)
    kept = (before.id, before.uid, before.slot, before.task_id, before.assignment_id)
    sequence, version = before.sequence, before.due_version
    office.same(r1={"due_on": LATER})
    result = office.apply()
    after = office.deadlines(1, cast.le_chan)
    assert (after.id, after.uid, after.slot, after.task_id, after.assignment_id) == kept
    assert (after.due_on, after.effective_due, after.judged_due) == (LATER, LATER, LATER)
    assert after.sequence > sequence
    assert after.due_version == version + 1
    assert session.scalars(sa.select(Reminder)).one().cancelled_at is not None
    assert (result.figures["changed"], result.figures["moved"]) == (1, 2)
    untouched = office.deadlines(2, cast.le_chan)
    assert (untouched.due_on, untouched.sequence, untouched.due_version) == (DUE, 0, 1)


def test_evidence_stays_with_its_deadline_and_what_is_done_keeps_its_date(session, cast, office):
    handed = submit_evidence(cast.commune, office.deadlines(1, cast.le_chan), handed=Handed(results="Xong"))
    done = office.deadlines(1, cast.quality)
    done.state, done.done_at = DeadlineState.ACCEPTED, clock.now()
    session.commit()
    office.same(r1={"due_on": LATER})
    result = office.apply()
    session.expire_all()
    assert session.scalars(sa.select(Evidence)).one().deadline_id == handed.deadline_id
    assert office.deadlines(1, cast.le_chan).state is DeadlineState.SUBMITTED
    assert office.deadlines(1, cast.quality).due_on == DUE
    assert result.figures["kept"] == [done.id]


def test_a_later_date_of_a_units_own_is_not_taken_back(session, cast, office):
    set_due(cast.officer, office.deadlines(1, cast.le_chan), date(2026, 3, 2), reason="Gia hạn", roll_over=True)
    session.commit()
    office.same(r1={"due_on": LATER})
    office.apply()
    assert office.deadlines(1, cast.le_chan).due_on == date(2026, 3, 2)
    assert office.deadlines(1, cast.quality).due_on == LATER


def test_an_earlier_date_that_is_past_already_is_late_only_from_today(cast, office):
    office.same(r1={"due_on": date(2025, 12, 10)})
    office.apply()
    moved = office.deadlines(1, cast.le_chan)
    assert (moved.due_on, moved.judged_due) == (date(2025, 12, 10), date(2025, 12, 14))


def test_a_row_of_the_newer_version_becomes_a_task_and_is_told_in_the_same_mail(session, cast, office):
    office.same()
    office.row("4", NEW, [cast.le_chan], due_on=LATER)
    result = office.apply()
    task = session.scalars(sa.select(Task).where(Task.title == NEW)).one()
    assert (task.plan_id, task.document_id, task.label) == (office.plan.id, office.new.id, "mục 4")
    assert session.scalars(sa.select(Deadline.due_on).where(Deadline.task_id == task.id)).all() == [LATER]
    assert result.figures["made"] == 1
    assert [message.address for message in office.mails()] == ["le@example.edu.vn"]
    assigned = sa.select(sa.func.count()).where(
        Message.kind == MessageKind.ASSIGNED, Message.slot == f"tasks:{task.id}"
    )
    assert session.scalar(assigned) == 0
    assert "Nhiệm vụ mới" in office.letter("le@example.edu.vn").text


def test_a_new_row_that_is_not_complete_waits_for_review_and_is_named(session, cast, office):
    office.same()
    item = office.row("4", NEW, [], due_on=LATER)
    result = office.apply()
    assert [one["item_id"] for one in result.figures["refused"]] == [item.id]
    assert session.get(Item, item.id).state is ItemState.PROPOSED


def test_a_row_left_out_withdraws_its_task_and_leaves_evidence(session, cast, office):
    submit_evidence(cast.commune, office.deadlines(3, cast.le_chan), handed=Handed(results="Đã kiểm tra"))
    session.commit()
    office.same(without=(3,))
    result = office.apply()
    task = session.scalars(sa.select(Task).where(Task.item_id == office.rows[2].id)).one()
    assert task.state is TaskState.CANCELLED
    assert {one.state for one in office.deadlines(3)} == {DeadlineState.CANCELLED}
    assert all(one.sequence >= 1 for one in office.deadlines(3))
    assert session.scalar(sa.select(sa.func.count()).select_from(Evidence)) == 1
    assert session.get(Item, office.rows[2].id).state is ItemState.WITHDRAWN
    assert (result.figures["withdrawn"], result.figures["cancelled"]) == (1, 2)
    assert "Đã thu hồi" in office.letter("giao@example.edu.vn").text


def test_other_units_join_and_leave_and_who_handed_in_is_kept_and_named(session, cast, office):
    leaving = office.deadlines(3, cast.le_chan)
    submit_evidence(cast.commune, leaving, handed=Handed(results="Đã kiểm tra"))
    session.commit()
    office.same(r3={"leads": [cast.hai_an, cast.high_school]})
    result = office.apply()
    states = {one.unit_id: one.state for one in office.deadlines(3)}
    assert states[cast.le_chan.id] is DeadlineState.SUBMITTED
    assert states[cast.le_chan_school.id] is DeadlineState.CANCELLED
    assert states[cast.hai_an.id] is states[cast.high_school.id] is DeadlineState.OPEN
    assert result.figures["kept"] == [leaving.id]
    assert "Không còn giao cho đơn vị" in office.letter("giao@example.edu.vn").text
    assert "Nhiệm vụ mới" in office.letter("an@example.edu.vn").text


def test_a_unit_that_left_takes_its_own_deadline_up_again_when_it_is_named_once_more(session, cast, office):
    uid = office.deadlines(3, cast.le_chan_school).uid
    office.same(r3={"leads": [cast.le_chan]})
    office.apply()
    third, document = make_plan(session)
    office.proposal_id, office.new = third.id, document
    session.commit()
    office.same(r3={"leads": [cast.le_chan, cast.le_chan_school]})
    office.apply()
    again = office.deadlines(3, cast.le_chan_school)
    assert (again.state, again.uid) == (DeadlineState.OPEN, uid)


def test_another_role_is_another_duty(session, cast, office):
    office.same(r3={"leads": [cast.le_chan], "coordinating": [cast.le_chan_school]})
    office.apply()
    assignment = session.scalars(
        sa.select(Assignment).where(
            Assignment.unit_id == cast.le_chan_school.id, Assignment.task_id == office.deadlines(3)[0].task_id
        )
    ).one()
    assert (assignment.role, assignment.must_report) == (AssignmentRole.COORDINATING, False)
    assert office.deadlines(3, cast.le_chan_school).must_report is False


def test_other_words_reach_task_and_calendar(session, cast, office):
    office.same(r2={"content": REVIEW + ", hoàn thành kết nối với cơ sở dữ liệu quốc gia", "product": "Biên bản"})
    office.apply()
    task = session.scalars(sa.select(Task).where(Task.item_id == office.rows[1].id)).one()
    assert task.title.endswith("quốc gia")
    assert (task.product, task.document_id) == ("Biên bản", office.new.id)
    assert office.deadlines(2, cast.hai_an).sequence == 1
    assert office.deadlines(2, cast.hai_an).due_version == 1


def test_each_address_gets_one_mail_with_all_its_changes_old_and_new(session, cast, office):
    office.same(r1={"due_on": LATER}, r2={"product": "Biên bản"}, without=(3,))
    result = office.apply()
    addresses = [message.address for message in office.mails()]
    assert addresses == sorted(set(addresses))
    assert addresses == ["an@example.edu.vn", "chat@example.edu.vn", "giao@example.edu.vn", "le@example.edu.vn"]
    assert result.figures["messages"] == 4
    text = office.letter("le@example.edu.vn").text
    assert "Theo 3000/KH-SGDĐT ngày 12/12/2025" in text
    assert "Lý do: Bộ GDĐT lùi thời hạn" in text
    assert "Hạn: trước đây 31/12/2025; nay 30/01/2026" in text
    assert "Sản phẩm: trước đây Báo cáo; nay Biên bản" in text
    assert "Đã thu hồi" in text
    assert SAFETY not in office.letter("chat@example.edu.vn").text


def test_a_change_of_nothing_but_numbers_tells_nobody(session, cast, office):
    for number, (content, leads) in enumerate(office.said, start=1):
        office.row(str(number + 4), content, leads)
    result = office.apply()
    assert office.mails() == []
    assert result.figures["unchanged"] == 3
    assert set(session.scalars(sa.select(Task.label))) == {"mục 5", "mục 6", "mục 7"}
    assert session.scalars(sa.select(Deadline.sequence).distinct()).all() == [0]


def test_applying_twice_changes_nothing(session, cast, office):
    office.same(r1={"due_on": LATER}, without=(3,))
    first = office.apply()
    before = state_of(session)
    again = office.apply(Choices())
    assert not again.is_new
    assert again.revision.id == first.revision.id
    assert state_of(session) == before


def state_of(session):
    """Everything the application could have touched, by value."""
    session.expire_all()
    facts = []
    for model in (Item, Task, Assignment, Deadline, Message, Revision, Document, Plan, Reminder):
        columns = [column for column in model.__table__.columns if column.name != "changed_at"]
        facts.append((model.__name__, session.execute(sa.select(*columns).order_by(columns[0])).all()))
    return facts


def test_what_the_officer_leaves_stays_as_it_was(session, cast, office):
    made = office.same(r1={"due_on": LATER}, r2={"due_on": LATER}, without=(3,))
    office.apply(Choices(changed=frozenset({made[2].id})))
    assert office.deadlines(1, cast.le_chan).due_on == DUE
    assert office.deadlines(2, cast.le_chan).due_on == LATER
    assert {one.state for one in office.deadlines(3)} == {DeadlineState.OPEN}
    assert session.get(Item, made[1].id).state is ItemState.SUPERSEDED


def test_both_versions_can_be_read_row_by_row(session, cast, office):
    office.same(r1={"due_on": LATER})
    office.apply()
    _, document = office.load()
    assert document.plan_id == office.plan.id
    assert {item.id for item in items_of(session, document)} == {row.id for row in office.rows}
    older = items_of(session, session.get(Document, office.old.id))
    assert [(item.stt, item.due_on, item.state) for item in older] == [
        (str(n), DUE, ItemState.SUPERSEDED) for n in (1, 2, 3)
    ]
    assert session.get(Plan, office.proposal_id).state is PlanState.CLOSED


def test_doers_that_nobody_understands_are_not_applied_and_named(session, cast, office):
    made = office.same(r3={"leads": [cast.hai_an]})
    party = session.scalars(sa.select(ItemParty).where(ItemParty.item_id == made[3].id)).one()
    party.unit_id, party.words = None, "Tổ công tác 06"
    session.commit()
    result = office.apply()
    assert [one["item_id"] for one in result.figures["unclear"]] == [office.rows[2].id]
    assert {one.state for one in office.deadlines(3)} == {DeadlineState.OPEN}


def test_several_dates_move_one_by_one(session, cast):
    office = Office.__new__(Office)
    office.session, office.cast = session, cast
    office.plan, office.old = make_plan(session)
    days = [date(2026, 1, 15), date(2026, 3, 16), date(2026, 5, 15)]
    office.rows = [
        make_item(
            session,
            office.plan,
            office.old,
            stt="1",
            content=TRAINING,
            leads=[cast.le_chan],
            due_on=days[-1],
            milestones=days,
        )
    ]
    session.refresh(office.rows[0], ["parties"])
    office.remember()
    session.commit()
    office.give()
    proposal, office.new = make_plan(session)
    office.proposal_id = proposal.id
    new_days = [date(2026, 1, 15), date(2026, 4, 10)]
    office.row("1", TRAINING, [cast.le_chan], due_on=new_days[-1], milestones=new_days)
    office.apply()
    assert [(one.slot, one.due_on, one.state) for one in office.deadlines(1)] == [
        ("2026-01-15", date(2026, 1, 15), DeadlineState.OPEN),
        ("2026-03-16", date(2026, 4, 10), DeadlineState.OPEN),
        ("2026-05-15", date(2026, 5, 15), DeadlineState.CANCELLED),
    ]


def test_a_date_that_returns_to_the_first_wording_finds_its_slot_again(session, cast, office):
    office.same(r1={"due_on": LATER})
    office.apply()
    third, document = make_plan(session)
    office.proposal_id, office.new = third.id, document
    session.commit()
    office.same()
    office.apply()
    again = office.deadlines(1, cast.le_chan)
    assert (again.slot, again.due_on, again.due_version) == ("2025-12-31", DUE, 3)
    assert len(office.deadlines(1)) == 2


def test_work_that_becomes_continuous_is_owed_by_the_quarter(session, cast, office):
    office.same(r1={"due_on": None, "time_text": "Thường xuyên", "recurrence": "continuous"})
    office.apply()
    slots = {(one.slot, one.state) for one in office.deadlines(1) if one.unit_id == cast.le_chan.id}
    assert slots == {
        ("2025-12-31", DeadlineState.CANCELLED),
        ("2025Q4", DeadlineState.OPEN),
        ("2026Q1", DeadlineState.OPEN),
        ("2026Q2", DeadlineState.OPEN),
    }


def test_a_plan_still_in_review_keeps_corrections_of_rows_the_document_did_not_change(session, cast):
    plan, document = make_plan(session)
    row = make_item(session, plan, document, stt="1", content=TRAINING, leads=[cast.le_chan])
    other = make_item(session, plan, document, stt="2", content=REVIEW, leads=[cast.le_chan])
    session.flush()
    for item in (row, other):
        session.refresh(item, ["parties"])
        item.as_read = {name.value: words for name, words in compared_fields(item).items()}
    row.due_on, row.milestones = date(2025, 12, 25), ["2025-12-25"]  # the officer's correction
    proposal, newer = make_plan(session)
    make_item(session, proposal, newer, stt="1", content=TRAINING, leads=[cast.le_chan])
    changed = make_item(session, proposal, newer, stt="2", content=REVIEW, leads=[cast.hai_an])
    session.commit()
    office = Office.__new__(Office)
    office.session, office.cast, office.plan, office.new = session, cast, plan, newer
    office.apply()
    session.expire_all()
    assert (row.due_on, row.state) == (date(2025, 12, 25), ItemState.PROPOSED)
    leads = session.scalars(
        sa.select(ItemParty.unit_id).where(ItemParty.item_id == other.id, ItemParty.role == PartyRole.LEAD)
    )
    assert leads.all() == [cast.hai_an.id]
    assert session.get(Item, changed.id).state is ItemState.SUPERSEDED
    assert session.get(Plan, plan.id).state is PlanState.REVIEW
    assert office.mails() == []


def test_a_group_that_grew_brings_its_new_schools_only_with_the_row_that_changed(session, cast, office):
    office.same(r1={"leads": [cast.quality], "coordinating": [schools_group(session)]})
    office.apply()
    held = set(
        session.scalars(sa.select(Assignment.unit_id).where(Assignment.task_id == office.deadlines(1)[0].task_id))
    )
    assert {cast.le_chan_school.id, cast.high_school.id, cast.quality.id} <= held


def test_the_office_alone_applies_with_a_reason_and_what_was_shown(session, cast, office):
    office.same(r1={"due_on": LATER})
    for who in (cast.leader, cast.commune, cast.auditor):
        with pytest.raises(NotAllowed):
            office.apply(actor=who)
        session.rollback()
    with pytest.raises(BadInput):
        office.apply(note="  ")
    session.rollback()
    with pytest.raises(RuleBroken, match="đã cũ"):
        office.apply(fingerprint="0" * 16)
    session.rollback()
    assert office.deadlines(1, cast.le_chan).due_on == DUE


def test_a_document_that_was_assigned_by_itself_is_no_amendment(session, cast, office):
    office.same()
    session.get(Plan, office.proposal_id).state = PlanState.ASSIGNED
    session.commit()
    with pytest.raises(RuleBroken, match="giao việc riêng"):
        office.apply(Choices())


def test_the_log_names_the_act_and_every_task(session, cast, office):
    office.same(r1={"due_on": LATER}, without=(3,))
    office.apply()
    actions = list(session.scalars(sa.select(LogEntry.action).order_by(LogEntry.id.desc()).limit(3)))
    assert set(actions) == {LogAction.PLAN_AMENDED, LogAction.TASK_CHANGED, LogAction.TASK_CANCELLED}


def _killed_half_way(folder, officer, plan_id, document_id, choices):
    """In a process of its own: apply, and die before the commit with everything written."""
    app = create_app(settings_for(folder))
    with app.app_context():
        document = db.session.scalars(
            sa.select(Document).where(Document.id == document_id).options(selectinload(Document.plan))
        ).one()
        plan = db.session.get(Plan, plan_id)
        apply_revision(officer, plan, document, Asked(choices, note="Lùi hạn"), today=TODAY, roll_over=True)
        db.session.flush()
        os._exit(9)


@pytest.mark.sqlite
def test_a_process_killed_half_way_has_applied_nothing(session, cast, office, tmp_path):
    office.same(r1={"due_on": LATER}, without=(3,))
    choices = office.everything()
    before = state_of(session)
    args = (tmp_path, cast.officer, office.plan.id, office.new.id, choices)
    session.commit()  # so that the other process may write
    child = multiprocessing.get_context("spawn").Process(target=_killed_half_way, args=args)
    child.start()
    child.join(60)
    assert child.exitcode == 9
    assert state_of(session) == before
    assert office.apply(choices).figures["moved"] == 2


def test_every_field_has_a_word_for_people():
    from tracker.plans.revision_words import FIELD_NAMES, value_words

    assert set(FIELD_NAMES) == set(Field)
    assert value_words(Field.DUE, "2025-12-31 2026-03-31") == "31/12/2025, 31/03/2026"
    assert value_words(Field.DUE, "2025-12-25 17:00 before") == "trước ngày 17 giờ ngày 25/12/2025" or re.search(
        "17 giờ", value_words(Field.DUE, "2025-12-25 17:00 before")
    )
    assert value_words(Field.DUE, "") == "không ghi hạn"
    assert value_words(Field.RECURRENCE, "monthly") == "Hằng tháng"
    assert value_words(Field.PRODUCT, "") == "(trống)"
