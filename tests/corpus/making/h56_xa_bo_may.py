"""56: a commune's plan of 2026, number and day still blank: who leads and who helps in one cell in three wordings, bullets with doers of their own."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, from_rows, when

HEADINGS = [["STT", "Nội dung nhiệm vụ", "Đơn vị chủ trì, phối hợp", "Thời hạn hoàn thành", "Kết quả/sản phẩm"]]
VH, KT, VP, HC = (
    "Phòng Văn hóa - Xã hội",
    "Phòng Kinh tế",
    "Văn phòng HĐND và UBND",
    "Trung tâm Phục vụ hành chính công",
)
ROWS = [
    (("1", "Ban hành Quy chế làm việc của UBND xã nhiệm kỳ 2026 - 2031", f"Chủ trì: {VP}\nPhối hợp: {VH}; {KT}", "Trước 15/4/2026", "Quyết định"), when(None, "2026-04-15", lead=VP, coordinating=f"{VH}; {KT}", qualifier="before")),
    (("2", "Rà soát hộ nghèo, hộ cận nghèo theo chuẩn mới", f"{VH} chủ trì, phối hợp với các thôn", "Từ 01/9 đến 14/12/2026", "Danh sách được phê duyệt"), when("2026-09-01", "2026-12-14", lead=VH, coordinating="các thôn")),
    (("3", "Sắp xếp, bố trí trụ sở dôi dư sau sáp nhập", f"{KT} (chủ trì); {VP} (phối hợp)", "Quý II/2026", "Phương án được phê duyệt"), when("2026-04-01", "2026-06-30", lead=KT, coordinating=VP)),
    (("4", "Xây dựng kế hoạch phát triển kinh tế - xã hội năm 2027", f"Chủ trì: {KT}\nPhối hợp: Các phòng, ban, thôn", "30/10/2026", "Kế hoạch trình HĐND xã"), when(..., "2026-10-30", lead=KT, coordinating=...)),
    (("5", f"Tổ chức Tháng cao điểm chuyển đổi số:\n- {HC}: hỗ trợ người dân nộp hồ sơ trực tuyến;\n- Công an xã: cài đặt VNeID mức 2;\n- Đoàn Thanh niên xã: ra quân tổ công nghệ số cộng đồng", f"{HC}; Công an xã; Đoàn Thanh niên xã", "Tháng 10/2026", "80% hồ sơ nộp trực tuyến"), when("2026-10-01", "2026-10-31", lead=f"{HC}; Công an xã; Đoàn Thanh niên xã")),
    (("6", "Vận động xây dựng Quỹ khuyến học", f"{VH} chủ trì, phối hợp với Hội Khuyến học xã", "Trong quý III", "Quỹ đạt 200 triệu đồng"), when("2026-07-01", "2026-09-30", lead=VH, coordinating="Hội Khuyến học xã")),
    (("7", "Kiểm tra an toàn thực phẩm các bếp ăn bán trú", f"{VH} (chủ trì); Trạm Y tế (phối hợp)", "Tháng 3 và tháng 10/2026", "02 đợt kiểm tra"), when(..., "2026-03-31", "2026-10-31", lead=VH, coordinating="Trạm Y tế")),
    (("8", "Giải quyết thủ tục hành chính đúng hạn", f"Chủ trì: {HC}", "Thường xuyên", "Trên 98% hồ sơ đúng hạn"), {**CONTINUOUS, "lead": [HC]}),
    (("9", "Thực hiện duy tu đường giao thông nông thôn", f"{KT}", "Xong trước mùa mưa bão", "12 km"), {"lead": [KT], "due_on": None}),
]  # fmt: skip


@document("held_out/56-xa-ke-hoach-trong-tam-2026.docx")
def plan(path: Path) -> Json:
    paper = word.new()
    word.head(paper, "", "ỦY BAN NHÂN DÂN\nXÃ ĐỒNG TÂM", "Số:       /KH-UBND", "Đồng Tâm, ngày      tháng 3 năm 2026")
    word.title(paper, "KẾ HOẠCH", "Triển khai các nhiệm vụ trọng tâm năm 2026")
    word.paras(
        paper,
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025; Nghị quyết số 14/NQ-HĐND ngày 26/12/2025 của HĐND xã về nhiệm vụ năm 2026; UBND xã ban hành Kế hoạch như sau:\n"
        "# I. YÊU CẦU\nMỗi nhiệm vụ rõ người, rõ việc, rõ thời gian, rõ trách nhiệm, rõ sản phẩm, rõ thẩm quyền.\n# II. NHIỆM VỤ",
    )
    word.table(paper, HEADINGS, [cells for cells, _ in ROWS], [1.2, 5.4, 4.4, 2.8, 2.9], size=12)
    word.paras(
        paper,
        "# III. TỔ CHỨC THỰC HIỆN\n- Các phòng, đơn vị căn cứ Kế hoạch này xây dựng kế hoạch riêng, hoàn thành trước ngày 31/3/2026.\n"
        "- Định kỳ ngày 25 hằng tháng, các phòng, đơn vị báo cáo kết quả về Văn phòng HĐND và UBND để tổng hợp.\n"
        "- Trưởng các thôn phổ biến nội dung Kế hoạch đến Nhân dân./.",
    )
    word.signature(
        paper,
        ["TT Đảng ủy, TT HĐND xã;", "Các phòng, đơn vị;", "Các thôn;", "Lưu: VT."],
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    )
    paper.save(str(path))
    rows = [((c[0], c[1], c[3], c[4]), more) for c, more in ROWS]
    loose = ["Các phòng; đơn vị"]
    return facts(
        {"number": None, "issued_on": None, "issuer": "Ủy ban nhân dân xã Đồng Tâm", "kind": "ke_hoach", "title": "Triển khai các nhiệm vụ trọng tâm năm 2026"},
        from_rows("stt content time_text product", rows, section=..., group=...),
        [
            deadline("2026-03-31", "xây dựng kế hoạch riêng", "Các phòng, đơn vị", who_or=loose),
            deadline(None, "báo cáo kết quả", "các phòng, đơn vị", "monthly", who_or=loose, recipient=VP),
        ],
    )  # fmt: skip
