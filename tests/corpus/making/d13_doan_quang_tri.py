"""13: a youth union's plan whose table has no ruling at all, only columns (reportlab)."""

from pathlib import Path

from tests.corpus.making import print as paper
from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, from_rows, when

BODY = """
Thực hiện Chương trình công tác Đoàn và phong trào thanh thiếu nhi năm 2026, Ban Thường vụ Tỉnh Đoàn ban hành Kế hoạch tổ chức Tháng Thanh niên năm 2026 như sau:
# I. MỤC ĐÍCH
Kỷ niệm 95 năm Ngày thành lập Đoàn TNCS Hồ Chí Minh (26/3/1931 - 26/3/2026); phát huy vai trò xung kích của thanh niên.
# II. THỜI GIAN
Từ ngày 01/3/2026 đến ngày 31/3/2026. Lễ phát động cấp tỉnh: ngày 28/02/2026.
# III. PHÂN CÔNG NHIỆM VỤ
"""
AFTER = """
# IV. TỔ CHỨC THỰC HIỆN
1. Các xã, phường Đoàn và Đoàn trực thuộc xây dựng kế hoạch, gửi về Tỉnh Đoàn (qua Ban Phong trào) trước ngày 20/02/2026; báo cáo kết quả trước ngày 05/4/2026.
2. Ban Phong trào Tỉnh Đoàn tổng hợp, báo cáo Trung ương Đoàn trước ngày 10/4/2026.
"""
HEADINGS = ["TT", "Nội dung", "Đơn vị tham mưu", "Đơn vị phối hợp", "Thời gian", "Ghi chú"]
ROWS = [
    (("1", "Lễ phát động Tháng Thanh niên và Chiến dịch “Xuân tình nguyện”", "Ban Phong trào", "Đoàn phường Đồng Hới", "28/02/2026", ""), when(..., "2026-02-28")),
    (("2", "Trao tặng 10 công trình “Thắp sáng đường quê”", "Ban Phong trào", "Công ty Điện lực Quảng Trị", "Tuần 1 tháng 3/2026", ""), when("2026-03-01", "2026-03-07")),
    (("3", "Ngày hội STEM, robotics cho học sinh các trường THCS, THPT", "Ban Thanh thiếu nhi - Trường học", "Sở GDĐT; Trung tâm Hoạt động TTN", "14 - 15/3/2026", "tại Đông Hà"), when("2026-03-14", "2026-03-15")),
    (("4", "Hiến máu tình nguyện đợt 1", "Hội LHTN Việt Nam tỉnh", "Hội Chữ thập đỏ tỉnh", "Trong tháng 3/2026", "500 đơn vị máu"), when(..., "2026-03-31")),
    (("5", "Tuyên dương “Cán bộ Đoàn tiêu biểu” - Giải thưởng 26/3", "Ban Tổ chức - Kiểm tra", "Văn phòng", "Trước 25/3/2026", ""), when(None, "2026-03-25", qualifier="before")),
    (("6", "Duy trì đội hình hỗ trợ dịch vụ công trực tuyến tại trung tâm hành chính công các xã", "Các xã, phường Đoàn", "Sở Khoa học và Công nghệ", "Thường xuyên", ""), {**CONTINUOUS, "lead": "Các xã, phường Đoàn"}),
    (("7", "Khởi công nhà nhân ái tặng thiếu nhi khó khăn", "Hội đồng Đội tỉnh", "Các nhà tài trợ", "Tháng 3 - tháng 5/2026", "03 nhà"), when("2026-03-01", "2026-05-31")),
    (("8", "Tổng kết Tháng Thanh niên", "Văn phòng", "Các ban", "Đầu tháng 4/2026", ""), when(..., ..., deadlines=...)),
]  # fmt: skip


@document("13-doan-thang-thanh-nien.pdf")
def plan(path: Path) -> Json:
    story = [
        *paper.head("ĐOÀN TNCS HỒ CHÍ MINH<br/><b>BAN CHẤP HÀNH TỈNH QUẢNG TRỊ</b><br/>***", "Số: 52-KH/TĐTN-PT", "Quảng Trị, ngày 23 tháng 01 năm 2026", motto="<b>ĐẢNG CỘNG SẢN VIỆT NAM</b>"),
        paper.centred("<b>KẾ HOẠCH</b>", 13),
        paper.centred("<b>Tổ chức Tháng Thanh niên năm 2026</b>", 12),
        *paper.body(BODY, 11),
        paper.table([HEADINGS, *(cells for cells, _ in ROWS)], [1, 5.8, 3, 3.2, 2.4, 1.8], size=9, ruled=False),
        *paper.body(AFTER, 11),
        *paper.signature("- Trung ương Đoàn (b/c);<br/>- Các xã, phường Đoàn;<br/>- Lưu: VP, PT.", "TM. BAN THƯỜNG VỤ<br/>PHÓ BÍ THƯ"),
    ]  # fmt: skip
    paper.save(path, story)
    branches = "Các xã, phường Đoàn; Đoàn trực thuộc"
    return facts(
        {"number": "52-KH/TĐTN-PT", "issued_on": "2026-01-23", "kind": "ke_hoach", "title": "Tổ chức Tháng Thanh niên năm 2026"},
        from_rows("stt content lead coordinating time_text -", ROWS, section=...),
        [
            deadline("2026-02-20", "xây dựng kế hoạch", branches, recipient="Tỉnh Đoàn", via="Ban Phong trào", who_or=["Các xã, phường Đoàn và Đoàn trực thuộc"]),
            deadline("2026-04-05", "báo cáo kết quả", branches, who_or=["Các xã, phường Đoàn và Đoàn trực thuộc"]),
            deadline("2026-04-10", "báo cáo Trung ương Đoàn", "Ban Phong trào Tỉnh Đoàn", recipient="Trung ương Đoàn"),
        ],
    )  # fmt: skip
