"""`make bench`: fill a scratch database, start the real server, print each page beside a constant body."""

import argparse
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from flask_migrate import upgrade

from bench.server import Client, Measured, Server, measure
from tracker import create_app, synthetic
from tracker.extensions import db
from tracker.tasks.models import Deadline, Task

TODAY = date(2025, 12, 15)
OFFICER, PASSWORD = "van-phong@example.edu.vn", "Mat-khau-do-toc-do-2025"


def prepare(data: Path, *, units: int, plans: int, quarters: int) -> dict[str, object]:
    """A migrated, filled database with one officer; ids of things to ask for."""
    os.environ.update(TRACKER_DATA=str(data), TRACKER_TODAY=TODAY.isoformat())
    with create_app().app_context():
        upgrade()
        made = synthetic.fill(db.session, units=units, plans=plans, quarters=quarters, today=TODAY)
        db.session.commit()
        db.session.execute(sa.text("ANALYZE"))
        db.session.commit()
        task = db.session.scalar(sa.select(sa.func.min(Task.id)))
        unit = db.session.scalar(sa.select(sa.func.min(Deadline.unit_id)))
        code = db.session.scalar(sa.text("SELECT code FROM unit WHERE id = :id"), {"id": unit})
    command = [sys.executable, "-m", "tracker", "users", "create", "--email", OFFICER, "--name", "Văn Thị Phòng"]
    subprocess.run([*command, "--role", "office", "--password-stdin"], input=PASSWORD, text=True, check=True)
    return {"made": made, "task": task, "unit": code}


def show(name: str, measured: Measured, limit: Measured, goal: str) -> None:
    print(
        f"| {name} | {measured.cpu_ms:.1f} | {measured.bytes / 1000:.1f} | {measured.median_ms:.1f} | {measured.p95_ms:.1f} | "
        f"{measured.rate:.0f} | {measured.cpu_ms / limit.cpu_ms:.1f}× | {goal} |",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--units", type=int, default=100)
    parser.add_argument("--plans", type=int, default=1)
    parser.add_argument("--quarters", type=int, default=4)
    parser.add_argument("--requests", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dung-han-bench-") as folder:
        facts = prepare(Path(folder), units=options.units, plans=options.plans, quarters=options.quarters)
        server = Server(Path(folder))
        try:
            client = Client(server.port)
            client.sign_in(OFFICER, PASSWORD)
            pages = [
                ("list of 100 deadlines", "/bao-cao/quy/ky-han?quy=2025Q4&dong=100", "< 20 ms, < 60 KB"),
                ("one task", f"/nhiem-vu/{facts['task']}", "< 8 ms"),
                ("office's overview", "/", "< 50 ms"),
                ("a unit's work", f"/viec?don-vi={facts['unit']}", ""),
                ("list of tasks", "/nhiem-vu", ""),
                ("the quarter", "/bao-cao/quy?quy=2025Q4", ""),
                ("list of units", "/don-vi", ""),
            ]
            print(f"{facts['made']}; server up after {server.start_seconds:.1f} s")
            for clients in (1, 4):
                print(f"\n{clients} client(s), {options.requests} requests each page\n")
                print("| page | CPU ms | KB | median ms | p95 ms | req/s | CPU against constant | goal |")
                print("|---|---|---|---|---|---|---|---|")
                limit = measure(server, "/bench/constant", {}, requests=options.requests, clients=clients)
                show("constant body", limit, limit, "the limit")
                for name, path, goal in pages:
                    show(
                        name,
                        measure(server, path, client.headers, requests=options.requests, clients=clients),
                        limit,
                        goal,
                    )
            print(f"\nmemory of web processes after the run: {server.memory_mb():.0f} MB (proportional)")
        finally:
            server.stop()


if __name__ == "__main__":
    main()
