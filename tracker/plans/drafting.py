"""A read document and a directory -> the plan as it will be proposed: items with resolved doers. Pure (product 3.8)."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from tracker.directory.snapshot import Directory
from tracker.periods import Period, Recurrence
from tracker.plans.models import ItemOrigin, PartyRole, ReviewBy
from tracker.plans.plan_period import PlanPeriod, plan_period
from tracker.plans.resolving import Doer, Resolver, is_relative, place_of
from tracker.plans.understanding.facts import ItemFacts, ProseDeadline, Understood
from tracker.vietnamese import clean_line, fold

_LONGEST_KEY = 80
_LONGEST_SECTION = 300
_PLACE = re.compile(
    r"(?:[Tt]ỉnh|[Tt]hành phố|TP\.?)\s+((?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]+)(?:[ -][A-ZĐÀ-Ỹ][a-zà-ỹđ]+){0,3})",
)
_SO = re.compile(r"Sở\s+(?:GD\s?&?\s?ĐT|Giáo dục và Đào tạo)", re.IGNORECASE)
_OF_A_SO = re.compile(_SO.pattern + r"\s*(?:(?:tỉnh|thành phố|TP\.?)\s+)?(?P<place>.*)$", re.IGNORECASE)
_MENTIONS_OF_ANOTHER_PLACE = 2


@dataclass(frozen=True)
class DraftItem:
    """One row or prose deadline with its doers resolved; the fields are those of plans.models.Item."""

    key: str
    origin: ItemOrigin
    content: str
    leads: tuple[Doer, ...] = ()
    coordinating: tuple[Doer, ...] = ()
    stt: str = ""
    section: str = ""
    group_name: str = ""
    product: str = ""
    recipient: str = ""
    via: str = ""
    time_text: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    due_time: time | None = None
    qualifier: str = ""
    recurrence: str = Recurrence.NONE
    milestones: tuple[date, ...] = ()
    review_by: ReviewBy = ReviewBy.OFFICE
    line: int | None = None
    last_line: int | None = None
    page: int | None = None
    quote: str = ""

    @property
    def doers(self) -> tuple[tuple[PartyRole, Doer], ...]:
        leads = ((PartyRole.LEAD, doer) for doer in self.leads)
        return (*leads, *((PartyRole.COORDINATING, doer) for doer in self.coordinating))


@dataclass(frozen=True)
class Draft:
    """The whole proposal. `keys` names the item that came of the n-th row and of the n-th prose deadline."""

    items: tuple[DraftItem, ...]
    period: PlanPeriod
    is_foreign: bool
    row_keys: tuple[str, ...] = ()
    prose_keys: tuple[str, ...] = ()
    other_place: str = ""
    by_key: dict[str, DraftItem] = field(default_factory=dict)


def make_draft(understood: Understood, directory: Directory, *, text: str = "") -> Draft:
    """Items with units, the plan's period, and whether another province's Sở issued the document.

    `text` is the running text; it tells the province where the head of the document is lost.
    """
    resolver = Resolver(directory, definitions=understood.definitions, addressees=understood.document.addressees)
    keys = _Keys()
    rows = tuple(_from_row(row, resolver, keys) for row in understood.items)
    prose = tuple(_from_prose(deadline, resolver, keys) for deadline in understood.deadlines)
    place = other_place(understood.document.issuer, text, directory)
    items = (*rows, *prose)
    return Draft(
        items,
        plan_period(understood),
        bool(place),
        tuple(item.key for item in rows),
        tuple(item.key for item in prose),
        place,
        {item.key: item for item in items},
    )


class _Keys:
    """Stable keys: the same document gives the same keys, whatever lines it is broken into."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        wanted = wanted[: _LONGEST_KEY - 4]
        key, number = wanted, 1
        while key in self._taken:
            number += 1
            key = f"{wanted}#{number}"
        self._taken.add(key)
        return key


def _digest(*words: str) -> str:
    return hashlib.sha256(" ".join(fold(word) for word in words).encode()).hexdigest()[:12]


def _from_row(row: ItemFacts, resolver: Resolver, keys: _Keys) -> DraftItem:
    period = row.period or Period(row.time_text)
    return DraftItem(
        key=keys.take(f"row:{_digest(row.section) if row.section else ''}:{row.stt or _digest(row.content)}"),
        origin=ItemOrigin.ROW,
        content=clean_line(row.content),
        leads=resolver.doers(row.lead),
        coordinating=resolver.doers(row.coordinating),
        stt=row.stt,
        section=clean_line(row.section or ""),
        group_name=clean_line(row.group or ""),
        product=clean_line(row.product or ""),
        time_text=clean_line(row.time_text),
        line=row.source.line,
        last_line=row.last_line,
        page=row.source.page,
        quote=row.source.quote,
        **date_fields(period),
    )


def _from_prose(deadline: ProseDeadline, resolver: Resolver, keys: _Keys) -> DraftItem:
    return DraftItem(
        key=keys.take(f"prose:{_digest(deadline.what, *deadline.who)}"),
        origin=ItemOrigin.PROSE,
        content=clean_line(deadline.what),
        leads=resolver.doers(deadline.who),
        section=clean_line(deadline.section)[:_LONGEST_SECTION],
        recipient=clean_line(deadline.recipient or ""),
        via=clean_line(deadline.via or ""),
        time_text=clean_line(deadline.time_text),
        review_by=ReviewBy.PARENT if is_relative(deadline.recipient) else ReviewBy.OFFICE,
        line=deadline.source.line,
        last_line=deadline.source.line,
        page=deadline.source.page,
        quote=deadline.source.quote,
        **date_fields(deadline.period),
    )


def date_fields(period: Period) -> dict[str, Any]:
    """What `period` says, under the names of an item's fields."""
    return {
        "starts_on": period.starts_on,
        "due_on": period.due_on,
        "due_time": period.due_time,
        "qualifier": period.qualifier or "",
        "recurrence": period.recurrence.value,
        "milestones": period.deadlines,
    }


def other_place(issuer: str, text: str, directory: Directory) -> str:
    """The province whose Sở issued the document, where it is not ours; empty for our own (product 3.8).

    The issuer's name decides; without a place in it, a text that names another province and never ours does.
    """
    home = fold(place_of(directory))
    if not home:
        return ""
    if named := _OF_A_SO.match(clean_line(issuer)):
        place = named["place"].strip(" ,;.")
        if place:
            return "" if fold(place) == home else place
    elif issuer:
        return ""  # the Bộ, a UBND, a university: not a Sở at all
    if home in fold(text):
        return ""
    mentioned = _places(text)
    often = [place for place in dict.fromkeys(mentioned) if mentioned.count(place) >= _MENTIONS_OF_ANOTHER_PLACE]
    return often[0] if often and _SO.search(text) else ""


def _places(text: str) -> list[str]:
    joined = clean_line(text)
    return [match[1] for match in _PLACE.finditer(joined)]
