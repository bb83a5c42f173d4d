"""What a mail is made of before it is text, and the words all kinds of mail share. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from tracker.notify.lines import shorten

LONGEST_NAME = 60


@dataclass(frozen=True)
class Letterhead:
    """What every mail of one installation shares."""

    base_url: str
    office_name: str = "Sở Giáo dục và Đào tạo"
    parent_body: str = ""
    sender: str = ""  # the address mail comes from: the organizer of a calendar file (ical-feeds R44)
    secret_key: str = field(default="", repr=False)  # signs the links that end what may be ended

    def task_url(self, task_id: int) -> str:
        return f"{self.base_url}/nhiem-vu/{task_id}"


@dataclass(frozen=True)
class Box:
    """One task in a mail: a heading with its tone, the task, its facts, a note, a link."""

    heading: str
    tone: str  # late, today, soon, returned, new
    title: str
    facts: tuple[tuple[str, str], ...]
    url: str
    action: str
    note_title: str = ""
    note: str = ""


@dataclass(frozen=True)
class Section:
    heading: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class SchoolRow:
    """One task of a commune's schools: when, and how many of them."""

    task: str
    due: str
    count: str
    tone: str  # late, soon


@dataclass(frozen=True)
class Schools:
    """*Trường trên địa bàn*: what a commune's schools owe, the worst rows, and where all of it stands."""

    title: str
    note: str
    rows: tuple[SchoolRow, ...]
    url: str
    action: str


@dataclass(frozen=True)
class Link:
    """A sentence and where it leads."""

    words: str
    url: str


@dataclass(frozen=True)
class UnitPart:
    """What concerns one unit; `name` is blank where the mail concerns only one."""

    name: str
    sections: tuple[Section, ...]
    rest: Link | None = None
    schools: Schools | None = None


@dataclass(frozen=True)
class Quote:
    """Words that a person wrote for this mail."""

    title: str
    text: str


@dataclass(frozen=True)
class Letter:
    """A mail before it is text."""

    subject: str
    preheader: str
    title: str
    greeting: str
    intro: str
    parts: tuple[UnitPart, ...]
    all_url: str
    all_action: str
    why: str
    contacts_url: str
    calendar_url: str
    letterhead: Letterhead
    quote: Quote | None = None
    hint: str = ""  # a last sentence before the button
    unsubscribe: Link | None = None  # how to end this kind of mail; none: it is mandatory
    calendar: bytes = b""  # a file with the one date of the mail (ical-feeds R44)


def whose(names: Sequence[str]) -> str:
    """ "Phường Lê Chân", or "3 đơn vị"."""
    return shorten(names[0], LONGEST_NAME) if len(names) == 1 else f"{len(names)} đơn vị"


def greeting(names: Sequence[str]) -> str:
    """The first words of a mail to these units."""
    return f"Kính gửi {names[0]}." if len(names) == 1 else "Kính gửi các đơn vị dùng chung địa chỉ này."


def work_url(letterhead: Letterhead, codes: Collection[str]) -> str:
    """The page with all work of the mail's unit, or of the reader's units where there are several."""
    found = set(codes)
    return f"{letterhead.base_url}/viec" + (f"?don-vi={found.pop()}" if len(found) == 1 else "")


def lower(text: str) -> str:
    """`text` inside a sentence: its first letter small."""
    return text[:1].lower() + text[1:]


def upper(text: str) -> str:
    """`text` at the start of a line: its first letter a capital."""
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str]) -> str:
    """Names in a sentence, the first five and how many more."""
    few = 5
    if len(names) <= few:
        return ", ".join(names)
    return f"{', '.join(names[:few])} và {len(names) - few} đơn vị khác"
