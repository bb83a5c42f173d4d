"""What a calendar program meets at /ical (ical-feeds R34-R37, R41, R43)."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar
from structlog.testing import capture_logs
from werkzeug.http import http_date

from tests.cast import Cast
from tests.tasks.make import make_deadline, make_task
from tracker.directory.models import Person, RoleGrant
from tracker.notify import feeds, outbox
from tracker.notify.models import Feed, FeedKind

SECRET = "t" * 40


@pytest.fixture
def feed(session, cast: Cast) -> Feed:
    made = feeds.create(
        session, cast.commune, to=cast.commune, kind=FeedKind.UNIT, secret_key=SECRET, unit_id=cast.le_chan.id
    )
    make_deadline(session, make_task(session), cast.le_chan, due_on=date(2025, 12, 25))
    session.commit()
    return made


@pytest.fixture
def path(session, feed: Feed) -> str:
    token = feeds.token_of(feed, SECRET)
    session.commit()
    return f"/ical/don-vi/{token}.ics"


@pytest.fixture
def read(app, session):
    """A program's request, finished as a server finishes it: what follows the answer has run."""
    client = app.test_client(use_cookies=False)

    def ask(path: str, method: str = "GET", **headers):
        session.commit()
        answer = client.open(
            path,
            method=method,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
            buffered=True,
        )
        session.rollback()  # the next line of the test sees what the answer left behind
        return answer

    return ask


def test_the_calendar_is_served_at_once_to_anybody_with_the_address(read, path):
    answer = read(path, Accept="text/html", User_Agent="curl/8")

    assert answer.status_code == 200
    assert len(Calendar.from_ical(answer.data).walk("VEVENT")) == 1
    headers = answer.headers
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Content-Disposition"] == 'inline; filename="dung-han-don-vi.ics"'
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["ETag"].startswith('"')
    assert not {"Set-Cookie", "Vary", "Location", "Content-Encoding"} & set(headers.keys())


def test_two_readings_are_identical_and_the_second_builds_nothing(read, path):
    with capture_logs() as seen:
        first, second = read(path), read(path)

    assert first.data == second.data
    assert first.headers["ETag"] == second.headers["ETag"]
    assert first.headers["Last-Modified"] == second.headers["Last-Modified"]
    assert [line["event"] for line in seen].count("feed_built") == 1


def test_a_reader_that_has_it_gets_304_by_etag_in_every_form(read, path):
    etag = read(path).headers["ETag"]

    for given in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = read(path, If_None_Match=given)
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == etag


def test_a_reader_that_has_it_gets_304_by_date(read, path):
    stamp = read(path).headers["Last-Modified"]

    assert read(path, If_Modified_Since=stamp).status_code == 304
    assert read(path, If_Modified_Since="yesterday or so").status_code == 200
    assert read(path, If_Modified_Since=http_date(0)).status_code == 200


def test_the_etag_counts_before_the_date(read, path):
    stamp = read(path).headers["Last-Modified"]

    assert read(path, If_None_Match='"other"', If_Modified_Since=stamp).status_code == 200


def test_a_change_ends_the_304_also_within_the_same_second(session, cast: Cast, read, path):
    first = read(path)
    make_deadline(session, make_task(session, title="Việc mới"), cast.le_chan)
    outbox.touch(session, unit_ids=[cast.le_chan.id])

    again = read(path, If_Modified_Since=first.headers["Last-Modified"])

    assert again.status_code == 200
    assert len(Calendar.from_ical(again.data).walk("VEVENT")) == 2
    assert again.headers["ETag"] != first.headers["ETag"]


def test_a_vanished_deadline_moves_the_date_forward(session, cast: Cast, read, path):
    late = make_deadline(session, make_task(session, title="Bị bỏ"), cast.le_chan)
    outbox.touch(session, unit_ids=[cast.le_chan.id])
    first = read(path)
    late.due_on = None
    outbox.touch(session, unit_ids=[cast.le_chan.id])

    again = read(path, If_Modified_Since=first.headers["Last-Modified"])

    assert again.status_code == 200
    assert len(Calendar.from_ical(again.data).walk("VEVENT")) == 1


def test_head_is_like_get_without_the_body(read, path):
    got, head = read(path), read(path, "HEAD")

    assert head.data == b""
    names = ("Content-Type", "Content-Length", "ETag", "Last-Modified", "Cache-Control", "X-Robots-Tag")
    assert [head.headers[name] for name in names] == [got.headers[name] for name in names]
    assert int(head.headers["Content-Length"]) == len(got.data)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"])
