"""Tables copied as text, one cell a line or one row a line: short days, groups, figures as products, pages."""

from datetime import date

from tracker.plans.extraction import read_document

TODAY = date(2026, 1, 5)


def read(text):
    return read_document(text.encode(), file_name="thu.txt", today=TODAY)[1].items


def dated(text):
    return [
        (item.content, item.time_text, item.period and item.period.starts_on, item.period and item.period.due_on)
        for item in read(text)
    ]


def day(month, number, year=2026):
    return date(year, month, number)


SHORT_DAYS = """TRƯỜNG THCS HOA SEN
KẾ HOẠCH THÁNG 3/2026
TT
Nội dung công việc
Thời gian
Người phụ trách
1
Kiểm tra hồ sơ sổ sách
của các tổ chuyên môn
02-06/3
Phó Hiệu trưởng
2
Nộp đề thi giữa kỳ
05/3
Tổ trưởng chuyên môn
3
Coi thi giữa kỳ II theo
lịch của nhà trường, vào
điểm trên phần mềm
Từ 09 đến 13/3
Giáo viên
4
Họp hội đồng
Tuần 2
Hiệu trưởng
5
Nộp báo cáo thống kê
Trước 25/3
Văn thư
6
Sơ kết công tác tháng
Cuối tháng
Ban Giám hiệu
7
Hội khỏe Phù Đổng
26/3
GV Thể dục
"""


def test_days_without_a_year_are_cells_and_dated_by_the_month_of_the_title():
    assert dated(SHORT_DAYS) == [
        ("Kiểm tra hồ sơ sổ sách của các tổ chuyên môn", "02-06/3", day(3, 2), day(3, 6)),
        ("Nộp đề thi giữa kỳ", "05/3", None, day(3, 5)),
        (
            "Coi thi giữa kỳ II theo lịch của nhà trường, vào điểm trên phần mềm",
            "Từ 09 đến 13/3",
            day(3, 9),
            day(3, 13),
        ),
        ("Họp hội đồng", "Tuần 2", day(3, 8), day(3, 14)),
        ("Nộp báo cáo thống kê", "Trước 25/3", None, day(3, 25)),
        ("Sơ kết công tác tháng", "Cuối tháng", None, day(3, 31)),
        ("Hội khỏe Phù Đổng", "26/3", None, day(3, 26)),
    ]
    assert read(SHORT_DAYS)[3].lead == ("Hiệu trưởng",)


SCHOOL_YEAR = """KẾ HOẠCH
Thực hiện nhiệm vụ năm học 2025-2026
STT
Nội dung
Người thực hiện
Thời gian
Kết quả
1
Khai giảng năm học
Ban Giám hiệu
05/9
Lễ khai giảng
2
Hội nghị viên chức
Công đoàn
Trước 10/10
Nghị quyết
3
Thi học kỳ I các khối
lớp 6, 7, 8, 9
Giáo viên bộ môn
22-27/12
Bảng điểm
4
Tổng kết năm học
Hiệu trưởng
31/5
Báo cáo
5
Xây dựng chuyên đề cấp tổ
Tổ chuyên môn
Tháng 11
04
"""


def test_days_without_a_year_fall_into_their_half_of_the_school_year():
    assert [(item.period.due_on, item.product) for item in read(SCHOOL_YEAR)] == [
        (day(9, 5, 2025), "Lễ khai giảng"),
        (day(10, 10, 2025), "Nghị quyết"),
        (day(12, 27, 2025), "Bảng điểm"),
        (day(5, 31), "Báo cáo"),
        (day(11, 30, 2025), "04"),
    ]


FULL_DATES_IN_CONTENT = """TRƯỜNG TIỂU HỌC
LỊCH CÔNG TÁC
Tháng 4/2026
TT
Thời gian
Nội dung công việc
Người phụ trách
Ghi chú
1
Trước 05/4
Xây dựng kế hoạch tuyển
sinh lớp 1 năm học 2026-2027
Phó Hiệu trưởng
2
06-10/4
Kiểm tra nội bộ theo Quyết định số 12/QĐ-THCS ngày 05/01/2026
Ban Giám hiệu
3
Từ 13 đến 17/4
Ôn tập cuối năm cho học
sinh khối 5
Giáo viên
4
Tuần 3
Tổng hợp dự toán năm 2026
Kế toán
Lưu ý số liệu
5
Cuối tháng
Báo cáo tháng
Văn thư
"""


