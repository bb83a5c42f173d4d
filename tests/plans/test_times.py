"""Times in running text: what is found, how long it is, and why a time is no deadline (product 3.8)."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.plans.understanding.times import find_times

QUARTERS_15 = ((3, 15), (6, 15), (9, 15), (12, 15))


def found_in(text):
    return list(find_times(text, default_year=2025))


def limits(text):
    return [(found.text, found.period.due_on) for found in found_in(text) if found.objection is None]


@pytest.mark.parametrize(
    ("sentence", "words", "due_on"),
    [
        ("Các đơn vị gửi báo cáo về Sở trước ngày 25/5/2026.", "trước ngày 25/5/2026", date(2026, 5, 25)),
        ("báo cáo Sở trước ngày 05.12.2025 để tổng hợp", "trước ngày 05.12.2025", date(2025, 12, 5)),
        ("gửi về Sở trước ngày 15/10 để tổng hợp", "trước ngày 15/10", date(2025, 10, 15)),
        ("gửi về Sở trước ngày 5-12-2025", "trước ngày 5-12-2025", date(2025, 12, 5)),
        ("hoàn thành chậm nhất là ngày 30 tháng 11 năm 2025", "chậm nhất là ngày 30 tháng 11 năm 2025", date(2025, 11, 30)),
        ("Hoàn thành trong tháng 11.", "Hoàn thành trong tháng 11", date(2025, 11, 30)),
        ("trình Giám đốc Sở trong quý IV/2025", "trong quý IV/2025", date(2025, 12, 31)),
        ("phải xong trước cuối tháng 10/2025", "xong trước cuối tháng 10/2025", date(2025, 10, 31)),
        ("gửi kết quả muộn nhất trong tuần 2 tháng 11/2025", "muộn nhất trong tuần 2 tháng 11/2025", date(2025, 11, 14)),
        ("Thời hạn gửi báo cáo: trước ngày 10/12/2025.", "Thời hạn gửi báo cáo: trước ngày 10/12/2025", date(2025, 12, 10)),
        ("Thời gian hoàn thành: tháng 12/2025.", "Thời gian hoàn thành: tháng 12/2025", date(2025, 12, 31)),
        ("gửi hồ sơ từ ngày 01/10/2025 đến hết ngày 15/10/2025", "từ ngày 01/10/2025 đến hết ngày 15/10/2025", date(2025, 10, 15)),
        ("nộp báo cáo từ ngày 10-15/12/2025", "từ ngày 10-15/12/2025", date(2025, 12, 15)),
        ("Việc sắp xếp hoàn thành trong năm 2026.", "hoàn thành trong năm 2026", date(2026, 12, 31)),
        ("gửi không muộn hơn 17:00 ngày 15/10/2025", "không muộn hơn 17:00 ngày 15/10/2025", date(2025, 10, 15)),
        ("gửi trước ngày 25/12/2025 (trước 17h00) về Sở", "trước ngày 25/12/2025 trước 17h00", date(2025, 12, 25)),
        ("gửi trước 16 giờ 30 thứ Sáu (ngày 24/10/2025).", "trước 16 giờ 30 thứ Sáu ngày 24/10/2025", date(2025, 10, 24)),
        ("gửi trước ngày 31/10/2025, 28/02/2026 về Sở", "trước ngày 31/10/2025, 28/02/2026", date(2026, 2, 28)),
    ],
)  # fmt: skip
def test_a_limit_is_found_whole_with_its_date(sentence, words, due_on):
    assert limits(sentence) == [(words, due_on)]


def test_a_found_time_stands_where_it_says():
    text = "Các trường gửi về Sở trước 17 giờ ngày 15/10/2025 báo cáo đợt 1, chậm nhất ngày 20/12/2025 báo cáo đợt 2."
    assert [text[found.start : found.end] for found in found_in(text)] == [found.text for found in found_in(text)]
    assert [text[found.digits_at :][:10] for found in found_in(text)] == ["15/10/2025", "20/12/2025"]


@pytest.mark.parametrize(
    ("sentence", "recurrence", "returns_on", "weekday"),
    [
        ("chậm nhất là ngày 20 hằng tháng, gửi báo cáo", "monthly", tuple((month, 20) for month in range(1, 13)), None),
        ("báo cáo trước ngày 05 của tháng tiếp theo", "monthly", tuple((month, 5) for month in range(1, 13)), None),
        ("định kỳ hằng quý (trước ngày 15 của tháng cuối quý) gửi báo cáo", "quarterly", QUARTERS_15, None),
        ("gửi trước ngày 15/6 và trước ngày 15/12 hằng năm", "annual", ((6, 15), (12, 15)), None),
        ("trước ngày 10 tháng 10, trước ngày 20 tháng 11 hằng năm", "annual", ((10, 10), (11, 20)), None),
        ("gửi báo cáo vào ngày 20 hằng tháng", "monthly", tuple((month, 20) for month in range(1, 13)), None),
        ("vào thứ Sáu hằng tuần cập nhật tiến độ trên Hệ thống", "weekly", (), 4),
        ("gửi lịch công tác trước 16h00 thứ Sáu hằng tuần", "weekly", (), 4),
    ],
)
def test_a_limit_that_comes_back_names_its_days(sentence, recurrence, returns_on, weekday):
    [found] = [found for found in found_in(sentence) if found.objection is None]
    assert (found.period.recurrence, found.period.returns_on, found.period.weekday) == (recurrence, returns_on, weekday)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Công văn số 123/SGDĐT-VP ngày 05/10/2025 của Sở", "viện dẫn"),
        ("Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị", "viện dẫn"),
        ("Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019", "viện dẫn"),
        ("Kế hoạch ban hành ngày 05/10/2025 của Sở", "viện dẫn"),
        ("báo cáo số liệu tính đến hết ngày 30/9/2025", "sự việc khác"),
        ("lũy kế giải ngân đến hết tháng 10/2025", "chốt số liệu"),
        ("Quy chế có hiệu lực kể từ ngày 01/7/2025", "sự việc khác"),
        ("viên chức được tuyển dụng trước ngày 01/7/2025", "sự việc khác"),
        ("Tuần lễ học tập suốt đời diễn ra từ ngày 01/10 đến ngày 07/10/2025", "sự kiện"),
        ("tổ chức các hoạt động chào mừng ngày Nhà giáo Việt Nam ngày 20/11/2025", "sự kiện"),
        ("Ngày Chuyển đổi số quốc gia ngày 10/10 hằng năm", "sự kiện"),
        ("Hội nghị tổ chức lúc 8h00 ngày 15/10/2025", "sự kiện"),
        ("Lễ khai mạc lúc 8h00 ngày 15/10/2025", "sự kiện"),
        ("gửi báo cáo số liệu từ ngày 15/12/2024 đến ngày 14/12/2025", "không kèm"),
        ("so với cùng kỳ đến hết tháng 9/2024", "sự việc khác|so sánh"),
        ('phong trào "Hoàn thành trước ngày 31/12/2025" do trường phát động', "tên văn bản"),
        ("Thực hiện Công văn của Sở (thời hạn Sở yêu cầu: trước ngày 31/10/2025)", "cấp trên"),
        ("gửi trước ngày 31/02/2026", "không đọc được"),
        ("chuyển đổi số hoạt động của cơ quan nhà nước trong 6 tháng cuối năm 2025", "không kèm"),
    ],
)
def test_a_time_that_is_no_limit_says_why(sentence, reason):
    assert limits(sentence) == []
    assert any(part in found.objection for found in found_in(sentence) for part in reason.split("|"))


@pytest.mark.parametrize(
    "sentence",
    ["đạt 27/31 nhiệm vụ", "đến năm 2030", "giai đoạn 2026-2030", "lớp 10A1/45 học sinh", "theo Thông tư 32/2020/TT-BGDĐT", "từ khi có hướng dẫn", "mục 3.1.2", "QCVN 01:2021"],
)  # fmt: skip
def test_numbers_and_stages_are_no_times(sentence):
    assert found_in(sentence) == []


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["trước", "ngày", "15/10/2025", "15/10", "tháng", "11", "quý", "IV", ",", "và", "hằng năm", "(", ")", "17h00", "từ", "đến", "-", "gửi"]),
        max_size=20,
    ).map(" ".join)
)  # fmt: skip
def test_times_lie_apart_and_inside_the_text(text):
    last = 0
    for found in found_in(text):
        assert last <= found.start <= found.digits_at < found.end <= len(text)
        last = found.end


@pytest.mark.parametrize(
    "piece", ["1/1/2025, ", "tháng 1, 2, ", "trước ngày ", "quý I, ", "hạn ", "1-", "ngày 1 và ", "từ 1/1 đến "]
)
def test_long_texts_are_searched_at_once(piece):
    started = time.process_time()
    found_in((piece * 5000)[:20_000])
    assert time.process_time() - started < 3
