"""Small texts of layouts the five documents do not have: what an office might drop on the page tomorrow."""

from datetime import date

import pytest

from tracker.plans.extraction import read_document

TODAY = date(2026, 1, 5)


def understand(text):
    return read_document(text.encode(), file_name="thu.txt", today=TODAY)[1]


def rows(text):
    return [
        (i.stt, i.content, i.product, i.time_text, i.period and i.period.due_on, i.lead, i.coordinating)
        for i in understand(text).items
    ]


def deadlines(text):
    return [(d.period.due_on, d.who, d.recipient) for d in understand(text).deadlines]


def test_a_table_with_bars_in_another_column_order():
    text = """KẾ HOẠCH
Công tác pháp chế năm 2026

| TT | Thời hạn hoàn thành | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Kết quả |
|----|---------------------|----------|-----------------|------------------|---------|
| 1 | Tháng 3/2026 | Rà soát văn bản quy phạm | Văn phòng | Các phòng, đơn vị trực thuộc | Báo cáo rà soát |
| 2 | Quý II/2026 | Tập huấn pháp luật | Phòng TCCB | Trường THPT | 02 lớp tập huấn |
"""
    assert rows(text) == [
        (
            "1",
            "Rà soát văn bản quy phạm",
            "Báo cáo rà soát",
            "Tháng 3/2026",
            date(2026, 3, 31),
            ("Văn phòng",),
            ("Các phòng", "đơn vị trực thuộc"),
        ),
        (
            "2",
            "Tập huấn pháp luật",
            "02 lớp tập huấn",
            "Quý II/2026",
            date(2026, 6, 30),
            ("Phòng TCCB",),
            ("Trường THPT",),
        ),
    ]


def test_a_table_with_tabs_and_no_number_column():
    text = "Nội dung công việc\tĐơn vị thực hiện\tThời gian hoàn thành\nMua sắm thiết bị\tPhòng KHTC\t15/4/2026\nKiểm kê tài sản\tCác trường THPT\tTrước ngày 31/12/2026\n"
    assert rows(text) == [
        ("1", "Mua sắm thiết bị", None, "15/4/2026", date(2026, 4, 15), ("Phòng KHTC",), ()),
        ("2", "Kiểm kê tài sản", None, "Trước ngày 31/12/2026", date(2026, 12, 31), ("Các trường THPT",), ()),
    ]


def test_a_row_with_bars_that_goes_on_without_a_number():
    text = """| STT | Nội dung | Thời gian | Chủ trì |
| 1 | Xây dựng kế hoạch | Tháng 2/2026 | Văn phòng Sở |
|   | phòng cháy, chữa cháy |  |  |
| 2 | Tổng kết | 12/2026 | Phòng GDTrH |
"""
    assert [(stt, content, lead) for stt, content, _, _, _, lead, _ in rows(text)] == [
        ("1", "Xây dựng kế hoạch phòng cháy, chữa cháy", ("Văn phòng Sở",)),
        ("2", "Tổng kết", ("Phòng GDTrH",)),
    ]


FLATTENED_OTHER_ORDER = """PHỤ LỤC
DANH MỤC NHIỆM VỤ

TT

Nhiệm vụ

Cơ quan
chủ trì

Cơ quan
phối hợp

Tiến độ

Sản phẩm

1

Tham mưu ban hành quy chế quản lý tài sản công
của ngành giáo dục

Phòng Kế hoạch -
Tài chính

Văn phòng Sở

Tháng 3/2026

Quyết định ban hành

2

Tổ chức hội thi giáo viên dạy giỏi cấp thành phố
năm học 2025-2026

Phòng GDTrH

Các trường THPT

Quý II/2026

Báo cáo kết quả hội
thi

3

Rà soát đội ngũ cán bộ quản lý, giáo viên và đề
xuất phương án tuyển dụng

Phòng TCCB

UBND các xã,
phường

Trước ngày
15/7/2026

Tờ trình
"""


