"""How fast and in what order mail leaves: rate, quota over the hours, the cap of one address, several connections (product 3.5)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.notify.making import make_deadline, make_returned_evidence, make_task, queue_assigned
from tests.notify.test_delivery import let_pass, sender_for
from tests.smtp import running
from tracker import clock
from tracker.notify import claiming, lane, transport
from tracker.notify.models import Message, MessageEvent, MessageKind, MessageState, Priority
from tracker.notify.outbox import queue
from tracker.notify.pacing import quota_until
from tracker.notify.planning import plan_day
from tracker.notify.queries import CAPPED, operations
from tracker.tasks.models import DeadlineState

MONDAY = date(2025, 12, 15)
MORNING = datetime(2025, 12, 15, 0, 35, tzinfo=UTC)  # 07:35 in Hà Nội


@pytest.fixture
def server():
    with running() as one:
        yield one


@pytest.fixture
def task(session, cast):
    task = make_task(session)
    make_deadline(session, cast.le_chan, date(2025, 12, 31), task=task)
    session.commit()
    return task


def queue_mails(session, cast, task, count, *, address="m{}@example.edu.vn"):
    for n in range(count):
        queue_assigned(session, address.format(n), unit=cast.le_chan, task=task, slot=f"plan-{n}")
    session.rollback()


def queue_returned(session, cast, address="le@example.edu.vn"):
    deadline = make_deadline(session, cast.le_chan, date(2025, 12, 10), state=DeadlineState.RETURNED)
    evidence = make_returned_evidence(session, deadline, cast.commune.person_id, reason="Thiếu Phụ lục 2.")
    queue(session, kind=MessageKind.RETURNED, slot="evidence-1", subject_id=evidence.id, to={address: {}})
    session.commit()


def sent_earlier(session, *, by):
    """As if what was sent had been sent earlier by `by`."""
    for message in session.scalars(sa.select(Message).where(Message.sent_at.is_not(None))):
        message.sent_at -= by
    session.flush()


@pytest.mark.parametrize(
    ("hour", "part"),
    [("07:29", 0), ("07:30", 10), ("07:59", 10), ("08:00", 20), ("12:00", 100), ("16:30", 190), ("16:59", 190), ("23:59", 190)],
)  # fmt: skip
def test_the_quota_is_given_out_in_equal_parts_from_the_first_half_hour_to_the_last(hour, part):
    local = datetime.combine(MONDAY, datetime.strptime(hour, "%H:%M").time(), clock.OFFICE_ZONE)  # noqa: DTZ007
    assert quota_until(190, local) == part


def test_ordinary_mail_keeps_to_its_part_of_the_quota_and_decisions_do_not(
    app, session, cast, task, server, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    queue_mails(session, cast, task, 5)
    sender = sender_for(app, server, mail_daily_quota=38)  # two in each of nineteen half hours
    assert sender.send_due().sent == 2
    queue_returned(session, cast)
    assert sender.send_due().sent == 1
    assert server.taken[-1].recipients == ["le@example.edu.vn"]
    assert sender.send_due().sent == 0
    monkeypatch.setattr(clock, "now", lambda: MORNING + timedelta(minutes=30))
    assert sender.send_due().sent == 1  # four by now, three of which are used
    assert sender.send_all().sent == 2  # the command sends what is queued, whatever the hour


def test_what_is_urgent_leaves_first_then_late_work_then_new_tasks_then_what_lies_ahead(
    app, session, cast, task, server
):
    make_deadline(session, cast.hai_an, date(2025, 12, 22), title="Việc còn bảy ngày")
    make_deadline(session, cast.le_chan, date(2025, 12, 12), title="Việc quá hạn")
    plan_day(session, MONDAY)
    session.commit()
    queue_mails(session, cast, task, 1)
    queue_returned(session, cast, "tra-lai@example.edu.vn")
    found = {one.address: one.priority for one in session.scalars(sa.select(Message))}
    assert found["tra-lai@example.edu.vn"] == Priority.AT_ONCE
    assert found["le@example.edu.vn"] == Priority.PRESSING
    assert found["m0@example.edu.vn"] == Priority.NEW
    assert sorted(found.values()) == [Priority.AT_ONCE, Priority.PRESSING, Priority.NEW, Priority.AHEAD]
    session.rollback()
    sender_for(app, server, mail_connections=1).send_all()
    assert [one.recipients[0] for one in server.taken][:3] == [
        "tra-lai@example.edu.vn", "le@example.edu.vn", "m0@example.edu.vn",
    ]  # fmt: skip


def test_the_rate_counts_the_last_minute_and_what_others_hold(app, session, cast, task, server, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    queue_mails(session, cast, task, 6)
    held = claiming.claim(session, allowed=sa.true(), limit=1)  # another process is about to send one
    session.commit()
    sender = sender_for(app, server, mail_rate=4)
    counts = sender.send_due()
    assert (counts.sent, counts.is_rate_reached) == (3, True)
    assert sender.send_due().sent == 0
    claiming.release(session, held, held.ids)
    sent_earlier(session, by=timedelta(minutes=1))
    session.commit()
    assert sender.send_due().sent == 3


def test_an_address_gets_no_more_than_its_cap_a_day_and_the_operator_is_told(app, session, cast, task, server, capsys):
    queue_mails(session, cast, task, 5, address="le@example.edu.vn")
    queue_mails(session, cast, task, 1, address="khac@example.edu.vn")
    sender = sender_for(app, server, mail_address_cap=3)
    counts = sender.send_all()
    assert (counts.sent, counts.capped) == (4, 2)
    assert server.addresses == ["khac@example.edu.vn", *["le@example.edu.vn"] * 3]
    waiting = session.scalars(sa.select(Message).where(Message.state == MessageState.RETRY)).all()
    assert {one.last_error for one in waiting} == {CAPPED}
    assert all(timedelta(0) < one.next_at - clock.real_now() <= timedelta(days=1) for one in waiting)
    assert {one.attempts for one in waiting} == {0}
    assert operations(session).capped == 2
    assert capsys.readouterr().out.count("mail cap of an address reached") == 2
    sent_earlier(session, by=timedelta(days=1))
    let_pass(session, timedelta(days=1))
    assert sender.send_all().sent == 2


def test_a_long_queue_goes_out_over_two_connections_each_message_once(app, session, cast, task, server, monkeypatch):
    monkeypatch.setattr(lane, "BATCH", 4)
    from tracker.notify import delivery

    monkeypatch.setattr(delivery, "BATCH", 4)
    opened = []
    original = transport.TrackerConnection.configure_host
    monkeypatch.setattr(transport.TrackerConnection, "configure_host", lambda self: opened.append(1) or original(self))
    queue_mails(session, cast, task, 16)
    assert sender_for(app, server, mail_connections=2).send_all().sent == 16
    assert len(opened) == 2
    assert set(server.copies.values()) == {1}
    assert set(session.scalars(sa.select(Message.state).distinct())) == {MessageState.SENT}


def test_when_the_server_is_away_every_connection_stops_and_nothing_is_used_up(
    app, session, cast, task, server, monkeypatch
):
    monkeypatch.setattr(lane, "BATCH", 2)
    from tracker.notify import delivery

    monkeypatch.setattr(delivery, "BATCH", 2)
    queue_mails(session, cast, task, 6)
    assert sender_for(app, replace(server, port=1), mail_connections=3).send_all().unreachable
    rows = session.scalars(sa.select(Message)).all()
    assert {(one.state, one.attempts, one.lease_token) for one in rows} == {(MessageState.PENDING, 0, "")}


def test_who_is_killed_before_trying_uses_up_no_attempt(app, session, cast, task, server):
    queue_mails(session, cast, task, 1)
    for _ in range(claiming.MOST_ATTEMPTS + 1):
        assert claiming.claim(session, allowed=sa.true(), limit=5).ids
        session.commit()
        let_pass(session, timedelta(seconds=121))
    server.rcpt_answers["*"] = "451 4.7.1 Try again later"
    assert sender_for(app, server).send_all().retried == 1
    (message,) = session.scalars(sa.select(Message))
    assert (message.state, message.attempts) == (MessageState.RETRY, 1)


def test_after_an_error_the_line_is_reset_and_left_when_the_server_does_not_agree(
    app, session, cast, task, server, monkeypatch
):
    opened, resets = [], []
    original = transport.TrackerConnection.configure_host
    monkeypatch.setattr(transport.TrackerConnection, "configure_host", lambda self: opened.append(1) or original(self))
    queue_mails(session, cast, task, 3)
    server.rcpt_answers["m0@example.edu.vn"] = "451 4.7.1 Try again later"

    async def handle_RSET(_server, _session, _envelope):  # noqa: N802
        resets.append(1)
        return "250 OK" if len(resets) == 1 else "421 4.3.2 Going down"

    monkeypatch.setattr(type(server), "handle_RSET", staticmethod(handle_RSET), raising=False)
    assert sender_for(app, server).send_all().sent == 2
    assert (len(opened), len(resets)) == (1, 1)
    let_pass(session, timedelta(hours=1))
    session.execute(sa.update(Message).values(state=MessageState.PENDING))
    session.commit()
    assert sender_for(app, server).send_all().sent == 2
    assert (len(opened), len(resets)) == (3, 2)


def test_every_change_of_a_message_is_in_its_history(app, session, cast, task, server):
    queue_mails(session, cast, task, 1)
    server.data_answers["*"] = "451 4.3.0 Local error"
    sender_for(app, server).send_all()
    states = session.scalars(sa.select(MessageEvent.state).order_by(MessageEvent.id)).all()
    assert states == [MessageState.TRANSMITTING, MessageState.RETRY]
