"""21: a commune's plan typed as text: one table between pipes, one between tabs, a table of targets that is no task."""

from pathlib import Path

from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, from_rows, when

HEAD = """UBND XÃ PÁC NẶM                         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHÒNG VĂN HÓA - XÃ HỘI                      Độc lập - Tự do - Hạnh phúc

Số: 14/KH-VHXH                           Pác Nặm, ngày 20 tháng 01 năm 2026

                              KẾ HOẠCH
        Công tác giáo dục và đào tạo trên địa bàn xã năm 2026

Căn cứ Kế hoạch số 33/KH-SGDĐT ngày 09/01/2026 của Sở Giáo dục và Đào tạo
tỉnh Thái Nguyên; Phòng Văn hóa - Xã hội xây dựng Kế hoạch như sau:

I. CHỈ TIÊU

| TT | Chỉ tiêu                         | Đơn vị tính | Năm 2025 | Năm 2026 |
|----|----------------------------------|-------------|----------|----------|
| 1  | Trẻ 5 tuổi ra lớp                | %           | 99,1     | 99,5     |
| 2  | Học sinh hoàn thành tiểu học     | %           | 98,4     | 99       |
| 3  | Trường đạt chuẩn quốc gia        | trường      | 5        | 6        |

II. NHIỆM VỤ CỤ THỂ

"""
PIPES = [
    (("1", "Rà soát quy mô trường, lớp, học sinh; xây dựng kế hoạch phát triển giáo dục năm học 2026-2027", "Phòng VH-XH", "Các trường", "Tháng 02/2026", "Kế hoạch"), when("2026-02-01", "2026-02-28")),
    (("2", "Kiểm tra điều kiện dạy học 2 buổi/ngày tại 07 trường", "Phòng VH-XH", "Phòng Kinh tế", "Trước 20/3/2026", "Biên bản"), when(None, "2026-03-20", qualifier="before")),
    (("3", "Tổ chức Ngày hội đọc sách", "Trường PTDTBT TH Bộc Bố", "Đoàn xã", "21/4/2026", "07/07 trường"), when(..., "2026-04-21")),
    (("4", "Duy trì sĩ số, phòng chống tảo hôn", "Các trường", "Công an xã; Hội LHPN xã", "Thường xuyên", ""), CONTINUOUS),
    (("5", "Xét duyệt hồ sơ hỗ trợ học sinh bán trú kỳ II", "Phòng VH-XH", "Các trường", "Quí I", "Quyết định"), when("2026-01-01", "2026-03-31")),
    (("6", "Sửa chữa nhà bán trú, bếp ăn trước năm học mới", "Phòng Kinh tế", "Các trường", "T6-T8/2026", "04 công trình"), when("2026-06-01", "2026-08-31")),
    (("7", "Xây dựng dự toán kinh phí năm 2027", "Các trường", "Phòng Kinh tế", "Quý III/2026", "Dự toán"), when("2026-07-01", "2026-09-30")),
]  # fmt: skip
TABS = [
    (("8", "Tập huấn phòng chống thiên tai cho giáo viên", "Ban CHQS xã", "05/2026"), when("2026-05-01", "2026-05-31")),
    (("9", "Hướng dẫn tổng kết năm học 2025 - 2026", "Phòng VH-XH", "10/5/2026"), when(..., "2026-05-10")),
    (
        ("10", "Tham mưu bổ nhiệm lại 03 hiệu trưởng hết nhiệm kỳ", "Phòng VH-XH", "Trước 30/6"),
        when(None, "2026-06-30", qualifier="before"),
    ),
    (("11", "Kiểm kê tài sản cuối năm", "Các trường", "31/12/2026"), when(..., "2026-12-31")),
]
TAIL = """
III. CHẾ ĐỘ BÁO CÁO

- Các trường gửi báo cáo tháng về Phòng Văn hóa - Xã hội trước ngày 25
hằng tháng; báo cáo tổng kết năm học trước ngày 25/5/2026.
- Phòng Văn hóa - Xã hội tổng hợp, báo cáo UBND xã và Sở Giáo dục và
Đào tạo trước ngày 05/6/2026./.

Nơi nhận:                                        TRƯỞNG PHÒNG
- Sở GDĐT (b/c);
- UBND xã (b/c);
- Các trường trên địa bàn;
- Lưu: VT.
"""


@document("21-xa-ke-hoach-bang-ke-ong.txt")
def plan(path: Path) -> Json:
    lines = ["| TT | Nội dung | Chủ trì | Phối hợp | Thời gian | Kết quả |", "|---|---|---|---|---|---|"]
    lines += ["| " + " | ".join(cells) + " |" for cells, _ in PIPES]
    tabs = ["Các nhiệm vụ khác:", "", "TT\tNội dung công việc\tĐơn vị thực hiện\tThời hạn"]
    tabs += ["\t".join(cells) for cells, _ in TABS]
    path.write_text(HEAD + "\n".join([*lines, "", *tabs]) + "\n" + TAIL, encoding="utf-8")
    return facts(
        {"number": "14/KH-VHXH", "issued_on": "2026-01-20", "kind": "ke_hoach", "title": "Công tác giáo dục và đào tạo trên địa bàn xã năm 2026"},
        [
            *from_rows("stt content lead coordinating time_text product", PIPES, section=...),
            *from_rows("stt content lead time_text", TABS, section=...),
        ],
        [
            deadline(None, "báo cáo tháng", "Các trường", "monthly", recipient="Phòng Văn hóa - Xã hội"),
            deadline("2026-05-25", "báo cáo tổng kết năm học", "Các trường", recipient="Phòng Văn hóa - Xã hội"),
            deadline("2026-06-05", "báo cáo UBND xã và Sở", "Phòng Văn hóa - Xã hội", recipient="UBND xã và Sở Giáo dục và Đào tạo"),
        ],
    )  # fmt: skip
