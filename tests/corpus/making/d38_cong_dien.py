"""38: an urgent telegram: hours before days, daily reports, a dispatch sent again by its number (PDF of LibreOffice)."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

BODY = """
BỘ TRƯỞNG BỘ GIÁO DỤC VÀ ĐÀO TẠO điện: Giám đốc các Sở Giáo dục và Đào tạo: Thanh Hóa, Nghệ An, Hà Tĩnh, Quảng Trị.
Theo tin của Trung tâm Dự báo khí tượng thủy văn quốc gia, hồi 7 giờ 00 ngày 28/9/2025, vị trí tâm bão số 10 cách bờ biển Hà Tĩnh khoảng 190 km; dự báo đêm 28/9 đến sáng 29/9 bão đổ bộ vào đất liền. Thực hiện Công điện số 174/CĐ-TTg ngày 27/9/2025 của Thủ tướng Chính phủ, Bộ trưởng yêu cầu:
1. Giám đốc các Sở Giáo dục và Đào tạo chỉ đạo cho học sinh nghỉ học từ ngày 29/9/2025; hoàn thành việc di chuyển tài sản, hồ sơ, thiết bị dạy học lên nơi an toàn trước 17 giờ 00 ngày 28/9/2025.
2. Báo cáo nhanh tình hình thiệt hại về Bộ (qua Văn phòng Bộ) trước 15 giờ 00 hằng ngày cho đến khi bão tan; báo cáo tổng hợp thiệt hại, đề xuất hỗ trợ trước ngày 06/10/2025.
3. Nhà xuất bản Giáo dục Việt Nam chuẩn bị sách giáo khoa dự phòng, sẵn sàng cấp phát cho học sinh vùng bị thiệt hại, hoàn thành xong trước 10/10/2025.
4. Vụ Kế hoạch - Tài chính cập nhật, tổng hợp báo cáo Bộ trưởng và Ban Chỉ đạo Phòng thủ dân sự quốc gia trong ngày 07/10/2025.
Yêu cầu các đơn vị nghiêm túc thực hiện./.
"""


@document("38-cong-dien-ung-pho-bao.pdf")
def telegram(path: Path) -> Json:
    paper = word.new(size=13, font=word.PRINTED)
    word.head(paper, "", "BỘ GIÁO DỤC VÀ ĐÀO TẠO", "Số: 1544/CĐ-BGDĐT", "Hà Nội, ngày 28 tháng 9 năm 2025")
    word.title(paper, "CÔNG ĐIỆN", "Về việc tập trung ứng phó bão số 10 và mưa lũ sau bão")
    word.paras(paper, BODY)
    word.signature(
        paper, ["Như trên;", "Thủ tướng Chính phủ (để b/c);", "Văn phòng Chính phủ;", "Lưu: VT, VP."], "BỘ TRƯỞNG"
    )
    word.save_pdf(paper, path)
    four = "Giám đốc các Sở Giáo dục và Đào tạo"
    loose = [
        "Giám đốc các Sở Giáo dục và Đào tạo: Thanh Hóa, Nghệ An, Hà Tĩnh, Quảng Trị",
        "Các Sở Giáo dục và Đào tạo",
        "Các Sở Giáo dục và Đào tạo: Thanh Hóa, Nghệ An, Hà Tĩnh, Quảng Trị",
    ]
    return facts(
        {"number": "1544/CĐ-BGDĐT", "issued_on": "2025-09-28", "issuer": "Bộ Giáo dục và Đào tạo", "kind": "other", "title": "Về việc tập trung ứng phó bão số 10 và mưa lũ sau bão"},
        [],
        [
            deadline("2025-09-28", "di chuyển tài sản, hồ sơ", four, due_time="17:00", who_or=loose),
            deadline("2025-10-06", "báo cáo tổng hợp thiệt hại", four, who_or=loose),
            deadline(None, "báo cáo nhanh tình hình thiệt hại", four, "none", optional=True),
            deadline(None, "báo cáo nhanh tình hình thiệt hại", four, "unspecified", optional=True),
            deadline(None, "báo cáo nhanh tình hình thiệt hại", four, "continuous", optional=True),
            deadline("2025-10-10", "sách giáo khoa dự phòng", "Nhà xuất bản Giáo dục Việt Nam"),
            deadline("2025-10-07", "tổng hợp báo cáo Bộ trưởng", "Vụ Kế hoạch - Tài chính"),
        ],
    )  # fmt: skip
