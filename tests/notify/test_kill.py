"""Real senders killed with -9 while they send: nothing is lost, doubles only where a doubt was noted (lessons 4)."""

import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.cast import make_unit
from tests.conftest import ROOT, environment_of
from tests.notify.making import make_deadline, make_task
from tests.smtp import MailServer, running
from tracker import clock
from tracker.directory.models import UnitKind
from tracker.extensions import db
from tracker.notify import claiming
from tracker.notify.delivery import Sender
from tracker.notify.models import Message, MessageEvent, MessageState
from tracker.notify.planning import plan_day
from tracker.notify.transport import TrackerMail

UNITS = 300  # more than the killed senders may hold on lease: 4 kills x 2 connections x a batch of 20
KILLS = 4  # test_torture.py kills a hundred times
MONDAY = date(2025, 12, 15)


@pytest.fixture
def planned(session, cast):
    """One digest for each of many communes, planned and committed; the Message-IDs it must become."""
    task = make_task(session)
    for n in range(UNITS):
        unit = make_unit(session, code=f"K{n:03d}", kind=UnitKind.COMMUNE, name=f"Xã Thử {n}", parent=cast.authority)
        make_deadline(session, unit, date(2025, 12, 16), task=task)
    assert plan_day(session, MONDAY).queued == UNITS
    session.commit()
    ids = {f"<{header}@so.example.edu.vn>" for header in session.scalars(sa.select(Message.message_id_header))}
    session.rollback()
    return ids


@contextmanager
def senders(app, server: MailServer, count: int, *command: str, **values: str):
    """`count` processes running `tracker COMMAND` on the test's data; killed at the end where they still run."""
    environment = {
        **environment_of(app),
        "TRACKER_TODAY": MONDAY.isoformat(),
        "TRACKER_MAIL_SERVER": server.host,
        "TRACKER_MAIL_PORT": str(server.port),
        "TRACKER_MAIL_SENDER": "dung-han@so.example.edu.vn",
        **values,
    }
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tracker", *command], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(count)
    ]
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def finish(app, server, **values):
    """Send the rest as a process would once every lease has run out."""
    past = clock.real_now() - timedelta(seconds=1)
    db.session.execute(sa.update(Message).where(Message.lease_until.is_not(None)).values(lease_until=past))
    db.session.commit()
    settings = replace(
        app.extensions["settings"],
        mail_server=server.host,
        mail_port=server.port,
        mail_sender="dung-han@so.example.edu.vn",
        **values,
    )
    return Sender(db.session(), TrackerMail(app, settings), settings, threading.Event()).send_all()


def doubted(session) -> set[str]:
    """The Message-IDs of which the database says that they were possibly delivered twice."""
    note = MessageEvent.note.startswith(claiming.POSSIBLY_DELIVERED)
    query = sa.select(Message.message_id_header).join(MessageEvent, MessageEvent.message_id == Message.id).where(note)
    return {f"<{header}@so.example.edu.vn>" for header in session.scalars(query)}


@pytest.mark.timeout(300)
def test_senders_killed_in_the_middle_lose_nothing_and_double_only_what_they_noted(app, session, planned, capsys):
    choose = random.Random(20251215)
    kills = 0
    with running() as server:
        while kills < KILLS:
            with senders(app, server, 2, "notify", "send") as processes:
                for process in choose.sample(processes, 2):
                    assert server.wait_for(min(UNITS - 10, len(server.taken) + choose.randint(1, 12)))
                    kills += process.poll() is None
                    process.send_signal(signal.SIGKILL)
                    process.wait()
        taken_before = len(server.taken)
        finish(app, server)
        copies = Counter(server.copies)
    doubles = {message_id for message_id, count in copies.items() if count > 1}
    with capsys.disabled():
        sys.stdout.write(
            f"\n{kills} x kill -9, {UNITS} messages: lost {len(planned - copies.keys())}, twice {len(doubles)}\n"
        )
    assert kills >= KILLS - 1
    assert taken_before < UNITS, "the senders were never killed in the middle"
    assert copies.keys() == planned
    assert doubles <= doubted(session)
    assert set(session.scalars(sa.select(Message.state).distinct())) == {MessageState.SENT}
