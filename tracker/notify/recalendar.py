"""An edited working calendar, applied to what is not yet sent (product 3.1, 3.5). Never commits.

Days to come need nothing: the planner asks the calendar each day. What it could miss is a reminder that now belongs to a
day already planned, because the day it stood on became a day off: the planner's mark goes back so far.
"""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.notify.models import Heartbeat
from tracker.notify.policy import DAY
from tracker.notify.queries import PLANNED
from tracker.tasks.deadlines import Moved, moved_by, recompute_effective_due
from tracker.workdays import WorkCalendar

__all__ = ["Moved", "apply_calendar", "moved_by"]


def apply_calendar(session: Session, old: WorkCalendar, new: WorkCalendar, *, today: date, roll_over: bool) -> int:
    """Recompute the limits of open deadlines and let the planner look again where days were lost; how many moved."""
    moved = recompute_effective_due(session, new, today=today, roll_over=roll_over)
    lost = [
        day for day in (old.off ^ new.off) | (old.work ^ new.work) if old.is_working(day) and not new.is_working(day)
    ]
    again = [new.on_or_before(day) for day in lost if day >= today]
    if again:
        _plan_again_from(session, min(again))
    return moved


def _plan_again_from(session: Session, day: date) -> None:
    """Have `day` and what follows planned anew; unique keys keep what is there from being made twice."""
    mark = session.scalars(sa.select(Heartbeat).where(Heartbeat.name == PLANNED)).one_or_none()
    if mark is not None and date.fromisoformat(mark.detail) >= day:
        mark.detail = (day - DAY).isoformat()
