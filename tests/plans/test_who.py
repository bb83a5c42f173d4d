"""Who acts, in the document's own words: where a name ends, who hands in, and lists whose bullets carry the dates."""

from datetime import date

import pytest

from tracker.plans.reading.model import Limits, Line, Reading
from tracker.plans.reading.text import read_text
from tracker.plans.understanding import understand

TODAY = date(2025, 12, 15)
HEAD = """ỦY BAN NHÂN DÂN TỈNH BÌNH MINH
SỞ GIÁO DỤC VÀ ĐÀO TẠO
Số: 318/SGDĐT-VP
Bình Minh, ngày 06 tháng 10 năm 2025

"""


def deadlines(text, head=HEAD):
    return understand(read_text((head + text).encode(), Limits()), today=TODAY).deadlines


def of_paragraphs(*texts):
    """The deadlines of a file that says itself where each paragraph is, as a DOCX does."""
    lines = tuple(Line(number, text, is_paragraph=True) for number, text in enumerate((*HEAD.split("\n"), *texts), 1))
    lines = tuple(line for line in lines if line.text)
    reading = Reading(lines=lines, media_type="application/test", physical=lines)
    return understand(reading, today=TODAY).deadlines


def day_and_who(found):
    return [(str(one.period.due_on), list(one.who)) for one in found]


