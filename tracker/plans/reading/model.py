"""What every reader hands over: lines with their place in the file, ready-made tables, stamps. No meaning yet."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What a reader may take in before it refuses (product 3.8). One set for all formats."""

    bytes: int = 20 * MEBIBYTE
    lines: int = 200_000
    line_characters: int = 20_000


@dataclass(frozen=True)
class Line:
    """One physical line: `number` from 1, text without outer blanks, whether a page begins here.

    `is_after_blank`: an empty line stood before it; in double-spaced text its absence marks another table cell.
    """

    number: int
    text: str
    page: int | None = None
    starts_page: bool = False
    is_after_blank: bool = True
    raw: str = ""  # as it stands, where tabs matter

    @property
    def raw_or_text(self) -> str:
        return self.raw or self.text


@dataclass(frozen=True)
class Stamp:
    """A digital signature's trace in the text: when, and where it stood. The signer's name is not kept."""

    signed_at: datetime
    line: int


@dataclass(frozen=True)
class Note:
    """A footnote, taken out of the running text."""

    number: int
    text: str
    line: int


@dataclass(frozen=True)
class Reading:
    """A document as lines. `lines` are the running text; `physical` every line as it stands, for the review page."""

    lines: tuple[Line, ...]
    media_type: str
    physical: tuple[Line, ...] = ()
    notes: tuple[Note, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    encoding: str = "utf-8"
    is_double_spaced: bool = False
    metadata: dict[str, str] = field(default_factory=dict)
