"""Pages of a newer version over an older plan: compare, confirm, apply, what was done (product 1, journey 8)."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.access import Act
from tracker.directory import queries as directory_queries
from tracker.errors import NotFound, RuleBroken, TrackerError
from tracker.extensions import db
from tracker.plans import queries, revision_queries
from tracker.plans.models import Document, Plan, PlanState, Revision
from tracker.plans.revision_queries import Versions, named, version_name, versions
from tracker.plans.revision_rows import Choices
from tracker.tasks.amending import Applied, Asked, apply_revision
from tracker.tasks.amending_page import APART, compare_page, told_differences
from tracker.web import act, actor, settings

bp = Blueprint("amending", __name__, template_folder="templates")

Answer = str | Response | tuple[str, int]
Decided = dict[int, int | None]
REPAIRED = "Đã ghép lại theo lựa chọn. Xem lại bảng so sánh rồi tiếp tục."


@bp.get("/van-ban/<int:document_id>/so-sanh")
@act(Act.EDIT_DOCUMENTS)
def compare(document_id: int) -> Answer:
    """What was applied; else the comparison with the chosen plan; else the choice of a plan."""
    document = queries.get_document(db.session(), actor(), document_id)
    if revision := revision_queries.applied(db.session(), document):
        return _done_page(document, revision)
    if not _whole(request.args.get("ke-hoach")):
        return _choose_page(document)
    plan = _plan(request.args.get("ke-hoach"), document)
    return _compare_page(document, plan, _decided(request.args.getlist("ghep")))


def _choose_page(document: Document) -> str:
    found = revision_queries.candidates(db.session(), document)
    return render_template("tasks/amending_choose.html", document=document, candidates=found)


def _choose_first(document: Document) -> Response:
    flash("Chọn kế hoạch để so sánh trước khi áp dụng.", "warn")
    return redirect(url_for("amending.compare", document_id=document.id), 303)


def _plan(text: str | None, document: Document) -> Plan:
    plan = db.session.get(Plan, _whole(text) or 0)
    if plan is None or plan.id == document.plan_id or plan.state is PlanState.CLOSED:
        raise NotFound
    return plan


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _decided(pairs: list[str]) -> Decided:
    """The officer's own pairing from "new:old"; old 0 is a row of its own."""
    decided: Decided = {}
    for pair in pairs:
        new, _, old = pair.partition(":")
        new_id, old_id = _whole(new), _whole(old)
        if new_id is not None and old_id is not None:
            decided[new_id] = old_id or None
    return decided


def _compare_page(
    document: Document,
    plan: Plan,
    decided: Decided,
    *,
    typed: Asked | None = None,
    error: str = "",
) -> Answer:
    found = versions(db.session(), plan, document, decided=decided)
    page = render_template(
        "tasks/amending.html",
        document=document,
        plan=plan,
        rows=compare_page(found),
        decided=_as_pairs(decided),
        choices=typed.choices if typed else _everything(found),
        note=typed.note if typed else f"Theo {named(document)}",
        gives_out=typed.gives_out if typed else True,
        error=error,
        has_errors=bool(error),
        older=_newest_name(plan),
        newer=version_name(document),
    )
    return (page, 422) if error else page


def _newest_name(plan: Plan) -> str:
    newest = revision_queries.newest_version(db.session(), plan)
    return version_name(newest) if newest else plan.display_title


def _everything(found: Versions) -> Choices:
    """Every sure change is ticked; what is doubtful is for the officer to tick."""
    comparison = found.comparison
    return Choices(
        changed=frozenset(pair.new.id for pair in comparison.changed if not pair.is_doubtful),
        added=frozenset(one.item.id for one in comparison.added),
        withdrawn=frozenset(one.item.id for one in comparison.withdrawn),
    )


def _as_pairs(decided: Decided) -> list[str]:
    return [f"{new_id}:{old_id or APART}" for new_id, old_id in decided.items()]


