"""What may be urged, by unit, and what was: the late list, the lines of a choice, the last urgings. Reads only."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from tracker.access import Act, Actor, may_at_all
from tracker.directory.models import Unit
from tracker.notify.models import Message, MessageKind, MessageState
from tracker.paging import Page, paginate
from tracker.tasks import words
from tracker.tasks.models import Deadline, Task, Urging, UrgingLine
from tracker.tasks.quarter import UNDER_OFFICE, manager_sql
from tracker.tasks.queries import PARENT_NAME, Parent, deadline_scope, matches
from tracker.tasks.state import limit_sql
from tracker.tasks.urging import is_urged_for_sql, numbers_before, urgeable, urged_in_turn

FEW_TITLES = 2
MOST_LINES = 10_000  # of one urging: 1,900 units with five late deadlines each
_IN_CHUNK = 500


@dataclass(frozen=True)
class UrgingFilter:
    """Which late deadlines are meant; empty values narrow nothing."""

    text: str = ""  # words of the unit's names, with or without diacritics
    plan_id: int | None = None
    task_id: int | None = None
    quarter: str = ""
    days: int = 0  # late at least so long
    manager: str = ""  # code of a commune, or UNDER_OFFICE
    unit_code: str = ""
    is_unurged: bool = False  # only what nobody has been urged for yet
    unit_ids: tuple[int, ...] = ()  # the ticked boxes

    @property
    def is_empty(self) -> bool:
        return replace(self, unit_ids=()) == UrgingFilter()


@dataclass(frozen=True)
class LateUnit:
    """A unit with what is late of it, and when it was urged last."""

    id: int
    code: str
    name: str
    parent_name: str | None
    deadlines: int
    tasks: int
    days: int
    titles: tuple[str, ...]
    last: Urging | None


@dataclass(frozen=True)
class LateLine:
    """One late deadline of a choice; `number` is the "lần" it would be urged for."""

    id: int
    unit_id: int
    unit_code: str
    unit_name: str
    unit_kind: str
    task_id: int
    title: str
    due: str
    days: int
    number: int


@dataclass(frozen=True)
class Choice:
    """Late work by unit, ready to be urged; `urged_today` had one on this working day."""

    lines: dict[int, tuple[LateLine, ...]]  # by unit, in Vietnamese order
    urged_today: frozenset[int]
    is_cut: bool

    @property
    def deadline_ids(self) -> list[int]:
        return [line.id for lines in self.lines.values() for line in lines]

    @property
    def deadlines(self) -> int:
        return sum(len(lines) for lines in self.lines.values())


def _late(actor: Actor, asked: UrgingFilter, today: date, *columns: Any) -> sa.Select[Any]:
    query = (
        sa.select(*columns)
        .select_from(Deadline)
        .join(Task, Task.id == Deadline.task_id)
        .join(Unit, Unit.id == Deadline.unit_id)
        .outerjoin(Parent, Parent.id == Unit.parent_id)
        .where(is_urged_for_sql(today), urgeable(actor), *_conditions(asked, today))
    )
    if asked.manager == UNDER_OFFICE:
        return query.where(manager_sql().is_(None))
    if asked.manager:
        manager = aliased(Unit)
        return query.where(
            manager_sql() == sa.select(manager.id).where(manager.code == asked.manager).scalar_subquery()
        )
    return query


def _conditions(asked: UrgingFilter, today: date) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if asked.text:
        found.append(matches(Unit.search_text, asked.text))
    if asked.plan_id is not None:
        found.append(Deadline.plan_id == asked.plan_id)
    if asked.task_id is not None:
        found.append(Deadline.task_id == asked.task_id)
    if asked.quarter:
        found.append(Deadline.quarter == asked.quarter)
    if asked.days > 1:
        found.append(limit_sql() <= today - timedelta(days=asked.days))
    if asked.unit_code:
        found.append(Unit.code == asked.unit_code)
    if asked.is_unurged:
        found.append(Deadline.id.not_in(sa.select(UrgingLine.deadline_id)))
    if asked.unit_ids:
        found.append(Deadline.unit_id.in_(asked.unit_ids))
    return found


def late_units(session: Session, actor: Actor, asked: UrgingFilter, today: date, *, number: int) -> Page[LateUnit]:
    """A page of the units with late work, the longest late first. Four statements, whatever their number."""
    oldest = sa.func.min(limit_sql(), type_=sa.Date()).label("oldest")
    amount = sa.func.count().label("deadlines")
    columns: tuple[Any, ...] = (
        Unit.id,
        Unit.code,
        Unit.name,
        PARENT_NAME,
        Unit.sort_key,
        amount,
        sa.func.count(sa.distinct(Deadline.task_id)).label("tasks"),
        oldest,
    )
    keys = (Unit.id, Unit.code, Unit.name, Parent.kind, Parent.name, Unit.sort_key)
    query = _late(actor, asked, today, *columns).group_by(*keys)
    query = query.order_by(oldest, amount.desc(), Unit.sort_key, Unit.id)
    page = paginate(session, query, number=number, scalars=False)
    ids = [row.id for row in page.rows]
    titles, last = _titles(session, actor, replace(asked, unit_ids=tuple(ids)), today), last_urgings(session, ids)
    rows = [
        LateUnit(
            row.id,
            row.code,
            row.name,
            row.parent_name,
            row.deadlines,
            row.tasks,
            (today - row.oldest).days,
            tuple(titles.get(row.id, ())),
            last.get(row.id),
        )
        for row in page.rows
    ]
    return Page(rows, page.number, page.size, page.total)


def late_total(session: Session, actor: Actor, asked: UrgingFilter, today: date) -> int:
    """How many deadlines stand behind the list."""
    return session.scalar(_late(actor, asked, today, sa.func.count())) or 0


def _titles(session: Session, actor: Actor, asked: UrgingFilter, today: date) -> dict[int, list[str]]:
    """Unit -> its first late tasks, the oldest first."""
    if not asked.unit_ids:
        return {}
    place = sa.func.row_number().over(partition_by=Deadline.unit_id, order_by=(limit_sql(), Deadline.id)).label("place")
    numbered = _late(actor, asked, today, Deadline.unit_id, Task.title, Task.label, place).subquery()
    query = sa.select(numbered).where(numbered.c.place <= FEW_TITLES).order_by(numbered.c.unit_id, numbered.c.place)
    found: dict[int, list[str]] = {}
    for row in session.execute(query):
        found.setdefault(row.unit_id, []).append(str(words.task_words(row)))
    return found


def choose(session: Session, actor: Actor, asked: UrgingFilter, today: date) -> Choice:
    """The late deadlines of a choice, by unit. Three statements."""
    return _choice(session, _line_rows(actor, asked, today).limit(MOST_LINES + 1), today)


def choose_again(session: Session, actor: Actor, deadline_ids: Collection[int], today: date) -> Choice:
    """What is still late of deadlines that were chosen before."""
    rows: list[Any] = []
    ids = sorted(deadline_ids)
    for start in range(0, len(ids), _IN_CHUNK):
        chunk = ids[start : start + _IN_CHUNK]
        rows += session.execute(_line_rows(actor, UrgingFilter(), today).where(Deadline.id.in_(chunk))).all()
    rows.sort(key=lambda row: (row.sort_key, row.unit_id, row.oldest, row.id))
    return _of_rows(session, rows, today, is_cut=False)


def _line_rows(actor: Actor, asked: UrgingFilter, today: date) -> sa.Select[Any]:
    columns: tuple[Any, ...] = (
        Deadline.id,
        Deadline.unit_id,
        Deadline.task_id,
        Deadline.due_on,
        Deadline.due_time,
        Deadline.qualifier,
        Deadline.is_ongoing,
        Deadline.quarter,
        limit_sql().label("oldest"),
        Task.title,
        Task.label,
        Unit.code,
        Unit.name,
        Unit.kind,
        Unit.sort_key,
    )
    return _late(actor, asked, today, *columns).order_by(Unit.sort_key, Deadline.unit_id, limit_sql(), Deadline.id)


def _choice(session: Session, query: sa.Select[Any], today: date) -> Choice:
    rows = session.execute(query).all()
    return _of_rows(session, rows[:MOST_LINES], today, is_cut=len(rows) > MOST_LINES)


def _of_rows(session: Session, rows: Sequence[Any], today: date, *, is_cut: bool) -> Choice:
    before = numbers_before(session, [row.id for row in rows])
    found: dict[int, list[LateLine]] = {}
    for row in rows:
        line = LateLine(
            row.id,
            row.unit_id,
            row.code,
            row.name,
            row.kind.value,
            row.task_id,
            " ".join(filter(None, (words.task_label(row) + "." if row.label else "", row.title))),
            words.quarter(row.quarter, is_lower=True) if row.is_ongoing and row.quarter else words.due(row),
            (today - row.oldest).days,
            before.get(row.id, 0) + 1,
        )
        found.setdefault(row.unit_id, []).append(line)
    urged = frozenset(urged_in_turn(session, found, today))
    return Choice({unit_id: tuple(lines) for unit_id, lines in found.items()}, urged, is_cut)


def last_urgings(session: Session, unit_ids: Collection[int]) -> dict[int, Urging]:
    """Unit -> its last urging; units never urged are left out."""
    if not unit_ids:
        return {}
    newest = sa.select(sa.func.max(Urging.id)).where(Urging.unit_id.in_(unit_ids)).group_by(Urging.unit_id)
    return {urging.unit_id: urging for urging in session.scalars(sa.select(Urging).where(Urging.id.in_(newest)))}


def last_by_code(session: Session, codes: Collection[str]) -> dict[str, Urging]:
    """The same by the units' codes. One statement, whatever their number."""
    units = sa.select(Unit.id).where(Unit.code.in_(codes))
    newest = sa.select(sa.func.max(Urging.id)).where(Urging.unit_id.in_(units)).group_by(Urging.unit_id)
    columns: tuple[Any, ...] = (Unit.code, Urging)
    query = sa.select(*columns).join(Unit, Unit.id == Urging.unit_id).where(Urging.id.in_(newest))
    return {row.code: row.Urging for row in session.execute(query)}


