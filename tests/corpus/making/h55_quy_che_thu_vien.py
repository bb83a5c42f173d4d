"""55: a school's rules for its library: hours, loan terms in days, dates of force; nothing anyone has to hand in by a day."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, document, facts

BODY = """
Căn cứ Thông tư số 16/2022/TT-BGDĐT ngày 22/11/2022 của Bộ Giáo dục và Đào tạo ban hành Quy định tiêu chuẩn thư viện cơ sở giáo dục mầm non và phổ thông;
Căn cứ Biên bản họp Hội đồng trường ngày 10/9/2025;
Xét đề nghị của Tổ trưởng Tổ Văn phòng,
"""
RULES = """
# Chương I. QUY ĐỊNH CHUNG
# Điều 1. Phạm vi, đối tượng
Quy chế này quy định việc quản lý, sử dụng thư viện; áp dụng với cán bộ, giáo viên, nhân viên và học sinh nhà trường.
# Điều 2. Thời gian phục vụ
Thư viện mở cửa từ 7 giờ 00 đến 11 giờ 00 và từ 13 giờ 30 đến 17 giờ 00 các ngày từ thứ Hai đến thứ Sáu, trừ ngày lễ, ngày nghỉ theo quy định.
# Chương II. MƯỢN, TRẢ TÀI LIỆU
# Điều 3. Thời hạn mượn
1. Học sinh được mượn tối đa 02 cuốn, trong thời hạn không quá 07 ngày; được gia hạn 01 lần.
2. Giáo viên được mượn tài liệu tham khảo theo học kỳ, sách giáo khoa theo năm học.
3. Người làm mất tài liệu phải đền bằng tài liệu cùng loại hoặc bồi thường gấp hai lần giá bìa.
# Điều 4. Tài liệu không cho mượn về nhà
Từ điển, bản đồ, báo và tạp chí xuất bản trước năm 2000 chỉ đọc tại chỗ.
# Chương III. TRÁCH NHIỆM
# Điều 5. Nhân viên thư viện
1. Bảo quản, sắp xếp tài liệu; giữ gìn vệ sinh phòng đọc.
2. Ghi nhật ký bạn đọc, giới thiệu sách mới.
# Điều 6. Hiệu lực
Quy chế có hiệu lực kể từ ngày 01 tháng 10 năm 2025, thay thế Quy chế ban hành kèm theo Quyết định số 52/QĐ-THCSLL ngày 15/9/2021./.
"""


@document("held_out/55-thcs-quy-che-thu-vien.docx")
def rules(path: Path) -> Json:
    paper = word.new(size=13.5)
    word.head(
        paper, "UBND PHƯỜNG HÒA KHÁNH", "TRƯỜNG THCS LÊ LAI", "Số: 61/QĐ-THCSLL", "Đà Nẵng, ngày 25 tháng 9 năm 2025"
    )
    word.title(paper, "QUYẾT ĐỊNH", "Ban hành Quy chế quản lý, sử dụng thư viện trường học")
    word.para(paper, "HIỆU TRƯỞNG TRƯỜNG THCS LÊ LAI", bold=True, align=word.CENTRE)
    word.paras(paper, BODY)
    word.para(paper, "QUYẾT ĐỊNH:", bold=True, align=word.CENTRE)
    word.paras(
        paper,
        "**Điều 1.** Ban hành kèm theo Quyết định này Quy chế quản lý, sử dụng thư viện Trường THCS Lê Lai.\n"
        "**Điều 2.** Quyết định này có hiệu lực kể từ ngày ký.\n"
        "**Điều 3.** Tổ Văn phòng, các tổ chuyên môn, giáo viên, nhân viên và học sinh chịu trách nhiệm thi hành Quyết định này./.",
    )
    word.signature(paper, ["Như Điều 3;", "Website trường;", "Lưu: VT."], "HIỆU TRƯỞNG")
    word.page_break(paper)
    word.annex(
        paper, "QUY CHẾ", "Quản lý, sử dụng thư viện", "(Ban hành kèm theo Quyết định số 61/QĐ-THCSLL ngày 25/9/2025)"
    )
    word.paras(paper, RULES)
    paper.save(str(path))
    head = {"number": "61/QĐ-THCSLL", "issued_on": "2025-09-25", "issuer": "Trường THCS Lê Lai", "kind": "quyet_dinh", "title": "Ban hành Quy chế quản lý, sử dụng thư viện trường học"}  # fmt: skip
    return facts(head)
