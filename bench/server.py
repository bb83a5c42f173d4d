"""A real gunicorn on a scratch database, its CPU time read from /proc, and a client that keeps its connections."""

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

TICKS = os.sysconf("SC_CLK_TCK")
START_LIMIT = 60.0
WORKERS = 2


@dataclass
class Measured:
    """One address under load: CPU milliseconds of the server a request, bytes of the body, wall milliseconds."""

    cpu_ms: float
    bytes: int
    median_ms: float
    p95_ms: float
    rate: float


class Server:
    """gunicorn 2 × 4 threads as `tracker serve` starts it, on loopback."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = _free_port()
        environment = {**os.environ, "TRACKER_DATA": str(data), "TRACKER_PORT": str(self.port)}
        command = [
            *(sys.executable, "-m", "gunicorn", "bench.wsgi:app", "--bind", f"127.0.0.1:{self.port}"),
            *("--workers", str(WORKERS), "--threads", "4", "--worker-class", "gthread"),
            *("--no-control-socket", "--log-level", "error"),
        ]
        started = time.perf_counter()
        self.process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        self._wait_until_up()
        self.start_seconds = time.perf_counter() - started

    def _wait_until_up(self) -> None:
        until = time.monotonic() + START_LIMIT
        while time.monotonic() < until:
            try:
                if self.connect_and_get("/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def connect_and_get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def pids(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def cpu_seconds(self) -> float:
        """User and system time of the server's processes so far."""
        total = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def memory_mb(self) -> float:
        """Proportional memory of the server's processes."""
        total = 0
        for pid in self.pids():
            found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
            total += int(found[1]) if found else 0
        return total / 1024

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


class Client:
    """A signed-in browser over one kept connection."""

    def __init__(self, port: int, headers: dict[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = dict(headers or {})

    def request(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes, dict[str, str]]:
        headers = {**self.headers, **({"Content-Type": "application/x-www-form-urlencoded"} if body else {})}
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        content = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.headers["Cookie"] = value.split(";", 1)[0]
        return answer.status, content, dict(answer.getheaders())

    def sign_in(self, email: str, password: str) -> None:
        _, page, _ = self.request("GET", "/dang-nhap")
        token = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token, "no CSRF token on the sign-in page"
        form = urlencode({"csrf_token": token[1].decode(), "email": email, "password": password})
        status, _, _ = self.request("POST", "/dang-nhap", form)
        assert status == 303, f"sign-in answered {status}"


def measure(
    server: Server, path: str, headers: dict[str, str], *, requests: int, clients: int, expect: int = 200
) -> Measured:
    """`requests` GETs of `path` by `clients` kept connections; every answer must be `expect`."""
    per_client = requests // clients
    times: list[float] = []
    sizes: set[int] = set()
    failures: list[str] = []
    lock = threading.Lock()

    def run() -> None:
        client = Client(server.port, headers)
        own: list[float] = []
        for _ in range(per_client):
            start = time.perf_counter()
            status, body, _ = client.request("GET", path)
            own.append(time.perf_counter() - start)
            if status != expect:
                failures.append(f"{path}: {status}")
                break
            sizes.add(len(body))
        with lock:
            times.extend(own)

    for _ in range(8):  # both workers have their caches and connections
        Client(server.port, headers).request("GET", path)
    cpu, start = server.cpu_seconds(), time.perf_counter()
    threads = [threading.Thread(target=run) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, cpu = time.perf_counter() - start, server.cpu_seconds() - cpu
    if failures:
        raise RuntimeError(failures[0])
    times.sort()
    done = len(times)
    return Measured(
        cpu_ms=cpu / done * 1000,
        bytes=max(sizes),
        median_ms=times[done // 2] * 1000,
        p95_ms=times[int(done * 0.95)] * 1000,
        rate=done / wall,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
