"""Two wordings side by side: which words went and which came. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_LONGEST = 1500  # words; beyond it the whole is marked


@dataclass(frozen=True)
class Part:
    """A run of words; a changed one is marked, not by colour alone."""

    text: str
    is_changed: bool = False


def word_changes(old: str, new: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """(`old` with what went, `new` with what came)."""
    before, after = old.split(), new.split()
    if max(len(before), len(after)) > _LONGEST:
        return (Part(old, is_changed=True),), (Part(new, is_changed=True),)
    left: list[Part] = []
    right: list[Part] = []
    for kind, start, end, other_start, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        _add(left, before[start:end], is_changed=kind != "equal")
        _add(right, after[other_start:other_end], is_changed=kind != "equal")
    return tuple(left), tuple(right)


def _add(parts: list[Part], words: Sequence[str], *, is_changed: bool) -> None:
    if words:
        parts.append(Part(" ".join(words), is_changed))
