"""Planning and delivering on PostgreSQL: the same promises, by row locks and the server's clock."""

import threading
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask_migrate import check

from tests import postgres
from tests.cast import make_cast, make_unit
from tests.conftest import ROOT, copied
from tests.conftest import running as running_app
from tests.notify.making import make_deadline, make_task
from tests.notify.test_delivery import sender_for
from tests.smtp import running
from tracker import clock
from tracker.directory.models import Unit, UnitKind
from tracker.extensions import db
from tracker.notify import claiming
from tracker.notify.lane import Rules
from tracker.notify.models import Message, MessageState, Reminder
from tracker.notify.planning import plan_day
from tracker.notify.worker import planner_lock
from tracker.vietnamese import sort_key

pytestmark = pytest.mark.postgres
MONDAY = date(2025, 12, 15)
UNITS = 40
ANY_HOUR = Rules(lambda _session: sa.true(), lambda: None)


@pytest.fixture
def pg_app(cluster, tmp_path):
    template = postgres.Database(cluster, "template_tracker")
    with copied(template, tmp_path) as database, running_app(tmp_path, database) as app:
        yield app


@pytest.fixture
def owing(pg_app):
    """Forty communes that each owe a reminder on Monday."""
    session = db.session
    cast = make_cast(session)
    task = make_task(session)
    for n in range(UNITS):
        unit = make_unit(session, code=f"P{n}", kind=UnitKind.COMMUNE, name=f"Xã {n}", parent=cast.authority)
        make_deadline(session, unit, date(2025, 12, 16), task=task)
    session.commit()
    return cast


def together(app, count, act):
    """Run `act` in `count` threads at once, each with its own session; what they answered."""
    start, answers, failures = threading.Barrier(count), [], []

    def run():
        with app.app_context():
            try:
                start.wait()
                answers.append(act())
            except Exception as error:  # noqa: BLE001 - shown below
                failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    return answers


def test_the_migrations_make_what_the_models_say(pg_app):
    check(directory=str(ROOT / "migrations"))


def test_lists_are_in_vietnamese_order_whatever_the_locale(pg_app):
    session = db.session
    cast = make_cast(session)
    names = ["Xã Đông", "Xã Dung", "Xã Ấm", "Xã An", "Xã Ước", "Xã Uy", "Xã 10", "Xã 2", "Xã-A"]
    for n, name in enumerate(names):
        make_unit(session, code=f"P{n}", kind=UnitKind.COMMUNE, name=name, parent=cast.authority)
    session.commit()
    keys = session.scalars(sa.select(Unit.sort_key).order_by(Unit.sort_key)).all()
    assert keys == sorted(keys)
    assert keys != session.scalars(sa.select(Unit.sort_key).order_by(sa.collate(Unit.sort_key, "default"))).all()
    listed = session.scalars(sa.select(Unit.name).where(Unit.name.in_(names)).order_by(Unit.sort_key)).all()
    assert listed == sorted(names, key=sort_key)


def test_three_planners_at_once_make_each_reminder_and_digest_once(pg_app, owing):
    def plan():
        counts = plan_day(db.session(), MONDAY)
        db.session.commit()
        return counts

    counts = together(pg_app, 3, plan)
    assert sum(one.queued for one in counts) == UNITS
    assert sum(one.reminders for one in counts) == UNITS
    orphans = sa.select(sa.func.count()).select_from(Reminder).where(Reminder.message_id.is_(None))
    assert db.session.scalar(orphans) == 0
    assert plan_day(db.session(), MONDAY).queued == 0


def test_three_senders_at_once_send_each_message_once(pg_app, owing):
    plan_day(db.session(), MONDAY)
    db.session.commit()
    with running() as server:
        counts = together(pg_app, 3, lambda: sender_for(pg_app, server).send_all())
        assert sum(one.sent for one in counts) == UNITS
        assert len(server.taken) == UNITS
        assert max(server.copies.values()) == 1
    assert set(db.session.scalars(sa.select(Message.state).distinct())) == {MessageState.SENT}


def test_two_claims_never_hold_the_same_message(pg_app, owing):
    plan_day(db.session(), MONDAY)
    db.session.commit()

    def claim():
        session = db.session()
        found = claiming.claim(session, allowed=sa.true(), limit=5)
        session.commit()
        return found.ids

    held = together(pg_app, 4, claim)
    assert len({id_ for ids in held for id_ in ids}) == sum(len(ids) for ids in held) == 20


def test_leases_follow_the_servers_clock(pg_app, owing, monkeypatch):
    plan_day(db.session(), MONDAY)
    db.session.commit()
    session = db.session()
    claimed = claiming.claim(session, allowed=sa.true(), limit=1)
    session.commit()
    real = clock.real_now
    monkeypatch.setattr(clock, "real_now", lambda: real() + timedelta(days=1))  # this machine's clock is wrong
    again = claiming.claim(session, allowed=Message.id == claimed.ids[0], limit=1)
    session.commit()
    assert again.ids == ()


def test_a_wrong_clock_of_this_machine_hides_no_mail_and_ends_no_lease(pg_app, owing, monkeypatch):
    plan_day(db.session(), MONDAY)
    db.session.commit()
    session = db.session()
    held = claiming.claim(session, allowed=sa.true(), limit=1)
    session.commit()
    real = clock.real_now
    for wrong in (timedelta(days=1), timedelta(days=-1)):
        monkeypatch.setattr(clock, "real_now", lambda wrong=wrong: real() + wrong)
        due = session.scalars(sa.select(Message.id).where(claiming.is_due(session))).all()
        assert len(due) == UNITS - 1
        assert not session.scalars(sa.select(Message.id).where(claiming.is_left_behind(session))).all()
        assert 100 < claiming.seconds_held(session) <= 120
    claiming.release(session, held, held.ids)
    session.commit()
    assert claiming.seconds_held(session) is None


def test_the_rate_is_kept_by_several_senders_together(pg_app, owing):
    plan_day(db.session(), MONDAY)
    db.session.commit()
    with running() as server:
        counts = together(pg_app, 3, lambda: sender_for(pg_app, server, mail_rate=10)._send(ANY_HOUR))
        assert sum(one.sent for one in counts) == len(server.taken) == 10


def test_only_one_process_plans_at_a_time(pg_app):
    settings = pg_app.extensions["settings"]
    with planner_lock(db.session(), settings) as first:
        others = together(pg_app, 2, lambda: _try(settings))
        assert (first, others) == (True, [False, False])
    assert _try(settings)


def _try(settings):
    with planner_lock(db.session(), settings) as is_ours:
        return is_ours