# --- the subject ends where the name ends, whatever the predicate begins with


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Chủ tịch UBND các xã, phường trực tiếp rà soát từng điểm trường, báo cáo Sở trước ngày 20/11/2025.", ["Chủ tịch UBND các xã, phường"]),
        ("Phòng Giáo dục Trung học chủ động liên hệ các trường đại học, chốt danh sách giảng viên trước ngày 15/11/2025.", ["Phòng Giáo dục Trung học"]),
        ("Sở Xây dựng khẩn trương thẩm tra thiết kế hai công trình, trả kết quả trước ngày 12/11/2025.", ["Sở Xây dựng"]),
        ("Các trường tiểu học tăng cường kiểm tra bếp ăn, gửi biên bản về Phòng trước ngày 25/10/2025.", ["Các trường tiểu học"]),
        ("Văn phòng Sở thống nhất với Công an tỉnh lịch diễn tập, thông báo đến các trường trước ngày 18/10/2025.", ["Văn phòng Sở"]),
        ("Ban Tổ chức Tỉnh ủy có văn bản hướng dẫn kiểm điểm trước ngày 30/11/2025.", ["Ban Tổ chức Tỉnh ủy"]),
        ("Thanh tra tỉnh niêm yết kết luận tại trụ sở tiếp công dân trước ngày 31/10/2025.", ["Thanh tra tỉnh"]),
        ("Đảng ủy xã Hòa Sơn quán triệt nghị quyết đến từng chi bộ, hoàn thành trước ngày 15/11/2025.", ["Đảng ủy xã Hòa Sơn"]),
        ("Trung tâm Y tế khu vực Đông Hải vệ sinh, khử khuẩn toàn bộ phòng học, xong trước ngày 20/10/2025.", ["Trung tâm Y tế khu vực Đông Hải"]),
        ("Trường THPT chuyên Nguyễn Trãi mở lớp tập huấn cho cốt cán, xong trước ngày 20/11/2025.", ["Trường THPT chuyên Nguyễn Trãi"]),
        ("UBND phường Bến Nghé sớm hoàn thiện hồ sơ quyết toán trước ngày 10/12/2025.", ["UBND phường Bến Nghé"]),
        ("Công đoàn cơ sở Trường Mầm non Hoa Sen vận động đoàn viên quyên góp, nộp về Công đoàn xã trước ngày 12/11/2025.", ["Công đoàn cơ sở Trường Mầm non Hoa Sen"]),
        ("Phòng Văn hóa - Xã hội các xã, phường nắm chắc số trẻ ra lớp, báo cáo Sở trước ngày 22/10/2025.", ["Phòng Văn hóa - Xã hội các xã, phường"]),
        ("Các cơ sở giáo dục trên địa bàn tỉnh nghiêm túc rà soát hợp đồng, gửi kết quả về Sở trước ngày 24/10/2025.", ["Các cơ sở giáo dục trên địa bàn tỉnh"]),
        ("Các đơn vị trực thuộc Sở hoàn tất đối soát dữ liệu trước ngày 28/10/2025.", ["Các đơn vị trực thuộc Sở"]),
        ("Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh phát động phong trào, gửi kế hoạch về Sở trước ngày 12/10/2025.", ["Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh"]),
        ("Bệnh viện Đa khoa khu vực Ninh Hòa khám sức khỏe cho giáo viên, trả kết quả trước ngày 30/11/2025.", ["Bệnh viện Đa khoa khu vực Ninh Hòa"]),
        ("Cục Thống kê tỉnh, Kho bạc Nhà nước khu vực VIII đối soát số liệu, trả lời Sở trước ngày 14/11/2025.", ["Cục Thống kê tỉnh", "Kho bạc Nhà nước khu vực VIII"]),
        ("Ban Quản lý dự án đầu tư xây dựng các công trình dân dụng đẩy nhanh thi công, bàn giao nhà học trước ngày 31/12/2025.", ["Ban Quản lý dự án đầu tư xây dựng các công trình dân dụng"]),
        ("Hội đồng Thi đua - Khen thưởng tỉnh xem xét, công nhận trước ngày 30/11/2025.", ["Hội đồng Thi đua - Khen thưởng tỉnh"]),
        ("Ban Tuyên giáo và Dân vận Đảng ủy xã dự thảo kế hoạch trước ngày 28/10/2025.", ["Ban Tuyên giáo và Dân vận Đảng ủy xã"]),
        ("Tổ công tác của UBND tỉnh làm việc với từng xã, gửi biên bản trước ngày 20/11/2025.", ["Tổ công tác của UBND tỉnh"]),
        ("Trung tâm Kiểm định chất lượng giáo dục công bố kết quả trước ngày 15/12/2025.", ["Trung tâm Kiểm định chất lượng giáo dục"]),
        ("Phòng Kiểm tra và Quản lý chất lượng tải dữ liệu lên hệ thống trước ngày 16/10/2025.", ["Phòng Kiểm tra và Quản lý chất lượng"]),
        ("Phòng Tổ chức cán bộ trích xuất hồ sơ trước ngày 17/10/2025.", ["Phòng Tổ chức cán bộ"]),
        ("Sở Văn hóa, Thể thao và Du lịch bố trí sân vận động trước ngày 02/11/2025.", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("Liên đoàn Lao động tỉnh cân đối nguồn quỹ, chi trả hỗ trợ trước ngày 20/12/2025.", ["Liên đoàn Lao động tỉnh"]),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam xã lấy phiếu tín nhiệm, gửi biên bản trước ngày 05/11/2025.", ["Ủy ban Mặt trận Tổ quốc Việt Nam xã"]),
        ("Giáo viên chủ nhiệm hoàn thành nhận xét học bạ trước ngày 13/01/2026.", ["Giáo viên chủ nhiệm"]),
        ("Tổ trưởng chuyên môn ký duyệt kế hoạch bài dạy, nộp Phó Hiệu trưởng trước ngày 12/11/2025.", ["Tổ trưởng chuyên môn"]),
        ("Nhân viên thiết bị, thư viện dán nhãn, sắp xếp lại kho xong trước ngày 30/10/2025.", ["Nhân viên thiết bị, thư viện"]),
        ("Bảo vệ, nhân viên phục vụ dọn dẹp khuôn viên xong trước ngày 03/11/2025.", ["Bảo vệ", "nhân viên phục vụ"]),
        ("Giao Sở Tài chính phân khai nguồn vốn trước ngày 25/11/2025.", ["Sở Tài chính"]),
        ("Yêu cầu Hiệu trưởng các trường trung học phổ thông trực tiếp ký xác nhận, gửi về Sở trước ngày 27/10/2025.", ["Hiệu trưởng các trường trung học phổ thông"]),
        ("Đề nghị Bộ Chỉ huy Quân sự tỉnh cho mượn thao trường trước ngày 15/11/2025.", ["Bộ Chỉ huy Quân sự tỉnh"]),
        ("Bảo hiểm xã hội cơ sở Long Điền đối soát thẻ bảo hiểm y tế, chuyển dữ liệu cho trường trước ngày 20/10/2025.", ["Bảo hiểm xã hội cơ sở Long Điền"]),
        ("Ban Chỉ đạo 35 Đảng ủy phường thống nhất nội dung tuyên truyền, hoàn thành trước ngày 15/11/2025.", ["Ban Chỉ đạo 35 Đảng ủy phường"]),
        ("Trưởng thôn, tổ trưởng tổ dân phố bảo đảm trẻ 5 tuổi ra lớp, báo cáo UBND xã trước ngày 05/11/2025.", ["Trưởng thôn", "tổ trưởng tổ dân phố"]),
        ("Giao đồng chí Lê Thị Hồng, Phó Chủ tịch UBND xã trực tiếp chỉ đạo, báo cáo kết quả trước ngày 10/11/2025.", ["đồng chí Lê Thị Hồng, Phó Chủ tịch UBND xã"]),
        ("Công đoàn Giáo dục tỉnh phát động đợt thi đua, hướng dẫn công đoàn cơ sở đăng ký trước ngày 20/10/2025.", ["Công đoàn Giáo dục tỉnh"]),
        ("Trường hợp phát sinh vướng mắc, các đơn vị phản ánh về Phòng Kế hoạch - Tài chính trước ngày 15/10/2025.", ["các đơn vị"]),
        ("Hội Khuyến học các cấp tổng kết phong trào, gửi báo cáo về Hội Khuyến học tỉnh trước ngày 15/12/2025.", ["Hội Khuyến học các cấp"]),
        ("Chi bộ Trường THPT Lê Lợi sinh hoạt chuyên đề, gửi biên bản về Đảng ủy trước ngày 15/11/2025.", ["Chi bộ Trường THPT Lê Lợi"]),
        ("Trung tâm Văn hóa, Thông tin và Thể thao xã Mỹ Lộc trang trí, dựng sân khấu xong trước ngày 17/11/2025.", ["Trung tâm Văn hóa, Thông tin và Thể thao xã Mỹ Lộc"]),
        ("Các cơ quan báo chí trên địa bàn tỉnh mở chuyên mục trước ngày 01/11/2025.", ["Các cơ quan báo chí trên địa bàn tỉnh"]),
        ("Đối với Phòng Y tế dự phòng, Trung tâm Kiểm soát bệnh tật: khẩn trương phun khử khuẩn trước ngày 15/10/2025.", ["Phòng Y tế dự phòng", "Trung tâm Kiểm soát bệnh tật"]),
        ("Trong thời gian chờ hướng dẫn, các trường THPT chưa có giáo viên Mĩ thuật chủ động thỉnh giảng, báo cáo Sở trước ngày 20/10/2025.", ["các trường THPT chưa có giáo viên Mĩ thuật"]),
        ("Cán bộ, giáo viên, nhân viên kê khai tài sản, nộp bản kê khai về tổ trưởng trước ngày 20/11/2025.", ["Cán bộ, giáo viên, nhân viên"]),
        ("Các nhóm trẻ độc lập tư thục làm hồ sơ cấp phép lại, nộp tại Bộ phận Một cửa trước ngày 30/11/2025.", ["Các nhóm trẻ độc lập tư thục"]),
        ("Trung tâm Điều hành giáo dục thông minh cấu hình tài khoản, thông báo tới các trường trước ngày 10/12/2025.", ["Trung tâm Điều hành giáo dục thông minh"]),
        ("Viettel Bình Minh, VNPT Bình Minh nâng cấp đường truyền xong trước ngày 10/12/2025.", ["Viettel Bình Minh", "VNPT Bình Minh"]),
        ("Sở Y tế chỉ đạo Trung tâm Y tế các khu vực khám sức khỏe học sinh, hoàn thành trước ngày 30/11/2025.", ["Sở Y tế"]),
        ("Vụ trưởng Vụ Giáo dục Mầm non, Chánh Văn phòng khẩn trương hoàn thiện dự thảo, trình Bộ trưởng trước ngày 30/11/2025.", ["Vụ trưởng Vụ Giáo dục Mầm non", "Chánh Văn phòng"]),
        ("Nhóm cốt cán môn Toán biên soạn đề minh họa, gửi Phòng Giáo dục Trung học trước ngày 10/12/2025.", ["Nhóm cốt cán môn Toán"]),
        ("Kế toán chi trả chế độ cho giáo viên trước ngày 20/01/2026.", ["Kế toán"]),
    ],
)  # fmt: skip
def test_the_name_ends_before_whatever_predicate_follows(sentence, who):
    (deadline,) = deadlines(f"1. {sentence}\n")
    assert list(deadline.who) == who
    assert not deadline.is_who_inferred


