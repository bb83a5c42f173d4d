"""Import of group words and of contacts from tables: everything or nothing, twice changes nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from tracker.access import Actor
from tracker.directory import tables
from tracker.directory.addresses import clean_address
from tracker.directory.models import (
    Contact,
    ContactRole,
    GroupAlias,
    GroupMember,
    Ownership,
    SchoolLevel,
    Unit,
    UnitGroup,
    UnitKind,
)
from tracker.directory.naming import clean_aliases, sync_aliases
from tracker.directory.tables import Imported, Problems, Row
from tracker.errors import BadInput
from tracker.log import LogAction, record
from tracker.vietnamese import fold, sort_key

GROUP_COLUMNS = ("code", "name", "aliases", "rule", "members", "needs_choice", "note")
CONTACT_COLUMNS = ("unit_code", "name", "post", "role", "email")
_RULE_PARTS = {"kind": UnitKind, "levels": SchoolLevel, "parent": UnitKind, "ownership": Ownership}


def parse_rule(text: str) -> dict[str, list[str]] | None:
    """ "kind=school|centre; levels=THPT" as UnitGroup.rule; None for an empty text. Raises BadInput."""
    rule: dict[str, list[str]] = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        name, equals, values = (piece.strip() for piece in part.partition("="))
        if not equals or name not in _RULE_PARTS:
            raise BadInput(f"quy tắc “{part}” không đọc được; các phần có thể có: {', '.join(_RULE_PARTS)}.")
        if name in rule:
            raise BadInput(f"quy tắc có hai phần “{name}”; viết các giá trị cách nhau bằng |.")
        chosen = [tables.choice(_RULE_PARTS[name], value).value for value in tables.split_list(values)]
        if not chosen:
            raise BadInput(f"quy tắc “{part}” thiếu giá trị.")
        rule[name] = chosen
    return rule or None


@dataclass(frozen=True)
class GroupRow:
    """A row understood; a None stands for a column the file does not have."""

    line: int
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    aliases: list[str] | None = None
    member_codes: list[str] | None = None


def import_groups(session: Session, actor: Actor, content: bytes) -> Imported:
    """Add and change group words (columns as GROUP_COLUMNS). Raises BadInput by line; then nothing is stored."""
    problems = Problems()
    rows = [
        _understand_group(row, problems) for row in tables.read_rows(content, columns=GROUP_COLUMNS, required=("code",))
    ]
    with_lists = selectinload(UnitGroup.aliases), selectinload(UnitGroup.members)
    known = {group.code: group for group in session.scalars(sa.select(UnitGroup).options(*with_lists))}
    unit_ids = {row.code: row.id for row in session.execute(sa.select(Unit.code, Unit.id))}
    _check_groups(rows, known, unit_ids, problems)
    problems.raise_if_any()
    added = changed = 0
    for row in rows:
        group = known.get(row.code)
        if group is None:
            group = UnitGroup(code=row.code, needs_choice=False, note="", rule=None, aliases=[], members=[])
            session.add(group)
            _write_group(group, row, unit_ids)
            added += 1
        else:
            changed += _write_group(group, row, unit_ids)
    session.flush()
    return _logged(session, actor, "groups", Imported(added, changed, len(rows) - added - changed))


def _understand_group(row: Row, problems: Problems) -> GroupRow:
    readers: dict[str, Callable[[str], Any]] = {
        "name": tables.text_of("name", 200),
        "rule": parse_rule,
        "needs_choice": tables.flag,
        "note": tables.text_of("note", 500),
    }
    values = tables.read_cells(row, readers, problems)
    aliases = clean_aliases(tables.split_list(row.get("aliases"))) if "aliases" in row.cells else None
    if too_long := next((alias for alias in aliases or () if len(alias) > 200), None):
        problems.add(row.line, f"tên khác “{too_long[:40]}…” dài quá 200 ký tự.")
    members = tables.split_list(row.get("members")) if "members" in row.cells else None
    return GroupRow(row.line, row.get("code"), values, aliases, members)


def _check_groups(
    rows: list[GroupRow], known: Mapping[str, UnitGroup], unit_ids: Mapping[str, int], problems: Problems
) -> None:
    lines: dict[str, int] = {}
    in_file = {row.code for row in rows}
    words = {
        fold(name): group.code
        for group in known.values()
        if group.code not in in_file
        for name in (group.name, *(alias.name for alias in group.aliases))
    }
    for row in rows:
        if not row.code or len(row.code) > 40:
            problems.add(row.line, "mã nhóm phải có 1-40 ký tự.")
        if row.code in lines:
            problems.add(row.line, f"mã {row.code} đã có ở dòng {lines[row.code]}.")
        lines.setdefault(row.code, row.line)
        if (row.code not in known or "name" in row.values) and not row.values.get("name"):
            problems.add(row.line, f"nhóm {row.code} cần có name.")
        for code in row.member_codes or ():
            if code not in unit_ids:
                problems.add(row.line, f"không có đơn vị “{code}” trong danh bạ.")
        for name in _words_of(row, known.get(row.code)):
            owner = words.setdefault(fold(name), row.code)
            if owner != row.code:
                problems.add(row.line, f"“{name}” đã là tên của nhóm {owner}; một từ chỉ chỉ một nhóm.")


def _words_of(row: GroupRow, stored: UnitGroup | None) -> list[str]:
    """The group's name and aliases as they would be after the import."""
    name = row.values.get("name") or (stored.name if stored else "")
    aliases = row.aliases if row.aliases is not None else [alias.name for alias in stored.aliases] if stored else []
    return [name, *aliases] if name else list(aliases)


