"""The text of the mails, as a commune's officer reads them (product 3.5, look 7)."""

import re
from datetime import UTC, date, datetime, time
from html.parser import HTMLParser

import pytest
import sqlalchemy as sa

from tests.cast import make_contact, make_unit
from tests.notify.making import make_deadline, make_returned_evidence, make_task, queue_assigned
from tracker import clock
from tracker.directory.models import UnitKind
from tracker.notify.digest import letterhead_of, render
from tracker.notify.letters import Letterhead
from tracker.notify.lines import shorten
from tracker.notify.models import Message, MessageKind
from tracker.notify.outbox import queue
from tracker.notify.planning import plan_day
from tracker.plans.models import Document, DocumentKind, Plan, PlanState, Reporting
from tracker.tasks.models import AssignmentRole, DeadlineState, TaskState

MONDAY = date(2025, 12, 15)
HEAD = Letterhead("https://dunghan.example.edu.vn", "Sở Giáo dục và Đào tạo Hải Phòng", "UBND thành phố Hải Phòng")


def digest(session, address="le@example.edu.vn", day=MONDAY):
    plan_day(session, day)
    session.commit()
    query = sa.select(Message).where(
        Message.address == address, Message.kind == MessageKind.DIGEST, Message.slot == day.isoformat()
    )
    message = session.scalars(query).one()
    return render(session, message, HEAD, clock.today())


@pytest.fixture
def dispatch(session):
    """Công văn 123/SGDĐT-VP ngày 28/10/2025."""
    plan = Plan(
        title="Báo cáo tổng kết Quyết định 131",
        state=PlanState.ASSIGNED,
        reporting=Reporting.LEADS,
        created_at=clock.now(),
    )
    session.add(plan)
    session.flush()
    document = Document(
        sha256="0" * 64, file_name="000.txt", media_type="text/plain", size=1, number="123/SGDĐT-VP",
        issued_on=date(2025, 10, 28), kind=DocumentKind.DISPATCH, title="Về việc báo cáo", lines=[], plan_id=plan.id,
        imported_at=clock.now(),
    )  # fmt: skip
    session.add(document)
    session.flush()
    return document


def test_the_digest_has_its_sections_in_order_and_says_what_where_and_by_when(session, cast, dispatch):
    late = make_task(
        session, title="Cấp phát email công vụ", document_id=dispatch.id, plan_id=dispatch.plan_id, label="mục 3"
    )
    make_deadline(session, cast.le_chan, date(2025, 12, 12), task=late)
    make_deadline(session, cast.le_chan, MONDAY, title="Gửi danh sách đầu mối", role=AssignmentRole.COORDINATING)
    make_deadline(session, cast.le_chan, date(2025, 12, 22), title="Báo cáo định kỳ", qualifier="before")
    back = make_deadline(
        session,
        cast.le_chan,
        date(2025, 12, 8),
        title="Báo cáo tổng kết Quyết định số 131/QĐ-TTg",
        state=DeadlineState.RETURNED,
    )
    make_returned_evidence(session, back, cast.commune.person_id, reason="Thiếu Biểu số liệu tại Phụ lục 2.")
    mail = digest(session)
    assert mail.subject == (
        "[Đúng hạn] 1 việc quá hạn, 1 việc bị trả lại, 1 việc đến hạn hôm nay, 1 việc đến hạn ngày 22/12 – Phường Lê Chân"
    )
    headings = re.findall(r"^(Quá hạn|Đến hạn hôm nay|Sắp đến hạn|Bị trả lại) \(\d+\)$", mail.text, re.MULTILINE)
    assert headings == ["Quá hạn", "Đến hạn hôm nay", "Sắp đến hạn", "Bị trả lại"]
    for words in (
        "Kính gửi Phường Lê Chân. Tính đến thứ Hai, 15/12/2025, đơn vị còn 4 việc sau.",
        (
            "* Quá hạn 3 ngày\n  Cấp phát email công vụ\n  Đơn vị: Phường Lê Chân (chủ trì)\n  Hạn: Thứ Sáu, 12/12/2025\n"
            "  Theo: Công văn 123/SGDĐT-VP ngày 28/10/2025, mục 3\n"
            f"  Mở và nộp minh chứng: https://dunghan.example.edu.vn/nhiem-vu/{late.id}\n"
        ),
        "Đơn vị: Phường Lê Chân (phối hợp, phải nộp)",
        "Hạn: Trước ngày 22/12/2025",
        "* Bị trả lại, quá hạn 7 ngày",
        "Lý do trả lại: Thiếu Biểu số liệu tại Phụ lục 2.",
        "Mỗi ngày làm việc tối đa một thư nhắc; không có việc thì không gửi.",
    ):
        assert words in mail.text


