"""08: a directive of a province's chairman: paragraphs numbered by Word's own lists, doers at their head."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

OPENING = """
Trong thời gian qua, công tác phòng, chống đuối nước cho trẻ em, học sinh trên địa bàn tỉnh đã đạt kết quả tích cực. Tuy nhiên, từ ngày 01/01/2025 đến ngày 15/10/2025, toàn tỉnh xảy ra 23 vụ, làm 31 em tử vong, tăng 04 vụ so với cùng kỳ năm 2024. Thực hiện Chỉ thị số 17/CT-TTg ngày 16/5/2025 của Thủ tướng Chính phủ, Chủ tịch UBND tỉnh yêu cầu:
"""
NUMBERED = [
    "Thủ trưởng các sở, ban, ngành và Chủ tịch UBND các xã, phường chịu trách nhiệm trước Chủ tịch UBND tỉnh về kết quả phòng, chống đuối nước trong phạm vi quản lý.",
    "**Sở Giáo dục và Đào tạo** chủ trì, phối hợp với Sở Văn hóa, Thể thao và Du lịch xây dựng kế hoạch dạy bơi an toàn trong trường học giai đoạn 2026-2030, trình UBND tỉnh ban hành trước ngày\u00a031/12/2025; chỉ đạo các trường cho học sinh ký cam kết, hoàn thành trong tháng 11 năm 2025.",
    "**Sở Nông nghiệp và Môi trường** chỉ đạo rà soát, cắm biển cảnh báo tại 100% hồ chứa, công trình thủy lợi; báo cáo UBND tỉnh kết quả trước ngày 15 tháng 12 năm 2025.",
    "**Sở Y tế** tổ chức tập huấn sơ cấp cứu cho nhân viên y tế trường học, hoàn thành trong Quý I năm 2026.",
    "**Công an tỉnh** tăng cường tuần tra các tuyến sông, suối; xử lý nghiêm các trường hợp vi phạm.",
    "**Báo và Phát thanh, Truyền hình Gia Lai** mở chuyên mục tuyên truyền, phát sóng tối thiểu 02 lần/tuần.",
    "**UBND các xã, phường**: thành lập tổ tự quản tại khu vực nguy hiểm; thống kê các điểm có nguy cơ đuối nước gửi Sở Giáo dục và Đào tạo trước 17 giờ ngày 20/11/2025; định kỳ trước ngày 20 hằng tháng gửi báo cáo về Sở Giáo dục và Đào tạo để tổng hợp.",
    "Giao Sở Giáo dục và Đào tạo theo dõi, đôn đốc việc thực hiện Chỉ thị này, tổng hợp, tham mưu UBND tỉnh báo cáo Thủ tướng Chính phủ trước ngày 10 tháng 12 hằng năm.",
]


@document("08-chi-thi-phong-chong-duoi-nuoc.docx")
def directive(path: Path) -> Json:
    paper = word.new()
    word.head(paper, "", "ỦY BAN NHÂN DÂN\nTỈNH GIA LAI", "Số: 19/CT-UBND", "Gia Lai, ngày 27 tháng 10 năm 2025")
    word.title(paper, "CHỈ THỊ", "Về việc tăng cường phòng, chống đuối nước cho trẻ em, học sinh")
    word.paras(paper, OPENING)
    for text in NUMBERED:
        word.para(paper, text, style="List Number")
    word.para(paper, "Chỉ thị này có hiệu lực kể từ ngày ký./.")
    word.signature(
        paper, ["Thủ tướng Chính phủ (b/c);", "Các sở, ban, ngành;", "UBND các xã, phường;", "Lưu: VT, VX."], "CHỦ TỊCH"
    )
    paper.save(str(path))
    return facts(
        {"number": "19/CT-UBND", "issued_on": "2025-10-27", "issuer": "Ủy ban nhân dân tỉnh Gia Lai", "kind": "other",
         "title": "Về việc tăng cường phòng, chống đuối nước cho trẻ em, học sinh"},
        [],
        [
            deadline("2025-12-31", "kế hoạch dạy bơi an toàn", "Sở Giáo dục và Đào tạo", recipient="UBND tỉnh",
                     who_or=["Sở Giáo dục và Đào tạo; Sở Văn hóa, Thể thao và Du lịch"]),
            deadline("2025-11-30", "học sinh ký cam kết", "Sở Giáo dục và Đào tạo", who_or=["các trường"]),
            deadline("2025-12-15", "rà soát cắm biển cảnh báo", "Sở Nông nghiệp và Môi trường", recipient="UBND tỉnh"),
            deadline("2026-03-31", "tập huấn sơ cấp cứu", "Sở Y tế"),
            deadline("2025-11-20", "thống kê các điểm có nguy cơ đuối nước", "UBND các xã, phường", due_time="17:00", recipient="Sở Giáo dục và Đào tạo"),
            deadline(None, "gửi báo cáo", "UBND các xã, phường", "monthly", recipient="Sở Giáo dục và Đào tạo"),
            deadline("2025-12-10", "báo cáo Thủ tướng Chính phủ", "Sở Giáo dục và Đào tạo", "annual", recipient="Thủ tướng Chính phủ", who_or=["Sở Giáo dục và Đào tạo; UBND tỉnh"]),
        ],
    )  # fmt: skip
