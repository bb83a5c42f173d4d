"""Words of a document -> units and groups of the directory. Pure: a snapshot in, values out (product 3.3, 3.8).

Nothing is guessed silently: what the directory does not know stays a word, what needs an officer's choice stays unconfirmed.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from tracker.directory.models import UnitKind
from tracker.directory.snapshot import Directory, GroupInfo, UnitInfo, spelling
from tracker.plans.understanding.facts import Definition
from tracker.vietnamese import clean_line, fold


class Doubt(StrEnum):
    """Why an officer must look at a doer before it can be assigned."""

    UNKNOWN = "unknown"  # the directory has no such unit or group
    NEEDS_CHOICE = "needs_choice"  # a word that means other units each time (domain facts 1.7)
    CLOSED = "closed"  # the unit exists no more
    RELATIVE = "relative"  # "cấp trên quản lý trực tiếp": another one for each unit


@dataclass(frozen=True)
class Doer:
    """A span of the document's words and whom the directory takes it to mean: a unit, a group, or nobody yet."""

    words: str
    unit_id: int | None = None
    group_id: int | None = None
    doubt: Doubt | None = None
    note: str = ""

    @property
    def is_understood(self) -> bool:
        return self.unit_id is not None or self.group_id is not None


# Long forms become the short ones, so that both sides of a comparison are written alike. On folded text, in this order.
_SHORT_FORMS: Final = tuple(
    (re.compile(pattern), short)
    for pattern, short in (
        (r"[–—‑]", "-"),
        (r"\s*-\s*", "-"),
        (r"[“”\"'’]", ""),
        (r"\(ubnd\)", ""),
        (r"\buy ban nhan dan\b", "ubnd"),
        (r"\bgiao duc va dao tao\b|\bgd ?& ?dt\b|\bgd-dt\b|\bgd va dt\b", "gddt"),
        (r"\bco so giao duc\b", "csgd"),
        (r"\btrung hoc pho thong\b", "thpt"),
        (r"\btrung hoc co so\b", "thcs"),
        (r"\bgiao duc nghe nghiep\b|\bgd nghe nghiep\b", "gdnn"),
        (r"\bgiao duc thuong xuyen\b|\bgd thuong xuyen\b", "gdtx"),
        (r"\bcong nghe thong tin\b", "cntt"),
        (r"\btp\b\.?", "thanh pho"),
        (r"\bp\.\s*", "phuong "),
        (r"\bx\.\s*", "xa "),
        (r"\bubnd (\w+) \(ubnd\)", r"ubnd \1"),
        (r"\s+", " "),
    )
)
_OPENINGS: Final = (
    re.compile(r"^(?:100\s?% |toan the |tat ca |moi )"),
    re.compile(r"^(?:cac |nhung )"),
    re.compile(r"^(?:thu truong|lanh dao|giam doc|hieu truong|truong|nguoi dung dau) (?:cac )?(?=\w+ )"),
)
_CLOSINGS: Final = (
    re.compile(r"\s*\([^()]*\)$"),
    re.compile(r" (?:tren|trong) dia ban(?: thanh pho| tinh| quan ly)?(?: [\w ]+)?$"),
    re.compile(r" (?:thuoc|cua|truc thuoc)? ?so(?: gddt)?$"),
    re.compile(r" (?:quan, huyen|q,h|cac quan, huyen)$"),
)
_RELATIVE: Final = re.compile(
    r"(?:co quan |co qua |cap )(?:tren )?quan ly(?: gddt| giao duc| nha nuoc)?(?: cap tren| truc tiep| giao duc)*"
)
_ADDRESSEES: Final = re.compile(r"^(?:nhu (?:tren|kinh gui)\b.*|quy (?:co quan|don vi).*|cac co quan, don vi)$")
_SEPARATOR: Final = re.compile(r"\s*[;\n]\s*|\s*,\s*(?:và\s+)?|\s+và\s+")
_COMMUNE_OFFICE: Final = re.compile(r"^(?:phong van hoa-xa hoi (?:thuoc )?)?(?:ubnd (?:cac )?)?")
_MOST_PIECES: Final = 9
_HOUSE_WORDS: Final = {"van phong": "van phong", "so": "so", "so gddt": "so"}


