"""11: an exam plan: progress table with hours, a timetable of the exam itself, a list of places that is no task."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts, from_rows, when

ROWS = [
    (("1", "Các trường THPT nộp danh sách đội tuyển, hồ sơ đăng ký dự thi", "Các trường THPT", "Trước 16 giờ 30 ngày 12/01/2026"), when(None, "2026-01-12", due_time="16:30", qualifier="before")),
    (("2", "Lập danh sách thí sinh, đánh số báo danh, xếp phòng thi", "Phòng QLCL", "13/01 - 16/01/2026"), when("2026-01-13", "2026-01-16")),
    (("3", "Gửi danh sách thí sinh để các trường kiểm tra, phản hồi sai sót", "Phòng QLCL", "17/01/2026"), when(..., "2026-01-17")),
    (("4", "Ra đề thi, in sao đề thi", "Hội đồng ra đề thi", "Từ ngày 25/01 đến ngày 29/01/2026"), when("2026-01-25", "2026-01-29")),
    (("5", "Bàn giao đề thi cho các điểm thi", "Phòng QLCL; PA03 Công an tỉnh", "6 giờ 00 ngày 30/01/2026"), when(..., "2026-01-30", due_time="06:00", lead="Phòng QLCL; PA03 Công an tỉnh")),
    (("6", "Coi thi", "Hội đồng coi thi", "30, 31/01/2026"), when(..., "2026-01-31", deadlines=...)),
    (("7", "Làm phách, chấm thi", "Hội đồng chấm thi", "02/02 - 08/02/2026"), when("2026-02-02", "2026-02-08")),
    (("8", "Công bố kết quả trên Cổng thông tin điện tử của Sở", "Văn phòng Sở", "10/02/2026"), when(..., "2026-02-10")),
    (("9", "Nhận đơn phúc khảo", "Các trường THPT", "11 - 14/02/2026"), when("2026-02-11", "2026-02-14")),
    (("10", "Công bố kết quả phúc khảo, cấp giấy chứng nhận", "Phòng QLCL", "Chậm nhất ngày 06/3/2026"), when(None, "2026-03-06", qualifier="by")),
]  # fmt: skip
TIMETABLE = [
    ["Ngày", "Buổi", "Giờ", "Nội dung"],
    ["30/01/2026", "Sáng", "6 giờ 45", "Gọi thí sinh vào phòng thi"],
    ["^", "^", "7 giờ 30", "Tính giờ làm bài (180 phút)"],
    ["^", "^", "10 giờ 30", "Thu bài"],
    ["31/01/2026", "Sáng", "7 giờ 30", "Thi lập trình môn Tin học; thi nói các môn ngoại ngữ"],
]
PLACES = [
    ["TT", "Điểm thi", "Địa chỉ", "Số phòng thi", "Số thí sinh"],
    ["1", "Trường THPT chuyên Biên Hòa", "Phường Phủ Lý", "22", "512"],
    ["2", "Trường THPT Nguyễn Khuyến", "Phường Nam Định", "25", "588"],
    ["3", "Trường THPT chuyên Lương Văn Tụy", "Phường Hoa Lư", "24", "560"],
    ["", "Tổng", "", "71", "1.660"],
]


@document("11-ke-hoach-thi-hoc-sinh-gioi.docx")
def plan(path: Path) -> Json:
    paper = word.new(size=13)
    word.head(
        paper,
        "UBND TỈNH NINH BÌNH",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "Số: 3310/KH-SGDĐT",
        "Ninh Bình, ngày 19 tháng 12 năm 2025",
    )
    word.title(paper, "KẾ HOẠCH", "Tổ chức Kỳ thi chọn học sinh giỏi lớp 12 THPT cấp tỉnh năm học 2025-2026")
    word.paras(paper, """
Căn cứ Quy chế thi chọn học sinh giỏi ban hành kèm theo Thông tư số 37/2013/TT-BGDĐT ngày 30/11/2013; Sở GDĐT ban hành Kế hoạch như sau:
# I. MÔN THI, NGÀY THI
1. Môn thi: Toán, Vật lí, Hóa học, Sinh học, Tin học, Ngữ văn, Lịch sử, Địa lí, Tiếng Anh.
2. Ngày thi: 30/01/2026 và 31/01/2026.
3. Thí sinh dự thi có kết quả rèn luyện, học tập học kỳ I từ mức Khá trở lên, sinh từ ngày 01/01/2007 trở lại đây.
# II. ĐỊA ĐIỂM THI
""")  # fmt: skip
    word.table(paper, PLACES[:1], PLACES[1:], [1.2, 6, 4.5, 2.3, 2.4], size=12)
    word.para(paper, "III. LỊCH THI", bold=True)
    word.table(paper, TIMETABLE[:1], TIMETABLE[1:], [2.8, 2, 2.6, 9], size=12)
    word.para(paper, "IV. TIẾN ĐỘ THỰC HIỆN", bold=True)
    made = word.table(
        paper,
        [["TT", "Công việc", "Người/đơn vị thực hiện", "Thời gian"]],
        [cells for cells, _ in ROWS],
        [1.2, 7.2, 4, 4],
        size=12,
    )
    word.number_by_word(made, range(1, len(ROWS) + 1))
    word.paras(paper, """
# V. KINH PHÍ
Các trường THPT chi trả kinh phí đưa đón thí sinh; Sở GDĐT chi trả kinh phí ra đề, coi thi, chấm thi theo Nghị quyết số 27/2022/NQ-HĐND ngày 09/12/2022.
# VI. TỔ CHỨC THỰC HIỆN
Hiệu trưởng các trường THPT cử cán bộ coi thi theo chỉ tiêu phân bổ, gửi danh sách về Sở GDĐT (qua Phòng QLCL) trước ngày 20/01/2026./.
""")  # fmt: skip
    word.signature(
        paper,
        ["UBND tỉnh (để b/c);", "Công an tỉnh (để p/h);", "Các trường THPT;", "Lưu: VT, QLCL."],
        "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
    )
    paper.save(str(path))
    events = [{"content": row[3], "optional": True} for row in TIMETABLE[1:]]
    return facts(
        {"number": "3310/KH-SGDĐT", "issued_on": "2025-12-19", "issuer": "Sở Giáo dục và Đào tạo Ninh Bình", "kind": "ke_hoach",
         "title": "Tổ chức Kỳ thi chọn học sinh giỏi lớp 12 THPT cấp tỉnh năm học 2025-2026", "school_year": "2025-2026"},
        [*from_rows("stt content lead time_text", ROWS, section=...), *events],
        [
            deadline("2026-01-20", "danh sách cán bộ coi thi", "Hiệu trưởng các trường THPT", recipient="Sở GDĐT", via="Phòng QLCL", who_or=["Các trường THPT"]),
        ],
    )  # fmt: skip
