"""The office's weekly summary: where the quarter stands, what the week brought, who is late, what did not arrive (product 3.5).

Every figure says which period it is of (lessons 28). Queued once a week for each person of the office; the text is made at
the claim. Never commits.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker.access import Actor
from tracker.directory.models import Contact, Person, RefusedAddress, Role, RoleGrant, Unit
from tracker.directory.queries import work_calendar
from tracker.formats import day, number, percent, weekday_date
from tracker.notify.letters import Box, Letter, Letterhead, Link, Section, UnitPart, lower
from tracker.notify.models import Message, MessageKind
from tracker.notify.outbox import queue
from tracker.notify.policy import DAY, normal_address
from tracker.notify.policy_editing import weekly_of
from tracker.notify.preferences import preferences
from tracker.notify.queries import FAILED
from tracker.notify.unsubscribing import Unsubscribable, unsubscribe_url
from tracker.periods import Quarter
from tracker.tasks import quarter as quarters
from tracker.tasks.counts import Counts, is_counted_overdue_sql
from tracker.tasks.models import Deadline, Evidence, EvidenceState
from tracker.tasks.overview import waiting_summary
from tracker.tasks.quarter import Asked
from tracker.tasks.state import limit_sql
from tracker.workdays import WorkCalendar

WEEK = timedelta(days=7)
MOST_UNITS = 10
MOST_ADDRESSES = 10
OFFICE = Actor(person_id=None, name="Văn phòng Sở", grants=frozenset({("office", None)}))


def monday_of(today: date) -> date:
    return today - today.weekday() * DAY


def leaves_on(monday: date, weekday: int, calendar: WorkCalendar) -> date | None:
    """The day of this week the summary leaves: the one set, the next working day, else the last before; None in a week off."""
    wanted, end = monday + weekday * DAY, monday + 6 * DAY
    if (later := calendar.on_or_after(wanted)) <= end:
        return later
    earlier = calendar.on_or_before(wanted)
    return earlier if earlier >= monday else None


def owed_to(session: Session, today: date) -> list[str]:
    """The addresses that are owed this week's summary and have none queued. Reads only.

    A worker that was down on the day makes it up in the same week; a week gone by is not made up.
    """
    asked = weekly_of(session)
    leaves = leaves_on(monday_of(today), asked.weekday, work_calendar(session)) if asked.is_on else None
    if (
        leaves is None
        or today < leaves
        or session.scalar(sa.select(sa.exists().where(Deadline.must_report))) is not True
    ):
        return []
    refused = sa.exists().where(RefusedAddress.address == sa.func.lower(Person.email))
    there = sa.exists().where(
        Message.kind == MessageKind.WEEKLY,
        Message.slot == monday_of(today).isoformat(),
        Message.address == sa.func.lower(Person.email),
    )
    people = session.scalars(
        sa.select(Person.email)
        .join(RoleGrant)
        .where(RoleGrant.role == Role.OFFICE, Person.is_active, sa.not_(refused), sa.not_(there))
        .distinct()
        .order_by(Person.email)
    )
    wishes = preferences(session)
    return [address for address in map(normal_address, people) if wishes.wants_weekly(address)]


def queue_summaries(session: Session, today: date, addresses: list[str]) -> int:
    """Queue this week's summary for each of `addresses`; how many are new. The week is the slot: each exists once."""
    slot = monday_of(today).isoformat()
    return queue(session, kind=MessageKind.WEEKLY, slot=slot, to={address: {} for address in addresses})


@dataclass(frozen=True)
class Week:
    """The seven days before the Monday of a summary."""

    first: date
    last: date

    @classmethod
    def before(cls, monday: date) -> "Week":
        return cls(monday - WEEK, monday - DAY)

    @property
    def words(self) -> str:
        return f"từ {day(self.first)} đến {day(self.last)}"

    def covers(self, instant: Any) -> sa.ColumnElement[bool]:
        """Whether a stored instant falls into these days by the office's clock."""
        start = datetime.combine(self.first, time.min, clock.OFFICE_ZONE).astimezone(UTC)
        return sa.and_(instant >= start, instant < start + WEEK)


