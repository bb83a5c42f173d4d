"""Why a time in running text is no deadline, as far as its sentence says: events, cut-off days, results, conditions."""

import re
from typing import Final

from tracker.patterns import regex
from tracker.plans.understanding.duties import names_who_acts
from tracker.plans.understanding.duty_words import has_duty
from tracker.plans.understanding.passages import Passage
from tracker.plans.understanding.prose_work import says_when_due
from tracker.plans.understanding.times import Found

_PREAMBLE: Final = regex(r"(?:Căn cứ|Thực hiện|Xét|Theo|Trên cơ sở)\s")
_SENDS: Final = regex(
    r"\b(?:gửi|nộp|đăng ký|đăng kí|nhận|tiếp nhận|hoàn thành|hoàn thiện|cập nhật|báo cáo|thu|rà soát|lấy ý kiến|góp ý|bình chọn|khai báo|kê khai|phát hành|xong|trình|nhập|ban hành|"
    r"tham mưu|khắc phục|lập|thống kê|kiểm tra|bàn giao|công khai|công bố|kiện toàn|xây dựng|triển khai|thực hiện|ký|cung cấp|chuyển|phản hồi)\b",
    re.IGNORECASE,
)
_EVENT: Final = regex(
    r"\b(?:diễn ra|khai mạc|bế mạc|được tổ chức|tổ chức|thời gian (?:tổ chức|thi|diễn ra|học|nghỉ|tập huấn|bồi dưỡng|họp|khai mạc|tham quan|thực hiện|triển khai|tiến hành)|nghỉ|nghỉ tết|tập huấn|bồi dưỡng|thi|"
    r"lưu diễn|học|trưng bày|triển lãm|công tác)\b",
    re.IGNORECASE,
)
_EVENT_LABEL: Final = regex(
    r"^\W*(?:thời gian|ngày|thời điểm)\s+(?:tổ chức|diễn ra|thi|tập huấn|bồi dưỡng|học|họp|khai mạc|kiểm tra|tham dự|nghỉ)\b[^:]*:[^:]*$",
    re.IGNORECASE,
)
_RANGE: Final = regex(
    r"\btừ\s+(?:\d{1,2}\s?(?:giờ|h)\s?\d{0,2}(?:\s?phút)?,?\s+)?(?:ngày\s+|tháng\s+)?[\d/.\s-]+(?:năm \d{4}\s*)?,?\s*$",
    re.IGNORECASE,
)
_CUT_OFF: Final = regex(
    r"\b(?:số liệu|tính|chốt số liệu|thống kê|dữ liệu|thông tin|kết quả|có mặt|biên chế|đủ|lũy kế|tuổi)(?:\s+[^\s,;.()]+){0,5}\s*$",
    re.IGNORECASE,
)
_HOLIDAY: Final = regex(r"\bnghỉ\b[^.;]*$", re.IGNORECASE)
_DONE: Final = regex(
    r"\bđã\s+(?!được\s+(?:giao|phê duyệt|ban hành|duyệt|phân công)|giao\b|đề ra|nêu|đăng ký|có\b|ký\b|ban hành\b)",
    re.IGNORECASE,
)
_PRESCRIBES: Final = regex(r"\b(?:đề nghị|yêu cầu|(?<!được )(?<!bàn )giao|phải|cần|gửi|nộp)\b", re.IGNORECASE)
_HANDED_IN: Final = regex(
    r"\b(?:đã|được)\s+(?:được\s+)?(?:gửi|nộp|báo cáo|hoàn thành|trình|cập nhật|ban hành)\b", re.IGNORECASE
)
_AS_ASKED: Final = regex(
    r"^\W*(?:theo|đúng)\s+(?:đúng\s+)?(?:yêu cầu|thời hạn|hạn|kế hoạch|tiến độ|quy định|chỉ đạo)\b", re.IGNORECASE
)
_OBLIGES: Final = regex(r"\b(?:phải|cần|đề nghị|yêu cầu)\b", re.IGNORECASE)
_CONDITION: Final = regex(
    r"\b(?:sinh|ban hành|phát sinh|thành lập|tuyển dụng|tiếp nhận|trúng tuyển|nhập học|tốt nghiệp|hiệu lực|có hiệu lực|thực hiện|(?<!đăng )ký|cấp|công nhận|bổ nhiệm|phê duyệt|hoạt động|nghỉ hưu|mua sắm|"
    r"đăng ký kết hôn|vào ngành|kết nạp|áp dụng|sử dụng|giải quyết|xảy ra|nộp hồ sơ)\s*$",
    re.IGNORECASE,
)
_ATTRIBUTIVE: Final = regex(
    r"(?:\b(?:được|đã|có|mà|những|trường hợp|hồ sơ|đối tượng|học sinh|người|giáo viên|viên chức|văn bản|hợp đồng|công trình|dự án|cơ sở)\b[^.;,]*)$",
    re.IGNORECASE,
)
_VALIDITY: Final = regex(
    r"\b(?:có )?(?:hiệu lực|giá trị|thời hạn sử dụng|áp dụng|duy trì)\b[^.;,]{0,40}$", re.IGNORECASE
)
_ENDS_TERM: Final = regex(
    r"\b(?:tựu trường|khai giảng|bế giảng|(?:kết thúc|bắt đầu)\s+(?:học kỳ|học kì|năm học|chương trình))[^.;,]{0,25}$",
    re.IGNORECASE,
)
_REPORTS_ON: Final = regex(r"\b(?:báo cáo|tình hình|kết quả|gửi|chuẩn bị)\b", re.IGNORECASE)
_AIM: Final = regex(r"\b(?:phấn đấu|mục tiêu|chỉ tiêu)\b", re.IGNORECASE)
_SHARE: Final = regex(r"\d\s?%|\d+(?:[.,]\d+)?\s+(?:trường|đơn vị|xã|phường|cơ sở)|tỷ lệ|tỉ lệ", re.IGNORECASE)
_AIMS: Final = regex(r"mục tiêu|chỉ tiêu", re.IGNORECASE)
_ORDERS: Final = regex(r"\b(?:đề nghị|yêu cầu|(?<!được )(?<!bàn )giao)\b", re.IGNORECASE)
_RESULTS: Final = regex(
    r"^kết quả(?! cần| dự kiến| mong| đầu ra)|kết quả (?:đạt được|thực hiện|triển khai|đã đạt)|tình hình (?:thực hiện|triển khai)|đánh giá chung|tồn tại|hạn chế|bối cảnh|thực trạng",
    re.IGNORECASE,
)
_SENT: Final = regex(r"\b(?:báo cáo|gửi|nộp)\b", re.IGNORECASE)
_LONGEST_HEADING: Final = 14
_WITHIN: Final = regex(r"^\s*(?:trong|đến hết|hết)\b", re.IGNORECASE)


