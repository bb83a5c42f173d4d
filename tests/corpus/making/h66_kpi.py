"""66: a register of indicators: units of measure, weights, targets, the period of each, who answers for it."""

from pathlib import Path

from openpyxl import Workbook

from tests.corpus.making import sheets
from tests.corpus.making.facts import Json, document, facts, from_rows, when

HEADINGS = ["STT", "Chỉ số đánh giá (KPI)", "Đơn vị tính", "Trọng số", "Mục tiêu năm 2026", "Thời hạn/kỳ đánh giá", "Đơn vị chủ trì", "Đơn vị phối hợp", "Nguồn số liệu"]  # fmt: skip
ROWS = [
    ((1, "Tỷ lệ hồ sơ thủ tục hành chính giải quyết đúng hạn", "%", 0.15, "≥ 98", "Hằng tháng", "Văn phòng Sở", "Các phòng", "Hệ thống một cửa"), when(recurrence="monthly")),
    ((2, "Tỷ lệ giải ngân vốn đầu tư công", "%", 0.15, "100", "Hằng quý", "Phòng Kế hoạch - Tài chính", "Ban Quản lý dự án", "Kho bạc"), when(recurrence="quarterly")),
    ((3, "Số di tích được số hóa 3D", "di tích", 0.1, 12, "30/11/2026", "Phòng Quản lý di sản", "Bảo tàng tỉnh", "Báo cáo"), when(..., "2026-11-30")),
    ((4, "Tổng lượt khách du lịch", "triệu lượt", 0.2, 4.5, "Quý IV/2026", "Phòng Quản lý du lịch", "Trung tâm Xúc tiến du lịch", "Thống kê"), when("2026-10-01", "2026-12-31")),
    ((5, "Số huy chương tại Đại hội Thể thao toàn quốc", "huy chương", 0.2, 25, "Tháng 11/2026", "Trung tâm Huấn luyện thể thao", "Phòng Quản lý thể thao", "Ban Tổ chức đại hội"), when("2026-11-01", "2026-11-30")),
    ((6, "Tỷ lệ gia đình đạt chuẩn văn hóa", "%", 0.1, "92,5", "Trước 15/12/2026", "Phòng Xây dựng nếp sống văn hóa", "UBND các xã, phường", "Quyết định công nhận"), when(None, "2026-12-15", qualifier="before")),
    ((7, "Tỷ lệ văn bản ký số", "%", 0.1, "100", "Thường xuyên", "Văn phòng Sở", "Các đơn vị trực thuộc", "Hệ thống quản lý văn bản"), when(recurrence="continuous")),
]  # fmt: skip


@document("held_out/66-so-vhttdl-bang-kpi.xlsx")
def register(path: Path) -> Json:
    book = Workbook()
    sheet = book.active
    sheet.title = "KPI 2026"
    first = sheets.titles(
        sheet,
        ["UBND TỈNH LẠNG SƠN", "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "BẢNG CHỈ SỐ ĐÁNH GIÁ KẾT QUẢ CÔNG VIỆC NĂM 2026", "(Kèm theo Quyết định số 45/QĐ-SVHTTDL ngày 30/01/2026)"],
        9,
    )  # fmt: skip
    last = sheets.table(sheet, [HEADINGS, *(cells for cells, _ in ROWS)], first=first + 1, widths=[6, 44, 12, 10, 14, 20, 28, 28, 22])  # fmt: skip
    sheets.table(sheet, [["", "Tổng cộng", "", 1.0, "", "", "", "", ""]], first=last, headings=0)
    sheet.cell(last + 2, 2, "Ghi chú: điểm từng chỉ số = mức đạt được x trọng số; xếp loại theo Quy chế thi đua.")
    book.save(path)
    rows = [((str(c[0]), c[1], c[5], c[6], c[7]), more) for c, more in ROWS]
    return facts(
        {"number": "45/QĐ-SVHTTDL", "issued_on": "2026-01-30"},
        from_rows("stt content time_text lead coordinating", rows, product=..., section=..., group=...),
    )