# --- the one who hands in, not the thing that is handed in


@pytest.mark.parametrize(
    ("sentence", "who", "recipient"),
    [
        ("Báo cáo của các trường gửi về Phòng Giáo dục Tiểu học trước ngày 20/10/2025.", ["các trường"], "Phòng Giáo dục Tiểu học"),
        ("Danh sách do UBND xã lập gửi về Sở GDĐT trước ngày 20/10/2025.", ["UBND xã"], "Sở GDĐT"),
        ("Hồ sơ của các đơn vị trực thuộc gửi về Văn phòng Sở trước ngày 22/10/2025.", ["các đơn vị trực thuộc"], "Văn phòng Sở"),
        ("Dự toán được các sở, ngành gửi Sở Tài chính trước ngày 15/11/2025.", ["các sở, ngành"], "Sở Tài chính"),
        ("Kế hoạch kiểm tra nội bộ của nhà trường gửi về UBND phường Tân An trước ngày 30/10/2025.", ["nhà trường"], "UBND phường Tân An"),
        ("Biên bản kiểm kê do kế toán các trường lập, nộp về Phòng Kế hoạch - Tài chính trước ngày 10/01/2026.", ["kế toán các trường"], "Phòng Kế hoạch - Tài chính"),
        ("Bản đăng ký thi đua của các khối, cụm gửi về Sở Nội vụ trước ngày 31/10/2025.", ["các khối, cụm"], "Sở Nội vụ"),
        ("Ý kiến góp ý của các trường đại học gửi về Bộ Giáo dục và Đào tạo trước ngày 15/11/2025.", ["các trường đại học"], "Bộ Giáo dục và Đào tạo"),
        ("Sáng kiến cấp cơ sở do Hội đồng sáng kiến của đơn vị xét, công nhận trước ngày 20/5/2026.", ["Hội đồng sáng kiến của đơn vị"], None),
        ("Số liệu phải được các phường cập nhật lên hệ thống trước ngày 25/10/2025.", ["các phường"], None),
    ],
)  # fmt: skip
def test_the_giver_of_a_thing_acts_not_the_thing(sentence, who, recipient):
    (deadline,) = deadlines(f"1. {sentence}\n")
    assert (list(deadline.who), deadline.recipient) == (who, recipient)
    assert not deadline.is_who_inferred


