"""05: a national action programme with its appendix of tasks over several pages, ministries as doers (PDF of LibreOffice)."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, from_rows, when

BODY = """
Điều 1. Ban hành kèm theo Nghị quyết này Chương trình hành động của Chính phủ thực hiện Kết luận số 118-KL/TW ngày 20 tháng 10 năm 2025 của Ban Bí thư về đẩy mạnh học tập suốt đời, phát triển văn hóa đọc trong nhà trường.
Điều 2. Nghị quyết này có hiệu lực thi hành kể từ ngày ký ban hành.
Điều 3. Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ, Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương chịu trách nhiệm thi hành Nghị quyết này./.
"""
PROGRAMME = """
# I. MỤC TIÊU
1. Đến năm 2030: 100% cơ sở giáo dục phổ thông có thư viện đạt tiêu chuẩn; 60% dân số trong độ tuổi lao động tham gia ít nhất một hình thức học tập thường xuyên.
2. Tầm nhìn đến năm 2045: hệ thống giáo dục mở, xã hội học tập phát triển trong nhóm dẫn đầu khu vực.
# II. NHIỆM VỤ, GIẢI PHÁP CHỦ YẾU
1. Hoàn thiện thể chế, chính sách về học tập suốt đời; sửa đổi, bổ sung các quy định chưa phù hợp của Nghị định số 61/2009/NĐ-CP ngày 07 tháng 7 năm 2009 và các văn bản liên quan.
2. Phát triển nguồn học liệu mở, thư viện số; bảo đảm nguồn lực thực hiện.
# III. TỔ CHỨC THỰC HIỆN
1. Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ, Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương (sau đây gọi chung là các bộ, địa phương) xây dựng kế hoạch thực hiện Chương trình, ban hành trước ngày 15 tháng 01 năm 2026; định kỳ hằng năm, trước ngày 05 tháng 12, báo cáo kết quả thực hiện gửi Bộ Giáo dục và Đào tạo để tổng hợp.
2. Bộ Giáo dục và Đào tạo theo dõi, đôn đốc việc thực hiện Chương trình; báo cáo Thủ tướng Chính phủ trước ngày 20 tháng 12 hằng năm; tổ chức sơ kết giữa kỳ vào năm 2028 và tổng kết vào năm 2030.
3. Bộ Tài chính bố trí kinh phí chi thường xuyên theo quy định của pháp luật về ngân sách nhà nước.
"""
LAW, RESOURCES, PEOPLE = (
    "Hoàn thiện thể chế, chính sách",
    "Phát triển học liệu, thư viện, hạ tầng số",
    "Truyền thông, nguồn nhân lực",
)
MOET, MOCST, MOF = "Bộ Giáo dục và Đào tạo", "Bộ Văn hóa, Thể thao và Du lịch", "Bộ Tài chính"
MOST, MOHA = "Bộ Khoa học và Công nghệ", "Bộ Nội vụ"
ROWS = [
    (("I", LAW, "<", "<", "<", "<"), None),
    (("1", "Nghị định quy định về học tập suốt đời và công nhận kết quả học tập không chính quy", MOET, "Các bộ, cơ quan ngang bộ", "Quý III/2026", "Nghị định"), when("2026-07-01", "2026-09-30", coordinating=...)),
    (("2", "Thông tư quy định tiêu chuẩn thư viện cơ sở giáo dục mầm non, phổ thông (thay thế)", MOET, MOCST, "Quý II/2026", "Thông tư"), when("2026-04-01", "2026-06-30", coordinating=MOCST)),
    (("3", "Sửa đổi quy định về chế độ, phụ cấp đối với viên chức thư viện trường học", MOHA, f"{MOET}; {MOF}", "12/2026", "Nghị định"), when("2026-12-01", "2026-12-31")),
    (("4", "Cơ chế xã hội hóa phát triển văn hóa đọc", MOCST, "Các địa phương", "Quý IV/2026", "Đề án trình Thủ tướng Chính phủ"), when("2026-10-01", "2026-12-31", lead=MOCST)),
    (("5", "Bộ chỉ số đánh giá “Tỉnh, thành phố học tập”", MOET, "Hội Khuyến học Việt Nam", "Tháng 10/2026", "Quyết định"), when("2026-10-01", "2026-10-31")),
    (("II", RESOURCES, "<", "<", "<", "<"), None),
    (("6", "Nền tảng học liệu mở quốc gia", MOET, MOST, "2026 - 2027", "Nền tảng đưa vào vận hành"), when("2026-01-01", "2027-12-31")),
    (("7", "Chương trình sách quốc gia cho học sinh vùng đồng bào dân tộc thiểu số, biên giới, hải đảo", MOCST, "Bộ Dân tộc và Tôn giáo; Ủy ban nhân dân các tỉnh, thành phố", "Giai đoạn 2026 - 2030", "Chương trình được phê duyệt; mỗi năm tối thiểu 500 điểm trường được cấp sách"), when("2026-01-01", "2030-12-31", lead=MOCST, coordinating="Bộ Dân tộc và Tôn giáo; Ủy ban nhân dân các tỉnh, thành phố")),
    (("8", "Phủ sóng băng rộng tới 100% điểm trường", MOST, "Các doanh nghiệp viễn thông", "Trước ngày 30/6/2027", "Báo cáo Thủ tướng Chính phủ"), when(None, "2027-06-30", qualifier="before")),
    (("9", "Liên thông thư viện đại học, thư viện công cộng", MOCST, MOET, "2028", "Hệ thống liên thông"), when("2028-01-01", "2028-12-31", lead=MOCST)),
    (("10", "Bố trí kinh phí mua bổ sung sách, tài liệu cho thư viện trường học", "Ủy ban nhân dân các tỉnh, thành phố", MOF, "Hằng năm", "Dự toán được giao"), when(recurrence="annual", lead="Ủy ban nhân dân các tỉnh, thành phố")),
    (("11", "Số hóa tài liệu cổ, tài liệu quý phục vụ giảng dạy", MOCST, "Viện Hàn lâm Khoa học xã hội Việt Nam", "2026 - 2030", "50.000 tài liệu"), when("2026-01-01", "2030-12-31", lead=MOCST)),
    (("III", PEOPLE, "<", "<", "<", "<"), None),
    (("12", "Tổ chức Ngày Sách và Văn hóa đọc Việt Nam trong các nhà trường", MOET, MOCST, "Tháng 4 hằng năm", "Hoạt động được tổ chức"), when(..., coordinating=MOCST) | {"starts_on": ..., "due_on": ..., "deadlines": ..., "recurrence": "annual"}),
    (("13", "Bồi dưỡng nghiệp vụ cho 100% viên chức thư viện", MOET, "Các địa phương", "Quý I/2027 - Quý IV/2028", "Chứng chỉ bồi dưỡng"), when("2027-01-01", "2028-12-31")),
    (("14", "Tuyên truyền trên Đài Truyền hình Việt Nam, Đài Tiếng nói Việt Nam", MOCST, "Đài Truyền hình Việt Nam; Đài Tiếng nói Việt Nam", "Thường xuyên", "Chuyên mục, phóng sự"), {**CONTINUOUS, "lead": MOCST}),
    (("15", "Xây dựng báo cáo quốc gia về học tập suốt đời", MOET, "Các bộ, địa phương", "Năm 2027 và năm 2030", "Báo cáo"), when(..., "2027-12-31", "2030-12-31", coordinating=...)),
    (("16", "Sơ kết 03 năm thực hiện Chương trình", MOET, "Các bộ, địa phương", "Quý IV/2028", "Hội nghị, báo cáo"), when("2028-10-01", "2028-12-31", coordinating=...)),
]  # fmt: skip
HEADINGS = [
    [
        "TT",
        "Tên nhiệm vụ, đề án",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
        "Thời gian hoàn thành",
        "Sản phẩm, hình thức văn bản",
    ]
]


@document("05-nghi-quyet-chuong-trinh-hanh-dong.pdf")
def programme(path: Path) -> Json:
    paper = word.new(font="Liberation Serif")
    word.page_numbers(paper)
    word.head(paper, "", "CHÍNH PHỦ", "Số: 355/NQ-CP", "Hà Nội, ngày 28 tháng 11 năm 2025")
    word.title(
        paper,
        "NGHỊ QUYẾT",
        "Ban hành Chương trình hành động của Chính phủ thực hiện Kết luận số 118-KL/TW\nvề đẩy mạnh học tập suốt đời, phát triển văn hóa đọc trong nhà trường",
    )
    word.para(paper, "CHÍNH PHỦ", bold=True, align=word.CENTRE)
    word.para(paper, "Căn cứ Luật Tổ chức Chính phủ số 63/2025/QH15 ngày 18 tháng 02 năm 2025;", italic=True)
    word.para(paper, "Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019;", italic=True)
    word.para(paper, "QUYẾT NGHỊ:", bold=True, align=word.CENTRE)
    word.paras(paper, BODY)
    word.signature(
        paper,
        [
            "Ban Bí thư Trung ương Đảng;",
            "Thủ tướng, các Phó Thủ tướng Chính phủ;",
            "Các bộ, cơ quan ngang bộ;",
            "Lưu: VT, KGVX (2b).",
        ],
        "TM. CHÍNH PHỦ\nTHỦ TƯỚNG",
    )
    word.page_break(paper)
    word.annex(
        paper,
        "CHƯƠNG TRÌNH HÀNH ĐỘNG",
        "Thực hiện Kết luận số 118-KL/TW về đẩy mạnh học tập suốt đời",
        "(Ban hành kèm theo Nghị quyết số 355/NQ-CP ngày 28 tháng 11 năm 2025 của Chính phủ)",
    )
    word.paras(paper, PROGRAMME)
    word.landscape(paper)
    word.annex(
        paper,
        "PHỤ LỤC",
        "DANH MỤC CÁC NHIỆM VỤ, ĐỀ ÁN TRIỂN KHAI CHƯƠNG TRÌNH HÀNH ĐỘNG",
        "(Kèm theo Nghị quyết số 355/NQ-CP ngày 28 tháng 11 năm 2025 của Chính phủ)",
    )
    word.table(paper, HEADINGS, [cells for cells, _ in ROWS], [1.3, 8, 4, 4.6, 3.3, 4], size=13)
    word.save_pdf(paper, path)
    expected, section = [], ""
    for cells, more in ROWS:
        if more is None:
            section = cells[1]
        else:
            expected.append((cells, {"section": section, **more}))
    everyone = (
        "Các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ, Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương"
    )
    one_by_one = (
        "Các bộ; cơ quan ngang bộ; cơ quan thuộc Chính phủ; Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương"
    )
    return facts(
        {"number": "355/NQ-CP", "issued_on": "2025-11-28", "issuer": "Chính phủ", "kind": "other"},
        from_rows("stt content lead coordinating time_text product", expected),
        [
            deadline("2026-01-15", "xây dựng kế hoạch thực hiện Chương trình", one_by_one, who_or=[everyone, "các bộ, địa phương", "Các bộ; địa phương"]),
            deadline("2025-12-05", "báo cáo kết quả thực hiện", one_by_one, "annual", who_or=[everyone, "các bộ, địa phương", "Các bộ; địa phương"], recipient="Bộ Giáo dục và Đào tạo"),
            deadline("2025-12-20", "báo cáo Thủ tướng Chính phủ", "Bộ Giáo dục và Đào tạo", "annual", recipient="Thủ tướng Chính phủ"),
            deadline("2028-12-31", "sơ kết giữa kỳ", optional=True),
            deadline("2030-12-31", "tổng kết", optional=True),
        ],
    )  # fmt: skip
