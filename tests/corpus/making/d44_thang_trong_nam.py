"""44: a yearly programme whose time is a month's number, the year standing only in the title; content over two columns."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.corpus.making import sheets
from tests.corpus.making.facts import Json, document, facts, from_rows, when

HEADINGS = ["TT", "Nội dung công tác", "<", "Tháng", "Phụ trách", "Phối hợp"]
ROWS: list[tuple[tuple[Any, ...], Any]] = [
    ((1, "Hội nghị Ban Chấp hành lần thứ 12", "<", "01", "Văn phòng", "Các ban"), when("2026-01-01", "2026-01-31")),
    ((2, "Chăm lo Tết cho đoàn viên, người lao động có hoàn cảnh khó khăn", "<", "1 - 2", "Ban Chính sách", "Công đoàn cơ sở"), when("2026-01-01", "2026-02-28")),
    ((3, "Hội thi “Cô giáo tài năng, duyên dáng”", "<", "3/2026", "Ban Nữ công", "Sở GDĐT"), when("2026-03-01", "2026-03-31")),
    ((4, "Tháng Công nhân, Tháng An toàn vệ sinh lao động", "<", "Tháng 5", "Ban Chính sách", "Công đoàn cơ sở"), when("2026-05-01", "2026-05-31")),
    ((5, "Kiểm tra tài chính công đoàn", "<", "6-7/2026", "Ủy ban Kiểm tra", "Ban Tài chính"), when("2026-06-01", "2026-07-31")),
    ((6, "Tổng kết hoạt động công đoàn năm học 2025-2026", "<", "Trước 30/6/2026", "Văn phòng", "Các ban"), when(None, "2026-06-30", qualifier="before")),
    ((7, "Thăm hỏi, tặng quà giáo viên vùng biên giới, hải đảo nhân ngày 20/11", "<", "11/2026", "Ban Chính sách", "Các nhà tài trợ"), when("2026-11-01", "2026-11-30")),
    ((8, "Xây dựng “Mái ấm công đoàn”", "<", "Cả năm", "Ban Chính sách", "Công đoàn cơ sở"), {}),
]  # fmt: skip


@document("44-cong-doan-chuong-trinh-nam-2026.xlsx")
def programme(path: Path) -> Json:
    book = Workbook()
    sheet = book.active
    sheet.title = "CT 2026"
    first = sheets.titles(
        sheet,
        [
            "CÔNG ĐOÀN GIÁO DỤC TỈNH ĐIỆN BIÊN",
            "CHƯƠNG TRÌNH CÔNG TÁC NĂM 2026",
            "(Kèm theo Chương trình số 05/CTr-CĐN ngày 08/01/2026)",
        ],
        6,
    )
    sheets.table(sheet, [HEADINGS, *(cells for cells, _ in ROWS)], first=first + 1, widths=[6, 30, 26, 16, 20, 22])
    book.save(path)
    rows = [((str(c[0]), c[1], c[4], c[5], c[3]), more) for c, more in ROWS]
    bare = {
        "01",
        "1 - 2",
    }  # the heading says "Tháng", the cell only the number: its words may be given with or without the heading
    expected = from_rows("stt content lead coordinating time_text", rows)
    for row in expected:
        if row["time_text"] in bare:
            del row["time_text"]
    return facts({"number": "05/CTr-CĐN", "issued_on": "2026-01-08"}, expected)
