"""The cells of a DOCX table with merges resolved, and whether it is a table at all or only a layout of the letterhead."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from tracker.patterns import regex
from tracker.plans.reading.docx_styles import Styles, W, switch, value

_WRAPPERS: Final = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_SIDES: Final = ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV")
_NO_LINE: Final = frozenset({"none", "nil", ""})
_NARROW: Final = 140  # twentieths of a point: edges nearer than this were meant as one
_LETTERHEAD: Final = regex(
    r"C[OỘ]NG H[OÒ]A?[ÀA]? XÃ HỘI|Độc lập\s*[-–—]\s*Tự do|ĐẢNG CỘNG SẢN VIỆT NAM$|Nơi nhận\s*:|Kính gửi\s*:|"
    r"(?:KT|TM|TL|TUQ|T/M|T/L|K/T|Q)\s?\.?\s*(?:GIÁM ĐỐC|CHỦ TỊCH|BỘ TRƯỞNG|ỦY BAN|UỶ BAN|HIỆU TRƯỞNG|TRƯỞNG|CHÁNH|BAN|HỘI ĐỒNG|THỦ TƯỚNG|CHÍNH PHỦ)"
)
_SIGNER: Final = regex(
    r"(?:(?:PHÓ |Q\. ?|QUYỀN )?(?:GIÁM ĐỐC|CHỦ TỊCH|HIỆU TRƯỞNG|BỘ TRƯỞNG|TRƯỞNG PHÒNG|TRƯỞNG BAN|CHÁNH VĂN PHÒNG)|"
    r"NGƯỜI LẬP(?: BIỂU| BẢNG)?|\((?:Ký|Đã ký)\b.*\))$"
)


@dataclass
class RawCell:
    """A cell as it stands in the file: its place on the grid and the w:tc elements whose text it shows."""

    row: int
    column: int
    columns: int
    element: Any
    rows: int = 1


@dataclass(frozen=True)
class RawTable:
    """The cells of one w:tbl in reading order."""

    cells: tuple[RawCell, ...]
    height: int
    width: int


def cells_of(table: Any) -> RawTable:
    """The cells of `table`: w:gridSpan and w:vMerge resolved, deleted and hidden rows out, edges a hair apart joined."""
    cells: list[RawCell] = []
    open_above: dict[int, RawCell] = {}  # column -> the cell that reaches down to the row before
    height = 0
    for row in children(table, "tr"):
        properties = row.find(W + "trPr")
        if properties is not None and (properties.find(W + "del") is not None or switch(properties, "hidden")):
            continue
        column = _number(value(properties, "gridBefore"))
        reaching: dict[int, RawCell] = {}
        last: RawCell | None = None
        for element in children(row, "tc"):
            own = element.find(W + "tcPr")
            columns = max(1, _number(value(own, "gridSpan"), 1))
            merge, across = value(own, "vMerge"), value(own, "hMerge")
            above = open_above.get(column)
            if across is not None and across != "restart" and last is not None:
                last.columns += columns
            elif merge is not None and merge != "restart" and above is not None:
                above.rows = height - above.row + 1
                reaching[column] = above
                last = above
            else:
                last = RawCell(height, column, columns, element)
                cells.append(last)
                if merge is not None:
                    reaching[column] = last
            column += columns
        open_above = reaching
        height += 1
    _join_near_edges(cells, _edges(table))
    return RawTable(tuple(cells), height, max((cell.column + cell.columns for cell in cells), default=0))


def children(element: Any, name: str) -> Iterator[Any]:
    """The children `name` of `element`, those wrapped in content controls or tracked insertions included."""
    for child in element:
        if child.tag == W + name:
            yield child
        elif child.tag in _WRAPPERS:
            yield from children(child, name)


def _number(text: str | None, otherwise: int = 0) -> int:
    return min(int(text), 500) if text and text.isdigit() else otherwise


def _edges(table: Any) -> list[int]:
    """Where the columns of the grid begin and end, in twentieths of a point; empty where the file does not say."""
    widths = [column.get(W + "w", "") for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    if not widths or not all(width.isdigit() for width in widths):
        return []
    edges = [0]
    for width in widths:
        edges.append(edges[-1] + int(width))
    return edges


def _join_near_edges(cells: Sequence[RawCell], edges: list[int]) -> None:
    """Hand-drawn tables have edges a hair apart in different rows, each a grid column of its own: count them as one.

    A grid column goes only if no cell would vanish with it.
    """
    if not edges or any(cell.column + cell.columns >= len(edges) for cell in cells):
        return
    joined = [0]
    for index, (left, right) in enumerate(pairwise(edges), start=1):
        is_cell = any(cell.column == index - 1 and cell.columns == 1 for cell in cells)
        joined.append(joined[-1] + (1 if right - left >= _NARROW or is_cell else 0))
    used = sorted({joined[cell.column] for cell in cells} | {joined[cell.column + cell.columns] for cell in cells})
    for cell in cells:
        end = bisect_left(used, joined[cell.column + cell.columns])
        cell.column = bisect_left(used, joined[cell.column])
        cell.columns = max(1, end - cell.column)


def is_layout(table: Any, cells: RawTable, texts: Sequence[str], styles: Styles) -> bool:
    """Whether `table` only places text: one column, a letterhead or signature block, or two columns without a line drawn.

    `texts` are the paragraphs of all its cells.
    """
    if cells.width <= 1 or len(cells.cells) == 1:
        return True
    if cells.height <= 8 and cells.width <= 4 and is_letterhead(texts):
        return True
    return cells.height <= 3 and cells.width == 2 and not has_lines(table, styles)


def is_letterhead(texts: Sequence[str]) -> bool:
    """Whether the paragraphs belong to the head of a document or to its signature."""
    return any(_LETTERHEAD.match(text.strip()) for text in texts) or any(
        _SIGNER.fullmatch(text.strip()) for text in texts
    )


def has_lines(table: Any, styles: Styles) -> bool:
    """Whether the table draws lines: its own borders, else its style's, else those of most of its cells."""
    properties = table.find(W + "tblPr")
    borders = properties.find(W + "tblBorders") if properties is not None else None
    if borders is None:
        borders = styles.of(value(properties, "tblStyle"), "table").borders
    drawn = borders is not None and _visible(borders) > 1
    own = [found for cell in table.iter(W + "tc") if (found := cell.find(f"{W}tcPr/{W}tcBorders")) is not None]
    cells = sum(1 for _ in table.iter(W + "tc"))
    if drawn:
        return not (len(own) == cells and not any(_visible(one) for one in own))
    return sum(_visible(one) > 1 for one in own) * 2 > cells


def _visible(borders: Any) -> int:
    return sum((value(borders, side) or "") not in _NO_LINE for side in _SIDES)
