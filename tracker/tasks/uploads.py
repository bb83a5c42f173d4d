"""Files that units hand in: what is accepted, judged by content and name together (stack 7, product 3.7)."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from tracker.errors import BadInput
from tracker.files import FileStore
from tracker.vietnamese import clean_line

PDF: Final = "application/pdf"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

EXTENSIONS: Final = {".pdf": PDF, ".docx": DOCX, ".xlsx": XLSX, ".png": PNG, ".jpg": JPEG, ".jpeg": JPEG}
_MAIN_PARTS: Final = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": DOCX,
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": XLSX,
}
_HEAD = 1024
_LONGEST_NAME = 255
_MOST_ENTRIES, _MOST_BYTES, _MOST_RATIO = 2_000, 200 * 2**20, 100
_CONTENT_TYPES, _CONTENT_TYPES_BYTES = "[Content_Types].xml", 2**20


@dataclass(frozen=True)
class StoredUpload:
    """A file that is in the store already: its name as handed in, its hash, size and judged type."""

    name: str
    sha256: str
    size: int
    media_type: str


def store_upload(store: FileStore, stream: BinaryIO, *, name: str, max_bytes: int) -> StoredUpload:
    """Judge and keep one file. `stream` must be seekable. Raises BadInput with a sentence for the person."""
    kept_name = file_name(name)
    media_type = judge(stream, kept_name)
    stream.seek(0)
    stored = store.put(stream, max_bytes=max_bytes)
    return StoredUpload(kept_name, stored.sha256, stored.size, media_type)


def file_name(name: str) -> str:
    """The last part of `name` on one line, short enough to keep, its ending untouched."""
    last = clean_line(PurePosixPath(name.replace("\\", "/")).name)
    path = PurePosixPath(last)
    return last if len(last) <= _LONGEST_NAME else path.stem[: _LONGEST_NAME - len(path.suffix)] + path.suffix


def sniff(content: bytes, name: str) -> str:
    """`judge` for bytes at hand."""
    return judge(io.BytesIO(content), name)


def judge(stream: BinaryIO, name: str) -> str:
    """The media type of an accepted file. Raises BadInput where the type is not accepted or the name says another one."""
    stream.seek(0)
    head = stream.read(_HEAD)
    if not head:
        raise BadInput(f"Tệp “{name}” không có nội dung. Chọn lại tệp.")
    found = _by_magic(head) or (_office_type(stream) if head.startswith(b"PK\x03\x04") else None)
    named = EXTENSIONS.get(PurePosixPath(name).suffix.lower())
    if found is None or named is None:
        raise BadInput(f"Tệp “{name}” không thuộc loại được nhận. Chọn PDF, JPG, PNG, Word hoặc Excel.")
    if found != named:
        raise BadInput(f"Tệp “{name}” có nội dung không đúng với đuôi tên tệp. Lưu lại đúng loại rồi chọn lại.")
    return found


def _by_magic(head: bytes) -> str | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    return PDF if b"%PDF-" in head else None


def _office_type(stream: BinaryIO) -> str | None:
    """DOCX or XLSX by the type of the main part; None for other archives, damaged ones and bombs."""
    try:
        with zipfile.ZipFile(stream) as archive:
            if not _is_harmless(archive.infolist()):
                return None
            with archive.open(_CONTENT_TYPES) as part:
                types = part.read(_CONTENT_TYPES_BYTES)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return None  # whatever makes zipfile give up makes the file unacceptable
    return next((kind for part_type, kind in _MAIN_PARTS.items() if part_type in types), None)


def _is_harmless(entries: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > _MOST_ENTRIES or unpacked > _MOST_BYTES or unpacked > _MOST_RATIO * max(packed, 1):
        return False
    return not any(entry.filename.startswith("/") or ".." in PurePosixPath(entry.filename).parts for entry in entries)
