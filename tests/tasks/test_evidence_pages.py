"""Handing in and reviewing on the pages: nothing typed is lost, files stay, nobody decides on her own (product 3.3, 3.7)."""

import io
import re
from datetime import date

import pytest
import sqlalchemy as sa

from tests.tasks.make import make_deadline, make_task
from tracker.directory.models import Role, RoleGrant
from tracker.log import LogAction, LogEntry
from tracker.notify.models import Message, MessageKind
from tracker.plans.models import ReviewBy
from tracker.tasks.models import AssignmentRole, Deadline, DeadlineState, Evidence, EvidenceFile, EvidenceState

PDF = b"%PDF-1.7\n" + b"noi dung " * 20
REPORT = {"document_number": "186/BC-UBND", "document_date": "12/12/2025", "results": "Đã tập huấn 31/31 trường."}


@pytest.fixture
def owed(session, cast):
    """Lê Chân owes a report by 31/12/2025."""
    deadline = make_deadline(session, make_task(session, title="Báo cáo chuyển đổi số"), cast.le_chan)
    session.commit()
    return deadline


def signed(browser, actor):
    return browser.sign_in(actor.email)


def hand_in(client, deadline, **values):
    return client.post(f"/ky-han/{deadline.id}/nop", values, content_type="multipart/form-data")


def a_file(name="bao-cao.pdf", content=PDF):
    return (io.BytesIO(content), name)


def words(page):
    """The page as a person reads it."""
    return re.sub(r"<[^>]+>", "", page)


def fresh(session, kind, key):
    session.expire_all()
    return session.get(kind, key)


def test_a_unit_hands_in_with_several_files_and_reads_what_comes_next(browser, session, cast, owed):
    client = signed(browser, cast.commune)
    answer = hand_in(client, owed, files=[a_file(), a_file("anh.png", b"\x89PNG\r\n\x1a\n123")], **REPORT)
    assert answer.status_code == 303
    page = words(client.get(answer.location).text)
    assert re.search(r"Đã nộp lúc \d\d:\d\d ngày 15/12/2025. Văn phòng Sở sẽ duyệt; kết quả báo qua thư.", page)
    assert "186/BC-UBND" in page
    evidence = session.scalars(sa.select(Evidence)).one()
    assert evidence.document_date == date(2025, 12, 12)
    assert session.scalar(sa.select(sa.func.count()).select_from(EvidenceFile)) == 2
    assert fresh(session, Deadline, owed.id).state is DeadlineState.SUBMITTED


def test_a_form_with_errors_keeps_the_words_and_the_files(browser, session, cast, owed):
    client = signed(browser, cast.commune)
    answer = hand_in(
        client, owed, files=[a_file()], document_date="2025-13-45", results="Kết quả đã gõ", link="ftp://x"
    )
    assert answer.status_code == 422
    assert "<title>Lỗi: " in answer.text
    assert "Chưa nộp được: còn 2 chỗ cần sửa" in answer.text
    assert "Ngày văn bản phải viết dạng ngày/tháng/năm, ví dụ 12/12/2025." in answer.text
    assert "Kết quả đã gõ" in answer.text
    assert 'value="2025-13-45"' in answer.text
    assert "bao-cao.pdf" in answer.text
    token = re.search(r'name="kept" value="([^"]+)"', answer.text)[1]
    assert hand_in(client, owed, kept=token, **REPORT).status_code == 303
    assert session.scalars(sa.select(EvidenceFile.name)).all() == ["bao-cao.pdf"]


def test_a_kept_file_can_be_dropped(browser, session, cast, owed):
    client = signed(browser, cast.commune)
    page = hand_in(client, owed, files=[a_file()], document_date="x").text
    token = re.search(r'name="kept" value="([^"]+)"', page)[1]
    sha256 = re.search(r'name="drop" value="([0-9a-f]{64})"', page)[1]
    assert hand_in(client, owed, kept=token, drop=sha256, **REPORT).status_code == 303
    assert session.scalars(sa.select(EvidenceFile.name)).all() == []


def test_kept_files_belong_to_one_person_and_deadline(browser, new_browser, session, cast, owed):
    other = make_deadline(session, make_task(session, title="Việc khác"), cast.hai_an)
    session.commit()
    page = hand_in(signed(browser, cast.commune), owed, files=[a_file()], document_date="x").text
    token = re.search(r'name="kept" value="([^"]+)"', page)[1]
    stranger = signed(new_browser(), cast.other_commune)
    assert hand_in(stranger, other, kept=token, **REPORT).status_code == 303
    assert session.scalars(sa.select(EvidenceFile.name)).all() == []


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("anh-hop.heic", b"\x00\x00\x00\x18ftypheic", "Tệp “anh-hop.heic” không thuộc loại được nhận."),
        ("gia.pdf", b"MZ\x90\x00", "Tệp “gia.pdf” không thuộc loại được nhận."),
        ("anh.png", PDF, "có nội dung không đúng với đuôi tên tệp"),
    ],
)
def test_a_refused_file_is_named_and_nothing_is_handed_in(browser, session, cast, owed, name, content, sentence):
    answer = hand_in(signed(browser, cast.commune), owed, files=[a_file(name, content), a_file()], **REPORT)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "bao-cao.pdf" in answer.text  # the good one stays
    assert session.scalars(sa.select(Evidence)).all() == []


