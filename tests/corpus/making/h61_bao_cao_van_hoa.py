"""61: a report of results full of days gone by and of the reports it answers, with a table of results: no deadline for anyone."""

from pathlib import Path

from tests.corpus.making import print as paper
from tests.corpus.making.facts import Json, document, facts

BODY = """
Thực hiện Công văn số 2290/SVHTTDL-QLDSVH ngày 14/10/2025 của Sở Văn hóa, Thể thao và Du lịch, UBND phường báo cáo kết quả công tác quản lý di sản văn hóa năm 2025 như sau:
# I. TÌNH HÌNH CHUNG
Phường được thành lập từ ngày 01/7/2025 trên cơ sở nhập 03 đơn vị hành chính. Trên địa bàn có 14 di tích được xếp hạng (03 di tích quốc gia), 02 lễ hội truyền thống tổ chức vào ngày 06 tháng Giêng và ngày 10 tháng 3 âm lịch hằng năm.
# II. KẾT QUẢ
1. Ngày 15/8/2025, UBND phường ban hành Quyết định số 77/QĐ-UBND kiện toàn Ban Quản lý di tích; hoàn thành bàn giao hồ sơ di tích trước ngày 31/8/2025 theo yêu cầu.
2. Từ ngày 10/9 đến ngày 30/9/2025, kiểm tra 14/14 di tích; lập biên bản 01 trường hợp tu bổ khi chưa được phép, đã xử lý dứt điểm trước ngày 15/10/2025.
3. Thu công đức năm 2025 (tính đến ngày 15/11/2025): 3,42 tỷ đồng, tăng 12% so với năm 2024.
4. Tổ chức 02 lớp tập huấn cho 85 người trông coi di tích vào các ngày 22, 23/10/2025.
"""
AFTER = """
# III. TỒN TẠI, NGUYÊN NHÂN
Một số hạng mục xuống cấp sau đợt mưa lớn tháng 9/2025; kinh phí tu bổ còn hạn chế.
# IV. ĐỀ XUẤT, KIẾN NGHỊ
Đề nghị Sở Văn hóa, Thể thao và Du lịch xem xét bố trí kinh phí tu bổ đình Thổ Tang và hỗ trợ số hóa hồ sơ di tích. Trong thời gian tới, phường tiếp tục tuyên truyền, nâng cao ý thức của Nhân dân trong bảo vệ di sản.
Trên đây là báo cáo kết quả công tác quản lý di sản văn hóa năm 2025, UBND phường trân trọng báo cáo./.
"""
RESULTS = [
    ["TT", "Nội dung", "Thời gian thực hiện", "Kết quả"],
    ["1", "Kiểm kê hiện vật", "Tháng 8/2025", "1.206 hiện vật"],
    ["2", "Cắm mốc khoanh vùng bảo vệ", "Tháng 9 - 10/2025", "11/14 di tích"],
    ["3", "Thay bình chữa cháy", "20/10/2025", "62 bình"],
]


@document("held_out/61-phuong-bao-cao-di-san.pdf")
def report(path: Path) -> Json:
    story = [
        *paper.head("<b>ỦY BAN NHÂN DÂN<br/>PHƯỜNG VĨNH YÊN</b>", "Số: 341/BC-UBND", "Vĩnh Yên, ngày 20 tháng 11 năm 2025"),
        paper.centred("<b>BÁO CÁO</b>", 13),
        paper.centred("<b>Kết quả công tác quản lý di sản văn hóa năm 2025</b>"),
        *paper.body(BODY),
        paper.table(RESULTS, [1.2, 6.4, 4.6, 4.4], size=11),
        *paper.body(AFTER),
        *paper.signature("- Sở VHTTDL (b/c);<br/>- TT Đảng ủy, HĐND phường;<br/>- Lưu: VT, VHXH.", "TM. ỦY BAN NHÂN DÂN<br/>KT. CHỦ TỊCH<br/>PHÓ CHỦ TỊCH"),
    ]  # fmt: skip
    paper.save(path, story)
    head = {"number": "341/BC-UBND", "issued_on": "2025-11-20", "issuer": "Ủy ban nhân dân phường Vĩnh Yên", "kind": "other", "title": "Kết quả công tác quản lý di sản văn hóa năm 2025"}  # fmt: skip
    done = [{"content": row[1], "optional": True} for row in RESULTS[1:]]  # whoever takes them in as done does no harm
    return facts(head, done)
