"""Fixtures: a migrated database file for each test, the application on it, a client that signs in, the cast."""

import contextvars
import fcntl
import os
import shutil
import time

os.environ["TZ"] = "America/Anchorage"  # far from Hà Nội: a date taken from the machine's zone fails here
time.tzset()
for _key in [key for key in os.environ if key.startswith("TRACKER_")]:
    del os.environ[_key]

from collections.abc import Callable, Iterator  # noqa: E402
from contextlib import contextmanager  # noqa: E402
from datetime import date  # noqa: E402
from pathlib import Path  # noqa: E402

import pytest  # noqa: E402
from argon2 import PasswordHasher  # noqa: E402
from flask import Flask  # noqa: E402
from flask import session as flask_session  # noqa: E402
from flask.testing import FlaskClient  # noqa: E402
from flask_migrate import upgrade  # noqa: E402
from flask_wtf.csrf import generate_csrf  # noqa: E402
from jinja2.bccache import Bucket, BytecodeCache  # noqa: E402

from tests import postgres  # noqa: E402
from tests.cast import Cast, make_cast  # noqa: E402
from tracker import clock, config, create_app  # noqa: E402
from tracker.directory import accounts  # noqa: E402
from tracker.extensions import db  # noqa: E402

TODAY = date(2025, 12, 15)
REAL_HASHER = accounts.HASHER
accounts.HASHER = PasswordHasher(
    time_cost=1, memory_cost=64, parallelism=1
)  # tests/directory/test_sign_in.py pays in full
ROOT = Path(__file__).resolve().parent.parent


def settings_for(folder: Path, **values: str) -> config.Settings:
    """Settings of a test: its own data folder, 15/12/2025, a fixed secret. Values are given as TRACKER_* strings."""
    environment = {
        "TRACKER_SECRET_KEY": "t" * 40,
        "TRACKER_TODAY": TODAY.isoformat(),
        "TRACKER_BASE_URL": "http://localhost",
        "TRACKER_PARENT_BODY": "UBND thành phố Hải Phòng",
        **values,
    }
    return config.load(environment, data=folder)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run on PostgreSQL what otherwise runs on SQLite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With --postgres only what needs a database runs, but for what is about SQLite's files."""
    if config.getoption("--postgres"):
        chosen = [item for item in items if _needs_server(item)]
        config.hook.pytest_deselected(items=[item for item in items if not _needs_server(item)])
        items[:] = chosen


def _needs_server(item: pytest.Item) -> bool:
    uses_database = not {"template", "cluster"}.isdisjoint(getattr(item, "fixturenames", ()))
    return uses_database and item.get_closest_marker("sqlite") is None


Database = Path | postgres.Database  # a SQLite file, or a database of the cluster


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory):
    """A PostgreSQL server with a migrated template database."""
    with postgres.running() as server:
        server.run("CREATE DATABASE template_tracker")
        url = server.url("template_tracker")
        application = create_app(settings_for(tmp_path_factory.mktemp("postgres"), TRACKER_DATABASE_URL=url))
        with application.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            db.engine.dispose()
        clock.assume_day(None)
        yield server


@contextmanager
def copied(template: Database, folder: Path) -> Iterator[Database]:
    """A copy of `template` for the data folder `folder`."""
    if isinstance(template, Path):
        yield Path(shutil.copy(template, folder / "tracker.db"))
        return
    with template.copied() as copy:
        yield copy


class _Templates(BytecodeCache):
    """Compiled templates, kept for all applications of the process: each test makes its own application."""

    kept: dict[str, bytes] = {}  # noqa: RUF012

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self.kept.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


@contextmanager
def running(folder: Path, database: Database) -> Iterator[Flask]:
    """The application on `database`, on 15/12/2025, inside its context."""
    values = {} if isinstance(database, Path) else {"TRACKER_DATABASE_URL": database.url}
    application = create_app(settings_for(folder, **values))
    application.testing = True
    application.jinja_env.bytecode_cache = _Templates()
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()
    clock.assume_day(None)


