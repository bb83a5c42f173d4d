"""53: a health department's notice of a briefing's conclusions: prose only, doers before and after the task, days without a year."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

BODY = """
Chiều ngày 03/3/2026, tại Hội trường tầng 2, Giám đốc Sở Y tế chủ trì Hội nghị giao ban công tác y tế tháng 02 và triển khai nhiệm vụ tháng 3 năm 2026. Dự họp có các Phó Giám đốc Sở, trưởng các phòng chức năng, lãnh đạo 22 đơn vị trực thuộc. Sau khi nghe Văn phòng Sở báo cáo và các ý kiến thảo luận, Giám đốc Sở kết luận:
# I. Về kết quả công tác tháng 02
Trong dịp Tết Nguyên đán Bính Ngọ (từ ngày 14/02 đến hết ngày 22/02/2026), các cơ sở khám, chữa bệnh đã tiếp nhận 11.204 lượt người bệnh, không để xảy ra dịch bệnh lớn. Tỷ lệ tiêm vắc xin sởi cho trẻ 1 - 10 tuổi đạt 96,2% (tính đến ngày 28/02/2026). Tuy nhiên, còn 04 trung tâm y tế gửi báo cáo tháng chậm so với thời hạn ngày 20/02.
# II. Nhiệm vụ trọng tâm tháng 3
1. Trung tâm Kiểm soát bệnh tật tỉnh tham mưu Kế hoạch phòng, chống bệnh dại năm 2026, trình Giám đốc Sở trước ngày 12/3/2026; hoàn thành tiêm bù vắc xin sởi cho trẻ chưa tiêm đủ mũi trước ngày 25/3.
2. Phòng Nghiệp vụ Y chủ trì, phối hợp với Phòng Kế hoạch - Tài chính rà soát việc thực hiện bệnh án điện tử tại các bệnh viện, báo cáo Giám đốc Sở trước ngày 18/3/2026.
3. Các bệnh viện công lập tự đánh giá chất lượng bệnh viện theo 83 tiêu chí và gửi kết quả về Sở Y tế (qua Phòng Nghiệp vụ Y) chậm nhất là ngày 20 tháng 3 năm 2026.
4. Giao Thanh tra Sở xây dựng kế hoạch kiểm tra hành nghề y, dược tư nhân quý II, hoàn thành trong tháng 3/2026.
5. Về đấu thầu thuốc: Trung tâm Mua sắm thuốc khẩn trương hoàn thiện hồ sơ mời thầu gói thuốc generic, phát hành trước 17 giờ ngày 16/3/2026. Thời điểm đóng thầu do đơn vị ấn định theo quy định.
6. Trạm y tế các xã, phường cập nhật hồ sơ sức khỏe điện tử của người dân; trước 15 giờ 00 thứ Năm hằng tuần báo cáo tiến độ về Trung tâm Y tế khu vực.
7. Các đơn vị chưa nộp hồ sơ đề nghị khen thưởng đột xuất (Bệnh viện Phổi, Bệnh viện Sản Nhi, Trung tâm Pháp y) nộp về Phòng Tổ chức cán bộ chậm nhất ngày 10/3.
8. Các phòng chức năng chuẩn bị nội dung cho đoàn công tác của Bộ Y tế dự kiến làm việc tại tỉnh trong tuần thứ ba của tháng 3.
Văn phòng Sở thông báo để các đơn vị biết, thực hiện; định kỳ trước ngày 28 hằng tháng tổng hợp tình hình thực hiện các kết luận, báo cáo Giám đốc Sở./.
"""


@document("held_out/53-so-y-te-ket-luan-giao-ban.docx")
def notice(path: Path) -> Json:
    paper = word.new()
    word.head(paper, "UBND TỈNH TUYÊN QUANG", "SỞ Y TẾ", "Số: 194/TB-SYT", "Tuyên Quang, ngày 05 tháng 3 năm 2026")
    word.title(
        paper, "THÔNG BÁO", "Kết luận của Giám đốc Sở Y tế tại Hội nghị giao ban\ncông tác y tế tháng 3 năm 2026"
    )
    word.paras(paper, BODY)
    word.signature(
        paper, ["Lãnh đạo Sở;", "Các phòng chức năng;", "Các đơn vị trực thuộc;", "Lưu: VT, VP."], "TL. GIÁM ĐỐC\nCHÁNH VĂN PHÒNG"
    )  # fmt: skip
    paper.save(str(path))
    chief, cdc = "Giám đốc Sở", "Trung tâm Kiểm soát bệnh tật tỉnh"
    late = "Bệnh viện Phổi; Bệnh viện Sản Nhi; Trung tâm Pháp y"
    return facts(
        {"number": "194/TB-SYT", "issued_on": "2026-03-05", "issuer": "Sở Y tế Tuyên Quang", "kind": "thong_bao",
         "title": "Kết luận của Giám đốc Sở Y tế tại Hội nghị giao ban công tác y tế tháng 3 năm 2026"},
        [],
        [
            deadline("2026-03-12", "Kế hoạch phòng, chống bệnh dại", cdc, recipient=chief),
            deadline("2026-03-25", "tiêm bù vắc xin sởi", cdc),
            deadline("2026-03-18", "rà soát bệnh án điện tử", "Phòng Nghiệp vụ Y", recipient=chief, who_or=["Phòng Nghiệp vụ Y; Phòng Kế hoạch - Tài chính"]),
            deadline("2026-03-20", "tự đánh giá chất lượng bệnh viện", "Các bệnh viện công lập", recipient="Sở Y tế", via="Phòng Nghiệp vụ Y"),
            deadline("2026-03-31", "kế hoạch kiểm tra hành nghề", "Thanh tra Sở"),
            deadline("2026-03-16", "hồ sơ mời thầu gói thuốc", "Trung tâm Mua sắm thuốc", due_time="17:00"),
            deadline(None, "báo cáo tiến độ", "Trạm y tế các xã, phường", "weekly", recipient="Trung tâm Y tế khu vực", due_time="15:00"),
            deadline("2026-03-10", "hồ sơ đề nghị khen thưởng đột xuất", "Các đơn vị chưa nộp hồ sơ đề nghị khen thưởng đột xuất", recipient="Phòng Tổ chức cán bộ",
                     who_or=[late, "Các đơn vị chưa nộp hồ sơ", "Các đơn vị", "Các đơn vị chưa nộp hồ sơ đề nghị khen thưởng đột xuất (Bệnh viện Phổi, Bệnh viện Sản Nhi, Trung tâm Pháp y)"]),
            deadline(None, "tổng hợp tình hình thực hiện các kết luận", "Văn phòng Sở", "monthly", recipient=chief),
        ],
    )  # fmt: skip
