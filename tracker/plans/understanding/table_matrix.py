"""Doers drawn as columns: each cell says by a letter or a mark whether its doer leads or helps (domain facts 6.4, product 3.3)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.patterns import regex
from tracker.plans.understanding.table_calendar import MARK
from tracker.plans.understanding.table_words import fold
from tracker.plans.understanding.units import is_unit_start
from tracker.plans.understanding.words import Column

_CODE: Final = r"(?P<code>[A-ZĐa-zđ]{1,3}|[●○•◎✓✔√×+*△▲■□])"
_LEADING: Final = r"chủ trì|thực hiện chính|phụ trách chính|phụ trách|đầu mối|chịu trách nhiệm|chính"
_HELPING: Final = r"phối hợp|tham gia|hỗ trợ|liên quan"
_OFFICE: Final = r"(?:là\s+)?(?:(?:đơn vị|cơ quan|bộ phận|người|phòng)\s+)?"
_CODE_FIRST: Final = regex(
    rf"(?<![\w]){_CODE}[”\")]?\s?(?:[:=–-]|là)\s?{_OFFICE}(?:(?P<lead>{_LEADING})|(?P<help>{_HELPING}))(?![\w])",
)
_ROLE_FIRST: Final = regex(
    rf"(?:(?P<lead>{_LEADING})|(?P<help>{_HELPING}))\s?(?:[:=–(-]|ghi|ký hiệu(?: là)?)\s?[“\"(]?{_CODE}(?![\w])"
)
_USUAL: Final[dict[str, Column]] = {
    "c": Column.LEAD, "ct": Column.LEAD, "ctr": Column.LEAD, "chu tri": Column.LEAD, "dm": Column.LEAD,
    "p": Column.COORDINATING, "ph": Column.COORDINATING, "phoi hop": Column.COORDINATING, "tham gia": Column.COORDINATING,
}  # fmt: skip
_MOST_NAME_WORDS: Final = 8
_LEAST_DOERS: Final = 2


@dataclass(frozen=True)
class Matrix:
    """The columns of doers with their names, and what the cells' letters say; a mark says no more than that one does it."""

    names: Mapping[int, str]
    roles: Mapping[str, Column]
    marked: Column = Column.LEAD  # what a mark alone says

    def role_of(self, text: str) -> Column | None:
        """What the text of a cell makes of its doer; None where it is no letter or mark."""
        text = text.strip()
        usual = self.roles.get(text) or _USUAL.get(fold(text))
        return usual or (self.marked if MARK.fullmatch(text) else None)

    def doers_of(self, cells: Iterable[tuple[int, str]]) -> dict[Column, list[str]]:
        """The names that lead and those that help, by the columns and texts of a row. Marks beside letters for leading help."""
        roles = [(column, text, role) for column, text in cells if (role := self.role_of(text)) is not None]
        is_told = any(role is Column.LEAD and not self._is_mark(text) for _, text, role in roles)
        found: dict[Column, list[str]] = {}
        for column, text, role in roles:
            helps = is_told and self._is_mark(text)
            found.setdefault(Column.COORDINATING if helps else role, []).append(self.names[column])
        return found

    def _is_mark(self, text: str) -> bool:
        return text.strip() not in self.roles and bool(MARK.fullmatch(text.strip()))


def matrix_of(
    lowest: Sequence[str], meanings: Sequence[Column], cells: Sequence[Sequence[str]], legend: Iterable[str]
) -> Matrix | None:
    """The doers among the columns headed `lowest`; None where fewer than two are. `cells`: what stands in each column."""
    named = {
        column: words
        for column, words in enumerate(lowest)
        if meanings[column] in (Column.LEAD, Column.COORDINATING, Column.OTHER) and is_doer_name(words)
    }
    if len(named) < _LEAST_DOERS:
        return None
    roles = roles_in(legend)
    probe = Matrix({}, roles)
    names = {column: words for column, words in named.items() if all(probe.role_of(text) for text in cells[column])}
    if len(names) < _LEAST_DOERS or not any(cells[column] for column in names):
        return None
    has_lead = any(meaning is Column.LEAD and column not in names for column, meaning in enumerate(meanings))
    helps = has_lead or all(meanings[column] is Column.COORDINATING for column in names)
    return Matrix(names, roles, Column.COORDINATING if helps else Column.LEAD)


def is_doer_name(words: str) -> bool:
    """Whether a heading is the name of a doer and not a word for doers ("Phòng KHTC", not "Đơn vị")."""
    return is_unit_start(words) and len(words.split()) <= _MOST_NAME_WORDS and not _is_word_for_doers(words)


def _is_word_for_doers(words: str) -> bool:
    return bool(
        re.search(r"\b(?:chu tri|phoi hop|thuc hien|phu trach|duoc giao|don vi|co quan|bo phan|ca nhan)\b", fold(words))
    )


def roles_in(texts: Iterable[str]) -> dict[str, Column]:
    """What a legend says of letters and marks ("Ghi chú: C - chủ trì; P - phối hợp")."""
    found: dict[str, Column] = {}
    for text in texts:
        lowered = text.lower()
        if "chủ trì" not in lowered and "phối hợp" not in lowered:
            continue
        for pattern in (_CODE_FIRST, _ROLE_FIRST):
            for match in pattern.finditer(_with_low_roles(text)):
                found.setdefault(match["code"], Column.LEAD if match["lead"] else Column.COORDINATING)
    return found


def _with_low_roles(text: str) -> str:
    """`text` with the words for roles in lower case; the letters keep theirs, for "X" and "x" may differ."""
    return re.sub(rf"(?i:{_LEADING}|{_HELPING}|đơn vị|cơ quan)", lambda match: match[0].lower(), text)
