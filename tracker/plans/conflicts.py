"""What the directory, the working calendar and the semesters say against a proposed item, and whether it is "6 rõ". Pure.

What the document says against itself is found by checking.py; both end as warnings of the plan (product 3.8).
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final, Protocol

from tracker.directory.models import SchoolYear, UnitKind
from tracker.directory.snapshot import Directory
from tracker.periods import Recurrence
from tracker.plans.drafting import Draft, DraftItem
from tracker.plans.models import ItemOrigin, PartyRole
from tracker.plans.resolving import Doer, Doubt, place_of, plain
from tracker.vietnamese import fold
from tracker.workdays import WorkCalendar


class Code(StrEnum):
    """Warnings that need the directory or the office's calendar."""

    UNIT_UNKNOWN = "unit_unknown"
    GROUP_NEEDS_CHOICE = "group_needs_choice"
    UNIT_ABOLISHED = "unit_abolished"
    UNIT_CLOSED = "unit_closed"
    OUTSIDE_LEAD = "outside_lead"
    NO_LEAD = "no_lead"
    OTHER_PROVINCE = "other_province"
    DAY_OFF = "day_off"
    CALENDAR_RUNS_OUT = "calendar_runs_out"
    SEMESTER_NOT_OVER = "semester_not_over"
    OUTSIDE_PLAN = "outside_plan"
    START_AFTER_END = "start_after_end"
    LEAD_ALSO_COORDINATING = "lead_also_coordinating"


@dataclass(frozen=True)
class Finding:
    """A doubt: about the item `key`, or about the document. A blocking one keeps its item from being assigned by itself."""

    code: str
    text: str
    proposal: str = ""
    quotes: tuple[Mapping[str, Any], ...] = ()
    is_blocking: bool = False
    key: str | None = None


@dataclass(frozen=True)
class Surroundings:
    """What an item is held against: the directory, the working calendar, the school years, the plan's period."""

    directory: Directory
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    school_years: Sequence[SchoolYear] = ()
    plan_starts_on: date | None = None
    plan_ends_on: date | None = None


_WEEKDAYS: Final = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_SATURDAY: Final = 5
_DISTRICT_OFFICE: Final = re.compile(r"^(?:cac )?phong gddt\b")
_SEMESTER_END: Final = re.compile(r"(?:ket thuc|so ket|cuoi)(?: \w+){0,6}? hoc k[yi] (i|1)(?!\w)")
_YEAR_END: Final = re.compile(r"tong ket(?: \w+){0,8}? nam hoc")
_PREPARING: Final = re.compile(r"ke hoach (?:\w+ ){0,2}(?:so|tong) ?ket")


def written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def check_draft(draft: Draft, around: Surroundings) -> tuple[Finding, ...]:
    """Every doubt about the document and its items that needs more than the document."""
    found = [finding for item in draft.items for finding in check_item(item, around)]
    if draft.is_foreign:
        found.append(
            Finding(
                Code.OTHER_PROVINCE,
                f"Văn bản do Sở GDĐT {draft.other_place} ban hành, không phải Sở này. Không dòng nào được giao tự động.",
                proposal=draft.other_place,
                quotes=(_quote(None, f"Sở GDĐT {draft.other_place}"), _quote(None, place_of(around.directory))),
                is_blocking=True,
            )
        )
    found.extend(check_calendar(draft.items, around.calendar))
    return tuple(found)


def check_item(item: DraftItem, around: Surroundings) -> tuple[Finding, ...]:
    """The doubts about one item; asked again after each correction."""
    found: list[Finding] = []
    for role, doer in item.doers:
        found.extend(_check_doer(item, role, doer, around.directory))
    if not item.leads:
        found.append(
            Finding(
                Code.NO_LEAD,
                "Không rõ đơn vị chủ trì. Chọn đơn vị trước khi giao.",
                quotes=(_quote(item.line, item.quote or item.content),),
                is_blocking=True,
                key=item.key,
            )
        )
    found.extend(_both_roles(item, around.directory))
    found.extend(_start_after_end(item))
    found.extend(_day_off(item, around.calendar))
    found.extend(_semester(item, around))
    found.extend(_outside_plan(item, around))
    return tuple(found)


def _check_doer(item: DraftItem, role: PartyRole, doer: Doer, directory: Directory) -> Iterable[Finding]:
    quotes = ({"line": item.line, "text": doer.words},)
    if doer.doubt is not None:
        code, text = _doubt(doer)
        yield Finding(code, text, proposal=doer.words, quotes=quotes, is_blocking=True, key=item.key)
    elif role is PartyRole.LEAD and doer.unit_id is not None and directory.units[doer.unit_id].kind is UnitKind.AGENCY:
        text = f"“{doer.words}” là cơ quan ngoài ngành: được ghi nhận, không giao và không tính chậm. Chọn đơn vị chủ trì của Sở."
        yield Finding(Code.OUTSIDE_LEAD, text, proposal=doer.words, quotes=quotes, is_blocking=True, key=item.key)