@bp.post("/van-ban/<int:document_id>/so-sanh/xem-truoc")
@act(Act.ASSIGN)
def preview(document_id: int) -> Answer:
    """Say what applying would do: it is done, counted and taken back; nothing stays."""
    document = queries.get_document(db.session(), actor(), document_id)
    if not request.form.get("ke-hoach"):
        return _choose_first(document)
    plan = _plan(request.form.get("ke-hoach"), document)
    asked = _asked()
    if changed := _paired_anew(versions(db.session(), plan, document, decided=asked.decided)):
        flash(REPAIRED, "info")
        pairs = _as_pairs({**asked.decided, **changed})
        asked_for: dict[str, Any] = {"ke-hoach": plan.id, "ghep": pairs}
        return redirect(url_for("amending.compare", document_id=document_id, **asked_for), 303)
    plan_id = plan.id
    try:
        if request.form.get("viec") == "ghep":
            raise RuleBroken("Chưa đổi cách ghép nào. Chọn mục cũ ở cột Ghép rồi bấm lại.")
        figures = dict(_apply(document, plan, asked).figures)
    except TrackerError as error:
        return _again(document_id, plan_id, asked, error)
    db.session.rollback()
    document = queries.get_document(db.session(), actor(), document_id)
    return render_template(
        "tasks/amending_confirm.html",
        document=document,
        plan=_plan(str(plan_id), document),
        asked=asked,
        pairs=_as_pairs(dict(asked.decided)),
        figures=figures,
        units=_names(figures["without_address"]),
        newer=named(document),
    )


def _paired_anew(found: Versions) -> Decided:
    """The selects that no longer say what the comparison shows."""
    comparison = found.comparison
    shown: dict[int, int] = {pair.new.id: pair.old.id for pair in comparison.changed}
    shown |= dict.fromkeys((one.item.id for one in comparison.added), APART)
    changed: Decided = {}
    for new_id, old_id in shown.items():
        wanted = _whole(request.form.get(f"ghep-{new_id}"))
        if wanted is not None and wanted != old_id:
            changed[new_id] = wanted or None
    return changed


def _asked() -> Asked:
    ids = {name: frozenset(int(each) for each in request.form.getlist(name) if _whole(each)) for name in _BOXES}
    return Asked(
        Choices(changed=ids["doi"], added=ids["them"], withdrawn=ids["bo"]),
        decided=_decided(request.form.getlist("ghep")),
        note=request.form.get("ly-do", "").strip(),
        gives_out=request.form.get("giao") == "1",
        fingerprint=request.form.get("dau", "")[:16],
    )


_BOXES = ("doi", "them", "bo")


def _apply(document: Document, plan: Plan, asked: Asked) -> Applied:
    return apply_revision(actor(), plan, document, asked, today=clock.today(), roll_over=settings().roll_over)


def _again(document_id: int, plan_id: int, asked: Asked, error: TrackerError) -> Answer:
    """The comparison again with the refusal's sentence and what was typed; nothing of the attempt stays."""
    db.session.rollback()
    document = queries.get_document(db.session(), actor(), document_id)
    plan = _plan(str(plan_id), document)
    return _compare_page(document, plan, dict(asked.decided), typed=asked, error=error.message)


@bp.post("/van-ban/<int:document_id>/so-sanh/ap-dung")
@act(Act.ASSIGN)
def apply(document_id: int) -> Answer:
    document = queries.get_document(db.session(), actor(), document_id)
    if revision_queries.applied(db.session(), document):
        flash("Văn bản này đã được áp dụng trước đó; không có gì thay đổi.", "info")
        return redirect(url_for("amending.compare", document_id=document_id), 303)
    if not request.form.get("ke-hoach"):
        return _choose_first(document)
    plan = _plan(request.form.get("ke-hoach"), document)
    plan_id, asked = plan.id, _asked()
    try:
        _apply(document, plan, asked)
        db.session.commit()
    except TrackerError as error:
        return _again(document_id, plan_id, asked, error)
    flash("Đã áp dụng văn bản sửa đổi. Minh chứng đã nộp được giữ nguyên.", "ok")
    return redirect(url_for("amending.compare", document_id=document_id), 303)


def _done_page(document: Document, revision: Revision) -> str:
    figures: dict[str, Any] = revision.figures
    return render_template(
        "tasks/amending_done.html",
        document=document,
        plan=document.plan,
        revision=revision,
        figures=figures,
        differences=told_differences(revision.differences),
        units=_names(figures.get("without_address", [])),
        newer=named(document),
    )


def _names(unit_ids: list[int]) -> list[str]:
    directory = directory_queries.snapshot(db.session())
    return [directory.units[unit_id].name for unit_id in unit_ids if unit_id in directory.units]
