"""01: a Sở's yearly plan; headings of two levels, merged groups, deadlines in its last part."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, from_rows, when

HEADINGS = [
    ["STT", "Nhóm nhiệm vụ", "Nội dung công việc", "Phân công thực hiện", "<", "Sản phẩm", "Thời gian hoàn thành"],
    ["^", "^", "^", "Đơn vị chủ trì", "Đơn vị phối hợp", "^", "^"],
]
BODY_1 = """
# I. MỤC ĐÍCH, YÊU CẦU
1. Cụ thể hóa Kế hoạch số 905/KH-UBND ngày 26/12/2025 của UBND tỉnh về chuyển đổi số tỉnh Nghệ An năm 2026; tiếp nối kết quả của giai đoạn 2021-2025.
2. Các nhiệm vụ được giao rõ đơn vị chủ trì, sản phẩm và thời hạn; tính đến ngày 31/12/2025 toàn ngành còn 14 trường chưa hoàn thành số hóa hồ sơ, phải dứt điểm trong năm 2026.
# II. MỘT SỐ CHỈ TIÊU CHỦ YẾU
- 100% cơ sở giáo dục phổ thông triển khai học bạ số; 95% hồ sơ thủ tục hành chính nộp trực tuyến.
- 80% giáo viên được bồi dưỡng năng lực số theo khung ban hành tại Thông tư số 02/2025/TT-BGDĐT ngày 24/01/2025.
# III. NHIỆM VỤ CỤ THỂ
Chi tiết tại Phụ lục kèm theo Kế hoạch này.
# IV. TỔ CHỨC THỰC HIỆN
# 1. Phòng Kế hoạch - Tài chính
Tham mưu bố trí kinh phí, trình Giám đốc Sở phê duyệt dự toán trước ngày 28/02/2026.
# 2. Văn phòng Sở
Là đầu mối theo dõi, đôn đốc việc thực hiện Kế hoạch; tổng hợp báo cáo UBND tỉnh (qua Sở Khoa học và Công nghệ) trước ngày 20/6/2026 đối với báo cáo 6 tháng và trước ngày 15/12/2026 đối với báo cáo năm.
# 3. Các trường THPT, trung tâm trực thuộc Sở
Xây dựng kế hoạch chuyển đổi số năm 2026 của đơn vị, gửi về Sở GDĐT (qua Văn phòng Sở) chậm nhất ngày 10/02/2026.
# 4. UBND các xã, phường
Chỉ đạo các trường mầm non, tiểu học, THCS trên địa bàn triển khai Kế hoạch; báo cáo kết quả thực hiện về Sở GDĐT trước ngày 05/12/2026.
Trong quá trình triển khai, nếu có vướng mắc, các đơn vị phản ánh về Văn phòng Sở để được hướng dẫn./.
"""
ROWS = [
    (("Thể chế", "Ban hành quy chế quản lý, khai thác cơ sở dữ liệu ngành giáo dục tỉnh", "Văn phòng Sở", "Các phòng thuộc Sở", "Quyết định ban hành Quy chế", "Quý I/2026"), when("2026-01-01", "2026-03-31")),
    (("^", "Rà soát, công bố danh mục thủ tục hành chính\nthực hiện hoàn toàn trên môi trường mạng", "Văn phòng Sở", "Sở Khoa học và Công nghệ", "Danh mục được công bố", "Tháng 4/2026"), when("2026-04-01", "2026-04-30")),
    (("Hạ tầng, dữ liệu", "Nâng cấp đường truyền Internet, mạng LAN tại các trường vùng cao", "Phòng Kế hoạch - Tài chính", "Các trường; VNPT Nghệ An", "100% điểm trường có Internet", "Trước 30/9/2026"), when(None, "2026-09-30", qualifier="before")),
    (("^", "Cập nhật dữ liệu giáo viên, học sinh lên CSDL ngành", "Văn phòng Sở", "Các cơ sở giáo dục", "Dữ liệu “đúng, đủ, sạch, sống”", "Thường xuyên"), CONTINUOUS),
    (("^", "Đối soát dữ liệu học sinh với CSDL quốc gia về dân cư", "Văn phòng Sở", "Công an tỉnh, UBND các xã, phường", "≥ 99% bản ghi được xác thực", "Quý II/2026 và Quý IV/2026"), when("2026-04-01", "2026-06-30", "2026-12-31", coordinating="Công an tỉnh; UBND các xã, phường")),
    (("Ứng dụng, dịch vụ số", "Triển khai học bạ số cấp tiểu học, THCS", "Phòng Giáo dục phổ thông", "Các trường tiểu học, THCS", "100% học sinh có học bạ số", "Tháng 5-6/2026"), when("2026-05-01", "2026-06-30")),
    (("^", "Số hóa sổ gốc cấp văn bằng giai đoạn 1990-2010", "Phòng Quản lý chất lượng", "Văn phòng Sở", "CSDL văn bằng được số hóa", "Quý III/2026"), when("2026-07-01", "2026-09-30")),
    (("^", "Thí điểm tuyển sinh đầu cấp trực tuyến tại phường Trường Vinh và phường Thành Vinh", "Phòng Quản lý chất lượng", "UBND phường Trường Vinh; UBND phường Thành Vinh", "100% hồ sơ nộp trực tuyến", "01/6/2026 - 31/7/2026"), when("2026-06-01", "2026-07-31")),
    (("Nhân lực", "Tập huấn ứng dụng AI cho cán bộ quản lý (02 đợt)", "Phòng Tổ chức cán bộ", "Trường Đại học Vinh", "≥ 400 lượt người", "Tháng 3 và tháng 8/2026"), when("2026-03-01", "2026-03-31", "2026-08-31")),
    (("^", "Khảo sát năng lực số của giáo viên", "Phòng Tổ chức cán bộ", "Các cơ sở giáo dục", "Báo cáo khảo sát", "6 tháng đầu năm 2026"), when("2026-01-01", "2026-06-30")),
    (("An toàn thông tin", "Diễn tập ứng cứu sự cố an toàn thông tin mạng", "Văn phòng Sở", "Công an tỉnh", "01 cuộc diễn tập", "Tháng 10/2026"), when("2026-10-01", "2026-10-31")),
    (("^", "Đánh giá mức độ chuyển đổi số các cơ sở giáo dục; báo cáo Bộ GDĐT", "Văn phòng Sở", "Các phòng thuộc Sở", "Báo cáo đánh giá", "Quý IV/2026"), when("2026-10-01", "2026-12-31")),
    (("Tổng kết, khen thưởng", "Kiểm tra, đánh giá việc thực hiện Kế hoạch tại các đơn vị", "Thanh tra Sở; Văn phòng Sở", "Các phòng thuộc Sở", "Biên bản, thông báo kết quả kiểm tra", "Từ 05/10/2026 đến 30/10/2026"), when("2026-10-05", "2026-10-30")),
    (("^", "Tổ chức cuộc thi “Thiết kế bài giảng số”  năm 2026", "Phòng Giáo dục phổ thông", "Công đoàn ngành;  Các trường", "Quyết định khen thưởng", "Trước 15/11"), when(None, "2026-11-15", qualifier="before")),
    (("^", "Hội nghị tổng kết công tác chuyển đổi số năm 2026", "Văn phòng Sở", "Các phòng thuộc Sở", "Hội nghị, báo cáo tổng kết", "Tuần 3 tháng 12/2026"), when("2026-12-15", "2026-12-21")),
    (("Nội dung khác", "Thực hiện chế độ báo cáo theo yêu cầu của UBND tỉnh, Bộ GDĐT", "Văn phòng Sở", "Các đơn vị", "Báo cáo", "Định kỳ, đột xuất"), {"recurrence": "unspecified", "due_on": None}),
    (("^", "Hỗ trợ kỹ thuật cho các trường sử dụng học bạ số", "Văn phòng Sở", "VNPT Nghệ An; Viettel Nghệ An", "Đường dây hỗ trợ hoạt động", "Cả năm"), {}),
    (("^", "Thanh toán học phí, các khoản thu không dùng tiền mặt", "Phòng Kế hoạch - Tài chính", "Các cơ sở giáo dục", "100% trường vùng thuận lợi", "Quí III"), when("2026-07-01", "2026-09-30")),
]  # fmt: skip


@document("01-so-ke-hoach-cds-2026.docx")
def plan(path: Path) -> Json:
    paper = word.new()
    word.page_numbers(paper)
    word.head(
        paper, "UBND TỈNH NGHỆ AN", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Số: 118/KH-SGDĐT", "Nghệ An, ngày 14 tháng 01 năm 2026"
    )
    word.title(
        paper,
        "KẾ HOẠCH",
        "Ứng dụng công nghệ thông tin, chuyển đổi số\nngành Giáo dục và Đào tạo tỉnh Nghệ An năm 2026",
    )
    word.para(
        paper,
        "Căn cứ Quyết định số 131/QĐ-TTg ngày 25/01/2022 của Thủ tướng Chính phủ; thực hiện Kế hoạch số 905/KH-UBND ngày 26/12/2025 của UBND tỉnh, Sở Giáo dục và Đào tạo (GDĐT) ban hành Kế hoạch như sau:",
    )
    word.paras(paper, BODY_1)
    word.signature(
        paper,
        ["Bộ GDĐT (để b/c);", "UBND tỉnh (để b/c);", "Các phòng thuộc Sở;", "Lưu: VT, VP."],
        "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
    )
    word.landscape(paper)
    word.annex(
        paper,
        "PHỤ LỤC",
        "DANH MỤC NHIỆM VỤ CHUYỂN ĐỔI SỐ NĂM 2026",
        "(Kèm theo Kế hoạch số 118/KH-SGDĐT ngày 14/01/2026 của Sở GDĐT)",
    )
    rows = [[str(place), *cells] for place, (cells, _) in enumerate(ROWS, start=1)]
    word.table(paper, HEADINGS, rows, [1.2, 3, 6.5, 3.6, 4, 4.2, 3])
    paper.save(str(path))
    return facts(
        {"number": "118/KH-SGDĐT", "issued_on": "2026-01-14", "issuer": "Sở Giáo dục và Đào tạo Nghệ An", "kind": "ke_hoach",
         "title": "Ứng dụng công nghệ thông tin, chuyển đổi số ngành Giáo dục và Đào tạo tỉnh Nghệ An năm 2026"},
        from_rows("stt group content lead coordinating product time_text", [((str(n), *cells), more) for n, (cells, more) in enumerate(ROWS, start=1)]),
        [
            deadline("2026-02-28", "trình phê duyệt dự toán", "Phòng Kế hoạch - Tài chính", recipient="Giám đốc Sở"),
            deadline("2026-06-20", "báo cáo 6 tháng UBND tỉnh", "Văn phòng Sở", recipient="UBND tỉnh", via="Sở Khoa học và Công nghệ"),
            deadline("2026-12-15", "báo cáo năm", "Văn phòng Sở", recipient="UBND tỉnh"),
            deadline("2026-02-10", "kế hoạch chuyển đổi số năm 2026 của đơn vị", "Các trường THPT; trung tâm trực thuộc Sở",
                     who_or=["Các trường THPT, trung tâm trực thuộc Sở"], recipient="Sở GDĐT", via="Văn phòng Sở"),
            deadline("2026-12-05", "báo cáo kết quả thực hiện", "UBND các xã, phường", recipient="Sở GDĐT"),
        ],
    )  # fmt: skip
