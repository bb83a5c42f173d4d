"""The head of a document: number, date, issuer, kind, title, school year, addressees; and proposals where it is blank."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from tracker.plans.reading import Line, Reading
from tracker.plans.understanding.facts import CitedDate, DocumentFacts, Proposal, Source
from tracker.plans.understanding.passages import Passage
from tracker.plans.understanding.units import split_units
from tracker.plans.understanding.words import LOWER, UNIT_START, UPPER

_HEAD: Final = 40
_NUMBER: Final = re.compile(
    r"\bSố\s*:?\s*(?P<number>\d[\w]*)?\s*[.…]*\s*/\s*(?P<symbol>[A-ZĐ][\w&]*(?:\s?-\s?[A-ZĐ][\w&.]*)*)"
)
_DATE: Final = re.compile(
    r"ngày\s*[.…]*\s*(?P<day>\d{1,2})?\s*[.…]*\s*tháng\s*[.…]*\s*(?P<month>\d{1,2})?\s*[.…]*\s*năm\s*(?P<year>\d{4})",
    re.IGNORECASE,
)
_ATTACHED: Final = re.compile(
    r"kèm theo\s+[^()]*?ngày\s*(?P<day>\d{1,2})?\s*(?:tháng\s*(?P<month>\d{1,2})?\s*năm\s*(?P<year>\d{4})|/\s*(?P<m2>\d{1,2})\s*/\s*(?P<y2>\d{4}))",
    re.IGNORECASE,
)
_KINDS: Final = (
    ("KẾ HOẠCH", "ke_hoach"),
    ("QUYẾT ĐỊNH", "quyet_dinh"),
    ("THÔNG BÁO", "thong_bao"),
    ("CÔNG VĂN", "cong_van"),
)
_OTHER_KINDS: Final = (
    "BÁO CÁO",
    "CHƯƠNG TRÌNH",
    "HƯỚNG DẪN",
    "CHỈ THỊ",
    "TỜ TRÌNH",
    "NGHỊ QUYẾT",
    "QUY CHẾ",
    "ĐỀ ÁN",
    "PHƯƠNG ÁN",
    "GIẤY MỜI",
    "CÔNG ĐIỆN",
)
_MOTTO: Final = re.compile(r"\s*(?:CỘNG H[OÒ][ÀA]|Độc lập).*$")
_SCHOOL_YEAR: Final = re.compile(r"năm học\s+(\d{4})\s?[-–—]\s?(\d{4})", re.IGNORECASE)
_TO: Final = re.compile(r"Kính gửi\s*:?\s*", re.IGNORECASE)
_ISSUER_NAME: Final = re.compile(
    rf"Sở (?:Giáo dục và Đào tạo|GD&ĐT|GDĐT)(?:\s+(?:thành phố|tỉnh))?(?P<place>(?:\s+[{UPPER}][{LOWER}]+){{2,3}})"
)
_PLACE: Final = re.compile(
    rf"(?:tỉnh|thành phố|Tỉnh|Thành phố|TP\.?)\s+(?P<place>[{UPPER}][{LOWER}]+(?:\s+[{UPPER}][{LOWER}]+){{1,2}})"
)
_HEAD_PLACE: Final = re.compile(r"(?:THÀNH PHỐ|TỈNH)\s+(?P<place>.+)$")
_SUBJECT: Final = re.compile(
    r"(?:Sở (?:Giáo dục và Đào tạo|GD&ĐT|GDĐT)(?:\s*\([^)]*\))?|Phòng [^.;:,]{3,40}?|UBND [^.;:,]{3,40}?)\s+"
    r"(?P<title>(?:hướng dẫn|đề nghị|yêu cầu|thông báo|triển khai|ban hành|báo cáo|tổ chức|xây dựng)\b[^;]*?)(?:,?\s*(?:cụ thể|gồm|với)?\s*(?:các nội dung\s*)?(?:như sau|sau)?\s*:|\.\s|$)"
)


def read_head(reading: Reading, passages: Sequence[Passage]) -> DocumentFacts:
    """The document's own facts. What is blank stays None; clues become proposals, never values (domain facts 6.2)."""
    head = _head_lines(reading.lines)
    text = " \n".join(line.text for line in head)
    number = _NUMBER.search(text)
    dated = next(
        (match for line in head if (match := _DATE.search(line.text)) and not re.search(r"\bsố\b", line.text)), None
    )
    kind = _kind(head, text)
    addressees = _addressees(passages)
    if kind == "other" and addressees and not any(line.text in _OTHER_KINDS for line in head):
        kind = "cong_van"
    title = _title(head, passages)
    return DocumentFacts(
        number=f"{number['number']}/{_tidy(number['symbol'])}" if number and number["number"] else None,
        symbol=f"/{_tidy(number['symbol'])}" if number else "",
        issued_on=_full_date(dated) if dated else None,
        issuer=_issuer(head, passages),
        kind=kind,
        title=title,
        school_year=_school_year(title, passages),
        head_year=int(dated["year"]) if dated else None,
        addressees=addressees,
        issue_proposals=tuple(_proposals(reading, passages)),
        head_source=Source(_line_with(head, dated[0]), dated[0]) if dated else None,
    )


