"""Who leads and who helps, where one cell names both ("Chủ trì: X; phối hợp: Y", "X (chủ trì), Y, Z phối hợp")."""

import re
from typing import Final

from tracker.patterns import regex
from tracker.plans.understanding.print_lines import join_lines
from tracker.plans.understanding.units import is_unit_start, split_units

Doers = tuple[tuple[str, ...], tuple[str, ...]]

_OFFICE: Final = r"(?:(?:các\s+)?(?:đơn vị|cơ quan|bộ phận|phòng|người|đv|cq)(?:,\s*\w+\s?\w*)?\s+)?"
_LABEL: Final = regex(
    rf"(?:^|(?<=[\s;,.(/–-]))[-–+•*]?\s*{_OFFICE}(?:(?P<lead>(?:chịu trách nhiệm\s+)?(?:chủ trì|thực hiện|phụ trách|đầu mối|CT)(?:\s+thực hiện)?)|(?P<help>(?:phối hợp|tham gia|PH)(?:\s+(?:thực hiện|với|cùng))?))\s*:\s*",
    re.IGNORECASE,
)
_LEADS: Final = regex(
    r"\s*[(\[]?\s*(?:là\s+)?(?:đơn vị\s+|cơ quan\s+)?(?:chủ trì|đầu mối|chịu trách nhiệm chính)(?:\s+(?:thực hiện|tham mưu))?\s*[)\]]?",
    re.IGNORECASE,
)
_HELPS: Final = regex(
    r"\s*[(\[]?\s*(?:cùng\s+)?(?:tham gia\s+)?phối hợp(?:\s+(?:thực hiện|chặt chẽ|chung))?\s*[)\]]?\s*$", re.IGNORECASE
)
_WITH: Final = regex(
    r"[\s,;.–(-]*(?:\bvà\s+)?(?:(?<=\s)|(?<=[,;(]))(?:chủ động\s+)?phối hợp\s*(?:chặt chẽ\s+)?(?:với|cùng(?:\s+với)?)?\s+(?=\S)",
    re.IGNORECASE,
)
_BULLET: Final = regex(r"^[-–+•*]\s*")
_PART: Final = regex(r"[-–+•*]?\s*(?P<who>[^:;.]{2,80}?)\s*:\s*(?P<part>\S.*)")
_EDGES: Final = " ,;.:-–()"


def doers_of(text: str) -> Doers:
    """The leads and the helpers a cell for doers names; without any word for helping all of them lead."""
    parts = _by_parts(text)
    if parts:
        return parts, ()
    text = _one_line(text)
    if not text:
        return (), ()
    labels = list(_LABEL.finditer(text))
    return _by_labels(text, labels) if labels else _unlabelled(text)


def _unlabelled(text: str) -> Doers:
    lowered = text.lower()
    if "phối hợp" in lowered:
        return _by_words(text)
    leads = _LEADS.search(text)
    if leads is not None and "chủ trì" in lowered:
        if leads.start() == 0:
            return split_units(text[leads.end() :].strip(_EDGES)), ()
        return split_units(text[: leads.start()].strip(_EDGES)), split_units(text[leads.end() :].strip(_EDGES))
    return split_units(text), ()


def _by_parts(text: str) -> tuple[str, ...]:
    r"""The names in "- Phòng A: ra đề;\n- Phòng B: kinh phí": each does its own part, so each leads; () in another form."""
    names: list[str] = []
    for line in text.split("\n"):
        match = _PART.fullmatch(line.strip())
        if match is None:
            if not names or _BULLET.match(line.strip()):
                return ()
            continue  # the part above goes on
        who = match["who"].strip()
        if not is_unit_start(who) or _LABEL.match(f"{who}:") or not match["part"][0].islower():
            return ()
        names += split_units(who)
    return tuple(dict.fromkeys(names)) if len(names) > 1 else ()


def helpers_of(text: str) -> tuple[str, ...]:
    """The names in a cell for helpers."""
    text = re.sub(r"^(?:đơn vị\s+|cơ quan\s+)?phối hợp(?:\s+với)?\s*:\s*", "", _one_line(text), flags=re.IGNORECASE)
    return split_units(text)


def _one_line(text: str) -> str:
    """The paragraphs of a cell as one list: a new line begins a new name only where it begins like one."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    joined: list[str] = []
    for line in lines:
        is_item = bool(_BULLET.match(line))
        bare = _BULLET.sub("", line)
        ends = not joined or joined[-1].endswith((";", ",", "."))
        is_new = (
            is_item
            or ends
            or _LABEL.match(line)
            or (is_unit_start(bare) and bare[:1].isupper() and not _is_open(joined[-1]))
        )
        if joined and not is_new:
            joined[-1] = join_lines([joined[-1], bare])
        else:
            joined.append(bare)
    return "; ".join(part.rstrip(" ;,.") if index < len(joined) - 1 else part for index, part in enumerate(joined))


def _is_open(line: str) -> bool:
    """Whether a line ends inside a name: "Các", "Sở Giáo dục và"."""
    return bool(
        re.search(r"(?:\b(?:các|và|của|thuộc|với|cùng|những|tất cả|phối hợp|toàn)|[-–/&:(])$", line, re.IGNORECASE)
    )


def _by_labels(text: str, labels: list[re.Match[str]]) -> Doers:
    lead: list[str] = list(split_units(text[: labels[0].start()].strip(_EDGES)))
    helping: list[str] = []
    for index, label in enumerate(labels):
        end = labels[index + 1].start() if index + 1 < len(labels) else len(text)
        part = text[label.end() : end].strip(_EDGES)
        if label["help"]:
            helping += split_units(part)
        else:
            inner_lead, inner_help = _by_words(part) if "phối hợp" in part.lower() else (split_units(part), ())
            lead += inner_lead
            helping += inner_help
    return tuple(lead), tuple(helping)


def _by_words(text: str) -> Doers:
    tail = _HELPS.search(text)
    if tail is not None and tail.start() > 0:
        return _helped(text[: tail.start()].strip(_EDGES))
    found = _WITH.search(text)
    if found is None:
        return split_units(text.strip(_EDGES)), ()
    before, after = text[: found.start()], text[found.end() :].strip(_EDGES)
    before = _LEADS.sub("", before).strip(_EDGES)
    after = re.sub(r"^(?:với|cùng)\s+|\s+(?:thực hiện|triển khai|tham mưu)$", "", after)
    return split_units(before), split_units(after)


def _helped(text: str) -> Doers:
    """ "X (chủ trì), Y, Z" and "X chủ trì; Y": those behind the word for leading help; without it only the last piece does."""
    leads = _LEADS.search(text)
    if leads is not None and leads.start() > 0:
        return split_units(text[: leads.start()].strip(_EDGES)), split_units(text[leads.end() :].strip(_EDGES))
    if leads is not None:
        text = text[leads.end() :].strip(_EDGES)
    pieces = re.split(r"\s*;\s*", text, maxsplit=1)
    if len(pieces) == 2:
        return split_units(pieces[0]), split_units(pieces[1])
    names = split_units(text)
    return (names[:1], names[1:]) if len(names) > 1 else ((), names)
