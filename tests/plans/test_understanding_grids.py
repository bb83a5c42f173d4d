"""Tables with cells, as offices lay them out: every rule with a table that shows it. "^" carries on the cell above, "<" the one before."""

from datetime import date

import pytest

from tracker.plans.extraction import read_document
from tracker.plans.reading.model import Grid, GridCell, Line, Reading
from tracker.plans.understanding import Column, TableKind, understand

TODAY = date(2026, 1, 5)


def grid(*rows, start=100, before=0, bold=()):
    """A table of the texts of its cells; line numbers run row by row, cell by cell."""
    width = max(len(row) for row in rows)
    rows = [[*row, *[""] * (width - len(row))] for row in rows]
    cells, line = [], start
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            if text in ("^", "<"):
                continue
            columns = 1
            while x + columns < width and row[x + columns] == "<":
                columns += 1
            height = 1
            while y + height < len(rows) and rows[y + height][x] == "^":
                height += 1
            last = line + text.count("\n")
            cells.append(GridCell(y, x, text, line, last, height, columns, is_bold=y in bold))
            line = last + 1
    return Grid(tuple(cells), len(rows), width, before)


def reading(*grids, lines=()):
    running = tuple(Line(number, text, is_paragraph=True) for number, text in lines)
    cells = [
        Line(cell.line + place, text, is_paragraph=True)
        for one in grids
        for cell in one.cells
        for place, text in enumerate(cell.text.split("\n"))
    ]
    physical = tuple(sorted((*running, *cells), key=lambda line: line.number))
    return Reading(running, "text/plain", physical=physical, grids=grids)


def read(*grids, lines=(), columns=None):
    return understand(reading(*grids, lines=lines), today=TODAY, columns=columns)


def items(*grids, lines=()):
    return read(*grids, lines=lines).items


def brief(*grids, lines=()):
    """Number, content, lead, last day of each row."""
    return [
        (i.stt, i.content, i.lead, i.period and i.period.due_on and i.period.due_on.isoformat())
        for i in items(*grids, lines=lines)
    ]


HEADING = ("STT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian", "Sản phẩm")


def test_a_title_row_and_a_row_of_column_numbers_are_no_rows_of_work():
    assert brief(
        grid(
            ("DANH MỤC NHIỆM VỤ NĂM 2026", "<", "<", "<"),
            ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn hoàn thành"),
            ("(1)", "(2)", "(3)", "(4)"),
            ("1", "Xây dựng đề án sắp xếp mạng lưới trường lớp", "Sở GDĐT", "Tháng 6/2026"),
        )
    ) == [("1", "Xây dựng đề án sắp xếp mạng lưới trường lớp", ("Sở GDĐT",), "2026-06-30")]


def test_headings_on_two_levels_are_read_from_the_lower_one():
    found = items(
        grid(
            ("TT", "Nội dung", "Đơn vị thực hiện", "<", "Thời gian", "<"),
            ("^", "^", "Chủ trì", "Phối hợp", "Bắt đầu", "Kết thúc"),
            ("1", "Rà soát cơ sở dữ liệu ngành", "Văn phòng Sở", "Các phòng", "01/3/2026", "30/4/2026"),
        )
    )
    assert [(i.lead, i.coordinating, i.time_text) for i in found] == [
        (("Văn phòng Sở",), ("Các phòng",), "01/3/2026 - 30/4/2026")
    ]
    assert (found[0].period.starts_on, found[0].period.due_on) == (date(2026, 3, 1), date(2026, 4, 30))


def test_a_beginning_beside_a_deadline_is_a_beginning_and_an_end():
    found = items(
        grid(
            ("TT", "Nội dung", "Người thực hiện", "Ngày bắt đầu", "Hạn hoàn thành", "Tình trạng", "% hoàn thành"),
            ("1", "Kiểm kê thiết bị", "Kế toán", "05/01/2026", "20/01/2026", "Đang làm", "40%"),
        )
    )
    assert (found[0].period.starts_on, found[0].period.due_on) == (date(2026, 1, 5), date(2026, 1, 20))


