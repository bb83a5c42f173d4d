"""Times inside running text: find them, and tell a deadline from the date of a cited document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tracker.periods import Period, read_period

_DATE: Final = r"\d{1,2}\s?/\s?\d{1,2}\s?/\s?\d{4}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|\d{1,2}-\d{1,2}-\d{4}"
_SHORT: Final = r"\d{1,2}\s?/\s?\d{1,2}(?![/\d])|\d{1,2}\s+tháng\s+\d{1,2}(?!\s+năm|[/\d])"
_MONTH: Final = (
    r"tháng\s+\d{1,2}\s?(?:-\s?\d{1,2}\s?)?(?:/|năm\s)\s?\d{4}|quý\s+(?:IV|III|II|I|[1-4])\s?(?:/|năm\s)\s?\d{4}"
)
_HOUR: Final = r"(?:\d{1,2}\s?(?:giờ|h)\s?(?:\d{2})?(?:\s?phút)?,?\s+(?:của\s+)?)"
_BEFORE: Final = (
    r"(?:xong\s+|hoàn thành\s+)?trước(?:\s+thời điểm)?|(?:chậm|muộn)\s+nhất(?:\s+(?:là|vào|đến\s+hết|đến|trong|hết))*|"
    r"(?:thời\s+)?hạn\s+(?:cuối(?:\s+cùng)?|chót|nộp|gửi|hoàn thành)?(?:\s*(?:là|:|vào|trước))*|không\s+(?:quá|muộn\s+hơn)|(?:đến\s+)?hết|"
    r"(?:hoàn thành\s+|xong\s+)trong|trong"
)
_EACH: Final = r"(?:hằng|hàng|mỗi)\s+(?:năm|quý|tháng|tuần)"
_TIME: Final = re.compile(
    rf"(?:{_EACH}\s*,?\s+)?(?P<qualifier>\b(?:{_BEFORE})\s+)?{_HOUR}?(?P<word>ngày\s+)?"
    rf"(?P<date>{_DATE}|{_MONTH}|{_SHORT}|\d{{1,2}}(?:\s+của)?\s+tháng\s+(?:đầu|cuối)(?:\s+của)?\s+quý|\d{{1,2}}(?=\s+{_EACH}))"
    rf"(?P<more>(?:\s*,\s*|\s+và\s+)(?:trước\s+)?(?:ngày\s+)?(?:{_DATE}|{_MONTH}))*(?P<each>\s*\)?\s*,?\s*{_EACH})?",
    re.IGNORECASE,
)
_HINT: Final = re.compile(r"\d\s?[/.-]\s?\d|tháng\s|quý\s|\d\s+(?:hằng|hàng)", re.IGNORECASE)
_FULL_DATE: Final = re.compile(
    r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}", re.IGNORECASE
)
_SYMBOL: Final = re.compile(
    r"(?:(?:\bsố\s*:?\s*(?=[\d/])|[\w.]*\d[\w.]*\s?[/-]\s?|/\s?)[A-ZĐ\d][\w&.\s/-]{0,30}|\b(?:ban hành|ký|cấp|sửa đổi|bổ sung|thông qua)(?:\s+kèm theo)?)\s*,?\s*$"
)
_NUMBERED: Final = re.compile(r"\bsố\s*:?\s*[\d/][^.;()]{0,40}$|\d+[\w.]*\s?[/-]\s?[A-ZĐ][\w&/\s-]{1,30},?\s*$")
_PAST: Final = re.compile(
    r"\b(?:đã|được (?:ban hành|thành lập|phê duyệt|tuyển dụng|cấp|công nhận|bổ nhiệm)|phát sinh|sinh|khởi công|tốt nghiệp|kể|tính|có hiệu lực|áp dụng)\s*(?:từ\s+)?$",
    re.IGNORECASE,
)


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
    """Every date, month or quarter named in `text`, with its qualifier."""
    if not _HINT.search(text):
        return
    for match in _TIME.finditer(text):
        words = match[0].strip(" ,)")
        start = match.start() + (len(match[0]) - len(match[0].lstrip()))
        if start and text[start - 1].isalnum():
            continue
        plain = words.replace("(", "").replace(")", "")
        period = _read(plain, default_year)
        yield Found(
            start,
            start + len(words),
            match.start("date"),
            plain,
            period,
            _objection(text, start, match, period),
            bool(match["qualifier"]),
        )


@lru_cache(maxsize=4096)
def _read(words: str, default_year: int | None) -> Period | None:
    return read_period(words, default_year=default_year)


def _objection(text: str, start: int, match: re.Match[str], period: Period | None) -> str | None:
    before = text[max(0, start - 80) : start]
    has_qualifier = bool(match["qualifier"])
    if period is None:
        return "không đọc được thành ngày"
    if not has_qualifier and (_NUMBERED.search(before) or _SYMBOL.search(before)):
        return "ngày của văn bản được viện dẫn"
    if match["each"] and not has_qualifier:
        return "sự kiện diễn ra hằng năm, không phải hạn báo cáo"
    if _PAST.search(before):
        return "mốc của sự việc khác, không phải hạn giao"
    if not has_qualifier:
        return "mốc thời gian nêu trong nội dung, không kèm từ chỉ thời hạn"
    return None
