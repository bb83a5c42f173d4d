"""17: a workbook of targets, money and figures: dates and units in its cells, not one task."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook

from tests.corpus.making import sheets
from tests.corpus.making.facts import Json, document, facts

TARGETS = [
    ["TT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện năm 2025", "Kế hoạch năm 2026", "Đơn vị cung cấp số liệu"],
    [1, "Tỷ lệ trường đạt chuẩn quốc gia", "%", 71.2, 74, "Phòng QLCL"],
    [2, "Tỷ lệ huy động trẻ nhà trẻ", "%", 33.5, 36, "Phòng GDMN"],
    [3, "Tỷ lệ giáo viên đạt chuẩn trình độ", "%", 92.8, 95, "Phòng TCCB"],
    [4, "Số phòng học kiên cố xây mới", "phòng", 186, 240, "Phòng KHTC"],
]
SPENDING = [
    ["STT", "Đơn vị", "Dự toán được giao", "<", "Đã giải ngân đến 30/11/2025", "Tỷ lệ (%)"],
    ["^", "^", "Năm 2025", "Năm 2026", "^", "^"],
    [1, "Trường THPT chuyên Lam Sơn", 48210, 50900, 43870, 91],
    [2, "Trường THPT Hàm Rồng", 21340, 22010, 19950, 93.5],
    [3, "Trung tâm GDTX tỉnh", 9120, 9480, 7050, 77.3],
    ["", "Tổng cộng", 78670, 82390, 70870, 90.1],
]
SCHOOLS = [
    ["STT", "Tên trường", "Quyết định công nhận", "Ngày công nhận", "Mức độ", "Hết hiệu lực"],
    [1, "Trường TH Minh Khai 1", "QĐ 1123/QĐ-UBND", date(2021, 4, 12), "Mức độ 1", date(2026, 4, 12)],
    [2, "Trường THCS Trần Mai Ninh", "QĐ 3390/QĐ-UBND", date(2022, 9, 20), "Mức độ 2", date(2027, 9, 20)],
    [3, "Trường MN 27/2", "QĐ 512/QĐ-UBND", date(2023, 2, 27), "Mức độ 2", date(2028, 2, 27)],
]


@document("17-bieu-so-lieu-chi-tieu.xlsx")
def figures(path: Path) -> Json:
    book = Workbook()
    sheet = book.active
    sheet.title = "Biểu 01"
    titles = [
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO THANH HÓA",
        "BIỂU 01: CHỈ TIÊU CHỦ YẾU NĂM 2026",
        "(Kèm theo Báo cáo số 5012/BC-SGDĐT ngày 10/12/2025)",
        "",
    ]
    sheets.table(sheet, TARGETS, first=sheets.titles(sheet, titles, 6), widths=[6, 40, 12, 16, 16, 20])
    money = book.create_sheet("Biểu 02")
    next_row = sheets.table(
        money,
        SPENDING,
        first=sheets.titles(money, ["BIỂU 02: TÌNH HÌNH THỰC HIỆN DỰ TOÁN", "Đơn vị tính: triệu đồng"], 6),
        headings=2,
    )
    money.cell(next_row + 1, 1, "Ghi chú: số liệu năm 2026 là số dự kiến, chưa bao gồm cải cách tiền lương.")
    list_sheet = book.create_sheet("Biểu 03")
    sheets.table(
        list_sheet, SCHOOLS, first=sheets.titles(list_sheet, ["BIỂU 03: DANH SÁCH TRƯỜNG ĐẠT CHUẨN QUỐC GIA", ""], 6)
    )
    book.save(path)
    return facts({})
