"""Giao việc: fan-out, snapshots, past dates, refusals, once and only once (product 3.1, 3.3)."""

from datetime import date, time

import pytest
import sqlalchemy as sa

from tests.cast import make_unit
from tests.tasks.plan import departments_group, make_group, make_item, make_plan, plan_of_one, schools_group
from tracker import log
from tracker.directory.models import CalendarDay, DayKind, Ownership, SchoolLevel, UnitKind
from tracker.errors import NotAllowed, RuleBroken
from tracker.log import LogAction, LogEntry
from tracker.notify.models import Message
from tracker.plans.models import ItemOrigin, ItemState, ItemWarning, PlanState, Reporting, ReviewBy
from tracker.tasks.assigning import assign_plan, preview_assignment
from tracker.tasks.models import Assignment, AssignmentRole, Deadline, Task

ASSIGNED = date(2025, 10, 6)


def give(cast, plan, items, **values):
    return assign_plan(
        values.pop("actor", cast.officer),
        plan,
        item_ids=[item.id for item in items],
        today=values.pop("today", ASSIGNED),
        roll_over=values.pop("roll_over", True),
        **values,
    )


def shares(session) -> dict[int, AssignmentRole]:
    return {row.unit_id: row.role for row in session.scalars(sa.select(Assignment))}


def due_days(session, unit=None) -> list[date | None]:
    query = sa.select(Deadline.due_on).order_by(Deadline.due_on)
    return list(session.scalars(query.where(Deadline.unit_id == unit.id) if unit else query))


def test_a_group_fans_out_to_every_unit_of_it_and_the_lead_is_left_out_of_the_coordinating(session, cast):
    plan, item = plan_of_one(session, cast, coordinating=[departments_group(session), schools_group(session)])
    result = give(cast, plan, [item])
    assert shares(session) == {
        cast.quality.id: AssignmentRole.LEAD,
        cast.office_unit.id: AssignmentRole.COORDINATING,
        cast.le_chan_school.id: AssignmentRole.COORDINATING,
        cast.high_school.id: AssignmentRole.COORDINATING,
    }
    assert result.deadline_count == 4
    assert (plan.state, item.state) == (PlanState.ASSIGNED, ItemState.ASSIGNED)


def test_an_assignment_from_a_group_keeps_the_documents_word(session, cast):
    plan, item = plan_of_one(session, cast, coordinating=[schools_group(session)])
    give(cast, plan, [item])
    words = dict(session.execute(sa.select(Assignment.unit_id, Assignment.from_words)).all())
    assert words[cast.le_chan_school.id] == "Cơ sở giáo dục"
    assert words[cast.quality.id] == ""


def test_the_second_time_changes_nothing(session, cast):
    plan, item = plan_of_one(session, cast, coordinating=[schools_group(session)])
    first = give(cast, plan, [item])
    session.commit()
    counts = [
        session.scalar(sa.select(sa.func.count()).select_from(m))
        for m in (Task, Assignment, Deadline, Message, LogEntry)
    ]
    second = give(cast, plan, [item])
    session.commit()
    assert (second.task_ids, second.deadline_count, second.message_count) == ((), 0, 0)
    assert second.already == (item.id,)
    assert first.task_ids
    assert counts == [
        session.scalar(sa.select(sa.func.count()).select_from(m))
        for m in (Task, Assignment, Deadline, Message, LogEntry)
    ]


def test_a_school_opened_later_does_not_join_a_running_task_by_itself(session, cast):
    plan, item = plan_of_one(session, cast, coordinating=[schools_group(session)])
    give(cast, plan, [item])
    late = make_unit(session, code="THCS-MOI", kind=UnitKind.SCHOOL, name="Trường THCS Mới", parent=cast.le_chan)
    give(cast, plan, [item])
    assert late.id not in shares(session)


def test_a_closed_unit_is_not_assigned(session, cast):
    cast.high_school.closed_on = date(2025, 9, 1)
    plan, item = plan_of_one(session, cast, coordinating=[schools_group(session)])
    give(cast, plan, [item])
    assert cast.high_school.id not in shares(session)


