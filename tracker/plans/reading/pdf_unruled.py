"""Tables without rules between their columns: columns by the empty stripes that many lines share.

Never made into tables: justified prose (its gaps are alike and do not lie below one another), heads and ends of documents
(two columns only), lists. A table needs three columns and, below its heading, three rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading.pdf_drawings import Rule
from tracker.plans.reading.pdf_lines import Row, pieces_of
from tracker.plans.reading.pdf_page import PdfPage, Word
from tracker.plans.reading.pdf_ruled import PageCell, PageTable

_LEAST_COLUMNS: Final = 3
_LEAST_ROWS: Final = 3
_LEAST_LINES: Final = 4
_STRIPE: Final = 0.7  # of the type size: the least width of the stripe between two columns
_WIDE: Final = 1.0  # of the type size: a gap that cannot be a blank
_MOST_APART: Final = 4.0  # type sizes between two lines of a table
NUMBER: Final = regex(r"\(?\d{1,3}(?:\.\d{1,3}){0,2}\)?[.)]?")
_SECTION: Final = regex(r"(?:[IVX]{1,5}|[A-H])\s?[.)/-]?\s+\S")
_INTO: Final = 3.0  # points a word may reach over the side of its column
_LARGE_GAP: Final = 1.25
_LARGER: Final = 1.12  # type that no longer belongs to the table
_RULE_SHARE: Final = 0.7

Stripe = tuple[float, float, int]  # left, right, which gap of the first line it comes from


def find_unruled(rows: list[Row], page: PdfPage) -> list[list[Row] | PageTable]:
    """`rows` (running text between two drawn tables) with the parts that are tables by alignment made so."""
    found: list[list[Row] | PageTable] = []
    plain: list[Row] = []
    rules = [rule for rule in page.rules if rule.is_across]
    index = 0
    while index < len(rows):
        region = _region(rows, index)
        table = _table(region, rules) if region else None
        if region is None or table is None:
            plain.append(rows[index])
            index += 1
            continue
        while plain and _belongs_above(plain[-1], region):
            region.rows.insert(0, plain.pop())
            table = _table(region, rules) or table
        found += [plain, table] if plain else [table]
        plain = []
        index = region.end
    return [*found, plain] if plain else found


def going_on(table: PageTable, rows: list[Row], page: PdfPage) -> list[list[Row] | PageTable]:
    """`rows`, the first of a page, where the page before ended with `table`: its last rows, then what follows them."""
    count = 0
    size = max(word.size for cell in table.cells for word in cell.words)
    for row in rows:
        is_far = count > 0 and row.base - rows[count - 1].base > _MOST_APART * row.size
        if is_far or row.size > _LARGER * size or not keeps_columns(row, table.xs) or _is_next_heading(row, rows[0]):
            break
        count += 1
    columns = [[inside(row, left, right) for left, right in pairwise(table.xs)] for row in rows[:count]]
    if not any(sum(bool(cell) for cell in line) >= _LEAST_COLUMNS for line in columns):
        return find_unruled(rows, page)
    starts = row_starts(rows[:count], columns, [rule for rule in page.rules if rule.is_across], least=1)
    ys = [edge(rows[start - 1] if start else None, rows[start]) for start in starts] + [rows[count - 1].bottom + 1]
    found = PageTable(table.xs, ys, cells_of(table.xs, ys, columns, starts), is_ruled=False)
    return [found, *(find_unruled(rows[count:], page) if rows[count:] else [])]


def keeps_columns(row: Row, xs: Sequence[float]) -> bool:
    """Whether no word of `row` reaches over a side of the columns that part at `xs`."""
    return (
        row.x0 >= xs[0] - _INTO
        and row.x1 <= xs[-1] + _INTO
        and not any(word.x0 + _INTO < x < word.x1 - _INTO for x in xs[1:-1] for word in row.words)
    )


def cells_of(
    xs: Sequence[float], ys: Sequence[float], columns: Sequence[Sequence[list[Word]]], starts: Sequence[int]
) -> list[PageCell]:
    """The cells between `xs` and `ys` with the words of the lines (`columns`) from each start to the next."""
    return [
        PageCell(left, ys[place], right, ys[place + 1], [word for line in columns[first:last] for word in line[column]])
        for place, (first, last) in enumerate(pairwise([*starts, len(columns)]))
        for column, (left, right) in enumerate(pairwise(xs))
    ]


@dataclass
class _Region:
    """Lines that share stripes: `end` is the index of the first line behind them."""

    rows: list[Row]
    stripes: list[Stripe]
    end: int


def _region(rows: Sequence[Row], start: int) -> _Region | None:
    """The lines from `start` on that keep at least two stripes free, if the first of them shows three columns."""
    pieces = pieces_of(rows[start], least=_WIDE)
    if len(pieces) < _LEAST_COLUMNS:
        return None
    stripes = [(before.x1, after.x0, origin) for origin, (before, after) in enumerate(pairwise(pieces))]
    end = start + 1
    for index in range(start + 1, len(rows)):
        row = rows[index]
        if row.base - rows[index - 1].base > _MOST_APART * row.size or row.size > _LARGER * rows[start].size:
            break
        left = _free(stripes, row)
        if _count(left) < _count(stripes) and not _keeps(left, stripes, rows, index):
            if not _is_section(row, rows, index, stripes):
                break
            continue
        stripes, end = left, index + 1
    while end > start and _is_next_heading(rows[end - 1], rows[start]):
        end -= 1
    return _Region(list(rows[start:end]), stripes, end) if end - start >= _LEAST_LINES else None


def _is_next_heading(row: Row, first: Row) -> bool:
    """Whether the last line is no longer of the table: a bold or numbered title that happens to fit a column."""
    return len(pieces_of(row)) == 1 and row.is_bold and (bool(_SECTION.match(row.text)) or not first.is_bold)


def _free(stripes: Sequence[Stripe], row: Row) -> list[Stripe]:
    """What the words of `row` leave free of the stripes; one that words stand in the middle of falls in two."""
    found = list(stripes)
    for word in row.words:
        found = [part for stripe in found for part in _beside(stripe, word)]
    return [stripe for stripe in found if stripe[1] - stripe[0] >= _STRIPE * row.size]


def _beside(stripe: Stripe, word: Word) -> list[Stripe]:
    left, right, origin = stripe
    if word.x1 <= left or word.x0 >= right:
        return [stripe]
    return [part for part in ((left, word.x0, origin), (word.x1, right, origin)) if part[1] > part[0]]


def _count(stripes: Sequence[Stripe]) -> int:
    """How many of the gaps that the first line shows are still free somewhere."""
    return len({origin for _, _, origin in stripes})


def _keeps(left: Sequence[Stripe], stripes: Sequence[Stripe], rows: Sequence[Row], index: int) -> bool:
    """Whether a lost stripe was none: words of one heading stood far apart. Enough columns must stay, also below."""
    if _count(left) < max(_LEAST_COLUMNS - 1, _count(stripes) - 1):
        return False
    behind = rows[index + 1 : index + 3]
    return bool(behind) and all(_count(_free(left, row)) == _count(left) for row in behind)


def _is_section(row: Row, rows: Sequence[Row], index: int, stripes: Sequence[Stripe]) -> bool:
    """A title across the table: numbered or bold, short, and the table goes on below it."""
    if not (_SECTION.match(row.text) or row.is_bold) or index + 1 >= len(rows):
        return False
    behind = rows[index + 1]
    return (
        _count(_free(stripes, behind)) == _count(stripes) and len(pieces_of(behind, least=_WIDE)) >= _LEAST_COLUMNS - 1
    )


def _belongs_above(row: Row, region: _Region) -> bool:
    """Upper lines of a heading whose other cells are shorter: close, in place, bold like the line below."""
    first = region.rows[0]
    is_close = 0 < first.base - row.base < 1.5 * first.size
    is_alike = row.is_bold and first.is_bold and row.size == first.size
    return is_close and is_alike and _count(_free(region.stripes, row)) == _count(region.stripes)


def _table(region: _Region, rules: Sequence[Rule]) -> PageTable | None:
    """The region as a table, if its columns are filled and it has rows enough."""
    rows = region.rows
    stripes = _with_words_between(sorted(region.stripes), rows)
    inner = [(left + right) / 2 for left, right, _ in stripes]
    xs = [min(row.x0 for row in rows) - 2, *inner, max(row.x1 for row in rows) + 2]
    columns = [[inside(row, left, right) for left, right in pairwise(xs)] for row in rows]
    full = sum(sum(bool(cell) for cell in line) >= _LEAST_COLUMNS for line in columns)
    if full < _LEAST_ROWS or any(sum(bool(line[i]) for line in columns) < 2 for i in range(len(inner) + 1)):
        return None
    starts = row_starts(rows, columns, rules)
    if len(starts) < _LEAST_ROWS + 1:
        return None
    ys = [edge(rows[start - 1] if start else None, rows[start]) for start in starts] + [rows[-1].bottom + 1]
    cells = []
    for top, (first, last) in enumerate(pairwise([*starts, len(rows)])):
        across = _across(rows[first:last], region)
        if across:
            words = [word for row in rows[first:last] for word in row.words]
            cells.append(PageCell(xs[0], ys[top], xs[-1], ys[top + 1], words))
            continue
        for column, (left, right) in enumerate(pairwise(xs)):
            words = [word for line in columns[first:last] for word in line[column]]
            cells.append(PageCell(left, ys[top], right, ys[top + 1], words))
    return PageTable(xs, ys, cells, is_ruled=False)


def _with_words_between(stripes: Sequence[Stripe], rows: Sequence[Row]) -> list[Stripe]:
    """Of stripes with no word between them the wider one: a word that stood there belonged to a title across the table."""
    found: list[Stripe] = []
    for stripe in stripes:
        if found and not any(found[-1][1] <= word.x0 and word.x1 <= stripe[0] for row in rows for word in row.words):
            found[-1] = max(found[-1], stripe, key=lambda part: part[1] - part[0])
        else:
            found.append(stripe)
    return found


def inside(row: Row, left: float, right: float) -> list[Word]:
    """The words of `row` whose middle lies between `left` and `right`."""
    return [word for word in row.words if left <= (word.x0 + word.x1) / 2 < right]


def _across(rows: Sequence[Row], region: _Region) -> bool:
    """Whether these lines are one title across the table."""
    return (
        len(rows) == 1
        and _count(_free(region.stripes, rows[0])) < _count(region.stripes)
        and len(pieces_of(rows[0])) == 1
    )


def edge(above: Row | None, row: Row) -> float:
    """Where a table's row begins whose first line is `row`."""
    return row.top - 1 if above is None else (above.base + row.base - row.size) / 2 + 0.3 * row.size


