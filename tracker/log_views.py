"""The log as a page: who did what, newest first, and whether the chain is whole (product 3.7)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from tracker import clock, log_sentences, paging
from tracker.access import Act
from tracker.directory.models import Unit
from tracker.extensions import db
from tracker.log import LogAction, LogEntry, first_broken_entry
from tracker.web import act

bp = Blueprint("log_pages", __name__)

ACTION_GROUPS = {
    "dang-nhap": ("Đăng nhập, mật khẩu", ("signed_", "sign_in_", "password_", "session_")),
    "nguoi-dung": ("Người dùng", ("person_",)),
    "don-vi": ("Đơn vị, đầu mối, lịch làm việc", ("unit", "contact_", "calendar_", "school_year_")),
    "van-ban": ("Văn bản, kế hoạch", ("document_", "plan_", "item_", "warning_")),
    "nhiem-vu": ("Nhiệm vụ, kỳ hạn", ("task_", "due_", "deadline_")),
    "minh-chung": ("Minh chứng", ("evidence_", "cause_")),
    "thu-lich": ("Thư, lịch", ("reminders_", "message_", "feed_", "policy_", "preference_", "address_")),
}


@dataclass(frozen=True)
class Line:
    """An entry as the page shows it."""

    id: int
    at: datetime
    sentence: str
    details: list[str]
    unit: Unit | None
    task_id: int | None


@bp.get("/nhat-ky")
@act(Act.READ_LOG)
def index() -> str:
    words = request.args.get("q", "").strip()
    group = request.args.get("loai") if request.args.get("loai") in ACTION_GROUPS else None
    since, until = _day(request.args.get("tu-ngay")), _day(request.args.get("den-ngay"))
    query = entries(words=words, group=group, since=since, until=until)
    number = paging.page_number(request.args.get("trang"))
    page = paging.paginate(db.session(), query, number=number)
    checks = request.args.get("kiem-tra") == "1"
    return render_template(
        "log.html",
        page=page,
        lines=lines_of(db.session(), page.rows),
        group_options=[(key, label) for key, (label, _) in ACTION_GROUPS.items()],
        group=group,
        words=words,
        since=since,
        until=until,
        is_checked=checks,
        broken_entry=first_broken_entry(db.session()) if checks else None,
    )


def entries(*, words: str, group: str | None, since: date | None, until: date | None) -> sa.Select[Any]:
    """Entries newest first: by the actor's name, by what it was about, by the office's days (both included)."""
    query = sa.select(LogEntry).order_by(LogEntry.id.desc())
    if words:
        query = query.where(LogEntry.actor_name.icontains(words, autoescape=True))
    if group is not None:
        wanted = [action for action in LogAction if action.value.startswith(ACTION_GROUPS[group][1])]
        query = query.where(LogEntry.action.in_(wanted))
    if since is not None:
        query = query.where(LogEntry.at >= _midnight(since))
    if until is not None:
        query = query.where(LogEntry.at < _midnight(until + timedelta(days=1)))
    return query


def lines_of(session: Session, found: Any) -> list[Line]:
    """Entries with their sentences and units: one statement more, whatever the number."""
    ids = {entry.unit_id for entry in found if entry.unit_id is not None}
    units = {unit.id: unit for unit in session.scalars(sa.select(Unit).where(Unit.id.in_(ids)))} if ids else {}
    return [
        Line(
            entry.id,
            entry.at,
            log_sentences.sentence(entry.actor_name, entry.action, entry.changes),
            log_sentences.details(entry.changes),
            units.get(entry.unit_id),
            entry.task_id,
        )
        for entry in found
    ]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.OFFICE_ZONE)


def _day(text: str | None) -> date | None:
    """A day typed as dd/mm/yyyy; anything odd is no filter."""
    try:
        parts = [int(part) for part in (text or "").split("/")]
        return date(parts[2], parts[1], parts[0]) if len(parts) == 3 else None
    except ValueError:
        return None
