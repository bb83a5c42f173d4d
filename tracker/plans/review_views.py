"""What an officer does on the review page: correcting, deciding, splitting, merging, many rows at once. One address each."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from tracker import clock
from tracker.access import Act
from tracker.errors import RuleBroken, TrackerError
from tracker.extensions import db
from tracker.formats import number
from tracker.plans import correcting, correcting_many, queries, reshaping, service
from tracker.plans.forms import DecideForm, ItemForm, PlanForm, ReasonForm, first_error
from tracker.plans.models import Decision, Document, Item, Plan, PlanState
from tracker.plans.rechecking import recheck_plan
from tracker.plans.review_forms import AddForm, HeadForm, ManyForm, SplitForm, differences, settled, undecided
from tracker.plans.review_page import review_page, whole_number
from tracker.tasks.period import PeriodChange, apply_period
from tracker.web import act, actor, settings

bp = Blueprint("reviewing", __name__, template_folder="templates")

_NAMED = 10  # deadlines named one by one in a notice
Answer = str | Response | tuple[str, int]
_TABS = frozenset({"phu-luc", "loi-van", "can-xem"})


def _document(document_id: int) -> Document:
    return queries.get_document(db.session(), actor(), document_id)


def _item(document: Document, item_id: int) -> Item:
    return queries.get_item(db.session(), document, item_id)


def _commit() -> None:
    """Commit the act. Raises RuleBroken where another officer's act on the same row came between."""
    try:
        db.session.commit()
    except StaleDataError as error:
        db.session.rollback()
        raise RuleBroken(correcting.STALE) from error


def _refused(document_id: int, item_id: int | None, error: TrackerError, forms: Mapping[str, Any]) -> tuple[str, int]:
    """The page again, with what was typed and the sentence of the refusal; nothing of the attempt is kept."""
    db.session.rollback()
    return review_page(_document(document_id), open_id=item_id, forms=forms, error=error.message), int(error.status)


def _back(document: Document, item: Item | None) -> Response:
    asked = request.form.get("xem", "")
    tab = asked if asked in _TABS else None
    if item is None:
        return redirect(url_for("plans.review", document_id=document.id, xem=tab), 303)
    return redirect(
        url_for("plans.review", document_id=document.id, xem=tab, muc=item.id, _anchor=f"muc-{item.id}"), 303
    )


def _name(item: Item) -> str:
    return f"mục {item.stt}" if item.stt else "dòng này"


# --- number, date, period


@bp.post("/van-ban/<int:document_id>/sua")
@act(Act.EDIT_DOCUMENTS)
def edit_plan(document_id: int) -> Answer:
    document = _document(document_id)
    form = PlanForm()
    if not form.validate():
        return review_page(document, forms={"plan": form}), 422
    try:
        moved = _move_period(document.plan, form.patch())
        service.set_plan(actor(), document.plan, document, patch=form.patch())
        recheck_plan(document.plan, document)
        _commit()
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


@bp.post("/van-ban/<int:document_id>/so-ngay")
@act(Act.EDIT_DOCUMENTS)
def fill_head(document_id: int) -> Answer:
    """Number and date once văn thư has given them, before or after the assignment."""
    document = _document(document_id)
    form = HeadForm()
    if not form.validate():
        return review_page(document, forms={"head": form}), 422
    changes = service.set_number_and_date(
        actor(), document.plan, document, number=form.number.data or "", issued_on=form.issued_on.data
    )
    recheck_plan(document.plan, document)
    _commit()
    if changes:
        flash("Đã ghi số, ngày văn bản; các cảnh báo dựa vào ngày ban hành đã được tính lại.", "ok")
    return redirect(url_for("plans.review", document_id=document.id), 303)


# --- one row


@bp.post("/van-ban/<int:document_id>/muc/<int:item_id>/sua")
@act(Act.EDIT_DOCUMENTS)
def edit_item(document_id: int, item_id: int) -> Answer:
    document = _document(document_id)
    item = _item(document, item_id)
    form = ItemForm()
    if not form.validate():
        return review_page(document, open_id=item.id, forms={"item": form}), 422
    patch = form.patch()
    if conflict := _conflict(item, form):
        return conflict_page(document, item, form, conflict)
    try:
        correcting.correct_item(
            actor(),
            item,
            document,
            document.plan,
            version=form.version.data or 0,
            patch=settled(item, patch, request.form),
        )
        _commit()
    except TrackerError as error:
        return _refused(document_id, item_id, error, {"item": form})
    flash(f"Đã lưu {_name(item)}.", "ok")
    return _back(document, item)


