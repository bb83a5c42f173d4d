"""The text of each kind of mail, made when the message is claimed from what is still wanted (product 3.5).

A kind's composer answers a Letter, or None where nothing is left to say. Templates turn a Letter into text and HTML of
equal content. Reads only.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

import sqlalchemy as sa
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy.orm import Session

from tracker.directory.models import Unit, UnitKind
from tracker.formats import weekday_date
from tracker.notify.amended import compose_amended
from tracker.notify.letters import (
    LONGEST_NAME,
    Box,
    Letter,
    Letterhead,
    Section,
    UnitPart,
    greeting,
    listed,
    whose,
)
from tracker.notify.lines import Line, NewTask, Standing, lines_of, new_tasks, shorten
from tracker.notify.models import Message, MessageKind, Reminder
from tracker.tasks.models import Deadline, DeadlineState, Evidence

SUBJECT_LENGTH = 200


@dataclass(frozen=True)
class Rendered:
    """What is frozen with the message."""

    subject: str
    text: str
    html: str


Composer = Callable[[Session, Message, Letterhead, date], Letter | None]


def render(session: Session, message: Message, letterhead: Letterhead, today: date) -> Rendered | None:
    """The mail that `message` is, as of `today`; None where nothing is left to say. Raises KeyError for an unknown kind."""
    letter = COMPOSERS[message.kind](session, message, letterhead, today)
    if letter is None:
        return None
    return Rendered(
        shorten(letter.subject, SUBJECT_LENGTH),
        _templates.get_template("letter.txt").render(letter=letter),
        _templates.get_template("letter.html").render(letter=letter),
    )


def letterhead_of(session: Session, *, base_url: str, parent_body: str) -> Letterhead:
    """The letterhead of this installation: its authority's name."""
    name = session.scalar(sa.select(Unit.name).where(Unit.kind == UnitKind.AUTHORITY).order_by(Unit.id).limit(1))
    return Letterhead(base_url, name or Letterhead.office_name, parent_body)


def compose_digest(session: Session, message: Message, letterhead: Letterhead, today: date) -> Letter | None:
    """The day's one mail of an address: every deadline it is still reminded of, by unit and by urgency."""
    as_of = max(date.fromisoformat(message.slot), today)
    wanted = session.scalars(
        sa.select(Reminder.deadline_id)
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .where(
            Reminder.message_id == message.id,
            Reminder.cancelled_at.is_(None),
            Reminder.due_version == Deadline.due_version,
        )
    ).all()
    lines = lines_of(session, set(wanted), as_of=as_of)
    if not lines:
        return None
    names = _unit_names(lines)
    title = whose(names)
    return Letter(
        subject=f"[Đúng hạn] {', '.join(_counts(lines))} – {title}",
        preheader=". ".join(f"{shorten(line.title, 80)}: {_lower(line.heading)}" for line in lines[:3]) + ".",
        title=f"{title}: {len(lines)} việc cần làm",
        greeting=greeting(names),
        intro=f"Tính đến {_lower(weekday_date(as_of))}, {'đơn vị' if len(names) == 1 else 'các đơn vị'} còn "
        f"{len(lines)} việc sau.",
        parts=_parts(lines, lambda own: _standing_sections(own, letterhead)),
        all_url=_work_url(letterhead, lines),
        all_action="Xem tất cả việc của đơn vị",
        why=f"Thư gửi vì địa chỉ này là đầu mối của {listed(names)}. Mỗi ngày làm việc tối đa một thư nhắc; "
        "không có việc thì không gửi.",
        contacts_url=f"{letterhead.base_url}/don-vi/{lines[0].unit_code}",
        calendar_url=f"{letterhead.base_url}/lich",
        letterhead=letterhead,
    )


def compose_assigned(session: Session, message: Message, letterhead: Letterhead, today: date) -> Letter | None:  # noqa: ARG001
    """One mail for each address and *Giao việc*: all its new tasks (product 1)."""
    tasks = new_tasks(session, task_ids=message.payload["task_ids"], unit_ids=message.payload["unit_ids"])
    if not tasks:
        return None
    names = _unit_names(tasks)
    title = whose(names)
    return Letter(
        subject=f"[Đúng hạn] Giao {len(tasks)} nhiệm vụ mới – {title}",
        preheader="; ".join(shorten(task.title, 80) for task in tasks[:3]) + ".",
        title=f"{title}: {len(tasks)} nhiệm vụ mới",
        greeting=greeting(names),
        intro=f"{letterhead.office_name} vừa giao {'đơn vị' if len(names) == 1 else 'các đơn vị'} "
        f"{len(tasks)} nhiệm vụ sau.",
        parts=_parts(tasks, lambda own: (Section("", tuple(_new_box(task, letterhead) for task in own)),)),
        all_url=_work_url(letterhead, tasks),
        all_action="Xem tất cả việc của đơn vị",
        why=f"Thư gửi vì địa chỉ này là đầu mối của {listed(names)}. Mỗi lần giao việc chỉ một thư.",
        contacts_url=f"{letterhead.base_url}/don-vi/{tasks[0].unit_code}",
        calendar_url=f"{letterhead.base_url}/lich",
        letterhead=letterhead,
    )


