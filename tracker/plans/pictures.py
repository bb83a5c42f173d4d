"""Pages of a PDF as pictures: drawn once in a child process with limits, kept in the data folder by file, page and width."""

import secrets
import subprocess
import sys
from pathlib import Path
from typing import Final

from tracker.errors import NotFound, UnreadableDocument

WIDTHS: Final = (760, 1140, 1520)
CHILD: Final = "tracker.plans.reading.picture_child"
_SECONDS: Final = 30
_NOT_DRAWN: Final = "Không dựng được ảnh của trang này. Mở tệp gốc để xem."


def page_picture(original: Path, sha256: str, *, page: int, width: int, folder: Path) -> Path:
    """The picture of one page as a PNG file in `folder`, drawn where it is not there yet.

    Raises NotFound for a width that is not drawn or a file that is gone, UnreadableDocument where the page cannot be drawn.
    """
    if width not in WIDTHS or not original.exists():
        raise NotFound
    kept = folder / sha256[:2] / f"{sha256}-{page}-{width}.png"
    if kept.exists():
        return kept
    drawn = _draw(original, page, width)
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_name(f".{secrets.token_hex(8)}")
    try:
        part.write_bytes(drawn)
        part.replace(kept)
    finally:
        part.unlink(missing_ok=True)
    return kept


def _draw(original: Path, page: int, width: int) -> bytes:
    with original.open("rb") as data:
        try:
            done = subprocess.run(  # noqa: S603 - our own module, by our own interpreter
                [sys.executable, "-I", "-B", "-m", CHILD, str(page), str(width)],
                stdin=data,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
                env={"LC_ALL": "C.UTF-8"},
                cwd="/",
            )
        except subprocess.TimeoutExpired as error:
            raise UnreadableDocument(_NOT_DRAWN) from error
    if done.returncode or not done.stdout.startswith(b"\x89PNG"):
        raise UnreadableDocument(_NOT_DRAWN)
    return done.stdout
