"""/nhac-viec: the policy as data, who is reminded when and why, a dry run of one day's mail (product 3.5; lessons 8, 22)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from tracker import clock, paging
from tracker.access import Act, may_at_all
from tracker.directory import queries as directory
from tracker.directory.forms import SelectField
from tracker.directory.tables import day as read_day
from tracker.errors import BadInput, NotFound
from tracker.extensions import db
from tracker.formats import weekday
from tracker.notify import foretelling, policy_editing
from tracker.notify.digest import letterhead_of, printed
from tracker.notify.digest_letter import digest_of
from tracker.notify.foretelling_words import KIND_WORDS
from tracker.notify.lines import lines_of
from tracker.notify.models import ReminderPolicy, TaskKind
from tracker.notify.planning import policies
from tracker.notify.policy import Policy
from tracker.notify.policy_editing import Weekly
from tracker.plans.models import Plan, PlanState
from tracker.tasks.models import Deadline, Task
from tracker.web import act, actor, settings

bp = Blueprint("reminding", __name__, url_prefix="/nhac-viec", template_folder="templates")
WEEKDAYS = [(number, weekday(date(2024, 1, 1 + number))) for number in range(5)]  # 1/1/2024 was a Monday


class PolicyForm(FlaskForm):  # type: ignore[misc]
    """One policy; the last two fields only stand in the default's."""

    days_before = StringField("Nhắc trước hạn (số ngày)")
    on_the_day = BooleanField("Nhắc đúng ngày hạn")
    late_every_days = IntegerField("Quá hạn thì nhắc lại sau mỗi (ngày)")
    head_from_days_late = IntegerField("Lãnh đạo đơn vị cùng nhận từ ngày quá hạn thứ")
    has_weekly = BooleanField("Gửi thư tổng hợp hằng tuần cho Văn phòng")
    weekly_on = SelectField(
        "Ngày gửi thư tổng hợp", choices=[SelectChoice(str(number), words) for number, words in WEEKDAYS], default="0"
    )

    def read(self) -> tuple[Policy, Weekly] | None:
        """What the form says, or None with the errors at their fields."""
        self.weekly_on.validate(self)
        days = self._days()
        every, head = self._number(self.late_every_days), self._number(self.head_from_days_late)
        if days is None or every is None or head is None or self.weekly_on.errors:
            return None
        policy = Policy(days, bool(self.on_the_day.data), every, head)
        return policy, Weekly(bool(self.has_weekly.data), int(self.weekly_on.data))

    def _days(self) -> tuple[int, ...] | None:
        try:
            return policy_editing.days_of(self.days_before.data or "")
        except BadInput as refusal:
            self.days_before.errors = [refusal.message]
            return None

    def _number(self, field: IntegerField) -> int | None:
        if field.data is None:
            field.errors = ["Viết một số nguyên."]
        return field.data


@bp.get("")
@act(Act.READ_REMINDING)
def index() -> str:
    """The policies, and a search for the unit whose reminders are asked about."""
    session, words_ = db.session(), request.args.get("q", "").strip()
    found = directory.find_units(words=words_)
    return render_template(
        "notify/reminding.html",
        words=words_,
        page=paging.paginate(session, found, number=paging.page_number(request.args.get("trang"))) if words_ else None,
        default=policies(session).find(None, TaskKind.ANY),
        own=_own(),
        weekly=policy_editing.weekly_of(session),
        weekdays=dict(WEEKDAYS),
        kind_words=KIND_WORDS,
        kinds=[(kind.value, label) for kind, label in KIND_WORDS.items()],
        plans=_plans(),
        may_edit=may_at_all(actor(), Act.EDIT_REMINDING),
    )


def _own() -> list[Any]:
    """The policies besides the default: (row, plan or none)."""
    is_default = sa.and_(ReminderPolicy.plan_id.is_(None), ReminderPolicy.kind == TaskKind.ANY)
    query = sa.select(ReminderPolicy, Plan).outerjoin(Plan, Plan.id == ReminderPolicy.plan_id)
    return list(db.session.execute(query.where(sa.not_(is_default)).order_by(Plan.id, ReminderPolicy.kind)))


def _plans() -> list[tuple[int, str]]:
    query = sa.select(Plan).where(Plan.state != PlanState.REVIEW).order_by(Plan.id.desc()).limit(200)
    return [(plan.id, plan.display_title) for plan in db.session.scalars(query)]


def _asked_key() -> tuple[int | None, TaskKind]:
    """Which policy the address means. Raises NotFound for a kind there is not."""
    kind = request.values.get("loai", TaskKind.ANY.value) or TaskKind.ANY.value
    if kind not in set(TaskKind):
        raise NotFound
    return request.values.get("ke-hoach", type=int), TaskKind(kind)


@bp.get("/sua")
@act(Act.EDIT_REMINDING)
def edit() -> str:
    session, (plan_id, kind) = db.session(), _asked_key()
    policy, weekly = policies(session).find(plan_id, kind), policy_editing.weekly_of(session)
    form = PolicyForm(
        formdata=None,
        days_before=", ".join(str(days) for days in policy.days_before),
        on_the_day=policy.on_the_day,
        late_every_days=policy.late_every_days,
        head_from_days_late=policy.head_from_days_late,
        has_weekly=weekly.is_on,
        weekly_on=str(weekly.weekday),
    )
    return _edit_page(form, plan_id, kind)