def test_leads_only_report_by_default_and_the_others_just_see_the_deadline(session, cast):
    plan, item = plan_of_one(session, cast, coordinating=[schools_group(session)])
    give(cast, plan, [item])
    must = dict(session.execute(sa.select(Deadline.unit_id, Deadline.must_report)).all())
    assert must == {cast.quality.id: True, cast.le_chan_school.id: False, cast.high_school.id: False}


@pytest.mark.parametrize(
    ("reporting", "lead", "coordinating"),
    [
        (Reporting.LEADS, True, False),
        (Reporting.LEADS_AND_COORDINATING, True, True),
        (Reporting.COORDINATING, False, True),
    ],
)
def test_who_must_report_is_set_per_item(session, cast, reporting, lead, coordinating):
    plan, item = plan_of_one(session, cast, coordinating=[cast.le_chan], reporting=reporting)
    give(cast, plan, [item])
    must = dict(session.execute(sa.select(Assignment.unit_id, Assignment.must_report)).all())
    assert must == {cast.quality.id: lead, cast.le_chan.id: coordinating}


def test_an_outside_agency_is_recorded_without_deadline_and_mail(session, cast):
    plan, item = plan_of_one(session, cast, coordinating=[cast.ministry], reporting=Reporting.LEADS_AND_COORDINATING)
    result = give(cast, plan, [item])
    agency = session.scalars(sa.select(Assignment).where(Assignment.unit_id == cast.ministry.id)).one()
    assert not agency.must_report
    assert due_days(session, cast.ministry) == []
    assert cast.ministry.id not in result.unit_ids
    assert result.units_without_address == ()


def test_a_commune_reviews_its_schools_and_the_office_everyone_else(session, cast):
    plan, item = plan_of_one(session, cast, leads=[schools_group(session)], review_by=ReviewBy.PARENT)
    give(cast, plan, [item])
    by = dict(session.execute(sa.select(Deadline.unit_id, Deadline.review_by)).all())
    assert by == {cast.le_chan_school.id: ReviewBy.PARENT, cast.high_school.id: ReviewBy.OFFICE}


def test_a_lead_reviews_what_coordinating_units_hand_in_but_not_itself(session, cast):
    plan, item = plan_of_one(session, cast, coordinating=[cast.le_chan], review_by=ReviewBy.LEAD)
    give(cast, plan, [item])
    by = dict(session.execute(sa.select(Deadline.unit_id, Deadline.review_by)).all())
    assert by == {cast.quality.id: ReviewBy.OFFICE, cast.le_chan.id: ReviewBy.LEAD}


def test_every_doer_of_a_prose_deadline_leads_and_reports(session, cast):
    communes = make_group(session, code="XA", name="UBND các xã, phường, đặc khu", kinds=["commune"])
    plan, item = plan_of_one(session, cast, leads=[communes])
    give(cast, plan, [item])
    rows = session.execute(sa.select(Assignment.unit_id, Assignment.role, Assignment.must_report)).all()
    assert {(r.unit_id, r.role, r.must_report) for r in rows} == {
        (cast.le_chan.id, AssignmentRole.LEAD, True),
        (cast.hai_an.id, AssignmentRole.LEAD, True),
    }


def test_two_quarters_give_two_deadlines_and_the_second_begins_after_the_first(session, cast):
    days = [date(2025, 12, 31), date(2026, 3, 31)]
    plan, item = plan_of_one(session, cast, starts_on=date(2025, 10, 1), due_on=days[-1], milestones=days)
    give(cast, plan, [item])
    rows = session.execute(sa.select(Deadline.slot, Deadline.quarter, Deadline.starts_on).order_by(Deadline.slot)).all()
    assert [tuple(row) for row in rows] == [
        ("2025-12-31", "2025Q4", date(2025, 10, 1)),
        ("2026-03-31", "2026Q1", date(2026, 1, 1)),
    ]


