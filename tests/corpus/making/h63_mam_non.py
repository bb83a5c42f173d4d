"""63: a kindergarten's year: the month stands once for several rows below, persons as doers, a list of staff beside it."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.corpus.making import sheets
from tests.corpus.making.facts import Json, document, facts, from_rows, when

HEADINGS = ["Tháng", "Nội dung công việc", "Người phụ trách", "Người phối hợp", "Ghi chú"]
LENGTHS = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 9: 30, 10: 31, 11: 30, 12: 31}


def month(number: int, year: int) -> Json:
    return when(f"{year}-{number:02}-01", f"{year}-{number:02}-{LENGTHS[number]}")


ROWS: list[tuple[tuple[str, ...], Any]] = [
    (("Tháng 9/2025", "Tổ chức “Ngày hội đến trường của bé”", "Hiệu trưởng", "Toàn trường", ""), month(9, 2025)),
    (("^", "Khám sức khỏe đầu năm cho trẻ", "Nhân viên y tế", "Trạm Y tế phường", "Lần 1"), month(9, 2025)),
    (("^", "Họp cha mẹ trẻ đầu năm", "Giáo viên chủ nhiệm", "Ban Giám hiệu", ""), month(9, 2025)),
    (("Tháng 10/2025", "Cân đo, chấm biểu đồ tăng trưởng quý III", "Nhân viên y tế", "Giáo viên các lớp", ""), month(10, 2025)),
    (("^", "Bồi dưỡng chuyên đề “Lấy trẻ làm trung tâm”", "Phó Hiệu trưởng chuyên môn", "Tổ trưởng các tổ", ""), month(10, 2025)),
    (("Tháng 11/2025", "Hội thi giáo viên dạy giỏi cấp trường", "Phó Hiệu trưởng chuyên môn", "Các tổ", "Chào mừng 20/11"), month(11, 2025)),
    (("^", "Kiểm tra bếp ăn một chiều, lưu mẫu thức ăn", "Phó Hiệu trưởng nuôi dưỡng", "Tổ nuôi", ""), month(11, 2025)),
    (("Tháng 12/2025", "Kiểm kê tài sản, đồ dùng", "Kế toán", "Các lớp", ""), month(12, 2025)),
    (("Tháng 01/2026", "Sơ kết học kỳ I", "Hiệu trưởng", "Tổ Văn phòng", ""), month(1, 2026)),
    (("^", "Đánh giá trẻ 5 tuổi theo Bộ chuẩn (lần 1)", "Giáo viên khối 5 tuổi", "Phó Hiệu trưởng chuyên môn", ""), month(1, 2026)),
    (("Tháng 02/2026", "Tổ chức hội chợ xuân cho bé", "Công đoàn", "Ban đại diện cha mẹ trẻ", ""), month(2, 2026)),
    (("Tháng 3/2026", "Xây dựng môi trường chữ viết", "Tổ khối 4 tuổi", "Tổ khối 5 tuổi", ""), month(3, 2026)),
    (("^", "Hội khỏe măng non cấp trường", "Phó Hiệu trưởng chuyên môn", "Các lớp", ""), month(3, 2026)),
    (("Tháng 4/2026", "Nộp hồ sơ công nhận phổ cập trẻ 5 tuổi", "Giáo viên phổ cập", "Trường TH Kim Đồng", ""), month(4, 2026)),
    (("Tháng 5/2026", "Lễ ra trường cho trẻ 5 tuổi, tổng kết năm học", "Hiệu trưởng", "Toàn trường", ""), month(5, 2026)),
    (("^", "Bàn giao trẻ 5 tuổi về trường tiểu học", "Giáo viên khối 5 tuổi", "Trường TH Kim Đồng", ""), month(5, 2026)),
]  # fmt: skip
STAFF = [["STT", "Họ và tên", "Chức vụ", "Năm sinh"], [1, "Nguyễn Thị A", "Hiệu trưởng", 1978], [2, "Trần Thị B", "Phó Hiệu trưởng", 1982], [3, "Lê Thị C", "Kế toán", 1990]]  # fmt: skip


@document("held_out/63-mam-non-ke-hoach-nam.xlsx")
def plan(path: Path) -> Json:
    book = Workbook()
    sheet = book.active
    sheet.title = "KH năm học"
    first = sheets.titles(
        sheet,
        ["TRƯỜNG MẦM NON HOA PHƯỢNG", "KẾ HOẠCH CÔNG TÁC NĂM HỌC 2025 - 2026", "(Ban hành kèm theo Kế hoạch số 32/KH-MNHP ngày 10/9/2025)"],
        5,
    )  # fmt: skip
    sheets.table(sheet, [HEADINGS, *(cells for cells, _ in ROWS)], first=first + 1, widths=[16, 46, 26, 26, 18])
    staff = book.create_sheet("Nhân sự")
    sheets.table(staff, STAFF, first=2, widths=[6, 28, 20, 12])
    book.save(path)
    return facts(
        {"number": "32/KH-MNHP", "issued_on": "2025-09-10", "school_year": "2025-2026"},
        from_rows("time_text content lead coordinating -", ROWS, section=..., group=..., product=...),
    )