def plain(text: str) -> str:
    """`text` as names are compared: folded, long forms shortened, outer marks removed."""
    folded = fold(text).strip(" .;,:-+•*")
    for pattern, short in _SHORT_FORMS:
        folded = pattern.sub(short, folded)
    return folded.strip(" .;,")


def is_relative(words: str | None) -> bool:
    """Whether a recipient is "cơ quan quản lý cấp trên": another one for each unit (product 3.3, review by parent)."""
    return bool(words) and bool(_RELATIVE.search(plain(words or "")))


def place_of(directory: Directory) -> str:
    """The province's bare name, as the authority's own name carries it ("Hải Phòng"); empty without an authority."""
    if directory.authority_id is None:
        return ""
    name = clean_line(directory.units[directory.authority_id].name)
    bare = re.sub(r"^Sở\s+(?:Giáo dục và Đào tạo|GD\s?&?\s?ĐT)\s*", "", name, flags=re.IGNORECASE)
    return re.sub(r"^(?:thành phố|tỉnh|TP\.?)\s+", "", bare, flags=re.IGNORECASE)


class Resolver:
    """Looks words up in one directory for one document; the document's own definitions win (domain facts 1.7)."""

    def __init__(
        self, directory: Directory, *, definitions: Iterable[Definition] = (), addressees: Sequence[str] = ()
    ) -> None:
        self.directory = directory
        self._addressees = tuple(addressees)
        self._units = self._index_units(directory)
        self._groups = self._index_groups(directory)
        self._cache: dict[str, Doer | None] = {}
        self._definitions: dict[str, tuple[Doer, ...]] = {}
        for definition in definitions:
            self._define(definition)

    @staticmethod
    def _index_units(directory: Directory) -> dict[str, tuple[int, ...]]:
        index: dict[str, dict[int, None]] = {}
        for name, ids in directory.unit_ids_by_name.items():
            index.setdefault(plain(name), {}).update(dict.fromkeys(ids))
        for unit in directory.units.values():
            if unit.kind is UnitKind.DEPARTMENT and unit.short_name:
                index.setdefault(plain(f"Phòng {unit.short_name}"), {})[unit.id] = None
        return {name: tuple(ids) for name, ids in index.items() if name}

    @staticmethod
    def _index_groups(directory: Directory) -> dict[str, GroupInfo]:
        index: dict[str, GroupInfo] = {}
        for name, group in directory.groups_by_name.items():
            index.setdefault(plain(name), group)
        return index

    def _define(self, definition: Definition) -> None:
        """ "(sau đây gọi chung là các đơn vị)": from here on the term is what stands before it."""
        known = self._at_end_of(definition.meaning)
        if not known:
            return
        line = f", dòng {definition.source.line}" if definition.source.line else ""
        note = f"theo định nghĩa trong văn bản{line}: {', '.join(doer.words for doer in known)}"[:300]
        for term in {plain(definition.term), _without_opening(plain(definition.term))}:
            self._definitions[term] = tuple(replace(doer, note=note) for doer in known)
        self._cache.clear()

    def _at_end_of(self, sentence: str) -> tuple[Doer, ...]:
        """Whom the longest understood ending of a sentence names: what stands before it is no name."""
        words = clean_line(sentence).split(" ")
        for start in range(len(words)):
            found = self.doers((" ".join(words[start:]),))
            if found and all(doer.is_understood for doer in found):
                return found
        return ()

    def doers(self, words: Sequence[str]) -> tuple[Doer, ...]:
        """Whom a cell or phrase means, one Doer for each name, in the document's order; the same unit only once.

        The longest directory match wins, so a comma or "và" inside a unit's own name does not split it.
        """
        found: list[Doer] = []
        for doer in self._read(", ".join(words)):
            is_again = any(
                (doer.unit_id, doer.group_id) == (other.unit_id, other.group_id)
                and (doer.is_understood or plain(doer.words) == plain(other.words))
                for other in found
            )
            if not is_again:
                found.append(doer)
        return tuple(found)

    def _read(self, text: str) -> list[Doer]:
        text = clean_line(text)
        bounds = [match.span() for match in _SEPARATOR.finditer(text)]
        starts = [0, *(end for _, end in bounds)]
        ends = [*(start for start, _ in bounds), len(text)]
        found: list[Doer] = []
        index = 0
        while index < len(starts):
            taken, doers = self._longest(text, starts, ends, index)
            found.extend(doers)
            index += taken
        return found

    def _longest(self, text: str, starts: list[int], ends: list[int], index: int) -> tuple[int, tuple[Doer, ...]]:
        """How many pieces from `index` on are one name, and whom it means."""
        furthest = min(len(starts) - index, _MOST_PIECES)
        for count in range(furthest, 0, -1):
            span = text[starts[index] : ends[index + count - 1]]
            if not span:
                return 1, ()
            if doers := self.meaning(span):
                return count, doers
        if listed := self._list_after_colon(text, starts, ends, index):
            return listed
        return self._unknown(text, starts, ends, index)

    def _list_after_colon(
        self, text: str, starts: list[int], ends: list[int], index: int
    ) -> tuple[int, tuple[Doer, ...]] | None:
        """ "Các Sở: Tài chính, Khoa học và Công nghệ": the word before the colon opens every name behind it."""
        head, colon, _ = text[starts[index] : ends[index]].partition(":")
        opening = re.sub(r"^(?:các|những)\s+", "", head.strip(), flags=re.IGNORECASE)
        if not colon or not opening:
            return None
        behind = starts[index] + len(head) + 1
        found: list[Doer] = []
        count = 0
        while index + count < len(starts):
            start = behind if count == 0 else starts[index + count]
            taken, unit = 0, None
            for size in range(min(len(starts) - index - count, _MOST_PIECES), 0, -1):
                name = text[start : ends[index + count + size - 1]].strip()
                if unit := self._one(f"{opening} {name}"):
                    taken = size
                    found.append(replace(unit, words=f"{opening} {name}"))
                    break
            if not taken:
                break
            count += taken
        return (count, tuple(found)) if found else None

    def _unknown(self, text: str, starts: list[int], ends: list[int], index: int) -> tuple[int, tuple[Doer, ...]]:
        """A name the directory lacks: up to the next separator behind which something is known or a capital stands."""
        count = 1
        while index + count < len(starts):
            rest = text[starts[index + count] : ends[index + count]]
            separator = text[ends[index + count - 1] : starts[index + count]]
            if ";" in separator or self.meaning(rest) or (rest[:1].isupper() and "và" not in separator):
                break
            count += 1
        words = text[starts[index] : ends[index + count - 1]]
        return count, (Doer(words[:300], doubt=Doubt.UNKNOWN, note="chưa có trong danh bạ"),)

    def meaning(self, words: str) -> tuple[Doer, ...]:
        """Whom one name means: the document's definition, the addressees, a unit or a group; empty where unknown."""
        name = plain(words)
        for form in (name, _without_opening(name)):
            if form in self._definitions:
                return tuple(replace(doer, words=words) for doer in self._definitions[form])
        if _ADDRESSEES.match(name) and self._addressees:
            note = "mọi nơi nêu sau chữ Kính gửi"
            return tuple(replace(doer, note=doer.note or note) for doer in self._read("; ".join(self._addressees)))
        doer = self._one(words)
        return (doer,) if doer else ()

    def _one(self, words: str) -> Doer | None:
        if words not in self._cache:
            self._cache[words] = self._look_up(words)
        return self._cache[words]

    def _look_up(self, words: str) -> Doer | None:
        name = plain(words)
        if not name or ":" in name:
            group = self._groups.get(name)
            return _as_doer(words, group) if group else None
        for form in _forms(name):
            if unit := self._unit(form, words):
                return unit
            if group := self._groups.get(form):
                return _as_doer(words, group)
        if unit := self._commune(name, words) or self._house(name, words):
            return unit
        if _RELATIVE.fullmatch(name):
            return Doer(words, doubt=Doubt.RELATIVE, note="tùy từng đơn vị: cơ quan quản lý trực tiếp của đơn vị đó")
        return None

    def _unit(self, form: str, words: str) -> Doer | None:
        ids = self._units.get(form)
        if not ids:
            return None
        units = [self.directory.units[unit_id] for unit_id in ids]
        best = self._choose(units, words)
        if best is None:
            return None
        if not best.is_open:
            return Doer(words, unit_id=best.id, doubt=Doubt.CLOSED, note=f"{best.name} không còn hoạt động")
        return Doer(words, unit_id=best.id)

    @staticmethod
    def _choose(units: list[UnitInfo], words: str) -> UnitInfo | None:
        """The one unit meant: of several with one folded name the one whose tones agree, then open ones, then our own."""
        if len(units) > 1:
            spelled = f" {spelling(words)} "
            units = [unit for unit in units if any(f" {spelling(name)} " in spelled for name in unit.names)] or units
        units = [unit for unit in units if unit.is_open] or units
        units = [unit for unit in units if unit.kind is not UnitKind.AGENCY] or units
        return units[0] if len(units) == 1 else None

    def _commune(self, name: str, words: str) -> Doer | None:
        """ "UBND phường Lê Chân", "Phòng Văn hóa - Xã hội xã An Dương": kind and name, never the name alone."""
        bare = _COMMUNE_OFFICE.sub("", name, count=1)
        if bare == name:
            return None
        doer = self._unit(bare, words)
        if doer and doer.unit_id and self.directory.units[doer.unit_id].kind is UnitKind.COMMUNE:
            return doer
        return None

    def _house(self, name: str, words: str) -> Doer | None:
        """Inside the Sở "Văn phòng" is its own office and "Sở", "Sở GDĐT" the authority itself."""
        meant = _HOUSE_WORDS.get(name)
        if meant == "so" and self.directory.authority_id is not None:
            return Doer(words, unit_id=self.directory.authority_id)
        if meant is None:
            return None
        offices = [
            unit
            for unit in self.directory.units.values()
            if unit.kind is UnitKind.DEPARTMENT and unit.is_open and plain(unit.name).startswith(meant)
        ]
        return Doer(words, unit_id=offices[0].id) if len(offices) == 1 else None


