"""A mail that came back: what its delivery report says (RFC 3464), and what follows for message and mailbox. Never commits.

Reading is pure; a report is matched by the Message-ID in the returned part, else by the address it names.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message as Mail
from email.utils import parseaddr

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock, log
from tracker.access import SYSTEM
from tracker.errors import TrackerError
from tracker.log import LogAction
from tracker.notify import refusals
from tracker.notify.claiming import note_events
from tracker.notify.models import Message, MessageEvent, MessageState
from tracker.notify.policy import normal_address

PASSING = {"5.2.2", "5.4.4"}  # a full mailbox and a route not found mend themselves, whatever their class
RETURNED = "Thư bị trả về"
DELAYED = "Máy chủ nơi nhận báo thư đến chậm"
REMEMBERED = timedelta(days=30)  # a report that only names an address must follow a mail to it
LONGEST = 5 * 2**20
_OUR_ID = re.compile(rb"<([0-9a-f]{32})@[^\s<>@]+>")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_AUTO_SUBJECT = re.compile(r"^\s*(auto(matic)? ?-?reply|out of (the )?office|trả lời tự động|vắng mặt)", re.IGNORECASE)


class NotABounce(TrackerError):  # noqa: N818 - says what the mail is
    """The mail is no delivery report that can be read."""


@dataclass(frozen=True)
class Failing:
    """One recipient of a report."""

    address: str
    action: str  # failed, delayed, delivered, relayed, expanded
    status: str  # "5.1.1", "" when none is given
    words: str

    @property
    def is_failed(self) -> bool:
        return self.action == "failed"

    @property
    def is_permanent(self) -> bool:
        """Whether no further mail to the address makes sense."""
        return self.is_failed and self.status.startswith("5.") and self.status not in PASSING

    @property
    def reason(self) -> str:
        return " ".join(filter(None, (self.status if self.status not in self.words else "", self.words))) or self.action


@dataclass(frozen=True)
class Report:
    """What a mail says about earlier ones: nothing (`is_automatic`), or who did not get which of ours."""

    failing: tuple[Failing, ...] = ()
    message_ids: tuple[str, ...] = ()  # the part before the @
    is_automatic: bool = False


@dataclass
class Handled:
    """What was done with a report."""

    returned: list[str] = field(default_factory=list)  # addresses whose mail came back for good, or was given up
    flagged: list[str] = field(default_factory=list)
    delayed: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)  # addresses we sent nothing to
    is_automatic: bool = False


def read_report(data: bytes) -> Report:
    """What the mail in `data` reports. Raises NotABounce for anything that is neither a report nor an automatic answer."""
    if len(data) > LONGEST:
        raise NotABounce("Thư lớn quá mức của một báo lỗi gửi thư: hãy mở và xử lý bằng tay.")
    mail = message_from_bytes(data)
    blocks = list(_status_blocks(mail))
    failing = tuple(one for block in blocks if (one := _failing(block)) is not None)
    if failing:
        return Report(failing, tuple(dict.fromkeys(_our_ids(mail))))
    if _is_automatic(mail):
        return Report(is_automatic=True)
    raise NotABounce(
        "Không đọc được báo lỗi gửi thư trong thư này (không có phần message/delivery-status). Hãy mở thư và xử lý bằng tay."
    )


def handle(session: Session, report: Report) -> Handled:
    """Write what `report` says into the messages' histories; flag mailboxes that will never take mail. Safe to run twice."""
    done = Handled(is_automatic=report.is_automatic)
    for failing in report.failing:
        if failing.action not in {"failed", "delayed"}:
            continue
        message = _message_of(session, report, failing)
        if message is None:
            done.unknown.append(failing.address)
        elif failing.is_failed:
            _returned(session, message, failing, done)
        else:
            _note_once(session, message, message.state, f"{DELAYED}: {failing.reason}")
            done.delayed.append(message.address)
    return done


def _returned(session: Session, message: Message, failing: Failing, done: Handled) -> None:
    """The mail came back: it counts as not delivered; its mailbox is flagged where the refusal is for good."""
    reason = f"{RETURNED}: {failing.reason}"[:500]
    if _note_once(session, message, MessageState.DEAD, reason):
        if message.state is MessageState.SENT:
            message.state, message.last_error = MessageState.DEAD, reason
        changes = {"address": message.address, "reason": failing.reason}
        log.record(session, SYSTEM, LogAction.MESSAGE_BOUNCED, message, changes=changes)
    done.returned.append(message.address)
    if failing.is_permanent and refusals.flag(session, message.address, failing.reason):
        done.flagged.append(message.address)


