"""Several dated steps in one cell, each with its name: "Đợt 1: trước 15/10/2025; Đợt 2: trước 15/3/2026"."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from tracker.patterns import regex
from tracker.periods.dated import Known, dated, period_of, take_hour
from tracker.periods.period import Period

ASIDE: Final = regex(r" ?\((?P<inner>[^()]{0,120})\)")
TAIL: Final = regex(
    r"(?:(?: ?[,;] ?| )(?:và |hoặc |báo cáo |thực hiện )*(?:đột xuất )?(?:khi có yêu cầu|theo yêu cầu|đột xuất|dự kiến|hoàn thành|phải hoàn thành|phải xong|xong)|[.;,:/ -])+$"
)
BULLET: Final = regex(r"^[-+•*–. ]+")
_STRONG: Final = regex(
    r" ?[;] ?|(?: |^)[-+•*] (?=[^\d ])|(?<=\S) (?=(?:đợt|lần|bước|giai đoạn|kỳ|đợt thứ|lần thứ) (?:\d|i)[^\d/])"
)
_NAMES: Final = regex(
    r"(?<=\d) (?=[^\W\d][^\d:;,()]{1,40}: ?(?:trước |ngày |tháng |quý |\d))"
)  # "… 15/3/2026 Dự thảo: 30/4/2026"
_TIME: Final = regex(r"\d[/.-]\d|tháng \d|quý [i\d]|\d{4}")
_BLOCKED_NAME: Final = regex(r"\b(?:số|căn cứ|theo|kỷ niệm|sau|trừ|từ|kể)\b")
_WEAK: Final = regex(r" ?[,;] ?(?:và )?| và ")
BLOCKED: Final = regex(
    r"\b(?:sau|từ|kể|tính|số|ban hành|kỷ niệm|theo|căn cứ|quyết định|nghị quyết|công văn|thông tư|nghị định|ngày|tháng|quý|trước|so với|năm)\b"
)
_MOST_LABEL: Final = 12  # words before a milestone's time
DIGIT: Final = regex(r"\d|quý|\bi+v?\b")


def milestones(text: str, known: Known) -> Period | None:
    """Several dated steps in one cell, each named: "Đợt 1: trước 15/10/2025; Đợt 2: trước 15/3/2026"."""
    for pattern in (_STRONG, _NAMES, _WEAK):
        parts = [BULLET.sub("", part.strip()) for part in pattern.split(text)]
        parts = [part for part in parts if part]
        if len(parts) < 2 or not all(DIGIT.search(part) for part in parts):
            continue
        steps = list(_steps(parts, known))
        if len(steps) == len(parts):
            return _joined(steps)
    if ":" in text and (step := _step(text, known)) is not None:
        return step
    return None


def _steps(parts: Sequence[str], known: Known) -> Iterator[Period]:
    """The time of each part; a year said only in a later one counts for those before it."""
    year = known
    read: list[Period] = []
    for part in reversed(parts):
        step = _step(part, year)
        if step is None:
            return
        if step.due_on is not None and re.search(r"\d{4}", part):
            year = Known(step.due_on.year)
        elif read and _is_later(step, read[-1]) and year.year:
            step = _step(part, Known(year.year - 1))
            if step is None or _is_later(step, read[-1]):
                return
        read.append(step)
    yield from reversed(read)


def _is_later(one: Period, other: Period) -> bool:
    return one.due_on is not None and other.due_on is not None and one.due_on > other.due_on


def _step(part: str, known: Known) -> Period | None:
    """One milestone: a label and a time, or a time and a label."""
    part = TAIL.sub("", ASIDE.sub(lambda m: m[0] if _TIME.search(m["inner"]) else "", part)).strip()
    body, due_time = take_hour(part)
    words = body.split()
    for index in range(min(len(words), _MOST_LABEL)):
        label = " ".join(words[:index])
        if index and (_BLOCKED_NAME if label.endswith(":") else BLOCKED).search(label):
            if not label.endswith(":"):
                continue
            break
        if dates := dated(" ".join(words[index:]), known):
            return period_of(dates, due_time) if dates.days else None
    for index in range(len(words) - 1, max(0, len(words) - _MOST_LABEL), -1):
        label = " ".join(words[index:])
        if BLOCKED.search(label) or DIGIT.search(label):
            break
        if dates := dated(" ".join(words[:index]).rstrip(" :-("), known):
            return period_of(dates, due_time) if dates.days else None
    return None


def _joined(steps: Sequence[Period]) -> Period:
    days = tuple(sorted({day for step in steps for day in step.deadlines}))
    last = max(steps, key=lambda step: step.due_on or date.min)
    return Period(
        "", steps[0].starts_on, days[-1], last.due_time, last.qualifier, deadlines=days,
        is_estimated=any(step.is_estimated for step in steps),
    )  # fmt: skip
