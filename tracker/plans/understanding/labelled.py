"""Items written as labelled lines: "Nội dung: …", "Thời gian: …", "Chủ trì: …" one under the other."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tracker.plans.understanding.facts import ItemFacts, Source
from tracker.plans.understanding.headings import match_columns
from tracker.plans.understanding.items import finish_items, make_item, period_in
from tracker.plans.understanding.passages import Passage
from tracker.plans.understanding.words import Column


@dataclass
class _Block:
    """Labelled passages that stand together, and what stands right above them."""

    title: Passage | None
    passages: list[tuple[Passage, Column, str]] = field(default_factory=list)

    def values(self) -> dict[Column, str]:
        return {column: text for _, column, text in self.passages if column is not Column.OTHER}


def label_of(passage: Passage) -> tuple[Column, str] | None:
    """The column a passage is labelled with, and its text."""
    label, colon, text = passage.body.partition(":")
    words = label.lower().split()
    if not colon or not words or not text.strip():
        return None
    columns, taken = match_columns(words)
    if len(columns) != 1 or taken != len(words):
        return None
    return columns[0], text.strip().rstrip(".;")


def find_labelled(passages: Sequence[Passage]) -> tuple[list[ItemFacts], list[Passage]]:
    """Items of labelled blocks that say when; the other passages remain running text."""
    items: list[ItemFacts] = []
    rest: list[Passage] = []
    block: _Block | None = None
    for passage in passages:
        label = label_of(passage)
        if label is None:
            items += _close(block, rest, len(items))
            block = None
            rest.append(passage)
            continue
        if block is None or (label[0] in block.values() and label[0] is not Column.OTHER):
            items += _close(block, rest, len(items))
            block = _Block(rest[-1] if rest and label[0] is not Column.CONTENT else None)
        block.passages.append((passage, *label))
    items += _close(block, rest, len(items))
    rest.sort(key=lambda passage: passage.first_line)
    return finish_items(items, has_lead_column=True), rest


def _close(block: _Block | None, rest: list[Passage], count: int) -> list[ItemFacts]:
    """An item if the block names a content and a time; otherwise its passages are running text after all."""
    if block is None:
        return []
    values = block.values()
    if Column.CONTENT not in values and block.title is not None:
        values[Column.CONTENT] = block.title.body.rstrip(".:;")
    if not values.get(Column.CONTENT) or period_in(values.get(Column.TIME, "")) is None or len(values) < 3:
        rest.extend(passage for passage, _, _ in block.passages)
        return []
    first = block.title or block.passages[0][0]
    if block.title is not None and rest and rest[-1] is block.title:
        rest.pop()
    last = block.passages[-1][0]
    marker = first.marker.strip(" .):-+")
    quote = " ".join([first.text, *(passage.text for passage, _, _ in block.passages if passage is not first)])
    stt = marker if marker and marker[0].isalnum() else str(count + 1)
    return [make_item(stt, None, values, Source(first.first_line, quote), last.numbers[-1])]
