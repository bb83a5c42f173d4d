"""67: a statistics office's workbook: three sheets of figures by year and by commune, days of survey in the notes, nothing to do."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook

from tests.corpus.making import sheets
from tests.corpus.making.facts import Json, document, facts

COMMUNES = ["Phường Đông Hà", "Phường Nam Đông Hà", "Xã Cam Lộ", "Xã Hướng Hóa", "Xã Gio Linh", "Xã Vĩnh Linh"]


@document("held_out/67-thong-ke-y-te-so-lieu.xlsx")
def figures(path: Path) -> Json:
    book = Workbook()
    one = book.active
    one.title = "Bieu 01"
    first = sheets.titles(one, ["Biểu 01. NHÂN LỰC VÀ GIƯỜNG BỆNH THEO XÃ, PHƯỜNG", "(Thời điểm 31/12/2025)"], 6)
    rows = [["STT", "Xã, phường", "Bác sĩ", "Điều dưỡng", "Giường bệnh", "Ghi chú"]]
    rows += [[place, name, 4 + place, 9 + 2 * place, 5 * place, "" if place % 2 else "Có phòng khám khu vực"] for place, name in enumerate(COMMUNES, 1)]  # fmt: skip
    rows += [["", "Tổng số", 45, 96, 105, ""]]
    end = sheets.table(one, rows, first=first, widths=[6, 26, 10, 12, 14, 26])
    one.cell(end + 1, 2, "Nguồn: Điều tra cơ sở y tế từ ngày 05/01/2026 đến ngày 20/01/2026.")
    two = book.create_sheet("Bieu 02")
    first = sheets.titles(two, ["Biểu 02. KẾT QUẢ TIÊM CHỦNG MỞ RỘNG QUA CÁC NĂM (%)"], 5)
    sheets.table(
        two,
        [["Vắc xin", "2022", "2023", "2024", "2025"], ["BCG", 97.1, 96.8, 98, 98.4], ["Sởi - Rubella", 92.3, 90.1, 95.5, 96.2], ["Bại liệt", 93, 91.7, 96.1, 96.9]],
        first=first + 1,
        widths=[22, 10, 10, 10, 10],
    )  # fmt: skip
    three = book.create_sheet("Bieu 03")
    first = sheets.titles(three, ["Biểu 03. DỊCH BỆNH ĐÃ GHI NHẬN NĂM 2025"], 5)
    sheets.table(
        three,
        [
            ["TT", "Tên bệnh", "Địa phương", "Ngày ghi nhận ca đầu", "Số ca"],
            [1, "Sốt xuất huyết", "Phường Đông Hà", date(2025, 6, 11), 214],
            [2, "Tay chân miệng", "Xã Gio Linh", date(2025, 3, 2), 97],
            [3, "Sởi", "Xã Hướng Hóa", date(2025, 1, 19), 41],
        ],
        first=first + 1,
        widths=[6, 22, 22, 22, 10],
    )
    book.save(path)
    return facts({"number": None})