@pytest.mark.parametrize(
    ("cell", "lead", "helping"),
    [
        ("Chủ trì: Văn phòng Sở; phối hợp: Các phòng, CSGD", ("Văn phòng Sở",), ("Các phòng", "CSGD")),
        ("Văn phòng Sở (chủ trì), Phòng KHTC, Phòng TCCB phối hợp", ("Văn phòng Sở",), ("Phòng KHTC", "Phòng TCCB")),
        ("Văn phòng Sở chủ trì, phối hợp với Phòng KHTC", ("Văn phòng Sở",), ("Phòng KHTC",)),
        ("- Chủ trì: Phòng GDTrH\n- Phối hợp: Các trường THPT", ("Phòng GDTrH",), ("Các trường THPT",)),
        ("Đơn vị chủ trì: Sở GDĐT. Đơn vị phối hợp: Sở Tài chính", ("Sở GDĐT",), ("Sở Tài chính",)),
        ("Phòng KHTC chủ trì; các phòng phối hợp", ("Phòng KHTC",), ("các phòng",)),
        ("Phòng GDTrH\nPhòng TCCB", ("Phòng GDTrH", "Phòng TCCB"), ()),
        ("Sở Giáo dục và\nĐào tạo", ("Sở Giáo dục và Đào tạo",), ()),
    ],
)
def test_one_cell_may_name_who_leads_and_who_helps(cell, lead, helping):
    found = items(grid(("TT", "Nhiệm vụ", "Đơn vị thực hiện", "Thời gian"), ("1", "Lập dự toán", cell, "Quý I/2026")))
    assert [(i.lead, i.coordinating) for i in found] == [(lead, helping)]


def test_cells_merged_downwards_hold_for_every_row_they_cover():
    found = items(
        grid(
            ("TT", "Nhóm nhiệm vụ", "Nội dung", "Chủ trì", "Thời gian"),
            ("1", "Nhân lực", "Kiện toàn ban chỉ đạo", "Văn phòng Sở", "Quý I/2026"),
            ("2", "^", "Tập huấn giáo viên", "^", "^"),
            ("3", "Hạ tầng", "Nâng cấp đường truyền", "Phòng KHTC", "^"),
        )
    )
    assert [(i.stt, i.group, i.lead, i.time_text) for i in found] == [
        ("1", "Nhân lực", ("Văn phòng Sở",), "Quý I/2026"),
        ("2", "Nhân lực", ("Văn phòng Sở",), "Quý I/2026"),
        ("3", "Hạ tầng", ("Phòng KHTC",), "Quý I/2026"),
    ]


def test_section_rows_merged_across_or_numbered_in_roman_are_sections():
    found = items(
        grid(
            HEADING,
            ("I. CÔNG TÁC CHUẨN BỊ", "<", "<", "<", "<", "<"),
            ("1", "Thành lập ban tổ chức", "Văn phòng Sở", "", "Tháng 1/2026", "Quyết định"),
            ("II", "TỔ CHỨC HỘI NGHỊ", "", "", "", ""),
            ("1", "Gửi giấy mời", "Phòng GDTrH", "", "Tháng 2/2026", "Giấy mời"),
        )
    )
    assert [(i.section, i.stt, i.content) for i in found] == [
        ("CÔNG TÁC CHUẨN BỊ", "1", "Thành lập ban tổ chức"),
        ("TỔ CHỨC HỘI NGHỊ", "1", "Gửi giấy mời"),
    ]


def test_sections_that_name_doers_say_who_where_no_column_does():
    found = items(
        grid(
            ("TT", "Nội dung", "Thời gian", "Sản phẩm"),
            ("I", "CÁC PHÒNG CHUYÊN MÔN", "", ""),
            ("1", "Xây dựng hướng dẫn", "Tháng 3/2026", "Công văn"),
            ("II", "CÁC CƠ SỞ GIÁO DỤC", "", ""),
            ("1", "Tự đánh giá", "Tháng 4/2026", "Biên bản"),
        )
    )
    assert [i.lead for i in found] == [("CÁC PHÒNG CHUYÊN MÔN",), ("CÁC CƠ SỞ GIÁO DỤC",)]


def test_total_rows_empty_rows_and_notes_are_left_out():
    assert len(
        items(
            grid(
                HEADING,
                ("1", "Mua sắm thiết bị", "Phòng KHTC", "", "Quý II/2026", "Hợp đồng"),
                ("", "", "", "", "", ""),
                ("", "Tổng cộng", "", "", "", "01 hợp đồng"),
                ("Ghi chú: thời gian có thể điều chỉnh.", "<", "<", "<", "<", "<"),
            )
        )
    ) == 1  # fmt: skip


def test_parents_head_their_children_unless_they_say_when_or_who():
    found = items(
        grid(
            HEADING,
            ("1", "Công tác cán bộ", "", "", "", ""),
            ("1.1", "Quy hoạch cán bộ", "Phòng TCCB", "", "30/6/2026", ""),
            ("1.2", "Luân chuyển cán bộ", "Phòng TCCB", "", "31/8/2026", ""),
            ("2", "Công tác tài chính", "Phòng KHTC", "", "Hằng quý", ""),
            ("2.1", "Quyết toán năm 2025", "Phòng KHTC", "", "15/2/2026", ""),
        )
    )
    assert [(i.stt, i.group) for i in found] == [
        ("1.1", "Công tác cán bộ"),
        ("1.2", "Công tác cán bộ"),
        ("2", None),
        ("2.1", None),
    ]


