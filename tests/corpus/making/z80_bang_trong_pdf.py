"""80-82: tables of tasks in PDF files and the text three tools leave of them: column before row, columns kept by spaces, block by block."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making import z00_flat as flat
from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, from_rows, when

HEADINGS = [["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian thực hiện", "Sản phẩm"]]
ORDER, PEOPLE, PLACES = "HOÀN THIỆN VĂN BẢN CHỈ ĐẠO", "PHÁT TRIỂN ĐỘI NGŨ", "CƠ SỞ VẬT CHẤT, THIẾT BỊ"
TCCB, KHTC, GDMN = "Phòng Tổ chức cán bộ", "Phòng Kế hoạch - Tài chính", "Phòng Giáo dục Mầm non"
ROWS = [
    (("I", ORDER, "<", "<", "<", "<"), None),
    (("1", "Tham mưu Ủy ban nhân dân tỉnh ban hành Đề án phát triển giáo dục mầm non ngoài công lập ở khu, cụm công nghiệp", GDMN, KHTC, "Tháng 4/2026", "Quyết định của UBND tỉnh"), when("2026-04-01", "2026-04-30", section=ORDER)),
    (("2", "Hướng dẫn các xã, phường xây dựng kế hoạch phổ cập giáo dục mầm non cho trẻ từ 3 đến 5 tuổi", GDMN, "UBND các xã, phường", "Trước ngày 15/3/2026", "Công văn hướng dẫn"), when(None, "2026-03-15", section=ORDER, qualifier="before", coordinating=["UBND các xã, phường"])),
    (("3", "Xây dựng quy chế phối hợp quản lý nhóm trẻ độc lập tư thục", "Văn phòng Sở", "Công an tỉnh; Sở Y tế", "Quý II/2026", "Quy chế phối hợp"), when("2026-04-01", "2026-06-30", section=ORDER)),
    (("II", PEOPLE, "<", "<", "<", "<"), None),
    (("4", "Rà soát nhu cầu giáo viên mầm non năm học 2026 - 2027, đề xuất giao bổ sung biên chế", TCCB, GDMN, "5/2026", "Tờ trình gửi Sở Nội vụ"), when("2026-05-01", "2026-05-31", section=PEOPLE)),
    (("5", "Bồi dưỡng chuyên môn cho chủ nhóm, giáo viên các nhóm lớp độc lập", GDMN, "Trường Đại học Tân Trào", "Tháng 7 - tháng 8/2026", "Trên 600 lượt người được bồi dưỡng"), when("2026-07-01", "2026-08-31", section=PEOPLE)),
    (("6", "Thực hiện chế độ, chính sách đối với giáo viên mầm non làm việc tại xã đặc biệt khó khăn", TCCB, KHTC, "Thường xuyên", "100% giáo viên được hưởng chế độ"), {**CONTINUOUS, "section": PEOPLE}),
    (("III", PLACES, "<", "<", "<", "<"), None),
    (("7", "Đầu tư 42 phòng học, 16 bếp ăn tại các điểm trường lẻ", KHTC, "Ban Quản lý dự án tỉnh", "Hoàn thành trước 31/8/2026", "Biên bản nghiệm thu"), when(None, "2026-08-31", section=PLACES, qualifier="before")),
    (("8", "Mua sắm đồ chơi, thiết bị dạy học tối thiểu cho lớp 3 - 4 tuổi", KHTC, GDMN, "Quý III, quý IV/2026", "280 bộ thiết bị"), when(..., "2026-09-30", "2026-12-31", section=PLACES, deadlines=...)),
    (("9", "Kiểm tra việc quản lý, sử dụng đất dành cho giáo dục sau sắp xếp đơn vị hành chính", "Văn phòng Sở", "Sở Nông nghiệp và Môi trường", "Chậm nhất ngày 30/10/2026", "Báo cáo kết quả kiểm tra"), when(None, "2026-10-30", section=PLACES, qualifier="by")),
]  # fmt: skip
BODY = """
Căn cứ Nghị quyết số 42/NQ-HĐND ngày 10/12/2025 của Hội đồng nhân dân tỉnh; Kế hoạch số 15/KH-UBND ngày 14/01/2026 của Ủy ban nhân dân tỉnh, Sở Giáo dục và Đào tạo (GDĐT) ban hành Kế hoạch phát triển giáo dục mầm non năm 2026 như sau:
# I. MỤC TIÊU
Đến hết năm 2026, huy động 45% trẻ nhà trẻ, 96% trẻ mẫu giáo ra lớp; 100% xã, phường duy trì kết quả phổ cập.
# II. NHIỆM VỤ
Các nhiệm vụ cụ thể được phân công tại Phụ lục kèm theo Kế hoạch này.
# III. TỔ CHỨC THỰC HIỆN
1. Phòng Giáo dục Mầm non là đơn vị thường trực, đôn đốc việc thực hiện; tổng hợp kết quả, báo cáo Giám đốc Sở trước ngày 05/12/2026.
2. Các phòng thuộc Sở căn cứ nhiệm vụ được phân công xây dựng kế hoạch chi tiết, gửi về Phòng Giáo dục Mầm non trước ngày 28/02/2026.
3. UBND các xã, phường bố trí kinh phí thực hiện; báo cáo kết quả 6 tháng đầu năm về Sở GDĐT trước ngày 10/6/2026.
"""


@document("80-ke-hoach-giao-duc-mam-non-doc-theo-cot.txt")
def plan(path: Path) -> Json:
    paper = word.new(size=13, font=word.PRINTED)
    word.page_numbers(paper)
    word.head(
        paper,
        "UBND TỈNH TUYÊN QUANG",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "Số: 87/KH-SGDĐT",
        "Tuyên Quang, ngày 29 tháng 01 năm 2026",
    )
    word.title(paper, "KẾ HOẠCH", "Phát triển giáo dục mầm non trên địa bàn tỉnh năm 2026")
    word.paras(paper, BODY)
    word.signature(
        paper, ["UBND tỉnh (b/c);", "UBND các xã, phường;", "Các phòng thuộc Sở;", "Lưu: VT, GDMN."], "GIÁM ĐỐC"
    )
    word.landscape(paper)
    word.annex(
        paper,
        "PHỤ LỤC",
        "PHÂN CÔNG NHIỆM VỤ NĂM 2026",
        "(Kèm theo Kế hoạch số 87/KH-SGDĐT ngày 29/01/2026 của Sở GDĐT)",
    )
    word.table(paper, HEADINGS, [cells for cells, _ in ROWS], [1.4, 8.6, 4, 4, 3.6, 4])
    flat.pdftotext(paper, path)
    items = from_rows("stt content lead coordinating time_text product", [row for row in ROWS if row[1]])
    # numbers, then contents, then the rest row by row; from row 5 on the text no longer shows whose cell is whose
    return facts(
        {"number": "87/KH-SGDĐT", "issued_on": "2026-01-29", "issuer": "Sở Giáo dục và Đào tạo Tuyên Quang", "kind": "ke_hoach", "title": "Phát triển giáo dục mầm non trên địa bàn tỉnh năm 2026"},
        [*items[:4], *({name: row[name] for name in ("stt", "section", "content")} for row in items[4:])],
        [
            deadline("2026-12-05", "tổng hợp kết quả báo cáo Giám đốc Sở", GDMN, recipient="Giám đốc Sở"),
            deadline("2026-02-28", "xây dựng kế hoạch chi tiết", "Các phòng thuộc Sở", recipient=GDMN),
            deadline("2026-06-10", "báo cáo kết quả 6 tháng đầu năm", "UBND các xã, phường", recipient="Sở GDĐT"),
        ],
    )  # fmt: skip


WEEK_HEADINGS = [["TT", "Nội dung công việc", "Bộ phận, cá nhân thực hiện", "Thời hạn hoàn thành", "Kết quả cần đạt"]]
WEEK_ROWS = [
    (("1", "Xây dựng phương án bảo đảm an toàn, phòng cháy, chữa cháy tại ký túc xá và nhà ăn", "Phòng Quản lý học sinh", "15/9/2025", "Phương án được hiệu trưởng phê duyệt"), when(..., "2025-09-15")),
    (("2", "Khám sức khỏe đầu năm cho học sinh", "Trạm Y tế", "Từ ngày 22/9 đến ngày 26/9/2025", "100% học sinh được khám"), when("2025-09-22", "2025-09-26")),
    (("3", "Lập danh sách, hồ sơ đề nghị cấp học bổng chính sách học kỳ I", "Phòng Quản lý học sinh; Phòng Tài vụ", "Trước ngày 10/10/2025", "Danh sách, tờ trình"), when(None, "2025-10-10", qualifier="before")),
    (("4", "Tập huấn sử dụng sổ điểm điện tử, học bạ số", "Tổ Toán - Tin", "Tháng 10/2025", "45 giáo viên được tập huấn"), when("2025-10-01", "2025-10-31")),
    (("5", "Kiểm tra nội bộ hồ sơ chuyên môn các tổ", "Phó Hiệu trưởng phụ trách chuyên môn", "Tuần 2 tháng 11/2025", "Biên bản kiểm tra của từng tổ"), {}),
    (("6", "Tổ chức Hội thi văn nghệ chào mừng Ngày Nhà giáo Việt Nam", "Đoàn trường", "18/11/2025", "12 tiết mục dự thi"), when(..., "2025-11-18")),
    (("7", "Ôn tập, bồi dưỡng đội tuyển dự thi học sinh giỏi cấp tỉnh", "Các tổ chuyên môn", "Thường xuyên", "Ít nhất 15 giải"), CONTINUOUS),
    (("8", "Sơ kết học kỳ I, xét thi đua", "Ban Giám hiệu", "Chậm nhất 17/01/2026", "Báo cáo sơ kết"), when(None, "2026-01-17", qualifier="by")),
    (("9", "Sửa chữa hệ thống nước sạch, nhà vệ sinh khu nội trú", "Phòng Tài vụ", "Quý I/2026", "Hồ sơ hoàn công"), when("2026-01-01", "2026-03-31")),
    (("10", "Tổ chức ngày hội tư vấn hướng nghiệp, tuyển sinh cho học sinh lớp 12", "Đoàn trường", "Tháng 3/2026", "Trên 300 học sinh tham gia"), when("2026-03-01", "2026-03-31")),
]  # fmt: skip
WEEK_BODY = """
Căn cứ Kế hoạch số 2811/KH-SGDĐT ngày 22/8/2025 của Sở Giáo dục và Đào tạo; Nghị quyết Hội nghị viên chức, người lao động ngày 28/8/2025, Trường phân công nhiệm vụ trọng tâm năm học 2025 - 2026 như sau:
"""
WEEK_TAIL = """
Các bộ phận, cá nhân được phân công báo cáo tiến độ cho Văn thư nhà trường trước 16 giờ ngày 28 hằng tháng. Văn thư tổng hợp, trình Hiệu trưởng trước ngày 31/5/2026./.
"""


@document("81-truong-noi-tru-bang-giu-cot.txt")
def school(path: Path) -> Json:
    paper = word.new(size=13, font=word.PRINTED)
    word.page_numbers(paper)
    word.head(
        paper,
        "SỞ GDĐT SƠN LA",
        "TRƯỜNG PTDTNT THCS VÀ THPT MỘC CHÂU",
        "Số: 61/KH-DTNT",
        "Mộc Châu, ngày 03 tháng 9 năm 2025",
    )
    word.title(paper, "KẾ HOẠCH", "Nhiệm vụ trọng tâm năm học 2025 - 2026")
    word.paras(paper, WEEK_BODY)
    word.table(paper, WEEK_HEADINGS, [cells for cells, _ in WEEK_ROWS], [1.1, 5.6, 3.6, 3, 3.4], size=12)
    word.paras(paper, WEEK_TAIL)
    word.signature(paper, ["Sở GDĐT (b/c);", "Các tổ, bộ phận (t/h);", "Lưu: VT."], "HIỆU TRƯỞNG")
    flat.pdftotext(paper, path, "-layout")
    everyone = "Các bộ phận, cá nhân được phân công"
    return facts(
        {"number": "61/KH-DTNT", "issued_on": "2025-09-03", "kind": "ke_hoach", "title": "Nhiệm vụ trọng tâm năm học 2025 - 2026"},
        from_rows("stt content lead time_text product", WEEK_ROWS),
        [
            deadline(None, "báo cáo tiến độ cho Văn thư", everyone, "monthly", who_or=["Các bộ phận; cá nhân được phân công", "Các bộ phận; cá nhân"], due_time="16:00"),
            deadline("2026-05-31", "tổng hợp trình Hiệu trưởng", "Văn thư", recipient="Hiệu trưởng"),
        ],
    )  # fmt: skip


NO_NUMBER = [["Nội dung nhiệm vụ", "Chủ trì", "Thời gian hoàn thành", "Ghi chú"]]
PLAIN_ROWS = [
    (("Lắp đặt thiết bị và kết nối phòng học trực tuyến tại 18 điểm cầu", "Trung tâm Chuyển đổi số", "30/9/2025", "Mỗi điểm cầu có một cán bộ trực"), when(..., "2025-09-30")),
    (("Xây dựng chương trình bồi dưỡng kỹ năng số cho viên chức", "Khoa Sư phạm", "Quý IV/2025", ""), when("2025-10-01", "2025-12-31")),
    (("Thử nghiệm nền tảng thi trực tuyến với 02 học phần chung", "Phòng Khảo thí và Đảm bảo chất lượng", "Tháng 11/2025", "Báo cáo trước khi mở rộng"), when("2025-11-01", "2025-11-30")),
    (("Tích hợp dữ liệu sinh viên với cơ sở dữ liệu quốc gia về giáo dục đại học", "Phòng Đào tạo", "Trước 15/12/2025", ""), when(None, "2025-12-15", qualifier="before")),
    (("Ban hành quy định về khai thác, bảo vệ dữ liệu cá nhân của người học", "Phòng Công tác sinh viên", "Tháng 01/2026", "Lấy ý kiến các khoa"), when("2026-01-01", "2026-01-31")),
    (("Duy trì, cập nhật kho học liệu mở", "Thư viện", "Thường xuyên", ""), CONTINUOUS),
    (("Đánh giá mức độ chuyển đổi số của trường theo bộ tiêu chí của Bộ", "Trung tâm Chuyển đổi số", "6/2026", "Tự đánh giá, gửi minh chứng"), when("2026-06-01", "2026-06-30")),
]  # fmt: skip
PLAIN_BODY = """
Thực hiện Kế hoạch số 44/KH-ĐHQB ngày 20/8/2025 của Hội đồng trường, Hiệu trưởng thông báo phân công công việc chuyển đổi số năm học 2025 - 2026 như sau:
"""


@document("82-dai-hoc-bang-tung-khoi.txt")
def university(path: Path) -> Json:
    paper = word.new(size=13, font=word.PRINTED)
    word.head(
        paper,
        "UBND TỈNH QUẢNG TRỊ",
        "TRƯỜNG ĐẠI HỌC QUẢNG BÌNH",
        "Số: 903/TB-ĐHQB",
        "Quảng Trị, ngày 08 tháng 9 năm 2025",
    )
    word.title(paper, "THÔNG BÁO", "Phân công công việc chuyển đổi số năm học 2025 - 2026")
    word.paras(paper, PLAIN_BODY)
    word.table(paper, NO_NUMBER, [cells for cells, _ in PLAIN_ROWS], [6.2, 3.8, 3, 3.4], size=12)
    word.paras(
        paper,
        "Trưởng các đơn vị có tên trong bảng trên lập kế hoạch chi tiết, gửi Phòng Hành chính - Tổng hợp trước ngày 20/9/2025. Sinh viên các lớp hoàn thành khảo sát trực tuyến chậm nhất ngày 25/9/2025.",
    )
    word.signature(paper, ["Các đơn vị;", "Lưu: VT, TTCĐS."], "HIỆU TRƯỞNG")
    flat.pdfminer(paper, path)
    return facts(
        {"number": "903/TB-ĐHQB", "issued_on": "2025-09-08", "issuer": "Trường Đại học Quảng Bình", "kind": "thong_bao", "title": "Phân công công việc chuyển đổi số năm học 2025 - 2026"},
        from_rows("content lead time_text -", PLAIN_ROWS, product=..., stt=None),
        [
            deadline("2025-09-20", "lập kế hoạch chi tiết gửi Phòng Hành chính", "Trưởng các đơn vị có tên trong bảng trên", who_or=["Trưởng các đơn vị", "Các đơn vị", "Các đơn vị có tên trong bảng trên", "Trung tâm Chuyển đổi số; Khoa Sư phạm; Phòng Khảo thí và Đảm bảo chất lượng; Phòng Đào tạo; Phòng Công tác sinh viên; Thư viện"]),
            deadline("2025-09-25", "khảo sát trực tuyến", "Sinh viên các lớp", who_or=["Sinh viên"]),
        ],
    )  # fmt: skip
