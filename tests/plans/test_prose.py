"""Deadlines in running text: who, what, to whom, through whom, by when; and the many dates that are none."""

from datetime import date, time

import pytest

from tracker.plans.reading.model import Limits, Line, Reading
from tracker.plans.reading.text import read_text
from tracker.plans.understanding import understand
from tracker.plans.understanding.passages import passages_of
from tracker.plans.understanding.units import split_units

TODAY = date(2025, 12, 15)
HEAD = """SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH LÂM ĐỒNG
Số: 215/TB-SGDĐT
Lâm Đồng, ngày 06 tháng 10 năm 2025

"""


def deadlines(text, head=HEAD):
    return understand(read_text((head + text).encode(), Limits()), today=TODAY).deadlines


def facts(text, head=HEAD):
    return [(str(one.period.due_on), list(one.who), one.recipient) for one in deadlines(text, head)]


def paragraphs(*texts):
    """A reading whose file says itself where each paragraph is, as a DOCX does."""
    lines = tuple(Line(number, text, is_paragraph=True) for number, text in enumerate(texts, start=1))
    return Reading(lines=lines, media_type="application/test", physical=lines)


# --- who


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Giao Văn phòng chủ trì, phối hợp với các phòng tham mưu Kế hoạch, trình Giám đốc Sở trước ngày 31/10/2025.", ["Văn phòng"]),
        ("Giao Ban Xây dựng Đảng tổng hợp, tham mưu Đảng ủy hoàn thành xếp loại trước ngày 15/12/2025.", ["Ban Xây dựng Đảng"]),
        ("Đề nghị Ủy ban Kiểm tra Đảng ủy theo dõi, báo cáo kết quả với Ban Thường vụ trước 20/12/2025.", ["Ủy ban Kiểm tra Đảng ủy"]),
        ("Phòng Tổ chức cán bộ khẩn trương rà soát, tổng hợp gửi Sở Nội vụ (hoàn thành trước 15/11/2025).", ["Phòng Tổ chức cán bộ"]),
        ("Giao Phòng Giáo dục thường xuyên, chuyển đổi số đôn đốc các trường; hoàn thành trong tháng 10/2025.", ["Phòng Giáo dục thường xuyên, chuyển đổi số"]),
        ("Trưởng các phòng, thủ trưởng các đơn vị trực thuộc báo cáo kết quả về Văn phòng Sở trước ngày 28/10/2025.", ["Trưởng các phòng", "thủ trưởng các đơn vị trực thuộc"]),
        ("Để có cơ sở tổng hợp, báo cáo UBND tỉnh; Sở GDĐT yêu cầu các trường THPT gửi báo cáo trước ngày 28/10/2025.", ["các trường THPT"]),
        ("Căn cứ chức năng, nhiệm vụ được giao, các phòng gửi kế hoạch về Văn phòng trước ngày 28/10/2025.", ["các phòng"]),
        ("Đoàn kiểm tra hoàn thành báo cáo trước ngày 30/10/2025.", ["Đoàn kiểm tra"]),
        ("Ban Tổ chức Hội khỏe Phù Đổng tỉnh hoàn thành việc bốc thăm trước ngày 05/11/2025.", ["Ban Tổ chức Hội khỏe Phù Đổng tỉnh"]),
        ("Hoàn thành hồ sơ mời thầu trước ngày 05/11/2025 (giao Phòng Kế hoạch - Tài chính).", ["Phòng Kế hoạch - Tài chính"]),
        ("Rà soát hồ sơ; hoàn thành trước ngày 30/11/2025. Đơn vị thực hiện: Phòng Tổ chức cán bộ.", ["Phòng Tổ chức cán bộ"]),
        ("Công an thành phố: cung cấp số liệu dân cư cho Sở Giáo dục và Đào tạo trước ngày 10/10/2025.", ["Công an thành phố"]),
        ("Đối với giáo viên: nộp hồ sơ chuyên môn cho tổ trưởng trước ngày 19/10/2025.", ["giáo viên"]),
        ("Đồng chí Nguyễn Văn A, Phó Trưởng phòng, tham mưu văn bản xong trước ngày 12/10/2025.", ["Đồng chí Nguyễn Văn A, Phó Trưởng phòng"]),
        ("Phòng Giáo dục Mầm non, Phòng Giáo dục Tiểu học: đề xuất danh mục mua sắm trước ngày 20/10/2025.", ["Phòng Giáo dục Mầm non", "Phòng Giáo dục Tiểu học"]),
        ("Trước ngày 15/11/2025, các trường mầm non, tiểu học gửi danh sách về Phòng.", ["các trường mầm non, tiểu học"]),
        ("Vụ Giáo dục phổ thông là đơn vị thường trực, tổng hợp báo cáo Lãnh đạo Bộ trước ngày 20/11/2025.", ["Vụ Giáo dục phổ thông"]),
        ("Các bộ, ngành, địa phương gửi báo cáo về Bộ Giáo dục và Đào tạo trước ngày 20/11/2025.", ["Các bộ, ngành, địa phương"]),
        ("Hoàn thành số hóa hồ sơ (Phòng Tổ chức cán bộ phối hợp Văn phòng thực hiện, xong trước 20/12/2025).", ["Phòng Tổ chức cán bộ"]),
        ("Yêu cầu thủ trưởng các cơ quan, đơn vị, trường học báo cáo trước ngày 15/11/2025.", ["thủ trưởng các cơ quan, đơn vị, trường học"]),
        ("Đối với các đơn vị chưa nộp báo cáo, yêu cầu nộp ngay về Phòng KHTC, chậm nhất ngày 10/10/2025.", ["các đơn vị chưa nộp báo cáo"]),
        ("Giao Trưởng phòng Giáo dục Mầm non và Trưởng phòng Giáo dục Tiểu học rà soát trước ngày 20/11/2025.", ["Trưởng phòng Giáo dục Mầm non", "Trưởng phòng Giáo dục Tiểu học"]),
        ("Mỗi đơn vị cử 02 giáo viên, gửi danh sách về Phòng GDTrH trước ngày 05/11/2025.", ["Mỗi đơn vị"]),
        ("Chấm bài, vào điểm: giáo viên bộ môn hoàn thành trước ngày 06/01/2026.", ["giáo viên bộ môn"]),
        ("Các chủ đầu tư của 08 trường chưa hoàn thành sửa chữa bàn giao trước ngày 31/12/2025.", ["Các chủ đầu tư của 08 trường chưa hoàn thành sửa chữa"]),
        ("Gia hạn gửi báo cáo đến hết ngày 20/12/2025 đối với các xã, phường chưa báo cáo.", ["các xã, phường chưa báo cáo"]),
        ("Các trường tự kiểm tra; trước ngày 25/10/2025: gửi báo cáo tự kiểm tra về Thanh tra Sở.", ["Các trường"]),
    ],
)  # fmt: skip
def test_who_acts_is_read_from_the_sentence(sentence, who):
    (deadline,) = deadlines(f"1. {sentence}\n")
    assert list(deadline.who) == who
    assert not deadline.is_who_inferred