def test_letters_and_dashes_under_a_number_are_its_children():
    found = items(
        grid(
            ("TT", "Nội dung", "Chủ trì", "Thời gian"),
            ("1", "Công tác thi đua", "", ""),
            ("a)", "Phát động thi đua", "Văn phòng Sở", "Tháng 1/2026"),
            ("b)", "Tổng kết thi đua", "Văn phòng Sở", "Tháng 12/2026"),
            ("2", "Công tác pháp chế", "", ""),
            ("", "- Rà soát văn bản", "Thanh tra Sở", "Quý II/2026"),
        )
    )
    assert [(i.stt, i.group, i.content) for i in found] == [
        ("a", "Công tác thi đua", "Phát động thi đua"),
        ("b", "Công tác thi đua", "Tổng kết thi đua"),
        ("3", "Công tác pháp chế", "- Rà soát văn bản"),
    ]


def test_the_number_may_stand_in_the_content_or_nowhere():
    assert [
        (stt, content)
        for stt, content, _, _ in brief(
            grid(
                ("Nội dung", "Đơn vị thực hiện", "Thời gian"),
                ("1. Xây dựng kế hoạch", "Văn phòng Sở", "Tháng 1/2026"),
                ("2. Tổ chức kiểm tra", "Thanh tra Sở", "Tháng 5/2026"),
            )
        )
    ] == [("1", "Xây dựng kế hoạch"), ("2", "Tổ chức kiểm tra")]
    assert [
        stt
        for stt, _, _, _ in brief(
            grid(
                ("Nội dung", "Đơn vị thực hiện", "Thời gian"),
                ("Xây dựng kế hoạch", "Văn phòng Sở", "Tháng 1/2026"),
                ("Tổ chức kiểm tra", "Thanh tra Sở", "Tháng 5/2026"),
            )
        )
    ] == ["1", "2"]


def test_a_school_plan_by_month_has_its_months_merged_downwards_and_the_year_in_the_title():
    found = items(
        grid(
            ("Tháng", "Nội dung công việc", "Người thực hiện", "Ghi chú"),
            ("9", "Khai giảng năm học", "Ban Giám hiệu", ""),
            ("^", "Họp cha mẹ học sinh", "GVCN", ""),
            ("01", "Sơ kết học kỳ I", "Hiệu trưởng", ""),
        ),
        lines=[(1, "KẾ HOẠCH"), (2, "Hoạt động năm học 2025-2026")],
    )
    assert [(i.stt, i.time_text, i.period.due_on) for i in found] == [
        ("1", "9", date(2025, 9, 30)),
        ("2", "9", date(2025, 9, 30)),
        ("3", "01", date(2026, 1, 31)),
    ]


def test_months_as_section_rows_give_the_rows_their_time():
    found = items(
        grid(
            ("TT", "Nội dung", "Phụ trách"),
            ("THÁNG 3/2026", "<", "<"),
            ("1", "Hội khỏe Phù Đổng", "Tổ Thể dục"),
            ("THÁNG 4/2026", "<", "<"),
            ("1", "Kiểm tra giữa kỳ", "Tổ trưởng chuyên môn"),
        )
    )
    assert [(i.time_text, i.period.due_on) for i in found] == [
        ("THÁNG 3/2026", date(2026, 3, 31)),
        ("THÁNG 4/2026", date(2026, 4, 30)),
    ]


def test_crossed_columns_of_a_calendar_are_times():
    found = items(
        grid(
            ("TT", "Nội dung", "Đơn vị chủ trì", "Thời gian thực hiện năm 2026", "<", "<", "<"),
            ("^", "^", "^", "Quý I", "Quý II", "Quý III", "Quý IV"),
            ("1", "Tập huấn công đoàn", "Ban Tuyên giáo", "", "x", "", ""),
            ("2", "Đại hội công đoàn", "Ban Tổ chức", "", "", "x", "x"),
        ),
        lines=[(1, "KẾ HOẠCH"), (2, "Công tác công đoàn năm 2026")],
    )
    assert [(i.time_text, i.period and i.period.due_on) for i in found] == [
        ("Quý II/2026", date(2026, 6, 30)),
        ("Quý III/2026 - Quý IV/2026", date(2026, 12, 31)),
    ]


def test_months_of_two_years_are_marked_from_the_first_to_the_last():
    found = items(
        grid(
            ("TT", "Hoạt động", "Người phụ trách", "Năm 2025", "<", "<", "Năm 2026", "<"),
            ("^", "^", "^", "T10", "T11", "T12", "T1", "T2"),
            ("1", "Thu thập minh chứng", "Văn thư", "", "x", "x", "x", ""),
            ("2", "Kiểm tra hồ sơ", "Kế toán", "●", "", "", "", "●"),
            ("3", "Nộp hồ sơ", "Văn thư", "", "", "", "", "X"),
        )
    )
    assert [(i.time_text, i.period.starts_on, i.period.deadlines) for i in found] == [
        ("Tháng 11/2025 - 1/2026", date(2025, 11, 1), (date(2026, 1, 31),)),
        ("Tháng 10/2025, Tháng 2/2026", date(2025, 10, 1), (date(2025, 10, 31), date(2026, 2, 28))),
        ("Tháng 2/2026", date(2026, 2, 1), (date(2026, 2, 28),)),
    ]


