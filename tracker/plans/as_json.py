"""The JSON of `tracker plans read` (product 4.3), field by field in its order."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from tracker.periods import Period
from tracker.plans.understanding.facts import DocumentFacts, ItemFacts, ProseDeadline, Source, Understood
from tracker.plans.warning import PlanWarning


def to_json(understood: Understood, warnings: Sequence[PlanWarning]) -> dict[str, Any]:
    """Everything read out of a document, with the warnings beside what they concern."""
    items = [
        _item(item, [warning for warning in warnings if warning.item == index])
        for index, item in enumerate(understood.items)
    ]
    deadlines = [
        _deadline(deadline, [warning for warning in warnings if warning.deadline == index])
        for index, deadline in enumerate(understood.deadlines)
    ]
    return {
        "document": _document(understood.document),
        "items": items,
        "deadlines": deadlines,
        "warnings": [_warning(warning) for warning in warnings if warning.item is None and warning.deadline is None],
    }


def item_source(item: ItemFacts, warnings: Sequence[PlanWarning]) -> Source:
    """Where an officer should look for `item`: the passage its first warning quotes from the row, else the row's first line.

    Product 4.3 gives line 1504 for item 13 of its example, where the wrong date stands, not 1489, where the row begins.
    The quote is the whole row in either case.
    """
    for warning in warnings:
        for quote in warning.quotes:
            if (
                quote.line is not None
                and item.source.line is not None
                and item.source.line < quote.line <= item.last_line
            ):
                return Source(quote.line, item.source.quote, quote.page)
    return item.source


def _document(document: DocumentFacts) -> dict[str, Any]:
    return {
        "number": document.number,
        "issued_on": _iso(document.issued_on),
        "issuer": document.issuer,
        "kind": document.kind,
        "title": document.title,
        "school_year": document.school_year,
    }


def _item(item: ItemFacts, warnings: Sequence[PlanWarning]) -> dict[str, Any]:
    period = item.period or Period(item.time_text)
    return {
        "stt": item.stt if item.is_numbered else None,
        "section": item.section,
        "group": item.group,
        "content": item.content,
        "product": item.product,
        "time_text": item.time_text,
        "starts_on": _iso(period.starts_on),
        "due_on": _iso(period.due_on),
        "due_time": _hour(period.due_time),
        "qualifier": period.qualifier,
        "recurrence": period.recurrence.value,
        "deadlines": [day.isoformat() for day in period.deadlines],
        "lead": list(item.lead),
        "coordinating": list(item.coordinating),
        "source": _source(item_source(item, warnings)),
        "warnings": [_warning(warning) for warning in warnings],
    }


def _deadline(deadline: ProseDeadline, warnings: Sequence[PlanWarning]) -> dict[str, Any]:
    period = deadline.period
    return {
        "time_text": deadline.time_text,
        "due_on": _iso(period.due_on),
        "due_time": _hour(period.due_time),
        "qualifier": period.qualifier,
        "recurrence": period.recurrence.value,
        "who": list(deadline.who),
        "what": deadline.what,
        "recipient": deadline.recipient,
        "via": deadline.via,
        "source": _source(deadline.source),
        "warnings": [_warning(warning) for warning in warnings],
    }


def _source(source: Source) -> dict[str, Any]:
    return {"page": source.page, "line": source.line, "quote": source.quote}


def _warning(warning: PlanWarning) -> dict[str, Any]:
    return {"code": warning.code.value, "text": warning.text, "proposal": warning.proposal}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _hour(hour: time | None) -> str | None:
    return hour.strftime("%H:%M") if hour else None