def _head_lines(lines: Sequence[Line]) -> list[Line]:
    head: list[Line] = []
    for line in lines[:_HEAD]:
        if re.match(r"(?:I|1)\s?\.\s|Căn cứ\b|Thực hiện\b", line.text) and len(head) > 2:
            break
        head.append(line)
    return head


def _line_with(head: Sequence[Line], words: str) -> int | None:
    return next((line.number for line in head if words in line.text), None)


def _tidy(symbol: str) -> str:
    return re.sub(r"\s*-\s*", "-", symbol)


def _full_date(match: re.Match[str]) -> date | None:
    if not match["day"] or not match["month"]:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _kind(head: Sequence[Line], text: str) -> str:
    for line in head:
        for word, kind in _KINDS:
            if line.text.strip(" .:") == word:
                return kind
        if line.text.strip(" .:") in _OTHER_KINDS:
            return "other"
    return "cong_van" if re.search(r"\bV/v\b|\bKính gửi\b", text) else "other"


def _title(head: Sequence[Line], passages: Sequence[Passage]) -> str:
    """The words under the kind's name, or behind V/v, or what the opening sentence says it does."""
    names = {word for word, _ in _KINDS} | set(_OTHER_KINDS)
    for index, line in enumerate(head):
        about = re.match(r"(?:V/v|Về việc)\s*:?\s*(.*)", line.text)
        if line.text.strip(" .:") in names or about:
            words = [about[1]] if about else []
            title = _collect(words, head[index + 1 :])
            return title[:1].upper() + title[1:]
    for passage in passages[:30]:
        match = _SUBJECT.search(passage.text)
        if match:
            title = " ".join(match["title"].split()).strip(" ,")
            return title[0].upper() + title[1:]
    return ""


def _collect(words: list[str], lines: Sequence[Line]) -> str:
    last = lines[0].number if lines else 0
    for line in lines:
        if (
            line.number - last > 4
            or _TO.match(line.text)
            or re.match(
                r"(?:[IVX]+|\d)\s?[.)]\s|Căn cứ|Hải|Số\s*:|GIÁM ĐỐC|CHỦ TỊCH|PHỤ LỤC|Phụ lục|[-|\t]\s?", line.text
            )
        ):
            break
        if _DATE.match(line.text) or _MOTTO.match(line.text):
            continue
        words.append(line.text)
        last = line.number
    return " ".join(" ".join(words).split())


def _addressees(passages: Sequence[Passage]) -> tuple[str, ...]:
    for index, passage in enumerate(passages[:40]):
        match = _TO.match(passage.text)
        if match is None:
            continue
        names = list(split_units(passage.text[match.end() :]))
        for following in passages[index + 1 : index + 40]:
            if following.marker[:1] not in ("-", "–", "+", "•", "*"):
                break
            names += _addressee(following.body.strip(" .;,"))
        return tuple(names)
    return ()


