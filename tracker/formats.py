"""How dates, numbers and codes look to people: one place, as Jinja filters (look 2)."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from flask import Flask
from markupsafe import Markup, escape

from tracker import clock

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
# số/ký hiệu, school years and dates never break over a line
_UNBREAKABLE = re.compile(
    r"(?=[\dIVX])(?:\d{1,4}/(?:[\w-]*[A-ZĐ][\w-]*|\d{1,2}/\d{4}|\d{4})|\d{1,4}-[A-ZĐ]{2,}[\w-]*/[\w-]+|\d{4}\s?[-–]\s?\d{4}|[IVX]+/\d{4})"
)


_DOTS = str.maketrans(",.", ".,")


def day(value: date | None) -> str:
    """31/12/2025; nothing for no date."""
    return f"{value.day:02d}/{value.month:02d}/{value.year:04d}" if value else ""  # strftime asks the system every time


def short_day(value: date | None) -> str:
    """31/12."""
    return f"{value.day:02d}/{value.month:02d}" if value else ""


def weekday(value: date) -> str:
    """Thứ Hai."""
    return _WEEKDAYS[value.weekday()]


def weekday_date(value: date | None) -> str:
    """Thứ Hai, 15/12/2025."""
    return f"{weekday(value)}, {day(value)}" if value else ""


def instant(value: datetime | None) -> str:
    """16:05 ngày 12/12/2025, by the office's clock."""
    if value is None:
        return ""
    local = clock.office_time(value)
    return f"{local.hour:02d}:{local.minute:02d} ngày {day(local)}"


def short_instant(value: datetime | None) -> str:
    """12/12/2025 16:05, by the office's clock."""
    if value is None:
        return ""
    local = clock.office_time(value)
    return f"{day(local)} {local.hour:02d}:{local.minute:02d}"


def number(value: int | float | None) -> str:  # noqa: PYI041 - an int is not formatted like a float
    """1.618 and 1.618,5."""
    if value is None:
        return ""
    text = f"{int(value):,}" if value == int(value) else f"{value:,.1f}"
    return text.translate(_DOTS)


def percent(value: float | None, digits: int = 1) -> str:
    """93,4 % from 0.934; a dash where there is nothing to divide by."""
    return "–" if value is None else f"{value * 100:.{digits}f} %".replace(".", ",")


def file_size(value: int) -> str:
    """1,2 MB."""
    if value < 1024:
        return f"{value} B"
    if value < 2**20:
        return f"{value // 1024} KB"
    return f"{value / 2**20:.1f} MB".replace(".", ",")


def nowrap_codes(value: object) -> Markup:
    """`value` with every số/ký hiệu, date and school year kept on one line."""
    return _nowrap_codes(str(value or ""))


@lru_cache(maxsize=4096)  # titles and headings come again on every page
def _nowrap_codes(text: str) -> Markup:
    return Markup(_UNBREAKABLE.sub(r'<span class="nowrap">\g<0></span>', str(escape(text))))  # noqa: S704 - escaped


FILTERS: dict[str, Callable[..., Any]] = {
    "date": day,
    "short_date": short_day,
    "weekday": weekday,
    "weekday_date": weekday_date,
    "instant": instant,
    "short_instant": short_instant,
    "number": number,
    "percent": percent,
    "filesize": file_size,
    "nowrap_codes": nowrap_codes,
}


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(FILTERS)