def test_a_mailbox_of_five_units_gets_one_mail_with_five_sections(session, cast):
    units = [cast.hai_an]
    for n in range(1, 5):
        unit = make_unit(
            session, code=f"TH{n}", kind=UnitKind.SCHOOL, name=f"Trường Tiểu học Số {n}", parent=cast.hai_an
        )
        make_contact(session, unit, name="Phạm Văn An", email="an@example.edu.vn")
        units.append(unit)
    for unit in units:
        make_deadline(session, unit, date(2025, 12, 16), title=f"Việc của {unit.name}")
    mail = digest(session, "an@example.edu.vn")
    assert mail.subject == "[Đúng hạn] 5 việc đến hạn ngày 16/12 – 5 đơn vị"
    found = re.findall(r"^(.+)\n=+$", mail.text, re.MULTILINE)
    assert sorted(found) == sorted(unit.name.upper() for unit in units)
    assert mail.html.count("<h2") == 5
    assert "các đơn vị còn 5 việc sau" in mail.text


def test_several_dates_ahead_are_named_by_the_last(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 16))
    make_deadline(session, cast.le_chan, date(2025, 12, 22))
    assert digest(session).subject == "[Đúng hạn] 2 việc đến hạn chậm nhất 22/12 – Phường Lê Chân"


def test_a_due_date_on_a_day_off_says_until_when(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 21))
    mail = digest(session)
    assert "Hạn: Chủ nhật, 21/12/2025 (rơi vào Chủ nhật, tính đến hết thứ Hai 22/12/2025)\n" in mail.text
    assert "Còn 7 ngày" in mail.text


def test_an_hour_is_said(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 16), due_time=time(17, 0))
    assert "Hạn: 17 giờ ngày 16/12/2025" in digest(session).text


def test_a_quarter_that_ended_without_evidence_is_called_missing_not_overdue(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 12), is_ongoing=True, quarter="2025Q4")
    text = digest(session).text
    assert "Thiếu minh chứng quý, đã quá 3 ngày" in text
    assert "Quá hạn 3 ngày" not in text


def test_a_quarter_of_ongoing_work_names_its_quarter(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 16), is_ongoing=True, quarter="2025Q4")
    assert "Kỳ: Minh chứng quý IV/2025" in digest(session).text


def test_a_unit_that_need_not_report_is_told_so(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 16), must_report=False, role=AssignmentRole.COORDINATING)
    text = digest(session).text
    assert "(phối hợp, không phải nộp)" in text
    assert "Mở nhiệm vụ (không phải nộp)" in text


def test_what_was_finished_moved_or_cancelled_after_planning_is_left_out(session, cast):
    kept = make_deadline(session, cast.le_chan, date(2025, 12, 16), title="Còn lại")
    done = make_deadline(session, cast.le_chan, date(2025, 12, 16), title="Đã nộp")
    moved = make_deadline(session, cast.le_chan, date(2025, 12, 16), title="Đã dời")
    task = make_task(session, title="Đã thu hồi")
    make_deadline(session, cast.le_chan, date(2025, 12, 16), task=task)
    plan_day(session, MONDAY)
    done.state, moved.due_version, task.state = DeadlineState.SUBMITTED, 2, TaskState.CANCELLED
    session.commit()
    message = session.scalars(sa.select(Message)).one()
    mail = render(session, message, HEAD, MONDAY)
    assert mail.subject.startswith("[Đúng hạn] 1 việc")
    assert "Còn lại" in mail.text
    assert not any(words in mail.text for words in ("Đã nộp", "Đã dời", "Đã thu hồi"))
    kept.state = DeadlineState.ACCEPTED
    session.commit()
    assert render(session, message, HEAD, MONDAY) is None


def test_a_mail_that_leaves_a_day_later_counts_the_days_of_that_day(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 16))
    plan_day(session, MONDAY)
    session.commit()
    message = session.scalars(sa.select(Message)).one()
    assert "Còn 1 ngày" in render(session, message, HEAD, MONDAY).text
    assert "Quá hạn 1 ngày" in render(session, message, HEAD, date(2025, 12, 17)).text


class _Words(HTMLParser):
    """The visible words of a mail, and its links."""

    def __init__(self):
        super().__init__()
        self.words, self.links, self.is_hidden = [], [], 0

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "a":
            self.links.append(values["href"])
        if tag in {"title", "style"} or "display:none" in (values.get("style") or ""):
            self.is_hidden = 1

    def handle_endtag(self, tag):
        if tag in {"title", "div", "style"}:
            self.is_hidden = 0

    def handle_data(self, data):
        if not self.is_hidden:
            self.words += data.split()


