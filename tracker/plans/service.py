"""Documents come in, plans are settled: import, the plan's own facts, decisions on warnings, merging, dismissing.

Corrections of single items stand in correcting.py. Nothing here commits (MODELS 5).
"""

import hashlib
import io
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

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
from tracker.plans.extraction import read_document
from tracker.plans.findings import from_document, without_repeats
from tracker.plans.models import (
    Decision,
    Document,
    Item,
    ItemOrigin,
    ItemParty,
    ItemState,
    ItemWarning,
    PartyRole,
    Plan,
    PlanState,
    Reporting,
)
from tracker.plans.storing import add_document, add_items, search_text
from tracker.plans.warning import WarningCode
from tracker.vietnamese import clean_line

MAX_BYTES = 25 * 2**20
MERGE_CODES = frozenset({WarningCode.SAME_REPORT_TWICE.value})
_SETTLED_BY = {"number": WarningCode.NUMBER_MISSING, "issued_on": WarningCode.ISSUED_ON_MISSING}
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
    actor: Actor, *, data: bytes, file_name: str, today: date, store: FileStore, max_bytes: int = MAX_BYTES
) -> ImportResult:
    """Read `data`, keep it byte for byte and propose its plan; the same bytes again change nothing (product 3.8).

    Raises UnreadableDocument or BadInput with one sentence; then nothing is kept. The file is stored before its row.
    """
    require_editor(actor)
    digest = hashlib.sha256(data).hexdigest()
    if known := find_by_hash(digest):
        return known
    reading, understood, warnings = read_document(data, file_name=file_name, today=today)
    directory = directory_queries.snapshot(db.session())
    draft = make_draft(understood, directory, text="\n".join(line.text for line in reading.lines))
    around = Surroundings(
        directory,
        directory_queries.work_calendar(db.session()),
        directory_queries.school_years(db.session()),
        draft.period.starts_on,
        draft.period.ends_on,
    )
    findings = without_repeats((*from_document(warnings, draft), *check_draft(draft, around)))
    store.put(io.BytesIO(data), max_bytes=max_bytes)
    try:
        with db.session.begin_nested():
            document = add_document(actor, reading, understood, draft, digest, data, file_name)
            add_items(document, draft, findings)
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
        _settle_head(actor, plan, document)
        record(db.session(), actor, LogAction.DOCUMENT_CHANGED, document, changes=of_document)
    if of_plan:
        record(db.session(), actor, LogAction.PLAN_CHANGED, plan, changes=of_plan)
    if of_document or of_plan:
        outbox.touch_words_of_plan(db.session(), plan.id)


def _settle_head(actor: Actor, plan: Plan, document: Document) -> None:
    """A number or date that was missing and now stands there answers its warning."""
    filled = {code: str(getattr(document, name)) for name, code in _SETTLED_BY.items() if getattr(document, name)}
    query = sa.select(ItemWarning).where(
        ItemWarning.plan_id == plan.id,
        ItemWarning.item_id.is_(None),
        ItemWarning.decision.is_(None),
        ItemWarning.code.in_(filled),
    )
    for warning in db.session.scalars(query):
        value = filled[WarningCode(warning.code)]
        settle(actor, warning, decision=Decision.ACCEPTED, value=value, reason="Cán bộ bổ sung ở phần đầu văn bản")


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

    `item` is the warning's item, loaded. Raises RuleBroken without a reason, or where the item is no longer open.
    """
    require_editor(actor)
    reason = clean_line(reason)
    if not reason:
        raise RuleBroken(NO_CHOICE)
    changes: dict[str, object] = {"code": warning.code, "decision": decision.value, "reason": reason}
    if item is not None:
        require_open(item)
        due = _iso_day(value)
        if due is not None and is_about_dates(warning):
            changes |= move_due(item, due)
    settle(actor, warning, decision=decision, value=value, reason=reason)
    record(db.session(), actor, LogAction.WARNING_DECIDED, item or "plan", changes=changes | {"value": value})


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
    _move_state(actor, item, ItemState.DISMISSED, reason)


def restore_item(actor: Actor, item: Item) -> None:
    """Take a dismissed or merged item up again."""
    require_editor(actor)
    if item.state not in {ItemState.DISMISSED, ItemState.MERGED}:
        raise RuleBroken("Dòng này đang có trong kế hoạch, không cần khôi phục.")
    item.merged_into_id = None
    _move_state(actor, item, ItemState.PROPOSED, "")


def _move_state(actor: Actor, item: Item, state: ItemState, reason: str) -> None:
    changes: dict[str, object] = {**change(item, state=state)}
    if reason:
        changes["reason"] = clean_line(reason)[:500]
    record(db.session(), actor, LogAction.ITEM_CHANGED, item, changes=changes)


def merge_items(actor: Actor, row: Item, prose: Item, *, reason: str) -> None:
    """The same report in a row and in prose becomes one: the row, with the exacter date and recipient of the prose.

    Both items come with their parties loaded. The prose's doers report too, so they join as coordinating and must report.
    """
    require_editor(actor)
    require_open(row)
    require_open(prose)
    if row.plan_id != prose.plan_id or row.id == prose.id:
        raise RuleBroken("Chỉ gộp được hai dòng khác nhau của cùng một kế hoạch.")
    if not clean_line(reason):
        raise RuleBroken(NO_CHOICE)
    values: dict[str, object] = {"recipient": row.recipient or prose.recipient, "via": row.via or prose.via}
    changes: dict[str, object] = {**change(row, **values)}
    if prose.due_on and (row.due_on is None or (row.starts_on or prose.due_on) <= prose.due_on <= row.due_on):
        changes |= move_due(row, prose.due_on)
        changes |= change(row, qualifier=prose.qualifier, due_time=prose.due_time)
    changes |= _join_doers(row, prose)
    prose.merged_into_id = row.id
    record(
        db.session(),
        actor,
        LogAction.ITEM_CHANGED,
        row,
        changes={**changes, "merged": prose.stable_key, "reason": reason},
    )
    _move_state(actor, prose, ItemState.MERGED, reason)


def _join_doers(row: Item, prose: Item) -> dict[str, list[object]]:
    known = {(party.unit_id, party.group_id) for party in row.parties}
    last = max((party.position for party in row.parties), default=0)
    for offset, party in enumerate(prose.parties, start=1):
        if (party.unit_id, party.group_id) not in known:
            row.parties.append(
                ItemParty(
                    role=PartyRole.COORDINATING,
                    words=party.words,
                    unit_id=party.unit_id,
                    group_id=party.group_id,
                    is_confirmed=party.is_confirmed,
                    note="từ lời văn",
                    position=last + offset,
                )
            )
    if not prose.parties or row.reporting is not None:
        return {}
    return change(row, reporting=Reporting.LEADS_AND_COORDINATING)


def is_row(item: Item) -> bool:
    return item.origin is ItemOrigin.ROW
