"""Tables drawn with blanks alone: columns stand one under the other. Their free stripes tell the columns (domain facts 6.5)."""

import re
from collections.abc import Sequence
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading import Line
from tracker.plans.reading.model import Grid, GridCell
from tracker.plans.understanding.print_lines import join_lines
from tracker.plans.understanding.table_drift import Segment, beginnings, parted, put_back
from tracker.plans.understanding.table_words import fold, meaning_of
from tracker.plans.understanding.words import ANNEX, END_OF_BODY, Column

_SEGMENT: Final = regex(r"\S+(?: \S+)*")
_FIRST_ROW: Final = regex(r"(?:1|01|I|A|1\.1|\(1\)|\[1\])[.)]?(?:\s{1,}|$)")
_NUMBER: Final = regex(r"(?:\d{1,4}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-HĐ]|[a-hđ])[.)]?")
_OUTLINE: Final = regex(r"(?:\d{1,2}|[IVX]{1,5})\.\s+[^\W\d_]")
_PAGE_NUMBER: Final = regex(r"\d{1,3}")
_LEAST_COLUMNS: Final = 3
_WIDE_COLUMN: Final = 1_000
_LEAST_STRIPE: Final = 2
_MOST_HEADING: Final = 7
_LOOK_AHEAD: Final = 4
_MOST_CROSSED: Final = 1
_SURE: Final = 0.5


Printed = tuple[Line, list[Segment]]


def segments_of(line: Line) -> list[Segment]:
    """The parts of a line that two or more blanks keep apart."""
    text = line.raw_or_text.expandtabs(8)
    return [Segment(match.start(), match.end(), match[0]) for match in _SEGMENT.finditer(text)]


def aligned_table_at(lines: Sequence[Line], first: int) -> tuple[Grid, int] | None:
    """The table whose heading begins on line `first`, and the index behind its last line; None where there is none."""
    if not _is_heading(segments_of(lines[first])):
        return None
    body = _first_row(lines, first)
    if body is None:
        return None
    heads = [(line, segments_of(line)) for line in lines[first:body]]
    widest = max((segments for _, segments in heads), key=len)
    end = _end_of(lines, body, [segment.start for segment in widest], {fold(line.text) for line, _ in heads})
    repeated = {fold(line.text) for line, _ in heads}
    pages = _pages(lines[body:end], repeated)
    block = [line for page in pages for line in page]
    columns = _columns(block)
    level = _level(pages, heads, len(widest)) if len(pages) > 1 and len(columns) < len(widest) else None
    if level is not None:
        heads, block = level
        columns = _columns(block)
    elif len(columns) < len(widest):
        block = _straightened(block, len(widest))
        columns = _columns(block)
    if len(columns) < _LEAST_COLUMNS:
        return None
    cells = _heading_cells(heads, columns) + _body_cells(block, columns)
    before = lines[first - 1].number if first else 0
    height = max(cell.row for cell in cells) + 1
    return Grid(tuple(cells), height, len(columns), before, lines[first].page), end


def _is_heading(segments: list[Segment]) -> bool:
    if len(segments) < _LEAST_COLUMNS:
        return False
    meanings = [meaning_of(segment.text) for segment in segments]
    telling = {meaning.column for meaning in meanings if meaning.sure >= _SURE} - {Column.NUMBER}
    return len(telling) >= 2 and sum(meaning.sure >= _SURE for meaning in meanings) * 2 >= len(segments)


def _first_row(lines: Sequence[Line], first: int) -> int | None:
    """The index of the first line behind the heading that begins with a first number."""
    for index in range(first + 1, min(len(lines), first + 1 + _MOST_HEADING)):
        if _FIRST_ROW.match(lines[index].text):
            return index
    return None


