"""58: a provincial Party committee's programme: no motto, the date with the place, tasks in prose with doers at the start, years left out."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

BODY = """
Thực hiện Nghị quyết số 71-NQ/TW ngày 22/8/2025 của Bộ Chính trị về đột phá phát triển giáo dục và đào tạo, Ban Thường vụ Tỉnh ủy ban hành Chương trình hành động như sau:
# I. MỤC TIÊU
Đến năm 2030: 85% trường mầm non, phổ thông đạt chuẩn quốc gia; đến năm 2035 hoàn thành phổ cập trung học phổ thông. Trước mắt, năm 2026 xóa 100% phòng học tạm.
# II. NHIỆM VỤ, GIẢI PHÁP
1. Nâng cao nhận thức, đổi mới tư duy và hành động; các cấp ủy quán triệt sâu sắc quan điểm giáo dục và đào tạo là quốc sách hàng đầu.
2. Hoàn thiện cơ chế, chính sách thu hút nhà giáo giỏi; quan tâm nhà công vụ cho giáo viên công tác ở vùng khó khăn.
3. Tăng cường đầu tư cơ sở vật chất; bố trí tối thiểu 20% tổng chi ngân sách địa phương cho giáo dục.
# III. TỔ CHỨC THỰC HIỆN
1. Đảng ủy Ủy ban nhân dân tỉnh lãnh đạo xây dựng Kế hoạch của Ủy ban nhân dân tỉnh thực hiện Chương trình này, ban hành trong tháng 01 năm 2026; chỉ đạo hoàn thành Đề án sắp xếp mạng lưới trường, lớp, trình Ban Thường vụ Tỉnh ủy trước ngày 30/4/2026.
2. Đảng ủy Hội đồng nhân dân tỉnh lãnh đạo việc ban hành nghị quyết về chính sách hỗ trợ học sinh bán trú tại kỳ họp thường lệ giữa năm 2026; tăng cường giám sát việc thực hiện.
3. Ban Tuyên giáo và Dân vận Tỉnh ủy chủ trì hướng dẫn việc quán triệt, tuyên truyền Chương trình, xong trước ngày 15 tháng 02 năm 2026.
4. Ban Tổ chức Tỉnh ủy rà soát, tham mưu bổ sung biên chế giáo viên, báo cáo Ban Thường vụ Tỉnh ủy chậm nhất quý II/2026.
5. Các đảng ủy xã, phường và đảng ủy trực thuộc Tỉnh ủy xây dựng kế hoạch thực hiện, gửi về Tỉnh ủy (qua Văn phòng Tỉnh ủy) trước ngày 28/02/2026; hằng năm, trước ngày 30 tháng 11, báo cáo kết quả thực hiện về Tỉnh ủy.
6. Mặt trận Tổ quốc và các tổ chức chính trị - xã hội tỉnh vận động đoàn viên, hội viên, Nhân dân tham gia xây dựng xã hội học tập.
7. Ủy ban Kiểm tra Tỉnh ủy đưa nội dung kiểm tra việc thực hiện Chương trình vào chương trình kiểm tra, giám sát hằng năm.
Chương trình này phổ biến đến chi bộ./.
"""


@document("held_out/58-tinh-uy-chuong-trinh-hanh-dong.pdf")
def programme(path: Path) -> Json:
    paper = word.new(font="Liberation Serif")  # borrows the letters with two marks from another font, as 05 does
    word.page_numbers(paper)
    table = paper.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    for cell, lines in (
        (left, ["TỈNH ỦY QUẢNG TRỊ", "*", "Số 12-CTr/TU"]),
        (right, ["ĐẢNG CỘNG SẢN VIỆT NAM", "", "Quảng Trị, ngày 30 tháng 12 năm 2025"]),
    ):
        cell.text = "\n".join(lines)
        cell.paragraphs[0].alignment = word.CENTRE
    word.para(paper, "", indent=0)
    word.title(paper, "CHƯƠNG TRÌNH HÀNH ĐỘNG", "thực hiện Nghị quyết số 71-NQ/TW ngày 22/8/2025 của Bộ Chính trị\nvề đột phá phát triển giáo dục và đào tạo")  # fmt: skip
    word.paras(paper, BODY)
    word.signature(
        paper, ["Bộ Chính trị, Ban Bí thư (b/c);", "Các đảng ủy trực thuộc;", "Các ban xây dựng Đảng;", "Lưu Văn phòng Tỉnh ủy."], "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ"
    )  # fmt: skip
    word.save_pdf(paper, path)
    communes = "Các đảng ủy xã, phường và đảng ủy trực thuộc Tỉnh ủy"
    loose = ["Các đảng ủy xã, phường; đảng ủy trực thuộc Tỉnh ủy"]
    return facts(
        {"number": "12-CTr/TU", "issued_on": "2025-12-30", "kind": "other"},
        [],
        [
            deadline("2026-01-31", "Kế hoạch của Ủy ban nhân dân tỉnh thực hiện Chương trình", "Đảng ủy Ủy ban nhân dân tỉnh"),
            deadline("2026-04-30", "Đề án sắp xếp mạng lưới trường", "Đảng ủy Ủy ban nhân dân tỉnh", recipient="Ban Thường vụ Tỉnh ủy"),
            deadline("2026-02-15", "hướng dẫn việc quán triệt, tuyên truyền", "Ban Tuyên giáo và Dân vận Tỉnh ủy"),
            deadline("2026-06-30", "tham mưu bổ sung biên chế giáo viên", "Ban Tổ chức Tỉnh ủy", recipient="Ban Thường vụ Tỉnh ủy"),
            deadline("2026-02-28", "xây dựng kế hoạch thực hiện", communes, who_or=loose, recipient="Tỉnh ủy", via="Văn phòng Tỉnh ủy"),
            deadline("2026-11-30", "báo cáo kết quả thực hiện", communes, "annual", who_or=loose, recipient="Tỉnh ủy"),
        ],
    )  # fmt: skip
