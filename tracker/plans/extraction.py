"""One document from bytes to facts and doubts: reading, understanding, checking, without a database (product 4.2)."""

from datetime import date

from tracker.plans.checking import check
from tracker.plans.reading import Reading, read
from tracker.plans.understanding import Understood, understand
from tracker.plans.warning import PlanWarning

Warned = PlanWarning


def read_document(data: bytes, *, file_name: str, today: date) -> tuple[Reading, Understood, tuple[PlanWarning, ...]]:
    """`data` as text, facts and warnings. Raises UnreadableDocument with a sentence for the officer.

    `today` only dates what a document leaves open: a recurring deadline of an undated document falls first after today.
    """
    reading = read(data, file_name=file_name)
    understood = understand(reading, today=today)
    return reading, understood, check(understood)
