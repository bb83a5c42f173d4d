"""Documents come in, plans are settled: import, the plan's own facts, decisions on warnings, dismissing.

Corrections of single items stand in correcting.py, merging and splitting in reshaping.py. Nothing here commits (MODELS 5).
"""

import hashlib
import io
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from tracker import clock
from tracker.access import Act, Actor, may
from tracker.directory import queries as directory_queries
from tracker.errors import NotAllowed, RuleBroken
from tracker.extensions import db
from tracker.files import FileStore
from tracker.log import LogAction, record
from tracker.notify import outbox
from tracker.plans.conflicts import Code, Surroundings, check_draft
from tracker.plans.drafting import make_draft
from tracker.plans.extraction import ReadDocument, read_document
from tracker.plans.findings import BLOCKING, from_document, without_repeats
from tracker.plans.models import (
    Decision,
    Document,
    Item,
    ItemOrigin,
    ItemState,
    ItemWarning,
    Plan,
    PlanState,
    Reporting,
)
from tracker.plans.revision_queries import amendment_doubt
from tracker.plans.storing import add_document, add_items, search_text
from tracker.plans.warning import WarningCode, show, word
from tracker.vietnamese import clean_line

MAX_BYTES = 25 * 2**20
MERGE_CODES = frozenset({WarningCode.SAME_REPORT_TWICE.value})
_SETTLED_BY = {"number": WarningCode.NUMBER_MISSING, "issued_on": WarningCode.ISSUED_ON_MISSING}
DECIDED = "Chỗ này vừa được người khác quyết định. Xem lựa chọn đã ghi; nếu cần đổi, nhấn Xét lại."
SETTLED_BY_HEAD = "Cán bộ bổ sung ở phần đầu văn bản"
NO_CHOICE = "Cần ghi lý do của lựa chọn; lý do được ghi vào nhật ký."


@dataclass(frozen=True)
class ImportResult:
    """The document and its plan; `is_new` is false where the same file stood there before."""

    document: Document
    plan: Plan
    is_new: bool


@dataclass(frozen=True)
class PlanPatch:
    """What an officer may settle about a plan and its document. Dates may be empty."""

    title: str
    number: str
    issued_on: date | None
    starts_on: date | None
    ends_on: date | None
    reporting: Reporting
    short_title: str = ""


def import_document(
    actor: Actor,
    *,
    data: bytes,
    file_name: str,
    today: date,
    store: FileStore,
    max_bytes: int = MAX_BYTES,
    read: ReadDocument | None = None,
) -> ImportResult:
    """Read `data`, keep it byte for byte and propose its plan; the same bytes again change nothing (product 3.8).

    `read`: what a confined child has read of `data` already; servers and commands never read in their own process.
    Raises UnreadableDocument or BadInput with one sentence; then nothing is kept. The file is stored before its row.
    """
    require_editor(actor)
    digest = hashlib.sha256(data).hexdigest()
    if known := find_by_hash(digest):
        return known
    reading, understood, warnings = read or read_document(data, file_name=file_name, today=today)
    directory = directory_queries.snapshot(db.session())
    draft = make_draft(understood, directory, text="\n".join(line.text for line in reading.lines))
    around = Surroundings(
        directory,
        directory_queries.work_calendar(db.session()),
        directory_queries.school_years(db.session()),
        draft.period.starts_on,
        draft.period.ends_on,
    )
    findings = without_repeats((*from_document(warnings, draft), *check_draft(draft, around)), around)
    store.put(io.BytesIO(data), max_bytes=max_bytes)
    try:
        with db.session.begin_nested():
            document = add_document(actor, reading, understood, draft, digest, data, file_name)
            add_items(document, draft, findings)
            if doubt := amendment_doubt(db.session(), document):
                db.session.add(doubt)
    except IntegrityError:  # another process imported the same file between the look and the insert
        known = find_by_hash(digest)
        if known is None:
            raise
        return known
    record(
        db.session(),
        actor,
        LogAction.DOCUMENT_IMPORTED,
        document,
        changes={"file": file_name, "sha256": digest, "items": len(draft.items), "warnings": len(findings)},
    )
    return ImportResult(document, document.plan, is_new=True)


def find_by_hash(digest: str) -> ImportResult | None:
    """The document with this content, if it was imported before."""
    found = db.session.execute(
        sa.select(Document, Plan).join(Plan, Plan.id == Document.plan_id).where(Document.sha256 == digest)
    ).one_or_none()
    return ImportResult(found[0], found[1], is_new=False) if found else None