def test_a_year_or_the_date_of_a_paper_in_the_content_is_not_the_time_where_times_are_short():
    assert dated(FULL_DATES_IN_CONTENT) == [
        ("Xây dựng kế hoạch tuyển sinh lớp 1 năm học 2026-2027", "Trước 05/4", None, day(4, 5)),
        ("Kiểm tra nội bộ theo Quyết định số 12/QĐ-THCS ngày 05/01/2026", "06-10/4", day(4, 6), day(4, 10)),
        ("Ôn tập cuối năm cho học sinh khối 5", "Từ 13 đến 17/4", day(4, 13), day(4, 17)),
        ("Tổng hợp dự toán năm 2026", "Tuần 3", day(4, 15), day(4, 21)),
        ("Báo cáo tháng", "Cuối tháng", None, day(4, 30)),
    ]


MONTH_SECTIONS = """KẾ HOẠCH
Hoạt động năm học 2025 - 2026
STT
Nội dung công việc
Thời gian
Người thực hiện
I
Tháng 9/2025
1
Tổ chức khai giảng
05/9
Ban Giám hiệu
2
Họp cha mẹ học sinh
Tuần 3
Giáo viên chủ nhiệm
II
Tháng 2/2026
3
Chuẩn bị Tết, trực
cơ quan
Từ 09 đến 13/02
Văn phòng
4
Nộp sáng kiến
Trước 25/2
Tổ trưởng chuyên môn
5
Kiểm tra vở sạch chữ đẹp
Cuối tháng
Tổ trưởng chuyên môn
"""


def test_a_section_that_names_a_month_dates_the_rows_below_it():
    assert [(item.section, item.period.due_on) for item in read(MONTH_SECTIONS)] == [
        ("Tháng 9/2025", day(9, 5, 2025)),
        ("Tháng 9/2025", day(9, 21, 2025)),
        ("Tháng 2/2026", day(2, 13)),
        ("Tháng 2/2026", day(2, 25)),
        ("Tháng 2/2026", day(2, 28)),
    ]
    assert read(MONTH_SECTIONS)[1].lead == ("Giáo viên chủ nhiệm",)


FIGURES = """KẾ HOẠCH
Bồi dưỡng năm 2026
TT
Nội dung
Đơn vị chủ trì
Thời gian
Sản phẩm
1
Mở lớp bồi dưỡng
giáo viên cốt cán
Phòng GDPT
Quý I/2026
12
2
Tập huấn công nghệ
Văn phòng Sở
15/3/2026
04 lớp
3
Tham quan học tập
Phòng TCCB
Tháng 6/2026
4
\f2
TT
Nội dung
Đơn vị chủ trì
Thời gian
Sản phẩm
4
Hội thảo chuyên đề
Phòng GDPT
20/9/2026
02
5
Tổng kết
Văn phòng Sở
15/12/2026
6
6
Đánh giá cuối năm
Phòng TCCB
20/12/2026
Báo cáo
"""


def test_a_figure_alone_is_a_product_even_where_it_is_the_number_of_the_next_row_or_a_page_begins():
    assert [(item.stt, item.content, item.product) for item in read(FIGURES)] == [
        ("1", "Mở lớp bồi dưỡng giáo viên cốt cán", "12"),
        ("2", "Tập huấn công nghệ", "04 lớp"),
        ("3", "Tham quan học tập", "4"),
        ("4", "Hội thảo chuyên đề", "02"),
        ("5", "Tổng kết", "6"),
        ("6", "Đánh giá cuối năm", "Báo cáo"),
    ]


def test_a_figure_that_ends_the_table_is_no_row():
    items = read(FIGURES.replace("20/12/2026\nBáo cáo\n", "20/12/2026\n7\n"))
    assert [(item.stt, item.product) for item in items[-2:]] == [("5", "6"), ("6", "7")]


