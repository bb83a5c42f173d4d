"""Log entries as Vietnamese sentences: the only place where an act gets its words (MODELS 17). Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tracker.log import LogAction

Changes = Mapping[str, Any]

_ROLES = {
    "admin": "Quản trị",
    "office": "Văn phòng Sở",
    "leader": "Lãnh đạo Sở",
    "unit": "Đơn vị",
    "auditor": "Kiểm tra",
    "officer": "chuyên viên",
    "head": "lãnh đạo phụ trách",
}
_IMPORTED = {
    "units": "danh bạ đơn vị",
    "groups": "nhóm đơn vị",
    "contacts": "đầu mối",
    "calendar": "lịch làm việc",
    "school_years": "năm học",
}
_FIELDS = {
    "name": "tên",
    "short_name": "tên ngắn",
    "email": "địa chỉ thư",
    "aliases": "tên khác",
    "post": "chức vụ",
    "role": "vai trò",
    "is_active": "đang dùng",
    "due_on": "hạn",
    "judged_due": "tính đến hết ngày",
    "starts_on": "bắt đầu",
    "ends_on": "kết thúc",
    "state": "trạng thái",
    "title": "trích yếu",
    "number": "số, ký hiệu",
    "issued_on": "ngày ban hành",
    "content": "nội dung",
    "product": "sản phẩm",
    "time_text": "thời gian",
    "lead": "chủ trì",
    "coordinating": "phối hợp",
    "reporting": "nơi nộp minh chứng",
    "review_by": "nơi duyệt",
    "has_alarms": "chuông báo",
    "reason": "lý do",
    "note": "ghi chú",
    "kind": "loại ngày",
    "source": "căn cứ",
    "moved": "kỳ hạn được tính lại",
    "semester1_ends_on": "hết học kỳ I",
    "days_before": "nhắc trước (ngày)",
    "on_the_day": "nhắc đúng ngày hạn",
    "late_every_days": "nhắc quá hạn, cách (ngày)",
    "head_from_days_late": "lãnh đạo cùng nhận, từ ngày quá hạn thứ",
    "has_weekly": "thư tổng hợp tuần",
    "weekly_on": "ngày gửi thư tổng hợp",
    "frequency": "nhận thư nhắc",
    "digest_at": "giờ nhận",
    "copy_to": "bản sao tới",
}
_STATES = {
    "open": "chưa nộp",
    "submitted": "chờ duyệt",
    "returned": "trả lại",
    "accepted": "đã duyệt",
    "waived": "miễn",
    "suspended": "tạm dừng",
    "cancelled": "đã thu hồi",
    "off": "ngày nghỉ",
    "work": "ngày làm bù",
    "daily": "mỗi ngày làm việc",
    "weekly": "đầu tuần, và ngày có việc đến hạn hoặc quá hạn",
    "mandatory": "chỉ ngày có việc đến hạn hoặc quá hạn",
}
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _plain(words: str) -> Callable[[Changes], str]:
    return lambda _changes: words


def _with(words: str, *, about: str, between: str = " ") -> Callable[[Changes], str]:
    """`words`, followed by the fact `about` where it is known."""
    return lambda changes: f"{words}{between}{value(changes[about])}" if changes.get(about) else words


def _granted(changes: Changes) -> str:
    person = changes.get("email", "một người")
    role = value(changes.get("role")) + (f" ({changes['unit']})" if changes.get("unit") else "")
    return {
        "granted": f"thêm vai trò {role} cho {person}",
        "withdrawn": f"bỏ vai trò {role} của {person}",
        "password_reset": f"đặt lại mật khẩu của {person}",
    }.get(str(changes.get("what")), f"sửa tài khoản {person}")


def _created(changes: Changes) -> str:
    unit = f" ({changes['unit']})" if changes.get("unit") else ""
    role = f", vai trò {value(changes['role'])}{unit}" if changes.get("role") else ""
    return f"thêm tài khoản {changes.get('email', '')}".rstrip() + role


def _imported(changes: Changes) -> str:
    what = _IMPORTED.get(str(changes.get("what")), "danh bạ")
    return f"nhập {what}: thêm {changes.get('added', 0)}, đổi {changes.get('changed', 0)}, giữ {changes.get('kept', 0)}"


def _assigned(changes: Changes) -> str:
    counts = [
        (changes.get("task_ids"), "nhiệm vụ"),
        (changes.get("units"), "đơn vị"),
        (changes.get("deadlines"), "kỳ hạn"),
    ]
    known = [f"{len(count) if isinstance(count, list) else count} {noun}" for count, noun in counts if count]
    return "giao việc" + (f": {', '.join(known)}" if known else "")


def _amended(changes: Changes) -> str:
    counts = [(changes.get("changed"), "đổi"), (changes.get("added"), "thêm"), (changes.get("withdrawn"), "bỏ")]
    known = [f"{verb} {count} mục" for count, verb in counts if count]
    return "áp dụng văn bản sửa đổi, thay thế" + (f": {', '.join(known)}" if known else "")


def _urged(changes: Changes) -> str:
    number, units = changes.get("number"), changes.get("units")
    return f"đôn đốc{f' lần {number}' if number else ''}{f' tới {units} đơn vị' if units and units > 1 else ''}"


def _version(words: str) -> Callable[[Changes], str]:
    return lambda changes: f"{words} (lần nộp {changes['version']})" if changes.get("version") else words


PHRASES: dict[LogAction, Callable[[Changes], str]] = {
    LogAction.SIGNED_IN: _plain("đăng nhập"),
    LogAction.SIGNED_OUT: _plain("đăng xuất"),
    LogAction.SIGN_IN_LOCKED: _with("tạm khóa đăng nhập vì sai mật khẩu nhiều lần", about="email", between=": "),
    LogAction.PASSWORD_CHANGED: _plain("đổi mật khẩu"),
    LogAction.SESSION_REVOKED: _plain("kết thúc một phiên đăng nhập khác"),
    LogAction.PERSON_CREATED: _created,
    LogAction.PERSON_CHANGED: _granted,
    LogAction.UNITS_IMPORTED: _imported,
    LogAction.UNIT_CHANGED: _plain("sửa đơn vị"),
    LogAction.CONTACT_ADDED: _with("thêm đầu mối", about="name"),
    LogAction.CONTACT_CHANGED: _with("sửa đầu mối", about="who"),
    LogAction.CONTACT_REMOVED: _with("xóa đầu mối", about="name"),
    LogAction.CALENDAR_CHANGED: _imported,
    LogAction.CALENDAR_EDITED: _with("sửa lịch làm việc", about="day", between=", ngày "),
    LogAction.SCHOOL_YEAR_CHANGED: _with("sửa mốc năm học", about="year"),
    LogAction.POLICY_CHANGED: _with("sửa quy định nhắc việc", about="policy", between=": "),
    LogAction.PREFERENCE_CHANGED: _with("đổi cách nhận thư nhắc của", about="address"),
    LogAction.DOCUMENT_IMPORTED: _with("nhập văn bản", about="file"),
    LogAction.DOCUMENT_CHANGED: _plain("sửa thông tin văn bản"),
    LogAction.PLAN_CHANGED: _plain("sửa kế hoạch"),
    LogAction.ITEM_CHANGED: _plain("sửa một mục của kế hoạch"),
    LogAction.WARNING_DECIDED: _plain("quyết định một cảnh báo của văn bản"),
    LogAction.PLAN_ASSIGNED: _assigned,
    LogAction.PLAN_AMENDED: _amended,
    LogAction.TASK_CREATED: _with("thêm nhiệm vụ", about="title", between=": "),
    LogAction.TASK_CHANGED: _with("sửa nhiệm vụ", about="reason", between=": "),
    LogAction.TASK_CANCELLED: _plain("thu hồi nhiệm vụ"),
    LogAction.DUE_CHANGED: _plain("đổi hạn"),
    LogAction.DEADLINE_WAIVED: _plain("miễn một kỳ hạn"),
    LogAction.EVIDENCE_SUBMITTED: _version("nộp minh chứng"),
    LogAction.EVIDENCE_WITHDRAWN: _version("rút minh chứng"),
    LogAction.EVIDENCE_ACCEPTED: _version("duyệt minh chứng"),
    LogAction.EVIDENCE_RETURNED: _version("trả lại minh chứng"),
    LogAction.EVIDENCE_READ: _plain("mở minh chứng"),
    LogAction.CAUSE_CONFIRMED: _plain("xác nhận nguyên nhân khách quan"),
    LogAction.UNITS_URGED: _urged,
    LogAction.REMINDERS_PLANNED: _plain("lập thư nhắc trong ngày"),
    LogAction.MESSAGE_RESENT: _plain("gửi lại một thư"),
    LogAction.MESSAGE_BOUNCED: _with("ghi nhận thư bị trả về từ", about="address"),
    LogAction.ADDRESS_REFUSED: _with("ngừng gửi thư tới địa chỉ bị từ chối", about="address"),
    LogAction.ADDRESS_RESTORED: _with("cho gửi thư trở lại tới", about="address"),
    LogAction.FEED_CREATED: _plain("tạo địa chỉ lịch"),
    LogAction.FEED_RENEWED: _plain("đổi địa chỉ lịch"),
    LogAction.FEED_CHANGED: _plain("bật hoặc tắt chuông báo của lịch"),
    LogAction.FEED_REVOKED: _plain("thu hồi địa chỉ lịch"),
}


def phrase(action: LogAction, changes: Changes | None = None) -> str:
    """The act without who did it: "duyệt minh chứng (lần nộp 2)"."""
    return PHRASES[action](changes or {})


def sentence(actor_name: str, action: LogAction, changes: Changes | None = None) -> str:
    """The whole act: "Vũ Thị Hạnh duyệt minh chứng (lần nộp 2)."."""
    return f"{actor_name} {phrase(action, changes)}."


def details(changes: Changes | None) -> list[str]:
    """What changed, field by field: "hạn: 31/12/2025 → 15/01/2026", "lý do: …". Facts without a word are left out."""
    lines: list[str] = []
    for name, what in (changes or {}).items():
        if name not in _FIELDS or what in (None, "", []):
            continue
        if isinstance(what, list) and len(what) == 2:
            lines.append(f"{_FIELDS[name]}: {value(what[0]) or 'trống'} → {value(what[1]) or 'trống'}")
        elif name in {"reason", "note"}:
            lines.append(f"{_FIELDS[name]}: {value(what)}")
    return lines


def value(what: Any) -> str:
    """One value as people write it: dates by day, yes and no, states and roles by their names."""
    if what is None:
        return ""
    if isinstance(what, bool):
        return "có" if what else "không"
    if isinstance(what, list):
        return ", ".join(value(part) for part in what)
    text = str(what)
    if _ISO_DAY.fullmatch(text):
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    return _STATES.get(text) or _ROLES.get(text) or text
