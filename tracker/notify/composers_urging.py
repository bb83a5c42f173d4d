"""An urging as a mail: that it is the n-th, what its writer says, and each late deadline (product 1 journey 6, lessons 37)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker.formats import day
from tracker.notify.composers import ALL_WORK, by_unit, line_box, unit_names
from tracker.notify.letters import Box, Letter, Letterhead, Quote, greeting, listed, lower, whose, work_url
from tracker.notify.lines import Line, lines_of, shorten
from tracker.notify.models import Message
from tracker.tasks.models import Urging, UrgingLine


def compose_urging(session: Session, message: Message, letterhead: Letterhead, today: date) -> Letter | None:
    """The letter of one urging; `subject_id` is the urging. None once nothing it names is owed any more."""
    urging = session.get(Urging, message.subject_id) if message.subject_id is not None else None
    if urging is None:
        return None
    query = sa.select(UrgingLine.deadline_id, UrgingLine.number).where(UrgingLine.urging_id == urging.id)
    numbers = {row.deadline_id: row.number for row in session.execute(query)}
    lines = lines_of(session, numbers, as_of=today)
    if not lines:
        return None
    names = unit_names(lines)
    title = f"Đôn đốc lần {urging.number}"
    return Letter(
        subject=f"[Đúng hạn] {title}: {_how_many(lines)} – {whose(names)}",
        preheader=f"{title}. "
        + "; ".join(f"{shorten(line.title, 80)}: {lower(line.heading)}" for line in lines[:3])
        + ".",
        title=f"{title}: {_how_many(lines)}",
        greeting=greeting(names),
        intro=_intro(urging, letterhead),
        quote=Quote("Nội dung đôn đốc", urging.text) if urging.text.strip() else None,
        parts=by_unit(lines, lambda line: _box(line, numbers[line.deadline_id], letterhead), letterhead),
        all_url=work_url(letterhead, [line.unit_code for line in lines]),
        all_action=ALL_WORK,
        why=f"Thư gửi vì địa chỉ này là đầu mối của {listed(names)}. Mỗi lần đôn đốc chỉ một thư; "
        "việc đã nộp không còn trong thư.",
        contacts_url=f"{letterhead.base_url}/don-vi/{lines[0].unit_code}",
        calendar_url=f"{letterhead.base_url}/lich",
        letterhead=letterhead,
    )


def _how_many(lines: Sequence[Line]) -> str:
    """What was sent back late is late too; a date that moved since leaves work that is only not done yet."""
    late = sum(line.days < 0 for line in lines)
    counts = ((late, "việc quá hạn"), (len(lines) - late, "việc chưa xong"))
    return ", ".join(f"{count} {words}" for count, words in counts if count)


def _intro(urging: Urging, letterhead: Letterhead) -> str:
    """Who urges for the n-th time, when, by which official document."""
    who = f" (người gửi: {urging.made_by_name})" if urging.made_by_name else ""
    document = f" Theo văn bản số {urging.document_number}." if urging.document_number else ""
    made_on = day(clock.office_time(urging.made_at).date())
    return f"Ngày {made_on}, {letterhead.office_name} đôn đốc đơn vị lần {urging.number}{who}.{document}"


def _box(line: Line, number: int, letterhead: Letterhead) -> Box:
    box = line_box(line, letterhead)
    return replace(box, facts=(*box.facts, ("Đôn đốc việc này", f"lần {number}")))
