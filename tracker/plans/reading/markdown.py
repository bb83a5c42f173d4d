"""Text written in Markdown (notes, pages saved as text): its marks are taken off, its words and lines stay (domain facts 6.5)."""

import html
import re
from collections.abc import Sequence
from typing import Final

from tracker.patterns import regex

LINE_BREAK: Final = regex(r"\s*<br\s*/?>\s*", re.IGNORECASE)

_HEADING: Final = regex(r"\s{0,3}#{1,6}\s+(?P<text>\S.*?)(?:\s+#+)?\s*")
_RULE_OF_TABLE: Final = regex(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_STRONG: Final = regex(r"(?<![\w*])\*\*(?=[^\s*])[^*\n]+(?<=[^\s*])\*\*(?![\w*])")
_EMPHASES: Final = (
    regex(r"(?<!\*)\*{3}(?=[^\s*])(.{1,500}?)(?<=[^\s*])\*{3}(?!\*)"),
    regex(r"(?<!\*)\*\*(?=[^\s*])(.{1,500}?)(?<=[^\s*])\*\*(?!\*)"),
    regex(r"(?<![\w*\\])\*(?=[^\s*])([^*]+?)(?<=[^\s*\\])\*(?![\w*])"),
    regex(r"(?<![\w_])__(?=[^\s_])(.{1,500}?)(?<=[^\s_])__(?![\w_])"),
    regex(r"(?<![\w_\\])_(?=[^\s_])([^_]+?)(?<=[^\s_\\])_(?![\w_])"),
    regex(r"~~(?=\S)(.{1,500}?)(?<=\S)~~"),
    regex(r"`([^`]+)`"),
)
_LINK: Final = regex(r"(?P<picture>!?)\[(?P<text>[^\[\]]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_ESCAPED: Final = regex(r"\\([\\`*_{}\[\]()#+\-.!~>])")
_TAG: Final = regex(
    r"</?(?:b|strong|i|em|u|s|sup|sub|p|div|span|center|font)(?:\s[^<>]*)?/?>|<!--[^<>]*-->", re.IGNORECASE
)
_QUOTED: Final = regex(r"^\s{0,3}>\s?")
_STAR: Final = regex(r"^(?P<indent>\s*)\*\s+(?=\S)")
_FENCE: Final = regex(r"\s*(?:```|~~~)\w*\s*|\s*(?:\*\s*){3,}")
_SIGNS: Final = ("#", "|", "**", "<")
_LEAST_SIGNS: Final = 2
_LEAST_BARS: Final = 2


def is_markdown(lines: Sequence[str]) -> bool:
    """Whether the text is evidently Markdown: two signs of it that plain text does not have."""
    signs = 0
    for line in map(str.strip, lines):
        if not any(mark in line for mark in _SIGNS):
            continue
        signs += bool(_HEADING.fullmatch(line)) + bool(_RULE_OF_TABLE.fullmatch(line)) + bool(LINE_BREAK.search(line))
        signs += len(_STRONG.findall(line))
        if signs >= _LEAST_SIGNS:
            return True
    return False


def without_markup(line: str) -> str:
    """`line` as it would be read once shown. In the row of a table escaped bars and line breaks stay: they part its cells."""
    if "\\" not in line and not any(mark in line for mark in "#*_~`[<>&"):
        return line
    if _FENCE.fullmatch(line):
        return ""
    heading = _HEADING.fullmatch(line.rstrip())
    text = heading["text"] if heading else _STAR.sub(r"\g<indent>- ", _QUOTED.sub("", line, count=1), count=1)
    text = _LINK.sub(lambda match: "" if match["picture"] else match["text"], text)
    for emphasis in _EMPHASES:
        text = emphasis.sub(r"\1", text)
    text = html.unescape(_TAG.sub("", text)) if "<" in text or "&" in text else text
    if text.count("|") < _LEAST_BARS:
        text = LINE_BREAK.sub(" ", text).replace("\\|", "|")
    return _ESCAPED.sub(r"\1", text).removesuffix("\\")
