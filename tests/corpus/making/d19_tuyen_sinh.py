"""19: an enrolment plan in a sheet: two tables one under the other, numbering continued, ranges with hours, notes below."""

from pathlib import Path

from openpyxl import Workbook

from tests.corpus.making import sheets
from tests.corpus.making.facts import Json, document, facts, from_rows, when

ONE = [
    ["STT", "Nội dung công việc", "Thời gian thực hiện", "Trách nhiệm thực hiện"],
]
PRIMARY = [
    (("1", "UBND các xã, phường ban hành kế hoạch tuyển sinh, phân tuyến", "Trước ngày 30/4/2026", "UBND các xã, phường"), when(None, "2026-04-30", qualifier="before", lead="UBND các xã, phường")),
    (("2", "Công bố công khai kế hoạch, chỉ tiêu, tuyến tuyển sinh", "Từ 04/5 đến 15/5/2026", "Các trường mầm non, tiểu học, THCS"), when("2026-05-04", "2026-05-15", lead="Các trường mầm non, tiểu học, THCS")),
    (("3", "Tập huấn phần mềm tuyển sinh trực tuyến", "Ngày 20/5/2026", "Phòng QLCL"), when(..., "2026-05-20")),
    (("4", "Phụ huynh đăng ký tuyển sinh trực tuyến vào lớp 1, lớp 6", "Từ 08 giờ 00 ngày 15/6/2026 đến 17 giờ 00 ngày 22/6/2026", "Các trường tiểu học, THCS"), when("2026-06-15", "2026-06-22", due_time="17:00", lead="Các trường tiểu học, THCS")),
    (("5", "Xét tuyển, công bố kết quả, xác nhận nhập học", "23/6 - 30/6/2026", "Hội đồng tuyển sinh"), when("2026-06-23", "2026-06-30")),
    (("6", "Tuyển bổ sung (nếu còn chỉ tiêu)", "01/7-05/7/2026", "Hội đồng tuyển sinh"), when("2026-07-01", "2026-07-05")),
    (("7", "Báo cáo kết quả tuyển sinh đầu cấp về Sở GDĐT", "Chậm nhất 10/7/2026", "UBND các xã, phường"), when(None, "2026-07-10", qualifier="by", lead="UBND các xã, phường")),
]  # fmt: skip
UPPER = [
    (("8", "Học sinh đăng ký nguyện vọng dự tuyển lớp 10", "20/4 - 29/4/2026", "Các trường THCS"), when("2026-04-20", "2026-04-29")),
    (("9", "Thi tuyển sinh vào lớp 10 THPT", "02, 03/6/2026", "Sở GDĐT"), when(..., "2026-06-03", deadlines=...)),
    (("10", "Chấm thi, công bố điểm thi", "Xong trước ngày 18/6/2026", "Hội đồng chấm thi"), when(None, "2026-06-18", qualifier="before")),
    (("11", "Nhận đơn phúc khảo", "18 đến 22/6/2026", "Các trường THCS"), when("2026-06-18", "2026-06-22")),
    (("12", "Công bố điểm chuẩn, danh sách trúng tuyển", "Cuối tháng 6/2026", "Sở GDĐT"), when(..., "2026-06-30")),
    (("13", "Học sinh xác nhận nhập học", "Từ 28/6 đến hết ngày 02/7/2026", "Các trường THPT"), when("2026-06-28", "2026-07-02")),
    (("14", "Tổng hợp, báo cáo Bộ GDĐT và UBND tỉnh", "Tháng 8/2026", "Phòng QLCL"), when("2026-08-01", "2026-08-31")),
]  # fmt: skip


@document("19-lich-tuyen-sinh.xlsx")
def schedule(path: Path) -> Json:
    book = Workbook()
    sheet = book.active
    sheet.title = "Lịch tuyển sinh"
    titles = [
        "UBND TỈNH VĨNH LONG",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "LỊCH TUYỂN SINH ĐẦU CẤP VÀ TUYỂN SINH LỚP 10 NĂM HỌC 2026 - 2027",
        "(Kèm theo Kế hoạch số 708/KH-SGDĐT ngày 11/3/2026 của Sở GDĐT)",
    ]
    first = sheets.titles(sheet, titles, 4) + 1
    sheet.cell(first, 1, "A. TUYỂN SINH MẦM NON, LỚP 1, LỚP 6")
    after = sheets.table(sheet, [*ONE, *(cells for cells, _ in PRIMARY)], first=first + 1, widths=[6, 52, 34, 34])
    sheet.cell(after + 1, 1, "B. TUYỂN SINH LỚP 10")
    after = sheets.table(sheet, [*ONE, *(cells for cells, _ in UPPER)], first=after + 2)
    sheet.cell(
        after + 1,
        1,
        "Ghi chú: Lịch thi cụ thể theo hướng dẫn của Bộ GDĐT; năm học 2025-2026 kỳ thi diễn ra ngày 05/6/2025.",
    )
    sheet.cell(after + 3, 3, "NGƯỜI LẬP BIỂU")
    book.save(path)
    return facts(
        {"number": "708/KH-SGDĐT", "issued_on": "2026-03-11", "kind": "ke_hoach"},
        from_rows("stt content time_text lead", [*PRIMARY, *UPPER], section=...),
    )
