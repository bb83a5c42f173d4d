"""Which kind of file the bytes are, whatever the name says, and what to tell the officer about kinds not read."""

import re
from typing import Final

from tracker.errors import UnreadableDocument
from tracker.plans.reading.model import DOCX, ODF, PPTX, XLSX

__all__ = ["DOCX", "REFUSALS", "XLSX", "sniff"]

_ZIP: Final = "application/zip"
_OLE: Final = "application/x-ole-storage"
_SIGNATURES: Final = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", _ZIP),
    (b"PK\x05\x06", _ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLE),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"MZ\x90\x00", "application/x-dosexec"),
    (b"\x7fELF", "application/x-dosexec"),
)
_MARKUP: Final = re.compile(rb"<!doctype html|<html[\s>]|<\?xml[\s>]|mime-version:", re.IGNORECASE)
_LOCKED_OFFICE: Final = "EncryptedPackage".encode("utf-16-le")

_COPY: Final = "Đề nghị mở văn bản, lưu lại dạng DOCX, XLSX hoặc PDF rồi tải lên."
_IMAGE: Final = "Tệp “{name}” là ảnh, không có chữ để đọc. Đề nghị dùng bản văn bản điện tử thay cho bản chụp."
_PACKED: Final = "Tệp “{name}” là tệp nén. Đề nghị giải nén rồi tải lên từng văn bản."
_LOCKED: Final = "Tệp “{name}” được đặt mật khẩu. Đề nghị bỏ mật khẩu rồi tải lại."
REFUSALS: Final = {
    _OLE: "Tệp “{name}” là văn bản Office đời cũ (DOC, XLS), không đọc được. " + _COPY,
    "application/encrypted": _LOCKED,
    "application/rtf": "Tệp “{name}” là RTF, không đọc được. " + _COPY,
    "text/html": "Tệp “{name}” là trang web hoặc XML, không phải văn bản Word thật. " + _COPY,
    PPTX: "Tệp “{name}” là bài trình chiếu, không đọc được. " + _COPY,
    ODF: "Tệp “{name}” là văn bản OpenDocument (ODT, ODS), không đọc được. " + _COPY,
    "application/x-dosexec": "Tệp “{name}” là chương trình máy tính, không phải văn bản.",
    _ZIP: _PACKED,
    "application/vnd.rar": _PACKED,
    "application/x-7z-compressed": _PACKED,
    "application/gzip": _PACKED,
    "image/png": _IMAGE,
    "image/jpeg": _IMAGE,
    "image/gif": _IMAGE,
    "image/tiff": _IMAGE,
}


def sniff(data: bytes) -> str:
    """The media type by content; "text/plain" for everything without a known signature.

    Raises UnreadableDocument for a zipped file that is broken, could burst, or carries a macro.
    """
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    kind = next((kind for signature, kind in _SIGNATURES if start.startswith(signature)), "")
    if kind == _ZIP:
        from tracker.plans.reading.package import Package  # noqa: PLC0415 - a text needs nothing that unpacks

        return Package(data).media_type
    if kind == _OLE:
        return "application/encrypted" if _LOCKED_OFFICE in data else _OLE
    if not kind and b"%PDF-" in start and b"%%EOF" in data[-2048:]:  # junk of a mail or a scanner stands before it
        return "application/pdf"
    if not kind and _MARKUP.match(start):
        return "text/html"
    return kind or "text/plain"


def refusal(media_type: str, file_name: str) -> UnreadableDocument:
    """The sentence for a kind that no reader takes."""
    sentence = REFUSALS.get(media_type, "Tệp “{name}” không phải là văn bản đọc được. " + _COPY)
    return UnreadableDocument(sentence.format(name=file_name))
