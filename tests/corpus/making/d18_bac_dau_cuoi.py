"""18: a project sheet: start and end in two columns, lead and coordination in one cell, nested numbers, a hidden row."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from tests.corpus.making import sheets
from tests.corpus.making.facts import Json, document, facts, from_rows, when

D = date
HEADINGS = ["Mã", "Đầu việc", "Bắt đầu", "Kết thúc", "Đơn vị thực hiện", "Kết quả đầu ra", "Tiến độ (%)"]
PARENTS = {
    "1": "Chuẩn bị triển khai",
    "2": "Xây dựng kho học liệu số",
    "3": "Vận hành, đánh giá",
}
ROWS = [
    (("1.1", "Khảo sát hiện trạng học liệu số tại các trường", D(2026, 1, 5), D(2026, 1, 31), "Chủ trì: Phòng GDPT\nPhối hợp: Các trường THPT", "Báo cáo khảo sát", 60), when("2026-01-05", "2026-01-31", lead="Phòng GDPT", coordinating="Các trường THPT")),
    (("1.2", "Thành lập Tổ biên tập, ban hành quy chế hoạt động", D(2026, 1, 12), D(2026, 2, 10), "Chủ trì: Văn phòng Sở; phối hợp: Phòng TCCB, Phòng GDPT", "Quyết định, quy chế", 20), when("2026-01-12", "2026-02-10", lead="Văn phòng Sở", coordinating="Phòng TCCB; Phòng GDPT")),
    (("1.3", "Lập dự toán, trình Sở Tài chính thẩm định", D(2026, 2, 2), D(2026, 2, 27), "Phòng KHTC (chủ trì), Văn phòng Sở (phối hợp)", "Dự toán được duyệt", 0), when("2026-02-02", "2026-02-27", lead="Phòng KHTC", coordinating="Văn phòng Sở")),
    (("2.1", "Biên soạn 300 bài giảng điện tử lớp 6 - 9", D(2026, 3, 2), D(2026, 6, 30), "Chủ trì: Phòng GDPT\nPhối hợp: Các trường THCS; Đại học Thái Nguyên", "300 bài giảng được thẩm định", 0), when("2026-03-02", "2026-06-30", lead="Phòng GDPT", coordinating="Các trường THCS; Đại học Thái Nguyên")),
    (("2.2", "Biên soạn 200 bài giảng điện tử lớp 10 - 12", D(2026, 3, 2), D(2026, 7, 31), "Chủ trì: Phòng GDPT\nPhối hợp: Các trường THPT; Đại học Thái Nguyên", "200 bài giảng được thẩm định", 0), when("2026-03-02", "2026-07-31", lead="Phòng GDPT", coordinating="Các trường THPT; Đại học Thái Nguyên")),
    (("2.3", "Số hóa tài liệu giáo dục địa phương", None, D(2026, 5, 15), "Chủ trì: Phòng GDPT", "Bộ tài liệu số", 0), when(None, "2026-05-15", lead="Phòng GDPT")),
    (("2.4", "Kiểm duyệt nội dung, bản quyền học liệu", D(2026, 6, 1), D(2026, 8, 14), "Chủ trì: Văn phòng Sở\nPhối hợp: Sở Văn hóa, Thể thao và Du lịch", "Biên bản kiểm duyệt", 0), when("2026-06-01", "2026-08-14", lead="Văn phòng Sở", coordinating="Sở Văn hóa, Thể thao và Du lịch")),
    (("3.1", "Tập huấn khai thác kho học liệu cho 850 giáo viên cốt cán", D(2026, 8, 3), D(2026, 8, 28), "Chủ trì: Phòng TCCB\nPhối hợp: Văn phòng Sở", "850 giáo viên", 0), when("2026-08-03", "2026-08-28", lead="Phòng TCCB", coordinating="Văn phòng Sở")),
    (("3.2", "Khai trương Kho học liệu số tỉnh Thái Nguyên", D(2026, 9, 5), D(2026, 9, 5), "Chủ trì: Văn phòng Sở\nPhối hợp: Các phòng", "Kho học liệu hoạt động", 0), when(..., "2026-09-05", lead="Văn phòng Sở", coordinating="Các phòng")),
    (("3.3", "Đánh giá sau 03 tháng vận hành, báo cáo UBND tỉnh", D(2026, 12, 1), D(2026, 12, 15), "Chủ trì: Văn phòng Sở\nPhối hợp: Phòng GDPT", "Báo cáo đánh giá", 0), when("2026-12-01", "2026-12-15", lead="Văn phòng Sở", coordinating="Phòng GDPT")),
]  # fmt: skip
HIDDEN = [
    "2.5",
    "Mua bản quyền phần mềm soạn giảng (đã dừng)",
    D(2026, 4, 1),
    D(2026, 4, 30),
    "Chủ trì: Phòng KHTC",
    "Hợp đồng",
    0,
]


@document("18-du-an-kho-hoc-lieu.xlsx")
def project(path: Path) -> Json:
    book = Workbook()
    sheet = book.active
    sheet.title = "Tiến độ"
    printed: list[list[object]] = [list(HEADINGS)]
    parent = ""
    for cells, _ in ROWS:
        if cells[0][0] != parent:
            parent = cells[0][0]
            printed.append([int(parent), PARENTS[parent], None, None, None, None, None])
        printed.append(list(cells))
        if cells[0] == "2.4":
            printed.append(list(HIDDEN))
    first = sheets.titles(sheet, ["TIẾN ĐỘ TRIỂN KHAI KHO HỌC LIỆU SỐ TỈNH THÁI NGUYÊN", "Cập nhật ngày 22/01/2026"], 7)
    sheets.table(sheet, printed, first=first + 1, widths=[7, 46, 12, 12, 38, 28, 10])
    for down, row in enumerate(printed):
        if row[0] == "2.5":
            sheet.row_dimensions[first + 1 + down].hidden = True
        if isinstance(row[0], int):
            sheet.cell(first + 1 + down, 2).font = Font(bold=True, name="Times New Roman", size=12)
    book.save(path)
    rows = [((cells[0], cells[1], cells[5]), more) for cells, more in ROWS]
    others = [{"content": text, "optional": True} for text in [*PARENTS.values(), str(HIDDEN[1])]]
    return facts({}, [*from_rows("stt content product", rows, section=..., group=...), *others])
