"""Text as real tools leave it of a document: pdftotext, pdfminer, LibreOffice, and what the clipboard carries from Word, Google Docs, Excel."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from docx.document import Document as DocxDocument
from pdfminer.high_level import extract_text

from tests.corpus.making import word

Rows = Sequence[Sequence[str]]


def pdftotext(paper: DocxDocument, path: Path, *options: str) -> None:
    """What poppler's `pdftotext` (package poppler-utils) prints; "-layout" keeps the columns, "-raw" the order of printing."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "paper.pdf"
        word.save_pdf(paper, pdf)
        subprocess.run(
            [shutil.which("pdftotext") or "pdftotext", "-enc", "UTF-8", *options, str(pdf), str(path)], check=True
        )


def pdfminer(paper: DocxDocument, path: Path) -> None:
    """What pdfminer's `pdf2txt` prints."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "paper.pdf"
        word.save_pdf(paper, pdf)
        path.write_text(extract_text(str(pdf)), encoding="utf-8")


def saved_as_text(paper: DocxDocument, path: Path) -> None:
    """The document saved as plain text by LibreOffice: a paragraph a line, a cell after the other."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "paper.docx"
        paper.save(str(source))
        subprocess.run(
            [
                shutil.which("soffice") or "soffice",
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                "txt:Text (encoded):UTF8",
                "--outdir",
                folder,
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        path.write_bytes((Path(folder) / "paper.txt").read_bytes())


def from_word(rows: Rows) -> str:
    """A table copied from Word as text: tabs between cells, a cell's own paragraphs as bare line breaks."""
    return "".join("\t".join("" if cell in ("<", "^") else cell for cell in row) + "\n" for row in rows)


def from_google(rows: Rows) -> str:
    """A table in a text file downloaded from Google Docs: a cell a line, each but the first behind a tab."""
    return "".join("\n\t".join(row) + "\n\t\n" for row in rows)


def from_excel(rows: Rows) -> str:
    """A sheet saved by Excel as text: tabs; a cell with line breaks or quotes stands in quotes."""
    return "".join("\t".join(_quoted(cell) for cell in row) + "\n" for row in rows)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if "\n" in cell or '"' in cell else cell
