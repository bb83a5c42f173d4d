"""Doers as the document words them: split lists of names without cutting inside a name."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from tracker.patterns import regex
from tracker.plans.understanding.words import ACRONYM, LOWER, UNIT_START, UPPER

_SEPARATOR: Final = regex(rf"\s*[;\n]\s*|\s+/\s+|\s*,\s+(?:và\s+)?|\s*,(?=[{UPPER}])")
_AND: Final = regex(
    r"(?<!HĐND)\s+(?:và|cùng|&)\s+(?=(?:các|những|UBND|Ủy ban|CSGD|Phòng|Văn phòng|Sở|Bộ|Trường|Trung tâm|trung tâm|Cục|Vụ|Ban Giám hiệu|GVCN|[Cc]hủ (?:các|tịch)|[Hh]iệu trưởng|[Gg]iám đốc|[Tt]hủ trưởng|[Tt]ổ trưởng|[Tt]rưởng (?:phòng|ban|các)|trường|đơn vị trực thuộc|cơ sở giáo dục|Thanh tra|Công an|Công đoàn)\b)"
)
_LEADING: Final = regex(r"^(?:[-–+•*]\s*|(?:và|cùng|gồm)\s+)")
# words that go on with a list inside one name: "UBND các xã, phường", "các sở, ban, ngành", "trường mầm non, tiểu học"
_PLACES: Final = frozenset(("xã", "phường", "quận", "huyện", "thị", "đặc", "thành"))
_CLUSTERS: Final = frozenset(("cụm", "khối"))
_CLUSTERED: Final = regex(r"các (?:cụm|khối)(?:,|$)", re.IGNORECASE)
# "Nhân viên thiết bị, thư viện": one post for several fields
_CARE: Final = regex(r"(?:thư viện|thiết bị|y tế|thí nghiệm|văn thư)(?![^\W\d_])")
_CARED_FOR: Final = regex(r"(?:nhân viên|bộ phận|viên chức|cán bộ)\s", re.IGNORECASE)
# "Cán bộ, giáo viên, nhân viên": one body of people
_STAFF_ALL: Final = regex(
    r"(?:công chức|viên chức|giáo viên|nhân viên|người lao động|giảng viên)(?:\s+(?:trong|của|toàn|nhà)\s.*)?$"
)
_STAFF_HEAD: Final = regex(
    r"(?:(?:toàn thể|toàn bộ|tất cả|các|100%)\s+)*(?:cán bộ|cán bộ quản lý|công chức|viên chức)(?:,\s(?:công chức|viên chức|giáo viên|giảng viên))*",
    re.IGNORECASE,
)
_STAFF_NEW: Final = regex(r"nhân viên\s")
_STAFF_BEFORE: Final = regex(r"(?:bảo vệ|kế toán|văn thư|thủ quỹ|tạp vụ|cấp dưỡng)$", re.IGNORECASE)
_BODIES: Final = frozenset(("bộ", "sở", "ban", "ngành", "đoàn", "hội", "địa"))
_LISTED_BODIES: Final = regex(
    r"(?:(?:lãnh đạo|thủ trưởng|giám đốc)\s+|[^,]*\s)?(?:các|cán bộ các)\s+(?:bộ|sở|ban|ngành|cơ quan)(?=,|$)",
    re.IGNORECASE,
)
_GENERIC_BODY: Final = regex(
    r"(?:bộ|sở|ban|ngành|đoàn thể|hội|địa phương|ban ngành|ngành liên quan|địa phương liên quan|đơn vị liên quan)"
    r"(?:\s+(?:và\s+(?:địa phương|đoàn thể|ngành|đơn vị)|liên quan|có liên quan|của \w+|thành phố|tỉnh|cấp \w+))*",
    re.IGNORECASE,
)
_SCHOOL_LEVEL: Final = regex(
    r"(?:TH|THCS|THPT|MN|TC|CĐ|PT|PTDTNT|PTDTBT|GDTX|GDNN|TH&THCS|tiểu học|mầm non|mẫu giáo|trung học|phổ thông|cao đẳng|trung cấp|đại học|"
    rf"(?:Đại học|Tiểu học|Mầm non|Trung học|Cao đẳng|Trung cấp)(?!\s+[{UPPER}]))\b"
)
_ORGANS: Final = regex(r"^(?:(?:thủ trưởng|lãnh đạo|người đứng đầu)\s+)?(?:các\s+)?(?:quý\s+)?cơ quan$", re.IGNORECASE)
_ORGAN: Final = regex(r"(?:đơn vị|trường học|địa phương|tổ chức|doanh nghiệp|nhà trường|cá nhân)\b")
_OWNERS: Final = regex(r"chủ (?:các|cơ sở|nhóm|đầu tư)\b", re.IGNORECASE)
_STAFF: Final = regex(r"(?:CB|CBQL|GV|NV|HS|CBGV|CBGVNV|CMHS)\b")
_HAS_STAFF: Final = regex(r"\b(?:CB|CBQL|GV|toàn thể|cán bộ)\b", re.IGNORECASE)
_PERSON: Final = regex(r"(?:đồng chí|đ/c|ông|bà|thầy|cô)\s+[^,]*$", re.IGNORECASE)
_POST: Final = regex(
    r"(?:phó|trưởng|hiệu trưởng|chánh|giám đốc|chủ tịch|bí thư|tổ trưởng|giáo viên|nhân viên|kế toán|chuyên viên|thư ký|ủy viên)\b",
    re.IGNORECASE,
)
_HAS_LEVELS: Final = regex(
    r"\b(?:trường|trung tâm|cấp|cấp học|bậc học|khối|cơ sở giáo dục|hiệu trưởng)\b", re.IGNORECASE
)

# "Sở Văn hóa, Thể thao và Du lịch": the fields an office is named after; behind an abbreviation the name is over
_OFFICE_OF_FIELDS: Final = regex(
    rf"(?:Lãnh đạo\s+|Giám đốc\s+|Trưởng\s+)?(?:Cục|Vụ|Sở|Phòng|phòng|Ban|Viện|Bộ|Trung tâm(?= Văn))\s+[{UPPER}][{LOWER}]+(?:\s+[^\W\d]+)*(?:,\s[^,]+)*(?<![{UPPER}])"
)


def is_unit_start(text: str) -> bool:
    """Whether `text` begins like a doer's name: a word for an office, or an abbreviation (KHTC)."""
    if UNIT_START.match(text):
        return True
    return bool(ACRONYM.match(text.split(" ", 1)[0].rstrip(",;")))


