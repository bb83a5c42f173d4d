"""The worker down, the clock moved, two workers, work and units changed meanwhile: each owed notice once, none for what is over."""

import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from tests.cast import make_contact, make_unit
from tests.notify.making import make_deadline, make_task, queue_assigned
from tests.smtp import running
from tracker import clock
from tracker.directory import service as directory
from tracker.directory.models import Contact, UnitKind
from tracker.extensions import db
from tracker.notify.models import Message, MessageState, Reminder
from tracker.notify.queries import closed_units_owing, operations, units_without_address
from tracker.notify.worker import JOBS, Worker
from tracker.tasks.deadlines import cancel_task, set_due, waive
from tracker.tasks.evidence import Handed, submit_evidence, withdraw_evidence
from tracker.tasks.models import Deadline, DeadlineState

_MAIL_JOBS = [job for job in JOBS if job.name in {"plan", "deliver"}]


@pytest.fixture
def server(app):
    with running() as mail_server:
        yield mail_server


@pytest.fixture
def office(app, server, monkeypatch):
    """The office's days: `office(18)` is one look of a worker on 18/12/2025 at nine; it answers who got mail then."""

    def settings(**values):
        host = {"mail_server": server.host, "mail_port": server.port, "mail_sender": "dung-han@so.example.edu.vn"}
        return replace(app.extensions["settings"], **host, **values)

    def look(day, *, month=12, hour=9, workers=1, sends=True):
        instant = datetime(2025, month, day, hour - 7, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: instant)
        clock.assume_day(instant.date())
        db.session.commit()
        before = len(server.taken)
        start, failures = threading.Barrier(workers), []

        def work():
            with app.app_context():
                try:
                    worker = Worker(app, settings())
                    start.wait()
                    for job in _MAIL_JOBS:
                        if sends or job.name == "plan":
                            job.run(worker)
                except Exception as error:  # noqa: BLE001 - shown below
                    failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        db.session.expire_all()
        return sorted(one.recipients[0] for one in server.taken[before:])

    return look


def subjects(session):
    return session.scalars(sa.select(Message.subject).where(Message.state == MessageState.SENT)).all()


def sent_steps(session):
    """(due date, step, address) of every reminder of a unit that left in a mail, with how often."""
    query = (
        sa.select(Deadline.due_on, Deadline.unit_id, Reminder.step, Reminder.address)
        .join(Reminder, Reminder.deadline_id == Deadline.id)
        .join(Message, Message.id == Reminder.message_id)
        .where(Reminder.cancelled_at.is_(None), Message.state == MessageState.SENT)
    )
    found = Counter(session.execute(query).all())
    assert set(found.values()) <= {1}
    return Counter((f"{row.due_on:%d/%m}", row.step, row.address.split("@")[0]) for row in found)


def once(*steps):
    return Counter(steps)


def words(server, number=-1):
    return server.taken[number].message.get_body(("plain",)).get_content()


def test_a_worker_that_was_down_for_three_days_sends_the_newest_steps_in_one_mail_and_nothing_again(
    session, cast, office, server
):
    make_deadline(session, cast.le_chan, date(2025, 12, 18))  # before-3 on Monday, then before-1 and the day itself
    make_deadline(session, cast.le_chan, date(2025, 12, 24))  # before-7 on Wednesday
    done = make_deadline(session, cast.le_chan, date(2025, 12, 17), title="Việc xong giữa chừng")
    assert office(15) == ["le@example.edu.vn"]
    done.state = DeadlineState.SUBMITTED
    assert office(18) == ["le@example.edu.vn"]
    assert office(18, hour=15) == []
    assert "Việc xong giữa chừng" not in words(server)
    assert sent_steps(session) == once(
        ("17/12", "before-3", "le"),  # which fell on the Sunday before
        ("18/12", "before-3", "le"),
        ("24/12", "before-14", "le"),  # the newest there was when a worker first looked
        ("18/12", "on", "le"),
        ("24/12", "before-7", "le"),
    )


def test_a_clock_that_jumps_a_week_ahead_and_back_again_sends_each_step_once(session, cast, office):
    make_deadline(session, cast.le_chan, date(2025, 12, 26))
    make_deadline(session, cast.hai_an, date(2025, 12, 16))
    days = (15, 22, 16, 15, 17, 19, 22, 23, 25, 26)  # the 22nd was an error, found the next morning
    for day in days:
        office(day)
        office(day, hour=14)
    found = sent_steps(session)
    assert {step for due, step, _ in found if due == "26/12"} == {"before-14", "before-7", "before-3", "before-1", "on"}
    assert {step for due, step, _ in found if due == "16/12"} == {"before-1", "on", "late-1", "late-2"}