def test_the_heading_governs_the_bullets_below_it():
    text = """V. TỔ CHỨC THỰC HIỆN
1. Sở Giáo dục và Đào tạo
a) Là cơ quan thường trực, chủ trì hướng dẫn thực hiện Kế hoạch.
b) Tổng hợp kết quả, tham mưu UBND tỉnh báo cáo Bộ Giáo dục và Đào tạo trước ngày 30/12/2025.
2. UBND các xã, phường, đặc khu
a) Kiện toàn Ban Chỉ đạo phổ cập giáo dục cấp xã xong trước ngày 15/10/2025.
"""
    assert facts(text) == [
        ("2025-12-30", ["Sở Giáo dục và Đào tạo"], "Bộ Giáo dục và Đào tạo"),
        ("2025-10-15", ["UBND các xã, phường, đặc khu"], None),
    ]


def test_a_heading_of_one_post_or_several_governs_in_a_school_plan():
    text = """III. TỔ CHỨC THỰC HIỆN
1. Hiệu trưởng
- Ra quyết định thành lập Ban kiểm tra nội bộ trước ngày 20/10/2025.
2. Đ/c Phó Hiệu trưởng
- Xây dựng lịch kiểm tra, trình Hiệu trưởng phê duyệt trước ngày 05 hằng tháng.
3. Tổ trưởng chuyên môn, GVCN
- Nộp kế hoạch kiểm tra của tổ cho Phó Hiệu trưởng chậm nhất ngày 22/10/2025.
"""
    found = deadlines(text)
    assert [list(one.who) for one in found] == [
        ["Hiệu trưởng"],
        ["Đ/c Phó Hiệu trưởng"],
        ["Tổ trưởng chuyên môn", "GVCN"],
    ]
    assert [one.recipient for one in found] == [None, "Hiệu trưởng", "Phó Hiệu trưởng"]
    assert found[1].period.recurrence == "monthly"


