"""The mails that leave at once, and what bounds every mail: urgings, decisions, long lists, headers (product 3.5)."""

import re
from datetime import date

import pytest
import sqlalchemy as sa

from tests.cast import make_contact, make_unit
from tests.notify.making import make_deadline, make_returned_evidence, make_task, queue_assigned
from tests.notify.test_digest import HEAD, MONDAY, digest
from tracker import clock
from tracker.directory.models import UnitKind
from tracker.notify import digest_letter
from tracker.notify.composers import MOST_BOXES
from tracker.notify.composers_decision import _VERDICTS, Verdict, decision_payload
from tracker.notify.digest import COMPOSERS, SUBJECT_LENGTH, render
from tracker.notify.letters import Letterhead
from tracker.notify.models import Message, MessageKind
from tracker.notify.outbox import queue
from tracker.notify.planning import plan_day
from tracker.tasks.models import DeadlineState, Urging, UrgingLine

LE = "le@example.edu.vn"
KEYED = Letterhead(HEAD.base_url, HEAD.office_name, HEAD.parent_body, "dung-han@example.edu.vn", "k" * 40)


def decided(session, verdict, *deadlines, slot="d1", **facts):
    """The mail of one decision."""
    payload = decision_payload(verdict, [one.id for one in deadlines], by="Văn phòng Sở", **facts)
    queue(session, kind=MessageKind.DECISION, slot=slot, to={LE: payload})
    session.commit()
    return render(session, session.scalars(sa.select(Message).where(Message.slot == slot)).one(), HEAD, MONDAY)


def urged(session, unit, *deadlines, number=2, text="Đề nghị đơn vị nộp ngay.", document_number="3120/SGDĐT-VP"):
    urging = Urging(
        unit_id=unit.id,
        number=number,
        made_at=clock.now(),
        made_on=MONDAY,
        made_by_name="Vũ Thị Hạnh",
        text=text,
        document_number=document_number,
    )
    session.add(urging)
    session.flush()
    session.add_all(UrgingLine(urging_id=urging.id, deadline_id=one.id, number=number) for one in deadlines)
    payload = {"urging_id": urging.id}
    queue(session, kind=MessageKind.URGING, slot=f"urging-{urging.id}", to={LE: payload}, subject_id=urging.id)
    session.commit()
    return session.scalars(sa.select(Message).where(Message.kind == MessageKind.URGING)).one()


def test_every_kind_of_message_has_a_composer():
    assert set(COMPOSERS) == set(MessageKind)


def test_an_urging_says_that_it_is_the_second_who_urges_what_is_asked_and_by_which_document(session, cast):
    late = make_deadline(session, cast.le_chan, date(2025, 12, 12), title="Cấp phát email công vụ")
    back = make_deadline(session, cast.le_chan, date(2025, 12, 8), title="Tổng kết", state=DeadlineState.RETURNED)
    mail = render(session, urged(session, cast.le_chan, late, back), HEAD, MONDAY)
    assert mail.subject == "[Đúng hạn] Đôn đốc lần 2: 2 việc quá hạn – Phường Lê Chân"
    for words in (
        "Sở Giáo dục và Đào tạo Hải Phòng đôn đốc đơn vị lần 2 (người gửi: Vũ Thị Hạnh). Theo văn bản số 3120/SGDĐT-VP.",
        "Nội dung đôn đốc: Đề nghị đơn vị nộp ngay.",
        "* Quá hạn 3 ngày\n  Cấp phát email công vụ\n",
        "* Bị trả lại, quá hạn 7 ngày\n  Tổng kết\n",
        "Đôn đốc việc này: lần 2",
    ):
        assert words in mail.text
    assert "Đề nghị đơn vị nộp ngay." in mail.html


def test_what_was_handed_in_since_the_urging_is_not_in_its_mail_and_nothing_left_means_no_mail(session, cast):
    kept = make_deadline(session, cast.le_chan, date(2025, 12, 12), title="Còn lại")
    done = make_deadline(session, cast.le_chan, date(2025, 12, 12), title="Đã nộp")
    message = urged(session, cast.le_chan, kept, done)
    done.state = DeadlineState.SUBMITTED
    session.commit()
    mail = render(session, message, HEAD, MONDAY)
    assert "1 việc quá hạn" in mail.subject
    assert "Đã nộp" not in mail.text
    kept.state = DeadlineState.ACCEPTED
    session.commit()
    assert render(session, message, HEAD, MONDAY) is None


