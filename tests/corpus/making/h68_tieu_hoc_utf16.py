"""68: a primary school's month plan saved as UTF-16: a table copied out of Word, every cell a line of its own; weeks without a year."""

from pathlib import Path

from tests.corpus.making.facts import Json, deadline, document, facts, from_rows, when

HEAD = """UBND XÃ KIM LIÊN
TRƯỜNG TIỂU HỌC SỐ 2 KIM LIÊN
Số: 21/KH-TH

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Kim Liên, ngày 27 tháng 02 năm 2026

KẾ HOẠCH
CÔNG TÁC THÁNG 3 NĂM 2026

A. Kết quả công tác tháng 02
- Duy trì sĩ số 612/612 học sinh sau Tết; không có học sinh bỏ học.
- Hoàn thành kiểm tra hồ sơ tổ 1, tổ 2, tổ 3 ngày 24/02/2026.
- Tồn tại: việc cập nhật nhận xét học sinh của một số giáo viên còn chậm so với hạn 15/02.

B. Công tác trọng tâm tháng 3

"""
ROWS = [
    (("1", "Sinh hoạt chuyên môn cụm trường: tiết đọc thư viện", "04/3", "Tổ 4, 5"), when(..., "2026-03-04", lead=...)),
    (("2", "Tổ chức kỷ niệm ngày 08/3", "06/3", "Công đoàn"), when(..., "2026-03-06")),
    (("3", "Giao lưu Toán - Tiếng Việt khối 5", "13/3", "Phó Hiệu trưởng"), when(..., "2026-03-13")),
    (("4", "Kiểm tra giữa học kỳ II khối 4, 5", "Từ 16/3 đến 18/3", "Giáo viên khối 4, 5"), when("2026-03-16", "2026-03-18", lead=...)),
    (("5", "Tập huấn phòng cháy, chữa cháy cho học sinh", "20/3", "Tổng phụ trách Đội"), when(..., "2026-03-20")),
    (("6", "Kết nạp Đội viên đợt 2", "26/3", "Tổng phụ trách Đội"), when(..., "2026-03-26")),
    (("7", "Cập nhật kết quả giữa kỳ lên cơ sở dữ liệu ngành", "Trước 28/3", "Giáo viên chủ nhiệm"), when(None, "2026-03-28", qualifier="before")),
    (("8", "Họp Hội đồng trường, đánh giá tháng 3", "31/3", "Hiệu trưởng"), when(..., "2026-03-31")),
]  # fmt: skip
TAIL = """
C. Tổ chức thực hiện
- Các tổ trưởng cụ thể hóa thành kế hoạch tuần, nộp về Phó Hiệu trưởng trước ngày 03/3/2026.
- Giáo viên chủ nhiệm thu các khoản tự nguyện theo thỏa thuận, nộp danh sách cho kế toán chậm nhất ngày 25/3/2026.
Trên đây là kế hoạch công tác tháng 3 năm 2026 của nhà trường./.

Nơi nhận:
- Các tổ chuyên môn;
- Lưu: VT.
HIỆU TRƯỞNG
"""


@document("held_out/68-tieu-hoc-ke-hoach-thang-3.txt")
def plan(path: Path) -> Json:
    cells = ["TT", "Nội dung công việc", "Thời gian", "Người thực hiện", *(cell for row, _ in ROWS for cell in row)]
    path.write_bytes((HEAD + "\n".join(cells) + "\n" + TAIL).replace("\n", "\r\n").encode("utf-16"))
    return facts(
        {"number": "21/KH-TH", "issued_on": "2026-02-27", "issuer": "Trường Tiểu học số 2 Kim Liên", "kind": "ke_hoach", "title": "Công tác tháng 3 năm 2026"},
        from_rows("stt content time_text lead", ROWS, section=..., group=...),
        [
            deadline("2026-03-03", "kế hoạch tuần", "Các tổ trưởng", recipient="Phó Hiệu trưởng"),
            deadline("2026-03-25", "nộp danh sách các khoản tự nguyện", "Giáo viên chủ nhiệm", recipient="kế toán"),
        ],
    )  # fmt: skip
