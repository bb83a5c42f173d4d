"""PDF -> lines, grids, notes and stamps. Text and rules through pypdfium2; what they mean on a page is found by geometry."""

import ctypes
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, Final

import pypdfium2 as pdfium
from pypdfium2 import raw

from tracker.errors import UnreadableDocument
from tracker.plans.reading.model import Limits, Reading
from tracker.plans.reading.pdf_assembly import assemble
from tracker.plans.reading.pdf_furniture import Sheet, signed_moment, take_furniture
from tracker.plans.reading.pdf_lines import pieces_of, rows_of
from tracker.plans.reading.pdf_page import PdfPage, read_page
from tracker.plans.reading.pdf_ruled import find_ruled
from tracker.plans.reading.progress import tell
from tracker.plans.reading.refusing import refuse_legacy_fonts, refuse_secret

MOST_PAGES: Final = 200
_MOST_OBJECTS: Final = 2_000_000
_UNKNOWN_SHARE: Final = 0.2
_FEW_LETTERS: Final = 20

_LOCKED: Final = "Tệp PDF được đặt mật khẩu. Đề nghị bỏ mật khẩu rồi tải lại. Chưa có gì được lưu."
_BROKEN: Final = "Tệp PDF bị hỏng hoặc tải lên chưa trọn vẹn. Đề nghị xuất lại PDF rồi tải lên. Chưa có gì được lưu."
_SCANNED: Final = (
    "Tệp này là ảnh quét, không có chữ để đọc. Nhập bản có chữ hoặc thêm nhiệm vụ bằng tay. Chưa có gì được lưu."
)
_TOO_LONG: Final = "Tệp PDF có {pages} trang, quá {most} trang. Đề nghị tách phụ lục rồi tải lại."
_NO_UNICODE: Final = "Phông chữ trong tệp PDF không cho biết chữ nào là chữ nào nên không đọc được. Đề nghị xuất lại PDF từ Word hoặc nhập bản DOCX."


def read_pdf(data: bytes, limits: Limits) -> Reading:
    """The lines, tables, footnotes and signatures of a PDF, each with its page and place.

    Pages that are pictures only are left out; `metadata["pages_without_text"]` names them ("3, 7"). Raises
    UnreadableDocument with one sentence: scanned, locked, broken, too long, typed in old fonts, or marked secret.
    """
    with closing(_open(data)) as document:
        if len(document) > MOST_PAGES:
            raise UnreadableDocument(_TOO_LONG.format(pages=len(document), most=MOST_PAGES))
        pages = tuple(_pages(document))
        metadata = _metadata(document, pages)
        signed = _signed(document)
    _refuse(pages, limits)
    tell("tables")
    sheets = [_sheet(page) for page in pages]
    refuse_secret(piece.text for sheet in sheets[:1] for row in sheet.rows for piece in pieces_of(row))
    take_furniture(sheets)
    return assemble(sheets, metadata=metadata, signed=signed)


def _open(data: bytes) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower()
        raise UnreadableDocument(_LOCKED if is_locked else _BROKEN) from error


def _pages(document: Any) -> Iterator[PdfPage]:
    total = 0
    for index in range(len(document)):
        try:
            page = document[index]
        except pdfium.PdfiumError as error:
            raise UnreadableDocument(_BROKEN) from error
        with closing(page):
            found = read_page(page, index + 1)
        total += found.objects + len(found.words)
        tell("pages", index + 1, len(document))
        if total > _MOST_OBJECTS:
            raise UnreadableDocument("Tệp PDF có quá nhiều đối tượng, không giống một văn bản hành chính.")
        yield found


def _refuse(pages: Sequence[PdfPage], limits: Limits) -> None:
    """Raise for a PDF whose words cannot be had."""
    letters = sum(char.isalnum() for page in pages for word in page.words for char in word.text)
    unknown = sum(page.unknown for page in pages)
    if unknown > _UNKNOWN_SHARE * max(letters + unknown, 1) and unknown > _FEW_LETTERS:
        raise UnreadableDocument(_NO_UNICODE)
    if letters < _FEW_LETTERS:
        if any(page.has_pictures for page in pages):
            raise UnreadableDocument(_SCANNED)
        raise UnreadableDocument("Tệp PDF trống, không có chữ nào để đọc.")
    if sum(len(page.words) for page in pages) > limits.lines * 10:
        raise UnreadableDocument("Tệp có quá nhiều chữ, không giống một văn bản hành chính.")
    fonts = {name for page in pages for name in page.fonts}
    refuse_legacy_fonts([text for page in pages for text in _stretches(page)], fonts)


def _stretches(page: PdfPage) -> Iterator[str]:
    """The page's words by the dozen, as good as lines to tell a font by."""
    for start in range(0, len(page.words), 12):
        yield " ".join(word.text for word in page.words[start : start + 12])


def _sheet(page: PdfPage) -> Sheet:
    tables = find_ruled(page)
    outside = [word for word in page.words if word.own is None and not any(table.holds(word) for table in tables)]
    return Sheet(page, rows_of(outside), tables)


def _metadata(document: Any, pages: Sequence[PdfPage]) -> dict[str, str]:
    """What the file says of itself, but for persons' names; and which pages hold pictures only."""
    told = document.get_metadata_dict(skip_empty=True)
    found = {key.lower(): " ".join(told[key].split()) for key in ("Title", "Producer", "CreationDate") if key in told}
    blind = [str(page.number) for page in pages if page.has_pictures and not page.words]
    if blind:
        found["pages_without_text"] = ", ".join(blind)
    return found


def _signed(document: Any) -> list[Any]:
    """When the file was signed, by its own signatures: their pictures may hold no text."""
    moments = []
    for index in range(max(raw.FPDF_GetSignatureCount(document.raw), 0)):
        signature = raw.FPDF_GetSignatureObject(document.raw, index)
        length = raw.FPDFSignatureObj_GetTime(signature, None, 0)
        buffer = ctypes.create_string_buffer(max(length, 1))
        raw.FPDFSignatureObj_GetTime(signature, buffer, length)
        if re.match(rb"D:\d{14}", buffer.value) and (moment := signed_moment(buffer.value.decode("ascii", "replace"))):
            moments.append(moment)
    return moments
