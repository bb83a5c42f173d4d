"""Tables that leave as CSV: UTF-8 with BOM for Excel, guarded against formula injection."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "|")


def safe_cell(value: object) -> str:
    """`value` as a cell that no spreadsheet program runs: text that begins like a formula gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = str(value)
    return "'" + text if text.lstrip(" ").startswith(_DANGEROUS) else text


def to_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file (RFC 4180, UTF-8 with BOM) of `rows` under `header`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(name) for name in header])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
