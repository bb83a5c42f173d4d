"""The doubts a document raises by itself, each with its two quotes and a proposal (product 3.8). Pure: no database."""

from datetime import date

import pytest

from tracker.periods import read_period
from tracker.plans.checking import check
from tracker.plans.levels import COMMUNE, WORKING_DAYS_BETWEEN, before, level_of
from tracker.plans.understanding.facts import (
    CitedDate,
    DocumentFacts,
    ItemFacts,
    Mention,
    ProseDeadline,
    Source,
    Understood,
)
from tracker.plans.warning import PlanWarning, WarningCode
from tracker.workdays import WorkCalendar

REPORT = "Báo cáo kết quả triển khai học bạ số năm học 2025-2026"


def facts(**values) -> DocumentFacts:
    given = {
        "number": "12/SGDĐT-VP",
        "symbol": "",
        "issued_on": date(2025, 9, 15),
        "issuer": "Sở GDĐT",
        "kind": "cong_van",
        "title": "",
        "school_year": None,
    }
    return DocumentFacts(**{**given, **values})


def row(number: int, content: str, time_text: str, *, lead=("Văn phòng Sở",), **values) -> ItemFacts:
    return ItemFacts(
        stt=str(number),
        section=None,
        group=None,
        content=content,
        product=values.pop("product", "Báo cáo"),
        time_text=time_text,
        period=read_period(time_text) if time_text else None,
        lead=lead,
        coordinating=(),
        source=Source(number * 10, content),
        last_line=number * 10,
        **values,
    )


def prose(line: int, who: str, time_text: str, what: str = REPORT, **values) -> ProseDeadline:
    period = read_period(time_text)
    assert period is not None
    recipient = values.pop("recipient", "Sở GDĐT")
    return ProseDeadline(time_text, period, (who,), what, recipient, None, Source(line, f"{who} gửi {time_text}"))


def doubts(*items, deadlines=(), document=None, **values) -> dict[str, PlanWarning]:
    found = check(Understood(document or facts(), items, tuple(deadlines), **values))
    return {warning.code: warning for warning in found}


def values_of(warning: PlanWarning) -> list[str]:
    return [quote.value for quote in warning.quotes]


def test_a_plain_document_raises_no_doubt():
    assert doubts(row(1, "Rà soát hệ thống", "31/12/2025")) == {}


def test_a_date_in_the_words_outside_the_rows_period_is_told_with_both_and_the_prose():
    content = "Sơ kết học kỳ I và gửi báo cáo về Sở GDĐT trước ngày 25/12/2026"
    mention = Mention(date(2026, 12, 25), is_citation=False, source=Source(11, "25/12/2026"))
    found = doubts(row(13, content, "Quý IV/2025", mentions=(mention,)))
    warning = found[WarningCode.DATE_OUTSIDE_PERIOD]
    assert warning.proposal == "2025-12-25"
    assert values_of(warning) == ["2026-12-25", "2025-12-31"]


def test_a_cited_date_in_the_words_is_no_contradiction():
    mention = Mention(date(2024, 8, 1), is_citation=True, source=Source(11, "ngày 01/8/2024"))
    assert doubts(row(1, "Thực hiện Quyết định", "Quý IV/2025", mentions=(mention,))) == {}


def test_a_due_date_before_the_document_shows_both_dates():
    warning = doubts(row(1, "Rà soát", "31/8/2025"))[WarningCode.DUE_BEFORE_ISSUE]
    assert values_of(warning) == ["2025-08-31", "2025-09-15"]


def test_schools_after_the_so_get_an_earlier_date():
    found = doubts(
        deadlines=[prose(1, "Các trường THPT", "trước ngày 15/10/2025"), prose(2, "Sở GDĐT", "trước ngày 10/10/2025")]
    )
    warning = found[WarningCode.LOWER_LEVEL_AFTER_UPPER]
    assert values_of(warning) == ["2025-10-15", "2025-10-10"]
    assert warning.proposal == "2025-10-03"  # five working days before 10/10
    assert "03/10/2025" in warning.text


def test_the_chain_is_dated_backwards_from_the_top():
    found = check(
        Understood(
            facts(),
            (),
            (
                prose(1, "Các cơ sở giáo dục", "trước ngày 15/10/2025"),
                prose(2, "UBND các xã, phường, đặc khu", "trước ngày 12/10/2025"),
                prose(3, "Sở GDĐT", "trước ngày 10/10/2025", recipient="Bộ GDĐT"),
            ),
        )
    )
    proposed = {warning.deadline: warning.proposal for warning in found}
    assert proposed == {1: "2025-10-03", 0: "2025-09-26"}


def test_a_school_before_its_commune_but_after_what_the_commune_can_keep_is_told_too():
    found = check(
        Understood(
            facts(),
            (),
            (
                prose(1, "Các cơ sở giáo dục", "trước ngày 08/10/2025"),
                prose(2, "UBND các xã, phường, đặc khu", "trước ngày 12/10/2025"),
                prose(3, "Sở GDĐT", "trước ngày 10/10/2025"),
            ),
        )
    )
    assert {warning.deadline for warning in found} == {0, 1}


