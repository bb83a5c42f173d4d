"""83-86: tables pasted as text: from Word, from Google Docs, from Excel, and typed with pipes."""

from pathlib import Path

from tests.corpus.making import z00_flat as flat
from tests.corpus.making.facts import CONTINUOUS, NO_DATE, Json, deadline, document, facts, from_rows, when

COMMUNE_HEAD = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ ĐỒNG TÂM\tĐộc lập - Tự do - Hạnh phúc

Số: 118/KH-UBND\tĐồng Tâm, ngày 06 tháng 3 năm 2026

KẾ HOẠCH
Triển khai công tác chuẩn bị năm học 2026 - 2027 trên địa bàn xã

Căn cứ Công văn số 812/SGDĐT-VP ngày 27/02/2026 của Sở Giáo dục và Đào tạo về việc chuẩn bị năm học mới, UBND xã ban hành Kế hoạch như sau:
I. Nội dung, tiến độ
"""
COMMUNE = [
    (("1", "Điều tra trẻ trong độ tuổi ra lớp 1, lớp 6", "Phòng Văn hóa - Xã hội", "Các trường\nTrưởng thôn", "Tháng 3/2026"), when("2026-03-01", "2026-03-31", coordinating=["Các trường", "Trưởng thôn"])),
    (("2", "Rà soát, sửa chữa phòng học, nhà vệ sinh:\n- Trường TH Đồng Tâm: 06 phòng;\n- Trường THCS Đồng Tâm: 02 nhà vệ sinh.", "Phòng Kinh tế", "Các trường", "Trước ngày 15/8/2026"), when(None, "2026-08-15", qualifier="before")),
    (("3", "Ban hành kế hoạch tuyển sinh các lớp đầu cấp", "UBND xã", "Phòng Văn hóa - Xã hội", "Chậm nhất\n20/4/2026"), when(None, "2026-04-20", qualifier="by")),
    (("4", "Tổ chức tuyển sinh trực tuyến,\nhỗ trợ phụ huynh đăng ký tại nhà văn hóa thôn", "Các trường", "Đoàn Thanh niên xã", "Từ 01/7 đến 15/7/2026"), when("2026-07-01", "2026-07-15")),
    (("5", "Tập huấn giáo viên dạy lớp ghép", "Phòng Văn hóa - Xã hội", "", "Tháng 8/2026"), when("2026-08-01", "2026-08-31")),
    (("6", "Vận động học sinh bỏ học trở lại trường", "Các trường", "Hội Khuyến học xã\nHội Liên hiệp Phụ nữ xã", "Thường xuyên"), {**CONTINUOUS, "coordinating": ["Hội Khuyến học xã", "Hội Liên hiệp Phụ nữ xã"]}),
    (("7", "Kiểm tra điều kiện khai giảng", "Phòng Văn hóa - Xã hội", "Công an xã\nTrạm Y tế xã", "25 - 28/8/2026"), when("2026-08-25", "2026-08-28", coordinating=["Công an xã", "Trạm Y tế xã"])),
]  # fmt: skip
COMMUNE_TAIL = """II. Tổ chức thực hiện
1. Phòng Văn hóa - Xã hội: Chủ trì, theo dõi, đôn đốc; tổng hợp báo cáo UBND xã và Sở Giáo dục và Đào tạo trước ngày 10/9/2026.
2. Phòng Kinh tế: Thẩm định dự toán sửa chữa của các trường, trình Chủ tịch UBND xã trước ngày 30/4/2026.
3. Các trường mầm non, tiểu học, trung học cơ sở: Lập danh mục hạng mục cần sửa chữa gửi Phòng Kinh tế trước ngày 31/3/2026.
4. Trưởng các thôn: Thông báo kế hoạch tuyển sinh đến từng hộ gia đình, xong trước ngày 25/6/2026.

