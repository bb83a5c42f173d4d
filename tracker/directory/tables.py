"""Tables that come in as CSV: bytes to rows with their line numbers. Knows no database (MODELS 12)."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any, TypeVar

from tracker.errors import BadInput
from tracker.vietnamese import clean_line

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")

MAX_BYTES = 20 * 2**20
MAX_ROWS = 100_000
MAX_NAMED_PROBLEMS = 50
LIST_SEPARATOR = "|"
_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Row:
    """One row: `cells` holds only the columns the file has; `line` is its first physical line, the header is line 1."""

    line: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class Problems:
    """Sentences gathered while rows are looked at, each with its line; nothing is stored while there is one."""

    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, sentence: str) -> None:
        self.found.append((line, f"Dòng {line}: {sentence}"))

    def raise_if_any(self) -> None:
        """Raises BadInput naming every problem (the first fifty) in the order of the file."""
        if not self.found:
            return
        named = [sentence for _, sentence in sorted(self.found, key=lambda item: item[0])]
        if len(named) > MAX_NAMED_PROBLEMS:
            named = [*named[:MAX_NAMED_PROBLEMS], f"… và {len(named) - MAX_NAMED_PROBLEMS} chỗ khác."]
        raise BadInput(f"Chưa nhập được: còn {len(self.found)} chỗ cần sửa. Chưa có gì được lưu.", tuple(named))


def read_rows(content: bytes, *, columns: Sequence[str], required: Sequence[str]) -> list[Row]:
    """The rows of a CSV file (UTF-8 with or without BOM; comma, semicolon or tab) with the header `columns`.

    Raises BadInput for what is no such table; empty lines are passed over.
    """
    if len(content) > MAX_BYTES:
        raise BadInput(f"Tệp nặng quá {MAX_BYTES // 2**20} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("Tệp không phải CSV viết bằng UTF-8. Trong Excel chọn lưu dạng “CSV UTF-8”.") from None
    first_line = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=first_line.count), strict=True)
    try:
        header = [clean_line(name).lower() for name in next(reader, [])]
        _check_header(header, columns, required)
        return _rows(reader, header)
    except csv.Error as error:
        raise BadInput(f"Dòng {reader.line_num}: không đọc được theo dạng CSV ({error}).") from None


def _check_header(header: list[str], columns: Sequence[str], required: Sequence[str]) -> None:
    named = [name for name in header if name]
    if unknown := [name for name in named if name not in columns]:
        raise BadInput(f"Dòng 1: không có cột “{'”, “'.join(unknown)}”. Các cột được nhận: {', '.join(columns)}.")
    if twice := sorted({name for name in named if named.count(name) > 1}):
        raise BadInput(f"Dòng 1: cột “{'”, “'.join(twice)}” có hai lần.")
    if missing := [name for name in required if name not in named]:
        raise BadInput(f"Dòng 1: thiếu cột “{'”, “'.join(missing)}”. Các cột được nhận: {', '.join(columns)}.")


def _rows(reader: Iterable[list[str]], header: list[str]) -> list[Row]:
    rows: list[Row] = []
    problems = Problems()
    end = reader.line_num  # type: ignore[attr-defined]
    for cells in reader:
        line, end = end + 1, reader.line_num  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(header) :]):
            problems.add(line, f"có {len(cells)} ô, tiêu đề chỉ có {len(header)} cột.")
            continue
        padded = [*cells, *[""] * (len(header) - len(cells))]
        rows.append(Row(line, {name: clean_line(cell) for name, cell in zip(header, padded, strict=False) if name}))
        if len(rows) > MAX_ROWS:
            raise BadInput(f"Tệp có hơn {MAX_ROWS} dòng.")
    problems.raise_if_any()
    return rows


def split_list(cell: str) -> list[str]:
    """The values of a cell that holds several, divided by "|"; empty and repeated ones are dropped."""
    return list(dict.fromkeys(filter(None, (clean_line(part) for part in cell.split(LIST_SEPARATOR)))))


def choice(kind: type[E], text: str) -> E:
    """The value of `kind` written as `text`. Raises BadInput naming those there are."""
    try:
        return kind(text)
    except ValueError:
        raise BadInput(f"“{text}” không dùng được ở đây. Chọn: {', '.join(member.value for member in kind)}.") from None


def day(text: str) -> date:
    """A date written 2025-12-31 or 31/12/2025. Raises BadInput."""
    try:
        if "/" in text:
            parts = [int(part) for part in text.split("/")]
            return date(parts[2], parts[1], parts[0])
        return date.fromisoformat(text)
    except (ValueError, IndexError):
        raise BadInput(f"“{text}” không phải ngày. Viết 2025-12-31 hoặc 31/12/2025.") from None


def flag(text: str) -> bool:
    """true/false, 1/0, có/không; an empty cell is no. Raises BadInput."""
    known = {"": False, "0": False, "false": False, "không": False, "1": True, "true": True, "có": True}
    if text.lower() not in known:
        raise BadInput(f"“{text}” phải là true hoặc false.")
    return known[text.lower()]


def fitting(text: str, *, column: str, longest: int) -> str:
    """`text` if the column can hold it. Raises BadInput."""
    if len(text) > longest:
        raise BadInput(f"cột {column} dài quá {longest} ký tự.")
    return text


def attempt(problems: Problems, line: int, read: Callable[[], V]) -> V | None:
    """What `read` gives, or None with its refusal noted as a problem of `line`."""
    try:
        return read()
    except BadInput as refusal:
        problems.add(line, refusal.message)
        return None


def read_cells(row: Row, readers: Mapping[str, Callable[[str], Any]], problems: Problems) -> dict[str, Any]:
    """The cells the file has, each through its reader; what is refused is None and noted."""
    return {
        column: attempt(problems, row.line, partial(read, row.get(column)))
        for column, read in readers.items()
        if column in row.cells
    }


def text_of(column: str, longest: int) -> Callable[[str], str]:
    """A reader of plain text that the column can hold."""
    return partial(fitting, column=column, longest=longest)


@dataclass(frozen=True)
class Imported:
    """What an import did; `warnings` are sentences about what was stored all the same."""

    added: int = 0
    changed: int = 0
    kept: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def has_changed_anything(self) -> bool:
        return bool(self.added or self.changed)
