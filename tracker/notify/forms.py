"""What the ledger's address asks for. Odd values narrow nothing."""

from collections.abc import Mapping
from datetime import date

from tracker.notify.models import MessageKind, MessageState
from tracker.notify.queries import LedgerFilter

STATES: dict[str, tuple[str, tuple[MessageState, ...]]] = {
    "cho-gui": ("Chờ gửi", (MessageState.PENDING, MessageState.LEASED, MessageState.TRANSMITTING)),
    "hen-gui-lai": ("Hẹn gửi lại", (MessageState.RETRY,)),
    "da-gui": ("Đã gửi", (MessageState.SENT,)),
    "khong-gui-duoc": ("Không gửi được", (MessageState.DEAD,)),
    "khong-chac": ("Không chắc đã tới", (MessageState.IN_DOUBT,)),
    "thoi-gui": ("Thôi gửi", (MessageState.CANCELLED,)),
}
KINDS = {
    MessageKind.DIGEST: "Thư nhắc trong ngày",
    MessageKind.ASSIGNED: "Giao việc",
    MessageKind.RETURNED: "Trả lại minh chứng",
    MessageKind.DECISION: "Quyết định",
    MessageKind.URGING: "Đôn đốc",
    MessageKind.AMENDED: "Sửa đổi kế hoạch",
    MessageKind.WEEKLY: "Tổng hợp tuần",
}


def read_filter(values: Mapping[str, str], *, unit_id: int | None) -> LedgerFilter:
    """The filter of the ledger from the address's values; the unit is looked up by the view."""
    kinds = {kind.value: kind for kind in MessageKind}
    return LedgerFilter(
        states=STATES.get(values.get("tinh-trang", ""), ("", ()))[1],
        kind=kinds.get(values.get("loai", "")),
        text=values.get("q", "").strip(),
        unit_id=unit_id,
        day=read_day(values.get("ngay", "")),
        first=read_day(values.get("tu", "")),
        last=read_day(values.get("den", "")),
    )


def read_day(text: str) -> date | None:
    """A day typed as dd/mm/yyyy; anything odd is no filter."""
    try:
        parts = [int(part) for part in text.split("/")]
        return date(parts[2], parts[1], parts[0]) if len(parts) == 3 else None
    except ValueError:
        return None
