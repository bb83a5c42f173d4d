"""Đôn đốc: a person reminds units of what is late, at once and on record (product 1, journey 6; 3.4, 3.5).

One urging and one mail to each receiving address a unit; at most one a unit and working day, unless overruled with a
reason. "Lần thứ n" counts the urgings of the same deadline; an urging that names several carries the highest. Never
commits.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker import log as audit
from tracker.access import Act, Actor, may, may_at_all
from tracker.directory import queries as directory_queries
from tracker.directory.models import Unit, UnitKind
from tracker.errors import BadInput, NotAllowed, NotFound, RuleBroken
from tracker.extensions import db
from tracker.log import LogAction
from tracker.notify import outbox
from tracker.notify.models import MessageKind, ReminderPolicy
from tracker.tasks.models import Deadline, Task, TaskState, Urging, UrgingLine
from tracker.tasks.queries import coordinating_under, schools_below
from tracker.tasks.state import OWED, is_past_limit_sql, limit_sql
from tracker.vietnamese import clean, clean_line
from tracker.workdays import WorkCalendar

LONGEST_TEXT = 4000
LONGEST_NUMBER = 80
LONGEST_REASON = 500
HEADS_FROM_DAYS_LATE = 7  # where no policy says otherwise (product 3.5)
_IN_CHUNK = 500


@dataclass(frozen=True)
class Letter:
    """What the urging says besides the list of late work."""

    text: str
    document_number: str = ""
    overrule_reason: str = ""


@dataclass(frozen=True)
class Urged:
    """What an act of urging did. `settled` deadlines were handed in, waived or moved meanwhile."""

    urgings: tuple[Urging, ...]
    messages: int
    settled: int
    urged_today: tuple[int, ...]  # units that had one today and were left out
    without_address: tuple[int, ...] = field(default=())


@lru_cache(maxsize=256)  # building a condition costs more than running it
def urgeable(actor: Actor) -> sa.ColumnElement[bool]:
    """The deadlines `actor` may urge, as a condition on Deadline: office and leader all, others below them (product 3.4).

    A commune its schools, a lead department the units that coordinate in its tasks. Nobody urges her own unit.
    """
    if may(actor, Act.URGE):
        return sa.true()
    if not may_at_all(actor, Act.URGE):
        return sa.false()
    own = actor.unit_ids
    below = sa.or_(Deadline.unit_id.in_(schools_below(own)), Deadline.assignment_id.in_(coordinating_under(own)))
    return sa.and_(below, Deadline.unit_id.not_in(own))


@lru_cache(maxsize=8)
def is_urged_for_sql(today: date) -> sa.ColumnElement[bool]:
    """What may be urged on `today`: owed, past its limit, to be reported on. Missing quarters of ongoing work too.

    Goes with Deadline joined to its Task and Unit: outside agencies are never late (product 3.3).
    """
    return sa.and_(
        Deadline.state.in_(OWED),
        Deadline.must_report,
        is_past_limit_sql(today),
        Task.state == TaskState.RUNNING,
        Unit.kind != UnitKind.AGENCY,
    )


def first_day_of_turn(calendar: WorkCalendar, today: date) -> date:
    """The first of the days that count as one working day for urging: days off belong to the working day after them."""
    turn, first = calendar.on_or_after(today), today
    while calendar.on_or_after(first - timedelta(days=1)) == turn:
        first -= timedelta(days=1)
    return first


def urged_in_turn(session: Session, unit_ids: Collection[int], today: date) -> set[int]:
    """Which of these units were urged on this working day already."""
    since = first_day_of_turn(directory_queries.work_calendar(session), today)
    found: set[int] = set()
    for chunk in _chunks(sorted(unit_ids)):
        query = sa.select(Urging.unit_id).where(Urging.unit_id.in_(chunk), Urging.made_on >= since)
        found.update(session.scalars(query))
    return found


def urge(actor: Actor, deadline_ids: Collection[int], letter: Letter) -> Urged:
    """Urge the units of `deadline_ids` for what is still late of them; the mails leave at once.

    Raises NotAllowed, NotFound where a deadline is not `actor`'s to urge, BadInput without a text, RuleBroken where
    nothing is late any more or all units were urged today and no reason overrules it.
    """
    if actor.person_id is not None and not may_at_all(actor, Act.URGE):
        raise NotAllowed("Tài khoản này không được đôn đốc.")
    said = _checked(letter)
    session, today = db.session(), clock.today()
    ids = sorted(set(deadline_ids))
    units = _units_to_urge(session, actor, ids)
    _lock_units(session, units)
    late = _still_late(session, ids, today)
    if not late:
        raise RuleBroken("Không còn kỳ hạn nào quá hạn trong số đã chọn, không có gì để đôn đốc.")
    already = urged_in_turn(session, {row.unit_id for row in late}, today)
    left_out = set() if said.overrule_reason else already
    chosen = [row for row in late if row.unit_id not in left_out]
    if not chosen:
        raise RuleBroken(
            "Các đơn vị đã chọn đều đã được đôn đốc trong ngày làm việc này. Muốn đôn đốc thêm, ghi lý do."
        )
    urgings = _record(session, actor, said, chosen, today, already)
    counts = _send(session, urgings, chosen, today)
    _log(session, actor, said, urgings, chosen)
    return Urged(
        tuple(urgings),
        messages=sum(counts.values()),
        settled=len(ids) - len(late),
        urged_today=tuple(sorted(left_out)),
        without_address=tuple(sorted(unit_id for unit_id, count in counts.items() if not count)),
    )


def _checked(letter: Letter) -> Letter:
    said = Letter(clean(letter.text), clean_line(letter.document_number), clean_line(letter.overrule_reason))
    if not said.text:
        raise BadInput("Ghi nội dung đôn đốc.")
    for words, name, most in (
        (said.text, "nội dung đôn đốc", LONGEST_TEXT),
        (said.document_number, "số, ký hiệu văn bản", LONGEST_NUMBER),
        (said.overrule_reason, "lý do đôn đốc thêm", LONGEST_REASON),
    ):
        if len(words) > most:
            raise BadInput(f"Viết gọn {name} trong {most} chữ cái.")
    return said


def _units_to_urge(session: Session, actor: Actor, ids: Sequence[int]) -> set[int]:
    """The units of these deadlines; every one must be there for `actor` to urge."""
    if not ids:
        raise BadInput("Chọn ít nhất một đơn vị để đôn đốc.")
    scope = sa.true() if actor.person_id is None else urgeable(actor)
    units: set[int] = set()
    known = 0
    for chunk in _chunks(ids):
        rows = session.execute(sa.select(Deadline.unit_id).where(Deadline.id.in_(chunk), scope)).all()
        known += len(rows)
        units.update(row.unit_id for row in rows)
    if known != len(ids):
        raise NotFound
    return units


def _lock_units(session: Session, unit_ids: Collection[int]) -> None:
    """Two who urge the same unit at a time do so one after the other: the second sees the first's."""
    for chunk in _chunks(sorted(unit_ids)):
        session.execute(sa.select(Unit.id).where(Unit.id.in_(chunk)).order_by(Unit.id).with_for_update()).all()