def _conflict(item: Item, form: ItemForm) -> Any:
    """What two officers left differently, where somebody saved this row after the form was opened, or a choice is missing."""
    found = differences(item, form.patch(), _opened())
    if not found:
        form.version.data = item.version
        return ()
    is_stale = form.version.data != item.version
    is_choice = "da-so" in request.form
    return found if is_stale or (is_choice and undecided(found, request.form)) else ()


def _opened() -> dict[str, str]:
    return {name.removeprefix("goc-"): words for name, words in request.form.items() if name.startswith("goc-")}


def conflict_page(document: Document, item: Item, form: ItemForm, found: Any) -> tuple[str, int]:
    """Both values side by side, with the choice; nothing is stored before it is made."""
    return review_page(document, open_id=item.id, forms={"item": form, "conflict": found}), 409


@bp.post("/van-ban/<int:document_id>/canh-bao/<int:warning_id>")
@act(Act.EDIT_DOCUMENTS)
def decide(document_id: int, warning_id: int) -> Answer:
    document = _document(document_id)
    warning, item = queries.get_warning(db.session(), document, warning_id)
    form = DecideForm()
    open_id = item.id if item else None
    if not form.validate():
        return review_page(document, open_id=open_id, forms={"decide": form, "decided_id": warning.id}), 422
    value = form.value()
    is_proposal = bool(value) and value == warning.proposal
    try:
        service.decide_warning(
            actor(),
            warning,
            decision=Decision.ACCEPTED if is_proposal else Decision.OVERRULED,
            value=value,
            reason=form.reason.data or "",
            item=item,
        )
        _commit()
    except TrackerError as error:
        return _refused(document_id, open_id, error, {})
    flash("Đã ghi lựa chọn và lý do vào nhật ký.", "ok")
    return _back(document, item)


@bp.post("/van-ban/<int:document_id>/canh-bao/<int:warning_id>/xet-lai")
@act(Act.EDIT_DOCUMENTS)
def reopen(document_id: int, warning_id: int) -> Answer:
    document = _document(document_id)
    warning, item = queries.get_warning(db.session(), document, warning_id)
    try:
        service.reopen_warning(actor(), warning, item)
        _commit()
    except TrackerError as error:
        return _refused(document_id, item.id if item else None, error, {})
    flash("Lựa chọn trước đã được rút lại; chỗ này chờ quyết định.", "ok")
    return _back(document, item)


@bp.post("/van-ban/<int:document_id>/muc/<int:item_id>/chon-don-vi")
@act(Act.EDIT_DOCUMENTS)
def choose_units(document_id: int, item_id: int) -> Answer:
    def do(document: Document, item: Item) -> None:
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

    return _act(document_id, item_id, do, "Đã chọn đơn vị cho dòng này.")


def _act(
    document_id: int,
    item_id: int,
    do: Callable[[Document, Item], object],
    sentence: str,
    forms: Mapping[str, Any] | None = None,
) -> Answer:
    """Do it to the row, commit, say so and go back to the row; or show why not."""
    document = _document(document_id)
    item = _item(document, item_id)
    try:
        do(document, item)
        _commit()
    except TrackerError as error:
        return _refused(document_id, item_id, error, forms or {})
    flash(sentence.format(_name(item)), "ok")
    return _back(document, item)


@bp.post("/van-ban/<int:document_id>/muc/<int:item_id>/bo")
@act(Act.EDIT_DOCUMENTS)
def dismiss(document_id: int, item_id: int) -> Answer:
    form = ReasonForm()
    if not form.validate():
        return review_page(_document(document_id), open_id=item_id, error=first_error(form)), 422
    return _act(
        document_id,
        item_id,
        lambda _, item: service.dismiss_item(actor(), item, reason=form.reason.data or ""),
        "Đã bỏ {}; có thể khôi phục bất cứ lúc nào.",
    )


@bp.post("/van-ban/<int:document_id>/muc/<int:item_id>/khoi-phuc")
@act(Act.EDIT_DOCUMENTS)
def restore(document_id: int, item_id: int) -> Answer:
    return _act(document_id, item_id, lambda _, item: reshaping.restore_item(actor(), item), "Đã khôi phục {}.")


