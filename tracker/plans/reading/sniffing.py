"""Which kind of file the bytes are, whatever the name says, and what to tell the officer about kinds not read."""

from typing import Final

_SIGNATURES: Final = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
)
_ZIPPED: Final = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)

_COPY: Final = "Đề nghị mở văn bản, chép toàn bộ chữ vào tệp .txt (mã UTF-8) rồi tải lại."
_IMAGE: Final = "Tệp “{name}” là ảnh, không có chữ để đọc. Đề nghị dùng bản văn bản điện tử thay cho bản chụp."
_PACKED: Final = "Tệp “{name}” là tệp nén. Đề nghị giải nén rồi tải lên từng văn bản."
REFUSALS: Final = {
    "application/pdf": "Tệp “{name}” là PDF; bản này chưa đọc được PDF. " + _COPY,
    _ZIPPED[0][1]: "Tệp “{name}” là văn bản Word (DOCX); bản này chưa đọc được DOCX. " + _COPY,
    _ZIPPED[1][1]: "Tệp “{name}” là bảng tính Excel (XLSX); bản này chưa đọc được XLSX. " + _COPY,
    "application/x-ole-storage": "Tệp “{name}” là văn bản Office đời cũ (DOC, XLS), không đọc được. " + _COPY,
    "application/rtf": "Tệp “{name}” là RTF, không đọc được. " + _COPY,
    "application/zip": _PACKED,
    "application/vnd.rar": _PACKED,
    "application/x-7z-compressed": _PACKED,
    "application/gzip": _PACKED,
    "image/png": _IMAGE,
    "image/jpeg": _IMAGE,
    "image/gif": _IMAGE,
    "image/tiff": _IMAGE,
}


def sniff(data: bytes) -> str:
    """The media type by the first bytes; "text/plain" for everything without a known signature."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    for signature, media_type in _SIGNATURES:
        if start.startswith(signature):
            if media_type == "application/zip":
                return next((kind for mark, kind in _ZIPPED if mark in data[:200_000]), media_type)
            return media_type
    return "text/plain"
