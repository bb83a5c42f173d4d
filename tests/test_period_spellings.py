"""Round trips: whatever is written in any supported form reads back the same; no text breaks or stalls the grammar."""

import time
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.periods import CONDITIONS, FORMS, Quarter, print_period, read_period
from tracker.periods.forms import pieces_in
from tracker.periods.words import plain

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2058, 12, 31))
ROMAN = ("I", "II", "III", "IV")
FEW = settings(max_examples=10, deadline=None)
SPELLINGS = [(form, spelling) for form in FORMS for spelling in form.spellings]
SCRAPS = (
    "ngày",
    "tháng",
    "quý",
    "năm",
    "tuần",
    "từ",
    "đến",
    "trước",
    "và",
    ",",
    ";",
    "-",
    "/",
    "(",
    ")",
    "1",
    "12",
    "31",
    "2025",
    "IV",
    "hằng",
    "định",
    "kỳ",
    "lần",
    "17h",
    "học",
    "kỳ",
    "đợt",
    ":",
)


def write(spelling, day, part="cuối", count=6, week=2):
    """`spelling` for the day, its month, its quarter, its year."""
    quarter = Quarter.of(day).number
    return spelling.format(
        d=day.day, m=day.month, y=day.year, yy=day.year % 100, z=day.year + 1, q=quarter, r=ROMAN[quarter - 1], w=week, p=part, n=count,
        s=ROMAN[day.month <= 6],
    )  # fmt: skip


def month_end(day):
    return day.replace(day=monthrange(day.year, day.month)[1])


def spelled(*keys, without=()):
    """Spellings that hold one of `keys` and name neither a part nor a week nor two years."""
    others = ("{p}", "uần", "đầu", "cuối", "{z}", *without)
    return [s for _, s in SPELLINGS if any(key in s for key in keys) and not any(key in s for key in others)]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.example)
def test_the_example_beside_each_form_is_read_by_it(form):
    assert form.pattern.fullmatch(plain(form.example))
    assert next(pieces_in(plain(form.example)))


@pytest.mark.parametrize(("_pattern", "example", "_meaning"), CONDITIONS, ids=lambda value: str(value)[:30])
def test_the_example_beside_each_condition_is_read_by_it(_pattern, example, _meaning):
    assert read_period(example).is_condition


def test_every_form_that_stands_alone_has_a_spelling():
    alone = [form.example for form in FORMS if (found := read_period(form.example)) and found.due_on]
    assert alone == [form.example for form in FORMS if form.spellings]


@pytest.mark.parametrize("spelling", [spelling for _, spelling in SPELLINGS])
@FEW
@given(day=DAYS)
def test_what_is_written_in_any_form_reads_the_same_whatever_year_is_proposed(spelling, day):
    written = write(spelling, day)
    period = read_period(written)
    assert (period.starts_on or period.due_on) <= period.due_on
    assert period.text == " ".join(written.split())
    if "{z}" not in spelling:
        assert period.due_on.year == day.year
    for default in (1999, 2058):
        assert read_period(written, default_year=default) == period


@pytest.mark.parametrize("spelling", spelled("{d"))
@FEW
@given(day=DAYS)
def test_any_day_reads_back(spelling, day):
    assert read_period(write(spelling, day)).deadlines == (day,)


@pytest.mark.parametrize("spelling", spelled("{m", without=("{d",)))
@FEW
@given(day=DAYS)
def test_any_month_reads_back(spelling, day):
    period = read_period(write(spelling, day))
    assert (period.starts_on, period.deadlines) == (day.replace(day=1), (month_end(day),))


@pytest.mark.parametrize("spelling", [s for s in spelled("{q}", "{r}") if "tháng" not in s])
@FEW
@given(day=DAYS)
def test_any_quarter_reads_back(spelling, day):
    period = read_period(write(spelling, day))
    assert (period.starts_on, period.deadlines) == (Quarter.of(day).start, (Quarter.of(day).end,))


@pytest.mark.parametrize("part", ["đầu", "giữa", "cuối", "nửa đầu", "nửa cuối", "thượng tuần", "trung tuần", "hạ tuần"])
@FEW
@given(day=DAYS)
def test_any_part_of_a_month_lies_inside_it(part, day):
    period = read_period(write("{p} tháng {m}/{y}", day, part))
    last = {"đầu": 1, "giữa": 15, "nửa đầu": 15, "thượng tuần": 10, "trung tuần": 20}.get(part, month_end(day).day)
    assert period.due_on == day.replace(day=last)
    assert period.starts_on is None or period.starts_on.month == day.month


@FEW
@given(day=DAYS, first=st.integers(1, 11), week=st.integers(1, 4))
def test_parts_of_years_and_weeks_read_back(day, first, week):
    assert read_period(f"{first} tháng đầu năm {day.year}").due_on == month_end(date(day.year, first, 1))
    assert read_period(f"{first:02} tháng cuối năm {day.year}").starts_on == date(day.year, 13 - first, 1)
    assert read_period(write("tuần {w} tháng {m}/{y}", day, week=week)).due_on == day.replace(day=7 * week)
    assert read_period(f"{day.year}").due_on == date(day.year, 12, 31)