def test_a_flattened_table_where_time_stands_behind_the_units():
    assert rows(FLATTENED_OTHER_ORDER) == [
        ("1", "Tham mưu ban hành quy chế quản lý tài sản công của ngành giáo dục", "Quyết định ban hành", "Tháng 3/2026", date(2026, 3, 31),
         ("Phòng Kế hoạch - Tài chính",), ("Văn phòng Sở",)),
        ("2", "Tổ chức hội thi giáo viên dạy giỏi cấp thành phố năm học 2025-2026", "Báo cáo kết quả hội thi", "Quý II/2026", date(2026, 6, 30),
         ("Phòng GDTrH",), ("Các trường THPT",)),
        ("3", "Rà soát đội ngũ cán bộ quản lý, giáo viên và đề xuất phương án tuyển dụng", "Tờ trình", "Trước ngày 15/7/2026", date(2026, 7, 15),
         ("Phòng TCCB",), ("UBND các xã, phường",)),
    ]  # fmt: skip


def test_a_flattened_table_with_one_line_for_each_row():
    text = """STT Nội dung công việc Thời gian thực hiện Đơn vị chủ trì
1 Xây dựng kế hoạch kiểm tra nội bộ Tháng 01/2026 Văn phòng Sở
2 Kiểm tra công tác tuyển sinh đầu cấp Tháng 6/2026 Phòng QLCL
3 Báo cáo tổng kết công tác kiểm tra 15/12/2026 Văn phòng Sở
"""
    assert [(stt, content, time, lead) for stt, content, _, time, _, lead, _ in rows(text)] == [
        ("1", "Xây dựng kế hoạch kiểm tra nội bộ", "Tháng 01/2026", ("Văn phòng Sở",)),
        ("2", "Kiểm tra công tác tuyển sinh đầu cấp", "Tháng 6/2026", ("Phòng QLCL",)),
        ("3", "Báo cáo tổng kết công tác kiểm tra", "15/12/2026", ("Văn phòng Sở",)),
    ]


def test_groups_as_numbered_parents_give_their_children_the_group():
    text = """| STT | Nội dung nhiệm vụ | Đơn vị chủ trì | Thời hạn |
| 1 | Công tác cán bộ | | |
| 1.1 | Quy hoạch cán bộ | Phòng TCCB | 30/6/2026 |
| 1.2 | Bổ nhiệm lại | Phòng TCCB | Thường xuyên |
| 2 | Công tác tài chính | Phòng KHTC | Hằng quý |
"""
    found = understand(text).items
    assert [(i.stt, i.group, i.content) for i in found] == [
        ("1.1", "Công tác cán bộ", "Quy hoạch cán bộ"),
        ("1.2", "Công tác cán bộ", "Bổ nhiệm lại"),
        ("2", None, "Công tác tài chính"),
    ]
    assert [i.period.recurrence for i in found] == ["none", "continuous", "quarterly"]


def test_labelled_lines_under_a_heading_are_an_item():
    text = """KẾ HOẠCH
Tổ chức ngày hội đọc sách

II. NỘI DUNG
1. Phát động phong trào đọc sách trong toàn ngành
- Thời gian: Trước ngày 15/3/2026
- Đơn vị chủ trì: Phòng GDTrH
- Đơn vị phối hợp: Văn phòng Sở, các trường THPT
- Sản phẩm: Kế hoạch phát động
2. Tổng kết và khen thưởng
- Thời gian: Quý IV/2026
- Đơn vị chủ trì: Văn phòng Sở
- Sản phẩm: Báo cáo tổng kết
"""
    assert rows(text) == [
        ("1", "Phát động phong trào đọc sách trong toàn ngành", "Kế hoạch phát động", "Trước ngày 15/3/2026", date(2026, 3, 15),
         ("Phòng GDTrH",), ("Văn phòng Sở", "các trường THPT")),
        ("2", "Tổng kết và khen thưởng", "Báo cáo tổng kết", "Quý IV/2026", date(2026, 12, 31), ("Văn phòng Sở",), ()),
    ]  # fmt: skip
    assert deadlines(text) == []


def test_a_notice_without_any_deadline_gives_nothing_and_says_so():
    text = """SỞ GIÁO DỤC VÀ ĐÀO TẠO
THÔNG BÁO
Về việc nghỉ lễ Quốc khánh

Căn cứ Công văn số 123/VP-TH ngày 15/8/2025 của Văn phòng Sở, cán bộ, công chức được nghỉ từ ngày 30/8/2025 đến hết ngày 02/9/2025.
"""
    _, understood, warnings = read_document(text.encode(), file_name="thu.txt", today=TODAY)
    assert understood.items == ()
    assert understood.deadlines == ()
    assert "nothing_found" in {w.code for w in warnings}


