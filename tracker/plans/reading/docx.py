"""DOCX -> lines and grids: the body in document order, python-docx's XML model underneath, page furniture left out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from docx.oxml.parser import parse_xml
from lxml.etree import XMLSyntaxError

from tracker.errors import UnreadableDocument
from tracker.patterns import regex
from tracker.plans.reading.cleaning import clean_text, one_line
from tracker.plans.reading.docx_lists import Numbering
from tracker.plans.reading.docx_styles import NumberedBy, Style, Styles, W, numbered_by, switch, value
from tracker.plans.reading.docx_tables import RawTable, cells_of, is_layout, is_letterhead
from tracker.plans.reading.docx_text import Words, words_of
from tracker.plans.reading.model import DOCX, Grid, GridCell, Limits, Line, Note, Reading
from tracker.plans.reading.package import BROKEN, Package
from tracker.plans.reading.refusing import refuse_legacy_fonts, refuse_secret

_EMPTY: Final = "Tệp trống, không có chữ nào để đọc."
_PICTURES: Final = "Tệp chỉ có ảnh chụp, không có chữ để đọc. Đề nghị dùng bản văn bản điện tử thay cho bản chụp."
_TOO_LONG: Final = "Văn bản có quá {count} đoạn hoặc ô bảng, quá dài để đọc. Đề nghị tách phụ lục rồi tải lại."
_WRAPPERS: Final = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "body")
)
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL: Final = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENTS: Final = regex(r"toc \d|table of figures", re.IGNORECASE)
_BEGINS_LINE: Final = regex(
    r"[-–+•*]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|[a-zđ][.)]\s|\(?(?:Kèm theo|Ban hành kèm)\b|Nơi nhận|Kính gửi|Số\s*:"
)
_ENDS_LINE: Final = regex(r"[.;:!?/…]$")
_RULE: Final = regex(r"[\s_—―=~*.·…-]*")  # drawn under a title
_CORE: Final = {
    "title": "title",
    "subject": "subject",
    "creator": "author",
    "created": "created",
    "modified": "modified",
}


def read_docx(data: bytes, limits: Limits) -> Reading:
    """The paragraphs and tables of a DOCX. Raises UnreadableDocument for what is broken, empty, bursting or in old fonts."""
    package = Package(data)
    main, _ = package.main()
    folder = main.rpartition("/")[0]
    prefix = f"{folder}/" if folder else ""
    document = _parsed(package, main)
    body = document.find(W + "body") if document is not None else None
    if body is None:
        raise UnreadableDocument(BROKEN)
    try:
        walk = _walked(body, package, prefix, limits)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:  # a number that is none, a tree too deep
        raise UnreadableDocument(BROKEN) from error
    if not walk.physical:
        has_picture = any(name.startswith(f"{prefix}media/") for name in package.names)
        raise UnreadableDocument(_PICTURES if has_picture else _EMPTY)
    refuse_legacy_fonts(
        [line.text for line in walk.physical], _fonts(document, _parsed(package, f"{prefix}styles.xml"))
    )
    refuse_secret(_page_heads(package, prefix))
    return Reading(
        lines=tuple(walk.lines),
        media_type=DOCX,
        physical=tuple(walk.physical),
        notes=tuple(walk.notes),
        grids=tuple(grid for grid in walk.grids if grid is not None),
        metadata=_metadata(package),
    )


def _walked(body: Any, package: Package, prefix: str, limits: Limits) -> "_Walk":
    styles = Styles(_parsed(package, f"{prefix}styles.xml"))
    walk = _Walk(styles, Numbering(_parsed(package, f"{prefix}numbering.xml")), limits)
    walk.blocks(body, None)
    walk.add_notes({kind: _parsed(package, f"{prefix}{kind}s.xml") for kind in ("footnote", "endnote")})
    return walk


def _parsed(package: Package, name: str) -> Any:
    """The root of an XML part, None where there is none. python-docx's parser resolves no entities.

    The strict form of the format has other names for the same things.
    """
    data = package.xml(name).replace(_STRICT, _USUAL)
    if not data:
        return None
    try:
        return parse_xml(data)
    except (XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(BROKEN) from error


def _fonts(*roots: Any) -> set[str]:
    return {
        name
        for root in roots
        if root is not None
        for fonts in root.iter(W + "rFonts")
        for name in fonts.attrib.values()
    }


def _page_heads(package: Package, prefix: str) -> list[str]:
    """The paragraphs of the pages' headers: no text of the document, but the mark of secrecy may stand there."""
    names = [name for name in package.names if re.fullmatch(rf"{re.escape(prefix)}header\d*\.xml", name)]
    roots = [root for name in names[:20] if (root := _parsed(package, name)) is not None]
    return [
        one_line("".join(text.text or "" for text in paragraph.iter(W + "t")))
        for root in roots
        for paragraph in root.iter(W + "p")
    ]