def test_a_file_that_is_too_large_is_refused_with_its_size(browser, session, cast, owed):
    client = signed(browser, cast.commune)
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{client.token()}\r\n'.encode(),
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="lon.pdf"\r\n\r\n',
        b"%PDF-1.7\n" + b"0" * (31 * 2**20),
        b"\r\n--x--\r\n",
    ]
    answer = client.client.post(
        f"/ky-han/{owed.id}/nop", data=b"".join(parts), content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 422
    assert "Tệp “lon.pdf” nặng 31,0 MB, quá 25 MB. Nén lại hoặc chia thành nhiều tệp." in answer.text
    assert session.scalars(sa.select(Evidence)).all() == []


def test_an_empty_form_says_what_is_missing(browser, cast, owed):
    answer = hand_in(signed(browser, cast.commune), owed)
    assert answer.status_code == 422
    assert "Nộp ít nhất một trong các thứ" in answer.text


def test_late_evidence_needs_a_reason(browser, session, cast):
    late = make_deadline(session, make_task(session), cast.le_chan, due_on=date(2025, 12, 12))
    session.commit()
    client = signed(browser, cast.commune)
    assert "Nộp quá hạn 3 ngày. Ghi lý do" in client.get(f"/ky-han/{late.id}").text
    assert "Ghi lý do nộp quá hạn." in hand_in(client, late, **REPORT).text
    assert hand_in(client, late, late_reason="Mất điện hai ngày.", **REPORT).status_code == 303


def test_what_waits_can_be_taken_back_and_handed_in_again(browser, session, cast, owed):
    client = signed(browser, cast.commune)
    hand_in(client, owed, **REPORT)
    assert "Rút lại để sửa" in client.get(f"/ky-han/{owed.id}").text
    assert client.post(f"/ky-han/{owed.id}/rut").status_code == 303
    assert fresh(session, Deadline, owed.id).state is DeadlineState.OPEN
    assert hand_in(client, owed, **REPORT).status_code == 303
    assert "Minh chứng bản 2" in client.get(f"/ky-han/{owed.id}").text


@pytest.mark.parametrize("who", ["other_commune", "auditor", "leader", "officer", "school"])
def test_nobody_else_hands_in_for_a_unit(browser, session, cast, owed, who):
    client = signed(browser, getattr(cast, who))
    assert hand_in(client, owed, **REPORT).status_code == 404
    assert client.post(f"/ky-han/{owed.id}/rut").status_code == 404
    assert session.scalars(sa.select(Evidence)).all() == []


def test_the_office_accepts_and_goes_on_to_the_next(browser, new_browser, session, cast, owed):
    second = make_deadline(session, make_task(session, title="Việc thứ hai"), cast.hai_an)
    session.commit()
    hand_in(signed(browser, cast.commune), owed, **REPORT)
    hand_in(signed(new_browser(), cast.other_commune), second, **REPORT)
    office = signed(new_browser(), cast.officer)
    queue = office.get("/cho-duyet").text
    assert queue.index("Phường Lê Chân") < queue.index("Phường Hải An")
    first = session.scalars(sa.select(Evidence).where(Evidence.deadline_id == owed.id)).one()
    session.commit()
    answer = office.post(f"/cho-duyet/{first.id}/duyet", {"note": ""})
    assert answer.location == f"/ky-han/{second.id}#duyet"
    assert "Đã duyệt minh chứng của Phường Lê Chân." in office.get(answer.location).text
    assert fresh(session, Deadline, owed.id).state is DeadlineState.ACCEPTED


def test_a_return_needs_a_reason_and_reaches_the_unit(browser, new_browser, session, cast, owed):
    unit, office = signed(browser, cast.commune), signed(new_browser(), cast.officer)
    hand_in(unit, owed, **REPORT)
    evidence = session.scalars(sa.select(Evidence)).one()
    path = f"/cho-duyet/{evidence.id}/tra-lai"
    refused = office.post(path, {"note": " "})
    assert refused.status_code == 422
    assert "Trả lại minh chứng cần có lý do. Ghi rõ phần còn thiếu để đơn vị bổ sung." in refused.text
    assert office.post(path, {"note": "Thiếu Biểu số liệu tại Phụ lục 2."}).location == "/cho-duyet"
    page = unit.get("/viec").text
    assert "Thiếu Biểu số liệu tại Phụ lục 2." in page
    assert "Nộp lại minh chứng" in page
    assert session.scalars(sa.select(Message.kind)).all() == [MessageKind.RETURNED]


def test_nobody_reviews_her_own_evidence(browser, session, cast, owed):
    session.add(RoleGrant(person_id=cast.commune.person_id, role=Role.OFFICE, unit_id=None))
    session.commit()
    client = signed(browser, cast.commune)
    hand_in(client, owed, **REPORT)
    evidence = session.scalars(sa.select(Evidence)).one()
    page = client.get(f"/ky-han/{owed.id}").text
    assert "Người nộp không tự duyệt minh chứng của mình." in page
    assert client.post(f"/cho-duyet/{evidence.id}/duyet").status_code == 403
    assert fresh(session, Evidence, evidence.id).state is EvidenceState.SUBMITTED
    assert "Không có minh chứng nào chờ duyệt." in client.get("/cho-duyet").text


def test_a_commune_reviews_its_schools_where_the_task_says_so(browser, new_browser, session, cast):
    task = make_task(session, title="Báo cáo của trường")
    by_parent = make_deadline(session, task, cast.le_chan_school, review_by=ReviewBy.PARENT)
    by_office = make_deadline(session, make_task(session, title="Việc Sở duyệt"), cast.le_chan_school)
    session.commit()
    school = signed(browser, cast.school)
    hand_in(school, by_parent, **REPORT)
    hand_in(school, by_office, **REPORT)
    commune = signed(new_browser(), cast.commune)
    queue = commune.get("/cho-duyet").text
    assert "Báo cáo của trường" in queue
    assert "Việc Sở duyệt" not in queue
    first, second = session.scalars(sa.select(Evidence).order_by(Evidence.id)).all()
    assert commune.post(f"/cho-duyet/{second.id}/duyet").status_code == 403
    assert commune.post(f"/cho-duyet/{first.id}/duyet").status_code == 303
    stranger = signed(new_browser(), cast.other_commune)
    assert stranger.post(f"/cho-duyet/{first.id}/duyet").status_code == 404


def test_a_leading_department_reviews_what_coordinating_units_hand_in(browser, new_browser, session, cast):
    task = make_task(session, title="Học bạ số")
    make_deadline(session, task, cast.quality, review_by=ReviewBy.LEAD)
    theirs = make_deadline(session, task, cast.le_chan, role=AssignmentRole.COORDINATING, review_by=ReviewBy.LEAD)
    session.commit()
    hand_in(signed(browser, cast.commune), theirs, **REPORT)
    evidence = session.scalars(sa.select(Evidence)).one()
    lead = signed(new_browser(), cast.department)
    assert "Học bạ số" in lead.get("/cho-duyet").text
    assert lead.post(f"/cho-duyet/{evidence.id}/duyet").status_code == 303


@pytest.mark.parametrize("who", ["leader", "auditor"])
def test_readers_see_evidence_but_decide_nothing(browser, new_browser, session, cast, owed, who):
    hand_in(signed(browser, cast.commune), owed, **REPORT)
    evidence = session.scalars(sa.select(Evidence)).one()
    reader = signed(new_browser(), getattr(cast, who))
    page = reader.get(f"/ky-han/{owed.id}").text
    assert "186/BC-UBND" in page
    assert "Trả lại</button>" not in page
    assert reader.post(f"/cho-duyet/{evidence.id}/duyet").status_code == 404


def test_a_file_comes_back_as_it_was_never_inline_and_the_reading_is_logged(browser, new_browser, session, cast, owed):
    hand_in(signed(browser, cast.commune), owed, files=[a_file("Báo cáo quý.pdf")], **REPORT)
    file_id = session.scalars(sa.select(EvidenceFile.id)).one()
    session.commit()
    path = f"/ky-han/{owed.id}/tep/{file_id}"
    answer = signed(new_browser(), cast.officer).get(path)
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert "filename*=UTF-8''B%C3%A1o" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    session.commit()
    answer.close()
    session.expire_all()
    read = session.scalars(sa.select(LogEntry).where(LogEntry.action == LogAction.EVIDENCE_READ)).one()
    assert (read.actor_id, read.changes["file"]) == (cast.officer.person_id, "Báo cáo quý.pdf")
    assert signed(new_browser(), cast.other_commune).get(path).status_code == 404


def test_accepted_work_can_be_superseded_by_a_new_version(browser, new_browser, session, cast, owed):
    unit = signed(browser, cast.commune)
    hand_in(unit, owed, **REPORT)
    evidence = session.scalars(sa.select(Evidence)).one()
    session.commit()
    signed(new_browser(), cast.officer).post(f"/cho-duyet/{evidence.id}/duyet")
    assert "Nộp bản mới thay bản đã duyệt" in unit.get(f"/ky-han/{owed.id}").text
    assert "Kết quả thực hiện" in unit.get(f"/ky-han/{owed.id}?ban-moi=1").text
    assert hand_in(unit, owed, **REPORT).status_code == 303
    assert fresh(session, Deadline, owed.id).state is DeadlineState.ACCEPTED


def test_a_post_without_a_token_is_refused(browser, session, cast, owed):
    signed(browser, cast.commune)
    answer = browser.client.post(f"/ky-han/{owed.id}/nop", data=REPORT)
    assert answer.status_code == 400
    assert session.scalars(sa.select(Evidence)).all() == []