@lru_cache(maxsize=2048)
def split_units(text: str) -> tuple[str, ...]:
    """The names in a cell or phrase ("Công an TP, CSGD" -> two). What follows a comma in lower case stays with its name.

    "Phòng Giáo dục nghề nghiệp, thường xuyên và mầm non", "UBND các xã, phường, đặc khu", "các sở, ban, ngành" and "Các trường
    mầm non, tiểu học, THCS" are one name each; "Các Sở: Tài chính, Khoa học và Công nghệ" stays whole: only the directory
    knows where such a list ends.
    """
    text = text.strip(" .;,")
    if not text:
        return ()
    if ":" in text and is_unit_start(text):
        return (text,)
    names: list[str] = []
    for joint, piece in _pieces(text):
        name = _LEADING.sub("", piece.strip(" .;,"))
        if not name:
            continue
        if names and not _is_new(name, names[-1]):
            names[-1] = f"{names[-1]}{joint}{name}"
        else:
            names.append(name)
    return tuple(names)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The pieces between separators, each with what joined it to the piece before."""
    for chunk in _SEPARATOR.split(text):
        start, joint = 0, ", "
        for match in _AND.finditer(chunk):
            yield joint, chunk[start : match.start()]
            start, joint = match.end(), " ".join(("", match[0].strip(), ""))
        yield joint, chunk[start:]


def _is_new(name: str, before: str) -> bool:
    """A piece begins a new name if it begins with a word for an office, unless it goes on with the list of the name before."""
    if _goes_on(name, before):
        return False
    return (
        is_unit_start(name)
        or bool(_STAFF_NEW.match(name) and _STAFF_BEFORE.match(before))
        or bool(_OWNERS.match(name))
        or (name[0].isupper() and not _OFFICE_OF_FIELDS.fullmatch(before))
    )


def _goes_on(name: str, before: str) -> bool:
    """Whether `name` belongs to a list inside the name before it, or is the post of the person named there."""
    first, whole = name.split(" ", 1)[0].lower(), before.rsplit(", ", 1)[0]
    return bool(
        (first in _PLACES and (name[0].islower() or (name.isupper() and before.isupper())))
        or (first in _BODIES and _LISTED_BODIES.match(before) and _GENERIC_BODY.fullmatch(name))
        or (first in _CLUSTERS and name[0].islower() and _CLUSTERED.match(before))
        or (_STAFF_ALL.match(name) and _STAFF_HEAD.fullmatch(before))
        or (_CARE.match(name) and _CARED_FOR.match(before))
        or (_SCHOOL_LEVEL.match(name) and _HAS_LEVELS.search(whole))
        or (_STAFF.match(name) and _HAS_STAFF.search(whole))
        or (_ORGANS.search(whole) and _ORGAN.match(name))
        or (_PERSON.match(before) and _POST.match(name))
    )


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
