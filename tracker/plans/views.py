"""Pages of documents: the list, reading a file, the review beside the source, Giao việc. Each POST has its own address."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.access import Act, Actor
from tracker.errors import NotFound, TrackerError
from tracker.extensions import db
from tracker.files import FileStore
from tracker.formats import number
from tracker.paging import page_number
from tracker.plans import correcting, queries, reshaping, service
from tracker.plans.forms import DecideForm, ItemForm, PlanForm, ReasonForm, UploadForm, first_error
from tracker.plans.known_directory import directory_as_known
from tracker.plans.models import Decision, Document, Item, ItemState, Plan, PlanState
from tracker.plans.reading import Limits
from tracker.plans.review_page import review_page, whole_number
from tracker.tasks.assigning import AssignResult, Preview, assign_plan, preview_assignment
from tracker.tasks.models import Task
from tracker.tasks.period import PeriodChange, apply_period
from tracker.tasks.queries import task_scope
from tracker.web import act, actor, settings

bp = Blueprint("plans", __name__, template_folder="templates")

MAIL_HOURS = "07:30"
_NAMED = 10  # deadlines named one by one in a notice
Answer = str | Response | tuple[str, int]


@bp.get("/van-ban")
@act(Act.READ_DOCUMENTS)
def index() -> str:
    words = request.args.get("q", "").strip()
    state = request.args.get("tinh-trang", "")
    page = queries.document_rows(
        db.session(),
        actor(),
        words=words,
        state=PlanState(state) if state in list(PlanState) else None,
        page=page_number(request.args.get("trang")),
    )
    return render_template("plans/index.html", page=page, words=words, state=state, is_editor=actor().is_office)


@bp.get("/van-ban/nhap")
@act(Act.EDIT_DOCUMENTS)
def upload_form() -> str:
    return _upload_page(UploadForm())


def _upload_page(form: UploadForm) -> str:
    most = min(settings().upload_mb, Limits().bytes // 2**20)
    return render_template("plans/upload.html", form=form, has_errors=bool(form.file.errors), most=most)


@bp.post("/van-ban/nhap")
@act(Act.EDIT_DOCUMENTS)
def upload() -> Answer:
    form = UploadForm()
    if not form.validate():
        return _upload_page(form), 422
    try:
        result = service.import_document(
            actor(),
            data=form.file.data.read(settings().upload_mb * 2**20 + 1),
            file_name=form.file.data.filename,
            today=clock.today(),
            store=FileStore(settings().files_folder),
            max_bytes=settings().upload_mb * 2**20,
        )
        db.session.commit()
    except TrackerError as error:
        db.session.rollback()
        form.file.errors = [error.message]
        return _upload_page(form), 422
    if result.is_new:
        flash("Đã đọc văn bản. Rà soát từng dòng rồi giao việc; chưa có gì được gửi đi.", "ok")
    else:
        flash("Văn bản này đã được nhập trước đây; không có gì thay đổi.", "info")
    return redirect(url_for("plans.review", document_id=result.document.id), 303)


@bp.get("/van-ban/<int:document_id>")
@act(Act.READ_DOCUMENTS)
def review(document_id: int) -> str:
    document = queries.get_document(db.session(), actor(), document_id)
    return review_page(document, open_id=whole_number(request.args.get("muc")))


@bp.get("/van-ban/<int:document_id>/tep")
@act(Act.OPEN_ORIGINAL)
def original(document_id: int) -> Response:
    document = _readable(actor(), document_id)
    path = FileStore(settings().files_folder).path(document.sha256)
    if not path.exists():
        raise NotFound("Không tìm thấy tệp gốc trong kho. Báo quản trị kiểm tra kho tệp.")
    answer = send_file(path, document.media_type, as_attachment=True, download_name=document.file_name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _readable(who: Actor, document_id: int) -> Document:
    """The document for readers, and for units whose tasks come from it (product 3.7)."""
    if not who.reads_all:
        mine = sa.select(Task.id).where(task_scope(who), Task.document_id == document_id).limit(1)
        has_task = db.session.scalar(mine) is not None
        document = db.session.get(Document, document_id) if has_task else None
        if document is None:
            raise NotFound
        return document
    return queries.get_document(db.session(), who, document_id)


@bp.post("/van-ban/<int:document_id>/sua")
@act(Act.EDIT_DOCUMENTS)
def edit_plan(document_id: int) -> Answer:
    document = queries.get_document(db.session(), actor(), document_id)
    form = PlanForm()
    if not form.validate():
        return review_page(document, forms={"plan": form}), 422
    try:
        moved = _move_period(document.plan, form.patch())
        service.set_plan(actor(), document.plan, document, patch=form.patch())
        db.session.commit()
    except TrackerError as error:
        return _refused(document_id, None, error, {"plan": form})
    flash("Đã lưu thông tin văn bản và kế hoạch.", "ok")
    _tell_period(moved)
    return redirect(url_for("plans.review", document_id=document.id), 303)


def _move_period(plan: Plan, patch: service.PlanPatch) -> PeriodChange:
    """The deadlines of an assigned plan follow its new period (product 3.1)."""
    if plan.state is PlanState.REVIEW:
        return PeriodChange()
    return apply_period(
        actor(), plan, patch.starts_on, patch.ends_on, today=clock.today(), roll_over=settings().roll_over
    )


def _tell_period(moved: PeriodChange) -> None:
    added = moved.added + moved.reopened
    if added or moved.withdrawn:
        flash(
            f"Theo thời gian kế hoạch mới: thêm {number(added)} kỳ hạn, "
            f"thu hồi {number(moved.withdrawn)} kỳ hạn chưa có minh chứng.",
            "info",
        )
    if moved.kept:
        named = "; ".join(f"{kept.unit_name} ({kept.when})" for kept in moved.kept[:_NAMED])
        more = f"; và {number(len(moved.kept) - _NAMED)} kỳ hạn khác" if len(moved.kept) > _NAMED else ""
        flash(
            f"Giữ lại {number(len(moved.kept))} kỳ hạn ngoài thời gian kế hoạch vì đã có minh chứng: {named}{more}.",
            "warn",
        )


@bp.post("/van-ban/<int:document_id>/muc/<int:item_id>/sua")
@act(Act.EDIT_DOCUMENTS)
def edit_item(document_id: int, item_id: int) -> Answer:
    document = queries.get_document(db.session(), actor(), document_id)
    item = queries.get_item(db.session(), document, item_id)
    form = ItemForm()
    if not form.validate():
        return review_page(document, open_id=item.id, forms={"item": form}), 422
    try:
        correcting.correct_item(
            actor(), item, document, document.plan, version=form.version.data or 0, patch=form.patch()
        )
        db.session.commit()
    except TrackerError as error:
        return _refused(document_id, item_id, error, {"item": form})
    flash(f"Đã lưu {_name(item)}.", "ok")
    return _back(document, item)


@bp.post("/van-ban/<int:document_id>/canh-bao/<int:warning_id>")
@act(Act.EDIT_DOCUMENTS)
def decide(document_id: int, warning_id: int) -> Answer:
    document = queries.get_document(db.session(), actor(), document_id)
    warning, item = queries.get_warning(db.session(), document, warning_id)
    form = DecideForm()
    if not form.validate():
        open_id = item.id if item else None
        return review_page(document, open_id=open_id, forms={"decide": form, "decided_id": warning.id}), 422
    value = form.value()
    is_proposal = bool(value) and value == warning.proposal
    service.decide_warning(
        actor(),
        warning,
        decision=Decision.ACCEPTED if is_proposal else Decision.OVERRULED,
        value=value,
        reason=form.reason.data or "",
        item=item,
    )
    db.session.commit()
    flash("Đã ghi lựa chọn và lý do vào nhật ký.", "ok")
    return _back(document, item)


@bp.post("/van-ban/<int:document_id>/muc/<int:item_id>/chon-don-vi")
@act(Act.EDIT_DOCUMENTS)
def choose_units(document_id: int, item_id: int) -> Answer:
    document = queries.get_document(db.session(), actor(), document_id)
    item = queries.get_item(db.session(), document, item_id)
    try:
        correcting.choose_units(
            actor(),
            item,
            document.plan,
            words=request.form.get("words", ""),
            typed=request.form.get("typed", ""),
            group_id=whole_number(request.form.get("group")),
            unit_ids=[int(each) for each in request.form.getlist("unit") if each.isdigit()],
            reason=request.form.get("reason", "").strip(),
        )
        db.session.commit()
    except TrackerError as error:
        return _refused(document_id, item_id, error, {})
    flash("Đã chọn đơn vị cho dòng này.", "ok")
    return _back(document, item)


@bp.post("/van-ban/<int:document_id>/muc/<int:item_id>/bo")
@act(Act.EDIT_DOCUMENTS)
def dismiss(document_id: int, item_id: int) -> Answer:
    return _with_reason(document_id, item_id, service.dismiss_item, "Đã bỏ {}; có thể khôi phục bất cứ lúc nào.")


@bp.post("/van-ban/<int:document_id>/muc/<int:item_id>/khoi-phuc")
@act(Act.EDIT_DOCUMENTS)
def restore(document_id: int, item_id: int) -> Answer:
    document = queries.get_document(db.session(), actor(), document_id)
    item = queries.get_item(db.session(), document, item_id)
    reshaping.restore_item(actor(), item)
    db.session.commit()
    flash(f"Đã khôi phục {_name(item)}.", "ok")
    return _back(document, item)


@bp.post("/van-ban/<int:document_id>/muc/<int:item_id>/gop/<int:other_id>")
@act(Act.EDIT_DOCUMENTS)
def merge(document_id: int, item_id: int, other_id: int) -> Answer:
    """Merge the prose deadline of the pair into its row, whichever of the two the page stood at."""
    document = queries.get_document(db.session(), actor(), document_id)
    pair = [queries.get_item(db.session(), document, each) for each in (item_id, other_id)]
    row, prose = sorted(pair, key=lambda item: not service.is_row(item))
    form = ReasonForm()
    if not form.validate():
        return review_page(document, open_id=item_id, error=first_error(form)), 422
    reshaping.merge_items(actor(), row, prose, reason=form.reason.data or "")
    db.session.commit()
    flash(f"Đã gộp hạn trong lời văn vào {_name(row)}.", "ok")
    return _back(document, row)


def _with_reason(document_id: int, item_id: int, do: Any, sentence: str) -> Answer:
    document = queries.get_document(db.session(), actor(), document_id)
    item = queries.get_item(db.session(), document, item_id)
    form = ReasonForm()
    if not form.validate():
        return review_page(document, open_id=item_id, error=first_error(form)), 422
    do(actor(), item, reason=form.reason.data or "")
    db.session.commit()
    flash(sentence.format(_name(item)), "ok")
    return _back(document, item)


def _refused(document_id: int, item_id: int | None, error: TrackerError, forms: Mapping[str, Any]) -> tuple[str, int]:
    """The page again, with what was typed and the sentence of the refusal; nothing of the attempt is kept."""
    db.session.rollback()
    document = queries.get_document(db.session(), actor(), document_id)
    return review_page(document, open_id=item_id, forms=forms, error=error.message), int(error.status)


def _back(document: Document, item: Item | None) -> Response:
    if item is None:
        return redirect(url_for("plans.review", document_id=document.id), 303)
    return redirect(
        url_for("plans.review", document_id=document.id, xem=_kept_tab(), muc=item.id, _anchor=f"muc-{item.id}"), 303
    )


def _kept_tab() -> str | None:
    asked = request.form.get("xem", "")
    return asked if asked in {"phu-luc", "loi-van"} else None


def _name(item: Item) -> str:
    return f"mục {item.stt}" if item.stt else "dòng này"


@bp.get("/van-ban/<int:document_id>/giao")
@act(Act.ASSIGN)
def assign_form(document_id: int) -> str:
    return _assign_page(queries.get_document(db.session(), actor(), document_id), typed=None)


def _assign_page(document: Document, *, typed: Mapping[str, Any] | None, problems: tuple[str, ...] = ()) -> str:
    items = [item for item in queries.items_of(db.session(), document) if item.state is ItemState.PROPOSED]
    ready = {item.id for item in items if queries.is_ready(item, document)}
    preview = _preview(document.plan, items, ready)
    found = {row.item_id: row for row in preview.rows}
    refused = {one.item_id: one for one in preview.refused}
    ticked = set(typed["items"]) if typed else ready
    directory = directory_as_known(db.session())
    return render_template(
        "plans/assign.html",
        document=document,
        plan=document.plan,
        items=items,
        ready=ready,
        found=found,
        refused=refused,
        past={one.item_id: one for one in preview.past},
        past_ready=any(one.item_id in ready for one in preview.past),
        preview=preview,
        doubts={item.id: [warning.text for warning in queries.open_doubts(item)] for item in items},
        missing={item.id: queries.missing_words(item, document) for item in items},
        ticked=ticked,
        ticked_past=set(typed["past"]) if typed else set(),
        reasons=typed["reasons"] if typed else {},
        problems=problems,
        has_errors=bool(problems),
        without_address=[directory.units[unit_id].name for unit_id in preview.units_without_address],
        leads={row.item_id: [directory.units[each].display_short for each in row.lead_ids[:3]] for row in preview.rows},
    )


def _preview(plan: Plan, items: list[Item], ready: set[int]) -> Preview:
    """What assigning every proposed item would make; a stand-in reason lets the incomplete ones be counted too."""
    return preview_assignment(
        plan,
        item_ids=[item.id for item in items],
        today=clock.today(),
        roll_over=settings().roll_over,
        reasons={item.id: "-" for item in items if item.id not in ready},
    )


@bp.post("/van-ban/<int:document_id>/giao")
@act(Act.ASSIGN)
def assign(document_id: int) -> Answer:
    document = queries.get_document(db.session(), actor(), document_id)
    typed = _typed_assignment()
    result = assign_plan(
        actor(),
        document.plan,
        item_ids={*typed["items"], *typed["past"]},
        today=clock.today(),
        roll_over=settings().roll_over,
        include_past=typed["past"],
        reasons=typed["reasons"],
    )
    if result.refused or not (typed["items"] or typed["past"]):
        db.session.rollback()
        document = queries.get_document(db.session(), actor(), document_id)
        problems = tuple(_problem(one) for one in result.refused) or ("Chọn ít nhất một dòng để giao.",)
        return _assign_page(document, typed=typed, problems=problems), 422
    db.session.commit()
    _tell(result)
    return redirect(url_for("plans.review", document_id=document.id), 303)


def _problem(refused: Any) -> str:
    opening = refused.label[:1].upper() + refused.label[1:] if refused.label else "Hạn trong lời văn"
    ending = " Ghi lý do nếu vẫn giao." if refused.needs_reason else ""
    return f"{opening}: {' '.join(refused.reasons)}{ending}"


def _typed_assignment() -> dict[str, Any]:
    return {
        "items": [int(each) for each in request.form.getlist("muc") if each.isdigit()],
        "past": [int(each) for each in request.form.getlist("qua-han") if each.isdigit()],
        "reasons": {
            int(name.removeprefix("ly-do-")): words.strip()
            for name, words in request.form.items()
            if name.startswith("ly-do-") and name.removeprefix("ly-do-").isdigit() and words.strip()
        },
    }


def _tell(result: AssignResult) -> None:
    if not result.task_ids and not result.deadline_count:
        flash("Các dòng này đã được giao trước đây hoặc đã qua hạn; không có gì thay đổi.", "info")
        return
    flash(
        f"Đã giao {number(len(result.task_ids))} nhiệm vụ cho {number(len(result.unit_ids))} đơn vị. "
        f"Thư báo việc gửi từ {MAIL_HOURS} ngày làm việc tới.",
        "ok",
    )
    if result.units_without_address:
        flash(
            f"{number(len(result.units_without_address))} đơn vị chưa có địa chỉ nhận thư; bổ sung đầu mối ở trang Đơn vị.",
            "warn",
        )
