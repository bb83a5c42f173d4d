"""16: a report of results: dates and tables of figures everywhere, no deadline (reportlab)."""

from pathlib import Path

from tests.corpus.making import print as paper
from tests.corpus.making.facts import Json, document, facts

BODY_1 = """
Thực hiện Công văn số 5120/BGDĐT-GDĐH ngày 25/8/2025 của Bộ Giáo dục và Đào tạo, UBND phường Long Xuyên báo cáo kết quả huy động trẻ ra lớp và công tác tuyển sinh đầu cấp năm học 2025-2026 như sau:
# I. KẾT QUẢ THỰC HIỆN
1. Ngày 12/5/2025, UBND phường ban hành Kế hoạch số 08/KH-UBND; từ ngày 01/7/2025 đến ngày 15/7/2025, các trường nhận hồ sơ trực tuyến. Đến hết ngày 31/7/2025, 100% trường đã công bố kết quả.
2. Tính đến ngày 15/9/2025, toàn phường huy động được 6.318 học sinh, đạt 99,4% kế hoạch, tăng 212 học sinh so với cùng kỳ năm học 2024-2025. Cụ thể:
"""
FIGURES = [
    ["TT", "Cấp học", "Kế hoạch giao", "Thực hiện đến 15/9/2025", "Tỷ lệ (%)", "So với tháng 9/2024"],
    ["1", "Mầm non", "1.420", "1.395", "98,2", "+ 31"],
    ["2", "Tiểu học", "2.655", "2.655", "100", "+ 104"],
    ["3", "Trung học cơ sở", "2.280", "2.268", "99,5", "+ 77"],
    ["", "Tổng cộng", "6.355", "6.318", "99,4", "+ 212"],
]
BODY_2 = """
3. Các trường đã hoàn thành việc bàn giao hồ sơ học sinh lớp 6 trước ngày 20/8/2025, sớm hơn 10 ngày so với quy định. Công tác phối hợp với Công an phường trong rà soát dữ liệu dân cư được thực hiện thường xuyên, kịp thời.
# II. TỒN TẠI, HẠN CHẾ
Còn 37 trẻ 5 tuổi chưa ra lớp do theo cha mẹ đi làm ăn xa; việc nộp báo cáo của 02 trường còn chậm so với thời hạn ngày 10/9/2025 nêu tại Công văn số 77/UBND-VHXH ngày 28/8/2025.
# III. PHƯƠNG HƯỚNG
Tiếp tục vận động trẻ ra lớp, duy trì sĩ số; chuẩn bị tốt các điều kiện cho năm học 2026-2027.
# IV. KIẾN NGHỊ
Đề nghị Sở Giáo dục và Đào tạo tỉnh An Giang quan tâm bổ sung biên chế giáo viên.
UBND phường trân trọng cảm ơn sự phối hợp của các trường trong thời gian qua./.
"""


@document("16-bao-cao-tuyen-sinh-dau-cap.pdf")
def report(path: Path) -> Json:
    story = [
        *paper.head(
            "ỦY BAN NHÂN DÂN<br/><b>PHƯỜNG LONG XUYÊN</b>", "Số: 164/BC-UBND", "Long Xuyên, ngày 18 tháng 9 năm 2025"
        ),
        paper.centred("<b>BÁO CÁO</b>", 13),
        paper.centred("<b>Kết quả huy động trẻ ra lớp và tuyển sinh đầu cấp năm học 2025-2026</b>"),
        *paper.body(BODY_1),
        paper.table(FIGURES, [1.2, 4, 2.8, 3.6, 2.4, 3]),
        *paper.body(BODY_2),
        *paper.signature(
            "- Sở GDĐT;<br/>- TT Đảng ủy;<br/>- Lưu: VT, VHXH.", "TM. ỦY BAN NHÂN DÂN<br/>KT. CHỦ TỊCH<br/>PHÓ CHỦ TỊCH"
        ),
    ]
    paper.save(path, story)
    return facts(
        {
            "number": "164/BC-UBND",
            "issued_on": "2025-09-18",
            "issuer": "Ủy ban nhân dân phường Long Xuyên",
            "kind": "other",
            "title": "Kết quả huy động trẻ ra lớp và tuyển sinh đầu cấp năm học 2025-2026",
            "school_year": "2025-2026",
        }
    )