def test_ongoing_work_gives_one_deadline_for_each_quarter_that_ends_on_or_after_the_day_of_assignment(session, cast):
    plan, item = plan_of_one(session, cast, due_on=None, recurrence="continuous", time_text="Thường xuyên")
    give(cast, plan, [item], today=date(2025, 12, 31))
    rows = session.scalars(sa.select(Deadline).order_by(Deadline.slot)).all()
    assert [(d.slot, d.due_on) for d in rows] == [
        ("2025Q4", date(2025, 12, 31)),
        ("2026Q1", date(2026, 3, 31)),
        ("2026Q2", date(2026, 6, 30)),
    ]
    assert all(d.is_ongoing and d.quarter == d.slot for d in rows)


def test_a_recurrence_with_a_day_gives_ordinary_deadlines_within_the_plans_period(session, cast):
    plan, item = plan_of_one(
        session,
        cast,
        due_on=date(2025, 12, 15),
        recurrence="quarterly",
        time_text="ngày 15 tháng cuối hằng quý",
    )
    give(cast, plan, [item])
    assert due_days(session) == [date(2025, 12, 15), date(2026, 3, 15), date(2026, 6, 15)]
    assert not session.scalar(sa.select(Deadline.is_ongoing).limit(1))


@pytest.mark.parametrize("recurrence", ["none", "annual"])
def test_an_item_without_a_date_gives_one_deadline_without_a_due_date(session, cast, recurrence):
    text = "Hằng năm" if recurrence == "annual" else ""
    plan, item = plan_of_one(session, cast, due_on=None, recurrence=recurrence, time_text=text)
    give(cast, plan, [item], reasons={item.id: "Giao để theo dõi"})
    deadline = session.scalars(sa.select(Deadline)).one()
    assert (deadline.slot, deadline.quarter, deadline.due_on, deadline.effective_due) == ("none", "", None, None)


def test_a_due_date_on_a_day_off_stays_written_and_is_judged_by_the_next_working_day(session, cast):
    plan, item = plan_of_one(session, cast, due_on=date(2026, 5, 31))  # a Sunday
    give(cast, plan, [item])
    deadline = session.scalars(sa.select(Deadline)).one()
    assert (deadline.due_on, deadline.slot) == (date(2026, 5, 31), "2026-05-31")
    assert (deadline.effective_due, deadline.judged_due) == (date(2026, 6, 1), date(2026, 6, 1))


def test_a_due_date_in_tet_is_judged_by_the_first_working_day_after_it(session, cast):
    for day in range(16, 21):
        session.add(CalendarDay(day=date(2026, 2, day), kind=DayKind.OFF, name="Nghỉ Tết Nguyên đán"))
    session.flush()
    plan, item = plan_of_one(session, cast, due_on=date(2026, 2, 17))
    give(cast, plan, [item])
    assert session.scalar(sa.select(Deadline.effective_due)) == date(2026, 2, 23)


def test_without_the_rolling_over_setting_the_written_day_is_the_limit(session, cast):
    plan, item = plan_of_one(session, cast, due_on=date(2026, 5, 31))
    give(cast, plan, [item], roll_over=False)
    assert session.scalar(sa.select(Deadline.effective_due)) == date(2026, 5, 31)


def test_a_leap_day_is_a_day_like_any_other(session, cast):
    plan, item = plan_of_one(session, cast, due_on=date(2028, 2, 29), plan={"ends_on": date(2028, 6, 30)})
    give(cast, plan, [item])
    assert session.scalar(sa.select(Deadline.slot)) == "2028-02-29"


def test_the_hour_and_the_flag_before_reach_the_deadline(session, cast):
    plan, item = plan_of_one(session, cast, due_time=time(17, 0), qualifier="before")
    give(cast, plan, [item])
    deadline = session.scalars(sa.select(Deadline)).one()
    assert (deadline.due_time, deadline.qualifier) == (time(17, 0), "before")


def test_a_date_already_past_is_listed_apart_and_not_created(session, cast):
    plan, item = plan_of_one(session, cast, due_on=date(2025, 9, 30))
    result = give(cast, plan, [item])
    assert [(p.item_id, p.days) for p in result.past] == [(item.id, (date(2025, 9, 30),))]
    assert session.scalar(sa.select(sa.func.count()).select_from(Task)) == 0
    assert item.state is ItemState.PROPOSED


