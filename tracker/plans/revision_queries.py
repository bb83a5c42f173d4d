"""Which plan a newly read document may amend, and both versions as they are compared. Reads only (product 1, journey 8)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from tracker.plans.matching import title_likeness
from tracker.plans.models import Document, Item, ItemState, ItemWarning, Plan, PlanState, Revision
from tracker.plans.revision import Comparison, compare, version_of
from tracker.plans.warning import WarningCode, word
from tracker.vietnamese import clean_line, fold

_ALIKE: Final = 0.72
_OPENING_LINES: Final = 120  # where a document names what it replaces
_AMENDING: Final = re.compile(r"thay the|sua doi|bo sung|dieu chinh|dinh chinh|bai bo")
_PAST: Final = (ItemState.SUPERSEDED, ItemState.WITHDRAWN)
_STANDING: Final = (ItemState.PROPOSED, ItemState.ASSIGNED)


@dataclass(frozen=True)
class Candidate:
    """A plan that the document may replace or amend, and why it is proposed; without `reason` it is only choosable."""

    plan: Plan
    reason: str = ""

    @property
    def is_proposed(self) -> bool:
        return bool(self.reason)


def candidates(session: Session, document: Document) -> list[Candidate]:
    """Every plan the document may amend: the likely ones first, with the reason, then the others, newest first."""
    query = (
        sa.select(Document)
        .join(Plan, Plan.id == Document.plan_id)
        .where(Document.plan_id != document.plan_id, Plan.state != PlanState.CLOSED)
        .options(selectinload(Document.plan))
        .order_by(Document.id.desc())
    )
    opening = _opening(document)
    reasons: dict[int, tuple[float, str]] = {}
    plans: dict[int, Plan] = {}
    for other in session.scalars(query):
        plans.setdefault(other.plan_id, other.plan)
        weight, reason = _reason(document, other, opening)
        if reason and weight > reasons.get(other.plan_id, (0.0, ""))[0]:
            reasons[other.plan_id] = weight, reason
    likely = sorted(reasons, key=lambda plan_id: -reasons[plan_id][0])
    return [
        *(Candidate(plans[plan_id], reasons[plan_id][1]) for plan_id in likely),
        *(Candidate(plan) for plan_id, plan in plans.items() if plan_id not in reasons),
    ]


def _opening(document: Document) -> str:
    return fold(" ".join([document.title, *(str(line[1]) for line in document.lines[:_OPENING_LINES])]))


def _reason(document: Document, other: Document, opening: str) -> tuple[float, str]:
    """(weight, why) `document` may amend `other`; an empty reason where nothing speaks for it."""
    if document.number and document.number == other.number:
        return 1.0, f"cùng số, ký hiệu {other.number}"
    if other.number and (place := opening.find(fold(other.number))) >= 0:
        around = opening[max(0, place - 160) : place + 160]
        if _AMENDING.search(around):
            return 0.95, f"văn bản này nhắc sửa đổi, thay thế số {other.number}"
    if document.school_year and other.school_year and document.school_year != other.school_year:
        return 0.0, ""
    likeness = title_likeness(document.title, other.title)
    if likeness < _ALIKE or (document.issuer and other.issuer and fold(document.issuer) != fold(other.issuer)):
        return 0.0, ""
    return 0.9 * likeness, f"trích yếu giống {round(likeness * 100)} %"


def amendment_doubt(session: Session, document: Document) -> ItemWarning | None:
    """The doubt that `document`, just read, is a newer version of a plan that stands; not added to the session."""
    likely = next((one for one in candidates(session, document) if one.is_proposed), None)
    if likely is None:
        return None
    newest = newest_version(session, likely.plan)
    quotes = [{"line": None, "text": version_name(one), "value": None} for one in (newest, document) if one is not None]
    return ItemWarning(
        plan_id=document.plan_id,
        code=WarningCode.AMENDS_PLAN.value,
        text=word(WarningCode.AMENDS_PLAN, plan=likely.plan.display_title, reason=likely.reason),
        proposal=str(likely.plan.id),
        quotes=quotes,
        is_blocking=True,
    )


def version_name(document: Document) -> str:
    """The document as cited, with its file: two versions without a number are told apart by it."""
    return f"{named(document)}, tệp {document.file_name}"


def named(document: Document) -> str:
    """ "2416/KH-SGDĐT ngày 06/10/2025", or the title where no number is given."""
    number = document.display_number
    if not document.number:
        return f"“{clean_line(document.title)}”" + (f" ({number})" if number else "")
    return number + (f" ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else "")


@dataclass(frozen=True)
class Versions:
    """The items of both versions by id, and how they compare."""

    old: Mapping[int, Item]
    new: Mapping[int, Item]
    comparison: Comparison


def versions(
    session: Session, plan: Plan, document: Document, *, decided: Mapping[int, int | None] | None = None
) -> Versions:
    """The plan as it stands against `document`, which is not of the plan yet; parties and warnings loaded.

    Rows the officer left out or merged are compared too, so that they do not come back as new ones; they are neither
    added nor withdrawn.
    """
    old = _items(session, Item.plan_id == plan.id, Item.state.not_in(_PAST))
    new = _items(session, Item.document_id == document.id, Item.state.not_in(_PAST))
    found = compare([version_of(item) for item in old], [version_of(item) for item in new], decided=decided)
    by_old, by_new = {item.id: item for item in old}, {item.id: item for item in new}
    return Versions(
        by_old,
        by_new,
        Comparison(
            unchanged=found.unchanged,
            changed=found.changed,
            added=tuple(one for one in found.added if by_new[one.item.id].state in _STANDING),
            withdrawn=tuple(one for one in found.withdrawn if by_old[one.item.id].state in _STANDING),
        ),
    )


def _items(session: Session, *where: sa.ColumnElement[bool]) -> Sequence[Item]:
    query = sa.select(Item).where(*where).order_by(Item.position, Item.id)
    return session.scalars(query.options(selectinload(Item.parties), selectinload(Item.warnings))).all()


def applied(session: Session, document: Document) -> Revision | None:
    """The revision that `document` brought, if it was applied."""
    return session.scalars(sa.select(Revision).where(Revision.document_id == document.id)).one_or_none()


def newest_version(session: Session, plan: Plan) -> Document | None:
    """The document that joined `plan` last."""
    query = sa.select(Document).where(Document.plan_id == plan.id).order_by(Document.id.desc()).limit(1)
    return session.scalars(query).one_or_none()
