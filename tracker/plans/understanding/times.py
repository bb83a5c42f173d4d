"""Times inside running text: find them with their qualifier, and tell a deadline from every other date by the words before it.

What a whole sentence says against a deadline is prose's business; here only what stands around the time itself counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tracker.patterns import regex
from tracker.periods import Period, read_period

_DASH: Final = r"\s?[-–—]\s?"
_YEAR: Final = r"(?:\s?[/.-]\s?|,?\s+(?:của\s+)?năm\s+)\d{4}"
_DATE: Final = (
    r"\d{1,2}\s?/\s?\d{1,2}\s?/\s?\d{4}|\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{1,2}\s?-\s?\d{1,2}\s?-\s?\d{4}|\d{1,2}\s+tháng\s+\d{1,2}(?:,?\s+năm\s+|\s?[/.-]\s?)\d{4}|"
    r"\d{1,2}\s?/\s?\d{1,2}\s+năm\s+\d{4}|\d{1,2}/\d{1,2}/\d{2}(?![\d/])"
)
_SHORT: Final = r"\d{1,2}\s?/\s?\d{1,2}(?![/\d%]|\s+năm\s+\d{4})|\d{1,2}\s+tháng\s+\d{1,2}(?!\s+năm\s+\d|[/\d])"
_ROMAN: Final = r"(?:IV|III|II|I|0?[1-4])"
_NUMBERS: Final = r"(?:(?:\s?[-–,&]\s?|\s+và\s+)\d{1,2}(?!\d|\s?[/.]\s?\d{1,2}(?!\d))){0,4}"  # "tháng 10, 11, 12/2025"
_MONTH: Final = rf"tháng\s+\d{{1,2}}(?![\d%]){_NUMBERS}(?:{_YEAR})?"
_BARE_MONTH: Final = r"(?:0?[1-9]|1[0-2])\s?[/.]\s?20\d\d(?![/\d])"
_QUARTER: Final = (
    rf"(?:qu[ýí]|q[úù][yi])\s+{_ROMAN}(?!\w)(?:(?:{_DASH}|\s?[,&]\s?|\s+và\s+){_ROMAN}(?!\w)){{0,3}}(?:{_YEAR})?"
)
_HALF: Final = r"(?:0?\d|sáu)\s+tháng\s+(?:đầu|cuối)\s+năm(?:\s+\d{4})?"
_PART_OF: Final = r"(?:đầu|giữa|cuối|nửa\s+đầu|nửa\s+cuối)\s+"
_WEEK_OF: Final = r"tuần\s+(?:thứ\s+)?(?:\d|nhất|hai|ba|tư|bốn|đầu|cuối)(?:\s+của|,)?\s+"
_EACH: Final = r"(?:hằng|hàng|mỗi|từng)\s+(?:năm\s+học|học\s+kỳ|năm|quý|tháng|tuần)"
_IN_QUARTER: Final = (
    r"\d{1,2}(?:\s+của)?,?\s+tháng\s+(?:(?:đầu(?:\s+tiên)?|giữa|cuối(?:\s+cùng)?)(?:\s+của)?\s+(?:mỗi\s+|từng\s+|hằng\s+|hàng\s+)?quý(?:\s+(?:sau|tiếp\s+theo|kế\s+tiếp))?|"
    r"(?:tiếp\s+theo|kế\s+tiếp|liền\s+kề|sau)(?!\s+đó))"
)
_WEEKDAY: Final = r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)"
_NAMED: Final = (
    rf"{_IN_QUARTER}|{_HALF}|(?:{_PART_OF}|{_WEEK_OF})?{_MONTH}|(?:{_PART_OF})?{_QUARTER}|{_PART_OF}năm\s+\d{{4}}"
)
_ATOM: Final = rf"{_DATE}|{_NAMED}|{_BARE_MONTH}|{_SHORT}"

_HOUR_ALONE: Final = r"\d{1,2}(?:\s?(?:giờ|h|g)\s?(?:\d{2})?(?:\s?phút)?|:\d{2})(?!\w)"
_HOUR: Final = rf"(?:{_HOUR_ALONE},?\s+(?:của\s+)?(?:{_WEEKDAY},?\s*)?\(?)"
_BEFORE: Final = (
    r"(?:xong\s+|hoàn\s+thành\s+)?trước(?:\s+thời\s+điểm)?|(?:chậm|muộn|trễ)\s+nhất(?:\s*(?:là|vào|đến\s+hết|đến|trong|hết|trước|:))*|"
    r"(?:thời\s+)?(?<!hết )(?<!quá )hạn(?:\s+(?:cuối(?:\s+cùng)?|chót|nộp|gửi|hoàn\s+thành|đăng\s+ký))?(?:\s+(?:báo\s+cáo|hồ\s+sơ|văn\s+bản|kết\s+quả))?(?:\s*(?:là|:|vào|trước|đến\s+hết|đến))*|"
    r"thời\s+(?:gian|điểm)\s+(?:hoàn\s+thành|gửi|nộp|báo\s+cáo)(?:\s+(?:báo\s+cáo|hồ\s+sơ|kết\s+quả|văn\s+bản))?(?:\s*(?:là|:|vào|trước|chậm\s+nhất|trong|đến\s+hết))*|"
    r"không\s+(?:quá|muộn\s+hơn|chậm\s+hơn|trễ\s+hơn)|(?:đến\s+)?hết|(?:hoàn\s+thành\s+|xong\s+)trong|trong"
)
_MORE: Final = rf"(?:(?:\s*[,;]\s*|\s+và\s+|,?\s+hoặc\s+)(?:(?:chậm\s+nhất\s+|trước\s+)?(?:ngày\s+)?(?:{_DATE}|{_NAMED})|(?:trước\s+)?(?:ngày\s+)?(?:{_SHORT})))"
_RANGE: Final = rf"(?:\s+(?:đến|tới)(?:\s+hết)?\s+|{_DASH})(?:ngày\s+)?(?:{_ATOM})"
_TIME: Final = regex(
    rf"(?:{_EACH}\s*,?\s+\(?)?(?P<qualifier>\b(?:{_BEFORE})\s+)?(?P<hour>{_HOUR})?(?:{_WEEKDAY},?\s*\(?)?(?P<from>\btừ\s+)?(?P<word>(?:các\s+)?ngày\s+)?"
    rf"(?P<date>(?P<run>\d{{1,2}}(?:/\d{{1,2}})?(?:{_DASH}|\s+(?:đến|tới)(?:\s+hết)?\s+(?:ngày\s+)?|\s?,\s?|\s+và\s+)(?:{_DATE}))|{_ATOM}|\d{{1,2}}(?=\s+{_EACH}))"
    rf"(?P<to>{_RANGE})?(?P<more>{_MORE}{{0,6}})(?P<each>\s*\)?\s*,?\s*{_EACH})?(?P<late>\s*[,(]\s*(?:trước|chậm\s+nhất|lúc)\s+{_HOUR_ALONE}\)?)?",
    re.IGNORECASE,
)
_WEEKLY: Final = regex(
    rf"(?P<qualifier>\b(?:{_BEFORE})\s+)?(?P<hour>{_HOUR_ALONE}\s+)?(?:(?:ngày|sáng|chiều|cuối\s+giờ)\s+)*(?P<date>{_WEEKDAY})\s+(?P<each>(?:hằng|hàng|mỗi)\s+tuần)",
    re.IGNORECASE,
)
_YEARS: Final = regex(
    r"(?P<qualifier>\b(?:(?:chậm|muộn)\s+nhất(?:\s+(?:là|vào|trong|đến\s+hết|hết))*|(?:hoàn\s+thành|xong)\s+(?:trong|trước)|hạn\s+(?:cuối|chót)(?:\s+là)?:?)\s+)(?P<date>(?:cuối\s+)?năm\s+20\d\d)(?!\s?[-–/]\s?\d)",
    re.IGNORECASE,
)
_HINT: Final = regex(
    r"\d\s?[/.-]\s?\d|tháng\s|qu[ýí]\s|qú[yi]\s|\d\s+(?:hằng|hàng|mỗi)|(?:hằng|hàng|mỗi)\s+tuần|năm\s+20\d\d",
    re.IGNORECASE,
)
_FULL_DATE: Final = regex(
    r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}\s+tháng\s+\d{1,2}(?:,?\s+năm\s+|\s?/\s?)\d{4}", re.IGNORECASE
)

# --- what stands before a time and makes it no deadline
_PAPER: Final = (
    r"(?:Luật|Bộ luật|Pháp lệnh|Hiến pháp|Nghị quyết|Nghị định|Thông tư|Quyết định|Chỉ thị|Chỉ đạo|Công văn|Công điện|Kết luận|Thông báo|Kế hoạch|Tờ trình|Hướng dẫn|Văn bản|Quy định|"
    r"Biên bản|Giấy mời|Đề án|Hợp đồng|Điều lệ|Quy chế|Phương án|Báo cáo)"
)
_SYMBOL: Final = regex(
    r"(?:(?:\bsố\s*:?\s*(?=[\d/])|[\w.]*\d[\w.]*\s?[/-]\s?|/\s?)[A-ZĐ\d][\w&.\s/-]{0,30}|\b(?:ban hành|ký|cấp|sửa đổi|bổ sung|thông qua)(?:\s+kèm theo)?)\s*,?\s*$"
)
_NUMBERED: Final = regex(r"\bsố\s*:?\s*[\d/][^.;()]{0,40}$|\d+[\w.]*\s?[/-]\s?[A-ZĐ][\w&/\s-]{1,30},?\s*$")
_NAMED_PAPER: Final = regex(rf"\b{_PAPER}\b(?:\s+(?!\d)[^\s.;:()]+){{0,14}}\s*$")
_PAST: Final = regex(
    r"\b(?:đã|được (?:ban hành|thành lập|phê duyệt|tuyển dụng|cấp|công nhận|bổ nhiệm)|phát sinh|sinh|khởi công|tốt nghiệp|kể|tính|có hiệu lực|áp dụng)\s*(?:từ\s+)?$",
    re.IGNORECASE,
)
_IN_FORCE: Final = regex(r"\b(?:hiệu lực|áp dụng|thi hành)\b[^.;,]{0,30}$", re.IGNORECASE)
_CUT_OFF: Final = regex(
    r"\b(?:số liệu|dữ liệu|thời điểm|thống kê|tính|chốt|lũy kế|luỹ kế|thời gian lấy số liệu|kỳ (?:báo cáo|số liệu))(?:\s+[^\s.;:]+){0,6}?:?\s*(?:tính\s+)?$",
    re.IGNORECASE,
)
_FORMER: Final = regex(r"\b(?:theo|thay (?:cho|vì|thế)|so với|quá|sau|vượt|lỡ)\s*$", re.IGNORECASE)
_COMPARED: Final = regex(r"\b(?:so với|cùng kỳ)(?:\s+[^\s.;,]+){0,4}\s*$", re.IGNORECASE)
_ABOVE: Final = regex(
    r"\((?:[^()]{0,30}\s)?(?:thời )?hạn (?:của )?(?:Sở|Bộ|UBND|Ủy ban|Uỷ ban|cấp trên|Trung ương|Chính phủ)\b[^()]{0,40}$",
    re.IGNORECASE,
)
_STAGE: Final = regex(r"\b(?:giai đoạn|nhiệm kỳ|khóa)\s*$", re.IGNORECASE)
_HELD: Final = regex(
    r"\b(?:kỷ niệm|chào mừng|hưởng ứng|nhân dịp|nhân ngày|diễn ra|khai mạc|bế mạc|tổ chức (?:vào|lúc|từ)|được tổ chức|họp (?:vào|lúc)|dự kiến tổ chức)(?:\s+[^\s.;]+){0,8}\s*\(?$",
    re.IGNORECASE,
)
_DELIVERS: Final = regex(
    r"\b(?:gửi|nộp|trình|đăng ký|tiếp nhận|báo cáo|cập nhật|khai báo|kê khai|rà soát|hoàn thành|phản hồi|góp ý|lấy ý kiến|cung cấp)\b",
    re.IGNORECASE,
)
_TAKES_PLACE: Final = regex(
    r"\b(?:diễn ra|khai mạc|tổ chức|tập huấn|bồi dưỡng|hội nghị|hội thi|nghỉ|thi|học|số liệu|kỷ niệm|thời gian thực hiện|công tác|giai đoạn|tuần lễ|phát động)\b",
    re.IGNORECASE,
)
_SENDS_ON: Final = regex(r"\b(?:gửi|nộp|báo cáo|trình)\b[^.;:]{0,120}?\b(?:vào|định kỳ vào|định kỳ)\s*$", re.IGNORECASE)
_SURE: Final = rf"{_DATE}|(?:tháng|quý)\s+[\w\s,–-]*{_YEAR}|{_BARE_MONTH}"
_FINISHES: Final = regex(
    r"\b(?:hoàn thành|hoàn thiện|xong|gửi|nộp|trình|ban hành|báo cáo|tham mưu|đăng ký|cập nhật)\b", re.IGNORECASE
)
_SENDS_THEN: Final = regex(
    r"\s*,?\s*(?:(?!tổ chức|kỷ niệm)[^\s.;]+\s+){0,8}?(?:gửi|nộp|báo cáo|trình|cập nhật|tổng hợp)\b", re.IGNORECASE
)
_WITHIN: Final = 120  # characters before a time that are looked at


@dataclass(frozen=True)
class Found:
    """A time in a text: `start`..`end`, the words, its meaning, and why it is no deadline (None: it may be one)."""

    start: int
    end: int
    digits_at: int
    text: str
    period: Period | None
    objection: str | None
    is_qualified: bool

    @property
    def is_full_date(self) -> bool:
        """Day, month and year are all there, be it a day that does not exist."""
        return bool(_FULL_DATE.search(self.text))


def find_times(text: str, *, default_year: int | None = None) -> Iterator[Found]:
    """Every time named in `text`, the longest reading of each, with its qualifier, in order.

    A year left out is `default_year`; without one such a time is found but not read.
    """
    if not _HINT.search(text):
        return
    for match in _matches(text):
        found = _found(text, match, default_year)
        if found is not None:
            yield found


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Matches of the three patterns in the order of the text; what one has taken the others leave."""
    others = sorted((*_WEEKLY.finditer(text), *_YEARS.finditer(text)), key=lambda match: match.start())
    done = 0
    for match in sorted((*_TIME.finditer(text), *others), key=lambda match: (match.start(), -match.end())):
        if match.start() >= done:
            done = match.end()
            yield match