def compose_returned(session: Session, message: Message, letterhead: Letterhead, today: date) -> Letter | None:
    """Evidence came back: what for, why, by when. Nothing once the unit has handed in again. `subject_id` is the evidence."""
    evidence = session.get(Evidence, message.subject_id) if message.subject_id is not None else None
    if evidence is None:
        return None
    state = session.scalar(sa.select(Deadline.state).where(Deadline.id == evidence.deadline_id))
    if state is not DeadlineState.RETURNED:
        return None
    lines = lines_of(session, [evidence.deadline_id], as_of=today)
    if not lines:
        return None
    line = lines[0]
    return Letter(
        subject=f"[Đúng hạn] Trả lại minh chứng: {shorten(line.title, 80)} – {shorten(line.unit_name, LONGEST_NAME)}",
        preheader=f"Lý do: {shorten(evidence.decision_note, 160)}",
        title="Minh chứng bị trả lại",
        greeting=greeting([line.unit_name]),
        intro="Minh chứng của đơn vị chưa được chấp nhận. Xem lý do, bổ sung rồi nộp lại.",
        parts=(UnitPart("", (Section("", (_line_box(line, letterhead),)),)),),
        all_url=_work_url(letterhead, lines),
        all_action="Xem tất cả việc của đơn vị",
        why=f"Thư gửi vì địa chỉ này là đầu mối của {line.unit_name}.",
        contacts_url=f"{letterhead.base_url}/don-vi/{line.unit_code}",
        calendar_url=f"{letterhead.base_url}/lich",
        letterhead=letterhead,
    )


COMPOSERS: Mapping[MessageKind, Composer] = {
    MessageKind.DIGEST: compose_digest,
    MessageKind.ASSIGNED: compose_assigned,
    MessageKind.RETURNED: compose_returned,
    MessageKind.AMENDED: compose_amended,
}

_HEADINGS = {
    Standing.LATE: "Quá hạn",
    Standing.TODAY: "Đến hạn hôm nay",
    Standing.SOON: "Sắp đến hạn",
    Standing.RETURNED: "Bị trả lại",
}


def _counts(lines: Sequence[Line]) -> list[str]:
    """ "2 việc quá hạn", "3 việc đến hạn trước 25/12": how urgent, for the subject."""
    number = {standing: sum(line.standing is standing for line in lines) for standing in Standing}
    counts = []
    if number[Standing.LATE]:
        counts.append(f"{number[Standing.LATE]} việc quá hạn")
    if number[Standing.RETURNED]:
        counts.append(f"{number[Standing.RETURNED]} việc bị trả lại")
    if number[Standing.TODAY]:
        counts.append(f"{number[Standing.TODAY]} việc đến hạn hôm nay")
    if number[Standing.SOON]:
        limits = {line.limit for line in lines if line.standing is Standing.SOON}
        when = "ngày" if len(limits) == 1 else "trước"
        counts.append(f"{number[Standing.SOON]} việc đến hạn {when} {max(limits):%d/%m}")
    return counts


def _parts(
    things: Sequence[Line] | Sequence[NewTask], sections: Callable[..., tuple[Section, ...]]
) -> tuple[UnitPart, ...]:
    """By unit; a mail of one unit needs no unit heading."""
    parts = [
        UnitPart(name, sections(tuple(own)))
        for (_, _, name), own in groupby(things, key=lambda thing: (thing.unit_order, thing.unit_code, thing.unit_name))
    ]
    return tuple(parts) if len(parts) > 1 else (UnitPart("", parts[0].sections),)


def _standing_sections(lines: Sequence[Line], letterhead: Letterhead) -> tuple[Section, ...]:
    return tuple(
        Section(_HEADINGS[standing], tuple(_line_box(line, letterhead) for line in own))
        for standing in Standing
        if (own := [line for line in lines if line.standing is standing])
    )


def _line_box(line: Line, letterhead: Letterhead) -> Box:
    if not line.must_report:
        action = "Mở nhiệm vụ (không phải nộp)"
    else:
        action = "Mở và nộp lại" if line.standing is Standing.RETURNED else "Mở và nộp minh chứng"
    facts = (
        ("Đơn vị", f"{line.unit_name} ({line.role})"),
        ("Hạn", line.due),
        ("Kỳ", line.slot),
        ("Theo", line.source),
    )
    return Box(
        heading=line.heading,
        tone=line.standing.value,
        title=line.title,
        facts=tuple((term, value) for term, value in facts if value),
        url=letterhead.task_url(line.task_id),
        action=action,
        note_title="Lý do trả lại" if line.return_reason else "",
        note=line.return_reason,
    )


def _new_box(task: NewTask, letterhead: Letterhead) -> Box:
    facts = (
        ("Đơn vị", f"{task.unit_name} ({task.role})"),
        ("Hạn" if len(task.dues) == 1 else "Các kỳ hạn", "; ".join(task.dues)),
        ("Sản phẩm", task.product),
        ("Theo", task.source),
    )
    return Box(
        heading=task.time_text or "Nhiệm vụ mới",
        tone="new",
        title=task.title,
        facts=tuple((term, value) for term, value in facts if value),
        url=letterhead.task_url(task.task_id),
        action="Mở nhiệm vụ",
    )


def _unit_names(things: Sequence[Line] | Sequence[NewTask]) -> list[str]:
    return list(dict.fromkeys(thing.unit_name for thing in things))


def _work_url(letterhead: Letterhead, things: Sequence[Line] | Sequence[NewTask]) -> str:
    codes = {thing.unit_code for thing in things}
    return f"{letterhead.base_url}/viec" + (f"?don-vi={codes.pop()}" if len(codes) == 1 else "")


def _lower(text: str) -> str:
    """A sentence's start inside another sentence; "Chủ nhật" is a name."""
    return text if text.startswith("Chủ nhật") else text[:1].lower() + text[1:]


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates" / "notify" / "mail"),
    autoescape=select_autoescape(["html"], default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
