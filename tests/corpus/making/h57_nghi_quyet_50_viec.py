"""57: the Government's table of fifty assignments, landscape over several pages: chapters as rows, months without a year, bodies as results go to."""

from pathlib import Path
from typing import Any

from tests.corpus.making import print as paper
from tests.corpus.making.facts import Json, document, facts, from_rows, when

HEADINGS = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Hình thức văn bản / Cấp trình"]
TC, NV, GD, YT, KH, XD, CT, NN, TP, VH, CA, NG, QP, DT, TT, NH, TK = (
    "Bộ Tài chính", "Bộ Nội vụ", "Bộ Giáo dục và Đào tạo", "Bộ Y tế", "Bộ Khoa học và Công nghệ", "Bộ Xây dựng", "Bộ Công Thương",
    "Bộ Nông nghiệp và Môi trường", "Bộ Tư pháp", "Bộ Văn hóa, Thể thao và Du lịch", "Bộ Công an", "Bộ Ngoại giao", "Bộ Quốc phòng",
    "Bộ Dân tộc và Tôn giáo", "Thanh tra Chính phủ", "Ngân hàng Nhà nước Việt Nam", "Văn phòng Chính phủ",
)  # fmt: skip
ALL, LOCAL = "Các bộ, cơ quan, địa phương", "UBND các tỉnh, thành phố"


def month(number: int, *, start: bool = True, year: int = 2026) -> Json:
    last = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][number - 1]
    return when(f"{year}-{number:02}-01" if start else None, f"{year}-{number:02}-{last}")


