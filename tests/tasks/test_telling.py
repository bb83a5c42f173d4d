"""A decision on a unit's work is told to it at once, once for each address and event (product 3.5)."""

from datetime import date

import sqlalchemy as sa

from tests.notify.making import make_deadline, make_task
from tracker import clock
from tracker.directory.models import Contact
from tracker.notify.digest import letterhead_of, render
from tracker.notify.models import Message, MessageKind, Priority
from tracker.tasks.deadlines import cancel_task, set_due, waive

NEW_DUE = date(2026, 1, 15)


def told(session) -> dict[str, Message]:
    """Address -> the decision it gets."""
    found = session.scalars(sa.select(Message).where(Message.kind == MessageKind.DECISION)).all()
    assert len({message.address for message in found}) == len(found)
    return {message.address: message for message in found}


def text_of(session, message: Message) -> str:
    head = letterhead_of(session, base_url="http://localhost", parent_body="")
    mail = render(session, message, head, clock.today())
    assert mail is not None
    return f"{mail.subject}\n{mail.text}"


def test_a_moved_date_is_told_at_once_with_the_new_date_and_why(session, cast):
    deadline = make_deadline(session, cast.hai_an, date(2025, 12, 31))
    set_due(cast.officer, deadline, NEW_DUE, reason="Bộ lùi thời hạn", roll_over=True)
    session.commit()
    message = told(session)["an@example.edu.vn"]
    assert message.priority == Priority.AT_ONCE
    text = text_of(session, message)
    assert "Đổi hạn" in text
    assert "15/01/2026" in text
    assert "Bộ lùi thời hạn" in text
    assert "gia hạn" not in text.lower()  # nobody asked


def test_each_move_is_an_event_of_its_own_and_an_overtaken_one_says_nothing(session, cast):
    deadline = make_deadline(session, cast.hai_an, date(2025, 12, 31))
    set_due(cast.officer, deadline, NEW_DUE, reason="Lần một", roll_over=True)
    set_due(cast.officer, deadline, date(2026, 2, 16), reason="Lần hai", roll_over=True)
    session.commit()
    first, second = session.scalars(sa.select(Message).order_by(Message.id))
    head = letterhead_of(session, base_url="http://localhost", parent_body="")
    assert render(session, first, head, clock.today()) is None
    assert "16/02/2026" in text_of(session, second)


def test_a_waiver_is_told(session, cast):
    waive(cast.officer, make_deadline(session, cast.hai_an, date(2025, 12, 31)), reason="Sáp nhập")
    session.commit()
    assert "Được miễn" in text_of(session, told(session)["an@example.edu.vn"])


def test_a_withdrawn_task_is_one_mail_for_each_address_however_many_units_share_it(session, cast):
    task = make_task(session)
    for unit in (cast.hai_an, cast.le_chan_school, cast.le_chan):
        make_deadline(session, unit, date(2025, 12, 31), task=task)
    session.execute(
        sa.update(Contact).where(Contact.unit_id == cast.le_chan_school.id).values(email="an@example.edu.vn")
    )
    cancel_task(cast.officer, task, reason="Không còn cần")
    session.commit()
    found = told(session)
    assert set(found) == {"an@example.edu.vn", "le@example.edu.vn"}
    text = text_of(session, found["an@example.edu.vn"])
    assert "Phường Hải An" in text
    assert "Trường THCS Lê Chân 2" in text
    assert "Không còn cần" in text


def test_outside_agencies_get_no_mail(session, cast):
    cast.ministry.email = "bo@example.edu.vn"
    waive(cast.officer, make_deadline(session, cast.ministry, date(2025, 12, 31)), reason="Thừa")
    assert told(session) == {}
