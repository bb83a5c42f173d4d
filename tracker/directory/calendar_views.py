"""/lich-lam-viec: days off, make-up days and school years; every change says first what it moves (product 3.1)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import Field, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired

from tracker import clock
from tracker.access import Act, may_at_all
from tracker.directory import calendar_editing, queries
from tracker.directory import tables as csv_tables
from tracker.directory.calendar_editing import DayFacts, YearFacts
from tracker.directory.forms import SelectField
from tracker.directory.importing_calendar import CALENDAR_COLUMNS, import_calendar
from tracker.directory.models import CalendarDay, DayKind, SchoolYear
from tracker.errors import BadInput, NotFound
from tracker.extensions import db
from tracker.formats import day as day_words
from tracker.notify.recalendar import apply_calendar, moved_by
from tracker.vietnamese import clean_line
from tracker.web import act, actor, settings

bp = Blueprint("work_calendar", __name__, url_prefix="/lich-lam-viec", template_folder="templates")
KIND_WORDS = {DayKind.OFF: "Ngày nghỉ", DayKind.WORK: "Ngày làm bù"}
STATUS_WORDS = {"official": "chính thức", "estimated": "dự kiến", "to_confirm": "cần xác nhận", "": "không ghi"}
SOON = 183  # days: half a year before the data run out
MOST_CSV = 200_000  # characters that a confirming page carries


def _line(text: str | None) -> str:
    return clean_line(text or "")


def _is_day(form: FlaskForm, field: Field) -> None:  # noqa: ARG001 - the signature of a validator
    try:
        csv_tables.day(field.data or "")
    except BadInput:
        raise ValidationError("Viết ngày dạng 31/12/2025.") from None


class DayForm(FlaskForm):  # type: ignore[misc]
    """A day with its reason."""

    day = StringField("Ngày", filters=[_line], validators=[_is_day])
    kind = SelectField("Loại ngày", choices=[SelectChoice(kind.value, words) for kind, words in KIND_WORDS.items()])
    name = StringField("Tên ngày", filters=[_line], validators=[DataRequired("Nhập tên ngày, ví dụ: Tết Dương lịch.")])
    status = SelectField(
        "Tình trạng", choices=[SelectChoice(each, words) for each, words in STATUS_WORDS.items()], default="official"
    )
    source = StringField("Căn cứ", filters=[_line])
    reason = StringField("Lý do sửa", filters=[_line], validators=[DataRequired("Ghi lý do sửa lịch.")])

    def facts(self) -> DayFacts:
        return DayFacts(
            csv_tables.day(self.day.data or ""),
            DayKind(self.kind.data),
            self.name.data or "",
            self.status.data or "",
            self.source.data or "",
        )


class YearForm(FlaskForm):  # type: ignore[misc]
    """A school year with its reason."""

    name = StringField("Năm học", filters=[_line])
    starts_on = StringField("Khai giảng", filters=[_line], validators=[_is_day])
    semester1_ends_on = StringField("Hết học kỳ I", filters=[_line], validators=[_is_day])
    ends_on = StringField("Hết năm học", filters=[_line], validators=[_is_day])
    source = StringField("Căn cứ", filters=[_line])
    reason = StringField("Lý do sửa", filters=[_line], validators=[DataRequired("Ghi lý do sửa.")])

    def facts(self) -> YearFacts:
        first, middle, last = (
            csv_tables.day(field.data or "") for field in (self.starts_on, self.semester1_ends_on, self.ends_on)
        )
        return YearFacts(self.name.data or "", first, middle, last, self.source.data or "")


@bp.get("")
@act(Act.READ_REMINDING)
def index() -> str:
    session = db.session()
    years = calendar_editing.years_with_data(session)
    asked = request.args.get("nam", type=int)
    year = asked if asked is not None and 1900 < asked < 2200 else clock.today().year
    until = queries.work_calendar(session).known_until
    return render_template(
        "directory/work_calendar.html",
        year=year,
        years=sorted({*years, clock.today().year}),
        days=calendar_editing.days_of(session, year),
        kind_words=KIND_WORDS,
        status_words=STATUS_WORDS,
        school_years=queries.school_years(session),
        until=until,
        ends_soon=until is None or (until - clock.today()).days < SOON,
        columns=", ".join(CALENDAR_COLUMNS),
        may_edit=may_at_all(actor(), Act.EDIT_REMINDING),
    )


@bp.get("/ngay")
@act(Act.EDIT_REMINDING)
def edit_day() -> str:
    typed = request.args.get("ngay", "")
    stored = db.session.get(CalendarDay, _day_or_404(typed)) if typed else None
    values = (
        {"day": day_words(stored.day), "kind": stored.kind.value, "name": stored.name}
        | {"status": stored.status, "source": stored.source}
        if stored
        else {}
    )
    return _day_page(DayForm(formdata=None, **values), stored)


def _day_or_404(text: str) -> date:
    try:
        return csv_tables.day(text)
    except BadInput:
        raise NotFound from None


def _day_page(form: DayForm, stored: CalendarDay | None, **values: Any) -> str:
    return render_template("directory/calendar_day.html", form=form, stored=stored, **values)


@bp.post("/ngay")
@act(Act.EDIT_REMINDING)
def save_day() -> tuple[str, int] | str | Response:
    """First what the day would move, then, confirmed, the change itself."""
    form = DayForm()
    if not form.validate():
        return _day_page(form, None, has_errors=True), 422
    try:
        facts = form.facts()
        return _confirmed_or_shown(
            lambda: calendar_editing.set_day(db.session(), actor(), facts, reason=form.reason.data or ""),
            what=f"{KIND_WORDS[facts.kind]} {day_words(facts.day)}: {facts.name}",
            url=url_for("work_calendar.save_day"),
            year=facts.day.year,
        )
    except BadInput as refusal:
        db.session.rollback()
        form.form_errors.append(refusal.message)
        return _day_page(form, None, has_errors=True), 422


@bp.post("/bo")
@act(Act.EDIT_REMINDING)
def remove_day() -> str | Response:
    day, reason = csv_tables.day(request.form.get("day", "")), request.form.get("reason", "")
    return _confirmed_or_shown(
        lambda: calendar_editing.remove_day(db.session(), actor(), day, reason=reason),
        what=f"Bỏ {day_words(day)} khỏi lịch",
        url=url_for("work_calendar.remove_day"),
        year=day.year,
    )


@bp.post("/nhap")
@act(Act.EDIT_REMINDING)
def import_days() -> str | Response:
    """A table of days: shown first, stored when confirmed. A wrong line is named, and nothing is stored."""
    upload = request.files.get("tep")
    content = upload.read() if upload and upload.filename else request.form.get("noi_dung", "").encode()
    if not content.strip():
        raise BadInput("Chọn một tệp CSV có các cột: " + ", ".join(CALENDAR_COLUMNS) + ".")
    if len(content) > MOST_CSV:
        raise BadInput("Tệp lớn hơn 200 KB: nạp bằng lệnh tracker calendar import.")
    return _confirmed_or_shown(
        lambda: import_calendar(db.session(), actor(), content),
        what="Nhập lịch làm việc từ tệp",
        url=url_for("work_calendar.import_days"),
        year=clock.today().year,
        more={"noi_dung": content.decode("utf-8-sig", "replace")},
    )


def _confirmed_or_shown(
    change: Callable[[], object], *, what: str, url: str, year: int, more: dict[str, str] | None = None
) -> str | Response:
    """Make the change; not confirmed yet, show what it moves and take it back. Raises what `change` raises."""
    session, today = db.session(), clock.today()
    before = queries.work_calendar(session)
    change()
    session.flush()
    after = queries.work_calendar(session)
    roll_over = settings().roll_over
    if request.form.get("xac-nhan") != "1":
        moved = moved_by(session, after, today=today, roll_over=roll_over)
        session.rollback()
        kept = {name: text for name, text in request.form.items() if name not in {"csrf_token", "xac-nhan"}}
        return render_template(
            "directory/calendar_confirm.html",
            what=what,
            url=url,
            values=kept | (more or {}),
            moved=moved,
            total=sum(one.deadlines for one in moved),
            year=year,
        )
    count = apply_calendar(session, before, after, today=today, roll_over=roll_over)
    session.commit()
    flash(f"Đã lưu lịch làm việc. {count} kỳ hạn đang mở được tính lại." if count else "Đã lưu lịch làm việc.", "ok")
    return redirect(url_for("work_calendar.index", nam=year), 303)


@bp.get("/nam-hoc")
@act(Act.EDIT_REMINDING)
def edit_year() -> str:
    stored = db.session.get(SchoolYear, request.args.get("ten", ""))
    fields = ("starts_on", "semester1_ends_on", "ends_on")
    values = {"name": stored.name, "source": stored.source} if stored else {}
    values |= {field: day_words(getattr(stored, field)) for field in fields} if stored else {}
    return render_template("directory/school_year.html", form=YearForm(formdata=None, **values))


@bp.post("/nam-hoc")
@act(Act.EDIT_REMINDING)
def save_year() -> tuple[str, int] | Response:
    form = YearForm()
    if form.validate():
        try:
            calendar_editing.set_school_year(db.session(), actor(), form.facts(), reason=form.reason.data or "")
        except BadInput as refusal:
            db.session.rollback()
            form.form_errors.append(refusal.message)
        else:
            db.session.commit()
            flash("Đã lưu mốc năm học. Kỳ hạn đã giao giữ nguyên.", "ok")
            return redirect(url_for("work_calendar.index"), 303)
    return render_template("directory/school_year.html", form=form, has_errors=True), 422
