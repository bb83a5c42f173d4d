"""Lists of work exported from task programs: their own columns beside the task, the person and the day."""

from datetime import date

from tests.plans.test_understanding_grids import grid, items


def seen(*rows):
    return [(i.content, i.lead, i.period and i.period.due_on) for i in items(grid(*rows))]


def test_an_export_of_planner_is_read_by_its_task_not_its_description():
    found = items(
        grid(
            ("ID tác vụ", "Tên tác vụ", "Tên bộ chứa", "Tiến độ", "Ưu tiên", "Giao cho", "Tạo bởi", "Ngày tạo", "Ngày bắt đầu", "Ngày đến hạn", "Ngày hoàn thành", "Trễ", "Nhãn", "Mô tả"),
            ("k3Xq", "Rà soát hồ sơ sổ sách điện tử", "Chuyên môn", "Đang thực hiện", "Quan trọng", "Tổ Toán - Tin", "Hiệu trưởng", "02/01/2026", "05/01/2026", "30/01/2026", "", "Sai", "HK1", "Rà soát sổ theo dõi và đánh giá học sinh của tất cả các lớp, đối chiếu với cơ sở dữ liệu ngành"),
            ("p9Lm", "Báo cáo sơ kết học kỳ I", "Báo cáo", "Chưa bắt đầu", "Trung bình", "Phó Hiệu trưởng", "Hiệu trưởng", "02/01/2026", "10/01/2026", "16/01/2026", "", "Sai", "HK1", "Tổng hợp từ báo cáo của các tổ, theo mẫu của Sở"),
        )
    )  # fmt: skip
    assert [(i.content, i.group, i.lead, i.period.starts_on, i.period.due_on) for i in found] == [
        ("Rà soát hồ sơ sổ sách điện tử", "Chuyên môn", ("Tổ Toán - Tin",), date(2026, 1, 5), date(2026, 1, 30)),
        ("Báo cáo sơ kết học kỳ I", "Báo cáo", ("Phó Hiệu trưởng",), date(2026, 1, 10), date(2026, 1, 16)),
    ]


def test_a_progress_of_percents_is_no_time():
    assert seen(
        ("STT", "Nhiệm vụ", "Đơn vị thực hiện", "Tiến độ", "Hạn hoàn thành"),
        ("1", "Cập nhật cơ sở dữ liệu ngành", "Văn phòng", "60%", "31/01/2026"),
        ("2", "Kiểm kê tài sản cuối năm", "Phòng KHTC", "Hoàn thành", "15/01/2026"),
    ) == [
        ("Cập nhật cơ sở dữ liệu ngành", ("Văn phòng",), date(2026, 1, 31)),
        ("Kiểm kê tài sản cuối năm", ("Phòng KHTC",), date(2026, 1, 15)),
    ]


def test_a_progress_that_says_when_is_the_time():
    assert seen(
        ("STT", "Nhiệm vụ", "Đơn vị thực hiện", "Tiến độ"),
        ("1", "Cập nhật cơ sở dữ liệu ngành", "Văn phòng", "Tháng 1/2026"),
        ("2", "Kiểm kê tài sản cuối năm", "Phòng KHTC", "Trước 15/01/2026"),
    ) == [
        ("Cập nhật cơ sở dữ liệu ngành", ("Văn phòng",), date(2026, 1, 31)),
        ("Kiểm kê tài sản cuối năm", ("Phòng KHTC",), date(2026, 1, 15)),
    ]


def test_english_headings_of_a_program_are_known():
    assert seen(
        ("Task Name", "Status", "Assigned To", "Start Date", "Due Date", "Created", "Notes"),
        ("Xây dựng kế hoạch ôn thi tốt nghiệp", "In progress", "Tổ chuyên môn", "05/01/2026", "20/01/2026", "02/01/2026", ""),
        ("Mua sắm thiết bị phòng thực hành", "To do", "Kế toán", "06/01/2026", "28/02/2026", "02/01/2026", "chờ báo giá"),
    ) == [
        ("Xây dựng kế hoạch ôn thi tốt nghiệp", ("Tổ chuyên môn",), date(2026, 1, 20)),
        ("Mua sắm thiết bị phòng thực hành", ("Kế toán",), date(2026, 2, 28)),
    ]  # fmt: skip


def test_of_limit_and_day_of_completion_the_limit_counts():
    assert seen(
        ("TT", "Nội dung công việc", "Người phụ trách", "Hạn xử lý", "Ngày hoàn thành", "Trạng thái"),
        ("1", "Trả lời kiến nghị cử tri", "Văn phòng", "20/01/2026", "18/01/2026", "Đã xong"),
        ("2", "Báo cáo công tác phòng cháy", "Phòng TCCB", "25/01/2026", "", "Đang làm"),
    ) == [
        ("Trả lời kiến nghị cử tri", ("Văn phòng",), date(2026, 1, 20)),
        ("Báo cáo công tác phòng cháy", ("Phòng TCCB",), date(2026, 1, 25)),
    ]


def test_the_form_of_the_paper_is_the_product_where_no_column_is_headed_so():
    found = items(
        grid(
            (
                "TT",
                "Tên nhiệm vụ",
                "Cơ quan chủ trì",
                "Cơ quan phối hợp",
                "Hình thức văn bản/Cấp trình",
                "Thời gian trình",
            ),
            ("1", "Nghị định về chính sách nhà giáo", "Bộ GDĐT", "Bộ Nội vụ", "Nghị định/Chính phủ", "Tháng 6/2026"),
            ("2", "Thông tư về chuẩn hiệu trưởng", "Bộ GDĐT", "", "Thông tư", "Quý III/2026"),
        )
    )
    assert [(i.product, i.period.due_on) for i in found] == [
        ("Nghị định/Chính phủ", date(2026, 6, 30)),
        ("Thông tư", date(2026, 9, 30)),
    ]


def test_the_form_of_an_event_is_no_product_beside_the_product():
    (found,) = items(
        grid(
            ("TT", "Nội dung", "Hình thức", "Sản phẩm", "Đơn vị thực hiện", "Thời gian"),
            (
                "1",
                "Tập huấn chuyển đổi số",
                "Trực tuyến",
                "100% giáo viên được tập huấn",
                "Phòng GDTrH",
                "Tháng 3/2026",
            ),
        )
    )
    assert found.product == "100% giáo viên được tập huấn"
