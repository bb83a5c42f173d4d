"""Documents that no reader may pass on, whatever their format: marked secret, or typed in fonts before Unicode."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from tracker.errors import UnreadableDocument
from tracker.patterns import regex

_SECRET: Final = regex(r"(?:(?:Mức |Độ )?độ mật|mức mật|dấu mật)?\s*:?\s*(TUYỆT MẬT|TỐI MẬT|MẬT)", re.IGNORECASE)
_HEAD_LINES: Final = 25

# Vietnamese typed in the fonts before Unicode shows as these runs once the font is gone.
_TCVN3: Final = regex(r"[µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô­õøö÷ùúýûüþ]")
_VNI: Final = regex(r"[aeouyAEOUY][ÙØÛÕÏÂÊÁÀÅÃÄÉÈÚÜËùøûõïâêáàåãäéèúüë]|[öôÖÔ][ùøûõï]")
_VIETNAMESE: Final = regex(r"[ăđĩũơưạ-ỹĂĐĨŨƠƯẠ-Ỹ]")
_LETTER: Final = regex(r"[^\W\d_]")
_FONT: Final = regex(r"\.Vn|VNI[- ]|VNtimes|VNarial", re.IGNORECASE)
_LEGACY_FONT: Final = "Văn bản dùng phông chữ cũ (TCVN3 hoặc VNI). Đề nghị chuyển sang Unicode rồi tải lại."
_FEW_LETTERS: Final = 60
_SHARE_OF_PART: Final = 0.15  # of the letters, in lines typed in an old font: the document is not readable as it is
_SECRET_SENTENCE: Final = "Văn bản có dấu độ mật “{mark}”, không được đưa vào phần mềm này. Tệp không được lưu lại."  # noqa: S105 - a sentence


def refuse_secret(lines: Iterable[str]) -> None:
    """Raise UnreadableDocument where one of the first lines is a mark of secrecy (Mật, Tối mật, Tuyệt mật)."""
    head = [line.strip(" \t.*()[]|-–") for line in lines if line.strip()][:_HEAD_LINES]
    mark = next((found[1] for line in head if (found := _SECRET.fullmatch(line))), None)
    if mark is not None:
        raise UnreadableDocument(_SECRET_SENTENCE.format(mark=mark))


def refuse_legacy_fonts(lines: Sequence[str], fonts: Iterable[str] = ()) -> None:
    """Raise UnreadableDocument where the text is Vietnamese in TCVN3 or VNI.

    By its letters: hardly a Vietnamese one, and many of those that old fonts draw as Vietnamese. Where the file names such
    a font in `fonts`, less is enough, line by line; the name alone is no proof: much Unicode text still carries it.
    """
    sample = "\n".join(lines[:2000])
    letters = len(_LETTER.findall(sample))
    own = len(_VIETNAMESE.findall(sample))
    if letters > _FEW_LETTERS and own * 50 < letters and _marks(sample) * 12 > letters:
        raise UnreadableDocument(_LEGACY_FONT)
    if any(is_legacy_font(name) for name in fonts):
        legacy = sum(len(_LETTER.findall(line)) for line in lines[:2000] if _is_legacy(line))
        if legacy and legacy > _SHARE_OF_PART * letters:
            raise UnreadableDocument(_LEGACY_FONT)


def is_legacy_font(name: str) -> bool:
    """Whether `name` is a font before Unicode: ".VnTime", "VNI-Times"."""
    return bool(_FONT.match(name.strip()))


def _marks(text: str) -> int:
    return max(len(_TCVN3.findall(text)), len(_VNI.findall(text)))


def _is_legacy(line: str) -> bool:
    """A line with letters of old fonts and none that only Unicode has."""
    return not _VIETNAMESE.search(line) and _marks(line) * 20 > len(line)