def _still_late(session: Session, ids: Sequence[int], today: date) -> list[Any]:
    """Those of `ids` that are late now, locked until the commit: what is handed in meanwhile waits and is seen later."""
    columns: tuple[Any, ...] = (Deadline.id, Deadline.unit_id, Deadline.task_id, limit_sql().label("due"))
    found: list[Any] = []
    for chunk in _chunks(ids):
        query = (
            sa.select(*columns)
            .select_from(Deadline)
            .join(Task, Task.id == Deadline.task_id)
            .join(Unit, Unit.id == Deadline.unit_id)
            .where(Deadline.id.in_(chunk), is_urged_for_sql(today))
            .order_by(Deadline.id)
            .with_for_update(of=Deadline)
        )
        found += session.execute(query).all()
    return found


def numbers_before(session: Session, deadline_ids: Iterable[int]) -> dict[int, int]:
    """How often each of these deadlines has been urged; those never urged are left out."""
    found: dict[int, int] = {}
    for chunk in _chunks(sorted(deadline_ids)):
        query = (
            sa.select(UrgingLine.deadline_id, sa.func.max(UrgingLine.number))
            .where(UrgingLine.deadline_id.in_(chunk))
            .group_by(UrgingLine.deadline_id)
        )
        found.update((deadline_id, number) for deadline_id, number in session.execute(query))
    return found


