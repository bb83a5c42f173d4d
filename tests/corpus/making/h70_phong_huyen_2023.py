"""70: a district's education office in 2023 calls teachers to a course: several deadlines in one sentence, days with the weekday, a form attached."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

BODY = """
Thực hiện Kế hoạch số 1187/KH-SGDĐT ngày 22/5/2023 của Sở GD&ĐT tỉnh Bình Phước về bồi dưỡng giáo viên dạy lớp 4, lớp 8 theo Chương trình giáo dục phổ thông 2018, Phòng GD&ĐT huyện Bù Đăng triệu tập cán bộ quản lý, giáo viên tham gia tập huấn như sau:
# 1. Thời gian, địa điểm
- Đợt 1 (lớp 4): 02 ngày, từ 7 giờ 30 thứ Hai ngày 10/7/2023 tại Trường TH Nguyễn Huệ.
- Đợt 2 (lớp 8): 02 ngày, từ 7 giờ 30 thứ Năm ngày 13/7/2023 tại Trường THCS Bù Đăng.
# 2. Thành phần
Giáo viên dự kiến dạy lớp 4, lớp 8 năm học 2023-2024; mỗi trường 01 cán bộ quản lý.
# 3. Yêu cầu
3.1. Các trường tiểu học, THCS lập danh sách giáo viên theo mẫu gửi về Phòng GD&ĐT trước ngày 20/6/2023, đăng ký tài khoản học trực tuyến trước ngày 25/6/2023 và hoàn thành các nội dung tự học trước ngày 05/7/2023.
3.2. Bộ phận chuyên môn Phòng GD&ĐT tổng hợp danh sách, gửi Sở GD&ĐT chậm nhất ngày 23/6/2023.
3.3. Học viên mang theo máy tính xách tay, sách giáo khoa; nộp bài thu hoạch cho báo cáo viên trong ngày cuối của đợt học.
3.4. Trường TH Nguyễn Huệ, Trường THCS Bù Đăng chuẩn bị phòng học, máy chiếu xong trước thứ Sáu, ngày 07/7/2023.
# 4. Kinh phí
Chế độ của học viên do đơn vị cử đi chi trả theo Thông tư số 36/2018/TT-BTC ngày 30/3/2018.
Sau tập huấn, Hiệu trưởng các trường báo cáo kết quả về Phòng GD&ĐT trước ngày 31/7/2023 (qua email phonggd@example.edu.vn). Yêu cầu các trường thực hiện nghiêm túc./.
"""
FORM = [["1", "", "", "", ""], ["2", "", "", "", ""], ["...", "", "", "", ""]]


@document("held_out/70-phong-gd-huyen-trieu-tap-tap-huan.txt")
def call(path: Path) -> Json:
    paper = word.new(size=14, font=word.PRINTED)
    word.head(paper, "UBND HUYỆN BÙ ĐĂNG", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "Số: 402/PGDĐT-CM", "Bù Đăng, ngày 09 tháng 6 năm 2023", "V/v triệu tập tập huấn giáo viên dạy lớp 4, lớp 8")  # fmt: skip
    word.addressees(paper, "Hiệu trưởng các trường tiểu học, THCS, TH&THCS.")
    word.paras(paper, BODY)
    word.signature(paper, ["Như trên;", "Sở GD&ĐT (b/c);", "Lưu: VT, CM."], "TRƯỞNG PHÒNG")
    word.page_break(paper)
    word.annex(paper, "DANH SÁCH GIÁO VIÊN THAM GIA TẬP HUẤN", "Trường: ........................................")
    word.table(paper, [["STT", "Họ và tên", "Ngày sinh", "Môn/lớp dạy", "Số điện thoại"]], FORM, [1.2, 5, 3, 4, 3])
    word.save_flattened(paper, path, spaced=False)
    schools, office = "Các trường tiểu học, THCS", "Phòng GD&ĐT"
    loose = ["Các trường tiểu học; THCS", "Các trường tiểu học; các trường THCS"]
    return facts(
        {"number": "402/PGDĐT-CM", "issued_on": "2023-06-09", "kind": "cong_van", "title": "triệu tập tập huấn giáo viên dạy lớp 4, lớp 8"},
        [],
        [
            deadline("2023-06-20", "danh sách giáo viên theo mẫu", schools, who_or=loose, recipient=office),
            deadline("2023-06-25", "tài khoản học trực tuyến", schools, who_or=loose),
            deadline("2023-07-05", "nội dung tự học", schools, who_or=loose),
            deadline("2023-06-23", "tổng hợp danh sách", "Bộ phận chuyên môn Phòng GD&ĐT", recipient="Sở GD&ĐT"),
            deadline("2023-07-07", "chuẩn bị phòng học, máy chiếu", "Trường TH Nguyễn Huệ; Trường THCS Bù Đăng"),
            deadline("2023-07-10", "tập huấn tại Trường TH Nguyễn Huệ", optional=True),
            deadline("2023-07-13", "tập huấn tại Trường THCS Bù Đăng", optional=True),
            deadline("2023-07-31", "báo cáo kết quả", "Hiệu trưởng các trường", recipient=office),
        ],
    )  # fmt: skip
