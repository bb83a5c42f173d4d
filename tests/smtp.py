"""A real SMTP server on a free port, in a thread: records what it accepts, and misbehaves on demand."""

import asyncio
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

PATIENCE = 60.0  # seconds a test waits for an event before it fails


@dataclass
class Accepted:
    """One message as the server took it."""

    sender: str
    recipients: list[str]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.default)

    @property
    def message_id(self) -> str:
        return self.message["Message-ID"]


@dataclass
class MailServer:
    """What the server does. Answers are given by address; `*` stands for every address."""

    host: str = "127.0.0.1"
    port: int = 0
    rcpt_answers: dict[str, str] = field(default_factory=dict)
    data_answers: dict[str, str] = field(default_factory=dict)
    mail_answer: str = ""
    drop_after_dot: set[str] = field(default_factory=set)  # taken, but the line is cut before the answer
    hang_on_data: set[str] = field(default_factory=set)
    taken: list[Accepted] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, count: int) -> bool:
        """Wait until `count` messages were taken."""
        with self.changed:
            return self.changed.wait_for(lambda: len(self.taken) >= count, PATIENCE)

    @property
    def addresses(self) -> list[str]:
        return sorted(one.recipients[0] for one in self.taken)

    @property
    def copies(self) -> Counter[str]:
        return Counter(one.message_id for one in self.taken)

    # --- what aiosmtpd calls

    async def handle_MAIL(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]):  # noqa: N802
        if self.mail_answer:
            return self.mail_answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]):  # noqa: ARG002, N802
        answer = self.rcpt_answers.get(address) or self.rcpt_answers.get("*")
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope):  # noqa: N802
        address = envelope.rcpt_tos[0]
        answer = self.data_answers.get(address) or self.data_answers.get("*")
        if answer:
            return answer
        if address in self.hang_on_data or "*" in self.hang_on_data:
            await asyncio.Event().wait()
        with self.changed:
            self.taken.append(Accepted(envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
            self.changed.notify_all()
        if address in self.drop_after_dot:
            _server.transport.abort()
        return f"250 2.0.0 OK queued as {len(self.taken)}"


async def _turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@contextmanager
def running(server: MailServer | None = None, *, tls: ssl.SSLContext | None = None) -> Iterator[MailServer]:
    """`server` listening on a free port of 127.0.0.1 until the block ends."""
    server = server or MailServer()
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    connections: list[SMTP] = []

    def make() -> SMTP:
        one = SMTP(server, hostname="mail.example.edu.vn", tls_context=tls, loop=loop)
        connections.append(one)
        return one

    def serve() -> None:
        asyncio.set_event_loop(loop)
        listening = loop.run_until_complete(loop.create_server(make, server.host, server.port))
        server.port = listening.sockets[0].getsockname()[1]
        ready.set()
        loop.run_forever()
        listening.close()
        loop.run_until_complete(_turns())  # who was just let in gets a transport to abort
        for one in connections:
            if one.transport is not None:
                one.transport.abort()
        pending = asyncio.all_tasks(loop)
        for task in pending:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
        loop.run_until_complete(_turns())  # what was aborted or cancelled closes its socket
        loop.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    assert ready.wait(PATIENCE)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
