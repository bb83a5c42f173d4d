"""The pages of tasks: the office's list and one task. A task made by hand stands in making_views.py."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from tracker import clock
from tracker.access import Act, Actor
from tracker.extensions import db
from tracker.log_sentences import sentence
from tracker.paging import page_number
from tracker.tasks import listing, queries, tables, task_page, urging_list, words
from tracker.tasks.afterwards import after_answer
from tracker.tasks.listing import TAB_WORDS, Tab, TaskFilter
from tracker.tasks.models import Task
from tracker.tasks.state import OWED
from tracker.tasks.state_rows import state_rows
from tracker.web import act, actor

bp = Blueprint("tasks", __name__, template_folder="templates")


@bp.record_once
def _register_filters(state: Any) -> None:
    state.app.jinja_env.filters.update(words.FILTERS, log_words=_log_words, state_rows=state_rows)


def _log_words(entry: Any) -> str:
    """Who did what, as the history of a task says it."""
    return sentence(entry.actor_name, entry.action, entry.changes)


def _asked_filter() -> TaskFilter:
    tab, sort = request.args.get("tinh-trang", ""), request.args.get("sap-xep", "")
    quarter = tables.asked_quarter()
    return TaskFilter(
        text=tables.asked_text(),
        group_name=request.args.get("nhom", "")[:200],
        leader_id=tables.asked_number("chu-tri"),
        plan_id=tables.asked_number("ke-hoach"),
        quarter=str(quarter) if quarter else "",
        tab=Tab(tab) if tab in set(Tab) else None,
        sort=sort if sort.removeprefix("-") in {"han", "ten"} else "",
    )


@bp.get("/nhiem-vu")
@act(Act.READ_OVERVIEW)
def index() -> str | Response:
    """The office's list of tasks."""
    who, today, asked = actor(), clock.today(), _asked_filter()
    figures = listing.figures(db.session(), who, asked, today)
    if tables.wants_csv():
        rows = db.session.execute(listing.tasks_query(who, asked, figures)).all()
        found = listing.task_lines(db.session(), rows, asked, figures, today)
        return tables.csv_answer(f"nhiem-vu-{today}", tables.TASK_HEADER, tables.task_rows(found))
    page = listing.task_page(db.session(), who, asked, figures, today, number=page_number(request.args.get("trang")))
    groups, leaders = listing.filter_choices(db.session(), who)
    return render_template(
        "tasks/list.html",
        page=page,
        asked=asked,
        tab_words=TAB_WORDS,
        tab_counts=listing.tab_counts(db.session(), who, asked, figures),
        groups=[(name, name) for name in groups],
        leaders=leaders,
        plans=queries.plan_choices(db.session(), who),
        quarters=[(each, words.quarter(each)) for each in queries.known_quarters(db.session(), who)],
    )


@bp.get("/nhiem-vu/<int:task_id>")
@act(Act.READ_TASKS)
def show(task_id: int) -> str | Response:
    """One task as this person may see it; a unit's first look is kept afterwards (product 3.2, 3.4)."""
    who = actor()
    task, source = queries.get_task_with_source(db.session(), who, task_id)
    if tables.wants_csv():
        return _states_as_csv(who, task)
    answer = make_response(render_template("tasks/task.html", source=source, **_task_facts(who, task)))
    return remember_look(answer, who, task_id)


def _states_as_csv(who: Actor, task: Task) -> Response:
    query = task_page.states_query(who, clock.today(), tab=request.args.get("tinh-trang", ""))
    found = queries.lines(db.session.execute(query, {"task_id": task.id}), clock.today())
    return tables.csv_answer(f"nhiem-vu-{task.id}", tables.LINE_HEADER, tables.line_rows(found))


def _task_facts(who: Actor, task: Task) -> dict[str, Any]:
    session, today = db.session(), clock.today()
    tab, text = request.args.get("tinh-trang", ""), tables.asked_text()
    number = page_number(request.args.get("trang"))
    counts, shown = task_page.figures(session, who, task.id, today)
    total = sum(shown.values())
    parties = task_page.parties(session, task.id)
    state, more = listing.task_shown(task, counts, starts_on=task.starts_on, today=today)
    own = task_page.own_lines(session, who, task.id, today) if who.unit_ids else []
    return {
        "task": task,
        "counts": counts,
        "shown": state,
        "more": more,
        "tabs": [
            (key, label, sum(shown.get(each, 0) for each in kinds)) for key, (label, kinds) in task_page.TABS.items()
        ],
        "total": total,
        "unseen": sum(each.unseen for each in parties) if who.reads_all else 0,
        "tab": tab,
        "text": text,
        "page": task_page.states_page(session, who, task.id, today, number=number, tab=tab, text=text, total=total),
        "own": own,
        "owed": [line for line in own if line.row.must_report and line.row.state in OWED],
        "urges": urging_list.may_urge_any(session, who, today, task_id=task.id),
        "parties": parties,
        "history": task_page.history(session, who, task.id),
        "reporting_words": words.REPORTING[task.reporting],
        "reviewer": words.REVIEWERS[task.review_by],
        "role_names": words.ROLES,
    }


def remember_look(answer: Response, who: Actor, task_id: int) -> Response:
    """Keep the first look of this person's units at a task, once the answer is out."""
    if task_page.is_unseen_by(db.session(), who, task_id):
        after_answer(answer, lambda session: task_page.mark_seen(session, who, task_id))
    return answer
