"""The ledger's pages: who may look, what they show, sending again by hand."""

from datetime import date
from email import message_from_bytes

import pytest
import sqlalchemy as sa

from tests.cast import make_unit
from tests.notify.making import make_deadline, make_task, queue_assigned
from tracker import clock
from tracker.directory.models import UnitKind
from tracker.log import LogAction, LogEntry
from tracker.notify.models import Message, MessageEvent, MessageState
from tracker.notify.planning import plan_day


@pytest.fixture
def dead(session, cast):
    """One message that failed, and one digest that waits."""
    task = make_task(session, title="Báo cáo chuyển đổi số")
    make_deadline(session, cast.le_chan, date(2025, 12, 16), task=task)
    message = queue_assigned(session, "hong@example.edu.vn", unit=cast.le_chan, task=task)
    message.state, message.last_error, message.attempts = MessageState.DEAD, "550 5.1.1 No such mailbox", 3
    message.subject, message.text, message.html = "[Đúng hạn] Giao 1 nhiệm vụ mới", "Kính gửi…", "<p>Kính gửi…</p>"
    message.rendered_at = clock.real_now()
    session.add(
        MessageEvent(
            message_id=message.id, at=clock.real_now(), state=MessageState.DEAD, note="550 5.1.1 No such mailbox"
        )
    )
    plan_day(session, date(2025, 12, 15))
    session.commit()
    return message


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("admin", 200), ("leader", 200), ("auditor", 200), ("commune", 404)]
)
def test_readers_may_see_the_ledger_and_units_may_not(cast, new_browser, dead, who, status):
    browser = new_browser().sign_in(getattr(cast, who).email)
    for path in ("/thu", f"/thu/{dead.id}", f"/thu/{dead.id}/tep", "/thu/chua-co-dia-chi"):
        assert browser.get(path).status_code == status


def test_the_ledger_shows_whom_it_failed_for_and_why(cast, browser, dead):
    page = browser.sign_in(cast.officer.email).get("/thu").text
    assert "hong@example.edu.vn" in page
    assert "550 5.1.1 No such mailbox" in page
    assert "Không gửi được" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("tinh-trang=khong-gui-duoc", {"hong"}),
        ("tinh-trang=cho-gui", {"le"}),
        ("tinh-trang=da-gui", set()),
        ("q=HONG@", {"hong"}),
        ("q=100%25", set()),
        ("loai=digest", {"le"}),
        ("don-vi=11407", {"le"}),
        ("don-vi=11413", set()),
        ("don-vi=khong-co", set()),
        ("ngay=15/12/2025&loai=digest", {"le"}),
        ("ngay=14/12/2025&loai=digest", set()),
        ("ngay=hom-qua", {"hong", "le"}),
        ("trang=99", {"hong", "le"}),
    ],
)
def test_the_ledger_is_narrowed(cast, browser, dead, query, shown):
    page = browser.sign_in(cast.auditor.email).get(f"/thu?{query}").text
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert {name for name in ("hong", "le") if f">{name}@example.edu.vn" in table} == shown


def test_one_message_shows_its_text_its_history_and_what_it_reminds_of(session, cast, browser, dead):
    browser.sign_in(cast.officer.email)
    page = browser.get(f"/thu/{dead.id}").text
    assert "Kính gửi…" in page
    assert "Gửi lại" in page
    digest = session.scalar(sa.select(Message.id).where(Message.address == "le@example.edu.vn"))
    session.rollback()
    page = browser.get(f"/thu/{digest}").text
    assert "Báo cáo chuyển đổi số" in page
    assert "Trước 1 ngày" in page
    assert "Nội dung được soạn vào lúc gửi" in page
    assert browser.get(f"/thu/{digest}/tep").status_code == 404
    assert browser.get("/thu/999999").status_code == 404


def test_the_file_of_a_message_is_downloaded_never_shown(cast, browser, dead):
    answer = browser.sign_in(cast.officer.email).get(f"/thu/{dead.id}/tep")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="thu-{dead.id}.eml"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert message_from_bytes(answer.data).get_content_type() == "multipart/alternative"


def test_a_failed_message_is_queued_again_by_the_office_and_logged(session, cast, browser, dead):
    browser.sign_in(cast.officer.email)
    answer = browser.post(f"/thu/{dead.id}/gui-lai")
    assert (answer.status_code, answer.location) == (303, f"/thu/{dead.id}")
    session.expire_all()
    assert (dead.state, dead.attempts) == (MessageState.PENDING, 0)
    assert (
        session.scalar(sa.select(LogEntry.actor_name).where(LogEntry.action == LogAction.MESSAGE_RESENT))
        == "Vũ Thị Hạnh"
    )
    session.rollback()
    assert browser.post(f"/thu/{dead.id}/gui-lai").status_code == 409  # it is no longer failed


@pytest.mark.parametrize("who", ["leader", "auditor", "commune"])
def test_only_office_and_admin_send_again(session, cast, new_browser, dead, who):
    assert new_browser().sign_in(getattr(cast, who).email).post(f"/thu/{dead.id}/gui-lai").status_code == 404
    session.expire_all()
    assert dead.state is MessageState.DEAD


def test_units_without_an_address_are_listed_with_a_way_to_mend_it(session, cast, browser):
    silent = make_unit(session, code="TH-IM", kind=UnitKind.SCHOOL, name="Trường TH Im Lặng", email="")
    make_deadline(session, silent, date(2025, 12, 31))
    session.commit()
    page = browser.sign_in(cast.officer.email).get("/thu/chua-co-dia-chi").text
    assert "Trường TH Im Lặng" in page
    assert 'href="/don-vi/TH-IM"' in page
