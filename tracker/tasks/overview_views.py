"""The first page: the office's overview; units go to their work, administrators to the directory."""

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.access import Act, Actor, may
from tracker.extensions import db
from tracker.notify.operations_words import WARN, Said, panel
from tracker.notify.queries import Operations, operations
from tracker.periods import Quarter
from tracker.tasks import overview
from tracker.tasks import quarter as quarters
from tracker.tasks.quarter import Asked, Column
from tracker.tasks.report_views import rows_address
from tracker.web import act, actor, settings

bp = Blueprint("overview", __name__, template_folder="templates")


@bp.get("/")
@act(Act.SIGN_OUT)
def index() -> str | BaseResponse:
    """Whoever reads all gets the overview; the others are shown to where their work is."""
    who = actor()
    if not who.reads_all:
        return redirect("/viec" if who.unit_ids else "/don-vi", 303)
    return render_template("tasks/overview.html", **_facts(who, clock.today()))


def _facts(who: Actor, today: date) -> dict[str, Any]:
    session, quarter = db.session(), Quarter.of(today)
    asked = Asked(quarter=quarter)
    rows = quarters.task_rows(session, quarters.by_task(session, who, asked, today))
    running = operations(session)
    ends = overview.calendar_ends_on(session)
    return {
        "quarter": quarter,
        "days_left": (quarter.end - today).days,
        "total": quarters.total(row.counts for row in rows),
        "groups": [group for group in quarters.by_group(rows) if group.counts.given],
        "late": overview.late_now(session, who, today),
        "soon": overview.soon_count(session, who, today),
        "coming": overview.coming(session, who, today),
        "waiting": overview.waiting_summary(session, who),
        "oldest": overview.oldest_waiting(session, who),
        "plans": overview.plans_in_review(session),
        "may_urge": may(who, Act.URGE),
        "operations": [*_calendar_line(ends, today), *_panel(running)],
        "all_late": rows_address(Asked(), Column.OVERDUE),
        "to_rows": rows_address,
        "everything": Asked(),
        "asked": asked,
        "columns": Column,
    }


def _panel(running: Operations) -> list[Said]:
    """How reminding stands, in plain words."""
    reading = overview.documents_to_read(db.session())
    return panel(running, quota=settings().mail_daily_quota, reading=reading, now=clock.real_now())


def _calendar_line(calendar_ends: date | None, today: date) -> list[Said]:
    """A warning half a year before the working calendar runs out (product 3.1)."""
    if calendar_ends is not None and calendar_ends - today >= overview.CALENDAR_WARNING:
        return []
    until = f"Dữ liệu ngày nghỉ chỉ có đến hết {calendar_ends:%d/%m/%Y}" if calendar_ends else "Chưa có ngày nghỉ nào"
    return [Said("Lịch làm việc sắp hết dữ liệu", f"{until}; nạp thêm lịch nghỉ của năm sau.", WARN, "/lich-lam-viec")]
