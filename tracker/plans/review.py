"""What the review page shows of a plan: rows with their words, dates, doubts and choices. Built from loaded rows; reads nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.directory.models import UnitKind
from tracker.directory.snapshot import Directory, GroupInfo
from tracker.periods import Recurrence
from tracker.plans.conflicts import Clear, Code, six_clear
from tracker.plans.models import Decision, Document, Item, ItemOrigin, ItemParty, ItemState, ItemWarning, PartyRole
from tracker.plans.passages import letters_of
from tracker.plans.queries import is_ready, open_doubts
from tracker.plans.service import MERGE_CODES
from tracker.workdays import WorkCalendar

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_MOST_BOXES = 24
_LONGEST_PLACE = 90
_CHOICE_CODES = frozenset(
    {Code.UNIT_UNKNOWN, Code.GROUP_NEEDS_CHOICE, Code.UNIT_ABOLISHED, Code.UNIT_CLOSED, Code.OUTSIDE_LEAD}
)
_STATES = {
    ItemState.ASSIGNED: "đã giao",
    ItemState.DISMISSED: "đã bỏ",
    ItemState.MERGED: "đã gộp",
    ItemState.SUPERSEDED: "bản cũ",
    ItemState.WITHDRAWN: "đã thu hồi",
}
RECURRENCES: Mapping[str, str] = {
    Recurrence.CONTINUOUS: "Hằng quý",
    Recurrence.WEEKLY: "Hằng tuần",
    Recurrence.MONTHLY: "Hằng tháng",
    Recurrence.QUARTERLY: "Hằng quý",
    Recurrence.SEMESTER: "Mỗi học kỳ",
    Recurrence.SEMIANNUAL: "Sáu tháng một lần",
    Recurrence.ANNUAL: "Hằng năm",
    Recurrence.SCHOOL_YEAR: "Mỗi năm học",
    Recurrence.UNSPECIFIED: "Định kỳ, chưa rõ",
}


@dataclass(frozen=True)
class Named:
    """A doer as the page shows it: the document's word, amber while it needs a choice, and what it means."""

    words: str
    meaning: str
    is_clear: bool


@dataclass(frozen=True)
class Reading:
    """One date a conflict offers: its place in the source and whether it is the proposal."""

    value: str
    day: date
    place: str
    is_proposal: bool


@dataclass(frozen=True)
class Choice:
    """Who a word may mean: a whole group, some of its members, or names typed."""

    words: str
    group: GroupInfo | None
    members: tuple[tuple[int, str], ...]
    ticked: frozenset[int]


@dataclass(frozen=True)
class Doubt:
    """A warning with what it asks: `readings` for dates, `choice` for units, `twin` for the same report twice; else a reason."""

    warning: ItemWarning
    readings: tuple[Reading, ...] = ()
    choice: Choice | None = None
    twin: Item | None = None

    @property
    def is_open(self) -> bool:
        return self.warning.decision is None


@dataclass(frozen=True)
class ReviewRow:
    """One item of the review page."""

    item: Item
    due: str
    due_note: str
    leads: tuple[Named, ...]
    coordinating: tuple[Named, ...]
    unit_count: int
    verdict: str
    is_ready: bool
    doubts: tuple[Doubt, ...]
    six: tuple[tuple[str, bool], ...] = ()  # each of "6 rõ" and whether the item makes it clear
    merged: tuple[Item, ...] = ()  # the items merged into this one

    @property
    def lacking(self) -> tuple[str, ...]:
        """What of "6 rõ" is missing, in words."""
        return tuple(name for name, is_clear in self.six if not is_clear)

    @property
    def open_count(self) -> int:
        return sum(doubt.is_open and doubt.warning.is_blocking for doubt in self.doubts)

    @property
    def needs_look(self) -> bool:
        return self.item.state is ItemState.PROPOSED and not self.is_ready


