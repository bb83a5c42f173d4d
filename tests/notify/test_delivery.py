"""Sending through a real SMTP server that also refuses, defers, hangs and drops (stack 3, lessons 4)."""

import os
import shutil
import ssl
import subprocess
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import flask_mail
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.notify.making import make_deadline, make_returned_evidence, make_task, queue_assigned
from tests.smtp import MailServer, running
from tracker import clock
from tracker.directory.models import Contact
from tracker.extensions import db
from tracker.notify import claiming, preparing, transport
from tracker.notify.delivery import Sender
from tracker.notify.lane import Rules
from tracker.notify.models import Heartbeat, Message, MessageEvent, MessageKind, MessageState, Reminder
from tracker.notify.outbox import queue
from tracker.notify.planning import plan_day
from tracker.notify.queries import MAIL_SERVER
from tracker.notify.transport import TrackerMail
from tracker.tasks.models import Deadline, DeadlineState

MONDAY = date(2025, 12, 15)


@pytest.fixture
def server():
    with running() as one:
        yield one


@pytest.fixture
def sender(app, server):
    return sender_for(app, server)


def sender_for(app, server, **values):
    settings = replace(
        app.extensions["settings"],
        mail_server=server.host,
        mail_port=server.port,
        mail_sender="dung-han@so.example.edu.vn",
        **values,
    )
    return Sender(db.session(), TrackerMail(app, settings), settings, threading.Event())


@pytest.fixture
def mails(session, cast):
    """Five mails waiting, one for each address."""
    task = make_task(session)
    make_deadline(session, cast.le_chan, date(2025, 12, 31), task=task)
    return [queue_assigned(session, f"mail{n}@example.edu.vn", unit=cast.le_chan, task=task) for n in range(5)]


def states(session):
    session.expire_all()
    return {one.address: one.state for one in session.scalars(sa.select(Message))}


def events_of(session, message):
    query = sa.select(MessageEvent).where(MessageEvent.message_id == message.id).order_by(MessageEvent.id)
    return [(one.state.value, one.note) for one in session.scalars(query)]


def let_pass(session, by):
    """As if it were later by `by`. Leases follow a PostgreSQL's own clock: what is stored moves back instead of the clock."""
    for message in session.scalars(sa.select(Message)):
        message.next_at -= by
        if message.lease_until is not None:
            message.lease_until -= by
    session.commit()


def test_every_message_goes_out_once_and_the_servers_words_are_kept(session, sender, server, mails):
    counts = sender.send_all()
    assert counts.sent == 5
    assert server.addresses == [f"mail{n}@example.edu.vn" for n in range(5)]
    assert set(states(session).values()) == {MessageState.SENT}
    assert mails[0].smtp_reply == "250 2.0.0 OK queued as 1"
    assert events_of(session, mails[0]) == [("transmitting", ""), ("sent", "250 2.0.0 OK queued as 1")]
    assert sender.send_all().sent == 0


def test_one_connection_serves_the_whole_queue(session, sender, server, mails, monkeypatch):
    opened = []
    original = transport.TrackerConnection.configure_host
    monkeypatch.setattr(transport.TrackerConnection, "configure_host", lambda self: opened.append(1) or original(self))
    sender.send_all()
    assert len(opened) == 1
    monkeypatch.setattr(transport, "MESSAGES_A_CONNECTION", 2)
    session.execute(sa.update(Message).values(state=MessageState.PENDING))
    session.commit()
    sender.send_all()
    assert len(opened) == 1 + 3