def require_editor(actor: Actor) -> None:
    """Whoever changes documents is of the office, or the system itself (a command without a person)."""
    if actor.person_id is not None and not may(actor, Act.EDIT_DOCUMENTS):
        raise NotAllowed("Chỉ Văn phòng được nhập và sửa văn bản.")


def set_plan(actor: Actor, plan: Plan, document: Document, *, patch: PlanPatch) -> None:
    """Settle number, date, title, period and who reports. Raises RuleBroken for a wrong period.

    Once assigned, the period is changed by tracker.tasks.period.apply_period first: deadlines follow it (product 3.1).
    """
    require_editor(actor)
    if patch.starts_on and patch.ends_on and patch.ends_on < patch.starts_on:
        raise RuleBroken("Kế hoạch phải kết thúc sau ngày bắt đầu. Sửa lại thời gian kế hoạch.")
    has_new_period = (plan.starts_on, plan.ends_on) != (patch.starts_on, patch.ends_on)
    if plan.state is not PlanState.REVIEW and has_new_period:
        raise RuleBroken("Kế hoạch đã giao việc: kỳ hạn phải đổi theo thời gian kế hoạch.")
    if not patch.title:
        raise RuleBroken("Trích yếu không được để trống.")
    of_document = change(document, title=patch.title, number=patch.number, issued_on=patch.issued_on)
    of_plan = change(
        plan,
        title=patch.title,
        short_title=patch.short_title,
        starts_on=patch.starts_on,
        ends_on=patch.ends_on,
        reporting=patch.reporting,
    )
    if of_document:
        document.search_text = search_text(document)
        settle_head(actor, plan, document)
        record(db.session(), actor, LogAction.DOCUMENT_CHANGED, document, changes=of_document)
    if of_plan:
        record(db.session(), actor, LogAction.PLAN_CHANGED, plan, changes=of_plan)
    if of_document or of_plan:
        outbox.touch_words_of_plan(db.session(), plan.id)


def set_number_and_date(
    actor: Actor, plan: Plan, document: Document, *, number: str, issued_on: date | None
) -> dict[str, list[object]]:
    """Fill in what văn thư gave the document, before or after the assignment; {field: [old, new]} of what changed.

    Doubts that rest on the date of issue are made again (product 3.8); a plan without a first day begins in its month.
    """
    require_editor(actor)
    changes = change(document, number=clean_line(number)[:80], issued_on=issued_on)
    if not changes:
        return {}
    if issued_on and plan.starts_on is None and plan.state is PlanState.REVIEW:
        change(plan, starts_on=issued_on.replace(day=1))
    document.search_text = search_text(document)
    settle_head(actor, plan, document)
    record(db.session(), actor, LogAction.DOCUMENT_CHANGED, document, changes=changes)
    outbox.touch_words_of_plan(db.session(), plan.id)
    return changes


def settle_head(actor: Actor, plan: Plan, document: Document) -> None:
    """A number or date that was missing and now stands there answers its warning; one taken away asks again."""
    filled = {code: str(getattr(document, name) or "") for name, code in _SETTLED_BY.items()}
    query = sa.select(ItemWarning).where(
        ItemWarning.plan_id == plan.id, ItemWarning.item_id.is_(None), ItemWarning.code.in_(filled)
    )
    for warning in db.session.scalars(query):
        value = filled[WarningCode(warning.code)]
        if value and warning.decision is None:
            settle(actor, warning, decision=Decision.ACCEPTED, value=value, reason=SETTLED_BY_HEAD)
        elif not value and warning.reason == SETTLED_BY_HEAD:
            warning.decision = warning.decided_by_id = warning.decided_at = None
            warning.decided_value = warning.reason = ""
    _recheck_issue(plan, document)


def _recheck_issue(plan: Plan, document: Document) -> None:
    """A due date before the date of issue, asked again of every item; what an officer decided stays."""
    query = sa.select(Item).where(Item.document_id == document.id).options(selectinload(Item.warnings))
    issued = document.issued_on
    for item in db.session.scalars(query):
        known = [warning for warning in item.warnings if warning.code == WarningCode.DUE_BEFORE_ISSUE]
        for warning in known:
            if warning.decision is None:
                item.warnings.remove(warning)
                db.session.delete(warning)
        is_decided = any(warning.decision is not None for warning in known)
        if item.due_on and issued and item.due_on < issued and not is_decided:
            item.warnings.append(_due_before_issue(plan, item, item.due_on, issued))


