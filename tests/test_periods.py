"""The grammar of times: what each expression means, and that what is printed reads back the same (product 3.1)."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.periods import FORMS, RECURRENCES, Quarter, Recurrence, print_period, quarters_between, read_period

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "starts_on", "deadlines", "qualifier"),
    [
        ("trước ngày 10/11/2025", None, ["2025-11-10"], "before"),
        ("trước ngày 10/06/2026", None, ["2026-06-10"], "before"),
        ("Quý IV/2025", "2025-10-01", ["2025-12-31"], None),
        ("Quý 4/2025", "2025-10-01", ["2025-12-31"], None),
        ("quý I năm 2026", "2026-01-01", ["2026-03-31"], None),
        ("Quý IV/2025 và quý I/2026", "2025-10-01", ["2025-12-31", "2026-03-31"], None),
        ("Quý III, IV/2025", "2025-07-01", ["2025-09-30", "2025-12-31"], None),
        ("Quý III - Quý IV/2025", "2025-07-01", ["2025-12-31"], None),
        ("10/2025", "2025-10-01", ["2025-10-31"], None),
        ("01/2025", "2025-01-01", ["2025-01-31"], None),
        ("11-12/2025", "2025-11-01", ["2025-12-31"], None),
        ("11 – 12/2025", "2025-11-01", ["2025-12-31"], None),
        ("12-01/2026", "2025-12-01", ["2026-01-31"], None),
        ("Tháng 02-3/2025", "2025-02-01", ["2025-03-31"], None),
        ("Tháng 11/2024", "2024-11-01", ["2024-11-30"], None),
        ("Tháng 02/2024", "2024-02-01", ["2024-02-29"], None),
        ("Tháng 12 năm 2025", "2025-12-01", ["2025-12-31"], None),
        ("Tháng 10, 11/2025", "2025-10-01", ["2025-10-31", "2025-11-30"], None),
        ("Từ tháng 10/2025 đến tháng 5/2026", "2025-10-01", ["2026-05-31"], None),
        ("trong tháng 12/2025", "2025-12-01", ["2025-12-31"], None),
        ("Chậm nhất trong tháng 3/2025", None, ["2025-03-31"], "by"),
        ("Chậm nhất trong tháng 02/2025", None, ["2025-02-28"], "by"),
        ("chậm nhất là ngày 05/01/2026", None, ["2026-01-05"], "by"),
        ("hạn cuối ngày 30/11/2025", None, ["2025-11-30"], "by"),
        ("hạn chót: 30/11/2025", None, ["2025-11-30"], "by"),
        ("đến hết ngày 30/11/2025", None, ["2025-11-30"], "by"),
        ("xong trước ngày 30/11/2025", None, ["2025-11-30"], "before"),
        ("Hoàn thành trước 30/11/2025", None, ["2025-11-30"], "before"),
        ("trước tháng 12/2025", None, ["2025-11-30"], "before"),
        ("ngày 30 tháng 6 năm 2025", None, ["2025-06-30"], None),
        ("5/1/2026", None, ["2026-01-05"], None),
        ("ngày 15/10, 15/11/2025", None, ["2025-10-15", "2025-11-15"], None),
        ("trước ngày 25/12/2025 và 25/5/2026", None, ["2025-12-25", "2026-05-25"], "before"),
        ("từ ngày 01/10/2025 đến ngày 15/10/2025", "2025-10-01", ["2025-10-15"], None),
        ("01-15/10/2025", "2025-10-01", ["2025-10-15"], None),
        ("đầu tháng 10/2025", None, ["2025-10-01"], None),
        ("giữa tháng 10/2025", None, ["2025-10-15"], None),
        ("cuối tháng 02/2026", None, ["2026-02-28"], None),
        ("cuối quý I/2026", None, ["2026-03-31"], None),
        ("06 tháng đầu năm 2026", "2026-01-01", ["2026-06-30"], None),
        ("6 tháng cuối năm 2025", "2025-07-01", ["2025-12-31"], None),
        ("cuối năm 2025", None, ["2025-12-31"], None),
        ("giữa năm 2026", None, ["2026-06-30"], None),
        ("Năm 2025", "2025-01-01", ["2025-12-31"], None),
        ("Năm học 2025-2026", "2025-09-01", ["2026-05-31"], None),
    ],
)
def test_a_time_means_these_dates(text, starts_on, deadlines, qualifier):
    period = read_period(text)
    assert period is not None
    assert (period.starts_on and period.starts_on.isoformat()) == starts_on
    assert [day.isoformat() for day in period.deadlines] == deadlines
    assert period.due_on == period.deadlines[-1]
    assert period.qualifier == qualifier
    assert period.text == text


@pytest.mark.parametrize(
    ("text", "due_on", "due_time"),
    [
        ("chậm nhất 17 giờ ngày 25/12/2025", date(2025, 12, 25), time(17)),
        ("trước 16 giờ 30 ngày 05/01/2026", date(2026, 1, 5), time(16, 30)),
        ("trước 16 giờ 30 phút, ngày 05/01/2026", date(2026, 1, 5), time(16, 30)),
        ("ngày 25/12/2025, trước 17h00", date(2025, 12, 25), time(17)),
    ],
)
def test_an_hour_goes_with_its_day(text, due_on, due_time):
    period = read_period(text)
    assert period is not None
    assert (period.due_on, period.due_time) == (due_on, due_time)


@pytest.mark.parametrize(
    ("text", "recurrence", "returns_on"),
    [
        ("Thường xuyên", Recurrence.CONTINUOUS, ()),
        ("hằng tuần", Recurrence.WEEKLY, ()),
        ("Hàng tháng", Recurrence.MONTHLY, ()),
        ("trước ngày 25 hằng tháng", Recurrence.MONTHLY, tuple((month, 25) for month in range(1, 13))),
        ("Định kỳ hằng quý", Recurrence.QUARTERLY, ()),
        ("hằng quý, trước ngày 15 tháng cuối quý", Recurrence.QUARTERLY, ((3, 15), (6, 15), (9, 15), (12, 15))),
        ("mỗi học kỳ", Recurrence.SEMESTER, ()),
        ("theo từng kì học", Recurrence.SEMESTER, ()),
        ("06 tháng một lần", Recurrence.SEMIANNUAL, ()),
        ("trước ngày 15/12 hằng năm", Recurrence.ANNUAL, ((12, 15),)),
        ("20/6 và 20/12 hằng năm", Recurrence.ANNUAL, ((6, 20), (12, 20))),
        ("trong từng năm học", Recurrence.SCHOOL_YEAR, ()),
        ("định kỳ", Recurrence.UNSPECIFIED, ()),
    ],
)
def test_a_recurrence_has_no_date_until_one_is_asked_for(text, recurrence, returns_on):
    period = read_period(text)
    assert period is not None
    assert (period.recurrence, period.returns_on, period.due_on, period.deadlines) == (recurrence, returns_on, None, ())


@pytest.mark.parametrize(
    "text",
    ["", "31/2/2025", "ngày 30 tháng 2 năm 2026", "13/2025", "Quý V/2025", "2022-2025", "giai đoạn 2022 - 2025", "từ năm 2025",
     "Văn phòng Sở", "Theo kế hoạch của Bộ", "3-5 trường", "2000-2025", "Quý IV", "Tháng 11", "15/10"],
)  # fmt: skip
def test_what_is_no_time_or_no_whole_one_is_none(text):
    assert read_period(text) is None


def test_a_missing_year_is_the_default_year():
    assert read_period("Quý IV", default_year=2025).due_on == date(2025, 12, 31)
    assert read_period("Tháng 11", default_year=2025).due_on == date(2025, 11, 30)
    assert read_period("trước ngày 15/10", default_year=2025).due_on == date(2025, 10, 15)


def test_a_recurring_deadline_falls_first_after_the_issue():
    period = read_period("hằng quý, trước ngày 15 tháng cuối quý")
    assert period.first_after(date(2025, 12, 15)).due_on == date(2026, 3, 15)
    assert period.first_after(date(2025, 12, 14)).due_on == date(2025, 12, 15)
    assert read_period("trước ngày 25 hằng tháng").first_after(date(2025, 12, 14)).due_on is None


def test_occurrences_stay_inside_their_range_and_their_month():
    period = read_period("ngày 31 hằng tháng")
    assert period.occurrences(date(2026, 1, 31), date(2026, 3, 30)) == (date(2026, 1, 31), date(2026, 2, 28))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example)
def test_the_example_beside_each_form_is_read_by_it(form):
    assert read_period(form.example, default_year=2025) is not None


@pytest.mark.parametrize(("_pattern", "example", "recurrence"), RECURRENCES, ids=lambda value: str(value)[:30])
def test_the_example_beside_each_recurrence_is_read_by_it(_pattern, example, recurrence):
    assert read_period(example).recurrence is recurrence


@given(
    DAYS,
    st.sampled_from(
        ["{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "ngày {d} tháng {m} năm {y}", "ngày {d:02}/{m}/{y}", "{d}.{m}.{y}"]
    ),
)
def test_any_day_in_any_spelling_reads_back(day, spelling):
    period = read_period(spelling.format(d=day.day, m=day.month, y=day.year))
    assert period is not None
    assert period.deadlines == (day,)


@given(
    st.lists(DAYS, min_size=1, max_size=3, unique=True),
    st.sampled_from(["trước ngày ", "chậm nhất ngày ", "", "đến hết ngày "]),
)
def test_what_is_printed_reads_back_the_same(days, opening):
    written = opening + " và ".join(f"{day.day}/{day.month}/{day.year}" for day in sorted(days))
    period = read_period(written)
    again = read_period(print_period(period))
    assert (again.deadlines, again.qualifier, again.due_time) == (period.deadlines, period.qualifier, period.due_time)


@given(DAYS, DAYS)
def test_a_printed_range_reads_back_the_same(one, other):
    first, last = sorted((one, other))
    period = read_period(f"từ ngày {first.day}/{first.month}/{first.year} đến ngày {last.day}/{last.month}/{last.year}")
    assert (period.starts_on, period.due_on) == (first, last)
    assert read_period(print_period(period)).starts_on == first


@given(st.text(max_size=40))
def test_no_text_breaks_the_grammar(text):
    read_period(text)
    read_period(text, default_year=2025)


@given(DAYS)
def test_a_quarter_holds_its_days_and_prints_and_parses(day):
    quarter = Quarter.of(day)
    assert day in quarter
    assert quarter.start <= day <= quarter.end
    assert Quarter.parse(str(quarter)) == quarter
    assert quarter.next().previous() == quarter
    assert (quarter.next().start - quarter.end).days == 1
    assert read_period(quarter.label).deadlines == (quarter.end,)


def test_quarters_are_ordered_and_enumerated():
    assert str(Quarter(2025, 4)) == "2025Q4"
    assert Quarter(2025, 4).label == "quý IV/2025"
    assert Quarter(2025, 4) < Quarter(2026, 1)
    assert [str(q) for q in quarters_between(date(2025, 10, 1), date(2026, 6, 30))] == ["2025Q4", "2026Q1", "2026Q2"]


@pytest.mark.parametrize("text", ["2025Q5", "Q4", "2025-Q4", ""])
def test_only_the_printed_form_is_a_quarter(text):
    with pytest.raises(ValueError, match="not a quarter"):
        Quarter.parse(text)
