"""Databases of these tests: the directories are loaded once a run, each test works on its own copy."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import Database, copied, running
from tests.plans.office import HAI_PHONG, SMALL_SO, load_directory
from tracker.directory import queries as directory_queries
from tracker.directory.snapshot import Directory
from tracker.extensions import db

Furnished = tuple[Database, Directory]


@contextmanager
def furnish(template: Database, folder: Path, seeds: Path) -> Iterator[Furnished]:
    with copied(template, folder) as database:
        with running(folder, database):
            load_directory(db.session(), seeds)
            directory = directory_queries.snapshot(db.session())
        yield database, directory


@pytest.fixture(scope="session")
def furnished(template: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    """A database with the demonstration directory of Hải Phòng and the officer, and its snapshot."""
    with furnish(template, tmp_path_factory.mktemp("hai-phong"), HAI_PHONG) as made:
        yield made


@pytest.fixture(scope="session")
def furnished_small(template: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    """The same for the second, small Sở."""
    with furnish(template, tmp_path_factory.mktemp("small-so"), SMALL_SO) as made:
        yield made


@pytest.fixture
def hai_phong(furnished: Furnished) -> Directory:
    return furnished[1]


@pytest.fixture
def small_so(furnished_small: Furnished) -> Directory:
    return furnished_small[1]


@pytest.fixture
def database(furnished: Furnished, tmp_path: Path) -> Iterator[Database]:
    """A copy of the furnished database: what the application runs on here."""
    with copied(furnished[0], tmp_path) as copy:
        yield copy


@pytest.fixture
def small_app(furnished_small: Furnished, tmp_path: Path):
    with copied(furnished_small[0], tmp_path) as copy, running(tmp_path, copy) as application:
        yield application
