"""Mails that came back: delivery reports of several makers, automatic answers, what follows for message and mailbox."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from tests.notify.making import make_deadline, make_task, queue_assigned
from tracker import clock
from tracker.cli import main
from tracker.directory.models import Contact, ContactRole, Person, RefusedAddress
from tracker.directory.queries import receivers
from tracker.log import LogAction, LogEntry
from tracker.notify import bounces
from tracker.notify.bounces import NotABounce, handle, read_report
from tracker.notify.models import MessageEvent, MessageState
from tracker.notify.queries import units_without_address

BOX = "le@example.edu.vn"


def dsn(
    *,
    recipient=BOX,
    action="failed",
    status="5.1.1",
    words="smtp; 550 5.1.1 <le@example.edu.vn>: User unknown",
    returned="Message-ID: <{id}@so.example.edu.vn>\r\nSubject: =?utf-8?b?VGjhu60=?=\r\n",
    part="text/rfc822-headers",
    message_id="f" * 32,
    extra="",
):
    """A delivery report as a Postfix writes it."""
    return (
        "From: MAILER-DAEMON@relay.example.edu.vn\r\n"
        "To: dung-han@so.example.edu.vn\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "Auto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="=_1"\r\n'
        "\r\n--=_1\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to inform you\r\n"
        "\r\n--=_1\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; relay.example.edu.vn\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\n{extra}Action: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: {words}\r\n"
        f"\r\n--=_1\r\nContent-Type: {part}\r\n\r\n{returned.format(id=message_id)}\r\n--=_1--\r\n"
    ).encode()


@pytest.fixture
def sent(session, cast):
    """A mail to the ward's officer that the relay took."""
    task = make_task(session)
    make_deadline(session, cast.le_chan, date(2025, 12, 31), task=task)
    message = queue_assigned(session, BOX, unit=cast.le_chan, task=task)
    message.state, message.sent_at = MessageState.SENT, clock.real_now()
    session.commit()
    return message


def flagged(session):
    return set(session.scalars(sa.select(RefusedAddress.address)))


def notes(session, message):
    return session.scalars(
        sa.select(MessageEvent.note).where(MessageEvent.message_id == message.id).order_by(MessageEvent.id)
    ).all()


@pytest.mark.parametrize("part", ["text/rfc822-headers", "message/rfc822"])
def test_a_permanent_refusal_flags_the_mailbox_and_the_mail_counts_as_not_delivered(session, cast, sent, part):
    report = read_report(dsn(part=part, message_id=sent.message_id_header))
    assert report.message_ids == (sent.message_id_header,)
    done = handle(session, report)
    session.commit()
    assert (done.returned, done.flagged) == ([BOX], [BOX])
    assert sent.state is MessageState.DEAD
    assert "User unknown" in sent.last_error
    contact = session.scalars(sa.select(Contact).where(Contact.email == BOX)).one()
    assert contact.refused_at is not None
    assert BOX not in {box.address for box in receivers(session, [cast.le_chan.id])[cast.le_chan.id].officers}
    actions = set(session.scalars(sa.select(LogEntry.action)))
    assert {LogAction.MESSAGE_BOUNCED, LogAction.ADDRESS_REFUSED} <= actions


def test_the_same_report_twice_changes_nothing_more(session, cast, sent):
    data = dsn(message_id=sent.message_id_header)
    handle(session, read_report(data))
    session.commit()
    before = (notes(session, sent), session.scalar(sa.select(sa.func.count()).select_from(LogEntry)))
    assert handle(session, read_report(data)).flagged == []
    session.commit()
    assert (notes(session, sent), session.scalar(sa.select(sa.func.count()).select_from(LogEntry))) == before


@pytest.mark.parametrize(
    ("action", "status", "state", "is_flagged"),
    [
        ("failed", "5.1.1", MessageState.DEAD, True),
        ("failed", "5.7.1", MessageState.DEAD, True),
        ("failed", "5.2.2", MessageState.DEAD, False),  # the mailbox is full
        ("failed", "5.4.4", MessageState.DEAD, False),  # no route today
        ("failed", "4.4.7", MessageState.DEAD, False),  # given up after days
        ("delayed", "4.4.1", MessageState.SENT, False),
        ("delivered", "2.0.0", MessageState.SENT, False),
        ("relayed", "2.0.0", MessageState.SENT, False),
    ],
)
def test_what_passes_by_itself_flags_nothing(session, sent, action, status, state, is_flagged):
    words = f"smtp; {status[0]}50 {status} said the server"
    handle(session, read_report(dsn(action=action, status=status, words=words, message_id=sent.message_id_header)))
    session.commit()
    assert sent.state is state
    assert flagged(session) == ({BOX} if is_flagged else set())
    assert bool(notes(session, sent)) == (action in {"failed", "delayed"})


def test_without_our_message_id_the_address_says_which_mail_it_was(session, sent):
    handle(session, read_report(dsn(returned="Subject: x\r\n", recipient="LE@Example.edu.vn")))
    session.commit()
    assert sent.state is MessageState.DEAD


def test_a_forged_report_about_an_address_we_wrote_nothing_to_for_a_month_does_nothing(session, cast, sent):
    sent.sent_at = clock.real_now() - timedelta(days=31)
    session.commit()
    done = handle(session, read_report(dsn(returned="Subject: x\r\n")))
    assert (done.unknown, flagged(session)) == ([BOX], set())
    done = handle(session, read_report(dsn(returned="Subject: x\r\n", recipient="ai-do@example.edu.vn")))
    assert done.unknown == ["ai-do@example.edu.vn"]


