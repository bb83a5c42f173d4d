"""Giao việc: what assigning would make, item by item, and the act itself."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import clock
from tracker.access import Act
from tracker.extensions import db
from tracker.formats import number
from tracker.plans import queries
from tracker.plans.known_directory import directory_as_known
from tracker.plans.models import Document, Item, ItemState, Plan
from tracker.tasks.assigning import AssignResult, Preview, assign_plan, preview_assignment
from tracker.web import act, actor, settings

bp = Blueprint("assigning", __name__, template_folder="templates")

MAIL_HOURS = "07:30"
Answer = str | Response | tuple[str, int]


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
