"""04: the appendix of a provincial plan as a workbook: title rows, merged groups, true dates, section rows, a total."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook

from tests.corpus.making import sheets
from tests.corpus.making.facts import Json, document, facts, from_rows, when

D = date
HEADINGS = [
    [
        "TT",
        "Nhiệm vụ",
        "Cơ quan, đơn vị thực hiện",
        "<",
        "Thời hạn hoàn thành",
        "Kết quả, sản phẩm",
        "Kinh phí dự kiến (triệu đồng)",
    ],
    ["^", "^", "Chủ trì", "Phối hợp", "^", "^", "^"],
]
SCHOOLS = "PHÁT TRIỂN MẠNG LƯỚI TRƯỜNG, LỚP"
TEACHERS = "PHÁT TRIỂN ĐỘI NGŨ"
QUALITY = "NÂNG CAO CHẤT LƯỢNG GIÁO DỤC"
ROWS = [
    (("I", SCHOOLS, "<", "<", "<", "<", "<"), None),
    (("1", "Hoàn thành đầu tư xây dựng 08 trường nội trú liên cấp tại các xã biên giới, vùng cao", "Sở Xây dựng", "Sở Tài chính; Sở GDĐT", D(2026, 8, 30), "08 trường đưa vào sử dụng", 96500), when(None, "2026-08-30", section=SCHOOLS)),
    (("2", "Rà soát quy hoạch đất dành cho giáo dục", "Sở Nông nghiệp và Môi trường", "UBND các xã, phường", D(2026, 6, 15), "Báo cáo rà soát", 450), when(None, "2026-06-15", section=SCHOOLS, lead="Sở Nông nghiệp và Môi trường", coordinating="UBND các xã, phường")),
    (("3", "Xóa phòng học tạm, phòng học nhờ", "UBND các xã, phường", "Sở GDĐT", "Quý IV/2026", "100% phòng học kiên cố", 31200), when("2026-10-01", "2026-12-31", section=SCHOOLS, lead="UBND các xã, phường")),
    (("II", TEACHERS, "<", "<", "<", "<", "<"), None),
    (("4", "Tuyển dụng giáo viên theo chỉ tiêu biên chế được giao bổ sung", "Sở Nội vụ", "Sở GDĐT", D(2026, 7, 31), "1.120 giáo viên được tuyển", 0), when(None, "2026-07-31", section=TEACHERS)),
    (("5", "Bồi dưỡng giáo viên dạy Tiếng Anh, Tin học cấp tiểu học", "Sở GDĐT", "Trường Đại học Hùng Vương", "Tháng 6 - 8/2026", "650 giáo viên", 3250), when("2026-06-01", "2026-08-31", section=TEACHERS)),
    (("6", "Đánh giá, xếp loại viên chức quản lý", "Sở GDĐT", "UBND các xã, phường", "Hằng năm", "Báo cáo UBND tỉnh", 0), when(recurrence="annual", section=TEACHERS, coordinating="UBND các xã, phường")),
    (("III", QUALITY, "<", "<", "<", "<", "<"), None),
    (("7", "Triển khai dạy học 2 buổi/ngày cấp tiểu học, THCS", "Sở GDĐT", "UBND các xã, phường", "Từ tháng 9/2026", "100% trường tổ chức 2 buổi/ngày", 5400), {"starts_on": "2026-09-01", "section": QUALITY, "coordinating": ["UBND các xã, phường"]}),
    (("8", "Tổ chức kỳ thi chọn học sinh giỏi cấp tỉnh", "^", "Các trường THPT", D(2026, 3, 18), "Quyết định công nhận kết quả", 2100), when(None, "2026-03-18", section=QUALITY)),
    (("9", "Kiểm định chất lượng giáo dục, công nhận trường đạt chuẩn quốc gia", "^", "Sở Xây dựng; UBND các xã, phường", D(2026, 11, 30), "62 trường được công nhận", 900), when(None, "2026-11-30", section=QUALITY, coordinating="Sở Xây dựng; UBND các xã, phường")),
    (("10", "Sơ kết 6 tháng thực hiện Kế hoạch", "^", "Văn phòng UBND tỉnh", "Trước 10/7/2026", "Báo cáo sơ kết", 0), when(None, "2026-07-10", section=QUALITY, qualifier="before")),
    (("11", "Tổng kết năm", "^", "Văn phòng UBND tỉnh", D(2026, 12, 20), "Báo cáo tổng kết", 60), when(None, "2026-12-20", section=QUALITY)),
    (("", "TỔNG CỘNG", "", "", "", "", 139860), None),
]  # fmt: skip
TITLES = [
    "UBND TỈNH PHÚ THỌ",
    "Phụ lục",
    "PHÂN CÔNG NHIỆM VỤ PHÁT TRIỂN GIÁO DỤC VÀ ĐÀO TẠO TỈNH PHÚ THỌ NĂM 2026",
    "(Kèm theo Kế hoạch số 27/KH-UBND ngày 09 tháng 01 năm 2026 của UBND tỉnh Phú Thọ)",
    "",
]
BUDGET = [
    ["TT", "Nguồn vốn", "Năm 2025", "Năm 2026", "Tăng (giảm)"],
    [1, "Ngân sách tỉnh", 88200, 101460, 13260],
    [2, "Ngân sách trung ương", 30000, 35000, 5000],
    [3, "Nguồn hợp pháp khác", 2100, 3400, 1300],
    ["", "Cộng", 120300, 139860, 19560],
]


@document("04-phu-luc-ke-hoach-phu-tho.xlsx")
def appendix(path: Path) -> Json:
    book = Workbook()
    sheet = book.active
    sheet.title = "Phu luc"
    first = sheets.titles(sheet, TITLES, 7)
    sheets.table(
        sheet, [*HEADINGS, *(cells for cells, _ in ROWS)], first=first, headings=2, widths=[6, 48, 24, 28, 18, 30, 14]
    )
    money = book.create_sheet("Kinh phi")
    sheets.table(money, BUDGET, first=sheets.titles(money, ["TỔNG HỢP KINH PHÍ THỰC HIỆN (triệu đồng)", ""], 5))
    book.save(path)
    expected = []
    above = ""
    for cells, more in ROWS:
        lead = above if cells[2] == "^" else cells[2]
        above = lead
        if more is None:
            continue
        time_text = cells[4] if isinstance(cells[4], str) else ...
        row = (cells[0], cells[1], lead, cells[3], "", cells[5], "")
        expected.append((row, {"time_text": time_text, **more}))
    return facts(
        {"number": "27/KH-UBND", "issued_on": "2026-01-09", "issuer": "UBND tỉnh Phú Thọ", "kind": "ke_hoach"},
        from_rows("stt content lead coordinating - product -", expected),
    )
