"""26: a ministry's plan over many pages: lines only between rows, none between columns, page feet "Trang n", groups as rows."""

from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.making import print as paper
from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, from_rows, when

HEADINGS = ["TT", "Nội dung công việc", "Thời gian hoàn thành", "Đơn vị chủ trì", "Đơn vị phối hợp", "Kết quả"]
A, B, C = (
    "Hoàn thiện văn bản quy phạm pháp luật",
    "Chuẩn bị đội ngũ, cơ sở vật chất",
    "Truyền thông, kiểm tra, đánh giá",
)
LEGAL, SCHOOL, STAFF, PLAN, QUALITY, DIGITAL, OFFICE = (
    "Vụ Pháp chế",
    "Vụ Giáo dục phổ thông",
    "Cục Nhà giáo và Cán bộ quản lý giáo dục",
    "Vụ Kế hoạch - Tài chính",
    "Cục Quản lý chất lượng",
    "Cục Khoa học, Công nghệ và Thông tin",
    "Văn phòng Bộ",
)
ROWS: list[tuple[tuple[str, ...], Any]] = [
    (("I", A, "", "", "", ""), None),
    (("1", "Rà soát hệ thống văn bản hiện hành về giáo dục STEM, đề xuất sửa đổi, bổ sung", "Tháng 01/2026", LEGAL, SCHOOL, "Báo cáo rà soát"), when("2026-01-01", "2026-01-31")),
    (("2", "Xây dựng Thông tư hướng dẫn tổ chức hoạt động giáo dục STEM trong trường phổ thông", "Tháng 8/2026", SCHOOL, LEGAL, "Thông tư"), when("2026-08-01", "2026-08-31")),
    (("3", "Ban hành bộ tiêu chí phòng học STEM", "30/6/2026", PLAN, SCHOOL, "Quyết định"), when(..., "2026-06-30")),
    (("4", "Xây dựng khung năng lực số, năng lực STEM của giáo viên phổ thông", "Quý III/2026", STAFF, SCHOOL, "Quyết định"), when("2026-07-01", "2026-09-30")),
    (("5", "Hướng dẫn lồng ghép giáo dục STEM trong kế hoạch giáo dục nhà trường năm học 2026-2027", "Trước 15/8/2026", SCHOOL, "Các sở GDĐT", "Công văn"), when(None, "2026-08-15", qualifier="before")),
    (("6", "Quy định quản lý, khai thác kho học liệu STEM dùng chung", "Quý IV/2026", DIGITAL, LEGAL, "Quy chế"), when("2026-10-01", "2026-12-31", lead=[DIGITAL])),
    (("II", B, "", "", "", ""), None),
    (("7", "Khảo sát thực trạng phòng học bộ môn, thiết bị dạy học STEM tại 34 tỉnh, thành phố", "02 - 4/2026", PLAN, "Các sở GDĐT", "Báo cáo khảo sát"), when("2026-02-01", "2026-04-30")),
    (("8", "Biên soạn tài liệu bồi dưỡng giáo viên cốt cán", "Tháng 5/2026", STAFF, "Các trường đại học sư phạm", "03 bộ tài liệu"), when("2026-05-01", "2026-05-31")),
    (("9", "Bồi dưỡng giáo viên cốt cán (06 đợt)", "Tháng 6 - 9/2026", STAFF, "Các trường đại học sư phạm", "1.800 giáo viên"), when("2026-06-01", "2026-09-30")),
    (("10", "Bồi dưỡng đại trà qua hệ thống trực tuyến", "Từ tháng 9/2026 đến tháng 12/2026", STAFF, "Các sở GDĐT", "Chứng nhận hoàn thành"), when("2026-09-01", "2026-12-31")),
    (("11", "Phát triển kho học liệu STEM dùng chung", "Thường xuyên", DIGITAL, SCHOOL, "2.000 học liệu"), {**CONTINUOUS, "lead": [DIGITAL]}),
    (("12", "Hỗ trợ thiết bị cho 200 trường vùng khó khăn từ nguồn xã hội hóa", "Năm 2026", PLAN, "Quỹ hỗ trợ giáo dục", "200 bộ thiết bị"), when("2026-01-01", "2026-12-31")),
    (("13", "Ký kết chương trình phối hợp với các viện nghiên cứu, doanh nghiệp công nghệ", "Quý II/2026", "Vụ Giáo dục đại học", "Bộ Khoa học và Công nghệ", "Thỏa thuận hợp tác"), when("2026-04-01", "2026-06-30")),
    (("14", "Thí điểm 30 mô hình câu lạc bộ STEM tại trường dân tộc nội trú", "Học kỳ I năm học 2026-2027", SCHOOL, "Vụ Giáo dục dân tộc", "30 câu lạc bộ"), {"recurrence": "none"}),
    (("III", C, "", "", "", ""), None),
    (("15", "Tổ chức Ngày hội STEM quốc gia năm 2026", "15-16/5/2026", SCHOOL, "Hội đồng Đội Trung ương; UBND thành phố Huế", "Ngày hội"), when("2026-05-15", "2026-05-16")),
    (("16", "Truyền thông trên Báo Giáo dục và Thời đại, mạng xã hội", "Hằng tháng", OFFICE, "Báo Giáo dục và Thời đại", "Tin, bài, phóng sự"), when(recurrence="monthly")),
    (("17", "Tham gia đánh giá quốc tế về năng lực khoa học", "Theo kế hoạch của OECD", QUALITY, SCHOOL, "Báo cáo quốc gia"), when(None)),
    (("18", "Kiểm tra việc triển khai tại 10 tỉnh, thành phố", "10-11/2026", SCHOOL, "Vụ Kế hoạch - Tài chính; Văn phòng Bộ", "Biên bản kiểm tra"), when("2026-10-01", "2026-11-30", coordinating="Vụ Kế hoạch - Tài chính; Văn phòng Bộ")),
    (("19", "Cuộc thi Khoa học kỹ thuật cấp quốc gia dành cho học sinh trung học", "Tháng 3/2026", QUALITY, "UBND tỉnh Khánh Hòa", "Cuộc thi"), when("2026-03-01", "2026-03-31")),
    (("20", "Đánh giá tác động của giáo dục STEM giai đoạn 2023-2026", "12/2026", "Viện Khoa học Giáo dục Việt Nam", SCHOOL, "Báo cáo đánh giá"), when("2026-12-01", "2026-12-31")),
    (("21", "Hội nghị tổng kết, xây dựng kế hoạch năm 2027", "Chậm nhất ngày 25/12/2026", SCHOOL, OFFICE, "Hội nghị; kế hoạch năm 2027"), when(None, "2026-12-25", qualifier="by")),
]  # fmt: skip
BODY = """
# I. MỤC ĐÍCH, YÊU CẦU
Triển khai có hiệu quả giáo dục STEM trong giáo dục phổ thông; phân công rõ trách nhiệm của các đơn vị thuộc Bộ Giáo dục và Đào tạo.
# II. NHIỆM VỤ
"""
AFTER = """
# III. TỔ CHỨC THỰC HIỆN
1. Vụ Giáo dục phổ thông là đơn vị thường trực, tổng hợp báo cáo Lãnh đạo Bộ trước ngày 20 của tháng cuối mỗi quý.
2. Các sở giáo dục và đào tạo xây dựng kế hoạch của địa phương, gửi về Bộ (qua Vụ Giáo dục phổ thông) trước ngày 31 tháng 01 năm 2026; báo cáo kết quả trước ngày 30 tháng 11 năm 2026.
3. Các đơn vị thuộc Bộ căn cứ nhiệm vụ được giao, đăng ký kinh phí với Vụ Kế hoạch - Tài chính trước ngày 10/01/2026./.
"""


