"""15: an inspection plan: a schedule per school, ruled, rows cut by pages, footnotes and a signature stamp (reportlab)."""

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from tests.corpus.making import print as paper
from tests.corpus.making.facts import Json, deadline, document, facts, from_rows, when

BODY = """
Căn cứ Nghị định số 217/2025/NĐ-CP ngày 05/8/2025 của Chính phủ về hoạt động kiểm tra chuyên ngành; Kế hoạch số 3105/KH-SGDĐT ngày 28/8/2025 về công tác kiểm tra năm học 2025-2026, Sở Giáo dục và Đào tạo ban hành Kế hoạch kiểm tra học kỳ II năm học 2025-2026<super>1</super> như sau:
# I. MỤC ĐÍCH, YÊU CẦU
Đánh giá đúng thực trạng việc thực hiện nhiệm vụ năm học; kịp thời chấn chỉnh thiếu sót. Số liệu kiểm tra tính từ ngày 01/9/2025 đến thời điểm kiểm tra.
# II. ĐỐI TƯỢNG, NỘI DUNG, THỜI GIAN KIỂM TRA
"""
AFTER = """
# III. TỔ CHỨC THỰC HIỆN
1. Các đơn vị được kiểm tra chuẩn bị báo cáo theo đề cương<super>2</super>, gửi trưởng đoàn kiểm tra trước ngày kiểm tra 05 ngày.
2. Trưởng đoàn kiểm tra hoàn thành báo cáo kết quả kiểm tra, gửi Văn phòng Sở trước ngày 25/5/2026.
3. Văn phòng Sở tham mưu kết luận kiểm tra; tổng hợp báo cáo UBND tỉnh, Bộ GDĐT trước ngày 15/6/2026./.
"""
HEADINGS = ["TT", "Nội dung kiểm tra, đơn vị được kiểm tra", "Thời gian", "Đơn vị chủ trì", "Đơn vị phối hợp"]
LAW = "Kiểm tra việc thực hiện chính sách, pháp luật về giáo dục; công khai, thu chi đầu năm học tại"
ROWS = [
    (("1", f"{LAW} Trường THPT Hoàng Hoa Thám", "Từ 02/3 đến 04/3/2026", "Văn phòng Sở", "Phòng Kế hoạch - Tài chính"), when("2026-03-02", "2026-03-04")),
    (("2", f"{LAW} Trường THPT Bạch Đằng", "09 - 11/3/2026", "Văn phòng Sở", "Phòng Kế hoạch - Tài chính"), when("2026-03-09", "2026-03-11")),
    (("3", "Kiểm tra công tác quản lý dạy thêm, học thêm tại các trung tâm trên địa bàn phường Hạ Long và phường Hồng Gai", "Từ 30/3 đến 03/4/2026", "Phòng Giáo dục phổ thông", "UBND phường Hạ Long; UBND phường Hồng Gai"), when("2026-03-30", "2026-04-03")),
    (("4", "Kiểm tra cấp phát, quản lý văn bằng, chứng chỉ tại Trường Cao đẳng Than - Khoáng sản", "Ngày 08/4/2026", "Phòng Quản lý chất lượng", "Văn phòng Sở"), when(..., "2026-04-08")),
    (("5", "Kiểm tra hoạt động của các trung tâm ngoại ngữ, tin học (10 trung tâm):\n- Trung tâm Ngoại ngữ Bình Minh;\n- Trung tâm Ngoại ngữ Sao Mai;\n- Trung tâm Tin học Phương Đông;\n- Trung tâm Ngoại ngữ - Tin học Hạ Long;\n- Trung tâm Ngoại ngữ Cẩm Phả;\n- Trung tâm Ngoại ngữ Uông Bí;\n- Trung tâm Anh ngữ Hồng Hà;\n- Trung tâm Tin học Vân Đồn;\n- Trung tâm Ngoại ngữ Móng Cái;\n- Trung tâm Ngoại ngữ Đông Triều", "Tháng 3, 4/2026", "Phòng Giáo dục nghề nghiệp - Giáo dục thường xuyên", "Công an tỉnh"), when("2026-03-01", "2026-04-30", deadlines=...)),
    (("6", "Kiểm tra bếp ăn bán trú, an toàn thực phẩm tại 12 trường mầm non, tiểu học", "Nửa đầu tháng 4/2026", "Phòng Giáo dục mầm non", "Sở Y tế; UBND cấp xã"), when("2026-04-01", "2026-04-15")),
    (("7", "Kiểm tra công tác chuẩn bị Kỳ thi tốt nghiệp THPT năm 2026 tại các điểm thi dự kiến:\n- Trường THPT Chuyên Hạ Long;\n- Trường THPT Cẩm Phả;\n- Trường THPT Tiên Yên", "Từ ngày 18/5/2026 đến hết ngày 22/5/2026", "Phòng Quản lý chất lượng", "Văn phòng Sở; Công an tỉnh"), when("2026-05-18", "2026-05-22")),
    (("8", "Phúc tra kết quả thực hiện kết luận kiểm tra học kỳ I tại 04 trường THPT", "T4/2026", "Văn phòng Sở", "Các phòng thuộc Sở"), when("2026-04-01", "2026-04-30")),
    (("9", "Kiểm tra đột xuất khi có dấu hiệu vi phạm hoặc theo chỉ đạo", "Khi có yêu cầu", "Văn phòng Sở", "Các phòng thuộc Sở"), when(None)),
    (("10", "Kiểm tra thực hiện quy chế dân chủ, công tác tiếp công dân, giải quyết khiếu nại, tố cáo tại Trường THPT Minh Hà, Trường THPT Ngô Quyền", "QII/2026", "Văn phòng Sở", "Công đoàn ngành"), when("2026-04-01", "2026-06-30")),
    (("11", "Tổng kết công tác kiểm tra năm học 2025-2026", "Tuần thứ 3 tháng 6/2026", "Văn phòng Sở", "Các phòng thuộc Sở"), when("2026-06-15", "2026-06-21")),
]  # fmt: skip
NOTES = {
    1: ["1 Kế hoạch học kỳ I ban hành tại Công văn số 3411/SGDĐT-VP ngày 22/9/2025, hoàn thành ngày 26/12/2025."],
    2: ["2 Đề cương gửi kèm Công văn số 299/SGDĐT-VP ngày 30/01/2026."],
}
STAMP = ["2026-02-06T16:08:41+0700", "Quảng Ninh", "so-giao-duc@example.gov.vn đã ký lên văn bản này!"]


