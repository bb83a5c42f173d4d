"""Databases of these tests: the directories are loaded once a run, each test works on its own copy."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import settings_for
from tests.plans.office import HAI_PHONG, SMALL_SO, load_directory
from tracker import clock, create_app
from tracker.directory import queries as directory_queries
from tracker.directory.snapshot import Directory
from tracker.extensions import db


@contextmanager
def running(folder: Path, database: Path) -> Iterator[Flask]:
    shutil.copy(database, folder / "tracker.db")
    application = create_app(settings_for(folder))
    application.testing = True
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()
    clock.assume_day(None)


def furnish(migrated: Path, folder: Path, seeds: Path) -> tuple[Path, Directory]:
    with running(folder, migrated):
        load_directory(db.session(), seeds)
        directory = directory_queries.snapshot(db.session())
    return folder / "tracker.db", directory


@pytest.fixture(scope="session")
def furnished(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Directory]:
    """A database with the demonstration directory of Hải Phòng and the officer, and its snapshot."""
    return furnish(migrated, tmp_path_factory.mktemp("hai-phong"), HAI_PHONG)


@pytest.fixture(scope="session")
def furnished_small(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Directory]:
    """The same for the second, small Sở."""
    return furnish(migrated, tmp_path_factory.mktemp("small-so"), SMALL_SO)


@pytest.fixture
def hai_phong(furnished: tuple[Path, Directory]) -> Directory:
    return furnished[1]


@pytest.fixture
def small_so(furnished_small: tuple[Path, Directory]) -> Directory:
    return furnished_small[1]


@pytest.fixture
def app(furnished: tuple[Path, Directory], tmp_path: Path):
    """The application on a copy of the furnished database, on 15/12/2025, inside its context."""
    with running(tmp_path, furnished[0]) as application:
        yield application


@pytest.fixture
def small_app(furnished_small: tuple[Path, Directory], tmp_path: Path):
    with running(tmp_path, furnished_small[0]) as application:
        yield application