def test_what_a_report_is_for_makes_nobody_a_doer():
    (deadline,) = deadlines(
        "Kính gửi: Các trường trung học phổ thông.\n\n1. Báo cáo gửi về Sở trước ngày 20/10/2025 để Sở tổng hợp.\n"
    )
    assert list(deadline.who) == ["Các trường trung học phổ thông"]


def test_who_puts_it_before_the_province_is_a_doer_of_that():
    text = "1. UBND các xã rà soát, gửi số liệu về Sở Giáo dục và Đào tạo trước ngày 20/10/2025; Sở tổng hợp, đề xuất UBND tỉnh trước ngày 30/10/2025.\n"
    assert day_and_who(deadlines(text)) == [
        ("2025-10-20", ["UBND các xã"]),
        ("2025-10-30", ["Sở Giáo dục và Đào tạo"]),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Các tổ nộp minh chứng trước ngày 07/01/2026, riêng tổ Văn phòng nộp trước ngày 09/01/2026.", [("2026-01-07", ["Các tổ"]), ("2026-01-09", ["tổ Văn phòng"])]),
        ("1. Giáo viên bộ môn khóa điểm trước ngày 08/01/2026; Giáo viên chủ nhiệm xếp loại rèn luyện trước ngày 13/01/2026; Hiệu trưởng phê duyệt trước ngày 15/01/2026.",
         [("2026-01-08", ["Giáo viên bộ môn"]), ("2026-01-13", ["Giáo viên chủ nhiệm"]), ("2026-01-15", ["Hiệu trưởng"])]),
        ("1. Các xã gửi danh sách trước ngày 20/10/2025, riêng xã Thạnh Lợi gửi trước ngày 25/10/2025.", [("2025-10-20", ["Các xã"]), ("2025-10-25", ["xã Thạnh Lợi"])]),
        ("1. Đối với các phòng thuộc Sở: gửi đăng ký về Văn phòng Sở trước ngày 16/10/2025; đối với các đơn vị trực thuộc: gửi trước ngày 18/10/2025.",
         [("2025-10-16", ["các phòng thuộc Sở"]), ("2025-10-18", ["các đơn vị trực thuộc"])]),
    ],
)  # fmt: skip
def test_each_clause_has_its_own_doer(text, expected):
    assert day_and_who(deadlines(text + "\n")) == expected


def test_brackets_inside_a_name_are_kept():
    text = "1. Đề nghị Vụ (Ban) Tổ chức cán bộ các bộ, ngành cập nhật xong trước ngày 20/12/2025.\n"
    assert day_and_who(deadlines(text)) == [("2025-12-20", ["Vụ (Ban) Tổ chức cán bộ các bộ, ngành"])]


