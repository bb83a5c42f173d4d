"""The rows of a task's table of deadlines as HTML: a page has twenty-five whose cells repeat, so no template makes them."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from tracker.tasks import words
from tracker.tasks.models import AssignmentRole
from tracker.tasks.queries import Line
from tracker.tasks.state import Shown


def state_rows(lines: Iterable[Line], pill: Callable[[Shown], Markup], *, with_seen: bool) -> Markup:
    """One <tr> a line: unit, limit, shown state (drawn by `pill`), and `with_seen` the day its unit first looked."""
    pills: dict[Shown, Markup] = {}
    made = []
    for line in lines:
        if line.shown not in pills:
            pills[line.shown] = pill(line.shown)
        row = line.row
        made.append(
            f'<tr><td class="wide"><a href="/ky-han/{row.id:d}">{escape(row.unit_name)}</a>{_under_name(row)}</td>'
            f'<td class="nowrap">{_limit(_limit_words(row), line.days)}</td><td>{pills[line.shown]}</td>'
            f"{_seen(row) if with_seen else ''}</tr>\n"
        )
    return Markup("".join(made))  # noqa: S704 - names are escaped above, cells by their own functions


def _under_name(row: Any) -> Markup | str:
    """The commune of a school, and the unit's part in the task where it is not the usual one."""
    is_usual = row.role is AssignmentRole.COORDINATING and row.must_report
    parts = [row.parent_name or "", "" if is_usual else words.role(row)]
    text = " · ".join(part for part in parts if part)
    return f'<span class="sub">{escape(text)}</span>' if text else ""


def _limit_words(row: Any) -> str:
    return words.quarter(row.quarter) if row.is_ongoing and row.quarter else words.due(row)


@lru_cache(maxsize=1024)
def _limit(text: str, days: int | None) -> Markup:
    if days is None:
        return escape(text)
    late = " is-late" if days < 0 else ""
    return escape(text) + Markup('<span class="sub{}">{}</span>').format(late, words.days_words(days))


def _seen(row: Any) -> str:
    if row.first_seen_at is None:
        return '<td class="is-soon nowrap" data-label="Đã xem">Chưa xem</td>'
    return f'<td class="muted nowrap" data-label="Đã xem">{words.office_day(row.first_seen_at)}</td>'
