"""Import of units from a table: everything or nothing, twice changes nothing (product 4.2)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from tracker.access import Actor
from tracker.directory import tables
from tracker.directory.addresses import clean_address
from tracker.directory.models import Ownership, SchoolLevel, Unit, UnitAlias, UnitKind
from tracker.directory.naming import clean_aliases, search_text, sync_aliases
from tracker.directory.snapshot import spelling
from tracker.directory.tables import Imported, Problems, Row
from tracker.log import LogAction, record
from tracker.notify import outbox
from tracker.vietnamese import sort_key

COLUMNS = (
    "code",
    "kind",
    "name",
    "short_name",
    "parent_code",
    "email",
    "aliases",
    "levels",
    "ownership",
    "closed_on",
)
_CODE_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._")


@dataclass(frozen=True)
class UnitRow:
    """A row understood: `values` holds the unit's own columns the file has, `aliases` None where it has no such column."""

    line: int
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    parent_code: str | None = None
    aliases: list[str] | None = None


def import_units(session: Session, actor: Actor, content: bytes) -> Imported:
    """Add and change the units of a table (columns as COLUMNS; only `code` is needed for units already known).

    A column the file does not have is left as it is, and so is a unit the file does not name. Raises BadInput with
    every problem by line; then nothing is stored.
    """
    problems = Problems()
    rows = [_understand(row, problems) for row in tables.read_rows(content, columns=COLUMNS, required=("code",))]
    known = {
        unit.code: unit
        for unit in session.scalars(sa.select(Unit).options(selectinload(Unit.aliases)).order_by(Unit.id))
    }
    _check(rows, known, problems)
    problems.raise_if_any()
    done = _apply(session, rows, known)
    if done.has_changed_anything:
        record(
            session,
            actor,
            LogAction.UNITS_IMPORTED,
            "unit",
            changes={"what": "units", "added": done.added, "changed": done.changed, "kept": done.kept},
        )
    return done


def _understand(row: Row, problems: Problems) -> UnitRow:
    """The row as values; what cannot be read is noted in `problems`."""
    readers: dict[str, Callable[[str], Any]] = {
        "kind": partial(tables.choice, UnitKind),
        "name": tables.text_of("name", 200),
        "short_name": tables.text_of("short_name", 80),
        "email": lambda text: clean_address(text) if text else "",
        "levels": lambda text: frozenset(tables.choice(SchoolLevel, part) for part in tables.split_list(text)),
        "ownership": lambda text: tables.choice(Ownership, text) if text else None,
        "closed_on": lambda text: tables.day(text) if text else None,
    }
    values = tables.read_cells(row, readers, problems)
    code = row.get("code")
    if not code or len(code) > 40 or not set(code) <= _CODE_SIGNS:
        problems.add(row.line, f"mã “{code}” phải có 1-40 chữ không dấu, chữ số, dấu chấm hoặc gạch.")
    aliases = clean_aliases(tables.split_list(row.get("aliases"))) if "aliases" in row.cells else None
    if too_long := next((alias for alias in aliases or () if len(alias) > 200), None):
        problems.add(row.line, f"tên khác “{too_long[:40]}…” dài quá 200 ký tự.")
    return UnitRow(row.line, code, values, row.cells.get("parent_code"), aliases)


def _check(rows: list[UnitRow], known: Mapping[str, Unit], problems: Problems) -> None:
    """The rules that hold between rows and with what is stored."""
    lines: dict[str, int] = {}
    for row in rows:
        if row.code in lines:
            problems.add(row.line, f"mã {row.code} đã có ở dòng {lines[row.code]}.")
        lines.setdefault(row.code, row.line)
        for column in ("kind", "name"):
            if row.values.get(column) == "" or (row.code not in known and column not in row.values):
                problems.add(row.line, f"đơn vị {row.code} cần có {column}.")
    parents = _parents(rows, known)
    for row in rows:
        if row.parent_code and row.parent_code not in parents:
            problems.add(row.line, f"không có đơn vị cấp trên “{row.parent_code}” trong tệp hay trong danh bạ.")
        elif row.parent_code and (circle := _circle(row.code, parents)):
            problems.add(row.line, f"vòng cấp trên: {' → '.join(circle)}.")
    _check_authority(rows, known, lines, problems)