def test_a_message_is_a_whole_vietnamese_mail(session, sender, server, mails):
    sender.send_all()
    taken = server.taken[0]
    message = taken.message
    assert taken.sender == "dung-han@so.example.edu.vn"
    assert message["Subject"] == "[Đúng hạn] Giao 1 nhiệm vụ mới – Phường Lê Chân"
    assert message["From"] == "Đúng hạn <dung-han@so.example.edu.vn>"
    assert message["To"] == taken.recipients[0]
    assert message["Message-ID"] == f"<{mails[0].message_id_header}@so.example.edu.vn>"
    assert message["Date"].endswith("+0700")
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.iter_parts()] == ["multipart/alternative", "text/calendar"]
    leaves = [part for part in message.walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in leaves] == ["text/plain", "text/html", "text/calendar"]
    assert {part["Content-Transfer-Encoding"] for part in leaves} == {"base64"}
    assert taken.content.isascii()
    assert "Kính gửi Phường Lê Chân." in message.get_body(("plain",)).get_content()


@pytest.mark.parametrize("length", [1, 40, 60, 61, 75, 120, 200])
def test_a_long_vietnamese_subject_comes_back_equal(app, length):
    subject = ("Báo cáo kết quả thực hiện nhiệm vụ ứng dụng công nghệ thông tin, chuyển đổi số – đợt ổn định ỷ ẫ" * 3)[
        :length
    ].strip()
    envelope = transport.Envelope(
        "a" * 32, "x@example.edu.vn", subject, ".\n..dòng chấm\n.\n", "<p>.</p>", datetime(2025, 12, 15, tzinfo=UTC)
    )
    content = sender_for(app, MailServer(port=25)).mail.message(envelope).as_bytes()
    assert message_from_bytes(content, policy=policy.default)["Subject"] == subject
    assert all(len(line) <= 998 for line in content.splitlines())


def test_a_subject_with_a_line_break_is_refused_and_stays_with_its_own_row(session, sender, server, mails, monkeypatch):
    original = preparing.render

    def render(session, message, letterhead, today, digests=None):
        found = original(session, message, letterhead, today, digests)
        return replace(found, subject="Một\nBcc: moi@example.edu.vn") if message.id == mails[1].id else found

    monkeypatch.setattr(preparing, "render", render)
    counts = sender.send_all()
    assert counts.sent == 4
    assert states(session)[mails[1].address] is MessageState.RETRY
    for _ in range(claiming.MOST_BUILDS):
        let_pass(session, timedelta(hours=7))
        sender.send_all()
    assert states(session)[mails[1].address] is MessageState.DEAD
    assert mails[1].attempts == claiming.MOST_BUILDS
    assert len(server.taken) == 4


def test_a_refused_address_is_dead_and_flagged_and_the_others_are_sent(session, sender, server, mails, cast):
    refused = queue_assigned(session, "le@example.edu.vn", unit=cast.le_chan, task=_task_of(session, cast))
    server.rcpt_answers["le@example.edu.vn"] = "550 5.1.1 No such mailbox"
    counts = sender.send_all()
    assert (counts.sent, counts.dead) == (5, 1)
    session.expire_all()
    assert refused.state is MessageState.DEAD
    assert refused.last_error.startswith("550 5.1.1")
    contact = session.scalars(sa.select(Contact).where(Contact.email == "le@example.edu.vn")).one()
    assert contact.refused_at is not None
    assert contact.refused_reason.startswith("550 5.1.1")


def _task_of(session, cast):
    task = make_task(session)
    make_deadline(session, cast.le_chan, date(2025, 12, 31), task=task)
    return task


def test_refused_content_is_dead_but_the_address_is_not_flagged(session, sender, server, mails, cast):
    message = queue_assigned(session, "le@example.edu.vn", unit=cast.le_chan, task=_task_of(session, cast))
    server.data_answers["le@example.edu.vn"] = "554 5.7.1 Content refused"
    assert sender.send_all().dead == 1
    session.expire_all()
    assert message.state is MessageState.DEAD
    assert session.scalars(sa.select(Contact.refused_at).where(Contact.email == "le@example.edu.vn")).one() is None