@bp.post("/van-ban/<int:document_id>/muc/<int:item_id>/tach")
@act(Act.EDIT_DOCUMENTS)
def split(document_id: int, item_id: int) -> Answer:
    form = SplitForm()
    if not form.validate():
        return review_page(_document(document_id), open_id=item_id, forms={"split": form}), 422
    return _act(
        document_id,
        item_id,
        lambda _, item: reshaping.split_item(
            actor(), item, version=form.version.data or 0, first=form.first.data or "", second=form.second.data or ""
        ),
        "Đã tách {} thành hai dòng. Xem lại sản phẩm, hạn và đơn vị của từng dòng.",
        {"split": form},
    )


@bp.post("/van-ban/<int:document_id>/muc/<int:item_id>/hoan-tac")
@act(Act.EDIT_DOCUMENTS)
def undo(document_id: int, item_id: int) -> Answer:
    return _act(
        document_id, item_id, lambda _, item: reshaping.undo(actor(), item), "Đã hoàn tác lần gộp, tách cuối của {}."
    )


@bp.post("/van-ban/<int:document_id>/muc/<int:item_id>/gop/<int:other_id>")
@act(Act.EDIT_DOCUMENTS)
def merge(document_id: int, item_id: int, other_id: int) -> Answer:
    """Merge the prose deadline of the pair into its row, whichever of the two the page stood at."""
    document = _document(document_id)
    pair = [_item(document, each) for each in (item_id, other_id)]
    row, prose = sorted(pair, key=lambda item: not service.is_row(item))
    form = ReasonForm()
    if not form.validate():
        return review_page(document, open_id=item_id, error=first_error(form)), 422
    return _act(
        document_id,
        row.id,
        lambda _, item: reshaping.merge_items(actor(), item, prose, reason=form.reason.data or ""),
        "Đã gộp hạn trong lời văn vào {}.",
    )


# --- several rows, new rows


@bp.post("/van-ban/<int:document_id>/them")
@act(Act.EDIT_DOCUMENTS)
def add(document_id: int) -> Answer:
    document = _document(document_id)
    form = AddForm(prefix="them-")
    if not form.validate():
        return review_page(document, forms={"add": form}), 422
    try:
        item = reshaping.add_item(actor(), document, document.plan, patch=form.patch(), quote=form.quote.data or "")
        _commit()
    except TrackerError as error:
        return _refused(document_id, None, error, {"add": form})
    flash("Đã thêm một dòng.", "ok")
    return _back(document, item)


@bp.post("/van-ban/<int:document_id>/nhieu-dong/sua")
@act(Act.EDIT_DOCUMENTS)
def edit_many(document_id: int) -> Answer:
    form = ManyForm()
    if not form.validate():
        return review_page(_document(document_id), forms={"many": form, "picked": _picked()}), 422

    def do(document: Document, items: list[Item]) -> None:
        correcting_many.correct_many(actor(), items, document, document.plan, patch=form.patch())

    return _many(document_id, do, "Đã sửa {} dòng.", {"many": form})


@bp.post("/van-ban/<int:document_id>/nhieu-dong/gop")
@act(Act.EDIT_DOCUMENTS)
def merge_many(document_id: int) -> Answer:
    def do(_: Document, items: list[Item]) -> None:
        reshaping.merge_rows(actor(), items, reason=request.form.get("reason", ""))

    return _many(document_id, do, "Đã gộp {} dòng thành một; hoàn tác được ở dòng ấy.", {})


@bp.post("/van-ban/<int:document_id>/nhieu-dong/bo")
@act(Act.EDIT_DOCUMENTS)
def dismiss_many(document_id: int) -> Answer:
    def do(_: Document, items: list[Item]) -> None:
        correcting_many.dismiss_many(actor(), items, reason=request.form.get("reason", ""))

    return _many(document_id, do, "Đã bỏ {} dòng; có thể khôi phục từng dòng.", {})


def _picked() -> dict[int, int]:
    """The chosen rows, each with the version the page showed: "muc" holds "12:3"."""
    pairs = (each.partition(":") for each in request.form.getlist("muc"))
    return {int(item): int(version) for item, _, version in pairs if item.isdigit() and version.isdigit()}


def _many(
    document_id: int, do: Callable[[Document, list[Item]], None], sentence: str, forms: Mapping[str, Any]
) -> Answer:
    document = _document(document_id)
    picked = _picked()
    items = [item for item in queries.items_of(db.session(), document) if item.id in picked]
    try:
        correcting_many.require_chosen(items, picked)
        do(document, items)
        _commit()
    except TrackerError as error:
        return _refused(document_id, None, error, {**forms, "picked": picked})
    flash(sentence.format(number(len(items))), "ok")
    return _back(document, None)
