"""The rows of a table in its own outline: sections, parents and their children, totals, rows that go on (domain facts 6.4)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading.model import GridCell
from tracker.plans.understanding.print_lines import join_lines
from tracker.plans.understanding.table_columns import Columns
from tracker.plans.understanding.table_heading import GridRow, distinct
from tracker.plans.understanding.table_values import values_of
from tracker.plans.understanding.words import Column

_NUMBER: Final = regex(
    r"(?P<number>[IVX]{1,5}(?:\.\d{1,2})+|\d{1,4}(?:\.\d{1,3}){0,4}|[IVX]{1,5}|[A-HĐa-hđ])\s?(?P<mark>[.):/-])?\s*"
)
_PREFIX: Final = regex(
    r"(?:(?P<roman>[IVX]{1,5})\s?(?:[.):]|-\s)|(?P<dotted>\d{1,3}(?:\.\d{1,2}){1,4})(?!\d)\s?[.):]?|(?P<arabic>\d{1,3})\s?[.)]|(?P<upper>[A-HĐ])\s?[.):]|(?P<lower>[a-hđ])\s?[.)])"
    r"\s*(?=[^\W\d_]|[“\"(])"
)
_BARE: Final = regex(r"(\d{1,4}|[IVX]{1,5})\s+(?=[^\W\d_]|[“\"(])")
_BULLET: Final = regex(r"[-–+•*▪]\s*(?=\S)")
_TOTAL: Final = regex(
    r"(?:tổng(?:\s+(?:cộng|số|hợp|kinh phí))?|cộng)(?:\s*\(?[\dIVXABC+\s]*\)?)?\s*[:.]?", re.IGNORECASE
)
_NOTE: Final = regex(r"(?:ghi chu|luu y|\(?\*\)?)\s*[:.)]?", re.IGNORECASE)
_KINDS: Final = (
    ("arabic", r"\d{1,4}(?:\.\d{1,3})*"), ("roman", r"[IVX]{1,5}"), ("upper", r"[A-ZĐ]"), ("lower", r"[a-zđ]"), ("bullet", r"[-–+•*]"),
)  # fmt: skip
_SIGNED: Final = regex(
    r"\(?\s*(?:ký(?: tên)?\b|đã ký|người lập|lập biểu|nơi nhận\s*:|xác nhận của|(?:tm|kt|tl|tuq)\s?\.|thủ trưởng đơn vị$|duyệt$|phê duyệt$)",
    re.IGNORECASE,
)
_RANKS: Final = {"span": 0, "upper": 1, "roman": 2, "arabic": 3, "lower": 9, "bullet": 10, "none": 11}
_WIDE: Final = 0.6
_DOING: Final = (Column.TIME, Column.START, Column.END, Column.LEAD, Column.COORDINATING)
_TITLE_WORDS: Final = 40


@dataclass
class TableRow:
    """One row of work: its number as read, what stands over it, and the text of its cells by meaning."""

    stt: str
    section: str | None
    group: str | None
    over: tuple[str, ...]  # all headers it stands under, the outermost first
    values: dict[Column, str]
    cells: dict[Column, GridCell]
    first_line: int
    last_line: int
    page: int | None
    quote: str
    is_numbered: bool = True  # by the document itself


@dataclass
class _Header:
    kind: str
    title: str
    values: dict[Column, str] = field(default_factory=dict)
    has_items: bool = False
    is_header: bool = True


@dataclass
class _Line:
    """A row of the grid, read: number, values by meaning, and whether little else stands in it."""

    index: int
    kind: str
    number: str
    values: dict[Column, str]
    cells: dict[Column, GridCell]
    own: list[GridCell]
    is_spanning: bool
    is_bold: bool
    title: str

    @property
    def is_bare(self) -> bool:
        """Nothing but a number and one text."""
        return self.is_spanning or sum(1 for cell in self.own if cell.text.strip() != self.number_text) <= 1

    number_text: str = ""

    @property
    def does(self) -> bool:
        """Whether it says by itself who or when."""
        return any(
            self.values.get(column) and self.cells[column].row == self.index
            for column in _DOING
            if column in self.cells
        )

    @property
    def shares(self) -> bool:
        """Whether all it says of who and when reaches over the rows below it."""
        found = [self.cells[column] for column in _DOING if column in self.cells]
        return all(cell.row + cell.rows > self.index + 1 for cell in found)


def rows_of(rows: Sequence[tuple[int, GridRow]], columns: Columns) -> list[TableRow]:
    """The rows of work among `rows` (each with its index in its own grid)."""
    lines: list[_Line] = []
    for index, row in rows:
        line = _read(index, row, columns)
        if line is not None and lines and not line.number and _is_signature(line):
            break  # the foot of a sheet: who drew it up, who signs
        if line is not None:
            lines.append(line)
    walker = _Walker(columns, bold=_is_mostly_bold(lines))
    for place, line in enumerate(lines):
        walker.take(line, lines[place + 1] if place + 1 < len(lines) else None)
    return walker.rows


def _is_mostly_bold(lines: Sequence[_Line]) -> bool:
    return sum(line.is_bold for line in lines) > len(lines) / 2


def _read(index: int, row: GridRow, columns: Columns) -> _Line | None:
    own = [cell for cell in distinct(row) if cell.row == index and cell.text.strip()]
    if not own or _is_total(own) or _is_note(own):
        return None
    values, cells = values_of(row, columns)
    number, title = values.pop(Column.NUMBER, "").strip(), ""
    spanning = _spanning(own, len(row))
    kind = _kind(number)
    number_text = number
    if spanning is not None:
        title = join_lines(spanning.text.split("\n"))
        if not number or number == title:
            number, title = split_number(title)
            kind = _kind(number)
        kind = kind if kind != "none" else "span"
    elif not number and Column.CONTENT in values:
        number, content = split_number(values[Column.CONTENT], is_bare=columns.is_numbered_inside)
        kind = _kind(number) if number else "bullet" if _BULLET.match(content) else "none"
        if number:
            values[Column.CONTENT] = content
        else:
            number = ""
    elif number and Column.CONTENT in values:
        inner, content = split_number(values[Column.CONTENT])
        if inner and inner == number.rstrip(".): "):
            values[Column.CONTENT] = content
    title = (
        title or values.get(Column.CONTENT) or next((cell.text for cell in own if cell.text.strip() != number_text), "")
    )
    return _Line(
        index, kind, number.rstrip(" .):/-"), values, cells, own, spanning is not None,
        all(cell.is_bold for cell in own), " ".join(title.split()).rstrip(" :;"), number_text,
    )  # fmt: skip


def _spanning(own: list[GridCell], width: int) -> GridCell | None:
    """The one text of a row that is merged across most of the table; a number may stand before it."""
    texts = own if len(own) == 1 else own[1:] if len(own) == 2 and _NUMBER.fullmatch(own[0].text.strip()) else []
    if len(texts) != 1 or width < 2:
        return None
    return texts[0] if texts[0].columns >= max(2, _WIDE * (width - len(own) + 1)) else None


def split_number(text: str, *, is_bare: bool = False) -> tuple[str, str]:
    """The number at the start of a text, and the text behind it; ("", text) without one. `is_bare`: "1 Xây dựng" has one."""
    match = _PREFIX.match(text) or (_BARE.match(text) if is_bare else None)
    if match is None:
        return "", text
    return next(part for part in match.groups() if part), text[match.end() :].strip()


def _kind(number: str) -> str:
    """What sort of number a row has: "roman", "upper", "arabic" ("1"), "arabic1" ("1.1"), "lower", "bullet", "none"."""
    number = number.strip().rstrip(" .):/-")
    for kind, pattern in _KINDS:
        if re.fullmatch(pattern, number):
            return kind if kind != "arabic" else f"arabic{number.count('.') or ''}"
    if re.fullmatch(r"[IVX]{1,5}(?:\.\d{1,3})+", number):
        return f"arabic{number.count('.') - 1 or ''}"
    return "arabic" if any(char.isdigit() for char in number) else "none"


def _rank(kind: str) -> int:
    if kind.startswith("arabic") and kind != "arabic":
        return _RANKS["arabic"] + int(kind[6:])
    return _RANKS[kind]


def _is_total(own: list[GridCell]) -> bool:
    return any(_TOTAL.fullmatch(" ".join(cell.text.split())) for cell in own[:2])


def _is_note(own: list[GridCell]) -> bool:
    return (
        len(own) == 1
        and bool(_NOTE.match(own[0].text.strip()))
        and (":" in own[0].text or own[0].text.strip().startswith(("*", "(*")))
    )


def _is_signature(line: _Line) -> bool:
    return any(_SIGNED.match(cell.text.strip()) for cell in line.own) and not line.values.get(Column.TIME)


class _Walker:
    """Walks the rows with the headers they stand under."""

    def __init__(self, columns: Columns, *, bold: bool) -> None:
        self.rows: list[TableRow] = []
        self._columns = columns
        self._is_bold = bold
        self._path: list[_Header] = []
        self._group: str | None = None
        self._values_known = any(column in columns.meanings for column in (*_DOING, Column.PRODUCT, Column.NOTE))

    def take(self, line: _Line, following: _Line | None) -> None:
        """One row: a header, the rest of the row above, or work."""
        if self._goes_on(line):
            self._append(line)
            return
        is_header = self._is_header(line, following)
        if line.kind in ("none", "bullet") and not is_header:
            if line.values.get(Column.CONTENT):
                self._add(line)
            return
        self._enter(line, is_header=is_header)
        if not is_header:
            self._add(line)

    def _goes_on(self, line: _Line) -> bool:
        if not self.rows or line.is_spanning or line.number or line.does or not self._columns.has(Column.NUMBER):
            return False
        content = line.values.get(Column.CONTENT, "")
        if not content:
            return bool(line.values) and Column.GROUP not in line.values
        return content[0].islower() or (line.kind == "bullet" and not self._inherits(line))

    def _inherits(self, line: _Line) -> bool:
        """Whether a cell merged downwards says who or when for this row too."""
        return any(column in line.cells and line.cells[column].row < line.index for column in _DOING)

    def _is_header(self, line: _Line, following: _Line | None) -> bool:
        if line.is_spanning:
            return True
        is_parent = _is_deeper(line, following)
        if not line.title or (
            line.does and not (is_parent and following and (line.shares or _halves(line, following)))
        ):
            return False
        if is_parent and line.kind not in ("none", "bullet"):
            return True
        if not line.is_bare or not self._values_known or len(line.title.split()) > _TITLE_WORDS or self._inherits(line):
            return False
        is_unnumbered = line.kind == "none" and self._columns.has(Column.NUMBER)
        stands_out = is_unnumbered or (line.is_bold and not self._is_bold)
        return line.kind in ("roman", "upper") or (stands_out and following is not None)

    def _enter(self, line: _Line, *, is_header: bool) -> None:
        kinds = [header.kind for header in self._path]
        if line.kind in kinds:
            del self._path[kinds.index(line.kind) :]
        elif self._path and _rank(line.kind) <= _rank(self._path[-1].kind) and self._path[-1].has_items:
            self._path = [header for header in self._path if _rank(header.kind) < _rank(line.kind)]
        if is_header:
            for header in self._path:
                header.has_items = header.has_items or not header.is_header
            self._group = (
                None if not self._columns.has(Column.GROUP) or line.kind in ("span", "roman", "upper") else self._group
            )
        self._path.append(
            _Header(line.kind, line.title, {} if not is_header else dict(line.values), is_header=is_header)
        )

    def _add(self, line: _Line) -> None:
        for header in self._path:
            header.has_items = True
        headers = [header for header in self._path if header.is_header]
        section, group = _placed(headers)
        if Column.GROUP in line.values:
            self._group = line.values[Column.GROUP]
        for header in reversed(headers):  # what a parent says of who and when holds for its children
            for column in _DOING:
                if header.values.get(column):
                    line.values.setdefault(column, header.values[column])
        own = [cell for cell in line.own if cell.rows == 1] or line.own
        self.rows.append(
            TableRow(
                line.number or str(len(self.rows) + 1), section, self._group or group,
                tuple(header.title for header in headers), line.values, line.cells,
                min(cell.line for cell in own), max(cell.last_line for cell in own), own[0].page,
                " | ".join(" ".join(cell.text.split()) for cell in line.own), bool(line.number),
            )
        )  # fmt: skip

    def _append(self, line: _Line) -> None:
        """The rest of the row above."""
        last = self.rows[-1]
        for column, text in line.values.items():
            if column in line.cells and line.cells[column].row == line.index:
                last.values[column] = join_lines([part for part in (last.values.get(column, ""), text) if part])
        last.last_line = max(last.last_line, *(cell.last_line for cell in line.own))
        last.quote += " | " + " | ".join(" ".join(cell.text.split()) for cell in line.own)


def _halves(line: _Line, following: _Line) -> bool:
    """Whether a parent says who and its child only when, or the other way round: each row below is then one work."""
    who, when = (Column.LEAD, Column.COORDINATING), (Column.TIME, Column.START, Column.END)
    return any(
        not any(line.values.get(column) for column in one) and not any(following.values.get(column) for column in other)
        for one, other in ((who, when), (when, who))
    )


def _is_deeper(line: _Line, following: _Line | None) -> bool:
    """Whether the next row is a child of `line`."""
    if following is None or following.is_spanning or line.kind == "none":
        return False
    if following.number and line.number and following.number.startswith(f"{line.number}."):
        return True
    if line.kind.startswith("arabic") and following.kind.startswith("arabic") and re.match(r"\d+\.", line.number):
        return False
    if following.kind in ("none", "bullet") and not following.does:
        return False
    return _rank(following.kind) > _rank(line.kind)


def _placed(headers: list[_Header]) -> tuple[str | None, str | None]:
    """Section and group: the outermost Roman, capital or unnumbered header, and the innermost header below it."""
    sections = [header for header in headers if header.kind in ("span", "roman", "upper")]
    section = sections[0] if sections else None
    inner = [header for header in headers if header is not section]
    return (section.title if section else None), (inner[-1].title if inner else None)


def texts_over(rows: Iterable[TableRow]) -> set[str]:
    """Every header a row stands under."""
    return {title for row in rows for title in row.over}
