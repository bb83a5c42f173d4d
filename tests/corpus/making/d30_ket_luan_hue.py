"""30: conclusions of a city's chairman: several doers in a paragraph, (1) (2) (3) inside sentences, days without a year."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

BODY = """
Ngày 18/8/2025, tại Trụ sở UBND thành phố, Chủ tịch UBND thành phố chủ trì cuộc họp về công tác chuẩn bị năm học 2025-2026. Sau khi nghe báo cáo của Sở Giáo dục và Đào tạo (Báo cáo số 2290/BC-SGDĐT ngày 15/8/2025) và ý kiến các đại biểu, Chủ tịch UBND thành phố kết luận như sau:
# 1. Đánh giá
Đến nay, 562/570 trường đã hoàn thành sửa chữa cơ sở vật chất; việc sắp xếp trường lớp sau khi thực hiện chính quyền địa phương 2 cấp từ ngày 01/7/2025 cơ bản ổn định. Công tác tuyển sinh đầu cấp hoàn thành trước ngày 10/8/2025 theo đúng kế hoạch.
# 2. Nhiệm vụ trong thời gian tới
a) Giao Sở Giáo dục và Đào tạo: (1) hướng dẫn các trường tổ chức khai giảng ngày 05/9 trang trọng, gọn nhẹ; (2) tham mưu UBND thành phố ban hành Khung kế hoạch thời gian năm học trước ngày 22/8/2025; (3) phối hợp với Sở Nội vụ rà soát số giáo viên còn thiếu, báo cáo UBND thành phố trong ngày 29/8; (4) công khai các khoản thu đầu năm học trên cổng thông tin điện tử.
b) Sở Tài chính khẩn trương thẩm định kinh phí mua sắm thiết bị dạy học lớp 5, lớp 9, lớp 12, hoàn thành chậm nhất trong tháng 9/2025.
c) Công an thành phố chủ trì, phối hợp với UBND các phường xây dựng phương án phân luồng giao thông khu vực cổng trường, triển khai trước ngày khai giảng năm học.
d) UBND các xã, phường chịu trách nhiệm vệ sinh, khử khuẩn trường, lớp học xong trước ngày 30/8/2025; rà soát học sinh có hoàn cảnh khó khăn, bảo đảm không để học sinh nào không được đến trường; báo cáo kết quả về Sở Giáo dục và Đào tạo trước ngày 03/9 để tổng hợp.
đ) Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam thành phố vận động các tổ chức, cá nhân tặng sách, học bổng cho học sinh nghèo.
e) Các chủ đầu tư của 08 trường chưa hoàn thành sửa chữa tập trung nhân lực, bàn giao đưa vào sử dụng trước 17h00 ngày 31/8/2025, kiên quyết không để ảnh hưởng đến khai giảng.
Giao Văn phòng UBND thành phố theo dõi, đôn đốc, kịp thời báo cáo Chủ tịch UBND thành phố những vấn đề phát sinh.
"""


@document("30-thong-bao-ket-luan-chuan-bi-nam-hoc.docx")
def notice(path: Path) -> Json:
    paper = word.new()
    word.head(paper, "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HUẾ", "VĂN PHÒNG", "Số: 388/TB-VP", "Huế, ngày 19 tháng 8 năm 2025")
    word.title(
        paper, "THÔNG BÁO", "Kết luận của Chủ tịch Ủy ban nhân dân thành phố\nvề công tác chuẩn bị năm học 2025-2026"
    )
    word.paras(paper, BODY)
    word.para(paper, "Văn phòng UBND thành phố thông báo để các cơ quan, đơn vị biết, thực hiện./.")
    word.signature(
        paper,
        ["CT, các PCT UBND thành phố;", "Các sở: GDĐT, TC, NV; Công an TP;", "UBND các xã, phường;", "Lưu: VT, GD."],
        "KT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG",
    )
    paper.save(str(path))
    communes, education = "UBND các xã, phường", "Sở Giáo dục và Đào tạo"
    return facts(
        {"number": "388/TB-VP", "issued_on": "2025-08-19", "kind": "thong_bao", "title": "Kết luận của Chủ tịch Ủy ban nhân dân thành phố về công tác chuẩn bị năm học 2025-2026", "school_year": "2025-2026"},
        [],
        [
            deadline("2025-08-22", "Khung kế hoạch thời gian năm học", education, recipient="UBND thành phố"),
            deadline("2025-08-29", "rà soát số giáo viên còn thiếu", education, recipient="UBND thành phố", who_or=["Sở Giáo dục và Đào tạo; Sở Nội vụ"]),
            deadline("2025-09-30", "thẩm định kinh phí mua sắm thiết bị", "Sở Tài chính"),
            deadline("2025-08-30", "vệ sinh khử khuẩn", communes),
            deadline("2025-09-03", "báo cáo kết quả", communes, recipient=education),
            deadline("2025-08-31", "bàn giao đưa vào sử dụng", "Các chủ đầu tư của 08 trường chưa hoàn thành sửa chữa", due_time="17:00", who_or=["Các chủ đầu tư", "Các chủ đầu tư của 08 trường"]),
        ],
    )  # fmt: skip