def doers(*rows, lines=()):
    return [(i.stt, i.lead, i.coordinating) for i in items(grid(*rows), lines=lines)]


def test_letters_below_the_names_of_doers_say_who_leads_and_who_helps():
    found = doers(
        ("Mã", "Đầu việc", "Hạn hoàn thành", "Đơn vị được giao", "<", "<"),
        ("^", "^", "^", "Văn phòng", "Phòng KHTC", "Phòng QLCL"),
        ("A1", "Ban hành quy chế chi tiêu", "31/3/2026", "P", "C", ""),
        ("B2.1", "Kiểm kê tài sản", "Quý II/2026", "CT", "PH", "PH"),
    )
    assert found == [
        ("A1", ("Phòng KHTC",), ("Văn phòng",)),
        ("B2.1", ("Văn phòng",), ("Phòng KHTC", "Phòng QLCL")),
    ]


def test_a_legend_says_what_marks_below_the_names_of_doers_mean():
    rows = (
        ("TT", "Nội dung", "Thời hạn", "Văn phòng", "Phòng KHTC", "Phòng QLCL"),
        ("1", "Xây dựng dự toán", "31/3/2026", "x", "X", ""),
        ("2", "Tổ chức kiểm tra các trường", "Quý II/2026", "", "x", "X"),
    )
    assert doers(*rows, lines=[(1, "Ghi chú: X: đơn vị chủ trì; x: đơn vị phối hợp.")]) == [
        ("1", ("Phòng KHTC",), ("Văn phòng",)),
        ("2", ("Phòng QLCL",), ("Phòng KHTC",)),
    ]
    assert doers(*rows)[0] == ("1", ("Văn phòng", "Phòng KHTC"), ())


def test_marks_beside_a_column_for_who_leads_are_those_who_help():
    found = doers(
        ("TT", "Nội dung", "Chủ trì", "Thời hạn", "Văn phòng", "Phòng KHTC"),
        ("1", "Xây dựng dự toán năm", "Phòng QLCL", "31/3/2026", "x", "x"),
        ("2", "Kiểm tra các trường", "Phòng TCCB", "30/4/2026", "", "x"),
    )
    assert found == [
        ("1", ("Phòng QLCL",), ("Văn phòng", "Phòng KHTC")),
        ("2", ("Phòng TCCB",), ("Phòng KHTC",)),
    ]


def test_each_doer_that_has_a_part_of_the_work_leads():
    found = doers(
        ("TT", "Nội dung", "Phân công thực hiện", "Thời hạn"),
        ("1", "Kỳ thi chọn học sinh giỏi", "- Phòng QLCL: ra đề, coi thi;\n- Phòng KHTC: kinh phí.", "5/02/2026"),
        ("2", "Sơ kết học kỳ I", "Chủ trì: Phòng TCCB\nPhối hợp: Văn phòng", "15/01/2026"),
    )
    assert found == [
        ("1", ("Phòng QLCL", "Phòng KHTC"), ()),
        ("2", ("Phòng TCCB",), ("Văn phòng",)),
    ]


def test_weeks_that_name_their_days_are_marked():
    found = items(
        grid(
            ("STT", "Công việc", "Tuần 1\n(02/3 - 06/3)", "Tuần 2\n(09/3 - 13/3)", "Tuần 3\n(16/3 - 20/3)"),
            ("1", "Rà soát minh chứng", "", "√", "√"),
            ("2", "Viết báo cáo tự đánh giá", "x", "", ""),
        ),
        lines=[(1, "CÔNG VIỆC THÁNG 3 NĂM 2026")],
    )
    assert [(i.time_text, i.period.starts_on, i.period.due_on) for i in found] == [
        ("Tuần 2 - Tuần 3 (09/3 - 20/3)", date(2026, 3, 9), date(2026, 3, 20)),
        ("Tuần 1 (02/3 - 06/3)", date(2026, 3, 2), date(2026, 3, 6)),
    ]


def test_weeks_under_their_months_are_marked():
    found = items(
        grid(
            ("STT", "Nội dung công việc", "Chủ trì", "Tháng 3/2026", "<", "Tháng 4/2026", "<"),
            ("^", "^", "^", "T3", "T4", "T1", "T2"),
            ("1", "Khảo sát các điểm trường", "Văn phòng", "", "x", "x", ""),
            ("2", "Sửa chữa phòng học", "Phòng KHTC", "x", "", "", ""),
        )
    )
    assert [(i.time_text, i.period.starts_on, i.period.due_on) for i in found] == [
        ("Tuần 4 tháng 3/2026 - Tuần 1 tháng 4/2026", date(2026, 3, 22), date(2026, 4, 7)),
        ("Tuần 3 tháng 3/2026", date(2026, 3, 15), date(2026, 3, 21)),
    ]


