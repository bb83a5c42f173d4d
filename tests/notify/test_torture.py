"""`make torture`: real senders killed again and again before a server that refuses, stalls, drops and dies (lessons 4).

Nothing is lost, every message reaches the server as planned, and twice only where a doubt was written down; with `hold`
never twice. Within five minutes, more than a hundred `kill -9`.
"""

import random
import signal
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests import postgres
from tests.cast import make_cast, make_unit
from tests.conftest import copied, environment_of
from tests.conftest import running as running_app
from tests.notify.forking import forking
from tests.notify.making import make_deadline, make_returned_evidence, make_task
from tests.smtp import MailServer, running
from tracker import clock
from tracker.directory.models import UnitKind
from tracker.extensions import db
from tracker.notify import claiming
from tracker.notify.delivery import Sender
from tracker.notify.models import Message, MessageEvent, MessageKind, MessageState
from tracker.notify.outbox import queue
from tracker.notify.planning import plan_day
from tracker.notify.transport import TrackerMail
from tracker.tasks.models import DeadlineState

pytestmark = [pytest.mark.torture, pytest.mark.timeout(280)]

MONDAY = date(2025, 12, 15)
SENDER = "dung-han@so.example.edu.vn"
DIGESTS = 25
AT_A_TIME = 60  # further mails while few are left
KILLS = {"sqlite": 38, "postgres": 39}  # by `resend`, the default
KILLS_HELD = {"sqlite": 14, "postgres": 15}
PROCESSES = {"sqlite": 2, "postgres": 3}
STILL = 2.0  # seconds without a mail after which a sender is killed all the same: it stands in a stall


class RoughServer(MailServer):
    """A server to whom something happens once for every few addresses, by their number."""

    met: set[tuple[str, str]]

    def start_being_rough(self) -> None:
        self.met, self.is_rough = set(), True

    def _meets(self, address: str, what: str) -> bool:
        """Whether it happens now: once for each address whose number says so."""
        number = int("".join(filter(str.isdigit, address)) or 0) % 12
        fate = {1: "rcpt", 3: "data", 5: "stall", 7: "drop", 9: "drop"}.get(number)
        if not self.is_rough or fate != what or (address, what) in self.met:
            return False
        self.met.add((address, what))
        return True

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("refused"):
            return "550 5.1.1 No such mailbox"
        if self._meets(address, "rcpt"):
            return "451 4.7.1 Try again later"
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        address = envelope.rcpt_tos[0]
        if self._meets(address, "data"):
            return "452 4.3.1 Out of space"
        is_dropped = self._meets(address, "drop")
        self.hang_on_data = {address} if self._meets(address, "stall") else set()
        self.drop_after_dot = {address} if is_dropped else set()
        return await super().handle_DATA(server, session, envelope)