def _end_of(lines: Sequence[Line], body: int, starts: Sequence[int], own: set[str]) -> int:
    """The index behind the table: running text begins at the margin or runs over columns, without a gap, and no row follows.

    `starts`: where the headings begin; `own`: their lines, which pages repeat.
    """
    margin = segments_of(lines[body])[0].start + 1
    index = body
    while index < len(lines):
        line, segments = lines[index], segments_of(lines[index])
        if ANNEX.match(line.text) or END_OF_BODY.match(line.text):
            break
        is_row = bool(_NUMBER.fullmatch(segments[0].text)) or not any(map(str.isupper, segments[0].text[:1]))
        if not is_row and _is_heading(segments) and fold(line.text) not in own:  # of another table
            return _without_text(lines, body, index, starts)
        if (
            len(segments) == 1
            and (segments[0].start <= margin or _runs_over(segments[0], starts))
            and not _NUMBER.fullmatch(line.text)
        ):
            following = [segments_of(later) for later in lines[index + 1 : index + _LOOK_AHEAD]]
            has_row = any(len(one) >= _LEAST_COLUMNS and _NUMBER.fullmatch(one[0].text) for one in following)
            if not has_row or len(line.text) > max(_furthest(lines[body:index]), 1):
                break
        index += 1
    return index


def _without_text(lines: Sequence[Line], body: int, end: int, starts: Sequence[int]) -> int:
    """`end` moved up over the paragraphs and numbered headings right above it."""
    while end > body + 1:
        segments = segments_of(lines[end - 1])
        if len(segments) > 1 or not (_runs_over(segments[0], starts) or _OUTLINE.match(segments[0].text)):
            break
        end -= 1
    return end


def _pages(lines: Sequence[Line], repeated: set[str]) -> list[list[Printed]]:
    """The lines of a table page by page, without page numbers and the headings `repeated` on each page."""
    pages: list[list[Printed]] = [[]]
    for line in lines:
        segments = segments_of(line)
        if _PAGE_NUMBER.fullmatch(line.text) and segments[0].start >= _LOOK_AHEAD:
            continue
        is_repeated = fold(line.text) in repeated
        if (is_repeated or line.starts_page) and pages[-1]:
            pages.append([])
        if not is_repeated:
            pages[-1].append((line, segments))
    return [page for page in pages if page]


def _level(pages: list[list[Printed]], heads: list[Printed], count: int) -> tuple[list[Printed], list[Printed]] | None:
    """Headings and lines of pages whose columns stand in different places, set below each other; None where they cannot be."""
    count = max(count, *(len(_columns(page)) for page in pages))
    block: list[Printed] = []
    first: list[tuple[int, int]] = []
    for page in pages:
        columns = _columns(page)
        if len(columns) < count:
            page = _straightened(page, count)  # noqa: PLW2901  the same page, its columns in place
            columns = _columns(page)
        if len(columns) != count:
            return None
        first = first or columns
        block += [(line, [_set(segment, columns) for segment in segments]) for line, segments in page]
    return [(line, [_set(segment, first) for segment in segments]) for line, segments in heads], block


