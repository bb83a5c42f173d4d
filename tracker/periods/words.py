"""One spelling for what documents spell in many ways, so that each form needs one pattern."""

import re
import unicodedata
from typing import Final

from tracker.patterns import regex

LONGEST: Final = 400  # characters; what is longer is no time expression

_NUMBERS: Final = {
    "nhất": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12, "giêng": 1, "chạp": 12,
}  # fmt: skip
_DASH: Final = regex("[–—‐‑‒−~→÷]|->")
_SAID: Final = regex(
    r"\b(?P<unit>tháng(?: thứ)?|quý(?: thứ)?|tuần(?: thứ)?) (?P<said>mười một|mười hai|mười|nhất|một(?! lần)|hai|ba|tư|bốn|năm(?! \d)|sáu|bảy|tám|chín)\b"
)
_COUNTED: Final = regex(r"\b(?P<said>một|hai|ba|bốn|sáu|chín)(?= (?:lần\b|tháng (?:đầu|cuối|một lần|/lần)))")
_WEEKDAY: Final = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"  # said beside a date it adds nothing; alone it is a day of the week
_WEEKDAY_ASIDE: Final = regex(rf"\s*\({_WEEKDAY}[^()]{{0,40}}\)|{_WEEKDAY},? (?=ngày|\d)")
_SPELLINGS: Final = tuple(
    (regex(pattern), written)
    for pattern, written in (
        (r"\bq(?:úy|uí|úi)\b|\bqu[iy](?= [iv1-4])", "quý"),
        (r"\bkì\b", "kỳ"),
        (r"\b(?:kỳ học|học kỳ|hk ?kỳ)\b", "học kỳ"),
        (r"\bhàng (?=ngày|tuần|tháng|quý|học kỳ|năm)", "hằng "),
        (r"\b(?:mùng|mồng) (?=\d)", "ngày "),
        (r"\bngày ngày ", "ngày "),
        (r"(?<=\d) ?/ ?(?=\d)|(?<=[iv]) ?/ ?(?=\d)", "/"),
        (r"(?<=\d) ?- ?(?=\d)", "-"),
        (r"(?<=\d)\. (?=\d{4}\b)", "."),
        (r"(?<!\d{4})(?<=[\div]) ?, ?(?=năm \d{4})", " "),
    )
)


def plain(text: str) -> str:
    """Lower case, NFC, plain dashes, single spaces, one spelling of quý, kỳ, hằng; numbers of months in digits."""
    words = _DASH.sub("-", unicodedata.normalize("NFC", text).lower())
    words = " ".join(words.split())
    words = _WEEKDAY_ASIDE.sub("", words)
    for pattern, written in _SPELLINGS:
        words = pattern.sub(written, words)
    words = _SAID.sub(lambda match: f"{match['unit'].removesuffix(' thứ')} {_NUMBERS[match['said']]}", words)
    words = _COUNTED.sub(lambda match: str(_NUMBERS[match["said"]]), words)
    return " ".join(words.split())


def weekday_of(text: str) -> int | None:
    """0 for Monday … 6 for Sunday, where `text` names a day of the week."""
    match = re.search(r"\bthứ (hai|ba|tư|năm|sáu|bảy|[2-7])\b|\b(chủ nhật)\b", text)
    if match is None:
        return None
    if match[2]:
        return 6
    number = int(match[1]) if match[1].isdigit() else _NUMBERS[match[1]]
    return number - 2
