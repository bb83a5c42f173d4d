"""/don-doc: who is late, the urging to them, what became of it (product 1, journey 6)."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import StringField, TextAreaField

from tracker import clock
from tracker.access import Act, Actor
from tracker.directory.models import Unit
from tracker.directory.queries import work_calendar
from tracker.errors import NotFound, TrackerError
from tracker.extensions import db
from tracker.notify.digest import letterhead_of, render
from tracker.notify.models import Message, MessageKind, MessageState
from tracker.paging import page_number
from tracker.tasks import queries, tables, urging_list, urging_words, words
from tracker.tasks.forms import AtMost
from tracker.tasks.quarter import UNDER_OFFICE
from tracker.tasks.urging import LONGEST_NUMBER, LONGEST_REASON, LONGEST_TEXT, Letter, Urged, urge
from tracker.tasks.urging_list import Choice, UrgingFilter
from tracker.vietnamese import clean, clean_line
from tracker.web import act, actor, settings

bp = Blueprint("urging", __name__, template_folder="templates")

Answer = str | BaseResponse | tuple[str, int]
DAYS = [(7, "Từ 7 ngày"), (15, "Từ 15 ngày"), (30, "Từ 30 ngày"), (60, "Từ 60 ngày")]
DAYS_TO_ANSWER = 3  # working days that the proposed text gives
UNITS_SHOWN = 40
MOST_CHOSEN = 500
HEADER = (
    "Mã đơn vị",
    "Đơn vị",
    "Đơn vị quản lý",
    "Kỳ hạn quá hạn",
    "Nhiệm vụ",
    "Trễ lâu nhất (ngày)",
    "Đôn đốc gần nhất",
)


def _line(text: str | None) -> str:
    return clean_line(text or "")


def _text(text: str | None) -> str:
    return clean(text or "")


class UrgingForm(FlaskForm):  # type: ignore[misc]
    """What the urging says; rules live in the service."""

    text = TextAreaField("Nội dung đôn đốc", filters=[_text], validators=[AtMost(LONGEST_TEXT)])
    document_number = StringField("Số, ký hiệu văn bản đôn đốc", filters=[_line], validators=[AtMost(LONGEST_NUMBER)])
    overrule_reason = StringField("Lý do đôn đốc thêm trong ngày", filters=[_line], validators=[AtMost(LONGEST_REASON)])

    def letter(self) -> Letter:
        return Letter(self.text.data or "", self.document_number.data or "", self.overrule_reason.data or "")


def _asked() -> UrgingFilter:
    quarter = tables.asked_quarter()
    chosen = [int(text) for text in request.args.getlist("chon")[:MOST_CHOSEN] if text.isascii() and text.isdigit()]
    return UrgingFilter(
        text=tables.asked_text(),
        plan_id=tables.asked_number("ke-hoach"),
        task_id=tables.asked_number("nhiem-vu"),
        quarter=str(quarter) if quarter else "",
        days=tables.asked_number("tre") or 0,
        manager=request.args.get("quan-ly", "")[:40],
        unit_code=request.args.get("don-vi", "")[:40],
        is_unurged=request.args.get("don-doc") == "chua",
        unit_ids=tuple(chosen),
    )


def _query_of(asked: UrgingFilter) -> str:
    """The filter as an address says it, without the ticked boxes."""
    values = {
        "q": asked.text,
        "ke-hoach": asked.plan_id,
        "nhiem-vu": asked.task_id,
        "quy": asked.quarter,
        "tre": asked.days or None,
        "quan-ly": asked.manager,
        "don-vi": asked.unit_code,
        "don-doc": "chua" if asked.is_unurged else "",
    }
    return urlencode({name: value for name, value in values.items() if value})


@bp.get("/don-doc")
@act(Act.URGE)
def index() -> Answer:
    """The units with late work that this person may urge."""
    who, today, asked = actor(), clock.today(), _asked()
    session = db.session()
    page = urging_list.late_units(session, who, asked, today, number=page_number(request.args.get("trang")))
    if tables.wants_csv():
        return tables.csv_answer(f"qua-han-{today}", HEADER, _csv_rows(who, asked))
    return render_template(
        "tasks/urging.html",
        page=page,
        total=urging_list.late_total(session, who, asked, today),
        asked=asked,
        everything=url_for("urging.compose") + (f"?{query}" if (query := _query_of(asked)) else ""),
        plans=queries.plan_choices(session, who),
        quarters=[(each, words.quarter(each)) for each in queries.known_quarters(session, who)],
        days_choices=DAYS,
        narrowed=_narrowed(who, asked),
    )


def _csv_rows(who: Actor, asked: UrgingFilter) -> list[tuple[object, ...]]:
    """Every unit of the list, page by page."""
    found: list[tuple[object, ...]] = []
    number, pages = 1, 1
    while number <= pages:
        page = urging_list.late_units(db.session(), who, asked, clock.today(), number=number)
        pages, number = page.pages, number + 1
        found += [
            (
                row.code,
                row.name,
                row.parent_name,
                row.deadlines,
                row.tasks,
                row.days,
                f"lần {row.last.number}, {row.last.made_on:%d/%m/%Y}" if row.last else "",
            )
            for row in page.rows
        ]
    return found


def _narrowed(who: Actor, asked: UrgingFilter) -> list[str]:
    """What the page says it is narrowed to, besides what its own form shows."""
    found = []
    if asked.task_id is not None:
        found.append(f"Nhiệm vụ: {words.shorten(queries.get_task(db.session(), who, asked.task_id).title, 90)}")
    for code in (asked.manager, asked.unit_code):
        if code == UNDER_OFFICE:
            found.append("Trực thuộc Sở")
        elif code:
            unit = db.session.query(Unit.name).filter(Unit.code == code).one_or_none()
            found.append(unit.name if unit else code)
    return found


@bp.get("/don-doc/soan")
@act(Act.URGE)
def compose() -> Answer:
    """The urging to the chosen units, or to all that match the filter; nothing is kept yet."""
    who, today, asked = actor(), clock.today(), _asked()
    choice = urging_list.choose(db.session(), who, asked, today)
    if not choice.lines:
        flash("Không có kỳ hạn nào quá hạn trong lựa chọn này.", "info")
        return redirect(url_for("urging.index"), 303)
    form = UrgingForm()
    form.text.data = urging_words.proposed_text(_office(), _answer_by())
    return _compose_page(choice, form)


def _office() -> str:
    return letterhead_of(db.session(), base_url="", parent_body="").office_name


def _answer_by() -> Any:
    calendar, day = work_calendar(db.session()), clock.today()
    for _ in range(DAYS_TO_ANSWER):
        day = calendar.after(day)
    return day


def _compose_page(choice: Choice, form: UrgingForm, *, preview: Any = None, error: str = "") -> Answer:
    to_urge = {key: lines for key, lines in choice.lines.items() if key not in choice.urged_today}
    sends_to = choice.lines if form.overrule_reason.data else to_urge
    page = render_template(
        "tasks/urging_compose.html",
        choice=choice,
        form=form,
        preview=preview,
        extra_errors=[(form.text.id, error)] if error else [],
        unit_count=urging_words.units_words([lines[0].unit_kind for lines in sends_to.values()] or [""]),
        send_total=len(sends_to),
        times=urging_words.times_words(urging_words.choice_numbers(choice)),
        shown=list(choice.lines.values())[:UNITS_SHOWN],
        left=max(0, len(choice.lines) - UNITS_SHOWN),
        numbers=",".join(str(each) for each in choice.deadline_ids),
        as_text=urging_words.as_text(choice, form.text.data or "", form.document_number.data or "", _office()),
        most_as_text=urging_words.MOST_UNITS_AS_TEXT,
        most_lines=urging_list.MOST_LINES,
    )
    return (page, 422) if error or form.errors else page


def _chosen_ids() -> list[int]:
    """The deadlines the form names."""
    parts = request.form.get("ky-han", "").split(",")[: urging_list.MOST_LINES]
    return [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 12]


@bp.post("/don-doc/xem-truoc")
@act(Act.URGE)
def preview() -> Answer:
    """The mail as the first unit would get it: it is made, shown and taken back; nothing stays."""
    form, ids = UrgingForm(), _chosen_ids()
    if not form.validate_on_submit():
        return _again(ids, form, "")
    try:
        urged = urge(actor(), ids, form.letter())
        first = _first_mail(urged)
    except NotFound:
        raise
    except TrackerError as error:
        return _again(ids, form, error.message)
    facts = {"mail": first, "messages": urged.messages, "settled": urged.settled, "without": len(urged.without_address)}
    db.session.rollback()
    return _compose_page(_choice_of(ids), form, preview=facts)


def _first_mail(urged: Urged) -> Any:
    """The first queued mail of an urging, rendered; None where no unit has an address."""
    session = db.session()
    ids = [urging.id for urging in urged.urgings if urging.addresses]
    if not ids:
        return None
    message = session.query(Message).filter(Message.kind == MessageKind.URGING, Message.subject_id == ids[0]).first()
    if message is None:
        return None
    head = letterhead_of(session, base_url=settings().base_url, parent_body=settings().parent_body)
    mail = render(session, message, head, clock.today())
    return {"address": message.address, "subject": mail.subject, "text": mail.text} if mail else None


def _choice_of(ids: list[int]) -> Choice:
    return urging_list.choose_again(db.session(), actor(), ids, clock.today())


def _again(ids: list[int], form: UrgingForm, error: str) -> Answer:
    """The form again with what was typed; nothing of the attempt stays."""
    db.session.rollback()
    choice = _choice_of(ids)
    if not choice.lines:
        flash(error or "Không còn kỳ hạn nào quá hạn trong lựa chọn này.", "warn")
        return redirect(url_for("urging.index"), 303)
    return _compose_page(choice, form, error=error)


@bp.post("/don-doc/gui")
@act(Act.URGE)
def send() -> Answer:
    """Urge. What was handed in since the page was opened is left out."""
    form, ids = UrgingForm(), _chosen_ids()
    if not form.validate_on_submit():
        return _again(ids, form, "")
    try:
        urged = urge(actor(), ids, form.letter())
        db.session.commit()
    except NotFound:
        raise
    except TrackerError as error:
        return _again(ids, form, error.message)
    if urged.settled:
        flash(f"{urged.settled} kỳ hạn không còn quá hạn nên không đôn đốc.", "info")
    if urged.urged_today:
        flash(f"Bỏ qua {len(urged.urged_today)} đơn vị đã được đôn đốc trong ngày làm việc này.", "info")
    return redirect(url_for("urging.show", urging_id=urged.urgings[0].id), 303)


@bp.get("/don-doc/<int:urging_id>")
@act(Act.URGE)
def show(urging_id: int) -> str:
    """What an act of urging sent, to whom, and what the mail server said."""
    batch = urging_list.batch_of(db.session(), actor(), urging_id)
    if batch is None:
        raise NotFound
    first = batch.lines[0].urging
    return render_template(
        "tasks/urging_sent.html",
        batch=batch,
        first=first,
        sentence=urging_words.sent_words(batch),
        waiting=batch.mails_in(*urging_words.ON_THE_WAY),
        failed=batch.mails_in(MessageState.DEAD, MessageState.IN_DOUBT),
        mail_words=MAIL_WORDS,
    )


MAIL_WORDS = {
    MessageState.SENT: "đã nhận",
    MessageState.DEAD: "không gửi được",
    MessageState.IN_DOUBT: "không chắc đã tới",
    MessageState.CANCELLED: "thôi gửi",
    MessageState.RETRY: "hẹn gửi lại",
    MessageState.PENDING: "chờ gửi",
    MessageState.LEASED: "đang gửi",
    MessageState.TRANSMITTING: "đang gửi",
}
