"""What is shown for a deadline: the sentences of product 3.2, and Python = SQL over the whole grid."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest
import sqlalchemy as sa

from tests.tasks.make import make_deadline, make_task
from tracker.clock import OFFICE_ZONE
from tracker.tasks import state
from tracker.tasks.models import Deadline, DeadlineState
from tracker.tasks.state import Shown, days_left, is_handed_in_late, is_late_at, is_overdue, shown

DUE = date(2025, 12, 31)


@dataclass
class Plain:
    state: DeadlineState = DeadlineState.OPEN
    starts_on: date | None = None
    due_time: time | None = None
    effective_due: date | None = DUE
    judged_due: date | None = DUE
    is_ongoing: bool = False
    must_report: bool = True
    submitted_at: datetime | None = None
    is_done_late: bool | None = None


def at(day: date, hour: int, minute: int = 0, second: int = 0, micro: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, second, micro, tzinfo=OFFICE_ZONE).astimezone(UTC)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2025, 9, 30), Shown.UPCOMING),
        (date(2025, 10, 1), Shown.ACTIVE),
        (date(2025, 12, 23), Shown.ACTIVE),
        (date(2025, 12, 24), Shown.SOON),
        (date(2025, 12, 31), Shown.SOON),
        (date(2026, 1, 1), Shown.OVERDUE),
    ],
)
def test_open_work_goes_from_not_yet_to_overdue(today, expected):
    assert shown(Plain(starts_on=date(2025, 10, 1)), today) is expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Plain(state=DeadlineState.ACCEPTED, is_done_late=False), "Hoàn thành đúng hạn"),
        (Plain(state=DeadlineState.ACCEPTED, is_done_late=True), "Hoàn thành quá hạn"),
        (Plain(state=DeadlineState.SUBMITTED), "Chờ duyệt"),
        (Plain(state=DeadlineState.RETURNED), "Trả lại"),
        (Plain(state=DeadlineState.WAIVED), "Miễn"),
        (Plain(state=DeadlineState.SUSPENDED), "Tạm dừng"),
        (Plain(state=DeadlineState.CANCELLED), "Đã thu hồi"),
        (Plain(effective_due=None, judged_due=None), "Không hạn"),
        (Plain(is_ongoing=True), "Thiếu minh chứng quý"),
        (Plain(), "Quá hạn"),
        (Plain(must_report=False), "Đang thực hiện"),
    ],
)
def test_each_state_has_its_words_the_day_after_the_due_date(facts, expected):
    assert shown(facts, date(2026, 1, 1)).label == expected


def test_a_unit_that_need_not_report_is_never_overdue():
    facts = Plain(must_report=False)
    assert not is_overdue(facts, date(2030, 1, 1))
    assert days_left(facts, date(2030, 1, 1)) is None


def test_a_hand_in_at_one_minute_to_midnight_in_ha_noi_is_on_time_and_at_one_past_is_late():
    assert not is_late_at(Plain(), at(DUE, 23, 59))
    assert is_late_at(Plain(), at(date(2026, 1, 1), 0, 1))


def test_the_hour_of_the_order_counts_on_the_due_day_with_the_hour_itself_included():
    facts = Plain(due_time=time(17, 0))
    assert not is_late_at(facts, at(DUE, 17, 0, 0))
    assert is_late_at(facts, at(DUE, 17, 0, 1))
    assert not is_late_at(facts, at(DUE - timedelta(days=1), 23, 59))


def test_open_work_with_an_hour_is_overdue_by_the_clock_when_it_is_asked_and_by_the_day_when_not():
    facts = Plain(due_time=time(17, 0))
    assert shown(facts, DUE) is Shown.SOON
    assert shown(facts, DUE, now=at(DUE, 17, 0)) is Shown.SOON
    assert shown(facts, DUE, now=at(DUE, 17, 1)) is Shown.OVERDUE
    assert shown(facts, DUE + timedelta(days=1)) is Shown.OVERDUE


def test_an_extension_asked_for_too_late_moves_the_effective_date_but_not_the_lateness():
    facts = Plain(effective_due=date(2026, 1, 15), judged_due=DUE)
    assert shown(facts, date(2026, 1, 5)) is Shown.OVERDUE


def test_every_shown_state_has_its_own_words_and_an_icon():
    assert len({member.label for member in Shown}) == len(Shown)
    assert all(member.icon and member.css == member.value for member in Shown)


DATES = [None, date(2025, 12, 30), DUE, date(2026, 1, 2)]
STARTS = [None, date(2025, 10, 1), DUE]
HOURS = [None, time(17, 0)]
SUBMISSIONS = [
    None,
    at(date(2025, 12, 30), 17, 0),
    at(DUE, 17, 0, 0, 900_000),
    at(DUE, 17, 0, 1),
    at(DUE, 23, 59, 59, 999_999),
    at(date(2026, 1, 1), 0, 1),
]
TODAYS = [date(2025, 9, 30), date(2025, 12, 24), DUE, date(2026, 1, 1), date(2026, 1, 12)]


def grid_rows(first: Deadline) -> list[dict]:
    """One deadline for each combination of the facts that the rules ask for."""
    rows = []
    combinations = product(DeadlineState, DATES, STARTS, HOURS, SUBMISSIONS, (False, True), (False, True))
    for number, (stored, due, starts, hour, handed_in, ongoing, reports) in enumerate(combinations):
        # every third row has another effective date than the one lateness is judged by, every fifth none to judge by
        effective = due if number % 3 or due is None else due + timedelta(days=5)
        rows.append(
            {
                "assignment_id": first.assignment_id,
                "task_id": first.task_id,
                "unit_id": first.unit_id,
                "review_by": first.review_by,
                "created_at": first.created_at,
                "changed_at": first.changed_at,
                "uid": f"uid-{number}",
                "slot": f"g{number}",
                "quarter": "",
                "state": stored,
                "starts_on": starts,
                "due_on": due,
                "due_time": hour,
                "effective_due": effective,
                "judged_due": None if number % 5 == 0 else due,
                "submitted_at": handed_in,
                "is_ongoing": ongoing,
                "must_report": reports,
                "is_done_late": (None, False, True)[number % 3] if stored is DeadlineState.ACCEPTED else None,
            }
        )
    return rows


def test_python_and_sql_give_one_answer_for_every_combination_of_facts(session, cast):
    first = make_deadline(session, make_task(session), cast.le_chan)
    session.execute(sa.insert(Deadline), grid_rows(first))
    instants = [(today, None) for today in TODAYS] + [(DUE, at(DUE, 17, 0)), (DUE, at(DUE, 17, 0, 1))]
    deadlines = session.scalars(sa.select(Deadline).order_by(Deadline.id)).all()
    assert len(deadlines) > 4000
    for today, now in instants:
        answers = session.execute(
            sa.select(
                state.shown_sql(today, now=now),
                state.is_overdue_sql(today, now=now),
                state.is_handed_in_late_sql(),
            ).order_by(Deadline.id)
        ).all()
        for deadline, (shown_answer, overdue_answer, late_answer) in zip(deadlines, answers, strict=True):
            assert shown_answer == shown(deadline, today, now=now)
            assert bool(overdue_answer) is is_overdue(deadline, today, now=now)
            assert bool(late_answer) is is_handed_in_late(deadline)
