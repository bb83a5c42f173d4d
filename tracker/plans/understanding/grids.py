"""Tables with cells (DOCX, XLSX, PDF, delimited text): which are tasks, and their rows as items (domain facts 6.4)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tracker.plans.reading.model import Grid, Line
from tracker.plans.understanding.facts import ItemFacts, Mention, Source, TableFacts, TableKind
from tracker.plans.understanding.items import make_item
from tracker.plans.understanding.table_columns import Columns, columns_by_contents, columns_of, evidence_of, is_time
from tracker.plans.understanding.table_doers import doers_of, helpers_of
from tracker.plans.understanding.table_heading import (
    GridHeading,
    GridRow,
    distinct,
    find_heading,
    heading_of,
    is_column_numbers,
)
from tracker.plans.understanding.table_kind import Judgement, judge
from tracker.plans.understanding.table_rows import TableRow, rows_of, split_number
from tracker.plans.understanding.table_times import TimeContext
from tracker.plans.understanding.table_words import fold
from tracker.plans.understanding.times import find_times
from tracker.plans.understanding.units import is_unit_start, split_units, unit_doubt
from tracker.plans.understanding.words import ANNEX, DUTY, Column

_FULL_DATE: Final = re.compile(r"\d{1,2}\s?[/.]\s?\d{1,2}\s?[/.]\s?\d{4}|ngày\s+\d{1,2}\s+tháng")
_MOST_ABOVE: Final = 6  # lines above a table that may be its caption
_LONGEST_CAPTION: Final = 250
_SAMPLES: Final = 3
_MANY: Final = 0.5
_SECTION: Final = re.compile(r"(?:[IVX]{1,5}|[A-HĐ]|\d{1,2}(?:\.\d{1,2})*)\s?[.)/:-]\s*(?=\S)")
_FOR_WHOM: Final = re.compile(
    r"^(?:(?:(?:danh mục|bảng|phân công)\s+)?(?:các\s+)?(?:nhiệm vụ|công việc|nội dung)(?:\s+(?:trọng tâm|cụ thể|chủ yếu))?\s+(?:của|giao(?:\s+cho)?|do|đối với|cho)|đối với|trách nhiệm(?: của)?|giao(?: cho)?)\s+(?P<who>.+)$",
    re.IGNORECASE,
)
_DOES: Final = re.compile(r"\s+(?:thực hiện|chủ trì|phụ trách|triển khai|năm \d{4}|tháng \d.*)$", re.IGNORECASE)
_WORK: Final = DUTY.pattern.replace(" |", r"\b|").replace(" )", r"\b)")
_ASKED: Final = re.compile(
    rf"^(?:Giao|Đề nghị|Yêu cầu)\s+(?:cho\s+)?(?P<who>[^.;:]+?)\s+(?=(?:chủ trì|phối hợp|tham mưu|khẩn trương|chủ động|nghiên cứu|"
    rf"theo dõi|tiếp tục|căn cứ|chỉ đạo|đôn đốc|làm|có|{_WORK}))",
    re.IGNORECASE,
)
_WITH: Final = re.compile(
    rf"^(?:chủ trì,?\s+)?(?:và\s+)?phối hợp\s+(?:chặt chẽ\s+)?(?:với|cùng)\s+(?P<who>.+?)(?=\s+(?:{_WORK}))",
    re.IGNORECASE,
)
_ANNEX_NUMBER: Final = re.compile(r"^phụ lục\s*(?:số\s*)?(?:[\dIVX]+|[A-Z]\b)?\s*[.:–-]?\s*", re.IGNORECASE)
_MOST_NAME_WORDS: Final = 25
_DOUBTFUL: Final = 2.5


@dataclass(eq=False)
class Table:
    """One table, perhaps over several grids."""

    heading: GridHeading | None
    columns: Columns
    headings: tuple[str, ...]
    caption: str
    section: str | None
    grid: Grid
    rows: list[TableRow] = field(default_factory=list)
    body: list[tuple[int, GridRow]] = field(default_factory=list)
    is_mapped: bool = False
    last_line: int = 0


def gather_tables(
    grids: Sequence[Grid], lines: Sequence[Line], mapping: Mapping[int, tuple[Column, ...]], first_index: int = 0
) -> tuple[list[Table], list[Grid]]:
    """The tables among `grids`, those that go on over several grids joined, and the grids that only place running text.

    `lines` is the running text, where captions and sections stand; `first_index` the index of the first table found.
    """
    tables: list[Table] = []
    layout: list[Grid] = []
    for grid in grids:
        last = tables[-1] if tables else None
        opened = _open(grid, lines, last, mapping, first_index + len(tables))
        if opened is None:
            layout.append(grid)
        elif opened is not last:
            tables.append(opened)
    for table in tables:
        table.rows = rows_of(table.body, table.columns)
    return tables, layout


def items_of_tables(
    tables: Sequence[Table], context: TimeContext, first_index: int = 0
) -> tuple[list[ItemFacts], list[TableFacts]]:
    """Items of the tables that are tasks, and every table as it was understood."""
    items: list[ItemFacts] = []
    facts: list[TableFacts] = []
    judgements = [_judge(table) for table in tables]
    work = [
        table
        for table, judgement in zip(tables, judgements, strict=True)
        if judgement.kind is not TableKind.OTHER and Column.CONTENT in table.columns.meanings
    ]
    own_sections = len({table.section for table in work}) > 1  # headings in the running text tell the tables apart
    for place, (table, judgement) in enumerate(zip(tables, judgements, strict=True)):
        found = _items(table, context, own_sections, judgement) if table in work else []
        items += found
        facts.append(_facts(table, first_index + place, judgement, len(found)))
    return items, facts


def _open(
    grid: Grid, lines: Sequence[Line], last: Table | None, mapping: Mapping[int, tuple[Column, ...]], index: int
) -> Table | None:
    """The table `grid` begins or carries on; None where it only places running text side by side."""
    rows = list(grid.rows())
    heading = find_heading(rows)
    above = _lines_above(grid, lines, last)
    if (
        heading is None
        and last is not None
        and last.grid.width == grid.width
        and not above
        and last.heading is not None
    ):
        last.body += _body(rows, 0, last.heading)
        last.last_line = _last_line(grid)
        return last
    if heading is not None and last is not None and last.headings == heading.texts and not above:
        last.body += _body(rows, heading.last + 1, heading)
        last.last_line = _last_line(grid)
        return last
    body = _body(rows, heading.last + 1 if heading else 0, heading)
    data = [row for _, row in body]
    columns = columns_of(heading, data) if heading else columns_by_contents(data, grid.width)
    mapped = mapping.get(index)
    if mapped is not None and len(mapped) == grid.width and (columns is not None or _is_table(grid)):
        columns = Columns(mapped, tuple(evidence_of(data, place) for place in range(grid.width)))
    elif columns is None:
        mapped = None
        if not _is_table(grid):
            return None
        columns = Columns((Column.OTHER,) * grid.width, tuple(evidence_of(data, place) for place in range(grid.width)))
    if heading is None and body and _stands_over(body[0][1], columns):
        heading = heading_of(body[0][1], body[0][0])
        body = body[1:]
    caption, section = _caption(above, rows[: heading.first] if heading else [])
    texts = heading.texts if heading else ("",) * grid.width
    return Table(
        heading,
        columns,
        texts,
        caption,
        section,
        grid,
        body=body,
        is_mapped=mapped is not None,
        last_line=_last_line(grid),
    )


def _stands_over(row: GridRow, columns: Columns) -> bool:
    """Whether a first row has words where the others have times: a heading in words nobody knows."""
    return any(
        cell is not None and cell.text.strip() and not is_time(" ".join(cell.text.split())) and evidence.times >= _MANY
        for cell, column, evidence in zip(row, columns.meanings, columns.evidence, strict=True)
        if column is Column.TIME
    )


def _is_table(grid: Grid) -> bool:
    """More than two columns and rows: not the frame of a letterhead or a signature."""
    return grid.width > 2 and grid.height > 2


def _body(rows: list[GridRow], first: int, heading: GridHeading | None) -> list[tuple[int, GridRow]]:
    """The rows behind the heading; a heading repeated further down is left out."""
    known = {fold(text) for text in heading.texts if text} if heading else set()
    found: list[tuple[int, GridRow]] = []
    for index in range(first, len(rows)):
        texts = [fold(cell.text) for cell in distinct(rows[index]) if cell.text.strip()]
        is_repeated = len(texts) >= 3 and sum(text in known for text in texts) >= 0.8 * len(texts)
        if not is_repeated and not (known and is_column_numbers(rows[index]) and _follows_heading(found, index, first)):
            found.append((index, rows[index]))
    return found


def _follows_heading(found: list[tuple[int, GridRow]], index: int, first: int) -> bool:
    return index == first or not found or found[-1][0] != index - 1


def _last_line(grid: Grid) -> int:
    return max((cell.last_line for cell in grid.cells), default=grid.before)


def _lines_above(grid: Grid, lines: Sequence[Line], last: Table | None) -> list[Line]:
    """The running lines between the table before and this one, the last few."""
    since = last.last_line if last else 0
    first = min((cell.line for cell in grid.cells), default=0)
    return [line for line in lines if since < line.number < max(first, grid.before + 1) and line.text.strip()][
        -_MOST_ABOVE:
    ]


def _caption(above: list[Line], titles: Iterable[GridRow]) -> tuple[str, str | None]:
    """The words over a table: its caption (title lines, "Phụ lục …") and the numbered heading right above it."""
    texts = [line.text.strip() for line in above]
    section = None
    if texts:
        last = texts[-1] if not texts[-1].startswith("(") or len(texts) < 2 else texts[-2]
        match = _SECTION.match(last)
        if match and len(last) <= _LONGEST_CAPTION and not last.endswith((".", ";")):
            section = last[match.end() :].strip(" :")
    caption: list[str] = []
    for line in reversed(above):
        text = line.text.strip()
        if len(text) > _LONGEST_CAPTION or (text.endswith((".", ";")) and not text.isupper() and not ANNEX.match(text)):
            break
        caption.insert(0, text)
        if re.match(r"(?:phụ lục|bảng|biểu|danh mục|danh sách)\b", text, re.IGNORECASE):
            break
    for row in titles:
        caption += [" ".join(cell.text.split()) for cell in distinct(row) if cell.text.strip()]
    return " ".join(caption), section


def _judge(table: Table) -> Judgement:
    if table.is_mapped:
        if Column.CONTENT in table.columns.meanings:
            return Judgement(TableKind.TASKS, "Cán bộ đã chỉ ra ý nghĩa các cột.")
        return Judgement(TableKind.OTHER, "Cán bộ cho biết bảng không có cột nội dung.")
    over = {title for row in table.rows for title in row.over}
    names_doer = any(doers_in_title(title) for title in over) or bool(_caption_doers(table))
    if table.heading is None and not table.columns.is_doubtful:
        return Judgement(TableKind.OTHER, "Bảng không có hàng tiêu đề và nội dung ô không cho biết là nhiệm vụ.")
    return judge(table.columns, table.headings, table.caption, table.rows, names_doer=names_doer)


def doers_in_title(title: str) -> tuple[str, ...]:
    """The doers a section or caption names ("II. Các phòng chuyên môn", "Nhiệm vụ của UBND các xã"), else ()."""
    plain = split_number(title.strip())[1].strip(" .:;")
    match = _FOR_WHOM.match(plain)
    if match is None:
        is_name = _is_name(plain) and not DUTY.search(plain.split(",")[0])
        return (plain,) if is_name else ()
    who = _DOES.sub("", match["who"])
    if who.isupper():
        return (who,) if _is_name(who) else ()
    return split_units(who) if _is_name(who) and unit_doubt(who[0].upper() + who[1:]) < _DOUBTFUL else ()


def _is_name(words: str) -> bool:
    return bool(words) and len(words.split()) <= _MOST_NAME_WORDS and is_unit_start(words)


def _caption_doers(table: Table) -> tuple[str, ...]:
    """Whom the heading above a table or its caption names; a caption must say so in words ("Nhiệm vụ của …")."""
    caption = _ANNEX_NUMBER.sub("", table.caption)
    if _FOR_WHOM.match(caption):
        return doers_in_title(caption)
    return doers_in_title(table.section) if table.section else ()


def _items(table: Table, context: TimeContext, own_sections: bool, judgement: Judgement) -> list[ItemFacts]:
    columns = table.columns
    heading = next(
        (text for text, column in zip(table.headings, columns.meanings, strict=True) if column is Column.TIME), ""
    )
    around = replace(context.within(table.caption), column=heading)
    has_lead = Column.LEAD in columns.meanings
    by_caption = _caption_doers(table)
    items: list[ItemFacts] = []
    for row in table.rows:
        here = around
        for title in row.over:
            here = here.within(title)
        if row.group:
            here = here.within(row.group) if not re.search(r"\d{4}", row.values.get(Column.TIME, "")) else here
        values = dict(row.values)
        if not values.get(Column.TIME) and not columns.says_when:
            values[Column.TIME] = next(
                (title for title in reversed(row.over) if here.read(title) is not None and len(title.split()) <= 8), ""
            )
        section = row.section or (table.section if own_sections else None)
        lead, helping = doers_of(values.get(Column.LEAD, ""))
        helping += tuple(name for name in helpers_of(values.get(Column.COORDINATING, "")) if name not in helping)
        if not lead:
            lead = _doers_above(row, section) or by_caption
        if not lead and not has_lead:
            lead, more = _asked_in(values.get(Column.CONTENT, ""))
            helping += more
        source = Source(row.first_line, row.quote, row.page or table.grid.page)
        item = make_item(row.stt, section, {Column.TIME: values.get(Column.TIME, ""), **{c: values.get(c, "") for c in (Column.CONTENT, Column.PRODUCT)}}, source, row.last_line,
            mentions=_mentions(row), is_doubtful=judgement.kind is TableKind.UNCLEAR)  # fmt: skip
        period = here.read(item.time_text)
        items.append(replace(item, group=row.group, lead=lead, coordinating=helping, period=period))
    return [item for item in items if item.content]


def _doers_above(row: TableRow, section: str | None) -> tuple[str, ...]:
    for title in reversed(row.over):
        found = doers_in_title(title)
        if found:
            return found
    return doers_in_title(section) if section else ()


def _asked_in(content: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whom the words of a row give it to ("Giao Văn phòng chủ trì, phối hợp với Phòng A rà soát …")."""
    match = _ASKED.match(content)
    if match is None or not is_unit_start(match["who"]):
        return (), ()
    partner = _WITH.match(content[match.end() :].strip())
    return split_units(match["who"].strip(" ,")), split_units(partner["who"].strip(" ,")) if partner else ()


