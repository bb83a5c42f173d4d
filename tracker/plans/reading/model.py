"""What every reader hands over: lines with their place in the file, ready-made tables, stamps. No meaning yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

MEBIBYTE: Final = 1024 * 1024
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODF: Final = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class Limits:
    """What a reader may take in before it refuses (product 3.8). One set for all formats."""

    bytes: int = 20 * MEBIBYTE
    lines: int = 200_000
    cells: int = 60_000  # of all tables of a document
    line_characters: int = 20_000


@dataclass(frozen=True)
class Box:
    """A place on a printed page, in points (1/72 inch) from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Line:
    """One physical line: `number` from 1, text without outer blanks, whether a page begins here.

    What a number counts depends on the file: lines of a text, printed lines of a PDF, paragraphs of a DOCX (those of cells
    included), rows of an XLSX (the sheets one behind the other). `page` is the page of a PDF, the sheet of an XLSX, else None.
    `is_after_blank`: an empty line stood before it; in double-spaced text its absence marks another table cell.
    `is_paragraph`: the file itself says that this is one whole paragraph, so nothing need be guessed from widths.
    """

    number: int
    text: str
    page: int | None = None
    starts_page: bool = False
    is_after_blank: bool = True
    raw: str = ""  # as it stands, where tabs matter
    is_paragraph: bool = False
    style: str = ""  # the paragraph style's name: "Heading 2", "List Bullet"
    is_bold: bool = False  # all of its letters are
    is_centred: bool = False
    box: Box | None = None  # PDF only
    starts_paragraph: bool | None = (
        None  # known from the place of the words on the page; None: to be guessed from widths
    )

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
class GridCell:
    r"""One cell of a table, merges resolved: it stands once, at its upper left place, and says how far it reaches.

    `text` keeps the paragraphs of the cell, parted by "\n". `line` and `last_line` are the numbers of its lines in `physical`.
    """

    row: int
    column: int
    text: str
    line: int
    last_line: int
    rows: int = 1
    columns: int = 1
    page: int | None = None
    is_bold: bool = False
    day: date | None = None  # a true date of a spreadsheet; `text` then holds it as d/m/yyyy


@dataclass(frozen=True)
class Grid:
    """A table as the file holds it, cells in reading order. One that goes on over pages is one grid, repeated headings gone.

    `before` is the number of the last running line above it (0: none): the caption and the section stand there.
    """

    cells: tuple[GridCell, ...]
    height: int
    width: int
    before: int
    page: int | None = None  # where it begins
    name: str = ""  # the sheet's name
    is_nested: bool = False  # stands inside a cell of another table

    def rows(self) -> Iterator[tuple[GridCell | None, ...]]:
        """Row by row, the cell that covers each place, whether it begins there or not; None where there is none."""
        places: dict[tuple[int, int], GridCell] = {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }
        for row in range(self.height):
            yield tuple(places.get((row, column)) for column in range(self.width))


@dataclass(frozen=True)
class Page:
    """A printed page of a PDF: its number from 1 and its size in points."""

    number: int
    width: float
    height: float


@dataclass(frozen=True)
class Reading:
    """A document as lines. `lines` are the running text; `physical` every line as it stands, for the review page.

    Text inside `grids` stands in `physical` but not in `lines`. Plain text has no grids: its tables are flattened lines.
    """

    lines: tuple[Line, ...]
    media_type: str
    physical: tuple[Line, ...] = ()
    notes: tuple[Note, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    encoding: str = "utf-8"
    is_double_spaced: bool = False
    grids: tuple[Grid, ...] = ()
    pages: tuple[Page, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
