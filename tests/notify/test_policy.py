"""Which step a day owes (product 3.5): by table, against a slow definition, and by properties over years of days."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tracker import clock
from tracker.notify.policy import (
    DeadlineFacts,
    Policy,
    Step,
    dates_that_may_owe,
    is_open_hour,
    latest_effective_due,
    owed_step,
)
from tracker.tasks.models import DeadlineState
from tracker.workdays import WorkCalendar

DAY = timedelta(days=1)
POLICY = Policy()
PLAIN = WorkCalendar()
# Tết 2026 as the office has it: Monday 16/2 to Friday 20/2 off; Saturday 24/1 is worked for no reason but the test
TET = WorkCalendar(
    off=frozenset(date(2026, 2, 16) + timedelta(days=n) for n in range(5)) | {date(2026, 1, 1)},
    work=frozenset({date(2026, 1, 24)}),
)
CALENDARS = (PLAIN, TET)


def facts(due_on: date | None, calendar: WorkCalendar = PLAIN, **values) -> DeadlineFacts:
    effective = calendar.on_or_after(due_on) if due_on else None
    defaults = {"state": DeadlineState.OPEN, "created_on": date(2025, 1, 1)}
    return DeadlineFacts(due_on=due_on, effective_due=effective, **{**defaults, **values})


def name(step: Step | None) -> str | None:
    return step.name if step else None


def owed_days(one: DeadlineFacts, calendar: WorkCalendar, first: date, last: date) -> dict[date, str]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day: step.name for day in days if (step := owed_step(one, POLICY, calendar, day))}


def test_a_deadline_is_reminded_30_14_7_3_and_1_days_before_on_the_day_and_when_late():
    wednesday = date(2025, 12, 24)
    assert owed_days(facts(wednesday), PLAIN, date(2025, 11, 1), date(2026, 1, 15)) == {
        date(2025, 11, 24): "before-30",
        date(2025, 12, 10): "before-14",
        date(2025, 12, 17): "before-7",
        date(2025, 12, 19): "before-3",  # the 21st is a Sunday: Friday before it
        date(2025, 12, 23): "before-1",
        date(2025, 12, 24): "on",
        date(2025, 12, 25): "late-1",
        date(2026, 1, 1): "late-2",
        date(2026, 1, 8): "late-3",
        date(2026, 1, 15): "late-4",
    }


def test_a_due_date_on_a_sunday_is_reminded_on_friday_and_late_only_from_tuesday():
    sunday = date(2025, 12, 14)
    assert owed_days(facts(sunday), PLAIN, date(2025, 12, 10), date(2025, 12, 24)) == {
        date(2025, 12, 11): "before-3",
        date(2025, 12, 12): "on",  # with before-1 on the same Friday only the newest is sent
        date(2025, 12, 16): "late-1",
        date(2025, 12, 23): "late-2",
    }


def test_around_tet_everything_moves_to_the_last_working_day_before_and_late_starts_after():
    one = facts(date(2026, 2, 18), TET)
    assert one.effective_due == date(2026, 2, 23)
    assert owed_days(one, TET, date(2026, 2, 9), date(2026, 3, 4)) == {
        date(2026, 2, 11): "before-7",
        date(2026, 2, 13): "on",
        date(2026, 2, 24): "late-1",
        date(2026, 3, 3): "late-2",
    }


def test_a_saturday_that_is_worked_gets_its_mail_on_saturday():
    assert owed_days(facts(date(2026, 1, 24)), TET, date(2026, 1, 22), date(2026, 1, 25)) == {
        date(2026, 1, 23): "before-1",
        date(2026, 1, 24): "on",
    }


def test_the_head_joins_from_seven_days_late():
    one = facts(date(2025, 12, 24))
    assert not owed_step(one, POLICY, PLAIN, date(2025, 12, 25)).to_head
    assert owed_step(one, POLICY, PLAIN, date(2026, 1, 1)).to_head
    assert not owed_step(one, POLICY, PLAIN, date(2025, 12, 17)).to_head


@pytest.mark.parametrize("state", list(DeadlineState))
@pytest.mark.parametrize("day", [date(2025, 12, 23), date(2025, 12, 24), date(2025, 12, 25)])
def test_only_what_the_unit_still_has_to_hand_in_is_reminded(state, day):
    is_owed = owed_step(facts(date(2025, 12, 24), state=state), POLICY, PLAIN, day) is not None
    assert is_owed == (state in {DeadlineState.OPEN, DeadlineState.RETURNED})


def test_a_suspended_or_cancelled_task_and_a_deadline_without_a_date_owe_nothing():
    assert owed_step(facts(date(2025, 12, 24), is_task_running=False), POLICY, PLAIN, date(2025, 12, 24)) is None
    assert owed_days(facts(None), PLAIN, date(2025, 1, 1), date(2026, 12, 31)) == {}


def test_a_unit_that_need_not_report_is_reminded_before_and_on_the_day_and_never_late():
    steps = owed_days(facts(date(2025, 12, 24), must_report=False), PLAIN, date(2025, 11, 1), date(2026, 6, 1))
    assert list(steps.values()) == ["before-30", "before-14", "before-7", "before-3", "before-1", "on"]


def test_nothing_from_before_the_assignment_is_sent():
    one = facts(date(2025, 12, 24), created_on=date(2025, 12, 19))
    steps = owed_days(one, PLAIN, date(2025, 11, 1), date(2025, 12, 24))
    assert list(steps.values()) == ["before-3", "before-1", "on"]
    later = facts(date(2025, 12, 24), created_on=date(2025, 12, 22))
    assert owed_step(later, POLICY, PLAIN, date(2025, 12, 22), since=date(2025, 12, 1)) is None


def test_after_the_worker_was_down_only_the_newest_missed_step_is_owed():
    one = facts(date(2025, 12, 24))
    down_since = date(2025, 12, 15)
    assert name(owed_step(one, POLICY, PLAIN, date(2025, 12, 18), since=down_since)) == "before-7"
    assert name(owed_step(one, POLICY, PLAIN, date(2025, 12, 22), since=down_since)) == "before-3"
    assert name(owed_step(one, POLICY, PLAIN, date(2026, 2, 6), since=down_since)) == "late-7"
    assert owed_step(one, POLICY, PLAIN, date(2025, 12, 18), since=date(2025, 12, 17)) is None


def test_work_already_past_when_assigned_is_late_from_the_day_of_assignment():
    one = facts(date(2025, 6, 2), created_on=date(2025, 12, 15), judged_due=date(2025, 12, 14))
    assert owed_days(one, PLAIN, date(2025, 12, 15), date(2025, 12, 31)) == {
        date(2025, 12, 15): "late-1",
        date(2025, 12, 22): "late-2",
        date(2025, 12, 29): "late-3",
    }
    assert not owed_step(one, POLICY, PLAIN, date(2025, 12, 15)).to_head


def test_another_policy_is_obeyed():
    policy = Policy(days_before=(5,), on_the_day=False, late_every_days=2, head_from_days_late=3)
    one = facts(date(2025, 12, 23))
    found = {
        day: step.name
        for day in (date(2025, 12, 15) + timedelta(days=n) for n in range(20))
        if (step := owed_step(one, policy, PLAIN, day))
    }
    assert found == {
        date(2025, 12, 18): "before-5",
        date(2025, 12, 24): "late-1",
        date(2025, 12, 26): "late-3/2",  # the 28th is a Sunday: with the 26th on Friday, the newest
        date(2025, 12, 30): "late-4/2",
        date(2026, 1, 1): "late-5/2",
        date(2026, 1, 2): "late-6/2",
    }


def slow_steps(one: DeadlineFacts, calendar: WorkCalendar, until: date) -> list[tuple[date, int, str]]:
    """The rule as product 3.5 says it, without any cleverness."""
    steps = [(calendar.on_or_before(one.due_on - n * DAY), -n, f"before-{n}") for n in POLICY.days_before]
    steps.append((calendar.on_or_before(one.due_on), 0, "on"))
    late, count = calendar.after(one.effective_due), 1
    while one.must_report and late <= until + timedelta(days=40):
        steps.append((late if count == 1 else calendar.on_or_before(late), count, f"late-{count}"))
        late, count = late + timedelta(days=7), count + 1
    return steps


@pytest.mark.parametrize("calendar", CALENDARS)
@pytest.mark.parametrize("must_report", [True, False])
def test_every_day_of_a_year_around_every_due_date_answers_as_the_slow_definition(calendar, must_report):
    for offset in range(0, 60, 1):
        one = facts(date(2026, 1, 5) + timedelta(days=offset), calendar, must_report=must_report)
        for shift in range(-45, 120):
            today = one.due_on + timedelta(days=shift)
            fallen = [step for step in slow_steps(one, calendar, today) if step[0] == today]
            expected = max(fallen)[2] if fallen and calendar.is_working(today) else None
            assert name(owed_step(one, POLICY, calendar, today)) == expected, (one.due_on, today)


days = st.dates(date(2025, 10, 1), date(2026, 6, 30))


@given(due=days, today=days, since=days, created=days, calendar=st.sampled_from(CALENDARS))
def test_a_catch_up_owes_the_newest_step_since_the_last_planned_day(due, today, since, created, calendar):
    one = facts(due, calendar, created_on=created)
    found = owed_step(one, POLICY, calendar, today, since=since)
    first = max(today - DAY if since >= today else since, today - timedelta(days=31)) + DAY
    fallen = [s for s in slow_steps(one, calendar, today) if max(first, created) <= s[0] <= today]
    assert name(found) == (max(fallen)[2] if fallen and calendar.is_working(today) else None)


@given(due=days, first=days, length=st.integers(0, 40), calendar=st.sampled_from(CALENDARS), data=st.data())
def test_no_step_is_owed_twice_whatever_days_the_worker_runs_on(due, first, length, calendar, data):
    one = facts(due, calendar)
    owed: list[str] = []
    planned: date | None = None
    for day in (first + timedelta(days=n) for n in range(length)):
        if data.draw(st.booleans()) and calendar.is_working(day):
            step = owed_step(one, POLICY, calendar, day, since=planned)
            owed += [step.name] if step else []
            planned = day
    assert len(owed) == len(set(owed))


@given(due=days, today=days, since=days, calendar=st.sampled_from(CALENDARS), must_report=st.booleans())
def test_the_planners_window_misses_no_due_date_that_owes_a_step(due, today, since, calendar, must_report):
    one = facts(due, calendar, must_report=must_report)
    if owed_step(one, POLICY, calendar, today, since=since) is None:
        return
    assert one.effective_due <= latest_effective_due([POLICY], calendar, today)
    found = dates_that_may_owe([(one.effective_due, one.judged_due)], [POLICY], calendar, today, since=since)
    assert found == [one.effective_due]


def test_the_window_leaves_most_due_dates_out():
    every = [(day, day) for day in (date(2023, 1, 1) + timedelta(days=n) for n in range(1200)) if PLAIN.is_working(day)]
    found = dates_that_may_owe(every, [POLICY], PLAIN, date(2025, 12, 24))
    late = [day for day in found if day < date(2025, 12, 24)]
    assert {day.weekday() for day in late} <= {0, 1, 4} | {date(2025, 12, 23).weekday()}
    assert len(found) < len(every) / 3


@pytest.mark.parametrize(
    ("local", "is_open"),
    [
        (datetime(2025, 12, 15, 7, 29, 59, tzinfo=clock.OFFICE_ZONE), False),
        (datetime(2025, 12, 15, 7, 30, tzinfo=clock.OFFICE_ZONE), True),
        (datetime(2025, 12, 15, 16, 59, 59, tzinfo=clock.OFFICE_ZONE), True),
        (datetime(2025, 12, 15, 17, 0, tzinfo=clock.OFFICE_ZONE), False),
        (datetime(2025, 12, 14, 9, 0, tzinfo=clock.OFFICE_ZONE), False),  # Sunday
        (datetime(2025, 12, 15, 0, 30, tzinfo=clock.OFFICE_ZONE), False),
        (datetime(2025, 12, 15, 23, 30, tzinfo=clock.OFFICE_ZONE), False),
    ],
)
def test_mail_leaves_on_working_days_from_half_past_seven_to_five(local, is_open):
    assert is_open_hour(local, PLAIN) == is_open


def test_the_offices_calendar_of_the_seeds_moves_steps_before_tet():
    rows = [line.split(",")[:2] for line in (ROOT / "seeds" / "work-calendar.csv").read_text("utf-8").splitlines()[1:]]
    off = frozenset(date.fromisoformat(day) for day, kind in rows if kind == "off")
    calendar = WorkCalendar(off=off, work=frozenset(date.fromisoformat(day) for day, kind in rows if kind == "work"))
    one = facts(date(2026, 2, 17), calendar)
    before = [day for day in owed_days(one, calendar, date(2026, 1, 1), date(2026, 2, 28)) if day <= one.due_on]
    assert before
    assert max(before) == date(2026, 2, 13)  # the last Friday before Tết
    assert all(calendar.is_working(day) for day in before)
