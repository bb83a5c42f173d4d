"""72: a timetable for choosing textbooks, read from a PDF line by line: the cells of a row stand in one another."""

import tempfile
from pathlib import Path

import pdfplumber

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts, from_rows, when

BODY = """
Căn cứ Thông tư số 27/2023/TT-BGDĐT ngày 28/12/2023 của Bộ Giáo dục và Đào tạo quy định việc lựa chọn sách giáo khoa; Sở Giáo dục và Đào tạo xây dựng kế hoạch lựa chọn sách giáo khoa năm học 2026 - 2027 như sau:
# I. NGUYÊN TẮC
Lựa chọn công khai, minh bạch, đúng pháp luật; mỗi môn học, hoạt động giáo dục chọn một sách giáo khoa cho một lớp.
# II. TIẾN ĐỘ
"""
AFTER = """
# III. TỔ CHỨC THỰC HIỆN
1. Các nhà xuất bản cung cấp sách mẫu cho cơ sở giáo dục trước ngày 10/01/2026.
2. Hiệu trưởng các trường chịu trách nhiệm về tính trung thực của hồ sơ lựa chọn sách; lưu giữ hồ sơ tại đơn vị./.
"""
HEADINGS = [["TT", "Công việc", "Đơn vị thực hiện", "Thời gian"]]
ROWS = [
    (("1", "Thành lập Hội đồng lựa chọn sách giáo khoa tại các cơ sở giáo dục", "Các trường phổ thông", "Trước 15/01/2026"), when(None, "2026-01-15", qualifier="before")),
    (("2", "Tổ chuyên môn nghiên cứu, nhận xét, bỏ phiếu lựa chọn sách giáo khoa từng môn học", "Tổ chuyên môn các trường", "Từ 19/01 đến 06/02/2026"), when("2026-01-19", "2026-02-06")),
    (("3", "Hội đồng họp, tổng hợp kết quả, đề xuất danh mục sách với người đứng đầu", "Hội đồng lựa chọn sách", "Chậm nhất 27/02/2026"), when(None, "2026-02-27")),
    (("4", "Gửi hồ sơ lựa chọn sách về Sở Giáo dục và Đào tạo", "Các trường phổ thông", "06/3/2026"), when(..., "2026-03-06")),
    (("5", "Thẩm định hồ sơ, tổng hợp danh mục sách giáo khoa toàn tỉnh", "Phòng Giáo dục phổ thông", "Tháng 3/2026"), when("2026-03-01", "2026-03-31")),
    (("6", "Trình UBND tỉnh phê duyệt danh mục", "Phòng Giáo dục phổ thông", "Trước 15/4/2026"), when(None, "2026-04-15", qualifier="before")),
    (("7", "Công bố danh mục sách trên phương tiện thông tin đại chúng", "Văn phòng Sở", "30/4/2026"), when(..., "2026-04-30")),
    (("8", "Bồi dưỡng giáo viên sử dụng sách giáo khoa", "Phòng Giáo dục phổ thông", "6 - 8/2026"), when("2026-06-01", "2026-08-31")),
]  # fmt: skip


@document("held_out/72-so-lua-chon-sach-giao-khoa.txt")
def timetable(path: Path) -> Json:
    paper = word.new(size=13, font=word.PRINTED)
    word.head(paper, "UBND TỈNH HÀ TĨNH", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Số: 2871/KH-SGDĐT", "Hà Tĩnh, ngày 24 tháng 12 năm 2025")  # fmt: skip
    word.title(paper, "KẾ HOẠCH", "Lựa chọn sách giáo khoa năm học 2026 - 2027")
    word.paras(paper, BODY)
    word.table(paper, HEADINGS, [cells for cells, _ in ROWS], [1.2, 7, 4.5, 3.8], size=12)
    word.paras(paper, AFTER)
    word.signature(paper, ["Bộ GDĐT (b/c);", "Các trường phổ thông;", "Lưu: VT, GDPT."], "GIÁM ĐỐC")
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "paper.pdf"
        word.save_pdf(paper, printed)
        with pdfplumber.open(printed) as pages:
            text = "\n\n".join(page.extract_text() for page in pages.pages)
    path.write_text(text + "\n", encoding="utf-8")
    return facts(
        {"number": "2871/KH-SGDĐT", "issued_on": "2025-12-24", "kind": "ke_hoach", "title": "Lựa chọn sách giáo khoa năm học 2026 - 2027", "school_year": "2026-2027"},
        from_rows("stt content lead time_text", ROWS, section=..., group=...),
        [deadline("2026-01-10", "cung cấp sách mẫu", "Các nhà xuất bản")],
    )  # fmt: skip
