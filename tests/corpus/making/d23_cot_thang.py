"""23: a joint programme kept as text in columns of spaces; cells go on in the next lines; a section names its doer."""

from pathlib import Path

from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, from_rows, when

WIDTHS = (5, 44, 26, 24)
HEADINGS = ("STT", "Nội dung công việc", "Sản phẩm", "Thời gian thực hiện")
SO, DOAN = "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "TỈNH ĐOÀN"
ROWS = [
    (("I", SO), None),
    (("1", "Hướng dẫn các trường tổ chức\nhoạt động ngoại khóa an toàn giao thông", "Công văn hướng dẫn", "Tháng 9/2025"), when("2025-09-01", "2025-09-30")),
    (("2", "Cung cấp tài liệu tuyên truyền cho\nhọc sinh, sinh viên", "5.000 tờ rơi", "Quý IV/2025"), when("2025-10-01", "2025-12-31")),
    (("3", "Theo dõi, đôn đốc các trường thực hiện", "Báo cáo định kỳ", "Thường xuyên"), CONTINUOUS),
    (("4", "Kiểm tra việc chấp hành tại cổng trường", "Biên bản kiểm tra", "Từ 10/11/2025\nđến 28/11/2025"), when("2025-11-10", "2025-11-28")),
    (("II", DOAN), None),
    (("1", "Thành lập đội thanh niên tình nguyện tại\ncác điểm trường", "120 đội được thành lập", "Trước 30/9/2025"), when(None, "2025-09-30", qualifier="before")),
    (("2", "Tổ chức cuộc thi “Thanh niên với văn\nhóa giao thông”", "Vòng chung kết cấp tỉnh", "11-12/2025"), when("2025-11-01", "2025-12-31")),
    (("3", "Tuyên dương đội hình tiêu biểu", "Bằng khen", "Tháng 3/2026"), when("2026-03-01", "2026-03-31")),
]  # fmt: skip
HEAD = """SỞ GIÁO DỤC VÀ ĐÀO TẠO - TỈNH ĐOÀN LẠNG SƠN

Số: 09/CTPH-SGDĐT-TĐTN
                                Lạng Sơn, ngày 29 tháng 8 năm 2025

                    CHƯƠNG TRÌNH PHỐI HỢP
   Giáo dục an toàn giao thông cho học sinh, sinh viên năm học 2025-2026

Thực hiện Quyết định số 2060/QĐ-TTg ngày 12/12/2020 của Thủ tướng Chính phủ,
Sở Giáo dục và Đào tạo và Tỉnh Đoàn thống nhất Chương trình phối hợp như sau:

A. NỘI DUNG

Phân công cụ thể:

"""
TAIL = """
B. TỔ CHỨC THỰC HIỆN

1. Hai ngành họp giao ban hằng quý; sơ kết vào tháng 01/2026.

2. Văn phòng Sở Giáo dục và Đào tạo chuẩn bị báo cáo tổng kết, hoàn thành
trước ngày 31/5/2026.

Chương trình có hiệu lực từ ngày 01/9/2025 và được sao gửi các trường./.
"""


def columns(cells: tuple[str, ...]) -> list[str]:
    """One row over as many lines as its longest cell."""
    parts = [cell.split("\n") for cell in cells]
    lines = []
    for place in range(max(map(len, parts))):
        texts = [part[place] if place < len(part) else "" for part in parts]
        lines.append("".join(text.ljust(width) for text, width in zip(texts, WIDTHS, strict=False)).rstrip())
    return lines


@document("23-chuong-trinh-phoi-hop.txt")
def programme(path: Path) -> Json:
    lines, expected, section = columns(HEADINGS), [], ""
    for cells, more in ROWS:
        lines += columns(cells)
        if more is None:
            section = cells[1]
        else:
            expected.append((cells, {**more, "section": section, "lead": section}))
    path.write_text(HEAD + "\n".join(lines) + "\n" + TAIL, encoding="utf-8")
    return facts(
        {"number": "09/CTPH-SGDĐT-TĐTN", "issued_on": "2025-08-29", "kind": "other", "title": "Giáo dục an toàn giao thông cho học sinh, sinh viên năm học 2025-2026", "school_year": "2025-2026"},
        from_rows("stt content product time_text", expected),
        [
            deadline("2026-05-31", "báo cáo tổng kết", "Văn phòng Sở Giáo dục và Đào tạo"),
            deadline("2026-01-31", "sơ kết", optional=True),
            deadline(None, "họp giao ban", None, "quarterly", optional=True),
        ],
    )  # fmt: skip
