"""43: a minister's decision with its plan copied out of a PDF: groups in a column of their own, two quarters in a cell, dates inside rows."""

from pathlib import Path
from typing import Any

from tests.corpus.making import word
from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, from_rows, when

HEADINGS = [
    ["TT", "Nhiệm vụ, giải pháp", "Hoạt động cụ thể", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian", "Sản phẩm"]
]
G1, G2, G3, G4 = "Nâng cao nhận thức", "Hoàn thiện chính sách", "Phát triển nguồn lực", "Theo dõi, đánh giá"
ROWS: list[tuple[tuple[str, ...], Any]] = [
    (("1", G1, "Tổ chức hội thảo quốc gia về giáo dục hòa nhập trẻ khuyết tật", "Vụ GDPT", "Viện KHGDVN", "Quý II/2026", "Hội thảo, kỷ yếu"), when("2026-04-01", "2026-06-30")),
    (("2", G1, "Xây dựng 12 phóng sự truyền thông nhân Ngày Người khuyết tật Việt Nam 18/4", "Văn phòng Bộ", "Các báo, tạp chí", "4/2026", "12 phóng sự"), when("2026-04-01", "2026-04-30", coordinating=...)),
    (("3", G2, "Sửa đổi Thông tư số 03/2018/TT-BGDĐT ngày 29/01/2018 về giáo dục hòa nhập", "Vụ GDPT", "Vụ Pháp chế", "Quý III/2026", "Thông tư"), when("2026-07-01", "2026-09-30")),
    (("4", G2, "Quy định định mức giáo viên hỗ trợ giáo dục người khuyết tật", "Cục NGCBQLGD", "Vụ KHTC", "Quý IV/2026 và Quý I/2027", "Thông tư"), when("2026-10-01", "2026-12-31", "2027-03-31")),
    (("5", G2, "Đề xuất chính sách hỗ trợ học sinh khuyết tật học nghề", "Cục GDNN-GDTX", "Bộ Tài chính", "Trước ngày 30/11/2026", "Tờ trình Chính phủ"), when(None, "2026-11-30", qualifier="before")),
    (("6", G3, "Biên soạn bộ tài liệu bồi dưỡng giáo viên dạy hòa nhập", "Viện KHGDVN", "Các trường ĐHSP", "Tháng 3-5/2026", "05 tài liệu"), when("2026-03-01", "2026-05-31")),
    (("7", G3, "Bồi dưỡng 2.000 giáo viên cốt cán", "Cục NGCBQLGD", "Các sở GDĐT", "6-8/2026", "2.000 giáo viên"), when("2026-06-01", "2026-08-31")),
    (("8", G3, "Phát triển học liệu chữ nổi, ngôn ngữ ký hiệu", "Viện KHGDVN", "NXB Giáo dục Việt Nam", "Thường xuyên", "Học liệu số"), CONTINUOUS),
    (("9", G3, "Cập nhật dữ liệu trẻ khuyết tật trên CSDL ngành", "Cục KHCN&TT", "Các sở GDĐT", "Tháng 10/2026", "CSDL đầy đủ"), when("2026-10-01", "2026-10-31", lead=["Cục KHCN&TT"])),
    (("10", G4, "Kiểm tra, giám sát tại 08 địa phương", "Vụ GDPT", "Văn phòng Bộ", "9-11/2026", "Báo cáo giám sát"), when("2026-09-01", "2026-11-30")),
    (("11", G4, "Tổng kết Kế hoạch giai đoạn 2021-2026, báo cáo Thủ tướng Chính phủ", "Vụ GDPT", "Các đơn vị liên quan", "12/2026", "Báo cáo tổng kết"), when("2026-12-01", "2026-12-31")),
]  # fmt: skip
ARTICLES = """
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch giáo dục người khuyết tật năm 2026 của ngành Giáo dục.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Điều 3. Chánh Văn phòng, Vụ trưởng Vụ Giáo dục phổ thông, Thủ trưởng các đơn vị thuộc Bộ, Giám đốc các sở giáo dục và đào tạo chịu trách nhiệm thi hành Quyết định này./.
"""
PLAN = """
I. MỤC TIÊU
Đến hết năm 2026, 80% trẻ khuyết tật trong độ tuổi được tiếp cận giáo dục mầm non, phổ thông.
II. TỔ CHỨC THỰC HIỆN
1. Vụ Giáo dục phổ thông làm đầu mối, định kỳ báo cáo Lãnh đạo Bộ trước ngày 15/6/2026 và trước ngày 15/12/2026.
2. Các sở giáo dục và đào tạo xây dựng kế hoạch của địa phương; gửi báo cáo về Bộ Giáo dục và Đào tạo (qua Vụ Giáo dục phổ thông) trước ngày 30/11/2026.
"""


@document("43-quyet-dinh-ke-hoach-giao-duc-hoa-nhap.txt")
def decision(path: Path) -> Json:
    paper = word.new(size=13, font=word.PRINTED)
    word.page_numbers(paper)
    word.head(paper, "", "BỘ GIÁO DỤC VÀ ĐÀO TẠO", "Số: 3610/QĐ-BGDĐT", "Hà Nội, ngày 19 tháng 12 năm 2025")
    word.title(paper, "QUYẾT ĐỊNH", "Ban hành Kế hoạch giáo dục người khuyết tật năm 2026 của ngành Giáo dục")
    word.para(paper, "BỘ TRƯỞNG BỘ GIÁO DỤC VÀ ĐÀO TẠO", bold=True, align=word.CENTRE)
    word.para(paper, "Căn cứ Nghị định số 37/2025/NĐ-CP ngày 26 tháng 02 năm 2025 của Chính phủ;", italic=True)
    word.para(paper, "Theo đề nghị của Vụ trưởng Vụ Giáo dục phổ thông.", italic=True)
    word.para(paper, "QUYẾT ĐỊNH:", bold=True, align=word.CENTRE)
    word.paras(paper, ARTICLES)
    word.signature(paper, ["Như Điều 3;", "Lưu: VT, Vụ GDPT."], "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG")
    word.page_break(paper)
    word.annex(
        paper,
        "KẾ HOẠCH",
        "Giáo dục người khuyết tật năm 2026 của ngành Giáo dục",
        "(Kèm theo Quyết định số 3610/QĐ-BGDĐT ngày 19/12/2025 của Bộ trưởng Bộ Giáo dục và Đào tạo)",
    )
    word.paras(paper, PLAN)
    word.landscape(paper)
    word.annex(paper, "PHỤ LỤC", "NHIỆM VỤ CỤ THỂ")
    word.table(paper, HEADINGS, [cells for cells, _ in ROWS], [1.3, 3.2, 7, 3.2, 3.4, 3.3, 3.4], size=12.5)
    word.save_flattened(paper, path, spaced=False)
    return facts(
        {"number": "3610/QĐ-BGDĐT", "issued_on": "2025-12-19", "issuer": "Bộ Giáo dục và Đào tạo", "kind": "quyet_dinh", "title": "Ban hành Kế hoạch giáo dục người khuyết tật năm 2026 của ngành Giáo dục"},
        from_rows("stt group content lead coordinating time_text product", ROWS),
        [
            deadline("2026-06-15", "báo cáo Lãnh đạo Bộ", "Vụ Giáo dục phổ thông", recipient="Lãnh đạo Bộ"),
            deadline("2026-12-15", "báo cáo Lãnh đạo Bộ", "Vụ Giáo dục phổ thông", recipient="Lãnh đạo Bộ"),
            deadline("2026-11-30", "gửi báo cáo về Bộ", "Các sở giáo dục và đào tạo", recipient="Bộ Giáo dục và Đào tạo", via="Vụ Giáo dục phổ thông"),
        ],
    )  # fmt: skip
