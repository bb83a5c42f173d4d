"""XLSX -> lines and grids: every visible sheet as it shows, merges resolved, titles and notes around the tables as lines."""

import io
import posixpath
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree.ElementTree import ParseError  # only the name of the error that defusedxml's parser raises
from zipfile import BadZipFile

import openpyxl
from defusedxml.common import DefusedXmlException
from lxml import etree

from tracker.errors import UnreadableDocument
from tracker.patterns import regex
from tracker.plans.reading.model import XLSX, Limits, Reading
from tracker.plans.reading.package import BROKEN, Package
from tracker.plans.reading.refusing import refuse_legacy_fonts, refuse_secret
from tracker.plans.reading.xlsx_regions import Sheet, SheetCell, Writer
from tracker.plans.reading.xlsx_values import shown

if not openpyxl.DEFUSEDXML:  # pragma: no cover - the requirements name it
    raise ImportError("openpyxl must read with defusedxml")

_EMPTY: Final = "Bảng tính trống, không có chữ nào để đọc."
_TOO_LONG: Final = "Bảng tính có quá nhiều ô (giới hạn {count} ô có chữ). Đề nghị tách thành nhiều tệp rồi tải lại."
_MOST_ELEMENTS: Final = 1_500_000  # cells, empty ones with a border included, of all sheets
_MOST_SHEETS: Final = 100
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_REFERENCE: Final = regex(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BROKEN_ERRORS: Final = (
    KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError, EOFError, OSError, BadZipFile, ParseError,
    etree.LxmlError, DefusedXmlException, RecursionError, NotImplementedError,
)  # fmt: skip  # what openpyxl is known to raise over damaged parts


@dataclass
class _Frame:
    """What a sheet's own part says beside its values: merged ranges (row, column, rows, columns), hidden rows and columns."""

    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def read_xlsx(data: bytes, limits: Limits) -> Reading:
    """The visible sheets of an XLSX. Raises UnreadableDocument for what is broken, empty, bursting or in old fonts."""
    package = Package(data)
    parts = _sheet_parts(package)
    if len(parts) > _MOST_SHEETS or sum(package.xml(part).count(b"<c ") for part in parts.values()) > _MOST_ELEMENTS:
        raise UnreadableDocument(_TOO_LONG.format(count=f"{limits.cells:,}".replace(",", ".")))
    for name in package.names:
        if name.endswith((".xml", ".rels")):
            package.xml(name)  # refuses what declares a document type
    writer = Writer()
    fonts: set[str] = set()
    try:
        sheets = list(_sheets(data, package, parts, limits, fonts))
    except _BROKEN_ERRORS as error:
        raise UnreadableDocument(BROKEN) from error
    for sheet in sheets:
        writer.add(sheet)
    if not writer.physical:
        raise UnreadableDocument(_EMPTY)
    refuse_legacy_fonts([line.text for line in writer.physical], fonts)
    for ordinal in range(1, len(sheets) + 1):
        refuse_secret(line.text for line in writer.lines if line.page == ordinal)
    return Reading(
        lines=tuple(writer.lines),
        media_type=XLSX,
        physical=tuple(writer.physical),
        grids=tuple(writer.grids),
        metadata={"sheets": "\n".join(sheet.name for sheet in sheets)},
    )


def _sheet_parts(package: Package) -> dict[str, str]:
    """Sheet name -> the part that holds it."""
    main, _ = package.main()
    folder, _, file = main.rpartition("/")
    try:
        book = etree.fromstring(package.xml(main), _parser())
        relations = etree.fromstring(package.xml(posixpath.join(folder, "_rels", f"{file}.rels")), _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(BROKEN) from error
    targets = {one.get("Id"): one.get("Target", "") for one in relations if isinstance(one.tag, str)}
    return {
        sheet.get("name", ""): posixpath.normpath(
            posixpath.join("/", folder, targets.get(sheet.get(_RELATION), ""))
        ).lstrip("/")
        for sheet in book.iterfind("{*}sheets/{*}sheet")
    }


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _sheets(data: bytes, package: Package, parts: dict[str, str], limits: Limits, fonts: set[str]) -> Iterator[Sheet]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out: filters, validations, headers
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        ordinal = count = 0
        for page in book.worksheets:
            if page.sheet_state != "visible":
                continue
            ordinal += 1
            sheet = Sheet(ordinal, page.title)
            frame = _frame(package.xml(parts.get(page.title, "")))
            covered = _covered(frame, sheet)
            page.reset_dimensions()  # what a file says of its own size is often wrong
            for cell in _filled(page):
                place = (cell.row, cell.column)
                if place[0] in frame.hidden_rows and place not in sheet.merges:
                    continue
                if place in covered or (place[1] in frame.hidden_columns and place not in sheet.merges):
                    continue
                what = shown(cell.value, cell.number_format)
                if not what.text:
                    continue
                count += 1
                if count > limits.cells or len(what.text) > limits.line_characters * 2:
                    raise UnreadableDocument(_TOO_LONG.format(count=f"{limits.cells:,}".replace(",", ".")))
                font = cell.font
                fonts.add(str(font.name or ""))
                is_centred = cell.alignment.horizontal in {"center", "centerContinuous"}
                sheet.cells[place] = SheetCell(what.text, what.day, bool(font.b), is_centred)
            sheet.hide(frame.hidden_rows, frame.hidden_columns)
            yield sheet
        book.close()


def _filled(page: Any) -> Iterator[Any]:
    """The cells of a sheet that hold a value. Raises ValueError behind the last row a sheet can have."""
    for number, row in enumerate(page.rows, start=1):  # rows left out in the file are made up, however many
        if number > _LAST_ROW:
            raise ValueError("a row beyond the last")
        for cell in row:
            if cell.value is not None:
                yield cell


def _covered(frame: _Frame, sheet: Sheet) -> set[tuple[int, int]]:
    """The places that merged cells hide; the merges themselves go to `sheet`. A range over a whole column covers little."""
    hidden: set[tuple[int, int]] = set()
    for row, column, rows, columns in frame.merges:
        sheet.merges[row, column] = (rows, columns)
        if rows * columns <= 100_000:
            hidden |= {(r, c) for r in range(row, row + rows) for c in range(column, column + columns)}
            hidden.discard((row, column))
    return hidden


def _frame(part: bytes) -> _Frame:
    frame = _Frame()
    if not part:
        return frame
    # the elements that matter, each forgotten once seen: a sheet may be large
    for _, element in etree.iterparse(
        io.BytesIO(part), tag=("{*}row", "{*}col", "{*}mergeCell"), resolve_entities=False
    ):
        kind = etree.QName(element).localname
        if kind == "mergeCell" and (found := _range(element.get("ref", ""))):
            frame.merges.append(found)
        elif kind == "row" and _is_hidden(element, "ht"):
            frame.hidden_rows.add(int(element.get("r", "0")))
        elif kind == "col" and _is_hidden(element, "width"):
            last = min(int(element.get("max", "0")), _LAST_COLUMN)
            frame.hidden_columns.update(range(int(element.get("min", "0")), last + 1))
        element.clear()
    return frame


def _is_hidden(element: Any, size: str) -> bool:
    return element.get("hidden", "0") in {"1", "true"} or element.get(size) in {"0", "0.0"}


def _range(reference: str) -> tuple[int, int, int, int] | None:
    found = _REFERENCE.fullmatch(reference)
    if found is None or found[3] is None:
        return None
    left, right = _column(found[1]), _column(found[3])
    top, bottom = int(found[2]), int(found[4])
    if not (0 < top <= bottom <= _LAST_ROW and 0 < left <= right <= _LAST_COLUMN):
        return None
    return top, left, bottom - top + 1, right - left + 1


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