def may_urge_any(
    session: Session, actor: Actor, today: date, *, task_id: int | None = None, unit_id: int | None = None
) -> bool:
    """Whether something of this task or unit is late that `actor` may urge: then its page has the button."""
    if not may_at_all(actor, Act.URGE):
        return False
    asked = UrgingFilter(task_id=task_id, unit_ids=(unit_id,) if unit_id is not None else ())
    return session.scalar(_late(actor, asked, today, Deadline.id).limit(1)) is not None


def urgings_of_deadline(session: Session, deadline_id: int) -> list[Any]:
    """Each urging of one deadline, the newest first: id, made_at, made_by_name, document_number, and the line's number."""
    columns: tuple[Any, ...] = (Urging.id, Urging.made_at, Urging.made_by_name, Urging.document_number)
    query = (
        sa.select(*columns, UrgingLine.number)
        .join(UrgingLine, UrgingLine.urging_id == Urging.id)
        .where(UrgingLine.deadline_id == deadline_id)
        .order_by(Urging.id.desc())
    )
    return list(session.execute(query))


def urged_between(session: Session, first: date, last: date) -> tuple[int, int]:
    """How many urgings went out in a period, and to how many units: a figure of the quarter."""
    columns: tuple[Any, ...] = (sa.func.count(), sa.func.count(sa.distinct(Urging.unit_id)))
    count, units = session.execute(sa.select(*columns).where(Urging.made_on.between(first, last))).one()
    return count, units