Nơi nhận:\tTM. ỦY BAN NHÂN DÂN
- Sở GDĐT;\tKT. CHỦ TỊCH
- Các trường trên địa bàn;\tPHÓ CHỦ TỊCH
- Lưu: VT.
"""


@document("83-xa-bang-chep-tu-word.txt")
def commune(path: Path) -> Json:
    headings = ["TT", "Nội dung công việc", "Chủ trì", "Phối hợp", "Thời gian"]
    table = flat.from_word([headings, *(cells for cells, _ in COMMUNE)])
    path.write_text(COMMUNE_HEAD + table + COMMUNE_TAIL, encoding="utf-8")
    return facts(
        {"number": "118/KH-UBND", "issued_on": "2026-03-06", "issuer": "Ủy ban nhân dân xã Đồng Tâm", "kind": "ke_hoach", "title": "Triển khai công tác chuẩn bị năm học 2026 - 2027 trên địa bàn xã"},
        from_rows("stt content lead coordinating time_text", COMMUNE, section=...),
        [
            deadline("2026-09-10", "tổng hợp báo cáo UBND xã và Sở", "Phòng Văn hóa - Xã hội"),
            deadline("2026-04-30", "thẩm định dự toán sửa chữa", "Phòng Kinh tế", recipient="Chủ tịch UBND xã"),
            deadline("2026-03-31", "lập danh mục hạng mục cần sửa chữa", "Các trường mầm non, tiểu học, trung học cơ sở", recipient="Phòng Kinh tế"),
            deadline("2026-06-25", "thông báo kế hoạch tuyển sinh", "Trưởng các thôn"),
        ],
    )  # fmt: skip


PROJECT_HEAD = """KẾ HOẠCH TRIỂN KHAI DỰ ÁN “THƯ VIỆN XANH”
Trường THPT Nguyễn Khuyến - Học kỳ II năm học 2025-2026

Kế hoạch được Ban Giám hiệu thống nhất tại cuộc họp ngày 05/01/2026.

1. Phân công công việc

"""
PROJECT = [
    (("Khảo sát nhu cầu đọc của học sinh 3 khối", "Tổ Ngữ văn", "12/01 - 23/01/2026", "Báo cáo khảo sát"), when("2026-01-12", "2026-01-23")),
    (("Thiết kế không gian đọc ngoài trời", "Tổ Nghệ thuật", "Tháng 2/2026", "Bản vẽ, dự toán"), when("2026-02-01", "2026-02-28")),
    (("Vận động quyên góp sách", "Đoàn trường", "Trước 14/3/2026", "1.500 cuốn"), when(None, "2026-03-14", qualifier="before")),
    (("Phân loại, dán nhãn, nhập phần mềm thư viện", "Nhân viên thư viện", "Tháng 3/2026", "100% sách có mã vạch"), when("2026-03-01", "2026-03-31")),
    (("Khánh thành, tổ chức Ngày Sách và Văn hóa đọc", "Ban Giám hiệu", "21/4/2026", "Lễ khánh thành"), when(..., "2026-04-21")),
    (("Duy trì câu lạc bộ đọc sách", "Tổ Ngữ văn", "Hằng tuần", "Nhật ký câu lạc bộ"), when(recurrence="weekly")),
    (("Đánh giá dự án, đề xuất nhân rộng", "Ban Giám hiệu", "Cuối học kỳ II", "Báo cáo tổng kết"), {}),
]  # fmt: skip
PROJECT_TAIL = """

2. Chế độ báo cáo

