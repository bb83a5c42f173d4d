"""Handing one message over: SMTP through Flask-Mail with its traps closed (stack 3), or a file where no server is set.

Knows nothing of rows. The last step is split: everything is sent but the final dot, the caller commits its mark, then the
dot goes out. Before the dot nothing has been delivered, whatever happens.
"""

import hashlib
import os
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.mime.base import MIMEBase
from email.utils import format_datetime, parseaddr
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import flask_mail
from flask import Flask

from tracker import clock
from tracker.config import Settings
from tracker.notify.mime import LINE, Attachment, mail_bytes, mailbox

TIMEOUT = 20.0  # seconds for each answer of the server
MESSAGES_A_CONNECTION = 100


class Failure(Exception):  # noqa: N818 - the children are what happened
    """The server's words in `reply`."""

    def __init__(self, reply: str) -> None:
        super().__init__(reply)
        self.reply = reply[:500]


class Refused(Failure):
    """5xx: never for this recipient or content."""


class RefusedRecipient(Refused):
    """5xx for the address itself: it is flagged."""


class Deferred(Failure):
    """4xx, a silent server, a lost line before the final dot: not delivered, try later."""


class InDoubt(Failure):
    """No answer after the final dot: it may have been delivered (RFC 5321 6.1)."""


class Unreachable(Failure):
    """No connection, no log-in, or the server does not take us as a sender: nothing to do with any one message."""


