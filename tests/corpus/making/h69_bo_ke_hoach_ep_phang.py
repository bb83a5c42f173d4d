"""69: a ministry's plan and its annex copied out of a PDF: a cell after the other, rows cut by the page's end."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, from_rows, when

BODY = """
Thực hiện Nghị quyết số 72-NQ/TW ngày 09/9/2025 của Bộ Chính trị và Quyết định số 2233/QĐ-TTg ngày 14/10/2025 của Thủ tướng Chính phủ, Bộ Y tế ban hành Kế hoạch chuyển đổi số y tế năm 2026 với các nội dung sau:
# I. MỤC TIÊU
1. 100% bệnh viện triển khai bệnh án điện tử; 80% người dân có sổ sức khỏe điện tử.
2. Cơ sở dữ liệu quốc gia về y tế được kết nối với Cơ sở dữ liệu quốc gia về dân cư.
# II. NHIỆM VỤ
Các nhiệm vụ cụ thể, đơn vị chủ trì, phối hợp và thời gian hoàn thành được nêu tại Phụ lục.
# III. TỔ CHỨC THỰC HIỆN
1. Các Vụ, Cục, Văn phòng Bộ và các đơn vị trực thuộc Bộ gửi kế hoạch chi tiết về Cục Công nghệ thông tin y tế trước ngày 30/01/2026.
2. Sở Y tế các tỉnh, thành phố báo cáo kết quả thực hiện định kỳ hằng quý, trước ngày 20 của tháng cuối quý, gửi Bộ Y tế (qua Cục Công nghệ thông tin y tế).
3. Cục Công nghệ thông tin y tế là đầu mối đôn đốc, tổng hợp báo cáo Bộ trưởng trước ngày 15/12/2026./.
"""
HEADINGS = [["TT", "Lĩnh vực", "Nhiệm vụ", "Sản phẩm", "Thời gian hoàn thành", "Đơn vị chủ trì", "Đơn vị phối hợp"]]
IT, KCB, PC, TC = (
    "Cục Công nghệ thông tin y tế",
    "Cục Quản lý Khám, chữa bệnh",
    "Vụ Pháp chế",
    "Vụ Kế hoạch - Tài chính",
)
ROWS = [
    (("1", "Thể chế", "Xây dựng Thông tư quy định về bệnh án điện tử thay thế Thông tư số 46/2018/TT-BYT", "Thông tư được ban hành", "Quý II/2026", IT, PC), when("2026-04-01", "2026-06-30")),
    (("2", "Thể chế", "Ban hành chuẩn dữ liệu sổ sức khỏe điện tử phiên bản 2", "Quyết định của Bộ trưởng", "Tháng 3/2026", IT, KCB), when("2026-03-01", "2026-03-31")),
    (("3", "Thể chế", "Rà soát định mức kinh tế - kỹ thuật dịch vụ khám bệnh từ xa", "Báo cáo đề xuất định mức", "30/9/2026", KCB, TC), when(..., "2026-09-30")),
    (("4", "Dữ liệu", "Làm sạch dữ liệu hành nghề khám bệnh, chữa bệnh, đối soát với Cơ sở dữ liệu quốc gia về dân cư", "Tỷ lệ bản ghi đúng đạt trên 98%", "Quý I/2026", KCB, "Sở Y tế các tỉnh, thành phố"), when("2026-01-01", "2026-03-31")),
    (("5", "Dữ liệu", "Kết nối dữ liệu xét nghiệm giữa các bệnh viện trực thuộc Bộ", "34 bệnh viện liên thông kết quả xét nghiệm", "11/2026", IT, "Các bệnh viện trực thuộc Bộ"), when("2026-11-01", "2026-11-30")),
    (("6", "Dữ liệu", "Cập nhật danh mục dùng chung ngành y tế", "Danh mục dùng chung trên cổng dữ liệu", "Thường xuyên", IT, KCB), CONTINUOUS),
    (("7", "Hạ tầng", "Nâng cấp trung tâm dữ liệu y tế, bảo đảm an toàn thông tin cấp độ 4", "Hồ sơ cấp độ được phê duyệt", "Quý III/2026", IT, TC), when("2026-07-01", "2026-09-30")),
    (("8", "Hạ tầng", "Trang bị chữ ký số cho bác sĩ tại bệnh viện tuyến trung ương", "15.000 chứng thư chữ ký số", "Quý II và quý IV/2026", IT, "Các bệnh viện trực thuộc Bộ"), when(..., "2026-06-30", "2026-12-31")),
    (("9", "Nhân lực", "Đào tạo kỹ năng số cho nhân viên trạm y tế xã", "20.000 lượt người được đào tạo", "Từ tháng 4 đến tháng 10/2026", "Trường Đại học Y tế công cộng", IT), when("2026-04-01", "2026-10-31")),
    (("10", "Nhân lực", "Tổ chức diễn đàn chuyển đổi số y tế quốc gia lần thứ hai", "01 diễn đàn", "Tháng 10/2026", IT, "Văn phòng Bộ"), when("2026-10-01", "2026-10-31")),
    (("11", "Truyền thông", "Truyền thông lợi ích của sổ sức khỏe điện tử trên nền tảng số", "Trên 500 tin, bài, video", "Trước 30/11/2026", "Văn phòng Bộ", "Báo Sức khỏe và Đời sống"), when(None, "2026-11-30", qualifier="before")),
]  # fmt: skip


@document("held_out/69-bo-y-te-ke-hoach-so-hoa.txt")
def plan(path: Path) -> Json:
    paper = word.new(size=13.5, font=word.PRINTED)
    word.head(paper, "", "BỘ Y TẾ", "Số: 38/KH-BYT", "Hà Nội, ngày 12 tháng 01 năm 2026")
    word.title(paper, "KẾ HOẠCH", "Chuyển đổi số y tế năm 2026")
    word.paras(paper, BODY)
    word.signature(
        paper,
        ["Thủ tướng Chính phủ (để b/c);", "Sở Y tế các tỉnh, TP;", "Lưu: VT, CNTT."],
        "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG",
    )
    word.landscape(paper)
    word.annex(
        paper,
        "PHỤ LỤC",
        "NHIỆM VỤ CHUYỂN ĐỔI SỐ Y TẾ NĂM 2026",
        "(Ban hành kèm theo Kế hoạch số 38/KH-BYT ngày 12/01/2026 của Bộ Y tế)",
    )
    word.table(paper, HEADINGS, [cells for cells, _ in ROWS], [1.2, 2.4, 7.4, 4.6, 3, 3.8, 3.8], size=12)
    word.save_flattened(paper, path)
    units = "Các Vụ, Cục, Văn phòng Bộ; các đơn vị trực thuộc Bộ"
    loose = ["Các Vụ, Cục, Văn phòng Bộ và các đơn vị trực thuộc Bộ", "Các Vụ; Cục; Văn phòng Bộ; các đơn vị trực thuộc Bộ", "Các Vụ, Cục; Văn phòng Bộ; các đơn vị trực thuộc Bộ"]  # fmt: skip
    return facts(
        {"number": "38/KH-BYT", "issued_on": "2026-01-12", "issuer": "Bộ Y tế", "kind": "ke_hoach", "title": "Chuyển đổi số y tế năm 2026"},
        from_rows("stt group content product time_text lead coordinating", ROWS),
        [
            deadline("2026-01-30", "kế hoạch chi tiết", units, who_or=loose, recipient=IT),
            deadline("2026-03-20", "báo cáo kết quả thực hiện", "Sở Y tế các tỉnh, thành phố", "quarterly", recipient="Bộ Y tế", via=IT),
            deadline("2026-12-15", "tổng hợp báo cáo Bộ trưởng", IT, recipient="Bộ trưởng"),
        ],
    )  # fmt: skip
