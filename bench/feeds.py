"""`python -m bench.feeds`: a calendar of 1,000 events beside a constant body from the same server, in one run."""

import os
import tempfile
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.orm import Session

from bench.server import Client, Measured, Server, measure
from tracker import clock, create_app, synthetic
from tracker.directory.models import Person, Role, RoleGrant
from tracker.directory.queries import actor_of
from tracker.extensions import db
from tracker.notify import feeds, outbox
from tracker.notify.models import FeedKind
from tracker.tasks.models import Deadline, DeadlineState

TODAY = date(2025, 12, 15)
EVENTS = 1000
CHANGES = 20  # a change each, a rebuild each
REQUESTS = 400  # below the limit of one secret in one process
GOALS = {"first build": 1500.0, "rebuild after one change": 100.0, "304": 2.0}


def prepare(application: Flask) -> list[tuple[int, str]]:
    """A filled database with one feed of 1,000 open deadlines for each of three units: (unit, address)."""
    with application.app_context():
        upgrade()
        session: Session = db.session()
        synthetic.fill(session, units=3, plans=10, quarters=4, today=TODAY)
        session.execute(sa.update(Deadline).values(state=DeadlineState.OPEN))
        units = session.execute(
            sa.select(Deadline.unit_id).group_by(Deadline.unit_id).having(sa.func.count() >= EVENTS).limit(3)
        ).scalars()
        made = [(unit_id, _address(session, application, unit_id)) for unit_id in units]
        session.commit()
        session.execute(sa.text("ANALYZE"))
        session.commit()
    return made


def _address(session: Session, application: Flask, unit_id: int) -> str:
    person = Person(
        email=f"lich-{unit_id}@example.edu.vn", name="Người Đọc Lịch", password_hash="", created_at=clock.now()
    )
    session.add(person)
    session.flush()
    session.add(RoleGrant(person_id=person.id, role=Role.UNIT, unit_id=unit_id))
    session.flush()
    session.refresh(person, ["grants"])
    key = application.extensions["settings"].secret_key
    who = actor_of(person)
    feed = feeds.create(session, who, to=who, kind=FeedKind.UNIT, secret_key=key, unit_id=unit_id)
    return f"/ical/don-vi/{feeds.token_of(feed, key)}.ics"


def change_one(application: Flask, unit_id: int, number: int) -> None:
    """Another date for one deadline of the unit, as a granted extension makes it."""
    with application.app_context():
        session = db.session()
        row = session.scalars(
            sa.select(Deadline).where(Deadline.unit_id == unit_id).order_by(Deadline.id).offset(number).limit(1)
        ).one()
        assert row.due_on is not None
        row.due_on += timedelta(days=1)
        row.sequence += 1
        row.changed_at = max(clock.now().replace(microsecond=0), row.changed_at + timedelta(seconds=1))
        outbox.touch(session, unit_ids=[unit_id])
        session.commit()


def one(server: Server, path: str) -> tuple[float, int, str]:
    """CPU milliseconds of one GET with what follows it, the body's size, its ETag."""
    before = server.cpu_seconds()
    status, body, headers = Client(server.port).request("GET", path)
    if status != 200:
        raise RuntimeError(f"{path}: {status}")
    Client(server.port).request("GET", "/healthz")  # what follows the answer has run by then
    return (server.cpu_seconds() - before) * 1000, len(body), headers["ETag"]


def show(name: str, cpu_ms: float, goal: float | None, more: str = "") -> None:
    print(f"| {name} | {cpu_ms:.1f} | {f'< {goal:.0f}' if goal else ''} | {more} |", flush=True)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="dung-han-bench-") as folder:
        os.environ.update(TRACKER_DATA=folder, TRACKER_TODAY=TODAY.isoformat())
        application = create_app()
        made = prepare(application)
        server = Server(Path(folder))
        try:
            _run(server, application, made)
        finally:
            server.stop()


def _run(server: Server, application: Flask, made: list[tuple[int, str]]) -> None:
    for _ in range(8):  # both processes have loaded what they need
        Client(server.port).request("GET", "/ical/don-vi/khong-co.ics")
    load = os.getloadavg()[0]
    print(f"load {load:.1f} on {os.cpu_count()} cores\n\n| | CPU ms | goal | |\n|---|---|---|---|")
    firsts = [one(server, path) for _, path in made]
    show("first build", sum(cpu for cpu, _, _ in firsts) / len(firsts), GOALS["first build"], f"{firsts[0][1]:,} bytes")
    unit_id, path = made[0]
    cpu = 0.0
    for number in range(CHANGES):
        change_one(application, unit_id, number)
        cpu += one(server, path)[0]
    show("rebuild after one change", cpu / CHANGES, GOALS["rebuild after one change"], f"mean of {CHANGES}")
    for clients, (_, address) in zip((1, 4), made[1:], strict=False):
        limit = measure(server, "/bench/constant", {}, requests=REQUESTS, clients=clients)
        etag = one(server, address)[2]
        unchanged = measure(server, address, {"If-None-Match": etag}, requests=REQUESTS, clients=clients, expect=304)
        _show_rate(f"constant body, {clients} client(s)", limit, limit, None)
        _show_rate(f"304, {clients} client(s)", unchanged, limit, GOALS["304"])


def _show_rate(name: str, measured: Measured, limit: Measured, goal: float | None) -> None:
    show(name, measured.cpu_ms, goal, f"{measured.rate:.0f}/s, {measured.rate / limit.rate:.2f} of the constant body")


if __name__ == "__main__":
    main()