def _metadata(package: Package) -> dict[str, str]:
    root = _parsed(package, "docProps/core.xml")
    found = (
        {}
        if root is None
        else {child.tag.rpartition("}")[2]: one_line(child.text or "") for child in root if isinstance(child.tag, str)}
    )
    return {key: found[name][:300] for name, key in _CORE.items() if found.get(name)}


@dataclass
class _Cell:
    """The paragraphs of one cell while it is walked."""

    lines: list[Line] = field(default_factory=list)


class _Walk:
    """The body paragraph by paragraph; everything that is printed is numbered in `physical`."""

    def __init__(self, styles: Styles, numbering: Numbering, limits: Limits) -> None:
        self.styles = styles
        self.numbering = numbering
        self.limits = limits
        self.lines: list[Line] = []
        self.physical: list[Line] = []
        self.notes: list[Note] = []
        self.grids: list[Grid | None] = []  # None holds the place of an outer table while its cells are walked
        self._note_ids: list[tuple[str, str]] = []
        self._cells = 0
        self._is_after_blank = True
        self._starts_page = True
        self._carried = ""  # the words of a paragraph whose end was deleted: they run into the next one

    def blocks(self, container: Any, cell: _Cell | None) -> None:
        """Every paragraph and table in `container`, into `cell` or the running text."""
        for child in container:
            if child.tag == W + "p":
                self._paragraph(child, cell)
            elif child.tag == W + "tbl":
                self._table(child, cell)
            elif child.tag in _WRAPPERS:
                self.blocks(child, cell)

    def _paragraph(self, element: Any, cell: _Cell | None) -> None:
        properties = element.find(W + "pPr")
        style = self.styles.of(value(properties, "pStyle"))
        words = words_of(element, style, self.styles)
        self._note_ids += words.notes
        if switch(properties, "pageBreakBefore") or words.starts_page:
            self._starts_page = True
        text, self._carried = self._carried + words.text, ""
        mark = properties.find(f"{W}rPr/{W}del") if properties is not None else None
        if mark is not None:
            self._carried = text
        else:
            self._add(text, properties, style, words, cell)
        for box in words.boxes:
            self.blocks(box, cell)
        if words.ends_page or (properties is not None and properties.find(W + "sectPr") is not None):
            self._starts_page = True

    def _add(self, text: str, properties: Any, style: Style, words: Words, cell: _Cell | None) -> None:
        own: NumberedBy | None = numbered_by(properties)
        is_centred = (value(properties, "jc") or style.alignment) == "center"
        parts = [part for part in clean_text(text).replace("\f", "\n").split("\n") if part.strip()]
        if cell is None:
            parts = [part for part in parts if not _RULE.fullmatch(part)]
        is_counted = cell is not None and (own or style.numbering) is not None  # the number alone fills the cell
        marker = self.numbering.marker(own, style) if parts or is_counted else ""
        if marker:
            parts = [f"{marker} {parts[0]}" if parts else marker, *parts[1:]]
        if cell is None and not is_centred:
            parts = _joined(parts)
        for part in parts:
            self._line(part, style, words, cell, is_centred=is_centred)
        if not parts:
            self._is_after_blank = True

    def _line(self, part: str, style: Style, words: Words, cell: _Cell | None, *, is_centred: bool) -> None:
        text = " ".join(part.split())
        line = Line(
            number=len(self.physical) + 1,
            text=text,
            starts_page=self._starts_page,
            is_after_blank=self._is_after_blank,
            raw=part.strip() if "\t" in part.strip() else "",
            is_paragraph=True,
            style=style.name,
            is_bold=words.is_bold,
            is_centred=is_centred,
        )
        self._starts_page = self._is_after_blank = False
        if line.number > self.limits.lines or len(text) > self.limits.line_characters:
            raise UnreadableDocument(_TOO_LONG.format(count=_thousands(self.limits.lines)))
        self.physical.append(line)
        if cell is not None:
            cell.lines.append(line)
        elif not _CONTENTS.match(style.name):
            self.lines.append(line)

    def _table(self, element: Any, cell: _Cell | None) -> None:
        cells = cells_of(element)
        self._cells += len(cells.cells)
        if self._cells > self.limits.cells:
            raise UnreadableDocument(_TOO_LONG.format(count=_thousands(self.limits.cells)))
        texts = [_plain(paragraph) for paragraph in element.iter(W + "p")] if cells.height <= 8 else []
        if is_layout(element, cells, texts, self.styles):
            by_column = is_letterhead(texts)
            for raw in sorted(cells.cells, key=lambda one: (one.column, one.row)) if by_column else cells.cells:
                self.blocks(raw.element, cell)
                self._is_after_blank = True
            return
        place = len(self.grids)
        self.grids.append(None)
        before = self.lines[-1].number if self.lines else 0
        self.grids[place] = self._grid(cells, before, is_nested=cell is not None)
        self._is_after_blank = True

    def _grid(self, table: RawTable, before: int, *, is_nested: bool) -> Grid:
        made = []
        for raw in table.cells:
            cell = _Cell()
            first = len(self.physical) + 1
            self.blocks(raw.element, cell)
            last = max(len(self.physical), first)
            lines = cell.lines
            made.append(
                GridCell(
                    row=raw.row,
                    column=raw.column,
                    text="\n".join(line.text for line in lines),
                    line=lines[0].number if lines else first,
                    last_line=lines[-1].number if lines else last,
                    rows=raw.rows,
                    columns=raw.columns,
                    is_bold=bool(lines) and all(line.is_bold for line in lines),
                )
            )
        end = max(len(self.physical), 1)
        made = [_within(cell, end) for cell in made]
        return Grid(tuple(made), table.height, table.width, before, is_nested=is_nested)

    def add_notes(self, roots: dict[str, Any]) -> None:
        """The foot- and endnotes referred to, in order, printed behind the text."""
        elements = {
            (kind, element.get(W + "id", "")): element
            for kind, root in roots.items()
            if root is not None
            for element in root.iterfind(W + kind)
            if element.get(W + "type", "normal") == "normal"
        }
        counts = {"footnote": 0, "endnote": 0}
        for kind, note_id in self._note_ids:
            element = elements.pop((kind, note_id), None)
            if element is None:
                continue
            counts[kind] += 1
            cell = _Cell()
            first = len(self.physical) + 1
            self.blocks(element, cell)
            if cell.lines:
                self.notes.append(Note(counts[kind], " ".join(line.text for line in cell.lines), first))


def _within(cell: GridCell, end: int) -> GridCell:
    """An empty cell at the very end of the text has no line behind it: it takes the last one."""
    if cell.line <= end:
        return cell
    return GridCell(cell.row, cell.column, cell.text, end, end, cell.rows, cell.columns, cell.page, cell.is_bold)


def _joined(parts: Iterable[str]) -> list[str]:
    """Lines of one paragraph parted by typed breaks: those that go on in the middle of a sentence are one line again."""
    made: list[str] = []
    for part in parts:
        before = made[-1].strip() if made else ""
        goes_on = before and not (
            _ENDS_LINE.search(before)
            or _BEGINS_LINE.match(part.strip())
            or before.isupper() != part.strip().isupper()
            or before.isupper()
        )
        if goes_on:
            made[-1] += f" {part.strip()}"
        else:
            made.append(part)
    return made


def _plain(paragraph: Any) -> str:
    return one_line("".join(text.text or "" for text in paragraph.iter(W + "t")))


def _thousands(count: int) -> str:
    return f"{count:,}".replace(",", ".")