def test_the_same_day_leaves_no_time_to_summarise():
    found = doubts(deadlines=[prose(1, "Các trường THPT", "10/10/2025"), prose(2, "Sở GDĐT", "10/10/2025")])
    assert found[WarningCode.NO_TIME_TO_SUMMARISE].proposal == "2025-10-03"


def test_levels_in_rows_are_compared_like_those_in_prose():
    found = doubts(
        row(1, REPORT, "20/10/2025", lead=("CSGD",)),
        row(2, REPORT, "15/10/2025", lead=("Sở GDĐT",)),
    )
    warning = found[WarningCode.LOWER_LEVEL_AFTER_UPPER]
    assert (warning.item, warning.proposal) == (0, "2025-10-08")


def test_a_lower_level_in_good_time_or_about_other_work_is_no_doubt():
    assert doubts(deadlines=[prose(1, "Các trường THPT", "01/10/2025"), prose(2, "Sở GDĐT", "10/10/2025")]) == {}
    other = prose(1, "Các trường THPT", "15/10/2025", "Kế hoạch tuyển sinh vào lớp 10 của nhà trường")
    assert doubts(deadlines=[other, prose(2, "Sở GDĐT", "10/10/2025")]) == {}


@pytest.mark.parametrize(
    ("who", "level"),
    [
        ("Các trường THPT", 1),
        ("CSGD", 1),
        ("UBND các xã, phường, đặc khu", COMMUNE),
        ("Phòng Văn hóa - Xã hội", COMMUNE),
        ("Sở GDĐT", 3),
        ("UBND thành phố", 4),
        ("Bộ GDĐT", 4),
        ("Văn phòng", 0),
    ],
)
def test_the_level_of_a_doer_is_told_by_its_words(who, level):
    assert level_of([who]) == level


def test_a_mixed_company_has_no_level():
    assert level_of(["Các trường THPT", "Sở GDĐT"]) == 0


def test_a_week_of_work_is_counted_over_weekends_and_holidays():
    assert before(date(2025, 10, 10), WorkCalendar()) == date(2025, 10, 3)
    holidays = WorkCalendar(off=frozenset({date(2026, 1, 1), date(2026, 1, 2)}))
    assert before(date(2026, 1, 7), holidays, working_days=WORKING_DAYS_BETWEEN) == date(2025, 12, 29)


def test_two_rows_that_ask_the_same_are_told_at_the_later_one():
    warning = doubts(row(3, "Rà soát hệ thống", "31/12/2025"), row(7, "Rà soát hệ  thống", "31/12/2025"))[
        WarningCode.DUPLICATE_ROW
    ]
    assert (warning.item, warning.proposal) == (1, "3")
    assert [quote.line for quote in warning.quotes] == [70, 30]
    assert "Mục 7 trùng mục 3" in warning.text


def test_the_same_work_by_another_date_or_another_lead_is_no_duplicate():
    assert doubts(row(3, "Rà soát hệ thống", "31/12/2025"), row(7, "Rà soát hệ thống", "30/6/2026")) == {}
    others = (row(3, "Rà soát", "31/12/2025"), row(7, "Rà soát", "31/12/2025", lead=("Phòng KHTC",)))
    assert doubts(*others) == {}


def test_a_time_nobody_can_read_is_quoted():
    item = row(1, "Rà soát", "x")
    unread = ItemFacts(**{**vars(item), "time_text": "theo lịch riêng", "period": None})
    assert "“theo lịch riêng”" in doubts(unread)[WarningCode.TIME_UNREADABLE].text


def test_a_row_without_a_time_is_given_without_a_limit():
    assert set(doubts(row(1, "Rà soát", ""))) == {WarningCode.NO_DUE_DATE, WarningCode.INCOMPLETE}


def test_a_recurrence_without_its_period_asks_for_one():
    assert WarningCode.RECURRENCE_UNCLEAR in doubts(row(1, "Rà soát", "Định kỳ"))


def test_a_date_that_does_not_exist_is_told():
    cited = CitedDate("31/11/2025", None, "ngày không đọc được", Source(5, "trước ngày 31/11/2025"))
    warning = doubts(row(1, "Rà soát", "31/12/2025"), cited_dates=(cited,))[WarningCode.DATE_IMPOSSIBLE]
    assert "“31/11/2025” không phải là ngày có thật" in warning.text


def test_a_semester_report_before_the_usual_end_shows_both_dates():
    content = "Báo cáo sơ kết học kỳ I năm học 2025-2026"
    warning = doubts(row(1, content, "25/12/2025"))[WarningCode.SEMESTER_REPORT_EARLY]
    assert values_of(warning) == ["2025-12-25", "2026-01-18"]
    assert warning.proposal == "2026-01-18"


def test_a_report_in_a_row_and_in_prose_is_offered_as_a_pair():
    content = f"{REPORT} gửi về Sở GDĐT"
    found = check(
        Understood(
            facts(), (row(1, content, "Quý IV/2025"),), (prose(9, "Các trường", "trước ngày 25/12/2025", content),)
        )
    )
    twins = [warning for warning in found if warning.code is WarningCode.SAME_REPORT_TWICE]
    assert {(warning.item, warning.deadline) for warning in twins} == {(0, None), (None, 0)}


def test_a_document_without_work_says_so():
    assert set(doubts()) == {WarningCode.NOTHING_FOUND}