class ReviewRows:
    """Builds the rows of one document."""

    def __init__(self, document: Document, items: Sequence[Item], directory: Directory, calendar: WorkCalendar) -> None:
        self.document = document
        self.items = items
        self.directory = directory
        self.calendar = calendar
        self.groups = {group.id: group for group in directory.groups}
        self.merged: dict[int, list[Item]] = {}
        for item in items:
            if item.merged_into_id is not None and item.state is ItemState.MERGED:
                self.merged.setdefault(item.merged_into_id, []).append(item)

    def rows(self) -> list[ReviewRow]:
        return [self.row(item) for item in self.items]

    def row(self, item: Item) -> ReviewRow:
        missing = six_clear(item, item.parties, self.document)
        ready = is_ready(item, self.document)
        due, note = self._due(item)
        return ReviewRow(
            item=item,
            due=due,
            due_note=note,
            leads=self._named(item, PartyRole.LEAD),
            coordinating=self._named(item, PartyRole.COORDINATING),
            unit_count=self._unit_count(item),
            verdict=self._verdict(item, missing, ready),
            is_ready=ready,
            doubts=tuple(self._doubt(item, warning) for warning in item.warnings),
            six=tuple((part.value, part not in missing) for part in Clear),
            merged=tuple(self.merged.get(item.id, ())),
        )

    def _due(self, item: Item) -> tuple[str, str]:
        note = item.time_text
        if item.due_on is None:
            return RECURRENCES.get(item.recurrence, "Không hạn"), note
        if len(item.milestones) > 1:
            due = ", ".join(f"{date.fromisoformat(day):%d/%m/%Y}" for day in item.milestones)
        else:
            due = f"{item.due_on:%d/%m/%Y}"
        if not self.calendar.is_working(item.due_on):
            off = _WEEKDAYS[item.due_on.weekday()] if item.due_on.weekday() > 4 else "ngày nghỉ"
            note = f"{note} · {off}" if note else off
        return due, note

    def _named(self, item: Item, role: PartyRole) -> tuple[Named, ...]:
        found: dict[str, Named] = {}
        for party in item.parties:
            if party.role is not role:
                continue
            meaning = self._meaning(party)
            known = found.get(party.words)
            if known is not None:
                meaning = f"{known.meaning}, {meaning}"
            is_clear = party.is_confirmed and (party.unit_id or party.group_id) is not None
            found[party.words] = Named(party.words, meaning, is_clear and (known is None or known.is_clear))
        return tuple(found.values())

    def _meaning(self, party: ItemParty) -> str:
        if party.unit_id is not None:
            return self.directory.units[party.unit_id].display_short
        if party.group_id is not None and party.group_id in self.groups:
            return self.groups[party.group_id].name
        return "chưa có trong danh bạ"

    def members(self, parties: Sequence[ItemParty]) -> set[int]:
        """The open units of the Sở's own directory that confirmed parties come to; agencies left out."""
        ids: set[int] = set()
        for party in parties:
            if not party.is_confirmed:
                continue
            if party.unit_id is not None:
                ids.add(party.unit_id)
            elif party.group_id in self.groups:
                ids.update(self.groups[party.group_id].member_ids)
        units = self.directory.units
        return {each for each in ids if units[each].is_open and units[each].kind is not UnitKind.AGENCY}

    def _unit_count(self, item: Item) -> int:
        """How many units take part besides the leads; for prose, where all lead, how many lead."""
        leads = self.members([party for party in item.parties if party.role is PartyRole.LEAD])
        others = self.members([party for party in item.parties if party.role is PartyRole.COORDINATING])
        return len(others - leads) if others else len(leads)

    @staticmethod
    def _verdict(item: Item, missing: frozenset[Clear], ready: bool) -> str:
        if item.state is not ItemState.PROPOSED:
            return _STATES[item.state]
        codes = {warning.code for warning in open_doubts(item)}
        if codes & MERGE_CODES:
            return "trùng việc"
        if codes - _CHOICE_CODES - {Code.NO_LEAD}:
            return "mâu thuẫn"
        if missing:
            shown = missing - {Clear.RESPONSIBILITY} or missing
            return "thiếu rõ " + ", ".join(part.value for part in Clear if part in shown)
        return "đủ" if ready else "xem"

    def _doubt(self, item: Item, warning: ItemWarning) -> Doubt:
        if warning.code in MERGE_CODES:
            return Doubt(warning, twin=self._twin(item, warning))
        if warning.code in _CHOICE_CODES:
            return Doubt(warning, choice=self._choice(item, warning))
        return Doubt(warning, readings=self._readings(item, warning))

    def _readings(self, item: Item, warning: ItemWarning) -> tuple[Reading, ...]:
        """The dates a conflict names, the proposal first; those outside the plan say so."""
        if not warning.is_blocking:
            return ()
        letters = letters_of(item)
        found: dict[str, Reading] = {}
        for quote in warning.quotes:
            day = _day(quote.get("value"))
            if day is None:
                continue
            place = _place(quote, item)
            if (number := quote.get("line")) and int(number) in letters:
                place = f"{letters[int(number)]} · {place}"
            found.setdefault(day.isoformat(), Reading(day.isoformat(), day, place, day.isoformat() == warning.proposal))
        if (proposed := _day(warning.proposal)) and proposed.isoformat() not in found:
            found[proposed.isoformat()] = Reading(proposed.isoformat(), proposed, "đề xuất", True)
        if item.due_on and item.due_on.isoformat() not in found and found:
            place = _place({"text": item.time_text}, item)
            found[item.due_on.isoformat()] = Reading(item.due_on.isoformat(), item.due_on, place, False)
        return tuple(sorted(found.values(), key=lambda reading: not reading.is_proposal))

    def _choice(self, item: Item, warning: ItemWarning) -> Choice:
        parties = [party for party in item.parties if party.words[:200] == warning.proposal]
        group = next((self.groups[party.group_id] for party in parties if party.group_id in self.groups), None)
        member_ids = group.member_ids if group else ()
        few = member_ids if len(member_ids) <= _MOST_BOXES else ()
        return Choice(
            words=parties[0].words if parties else warning.proposal,
            group=group if member_ids else None,
            members=tuple((each, self.directory.units[each].name) for each in few),
            ticked=frozenset(),
        )

    def _twin(self, item: Item, warning: ItemWarning) -> Item | None:
        lines = {quote.get("line") for quote in warning.quotes} | {warning.proposal}
        others = [other for other in self.items if other.id != item.id and other.origin is not item.origin]
        return next(
            (other for other in others if other.source_line in lines or other.stable_key == warning.proposal), None
        )


def _place(quote: Mapping[str, Any], item: Item) -> str:
    """Where a reading of a conflict stands: the time column, or the end of the passage that names the date."""
    words = str(quote.get("text", ""))
    if words == item.time_text:
        return f"cột Thời gian “{words}”" if item.origin is ItemOrigin.ROW else f"“{words}”"
    shown = f"…{words[-_LONGEST_PLACE:].partition(' ')[2]}" if len(words) > _LONGEST_PLACE else words
    return f"dòng {quote['line']}: “{shown}”" if quote.get("line") else f"“{shown}”"


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def decision_words(warning: ItemWarning) -> str:
    """What was decided, in words."""
    if warning.decision is None:
        return ""
    day = _day(warning.decided_value)
    value = f"{day:%d/%m/%Y}" if day else warning.decided_value
    opening = "Theo đề xuất" if warning.decision is Decision.ACCEPTED else "Giữ hoặc chọn khác"
    return f"{opening}: {value}" if value else opening
