"""Names of groups in front of the content of flattened rows, learned from their repetition ("Nhân lực", "Hạ tầng")."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from tracker.plans.understanding.print_lines import Word
from tracker.plans.understanding.words import DUTY

_MOST_WORDS: Final = 5
_SHORT: Final = 2  # words: an act ("Tổ chức") often stands in front of a capital too


def group_words(rows: Sequence[Sequence[Word]]) -> frozenset[str]:
    """What two rows or more begin with in front of a capital: the shortest such words of each row."""
    counts = Counter(text for words in rows for _, text in _openings(words))
    found: set[str] = set()
    for words in rows:
        found.update(next(([text] for _, text in _openings(words) if counts[text] > 1), []))
    return frozenset(found)


def opening(words: Sequence[Word], groups: Collection[str]) -> int:
    """How many words at the beginning of a row are the name of a group; 0 where they are none."""
    return next((end for end, text in _openings(words) if text in groups), 0)


def _openings(words: Sequence[Word]) -> Iterator[tuple[int, str]]:
    if not words or not words[0].text[0].isupper():
        return
    for end in range(1, min(_MOST_WORDS, len(words) - 1) + 1):
        if not words[end].text[0].isupper() or not words[end - 1].text[-1].isalpha():
            continue
        text = " ".join(word.text for word in words[:end])
        if end > _SHORT or not DUTY.match(text):
            yield end, text


__all__ = ["group_words", "opening"]
