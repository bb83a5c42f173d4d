"""59: an enrolment calendar without any ruling, two storeys of numbers, times as ranges of days and hours."""

from pathlib import Path

from tests.corpus.making import print as paper
from tests.corpus.making.facts import Json, deadline, document, facts, from_rows, when

BODY = """
Căn cứ Thông tư số 30/2024/TT-BGDĐT ngày 30/12/2024 của Bộ Giáo dục và Đào tạo ban hành Quy chế tuyển sinh trung học cơ sở và tuyển sinh trung học phổ thông; Kế hoạch số 41/KH-UBND ngày 27/02/2026 của UBND tỉnh, Sở Giáo dục và Đào tạo hướng dẫn lịch công tác tuyển sinh vào lớp 10 năm học 2026 - 2027 như sau:
"""
AFTER = """
Đề nghị Hiệu trưởng các trường thực hiện đúng lịch nêu trên. Các trường trung học phổ thông đăng ký nhu cầu giám thị, gửi Phòng Quản lý chất lượng - Giáo dục trung học trước ngày 12/4/2026. Mọi vướng mắc phản ánh về Sở Giáo dục và Đào tạo trước ngày thi 10 ngày để được hướng dẫn./.
"""
THCS, THPT, QL = "Các trường THCS", "Các trường THPT", "Phòng QLCL-GDTrH"
ROWS = [
    (("1", "Tư vấn, hướng dẫn học sinh lớp 9 đăng ký nguyện vọng", "Từ 01/4 đến 15/4/2026", THCS), when("2026-04-01", "2026-04-15")),
    (("2", "Học sinh đăng ký dự tuyển trực tuyến, đợt 1", "20/4 - 29/4/2026", THCS), when("2026-04-20", "2026-04-29")),
    (("3", "Kiểm dò, ký xác nhận phiếu đăng ký dự tuyển", "04/5 đến 17 giờ ngày 07/5/2026", THCS), when("2026-05-04", "2026-05-07")),
    (("4", "Nộp hồ sơ đăng ký dự tuyển về trường THPT", "11/5/2026", THCS), when(..., "2026-05-11")),
    (("5", "Nộp danh sách thí sinh diện tuyển thẳng, ưu tiên", "Chậm nhất 15/5/2026", THPT), when(None, "2026-05-15")),
    (("6", "Thông báo số báo danh, phòng thi cho thí sinh", "25/5/2026", THPT), when(..., "2026-05-25")),
    (("7", "Tổ chức thi tuyển tại 46 điểm thi", "02 - 03/6/2026", "Hội đồng coi thi"), when("2026-06-02", "2026-06-03")),
    (("8", "Chấm thi, lên điểm", "05/6 - 14/6/2026", "Hội đồng chấm thi"), when("2026-06-05", "2026-06-14")),
    (("9", "Công bố kết quả thi trên cổng thông tin", "16/6/2026", QL), when(..., "2026-06-16")),
    (("10", "Nhận đơn phúc khảo, chuyển Hội đồng phúc khảo", "17/6 - 20/6/2026", THPT), when("2026-06-17", "2026-06-20")),
    (("11", "Duyệt điểm chuẩn, danh sách trúng tuyển", "Trước 30/6/2026", QL), when(None, "2026-06-30", qualifier="before")),
    (("12", "Nhập học, nhận hồ sơ học sinh trúng tuyển", "06/7 - 10/7/2026", THPT), when("2026-07-06", "2026-07-10")),
    (("13", "Báo cáo số học sinh nhập học, đề xuất xét bổ sung", "13/7/2026", THPT), when(..., "2026-07-13")),
]  # fmt: skip


@document("held_out/59-lich-tuyen-sinh-lop-10.pdf")
def calendar(path: Path) -> Json:
    story = [
        *paper.head("UBND TỈNH ĐỒNG THÁP<br/><b>SỞ GIÁO DỤC VÀ ĐÀO TẠO</b>", "Số: 866/SGDĐT-QLCL", "Đồng Tháp, ngày 20 tháng 3 năm 2026"),
        paper.centred("V/v lịch công tác tuyển sinh vào lớp 10<br/>năm học 2026 - 2027", 11),
        paper.centred("Kính gửi: Các trường THCS, THPT, phổ thông có nhiều cấp học.", 12),
        *paper.body(BODY),
        paper.table([["TT", "Nội dung công việc", "Thời gian", "Đơn vị thực hiện"], *(cells for cells, _ in ROWS)], [1.1, 7.6, 4.6, 3.6], size=11, ruled=False),
        *paper.body(AFTER),
        *paper.signature("- Như trên;<br/>- Giám đốc, các PGĐ Sở;<br/>- Lưu: VT, QLCL.", "KT. GIÁM ĐỐC<br/>PHÓ GIÁM ĐỐC"),
    ]  # fmt: skip
    paper.save(path, story)
    return facts(
        {"number": "866/SGDĐT-QLCL", "issued_on": "2026-03-20", "issuer": "Sở Giáo dục và Đào tạo Đồng Tháp", "kind": "cong_van",
         "title": "lịch công tác tuyển sinh vào lớp 10 năm học 2026 - 2027", "school_year": "2026-2027"},
        from_rows("stt content time_text lead", ROWS),
        [deadline("2026-04-12", "đăng ký nhu cầu giám thị", "Các trường trung học phổ thông", recipient="Phòng Quản lý chất lượng - Giáo dục trung học")],
    )  # fmt: skip