def test_text_and_html_say_the_same(session, cast, dispatch):
    task = make_task(
        session, title="Rà soát <b>hạ tầng</b> & thiết bị", document_id=dispatch.id, plan_id=dispatch.plan_id
    )
    make_deadline(session, cast.le_chan, date(2025, 12, 12), task=task)
    back = make_deadline(session, cast.le_chan, date(2025, 12, 8), state=DeadlineState.RETURNED)
    make_returned_evidence(session, back, cast.commune.person_id, reason="Thiếu chữ ký\nvà dấu.")
    mail = digest(session)
    parser = _Words()
    parser.feed(mail.html)
    missing = {
        word
        for word in re.findall(r"\w[\w/,.]*\w", re.sub(r"https?://\S+", "", mail.text))
        if word.casefold() not in {re.sub(r"\W+$", "", w).casefold() for w in parser.words}
        and word.casefold() not in " ".join(parser.words).casefold()
    }
    assert missing == set()
    assert set(re.findall(r"https?://\S+", mail.text)) == set(parser.links)
    assert "<b>hạ tầng</b>" not in mail.html
    assert "&lt;b&gt;hạ tầng" in mail.html
    assert "Rà soát <b>hạ tầng</b> & thiết bị" in mail.text


def test_the_html_needs_no_script_picture_or_foreign_address(session, cast):
    make_deadline(session, cast.le_chan, date(2025, 12, 16))
    html = digest(session).html
    assert not re.search(r"<(script|img|link|iframe|form)\b|url\(|@import", html)
    assert re.fullmatch(
        r"\s*@media \(prefers-color-scheme: dark\) \{\n(\.\w \{[^}]+\}\n)+\}\s*",
        re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1],
    )  # it only darkens: without it the mail is whole
    assert set(re.findall(r'href="(https?://[^/"]+)', html)) == {HEAD.base_url}


def test_new_tasks_come_as_one_mail_that_lists_them_all(session, cast, dispatch):
    first = make_task(
        session,
        title="Ban hành kế hoạch",
        document_id=dispatch.id,
        plan_id=dispatch.plan_id,
        label="mục 1",
        time_text="Quý IV/2025",
        product="Kế hoạch",
        position=1,
    )
    second = make_task(session, title="Tập huấn giáo viên", plan_id=dispatch.plan_id, position=2)
    gone = make_task(session, title="Việc đã thôi", state=TaskState.CANCELLED)
    for task in (first, second, gone):
        make_deadline(session, cast.le_chan, date(2025, 12, 31), task=task)
    queue(
        session, kind=MessageKind.ASSIGNED, slot="plan-1",
        to={"le@example.edu.vn": {"unit_ids": [cast.le_chan.id], "task_ids": [first.id, second.id, gone.id]}},
    )  # fmt: skip
    session.commit()
    mail = render(session, session.scalars(sa.select(Message)).one(), HEAD, MONDAY)
    assert mail.subject == "[Đúng hạn] Giao 2 nhiệm vụ mới – Phường Lê Chân"
    assert "Sở Giáo dục và Đào tạo Hải Phòng vừa giao đơn vị 2 nhiệm vụ sau." in mail.text
    assert mail.text.index("Ban hành kế hoạch") < mail.text.index("Tập huấn giáo viên")
    assert "* Quý IV/2025\n" in mail.text
    assert "Sản phẩm: Kế hoạch" in mail.text
    assert "Việc đã thôi" not in mail.text


def test_a_mail_of_withdrawn_tasks_has_nothing_to_say(session, cast):
    task = make_task(session)
    make_deadline(session, cast.le_chan, date(2025, 12, 31), task=task, state=DeadlineState.CANCELLED)
    message = queue_assigned(session, "le@example.edu.vn", unit=cast.le_chan, task=task)
    assert render(session, message, HEAD, MONDAY) is None


def test_a_decision_nobody_knows_is_an_error_of_its_own_row(session, cast):
    queue(session, kind=MessageKind.DECISION, slot="d1", to={"le@example.edu.vn": {}})
    session.commit()
    with pytest.raises(KeyError):
        render(session, session.scalars(sa.select(Message)).one(), HEAD, MONDAY)


def test_the_letterhead_is_that_of_the_installation(session, cast):
    found = letterhead_of(session, base_url="http://localhost", parent_body="UBND thành phố Hải Phòng")
    assert found.office_name == "Sở Giáo dục và Đào tạo Hải Phòng"


def test_long_titles_are_cut_at_a_word():
    assert shorten("một hai ba", 8) == "một hai…"
    assert shorten("  một\n hai  ") == "một hai"


def test_work_assigned_late_counts_late_from_its_assignment(session, cast):
    make_deadline(
        session,
        cast.le_chan,
        date(2025, 6, 2),
        judged_due=date(2025, 12, 12),
        created_at=datetime(2025, 12, 13, tzinfo=UTC),
    )
    assert "Quá hạn 3 ngày" in digest(session).text
