"""Doubts that need the directory or the calendar, and "6 rõ" (product 3.8). Pure: no database."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from tracker.directory.models import SchoolYear, UnitKind
from tracker.directory.snapshot import Directory, UnitInfo, build
from tracker.periods import read_period
from tracker.plans.conflicts import Clear, Code, Finding, Surroundings, check_draft, check_item, six_checks, six_clear
from tracker.plans.drafting import Draft, DraftItem
from tracker.plans.findings import without_repeats
from tracker.plans.models import ItemOrigin, PartyRole
from tracker.plans.plan_period import PlanPeriod, plan_period
from tracker.plans.resolving import Doer, Doubt
from tracker.plans.understanding.facts import DocumentFacts, Proposal, ProseDeadline, Source, Understood
from tracker.plans.warning import WarningCode
from tracker.workdays import WorkCalendar


def unit(unit_id: int, kind: UnitKind, name: str) -> UnitInfo:
    return UnitInfo(unit_id, name, kind, name, "", None, frozenset(), None, True, (name,))


DIRECTORY: Directory = build(
    [
        unit(1, UnitKind.AUTHORITY, "Sở Giáo dục và Đào tạo Hải Phòng"),
        unit(2, UnitKind.DEPARTMENT, "Văn phòng Sở"),
        unit(3, UnitKind.AGENCY, "Công an thành phố"),
    ],
    [],
)
YEAR = SchoolYear(
    name="2025-2026",
    starts_on=date(2025, 9, 5),
    semester1_ends_on=date(2026, 1, 17),
    ends_on=date(2026, 5, 30),
    source="",
)
AROUND = Surroundings(
    DIRECTORY,
    WorkCalendar(off=frozenset({date(2026, 1, 1)}), known_until=date(2026, 12, 31)),
    (YEAR,),
    date(2025, 10, 1),
    date(2026, 6, 30),
)
ITEM = DraftItem(
    key="row::1",
    origin=ItemOrigin.ROW,
    content="Rà soát hệ thống",
    leads=(Doer("Văn phòng Sở", unit_id=2),),
    product="Báo cáo",
    due_on=date(2025, 12, 31),
    milestones=(date(2025, 12, 31),),
    line=10,
)


def doubts(item: DraftItem) -> dict[str, Finding]:
    return {finding.code: finding for finding in check_item(item, AROUND)}


def test_a_plain_item_raises_no_doubt():
    assert doubts(ITEM) == {}


def test_a_unit_the_directory_lacks_blocks_with_its_own_words():
    found = doubts(replace(ITEM, coordinating=(Doer("Hội Khuyến học", doubt=Doubt.UNKNOWN),)))
    assert found[Code.UNIT_UNKNOWN].is_blocking
    assert "“Hội Khuyến học”" in found[Code.UNIT_UNKNOWN].text
    assert found[Code.UNIT_UNKNOWN].quotes[0]["line"] == 10


def test_a_district_office_is_said_to_be_abolished():
    found = doubts(replace(ITEM, leads=(Doer("Phòng GD&ĐT quận, huyện", group_id=9, doubt=Doubt.NEEDS_CHOICE),)))
    assert "không còn từ 01/7/2025" in found[Code.UNIT_ABOLISHED].text


def test_an_outside_agency_cannot_lead_but_may_coordinate():
    police = Doer("Công an TP", unit_id=3)
    assert doubts(replace(ITEM, leads=(police,)))[Code.OUTSIDE_LEAD].is_blocking
    assert doubts(replace(ITEM, coordinating=(police,))) == {}


def test_an_item_without_a_lead_is_held_back():
    assert doubts(replace(ITEM, leads=()))[Code.NO_LEAD].is_blocking


def test_a_date_on_a_sunday_keeps_and_says_the_working_day():
    sunday = date(2026, 5, 31)
    found = doubts(replace(ITEM, due_on=sunday, milestones=(sunday,)))
    assert found[Code.DAY_OFF].text == (
        "Hạn 31/05/2026 rơi vào Chủ nhật, tính đến hết thứ Hai 01/06/2026. "
        "Nếu cần trước ngày nghỉ, đặt hạn thứ Sáu 29/05/2026."
    )
    assert found[Code.DAY_OFF].proposal == "2026-05-29"
    assert [quote["value"] for quote in found[Code.DAY_OFF].quotes] == ["2026-05-31", "2026-06-01"]
    assert not found[Code.DAY_OFF].is_blocking


def test_a_holiday_is_a_day_off_too():
    holiday = date(2026, 1, 1)
    assert "ngày nghỉ" in doubts(replace(ITEM, due_on=holiday, milestones=(holiday,)))[Code.DAY_OFF].text


def test_a_semester_report_before_the_semester_ends_is_said_and_kept():
    day = date(2025, 12, 25)
    item = replace(ITEM, content="Sơ kết sau khi kết thúc học kỳ I", due_on=day, milestones=(day,))
    assert "17/01/2026" in doubts(item)[Code.SEMESTER_NOT_OVER].text
    after = date(2026, 1, 19)
    assert doubts(replace(item, due_on=after, milestones=(after,))) == {}


def test_a_date_behind_the_plans_end_is_said():
    day = date(2026, 7, 15)
    assert Code.OUTSIDE_PLAN in doubts(replace(ITEM, due_on=day, milestones=(day,)))


def test_a_whole_years_report_before_the_year_ends_is_said_with_the_offices_own_dates():
    day = date(2026, 5, 20)
    item = replace(ITEM, content="Báo cáo tổng kết năm học 2025-2026", due_on=day, milestones=(day,))
    found = doubts(item)[Code.SEMESTER_NOT_OVER]
    assert "Năm học 2025-2026 kết thúc ngày 30/05/2026" in found.text
    assert [quote["value"] for quote in found.quotes] == ["2026-05-20", "2026-05-30"]
    assert doubts(replace(item, content="Xây dựng kế hoạch tổng kết năm học 2025-2026")) == {}


def test_a_date_behind_the_plans_end_shows_both_dates():
    day = date(2026, 7, 15)
    found = doubts(replace(ITEM, due_on=day, milestones=(day,)))[Code.OUTSIDE_PLAN]
    assert (found.proposal, [quote["value"] for quote in found.quotes]) == ("2026-06-30", ["2026-07-15", "2026-06-30"])


def test_a_start_behind_the_end_holds_the_item_back():
    found = doubts(replace(ITEM, starts_on=date(2026, 3, 1)))[Code.START_AFTER_END]
    assert found.is_blocking
    assert "01/03/2026 sau hạn 31/12/2025" in found.text
    assert len(found.quotes) == 2


def test_a_unit_that_leads_and_coordinates_is_said_and_not_held_back():
    twice = replace(ITEM, coordinating=(Doer("VP Sở", unit_id=2),))
    found = doubts(twice)[Code.LEAD_ALSO_COORDINATING]
    assert not found.is_blocking
    assert [quote["text"] for quote in found.quotes] == ["Văn phòng Sở", "VP Sở"]


def draft(*items, **values) -> Draft:
    return Draft(items, PlanPeriod(None, None, None, ""), values.pop("is_foreign", False), **values)


def test_dates_of_years_without_days_off_are_said_once_with_the_latest():
    later = replace(
        ITEM, key="row::2", due_on=date(2027, 3, 31), milestones=(date(2027, 3, 31),), time_text="Quý I/2027"
    )
    found = {finding.code: finding for finding in check_draft(draft(ITEM, later), AROUND)}
    runs_out = found[Code.CALENDAR_RUNS_OUT]
    assert runs_out.proposal == "2027"
    assert "chỉ có đến 31/12/2026" in runs_out.text
    assert [quote["value"] for quote in runs_out.quotes] == ["2027-03-31", "2026-12-31"]
    assert Code.CALENDAR_RUNS_OUT not in {finding.code for finding in check_draft(draft(ITEM), AROUND)}


def test_another_provinces_document_is_named_beside_ours():
    found = {
        finding.code: finding for finding in check_draft(draft(ITEM, is_foreign=True, other_place="Quảng Ninh"), AROUND)
    }
    assert found[Code.OTHER_PROVINCE].is_blocking
    assert [quote["text"] for quote in found[Code.OTHER_PROVINCE].quotes] == ["Sở GDĐT Quảng Ninh", "Hải Phòng"]


def test_the_school_year_table_decides_over_the_usual_dates():
    usual = Finding(
        WarningCode.SEMESTER_REPORT_EARLY,
        "…",
        quotes=({"value": "2026-01-17"}, {"value": "2026-01-18"}),
        key=ITEM.key,
    )
    assert without_repeats([usual]) == (usual,)
    assert without_repeats([usual], AROUND) == ()
    older = replace(usual, quotes=({"value": "2024-01-10"}, {"value": "2024-01-18"}))
    assert without_repeats([older], AROUND) == (older,)


def test_a_lower_levels_earlier_date_is_counted_in_the_offices_working_days():
    finding = Finding(
        WarningCode.LOWER_LEVEL_AFTER_UPPER,
        "… Đề xuất hạn của cấp dưới là 31/12/2025.",
        proposal="2025-12-31",
        quotes=({"value": "2026-01-10"}, {"value": "2026-01-07"}),
    )
    (counted,) = without_repeats([finding], AROUND)
    assert counted.proposal == "2025-12-30"  # 01/01/2026 is a holiday
    assert counted.text.endswith("30/12/2025.")


def test_every_doubt_that_a_date_is_wrong_shows_what_it_clashes_with():
    day = date(2026, 7, 19)
    item = replace(
        ITEM, starts_on=date(2026, 8, 1), due_on=day, milestones=(day,), coordinating=(Doer("VP", unit_id=2),)
    )
    for finding in check_item(item, AROUND):
        assert len(finding.quotes) == 2, finding.code


@dataclass
class Party:
    role: PartyRole = PartyRole.LEAD
    unit_id: int | None = 2
    group_id: int | None = None
    is_confirmed: bool = True


@dataclass
class Row:
    origin: ItemOrigin = ItemOrigin.ROW
    content: str = "Rà soát hệ thống"
    product: str = "Báo cáo"
    recipient: str = ""
    via: str = ""
    due_on: date | None = date(2025, 12, 31)
    milestones: list[str] = field(default_factory=list)
    recurrence: str = "none"


@dataclass
class Paper:
    issuer: str = "Sở GDĐT"


def test_an_item_with_all_six_is_complete():
    assert six_clear(Row(), [Party()], Paper()) == frozenset()


@pytest.mark.parametrize(
    ("row", "parties", "paper", "missing"),
    [
        (Row(), [], Paper(), {Clear.WHO, Clear.RESPONSIBILITY}),
        (Row(), [Party(), Party(PartyRole.COORDINATING, None)], Paper(), {Clear.WHO}),
        (Row(), [Party(is_confirmed=False)], Paper(), {Clear.WHO, Clear.RESPONSIBILITY}),
        (Row(content=" "), [Party()], Paper(), {Clear.WHAT}),
        (Row(due_on=None), [Party()], Paper(), {Clear.WHEN}),
        (Row(due_on=None, recurrence="continuous"), [Party()], Paper(), set()),
        (Row(product=""), [Party()], Paper(), {Clear.PRODUCT}),
        (Row(origin=ItemOrigin.PROSE, product="", recipient="Sở GDĐT"), [Party()], Paper(), set()),
        (Row(), [Party()], Paper(""), {Clear.AUTHORITY}),
    ],
)
def test_each_of_the_six_is_missed_by_itself(row, parties, paper, missing):
    assert six_clear(row, parties, paper) == missing


def test_each_of_the_six_is_told_by_itself_with_what_is_missing():
    checks = six_checks(Row(product="", due_on=None), [Party(is_confirmed=False)], Paper())
    assert [check.part for check in checks] == list(Clear)
    assert {check.part for check in checks if not check.is_clear} == {
        Clear.WHO,
        Clear.WHEN,
        Clear.RESPONSIBILITY,
        Clear.PRODUCT,
    }
    words = {check.part: check.words for check in checks}
    assert words[Clear.PRODUCT] == "Chưa rõ sản phẩm: không nêu sản phẩm phải nộp"
    assert words[Clear.AUTHORITY].startswith("Rõ thẩm quyền")


def facts(**values) -> DocumentFacts:
    given = {"number": None, "symbol": "", "issued_on": None, "issuer": "", "kind": "ke_hoach", "title": ""}
    return DocumentFacts(**{**given, "school_year": None, **values})


def prose(day: str) -> ProseDeadline:
    return ProseDeadline(day, read_period(day), (), "", None, None, Source(1, ""))


@pytest.mark.parametrize(
    ("document", "starts_on", "ends_on"),
    [
        (facts(issued_on=date(2025, 10, 6), school_year="2025-2026"), date(2025, 10, 1), date(2026, 6, 30)),
        (
            facts(issue_proposals=(Proposal("2025-10", "phụ lục", Source(1, "")),), school_year="2025-2026"),
            date(2025, 10, 1),
            date(2026, 6, 30),
        ),
        (facts(issued_on=date(2026, 2, 3)), date(2026, 2, 1), date(2026, 12, 31)),
        (facts(issued_on=date(2026, 2, 3), kind="cong_van"), date(2026, 2, 1), date(2026, 5, 25)),
        (facts(school_year="2025-2026"), None, date(2026, 6, 30)),
    ],
)
def test_a_plans_period_follows_its_kind_and_school_year(document, starts_on, ends_on):
    period = plan_period(Understood(document, (), (prose("10/3/2026"), prose("25/5/2026"))))
    assert (period.starts_on, period.ends_on) == (starts_on, ends_on)
