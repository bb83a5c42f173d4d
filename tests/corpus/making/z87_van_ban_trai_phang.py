"""87 and 88: whole documents flattened: double-spaced as copied out of a PDF viewer; a paragraph a line as an office program saves text."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making import z00_flat as flat
from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, from_rows, when

WARD_HEADINGS = [["TT", "Nội dung", "Thời gian", "Cơ quan phối hợp", "Kết quả"]]
CULTURE, ECONOMY, POLICE = "Phòng Văn hóa - Xã hội", "Phòng Kinh tế, Hạ tầng và Đô thị", "Công an phường"
WARD = [
    (("I", CULTURE, "", "", ""), None),
    (("1", "Tham mưu ban hành Kế hoạch phòng, chống đuối nước trẻ em năm 2026", "Tháng 3/2026", "Trạm Y tế phường", "Kế hoạch của UBND phường"), when("2026-03-01", "2026-03-31", lead=CULTURE)),
    (("2", "Mở 08 lớp dạy bơi an toàn miễn phí cho trẻ em có hoàn cảnh khó khăn", "Từ 01/6 đến 15/8/2026", "Đoàn Thanh niên phường", "Ít nhất 240 trẻ biết bơi"), when("2026-06-01", "2026-08-15", lead=CULTURE)),
    (("3", "Tuyên truyền kỹ năng an toàn dưới nước trên hệ thống truyền thanh", "Thường xuyên", "Các tổ dân phố", "Tối thiểu 02 tin, bài mỗi tuần"), {**CONTINUOUS, "lead": CULTURE}),
    (("II", ECONOMY, "", "", ""), None),
    (("4", "Khảo sát, lập danh mục ao, hồ, hố công trình nguy hiểm", "Trước 31/3/2026", CULTURE, "Danh mục, bản đồ"), when(None, "2026-03-31", lead=[ECONOMY], qualifier="before")),
    (("5", "Cắm biển cảnh báo, làm rào chắn tại các điểm nguy hiểm", "Quý II/2026", "Các tổ dân phố", "100% điểm có biển cảnh báo"), when("2026-04-01", "2026-06-30", lead=[ECONOMY])),
    (("III", POLICE, "", "", ""), None),
    (("6", "Kiểm tra điều kiện an toàn tại bến đò ngang, bể bơi", "Tháng 5, tháng 7/2026", ECONOMY, "Biên bản kiểm tra"), when(..., "2026-05-31", "2026-07-31", lead=POLICE, coordinating=[ECONOMY], deadlines=...)),
    (("7", "Tổ chức thực tập phương án cứu nạn, cứu hộ", "20/6/2026", "Ban Chỉ huy Quân sự phường", "01 cuộc thực tập"), when(..., "2026-06-20", lead=POLICE)),
]  # fmt: skip
WARD_BODY = """
Thực hiện Kế hoạch số 64/KH-UBND ngày 20/02/2026 của UBND thành phố, UBND phường phân công nhiệm vụ phòng, chống đuối nước trẻ em năm 2026 như sau:
"""
WARD_TAIL = """
Các đơn vị được phân công báo cáo kết quả về UBND phường (qua Phòng Văn hóa - Xã hội) trước ngày 20/6 và ngày 20/11/2026.
Hiệu trưởng các trường trên địa bàn tổ chức ký cam kết với cha mẹ học sinh, hoàn thành trước ngày 25/5/2026.
Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị phản ánh về UBND phường để xem xét, giải quyết./.
"""


@document("87-phuong-phong-chong-duoi-nuoc-cach-dong.txt")
def ward(path: Path) -> Json:
    paper = word.new(size=13, font=word.PRINTED)
    word.page_numbers(paper)
    word.head(paper, "ỦY BAN NHÂN DÂN", "PHƯỜNG BÌNH THỦY", "Số: 52/KH-UBND", "Bình Thủy, ngày 27 tháng 02 năm 2026")
    word.title(paper, "KẾ HOẠCH", "Phòng, chống tai nạn đuối nước trẻ em năm 2026")
    word.paras(paper, WARD_BODY)
    word.table(paper, WARD_HEADINGS, [cells for cells, _ in WARD], [1.1, 6, 2.8, 3.2, 3.4], size=12)
    word.paras(paper, WARD_TAIL)
    word.signature(paper, ["Các đơn vị có tên tại Kế hoạch;", "Lưu: VT, VHXH."], "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")
    word.save_flattened(paper, path)
    doers = f"{CULTURE}; {ECONOMY}; {POLICE}"
    loose = ["Các đơn vị được phân công", "Các đơn vị", doers]
    return facts(
        {"number": "52/KH-UBND", "issued_on": "2026-02-27", "issuer": "Ủy ban nhân dân phường Bình Thủy", "kind": "ke_hoach", "title": "Phòng, chống tai nạn đuối nước trẻ em năm 2026"},
        from_rows("stt content time_text coordinating product", [row for row in WARD if row[1]], section=...),
        [
            deadline("2026-06-20", "báo cáo kết quả về UBND phường", loose[0], who_or=loose[1:], recipient="UBND phường", via=CULTURE),
            deadline("2026-11-20", "báo cáo kết quả về UBND phường", loose[0], who_or=loose[1:], recipient="UBND phường", via=CULTURE),
            deadline("2026-05-25", "ký cam kết với cha mẹ học sinh", "Hiệu trưởng các trường trên địa bàn", who_or=["Hiệu trưởng các trường"]),
        ],
    )  # fmt: skip


EXAM_HEADINGS = [["TT", "Công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"]]
EXAM = [
    (("1", "Thành lập Ban Chỉ đạo thi cấp tỉnh", "Sở GDĐT", "Văn phòng UBND tỉnh", "Trước 31/3/2026"), when(None, "2026-03-31", qualifier="before")),
    (("2", "Tập huấn nghiệp vụ đăng ký dự thi", "Sở GDĐT", "Các trường phổ thông", "02/4/2026"), when(..., "2026-04-02")),
    (("3", "Tổ chức cho thí sinh đăng ký dự thi trực tuyến", "Các trường phổ thông", "Trung tâm GDTX tỉnh", "Từ 21/4 đến 17 giờ ngày 28/4/2026"), when("2026-04-21", "2026-04-28")),
    (("4", "In, bàn giao phiếu đăng ký dự thi cho thí sinh kiểm tra, ký xác nhận", "Các trường phổ thông", "", "Chậm nhất 05/5/2026"), when(None, "2026-05-05", qualifier="by")),
    (("5", "Bố trí kinh phí phục vụ kỳ thi", "Sở Tài chính", "Sở GDĐT", "Tháng 4/2026"), when("2026-04-01", "2026-04-30")),
    (("6", "Xây dựng phương án bảo đảm an ninh, trật tự tại các điểm thi", "Công an tỉnh", "UBND các xã, phường có điểm thi", "Trước 20/5/2026"), when(None, "2026-05-20", qualifier="before", coordinating=["UBND các xã, phường có điểm thi"])),
    (("7", "Phun khử khuẩn, bảo đảm y tế tại 34 điểm thi", "Sở Y tế", "Sở GDĐT", "Trước 08/6/2026"), when(None, "2026-06-08", qualifier="before")),
    (("8", "Bảo đảm cấp điện ổn định trong các ngày thi", "Công ty Điện lực tỉnh", "", "10 - 12/6/2026"), when("2026-06-10", "2026-06-12")),
]  # fmt: skip
EXAM_BODY = """
Căn cứ Kế hoạch số 240/KH-BGDĐT ngày 02/3/2026 của Bộ Giáo dục và Đào tạo, UBND tỉnh yêu cầu các cơ quan, đơn vị thực hiện các nội dung sau:
# I. LỊCH CÔNG TÁC
"""
EXAM_TAIL = """
# II. TRÁCH NHIỆM CỦA CÁC CƠ QUAN, ĐƠN VỊ
# 1. Sở Giáo dục và Đào tạo
- Là cơ quan thường trực của Ban Chỉ đạo.
- Báo cáo UBND tỉnh công tác chuẩn bị trước ngày 25/5/2026.
- Công bố kết quả thi theo lịch của Bộ; tổng hợp, báo cáo kết quả kỳ thi với UBND tỉnh chậm nhất ngày 15/7/2026.
# 2. Sở Tài chính
Thẩm định dự toán do Sở Giáo dục và Đào tạo lập, trình UBND tỉnh trước ngày 15/4/2026.
# 3. UBND các xã, phường có điểm thi
a) Rà soát cơ sở vật chất các điểm thi, khắc phục hư hỏng xong trước ngày 30/5/2026;
b) Thành lập tổ hỗ trợ thí sinh.
# 4. Đề nghị Tỉnh đoàn
Thành lập các đội thanh niên tình nguyện “Tiếp sức mùa thi”, gửi danh sách về Sở Giáo dục và Đào tạo trước ngày 01/6/2026.
"""


@document("88-tinh-lich-thi-luu-thanh-van-ban.txt")
def exam(path: Path) -> Json:
    paper = word.new(size=13, font=word.PRINTED)
    word.head(paper, "", "ỦY BAN NHÂN DÂN TỈNH LAI CHÂU", "Số: 1180/KH-UBND", "Lai Châu, ngày 16 tháng 3 năm 2026")
    word.title(paper, "KẾ HOẠCH", "Tổ chức Kỳ thi tốt nghiệp trung học phổ thông năm 2026")
    word.paras(paper, EXAM_BODY)
    word.table(paper, EXAM_HEADINGS, [cells for cells, _ in EXAM], [1.1, 6, 3.2, 3.2, 3], size=12)
    word.paras(paper, EXAM_TAIL)
    word.signature(paper, ["Như mục II;", "Lưu: VT, VX."], "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH")
    flat.saved_as_text(paper, path)
    so = "Sở Giáo dục và Đào tạo"
    return facts(
        {"number": "1180/KH-UBND", "issued_on": "2026-03-16", "issuer": "Ủy ban nhân dân tỉnh Lai Châu", "kind": "ke_hoach", "title": "Tổ chức Kỳ thi tốt nghiệp trung học phổ thông năm 2026"},
        from_rows("stt content lead coordinating time_text", EXAM, section=...),
        [
            deadline("2026-05-25", "báo cáo UBND tỉnh công tác chuẩn bị", so, recipient="UBND tỉnh"),
            deadline("2026-07-15", "báo cáo kết quả kỳ thi", so, recipient="UBND tỉnh"),
            deadline("2026-04-15", "thẩm định dự toán", "Sở Tài chính", recipient="UBND tỉnh"),
            deadline("2026-05-30", "rà soát cơ sở vật chất các điểm thi", "UBND các xã, phường có điểm thi", who_or=["UBND các xã, phường"]),
            deadline("2026-06-01", "danh sách đội thanh niên tình nguyện", "Tỉnh đoàn", recipient=so),
        ],
    )  # fmt: skip
