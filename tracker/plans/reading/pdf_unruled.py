"""Tables without rules: columns by the empty stripes that several lines share."""

from collections.abc import Sequence

from tracker.plans.reading.pdf_lines import Row
from tracker.plans.reading.pdf_page import PdfPage
from tracker.plans.reading.pdf_ruled import PageTable


def find_unruled(rows: list[Row], page: PdfPage) -> Sequence[list[Row] | PageTable]:
    """`rows` with the parts that are tables made so."""
    return [rows]
