"""The application starts, and the schema of the migrations is the schema of the models."""

from flask_migrate import check, downgrade, upgrade

from tests.conftest import ROOT


def test_the_process_answers_that_it_is_up(browser):
    assert browser.get("/healthz").text == "ok\n"


def test_the_migrations_make_what_the_models_say(app):
    check(directory=str(ROOT / "migrations"))


def test_the_last_migration_can_be_taken_back_and_made_again(app):
    downgrade(directory=str(ROOT / "migrations"))
    upgrade(directory=str(ROOT / "migrations"))
    check(directory=str(ROOT / "migrations"))
