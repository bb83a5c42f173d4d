"""The doubts of a whole plan asked again, after a date, a number or the period was filled in. Never commits (product 3.8).

What an officer has decided stays decided; a doubt that no longer holds goes, a new one comes.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import sqlalchemy as sa

from tracker.extensions import db
from tracker.plans import queries
from tracker.plans.conflicts import Code, Finding, Surroundings, check_calendar
from tracker.plans.correcting import drafted, recheck, surroundings
from tracker.plans.findings import from_warning, without_repeats
from tracker.plans.levels import Duty, late_levels, level_of
from tracker.plans.models import Document, Item, ItemState, ItemWarning, PartyRole, Plan
from tracker.plans.storing import warning_from
from tracker.plans.understanding.facts import Source
from tracker.plans.warning import WarningCode

_OF_LEVELS: Final = frozenset({WarningCode.LOWER_LEVEL_AFTER_UPPER.value, WarningCode.NO_TIME_TO_SUMMARISE.value})


def recheck_plan(plan: Plan, document: Document) -> None:
    """Ask the directory's, the calendar's and the levels' doubts of every proposed item of `document` again."""
    around = surroundings(plan)
    items = [item for item in queries.items_of(db.session(), document) if item.state is ItemState.PROPOSED]
    for item in items:
        recheck(item, plan, around)
    _recheck_levels(items, plan, around)
    _recheck_calendar(items, plan, around)
    db.session.flush()


def _recheck_levels(items: Sequence[Item], plan: Plan, around: Surroundings) -> None:
    """A lower level due after a higher one, by the dates as they stand now."""
    late = list(late_levels(_duties(items)))
    for place, item in enumerate(items):
        own = [from_warning(warning, item.stable_key) for warning in late if warning.item == place]
        found = without_repeats(own, around)
        decided = {warning.code for warning in item.warnings if warning.decision is not None}
        for warning in [one for one in item.warnings if one.code in _OF_LEVELS and one.decision is None]:
            item.warnings.remove(warning)
            db.session.delete(warning)
        item.warnings.extend(warning_from(plan.id, item.id, one) for one in found if one.code not in decided)


def _duties(items: Sequence[Item]) -> Iterable[Duty]:
    for place, item in enumerate(items):
        who = tuple(dict.fromkeys(party.words for party in item.parties if party.role is PartyRole.LEAD))
        if item.due_on is not None and (level := level_of(who)):
            source = Source(item.source_line, item.quote or item.time_text, item.source_page)
            yield Duty(who, item.content, item.due_on, source, level, item=place)


def _recheck_calendar(items: Sequence[Item], plan: Plan, around: Surroundings) -> None:
    of_calendar = sa.select(ItemWarning).where(
        ItemWarning.plan_id == plan.id,
        ItemWarning.item_id.is_(None),
        ItemWarning.code == Code.CALENDAR_RUNS_OUT,
        ItemWarning.decision.is_(None),
    )
    for warning in db.session.scalars(of_calendar):
        db.session.delete(warning)
    found: Iterable[Finding] = check_calendar([drafted(item) for item in items], around.calendar)
    db.session.add_all(warning_from(plan.id, None, finding) for finding in found)
