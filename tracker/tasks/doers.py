"""The units and groups that a person names in a text field, one a line. Pure: the directory comes as a value."""

import re
from dataclasses import dataclass

from tracker.directory.snapshot import Directory

_SEPARATORS = re.compile(r"[\n;]+")


@dataclass(frozen=True)
class Doers:
    """What the words mean; `problems` are sentences for what could not be told."""

    unit_ids: tuple[int, ...] = ()
    group_ids: tuple[int, ...] = ()
    problems: tuple[str, ...] = ()


def read_doers(directory: Directory, text: str) -> Doers:
    """The doers named in `text` by code, name, alias or group word, each on a line or between semicolons."""
    units: dict[int, None] = {}
    groups: dict[int, None] = {}
    problems: list[str] = []
    for words in filter(None, (part.strip(" .\t-") for part in _SEPARATORS.split(text))):
        by_code = directory.unit_id_by_code.get(words)
        named = directory.units_named(words) if by_code is None else ()
        group = directory.group_named(words) if by_code is None and not named else None
        if by_code is not None:
            units[by_code] = None
        elif len(named) == 1:
            units[named[0].id] = None
        elif named:
            codes = ", ".join(unit.code for unit in named[:4])
            problems.append(f"Có {len(named)} đơn vị tên “{words}”. Ghi mã đơn vị: {codes}.")
        elif group is not None:
            groups[group.id] = None
        else:
            problems.append(f"Không có đơn vị hay nhóm “{words}” trong danh bạ.")
    return Doers(tuple(units), tuple(groups), tuple(problems))
