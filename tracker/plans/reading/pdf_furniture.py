"""What stands on pages without being content: page numbers, running heads, footnotes, signature stamps (domain facts 6.5, 6.6)."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading.pdf_drawings import Rule
from tracker.plans.reading.pdf_lines import Row, pieces_of
from tracker.plans.reading.pdf_page import PdfPage
from tracker.plans.reading.pdf_ruled import PageTable

_PAGE_NUMBER: Final = regex(
    r"[-–—]?\s*(?:trang|page)?\s*(\d{1,3})(?:\s*(?:/|of|trên)\s*\d{1,3})?\s*[-–—]?", re.IGNORECASE
)
_EDGE: Final = 0.13  # of the page's height, above and below, where page numbers and running heads stand
_REPEATED: Final = 0.5  # of the pages
_LEAST_PAGES: Final = 3
_NOTE_START: Final = regex(r"\(?(\d{1,3})\)?[.)]?\s*(?=\S)")
_SMALL: Final = 0.93  # of the body's type size: footnotes
_NOTE_RULE: Final = (0.08, 0.55)  # of the page's width
_MARKER: Final = regex(r"[\[(]?(\d{1,3})[\])]?")

_STAMP_TIME: Final = regex(
    r"(?P<y>\d{4})[-./](?P<m>\d\d)[-./](?P<d>\d\d)[T ]+(?P<t>\d\d:\d\d:\d\d)\s*(?P<z>[+-]\d\d:?'?\d\d)?"
    r"|(?P<d2>\d{1,2})[-./](?P<m2>\d{1,2})[-./](?P<y2>\d{4})\s+(?P<t2>\d\d:\d\d:\d\d)\s*(?P<z2>[+-]\d\d:?'?\d\d)?"
)
_STAMP_WORDS: Final = regex(
    r"đã ký lên văn bản này|^(?:Được )?ký bởi\b|^Người ký\b|^(?:Thời gian|Ngày|Giờ) ký\b|^Digitally signed|^Signed by|^Signature (?:valid|not)"
    r"|^Chữ ký (?:số )?hợp lệ|^Cơ quan:|^Email:|^Tổ chức:",
    re.IGNORECASE,
)
_STAMP_LINES: Final = 9
_VIETNAM: Final = timezone(timedelta(hours=7))


@dataclass
class PageNote:
    """A footnote of one page; `number` 0: it goes on from the page before."""

    number: int
    rows: list[Row]


@dataclass
class Sheet:
    """A page while it is sorted out: what of it is running text, table, note or furniture."""

    page: PdfPage
    rows: list[Row]
    tables: list[PageTable]
    top: list[Row] = field(default_factory=list)  # furniture above
    bottom: list[Row] = field(default_factory=list)  # furniture below
    notes: list[PageNote] = field(default_factory=list)
    stamps: list[tuple[datetime, Row]] = field(default_factory=list)

    @property
    def height(self) -> float:
        return self.page.frame.size[1]

    @property
    def width(self) -> float:
        return self.page.frame.size[0]


def body_size(sheets: Sequence[Sheet]) -> float:
    """The type size most letters of the running text have."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for row in sheet.rows:
            for word in row.words:
                sizes[round(word.size, 1)] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def take_furniture(sheets: Sequence[Sheet]) -> None:
    """Sort stamps, running heads, page numbers and footnotes of all pages out of their running text."""
    for sheet in sheets:
        _take_stamps(sheet)
    _take_repeated(sheets)
    for sheet in sheets:
        _take_page_numbers(sheet)
    size = body_size(sheets)
    is_open = False
    for sheet in sheets:
        is_open = _take_notes(sheet, size, is_open)


def _take_page_numbers(sheet: Sheet) -> None:
    content = [row.top for row in sheet.rows] + [table.top for table in sheet.tables]
    for row in [*sheet.rows[:2], *sheet.rows[-2:]]:
        if row not in sheet.rows or not _PAGE_NUMBER.fullmatch(row.text):
            continue
        if row.bottom < _EDGE * sheet.height and row.top <= min(content) + row.size:
            sheet.rows.remove(row)
            sheet.top.append(row)
        elif (
            row.top > (1 - _EDGE) * sheet.height
            and row.base >= max((other.base for other in sheet.rows), default=0) - 1
        ):
            sheet.rows.remove(row)
            sheet.bottom.append(row)


def _take_repeated(sheets: Sequence[Sheet]) -> None:
    """Running heads and feet: the same words at the same height on most pages."""
    if len(sheets) < _LEAST_PAGES:
        return
    places: defaultdict[tuple[str, int], list[tuple[Sheet, Row]]] = defaultdict(list)
    for sheet in sheets:
        for row in sheet.rows:
            if row.bottom < _EDGE * sheet.height or row.top > (1 - _EDGE) * sheet.height:
                words = re.sub(r"\d+", "#", row.text)
                if words.strip("# -–/"):
                    places[words, round(row.base / 4)].append((sheet, row))
    for found in places.values():
        if len(found) < max(_LEAST_PAGES, _REPEATED * (len(sheets) - 1)):
            continue
        for sheet, row in found:
            is_above = row.bottom < sheet.height / 2
            outer = [other for other in sheet.rows if (other.base < row.base if is_above else other.base > row.base)]
            if all(other.bottom < _EDGE * sheet.height or other.top > (1 - _EDGE) * sheet.height for other in outer):
                sheet.rows.remove(row)
                (sheet.top if is_above else sheet.bottom).append(row)