def test_a_heading_without_a_number_governs_where_the_file_names_its_paragraphs():
    reading = paragraphs(
        "KẾ HOẠCH",
        "Kính gửi: Các đơn vị trực thuộc;",
        "Đối với các trường THPT",
        "- Gửi danh sách học sinh dự thi về Sở GDĐT trước ngày 10/11/2025.",
        "Đối với các trung tâm GDNN-GDTX:",
        "- Gửi danh sách học viên về Sở GDĐT trước ngày 12/11/2025.",
    )
    assert [list(one.who) for one in understand(reading).deadlines] == [
        ["các trường THPT"],
        ["các trung tâm GDNN-GDTX"],
    ]


def test_the_lead_in_of_a_numbered_list_says_who_acts():
    text = """Phòng Văn hóa - Xã hội đề nghị Hiệu trưởng các trường:
1. Rà soát, cập nhật số liệu đến ngày 30/9/2025 lên phần mềm trước ngày 08/11/2025.
2. Ký duyệt báo cáo gửi về Phòng Văn hóa - Xã hội trước ngày 10/11/2025.
"""
    assert [who for _, who, _ in facts(text)] == [["Hiệu trưởng các trường"]] * 2


def test_the_ministry_that_leads_a_list_acts_and_those_it_works_with_do_not():
    text = """1. Bộ Giáo dục và Đào tạo chủ trì, phối hợp với các bộ, ngành, địa phương:
a) Xây dựng Luật sửa đổi, bổ sung một số điều của Luật Giáo dục, trình Quốc hội trong tháng 10 năm 2025.
b) Rà soát chương trình giáo dục phổ thông; báo cáo Thủ tướng Chính phủ trước ngày 30 tháng 6 năm 2026.
"""
    assert facts(text) == [
        ("2025-10-31", ["Bộ Giáo dục và Đào tạo"], "Quốc hội"),
        ("2026-06-30", ["Bộ Giáo dục và Đào tạo"], "Thủ tướng Chính phủ"),
    ]


def test_an_article_that_ends_in_a_colon_asks_for_what_its_clauses_name():
    text = """Điều 3. Giám đốc sở giáo dục và đào tạo báo cáo Bộ Giáo dục và Đào tạo:
1. Kế hoạch thời gian năm học của địa phương trước ngày 05 tháng 11 năm 2025.
2. Tình hình tổ chức khai giảng trước ngày 15 tháng 11 năm 2025; sơ kết học kỳ I trước ngày 31 tháng 01 năm 2026.
"""
    who = ["Giám đốc sở giáo dục và đào tạo"]
    assert facts(text) == [(due, who, "Bộ Giáo dục và Đào tạo") for due in ("2025-11-05", "2025-11-15", "2026-01-31")]


LETTER = """Kính gửi:
- Ủy ban nhân dân các xã, phường;
- Các trường trung học phổ thông;
- Các trung tâm GDNN-GDTX.

"""


