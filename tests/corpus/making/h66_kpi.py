"""66: a register of indicators by department: units of measure, weights, targets, the period of each; rows over each block name who answers."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.corpus.making import sheets
from tests.corpus.making.facts import Json, document, facts, from_rows, when

HEADINGS = ["STT", "Chỉ số đánh giá (KPI)", "Đơn vị tính", "Trọng số", "Mục tiêu năm 2026", "Thời hạn/kỳ đánh giá", "Đơn vị phối hợp", "Nguồn số liệu"]  # fmt: skip
ROWS: list[tuple[tuple[Any, ...], Any]] = [
    (("I", "Văn phòng Sở", "", "", "", "", "", ""), None),
    ((1, "Tỷ lệ hồ sơ thủ tục hành chính giải quyết đúng hạn", "%", 0.15, "≥ 98", "Hằng tháng", "Các phòng", "Hệ thống một cửa"), when(recurrence="monthly")),
    ((2, "Tỷ lệ văn bản ký số", "%", 0.1, "100", "Thường xuyên", "Các đơn vị trực thuộc", "Hệ thống quản lý văn bản"), when(recurrence="continuous")),
    (("II", "Phòng Kế hoạch - Tài chính", "", "", "", "", "", ""), None),
    ((3, "Tỷ lệ giải ngân vốn đầu tư công", "%", 0.15, "100", "Hằng quý", "Ban Quản lý dự án", "Kho bạc"), when(recurrence="quarterly")),
    ((4, "Hoàn thành quyết toán năm 2025", "hồ sơ", 0.05, 1, "31/3/2026", "Các đơn vị trực thuộc", "Báo cáo"), when(..., "2026-03-31")),
    (("III", "Phòng Quản lý di sản", "", "", "", "", "", ""), None),
    ((5, "Số di tích được số hóa 3D", "di tích", 0.1, 12, "30/11/2026", "Bảo tàng tỉnh", "Báo cáo"), when(..., "2026-11-30")),
    ((6, "Tỷ lệ gia đình đạt chuẩn văn hóa", "%", 0.1, "92,5", "Trước 15/12/2026", "UBND các xã, phường", "Quyết định công nhận"), when(None, "2026-12-15", qualifier="before")),
    (("IV", "Trung tâm Huấn luyện thể thao", "", "", "", "", "", ""), None),
    ((7, "Số huy chương tại Đại hội Thể thao toàn quốc", "huy chương", 0.2, 25, "Tháng 11/2026", "Phòng Quản lý thể thao", "Ban Tổ chức đại hội"), when("2026-11-01", "2026-11-30")),
    ((8, "Số vận động viên được phong đẳng cấp", "người", 0.15, 40, "Quý IV/2026", "Phòng Quản lý thể thao", "Quyết định phong cấp"), when("2026-10-01", "2026-12-31")),
]  # fmt: skip


@document("held_out/66-so-vhttdl-bang-kpi.xlsx")
def register(path: Path) -> Json:
    book = Workbook()
    sheet = book.active
    sheet.title = "KPI 2026"
    first = sheets.titles(
        sheet,
        ["UBND TỈNH LẠNG SƠN", "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "BẢNG CHỈ SỐ ĐÁNH GIÁ KẾT QUẢ CÔNG VIỆC NĂM 2026", "(Kèm theo Quyết định số 45/QĐ-SVHTTDL ngày 30/01/2026)"],
        8,
    )  # fmt: skip
    last = sheets.table(sheet, [HEADINGS, *(cells for cells, _ in ROWS)], first=first + 1, widths=[6, 46, 12, 10, 14, 20, 28, 24])  # fmt: skip
    sheets.table(sheet, [["", "Tổng cộng", "", 1.0, "", "", "", ""]], first=last, headings=0)
    sheet.cell(last + 2, 2, "Ghi chú: điểm từng chỉ số = mức đạt được x trọng số; xếp loại theo Quy chế thi đua.")
    book.save(path)
    section, rows = "", []
    for cells, more in ROWS:
        if more is None:
            section = cells[1]
        else:
            rows.append(
                ((str(cells[0]), cells[1], cells[5], cells[6]), {"section": section, "lead": [section], **more})
            )
    return facts(
        {"number": "45/QĐ-SVHTTDL", "issued_on": "2026-01-30"},
        from_rows("stt content time_text coordinating", rows, product=..., group=...),
    )
