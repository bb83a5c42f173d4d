"""39: an appendix copied out of a PDF: sections name the doers, numbering begins anew in each, headings stand again on pages."""

from pathlib import Path
from typing import Any

from tests.corpus.making import word
from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, from_rows, when

HEADINGS = [["STT", "Nội dung công việc", "Thời gian thực hiện", "Kết quả, sản phẩm", "Ghi chú"]]
SO, XA, TRUONG = "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "ỦY BAN NHÂN DÂN CÁC XÃ, PHƯỜNG", "CÁC CƠ SỞ GIÁO DỤC"
ROWS: list[tuple[tuple[str, ...], Any]] = [
    (("I", SO, "<", "<", "<"), None),
    (("1", "Ban hành văn bản hướng dẫn phát triển văn hóa đọc và xây dựng thư viện thân thiện", "Tháng 9/2025", "Văn bản hướng dẫn", ""), when("2025-09-01", "2025-09-30")),
    (("2", "Tập huấn nghiệp vụ cho 320 nhân viên thư viện trường học", "Từ 06/10/2025 đến 10/10/2025", "320 giấy chứng nhận", "Phối hợp Thư viện tỉnh"), when("2025-10-06", "2025-10-10")),
    (("3", "Kiểm tra, công nhận thư viện đạt tiêu chuẩn mức độ 1, mức độ 2", "Tháng 3 - 4/2026", "Quyết định công nhận", ""), when("2026-03-01", "2026-04-30")),
    (("4", "Tổng hợp, báo cáo Bộ Giáo dục và Đào tạo, Ủy ban nhân dân tỉnh", "Trước ngày 15/6/2026", "Báo cáo", ""), when(None, "2026-06-15", qualifier="before")),
    (("II", XA, "<", "<", "<"), None),
    (("1", "Bố trí kinh phí bổ sung sách cho thư viện các trường trên địa bàn", "Quý IV/2025", "Tối thiểu 03 bản sách/học sinh", ""), when("2025-10-01", "2025-12-31")),
    (("2", "Chỉ đạo các trường tổ chức Ngày Sách và Văn hóa đọc Việt Nam lần thứ năm", "21/4/2026", "100% trường tổ chức", ""), when(..., "2026-04-21")),
    (("3", "Tổng hợp kết quả thực hiện gửi Sở Giáo dục và Đào tạo", "Chậm nhất trong tháng 5/2026", "Báo cáo", "qua Phòng GDPT"), when(None, "2026-05-31", qualifier="by")),
    (("III", TRUONG, "<", "<", "<"), None),
    (("1", "Kiện toàn tổ công tác thư viện, xây dựng kế hoạch hoạt động năm học", "9/2025", "Quyết định, kế hoạch", ""), when("2025-09-01", "2025-09-30")),
    (("2", "Bố trí tiết đọc thư viện tối thiểu 02 tiết/tháng/lớp", "Thường xuyên", "Sổ theo dõi", ""), CONTINUOUS),
    (("3", "Tổ chức thi “Đại sứ văn hóa đọc” cấp trường", "Tháng 02-3/2026", "Bài dự thi", ""), when("2026-02-01", "2026-03-31")),
    (("4", "Tự đánh giá thư viện theo Thông tư số 16/2022/TT-BGDĐT ngày 22/11/2022", "Trước 15/02/2026", "Hồ sơ tự đánh giá", ""), when(None, "2026-02-15", qualifier="before")),
]  # fmt: skip


@document("39-phu-luc-van-hoa-doc-theo-cap.txt")
def annex(path: Path) -> Json:
    paper = word.new(size=14, font=word.PRINTED)
    word.page_numbers(paper)
    word.head(
        paper, "UBND TỈNH LÀO CAI", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Số: 2207/KH-SGDĐT", "Lào Cai, ngày 05 tháng 9 năm 2025"
    )
    word.title(paper, "KẾ HOẠCH", "Phát triển văn hóa đọc trong các cơ sở giáo dục năm học 2025-2026")
    word.paras(paper, """
Thực hiện Quyết định số 329/QĐ-TTg ngày 15/3/2017 của Thủ tướng Chính phủ, Sở Giáo dục và Đào tạo ban hành Kế hoạch như sau:
I. MỤC TIÊU
Đến tháng 5/2026 có 60% thư viện trường học đạt tiêu chuẩn mức độ 1 trở lên.
II. NHIỆM VỤ
Thực hiện theo Phụ lục kèm theo. Các cơ sở giáo dục gửi kế hoạch về cơ quan quản lý trực tiếp trước ngày 25/9/2025./.
""")  # fmt: skip
    word.signature(paper, ["Như trên;", "Lưu: VT, GDPT."], "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC")
    word.page_break(paper)
    word.annex(
        paper,
        "PHỤ LỤC",
        "PHÂN CÔNG NHIỆM VỤ THEO CẤP",
        "(Kèm theo Kế hoạch số 2207/KH-SGDĐT ngày 05/9/2025 của Sở Giáo dục và Đào tạo)",
    )
    word.table(paper, HEADINGS, [cells for cells, _ in ROWS], [1.3, 5.6, 3.7, 3.4, 2.7], size=13)
    word.save_flattened(paper, path)
    section, expected = "", []
    for cells, more in ROWS:
        if more is None:
            section = cells[1]
        else:
            expected.append((cells, {"section": section, "lead": [section], **more}))
    return facts(
        {"number": "2207/KH-SGDĐT", "issued_on": "2025-09-05", "issuer": "Sở Giáo dục và Đào tạo Lào Cai", "kind": "ke_hoach", "title": "Phát triển văn hóa đọc trong các cơ sở giáo dục năm học 2025-2026", "school_year": "2025-2026"},
        from_rows("stt content time_text product -", expected, coordinating=...),
        [deadline("2025-09-25", "gửi kế hoạch", "Các cơ sở giáo dục", recipient="cơ quan quản lý trực tiếp")],
    )  # fmt: skip