def test_those_addressed_act_where_the_sentence_names_nobody():
    assert facts(LETTER + "Báo cáo gửi về Sở GDĐT trước ngày 10/11/2025.\n")[0][1] == [
        "Ủy ban nhân dân các xã, phường",
        "Các trường trung học phổ thông",
        "Các trung tâm GDNN-GDTX",
    ]


def test_the_issuers_own_introduction_asks_nobody():
    text = LETTER + "Sở GDĐT tổ chức Cuộc thi như sau:\n1. Hồ sơ dự thi gửi về Sở GDĐT trước ngày 10/11/2025.\n"
    assert len(facts(text)[0][1]) == 3


def test_the_last_paragraph_of_a_letter_speaks_to_all_of_them():
    text = LETTER + (
        "1. Các trường trung học phổ thông\n- Tổ chức tập huấn cho giáo viên.\n"
        "Nhận được Công văn này, đề nghị báo cáo kết quả về Sở GDĐT trước ngày 10/11/2025.\n"
    )
    assert len(facts(text)[0][1]) == 3


def test_a_second_clause_may_speak_of_others():
    text = "1. Các đơn vị gửi báo cáo về Sở trước ngày 28/11/2025; riêng UBND các xã, phường gửi về Sở trước ngày 03/12/2025.\n"
    first, second = deadlines(text)
    assert (list(first.who), list(second.who)) == (["Các đơn vị"], ["UBND các xã, phường"])
    assert "báo cáo" in second.what


# --- what, to whom, through whom


@pytest.mark.parametrize(
    ("sentence", "what", "recipient", "via"),
    [
        ("Văn phòng trình Giám đốc Sở phê duyệt kế hoạch trước ngày 20/10/2025.", "Văn phòng trình Giám đốc Sở phê duyệt kế hoạch", "Giám đốc Sở", None),
        ("Các phòng gửi hồ sơ về Đảng ủy (qua Ban Xây dựng Đảng) chậm nhất ngày 05/12/2025.", "Các phòng gửi hồ sơ", "Đảng ủy", "Ban Xây dựng Đảng"),
        (
            "Các trường gửi báo cáo về Bộ GDĐT (qua Cục Nhà giáo và Cán bộ quản lý giáo dục, địa chỉ: số 35 Đại Cồ Việt) trước ngày 25/11/2025.",
            "Các trường gửi báo cáo", "Bộ GDĐT", "Cục Nhà giáo và Cán bộ quản lý giáo dục",
        ),
        ("Các trường nộp báo cáo qua hệ thống quản lý văn bản trước ngày 25/11/2025.", "Các trường nộp báo cáo qua hệ thống quản lý văn bản", None, None),
        ("Các phòng phối hợp với Văn phòng rà soát tài sản công trước ngày 25/11/2025.", "Các phòng phối hợp với Văn phòng rà soát tài sản công", None, None),
        ("Định kỳ hằng năm (trước ngày 15/12) Các trường gửi báo cáo kết quả về Sở GDĐT để tổng hợp.", "Các trường gửi báo cáo kết quả", "Sở GDĐT", None),
    ],
)  # fmt: skip
def test_what_goes_to_whom_and_through_whom(sentence, what, recipient, via):
    (deadline,) = deadlines(f"1. {sentence}\n")
    assert (deadline.what, deadline.recipient, deadline.via) == (what, recipient, via)


def test_a_line_that_only_says_the_time_belongs_to_the_paragraph_before():
    text = """2. Các trường ký duyệt báo cáo (bản PDF) gửi về Phòng Văn hóa - Xã hội.
Hạn gửi: trước ngày 10/11/2025.
"""
    (deadline,) = deadlines(text)
    assert (list(deadline.who), deadline.recipient) == (["Các trường"], "Phòng Văn hóa - Xã hội")
    assert "ký duyệt báo cáo" in deadline.what
    assert deadline.source.quote == "Hạn gửi: trước ngày 10/11/2025."


