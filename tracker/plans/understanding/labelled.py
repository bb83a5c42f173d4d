"""Items written as labels instead of a table: "Thời gian: …", "Chủ trì: …" one under the other or in one paragraph."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tracker.patterns import regex
from tracker.plans.understanding.facts import ItemFacts, Source
from tracker.plans.understanding.items import make_item, period_in
from tracker.plans.understanding.passages import Passage
from tracker.plans.understanding.table_words import fold, meaning_of
from tracker.plans.understanding.words import Column

_INLINE: Final = regex(
    r"(?:^|(?<=[(;.,])|(?<=\s[-–]))\s*(?P<label>(?:thời (?:gian|hạn|điểm)|tiến độ|hạn|hoàn thành|đơn vị|cơ quan|bộ phận|phòng|chủ trì|phối hợp|phụ trách|"
    r"người|cá nhân|sản phẩm|kết quả|phân công)(?:\s+[^\W\d]+){0,5}):\s*",
    re.IGNORECASE,
)
_NUMBER: Final = regex(r"\d+(?:\.\d+)*|[IVX]+|^[^\W\d_]")
_EVENT: Final = regex(r"\b(?:dia diem|thanh phan|khach moi|noi to chuc)\b")
_TOLD: Final = (Column.TIME, Column.LEAD, Column.COORDINATING, Column.PRODUCT)
_MOST_LABEL_WORDS: Final = 7
_LEAST_LABELS: Final = 2
_SURE: Final = 0.5
_NUMBERED: Final = 2  # the level of Arabic numbers in the outline


@dataclass
class _Block:
    """Labelled passages that stand together, and what stands right above them."""

    title: Passage | None
    passages: list[tuple[Passage, Column, str]] = field(default_factory=list)

    def values(self) -> dict[Column, str]:
        return {column: text for _, column, text in self.passages if column is not Column.OTHER}

    @property
    def is_event(self) -> bool:
        return any(_EVENT.search(fold(passage.body.split(":", 1)[0])) for passage, _, _ in self.passages)


def label_of(passage: Passage) -> tuple[Column, str] | None:
    """The column a passage is labelled with, and its text."""
    label, colon, text = passage.body.partition(":")
    if not colon or not text.strip() or not 1 <= len(label.split()) <= _MOST_LABEL_WORDS:
        return None
    meaning = meaning_of(label)
    if meaning.sure < _SURE or meaning.column is Column.NUMBER:
        return None
    column = Column.TIME if meaning.column is Column.END else meaning.column
    if column is Column.PRODUCT and fold(label).startswith("hinh thuc"):
        column = Column.OTHER  # "Hình thức: trực tuyến" says how; only a table's column of forms holds products
    return column, text.strip().rstrip(".;")


def find_labelled(passages: Sequence[Passage]) -> tuple[list[ItemFacts], list[Passage]]:
    """Items of labelled blocks and paragraphs that say when or who; the other passages remain running text."""
    items: list[ItemFacts] = []
    rest: list[Passage] = []
    block: _Block | None = None
    for passage in (part for whole in passages for part in _parted(whole)):
        label = label_of(passage)
        if label is None:
            items += _close(block, rest, len(items))
            block = None
            inline = _inline(passage, len(items))
            if inline is None:
                rest.append(passage)
            else:
                items.append(inline)
            continue
        if block is None or (label[0] in block.values() and label[0] is not Column.OTHER):
            items += _close(block, rest, len(items))
            block = _Block(_title_of(passage, rest) if label[0] is not Column.CONTENT else None)
        block.passages.append((passage, *label))
    items += _close(block, rest, len(items))
    rest.sort(key=lambda passage: passage.first_line)
    return items, rest


def _title_of(label: Passage, rest: list[Passage]) -> Passage | None:
    """The passage right above a first label that can be its work: numbered, or above labels that are not; no sentence with a colon."""
    if not rest or ":" in rest[-1].body.rstrip(" :"):
        return None
    return rest[-1] if rest[-1].marker or label.level > _NUMBERED else None


def _parted(passage: Passage) -> Iterator[Passage]:
    """A passage whose later lines begin with labels, cut before each of them."""
    cuts = [0]
    for offset in passage.offsets[1:]:
        part = replace(passage, text=passage.text[offset:], marker="")
        label = label_of(part)
        if label is not None and label[0] in _TOLD and part.text[0].isupper():
            cuts.append(offset)
    if len(cuts) == 1:
        yield passage
        return
    for start, end in zip(cuts, [*cuts[1:], len(passage.text)], strict=True):
        places = [place for place, offset in enumerate(passage.offsets) if start <= offset < end]
        yield replace(
            passage,
            text=passage.text[start:end].strip(),
            offsets=tuple(passage.offsets[place] - start for place in places),
            numbers=tuple(passage.numbers[place] for place in places),
            pages=tuple(passage.pages[place] for place in places) if passage.pages else (),
            marker=passage.marker if not start else "",
        )


def _close(block: _Block | None, rest: list[Passage], count: int) -> list[ItemFacts]:
    """An item if the block names a content, and who or when, and one thing more; otherwise it is running text after all."""
    if block is None:
        return []
    values = block.values()
    if Column.CONTENT not in values and block.title is not None:
        values[Column.CONTENT] = block.title.body.rstrip(" .:;")
    if not values.get(Column.CONTENT) or not _is_work(values) or (block.is_event and Column.LEAD not in values):
        rest.extend(passage for passage, _, _ in block.passages)
        return []
    first = block.title or block.passages[0][0]
    if block.title is not None and rest and rest[-1] is block.title:
        rest.pop()
    last = block.passages[-1][0]
    quote = " ".join([first.text, *(passage.text for passage, _, _ in block.passages if passage is not first)])
    return [_item(first, values, quote, last.numbers[-1], count)]


def _is_work(values: dict[Column, str]) -> bool:
    """Who or when, and at least two labels in all. Who without when needs a partner or a product."""
    labels = [column for column in _TOLD if values.get(column)]
    if len(labels) < _LEAST_LABELS:
        return False
    return Column.LEAD in labels or period_in(values.get(Column.TIME, "")) is not None


def _inline(passage: Passage, count: int) -> ItemFacts | None:
    """A paragraph that says its work, then who and when in labels: "1. Rà soát … (Thời gian: …; chủ trì: …)"."""
    text = passage.body
    found = [(match, meaning_of(match["label"]).column) for match in _INLINE.finditer(text)]
    found = [(match, column) for match, column in found if column in _TOLD]
    if len({column for _, column in found}) < _LEAST_LABELS or not found[0][0].start():
        return None
    content = text[: found[0][0].start()].strip(" (.;,:–-")
    values: dict[Column, str] = {}
    for (match, column), end in zip(found, [*(match.start() for match, _ in found[1:]), len(text)], strict=True):
        values.setdefault(column, text[match.end() : end].strip(" .;,()"))
    if not content or ": " in content or not _is_work(values):
        return None
    return _item(passage, {**values, Column.CONTENT: content}, passage.text, passage.numbers[-1], count)


def _item(first: Passage, values: dict[Column, str], quote: str, last_line: int, count: int) -> ItemFacts:
    number = _NUMBER.search(re.sub(r"^(?:Nhiệm vụ|Mục|Điều)\s+", "", first.marker))
    is_label = label_of(first) is not None  # "a) Nội dung: …": the letter numbers the label, not the work
    is_numbered = number is not None and not is_label
    stt = number[0] if number is not None and is_numbered else str(count + 1)
    item = make_item(stt, None, values, Source(first.first_line, quote, first.page_at(0)), last_line)
    return replace(item, is_numbered=is_numbered)
