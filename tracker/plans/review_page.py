"""The review page: a document's source beside its items (look 02), put together from what the query string asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template, request

from tracker.directory import queries as directory_queries
from tracker.directory.models import UnitKind
from tracker.directory.snapshot import Directory
from tracker.extensions import db
from tracker.plans import queries
from tracker.plans.forms import ItemForm, PlanForm
from tracker.plans.known_directory import directory_as_known
from tracker.plans.models import Document, Item, ItemOrigin, ItemState, ItemWarning, PlanState
from tracker.plans.review import ReviewRow, ReviewRows, decision_words
from tracker.plans.review_forms import AddForm, HeadForm, ManyForm, SplitForm, bases
from tracker.plans.review_source import source_view
from tracker.plans.warning import WarningCode
from tracker.web import actor

ROWS = 200  # on one page
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
    sheet = _sheet(tabs[tab], opened)
    is_editor = actor().is_office and plan.state is not PlanState.CLOSED
    warnings = queries.plan_warnings(db.session(), document)
    own = dict(forms or {})
    return render_template(
        "plans/review.html",
        document=document,
        plan=plan,
        tabs=tabs,
        tab=tab,
        sheet=sheet,
        shown=sheet.rows,
        opened=opened,
        step=_step(tabs[tab], opened),
        ready_count=sum(row.is_ready for row in rows),
        open_count=len(tabs["can-xem"]),
        assigned_count=sum(row.item.state is ItemState.ASSIGNED for row in rows),
        warnings=warnings,
        issue_proposal=_issue_proposal(warnings),
        is_editor=is_editor,
        unclear_tables=sum(table["kind"] == "unclear" for table in document.tables),
        error=error,
        has_errors=bool(own) or bool(error),
        decision_words=decision_words,
        choosable=_choosable(directory) if is_editor else (),
        **_source(document, items, opened.item if opened else None, [row.item for row in sheet.rows]),
        **_forms(document, opened.item if opened else None, own, is_editor=is_editor),
    )


def _source(document: Document, items: Sequence[Item], current: Item | None, shown: Sequence[Item]) -> dict[str, Any]:
    """What the source panel needs; a PDF is shown as its pages unless its words are asked for."""
    is_whole = request.args.get("toan-van") == "1"
    as_text = request.args.get("dang") == "chu"
    view = source_view(document, items, current=current, shown=shown, is_whole=is_whole, as_text=as_text)
    return {"source": view, "is_whole": is_whole, "as_text": as_text}


def _forms(document: Document, current: Item | None, own: dict[str, Any], *, is_editor: bool) -> dict[str, Any]:
    """The forms of the page as they open, or as they came back."""
    edits_plan = "plan" in own or request.args.get("sua") == "ke-hoach"
    adds = "add" in own or request.args.get("them") == "1"
    failed = request.method == "POST"
    return {
        "plan_form": own.get("plan") or (PlanForm.of(document, document.plan) if is_editor and edits_plan else None),
        "head_form": own.get("head") or (HeadForm.of(document) if is_editor else None),
        "item_form": own.get("item") or (ItemForm.of(current) if current and is_editor else None),
        "split_form": own.get("split") or (SplitForm.of(current) if current and is_editor else None),
        "add_form": own.get("add") or (AddForm(formdata=None, prefix="them-") if adds and is_editor else None),
        "many_form": own.get("many") or (ManyForm(formdata=None) if is_editor else None),
        "item_failed": "item" in own,
        "item_opens": request.args.get("sua") == "dong",
        "split_failed": "split" in own,
        "many_failed": "many" in own or "picked" in own,
        "picked": own.get("picked") or {},
        "conflict": own.get("conflict") or (),
        "other_officer": queries.last_change(db.session(), current) if own.get("conflict") and current else None,
        "bases": _bases(current, failed=failed) if current else {},
        "decide_form": own.get("decide"),
        "decided_id": own.get("decided_id"),
        "failed_form": next(
            (own[name] for name in ("plan", "head", "item", "split", "add", "many") if name in own), None
        ),
        "edits_plan": edits_plan,
    }


def _bases(current: Item, *, failed: bool) -> Mapping[str, str]:
    """The marks of the fields as the form first opened: kept while it goes back and forth."""
    kept = {name.removeprefix("goc-"): words for name, words in request.form.items() if name.startswith("goc-")}
    return kept if failed and kept else bases(current)


def passage_page(document: Document, item: Item) -> str:
    """One row and the place in its document it was read from, whatever the file is."""
    view = source_view(document, [item], current=item, shown=[item], is_whole=False)
    pages = tuple(page for page in view.pages if page.hits)
    return render_template("plans/passage.html", document=document, item=item, source=replace(view, pages=pages))


@dataclass(frozen=True)
class Sheet:
    """The rows on one page of a long list."""

    rows: Sequence[ReviewRow]
    number: int
    count: int


def _sheet(rows: Sequence[ReviewRow], opened: ReviewRow | None) -> Sheet:
    count = max(1, -(-len(rows) // ROWS))
    asked = whole_number(request.args.get("trang")) or 1
    if opened is not None and opened in rows:
        asked = rows.index(opened) // ROWS + 1
    asked = min(max(asked, 1), count)
    return Sheet(rows[(asked - 1) * ROWS : asked * ROWS], asked, count)


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
