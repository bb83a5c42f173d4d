"""28: a sheet that begins at C6: months as bare numbers, dates typed as text, the doer first, notes between rows."""

from pathlib import Path

from openpyxl import Workbook

from tests.corpus.making import sheets
from tests.corpus.making.facts import CONTINUOUS, Json, document, facts, from_rows, when

HEADINGS = [
    ["Bộ phận phụ trách", "Việc phải làm", "Thời gian", "<", "Sản phẩm phải có", "Ghi chú"],
    ["^", "^", "Bắt đầu từ", "Hạn cuối", "^", "^"],
]
ROWS = [
    (("Tổ Ngữ văn", "Chuyên đề đổi mới kiểm tra, đánh giá môn Ngữ văn", "'01/10/2025", "'31/10/2025", "Báo cáo chuyên đề", ""), when("2025-10-01", "2025-10-31")),
    (("^", "Ngoại khóa “Sân khấu hóa tác phẩm văn học”", "", "'20-11-2025", "Buổi ngoại khóa", "khối 10, 11"), when(None, "2025-11-20")),
    (("Tổ Toán - Tin", "Xây dựng ngân hàng đề kiểm tra học kỳ", "'15/10/2025", "'15/12/2025", "Ngân hàng 1.200 câu hỏi", ""), when("2025-10-15", "2025-12-15")),
    (("^", "Quản trị trang thông tin điện tử của trường", "", "Thường xuyên", "Bài viết hằng tuần", ""), CONTINUOUS),
    (("Đoàn trường", "Đại hội Đoàn trường nhiệm kỳ 2025-2026", "", "Trước 15/10/2025", "Nghị quyết Đại hội", ""), when(None, "2025-10-15", qualifier="before")),
    (("Thư viện, thiết bị", "Kiểm kê sách giáo khoa, thiết bị dạy học", "'25/5/2026", "'05/6/2026", "Biên bản kiểm kê", "theo mẫu của Sở"), when("2026-05-25", "2026-06-05", lead=["Thư viện, thiết bị"])),
    (("Kế toán", "Công khai thu, chi học kỳ I", "", "Tháng 01/2026", "Bảng công khai", ""), when("2026-01-01", "2026-01-31")),
    (("^", "Quyết toán năm 2025", "", "hết quý I/2026", "Báo cáo quyết toán", ""), when(..., "2026-03-31")),
    (("Ban Giám hiệu", "Kiểm tra toàn diện 25% giáo viên", "'06/10/2025", "'27/3/2026", "Hồ sơ kiểm tra", "2 đợt"), when("2025-10-06", "2026-03-27")),
]  # fmt: skip


@document("28-truong-thpt-bang-cong-viec.xlsx")
def sheet_of_work(path: Path) -> Json:
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    sheet["C1"] = "SỞ GDĐT THÀNH PHỐ HUẾ"
    sheet["C2"] = "TRƯỜNG THPT HAI BÀ TRƯNG"
    sheet["D4"] = "BẢNG PHÂN CÔNG CÔNG VIỆC TRỌNG TÂM NĂM HỌC 2025 - 2026"
    printed = [[text.removeprefix("'") for text in row] for row in [*HEADINGS, *(cells for cells, _ in ROWS)]]
    after = sheets.table(sheet, printed, first=6, headings=2, left=3, widths=[22, 46, 14, 18, 26, 16])
    sheet.cell(after + 1, 3, "* Các bộ phận báo cáo tiến độ trong cuộc họp giao ban tháng.")
    sheet.cell(after + 3, 7, "HIỆU TRƯỞNG")
    book.create_sheet("Sheet2")
    book.save(path)
    rows = [((cells[0], cells[1], cells[4]), more) for cells, more in ROWS]
    return facts(
        {"number": None, "issued_on": None, "school_year": "2025-2026"},
        from_rows("lead content product", rows, section=..., group=...),
    )
