"""Where a flattened table ends and running text begins, with no gap between them (domain facts 6.5)."""

from collections.abc import Sequence
from typing import Final

from tracker.patterns import regex
from tracker.plans.reading import Line

_OUTLINE: Final = regex(r"(?:[IVX]{1,5}|[A-H])\s?[.)]\s+(?P<title>[^\W\d_].*)|Điều\s+\d+\s?\..*")
_FOOT: Final = regex(r"Nơi nhận\s*:")
_STOPS: Final = (".", ";", ":", ".”", "./")
_WIDER: Final = 1.3
_LEAST_WIDE: Final = 45  # characters: a sentence, not a word more in a cell
_LEAST_ROWS: Final = 2
_LEAST_TAIL_WORDS: Final = 8


def tail_of(rows: Sequence[Sequence[Line]], columns: int) -> int | None:
    """The index of the line in the last of `rows` at which running text begins; None where the row ends the table.

    A row is the lines of its cells, without its number; `columns` counts those cells. Running text is a heading of the
    document's own outline, the receivers, a paragraph wider than any line of the rows above, or, where every cell is
    one line, whatever comes behind as many lines as there are columns.
    """
    last = rows[-1]
    above = rows[:-1]
    for place, line in enumerate(last[1:], start=1):
        if _FOOT.match(line.text) or _is_outline(line.text):
            return place
        if len(above) >= _LEAST_ROWS and (
            _is_wide_paragraph(last, place, above) or _is_behind_cells(last, place, above, columns)
        ):
            return place
    return None


def _is_outline(text: str) -> bool:
    match = _OUTLINE.fullmatch(text)
    return match is not None and (match["title"] is None or match["title"][0].isupper())


def _is_wide_paragraph(last: Sequence[Line], place: int, above: Sequence[Sequence[Line]]) -> bool:
    """Whether a paragraph begins here whose line is clearly wider than the columns let the lines above be."""
    text = last[place].text
    widest = max((len(line.text) for row in above for line in row), default=0)
    return (
        len(text) >= max(_LEAST_WIDE, _WIDER * widest)
        and text[0].isalpha()
        and text[0].isupper()
        and any(line.text.endswith(_STOPS) for line in last[place:])
    )


def _is_behind_cells(last: Sequence[Line], place: int, above: Sequence[Sequence[Line]], columns: int) -> bool:
    """Whether a sentence begins behind as many lines as there are cells, where a cell never takes more than one line."""
    tail = last[place:]
    return (
        place >= columns
        and all(len(row) <= columns for row in above)
        and sum(len(row) == columns for row in above) * 2 > len(above)
        and any(line.text.endswith(_STOPS) for line in tail)
        and sum(len(line.text.split()) for line in tail) >= _LEAST_TAIL_WORDS
    )
