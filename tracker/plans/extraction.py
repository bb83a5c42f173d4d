"""One document from bytes to facts and doubts: reading, understanding, checking, without a database (product 4.2)."""

from collections.abc import Mapping
from datetime import date

from tracker.plans.checking import check
from tracker.plans.reading import Reading, read
from tracker.plans.reading.progress import tell
from tracker.plans.understanding import Understood, understand
from tracker.plans.understanding.words import Column
from tracker.plans.warning import PlanWarning, WarningCode, word

Warned = PlanWarning
ReadDocument = tuple[Reading, Understood, tuple[PlanWarning, ...]]


def read_document(
    data: bytes, *, file_name: str, today: date, columns: Mapping[int, tuple[Column, ...]] | None = None
) -> ReadDocument:
    """`data` as text, facts and warnings, in this process. Raises UnreadableDocument with a sentence for the officer.

    `today` only dates what a document leaves open: a recurring deadline of an undated document falls first after today.
    `columns`: what an officer says the columns of a table are, by the table's index in `Understood.tables`.
    Servers and commands ask `reading.confined`, which runs this in a child with limits.
    """
    tell("open")
    reading = read(data, file_name=file_name)
    tell("understand")
    understood = understand(reading, today=today, columns=columns)
    tell("check")
    return reading, understood, (*_unread(reading), *check(understood))


def _unread(reading: Reading) -> tuple[PlanWarning, ...]:
    """The doubt that pages without text leave: what stands on them is not in the lists."""
    pages = reading.metadata.get("pages_without_text")
    if not pages:
        return ()
    return (PlanWarning(WarningCode.PAGES_UNREAD, word(WarningCode.PAGES_UNREAD, pages=pages)),)