def test_an_extension_names_the_new_date_the_reason_and_the_days_left(session, cast):
    deadline = make_deadline(session, cast.le_chan, date(2025, 12, 31), title="Báo cáo định kỳ")
    facts = {"reason": "Trường học hai buổi.", "document": "15/SGDĐT-VP", "new_due": date(2025, 12, 31)}
    mail = decided(session, Verdict.EXTENDED, deadline, **facts)
    assert mail.subject == "[Đúng hạn] Được gia hạn: Báo cáo định kỳ – Phường Lê Chân"
    for words in (
        "Văn phòng Sở quyết định (văn bản 15/SGDĐT-VP): đề nghị gia hạn của đơn vị được chấp nhận.",
        "Lý do: Trường học hai buổi.",
        "* Được gia hạn, còn 16 ngày",
        "Hạn hiện nay: Thứ Tư, 31/12/2025",
    ):
        assert words in mail.text


def test_an_extension_that_was_moved_again_is_not_told(session, cast):
    deadline = make_deadline(session, cast.le_chan, date(2026, 1, 15))
    assert decided(session, Verdict.EXTENDED, deadline, new_due=date(2025, 12, 31)) is None


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_decision_is_told_only_while_it_stands(session, cast, verdict):
    words = _VERDICTS[verdict]
    states = {state: make_deadline(session, cast.le_chan, date(2025, 12, 31), state=state) for state in DeadlineState}
    found = {state for state, one in states.items() if decided(session, verdict, one, slot=state.value) is not None}
    assert found == set(words.holds_in)


def test_a_withdrawn_task_is_told_in_text_alone(session, cast):
    deadline = make_deadline(session, cast.le_chan, date(2025, 12, 31), state=DeadlineState.CANCELLED)
    mail = decided(session, Verdict.CANCELLED, deadline, reason="Trùng nhiệm vụ.")
    assert mail.subject.startswith("[Đúng hạn] Thu hồi nhiệm vụ: ")
    assert "đơn vị không phải làm gì thêm" in mail.text
    assert mail.calendar == b""


def test_evidence_sent_back_for_work_without_a_date_is_told_too(session, cast):
    deadline = make_deadline(session, cast.le_chan, None, state=DeadlineState.RETURNED)
    evidence = make_returned_evidence(session, deadline, cast.commune.person_id, reason="Thiếu dấu.")
    queue(session, kind=MessageKind.RETURNED, slot="e1", to={LE: {}}, subject_id=evidence.id)
    session.commit()
    mail = render(session, session.scalars(sa.select(Message)).one(), HEAD, MONDAY)
    assert "* Bị trả lại, không hạn" in mail.text
    assert "Hạn: Không hạn" in mail.text


def test_new_tasks_that_were_finished_before_the_mail_left_are_not_in_it(session, cast):
    task = make_task(session)
    deadline = make_deadline(session, cast.le_chan, date(2025, 12, 31), task=task)
    message = queue_assigned(session, LE, unit=cast.le_chan, task=task)
    assert render(session, message, HEAD, MONDAY) is not None
    deadline.state = DeadlineState.ACCEPTED
    session.commit()
    assert render(session, message, HEAD, MONDAY) is None


def test_a_long_digest_keeps_the_most_pressing_and_counts_the_rest(session, cast):
    for n in range(MOST_BOXES + 7):
        make_deadline(session, cast.le_chan, date(2025, 12, 16), title=f"Việc sắp tới {n}")
    make_deadline(session, cast.le_chan, date(2025, 12, 12), title="Việc trễ")
    mail = digest(session)
    assert mail.text.count("\n* ") == MOST_BOXES
    assert "Việc trễ" in mail.text
    assert f"Và 8 việc nữa: {HEAD.base_url}/viec?don-vi={cast.le_chan.code}\n" in mail.text
    assert "Và 8 việc nữa" in mail.html
    assert len(mail.html.encode()) < 102_000  # where Gmail cuts a mail off
    assert f"{MOST_BOXES + 8} việc" in mail.text


def test_a_subject_never_outgrows_its_bound_and_keeps_its_unit(session, cast):
    cast.le_chan.name = "Trường Tiểu học và Trung học cơ sở " + "Nguyễn Bỉnh Khiêm " * 12
    for due, state in ((12, "open"), (15, "open"), (16, "open"), (19, "open"), (8, "returned")):
        make_deadline(session, cast.le_chan, date(2025, 12, due), state=DeadlineState(state))
    subject = digest(session).subject
    assert len(subject) <= SUBJECT_LENGTH
    assert "– Trường Tiểu học và Trung học cơ sở Nguyễn Bỉnh Khiêm" in subject