def _parents(rows: list[UnitRow], known: Mapping[str, Unit]) -> dict[str, str]:
    """Code -> parent's code ("" for none) as it would be after the import."""
    codes = {unit.id: unit.code for unit in known.values()}
    parents = {unit.code: codes[unit.parent_id] if unit.parent_id else "" for unit in known.values()}
    for row in rows:
        if row.parent_code is not None or row.code not in parents:
            parents[row.code] = row.parent_code or ""
    return parents


def _circle(code: str, parents: Mapping[str, str]) -> list[str]:
    """The way from `code` upwards if it comes back to `code`."""
    way, current = [code], parents.get(code, "")
    while current and current not in way:
        way.append(current)
        current = parents.get(current, "")
    return [*way, code] if current == code else []


def _check_authority(
    rows: list[UnitRow], known: Mapping[str, Unit], lines: Mapping[str, int], problems: Problems
) -> None:
    """One installation serves one Sở: one open authority at most."""
    kinds: dict[str, tuple[Any, Any]] = {unit.code: (unit.kind, unit.closed_on) for unit in known.values()}
    for row in rows:
        kind, closed_on = kinds.get(row.code, (None, None))
        kinds[row.code] = (row.values.get("kind", kind), row.values.get("closed_on", closed_on))
    open_ones = [code for code, (kind, closed_on) in kinds.items() if kind is UnitKind.AUTHORITY and closed_on is None]
    if len(open_ones) > 1:
        line = max(lines.get(code, 0) for code in open_ones)
        problems.add(line, f"danh bạ chỉ có một Sở đang hoạt động (authority); ở đây có {', '.join(open_ones)}.")


def _apply(session: Session, rows: list[UnitRow], known: Mapping[str, Unit]) -> Imported:
    """Write the rows, parents before children: each depth is flushed, so that the next one knows its parents' ids."""
    units = dict(known)
    by_depth: dict[int, list[UnitRow]] = {}
    parents = _parents(rows, known)
    for row in rows:
        by_depth.setdefault(_depth(row.code, parents), []).append(row)
    added, changed = 0, list[Unit]()
    for depth in sorted(by_depth):
        for row in by_depth[depth]:
            unit = units.get(row.code)
            parent_id = units[parents[row.code]].id if parents[row.code] else None
            if unit is None:
                unit = units[row.code] = Unit(code=row.code, short_name="", email="", levels=frozenset(), aliases=[])
                session.add(unit)
                added += 1
            elif unit.parent_id != parent_id or _differs(unit, row):
                changed.append(unit)
            else:
                continue
            _write(unit, row, parent_id)
        session.flush()
    outbox.touch(session, unit_ids=[unit.id for unit in changed])  # their names stand in calendars
    return Imported(added, len(changed), len(rows) - added - len(changed), _name_warnings(units.values()))


def _depth(code: str, parents: Mapping[str, str]) -> int:
    depth = 0
    while code := parents.get(code, ""):
        depth += 1
    return depth


def _differs(unit: Unit, row: UnitRow) -> bool:
    if any(getattr(unit, column) != value for column, value in row.values.items()):
        return True
    return row.aliases is not None and set(row.aliases) != {alias.name for alias in unit.aliases}


def _write(unit: Unit, row: UnitRow, parent_id: int | None) -> None:
    unit.parent_id = parent_id
    for column, value in row.values.items():
        setattr(unit, column, value)
    if row.aliases is not None:
        sync_aliases(unit.aliases, UnitAlias, row.aliases)
    unit.sort_key = sort_key(unit.name)
    unit.search_text = search_text(unit.code, unit.name, unit.short_name, [alias.name for alias in unit.aliases])


def _name_warnings(units: Iterable[Unit]) -> tuple[str, ...]:
    """Names that two open units share letter by letter: documents cannot tell them apart."""
    owners: dict[str, dict[str, Unit]] = {}
    written: dict[str, str] = {}
    for unit in units:
        if unit.closed_on is None:
            for name in (unit.name, *(alias.name for alias in unit.aliases)):
                written.setdefault(spelling(name), name)
                owners.setdefault(spelling(name), {})[unit.code] = unit
    return tuple(
        f"Tên “{written[key]}” là của nhiều đơn vị: {', '.join(sharing)}."
        for key, sharing in sorted(owners.items())
        if len(sharing) > 1
    )
