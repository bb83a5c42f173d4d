"""A page of a PDF as a picture, for showing where a quote stands. Runs in a child: drawing foreign files is a risk."""

import io
from contextlib import closing
from typing import Final

import pypdfium2 as pdfium

from tracker.errors import UnreadableDocument

_LEAST_WIDTH: Final = 100
_MOST_WIDTH: Final = 2400
_MOST_PIXELS: Final = 16_000_000
_GREY: Final = "L"


def render_page(data: bytes, page: int, width: int) -> bytes:
    """Page `page` (from 1) of the PDF `data` as PNG, `width` pixels wide, as it is displayed; very long pages narrower.

    `Box` of the model times `width / Page.width` is the place on the picture. Raises UnreadableDocument where the file cannot
    be opened or has no such page.
    """
    try:
        with closing(pdfium.PdfDocument(data)) as document:
            if not 1 <= page <= len(document):
                raise UnreadableDocument(f"Văn bản không có trang {page}.")
            with closing(document[page - 1]) as found:
                return _png(found, min(max(width, _LEAST_WIDTH), _MOST_WIDTH))
    except pdfium.PdfiumError as error:
        raise UnreadableDocument("Không hiện được trang này: tệp PDF bị hỏng hoặc được đặt mật khẩu.") from error


def _png(page: pdfium.PdfPage, width: int) -> bytes:
    wide, high = page.get_size()
    if wide <= 0 or high <= 0:
        raise UnreadableDocument("Không hiện được trang này: trang không có kích thước.")
    scale = min(width / wide, (_MOST_PIXELS / (wide * high)) ** 0.5)
    with closing(page.render(scale=scale, rev_byteorder=True)) as bitmap:
        image = bitmap.to_pil().convert("RGB")
    grey = image.convert(_GREY)
    if image.tobytes() == grey.convert("RGB").tobytes():  # no colour on it: a third of the bytes
        image = grey
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()
