"""The tables of a document and what their columns are: the officer maps what the headings leave unclear (product 3.8)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.access import Act
from tracker.errors import TrackerError
from tracker.extensions import db
from tracker.files import FileStore
from tracker.formats import number
from tracker.plans import queries
from tracker.plans.models import Document, PlanState
from tracker.plans.remapping import remap, table_of
from tracker.plans.review_forms import COLUMNS, chosen_columns
from tracker.web import act, actor, settings

bp = Blueprint("tables", __name__, template_folder="templates")

_NAMED = 8  # kept rows named one by one
KINDS = {"tasks": "Bảng nhiệm vụ", "other": "Không phải nhiệm vụ", "unclear": "Chưa rõ cột"}


@bp.get("/van-ban/<int:document_id>/bang")
@act(Act.READ_DOCUMENTS)
def index(document_id: int) -> str:
    document = queries.get_document(db.session(), actor(), document_id)
    return render_template(
        "plans/tables.html", document=document, plan=document.plan, tables=document.tables, kinds=KINDS
    )


@bp.get("/van-ban/<int:document_id>/bang/<int:index>")
@act(Act.READ_DOCUMENTS)
def show(document_id: int, index: int) -> str:
    document = queries.get_document(db.session(), actor(), document_id)
    return _page(document, index)


def _page(document: Document, index: int, chosen: tuple[str, ...] = (), error: str = "") -> str:
    table = table_of(document, index)
    return render_template(
        "plans/table.html",
        document=document,
        plan=document.plan,
        table=table,
        kinds=KINDS,
        names={column.value: name for column, name in COLUMNS.items()},
        chosen=chosen or table["columns"],
        is_editor=actor().is_office and document.plan.state is not PlanState.CLOSED,
        error=error,
        has_errors=bool(error),
    )


@bp.post("/van-ban/<int:document_id>/bang/<int:index>")
@act(Act.EDIT_DOCUMENTS)
def save(document_id: int, index: int) -> str | Response | tuple[str, int]:
    document = queries.get_document(db.session(), actor(), document_id)
    columns = chosen_columns(request.form, len(table_of(document, index)["headings"]))
    is_reset = "theo-tieu-de" in request.form
    try:
        done = remap(
            actor(),
            document,
            document.plan,
            index=index,
            columns=None if is_reset else columns,
            store=FileStore(settings().files_folder),
            today=clock.today(),
        )
        db.session.commit()
    except TrackerError as error:
        db.session.rollback()
        document = queries.get_document(db.session(), actor(), document_id)
        return _page(document, index, tuple(columns), error.message), int(error.status)
    flash(f"Đã đọc lại bảng: {number(done.added)} dòng mới thay {number(done.removed)} dòng cũ chưa ai sửa.", "ok")
    if done.kept:
        more = f" và {number(len(done.kept) - _NAMED)} dòng khác" if len(done.kept) > _NAMED else ""
        flash(f"Giữ nguyên vì đã có người sửa hoặc đã giao: {', '.join(done.kept[:_NAMED])}{more}.", "warn")
    return redirect(url_for("plans.review", document_id=document.id), 303)
