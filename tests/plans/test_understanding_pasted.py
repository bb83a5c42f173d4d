"""Tables pasted as text with tabs: from Word, from a spreadsheet, from a web document."""

from datetime import date

import pytest

from tracker.plans.extraction import read_document

OPENING = "KẾ HOẠCH\nTriển khai nhiệm vụ năm học\n\n"


def items_of(text: str) -> list:
    return list(read_document((OPENING + text).encode(), file_name="x.txt", today=date(2025, 12, 15))[1].items)


def test_a_break_inside_a_cell_pasted_from_word_ends_neither_the_row_nor_the_table():
    items = items_of(
        "TT\tNội dung công việc\tChủ trì\tPhối hợp\tThời gian\n"
        "1\tSửa chữa phòng học:\n- Trường A: 06 phòng;\n- Trường B: 02 phòng.\tPhòng Kinh tế\tCác trường\tTrước ngày 15/8/2026\n"
        "2\tBan hành kế hoạch tuyển sinh\tUBND xã\tPhòng Văn hóa - Xã hội\tChậm nhất\n20/4/2026\n"
        "3\tTập huấn giáo viên\tPhòng Văn hóa - Xã hội\t\tTháng 8/2026\n"
    )
    assert [item.stt for item in items] == ["1", "2", "3"]
    assert "06 phòng" in items[0].content
    assert "02 phòng" in items[0].content
    assert [item.period.due_on for item in items] == [date(2026, 8, 15), date(2026, 4, 20), date(2026, 8, 31)]
    assert items[2].coordinating == ()


def test_units_under_each_other_in_one_cell_are_several():
    (item,) = items_of(
        "TT\tNội dung\tChủ trì\tPhối hợp\tThời gian\n1\tĐiều tra phổ cập\tPhòng Văn hóa - Xã hội\tCông an xã\nTrạm Y tế xã\tTháng 3/2026\n"
    )
    assert item.coordinating == ("Công an xã", "Trạm Y tế xã")


def test_a_quoted_cell_of_a_spreadsheet_may_hold_breaks_and_marks():
    items = items_of(
        'STT\tNhiệm vụ\t"Cơ quan\nchủ trì"\tThời hạn\n'
        '1\t"Bồi dưỡng giáo viên dạy môn ""Khoa học tự nhiên""\n(cấp THCS)"\tSở GDĐT\t"Khởi công: 30/4/2026\nHoàn thành: 31/12/2026"\n'
        '2\t"Phủ sóng tại 12 điểm ""lõm"" sóng"\tSở KH&CN\t30/6/2026\n'
    )
    assert [item.stt for item in items] == ["1", "2"]
    assert items[0].content == 'Bồi dưỡng giáo viên dạy môn "Khoa học tự nhiên" (cấp THCS)'
    assert items[0].period.deadlines == (date(2026, 4, 30), date(2026, 12, 31))
    assert items[1].lead == ("Sở KH&CN",)


def test_a_table_with_one_cell_to_a_line_is_read_row_by_row():
    items = items_of(
        "Công việc\n\tNgười phụ trách\n\tThời gian\n\tSản phẩm\n\t\n"
        "Khảo sát nhu cầu đọc\n\tTổ Ngữ văn\n\t12/01 - 23/01/2026\n\tBáo cáo khảo sát\n\t\n"
        "Vận động quyên góp sách\n\tĐoàn trường\n\tTrước 14/3/2026\n\t1.500 cuốn\n\t\n"
        "\nKế toán hoàn tất thanh quyết toán kinh phí dự án trước ngày 15/5/2026.\n"
    )
    assert [(item.content, item.lead) for item in items] == [
        ("Khảo sát nhu cầu đọc", ("Tổ Ngữ văn",)),
        ("Vận động quyên góp sách", ("Đoàn trường",)),
    ]
    assert not any(item.is_numbered for item in items)
    assert items[1].period.due_on == date(2026, 3, 14)


@pytest.mark.parametrize("following", ["II. TỔ CHỨC THỰC HIỆN", "Nơi nhận:", "PHỤ LỤC II"])
def test_what_follows_the_table_is_no_cell_of_it(following):
    items = items_of(
        f"TT\tNội dung\tChủ trì\tThời gian\n1\tHọp phụ huynh\tGVCN\tTháng 9/2026\n{following}\nCác tổ nộp báo cáo.\n"
    )
    assert [item.period.text for item in items] == ["Tháng 9/2026"]
