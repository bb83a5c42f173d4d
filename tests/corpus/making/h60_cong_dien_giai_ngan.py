"""60: a chairman's telegram on disbursement: lists of bodies in the salutation and in the text, hours, weekly returns, a table of figures that is no task."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

BODY = """
Tính đến ngày 31/7/2026, tỷ lệ giải ngân vốn đầu tư công toàn tỉnh đạt 41,3% kế hoạch, thấp hơn cùng kỳ năm 2025 (47,9%); có 06 chủ đầu tư giải ngân dưới 20% (Phụ lục kèm theo). Thực hiện Công điện số 119/CĐ-TTg ngày 28/7/2026 của Thủ tướng Chính phủ, Chủ tịch UBND tỉnh yêu cầu:
1. Giám đốc các sở, Chủ tịch UBND các xã, phường trực tiếp kiểm tra hiện trường từng dự án; trước 16 giờ 30 phút ngày 12/8/2026 có văn bản cam kết tiến độ gửi Sở Tài chính.
2. Các chủ đầu tư có tỷ lệ giải ngân dưới 20% kiểm điểm trách nhiệm người đứng đầu, báo cáo Chủ tịch UBND tỉnh trước ngày 20/8; trước 10 giờ thứ Sáu hằng tuần gửi số liệu giải ngân về Kho bạc Nhà nước khu vực và Sở Tài chính.
3. Sở Nông nghiệp và Môi trường tháo gỡ vướng mắc nguồn vật liệu san lấp, hoàn thành thủ tục cấp phép 03 mỏ đất trước ngày 15/9/2026.
4. Sở Xây dựng rút ngắn thời gian thẩm định hồ sơ xuống còn không quá 10 ngày kể từ ngày nhận đủ hồ sơ.
5. Giao Sở Tài chính tham mưu phương án điều chuyển vốn của các dự án chậm tiến độ, trình UBND tỉnh trước ngày 31/8/2026, và tổng hợp kết quả thực hiện Công điện này, báo cáo Chủ tịch UBND tỉnh vào ngày 05 và ngày 20 hằng tháng.
6. Phó Chủ tịch UBND tỉnh phụ trách khối chủ trì họp giao ban với các chủ đầu tư.
Yêu cầu các đơn vị nghiêm túc thực hiện./.
"""
FIGURES = [
    ["1", "Ban Quản lý dự án khu vực 2", "210.400", "35.100", "16,7"],
    ["2", "UBND xã Ea Súp", "18.250", "2.900", "15,9"],
    ["3", "UBND phường Tân An", "26.000", "4.870", "18,7"],
    ["4", "Trường Cao đẳng Kỹ thuật", "31.500", "0", "0"],
    ["5", "Sở Nông nghiệp và Môi trường", "77.300", "14.220", "18,4"],
    ["6", "UBND xã Krông Nô", "15.900", "1.050", "6,6"],
]


@document("held_out/60-cong-dien-giai-ngan.pdf")
def telegram(path: Path) -> Json:
    paper = word.new(size=13, font=word.PRINTED)
    word.head(paper, "ỦY BAN NHÂN DÂN", "TỈNH ĐẮK LẮK", "Số: 05/CĐ-UBND", "Đắk Lắk, ngày 06 tháng 8 năm 2026")
    word.title(paper, "CÔNG ĐIỆN", "Về việc đẩy nhanh tiến độ giải ngân vốn đầu tư công năm 2026")
    word.para(paper, "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK ĐIỆN:", bold=True, align=word.CENTRE)
    for body in ("Giám đốc các sở;", "Chủ tịch UBND các xã, phường;", "Giám đốc các Ban Quản lý dự án."):
        word.para(paper, "- " + body)
    word.paras(paper, BODY)
    word.signature(
        paper, ["Như trên;", "TT Tỉnh ủy, HĐND tỉnh (b/c);", "Kho bạc NN khu vực;", "Lưu: VT, TH."], "CHỦ TỊCH"
    )
    word.page_break(paper)
    word.annex(paper, "PHỤ LỤC", "Chủ đầu tư giải ngân dưới 20% (đến ngày 31/7/2026)", "(Đơn vị tính: triệu đồng)")
    word.table(paper, [["TT", "Chủ đầu tư", "Kế hoạch vốn", "Đã giải ngân", "Tỷ lệ (%)"]], FIGURES, [1.2, 7, 3, 3, 2.2])
    word.save_pdf(paper, path)
    chiefs, slow = "Giám đốc các sở; Chủ tịch UBND các xã, phường", "Các chủ đầu tư có tỷ lệ giải ngân dưới 20%"
    return facts(
        {"number": "05/CĐ-UBND", "issued_on": "2026-08-06", "issuer": "Ủy ban nhân dân tỉnh Đắk Lắk", "kind": "other",
         "title": "Về việc đẩy nhanh tiến độ giải ngân vốn đầu tư công năm 2026"},
        [],
        [
            deadline("2026-08-12", "văn bản cam kết tiến độ", chiefs, recipient="Sở Tài chính", due_time="16:30", who_or=["Giám đốc các sở, Chủ tịch UBND các xã, phường"]),
            deadline("2026-08-20", "kiểm điểm trách nhiệm người đứng đầu", slow, recipient="Chủ tịch UBND tỉnh", who_or=["Các chủ đầu tư"]),
            deadline(None, "số liệu giải ngân", slow, "weekly", who_or=["Các chủ đầu tư"], due_time="10:00"),
            deadline("2026-09-15", "thủ tục cấp phép mỏ đất", "Sở Nông nghiệp và Môi trường"),
            deadline("2026-08-31", "phương án điều chuyển vốn", "Sở Tài chính", recipient="UBND tỉnh"),
            deadline(None, "tổng hợp kết quả thực hiện Công điện", "Sở Tài chính", "monthly", recipient="Chủ tịch UBND tỉnh"),
            deadline(None, "tổng hợp kết quả thực hiện Công điện", recurrence="monthly", optional=True),
        ],
    )  # fmt: skip
