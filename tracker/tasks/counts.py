"""The figures of product 3.2: one definition as Python and as SQL, so that they tie for every unit, plan and quarter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, Protocol, Self

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.tasks import state
from tracker.tasks.models import Deadline, DeadlineState

_STANDS_OUTSIDE = (DeadlineState.WAIVED, DeadlineState.SUSPENDED, DeadlineState.CANCELLED)
_HAS_EVIDENCE = (DeadlineState.SUBMITTED, DeadlineState.ACCEPTED)


class Measure(StrEnum):
    """The column a deadline is counted in; exactly one for each."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    WITHIN = "within"
    OVERDUE = "overdue"
    WITHOUT_LIMIT = "without_limit"
    ONGOING = "ongoing"  # measured by quarters with evidence
    OUTSIDE = "outside"  # waived, suspended, cancelled, non-reporting


class Facts(state.Facts, Protocol):
    """What counting asks of a deadline beyond what its state asks."""

    @property
    def is_outside_cause(self) -> bool: ...


def measure(facts: Facts, today: date) -> Measure:
    """The column of `facts` on `today` (product 3.2). Judged by the day; a hand-in by its hour too."""
    if not facts.must_report or facts.state in _STANDS_OUTSIDE:
        return Measure.OUTSIDE
    if facts.is_ongoing:
        return Measure.ONGOING
    if facts.state is DeadlineState.ACCEPTED:
        return Measure.DONE_LATE if facts.is_done_late else Measure.DONE_ON_TIME
    if state.limit(facts) is None:
        return Measure.WITHOUT_LIMIT
    if facts.state is DeadlineState.SUBMITTED:
        return Measure.OVERDUE if state.is_handed_in_late(facts) else Measure.WITHIN
    return Measure.OVERDUE if state.is_past_limit(facts, today) else Measure.WITHIN


@lru_cache(maxsize=8)  # building an expression costs more than running it; expressions are never changed
def measure_sql(today: date) -> sa.ColumnElement[str]:
    """The value of `measure` as an expression."""
    accepted = Deadline.state == DeadlineState.ACCEPTED
    submitted = Deadline.state == DeadlineState.SUBMITTED
    return sa.case(
        (sa.or_(sa.not_(Deadline.must_report), Deadline.state.in_(_STANDS_OUTSIDE)), _text(Measure.OUTSIDE)),
        (Deadline.is_ongoing, _text(Measure.ONGOING)),
        (sa.and_(accepted, Deadline.is_done_late.is_(True)), _text(Measure.DONE_LATE)),
        (accepted, _text(Measure.DONE_ON_TIME)),
        (state.limit_sql().is_(None), _text(Measure.WITHOUT_LIMIT)),
        (sa.and_(submitted, state.is_handed_in_late_sql()), _text(Measure.OVERDUE)),
        (submitted, _text(Measure.WITHIN)),
        (state.is_past_limit_sql(today), _text(Measure.OVERDUE)),
        else_=_text(Measure.WITHIN),
    )


@lru_cache(maxsize=8)
def is_counted_overdue_sql(today: date) -> sa.ColumnElement[bool]:
    """`measure` is OVERDUE, written to be filtered by: a third of the cost of comparing `measure_sql` (held by a test)."""
    submitted = Deadline.state == DeadlineState.SUBMITTED
    return sa.and_(
        Deadline.must_report,
        sa.not_(Deadline.is_ongoing),
        sa.or_(
            sa.and_(Deadline.state.in_(state.OWED), state.is_past_limit_sql(today)),
            sa.and_(submitted, state.is_handed_in_late_sql()),
        ),
    )


def _text(value: Measure) -> sa.ColumnElement[str]:
    return sa.literal(value.value, sa.String())


@dataclass(frozen=True)
class Counts:
    """Figures of one unit, plan, quarter or task. `given` and `rate` follow from the rest."""

    done_on_time: int = 0
    done_late: int = 0
    within: int = 0
    overdue: int = 0
    without_limit: int = 0
    waiting: int = 0  # Chờ duyệt, part of within
    soon: int = 0  # Sắp đến hạn, part of within
    outside_cause: int = 0  # late, but for a confirmed outside cause: part of done_late and overdue
    ongoing_owed: int = 0  # ongoing quarters that have begun, or already have evidence
    ongoing_with_evidence: int = 0

    @property
    def given(self) -> int:
        """Đã giao = đúng hạn + xong quá hạn + trong hạn + quá hạn + không hạn."""
        return self.done_on_time + self.done_late + self.within + self.overdue + self.without_limit

    @property
    def done(self) -> int:
        return self.done_on_time + self.done_late

    @property
    def active(self) -> int:
        """Within the limit, neither handed in nor due soon."""
        return self.within - self.waiting - self.soon

    @property
    def rate_of(self) -> int:
        """What the rate is taken of: done and overdue, without lateness of a confirmed outside cause (product 3.2)."""
        return self.done + self.overdue - self.outside_cause

    @property
    def rate(self) -> float | None:
        """On time / (done + overdue); None where nothing is done or overdue. Show it with its fraction."""
        return self.done_on_time / self.rate_of if self.rate_of else None

    @property
    def ongoing_missing(self) -> int:
        return self.ongoing_owed - self.ongoing_with_evidence

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in _NAMES))

    @classmethod
    def of(cls, deadlines: Iterable[Facts], today: date) -> Self:
        """Count in Python what `columns` counts in SQL."""
        found = dict.fromkeys(_NAMES, 0)
        for facts in deadlines:
            for name in _counted_in(facts, today):
                found[name] += 1
        return cls(**found)


