"""Where the name of a doer ends in running text: by the way offices are named, not by the verbs that may follow."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from tracker.patterns import regex
from tracker.plans.understanding.duty_words import PERSON, QUANTITY, SECTIONS
from tracker.plans.understanding.words import LOWER, UNIT_START, UPPER

_END: Final = r"(?![^\W\d_])"
# fields and tasks offices are named after; only the first syllable is written large
_FIELDS: Final = (
    "Giáo dục|Đào tạo|Xây dựng|Văn hóa|Văn hoá|Thể thao|Du lịch|Xã hội|Khoa học|Công nghệ|Thanh niên|Cộng sản|Mặt trận|Tổ quốc|Tài chính|Kế toán|Khen thưởng|Tuyên giáo|Dân vận|Nội vụ|Nội chính|"
    "Y tế|Nông nghiệp|Môi trường|Tài nguyên|Tư pháp|Ngoại vụ|Ngoại giao|Dân tộc|Tôn giáo|Thông tin|Truyền thông|Thanh tra|Bảo hiểm|Kho bạc|Nhà nước|Thống kê|Hải quan|Quân sự|Quốc phòng|Biên phòng|"
    "Trung học|Tiểu học|Mầm non|Phổ thông|Thường xuyên|Nghề nghiệp|Chính trị|Tư tưởng|Pháp chế|Hành chính|Quản trị|Tổng hợp|Kinh tế|Đô thị|Hạ tầng|Lao động|Phụ nữ|Nông dân|Chiến binh|Cựu chiến binh|"
    "Chữ thập đỏ|Khuyến học|Việt Nam|Thường trực|Thường vụ|Trẻ em|Đại học|Sau đại học|Khảo thí|Hợp tác|Đối ngoại|Quốc tế|Thiết bị|Thư viện|Phát triển|Sự nghiệp|Lưu trữ|Bưu chính|Viễn thông|Điện lực|"
    "Giao thông|Vận tải|Đa khoa|Chuyên môn|Quân y|Dự phòng|Nhân dân|Chất lượng|Kỹ thuật|Nghệ thuật|Ngoại ngữ|Tin học|Tự nhiên|Học sinh|Sinh viên|Đoàn thể|Công vụ|Công chức|Viên chức|Giám sát|Tố cáo|Dân số|Trẻ thơ|Cơ yếu|"
    "Trường học|Đảng ủy|Tỉnh ủy|Thành ủy|Huyện ủy|Chính phủ|Quốc hội|Trung ương|Giám hiệu|Giám đốc|Hiệu trưởng|Công đoàn|Công thương|Dân quân|Thiếu niên|Nhi đồng|Tiền phong|Công chúa"
)
_TASKS: Final = (
    "Tổ chức|Quản lý|Kiểm định|Kiểm tra|Kiểm nghiệm|Kiểm soát|Kế hoạch|Thi đua|Chỉ huy|Chỉ đạo|Đầu tư|Bảo vệ|Bảo trợ|Chăm sóc|Công tác|Đảm bảo|Bảo đảm|Dịch vụ|Phục vụ|Nghiên cứu|Bồi dưỡng|Hỗ trợ|Ứng dụng|Phòng chống|"
    "Chấp hành|Vận động|Tiếp dân|Tuyển sinh|Cứu hộ|Điều hành|Đại diện|Liên lạc|Tư vấn|Chuyển đổi số|Cải cách|Giới thiệu|Xúc tiến|Giám định|Đánh giá"
)
_NAMED_AFTER: Final = regex(rf"(?P<field>{_FIELDS})(?![^\W\d_])|(?:{_TASKS})(?![^\W\d_])")
_FIELD: Final = regex(  # the same in lower case behind another: "Phòng Chính trị tư tưởng"; none that may be an act
    r"(?:chính trị|tư tưởng|pháp chế|hành chính|quản trị|kinh tế|văn hóa|thể thao|du lịch|khoa học|công nghệ|y tế|nông nghiệp|môi trường|tài nguyên|tư pháp|dân tộc|tôn giáo|học sinh|sinh viên|trẻ em|khảo thí|"
    rf"quốc tế|thiết bị|thư viện|kỹ thuật|ngoại ngữ|tin học|giáo dục|hạ tầng|đô thị|xã hội|thanh niên|nhân sự|kế toán){_END}"
)
_CAPITAL: Final = regex(
    rf"(?:[{UPPER}][^\s,;:.()“”]*|\([{UPPER}][^\W\d]*\)(?=\s+[{UPPER}])|\d{{1,4}}(?![\d/.%h:])|số\s+\d+){_END}"
)
# whose territory, which level, which ones: behind such words a name is complete
_CLOSING: Final = regex(
    r"(?:tỉnh|thành phố|xã|phường|đặc khu|quận|huyện|thị trấn|thị xã|trung ương|địa phương|cấp (?:tỉnh|xã|huyện|học|trường|trên|dưới|cơ sở|trung ương)|"
    r"trên địa bàn(?: (?:toàn )?(?:tỉnh|thành phố|xã|phường))?|trực thuộc|toàn (?:tỉnh|ngành|thành phố)|(?:có )?liên quan|(?:nêu |nói )?trên|còn lại|khác|(?<=các )cấp|"
    rf"được (?:phân công|giao(?: nhiệm vụ| chủ trì)?|thụ hưởng|thanh tra|kiểm tra)(?=\s))(?!\s+hội){_END}",
)
# nouns in lower case that names of offices and posts hold
_NOUN: Final = regex(
    r"(?:(?<=dự án )đầu tư(?: xây dựng)?|(?<=iáo dục )thường xuyên(?! (?:rà|kiểm|theo|báo|cập|phối|đôn))|(?<=nhân viên )(?:phục vụ|bảo vệ|cấp dưỡng|nuôi dưỡng|y tế|thiết bị|thư viện|văn thư|kế toán|kỹ thuật)|"
    r"giáo dục|nghề nghiệp|mầm non|mẫu giáo|tiểu học|trung học(?: cơ sở| phổ thông)?|cơ sở(?! dữ liệu| vật chất)|phổ thông|chuyên biệt|chuyên(?= [A-ZĐ])|dân tộc|nội trú|bán trú|công lập|ngoài công lập|tư thục|dân lập|"
    r"đại học|cao đẳng|trung cấp|chất lượng|dự án|các công trình|công trình|dân dụng|công nghiệp|giao thông|nông nghiệp|cán bộ|công chức|viên chức|người lao động|chuyên môn|nghiệp vụ|hành chính|"
    r"tài chính|kế toán|thủ quỹ|văn thư|thiết bị|y tế|bộ môn|chủ nhiệm(?: lớp \d+)?|sáng kiến|khu vực|khoa học|công nghệ|thông tin|công tác(?= của)|thi đua|nhân dân|nhà nước|dịch vụ|"
    rf"phụ trách(?: (?:chuyên môn|cơ sở vật chất|lớp|khối))?|ngành|nhân viên|giáo viên|đoàn thể|(?<=cán bộ )quản lý|(?<=cơ quan )quản lý|giáo dục đặc biệt|hỗ trợ phát triển|hòa nhập|báo chí|dự phòng|bệnh tật|thông minh|trẻ(?: em)?|độc lập|chuyển đổi số|xã hội(?! hóa)|ngoại ngữ|tin học|đoàn viên|sự nghiệp){_END}",
)
_SHORT_OFFICES: Final = frozenset(["Sở", "Phòng", "Bộ", "Trường", "UBND", "Văn phòng", "Đảng ủy", "HĐND"])
# "bộ phận" is no "bộ", "hội đồng" no "hội"
_OF_AN_OFFICE: Final = regex(rf"(?<=[Bb]ộ)\s+phận{_END}|(?<=[Hh]ội)\s+đồng{_END}|(?<=[Đđ]oàn)\s+thể{_END}")
_POST: Final = regex(
    r"(?:phó\s+)?hiệu trưởng|giáo viên|nhân viên|kế toán|văn thư|thủ quỹ|bảo vệ|nhà trường|tổng phụ trách|tổ trưởng|giám đốc|chủ tịch|bí thư|(?:các|mỗi|từng)\s+(?:đơn vị|trường|xã|phường|sở|phòng|địa phương|cơ quan|chi bộ|tổ|lớp|phòng ban)",
    re.IGNORECASE,
)
_LOWER_NEXT: Final = regex(rf"\s+[{LOWER}]")
_TWO_SYLLABLES: Final = regex(rf"[{UPPER}][{LOWER}]{{1,6}}\s+[{LOWER}]+")
_LINK: Final = regex(r"(?:,\s*|\s*[-–&/]\s*|\s+(?:của|thuộc|và|tại|ở)\s+|,\s+(?:và\s+)?|\s+)")
_WITH_LINK: Final = regex(r"(?:,|[-–&/]|của|thuộc|và|tại|ở)")
_GROUP: Final = regex(r"(?:các|những|mỗi|từng|một số)\s+")
_MOST_TOKENS: Final = 30
# what goes on describing a doer whose name seems complete
_DESCRIBES: Final = regex(
    r"(?:chưa|không|đang|đã|có|mà|được|thuộc|của|đóng|dạy|nơi|là|tham gia|đủ|nằm|trong|ngoài|trên|theo|do|phụ trách|quản lý|sở tại|vùng|miền|công tác(?= (?:tại|ở))|đạt|thụ hưởng|liên quan|và|cùng|với|hoặc)"
    + _END
)
_MANNER: Final = regex(
    r"(?:trực tiếp|sớm|chủ động|nhanh chóng|kịp thời|khẩn trương|thường xuyên|tích cực|nghiêm túc|đồng loạt|cùng nhau|tự|đều|chỉ|vẫn|thực sự|căn cứ|trên cơ sở|bám sát|cử|dọn|dán|lau|nắm|mở|lấy|làm việc|vệ sinh)"
    + _END
)
_LONG: Final = 4


class Name(NamedTuple):
    """A name at the start of a text: its words, and whether nothing in lower case can belong to it any more."""

    words: str
    is_closed: bool
    parts: int


@lru_cache(maxsize=4096)
def name_at(text: str) -> Name | None:
    """The longest name of doers at the start of `text`: a word for an office or post, then what names are made of.

    Names go on with capitals and numbers, levels and territories ("các trường tiểu học trên địa bàn tỉnh", "thuộc Sở"),
    and with further names behind a comma or "và". None where `text` does not begin like a doer.
    """
    part, count = _head(text), 1
    while part is not None and count < _MOST_TOKENS:
        link = _LINK.match(text, part.end)
        if link is None:
            break
        following = _part(text, link.end(), part, is_joined=bool(_WITH_LINK.match(link[0].strip())))
        if following is None:
            break
        part, count = following, count + 1
    return Name(text[: part.end], part.is_closing, count) if part else None


class _Part(NamedTuple):
    """A part of a name: where it ends, and what it is."""

    end: int
    is_closing: bool = False
    is_head: bool = False
    is_proper: bool = False


def _head(text: str) -> _Part | None:
    quantity = QUANTITY.match(text)
    start = quantity.end() if quantity else 0
    if SECTIONS.match(text, start):
        return None
    match = UNIT_START.match(text, start) or PERSON.match(text)
    if match is None:
        return None
    return _Part(_office_end(text, match.end()), is_head=True)


def _office_end(text: str, end: int) -> int:
    rest = _OF_AN_OFFICE.match(text, end)
    return rest.end() if rest else end


def _part(text: str, start: int, before: _Part, *, is_joined: bool) -> _Part | None:
    """The part of a name at `start`, behind `before`; None where the name is over."""
    if named := _NAMED_AFTER.match(text, start):
        return _Part(named.end(), is_closing=bool(named["field"]), is_proper=True)
    if _CAPITAL.match(text, start):
        return _capital(text, start, before)
    if before.is_proper and (more := _FIELD.match(text, start)):
        return _Part(more.end(), is_closing=True, is_proper=True)
    return _lower(text, start) or _joined(text, start, is_joined=is_joined)


def _lower(text: str, start: int) -> _Part | None:
    """Words in lower case that names hold: territories, levels, fields."""
    group = _GROUP.match(text, start)
    inner = group.end() if group else start
    if closing := _CLOSING.match(text, start) or _CLOSING.match(text, inner):
        return _Part(closing.end(), is_closing=True)
    noun = _NOUN.match(text, inner)
    return _Part(noun.end()) if noun else None


def _joined(text: str, start: int, *, is_joined: bool) -> _Part | None:
    """A further office or post: "Hiệu trưởng các trường", "Bảo vệ, nhân viên phục vụ"."""
    group = _GROUP.match(text, start)
    inner = group.end() if group else start
    if SECTIONS.match(text, inner):
        return None
    head = UNIT_START.match(text, inner) or (PERSON.match(text, inner) if is_joined else None)
    return _Part(_office_end(text, head.end()), is_head=True) if head else None


def _capital(text: str, start: int, before: _Part) -> _Part | None:
    """A word in large letters: an office, a short form, a syllable of a place or of a field this list does not know."""
    if unit := UNIT_START.match(text, start):
        end = _office_end(text, unit.end())
        is_short = unit[0] in _SHORT_OFFICES or not _LOWER_NEXT.match(text, end)
        return _Part(end, is_closing=is_short, is_head=True)
    two = _TWO_SYLLABLES.match(text, start)
    if two and before.is_head:
        return _Part(two.end())  # "Phòng Sáng tạo": of two syllables only the first is large
    word = _CAPITAL.match(text, start)
    is_closing = two is None or (before.is_proper and before.is_closing)
    return _Part(word.end(), is_closing=is_closing, is_proper=True) if word else None


def end_of(text: str, cut: str | None) -> str | None:
    """The doers at the start of `text`: `cut` (what stands before the first act that is known) or the name as it is built.

    The name wins where it is complete and the words behind it go on with something that describes nobody, where
    it reaches over the cut, and where no act is known.
    """
    name = name_at(text)
    if name is None:
        return cut
    words = name.words
    if cut is None:
        is_whole = name.is_closed or name.parts > 1 or _POST.fullmatch(words)
        return words if is_whole and _is_predicate(text[len(words) :]) else None
    if len(words) >= len(cut):
        return cut if text[len(cut) : len(words)].strip(" ,-–") == "" else words
    rest = cut[len(words) :]
    goes_on = bool(_DESCRIBES.match(rest.strip(" ,")))
    if "," in rest or ":" in rest or any(word[:1].isupper() for word in rest.split()):
        is_over = name.is_closed and not goes_on  # an open name may go on with what this list does not know
    else:
        is_over = not goes_on and (name.is_closed or len(rest.split()) > (_LONG if name.parts == 1 else _LONG // 2))
    return words if is_over or _MANNER.match(rest.strip()) else cut


def receiver_of(words: str) -> str:
    """The receiver at the start of `words`: "UBND tỉnh" of "UBND tỉnh khen thưởng"; `words` where its name may go on."""
    name = name_at(words)
    if name is None or not name.is_closed or not _is_predicate(words[len(name.words) :]):
        return words
    return name.words


def _is_predicate(rest: str) -> bool:
    """Whether `rest` goes on in lower case, as what a doer does; not with the end of the sentence or a time."""
    word = rest.strip()
    return rest[:1] == " " and word[:1].islower() and not _DESCRIBES.match(word) and not _TIME.match(word)


_TIME: Final = regex(r"(?:trước|chậm nhất|muộn nhất|ngày|tháng|đến|từ|vào|lúc|hạn|thời|năm|quý|về|như|sau|để)" + _END)
