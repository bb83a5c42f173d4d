"""Word documents laid out as Nghị định 30/2020/NĐ-CP asks, their PDF form, and the text lost tools leave of them."""

import copy
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

CENTRE, LEFT, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
PRINTED = "DejaVu Serif Condensed"  # a font of this machine that has every Vietnamese letter; Liberation Serif borrows them from it
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def new(*, size: float = 14, font: str = "Times New Roman") -> DocxDocument:
    """An empty A4 document in the official margins."""
    paper = Document()
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = font, Pt(size)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), font)
    normal.paragraph_format.space_after = Pt(4)
    normal.paragraph_format.space_before = Pt(0)
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    return paper


def para(
    paper: DocxDocument | _Cell,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = JUSTIFY,
    indent: float = 1.27,
    size: float | None = None,
    style: str | None = None,
) -> Paragraph:
    """A paragraph; "**" switches bold on and off inside it."""
    paragraph = paper.add_paragraph(style=style)
    paragraph.alignment = align
    if indent and align == JUSTIFY and style is None:
        paragraph.paragraph_format.first_line_indent = Cm(indent)
    for place, part in enumerate(text.split("**")):
        run = paragraph.add_run(part)
        run.bold, run.italic = bold or place % 2 == 1, italic
        if size:
            run.font.size = Pt(size)
    return paragraph


def paras(paper: DocxDocument, text: str) -> None:
    """Body text, a paragraph a line; a line beginning with "# " is a bold heading."""
    for line in text.strip().splitlines():
        if line.strip():
            para(paper, line.strip().removeprefix("# "), bold=line.strip().startswith("# "))


def head(paper: DocxDocument, above: str, issuer: str, number: str, place_and_day: str, subject: str = "") -> None:
    """The two-column head without ruling; `subject` is the V/v of a dispatch."""
    table = paper.add_table(rows=2, cols=2)
    table.autofit = False
    for across, width in enumerate((6.7, 9.8)):
        table.columns[across].width = Cm(width)
        for row in table.rows:
            row.cells[across].width = Cm(width)
    left, right = table.rows[0].cells
    _lines(
        left, [(above, False, False, 12)] if above else [], [(issuer, True, False, 12), ("________", False, False, 8)]
    )
    _lines(
        right, [(MOTTO[0], True, False, 12)], [(MOTTO[1], True, False, 13), ("______________________", False, False, 8)]
    )
    left, right = table.rows[1].cells
    _lines(left, [(number, False, False, 13)], [(subject, False, False, 12)] if subject else [])
    _lines(right, [(place_and_day, False, True, 13)], [])
    para(paper, "", indent=0)


def _lines(cell: _Cell, first: list[tuple[str, bool, bool, float]], rest: list[tuple[str, bool, bool, float]]) -> None:
    for place, (text, bold, italic, size) in enumerate([*first, *rest]):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.alignment = CENTRE
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def title(paper: DocxDocument, kind: str, about: str) -> None:
    para(paper, kind, bold=True, align=CENTRE)
    for line in about.split("\n"):
        para(paper, line, bold=True, align=CENTRE)
    para(paper, "_______", align=CENTRE, size=8)


def addressees(paper: DocxDocument, *bodies: str) -> None:
    if len(bodies) == 1:
        para(paper, f"Kính gửi: {bodies[0]}", align=CENTRE)
        return
    para(paper, "Kính gửi:", align=CENTRE)
    for body in bodies:
        para(paper, f"- {body}", align=LEFT).paragraph_format.left_indent = Cm(5)


def signature(paper: DocxDocument, receivers: Sequence[str], post: str, name: str = "") -> None:
    """Nơi nhận on the left, the signer's post on the right."""
    table = paper.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _lines(left, [("Nơi nhận:", True, True, 12)], [(f"- {receiver}", False, False, 11) for receiver in receivers])
    for paragraph in left.paragraphs:
        paragraph.alignment = LEFT
    _lines(
        right,
        [],
        [(line, True, False, 13) for line in post.split("\n")]
        + [("", False, False, 13)] * 4
        + [(name, True, False, 13)],
    )


def page_break(paper: DocxDocument) -> None:
    paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def landscape(paper: DocxDocument) -> None:
    """What follows stands on pages turned sideways."""
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)


def annex(paper: DocxDocument, label: str, about: str, origin: str = "") -> None:
    para(paper, label, bold=True, align=CENTRE)
    for line in about.split("\n"):
        para(paper, line, bold=True, align=CENTRE)
    if origin:
        para(paper, origin, italic=True, align=CENTRE)