def test_an_aside_behind_a_name_is_no_part_of_it():
    text = "1. Văn phòng Sở (bộ phận Hành chính) rà soát công văn đến, hoàn thành trước ngày 20/10/2025.\n"
    assert day_and_who(deadlines(text)) == [("2025-10-20", ["Văn phòng Sở"])]


def test_the_units_named_above_are_those_addressed():
    text = """Kính gửi:
- Các trường trung học phổ thông;
- Trung tâm giáo dục thường xuyên tỉnh.

Sở Giáo dục và Đào tạo yêu cầu các đơn vị có tên trên nghiêm túc triển khai, gửi báo cáo về Phòng Giáo dục Trung học trước ngày 30/10/2025.
"""
    assert day_and_who(deadlines(text)) == [
        ("2025-10-30", ["Các trường trung học phổ thông", "Trung tâm giáo dục thường xuyên tỉnh"])
    ]


# --- lists whose bullets carry the dates


def test_labels_with_dates_under_a_lead_in_are_deadlines():
    found = of_paragraphs(
        "3. Hồ sơ đề nghị khen thưởng gửi về Sở Giáo dục và Đào tạo theo thời hạn sau:",
        "- Các phòng thuộc Sở: trước ngày 08/6/2026;",
        "- Các trường trung học phổ thông: chậm nhất ngày 10/6/2026;",
        "- Trung tâm giáo dục thường xuyên: ngày 12/6/2026;",
        "- Các trường mầm non, tiểu học (qua UBND xã): trước 17 giờ 00 ngày 15/6/2026.",
    )
    assert day_and_who(found) == [
        ("2026-06-08", ["Các phòng thuộc Sở"]),
        ("2026-06-10", ["Các trường trung học phổ thông"]),
        ("2026-06-12", ["Trung tâm giáo dục thường xuyên"]),
        ("2026-06-15", ["Các trường mầm non, tiểu học"]),
    ]
    assert {one.recipient for one in found} == {"Sở Giáo dục và Đào tạo"}
    assert all("ồ sơ" in one.what for one in found)


def test_a_sentence_may_list_groups_with_their_dates():
    found = of_paragraphs(
        "Thời hạn gửi báo cáo về Sở Nội vụ: các sở, ngành: trước ngày 05/12/2025; UBND các xã, phường: trước ngày 10/12/2025.",
    )
    assert day_and_who(found) == [("2025-12-05", ["các sở, ngành"]), ("2025-12-10", ["UBND các xã, phường"])]


def test_the_last_day_for_somebody_is_a_deadline():
    found = of_paragraphs("2. Ngày 31/10/2025 là hạn cuối nộp hồ sơ đối với các trường tư thục.")
    assert day_and_who(found) == [("2025-10-31", ["các trường tư thục"])]


@pytest.mark.parametrize(
    "sentence", ["Ngày 15/10/2025: hạn cuối nộp bài dự thi.", "Hạn cuối nộp bài dự thi là ngày 15/10/2025."]
)
def test_the_last_day_may_be_named_before_or_behind_the_date(sentence):
    (deadline,) = of_paragraphs(f"2. {sentence}")
    assert str(deadline.period.due_on) == "2025-10-15"


def test_a_letter_with_groups_stages_and_a_closing_request():
    text = """Kính gửi:
- Ủy ban nhân dân các xã, phường;
- Các trường trung học phổ thông.

Sở Giáo dục và Đào tạo đề nghị các đơn vị thực hiện như sau:
1. Đối với các trường trung học phổ thông:
- Tăng cường tuyên truyền, niêm yết nội quy, hoàn thành trước ngày 20/10/2025.
- Gửi báo cáo về Sở (qua Phòng Chính trị tư tưởng) trước 17h00 ngày 25/10/2025.
2. Ủy ban nhân dân các xã, phường
Chỉ đạo các trường thuộc thẩm quyền quản lý thực hiện; gửi báo cáo tổng hợp về Sở trước ngày 30/10/2025.
Nhận được Công văn này, đề nghị các đơn vị có tên trên khẩn trương thực hiện và báo cáo kết quả về Sở trước ngày 05/11/2025./.
"""
    assert day_and_who(deadlines(text)) == [
        ("2025-10-20", ["các trường trung học phổ thông"]),
        ("2025-10-25", ["các trường trung học phổ thông"]),
        ("2025-10-30", ["Ủy ban nhân dân các xã, phường"]),
        ("2025-11-05", ["Ủy ban nhân dân các xã, phường", "Các trường trung học phổ thông"]),
    ]


