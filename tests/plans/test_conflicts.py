"""Doubts that need the directory or the calendar, and "6 rõ" (product 3.8). Pure: no database."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from tracker.directory.models import SchoolYear, UnitKind
from tracker.directory.snapshot import Directory, UnitInfo, build
from tracker.periods import read_period
from tracker.plans.conflicts import Clear, Code, Finding, Surroundings, check_item, six_clear
from tracker.plans.drafting import DraftItem
from tracker.plans.models import ItemOrigin, PartyRole
from tracker.plans.plan_period import plan_period
from tracker.plans.resolving import Doer, Doubt
from tracker.plans.understanding.facts import DocumentFacts, Proposal, ProseDeadline, Source, Understood
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
    assert found[Code.DAY_OFF].text == "Hạn 31/05/2026 rơi vào Chủ nhật, tính đến hết thứ Hai 01/06/2026."
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
