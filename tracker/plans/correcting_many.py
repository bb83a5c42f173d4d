"""One correction for many rows at once: leads, time, who reports, who reviews, or leaving them out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.access import Actor
from tracker.errors import BadInput, RuleBroken
from tracker.plans.correcting import as_it_stands, correct_item, surroundings
from tracker.plans.models import Document, Item, Plan, Reporting, ReviewBy
from tracker.plans.reshaping import name_of
from tracker.plans.service import dismiss_item


@dataclass(frozen=True)
class ManyPatch:
    """What every chosen row gets; None (or empty words) leaves a field as it is."""

    leads: str = ""
    coordinating: str = ""
    time_text: str = ""
    due_on: date | None = None
    reporting: Reporting | None = None
    review_by: ReviewBy | None = None

    @property
    def is_empty(self) -> bool:
        return self == ManyPatch()


def require_chosen(items: Sequence[Item], versions: Mapping[int, int]) -> None:
    """Raises BadInput where no row is chosen, RuleBroken naming the rows that somebody else has changed since."""
    if not items:
        raise BadInput("Chọn ít nhất một dòng.")
    stale = [name_of(item) for item in items if versions.get(item.id) != item.version]
    if stale:
        raise RuleBroken(
            f"Chưa dòng nào được sửa: {', '.join(stale)} vừa được người khác sửa. Xem bản mới rồi làm lại."
        )


def correct_many(actor: Actor, items: Sequence[Item], document: Document, plan: Plan, *, patch: ManyPatch) -> None:
    """Write the same correction into all `items` (parties, warnings loaded), or into none of them."""
    if patch.is_empty:
        raise BadInput("Ghi ít nhất một điều cần đặt cho các dòng đã chọn.")
    around = surroundings(plan)
    for item in items:
        own = as_it_stands(item)
        own = replace(
            own,
            leads=patch.leads or own.leads,
            coordinating=patch.coordinating or own.coordinating,
            time_text=patch.time_text or own.time_text,
            due_on=patch.due_on or own.due_on,
            reporting=patch.reporting or own.reporting,
            review_by=patch.review_by or own.review_by,
        )
        correct_item(actor, item, document, plan, version=item.version, patch=own, around=around)


def dismiss_many(actor: Actor, items: Sequence[Item], *, reason: str) -> None:
    """Leave all `items` out of the plan for one reason."""
    for item in items:
        dismiss_item(actor, item, reason=reason)
