"""89-91: running text that says in many ways who has to act: addressees, headings, posts in a school, doers who share a sentence."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

HEALTH = """
Thực hiện Công văn số 1102/UBND-VX ngày 06/3/2026 của UBND tỉnh về việc tăng cường công tác bán trú, Sở Giáo dục và Đào tạo (GDĐT) đề nghị các đơn vị có tên trên thực hiện một số nội dung sau:
1. Tổ chức tự kiểm tra bếp ăn, căng tin theo mẫu gửi kèm. Kết quả tự kiểm tra gửi về Sở GDĐT trước ngày 25/3/2026.
2. Đối với UBND các xã, phường: thành lập đoàn kiểm tra liên ngành, hoàn thành kiểm tra 100% cơ sở có tổ chức ăn bán trú trước ngày 20/4/2026; báo cáo kết quả kiểm tra bằng văn bản chậm nhất ngày 29/4/2026.
3. Đối với các trường trực thuộc có học sinh nội trú
a) Ký lại hợp đồng cung cấp thực phẩm, công khai danh sách nhà cung cấp trên trang thông tin điện tử xong trước ngày 31/3/2026;
b) Cử nhân viên nấu ăn tham gia tập huấn. Danh sách cử tham gia lập theo mẫu số 02, gửi về Phòng Chính trị tư tưởng trước 16h30 ngày 18/3/2026.
4. Các cơ sở giáo dục mầm non ngoài công lập nộp bản sao giấy chứng nhận đủ điều kiện an toàn thực phẩm cho UBND cấp xã nơi đặt trụ sở; thời hạn: ngày 10/4/2026. UBND cấp xã lập danh sách cơ sở chưa được cấp giấy, gửi Sở Y tế trước ngày 20/4/2026.
5. Giao Phòng Chính trị tư tưởng làm đầu mối, chủ trì, phối hợp với Thanh tra Sở Y tế kiểm tra đột xuất tối thiểu 15 cơ sở; tổng hợp, tham mưu Giám đốc Sở báo cáo UBND tỉnh trước ngày 10/5/2026.
Đề nghị các đơn vị nghiêm túc thực hiện; báo cáo tổng kết công tác bán trú năm học 2025 - 2026 được gửi về Sở GDĐT trước ngày 30/5/2026./.
"""


@document("89-cong-van-an-toan-ban-tru.docx")
def canteens(path: Path) -> Json:
    paper = word.new(size=13.5)
    word.head(
        paper,
        "UBND TỈNH THÁI NGUYÊN",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "Số: 640/SGDĐT-CTTT",
        "Thái Nguyên, ngày 11 tháng 3 năm 2026",
        "V/v tăng cường bảo đảm an toàn thực phẩm trong trường học có tổ chức bán trú",
    )
    word.addressees(
        paper,
        "UBND các xã, phường;",
        "Các trường phổ thông trực thuộc Sở;",
        "Các cơ sở giáo dục mầm non ngoài công lập.",
    )
    word.paras(paper, HEALTH)
    word.signature(
        paper, ["Như trên;", "UBND tỉnh (b/c);", "Sở Y tế (p/h);", "Lưu: VT, CTTT."], "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"
    )
    paper.save(str(path))
    communes, private = "UBND các xã, phường", "Các cơ sở giáo dục mầm non ngoài công lập"
    everyone = f"{communes}; Các trường phổ thông trực thuộc Sở; {private}"
    either = {"who_or": ["các đơn vị có tên trên", "các đơn vị"]}
    boarding = "các trường trực thuộc có học sinh nội trú"
    office = "Phòng Chính trị tư tưởng"
    return facts(
        {"number": "640/SGDĐT-CTTT", "issued_on": "2026-03-11", "issuer": "Sở Giáo dục và Đào tạo Thái Nguyên", "kind": "cong_van",
         "title": "tăng cường bảo đảm an toàn thực phẩm trong trường học có tổ chức bán trú"},
        [],
        [
            deadline("2026-03-25", "kết quả tự kiểm tra", everyone, recipient="Sở GDĐT", **either),
            deadline("2026-04-20", "hoàn thành kiểm tra 100% cơ sở", communes),
            deadline("2026-04-29", "báo cáo kết quả kiểm tra bằng văn bản", communes),
            deadline("2026-03-31", "ký lại hợp đồng cung cấp thực phẩm", boarding),
            deadline("2026-03-18", "danh sách cử tham gia tập huấn mẫu số 02", boarding, recipient=office, due_time="16:30"),
            deadline("2026-04-10", "nộp bản sao giấy chứng nhận đủ điều kiện", private),
            deadline("2026-04-20", "danh sách cơ sở chưa được cấp giấy", "UBND cấp xã", recipient="Sở Y tế"),
            deadline("2026-05-10", "kiểm tra đột xuất tổng hợp báo cáo UBND tỉnh", office, recipient="UBND tỉnh"),
            deadline("2026-05-30", "báo cáo tổng kết công tác bán trú", everyone, recipient="Sở GDĐT", **either),
        ],
    )  # fmt: skip


SCHOOL = """
Căn cứ kế hoạch công tác tháng 12 và tình hình thực tế, Hiệu trưởng thông báo một số công việc chuẩn bị sơ kết học kỳ I như sau:
# 1. Chuyên môn
- Giáo viên bộ môn: vào điểm thường xuyên, điểm giữa kỳ trên phần mềm xong trước ngày 27/12/2025; điểm cuối kỳ xong trước 17 giờ ngày 10/01/2026.
- Giáo viên chủ nhiệm xếp loại rèn luyện, ghi nhận xét học bạ số, hoàn thành chậm nhất ngày 13/01/2026.
- Tổ trưởng chuyên môn duyệt đề kiểm tra, nộp về Phó Hiệu trưởng (cô Hạnh) trước ngày 20/12/2025; kiểm tra việc vào điểm của các thành viên, ký xác nhận trước ngày 12/01/2026.
# 2. Hoạt động Đội
Tổng phụ trách Đội phối hợp với giáo viên chủ nhiệm lớp 4, lớp 5 tổ chức giao lưu kể chuyện theo sách ngày 19/12/2025, nộp sản phẩm dự thi cấp phường trước ngày 22/12/2025.
# 3. Cơ sở vật chất, tài chính
a) Bộ phận thiết bị, thư viện kiểm kê, lập biên bản đề nghị thanh lý; hạn cuối ngày 25/12/2025.
b) Bà Nguyễn Thị Mai - Kế toán: đối chiếu công nợ, công khai các khoản thu học kỳ I trước ngày 31/12/2025.
c) Bảo vệ, nhân viên phục vụ tổng vệ sinh khuôn viên trước ngày 03/01/2026.
# 4. Thông tin, báo cáo
Các tổ nộp báo cáo sơ kết học kỳ I về văn thư trước ngày 14/01/2026, riêng tổ Văn phòng nộp trước ngày 09/01/2026. Văn thư tổng hợp trình Hiệu trưởng duyệt, gửi Phòng Văn hóa - Xã hội phường đúng hạn ngày 17/01/2026.
Thông báo số 48/TB-TH ngày 01/12/2025 hết hiệu lực kể từ ngày ký Thông báo này. Đề nghị cán bộ, giáo viên, nhân viên thực hiện nghiêm túc./.
"""


@document("90-truong-tieu-hoc-viec-cuoi-ky.docx")
def primary(path: Path) -> Json:
    paper = word.new(size=13)
    word.head(
        paper,
        "UBND PHƯỜNG VĨNH YÊN",
        "TRƯỜNG TIỂU HỌC ĐỐNG ĐA",
        "Số: 52/TB-THĐĐ",
        "Vĩnh Yên, ngày 10 tháng 12 năm 2025",
    )
    word.title(paper, "THÔNG BÁO", "Về việc chuẩn bị sơ kết học kỳ I năm học 2025 - 2026")
    word.paras(paper, SCHOOL)
    word.signature(paper, ["Các tổ, bộ phận;", "Lưu: VT."], "HIỆU TRƯỞNG")
    paper.save(str(path))
    head_of_group = "Tổ trưởng chuyên môn"
    return facts(
        {"number": "52/TB-THĐĐ", "issued_on": "2025-12-10", "issuer": "Trường Tiểu học Đống Đa", "kind": "thong_bao",
         "title": "chuẩn bị sơ kết học kỳ I năm học 2025 - 2026", "school_year": "2025-2026"},
        [],
        [
            deadline("2025-12-27", "điểm thường xuyên điểm giữa kỳ", "Giáo viên bộ môn"),
            deadline("2026-01-10", "điểm cuối kỳ", "Giáo viên bộ môn", due_time="17:00"),
            deadline("2026-01-13", "xếp loại rèn luyện nhận xét học bạ", "Giáo viên chủ nhiệm"),
            deadline("2025-12-20", "duyệt đề kiểm tra", head_of_group),
            deadline("2026-01-12", "kiểm tra việc vào điểm ký xác nhận", head_of_group),
            deadline("2025-12-19", "giao lưu kể chuyện theo sách", "Tổng phụ trách Đội", optional=True),
            deadline("2025-12-22", "nộp sản phẩm dự thi cấp phường", "Tổng phụ trách Đội", who_or=["Tổng phụ trách Đội; giáo viên chủ nhiệm lớp 4, lớp 5", "Tổng phụ trách Đội; giáo viên chủ nhiệm lớp 4; lớp 5"]),
            deadline("2025-12-25", "kiểm kê lập biên bản đề nghị thanh lý", "Bộ phận thiết bị, thư viện", who_or=["Bộ phận thiết bị; thư viện"]),
            deadline("2025-12-31", "đối chiếu công nợ công khai các khoản thu", "Kế toán", who_or=["Bà Nguyễn Thị Mai - Kế toán", "Nguyễn Thị Mai"]),
            deadline("2026-01-03", "tổng vệ sinh khuôn viên", "Bảo vệ; nhân viên phục vụ"),
            deadline("2026-01-14", "báo cáo sơ kết học kỳ I", "Các tổ", recipient="văn thư"),
            deadline("2026-01-09", "tổ Văn phòng nộp", "tổ Văn phòng"),
            deadline("2026-01-17", "tổng hợp trình Hiệu trưởng gửi Phòng Văn hóa - Xã hội", "Văn thư", recipient="Phòng Văn hóa - Xã hội phường"),
        ],
    )  # fmt: skip


PROVINCE = """
Ngày 14/01/2026, Phó Chủ tịch UBND tỉnh chủ trì cuộc họp về tiến độ triển khai học bạ số và xóa phòng học tạm. Tham dự có đại diện lãnh đạo các sở: Giáo dục và Đào tạo, Tài chính, Xây dựng; Công an tỉnh; UBND các xã: Sín Thầu, Mường Nhé, Nà Hỳ (sau đây gọi tắt là 03 xã). Sau khi nghe các ý kiến, Phó Chủ tịch UBND tỉnh kết luận:
1. Về học bạ số
Giao Sở Giáo dục và Đào tạo chủ trì, phối hợp với Công an tỉnh, VNPT Điện Biên hoàn thành kết nối học bạ số cấp tiểu học trước ngày 28/02/2026, cấp trung học cơ sở trước ngày 31/5/2026.
Công an tỉnh hỗ trợ làm sạch dữ liệu định danh của học sinh, xong trong tháng 3/2026.
2. Về xóa phòng học tạm
a) UBND 03 xã hoàn thành giải phóng mặt bằng trước ngày 10/02/2026; Sở Xây dựng thẩm định thiết kế trước ngày 25/02/2026; Sở Tài chính tham mưu phân bổ vốn trước ngày 05/3/2026; Ban Quản lý dự án tỉnh lựa chọn nhà thầu trước ngày 31/3/2026.
b) Yêu cầu Chủ tịch UBND 03 xã trực tiếp kiểm tra hiện trường, chịu trách nhiệm trước Chủ tịch UBND tỉnh nếu để chậm tiến độ; báo cáo tiến độ về Sở Xây dựng trước ngày 20 hằng tháng.
c) Đối với các phòng học tạm phát sinh sau ngày 01/9/2025, giao UBND các xã rà soát, lập danh sách gửi Sở Giáo dục và Đào tạo trước ngày 15/02/2026 để Sở tổng hợp, đề xuất UBND tỉnh trước ngày 28/02/2026.
3. Văn phòng UBND tỉnh được giao theo dõi, đôn đốc; tham mưu tổ chức cuộc họp kiểm điểm tiến độ lần 2 trong tuần cuối tháng 3/2026.
4. Các nhiệm vụ tại Thông báo số 588/TB-VPUBND ngày 20/11/2025 chưa hoàn thành phải được các sở, ngành báo cáo giải trình bằng văn bản, gửi Văn phòng UBND tỉnh trước ngày 23/01/2026./.
"""


@document("91-tinh-ket-luan-hoc-ba-so.docx")
def conclusions(path: Path) -> Json:
    paper = word.new(size=14)
    word.head(
        paper,
        "UBND TỈNH ĐIỆN BIÊN",
        "VĂN PHÒNG",
        "Số: 21/TB-VPUBND",
        "Điện Biên, ngày 16 tháng 01 năm 2026",
    )
    word.title(
        paper,
        "THÔNG BÁO",
        "Kết luận của Phó Chủ tịch UBND tỉnh tại cuộc họp về tiến độ triển khai\nhọc bạ số và xóa phòng học tạm",
    )
    word.paras(paper, PROVINCE)
    word.signature(
        paper,
        ["Thường trực UBND tỉnh;", "Các đơn vị dự họp;", "Lưu: VT, KGVX."],
        "KT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG",
    )
    paper.save(str(path))
    edu = "Sở Giáo dục và Đào tạo"
    three = "UBND các xã: Sín Thầu, Mường Nhé, Nà Hỳ"
    named = [
        "UBND 03 xã",
        "UBND xã Sín Thầu; UBND xã Mường Nhé; UBND xã Nà Hỳ",
        "UBND các xã",
        "UBND các xã Sín Thầu; Mường Nhé; Nà Hỳ",
        "UBND các xã: Sín Thầu; Mường Nhé; Nà Hỳ",
    ]
    chairs = ["Chủ tịch UBND 03 xã", *named, three]
    return facts(
        {"number": "21/TB-VPUBND", "issued_on": "2026-01-16", "kind": "thong_bao",
         "title": "Kết luận của Phó Chủ tịch UBND tỉnh tại cuộc họp về tiến độ triển khai học bạ số và xóa phòng học tạm"},
        [],
        [
            deadline("2026-02-28", "kết nối học bạ số cấp tiểu học", edu),
            deadline("2026-05-31", "cấp trung học cơ sở", edu),
            deadline("2026-03-31", "làm sạch dữ liệu định danh", "Công an tỉnh"),
            deadline("2026-02-10", "giải phóng mặt bằng", named[0], who_or=[three, *named[1:]]),
            deadline("2026-02-25", "thẩm định thiết kế", "Sở Xây dựng"),
            deadline("2026-03-05", "phân bổ vốn", "Sở Tài chính"),
            deadline("2026-03-31", "lựa chọn nhà thầu", "Ban Quản lý dự án tỉnh"),
            deadline(None, "báo cáo tiến độ về Sở Xây dựng", chairs[0], "monthly", who_or=chairs[1:], recipient="Sở Xây dựng"),
            deadline("2026-02-15", "rà soát lập danh sách phòng học tạm", "UBND các xã", recipient=edu),
            deadline("2026-02-28", "Sở tổng hợp đề xuất UBND tỉnh", edu, who_or=["Sở"], recipient="UBND tỉnh"),
            deadline("2026-03-31", "cuộc họp kiểm điểm tiến độ lần 2", "Văn phòng UBND tỉnh", optional=True),
            deadline("2026-01-23", "báo cáo giải trình bằng văn bản", "các sở, ngành", who_or=["các sở; ngành"], recipient="Văn phòng UBND tỉnh"),
        ],
    )  # fmt: skip
