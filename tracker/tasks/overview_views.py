"""The first page: the office's overview; units go to their work, administrators to the directory."""

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.access import Act, Actor, may
from tracker.extensions import db
from tracker.formats import short_instant
from tracker.notify.queries import Operations, operations
from tracker.periods import Quarter
from tracker.tasks import overview
from tracker.tasks import quarter as quarters
from tracker.tasks.quarter import Asked, Column
from tracker.tasks.report_views import rows_address
from tracker.web import act, actor

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
        "operations": running,
        "concerns": concerns(running, ends, today),
        "all_late": rows_address(Asked(), Column.OVERDUE),
        "to_rows": rows_address,
        "everything": Asked(),
        "asked": asked,
        "columns": Column,
    }


def concerns(running: Operations, calendar_ends: date | None, today: date) -> list[dict[str, str]]:
    """What the office has to look at today, the most urgent first; empty when all is well."""
    found = []
    if running.is_worker_silent:
        since = (
            f"Báo sống lần cuối {short_instant(running.heartbeat_at)}" if running.heartbeat_at else "Chưa từng báo sống"
        )
        found.append(_concern("Tiến trình nền không chạy", f"{since}; thư nhắc chưa gửi được.", "/thu"))
    if running.mail_error:
        found.append(_concern("Không nối được máy chủ thư", running.mail_error, "/thu"))
    if running.failed:
        found.append(
            _concern(f"{running.failed} thư chưa tới nơi", "Xem lý do từng thư, sửa đầu mối rồi gửi lại.", "/thu")
        )
    if running.is_mail_stuck and running.oldest_due_age is not None:
        minutes = int(running.oldest_due_age.total_seconds() // 60)
        found.append(_concern("Thư chờ gửi quá lâu", f"Thư cũ nhất đã chờ {minutes} phút.", "/thu"))
    if running.without_address:
        found.append(
            _concern(
                f"{running.without_address} đơn vị chưa có địa chỉ nhận", "Thêm đầu mối để thư nhắc tới nơi.", "/don-vi"
            )
        )
    if running.closed_owing:
        found.append(
            _concern(
                f"{running.closed_owing} đơn vị đã đóng, chưa bàn giao việc",
                "Không gửi thư nhắc tới đơn vị đã đóng: giao việc còn lại cho đơn vị khác, hoặc miễn.",
                "/thu/don-vi-da-dong",
            )
        )
    if calendar_ends is None or calendar_ends - today < overview.CALENDAR_WARNING:
        until = (
            f"Dữ liệu ngày nghỉ chỉ có đến hết {calendar_ends:%d/%m/%Y}" if calendar_ends else "Chưa có ngày nghỉ nào"
        )
        found.append(_concern("Lịch làm việc sắp hết dữ liệu", f"{until}; nạp thêm lịch nghỉ của năm sau.", ""))
    return found


def _concern(title: str, text: str, url: str) -> dict[str, str]:
    return {"title": title, "text": text, "url": url}
