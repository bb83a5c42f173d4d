"""`tracker worker`: APScheduler says "look now", the database says what is owed (stack 2). A process of its own.

Jobs are safe to run twice and by two workers; the planner's lock only saves work. Each run that did something leaves a row.
"""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import structlog
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask
from sqlalchemy.orm import Session

from tracker import clock
from tracker.config import Settings
from tracker.db import read_only
from tracker.directory.models import LoginSession
from tracker.directory.queries import work_calendar
from tracker.extensions import db
from tracker.notify import feeds, weekly
from tracker.notify.delivery import Sender
from tracker.notify.models import Heartbeat, JobRun
from tracker.notify.planning import PlanCounts, find_owed, queue_owed
from tracker.notify.policy import is_open_hour
from tracker.notify.queries import WORKER
from tracker.notify.transport import TrackerMail
from tracker.plans import reading_jobs

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PLANNER_LOCK = 0x44480001  # PostgreSQL advisory lock: "DH", planner
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=10)
KEPT_RUNS = timedelta(days=90)
KEPT_PARTS = timedelta(hours=24)
KEPT_SESSIONS = timedelta(days=30)
events = structlog.get_logger()

Facts = Mapping[str, int]


@dataclass(frozen=True)
class Job:
    """One row of the table of jobs: what to run, how often (seconds, or daily at an hour), and whether runs leave a row."""

    name: str
    run: Callable[["Worker"], Facts]
    seconds: float = 0
    daily_at: int | None = None
    leaves_trace: bool = True


class Worker:
    """The jobs of one process, inside application contexts of their own."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.stop = threading.Event()
        self.mail = TrackerMail(app, settings)
        self.pause = timedelta(0)
        self.paused_until: datetime | None = None

    def run_once(self) -> None:
        """Every job once, in the order of the table."""
        for job in JOBS:
            self.run_job(job)

    def run_for_ever(self) -> None:
        """Run the jobs on schedule until `stop` is set; the message in hand is finished, the others given back."""
        scheduler = BlockingScheduler(timezone=ZONE)
        for job in JOBS:
            trigger = {"trigger": "interval", "seconds": job.seconds} if job.daily_at is None else _daily(job.daily_at)
            scheduler.add_job(
                self.run_job,
                args=[job],
                id=job.name,
                next_run_time=clock.real_now(),
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
                **trigger,
            )
        ending = threading.Thread(target=self._end, args=[scheduler], daemon=True)
        ending.start()
        scheduler.start()
        ending.join()

    def _end(self, scheduler: BlockingScheduler) -> None:
        self.stop.wait()
        scheduler.shutdown(wait=True)

    def run_job(self, job: Job) -> None:
        """One run of one job; a failure is noted and ends here."""
        if self.stop.is_set():
            return
        with self.app.app_context():
            started = clock.real_now()
            error, counts = "", {}
            try:
                counts = dict(job.run(self))
            except Exception as failure:  # noqa: BLE001 - one job must not stop the others (MODELS 9)
                db.session.rollback()
                events.error("job failed", job=job.name, exc_info=failure)
                error = f"{type(failure).__name__}: {failure}"[:500]
            if job.leaves_trace and (error or any(counts.values())):
                _leave_trace(db.session(), job.name, started, counts, error)

    def send(self) -> Facts:
        """Send what may leave now, unless the server was away a moment ago: then later and later (stack 3)."""
        now = clock.real_now()
        if self.paused_until is not None and now < self.paused_until:
            return {}
        counts = Sender(db.session(), self.mail, self.settings, self.stop).send_due()
        if counts.unreachable:
            self.pause = min(LONGEST_PAUSE, self.pause * 2) if self.pause else FIRST_PAUSE
            self.paused_until = now + self.pause
            events.warning("mail server away", pause=self.pause.total_seconds())
        else:
            self.pause, self.paused_until = timedelta(0), None
        return {**counts.as_dict(), "unreachable": int(bool(counts.unreachable))}


def _daily(hour: int) -> dict[str, object]:
    return {"trigger": "cron", "hour": hour, "minute": 10}


def _leave_trace(session: Session, job: str, started: datetime, counts: Facts, error: str) -> None:
    session.add(JobRun(job=job, started_at=started, finished_at=clock.real_now(), counts=dict(counts), error=error))
    session.commit()


def beat(worker: Worker) -> Facts:  # noqa: ARG001 - the shape of a job
    """Say that this process lives; /readyz and the office's first page read it."""
    db.session.merge(Heartbeat(name=WORKER, at=clock.real_now(), detail=f"pid {os.getpid()}"))
    db.session.commit()
    return {}


