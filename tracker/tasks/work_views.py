"""A unit's own pages: its work, and the schools below it."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.access import Act, Actor, may_at_all
from tracker.directory.models import Unit, UnitKind
from tracker.errors import NotFound
from tracker.extensions import db
from tracker.formats import day
from tracker.paging import page_number
from tracker.periods import Quarter
from tracker.tasks import quarter as quarters
from tracker.tasks import queries, tables, urging_list, words, work
from tracker.tasks.counts import Counts
from tracker.tasks.models import AssignmentRole
from tracker.tasks.state import Shown
from tracker.tasks.work import WorkFilter
from tracker.web import act, actor

bp = Blueprint("work", __name__, template_folder="templates")

_STATES = [(shown.value, shown.label) for shown in Shown]
_ROLES = [(role.value, words.ROLES[role]) for role in AssignmentRole]


def address(path: str, unit: Unit) -> str:
    return f"{path}?{urlencode({'don-vi': unit.code})}"


def _asked_unit(who: Actor) -> Unit:
    """The unit of `don-vi`, or the first this person acts for. Raises NotFound."""
    code = request.args.get("don-vi", "")
    if code:
        return work.get_unit(db.session(), who, code)
    own = work.readable_units(db.session(), who)
    if not own:
        raise NotFound
    return own[0]


def _asked_filter() -> WorkFilter:
    role, shown = request.args.get("vai-tro", ""), request.args.get("tinh-trang", "")
    quarter = tables.asked_quarter()
    return WorkFilter(
        text=tables.asked_text(),
        plan_id=tables.asked_number("ke-hoach"),
        quarter=str(quarter) if quarter else "",
        role=AssignmentRole(role) if role in set(AssignmentRole) else None,
        shown=Shown(shown) if shown in set(Shown) else None,
    )


@bp.get("/viec")
@act(Act.READ_UNIT_WORK)
def index() -> str | Response | BaseResponse:
    """One unit's work: what must be done now, what runs, its schools, what is done."""
    who = actor()
    if not request.args.get("don-vi") and not who.unit_ids:
        return redirect("/don-vi" if who.is_admin and not who.reads_all else "/", 303)
    unit, asked, today = _asked_unit(who), _asked_filter(), clock.today()
    if tables.wants_csv():
        found = work.all_filtered(db.session(), unit.id, asked, today)
        return tables.csv_answer(f"viec-{unit.code}-{today}", tables.LINE_HEADER, tables.line_rows(found))
    plans, seen_quarters = work.filter_choices(db.session(), unit.id)
    facts = _sections(unit) if asked.is_empty else _result(unit, asked)
    return render_template(
        "tasks/work.html",
        unit=unit,
        unit_words=words.of_unit(unit.kind, unit.name),
        units=work.readable_units(db.session(), who),
        asked=asked,
        home=address("/viec", unit),
        may_submit=unit.id in who.unit_ids,
        states=_STATES,
        roles=_ROLES,
        plans=plans,
        quarters=[(each, words.quarter(each)) for each in seen_quarters],
        quarter=Quarter.of(today),
        urges=urging_list.may_urge_any(db.session(), who, today, unit_id=unit.id),
        urges_schools=may_at_all(who, Act.URGE),
        last_urging=urging_list.last_urgings(db.session(), [unit.id]).get(unit.id),
        **facts,
    )


def _result(unit: Unit, asked: WorkFilter) -> dict[str, Any]:
    session, today = db.session(), clock.today()
    page = work.filtered(session, unit.id, asked, today, number=page_number(request.args.get("trang")))
    return {"page": page, "reasons": work.return_reasons(session, list(page.rows)), "now": None, "running": None}


def _sections(unit: Unit) -> dict[str, Any]:
    session, today = db.session(), clock.today()
    now = work.now_section(session, unit.id, today)
    running = work.running_section(session, unit.id, today)
    schools = work.school_count(session, unit.id) if unit.kind is UnitKind.COMMUNE else 0
    late_schools = work.late_schools(session, unit.id, today) if schools else []
    return {
        "page": None,
        "now": now,
        "running": running,
        "done": work.done_section(session, unit.id, today),
        "next_words": _next_words(running),
        "reasons": work.return_reasons(session, now.lines),
        "school_total": schools,
        "schools_url": address("/viec/truong", unit),
        "schools_total": _schools_total(unit.id) if schools else None,
        "late_schools": late_schools,
        "schools_urged": urging_list.last_by_code(session, [each.code for each in late_schools]) if schools else {},
    }


def _next_words(running: work.Section) -> str:
    """Việc gần nhất: 31/12/2025 (look 9.17)."""
    due = next((line.row.due_on for line in running.lines if line.days is not None and line.row.due_on), None)
    return f"Việc gần nhất: {day(due)}." if due else "Việc mới giao sẽ hiện ở đây."


def _schools_total(unit_id: int) -> Counts:
    found = quarters.unit_counts(
        db.session(), clock.today(), Quarter.of(clock.today()), queries.schools_below([unit_id])
    )
    return quarters.total(found.values())


@bp.get("/viec/truong")
@act(Act.READ_UNIT_WORK)
def schools() -> str:
    """The schools below a unit with their figures of the quarter."""
    unit, today = _asked_unit(actor()), clock.today()
    page = work.schools_of(db.session(), unit.id, number=page_number(request.args.get("trang")))
    return render_template(
        "tasks/schools.html",
        unit=unit,
        unit_words=words.of_unit(unit.kind, unit.name),
        page=page,
        home=address("/viec", unit),
        quarter=Quarter.of(today),
        figures_by_school=quarters.unit_counts(
            db.session(), today, Quarter.of(today), [school.id for school in page.rows]
        ),
    )
