"""74: guidance on statistical returns: a table of forms between pipes with the day of each period, deadlines that come back every month, quarter and year."""

from pathlib import Path

from tests.corpus.making.facts import Json, deadline, document, facts, from_rows, when

HEAD = """ỦY BAN NHÂN DÂN TỈNH LÀO CAI
SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG
Số: 1290/HD-SNNMT
Lào Cai, ngày 18 tháng 12 năm 2025

HƯỚNG DẪN
Thực hiện chế độ báo cáo thống kê ngành nông nghiệp và môi trường năm 2026

Căn cứ Luật Thống kê ngày 23/11/2015 (sửa đổi, bổ sung ngày 12/11/2021); để thống nhất số liệu, Sở Nông nghiệp và Môi trường hướng dẫn như sau:

1. Phạm vi số liệu
Số liệu tháng tính từ ngày 16 tháng trước đến ngày 15 tháng báo cáo; số liệu năm tính từ ngày 01/01 đến ngày 31/12.

2. Biểu mẫu, thời hạn

"""
MIDDLE = """
3. Thời hạn gửi báo cáo
a) Báo cáo tháng: UBND các xã, phường gửi trước ngày 17 hằng tháng.
b) Báo cáo quý: UBND các xã, phường gửi trước ngày 17 của tháng cuối quý.
c) Chi cục Trồng trọt và Bảo vệ thực vật, Chi cục Chăn nuôi và Thú y báo cáo tình hình dịch bệnh trước 15 giờ thứ Tư hằng tuần.
d) Báo cáo năm 2025: các đơn vị trực thuộc Sở hoàn thành, gửi Phòng Kế hoạch - Tài chính trước ngày 10/01/2026; Phòng Kế hoạch - Tài chính tổng hợp, trình Giám đốc Sở ký gửi Thống kê tỉnh chậm nhất ngày 20/01/2026.
4. Hình thức gửi
Gửi qua hệ thống báo cáo của tỉnh; trường hợp lỗi mạng, gửi thư điện tử thongke@example.gov.vn và gửi bổ sung sau.
5. Hiệu lực
Hướng dẫn này thay thế Hướng dẫn số 2210/HD-SNN ngày 20/12/2023. Đơn vị gửi chậm quá 03 ngày bị trừ điểm thi đua./.

Nơi nhận: UBND các xã, phường; các đơn vị trực thuộc; Lưu: VT.
GIÁM ĐỐC
"""
ROWS = [
    (("1", "Cử cán bộ đầu mối thống kê, gửi danh sách về Sở", "UBND các xã, phường", "Trước 31/12/2025"), when(None, "2025-12-31", qualifier="before")),
    (("2", "Tập huấn sử dụng phần mềm thống kê", "Phòng Kế hoạch - Tài chính", "Tháng 01/2026"), when("2026-01-01", "2026-01-31")),
    (("3", "Điều tra diện tích cây lâu năm", "Chi cục Trồng trọt và Bảo vệ thực vật", "01/4 - 15/4/2026"), when("2026-04-01", "2026-04-15")),
    (("4", "Kiểm kê đàn vật nuôi giữa năm", "Chi cục Chăn nuôi và Thú y", "Quý II/2026"), when("2026-04-01", "2026-06-30")),
    (("5", "Cập nhật diễn biến rừng", "Chi cục Kiểm lâm", "Thường xuyên"), when(recurrence="continuous")),
    (("6", "Kiểm tra chất lượng số liệu tại 10 xã", "Phòng Kế hoạch - Tài chính", "Tháng 5 và tháng 10 năm 2026"), when(..., "2026-05-31", "2026-10-31")),
]  # fmt: skip


@document("held_out/74-so-nnmt-huong-dan-thong-ke.txt")
def guidance(path: Path) -> Json:
    lines = ["| STT | Công việc | Đơn vị thực hiện | Thời hạn |", "| --- | --- | --- | --- |"]
    lines += ["| " + " | ".join(cells) + " |" for cells, _ in ROWS]
    path.write_text(HEAD + "\n".join(lines) + "\n" + MIDDLE, encoding="utf-8-sig")
    communes, plan = "UBND các xã, phường", "Phòng Kế hoạch - Tài chính"
    return facts(
        {"number": "1290/HD-SNNMT", "issued_on": "2025-12-18", "issuer": "Sở Nông nghiệp và Môi trường Lào Cai", "kind": "other",
         "title": "Thực hiện chế độ báo cáo thống kê ngành nông nghiệp và môi trường năm 2026"},
        from_rows("stt content lead time_text", ROWS, section=..., group=...),
        [
            deadline(None, "Báo cáo tháng", communes, "monthly"),
            deadline("2026-03-17", "Báo cáo quý", communes, "quarterly"),
            deadline(None, "báo cáo tình hình dịch bệnh", "Chi cục Trồng trọt và Bảo vệ thực vật; Chi cục Chăn nuôi và Thú y", "weekly", due_time="15:00"),
            deadline("2026-01-10", "Báo cáo năm 2025", "các đơn vị trực thuộc Sở", recipient=plan),
            deadline("2026-01-20", "tổng hợp, trình Giám đốc Sở", plan, recipient="Thống kê tỉnh"),
        ],
    )  # fmt: skip
