"""Factories for a plan with items, as they stand after review."""

from datetime import date

from sqlalchemy.orm import Session

from tests.cast import Cast
from tracker import clock
from tracker.directory.models import GroupAlias, Unit, UnitGroup
from tracker.plans.models import (
    Document,
    DocumentKind,
    Item,
    ItemOrigin,
    ItemParty,
    PartyRole,
    Plan,
    Reporting,
)
from tracker.vietnamese import fold


def make_plan(session: Session, *, is_foreign: bool = False, **values) -> tuple[Plan, Document]:
    plan = Plan(
        title="Kế hoạch chuyển đổi số năm học 2025-2026",
        starts_on=values.pop("starts_on", date(2025, 9, 1)),
        ends_on=values.pop("ends_on", date(2026, 6, 30)),
        reporting=values.pop("reporting", Reporting.LEADS),
        created_at=clock.now(),
        **values,
    )
    session.add(plan)
    session.flush()
    document = Document(
        sha256=f"{plan.id:064d}",
        file_name="ke-hoach.txt",
        media_type="text/plain",
        size=1,
        issuer="Sở Giáo dục và Đào tạo Hải Phòng",
        kind=DocumentKind.PLAN,
        title=plan.title,
        is_foreign=is_foreign,
        lines=[],
        plan_id=plan.id,
        imported_at=clock.now(),
    )
    session.add(document)
    session.flush()
    return plan, document


def make_group(session: Session, *, code: str, name: str, kinds: list[str], needs_choice: bool = False) -> UnitGroup:
    group = UnitGroup(code=code, name=name, rule={"kind": kinds}, needs_choice=needs_choice)
    group.aliases.append(GroupAlias(name=name, folded=fold(name)))
    session.add(group)
    session.flush()
    return group


def make_item(
    session: Session,
    plan: Plan,
    document: Document,
    *,
    stt: str = "13",
    leads: list[Unit | UnitGroup] | None = None,
    coordinating: list[Unit | UnitGroup] | None = None,
    due_on: date | None = date(2025, 12, 31),
    milestones: list[date] | None = None,
    **values,
) -> Item:
    item = Item(
        plan_id=plan.id,
        document_id=document.id,
        stable_key=f"row::{stt}",
        origin=values.pop("origin", ItemOrigin.ROW),
        position=int(stt) if stt.isdigit() else 0,
        stt=stt,
        content=values.pop("content", f"Tổ chức tập huấn chuyển đổi số, đợt {stt}"),
        product=values.pop("product", "Báo cáo"),
        due_on=due_on,
        milestones=[day.isoformat() for day in (milestones if milestones is not None else [due_on] if due_on else [])],
        **values,
    )
    session.add(item)
    session.flush()
    for role, doers in ((PartyRole.LEAD, leads or []), (PartyRole.COORDINATING, coordinating or [])):
        for doer in doers:
            is_group = isinstance(doer, UnitGroup)
            party = ItemParty(
                item_id=item.id,
                position=len(doers),
                role=role,
                words=doer.name,
                unit_id=None if is_group else doer.id,
                group_id=doer.id if is_group else None,
                is_confirmed=not (is_group and doer.needs_choice),
            )
            session.add(party)
    session.flush()
    return item


def schools_group(session: Session) -> UnitGroup:
    return make_group(session, code="CSGD", name="Cơ sở giáo dục", kinds=["school"])


def departments_group(session: Session) -> UnitGroup:
    return make_group(session, code="CAC-PHONG", name="Các phòng", kinds=["department"])


def plan_of_one(session: Session, cast: Cast, **values):
    """A plan with one item led by Phòng QLCL, coordinated by all schools unless said otherwise."""
    plan, document = make_plan(session, **values.pop("plan", {}))
    leads = values.pop("leads", [cast.quality])
    coordinating = values.pop("coordinating", None)
    item = make_item(session, plan, document, leads=leads, coordinating=coordinating, **values)
    return plan, item
