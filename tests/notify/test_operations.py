"""The first page says in plain words how reminding stands; red and amber only where a person must act (stack 10)."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.notify.making import make_deadline
from tracker import clock
from tracker.notify.models import Heartbeat, JobRun, Message, MessageKind, MessageState
from tracker.notify.operations_words import BAD, OK, QUIET, WARN, Said, age, done_words, notice, panel, when
from tracker.notify.outbox import queue
from tracker.notify.queries import MAIL_SERVER, WORKER, JobSummary, Operations, operations
from tracker.plans.models import ReadingJob, ReadingState

NOW = datetime(2025, 12, 15, 2, 0, tzinfo=UTC)  # 09:00
FINE = Operations(
    heartbeat_at=NOW - timedelta(seconds=12),
    heartbeat_age=timedelta(seconds=12),
    is_worker_silent=False,
    waiting=0,
    oldest_due_age=None,
    is_mail_stuck=False,
    dead=0,
    in_doubt=0,
    sent_today=216,
    planned_on=date(2025, 12, 15),
    mail_error="",
    without_address=0,
    closed_owing=0,
)


def said(standing: Operations, *, quota: int = 0, reading: int = 0) -> dict[str, Said]:
    return {line.title: line for line in panel(standing, quota=quota, reading=reading, now=NOW)}


def changed(**values) -> Operations:
    return Operations(**{**FINE.__dict__, **values})


def run(job: str, *, error: str = "", **counts) -> JobSummary:
    at = datetime(2025, 12, 15, 0, 31, tzinfo=UTC)
    return JobSummary(job, job, at, at, error, counts, None if error else at)


def test_when_all_is_well_nothing_asks_for_a_person():
    lines = said(FINE)
    assert not any(line.asks for line in lines.values())
    assert lines["Tiến trình gửi thư"].text == "Đang chạy, báo sống 12 giây trước"
    assert lines["Thư chờ gửi"].text == "Hàng đợi trống"
    assert lines["Thư hôm nay"].text == "Đã gửi 216 thư"


def test_the_last_run_of_each_job_is_said_with_its_hour_and_what_it_did():
    lines = said(changed(last_runs=(run("plan", messages=216, reminders=412, superseded=3), run("deliver", sent=1618))))
    assert lines["Lập thư nhắc"].text == "07:31 hôm nay, 216 thư, 412 lần nhắc"
    assert lines["Gửi thư"].text == "07:31 hôm nay, 1.618 thư đã gửi"
    assert (lines["Đọc văn bản"].text, lines["Đọc văn bản"].tone) == ("Chưa có việc gì phải làm", QUIET)


@pytest.mark.parametrize(
    ("values", "title", "tone", "words"),
    [
        (
            {"heartbeat_at": None, "heartbeat_age": None, "is_worker_silent": True},
            "Tiến trình gửi thư",
            BAD,
            "Chưa chạy",
        ),
        (
            {"heartbeat_at": NOW - timedelta(hours=18), "heartbeat_age": timedelta(hours=18), "is_worker_silent": True},
            "Tiến trình gửi thư",
            BAD,
            "báo sống lần cuối 15:00 hôm qua",
        ),
        ({"mail_error": "Connection refused"}, "Máy chủ thư", BAD, "Connection refused"),
        (
            {"waiting": 3, "oldest_due_age": timedelta(minutes=12), "is_mail_stuck": True},
            "Thư chờ gửi",
            BAD,
            "3 thư, thư cũ nhất đã chờ 12 phút",
        ),
        ({"waiting": 3, "oldest_due_age": timedelta(minutes=2)}, "Thư chờ gửi", OK, "đã chờ 2 phút"),
        ({"waiting": 3}, "Thư chờ gửi", OK, "3 thư, chưa tới giờ gửi"),
        ({"dead": 2}, "Thư không gửi được", BAD, "2 thư"),
        ({"in_doubt": 1}, "Thư không chắc đã tới", WARN, "1 thư"),
        ({"without_address": 4}, "Chưa có địa chỉ nhận", WARN, "4 đơn vị"),
        (
            {"last_runs": (run("plan", error="OperationalError: database is locked"),)},
            "Lập thư nhắc",
            BAD,
            "Lỗi lúc 07:31",
        ),
    ],
)
def test_what_is_wrong_is_said_and_coloured_only_where_a_person_must_act(values, title, tone, words):
    line = said(changed(**values))[title]
    assert line.tone == tone
    assert words in line.text


def test_the_quota_is_said_and_asks_only_when_it_holds_mail_back():
    assert said(FINE, quota=500)["Thư hôm nay"].text == "Đã gửi 216 trong hạn mức 500 thư một ngày"
    assert not said(FINE, quota=216)["Thư hôm nay"].asks
    assert said(changed(waiting=9), quota=216)["Thư hôm nay"].tone == WARN


def test_what_asks_for_a_person_stands_first():
    lines = panel(changed(dead=1), quota=0, reading=2, now=NOW)
    assert lines[0].title == "Thư không gửi được"
    assert next(line.text for line in lines if line.title == "Văn bản chờ đọc") == "2 văn bản"


def test_spans_instants_and_counts_are_said_as_people_say_them():
    spans = [timedelta(seconds=40), timedelta(minutes=12), timedelta(hours=3, minutes=5), timedelta(hours=2)]
    assert [age(span) for span in (*spans, timedelta(days=2, hours=1))] == [
        "40 giây",
        "12 phút",
        "3 giờ 5 phút",
        "2 giờ",
        "2 ngày",
    ]
    assert when(datetime(2025, 12, 12, 9, 5, tzinfo=UTC), NOW) == "16:05 ngày 12/12/2025"
    assert done_words("plan", {"messages": 0, "without_address": 3}) == ""
    assert notice(is_silent=False, beat_at=NOW, failed=0, now=NOW) == ""


# --- on the pages


@pytest.fixture
def beating(session):
    session.add(Heartbeat(name=WORKER, at=clock.real_now(), detail="pid 1"))
    session.commit()


def of_panel(page: str) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", page.partition("Hệ thống nhắc việc")[2].partition("</section>")[0])


def test_the_first_page_says_that_the_worker_stopped(session, cast, browser):
    session.add(Heartbeat(name=WORKER, at=clock.real_now() - timedelta(minutes=5), detail="pid 1"))
    session.commit()
    page = of_panel(browser.sign_in(cast.officer.email).get("/").text)
    assert "Không chạy, báo sống lần cuối" in page
    assert "bật lại tracker worker" in page


def test_the_first_page_says_what_ran_what_waits_and_what_failed(session, cast, browser, beating):
    make_deadline(session, cast.high_school, date(2025, 12, 20))
    cast.high_school.email = ""
    queue(session, kind=MessageKind.URGING, slot="urging-1", to={"le@example.edu.vn": {}, "an@example.edu.vn": {}})
    session.query(Message).filter_by(address="an@example.edu.vn").update({"state": MessageState.DEAD})
    now = clock.real_now()
    session.add_all(
        [
            JobRun(job="plan", started_at=now, finished_at=now, counts={"messages": 216}),
            Heartbeat(name=MAIL_SERVER, at=now, detail="máy chủ từ chối kết nối"),
            ReadingJob(
                file_name="a.pdf",
                sha256="0" * 64,
                size=1,
                asked_by_id=cast.officer.person_id,
                asked_at=now,
                state=ReadingState.WAITING,
            ),
        ]
    )
    session.commit()
    page = of_panel(browser.sign_in(cast.officer.email).get("/").text)
    for words in (
        "hôm nay, 216 thư",
        "1 thư, thư cũ nhất đã chờ",
        "Thư không gửi được",
        "1 văn bản",
        "1 đơn vị còn việc",
    ):
        assert words in page
    assert "Không nối được: máy chủ từ chối kết nối" in page
    assert operations(session).failed == 1


def test_administrators_are_told_in_the_head_of_every_page_and_nobody_else(session, cast, new_browser):
    admin, officer = (new_browser().sign_in(each.email) for each in (cast.admin, cast.officer))
    for path in ("/don-vi", "/thu"):
        assert "Tiến trình gửi thư không chạy (chưa chạy lần nào)" in admin.get(path).text
    assert "system-notice" not in officer.get("/don-vi").text
    session.add(Heartbeat(name=WORKER, at=clock.real_now(), detail="pid 1"))
    session.commit()
    assert "system-notice" not in admin.get("/don-vi").text
    queue(session, kind=MessageKind.URGING, slot="urging-1", to={"le@example.edu.vn": {}})
    session.query(Message).update({"state": MessageState.DEAD})
    session.commit()
    assert "1 thư chưa tới nơi." in admin.get("/don-vi").text
