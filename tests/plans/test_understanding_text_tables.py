"""Tables left as text: where they end, how their columns drift, what marks up their words."""

from datetime import date

from tracker.plans.extraction import read_document

TODAY = date(2026, 1, 5)


def understand(text):
    return read_document(text.encode(), file_name="thu.txt", today=TODAY)[1]


def rows(text):
    return [(item.stt, item.content, item.time_text, item.lead) for item in understand(text).items]


def due(text):
    return [deadline.period.due_on for deadline in understand(text).deadlines]


ONE_CELL_A_LINE = """KẾ HOẠCH
Công tác thư viện năm 2026
TT
Nội dung
Đơn vị chủ trì
Thời gian
1
Kiểm kê kho sách
Văn phòng Sở
Tháng 3/2026
2
Mua sách bổ sung
Phòng KHTC
Quý II/2026
3
Tổ chức Ngày sách Việt Nam
Phòng GDTrH
21/4/2026
"""


def test_a_heading_of_the_document_ends_a_table_with_one_cell_to_a_line():
    text = ONE_CELL_A_LINE + "II. TỔ CHỨC THỰC HIỆN\n1. Các trường THPT\nGửi báo cáo về Sở trước ngày 15/5/2026.\n"
    assert rows(text)[-1] == ("3", "Tổ chức Ngày sách Việt Nam", "21/4/2026", ("Phòng GDTrH",))
    assert due(text) == [date(2026, 5, 15)]


def test_a_sentence_behind_the_last_cell_is_no_part_of_it():
    text = ONE_CELL_A_LINE + "Các đơn vị gửi báo cáo kết quả về Sở (qua Văn phòng) trước ngày 15/5/2026.\n"
    assert rows(text)[-1] == ("3", "Tổ chức Ngày sách Việt Nam", "21/4/2026", ("Phòng GDTrH",))
    assert due(text) == [date(2026, 5, 15)]


WRAPPED_CELLS = """KẾ HOẠCH
Công tác thư viện năm 2026
TT Nội dung Thời gian Kết quả
I Văn phòng
1 Kiểm kê kho sách của thư
viện
Tháng
3/2026
Biên bản
2 Mua sách bổ sung cho các
lớp
Quý II/2026 120 bản sách
II Phòng Giáo dục
phổ thông
3 Tổ chức Ngày sách Việt
Nam
21/4/2026 01 buổi
"""


def test_a_paragraph_wider_than_the_columns_ends_a_table_of_wrapped_cells():
    text = (
        WRAPPED_CELLS
        + "Các đơn vị được phân công gửi báo cáo kết quả thực hiện về Sở (qua\nVăn phòng) trước ngày 15/5/2026.\n"
    )
    assert rows(text)[-1][:3] == ("3", "Tổ chức Ngày sách Việt Nam", "21/4/2026")
    assert due(text) == [date(2026, 5, 15)]


def test_a_section_whose_name_takes_two_lines_heads_the_rows_that_go_on_counting():
    assert [(stt, lead) for stt, _, _, lead in rows(WRAPPED_CELLS)] == [
        ("1", ("Văn phòng",)),
        ("2", ("Văn phòng",)),
        ("3", ("Phòng Giáo dục phổ thông",)),
    ]


MARKED_UP = """# KẾ HOẠCH
## Chuyển đổi số năm 2026

**Số:** 15/KH-SGDĐT

| STT | **Nhiệm vụ** | Đơn vị chủ trì | Thời hạn |
|:---:|---|---|---|
| **I** | **Hạ tầng** | | |
| 1 | Nâng cấp _trục liên thông_ LGSP \\| NDXP | Văn phòng Sở<br>Phòng KHTC | **20/8/2026** |
| 2 | Lắp camera<br/>tại kho_de_thi | *Phòng QLCL* | Quý II/2026 |

* Giao [Phòng KHTC](https://example.edu.vn/khtc) trình dự toán **trước ngày 20/02/2026**.
""".replace("\\\\", "\\")


def test_markdown_is_read_without_its_marks():
    understood = understand(MARKED_UP)
    assert [(item.section, item.content, item.time_text, item.lead) for item in understood.items] == [
        ("Hạ tầng", "Nâng cấp trục liên thông LGSP | NDXP", "20/8/2026", ("Văn phòng Sở", "Phòng KHTC")),
        ("Hạ tầng", "Lắp camera tại kho_de_thi", "Quý II/2026", ("Phòng QLCL",)),
    ]
    assert (understood.document.number, understood.document.kind) == ("15/KH-SGDĐT", "ke_hoach")
    assert [(d.period.due_on, d.who) for d in understood.deadlines] == [(date(2026, 2, 20), ("Phòng KHTC",))]


