"""The mail that a newer version of a document brings: why, and for each task what is other now (product 1, journey 8).

One for each address and revision; the text is made at the claim from the differences that were kept with the revision.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.directory.models import Unit
from tracker.notify.letters import Box, Letter, Letterhead, Section, UnitPart, greeting, listed, whose
from tracker.notify.lines import NewTask, new_tasks, shorten
from tracker.notify.models import Message
from tracker.plans.models import Document, Plan, Revision
from tracker.plans.revision import Field
from tracker.plans.revision_queries import named
from tracker.plans.revision_words import FIELD_NAMES, value_words
from tracker.tasks.models import Task, TaskState

_LONGEST_VALUE = 160
_IN_CHUNK = 500


@dataclass(frozen=True)
class _News:
    """What the revision says to one unit about one task."""

    unit: Unit
    kind: str  # changed, joined, left, withdrawn
    entry: Mapping[str, Any]
    now: NewTask | None  # as the unit holds it today


def compose_amended(session: Session, message: Message, letterhead: Letterhead, today: date) -> Letter | None:  # noqa: ARG001
    """The letter for `message.subject_id`, a revision; None where nothing of it concerns these units any more."""
    revision = session.get(Revision, message.subject_id) if message.subject_id is not None else None
    if revision is None:
        return None
    news = _news(session, revision, message.payload["unit_ids"])
    if not news:
        return None
    document = session.scalars(sa.select(Document).where(Document.id == revision.document_id)).one()
    plan = session.scalars(sa.select(Plan).where(Plan.id == revision.plan_id)).one()
    names = list(dict.fromkeys(one.unit.name for one in news))
    codes = {one.unit.code for one in news}
    return Letter(
        subject=f"[Đúng hạn] Kế hoạch sửa đổi: {', '.join(_counts(news))} – {whose(names)}",
        preheader="; ".join(f"{_heading(one)}: {shorten(one.entry['title'], 80)}" for one in news[:3]) + ".",
        title=f"{whose(names)}: {len(news)} nhiệm vụ có thay đổi",
        greeting=greeting(names),
        intro=f"Theo {named(document)}, {letterhead.office_name} điều chỉnh “{shorten(plan.display_title, 160)}”. "
        f"Lý do: {revision.note.rstrip('.')}. Những gì không nêu dưới đây giữ nguyên; minh chứng đã nộp vẫn còn.",
        parts=_parts(news, letterhead),
        all_url=f"{letterhead.base_url}/viec" + (f"?don-vi={codes.pop()}" if len(codes) == 1 else ""),
        all_action="Xem tất cả việc của đơn vị",
        why=f"Thư gửi vì địa chỉ này là đầu mối của {listed(names)}. Mỗi lần sửa đổi kế hoạch chỉ một thư.",
        contacts_url=f"{letterhead.base_url}/don-vi/{news[0].unit.code}",
        calendar_url=f"{letterhead.base_url}/lich",
        letterhead=letterhead,
    )


def _news(session: Session, revision: Revision, unit_ids: Collection[int]) -> list[_News]:
    entries = [entry for entry in revision.differences if entry.get("task_id") and entry.get("units")]
    concerned = {unit_id for entry in entries for unit_id in entry["units"]} & set(unit_ids)
    units = _units(session, concerned)
    task_ids = [entry["task_id"] for entry in entries]
    running = set(session.scalars(sa.select(Task.id).where(Task.id.in_(task_ids), Task.state == TaskState.RUNNING)))
    held = {(one.task_id, one.unit_code): one for one in new_tasks(session, task_ids=task_ids, unit_ids=concerned)}
    found = (
        _of_unit(unit, entry, held.get((entry["task_id"], unit.code)), running)
        for unit in units
        for entry in entries
        if unit.id in entry["units"]
    )
    return [one for one in found if one is not None]


def _units(session: Session, ids: Iterable[int]) -> list[Unit]:
    wanted = sorted(ids)
    found: list[Unit] = []
    for start in range(0, len(wanted), _IN_CHUNK):
        found += session.scalars(sa.select(Unit).where(Unit.id.in_(wanted[start : start + _IN_CHUNK])))
    return sorted(found, key=lambda unit: (unit.sort_key, unit.id))


def _of_unit(unit: Unit, entry: Mapping[str, Any], now: NewTask | None, running: Collection[int]) -> _News | None:
    """What `entry` says to `unit` as things stand now; nothing where it was taken back since."""
    if entry["kind"] == "withdrawn":
        return None if entry["task_id"] in running else _News(unit, "withdrawn", entry, None)
    if entry["task_id"] not in running:
        return None
    if unit.id in entry.get("left", ()):
        return None if now else _News(unit, "left", entry, None)
    if now is None:
        return None
    return _News(unit, "joined" if unit.id in entry.get("joined", ()) else "changed", entry, now)


_HEADINGS = {"joined": "Nhiệm vụ mới", "left": "Không còn giao cho đơn vị", "withdrawn": "Đã thu hồi"}


def _heading(one: _News) -> str:
    if one.kind in _HEADINGS:
        return _HEADINGS[one.kind]
    fields = {Field(change["field"]) for change in one.entry["fields"]}
    if Field.DUE in fields:
        return "Đổi hạn" if len(fields - {Field.TIME}) == 1 else "Đổi hạn và nội dung"
    return "Nội dung thay đổi"


def _counts(news: Sequence[_News]) -> list[str]:
    names = (
        ("changed", "việc thay đổi"),
        ("joined", "việc mới"),
        ("left", "việc thôi giao"),
        ("withdrawn", "việc thu hồi"),
    )
    counts = [(sum(one.kind == kind for one in news), words) for kind, words in names]
    return [f"{count} {words}" for count, words in counts if count]


def _parts(news: Sequence[_News], letterhead: Letterhead) -> tuple[UnitPart, ...]:
    """By unit; a mail of one unit needs no unit heading."""
    by_unit: dict[str, list[_News]] = {}
    for one in news:
        by_unit.setdefault(one.unit.name, []).append(one)
    parts = [
        UnitPart(name, (Section("", tuple(_box(one, letterhead) for one in own)),)) for name, own in by_unit.items()
    ]
    return tuple(parts) if len(parts) > 1 else (UnitPart("", parts[0].sections),)


def _box(one: _News, letterhead: Letterhead) -> Box:
    is_gone = one.kind in {"left", "withdrawn"}
    facts: list[tuple[str, str]] = [
        ("Đơn vị", f"{one.unit.name} ({one.now.role})" if one.now else one.unit.name),
        *(_changes(one.entry["fields"]) if one.kind == "changed" else ()),
    ]
    if one.now is not None:
        facts.append(("Hạn hiện nay" if one.kind == "changed" else "Hạn", "; ".join(one.now.dues)))
        facts.append(("Sản phẩm", one.now.product if one.kind == "joined" else ""))
        facts.append(("Theo", one.now.source))
    return Box(
        heading=_heading(one),
        tone="returned" if is_gone else "new",
        title=shorten(one.entry["title"]),
        facts=tuple((term, value) for term, value in facts if value),
        url=letterhead.task_url(one.entry["task_id"]),
        action="Xem nhiệm vụ" if is_gone else "Mở nhiệm vụ",
    )


def _changes(fields: Iterable[Mapping[str, str]]) -> Iterable[tuple[str, str]]:
    """("Hạn", "trước đây 31/12/2025; nay 15/01/2026")."""
    for change in fields:
        name = Field(change["field"])
        old, new = (shorten(value_words(name, change[side]), _LONGEST_VALUE) for side in ("old", "new"))
        yield FIELD_NAMES[name], f"trước đây {old}; nay {new}"
