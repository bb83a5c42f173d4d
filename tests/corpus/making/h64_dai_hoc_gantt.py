"""64: a university's Gantt sheet: "x" under the months, the year over them, bold rows for the areas."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

from tests.corpus.making import sheets
from tests.corpus.making.facts import Json, document, facts, from_rows, when

LAST = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def span(first: int, last: int) -> Json:
    return when(f"2026-{first:02}-01", f"2026-{last:02}-{LAST[last - 1]}", deadlines=...)


ROWS = [
    ("A", "Đào tạo", None, None, None, None),
    (1, "Rà soát, cập nhật 24 chương trình đào tạo đại học", "Phòng Đào tạo", "Các khoa", "xxxx........", span(1, 4)),
    (2, "Mở ngành đào tạo Công nghệ bán dẫn", "Khoa Điện - Điện tử", "Phòng Đào tạo", "..xxxxx.....", span(3, 7)),
    (3, "Tuyển sinh đại học chính quy", "Phòng Đào tạo", "Phòng Truyền thông", ".....xxxx...", span(6, 9)),
    (4, "Lễ tốt nghiệp", "Phòng Công tác sinh viên", "Các khoa", ".......x....", span(8, 8)),
    ("B", "Khoa học và hợp tác", None, None, None, None),
    (5, "Xét duyệt đề tài cấp trường năm 2027", "Phòng Khoa học", "Hội đồng Khoa học và Đào tạo", "........xxx.", span(9, 11)),
    (6, "Hội nghị sinh viên nghiên cứu khoa học", "Phòng Khoa học", "Đoàn trường", "...xx.......", span(4, 5)),
    (7, "Ký kết hợp tác với 05 đại học nước ngoài", "Phòng Hợp tác quốc tế", "Các khoa", "xxxxxxxxxxxx", span(1, 12)),
    ("C", "Bảo đảm chất lượng", None, None, None, None),
    (8, "Tự đánh giá 04 chương trình theo AUN-QA", "Trung tâm Khảo thí", "Các khoa", ".xxxxx......", span(2, 6)),
    (9, "Khảo sát việc làm của sinh viên tốt nghiệp", "Trung tâm Khảo thí", "Phòng Công tác sinh viên", ".........xx.", span(10, 11)),
    (10, "Công khai theo Thông tư 09/2024/TT-BGDĐT", "Phòng Tổ chức - Hành chính", "Các đơn vị", ".....x......", span(6, 6)),
]  # fmt: skip


@document("held_out/64-dai-hoc-tien-do-gantt.xlsx")
def plan(path: Path) -> Json:
    book = Workbook()
    sheet = book.active
    sheet.title = "Tien do"
    first = sheets.titles(
        sheet, ["TRƯỜNG ĐẠI HỌC KỸ THUẬT TÂY BẮC", "TIẾN ĐỘ THỰC HIỆN NHIỆM VỤ TRỌNG TÂM NĂM 2026"], 16
    )
    heads = [
        ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Năm 2026", *["<"] * 11],
        ["^", "^", "^", "^", *(f"T{number}" for number in range(1, 13))],
    ]
    grid, section, rows = [], "", []
    for number, work, lead, helper, marks, more in ROWS:
        if more is None:
            section = work
            grid.append([number, work, *[None] * 14])
            continue
        grid.append([number, work, lead, helper, *("x" if mark == "x" else None for mark in marks)])
        rows.append(((str(number), work, lead, helper), {"section": section, **more}))
    sheets.table(sheet, [*heads, *grid], first=first + 1, headings=2, widths=[6, 44, 24, 24, *[5] * 12])
    for down, row in enumerate(grid):
        if isinstance(row[0], str):
            sheet.cell(first + 3 + down, 2).font = Font(bold=True, name="Times New Roman", size=12)
    book.save(path)
    return facts({"number": None}, from_rows("stt content lead coordinating", rows, group=..., product=...))