def _addressee(text: str) -> tuple[str, ...]:
    """One line of the list is one addressee, unless each of its parts begins like an office of its own."""
    parts = split_units(text)
    return parts if all(UNIT_START.match(part) for part in parts) else (text,)


def _issuer(head: Sequence[Line], passages: Sequence[Passage]) -> str:
    """The issuing office with its place. From the head; else from the name as the text itself writes it."""
    capitals = [
        words for line in head[:12] if (words := _MOTTO.sub("", line.text).strip()).isupper() and len(words) > 5
    ]
    offices = [
        words
        for words in capitals
        if not _NUMBER.search(words) and words not in dict(_KINDS) and words not in _OTHER_KINDS
    ]
    texts = [passage.text for passage in passages]
    place = next((match["place"] for words in offices if (match := _HEAD_PLACE.search(words))), "").title()
    place = place or _place(texts)
    if offices:
        own = offices[1] if len(offices) > 1 and re.match(r"UBND|ỦY BAN|UỶ BAN|BỘ", offices[0]) else offices[0]
        name = _sentence_case(own)
    else:
        name = (
            "Sở Giáo dục và Đào tạo"
            if any(re.search(r"Sở (?:Giáo dục và Đào tạo|GDĐT|GD&ĐT)", text) for text in texts)
            else ""
        )
    return f"{name} {place}".strip() if name.startswith("Sở") and place and place not in name else name


def _sentence_case(capitals: str) -> str:
    small = {"và", "của", "các", "thuộc", "dục", "phòng", "trường", "tạo"}
    known = {
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO": "Sở Giáo dục và Đào tạo",
        "BỘ GIÁO DỤC VÀ ĐÀO TẠO": "Bộ Giáo dục và Đào tạo",
        "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO": "Phòng Giáo dục và Đào tạo",
    }
    for long, short in known.items():
        if capitals.startswith(long):
            return f"{short}{_sentence_case(capitals[len(long) :])}" if len(capitals) > len(long) else short
    kept = ("UBND", "THPT", "THCS", "GDTX", "GDNN", "GDĐT")
    return " ".join(
        word if word.strip("-") in kept else word.lower() if word.lower() in small else word.capitalize()
        for word in capitals.split(" ")
    )


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


def _school_year(title: str, passages: Sequence[Passage]) -> str | None:
    found = _SCHOOL_YEAR.findall(title)
    if not found:
        years = Counter(
            pair for passage in passages if not passage.is_annex for pair in _SCHOOL_YEAR.findall(passage.text)
        )
        found = [pair for pair, _ in years.most_common(1)]
    return f"{found[0][0]}-{found[0][1]}" if found and int(found[0][1]) == int(found[0][0]) + 1 else None


def _proposals(reading: Reading, passages: Sequence[Passage]) -> list[Proposal]:
    """Clues to a blank date of issue, the surest first: signature stamps, then what the annexes say of the document."""
    found = []
    if reading.stamps:
        first = min(reading.stamps, key=lambda stamp: stamp.signed_at)
        day = first.signed_at.date().isoformat()
        found.append(Proposal(day, "ngày ký số in trên văn bản", Source(first.line, first.signed_at.isoformat())))
    for passage in passages:
        match = _ATTACHED.search(passage.text)
        if match is None:
            continue
        month, year = match["month"] or match["m2"], match["year"] or match["y2"]
        if month and year and 1 <= int(month) <= 12:
            value = f"{int(year)}-{int(month):02d}" + (f"-{int(match['day']):02d}" if match["day"] else "")
            found.append(
                Proposal(value, "phụ lục ghi ngày của văn bản chính", Source(passage.line_at(match.start()), match[0]))
            )
            break
    return found


def latest_cited(cited: Sequence[CitedDate], first_due: date | None) -> CitedDate | None:
    """The newest document cited: this one cannot be older. Dates behind the first deadline are slips and do not count."""
    dates = [
        item for item in cited if item.on and "viện dẫn" in item.reason and (first_due is None or item.on <= first_due)
    ]
    return max(dates, key=lambda item: item.on or date.min, default=None)