def _doubt(doer: Doer) -> tuple[Code, str]:
    if _DISTRICT_OFFICE.match(plain(doer.words)):
        text = f"“{doer.words}”: phòng GDĐT quận, huyện không còn từ 01/7/2025. Chọn UBND xã, phường, đặc khu hoặc đơn vị khác."
        return Code.UNIT_ABOLISHED, text
    if doer.doubt is Doubt.CLOSED:
        return Code.UNIT_CLOSED, f"“{doer.words}”: {doer.note}. Chọn đơn vị thay thế."
    if doer.doubt is Doubt.UNKNOWN:
        return Code.UNIT_UNKNOWN, f"Không có đơn vị “{doer.words}” trong danh bạ. Chọn đơn vị hoặc để lại, giao sau."
    note = f" {doer.note}." if doer.note else ""
    return Code.GROUP_NEEDS_CHOICE, f"“{doer.words}” cần cán bộ chọn đơn vị.{note}"


def _quote(line: int | None, text: str, day: date | None = None) -> Mapping[str, Any]:
    return {"line": line, "text": text, "value": day.isoformat() if day else None}


def _both_roles(item: DraftItem, directory: Directory) -> Iterable[Finding]:
    """A unit that leads and is named to coordinate by itself; inside a group it is left out without a word (product 3.3)."""
    coordinating = {doer.unit_id: doer for doer in item.coordinating if doer.unit_id is not None}
    for lead in item.leads:
        other = coordinating.get(lead.unit_id) if lead.unit_id is not None else None
        if lead.unit_id is None or other is None:
            continue
        name = directory.units[lead.unit_id].display_short
        text = f"{name} vừa chủ trì vừa phối hợp; được giao một lần với vai trò chủ trì. Kiểm tra có phải ghi nhầm tên đơn vị."
        quotes = (_quote(item.line, lead.words), _quote(item.line, other.words))
        yield Finding(Code.LEAD_ALSO_COORDINATING, text, name, quotes, key=item.key)


def _start_after_end(item: DraftItem) -> Iterable[Finding]:
    if item.starts_on is None or item.due_on is None or item.starts_on <= item.due_on:
        return
    text = (
        f"Thời gian bắt đầu {written(item.starts_on)} sau hạn {written(item.due_on)}. Kiểm tra năm hoặc thứ tự hai mốc."
    )
    quotes = (
        _quote(item.line, f"bắt đầu {written(item.starts_on)}"),
        _quote(item.line, f"{item.time_text} (hạn {written(item.due_on)})"),
    )
    yield Finding(Code.START_AFTER_END, text, "", quotes, is_blocking=True, key=item.key)


def _day_off(item: DraftItem, calendar: WorkCalendar) -> Iterable[Finding]:
    """A date on a day off: it stays, counts until the next working day, and the working day before is proposed."""
    for due in item.milestones or ((item.due_on,) if item.due_on else ()):
        effective, earlier = calendar.on_or_after(due), calendar.on_or_before(due)
        if effective == due:
            continue
        name = _WEEKDAYS[due.weekday()] if due.weekday() >= _SATURDAY else "ngày nghỉ"
        text = (
            f"Hạn {written(due)} rơi vào {name}, tính đến hết {_WEEKDAYS[effective.weekday()]} {written(effective)}. "
            f"Nếu cần trước ngày nghỉ, đặt hạn {_WEEKDAYS[earlier.weekday()]} {written(earlier)}."
        )
        quotes = (_quote(item.line, item.time_text, due), _quote(None, f"lịch làm việc: {name}", effective))
        yield Finding(Code.DAY_OFF, text, earlier.isoformat(), quotes, key=item.key)


def _semester(item: DraftItem, around: Surroundings) -> Iterable[Finding]:
    """A report on a term that is due before the term ends, by the office's own school years: said, kept as written."""
    words = fold(f"{item.content} {item.product}")
    if item.due_on is None or _PREPARING.search(words):
        return
    for pattern, term in ((_SEMESTER_END, "Học kỳ I năm học"), (_YEAR_END, "Năm học")):
        if not pattern.search(words):
            continue
        for year in around.school_years:
            ends = year.semester1_ends_on if pattern is _SEMESTER_END else year.ends_on
            if not year.starts_on <= item.due_on < ends:
                continue
            over = f"{term} {year.name} kết thúc ngày {written(ends)}"
            text = f"{over}. Hạn {written(item.due_on)} đến trước khi {term[:1].lower()}{term[1:]} kết thúc; giữ như văn bản."
            quotes = (_quote(item.line, item.quote or item.time_text, item.due_on), _quote(None, over, ends))
            yield Finding(Code.SEMESTER_NOT_OVER, text, ends.isoformat(), quotes, key=item.key)
        return


def _outside_plan(item: DraftItem, around: Surroundings) -> Iterable[Finding]:
    if item.due_on is None or around.plan_ends_on is None or item.due_on <= around.plan_ends_on:
        return
    text = f"Hạn {written(item.due_on)} đến sau khi kế hoạch kết thúc ({written(around.plan_ends_on)})."
    period = f"kế hoạch đến hết {written(around.plan_ends_on)}"
    quotes = (_quote(item.line, item.time_text, item.due_on), _quote(None, period, around.plan_ends_on))
    yield Finding(Code.OUTSIDE_PLAN, text, around.plan_ends_on.isoformat(), quotes, key=item.key)


