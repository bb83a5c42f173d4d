"""The kept VEVENTs of a feed: their stamps, which of them have a place, and keeping them (ical-feeds 4, R9).

The kept bytes of an unchanged event are used as they are. When what it shows has moved (also by a renamed unit or plan),
SEQUENCE rises by one and LAST-MODIFIED by a second at least (R23, R24).
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import insert_once
from tracker.notify import ical
from tracker.notify.feed_events import WINDOW, Candidate, in_window, second
from tracker.notify.models import DeadlineEvent, KeptEvent, PlanEvent
from tracker.tasks.models import Deadline, Task

MAX_EVENTS, MAX_BYTES = 1000, 900_000  # what Google takes (R9)


@dataclass(frozen=True, slots=True)
class Stamped:
    """An event as rendered. `is_new`: these bytes are not kept yet; `was_kept`: older ones are."""

    candidate: Candidate
    sequence: int
    changed_at: datetime
    body: bytes
    alarm: bytes
    is_new: bool
    was_kept: bool


def kept_deadlines(session: Session, unit_ids: Collection[int], *, today: date) -> Mapping[Hashable, Any]:
    """What is kept of `unit_candidates`, by deadline."""
    query = (
        sa.select(DeadlineEvent.deadline_id, *_kept_columns(DeadlineEvent))
        .join(Deadline, Deadline.id == DeadlineEvent.deadline_id)
        .where(Deadline.unit_id.in_(unit_ids), in_window(today))
    )
    return {row.deadline_id: row for row in session.execute(query)}


def kept_of_plan(session: Session, plan_id: int) -> Mapping[Hashable, Any]:
    """What is kept of `plan_candidates`, by task and slot."""
    columns = (PlanEvent.task_id, PlanEvent.slot, *_kept_columns(PlanEvent))
    query = sa.select(*columns).join(Task).where(Task.plan_id == plan_id)
    return {(row.task_id, row.slot): row for row in session.execute(query)}


def _kept_columns(model: type[KeptEvent]) -> tuple[Any, ...]:
    return (model.digest, model.sequence, model.changed_at, model.body, model.alarm)


def stamped(candidate: Candidate, kept: Any | None) -> Stamped:
    """`candidate` with the kept bytes where they still show it, else rendered with raised stamps (R22, R23)."""
    if kept is not None and kept.digest == candidate.digest:
        return Stamped(candidate, kept.sequence, kept.changed_at, kept.body, kept.alarm, False, True)
    sequence, changed_at = candidate.sequence, candidate.changed_at
    if kept is not None:
        sequence = max(sequence, kept.sequence + 1)
        changed_at = max(changed_at, second(kept.changed_at) + timedelta(seconds=1))
    row = candidate.make()
    body = ical.event_bytes(row, sequence=sequence, changed_at=changed_at)
    return Stamped(candidate, sequence, changed_at, body, ical.alarm_bytes(row), True, kept is not None)


def chosen(candidates: Iterable[Candidate]) -> list[Candidate]:
    """At most MAX_EVENTS in the order in which they deserve a place: open by date, then finished, the latest changed first."""

    def rank(candidate: Candidate) -> tuple[bool, float, str]:
        day = candidate.due_on
        order = -candidate.changed_at.timestamp() if candidate.is_finished else float(day.toordinal())
        return candidate.is_finished, order, candidate.uid

    return sorted(candidates, key=rank)[:MAX_EVENTS]


def within_size(events: Sequence[Stamped], *, has_alarms: bool) -> list[Stamped]:
    """`events` (in order of `chosen`) as far as they fit into MAX_BYTES, sorted by date and UID (R22)."""
    kept, size = [], 0
    for event in events:
        size += len(event.body) + (len(event.alarm) if has_alarms else 0)
        if size > MAX_BYTES:
            break
        kept.append(event)
    return sorted(kept, key=lambda event: (event.candidate.due_on, event.candidate.uid))


def leaves_on(candidates: Iterable[Candidate]) -> date | None:
    """The first day on which one of these finished events is outside the window."""
    days = (clock.office_time(each.changed_at).date() for each in candidates if each.is_finished)
    return min((day + WINDOW + timedelta(days=1) for day in days), default=None)


def keep(session: Session, events: Iterable[Stamped]) -> None:
    """Keep the newly rendered of `events`. A kept one is only replaced by a higher SEQUENCE."""
    fresh: list[Stamped] = []
    moved: list[Stamped] = []
    for event in events:
        if event.is_new:
            (moved if event.was_kept else fresh).append(event)
    for model in (DeadlineEvent, PlanEvent):
        insert_once(session, model, [_row_of(event) for event in fresh if _is_of(event, model)], chunk=200)
    for event in moved:
        model = PlanEvent if isinstance(event.candidate.key, tuple) else DeadlineEvent
        row = _row_of(event)
        session.execute(
            sa.update(model)
            .where(_is_kept_as(event.candidate.key), model.sequence < event.sequence)
            .values({name: row[name] for name in ("digest", "sequence", "changed_at", "is_timed", "body", "alarm")})
            .execution_options(synchronize_session=False)
        )


def _is_of(event: Stamped, model: type[DeadlineEvent | PlanEvent]) -> bool:
    return isinstance(event.candidate.key, tuple) == (model is PlanEvent)


def _is_kept_as(key: Hashable) -> sa.ColumnElement[bool]:
    if isinstance(key, tuple):
        return sa.and_(PlanEvent.task_id == key[0], PlanEvent.slot == key[1])
    return DeadlineEvent.deadline_id == cast("int", key)


def _row_of(event: Stamped) -> dict[str, Any]:
    key = event.candidate.key
    own = (
        {"task_id": key[0], "slot": key[1], "uid": event.candidate.uid}
        if isinstance(key, tuple)
        else {"deadline_id": key}
    )
    return {
        **own,
        "digest": event.candidate.digest,
        "sequence": event.sequence,
        "changed_at": event.changed_at,
        "is_timed": event.candidate.due_time is not None,
        "body": event.body,
        "alarm": event.alarm,
    }
