"""What is asked, in the document's words: without who is asked, to whom it goes and by when."""

import re
from typing import Final

from tracker.patterns import regex
from tracker.plans.understanding.duties import work_asked
from tracker.plans.understanding.duty_words import has_duty, is_doer_start
from tracker.plans.understanding.passages import Passage
from tracker.plans.understanding.recipients import recipient_of
from tracker.plans.understanding.times import Found

_TRIM: Final = regex(
    r"(?:\s*(?:,|;|:|\(|[-–]|\bvà\b|\bgửi\b|\bvề\b|\bđề nghị\b|\bcần\b|\bhoàn thành\b|\bxong\b|\b(?:thời gian|thời hạn|hạn|tiến độ)(?:\s+(?:gửi|nộp|hoàn thành|báo cáo|thực hiện|đăng ký|nhận))?\b|"
    r"\btrình\b|\bcho\b|\bvới\b|[,;]\s*báo cáo\b|\b(?:hằng|hàng)\s+(?:năm|quý|tháng|tuần)\b|\bđịnh kỳ\b|\blà\b))+\s*$",
    re.IGNORECASE,
)
_LEAD_IN: Final = regex(r"^(?:\s*(?:[,;:)–.-]|\bvà\b|\bđồng thời\b|\bsau đó\b))+\s*", re.IGNORECASE)
_PARENTHESES: Final = regex(r"\s*\([^()]*\)")
_OPEN_PARENTHESIS: Final = regex(r"\s*\([^()]*$")
_TIME_LABEL: Final = regex(
    r"\s*(?:(?:thời\s+)?hạn|thời gian|thời điểm|tiến độ|hoàn thành|yêu cầu(?:\s+về)? thời gian)(?:\s+(?:gửi|nộp|nhận|hoàn thành|báo cáo|thực hiện|đăng ký|đăng kí|hồ sơ|cuối|chót|cuối cùng|bài|dự thi|"
    r"sản phẩm|tham gia|triển khai|danh sách|kết quả|phản hồi|góp ý|kế hoạch|và|về|[^\W\d]+){0,6})?\s*(?::|là|\s-)?\s*$",
    re.IGNORECASE,
)
_LABELLED: Final = regex(r"(?:thời\s+)?(?:hạn|gian)\b", re.IGNORECASE)
_DUE_LABEL: Final = regex(
    r"\W*(?:(?:thời\s+)?(?:hạn|gian)|tiến độ)\s+(?:cuối\s+)?(?:hoàn thành|nộp|gửi|báo cáo|đăng ký|đăng kí|nhận (?:hồ sơ|bài))[^:]{0,40}:\s*|"
    r"\W*(?:hoàn thành|nộp|gửi)\b[^:.;]{0,80}:\s*",
    re.IGNORECASE,
)
_DUE_HEADING: Final = regex(
    r"(?:thời hạn|thời gian (?:nộp|gửi|nhận|hoàn thành|báo cáo|đăng ký|tiếp nhận)|hạn (?:nộp|gửi|hoàn thành|báo cáo|đăng ký|cuối|chót)|(?:gửi|nộp)\b.*\b(?:như sau|sau đây|sau|lịch|tiến độ)\s*:?$)",
    re.IGNORECASE,
)
_GROUP_LABEL: Final = regex(r"[^:;.]{3,200}:\s*")
_LAST_DAY: Final = regex(
    r"\s*(?:,\s*)?(?:là|chính là|:)\s+(?:thời\s+)?(?:hạn|ngày)\s+(?:cuối|chót|nộp|gửi|hoàn thành|cuối cùng)\b",
    re.IGNORECASE,
)
_LAST_DAY_IS: Final = regex(
    r"(?:^|[;,.]\s+)(?:thời\s+)?hạn\s+(?:cuối|chót|nộp|gửi)\b[^.;:,]{0,80}\s(?:là|vào)\s*$", re.IGNORECASE
)
_DONE_IN: Final = regex(r"\W*thời gian (?:thực hiện|triển khai)\s*:\s*", re.IGNORECASE)
_SPAN: Final = regex(r"từ\b", re.IGNORECASE)
_LABEL: Final = regex(r"[^\W\d][^:.;]{2,40}:\s+\S")
_ITEM: Final = 3
_FEW_BEHIND: Final = 12
_LEAST_WORDS: Final = 5
_MOST_TEXT: Final = 600
_PURPOSE: Final = regex(
    r"[\s,]*(?:(?:để|xem xét|phê duyệt|duyệt|tổng hợp|theo quy định|qua|bằng|theo|ký|cho ý kiến|thẩm định|quyết định|ban hành)\b.*|\S+(?:\s+\S+)?)?[\s,]*"
)