GROUPS_IN_LINE = """KẾ HOẠCH
Chuyển đổi số năm 2026
STT Nhóm nhiệm vụ Nội dung Đơn vị chủ trì Thời gian Sản phẩm
1 Nhân lực Tập huấn kỹ năng số cho
giáo viên
Phòng GDPT Quý II/2026 Báo cáo
2 Nhân lực Cử cán bộ tham gia lớp bồi dưỡng Phòng TCCB Tháng 5/2026 Danh sách
3 Hạ tầng Nâng cấp đường truyền Internet
của cơ quan Sở
Văn phòng Sở Quý III/2026 Hợp đồng
4 Hạ tầng Thay thế máy chủ Văn phòng Sở 30/9/2026 Biên bản
5 Dữ liệu Làm sạch dữ liệu học sinh Phòng GDPT 15/8/2026 Dữ liệu sạch
6 Thể chế Ban hành quy chế dữ liệu Văn phòng Sở 30/4/2026 Quyết định
"""


def test_names_of_groups_in_front_of_the_content_are_learned_from_their_repetition():
    assert [(item.group, item.content) for item in read(GROUPS_IN_LINE)] == [
        ("Nhân lực", "Tập huấn kỹ năng số cho giáo viên"),
        ("Nhân lực", "Cử cán bộ tham gia lớp bồi dưỡng"),
        ("Hạ tầng", "Nâng cấp đường truyền Internet của cơ quan Sở"),
        ("Hạ tầng", "Thay thế máy chủ"),
        ("Dữ liệu", "Làm sạch dữ liệu học sinh"),
        ("Thể chế", "Ban hành quy chế dữ liệu"),
    ]


GROUPS_ON_LINES = """KẾ HOẠCH
Chuyển đổi số năm 2026
STT
Lĩnh vực
Nhiệm vụ
Đơn vị chủ trì
Thời gian
Sản phẩm
1
Nhân lực
Tập huấn kỹ năng số cho giáo viên
Phòng GDPT
Quý II/2026
Báo cáo
2
Cử cán bộ tham gia lớp bồi dưỡng
Phòng TCCB
Tháng 5/2026
Danh sách
3
Hạ tầng
Nâng cấp đường truyền Internet
của cơ quan Sở
Văn phòng Sở
Quý III/2026
Hợp đồng
4
Hạ tầng
Thay thế máy chủ
Văn phòng Sở
30/9/2026
Biên bản
5
Dữ liệu
Làm sạch dữ liệu học sinh
Phòng GDPT
15/8/2026
Dữ liệu sạch
6
Thể chế
Ban hành quy chế dữ liệu
Văn phòng Sở
30/4/2026
Quyết định
7
Rà soát quy định nội bộ
Văn phòng Sở
30/6/2026
Báo cáo
"""


def test_a_group_on_its_own_line_holds_until_a_row_names_another():
    assert [(item.group, item.content.split()[0]) for item in read(GROUPS_ON_LINES)] == [
        ("Nhân lực", "Tập"),
        ("Nhân lực", "Cử"),
        ("Hạ tầng", "Nâng"),
        ("Hạ tầng", "Thay"),
        ("Dữ liệu", "Làm"),
        ("Thể chế", "Ban"),
        ("Thể chế", "Rà"),
    ]


LINE_BY_LINE = """KẾ HOẠCH
Thư viện năm 2026
TT Nội dung Người thực hiện Thời gian Sản phẩm
1 Lập danh mục sách giáo khoa Tổ chuyên môn Tháng 02/2026 Danh mục
2 Kiểm kê kho sách cũ và thanh lý sách Nhân viên thư viện 15/3/2026 Biên bản
hư hỏng, lạc hậu
3 Tổ chức Ngày hội đọc sách cho học sinh các Đoàn thanh niên 21/4/2026 Kế hoạch
khối lớp
4 Mua sách tham khảo Kế toán Quý II/2026 120 bản
5 Bồi dưỡng nghiệp vụ thư viện Hiệu trưởng Tháng 6/2026 04
"""


def test_a_table_copied_line_by_line_goes_on_with_its_contents():
    assert [(item.content, item.lead, item.product) for item in read(LINE_BY_LINE)] == [
        ("Lập danh mục sách giáo khoa", ("Tổ chuyên môn",), "Danh mục"),
        ("Kiểm kê kho sách cũ và thanh lý sách hư hỏng, lạc hậu", ("Nhân viên thư viện",), "Biên bản"),
        ("Tổ chức Ngày hội đọc sách cho học sinh các khối lớp", ("Đoàn thanh niên",), "Kế hoạch"),
        ("Mua sách tham khảo", ("Kế toán",), "120 bản"),
        ("Bồi dưỡng nghiệp vụ thư viện", ("Hiệu trưởng",), "04"),
    ]
