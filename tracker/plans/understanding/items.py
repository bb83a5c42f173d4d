"""Rows of task tables as items: cells by meaning, merged groups filled down, sections as doers (domain facts 6.4)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tracker.patterns import regex
from tracker.periods import Period
from tracker.plans.understanding.cells import CutRow, cut_rows
from tracker.plans.understanding.costs import period_of
from tracker.plans.understanding.facts import ItemFacts, Mention, Source
from tracker.plans.understanding.interleaved import line_by_line
from tracker.plans.understanding.print_lines import join_lines
from tracker.plans.understanding.rows import Row, Table
from tracker.plans.understanding.table_doers import doers_of, helpers_of
from tracker.plans.understanding.times import find_times
from tracker.plans.understanding.units import is_unit_start, split_units
from tracker.plans.understanding.words import Column

_HYPHEN_SPACE: Final = regex(r"(?<=[\wĐ])-\s+(?=\d{1,2}/\d{4})")


def items_of(table: Table) -> list[ItemFacts]:
    """The rows of a flattened table as items, in order."""
    columns = tuple(column for column in table.heading.columns if column is not Column.NUMBER)
    items: list[ItemFacts] = []
    rows, goes_on = line_by_line(table.rows)
    for row, cut, more in zip(table.rows, cut_rows(rows, table.heading.columns), goes_on, strict=True):
        values: dict[Column, str] = {
            column: cell.text for column, cell in zip(columns, cut.cells, strict=True) if column is not Column.OTHER
        }
        if more:
            values[Column.CONTENT] = join_lines([values.get(Column.CONTENT, ""), more])
        items.append(
            make_item(
                row.stt,
                row.section,
                values,
                _row_source(row),
                row.last_line,
                mentions=_mentions(row),
                is_doubtful=cut.is_doubtful,
            )
        )
    return finish_items(items, Column.LEAD in columns)


def make_item(
    stt: str,
    section: str | None,
    values: dict[Column, str],
    source: Source,
    last_line: int,
    *,
    mentions: tuple[Mention, ...] = (),
    is_doubtful: bool = False,
) -> ItemFacts:
    """One item from the texts of its cells."""
    lead, helping = doers_of(values.get(Column.LEAD, ""))
    time_text = _HYPHEN_SPACE.sub("-", values.get(Column.TIME, ""))
    return ItemFacts(
        stt=stt,
        section=section,
        group=values.get(Column.GROUP) or None,
        content=values.get(Column.CONTENT, ""),
        product=values.get(Column.PRODUCT) or None,
        time_text=time_text,
        period=period_in(time_text),
        lead=lead,
        coordinating=(*helping, *helpers_of(values.get(Column.COORDINATING, ""))),
        source=source,
        last_line=last_line,
        mentions=mentions,
        is_doubtful=is_doubtful,
    )


def period_in(text: str) -> Period | None:
    """The period of a time cell: the whole text, else the one time that stands in it and is not the date of a paper."""
    if not text:
        return None
    period = period_of(text)
    if period is not None:
        return period
    found = [
        time.period for time in find_times(text) if time.period is not None and "viện dẫn" not in (time.objection or "")
    ]
    return replace(found[0], text=text) if len(found) == 1 else None


def finish_items(items: Sequence[ItemFacts], has_lead_column: bool) -> list[ItemFacts]:
    """Fill merged groups down, drop rows that only head their children, take sections for doers where no column names any."""
    finished: list[ItemFacts] = []
    group: str | None = None
    has_groups = any(item.group for item in items)
    for index, item in enumerate(items):
        following = items[index + 1] if index + 1 < len(items) else None
        is_parent = (
            following is not None
            and following.stt.startswith(f"{item.stt.rstrip('.')}.")
            and following.section == item.section
        )
        if is_parent and not item.time_text and not item.lead:
            group = item.content
            continue
        if item.group:
            group = item.group
        is_child = "." in item.stt.rstrip(".")
        own = item.group or (group if has_groups or is_child else None)
        lead = item.lead
        if not has_lead_column and item.section and is_unit_start(item.section):
            lead = split_units(item.section)
        finished.append(replace(item, group=own, lead=lead))
    return finished


def _row_source(row: Row) -> Source:
    quote = join_lines(line.text for fragment in row.fragments for line in fragment)
    page = next((line.page for fragment in row.fragments for line in fragment), None)
    return Source(row.first_line, f"{row.stt}. {quote}", page)


def _mentions(row: Row) -> tuple[Mention, ...]:
    """Full dates inside the row, each with its physical line."""
    text, places = "", []
    for fragment in row.fragments:
        for line in fragment:
            places.append((len(text), line))
            text += f"{line.text} "
    found = []
    for time in find_times(text):
        if (
            time.period is None
            or time.period.due_on is None
            or len(time.period.deadlines) != 1
            or time.period.starts_on is not None
        ):
            continue
        line = max((place for place in places if place[0] <= time.digits_at), key=lambda place: place[0])[1]
        is_citation = time.objection is not None and "viện dẫn" in time.objection
        if not re.search(r"\d{1,2}\s?[/.]\s?\d{1,2}\s?[/.]\s?\d{4}|ngày\s+\d{1,2}\s+tháng", time.text):
            continue
        found.append(Mention(time.period.due_on, is_citation, Source(line.number, time.text, line.page)))
    return tuple(found)


__all__ = ["CutRow", "finish_items", "items_of", "make_item", "period_in"]
