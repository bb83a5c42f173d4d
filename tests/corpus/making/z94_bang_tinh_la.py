"""94 and 95: workbooks of odd layout: months and weeks as columns of marks, doers as columns of letters, doers with their parts in one cell."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.corpus.making import sheets
from tests.corpus.making.facts import Json, document, facts, from_rows, names, when

MONTH_HEADINGS = [
    ["TT", "Hoạt động", "Phụ trách chính", "Năm 2025", "<", "<", "<", "<", "Năm 2026", "<", "<", "<", "<", "Kết quả"],
    ["^", "^", "^", "T8", "T9", "T10", "T11", "T12", "T1", "T2", "T3", "T4", "T5", "^"],
]
MONTHS: list[tuple[str, str, str, str, str, Any]] = [
    ("1", "Kiện toàn Ban Chỉ đạo, tổ giúp việc", "Hiệu trưởng", "x.........", "Quyết định", when("2025-08-01", "2025-08-31")),
    ("2", "Tự đánh giá theo bộ tiêu chuẩn kiểm định", "Hội đồng tự đánh giá", ".xxx......", "Báo cáo tự đánh giá", when("2025-09-01", "2025-11-30", deadlines=...)),
    ("3", "Thu thập, mã hóa minh chứng", "Các nhóm công tác", "..xxx.....", "Kho minh chứng số", when("2025-10-01", "2025-12-31", deadlines=...)),
    ("4", "Khảo sát ý kiến cha mẹ học sinh", "Tổ Văn phòng", "....x.....", "Phiếu khảo sát", when("2025-12-01", "2025-12-31")),
    ("5", "Sửa chữa, bổ sung thiết bị phòng thí nghiệm", "Phó Hiệu trưởng (CSVC)", "....xx....", "02 phòng thí nghiệm", when("2025-12-01", "2026-01-31", deadlines=...)),
    ("6", "Gửi hồ sơ đăng ký đánh giá ngoài", "Hiệu trưởng", "......x...", "Công văn, hồ sơ", when("2026-02-01", "2026-02-28")),
    ("7", "Đón đoàn khảo sát chính thức", "Hội đồng tự đánh giá", "........x.", "Biên bản khảo sát", when("2026-04-01", "2026-04-30")),
    ("8", "Xây dựng kế hoạch cải tiến chất lượng", "Các tổ chuyên môn", ".........x", "Kế hoạch cải tiến", when("2026-05-01", "2026-05-31")),
]  # fmt: skip
WEEK_HEADINGS = [
    ["STT", "Công việc", "Người thực hiện", "Tuần 1\n(02/3 - 06/3)", "Tuần 2\n(09/3 - 13/3)", "Tuần 3\n(16/3 - 20/3)", "Tuần 4\n(23/3 - 27/3)"],
]  # fmt: skip
WEEKS: list[tuple[str, str, str, str, Any]] = [
    ("1", "Tập huấn viết báo cáo tiêu chí", "Thư ký Hội đồng", "x...", when("2026-03-02", "2026-03-06")),
    ("2", "Rà soát minh chứng tiêu chuẩn 1, 2", "Nhóm công tác 1", ".xx.", when("2026-03-09", "2026-03-20", deadlines=...)),
    ("3", "Rà soát minh chứng tiêu chuẩn 3, 4, 5", "Nhóm công tác 2", ".x..", when("2026-03-09", "2026-03-13")),
    ("4", "Diễn tập phỏng vấn giáo viên, học sinh", "Phó Hiệu trưởng", "...X", when("2026-03-23", "2026-03-27")),
]  # fmt: skip


@document("94-truong-kiem-dinh-thang-va-tuan.xlsx")
def months_and_weeks(path: Path) -> Json:
    book = Workbook()
    one = book.active
    one.title = "Theo tháng"
    first = sheets.titles(one, ["TRƯỜNG THPT CHUYÊN HẠ LONG", "TIẾN ĐỘ KIỂM ĐỊNH CHẤT LƯỢNG NĂM HỌC 2025 - 2026"], 14)
    marked = [[n, what, who, *(m.strip(".") for m in marks), out] for n, what, who, marks, out, _ in MONTHS]
    sheets.table(one, [*MONTH_HEADINGS, *marked], first=first + 1, headings=2, widths=[6, 44, 24, *[5] * 10, 22])
    two = book.create_sheet("Tháng 3 theo tuần")
    first = sheets.titles(two, ["CÔNG VIỆC CHI TIẾT THÁNG 3 NĂM 2026"], 7)
    weeks = [[n, what, who, *(m.strip(".") for m in marks)] for n, what, who, marks, _ in WEEKS]
    sheets.table(two, [*WEEK_HEADINGS, *weeks], first=first + 1, widths=[6, 44, 24, 14, 14, 14, 14])
    book.save(path)
    by_month = [((n, what, who, out), more) for n, what, who, _, out, more in MONTHS]
    by_week = [((n, what, who), more) for n, what, who, _, more in WEEKS]
    return facts(
        {"number": None, "issued_on": None},
        [
            *from_rows("stt content lead product", by_month, section=..., group=...),
            *from_rows("stt content lead", by_week, section=..., group=...),
        ],
    )


DOERS = ["Văn phòng", "Phòng TCCB", "Phòng KHTC", "Phòng GDTrH", "Phòng QLCL"]
LETTER_HEADINGS = [
    ["Mã", "Đầu việc", "Hạn hoàn thành", "Đơn vị được giao", "<", "<", "<", "<"],
    ["^", "^", "^", *DOERS],
]
LETTERS: list[tuple[str, str, str, str, str, str, Any]] = [
    ("A1", "Ban hành khung năng lực số của cán bộ quản lý", "31/3/2026", "PC...", "Phòng TCCB", "Văn phòng", when(..., "2026-03-31")),
    ("A2", "Hướng dẫn kiểm tra, đánh giá theo định hướng năng lực", "Tháng 4/2026", "...CP", "Phòng GDTrH", "Phòng QLCL", when("2026-04-01", "2026-04-30")),
    ("A3", "Lập kế hoạch mua sắm tập trung thiết bị dạy học", "Trước 15/5/2026", "P.CP.", "Phòng KHTC", "Văn phòng; Phòng GDTrH", when(None, "2026-05-15", qualifier="before")),
    ("B1", "Xây dựng ngân hàng câu hỏi thi tuyển sinh lớp 10", "Quý II/2026", "...PC", "Phòng QLCL", "Phòng GDTrH", when("2026-04-01", "2026-06-30")),
    ("B2", "Tổng kiểm kê tài sản công của ngành", "01/7/2026", "C.C..", "Văn phòng; Phòng KHTC", "", when(..., "2026-07-01")),
    ("B3", "Công khai thủ tục hành chính", "Thường xuyên", "CPPPP", "Văn phòng", "Phòng TCCB; Phòng KHTC; Phòng GDTrH; Phòng QLCL", when(recurrence="continuous")),
]  # fmt: skip
PART_HEADINGS = [["STT", "Nội dung công việc", "Phân công thực hiện", "Thời hạn"]]
PARTS: list[tuple[tuple[str, str, str, str], Any]] = [
    (("1", "Tổ chức Hội nghị sơ kết học kỳ I khối trung học", "Chủ trì: Phòng GDTrH\nPhối hợp: Văn phòng, Phòng KHTC", "22/01/2026"), when(..., "2026-01-22", lead="Phòng GDTrH", coordinating="Văn phòng; Phòng KHTC")),
    (("2", "Kỳ thi chọn học sinh giỏi cấp tỉnh lớp 12", "- Phòng QLCL: ra đề, coi thi, chấm thi;\n- Phòng KHTC: kinh phí;\n- Văn phòng: bố trí xe, phòng làm việc.", "Tháng 02/2026"), when("2026-02-01", "2026-02-28", lead="Phòng QLCL; Phòng KHTC; Văn phòng", coordinating=...)),
    (("3", "Rà soát, bổ nhiệm lại hiệu trưởng các trường trực thuộc", "Phòng TCCB (chủ trì)\nVăn phòng (phối hợp)", "Trước 28/02/2026"), when(None, "2026-02-28", lead="Phòng TCCB", coordinating="Văn phòng", qualifier="before")),
    (("4", "Đón đoàn giám sát của Ban Văn hóa - Xã hội HĐND tỉnh:\n+ Chuẩn bị báo cáo;\n+ Chuẩn bị địa điểm.", "+ Phòng GDTrH;\n+ Văn phòng.", "10-12/3/2026"), when("2026-03-10", "2026-03-12", lead="Phòng GDTrH; Văn phòng")),
]  # fmt: skip


@document("95-so-ma-tran-phan-cong.xlsx")
def matrix(path: Path) -> Json:
    book = Workbook()
    one = book.active
    one.title = "Ma trận"
    over = ["SỞ GIÁO DỤC VÀ ĐÀO TẠO BẮC NINH", "MA TRẬN PHÂN CÔNG NHIỆM VỤ 6 THÁNG ĐẦU NĂM 2026", "(Kèm theo Quyết định số 77/QĐ-SGDĐT ngày 05/01/2026 của Giám đốc Sở)"]  # fmt: skip
    first = sheets.titles(one, over, 8)
    grid = [[n, what, day, *(m.strip(".") for m in marks)] for n, what, day, marks, _, _, _ in LETTERS]
    after = sheets.table(one, [*LETTER_HEADINGS, *grid], first=first + 1, headings=2, widths=[6, 46, 18, *[14] * 5])
    one.cell(after + 1, 2, "Ghi chú: C - chủ trì; P - phối hợp.")
    two = book.create_sheet("Việc đột xuất")
    first = sheets.titles(two, ["NHIỆM VỤ BỔ SUNG QUÝ I NĂM 2026"], 4)
    sheets.table(two, [*PART_HEADINGS, *(cells for cells, _ in PARTS)], first=first + 1, widths=[6, 46, 40, 18])
    book.save(path)
    crossed = [
        ((n, what, day), {**more, "lead": names(lead), "coordinating": names(others)})
        for n, what, day, _, lead, others, more in LETTERS
    ]
    return facts(
        {"number": "77/QĐ-SGDĐT", "issued_on": "2026-01-05"},
        [
            *from_rows("stt content time_text", crossed, section=..., group=...),
            *from_rows("stt content - time_text", PARTS, section=..., group=...),
        ],
    )
