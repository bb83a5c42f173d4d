"""The same deadline said twice in one document: in the letter's middle and at its end, or in the text and in an annex."""

import re
from dataclasses import replace
from typing import Final

from tracker.patterns import regex
from tracker.plans.understanding.facts import ProseDeadline

_WORD: Final = regex(r"\w+")
_COMMON: Final = frozenset(
    [
        "gửi", "nộp", "báo", "cáo", "về", "của", "và", "các", "đơn", "vị", "đề", "nghị", "thực", "hiện", "trước", "ngày", "theo", "văn", "bản", "kết", "quả", "có",
        "cho", "tại", "để", "trên", "sở", "gdđt", "gdđt", "giáo", "dục", "đào", "tạo", "tổng", "hợp", "hồ", "sơ", "này", "năm", "học", "trường", "hoàn", "thành", "danh", "sách",
    ]
)  # fmt: skip
_ALIKE: Final = 0.6


def without_repeats(deadlines: list[ProseDeadline]) -> list[ProseDeadline]:
    """`deadlines` with what is said again left out; a doer that only the repetition names is kept."""
    kept: list[ProseDeadline] = []
    for deadline in deadlines:
        index = next((place for place, one in enumerate(kept) if _is_same(one, deadline)), None)
        if index is None:
            kept.append(deadline)
        elif kept[index].is_who_inferred and not deadline.is_who_inferred:
            kept[index] = replace(kept[index], who=deadline.who, is_who_inferred=False)
    return kept


def _is_same(one: ProseDeadline, other: ProseDeadline) -> bool:
    if (one.period.due_on, one.period.recurrence, one.period.returns_on) != (
        other.period.due_on,
        other.period.recurrence,
        other.period.returns_on,
    ):
        return False
    if one.source.line == other.source.line and one.source.quote == other.source.quote:
        return False  # two works of one sentence
    if one.recipient and other.recipient and not _is_part(one.recipient, other.recipient):
        return False
    alike = _likeness(one.what, other.what)
    if _is_same_doer(one, other):
        return alike is None or alike >= _ALIKE
    return one.is_who_inferred != other.is_who_inferred and alike is not None and alike >= _ALIKE


def _is_part(one: str, other: str) -> bool:
    one, other = _plain(one), _plain(other)
    return one.startswith(other) or other.startswith(one)


def _plain(name: str) -> str:
    return re.sub(r"gd\s?[&-]?\s?đt", "giáo dục và đào tạo", " ".join(name.lower().split()))


def _is_same_doer(one: ProseDeadline, other: ProseDeadline) -> bool:
    first, second = ({_plain(name) for name in deadline.who} for deadline in (one, other))
    return first <= second or second <= first


def _likeness(one: str, other: str) -> float | None:
    """The share of the rarer words of the shorter that stand in the longer; None where one says only common words."""
    first, second = ({word.lower() for word in _WORD.findall(text)} - _COMMON for text in (one, other))
    few = min(len(first), len(second))
    return len(first & second) / few if few else None
