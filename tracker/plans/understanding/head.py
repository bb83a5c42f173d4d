"""The head of a document: number, date, issuer, kind, title, school year, addressees; and proposals where it is blank."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading import Line, Reading
from tracker.plans.understanding.duty_words import is_doer_start
from tracker.plans.understanding.facts import CitedDate, DocumentFacts, Proposal, Source
from tracker.plans.understanding.head_title import KINDS, kind_line, kind_of, kind_of_symbol, title_of
from tracker.plans.understanding.letterhead import DATE, issuer_of, number_in, offices_of, tidy
from tracker.plans.understanding.passages import Passage
from tracker.plans.understanding.units import split_units
from tracker.plans.understanding.words import UNIT_START, UPPER

_HEAD: Final = 45
_CAPTION: Final = 12  # lines that may stand above "(Kèm theo …)" in a file that is only an annex
_FIRST_BODY: Final = regex(r"(?:I|1|A)\s?\.\s|Căn cứ\b|Điều 1\b")
_ATTACHED: Final = regex(
    r"kèm theo\s+[^()]*?ngày\s*(?P<day>\d{1,2})?\s*(?:tháng\s*(?P<month>\d{1,2})?\s*năm\s*(?P<year>\d{4})|/\s*(?P<m2>\d{1,2})\s*/\s*(?P<y2>\d{4}))",
    re.IGNORECASE,
)
_ATTACHED_TO: Final = regex(
    r"kèm theo\s+(?P<kind>[^()\d]*?)\s*(?:số\s*:?\s*)?(?P<number>\d\w*)\s*(?P<symbol>[/-]\s*[A-ZĐ][\w&/\s-]*?)\s*,?\s*ngày\s*"
    r"(?P<day>\d{1,2})\s*(?:tháng\s*(?P<month>\d{1,2})\s*năm\s*(?P<year>\d{4})|/\s*(?P<m2>\d{1,2})\s*/\s*(?P<y2>\d{4}))(?:\s*của\s+(?P<issuer>[^()]+?))?\s*[).]",
    re.IGNORECASE,
)
_SCHOOL_YEAR: Final = regex(r"năm học\s+(\d{4})\s?[-–—]\s?(\d{4})", re.IGNORECASE)
_CALENDAR_YEAR: Final = regex(r"\bnăm\s+20\d\d\b", re.IGNORECASE)
_TO: Final = regex(rf"(?:(?i:Kính gửi)\s*:?|[{UPPER}\s]{{8,80}}\s(?:điện|ĐIỆN)\s*:)\s*")
_PLACE_BEFORE: Final = regex(r"(?:^|\s)[^\W\d_][\w'’-]*,\s*$")
_BULLETS: Final = ("-", "–", "+", "•", "*")
_LONGEST_ADDRESSEE: Final = 160


@dataclass(frozen=True)
class _Attached:
    """What an annex says of the document it belongs to, in full: "(Kèm theo Kế hoạch số 27/KH-UBND ngày …)"."""

    number: str
    issued_on: date
    kind: str | None
    issuer: str
    source: Source


def read_head(reading: Reading, passages: Sequence[Passage]) -> DocumentFacts:
    """The document's own facts. What is blank stays None; clues become proposals, never values (domain facts 6.2).

    A file that has no letterhead but says in full what it is attached to takes number, date, issuer and kind from there.
    """
    head = _head_lines(reading.lines)
    text = " \n".join(line.text for line in head)
    number, symbol = number_in(text)
    dated = _date_in(head)
    addressees = _addressees(passages)
    kind = kind_of(head, text)
    named = any(kind_line(line.text) for line in head)
    if kind == "other" and addressees and not named:
        kind = "cong_van"
    title = title_of(reading, head, passages)
    offices = offices_of(head, KINDS)
    attached = None if symbol or dated else _attached(reading, passages)
    return DocumentFacts(
        number=attached.number if attached else number,
        symbol=symbol,
        issued_on=attached.issued_on if attached else _full_date(dated) if dated else None,
        issuer=attached.issuer
        if attached and attached.issuer
        else issuer_of(offices, [passage.text for passage in passages]),
        kind=attached.kind if attached and attached.kind and not named else kind,
        title=title,
        school_year=_school_year(title, passages),
        head_year=int(dated["year"]) if dated else None,
        addressees=addressees,
        issue_proposals=tuple(_proposals(reading, passages)),
        head_source=Source(_line_with(head, dated[0]), dated[0]) if dated else attached.source if attached else None,
    )


def _head_lines(lines: Sequence[Line]) -> list[Line]:
    head: list[Line] = []
    for line in lines[:_HEAD]:
        if len(head) > 2 and (_FIRST_BODY.match(line.text) or (_TO.match(line.text) and _has_subject(head))):
            break
        head.append(line)
    return head


def _date_in(head: Sequence[Line]) -> re.Match[str] | None:
    """The date of the head: on one line, else behind the place and broken over two; never that of a cited document."""
    for line in head:
        match = DATE.search(line.text)
        if match and not re.search(r"\bsố\b", line.text):
            return match
    for line, after in pairwise(head):
        match = DATE.search(f"{line.text} {after.text}")
        if match and _PLACE_BEFORE.search(line.text[: match.start()]):
            return match
    return None


def _has_subject(head: Sequence[Line]) -> bool:
    """Whether the head already says what the letter is about; some put "V/v" below the addressees."""
    return any(re.search(r"\bV/v\b", line.text, re.IGNORECASE) or kind_line(line.text) for line in head)


def _line_with(head: Sequence[Line], words: str) -> int | None:
    opening = words.split(" ", 1)[0]
    exact = next((line.number for line in head if words in line.text), None)
    return exact or next((line.number for line in head if opening in line.text and "tháng" in line.text), None)


def _full_date(match: re.Match[str]) -> date | None:
    if not match["day"] or not match["month"]:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _attached(reading: Reading, passages: Sequence[Passage]) -> _Attached | None:
    """What the caption of a file that is only an annex says in full."""
    first = {line.number for line in reading.lines[:_CAPTION]}
    for passage in passages:
        match = _ATTACHED_TO.search(passage.text)
        if match is None or passage.first_line not in first:
            continue
        try:
            issued = date(int(match["year"] or match["y2"]), int(match["month"] or match["m2"]), int(match["day"]))
        except ValueError:
            continue
        symbol = tidy(match["symbol"].strip())
        named = next((kind for word, kind in KINDS.items() if match["kind"].strip().upper().startswith(word)), None)
        kind = named or kind_of_symbol(symbol)
        source = Source(passage.line_at(match.start()), match[0])
        issuer = (match["issuer"] or "").strip()
        return _Attached(f"{match['number']}{symbol}", issued, kind, issuer[:1].upper() + issuer[1:], source)
    return None


def _addressees(passages: Sequence[Passage]) -> tuple[str, ...]:
    for index, passage in enumerate(passages[:40]):
        match = _TO.match(passage.text)
        if match is None:
            continue
        words = passage.text[match.end() :].strip()
        names = list(_addressee(words[1:].strip(" .;,") if words.startswith(_BULLETS) else words.strip(" .;,")))
        for before, following in pairwise(passages[index : index + 40]):
            is_last = names and not following.marker and before.text.endswith(".")
            if is_last or not _is_addressee(following, has_names=bool(names)):
                break
            names += _addressee(following.body.strip(" .;,"))
        return tuple(names)
    return ()


def _is_addressee(passage: Passage, *, has_names: bool) -> bool:
    """A line of the list: with a bullet; or, below a bare "Kính gửi:", one that begins like an office."""
    if passage.marker[:1] in _BULLETS:
        return True
    is_short = len(passage.text) <= _LONGEST_ADDRESSEE and not passage.marker
    if not is_short or not is_doer_start(passage.text):
        return False
    return passage.text.endswith((";", ",")) or not has_names or (passage.text.endswith(".") and len(passage.text) < 80)


def _addressee(text: str) -> tuple[str, ...]:
    """One line of the list is one addressee, unless each of its parts begins like an office of its own."""
    if not text:
        return ()
    parts = [part for chunk in text.split(";") for part in split_units(chunk)]
    if all(UNIT_START.match(part) for part in parts):
        return tuple(parts)
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _school_year(title: str, passages: Sequence[Passage]) -> str | None:
    found = _SCHOOL_YEAR.findall(title)
    if not found and not _CALENDAR_YEAR.search(title):
        years = Counter(
            pair for passage in passages if not passage.is_annex for pair in _SCHOOL_YEAR.findall(passage.text)
        )
        found = [pair for pair, _ in years.most_common(1)]
    return f"{found[0][0]}-{found[0][1]}" if found and int(found[0][1]) == int(found[0][0]) + 1 else None


def _proposals(reading: Reading, passages: Sequence[Passage]) -> list[Proposal]:
    """Clues to a blank date of issue, the surest first: signature stamps, then what the annexes say of the document."""
    found = []
    if reading.stamps:
        first = min(reading.stamps, key=lambda stamp: stamp.signed_at)
        day = first.signed_at.date().isoformat()
        found.append(Proposal(day, "ngày ký số in trên văn bản", Source(first.line, first.signed_at.isoformat())))
    for passage in passages:
        match = _ATTACHED.search(passage.text)
        if match is None:
            continue
        month, year = match["month"] or match["m2"], match["year"] or match["y2"]
        if month and year and 1 <= int(month) <= 12:
            value = f"{int(year)}-{int(month):02d}" + (f"-{int(match['day']):02d}" if match["day"] else "")
            found.append(
                Proposal(value, "phụ lục ghi ngày của văn bản chính", Source(passage.line_at(match.start()), match[0]))
            )
            break
    return found


def latest_cited(cited: Sequence[CitedDate], first_due: date | None) -> CitedDate | None:
    """The newest document cited: this one cannot be older. Dates behind the first deadline are slips and do not count."""
    dates = [
        item for item in cited if item.on and "viện dẫn" in item.reason and (first_due is None or item.on <= first_due)
    ]
    return max(dates, key=lambda item: item.on or date.min, default=None)
