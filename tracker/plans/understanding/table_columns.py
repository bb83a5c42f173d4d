"""What each column of a table holds: first by its heading, then by its cells where the heading is unclear or missing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from tracker.patterns import regex
from tracker.plans.understanding.costs import period_of
from tracker.plans.understanding.table_calendar import MARK, Slot, slots_of
from tracker.plans.understanding.table_heading import GridHeading, GridRow
from tracker.plans.understanding.table_matrix import Matrix, matrix_of
from tracker.plans.understanding.table_words import Meaning, fold
from tracker.plans.understanding.times import find_times
from tracker.plans.understanding.units import is_unit_start, unit_doubt
from tracker.plans.understanding.words import DUTY, Column

_SAMPLE: Final = 60
_SURE: Final = 0.5
_MOST: Final = 0.6  # of the filled cells
_FEW: Final = 0.2
_WHEN: Final = (Column.TIME, Column.START, Column.END)
_LONG: Final = 4.0  # words on average: a content, not a word
_YEAR_FIGURES: Final = 4
_SOME_YEAR: Final = 2000  # completes "Tháng 9", only to see that it is a time
_NUMBERING: Final = regex(r"(?:\d{1,4}(?:\.\d{1,3}){0,3}|[IVX]{1,5}|[A-Ha-hđ])[.)]?")
_FIGURES: Final = regex(r"[\d.,%\s/≥≤><~-]+|x|X|✓|v", re.IGNORECASE)
_PART: Final = regex(
    r"(?:(?P<kind>tháng|quý|năm|t|q)\.?\s?)?(?P<number>\d{1,4}|[IVX]{1,4})(?:\s?/\s?(?P<year>\d{4}))?", re.IGNORECASE
)


@dataclass(frozen=True)
class Evidence:
    """What the cells of one column look like: shares of the filled ones."""

    filled: float  # of all rows
    times: float
    units: float
    numbering: float
    figures: float
    words: float  # on average
    duties: float
    distinct: float
    merged: float


@dataclass(frozen=True)
class Columns:
    """The meaning of each column in order; `is_doubtful` where only the cells speak for it. `parts`: what a cross in a column means."""

    meanings: tuple[Column, ...]
    evidence: tuple[Evidence, ...]
    is_doubtful: bool = False
    parts: dict[int, str] = field(default_factory=dict)
    is_numbered_inside: bool = False  # one column for the number and the content
    slots: dict[int, Slot] = field(default_factory=dict)  # the columns of a calendar
    matrix: Matrix | None = None  # the columns of doers

    def has(self, *columns: Column) -> bool:
        return any(column in self.meanings for column in columns)

    @property
    def says_when(self) -> bool:
        return self.has(Column.TIME, Column.START, Column.END)


@lru_cache(maxsize=8192)
def is_time(text: str) -> bool:
    """Whether the text of a cell is a time, or holds one in a few words."""
    if period_of(text, _SOME_YEAR) is not None:
        return True
    return len(text.split()) <= 14 and any(time.period for time in find_times(text, default_year=_SOME_YEAR))


@lru_cache(maxsize=8192)
def is_doer(text: str) -> bool:
    """Whether the text of a cell names doers and nothing else."""
    plain = text.lstrip("-–+•* ")
    return (
        bool(plain)
        and is_unit_start(plain)
        and len(plain.split()) <= 30
        and unit_doubt(plain) < 3.0
        and not DUTY.match(plain)
    )


def evidence_of(rows: Sequence[GridRow], column: int) -> Evidence:
    """How the cells of `column` look. A cell that reaches over several rows counts once."""
    texts: list[str] = []
    empty = merged = 0
    last = None
    for row in rows[:_SAMPLE]:
        cell = row[column]
        if cell is None or not cell.text.strip():
            empty += 1
        elif cell is not last and cell.columns == 1:
            texts.append(" ".join(cell.text.split()))
            merged += cell.rows > 1
        last = cell
    count = len(texts)
    if not count:
        return Evidence(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    def share(hits: int) -> float:
        return hits / count

    return Evidence(
        filled=count / (count + empty),
        times=share(sum(is_time(text) for text in texts)),
        units=share(sum(is_doer(text) for text in texts)),
        numbering=share(sum(bool(_NUMBERING.fullmatch(text)) for text in texts)),
        figures=share(sum(bool(_FIGURES.fullmatch(text)) for text in texts)),
        words=sum(len(text.split()) for text in texts) / count,
        duties=share(sum(bool(DUTY.search(text)) for text in texts)),
        distinct=len(set(texts)) / count,
        merged=share(merged),
    )


def columns_of(heading: GridHeading, rows: Sequence[GridRow], legend: Iterable[str] = ()) -> Columns:
    """The columns under `heading`. Of two that mean the same the surer one counts; a gap is filled by what the cells show.

    `legend`: texts in and around the table that may say what letters and marks in it mean.
    """
    evidence = tuple(evidence_of(rows, column) for column in range(len(heading.texts)))
    found: list[Column] = [meaning.column if meaning.sure >= 0.3 else Column.OTHER for meaning in heading.meanings]
    cells = [_texts_in(rows, index) for index in range(len(found))]
    slots = slots_of(heading.lowest, heading.texts, cells)
    for index in slots:
        found[index] = Column.TIME
    matrix = matrix_of(heading.lowest, found, cells, legend)
    for index in matrix.names if matrix else ():
        found[index] = Column.LEAD
    calendar = {index: slot.text for index, slot in slots.items()} or _calendar_parts(heading, found, rows)
    parts = calendar | dict(matrix.names if matrix else {})
    _part_doers(heading.texts, found)
    _settle_contents(heading, found, evidence)
    _promote_content(found, evidence)
    _settle_times(heading.meanings, found, evidence, calendar)
    for column in (
        Column.NUMBER,
        Column.PRODUCT,
        Column.LEAD,
        Column.COORDINATING,
        Column.GROUP,
        Column.NOTE,
        Column.REVIEWER,
        Column.RECIPIENT,
    ):
        _keep_surest(column, heading, found, evidence, parts)
    is_doubtful = _fill_gaps(heading.meanings, found, evidence)
    is_numbered_inside = Column.NUMBER not in found and any(
        column is Column.CONTENT and re.match(r"s?tt\b", fold(text))
        for column, text in zip(found, heading.texts, strict=True)
    )
    return Columns(tuple(found), evidence, is_doubtful, parts, is_numbered_inside, slots, matrix)


def columns_by_contents(rows: Sequence[GridRow], width: int) -> Columns | None:
    """The columns of a table without a heading, where its cells leave little doubt: times, and works, and who or a number."""
    evidence = tuple(evidence_of(rows, column) for column in range(width))
    found = [Column.OTHER] * width
    _fill_gaps(tuple(Meaning(Column.OTHER, 0.0) for _ in found), found, evidence)
    meanings = set(found)
    if len(rows) < 2 or not {Column.CONTENT, Column.TIME} <= meanings or not meanings & {Column.LEAD, Column.NUMBER}:
        return None
    return Columns(tuple(found), evidence, is_doubtful=True)


def _calendar_parts(heading: GridHeading, found: list[Column], rows: Sequence[GridRow]) -> dict[int, str]:
    """Columns "1 … 12", "Quý I … IV" whose cells are crossed: each is a time."""
    parts = {
        index: match
        for index, text in enumerate(heading.lowest)
        if (match := _PART.fullmatch(text))
        and (found[index] is Column.TIME or match["kind"])
        and (_is_marked(rows, index) or (found[index] is Column.TIME and len(match["number"]) == _YEAR_FIGURES))
    }
    if len(parts) < 2:
        return {}
    for index in parts:
        found[index] = Column.TIME
    return {index: _part_text(match, heading.texts[index]) for index, match in parts.items()}


def _is_marked(rows: Sequence[GridRow], column: int) -> bool:
    return all(MARK.fullmatch(text) for text in _texts_in(rows, column))


def _texts_in(rows: Sequence[GridRow], column: int) -> list[str]:
    """What stands in a column alone, empty cells left out."""
    cells = [cell for row in rows[:_SAMPLE] if (cell := row[column]) is not None and cell.columns == 1]
    return [text for cell in cells if (text := cell.text.strip())]


def _part_text(match: re.Match[str], heading: str) -> str:
    kind = (match["kind"] or "").lower()
    over = heading.lower()
    if kind in ("q", "quý") or (not kind and "quý" in over):
        word = "Quý"
    elif kind == "năm" or (not kind and len(match["number"]) == 4):
        word = "Năm"
    else:
        word = "Tháng"
    return f"{word} {match['number']}" + (f"/{match['year']}" if match["year"] else "")


def _part_doers(texts: Sequence[str], found: list[Column]) -> None:
    """ "Đơn vị thực hiện" beside "Đơn vị phối hợp" leads; beside "Đơn vị chủ trì" it does neither."""
    leads = [index for index, column in enumerate(found) if column is Column.LEAD]
    chairs = [index for index in leads if re.search(r"\bchu (?:tri|chi)\b|dau moi", fold(texts[index]))]
    if not chairs or len(leads) == len(chairs):
        return
    has_partners = Column.COORDINATING in found
    for index in leads:
        if index not in chairs:
            found[index] = Column.OTHER if has_partners else Column.COORDINATING
            has_partners = True


def _settle_contents(heading: GridHeading, found: list[Column], evidence: tuple[Evidence, ...]) -> None:
    """Two columns of work: the one that heads the other is its group."""
    places = [index for index, column in enumerate(found) if column is Column.CONTENT]
    if len(places) < 2:
        return
    surest = max(heading.meanings[index].sure for index in places)
    strong = [index for index in places if heading.meanings[index].sure >= surest - 0.25]
    for index in places:
        if index not in strong:
            found[index] = Column.OTHER
    if len(strong) < 2:
        return
    first, second = strong[:2]
    heads = evidence[first].merged > 0 or evidence[first].filled < 0.7 or evidence[first].distinct < 0.8
    is_detailed = bool(re.search(r"\b(?:cu the|chi tiet)\b", fold(heading.texts[second])))
    is_named = is_detailed or evidence[first].words * 2 < evidence[second].words
    for index in strong:
        found[index] = Column.OTHER
    if heads or is_named:
        found[first] = Column.GROUP if Column.GROUP not in found or heads else Column.OTHER
        found[second] = Column.CONTENT
    else:
        found[max(strong, key=lambda index: (evidence[index].words * evidence[index].filled, -index))] = Column.CONTENT


def _promote_content(found: list[Column], evidence: tuple[Evidence, ...]) -> None:
    """Where nothing is headed as work, the targets or products to be reached are the work, else the groups of it."""
    if Column.CONTENT in found:
        return
    for column in (Column.PRODUCT, Column.GROUP):
        places = [index for index, known in enumerate(found) if known is column and evidence[index].words > 2]
        if places:
            found[places[0]] = Column.CONTENT
            return
    if Column.LEAD in found and (Column.TIME in found or Column.END in found):
        places = [
            index
            for index, known in enumerate(found)
            if known is Column.OTHER and evidence[index].words >= _LONG - 1 and evidence[index].filled >= _MOST
        ]
        if places:  # papers to be drawn up: who does, and when, makes their names the work
            found[max(places, key=lambda index: evidence[index].words)] = Column.CONTENT


def _settle_times(
    meanings: tuple[Meaning, ...], found: list[Column], evidence: tuple[Evidence, ...], parts: dict[int, str]
) -> None:
    """One time, or a beginning and an end."""
    times = [index for index, column in enumerate(found) if column is Column.TIME and index not in parts]
    for index in tuple(times):  # a "Tiến độ" that says how far the work is
        others = any(
            evidence[other].times >= _MOST for other, column in enumerate(found) if other != index and column in _WHEN
        )
        if others and evidence[index].filled and evidence[index].times < _FEW:
            found[index] = Column.OTHER
            times.remove(index)
    if Column.START in found and Column.END not in found and times:
        end = max(
            times, key=lambda index: (meanings[index].sure, evidence[index].times * evidence[index].filled, -index)
        )
        found[end] = Column.END
        times.remove(end)
    if len(times) < 2 and not (times and (parts or Column.END in found)):
        return
    keep = (
        None
        if parts or Column.END in found
        else max(
            times, key=lambda index: (evidence[index].times * evidence[index].filled, meanings[index].sure, -index)
        )
    )
    for index in times:
        if index != keep:
            found[index] = Column.OTHER


def _keep_surest(
    column: Column, heading: GridHeading, found: list[Column], evidence: tuple[Evidence, ...], parts: Mapping[int, str]
) -> None:
    places = [index for index, known in enumerate(found) if known is column and index not in parts]
    if len(places) < 2:
        return
    first = places[0]
    if all(heading.texts[index] == heading.texts[first] for index in places):
        return  # one heading merged over several columns
    keep = max(places, key=lambda index: (heading.meanings[index].sure, evidence[index].filled > 0, -index))
    for index in places:
        if index != keep:
            found[index] = Column.OTHER


def _fill_gaps(meanings: tuple[Meaning, ...], found: list[Column], evidence: tuple[Evidence, ...]) -> bool:
    """Give columns without a clear heading the meaning their cells speak for. Returns whether that leaves a doubt."""
    unclear = [
        index
        for index, meaning in enumerate(meanings)
        if meaning.sure <= _SURE and found[index] is Column.OTHER and evidence[index].filled
    ]
    is_doubtful = False

    def claim(column: Column, fits: list[int]) -> bool:
        if column in found or not fits:
            return False
        found[fits[0]] = column
        unclear.remove(fits[0])
        return True

    claim(Column.NUMBER, [index for index in unclear[:2] if evidence[index].numbering >= _MOST])
    if not any(column in (Column.TIME, Column.START, Column.END) for column in found):
        is_doubtful |= claim(
            Column.TIME,
            [
                i
                for i in unclear
                if evidence[i].times >= _MOST and evidence[i].words <= 12 and evidence[i].numbering < _MOST
            ],
        )
    by_length = sorted(unclear, key=lambda index: -evidence[index].words)
    is_doubtful |= claim(
        Column.CONTENT,
        [
            i
            for i in by_length
            if evidence[i].words >= _LONG
            and evidence[i].units < _MOST
            and evidence[i].times < _MOST
            and evidence[i].filled >= 0.5
        ],
    )
    if Column.CONTENT in found:
        is_doubtful |= claim(Column.LEAD, [i for i in unclear if evidence[i].units >= _MOST])
        claim(Column.COORDINATING, [i for i in unclear if evidence[i].units >= _MOST])
    return is_doubtful
