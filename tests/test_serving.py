"""`tracker serve` as an operator meets it: up, restarted after a death, stopped by a signal."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import ROOT

PATIENCE = 40.0


def wait_for(question, *, what: str, patience: float = PATIENCE):
    """The first true answer of `question`; fails naming `what` when patience ends."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if answer := question():
            return answer
        time.sleep(0.05)
    pytest.fail(f"waited {patience} s for {what}")


def answer_of(url: str) -> bytes | None:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.read()
    except OSError:
        return None


def children(pid: int) -> dict[str, int]:
    """The supervised processes by what they run."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        command = Path(f"/proc/{child}/cmdline").read_bytes().decode()
        found["web" if "gunicorn" in command else "worker"] = int(child)
    return found


@pytest.fixture
def served(migrated: Path, tmp_path: Path):
    """A supervisor on a migrated database; (its process, its address)."""
    shutil.copy(migrated, tmp_path / "tracker.db")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "TRACKER_DATA": str(tmp_path), "TRACKER_PORT": str(port), "TRACKER_WEB_WORKERS": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker", "serve"], env=environment, cwd=ROOT, stderr=subprocess.PIPE
    )
    yield process, f"http://127.0.0.1:{port}"
    if process.poll() is None:
        process.kill()
        for pid in children(process.pid).values():
            os.killpg(pid, signal.SIGKILL)
    process.wait()
    process.stderr.close()


def test_web_and_worker_run_and_a_killed_one_comes_back_and_a_signal_stops_both(served):
    process, address = served
    wait_for(lambda: answer_of(f"{address}/healthz") == b"ok\n", what="the web")
    first = wait_for(lambda: len(children(process.pid)) == 2 and children(process.pid), what="both processes")
    wait_for(lambda: answer_of(f"{address}/readyz"), what="the worker's heartbeat")

    os.kill(first["worker"], signal.SIGKILL)
    wait_for(lambda: children(process.pid).get("worker") not in {None, first["worker"]}, what="a new worker")
    os.killpg(first["web"], signal.SIGKILL)
    wait_for(lambda: children(process.pid).get("web") not in {None, first["web"]}, what="a new web")
    wait_for(lambda: answer_of(f"{address}/healthz") == b"ok\n", what="the web again")

    running = children(process.pid)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in running.values())


def test_a_wrong_setting_stops_the_start_with_one_line(tmp_path):
    environment = {**os.environ, "TRACKER_DATA": str(tmp_path), "TRACKER_MAIL_USE_TLS": "yes"}
    answer = subprocess.run(
        [sys.executable, "-m", "tracker", "serve"], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert answer.returncode == 2
    assert answer.stderr == "TRACKER_MAIL_USE_TLS='yes': phải là 1, 0, true hoặc false\n"


def test_a_database_without_tables_stops_the_start_and_says_what_to_run(tmp_path):
    environment = {**os.environ, "TRACKER_DATA": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "-m", "tracker", "serve"], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert answer.returncode == 2
    assert "tracker init" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