def test_an_hour_and_the_addressees_of_a_short_dispatch():
    text = """Số: 345/SGDĐT-VP
Hải Phòng, ngày 05 tháng 01 năm 2026

Kính gửi: Các trường THPT; các trung tâm GDNN-GDTX.

Sở GDĐT đề nghị các đơn vị có tên trên rà soát số liệu và gửi báo cáo về Sở (qua Văn phòng Sở) chậm nhất 17 giờ 00 ngày 20/01/2026./.
"""
    _, understood, _ = read_document(text.encode(), file_name="thu.txt", today=TODAY)
    assert understood.document.number == "345/SGDĐT-VP"
    assert understood.document.issued_on == date(2026, 1, 5)
    (deadline,) = understood.deadlines
    assert deadline.who == ("Các trường THPT", "các trung tâm GDNN-GDTX")
    assert (deadline.period.due_on, str(deadline.period.due_time), deadline.period.qualifier) == (
        date(2026, 1, 20),
        "17:00:00",
        "by",
    )
    assert (deadline.recipient, deadline.via) == ("Sở", "Văn phòng Sở")


_TO_COMMUNES = """Kính gửi:
- UBND các xã, phường, đặc khu;
- Trường THPT, PT nhiều cấp học.

{before}Sở GDĐT đề nghị {asked} tổng hợp kết quả và gửi báo cáo về Sở GDĐT trước ngày 26/12/2025.
"""
_ADDRESSED = ("UBND các xã, phường, đặc khu", "Trường THPT, PT nhiều cấp học")


@pytest.mark.parametrize("asked", ["các đơn vị", "các cơ quan, đơn vị", "lãnh đạo các đơn vị", "Quý cơ quan, đơn vị"])
def test_in_a_letter_the_units_are_those_it_is_addressed_to(asked):
    assert deadlines(_TO_COMMUNES.format(before="", asked=asked)) == [(date(2025, 12, 26), _ADDRESSED, "Sở GDĐT")]


def test_in_a_letter_that_says_whom_it_calls_the_units_the_definition_wins():
    before = (
        "Sở GDĐT hướng dẫn các trường THPT và trung tâm GDTX (sau đây gọi chung là các đơn vị) triển khai như sau.\n"
    )
    assert deadlines(_TO_COMMUNES.format(before=before, asked="các đơn vị"))[0][1] == ("các đơn vị",)


def test_in_a_letter_a_group_named_in_the_sentence_is_who_acts():
    found = deadlines(_TO_COMMUNES.format(before="", asked="các trường tiểu học"))
    assert found[0][1] == ("các trường tiểu học",)


def test_a_day_that_does_not_exist_is_a_warning_and_no_deadline():
    text = "Kính gửi: Các trường THPT.\nĐề nghị các trường THPT gửi báo cáo về Sở GDĐT trước ngày 31/02/2026.\n"
    _, understood, warnings = read_document(text.encode(), file_name="thu.txt", today=TODAY)
    assert understood.deadlines == ()
    assert "date_impossible" in {w.code for w in warnings}


def test_a_report_every_quarter_with_its_day_falls_first_after_the_issue():
    text = """Hải Phòng, ngày 05 tháng 02 năm 2026
Kính gửi: Các trường THPT.
Các trường THPT báo cáo Sở GDĐT kết quả thực hiện hằng quý, trước ngày 15 tháng cuối quý.
"""
    (deadline,) = understand(text).deadlines
    assert deadline.period.recurrence == "quarterly"
    assert deadline.period.due_on == date(2026, 3, 15)
    assert deadline.period.returns_on == ((3, 15), (6, 15), (9, 15), (12, 15))


def test_a_monthly_report_has_no_single_date():
    text = "Kính gửi: Các trường THPT.\nCác trường THPT gửi báo cáo về Sở GDĐT trước ngày 25 hằng tháng.\n"
    (deadline,) = understand(text).deadlines
    assert (deadline.period.recurrence, deadline.period.due_on) == ("monthly", None)