@pytest.mark.parametrize("where", ["rcpt_answers", "data_answers"])
def test_a_deferred_message_waits_for_a_later_time_and_goes_out_byte_for_byte_the_same(
    session, sender, server, mails, where
):
    getattr(server, where)["mail2@example.edu.vn"] = "451 4.7.1 Try again later"
    counts = sender.send_all()
    assert (counts.sent, counts.retried) == (4, 1)
    late = mails[2]
    session.expire_all()
    assert late.state is MessageState.RETRY
    pause = late.next_at - clock.real_now()
    assert timedelta(seconds=30) < pause <= timedelta(seconds=180)
    frozen = (late.subject, late.text, late.html, late.rendered_at)
    assert late.rendered_at is not None
    getattr(server, where).clear()
    assert sender.send_all().sent == 0  # not before its time
    let_pass(session, timedelta(minutes=10))
    assert sender.send_all().sent == 1
    session.expire_all()
    assert (late.subject, late.text, late.html, late.rendered_at) == frozen


def test_after_twelve_tries_a_message_is_dead_with_its_reason(session, sender, server, mails):
    server.rcpt_answers["mail2@example.edu.vn"] = "451 4.3.0 Local error"
    for _ in range(claiming.MOST_ATTEMPTS):
        sender.send_all()
        let_pass(session, timedelta(hours=10))
    session.expire_all()
    assert (mails[2].state, mails[2].attempts) == (MessageState.DEAD, 12)
    assert "451 4.3.0" in mails[2].last_error


def test_a_server_that_falls_silent_costs_one_message_a_retry(session, sender, server, mails, monkeypatch):
    monkeypatch.setattr(transport, "TIMEOUT", 0.3)
    server.hang_on_data.add("mail2@example.edu.vn")
    counts = sender.send_all()
    assert counts.sent == 4
    # the dot was out when it fell silent: nobody can know
    assert (counts.retried, states(session)["mail2@example.edu.vn"]) == (1, MessageState.RETRY)
    assert any(claiming.POSSIBLY_DELIVERED in note for _, note in events_of(session, mails[2]))


def test_a_line_cut_after_the_dot_is_resent_with_the_same_message_id(session, sender, server, mails):
    server.drop_after_dot.add("mail2@example.edu.vn")
    sender.send_all()
    session.expire_all()
    assert mails[2].state is MessageState.RETRY
    first = next(one for one in server.taken if one.recipients == ["mail2@example.edu.vn"])
    server.drop_after_dot.clear()
    let_pass(session, timedelta(minutes=10))
    assert sender.send_all().sent == 1
    assert server.taken[-1].content == first.content
    assert [count for count in server.copies.values() if count > 1] == [2]


def test_with_hold_a_line_cut_after_the_dot_is_never_sent_twice(app, session, server, mails):
    sender = sender_for(app, server, mail_in_doubt="hold")
    server.drop_after_dot.add("mail2@example.edu.vn")
    assert sender.send_all().in_doubt == 1
    server.drop_after_dot.clear()
    let_pass(session, timedelta(days=1))
    assert sender.send_all().sent == 0
    assert states(session)["mail2@example.edu.vn"] is MessageState.IN_DOUBT
    assert max(server.copies.values()) == 1


@pytest.mark.parametrize(("setting", "state"), [("resend", MessageState.SENT), ("hold", MessageState.IN_DOUBT)])
def test_a_sender_that_died_while_transmitting_leaves_a_doubt(app, session, server, mails, setting, state):
    mails[0].state, mails[0].lease_token = MessageState.TRANSMITTING, "t" * 32
    mails[0].lease_until = clock.real_now() + timedelta(seconds=100)
    session.commit()
    sender = sender_for(app, server, mail_in_doubt=setting)
    sender.send_due()  # nothing may touch it while its lease lasts
    assert states(session)["mail0@example.edu.vn"] is MessageState.TRANSMITTING
    let_pass(session, timedelta(seconds=101))
    sender.send_all()
    assert states(session)["mail0@example.edu.vn"] is state
    assert any(claiming.POSSIBLY_DELIVERED in note for _, note in events_of(session, mails[0]))


