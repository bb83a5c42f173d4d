"""Reads of what leaves: the ledger, who has no address, and how sending stands (for the overview, /readyz and /metrics)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from tracker import clock
from tracker.db import UTCDateTime
from tracker.directory.models import Contact, Unit, UnitKind
from tracker.directory.queries import is_refused, receivers, work_calendar
from tracker.notify.ledger import addressed_to, mail_about_unit
from tracker.notify.models import Heartbeat, JobRun, Message, MessageEvent, MessageKind, MessageState, Reminder
from tracker.notify.policy import LEAVES_FROM, is_open_hour, normal_address
from tracker.tasks.models import Deadline, DeadlineState, Task

WORKER, PLANNED, MAIL_SERVER = "worker", "planned", "mail_server"  # names of Heartbeat rows
SILENT_AFTER = timedelta(seconds=90)
STUCK_AFTER = timedelta(minutes=10)
MOST_REMINDERS = 200  # shown on the page of one message

WAITING = (MessageState.PENDING, MessageState.RETRY, MessageState.LEASED, MessageState.TRANSMITTING)
FAILED = (MessageState.DEAD, MessageState.IN_DOUBT)
AT_ONCE = (MessageKind.RETURNED, MessageKind.DECISION, MessageKind.URGING)  # leave at any hour (product 3.5)

CAPPED = "Địa chỉ này đã nhận đủ số thư cho phép trong ngày; để sang ngày sau"

_COUNT_CAPPED = sa.select(sa.func.count()).where(Message.state == MessageState.RETRY, Message.last_error == CAPPED)
_BEATS = sa.select(Heartbeat.name, Heartbeat.at, Heartbeat.detail)
_STATES = (
    sa.select(Message.state, sa.func.count())
    .where(Message.state.in_(sa.bindparam("states", expanding=True)))
    .group_by(Message.state)
)

JOB_LABELS = {
    "plan": "Lập thư nhắc",
    "weekly": "Lập thư tổng hợp tuần",
    "deliver": "Gửi thư",
    "read": "Đọc văn bản",
    "housekeeping": "Dọn dẹp hằng ngày",
    "overdue": "Ghi quá hạn vào lịch",
}


@dataclass(frozen=True)
class JobSummary:
    """The last run of one job that left a trace, and when it last went well."""

    job: str
    label: str
    started_at: datetime
    finished_at: datetime | None
    error: str
    counts: Mapping[str, int]
    last_good_at: datetime | None


@dataclass(frozen=True)
class Operations:
    """How the worker and the mail stand now. Instants and ages are of the real clock."""

    heartbeat_at: datetime | None
    heartbeat_age: timedelta | None
    is_worker_silent: bool
    waiting: int
    oldest_due_age: timedelta | None  # of mail that may leave now
    is_mail_stuck: bool
    dead: int
    in_doubt: int
    sent_today: int
    planned_on: date | None  # the last day whose reminders were planned
    mail_error: str  # why the mail server cannot be reached, "" when it can
    without_address: int
    closed_owing: int  # closed units whose open deadlines nobody has handed over
    capped: int = 0  # mail put off because its address had enough for a day
    last_runs: tuple[JobSummary, ...] = field(default=())

    @property
    def failed(self) -> int:
        """Mail a person has to look at."""
        return self.dead + self.in_doubt

    @property
    def is_healthy(self) -> bool:
        return not (self.is_worker_silent or self.is_mail_stuck or self.failed or self.mail_error)


def operations(session: Session) -> Operations:
    """What the office's first page, /readyz and /metrics show about the worker and the mail."""
    real = clock.real_now()
    beats = {row.name: row for row in session.execute(_BEATS)}
    beat = beats.get(WORKER)
    age = real - beat.at if beat else None
    due_age = oldest_due_age(session)
    standing = dict(_count_by_state(session, (*WAITING, *FAILED)))
    planned, server = beats.get(PLANNED), beats.get(MAIL_SERVER)
    return Operations(
        heartbeat_at=beat.at if beat else None,
        heartbeat_age=age,
        is_worker_silent=age is None or age > SILENT_AFTER,
        waiting=sum(standing.get(state, 0) for state in WAITING),
        oldest_due_age=due_age,
        is_mail_stuck=due_age is not None and due_age > STUCK_AFTER,
        dead=standing.get(MessageState.DEAD, 0),
        in_doubt=standing.get(MessageState.IN_DOUBT, 0),
        sent_today=sent_since(session, start_of_real_day()),
        planned_on=date.fromisoformat(planned.detail) if planned else None,
        mail_error=server.detail if server else "",
        without_address=session.scalar(_count_without_address()) or 0,
        closed_owing=session.scalar(_count_closed_owing()) or 0,
        capped=session.scalar(_COUNT_CAPPED) or 0,
        last_runs=_last_runs(session),
    )


