"""The letterhead: lines without motto, date and rules; the issuing office and its place, as the document itself spells them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading import Line
from tracker.plans.understanding.words import LOWER, UPPER

NUMBER: Final = regex(
    r"(?:\bSố|(?m:^)\s*SỐ)\s*:?\s*(?:(?P<number>\d\w*)?\s*[.…_]*\s*/\s*(?P<symbol>(?:\d{4}\s?/\s?)?[A-ZĐ][\w&]*(?:\s?[-–]\s?[A-ZĐ][\w&.]*)*)"
    r"|(?P<party_number>\d\w*)?\s*[.…_]*\s*[-–]\s*(?P<party_symbol>[A-ZĐ][\w&]*\s?/\s?[A-ZĐ][\w&.]*(?:\s?[-–]\s?[A-ZĐ][\w&.]*)*))"
)
DATE: Final = regex(
    r"ngày\s*[.…_]*\s*(?P<day>\d{1,2})?\s*[.…_]*\s*tháng\s*[.…_]*\s*(?P<month>\d{1,2})?\s*[.…_]*\s*năm\s*(?P<year>\d{4})",
    re.IGNORECASE,
)
_PLACE_AND_DATE: Final = regex(
    rf"(?:^|(?:^|\s)(?:(?:TP\.?|Tp\.?|[Xx]ã|[Pp]hường)\s*)?[{UPPER}][\w'’-]*(?:\s+[{UPPER}][\w'’-]*){{0,3}},\s*)"
    r"ngày\s*[.…_]*\s*\d{0,2}\s*[.…_]*\s*tháng\s*[.…_]*\s*\d{0,2}\s*[.…_]*\s*năm\s*(?:\d{4}|[.…_]+)?\s*$"
)
_MOTTO: Final = regex(
    r"(?:C[ỘO]NG\s+H[OÒ][ÀA]|CỘNG HOÀ|Độc\s*lập|ĐỘC LẬP|ĐẢNG CỘNG SẢN VIỆT NAM|ĐOÀN TNCS HỒ CHÍ MINH$).*$"
)
_RULE: Final = regex(r"[_*=]{1,}|[-–—.…]{3,}|^\s*[-–—*]+\s*$")
_ABOUT: Final = regex(r"\s+(?=V/v\b|V/V\b)")
OFFICE: Final = regex(
    r"(?:UBND|ỦY BAN|UỶ BAN|SỞ|BỘ|PHÒNG|TRƯỜNG|TRUNG TÂM|CHÍNH PHỦ|THỦ TƯỚNG|QUỐC HỘI|TỈNH ỦY|THÀNH ỦY|ĐẢNG ỦY|HUYỆN ỦY|QUẬN ỦY|BAN|CÔNG ĐOÀN|ĐOÀN|HỘI|CỤC|VỤ|VĂN PHÒNG|VIỆN|CHI BỘ|ĐẢNG BỘ|LIÊN|BCH|"
    r"TỈNH ĐOÀN|THÀNH ĐOÀN|ĐẠI HỌC|HỌC VIỆN|TỔ|HĐND|MẶT TRẬN|KHO BẠC|THANH TRA|CHI CỤC|TỔNG CỤC|TẬP ĐOÀN|CÔNG TY|CỤM|Trường|Sở|Phòng|Bộ|Trung tâm|Văn phòng|Ủy ban)\b"
)
_GOES_ON: Final = regex(r"(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|XÃ|PHƯỜNG|ĐẶC KHU)\s")
_PROVINCIAL: Final = regex(r"(?:TỈNH(?! ĐOÀN| ỦY)|THÀNH PHỐ(?! ĐOÀN)|TP\.?|Tỉnh|Thành phố)\s+(?P<place>.+)$")
_ISSUER_NAME: Final = regex(
    rf"Sở (?:Giáo dục và Đào tạo|GD&ĐT|GDĐT)(?:\s+(?:thành phố|tỉnh))?(?P<place>(?:\s+[{UPPER}][{LOWER}]+){{2,3}})"
)
_PLACE: Final = regex(
    rf"(?:tỉnh|thành phố|Tỉnh|Thành phố|TP\.?)\s+(?P<place>[{UPPER}][{LOWER}]+(?:\s+[{UPPER}][{LOWER}]+){{1,2}})"
)
_KEPT: Final = frozenset(
    ["UBND", "HĐND", "THPT", "THCS", "TH", "MN", "GDTX", "GDNN", "GDĐT", "TNCS", "BCH", "TP", "TP.", "PTDTNT", "PTDTBT", "TH&THCS", "THCS&THPT", "GD&ĐT"]
)  # fmt: skip
_SMALL: Final = frozenset(["và", "của", "các", "thuộc", "cho", "trực"])
# Names whose words are written small inside: the spelling of Nghị định 30/2020, annex II.
_SPELLED: Final = (
    "Sở Giáo dục và Đào tạo", "Bộ Giáo dục và Đào tạo", "Phòng Giáo dục và Đào tạo", "Ủy ban nhân dân", "Hội đồng nhân dân", "Phòng Văn hóa - Xã hội",
    "Văn phòng", "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên", "Trung tâm Giáo dục thường xuyên", "Chính phủ", "Thủ tướng Chính phủ", "Đảng ủy", "Tỉnh ủy", "Thành ủy",
    "Huyện ủy", "Trường Trung học phổ thông", "Trường trung học cơ sở", "Trường tiểu học", "Trường mầm non", "Trường phổ thông dân tộc nội trú", "Ban Chấp hành", "Công đoàn ngành Giáo dục",
    "Công đoàn Giáo dục", "Bộ Tài chính", "Bộ Nội vụ", "Bộ Khoa học và Công nghệ", "Sở Tài chính", "Sở Nội vụ", "Sở Khoa học và Công nghệ", "Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch",
    "Văn phòng Chính phủ", "Quốc hội", "Ban Chỉ đạo", "Ủy ban Mặt trận Tổ quốc Việt Nam", "Tỉnh đoàn", "Thành đoàn", "Chi bộ", "Đảng bộ", "Phòng Giáo dục", "Trường", "Sở", "Bộ", "Phòng",
)  # fmt: skip
_BY_CAPITALS: Final = {name.upper(): name for name in _SPELLED}
_DIVISIONS: Final = ("TỈNH ", "THÀNH PHỐ ", "XÃ ", "PHƯỜNG ", "ĐẶC KHU ", "HUYỆN ", "QUẬN ", "THỊ XÃ ", "THỊ TRẤN ")


def plain(text: str) -> str:
    """A line of the head without motto, place and date, rules."""
    text = _MOTTO.sub("", text)
    text = _PLACE_AND_DATE.sub("", text)
    return " ".join(_RULE.sub(" ", text).split())


def tidy(symbol: str) -> str:
    return re.sub(r"\s*([-–/])\s*", r"\1", symbol)


def number_in(text: str) -> tuple[str | None, str]:
    """The number (None while blank) and the symbol: ("215/TB-SGDĐT", "/TB-SGDĐT"), ("32-CV/ĐU", "-CV/ĐU")."""
    match = NUMBER.search(text)
    if match is None:
        return None, ""
    symbol = f"/{tidy(match['symbol'])}" if match["symbol"] else f"-{tidy(match['party_symbol'])}"
    number = match["number"] or match["party_number"]
    return (f"{number}{symbol}" if number else None), symbol


def offices_of(head: Sequence[Line], kinds: Iterable[str]) -> list[str]:
    """The offices of the letterhead in capitals, the parent first; names broken over lines are put together."""
    ends = tuple(kinds)
    offices: list[str] = []
    for line in head:
        text = _ABOUT.split(plain(line.text))[0]
        if any(text.upper().startswith(kind) for kind in ends):
            break
        words = NUMBER.sub("", re.split(r"\bSố\s*:", text)[0]).strip(" :-–*")
        if not words or not _is_capitals(words):
            if offices and len(text) > 12 and not NUMBER.search(line.text) and not DATE.search(line.text):
                break
            continue
        if offices and (_GOES_ON.match(words) or not OFFICE.match(words)):
            offices[-1] = f"{offices[-1]} {words}"
        elif OFFICE.match(words) or _GOES_ON.match(words):
            offices.append(words)
    return offices


def _is_capitals(words: str) -> bool:
    letters = [char for char in words if char.isalpha()]
    return len(letters) > 3 and sum(char.isupper() for char in letters) > 0.8 * len(letters)


def issuer_of(offices: Sequence[str], texts: Sequence[str]) -> str:
    """The issuing office; a Sở with its province. Without a letterhead: the Sở, where the text speaks of one."""
    if not offices:
        has_name = any(re.search(r"Sở (?:Giáo dục và Đào tạo|GDĐT|GD&ĐT)", text) for text in texts)
        place = _place(texts)
        return f"Sở Giáo dục và Đào tạo {place}".strip() if has_name else ""
    own = offices[-1]
    name = spelled(own, texts)
    place = next((spelled(match["place"], ()) for office in offices if (match := _PROVINCIAL.search(office))), "")
    place = place or _place(texts)
    name = re.sub(r"^(Sở .*?)\s+(?:tỉnh|thành phố)\s+", r"\1 ", name)
    return f"{name} {place}".strip() if name.startswith("Sở") and place and place not in name else name


def spelled(capitals: str, texts: Sequence[str]) -> str:
    """A name in capitals as the running text writes it; else by the rules for names of offices and places."""
    pattern = regex(r"\s+".join(re.escape(word) for word in capitals.split()), re.IGNORECASE)
    for text in texts:
        for match in pattern.finditer(text):
            if not match[0].isupper() and match[0][0].isupper() and sum(c.isupper() for c in match[0]) > 1:
                return " ".join(match[0].split())
    return _by_rule(capitals)


def _by_rule(capitals: str) -> str:
    for known in sorted(_BY_CAPITALS, key=len, reverse=True):
        if capitals == known or capitals.startswith(f"{known} "):
            rest = capitals[len(known) :].strip()
            return f"{_BY_CAPITALS[known]} {_by_rule(rest)}".strip() if rest else _BY_CAPITALS[known]
    for division in _DIVISIONS:
        if capitals.startswith(division):
            return f"{division.lower()}{_by_rule(capitals[len(division) :])}"
    word, _, rest = capitals.partition(" ")
    own = word if word.strip("-(),") in _KEPT or not word.isupper() else _cased(word)
    return f"{own} {_by_rule(rest)}" if rest else own


def _cased(word: str) -> str:
    return word.lower() if word.lower() in _SMALL else "-".join(part.capitalize() for part in word.split("-"))


def _place(texts: Sequence[str]) -> str:
    named = Counter(
        match["place"].strip()
        for text in texts
        for match in _ISSUER_NAME.finditer(text)
        if not re.match(r"\s*\(cũ\)", text[match.end() :])
    )
    if named:
        return named.most_common(1)[0][0]
    places = Counter(match["place"] for text in texts for match in _PLACE.finditer(text))
    return places.most_common(1)[0][0] if places else ""
