"""`python -m bench.mail`: digests through the outbox beside a bare smtplib loop; finding the day's reminders (bench/README.md)."""

import argparse
import cProfile
import os
import pstats
import smtplib
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask_migrate import upgrade

from tests import postgres
from tracker import clock, create_app, synthetic
from tracker.db import read_only
from tracker.extensions import db
from tracker.notify.delivery import Sender
from tracker.notify.models import Heartbeat, Message, MessageEvent, MessageState
from tracker.notify.planning import find_owed, plan_day
from tracker.notify.queries import PLANNED
from tracker.notify.transport import Envelope, TrackerMail, TrackerMessage
from tracker.tasks.models import Deadline, DeadlineState

TODAY = date(2025, 12, 15)
UNITS = 1900
QUARTERS = 4  # a year of work: most due dates lie far from the day, as in an office
SENDER = "dung-han@so.example.edu.vn"
SINK = """
import asyncio
from aiosmtpd.smtp import SMTP

class Sink:
    async def handle_DATA(self, server, session, envelope):
        return "250 2.0.0 OK"

async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Sink(), hostname="sink.example.edu.vn", loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
"""


@dataclass(frozen=True)
class Run:
    """How long some messages took: by the clock on the wall, and of the sending process's processor time."""

    name: str
    messages: int
    seconds: float
    cpu_seconds: float

    @property
    def rate(self) -> float:
        return self.messages / self.seconds


@contextmanager
def sink() -> Iterator[int]:
    """An SMTP server in a process of its own that takes everything; its port."""
    with subprocess.Popen([sys.executable, "-c", SINK], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def timed(name: str, messages: int, run: Callable[[], object]) -> Run:
    began, cpu = time.perf_counter(), time.process_time()
    run()
    return Run(name, messages, time.perf_counter() - began, time.process_time() - cpu)


def smtplib_loop(port: int, mails: list[tuple[str, bytes]]) -> None:
    """The limit: the same bytes, one kept connection, nothing written down."""
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as server:
        for address, content in mails:
            server.sendmail(SENDER, [address], content)


def outbox(app, port: int, connections: int, profile: bool = False) -> Callable[[], None]:
    settings = replace(
        app.extensions["settings"],
        mail_server="127.0.0.1",
        mail_port=port,
        mail_sender=SENDER,
        mail_connections=connections,
    )

    def run() -> None:
        sender = Sender(db.session(), TrackerMail(app, settings), settings, threading.Event())
        if not profile:
            sender.send_all()
            return
        profiler = cProfile.Profile(time.process_time)  # waits are not the sender's
        profiler.runcall(sender.send_all)
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)

    return run


def queue_again() -> None:
    """Every digest as it was before it was first claimed."""
    db.session.execute(sa.delete(MessageEvent))
    db.session.execute(
        sa.update(Message).values(
            state=MessageState.PENDING,
            attempts=0,
            subject="",
            text="",
            html="",
            rendered_at=None,
            sent_at=None,
            next_at=clock.real_now(),
        )
    )
    db.session.commit()


def frozen_mails() -> list[tuple[str, bytes]]:
    """The bytes that went out."""
    mails = []
    for one in db.session.scalars(sa.select(Message).where(Message.rendered_at.is_not(None)).order_by(Message.id)):
        envelope = Envelope(one.message_id_header, one.address, one.subject, one.text, one.html, one.rendered_at)
        mails.append((one.address, TrackerMessage(envelope, sender=SENDER).as_bytes()))
    db.session.rollback()
    return mails


def throughput(app, *, rounds: int, profile: bool) -> None:
    """Outbox and bare loop in turns against the same server; the best of `rounds` of each."""
    with sink() as port:
        timed("warm", 0, outbox(app, port, 1))
        mails = frozen_mails()
        runs: list[Run] = []
        for _ in range(rounds):
            runs.append(timed("bare smtplib, one connection", len(mails), lambda: smtplib_loop(port, mails)))
            for connections in (1, 2):
                queue_again()
                name = f"outbox, {connections} connection(s)"
                runs.append(timed(name, len(mails), outbox(app, port, connections)))
                assert db.session.scalar(sa.select(sa.func.count()).where(Message.state == MessageState.SENT)) == len(
                    mails
                )
                db.session.rollback()
        if profile:
            queue_again()
            outbox(app, port, 1, profile=True)()
    best = {
        name: max((one for one in runs if one.name == name), key=lambda one: one.rate)
        for name in {one.name for one in runs}
    }
    limit = best["bare smtplib, one connection"]
    size = sum(len(content) for _, content in mails) / len(mails) / 1000
    print(f"\n{db.engine.dialect.name}: {len(mails)} digests of {size:.0f} KB, best of {rounds} runs\n")
    print("| way | digests/s | CPU ms each | against bare smtplib | goal |\n|---|---|---|---|---|")
    for name in sorted(best):
        one = best[name]
        goal = "≥ 0.5" if name.startswith("outbox") else "the limit"
        print(
            f"| {name} | {one.rate:.0f} | {one.cpu_seconds / one.messages * 1000:.1f} | {one.rate / limit.rate:.2f} | {goal} |",
            flush=True,
        )