def _count_by_state(session: Session, states: tuple[MessageState, ...]) -> list[tuple[MessageState, int]]:
    return [(state, count) for state, count in session.execute(_STATES, {"states": states})]


def count_by_state(session: Session) -> dict[MessageState, int]:
    """All messages by state."""
    return dict(_count_by_state(session, tuple(MessageState)))


def oldest_due_age(session: Session) -> timedelta | None:
    """How long the oldest message that may leave now has been waiting; None when nothing waits.

    Ordinary mail counts from the opening of today's hours (product 3.5), so a night never looks like a fault.
    """
    real, local = clock.real_now(), clock.office_time(clock.now())
    urgent, ordinary = session.execute(_oldest_due(local.date()), {"now": real}).one()
    ages = [real - urgent] if urgent else []
    if ordinary and is_open_hour(local, work_calendar(session)):
        opened = real - (local - local.replace(hour=LEAVES_FROM.hour, minute=LEAVES_FROM.minute, second=0))
        ages.append(real - max(ordinary, opened))
    return max(ages, default=None)


@lru_cache(maxsize=8)  # building a statement costs more than running it
def _oldest_due(today: date) -> sa.Select[Any]:
    """The first instant of what leaves at any hour, and of what leaves in the hours of `today`; `now` is a parameter."""
    due = sa.select(sa.func.min(Message.next_at)).where(
        Message.state.in_(WAITING), Message.next_at <= sa.bindparam("now", type_=UTCDateTime())
    )
    firsts: tuple[Any, ...] = (due.where(Message.kind.in_(AT_ONCE)), due.where(may_leave_on(today)))
    return sa.select(*(each.scalar_subquery() for each in firsts))


def may_leave_on(today: date) -> sa.ColumnElement[bool]:
    """Ordinary mail that belongs to `today`: a digest of another day is superseded by today's or comes on its own day."""
    return sa.and_(
        Message.kind.not_in(AT_ONCE), sa.or_(Message.kind != MessageKind.DIGEST, Message.slot == today.isoformat())
    )


def start_of_real_day() -> datetime:
    """Midnight of the office's real day, in UTC."""
    local = clock.office_time(clock.real_now())
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def sent_since(session: Session, instant: datetime) -> int:
    return session.scalar(sa.select(sa.func.count()).where(Message.sent_at >= instant)) or 0


def _last_runs(session: Session) -> tuple[JobSummary, ...]:
    return tuple(
        JobSummary(
            run.job,
            JOB_LABELS.get(run.job, run.job),
            run.started_at,
            run.finished_at,
            run.error,
            run.counts,
            run.last_good_at,
        )
        for run in session.execute(_last_runs_query())
    )


@lru_cache(maxsize=1)
def _last_runs_query() -> sa.Select[Any]:
    newest = sa.select(sa.func.max(JobRun.id)).group_by(JobRun.job)
    good = aliased(JobRun)
    last_good = sa.select(sa.func.max(good.finished_at)).where(good.job == JobRun.job, good.error == "")
    columns: tuple[Any, ...] = (JobRun.job, JobRun.started_at, JobRun.finished_at, JobRun.error, JobRun.counts)
    return (
        sa.select(*columns, last_good.scalar_subquery().label("last_good_at"))
        .where(JobRun.id.in_(newest))
        .order_by(JobRun.job)
    )


def units_without_address() -> sa.Select[Any]:
    """Units that owe something and that no mail can reach: the list "Chưa có địa chỉ nhận" (product 3.5).

    Outside agencies are not reminded and so not listed; closed units are in a list of their own. The same units have empty
    `receivers` (held by a test).
    """
    reachable = sa.exists().where(
        Contact.unit_id == Unit.id, Contact.is_active, Contact.refused_at.is_(None), Contact.email != ""
    )
    owing = sa.exists().where(*_owed_by_unit(), Deadline.effective_due.is_not(None))
    return (
        sa.select(Unit)
        .where(
            Unit.kind != UnitKind.AGENCY,
            Unit.closed_on.is_(None),
            sa.or_(Unit.email == "", is_refused(Unit.email)),
            sa.not_(reachable),
            owing,
        )
        .order_by(Unit.sort_key, Unit.id)
    )


