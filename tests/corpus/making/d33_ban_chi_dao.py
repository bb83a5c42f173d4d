"""33: a decision that sets up a steering committee: a table of members ("Nhiệm vụ: Trưởng ban") that is no table of tasks; one deadline."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

MEMBERS = [
    ["1", "Nguyễn Văn A", "Phó Chủ tịch UBND xã", "Trưởng ban"],
    ["2", "Lê Thị B", "Trưởng phòng Văn hóa - Xã hội", "Phó Trưởng ban Thường trực"],
    ["3", "Phạm Văn C", "Hiệu trưởng Trường THCS Nà Phặc", "Ủy viên; phụ trách dữ liệu"],
    ["4", "Hoàng Thị D", "Bí thư Đoàn xã", "Ủy viên; phụ trách tuyên truyền"],
    ["5", "Trần Văn E", "Chuyên viên Phòng Văn hóa - Xã hội", "Thư ký"],
]
ARTICLES = """
**Điều 1.** Thành lập Ban Chỉ đạo phổ cập giáo dục, xóa mù chữ xã Nà Phặc giai đoạn 2025-2030, gồm các ông, bà có tên trong danh sách kèm theo.
**Điều 2.** Ban Chỉ đạo có nhiệm vụ tham mưu UBND xã chỉ đạo, kiểm tra công tác phổ cập giáo dục; họp định kỳ 06 tháng một lần và đột xuất khi cần thiết. Ban Chỉ đạo ban hành quy chế hoạt động trước ngày 30/11/2025.
**Điều 3.** Quyết định có hiệu lực từ ngày ký; thay thế Quyết định số 56/QĐ-UBND ngày 10/3/2023 của UBND xã Nà Phặc (cũ). Ban Chỉ đạo tự giải thể khi hoàn thành nhiệm vụ.
**Điều 4.** Văn phòng HĐND và UBND xã, các cơ quan liên quan và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.
"""


@document("33-quyet-dinh-thanh-lap-ban-chi-dao.docx")
def decision(path: Path) -> Json:
    paper = word.new()
    word.head(paper, "ỦY BAN NHÂN DÂN", "XÃ NÀ PHẶC", "Số: 218/QĐ-UBND", "Nà Phặc, ngày 04 tháng 11 năm 2025")
    word.title(paper, "QUYẾT ĐỊNH", "Về việc thành lập Ban Chỉ đạo phổ cập giáo dục, xóa mù chữ")
    word.para(paper, "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ NÀ PHẶC", bold=True, align=word.CENTRE)
    word.para(paper, "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;", italic=True)
    word.para(paper, "Căn cứ Nghị định số 20/2014/NĐ-CP ngày 24 tháng 3 năm 2014 của Chính phủ;", italic=True)
    word.para(paper, "QUYẾT ĐỊNH:", bold=True, align=word.CENTRE)
    word.paras(paper, ARTICLES)
    word.signature(paper, ["Như Điều 4;", "Sở GDĐT (b/c);", "Lưu: VT."], "CHỦ TỊCH")
    word.page_break(paper)
    word.annex(
        paper,
        "DANH SÁCH",
        "Thành viên Ban Chỉ đạo phổ cập giáo dục, xóa mù chữ",
        "(Kèm theo Quyết định số 218/QĐ-UBND ngày 04/11/2025 của UBND xã Nà Phặc)",
    )
    word.table(paper, [["TT", "Họ và tên", "Chức vụ, đơn vị công tác", "Nhiệm vụ"]], MEMBERS, [1.2, 4.2, 6, 5], size=12)
    paper.save(str(path))
    return facts(
        {"number": "218/QĐ-UBND", "issued_on": "2025-11-04", "issuer": "Ủy ban nhân dân xã Nà Phặc", "kind": "quyet_dinh", "title": "Về việc thành lập Ban Chỉ đạo phổ cập giáo dục, xóa mù chữ"},
        [],
        [
            deadline("2025-11-30", "ban hành quy chế hoạt động", "Ban Chỉ đạo", who_or=["Ban Chỉ đạo phổ cập giáo dục, xóa mù chữ xã Nà Phặc"]),
            deadline(None, "họp định kỳ", None, "semiannual", optional=True),
        ],
    )  # fmt: skip
