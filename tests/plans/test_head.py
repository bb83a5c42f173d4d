"""The head of a document: number, date, issuer, kind, title and addressees, however the letterhead was extracted."""

from datetime import date

import pytest

from tracker.plans.reading.model import Limits, Line, Reading
from tracker.plans.reading.text import read_text
from tracker.plans.understanding import understand

TODAY = date(2025, 12, 15)

COLUMNS_ON_ONE_LINE = """UBND TỈNH LÂM ĐỒNG                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ GIÁO DỤC VÀ ĐÀO TẠO                 Độc lập - Tự do - Hạnh phúc
-------                                ---------------
Số: 215/TB-SGDĐT                  Lâm Đồng, ngày 06 tháng 10 năm 2025

THÔNG BÁO
Kết luận của Giám đốc Sở tại cuộc họp giao ban tháng 10 năm 2025

Ngày 03/10/2025, đồng chí Giám đốc Sở chủ trì cuộc họp giao ban.
"""
GOVERNMENT = """CHÍNH PHỦ
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 281/NQ-CP
Hà Nội, ngày 15 tháng 9 năm 2025

NGHỊ QUYẾT
Ban hành Chương trình hành động của Chính phủ thực hiện Nghị quyết số 71-NQ/TW
ngày 22 tháng 8 năm 2025 của Bộ Chính trị về đột phá phát triển giáo dục

CHÍNH PHỦ

Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15 ngày 18 tháng 02 năm 2025;
"""
ONE_COLUMN_AFTER_THE_OTHER = """SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH NGHỆ AN
Số: 2890/SGDĐT-GDTrH
V/v tổ chức Cuộc thi nghiên cứu khoa học kỹ thuật
cấp tỉnh năm học 2025-2026
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Nghệ An, ngày 20 tháng 10 năm 2025

Kính gửi: Các trường THPT.
"""
SCHOOL = """UBND XÃ TIÊN LÃNG
TRƯỜNG THCS QUYẾT TIẾN
Số: 45/KH-THCSQT
Tiên Lãng, ngày 12 tháng 9 năm 2025

KẾ HOẠCH
Kiểm tra nội bộ năm học 2025-2026

Căn cứ Thông tư số 39/2013/TT-BGDĐT ngày 04/12/2013 của Bộ trưởng Bộ GDĐT;
Trường THCS Quyết Tiến xây dựng kế hoạch như sau:
"""
CITY = """ỦY BAN NHÂN DÂN
THÀNH PHỐ HẢI PHÒNG

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 215/KH-UBND
Hải Phòng, ngày 25 tháng 8 năm 2025

KẾ HOẠCH
Triển khai phổ cập giáo dục năm 2026
trên địa bàn thành phố

Thực hiện Nghị định số 20/2014/NĐ-CP ngày 24/3/2014, UBND thành phố ban hành Kế hoạch như sau:
"""
PARTY = """HUYỆN ỦY AN LÃO                    ĐẢNG CỘNG SẢN VIỆT NAM
ĐẢNG ỦY XÃ AN TRƯỜNG
*                             An Trường, ngày 15 tháng 10
Số 32-CV/ĐU                   năm 2025
V/v kiểm điểm cuối năm 2025

Kính gửi: - Các chi bộ trực thuộc,
- Ban Xây dựng Đảng.
"""
MINISTRY_LETTER = """BỘ GIÁO DỤC VÀ ĐÀO TẠO
Số:        /BGDĐT-NGCBQLGD
V/v báo cáo thực trạng đội ngũ
Hà Nội, ngày      tháng 11 năm 2025
Kính gửi: Ủy ban nhân dân các tỉnh, thành phố
"""
PROGRAMME = """SỞ GIÁO DỤC VÀ ĐÀO TẠO - TỈNH ĐOÀN LẠNG SƠN
Số: 09/CTPH-SGDĐT-TĐTN
Lạng Sơn, ngày 29 tháng 8 năm 2025
CHƯƠNG TRÌNH PHỐI HỢP
Giáo dục an toàn giao thông cho học sinh năm học 2025-2026

Thực hiện Quyết định số 2060/QĐ-TTg ngày 12/12/2020 của Thủ tướng Chính phủ, hai ngành thống nhất như sau:
"""


def head(text):
    return understand(read_text(text.encode(), Limits()), today=TODAY).document


@pytest.mark.parametrize(
    ("text", "number", "issued_on", "issuer", "kind", "title"),
    [
        (COLUMNS_ON_ONE_LINE, "215/TB-SGDĐT", date(2025, 10, 6), "Sở Giáo dục và Đào tạo Lâm Đồng", "thong_bao",
         "Kết luận của Giám đốc Sở tại cuộc họp giao ban tháng 10 năm 2025"),
        (GOVERNMENT, "281/NQ-CP", date(2025, 9, 15), "Chính phủ", "other",
         "Ban hành Chương trình hành động của Chính phủ thực hiện Nghị quyết số 71-NQ/TW ngày 22 tháng 8 năm 2025 của Bộ Chính trị về đột phá phát triển giáo dục"),
        (ONE_COLUMN_AFTER_THE_OTHER, "2890/SGDĐT-GDTrH", date(2025, 10, 20), "Sở Giáo dục và Đào tạo Nghệ An", "cong_van",
         "Tổ chức Cuộc thi nghiên cứu khoa học kỹ thuật cấp tỉnh năm học 2025-2026"),
        (SCHOOL, "45/KH-THCSQT", date(2025, 9, 12), "Trường THCS Quyết Tiến", "ke_hoach", "Kiểm tra nội bộ năm học 2025-2026"),
        (CITY, "215/KH-UBND", date(2025, 8, 25), "Ủy ban nhân dân thành phố Hải Phòng", "ke_hoach",
         "Triển khai phổ cập giáo dục năm 2026 trên địa bàn thành phố"),
        (PARTY, "32-CV/ĐU", None, "Đảng ủy xã An Trường", "cong_van", "Kiểm điểm cuối năm 2025"),
        (MINISTRY_LETTER, None, None, "Bộ Giáo dục và Đào tạo", "cong_van", "Báo cáo thực trạng đội ngũ"),
        (PROGRAMME, "09/CTPH-SGDĐT-TĐTN", date(2025, 8, 29), "Sở Giáo dục và Đào tạo - Tỉnh đoàn Lạng Sơn", "other",
         "Giáo dục an toàn giao thông cho học sinh năm học 2025-2026"),
    ],
    ids=["columns", "government", "one-after-the-other", "school", "city", "party", "ministry", "programme"],
)  # fmt: skip
def test_the_head_of_every_level_is_read(text, number, issued_on, issuer, kind, title):
    found = head(text)
    assert (found.number, found.issuer, found.kind, found.title) == (number, issuer, kind, title)
    if issued_on or number is None:
        assert found.issued_on == issued_on


