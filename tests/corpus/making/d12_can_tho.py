"""12: a dispatch that defines its words, names a doer per deadline and cites dates next to them (PDF of LibreOffice)."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

BODY = """
Thực hiện Quyết định số 2732/QĐ-BGDĐT ngày 01/10/2025 của Bộ trưởng Bộ Giáo dục và Đào tạo ban hành Kế hoạch triển khai hồ sơ sức khỏe điện tử của học sinh; Công văn số 1188/UBND-VX ngày 20/10/2025 của UBND thành phố, Sở Giáo dục và Đào tạo (sau đây viết tắt là Sở) đề nghị Phòng Văn hóa - Xã hội các xã, phường, các trường THPT, trung tâm giáo dục thường xuyên (sau đây gọi chung là các đơn vị) phối hợp thực hiện:
1. Về rà soát dữ liệu
Các đơn vị hoàn thành rà soát mã định danh học sinh trên cơ sở dữ liệu ngành trước ngày 30/11/2025. Các trường có số học sinh sai mã định danh trên 2% (theo thống kê tại thời điểm 15/10/2025) cử cán bộ làm việc trực tiếp với Công an xã, phường.
2. Về khám sức khỏe
Trường THPT phối hợp với trạm y tế tổ chức khám sức khỏe đầu năm học cho 100% học sinh, kết thúc trước ngày 31/12/2025, cập nhật kết quả lên hệ thống chậm nhất sau 05 ngày làm việc kể từ ngày khám.
3. Về tập huấn
Sở phối hợp với Sở Y tế tổ chức 03 lớp tập huấn từ ngày 24/11/2025 đến ngày 26/11/2025 tại Trường THPT Châu Văn Liêm. Các đơn vị đăng ký danh sách tham dự (mỗi đơn vị 02 người) qua đường dẫn kèm theo trước 10 giờ ngày 18/11/2025.
4. Về báo cáo
Các đơn vị báo cáo kết quả đợt 1 trước ngày 05/12/2025, đợt 2 trước ngày 10/01/2026 về Sở (qua Phòng Chính trị tư tưởng và Công tác học sinh, sinh viên).
Phòng Chính trị tư tưởng và Công tác học sinh, sinh viên tổng hợp, tham mưu Sở báo cáo UBND thành phố trước ngày 20/01/2026.
Đề nghị các đơn vị quan tâm, triển khai thực hiện./.
"""
PAPERS = [
    [
        "1",
        "2733/QĐ-BYT",
        "17/9/2024",
        "Bộ Y tế",
        "Hướng dẫn thí điểm triển khai hồ sơ sức khỏe điện tử phục vụ tích hợp trên ứng dụng VNeID",
    ],
    ["2", "2732/QĐ-BGDĐT", "01/10/2025", "Bộ GDĐT", "Ban hành Kế hoạch triển khai hồ sơ sức khỏe điện tử của học sinh"],
    [
        "3",
        "1188/UBND-VX",
        "20/10/2025",
        "UBND thành phố",
        "V/v triển khai hồ sơ sức khỏe điện tử, hoàn thành trước ngày 31/12/2025",
    ],
    ["4", "13/2016/TTLT-BYT-BGDĐT", "12/5/2016", "Bộ Y tế, Bộ GDĐT", "Quy định về công tác y tế trường học"],
]


@document("12-cong-van-suc-khoe-dien-tu.pdf")
def dispatch(path: Path) -> Json:
    paper = word.new(size=12.5, font=word.PRINTED)
    word.page_numbers(paper)
    word.head(
        paper,
        "UBND THÀNH PHỐ CẦN THƠ",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "Số: 4471/SGDĐT-CTTT",
        "Cần Thơ, ngày 06 tháng 11 năm 2025",
        "V/v triển khai hồ sơ sức khỏe điện tử của học sinh",
    )
    word.addressees(
        paper, "Phòng Văn hóa - Xã hội các xã, phường;", "Các trường THPT;", "Các trung tâm giáo dục thường xuyên."
    )
    word.paras(paper, BODY)
    word.signature(
        paper,
        ["Như trên;", "UBND thành phố (để b/c);", "Sở Y tế (để p/h);", "Lưu: VT, CTTT."],
        "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
    )
    word.page_break(paper)
    word.annex(
        paper,
        "PHỤ LỤC",
        "DANH MỤC VĂN BẢN CHỈ ĐẠO, HƯỚNG DẪN",
        "(Kèm theo Công văn số 4471/SGDĐT-CTTT ngày 06/11/2025 của Sở GDĐT)",
    )
    word.table(
        paper,
        [["TT", "Số, ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu nội dung"]],
        PAPERS,
        [1.2, 3.6, 2.8, 3, 6],
        size=11,
    )
    word.save_pdf(paper, path)
    everyone = "Phòng Văn hóa - Xã hội các xã, phường; các trường THPT; trung tâm giáo dục thường xuyên"
    drafter = "Phòng Chính trị tư tưởng và Công tác học sinh, sinh viên"
    either = {
        "who_or": [
            "Các đơn vị",
            "Phòng Văn hóa - Xã hội các xã, phường; Các trường THPT; Các trung tâm giáo dục thường xuyên",
        ]
    }
    return facts(
        {"number": "4471/SGDĐT-CTTT", "issued_on": "2025-11-06", "issuer": "Sở Giáo dục và Đào tạo Cần Thơ", "kind": "cong_van", "title": "triển khai hồ sơ sức khỏe điện tử của học sinh"},
        [],
        [
            deadline("2025-11-30", "rà soát mã định danh học sinh", everyone, **either),
            deadline("2025-12-31", "khám sức khỏe đầu năm học", "Trường THPT", who_or=["Trường THPT; trạm y tế"]),
            deadline("2025-11-18", "đăng ký danh sách tham dự", everyone, due_time="10:00", **either),
            deadline("2025-12-05", "báo cáo kết quả đợt 1", everyone, recipient="Sở", via=drafter, **either),
            deadline("2026-01-10", "báo cáo kết quả đợt 2", everyone, recipient="Sở", via=drafter, **either),
            deadline("2026-01-20", "báo cáo UBND thành phố", drafter, recipient="UBND thành phố"),
        ],
    )  # fmt: skip