def _write_group(group: UnitGroup, row: GroupRow, unit_ids: Mapping[str, int]) -> bool:
    changed = any(getattr(group, column) != value for column, value in row.values.items())
    for column, value in row.values.items():
        setattr(group, column, value)
    group.sort_key = sort_key(group.name)
    if row.aliases is not None:
        changed |= sync_aliases(group.aliases, GroupAlias, row.aliases)
    if row.member_codes is not None:
        wanted = {unit_ids[code] for code in row.member_codes}
        there = {member.unit_id for member in group.members}
        for member in [member for member in group.members if member.unit_id not in wanted]:
            group.members.remove(member)
        group.members.extend(GroupMember(unit_id=unit_id) for unit_id in sorted(wanted - there))
        changed |= wanted != there
    return changed


def import_contacts(session: Session, actor: Actor, content: bytes) -> Imported:
    """Add contacts and change name and post of those already known by (unit, e-mail, role).

    Contacts the file does not name stay. Raises BadInput by line; then nothing is stored.
    """
    problems = Problems()
    needed = ("unit_code", "name", "role", "email")
    rows = tables.read_rows(content, columns=CONTACT_COLUMNS, required=needed)
    unit_ids = {row.code: row.id for row in session.execute(sa.select(Unit.code, Unit.id))}
    known = {(contact.unit_id, contact.email, contact.role): contact for contact in session.scalars(sa.select(Contact))}
    understood = [_understand_contact(row, unit_ids, problems) for row in rows]
    lines: dict[tuple[Any, ...], int] = {}
    for row, values in zip(rows, understood, strict=True):
        key = (values["unit_id"], values["email"], values["role"])
        if None not in key and key in lines:
            problems.add(row.line, f"đầu mối này đã có ở dòng {lines[key]}.")
        lines.setdefault(key, row.line)
    problems.raise_if_any()
    added = changed = 0
    for values in understood:
        contact = known.get((values["unit_id"], values["email"], values["role"]))
        if contact is None:
            session.add(Contact(**values))
            added += 1
        elif any(getattr(contact, column) != value for column, value in values.items()):
            for column, value in values.items():
                setattr(contact, column, value)
            changed += 1
    session.flush()
    return _logged(session, actor, "contacts", Imported(added, changed, len(rows) - added - changed))


def _understand_contact(row: Row, unit_ids: Mapping[str, int], problems: Problems) -> dict[str, Any]:
    """The contact's columns; a column that cannot be read is None and noted."""
    unit_id = unit_ids.get(row.get("unit_code"))
    if unit_id is None:
        problems.add(row.line, f"không có đơn vị “{row.get('unit_code')}” trong danh bạ.")
    if not row.get("name"):
        problems.add(row.line, "đầu mối cần có name.")
    readers: dict[str, Callable[[str], Any]] = {
        "name": tables.text_of("name", 120),
        "post": tables.text_of("post", 120),
        "role": partial(tables.choice, ContactRole),
        "email": clean_address,
    }
    return {"unit_id": unit_id, **tables.read_cells(row, readers, problems)}


def _logged(session: Session, actor: Actor, what: str, done: Imported) -> Imported:
    if done.has_changed_anything:
        counts = {"what": what, "added": done.added, "changed": done.changed, "kept": done.kept}
        record(session, actor, LogAction.UNITS_IMPORTED, "unit", changes=counts)
    return done