def test_other_methods_are_refused_with_what_is_allowed_and_no_form_page(read, path, method):
    answer = read(path, method)

    assert answer.status_code == 405
    assert sorted(answer.headers["Allow"].split(", ")) == ["GET", "HEAD"]
    assert "Biểu mẫu" not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_an_empty_feed_is_still_a_feed(session, cast: Cast, read):
    made = feeds.create(session, cast.other_commune, to=cast.other_commune, kind=FeedKind.PERSON, secret_key=SECRET)
    token = feeds.token_of(made, SECRET)

    answer = read(f"/ical/ca-nhan/{token}.ics")

    assert answer.status_code == 200
    assert Calendar.from_ical(answer.data).walk("VEVENT") == []


def _same(answers) -> bool:
    return len({(a.status_code, a.data, tuple(sorted(a.headers.items()))) for a in answers}) == 1


def test_unknown_malformed_revoked_and_foreign_kind_are_one_and_the_same_404(session, cast: Cast, read, feed, path):
    etag = read(path).headers["ETag"]
    token = path.split("/")[-1].removesuffix(".ics")
    feeds.revoke(session, cast.commune, feed)

    answers = [
        read(path),
        read(path, If_None_Match=etag),
        read(path, If_None_Match="*"),
        read(f"/ical/don-vi/{'A' * 32}.ics"),
        read(f"/ical/ke-hoach/{token}.ics"),
        read("/ical/don-vi/ngắn.ics"),
        read("/ical/don-vi/" + "A" * 32),
        read("/ical/khac"),
    ]

    assert answers[0].status_code == 404
    assert _same(answers)
    assert not {"ETag", "Last-Modified", "Set-Cookie", "Vary", "WWW-Authenticate", "Location"} & set(
        answers[0].headers.keys()
    )
    assert token not in answers[0].text


def test_head_of_an_unknown_address_has_the_same_headers(read):
    unknown = f"/ical/don-vi/{'A' * 32}.ics"
    got, head = read(unknown), read(unknown, "HEAD", If_None_Match="*")

    assert head.status_code == 404
    assert sorted(head.headers.items()) == sorted(got.headers.items())


@pytest.mark.parametrize("loss", ["locked", "role"])
def test_an_address_ends_when_its_person_is_locked_or_loses_the_unit(session, cast: Cast, read, path, loss):
    etag = read(path).headers["ETag"]
    person_id = cast.commune.person_id
    if loss == "locked":
        session.get_one(Person, person_id).is_active = False
    else:
        for grant in session.scalars(sa.select(RoleGrant).where(RoleGrant.person_id == person_id)):
            session.delete(grant)

    assert _same([read(path, If_None_Match=etag), read(f"/ical/don-vi/{'A' * 32}.ics")])


def test_reading_is_noted_after_the_answer_with_the_program(session, read, feed, path):
    read(path, User_Agent="Google-Calendar-Importer")
    session.refresh(feed)
    first = feed.last_read_at
    assert feed.last_read_by == "Google-Calendar-Importer"

    read(path, User_Agent="iOS/18.1 dataaccessd/1.0")
    session.refresh(feed)
    assert (feed.last_read_at, feed.last_read_by) == (first, "Google-Calendar-Importer")

    feed.last_read_at = first - timedelta(hours=2)
    read(path, User_Agent="iOS/18.1 dataaccessd/1.0", If_None_Match="*")
    session.refresh(feed)
    assert feed.last_read_by == "iOS/18.1 dataaccessd/1.0"


def test_the_answer_arrives_though_nothing_can_be_written(session, read, path):
    session.execute(
        sa.text("CREATE TRIGGER disk_is_full BEFORE UPDATE ON feed BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    )
    with capture_logs() as seen:
        first, second = read(path), read(path)

    assert first.status_code == 200
    assert first.data == second.data
    assert [line["event"] for line in seen].count("after_answer_failed") == 2


def test_no_secret_reaches_the_log(read, path):
    token = path.split("/")[-1].removesuffix(".ics")
    with capture_logs() as seen:
        read(path)
        read(path.replace("don-vi", "ke-hoach"))

    assert {line["event"] for line in seen} >= {"feed_built", "feed_refused"}
    assert token not in repr(seen)
    assert feeds.hash_of(token)[:8] in repr(seen)


def test_a_program_that_asks_too_often_is_slowed_by_its_secret_alone(app, session, cast: Cast, read, path, monkeypatch):
    other = feeds.create(session, cast.school, to=cast.school, kind=FeedKind.PERSON, secret_key=SECRET)
    other_path = f"/ical/ca-nhan/{feeds.token_of(other, SECRET)}.ics"
    etag = read(path).headers["ETag"]

    answers = [read(path, If_None_Match=etag).status_code for _ in range(600)]

    assert answers[-1] == 429
    assert set(answers[:-1]) == {304}
    assert read(other_path).status_code == 200
