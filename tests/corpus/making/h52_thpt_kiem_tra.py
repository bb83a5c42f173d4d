"""52: a high school's plan for the end-of-term tests: preparations by day, a timetable of papers, a text box, persons as doers."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts, from_rows, when
from tests.corpus.making.h00_parts import text_box

STEPS = [
    (("1", "01/12/2025", "Họp Hội đồng sư phạm, phổ biến kế hoạch kiểm tra", "Ban Giám hiệu"), when(..., "2025-12-01")),
    (("2", "Từ 02/12 đến 06/12/2025", "Các tổ thống nhất ma trận, bản đặc tả đề kiểm tra", "Tổ trưởng chuyên môn"), when("2025-12-02", "2025-12-06")),
    (("3", "Trước 16h30 ngày 13/12/2025", "Nộp đề và hướng dẫn chấm về bộ phận khảo thí", "Giáo viên được phân công ra đề"), when(None, "2025-12-13", due_time="16:30")),
    (("4", "15 - 17/12/2025", "Phản biện, duyệt đề", "Phó Hiệu trưởng phụ trách chuyên môn"), when("2025-12-15", "2025-12-17")),
    (("5", "18/12/2025", "Lập danh sách phòng kiểm tra, số báo danh", "Tổ Văn phòng"), when(..., "2025-12-18")),
    (("6", "19, 20/12/2025", "In sao, niêm phong đề", "Ban in sao"), when(..., "2025-12-20", deadlines=...)),
    (("7", "22 - 27/12/2025", "Coi kiểm tra theo lịch", "Toàn thể giáo viên"), when("2025-12-22", "2025-12-27")),
    (("8", "Chậm nhất ngày 05/01/2026", "Chấm xong, vào điểm trên hệ thống quản lý nhà trường", "Giáo viên bộ môn"), when(None, "2026-01-05")),
    (("9", "Trước ngày 10/01/2026", "Báo cáo kết quả kiểm tra về Phó Hiệu trưởng", "Tổ trưởng chuyên môn"), when(None, "2026-01-10", qualifier="before")),
]  # fmt: skip
PAPERS = [
    ["22/12/2025", "Sáng", "Ngữ văn", "12", "90 phút", "7h30"],
    ["22/12/2025", "Chiều", "Ngữ văn", "10, 11", "90 phút", "14h00"],
    ["23/12/2025", "Sáng", "Toán", "12", "90 phút", "7h30"],
    ["23/12/2025", "Chiều", "Toán", "10, 11", "90 phút", "14h00"],
    ["24/12/2025", "Sáng", "Tiếng Anh", "12", "60 phút", "7h30"],
]


@document("held_out/52-thpt-kiem-tra-hoc-ky-1.docx")
def plan(path: Path) -> Json:
    paper = word.new(size=13)
    word.head(
        paper, "SỞ GIÁO DỤC VÀ ĐÀO TẠO AN GIANG", "TRƯỜNG THPT NGUYỄN HIỀN", "Số: 88/KH-THPTNH", "An Giang, ngày 28 tháng 11 năm 2025"
    )  # fmt: skip
    word.title(paper, "KẾ HOẠCH", "Tổ chức kiểm tra cuối học kỳ I\nnăm học 2025 - 2026")
    word.paras(
        paper,
        "Căn cứ Công văn số 3102/SGDĐT-GDTrH ngày 20/11/2025 của Sở GDĐT An Giang về việc hướng dẫn kiểm tra cuối học kỳ I;\n"
        "Căn cứ Kế hoạch giáo dục nhà trường năm học 2025 - 2026 ban hành ngày 29/8/2025;\n"
        "Trường THPT Nguyễn Hiền xây dựng Kế hoạch tổ chức kiểm tra cuối học kỳ I như sau:\n"
        "# I. Mục đích\nĐánh giá kết quả học tập của học sinh, điều chỉnh việc dạy và học trong học kỳ II.\n# II. Tiến độ công việc",
    )
    word.table(
        paper, [["STT", "Thời gian", "Nội dung", "Người thực hiện"]], [cells for cells, _ in STEPS], [1.2, 4, 7, 4.4]
    )
    word.paras(paper, "# III. Lịch kiểm tra")
    word.table(
        paper, [["Ngày", "Buổi", "Môn", "Khối", "Thời gian làm bài", "Giờ phát đề"]], PAPERS, [3, 2, 3, 2, 3.4, 3]
    )
    text_box(
        paper,
        ["LƯU Ý: Học sinh vắng có lý do làm đơn xin kiểm tra bổ sung, giáo viên chủ nhiệm tổng hợp nộp về văn phòng nhà trường trước ngày 30/12/2025."],
    )  # fmt: skip
    word.paras(
        paper,
        "# IV. Tổ chức thực hiện\n1. Giáo viên chủ nhiệm thông báo lịch kiểm tra đến học sinh, cha mẹ học sinh trong tiết sinh hoạt lớp.\n"
        "2. Học sinh có mặt tại phòng kiểm tra trước giờ phát đề 15 phút.\n"
        "3. Các tổ chuyên môn nộp biên bản rút kinh nghiệm công tác ra đề về Ban Giám hiệu trước ngày 15/01/2026./.",
    )
    word.signature(paper, ["Sở GDĐT (để b/c);", "Các tổ (để t/h);", "Lưu: VT."], "HIỆU TRƯỞNG")
    paper.save(str(path))
    return facts(
        {"number": "88/KH-THPTNH", "issued_on": "2025-11-28", "issuer": "Trường THPT Nguyễn Hiền", "kind": "ke_hoach",
         "title": "Tổ chức kiểm tra cuối học kỳ I năm học 2025 - 2026", "school_year": "2025-2026"},
        from_rows("stt time_text content lead", STEPS, section=..., group=...),
        [
            deadline("2025-12-30", "đơn xin kiểm tra bổ sung", "giáo viên chủ nhiệm", recipient="văn phòng nhà trường"),
            deadline("2026-01-15", "biên bản rút kinh nghiệm", "Các tổ chuyên môn", recipient="Ban Giám hiệu"),
        ],
    )  # fmt: skip
