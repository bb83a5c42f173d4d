"""51: a province's plan on community tourism: headings in two storeys, sections by field, footnotes."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, from_rows, when
from tests.corpus.making.h00_parts import footnotes

HEADINGS = [
    ["TT", "Nhiệm vụ", "Sản phẩm", "Thời gian", "<", "Cơ quan thực hiện", "<"],
    ["^", "^", "^", "Bắt đầu", "Hoàn thành", "Chủ trì", "Phối hợp"],
]
FIELDS = {
    "1": "Công tác quy hoạch, cơ chế chính sách",
    "2": "Hạ tầng, sản phẩm du lịch",
    "3": "Nhân lực và xúc tiến quảng bá",
}
VH, TC, XD, NN, NV = (
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Tài chính",
    "Sở Xây dựng",
    "Sở Nông nghiệp và Môi trường",
    "Sở Nội vụ",
)
ROWS = [
    (("1.1", "Xây dựng Nghị quyết của HĐND tỉnh quy định chính sách hỗ trợ phát triển du lịch cộng đồng giai đoạn 2026 - 2030", "Nghị quyết của HĐND tỉnh", "01/2026", "7/2026", VH, "Sở Tư pháp; " + TC), when("2026-01-01", "2026-07-31")),
    (("1.2", "Ban hành bộ tiêu chí công nhận điểm du lịch cộng đồng", "Quyết định của UBND tỉnh", "02/2026", "4/2026", VH, "UBND các xã, phường"), when("2026-02-01", "2026-04-30")),
    (("1.3", "Rà soát quỹ đất phục vụ bãi đỗ xe, nhà đón tiếp", "Báo cáo kết quả rà soát", "", "31/3/2026", NN, "UBND các xã, phường"), when(None, "2026-03-31")),
    (("2.1", "Đầu tư đường vào 06 bản du lịch cộng đồng", "06 tuyến đường đạt chuẩn giao thông nông thôn", "Quý I/2026", "Quý IV/2026", XD, TC + "; UBND các xã có bản du lịch"), when("2026-01-01", "2026-12-31")),
    (("2.2", "Lắp đặt biển chỉ dẫn song ngữ Việt - Anh", "120 biển chỉ dẫn", "15/3/2026", "30/6/2026", XD, VH), when("2026-03-15", "2026-06-30")),
    (("2.3", "Hỗ trợ cải tạo nhà sàn đón khách lưu trú (homestay)", "80 nhà", "3/2026", "11/2026", "UBND các xã có bản du lịch", NN + "; Ngân hàng Chính sách xã hội tỉnh"), when("2026-03-01", "2026-11-30")),
    (("2.4", "Thu gom, xử lý rác thải tại các điểm du lịch", "100% điểm du lịch có thùng phân loại rác", "Thường xuyên", "<", "UBND các xã, phường", NN), CONTINUOUS),
    (("3.1", "Bồi dưỡng nghiệp vụ đón tiếp, nấu ăn, thuyết minh cho người dân", "10 lớp, 400 học viên", "4/2026", "9/2026", VH, "Trường Cao đẳng Sơn La"), when("2026-04-01", "2026-09-30")),
    (("3.2", "Tổ chức Tuần Văn hóa - Du lịch Mộc Châu", "01 sự kiện", "24/8/2026", "02/9/2026", "UBND phường Mộc Châu", VH), when("2026-08-24", "2026-09-02")),
    (("3.3", "Xây dựng bản đồ số du lịch cộng đồng tỉnh Sơn La", "Bản đồ số trên Cổng du lịch thông minh", "Quý II/2026", "Quý III/2026", VH, "Sở Khoa học và Công nghệ"), when("2026-04-01", "2026-09-30")),
    (("3.4", "Tuyển dụng, bố trí công chức phụ trách du lịch tại các xã trọng điểm", "12 xã có công chức phụ trách", "", "Trước 30/9/2026", NV, "UBND các xã, phường"), when(None, "2026-09-30", qualifier="before")),
]  # fmt: skip


@document("held_out/51-tinh-ke-hoach-du-lich.docx")
def plan(path: Path) -> Json:
    paper = word.new()
    word.page_numbers(paper)
    word.head(paper, "", "ỦY BAN NHÂN DÂN\nTỈNH SƠN LA", "Số: 07/KH-UBND", "Sơn La, ngày 06 tháng 01 năm 2026")
    word.title(paper, "KẾ HOẠCH", "Phát triển du lịch cộng đồng tỉnh Sơn La năm 2026")
    first = word.para(paper, "Thực hiện Nghị quyết của Tỉnh ủy về phát triển du lịch, UBND tỉnh ban hành Kế hoạch phát triển du lịch cộng đồng năm 2026 như sau:")  # fmt: skip
    word.paras(
        paper,
        "# I. MỤC ĐÍCH, YÊU CẦU\n1. Khai thác hợp lý cảnh quan, bản sắc văn hóa các dân tộc, tạo sinh kế cho người dân.\n"
        "2. Phân công rõ trách nhiệm của từng cơ quan, bảo đảm nguồn lực thực hiện.\n# II. CHỈ TIÊU",
    )
    second = word.para(
        paper,
        "Phấn đấu đến hết năm 2026, toàn tỉnh có 25 bản du lịch cộng đồng được công nhận, đón 350.000 lượt khách.",
    )
    word.paras(
        paper,
        "# III. NHIỆM VỤ\nNhiệm vụ cụ thể tại Phụ lục kèm theo Kế hoạch này.\n# IV. TỔ CHỨC THỰC HIỆN\n"
        "1. Các sở, ban, ngành, UBND các xã, phường căn cứ nhiệm vụ tại Phụ lục xây dựng kế hoạch chi tiết, gửi Sở Văn hóa, Thể thao và Du lịch trước ngày 25/01/2026; báo cáo kết quả 6 tháng trước ngày 10/6/2026 và báo cáo năm trước ngày 05/12/2026.\n"
        "2. Sở Tài chính tham mưu bố trí kinh phí theo phân cấp ngân sách.\n"
        "3. Sở Văn hóa, Thể thao và Du lịch là cơ quan thường trực, theo dõi, kiểm tra việc thực hiện; tổng hợp, báo cáo UBND tỉnh trước ngày 15/12/2026.\n"
        "Trong quá trình thực hiện nếu có vướng mắc, các đơn vị phản ánh về Sở Văn hóa, Thể thao và Du lịch để tổng hợp, báo cáo UBND tỉnh xem xét./.",
    )
    footnotes(
        paper,
        [
            (first, "Nghị quyết số 18-NQ/TU ngày 20/11/2025 của Ban Thường vụ Tỉnh ủy."),
            (second, "Đến ngày 30/11/2025: 17 bản được công nhận; 228.000 lượt khách (Báo cáo số 611/BC-SVHTTDL ngày 08/12/2025)."),
        ],
    )  # fmt: skip
    word.signature(
        paper,
        [
            "Bộ VHTTDL (b/c);",
            "TT Tỉnh ủy, TT HĐND tỉnh;",
            "Các sở, ban, ngành;",
            "UBND các xã, phường;",
            "Lưu: VT, KGVX.",
        ],
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    )
    word.landscape(paper)
    word.annex(paper, "PHỤ LỤC", "NHIỆM VỤ PHÁT TRIỂN DU LỊCH CỘNG ĐỒNG NĂM 2026", "(Kèm theo Kế hoạch số 07/KH-UBND ngày 06/01/2026 của UBND tỉnh)")  # fmt: skip
    printed, shown = [], ""
    for cells, _ in ROWS:
        if cells[0][0] != shown:
            shown = cells[0][0]
            printed.append([{"1": "I", "2": "II", "3": "III"}[shown], f"**{FIELDS[shown]}**", "<", "<", "<", "<", "<"])
        printed.append(list(cells))
    word.table(paper, HEADINGS, printed, [1.2, 7.2, 5, 2.2, 2.4, 3.6, 4], size=11)
    paper.save(str(path))
    owners = "Các sở, ban, ngành; UBND các xã, phường"
    loose = ["Các sở, ban, ngành, UBND các xã, phường", "Các sở; ban; ngành; UBND các xã, phường"]
    head = {"number": "07/KH-UBND", "issued_on": "2026-01-06", "issuer": "Ủy ban nhân dân tỉnh Sơn La", "kind": "ke_hoach", "title": "Phát triển du lịch cộng đồng tỉnh Sơn La năm 2026"}  # fmt: skip
    rows = [((c[0], c[1], c[2], c[5], c[6]), {"section": FIELDS[c[0][0]], **more}) for c, more in ROWS]
    main = "Sở Văn hóa, Thể thao và Du lịch"
    return facts(
        head,
        from_rows("stt content product lead coordinating", rows),
        [
            deadline("2026-01-25", "xây dựng kế hoạch chi tiết", owners, who_or=loose, recipient=main),
            deadline("2026-06-10", "báo cáo kết quả 6 tháng", owners, who_or=loose),
            deadline("2026-12-05", "báo cáo năm", owners, who_or=loose),
            deadline("2026-12-15", "tổng hợp, báo cáo UBND tỉnh", main, recipient="UBND tỉnh"),
        ],
    )
