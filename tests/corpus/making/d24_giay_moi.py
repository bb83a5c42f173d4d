"""24: an invitation to a conference: the event's dates, and one deadline only, for registering; letters in pieces (NFD), Windows line ends."""

import unicodedata
from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

BODY = """
Thực hiện chương trình công tác năm 2025, Sở Giáo dục và Đào tạo Cà Mau tổ chức Hội nghị tổng kết 05 năm thực hiện Chương trình giáo dục phổ thông 2018 (giai đoạn 2020 - 2025).
Sở Giáo dục và Đào tạo trân trọng kính mời:
- Lãnh đạo UBND các xã, phường (mỗi đơn vị 01 đại biểu);
- Hiệu trưởng các trường THPT, phổ thông có nhiều cấp học (mỗi trường 02 đại biểu).
1. Thời gian: 01 ngày, khai mạc lúc 7 giờ 30, thứ Năm, ngày 18/12/2025.
2. Địa điểm: Hội trường lớn Trung tâm Hội nghị tỉnh, phường An Xuyên, tỉnh Cà Mau.
3. Tài liệu: đăng tải trên Cổng thông tin điện tử của Sở từ ngày 15/12/2025.
4. Kinh phí: đại biểu tự túc tiền tàu xe, lưu trú theo Nghị quyết số 08/2022/NQ-HĐND ngày 08/7/2022.
Để công tác tổ chức được chu đáo, đề nghị các đơn vị đăng ký đại biểu tham dự theo đường liên kết kèm theo trước 15 giờ 00, ngày 12/12/2025.
Rất mong quý đại biểu sắp xếp thời gian tham dự Hội nghị đúng thành phần./.
"""


@document("24-giay-moi-hoi-nghi-tong-ket.txt")
def invitation(path: Path) -> Json:
    paper = word.new(size=13, font=word.PRINTED)
    word.head(
        paper, "UBND TỈNH CÀ MAU", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Số: 611/GM-SGDĐT", "Cà Mau, ngày 04 tháng 12 năm 2025"
    )
    word.title(paper, "GIẤY MỜI", "Tham dự Hội nghị tổng kết 05 năm thực hiện Chương trình giáo dục phổ thông 2018")
    word.paras(paper, BODY)
    word.signature(
        paper,
        ["Như trên;", "UBND tỉnh (để b/c);", "Ban Giám đốc Sở;", "Lưu: VT, GDTrH."],
        "TL. GIÁM ĐỐC\nCHÁNH VĂN PHÒNG",
    )
    word.save_flattened(paper, path, spaced=False)
    typed = unicodedata.normalize("NFD", path.read_text(encoding="utf-8"))
    path.write_bytes(typed.replace("\n", "\r\n").encode("utf-8-sig"))
    leaders = "Lãnh đạo UBND các xã, phường; Hiệu trưởng các trường THPT, phổ thông có nhiều cấp học"
    return facts(
        {"number": "611/GM-SGDĐT", "issued_on": "2025-12-04", "issuer": "Sở Giáo dục và Đào tạo Cà Mau", "kind": "other",
         "title": "Tham dự Hội nghị tổng kết 05 năm thực hiện Chương trình giáo dục phổ thông 2018"},
        [],
        [
            deadline("2025-12-12", "đăng ký đại biểu tham dự", "Các đơn vị", due_time="15:00",
                     who_or=[leaders, "UBND các xã, phường; các trường THPT, phổ thông có nhiều cấp học", "UBND các xã, phường; Hiệu trưởng các trường THPT, phổ thông có nhiều cấp học"]),
        ],
    )  # fmt: skip
