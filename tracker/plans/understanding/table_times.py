"""Times in cells that leave out the year or the month: the caption, the section or the document says it (product 3.1)."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tracker.patterns import regex
from tracker.periods import Period
from tracker.plans.understanding.costs import period_of
from tracker.plans.understanding.facts import DocumentFacts, ItemFacts
from tracker.plans.understanding.items import period_in
from tracker.plans.understanding.print_lines import join_lines

_MONTH_YEAR: Final = regex(r"(?<!\d )\btháng\s+(?P<month>\d{1,2})\s?(?:/|năm\s+)\s?(?P<year>20\d{2})", re.IGNORECASE)
_MONTH: Final = regex(r"(?<!\d )\btháng\s+(?P<month>\d{1,2})\b(?!\s?[/-]\s?\d)", re.IGNORECASE)
_SCHOOL_YEAR: Final = regex(r"năm học\s+(?P<first>20\d{2})\s?[-–]\s?(?P<second>20\d{2})", re.IGNORECASE)
_YEAR: Final = regex(r"(?<!\d )\bnăm\s+(?P<year>20\d{2})\b(?!\s?[-–]\s?20\d{2})", re.IGNORECASE)
_BARE_MONTH: Final = regex(r"(?:0?[1-9]|1[0-2])(?:\s?[-–]\s?(?:0?[1-9]|1[0-2]))?")
_BARE_DAY: Final = regex(
    r"(?:(?P<words>trước|chậm nhất|từ|hạn)\s+)?(?:ngày\s+)?(?P<days>\d{1,2}(?:\s?[-–]\s?\d{1,2})?)", re.IGNORECASE
)
_WEEKS: Final = regex(r"tuần\s+(?:thứ\s+)?\w+(?:\s?[-–]\s?(?:tuần\s+)?\w+)?", re.IGNORECASE)
_PART_OF_MONTH: Final = regex(r"(?:đầu|giữa|cuối|trong|cả|hết)\s+tháng", re.IGNORECASE)
_WEEK_OF_DAYS: Final = regex(r"tuần\s[^()/]{1,30}\((?P<days>[^()]*\d{1,2}/\d{1,2}[^()]*)\)", re.IGNORECASE)
_ANY_YEAR: Final = regex(r"\b20\d{2}\b")
_LABEL: Final = regex(r"^(?:[-–+•*]\s*)?[^:]{0,60}:\s*")
_SCHOOL_STARTS: Final = 8


@dataclass(frozen=True)
class TimeContext:
    """The year, school year and month a table stands in, as far as its surroundings say."""

    year: int | None = None
    school_year: int | None = None  # its first year
    month: int | None = None
    since: date | None = None  # the day of issue, where only that gives the year: what is due comes after it
    column: str = ""  # the heading of the time column: "Tháng" makes "9" a month

    def within(self, text: str) -> "TimeContext":
        """The context that the words of a caption or section narrow down."""
        known = self
        if match := _SCHOOL_YEAR.search(text):
            known = replace(known, school_year=int(match["first"]), year=None)
        elif match := _YEAR.search(text):
            known = replace(known, year=int(match["year"]), school_year=None, since=None)
        if match := _MONTH_YEAR.search(text):
            return replace(known, month=int(match["month"]), year=int(match["year"]), school_year=None, since=None)
        if match := _MONTH.search(text):
            return replace(known, month=int(match["month"]))
        return known

    def read(self, text: str) -> Period | None:
        """What `text` means here, or None."""
        if not text:
            return None
        said = self._completed(text)
        found = period_in(said)
        if found is None or not _ANY_YEAR.search(said):
            found = self._with_year(said) or found
        return replace(found, text=text) if found is not None and said != text else found

    def read_lines(self, text: str) -> Period | None:
        """What the lines of a cell mean: one time broken over lines, or a milestone on each."""
        whole = self.read(join_lines(text.split("\n")))
        lines = [line for line in text.split("\n" if "\n" in text else ", ") if line.strip()]
        if len(lines) < 2 or (whole is not None and len(whole.deadlines) >= len(lines)):
            return whole
        found = [self.read(_LABEL.sub("", line)) for line in lines]
        days = sorted({day for period in found if period is not None for day in period.deadlines})
        if len(days) < 2 or any(period is None for period in found):
            return whole
        starts = [period.starts_on for period in found if period is not None and period.starts_on]
        return Period(join_lines(text.split("\n")), min(starts, default=None), days[-1], deadlines=tuple(days))

    def _completed(self, text: str) -> str:
        """`text` with the month or the word its column or section has for it."""
        words = " ".join(text.split()).strip(" .")
        column = self.column.lower()
        if _BARE_MONTH.fullmatch(words) and "tháng" in column and "ngày" not in column:
            return f"tháng {words}"
        if re.fullmatch(r"[IVX]{1,3}|[1-4]", words) and "quý" in column:
            return f"quý {words}"
        match = _BARE_DAY.fullmatch(words)
        if match and self.month and (self.month_year is not None):
            word = f"{match['words']} " if match["words"] else ""
            return f"{word}ngày {match['days'].replace(' ', '')}/{self.month}/{self.month_year}"
        if match := _WEEK_OF_DAYS.fullmatch(words):
            return match["days"]
        if self.month and (_WEEKS.fullmatch(words) or _PART_OF_MONTH.fullmatch(words)):
            return f"{words.removesuffix(' tháng')} tháng {self.month}" + (
                f"/{self.month_year}" if self.month_year else ""
            )
        return text

    @property
    def month_year(self) -> int | None:
        """The year of `month`."""
        if self.year is not None or self.school_year is None or self.month is None:
            return self.year
        return self.school_year + (self.month < _SCHOOL_STARTS)

    def _with_year(self, text: str) -> Period | None:
        if self.year is not None:
            found = period_of(text, self.year)
            if found is not None and found.due_on and self.since and found.due_on < self.since:
                return period_of(text, self.year + 1)
            return found
        if self.school_year is None:
            return None
        first, second = period_of(text, self.school_year), period_of(text, self.school_year + 1)
        if first is None or second is None:
            return first or second
        if _is_late(first.starts_on or first.due_on) and not _is_late(first.due_on):
            return first if first.starts_on and first.due_on and first.starts_on < first.due_on else second
        return first if _is_late(first.due_on) else second


def _is_late(day: date | None) -> bool:
    """Whether a day belongs to the first of the two years of a school year."""
    return day is None or day.month >= _SCHOOL_STARTS


def context_of(document: DocumentFacts) -> TimeContext:
    """What a document's title, school year and day of issue say of times that leave the year out."""
    known = TimeContext().within(document.title)
    if known.year is not None or known.school_year is not None:
        return known
    if document.school_year:
        return replace(known, school_year=int(document.school_year[:4]))
    if document.issued_on is not None:
        return replace(known, year=document.issued_on.year, since=document.issued_on)
    return replace(known, year=document.head_year)


def in_context(item: ItemFacts, context: TimeContext) -> ItemFacts:
    """`item` with a period where its section or document gives the year or the month its words leave out."""
    if not item.time_text or (item.period is not None and not item.period.is_condition):
        return item
    around = context.within(item.section) if item.section else context
    return replace(item, period=around.read(item.time_text) or item.period)
