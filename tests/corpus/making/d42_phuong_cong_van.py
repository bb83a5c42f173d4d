"""42: a ward's dispatch to its schools: sentences without a subject, a form's own dates, one doer's deadline among all."""

from pathlib import Path

from tests.corpus.making import word
from tests.corpus.making.facts import Json, deadline, document, facts

BODY = """
Thực hiện Công văn số 5533/SGDĐT-KHTC ngày 13/10/2025 của Sở Giáo dục và Đào tạo TP. Hồ Chí Minh về việc rà soát các khoản thu năm học 2025-2026 (thời hạn Sở yêu cầu: trước ngày 31/10/2025);
Ủy ban nhân dân phường Bình Thạnh đề nghị Hiệu trưởng các trường công lập và chủ các cơ sở giáo dục ngoài công lập thực hiện:
1. Rà soát toàn bộ các khoản thu theo Nghị quyết số 18/2025/NQ-HĐND ngày 28/8/2025; hoàn trả cha mẹ học sinh các khoản thu sai quy định (nếu có), hoàn thành trước ngày 24/10/2025.
2. Gửi báo cáo (mẫu 01) về Phòng Văn hóa - Xã hội bằng văn bản có đóng dấu và tệp mềm trước 11g30 ngày 22/10/2025.
3. Công khai các khoản thu trên trang thông tin điện tử trong suốt năm học 2025-2026.
4. Riêng các trường THCS Rạng Đông, THCS Lam Sơn hoàn thiện hồ sơ giải trình theo kết luận kiểm tra ngày 29/9/2025, nộp trực tiếp tại Phòng Văn hóa - Xã hội vào ngày 20/10/2025.
Giao Phòng Văn hóa - Xã hội tổng hợp, tham mưu Ủy ban nhân dân phường báo cáo Sở Giáo dục và Đào tạo đúng thời hạn (chậm nhất 29/10/2025).
Trân trọng./.
"""


@document("42-phuong-cong-van-khoan-thu.docx")
def dispatch(path: Path) -> Json:
    paper = word.new()
    word.head(
        paper,
        "ỦY BAN NHÂN DÂN",
        "PHƯỜNG BÌNH THẠNH",
        "Số: 902/UBND-VHXH",
        "Bình Thạnh, ngày 15 tháng 10 năm 2025",
        "V/v rà soát các khoản thu năm học 2025-2026",
    )
    word.addressees(
        paper, "Hiệu trưởng các trường mầm non, tiểu học, THCS công lập;", "Chủ các cơ sở giáo dục ngoài công lập."
    )
    word.paras(paper, BODY)
    word.signature(
        paper,
        ["Như trên;", "Sở GDĐT (để b/c);", "TT Đảng ủy, HĐND phường;", "Lưu: VT, VHXH."],
        "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    )
    paper.save(str(path))
    heads = "Hiệu trưởng các trường công lập; chủ các cơ sở giáo dục ngoài công lập"
    either = {
        "who_or": ["Hiệu trưởng các trường mầm non, tiểu học, THCS công lập; Chủ các cơ sở giáo dục ngoài công lập"]
    }
    office = "Phòng Văn hóa - Xã hội"
    return facts(
        {"number": "902/UBND-VHXH", "issued_on": "2025-10-15", "issuer": "Ủy ban nhân dân phường Bình Thạnh", "kind": "cong_van", "title": "rà soát các khoản thu năm học 2025-2026", "school_year": "2025-2026"},
        [],
        [
            deadline("2025-10-24", "hoàn trả các khoản thu sai quy định", heads, **either),
            deadline("2025-10-22", "gửi báo cáo mẫu 01", heads, recipient=office, due_time="11:30", **either),
            deadline("2025-10-20", "hồ sơ giải trình", "các trường THCS Rạng Đông; THCS Lam Sơn", who_or=["các trường THCS Rạng Đông, THCS Lam Sơn"], recipient=office),
            deadline("2025-10-29", "tổng hợp báo cáo Sở Giáo dục và Đào tạo", office, recipient="Sở Giáo dục và Đào tạo"),
        ],
    )  # fmt: skip