@pytest.mark.parametrize(
    ("sentence", "day", "at"),
    [
        ("Thời gian nhận hồ sơ: trước 17h00 ngày 24/10/2025.", "2025-10-24", "17:00:00"),
        ("Nộp hồ sơ: thời hạn: ngày 24/10/2025.", "2025-10-24", None),
        ("Thời hạn: ngày 24/10/2025; nơi nhận: Phòng Tổ chức cán bộ.", "2025-10-24", None),
        ("Hình thức nộp hồ sơ: trực tuyến; thời hạn nộp: 24/10/2025.", "2025-10-24", None),
    ],
)  # fmt: skip
def test_a_label_says_that_a_date_is_a_deadline(sentence, day, at):
    found = of_paragraphs(
        "Kính gửi: Các trường tiểu học.", "1. Hồ sơ đăng ký dự thi gửi về Sở như sau:", f"- {sentence}"
    )
    assert [(str(one.period.due_on), str(one.period.due_time) if one.period.due_time else None) for one in found] == [
        (day, at)
    ]
    assert list(found[0].who) == ["Các trường tiểu học"]


def test_a_monthly_duty_with_two_days_in_a_second_clause():
    found = of_paragraphs(
        "1. Các bộ phận, cá nhân được phân công thực hiện đúng kế hoạch; báo cáo tiến độ cho Văn thư vào ngày 10 và ngày 25 hằng tháng.",
    )
    assert [one.period.recurrence.value for one in found][:1] == ["monthly"]
    assert list(found[0].who) == ["Các bộ phận, cá nhân được phân công"]
    assert found[0].recipient == "Văn thư"
    assert found[0].period.returns_on[:2] == ((1, 10), (1, 25))


# --- no deadlines


@pytest.mark.parametrize(
    "sentence",
    [
        "1. Các trường đã gửi báo cáo tự đánh giá về Sở trước ngày 30/9/2025 theo yêu cầu của Bộ.",
        "1. Toàn ngành hoàn thành việc sắp xếp 42 điểm trường trước thời hạn, sớm hơn mốc ngày 31/12/2025 được giao.",
        "1. Trong kỳ (từ ngày 01/4/2025 đến hết ngày 30/9/2025), các đơn vị tổ chức được 15 cuộc kiểm tra.",
        "Hội nghị khai mạc lúc 8 giờ 00 ngày 20/10/2025; đại biểu có mặt trước 7 giờ 45 phút ngày 20/10/2025.",
        "1. Kết quả rà soát của các trường được gửi về Sở trước ngày 25/9/2025 đúng yêu cầu.",
        "1. UBND tỉnh đã phân bổ kinh phí cho các xã, hoàn thành trước ngày 30/11/2025 theo kế hoạch.",
    ],
)  # fmt: skip
def test_what_is_over_or_an_event_is_no_deadline(sentence):
    assert deadlines(sentence + "\n") == ()


# --- to whom


@pytest.mark.parametrize(
    ("sentence", "recipient"),
    [
        ("Văn phòng hoàn thiện báo cáo, trình Giám đốc Sở ký, gửi UBND tỉnh trước ngày 20/11/2025.", "UBND tỉnh"),
        ("Sở Giáo dục và Đào tạo tổng hợp, báo cáo UBND tỉnh công tác chuẩn bị trước ngày 25/11/2025.", "UBND tỉnh"),
        ("Văn phòng Sở hoàn thiện hồ sơ trình UBND tỉnh khen thưởng trước ngày 31/7/2026.", "UBND tỉnh"),
        ("Văn thư tổng hợp, trình Hiệu trưởng ký gửi Phòng Văn hóa - Xã hội trước ngày 17/01/2026.", "Phòng Văn hóa - Xã hội"),
        ("Các xã gửi báo cáo (có chữ ký của Chủ tịch UBND xã) về Sở Y tế trước ngày 20/11/2025.", "Sở Y tế"),
        ("Các trường gửi hồ sơ về Ban Tổ chức hội thi trước ngày 20/11/2025.", "Ban Tổ chức hội thi"),
    ],
)  # fmt: skip
def test_the_receiver_not_the_signer(sentence, recipient):
    (deadline,) = deadlines(f"1. {sentence}\n")
    assert deadline.recipient == recipient
