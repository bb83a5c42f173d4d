"""What understanding hands over: facts with their source. Frozen, no units and no database (product 3.8)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.periods import Period
from tracker.plans.understanding.words import Column


@dataclass(frozen=True)
class Source:
    """Where a fact stands: page or physical line, and the exact words."""

    line: int | None
    quote: str
    page: int | None = None


@dataclass(frozen=True)
class Proposal:
    """A value the document suggests but does not state, and why."""

    value: str  # "2024-11-08", or "2025-10" where only the month is known
    reason: str
    source: Source


@dataclass(frozen=True)
class DocumentFacts:
    """The head of the document. `number` is None while văn thư has not given one; `symbol` is then what is known."""

    number: str | None
    symbol: str
    issued_on: date | None
    issuer: str
    kind: str  # ke_hoach | cong_van | quyet_dinh | thong_bao | other (product 4.3)
    title: str
    school_year: str | None
    head_year: int | None = None
    addressees: tuple[str, ...] = ()
    issue_proposals: tuple[Proposal, ...] = ()
    latest_cited: Source | None = None
    latest_cited_on: date | None = None
    head_source: Source | None = None


@dataclass(frozen=True)
class Mention:
    """A date that stands inside a row's own words."""

    on: date
    is_citation: bool
    source: Source


@dataclass(frozen=True)
class ItemFacts:
    """One appendix row. `source` is the row's first line; `mentions` are dates inside its words."""

    stt: str
    section: str | None
    group: str | None
    content: str
    product: str | None
    time_text: str
    period: Period | None
    lead: tuple[str, ...]
    coordinating: tuple[str, ...]
    source: Source
    last_line: int
    mentions: tuple[Mention, ...] = ()
    is_doubtful: bool = False  # the columns could not be told apart with confidence
    is_numbered: bool = True  # the document numbers the row itself; else `stt` is its place among the rows


@dataclass(frozen=True)
class ProseDeadline:
    """A deadline in running text. `context` is the whole paragraph."""

    time_text: str
    period: Period
    who: tuple[str, ...]
    what: str
    recipient: str | None
    via: str | None
    source: Source
    context: str = ""
    section: str = ""  # "VI.3. Các cơ sở giáo dục": the numbered heading it stands under
    is_who_inferred: bool = False  # taken from heading or addressees, not from the sentence


@dataclass(frozen=True)
class CitedDate:
    """A date or time that is not a deadline, and why."""

    text: str
    on: date | None
    reason: str
    source: Source


@dataclass(frozen=True)
class Definition:
    """ "(sau đây gọi chung là X)": from here on `term` means `meaning`."""

    term: str
    meaning: str
    source: Source


class TableKind(StrEnum):
    """What a table is for the plan: rows of work, something else, or not to be told from its headings."""

    TASKS = "tasks"
    OTHER = "other"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class TableFacts:
    """One table as it was understood, so that an officer can see it and map its columns (product 3.8).

    `index` is its place in `Understood.tables` and the key of `understand(columns=)`. `headings`, `columns` and each of
    `samples` (its first rows) have one entry for each column of the table, in order. `reason` says in Vietnamese why it
    is taken for what it is. `source` is its first line, quoted with its headings.
    """

    index: int
    caption: str
    headings: tuple[str, ...]
    columns: tuple[Column, ...]
    kind: TableKind
    reason: str
    items: int
    source: Source
    samples: tuple[tuple[str, ...], ...] = ()
    name: str = ""  # the sheet's name
    is_mapped: bool = False  # the officer said what the columns are


@dataclass(frozen=True)
class Understood:
    """Everything read out of one document."""

    document: DocumentFacts
    items: tuple[ItemFacts, ...]
    deadlines: tuple[ProseDeadline, ...]
    cited_dates: tuple[CitedDate, ...] = ()
    definitions: tuple[Definition, ...] = ()
    unclear_recurrences: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    tables: tuple[TableFacts, ...] = ()