def test_a_forwarded_mail_flags_the_address_we_wrote_to(session, sent):
    data = dsn(recipient="le@mail.example.com", message_id=sent.message_id_header)
    assert handle(session, read_report(data)).flagged == [BOX]


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: auto-replied\r\nSubject: Re: [Đúng hạn]\r\n",
        "Subject: =?utf-8?b?VHLhuqMgbOG7nWkgdOG7sSDEkeG7mW5nOiB24bqvbmc=?=\r\n",
        "Subject: Out of Office: Re\r\n",
        "X-Autoreply: yes\r\nSubject: Re\r\n",
        "Precedence: bulk\r\nSubject: Re\r\n",
        'Subject: Read\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary="b"\r\n',
    ],
)
def test_an_automatic_answer_is_ignored(session, sent, head):
    report = read_report(f"From: {BOX}\r\n{head}\r\nTôi đi vắng.\r\n".encode())
    assert report.is_automatic
    assert handle(session, report).returned == []
    assert sent.state is MessageState.SENT


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00 nothing",
        b"From: MAILER-DAEMON\r\nSubject: failure notice\r\n\r\nHi. This is the qmail-send program.\r\n<le@example.edu.vn>:\r\n",
        b"From: le@example.edu.vn\r\nSubject: =?x-unknown?b?AAAA?=\r\n\r\nXin ch\xc3\xa0o\r\n",
        b"x" * (bounces.LONGEST + 1),
    ],
)
def test_what_is_no_report_is_refused_with_a_sentence(data):
    with pytest.raises(NotABounce, match="bằng tay"):
        read_report(data)


def test_the_command_takes_the_mail_from_its_input(environment, session, sent, cast):
    data = dsn(message_id=sent.message_id_header)
    session.rollback()
    runner = CliRunner()
    done = runner.invoke(main, ["notify", "bounce"], input=data, env=environment)
    assert done.exit_code == 0, done.output
    assert f"Ngừng gửi tới {BOX}" in done.output
    session.expire_all()
    assert sent.state is MessageState.DEAD
    session.rollback()
    wrong = runner.invoke(main, ["notify", "bounce"], input=b"Subject: x\r\n\r\nhello\r\n", env=environment)
    assert wrong.exit_code == 2
    assert "bằng tay" in wrong.output


def test_a_refused_mailbox_of_a_unit_itself_is_left_out_and_the_office_sees_it(session, cast):
    from tracker.notify.refusals import flag, refusals

    unit = cast.le_chan
    session.execute(sa.delete(Contact).where(Contact.unit_id == unit.id))
    unit.email = "Phuong.LeChan@example.edu.vn"
    make_deadline(session, unit, date(2025, 12, 31))
    session.commit()
    assert [box.address for box in receivers(session, [unit.id])[unit.id].officers] == [unit.email]
    assert unit.id not in {one.id for one in session.scalars(units_without_address())}
    flag(session, unit.email, "550 5.1.1 No such mailbox")
    session.commit()
    assert receivers(session, [unit.id])[unit.id].is_empty
    assert unit.id in {one.id for one in session.scalars(units_without_address())}
    (one,) = refusals(session)
    assert (one.address, one.owners[0].what) == ("phuong.lechan@example.edu.vn", "hộp thư của đơn vị")
    unit.email = "moi@example.edu.vn"  # a new address carries no flag
    session.commit()
    assert not receivers(session, [unit.id])[unit.id].is_empty
    assert refusals(session) == []


def test_the_page_lists_refused_mailboxes_and_takes_the_flag_off(session, cast, browser):
    from tracker.notify.refusals import flag

    person = session.scalars(sa.select(Person).order_by(Person.id)).first()
    for address in (BOX, person.email):
        flag(session, address, "550 5.1.1 No such mailbox")
    session.commit()
    browser.sign_in(cast.officer.email)
    page = browser.get("/thu/dia-chi-bi-tu-choi").text
    assert BOX in page
    assert person.email in page
    assert "đầu mối của Phường Lê Chân" in page
    assert "550 5.1.1 No such mailbox" in page
    answer = browser.post("/thu/dia-chi-bi-tu-choi/gui-tro-lai", {"dia-chi": BOX})
    assert answer.status_code == 303
    session.expire_all()
    assert session.scalars(sa.select(Contact.refused_at).where(Contact.email == BOX)).one() is None
    assert flagged(session) == {person.email}
    assert browser.post("/thu/dia-chi-bi-tu-choi/gui-tro-lai", {"dia-chi": BOX}).status_code == 404
    assert session.scalar(sa.select(LogEntry.id).where(LogEntry.action == LogAction.ADDRESS_RESTORED))


def test_a_unit_may_neither_see_nor_restore_refused_mailboxes(session, cast, browser):
    browser.sign_in(cast.commune.email)
    assert browser.get("/thu/dia-chi-bi-tu-choi").status_code == 404
    assert browser.post("/thu/dia-chi-bi-tu-choi/gui-tro-lai", {"dia-chi": BOX}).status_code in {403, 404}


def test_saving_a_mended_contact_takes_the_flag_off_its_mailbox(session, cast):
    from tracker.directory.service import change_contact
    from tracker.notify.refusals import flag

    flag(session, BOX, "550 5.1.1 No such mailbox")
    session.commit()
    contact = session.scalars(sa.select(Contact).where(Contact.email == BOX)).one()
    change_contact(
        session, cast.officer, cast.le_chan, contact,
        name=contact.name, post="", role=ContactRole.OFFICER, email=BOX, is_active=True,
    )  # fmt: skip
    session.commit()
    assert (contact.refused_at, flagged(session)) == (None, set())
