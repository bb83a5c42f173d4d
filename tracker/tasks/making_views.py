"""A task made by hand: one page, one service."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.access import Act
from tracker.directory.queries import snapshot
from tracker.errors import BadInput
from tracker.extensions import db
from tracker.formats import number
from tracker.plans.models import Reporting, ReviewBy
from tracker.tasks import queries
from tracker.tasks.doers import Doers, read_doers
from tracker.tasks.forms import TaskForm
from tracker.tasks.making import MadeTask, make_task
from tracker.web import act, actor, settings

bp = Blueprint("making", __name__, template_folder="templates")


def _form() -> TaskForm:
    return TaskForm(plans=queries.plan_choices(db.session(), actor()))


def _page(form: TaskForm, problems: tuple[str, ...] = ()) -> tuple[str, int]:
    has_errors = bool(form.errors or problems)
    page = render_template("tasks/new.html", form=form, problems=problems, has_errors=has_errors)
    return page, 422 if has_errors else 200


@bp.get("/nhiem-vu/moi")
@act(Act.EDIT_TASKS)
def form() -> tuple[str, int]:
    return _page(_form())


@bp.post("/nhiem-vu/moi")
@act(Act.EDIT_TASKS)
def create() -> tuple[str, int] | BaseResponse:
    """Make the task and give it out; what was typed stays where something is missing."""
    made_form = _form()
    is_valid = made_form.validate_on_submit()
    directory = snapshot(db.session())
    lead, coordinating = (read_doers(directory, field.data or "") for field in (made_form.lead, made_form.coordinating))
    made_form.lead.errors = [*made_form.lead.errors, *lead.problems]
    made_form.coordinating.errors = [*made_form.coordinating.errors, *coordinating.problems]
    if not is_valid or lead.problems or coordinating.problems:
        return _page(made_form)
    try:
        made = _make(made_form, lead, coordinating)
    except BadInput as error:
        db.session.rollback()
        return _page(made_form, error.problems or (error.message,))
    task_id, units = made.task.id, len(made.made.unit_ids)
    db.session.commit()
    if made.is_new:
        flash(f"Đã giao nhiệm vụ cho {number(units)} đơn vị. Thư báo việc gửi trong giờ làm việc.", "ok")
    else:
        flash("Nhiệm vụ này vừa được giao, biểu mẫu đã gửi hai lần; không giao thêm.", "info")
    return redirect(url_for("tasks.show", task_id=task_id), 303)


def _make(given: TaskForm, lead: Doers, coordinating: Doers) -> MadeTask:
    is_ongoing = given.rhythm.data == "ongoing"
    return make_task(
        actor(),
        title=given.title.data or "",
        today=clock.today(),
        roll_over=settings().roll_over,
        product=given.product.data or "",
        group_name=given.group_name.data or "",
        plan_id=given.plan_id.data,
        is_ongoing=is_ongoing,
        starts_on=given.starts_on.data,
        due_on=given.due_on.data if given.rhythm.data == "once" else None,
        ends_on=given.ends_on.data if is_ongoing else None,
        lead_unit_ids=lead.unit_ids,
        lead_group_ids=lead.group_ids,
        coordinating_unit_ids=coordinating.unit_ids,
        coordinating_group_ids=coordinating.group_ids,
        reporting=Reporting(given.reporting.data),
        review_by=ReviewBy(given.review_by.data),
        form_key=given.key.data or "",
    )
