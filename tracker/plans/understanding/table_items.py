"""Rows of a task table as items: who leads and helps, when, and where they stand (domain facts 6.4, product 4.3)."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading.model import Grid
from tracker.plans.understanding.costs import period_of
from tracker.plans.understanding.facts import ItemFacts, Mention, Source
from tracker.plans.understanding.items import make_item
from tracker.plans.understanding.print_lines import join_lines
from tracker.plans.understanding.table_columns import Columns
from tracker.plans.understanding.table_doers import doers_of, helpers_of
from tracker.plans.understanding.table_heading import GridHeading, GridRow
from tracker.plans.understanding.table_rows import TableRow, split_number
from tracker.plans.understanding.table_times import TimeContext
from tracker.plans.understanding.times import find_times
from tracker.plans.understanding.units import is_unit_start, split_units, unit_doubt
from tracker.plans.understanding.words import DUTY, Column

_FULL_DATE: Final = regex(r"\d{1,2}\s?[/.]\s?\d{1,2}\s?[/.]\s?\d{4}|ngày\s+\d{1,2}\s+tháng")
_FOR_WHOM: Final = regex(
    r"^(?:(?:(?:danh mục|bảng|phân công)\s+)?(?:các\s+)?(?:nhiệm vụ|công việc|nội dung)(?:\s+(?:trọng tâm|cụ thể|chủ yếu))?\s+(?:của|giao(?:\s+cho)?|do|đối với|cho)|đối với|trách nhiệm(?: của)?|giao(?: cho)?)\s+(?P<who>.+)$",
    re.IGNORECASE,
)
_DOES: Final = regex(r"\s+(?:thực hiện|chủ trì|phụ trách|triển khai|năm \d{4}|tháng \d.*)$", re.IGNORECASE)
_WORK: Final = DUTY.pattern.replace(" |", r"\b|").replace(" )", r"\b)")
_ASKED: Final = regex(
    rf"^(?:Giao|Đề nghị|Yêu cầu)\s+(?:cho\s+)?(?P<who>[^.;:]+?)\s+(?=(?:chủ trì|phối hợp|tham mưu|khẩn trương|chủ động|nghiên cứu|"
    rf"theo dõi|tiếp tục|căn cứ|chỉ đạo|đôn đốc|làm|có|{_WORK}))",
    re.IGNORECASE,
)
_WITH: Final = regex(
    rf"^(?:chủ trì,?\s+)?(?:và\s+)?phối hợp\s+(?:chặt chẽ\s+)?(?:với|cùng)\s+(?P<who>.+?)(?=\s+(?:{_WORK}))",
    re.IGNORECASE,
)
_ANNEX_NUMBER: Final = regex(r"^phụ lục\s*(?:số\s*)?(?:[\dIVX]+|[A-Z]\b)?\s*[.:–-]?\s*", re.IGNORECASE)
_MOST_NAME_WORDS: Final = 25
_DOUBTFUL: Final = 2.5
_MOST_TIME_WORDS: Final = 8


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


def doers_in_title(title: str) -> tuple[str, ...]:
    """The doers a section or caption names ("II. Các phòng chuyên môn", "Nhiệm vụ của UBND các xã"), else ()."""
    plain = split_number(title.strip())[1].strip(" .:;")
    match = _FOR_WHOM.match(plain)
    if match is None:
        return (plain,) if _is_name(plain) and not _does(plain) else ()
    who = _DOES.sub("", match["who"])
    if who.isupper():
        return (who,) if _is_name(who) else ()
    return split_units(who) if _is_name(who) and unit_doubt(who[0].upper() + who[1:]) < _DOUBTFUL else ()


def _does(words: str) -> bool:
    """Whether a title is a sentence about work; "Phòng Tổ chức cán bộ" and "BAN KIỂM TRA" only have a verb in their name."""
    first = words.split(",", maxsplit=1)[0]
    return any(
        match[0][0].islower() or (first.isupper() and len(first[: match.start()].split()) > 1)
        for match in DUTY.finditer(first)
    )


def _is_name(words: str) -> bool:
    return bool(words) and len(words.split()) <= _MOST_NAME_WORDS and is_unit_start(words)


def caption_doers(table: Table) -> tuple[str, ...]:
    """Whom the heading above a table or its caption names; a caption must say so in words ("Nhiệm vụ của …")."""
    caption = _ANNEX_NUMBER.sub("", table.caption)
    if _FOR_WHOM.match(caption):
        return doers_in_title(caption)
    return doers_in_title(table.section) if table.section else ()


def items_of_rows(table: Table, context: TimeContext, *, own_sections: bool, is_doubtful: bool) -> list[ItemFacts]:
    """The rows of a table as items. `own_sections`: headings in the running text are sections; what is empty is left out."""
    columns = table.columns
    heading = next(
        (text for text, column in zip(table.headings, columns.meanings, strict=True) if column is Column.TIME), ""
    )
    around = replace(context.within(table.caption), column=heading)
    has_lead = Column.LEAD in columns.meanings
    by_caption = caption_doers(table)
    items: list[ItemFacts] = []
    for row in table.rows:
        if not row.values.get(Column.CONTENT):
            continue
        here = _context_of(row, around)
        time = (
            row.values.get(Column.TIME, "")
            or _time_in_note(row)
            or ("" if columns.says_when else _time_above(row, here))
        )
        section = row.section or (table.section if own_sections else None)
        lead, helping = doers_of(row.values.get(Column.LEAD, ""))
        helping += tuple(name for name in helpers_of(row.values.get(Column.COORDINATING, "")) if name not in helping)
        if not lead:
            lead = _doers_above(row, section) or by_caption
        if not lead and not has_lead:
            lead, more = _asked_in(row.values[Column.CONTENT])
            helping += more
        values = {column: row.values.get(column, "") for column in (Column.CONTENT, Column.PRODUCT)}
        values[Column.TIME] = join_lines(time.split("\n"))
        item = make_item(
            row.stt, section, values, Source(row.first_line, row.quote, row.page or table.grid.page), row.last_line,
            mentions=_mentions(row), is_doubtful=is_doubtful,
        )  # fmt: skip
        items.append(
            replace(
                item, group=row.group, lead=lead, coordinating=helping, period=here.read_lines(time),
                is_numbered=row.is_numbered,
            )
        )  # fmt: skip
    return items


def _context_of(row: TableRow, around: TimeContext) -> TimeContext:
    """What the headers over a row and its group say of the year and the month."""
    for title in row.over:
        around = around.within(title)
    is_complete = re.search(r"\d{4}", row.values.get(Column.TIME, ""))
    return around if is_complete or not row.group else around.within(row.group)


def _time_in_note(row: TableRow) -> str:
    """The note of a row, where it is nothing but a time."""
    note = row.values.get(Column.NOTE, "")
    return note if period_of(note) is not None else ""


def _time_above(row: TableRow, here: TimeContext) -> str:
    """The header that is a time ("THÁNG 3/2026"), where no column says when."""
    titles = (title for title in reversed(row.over) if len(title.split()) <= _MOST_TIME_WORDS)
    return next((title for title in titles if here.read(title) is not None), "")


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
