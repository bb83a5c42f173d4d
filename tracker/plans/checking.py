"""Checking: the doubts a document raises by itself, before any directory is asked (product 3.8)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from tracker.patterns import regex
from tracker.periods import Period, Recurrence
from tracker.plans.levels import check_levels
from tracker.plans.likeness import is_same_work
from tracker.plans.understanding.facts import DocumentFacts, ItemFacts, Mention, Source, Understood
from tracker.plans.understanding.recipients import recipient_of
from tracker.plans.warning import PlanWarning, WarningCode, quote, show, word
from tracker.vietnamese import fold

# The frame of the school year (QĐ 2269/QĐ-BGDĐT of 2025; the years before differ by days): (month, day).
SEMESTER_ONE_ENDS: Final = (1, 18)
SCHOOL_YEAR_ENDS: Final = (5, 31)

_SEMESTER_ONE: Final = regex(
    r"sơ\s?kết.*?(?:học k[ỳì] (?:I|1)\b(?!I)).*?(?P<first>20\d\d)\s?[-–]\s?(?P<last>20\d\d)", re.IGNORECASE
)
_WHOLE_YEAR: Final = regex(r"tổng kết.*?năm học\s+(?P<first>20\d\d)\s?[-–]\s?(?P<last>20\d\d)", re.IGNORECASE)
_PREPARING: Final = regex(r"kế hoạch (?:\w+ ){0,2}(?:sơ|tổng)\s?kết", re.IGNORECASE)


def check(understood: Understood) -> tuple[PlanWarning, ...]:
    """All doubts the document alone gives: the document's first, then by item, then by deadline."""
    found = [
        *_check_head(understood),
        *_check_dates(understood),
        *_check_items(understood),
        *_check_deadlines(understood),
        *_check_pairs(understood),
        *_check_duplicates(understood),
        *check_levels(understood),
    ]
    return tuple(
        sorted(found, key=lambda w: (w.item is not None, w.deadline is not None, w.item or 0, w.deadline or 0))
    )


def _check_head(understood: Understood) -> Iterator[PlanWarning]:
    document = understood.document
    if document.number is None:
        symbol = f" (mới có ký hiệu “{document.symbol}”)" if document.symbol else ""
        yield PlanWarning(WarningCode.NUMBER_MISSING, word(WarningCode.NUMBER_MISSING, symbol=symbol))
    if document.issued_on is None:
        yield _issue_date_missing(document)
    cited = document.latest_cited_on
    if document.head_year and cited and cited.year > document.head_year:
        text = word(WarningCode.HEAD_YEAR_CONFLICT, head_year=document.head_year, cited=show(cited))
        quotes = tuple(quote(source) for source in (document.head_source, document.latest_cited) if source)
        yield PlanWarning(WarningCode.HEAD_YEAR_CONFLICT, text, str(cited.year), quotes)
    for source in understood.unclear_recurrences:
        yield PlanWarning(WarningCode.RECURRENCE_UNCLEAR, word(WarningCode.RECURRENCE_UNCLEAR), None, (quote(source),))
    if not understood.items and not understood.deadlines:
        yield PlanWarning(WarningCode.NOTHING_FOUND, word(WarningCode.NOTHING_FOUND))


def _issue_date_missing(document: DocumentFacts) -> PlanWarning:
    best = document.issue_proposals[0] if document.issue_proposals else None
    if best is None:
        return PlanWarning(WarningCode.ISSUED_ON_MISSING, word(WarningCode.ISSUED_ON_MISSING, clue=""))
    year, month, *day = best.value.split("-")
    shown = show(date(int(year), int(month), int(day[0]))) if day else f"tháng {int(month)}/{year}"
    opening = "Văn bản" if best.reason.startswith("không sớm") else "Đề xuất"
    text = word(
        WarningCode.ISSUED_ON_MISSING,
        clue=f" {opening} {best.reason}: {shown}." if opening == "Văn bản" else f" Đề xuất {shown} ({best.reason}).",
    )
    return PlanWarning(WarningCode.ISSUED_ON_MISSING, text, best.value, (quote(best.source),))


def _check_dates(understood: Understood) -> Iterator[PlanWarning]:
    for cited in understood.cited_dates:
        if cited.on is None and "không đọc được" in cited.reason:
            yield PlanWarning(
                WarningCode.DATE_IMPOSSIBLE,
                word(WarningCode.DATE_IMPOSSIBLE, text=cited.text),
                None,
                (quote(cited.source),),
            )