def furniture(canvas: Canvas, page: int) -> None:
    """Footnotes at the foot of pages 1 and 2, the stamp in the corner of page 1."""
    for place, note in enumerate(NOTES.get(page, [])):
        if place == 0:
            canvas.line(2.5 * 28.35, 2 * 28.35, 7 * 28.35, 2 * 28.35)
        canvas.setFont("Body", 8)
        canvas.drawString(2.5 * 28.35, (1.6 - place * 0.4) * 28.35, note)
    if page == 1:
        canvas.setFont("Body", 7)
        for place, line in enumerate(STAMP):
            canvas.drawString(13.5 * 28.35, (28.9 - place * 0.32) * 28.35, line)


@document("15-ke-hoach-kiem-tra-hoc-ky-2.pdf")
def plan(path: Path) -> Json:
    story = [
        *paper.head("UBND TỈNH QUẢNG NINH<br/><b>SỞ GIÁO DỤC VÀ ĐÀO TẠO</b>", "Số: 355/KH-SGDĐT", "Quảng Ninh, ngày 06 tháng 02 năm 2026"),
        paper.centred("<b>KẾ HOẠCH</b>", 13),
        paper.centred("<b>Kiểm tra học kỳ II năm học 2025-2026</b>", 12),
        *paper.body(BODY, 12.5),
        paper.table([HEADINGS, *(cells for cells, _ in ROWS)], [1.1, 6.6, 3, 3.2, 3], size=12, split_rows=True),
        *paper.body(AFTER, 12.5),
        *paper.signature("- UBND tỉnh (b/c);<br/>- Các đơn vị có tên tại mục II;<br/>- Lưu: VT, VP.", "KT. GIÁM ĐỐC<br/>PHÓ GIÁM ĐỐC"),
    ]  # fmt: skip
    paper.save(path, story, furniture=furniture)
    return facts(
        {"number": "355/KH-SGDĐT", "issued_on": "2026-02-06", "issuer": "Sở Giáo dục và Đào tạo Quảng Ninh", "kind": "ke_hoach", "title": "Kiểm tra học kỳ II năm học 2025-2026", "school_year": "2025-2026"},
        from_rows("stt content time_text lead coordinating", ROWS, section=...),
        [
            deadline("2026-05-25", "báo cáo kết quả kiểm tra", "Trưởng đoàn kiểm tra", recipient="Văn phòng Sở"),
            deadline("2026-06-15", "tổng hợp báo cáo UBND tỉnh", "Văn phòng Sở", recipient="UBND tỉnh, Bộ GDĐT"),
        ],
    )  # fmt: skip
