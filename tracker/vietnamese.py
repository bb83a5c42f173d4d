"""Vietnamese text: one fold for search and one key for order, the same on every database (stack 4)."""

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, start=1)}
_TONE_RANK = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # ngang huyền hỏi ngã sắc nặng
_TONES = frozenset(_TONE_RANK) - {""}
_TURNS = (
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
)  # of direction: "fdp.exe" would read "exe.pdf"
_INVISIBLE = dict.fromkeys(
    (*range(0x20), *range(0x7F, 0xA0), *range(0x200B, 0x200E), 0x2060, 0xFEFF, 0xAD, 0x2028, 0x2029, *_TURNS)
)
for _kept in (0x09, 0x0A):
    del _INVISIBLE[_kept]


def clean(text: str) -> str:
    """`text` as it is stored: NFC, no control or invisible characters, plain spaces, trimmed (ical-feeds R33)."""
    plain = text.replace("\u00a0", " ").replace("\r\n", "\n").translate(_INVISIBLE)
    return unicodedata.normalize("NFC", plain).strip()


def clean_line(text: str) -> str:
    """`clean` on one line: every run of white space is one space."""
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """`text` for comparing and searching: no diacritics, đ as d, lower case, single spaces ("Lê Chân" -> "le chan")."""
    plain = unicodedata.normalize("NFC", text).replace("đ", "d").replace("Đ", "d").replace("Ð", "d")
    letters = (c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return " ".join("".join(letters).casefold().split())


def sort_key(text: str) -> str:
    """A key whose byte order is the Vietnamese dictionary order: letters first, then tones, then case; digits by value."""
    letters: list[str] = []
    tones: list[str] = []
    cases: list[str] = []
    number = ""
    for char in unicodedata.normalize("NFC", text):
        if char.isdigit():
            number += char
            continue
        if number:
            letters.append("0" + number.zfill(8))
            number = ""
        base, tone = _split_tone(char)
        rank = _LETTER_RANK.get(base)
        letters.append(" " if char.isspace() else chr(0x60 + rank) if rank else "!")
        tones.append(str(_TONE_RANK.get(tone, 0)))
        cases.append("1" if char.isupper() else "0")
    if number:
        letters.append("0" + number.zfill(8))
    return "".join(letters) + "\t" + "".join(tones) + "\t" + "".join(cases)


def _split_tone(char: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", char.lower())
    tone = next((c for c in parts if c in _TONES), "")
    return unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts), tone
