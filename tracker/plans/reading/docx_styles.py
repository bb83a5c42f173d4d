"""Styles of a DOCX: what a paragraph or its letters take from their style, the styles above it, and the defaults."""

from dataclasses import dataclass
from typing import Any, Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF: Final = frozenset({"0", "false", "off", "none"})
_DEEPEST: Final = 20  # styles one upon another; a chain that is longer runs in a circle


def value(element: Any, name: str) -> str | None:
    """The w:val of the child `name`; an empty string where the child stands alone, None where it does not stand."""
    child = element.find(W + name) if element is not None else None
    return None if child is None else str(child.get(W + "val", ""))


def switch(properties: Any, name: str) -> bool | None:
    """A property that is on, off, or not spoken of."""
    found = value(properties, name)
    return None if found is None else found.lower() not in _OFF


@dataclass(frozen=True)
class NumberedBy:
    """The list a paragraph belongs to: `num_id` "0" takes it out of every list; `level` from 0."""

    num_id: str
    level: int | None


def numbered_by(properties: Any) -> NumberedBy | None:
    """What w:numPr of paragraph properties says."""
    found = properties.find(W + "numPr") if properties is not None else None
    if found is None or (num_id := value(found, "numId")) is None:
        return None
    level = value(found, "ilvl")
    return NumberedBy(num_id, int(level) if level and level.isdigit() else None)


@dataclass(frozen=True)
class Style:
    """A style with what it inherits."""

    style_id: str = ""
    name: str = ""
    is_bold: bool | None = None
    is_capitals: bool | None = None
    is_hidden: bool | None = None
    alignment: str | None = None
    numbering: NumberedBy | None = None
    borders: Any = None  # w:tblBorders of a table style


class Styles:
    """The styles of one document, by their id; an unknown id gives the default paragraph style's properties."""

    def __init__(self, root: Any) -> None:
        self._elements: dict[str, Any] = {}
        self._made: dict[str, Style] = {}
        self._defaults: dict[str, str] = {}
        self._base = Style()
        if root is None:
            return
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._base = Style(is_bold=switch(defaults, "b"), is_capitals=switch(defaults, "caps"))
        for element in root.iterfind(W + "style"):
            style_id = element.get(W + "styleId", "")
            self._elements[style_id] = element
            if element.get(W + "default", "0").lower() in {"1", "true", "on"}:
                self._defaults[element.get(W + "type", "")] = style_id

    def of(self, style_id: str | None, kind: str = "paragraph") -> Style:
        """The style `style_id`, or the default one of its kind."""
        key = style_id if style_id in self._elements else self._defaults.get(kind, "")
        if key not in self._made:
            self._made[key] = self._resolve(key)
        return self._made[key]

    def _resolve(self, style_id: str) -> Style:
        made = self._base
        chain: list[Any] = []
        element = self._elements.get(style_id)
        while element is not None and len(chain) < _DEEPEST:
            chain.append(element)
            element = self._elements.get(value(element, "basedOn") or "")
        for element in reversed(chain):
            made = _over(made, element)
        return made


def _over(base: Style, element: Any) -> Style:
    letters, paragraph = element.find(W + "rPr"), element.find(W + "pPr")

    def first(own: bool | None, inherited: bool | None) -> bool | None:
        return inherited if own is None else own

    borders = element.find(f"{W}tblPr/{W}tblBorders")
    return Style(
        style_id=element.get(W + "styleId", ""),
        name=_shown_name(value(element, "name") or ""),
        is_bold=first(switch(letters, "b"), base.is_bold),
        is_capitals=first(switch(letters, "caps"), base.is_capitals),
        is_hidden=first(switch(letters, "vanish"), base.is_hidden),
        alignment=value(paragraph, "jc") or base.alignment,
        numbering=_numbering(paragraph, base),
        borders=base.borders if borders is None else borders,
    )


def _numbering(paragraph: Any, base: Style) -> NumberedBy | None:
    found = paragraph.find(W + "numPr") if paragraph is not None else None
    if found is None:
        return base.numbering
    level = value(found, "ilvl")
    inherited = base.numbering.num_id if base.numbering else ""
    num_id = value(found, "numId") or inherited
    return NumberedBy(num_id, int(level) if level and level.isdigit() else None) if num_id else None


def _shown_name(name: str) -> str:
    """Word writes "heading 1" and shows "Heading 1"."""
    return name[:1].upper() + name[1:] if name.startswith(("heading ", "title", "list ", "toc ")) else name