def test_several_milestones_in_one_cell_are_several_deadlines():
    (item,) = items(
        grid(
            ("TT", "Nội dung", "Chủ trì", "Thời gian"),
            ("1", "Xây dựng nghị quyết", "Sở GDĐT", "- Dự thảo: tháng 3/2026\n- Trình HĐND: 15/6/2026"),
        )
    )
    assert item.period.deadlines == (date(2026, 3, 31), date(2026, 6, 15))
    assert item.period.due_on == date(2026, 6, 15)


def test_a_time_that_is_a_condition_is_kept_in_its_words():
    (item,) = items(
        grid(
            ("TT", "Nội dung", "Chủ trì", "Thời gian"),
            ("1", "Ban hành quy chế", "Văn phòng Sở", "Ngay sau khi Nghị định được ban hành"),
        )
    )
    assert (item.time_text, item.period and item.period.due_on) == ("Ngay sau khi Nghị định được ban hành", None)


@pytest.mark.parametrize(
    "table",
    [
        grid(
            ("TT", "Số, ký hiệu", "Ngày ban hành", "Trích yếu nội dung"),
            ("1", "131/QĐ-TTg", "25/01/2022", "Phê duyệt Đề án tăng cường ứng dụng CNTT"),
            ("2", "4725/QĐ-BGDĐT", "30/12/2022", "Ban hành Bộ chỉ số đánh giá"),
        ),
        grid(
            ("TT", "Họ và tên", "Chức vụ", "Điện thoại", "Nhiệm vụ"),
            ("1", "Nguyễn Văn A", "Giám đốc", "0225000000", "Trưởng ban"),
            ("2", "Trần Thị B", "Chánh Văn phòng", "0225000001", "Thành viên"),
        ),
        grid(
            ("TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2025", "Năm 2026"),
            ("1", "Tỷ lệ trường đạt chuẩn", "%", "72,5", "75,0"),
            ("2", "Tỷ lệ giáo viên đạt chuẩn", "%", "98,0", "99,0"),
        ),
        grid(
            ("Thời gian", "Nội dung", "Thực hiện"),
            ("7h30 - 8h00", "Đón tiếp đại biểu", "Văn phòng Sở"),
            ("8h00 - 8h15", "Khai mạc, giới thiệu đại biểu", "Ban tổ chức"),
        ),
        grid(
            ("STT", "Nội dung công việc", "Đơn vị thực hiện", "Thời gian hoàn thành"),
            ("1", "Xây dựng kế hoạch", "", ""),
            ("2", "Báo cáo kết quả", "…………", "………"),
        ),
        grid(
            ("TT", "Nội dung chi", "Đơn vị tính", "Số lượng", "Đơn giá", "Thành tiền"),
            ("1", "Thuê hội trường", "buổi", "2", "3.000.000", "6.000.000"),
            ("2", "In tài liệu", "bộ", "100", "20.000", "2.000.000"),
        ),
        grid(
            ("STT", "Tên trường", "Số lớp", "Số học sinh"),
            ("1", "THPT Ngô Quyền", "45", "2025"),
            ("2", "THPT Trần Phú", "42", "1890"),
        ),
    ],
    ids=["papers", "people", "figures", "agenda", "form", "budget", "schools"],
)  # fmt: skip
def test_other_tables_are_no_tasks_and_say_why(table):
    found = read(table)
    assert found.items == ()
    assert [(one.kind, bool(one.reason)) for one in found.tables] == [(TableKind.OTHER, True)]


def test_targets_with_deadlines_and_doers_are_tasks():
    found = items(
        grid(
            ("TT", "Chỉ tiêu", "Năm 2026", "Thời hạn", "Cơ quan chủ trì"),
            ("1", "100% hồ sơ được số hóa", "100%", "Tháng 12/2026", "Văn phòng Sở"),
            ("2", "80% trường học dùng học bạ số", "80%", "Tháng 9/2026", "Phòng GDTrH"),
        )
    )
    assert [(i.content, i.lead) for i in found] == [
        ("100% hồ sơ được số hóa", ("Văn phòng Sở",)),
        ("80% trường học dùng học bạ số", ("Phòng GDTrH",)),
    ]


def test_an_assignment_without_a_time_column_is_items_without_a_date():
    found = items(
        grid(
            ("TT", "Nội dung công việc", "Đơn vị thực hiện"),
            ("1", "Chuẩn bị hội trường", "Văn phòng Sở"),
            ("2", "Viết báo cáo trung tâm", "Phòng GDTrH"),
        )
    )
    assert [(i.lead, i.time_text, i.period) for i in found] == [
        (("Văn phòng Sở",), "", None),
        (("Phòng GDTrH",), "", None),
    ]