def compose_weekly(session: Session, message: Message, letterhead: Letterhead, today: date) -> Letter | None:
    """The summary as of `today`; None where nothing was ever asked of anybody, nothing waits and nothing failed."""
    week, quarter = Week.before(date.fromisoformat(message.slot)), Quarter.of(today)
    counts = quarters.total(quarters.by_task(session, OFFICE, Asked(quarter=quarter), today).values())
    late, failed, waiting = (
        _late_units(session, letterhead, today),
        _failed(session, letterhead, week),
        _waiting(session, letterhead),
    )
    if not (counts.given or counts.ongoing_owed or late or failed or waiting):
        return None
    sections = (
        Section(
            "Số liệu", (_quarter_box(counts, quarter, letterhead, today), _week_box(session, week, letterhead, today))
        ),
        Section("Đơn vị còn quá hạn", late),
        Section("Chờ Văn phòng duyệt", waiting),
        Section("Thư chưa tới nơi", failed),
    )
    url = unsubscribe_url(
        message.address, Unsubscribable.WEEKLY, base_url=letterhead.base_url, secret_key=letterhead.secret_key
    )
    overdue = f"{number(counts.overdue)} kỳ hạn quá hạn" if counts.overdue else "không có kỳ hạn quá hạn"
    return Letter(
        subject=f"[Đúng hạn] Tổng hợp tuần {week.first:%d/%m} – {day(week.last)}: {overdue}",
        preheader=f"{_upper(quarter.label)}: đã giao {number(counts.given)}, hoàn thành {number(counts.done)}, {overdue}.",
        title=f"Tổng hợp tuần {week.words}",
        greeting="Kính gửi Văn phòng Sở.",
        intro=f"Tình hình thực hiện nhiệm vụ của toàn ngành, tính đến {lower(weekday_date(today))}.",
        parts=(UnitPart("", tuple(section for section in sections if section.boxes)),),
        all_url=f"{letterhead.base_url}/",
        all_action="Mở trang Tổng quan",
        why="Thư gửi cho người có vai trò Văn phòng, mỗi tuần một thư.",
        contacts_url=f"{letterhead.base_url}/don-vi",
        calendar_url=f"{letterhead.base_url}/lich",
        letterhead=letterhead,
        unsubscribe=Link("Thôi nhận thư tổng hợp hằng tuần", url) if letterhead.secret_key else None,
    )


