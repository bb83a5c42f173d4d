"""02: a notice of conclusions: tasks in prose, by doer, then a small table of postponed work."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, from_rows, when

BODY = """
Ngày 03/11/2025, Giám đốc Sở Giáo dục và Đào tạo (GDĐT) chủ trì hội nghị giao ban công tác tháng 10, triển khai nhiệm vụ tháng 11 năm 2025. Dự hội nghị có các Phó Giám đốc Sở, trưởng các phòng thuộc Sở, đại diện lãnh đạo UBND 12 xã, phường. Sau khi nghe Văn phòng Sở báo cáo và ý kiến thảo luận, Giám đốc Sở kết luận như sau:
# I. ĐÁNH GIÁ CHUNG
Trong tháng 10/2025, toàn ngành đã hoàn thành 27/31 nhiệm vụ được giao; hoàn thành kiểm tra đầu năm học tại 46 trường trước ngày 25/10/2025; tổ chức thành công Tuần lễ hưởng ứng học tập suốt đời từ ngày 01/10 đến ngày 07/10/2025. Tuy nhiên, còn 04 nhiệm vụ chậm tiến độ, chủ yếu do phối hợp giữa các đơn vị chưa chặt chẽ.
# II. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI
1. **Văn phòng Sở:** tham mưu kế hoạch tổng kết năm 2025 của ngành, trình Giám đốc Sở trước ngày 20/11/2025; chuẩn bị nội dung làm việc với Đoàn giám sát của Hội đồng nhân dân tỉnh, hoàn thành trong tháng 11/2025.
2. **Phòng Giáo dục Mầm non - Tiểu học:** hướng dẫn các trường rà soát trẻ 5 tuổi chưa ra lớp; tổng hợp kết quả, báo cáo Ban Giám đốc chậm nhất 16 giờ 00 ngày 14/11/2025.
3. **Phòng Tổ chức cán bộ** chủ trì, phối hợp với Phòng Kế hoạch - Tài chính hoàn thiện phương án sắp xếp các trường tại địa bàn có dưới 05 lớp học, gửi Sở Nội vụ thẩm định trước ngày 28/11/2025. Giao đồng chí Trưởng phòng trực tiếp chỉ đạo.
4. **Phòng Quản lý chất lượng:** khẩn trương thẩm định hồ sơ đăng ký công nhận trường đạt chuẩn quốc gia đợt 2; hằng tuần báo cáo tiến độ cho Phó Giám đốc phụ trách.
5. **Các trường THPT:** tổ chức kiểm tra giữa học kỳ I theo kế hoạch; nộp đề xuất kinh phí sửa chữa cơ sở vật chất năm 2026 về Phòng Kế hoạch - Tài chính trước ngày 18/11/2025, quá thời hạn trên Sở không xem xét.
# III. CÁC NHIỆM VỤ CHẬM TIẾN ĐỘ
Yêu cầu các đơn vị hoàn thành dứt điểm các nhiệm vụ sau:
"""
ROWS = [
    (("01", "Báo cáo rà soát nhà vệ sinh trường học", "Phòng KHTC", "25/10/2025", "15/11/2025"), when(None, "2025-11-15")),
    (("02", "Đề án vị trí việc làm các đơn vị sự nghiệp trực thuộc Sở (sau sắp xếp)", "Phòng TCCB", "30/9/2025", "30/11/2025"), when(None, "2025-11-30")),
    (("03", "Văn bản hướng dẫn dạy học 2 buổi/ngày", "Phòng GDTrH, Phòng GDMN-TH", "20/10/2025", "10/11/2025"), when(None, "2025-11-10", lead="Phòng GDTrH; Phòng GDMN-TH")),
    (("04", "Theo dõi, cập nhật tiến độ các nhiệm vụ nêu trên trên phần mềm quản lý văn bản", "Văn phòng Sở", "", "Thường xuyên"), CONTINUOUS),
]  # fmt: skip


@document("02-thong-bao-ket-luan-giao-ban.docx")
def notice(path: Path) -> Json:
    paper = word.new(size=13.5)
    word.head(
        paper,
        "UBND TỈNH LÂM ĐỒNG",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "Số: 2417 /TB-SGDĐT",
        "Lâm Đồng, ngày 05 tháng 11 năm 2025",
    )
    word.title(
        paper, "THÔNG BÁO", "Kết luận của Giám đốc Sở Giáo dục và Đào tạo tại hội nghị giao ban\ntháng 11 năm 2025"
    )
    word.paras(paper, BODY)
    word.track(
        next(line for line in paper.paragraphs if "Sở Nội vụ" in line.text),
        "trước ngày 28/11/2025",
        "trước ngày 05/12/2025",
    )
    word.table(
        paper,
        [["TT", "Nội dung công việc", "Đơn vị thực hiện", "Thời hạn đã giao", "Thời hạn mới"]],
        [cells for cells, _ in ROWS],
        [1.2, 6.6, 3.4, 2.6, 2.6],
        size=12,
    )
    word.paras(paper, "Trên đây là kết luận của Giám đốc Sở; Văn phòng Sở thông báo để các đơn vị biết, thực hiện./.")
    word.signature(
        paper,
        ["Ban Giám đốc Sở;", "Các phòng thuộc Sở;", "UBND các xã, phường;", "Lưu: VT, VP."],
        "TL. GIÁM ĐỐC\nCHÁNH VĂN PHÒNG",
    )
    paper.save(str(path))
    return facts(
        {"number": "2417/TB-SGDĐT", "issued_on": "2025-11-05", "issuer": "Sở Giáo dục và Đào tạo Lâm Đồng", "kind": "thong_bao",
         "title": "Kết luận của Giám đốc Sở Giáo dục và Đào tạo tại hội nghị giao ban tháng 11 năm 2025"},
        from_rows("stt content lead - time_text", ROWS, section=...),
        [
            deadline("2025-11-20", "tham mưu kế hoạch tổng kết năm 2025", "Văn phòng Sở", recipient="Giám đốc Sở"),
            deadline("2025-11-30", "nội dung làm việc với Đoàn giám sát", "Văn phòng Sở"),
            deadline("2025-11-14", "tổng hợp kết quả rà soát trẻ", "Phòng Giáo dục Mầm non - Tiểu học", due_time="16:00", recipient="Ban Giám đốc"),
            deadline("2025-12-05", "phương án sắp xếp các trường", "Phòng Tổ chức cán bộ", recipient="Sở Nội vụ",
                     who_or=["Phòng Tổ chức cán bộ; Phòng Kế hoạch - Tài chính"]),
            deadline(None, "báo cáo tiến độ", "Phòng Quản lý chất lượng", "weekly", optional=True),
            deadline("2025-11-18", "đề xuất kinh phí sửa chữa", "Các trường THPT", recipient="Phòng Kế hoạch - Tài chính"),
        ],
    )  # fmt: skip
