"""One search over tasks, documents and units, each within what the person may see. Reads only."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.access import Actor
from tracker.directory.models import Unit, UnitKind
from tracker.paging import Page, paginate
from tracker.plans.models import Document, Plan
from tracker.tasks.models import Task
from tracker.tasks.queries import PARENT_NAME, Parent, matches, task_scope

MOST = 10  # documents and units; tasks are paged


def find_tasks(session: Session, actor: Actor, text: str, *, number: int) -> Page[Any]:
    plan_name = sa.func.coalesce(sa.func.nullif(Plan.short_title, ""), Plan.title).label("plan_name")
    columns: tuple[Any, ...] = (Task.id, Task.title, Task.label, plan_name)
    query = (
        sa.select(*columns)
        .select_from(Task)
        .outerjoin(Plan, Plan.id == Task.plan_id)
        .where(task_scope(actor), matches(Task.search_text, text))
        .order_by(Task.plan_id.desc(), Task.position, Task.id)
    )
    return paginate(session, query, number=number, scalars=False)


def find_documents(session: Session, actor: Actor, text: str) -> list[Any]:
    """Documents are the office's; a unit finds the tasks that come from them."""
    if not actor.reads_all:
        return []
    columns: tuple[Any, ...] = (
        Document.id,
        Document.title,
        Document.number,
        Document.symbol,
        Document.issued_on,
        Document.issuer,
    )
    query = sa.select(*columns).where(matches(Document.search_text, text)).order_by(Document.id.desc()).limit(MOST)
    return list(session.execute(query))


def find_units(session: Session, actor: Actor, text: str) -> list[Any]:
    """Units whose work this person may open."""
    columns: tuple[Any, ...] = (Unit.id, Unit.code, Unit.name, PARENT_NAME)
    query = sa.select(*columns).select_from(Unit).outerjoin(Parent, Parent.id == Unit.parent_id)
    query = query.where(matches(Unit.search_text, text))
    if not actor.reads_all:
        below = sa.and_(Unit.parent_id.in_(actor.unit_ids), Unit.kind == UnitKind.SCHOOL)
        query = query.where(sa.or_(Unit.id.in_(actor.unit_ids), below))
    return list(session.execute(query.order_by(Unit.sort_key, Unit.id).limit(MOST)))
