"""The log: chained, append-only with its cause, told in sentences, shown with filters."""

from datetime import date

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from tests.conftest import TODAY, settings_for
from tracker import clock, log_sentences
from tracker.access import SYSTEM
from tracker.checking import findings
from tracker.cli import main
from tracker.directory.models import Person, Unit
from tracker.extensions import db
from tracker.files import FileStore
from tracker.log import LogAction, LogChain, LogEntry, first_broken_entry, record
from tracker.log_views import ACTION_GROUPS


def write(session, count: int = 3) -> None:
    for number in range(count):
        record(session(), SYSTEM, LogAction.UNIT_CHANGED, "unit", changes={"name": ["cũ", f"mới {number}"]})
    session.commit()


def test_every_act_has_its_words_and_its_filter():
    assert set(log_sentences.PHRASES) == set(LogAction)
    for action in LogAction:
        words = log_sentences.phrase(action)
        assert words[0].islower()
        assert not words.endswith((".", " "))
        kinds = [label for label, starts in ACTION_GROUPS.values() if action.value.startswith(starts)]
        assert len(kinds) == 1, action


def test_a_sentence_says_who_did_what():
    told = log_sentences.sentence(
        "Vũ Thị Hạnh", LogAction.EVIDENCE_ACCEPTED, {"version": 2, "state": ["submitted", "accepted"]}
    )
    assert told == "Vũ Thị Hạnh duyệt minh chứng (lần nộp 2)."
    assert log_sentences.sentence(
        "Hệ thống", LogAction.UNITS_IMPORTED, {"what": "contacts", "added": 3, "changed": 1, "kept": 0}
    ) == ("Hệ thống nhập đầu mối: thêm 3, đổi 1, giữ 0.")
    granted = {"email": "le@example.edu.vn", "role": "unit", "unit": "P. Lê Chân", "what": "granted"}
    assert "thêm vai trò Đơn vị (P. Lê Chân) cho le@example.edu.vn" in log_sentences.phrase(
        LogAction.PERSON_CHANGED, granted
    )


def test_details_say_old_and_new_in_the_words_and_dates_of_people():
    changes = {
        "due_on": ["2025-12-31", "2026-01-15"],
        "state": ["open", "waived"],
        "reason": "Bão",
        "sha256": "ab",
        "is_active": [True, False],
    }
    assert log_sentences.details(changes) == [
        "hạn: 31/12/2025 → 15/01/2026",
        "trạng thái: chưa nộp → miễn",
        "lý do: Bão",
        "đang dùng: có → không",
    ]
    assert log_sentences.details({"email": ["", "a@example.edu.vn"]}) == ["địa chỉ thư: trống → a@example.edu.vn"]
    assert log_sentences.details(None) == []


def test_an_untouched_chain_is_whole(session):
    assert first_broken_entry(session()) is None
    write(session)
    assert first_broken_entry(session()) is None


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        (sa.update(LogEntry).where(LogEntry.id == 2).values(actor_name="Ai đó"), 2),
        (sa.update(LogEntry).where(LogEntry.id == 2).values(changes={"name": ["cũ", "khác"]}), 2),
        (sa.delete(LogEntry).where(LogEntry.id == 2), 3),
        (sa.delete(LogEntry).where(LogEntry.id == 3), 0),
        (sa.delete(LogEntry), 0),
        (sa.update(LogChain).values(entries=2), 0),
    ],
)
def test_whoever_changes_or_removes_an_entry_breaks_the_chain(session, statement, broken):
    write(session)
    session.execute(statement)
    session.commit()
    assert first_broken_entry(session()) == broken


def test_what_is_rolled_back_leaves_no_entry(session):
    record(session(), SYSTEM, LogAction.UNIT_CHANGED, "unit")
    session.rollback()
    write(session, 1)
    assert session.scalar(sa.select(sa.func.count()).select_from(LogEntry)) == 1


def test_a_savepoint_that_is_rolled_back_takes_its_own_entries_only(session):
    record(session(), SYSTEM, LogAction.UNIT_CHANGED, "unit")
    inner = session.begin_nested()
    record(session(), SYSTEM, LogAction.CONTACT_ADDED, "contact")
    inner.rollback()
    with session.begin_nested():
        record(session(), SYSTEM, LogAction.CONTACT_REMOVED, "contact")
    session.commit()
    kept = session.scalars(sa.select(LogEntry.action).order_by(LogEntry.id)).all()
    assert kept == [LogAction.UNIT_CHANGED, LogAction.CONTACT_REMOVED]


