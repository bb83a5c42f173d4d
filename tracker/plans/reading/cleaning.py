"""Letters as every reader hands them on: NFC, plain spaces, nothing invisible; what a field's text means stays as it is."""

import unicodedata
from typing import Final

_INVISIBLE: Final = dict.fromkeys(
    [
        *(n for n in range(0x20) if n not in (0x09, 0x0A, 0x0C)),
        *range(0x7F, 0xA0),
        0xAD,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0x2066, 0x206A),
        0xFEFF,
    ]
)
_LETTERS: Final = {0xA0: " ", 0x202F: " ", 0x2007: " ", 0x09: "\t", 0xD0: "Đ", 0x2028: "\n", 0x2029: "\n", 0x0189: "Đ"}
_TRANSLATION: Final = {**_INVISIBLE, **_LETTERS}


def clean_text(text: str) -> str:
    r"""`text` in NFC with "\n" for every line end, blanks of all kinds plain, and no letter that is not seen.

    Tabs and form feeds stay; Icelandic and African look-alikes of Đ become Đ.
    """
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_TRANSLATION)


def one_line(text: str) -> str:
    """`clean_text` with every run of white space as one blank, no outer ones."""
    return " ".join(clean_text(text).split())
