"""25: tables without a doer's column under headings that name the doer; a time merged over rows; tasks that have no date at all."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import CONTINUOUS, NO_DATE, Json, deadline, document, facts, from_rows, when

OFFICE, SCHOOLS = "Phòng Văn hóa - Xã hội", "Các trường mầm non, tiểu học, THCS"
ONE = [
    (("1", "Tham mưu đề án sắp xếp điểm trường lẻ tại xã đảo Thổ Châu (cũ)", "Đề án trình UBND đặc khu", "Quý I/2026"), when("2026-01-01", "2026-03-31")),
    (("2", "Xây dựng kế hoạch biên chế, vị trí việc làm năm học 2026-2027", "Tờ trình", "^"), when("2026-01-01", "2026-03-31")),
    (("3", "Tổ chức Hội thi giáo viên dạy giỏi bậc mầm non", "02 đợt thi", "Tháng 3 – 4/2026"), when("2026-03-01", "2026-04-30")),
    (("4", "Thẩm định kế hoạch giáo dục nhà trường", "Văn bản góp ý", "15/8/2026 ÷ 30/8/2026"), when("2026-08-15", "2026-08-30")),
    (("5", "Theo dõi, giải quyết chế độ chính sách cho học sinh dân tộc thiểu số", "Danh sách chi trả", "Thường xuyên"), CONTINUOUS),
]  # fmt: skip
TWO = [
    (("1", "Triển khai thu nhận hồ sơ bán trú, xe đưa đón", "100% hồ sơ được duyệt", "Trước khai giảng (05/9/2026)"), {"starts_on": None}),
    (("2", "Tự đánh giá trường học an toàn", "Phiếu tự đánh giá", "Hai lần/năm học: 15/12/2025 và 15/5/2026"), when(..., "2025-12-15", "2026-05-15", recurrence=...)),
    (("3", "Cải tạo sân chơi, bãi tập cho trẻ", "Biên bản nghiệm thu", "Trong hè 2026"), {}),
    (("4", "Cập nhật phần mềm phổ cập", "Dữ liệu khớp 100%", "Hằng tháng"), when(recurrence="monthly")),
    (("5", "Phối hợp đồn biên phòng tuyên truyền biển, đảo", "02 buổi", "Tháng 02/2026; tháng 10/2026"), when("2026-02-01", "2026-02-28", "2026-10-31")),
]  # fmt: skip
THREE = [
    (("1", "Bố trí kinh phí chi thường xuyên cho giáo dục", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội"), NO_DATE),
    (("2", "Bảo đảm an ninh trật tự khu vực cổng trường", "Công an đặc khu", "Các trường học"), NO_DATE),
    (("3", "Vận động quỹ khuyến học “Thắp sáng ước mơ biển đảo”", "Hội Khuyến học", "Mặt trận Tổ quốc; Đoàn Thanh niên"), NO_DATE),
]  # fmt: skip


@document("25-dac-khu-phan-cong-theo-dau-moi.docx")
def plan(path: Path) -> Json:
    paper = word.new(size=13)
    word.head(
        paper,
        "TỈNH AN GIANG",
        "ỦY BAN NHÂN DÂN ĐẶC KHU PHÚ QUỐC",
        "Số: 205/KH-UBND",
        "Phú Quốc, ngày 01 tháng 12 năm 2025",
    )
    word.title(paper, "KẾ HOẠCH", "Nhiệm vụ trọng tâm ngành giáo dục đặc khu Phú Quốc năm 2026")
    word.paras(
        paper,
        "Căn cứ Kế hoạch số 412/KH-UBND ngày 14/11/2025 của UBND tỉnh An Giang, UBND đặc khu giao nhiệm vụ cụ thể như sau:\n# I. PHÂN CÔNG THEO ĐẦU MỐI",
    )
    word.para(paper, f"1. {OFFICE}", bold=True)
    headings = [["STT", "Nhiệm vụ", "Sản phẩm", "Thời gian"]]
    word.table(paper, headings, [cells for cells, _ in ONE], [1.2, 8, 4, 3.6], size=12)
    word.para(paper, f"2. {SCHOOLS}", bold=True)
    word.table(paper, headings, [cells for cells, _ in TWO], [1.2, 8, 4, 3.6], size=12)
    word.para(paper, "II. NHIỆM VỤ PHỐI HỢP", bold=True)
    word.table(
        paper,
        [["TT", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp"]],
        [cells for cells, _ in THREE],
        [1.2, 7.6, 4, 4],
        size=12,
    )
    word.paras(
        paper,
        "III. CHẾ ĐỘ THÔNG TIN, BÁO CÁO\nCác đơn vị báo cáo kết quả thực hiện quý về Phòng Văn hóa - Xã hội chậm nhất ngày 10 tháng cuối quý; Phòng Văn hóa - Xã hội tổng hợp, báo cáo Sở Giáo dục và Đào tạo trước ngày 15/12/2026./.",
    )
    word.signature(
        paper,
        ["Sở GDĐT (để b/c);", "Các phòng, đơn vị;", "Các trường học;", "Lưu: VT."],
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    )
    paper.save(str(path))
    under = "stt content product time_text"
    return facts(
        {"number": "205/KH-UBND", "issued_on": "2025-12-01", "issuer": "Ủy ban nhân dân đặc khu Phú Quốc", "kind": "ke_hoach", "title": "Nhiệm vụ trọng tâm ngành giáo dục đặc khu Phú Quốc năm 2026"},
        [
            *from_rows(under, [(cells, {**more, "lead": [OFFICE]}) for cells, more in ONE], section=...),
            *from_rows(under, [(cells, {**more, "lead": [SCHOOLS]}) for cells, more in TWO], section=...),
            *from_rows("stt content lead coordinating", THREE, section=...),
        ],
        [
            deadline("2025-12-10", "báo cáo kết quả thực hiện quý", "Các đơn vị", "quarterly", recipient="Phòng Văn hóa - Xã hội"),
            deadline("2026-12-15", "tổng hợp báo cáo Sở", "Phòng Văn hóa - Xã hội", recipient="Sở Giáo dục và Đào tạo"),
        ],
    )  # fmt: skip
