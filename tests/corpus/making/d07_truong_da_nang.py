"""07: a school's year plan by month: no numbering, months merged downwards, semesters as section rows, weekly duties beside."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts, from_rows, when

BODY = """
# A. ĐẶC ĐIỂM TÌNH HÌNH
Năm học 2025-2026, trường có 28 lớp với 1.164 học sinh; 54 cán bộ, giáo viên, nhân viên. Kết quả năm học 2024-2025: 98,7% học sinh lên lớp, 12 giải học sinh giỏi cấp thành phố (công bố ngày 12/4/2025).
# B. MỤC TIÊU
Giữ vững danh hiệu Tập thể lao động xuất sắc; phấn đấu đạt kiểm định chất lượng cấp độ 3 trong giai đoạn 2025-2030.
# C. KẾ HOẠCH CÔNG TÁC THEO THÁNG
"""
FIRST, SECOND = "HỌC KỲ I", "HỌC KỲ II"
SEP, OCT, NOV = ("2025-09-01", "2025-09-30"), ("2025-10-01", "2025-10-31"), ("2025-11-01", "2025-11-30")
DEC, JAN, MAR = ("2025-12-01", "2025-12-31"), ("2026-01-01", "2026-01-31"), ("2026-03-01", "2026-03-31")
MAY = ("2026-05-01", "2026-05-31")
ROWS = [
    ((FIRST, "<", "<", "<"), None),
    (("Tháng 9/2025", "Tổ chức Lễ khai giảng và “Ngày hội toàn dân đưa trẻ đến trường” (05/9)", "Hiệu trưởng", "Toàn thể CB, GV, NV"), SEP),
    (("^", "Đại hội Cha mẹ học sinh đầu năm học", "Phó Hiệu trưởng", "GVCN"), SEP),
    (("^", "Hoàn thành kế hoạch giáo dục của tổ chuyên môn, của giáo viên", "Tổ chuyên môn", "Phó Hiệu trưởng"), SEP),
    (("Tháng 10/2025", "Hội nghị viên chức, người lao động", "Công đoàn", "Ban Giám hiệu"), OCT),
    (("^", "Kiểm tra hồ sơ sổ sách đợt 1; thi giáo viên dạy giỏi cấp trường", "Phó Hiệu trưởng", "Tổ chuyên môn"), OCT),
    (("Tháng 11/2025", "Tổ chức kỷ niệm Ngày Nhà giáo Việt Nam 20/11", "Công đoàn", "Đoàn Thanh niên; Liên đội"), NOV),
    (("^", "Kiểm tra giữa kỳ I các khối lớp", "Phó Hiệu trưởng", "Tổ chuyên môn"), NOV),
    (("Tháng 12/2025", "Tự kiểm tra tài chính, tài sản cuối năm", "Kế toán", "Ban Thanh tra nhân dân"), DEC),
    (("Tháng 01/2026", "Kiểm tra cuối kỳ I; hoàn thành chương trình học kỳ I", "Phó Hiệu trưởng", "GVBM"), JAN),
    (("^", "Sơ kết học kỳ I, họp Cha mẹ học sinh", "Hiệu trưởng", "GVCN"), JAN),
    ((SECOND, "<", "<", "<"), None),
    (("Tháng 3/2026", "Hội thi Khoa học kỹ thuật cấp trường", "Tổ KHTN", "Đoàn Thanh niên; Liên đội"), MAR),
    (("^", "Kiểm tra giữa kỳ II", "Phó Hiệu trưởng", "Tổ chuyên môn"), MAR),
    (("Tháng 5/2026", "Kiểm tra cuối kỳ II, xét lên lớp, xét tốt nghiệp THCS", "Phó Hiệu trưởng", "GVCN; GVBM"), MAY),
    (("^", "Tổng kết năm học, bàn giao học sinh về sinh hoạt hè tại địa phương", "Hiệu trưởng", "Tổng phụ trách Đội"), MAY),
]  # fmt: skip
AFTER = """
# D. TỔ CHỨC THỰC HIỆN
1. Tổ chuyên môn căn cứ Kế hoạch này xây dựng kế hoạch của tổ, nộp về Phó Hiệu trưởng phụ trách chuyên môn trước ngày 20/9/2025.
2. Giáo viên chủ nhiệm báo cáo sĩ số vào sáng thứ Hai hằng tuần; nộp báo cáo sơ kết học kỳ I chậm nhất ngày 16/01/2026.
3. Nghỉ Tết Nguyên đán theo thông báo của UBND thành phố./.
"""


@document("07-truong-ke-hoach-nam-hoc.docx")
def plan(path: Path) -> Json:
    paper = word.new(size=13)
    word.head(
        paper,
        "UBND PHƯỜNG HÒA CƯỜNG",
        "TRƯỜNG THCS CHU VĂN AN",
        "Số: 96/KH-THCSCVA",
        "Hòa Cường, ngày 12 tháng 9 năm 2025",
    )
    word.title(paper, "KẾ HOẠCH", "Nhiệm vụ năm học 2025 - 2026")
    word.paras(paper, BODY)
    word.table(
        paper,
        [["Thời gian", "Nội dung công việc", "Người, bộ phận phụ trách", "Phối hợp"]],
        [cells for cells, _ in ROWS],
        [2.6, 7.6, 3.2, 3.2],
        size=12,
    )
    word.paras(paper, AFTER)
    word.signature(paper, ["UBND phường (để b/c);", "Tổ chuyên môn, bộ phận;", "Lưu: VT."], "HIỆU TRƯỞNG")
    paper.save(str(path))
    section, expected = "", []
    for cells, days in ROWS:
        if days is None:
            section = cells[0]
        else:
            expected.append((cells, when(*days, section=section)))
    return facts(
        {"number": "96/KH-THCSCVA", "issued_on": "2025-09-12", "issuer": "Trường THCS Chu Văn An", "kind": "ke_hoach", "title": "Nhiệm vụ năm học 2025 - 2026", "school_year": "2025-2026"},
        from_rows("time_text content lead coordinating", expected),
        [
            deadline("2025-09-20", "kế hoạch của tổ", "Tổ chuyên môn", recipient="Phó Hiệu trưởng"),
            deadline(None, "báo cáo sĩ số", "Giáo viên chủ nhiệm", "weekly"),
            deadline("2026-01-16", "báo cáo sơ kết học kỳ I", "Giáo viên chủ nhiệm"),
        ],
    )  # fmt: skip
