"""The queue of evidence to review, and the two answers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from tracker.access import Act, Actor
from tracker.errors import BadInput
from tracker.extensions import db
from tracker.paging import page_number, paginate
from tracker.tasks import queries, tables, waiting
from tracker.tasks.evidence_views import deadline_page
from tracker.tasks.forms import ReviewForm
from tracker.tasks.models import Deadline, Evidence
from tracker.tasks.review import accept_evidence, return_evidence
from tracker.tasks.waiting import QueueFilter
from tracker.web import act, actor

bp = Blueprint("review", __name__, template_folder="templates")


@bp.get("/cho-duyet")
@act(Act.REVIEW_EVIDENCE)
def index() -> str:
    """What waits for this person's decision, oldest first."""
    who = actor()
    asked = QueueFilter(
        text=tables.asked_text(),
        task_id=tables.asked_number("nhiem-vu"),
        manager=request.args.get("don-vi", "")[:40],
        is_late=request.args.get("nop") == "qua-han",
    )
    query = waiting.queue(who, asked)
    page = paginate(db.session(), query, number=page_number(request.args.get("trang")), scalars=False)
    return render_template("tasks/queue.html", page=page, asked=asked, tasks=waiting.waiting_tasks(db.session(), who))


def _load(who: Actor, evidence_id: int) -> tuple[Evidence, Deadline]:
    evidence = queries.get_evidence(db.session(), who, evidence_id)
    return evidence, db.session.get_one(Deadline, evidence.deadline_id)


def _go_on(who: Actor, evidence: Evidence) -> BaseResponse:
    """To the next in the queue, or back to it when nothing waits."""
    following = waiting.next_waiting(db.session(), who, after=evidence)
    if following is None:
        return redirect(url_for("review.index"), 303)
    return redirect(url_for("evidence.show", deadline_id=following) + "#duyet", 303)


@bp.post("/cho-duyet/<int:evidence_id>/duyet")
@act(Act.REVIEW_EVIDENCE)
def accept(evidence_id: int) -> BaseResponse | tuple[str, int]:
    who = actor()
    evidence, deadline = _load(who, evidence_id)
    form = ReviewForm()
    if not form.validate_on_submit():
        return deadline_page(who, deadline, review_form=form)
    accept_evidence(who, evidence, note=form.note.data or "")
    db.session.commit()
    flash(f"Đã duyệt minh chứng của {queries.unit_name(db.session(), deadline.unit_id)}.", "ok")
    return _go_on(who, evidence)


@bp.post("/cho-duyet/<int:evidence_id>/tra-lai")
@act(Act.REVIEW_EVIDENCE)
def send_back(evidence_id: int) -> BaseResponse | tuple[str, int]:
    """Return a version with a reason; without one the page says so."""
    who = actor()
    evidence, deadline = _load(who, evidence_id)
    form = ReviewForm()
    if not form.validate_on_submit():
        return deadline_page(who, deadline, review_form=form)
    try:
        return_evidence(who, evidence, reason=form.note.data or "")
        db.session.commit()
    except BadInput as error:
        db.session.rollback()
        form.note.errors = [error.message]
        return deadline_page(who, deadline, review_form=form)
    flash(
        f"Đã trả lại minh chứng của {queries.unit_name(db.session(), deadline.unit_id)}; đơn vị được báo qua thư.", "ok"
    )
    return _go_on(who, evidence)
