"""71: an invitation to a conference: hour, place, programme by the hour; nothing to hand in."""

from pathlib import Path

from tests.corpus.making.facts import Json, document, facts

TEXT = """ỦY BAN NHÂN DÂN                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ TÂN LẬP                              Độc lập - Tự do - Hạnh phúc
Số: 17/GM-UBND                     Tân Lập, ngày 18 tháng 5 năm 2026

                         GIẤY MỜI
      Dự Hội nghị tổng kết công tác hè và phát động hè năm 2026

Ủy ban nhân dân xã Tân Lập trân trọng kính mời:
 - Thường trực Đảng ủy, HĐND, UBND xã;
 - Hiệu trưởng các trường trên địa bàn;
 - Bí thư Đoàn Thanh niên, Chủ tịch Hội LHPN xã;
 - Trưởng các thôn.
Tới dự: Hội nghị tổng kết hoạt động hè năm 2025, phát động hè năm 2026.
Thời gian: 01 buổi, từ 8 giờ 00 phút, ngày 26 tháng 5 năm 2026 (thứ Ba).
Địa điểm: Hội trường Nhà văn hóa xã.

Chương trình:
 7h45 - 8h00: Đón tiếp đại biểu
 8h00 - 8h15: Tuyên bố lý do, giới thiệu đại biểu
 8h15 - 9h00: Báo cáo tổng kết hè 2025, kế hoạch hè 2026
 9h00 - 10h00: Thảo luận
 10h00 - 10h30: Khen thưởng, phát biểu chỉ đạo, bế mạc

Báo cáo tổng kết hè năm 2025 (từ ngày 01/6/2025 đến ngày 15/8/2025) gửi kèm theo.
Rất mong các đồng chí sắp xếp thời gian đến dự để Hội nghị thành công./.

Nơi nhận:                               TM. ỦY BAN NHÂN DÂN
- Như kính mời;                              CHỦ TỊCH
- Lưu: VT.
"""


@document("held_out/71-xa-giay-moi-tong-ket-he.txt")
def invitation(path: Path) -> Json:
    path.write_text(TEXT, encoding="utf-8")
    head = {"number": "17/GM-UBND", "issued_on": "2026-05-18", "issuer": "Ủy ban nhân dân xã Tân Lập", "kind": "other"}
    meeting = {"due_on": "2026-05-26", "recurrence": "none", "what": "Hội nghị tổng kết hoạt động hè", "optional": True}
    return facts(head, [], [meeting])
