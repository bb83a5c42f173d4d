"""One clock, the office's: the day changes at midnight in Hà Nội, wherever the server stands (product 3.1)."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from tracker import clock


@pytest.fixture(autouse=True)
def _real_calendar():
    clock.assume_day(None)
    yield
    clock.assume_day(None)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (datetime(2025, 12, 31, 16, 59, 59, tzinfo=UTC), date(2025, 12, 31)),
        (datetime(2025, 12, 31, 17, 0, 0, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2028, 2, 28, 17, 0, 0, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2025, 9, 30, 17, 0, 0, tzinfo=UTC), date(2025, 10, 1)),
    ],
)
def test_the_day_changes_at_midnight_in_ha_noi(instant, expected):
    with time_machine.travel(instant, tick=False):
        assert clock.today() == expected


def test_an_assumed_day_keeps_the_real_time_of_day():
    with time_machine.travel(datetime(2026, 11, 22, 4, 30, 15, tzinfo=UTC), tick=False):
        clock.assume_day(date(2025, 12, 15))
        assert clock.today() == date(2025, 12, 15)
        assert clock.now() == datetime(2025, 12, 15, 4, 30, 15, tzinfo=UTC)


def test_an_assumed_day_holds_from_midnight_to_midnight_of_the_office():
    clock.assume_day(date(2025, 12, 15))
    for real in (datetime(2026, 11, 21, 17, 0, tzinfo=UTC), datetime(2026, 11, 22, 16, 59, tzinfo=UTC)):
        with time_machine.travel(real, tick=False):
            assert clock.today() == date(2025, 12, 15)


def test_leases_and_sessions_never_run_on_the_assumed_day():
    real = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)
    clock.assume_day(date(2025, 12, 15))
    with time_machine.travel(real, tick=False):
        assert clock.real_now() == real


def test_instants_are_aware_and_shown_by_the_offices_clock():
    instant = datetime(2025, 12, 12, 9, 5, tzinfo=UTC)
    assert clock.now().tzinfo is UTC
    assert f"{clock.office_time(instant):%H:%M %d/%m/%Y}" == "16:05 12/12/2025"
