"""Reading: bytes of a file -> lines with their place. No meaning, no database (product 3.8)."""

from tracker.errors import UnreadableDocument
from tracker.plans.reading.model import Box, Grid, GridCell, Limits, Line, Note, Page, Reading, Stamp
from tracker.plans.reading.sniffing import REFUSALS, sniff
from tracker.plans.reading.text import read_text

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
]

READERS = {"text/plain": read_text}  # sniffed media type -> reader; DOCX, PDF and XLSX join here


def read(data: bytes, *, file_name: str, limits: Limits | None = None) -> Reading:
    """`data` as lines. The kind is taken from the bytes, `file_name` only words the refusal.

    Raises UnreadableDocument with one Vietnamese sentence for what cannot be read: empty, too large, of another kind,
    broken, or marked secret.
    """
    limits = limits or Limits()
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UnreadableDocument("Tệp trống, không có chữ nào để đọc.")
    if len(data) > limits.bytes:
        size = limits.bytes // (1024 * 1024)
        raise UnreadableDocument(f"Tệp lớn quá {size} MB. Đề nghị tách phụ lục hoặc giảm dung lượng rồi tải lại.")
    media_type = sniff(data)
    reader = READERS.get(media_type)
    if reader is None:
        raise UnreadableDocument(REFUSALS[media_type].format(name=file_name))
    return reader(data, limits)
