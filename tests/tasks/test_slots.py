"""Which deadlines an item asks for: quarters, milestones, recurrences (product 3.1). No database."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.periods import Quarter
from tracker.tasks.slots import effective_due, quarter_slots, slots_of
from tracker.workdays import WorkCalendar

DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))
YEAR = {"plan_starts_on": date(2025, 9, 1), "plan_ends_on": date(2026, 6, 30), "today": date(2025, 10, 6)}


@dataclass
class Dates:
    time_text: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    due_time: time | None = None
    qualifier: str = ""
    recurrence: str = "none"
    milestones: list[str] = field(default_factory=list)


def days(item: Dates, **values) -> list[date | None]:
    return [slot.due_on for slot in slots_of(item, **{**YEAR, **values})]


@given(first=DAYS, length=st.integers(0, 1200), today=DAYS)
def test_every_quarter_of_the_period_that_is_not_over_has_one_slot_due_on_its_last_day(first, length, today):
    last = first + timedelta(days=length)
    slots = quarter_slots(first, last, today=today)
    assert [slot.key for slot in slots] == sorted({slot.key for slot in slots})
    every = {str(Quarter.of(first + timedelta(days=n))) for n in range(length + 1)}
    assert {slot.key for slot in slots} == {key for key in every if Quarter.parse(key).end >= today}
    for slot in slots:
        assert (slot.due_on + timedelta(days=1)).day == 1
        assert slot.starts_on == Quarter.parse(slot.key).start
        assert slot.is_ongoing


@pytest.mark.parametrize(
    ("today", "first"),
    [(date(2025, 12, 31), "2025Q4"), (date(2026, 1, 1), "2026Q1"), (date(2026, 3, 31), "2026Q1")],
)
def test_the_quarter_that_ends_today_is_still_asked_for(today, first):
    slots = slots_of(Dates(recurrence="continuous"), **{**YEAR, "today": today})
    assert slots[0].key == first


def test_continuous_work_begins_where_the_item_says_and_needs_a_period():
    assert [s.key for s in slots_of(Dates(recurrence="continuous", starts_on=date(2026, 1, 5)), **YEAR)] == [
        "2026Q1",
        "2026Q2",
    ]
    assert slots_of(Dates(recurrence="continuous"), **{**YEAR, "plan_ends_on": None}) == []


def test_a_named_date_of_continuous_work_is_its_deadline():
    item = Dates("Thường xuyên, hoàn thành trước 31/12/2025", due_on=date(2025, 12, 31), recurrence="continuous")
    assert [(slot.key, slot.is_ongoing) for slot in slots_of(item, **YEAR)] == [("2025-12-31", False)]


def test_a_weekly_deadline_falls_on_every_such_weekday_of_the_plan():
    item = Dates(time_text="thứ Sáu hằng tuần", recurrence="weekly")
    found = days(item, plan_starts_on=date(2025, 10, 6), plan_ends_on=date(2025, 10, 24))
    assert found == [date(2025, 10, 10), date(2025, 10, 17), date(2025, 10, 24)]


def test_a_month_end_recurrence_keeps_the_last_day_of_shorter_months():
    item = Dates(time_text="ngày 31 hằng tháng", recurrence="monthly")
    found = days(item, plan_starts_on=date(2028, 1, 1), plan_ends_on=date(2028, 4, 30))
    assert found == [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30)]


def test_a_recurrence_includes_the_plans_last_day_and_stops_there():
    item = Dates(time_text="ngày 30 hằng tháng", recurrence="monthly")
    assert days(item, plan_starts_on=date(2026, 5, 1), plan_ends_on=date(2026, 6, 30))[-1] == date(2026, 6, 30)


def test_a_recurrence_without_a_day_is_a_note():
    assert days(Dates(time_text="Hằng năm", recurrence="annual")) == [None]


def test_a_date_an_officer_moved_replaces_the_only_milestone():
    assert days(Dates(due_on=date(2025, 12, 25), milestones=["2025-12-31"])) == [date(2025, 12, 25)]


def test_a_last_date_an_officer_moved_leaves_the_earlier_milestones():
    item = Dates(due_on=date(2026, 3, 15), milestones=["2025-12-31", "2026-03-31"])
    assert days(item) == [date(2025, 12, 31), date(2026, 3, 15)]


@given(day=DAYS, off=st.frozensets(DAYS, max_size=30))
def test_the_effective_day_is_the_written_one_or_the_next_working_day(day, off):
    calendar = WorkCalendar(off=off)
    assert effective_due(day, calendar, roll_over=False) == day
    rolled = effective_due(day, calendar, roll_over=True)
    assert rolled >= day
    assert calendar.is_working(rolled)
    assert (rolled == day) == calendar.is_working(day)
    assert effective_due(None, calendar, roll_over=True) is None
