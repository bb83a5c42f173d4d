"""36: a project's annex in Word: several milestones in a cell, bullets in the content, headings in other words, a nested table."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts, from_rows, when

HEADINGS = [["Số TT", "Đầu việc", "Mốc thời gian", "Bộ phận đảm nhiệm", "Bộ phận hỗ trợ", "Đầu ra"]]
ROWS = [
    (("1.", "Xây dựng chuẩn đầu ra chương trình đào tạo cao đẳng Điều dưỡng", "Đề cương: 15/3/2026\nDự thảo: 30/4/2026\nBan hành: 15/6/2026", "Khoa Điều dưỡng", "Phòng Đào tạo", "Quyết định ban hành"), when(..., "2026-03-15", "2026-04-30", "2026-06-15")),
    (("2.", "Tự đánh giá chất lượng cơ sở giáo dục nghề nghiệp:\n- Thu thập minh chứng;\n- Viết báo cáo các tiêu chí;\n- Công bố báo cáo", "Tháng 2 - 10/2026", "Phòng Khảo thí", "Các khoa, phòng", "Báo cáo tự đánh giá"), when("2026-02-01", "2026-10-31", coordinating=...)),
    (("3.", "Tuyển sinh năm 2026", "Đợt 1: tháng 8/2026; đợt 2: tháng 10/2026", "Phòng Đào tạo", "Các khoa", "Đạt 100% chỉ tiêu"), when(..., "2026-08-31", "2026-10-31")),
    (("4.", "Ký thỏa thuận thực tập với ít nhất 06 bệnh viện", "Trước khai giảng, chậm nhất 30/8/2026", "Phòng Hợp tác quốc tế", "Các khoa", "06 thỏa thuận"), when(None, "2026-08-30")),
    (("5.", "Bồi dưỡng tiếng Anh cho giảng viên trẻ", "Liên tục từ 3/2026 đến 12/2026", "Phòng Tổ chức", "Bộ môn Ngoại ngữ", "30 giảng viên đạt B1"), {"starts_on": "2026-03-01"}),
    (("6.", "Nghiệm thu đề tài cấp trường", "Quý 4", "Phòng Khoa học", "Hội đồng khoa học", "12 đề tài"), when("2026-10-01", "2026-12-31")),
    (("7.", "Đánh giá viên chức quý", "Hằng quý", "Phòng Tổ chức", "Các đơn vị", "Bảng xếp loại"), when(recurrence="quarterly")),
]  # fmt: skip


@document("36-truong-cao-dang-phu-luc-tien-do.docx")
def plan(path: Path) -> Json:
    paper = word.new(size=13)
    word.head(
        paper, "UBND TỈNH KHÁNH HÒA", "TRƯỜNG CAO ĐẲNG Y TẾ", "Số: 27/KH-CĐYT", "Khánh Hòa, ngày 08 tháng 01 năm 2026"
    )
    word.title(paper, "KẾ HOẠCH", "Công tác trọng tâm năm 2026")
    word.paras(
        paper,
        "I. Yêu cầu\nCác khoa, phòng chủ động triển khai, bảo đảm tiến độ. Chi tiết nhiệm vụ tại mục II.\nII. Nhiệm vụ, tiến độ",
    )
    word.table(paper, HEADINGS, [cells for cells, _ in ROWS], [1.2, 5.4, 3.6, 2.6, 2.4, 2.4], size=11)
    frame = paper.add_table(rows=1, cols=1)
    frame.rows[0].cells[
        0
    ].text = "Ghi chú: các nhiệm vụ có kinh phí trên 100 triệu đồng thực hiện theo Luật Đấu thầu; dự toán gửi Phòng Tài chính - Kế toán trước ngày 31/01/2026."
    word.paras(
        paper,
        "III. Báo cáo\nCác khoa, phòng báo cáo kết quả 6 tháng trước 15/6/2026 và cả năm trước 30/11/2026 về Phòng Tổ chức./.",
    )
    word.signature(paper, ["Sở Y tế (b/c);", "Các khoa, phòng;", "Lưu: VT, TC."], "HIỆU TRƯỞNG")
    paper.save(str(path))
    return facts(
        {"number": "27/KH-CĐYT", "issued_on": "2026-01-08", "issuer": "Trường Cao đẳng Y tế", "kind": "ke_hoach", "title": "Công tác trọng tâm năm 2026"},
        from_rows("stt content time_text lead coordinating product", [((cells[0].rstrip("."), *cells[1:]), more) for cells, more in ROWS], section=...),
        [
            deadline("2026-01-31", "dự toán", recipient="Phòng Tài chính - Kế toán"),
            deadline("2026-06-15", "báo cáo kết quả", "Các khoa, phòng", who_or=["Các khoa; phòng"], recipient="Phòng Tổ chức"),
            deadline("2026-11-30", "báo cáo kết quả", "Các khoa, phòng", who_or=["Các khoa; phòng"], recipient="Phòng Tổ chức"),
        ],
    )  # fmt: skip
