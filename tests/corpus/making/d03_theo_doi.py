"""03: a tracker exported from an online sheet: status columns, statistics and a list of documents on other sheets."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from tests.corpus.making.facts import CONTINUOUS, NO_DATE, Json, document, facts, from_rows, when

HEADINGS = [
    "STT",
    "Nhiệm vụ được giao",
    "Văn bản giao",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Hạn hoàn thành",
    "Trạng thái",
    "Ngày hoàn thành",
    "Ghi chú",
]
D = date
ROWS = [
    ((1, "Tham mưu UBND phường ban hành kế hoạch phổ cập giáo dục, xóa mù chữ năm 2026", "CV 2051/SGDĐT-GDTX ngày 12/11/2025", "Phòng Văn hóa - Xã hội", "Các trường MN, TH, THCS", D(2025, 12, 20), "Đang thực hiện", None, None), when(None, "2025-12-20", coordinating=...)),
    ((2, "Tổng hợp nhu cầu sách giáo khoa lớp 1 đến lớp 9 cho năm học 2026-2027", "TB 88/TB-UBND", "Trường TH Trần Quốc Toản", "Các trường tiểu học", D(2026, 3, 31), "Chưa bắt đầu", None, "chờ biểu mẫu của Sở"), when(None, "2026-03-31")),
    ((3, "Rà soát, báo cáo cơ sở vật chất phòng học bộ môn", "CV 1987/SGDĐT-KHTC", "Trường THCS Nguyễn Du", None, D(2025, 11, 28), "Hoàn thành", D(2025, 11, 26), None), when(None, "2025-11-28")),
    ((4, "Cập nhật hồ sơ học sinh khuyết tật trên CSDL ngành", "CV 2110/SGDĐT-GDTH", "Các trường TH, THCS", "Trạm Y tế phường", D(2025, 12, 31), "Đang thực hiện", None, "40%"), when(None, "2025-12-31", lead=...)),
    ((5, "Báo cáo công tác bảo đảm an toàn trường học", "KH 45/KH-UBND", "Công an phường", "Phòng Văn hóa - Xã hội", "Hằng tháng", "Đang thực hiện", None, None), when(recurrence="monthly")),
    ((6, "Trực cổng thông tin điện tử, đăng tải tin bài giáo dục", "KH 45/KH-UBND", "Phòng Văn hóa - Xã hội", None, "Thường xuyên", "Đang thực hiện", None, None), CONTINUOUS),
    ((7, "Xây dựng phương án tuyển sinh đầu cấp năm học 2026-2027", "CV 2230/SGDĐT-QLCL ngày 02/12/2025", "Phòng Văn hóa - Xã hội", "Các trường MN, TH, THCS", D(2026, 4, 15), "Chưa bắt đầu", None, None), when(None, "2026-04-15", coordinating=...)),
    ((8, "Mua sắm thiết bị dạy học tối thiểu lớp 5, lớp 9", "QĐ 512/QĐ-UBND", "Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Văn hóa - Xã hội", "Quý I/2026", "Đang thực hiện", None, "đã phê duyệt dự toán"), when("2026-01-01", "2026-03-31", lead="Phòng Kinh tế, Hạ tầng và Đô thị")),
    ((9, "Khảo sát mức độ hài lòng của phụ huynh", "Chỉ đạo của Chủ tịch UBND phường", "Trường MN Hoa Sen", "Các trường mầm non", None, "Chưa bắt đầu", None, "chưa có hạn"), NO_DATE),
    ((10, "Tự đánh giá kiểm định chất lượng năm 2025", "CV 1790/SGDĐT-QLCL", "Trường THCS Nguyễn Du", None, D(2025, 12, 15), "Quá hạn", None, None), when(None, "2025-12-15")),
    ((11, "Rà soát, lập danh sách học sinh thuộc hộ nghèo, cận nghèo được hỗ trợ chi phí học tập học kỳ II", "NĐ 238/2025/NĐ-CP", "Các trường TH, THCS", "Phòng Văn hóa - Xã hội", D(2026, 1, 23), "Chưa bắt đầu", None, None), when(None, "2026-01-23", lead=...)),
    ((12, "Chuẩn bị Hội khỏe Phù Đổng cấp phường", "KH 61/KH-UBND", "Trường TH Trần Quốc Toản", "Đoàn Thanh niên phường", D(2026, 3, 20), "Chưa bắt đầu", None, None), when(None, "2026-03-20")),
    ((13, "Rà soát hồ sơ giáo viên hợp đồng theo Nghị định 111/2022/NĐ-CP", "CV 2188/SGDĐT-TCCB", "Phòng Văn hóa - Xã hội", "Các trường", "trước 15/01", "Đang thực hiện", None, "năm 2026"), {}),
    ((14, "Nhập liệu phần mềm quản lý tài sản công", "CV 2201/SGDĐT-KHTC", "Kế toán các trường", None, "T12/2025", "Đang thực hiện", None, None), when("2025-12-01", "2025-12-31", lead="Kế toán các trường")),
    ((15, "Chấm sáng kiến kinh nghiệm cấp phường", "KH 70/KH-UBND", "Hội đồng sáng kiến phường", "Phòng Văn hóa - Xã hội", "15.4.2026", "Chưa bắt đầu", None, None), when(..., "2026-04-15")),
    ((16, "Bồi dưỡng thường xuyên giáo viên hè 2026", "CV 2240/SGDĐT-TCCB", "Phòng Văn hóa - Xã hội", "Các trường", "Tháng 7-8/2026", "Chưa bắt đầu", None, None), when("2026-07-01", "2026-08-31")),
    ((17, "Đối chiếu dữ liệu tiêm chủng học sinh đầu cấp", "CV 915/SYT-NVY", "Trạm Y tế phường", "Các trường MN, TH", "Quí II/2026", "Chưa bắt đầu", None, None), when("2026-04-01", "2026-06-30", coordinating=...)),
    ((18, "Xây dựng kế hoạch chiến lược phát triển nhà trường 2026-2030", "CV 1802/SGDĐT-GDTrH", "Trường THCS Nguyễn Du", None, "chậm nhất 28/02/2026", "Chưa bắt đầu", None, "đã nhắc lần 1 ngày 10/12/2025"), when(None, "2026-02-28", qualifier="by")),
    ((19, "Báo cáo đột xuất tình hình dịch bệnh", "CV 77/UBND", "Các trường", "Trạm Y tế phường", "khi phát sinh", "Đang thực hiện", None, None), when(None)),
    ((20, "Họp Hội đồng trường", "Điều lệ trường", "Các trường", None, "3 tháng/lần", "Đang thực hiện", None, None), {"starts_on": None, "due_on": None}),
]  # fmt: skip
COUNTS = [
    ["Đơn vị", "Tổng số", "Hoàn thành", "Đang thực hiện", "Quá hạn"],
    ["Phòng Văn hóa - Xã hội", 4, 0, 3, 0],
    ["Trường TH Trần Quốc Toản", 2, 0, 0, 0],
    ["Trường THCS Nguyễn Du", 2, 1, 0, 1],
    ["Công an phường", 1, 0, 1, 0],
    ["Tổng cộng", 9, 1, 4, 1],
]
PAPERS = [
    ["TT", "Số, ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu"],
    [1, "2051/SGDĐT-GDTX", D(2025, 11, 12), "Sở GDĐT", "V/v xây dựng kế hoạch phổ cập giáo dục, xóa mù chữ năm 2026"],
    [2, "1987/SGDĐT-KHTC", D(2025, 11, 3), "Sở GDĐT", "V/v rà soát cơ sở vật chất phòng học bộ môn"],
    [3, "2110/SGDĐT-GDTH", D(2025, 11, 20), "Sở GDĐT", "V/v cập nhật hồ sơ học sinh khuyết tật"],
    [4, "45/KH-UBND", D(2025, 9, 15), "UBND phường", "Kế hoạch bảo đảm an ninh, trật tự trường học năm học 2025-2026"],
]


@document("03-theo-doi-nhiem-vu-phuong.xlsx")
def tracker(path: Path) -> Json:
    book = Workbook()
    sheet = book.active
    sheet.title = "Nhiệm vụ"
    for row in [HEADINGS, *(cells for cells, _ in ROWS)]:
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.font = Font(name="Arial", size=10, bold=cell.row == 1)
            if isinstance(cell.value, date):
                cell.number_format = "d/m/yyyy"
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", f"A1:I{len(ROWS) + 1}"
    counts = book.create_sheet("Thống kê")
    for row in COUNTS:
        counts.append(row)
    papers = book.create_sheet("Văn bản đến")
    for row in PAPERS:
        papers.append(row)
        papers.cell(papers.max_row, 3).number_format = "dd/mm/yyyy"
    book.save(path)
    rows = [
        ((str(c[0]), c[1], c[3], c[4] or ""), {**more, **({} if isinstance(c[5], date) else {"time_text": c[5] or ""})})
        for c, more in ROWS
    ]
    return facts(
        {"number": None, "issued_on": None},
        from_rows("stt content lead coordinating", rows),
    )
