"""A newer version is recognised by number, by what it says it replaces, or by its title; never taken for one by itself."""

from datetime import date

import pytest

from tests.tasks.plan import make_item, make_plan
from tracker.extensions import db
from tracker.plans.models import Item, ItemState, PlanState
from tracker.plans.revision_queries import amendment_doubt, candidates, named, versions

TITLE = "Thực hiện nhiệm vụ ứng dụng công nghệ thông tin, chuyển đổi số năm học 2025-2026"


@pytest.fixture
def standing(session):
    """A plan in work, and a newly read document with its own proposal."""
    plan, old = make_plan(session, state=PlanState.ASSIGNED)
    _, new = make_plan(session)
    for document in (old, new):
        document.title = TITLE if document is old else "Kế hoạch khác hẳn về phòng chống thiên tai"
    session.commit()
    return plan, old, new


def found(document):
    db.session.refresh(document, ["plan"])
    return {one.plan.id: one.reason for one in candidates(db.session(), document)}


def test_the_same_number_is_the_same_plan(session, standing):
    plan, old, new = standing
    old.number = new.number = "2416/KH-SGDĐT"
    session.commit()
    assert found(new) == {plan.id: "cùng số, ký hiệu 2416/KH-SGDĐT"}


def test_a_document_that_says_what_it_replaces_is_a_proposal(session, standing):
    plan, old, new = standing
    old.number = "2416/KH-SGDĐT"
    new.lines = [[1, "Kế hoạch này thay thế Kế hoạch số 2416/KH-SGDĐT ngày 06/10/2025 của Sở GDĐT.", None]]
    session.commit()
    assert "thay thế số 2416/KH-SGDĐT" in found(new)[plan.id]


def test_a_citation_of_a_number_alone_is_no_amendment(session, standing):
    plan, old, new = standing
    old.number = "2416/KH-SGDĐT"
    new.lines = [[1, "Căn cứ Kế hoạch số 2416/KH-SGDĐT ngày 06/10/2025 của Sở GDĐT;", None]]
    session.commit()
    assert found(new) == {plan.id: ""}


@pytest.mark.parametrize(
    ("title", "is_proposed"),
    [
        (f"Sửa đổi, bổ sung {TITLE[0].lower()}{TITLE[1:]}", True),
        (TITLE.replace("2025-2026", "2026-2027"), False),
        ("Tuyển sinh vào lớp 10 trung học phổ thông năm học 2025-2026", False),
    ],
)
def test_a_title_proposes_the_plan_of_the_same_year(session, standing, title, is_proposed):
    plan, _, new = standing
    new.title = title
    session.commit()
    assert bool(found(new)[plan.id]) is is_proposed


def test_a_closed_plan_is_no_candidate(session, standing):
    plan, _, new = standing
    plan.state = PlanState.CLOSED
    session.commit()
    assert found(new) == {}


def test_the_doubt_names_plan_and_reason_and_changes_nothing(session, standing):
    plan, _, new = standing
    new.title = TITLE
    session.commit()
    doubt = amendment_doubt(session(), new)
    assert doubt.proposal == str(plan.id)
    assert "thay thế hoặc sửa đổi" in doubt.text
    assert len(doubt.quotes) == 2
    assert new.plan_id != plan.id


def test_a_row_left_out_before_does_not_come_back_as_a_new_one(session, standing):
    plan, old, new = standing
    row = make_item(session, plan, old, stt="1", content="Rà soát hệ thống dữ liệu ngành")
    row.state = ItemState.DISMISSED
    make_item(session, session.get(type(plan), new.plan_id), new, stt="1", content=row.content)
    session.commit()
    compared = versions(session(), plan, new).comparison
    assert not compared.has_differences
    assert session.get(Item, row.id).state is ItemState.DISMISSED


def test_a_document_is_named_by_number_and_date_or_by_its_title(standing):
    _, _, new = standing
    assert named(new).startswith("“Kế hoạch khác hẳn")
    new.number, new.issued_on = "12/KH-SGDĐT", date(2025, 12, 1)
    assert named(new) == "12/KH-SGDĐT ngày 01/12/2025"