_NAMES = tuple(field.name for field in fields(Counts))


def _counted_in(facts: Facts, today: date) -> list[str]:
    column = measure(facts, today)
    if column is Measure.OUTSIDE:
        return []
    if column is Measure.ONGOING:
        has_evidence = facts.state in _HAS_EVIDENCE
        owed = has_evidence or facts.starts_on is None or facts.starts_on <= today
        return ["ongoing_owed"] * owed + ["ongoing_with_evidence"] * has_evidence
    names = [column.value]
    if column is Measure.WITHIN and facts.state is DeadlineState.SUBMITTED:
        names.append("waiting")
    elif column is Measure.WITHIN and state.shown(facts, today) is state.Shown.SOON:
        names.append("soon")
    if column in {Measure.DONE_LATE, Measure.OVERDUE} and facts.is_outside_cause:
        names.append("outside_cause")
    return names


@lru_cache(maxsize=8)
def _bin_sql(today: date) -> sa.ColumnElement[str]:
    """The fields of Counts a deadline adds to, joined by "+": rows are grouped by it, which costs a quarter of summing.

    `_counted_in` in SQL; the fields themselves follow from `measure`.
    """
    has_evidence = Deadline.state.in_(_HAS_EVIDENCE)
    has_begun = sa.or_(Deadline.starts_on.is_(None), Deadline.starts_on <= today)
    # of what is within its limit and not handed in, `shown` calls SOON what is open, has begun and ends within the week
    ends_soon = state.limit_sql().between(today, today + timedelta(days=state.SOON_DAYS))
    is_soon = sa.and_(Deadline.state == DeadlineState.OPEN, has_begun, ends_soon)
    bins = {measure.value: _bin(measure.value) for measure in (Measure.DONE_ON_TIME, Measure.WITHOUT_LIMIT)}
    for late in (Measure.DONE_LATE, Measure.OVERDUE):
        bins[late.value] = sa.case(
            (Deadline.is_outside_cause, _bin(late.value, "outside_cause")), else_=_bin(late.value)
        )
    bins[Measure.WITHIN.value] = sa.case(
        (Deadline.state == DeadlineState.SUBMITTED, _bin("within", "waiting")),
        (is_soon, _bin("within", "soon")),
        else_=_bin("within"),
    )
    bins[Measure.ONGOING.value] = sa.case(
        (has_evidence, _bin("ongoing_owed", "ongoing_with_evidence")),
        (has_begun, _bin("ongoing_owed")),
        else_=_bin(),
    )
    return sa.case(bins, value=measure_sql(today), else_=_bin())


def _bin(*names: str) -> sa.ColumnElement[str]:
    return sa.literal("+".join(names), sa.String())


def count(session: Session, today: date, *where: sa.ColumnElement[bool]) -> Counts:
    """The figures of the deadlines that meet `where`. One statement."""
    return count_by(session, today, [], *where).get((), Counts())


def count_by(
    session: Session, today: date, keys: Sequence[sa.ColumnElement[Any]], *where: sa.ColumnElement[bool]
) -> dict[tuple[Any, ...], Counts]:
    """The figures for each value of `keys` (columns of Deadline). One statement, whatever the number of groups."""
    return summed(session.execute(count_query(today, keys, *where)))


def count_query(today: date, keys: Sequence[sa.ColumnElement[Any]], *where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The statement of `count_by`, for callers who build it once and ask often: rows of keys, bin and number."""
    named = [key.label(f"key_{number}") for number, key in enumerate(keys)]
    fields_of = _bin_sql(today).label("bin")
    query = sa.select(*named, fields_of, sa.func.count()).select_from(Deadline).where(*where)
    return query.group_by(*(label.name for label in (*named, fields_of)))  # by name: once is enough to work them out


def summed(rows: Iterable[Any]) -> dict[tuple[Any, ...], Counts]:
    """The rows of a `count_query` as figures by their keys."""
    found: dict[tuple[Any, ...], dict[str, int]] = {}
    for *key, names, number in rows:
        sums = found.setdefault(tuple(key), {})
        for name in _fields_of(names):
            sums[name] = sums.get(name, 0) + number
    return {key: Counts(**sums) for key, sums in found.items()}


@lru_cache(maxsize=32)
def _fields_of(bin_: str) -> tuple[str, ...]:
    return tuple(bin_.split("+")) if bin_ else ()
