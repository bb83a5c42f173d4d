"""65: tasks of a youth union as a planning program exports them: many columns, assigned persons by post, done ones among them."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook

from tests.corpus.making import sheets
from tests.corpus.making.facts import Json, document, facts, from_rows, when

D = date
HEADINGS = ["ID tác vụ", "Tên tác vụ", "Tên nhóm", "Tiến độ", "Mức ưu tiên", "Được giao cho", "Người tạo", "Ngày tạo", "Ngày bắt đầu", "Ngày đến hạn", "Trễ hạn", "Ngày hoàn thành", "Nhãn", "Mô tả"]  # fmt: skip
ROWS = [
    ("kV2a91", "Ra quân Tháng Thanh niên", "Phong trào", "Hoàn thành", "Quan trọng", "Ban Phong trào", D(2026, 1, 12), D(2026, 2, 20), D(2026, 3, 1), D(2026, 3, 1), "Tháng Thanh niên"),
    ("Pz77Qe", "Lập danh sách 50 thủ khoa được tuyên dương", "Trường học", "Đang tiến hành", "Trung bình", "Ban Trường học; Văn phòng", D(2026, 1, 12), D(2026, 7, 20), D(2026, 8, 10), None, ""),
    ("m0KLx3", "Tổ chức 15 đội hình tiếp sức mùa thi", "Trường học", "Chưa bắt đầu", "Khẩn cấp", "Ban Trường học", D(2026, 1, 12), D(2026, 5, 25), D(2026, 6, 27), None, "Mùa hè xanh"),
    ("t8Wc4D", "Xây 03 nhà nhân ái", "Phong trào", "Đang tiến hành", "Trung bình", "Ban Phong trào", D(2026, 1, 13), None, D(2026, 7, 31), None, "Mùa hè xanh"),
    ("Yb5u0R", "Đại hội Đoàn cấp cơ sở (100% đơn vị)", "Tổ chức", "Đang tiến hành", "Khẩn cấp", "Ban Tổ chức - Kiểm tra", D(2026, 1, 13), D(2026, 3, 2), D(2026, 4, 30), None, "Đại hội"),
    ("hT61nn", "Thi tìm hiểu 85 năm ngày thành lập Đội", "Thiếu nhi", "Chưa bắt đầu", "Thấp", "Hội đồng Đội tỉnh", D(2026, 1, 15), D(2026, 4, 1), D(2026, 5, 15), None, ""),
    ("q9DaZ2", "Thiết kế lại trang thông tin của Tỉnh đoàn", "Tuyên giáo", "Chưa bắt đầu", "Thấp", "Ban Tuyên giáo", D(2026, 1, 15), D(2026, 9, 1), D(2026, 10, 30), None, ""),
    ("Le3v8K", "Gặp mặt cộng tác viên báo chí", "Tuyên giáo", "Chưa bắt đầu", "Trung bình", "Ban Tuyên giáo", D(2026, 1, 20), None, None, None, ""),
]  # fmt: skip
NOTES = {
    "Pz77Qe": "Tiêu chí: đạt từ 28,5 điểm trở lên hoặc giải quốc gia",
    "t8Wc4D": "Mỗi nhà hỗ trợ 60 triệu đồng",
    "Yb5u0R": "Theo Hướng dẫn số 21-HD/TĐTN",
}


@document("held_out/65-tinh-doan-bang-viec-planner.xlsx")
def export(path: Path) -> Json:
    book = Workbook()
    plan = book.active
    plan.title = "Tên kế hoạch"
    for down, pair in enumerate(
        [("Tên kế hoạch", "Công tác Đoàn 2026"), ("ID kế hoạch", "3fK9-xTz0EqW"), ("Ngày xuất", D(2026, 3, 9))], start=1
    ):
        for across, value in enumerate(pair, start=1):
            plan.cell(down, across, value)
    tasks = book.create_sheet("Tác vụ")
    grid = [
        [key, name, bucket, progress, rank, who, "Chánh Văn phòng", made, begins, due, "false", done, label, NOTES.get(key)]
        for key, name, bucket, progress, rank, who, made, begins, due, done, label in ROWS
    ]  # fmt: skip
    sheets.table(tasks, [HEADINGS, *grid], first=1, ruled=False, widths=[10, 44, 14, 16, 12, 26, 16, 12, 12, 12, 8, 14, 16, 40])  # fmt: skip
    book.save(path)
    rows = []
    for _, name, _, _, _, who, _, begins, due, done, _ in ROWS:
        period = when(begins.isoformat() if begins else None, *([due.isoformat()] if due else []))
        rows.append(((name, who), {**period, **({"optional": True} if done else {})}))
    return facts(
        {"number": None}, from_rows("content lead", rows, section=..., group=..., product=..., coordinating=...)
    )