def test_a_sender_that_died_before_the_dot_leaves_no_doubt(session, sender, server, mails):
    mails[0].state, mails[0].lease_token, mails[0].attempts = MessageState.LEASED, "t" * 32, 1
    mails[0].lease_until = clock.real_now() + timedelta(seconds=100)
    session.commit()
    let_pass(session, timedelta(seconds=101))
    assert sender.send_all().sent == 5
    assert not any(claiming.POSSIBLY_DELIVERED in note for _, note in events_of(session, mails[0]))


def test_who_lost_the_lease_delivers_nothing(session, sender, server, mails, monkeypatch):
    """A sender that stood still beyond its lease finds at the mark that another one holds the message."""
    original = transport.TrackerConnection._send_to_the_dot
    first = mails[0].id
    session.rollback()

    def slow(self, host, message, body):
        original(self, host, message, body)
        if message.envelope.address == "mail0@example.edu.vn":
            with db.engine.begin() as connection:
                connection.execute(sa.update(Message).where(Message.id == first).values(lease_token="another"))

    monkeypatch.setattr(transport.TrackerConnection, "_send_to_the_dot", slow)
    sender._send(Rules(lambda _session: sa.true(), lambda: None))
    assert states(session)["mail0@example.edu.vn"] is MessageState.LEASED  # the other one's business
    assert server.addresses == [f"mail{n}@example.edu.vn" for n in range(1, 5)]


def test_no_server_pauses_the_sender_and_uses_up_no_attempts(app, session, server, mails):
    away = sender_for(app, replace(server, port=1))
    counts = away.send_all()
    assert counts.unreachable
    session.expire_all()
    assert {(one.state, one.attempts) for one in mails} == {(MessageState.PENDING, 0)}
    assert session.get(Heartbeat, MAIL_SERVER).detail
    sender_for(app, server).send_all()
    session.expire_all()
    assert session.get(Heartbeat, MAIL_SERVER) is None


def test_a_server_that_does_not_take_us_as_a_sender_is_away_for_all(session, sender, server, mails):
    server.mail_answer = "530 5.7.0 Must log in"
    assert "530" in sender.send_all().unreachable
    session.expire_all()
    assert {(one.state, one.attempts) for one in mails} == {(MessageState.PENDING, 0)}


def test_a_stopped_sender_finishes_the_message_in_hand_and_gives_the_others_back(session, sender, server, mails):
    def stop_after_one(_mail, message):
        sender.stop.set()

    with flask_mail.email_dispatched.connected_to(stop_after_one):
        counts = sender.send_all()
    assert counts.sent == 1
    assert sorted(states(session).values()) == sorted([MessageState.SENT, *[MessageState.PENDING] * 4])
    session.expire_all()
    assert {(one.lease_token, one.attempts) for one in mails[1:]} == {("", 0)}


def test_flask_mail_still_records_what_was_sent(session, sender, server, mails):
    with sender.mail.record_messages() as outbox:
        sender.send_all()
    assert len(outbox) == 5


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    """A certificate for localhost and one for another name, each signed by itself."""
    if shutil.which("openssl") is None:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail("the openssl program is not here: install openssl")
        pytest.skip("needs the openssl program")
    folder = tmp_path_factory.mktemp("certificates")
    for name, subject in (("good", "DNS:localhost,IP:127.0.0.1"), ("bad", "DNS:wrong.example.edu.vn")):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
             "-addext", f"subjectAltName={subject}", "-keyout", f"{name}.key", "-out", f"{name}.crt"],
            cwd=folder, check=True, capture_output=True,
        )  # fmt: skip
    return folder


def tls_server(certificates: Path, name: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates / f"{name}.crt", certificates / f"{name}.key")
    return context


