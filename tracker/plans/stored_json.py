"""The JSON of `plans import`: the shape of product 4.3 from what is stored, with the warnings that need the directory."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from tracker.plans.models import Document, Item, ItemOrigin, ItemWarning, PartyRole, Plan


def plan_json(
    document: Document, plan: Plan, items: Sequence[Item], warnings: Sequence[ItemWarning], *, is_new: bool
) -> dict[str, Any]:
    """A stored plan; beside product 4.3 it says the ids, the period, and whether this run created it."""
    return {
        "document": {
            "id": document.id,
            "number": document.number or None,
            "issued_on": _iso(document.issued_on),
            "issuer": document.issuer,
            "kind": document.kind.value,
            "title": document.title,
            "school_year": document.school_year or None,
            "is_foreign": document.is_foreign,
        },
        "plan": {
            "id": plan.id,
            "state": plan.state.value,
            "starts_on": _iso(plan.starts_on),
            "ends_on": _iso(plan.ends_on),
        },
        "created": is_new,
        "items": [_row(item) for item in items if item.origin is ItemOrigin.ROW],
        "deadlines": [_prose(item) for item in items if item.origin is ItemOrigin.PROSE],
        "warnings": [_warning(warning) for warning in warnings],
    }


def _times(item: Item) -> dict[str, Any]:
    return {
        "time_text": item.time_text,
        "due_on": _iso(item.due_on),
        "due_time": _hour(item.due_time),
        "qualifier": item.qualifier or None,
        "recurrence": item.recurrence,
    }


def _around(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "state": item.state.value,
        "source": {"page": item.source_page, "line": item.source_line, "quote": item.quote},
        "warnings": [_warning(warning) for warning in item.warnings],
    }


def _row(item: Item) -> dict[str, Any]:
    return {
        "stt": item.stt,
        "section": item.section or None,
        "group": item.group_name or None,
        "content": item.content,
        "product": item.product or None,
        **_times(item),
        "starts_on": _iso(item.starts_on),
        "deadlines": list(item.milestones),
        "lead": _words(item, PartyRole.LEAD),
        "coordinating": _words(item, PartyRole.COORDINATING),
        **_around(item),
    }


def _prose(item: Item) -> dict[str, Any]:
    return {
        **_times(item),
        "who": _words(item, PartyRole.LEAD),
        "what": item.content,
        "recipient": item.recipient or None,
        "via": item.via or None,
        **_around(item),
    }


def _words(item: Item, role: PartyRole) -> list[str]:
    return list(dict.fromkeys(party.words for party in item.parties if party.role is role))


def _warning(warning: ItemWarning) -> dict[str, Any]:
    return {
        "code": warning.code,
        "text": warning.text,
        "proposal": warning.proposal or None,
        "is_blocking": warning.is_blocking,
        "decision": warning.decision.value if warning.decision else None,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _hour(hour: time | None) -> str | None:
    return hour.strftime("%H:%M") if hour else None
