"""37: a table without any line over two pages, rows as close as lines, sections as rows, and a budget table after it (reportlab)."""

from pathlib import Path
from typing import Any

from tests.corpus.making import print as paper
from tests.corpus.making.facts import Json, deadline, document, facts, from_rows, when

HEADINGS = ["TT", "Công việc", "Thời hạn", "Chủ trì", "Phối hợp"]
A, B, C = "Công tác chuẩn bị", "Tổ chức thi đấu", "Sau đại hội"
ROWS: list[tuple[tuple[str, ...], Any]] = [
    (("A", A, "", "", ""), None),
    (("1", "Thành lập Ban Chỉ đạo, Ban Tổ chức, các tiểu ban", "Trước 15/01/2026", "Sở GDĐT", "Sở VHTTDL"), when(None, "2026-01-15", qualifier="before")),
    (("2", "Ban hành Điều lệ Hội khỏe Phù Đổng; hướng dẫn hồ sơ vận động viên", "25/01/2026", "Phòng CTTT", "Trung tâm Huấn luyện và Thi đấu TDTT"), when(..., "2026-01-25")),
    (("3", "Kiểm tra, sửa chữa sân bãi, nhà thi đấu tại phường Việt Trì và phường Hòa Bình", "02/2026", "Phòng KHTC", "UBND phường Việt Trì; UBND phường Hòa Bình"), when("2026-02-01", "2026-02-28")),
    (("4", "Các đơn vị đăng ký môn thi, số lượng vận động viên (đợt 1 sơ bộ, đợt 2 chính thức)", "Đợt 1: 10/02/2026; đợt 2: 28/02/2026", "Các đơn vị", "Phòng CTTT"), when(..., "2026-02-10", "2026-02-28")),
    (("5", "Tập huấn trọng tài (02 lớp)", "05 - 07/3/2026", "Phòng CTTT", "Sở VHTTDL"), when("2026-03-05", "2026-03-07")),
    (("6", "Bốc thăm, xếp lịch thi đấu các môn tập thể", "09/3/2026", "Ban Tổ chức", "Các đơn vị"), when(..., "2026-03-09")),
    (("B", B, "", "", ""), None),
    (("7", "Thi đấu vòng loại bóng đá, bóng rổ khu vực phía Bắc và phía Nam", "Từ 12/3 đến 20/3/2026", "Tiểu ban chuyên môn", "Các trường đăng cai"), when("2026-03-12", "2026-03-20")),
    (("8", "Khai mạc Hội khỏe Phù Đổng tỉnh Phú Thọ lần thứ I", "25/3/2026", "Ban Tổ chức", "Công an tỉnh; Sở Y tế"), when(..., "2026-03-25")),
    (("9", "Thi đấu chung kết 12 môn tại Khu liên hợp thể thao tỉnh", "25 - 31/3/2026", "Tiểu ban chuyên môn", "Trung tâm Huấn luyện và Thi đấu TDTT"), when("2026-03-25", "2026-03-31")),
    (("10", "Bảo đảm y tế, an ninh, vệ sinh an toàn thực phẩm trong thời gian thi đấu", "Trong thời gian thi đấu", "Tiểu ban hậu cần", "Sở Y tế; Công an tỉnh"), when(None)),
    (("C", C, "", "", ""), None),
    (("11", "Thanh quyết toán kinh phí", "Tháng 4/2026", "Phòng KHTC", "Các tiểu ban"), when("2026-04-01", "2026-04-30")),
    (("12", "Thành lập đội tuyển tham dự Hội khỏe Phù Đổng toàn quốc", "Quý II/2026", "Phòng CTTT", "Trung tâm Huấn luyện và Thi đấu TDTT"), when("2026-04-01", "2026-06-30")),
    (("13", "Báo cáo tổng kết gửi UBND tỉnh, Bộ GDĐT", "Chậm nhất 20/4/2026", "Phòng CTTT", "Văn phòng Sở"), when(None, "2026-04-20", qualifier="by")),
]  # fmt: skip
MONEY = [
    ["TT", "Nội dung chi", "Số lượng", "Đơn giá", "Thành tiền"],
    ["1", "Giải thưởng", "96", "1.200.000", "115.200.000"],
    ["2", "Bồi dưỡng trọng tài", "64", "2.500.000", "160.000.000"],
    ["3", "Thuê sân bãi", "8", "15.000.000", "120.000.000"],
    ["", "Cộng", "", "", "395.200.000"],
]
BODY = """
Thực hiện Điều lệ Hội khỏe Phù Đổng toàn quốc ban hành kèm theo Quyết định số 1455/QĐ-BGDĐT ngày 09/6/2025, Sở Giáo dục và Đào tạo xây dựng Kế hoạch tổ chức như sau:
# 1. Mục đích
Đẩy mạnh phong trào rèn luyện thân thể trong học sinh; tuyển chọn vận động viên tham dự cấp toàn quốc (dự kiến tháng 7/2026).
# 2. Tiến độ thực hiện
"""


@document("37-ke-hoach-hoi-khoe-phu-dong.pdf")
def plan(path: Path) -> Json:
    grid = paper.table([HEADINGS, *(cells for cells, _ in ROWS)], [1, 6.2, 3.4, 3, 3.4], size=10.5, ruled=False)
    grid.setStyle([("TOPPADDING", (0, 0), (-1, -1), 0.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5)])  # type: ignore[attr-defined]
    story = [
        *paper.head("UBND TỈNH PHÚ THỌ<br/><b>SỞ GIÁO DỤC VÀ ĐÀO TẠO</b>", "Số: 12/KH-SGDĐT", "Phú Thọ, ngày 06 tháng 01 năm 2026"),
        paper.centred("<b>KẾ HOẠCH</b>", 13),
        paper.centred("<b>Tổ chức Hội khỏe Phù Đổng tỉnh Phú Thọ lần thứ I năm 2026</b>"),
        *paper.body(BODY, 13),
        grid,
        *paper.body("# 3. Kinh phí\nDự toán kinh phí từ ngân sách sự nghiệp giáo dục năm 2026:", 13),
        paper.table(MONEY, [1, 6.2, 2.6, 3.4, 3.8], size=10.5, ruled=False),
        *paper.body("# 4. Tổ chức thực hiện\nCác đơn vị gửi kế hoạch tham gia Hội khỏe về Sở GDĐT (qua Phòng CTTT) trước ngày 30/01/2026. Quá trình thực hiện nếu có vướng mắc, liên hệ Phòng CTTT để được giải đáp./.", 13),
        *paper.signature("- UBND tỉnh (b/c);<br/>- Các đơn vị;<br/>- Lưu: VT, CTTT.", "KT. GIÁM ĐỐC<br/>PHÓ GIÁM ĐỐC"),
    ]  # fmt: skip
    paper.save(path, story)
    section, expected = "", []
    for cells, more in ROWS:
        if more is None:
            section = cells[1]
        else:
            expected.append((cells, {"section": section, **more}))
    return facts(
        {"number": "12/KH-SGDĐT", "issued_on": "2026-01-06", "issuer": "Sở Giáo dục và Đào tạo Phú Thọ", "kind": "ke_hoach", "title": "Tổ chức Hội khỏe Phù Đổng tỉnh Phú Thọ lần thứ I năm 2026"},
        from_rows("stt content time_text lead coordinating", expected),
        [deadline("2026-01-30", "kế hoạch tham gia Hội khỏe", "Các đơn vị", recipient="Sở GDĐT", via="Phòng CTTT")],
    )  # fmt: skip
