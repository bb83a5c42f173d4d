"""What users of other trackers met with, as far as no other test of ours holds it (docs/lessons.md)."""

import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
import sqlalchemy as sa
from apscheduler.schedulers.blocking import BlockingScheduler

from tests.cast import make_contact, make_unit
from tests.conftest import ROOT, environment_of
from tests.notify.making import make_deadline, make_task, queue_assigned
from tests.smtp import running
from tracker import clock
from tracker.directory.models import UnitKind
from tracker.extensions import db
from tracker.notify import feeds
from tracker.notify.delivery import Sender
from tracker.notify.models import FeedKind, JobRun, Message, MessageKind, MessageState, Reminder
from tracker.notify.outbox import queue
from tracker.notify.planning import plan_day
from tracker.notify.queries import LedgerFilter, ledger
from tracker.notify.transport import TrackerMail
from tracker.notify.worker import JOBS, Worker
from tracker.tasks.deadlines import cancel_task
from tracker.tasks.models import AssignmentRole, Deadline, DeadlineState

MONDAY = date(2025, 12, 15)


def send(app, server, **values):
    settings = replace(
        app.extensions["settings"],
        mail_server=server.host,
        mail_port=server.port,
        mail_sender="dung-han@so.example.edu.vn",
        **values,
    )
    return Sender(db.session(), TrackerMail(app, settings), settings, threading.Event()).send_all()


def schools(session, count):
    return [
        make_unit(session, code=f"TH-{n:02}", kind=UnitKind.SCHOOL, name=f"Trường TH số {n:02}") for n in range(count)
    ]


def test_one_refusal_in_the_middle_of_the_run_is_tried_again_and_shown_and_the_others_are_sent(app, session, cast):
    for school in schools(session, 60):
        make_deadline(session, school, date(2025, 12, 16))
    plan_day(session, MONDAY)
    session.commit()
    unlucky = "th-23@example.edu.vn"
    with running() as server:
        server.data_answers[unlucky] = "452 4.2.2 mailbox full"
        counts = send(app, server)
        assert (counts.sent, counts.retried, counts.dead) == (59, 1, 0)
        assert len(set(server.addresses)) == 59
        session.expire_all()
        (shown,) = session.scalars(ledger(session, LedgerFilter(states=(MessageState.RETRY,))))
        assert (shown.address, shown.last_error) == (unlucky, "452 4.2.2 mailbox full")
        server.data_answers.clear()
        session.execute(sa.update(Message).values(next_at=clock.real_now()))
        session.commit()
        assert send(app, server).sent == 1
        assert set(server.copies.values()) == {1}


def test_a_cause_that_is_rolled_back_and_tried_again_is_told_once(session, cast):
    task = make_task(session)
    make_deadline(session, cast.le_chan, date(2025, 12, 30), task=task)
    session.commit()

    def tell():
        to = {"le@example.edu.vn": {"unit_ids": [cast.le_chan.id], "task_ids": [task.id]}}
        return queue(session, kind=MessageKind.ASSIGNED, slot="plan-7", to=to)

    assert tell() == 1
    session.rollback()
    assert session.scalars(sa.select(Message)).all() == []
    assert (tell(), tell()) == (1, 0)
    session.commit()
    assert len(session.scalars(sa.select(Message)).all()) == 1


def test_several_limits_within_a_day_are_each_reminded_on_their_own(session, cast):
    for due_on, due_time in ((16, time(8)), (16, time(16, 30)), (16, None), (17, time(9)), (17, None)):
        make_deadline(session, cast.hai_an, date(2025, 12, due_on), due_time=due_time)
    for day in (15, 16):
        clock.assume_day(date(2025, 12, day))
        plan_day(session, date(2025, 12, day))
        session.commit()
        session.execute(sa.update(Message).values(state=MessageState.SENT))
        session.commit()
    found = session.execute(
        sa.select(Reminder.day, Reminder.step, sa.func.count(Reminder.deadline_id.distinct()), sa.func.count())
        .where(Reminder.cancelled_at.is_(None))
        .group_by(Reminder.day, Reminder.step)
        .order_by(Reminder.day, Reminder.step)
    ).all()
    assert [tuple(row) for row in found] == [
        (date(2025, 12, 15), "before-1", 3, 3),
        (date(2025, 12, 15), "before-3", 2, 2),
        (date(2025, 12, 16), "before-1", 2, 2),
        (date(2025, 12, 16), "on", 3, 3),
    ]


