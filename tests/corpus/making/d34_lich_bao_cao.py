"""34: guidance kept as text whose dates stand first in the line: a calendar of reports, then rules of the past year."""

from pathlib import Path

from tests.corpus.making.facts import Json, deadline, document, facts

TEXT = """UBND TỈNH SƠN LA             CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ GIÁO DỤC VÀ ĐÀO TẠO              Độc lập - Tự do - Hạnh phúc

Số: 3502/HD-SGDĐT             Sơn La, ngày 25 tháng 9 năm 2025

                       HƯỚNG DẪN
     Thực hiện chế độ báo cáo giáo dục tiểu học năm học 2025-2026

Căn cứ Thông tư số 25/2024/TT-BGDĐT ngày 31/12/2024 của Bộ Giáo dục và Đào
tạo về chế độ báo cáo thống kê ngành; Sở Giáo dục và Đào tạo hướng dẫn UBND
các xã, phường, các trường phổ thông dân tộc nội trú có cấp tiểu học (sau đây
gọi chung là đơn vị) thực hiện chế độ báo cáo như sau:

1. Lịch báo cáo

Các đơn vị gửi báo cáo về Sở Giáo dục và Đào tạo (qua Phòng Giáo dục Tiểu
học) theo thời gian sau:

- Trước ngày 10/10/2025: báo cáo quy mô trường, lớp, học sinh đầu năm học
(biểu 01, 02), số liệu tính đến ngày 30/9/2025.

- Trước ngày 20/01/2026: báo cáo sơ kết học kỳ I, kết quả triển khai học bạ
số.

- Trước ngày 10/3/2026: báo cáo kết quả lựa chọn sách giáo khoa.

- Trước ngày 28/5/2026: báo cáo tổng kết năm học; đề nghị khen thưởng.

- Báo cáo tháng: nộp vào ngày 22 hằng tháng trên phần mềm.

2. Một số lưu ý

- Năm học 2024-2025, thời hạn báo cáo tổng kết là ngày 25/5/2025 nhưng đến
ngày 05/6/2025 vẫn còn 06 đơn vị chưa gửi; yêu cầu rút kinh nghiệm.

- Đơn vị gửi sau thời hạn trên coi như không hoàn thành nhiệm vụ.

- Mẫu báo cáo ban hành kèm theo Công văn số 2871/SGDĐT-GDTH ngày 14/8/2025
tiếp tục được sử dụng đến hết năm học 2025-2026.

3. Phòng Giáo dục Tiểu học tổng hợp, tham mưu Giám đốc Sở báo cáo Bộ Giáo dục
và Đào tạo trước ngày 30/01/2026 (sơ kết) và trước ngày 15/6/2026 (tổng kết).

Nơi nhận:                                       KT. GIÁM ĐỐC
- UBND các xã, phường;                          PHÓ GIÁM ĐỐC
- Các trường PTDTNT;
- Lưu: VT, GDTH.
"""


@document("34-huong-dan-che-do-bao-cao.txt")
def guidance(path: Path) -> Json:
    path.write_text(TEXT, encoding="utf-8")
    everyone = "UBND các xã, phường; các trường phổ thông dân tộc nội trú có cấp tiểu học"
    either = {"who_or": ["Các đơn vị"], "recipient": "Sở Giáo dục và Đào tạo", "via": "Phòng Giáo dục Tiểu học"}
    return facts(
        {"number": "3502/HD-SGDĐT", "issued_on": "2025-09-25", "issuer": "Sở Giáo dục và Đào tạo Sơn La", "kind": "other", "title": "Thực hiện chế độ báo cáo giáo dục tiểu học năm học 2025-2026", "school_year": "2025-2026"},
        [],
        [
            deadline("2025-10-10", "quy mô trường, lớp, học sinh đầu năm học", everyone, **either),
            deadline("2026-01-20", "báo cáo sơ kết học kỳ I", everyone, **either),
            deadline("2026-03-10", "kết quả lựa chọn sách giáo khoa", everyone, **either),
            deadline("2026-05-28", "báo cáo tổng kết năm học", everyone, **either),
            deadline(None, "báo cáo tháng", everyone, "monthly", **either),
            deadline("2026-01-30", "báo cáo Bộ Giáo dục và Đào tạo", "Phòng Giáo dục Tiểu học"),
            deadline("2026-06-15", "báo cáo Bộ Giáo dục và Đào tạo", "Phòng Giáo dục Tiểu học"),
        ],
    )  # fmt: skip