* Các tổ chuyên môn và Đoàn trường gửi báo cáo tiến độ cho cô Phó Hiệu trưởng phụ trách trước 17h00 ngày 25 hằng tháng.
* Giáo viên chủ nhiệm nộp danh sách học sinh tham gia câu lạc bộ về thư viện chậm nhất ngày 30/01/2026.
* Kế toán hoàn tất thanh quyết toán kinh phí dự án trước ngày 15/5/2026.
"""


@document("84-truong-du-an-thu-vien-google.txt")
def project(path: Path) -> Json:
    headings = ["Công việc", "Người/bộ phận phụ trách", "Thời gian", "Sản phẩm"]
    text = PROJECT_HEAD + flat.from_google([headings, *(cells for cells, _ in PROJECT)]) + PROJECT_TAIL
    path.write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())
    groups = "Các tổ chuyên môn; Đoàn trường"
    return facts(
        {"number": None, "issued_on": None},
        from_rows("content lead time_text product", PROJECT, section=..., group=..., stt=None),
        [
            deadline(None, "báo cáo tiến độ", groups, "monthly", due_time="17:00", who_or=["Các tổ chuyên môn và Đoàn trường"]),
            deadline("2026-01-30", "danh sách học sinh tham gia câu lạc bộ", "Giáo viên chủ nhiệm"),
            deadline("2026-05-15", "thanh quyết toán kinh phí dự án", "Kế toán"),
        ],
    )  # fmt: skip


SHEET = [
    (("1", "Thể chế", "Trình HĐND tỉnh Nghị quyết về chính sách hỗ trợ học sinh bán trú", "Sở GDĐT", "Sở Tài chính\nSở Tư pháp", "Tháng 6/2026", "Nghị quyết"), when("2026-06-01", "2026-06-30", coordinating=["Sở Tài chính", "Sở Tư pháp"])),
    (("2", "Thể chế", "Sửa đổi Quy định về dạy thêm, học thêm\n(thay thế Quyết định số 22/2025/QĐ-UBND ngày 14/4/2025)", "Sở GDĐT", "UBND các xã, phường", "Quý III/2026", "Quyết định"), when("2026-07-01", "2026-09-30", coordinating=["UBND các xã, phường"])),
    (("3", "Nhân lực", "Tuyển dụng 350 giáo viên", "Sở Nội vụ", "Sở GDĐT", "Trước ngày 15/8/2026", "350 giáo viên"), when(None, "2026-08-15", qualifier="before")),
    (("4", "Nhân lực", 'Bồi dưỡng giáo viên dạy môn học "Khoa học tự nhiên"', "Sở GDĐT", "Trường ĐH Hạ Long", "Tháng 7-8/2026", "400 lượt người"), when("2026-07-01", "2026-08-31")),
    (("5", "Hạ tầng", "Xây dựng 03 trường phổ thông nội trú liên cấp tại xã biên giới:\n+ Khởi công;\n+ Hoàn thành.", "Ban QLDA tỉnh", "UBND các xã", "Khởi công: 30/4/2026\nHoàn thành: 31/12/2026", "03 trường"), when(..., "2026-04-30", "2026-12-31", coordinating=["UBND các xã"])),
    (("6", "Hạ tầng", 'Phủ sóng di động tại 12 điểm trường "lõm" sóng', "Sở KH&CN", "Viễn thông tỉnh", "30/6/2026", "12 điểm"), when(..., "2026-06-30")),
    (("7", "Khác", "Tuyên truyền, biểu dương gương điển hình", "Báo và PTTH tỉnh", "", "Thường xuyên", ""), CONTINUOUS),
    (("8", "Khác", "Nghiên cứu mô hình lớp học thông minh", "Sở GDĐT", "Sở KH&CN", "", ""), NO_DATE),
]  # fmt: skip


@document("85-tinh-bang-chep-tu-excel.txt")
def sheet(path: Path) -> Json:
    headings = ["STT", "Lĩnh vực", "Nhiệm vụ", "Cơ quan\nchủ trì", "Cơ quan\nphối hợp", "Thời hạn", "Sản phẩm"]
    above = [
        ["UBND TỈNH QUẢNG NINH", "", "", "", "", "", ""],
        ["DANH MỤC NHIỆM VỤ GIÁO DỤC NĂM 2026", "", "", "", "", "", ""],
        ["(Kèm theo Quyết định số 305/QĐ-UBND ngày 28/01/2026 của UBND tỉnh)", "", "", "", "", "", ""],
        ["", "", "", "", "", "", ""],
    ]
    path.write_bytes(flat.from_excel([*above, headings, *(cells for cells, _ in SHEET)]).replace("\n", "\r\n").encode())
    return facts(
        {"number": "305/QĐ-UBND", "issued_on": "2026-01-28"},
        from_rows("stt group content lead coordinating time_text product", SHEET),
    )


YOUTH_HEAD = """# THÔNG BÁO
## Kết luận của Giám đốc Sở tại cuộc họp Tổ công tác triển khai kho học liệu số ngày 09/02/2026