def test_every_unit_that_owes_is_in_the_run_and_nobody_else(session, cast):
    tomorrow = date(2025, 12, 16)
    owing, waiting, done, looking_on, late, later, withdrawn, unknown = schools(session, 8)
    task = make_task(session, title="Việc thu hồi")
    make_deadline(session, owing, tomorrow)
    make_deadline(session, waiting, tomorrow, state=DeadlineState.SUBMITTED)
    make_deadline(session, done, tomorrow, state=DeadlineState.ACCEPTED)
    make_deadline(session, looking_on, tomorrow, role=AssignmentRole.COORDINATING, must_report=False)
    make_deadline(session, late, date(2025, 12, 12))
    make_deadline(session, later, date(2026, 1, 8), created_at=datetime(2025, 12, 14, tzinfo=UTC))
    make_deadline(session, withdrawn, tomorrow, task=task)
    make_deadline(session, cast.ministry, tomorrow, must_report=False)
    cancel_task(cast.officer, task, reason="Thôi")
    plan_day(session, MONDAY)
    session.commit()
    told = set(session.scalars(sa.select(Deadline.unit_id).join(Reminder, Reminder.deadline_id == Deadline.id)))
    assert told == {owing.id, looking_on.id, late.id}
    assert unknown.id not in told


def test_a_run_leaves_what_was_due_what_was_sent_and_whom_it_could_not_reach(app, session, cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 12, 15, 2, tzinfo=UTC))
    silent = make_unit(session, code="IM-LANG", kind=UnitKind.SCHOOL, name="Trường Im Lặng", email="")
    for unit in (silent, cast.le_chan, cast.hai_an):
        make_deadline(session, unit, date(2025, 12, 16))
    session.commit()
    worker = Worker(app, app.extensions["settings"])
    worker.run_once()
    session.expire_all()
    counts = {run.job: run.counts for run in session.scalars(sa.select(JobRun))}
    assert (counts["plan"]["deadlines"], counts["plan"]["messages"], counts["plan"]["without_address"]) == (3, 2, 1)
    assert counts["deliver"]["sent"] == 2


def test_an_address_that_had_enough_for_a_day_waits_for_the_next_and_the_others_do_not(app, session, cast):
    task = make_task(session)
    for unit in (cast.le_chan, cast.hai_an):
        make_deadline(session, unit, date(2025, 12, 30), task=task)
    for number in range(6):
        queue_assigned(session, "le@example.edu.vn", unit=cast.le_chan, task=task, slot=f"plan-{number}")
    queue_assigned(session, "an@example.edu.vn", unit=cast.hai_an, task=task)
    with running() as server:
        counts = send(app, server, mail_address_cap=4)
        assert (server.addresses.count("le@example.edu.vn"), counts.capped) == (4, 2)
        assert server.addresses.count("an@example.edu.vn") == 1
    session.expire_all()
    put_off = session.scalars(sa.select(Message).where(Message.state != MessageState.SENT)).all()
    assert len(put_off) == 2
    assert all(one.next_at > clock.real_now() and one.last_error for one in put_off)


def test_a_web_process_loads_no_scheduler(app):
    program = (
        "import sys, threading; from wsgi import app;"
        "app.test_client().get('/healthz');"
        "print('apscheduler' in sys.modules, threading.active_count())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment_of(app), capture_output=True, text=True, check=True
    )
    assert done.stdout.split()[-2:] == ["False", "1"]


def test_the_scheduler_remembers_nothing_of_its_own(app, monkeypatch):
    seen = []
    worker = Worker(app, app.extensions["settings"])

    def start(scheduler):
        seen.append((dict(scheduler._jobstores), [job[0].trigger for job in scheduler._pending_jobs]))
        worker.stop.set()

    monkeypatch.setattr(BlockingScheduler, "start", start)
    monkeypatch.setattr(BlockingScheduler, "shutdown", lambda _self, **_: None)
    worker.run_for_ever()
    ((stores, triggers),) = seen
    assert stores == {}  # started so, it keeps its jobs in memory, as added by the code
    assert len(triggers) == len(JOBS)


@pytest.mark.parametrize("kind", [FeedKind.UNIT, FeedKind.PERSON])
def test_a_feed_holds_events_alone_never_tasks_of_a_to_do_list(session, cast, kind):
    make_deadline(session, cast.le_chan, date(2025, 12, 30), due_time=time(16, 30))
    unit_id = cast.le_chan.id if kind is FeedKind.UNIT else None
    feed = feeds.create(session, cast.commune, to=cast.commune, kind=kind, secret_key="k" * 40, unit_id=unit_id)
    session.flush()
    reading = feeds.Reading(feed, cast.commune)
    body = feeds.build(session, reading, today=MONDAY, base_url="https://x.example.edu.vn", secret_key="k" * 40).body
    assert b"BEGIN:VEVENT" in body
    assert not any(name in body for name in (b"VTODO", b"VJOURNAL", b"METHOD", b"ATTENDEE", b"ORGANIZER"))


def test_a_mailbox_shared_with_a_person_who_also_reads_for_another_unit_is_written_to_once(session, cast):
    make_contact(session, cast.hai_an, name="Văn thư", email=" LE@example.edu.vn ")
    for unit in (cast.le_chan, cast.hai_an):
        make_deadline(session, unit, date(2025, 12, 16))
    plan_day(session, MONDAY)
    session.commit()
    assert sorted(session.scalars(sa.select(Message.address))) == ["an@example.edu.vn", "le@example.edu.vn"]