def foot(canvas: Canvas, page: int) -> None:
    canvas.setFont("Body", 8)
    canvas.drawRightString(27.5 * 28.35, 1.2 * 28.35, f"Trang {page}")


@document("26-bo-ke-hoach-giao-duc-stem.pdf")
def plan(path: Path) -> Json:
    grid = paper.table([HEADINGS, *(cells for cells, _ in ROWS)], [1.2, 8, 3.6, 4.4, 4.6, 3.6], size=11, ruled=False)
    grid.setStyle(
        [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black), ("LINEABOVE", (0, 0), (-1, 0), 0.8, colors.black)]
    )  # type: ignore[attr-defined]
    story = [
        *paper.head("<b>BỘ GIÁO DỤC VÀ ĐÀO TẠO</b>", "Số: 1977/KH-BGDĐT", "Hà Nội, ngày 15 tháng 12 năm 2025"),
        paper.centred("<b>KẾ HOẠCH</b>", 13),
        paper.centred("<b>Triển khai giáo dục STEM trong giáo dục phổ thông năm 2026</b>", 12),
        *paper.body(BODY, 12),
        grid,
        *paper.body(AFTER, 12),
        *paper.signature("- Bộ trưởng (để b/c);<br/>- Các sở GDĐT;<br/>- Các đơn vị thuộc Bộ;<br/>- Lưu: VT, GDPT.", "KT. BỘ TRƯỞNG<br/>THỨ TRƯỞNG"),
    ]  # fmt: skip
    paper.save(path, story, wide=True, furniture=foot)
    section, expected = "", []
    for cells, more in ROWS:
        if more is None:
            section = cells[1]
        else:
            expected.append((cells, {"section": section, **more}))
    return facts(
        {"number": "1977/KH-BGDĐT", "issued_on": "2025-12-15", "issuer": "Bộ Giáo dục và Đào tạo", "kind": "ke_hoach", "title": "Triển khai giáo dục STEM trong giáo dục phổ thông năm 2026"},
        from_rows("stt content time_text lead coordinating product", expected),
        [
            deadline("2025-12-20", "tổng hợp báo cáo Lãnh đạo Bộ", "Vụ Giáo dục phổ thông", "quarterly", recipient="Lãnh đạo Bộ"),
            deadline("2026-01-31", "kế hoạch của địa phương", "Các sở giáo dục và đào tạo", recipient="Bộ", via="Vụ Giáo dục phổ thông"),
            deadline("2026-11-30", "báo cáo kết quả", "Các sở giáo dục và đào tạo"),
            deadline("2026-01-10", "đăng ký kinh phí", "Các đơn vị thuộc Bộ", recipient="Vụ Kế hoạch - Tài chính"),
        ],
    )  # fmt: skip