def plan(worker: Worker) -> Facts:
    """Queue what today owes, within the hours mail leaves."""
    if not is_open_hour(clock.office_time(clock.now()), work_calendar(db.session())):
        db.session.rollback()
        return {}
    with planner_lock(db.session(), worker.settings) as is_ours:
        counts = run_plan(db.session()) if is_ours else None
    if counts is None or not counts.has_done_something:
        return {}
    return {
        "deadlines": counts.deadlines,
        "reminders": counts.reminders,
        "messages": counts.queued,
        "superseded": counts.superseded,
        "without_address": len(counts.without_address),
    }


def run_plan(session: Session) -> PlanCounts:
    """Plan today: look without a lock, and write only where something is missing. Commits."""
    with read_only():
        owed = find_owed(session, clock.today())
        session.rollback()
    if not owed.needs_writing:
        return PlanCounts(owed.day, owed.deadlines, without_address=owed.without_address)
    counts = queue_owed(session, owed)
    session.commit()
    return counts


def summarise(worker: Worker) -> Facts:  # noqa: ARG001 - the shape of a job
    """Queue the office's weekly summary, within the hours mail leaves: look without a lock, write only what is missing."""
    session, today = db.session(), clock.today()
    with read_only():
        is_open = is_open_hour(clock.office_time(clock.now()), work_calendar(session))
        owed = weekly.owed_to(session, today) if is_open else []
        session.rollback()
    if not owed:
        return {}
    queued = weekly.queue_summaries(session, today, owed)
    session.commit()
    return {"messages": queued}


def deliver(worker: Worker) -> Facts:
    return worker.send()


def read_documents(worker: Worker) -> Facts:
    """Read the next document handed in, one at a time on this machine (stack 5)."""
    with _file_lock(worker.settings.data / "reading.lock") as is_ours:
        return reading_jobs.read_next(worker.settings) if is_ours else {}


def mark_overdue(worker: Worker) -> Facts:  # noqa: ARG001 - the shape of a job
    """Write "Quá hạn" into the feeds of what became late at midnight; nobody reads the clock while a feed is read."""
    marked = feeds.refresh_overdue(db.session(), clock.today())
    db.session.commit()
    return {"deadlines": marked}


def clean_up(worker: Worker) -> Facts:
    """What nobody needs any more: old traces and sign-ins, files that were never finished."""
    now = clock.real_now()
    runs = db.session.execute(sa.delete(JobRun).where(JobRun.started_at < now - KEPT_RUNS))
    sessions = db.session.execute(sa.delete(LoginSession).where(LoginSession.expires_at < now - KEPT_SESSIONS))
    db.session.commit()
    oldest = (now - KEPT_PARTS).timestamp()
    parts = [
        part
        for folder, pattern in (
            (worker.settings.files_folder, ".part-*"),
            (worker.settings.uploads_folder, ".part-*"),
            (worker.settings.mail_folder, ".*.part"),
        )
        for part in folder.glob(pattern)
        if part.stat().st_mtime < oldest
    ]
    for part in parts:
        part.unlink(missing_ok=True)
    return {
        "job_runs": runs.rowcount,  # type: ignore[attr-defined]
        "sign_ins": sessions.rowcount,  # type: ignore[attr-defined]
        "parts": len(parts),
        "uploads": reading_jobs.clean_up(worker.settings, now),
    }


JOBS = (
    Job("heartbeat", beat, seconds=15, leaves_trace=False),
    Job("plan", plan, seconds=60),
    Job("weekly", summarise, seconds=300),
    Job("deliver", deliver, seconds=3),
    Job("read", read_documents, seconds=1),
    Job("overdue", mark_overdue, daily_at=0),
    Job("housekeeping", clean_up, daily_at=2),
)


@contextmanager
def planner_lock(session: Session, settings: Settings) -> Iterator[bool]:
    """Whether this process is the one that plans now. Freed by the kernel or the server when the process dies."""
    if session.get_bind().dialect.name == "postgresql":
        with db.engine.connect() as connection:  # a connection of its own: the lock belongs to it
            is_ours = bool(connection.scalar(sa.select(sa.func.pg_try_advisory_lock(PLANNER_LOCK))))
            try:
                yield is_ours
            finally:
                if is_ours:
                    connection.scalar(sa.select(sa.func.pg_advisory_unlock(PLANNER_LOCK)))
        return
    with _file_lock(settings.data / "worker.lock") as is_ours:
        yield is_ours


@contextmanager
def _file_lock(path: Path) -> Iterator[bool]:
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
