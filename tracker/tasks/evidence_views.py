"""One deadline: its evidence, handing in, taking back, and its files. Review stands in review_views.py."""

from typing import Any, cast

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, send_file, url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock, log
from tracker.access import Act, Actor
from tracker.errors import BadInput, NotFound, RuleBroken
from tracker.extensions import db
from tracker.files import FileStore
from tracker.formats import file_size, instant
from tracker.log import LogAction
from tracker.tasks import evidence_page, queries, urging_list, waiting, words
from tracker.tasks.afterwards import after_answer
from tracker.tasks.evidence import Handed, may_submit, needs_late_reason, submit_evidence, withdraw_evidence
from tracker.tasks.forms import EvidenceForm, ReviewForm
from tracker.tasks.models import Deadline, DeadlineState, Evidence, EvidenceState, Task
from tracker.tasks.queries import Line
from tracker.tasks.review import may_review
from tracker.tasks.uploads import StoredUpload, store_upload
from tracker.tasks.views import remember_look
from tracker.web import act, actor, settings

bp = Blueprint("evidence", __name__, template_folder="templates")

_OPEN_TO_ALL = (DeadlineState.OPEN, DeadlineState.RETURNED)


def deadline_page(
    who: Actor,
    deadline: Deadline,
    *,
    form: EvidenceForm | None = None,
    kept: tuple[StoredUpload, ...] = (),
    review_form: ReviewForm | None = None,
    problems: tuple[str, ...] = (),
) -> tuple[str, int]:
    """The page of one deadline for `who`: a form where she may hand in, the decision where she may decide."""
    session, today = db.session(), clock.today()
    line = queries.get_line(session, who, deadline.id, today)
    found = evidence_page.versions(session, deadline.id)
    is_own = deadline_is_own(who, deadline)
    if form is None and _takes_evidence(deadline, found) and is_own:
        form = EvidenceForm(formdata=None)
    open_version = next((each.evidence for each in found if each.evidence.state is EvidenceState.SUBMITTED), None)
    has_errors = bool(problems or (form and form.errors) or (review_form and review_form.errors))
    page = render_template(
        "tasks/deadline.html",
        line=line,
        versions=found,
        urgings=urging_list.urgings_of_deadline(db.session(), deadline.id),
        form=form,
        has_errors=has_errors,
        extra_errors=[("", sentence) for sentence in problems],
        kept=kept,
        kept_token=evidence_page.keep(settings().secret_key, kept, person_id=who.person_id, deadline_id=deadline.id),
        may_withdraw=is_own,
        may_replace=is_own and deadline.state is DeadlineState.ACCEPTED and open_version is None and form is None,
        is_late=needs_late_reason(deadline),
        late_hint=_late_hint(line),
        **_around(who, deadline, line),
        **_review_part(who, deadline, open_version, review_form),
    )
    return page, 422 if has_errors else 200


def deadline_is_own(who: Actor, deadline: Deadline) -> bool:
    """Whether `who` hands in for this deadline's unit (product 3.3)."""
    return may_submit(who, deadline, queries.unit_kind(db.session(), deadline.unit_id))


def _takes_evidence(deadline: Deadline, found: list[evidence_page.Version]) -> bool:
    waits = any(each.evidence.state is EvidenceState.SUBMITTED for each in found)
    again = deadline.state is DeadlineState.ACCEPTED and request.args.get("ban-moi") == "1"
    return deadline.must_report and not waits and (deadline.state in _OPEN_TO_ALL or again)


def _late_hint(line: Line) -> str:
    days = f" {-line.days} ngày" if line.days is not None and line.days < 0 else ""
    return f"Nộp quá hạn{days}. Ghi lý do; Văn phòng Sở có thể xác nhận nguyên nhân khách quan."


def _around(who: Actor, deadline: Deadline, line: Line) -> dict[str, Any]:
    task = db.session.get_one(Task, deadline.task_id)
    home = ("Nhiệm vụ", "/nhiem-vu") if who.reads_all else ("Việc của đơn vị", "/viec")
    return {
        "product": task.product,
        "figure_hint": "Ghi số đạt được, ví dụ 28/31 trường hoặc 98,7 %.",
        "original_url": f"/van-ban/{task.document_id}/tep" if task.document_id else "",
        "steps": [
            home,
            (words.task_label(line.row) or words.shorten(task.title, 40), f"/nhiem-vu/{task.id}"),
            (line.row.unit_name, None),
        ],
    }


def _review_part(
    who: Actor, deadline: Deadline, open_version: Evidence | None, review_form: ReviewForm | None
) -> dict[str, Any]:
    """The decision's form, why there is none, and where the queue goes on."""
    if open_version is None or not may_review(who, deadline):
        return {"review_form": None, "review_note": "", "next_url": "", "waiting": 0}
    session = db.session()
    following = waiting.next_waiting(session, who, after=open_version)
    is_submitter = open_version.submitted_by_id == who.person_id
    return {
        "review_form": None if is_submitter else review_form or ReviewForm(formdata=None),
        "review_note": "Người nộp không tự duyệt minh chứng của mình. Đề nghị người khác duyệt."
        if is_submitter
        else "",
        "next_url": f"/ky-han/{following}#duyet" if following and following != deadline.id else "",
        "waiting": waiting.count(session, who),
    }


@bp.get("/ky-han/<int:deadline_id>")
@act(Act.READ_TASKS)
def show(deadline_id: int) -> Response:
    """One deadline as this person may see it; a unit's look at the task is kept afterwards."""
    who = actor()
    deadline = queries.get_deadline(db.session(), who, deadline_id)
    return remember_look(make_response(deadline_page(who, deadline)), who, deadline.task_id)


