"""40: a school's own notice as typed: odd separators, symbols for bullets, capitals, "hạn chót", a date over two lines."""

from pathlib import Path

from tests.corpus.making.facts import Json, deadline, document, facts

TEXT = """PHÒNG VĂN HÓA - XÃ HỘI PHƯỜNG TÂY HỒ
TRƯỜNG TIỂU HỌC CHU VĂN AN
Số : 75/TB-THCVA
\tHà Nội, ngày 03  tháng 11 năm 2025

THÔNG BÁO
V/v triển khai một số công việc tháng 11 năm 2025

Kính gửi:  - Các tổ chuyên môn;
           - Giáo viên chủ nhiệm;
           - Bộ phận văn phòng.

Thực hiện Kế hoạch số 61/KH-THCVA ngày 10/9/2025, Nhà trường thông báo một số công việc cần hoàn thành trong tháng 11:

\uf0b7\tCác tổ chuyên môn: nộp biên bản sinh hoạt chuyên đề về Phó Hiệu trưởng TRƯỚC NGÀY 14.11.2025 .
\uf0b7\tGiáo viên chủ nhiệm: hoàn thành nhập nhận xét giữa kì I trên phần mềm , hạn chót 17h30 ngày 12/11/2025; gửi danh sách học sinh khó khăn cho Tổng phụ trách trước 20 - 11 - 2025.
\uf0b7\tBộ phận văn phòng: quyết toán tiền ăn bán trú tháng 10 xong trước ngày
10/11/2025; niêm yết công khai tại bảng tin.
\uf0b7\tTổ Tiếng Anh đăng kí dự thi Olympic cấp phường, hạn cuối 08/11/2025.
\uf0b7\tBan Thanh tra nhân dân tiếp tục giám sát bếp ăn.

Lưu ý: Ngày 20/11/2025 (thứ Năm) toàn trường tổ chức Lễ kỷ niệm Ngày Nhà giáo Việt Nam. Kết quả khảo sát ngày 24/10/2025 đã được gửi tới cha mẹ học sinh.

Yêu cầu các bộ phận nghiêm túc thực hiện./.

\t\t\t\tHIỆU TRƯỞNG
"""


@document("40-truong-thong-bao-thang-11.txt")
def notice(path: Path) -> Json:
    path.write_text(TEXT, encoding="utf-8")
    return facts(
        {"number": "75/TB-THCVA", "issued_on": "2025-11-03", "issuer": "Trường Tiểu học Chu Văn An", "kind": "thong_bao", "title": "triển khai một số công việc tháng 11 năm 2025"},
        [],
        [
            deadline("2025-11-14", "biên bản sinh hoạt chuyên đề", "Các tổ chuyên môn", recipient="Phó Hiệu trưởng"),
            deadline("2025-11-12", "nhập nhận xét giữa kì I", "Giáo viên chủ nhiệm", due_time="17:30"),
            deadline("2025-11-20", "danh sách học sinh khó khăn", "Giáo viên chủ nhiệm", recipient="Tổng phụ trách"),
            deadline("2025-11-10", "quyết toán tiền ăn bán trú", "Bộ phận văn phòng"),
            deadline("2025-11-08", "đăng kí dự thi Olympic", "Tổ Tiếng Anh"),
            deadline("2025-11-30", "công việc cần hoàn thành", optional=True),
        ],
    )  # fmt: skip
