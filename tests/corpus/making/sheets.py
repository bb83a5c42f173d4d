"""Workbooks as offices keep them: title rows, merged cells, true dates, hidden rows, sheets beside the point."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

_THIN = Side(style="thin")
RULED = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def titles(sheet: Worksheet, lines: Sequence[str], columns: int, *, first: int = 1) -> int:
    """Lines over the table, each merged over its `columns`; gives the next free row."""
    for place, text in enumerate(lines, start=first):
        cell = sheet.cell(place, 1, text)
        cell.font, cell.alignment = (
            Font(name="Times New Roman", bold=True, size=13),
            Alignment(horizontal="center", wrap_text=True),
        )
        if text:
            sheet.merge_cells(start_row=place, end_row=place, start_column=1, end_column=columns)
    return first + len(lines)


def table(
    sheet: Worksheet,
    rows: Sequence[Sequence[Any]],
    *,
    first: int,
    headings: int = 1,
    widths: Sequence[float] = (),
    ruled: bool = True,
    left: int = 1,
) -> int:
    """Cells from row `first`; "<" joins a cell to its left, "^" to the one above; dates become true dates. Gives the next row."""
    for down, values in enumerate(rows):
        for across, value in enumerate(values):
            cell = sheet.cell(first + down, left + across)
            if ruled:
                cell.border = RULED
            if value in ("<", "^", "", None):
                continue
            cell.value = value
            cell.alignment = Alignment(
                wrap_text=True, vertical="center", horizontal="center" if down < headings else None
            )
            cell.font = Font(name="Times New Roman", size=12, bold=down < headings)
            if isinstance(value, date) and not isinstance(value, datetime):
                cell.number_format = "dd/mm/yyyy"
    _merge(sheet, rows, first, left)
    for place, width in enumerate(widths):
        sheet.column_dimensions[chr(64 + left + place)].width = width
    return first + len(rows)


def _merge(sheet: Worksheet, rows: Sequence[Sequence[Any]], first: int, left: int) -> None:
    for down, values in enumerate(rows):
        for across, value in enumerate(values):
            if value in ("<", "^"):
                continue
            right = across
            while right + 1 < len(values) and values[right + 1] == "<":
                right += 1
            below = down
            while below + 1 < len(rows) and rows[below + 1][across] == "^":
                below += 1
            if (right, below) != (across, down):
                sheet.merge_cells(
                    start_row=first + down, end_row=first + below, start_column=left + across, end_column=left + right
                )
