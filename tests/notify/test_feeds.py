"""What stands in a feed, its stamps, and how it follows the rows (ical-feeds 2-4, R36, R40)."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from tests.cast import Cast
from tests.conftest import TODAY
from tests.tasks.make import make_deadline, make_task
from tracker import clock
from tracker.db import writing
from tracker.directory.importing import import_units
from tracker.directory.models import Person, RoleGrant
from tracker.errors import NotAllowed, NotFound
from tracker.log import LogAction, LogEntry
from tracker.notify import feed_events, feed_keeping, feeds, outbox
from tracker.notify.models import DeadlineEvent, Feed, FeedKind
from tracker.notify.worker import JOBS, Worker
from tracker.plans.models import Document, DocumentKind, Plan
from tracker.tasks.models import AssignmentRole, DeadlineState
from tracker.tasks.state import is_overdue

SECRET = "t" * 40
BASE = "https://dunghan.example.edu.vn"


def make_feed(session, to, *, unit=None, plan=None) -> Feed:
    kind = FeedKind.UNIT if unit else FeedKind.PLAN if plan else FeedKind.PERSON
    feed = feeds.create(
        session,
        to,
        to=to,
        kind=kind,
        secret_key=SECRET,
        unit_id=unit.id if unit else None,
        plan_id=plan.id if plan else None,
    )
    session.commit()
    return feed


def read(session, feed: Feed, *, today: date = TODAY) -> feeds.Built | bytes:
    """The feed as a reader gets it, with what follows the answer: the kept bytes, or a build that is then kept."""
    session.expire_all()
    reading = feeds.find(session, feed.kind.value, feeds.token_of(feed, SECRET))
    if feeds.is_fresh(reading, today):
        return feed.body
    built = feeds.build(session, reading, today=today, base_url=BASE, secret_key=SECRET)
    feeds.keep_built(session, built)
    session.commit()
    session.expire_all()
    return built.body


def events(data: bytes):
    return Calendar.from_ical(data).walk("VEVENT")


def only(data: bytes):
    (event,) = events(data)
    return event


@pytest.fixture
def unit_feed(session, cast: Cast) -> Feed:
    return make_feed(session, cast.commune, unit=cast.le_chan)


def test_a_units_feed_holds_its_deadlines_and_no_others(session, cast: Cast, unit_feed: Feed):
    task = make_task(session, title="Triển khai chữ ký số", label="mục 13", product="100 % hồ sơ")
    deadline = make_deadline(session, task, cast.le_chan, qualifier="before", due_on=date(2025, 12, 25))
    make_deadline(session, task, cast.hai_an)
    make_deadline(session, make_task(session, title="Không hạn"), cast.le_chan, due_on=None)
    session.commit()

    event = only(read(session, unit_feed))

    assert event["uid"] == deadline.uid
    assert event["summary"] == "Mục 13. Triển khai chữ ký số – Phường Lê Chân"
    assert event["url"] == f"{BASE}/ky-han/{deadline.id}"
    assert str(event["description"]).splitlines() == [
        "Đơn vị: Phường Lê Chân (chủ trì)",
        "Hạn: Trước ngày 25/12/2025",
        "Sản phẩm: 100 % hồ sơ",
        f"{BASE}/ky-han/{deadline.id}",
    ]


def test_a_persons_feed_holds_the_deadlines_of_all_her_units(session, cast: Cast):
    task = make_task(session)
    for unit in (cast.le_chan, cast.hai_an, cast.high_school):
        make_deadline(session, task, unit)
    session.add(RoleGrant(person_id=cast.commune.person_id, role="unit", unit_id=cast.hai_an.id))
    session.commit()

    data = read(session, make_feed(session, cast.commune))

    assert sorted(str(event["summary"]).split(" – ")[1] for event in events(data)) == [
        "Phường Hải An",
        "Phường Lê Chân",
    ]


def test_the_event_names_the_document_and_who_issued_it(session, cast: Cast, unit_feed: Feed):
    plan = Plan(title="Kế hoạch chuyển đổi số", created_at=clock.now())
    session.add(plan)
    session.flush()
    document = Document(
        sha256="0" * 64,
        file_name="ke-hoach.pdf",
        media_type="application/pdf",
        size=1,
        number="2416/KH-SGDĐT",
        issuer="Sở GDĐT Hải Phòng",
        kind=DocumentKind.PLAN,
        title="Kế hoạch",
        lines=[],
        plan_id=plan.id,
        imported_at=clock.now(),
    )
    session.add(document)
    session.flush()
    make_deadline(session, make_task(session, plan_id=plan.id, document_id=document.id), cast.le_chan)
    session.commit()

    event = only(read(session, unit_feed))

    assert "Văn bản: 2416/KH-SGDĐT của Sở GDĐT Hải Phòng" in event["description"]
    assert event["categories"].to_ical() == "Kế hoạch chuyển đổi số".encode()


def test_changed_words_come_with_a_new_wording_number():
    """Kept events hold while their facts do: whoever changes the words raises WORDING and writes the new digest here."""
    facts = {
        "id": 7,
        "uid": "5f0d5b1e-0a49-4c66-93b7-1f3c2b8f7a10",
        "created_at": datetime(2025, 10, 6, 1, tzinfo=UTC),
        "quarter": "2026Q2",
        "due_on": date(2026, 5, 31),
        "due_time": time(17),
        "qualifier": "",
        "effective_due": date(2026, 6, 1),
        "is_ongoing": True,
        "must_report": True,
        "role": AssignmentRole.LEAD,
        "label": "mục 13",
        "title": "Triển khai chữ ký số",
        "product": "100 % hồ sơ",
        "group_name": "",
        "unit_name": "Phường Lê Chân",
        "number": "",
        "symbol": "/KH-SGDĐT",
        "issuer": "Sở GDĐT",
        "plan_title": "Kế hoạch chuyển đổi số",
        "plan_short": "",
    }
    rows = [SimpleNamespace(**facts, state=state) for state in DeadlineState]
    digests = [
        feed_events.deadline_event(row, is_late=is_late, base_url=BASE).digest
        for row in rows
        for is_late in (False, True)
    ]

    whole = hashlib.sha256("".join(digests).encode()).hexdigest()[:16]
    assert (feed_events.WORDING, whole) == (1, "93e4638ee8fe1289")


def test_a_date_on_a_day_off_stays_as_written_and_says_how_it_is_judged(session, cast: Cast, unit_feed: Feed):
    make_deadline(session, make_task(session), cast.le_chan, due_on=date(2026, 5, 31), effective_due=date(2026, 6, 1))
    session.commit()

    event = only(read(session, unit_feed))

    assert event.decoded("dtstart") == date(2026, 5, 31)
    assert "tính đến hết thứ Hai 01/6/2026" in event["description"]


@pytest.mark.parametrize(
    ("state", "start"),
    [
        (DeadlineState.ACCEPTED, "✔ "),
        (DeadlineState.CANCELLED, "[Đã hủy] "),
        (DeadlineState.WAIVED, "[Miễn] "),
        (DeadlineState.SUSPENDED, "[Tạm dừng] "),
        (DeadlineState.SUBMITTED, "[Chờ duyệt] "),
        (DeadlineState.RETURNED, "[Trả lại] "),
    ],
)
def test_the_state_stands_first_in_words(session, cast: Cast, unit_feed: Feed, state, start):
    make_deadline(session, make_task(session), cast.le_chan, state=state)
    session.commit()

    event = only(read(session, unit_feed))

    assert str(event["summary"]).startswith(start)
    assert event["status"] == ("CANCELLED" if state is DeadlineState.CANCELLED else "CONFIRMED")


def test_a_title_too_long_for_outlook_is_cut_but_the_unit_stays(session, cast: Cast, unit_feed: Feed):
    make_deadline(session, make_task(session, title="Rà soát thủ tục hành chính " * 30), cast.le_chan)
    session.commit()

    summary = str(only(read(session, unit_feed))["summary"])

    assert len(summary) <= 255
    assert summary.endswith("… – Phường Lê Chân")


def test_reading_twice_gives_the_same_bytes(session, cast: Cast, unit_feed: Feed):
    make_deadline(session, make_task(session), cast.le_chan)
    session.commit()
    first = read(session, unit_feed)

    assert read(session, unit_feed) == first
    unit_feed.built_for = None  # even when everything is built again
    session.commit()
    assert read(session, unit_feed) == first


def test_a_change_that_shows_raises_sequence_and_stamp(session, cast: Cast, unit_feed: Feed):
    deadline = make_deadline(session, make_task(session), cast.le_chan)
    other = make_deadline(session, make_task(session, title="Việc khác"), cast.le_chan, due_on=date(2026, 1, 15))
    session.commit()
    before = {event["uid"]: event for event in events(read(session, unit_feed))}

    deadline.due_on = date(2026, 1, 9)
    outbox.touch(session, unit_ids=[cast.le_chan.id])
    session.commit()
    after = {event["uid"]: event for event in events(read(session, unit_feed))}

    assert after[deadline.uid]["sequence"] == before[deadline.uid]["sequence"] + 1
    assert after[deadline.uid].decoded("last-modified") > before[deadline.uid].decoded("last-modified")
    assert after[deadline.uid].decoded("dtstart") == date(2026, 1, 9)
    assert after[other.uid].to_ical() == before[other.uid].to_ical()


def test_a_renamed_unit_raises_every_event_it_shows_in(session, cast: Cast, unit_feed: Feed):
    make_deadline(session, make_task(session), cast.le_chan)
    session.commit()
    before = only(read(session, unit_feed))

    cast.le_chan.name = "Phường Lê Chân mới"
    outbox.touch(session, unit_ids=[cast.le_chan.id])
    session.commit()
    data = read(session, unit_feed)

    assert only(data)["summary"].endswith("Phường Lê Chân mới")
    assert only(data)["sequence"] == before["sequence"] + 1
    assert Calendar.from_ical(data)["X-WR-CALNAME"] == "Hạn công việc – Phường Lê Chân mới"


def test_a_document_that_gets_its_number_moves_the_events_of_all_its_units(session, cast: Cast, unit_feed: Feed):
    plan = Plan(title="Kế hoạch chuyển đổi số", created_at=clock.now())
    session.add(plan)
    session.flush()
    make_deadline(session, make_task(session, plan_id=plan.id), cast.le_chan)
    session.commit()
    before = only(read(session, unit_feed))

    plan.title = "Kế hoạch chuyển đổi số năm 2026"
    outbox.touch_words_of_plan(session, plan.id)
    session.commit()

    after = only(read(session, unit_feed))
    assert after["categories"].to_ical() == "Kế hoạch chuyển đổi số năm 2026".encode()
    assert after["sequence"] == before["sequence"] + 1


def test_a_units_new_name_from_a_table_reaches_its_calendar(session, cast: Cast, unit_feed: Feed):
    make_deadline(session, make_task(session), cast.le_chan)
    session.commit()
    read(session, unit_feed)

    import_units(session, cast.admin, "code,kind,name\n11407,commune,Phường Lê Chân Đông\n".encode())
    session.commit()

    assert only(read(session, unit_feed))["summary"].endswith("Phường Lê Chân Đông")


def test_the_worker_marks_what_became_late(app, session, cast: Cast, unit_feed: Feed):
    make_deadline(session, make_task(session), cast.le_chan, due_on=date(2025, 12, 10))
    session.commit()

    Worker(app, app.extensions["settings"]).run_job(next(job for job in JOBS if job.name == "overdue"))

    session.rollback()
    assert only(read(session, unit_feed))["summary"].startswith("[Quá hạn]")


def test_units_and_persons_see_the_same_event_with_the_same_stamps(session, cast: Cast, unit_feed: Feed):
    deadline = make_deadline(session, make_task(session), cast.le_chan)
    session.commit()
    read(session, unit_feed)
    deadline.state = DeadlineState.ACCEPTED
    outbox.touch(session, unit_ids=[cast.le_chan.id])
    session.commit()

    own = make_feed(session, cast.commune)

    assert only(read(session, own)).to_ical() == only(read(session, unit_feed)).to_ical()


def test_two_builders_at_once_render_the_same(session, cast: Cast, unit_feed: Feed):
    deadline = make_deadline(session, make_task(session), cast.le_chan)
    session.commit()
    read(session, unit_feed)
    deadline.due_on = date(2026, 1, 9)
    outbox.touch(session, unit_ids=[cast.le_chan.id])
    session.commit()
    reading = feeds.find(session, "don-vi", feeds.token_of(unit_feed, SECRET))
    first, second = (feeds.build(session, reading, today=TODAY, base_url=BASE, secret_key=SECRET) for _ in range(2))

    for built in (first, second):
        feeds.keep_built(session, built)
    session.commit()

    assert first.body == second.body
    assert session.get_one(DeadlineEvent, deadline.id).sequence == 1


def test_bytes_built_before_a_change_are_not_kept_after_it(session, cast: Cast, unit_feed: Feed):
    deadline = make_deadline(session, make_task(session), cast.le_chan)
    session.commit()
    reading = feeds.find(session, "don-vi", feeds.token_of(unit_feed, SECRET))
    stale = feeds.build(session, reading, today=TODAY, base_url=BASE, secret_key=SECRET)
    deadline.due_on = date(2026, 2, 2)
    outbox.touch(session, unit_ids=[cast.le_chan.id])
    session.commit()
    feeds.keep_built(session, stale)
    session.commit()

    assert only(read(session, unit_feed)).decoded("dtstart") == date(2026, 2, 2)


def test_finished_events_stay_sixty_days_and_then_leave_with_a_later_stamp(session, cast: Cast, unit_feed: Feed):
    make_deadline(session, make_task(session), cast.le_chan, state=DeadlineState.ACCEPTED)
    session.commit()
    assert len(events(read(session, unit_feed))) == 1
    stamp = unit_feed.changed_at

    assert len(events(read(session, unit_feed, today=TODAY + timedelta(days=60)))) == 1
    assert unit_feed.changed_at == stamp
    assert events(read(session, unit_feed, today=TODAY + timedelta(days=61))) == []
    assert unit_feed.changed_at > stamp


def test_open_events_stay_whatever_their_date(session, cast: Cast, unit_feed: Feed):
    make_deadline(session, make_task(session), cast.le_chan, due_on=date(2024, 3, 1))
    session.commit()

    assert len(events(read(session, unit_feed, today=TODAY + timedelta(days=400)))) == 1


def test_too_many_events_leave_out_the_oldest_finished_first(session, cast: Cast, unit_feed: Feed, monkeypatch):
    monkeypatch.setattr(feed_keeping, "MAX_EVENTS", 2)
    for number, state in enumerate((DeadlineState.ACCEPTED, DeadlineState.ACCEPTED, DeadlineState.OPEN)):
        deadline = make_deadline(session, make_task(session, title=f"Việc {number}"), cast.le_chan, state=state)
        deadline.changed_at = clock.now() - timedelta(days=10 - number)
    session.commit()

    summaries = sorted(str(event["summary"]) for event in events(read(session, unit_feed)))

    assert summaries == ["Việc 2 – Phường Lê Chân", "✔ Việc 1 – Phường Lê Chân"]


def test_a_feed_never_passes_the_size_google_takes(session, cast: Cast, unit_feed: Feed, monkeypatch):
    for number in range(6):
        make_deadline(session, make_task(session, title=f"Việc {number}"), cast.le_chan)
    session.commit()
    whole = read(session, unit_feed)
    monkeypatch.setattr(feed_keeping, "MAX_BYTES", len(whole) // 2)
    outbox.touch(session, unit_ids=[cast.le_chan.id])
    session.commit()

    cut = read(session, unit_feed)

    assert 0 < len(events(cut)) < 6
    assert len(cut) <= len(whole) // 2 + 1000  # the calendar's own properties


def test_alarms_are_a_choice_of_the_person_in_her_own_feed(session, cast: Cast, unit_feed: Feed):
    make_deadline(session, make_task(session), cast.le_chan)
    make_deadline(session, make_task(session), cast.le_chan, state=DeadlineState.ACCEPTED, due_on=date(2025, 12, 30))
    own = make_feed(session, cast.commune)
    assert b"VALARM" not in read(session, own)

    feeds.set_alarms(session, cast.commune, own, has_alarms=True)
    session.commit()
    done, still_open = events(read(session, own))

    assert [len(event.walk("VALARM")) for event in (done, still_open)] == [0, 1]
    assert b"VALARM" not in read(session, unit_feed)
    with pytest.raises(NotAllowed):
        feeds.set_alarms(session, cast.commune, unit_feed, has_alarms=True)


# --- overdue comes from the nightly job only


def test_overdue_is_written_by_the_nightly_job_once_not_by_the_clock(session, cast: Cast, unit_feed: Feed):
    deadline = make_deadline(session, make_task(session), cast.le_chan, due_on=date(2025, 12, 10))
    session.commit()
    before = read(session, unit_feed)
    assert is_overdue(deadline, TODAY)
    assert not str(only(before)["summary"]).startswith("[Quá hạn]")

    assert feeds.refresh_overdue(session, TODAY) == 1
    session.commit()
    after = read(session, unit_feed)

    assert only(after)["summary"].startswith("[Quá hạn] ")
    assert only(after)["priority"] == 1
    assert only(after)["sequence"] == only(before)["sequence"] + 1
    assert feeds.refresh_overdue(session, TODAY) == 0
    assert feeds.refresh_overdue(session, TODAY + timedelta(days=1)) == 0
    session.commit()
    assert read(session, unit_feed) == after


def test_a_granted_extension_takes_the_word_away_and_the_next_limit_brings_it_back(
    session, cast: Cast, unit_feed: Feed
):
    deadline = make_deadline(session, make_task(session), cast.le_chan, due_on=date(2025, 12, 10))
    session.commit()
    feeds.refresh_overdue(session, TODAY)
    deadline.due_on = deadline.effective_due = deadline.judged_due = date(2025, 12, 20)
    outbox.touch(session, unit_ids=[cast.le_chan.id])
    session.commit()
    assert not only(read(session, unit_feed))["summary"].startswith("[Quá hạn]")

    assert feeds.refresh_overdue(session, date(2025, 12, 20)) == 0
    assert feeds.refresh_overdue(session, date(2025, 12, 21)) == 1
    session.commit()
    assert only(read(session, unit_feed))["summary"].startswith("[Quá hạn]")


def test_what_was_handed_in_or_need_not_be_reported_is_never_marked(session, cast: Cast):
    for number, values in enumerate(({"state": DeadlineState.SUBMITTED}, {"must_report": False})):
        make_deadline(
            session, make_task(session, title=f"Việc {number}"), cast.le_chan, due_on=date(2025, 12, 1), **values
        )
    session.commit()

    assert feeds.refresh_overdue(session, TODAY) == 0


def test_a_quarter_without_evidence_is_marked_too(session, cast: Cast, unit_feed: Feed):
    make_deadline(
        session,
        make_task(session, title="Duy trì cơ sở dữ liệu", is_ongoing=True),
        cast.le_chan,
        due_on=date(2025, 9, 30),
        slot="2025Q3",
        is_ongoing=True,
    )
    session.commit()

    assert feeds.refresh_overdue(session, TODAY) == 1
    session.commit()
    summary = only(read(session, unit_feed))["summary"]
    assert summary == "[Quá hạn] Minh chứng quý III/2025: Duy trì cơ sở dữ liệu – Phường Lê Chân"
    assert feeds.refresh_overdue(session, TODAY) == 0


def test_two_marks_in_one_second_still_move_the_stamp(session, cast: Cast):
    deadline = make_deadline(session, make_task(session), cast.le_chan, due_on=date(2025, 12, 10))
    deadline.changed_at = clock.now() + timedelta(seconds=30)
    session.commit()
    before = deadline.changed_at

    assert feeds.refresh_overdue(session, TODAY) == 1
    session.commit()
    session.refresh(deadline)

    assert deadline.changed_at >= before + timedelta(seconds=1)
    assert deadline.sequence == 1


# --- a plan's feed


@pytest.fixture
def plan(session, cast: Cast) -> Plan:
    made = Plan(title="Kế hoạch chuyển đổi số, năm học 2025-2026", short_title="", created_at=clock.now())
    session.add(made)
    session.commit()
    return made


def test_a_plans_feed_has_one_event_for_each_task_and_date(session, cast: Cast, plan: Plan):
    first = make_task(session, title="Việc một", plan_id=plan.id)
    second = make_task(session, title="Việc hai", plan_id=plan.id)
    for unit in (cast.le_chan, cast.hai_an, cast.high_school):
        make_deadline(session, first, unit, due_on=date(2025, 12, 25))
        make_deadline(session, second, unit, due_on=date(2025, 12, 31))
        make_deadline(session, second, unit, due_on=date(2026, 3, 31), due_time=time(17))
    session.commit()

    data = read(session, make_feed(session, cast.officer, plan=plan))

    shown = [(str(event["summary"]), event["dtstart"].to_ical()) for event in events(data)]
    assert [text for text, _ in shown] == ["Việc một", "Việc hai", "Việc hai"]
    assert len({event["uid"] for event in events(data)}) == 3
    assert str(Calendar.from_ical(data)["X-WR-CALNAME"]).startswith("Kế hoạch – Kế hoạch chuyển đổi số – năm học")
    assert b"VTIMEZONE" in data


def test_a_plans_event_is_done_when_every_unit_is_and_stays_still_until_then(session, cast: Cast, plan: Plan):
    task = make_task(session, plan_id=plan.id)
    deadlines = [make_deadline(session, task, unit) for unit in (cast.le_chan, cast.hai_an)]
    session.commit()
    feed = make_feed(session, cast.officer, plan=plan)
    first = read(session, feed)
    deadlines[0].state = DeadlineState.ACCEPTED
    deadlines[0].changed_at = clock.now() + timedelta(seconds=5)
    outbox.touch(session, plan_ids=[plan.id])
    session.commit()
    assert read(session, feed) == first

    deadlines[1].state = DeadlineState.ACCEPTED
    outbox.touch(session, plan_ids=[plan.id])
    session.commit()

    event = only(read(session, feed))
    assert event["summary"].startswith("✔ ")
    assert event["sequence"] == 1
    assert event["uid"] == only(first)["uid"]


def test_one_units_extension_does_not_move_the_plans_date(session, cast: Cast, plan: Plan):
    task = make_task(session, plan_id=plan.id)
    for unit in (cast.le_chan, cast.hai_an, cast.high_school):
        deadline = make_deadline(session, task, unit)
    deadline.due_on = date(2026, 1, 20)
    session.commit()

    event = only(read(session, make_feed(session, cast.officer, plan=plan)))

    assert event.decoded("dtstart") == date(2025, 12, 31)


def test_a_plans_uid_stays_when_the_installations_key_changes(session, cast: Cast, plan: Plan):
    make_deadline(session, make_task(session, plan_id=plan.id), cast.le_chan)
    session.commit()
    feed = make_feed(session, cast.officer, plan=plan)
    before = only(read(session, feed))["uid"]
    reading = feeds.find(session, "ke-hoach", feeds.token_of(feed, SECRET))

    again = feeds.build(session, reading, today=TODAY, base_url=BASE, secret_key="another key of this installation")

    assert only(again.body)["uid"] == before


# --- secrets and rights


def test_the_secret_is_not_stored_and_can_be_shown_again(session, cast: Cast, unit_feed: Feed):
    token = feeds.token_of(unit_feed, SECRET)

    assert len(token) == 32
    assert token not in {unit_feed.nonce, unit_feed.token_hash}
    assert feeds.address_of(unit_feed, base_url=BASE, secret_key=SECRET) == f"{BASE}/ical/don-vi/{token}.ics"
    assert feeds.token_of(unit_feed, "another key of this installation") is None


def test_one_person_has_one_address_for_one_calendar_and_each_her_own(session, cast: Cast, unit_feed: Feed):
    assert make_feed(session, cast.commune, unit=cast.le_chan).id == unit_feed.id
    assert make_feed(session, cast.officer, unit=cast.le_chan).id != unit_feed.id


def test_renewing_ends_the_old_address_and_is_logged(session, cast: Cast, unit_feed: Feed):
    old = feeds.token_of(unit_feed, SECRET)

    feeds.renew(session, cast.commune, unit_feed, secret_key=SECRET)
    session.commit()

    assert feeds.find(session, "don-vi", old) is None
    assert feeds.find(session, "don-vi", feeds.token_of(unit_feed, SECRET)) is not None
    entry = session.scalars(sa.select(LogEntry).order_by(LogEntry.id.desc())).first()
    assert entry.action is LogAction.FEED_RENEWED
    assert old not in str(entry.changes)


def test_a_revoked_address_opens_nothing_and_a_new_one_can_be_made(session, cast: Cast, unit_feed: Feed):
    token = feeds.token_of(unit_feed, SECRET)

    feeds.revoke(session, cast.commune, unit_feed)
    session.commit()

    assert feeds.find(session, "don-vi", token) is None
    assert make_feed(session, cast.commune, unit=cast.le_chan).id != unit_feed.id


def test_a_locked_account_ends_its_feeds(session, cast: Cast, unit_feed: Feed):
    token = feeds.token_of(unit_feed, SECRET)
    session.get_one(Person, cast.commune.person_id).is_active = False
    session.commit()

    assert feeds.find(session, "don-vi", token) is None


def test_losing_the_unit_ends_its_feed_and_empties_the_own_one(session, cast: Cast, unit_feed: Feed):
    make_deadline(session, make_task(session), cast.le_chan)
    make_deadline(session, make_task(session), cast.hai_an)
    session.commit()
    own = make_feed(session, cast.commune)
    read(session, own)
    stamp = own.changed_at
    grant = session.scalars(sa.select(RoleGrant).where(RoleGrant.person_id == cast.commune.person_id)).one()
    grant.unit_id = cast.hai_an.id
    session.commit()

    assert feeds.find(session, "don-vi", feeds.token_of(unit_feed, SECRET)) is None
    assert only(read(session, own))["summary"].endswith("Phường Hải An")
    assert own.changed_at > stamp


@pytest.mark.parametrize("who", ["commune", "school"])
def test_units_get_no_feed_of_another_unit_or_of_a_plan(session, cast: Cast, plan: Plan, who):
    person = getattr(cast, who)
    with pytest.raises(NotAllowed):
        make_feed(session, person, unit=cast.hai_an)
    with pytest.raises(NotAllowed):
        make_feed(session, person, plan=plan)


def test_anothers_address_does_not_exist_for_me(session, cast: Cast, unit_feed: Feed):
    with pytest.raises(NotFound):
        feeds.get_feed(session, cast.other_commune, unit_feed.id)


@pytest.mark.parametrize(
    ("kind", "token"), [("ca-nhan", None), ("khac", None), ("don-vi", "x" * 31), ("don-vi", "ữ" * 32)]
)
def test_a_secret_opens_only_its_own_kind_and_nothing_malformed(session, cast: Cast, unit_feed: Feed, kind, token):
    assert feeds.find(session, kind, token or feeds.token_of(unit_feed, SECRET)) is None


def test_a_reading_is_noted_at_most_once_an_hour(session, cast: Cast, unit_feed: Feed):
    assert feeds.is_read_due(unit_feed)
    with writing():
        feeds.note_read(session, unit_feed.id, program="Google-Calendar-Importer\x00")
        session.commit()
    session.refresh(unit_feed)
    assert unit_feed.last_read_by == "Google-Calendar-Importer"
    assert not feeds.is_read_due(unit_feed)
    unit_feed.last_read_at = clock.now() - timedelta(minutes=61)
    assert feeds.is_read_due(unit_feed)
