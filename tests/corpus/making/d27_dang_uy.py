"""27: a Party committee's document, copied out of a PDF: bullets, doers inside sentences, years left out, page numbers in sentences."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

BODY = """
Thực hiện Hướng dẫn số 05-HD/BTGDVTU ngày 12/9/2025 của Ban Tuyên giáo và Dân vận Tỉnh ủy Tuyên Quang; Đảng ủy Sở Giáo dục và Đào tạo ban hành Kế hoạch học tập, quán triệt các nghị quyết chuyên đề như sau:
# I. MỤC ĐÍCH, YÊU CẦU
- Tạo thống nhất nhận thức trong toàn Đảng bộ; phấn đấu trên 98% đảng viên tham gia học tập.
- Việc học tập ở cấp ủy tỉnh đã hoàn thành ngày 16/9/2025; các chi, đảng bộ trực thuộc kế thừa tài liệu của Tỉnh ủy.
# II. NỘI DUNG, HÌNH THỨC, THỜI GIAN
1. Nội dung: các Nghị quyết số 57-NQ/TW ngày 22/12/2024, số 59-NQ/TW ngày 24/01/2025, số 66-NQ/TW ngày 30/4/2025 và số 68-NQ/TW ngày 04/5/2025 của Bộ Chính trị.
2. Hình thức: hội nghị trực tiếp kết hợp trực tuyến.
3. Thời gian: cấp Đảng bộ Sở tổ chức 01 buổi, ngày 27/9/2025; các chi bộ tổ chức học tập xong trước ngày 20/10/2025.
# III. TỔ CHỨC THỰC HIỆN
1. Ban Tuyên giáo Đảng ủy
+ Tham mưu Ban Thường vụ Đảng ủy chuẩn bị hội trường, tài liệu, báo cáo viên trước ngày 25/9.
+ Theo dõi, tổng hợp kết quả, dự thảo báo cáo Ban Tuyên giáo và Dân vận Tỉnh ủy trước ngày 05/11/2025.
2. Văn phòng Đảng ủy
+ Bảo đảm điều kiện vật chất phục vụ hội nghị.
3. Các chi bộ, đảng bộ bộ phận trực thuộc
+ Xây dựng kế hoạch và tổ chức học tập tại đơn vị; mỗi đảng viên viết bản thu hoạch, chi bộ chấm và lưu hồ sơ.
+ Báo cáo kết quả học tập (kèm danh sách đảng viên chưa tham gia và lý do) về Đảng ủy (qua Ban Tuyên giáo) chậm nhất là ngày 27 tháng 10 năm 2025.
+ Chi bộ các trường vùng cao chưa có điều kiện học trực tuyến đăng ký lịch học bù với Văn phòng Đảng ủy trước 30/9.
4. Ủy ban Kiểm tra Đảng ủy
+ Đưa nội dung kiểm tra, giám sát việc thực hiện nghị quyết vào chương trình công tác năm 2026; trình Ban Thường vụ Đảng ủy trong tháng 12 năm 2025.
Kế hoạch này được phổ biến đến chi bộ để thực hiện./.
"""


@document("27-dang-uy-ke-hoach-hoc-tap-nghi-quyet.txt")
def plan(path: Path) -> Json:
    paper = word.new(size=14, font=word.PRINTED)
    word.page_numbers(paper)
    table = paper.add_table(rows=2, cols=2)
    cells = [
        ("TỈNH ỦY TUYÊN QUANG\nĐẢNG ỦY SỞ GIÁO DỤC VÀ ĐÀO TẠO\n*", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("Số 31-KH/ĐU", "Tuyên Quang, ngày 18 tháng 9 năm 2025"),
    ]
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    word.title(paper, "KẾ HOẠCH", "Học tập, quán triệt, triển khai thực hiện các nghị quyết của Bộ Chính trị")
    word.paras(paper, BODY)
    word.signature(
        paper,
        [
            "Ban Tuyên giáo và Dân vận Tỉnh ủy (b/c),",
            "Các đồng chí Đảng ủy viên,",
            "Các chi, đảng bộ trực thuộc,",
            "Lưu VPĐU.",
        ],
        "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ",
    )
    word.save_flattened(paper, path)
    cells_of = "Các chi bộ, đảng bộ bộ phận trực thuộc"
    by_one = "Các chi bộ; đảng bộ bộ phận trực thuộc"
    return facts(
        {"number": "31-KH/ĐU", "issued_on": "2025-09-18", "kind": "ke_hoach", "title": "Học tập, quán triệt, triển khai thực hiện các nghị quyết của Bộ Chính trị"},
        [],
        [
            deadline("2025-10-20", "tổ chức học tập xong", "Các chi bộ"),
            deadline("2025-09-25", "chuẩn bị hội trường", "Ban Tuyên giáo Đảng ủy"),
            deadline("2025-11-05", "tổng hợp kết quả dự thảo báo cáo", "Ban Tuyên giáo Đảng ủy", recipient="Ban Tuyên giáo và Dân vận Tỉnh ủy"),
            deadline("2025-10-27", "báo cáo kết quả học tập", by_one, who_or=[cells_of], recipient="Đảng ủy", via="Ban Tuyên giáo"),
            deadline("2025-09-30", "đăng ký lịch học bù", "Chi bộ các trường vùng cao", recipient="Văn phòng Đảng ủy", who_or=["Chi bộ các trường vùng cao chưa có điều kiện học trực tuyến", by_one, cells_of]),
            deadline("2025-12-31", "chương trình công tác năm 2026", "Ủy ban Kiểm tra Đảng ủy", recipient="Ban Thường vụ Đảng ủy"),
        ],
    )  # fmt: skip
