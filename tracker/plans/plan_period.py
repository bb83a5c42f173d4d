"""A plan's default period from what its document says (product 3.1). Pure."""

import re
from dataclasses import dataclass
from datetime import date

from tracker.plans.models import DocumentKind
from tracker.plans.understanding.facts import DocumentFacts, Understood


@dataclass(frozen=True)
class PlanPeriod:
    """A plan's default period and what it rests on (product 3.1). `issued_on` is the date it starts from, read or proposed."""

    starts_on: date | None
    ends_on: date | None
    issued_on: date | None
    basis: str


def plan_period(understood: Understood) -> PlanPeriod:
    """The default period: from the first day of the month of issue to 30 June, 31 December or the dispatch's last date."""
    document = understood.document
    issued, basis = issue_date(document)
    last = _last_due(understood)
    starts = issued.replace(day=1) if issued else None
    ends = _end_of_plan(document, issued, last)
    if starts and ends and ends < starts:
        starts = None
    return PlanPeriod(starts, ends, issued, basis)


def _end_of_plan(document: DocumentFacts, issued: date | None, last: date | None) -> date | None:
    if document.kind == DocumentKind.DISPATCH:
        return last or _school_year_end(document.school_year)
    if document.school_year:
        return _school_year_end(document.school_year)
    if document.kind == DocumentKind.PLAN:
        year = last.year if last else issued.year if issued else None
        return date(year, 12, 31) if year else None
    return last


def _school_year_end(name: str | None) -> date | None:
    years = re.fullmatch(r"(\d{4})\D+(\d{4})", name or "")
    return date(int(years[2]), 6, 30) if years else None


def _last_due(understood: Understood) -> date | None:
    periods = [item.period for item in understood.items if item.period] + [d.period for d in understood.deadlines]
    days = [day for period in periods for day in (*period.deadlines, period.due_on) if day]
    return max(days, default=None)


def issue_date(document: DocumentFacts) -> tuple[date | None, str]:
    """The day of issue as stated, else as annex, stamp or citations suggest it, with the reason."""
    if document.issued_on:
        return document.issued_on, "ngày ghi ở đầu văn bản"
    for proposal in document.issue_proposals:
        if day := _proposed_day(proposal.value):
            return day, proposal.reason
    if document.latest_cited_on:
        return document.latest_cited_on, "ngày mới nhất của văn bản được viện dẫn"
    return None, ""


def _proposed_day(value: str) -> date | None:
    match = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", value)
    return date(int(match[1]), int(match[2]), int(match[3] or 1)) if match else None
