"""Deadlines in running text, one sentence at a time (domain facts 6.3, 6.7)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from tracker.patterns import regex
from tracker.periods import Period, Recurrence, read_period
from tracker.plans.understanding.duties import Setting, acts_behind, is_bare, who_acts
from tracker.plans.understanding.duty_words import has_duty
from tracker.plans.understanding.facts import CitedDate, DocumentFacts, ProseDeadline, Source
from tracker.plans.understanding.passages import Passage
from tracker.plans.understanding.prose_objections import objection_to
from tracker.plans.understanding.prose_repeats import without_repeats
from tracker.plans.understanding.prose_work import (
    is_due_label,
    is_label,
    opens_with_label,
    says_when_due,
    trimmed,
    work_of,
)
from tracker.plans.understanding.prose_years import Calendar
from tracker.plans.understanding.recipients import recipient_of, via_of
from tracker.plans.understanding.times import Found, find_times
from tracker.plans.understanding.words import ANNEX, UPPER

_SENTENCE: Final = regex(rf"(?<=[^\s.][.!?…;])\s+(?=[{UPPER}“])|(?<=\w{{3}}[.!?])\s+(?=[{UPPER}“])")
_ABBREVIATED: Final = regex(r"(?:\b(?:TP|KT|TM|TL|ThS|TS|PGS|GS|Đ/c|đ/c|vv|Q|P|số)\.)$", re.IGNORECASE)
_CYCLE: Final = regex(
    r"(?:định kỳ\s+)?(?:hằng|hàng|mỗi|theo từng)\s+(?:tuần|tháng|quý|học kỳ|năm học|năm)|định kỳ\s+(?:0?6|sáu)\s+tháng|(?:0?6|sáu)\s+tháng\s+(?:một|1|01)\s+lần",
    re.IGNORECASE,
)
_UNCLEAR: Final = regex(
    r"\b(?<!chế độ )(?<!quy định )báo cáo\s+(?:\w+\s+){0,3}?định kỳ\b|\bđịnh kỳ\s+báo cáo\b", re.IGNORECASE
)
_REGIME: Final = regex(r"chế độ|quy định|công tác báo cáo|theo định kỳ|thống kê", re.IGNORECASE)
_DAY_OF_MONTH: Final = regex(
    r"(?:trước|chậm nhất|vào|muộn nhất)(?:\s+(?:là|vào))*\s+ngày\s+\d{1,2}(?:(?:,\s*|\s+và\s+)(?:ngày\s+)?\d{1,2})?(?!\s*[/\d]|\s+tháng)",
    re.IGNORECASE,
)
_REPORTS: Final = regex(r"\b(?:báo cáo|nộp|gửi)\b(?! (?:hằng|hàng|định))", re.IGNORECASE)
_ON_A_DAY: Final = regex(
    r"\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|ngày (?:mùng )?\d{1,2})\s*$", re.IGNORECASE
)
_YEAR: Final = regex(r"\d{4}")
_TO_WORDS: Final = ("về", "cho", "đến", "tới", "lên")
_THING_SENT: Final = regex(
    r"\b(?:báo cáo|gửi|nộp|danh sách|hồ sơ|kế hoạch|kết quả|văn bản|đăng ký|số liệu)\b", re.IGNORECASE
)
_STANDING: Final = frozenset(["QUY CHẾ", "QUY ĐỊNH", "NỘI QUY", "ĐIỀU LỆ"])
_NORMS: Final = frozenset(["THÔNG TƯ", "NGHỊ ĐỊNH", "LUẬT", "PHÁP LỆNH"])
_UPWARD: Final = frozenset(["TỜ TRÌNH", "BÁO CÁO"])
_LONGEST: Final = 1_600  # characters of a sentence
_ABBREVIATION: Final = 10
_REACH: Final = 800  # how far around a time its sentence is read; longer ones are no sentences
_HEAD: Final = 20
_FEW_WORDS: Final = 2


@dataclass
class Prose:
    """What running text yields."""

    deadlines: list[ProseDeadline] = field(default_factory=list)
    cited: list[CitedDate] = field(default_factory=list)
    unclear: list[Source] = field(default_factory=list)


def sentences_of(text: str) -> Iterator[tuple[int, str]]:
    """Sentences with their offsets. A dot of an abbreviation ends none; what is far too long for one is cut in pieces."""
    start = 0
    for match in _SENTENCE.finditer(text):
        if (
            _ABBREVIATED.search(text[max(0, match.start() - _ABBREVIATION) : match.start()])
            or text[match.start() - 1] == ";"
        ):
            continue
        yield from _pieces(text, start, match.start())
        start = match.end()
    yield from _pieces(text, start, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """`start`..`end` whole, or cut behind a semicolon, a comma or a blank where it is longer than any sentence."""
    while end - start > _LONGEST:
        within = (start + _LONGEST // 2, start + _LONGEST)
        cut = next((at for mark in ("; ", ", ", " ") if (at := text.rfind(mark, *within)) >= 0), within[1] - 1) + 1
        yield start, text[start:cut]
        start = cut
    if start < end:
        yield start, text[start:end]


def read_prose(passages: Iterable[Passage], document: DocumentFacts, definitions: Mapping[str, str]) -> Prose:
    """Every deadline of the running text, and every date that is none, with the reason. A deadline said twice comes once."""
    passages = list(passages)
    names = {passage.text.strip(" .:") for passage in passages[:_HEAD]}
    # a report or a proposal is addressed to those who decide, not to those who act
    setting = Setting(() if names & _UPWARD else document.addressees, definitions, document.issuer)
    calendar = Calendar.of(document, (passage.text for passage in passages))
    reader = _Reader(document, setting, calendar, bool(names & _STANDING), bool(names & _NORMS))
    before: Passage | None = None
    for passage in passages:
        if ANNEX.match(passage.text):
            continue
        # the marker belongs to no sentence: "3. Phòng A báo cáo" begins with its subject
        for start, sentence in sentences_of(passage.text[len(passage.marker) :]):
            reader.read(_Sentence(passage, start + len(passage.marker), sentence, before))
        before = passage
    reader.prose.deadlines = without_repeats(reader.prose.deadlines)
    return reader.prose


@dataclass(frozen=True)
class _Sentence:
    passage: Passage
    start: int
    text: str
    before: Passage | None  # the passage before this one

    @property
    def opens(self) -> bool:
        """Whether the passage begins with it."""
        return self.start == len(self.passage.marker)

    def source_of(self, found: Found) -> Source:
        offset = self.start + found.digits_at
        return Source(self.passage.line_at(offset), self.text.strip(), self.passage.page_at(offset))


@dataclass
class _Reader:
    """The document's setting, and what was found so far."""

    document: DocumentFacts
    setting: Setting
    calendar: Calendar
    is_standing: bool = False  # rules and statutes: what they say of every month asks for nothing now
    is_norm: bool = False  # circulars and decrees: a cycle without a day is a regime, not a deadline
    prose: Prose = field(default_factory=Prose)

    def read(self, sentence: _Sentence) -> None:
        done_until = 0
        taken: list[int] = []
        for found in find_times(sentence.text, default_year=self.calendar.year):
            period = self._completed(sentence, found)
            said = None if is_due_label(sentence.text, found, sentence.passage) else found.objection
            objection = self._is_issue(found) or said or objection_to(sentence.text, found, sentence.passage)
            if objection is None and period and self._is_regime(period):
                objection = "quy định chung, không phải hạn giao"
            if objection is None and period and self.calendar.is_past(period) and not _asks(sentence.text):
                objection = "đã qua khi văn bản được ban hành"
            if objection is not None and (found.period is not None or found.is_full_date):
                on = found.period.due_on if found.period else None
                self.prose.cited.append(CitedDate(found.text, on, objection, sentence.source_of(found)))
            if objection is not None or period is None:
                continue
            deadline = self._deadline(sentence, found, period, done_until)
            if done_until and is_bare(
                deadline.what
            ):  # "…; riêng các xã trước ngày D": the work is that of the clause before
                deadline = replace(deadline, what=self.prose.deadlines[-1].what)
            self.prose.deadlines += [replace(deadline, period=one) for one in _each(period)]
            done_until = found.end
            taken.append(found.start)
        self._read_cycles(sentence, taken)

    def _read_cycles(self, sentence: _Sentence, taken: list[int]) -> None:
        """The clauses in which no dated deadline stands may ask for a report in a cycle."""
        start = 0
        for clause in sentence.text.split(";") if taken else [sentence.text]:
            end = start + len(clause)
            if not any(start <= place < end for place in taken):
                lead = len(clause) - len(clause.lstrip())
                self._read_cycle(replace(sentence, start=sentence.start + start + lead, text=clause.strip()))
            start = end + 1

    def _completed(self, sentence: _Sentence, found: Found) -> Period | None:
        """The period of `found`; one without a year returns where the sentence says so, else falls after the issue."""
        period = found.period
        if period is None or period.recurrence is not Recurrence.NONE or _YEAR.search(found.text):
            return period
        cycle = _CYCLE.search(sentence.text[: found.start].rsplit(";", 1)[-1]) or _CYCLE.search(
            sentence.text[found.end :].split(";", 1)[0][:40]
        )
        if cycle:
            words = cycle[0].lower().removeprefix("định kỳ ") if "tháng" not in cycle[0] else cycle[0].lower()
            returning = read_period(f"{found.text} {words}")
            if returning is not None and returning.returns_on:
                return replace(returning, text=found.text)
        return self.calendar.placed(period)

    def _is_regime(self, period: Period) -> bool:
        """Whether a cycle is a standing rule here: any in rules of the house, one without a day in a circular."""
        if period.recurrence is Recurrence.NONE:
            return False
        return self.is_standing or (self.is_norm and period.due_on is None and not period.returns_on)

    def _is_issue(self, found: Found) -> str | None:
        issued = self.document.issued_on
        if issued is None or found.is_qualified or found.period is None or found.period.due_on != issued:
            return None
        return "ngày ban hành văn bản"

    def _deadline(self, sentence: _Sentence, found: Found, period: Period, done_until: int) -> ProseDeadline:
        text = sentence.text
        segment = text[done_until : found.start]
        clauses = text[
            max(0, found.start - _REACH) : found.end
        ]  # with the time: "GVCN hoàn thành trước ngày D" has its act there
        if not done_until and sentence.opens and opens_with_label(text, found):
            return self._of_label(sentence, found, period)
        opening = segment.rsplit(";", 1)[-1]
        behind_says = has_duty(_behind(text, found)) if ";" in segment else not done_until
        if len(opening.split()) < _FEW_WORDS and behind_says:
            # "Trước ngày D, các trường gửi …": the work stands behind the time
            segment = (_behind(text, found) if ";" in segment else text[found.end :]).strip(" ,;:.")
            clauses = f"{text[: found.start]} {segment}" if ";" in text[: found.start] else segment
            what = trimmed(segment, found.text, self.document.title)
        else:
            what = work_of(sentence.passage, sentence.start, text, done_until, found, self.document.title)
        who, is_inferred = who_acts(sentence.passage, clauses, _around(text, found), self.setting)
        what = what or trimmed(_behind(text, found), found.text, "")  # "hằng năm (trước ngày D) gửi báo cáo …"
        if _is_due_above(sentence.passage) and is_bare(what):
            what = _heading_above(sentence) or sentence.passage.above[-1].strip(
                " .:"
            )  # "Hồ sơ gửi về Sở như sau:" - "Các phòng: trước ngày D"
        if is_inferred:
            behind = acts_behind(_behind(text, found), self.setting)
            who, is_inferred = (behind, False) if behind else (who, True)
        recipient, via = _delivery(text, segment, found)
        if recipient is None and (_THING_SENT.search(text) or is_inferred or _is_due_above(sentence.passage)):
            recipient, via = _delivery_above(sentence.passage, via)
        return ProseDeadline(
            time_text=found.text,
            period=period,
            who=who,
            what=what or _heading_above(sentence) or self.document.title,
            recipient=recipient,
            via=via,
            source=sentence.source_of(found),
            context=sentence.passage.text,
            section=sentence.passage.section,
            is_who_inferred=is_inferred,
        )

    def _of_label(self, sentence: _Sentence, found: Found, period: Period) -> ProseDeadline:
        """ "Hạn gửi: trước ngày D": the work is the passage before, or the rest of this one."""
        text, passage = sentence.text, sentence.passage
        rest = passage.text[sentence.start + found.end :].strip(" .;,-")
        task = sentence.before
        if task is not None and passage.above and task.body != passage.above[-1] and is_label(task.body):
            task = None  # "- Hình thức: …" says no work: the heading of both does
        body = task.body if task is not None else passage.above[-1] if passage.above else ""
        own = " ".join((rest, text[: found.start]))
        who, is_inferred = who_acts(passage, rest, text, self.setting)
        if task is not None and (is_inferred or not who):
            who, is_inferred = who_acts(task, body, body, self.setting)
        recipient = recipient_of(own)[0] or recipient_of(body)[0]
        return ProseDeadline(
            time_text=found.text,
            period=period,
            who=who,
            what=trimmed(body, found.text, self.document.title) or _heading_above(sentence) or self.document.title,
            recipient=recipient,
            via=via_of(own) or via_of(body),
            source=sentence.source_of(found),
            context=" ".join(part for part in (body, passage.text) if part),
            section=passage.section,
            is_who_inferred=is_inferred,
        )

    def _read_cycle(self, sentence: _Sentence) -> None:
        """A report asked for in a cycle: with the cycle and a recipient named it is a deadline without a day, else unclear."""
        text = sentence.text
        cycle, unclear = _CYCLE.search(text), _UNCLEAR.search(text)
        if cycle is None and unclear is None:
            return
        recipient, _ = recipient_of(text)
        is_report = "báo cáo" in text.lower() and (recipient or (cycle and _REPORTS.search(text[: cycle.start()])))
        asks = cycle and (is_report or _ON_A_DAY.search(text[: cycle.start()])) and not _REGIME.search(text)
        if cycle and asks and not (self.is_standing or self.is_norm):
            day = _DAY_OF_MONTH.search(text)
            period = read_period(f"{day[0]} {cycle[0].lower().removeprefix('định kỳ ')}" if day else cycle[0])
            if period is not None and period.recurrence is not Recurrence.NONE:
                found = Found(cycle.start(), cycle.end(), cycle.start(), cycle[0], period, None, is_qualified=False)
                who, is_inferred = who_acts(sentence.passage, text, text, self.setting)
                if recipient is None and is_inferred:
                    return  # "Báo cáo hằng tháng …": nobody is asked to send it to anybody
                self.prose.deadlines.append(
                    ProseDeadline(
                        time_text=cycle[0],
                        period=period,
                        who=who,
                        what=trimmed(text, cycle[0], self.document.title),
                        recipient=recipient,
                        via=via_of(text),
                        source=sentence.source_of(found),
                        context=sentence.passage.text,
                        section=sentence.passage.section,
                        is_who_inferred=is_inferred,
                    )
                )
            return
        if unclear and not _REGIME.search(text) and who_acts(sentence.passage, text, text, self.setting)[0]:
            offset = sentence.start + unclear.start()
            place = sentence.passage
            self.prose.unclear.append(Source(place.line_at(offset), text.strip(), place.page_at(offset)))


