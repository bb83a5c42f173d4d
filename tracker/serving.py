"""`tracker serve`: web and worker as two processes under one supervisor that restarts either (stack 2, 8)."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from types import FrameType

import structlog

from tracker.config import ROOT, Settings

log = structlog.get_logger()

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds between a death and the next start
STEADY = 60.0  # a process that lived this long starts again at once
STOP_PATIENCE = 40.0  # seconds a process has to finish what it holds
WEB_FIRST = 10.0  # seconds the worker waits at most for the web to be up
POLL = 0.2


@dataclass
class Child:
    """One supervised process."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    start_after: float = 0.0
    environment: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, cwd=ROOT, env=self.environment, start_new_session=True)  # noqa: S603 - our own command
        self.started = time.monotonic()

    def watch(self) -> None:
        """Start the process where it is not running, later and later while it keeps dying."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_after:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        lived = now - self.started
        self.pause = FIRST_PAUSE if lived > STEADY else min(LONGEST_PAUSE, self.pause * 2)
        self.start_after = now + (0 if lived > STEADY else self.pause)
        self.process = None
        log.warning("process ended", process=self.name, code=code, restarts_in=round(self.start_after - now, 1))

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()

    def wait(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def web_command(settings: Settings) -> list[str]:
    """Gunicorn with the measured settings of stack 8."""
    return [
        *(sys.executable, "-m", "gunicorn", "wsgi:app"),
        *("--bind", f"{settings.host}:{settings.port}"),
        *("--workers", str(settings.web_workers), "--threads", "4", "--worker-class", "gthread"),
        *("--timeout", "60", "--graceful-timeout", "30"),
        *("--max-requests", "2000", "--max-requests-jitter", "200"),
        *("--no-control-socket", "--log-level", "warning"),
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "tracker", "worker"]


def serve(settings: Settings, *, say: object = print) -> int:
    """Run web and worker until SIGTERM or SIGINT; the exit code."""
    environment = {**os.environ, "TRACKER_DATA": str(settings.data)}
    web = Child("web", web_command(settings), environment=environment)
    worker = Child("worker", worker_command(), environment=environment)
    worker.start_after = time.monotonic() + WEB_FIRST  # people wait for the web; the worker makes up for any delay
    children = [web, worker]
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    announced = False
    while not stopping:
        for child in children:
            child.watch()
        if not announced and _is_up(settings):
            announced = True
            worker.start_after = 0.0
            if callable(say):
                say(f"Đúng hạn chạy tại {settings.base_url} (Ctrl+C để dừng)")
        time.sleep(POLL)
    for child in children:
        child.stop()
    until = time.monotonic() + STOP_PATIENCE
    for child in children:
        child.wait(until)
    return 0


def _is_up(settings: Settings) -> bool:
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "localhost"} else settings.host  # noqa: S104 - compared, not bound
    try:
        with urllib.request.urlopen(f"http://{host}:{settings.port}/healthz", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