def test_a_digest_planned_by_a_clock_that_ran_ahead_does_not_leave_before_its_day(session, cast, office):
    make_deadline(session, cast.le_chan, date(2025, 12, 18))
    office(17, sends=False)
    assert office(15) == ["le@example.edu.vn"]
    assert office(16) == []
    assert office(17) == ["le@example.edu.vn"]
    assert sent_steps(session) == once(("18/12", "before-3", "le"), ("18/12", "before-1", "le"))


def test_two_workers_at_once_over_several_days_send_each_step_once(session, cast, office, server):
    for unit in (cast.le_chan, cast.hai_an, cast.high_school, cast.quality):
        for day in (16, 17, 18, 22):
            make_deadline(session, unit, date(2025, 12, day))
    for day in (15, 16, 17):
        assert len(office(day, workers=2)) == 4
        assert office(day, hour=13, workers=2) == []
    assert set(server.copies.values()) == {1}
    assert len(sent_steps(session)) == 4 * 9  # units, and the steps of their four dates until the 17th


def test_a_deadline_moved_while_the_worker_was_down_is_reminded_by_its_new_date_alone(session, cast, office, server):
    later = make_deadline(session, cast.le_chan, date(2025, 12, 17), title="Dời ra sau")
    earlier = make_deadline(session, cast.le_chan, date(2025, 12, 30), title="Dời lên trước")
    office(15, sends=False)  # queued, and then the worker died
    set_due(cast.officer, later, date(2025, 12, 26), reason="Gia hạn", roll_over=True)
    set_due(cast.officer, earlier, date(2025, 12, 19), reason="Cần sớm", roll_over=True)
    assert office(18) == ["le@example.edu.vn"] * 3  # each move is told at once, and one digest
    assert len([subject for subject in subjects(session) if "Đổi hạn" in subject]) == 2
    assert sent_steps(session) == once(("19/12", "before-1", "le"))
    office(19)
    assert sent_steps(session) == once(("19/12", "before-1", "le"), ("19/12", "on", "le"), ("26/12", "before-7", "le"))


def test_a_task_cancelled_or_a_plan_withdrawn_between_planning_and_sending_is_in_no_mail(session, cast, office, server):
    gone = make_task(session, title="Việc đã thu hồi")
    for unit in (cast.le_chan, cast.hai_an):
        make_deadline(session, unit, date(2025, 12, 16), task=gone)
    make_deadline(session, cast.le_chan, date(2025, 12, 16), title="Việc còn")
    queue_assigned(session, "an@example.edu.vn", unit=cast.hai_an, task=gone)
    office(15, sends=False)
    cancel_task(cast.officer, gone, reason="Thu hồi kế hoạch")
    assert sorted(office(15)) == ["an@example.edu.vn", "le@example.edu.vn", "le@example.edu.vn"]
    about_it = [subject for subject in subjects(session) if "Việc đã thu hồi" in subject]
    assert len(about_it) == 2  # that it is withdrawn is told at once, to each of its units
    assert all("Thu hồi nhiệm vụ" in subject for subject in about_it)
    assert "Việc đã thu hồi" not in words(server)  # the digest, which leaves last
    assert office(16) == ["le@example.edu.vn"]
    assert sent_steps(session) == once(("16/12", "before-1", "le"), ("16/12", "on", "le"))


def test_work_handed_in_between_planning_and_sending_is_in_no_mail(session, cast, office):
    done = make_deadline(session, cast.le_chan, date(2025, 12, 16))
    office(15, sends=False)
    handed_in = submit_evidence(cast.commune, done, handed=Handed(results="Đã làm xong"))
    assert office(15) == []
    withdraw_evidence(cast.commune, handed_in)  # it is owed again, once
    assert office(15, hour=10) == ["le@example.edu.vn"]
    assert office(15, hour=11) == []


def test_a_contact_changed_before_the_mail_left_gets_the_notice_and_the_old_one_does_not(session, cast, office):
    make_deadline(session, cast.hai_an, date(2025, 12, 16))
    office(15, sends=False)
    contact = session.scalars(sa.select(Contact).where(Contact.email == "an@example.edu.vn")).one()
    directory.remove_contact(session, cast.admin, cast.hai_an, contact)
    make_contact(session, cast.hai_an, name="Người Mới", email="moi@example.edu.vn")
    assert office(15, hour=10) == ["moi@example.edu.vn"]
    assert office(15, hour=11) == []
    assert sent_steps(session) == once(("16/12", "before-1", "moi"))