def _found(text: str, match: re.Match[str], default_year: int | None) -> Found | None:
    words = match[0].strip(" ,;")
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    if start and (text[start - 1].isalnum() or (text[start - 1] in "/.-" and text[start].isdigit())):
        return None
    if not match["qualifier"] and _is_mere_number(match):
        return None
    if words.count("(") < words.count(")"):
        words = words.rstrip(")")
    period, end = None, start + len(words)
    for stop in _stops(match, start, end):
        plain = _without_brackets(text[start:stop].strip(" ,;"))
        period = _read(plain, default_year)
        if period is not None:
            end = start + len(text[start:stop].rstrip(" ,;"))
            break
    plain = _without_brackets(text[start:end])
    is_qualified = _is_limited(text, start, match) or _is_asked(text, start, match)
    objection = _objection(text, start, match, period, is_qualified=is_qualified)
    return Found(start, end, match.start("date"), plain, period, objection, is_qualified)


def _group(match: re.Match[str], name: str) -> str | None:
    return match[name] if name in match.re.groupindex else None


def _is_mere_number(match: re.Match[str]) -> bool:
    """ "27/31", "10/2025" with no word that makes them times."""
    if _group(match, "word") or _group(match, "from") or _group(match, "hour") or _group(match, "each"):
        return False
    return bool(re.fullmatch(rf"{_BARE_MONTH}|\d{{1,2}}\s?/\s?\d{{1,2}}", match["date"]))


