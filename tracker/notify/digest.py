"""The text of each kind of mail, made when the message is claimed from what is still wanted (product 3.5).

A kind's composer answers a Letter, or None where nothing is left to say. Templates turn a Letter into text and HTML of
equal content. Reads only.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy.orm import Session

from tracker.directory.models import Unit, UnitKind
from tracker.notify.amended import compose_amended
from tracker.notify.composers import Composer, compose_assigned, compose_returned
from tracker.notify.composers_decision import compose_decision
from tracker.notify.composers_urging import compose_urging
from tracker.notify.digest_letter import DigestFacts, compose_digest
from tracker.notify.letters import Letter, Letterhead
from tracker.notify.lines import shorten
from tracker.notify.mail_calendar import FILE_NAME, FILE_TYPE
from tracker.notify.mime import Attachment
from tracker.notify.models import Message, MessageKind
from tracker.notify.weekly import compose_weekly
from tracker.vietnamese import clean_line

SUBJECT_LENGTH = 200

COMPOSERS: Mapping[MessageKind, Composer] = {
    MessageKind.DIGEST: compose_digest,
    MessageKind.ASSIGNED: compose_assigned,
    MessageKind.RETURNED: compose_returned,
    MessageKind.DECISION: compose_decision,
    MessageKind.URGING: compose_urging,
    MessageKind.AMENDED: compose_amended,
    MessageKind.WEEKLY: compose_weekly,
}

# No program writes a vacation note or a read receipt back to what a machine sent (RFC 3834; MS-OXCMAIL 2.1.3.2.20).
_MACHINE_HEADERS = (("Precedence", "bulk"), ("X-Auto-Response-Suppress", "All"))


@dataclass(frozen=True)
class Rendered:
    """What is frozen with the message: its words, and its calendar file. `headers` follow from the row alone."""

    subject: str
    text: str
    html: str
    calendar: bytes = b""
    headers: tuple[tuple[str, str], ...] = _MACHINE_HEADERS


def render(
    session: Session, message: Message, letterhead: Letterhead, today: date, digests: DigestFacts | None = None
) -> Rendered | None:
    """The mail that `message` is, as of `today`; None where nothing is left to say. Raises KeyError for an unknown kind.

    `digests` are the facts of a batch; what they do not hold is loaded.
    """
    if digests is not None and digests.holds(message, today):
        letter = digests.compose(message, letterhead)
    else:
        letter = COMPOSERS[message.kind](session, message, letterhead, today)
    return printed(letter) if letter else None


def printed(letter: Letter) -> Rendered:
    """A letter as text and HTML of equal content."""
    return Rendered(
        shorten(clean_line(letter.subject), SUBJECT_LENGTH),
        _printable(_TEXT.render(letter=letter)),
        _printable(_HTML.render(letter=letter)),
        letter.calendar,
        headers_of(letter),
    )


def headers_of(letter: Letter) -> tuple[tuple[str, str], ...]:
    """What stands besides the headers of every mail: List-Unsubscribe only where something may be unsubscribed (RFC 8058)."""
    if letter.unsubscribe is None:
        return _MACHINE_HEADERS
    return (
        *_MACHINE_HEADERS,
        ("List-Unsubscribe", f"<{letter.unsubscribe.url}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    )


def attachments(calendar: bytes | None) -> tuple[Attachment, ...]:
    """The calendar file of a mail as its one attachment, named the same in the file and in the part (ical-feeds R44)."""
    return (Attachment(FILE_NAME, FILE_TYPE, calendar),) if calendar else ()


def letterhead_of(
    session: Session, *, base_url: str, parent_body: str, sender: str = "", secret_key: str = ""
) -> Letterhead:
    """The letterhead of this installation: its authority's name.

    `sender` is who a calendar file comes from, `secret_key` signs the links that end what may be ended; without them a mail
    has neither.
    """
    name = session.scalar(sa.select(Unit.name).where(Unit.kind == UnitKind.AUTHORITY).order_by(Unit.id).limit(1))
    return Letterhead(base_url, name or Letterhead.office_name, parent_body, sender, secret_key)


_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]"
)  # ical-feeds R33: rows from before a text was cleaned


def _printable(text: str) -> str:
    is_plain = text.replace("\n", "").isprintable()  # ten times as quick as looking for them
    return text if is_plain else _CONTROL.sub("", text)


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates" / "notify" / "mail"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_TEXT, _HTML = _templates.get_template("letter.txt"), _templates.get_template("letter.html")