def _check_items(understood: Understood) -> Iterator[PlanWarning]:
    for index, item in enumerate(understood.items):
        for mention in item.mentions:
            yield from _outside_period(understood, index, item, mention)
        yield from _check_time(item.period, item.time_text, item.source, index)
        yield from _check_completeness(item, index)
        yield from _check_due(understood.document, item.period, item.source, item=index)
        yield from _check_semester(item.content, item.period, item.source, item=index)
        if item.is_doubtful:
            yield PlanWarning(
                WarningCode.COLUMNS_DOUBTFUL,
                word(WarningCode.COLUMNS_DOUBTFUL, stt=item.stt),
                None,
                (quote(item.source),),
                item=index,
            )


def _outside_period(understood: Understood, index: int, item: ItemFacts, mention: Mention) -> Iterator[PlanWarning]:
    """A date in the row's own words that the row's period does not hold (item 13 of the 2025-2026 plan)."""
    period = item.period
    if mention.is_citation or period is None or period.due_on is None:
        return
    if (period.starts_on or date.min) <= mention.on <= period.due_on or (
        period.starts_on is None and mention.on < period.due_on
    ):
        return
    prose = next(
        (d for d in understood.deadlines if is_same_work(item.content, d.what) and _holds(period, d.period.due_on)),
        None,
    )
    proposal = prose.period.due_on if prose else _same_day_inside(mention.on, period)
    quotes = [quote(mention.source, mention.on), quote(Source(item.source.line, item.time_text), period.due_on)]
    told = ""
    if prose is not None and prose.period.due_on is not None:
        quotes.append(quote(prose.source, prose.period.due_on))
        told = f", phần lời ghi {prose.time_text}"
    text = word(
        WarningCode.DATE_OUTSIDE_PERIOD,
        stt=item.stt,
        mention=mention.source.quote,
        time_text=item.time_text,
        prose=told,
    )
    yield PlanWarning(
        WarningCode.DATE_OUTSIDE_PERIOD, text, proposal.isoformat() if proposal else None, tuple(quotes), item=index
    )


def _holds(period: Period, day: date | None) -> bool:
    return day is not None and period.due_on is not None and (period.starts_on or date.min) <= day <= period.due_on


def _same_day_inside(day: date, period: Period) -> date | None:
    """The same day and month in a year of the period: a slip of the pen in the year."""
    if period.due_on is None:
        return None
    for year in {period.due_on.year, (period.starts_on or period.due_on).year}:
        try:
            moved = day.replace(year=year)
        except ValueError:
            continue
        if _holds(period, moved):
            return moved
    return None


def _check_time(period: Period | None, time_text: str, source: Source, index: int) -> Iterator[PlanWarning]:
    if not time_text:
        yield PlanWarning(WarningCode.NO_DUE_DATE, word(WarningCode.NO_DUE_DATE), None, (quote(source),), item=index)
    elif period is None:
        text = word(WarningCode.TIME_UNREADABLE, time_text=time_text)
        yield PlanWarning(WarningCode.TIME_UNREADABLE, text, None, (quote(Source(source.line, time_text)),), item=index)
    elif period.is_condition:
        text = word(WarningCode.TIME_CONDITIONAL, time_text=time_text)
        yield PlanWarning(
            WarningCode.TIME_CONDITIONAL, text, None, (quote(Source(source.line, time_text)),), item=index
        )
    elif period.is_estimated and period.due_on:
        text = word(WarningCode.TIME_ESTIMATED, time_text=time_text, due=show(period.due_on))
        yield PlanWarning(WarningCode.TIME_ESTIMATED, text, None, (quote(Source(source.line, time_text)),), item=index)
    elif period.recurrence is Recurrence.UNSPECIFIED:
        yield PlanWarning(
            WarningCode.RECURRENCE_UNCLEAR,
            word(WarningCode.RECURRENCE_UNCLEAR),
            None,
            (quote(Source(source.line, time_text)),),
            item=index,
        )


def _check_completeness(item: ItemFacts, index: int) -> Iterator[PlanWarning]:
    """ "6 rõ" (product 3.8): who and whose responsibility (the leads), what, when, which product; authority is the issuer."""
    missing = [
        name
        for name, value in (
            ("nội dung", item.content),
            ("đơn vị chủ trì", item.lead),
            ("sản phẩm", item.product),
            ("thời hạn", item.time_text),
        )
        if not value
    ]
    if missing:
        yield PlanWarning(
            WarningCode.INCOMPLETE,
            word(WarningCode.INCOMPLETE, missing=", ".join(missing)),
            None,
            (quote(item.source),),
            item=index,
        )