@pytest.mark.parametrize(("name", "is_sent"), [("good", True), ("bad", False)])
def test_starttls_checks_the_servers_certificate(app, session, mails, certificates, name, is_sent):
    with running(tls=tls_server(certificates, name)) as server:
        sender = sender_for(app, server, mail_use_tls=True, mail_ca_file=str(certificates / f"{name}.crt"))
        counts = sender.send_all()
    assert bool(counts.unreachable) != is_sent
    assert len(server.taken) == (5 if is_sent else 0)
    if not is_sent:
        assert "CERTIFICATE_VERIFY_FAILED" in counts.unreachable


def test_an_unknown_authority_is_not_trusted(app, session, mails, certificates):
    with running(tls=tls_server(certificates, "good")) as server:
        assert sender_for(app, server, mail_use_tls=True).send_all().unreachable
    assert server.taken == []


def test_without_a_mail_server_each_message_is_one_file(app, session, mails):
    settings = app.extensions["settings"]
    assert settings.mail_server == ""
    sender = Sender(db.session(), TrackerMail(app, settings), settings, threading.Event())
    assert sender.send_all().sent == 5
    names = sorted(path.name for path in settings.mail_folder.iterdir())
    assert names == sorted(f"{one.message_id_header}.eml" for one in mails)
    content = message_from_bytes((settings.mail_folder / names[0]).read_bytes(), policy=policy.default)
    assert content["Subject"].startswith("[Đúng hạn]")
    session.execute(sa.update(Message).values(state=MessageState.RETRY))  # as after a crash in the window
    session.commit()
    sender.send_all()
    assert len(list(settings.mail_folder.iterdir())) == 5


def test_finished_work_never_leaves_even_when_its_mail_was_queued(session, sender, server, cast):
    deadline = make_deadline(session, cast.le_chan, date(2025, 12, 16))
    other = make_deadline(session, cast.le_chan, date(2025, 12, 16), title="Việc còn phải làm")
    only = make_deadline(session, cast.hai_an, date(2025, 12, 16))
    plan_day(session, MONDAY)
    deadline.state = only.state = DeadlineState.SUBMITTED
    session.commit()
    counts = sender.send_all()
    assert (counts.sent, counts.cancelled) == (1, 1)
    text = server.taken[0].message.get_body(("plain",)).get_content()
    assert other.assignment_id
    assert "Việc còn phải làm" in text
    assert "Báo cáo kết quả chuyển đổi số" not in text


def test_work_finished_between_two_tries_is_taken_out_of_the_frozen_text(session, sender, server, cast):
    done = make_deadline(session, cast.le_chan, date(2025, 12, 16), title="Việc sắp xong")
    make_deadline(session, cast.le_chan, date(2025, 12, 16), title="Việc còn phải làm")
    plan_day(session, MONDAY)
    session.commit()
    server.rcpt_answers["*"] = "451 4.7.1 Try again later"
    sender.send_all()
    done.state = DeadlineState.ACCEPTED
    session.commit()
    server.rcpt_answers.clear()
    let_pass(session, timedelta(minutes=10))
    assert sender.send_all().sent == 1
    assert "Việc sắp xong" not in server.taken[0].message.get_body(("plain",)).get_content()


def test_a_returned_evidence_is_mailed_at_once_and_not_after_a_new_hand_in(session, sender, server, cast, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 12, 14, 16, 0, tzinfo=UTC))  # Sunday, 23:00
    deadline = make_deadline(
        session, cast.le_chan, date(2025, 12, 10), state=DeadlineState.RETURNED, title="Báo cáo tổng kết"
    )
    evidence = make_returned_evidence(session, deadline, cast.commune.person_id, reason="Thiếu Phụ lục 2.")
    for slot in ("evidence-1", "evidence-2"):
        queue(
            session,
            kind=MessageKind.RETURNED,
            slot=slot,
            subject_id=evidence.id,
            to={"le@example.edu.vn": {"deadline_id": deadline.id}},
        )
        session.commit()
        counts = sender.send_due()
        deadline.state = DeadlineState.SUBMITTED
        session.commit()
    assert counts.cancelled == 1
    assert len(server.taken) == 1
    message = server.taken[0].message
    assert message["Subject"] == "[Đúng hạn] Trả lại minh chứng: Báo cáo tổng kết – Phường Lê Chân"
    assert "Lý do trả lại: Thiếu Phụ lục 2." in message.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("hour", "is_sent"),
    [(datetime(2025, 12, 15, 0, 29, tzinfo=UTC), False), (datetime(2025, 12, 15, 0, 31, tzinfo=UTC), True)],
)
def test_a_digest_leaves_only_within_the_hours_of_a_working_day(
    session, sender, server, cast, monkeypatch, hour, is_sent
):
    make_deadline(session, cast.le_chan, date(2025, 12, 16))
    plan_day(session, MONDAY)
    session.commit()
    monkeypatch.setattr(clock, "now", lambda: hour)
    assert sender.send_due().sent == int(is_sent)