def _edit_page(form: PolicyForm, plan_id: int | None, kind: TaskKind, **values: Any) -> str:
    plan = db.session.get(Plan, plan_id) if plan_id is not None else None
    if plan_id is not None and plan is None:
        raise NotFound
    return render_template(
        "notify/policy_edit.html",
        form=form,
        plan_id=plan_id,
        kind=kind,
        name=policy_editing.name_of(plan, kind),
        is_default=plan_id is None and kind is TaskKind.ANY,
        is_stored=policy_editing.stored_policy(db.session(), plan_id, kind) is not None,
        **values,
    )


@bp.post("/sua")
@act(Act.EDIT_REMINDING)
def save() -> tuple[str, int] | Response:
    plan_id, kind = _asked_key()
    form = PolicyForm()
    read = form.read()
    if read is None:
        return _edit_page(form, plan_id, kind, has_errors=True), 422
    try:
        policy_editing.set_policy(db.session(), actor(), plan_id, kind, *read)
    except BadInput as refusal:
        db.session.rollback()
        form.form_errors.append(refusal.message)
        return _edit_page(form, plan_id, kind, has_errors=True), 422
    db.session.commit()
    flash("Đã lưu quy định nhắc việc. Lần nhắc nào đã gửi thì không gửi lại.", "ok")
    return redirect(url_for("reminding.index"), 303)


@bp.post("/bo")
@act(Act.EDIT_REMINDING)
def remove() -> Response:
    plan_id, kind = _asked_key()
    policy_editing.remove_policy(db.session(), actor(), plan_id, kind)
    db.session.commit()
    flash("Đã bỏ quy định riêng; từ nay theo quy định rộng hơn.", "ok")
    return redirect(url_for("reminding.index"), 303)


@bp.get("/don-vi/<string:code>")
@act(Act.READ_REMINDING)
def of_unit(code: str) -> str:
    """The next 30 days of a unit: day by day who, which deadline, which step, why; and who is not reminded."""
    unit = directory.unit_with_code(db.session(), code)
    outlook = foretelling.of_units(db.session(), [unit.id], clock.today())
    return render_template(
        "notify/foretold.html",
        unit=unit,
        title=unit.name,
        outlook=outlook,
        reached=directory.receivers(db.session(), [unit.id])[unit.id],
        dry_run_of=lambda day: url_for("reminding.dry_run", code=code, ngay=f"{day:%d/%m/%Y}"),
    )


@bp.get("/ky-han/<int:deadline_id>")
@act(Act.READ_REMINDING)
def of_deadline(deadline_id: int) -> str:
    """The same for one deadline, till a month after its date."""
    session = db.session()
    row = session.execute(
        sa.select(Task.title, Task.id, Deadline.unit_id)
        .join(Deadline, Deadline.task_id == Task.id)
        .where(Deadline.id == deadline_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return render_template(
        "notify/foretold.html",
        unit=None,
        title=row.title,
        outlook=foretelling.of_deadline(session, deadline_id, clock.today()),
        reached=directory.receivers(session, [row.unit_id])[row.unit_id],
        dry_run_of=None,
    )


@bp.get("/don-vi/<string:code>/thu")
@act(Act.READ_REMINDING)
def dry_run(code: str) -> str:
    """The very mails a unit's addresses would get on a day, as things stand; nothing is queued."""
    session = db.session()
    unit = directory.unit_with_code(session, code)
    day, problem = _day_asked()
    letters = []
    if day is not None:
        first = min(day, clock.today())
        ahead = foretelling.of_units(session, [unit.id], first, days=(day - first).days + 1)
        addresses = sorted({(one.address, one.role) for one in ahead.reminders if one.day == day})
        asked = settings()
        letterhead = letterhead_of(
            session, base_url=asked.base_url, parent_body=asked.parent_body, secret_key=asked.secret_key
        )
        for address, role in addresses:
            ids = foretelling.digest_on(session, address, [unit.id], day)
            lines = lines_of(session, ids, as_of=day)
            if lines:
                letters.append((address, role, printed(digest_of(session, lines, letterhead, day, address=address))))
    return render_template(
        "notify/dry_run.html",
        unit=unit,
        day=day,
        typed=request.args.get("ngay", ""),
        problem=problem,
        letters=letters,
        is_day_off=day is not None and not directory.work_calendar(session).is_working(day),
    )


def _day_asked() -> tuple[date | None, str]:
    """The day of the dry run, today where none is asked for; or why it cannot be."""
    typed = request.args.get("ngay", "").strip()
    if not typed:
        return clock.today(), ""
    try:
        day = read_day(typed)
    except BadInput as refusal:
        return None, refusal.message
    left = (day - clock.today()).days
    if not 0 <= left <= policy_editing.FURTHEST:
        return None, f"Chọn một ngày từ hôm nay đến {policy_editing.FURTHEST} ngày tới."
    return day, ""