def opens_with_label(text: str, found: Found) -> bool:
    """Whether `text` only says that a time follows ("Hạn gửi: trước ngày D", "Thời gian nộp hồ sơ: …"), and little more."""
    before = text[: found.start]
    is_label = bool(_TIME_LABEL.fullmatch(before)) if before.strip() else bool(_LABELLED.match(found.text))
    return is_label and len(text[found.end :].split()) <= _FEW_BEHIND


def is_due_label(text: str, found: Found, passage: Passage) -> bool:
    """Whether a label alone makes the time a deadline: "Hạn hoàn thành: 30/11", or "Thời gian thực hiện: Quý II" in an item."""
    if found.period is not None and _LAST_DAY.match(text[found.end :]):
        return True
    if found.period is not None and _LAST_DAY_IS.search(text[: found.start]):
        return True
    behind = text[found.end :].lstrip(" .,)")
    if found.period is None or (behind and behind[0] != ";") or _SPAN.match(found.text):
        return False
    label = text[: found.start]
    if _DUE_LABEL.fullmatch(label):
        return True
    if passage.above and says_when_due(passage.above[-1]) and _GROUP_LABEL.fullmatch(label) and is_doer_start(label):
        return True  # "Hồ sơ gửi theo thời hạn sau:" - "Các trường mầm non: ngày 15/6"
    return passage.level >= _ITEM and bool(passage.above) and bool(_DONE_IN.fullmatch(label))


def says_when_due(heading: str) -> bool:
    """Whether `heading` says that what stands below it is by when to hand in."""
    return bool(_DUE_HEADING.search(heading))


def is_label(text: str) -> bool:
    """Whether `text` is a label with its value: "Hình thức: trực tuyến."."""
    return bool(_LABEL.match(text))


def work_of(passage: Passage, start: int, text: str, done_until: int, found: Found, title: str) -> str:
    """The work of a deadline in the sentence `text` that begins at `start`: what stands before the time."""
    own = trimmed(text[done_until : found.start], found.text, title)
    if (
        done_until
        or start == len(passage.marker)
        or len(own.split()) >= _LEAST_WORDS
        or len(passage.text) >= _MOST_TEXT
    ):
        return own
    return trimmed(passage.text[len(passage.marker) : start + found.start], found.text, title)


def trimmed(segment: str, time_text: str, title: str) -> str:
    """The work in the document's words, without whom it goes to and without the time; the title where it is only named."""
    words = _PARENTHESES.sub("", segment).strip()
    words = _OPEN_PARENTHESIS.sub("", words) or words
    last = words.rsplit(": ", 1)[-1]
    if last != words and len(last.split()) >= _LEAST_WORDS and has_duty(last):
        words = last
    _, sent = recipient_of(words)
    if sent is not None and _PURPOSE.fullmatch(words[sent.end("to") :]):
        kept = words[: sent.start("to")]
        words = kept if len(kept.split()) >= _LEAST_WORDS else words
    words = _LEAD_IN.sub("", _TRIM.sub("", words)).rstrip(" .")
    work = work_asked(words)
    if work != words and len(work.split()) <= _LEAST_WORDS and title and time_text not in title:
        return title  # "phối hợp gửi văn bản": the subject of the letter says what
    return work
