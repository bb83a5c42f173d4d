"""The grammar of times: what each expression means, and that what is printed reads back the same (product 3.1)."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.periods import RECURRENCES, Quarter, Recurrence, quarters_between, read_period

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
        ("5-12-2025", None, ["2025-12-05"], None),
        ("05/12/25", None, ["2025-12-05"], None),
        ("Thứ Sáu, ngày 05/12/2025", None, ["2025-12-05"], None),
        ("ngày 10, 11/12/2025", None, ["2025-12-10", "2025-12-11"], None),
        ("10-12/12/2025", "2025-12-10", ["2025-12-12"], None),
        ("từ ngày 01 đến 15/12/2025", "2025-12-01", ["2025-12-15"], None),
        ("từ 25/12 đến 05/01/2026", "2025-12-25", ["2026-01-05"], None),
        ("Từ ngày 25/12/2025 đến ngày 05/01", "2025-12-25", ["2026-01-05"], None),
        ("15/8/2026 ÷ 30/8/2026", "2026-08-15", ["2026-08-30"], None),
        ("20/10; 20/12/2025", None, ["2025-10-20", "2025-12-20"], None),
        ("T10/2025", "2025-10-01", ["2025-10-31"], None),
        ("10.2025", "2025-10-01", ["2025-10-31"], None),
        ("tháng mười hai năm 2025", "2025-12-01", ["2025-12-31"], None),
        ("tháng 10 - 12/2025", "2025-10-01", ["2025-12-31"], None),
        ("tháng 11/2025 - 02/2026", "2025-11-01", ["2026-02-28"], None),
        ("tháng 10, 11, 12/2025", "2025-10-01", ["2025-10-31", "2025-11-30", "2025-12-31"], None),
        ("tháng 12, 01/2026", "2025-12-01", ["2025-12-31", "2026-01-31"], None),
        ("Tháng 9, 10/2025 và tháng 3/2026", "2025-09-01", ["2025-09-30", "2025-10-31", "2026-03-31"], None),
        ("Giữa tháng 10, 11/2025", None, ["2025-10-15", "2025-11-15"], None),
        ("nửa đầu tháng 10/2025", "2025-10-01", ["2025-10-15"], None),
        ("quý bốn năm 2025", "2025-10-01", ["2025-12-31"], None),
        (
            "Đề cương: 15/3/2026 Dự thảo: 30/4/2026 Ban hành: 15/6/2026",
            None,
            ["2026-03-15", "2026-04-30", "2026-06-15"],
            None,
        ),
        (
            "Trước 10/12/2025 (báo cáo năm); trước 10/6/2026 (báo cáo 6 tháng)",
            None,
            ["2025-12-10", "2026-06-10"],
            "before",
        ),
        ("Bắt đầu: 01/9/2025; Kết thúc: 31/12/2025", "2025-09-01", ["2025-12-31"], None),
        ("Triển khai từ tháng 9/2025, hoàn thành trước 31/12/2025", "2025-09-01", ["2025-12-31"], "before"),
        ("năm 2025 (Quý IV)", "2025-10-01", ["2025-12-31"], None),
        ("Quý I+II/2026", "2026-01-01", ["2026-03-31", "2026-06-30"], None),
        ("Tuần 3-4/9/2025", "2025-09-15", ["2025-09-28"], None),
        ("Sáng ngày 05/9/2025", None, ["2025-09-05"], None),
        ("Quí II/2026", "2026-04-01", ["2026-06-30"], None),
        ("Quý 3, 4/2025", "2025-07-01", ["2025-09-30", "2025-12-31"], None),
        ("Quý I-II/2026", "2026-01-01", ["2026-06-30"], None),
        ("từ Quý IV/2025 đến quý II/2026", "2025-10-01", ["2026-06-30"], None),
        ("trước quý II/2026", None, ["2026-03-31"], "before"),
        ("nửa đầu năm 2026", "2026-01-01", ["2026-06-30"], None),
        ("2025", "2025-01-01", ["2025-12-31"], None),
        ("2025-2026", "2025-01-01", ["2026-12-31"], None),
        ("giai đoạn 2026 - 2030", "2026-01-01", ["2030-12-31"], None),
        ("Quý IV/2025, năm 2026", "2025-10-01", ["2025-12-31", "2026-12-31"], None),
        ("không quá ngày 15/10/2025", None, ["2025-10-15"], "by"),
        ("hạn cuối: trước ngày 15/10/2025", None, ["2025-10-15"], "before"),
        ("từ nay đến hết ngày 31/12/2025", None, ["2025-12-31"], "by"),
        ("Hoàn thành trong tháng 10/2025", "2025-10-01", ["2025-10-31"], None),
        ("Trước 31/12/2025 hoàn thành", None, ["2025-12-31"], "before"),
        ("Quý IV năm 2025 (trước ngày 15/12)", "2025-10-01", ["2025-12-15"], "before"),
        ("Tháng 12/2025 (dự kiến)", "2025-12-01", ["2025-12-31"], None),
        ("- Đợt 1: trước 15/10/2025; - Đợt 2: trước 15/3/2026", None, ["2025-10-15", "2026-03-15"], "before"),
        ("Lần 1: tháng 10; Lần 2: tháng 3/2026", "2025-10-01", ["2025-10-31", "2026-03-31"], None),
        ("sơ kết tháng 1/2026, tổng kết tháng 5/2026", "2026-01-01", ["2026-01-31", "2026-05-31"], None),
        ("Tháng 1/2026 (sơ kết); tháng 5/2026 (tổng kết)", "2026-01-01", ["2026-01-31", "2026-05-31"], None),
        ("- Sơ kết: 30/01/2026 - Tổng kết: 30/6/2026", None, ["2026-01-30", "2026-06-30"], None),
        ("Sau khi có hướng dẫn của Bộ GDĐT, trước 31/12/2025", None, ["2025-12-31"], "before"),
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
        ("15/10/2025 (trước 11g30)", date(2025, 10, 15), time(11, 30)),
        ("trước 17h00, thứ Sáu, ngày 24/10/2025", date(2025, 10, 24), time(17)),
        ("8h00 - 11h30 ngày 15/10/2025", date(2025, 10, 15), time(11, 30)),
        ("24h00 ngày 18/01/2026", date(2026, 1, 18), time(23, 59)),
        ("17:00 25/12/2025", date(2025, 12, 25), time(17)),
        ("Từ 08 giờ 00 ngày 15/6/2026 đến 17 giờ 00 ngày 22/6/2026", date(2026, 6, 22), time(17)),
        ("Đợt 1: 15/10/2025 Đợt 2: 15/3/2026", date(2026, 3, 15), None),
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
        ("02 lần/năm", Recurrence.SEMIANNUAL, ()),
        ("2 lần/năm học", Recurrence.SEMESTER, ()),
        ("mỗi tháng một lần", Recurrence.MONTHLY, ()),
        ("3 tháng một lần", Recurrence.QUARTERLY, ()),
        ("định kỳ 6 tháng, năm", Recurrence.SEMIANNUAL, ()),
        ("Thường xuyên, báo cáo hằng quý", Recurrence.CONTINUOUS, ()),
        ("Hằng tháng (trước ngày 20)", Recurrence.MONTHLY, tuple((month, 20) for month in range(1, 13))),
        ("Trước ngày 05 của tháng tiếp theo", Recurrence.MONTHLY, tuple((month, 5) for month in range(1, 13))),
        ("ngày 15 tháng cuối quý", Recurrence.QUARTERLY, ((3, 15), (6, 15), (9, 15), (12, 15))),
        ("Trước ngày 15 của tháng đầu quý sau", Recurrence.QUARTERLY, ((1, 15), (4, 15), (7, 15), (10, 15))),
        ("Cuối mỗi quý", Recurrence.QUARTERLY, ((3, 31), (6, 30), (9, 30), (12, 31))),
        ("Tháng 6, tháng 12 hằng năm", Recurrence.ANNUAL, ((6, 30), (12, 31))),
        ("định kỳ hằng năm, trước ngày 05 tháng 12", Recurrence.ANNUAL, ((12, 5),)),
    ],
)
def test_a_recurrence_has_no_date_until_one_is_asked_for(text, recurrence, returns_on):
    period = read_period(text)
    assert period is not None
    assert (period.recurrence, period.returns_on, period.due_on, period.deadlines) == (recurrence, returns_on, None, ())


@pytest.mark.parametrize(
    "text",
    ["", "31/2/2025", "ngày 30 tháng 2 năm 2026", "13/2025", "Quý V/2025", "29/2/2025", "12/25", "tháng 13/2025", "tuần 6 tháng 3/2025",
     "từ 15/12/2025 đến 01/12/2025", "Tháng 10/2025 (trước 15/11/2025)", "10-12", "6 tháng", "II.1", "III", "1.2.3", "QĐ 131/QĐ-TTg",
     "Kế hoạch số 15 ngày 15/10/2025", "15/10/2025 của Bộ", "Văn phòng Sở", "3-5 trường", "2000-2025", "Quý IV", "Tháng 11", "15/10"],
)  # fmt: skip
def test_what_is_no_time_or_no_whole_one_is_none(text):
    assert read_period(text) is None


def test_a_missing_year_is_the_default_year():
    assert read_period("học kỳ I", default_year=2025).due_on == date(2026, 1, 18)
    assert read_period("Học kỳ II", default_year=2026).due_on == date(2026, 5, 31)
    assert read_period("cuối học kỳ I", default_year=2026).due_on == date(2026, 1, 18)
    assert read_period("Quý IV", default_year=2025).due_on == date(2025, 12, 31)
    assert read_period("Tháng 11", default_year=2025).due_on == date(2025, 11, 30)
    assert read_period("trước ngày 15/10", default_year=2025).due_on == date(2025, 10, 15)


@pytest.mark.parametrize(
    ("text", "issued", "starts_on", "due_on"),
    [
        ("Tháng 3", date(2025, 10, 6), date(2026, 3, 1), date(2026, 3, 31)),
        ("Tháng 9", date(2025, 10, 6), date(2025, 9, 1), date(2025, 9, 30)),
        ("tháng 10, 11, 12, 01", date(2025, 10, 6), date(2025, 10, 1), date(2026, 1, 31)),
        ("tháng 9 đến tháng 5", date(2025, 9, 12), date(2025, 9, 1), date(2026, 5, 31)),
        ("trước ngày 05/01", date(2025, 12, 20), None, date(2026, 1, 5)),
        ("Cuối học kỳ I", date(2025, 10, 6), None, date(2026, 1, 18)),
        ("học kỳ II", date(2026, 2, 2), date(2026, 1, 19), date(2026, 5, 31)),
    ],
)
def test_a_time_long_before_the_day_of_issue_is_of_the_next_year(text, issued, starts_on, due_on):
    period = read_period(text, default_year=issued.year, reference=issued)
    assert (period.starts_on, period.due_on) == (starts_on, due_on)


def test_the_documents_own_year_goes_before_the_year_of_issue():
    assert read_period("Tháng 3", default_year=2026, reference=date(2025, 12, 20)).due_on == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "starts_on", "due_on", "recurrence"),
    [
        ("Tháng 10/2025 và thường xuyên", date(2025, 10, 1), date(2025, 10, 31), Recurrence.CONTINUOUS),
        ("Thường xuyên, hoàn thành trước 31/12/2025", None, date(2025, 12, 31), Recurrence.CONTINUOUS),
        ("Hằng năm (hoàn thành trước 31/12/2025)", None, date(2025, 12, 31), Recurrence.ANNUAL),
        ("Thường xuyên, giai đoạn 2026-2030", date(2026, 1, 1), None, Recurrence.CONTINUOUS),
        ("Tháng 9/2025 và duy trì thường xuyên", date(2025, 9, 1), date(2025, 9, 30), Recurrence.CONTINUOUS),
        ("Tháng 01/2026 trở đi", date(2026, 1, 1), None, Recurrence.NONE),
        ("02 tuần/lần", None, None, Recurrence.UNSPECIFIED),
        ("01 lần/01 quý", None, None, Recurrence.QUARTERLY),
        ("Từ tháng 9/2025, thường xuyên", date(2025, 9, 1), None, Recurrence.CONTINUOUS),
        ("Năm 2026 và các năm tiếp theo", date(2026, 1, 1), None, Recurrence.ANNUAL),
        ("Từ tháng 9/2025", date(2025, 9, 1), None, Recurrence.NONE),
        ("từ năm 2026 trở đi", date(2026, 1, 1), None, Recurrence.NONE),
        ("Từ tháng 9/2025 đến khi hoàn thành", date(2025, 9, 1), None, Recurrence.NONE),
        ("Sau ngày 15/10/2025", date(2025, 10, 16), None, Recurrence.NONE),
    ],
)
def test_a_named_date_is_due_beside_a_recurrence_and_a_frame_or_a_beginning_is_not(text, starts_on, due_on, recurrence):
    period = read_period(text)
    assert (period.starts_on, period.due_on, period.recurrence) == (starts_on, due_on, recurrence)


def test_a_weekly_deadline_falls_on_its_weekday():
    period = read_period("trước 16h00 thứ Sáu hằng tuần")
    assert (period.recurrence, period.weekday, period.due_time, period.qualifier) == ("weekly", 4, time(16), "before")
    assert period.occurrences(date(2025, 10, 6), date(2025, 10, 24)) == (
        date(2025, 10, 10), date(2025, 10, 17), date(2025, 10, 24),
    )  # fmt: skip
    assert period.names_its_day
    assert period.first_after(date(2025, 10, 6)).due_on is None


@pytest.mark.parametrize(
    "text",
    ["sau khi có hướng dẫn của Bộ", "ngay sau khi ban hành", "theo tiến độ", "khi có yêu cầu", "Theo kế hoạch của Bộ", "10 ngày sau khi kết thúc",
     "Theo Kế hoạch số 123/KH-UBND ngày 05/10/2025", "Theo Kế hoạch số 123/KH-UBND, ngày 05/10/2025", "Chậm nhất 05 ngày sau khi kết thúc đợt kiểm tra", "Đột xuất",
     "trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản", "tuần 10", "Theo QĐ 131/QĐ-TTg ngày 25/01/2022", "Tuần 10 của năm học", "cuối học kỳ I"],
)  # fmt: skip
def test_what_waits_for_an_event_is_recognised_and_has_no_date(text):
    period = read_period(text)
    assert period.is_condition
    assert (period.starts_on, period.due_on, period.deadlines, period.recurrence) == (None, None, (), Recurrence.NONE)
    assert period.text == text


def test_dates_of_a_usual_calendar_are_marked():
    week = read_period("tuần 2 tháng 11/2025")
    assert (week.starts_on, week.due_on, week.is_estimated) == (date(2025, 11, 8), date(2025, 11, 14), True)
    assert read_period("tuần 1, 2 tháng 3/2026").deadlines == (date(2026, 3, 7), date(2026, 3, 14))
    assert read_period("tuần cuối tháng 10/2025").due_on == date(2025, 10, 31)
    semester = read_period("học kỳ I năm học 2025-2026")
    assert (semester.starts_on, semester.due_on, semester.is_estimated) == (date(2025, 9, 1), date(2026, 1, 18), True)
    assert not read_period("Quý IV/2025").is_estimated


def test_a_recurring_deadline_falls_first_after_the_issue():
    period = read_period("hằng quý, trước ngày 15 tháng cuối quý")
    assert period.first_after(date(2025, 12, 15)).due_on == date(2026, 3, 15)
    assert period.first_after(date(2025, 12, 14)).due_on == date(2025, 12, 15)
    assert read_period("trước ngày 25 hằng tháng").first_after(date(2025, 12, 14)).due_on is None


def test_occurrences_stay_inside_their_range_and_their_month():
    period = read_period("ngày 31 hằng tháng")
    assert period.occurrences(date(2026, 1, 31), date(2026, 3, 30)) == (date(2026, 1, 31), date(2026, 2, 28))


@pytest.mark.parametrize(("_pattern", "example", "recurrence"), RECURRENCES, ids=lambda value: str(value)[:30])
def test_the_example_beside_each_recurrence_is_read_by_it(_pattern, example, recurrence):
    assert read_period(example).recurrence is recurrence


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
