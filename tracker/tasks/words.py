"""How a deadline's date, role and place read in Vietnamese, on every page that lists deadlines. Pure."""

from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from tracker import clock
from tracker.directory.models import UnitKind
from tracker.formats import day, weekday
from tracker.periods import Quarter
from tracker.plans.models import Reporting, ReviewBy
from tracker.tasks.models import AssignmentRole, EvidenceState

ROLES = {
    AssignmentRole.LEAD: "Chủ trì",
    AssignmentRole.COORDINATING: "Phối hợp",
    AssignmentRole.FOLLOWING: "Theo dõi",
}
REPORTING = {
    Reporting.LEADS: "chỉ đơn vị chủ trì phải nộp",
    Reporting.LEADS_AND_COORDINATING: "chủ trì và từng đơn vị phối hợp phải nộp",
    Reporting.COORDINATING: "chỉ đơn vị phối hợp phải nộp",
}
REVIEWERS = {
    ReviewBy.OFFICE: "Văn phòng Sở",
    ReviewBy.LEAD: "Đơn vị chủ trì",
    ReviewBy.PARENT: "Cơ quan quản lý cấp trên",
}
EVIDENCE_STATES = {
    EvidenceState.SUBMITTED: "chờ duyệt",
    EvidenceState.WITHDRAWN: "đã rút",
    EvidenceState.ACCEPTED: "đã duyệt",
    EvidenceState.RETURNED: "trả lại",
}
_LOWERED = (UnitKind.COMMUNE, UnitKind.SCHOOL, UnitKind.CENTRE)


def role(row: Any) -> str:
    """Chủ trì, or "Phối hợp, không phải nộp"."""
    word = ROLES[row.role]
    if row.role is AssignmentRole.FOLLOWING:
        return word
    if row.role is AssignmentRole.LEAD:
        return word if row.must_report else f"{word}, không phải nộp"
    return f"{word}, phải nộp" if row.must_report else f"{word}, không phải nộp"


def prose_day(value: date) -> str:
    """25/5/2026, 01/6/2026, 31/01/2026: as official text writes a date."""
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"{value.day:02d}/{month}/{value.year}"


def hour(value: time) -> str:
    """17 giờ, or 16 giờ 30."""
    return f"{value.hour} giờ {value.minute:02d}" if value.minute else f"{value.hour} giờ"


def due(row: Any) -> str:
    """The due date as it is said: "Trước ngày 25/5/2026", "17 giờ 31/12/2025", "31/12/2025", "Không hạn"."""
    if row.due_on is None:
        return "Không hạn"
    if row.qualifier == "before":
        return f"Trước ngày {prose_day(row.due_on)}"
    if row.due_time is not None:
        return f"{hour(row.due_time)} ngày {day(row.due_on)}"
    return day(row.due_on)


def due_note(row: Any) -> str:
    """Why the limit is another day than the written one, or nothing (look 9.14)."""
    if row.due_on is None or row.effective_due is None or row.effective_due == row.due_on:
        return ""
    start = f"Hạn {prose_day(row.due_on)} rơi vào {_in_sentence(row.due_on)}"
    return f"{start}, tính đến hết {_in_sentence(row.effective_due)} {prose_day(row.effective_due)}."


def _in_sentence(value: date) -> str:
    word = weekday(value)
    return word if word == "Chủ nhật" else f"{word[0].lower()}{word[1:]}"


def slot(row: Any) -> str:
    """The quarter of ongoing work ("Minh chứng quý IV/2025"), or nothing."""
    return f"Minh chứng {quarter(row.quarter, is_lower=True)}" if row.is_ongoing and row.quarter else ""


def quarter(text: str, *, is_lower: bool = False) -> str:
    """Quý IV/2025 from "2025Q4"."""
    label = f"Quý {('I', 'II', 'III', 'IV')[Quarter.parse(text).number - 1]}/{text[:4]}"
    return label[0].lower() + label[1:] if is_lower else label


def of_unit(kind: UnitKind, name: str) -> str:
    """A unit's name inside a sentence: "phường Lê Chân", "Văn phòng Sở"."""
    return name[:1].lower() + name[1:] if kind in _LOWERED else name


def task_label(row: Any) -> str:
    """The task's place in its document with a capital: "Mục 13"; nothing for a task made by hand."""
    text = str(row.label or "")
    return text[:1].upper() + text[1:]


def task_words(row: Any) -> str:
    """The task of a line in a long list: its label and the start of its title."""
    return _task_words(row.label or "", row.title)


@lru_cache(maxsize=4096)  # lists name the same tasks again and again
def _task_words(label: str, title: str) -> Markup:
    start = f"{label[:1].upper()}{label[1:]}. " if label else ""
    return escape(start + shorten(title, 70))


@lru_cache(maxsize=1024)
def days_words(days: int | None) -> Markup:
    """Days left or late as a cell says it; a dash where nothing is owed any more."""
    if days is None:
        return Markup("–")
    if days < 0:
        return Markup("trễ {} ngày").format(-days)
    return Markup("còn {} ngày").format(days) if days else Markup("hôm nay")


def shorten(text: str, most: int = 60) -> str:
    """`text` cut at a word with "…" where it is longer than `most`: for choices and lines beside other facts."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:.-–") + "…"


def office_day(instant: datetime) -> str:
    """The office's calendar day of an instant, as 02/10/2025."""
    return day(clock.office_time(instant).date())


def file_icon(name: str) -> str:
    """The icon of a file by its name."""
    ending = name.rpartition(".")[2].lower()
    icons = {"pdf": "file-type-pdf", "xlsx": "file-type-xls", "xls": "file-type-xls"}
    return icons.get(ending, "photo" if ending in {"png", "jpg", "jpeg"} else "file-text")


def evidence_state(value: EvidenceState) -> str:
    return EVIDENCE_STATES[value]


FILTERS = {
    "office_day": office_day,
    "shorten": shorten,
    "file_icon": file_icon,
    "evidence_state": evidence_state,
    "due": due,
    "days_words": days_words,
    "task_words": task_words,
    "due_note": due_note,
    "role_words": role,
    "slot_words": slot,
    "quarter_words": quarter,
    "task_label": task_label,
}
