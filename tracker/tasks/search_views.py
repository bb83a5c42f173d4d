"""The search of the top bar."""

from flask import Blueprint, render_template, request

from tracker.access import Act
from tracker.extensions import db
from tracker.paging import Page, page_number
from tracker.tasks import searching, tables
from tracker.web import act, actor

bp = Blueprint("search", __name__, template_folder="templates")


@bp.get("/tim")
@act(Act.READ_TASKS)
def index() -> str:
    """Tasks, documents and units that match `q`, without diacritics."""
    who, session, text = actor(), db.session(), tables.asked_text()
    if not text:
        return render_template("tasks/search.html", text="", documents=[], units=[], page=Page([], 1, 1, 0))
    return render_template(
        "tasks/search.html",
        text=text,
        documents=searching.find_documents(session, who, text),
        units=searching.find_units(session, who, text),
        page=searching.find_tasks(session, who, text, number=page_number(request.args.get("trang"))),
    )