def _owed_by_unit() -> tuple[sa.ColumnElement[bool], ...]:
    return Deadline.unit_id == Unit.id, Deadline.state.in_((DeadlineState.OPEN, DeadlineState.RETURNED))


def closed_units_owing() -> sa.Select[Any]:
    """Closed units with deadlines that nobody has handed over or waived, and how many (product 3.3).

    They are reminded of nothing: no mail to them makes sense. A person of the office decides, and finds them here.
    """
    owed = sa.select(sa.func.count()).select_from(Deadline).where(*_owed_by_unit()).scalar_subquery()
    query: sa.Select[Any] = sa.select(Unit, owed.label("owed"))
    return query.where(
        Unit.closed_on.is_not(None), Unit.kind != UnitKind.AGENCY, sa.exists().where(*_owed_by_unit())
    ).order_by(Unit.sort_key, Unit.id)


@lru_cache(maxsize=1)
def _count_closed_owing() -> sa.Select[Any]:
    return closed_units_owing().with_only_columns(sa.func.count(), maintain_column_froms=True).order_by(None)


@lru_cache(maxsize=1)
def _count_without_address() -> sa.Select[Any]:
    return units_without_address().with_only_columns(sa.func.count(), maintain_column_froms=True).order_by(None)


@dataclass(frozen=True)
class LedgerFilter:
    """What the ledger is narrowed to; empty values narrow nothing."""

    states: tuple[MessageState, ...] = ()
    kind: MessageKind | None = None
    text: str = ""
    unit_id: int | None = None
    day: date | None = None
    first: date | None = None
    last: date | None = None


def ledger(session: Session, wanted: LedgerFilter) -> sa.Select[Any]:
    """The messages, newest first, without their bodies."""
    query = sa.select(Message).options(
        sa.orm.defer(Message.text), sa.orm.defer(Message.html), sa.orm.defer(Message.payload)
    )
    if wanted.states:
        query = query.where(Message.state.in_(wanted.states))
    if wanted.kind:
        query = query.where(Message.kind == wanted.kind)
    if wanted.text:
        query = query.where(addressed_to(wanted.text))
    if wanted.unit_id is not None:
        query = query.where(_about_unit(session, wanted.unit_id))
    if wanted.day:
        of_that_day = sa.and_(Message.kind == MessageKind.DIGEST, Message.slot == wanted.day.isoformat())
        query = query.where(sa.or_(_happened(wanted.day, wanted.day), of_that_day))
    if wanted.first or wanted.last:
        query = query.where(_happened(wanted.first or date(2000, 1, 1), wanted.last or date(2999, 1, 1)))
    return query.order_by(Message.id.desc())


def _happened(first: date, last: date) -> sa.ColumnElement[bool]:
    """Mail that was queued or sent on one of these days of the office."""
    start, until = _midnight(first), _midnight(last + timedelta(days=1))
    made = sa.and_(Message.created_at >= start, Message.created_at < until)
    return sa.or_(made, sa.and_(Message.sent_at >= start, Message.sent_at < until))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), clock.OFFICE_ZONE).astimezone(UTC)


def _about_unit(session: Session, unit_id: int) -> sa.ColumnElement[bool]:
    """Mail that tells of this unit, or went to one of its addresses of today."""
    found = receivers(session, [unit_id])[unit_id]
    addresses = {normal_address(mailbox.address) for mailbox in (*found.officers, *found.heads)}
    return sa.or_(mail_about_unit(unit_id), Message.address.in_(addresses))


@dataclass(frozen=True)
class MessageHistory:
    """One message with what happened to it and what it reminds of."""

    message: Message
    events: tuple[MessageEvent, ...]
    reminders: tuple[Any, ...]  # Reminder, task id, title, unit name


def message_with_history(session: Session, message_id: int) -> MessageHistory | None:
    message = session.get(Message, message_id)
    if message is None:
        return None
    events = session.scalars(
        sa.select(MessageEvent).where(MessageEvent.message_id == message_id).order_by(MessageEvent.id)
    )
    reminders = session.execute(
        sa.select(Reminder, Task.id.label("task_id"), Task.title, Unit.name)
        .join(Deadline, Deadline.id == Reminder.deadline_id)
        .join(Task, Task.id == Deadline.task_id)
        .join(Unit, Unit.id == Deadline.unit_id)
        .where(Reminder.message_id == message_id)
        .order_by(Unit.sort_key, Reminder.id)
        .limit(MOST_REMINDERS)
    )
    return MessageHistory(message, tuple(events), tuple(reminders.all()))