@pytest.mark.parametrize(
    ("text", "due_on", "what"),
    [
        ("5. Hoàn thành bài thu hoạch: 30/11/2025.\n", "2025-11-30", "Hoàn thành bài thu hoạch"),
        (
            "2. Mua sắm thiết bị\n- Hình thức: trực tuyến.\n- Thời gian thực hiện: Quý II/2026.\n",
            "2026-06-30",
            "Mua sắm thiết bị",
        ),
        ("2. Rà soát nhu cầu\n- Thời gian hoàn thành: 15/3/2026.\n", "2026-03-15", "Rà soát nhu cầu"),
    ],
)
def test_a_label_alone_may_make_a_deadline(text, due_on, what):
    (deadline,) = deadlines(text)
    assert (str(deadline.period.due_on), deadline.what) == (due_on, what)


def test_a_group_whose_members_stand_behind_a_colon_is_one_doer():
    text = "3. Các Bộ: Nội vụ, Khoa học và Công nghệ có ý kiến gửi Bộ Giáo dục và Đào tạo trước ngày 28/10/2025.\n"
    assert facts(text) == [("2025-10-28", ["Các Bộ: Nội vụ, Khoa học và Công nghệ"], "Bộ Giáo dục và Đào tạo")]


def test_the_source_is_the_line_of_the_date_and_the_exact_sentence():
    text = (
        "1. Các phòng rà soát hồ sơ. Báo cáo gửi về Văn phòng trước\nngày 10/11/2025. Yêu cầu thực hiện nghiêm túc.\n"
    )
    (deadline,) = deadlines(text)
    assert deadline.source.line == 6
    assert deadline.source.quote == "Báo cáo gửi về Văn phòng trước ngày 10/11/2025."


def test_the_page_of_a_deadline_is_that_of_its_line():
    lines = (
        Line(1, "1. Các phòng gửi báo cáo về Văn phòng", page=1, starts_paragraph=True),
        Line(2, "trước ngày 10/11/2025.", page=2, starts_paragraph=False),
    )
    (deadline,) = understand(Reading(lines=lines, media_type="application/pdf", physical=lines)).deadlines
    assert (deadline.source.page, deadline.source.line) == (2, 2)


# --- when


def test_two_dates_of_one_work_are_two_deadlines():
    text = "1. Báo cáo sơ kết gửi về Sở GDĐT trước ngày 10/01/2026, báo cáo tổng kết trước ngày 10/6/2026.\n"
    assert [due for due, _, _ in facts(text)] == ["2026-01-10", "2026-06-10"]


def test_a_date_without_year_falls_after_the_issue():
    text = "1. Các xã báo cáo 6 tháng trước ngày 15/6, báo cáo năm trước ngày 15/12 về Sở Giáo dục và Đào tạo.\n"
    assert [due for due, _, _ in facts(text)] == ["2026-06-15", "2025-12-15"]


@pytest.mark.parametrize(
    ("sentence", "recurrence", "due_on"),
    [
        ("Các trường gửi báo cáo về Sở GDĐT trước ngày 20 hằng tháng.", "monthly", None),
        (
            "Định kỳ hằng quý (trước ngày 15 của tháng cuối quý), các trường báo cáo về Sở GDĐT.",
            "quarterly",
            date(2025, 12, 15),
        ),
        (
            "Hằng năm, các trường báo cáo tình hình thực hiện gửi Sở GDĐT trước ngày 05/12 để tổng hợp.",
            "annual",
            date(2025, 12, 5),
        ),
        ("Các trường hoàn thành hồ sơ, gửi Sở GDĐT trước ngày 05/11\nhằng năm.", "annual", date(2025, 11, 5)),
        ("Giáo viên chủ nhiệm báo cáo sĩ số vào sáng thứ Hai hằng tuần.", "weekly", None),
    ],
)
def test_reports_come_back_in_their_cycle(sentence, recurrence, due_on):
    (deadline,) = deadlines(f"1. {sentence}\n")
    assert (deadline.period.recurrence, deadline.period.due_on) == (recurrence, due_on)
    assert deadline.who


