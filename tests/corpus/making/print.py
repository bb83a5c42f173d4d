"""PDF pages set by reportlab: ruled and unruled tables, repeated headings, page numbers, footnotes, signature stamps."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

_FOLDER = Path("/usr/share/fonts/truetype/dejavu")
_FACES = {"Body": "", "Body-Bold": "-Bold", "Body-Italic": "-Italic", "Body-BoldItalic": "-BoldItalic"}
MOTTO = "<b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><br/><b>Độc lập - Tự do - Hạnh phúc</b>"


def fonts() -> None:
    """Makes the letters known once."""
    if "Body" in pdfmetrics.getRegisteredFontNames():
        return
    for name, face in _FACES.items():
        pdfmetrics.registerFont(TTFont(name, str(_FOLDER / f"DejaVuSerifCondensed{face}.ttf")))
    pdfmetrics.registerFontFamily("Body", "Body", "Body-Bold", "Body-Italic", "Body-BoldItalic")


def _style(size: float = 12, **more: Any) -> ParagraphStyle:
    fonts()
    return ParagraphStyle(
        "text", **{"fontName": "Body", "fontSize": size, "leading": size * 1.3, "spaceAfter": 4, **more}
    )


def centred(text: str, size: float = 12) -> Flowable:
    return Paragraph(text, _style(size, alignment=TA_CENTER))


def body(text: str, size: float = 12) -> list[Flowable]:
    """A paragraph a line; a line beginning with "# " is bold."""
    style = _style(size, alignment=TA_JUSTIFY, firstLineIndent=cm)
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return [Paragraph(f"<b>{line[2:]}</b>" if line.startswith("# ") else line, style) for line in lines]


def head(left: str, number: str, place_and_day: str, *, motto: str = MOTTO) -> list[Flowable]:
    """The two columns over every document; `left` may hold <b> and <br/>."""
    cells = [[centred(left, 11), centred(motto, 11)], [centred(number, 11), centred(f"<i>{place_and_day}</i>", 11)]]
    return [Table(cells, colWidths=[6.8 * cm, 10 * cm], style=[("VALIGN", (0, 0), (-1, -1), "TOP")]), Spacer(1, 8)]


def signature(receivers: str, post: str) -> list[Flowable]:
    left = Paragraph(f"<b><i>Nơi nhận:</i></b><br/>{receivers}", _style(10))
    return [
        Spacer(1, 8),
        Table(
            [[left, centred(f"<b>{post}</b>")]],
            colWidths=[8 * cm, 8.8 * cm],
            style=[("VALIGN", (0, 0), (-1, -1), "TOP")],
        ),
    ]


def table(
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    size: float = 9.5,
    ruled: bool = True,
    headings: int = 1,
    split_rows: bool = False,
) -> Flowable:
    """Rows of text; "<" joins to the left, "^" to the cell above. Headings stand again on every page."""
    style = _style(size, spaceAfter=0)
    bold = _style(size, spaceAfter=0, alignment=TA_CENTER, fontName="Body-Bold")
    cells: list[list[Any]] = [
        [
            "" if text in ("<", "^") else Paragraph(text.replace("\n", "<br/>"), bold if down < headings else style)
            for text in row
        ]
        for down, row in enumerate(rows)
    ]
    look: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    if ruled:
        look.append(("GRID", (0, 0), (-1, -1), 0.6, colors.black))
    look += [("SPAN", *span) for span in _spans(rows)]
    return Table(
        cells, colWidths=[width * cm for width in widths], repeatRows=headings, splitInRow=split_rows, style=look
    )


def _spans(rows: Sequence[Sequence[str]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    spans = []
    for down, row in enumerate(rows):
        for across, text in enumerate(row):
            if text in ("<", "^"):
                continue
            right, below = across, down
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            while below + 1 < len(rows) and rows[below + 1][across] == "^":
                below += 1
            if (right, below) != (across, down):
                spans.append(((across, down), (right, below)))
    return spans


def save(
    path: Path, story: Sequence[Flowable], *, wide: bool = False, furniture: Callable[[Canvas, int], None] | None = None
) -> None:
    """The pages, numbered from the second on; `furniture` draws what stands outside the text (stamps, footnotes)."""

    def draw(canvas: Canvas, paper: Any) -> None:
        width, height = landscape(A4) if wide else A4
        fonts()
        if paper.page > 1:
            canvas.setFont("Body", 11)
            canvas.drawCentredString(width / 2, height - 1.2 * cm, str(paper.page))
        if furniture:
            furniture(canvas, paper.page)

    template = SimpleDocTemplate(
        str(path),
        pagesize=landscape(A4) if wide else A4,
        topMargin=2 * cm,
        bottomMargin=2.2 * cm,
        leftMargin=2.5 * cm,
        rightMargin=1.5 * cm,
        title=path.stem,
    )
    template.build(list(story), onFirstPage=draw, onLaterPages=draw)


def stamp(lines: Sequence[str], x: float, y: float, *, page: int) -> Callable[[Canvas, int], None]:
    """A digital signature's stamp as signing programs print it."""
    return partial(_small_print, lines=lines, x=x, y=y, page=page)


def _small_print(canvas: Canvas, page_now: int, *, lines: Sequence[str], x: float, y: float, page: int) -> None:
    if page_now != page:
        return
    canvas.setFont("Body", 8)
    for place, line in enumerate(lines):
        canvas.drawString(x * cm, y * cm - place * 10, line)