def test_asterisks_of_plain_text_stay():
    reading = read_document(
        "KẾ HOẠCH\nNăm 2026\n* Ghi chú: (*) mục 1, (**) mục 2 và mẫu_số_3.\n".encode(), file_name="a.txt", today=TODAY
    )[0]
    assert reading.lines[-1].text == "* Ghi chú: (*) mục 1, (**) mục 2 và mẫu_số_3."


DRIFTING = """                         KẾ HOẠCH
              Công tác nội trú năm học 2025 - 2026

TT     Nội dung công việc          Bộ phận             Thời hạn               Kết quả
                                    thực hiện          hoàn thành
1    Xây dựng phương án bảo       Phòng Quản lý       15/9/2025              Phương án
     đảm an toàn ký túc xá        học sinh                                   được duyệt
2    Lập danh sách đề nghị        Phòng Quản lý       Trước ngày             Danh sách
     cấp học bổng                 học sinh            10/10/2025
3    Kiểm tra nội bộ hồ sơ        Phó Hiệu trưởng Tuần 2 tháng               Biên bản
     chuyên môn các tổ            phụ trách       11/2025
4    Sơ kết học kỳ I, xét thi đua Ban Giám hiệu       Chậm nhất              Báo cáo sơ kết
                                                      17/01/2026
5    Sửa chữa hệ thống nước       Phòng Tài vụ        Quý I/2026             Hồ sơ hoàn công
     sạch khu nội trú
      Các bộ phận, cá nhân được phân công gửi báo cáo tiến độ về Văn phòng
trường trước ngày 31/5/2026./.
Nơi nhận:                      HIỆU TRƯỞNG
- Lưu: VT.
"""


def test_columns_that_drift_and_run_together_are_put_back_in_place():
    assert rows(DRIFTING) == [
        ("1", "Xây dựng phương án bảo đảm an toàn ký túc xá", "15/9/2025", ("Phòng Quản lý học sinh",)),
        ("2", "Lập danh sách đề nghị cấp học bổng", "Trước ngày 10/10/2025", ("Phòng Quản lý học sinh",)),
        (
            "3",
            "Kiểm tra nội bộ hồ sơ chuyên môn các tổ",
            "Tuần 2 tháng 11/2025",
            ("Phó Hiệu trưởng phụ trách",),
        ),
        ("4", "Sơ kết học kỳ I, xét thi đua", "Chậm nhất 17/01/2026", ("Ban Giám hiệu",)),
        ("5", "Sửa chữa hệ thống nước sạch khu nội trú", "Quý I/2026", ("Phòng Tài vụ",)),
    ]
    assert due(DRIFTING) == [date(2026, 5, 31)]


PAGES = """TT     Công việc                        Thời hạn          Chủ trì
1    Thành lập Ban Tổ chức giải       15/01/2026        Phòng CTTT
2    Tập huấn trọng tài các môn       05/3/2026         Phòng CTTT
     thi đấu
3    Bốc thăm, xếp lịch thi đấu       09/3/2026         Văn phòng
TT   Công việc                  Thời hạn        Chủ trì
4    Thi đấu vòng loại          20/3/2026       Phòng GDTrH
5    Tổng kết, trao giải        Quý II/2026     Văn phòng
     3. Kinh phí
     Dự toán kinh phí của giải lấy từ ngân sách sự nghiệp năm 2026:
TT             Nội dung chi                Số lượng       Đơn giá         Thành tiền
1    Giải thưởng                       96             1.200.000        115.200.000
2    Bồi dưỡng trọng tài               64             2.500.000        160.000.000
"""


def test_columns_may_stand_elsewhere_on_the_next_page_and_another_table_may_follow():
    assert rows(f"KẾ HOẠCH\nTổ chức giải thể thao năm 2026\n\n{PAGES}") == [
        ("1", "Thành lập Ban Tổ chức giải", "15/01/2026", ("Phòng CTTT",)),
        ("2", "Tập huấn trọng tài các môn thi đấu", "05/3/2026", ("Phòng CTTT",)),
        ("3", "Bốc thăm, xếp lịch thi đấu", "09/3/2026", ("Văn phòng",)),
        ("4", "Thi đấu vòng loại", "20/3/2026", ("Phòng GDTrH",)),
        ("5", "Tổng kết, trao giải", "Quý II/2026", ("Văn phòng",)),
    ]
