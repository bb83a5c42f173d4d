"""Between which words of a flattened row one cell may end and the next begin."""

from itertools import pairwise
from typing import Final

from tracker.patterns import regex
from tracker.plans.understanding.costs import is_time_word
from tracker.plans.understanding.print_lines import Word

SYMBOL: Final = regex(r"\d[/-]\S*[A-ZĐ]{2}")


def cited_overleaf(before: tuple[Word, ...], words: tuple[Word, ...]) -> int:
    """How many words a page begins with that are the date of a paper whose symbol ends a line of the page before."""
    ends = [word for word, after in pairwise((*before, None)) if word and (after is None or after.starts_line)]
    if not words or words[0].text != "ngày" or not any(SYMBOL.search(word.text) for word in ends):
        return 0
    return next((place for place, word in enumerate(words[1:], start=1) if not is_time_word(word.text)), len(words))


def is_time_edge(before: str, word: str) -> bool:
    """A time may begin or end between two words of one line."""
    is_time = is_time_word(word)
    if is_time and word[0].isupper():
        return True
    if before.lower() in ("xuyên", "tục", "năm") and word[0].isupper():
        return True
    return is_time != is_time_word(before) and any(char.isdigit() for char in word + before)


def is_opening(word: str) -> bool:
    """Whether a cell may begin with the word: a capital, a figure, a sign."""
    return word[0].isupper() or word[0].isdigit() or word[0] in "≥≤>“-"