def test_the_hour_is_kept():
    (deadline,) = deadlines("1. Các phòng báo cáo kết quả về Văn phòng Sở trước 16 giờ 00 ngày 28/10/2025.\n")
    assert deadline.period.due_time == time(16)


def test_what_is_said_twice_comes_once():
    text = LETTER + (
        "1. Các đơn vị rà soát đội ngũ, gửi báo cáo thực trạng đội ngũ về Sở GDĐT trước ngày 10/11/2025.\n"
        "Báo cáo thực trạng đội ngũ gửi về Sở GDĐT (qua Phòng Tổ chức cán bộ) trước ngày 10/11/2025.\n"
    )
    assert len(facts(text)) == 1


def test_two_works_due_on_one_day_stay_two():
    text = """1. Các trường gửi báo cáo chuyển đổi số về Sở GDĐT trước ngày 10/11/2025.
2. Các trường gửi danh sách học sinh khuyết tật về Sở GDĐT trước ngày 10/11/2025.
"""
    assert len(facts(text)) == 2


# --- no deadlines


@pytest.mark.parametrize(
    "sentence",
    [
        "Cuộc thi được tổ chức từ ngày 10/12/2025 đến hết ngày 12/12/2025 tại Trường THPT Chuyên.",
        "Sở GDĐT kính mời Hiệu trưởng tham dự hội nghị vào lúc 8h00 ngày 09/01/2026.",
        "Học sinh sinh trước ngày 31/12/2019 được vào lớp 1.",
        "Kết thúc học kỳ I trước ngày 18/01/2026, kết thúc năm học trước ngày 31/5/2026.",
        "Trong tháng 9/2025, toàn ngành đã hoàn thành 27/31 nhiệm vụ được giao; hoàn thành kiểm tra tại 46 trường trước ngày 25/9/2025.",
        "Các trường đã hoàn thành việc bàn giao hồ sơ học sinh lớp 6 trước ngày 20/8/2025.",
        "Tính đến hết ngày 30/9/2025, Sở tiếp nhận 1.250 hồ sơ, giải quyết trước hạn 1.200 hồ sơ.",
        "Thống kê đội ngũ nhà giáo có mặt đến hết ngày 31/10/2025 theo mẫu kèm theo.",
        "Quyết định này có hiệu lực từ ngày 01/11/2025 đến hết ngày 31/12/2026.",
        "Thời gian tổ chức Hội thi: trong tháng 3/2026.",
        "Phấn đấu đến hết tháng 12/2025 có 80% trường đạt chuẩn, hoàn thành chỉ tiêu được giao.",
        "Cán bộ, công chức, viên chức được nghỉ Tết Nguyên đán đến hết ngày 22/02/2026.",
    ],
)
def test_these_dates_are_no_deadlines(sentence):
    assert facts(f"1. {sentence}\n") == []


def test_standing_rules_ask_for_no_reports():
    text = "QUY CHẾ\nChi tiêu nội bộ\nĐiều 5. Thanh toán\n1. Kế toán báo cáo Hiệu trưởng vào ngày 25 hằng tháng.\n"
    assert facts(text, head="") == []


def test_a_report_tells_and_those_it_is_addressed_to_do_not_act():
    text = """BÁO CÁO
Sơ kết học kỳ I
Kính gửi: Ủy ban nhân dân tỉnh.
I. KẾT QUẢ
1. Trường hoàn thành chương trình học kỳ I trước ngày 16/01/2026 theo khung thời gian.
II. PHƯƠNG HƯỚNG
1. Hoàn thành sửa chữa phòng học trước ngày 30/6/2026.
"""
    assert facts(text) == [("2026-06-30", [], None)]


def test_a_circulars_cycle_without_a_day_is_a_regime():
    text = "THÔNG TƯ\nQuy định về dạy thêm\nĐiều 14. Trách nhiệm của Sở giáo dục và đào tạo\n2. Định kỳ hằng năm báo cáo UBND tỉnh.\n"
    assert facts(text, head="") == []