def test_an_entry_belongs_to_the_commit_of_its_cause_and_knows_its_subject(session, cast):
    cast.hai_an.short_name = "P. Hải An"
    record(session(), cast.officer, LogAction.UNIT_CHANGED, cast.hai_an, unit_id=cast.hai_an.id)
    session.commit()
    entry = session.scalars(sa.select(LogEntry)).one()
    assert (entry.subject_type, entry.subject_id, entry.actor_name) == ("unit", cast.hai_an.id, "Vũ Thị Hạnh")
    assert clock.office_time(entry.at).date() == TODAY


def test_the_page_tells_the_newest_first_and_links_the_unit(browser, cast, session):
    record(
        session(),
        cast.officer,
        LogAction.CONTACT_ADDED,
        "contact",
        changes={"name": "Trần Mới"},
        unit_id=cast.hai_an.id,
    )
    session.commit()
    page = browser.sign_in("kiem@example.edu.vn").get("/nhat-ky").text
    assert page.index("Mai Thị Kiểm đăng nhập.") < page.index("Vũ Thị Hạnh thêm đầu mối Trần Mới.")
    assert 'href="/don-vi/11413"' in page


def test_the_page_is_narrowed_by_person_by_kind_and_by_day(browser, cast, session):
    write(session)
    browser.sign_in("kiem@example.edu.vn")
    assert "Hệ thống sửa đơn vị" not in browser.get("/nhat-ky?q=mai").text
    assert "Hệ thống sửa đơn vị" not in browser.get("/nhat-ky?loai=dang-nhap").text
    assert "Hệ thống sửa đơn vị" in browser.get("/nhat-ky?loai=don-vi&tu-ngay=15/12/2025&den-ngay=15/12/2025").text
    assert "Không có việc nào khớp" in browser.get("/nhat-ky?den-ngay=14/12/2025").text
    assert browser.get("/nhat-ky?tu-ngay=mai&den-ngay=32/13/2025&loai=gi-do&trang=-1").status_code == 200


def test_the_page_checks_the_chain_and_says_where_it_breaks(browser, cast, session):
    write(session)
    browser.sign_in("kiem@example.edu.vn")
    assert "Chuỗi nhật ký nguyên vẹn" in browser.get("/nhat-ky?kiem-tra=1").text
    session.execute(sa.update(LogEntry).where(LogEntry.id == 2).values(actor_name="Ai đó"))
    assert "bị đứt ở dòng số 2" in browser.get("/nhat-ky?kiem-tra=1").text


@pytest.mark.sqlite  # PostgreSQL does not let a reference be broken
def test_check_finds_broken_references_lost_files_and_a_broken_chain(app, session, cast, tmp_path):
    write(session)
    store = FileStore(tmp_path / "files")
    assert list(findings(session(), store)) == []
    session.commit()
    session.connection().exec_driver_sql("COMMIT")
    session.connection().exec_driver_sql("PRAGMA foreign_keys=OFF")
    session.execute(sa.update(Unit).where(Unit.code == "11413").values(parent_id=4711))
    session.execute(sa.update(LogEntry).where(LogEntry.id == 1).values(actor_name="Ai đó"))
    found = list(findings(session(), store))
    assert found == [
        "Bảng unit: 1 dòng có parent_id trỏ tới dòng không có trong unit.",
        "Nhật ký: chuỗi bị đứt ở dòng số 1.",
    ]


def test_the_command_check_ends_with_1_and_names_what_it_found(session, cast, tmp_path, monkeypatch):
    write(session)
    session.execute(sa.update(LogEntry).where(LogEntry.id == 1).values(actor_name="Ai đó"))
    session.commit()
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path))
    monkeypatch.setenv("TRACKER_DATABASE_URL", db.engine.url.render_as_string(hide_password=False))
    result = CliRunner().invoke(main, ["check"])
    assert (result.exit_code, result.stdout) == (1, "Nhật ký: chuỗi bị đứt ở dòng số 1.\n")
    assert settings_for(tmp_path).today == date(2025, 12, 15)
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 8
