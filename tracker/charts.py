"""The stacked bar of figures as SVG (look 5): a page of figures has fifty of them, so it is made here, not by a macro."""

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from tracker.formats import number

LEAST = 0.8  # per cent; no part that is there is narrower
_HATCHES = {"late": "hatch-late", "done-late": "hatch-done"}
Part = tuple[str, int, str]  # css, value, label


def stacked_bar(parts: Iterable[Part], height: int = 12) -> Markup:
    """`parts` (css, value, label) as one bar whose widths are percentages; parts of nothing are left out."""
    return _bar(tuple(part for part in parts if part[1]), height)


@lru_cache(maxsize=2048)
def _bar(parts: tuple[Part, ...], height: int) -> Markup:
    words = ", ".join(f"{label.lower()} {number(value)}" for _, value, label in parts) or "chưa có kỳ hạn nào"
    drawn, at = [], 0.0
    for (css, _, _), width in zip(parts, _widths([value for _, value, _ in parts]), strict=True):
        place = f'x="{at:.2f}%" width="{width:.2f}%" height="{height}"'
        drawn.append(f'<rect class="f-{escape(css)}" {place}/>')
        if css in _HATCHES:
            drawn.append(f'<rect fill="url(#{_HATCHES[css]})" {place}/>')
        at += width
    start = f'<svg class="bar" height="{height}" role="img" aria-label="{escape(words)}">'
    return Markup(f"{start}{''.join(drawn)}</svg>")  # noqa: S704 - words are escaped, the rest is numbers


def _widths(values: list[int]) -> list[float]:
    """Percentages of the sum; what would be too narrow gets LEAST, and the others share the rest."""
    total = sum(values)
    is_small = [value * 100 / total < LEAST for value in values]
    large = sum(value for value, small in zip(values, is_small, strict=True) if not small)
    rest = 100 - sum(is_small) * LEAST
    return [LEAST if small else value * rest / large for value, small in zip(values, is_small, strict=True)]
