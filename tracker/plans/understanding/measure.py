"""How wide a line of print is: official documents are set in one typeface (NĐ 30/2020), so words tell where lines must break."""

import unicodedata
from functools import lru_cache
from typing import Final

# Advance widths of Times New Roman in thousandths of the type size, by base letter.
_WIDTHS: Final = {
    **dict.fromkeys("bdghknopquvxy0123456789đơ–$“”_", 500),
    **dict.fromkeys("acez", 444),
    **dict.fromkeys("fr()[]-", 333),
    **dict.fromkeys("ijlt:;/", 278),
    **dict.fromkeys("AĐDGHKNOƠQUƯVXYwW", 722),
    **dict.fromkeys("BCR", 667),
    **dict.fromkeys("ELTZ", 611),
    **dict.fromkeys("FPS", 556),
    **dict.fromkeys(" .,", 250),
    "s": 389, "ư": 530, "m": 778, "I": 333, "J": 389, "M": 889, "W": 944, "&": 778, "%": 833, "≥": 549, "≤": 549,
    "…": 1000, "@": 921, "+": 564, "<": 564, ">": 564, "=": 564, "“": 444, "”": 444, "'": 180, '"': 408,
}  # fmt: skip
SPACE: Final = 250


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """The width of `text` on one line, in thousandths of the type size."""
    total = 0
    for char in text:
        known = _WIDTHS.get(char)
        if known is None:
            base = unicodedata.normalize("NFD", char)
            known = _WIDTHS.get(
                "ơ" if base.startswith("ơ") else "ư" if "\u031b" in base and base[0] == "u" else base[0], 500
            )
        total += known
    return total
