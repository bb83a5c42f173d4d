"""Office files for these tests, made part by part: what python-docx and openpyxl would not write can be written too."""

import io
import zipfile
from collections.abc import Callable

from docx import Document as WordFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def saved(file) -> bytes:
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def word(fill: Callable) -> bytes:
    """A DOCX that `fill` writes with python-docx."""
    file = WordFile()
    fill(file)
    return saved(file)


def raw_word(body: str, *, content_type: str = WORD_MAIN, namespace: str = W, **parts: str) -> bytes:
    """A DOCX whose body is the XML `body`; further parts of word/ by keyword ("styles", "numbering", "footnotes")."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{content_type}"/></Types>',
        )
        package.writestr("word/document.xml", f"<w:document {namespace} {MC}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            package.writestr(f"word/{name}.xml", xml)
    return buffer.getvalue()


def p(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def in_list(num_id: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'


def numbering(*levels: tuple[str, str], nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    """numbering.xml with one list of these (format, text) levels."""
    made = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for index, (form, text) in enumerate(levels)
    )
    return f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{made}</w:abstractNum>{nums}</w:numbering>'


def add_table(file, rows, *, is_ruled: bool = True):
    table = file.add_table(rows=len(rows), cols=len(rows[0]))
    if is_ruled:
        table.style = "Table Grid"
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            first, *others = text.split("\n")
            cell.text = first
            for other in others:
                cell.add_paragraph(other)
    return table


def sheet_file(fill: Callable) -> bytes:
    """An XLSX that `fill` writes with openpyxl into a workbook with one sheet."""
    book = Workbook()
    fill(book)
    return saved(book)


def shade(paragraph, name: str) -> None:
    """A run property without a value on all runs of `paragraph`: "vanish", "caps"."""
    for run in paragraph.runs:
        run._r.get_or_add_rPr().append(OxmlElement(f"w:{name}"))


def font(paragraph, name: str) -> None:
    for run in paragraph.runs:
        run.font.name = name
        run._r.rPr.rFonts.set(qn("w:hAnsi"), name)