def test_a_contact_changed_while_the_worker_was_down_gets_what_was_owed(session, cast, office):
    make_deadline(session, cast.hai_an, date(2025, 12, 22))  # before-7 on Monday, before-3 on Friday
    office(15, sends=False)
    contact = session.scalars(sa.select(Contact).where(Contact.email == "an@example.edu.vn")).one()
    contact.is_active = False
    make_contact(session, cast.hai_an, name="Người Mới", email="moi@example.edu.vn")
    assert office(17) == ["moi@example.edu.vn"]
    assert sent_steps(session) == once(("22/12", "before-7", "moi"))


def test_a_mailbox_shared_by_units_gets_one_mail_though_one_of_them_leaves_it(session, cast, office, server):
    shared = "vanthu@example.edu.vn"
    schools = [
        make_unit(session, code=f"MN-{n}", kind=UnitKind.SCHOOL, name=f"Trường MN Hoa Sen {n}", email=shared)
        for n in range(5)
    ]
    for school in schools:
        make_deadline(session, school, date(2025, 12, 16))
    office(15, sends=False)
    schools[0].email = "rieng@example.edu.vn"
    assert office(15, hour=10) == ["rieng@example.edu.vn", shared]
    text = next(words(server, n) for n in (0, 1) if server.taken[n].recipients == [shared])
    assert [f"Trường MN Hoa Sen {n}" in text for n in range(5)] == [False, True, True, True, True]
    assert office(15, hour=11, workers=2) == []
    assert len(office(16)) == 2
    assert sent_steps(session) == Counter(
        {("16/12", step, name): count for step in ("before-1", "on") for name, count in (("vanthu", 4), ("rieng", 1))}
    )


def test_a_closed_unit_gets_no_mail_and_the_office_is_told_what_it_left(session, cast, office, browser):
    old = make_unit(session, code="TH-CU", kind=UnitKind.SCHOOL, name="Trường TH Cũ", email="cu@example.edu.vn")
    make_deadline(session, old, date(2025, 12, 16), title="Việc của trường cũ")
    make_deadline(session, old, None)
    make_deadline(session, old, date(2025, 12, 1), state=DeadlineState.ACCEPTED)
    office(15, sends=False)
    old.closed_on = date(2025, 12, 15)
    assert office(15, hour=10) == []
    assert office(17) == []
    (reminder,) = session.scalars(sa.select(Reminder)).all()
    assert (reminder.reason, sent_steps(session)) == ("Đơn vị đã đóng, chưa bàn giao", Counter())
    assert session.scalars(units_without_address()).all() == []
    assert [(unit.code, owed) for unit, owed in session.execute(closed_units_owing())] == [("TH-CU", 2)]
    assert operations(session).closed_owing == 1
    browser.sign_in(cast.officer.email)
    assert "1 đơn vị đã đóng." in browser.get("/").text
    assert "Trường TH Cũ" in browser.get("/thu/don-vi-da-dong").text


def test_a_unit_merged_into_another_leaves_its_open_work_there_and_each_is_reminded_once(session, cast, office, server):
    old = make_unit(session, code="TH-CU", kind=UnitKind.SCHOOL, name="Trường TH Cũ", email="chung@example.edu.vn")
    new = make_unit(session, code="TH-MOI", kind=UnitKind.SCHOOL, name="Trường TH Mới", email="chung@example.edu.vn")
    task = make_task(session, title="Báo cáo sau sáp nhập")
    left = make_deadline(session, old, date(2025, 12, 17), task=task)
    make_deadline(session, old, date(2025, 12, 16), title="Đã xong trước sáp nhập", state=DeadlineState.ACCEPTED)
    assert office(16) == ["chung@example.edu.vn"]
    old.closed_on = date(2025, 12, 16)
    make_deadline(session, new, date(2025, 12, 17), task=task, created_at=datetime(2025, 12, 16, 3, tzinfo=UTC))
    waive(cast.officer, left, reason="Trường TH Mới nhận việc")
    assert office(17, workers=2) == ["chung@example.edu.vn"]
    assert words(server).count("Báo cáo sau sáp nhập") == 1
    assert "Trường TH Cũ" not in words(server)
    assert session.execute(closed_units_owing()).all() == []


def test_an_address_refused_for_good_loses_no_step_while_the_unit_has_another(session, cast, office, server):
    server.rcpt_answers["le@example.edu.vn"] = "550 5.1.1 no such user"
    make_deadline(session, cast.le_chan, date(2025, 12, 17))
    assert office(16) == []
    assert operations(session).dead == 1
    assert office(17) == ["truong@example.edu.vn"]
