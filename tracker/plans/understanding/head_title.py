"""What a document is called and what kind it is: the kind's name with the lines under it, or "V/v …"."""

import re
from collections.abc import Sequence
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading import Line, Reading
from tracker.plans.understanding.letterhead import NUMBER, number_in, plain
from tracker.plans.understanding.passages import Passage
from tracker.plans.understanding.words import LOWER

KINDS: Final = {
    "KẾ HOẠCH": "ke_hoach",
    "QUYẾT ĐỊNH": "quyet_dinh",
    "THÔNG BÁO": "thong_bao",
    "CÔNG VĂN": "cong_van",
    **dict.fromkeys(
        (
            "BÁO CÁO", "CHƯƠNG TRÌNH", "HƯỚNG DẪN", "CHỈ THỊ", "TỜ TRÌNH", "NGHỊ QUYẾT", "NGHỊ ĐỊNH", "THÔNG TƯ", "QUY CHẾ", "QUY ĐỊNH", "ĐỀ ÁN", "PHƯƠNG ÁN", "GIẤY MỜI", "CÔNG ĐIỆN", "KẾT LUẬN",
            "THƯ CẢM ƠN", "THƯ NGỎ", "BIÊN BẢN", "LỊCH CÔNG TÁC", "THƯ MỜI", "THỂ LỆ", "ĐIỀU LỆ", "DỰ ÁN", "LUẬT", "THÔNG CÁO", "PHIẾU", "GIẤY ỦY QUYỀN", "NỘI QUY", "DANH MỤC",
        ),
        "other",
    ),
}  # fmt: skip
_KIND_IN_SYMBOL: Final = {"KH": "ke_hoach", "QĐ": "quyet_dinh", "TB": "thong_bao", "CV": "cong_van"}
_OTHER_SYMBOLS: Final = frozenset(
    ["NQ", "NĐ", "CT", "BC", "HD", "TTR", "TT", "GM", "CTR", "CTRHĐ", "ĐA", "PA", "QC", "BB", "CĐ", "KL", "QH15", "QH14", "TTLT", "PL", "L", "TG"]
)  # fmt: skip
_KIND_LINE: Final = regex(
    rf"(?P<kind>{'|'.join(sorted(KINDS, key=len, reverse=True))})(?=\s*[:.]?$|\s+(?P<rest>[^{LOWER}]{{4,}})$)"
)
_PARTS_OF_KINDS: Final = frozenset(
    ["PHỐI HỢP", "HÀNH ĐỘNG", "CÔNG TÁC", "KẾT LUẬN", "LIÊN TỊCH", "LIÊN NGÀNH", "CHI TIẾT"]
)
_ABOUT: Final = regex(r"(?:V/v|V/V|Về việc)\s*:?\s*(.*)")
_TO: Final = regex(r"Kính gửi\s*:?\s*", re.IGNORECASE)
_STOP: Final = regex(
    r"(?:[IVX]+|\d|[A-E])\s?[.)]\s|Căn cứ|Kính gửi|Số\s*:|(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC)\s+(?:[IVX\d]|thứ|THỨ)|PHỤ LỤC|Phụ lục|[-|\t]\s?|\(?\s*(?:Kèm theo|Ban hành kèm|kèm theo)|Điều \d|Thời gian:|"
    r"(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ)\s*:|"
    r"(?:THỦ TƯỚNG|CHÍNH PHỦ|QUỐC HỘI|BỘ TRƯỞNG|GIÁM ĐỐC|CHỦ TỊCH|HIỆU TRƯỞNG|UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|TRƯỞNG PHÒNG|HỘI ĐỒNG NHÂN DÂN|BAN CHẤP HÀNH|BAN THƯỜNG VỤ|CỤC TRƯỞNG|CHÁNH VĂN PHÒNG)\b"
)
_BODY: Final = regex(
    r"(?:Thực hiện|Ngày \d|Sáng ngày|Chiều ngày|Để |Nhằm |Theo |Sau khi|Thời gian qua|Trong (?:thời gian|những|năm|2 ngày|khuôn)|Thi hành|Xét |Vừa qua|Hiện nay|Từ ngày|Trên cơ sở|Tiếp theo|Được sự|"
    r"Hôm nay|Qua |Kính |Các đồng chí|Sở GD|Trường [^\n]* (?:xây dựng|ban hành|thông báo)|Năm học \d{4}[^,]*,)"
)
_LONGEST_TITLE_LINE: Final = 260
_FAR: Final = 4
_SUBJECT: Final = regex(
    r"(?:Sở (?:Giáo dục và Đào tạo|GD&ĐT|GDĐT)(?:\s*\([^)]*\))?|Phòng [^.;:,]{3,40}?|UBND [^.;:,]{3,40}?)\s+"
    r"(?P<title>(?:hướng dẫn|đề nghị|yêu cầu|thông báo|triển khai|ban hành|báo cáo|tổ chức|xây dựng)\b[^;]*?)(?:,?\s*(?:cụ thể|gồm|với)?\s*(?:các nội dung\s*)?(?:như sau|sau)?\s*:|\.\s|$)"
)


