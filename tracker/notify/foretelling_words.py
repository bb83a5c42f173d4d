"""The reasons of a reminder, and of none, as sentences of the page "ai được nhắc, khi nào, vì sao". Pure."""

from collections.abc import Sequence
from datetime import date, timedelta

from tracker.formats import day as day_words
from tracker.formats import weekday_date
from tracker.notify.models import DigestFrequency, TaskKind
from tracker.notify.policy import DeadlineFacts, Policy, PolicyKey, Step
from tracker.tasks.models import DeadlineState
from tracker.workdays import WorkCalendar

OFFICER, HEAD, MAILBOX = "chuyên viên đầu mối", "lãnh đạo phụ trách", "hộp thư của đơn vị"
OFFICE = "Văn phòng Sở nhận thay Sở"
ALREADY_SENT, LEAVING = "Thư hôm nay đã gửi", "Thư hôm nay đang được gửi"
LOOKS_ON = "Đơn vị không phải nộp: chỉ nhắc trước và đúng ngày hạn"
TASK_STOPPED = "Nhiệm vụ đang tạm dừng hoặc đã thu hồi"
NO_DATE = "Không có ngày hạn"
NO_ADDRESS = "Đơn vị chưa có địa chỉ nhận thư"
AGENCY = "Cơ quan ngoài ngành, không có địa chỉ nhận thư"
ONLY_TILL_THE_DAY = "Đơn vị không phải nộp, và ngày hạn đã qua"
THINNED_OUT = "Người nhận chọn không nhận thư chỉ nhắc trước; sẽ được nhắc đúng ngày hạn"
BY_STATE = {
    DeadlineState.SUBMITTED: "Đã nộp, đang chờ duyệt",
    DeadlineState.ACCEPTED: "Đã hoàn thành",
    DeadlineState.WAIVED: "Được miễn",
    DeadlineState.SUSPENDED: "Đang tạm dừng",
    DeadlineState.CANCELLED: "Đã thu hồi",
}
KIND_WORDS = {
    TaskKind.ANY: "Mọi loại việc",
    TaskKind.DATED: "Việc có ngày hạn, phải nộp",
    TaskKind.ONGOING: "Việc thường xuyên, theo quý",
    TaskKind.LOOKING_ON: "Phối hợp, theo dõi (không phải nộp)",
}
_HELD = {
    DigestFrequency.WEEKLY: "người nhận chọn nhận vào đầu tuần",
    DigestFrequency.MANDATORY: "người nhận chọn chỉ nhận vào ngày có việc đến hạn hoặc quá hạn",
}


def step(name: str, policy: Policy) -> str:
    """Which reminder it is: "Trước hạn 7 ngày", "Đúng ngày hạn", "Quá hạn, nhắc lần 2"."""
    kind, _, number = name.partition("/")[0].partition("-")
    if kind == "before":
        return f"Trước hạn {number} ngày"
    if kind == "on":
        return "Đúng ngày hạn"
    if number == "1":
        return "Ngày làm việc đầu tiên sau hạn"
    return f"Quá hạn, nhắc lần {number} (cách {policy.late_every_days} ngày)"


def moved(one: Step, facts: DeadlineFacts, policy: Policy, calendar: WorkCalendar) -> tuple[str, ...]:
    """That the day was a day off, and so the reminder leaves on the working day before."""
    nominal = _nominal(one.name, facts, policy, calendar)
    if nominal is None or nominal == one.day:
        return ()
    return (f"Lẽ ra là {_in_sentence(nominal)}, ngày nghỉ, nên nhắc vào ngày làm việc liền trước",)


def _nominal(name: str, facts: DeadlineFacts, policy: Policy, calendar: WorkCalendar) -> date | None:
    if facts.due_on is None:
        return None
    kind, _, number = name.partition("/")[0].partition("-")
    if kind == "before":
        return facts.due_on - timedelta(days=int(number))
    if kind == "on":
        return facts.due_on
    return calendar.after(facts.late_after) + timedelta(days=(int(number) - 1) * max(1, policy.late_every_days))


def _in_sentence(value: date) -> str:
    text = weekday_date(value)
    return text if text.startswith("Chủ nhật") else text[0].lower() + text[1:]


def caught_up(one: Step, day: date) -> tuple[str, ...]:
    """That the reminder makes up for a day on which nothing was planned."""
    return (f"Bù cho ngày {day_words(one.day)}, khi chưa lập được thư",) if one.day < day else ()


def head(policy: Policy) -> str:
    return f"Lãnh đạo cùng nhận vì đã quá hạn từ {policy.head_from_days_late} ngày"


def own_policy(key: PolicyKey, plan: str) -> tuple[str, ...]:
    """Whose policy it is, where it is not the default."""
    plan_id, kind = key
    parts = [f"kế hoạch “{plan}”"] if plan_id is not None else []
    if kind is not TaskKind.ANY:
        parts.append(f"loại việc “{KIND_WORDS[kind]}”")
    return (f"Theo quy định riêng của {', '.join(parts)}",) if parts else ()


def held(owed_on: date, frequency: DigestFrequency) -> tuple[str, ...]:
    """That it waited since `owed_on`."""
    because = _HELD.get(frequency, "thư ngày đó chưa gửi được")
    return (f"Chờ từ {day_words(owed_on)}: {because}",)


def copy_of(givers: Sequence[str]) -> str:
    return f"bản sao của {', '.join(givers)}" if givers else "địa chỉ trước đây của đơn vị"


def later(first: date | None, last: date) -> str:
    """That the reminders come after the days looked at."""
    if first is None:
        return f"Không có lần nhắc nào đến {day_words(last)}"
    return f"Chưa tới: lần nhắc đầu vào {_in_sentence(first)}"
