"""73: a decision that rewards: a list of persons and bodies with the years of their work, sums, force from the day of signing; nothing to do by a day."""

from pathlib import Path

from tests.corpus.making.facts import Json, document, facts

TEXT = """LIÊN ĐOÀN LAO ĐỘNG TỈNH NINH BÌNH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
CÔNG ĐOÀN NGÀNH Y TẾ\tĐộc lập - Tự do - Hạnh phúc

Số: 33/QĐ-CĐN\tNinh Bình, ngày 08 tháng 12 năm 2025

QUYẾT ĐỊNH
Về việc tặng Giấy khen cho các tập thể, cá nhân
có thành tích xuất sắc trong phong trào thi đua năm 2025

BAN THƯỜNG VỤ CÔNG ĐOÀN NGÀNH Y TẾ

Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;
Căn cứ Quy chế khen thưởng của tổ chức Công đoàn ban hành ngày 12/4/2024;
Xét đề nghị của Hội đồng Thi đua - Khen thưởng tại cuộc họp ngày 02/12/2025,

QUYẾT ĐỊNH:

Điều 1. Tặng Giấy khen cho 03 tập thể và 04 cá nhân có thành tích xuất sắc trong phong trào thi đua lao động giỏi năm 2025 (có danh sách kèm theo).
Điều 2. Mức tiền thưởng: tập thể 2.000.000 đồng, cá nhân 800.000 đồng, chi từ nguồn tài chính công đoàn.
Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Văn phòng, Ban Tài chính, các đơn vị và cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:\tTM. BAN THƯỜNG VỤ
- Như Điều 3;\tCHỦ TỊCH
- Lưu: VT.

DANH SÁCH
Tập thể, cá nhân được tặng Giấy khen
(Kèm theo Quyết định số 33/QĐ-CĐN ngày 08/12/2025)

TT\tTên tập thể, cá nhân\tĐơn vị\tThành tích
1\tCông đoàn Bệnh viện Đa khoa tỉnh\tBệnh viện Đa khoa tỉnh\tDẫn đầu khối từ năm 2023 đến năm 2025
2\tCông đoàn Trung tâm Y tế Hoa Lư\tTrung tâm Y tế Hoa Lư\tHoàn thành xuất sắc nhiệm vụ
3\tTổ công đoàn khoa Cấp cứu\tBệnh viện Sản Nhi\tỨng phó bão tháng 9/2025
4\tNguyễn Văn Đ\tBệnh viện Đa khoa tỉnh\tSáng kiến cấp tỉnh năm 2025
5\tTrần Thị H\tTrung tâm Y tế Hoa Lư\tHiến máu 21 lần
6\tPhạm Văn K\tBệnh viện Phổi\tGiải Nhất hội thi tháng 5/2025
7\tLê Thị M\tTrạm Y tế phường Nam Hoa Lư\tHoàn thành xuất sắc nhiệm vụ
"""


@document("held_out/73-cong-doan-quyet-dinh-khen-thuong.txt")
def decision(path: Path) -> Json:
    path.write_text(TEXT, encoding="utf-8")
    head = {"number": "33/QĐ-CĐN", "issued_on": "2025-12-08", "kind": "quyet_dinh", "title": "Về việc tặng Giấy khen cho các tập thể, cá nhân có thành tích xuất sắc trong phong trào thi đua năm 2025"}  # fmt: skip
    return facts(head)