_ASKS: Final = regex(r"\b(?:đề nghị|yêu cầu|giao|gửi|nộp|chậm nhất|hạn)\b", re.IGNORECASE)


def _asks(text: str) -> bool:
    return bool(_ASKS.search(text))


def _each(period: Period) -> list[Period]:
    """One period for each date where several are named."""
    if len(period.deadlines) < _FEW_WORDS or period.recurrence is not Recurrence.NONE:
        return [period]
    return [replace(period, due_on=day, deadlines=(day,)) for day in period.deadlines]


def _around(text: str, found: Found) -> str:
    return text if len(text) <= _REACH else text[max(0, found.start - _REACH) : found.end + _REACH]


def _behind(text: str, found: Found) -> str:
    """What the sentence says behind the time, up to the end of the clause."""
    return re.split(r";|\.\s", text[found.end : found.end + _REACH], maxsplit=1)[0].lstrip(" ,;:.)").rstrip(" ,;:.")


def _delivery(text: str, segment: str, found: Found) -> tuple[str | None, str | None]:
    """To whom and through whom: from the words before the time, behind it, else from the rest of the sentence."""
    behind = _behind(text, found)
    near = max(text.rfind(";", 0, found.start) + 1, found.start - _REACH, 0)
    clause = text[near : found.end + _REACH].split(";", 1)[0] if ";" in text else text[near : found.end + _REACH]
    recipient = recipient_of(segment)[0] or recipient_of(f"gửi {behind}" if behind.startswith(_TO_WORDS) else behind)[0]
    if recipient is None and _THING_SENT.search(segment):
        recipient = recipient_of(clause)[0]
    return recipient, via_of(segment) or via_of(behind) or (via_of(clause) if recipient else None)


def _is_due_above(passage: Passage) -> bool:
    return bool(passage.above) and says_when_due(passage.above[-1])


def _delivery_above(passage: Passage, via: str | None) -> tuple[str | None, str | None]:
    """To whom and through whom the lead-in says the things of its list go."""
    for above in reversed(passage.above):
        recipient = recipient_of(above)[0] if above.endswith(":") else None
        if recipient:
            return recipient, via or via_of(above)
    return None, via


def _heading_above(sentence: _Sentence) -> str | None:
    """The innermost heading above, where it says a work."""
    for heading in reversed(sentence.passage.above):
        if has_duty(heading):
            return trimmed(heading, "", "")
    return None
