"""The content store: files by SHA-256, never overwritten (product 3.7, stack 7)."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tracker.errors import BadInput

CHUNK = 1 << 16
FILE_MODE = 0o440


@dataclass(frozen=True)
class Stored:
    """A file in the store: its hash (hex) and size in bytes."""

    sha256: str
    size: int


class FileStore:
    """Files under `folder`/ab/cd/<sha256>. Writing the same content twice keeps one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def put(self, stream: BinaryIO, *, max_bytes: int) -> Stored:
        """Keep what `stream` holds. Raises BadInput past `max_bytes`; then nothing stays behind.

        The row that names the file must be committed after this returns; a crash leaves at most an orphan.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f".part-{secrets.token_hex(8)}"
        digest, size = hashlib.sha256(), 0
        try:
            with part.open("xb") as out:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size > max_bytes:
                        raise BadInput(f"Tệp nặng quá {max_bytes // 2**20} MB. Nén lại hoặc chia thành nhiều tệp.")
                    digest.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            part.chmod(FILE_MODE)
            target = self.path(digest.hexdigest())
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                part.replace(target)
                _sync_folder(target.parent)
        finally:
            part.unlink(missing_ok=True)
        return Stored(digest.hexdigest(), size)

    def read(self, sha256: str) -> bytes:
        """The whole content. Raises FileNotFoundError where it is missing."""
        return self.path(sha256).read_bytes()

    def remove(self, sha256: str) -> None:
        """Forget one content, if it is there: only for stores whose files no row of the database names."""
        self.path(sha256).unlink(missing_ok=True)

    def is_whole(self, sha256: str) -> bool:
        """Whether the file is there and still has its hash."""
        try:
            with self.path(sha256).open("rb") as handle:
                return hashlib.file_digest(handle, "sha256").hexdigest() == sha256
        except FileNotFoundError:
            return False

    def names(self) -> Iterator[str]:
        """Every hash the store holds."""
        return (path.name for path in self.folder.glob("??/??/*"))


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
