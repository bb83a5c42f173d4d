"""Two versions in words: a compared value as people read it, which words went and which came. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tracker.periods import Recurrence
from tracker.plans.revision import Field

_LONGEST = 1500  # words; beyond it the whole is marked


@dataclass(frozen=True)
class Part:
    """A run of words; a changed one is marked, not by colour alone."""

    text: str
    is_changed: bool = False


def word_changes(old: str, new: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """(`old` with what went, `new` with what came)."""
    before, after = old.split(), new.split()
    if max(len(before), len(after)) > _LONGEST:
        return (Part(old, is_changed=True),), (Part(new, is_changed=True),)
    left: list[Part] = []
    right: list[Part] = []
    for kind, start, end, other_start, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        _add(left, before[start:end], is_changed=kind != "equal")
        _add(right, after[other_start:other_end], is_changed=kind != "equal")
    return tuple(left), tuple(right)


def _add(parts: list[Part], words: Sequence[str], *, is_changed: bool) -> None:
    if words:
        parts.append(Part(" ".join(words), is_changed))


FIELD_NAMES: Mapping[Field, str] = {
    Field.CONTENT: "Nội dung",
    Field.PRODUCT: "Sản phẩm",
    Field.TIME: "Thời gian",
    Field.DUE: "Hạn",
    Field.RECURRENCE: "Định kỳ",
    Field.LEAD: "Chủ trì",
    Field.COORDINATING: "Phối hợp",
    Field.RECIPIENT: "Nơi nhận",
    Field.VIA: "Gửi qua",
}
_RECURRENCES: Mapping[str, str] = {
    Recurrence.NONE: "Không định kỳ",
    Recurrence.CONTINUOUS: "Thường xuyên, mỗi quý một lần",
    Recurrence.WEEKLY: "Hằng tuần",
    Recurrence.MONTHLY: "Hằng tháng",
    Recurrence.QUARTERLY: "Hằng quý",
    Recurrence.SEMESTER: "Mỗi học kỳ",
    Recurrence.SEMIANNUAL: "Sáu tháng một lần",
    Recurrence.ANNUAL: "Hằng năm",
    Recurrence.SCHOOL_YEAR: "Mỗi năm học",
    Recurrence.UNSPECIFIED: "Định kỳ, chưa rõ kỳ nào",
}
_ISO_DAY = len("2025-12-31")
_HOUR = len("17:00")


def value_words(name: Field, value: str) -> str:
    """A compared value as a person reads it: dates as 31/12/2025, nothing as "(trống)"."""
    if name is Field.DUE:
        return _due_words(value)
    if name is Field.RECURRENCE:
        return _RECURRENCES.get(value, value)
    return value or "(trống)"


def _due_words(value: str) -> str:
    """ "trước ngày 25/12/2025", "17 giờ 00 ngày 31/12/2025", "31/12/2025, 31/03/2026", "không ghi hạn"."""
    parts = value.split()
    days = [f"{part[8:10]}/{part[5:7]}/{part[:4]}" for part in parts if len(part) == _ISO_DAY and part[:4].isdigit()]
    hours = [part.replace(":", " giờ ") for part in parts if len(part) == _HOUR and part[2] == ":"]
    if not days:
        return "không ghi hạn"
    said = ", ".join(days)
    if hours:
        said = f"{hours[0].removesuffix(' 00')} ngày {said}"
    return f"trước ngày {said}" if "before" in parts else said
