"""31 and 32: one annex of twenty rows, groups merged over page breaks: as LibreOffice prints it, and as text laid out in columns."""

from pathlib import Path

import pdfplumber
from docx.document import Document as DocxDocument
from pdfplumber.page import Page

from tests.corpus.making import word
from tests.corpus.making.facts import CONTINUOUS, Json, document, facts, from_rows, when

HEADINGS = [
    ["STT", "Nhóm nhiệm vụ", "Nhiệm vụ cụ thể", "Cơ quan thực hiện", "<", "Thời gian thực hiện", "Kết quả đạt được"],
    ["^", "^", "^", "Chủ trì", "Phối hợp", "^", "^"],
]
EDU, HOME, FINANCE, TECH, CULTURE = "Sở GDĐT", "Sở Nội vụ", "Sở Tài chính", "Sở KH&CN", "Sở VHTTDL"
ROWS = [
    (("1", "Lãnh đạo, điều hành", "Kiện toàn Ban Chỉ đạo xây dựng xã hội học tập thành phố", EDU, HOME, "Quý I/2026", "Quyết định kiện toàn"), when("2026-01-01", "2026-03-31")),
    (("2", "^", "Ban hành tiêu chí công nhận “Phường, xã học tập”", EDU, "Hội Khuyến học TP", "^", "Quyết định"), when("2026-01-01", "2026-03-31")),
    (("3", "^", "Đưa chỉ tiêu học tập suốt đời vào kế hoạch phát triển kinh tế - xã hội hằng năm", FINANCE, EDU, "Tháng 11/2026", "Nghị quyết của HĐND thành phố"), when("2026-11-01", "2026-11-30")),
    (("4", "Truyền thông", "Tổ chức Tuần lễ hưởng ứng học tập suốt đời", EDU, "UBND các phường, xã", "01/10/2026 - 07/10/2026", "100% phường, xã tổ chức"), when("2026-10-01", "2026-10-07", coordinating=["UBND các phường, xã"])),
    (("5", "^", "Xây dựng chuyên mục “Thành phố học tập” trên Báo và Phát thanh, truyền hình Đà Nẵng", "Báo và PTTH Đà Nẵng", EDU, "Thường xuyên", "24 số/năm"), CONTINUOUS),
    (("6", "^", "Ngày hội Sách và Văn hóa đọc", CULTURE, "Sở GDĐT; Thành đoàn", "Tháng 4/2026", "Ngày hội cấp thành phố"), when("2026-04-01", "2026-04-30")),
    (("7", "Học liệu, hạ tầng", "Nâng cấp thư viện 40 trường phổ thông thành thư viện số", EDU, FINANCE, "Quý III/2026", "40 thư viện số"), when("2026-07-01", "2026-09-30")),
    (("8", "^", "Xây dựng nền tảng học trực tuyến mở của thành phố", TECH, EDU, "Quý II - Quý IV/2026", "Nền tảng vận hành thử"), when("2026-04-01", "2026-12-31")),
    (("9", "^", "Miễn phí sử dụng wifi công cộng tại nhà văn hóa, thư viện", TECH, "UBND các phường, xã", "Trước ngày 01/9/2026", "120 điểm"), when(None, "2026-09-01", qualifier="before", coordinating=["UBND các phường, xã"])),
    (("10", "^", "Số hóa 10.000 đầu sách của Thư viện Khoa học tổng hợp", CULTURE, TECH, "12/2026", "10.000 đầu sách"), when("2026-12-01", "2026-12-31")),
    (("11", "Mô hình học tập", "Đăng ký, công nhận “Gia đình học tập”, “Dòng họ học tập”", "Hội Khuyến học TP", "Mặt trận Tổ quốc TP", "Tháng 3 - 11/2026", "75% gia đình đạt danh hiệu"), when("2026-03-01", "2026-11-30")),
    (("12", "^", "Đánh giá, xếp loại “Đơn vị học tập” đối với cơ quan, trường học", EDU, HOME, "Chậm nhất 15/12/2026", "Quyết định công nhận"), when(None, "2026-12-15", qualifier="by")),
    (("13", "^", "Thí điểm “Công dân học tập” tại phường Hải Châu, phường Tam Kỳ và xã Hòa Vang", "Hội Khuyến học TP", "UBND phường Hải Châu; UBND phường Tam Kỳ; UBND xã Hòa Vang", "6 tháng cuối năm 2026", "Báo cáo thí điểm"), when("2026-07-01", "2026-12-31")),
    (("14", "Đội ngũ", "Tập huấn cho giám đốc trung tâm học tập cộng đồng", EDU, "Hội Khuyến học TP", "5/2026", "94 học viên"), when("2026-05-01", "2026-05-31")),
    (("15", "^", "Bồi dưỡng kỹ năng số cho người lao động trong khu công nghiệp", "Liên đoàn Lao động TP", "Ban Quản lý KCNC và các KCN", "Tháng 6, 7/2026", "3.000 lượt người"), when("2026-06-01", "2026-07-31", deadlines=..., coordinating=["Ban Quản lý KCNC và các KCN"])),
    (("16", "^", "Chính sách hỗ trợ báo cáo viên trung tâm học tập cộng đồng", FINANCE, EDU, "Quý II/2026", "Tờ trình HĐND thành phố"), when("2026-04-01", "2026-06-30")),
    (("17", "Hợp tác, giám sát", "Tham gia mạng lưới Thành phố học tập toàn cầu của UNESCO", "Sở Ngoại vụ", EDU, "Trước 30/4/2026", "Hồ sơ đăng ký"), when(None, "2026-04-30", qualifier="before")),
    (("18", "^", "Kiểm tra, giám sát việc thực hiện tại 20 phường, xã", EDU, "Ban VHXH HĐND TP", "Tháng 9/2026", "Báo cáo giám sát"), when("2026-09-01", "2026-09-30")),
    (("19", "^", "Sơ kết giai đoạn 1, báo cáo Bộ GDĐT", EDU, "Văn phòng UBND TP", "20/12/2026", "Báo cáo"), when(..., "2026-12-20")),
    (("20", "^", "Khen thưởng tập thể, cá nhân có thành tích xuất sắc", HOME, EDU, "Hằng năm", "Quyết định khen thưởng"), when(recurrence="annual")),
]  # fmt: skip