def _quarter_box(counts: Counts, quarter: Quarter, letterhead: Letterhead, today: date) -> Box:
    facts = [
        ("Đã giao", number(counts.given)),
        ("Hoàn thành đúng hạn", number(counts.done_on_time)),
        ("Hoàn thành quá hạn", number(counts.done_late)),
        ("Chưa xong, trong hạn", number(counts.within)),
        ("Chưa xong, quá hạn", number(counts.overdue)),
        ("Không hạn", number(counts.without_limit)),
        ("Tỷ lệ đúng hạn", f"{percent(counts.rate)} ({number(counts.done_on_time)}/{number(counts.rate_of)})"),
    ]
    if counts.ongoing_owed:
        having = f"{number(counts.ongoing_with_evidence)}/{number(counts.ongoing_owed)}"
        facts.append(("Việc thường xuyên đã có minh chứng quý", having))
    return Box(
        heading=f"{_upper(quarter.label)}, từ {day(quarter.start)} đến {day(quarter.end)}",
        tone="late" if counts.overdue else "new",
        title=f"Các kỳ hạn của {quarter.label}, tính đến {day(today)}",
        facts=tuple(facts),
        url=f"{letterhead.base_url}/bao-cao/quy?quy={quarter}",
        action="Xem báo cáo quý",
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _week_box(session: Session, week: Week, letterhead: Letterhead, today: date) -> Box:
    def evidence(instant: Any, *states: EvidenceState) -> str:
        query = sa.select(sa.func.count()).select_from(Evidence).where(week.covers(instant))
        return number(session.scalar(query.where(Evidence.state.in_(states)) if states else query) or 0)

    became_late = is_counted_overdue_sql(today), limit_sql().between(week.first - DAY, week.last - DAY)
    late = session.scalar(sa.select(sa.func.count()).select_from(Deadline).where(*became_late)) or 0
    return Box(
        heading=f"Trong tuần {week.words}",
        tone="new",
        title="Minh chứng và kỳ hạn của tuần",
        facts=(
            ("Minh chứng nộp lên", evidence(Evidence.submitted_at)),
            ("Minh chứng đã duyệt", evidence(Evidence.decided_at, EvidenceState.ACCEPTED)),
            ("Minh chứng trả lại", evidence(Evidence.decided_at, EvidenceState.RETURNED)),
            ("Kỳ hạn thành quá hạn, nay vẫn chưa nộp", number(late)),
        ),
        url=f"{letterhead.base_url}/nhiem-vu",
        action="Xem nhiệm vụ",
    )


def _late_units(session: Session, letterhead: Letterhead, today: date) -> tuple[Box, ...]:
    """The units with most overdue, whatever the quarter; how many more there are stands in the last one."""
    total = sa.func.count().label("deadlines")
    columns: tuple[Any, ...] = (Unit.code, Unit.name, total, sa.func.min(limit_sql(), type_=sa.Date()).label("oldest"))
    query: sa.Select[Any] = sa.select(*columns).select_from(Deadline).join(Unit, Unit.id == Deadline.unit_id)
    rows = session.execute(
        query.where(is_counted_overdue_sql(today)).group_by(Unit.id).order_by(total.desc(), Unit.sort_key, Unit.id)
    ).all()
    boxes = [
        Box(
            heading=f"{number(row.deadlines)} kỳ hạn quá hạn, lâu nhất {(today - row.oldest).days} ngày",
            tone="late",
            title=row.name,
            facts=(),
            url=f"{letterhead.base_url}/don-vi/{row.code}",
            action="Mở đơn vị",
        )
        for row in rows[:MOST_UNITS]
    ]
    if others := rows[MOST_UNITS:]:
        heading = f"Và {number(len(others))} đơn vị nữa"
        title = f"{number(sum(row.deadlines for row in others))} kỳ hạn quá hạn"
        boxes.append(Box(heading, "late", title, (), f"{letterhead.base_url}/don-doc", "Xem tất cả và đôn đốc"))
    return tuple(boxes)


def _waiting(session: Session, letterhead: Letterhead) -> tuple[Box, ...]:
    count, since = waiting_summary(session, OFFICE)
    if not count:
        return ()
    oldest = f"lâu nhất từ {day(clock.office_time(since).date())}" if since else ""
    url = f"{letterhead.base_url}/cho-duyet"
    return (Box(f"{number(count)} minh chứng", "soon", f"Đang chờ duyệt, {oldest}", (), url, "Mở danh sách chờ duyệt"),)


def _failed(session: Session, letterhead: Letterhead, week: Week) -> tuple[Box, ...]:
    """Addresses that mail servers refused for good, and how much mail of the week and since did not arrive."""
    refused = session.execute(
        sa.select(RefusedAddress.address, RefusedAddress.reason).order_by(RefusedAddress.refused_at.desc())
    ).all()
    start = datetime.combine(week.first, time.min, clock.OFFICE_ZONE).astimezone(UTC)
    dead = session.scalar(
        sa.select(sa.func.count()).select_from(Message).where(Message.state.in_(FAILED), Message.created_at >= start)
    )
    boxes = []
    if dead:
        heading = f"{number(dead)} thư từ {day(week.first)} đến nay"
        boxes.append(
            Box(
                heading,
                "returned",
                "Không gửi được hoặc không chắc đã tới",
                (),
                f"{letterhead.base_url}/thu",
                "Mở sổ thư",
            )
        )
    names = _units_at(session, [row.address for row in refused[:MOST_ADDRESSES]])
    for row in refused[:MOST_ADDRESSES]:
        facts = (("Đơn vị", names.get(row.address, "")), ("Máy chủ trả lời", row.reason))
        url = f"{letterhead.base_url}/don-vi?tinh-trang=chua-co-dia-chi"
        kept = tuple((term, words) for term, words in facts if words)
        boxes.append(Box("Địa chỉ bị từ chối", "returned", row.address, kept, url, "Sửa đầu mối"))
    return tuple(boxes)


def _units_at(session: Session, addresses: list[str]) -> dict[str, str]:
    """Address -> the units it is a contact of."""
    query = (
        sa.select(sa.func.lower(Contact.email), Unit.name)
        .join(Unit, Unit.id == Contact.unit_id)
        .where(sa.func.lower(Contact.email).in_(addresses))
        .order_by(Unit.sort_key)
    )
    found: dict[str, list[str]] = {}
    for address, name in session.execute(query):
        found.setdefault(address, []).append(name)
    return {address: ", ".join(dict.fromkeys(names)) for address, names in found.items()}
