"""A PostgreSQL server of the tests' own: a fresh cluster on a socket, one migrated template, a database for each test.

Its locale orders text as a dictionary does, not by bytes as SQLite does: what relies on the one or the other shows. 15 or newer.

initdb and postgres refuse root, so they run as nobody then. Without the programs the tests skip, saying so; with CI=true a
skip is a failure (product 4.1).
"""

import os
import pwd
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import pytest

PATIENCE = 60


@dataclass(frozen=True)
class Server:
    """A running server: its socket's folder."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def run(self, statement: str) -> None:
        """One statement outside any transaction."""
        import psycopg

        connection = psycopg.connect(f"host={self.folder} user=postgres dbname=postgres", autocommit=True)
        with closing(connection):
            connection.execute(statement)


@dataclass(frozen=True)
class Database:
    """One database of a running server."""

    server: Server
    name: str

    @property
    def url(self) -> str:
        return self.server.url(self.name)

    @contextmanager
    def copied(self) -> Iterator["Database"]:
        """A copy of it until the block ends. Nobody may be connected to the original."""
        copy = Database(self.server, f"test_{uuid.uuid4().hex}")
        # Without fsync copying files is three times as fast as logging pages.
        self.server.run(f"CREATE DATABASE {copy.name} TEMPLATE {self.name} STRATEGY FILE_COPY")
        try:
            yield copy
        finally:
            self.server.run(f"DROP DATABASE {copy.name} WITH (FORCE)")


def programs() -> Path | None:
    """Where initdb and postgres are: $PG_BIN, else the newest of Debian's, else the path's."""
    candidates = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    candidates += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True
    )
    found = shutil.which("initdb")
    candidates += [Path(found).resolve().parent] if found else []
    return next((path for path in candidates if (path / "initdb").exists() and (path / "postgres").exists()), None)


def _identity() -> dict[str, object]:
    """Who runs the server: not root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@contextmanager
def running() -> Iterator[Server]:
    """A server until the block ends. Skips where PostgreSQL is not installed."""
    where = programs()
    if where is None:
        message = "PostgreSQL's initdb and postgres are not here: install postgresql or set PG_BIN"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(message)
        pytest.skip(message)
    folder = Path(mkdtemp(prefix="dung-han-pg-"))  # a short path: a socket's name has about 100 characters
    identity = _identity()
    if identity:
        os.chown(folder, identity["user"], identity["group"])  # type: ignore[arg-type]
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    cluster = folder / "cluster"
    make = [where / "initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
    make += ["--locale-provider=icu", "--icu-locale=en"]
    subprocess.run(make, check=True, capture_output=True, cwd="/", env=environment, **identity)
    values = ["listen_addresses=", "timezone=America/Anchorage"]  # far from Hà Nội, as the tests are
    values += ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off"]  # it lives for minutes
    options = ["-k", folder, *(word for value in values for word in ("-c", value))]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [where / "postgres", "-D", cluster, *options], cwd="/", env=environment, stderr=log, stdout=log, **identity
    )
    try:
        ready = [where / "pg_isready", "-q", "-h", folder, "-U", "postgres", "-t", "1"]
        for _ in range(PATIENCE * 10):
            if subprocess.run(ready, check=False).returncode == 0:
                break
            if process.poll() is not None:
                pytest.fail((folder / "log").read_text())
        yield Server(folder)
    finally:
        process.terminate()
        process.wait(PATIENCE)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)
