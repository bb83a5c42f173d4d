"""A decision on a unit's work goes at once: what was decided, by whom, why, and the date that holds now (product 3.5).

Whoever decides queues a DECISION message with `decision_payload`; the deadlines' own facts are read when the mail is made.
A decision that no longer stands (the work was finished, the date moved again) is not told.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from tracker.formats import weekday_date
from tracker.notify.composers import ALL_WORK, by_unit, line_box, unit_names
from tracker.notify.letters import Box, Letter, Letterhead, Quote, greeting, listed, lower, whose, work_url
from tracker.notify.lines import Line, decided_lines, shorten
from tracker.notify.models import Message
from tracker.tasks.models import DeadlineState


class Verdict(StrEnum):
    """What may be decided on a deadline; the words and what must still hold are in `_VERDICTS`."""

    ACCEPTED = "accepted"
    EXTENDED = "extended"
    NOT_EXTENDED = "not-extended"
    DUE_MOVED = "due-moved"
    TRANSFERRED = "transferred"
    NOT_TRANSFERRED = "not-transferred"
    WAIVED = "waived"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class _Words:
    """How a verdict is told, and the states of a deadline in which it still stands."""

    title: str
    heading: str
    sentence: str
    holds_in: frozenset[DeadlineState]
    tone: str = "new"


_OWED = frozenset({DeadlineState.OPEN, DeadlineState.RETURNED})
_GONE = frozenset({DeadlineState.CANCELLED})
_VERDICTS: Mapping[Verdict, _Words] = {
    Verdict.ACCEPTED: _Words(
        "Minh chứng được duyệt",
        "Đã duyệt",
        "Minh chứng của đơn vị đã được chấp nhận; đơn vị không phải làm gì thêm.",
        frozenset({DeadlineState.ACCEPTED}),
    ),
    Verdict.EXTENDED: _Words(
        "Được gia hạn", "Được gia hạn", "Đề nghị gia hạn của đơn vị được chấp nhận. Lịch và thư nhắc đổi theo.", _OWED
    ),
    Verdict.NOT_EXTENDED: _Words(
        "Không gia hạn",
        "Giữ nguyên hạn",
        "Đề nghị gia hạn của đơn vị chưa được chấp nhận. Hạn giữ nguyên.",
        _OWED,
        "late",
    ),
    Verdict.DUE_MOVED: _Words(
        "Đổi hạn", "Đổi hạn", "Hạn của nhiệm vụ dưới đây được đổi. Lịch và thư nhắc đổi theo.", _OWED
    ),
    Verdict.TRANSFERRED: _Words(
        "Chấp nhận chuyển trả", "Đã chuyển trả", "Nhiệm vụ không còn giao cho đơn vị; đơn vị không phải nộp.", _GONE
    ),
    Verdict.NOT_TRANSFERRED: _Words(
        "Không chuyển trả",
        "Nhiệm vụ vẫn giao cho đơn vị",
        "Đề nghị chuyển trả của đơn vị chưa được chấp nhận. Đơn vị tiếp tục thực hiện theo hạn.",
        _OWED,
        "late",
    ),
    Verdict.WAIVED: _Words(
        "Được miễn", "Được miễn", "Đơn vị được miễn, không phải nộp minh chứng.", frozenset({DeadlineState.WAIVED})
    ),
    Verdict.SUSPENDED: _Words(
        "Tạm dừng", "Tạm dừng", "Nhiệm vụ tạm dừng; đơn vị chưa phải nộp.", frozenset({DeadlineState.SUSPENDED})
    ),
    Verdict.RESUMED: _Words(
        "Tiếp tục thực hiện", "Tiếp tục thực hiện", "Nhiệm vụ được tiếp tục; đơn vị thực hiện theo hạn.", _OWED
    ),
    Verdict.CANCELLED: _Words(
        "Thu hồi nhiệm vụ",
        "Đã thu hồi",
        "Nhiệm vụ đã thu hồi; đơn vị không phải làm gì thêm. Sự kiện trong lịch đã đăng ký tự đổi theo.",
        _GONE,
    ),
}


def decision_payload(
    verdict: Verdict,
    deadline_ids: Collection[int],
    *,
    by: str,
    reason: str = "",
    document: str = "",
    new_due: date | None = None,
) -> dict[str, Any]:
    """What a DECISION message carries. `by` is who decided ("Văn phòng Sở"); `new_due` the day an extension grants."""
    return {
        "verdict": verdict.value,
        "deadline_ids": sorted(deadline_ids),
        "by": by,
        "reason": reason,
        "document": document,
        "new_due": new_due.isoformat() if new_due else "",
    }


def compose_decision(session: Session, message: Message, letterhead: Letterhead, today: date) -> Letter | None:
    """The letter of one decision for one address; None where it stands for none of these deadlines any more."""
    payload = message.payload
    words = _VERDICTS[Verdict(payload["verdict"])]
    new_due = date.fromisoformat(payload["new_due"]) if payload.get("new_due") else None
    lines = [
        line
        for line in decided_lines(session, payload["deadline_ids"], states=words.holds_in, as_of=today)
        if new_due is None or line.due_on == new_due
    ]
    if not lines:
        return None
    names = unit_names(lines)
    reason = str(payload.get("reason") or "")
    what = shorten(lines[0].title, 60) if len(lines) == 1 else f"{len(lines)} việc"
    return Letter(
        subject=f"[Đúng hạn] {words.title}: {what} – {whose(names)}",
        preheader=f"{shorten(lines[0].title, 80)}: {lower(words.heading)}"
        + (f" đến {lower(weekday_date(new_due))}" if new_due else "")
        + ".",
        title=words.title,
        greeting=greeting(names),
        intro=f"{payload['by']} quyết định{_by_document(payload)}: {lower(words.sentence)}",
        quote=Quote("Lý do", reason) if reason else None,
        parts=by_unit(lines, lambda line: _box(line, words, letterhead), letterhead),
        all_url=work_url(letterhead, [line.unit_code for line in lines]),
        all_action=ALL_WORK,
        why=f"Thư gửi vì địa chỉ này là đầu mối của {listed(names)}. Mỗi quyết định chỉ một thư.",
        contacts_url=f"{letterhead.base_url}/don-vi/{lines[0].unit_code}",
        calendar_url=f"{letterhead.base_url}/lich",
        letterhead=letterhead,
    )


def _by_document(payload: Mapping[str, Any]) -> str:
    return f" (văn bản {payload['document']})" if payload.get("document") else ""


def _box(line: Line, words: _Words, letterhead: Letterhead) -> Box:
    box = line_box(line, letterhead)
    is_owed = words.holds_in == _OWED
    facts = tuple(("Hạn hiện nay" if term == "Hạn" and is_owed else term, value) for term, value in box.facts)
    heading = f"{words.heading}, {lower(line.heading)}" if is_owed else words.heading
    return Box(
        heading=heading,
        tone=words.tone,
        title=box.title,
        facts=facts,
        url=box.url,
        action=box.action if is_owed else "Xem nhiệm vụ",
    )
