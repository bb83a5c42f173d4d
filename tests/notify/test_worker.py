"""The worker: its jobs at their hours, each alone, each leaving a trace; the commands; a real process that stops when asked."""

import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from apscheduler.schedulers.blocking import BlockingScheduler

from tests.conftest import ROOT
from tests.notify.making import make_deadline, make_returned_evidence
from tests.notify.test_kill import senders
from tests.smtp import running
from tracker import clock
from tracker.cli import main
from tracker.directory.models import LoginSession
from tracker.notify import worker as worker_module
from tracker.notify.models import Heartbeat, JobRun, Message, MessageKind, MessageState, Reminder
from tracker.notify.outbox import queue
from tracker.notify.queries import WORKER
from tracker.notify.worker import JOBS, Job, Worker, planner_lock
from tracker.tasks.models import DeadlineState

MONDAY_MORNING = datetime(2025, 12, 15, 2, 0, tzinfo=UTC)  # 09:00 in Hà Nội


@pytest.fixture
def worker(app):
    return Worker(app, app.extensions["settings"])


@pytest.fixture
def morning(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY_MORNING)


def runs(session):
    session.expire_all()
    return {run.job: run for run in session.scalars(sa.select(JobRun).order_by(JobRun.id))}


def test_one_pass_plans_sends_beats_and_leaves_traces(session, cast, worker, morning):
    make_deadline(session, cast.le_chan, date(2025, 12, 16))
    session.commit()
    worker.run_once()
    found = runs(session)
    assert (found["plan"].counts["messages"], found["deliver"].counts["sent"]) == (1, 1)
    assert session.get(Heartbeat, WORKER) is not None
    assert len(list(worker.settings.mail_folder.glob("*.eml"))) == 1
    session.rollback()
    worker.run_once()
    assert (
        session.scalar(sa.select(sa.func.count()).select_from(JobRun).where(JobRun.job.in_(["plan", "deliver"]))) == 2
    )


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2025, 12, 15, 0, 29, tzinfo=UTC),  # 07:29
        datetime(2025, 12, 15, 10, 0, tzinfo=UTC),  # 17:00
        datetime(2025, 12, 14, 3, 0, tzinfo=UTC),  # Sunday
        datetime(2025, 12, 14, 17, 30, tzinfo=UTC),  # Monday 00:30
        datetime(2025, 12, 15, 16, 30, tzinfo=UTC),  # Monday 23:30
    ],
)
def test_outside_the_hours_of_a_working_day_nothing_is_planned_or_sent(session, cast, worker, monkeypatch, instant):
    monkeypatch.setattr(clock, "now", lambda: instant)
    make_deadline(session, cast.le_chan, date(2025, 12, 16))
    session.commit()
    worker.run_once()
    assert session.scalars(sa.select(Reminder)).all() == []
    assert not worker.settings.mail_folder.exists()


def test_down_for_three_days_then_one_digest_with_the_newest_steps(session, cast, worker, monkeypatch):
    make_deadline(session, cast.le_chan, date(2025, 12, 18))
    make_deadline(session, cast.le_chan, date(2025, 12, 24))
    session.commit()
    for day in (15, 18):  # Monday; then nothing until Thursday
        monkeypatch.setattr(clock, "now", lambda day=day: datetime(2025, 12, day, 2, 0, tzinfo=UTC))
        worker.run_once()
        worker.run_once()
    sent = session.scalars(sa.select(Message.slot).where(Message.state == MessageState.SENT).order_by(Message.id)).all()
    assert sent == ["2025-12-15", "2025-12-18"]
    thursday = session.scalars(sa.select(Reminder.step).where(Reminder.day == date(2025, 12, 18)).order_by(Reminder.id))
    assert thursday.all() == ["on", "before-7"]


def test_a_failing_job_is_noted_and_the_others_go_on(session, cast, worker, monkeypatch, morning):
    def broken(_worker):
        raise RuntimeError("hỏng đĩa")

    monkeypatch.setattr(worker_module, "JOBS", (Job("plan", broken), *[job for job in JOBS if job.name != "plan"]))
    worker.run_once()
    assert runs(session)["plan"].error == "RuntimeError: hỏng đĩa"
    assert session.get(Heartbeat, WORKER) is not None