@settings(max_examples=80, deadline=None)
@given(
    days=st.lists(DAYS, min_size=1, max_size=4, unique=True),
    opening=st.sampled_from(["trước ngày ", "chậm nhất là ngày ", "", "đến hết ngày ", "hạn chót: ", "không quá "]),
    link=st.sampled_from([" và ", ", ", "; ", ", ngày ", " và ngày "]),
    form=st.sampled_from(["{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}.{m}.{y}", "{d} tháng {m} năm {y}"]),
)
def test_a_list_of_days_reads_back_and_its_print_too(days, opening, link, form):
    period = read_period(opening + link.join(write(form, day) for day in sorted(days)))
    assert period.deadlines == tuple(sorted(days))
    again = read_period(print_period(period))
    assert (again.deadlines, again.qualifier, again.due_time) == (period.deadlines, period.qualifier, period.due_time)


@settings(max_examples=80, deadline=None)
@given(one=DAYS, other=DAYS, link=st.sampled_from([" đến ", " - ", "-", " đến ngày ", " đến hết ngày ", " – "]))
def test_a_range_of_days_reads_back_also_with_one_year_left_out(one, other, link):
    first, last = sorted((one, other))
    period = read_period(f"từ ngày {first.day}/{first.month}/{first.year}{link}{last.day}/{last.month}/{last.year}")
    assert (period.starts_on, period.deadlines) == (first, (last,))
    assert read_period(print_period(period)).starts_on == first
    leap_day = (2, 29) in ((first.month, first.day), (last.month, last.day))
    if timedelta(0) < last - first < timedelta(days=300) and not leap_day:
        assert read_period(f"từ {first.day}/{first.month}{link}{last.day}/{last.month}/{last.year}").starts_on == first
        assert read_period(f"từ {first.day}/{first.month}/{first.year}{link}{last.day}/{last.month}").due_on == last


@settings(max_examples=80, deadline=None)
@given(day=DAYS, length=st.integers(1, 10), link=st.sampled_from(["-", " - ", " đến ", " đến hết tháng "]))
def test_a_range_of_months_reads_back_also_over_the_years_end(day, length, link):
    index = day.month - 1 + length
    last = month_end(date(day.year + index // 12, index % 12 + 1, 1))
    for written in (
        f"Tháng {day.month}{link}{last.month}/{last.year}",
        f"từ tháng {day.month}/{day.year}{link}{last.month}/{last.year}",
        f"Tháng {day.month:02} năm {day.year}{link}{last.month:02} năm {last.year}",
    ):
        period = read_period(written)
        assert (period.starts_on, period.deadlines) == (day.replace(day=1), (last,)), written


@settings(max_examples=100, deadline=None)
@given(
    day=DAYS,
    hour=st.times(),
    form=st.sampled_from(["{}h{:02}", "{} giờ {:02}", "{} giờ {:02} phút", "{}g{:02}", "{:02}:{:02}"]),
)
def test_an_hour_reads_back_with_its_day(day, hour, form):
    hour = hour.replace(second=0, microsecond=0)
    period = read_period(f"trước {form.format(hour.hour, hour.minute)} ngày {day.day}/{day.month}/{day.year}")
    assert (period.due_on, period.due_time, period.qualifier) == (day, hour, "before")
    assert read_period(print_period(period)) == replace(period, text=print_period(period))


@settings(max_examples=100, deadline=None)
@given(day=st.integers(1, 31), month=st.integers(1, 12))
def test_a_recurrence_with_its_day_reads_back(day, month):
    assert read_period(f"ngày {day} hằng tháng").returns_on == tuple((m, day) for m in range(1, 13))
    assert read_period(f"trước ngày {day:02} tháng cuối quý").returns_on == tuple((m, day) for m in (3, 6, 9, 12))
    yearly = read_period(f"trước ngày {day}/{month} hằng năm")
    if day <= monthrange(2024, month)[1]:
        assert yearly.returns_on == ((month, day),)
    else:
        assert yearly is None or yearly.returns_on == ()


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(SCRAPS), max_size=14).map(" ".join)))
def test_no_text_breaks_the_grammar_and_no_reading_contradicts_itself(text):
    for known in ({}, {"default_year": 2025}, {"default_year": 2025, "reference": date(2025, 10, 6)}):
        period = read_period(text, **known)
        if period is None:
            continue
        assert period.due_on == (period.deadlines[-1] if period.deadlines else None)
        assert list(period.deadlines) == sorted(set(period.deadlines))
        assert not (period.starts_on and period.due_on) or period.starts_on <= period.due_on
        assert not period.is_condition or (period.due_on, period.starts_on, period.returns_on) == (None, None, ())


@pytest.mark.parametrize(
    "piece",
    ["1", "1/", "1-", "1,", "tháng ", "ngày 1 và ", "quý i-", "trước ", "hạn : ", "từ ", "(", "(1/1)", "1 đến ", "đợt 1: 1/1/2025 ", "a 1; ", "hoàn thành ", "1h ", "năm học ",
     "hằng ", "mỗi tháng 1 lần ", "6 tháng ", "sau khi ", "05 ngày ", "1/1/2025 ", " ", "định kỳ "],
)  # fmt: skip
def test_long_and_hostile_texts_are_answered_at_once(piece):
    started = time.perf_counter()
    for length in (100, 399, 50_000):
        read_period((piece * length)[:length], default_year=2025)
        read_period((piece * length)[:length] + "x", default_year=2025)
    assert time.perf_counter() - started < 0.5
