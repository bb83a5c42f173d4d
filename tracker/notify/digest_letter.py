"""The day's one mail of an address: late, due today, coming, sent back, by unit; a commune's schools below (product 3.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from tracker.directory.models import UnitKind
from tracker.formats import weekday_date
from tracker.notify.composers import ALL_WORK, MOST_BOXES, grouped, line_box, rest_of, unit_names
from tracker.notify.digest_schools import schools_parts
from tracker.notify.letters import (
    Letter,
    Letterhead,
    Link,
    Schools,
    Section,
    UnitPart,
    greeting,
    listed,
    lower,
    whose,
    work_url,
)
from tracker.notify.lines import Line, Reminded, Standing, reminded, shorten
from tracker.notify.models import Message, MessageKind
from tracker.notify.unsubscribing import Unsubscribable, unsubscribe_url

HEADINGS = {
    Standing.LATE: "Quá hạn",
    Standing.TODAY: "Đến hạn hôm nay",
    Standing.SOON: "Sắp đến hạn",
    Standing.RETURNED: "Bị trả lại",
}


def compose_digest(session: Session, message: Message, letterhead: Letterhead, today: date) -> Letter | None:
    """The day's one mail of an address: every deadline it is still reminded of, by unit and by urgency."""
    as_of = max(date.fromisoformat(message.slot), today)
    lines = reminded(session, [message.id]).lines(message.id, as_of=as_of)
    return digest_of(session, lines, letterhead, as_of, address=message.address) if lines else None


@dataclass(frozen=True)
class DigestFacts:
    """What the digests of one claimed batch say on `as_of`, loaded together: three statements instead of three each."""

    as_of: date
    message_ids: frozenset[int]
    found: Reminded
    schools: Mapping[int, Schools]

    def holds(self, message: Message, today: date) -> bool:
        """Whether this is what `message` would be made from today."""
        return message.id in self.message_ids and self.as_of == today

    def compose(self, message: Message, letterhead: Letterhead) -> Letter | None:
        """As compose_digest, from what is loaded."""
        lines = self.found.lines(message.id, as_of=self.as_of)
        return _digest(lines, self.schools, letterhead, self.as_of, message.address) if lines else None


def load_digests(session: Session, messages: Sequence[Message], letterhead: Letterhead, today: date) -> DigestFacts:
    """The facts of those of `messages` that are digests of today or of a day before; what is left out is made alone."""
    ids = [one.id for one in messages if one.kind is MessageKind.DIGEST and one.slot <= today.isoformat()]
    found = reminded(session, ids) if ids else Reminded({}, {})
    return DigestFacts(today, frozenset(ids), found, schools_parts(session, found.communes, letterhead, today))


def digest_of(
    session: Session, lines: Sequence[Line], letterhead: Letterhead, as_of: date, *, address: str = ""
) -> Letter:
    """The digest that says these lines (at least one); the dry run shows it before anything is queued. Reads only."""
    communes = {line.unit_id: line.unit_code for line in lines if line.unit_kind is UnitKind.COMMUNE}
    return _digest(lines, schools_parts(session, communes, letterhead, as_of), letterhead, as_of, address)


def _digest(
    lines: Sequence[Line], schools: Mapping[int, Schools], letterhead: Letterhead, as_of: date, address: str
) -> Letter:
    names = unit_names(lines)
    title = whose(names)
    return Letter(
        subject=f"[Đúng hạn] {', '.join(counts(lines))} – {title}",
        preheader=". ".join(f"{shorten(line.title, 80)}: {lower(line.heading)}" for line in lines[:3]) + ".",
        title=f"{title}: {len(lines)} việc cần làm",
        greeting=greeting(names),
        intro=f"Tính đến {lower(weekday_date(as_of))}, {'đơn vị' if len(names) == 1 else 'các đơn vị'} còn "
        f"{len(lines)} việc sau.",
        parts=_parts(lines, letterhead, schools),
        all_url=work_url(letterhead, [line.unit_code for line in lines]),
        all_action=ALL_WORK,
        why=f"Thư gửi vì địa chỉ này là đầu mối của {listed(names)}. Mỗi ngày làm việc tối đa một thư nhắc; "
        "không có việc thì không gửi.",
        contacts_url=f"{letterhead.base_url}/don-vi/{lines[0].unit_code}",
        calendar_url=f"{letterhead.base_url}/lich",
        letterhead=letterhead,
        unsubscribe=_unsubscribe(lines, letterhead, address),
    )


def _unsubscribe(lines: Sequence[Line], letterhead: Letterhead, address: str) -> Link | None:
    """The way to end reminders ahead, in a mail of nothing else: what is late or due today is mandatory (product 3.5)."""
    is_ahead = all(line.standing is Standing.SOON for line in lines)
    if not (is_ahead and address and letterhead.secret_key):
        return None
    url = unsubscribe_url(address, Unsubscribable.AHEAD, base_url=letterhead.base_url, secret_key=letterhead.secret_key)
    return Link("Thôi nhận thư nhắc trước hạn", url)


def counts(lines: Sequence[Line]) -> list[str]:
    """ "2 việc quá hạn", "3 việc đến hạn trước 25/12": how much and how urgent, for the subject."""
    number = {standing: sum(line.standing is standing for line in lines) for standing in Standing}
    found = []
    if number[Standing.LATE]:
        found.append(f"{number[Standing.LATE]} việc quá hạn")
    if number[Standing.RETURNED]:
        found.append(f"{number[Standing.RETURNED]} việc bị trả lại")
    if number[Standing.TODAY]:
        found.append(f"{number[Standing.TODAY]} việc đến hạn hôm nay")
    if number[Standing.SOON]:
        found.append(f"{number[Standing.SOON]} việc đến hạn {_until(lines)}")
    return found


def _until(lines: Sequence[Line]) -> str:
    """Until when all that comes is due: "ngày 22/12", "trước 25/12" as the document says it, else "chậm nhất 24/12"."""
    coming = [line for line in lines if line.standing is Standing.SOON]
    last = max(line.limit for line in coming)
    if all(line.limit == last for line in coming):
        return f"ngày {last:%d/%m}"
    is_before = all(line.is_before for line in coming if line.limit == last)
    return f"{'trước' if is_before else 'chậm nhất'} {last:%d/%m}"


def _parts(lines: Sequence[Line], letterhead: Letterhead, schools: Mapping[int, Schools]) -> tuple[UnitPart, ...]:
    """By unit; a mail of one unit needs no unit heading. What is too much for a mail is counted."""
    shown = {line.deadline_id for line in sorted(lines, key=lambda line: line.days)[:MOST_BOXES]}
    groups = grouped(lines)
    return tuple(
        UnitPart(
            own[0].unit_name if len(groups) > 1 else "",
            _sections([line for line in own if line.deadline_id in shown], letterhead),
            rest_of([line for line in own if line.deadline_id not in shown], letterhead),
            schools.get(own[0].unit_id),
        )
        for own in groups
    )


def _sections(lines: Sequence[Line], letterhead: Letterhead) -> tuple[Section, ...]:
    return tuple(
        Section(HEADINGS[standing], tuple(line_box(line, letterhead) for line in own))
        for standing in Standing
        if (own := [line for line in lines if line.standing is standing])
    )
