"""`tracker feeds url` and `tracker feeds revoke` (product 4.2)."""

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from tests.cast import Cast
from tracker import clock
from tracker.cli import main
from tracker.notify.models import Feed
from tracker.plans.models import Plan


@pytest.fixture
def run(environment, session, cast: Cast, monkeypatch):
    """The command on the test's own data."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    def call(*words: str):
        session.commit()
        result = CliRunner().invoke(main, ["feeds", *words])
        session.rollback()
        return result

    return call


def test_a_units_address_is_made_once_and_printed_alone(app, run):
    first, again = run("url", "--unit", "11407"), run("url", "--unit", "11407")

    assert first.exit_code == 0, first.output
    assert first.stdout == again.stdout
    address = first.stdout.strip()
    assert address.startswith("http://localhost/ical/don-vi/")
    assert app.test_client().get(address.removeprefix("http://localhost")).status_code == 200


def test_the_address_belongs_to_who_acts_for_the_unit_unless_somebody_is_named(session, cast: Cast, run):
    run("url", "--unit", "11407")
    run("url", "--unit", "11407", "--as", "hanh@example.edu.vn")

    owners = session.scalars(sa.select(Feed.person_id).order_by(Feed.id)).all()
    assert owners == [cast.commune.person_id, cast.officer.person_id]


def test_a_unit_without_people_is_given_to_the_office(session, cast: Cast, run):
    run("url", "--unit", "THPT-THUY-NGUYEN-3")

    assert session.scalar(sa.select(Feed.person_id)) == cast.officer.person_id


def test_persons_and_plans_have_addresses_too(session, run):
    plan = Plan(title="Kế hoạch 131", created_at=clock.now())
    session.add(plan)
    session.flush()
    number = str(plan.id)

    assert "/ical/ca-nhan/" in run("url", "--user", "LE@example.edu.vn").stdout
    assert "/ical/ke-hoach/" in run("url", "--plan", number).stdout


@pytest.mark.parametrize(
    "words",
    [
        ("url",),
        ("url", "--unit", "KHONG-CO"),
        ("url", "--unit", "11407", "--user", "le@example.edu.vn"),
        ("url", "--unit", "11407", "--as", "an@example.edu.vn"),
        ("url", "--user", "khong-co@example.edu.vn"),
        ("url", "--plan", "99"),
        ("revoke",),
    ],
)
def test_a_wrong_request_is_one_sentence_and_exit_code_2(run, words):
    result = run(*words)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1


def test_revoking_a_unit_ends_every_persons_address(app, session, run):
    addresses = [
        run("url", "--unit", "11407").stdout.strip(),
        run("url", "--unit", "11407", "--as", "hanh@example.edu.vn").stdout.strip(),
    ]

    assert run("revoke", "--unit", "11407", "--as", "hanh@example.edu.vn").exit_code == 0
    assert [app.test_client().get(each.removeprefix("http://localhost")).status_code for each in addresses] == [
        200,
        404,
    ]
    session.rollback()
    assert "1 địa chỉ" in run("revoke", "--unit", "11407").stderr
    assert app.test_client().get(addresses[0].removeprefix("http://localhost")).status_code == 404