def _set(segment: Segment, columns: list[tuple[int, int]]) -> Segment:
    """`segment` in columns that are as wide as any text."""
    start, end = _covered(segment, columns)
    return Segment(start * _WIDE_COLUMN, end * _WIDE_COLUMN + min(len(segment.text), _WIDE_COLUMN // 2), segment.text)


def _runs_over(segment: Segment, starts: Sequence[int]) -> bool:
    """Whether words run over the beginnings of two columns."""
    return sum(segment.start < start < segment.end for start in starts) > _MOST_CROSSED


def _straightened(block: list[Printed], count: int) -> list[Printed]:
    """The lines of a table whose `count` columns drift, as if they did not; as they are where no columns can be told."""
    lines = [segments for _, segments in block if not _is_title(segments)]
    places = beginnings(lines, count)
    if places is None:
        return block
    made: list[Printed] = []
    for index, (line, segments) in enumerate(block):
        if _is_title(segments) or (len(segments) == 1 and _runs_over(segments[0], places)):
            made.append((line, segments))
            continue
        around = [one for _, one in block[max(index - 1, 0) : index + 2]]
        starts = {*places, *(segment.start for one in around for segment in one)}
        made.append((line, put_back(parted(segments, starts, places), places)))
    return made


def _furthest(lines: Sequence[Line]) -> int:
    return max((segments_of(line)[-1].end for line in lines), default=0)


def _columns(block: list[Printed]) -> list[tuple[int, int]]:
    """The stretches of characters that words stand in, parted by stripes no line of the table crosses."""
    rows = [segments for _, segments in block if len(segments) > 1 or segments[0].start > 1]
    if not rows:
        return []
    width = max(segments[-1].end for segments in rows)
    used = [False] * (width + 1)
    for segments in rows:
        if _is_title(segments):
            continue
        for segment in segments:
            used[segment.start : segment.end] = [True] * (segment.end - segment.start)
    columns: list[tuple[int, int]] = []
    for place, is_used in enumerate(used):
        if not is_used:
            continue
        if columns and place - columns[-1][1] < _LEAST_STRIPE:
            columns[-1] = (columns[-1][0], place + 1)
        else:
            columns.append((place, place + 1))
    return columns


def _is_title(segments: list[Segment]) -> bool:
    """The row of a section: a Roman or capital number and one text, which may run over the columns."""
    return len(segments) == 2 and bool(re.fullmatch(r"(?:[IVX]{1,5}|[A-HĐ])[.)]?", segments[0].text))


def _covered(segment: Segment, columns: list[tuple[int, int]]) -> tuple[int, int]:
    """The first and last column whose stretch `segment` touches; the nearest where it touches none."""
    touched = [place for place, (start, end) in enumerate(columns) if segment.start < end and segment.end > start]
    if touched:
        return touched[0], touched[-1]
    nearest = min(
        range(len(columns)),
        key=lambda place: min(abs(columns[place][0] - segment.end), abs(segment.start - columns[place][1])),
    )
    return nearest, nearest


def _heading_cells(heads: list[Printed], columns: list[tuple[int, int]]) -> list[GridCell]:
    """Two rows of headings: what spans several columns above, the words of each column, its lines put together, below."""
    over: list[GridCell] = []
    words: dict[int, list[tuple[str, int]]] = {}
    for line, segments in heads:
        for segment in segments:
            first, last = _covered(segment, columns)
            if first == last or not meaning_of(segment.text).sure:
                words.setdefault(first, []).append((segment.text, line.number))
            else:
                over.append(GridCell(0, first, segment.text, line.number, line.number, 1, last - first + 1))
    spanned = {place for cell in over for place in range(cell.column, cell.column + cell.columns)}
    cells = list(over)
    for place, parts in words.items():
        text = " ".join(part for part, _ in parts)
        top = 1 if place in spanned else 0
        cells.append(GridCell(top, place, text, parts[0][1], parts[-1][1], 2 - top))
    return cells


def unwrapped(lines: Sequence[str], width: int) -> str:
    """The lines of a cell `width` characters wide as paragraphs: a line that had room for the next word ends one."""
    text = ""
    last = ""
    for line in lines:
        had_room = len(last) + 1 + len(line.split(" ", 1)[0]) <= width
        text = f"{text}\n{line}" if last and had_room else join_lines([part for part in (text, line) if part])
        last = line
    return text


def _body_cells(block: list[Printed], columns: list[tuple[int, int]]) -> list[GridCell]:
    rows: list[dict[int, list[tuple[str, int]]]] = []
    spans: dict[int, int] = {}
    for line, segments in block:
        is_numbered = bool(_NUMBER.fullmatch(segments[0].text)) and _covered(segments[0], columns) == (0, 0)
        is_alone = len(segments) == 1 and _covered(segments[0], columns)[0] == 0 and not is_numbered
        if is_numbered or is_alone or not rows:
            rows.append({})
        if _is_title(segments) or is_alone:
            spans[len(rows) - 1] = len(columns) - (0 if is_alone else 1)
        for segment in segments:
            first = _covered(segment, columns)[0]
            rows[-1].setdefault(first, []).append((segment.text, line.number))
    cells = []
    widths = {
        place: max(len(text) for row in rows for text, _ in row.get(place, [("", 0)])) for place in range(len(columns))
    }
    for index, row in enumerate(rows):
        for place, parts in row.items():
            text = unwrapped([part for part, _ in parts], widths[place])
            is_wide = index in spans and place == max(row)
            wide = len(columns) - place if is_wide else 1
            cells.append(GridCell(index + 2, place, text, parts[0][1], parts[-1][1], 1, wide))
    return cells
