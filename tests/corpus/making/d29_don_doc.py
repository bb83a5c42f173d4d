"""29: an urging dispatch: an extended deadline beside the old one, results to date, sanctions after a day, two deadlines in one sentence."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

BODY = """
Theo báo cáo của Sở Tài chính tại Công văn số 6012/STC-QLNS ngày 05/12/2025, tính đến hết ngày 30/11/2025, toàn tỉnh giải ngân vốn đầu tư công cho giáo dục đạt 71,8% kế hoạch, thấp hơn bình quân chung; còn 09 xã, phường chưa gửi báo cáo theo thời hạn ngày 25/11/2025 tại Công văn số 8810/UBND-KT ngày 07/11/2025. Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:
1. Giám đốc các sở, Chủ tịch UBND các xã, phường có dự án chậm tiến độ (sau đây gọi là các chủ đầu tư) rà soát từng dự án, cam kết tiến độ bằng văn bản gửi Sở Tài chính trước 17 giờ 00 ngày 15/12/2025. Sau ngày 31/12/2025, dự án không giải ngân hết sẽ bị điều chuyển vốn.
2. Gia hạn thời gian gửi báo cáo rà soát cơ sở vật chất trường học đến hết ngày 20/12/2025 (thay cho thời hạn ngày 25/11/2025 nêu trên) đối với các xã, phường chưa báo cáo.
3. Các chủ đầu tư hoàn thành giải ngân 100% kế hoạch vốn năm 2025 trước ngày 31/01/2026; vào thứ Sáu hằng tuần cập nhật tiến độ trên Hệ thống thông tin quản lý đầu tư công.
4. Sở Tài chính tổng hợp nhu cầu vốn năm 2026 của các chủ đầu tư gửi đến trước ngày 10/01/2026, tham mưu UBND tỉnh báo cáo Bộ Tài chính trước ngày 20/01/2026.
5. Sở Xây dựng trả kết quả thẩm định thiết kế trong thời hạn 10 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ.
6. Giao Sở Giáo dục và Đào tạo chuẩn bị nội dung trình Kỳ họp thứ 34 HĐND tỉnh (dự kiến khai mạc ngày 22/12/2025), gửi Văn phòng UBND tỉnh chậm nhất ngày 16/12/2025. Từ ngày 01/01/2026, các trường thực hiện mức thu dịch vụ theo Nghị quyết số 44/2025/NQ-HĐND ngày 10/7/2025.
Văn phòng UBND tỉnh theo dõi, tổng hợp kết quả thực hiện Công văn này, báo cáo Chủ tịch UBND tỉnh vào ngày 25 hằng tháng./.
"""


@document("29-cong-van-don-doc-giai-ngan.pdf")
def dispatch(path: Path) -> Json:
    paper = word.new(size=13.5, font="Liberation Serif")
    word.page_numbers(paper)
    word.head(
        paper,
        "ỦY BAN NHÂN DÂN",
        "TỈNH QUẢNG NGÃI",
        "Số: 9377/UBND-KT",
        "Quảng Ngãi, ngày 08 tháng 12 năm 2025",
        "V/v đẩy nhanh tiến độ giải ngân vốn đầu tư công lĩnh vực giáo dục",
    )
    word.addressees(
        paper,
        "Các sở: Tài chính, Xây dựng, Giáo dục và Đào tạo;",
        "Văn phòng UBND tỉnh;",
        "UBND các xã, phường, đặc khu.",
    )
    word.paras(paper, BODY)
    word.signature(
        paper,
        ["Như trên;", "TT Tỉnh ủy, TT HĐND tỉnh (b/c);", "CT, các PCT UBND tỉnh;", "Lưu: VT, KT."],
        "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    )
    word.save_pdf(paper, path)
    owners = "Giám đốc các sở; Chủ tịch UBND các xã, phường có dự án chậm tiến độ"
    loose = [
        "các chủ đầu tư",
        "Giám đốc các sở; Chủ tịch UBND các xã, phường",
        "Giám đốc các sở, Chủ tịch UBND các xã, phường có dự án chậm tiến độ",
    ]
    return facts(
        {"number": "9377/UBND-KT", "issued_on": "2025-12-08", "issuer": "Ủy ban nhân dân tỉnh Quảng Ngãi", "kind": "cong_van",
         "title": "đẩy nhanh tiến độ giải ngân vốn đầu tư công lĩnh vực giáo dục"},
        [],
        [
            deadline("2025-12-15", "cam kết tiến độ bằng văn bản", owners, who_or=loose, recipient="Sở Tài chính", due_time="17:00"),
            deadline("2025-12-20", "báo cáo rà soát cơ sở vật chất", "các xã, phường chưa báo cáo", who_or=["các xã, phường", "UBND các xã, phường"]),
            deadline("2026-01-31", "giải ngân 100% kế hoạch vốn", owners, who_or=loose),
            deadline(None, "cập nhật tiến độ", owners, "weekly", who_or=loose),
            deadline("2026-01-10", "nhu cầu vốn năm 2026", owners, who_or=[*loose, "Sở Tài chính"]),
            deadline("2026-01-20", "báo cáo Bộ Tài chính", "Sở Tài chính", recipient="Bộ Tài chính", who_or=["UBND tỉnh", "Sở Tài chính; UBND tỉnh"]),
            deadline("2025-12-16", "nội dung trình Kỳ họp", "Sở Giáo dục và Đào tạo", recipient="Văn phòng UBND tỉnh"),
            deadline(None, "báo cáo Chủ tịch UBND tỉnh", "Văn phòng UBND tỉnh", "monthly", recipient="Chủ tịch UBND tỉnh"),
        ],
    )  # fmt: skip