def paper_of_annex(font: str) -> DocxDocument:
    paper = word.new(font=font, size=12)
    word.page_numbers(paper)
    word.landscape(paper)
    word.annex(
        paper,
        "PHỤ LỤC",
        "PHÂN CÔNG NHIỆM VỤ XÂY DỰNG THÀNH PHỐ HỌC TẬP NĂM 2026",
        "(Kèm theo Kế hoạch số 16/KH-UBND ngày 12 tháng 01 năm 2026 của UBND thành phố Đà Nẵng)",
    )
    word.table(paper, HEADINGS, [cells for cells, _ in ROWS], [1.2, 3, 7, 3, 3.8, 3.2, 4], size=12)
    return paper


def expected() -> Json:
    return facts(
        {"number": "16/KH-UBND", "issued_on": "2026-01-12", "kind": "ke_hoach"},
        from_rows("stt group content lead coordinating time_text product", ROWS, section=...),
    )


@document("31-phu-luc-thanh-pho-hoc-tap.pdf")
def annex(path: Path) -> Json:
    word.save_pdf(paper_of_annex("Liberation Serif"), path)
    return expected()


def laid_out(page: Page) -> list[str]:
    """The page's lines with their columns kept by spaces, as text tools do with a layout option; a form feed begins it."""
    rows: dict[int, list[tuple[float, float, str]]] = {}
    for word_ in page.extract_words():
        middle = (word_["top"] + word_["bottom"]) / 2
        row = next((at for at in rows if abs(at - middle) < 4), int(middle))
        rows.setdefault(row, []).append((word_["x0"], word_["x1"], word_["text"]))
    lines = ["\f"]
    for at in sorted(rows):
        line, end = "", 0.0
        for left, right, text in sorted(rows[at]):
            if line and left - end < 6:
                line += " " + text
            else:
                line = line.ljust(max(round(left / 4.4), len(line) + 2 if line else 0)) + text
            end = right
        lines.append(line)
    return lines


@document("32-phu-luc-thanh-pho-hoc-tap-cot.txt")
def annex_in_columns(path: Path) -> Json:
    printed = path.with_suffix(".pdf")
    word.save_pdf(paper_of_annex(word.PRINTED), printed)
    with pdfplumber.open(printed) as pages:
        lines = [line for page in pages.pages for line in laid_out(page)]
    printed.unlink()
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    facts_of = expected()
    for name in (
        "time_text",
        "starts_on",
        "due_on",
        "deadlines",
    ):  # of row 2: text does not show that the cell above reaches down
        del facts_of["items"][1][name]
    return facts_of
