"""What the composers share, and the short ones: new tasks, evidence sent back (product 3.5). Reads only."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.notify.letters import (
    LONGEST_NAME,
    Box,
    Letter,
    Letterhead,
    Link,
    Section,
    UnitPart,
    greeting,
    listed,
    upper,
    whose,
    work_url,
)
from tracker.notify.lines import Line, NewTask, Standing, lines_of, new_tasks, shorten
from tracker.notify.mail_calendar import new_date_file
from tracker.notify.models import Message
from tracker.tasks.models import Deadline, DeadlineState, Evidence

Composer = Callable[[Session, Message, Letterhead, date], Letter | None]
Thing = TypeVar("Thing", Line, NewTask)
MOST_BOXES = 60  # of one mail: some 80 kB of HTML; Gmail cuts a mail off at 102 kB
ALL_WORK = "Xem tất cả việc của đơn vị"
_ONE_DATE = "Tệp nhiem-vu.ics kèm theo đưa hạn này vào lịch của máy; hạn đổi thì thư sau báo lại."
_MANY_DATES = "Muốn có các hạn này trong lịch, hãy đăng ký lịch của đơn vị một lần: hạn đổi thì lịch tự đổi theo."


def compose_assigned(session: Session, message: Message, letterhead: Letterhead, today: date) -> Letter | None:  # noqa: ARG001
    """One mail for each address and *Giao việc*: all its new tasks (product 1), with a file where it is one date (R44)."""
    given = new_tasks(session, task_ids=message.payload["task_ids"], unit_ids=message.payload["unit_ids"])
    tasks = [task for task in given if not task.is_finished]
    if not tasks:
        return None
    names = unit_names(tasks)
    title = whose(names)
    dated = [deadline_id for task in tasks for deadline_id in task.dated_ids]
    calendar = new_date_file(session, dated[0], letterhead) if len(dated) == 1 else b""
    return Letter(
        subject=f"[Đúng hạn] Giao {len(tasks)} nhiệm vụ mới – {title}",
        preheader="; ".join(shorten(task.title, 80) for task in tasks[:3]) + ".",
        title=f"{title}: {len(tasks)} nhiệm vụ mới",
        greeting=greeting(names),
        intro=f"{letterhead.office_name} vừa giao {'đơn vị' if len(names) == 1 else 'các đơn vị'} "
        f"{len(tasks)} nhiệm vụ sau.",
        parts=by_unit(tasks, lambda task: _new_box(task, letterhead), letterhead, noun="nhiệm vụ"),
        hint=_ONE_DATE if calendar else _MANY_DATES if dated else "",
        all_url=work_url(letterhead, [task.unit_code for task in tasks]),
        all_action=ALL_WORK,
        why=f"Thư gửi vì địa chỉ này là đầu mối của {listed(names)}. Mỗi lần giao việc chỉ một thư.",
        contacts_url=f"{letterhead.base_url}/don-vi/{tasks[0].unit_code}",
        calendar_url=f"{letterhead.base_url}/lich",
        letterhead=letterhead,
        calendar=calendar,
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
        parts=(UnitPart("", (Section("", (line_box(line, letterhead),)),)),),
        all_url=work_url(letterhead, [line.unit_code]),
        all_action=ALL_WORK,
        why=f"Thư gửi vì địa chỉ này là đầu mối của {line.unit_name}.",
        contacts_url=f"{letterhead.base_url}/don-vi/{line.unit_code}",
        calendar_url=f"{letterhead.base_url}/lich",
        letterhead=letterhead,
    )


def line_box(line: Line, letterhead: Letterhead) -> Box:
    """One deadline in a mail: how late, what, for which unit and role, by when, of which document, where to hand in."""
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
        heading=upper(task.time_text) or "Nhiệm vụ mới",
        tone="new",
        title=task.title,
        facts=tuple((term, value) for term, value in facts if value),
        url=letterhead.task_url(task.task_id),
        action="Mở nhiệm vụ",
    )


def by_unit(
    things: Sequence[Thing], box: Callable[[Thing], Box], letterhead: Letterhead, *, noun: str = "việc"
) -> tuple[UnitPart, ...]:
    """By unit, a box each; a mail of one unit needs no unit heading. Beyond MOST_BOXES they are counted and linked."""
    shown = {id(thing) for thing in things[:MOST_BOXES]}
    groups = grouped(things)
    return tuple(
        UnitPart(
            own[0].unit_name if len(groups) > 1 else "",
            (Section("", tuple(box(thing) for thing in own if id(thing) in shown)),),
            rest_of([thing for thing in own if id(thing) not in shown], letterhead, noun=noun),
        )
        for own in groups
    )


def rest_of(things: Sequence[Line] | Sequence[NewTask], letterhead: Letterhead, *, noun: str = "việc") -> Link | None:
    """What a mail leaves out of one unit's things, and the page where all of them stand."""
    if not things:
        return None
    return Link(f"Và {len(things)} {noun} nữa", work_url(letterhead, [things[0].unit_code]))


def grouped(things: Iterable[Thing]) -> list[list[Thing]]:
    """The things of each unit, the units in Vietnamese order; `things` are sorted so already."""
    by = groupby(things, key=lambda thing: (thing.unit_order, thing.unit_code))
    return [list(own) for _, own in by]


def unit_names(things: Iterable[Thing]) -> list[str]:
    return list(dict.fromkeys(thing.unit_name for thing in things))