def _stops(match: re.Match[str], start: int, end: int) -> list[int]:
    """Where the time may end: all of it, else without what follows the first."""
    stops = [end, *(match.start(group) for group in ("late", "each", "more", "to") if _group(match, group))]
    return [stop for stop in stops if stop > start]


def _without_brackets(words: str) -> str:
    return words.replace("(", "").replace(")", "")


@lru_cache(maxsize=4096)
def _read(words: str, default_year: int | None) -> Period | None:
    period = read_period(words, default_year=default_year)
    return None if period is None or period.is_condition else period


def _is_limited(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a word of limit stands before the time.

    "trong" alone limits a month or quarter of a year; more vague times ("trong tháng 10", "trong 6 tháng cuối năm 2025")
    only where something is to be finished or sent.
    """
    qualifier = match["qualifier"]
    if not qualifier or qualifier.strip().lower() != "trong" or re.fullmatch(_SURE, match["date"], re.IGNORECASE):
        return bool(qualifier)
    return bool(_FINISHES.search(_clause_before(text, start)))


def _clause_before(text: str, start: int) -> str:
    return re.split(r"[.;]\s", text[max(0, start - _WITHIN) : start])[-1]


def _is_asked(text: str, start: int, match: re.Match[str]) -> bool:
    """A time without a word of limit that yet limits: "gửi hồ sơ từ ngày … đến ngày …", "báo cáo vào ngày 20 hằng tháng"."""
    before = _clause_before(text, start)
    if _group(match, "each") and _SENDS_THEN.match(text[match.end() :][:_WITHIN]):
        return True
    if _group(match, "from") and (_group(match, "to") or _group(match, "run")):
        return bool(_DELIVERS.search(before)) and not _TAKES_PLACE.search(before)
    return bool(_SENDS_ON.search(before))


def _objection(text: str, start: int, match: re.Match[str], period: Period | None, *, is_qualified: bool) -> str | None:
    if period is None:
        return "không đọc được thành ngày"
    before = text[max(0, start - _WITHIN) : start]
    if not is_qualified:
        return _unqualified(before, match)
    if text[:start].count('"') % 2:
        return "nằm trong tên văn bản, chương trình"
    if period.due_on is None and not period.names_its_day:
        return "mốc bắt đầu, không phải hạn giao"
    return _of_another(before, match[0].strip())


def _of_another(before: str, words: str) -> str | None:
    """The words before a limited time that make it the limit of something else."""
    if _PAST.search(before) or _IN_FORCE.search(before):
        return "mốc của sự việc khác, không phải hạn giao"
    if _CUT_OFF.search(before) and re.match(r"(?:đến|hết|tính|từ)\b", words, re.IGNORECASE):
        return "mốc chốt số liệu, không phải hạn giao"
    if _ABOVE.search(before):
        return "hạn do cấp trên đặt ra cho cơ quan ban hành, không phải hạn giao"
    if _FORMER.search(before) and re.match(r"(?:thời\s+)?hạn\b", words, re.IGNORECASE):
        return "hạn cũ hoặc hạn của việc khác được nhắc lại"
    if _COMPARED.search(before) or _STAGE.search(before):
        return "mốc so sánh hoặc giai đoạn, không phải hạn giao"
    return None


def _unqualified(before: str, match: re.Match[str]) -> str:
    """Why a time without a word of limit is no deadline."""
    if _NUMBERED.search(before) or _SYMBOL.search(before):
        return "ngày của văn bản được viện dẫn"
    if _PAST.search(before) or _IN_FORCE.search(before):
        return "mốc của sự việc khác, không phải hạn giao"
    if _NAMED_PAPER.search(before) and _group(match, "word"):
        return "ngày của văn bản được viện dẫn"
    if match["each"]:
        return "sự kiện diễn ra hằng năm, không phải hạn báo cáo"
    if _HELD.search(before):
        return "thời gian diễn ra sự kiện"
    return "mốc thời gian nêu trong nội dung, không kèm từ chỉ thời hạn"
