"""20: a provincial programme of work: months as section rows, whose month is the row's time; numbering begins anew."""

from pathlib import Path

from openpyxl import Workbook

from tests.corpus.making import sheets
from tests.corpus.making.facts import Json, document, facts, from_rows, when

HEADINGS = ["TT", "Tên đề án, nội dung", "Cơ quan chuẩn bị", "Cơ quan thẩm tra", "Cấp trình", "Ghi chú"]
MONTHS = {
    "THÁNG 3/2026": ("2026-03-01", "2026-03-31"),
    "THÁNG 6/2026": ("2026-06-01", "2026-06-30"),
    "THÁNG 7/2026": ("2026-07-01", "2026-07-31"),
    "THÁNG 11/2026": ("2026-11-01", "2026-11-30"),
}
ROWS = [
    ("THÁNG 3/2026", [
        ("1", "Báo cáo tình hình kinh tế - xã hội quý I", "Sở Tài chính", "Văn phòng UBND tỉnh", "UBND tỉnh", ""),
        ("2", "Kế hoạch sử dụng đất 5 năm giai đoạn 2026 - 2030", "Sở Nông nghiệp và Môi trường", "Sở Tư pháp", "HĐND tỉnh", "chuyển từ năm 2025"),
    ]),
    ("THÁNG 6/2026", [
        ("1", "Đề án phát triển giáo dục mầm non khu công nghiệp", "Sở GDĐT", "Sở Tài chính", "UBND tỉnh", ""),
        ("2", "Nghị quyết quy định mức thu học phí năm học 2026-2027", "Sở GDĐT", "Sở Tư pháp", "HĐND tỉnh", "kỳ họp giữa năm"),
        ("3", "Quyết định thay thế Quyết định số 18/2021/QĐ-UBND ngày 12/7/2021 về phân cấp quản lý viên chức", "Sở Nội vụ", "Sở Tư pháp", "UBND tỉnh", ""),
    ]),
    ("THÁNG 7/2026", [
        ("1", "Báo cáo sơ kết 6 tháng đầu năm thực hiện Đề án 06", "Công an tỉnh", "Văn phòng UBND tỉnh", "UBND tỉnh", ""),
    ]),
    ("THÁNG 11/2026", [
        ("1", "Dự toán thu, chi ngân sách năm 2027", "Sở Tài chính", "Văn phòng UBND tỉnh", "HĐND tỉnh", ""),
        ("2", "Tổng kết phong trào thi đua năm 2026", "Sở Nội vụ", "Văn phòng UBND tỉnh", "UBND tỉnh", ""),
        ("3", "Chương trình công tác năm 2027 của UBND tỉnh", "Văn phòng UBND tỉnh", "", "UBND tỉnh", ""),
    ]),
]  # fmt: skip


@document("20-chuong-trinh-cong-tac-nam.xlsx")
def programme(path: Path) -> Json:
    book = Workbook()
    sheet = book.active
    sheet.title = "CTCT 2026"
    titles = [
        "ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP",
        "CHƯƠNG TRÌNH CÔNG TÁC TRỌNG TÂM NĂM 2026",
        "(Ban hành kèm theo Quyết định số 91/QĐ-UBND ngày 15 tháng 01 năm 2026)",
    ]
    first = sheets.titles(sheet, titles, 6) + 1
    printed: list[list[str]] = [HEADINGS]
    expected = []
    for month, rows in ROWS:
        printed.append([month, "<", "<", "<", "<", "<"])
        for row in rows:
            printed.append(list(row))
            expected.append(((row[0], row[1], row[2]), when(*MONTHS[month], section=month, coordinating=...)))
    sheets.table(sheet, printed, first=first, widths=[6, 56, 26, 24, 16, 20])
    book.save(path)
    return facts({"number": "91/QĐ-UBND", "issued_on": "2026-01-15"}, from_rows("stt content lead", expected))