def test_a_server_that_is_away_is_left_alone_for_longer_and_longer(app, session, cast, monkeypatch, morning):
    from dataclasses import replace

    away = Worker(app, replace(app.extensions["settings"], mail_server="127.0.0.1", mail_port=1))
    make_deadline(session, cast.le_chan, date(2025, 12, 16))
    session.commit()
    away.run_once()
    assert away.pause == timedelta(seconds=30)
    away.run_once()  # within the pause nobody knocks
    assert away.pause == timedelta(seconds=30)
    real = clock.real_now
    monkeypatch.setattr(clock, "real_now", lambda: real() + timedelta(seconds=31))
    away.run_once()
    assert away.pause == timedelta(seconds=60)
    assert session.scalar(sa.select(Message.attempts)) == 0


def test_while_one_plans_another_leaves_it_alone(app, session, worker):
    with planner_lock(session, worker.settings) as first, planner_lock(session, worker.settings) as second:
        assert (first, second) == (True, False)
    with planner_lock(session, worker.settings) as again:
        assert again


def test_the_schedule_never_drops_a_late_run_and_runs_each_job_at_start(worker, monkeypatch):
    added = {}
    monkeypatch.setattr(
        BlockingScheduler, "add_job", lambda _self, _run, **values: added.update({values["id"]: values})
    )
    monkeypatch.setattr(BlockingScheduler, "start", lambda _self: worker.stop.set())
    monkeypatch.setattr(BlockingScheduler, "shutdown", lambda _self, **_: None)
    worker.run_for_ever()
    assert set(added) == {"heartbeat", "plan", "weekly", "deliver", "read", "overdue", "housekeeping"}
    for values in added.values():
        assert (values["coalesce"], values["max_instances"], values["misfire_grace_time"]) == (True, 1, None)
        assert values["next_run_time"] <= clock.real_now()


def test_old_traces_and_sign_ins_and_unfinished_files_are_cleaned_up(session, cast, worker):
    long_ago = clock.real_now() - timedelta(days=200)
    session.add(JobRun(job="plan", started_at=long_ago, finished_at=long_ago, counts={}))
    session.add(
        LoginSession(token_hash="a" * 64, person_id=cast.commune.person_id, created_at=long_ago, expires_at=long_ago)
    )
    session.commit()
    worker.settings.files_folder.mkdir(parents=True)
    old, new = worker.settings.files_folder / ".part-old", worker.settings.files_folder / ".part-new"
    for part in (old, new):
        part.touch()
    os.utime(old, (long_ago.timestamp(), long_ago.timestamp()))
    worker.run_once()
    assert (old.exists(), new.exists()) == (False, True)
    assert session.scalars(sa.select(LoginSession)).all() == []
    assert runs(session)["housekeeping"].counts == {"job_runs": 1, "sign_ins": 1, "parts": 1, "uploads": 0}


def test_a_real_worker_sends_a_decision_at_once_and_stops_when_asked(app, session, cast):
    deadline = make_deadline(session, cast.le_chan, date(2025, 12, 10), state=DeadlineState.RETURNED)
    evidence = make_returned_evidence(session, deadline, cast.commune.person_id, reason="Thiếu Phụ lục 2.")
    queue(session, kind=MessageKind.RETURNED, slot="evidence-1", subject_id=evidence.id, to={"le@example.edu.vn": {}})
    session.commit()
    with running() as server, senders(app, server, 1, "worker") as (process,):
        assert server.wait_for(1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert session.scalar(sa.select(Message.state).where(Message.kind == MessageKind.RETURNED)) is MessageState.SENT
    assert session.get(Heartbeat, WORKER) is not None


def test_the_commands_print_their_counts_and_the_second_plan_queues_nothing(environment, session, cast, monkeypatch):
    make_deadline(session, cast.le_chan, date(2025, 12, 25))
    session.commit()
    session.remove()

    def tracker(*words):
        return subprocess.run(
            [sys.executable, "-m", "tracker", *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    assert "(queued): 1" in tracker("notify", "plan", "--on", "2025-12-24").stdout
    assert "(queued): 0" in tracker("notify", "plan", "--on", "2025-12-24").stdout
    assert "queued: 0" in tracker("notify", "plan", "--on", "2025-12-20").stdout  # a Saturday
    assert "(sent): 1" in tracker("notify", "send").stdout
    wrong = tracker("notify", "plan", "--on", "24/12/2025")
    assert wrong.returncode == 2
    assert "2025-12-24" in wrong.stderr


def test_every_command_of_mail_is_in_the_table_of_contents():
    assert main.get_command(None, "worker") is not None
    assert set(main.get_command(None, "notify").commands) >= {"plan", "send"}


def test_a_stopped_worker_starts_no_further_job(session, worker, morning):
    worker.stop.set()
    worker.run_once()
    assert session.get(Heartbeat, WORKER) is None
