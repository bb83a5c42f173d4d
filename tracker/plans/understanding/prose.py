"""Deadlines in running text, one sentence at a time (domain facts 6.3, 6.7)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from tracker.periods import Period, Recurrence, read_period
from tracker.plans.understanding.duties import has_duty, recipient_of, via_of, who_acts, work_asked
from tracker.plans.understanding.facts import CitedDate, DocumentFacts, ProseDeadline, Source
from tracker.plans.understanding.passages import Passage
from tracker.plans.understanding.times import Found, find_times
from tracker.plans.understanding.words import ANNEX, UPPER

_SENTENCE: Final = re.compile(rf"(?<=[^\s.][.!?…;])\s+(?=[{UPPER}“])|(?<=\w{{3}}[.!?])\s+(?=[{UPPER}“])")
_ABBREVIATED: Final = re.compile(r"(?:\b(?:TP|KT|TM|TL|ThS|TS|PGS|GS|Đ/c|đ/c|vv|Q|P|số)\.)$", re.IGNORECASE)
_TRIM: Final = re.compile(
    r"(?:\s*(?:,|;|:|-|\bvà\b|\bgửi\b|\bvề\b|\bđề nghị\b|\bcần\b|\bhoàn thành\b|\bthời gian\b|\bhạn\b))+\s*$",
    re.IGNORECASE,
)
_LEAD_IN: Final = re.compile(r"^(?:\s*(?:[,;:)–-]|\bvà\b))+\s*", re.IGNORECASE)
_PARENTHESES: Final = re.compile(r"\s*\([^()]*\)")
_CYCLE: Final = re.compile(
    r"(?:định kỳ\s+)?(?:hằng|hàng|mỗi|theo từng)\s+(?:tuần|tháng|quý|học kỳ|năm học|năm)|định kỳ\s+(?:0?6|sáu)\s+tháng|(?:0?6|sáu)\s+tháng\s+(?:một|1|01)\s+lần",
    re.IGNORECASE,
)
_UNCLEAR: Final = re.compile(
    r"\b(?<!chế độ )(?<!quy định )báo cáo\s+(?:\w+\s+){0,3}?định kỳ\b|\bđịnh kỳ\s+báo cáo\b", re.IGNORECASE
)
_REGIME: Final = re.compile(r"chế độ|quy định|công tác báo cáo|theo định kỳ|thống kê", re.IGNORECASE)
_DAY_OF_MONTH: Final = re.compile(r"(?:trước|chậm nhất)(?:\s+là)?\s+ngày\s+\d{1,2}(?!\s*[/\d]|\s+tháng)", re.IGNORECASE)
_LEAST_WORDS: Final = 5
_FEW_WORDS: Final = 2
_MOST_TEXT: Final = 600


@dataclass
class Prose:
    """What running text yields."""

    deadlines: list[ProseDeadline] = field(default_factory=list)
    cited: list[CitedDate] = field(default_factory=list)
    unclear: list[Source] = field(default_factory=list)


def sentences_of(text: str) -> Iterator[tuple[int, str]]:
    """Sentences with their offsets. A dot of an abbreviation ends none."""
    start = 0
    for match in _SENTENCE.finditer(text):
        if _ABBREVIATED.search(text[: match.start()]) or text[match.start() - 1] == ";":
            continue
        yield start, text[start : match.start()]
        start = match.end()
    if start < len(text):
        yield start, text[start:]


def read_prose(passages: Iterable[Passage], document: DocumentFacts, definitions: Mapping[str, str]) -> Prose:
    """Every deadline of the running text, and every date that is none, with the reason."""
    prose = Prose()
    year = document.issued_on.year if document.issued_on else None
    for passage in passages:
        if ANNEX.match(passage.text):
            continue
        for start, sentence in sentences_of(passage.text):
            _read_sentence(prose, _Sentence(passage, start, sentence, document, definitions), year)
    return prose


@dataclass(frozen=True)
class _Sentence:
    passage: Passage
    start: int
    text: str
    document: DocumentFacts
    definitions: Mapping[str, str]

    def line_of(self, found: Found) -> int:
        return self.passage.line_at(self.start + found.digits_at)


def _read_sentence(prose: Prose, sentence: _Sentence, year: int | None) -> None:
    done_until = 0
    for found in find_times(sentence.text, default_year=year):
        source = Source(sentence.line_of(found), _quote(sentence.text))
        objection = _is_issue(sentence, found) or found.objection or _objection(sentence, found)
        if objection is not None and (found.period is not None or found.is_full_date):
            prose.cited.append(CitedDate(found.text, found.period.due_on if found.period else None, objection, source))
        if objection is not None or found.period is None:
            continue
        prose.deadlines.append(_deadline(sentence, found, found.period, done_until, source))
        done_until = found.end
    if done_until == 0:
        _read_cycle(prose, sentence)


def _is_issue(sentence: _Sentence, found: Found) -> str | None:
    issued = sentence.document.issued_on
    if issued is None or found.is_qualified or found.period is None or found.period.due_on != issued:
        return None
    return "ngày ban hành văn bản"


def _objection(sentence: _Sentence, found: Found) -> str | None:
    """A time that has a qualifier is a deadline only where something is to be done or delivered."""
    before = sentence.text[: found.start]
    if not has_duty(before) and not has_duty(sentence.text[found.start :]):
        return "câu không giao việc"
    if before.count("“") > before.count("”"):
        return "nằm trong tên văn bản, chương trình"
    return None


def _deadline(sentence: _Sentence, found: Found, period: Period, done_until: int, source: Source) -> ProseDeadline:
    text = sentence.text
    segment = text[done_until : found.start]
    opening = segment if sentence.start else segment[len(sentence.passage.marker) :]
    if not done_until and len(opening.split()) < _FEW_WORDS:
        segment = text[found.end :].strip(" ,;:.")  # "Trước ngày D, các trường gửi …": the work stands behind the time
        what, said = _trimmed(sentence, segment, found.text) or sentence.document.title, segment
    else:
        what, said = _what(sentence, found, done_until), text if done_until else text[: found.start]
    who, is_inferred = who_acts(sentence.passage, said, sentence.document.addressees, sentence.definitions)
    return ProseDeadline(
        time_text=found.text,
        period=period,
        who=who,
        what=what,
        recipient=recipient_of(segment)[0] or recipient_of(text)[0],
        via=via_of(segment) or via_of(text),
        source=source,
        context=sentence.passage.text,
        section=sentence.passage.section,
        is_who_inferred=is_inferred,
    )


def _what(sentence: _Sentence, found: Found, done_until: int) -> str:
    """The work in the document's words, without whom it goes to and without the time."""
    segment = sentence.text[done_until : found.start]
    if sentence.start and not done_until and len(sentence.passage.text) < _MOST_TEXT:
        segment = sentence.passage.text[: sentence.start] + segment
    if not sentence.start and not done_until:
        segment = segment[len(sentence.passage.marker) :]
    return _trimmed(sentence, segment, found.text)


