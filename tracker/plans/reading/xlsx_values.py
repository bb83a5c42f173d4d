"""What a cell of a spreadsheet shows, as Vietnamese offices write it: days d/m/yyyy, decimal commas, percents."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from tracker.patterns import regex
from tracker.plans.reading.cleaning import clean_text

_QUOTED: Final = regex(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DECIMALS: Final = regex(r"\.(0+|#+|\?+)")
_ESCAPED: Final = regex(r"_x000[AaDd]_")
_ERROR: Final = regex(r"#(?:REF|N/A|NAME|VALUE|DIV/0|NUM|NULL)[!?]?")
_FIGURES: Final = 10  # Excel shows about as many of a number without a format


@dataclass(frozen=True)
class Shown:
    """The text of a cell, and its day where it is a true date."""

    text: str
    day: date | None = None


def shown(value: Any, number_format: str) -> Shown:
    """The `value` of a cell as text. Errors and empty cells show nothing."""
    if isinstance(value, str):
        return Shown(_text(value))
    if isinstance(value, datetime):
        return _of_day(value, number_format)
    if isinstance(value, date):
        return _of_day(datetime(value.year, value.month, value.day), number_format)  # noqa: DTZ001 - a date, no instant
    return Shown(_without_day(value, number_format))


def _text(value: str) -> str:
    if _ERROR.fullmatch(value):
        return ""
    lines = (" ".join(line.split()) for line in clean_text(_ESCAPED.sub("\n", value)).replace("\f", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def _without_day(value: Any, number_format: str) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, time):
        return _hour(value)
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, (int, float)) and math.isfinite(value):
        return _number(value, number_format)
    return ""


def _of_day(value: datetime, number_format: str) -> Shown:
    """A date by what its format shows: a day, a month alone, a year alone; an hour before the day where it has one."""
    form = _QUOTED.sub("", number_format.split(";", maxsplit=1)[0]).lower()
    has_hour = "h" in form
    has_month = "m" in re.sub(r"h+:?m+|m+:?s+", "", form)
    if not has_hour and "d" not in form and "y" in form:
        return Shown(f"{value.month}/{value.year}" if has_month else str(value.year))
    day = f"{value.day}/{value.month}/{value.year}"
    if has_hour and (value.hour or value.minute):
        return Shown(f"{_hour(value.time())} ngày {day}", value.date())
    return Shown(day, value.date())


def _hour(value: time) -> str:
    return f"{value.hour}h{value.minute:02d}"


def _number(value: float, number_format: str) -> str:
    form = _QUOTED.sub("", number_format.split(";", maxsplit=1)[0])
    decimals = _DECIMALS.search(form)
    places = len(decimals[1]) if decimals else 0
    is_percent = "%" in form
    if is_percent:
        value *= 100
    if not re.search(r"[0#?]", form) or "E+" in form:
        return _plain(value)
    text = f"{value:,.{places}f}" if re.search(r"[0#],[0#]", form) else f"{value:.{places}f}"
    if decimals and decimals[1][0] == "#":
        text = text.rstrip("0").rstrip(".")
    width = len(re.match(r"0*", form.split(".")[0].split("%")[0])[0])  # type: ignore[index]  # it always matches
    if places == 0 and width > 1 and value >= 0:
        text = text.zfill(width)
    return text.translate({ord(","): ".", ord("."): ","}) + ("%" if is_percent else "")


def _plain(value: float) -> str:
    if isinstance(value, int) or value == int(value):
        return str(int(value)) if abs(value) < 1e15 else f"{value:.6g}"
    return f"{value:.{_FIGURES}g}".replace(".", ",")