def _as_doer(words: str, group: GroupInfo) -> Doer:
    if group.needs_choice:
        return Doer(words, group_id=group.id, doubt=Doubt.NEEDS_CHOICE, note=group.note[:300])
    return Doer(words, group_id=group.id)


def _forms(name: str) -> Iterable[str]:
    """`name` as written, then without what only introduces or places it ("Thủ trưởng các …", "… trên địa bàn")."""
    seen: dict[str, None] = {name: None}
    for pattern in (*_OPENINGS, *_CLOSINGS):
        for form in tuple(seen):
            shorter = pattern.sub("", form).strip(" ,")
            if shorter:
                seen[shorter] = None
    return seen


def _without_opening(name: str) -> str:
    return _OPENINGS[1].sub("", _OPENINGS[0].sub("", name))


def unit_count(
    doers: Iterable[Doer], directory: Directory, *, without: Mapping[int, object] | frozenset[int] = frozenset()
) -> int:
    """How many open units these doers come to, agencies and `without` left out."""
    groups = {group.id: group for group in directory.groups}
    ids: set[int] = set()
    for doer in doers:
        if doer.unit_id is not None:
            ids.add(doer.unit_id)
        elif doer.group_id is not None and doer.doubt is None:
            ids.update(groups[doer.group_id].member_ids)
    return len({i for i in ids if i not in without and directory.units[i].kind is not UnitKind.AGENCY})