def objection_to(sentence: str, found: Found, passage: Passage) -> str | None:
    """Why the qualified time `found` is no deadline, in Vietnamese; None where it may be one."""
    before = sentence[: found.start]
    clause = before.rsplit(";", 1)[-1]
    governing = passage.above[-1] if passage.above else ""
    lead_in = governing if governing.endswith(":") or says_when_due(governing) else ""
    if not any(has_duty(words) for words in (before, sentence[found.start :], lead_in)) and not names_who_acts(clause):
        return "câu không giao việc"
    if _is_preamble(passage):
        return "nêu trong phần căn cứ"
    if before.count("“") > before.count("”"):
        return "nằm trong tên văn bản, chương trình"
    return _other_time(before, clause, found) or _past_or_aim(sentence, clause, found, passage)


def _is_preamble(passage: Passage) -> bool:
    return not passage.marker and bool(_PREAMBLE.match(passage.text)) and passage.text.endswith(";")


def _other_time(before: str, clause: str, found: Found) -> str | None:
    """What the time says of something else: figures, leave, validity, an event."""
    if _CUT_OFF.search(clause) and re.match(r"(?:đến|hết|tính)", found.text, re.IGNORECASE):
        return "mốc chốt số liệu, không phải hạn giao"
    if (_HOLIDAY.search(clause) and not _SENDS.search(clause)) or _VALIDITY.search(clause):
        return "thời gian của việc khác, không phải hạn giao"
    if _is_event(before, clause):
        return "thời gian diễn ra sự kiện"
    return None


def _is_event(before: str, clause: str) -> bool:
    """ "Thời gian tổ chức: trong tháng 3", "Cuộc thi diễn ra từ ngày … đến hết ngày …": nothing is to be handed in."""
    if _SENDS.search(clause):
        return False
    return bool(_EVENT_LABEL.search(clause) or (_RANGE.search(before) and _EVENT.search(clause)))


def _past_or_aim(sentence: str, clause: str, found: Found, passage: Passage) -> str | None:
    if _is_condition(clause):
        return "điều kiện về thời gian của đối tượng, không phải hạn giao"
    if _is_result(sentence, found, passage):
        return "kết quả đã thực hiện, không phải hạn giao"
    if _ENDS_TERM.search(clause) and not _REPORTS_ON.search(clause):
        return "mốc của năm học, không phải hạn giao"
    is_aim = _AIM.search(clause) or any(_AIMS.search(heading) for heading in passage.above)
    if is_aim and _SHARE.search(clause + _behind(sentence, found)):
        return "chỉ tiêu phấn đấu, không phải hạn giao"
    return None


def _behind(sentence: str, found: Found) -> str:
    return re.split(r"[;.]\s", sentence[found.end :], maxsplit=1)[0]


def _is_condition(clause: str) -> bool:
    """ "học sinh sinh trước ngày …": what the time tells apart, not when something is due."""
    return bool(_CONDITION.search(clause) and _ATTRIBUTIVE.search(clause) and not _OBLIGES.search(clause))


def _is_result(sentence: str, found: Found, passage: Passage) -> bool:
    """What was done already: "đã hoàn thành trước ngày …", "Trong tháng 9, … đã …", a sentence under "Kết quả đạt được"."""
    before = sentence[: found.start]
    if _HANDED_IN.search(before) and _AS_ASKED.search(_behind(sentence, found)):
        return True
    done = list(_DONE.finditer(before))
    if done and not _PRESCRIBES.search(before[done[-1].start() :]):
        return True
    behind = _behind(sentence, found)
    if _WITHIN.match(found.text) and _DONE.search(behind) and not _PRESCRIBES.search(behind):
        return True
    return any(_tells_results(heading) for heading in passage.above) and not _ORDERS.search(sentence)


def _tells_results(heading: str) -> bool:
    """Whether `heading` is that of a part that tells what was done, not a request to tell it."""
    is_short = len(heading.split()) <= _LONGEST_HEADING and not heading.endswith(":")
    return is_short and bool(_RESULTS.search(heading)) and not _SENT.search(heading)
