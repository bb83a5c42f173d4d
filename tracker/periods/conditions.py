"""Times that wait for an event: recognised, never a date ("sau khi có hướng dẫn của Bộ"). Product 4.3: due null."""

import re
from typing import Final

from tracker.patterns import regex

_COUNT: Final = r"(?:\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|mười|mười lăm)(?:-\d{1,3})?(?: \([^()]{1,12}\))?"
_UNIT: Final = r"(?:ngày|tuần|tháng|giờ|buổi)(?: làm việc)?"
_BY: Final = r"(?:chậm nhất|muộn nhất|hạn cuối|không quá|thời hạn|trong vòng|trong thời hạn|trong thời gian|trong|sau|trước|là|:| )*"
_DUE_WORDS: Final = (
    r"(?:tiến độ|kế hoạch|hướng dẫn|lịch|yêu cầu|quy định|quy chế|chỉ đạo|văn bản|thời gian|thời hạn|thời điểm|lộ trình|công văn|từng|đợt|các đợt|chương trình|"
    r"thông báo|thực tế|tình hình|phân công|nhiệm vụ|đề nghị|kết quả|quyết định|thông tư|nghị định|giai đoạn|khung|nội dung|đề án|dự án|phân kỳ|nhu cầu|điều kiện|"
    r"hợp đồng|phân bổ|phát sinh|luật|nghị quyết|chỉ thị|kết luận|qđ|kh|cv|tt|nđ|nq|hd)"
)

# (pattern of the whole text, example, meaning)
CONDITIONS: Final[tuple[tuple[re.Pattern[str], str, str], ...]] = tuple(
    (regex(pattern), example, meaning)
    for pattern, example, meaning in (
        (r"(?:thực hiện |báo cáo |hoàn thành )?(?:ngay )?(?:sau |ngay |trước )?(?:khi|lúc) (?:có|được|kết thúc|hoàn thành|ban hành|nhận|cần|phát sinh|bộ|sở|ubnd|đủ|triển khai|cấp|tổ chức|được phép|thành lập|phê duyệt|sửa|đi vào|kiện toàn|xảy ra)\b.*",
         "sau khi có hướng dẫn của Bộ", "after an event"),
        (r"(?:ngay )?sau (?:khi|hội nghị|lễ|kỳ|đợt|cuộc|mỗi|từng|kết quả|thời điểm|tổng kết|sơ kết|tập huấn|hội thảo|kiểm tra)\b.*", "ngay sau khi ban hành", "after an event"),
        (rf"{_BY}{_COUNT} {_UNIT}(?: trở lại)?,? (?:kể từ|tính từ|từ|sau|trước|khi)\b.*", "trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản", "so many days after an event"),
        (rf"(?:trong vòng|trong thời hạn|trong thời gian|không quá|sau|chậm nhất(?: là)?(?: sau)?) {_COUNT} {_UNIT}", "trong vòng 10 ngày", "so many days after something not said"),
        (rf"(?:thực hiện |đúng |triển khai )?(?:theo|bám sát) (?:đúng )?{_DUE_WORDS}\b.*|đúng (?:tiến độ|kế hoạch|thời hạn|thời gian|hạn)\b.*", "theo tiến độ", "as another paper says"),
        (r"(?:chờ|đợi|tùy|tuỳ|căn cứ|phụ thuộc|tùy theo)\b.*", "chờ hướng dẫn của Bộ", "waits for another"),
        (r"(?:báo cáo )?đột xuất(?:[ ,;].*)?|(?:ngay|kịp thời|khẩn trương|ngay lập tức)", "đột xuất", "whenever it happens"),
        (r"(?:sẽ )?(?:có )?thông báo (?:sau|cụ thể sau|riêng)|chưa (?:xác định|có)\b.*|từng bước", "thông báo sau", "said later"),
        (r"(?:trước|sau) (?:khi|kỳ họp|kỳ thi|ngày (?:tổ chức|diễn ra|khai|họp)|phiên họp|thềm|khai giảng|năm học mới|tết|mùa|dịp|hội nghị|lễ|đợt)\b.*", "trước kỳ họp HĐND 10 ngày", "before an event"),
        (r"(?:đến |cho đến )?(?:khi )?hoàn thành(?: nhiệm vụ| dự án| kế hoạch)?", "đến khi hoàn thành", "until it is done"),
        (r"(?:(?:đầu|giữa|cuối|kết thúc|trong|sơ kết|tổng kết|trước khi kết thúc) )?(?:học kỳ(?: (?:i|ii|0?[12]))?|hk ?(?:i|ii|1|2)|năm học)|(?:trong )?(?:các )?(?:dịp |kỳ )?(?:nghỉ )?hè", "cuối học kỳ I", "a term of a school year that is not said"),
        (r"tuần (?:thứ )?(?:\d{1,2})(?:(?:-| ?, | và )\d{1,2})*(?: (?:của )?(?:năm học|học kỳ)\b.*)?", "tuần 10", "a week of the school year, whose first day is not said"),
    )
)  # fmt: skip


def is_condition(text: str) -> bool:
    """Whether `text` (as `words.plain` leaves it) says on what the time depends, and names none."""
    return any(pattern.fullmatch(text) for pattern, _, _ in CONDITIONS)
