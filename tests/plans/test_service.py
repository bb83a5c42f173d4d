"""What an officer does to a plan before it is assigned: correct, decide, choose, merge, dismiss (product 3.8)."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from tests.plans.office import import_file, items_of, officer, row, unit_code
from tracker import clock
from tracker.errors import BadInput, RuleBroken
from tracker.log import LogAction, LogEntry
from tracker.plans import correcting, queries, reshaping, service
from tracker.plans.correcting import as_it_stands
from tracker.plans.models import Decision, Item, ItemState, PartyRole, PlanState, Reporting
from tracker.plans.service import PlanPatch
from tracker.tasks.assigning import assign_plan
from tracker.tasks.models import Assignment, Deadline, Task


def correct(session, result, item: Item, **values) -> None:
    correcting.correct_item(
        officer(session),
        item,
        result.document,
        result.plan,
        version=item.version,
        patch=replace(as_it_stands(item), **values),
    )
    session.commit()


def last_entry(session) -> LogEntry:
    return session.scalars(sa.select(LogEntry).order_by(LogEntry.id.desc()).limit(1)).one()


@pytest.fixture
def plan(session) -> service.ImportResult:
    return import_file(officer(session), "002")


def test_accepting_the_proposal_of_row_13_sets_its_date_with_name_and_reason(session, plan):
    item = row(session, plan, "13")
    warning = next(each for each in item.warnings if each.code == "date_outside_period")
    service.decide_warning(
        officer(session),
        warning,
        decision=Decision.ACCEPTED,
        value="2025-12-25",
        reason="Dòng 13 ghi nhầm năm; mục VI.3 ghi 25/12/2025",
        item=item,
    )
    session.commit()
    item = row(session, plan, "13")
    assert (item.due_on, item.milestones, item.starts_on) == (date(2025, 12, 25), ["2025-12-25"], date(2025, 10, 1))
    assert queries.is_ready(item, plan.document)
    entry = last_entry(session)
    assert (entry.action, entry.actor_name) == (LogAction.WARNING_DECIDED, "Vũ Thị Hạnh")
    assert entry.changes["due_on"] == ["2025-12-31", "2025-12-25"]
    assert "ghi nhầm năm" in entry.changes["reason"]


def test_a_decision_without_a_reason_is_refused(session, plan):
    item = row(session, plan, "13")
    with pytest.raises(RuleBroken):
        service.decide_warning(
            officer(session), item.warnings[0], decision=Decision.ACCEPTED, value="", reason=" ", item=item
        )


def test_keeping_a_date_on_a_day_off_does_not_move_it(session, plan):
    item = row(session, plan, "22")
    (warning,) = [each for each in item.warnings if each.code == "day_off"]
    service.decide_warning(
        officer(session),
        warning,
        decision=Decision.ACCEPTED,
        value=warning.proposal,
        reason="Giữ ngày như văn bản",
        item=item,
    )
    session.commit()
    assert row(session, plan, "22").due_on == date(2025, 11, 30)


def test_choosing_departments_makes_row_11_complete(session, plan):
    item = row(session, plan, "11")
    correcting.choose_units(
        officer(session),
        item,
        plan.plan,
        words="Phòng chuyên môn",
        typed="GDTH; Phòng Giáo dục Trung học",
        group_id=None,
        unit_ids=(),
        reason="Hai phòng phụ trách cấp học",
    )
    session.commit()
    item = row(session, plan, "11")
    leads = [party for party in item.parties if party.role is PartyRole.LEAD]
    assert sorted(unit_code(session, party.unit_id) for party in leads) == ["GDTH", "GDTRH"]
    assert {party.words for party in leads} == {"Phòng chuyên môn"}
    assert queries.is_ready(item, plan.document)


def test_choosing_a_unit_the_directory_lacks_names_it(session, plan):
    item = row(session, plan, "17")
    with pytest.raises(BadInput, match="Trường Không Có"):
        correcting.choose_units(
            officer(session),
            item,
            plan.plan,
            words="Cơ sở thí điểm",
            typed="Trường Không Có",
            group_id=None,
            unit_ids=(),
            reason="",
        )


def test_a_corrected_time_is_read_again(session, plan):
    correct(session, plan, row(session, plan, "1"), time_text="Quý I/2026")
    item = row(session, plan, "1")
    assert (item.starts_on, item.due_on, item.milestones) == (date(2026, 1, 1), date(2026, 3, 31), ["2026-03-31"])
    assert last_entry(session).changes["due_on"] == ["2025-12-31", "2026-03-31"]


def test_a_corrected_date_raises_and_drops_the_doubt_about_a_day_off(session, plan):
    correct(session, plan, row(session, plan, "1"), due_on=date(2026, 5, 31))
    assert "day_off" in {warning.code for warning in row(session, plan, "1").warnings}
    correct(session, plan, row(session, plan, "1"), due_on=date(2026, 6, 1))
    assert row(session, plan, "1").warnings == []


def test_a_time_that_cannot_be_read_is_refused_with_examples(session, plan):
    with pytest.raises(BadInput, match="Quý IV/2025"):
        correct(session, plan, row(session, plan, "1"), time_text="khi nào xong thì thôi")


def test_correcting_the_date_of_row_13_answers_its_conflict(session, plan):
    correct(session, plan, row(session, plan, "13"), due_on=date(2025, 12, 20))
    assert queries.is_ready(row(session, plan, "13"), plan.document)


def test_a_word_that_stays_keeps_the_choice_made_for_it(session, plan):
    item = row(session, plan, "11")
    correcting.choose_units(
        officer(session), item, plan.plan, words="Phòng chuyên môn", typed="GDTH", group_id=None, unit_ids=(), reason=""
    )
    session.commit()
    correct(session, plan, row(session, plan, "11"), coordinating="UBND xã, CSGD, Phòng QLCL")
    item = row(session, plan, "11")
    assert queries.is_ready(item, plan.document)
    assert len([party for party in item.parties if party.role is PartyRole.COORDINATING]) == 3


def test_changed_doers_are_resolved_again(session, plan):
    correct(session, plan, row(session, plan, "24"), leads="Phòng QLCL, Hội Khuyến học")
    item = row(session, plan, "24")
    assert "unit_unknown" in {warning.code for warning in item.warnings}
    assert not queries.is_ready(item, plan.document)


def test_who_was_slower_is_told_and_loses_nothing_of_the_others(session, plan):
    item = row(session, plan, "1")
    version, patch = item.version, replace(as_it_stands(item), content="Bản của người chậm")
    correct(session, plan, item, content="Bản của người nhanh")
    item = row(session, plan, "1")
    with pytest.raises(RuleBroken, match="người khác sửa"):
        correcting.correct_item(officer(session), item, plan.document, plan.plan, version=version, patch=patch)
    assert item.content == "Bản của người nhanh"


def test_saving_an_unchanged_row_leaves_no_trace(session, plan):
    before = last_entry(session).id
    correct(session, plan, row(session, plan, "1"))
    assert last_entry(session).id == before


def pair(session, plan) -> tuple[Item, Item]:
    items = items_of(session, plan)
    prose = next(item for item in items if item.due_on == date(2025, 12, 25))
    return next(item for item in items if item.stt == "13"), prose


def test_merging_keeps_one_report_with_the_exacter_date(session, plan):
    item, prose = pair(session, plan)
    reshaping.merge_items(officer(session), item, prose, reason="Cùng một báo cáo sơ kết")
    session.commit()
    item, prose = row(session, plan, "13"), session.get(Item, prose.id)
    assert (item.due_on, item.qualifier, item.recipient) == (date(2025, 12, 25), "before", "Sở GDĐT")
    assert item.reporting is Reporting.LEADS_AND_COORDINATING
    assert (prose.state, prose.merged_into_id) == (ItemState.MERGED, item.id)


def test_a_merged_deadline_can_be_taken_apart_again(session, plan):
    item, prose = pair(session, plan)
    reshaping.merge_items(officer(session), item, prose, reason="Cùng một báo cáo")
    reshaping.restore_item(officer(session), prose)
    session.commit()
    assert (prose.state, prose.merged_into_id) == (ItemState.PROPOSED, None)


def test_a_dismissed_row_comes_back_on_demand(session, plan):
    item = row(session, plan, "2")
    service.dismiss_item(officer(session), item, reason="Không thuộc năm nay")
    session.commit()
    assert not queries.is_ready(row(session, plan, "2"), plan.document)
    reshaping.restore_item(officer(session), row(session, plan, "2"))
    session.commit()
    assert queries.is_ready(row(session, plan, "2"), plan.document)


def test_a_dismissal_needs_a_reason(session, plan):
    with pytest.raises(RuleBroken):
        service.dismiss_item(officer(session), row(session, plan, "2"), reason="")


def test_number_and_date_filled_in_answer_their_warnings(session, plan):
    patch = PlanPatch(
        title=plan.plan.title,
        number="2416/KH-SGDĐT",
        issued_on=date(2025, 10, 6),
        starts_on=plan.plan.starts_on,
        ends_on=plan.plan.ends_on,
        reporting=Reporting.LEADS_AND_COORDINATING,
        short_title="Kế hoạch CNTT, CĐS 2025-2026",
    )
    service.set_plan(officer(session), plan.plan, plan.document, patch=patch)
    session.commit()
    open_codes = {
        warning.code for warning in queries.plan_warnings(session(), plan.document) if warning.decision is None
    }
    assert not open_codes & {"number_missing", "issued_on_missing"}
    assert plan.document.display_number == "2416/KH-SGDĐT"
    assert plan.plan.display_title == "Kế hoạch CNTT, CĐS 2025-2026"
    assert plan.plan.reporting is Reporting.LEADS_AND_COORDINATING
    page = queries.document_rows(session(), officer(session), words="2416")
    assert [found.document.id for found in page.rows] == [plan.document.id]


def test_a_period_that_ends_before_it_starts_is_refused(session, plan):
    patch = PlanPatch(plan.plan.title, "", None, date(2026, 1, 1), date(2025, 1, 1), Reporting.LEADS)
    with pytest.raises(RuleBroken):
        service.set_plan(officer(session), plan.plan, plan.document, patch=patch)


def assign(session, plan, **values):
    ready = [item.id for item in items_of(session, plan) if queries.is_ready(item, plan.document)]
    done = assign_plan(officer(session), plan.plan, item_ids=ready, today=clock.today(), roll_over=True, **values)
    session.commit()
    return done


def test_004_is_assigned_in_november_2024(session):
    clock.assume_day(date(2024, 11, 11))
    plan = import_file(officer(session), "004")
    done = assign(session, plan)
    items = items_of(session, plan)
    assert len(done.task_ids) == 9  # five of the Sở, four of the schools; the abolished district offices wait
    assert {item.section for item in items if item.state is ItemState.PROPOSED} == {"PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"}
    assert plan.plan.state is PlanState.ASSIGNED
    due = session.scalars(sa.select(Deadline.due_on).join(Task, Task.id == Deadline.task_id).distinct()).all()
    assert min(due) == date(2024, 11, 30)


def test_004_with_the_district_offices_handed_to_the_communes(session):
    clock.assume_day(date(2024, 11, 11))
    plan = import_file(officer(session), "004")
    communes = next(
        group for group in service.directory_queries.snapshot(session()).groups if group.code == "XA-PHUONG"
    )
    for item in items_of(session, plan):
        if item.section.startswith("PHÒNG"):
            correcting.choose_units(
                officer(session),
                item,
                plan.plan,
                words=item.parties[0].words,
                typed="",
                group_id=communes.id,
                unit_ids=(),
                reason="Chính quyền hai cấp",
            )
    session.commit()
    done = assign(session, plan)
    assert len(done.task_ids) == 13
    counts = session.execute(sa.select(Assignment.task_id, sa.func.count()).group_by(Assignment.task_id)).all()
    assert [count for _, count in counts].count(114) == 4


def test_assigned_rows_are_changed_at_their_task(session, plan):
    assign(session, plan)
    item = row(session, plan, "1")
    with pytest.raises(RuleBroken, match="trang của nhiệm vụ"):
        correct(session, plan, item, content="Khác")


def test_twice_assigned_changes_nothing(session, plan):
    first = assign(session, plan)
    ids = [item.id for item in items_of(session, plan)]
    again = assign_plan(officer(session), plan.plan, item_ids=ids, today=clock.today(), roll_over=True)
    session.commit()
    assert first.task_ids
    assert again.task_ids == ()


def test_nothing_of_another_provinces_document_is_assigned_by_itself(session):
    plan = import_file(officer(session), "003")
    ids = [item.id for item in items_of(session, plan)]
    done = assign_plan(officer(session), plan.plan, item_ids=ids, today=clock.today(), roll_over=True)
    session.commit()
    assert done.task_ids == ()
    assert len(done.refused) == 4


def test_the_period_of_an_assigned_plan_moves_only_with_its_deadlines(session, plan):
    assign(session, plan)
    patch = PlanPatch("Kế hoạch", "", None, date(2025, 10, 1), date(2026, 12, 31), Reporting.LEADS)
    with pytest.raises(RuleBroken, match="đã giao việc"):
        service.set_plan(officer(session), plan.plan, plan.document, patch=patch)