@pytest.fixture(scope="session")
def template(request: pytest.FixtureRequest) -> Database:
    """The empty migrated database that tests copy: a SQLite file, or with --postgres one of the cluster."""
    if not request.config.getoption("--postgres"):
        return request.getfixturevalue("migrated")
    return postgres.Database(request.getfixturevalue("cluster"), "template_tracker")


@pytest.fixture
def database(template: Database, tmp_path: Path) -> Iterator[Database]:
    """A fresh migrated database."""
    with copied(template, tmp_path) as copy:
        yield copy


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder `name` as `make` fills it, made by the first of a run's processes that needs it, read by all."""
    is_alone = os.environ.get("PYTEST_XDIST_WORKER") is None
    base = tmp_path_factory.getbasetemp()
    folder = (base if is_alone else base.parent) / name
    with (folder.with_suffix(".lock")).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / ".made").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            (folder / ".made").touch()
    return folder


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database brought up by the migrations once a session."""
    folder = tmp_path_factory.mktemp("template")
    app = create_app(settings_for(folder))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        db.engine.dispose()
    return folder / "tracker.db"


@pytest.fixture
def app(database: Database, tmp_path: Path):
    """The application on a fresh migrated database, on 15/12/2025, inside its context."""
    with running(tmp_path, database) as application:
        yield application


def environment_of(app: Flask) -> dict[str, str]:
    """What a command needs in its environment to work on the data of `app`, on 15/12/2025."""
    return {
        "PATH": os.environ["PATH"],
        "TRACKER_DATA": str(app.extensions["settings"].data),
        "TRACKER_DATABASE_URL": db.engine.url.render_as_string(hide_password=False),
        "TRACKER_SECRET_KEY": "t" * 40,
        "TRACKER_TODAY": TODAY.isoformat(),
        "TRACKER_BASE_URL": "http://localhost",
    }


@pytest.fixture
def environment(app: Flask) -> dict[str, str]:
    return environment_of(app)


@pytest.fixture
def session(app: Flask):
    return db.session


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The fixed cast of the office (tests/cast.py), committed."""
    made = make_cast(db.session)
    db.session.commit()
    return made


class Browser:
    """A client that signs in as one of the cast and sends CSRF tokens as a browser would."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def sign_in(self, email: str, password: str = "Mat-khau-thu-2025") -> "Browser":
        answer = self.post("/dang-nhap", {"email": email, "password": password})
        assert answer.status_code == 303, answer.text
        return self

    def get(self, path: str, **kwargs):
        return self._alone(lambda: self.client.get(path, **kwargs))

    def token(self) -> str:
        return self._alone(self._make_token)

    def post(self, path: str, data: dict | None = None, **kwargs):
        values = {"csrf_token": self.token(), **(data or {})}
        return self._alone(lambda: self.client.post(path, data=values, **kwargs))

    def bare_post(self, path: str, data: dict | None = None):
        """A POST as another site would send it: without a token."""
        return self._alone(lambda: self.client.post(path, data=data or {}))

    def cookie(self) -> dict:
        """What the browser's session cookie holds."""

        def read() -> dict:
            with self.client.session_transaction() as state:
                return dict(state)

        return self._alone(read)

    def remember(self, cookie: dict) -> None:
        """Put an older cookie back."""

        def write() -> None:
            with self.client.session_transaction() as state:
                state.clear()
                state.update(cookie)

        self._alone(write)

    def _make_token(self) -> str:
        with self.client.session_transaction() as state, self.client.application.test_request_context():
            flask_session.update(state)
            token = generate_csrf()
            state.update(flask_session)
        return token

    @staticmethod
    def _alone(request):
        """A request has its own application context, g and database session, as in production: none is pushed around it.

        What the test did so far is committed first, so that it is seen and holds no lock.
        """
        db.session.commit()
        return contextvars.Context().run(request)


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app.test_client())


@pytest.fixture
def new_browser(app: Flask):
    """A further browser: for a second person in the same test."""
    return lambda: Browser(app.test_client())