**Số:** 355/TB-SGDĐT — *Gia Lai, ngày 11 tháng 02 năm 2026*

Sau khi nghe báo cáo, Giám đốc Sở kết luận và phân công như sau:

"""
YOUTH_TOP, YOUTH_END = "Xây dựng học liệu", "Vận hành, khai thác"
YOUTH = [
    (("1", "Lựa chọn 200 bài giảng điện tử cấp tỉnh", "Phòng GDTrH<br>Phòng GDTH", "Trước 31/3/2026", "200 bài giảng"), when(None, "2026-03-31", section=YOUTH_TOP, qualifier="before", lead=["Phòng GDTrH", "Phòng GDTH"])),
    (("2", "Thẩm định nội dung, bản quyền học liệu", "Phòng QLCL", "4/2026", "Biên bản thẩm định"), when("2026-04-01", "2026-04-30", section=YOUTH_TOP)),
    (("3", "Chuyển đổi định dạng, gắn siêu dữ liệu", "Văn phòng Sở", "Quý II/2026", "Bộ siêu dữ liệu"), when("2026-04-01", "2026-06-30", section=YOUTH_TOP)),
    (("4", "Nghiệm thu, đưa kho học liệu vào sử dụng", "Văn phòng Sở", "**20/8/2026**", "Kho học liệu"), when(..., "2026-08-20", section=YOUTH_END, time_text="20/8/2026")),
    (("5", "Tập huấn khai thác kho học liệu", "Phòng GDTX - CN", "Tháng 9 và tháng 10/2026", "12 lớp"), when("2026-09-01", "2026-10-31", section=YOUTH_END, deadlines=...)),
    (("6", "Hỗ trợ kỹ thuật", "Văn phòng Sở", "Thường xuyên", "-"), {**CONTINUOUS, "section": YOUTH_END, "product": ...}),
]  # fmt: skip
YOUTH_TAIL = """
**Các việc khác:**

- Giao *Phòng KHTC* tham mưu bố trí kinh phí, trình Giám đốc Sở **trước ngày 20/02/2026**.
- Đề nghị *UBND các xã, phường* chỉ đạo các trường góp học liệu; gửi danh sách giáo viên tham gia về Văn phòng Sở **trước ngày 28/02/2026**.
- *Các trường THPT* đăng ký tài khoản khai thác xong trước ngày 05/9/2026.
"""


@document("86-so-thong-bao-ket-luan-danh-dau.txt")
def marked(path: Path) -> Json:
    lines = ["STT | Nội dung | Đơn vị thực hiện | Thời hạn | Sản phẩm", ":-: | --- | --- | :-: | ---"]
    for cells, more in YOUTH:
        if cells[0] == "1":
            lines.append(f"**I** | **{YOUTH_TOP}** | | | ")
        if cells[0] == "4":
            lines.append(f"**II** | **{YOUTH_END}** | | | ")
        lines.append(" | ".join(cells))
        assert more["section"] in (YOUTH_TOP, YOUTH_END)
    path.write_text(YOUTH_HEAD + "\n".join(lines) + "\n" + YOUTH_TAIL, encoding="utf-8")
    return facts(
        {"number": "355/TB-SGDĐT", "issued_on": "2026-02-11", "kind": "thong_bao"},
        from_rows("stt content lead time_text product", YOUTH),
        [
            deadline("2026-02-20", "tham mưu bố trí kinh phí", "Phòng KHTC", recipient="Giám đốc Sở"),
            deadline("2026-02-28", "danh sách giáo viên tham gia", "UBND các xã, phường", recipient="Văn phòng Sở"),
            deadline("2026-09-05", "đăng ký tài khoản khai thác", "Các trường THPT"),
        ],
    )  # fmt: skip