def test_a_sunday_before_the_monday_of_assignment_is_not_past_yet(session, cast):
    plan, item = plan_of_one(session, cast, due_on=date(2025, 10, 5))
    assert give(cast, plan, [item], today=date(2025, 10, 6)).past == ()
    assert due_days(session) == [date(2025, 10, 5)]


def test_a_past_date_that_is_chosen_counts_late_from_the_day_of_assignment(session, cast):
    from tracker.tasks.state import Shown, days_left, shown

    plan, item = plan_of_one(session, cast, due_on=date(2025, 9, 30))
    give(cast, plan, [item], include_past=[item.id])
    deadline = session.scalars(sa.select(Deadline)).one()
    assert (deadline.due_on, deadline.slot, deadline.quarter) == (date(2025, 9, 30), "2025-09-30", "2025Q3")
    assert shown(deadline, ASSIGNED) is Shown.OVERDUE
    assert days_left(deadline, ASSIGNED) == -1


def test_past_dates_chosen_afterwards_reach_only_the_units_that_hold_the_task(session, cast):
    days = [date(2025, 9, 30), date(2025, 12, 31)]
    plan, item = plan_of_one(session, cast, due_on=days[-1], milestones=days, coordinating=[schools_group(session)])
    give(cast, plan, [item])
    make_unit(session, code="THCS-MOI", kind=UnitKind.SCHOOL, name="Trường THCS Mới", parent=cast.le_chan)
    result = give(cast, plan, [item], include_past=[item.id])
    assert result.deadline_count == 3
    assert due_days(session, cast.quality) == days
    assert give(cast, plan, [item], include_past=[item.id]).deadline_count == 0


def test_an_item_that_is_not_clear_is_assigned_only_with_a_reason(session, cast):
    plan, item = plan_of_one(session, cast, product="")
    refused = give(cast, plan, [item]).refused
    assert refused[0].needs_reason
    assert "sản phẩm" in refused[0].reasons[0]
    result = give(cast, plan, [item], reasons={item.id: "Sản phẩm sẽ hướng dẫn sau"})
    assert result.task_ids
    assert item.incomplete_reason == "Sản phẩm sẽ hướng dẫn sau"


def test_an_open_blocking_warning_needs_a_decision_or_a_reason(session, cast):
    plan, item = plan_of_one(session, cast)
    session.add(
        ItemWarning(
            plan_id=plan.id, item_id=item.id, code="date_outside_period", text="Ngày ngoài kỳ.", is_blocking=True
        )
    )
    session.flush()
    assert give(cast, plan, [item]).refused[0].reasons == ("Ngày ngoài kỳ.",)


def test_another_provinces_document_is_not_assigned_by_itself(session, cast):
    plan, item = plan_of_one(session, cast, plan={"is_foreign": True})
    assert "tỉnh, thành phố khác" in give(cast, plan, [item]).refused[0].reasons[0]
    assert give(cast, plan, [item], reasons={item.id: "UBND giao thực hiện theo"}).task_ids


def test_a_reason_cannot_replace_the_units(session, cast):
    choice = make_group(session, code="TRUONG", name="Các trường", kinds=["school"], needs_choice=True)
    plan, item = plan_of_one(session, cast, leads=[choice])
    refused = give(cast, plan, [item], reasons={item.id: "Cứ giao"}).refused
    assert not refused[0].needs_reason


def test_ongoing_work_needs_the_plans_period(session, cast):
    plan, item = plan_of_one(
        session, cast, due_on=None, recurrence="continuous", plan={"starts_on": None, "ends_on": None}
    )
    assert "Chọn kỳ của kế hoạch" in give(cast, plan, [item]).refused[0].reasons[0]


def test_each_address_gets_one_mail_for_all_its_new_tasks(session, cast):
    plan, document = make_plan(session)
    items = [make_item(session, plan, document, stt=str(n), leads=[cast.le_chan, cast.hai_an]) for n in (1, 2)]
    give(cast, plan, items)
    messages = session.scalars(sa.select(Message).order_by(Message.address)).all()
    assert [m.address for m in messages] == ["an@example.edu.vn", "le@example.edu.vn"]
    assert len(messages[0].payload["task_ids"]) == 2
    assert messages[1].payload["unit_ids"] == [cast.le_chan.id]


