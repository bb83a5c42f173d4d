"""Pages that show documents: the list, the review beside its source, a passage, the original and its pages as pictures."""

import sqlalchemy as sa
from flask import Blueprint, Response, render_template, request, send_file

from tracker.access import Act, Actor
from tracker.errors import NotFound
from tracker.extensions import db
from tracker.files import FileStore
from tracker.paging import page_number
from tracker.plans import queries
from tracker.plans.models import Document, PlanState
from tracker.plans.pictures import page_picture
from tracker.plans.review_page import passage_page, review_page, whole_number
from tracker.tasks.models import Task
from tracker.tasks.queries import task_scope
from tracker.web import act, actor, settings

bp = Blueprint("plans", __name__, template_folder="templates")


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


@bp.get("/van-ban/<int:document_id>/trang/<int:page>")
@act(Act.OPEN_ORIGINAL)
def page_image(document_id: int, page: int) -> Response:
    """A page of a PDF as a picture; it never changes, as the file never does."""
    document = _readable(actor(), document_id)
    if page not in {number for number, _, _ in document.pages}:
        raise NotFound
    width = whole_number(request.args.get("rong")) or 0
    path = page_picture(
        FileStore(settings().files_folder).path(document.sha256),
        document.sha256,
        page=page,
        width=width,
        folder=settings().data / "pictures",
    )
    answer = send_file(path, "image/png", etag=f"{document.sha256}-{page}-{width}", max_age=86_400, conditional=True)
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


@bp.get("/van-ban/<int:document_id>/muc/<int:item_id>/nguon")
@act(Act.OPEN_ORIGINAL)
def passage(document_id: int, item_id: int) -> str:
    """Where a row stands in its document, for readers and for units with a task from it (product 3.8)."""
    document = _readable(actor(), document_id)
    item = queries.get_item(db.session(), document, item_id)
    if not actor().reads_all:
        mine = sa.select(Task.id).where(task_scope(actor()), Task.item_id == item.id).limit(1)
        if db.session.scalar(mine) is None:
            raise NotFound
    return passage_page(document, item)


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