@dataclass(frozen=True)
class SentLine:
    """One unit's urging of a batch with what became of its mails."""

    urging: Urging
    unit_code: str
    unit_name: str
    unit_kind: str
    deadlines: int
    mails: tuple[Any, ...]  # id, address, state, last_error, smtp_reply


@dataclass(frozen=True)
class Batch:
    """What was urged in one act: same person, same instant."""

    made_at: datetime
    lines: tuple[SentLine, ...]

    def mails_in(self, *states: MessageState) -> int:
        return sum(mail.state in states for line in self.lines for mail in line.mails)

    @property
    def without_address(self) -> tuple[SentLine, ...]:
        return tuple(line for line in self.lines if not line.mails)


def batch_of(session: Session, actor: Actor, urging_id: int) -> Batch | None:
    """The act `urging_id` belongs to, as far as `actor` made it or may see its units; None where there is nothing."""
    first = session.get(Urging, urging_id)
    if first is None:
        return None
    amount = sa.select(sa.func.count()).where(UrgingLine.urging_id == Urging.id).scalar_subquery()
    columns: tuple[Any, ...] = (Urging, Unit.code, Unit.name, Unit.kind, amount.label("deadlines"))
    query = (
        sa.select(*columns)
        .join(Unit, Unit.id == Urging.unit_id)
        .where(Urging.made_at == first.made_at, Urging.made_by_id.is_not_distinct_from(first.made_by_id))
        .order_by(Unit.sort_key, Unit.id)
    )
    if not actor.reads_all and first.made_by_id != actor.person_id:
        lines = sa.select(UrgingLine.urging_id).join(Deadline, Deadline.id == UrgingLine.deadline_id)
        query = query.where(Urging.id.in_(lines.where(deadline_scope(actor))))
    rows = session.execute(query).all()
    if first.id not in {row[0].id for row in rows}:
        return None
    mails = _mails(session, [row[0].id for row in rows])
    return Batch(
        first.made_at,
        tuple(
            SentLine(row[0], row.code, row.name, row.kind.value, row.deadlines, tuple(mails.get(row[0].id, ())))
            for row in rows
        ),
    )


def _mails(session: Session, urging_ids: Sequence[int]) -> dict[int, list[Any]]:
    columns: tuple[Any, ...] = (
        Message.id,
        Message.address,
        Message.subject_id,
        Message.state,
        Message.last_error,
        Message.smtp_reply,
    )
    found: dict[int, list[Any]] = {}
    for chunk in _chunks(urging_ids):
        query = sa.select(*columns).where(Message.kind == MessageKind.URGING, Message.subject_id.in_(chunk))
        for row in session.execute(query.order_by(Message.id)):
            found.setdefault(row.subject_id, []).append(row)
    return found


def _chunks(values: Sequence[int]) -> Iterable[Sequence[int]]:
    return (values[start : start + _IN_CHUNK] for start in range(0, len(values), _IN_CHUNK))