def _take_notes(sheet: Sheet, size: float, is_open: bool) -> bool:
    """Footnotes: small print at the foot, below a short rule or begun by a raised number. Returns whether one was found."""
    foot = _foot(sheet, size)
    if not foot:
        return False
    for row in foot:
        first = row.words[0]
        start = _MARKER.fullmatch(first.text) if first.is_raised else _NOTE_START.match(row.text)
        is_indented = row.x0 > min(other.x0 for other in foot) + 2 and not first.is_raised
        if start and len(row.words) > 1 and _is_next(int(start[1]), sheet.notes, is_indented):
            sheet.notes.append(PageNote(int(start[1]), [row]))
        elif sheet.notes:
            sheet.notes[-1].rows.append(row)
        elif is_open:
            sheet.notes.append(PageNote(0, [row]))
        else:
            return False
    sheet.rows = [row for row in sheet.rows if row not in foot]
    return True


def _is_next(number: int, notes: Sequence[PageNote], is_indented: bool) -> bool:
    """The number behind the note before it; the first of a page may be any."""
    del is_indented
    return not notes or not notes[-1].number or number == notes[-1].number + 1


def _foot(sheet: Sheet, size: float) -> list[Row]:
    """The lines at the foot of the page that may be footnotes: below a short rule, else small and begun by a number."""
    rules = [rule for rule in sheet.page.rules if _may_part_notes(rule, sheet)]
    for rule in sorted(rules, key=lambda rule: rule.at):
        below = [row for row in sheet.rows if row.base > rule.at]
        tables = [table for table in sheet.tables if table.bottom > rule.at]
        if below and not tables and all(row.size <= _SMALL * size + 0.6 for row in below):
            return below
    small: list[Row] = []
    for row in reversed(sheet.rows):
        if row.size > _SMALL * size or any(table.bottom > row.base for table in sheet.tables):
            break
        small.insert(0, row)
    if not small or small[0].base < sheet.height / 2:
        return []
    starts = [index for index, row in enumerate(small) if _is_raised_start(row, size)]
    return small[starts[0] :] if starts else []


def _may_part_notes(rule: Rule, sheet: Sheet) -> bool:
    least, most = _NOTE_RULE
    is_left = rule.start < 0.3 * sheet.width
    return (
        rule.is_across
        and least * sheet.width <= rule.length <= most * sheet.width
        and is_left
        and rule.at > 0.25 * sheet.height
    )


def _is_raised_start(row: Row, size: float) -> bool:
    first = row.words[0]
    return (
        len(row.words) > 1
        and bool(_MARKER.fullmatch(first.text))
        and (first.is_raised or first.size < 0.75 * min(size, row.size * 1.1))
    )


def _take_stamps(sheet: Sheet) -> None:
    """Signature stamps hold personal data: only their time is kept. They may stand beside other text."""
    pieces = [(row, piece) for row in sheet.rows for piece in pieces_of(row)]
    removed: list[Row] = []
    for _, anchor in pieces:
        found = _STAMP_TIME.search(anchor.text)
        if found is None or anchor in removed:
            continue
        block = _block(anchor, [piece for _, piece in pieces])
        marked = [row for row in block if _STAMP_WORDS.search(row.text) or row is anchor]
        if not any(_STAMP_WORDS.search(row.text) for row in marked):
            continue
        moment = _moment(found)
        if moment is None:
            continue
        top, bottom = min(row.base for row in marked), max(row.base for row in marked)
        removed += [row for row in block if top - 1 <= row.base <= bottom + 1]
        sheet.stamps.append((moment, Row([word for word in anchor.words if _STAMP_TIME.search(anchor.text)])))
    if removed:
        gone = {id(word) for piece in removed for word in piece.words}
        kept = [[word for word in row.words if id(word) not in gone] for row in sheet.rows]
        sheet.rows = [Row(words) for words in kept if words]


def _block(anchor: Row, pieces: Sequence[Row]) -> list[Row]:
    """The pieces stacked right above and below `anchor` in type of its size."""
    block = [anchor]
    near = [row for row in pieces if abs(row.size - anchor.size) <= 0.2 * anchor.size and row is not anchor]
    is_growing = True
    while is_growing and len(block) < _STAMP_LINES:
        is_growing = False
        for row in near:
            if row in block:
                continue
            if any(
                abs(row.base - other.base) < 1.9 * row.size and row.x0 < other.x1 and other.x0 < row.x1
                for other in block
            ):
                block.append(row)
                is_growing = True
    return block


def _moment(found: re.Match[str]) -> datetime | None:
    year, month, day = found["y"] or found["y2"], found["m"] or found["m2"], found["d"] or found["d2"]
    zone = (found["z"] or found["z2"] or "+0700").replace(":", "").replace("'", "")
    time = found["t"] or found["t2"]
    try:
        return datetime.fromisoformat(f"{year}-{int(month):02d}-{int(day):02d}T{time}{zone[:3]}:{zone[3:]}")
    except ValueError:
        return None


def signed_moment(text: str) -> datetime | None:
    """The time of a signature as PDF writes it: "D:20241108112512+07'00'"; without a zone Vietnam's."""
    found = re.match(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:(Z)|([+-]\d\d)'?(\d\d))?", text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    zone: timezone = UTC if found[7] else _VIETNAM
    if found[8]:
        sign = -1 if found[8][0] == "-" else 1
        zone = timezone(sign * timedelta(hours=int(found[8][1:]), minutes=int(found[9])))
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None