def _note_once(session: Session, message: Message, state: MessageState, note: str) -> bool:
    """Append `note` to the history unless it says so since the mail was last sent; whether it was new."""
    sent = sa.select(sa.func.max(MessageEvent.id)).where(
        MessageEvent.message_id == message.id, MessageEvent.state == MessageState.SENT
    )
    last_sent = session.scalar(sent) or 0
    known = sa.exists().where(
        MessageEvent.message_id == message.id, MessageEvent.id > last_sent, MessageEvent.note == note[:500]
    )
    if session.scalar(sa.select(known)):
        return False
    note_events(session, [message.id], state, note)
    session.flush()
    return True


def _message_of(session: Session, report: Report, failing: Failing) -> Message | None:
    """Ours by its Message-ID; else the last one sent to the address within a month."""
    if report.message_ids:
        by_id = session.scalars(
            sa.select(Message).where(Message.message_id_header.in_(report.message_ids)).order_by(Message.id.desc())
        ).first()
        if by_id is not None:
            return by_id
    return session.scalars(
        sa.select(Message)
        .where(Message.address == failing.address, Message.sent_at >= clock.real_now() - REMEMBERED)
        .order_by(Message.sent_at.desc(), Message.id.desc())
    ).first()


def _status_blocks(mail: Mail) -> Iterable[Mail]:
    """The blocks of headers of every delivery status in `mail`: one of the message, one of each recipient."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            payload = part.get_payload()
            yield from (block for block in payload if isinstance(block, Mail)) if isinstance(payload, list) else ()


def _failing(block: Mail) -> Failing | None:
    recipient = _address(block, "Final-Recipient") or _address(block, "Original-Recipient")
    action = _text(block, "Action").lower().split(" ")[0]
    if not recipient or not action:
        return None
    words = _text(block, "Diagnostic-Code").partition(";")[2].strip()
    found = _STATUS.search(_text(block, "Status")) or _STATUS.search(words)
    return Failing(recipient, action, found.group(1) if found else "", words[:400])


def _address(block: Mail, name: str) -> str:
    """The address of "rfc822; le@example.edu.vn"."""
    value = _text(block, name)
    return normal_address(parseaddr(value.partition(";")[2] or value)[1])


def _text(block: Mail, name: str) -> str:
    return " ".join(str(block.get(name, "")).split())


def _our_ids(mail: Mail) -> Iterable[str]:
    """Message-IDs of our shape: in the returned mail, then in what the report answers to."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            returned = inner[0] if isinstance(inner, list) and inner else None
            yield from _ids_in(str(returned.get("Message-ID", "")) if isinstance(returned, Mail) else "")
        elif kind == "text/rfc822-headers":
            headers = part.get_payload(decode=True)
            yield from _ids_in(headers if isinstance(headers, bytes) else b"")
    for name in ("In-Reply-To", "References"):
        yield from _ids_in(str(mail.get(name, "")))


def _ids_in(text: str | bytes) -> Iterable[str]:
    raw = text.encode("utf-8", "replace") if isinstance(text, str) else text
    return (found.group(1).decode() for found in _OUR_ID.finditer(raw))


def _is_automatic(mail: Mail) -> bool:
    """Out-of-office answers, read receipts, good news: nothing to do (RFC 3834)."""
    is_receipt = mail.get_content_type() == "multipart/report"  # a disposition, or a report in which nobody fails
    answered = str(mail.get("Auto-Submitted", "no")).partition(";")[0].strip().lower() != "no"
    marked = any(mail.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress"))
    precedence = str(mail.get("Precedence", "")).strip().lower() in {"auto_reply", "bulk", "junk"}
    return is_receipt or answered or marked or precedence or bool(_AUTO_SUBJECT.match(_subject(mail)))


def _subject(mail: Mail) -> str:
    raw = str(mail.get("Subject", ""))
    try:
        return str(make_header(decode_header(raw)))
    except (LookupError, ValueError):  # an unknown or broken encoding
        return raw
