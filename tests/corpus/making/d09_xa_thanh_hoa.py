"""09: a commune's plan whose tasks stand in labelled lines, not in a table."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import CONTINUOUS, Json, deadline, document, facts, when

TASKS = [
    ("1", "Điều tra, cập nhật số liệu phổ cập giáo dục, xóa mù chữ", "Các trường mầm non, tiểu học, THCS", "Trưởng thôn, bản", "Tháng 01 - 02/2026", "Phiếu điều tra được cập nhật lên hệ thống", when("2026-01-01", "2026-02-28")),
    ("2", "Kiện toàn Ban Chỉ đạo phổ cập giáo dục, xóa mù chữ xã", "Phòng Văn hóa - Xã hội", "Văn phòng HĐND và UBND xã", "Trước ngày 31/01/2026", "Quyết định kiện toàn", when(None, "2026-01-31", qualifier="before")),
    ("3", "Mở 02 lớp xóa mù chữ tại bản Poọng và bản Na Tao", "Trung tâm học tập cộng đồng", "Đồn Biên phòng; Hội Liên hiệp Phụ nữ xã", "Từ 01/3/2026 đến 30/8/2026", "50 học viên hoàn thành giai đoạn 1", when("2026-03-01", "2026-08-30")),
    ("4", "Vận động học sinh ra lớp sau Tết Nguyên đán", "Các nhà trường", "Đoàn Thanh niên xã; Công an xã", "Cuối tháng 02/2026", "Tỷ lệ chuyên cần đạt từ 97% trở lên", when(..., "2026-02-28")),
    ("5", "Tuyên truyền về phổ cập giáo dục trên hệ thống loa truyền thanh", "Trung tâm Cung ứng dịch vụ công xã", "Các nhà trường", "Thường xuyên", "Tối thiểu 02 tin, bài/tháng", CONTINUOUS),
    ("6", "Tự kiểm tra, hoàn thiện hồ sơ đề nghị công nhận đạt chuẩn phổ cập giáo dục năm 2026", "Phòng Văn hóa - Xã hội", "Các nhà trường", "Hoàn thành trước 30/9/2026", "Hồ sơ trình UBND tỉnh", when(None, "2026-09-30", qualifier="before")),
]  # fmt: skip


@document("09-xa-ke-hoach-pho-cap.docx")
def plan(path: Path) -> Json:
    paper = word.new()
    word.head(paper, "ỦY BAN NHÂN DÂN", "XÃ MƯỜNG LÁT", "Số:        /KH-UBND", "Mường Lát, ngày     tháng 01 năm 2026")
    word.title(paper, "KẾ HOẠCH", "Phổ cập giáo dục, xóa mù chữ xã Mường Lát năm 2026")
    word.para(
        paper,
        "Căn cứ Nghị định số 20/2014/NĐ-CP ngày 24/3/2014 của Chính phủ về phổ cập giáo dục, xóa mù chữ; Công văn số 4102/SGDĐT-GDTX ngày 18/12/2025 của Sở Giáo dục và Đào tạo tỉnh Thanh Hóa, UBND xã Mường Lát xây dựng Kế hoạch như sau:",
    )
    word.paras(
        paper,
        "# I. MỤC TIÊU\nDuy trì kết quả đạt chuẩn phổ cập giáo dục đã được công nhận tại Quyết định số 5121/QĐ-UBND ngày 30/12/2024; phấn đấu đến hết năm 2026 đạt chuẩn xóa mù chữ mức độ 2.\n# II. NHIỆM VỤ CỤ THỂ",
    )
    for stt, content, lead, others, time_text, product, _ in TASKS:
        word.para(paper, f"{stt}. {content}", bold=True)
        for line in (
            f"- Đơn vị chủ trì: {lead}.",
            f"- Đơn vị phối hợp: {others}.",
            f"- Thời gian thực hiện: {time_text}.",
            f"- Kết quả cần đạt: {product}.",
        ):
            word.para(paper, line)
    word.paras(
        paper,
        "# III. TỔ CHỨC THỰC HIỆN\nCác nhà trường báo cáo kết quả thực hiện về UBND xã (qua Phòng Văn hóa - Xã hội) trước ngày 15/6/2026 và trước ngày 05/10/2026.\nPhòng Văn hóa - Xã hội tham mưu UBND xã báo cáo Sở Giáo dục và Đào tạo theo quy định./.",
    )
    word.signature(
        paper,
        ["Sở GDĐT (để b/c);", "TT Đảng ủy, HĐND xã;", "Các nhà trường;", "Lưu: VT, VHXH."],
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    )
    paper.save(str(path))
    units = {
        "Trưởng thôn, bản": ["Trưởng thôn, bản"],
        "Các trường mầm non, tiểu học, THCS": ["Các trường mầm non, tiểu học, THCS"],
    }
    items = []
    for stt, content, lead, others, time_text, product, period in TASKS:
        row = {
            "stt": stt,
            "content": content,
            "product": product,
            "time_text": time_text.removeprefix("Hoàn thành "),
            **period,
        }
        row |= {
            "lead": units.get(lead, [lead]),
            "coordinating": units.get(others) or [part.strip() for part in others.split(";")],
        }
        if time_text.startswith("Hoàn thành"):
            row.pop("time_text")
        items.append({name: value for name, value in row.items() if value is not ...})
    return facts(
        {"number": None, "issued_on": None, "issuer": "Ủy ban nhân dân xã Mường Lát", "kind": "ke_hoach", "title": "Phổ cập giáo dục, xóa mù chữ xã Mường Lát năm 2026"},
        items,
        [
            deadline("2026-06-15", "báo cáo kết quả thực hiện", "Các nhà trường", recipient="UBND xã", via="Phòng Văn hóa - Xã hội"),
            deadline("2026-10-05", "báo cáo kết quả thực hiện", "Các nhà trường", recipient="UBND xã", via="Phòng Văn hóa - Xã hội"),
        ],
    )  # fmt: skip