def test_a_digest_of_another_day_is_left_to_that_days_plan(session, sender, server, cast, monkeypatch):
    make_deadline(session, cast.le_chan, date(2025, 12, 24))
    plan_day(session, date(2025, 12, 23))
    session.commit()
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 12, 15, 3, 0, tzinfo=UTC))
    assert sender.send_due().sent == 0
    assert sender.send_all().sent == 1  # the command sends what is queued


@pytest.fixture
def digests(session, cast):
    """Two digests waiting, each about work of its own."""
    make_deadline(session, cast.le_chan_school, date(2025, 12, 16))
    make_deadline(session, cast.le_chan, date(2025, 12, 16))
    plan_day(session, MONDAY)
    session.commit()


@pytest.mark.usefixtures("digests")
def test_a_batch_that_takes_long_is_told_of_work_finished_meanwhile(sender, server, monkeypatch):
    monkeypatch.setattr(preparing, "FRESH", 0.0)
    original = transport.TrackerConnection._send_to_the_dot

    def send(self, host, message, body):
        original(self, host, message, body)
        with Session(db.engine) as other:
            other.execute(sa.update(Deadline).values(state=DeadlineState.ACCEPTED))
            other.commit()

    monkeypatch.setattr(transport.TrackerConnection, "_send_to_the_dot", send)
    counts = sender.send_all()
    assert (counts.sent, counts.cancelled) == (1, 1)


@pytest.mark.usefixtures("digests")
def test_a_batch_of_digests_is_made_from_facts_loaded_once(app, server, monkeypatch):
    loaded = []
    original = preparing.load_digests

    def load(session, messages, letterhead, today):
        loaded.append(len(messages))
        return original(session, messages, letterhead, today)

    monkeypatch.setattr(preparing, "load_digests", load)
    assert sender_for(app, server, mail_connections=1).send_all().sent == 2
    assert loaded == [2]
    said = {one.recipients[0]: one.message.get_body(("plain",)).get_content() for one in server.taken}
    assert len(set(said.values())) == 2


def test_the_daily_quota_is_obeyed(app, session, server, mails):
    sender = sender_for(app, server, mail_daily_quota=3)
    counts = sender.send_all()
    assert (counts.sent, counts.is_quota_reached) == (3, True)
    assert sender.send_all().sent == 0


def test_a_reminder_cancelled_in_a_queued_digest_is_not_in_its_text(session, sender, server, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 16))
    plan_day(session, MONDAY)
    session.execute(sa.update(Reminder).values(cancelled_at=clock.real_now(), reason="Thử"))
    session.commit()
    assert sender.send_all().cancelled == 1
    assert server.taken == []


def test_two_senders_at_once_send_each_message_once(app, session, server, cast):
    task = _task_of(session, cast)
    for n in range(40):
        queue_assigned(session, f"m{n}@example.edu.vn", unit=cast.le_chan, task=task)
    session.rollback()  # the query above began a transaction
    start = threading.Barrier(2)

    def send():
        with app.app_context():
            start.wait()
            sender_for(app, server).send_all()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.taken) == 40
    assert max(server.copies.values()) == 1
