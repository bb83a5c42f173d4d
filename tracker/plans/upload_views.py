"""Handing documents in: several files at once, each read in the background; a page says how far each one is."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from tracker.access import Act
from tracker.errors import TrackerError
from tracker.extensions import db
from tracker.notify.queries import operations
from tracker.plans import reading_jobs
from tracker.plans.forms import UploadForm
from tracker.plans.models import ReadingJob, ReadingState
from tracker.plans.reading import Limits
from tracker.web import act, actor, settings

bp = Blueprint("uploads", __name__, template_folder="templates")

Answer = str | Response | tuple[str, int]
REFRESH_SECONDS = 2
STEPS = (  # of reading.progress, in their order
    ("open", "Mở tệp"),
    ("pages", "Đọc từng trang"),
    ("tables", "Nhận ra bảng"),
    ("understand", "Hiểu nội dung"),
    ("check", "Kiểm tra mâu thuẫn"),
    (reading_jobs.SAVING, "Lưu văn bản"),
)
_PLACES = {step: place for place, (step, _) in enumerate(STEPS)}


@bp.get("/van-ban/nhap")
@act(Act.EDIT_DOCUMENTS)
def form() -> Response:
    return _refreshed(_form_page(UploadForm()), reading_jobs.recent_jobs(actor()))


def _form_page(asked: UploadForm) -> str:
    most = min(settings().upload_mb, Limits().bytes // 2**20)
    jobs = reading_jobs.recent_jobs(actor())
    return render_template(
        "plans/upload.html", form=asked, has_errors=bool(asked.file.errors), most=most, jobs=jobs, said=said
    )


@bp.post("/van-ban/nhap")
@act(Act.EDIT_DOCUMENTS)
def upload() -> Answer:
    asked = UploadForm()
    if not asked.validate():
        return _form_page(asked), 422
    jobs: list[ReadingJob] = []
    problems: list[str] = []
    for file in _files():
        try:
            jobs.append(_queue(file))
        except TrackerError as error:
            problems.append(f"{file.filename}: {error.message}" if len(_files()) > 1 else error.message)
    db.session.commit()
    if problems and not jobs:
        asked.file.errors = problems
        return _form_page(asked), 422
    for problem in problems:
        flash(problem, "bad")
    if len(jobs) == 1 and not problems:
        return redirect(url_for("uploads.job", job_id=jobs[0].id), 303)
    flash(f"Đã nhận {len(jobs)} tệp; các tệp được đọc lần lượt.", "ok")
    return redirect(url_for("uploads.form"), 303)


def _files() -> list[FileStorage]:
    return [file for file in request.files.getlist("file") if file.filename]


def _queue(file: FileStorage) -> ReadingJob:
    return reading_jobs.queue_reading(
        actor(),
        stream=file.stream,  # type: ignore[arg-type]  # it reads bytes
        file_name=file.filename or "",
        store=reading_jobs.uploads(settings()),
        max_bytes=settings().upload_mb * 2**20,
    )


@bp.get("/van-ban/nhap/<int:job_id>")
@act(Act.EDIT_DOCUMENTS)
def job(job_id: int) -> Response:
    """How far the reading is; once done, the way to the review. Refreshes itself by a header: no script is needed."""
    found = reading_jobs.get_job(actor(), job_id)
    if found.state is ReadingState.DONE and found.document_id is not None:
        _tell_done(found)
        return redirect(url_for("plans.review", document_id=found.document_id), 303)
    page = render_template(
        "plans/reading.html",
        job=found,
        steps=[label for _, label in STEPS],
        place=_PLACES.get(found.step, 0),
        share=_share(found),
        before=reading_jobs.waiting_before(found) if found.state is ReadingState.WAITING else 0,
        is_worker_silent=found.state is ReadingState.WAITING and operations(db.session()).is_worker_silent,
        said=said(found),
    )
    return _refreshed(page, [found])


def _tell_done(found: ReadingJob) -> None:
    if found.is_new:
        flash("Đã đọc văn bản. Rà soát từng dòng rồi giao việc; chưa có gì được gửi đi.", "ok")
    else:
        flash("Văn bản này đã được nhập trước đây; không có gì thay đổi.", "info")


def _refreshed(page: str, jobs: list[ReadingJob]) -> Response:
    """`page`, asked for again in a moment while one of `jobs` is under way."""
    answer = Response(page, content_type="text/html; charset=utf-8")
    if any(not one.is_over for one in jobs):
        answer.headers["Refresh"] = str(REFRESH_SECONDS)
    return answer


def _share(found: ReadingJob) -> int:
    """How much is done, in hundredths: each step counts the same, pages within theirs."""
    if found.state is ReadingState.WAITING:
        return 0
    within = found.done / found.of if found.of else 0.0
    return min(99, round(100 * (_PLACES.get(found.step, 0) + min(within, 1.0)) / len(STEPS)))


def said(found: ReadingJob) -> str:
    """The state of a job in words: "Đang đọc trang 14 / 24"."""
    if found.state is ReadingState.WAITING:
        return "Đang chờ đến lượt"
    if found.state is ReadingState.DONE:
        return "Đã đọc xong" if found.is_new else "Đã nhập trước đây"
    if found.state is ReadingState.FAILED:
        return "Không đọc được"
    if found.step == "pages" and found.of:
        return f"Đang đọc trang {found.done} / {found.of}"
    return f"{STEPS[_PLACES.get(found.step, 0)][1]}…"