def kind_line(text: str) -> re.Match[str] | None:
    """The name of a kind of document where `text` is nothing else, or goes on in capitals."""
    return _KIND_LINE.match(plain(text).strip(" .:"))


def kind_of(head: Sequence[Line], text: str) -> str:
    """The kind of product 4.3: from its name in the head, else the symbol of the number, else a letter."""
    for line in head:
        named = kind_line(line.text)
        if named:
            return KINDS[named["kind"]]
    by_symbol = kind_of_symbol(number_in(text)[1])
    if by_symbol:
        return by_symbol
    return "cong_van" if re.search(r"\bV/v\b|\bKính gửi\b", text) else "other"


def kind_of_symbol(symbol: str) -> str | None:
    """ "/KH-UBND", "-KH/ĐU", "/2025/TT-BGDĐT" -> the kind; a symbol without one is that of a letter."""
    parts = [part for part in re.split(r"[-–/]", symbol) if part and not part.isdigit()]
    for part in parts:
        if part.upper() in _KIND_IN_SYMBOL:
            return _KIND_IN_SYMBOL[part.upper()]
        if part.upper() in _OTHER_SYMBOLS:
            return "other"
    return "cong_van" if parts else None


def title_of(reading: Reading, head: Sequence[Line], passages: Sequence[Passage]) -> str:
    """The words under the kind's name, or behind V/v, or what the opening sentence says it does."""
    for index, line in enumerate(head):
        named = kind_line(line.text)
        about = None if named else _about(line.text)
        if named or about is not None:
            words = [named["rest"]] if named and named["rest"] else [about] if about else []
            title = _collect(words, head, index, reading, is_letter=about is not None)
            if named and named["rest"] in _PARTS_OF_KINDS and title[len(named["rest"]) + 1 :][:1].isupper():
                title = title[len(named["rest"]) + 1 :]
            if title:
                return title[:1].upper() + title[1:]
    for passage in passages[:30]:
        match = _SUBJECT.search(passage.text)
        if match:
            title = " ".join(match["title"].split()).strip(" ,")
            return title[0].upper() + title[1:]
    return ""


def _about(text: str) -> str | None:
    """What stands behind "V/v"; "Về việc" only opens a line."""
    words = plain(text)
    match = _ABOUT.match(words) or re.search(r"\bV/v\s*:?\s*(.*)", words, re.IGNORECASE)
    return match[1] if match else None


def _collect(words: list[str], head: Sequence[Line], index: int, reading: Reading, *, is_letter: bool) -> str:
    """The lines of the title behind `head[index]`: until the body, the addressees or a gap."""
    last = head[index]
    sentences = _sentence_lines(head)
    for line in head[index + 1 :]:
        text = plain(line.text)
        if not text:
            last = line
            continue
        is_first = not words
        if _STOP.match(text) or _TO.match(text) or NUMBER.match(text) or line.number - last.number > _FAR:
            break
        if not is_first and (_BODY.match(text) or _is_apart(line, last, reading) or kind_line(text)):
            break
        if line.number in sentences and not (is_first and len(text) < _LONGEST_TITLE_LINE // 2) and not is_letter:
            break
        words.append(text)
        last = line
    return " ".join(" ".join(words).split()).strip(" ,;:")


def _is_apart(line: Line, last: Line, reading: Reading) -> bool:
    """Whether `line` is set apart from the title's line before it: by print, or by a blank line."""
    if line.is_paragraph:
        return (last.is_bold and not line.is_bold) or (last.is_centred and not line.is_centred)
    if line.box is not None and last.box is not None:
        return last.is_bold and not line.is_bold
    return not reading.is_double_spaced and line.is_after_blank and not last.is_after_blank


def _sentence_lines(head: Sequence[Line]) -> set[int]:
    """The numbers of lines that belong to whole sentences: those up to a line that ends one, and runs of long lines."""
    found: set[int] = set()
    run: list[int] = []
    for line in head:
        text = plain(line.text)
        if not text or text.isupper() or kind_line(text) or NUMBER.search(text) or _about(text) is not None:
            run = []
            continue
        if line.is_paragraph or line.starts_paragraph:
            run = []
        run.append(line.number)
        if text.endswith((".", ":", ";")) or len(text) > _LONGEST_TITLE_LINE:
            found.add(line.number)
            if line.starts_paragraph is not None:
                found.update(run)
            run = []
    return found