@pytest.mark.parametrize(
    "sentence",
    [
        "Các cơ sở giáo dục được thành lập trước ngày 01/7/2025 tiếp tục hoạt động.",
        "Thực hiện Quyết định số 131/QĐ-TTg ngày 25/01/2022 của Thủ tướng Chính phủ, các đơn vị báo cáo kết quả.",
        "Các đơn vị đã hoàn thành báo cáo theo Văn bản số 77/VP-VX, ngày 12/9/2025.",
        "Các đơn vị triển khai Đề án giai đoạn 2022-2025, định hướng đến năm 2030.",
        "Các trường tổ chức kỷ niệm Ngày Nhà giáo Việt Nam ngày 20/11/2025.",
        "Các đơn vị báo cáo số liệu trong năm học 2025-2026 theo quy định.",
    ],
)
def test_dates_that_set_no_task_are_no_deadlines(sentence):
    assert deadlines(f"Kính gửi: Các trường THPT.\n\n{sentence}\n") == []


def test_a_sentence_may_cite_a_decision_and_then_set_the_deadline():
    text = "Các trường THPT tự đánh giá theo Quyết định số 4725/QĐ-BGDĐT ngày 30/12/2022 và gửi kết quả về Sở GDĐT trước ngày 25/5/2026.\n"
    assert deadlines(text) == [(date(2026, 5, 25), ("Các trường THPT",), "Sở GDĐT")]


@pytest.mark.parametrize(
    ("sentence", "due_on", "who", "what", "recipient", "via"),
    [
        (
            "Trước ngày 15/02/2026, các trường THPT gửi báo cáo sơ kết công tác kiểm tra về Sở GDĐT.",
            date(2026, 2, 15), ("các trường THPT",), "các trường THPT gửi báo cáo sơ kết công tác kiểm tra", "Sở GDĐT", None,
        ),
        (
            "Báo cáo kết quả gửi về Sở GDĐT (qua Phòng Kế hoạch - Tài chính), hạn cuối ngày 20/3/2026.",
            date(2026, 3, 20), ("Trung tâm GDTX",), "Báo cáo kết quả", "Sở GDĐT", "Phòng Kế hoạch - Tài chính",
        ),
        (
            "Giao Văn phòng Sở chủ trì tham mưu ban hành kế hoạch trong quý I/2026.",
            date(2026, 3, 31), ("Văn phòng Sở",), "chủ trì tham mưu ban hành kế hoạch", None, None,
        ),
        (
            "Các trường THPT nộp danh sách về Phòng TCCB trước ngày 30 tháng 3 năm 2026 để tổng hợp.",
            date(2026, 3, 30), ("Các trường THPT",), "Các trường THPT nộp danh sách", "Phòng TCCB", None,
        ),
    ],
)  # fmt: skip
def test_sentences_put_the_time_first_last_or_between(sentence, due_on, who, what, recipient, via):
    (deadline,) = understand(f"Kính gửi: Trung tâm GDTX.\n\n{sentence}\n").deadlines
    assert deadline.period.due_on == due_on
    assert (deadline.who, deadline.what, deadline.recipient, deadline.via) == (who, what, recipient, via)


def test_a_report_every_month_may_name_its_day_behind_the_recipient():
    text = "Kính gửi: Trung tâm GDTX.\nBáo cáo định kỳ hằng tháng gửi về Sở GDĐT trước ngày 25.\n"
    (deadline,) = understand(text).deadlines
    assert (deadline.period.recurrence, deadline.period.returns_on[0]) == ("monthly", (1, 25))


def test_the_date_of_the_head_is_the_issue_and_no_deadline():
    text = "Hải Phòng, ngày 05 tháng 01 năm 2026\nKính gửi: Các trường THPT.\n"
    found = understand(text)
    assert found.document.issued_on == date(2026, 1, 5)
    assert [cited.reason for cited in found.cited_dates] == ["ngày ban hành văn bản"]


def test_a_form_of_figures_is_no_task_table():
    text = """Phụ lục 2
BIỂU SỐ LIỆU
STT Nội dung Kết quả (số liệu)
1 Số giáo viên có máy tính ...... đạt ...%
2 Số học sinh có máy tính ...... đạt ...%
"""
    assert rows(text) == []


