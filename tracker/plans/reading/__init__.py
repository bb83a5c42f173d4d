"""Reading: bytes of a file -> lines and tables with their place. No meaning, no database (product 3.8)."""

from collections.abc import Callable
from importlib import import_module
from typing import Final

from tracker.errors import UnreadableDocument
from tracker.plans.reading.model import Box, Grid, GridCell, Limits, Line, Note, Page, Reading, Stamp
from tracker.plans.reading.refusing import refuse_secret
from tracker.plans.reading.sniffing import DOCX, XLSX, refusal, sniff

__all__ = [
    "READERS",
    "Box",
    "Grid",
    "GridCell",
    "Limits",
    "Line",
    "Note",
    "Page",
    "Reading",
    "Stamp",
    "UnreadableDocument",
    "read",
    "refuse_large",
]

Reader = Callable[[bytes, Limits], Reading]
# Sniffed media type -> module and function. Loaded when first needed: a text must not wait for the library of PDFs.
READERS: Final[dict[str, tuple[str, str]]] = {
    "text/plain": ("tracker.plans.reading.text", "read_text"),
    DOCX: ("tracker.plans.reading.docx", "read_docx"),
    XLSX: ("tracker.plans.reading.xlsx", "read_xlsx"),
    "application/pdf": ("tracker.plans.reading.pdf", "read_pdf"),
}


def read(data: bytes, *, file_name: str, limits: Limits | None = None) -> Reading:
    """`data` as lines and tables. The kind is taken from the bytes, `file_name` only words the refusal.

    Raises UnreadableDocument with one Vietnamese sentence for what cannot be read: empty, too large, of another kind,
    broken, locked, with a macro, in an old font, or marked secret.
    """
    limits = limits or Limits()
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableDocument("Tệp trống, không có chữ nào để đọc.")
    refuse_large(len(data), limits)
    media_type = sniff(data)
    if media_type not in READERS:
        raise refusal(media_type, file_name)
    reading = _reader(media_type)(data, limits)
    refuse_secret(line.text for line in reading.lines)
    for grid in reading.grids:  # a letterhead taken for the first row of a table
        refuse_secret(line for cell in grid.cells if cell.row == 0 for line in cell.text.split("\n"))
    return reading


def refuse_large(size: int, limits: Limits | None = None) -> None:
    """Raise UnreadableDocument for a file of `size` bytes that is too large; ask before reading it into memory."""
    most = (limits or Limits()).bytes
    if size > most:
        message = f"Tệp lớn quá {most // (1024 * 1024)} MB. Đề nghị tách phụ lục hoặc giảm dung lượng rồi tải lại."
        raise UnreadableDocument(message)


def _reader(media_type: str) -> Reader:
    module, name = READERS[media_type]
    reader: Reader = getattr(import_module(module), name)
    return reader