def _check_deadlines(understood: Understood) -> Iterator[PlanWarning]:
    for index, deadline in enumerate(understood.deadlines):
        missing = [
            name for name, value in (("đơn vị thực hiện", deadline.who), ("nội dung", deadline.what)) if not value
        ]
        if missing:
            text = word(WarningCode.INCOMPLETE, missing=", ".join(missing))
            yield PlanWarning(WarningCode.INCOMPLETE, text, None, (quote(deadline.source),), deadline=index)
        yield from _check_due(understood.document, deadline.period, deadline.source, deadline=index)
        yield from _check_semester(deadline.what, deadline.period, deadline.source, deadline=index)


def _check_due(
    document: DocumentFacts,
    period: Period | None,
    source: Source,
    *,
    item: int | None = None,
    deadline: int | None = None,
) -> Iterator[PlanWarning]:
    issued = document.issued_on
    if issued is None or period is None or period.due_on is None or period.due_on >= issued:
        return
    text = word(WarningCode.DUE_BEFORE_ISSUE, due=show(period.due_on), issued=show(issued))
    head = document.head_source or Source(None, f"ngày ban hành {show(issued)}")
    quotes = (quote(source, period.due_on), quote(head, issued))
    yield PlanWarning(WarningCode.DUE_BEFORE_ISSUE, text, None, quotes, item=item, deadline=deadline)


def _check_semester(
    content: str, period: Period | None, source: Source, *, item: int | None = None, deadline: int | None = None
) -> Iterator[PlanWarning]:
    """A report on a term that is due before the term ends. Offices do that; it is said, not repaired (domain facts 2.4)."""
    if period is None or period.due_on is None or _PREPARING.search(content):
        return
    for pattern, report, term, (month, day) in (
        (_SEMESTER_ONE, "sơ kết học kỳ I", "học kỳ I", SEMESTER_ONE_ENDS),
        (_WHOLE_YEAR, "tổng kết năm học", "năm học", SCHOOL_YEAR_ENDS),
    ):
        match = pattern.search(content)
        if match is None:
            continue
        ends = date(int(match["last"]), month, day)
        if period.due_on < ends:
            text = word(
                WarningCode.SEMESTER_REPORT_EARLY,
                report=report,
                due=show(period.due_on),
                term=term,
                ends=f"khoảng {show(ends)}",
            )
            usual = Source(None, f"{term} thường kết thúc khoảng {show(ends)}")
            quotes = (quote(source, period.due_on), quote(usual, ends))
            yield PlanWarning(
                WarningCode.SEMESTER_REPORT_EARLY, text, ends.isoformat(), quotes, item=item, deadline=deadline
            )
        return


def _check_pairs(understood: Understood) -> Iterator[PlanWarning]:
    """The same report in a row and in prose: same work, same recipient, the prose date inside the row's period."""
    for index, item in enumerate(understood.items):
        recipient = recipient_of(item.content)[0]
        if recipient is None or item.period is None:
            continue
        for place, deadline in enumerate(understood.deadlines):
            due = deadline.period.due_on
            if (
                deadline.recipient != recipient
                or not _holds(item.period, due)
                or not is_same_work(item.content, deadline.what)
            ):
                continue
            assert due is not None
            text = word(WarningCode.SAME_REPORT_TWICE, stt=item.stt, due=show(due))
            quotes = (quote(item.source), quote(deadline.source, due))
            yield PlanWarning(WarningCode.SAME_REPORT_TWICE, text, due.isoformat(), quotes, item=index)
            yield PlanWarning(WarningCode.SAME_REPORT_TWICE, text, item.stt, quotes, deadline=place)


def _check_duplicates(understood: Understood) -> Iterator[PlanWarning]:
    """Two rows that ask the same units for the same by the same time: the later one is the doubtful one."""
    first: dict[tuple[object, ...], int] = {}
    for index, item in enumerate(understood.items):
        facts = (fold(item.content), fold(item.product or ""), fold(item.time_text), tuple(map(fold, item.lead)))
        if not item.content or facts not in first:
            first.setdefault(facts, index)
            continue
        other = understood.items[first[facts]]
        stt, other_stt = (row.stt or f"ở dòng {row.source.line}" for row in (item, other))
        text = word(WarningCode.DUPLICATE_ROW, stt=stt, other=other_stt)
        quotes = (quote(item.source), quote(other.source))
        yield PlanWarning(WarningCode.DUPLICATE_ROW, text, other.stt or None, quotes, item=index)