def check_calendar(items: Iterable[DraftItem], calendar: WorkCalendar) -> Iterable[Finding]:
    """Dates of years for which the office has no days off yet: only weekends are known there."""
    known_until = calendar.known_until
    beyond = [item for item in items if item.due_on and (known_until is None or item.due_on > known_until)]
    if not beyond:
        return
    last = max(beyond, key=lambda item: item.due_on or date.min)
    assert last.due_on is not None
    years = ", ".join(sorted({str(item.due_on.year) for item in beyond if item.due_on}))
    known = f"chỉ có đến {written(known_until)}" if known_until else "chưa được nạp"
    text = (
        f"Lịch ngày nghỉ {known}; hạn muộn nhất là {written(last.due_on)}. "
        f"Bổ sung lịch năm {years} để tính đúng ngày làm việc."
    )
    quotes = (_quote(last.line, last.time_text, last.due_on), _quote(None, f"lịch ngày nghỉ {known}", known_until))
    yield Finding(Code.CALENDAR_RUNS_OUT, text, years, quotes)


class Clear(StrEnum):
    """The six things an item must make clear, "6 rõ" (product 3.8)."""

    WHO = "người"
    WHAT = "việc"
    WHEN = "thời gian"
    RESPONSIBILITY = "trách nhiệm"
    PRODUCT = "sản phẩm"
    AUTHORITY = "thẩm quyền"


class _Item(Protocol):
    origin: Any
    content: Any
    product: Any
    recipient: Any
    via: Any
    due_on: Any
    milestones: Any
    recurrence: Any


class _Party(Protocol):
    role: Any
    unit_id: Any
    group_id: Any
    is_confirmed: Any


class _Document(Protocol):
    issuer: Any


_THING_TO_SEND: Final = re.compile(
    r"bao cao|ke hoach|van ban|danh sach|bieu|ho so|bien ban|quyet dinh|to trinh|du lieu|so lieu|ket qua|phieu|huong dan|gui |nop |ve so"
)


def six_clear(item: _Item, parties: Collection[_Party], document: _Document) -> frozenset[Clear]:
    """What `item` leaves unclear of the six; empty when it is complete.

    Who: every doer is understood and confirmed. Responsibility: at least one lead is. Product: for prose the thing to send.
    """
    missing: set[Clear] = set()
    understood = [party for party in parties if party.is_confirmed and (party.unit_id or party.group_id)]
    if not parties or len(understood) < len(parties):
        missing.add(Clear.WHO)
    if not any(party.role == PartyRole.LEAD for party in understood):
        missing.add(Clear.RESPONSIBILITY)
    if not item.content.strip():
        missing.add(Clear.WHAT)
    if not (item.due_on or item.milestones or item.recurrence == Recurrence.CONTINUOUS):
        missing.add(Clear.WHEN)
    if not _has_product(item):
        missing.add(Clear.PRODUCT)
    if not document.issuer:
        missing.add(Clear.AUTHORITY)
    return frozenset(missing)


def _has_product(item: _Item) -> bool:
    if item.product.strip():
        return True
    return item.origin == ItemOrigin.PROSE and bool(
        item.recipient or item.via or _THING_TO_SEND.search(fold(item.content))
    )


@dataclass(frozen=True)
class SixCheck:
    """One of the six of an item: whether it is clear, and in words what is missing or what answers it."""

    part: Clear
    is_clear: bool
    words: str


_SIX: Final[Mapping[Clear, tuple[str, str]]] = {
    Clear.WHO: ("Rõ người: mọi đơn vị được nêu đã xác định", "có đơn vị chưa xác định trong danh bạ"),
    Clear.WHAT: ("Rõ việc: có nội dung công việc", "không có nội dung công việc"),
    Clear.WHEN: ("Rõ thời gian: có hạn hoặc kỳ báo cáo", "không có hạn hoặc kỳ báo cáo"),
    Clear.RESPONSIBILITY: ("Rõ trách nhiệm: có đơn vị chủ trì", "chưa có đơn vị chủ trì"),
    Clear.PRODUCT: ("Rõ sản phẩm: có kết quả phải nộp", "không nêu sản phẩm phải nộp"),
    Clear.AUTHORITY: ("Rõ thẩm quyền: biết cơ quan ban hành", "chưa biết cơ quan ban hành văn bản"),
}


def six_checks(item: _Item, parties: Collection[_Party], document: _Document) -> tuple[SixCheck, ...]:
    """The six checks of `item` one by one, in the order people say them, with what is missing."""
    missing = six_clear(item, parties, document)
    return tuple(
        SixCheck(
            part, part not in missing, f"Chưa rõ {part.value}: {_SIX[part][1]}" if part in missing else _SIX[part][0]
        )
        for part in Clear
    )
