"""The review page: a document's source beside its items (look 02), put together from what the query string asks."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request

from tracker.directory import queries as directory_queries
from tracker.directory.models import UnitKind
from tracker.directory.snapshot import Directory
from tracker.extensions import db
from tracker.plans import queries
from tracker.plans.forms import ItemForm, PlanForm
from tracker.plans.known_directory import directory_as_known
from tracker.plans.models import Document, ItemOrigin, ItemState, ItemWarning, PlanState
from tracker.plans.passages import source_lines
from tracker.plans.review import ReviewRow, ReviewRows, decision_words
from tracker.plans.warning import WarningCode
from tracker.web import actor

TABS = ("phu-luc", "loi-van", "can-xem")
Tabs = Mapping[str, Sequence[ReviewRow]]


def review_page(
    document: Document, *, open_id: int | None = None, forms: Mapping[str, Any] | None = None, error: str = ""
) -> str:
    """The review page; `forms` are forms that came back with errors, by the name the template knows them under."""
    plan = document.plan
    items = queries.items_of(db.session(), document)
    directory = directory_as_known(db.session())
    calendar = directory_queries.work_calendar(db.session())
    rows = ReviewRows(document, items, directory, calendar).rows()
    tabs = {
        "phu-luc": [row for row in rows if row.item.origin is ItemOrigin.ROW],
        "loi-van": [row for row in rows if row.item.origin is ItemOrigin.PROSE],
        "can-xem": [row for row in rows if row.needs_look],
    }
    opened = next((row for row in rows if row.item.id == open_id), None)
    tab = _tab(tabs, opened)
    shown = tabs[tab]
    current = opened.item if opened else None
    is_whole = request.args.get("toan-van") == "1"
    is_editor = actor().is_office and plan.state is not PlanState.CLOSED
    own = dict(forms or {})
    warnings = queries.plan_warnings(db.session(), document)
    return render_template(
        "plans/review.html",
        document=document,
        plan=plan,
        tabs=tabs,
        tab=tab,
        shown=shown,
        opened=opened,
        step=_step(shown, opened),
        ready_count=sum(row.is_ready for row in rows),
        open_count=len(tabs["can-xem"]),
        assigned_count=sum(row.item.state is ItemState.ASSIGNED for row in rows),
        warnings=warnings,
        issue_proposal=_issue_proposal(warnings),
        source=source_lines(
            document.lines, items, current=current, shown=[row.item for row in shown], is_whole=is_whole
        ),
        is_whole=is_whole,
        is_editor=is_editor,
        plan_form=own.get("plan") or (PlanForm.of(document, plan) if is_editor else None),
        item_form=own.get("item") or (ItemForm.of(current) if current and is_editor else None),
        item_failed="item" in own,
        decide_form=own.get("decide"),
        decided_id=own.get("decided_id"),
        has_errors=bool(own) or bool(error),
        error=error,
        edits_plan="plan" in own or request.args.get("sua") == "ke-hoach",
        decision_words=decision_words,
        choosable=_choosable(directory) if current else (),
    )


def _issue_proposal(warnings: Sequence[ItemWarning]) -> str:
    """The day or month of issue that annex, stamp or citations suggest, as "08/11/2024" or "tháng 10/2025"."""
    value = next((each.proposal for each in warnings if each.code == WarningCode.ISSUED_ON_MISSING), "")
    parts = value.split("-") if value else []
    if len(parts) == 2:
        return f"tháng {parts[1]}/{parts[0]}"
    return "/".join(reversed(parts))


def _choosable(directory: Directory) -> tuple[str, ...]:
    """Names the browser proposes while a unit is typed: departments, centres, agencies and groups, not every school."""
    units = (
        unit.name
        for unit in directory.units.values()
        if unit.is_open and unit.kind in {UnitKind.DEPARTMENT, UnitKind.CENTRE}
    )
    return (*units, *(group.name for group in directory.groups if not group.needs_choice))


def _tab(tabs: Tabs, opened: ReviewRow | None) -> str:
    asked = request.args.get("xem", "")
    if opened is not None and opened not in tabs.get(asked, ()):
        return "phu-luc" if opened in tabs["phu-luc"] else "loi-van"
    if asked in TABS:
        return asked
    return "phu-luc" if tabs["phu-luc"] or not tabs["loi-van"] else "loi-van"


def _step(shown: Sequence[ReviewRow], opened: ReviewRow | None) -> dict[str, Any]:
    """Where the open row stands among those shown, with its neighbours."""
    if opened is None or opened not in shown:
        return {"place": 0, "previous": None, "next": shown[0].item.id if shown else None}
    place = shown.index(opened)
    return {
        "place": place + 1,
        "previous": shown[place - 1].item.id if place else None,
        "next": shown[place + 1].item.id if place + 1 < len(shown) else None,
    }


def whole_number(text: str | None) -> int | None:
    """A number of a query string or form; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() else None
