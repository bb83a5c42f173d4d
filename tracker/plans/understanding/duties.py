"""Who must do a sentence's work, to whom it goes and through whom: read from the words around a deadline."""

import re
from collections.abc import Mapping
from typing import Final

from tracker.plans.understanding.passages import Passage
from tracker.plans.understanding.units import is_unit_start, split_units, unit_doubt
from tracker.plans.understanding.words import DUTY

_VERB: Final = (
    r"(?:trân trọng|khẩn trương|nghiêm túc|chủ động|tiếp tục|quan tâm|phối hợp|căn cứ|xây dựng|gửi|nộp|báo cáo|triển khai|thực hiện|tổ chức|hoàn thành|rà soát|"
    r"cử|lập|chỉ đạo|cập nhật|tham mưu|ban hành|đăng ký|tổng hợp|cung cấp|chuẩn bị|phân công|kiện toàn|có trách nhiệm|chịu trách nhiệm|chủ trì|hướng dẫn|"
    r"tiến hành|bố trí|phổ biến|quán triệt|đôn đốc|kiểm tra|góp ý|tham gia|trình|đề xuất|thông báo|công khai|nhập|khai báo|đánh giá|tự đánh giá|phải|cần|sẽ|và gửi|nghiên cứu|tạo)"
)
_ASKED: Final = re.compile(
    rf"\b(?:đề nghị|yêu cầu|giao cho|giao|mời)\s+(?P<who>(?:(?!\b{_VERB}\b)[^.;:()])+?)\s+(?={_VERB}\b)", re.IGNORECASE
)
_SUBJECT: Final = re.compile(rf"(?P<who>(?:(?!\b{_VERB}\b)[^.;:()])+?)\s+(?={_VERB}\b)", re.IGNORECASE)
_LABEL: Final = re.compile(r"(?:(?:Đối với|Về phía|Riêng)\s+)?(?P<who>[^.;:]{3,150}?)\s*:\s+(?=\S)")
_HEADING: Final = re.compile(
    r"^(?:(?:đối với|về phía|giao|đề nghị|trách nhiệm(?: của)?|nhiệm vụ của|yêu cầu|riêng)\s+)?(?P<who>.+?)\s*[:.]?$",
    re.IGNORECASE,
)
_EVERYONE: Final = re.compile(
    r"^(?:quý\s+(?:cơ quan|đơn vị|thầy)|các\s+(?:cơ quan,?\s+)?đơn vị\s+(?:có tên|nêu)\s+(?:ở\s+)?trên|như\s+(?:trên|kính gửi))",
    re.IGNORECASE,
)
# "các đơn vị" in a letter means those it is addressed to, unless the letter says whom it calls so (domain 1.7)
_THE_ADDRESSED: Final = re.compile(
    r"^(?:(?:lãnh đạo|thủ trưởng)\s+)?các\s+(?:(?:sở|ngành|cơ quan|địa phương|tổ chức)(?:\s*,\s*|\s+và\s+|\s+))*(?:đơn vị|cơ quan|địa phương)(?:\s+(?:trên|nêu trên))?$",
    re.IGNORECASE,
)

