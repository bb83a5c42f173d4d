"""Doubts about a document: their codes, and the one place that words them for people (product 3.8)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tracker.plans.understanding.facts import Source


class WarningCode(StrEnum):
    """What may be wrong. Those of the document alone; what needs the directory has codes of its own."""

    NUMBER_MISSING = "number_missing"
    ISSUED_ON_MISSING = "issued_on_missing"
    HEAD_YEAR_CONFLICT = "head_year_conflict"
    DATE_OUTSIDE_PERIOD = "date_outside_period"
    DATE_IMPOSSIBLE = "date_impossible"
    DUE_BEFORE_ISSUE = "due_before_issue"
    SAME_REPORT_TWICE = "same_report_twice"
    LOWER_LEVEL_AFTER_UPPER = "lower_level_after_upper"
    NO_TIME_TO_SUMMARISE = "no_time_to_summarise"
    SEMESTER_REPORT_EARLY = "semester_report_early"
    NO_DUE_DATE = "no_due_date"
    TIME_UNREADABLE = "time_unreadable"
    TIME_CONDITIONAL = "time_conditional"
    TIME_ESTIMATED = "time_estimated"
    RECURRENCE_UNCLEAR = "recurrence_unclear"
    INCOMPLETE = "incomplete"
    COLUMNS_DOUBTFUL = "columns_doubtful"
    NOTHING_FOUND = "nothing_found"
    PAGES_UNREAD = "pages_unread"
    DUPLICATE_ROW = "duplicate_row"
    AMENDS_PLAN = "amends_plan"


SENTENCES: Final[dict[WarningCode, str]] = {
    WarningCode.NUMBER_MISSING: "Văn bản chưa có số{symbol}; bổ sung khi văn thư đã cấp số.",
    WarningCode.ISSUED_ON_MISSING: "Văn bản chưa ghi đủ ngày ban hành.{clue}",
    WarningCode.HEAD_YEAR_CONFLICT: "Phần đầu văn bản ghi năm {head_year} nhưng văn bản viện dẫn ngày {cited}; năm ban hành có thể ghi nhầm.",
    WarningCode.DATE_OUTSIDE_PERIOD: "Nội dung mục {stt} ghi {mention} nhưng cột thời gian ghi “{time_text}”{prose}. Hạn lấy theo cột thời gian.",
    WarningCode.DATE_IMPOSSIBLE: "“{text}” không phải là ngày có thật; đề nghị kiểm tra lại văn bản.",
    WarningCode.DUE_BEFORE_ISSUE: "Hạn {due} sớm hơn ngày ban hành văn bản ({issued}).",
    WarningCode.SAME_REPORT_TWICE: "Mục {stt} của phụ lục và hạn {due} trong phần lời có thể là cùng một báo cáo; chọn gộp hoặc giữ cả hai.",
    WarningCode.LOWER_LEVEL_AFTER_UPPER: "{lower} gửi trước ngày {lower_due}, sau hạn của chính {upper} ({upper_due}); cấp trên chưa có số liệu để tổng hợp. Đề xuất hạn của cấp dưới là {proposal}.",
    WarningCode.NO_TIME_TO_SUMMARISE: "{lower} và {upper} cùng hạn {lower_due}; cấp trên không còn thời gian tổng hợp. Đề xuất hạn của cấp dưới là {proposal}.",
    WarningCode.SEMESTER_REPORT_EARLY: "Báo cáo {report} có hạn {due}, trước khi {term} kết thúc ({ends}). Văn bản có thể cố ý; hạn được giữ nguyên.",
    WarningCode.NO_DUE_DATE: "Mục không ghi thời hạn; được giao ở cột “Không hạn”.",
    WarningCode.TIME_UNREADABLE: "Không hiểu thời gian “{time_text}”; đề nghị nhập hạn.",
    WarningCode.TIME_CONDITIONAL: "Thời hạn “{time_text}” phụ thuộc việc khác, văn bản không nêu ngày; được giao ở cột “Không hạn”, bổ sung hạn khi xác định được.",
    WarningCode.TIME_ESTIMATED: "“{time_text}” không nêu ngày; hạn {due} suy theo lịch thông thường (tuần của tháng, học kỳ, năm học), đề nghị kiểm tra.",
    WarningCode.RECURRENCE_UNCLEAR: "Văn bản yêu cầu báo cáo “định kỳ” nhưng không nói kỳ nào; đề nghị chọn kỳ báo cáo.",
    WarningCode.INCOMPLETE: "Chưa đủ “6 rõ”: thiếu {missing}.",
    WarningCode.COLUMNS_DOUBTFUL: "Không chắc ranh giới giữa các cột của mục {stt}; đề nghị so với văn bản.",
    WarningCode.AMENDS_PLAN: "Văn bản có thể thay thế hoặc sửa đổi kế hoạch “{plan}” đã có ({reason}). So sánh hai bản trước khi giao việc, để đơn vị không nhận hai lần.",
    WarningCode.DUPLICATE_ROW: "Mục {stt} trùng mục {other}: cùng nội dung, chủ trì và thời hạn; giữ một mục để đơn vị không phải báo cáo hai lần.",
    WarningCode.PAGES_UNREAD: "Trang {pages} là ảnh quét, không có chữ để đọc; đề nghị xem tệp gốc và thêm bằng tay những nhiệm vụ ghi ở đó.",
    WarningCode.NOTHING_FOUND: "Không tìm thấy nhiệm vụ hay thời hạn nào trong văn bản.",
}


# What keeps an item from being assigned by itself until an officer has decided.
BLOCKING: Final = frozenset(
    {WarningCode.DATE_OUTSIDE_PERIOD, WarningCode.TIME_UNREADABLE, WarningCode.COLUMNS_DOUBTFUL}
)


@dataclass(frozen=True)
class Quote(Source):
    """A passage a doubt rests on; `value` is the date it names, as ISO, or empty."""

    value: str = ""


@dataclass(frozen=True)
class PlanWarning:
    """One doubt: about an item, a prose deadline (their indexes in `Understood`), or the document (both None).

    `quotes` are the passages that contradict each other; `proposal` is a date, a month or a word to accept.
    """

    code: WarningCode
    text: str
    proposal: str | None = None
    quotes: tuple[Quote, ...] = ()
    item: int | None = None
    deadline: int | None = None

    @property
    def is_blocking(self) -> bool:
        return self.code in BLOCKING


def quote(source: Source, day: date | None = None) -> Quote:
    """`source` as a quote, with the date it names."""
    return Quote(source.line, source.quote, source.page, day.isoformat() if day else "")


def show(day: date) -> str:
    """A date as NĐ 30/2020 has it written: 25/5/2026, 01/6/2026, 10/01/2026."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def word(code: WarningCode, **facts: object) -> str:
    """The Vietnamese sentence of `code` with its facts."""
    return SENTENCES[code].format(**facts)
