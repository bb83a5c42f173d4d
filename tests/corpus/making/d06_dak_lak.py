"""06: a dispatch that asks for three reports, its text copied out of a PDF."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

BODY = """
Thực hiện Công văn số 7213/BGDĐT-GDTrH ngày 07/11/2025 của Bộ Giáo dục và Đào tạo về việc rà soát điều kiện triển khai dạy học ngoại ngữ; Kế hoạch số 188/KH-UBND ngày 30/9/2025 của UBND tỉnh Đắk Lắk, Sở Giáo dục và Đào tạo (GDĐT) yêu cầu các đơn vị thực hiện một số nội dung sau:
1. Rà soát đội ngũ giáo viên tiếng Anh hiện có (số liệu tính đến ngày 31/10/2025), xác định số lượng còn thiếu so với định mức quy định tại Thông tư số 20/2023/TT-BGDĐT ngày 30/10/2023 và Thông tư số 19/2023/TT-BGDĐT ngày 30/10/2023 của Bộ GDĐT.
2. Chế độ báo cáo
a) Báo cáo nhanh: các đơn vị nhập số liệu vào biểu mẫu trực tuyến trước 11 giờ 00 ngày 21/11/2025.
b) Báo cáo chính thức bằng văn bản (theo Đề cương tại Phụ lục I) gửi về Sở GDĐT (qua Phòng Giáo dục Trung học) chậm nhất ngày 28/11/2025; riêng UBND các xã, phường tổng hợp báo cáo của các trường trực thuộc, gửi về Sở trước ngày 03/12/2025.
c) Báo cáo định kỳ: hằng quý, trước ngày 25 của tháng cuối quý, báo cáo kết quả tuyển dụng, bồi dưỡng giáo viên ngoại ngữ.
3. Năm học 2024-2025, toàn tỉnh đã bồi dưỡng 214 giáo viên; kết quả được công bố tại Hội nghị tổng kết ngày 08/8/2025. Các đơn vị tiếp tục phát huy kết quả đạt được.
Nhận được Công văn này, yêu cầu Thủ trưởng các đơn vị nghiêm túc triển khai thực hiện. Mọi vướng mắc liên hệ Phòng Giáo dục Trung học, Sở GDĐT để được hướng dẫn./.
"""
OUTLINE = """
1. Đặc điểm tình hình
- Quy mô trường, lớp, học sinh năm học 2025-2026;
- Đội ngũ giáo viên ngoại ngữ (so sánh với thời điểm 31/5/2025).
2. Kết quả triển khai Đề án dạy và học ngoại ngữ giai đoạn 2017 - 2025
3. Khó khăn, vướng mắc, nguyên nhân
4. Đề xuất, kiến nghị
"""
FORM = [
    ["1", "Mầm non", "", "", "", ""],
    ["2", "Tiểu học", "", "", "", ""],
    ["3", "Trung học cơ sở", "", "", "", ""],
    ["4", "Trung học phổ thông", "", "", "", ""],
    ["", "Tổng cộng", "", "", "", ""],
]


@document("06-cong-van-ra-soat-ngoai-ngu.txt")
def dispatch(path: Path) -> Json:
    paper = word.new(size=13, font=word.PRINTED)
    word.head(
        paper,
        "UBND TỈNH ĐẮK LẮK",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "Số: 2986/SGDĐT-GDTrH",
        "Đắk Lắk, ngày 12 tháng 11 năm 2025",
        "V/v rà soát đội ngũ, báo cáo điều kiện triển khai dạy học ngoại ngữ",
    )
    word.addressees(paper, "UBND các xã, phường;", "Các trường phổ thông trực thuộc Sở;", "Các trung tâm GDNN-GDTX.")
    word.paras(paper, BODY)
    word.signature(
        paper, ["Như trên;", "UBND tỉnh (để b/c);", "Ban Giám đốc Sở;", "Lưu: VT, GDTrH."], "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"
    )
    word.page_break(paper)
    word.annex(
        paper, "PHỤ LỤC I", "ĐỀ CƯƠNG BÁO CÁO", "(Kèm theo Công văn số 2986/SGDĐT-GDTrH ngày 12/11/2025 của Sở GDĐT)"
    )
    word.paras(paper, OUTLINE)
    word.annex(paper, "PHỤ LỤC II", "BIỂU THỐNG KÊ GIÁO VIÊN NGOẠI NGỮ", "(Số liệu tính đến ngày 31/10/2025)")
    word.table(
        paper,
        [
            [
                "TT",
                "Cấp học",
                "Số giáo viên hiện có",
                "Số giáo viên cần có theo định mức",
                "Thừa (+), thiếu (-)",
                "Ghi chú",
            ]
        ],
        FORM,
        [1.2, 4, 3, 3.6, 2.6, 2.2],
        size=11,
    )
    word.save_flattened(paper, path)
    everyone = "UBND các xã, phường; Các trường phổ thông trực thuộc Sở; Các trung tâm GDNN-GDTX"
    return facts(
        {"number": "2986/SGDĐT-GDTrH", "issued_on": "2025-11-12", "issuer": "Sở Giáo dục và Đào tạo Đắk Lắk", "kind": "cong_van",
         "title": "rà soát đội ngũ, báo cáo điều kiện triển khai dạy học ngoại ngữ"},
        [],
        [
            deadline("2025-11-21", "báo cáo nhanh nhập số liệu biểu mẫu trực tuyến", everyone, due_time="11:00", who_or=["Các đơn vị"]),
            deadline("2025-11-28", "báo cáo chính thức bằng văn bản", everyone, recipient="Sở GDĐT", via="Phòng Giáo dục Trung học", who_or=["Các đơn vị"]),
            deadline("2025-12-03", "tổng hợp báo cáo của các trường trực thuộc", "UBND các xã, phường", recipient="Sở"),
            deadline("2025-12-25", "báo cáo kết quả tuyển dụng", everyone, "quarterly", who_or=["Các đơn vị"]),
        ],
    )  # fmt: skip