def test_a_blank_number_keeps_its_symbol():
    assert (head(MINISTRY_LETTER).number, head(MINISTRY_LETTER).symbol) == (None, "/BGDĐT-NGCBQLGD")


def test_the_date_broken_over_two_lines_is_put_together():
    text = "ĐẢNG ỦY SỞ GIÁO DỤC VÀ ĐÀO TẠO\nSố 31-KH/ĐU Tuyên Quang, ngày 18 tháng 9\nnăm 2025\nKẾ HOẠCH\nHọc tập nghị quyết\n"
    found = head(text)
    assert (found.number, found.issued_on, found.kind) == ("31-KH/ĐU", date(2025, 9, 18), "ke_hoach")


@pytest.mark.parametrize(("text", "school_year"), [(SCHOOL, "2025-2026"), (CITY, None), (PARTY, None)])
def test_only_words_of_a_school_year_make_one(text, school_year):
    assert head(text).school_year == school_year


def test_an_annex_that_says_in_full_what_it_belongs_to_takes_its_number_and_date():
    text = """PHỤ LỤC
PHÂN CÔNG NHIỆM VỤ PHÁT TRIỂN GIÁO DỤC NĂM 2026
(Kèm theo Kế hoạch số 27/KH-UBND ngày 09/01/2026 của UBND tỉnh Phú Thọ)
"""
    found = head(text)
    assert (found.number, found.issued_on, found.issuer, found.kind) == (
        "27/KH-UBND",
        date(2026, 1, 9),
        "UBND tỉnh Phú Thọ",
        "ke_hoach",
    )


def test_an_annex_with_blanks_only_proposes_its_month():
    text = "PHỤ LỤC\n(Kèm theo Kế hoạch số     /KH-SGDĐT ngày    tháng 10 năm 2025 của Sở Giáo dục và Đào tạo)\n"
    found = head(text)
    assert (found.number, found.issued_on) == (None, None)
    assert [proposal.value for proposal in found.issue_proposals] == ["2025-10"]


@pytest.mark.parametrize(
    ("lines", "addressees"),
    [
        ("Kính gửi: Các trường THPT; các trung tâm GDNN-GDTX.", ("Các trường THPT", "các trung tâm GDNN-GDTX")),
        ("Kính gửi:\n- Các Sở: Tài chính, Nội vụ;\n- Các trường TC, CĐ.", ("Các Sở: Tài chính, Nội vụ", "Các trường TC, CĐ")),
        ("Kính gửi: - Các chi bộ trực thuộc,\n- Ban Xây dựng Đảng.", ("Các chi bộ trực thuộc", "Ban Xây dựng Đảng")),
        ("Kính gửi: Các trường mầm non, tiểu học, THCS trên địa bàn phường.", ("Các trường mầm non, tiểu học, THCS trên địa bàn phường",)),
    ],
)  # fmt: skip
def test_those_addressed_are_listed_in_the_letters_words(lines, addressees):
    assert head(f"SỞ GIÁO DỤC VÀ ĐÀO TẠO\nV/v báo cáo\n{lines}\n").addressees == addressees


def test_the_addressees_of_a_file_that_names_its_paragraphs_need_no_bullets():
    texts = (
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "V/v báo cáo",
        "Kính gửi:",
        "Các trường THPT;",
        "Các trung tâm GDTX.",
        "Sở đề nghị các đơn vị báo cáo.",
    )
    lines = tuple(Line(number, text, is_paragraph=True) for number, text in enumerate(texts, start=1))
    found = understand(Reading(lines=lines, media_type="application/test", physical=lines)).document
    assert found.addressees == ("Các trường THPT", "Các trung tâm GDTX")


def test_the_title_of_a_file_with_styles_ends_where_bold_print_ends():
    lines = (
        Line(1, "ỦY BAN NHÂN DÂN XÃ MƯỜNG LÁT", is_paragraph=True, is_bold=True),
        Line(2, "CHỈ THỊ", is_paragraph=True, is_bold=True, is_centred=True),
        Line(3, "Về việc phòng, chống đuối nước", is_paragraph=True, is_bold=True, is_centred=True),
        Line(4, "cho trẻ em, học sinh", is_paragraph=True, is_bold=True, is_centred=True),
        Line(5, "Công tác phòng, chống đuối nước thời gian qua còn hạn chế", is_paragraph=True),
    )
    found = understand(Reading(lines=lines, media_type="application/test", physical=lines)).document
    assert (found.title, found.kind) == ("Về việc phòng, chống đuối nước cho trẻ em, học sinh", "other")
    assert found.issuer == "Ủy ban nhân dân xã Mường Lát"