def _mentions(row: TableRow) -> tuple[Mention, ...]:
    """Full dates inside the row's own words, each with its line."""
    found = []
    for column in (Column.CONTENT, Column.PRODUCT):
        cell = row.cells.get(column)
        text = row.values.get(column, "")
        if cell is None or not text:
            continue
        for time in find_times(text):
            period = time.period
            if (
                period is None
                or period.due_on is None
                or len(period.deadlines) != 1
                or period.starts_on is not None
                or not _FULL_DATE.search(time.text)
            ):
                continue
            is_citation = time.objection is not None and "viện dẫn" in time.objection
            source = Source(_line_in(cell.text, cell.line, cell.last_line, time.text), time.text, cell.page)
            found.append(Mention(period.due_on, is_citation, source))
    return tuple(found)


def _line_in(text: str, first: int, last: int, words: str) -> int:
    paragraphs = text.split("\n")
    if len(paragraphs) != last - first + 1:
        return first
    return next((first + place for place, paragraph in enumerate(paragraphs) if words in paragraph), first)


def _facts(table: Table, index: int, judgement: Judgement, count: int) -> TableFacts:
    first = min((cell.line for cell in table.grid.cells), default=table.grid.before)
    samples = tuple(
        tuple(" ".join(cell.text.split()) if cell else "" for cell in row) for _, row in table.body[:_SAMPLES]
    )
    quote = " | ".join(text for text in dict.fromkeys(table.headings) if text)
    return TableFacts(
        index, table.caption, table.headings, table.columns.meanings, judgement.kind, judgement.reason, count,
        Source(first, quote, table.grid.page), samples, table.grid.name, table.is_mapped,
    )  # fmt: skip
