"""The words of one DOCX paragraph as printed: insertions in, deletions out, hidden text out, breaks and tabs as they fall."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tracker.plans.reading.docx_styles import Style, Styles, W, switch, value

MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WPS: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_GONE: Final = frozenset(
    W + name
    for name in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "instrText",
        "delText",
        "delInstrText",
        "commentReference",
        "rt",
    )
)
_NOTES: Final = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_SIGNS: Final = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-"}
_ARROWS: Final = {"F0E0": "→", "F0B7": "•", "F02D": "-", "F0A3": "≤", "F0B3": "≥"}


@dataclass
class Words:
    r"""The words of a paragraph, "\n" where a break was typed, and what hangs on them."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)  # w:txbxContent
    notes: list[tuple[str, str]] = field(default_factory=list)  # (kind, id), in order
    starts_page: bool = False  # a page break stands before its first letter
    ends_page: bool = False
    bold_letters: int = 0
    letters: int = 0

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def is_bold(self) -> bool:
        return self.letters > 0 and self.bold_letters == self.letters


def words_of(paragraph: Any, style: Style, styles: Styles) -> Words:
    """What `paragraph` prints, without its automatic number."""
    words = Words()
    for run, element in _shown(paragraph, None):
        if element.tag in _NOTES:
            words.notes.append((_NOTES[element.tag], element.get(W + "id", "")))
        elif element.tag == W + "txbxContent":
            words.boxes.append(element)
        elif element.tag == W + "br" and element.get(W + "type") in {"page", "column"}:
            words.starts_page = words.starts_page or not words.letters
            words.ends_page = words.letters > 0
        else:
            _add(words, _text_of(element), run, style, styles)
    return words


def _shown(element: Any, run: Any) -> Iterator[tuple[Any, Any]]:
    """Every leaf that prints, with the run it stands in."""
    for child in element:
        tag = child.tag
        if tag in _GONE or not isinstance(tag, str):
            continue
        if tag == W + "r":
            yield from _shown(child, child)
        elif tag == MC + "AlternateContent":
            yield from _alternative(child, run)
        elif tag in _LEAVES:
            yield run, child
        else:
            yield from _shown(child, run)


def _alternative(element: Any, run: Any) -> Iterator[tuple[Any, Any]]:
    """One of the ways to draw the same thing: the first that holds a text box or words, else none."""
    for child in element:
        if found := list(_shown(child, run)):
            yield from found
            return


_LEAVES: Final = frozenset([W + "t", W + "br", W + "sym", W + "txbxContent", M + "t", *_SIGNS, *_NOTES])


def _text_of(element: Any) -> str:
    if element.tag in {W + "t", M + "t"}:
        return str(element.text or "")
    if element.tag == W + "br":
        return "\n"
    if element.tag == W + "sym":
        return _ARROWS.get(element.get(W + "char", "").upper(), "")
    return _SIGNS[element.tag]


def _add(words: Words, text: str, run: Any, style: Style, styles: Styles) -> None:
    properties = run.find(W + "rPr") if run is not None else None
    of_run = styles.of(name, "character") if (name := value(properties, "rStyle")) else Style()
    if _first(switch(properties, "vanish"), of_run.is_hidden, style.is_hidden):
        return
    if _first(switch(properties, "caps"), of_run.is_capitals, style.is_capitals):
        text = text.upper()
    letters = sum(letter.isalpha() for letter in text)
    words.parts.append(text)
    words.letters += letters
    if _first(switch(properties, "b"), of_run.is_bold, style.is_bold):
        words.bold_letters += letters


def _first(*said: bool | None) -> bool:
    return next((one for one in said if one is not None), False)
