"""The figures tie: Python = SQL, and the equation of the report holds for every unit, plan and quarter (product 3.2)."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tasks.make import make_deadline, make_task
from tests.tasks.test_state import Plain, at, grid_rows
from tracker.tasks import counts
from tracker.tasks.counts import Counts, Measure, measure
from tracker.tasks.models import Deadline, DeadlineState

TODAY = date(2025, 12, 15)
BEFORE, AFTER = date(2025, 12, 10), date(2025, 12, 31)


class Counted(Plain):
    is_outside_cause = False


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Counted(state=DeadlineState.ACCEPTED, is_done_late=False), Measure.DONE_ON_TIME),
        (Counted(state=DeadlineState.ACCEPTED, is_done_late=True), Measure.DONE_LATE),
        (Counted(), Measure.WITHIN),
        (Counted(effective_due=BEFORE, judged_due=BEFORE), Measure.OVERDUE),
        (Counted(effective_due=None, judged_due=None), Measure.WITHOUT_LIMIT),
        (Counted(state=DeadlineState.RETURNED), Measure.WITHIN),
        (Counted(state=DeadlineState.RETURNED, effective_due=BEFORE, judged_due=BEFORE), Measure.OVERDUE),
        (Counted(state=DeadlineState.WAIVED), Measure.OUTSIDE),
        (Counted(state=DeadlineState.SUSPENDED), Measure.OUTSIDE),
        (Counted(state=DeadlineState.CANCELLED), Measure.OUTSIDE),
        (Counted(must_report=False), Measure.OUTSIDE),
        (Counted(is_ongoing=True), Measure.ONGOING),
    ],
)
def test_each_deadline_is_counted_in_one_column(facts, expected):
    assert measure(facts, TODAY) is expected


def test_work_waiting_for_review_counts_by_when_it_was_handed_in_not_by_today():
    in_time = Counted(
        state=DeadlineState.SUBMITTED, effective_due=BEFORE, judged_due=BEFORE, submitted_at=at(BEFORE, 23, 59)
    )
    late = Counted(
        state=DeadlineState.SUBMITTED,
        effective_due=BEFORE,
        judged_due=BEFORE,
        submitted_at=at(date(2025, 12, 11), 0, 1),
    )
    assert measure(in_time, TODAY) is Measure.WITHIN
    assert measure(late, TODAY) is Measure.OVERDUE


def test_the_rate_is_on_time_of_done_and_overdue_and_says_nothing_where_nothing_was_due():
    assert Counts(done_on_time=57, done_late=1, overdue=3, within=40).rate == 57 / 61
    assert Counts(within=4).rate is None


def test_a_confirmed_outside_cause_leaves_the_rate_but_not_the_list():
    figures = Counts(done_on_time=8, done_late=1, overdue=1, outside_cause=1)
    assert (figures.given, figures.rate_of, figures.rate) == (10, 9, 8 / 9)


def test_an_ongoing_quarter_is_owed_once_it_has_begun_and_never_in_the_rate():
    begun = Counted(is_ongoing=True, starts_on=date(2025, 10, 1))
    proven = Counted(is_ongoing=True, starts_on=date(2025, 10, 1), state=DeadlineState.SUBMITTED)
    later = Counted(is_ongoing=True, starts_on=date(2026, 1, 1))
    figures = Counts.of([begun, proven, later], TODAY)
    assert (figures.ongoing_owed, figures.ongoing_with_evidence, figures.ongoing_missing) == (2, 1, 1)
    assert (figures.given, figures.rate) == (0, None)


def test_python_and_sql_count_alike_over_the_whole_grid(session, cast):
    first = make_deadline(session, make_task(session), cast.le_chan)
    rows = grid_rows(first)
    for number, row in enumerate(rows):
        row["is_outside_cause"] = number % 7 == 0
        row["quarter"] = ("2025Q3", "2025Q4", "2026Q1", "")[number % 4]
        row["unit_id"] = (cast.le_chan.id, cast.hai_an.id, cast.quality.id)[number % 3]
    session.execute(sa.insert(Deadline), rows)
    deadlines = session.scalars(sa.select(Deadline)).all()
    for today in (date(2025, 9, 1), date(2025, 12, 28), date(2026, 1, 3)):
        assert counts.count(session, today) == Counts.of(deadlines, today)
        overdue = session.scalars(sa.select(Deadline.id).where(counts.is_counted_overdue_sql(today)))
        assert set(overdue) == {d.id for d in deadlines if measure(d, today) is Measure.OVERDUE}
        by_unit = counts.count_by(session, today, [Deadline.unit_id, Deadline.quarter])
        assert len(by_unit) == 12
        for (unit_id, quarter), figures in by_unit.items():
            mine = [d for d in deadlines if (d.unit_id, d.quarter) == (unit_id, quarter)]
            assert figures == Counts.of(mine, today)
        assert sum(by_unit.values(), Counts()) == counts.count(session, today)


FACTS = st.fixed_dictionaries(
    {
        "state": st.sampled_from(DeadlineState),
        "due_on": st.none() | st.dates(date(2025, 12, 1), date(2025, 12, 31)),
        "starts_on": st.none() | st.dates(date(2025, 11, 1), date(2026, 1, 15)),
        "due_time": st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)),
        "is_ongoing": st.booleans(),
        "must_report": st.booleans(),
        "is_outside_cause": st.booleans(),
        "is_done_late": st.none() | st.booleans(),
        "submitted_at": st.none() | st.datetimes(datetime(2025, 11, 30), datetime(2026, 1, 2), timezones=st.just(UTC)),  # noqa: DTZ001
    }
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=st.lists(FACTS, min_size=1, max_size=25), today=st.dates(date(2025, 11, 25), date(2026, 1, 5)))
def test_given_is_the_sum_of_its_parts_whatever_the_deadlines(session, cast, facts, today):
    with session.begin_nested() as savepoint:
        task = make_task(session)
        deadlines = [
            make_deadline(session, task, cast.le_chan, slot=f"s{number}", **values)
            for number, values in enumerate(facts)
        ]
        session.flush()
        session.expire_all()
        figures = counts.count(session, today)
        assert figures == Counts.of(deadlines, today)
        counted = [d for d in deadlines if measure(d, today) not in {Measure.OUTSIDE, Measure.ONGOING}]
        assert figures.given == len(counted)
        assert figures.rate_of >= 0
        assert figures.rate is None or 0 <= figures.rate <= 1
        savepoint.rollback()
