"""Working days come from data alone (product 3.1)."""

import csv
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tracker.workdays import WorkCalendar

DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))


def seed_calendar() -> WorkCalendar:
    """The calendar as the seed file gives it."""
    with (ROOT / "seeds" / "work-calendar.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    day_of = [(date.fromisoformat(row["date"]), row["kind"]) for row in rows]
    return WorkCalendar(
        off=frozenset(day for day, kind in day_of if kind == "off"),
        work=frozenset(day for day, kind in day_of if kind == "work"),
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 5, 31), date(2026, 6, 1)),  # Sunday
        (date(2025, 12, 20), date(2025, 12, 22)),  # Saturday
        (date(2025, 12, 31), date(2025, 12, 31)),  # Wednesday
        (date(2028, 2, 29), date(2028, 2, 29)),  # a leap day, Tuesday
    ],
)
def test_a_weekend_moves_to_the_next_working_day(day, expected):
    assert WorkCalendar().on_or_after(day) == expected


def test_tet_is_passed_over_as_the_data_say():
    calendar = seed_calendar()
    tet = date(2026, 2, 17)  # mùng 1 Tết Bính Ngọ
    assert not calendar.is_working(tet)
    assert calendar.on_or_after(tet) > tet + timedelta(days=2)
    assert calendar.on_or_before(tet) < tet


def test_national_day_of_2025_is_off_for_both_its_days():
    calendar = seed_calendar()
    assert [calendar.is_working(date(2025, 9, day)) for day in (1, 2, 3)] == [False, False, True]


def test_a_make_up_saturday_is_worked():
    calendar = WorkCalendar(off=frozenset({date(2025, 5, 2)}), work=frozenset({date(2025, 4, 26)}))
    assert calendar.is_working(date(2025, 4, 26))
    assert calendar.after(date(2025, 5, 1)) == date(2025, 5, 5)


@given(day=DAYS, off=st.frozensets(DAYS, max_size=40), work=st.frozensets(DAYS, max_size=10))
def test_the_next_and_the_last_working_day_enclose_the_day_and_leave_none_out(day, off, work):
    calendar = WorkCalendar(off=off, work=work)
    after, before = calendar.on_or_after(day), calendar.on_or_before(day)
    assert before <= day <= after
    assert calendar.is_working(after)
    assert calendar.is_working(before)
    assert (before == after == day) == calendar.is_working(day)
    between = (before + timedelta(days=n) for n in range(1, (after - before).days))
    assert not any(calendar.is_working(each) for each in between)
    assert calendar.after(day) > day
