"""35: a workbook with a sheet of tasks for each doer, a sheet of instructions, and wording of its own in the headings."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook

from tests.corpus.making import sheets
from tests.corpus.making.facts import Json, document, facts, from_rows, when

D = date
FIRST = [
    ["Stt", "Tên công việc", "Đầu mối thực hiện", "Cộng tác", "Mốc hoàn thành", "Yêu cầu cần đạt"],
]
SO = [
    (("1", "Thẩm định đề án tự chủ của 05 trường THPT", "Phòng KHTC", "Phòng TCCB", D(2026, 3, 13), "Văn bản thẩm định"), when(None, "2026-03-13")),
    (("2", "Xét thăng hạng chức danh nghề nghiệp giáo viên", "Phòng TCCB", "Sở Nội vụ", "Đề án: 15/4/2026\nKết quả: 30/9/2026", "Quyết định công nhận"), when(..., "2026-04-15", "2026-09-30")),
    (("3", "Rà soát, cắt giảm thủ tục hành chính", "Văn phòng", "Các phòng", "30% trong quý II/2026", "Giảm 30% thủ tục"), {}),
    (("4", "Tổ chức thi khoa học kỹ thuật học sinh trung học cấp tỉnh", "Phòng GDTrH-GDTX", "Sở KH&CN", "9-10/01/2026", "120 dự án dự thi"), when("2026-01-09", "2026-01-10")),
]  # fmt: skip
SCHOOL_HEADINGS = [["Stt", "Tên công việc", "Phụ trách", "Hoàn thành", "Nơi nhận"]]
SCHOOLS = [
    (("1", "Nộp dự toán thu, chi năm 2026 điều chỉnh", "Các trường trực thuộc", D(2026, 1, 20), "Phòng KHTC"), when(None, "2026-01-20")),
    (("2", "Đăng ký danh hiệu thi đua năm học 2025-2026", "Các trường trực thuộc", D(2025, 12, 25), "Văn phòng"), when(None, "2025-12-25")),
    (("3", "Gửi báo cáo tự đánh giá chất lượng", "Các trường trong kế hoạch đánh giá ngoài", "Trước khi đánh giá ngoài 20 ngày", "Phòng KT&QLCL"), {}),
    (("4", "Cập nhật điểm, nhận xét học kỳ I lên hệ thống", "Các trường trực thuộc", "24h00 ngày 18/01/2026", ""), when(None, "2026-01-18")),
]  # fmt: skip
RULES = [
    "HƯỚNG DẪN SỬ DỤNG",
    "1. Các phòng cập nhật tiến độ vào cột cuối trước 16 giờ thứ Sáu hằng tuần.",
    "2. Ô màu vàng: sắp đến hạn; ô màu đỏ: quá hạn.",
    "3. Tệp được lập ngày 02/12/2025, thay cho tệp ngày 15/9/2025.",
]


@document("35-viec-trong-tam-hai-trang-tinh.xlsx")
def workbook(path: Path) -> Json:
    book = Workbook()
    guide = book.active
    guide.title = "Hướng dẫn"
    for place, line in enumerate(RULES, start=1):
        guide.cell(place, 1, line)
    one = book.create_sheet("Các phòng")
    first = sheets.titles(
        one, ["SỞ GIÁO DỤC VÀ ĐÀO TẠO TÂY NINH", "CÔNG VIỆC TRỌNG TÂM CỦA CÁC PHÒNG (12/2025 - 9/2026)"], 6
    )
    sheets.table(one, [*FIRST, *(cells for cells, _ in SO)], first=first, widths=[6, 46, 22, 18, 24, 26])
    two = book.create_sheet("Các trường")
    first = sheets.titles(two, ["CÔNG VIỆC CÁC TRƯỜNG PHẢI HOÀN THÀNH"], 5)
    sheets.table(two, [*SCHOOL_HEADINGS, *(cells for cells, _ in SCHOOLS)], first=first + 1, widths=[6, 46, 34, 26, 18])
    book.save(path)
    rows = [
        (
            (c[0], c[1], c[2], c[3], c[5]),
            more if isinstance(c[4], date) else {"time_text": " ".join(str(c[4]).split()), **more},
        )
        for c, more in SO
    ]
    more_rows = [
        ((c[0], c[1], c[2]), more if isinstance(c[3], date) else {"time_text": c[3], **more}) for c, more in SCHOOLS
    ]
    return facts(
        {"number": None, "issued_on": None},
        [
            *from_rows("stt content lead coordinating product", rows, section=...),
            *from_rows("stt content lead", more_rows, section=..., product=...),
        ],
        [deadline_of_sheet()],
    )


def deadline_of_sheet() -> Json:
    """How the sheet itself is kept up: nobody's task for the register, nor wrong there."""
    return {"due_on": None, "recurrence": "weekly", "what": "cập nhật tiến độ", "optional": True}
