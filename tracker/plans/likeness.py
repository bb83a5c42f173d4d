"""Whether two passages speak of the same work: the same kind of paper, and mostly the same words."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from tracker.patterns import regex

_PAPERS: Final = (
    ("sơ kết", r"sơ\s?kết"),
    ("tổng kết", r"(?<!kế hoạch )tổng kết"),
    ("đánh giá", r"tự đánh giá|đánh giá mức|tự chấm điểm"),
    ("kiện toàn", r"kiện toàn"),
    ("thống kê", r"báo cáo thống kê"),
    ("kế hoạch", r"kế hoạch"),
    ("báo cáo", r"báo cáo"),
)
_PATTERNS: Final = tuple((name, regex(pattern, re.IGNORECASE)) for name, pattern in _PAPERS)
_ALIKE: Final = 0.55


@lru_cache(maxsize=16384)
def paper_of(text: str) -> str:
    """The kind of paper that is asked for; "" where none is named."""
    return next((name for name, pattern in _PATTERNS if pattern.search(text)), "")


@lru_cache(maxsize=16384)
def _pairs(text: str) -> frozenset[tuple[str, str]]:
    words = re.findall(r"[^\W_]+", text.lower())
    return frozenset(pairwise(words))


def is_same_work(one: str, other: str) -> bool:
    """Same kind of paper, and the shorter text's pairs of words mostly stand in the longer one."""
    if not paper_of(one) or paper_of(one) != paper_of(other):
        return False
    first, second = _pairs(one), _pairs(other)
    return bool(first and second) and len(first & second) / min(len(first), len(second)) >= _ALIKE
