"""62: an inspection plan: schedule of places with a merged month column and a chief of team, reports by days after, a stamp on the page."""

from pathlib import Path

from tests.corpus.making import print as paper
from tests.corpus.making.facts import Json, deadline, document, facts, from_rows, when

BODY = """
Căn cứ Nghị định số 69/2023/NĐ-CP ngày 14/9/2023 của Chính phủ; Sở Khoa học và Công nghệ ban hành Kế hoạch kiểm tra đo lường, chất lượng sản phẩm, hàng hóa năm 2026 như sau:
# I. MỤC ĐÍCH, YÊU CẦU
Kịp thời phát hiện, chấn chỉnh sai phạm; không gây phiền hà cho cơ sở.
# II. LỊCH KIỂM TRA
"""
AFTER = """
# III. TRÁCH NHIỆM
1. Chi cục Tiêu chuẩn Đo lường Chất lượng gửi thông báo đến cơ sở được kiểm tra trước ít nhất 05 ngày làm việc; tổng hợp kết quả, báo cáo Giám đốc Sở trước ngày 10/12/2026.
2. Các cơ sở được kiểm tra chuẩn bị báo cáo theo đề cương, gửi Đoàn kiểm tra chậm nhất 03 ngày trước ngày kiểm tra.
3. Trưởng đoàn kiểm tra báo cáo kết quả trong thời hạn 15 ngày kể từ ngày kết thúc kiểm tra.
4. Văn phòng Sở bố trí xe, kinh phí cho Đoàn kiểm tra; lập dự toán trước ngày 28/02/2026./.
"""
CC, TT, QL = "Chi cục Tiêu chuẩn Đo lường Chất lượng", "Phòng Quản lý Công nghệ", "Chi cục Quản lý thị trường"
ROWS = [
    (("1", "Tháng 3", "Kiểm tra phương tiện đo tại 12 cửa hàng xăng dầu", "16 - 20/3/2026", CC, QL), when("2026-03-16", "2026-03-20")),
    (("2", "^", "Kiểm tra cân tại các chợ đầu mối", "24/3/2026", CC, "UBND các phường"), when(..., "2026-03-24")),
    (("3", "Tháng 5", "Kiểm tra ghi nhãn đồ chơi trẻ em", "Từ 11/5/2026 đến 22/5/2026", CC, QL), when("2026-05-11", "2026-05-22")),
    (("4", "^", "Kiểm tra an toàn bức xạ tại cơ sở X-quang", "25-29/5/2026", TT, "Sở Y tế"), when("2026-05-25", "2026-05-29")),
    (("5", "Tháng 9", "Kiểm tra chất lượng mũ bảo hiểm", "14/9 - 18/9/2026", CC, "Công an tỉnh"), when("2026-09-14", "2026-09-18")),
    (("6", "^", "Kiểm tra hoạt động chuyển giao công nghệ", "Trước 30/9/2026", TT, "Sở Tài chính"), when(None, "2026-09-30", qualifier="before")),
    (("7", "Tháng 11", "Kiểm tra hàng đóng gói sẵn dịp cuối năm", "Trong tháng 11/2026", CC, QL), when("2026-11-01", "2026-11-30")),
]  # fmt: skip


@document("held_out/62-so-khcn-lich-kiem-tra.pdf")
def plan(path: Path) -> Json:
    story = [
        *paper.head("UBND TỈNH BẮC NINH<br/><b>SỞ KHOA HỌC VÀ CÔNG NGHỆ</b>", "Số: 19/KH-SKHCN", "Bắc Ninh, ngày 26 tháng 01 năm 2026"),
        paper.centred("<b>KẾ HOẠCH</b>", 13),
        paper.centred("<b>Kiểm tra đo lường, chất lượng sản phẩm, hàng hóa năm 2026</b>"),
        *paper.body(BODY),
        paper.table([["TT", "Tháng", "Nội dung kiểm tra", "Thời gian", "Chủ trì", "Phối hợp"], *(cells for cells, _ in ROWS)], [1, 2, 5, 3.2, 3.2, 2.6], size=10.5),
        *paper.body(AFTER),
        *paper.signature("- UBND tỉnh (b/c);<br/>- Các phòng, đơn vị;<br/>- Lưu: VT.", "GIÁM ĐỐC"),
    ]  # fmt: skip
    stamped = paper.stamp(["Ký bởi: Sở Khoa học và Công nghệ", "Cơ quan: UBND tỉnh Bắc Ninh", "Thời gian ký: 26/01/2026 15:42:10 +07:00"], 13.5, 28.9, page=1)  # fmt: skip
    paper.save(path, story, furniture=stamped)
    return facts(
        {"number": "19/KH-SKHCN", "issued_on": "2026-01-26", "issuer": "Sở Khoa học và Công nghệ Bắc Ninh", "kind": "ke_hoach", "title": "Kiểm tra đo lường, chất lượng sản phẩm, hàng hóa năm 2026"},
        from_rows("stt - content time_text lead coordinating", ROWS, section=..., group=...),
        [
            deadline("2026-12-10", "tổng hợp kết quả, báo cáo Giám đốc Sở", CC, recipient="Giám đốc Sở"),
            deadline("2026-02-28", "lập dự toán", "Văn phòng Sở"),
        ],
    )  # fmt: skip