def test_a_table_without_heading_carries_on_the_one_before_it():
    first = grid(HEADING, ("1", "Lập kế hoạch", "Văn phòng Sở", "", "Quý I/2026", "Kế hoạch"), start=10, before=1)
    second = grid(("2", "Tổng kết", "Văn phòng Sở", "", "Quý IV/2026", "Báo cáo"), start=40, before=1)
    found = read(first, second, lines=[(1, "PHỤ LỤC")])
    assert [i.stt for i in found.items] == ["1", "2"]
    assert len(found.tables) == 1


def test_headings_between_tables_are_their_sections():
    one = grid(HEADING, ("1", "Lập kế hoạch", "Văn phòng Sở", "", "Quý I/2026", ""), start=10, before=2)
    two = grid(HEADING, ("1", "Kiểm tra", "Thanh tra Sở", "", "Quý II/2026", ""), start=40, before=30)
    found = items(one, two, lines=[(1, "PHỤ LỤC"), (2, "I. Nhiệm vụ chung"), (30, "II. Nhiệm vụ của Thanh tra")])
    assert [i.section for i in found] == ["Nhiệm vụ chung", "Nhiệm vụ của Thanh tra"]


def test_a_caption_that_names_the_doer_says_who():
    found = items(
        grid(("TT", "Nhiệm vụ", "Thời hạn"), ("1", "Rà soát phổ cập giáo dục", "30/9/2026"), start=10, before=2),
        lines=[(1, "Phụ lục II"), (2, "NHIỆM VỤ CỦA CÁC XÃ, PHƯỜNG")],
    )
    assert [i.lead for i in found] == [("CÁC XÃ, PHƯỜNG",)]


def test_a_caption_that_names_the_month_completes_bare_days():
    found = items(
        grid(("Ngày", "Nội dung", "Thực hiện"), ("15", "Họp hội đồng", "Hiệu trưởng"), ("20-22", "Thi giữa kỳ", "Tổ khảo thí"),
             start=10, before=2),
        lines=[(1, "KẾ HOẠCH CÔNG TÁC"), (2, "Tháng 11/2025")],
    )  # fmt: skip
    assert [i.period and i.period.due_on for i in found] == [date(2025, 11, 15), date(2025, 11, 22)]


def test_who_may_stand_in_the_words_of_a_row():
    found = items(
        grid(
            ("TT", "Nội dung kết luận", "Thời hạn"),
            ("1", "Giao Văn phòng Sở chủ trì, phối hợp với Phòng KHTC rà soát tài sản công", "20/02/2026"),
            ("2", "Yêu cầu các trường THPT báo cáo tiến độ giải ngân", "25/02/2026"),
        )
    )
    assert [(i.lead, i.coordinating) for i in found] == [
        (("Văn phòng Sở",), ("Phòng KHTC",)),
        (("các trường THPT",), ()),
    ]


@pytest.mark.parametrize(
    ("time", "who"),
    [("Thòi gian", "Đơn vi chủ trì"), ("THỜI  HẠN", "CƠ QUAN CHỦ TRÌ"), ("Thoi han", "Don vi thuc hien")],
)
def test_headings_damaged_by_extraction_are_still_read(time, who):
    assert brief(grid(("TT", "Nội dung", time, who), ("1", "Kiểm tra hồ sơ", "5/5/2026", "Thanh tra Sở"))) == [
        ("1", "Kiểm tra hồ sơ", ("Thanh tra Sở",), "2026-05-05")
    ]


def test_columns_read_from_their_cells_alone_are_doubtful_and_offered_for_mapping():
    found = read(
        grid(
            ("TT", "Diễn biến", "Mốc A", "Bên B"),
            ("1", "Xây dựng kế hoạch kiểm tra nội bộ năm 2026", "Tháng 3/2026", "Văn phòng Sở"),
            ("2", "Tổ chức kiểm tra chuyên đề tại các trường", "Tháng 5/2026", "Thanh tra Sở"),
        )
    )
    assert [one.kind for one in found.tables] == [TableKind.UNCLEAR]
    assert [(i.time_text, i.lead, i.is_doubtful) for i in found.items] == [
        ("Tháng 3/2026", ("Văn phòng Sở",), True),
        ("Tháng 5/2026", ("Thanh tra Sở",), True),
    ]


def test_the_officer_says_what_the_columns_are():
    table = grid(
        ("A", "B", "C"),
        ("Báo cáo tổng kết", "Phòng GDTrH", "15/5/2026"),
        ("Báo cáo sơ kết", "Văn phòng", "20/1/2026"),
    )
    found = read(table, columns={0: (Column.CONTENT, Column.LEAD, Column.TIME)})
    assert [(i.content, i.lead, i.period.due_on, i.is_doubtful) for i in found.items] == [
        ("Báo cáo tổng kết", ("Phòng GDTrH",), date(2026, 5, 15), False),
        ("Báo cáo sơ kết", ("Văn phòng",), date(2026, 1, 20), False),
    ]
    assert found.tables[0].is_mapped


