"""14: a directive of the Prime Minister: prose by doer, nested points (PDF of LibreOffice)."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

BODY = """
Thời gian qua, công tác phân luồng, hướng nghiệp học sinh sau trung học cơ sở có chuyển biến; năm học 2024 - 2025, tỷ lệ học sinh tốt nghiệp trung học cơ sở vào học giáo dục nghề nghiệp đạt 18,6%. Tuy nhiên, kết quả chưa đạt mục tiêu đề ra tại Quyết định số 522/QĐ-TTg ngày 14 tháng 5 năm 2018. Để khắc phục tình trạng trên, Thủ tướng Chính phủ chỉ thị:
# 1. Bộ Giáo dục và Đào tạo:
a) Chủ trì, phối hợp với các bộ, cơ quan liên quan sửa đổi quy định về tuyển sinh trung học nghề, hoàn thành trong Quý I năm 2026;
b) Xây dựng Đề án giáo dục hướng nghiệp giai đoạn 2026 - 2035, trình Thủ tướng Chính phủ trước ngày 30 tháng 9 năm 2026;
c) Tổng hợp tình hình thực hiện Chỉ thị, báo cáo Thủ tướng Chính phủ trước ngày 31 tháng 12 hằng năm.
# 2. Bộ Tài chính:
Rà soát, đề xuất chính sách miễn, giảm học phí đối với người học nghề; gửi Bộ Giáo dục và Đào tạo trước ngày 15 tháng 3 năm 2026 để tổng hợp.
# 3. Bộ Nội vụ:
a) Công bố dự báo nhu cầu nhân lực theo ngành nghề, định kỳ 6 tháng một lần;
b) Hướng dẫn cơ chế thu hút nghệ nhân, người có tay nghề cao tham gia giảng dạy.
# 4. Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương:
a) Ban hành kế hoạch phân luồng giai đoạn 2026 - 2030 của địa phương chậm nhất ngày 28 tháng 02 năm 2026; bố trí quỹ đất, kinh phí theo thẩm quyền;
b) Chỉ đạo đưa nội dung hướng nghiệp vào kế hoạch giáo dục nhà trường từ năm học 2026 - 2027;
c) Báo cáo kết quả 06 tháng (trước ngày 20 tháng 6) và hằng năm (trước ngày 20 tháng 12) về Bộ Giáo dục và Đào tạo.
# 5. Tổ chức thực hiện
Văn phòng Chính phủ theo dõi, đôn đốc việc thực hiện Chỉ thị này. Chỉ thị này thay thế Chỉ thị số 10-CT/TTg ngày 05 tháng 12 năm 2011 và có hiệu lực từ ngày 01 tháng 01 năm 2026./.
"""


@document("14-chi-thi-huong-nghiep.pdf")
def directive(path: Path) -> Json:
    paper = word.new(size=12.5, font=word.PRINTED)
    word.page_numbers(paper)
    word.head(paper, "", "THỦ TƯỚNG CHÍNH PHỦ", "Số: 41/CT-TTg", "Hà Nội, ngày 22 tháng 12 năm 2025")
    word.title(paper, "CHỈ THỊ", "Về đẩy mạnh giáo dục hướng nghiệp và phân luồng học sinh")
    word.paras(paper, BODY)
    word.signature(
        paper,
        [
            "Ban Bí thư Trung ương Đảng;",
            "Các bộ, cơ quan ngang bộ;",
            "HĐND, UBND các tỉnh, thành phố;",
            "Lưu: VT, KGVX (2).",
        ],
        "KT. THỦ TƯỚNG\nPHÓ THỦ TƯỚNG",
    )
    word.save_pdf(paper, path)
    moet, provinces = "Bộ Giáo dục và Đào tạo", "Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương"
    return facts(
        {"number": "41/CT-TTg", "issued_on": "2025-12-22", "issuer": "Thủ tướng Chính phủ", "kind": "other", "title": "Về đẩy mạnh giáo dục hướng nghiệp và phân luồng học sinh"},
        [],
        [
            deadline("2026-03-31", "sửa đổi quy định về tuyển sinh", moet, who_or=["Bộ Giáo dục và Đào tạo; các bộ, cơ quan liên quan"]),
            deadline("2026-09-30", "Đề án giáo dục hướng nghiệp", moet, recipient="Thủ tướng Chính phủ"),
            deadline("2025-12-31", "tổng hợp tình hình thực hiện Chỉ thị", moet, "annual", recipient="Thủ tướng Chính phủ"),
            deadline("2026-03-15", "chính sách miễn, giảm học phí", "Bộ Tài chính", recipient=moet),
            deadline(None, "công bố dự báo nhu cầu nhân lực", "Bộ Nội vụ", "semiannual", optional=True),
            deadline("2026-02-28", "kế hoạch phân luồng", provinces),
            deadline("2026-06-20", "báo cáo kết quả", provinces, "annual", optional=True),
            deadline("2026-06-20", "báo cáo kết quả", provinces, "none", optional=True),
            deadline("2026-06-20", "báo cáo kết quả", provinces, "semiannual", optional=True),
            deadline("2026-12-20", "báo cáo kết quả", provinces, "annual"),
        ],
    )  # fmt: skip