@dataclass
class Rough:
    """One installation under torture: its database, its mail server, its senders."""

    app: object
    kind: str
    evidence_id: int
    server: RoughServer = field(default_factory=RoughServer)
    values: dict = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random(20251215))
    kills: int = 0
    starts: int = 0
    deaths_of_the_server: int = 0
    queued: int = 0

    def queue_more(self) -> None:
        """Further mails, one of them to an address that does not exist."""
        names = [f"m{self.queued + n}@example.edu.vn" for n in range(AT_A_TIME)]
        names.append(f"refused{self.queued}@example.edu.vn")
        self.queued += len(names)
        queue(
            db.session(), kind=MessageKind.RETURNED, slot="evidence-1", subject_id=self.evidence_id,
            to={name: {} for name in names},
        )  # fmt: skip
        db.session.commit()

    def environment(self) -> dict[str, str]:
        return {
            **environment_of(self.app),
            "TRACKER_TODAY": MONDAY.isoformat(),
            "TRACKER_MAIL_SERVER": self.server.host,
            "TRACKER_MAIL_PORT": str(self.server.port),
            "TRACKER_MAIL_SENDER": SENDER,
            **self.values,
        }

    def let_pass(self) -> None:
        """As if the leases of the dead had run out and the pauses were over. Nobody may be running."""
        past = clock.real_now() - timedelta(seconds=1)
        db.session.execute(sa.update(Message).where(Message.lease_until.is_not(None)).values(lease_until=past))
        db.session.execute(sa.update(Message).where(Message.state == MessageState.RETRY).values(next_at=past))
        db.session.commit()

    def waiting(self) -> int:
        query = sa.select(sa.func.count()).where(
            Message.state.in_((MessageState.PENDING, MessageState.RETRY, MessageState.LEASED))
        )
        count = db.session.scalar(query)
        db.session.rollback()
        return count

    def finish(self) -> None:
        """Send the rest as one process would once all is well again."""
        self.server.is_rough = False
        settings = replace(
            self.app.extensions["settings"],
            mail_server=self.server.host,
            mail_port=self.server.port,
            mail_sender=SENDER,
            mail_in_doubt=self.values.get("TRACKER_MAIL_IN_DOUBT", "resend"),
            mail_address_cap=0,
        )
        for _ in range(3):
            self.let_pass()
            Sender(db.session(), TrackerMail(self.app, settings), settings, threading.Event()).send_all()


@pytest.fixture(params=["sqlite", "postgres"])
def rough(request, tmp_path):
    """Some digests and a returned evidence, committed; more mails are queued as they are used up."""
    kind = request.param
    cluster = request.getfixturevalue("cluster" if kind == "postgres" else "migrated")
    template = postgres.Database(cluster, "template_tracker") if kind == "postgres" else cluster
    with copied(template, tmp_path) as database, running_app(tmp_path, database) as app:
        session, cast = db.session, make_cast(db.session)
        task = make_task(session)
        for n in range(DIGESTS):
            unit = make_unit(
                session, code=f"K{n:03d}", kind=UnitKind.COMMUNE, name=f"Xã Thử {n}", parent=cast.authority
            )
            make_deadline(session, unit, date(2025, 12, 16), task=task)
        deadline = make_deadline(session, cast.le_chan, date(2025, 12, 10), state=DeadlineState.RETURNED)
        evidence = make_returned_evidence(session, deadline, cast.commune.person_id, reason="Thiếu Phụ lục 2.")
        plan_day(session, MONDAY)
        session.commit()
        yield Rough(app, kind, evidence.id)


@contextmanager
def rough_server(one: Rough):
    """The server, and a way to let it die and come back on the same port."""
    one.server.start_being_rough()
    with ExitStack() as stack:
        stack.enter_context(running(one.server))

        def die_and_come_back() -> None:
            stack.pop_all().close()
            one.deaths_of_the_server += 1
            stack.enter_context(running(one.server))

        yield die_and_come_back


def kill_senders(one: Rough, forks, die_and_come_back, kills: int) -> None:
    """Start senders and kill each after a few mails, again and again; now and then the server dies first."""
    while one.kills < kills:
        if one.waiting() < AT_A_TIME:
            one.queue_more()
        pids = [forks.start(one.environment(), "notify", "send") for _ in range(PROCESSES[one.kind])]
        one.starts += len(pids)
        if one.starts % 7 == 0:
            taken_until(one, len(one.server.taken) + 2)
            die_and_come_back()
        for pid in one.chance.sample(pids, len(pids)):
            taken_until(one, len(one.server.taken) + one.chance.randint(1, 4))
            one.kills += forks.end(pid, signal.SIGKILL) == -signal.SIGKILL
        one.let_pass()


def taken_until(one: Rough, count: int) -> None:
    """Wait until the server has taken `count` mails, or nothing has come for a while."""
    until = time.monotonic() + STILL
    with one.server.changed:
        one.server.changed.wait_for(lambda: len(one.server.taken) >= count or time.monotonic() > until, STILL)


def message_ids(*conditions) -> set[str]:
    found = db.session.scalars(sa.select(Message.message_id_header).where(*conditions)).all()
    db.session.rollback()
    return {f"<{header}@so.example.edu.vn>" for header in found}