def row_starts(
    rows: Sequence[Row], columns: Sequence[Sequence[list[Word]]], rules: Sequence[Rule], *, least: int = _LEAST_ROWS
) -> list[int]:
    """The lines at which rows begin: below rules, at numbers of the first column, at larger distances; else every line.

    `least`: so many signs of one kind are needed to go by it.
    """
    left, right = min(row.x0 for row in rows), max(row.x1 for row in rows)
    drawn = [rule.at for rule in rules if rule.length > _RULE_SHARE * (right - left)]
    below = [i for i, (a, b) in enumerate(pairwise(rows), start=1) if any(a.base - 1 < at < b.base for at in drawn)]
    if len(below) >= least:
        return [0, *below]
    apart = _apart(rows)
    numbered = [i for i, line in enumerate(columns) if line[0] and NUMBER.fullmatch(line[0][0].text)]
    if len(numbered) >= least:
        heads = [i for i, line in enumerate(columns) if line[0] and i not in numbered]
        spread = [i for i in apart if i]
        if len(spread) >= len(numbered) and not set(numbered) <= {0, *spread}:
            return sorted({0, *spread})  # numbers stand in the middle of their rows
        sections = [i for i in heads if i and _starts_section(rows, columns, i, is_behind=i > numbered[0])]
        others = spread if set(numbered) <= {0, *spread} else []  # every row stands apart, those without a number too
        return sorted({0, *numbered, *sections, *others})
    if len(apart) >= least:
        return sorted({0, *apart})
    filled = [i for i, line in enumerate(columns) if line[0]]
    return sorted({0, *filled}) if len(filled) >= least else list(range(len(rows)))


def _starts_section(
    rows: Sequence[Row], columns: Sequence[Sequence[list[Word]]], index: int, *, is_behind: bool
) -> bool:
    """A title in the table: numbered in its own way, or, behind the first number, bold in one or two columns."""
    is_narrow = sum(bool(cell) for cell in columns[index]) <= 2
    return is_narrow and (bool(_SECTION.match(rows[index].text)) or (is_behind and rows[index].is_bold))


def _apart(rows: Sequence[Row]) -> list[int]:
    """The lines that stand clearly farther from the one above than lines of one cell do; none where all are alike."""
    distances = [(b.base - a.base) / max(a.size, b.size) for a, b in pairwise(rows)]
    if not distances:
        return []
    usual = median(sorted(distances)[: max(len(distances) // 2, 1)])
    return [i for i, distance in enumerate(distances, start=1) if distance > _LARGE_GAP * usual]