def test_a_commune_is_told_what_its_schools_owe_the_worst_first(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 16), title="Việc của phường")
    other = make_unit(session, code="TH9", kind=UnitKind.SCHOOL, name="Trường Tiểu học Chín", parent=cast.le_chan)
    late = make_task(session, title="Cấp phát email")
    make_deadline(session, cast.le_chan_school, date(2025, 10, 31), task=late)
    make_deadline(session, other, date(2025, 10, 31), task=late)
    make_deadline(session, other, date(2025, 11, 28), title="Đầu mối an toàn thông tin")
    make_deadline(session, other, date(2025, 9, 30), title="Minh chứng thường xuyên", is_ongoing=True, quarter="2025Q3")
    make_deadline(session, cast.le_chan_school, date(2025, 12, 19), title="Sắp tới")
    make_deadline(session, other, date(2026, 3, 1), title="Còn lâu")
    make_deadline(session, other, date(2025, 11, 1), title="Đã xong", state=DeadlineState.ACCEPTED)
    make_deadline(session, other, date(2025, 11, 1), title="Không phải nộp", must_report=False)
    mail = digest(session)
    assert (
        "Trường trên địa bàn: 3 việc quá hạn ở 2 trường, 1 việc thiếu minh chứng quý ở 1 trường, "
        "1 việc đến hạn trong 7 ngày tới ở 1 trường\n"
    ) in mail.text
    rows = re.findall(r"^- (.+)$", mail.text, re.MULTILINE)
    assert rows == [
        "Cấp phát email | 31/10/2025 | 2 quá hạn",
        "Đầu mối an toàn thông tin | 28/11/2025 | 1 quá hạn",
        "Minh chứng thường xuyên | 30/09/2025 | 1 thiếu",
        "Sắp tới | 19/12/2025 | 1 sắp đến hạn",
    ]
    assert "1 việc đến hạn" in mail.subject  # the commune's own work alone


def test_a_commune_whose_schools_owe_nothing_has_no_such_section_and_no_mail_comes_for_schools_alone(session, cast):
    make_deadline(session, cast.hai_an, date(2025, 12, 16))
    assert "Trường trên địa bàn" not in digest(session, "an@example.edu.vn").text
    make_deadline(session, cast.le_chan_school, date(2025, 12, 12))
    plan_day(session, MONDAY)
    session.commit()
    assert session.scalar(sa.select(sa.func.count()).where(Message.address == LE)) == 0


def test_no_machine_answers_and_only_a_mail_of_nothing_mandatory_can_be_ended(session, cast):
    ahead = make_deadline(session, cast.le_chan, date(2025, 12, 16))
    plan_day(session, MONDAY)
    session.commit()
    message = session.scalars(sa.select(Message)).one()
    mail = render(session, message, KEYED, MONDAY)
    headers = dict(mail.headers)
    assert headers["Precedence"] == "bulk"
    assert headers["X-Auto-Response-Suppress"] == "All"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = re.fullmatch(r"<(https://\S+)>", headers["List-Unsubscribe"])[1]
    assert url.startswith(f"{KEYED.base_url}/thu/thoi-nhan/")
    assert f"Thôi nhận thư nhắc trước hạn: {url}\n" in mail.text
    assert f'href="{url}"' in mail.html
    late = render(session, message, KEYED, date(2025, 12, 17))
    assert "List-Unsubscribe" not in dict(late.headers)
    assert "Thôi nhận" not in late.text
    ahead.state = DeadlineState.ACCEPTED
    assert "k" * 40 not in repr(KEYED)


def test_control_characters_of_old_rows_do_not_reach_a_mail(session, cast):
    task = make_task(session, title="Báo\x0b cáo\x00 quý\u2028 này\x85")
    make_deadline(session, cast.le_chan, date(2025, 12, 16), task=task)
    cast.le_chan.name = "Phường\x1f Lê Chân"
    mail = digest(session)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", mail.subject + mail.text + mail.html)


def test_the_date_in_a_subject_is_said_as_the_documents_say_it(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 16))
    make_deadline(session, cast.le_chan, date(2025, 12, 22), qualifier="before")
    assert digest(session).subject == "[Đúng hạn] 2 việc đến hạn trước 22/12 – Phường Lê Chân"


def test_a_shared_mailbox_that_is_too_long_still_names_each_unit(session, cast, monkeypatch):
    monkeypatch.setattr(digest_letter, "MOST_BOXES", 2)
    school = make_unit(session, code="TH1", kind=UnitKind.SCHOOL, name="Trường Tiểu học Một", parent=cast.hai_an)
    make_contact(session, school, name="Phạm Văn An", email="an@example.edu.vn")
    for _ in range(2):
        make_deadline(session, cast.hai_an, date(2025, 12, 12))
    make_deadline(session, school, date(2025, 12, 16))
    text = digest(session, "an@example.edu.vn").text
    assert f"TRƯỜNG TIỂU HỌC MỘT\n{'=' * 19}\n\nVà 1 việc nữa: {HEAD.base_url}/viec?don-vi=TH1\n" in text