ROWS: list[tuple[tuple[str, ...], Any]] = [
    (("I", "HOÀN THIỆN THỂ CHẾ", "", "", "", ""), None),
    (("1", "Luật Quy hoạch đô thị và nông thôn (sửa đổi)", XD, TP, "Tháng 8/2026", "Luật - Quốc hội"), month(8)),
    (("2", "Luật Ngân sách nhà nước (sửa đổi một số điều)", TC, TP, "Tháng 9/2026", "Luật - Quốc hội"), month(9)),
    (("3", "Nghị định về chính sách tiền lương nhà giáo", GD, f"{NV}; {TC}", "Tháng 3/2026", "Nghị định - Chính phủ"), month(3)),
    (("4", "Nghị định về cơ chế tự chủ của đơn vị sự nghiệp công lập", TC, ALL, "Tháng 4/2026", "Nghị định - Chính phủ"), month(4)),
    (("5", "Nghị định về quản lý tài sản số", TC, f"{KH}; {NH}", "Tháng 5/2026", "Nghị định - Chính phủ"), month(5)),
    (("6", "Nghị định về dữ liệu y tế và hồ sơ sức khỏe điện tử", YT, CA, "Tháng 6/2026", "Nghị định - Chính phủ"), month(6)),
    (("7", "Nghị định về kinh doanh dịch vụ lưu trú", VH, f"{CA}; {XD}", "Quý II/2026", "Nghị định - Chính phủ"), when("2026-04-01", "2026-06-30")),
    (("8", "Nghị định về phát triển chợ và trung tâm thương mại", CT, LOCAL, "Quý III/2026", "Nghị định - Chính phủ"), when("2026-07-01", "2026-09-30")),
    (("9", "Quyết định về tiêu chí xã đạt chuẩn nông thôn mới", NN, LOCAL, "Quý I/2026", "Quyết định - Thủ tướng Chính phủ"), when("2026-01-01", "2026-03-31")),
    (("10", "Rà soát, cắt giảm điều kiện kinh doanh", TP, ALL, "Trước 30/6/2026", "Báo cáo - Chính phủ"), when(None, "2026-06-30", qualifier="before")),
    (("II", "ỔN ĐỊNH KINH TẾ VĨ MÔ", "", "", "", ""), None),
    (("11", "Điều hành tín dụng phù hợp mục tiêu tăng trưởng", NH, TC, "Thường xuyên", "Báo cáo tại phiên họp Chính phủ"), when(recurrence="continuous")),
    (("12", "Giao hết kế hoạch vốn đầu tư công năm 2026", TC, ALL, "Trước 31/01/2026", "Quyết định giao vốn"), when(None, "2026-01-31", qualifier="before")),
    (("13", "Đề án cơ cấu lại doanh nghiệp nhà nước", TC, ALL, "Quý III/2026", "Quyết định - Thủ tướng Chính phủ"), when("2026-07-01", "2026-09-30")),
    (("14", "Kịch bản điều hành giá năm 2026", TC, f"{CT}; {NN}", "Tháng 01/2026", "Báo cáo - Ban Chỉ đạo điều hành giá"), month(1)),
    (("15", "Phương án bảo đảm cung ứng điện mùa khô", CT, "Tập đoàn Điện lực Việt Nam", "Tháng 02/2026", "Phương án"), month(2)),
    (("16", "Kế hoạch phát triển thị trường trái phiếu", TC, NH, "Quý II/2026", "Quyết định - Thủ tướng Chính phủ"), when("2026-04-01", "2026-06-30")),
    (("17", "Chương trình xúc tiến thương mại quốc gia", CT, NG, "Quý I và quý III/2026", "Báo cáo - Thủ tướng Chính phủ"), when(..., "2026-03-31", "2026-09-30")),
    (("18", "Đề án phát triển kho dự trữ lương thực", TC, NN, "10/2026", "Quyết định - Thủ tướng Chính phủ"), month(10)),
    (("19", "Báo cáo tình hình kinh tế - xã hội", TC, ALL, "Hằng tháng", "Báo cáo - Chính phủ"), when(recurrence="monthly")),
    (("20", "Chiến lược nợ công giai đoạn 2026 - 2030", TC, NH, "Tháng 12/2026", "Quyết định - Thủ tướng Chính phủ"), month(12)),
    (("III", "PHÁT TRIỂN HẠ TẦNG", "", "", "", ""), None),
    (("21", "Khởi công 03 dự án thành phần đường bộ cao tốc", XD, LOCAL, "Quý IV/2026", "Thông báo khởi công"), when("2026-10-01", "2026-12-31")),
    (("22", "Đề án nâng cấp cảng hàng không khu vực miền núi", XD, QP, "Tháng 7/2026", "Quyết định - Thủ tướng Chính phủ"), month(7)),
    (("23", "Kế hoạch phát triển hạ tầng trạm sạc xe điện", XD, CT, "Tháng 5/2026", "Quyết định - Thủ tướng Chính phủ"), month(5)),
    (("24", "Hoàn thành 100.000 căn nhà ở xã hội", XD, LOCAL, "31/12/2026", "Báo cáo - Thủ tướng Chính phủ"), when(..., "2026-12-31")),
    (("25", "Phủ sóng 5G tại 100% xã, phường", KH, LOCAL, "Quý IV/2026", "Báo cáo - Thủ tướng Chính phủ"), when("2026-10-01", "2026-12-31")),
    (("26", "Quy hoạch hệ thống trung tâm dữ liệu quốc gia", CA, KH, "Quý III/2026", "Quyết định - Thủ tướng Chính phủ"), when("2026-07-01", "2026-09-30")),
    (("27", "Đề án chống ngập đô thị vùng đồng bằng sông Cửu Long", XD, NN, "Tháng 11/2026", "Quyết định - Thủ tướng Chính phủ"), month(11)),
    (("28", "Sửa chữa hồ, đập mất an toàn trước mùa lũ", NN, LOCAL, "Trước 15/8/2026", "Báo cáo - Thủ tướng Chính phủ"), when(None, "2026-08-15", qualifier="before")),
    (("29", "Nâng cấp mạng truyền số liệu chuyên dùng", KH, ALL, "Tháng 6 - 9/2026", "Báo cáo nghiệm thu"), when("2026-06-01", "2026-09-30")),
    (("30", "Đầu tư 100 trường nội trú liên cấp vùng biên giới", GD, f"{QP}; {LOCAL}", "30/8/2026", "Báo cáo - Chính phủ"), when(..., "2026-08-30")),
    (("IV", "VĂN HÓA - XÃ HỘI", "", "", "", ""), None),
    (("31", "Khung chương trình giáo dục mầm non mới", GD, LOCAL, "Tháng 8/2026", "Thông tư"), month(8)),
    (("32", "Phương án thi tốt nghiệp trung học phổ thông trên máy tính", GD, CA, "Quý II/2026", "Đề án - Thủ tướng Chính phủ"), when("2026-04-01", "2026-06-30")),
    (("33", "Chương trình khám sức khỏe định kỳ miễn phí", YT, TC, "Từ quý II/2026", "Kế hoạch"), {}),
    (("34", "Mở rộng danh mục thuốc bảo hiểm y tế", YT, TC, "Tháng 4/2026", "Thông tư"), month(4)),
    (("35", "Đề án số hóa di sản văn hóa", VH, KH, "Tháng 10/2026", "Quyết định - Thủ tướng Chính phủ"), month(10)),
    (("36", "Chương trình bảo tồn nhạc cụ dân tộc thiểu số", DT, VH, "Quý IV/2026", "Quyết định - Thủ tướng Chính phủ"), when("2026-10-01", "2026-12-31")),
    (("37", "Điều tra mức sống dân cư", TC, LOCAL, "Tháng 3 - 12/2026", "Báo cáo điều tra"), when("2026-03-01", "2026-12-31")),
    (("38", "Đề án phát triển thể thao trường học", VH, GD, "9/2026", "Quyết định - Thủ tướng Chính phủ"), month(9)),
    (("39", "Chính sách hỗ trợ lao động mất việc do chuyển đổi công nghệ", NV, TC, "Tháng 6/2026", "Nghị định - Chính phủ"), month(6)),
    (("40", "Tổ chức Ngày hội văn hóa các dân tộc", DT, VH, "19/4/2026", "Kế hoạch tổ chức"), when(..., "2026-04-19")),
    (("V", "CẢI CÁCH HÀNH CHÍNH, THANH TRA, ĐỐI NGOẠI", "", "", "", ""), None),
    (("41", "Công bố chỉ số cải cách hành chính năm 2025", NV, ALL, "Tháng 4/2026", "Quyết định công bố"), month(4)),
    (("42", "Kế hoạch thanh tra trách nhiệm công vụ", TT, ALL, "Quý I/2026", "Quyết định"), when("2026-01-01", "2026-03-31")),
    (("43", "Rà soát vị trí việc làm cấp xã", NV, LOCAL, "Trước ngày 31/3/2026", "Báo cáo - Thủ tướng Chính phủ"), when(None, "2026-03-31", qualifier="before")),
    (("44", "Tái cấu trúc quy trình 300 thủ tục hành chính", TK, ALL, "Quý III/2026", "Báo cáo - Thủ tướng Chính phủ"), when("2026-07-01", "2026-09-30")),
    (("45", "Vận hành Trung tâm giám sát điều hành của Chính phủ", TK, CA, "01/7/2026", "Hệ thống hoạt động"), when(..., "2026-07-01")),
    (("46", "Đào tạo 5.000 cán bộ cấp xã về kỹ năng số", NV, "Học viện Hành chính và Quản trị công", "Cả năm 2026", "Báo cáo kết quả"), when("2026-01-01", "2026-12-31", recurrence=...)),
    (("47", "Chuẩn bị nội dung các kỳ họp ASEAN", NG, ALL, "Theo lịch họp", "Tài liệu"), {"due_on": None}),
    (("48", "Đề án ngoại giao kinh tế giai đoạn mới", NG, CT, "Tháng 5/2026", "Quyết định - Thủ tướng Chính phủ"), month(5)),
    (("49", "Tổng hợp kết quả xử lý sau thanh tra", TT, ALL, "Hằng quý", "Báo cáo - Thủ tướng Chính phủ"), when(recurrence="quarterly")),
    (("50", "Sơ kết 06 tháng thực hiện Nghị quyết", TC, ALL, "Trước ngày 20/6/2026", "Báo cáo - Chính phủ"), when(None, "2026-06-20", qualifier="before")),
]  # fmt: skip