def _trimmed(sentence: _Sentence, segment: str, time_text: str) -> str:
    words = _PARENTHESES.sub("", segment).strip()
    last = words.rsplit(": ", 1)[-1]
    if last != words and len(last.split()) >= _LEAST_WORDS and has_duty(last):
        words = last
    _, sent = recipient_of(words)
    if sent is not None and sent.end("to") >= len(words) - 60:
        kept = words[: sent.start("to")]
        words = kept if len(kept.split()) >= _LEAST_WORDS else words
    words = _LEAD_IN.sub("", _TRIM.sub("", words))
    work = work_asked(words)
    title = sentence.document.title
    if work != words and len(work.split()) <= _LEAST_WORDS and title and time_text not in title:
        return title  # "phối hợp gửi văn bản": the subject of the letter says what
    return work


def _read_cycle(prose: Prose, sentence: _Sentence) -> None:
    """A report asked for in a cycle: with the cycle and a recipient named it is a deadline without a day, else unclear."""
    text = sentence.text
    cycle = _CYCLE.search(text)
    recipient, sent = recipient_of(text)
    if cycle and sent and "báo cáo" in text.lower() and not _REGIME.search(text) and "quý, " not in cycle[0]:
        day = _DAY_OF_MONTH.search(text)
        period = read_period(f"{day[0]} {cycle[0].lower().removeprefix('định kỳ ')}" if day else cycle[0])
        if period is not None and period.recurrence is not Recurrence.NONE:
            found = Found(cycle.start(), cycle.end(), cycle.start(), cycle[0], period, None, is_qualified=False)
            who, is_inferred = who_acts(sentence.passage, text, sentence.document.addressees, sentence.definitions)
            prose.deadlines.append(
                ProseDeadline(
                    time_text=cycle[0],
                    period=period,
                    who=who,
                    what=_TRIM.sub("", _PARENTHESES.sub("", text)).strip(" .;-"),
                    recipient=recipient,
                    via=via_of(text),
                    source=Source(sentence.line_of(found), _quote(text)),
                    context=sentence.passage.text,
                    section=sentence.passage.section,
                    is_who_inferred=is_inferred,
                )
            )
        return
    unclear = _UNCLEAR.search(text)
    if (
        unclear
        and not _REGIME.search(text)
        and who_acts(sentence.passage, text, sentence.document.addressees, sentence.definitions)[0]
    ):
        prose.unclear.append(
            Source(line=sentence.passage.line_at(sentence.start + unclear.start()), quote=_quote(text))
        )


def _quote(text: str) -> str:
    return text.strip()