@dataclass(frozen=True)
class Envelope:
    """What one message needs on its way. `message_id` is the part before the @; `dated` becomes Date.

    `headers` stand besides those every mail has.
    """

    message_id: str
    address: str
    subject: str
    text: str
    html: str
    dated: datetime
    headers: tuple[tuple[str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()


class TrackerMessage(flask_mail.Message):
    """A Flask-Mail message with bytes that follow from the row alone: fixed boundary, Message-ID and Date, base64 bodies."""

    def __init__(self, envelope: Envelope, *, sender: str) -> None:
        name, address = _parsed(sender)
        super().__init__(
            subject=envelope.subject,
            recipients=[envelope.address],
            body=envelope.text,
            html=envelope.html,
            sender=(name or "Đúng hạn", address),
            date=envelope.dated.timestamp(),
            extra_headers={"Auto-Submitted": "auto-generated", **dict(envelope.headers)},
        )
        self.envelope = envelope
        self.sender_name, self.sender_address = name or "Đúng hạn", address
        self.msgId = f"<{envelope.message_id}@{address.rpartition('@')[2]}>"

    def as_bytes(self) -> bytes:
        """The mail as it goes out. Raises ValueError for a header that cannot stand there."""
        dated = format_datetime(clock.office_time(self.envelope.dated).replace(microsecond=0))
        headers = {
            "Subject": str(self.subject),
            "From": mailbox(self.sender_name, self.sender_address),
            "To": self.envelope.address,
            "Date": dated,
            "Message-ID": self.msgId,
            **(self.extra_headers or {}),
        }
        return mail_bytes(
            headers.items(),
            text=self.body or "",
            html=self.html or "",
            attachments=self.envelope.attachments,
            boundary=_boundary(self.envelope.message_id),
        )

    @cached_property
    def wire(self) -> bytes:
        """The mail as DATA wants it, without the final dot; made once. Raises as as_bytes, and BadHeaderError."""
        if self.has_bad_headers():
            raise flask_mail.BadHeaderError
        return _quoted(self.as_bytes())

    def as_string(self) -> str:
        return self.as_bytes().decode("ascii")

    def _message(self) -> MIMEBase:
        return cast("MIMEBase", message_from_bytes(self.as_bytes()))


@lru_cache(maxsize=4)
def _parsed(sender: str) -> tuple[str, str]:
    """The name and the address of the sender, the same for every mail."""
    return parseaddr(sender)


def _boundary(message_id: str) -> str:
    return "=_" + hashlib.sha256(message_id.encode()).hexdigest()[:40]


class TrackerConnection(flask_mail.Connection):
    """One kept SMTP connection: with a timeout, a checked certificate, one recipient, and errors that stay visible."""

    def __init__(self, mail: Any, settings: Settings) -> None:
        super().__init__(mail)
        self.settings = settings

    def __enter__(self) -> Self:
        super().__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Say good-bye if the server still listens; a failing good-bye hides nothing."""
        if self.host is None:
            return
        host, self.host = self.host, None
        try:
            host.quit()
        except (smtplib.SMTPException, OSError):
            pass
        finally:
            host.close()

    def configure_host(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        """Connect, STARTTLS with a checked certificate, log in. Raises Unreachable."""
        settings = self.settings
        try:
            host = smtplib.SMTP(settings.mail_server, settings.mail_port, timeout=TIMEOUT)
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(_words(error)) from error
        try:
            _send_at_once(host)
            if settings.mail_use_tls:
                host.starttls(context=ssl.create_default_context(cafile=settings.mail_ca_file or None))
            if settings.mail_username:
                host.login(settings.mail_username, settings.mail_password)
            host.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            host.close()
            raise Unreachable(_words(error)) from error
        return host

    def send(self, message: flask_mail.Message, envelope_from: str | tuple[str, str] | None = None) -> None:  # noqa: ARG002
        """Flask-Mail's own entrance. Raises Failure."""
        assert isinstance(message, TrackerMessage)
        self.hand_over(message, before_dot=lambda: None)

    def hand_over(
        self,
        message: TrackerMessage,
        *,
        before_dot: Callable[[], None],
        while_waiting: Callable[[], None] = lambda: None,
    ) -> str:
        """Send `message` to its one recipient and answer the server's words; `before_dot` runs before the final dot.

        `while_waiting` runs between the dot and the server's answer and may not raise. Raises Refused, Deferred or Unreachable when it was not delivered, InDoubt when nobody can know. When `before_dot`
        raises, the line is cut, so that nothing is delivered.
        """
        body = message.wire
        host = self._begin(message)
        self._send_to_the_dot(host, message, body)
        try:
            before_dot()
        except BaseException:
            self._cut()
            raise
        reply = self._finish(host, while_waiting)
        self.num_emails += 1
        flask_mail.email_dispatched.send(self.mail, message=message)
        return reply

    def _begin(self, message: TrackerMessage) -> smtplib.SMTP:
        """Announce the sender; a kept connection that the server has closed meanwhile is opened again, once."""
        is_kept = self.host is not None
        if self.num_emails >= MESSAGES_A_CONNECTION:
            self.close()
        try:
            if self.host is None:
                self.host, self.num_emails, is_kept = self.configure_host(), 0, False
            answer = self.host.mail(message.sender_address)
            if answer[0] == 421 and is_kept:
                raise smtplib.SMTPServerDisconnected("421")
        except (smtplib.SMTPException, OSError) as error:
            self._cut()
            if is_kept and isinstance(error, smtplib.SMTPServerDisconnected):
                return self._begin(message)
            raise Deferred(_words(error)) from error
        try:
            _expect(answer, Unreachable)
        except Failure:
            self._cut()
            raise
        return self.host

    def _send_to_the_dot(self, host: smtplib.SMTP, message: TrackerMessage, body: bytes) -> None:
        try:
            _expect(host.rcpt(message.envelope.address), RefusedRecipient)
            host.putcmd("data")
            _expect(host.getreply(), Refused, wanted=354)
            host.send(body)
        except Failure as failure:
            if isinstance(failure, Deferred) and failure.reply.startswith("421"):
                self._cut()
            else:
                self._reset(host)
            raise
        except (smtplib.SMTPException, OSError) as error:
            self._cut()
            raise Deferred(_words(error)) from error

    def _finish(self, host: smtplib.SMTP, while_waiting: Callable[[], None]) -> str:
        try:
            host.send(b"." + LINE)
            while_waiting()
            answer = host.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._cut()
            raise InDoubt(_words(error)) from error
        if answer[0] == 421:
            self._cut()
        return _expect(answer, Refused, wanted=250)

    def _reset(self, host: smtplib.SMTP) -> None:
        """After an error start anew on the same line; a server that does not say yes to that is left (stack 3)."""
        try:
            if host.rset()[0] != 250:
                self._cut()
        except (smtplib.SMTPException, OSError):
            self._cut()

    def _cut(self) -> None:
        if self.host is not None:
            self.host.close()
            self.host = None


class FolderConnection:
    """Without a mail server: each message a file `mail/<message-id>.eml`. A repeat overwrites itself, so nothing doubles."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Self:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unreachable(_words(error)) from error
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def close(self) -> None:
        return None

    def hand_over(
        self,
        message: TrackerMessage,
        *,
        before_dot: Callable[[], None],
        while_waiting: Callable[[], None] = lambda: None,  # noqa: ARG002 - nothing waits here
    ) -> str:
        """Write the file under another name, run `before_dot`, then rename it. Raises Deferred."""
        name = f"{message.envelope.message_id}.eml"
        part = self.folder / f".{name}.{os.getpid()}.part"
        try:
            try:
                with part.open("wb") as out:
                    out.write(message.as_bytes())
                    out.flush()
                    os.fsync(out.fileno())
            except OSError as error:
                raise Deferred(_words(error)) from error
            before_dot()
            try:
                part.replace(self.folder / name)
            except OSError as error:
                raise Deferred(_words(error)) from error
        finally:
            part.unlink(missing_ok=True)
        flask_mail.email_dispatched.send(self, message=message)
        return f"Đã ghi vào tệp mail/{name}"


class TrackerMail(flask_mail.Mail):
    """Flask-Mail bound to our settings, with our connections."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.settings = settings
        super().__init__(app)

    def init_mail(self, config: dict[str, Any], debug: bool | int = False, testing: bool = False) -> Any:  # noqa: ARG002
        """Never suppressed: tests speak to a real server."""
        settings = self.settings
        return flask_mail._Mail(  # noqa: SLF001 - the state class that init_mail must answer
            server=settings.mail_server,
            username=settings.mail_username or None,
            password=settings.mail_password or None,
            port=settings.mail_port,
            use_tls=settings.mail_use_tls,
            use_ssl=False,
            default_sender=settings.mail_sender,
            debug=0,
            max_emails=None,
            suppress=False,
            ascii_attachments=False,
        )

    def connect(self) -> Any:
        """A TrackerConnection, or a FolderConnection where no server is set."""
        if not self.settings.mail_server:
            return FolderConnection(self.settings.mail_folder)
        return TrackerConnection(self.state, self.settings)

    def message(self, envelope: Envelope) -> TrackerMessage:
        return TrackerMessage(envelope, sender=self.settings.mail_sender)


def _send_at_once(host: smtplib.SMTP) -> None:
    """Without this the final dot, a packet of its own, waits up to 40 ms for the body's acknowledgement (Nagle)."""
    if host.sock is not None:
        host.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _expect(answer: tuple[int, bytes], permanent: type[Failure], *, wanted: int | None = None) -> str:
    """The server's words when its code is good; otherwise Deferred for 4xx, `permanent` for the rest."""
    code, words = answer
    reply = f"{code} {words.decode('utf-8', 'replace')}".replace("\n", " ")
    if code == wanted or (wanted is None and 200 <= code < 300):
        return reply
    if 500 <= code < 600:
        raise permanent(reply)
    raise Deferred(reply)


def _quoted(body: bytes) -> bytes:
    """`body` as DATA wants it, without the final dot: CRLF, leading dots doubled, ending in a line break."""
    lines = body.replace(LINE, b"\n").replace(b"\n.", b"\n..").replace(b"\n", LINE)
    quoted = b"." + lines if lines.startswith(b".") else lines
    return quoted if quoted.endswith(LINE) else quoted + LINE


def _words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
