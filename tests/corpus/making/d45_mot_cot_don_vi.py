"""45: an appendix copied out of a PDF with lead and coordination in one cell, roman sections without a doer, numbers such as 1.1."""

from pathlib import Path
from typing import Any

from tests.corpus.making import word
from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, from_rows, when

HEADINGS = [["TT", "Nội dung thực hiện", "Đơn vị thực hiện", "Thời gian hoàn thành"]]
ROWS: list[tuple[tuple[str, ...], Any]] = [
    (("I", "Công tác quản lý, chỉ đạo", "<", "<"), None),
    (("1.1", "Ban hành kế hoạch chuyển đổi vị trí công tác năm 2026", "Chủ trì: Phòng TCCB\nPhối hợp: Các phòng", "Trước 28/02/2026"), when(None, "2026-02-28", qualifier="before", lead="Phòng TCCB", coordinating="Các phòng")),
    (("1.2", "Kê khai tài sản, thu nhập; công khai bản kê khai", "Chủ trì: Phòng TCCB\nPhối hợp: Các đơn vị trực thuộc", "31/12/2025"), when(..., "2025-12-31", lead="Phòng TCCB", coordinating="Các đơn vị trực thuộc")),
    (("1.3", "Tiếp công dân định kỳ của Giám đốc Sở", "Chủ trì: Văn phòng Sở", "Thường xuyên"), {**CONTINUOUS, "lead": ["Văn phòng Sở"]}),
    (("II", "Công tác kiểm tra, giám sát", "<", "<"), None),
    (("2.1", "Kiểm tra việc thực hiện dân chủ, công khai tại 06 đơn vị", "Chủ trì: Văn phòng Sở\nPhối hợp: Phòng KHTC", "Quý II/2026"), when("2026-04-01", "2026-06-30", lead="Văn phòng Sở", coordinating="Phòng KHTC")),
    (("2.2", "Giám sát mua sắm, sửa chữa cơ sở vật chất từ nguồn ngân sách", "Chủ trì: Phòng KHTC\nPhối hợp: Các trường THPT", "Tháng 7 - 8/2026"), when("2026-07-01", "2026-08-31", lead="Phòng KHTC", coordinating="Các trường THPT")),
    (("2.3", "Xử lý dứt điểm đơn thư tồn đọng của năm 2025", "Chủ trì: Văn phòng Sở", "Quý I/2026"), when("2026-01-01", "2026-03-31", lead="Văn phòng Sở")),
    (("III", "Tuyên truyền, báo cáo", "<", "<"), None),
    (("3.1", "Tuyên truyền Luật Phòng, chống tham nhũng trong trường học", "Chủ trì: Các trường THPT\nPhối hợp: Công đoàn ngành", "9/2026"), when("2026-09-01", "2026-09-30", lead="Các trường THPT", coordinating="Công đoàn ngành")),
    (("3.2", "Báo cáo công tác phòng, chống tham nhũng 6 tháng đầu năm", "Chủ trì: Văn phòng Sở\nPhối hợp: Các phòng", "Trước ngày 10/6/2026"), when(None, "2026-06-10", qualifier="before", lead="Văn phòng Sở", coordinating="Các phòng")),
    (("3.3", "Báo cáo công tác phòng, chống tham nhũng năm 2026", "Chủ trì: Văn phòng Sở\nPhối hợp: Các phòng", "Trước ngày 05/12/2026"), when(None, "2026-12-05", qualifier="before", lead="Văn phòng Sở", coordinating="Các phòng")),
]  # fmt: skip


@document("45-ke-hoach-phong-chong-tham-nhung.txt")
def plan(path: Path) -> Json:
    paper = word.new(size=14, font=word.PRINTED)
    word.page_numbers(paper)
    word.head(
        paper,
        "UBND TỈNH CAO BẰNG",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "Số: 3012/KH-SGDĐT",
        "Cao Bằng, ngày 22 tháng 12 năm 2025",
    )
    word.title(paper, "KẾ HOẠCH", "Công tác phòng, chống tham nhũng, lãng phí, tiêu cực năm 2026")
    word.paras(paper, """
Căn cứ Luật Phòng, chống tham nhũng số 36/2018/QH14 ngày 20/11/2018; Kế hoạch số 3350/KH-UBND ngày 12/12/2025 của UBND tỉnh, Sở Giáo dục và Đào tạo ban hành Kế hoạch như sau:
1. Nhiệm vụ cụ thể: theo Phụ lục đính kèm.
2. Thủ trưởng các đơn vị trực thuộc xây dựng kế hoạch của đơn vị, gửi Sở Giáo dục và Đào tạo trước ngày 20/01/2026; hằng quý báo cáo trước ngày 05 của tháng cuối quý./.
""")  # fmt: skip
    word.signature(paper, ["UBND tỉnh (b/c);", "Các đơn vị trực thuộc;", "Lưu: VT, VP."], "GIÁM ĐỐC")
    word.page_break(paper)
    word.annex(
        paper,
        "PHỤ LỤC",
        "NHIỆM VỤ PHÒNG, CHỐNG THAM NHŨNG NĂM 2026",
        "(Kèm theo Kế hoạch số 3012/KH-SGDĐT ngày 22/12/2025)",
    )
    word.table(paper, HEADINGS, [cells for cells, _ in ROWS], [1.5, 7, 4.6, 3.4], size=13)
    word.save_flattened(paper, path)
    section, expected = "", []
    for cells, more in ROWS:
        if more is None:
            section = cells[1]
        else:
            expected.append(((cells[0], cells[1], cells[3]), {"section": section, **more}))
    heads = "Thủ trưởng các đơn vị trực thuộc"
    return facts(
        {"number": "3012/KH-SGDĐT", "issued_on": "2025-12-22", "issuer": "Sở Giáo dục và Đào tạo Cao Bằng", "kind": "ke_hoach", "title": "Công tác phòng, chống tham nhũng, lãng phí, tiêu cực năm 2026"},
        from_rows("stt content time_text", expected),
        [
            deadline("2026-01-20", "kế hoạch của đơn vị", heads, recipient="Sở Giáo dục và Đào tạo"),
            deadline("2026-03-05", "hằng quý báo cáo", heads, "quarterly"),
        ],
    )  # fmt: skip