def test_a_row_without_time_keeps_an_empty_time_and_is_warned():
    text = """| STT | Nội dung | Thời gian | Chủ trì |
| 1 | Duy trì cổng thông tin | | Văn phòng Sở |
| 2 | Sao lưu dữ liệu | Theo hướng dẫn của Bộ | Văn phòng Sở |
| 3 | Thay máy chủ | 31/02/2026 | Văn phòng Sở |
| 4 | Tập huấn | Tuần 2 tháng 11/2025 | Văn phòng Sở |
| 5 | Sửa cổng thông tin | QĐ 131/QĐ-TTg ngày 25/01/2022 | Văn phòng Sở |
"""
    _, understood, warnings = read_document(text.encode(), file_name="thu.txt", today=TODAY)
    assert [i.time_text for i in understood.items] == [
        "",
        "Theo hướng dẫn của Bộ",
        "31/02/2026",
        "Tuần 2 tháng 11/2025",
        "QĐ 131/QĐ-TTg ngày 25/01/2022",
    ]
    assert [i.period and i.period.due_on for i in understood.items] == [None, None, None, date(2025, 11, 14), None]
    codes = ("no_due_date", "time_conditional", "time_unreadable", "time_estimated")
    assert [(w.code, w.item) for w in warnings if w.code in codes] == [
        ("no_due_date", 0),
        ("time_conditional", 1),
        ("time_unreadable", 2),
        ("time_estimated", 3),
        ("time_unreadable", 4),
    ]


def test_single_spaced_text_with_roman_sections_that_do_not_name_doers():
    text = """PHỤ LỤC
TT Nội dung Thời gian Đơn vị chủ trì Sản phẩm
I. CÔNG TÁC CHUẨN BỊ
1
Thành lập ban tổ chức hội nghị tổng kết năm học
2025-2026
Tháng 5/2026
Văn phòng Sở
Quyết định
2
Xây dựng báo cáo tổng kết năm học trình lãnh đạo
Sở phê duyệt
Trước 30/6/2026
Văn phòng Sở
Báo cáo tổng kết
II. TỔ CHỨC HỘI NGHỊ
1
Gửi giấy mời và tài liệu tới các đại biểu dự hội
nghị tổng kết
Tháng 7/2026
Phòng GDTrH
Giấy mời
"""
    found = understand(text).items
    assert [(i.section, i.stt, i.lead, i.period.due_on, i.product) for i in found] == [
        ("CÔNG TÁC CHUẨN BỊ", "1", ("Văn phòng Sở",), date(2026, 5, 31), "Quyết định"),
        ("CÔNG TÁC CHUẨN BỊ", "2", ("Văn phòng Sở",), date(2026, 6, 30), "Báo cáo tổng kết"),
        ("TỔ CHỨC HỘI NGHỊ", "1", ("Phòng GDTrH",), date(2026, 7, 31), "Giấy mời"),
    ]
    assert found[0].content == "Thành lập ban tổ chức hội nghị tổng kết năm học 2025-2026"


@pytest.mark.parametrize("heading", ["", "PHỤ LỤC\n", "Phụ lục I\n"])
def test_a_table_right_under_the_title_is_no_part_of_it(heading):
    text = f"""KẾ HOẠCH
Công tác pháp chế năm 2026

{heading}| TT | Nhiệm vụ | Thời gian | Chủ trì |
| 1 | Rà soát văn bản quy phạm | Tháng 3/2026 | Văn phòng |
| 2 | Tập huấn pháp luật | Quý II/2026 | Phòng TCCB |
"""
    assert understand(text).document.title == "Công tác pháp chế năm 2026"


def test_a_deadline_in_running_text_knows_the_numbered_heading_it_stands_under():
    understood = understand(
        """V/v báo cáo chuyển đổi số
VI. TỔ CHỨC THỰC HIỆN
1. Văn phòng Sở
- Tổng hợp, báo cáo Bộ Giáo dục và Đào tạo trước ngày 30/01/2026.
2. Các cơ sở giáo dục
- Xây dựng kế hoạch chi tiết và gửi về Sở GDĐT trước ngày 15/10/2025.
"""
    )
    assert [one.section for one in understood.deadlines] == ["VI.1. Văn phòng Sở", "VI.2. Các cơ sở giáo dục"]