def _record(
    session: Session, actor: Actor, said: Letter, chosen: Sequence[Any], today: date, already: Collection[int]
) -> list[Urging]:
    numbers = {each: number + 1 for each, number in numbers_before(session, [row.id for row in chosen]).items()}
    now, of_unit = clock.now(), _by_unit(chosen)
    urgings = [
        Urging(
            unit_id=unit_id,
            number=max(numbers.get(row.id, 1) for row in rows),
            made_at=now,
            made_on=today,
            made_by_id=actor.person_id,
            made_by_name=actor.name,
            text=said.text,
            document_number=said.document_number,
            overrule_reason=said.overrule_reason if unit_id in already else "",
            lines=[UrgingLine(deadline_id=row.id, number=numbers.get(row.id, 1)) for row in rows],
        )
        for unit_id, rows in of_unit.items()
    ]
    session.add_all(urgings)
    session.flush()
    return urgings


def _by_unit(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found


def _send(session: Session, urgings: Sequence[Urging], chosen: Sequence[Any], today: date) -> dict[int, int]:
    """Queue one message for each address of each unit; unit -> how many. The head hears it too from 7 days late."""
    reached = directory_queries.receivers(session, [urging.unit_id for urging in urgings])
    oldest = {unit_id: max((today - row.due).days for row in rows) for unit_id, rows in _by_unit(chosen).items()}
    heads_from = session.scalar(
        sa.select(ReminderPolicy.head_from_days_late).where(ReminderPolicy.plan_id.is_(None)).limit(1)
    )
    counts = {}
    for urging in urgings:
        who = reached[urging.unit_id]
        wants_head = oldest[urging.unit_id] >= (HEADS_FROM_DAYS_LATE if heads_from is None else heads_from)
        boxes = (*who.officers, *(who.heads if wants_head else ()))
        addresses = {box.address.strip().lower() for box in boxes}
        urging.addresses = len(addresses)
        counts[urging.unit_id] = outbox.queue(
            session,
            kind=MessageKind.URGING,
            slot=f"urging-{urging.id}",
            to={address: {"urging_id": urging.id} for address in sorted(addresses)},
            subject_id=urging.id,
        )
    return counts


def _log(session: Session, actor: Actor, said: Letter, urgings: Sequence[Urging], chosen: Sequence[Any]) -> None:
    """One entry for each unit, and one for each task, which its page shows."""
    numbers = {line.deadline_id: line.number for urging in urgings for line in urging.lines}
    for urging in urgings:
        facts = {
            "number": urging.number,
            "deadlines": len(urging.lines),
            "addresses": urging.addresses,
            "document_number": said.document_number,
            "reason": urging.overrule_reason,
        }
        audit.record(session, actor, LogAction.UNITS_URGED, urging, changes=facts, unit_id=urging.unit_id)
    of_task: dict[int, list[Any]] = {}
    for row in chosen:
        of_task.setdefault(row.task_id, []).append(row)
    for task_id, rows in of_task.items():
        units = {row.unit_id for row in rows}
        facts = {"number": max(numbers[row.id] for row in rows), "units": len(units)}
        audit.record(
            session,
            actor,
            LogAction.UNITS_URGED,
            "task",
            changes=facts,
            task_id=task_id,
            unit_id=next(iter(units)) if len(units) == 1 else None,
        )


def _chunks(values: Sequence[int]) -> Iterable[Sequence[int]]:
    return (values[start : start + _IN_CHUNK] for start in range(0, len(values), _IN_CHUNK))