def test_results_under_their_heading_are_no_deadlines():
    text = """I. KẾT QUẢ ĐẠT ĐƯỢC
1. Công tác chỉ đạo
Trong quý III/2025, Sở tổ chức 02 lớp tập huấn cho cán bộ, công chức.
"""
    assert facts(text) == []


def test_what_was_over_before_the_issue_is_no_deadline_unless_it_is_asked_for():
    assert facts("1. Hoàn thành rà soát thủ tục trước ngày 30/6/2025.\n") == []
    assert len(facts("1. Đề nghị các trường gửi báo cáo về Sở trước ngày 30/6/2025.\n")) == 1


# --- paragraphs and their outline


def test_parts_capital_letters_and_nested_bullets_make_one_outline():
    passages = passages_of(
        paragraphs(
            "A. NHIỆM VỤ CHUNG", "I. Tổ chức", "1. Văn phòng", "- Công tác thư ký:", "+ Ghi biên bản.", "+ Lưu hồ sơ.",
            "- Công tác khác.", "2. Các phòng", "B. NHIỆM VỤ CỤ THỂ",
        ).lines
    )  # fmt: skip
    assert [passage.above[-1] if passage.above else "" for passage in passages] == [
        "", "NHIỆM VỤ CHUNG", "Tổ chức", "Văn phòng", "Công tác thư ký:", "Công tác thư ký:", "Văn phòng", "Tổ chức", "",
    ]  # fmt: skip


def test_a_printed_line_that_ends_in_a_comma_goes_on_whatever_the_page_says():
    lines = (
        Line(1, "3. Văn phòng Sở tổng hợp báo cáo UBND tỉnh,", starts_paragraph=True),
        Line(2, "Bộ GDĐT trước ngày 15/6/2026./.", starts_paragraph=True),
    )
    assert len(passages_of(lines)) == 1


def test_a_bullet_of_an_old_symbol_font_is_a_bullet():
    (passage,) = passages_of(paragraphs("\uf0b7 các tổ nộp biên bản").lines)
    assert (passage.level, passage.body) == (4, "các tổ nộp biên bản")


def test_a_dash_may_follow_the_number_of_a_section():
    assert [passage.marker for passage in passages_of(paragraphs("1- Các chi bộ hoàn thành", "V/v báo cáo").lines)] == [
        "1- ",
        "",
    ]


# --- lists of names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Cục Khoa học, Công nghệ và Thông tin", ["Cục Khoa học, Công nghệ và Thông tin"]),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Nội vụ", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Nội vụ"]),
        ("Phòng Giáo dục nghề nghiệp, thường xuyên và mầm non", ["Phòng Giáo dục nghề nghiệp, thường xuyên và mầm non"]),
        ("các sở, ban, ngành, UBND các xã, phường", ["các sở, ban, ngành", "UBND các xã, phường"]),
        ("Các trường mầm non, tiểu học, THCS trên địa bàn phường", ["Các trường mầm non, tiểu học, THCS trên địa bàn phường"]),
        ("Các trường THCS, Đại học Thái Nguyên", ["Các trường THCS", "Đại học Thái Nguyên"]),
        ("Toàn thể CB, GV, NV", ["Toàn thể CB, GV, NV"]),
        ("Văn phòng HĐND và UBND xã", ["Văn phòng HĐND và UBND xã"]),
        ("Văn phòng Sở và các phòng", ["Văn phòng Sở", "các phòng"]),
        ("Phòng GDTrH, THPT", ["Phòng GDTrH", "THPT"]),
        ("Văn phòng / Phòng KHTC; CSGD", ["Văn phòng", "Phòng KHTC", "CSGD"]),
        ("Các Sở: Tài chính, Khoa học và Công nghệ", ["Các Sở: Tài chính, Khoa học và Công nghệ"]),
    ],
)  # fmt: skip
def test_a_list_of_names_is_cut_between_names_only(text, names):
    assert list(split_units(text)) == names
