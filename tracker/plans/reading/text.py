"""Plain text -> lines: decoding, cleaning, and the furniture of extracted pages (domain facts 6.5, 6.6)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Final

from tracker.errors import UnreadableDocument
from tracker.patterns import regex
from tracker.plans.reading.cleaning import clean_text
from tracker.plans.reading.markdown import is_markdown, without_markup
from tracker.plans.reading.model import Limits, Line, Note, Reading, Stamp
from tracker.plans.reading.refusing import refuse_legacy_fonts

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_STAMP_TIME: Final = regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:?\d\d")
_STAMP_END: Final = regex(r"đã ký lên văn bản này!?$|^Ký bởi\s*:|^(?:Thời gian|Ngày) ký\s*:", re.IGNORECASE)
_STAMP_LINES: Final = 5
_URL_ALONE: Final = regex(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_NUMBER_ALONE: Final = regex(r"[-–]?\s*(?:trang\s*)?(\d{1,3})(?:\s*/\s*\d{1,3})?\s*[-–]?", re.IGNORECASE)
_NOTE_START: Final = regex(r"(\d{1,2})\s+(?=[^\W\d_]|https?:|“)")
_MARKER: Final = regex(r"(?:(?<=[^\W\d_]{2})|(?<=[”)\"]))(\d{1,2})(?=$|[\s,.;:)”\]])")
_RULE: Final = regex(r"^(?:\s{20,}|\s*[_—―-]{5,}\s*)$")
_NOTE_GAP: Final = 3  # physical lines: more than double spacing
_PAGE_GAP: Final = 4
_SHORT_LINE: Final = 0.6
_MARKED_LINE: Final = regex(r"(?:[-+•]|[IVX]{1,4}\.|\d{1,2}[.)]|[a-zđ][.)])\s")

_LETTER: Final = regex(r"[^\W\d_]")


def read_text(data: bytes, limits: Limits) -> Reading:
    """Decode and clean `data`, take page furniture, footnotes and signature stamps out of the running text."""
    text, encoding = _decode(data)
    raw = clean_text(text).split("\n")
    if len(raw) > limits.lines or any(len(line) > limits.line_characters for line in raw):
        raise UnreadableDocument("Tệp có quá nhiều dòng hoặc dòng quá dài, không giống một văn bản hành chính.")
    _refuse_unreadable(raw)
    if is_markdown(raw):
        raw = [without_markup(line) for line in raw]
    physical = _physical(raw)
    if not physical:
        raise UnreadableDocument("Tệp trống, không có chữ nào để đọc.")
    lines, stamps = _without_stamps(physical)
    lines, notes = _without_notes(_without_page_numbers(_without_links(lines)), raw)
    return Reading(
        lines=tuple(lines),
        media_type="text/plain",
        physical=tuple(physical),
        notes=tuple(notes),
        stamps=tuple(stamps),
        encoding=encoding,
        is_double_spaced=_is_double_spaced(physical),
    )


def _decode(data: bytes) -> tuple[str, str]:
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\x00" in data[:4096] or _share_of_controls(data[:4096]) > 0.05:
            raise UnreadableDocument("Tệp không phải là văn bản: nội dung là dữ liệu nhị phân.") from error
        message = "Tệp dùng bảng mã cũ, không rõ là mã nào. Đề nghị lưu lại với mã UTF-8 (Unicode) rồi tải lên."
        raise UnreadableDocument(message) from error
    if "\x00" in text[:4096]:
        raise UnreadableDocument("Tệp không phải là văn bản: nội dung là dữ liệu nhị phân.")
    return text, encoding


def _share_of_controls(data: bytes) -> float:
    return sum(byte < 0x20 and byte not in (0x09, 0x0A, 0x0C, 0x0D) for byte in data) / max(len(data), 1)


def _refuse_unreadable(raw: list[str]) -> None:
    sample = "\n".join(raw[:2000])
    letters = len(_LETTER.findall(sample))
    if letters < 20 and letters * 4 < len("".join(sample.split())):
        raise UnreadableDocument("Tệp không có chữ đọc được: có thể là bản chụp hoặc dữ liệu nhị phân.")
    refuse_legacy_fonts(raw)


def _physical(raw: list[str]) -> list[Line]:
    """Every line that holds text. A page begins at a form feed, or at a line indented by one blank right under another."""
    lines: list[Line] = []
    is_blank, feed = True, False
    for number, text in enumerate(raw, start=1):
        feed = feed or "\f" in text
        words = " ".join(text.split())
        if words:
            starts_page = feed or (text[0] == " " and text[1:2] != " " and not is_blank)
            raw_text = text.rstrip().lstrip("\f")
            raw_text = raw_text if raw_text != words else ""  # tabs and runs of blanks may part cells
            lines.append(Line(number, words, None, starts_page, is_blank, raw_text))
            feed = False
        is_blank = not words
    return lines


def _is_double_spaced(lines: list[Line]) -> bool:
    gaps = [after.number - before.number for before, after in pairwise(lines)]
    return bool(gaps) and sum(gap > 1 for gap in gaps) > 0.6 * len(gaps)


def _without_stamps(lines: list[Line]) -> tuple[list[Line], list[Stamp]]:
    """Stamps of digital signatures are no content and hold personal data (domain facts 6.6)."""
    kept: list[Line] = []
    stamps: list[Stamp] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        moment = _STAMP_TIME.search(line.text)
        end = _end_of_stamp(lines, index) if moment else None
        if moment is None or end is None:
            kept.append(line)
            index += 1
            continue
        stamps.append(Stamp(datetime.fromisoformat(moment[0]), line.number))
        index = end + 1
    return kept, stamps


def _end_of_stamp(lines: list[Line], start: int) -> int | None:
    return next(
        (i for i in range(start, min(start + _STAMP_LINES, len(lines))) if _STAMP_END.search(lines[i].text)), None
    )


def _without_links(lines: Iterable[Line]) -> list[Line]:
    """Drop addresses of link annotations, which extraction repeats at page ends."""
    lines = list(lines)
    following: list[Line | None] = [*lines[1:], None][: len(lines)]
    return [
        line
        for line, after in zip(lines, following, strict=True)
        if not (
            _URL_ALONE.fullmatch(line.text)
            and (after is None or after.starts_page or _URL_ALONE.fullmatch(after.text))
            and line.is_after_blank
        )
    ]


@dataclass
class _Notes:
    """The state of taking footnotes out: which markers were seen on this page, which note is open."""

    markers: set[int] = field(default_factory=set)
    found: list[Note] = field(default_factory=list)
    is_open: bool = False
    may_end: bool = False

    def add(self, number: int, text: str, line: int) -> None:
        self.found.append(Note(number, text, line))
        self.markers.discard(number)

    def extend(self, text: str) -> None:
        last = self.found[-1]
        self.found[-1] = Note(last.number, f"{last.text} {text}", last.line)


def _without_notes(lines: list[Line], raw: list[str]) -> tuple[list[Line], list[Note]]:
    """Footnotes stand inside sentences, at the foot of a page (domain facts 6.5): take them out, keep them apart.

    A note begins, after a rule or a gap, with the number of a marker glued to an earlier word; it ends with its page.
    """
    notes, kept, last = _Notes(), [], 0
    full = max((len(line.text) for line in lines), default=0)
    for line in lines:
        gap, last = line.number - last, line.number
        if line.starts_page or gap >= _PAGE_GAP or _MARKED_LINE.match(line.text):
            notes.is_open = False
        start = _NOTE_START.match(line.text)
        is_marked = start is not None and int(start[1]) in notes.markers
        if start and is_marked and (notes.is_open or gap >= _NOTE_GAP or _follows_rule(line, raw)):
            notes.add(int(start[1]), line.text[start.end() :], line.number)
            notes.is_open = True
            notes.may_end = _ends_note(line.text, full)
        elif notes.is_open and notes.may_end:
            notes.is_open = False
            notes.markers.update(int(number) for number in _MARKER.findall(line.text))
            kept.append(line)
        elif notes.is_open:
            notes.extend(line.text)
            notes.may_end = _ends_note(line.text, full)
        else:
            notes.markers.update(int(number) for number in _MARKER.findall(line.text))
            kept.append(line)
    return kept, notes.found


def _ends_note(text: str, full: int) -> bool:
    """The last line of a note: it ends a sentence, or leaves much of the line empty."""
    return text.endswith((".", ".”")) or len(text) < full * _SHORT_LINE


def _follows_rule(line: Line, raw: list[str]) -> bool:
    return any(_RULE.match(text) for text in raw[max(0, line.number - 4) : line.number - 1] if text)


def _without_page_numbers(lines: list[Line]) -> list[Line]:
    """Drop numbers alone that stand apart from both neighbours; what follows begins a page."""
    kept: list[Line] = []
    turned = False
    for index, line in enumerate(lines):
        before = lines[index - 1].number if index else -_PAGE_GAP
        after = lines[index + 1].number if index + 1 < len(lines) else line.number + _PAGE_GAP
        is_apart = line.number - before >= _NOTE_GAP and after - line.number >= _NOTE_GAP
        if _NUMBER_ALONE.fullmatch(line.text) and is_apart:
            turned = True
            continue
        kept.append(replace(line, starts_page=True) if turned else line)
        turned = False
    return kept