_BODY_NAME: Final = (
    r"(?:Bộ|Sở|UBND|Ủy ban|Uỷ ban|Phòng|phòng|Văn phòng|Cục|Vụ|Thành ủy|Tỉnh ủy|Ban|Thường trực|Công an|cơ quan?|đơn vị|cấp trên|Trung tâm|Chi cục|Liên đoàn|Hội đồng|BCĐ|Ban Giám hiệu|"
    r"Hiệu trưởng|Tổ|tổ|nhà trường|bộ phận)"
)
_STOP: Final = (
    r"(?=\s*(?:[.;:()]|$|\btrước\b|\bchậm nhất\b|\bmuộn nhất\b|\bđể\b|\bvề việc\b|\bkết quả\b|\btheo\b|\bbằng\b|\bqua\b|\btrong\b|\bviệc\b|\btình hình\b|\bvà\s+(?:báo|gửi|công)|"
    r"\bđúng\b|\bchậm\b|\bhạn\b|\bvào\b|\btại\b|\bdanh sách\b|\btổng hợp\b|\bvề\b|\bđến hết\b|\bgồm\b|,(?!\s*(?:Bộ|Sở|UBND|Cục|Văn phòng|Công nghệ|Thành ủy))))"
)
_SENT_TO: Final = re.compile(
    rf"\b(?:gửi|nộp|trình|chuyển(?!\s+đổi))\s+(?:(?!gửi\b)[^\s.;:()]+\s+){{0,12}}?(?:(?:về|cho|đến|tới|lên)\s+)?(?P<to>{_BODY_NAME}\b[^.;:()]*?){_STOP}",
    re.IGNORECASE,
)
_REPORTED_TO: Final = re.compile(
    rf"\bbáo cáo\s+(?:(?:[^\s.;:()]+\s+){{0,5}}?(?:về|cho|lên)\s+)?(?P<to>{_BODY_NAME}\b[^.;:()]*?){_STOP}",
    re.IGNORECASE,
)
_VIA: Final = re.compile(
    r"\(\s*(?:gửi\s+)?(?:thông\s+)?qua\s+(?P<via>[^()]*)\)|\b(?:thông\s+)?qua\s+(?P<bare>(?:Văn phòng|Phòng|phòng|Cục|Thanh tra|bộ phận)\b[^.;:()]*?)(?=\s*(?:[.;:(),]|$|\btrước\b|\bđể\b|\bchậm\b))"
)
_VIA_END: Final = re.compile(
    r"\s+để\s+|,\s*(?:bản|email|e-mail|điện thoại|đt|địa chỉ|sđt|đồng thời)\b|;|,\s*(?=\d)|\s+theo\s+|\s+trước\s+",
    re.IGNORECASE,
)
_PARENTHESES: Final = re.compile(r"\([^()]*\)")
_MOST_WORDS: Final = 45


def who_acts(
    passage: Passage, sentence: str, addressees: tuple[str, ...], definitions: Mapping[str, str]
) -> tuple[tuple[str, ...], bool]:
    """Who must act, and whether that was inferred (heading, addressees) rather than said in the sentence or its label."""
    label = _LABEL.match(passage.body)
    if label and _is_doers(label["who"]):
        return split_units(_plain(label["who"])), False
    for pattern, part in ((_ASKED, sentence), (_SUBJECT, sentence.strip())):
        match = pattern.search(part) if pattern is _ASKED else pattern.match(part)
        if match is None:
            continue
        words = match["who"].strip(" ,")
        if _EVERYONE.match(words) or (_THE_ADDRESSED.match(words) and words.lower() not in definitions):
            return addressees or (words,), False
        if is_unit_start(words) and _is_doers(words):
            return split_units(words), False
    for heading in reversed(passage.above):
        title = _HEADING.match(heading)
        if title and _is_doers(title["who"]):
            return split_units(_plain(title["who"])), True
    if "các đơn vị" in definitions and re.search(r"\bcác đơn vị\b", sentence, re.IGNORECASE):
        return ("các đơn vị",), True
    return addressees, True


def _plain(words: str) -> str:
    found = _HEADING.match(words.strip())
    return found["who"] if found else words


def _is_doers(words: str) -> bool:
    words = _plain(words)
    return (
        bool(words)
        and is_unit_start(words)
        and len(words.split()) <= _MOST_WORDS
        and unit_doubt(words[0].upper() + words[1:]) < 2.0
    )


def recipient_of(text: str) -> tuple[str | None, re.Match[str] | None]:
    """To whom the thing goes ("gửi về X", else "báo cáo X"), and the match for cutting it out of the words."""
    text = _PARENTHESES.sub(lambda aside: " " * len(aside[0]), text)
    match = _SENT_TO.search(text) or _REPORTED_TO.search(text)
    if match is None:
        return None, None
    return match["to"].strip(" ,"), match


def via_of(text: str) -> str | None:
    """Through whom it goes ("(qua Y để tổng hợp)")."""
    match = _VIA.search(text)
    if match is None:
        return None
    return _VIA_END.split(match["via"] or match["bare"], maxsplit=1)[0].strip(" ,") or None


def work_asked(words: str) -> str:
    """What follows "đề nghị X": the work alone. `words` unchanged where nobody is asked."""
    match = _ASKED.search(words)
    return words[match.end() :].strip() if match else words


def has_duty(text: str) -> bool:
    return bool(DUTY.search(text))
