"""To whom the thing of a deadline goes, and through whom: the words around "gửi", "nộp", "trình", "báo cáo"."""

import re
from typing import Final

from tracker.patterns import regex
from tracker.plans.understanding.doer_names import receiver_of
from tracker.plans.understanding.duty_words import RECIPIENT_END, RECIPIENT_NAME
from tracker.plans.understanding.words import UPPER

_SENT_VIA_PREPOSITION: Final = regex(
    r"(?:\b(?i:gửi|nộp|chuyển(?!\s+đổi)|báo cáo|trình|phản hồi|bàn giao|cung cấp|trả lời|đăng ký)(?:(?!\b(?:gửi|nộp)\b)[^.;]){0,200}?\b(?:về|cho|đến|tới|lên|với)|"
    r"\b(?i:hồ sơ|danh sách|văn bản|kế hoạch|đề xuất|kết quả|ý kiến|phản ánh|thông tin)(?:(?!\b(?:gửi|nộp)\b)[^.;]){0,200}?\b(?:về|lên))"
    rf"\s+(?P<to>{RECIPIENT_NAME}(?![^\W\d_])[^.;:()]*?){RECIPIENT_END}"
)
_SENT_TO: Final = regex(
    rf"\b(?i:gửi|nộp|trình|chuyển(?!\s+đổi))\s+(?:(?!gửi\b)[^\s.;:(),]+\s+){{0,12}}?(?P<to>{RECIPIENT_NAME}(?![^\W\d_])[^.;:()]*?){RECIPIENT_END}"
)
_REPORTED_TO: Final = regex(
    rf"\b(?i:báo cáo|xin ý kiến|đề xuất|tham mưu)\s+(?:(?:[^\s.;:()]+\s+){{0,5}}?(?:về|cho|lên|với)\s+)?(?P<to>{RECIPIENT_NAME}(?![^\W\d_])[^.;:()]*?){RECIPIENT_END}"
)
_VIA: Final = regex(
    r"\(\s*(?:gửi\s+)?(?:thông\s+)?qua\s+(?P<via>[^()]*)\)|\b(?:thông\s+)?qua\s+(?P<bare>(?:Văn phòng|Phòng|phòng|Cục|Vụ|Thanh tra|bộ phận|Bộ phận|Ban|Tổ|Trung tâm|Thường trực|đồng chí|đ/c|đầu mối)\b[^.;:()]*?)"
    r"(?=\s*(?:[.;:(),]|$|\btrước\b|\bđể\b|\bchậm\b|\btổng hợp\b|\btheo\b|\bmuộn\b|\bhạn\b|\bxong\b))"
)
_VIA_END: Final = regex(
    r"\s+để\s+|,\s*(?:bản|email|e-mail|hộp thư|điện thoại|đt|địa chỉ|sđt|đồng thời|số)\b|;|,\s*(?=\d)|\s+theo\s+|\s+trước\s+|:\s|\s+tổng hợp\b|\s*[-–]\s*(?=đ/c|ông|bà|đồng chí)|\s+và\s+(?=hộp|email|địa)",
    re.IGNORECASE,
)
_VIA_THING: Final = regex(
    r"(?:hệ thống|phần mềm|email|e-mail|thư điện tử|hộp thư|địa chỉ|đường link|link|trục|cổng|đường|bưu|zalo|mạng)\b",
    re.IGNORECASE,
)
# "Vụ (Ban) Tổ chức cán bộ" is one name; any other bracket is an aside
_PARENTHESES: Final = regex(rf"\((?![{UPPER}][^\W\d]*\)\s+[{UPPER}])[^()]*\)")


def without_asides(text: str) -> str:
    """`text` with blanks in place of what stands in brackets, so that places in it stay the same."""
    return _PARENTHESES.sub(lambda aside: " " * len(aside[0]), text)


def recipient_of(text: str) -> tuple[str | None, re.Match[str] | None]:
    """To whom the thing goes ("gửi về X", else "báo cáo X"), and the match for cutting it out of the words."""
    text = without_asides(text)
    found = [match for pattern in (_SENT_VIA_PREPOSITION, _SENT_TO, _REPORTED_TO) for match in pattern.finditer(text)]
    if not found:
        return None, None
    match = max(found, key=lambda one: (_directness(one[0]), one.start("to")))
    return receiver_of(match["to"].strip(" ,")), match


def _directness(words: str) -> int:
    """What is sent goes where it is sent; what is put before somebody, or reported, comes after."""
    verb = words.lower()
    if verb.startswith(("gửi", "nộp", "chuyển")):
        return 3
    return 0 if verb.startswith("tham mưu") else 2


def via_of(text: str) -> str | None:
    """Through whom it goes ("(qua Y để tổng hợp)"); a system or an address is nobody."""
    for match in _VIA.finditer(text):
        words = _VIA_END.split(match["via"] or match["bare"], maxsplit=1)[0].strip(" ,")
        if words and not _VIA_THING.match(words):
            return words
    return None
