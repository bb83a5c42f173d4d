"""Understanding: lines -> items, deadlines and the document's own facts. No units, no database (product 3.8)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from tracker.patterns import regex
from tracker.periods import Period
from tracker.plans.reading import Line, Reading
from tracker.plans.understanding.delimited import find_delimited
from tracker.plans.understanding.facts import (
    CitedDate,
    Definition,
    DocumentFacts,
    ItemFacts,
    Mention,
    Proposal,
    ProseDeadline,
    Source,
    TableFacts,
    TableKind,
    Understood,
)
from tracker.plans.understanding.grids import gather_tables, items_of_tables
from tracker.plans.understanding.head import latest_cited, read_head
from tracker.plans.understanding.headings import find_headings
from tracker.plans.understanding.items import items_of
from tracker.plans.understanding.labelled import find_labelled
from tracker.plans.understanding.passages import Passage, passages_of
from tracker.plans.understanding.prose import read_prose
from tracker.plans.understanding.rows import cut_tables
from tracker.plans.understanding.table_times import context_of, in_context
from tracker.plans.understanding.words import UNIT_START, Column

__all__ = [
    "CitedDate",
    "Column",
    "Definition",
    "DocumentFacts",
    "ItemFacts",
    "Mention",
    "Proposal",
    "ProseDeadline",
    "Source",
    "TableFacts",
    "TableKind",
    "Understood",
    "understand",
]

_DEFINED: Final = regex(
    r"\s*\((?:sau đây\s+)?(?:được\s+)?gọi\s+(?:chung\s+|tắt\s+)?là\s+(?P<term>[^()]{2,80})\)", re.IGNORECASE
)

_NAME_START: Final = regex(r"\bcác\s", re.IGNORECASE)


def understand(
    reading: Reading, *, today: date | None = None, columns: Mapping[int, tuple[Column, ...]] | None = None
) -> Understood:
    """Items of the task tables, deadlines of the running text, and the head, each with its source.

    A recurring deadline that names its day falls first after the date of issue; where that is blank, after `today`.
    `columns`: what an officer says the columns of a table are, by the table's index in `Understood.tables`.
    """
    reading = replace(reading, lines=_with_layout(reading, columns or {}))
    drawn, lines_taken = find_delimited(reading.lines)
    lines = tuple(line for index, line in enumerate(reading.lines) if index not in lines_taken)
    flattened = cut_tables(lines, find_headings(lines))
    cut = [(item, table.caption) for table in flattened for item in items_of(table)]
    taken = {index for table in flattened for index in range(table.heading.first, table.end)}
    running = tuple(line for index, line in enumerate(lines) if index not in taken)
    passages = passages_of(running)
    labelled, passages = find_labelled(passages)
    cut += [(item, "") for item in labelled]
    document = read_head(reading, passages)
    context = context_of(document)
    tables, _ = gather_tables((*reading.grids, *drawn), running, columns or {})
    found, table_facts = items_of_tables(tables, context)
    items = [in_context(item, context.within(caption)) for item, caption in cut] + found
    definitions = tuple(_definitions(passages))
    prose = read_prose(passages, document, {d.term.lower(): d.meaning for d in definitions})
    since = document.issued_on or today
    deadlines = tuple(replace(deadline, period=_first_after(deadline.period, since)) for deadline in prose.deadlines)
    document = _with_latest(document, prose.cited, deadlines)
    return Understood(
        document=document,
        items=tuple(
            replace(item, period=_first_after(item.period, since) if item.period else None)
            for item in sorted(items, key=lambda item: item.source.line or 0)
        ),
        deadlines=deadlines,
        cited_dates=tuple(prose.cited) + tuple(_row_mentions(items)),
        definitions=definitions,
        unclear_recurrences=tuple(prose.unclear),
        tables=tuple(table_facts),
    )


def _with_layout(reading: Reading, columns: Mapping[int, tuple[Column, ...]]) -> tuple[Line, ...]:
    """The running text with the words of grids that are no tables: letterheads, signatures, frames."""
    _, layout = gather_tables(reading.grids, reading.lines, columns)
    known = {line.number for line in reading.lines}
    spans = [(cell.line, cell.last_line) for grid in layout for cell in grid.cells if cell.text.strip()]
    numbers = {number for first, last in spans for number in range(first, last + 1)} - known
    if not numbers:
        return reading.lines
    more = [line for line in reading.physical if line.number in numbers and line.text.strip()]
    return tuple(sorted((*reading.lines, *more), key=lambda line: line.number))


def _definitions(passages: list[Passage]) -> list[Definition]:
    found = []
    for passage in passages:
        for match in _DEFINED.finditer(passage.text):
            before = re.split(r"[.;:()]", passage.text[: match.start()])[-1]
            quote = f"{before}{match[0]}".strip()
            found.append(
                Definition(match["term"].strip(), _meant(before), Source(passage.line_at(match.start("term")), quote))
            )
    return found


def _meant(words: str) -> str:
    """The name alone that a definition shortens: from its last "các …" on, where there is one."""
    starts = [match.start() for match in _NAME_START.finditer(words) if UNIT_START.match(words[match.start() :])]
    return words[starts[-1] :].strip() if starts else words.strip()


def _first_after(period: Period, since: date | None) -> Period:
    return period.first_after(since) if since and period.returns_on else period


def _with_latest(
    document: DocumentFacts, cited: list[CitedDate], deadlines: tuple[ProseDeadline, ...]
) -> DocumentFacts:
    due = [deadline.period.due_on for deadline in deadlines if deadline.period.due_on]
    latest = latest_cited(cited, min(due, default=None))
    if latest is None or latest.on is None:
        return document
    clue = Proposal(latest.on.isoformat(), "không sớm hơn văn bản mới nhất được viện dẫn", latest.source)
    return replace(
        document,
        latest_cited=latest.source,
        latest_cited_on=latest.on,
        issue_proposals=(*document.issue_proposals, clue),
    )


def _row_mentions(items: list[ItemFacts]) -> list[CitedDate]:
    return [
        CitedDate(
            mention.source.quote,
            mention.on,
            "ngày của văn bản được viện dẫn"
            if mention.is_citation
            else "ngày ghi trong nội dung của mục; hạn lấy theo cột thời gian",
            mention.source,
        )
        for item in items
        for mention in item.mentions
        if item.period is None or mention.on not in item.period.deadlines
    ]


def lines_between(reading: Reading, first: int, last: int) -> tuple[Line, ...]:
    """The physical lines `first`..`last`, for showing a passage."""
    return tuple(line for line in reading.physical if first <= line.number <= last)
