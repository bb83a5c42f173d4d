"""An Office Open XML file as a bounded box of parts: nothing is unpacked that could burst, nothing with a macro is read."""

import io
import re
import zipfile
import zlib
from typing import Final

from tracker.errors import UnreadableDocument
from tracker.plans.reading.model import DOCX, MEBIBYTE, ODF, PPTX, XLSX

CONTENT_TYPES: Final = "[Content_Types].xml"
_MOST_ENTRIES: Final = 2_000
_MOST_BYTES: Final = 200 * MEBIBYTE
_MOST_RATIO: Final = 100
_SMALL: Final = MEBIBYTE  # whose ratio does not matter
_KINDS: Final = (
    ("wordprocessingml", DOCX),
    ("ms-word", DOCX),
    ("spreadsheetml", XLSX),
    ("ms-excel", XLSX),
    ("presentationml", PPTX),
)
_MAIN: Final = re.compile(
    rb"""<(?:\w+:)?Override\b(?=[^>]*\bPartName\s*=\s*["'](?P<name>[^"']+)["'])(?=[^>]*\bContentType\s*=\s*["'](?P<type>[^"']*\.main(?:\+xml)?)["'])"""
)
_DOCTYPES: Final = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
_BROKEN_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    KeyError,
)

BROKEN: Final = "Tệp bị hỏng hoặc tải lên chưa trọn vẹn. Đề nghị mở lại bằng Word hoặc Excel, lưu lại rồi tải lên."
MACRO: Final = "Tệp có chứa macro nên không được nhận. Đề nghị lưu lại dạng DOCX hoặc XLSX (không macro) rồi tải lên."
_BOMB: Final = "Tệp giải nén ra quá lớn so với một văn bản hành chính nên không được đọc."
_UNSAFE: Final = "Tệp có cấu trúc không an toàn nên không được đọc."
_LOCKED: Final = "Tệp được đặt mật khẩu. Đề nghị bỏ mật khẩu rồi tải lại."


class Package:
    """The parts of a zipped office file. Opening it checks names, sizes and ratios without unpacking anything.

    Raises UnreadableDocument with one sentence for what is broken, could burst, or hides names outside the file.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN_ERRORS as error:
            raise UnreadableDocument(BROKEN) from error
        _refuse_bomb(self._zip.infolist())
        self._entries = {info.filename: info for info in self._zip.infolist()}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._entries)

    @property
    def media_type(self) -> str:
        """What the package holds by its main part: DOCX, XLSX, PPTX, ODF or "application/zip". Raises for macros."""
        if CONTENT_TYPES not in self._entries:
            return ODF if self.part("mimetype").startswith(ODF.encode()) else "application/zip"
        _, content_type = self.main()
        if "macroEnabled" in content_type or any(name.lower().endswith("vbaproject.bin") for name in self._entries):
            raise UnreadableDocument(MACRO)
        return next((kind for word, kind in _KINDS if word in content_type), "application/zip")

    def main(self) -> tuple[str, str]:
        """Name and content type of the main part; two empty strings without one."""
        found = _MAIN.search(self.xml(CONTENT_TYPES))
        name, kind = (found["name"], found["type"]) if found else (b"", b"")
        return name.decode(errors="replace").lstrip("/"), kind.decode(errors="replace")

    def part(self, name: str) -> bytes:
        """The bytes of one part, none where it is missing."""
        info = self._entries.get(name)
        if info is None:
            return b""
        try:
            with self._zip.open(info) as handle:
                data = handle.read(info.file_size + 1)
        except _BROKEN_ERRORS as error:
            raise UnreadableDocument(_LOCKED if info.flag_bits & 1 else BROKEN) from error
        if len(data) > info.file_size:  # it lies about its size
            raise UnreadableDocument(_BOMB)
        return data

    def xml(self, name: str) -> bytes:
        """`part`, refused where it declares a document type: no office program writes one, entity bombs need one."""
        data = self.part(name)
        if any(mark in data for mark in _DOCTYPES):
            raise UnreadableDocument(_UNSAFE)
        return data


def _refuse_bomb(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > _MOST_ENTRIES or sum(info.file_size for info in entries) > _MOST_BYTES:
        raise UnreadableDocument(_BOMB)
    for info in entries:
        if info.file_size > _SMALL and info.file_size > _MOST_RATIO * max(info.compress_size, 1):
            raise UnreadableDocument(_BOMB)
        name = info.filename.replace("\\", "/")
        if name.startswith("/") or ":" in name.split("/", 1)[0] or ".." in name.split("/"):
            raise UnreadableDocument(_UNSAFE)
