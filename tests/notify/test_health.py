"""/readyz says why it is not ready, to this machine only; /metrics needs this machine or the token."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.notify.making import make_deadline
from tracker import clock
from tracker.extensions import db
from tracker.notify.models import Heartbeat, JobRun, Message, MessageKind, MessageState
from tracker.notify.outbox import queue
from tracker.notify.planning import plan_day
from tracker.notify.queries import WORKER, operations

MONDAY_MORNING = datetime(2025, 12, 15, 2, 0, tzinfo=UTC)  # 09:00


@pytest.fixture
def beating(session):
    session.add(Heartbeat(name=WORKER, at=clock.real_now(), detail="pid 1"))
    session.commit()


def waiting_since(session, kind, minutes):
    queue(session, kind=kind, slot="2025-12-15", to={"le@example.edu.vn": {}})
    session.query(Message).update({"next_at": clock.real_now() - timedelta(minutes=minutes)})
    session.commit()


def test_a_beating_worker_and_an_empty_queue_are_ready(browser, beating):
    answer = browser.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_no_worker_is_not_ready_and_says_why(browser):
    answer = browser.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "worker chưa chạy lần nào\n")


def test_a_silent_worker_is_not_ready(session, browser):
    session.add(Heartbeat(name=WORKER, at=clock.real_now() - timedelta(seconds=95), detail=""))
    session.commit()
    answer = browser.get("/readyz")
    assert answer.status_code == 503
    assert answer.text.startswith("worker im lặng 9")


@pytest.mark.parametrize("environ", [{"REMOTE_ADDR": "10.0.0.7"}, {"HTTP_X_FORWARDED_FOR": "10.0.0.7"}])
def test_reasons_and_figures_are_not_for_strangers(browser, environ):
    answer = browser.get("/readyz", environ_base=environ)
    assert (answer.status_code, answer.text) == (503, "không sẵn sàng\n")
    assert browser.get("/metrics", environ_base=environ).status_code == 404


def test_mail_that_waits_more_than_ten_minutes_is_not_ready(session, browser, beating, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY_MORNING)
    waiting_since(session, MessageKind.DIGEST, 9)
    assert browser.get("/readyz").status_code == 200
    session.query(Message).update({"next_at": clock.real_now() - timedelta(minutes=11)})
    session.commit()
    answer = browser.get("/readyz")
    assert answer.status_code == 503
    assert "đã chờ 11 phút" in answer.text


def test_a_digest_that_waits_for_the_morning_is_no_fault_but_a_decision_is(session, browser, beating, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 12, 15, 16, 0, tzinfo=UTC))  # 23:00
    waiting_since(session, MessageKind.DIGEST, 300)
    assert browser.get("/readyz").status_code == 200
    waiting_since(session, MessageKind.RETURNED, 300)
    assert browser.get("/readyz").status_code == 503


def test_ordinary_mail_counts_from_the_opening_of_the_day(session, beating, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2025, 12, 15, 0, 35, tzinfo=UTC))  # 07:35
    waiting_since(session, MessageKind.DIGEST, 600)
    assert operations(session).oldest_due_age == timedelta(minutes=5)


def test_a_database_that_was_not_migrated_is_not_ready(app, browser, beating):
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    answer = browser.get("/readyz")
    assert answer.status_code == 503
    assert "lược đồ" in answer.text


def test_the_figures_are_those_of_the_database(session, cast, browser, beating):
    make_deadline(session, cast.le_chan, date(2025, 12, 16))
    plan_day(session, date(2025, 12, 15))
    session.add(JobRun(job="plan", started_at=clock.real_now(), finished_at=clock.real_now(), counts={"messages": 1}))
    session.add(JobRun(job="plan", started_at=clock.real_now(), finished_at=clock.real_now(), counts={}, error="hỏng"))
    session.commit()
    text = browser.get("/metrics").text
    assert 'tracker_messages{state="pending"} 1.0' in text
    assert 'tracker_job_last_good_seconds{job="plan"}' in text
    assert "tracker_units_without_address 0.0" in text
    (run,) = operations(session).last_runs
    assert (run.label, run.error) == ("Lập thư nhắc", "hỏng")
    assert run.last_good_at is not None


def test_the_token_opens_the_figures_from_elsewhere(app, browser, beating):
    from dataclasses import replace

    app.extensions["settings"] = replace(app.extensions["settings"], metrics_token="m" * 32)
    far = {"REMOTE_ADDR": "10.0.0.7"}
    assert browser.get("/metrics", environ_base=far, headers={"Authorization": "Bearer " + "m" * 32}).status_code == 200
    assert browser.get("/metrics", environ_base=far, headers={"Authorization": "Bearer x"}).status_code == 404


def test_failures_are_counted_for_the_first_page(session, cast):
    for n, state in enumerate((MessageState.DEAD, MessageState.IN_DOUBT, MessageState.SENT, MessageState.PENDING)):
        queue(session, kind=MessageKind.RETURNED, slot=f"e{n}", to={"le@example.edu.vn": {}})
        session.query(Message).filter_by(slot=f"e{n}").update({"state": state})
    session.query(Message).filter_by(state=MessageState.SENT).update({"sent_at": clock.real_now()})
    session.commit()
    standing = operations(session)
    assert (standing.dead, standing.in_doubt, standing.failed, standing.waiting, standing.sent_today) == (1, 1, 2, 1, 1)
    assert not standing.is_healthy