@document("held_out/57-nghi-quyet-phu-luc-50-nhiem-vu.pdf")
def annex(path: Path) -> Json:
    story = [
        paper.centred("<b>Phụ lục</b>", 13),
        paper.centred("<b>PHÂN CÔNG NHIỆM VỤ THỰC HIỆN NGHỊ QUYẾT VỀ NHIỆM VỤ, GIẢI PHÁP CHỦ YẾU<br/>PHÁT TRIỂN KINH TẾ - XÃ HỘI NĂM 2026</b>", 12),
        paper.centred("<i>(Kèm theo Nghị quyết số 02/NQ-CP ngày 08 tháng 01 năm 2026 của Chính phủ)</i>", 11),
        paper.table([HEADINGS, *([*c[:2], "<", "<", "<", "<"] if more is None else c for c, more in ROWS)], [1.2, 8.4, 4.2, 4.6, 3, 4.4], size=10.5),
    ]  # fmt: skip
    paper.save(path, story, wide=True)
    section, rows = "", []
    for cells, more in ROWS:
        if more is None:
            section = cells[1]
        else:
            loose = {"coordinating": ...} if cells[3] == ALL else {}  # one body in its words, three for who splits it
            rows.append((cells, {"section": section, **loose, **more}))
    return facts(
        {"number": "02/NQ-CP", "issued_on": "2026-01-08"},
        from_rows("stt content lead coordinating time_text product", rows),
    )
