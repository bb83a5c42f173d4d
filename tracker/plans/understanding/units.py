"""Doers as the document words them: split lists of names without cutting inside a name."""

import re
from functools import lru_cache
from typing import Final

from tracker.plans.understanding.words import ACRONYM, UNIT_START, UPPER

_SEPARATOR: Final = re.compile(rf"\s*[;\n]\s*|\s*,\s+(?:và\s+)?|\s*,(?=[{UPPER}])")
_AND: Final = re.compile(r"\s+và\s+(?=(?:các|những|UBND|CSGD|Phòng|Văn phòng|Sở|Trường|Trung tâm)\b)")
_LEADING: Final = re.compile(r"^(?:[-+•*]\s*|(?:và|cùng)\s+)")


def is_unit_start(text: str) -> bool:
    """Whether `text` begins like a doer's name: a word for an office, or an abbreviation (KHTC)."""
    if UNIT_START.match(text):
        return True
    return bool(ACRONYM.match(text.split(" ", 1)[0].rstrip(",;")))


@lru_cache(maxsize=2048)
def split_units(text: str) -> tuple[str, ...]:
    """The names in a cell or phrase ("Công an TP, CSGD" -> two). What follows a comma in lower case stays with its name.

    "Phòng Giáo dục nghề nghiệp, thường xuyên và mầm non" and "UBND các xã, phường, đặc khu" are one name each; "Các Sở:
    Tài chính, Khoa học và Công nghệ" stays whole: only the directory knows where such a list ends.
    """
    text = text.strip(" .;,")
    if not text:
        return ()
    if ":" in text and is_unit_start(text):
        return (text,)
    names: list[str] = []
    for piece in (part for chunk in _SEPARATOR.split(text) for part in _AND.split(chunk)):
        name = _LEADING.sub("", piece.strip(" .;,"))
        if not name:
            continue
        if names and not _is_new(name):
            names[-1] = f"{names[-1]}, {name}"
        else:
            names.append(name)
    return tuple(names)


def _is_new(name: str) -> bool:
    """A piece begins a new name if it begins with a word for an office; bare "phường", "huyện" continue a list."""
    first = name.split(" ", 1)[0].lower()
    if first in ("xã", "phường", "quận", "huyện", "thị", "đặc", "thành") and name[0].islower():
        return False
    return is_unit_start(name) or name[0].isupper()


@lru_cache(maxsize=4096)
def unit_doubt(text: str) -> float:
    """How unlike a list of doers `text` is: 0 for "Các phòng, CSGD", more for half names and other words."""
    if not text:
        return 0.0
    doubt = 0.0
    if text.endswith((",", ";", "-", " và", " các", "Các", " của")):
        doubt += 3.0
    for name in split_units(text):
        if not is_unit_start(name):
            doubt += 2.0
    if text[0].islower():
        doubt += 2.5
    words = text.split()
    if len(words) == 1 and not ACRONYM.fullmatch(words[0].strip(",;")):
        doubt += 2.0  # "Văn", "Các", "Phòng", "Sở" alone are half names
    if len(words) > 16:
        doubt += 2.0
    return doubt