def table(
    paper: DocxDocument,
    headings: Sequence[Sequence[str]],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    size: float = 11,
    repeat: bool = True,
) -> Table:
    """A ruled table. In a cell "<" joins it to the cell on its left, "^" to the one above; "\\n" begins a paragraph."""
    grid = [*headings, *rows]
    made = paper.add_table(rows=len(grid), cols=len(widths), style="Table Grid")
    made.autofit = False
    for across, width in enumerate(widths):
        made.columns[across].width = Cm(width)
    cells = [list(row.cells) for row in made.rows]
    for down, texts in enumerate(grid):
        for across, text in enumerate(texts):
            cell = cells[down][across]
            cell.width = Cm(widths[across])
            if text in ("<", "^"):
                continue
            _write(cell, text, size=size, bold=down < len(headings), centred=down < len(headings))
    _merge(cells, grid)
    for row in made.rows[: len(headings)] if repeat else ():
        mark = OxmlElement("w:tblHeader")
        row._tr.get_or_add_trPr().append(mark)
    return made


def _write(cell: _Cell, text: str, *, size: float, bold: bool, centred: bool) -> None:
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        if centred:
            paragraph.alignment = CENTRE
        for part_place, part in enumerate(line.split("**")):
            run = paragraph.add_run(part)
            run.font.size, run.bold = Pt(size), bold or part_place % 2 == 1


def _merge(cells: list[list[_Cell]], grid: Sequence[Sequence[str]]) -> None:
    """Joins each cell with the "<" right of it and the "^" below it."""
    for down, texts in enumerate(grid):
        for across, text in enumerate(texts):
            if text in ("<", "^"):
                continue
            right = across
            while right + 1 < len(texts) and texts[right + 1] == "<":
                right += 1
            below = down
            while below + 1 < len(grid) and grid[below + 1][across] == "^":
                below += 1
            if (right, below) != (across, down):
                joined = cells[down][across].merge(cells[below][right])
                for paragraph in [p for p in joined.paragraphs if not p.text][: len(joined.paragraphs) - 1]:
                    paragraph._p.getparent().remove(paragraph._p)


def number_by_word(made: Table, rows: Sequence[int], column: int = 0) -> None:
    """Empties the numbers of a column and lets Word's own list count them."""
    for row in rows:
        paragraph = made.rows[row].cells[column].paragraphs[0]
        paragraph.clear()
        paragraph.style = "List Number"


def track(paragraph: Paragraph, old: str, new: str) -> None:
    """Shows `old` in the paragraph as struck out and `new` as put in by a reviewer."""
    run = next(run for run in paragraph.runs if old in run.text)
    before, after = run.text.split(old, 1)
    run.text = before
    tail = copy.deepcopy(run._r)
    tail.find(qn("w:t")).text = after
    tail.find(qn("w:t")).set(qn("xml:space"), "preserve")
    run._r.addnext(tail)
    for tag, words in (("ins", new), ("del", old)):
        mark = OxmlElement(f"w:{tag}")
        mark.set(qn("w:id"), str(len(words)))
        mark.set(qn("w:author"), "Văn phòng")
        mark.set(qn("w:date"), "2025-11-04T08:00:00Z")
        piece = copy.deepcopy(tail)
        text = piece.find(qn("w:t"))
        text.text = words
        if tag == "del":
            text.tag = qn("w:delText")
        mark.append(piece)
        run._r.addnext(mark)


def page_numbers(paper: DocxDocument) -> None:
    """The page's number in the middle of the top margin, not on page 1."""
    section = paper.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def save_pdf(paper: DocxDocument, path: Path) -> None:
    """The document as LibreOffice prints it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{path.stem}.docx"
        paper.save(str(source))
        subprocess.run(
            [
                shutil.which("soffice") or "soffice",
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                folder,
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        path.write_bytes((Path(folder) / f"{path.stem}.pdf").read_bytes())


def save_flattened(paper: DocxDocument, path: Path, *, spaced: bool = True) -> None:
    """The text that is left when a PDF is copied out: a cell after the other, a blank line after each line, a space at a page's start."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "paper.pdf"
        save_pdf(paper, pdf)
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
    out = []
    for page in pages:
        lines = [line.rstrip() for line in page.replace("\r\n", "\n").replace("\ufffe", "-").split("\n")]
        out.append(" " + ("\n\n" if spaced else "\n").join(line + " " if line else "" for line in lines))
    path.write_text("\n".join(out) + "\n", encoding="utf-8")
