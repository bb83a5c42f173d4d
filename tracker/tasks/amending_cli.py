"""`tracker plans import FILE --amends PLAN [--apply]`: the comparison in words, and applying it whole."""

import click
import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from tracker import clock
from tracker.access import Actor
from tracker.errors import NotFound, RuleBroken
from tracker.extensions import db
from tracker.plans import revision_queries
from tracker.plans.models import Document, Plan
from tracker.plans.revision_queries import Versions, named, versions
from tracker.plans.revision_rows import Choices
from tracker.tasks.amending import Asked, apply_revision
from tracker.tasks.amending_page import CompareRow, compare_page
from tracker.web import settings


def amend(actor: Actor, document_id: int, plan_id: int, *, applies: bool, reason: str) -> None:
    """Print how the document differs from the plan; with `applies` apply it, but for rows whose pairing is doubtful.

    Commits what is applied. Raises NotFound for an unknown plan and RuleBroken where it cannot be applied.
    """
    query = sa.select(Document).where(Document.id == document_id).options(selectinload(Document.plan))
    document = db.session.scalars(query).one()
    if revision_queries.applied(db.session(), document):
        click.echo("Văn bản này đã được áp dụng trước đó; không có gì thay đổi.", err=True)
        return
    plan = db.session.get(Plan, plan_id)
    if plan is None:
        raise NotFound(f"Không có kế hoạch số {plan_id}.")
    if plan.id == document.plan_id:
        raise RuleBroken("Văn bản này đã thuộc kế hoạch được chọn. Chọn kế hoạch khác.")
    found = versions(db.session(), plan, document)
    _print(found)
    if not applies:
        return
    asked = Asked(_sure(found), note=reason or f"Theo {named(document)}", fingerprint=found.comparison.fingerprint)
    done = apply_revision(actor, plan, document, asked, today=clock.today(), roll_over=settings().roll_over)
    db.session.commit()
    figures = done.figures
    click.echo(
        f"Đã áp dụng: dời {figures['moved']} kỳ hạn, thêm {figures['made']}, thu hồi {figures['cancelled']}; "
        f"báo {figures['units']} đơn vị bằng {figures['messages']} thư.",
        err=True,
    )


def _sure(found: Versions) -> Choices:
    comparison = found.comparison
    return Choices(
        changed=frozenset(pair.new.id for pair in comparison.changed if not pair.is_doubtful),
        added=frozenset(one.item.id for one in comparison.added),
        withdrawn=frozenset(one.item.id for one in comparison.withdrawn),
    )


def _print(found: Versions) -> None:
    page = compare_page(found)
    for heading, rows in (("Thay đổi", page.changed), ("Thêm", page.added), ("Bỏ", page.withdrawn)):
        click.echo(f"{heading}: {len(rows)} mục", err=True)
        for row in rows:
            _print_row(row)
    click.echo(f"Giữ nguyên: {len(page.unchanged)} mục", err=True)


def _print_row(row: CompareRow) -> None:
    doubt = " (ghép chưa chắc, không tự áp dụng)" if row.is_doubtful else ""
    click.echo(f"  {row.label}: {row.title[:100]}{doubt}", err=True)
    for field in row.fields:
        old, new = (" ".join(part.text for part in parts) for parts in (field.old, field.new))
        click.echo(f"    {field.name}: {old} → {new}", err=True)
