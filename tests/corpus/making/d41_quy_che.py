"""41: a regulation: time limits counted from events, working hours, years of law; not one date to keep (PDF of LibreOffice)."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, document, facts

BODY = """
# Chương I. QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh: Quy chế này quy định việc tiếp nhận, xử lý, phát hành và quản lý văn bản điện tử tại Trường THPT Lê Hồng Phong.
Điều 2. Đối tượng áp dụng: cán bộ quản lý, giáo viên, nhân viên của trường.
# Chương II. TIẾP NHẬN, XỬ LÝ VĂN BẢN
Điều 3. Văn bản đến được văn thư đăng ký trong ngày, chậm nhất trong ngày làm việc tiếp theo; văn bản khẩn trình ngay sau khi nhận.
Điều 4. Trong thời hạn 02 ngày làm việc kể từ ngày nhận văn bản, người được giao xử lý phải có ý kiến; trường hợp cần gia hạn phải báo cáo Hiệu trưởng trước khi hết thời hạn 01 ngày.
Điều 5. Văn bản phát hành trước 16 giờ được gửi trong ngày; sau 16 giờ gửi vào sáng ngày làm việc kế tiếp.
Điều 6. Hồ sơ công việc được nộp lưu trữ cơ quan trong thời hạn 01 năm kể từ ngày công việc kết thúc, theo Luật Lưu trữ số 33/2024/QH15 ngày 21/6/2024 (có hiệu lực từ ngày 01/7/2025).
# Chương III. TỔ CHỨC THỰC HIỆN
Điều 7. Quy chế này có hiệu lực từ ngày 15/12/2025, thay thế Quy chế ban hành kèm theo Quyết định số 41/QĐ-THPTLHP ngày 06/9/2021.
Điều 8. Trong quá trình thực hiện, nếu có vướng mắc, các bộ phận phản ánh về văn thư để tổng hợp, trình Hiệu trưởng xem xét, sửa đổi, bổ sung./.
"""


@document("41-quy-che-van-ban-dien-tu.pdf")
def regulation(path: Path) -> Json:
    paper = word.new(size=13, font=word.PRINTED)
    word.page_numbers(paper)
    word.head(
        paper,
        "SỞ GDĐT NINH BÌNH",
        "TRƯỜNG THPT LÊ HỒNG PHONG",
        "Số: 133/QC-THPTLHP",
        "Nam Định, ngày 10 tháng 12 năm 2025",
    )
    word.title(paper, "QUY CHẾ", "Quản lý, sử dụng văn bản điện tử")
    word.paras(paper, BODY)
    word.signature(paper, ["Sở GDĐT (b/c);", "Các tổ chuyên môn;", "Lưu: VT."], "HIỆU TRƯỞNG")
    word.save_pdf(paper, path)
    return facts(
        {
            "number": "133/QC-THPTLHP",
            "issued_on": "2025-12-10",
            "issuer": "Trường THPT Lê Hồng Phong",
            "kind": "other",
            "title": "Quản lý, sử dụng văn bản điện tử",
        }
    )
