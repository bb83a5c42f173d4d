"""46: tasks in labelled lines under a heading each, as text."""

from pathlib import Path

from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, from_rows, when

TEXT = """UBND TỈNH ĐỒNG NAI
SỞ GIÁO DỤC VÀ ĐÀO TẠO

Số: 118/CTr-SGDĐT                    Đồng Nai, ngày 16 tháng 01 năm 2026

                    CHƯƠNG TRÌNH HÀNH ĐỘNG
      Nâng cao chất lượng dạy và học tiếng Anh năm 2026

I. NHIỆM VỤ TRỌNG TÂM

Nhiệm vụ 1: Khảo sát năng lực tiếng Anh của giáo viên.
Chủ trì: Phòng Tổ chức cán bộ
Phối hợp: Trường Đại học Đồng Nai; các trường THPT
Thời hạn: Quý I/2026
Sản phẩm: Báo cáo khảo sát

Nhiệm vụ 2: Thành lập 20 câu lạc bộ tiếng Anh mẫu.
Chủ trì: Phòng Giáo dục phổ thông
Phối hợp: UBND các xã, phường
Thời hạn: trước ngày 30/4/2026
Sản phẩm: 20 câu lạc bộ

Nhiệm vụ 3: Tổ chức Ngày hội tiếng Anh cấp tỉnh.
Chủ trì: Phòng Giáo dục phổ thông
Phối hợp: Tỉnh đoàn
Thời hạn: tháng 10/2026
Sản phẩm: Ngày hội được tổ chức

Nhiệm vụ 4: Phát triển học liệu số môn tiếng Anh.
Chủ trì: Văn phòng Sở
Thời hạn: thường xuyên
Sản phẩm: Kho học liệu

Nhiệm vụ 5: Thí điểm dạy Toán bằng tiếng Anh tại 05 trường THCS.
Chủ trì: Phòng Giáo dục phổ thông
Phối hợp: UBND phường Biên Hòa
Thời hạn: từ 05/9/2026 đến 31/12/2026
Sản phẩm: Báo cáo đánh giá thí điểm

II. TỔ CHỨC THỰC HIỆN

Phòng Giáo dục phổ thông là đầu mối, tổng hợp báo cáo Giám đốc Sở trước ngày
10/12/2026. Các trường THPT gửi kế hoạch triển khai về Sở trước ngày 10/02/2026./.

Nơi nhận:
- Các phòng thuộc Sở;
- Các trường THPT;
- Lưu: VT, GDPT.
"""
PHONG = "Phòng Giáo dục phổ thông"
ROWS = [
    (("Khảo sát năng lực tiếng Anh của giáo viên", "Phòng Tổ chức cán bộ", "Trường Đại học Đồng Nai; các trường THPT", "Quý I/2026", "Báo cáo khảo sát"), when("2026-01-01", "2026-03-31")),
    (("Thành lập 20 câu lạc bộ tiếng Anh mẫu", PHONG, "", "trước ngày 30/4/2026", "20 câu lạc bộ"), when(None, "2026-04-30", qualifier="before", coordinating=["UBND các xã, phường"])),
    (("Tổ chức Ngày hội tiếng Anh cấp tỉnh", PHONG, "Tỉnh đoàn", "tháng 10/2026", "Ngày hội được tổ chức"), when("2026-10-01", "2026-10-31")),
    (("Phát triển học liệu số môn tiếng Anh", "Văn phòng Sở", "", "thường xuyên", "Kho học liệu"), CONTINUOUS),
    (("Thí điểm dạy Toán bằng tiếng Anh tại 05 trường THCS", PHONG, "UBND phường Biên Hòa", "từ 05/9/2026 đến 31/12/2026", "Báo cáo đánh giá thí điểm"), when("2026-09-05", "2026-12-31")),
]  # fmt: skip


@document("46-chuong-trinh-hanh-dong-tieng-anh.txt")
def programme(path: Path) -> Json:
    path.write_text(TEXT, encoding="utf-8")
    return facts(
        {"number": "118/CTr-SGDĐT", "issued_on": "2026-01-16", "issuer": "Sở Giáo dục và Đào tạo Đồng Nai", "kind": "other", "title": "Nâng cao chất lượng dạy và học tiếng Anh năm 2026"},
        from_rows("content lead coordinating time_text product", ROWS, section=..., group=...),
        [
            deadline("2026-12-10", "tổng hợp báo cáo", PHONG, recipient="Giám đốc Sở"),
            deadline("2026-02-10", "kế hoạch triển khai", "Các trường THPT", recipient="Sở"),
        ],
    )  # fmt: skip
