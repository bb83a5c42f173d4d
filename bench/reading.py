"""`python -m bench.reading`: time and memory of reading a 24-page PDF with a 25-row table over 4 pages, and its text form.

Each line is a process of its own, measured by the kernel (`wait4`): wall time, processor time, peak memory, the best of
`--rounds`. The limit beside them is the bare text of the same file through the same library, nothing made of it.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate, Spacer

FONTS = Path("/usr/share/fonts/truetype/dejavu")
ROWS = 25
SENTENCE = (
    "Sở Giáo dục và Đào tạo đề nghị các phòng, đơn vị và các cơ sở giáo dục rà soát, bổ sung cơ sở dữ liệu, bảo đảm tiến độ theo kế hoạch đã ban hành; "
    "kịp thời phản ánh khó khăn, vướng mắc về Văn phòng Sở để tổng hợp, báo cáo lãnh đạo Sở xem xét, chỉ đạo giải quyết theo quy định hiện hành. "
)
HEADING = ["STT", "Nhóm nhiệm vụ", "Nội dung công việc", "Sản phẩm", "Thời gian", "Đơn vị chủ trì"]
BARE = """
import sys, pypdfium2
document = pypdfium2.PdfDocument(sys.argv[1])
print(sum(len(page.get_textpage().get_text_range()) for page in document))
"""
READ = """
import sys
from tracker.plans.reading import read
reading = read(open(sys.argv[1], "rb").read(), file_name=sys.argv[1])
print(len(reading.pages), [(grid.height, grid.width) for grid in reading.grids])
"""
START = "import tracker.plans.reading, tracker.plans.understanding"


@dataclass
class Measured:
    """One process: seconds on the wall and on the processor, peak memory in MB, what it said."""

    wall: float
    processor: float
    memory: float
    said: str


def make_pdf(path: Path) -> int:
    """Prose, then the table over its four pages at the end; returns the number of pages."""
    pdfmetrics.registerFont(TTFont("Serif", str(FONTS / "DejaVuSerif.ttf")))
    style = ParagraphStyle(
        "prose", fontName="Serif", fontSize=13, leading=18, alignment=TA_JUSTIFY, firstLineIndent=36, spaceAfter=6
    )
    cell = ParagraphStyle("cell", fontName="Serif", fontSize=11, leading=14)
    story = [
        Paragraph(f"{n}. Báo cáo gửi về Sở trước ngày {1 + n % 28}/12/2025. {SENTENCE * 2}", style)
        for n in range(1, 69)
    ]
    story.append(PageBreak())
    rows = [[Paragraph(text, cell) for text in HEADING]]
    for n in range(1, ROWS + 1):
        group = f"Nhóm {1 + (n - 1) // 5}" if n % 5 == 1 else ""
        words = [str(n), group, SENTENCE[:150], SENTENCE[40:110], "Quý IV/2025" if n % 2 else "12/2025", "Văn phòng Sở"]
        rows.append([Paragraph(text, cell) for text in words])
    table = LongTable(rows, colWidths=[34, 66, 150, 106, 66, 66], repeatRows=1)
    table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    story += [table, Spacer(1, 12)]
    document = SimpleDocTemplate(str(path), pagesize=A4, leftMargin=85, rightMargin=57)
    document.build(story)
    return document.page


def run(arguments: list[str], *, rounds: int) -> Measured:
    """The best of `rounds` runs of a process."""
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        said, trouble = process.stdout.read(), process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(trouble)
        wall = time.perf_counter() - began
        found.append(Measured(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, said.strip()))
    return min(found, key=lambda measured: measured.processor)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.reading", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="dung-han-bench-") as folder:
        pdf = Path(folder) / "ke-hoach.pdf"
        text = next((Path(__file__).resolve().parents[1] / "seeds/documents").glob("002-*"))
        pages = make_pdf(pdf)
        python, tracker = sys.executable, [sys.executable, "-m", "tracker", "plans", "read"]
        today = ["--json", "--today", "2025-10-06"]
        lines = [
            ("limit: bare text by pypdfium2", [python, "-c", BARE, str(pdf)], ""),
            ("reading alone: lines, tables, notes", [python, "-c", READ, str(pdf)], ""),
            ("`tracker plans read` of the PDF, in its confined child", [*tracker, str(pdf), *today], "< 3 s, < 300 MB"),
            ("limit: start without reading", [python, "-c", START], ""),
            (
                "`tracker plans read` of the text form of seed 002",
                [*tracker, str(text), *today],
                "< 0.3 s beyond start",
            ),
        ]
        print(f"{pages} pages, {pdf.stat().st_size / 1000:.0f} KB\n")
        print("| process | wall s | CPU s | peak MB | goal |")
        print("|---|---|---|---|---|")
        for name, arguments, goal in lines:
            measured = run(arguments, rounds=rounds)
            print(
                f"| {name} | {measured.wall:.2f} | {measured.processor:.2f} | {measured.memory:.0f} | {goal} |",
                flush=True,
            )
            if "alone" in name:
                found = measured.said
        print(f"\nread: {found} (pages, heights and widths of the tables)")


if __name__ == "__main__":
    main()