def _due_before_issue(plan: Plan, item: Item, due: date, issued: date) -> ItemWarning:
    return ItemWarning(
        plan_id=plan.id,
        item_id=item.id,
        code=WarningCode.DUE_BEFORE_ISSUE.value,
        text=word(WarningCode.DUE_BEFORE_ISSUE, due=show(due), issued=show(issued)),
        quotes=[{"line": item.source_line, "text": item.time_text or item.quote, "value": due.isoformat()}],
        is_blocking=WarningCode.DUE_BEFORE_ISSUE in BLOCKING,
    )


def change(subject: Plan | Document | Item, **values: object) -> dict[str, list[object]]:
    """Set what differs; {field: [old, new]} of what did."""
    changes: dict[str, list[object]] = {}
    for name, value in values.items():
        old = getattr(subject, name)
        if old != value:
            changes[name] = [old, value]
            setattr(subject, name, value)
    return changes


def require_open(item: Item) -> None:
    """Only a proposed item may be corrected; what was assigned is changed at its task."""
    if item.state is ItemState.ASSIGNED:
        raise RuleBroken("Dòng này đã giao thành nhiệm vụ. Sửa ở trang của nhiệm vụ.")
    if item.state is ItemState.MERGED:
        raise RuleBroken("Dòng này đã gộp vào dòng khác. Tách ra trước khi sửa.")


def decide_warning(
    actor: Actor, warning: ItemWarning, *, decision: Decision, value: str = "", reason: str, item: Item | None = None
) -> None:
    """Record what the officer makes of a doubt; a date as `value` becomes the item's due date (product 3.8).

    `item` is the warning's item, loaded. Raises RuleBroken without a reason, where somebody else has decided before, or
    where the item is no longer open.
    """
    require_editor(actor)
    reason = clean_line(reason)
    if not reason:
        raise RuleBroken(NO_CHOICE)
    if warning.decision is not None:
        raise RuleBroken(DECIDED)
    changes: dict[str, object] = {"code": warning.code, "decision": decision.value, "reason": reason}
    if item is not None:
        require_open(item)
        due = _iso_day(value)
        if due is not None and is_about_dates(warning):
            changes |= move_due(item, due)
    settle(actor, warning, decision=decision, value=value, reason=reason)
    record(db.session(), actor, LogAction.WARNING_DECIDED, item or "plan", changes=changes | {"value": value})


def reopen_warning(actor: Actor, warning: ItemWarning, item: Item | None) -> None:
    """Take a decision back: the doubt waits again. The item keeps its date; RuleBroken where it is assigned."""
    require_editor(actor)
    if item is not None:
        require_open(item)
    if warning.decision is None:
        return
    changes = {"code": warning.code, "decision": [warning.decision.value, None], "value": [warning.decided_value, ""]}
    warning.decision = None
    warning.decided_value = warning.reason = ""
    warning.decided_by_id = warning.decided_at = None
    record(db.session(), actor, LogAction.WARNING_DECIDED, item or "plan", changes=changes)


def is_about_dates(warning: ItemWarning) -> bool:
    """Whether the choice in this doubt is the item's due date."""
    return warning.code not in MERGE_CODES and warning.code not in list(Code)


def settle(actor: Actor, warning: ItemWarning, *, decision: Decision, value: str, reason: str) -> None:
    """Write a decision into its warning."""
    warning.decision = decision
    warning.decided_value = value[:200]
    warning.reason = reason[:500]
    warning.decided_by_id = actor.person_id
    warning.decided_at = clock.now()


def move_due(item: Item, due: date) -> dict[str, list[object]]:
    """Make `due` the item's only date; a start behind it falls away."""
    starts_on = item.starts_on if item.starts_on and item.starts_on <= due else None
    return change(item, due_on=due, milestones=[due.isoformat()], starts_on=starts_on, recurrence="none")


def _iso_day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def dismiss_item(actor: Actor, item: Item, *, reason: str) -> None:
    """Leave an item out of the plan, with the reason; it stays visible and can come back."""
    require_editor(actor)
    require_open(item)
    if not clean_line(reason):
        raise RuleBroken("Bỏ một dòng cần có lý do.")
    move_state(actor, item, ItemState.DISMISSED, reason)


def move_state(actor: Actor, item: Item, state: ItemState, reason: str) -> None:
    """Another state of an item, on record."""
    changes: dict[str, object] = {**change(item, state=state)}
    if reason:
        changes["reason"] = clean_line(reason)[:500]
    record(db.session(), actor, LogAction.ITEM_CHANGED, item, changes=changes)


def is_row(item: Item) -> bool:
    """Whether the item stands in a table of the document, not in its prose."""
    return item.origin is ItemOrigin.ROW