def settle_the_past() -> None:
    """What fell due long ago is handed in, but for one unit in fifty: an office where a third is late for ever is none."""
    owing = (DeadlineState.OPEN, DeadlineState.RETURNED, DeadlineState.SUBMITTED)
    past = (Deadline.due_on < TODAY - timedelta(days=14), Deadline.unit_id % 50 != 0, Deadline.state.in_(owing))
    settled = sa.update(Deadline).where(*past).values(state=DeadlineState.ACCEPTED)
    db.session.execute(settled, execution_options={"synchronize_session": False})
    db.session.commit()


def many_deadlines(copies: int, seconds: float) -> int:
    """Copy the one synthetic plan within the database until there are `copies` of it, or the time is up; how many deadlines
    there are then.
    """
    until = time.monotonic() + seconds
    connection = db.session.connection()
    tables = {name: db.metadata.tables[name] for name in ("plan", "task", "assignment", "deadline")}
    steps = {name: connection.scalar(sa.select(sa.func.max(table.c.id))) for name, table in tables.items()}
    moved = {"plan_id": "plan", "task_id": "task", "assignment_id": "assignment"}
    for number in range(1, copies):
        if time.monotonic() > until:
            break
        for name, table in tables.items():
            values = {column.name: column for column in table.c}
            values["id"] = table.c.id + number * steps[name]
            values.update({key: table.c[key] + number * steps[of] for key, of in moved.items() if key in table.c})
            if name == "deadline":
                values["uid"] = sa.cast(values["id"], sa.String(10)) + "-" + sa.func.substr(table.c.uid, 1, 20)
            chosen = sa.select(*values.values()).where(table.c.id <= steps[name])
            connection.execute(sa.insert(table).from_select(list(values), chosen))
        db.session.commit()
        connection = db.session.connection()
    db.session.execute(sa.text("ANALYZE"))
    db.session.commit()
    return db.session.scalar(sa.select(sa.func.count()).select_from(tables["deadline"])) or 0


def owed(times: int) -> None:
    """Find what a day owes, as the worker does each minute: on an ordinary day, and with nothing planned for a month."""
    print("| finding the day's reminders | deadlines that owe | seconds | CPU s | goal |\n|---|---|---|---|---|")
    for name, since, goal in (
        ("an ordinary day", date(2025, 12, 12), "< 2 s"),
        ("nothing planned for a month", None, ""),
    ):
        db.session.execute(sa.delete(Heartbeat))
        if since is not None:
            db.session.add(Heartbeat(name=PLANNED, at=clock.real_now(), detail=since.isoformat()))
        db.session.commit()
        runs = [timed(name, 1, find_reminders) for _ in range(times)]
        best = min(runs, key=lambda one: one.seconds)
        print(f"| {name} | {find_reminders():,} | {best.seconds:.2f} | {best.cpu_seconds:.2f} | {goal} |", flush=True)


def find_reminders() -> int:
    """As the planner looks, without writing; how many deadlines owe one."""
    with read_only():
        found = find_owed(db.session(), TODAY)
        db.session.rollback()
    return found.deadlines


@contextmanager
def installation(folder: Path, url: str, *, units: int, quarters: int):
    """A migrated database with one synthetic plan."""
    os.environ.update(TRACKER_DATA=str(folder), TRACKER_TODAY=TODAY.isoformat())
    if url:
        os.environ["TRACKER_DATABASE_URL"] = url
    app = create_app()
    with app.app_context():
        upgrade()
        synthetic.fill(db.session, units=units, plans=1, quarters=quarters, today=TODAY)
        db.session.commit()
        yield app
        db.session.remove()
        db.engine.dispose()


@contextmanager
def place(kind: str):
    """A data folder, and on PostgreSQL a server of its own; folder and address of the database."""
    with tempfile.TemporaryDirectory(prefix="dung-han-bench-") as folder:
        if kind == "sqlite":
            yield Path(folder), ""
            return
        with postgres.running() as server:
            server.run("CREATE DATABASE bench")
            yield Path(folder), server.url("bench")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.mail", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--digests", type=int, default=300, help="units that get a digest; 0: leave sending out")
    parser.add_argument("--deadlines", type=int, default=1_800_000, help="to find the day's among; 0: leave it out")
    parser.add_argument("--seconds", type=float, default=600, help="for making them; fewer are made when it is up")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true", help="print where the sender's time goes")
    options = parser.parse_args()
    if options.digests:
        with (
            place(options.database) as (folder, url),
            installation(folder, url, units=options.digests, quarters=1) as app,
        ):
            counts = plan_day(db.session(), TODAY)
            db.session.commit()
            print(f"{counts.deadlines} deadlines owe a reminder in {counts.queued} digests")
            throughput(app, rounds=options.rounds, profile=options.profile)
    if options.deadlines:
        with place(options.database) as (folder, url), installation(folder, url, units=UNITS, quarters=QUARTERS):
            began = time.perf_counter()
            settle_the_past()
            copies = max(1, round(options.deadlines / (UNITS * synthetic.TASKS_PER_PLAN * QUARTERS)))
            count = many_deadlines(copies, options.seconds)
            print(f"\n{options.database}: {count:,} deadlines, copied in {time.perf_counter() - began:.0f} s\n")
            owed(3)


if __name__ == "__main__":
    main()
