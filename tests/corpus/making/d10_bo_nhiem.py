"""10: a decision of appointment: many dates, no deadline."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, document, facts

BASES = """
Căn cứ Luật Viên chức ngày 15 tháng 11 năm 2010; Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức ngày 25 tháng 11 năm 2019;
Căn cứ Nghị định số 115/2020/NĐ-CP ngày 25 tháng 9 năm 2020 của Chính phủ; Nghị định số 85/2023/NĐ-CP ngày 07 tháng 12 năm 2023 của Chính phủ;
Căn cứ Quyết định số 26/2025/QĐ-UBND ngày 28 tháng 02 năm 2025 của UBND tỉnh Bắc Ninh quy định chức năng, nhiệm vụ của Sở Giáo dục và Đào tạo;
Căn cứ Thông báo số 512-TB/ĐU ngày 08 tháng 12 năm 2025 của Đảng ủy Sở về công tác cán bộ;
Theo đề nghị của Trưởng phòng Tổ chức cán bộ tại Tờ trình số 233/TTr-TCCB ngày 10 tháng 12 năm 2025.
"""
ARTICLES = """
**Điều 1.** Điều động và bổ nhiệm bà Trần Thị B, sinh ngày 14/5/1980, Phó Hiệu trưởng Trường THPT Lý Thái Tổ, giữ chức vụ Hiệu trưởng Trường THPT Ngô Gia Tự kể từ ngày 01 tháng 01 năm 2026. Thời hạn giữ chức vụ là 05 năm, tính từ ngày 01/01/2026 đến ngày 31/12/2030.
**Điều 2.** Bà Trần Thị B được hưởng hệ số phụ cấp chức vụ 0,70, hưởng từ tháng 01/2026; thời gian nâng bậc lương lần sau tính từ ngày 01/11/2024.
**Điều 3.** Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 877/QĐ-SGDĐT ngày 12 tháng 8 năm 2021.
**Điều 4.** Chánh Văn phòng Sở, Trưởng phòng Tổ chức cán bộ, Hiệu trưởng các trường THPT Lý Thái Tổ, THPT Ngô Gia Tự và bà Trần Thị B chịu trách nhiệm thi hành Quyết định này./.
"""


@document("10-quyet-dinh-bo-nhiem.docx")
def decision(path: Path) -> Json:
    paper = word.new()
    word.head(
        paper,
        "UBND TỈNH BẮC NINH",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "Số: 1904/QĐ-SGDĐT",
        "Bắc Ninh, ngày 16 tháng 12 năm 2025",
    )
    word.title(paper, "QUYẾT ĐỊNH", "Về việc điều động, bổ nhiệm viên chức quản lý")
    word.para(paper, "GIÁM ĐỐC SỞ GIÁO DỤC VÀ ĐÀO TẠO", bold=True, align=word.CENTRE)
    for line in BASES.strip().splitlines():
        word.para(paper, line, italic=True)
    word.para(paper, "QUYẾT ĐỊNH:", bold=True, align=word.CENTRE)
    word.paras(paper, ARTICLES)
    word.signature(paper, ["Như Điều 4;", "Sở Nội vụ (để b/c);", "Lưu: VT, TCCB."], "GIÁM ĐỐC")
    paper.save(str(path))
    return facts(
        {
            "number": "1904/QĐ-SGDĐT",
            "issued_on": "2025-12-16",
            "issuer": "Sở Giáo dục và Đào tạo Bắc Ninh",
            "kind": "quyet_dinh",
            "title": "Về việc điều động, bổ nhiệm viên chức quản lý",
        }
    )