def test_a_unit_without_any_address_is_named_not_skipped_silently(session, cast):
    cast.high_school.email = ""
    plan, item = plan_of_one(session, cast, leads=[cast.high_school])
    assert give(cast, plan, [item]).units_without_address == (cast.high_school.id,)


def test_assigning_leaves_one_log_entry_with_its_figures(session, cast):
    plan, item = plan_of_one(session, cast, coordinating=[schools_group(session)])
    give(cast, plan, [item])
    session.commit()
    entry = session.scalars(sa.select(LogEntry)).one()
    assert (entry.action, entry.subject_id) == (LogAction.PLAN_ASSIGNED, plan.id)
    assert (entry.changes["units"], entry.changes["deadlines"]) == (3, 3)
    assert log.first_broken_entry(session) is None


@pytest.mark.parametrize("who", ["leader", "commune", "auditor", "admin"])
def test_only_the_office_assigns(session, cast, who):
    plan, item = plan_of_one(session, cast)
    with pytest.raises(NotAllowed):
        give(cast, plan, [item], actor=getattr(cast, who))


def test_a_closed_plan_is_not_assigned(session, cast):
    plan, item = plan_of_one(session, cast, plan={"state": PlanState.CLOSED})
    with pytest.raises(RuleBroken):
        give(cast, plan, [item])


def test_the_preview_says_what_assigning_then_does(session, cast):
    plan, document = make_plan(session)
    items = [
        make_item(session, plan, document, stt="1", leads=[cast.quality], coordinating=[schools_group(session)]),
        make_item(session, plan, document, stt="2", leads=[cast.le_chan], due_on=date(2025, 9, 1)),
        make_item(session, plan, document, stt="3", leads=[cast.le_chan], product=""),
    ]
    ids = [item.id for item in items]
    preview = preview_assignment(plan, item_ids=ids, today=ASSIGNED, roll_over=True)
    assert session.scalar(sa.select(sa.func.count()).select_from(Task)) == 0
    result = give(cast, plan, items)
    assert preview.deadline_count == result.deadline_count == 3
    assert preview.unit_ids == result.unit_ids
    assert preview.address_count == result.message_count
    assert (preview.refused, preview.past) == (result.refused, result.past)
    assert [row.label for row in preview.rows] == ["mục 1"]


def test_an_item_keeps_section_and_number_in_its_label(session, cast):
    plan, item = plan_of_one(session, cast, stt="3", section="VI. Các cơ sở giáo dục")
    give(cast, plan, [item])
    assert session.scalar(sa.select(Task.label)) == "mục VI.3"


def test_a_deadline_of_running_text_is_labelled_by_its_heading(session, cast):
    plan, item = plan_of_one(session, cast, stt="", section="VI.3. Các cơ sở giáo dục", origin=ItemOrigin.PROSE)
    give(cast, plan, [item])
    assert session.scalar(sa.select(Task.label)) == "mục VI.3"


def test_items_of_another_plan_are_not_touched(session, cast):
    plan, _ = plan_of_one(session, cast)
    _, foreign_item = plan_of_one(session, cast)
    assert give(cast, plan, [foreign_item]).task_ids == ()
    assert foreign_item.state is ItemState.PROPOSED


def test_a_school_of_several_levels_is_assigned_once(session, cast):
    both = make_unit(
        session,
        code="TH-THCS",
        kind=UnitKind.SCHOOL,
        name="Trường TH&THCS Lê Chân",
        parent=cast.le_chan,
        levels=frozenset({SchoolLevel.TH, SchoolLevel.THCS}),
        ownership=Ownership.PUBLIC,
    )
    plan, item = plan_of_one(session, cast, leads=[both], coordinating=[schools_group(session), both])
    give(cast, plan, [item])
    assert shares(session)[both.id] is AssignmentRole.LEAD