def test_a_letterhead_in_a_frame_is_running_text():
    frame = grid(
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO\nSố: 45/KH-SGDĐT", "CỘNG HÒA XÃ HỘI\nHải Phòng, ngày 12 tháng 01 năm 2026"), start=1
    )
    found = read(frame, lines=[(20, "KẾ HOẠCH"), (21, "Công tác pháp chế năm 2026")])
    assert (found.document.number, found.document.issued_on) == ("45/KH-SGDĐT", date(2026, 1, 12))
    assert found.tables == ()


def text_items(text):
    found = read_document(text.encode(), file_name="thu.txt", today=TODAY)[1]
    return [(i.stt, i.content, i.time_text, i.lead, i.coordinating) for i in found.items]


def test_a_table_drawn_with_blanks_is_read_by_its_columns():
    assert text_items(
        """PHỤ LỤC

TT   Nội dung công việc                  Đơn vị thực hiện                   Thời hạn
                                         Chủ trì          Phối hợp
1    Rà soát mạng lưới trường lớp        Phòng KHTC       UBND các xã,      Trước ngày
     trên địa bàn                                         phường            15/5/2026
2    Tập huấn chuyển đổi số              Văn phòng Sở     Các phòng         Quý II/2026

Nơi nhận:
"""
    ) == [
        ("1", "Rà soát mạng lưới trường lớp trên địa bàn", "Trước ngày 15/5/2026", ("Phòng KHTC",), ("UBND các xã, phường",)),
        ("2", "Tập huấn chuyển đổi số", "Quý II/2026", ("Văn phòng Sở",), ("Các phòng",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rule", ["+----+------------------+------------+-----------+", "├────┼──────────────────┼────────────┼───────────┤"]
)
def test_a_table_in_a_frame_has_rows_of_several_lines(rule):
    bar = "|" if rule[0] == "+" else "│"
    lines = [
        rule,
        f"{bar} TT {bar} Nội dung         {bar} Chủ trì    {bar} Thời gian {bar}",
        rule,
        f"{bar} 1  {bar} Kiểm kê tài sản  {bar} Phòng KHTC {bar} Quý       {bar}",
        f"{bar}    {bar} cố định          {bar}            {bar} I/2026    {bar}",
        rule,
        f"{bar} 2  {bar} Sơ kết           {bar} Văn phòng  {bar} 15/7/2026 {bar}",
        rule,
    ]
    assert text_items("\n".join(lines)) == [
        ("1", "Kiểm kê tài sản cố định", "Quý I/2026", ("Phòng KHTC",), ()),
        ("2", "Sơ kết", "15/7/2026", ("Văn phòng",), ()),
    ]


def test_labels_in_brackets_behind_the_work_make_an_item():
    assert text_items(
        """III. NHIỆM VỤ
1. Xây dựng kho học liệu số dùng chung (Thời gian: Quý II/2026; Chủ trì: Phòng GDTrH; Phối hợp: Văn phòng Sở).
2. Tổ chức hội thi thiết kế bài giảng điện tử. Đơn vị chủ trì: Phòng GDTH. Thời gian hoàn thành: 30/10/2026.
"""
    ) == [
        ("1", "Xây dựng kho học liệu số dùng chung", "Quý II/2026", ("Phòng GDTrH",), ("Văn phòng Sở",)),
        ("2", "Tổ chức hội thi thiết kế bài giảng điện tử", "30/10/2026", ("Phòng GDTH",), ()),
    ]


def test_labels_of_an_event_are_no_item():
    assert text_items(
        """GIẤY MỜI
Sở GDĐT trân trọng kính mời dự hội nghị sơ kết học kỳ I
- Thời gian: 8 giờ 00 ngày 15/01/2026
- Địa điểm: Hội trường Sở
- Thành phần: Trưởng các phòng
"""
    ) == []  # fmt: skip


def test_the_year_a_document_is_issued_in_completes_its_times():
    found = items(
        grid(("TT", "Nội dung", "Chủ trì", "Thời hạn"), ("1", "Báo cáo nhanh", "Văn phòng", "Trước 15/12"), ("2", "Sơ kết", "Văn phòng", "10/01"), start=10, before=5),
        lines=[(1, "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), (2, "Hải Phòng, ngày 25 tháng 11 năm 2025"), (3, "THÔNG BÁO"), (4, "Kết luận giao ban"), (5, "Nhiệm vụ:")],
    )  # fmt: skip
    assert [i.period and i.period.due_on for i in found] == [date(2025, 12, 15), date(2026, 1, 10)]


def test_a_parent_that_only_says_who_leads_gives_its_children_the_lead():
    found = items(
        grid(
            ("TT", "Nội dung", "Chủ trì", "Thời gian"),
            ("1", "Công tác khảo thí", "Phòng QLCL", ""),
            ("1.1", "Thi học sinh giỏi", "", "Tháng 1/2026"),
            ("1.2", "Thi tốt nghiệp THPT", "", "Tháng 6/2026"),
        )
    )
    assert [(i.stt, i.group, i.lead) for i in found] == [
        ("1.1", "Công tác khảo thí", ("Phòng QLCL",)),
        ("1.2", "Công tác khảo thí", ("Phòng QLCL",)),
    ]


def test_a_row_whose_quantity_looks_like_a_number_keeps_it():
    found = items(
        grid(
            ("Nội dung", "Đơn vị thực hiện", "Thời gian"), ("3.000 giáo viên được bồi dưỡng", "Phòng TCCB", "Năm 2026")
        )
    )
    assert [(i.stt, i.content) for i in found] == [("1", "3.000 giáo viên được bồi dưỡng")]


def test_crossed_columns_headed_by_doers_name_them():
    found = items(
        grid(
            ("TT", "Nội dung", "Thời gian", "Phân công thực hiện", "<", "<"),
            ("^", "^", "^", "Văn phòng", "Phòng KHTC", "Phòng TCCB"),
            ("1", "Lập dự toán", "Tháng 7/2026", "", "x", ""),
            ("2", "Tuyển dụng viên chức", "Tháng 8/2026", "x", "", "x"),
        )
    )
    assert [(i.time_text, i.lead) for i in found] == [
        ("Tháng 7/2026", ("Phòng KHTC",)),
        ("Tháng 8/2026", ("Văn phòng", "Phòng TCCB")),
    ]


def test_a_tracking_sheet_has_titles_codes_and_a_foot_that_is_signed():
    found = items(
        grid(
            ("BẢNG THEO DÕI NHIỆM VỤ", "<", "<", "<", "<"),
            ("Cập nhật đến ngày 15/11/2025", "<", "<", "<", "<"),
            ("Mã NV", "Nội dung nhiệm vụ", "Ngày giao", "Hạn hoàn thành", "Đơn vị chủ trì"),
            ("NV01", "Xây dựng đề án", "01/10/2025", "30/11/2025", "Phòng KHTC"),
            ("", "", "", "", ""),
            ("", "NGƯỜI LẬP BIỂU", "", "", "THỦ TRƯỞNG ĐƠN VỊ"),
            ("", "(Ký, ghi rõ họ tên)", "", "", "(Ký tên, đóng dấu)"),
        )
    )
    assert [(i.stt, i.content, i.time_text) for i in found] == [("NV01", "Xây dựng đề án", "30/11/2025")]


def test_a_section_may_be_a_department_with_a_verb_in_its_name():
    found = items(
        grid(
            ("STT", "Nội dung công việc", "Thời gian"),
            ("A", "Phòng Tổ chức cán bộ", ""),
            ("1", "Tuyển dụng viên chức", "Tháng 8/2026"),
            ("B", "Các trường xây dựng kế hoạch năm học", ""),
            ("1", "Phê duyệt kế hoạch", "Tháng 9/2026"),
        )
    )
    assert [i.lead for i in found] == [("Phòng Tổ chức cán bộ",), ()]


def test_a_note_that_is_a_time_says_when():
    found = items(
        grid(
            ("STT", "Nhiệm vụ", "Đơn vị thực hiện", "Thời gian", "Ghi chú"),
            ("1", "Rà soát quy hoạch", "Phòng KHTC", "", "Thường xuyên"),
            ("2", "Tổng kết", "Các trường", "Tháng 5/2026", "Có phụ lục"),
        )
    )
    assert [i.time_text for i in found] == ["Thường xuyên", "Tháng 5/2026"]


def test_columns_of_years_complete_the_quarters_in_them():
    found = items(
        grid(
            ("TT", "Nội dung", "Chủ trì", "Thời gian thực hiện", "<"),
            ("^", "^", "^", "2025", "2026"),
            ("1", "Xây nhà đa năng", "Sở Xây dựng", "x", "x"),
            ("2", "Sửa chữa trường học", "Sở GDĐT", "", "Quý II"),
        )
    )
    assert [(i.time_text, i.period.due_on) for i in found] == [
        ("Năm 2025, Năm 2026", date(2026, 12, 31)),
        ("Quý II/2026", date(2026, 6, 30)),
    ]


def test_papers_to_be_drawn_up_are_tasks_where_somebody_must_by_a_day():
    found = items(
        grid(
            ("STT", "Tên văn bản", "Hình thức", "Cơ quan chủ trì soạn thảo", "Cơ quan phối hợp", "Thời gian trình"),
            ("1", "Quy định về phân cấp quản lý", "Quyết định", "Sở GDĐT", "Sở Nội vụ", "Tháng 3/2026"),
        )
    )
    assert [(i.content, i.lead) for i in found] == [("Quy định về phân cấp quản lý", ("Sở GDĐT",))]