def _own_deadline(who: Actor, deadline_id: int) -> Deadline:
    deadline = queries.get_deadline(db.session(), who, deadline_id)
    if not deadline_is_own(who, deadline):
        raise NotFound
    return deadline


@bp.post("/ky-han/<int:deadline_id>/nop")
@act(Act.SUBMIT_EVIDENCE)
def hand_in(deadline_id: int) -> tuple[str, int] | BaseResponse:
    """Hand in evidence. Where something is missing, the words and the files stay."""
    who = actor()
    deadline = _own_deadline(who, deadline_id)
    form = EvidenceForm()
    is_valid = form.validate_on_submit()
    kept = (*_kept_files(who, deadline_id), *_new_files(form))
    if needs_late_reason(deadline) and not form.late_reason.data:
        form.late_reason.errors = ["Ghi lý do nộp quá hạn."]
    if not is_valid or form.files.errors or form.late_reason.errors:
        return deadline_page(who, deadline, form=form, kept=kept)
    try:
        evidence = submit_evidence(who, deadline, handed=_handed(form, kept))
        submitted_at = evidence.submitted_at
        db.session.commit()
    except (BadInput, RuleBroken) as error:
        db.session.rollback()
        problems = error.problems if isinstance(error, BadInput) and error.problems else (error.message,)
        return deadline_page(who, deadline, form=form, kept=kept, problems=problems)
    reviewer = words.REVIEWERS[deadline.review_by]
    flash(f"Đã nộp lúc {instant(submitted_at)}. {reviewer} sẽ duyệt; kết quả báo qua thư.", "ok")
    return redirect(url_for("evidence.show", deadline_id=deadline_id), 303)


def _handed(form: EvidenceForm, files: tuple[StoredUpload, ...]) -> Handed:
    return Handed(
        files=files,
        document_number=form.document_number.data or "",
        document_date=form.document_date.data,
        link=form.link.data or "",
        figure=form.figure.data or "",
        results=form.results.data or "",
        difficulties=form.difficulties.data or "",
        late_reason=form.late_reason.data or "",
    )


def _kept_files(who: Actor, deadline_id: int) -> tuple[StoredUpload, ...]:
    """Files of an earlier try, without those the person dropped."""
    dropped = set(request.form.getlist("drop"))
    token = request.form.get("kept", "")
    found = evidence_page.kept(settings().secret_key, token, person_id=who.person_id, deadline_id=deadline_id)
    return tuple(file for file in found if file.sha256 not in dropped)


def _new_files(form: EvidenceForm) -> tuple[StoredUpload, ...]:
    """The files of this try that could be kept; what could not is an error of the field."""
    stored: list[StoredUpload] = []
    errors: list[str] = []
    for upload in request.files.getlist(form.files.name):
        if not upload.filename:
            continue
        try:
            stored.append(_store(upload))
        except BadInput as error:
            errors.append(error.message)
    form.files.errors = [*form.files.errors, *errors]
    return tuple(stored)


def _store(upload: FileStorage) -> StoredUpload:
    most = settings().upload_mb * 2**20
    upload.stream.seek(0, 2)
    size = upload.stream.tell()
    if size > most:
        raise BadInput(
            f"Tệp “{upload.filename}” nặng {file_size(size)}, quá {settings().upload_mb} MB. "
            "Nén lại hoặc chia thành nhiều tệp."
        )
    store = FileStore(settings().files_folder)
    return store_upload(store, cast("Any", upload.stream), name=upload.filename or "", max_bytes=most)


@bp.post("/ky-han/<int:deadline_id>/rut")
@act(Act.SUBMIT_EVIDENCE)
def take_back(deadline_id: int) -> BaseResponse:
    """Take back the version that waits for review."""
    who = actor()
    _own_deadline(who, deadline_id)
    found = evidence_page.versions(db.session(), deadline_id)
    waits = next((each.evidence for each in found if each.evidence.state is EvidenceState.SUBMITTED), None)
    if waits is None:
        raise RuleBroken("Không có minh chứng nào đang chờ duyệt để rút lại. Mở lại trang để xem bản mới nhất.")
    withdraw_evidence(who, waits)
    db.session.commit()
    flash("Đã rút lại minh chứng. Sửa rồi nộp lại trước hạn.", "ok")
    return redirect(url_for("evidence.show", deadline_id=deadline_id), 303)


@bp.get("/ky-han/<int:deadline_id>/tep/<int:file_id>")
@act(Act.READ_EVIDENCE)
def download(deadline_id: int, file_id: int) -> Response:
    """A file of evidence, always as a download; the reading is logged afterwards (product 3.4)."""
    who = actor()
    file, evidence = queries.get_evidence_file(db.session(), who, deadline_id, file_id)
    path = FileStore(settings().files_folder).path(file.sha256)
    if not path.exists():
        raise NotFound("Tệp này không còn trong kho. Báo quản trị kiểm tra kho tệp.")
    answer = send_file(
        path, mimetype=file.media_type, as_attachment=True, download_name=file.name, etag=file.sha256, max_age=0
    )
    answer.direct_passthrough = False  # passed through, the answer would not say when it is out
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    evidence_id, name = evidence.id, file.name
    return after_answer(answer, lambda session: _log_reading(session, who, evidence_id, name))


def _log_reading(session: Session, who: Actor, evidence_id: int, name: str) -> None:
    evidence = session.get_one(Evidence, evidence_id)
    deadline = session.get_one(Deadline, evidence.deadline_id)
    log.record(
        session,
        who,
        LogAction.EVIDENCE_READ,
        evidence,
        changes={"file": name},
        task_id=deadline.task_id,
        unit_id=deadline.unit_id,
    )
