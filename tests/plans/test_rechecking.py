"""Doubts asked again of a whole plan after a date or the period was settled; decisions stay (product 3.8)."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.tasks.plan import make_item, make_plan
from tracker import clock
from tracker.directory.models import Unit, UnitKind
from tracker.plans.conflicts import Code
from tracker.plans.models import Decision, ItemState, ItemWarning
from tracker.plans.rechecking import recheck_plan
from tracker.plans.warning import WarningCode

REPORT = "Báo cáo kết quả triển khai học bạ số năm học 2025-2026"


@pytest.fixture
def plan(session):
    made = make_plan(session, ends_on=date(2026, 6, 30))
    session.commit()
    return made


def unit(session, kind):
    return session.scalars(sa.select(Unit).where(Unit.kind == kind).order_by(Unit.id)).first()


def codes(session, item=None):
    where = ItemWarning.item_id == item.id if item else ItemWarning.item_id.is_(None)
    return set(session.scalars(sa.select(ItemWarning.code).where(where)))


def test_a_plan_that_ends_earlier_makes_its_late_rows_doubtful_and_one_that_ends_later_frees_them(session, plan):
    made, document = plan
    item = make_item(session, made, document, leads=[unit(session, UnitKind.DEPARTMENT)], due_on=date(2026, 5, 29))
    session.commit()
    for ends_on, is_doubtful in ((date(2026, 3, 31), True), (date(2026, 6, 30), False)):
        made.ends_on = ends_on
        recheck_plan(made, document)
        session.commit()
        session.expire_all()
        assert (Code.OUTSIDE_PLAN in codes(session, item)) is is_doubtful


def test_the_chain_of_levels_follows_a_corrected_date(session, plan):
    made, document = plan
    commune, authority = unit(session, UnitKind.COMMUNE), unit(session, UnitKind.AUTHORITY)
    lower = make_item(session, made, document, stt="1", content=REPORT, leads=[commune], due_on=date(2025, 12, 26))
    upper = make_item(session, made, document, stt="2", content=REPORT, leads=[authority], due_on=date(2025, 12, 24))
    session.commit()
    recheck_plan(made, document)
    session.commit()
    warning = session.scalars(sa.select(ItemWarning).where(ItemWarning.item_id == lower.id)).one()
    assert (warning.code, warning.proposal) == (WarningCode.LOWER_LEVEL_AFTER_UPPER, "2025-12-17")
    session.expire_all()
    upper.due_on, upper.milestones = date(2026, 1, 30), ["2026-01-30"]
    recheck_plan(made, document)
    session.commit()
    assert codes(session, lower) == set()


def test_what_was_decided_is_not_asked_again(session, plan):
    made, document = plan
    item = make_item(session, made, document, leads=[unit(session, UnitKind.DEPARTMENT)], due_on=date(2025, 12, 28))
    session.commit()
    recheck_plan(made, document)
    session.commit()
    warning = session.scalars(sa.select(ItemWarning).where(ItemWarning.item_id == item.id)).one()
    assert warning.code == Code.DAY_OFF
    warning.decision, warning.decided_at = Decision.OVERRULED, clock.now()
    session.commit()
    session.expire_all()
    recheck_plan(made, document)
    session.commit()
    found = session.scalars(sa.select(ItemWarning).where(ItemWarning.item_id == item.id)).all()
    assert [one.decision for one in found] == [Decision.OVERRULED]


def test_years_without_days_off_are_said_while_a_date_is_there(session, plan):
    made, document = plan
    item = make_item(session, made, document, leads=[unit(session, UnitKind.DEPARTMENT)], due_on=date(2029, 5, 15))
    session.commit()
    recheck_plan(made, document)
    session.commit()
    assert Code.CALENDAR_RUNS_OUT in codes(session)
    session.expire_all()
    item.state = ItemState.DISMISSED
    recheck_plan(made, document)
    session.commit()
    assert Code.CALENDAR_RUNS_OUT not in codes(session)