def doubted() -> set[str]:
    """The Message-IDs of which the database says that they were possibly delivered."""
    note = MessageEvent.note.startswith(claiming.POSSIBLY_DELIVERED)
    return message_ids(Message.id.in_(sa.select(MessageEvent.message_id).where(note)))


def report(capsys, one: Rough, what: str, began: float, **figures: int) -> None:
    words = ", ".join(f"{name} {value}" for name, value in figures.items())
    with capsys.disabled():
        sys.stdout.write(
            f"\n{one.kind}, {PROCESSES[one.kind]} processes, {what}: {one.kills} x kill -9 in {one.starts} starts, "
            f"server died {one.deaths_of_the_server} times, {words} ({time.monotonic() - began:.0f} s)\n"
        )


def test_killed_senders_lose_nothing_and_double_only_what_was_in_doubt(rough, capsys):
    began = time.monotonic()
    with forking() as forks, rough_server(rough) as die_and_come_back:
        kill_senders(rough, forks, die_and_come_back, KILLS[rough.kind])
        rough.finish()
        copies = Counter(rough.server.copies)
    refused = message_ids(Message.address.startswith("refused"))
    planned = message_ids() - refused
    doubles = {message_id for message_id, count in copies.items() if count > 1}
    lost = planned - copies.keys()
    report(
        capsys, rough, "resend", began,
        planned=len(planned), distinct=len(copies), lost=len(lost), doubled=len(doubles), doubted=len(doubted()),
    )  # fmt: skip
    assert lost == set()
    assert copies.keys() == planned
    assert doubles <= doubted()
    assert message_ids(Message.state == MessageState.SENT) == planned
    assert message_ids(Message.state == MessageState.DEAD) == refused


def test_with_hold_killed_senders_never_send_twice_and_every_missing_mail_is_held(rough, capsys):
    began = time.monotonic()
    rough.values = {"TRACKER_MAIL_IN_DOUBT": "hold"}
    with forking() as forks, rough_server(rough) as die_and_come_back:
        kill_senders(rough, forks, die_and_come_back, KILLS_HELD[rough.kind])
        rough.finish()
        copies = Counter(rough.server.copies)
    planned = message_ids() - message_ids(Message.address.startswith("refused"))
    held = message_ids(Message.state == MessageState.IN_DOUBT)
    report(
        capsys, rough, "hold", began,
        planned=len(planned), distinct=len(copies), doubled=sum(count > 1 for count in copies.values()), held=len(held),
        delivered_of_held=len(held & copies.keys()),
    )  # fmt: skip
    assert max(copies.values()) == 1
    assert planned - copies.keys() <= held
    assert held == doubted()
    assert message_ids(Message.state == MessageState.SENT) == planned - held


def test_senders_asked_to_stop_lose_and_double_nothing(rough, capsys):
    began = time.monotonic()
    rough.queue_more()
    with forking() as forks, rough_server(rough):
        rough.server.is_rough = False
        for _ in range(2):
            pids = [forks.start(rough.environment(), "notify", "send") for _ in range(PROCESSES[rough.kind])]
            rough.starts += len(pids)
            taken_until(rough, len(rough.server.taken) + 8)
            for pid in pids:
                forks.signal(pid, signal.SIGTERM)
            assert [forks.wait(pid) for pid in pids] == [0] * len(pids)
            states = set(db.session.scalars(sa.select(Message.state).distinct()))
            db.session.rollback()
            assert states <= {MessageState.SENT, MessageState.PENDING, MessageState.DEAD}
        rough.finish()
        copies = Counter(rough.server.copies)
    planned = message_ids() - message_ids(Message.address.startswith("refused"))
    report(capsys, rough, "SIGTERM", began, planned=len(planned), distinct=len(copies))
    assert copies.keys() == planned
    assert max(copies.values()) == 1
    assert doubted() == set()
