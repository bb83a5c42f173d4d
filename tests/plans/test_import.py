"""Import of the five real documents into a database with a directory (product 3.8, 4.2)."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.plans.office import NAMES, import_file, items_of, officer, row, store
from tracker import clock
from tracker.access import Actor
from tracker.errors import BadInput, NotAllowed, UnreadableDocument
from tracker.log import LogAction, LogEntry
from tracker.plans import queries, service
from tracker.plans.models import Document, Item, ItemOrigin, ItemWarning, Plan, ReviewBy


def test_the_plan_of_2025_comes_in_with_its_rows_its_prose_and_its_period(session):
    result = import_file(officer(session), "002")
    rows, prose = queries.split_by_origin(items_of(session, result))
    assert (len(rows), len(prose)) == (25, 11)
    assert (result.plan.starts_on, result.plan.ends_on) == (date(2025, 10, 1), date(2026, 6, 30))
    assert result.document.issuer == "Sở Giáo dục và Đào tạo Hải Phòng"


def test_twenty_rows_are_complete_and_five_need_a_look(session):
    result = import_file(officer(session), "002")
    rows, _ = queries.split_by_origin(items_of(session, result))
    assert [item.stt for item in rows if not queries.is_ready(item, result.document)] == ["10", "11", "13", "17", "19"]


def test_row_13_is_warned_of_its_date_and_offers_the_date_of_the_prose(session):
    item = row(session, import_file(officer(session), "002"), "13")
    warning = next(each for each in item.warnings if each.code == "date_outside_period")
    assert warning.is_blocking
    assert warning.proposal == "2025-12-25"
    assert {quote["value"] for quote in warning.quotes} == {"2026-12-25", "2025-12-31", "2025-12-25"}
    assert item.due_on == date(2025, 12, 31)


def test_the_prose_half_of_a_possible_pair_waits_for_a_decision(session):
    items = items_of(session, result := import_file(officer(session), "002"))
    waiting = [
        item for item in items if item.origin is ItemOrigin.PROSE and not queries.is_ready(item, result.document)
    ]
    assert [item.due_on for item in waiting] == [date(2025, 12, 25)]


def test_every_item_keeps_its_passage(session):
    result = import_file(officer(session), "002")
    numbers = {line[0] for line in result.document.lines}
    for item in items_of(session, result):
        assert item.quote
        assert item.source_line in numbers


def test_no_cited_date_becomes_a_deadline(session):
    result = import_file(officer(session), "002")
    cited = {each["on"] for each in result.document.cited_dates if each["on"] and each["on"] < "2025-09-30"}
    due = {item.due_on.isoformat() for item in items_of(session, result) if item.due_on}
    assert cited
    assert not cited & due


def test_the_same_file_twice_changes_nothing(session):
    first = import_file(officer(session), "004")
    before = counts(session)
    again = import_file(officer(session), "004")
    assert (again.is_new, again.document.id) == (False, first.document.id)
    assert counts(session) == before


def counts(session) -> list[int]:
    tables = (Document, Plan, Item, ItemWarning, LogEntry)
    return [session.scalar(sa.select(sa.func.count()).select_from(table)) for table in tables]


def test_the_file_is_kept_byte_for_byte(session):
    result = import_file(officer(session), "000")
    assert store().read(result.document.sha256) == NAMES["000"].read_bytes()


def test_another_provinces_document_is_flagged_and_nothing_of_it_is_ready(session):
    result = import_file(officer(session), "003")
    items = items_of(session, result)
    assert result.document.is_foreign
    assert items
    assert not any(queries.is_ready(item, result.document) for item in items)
    assert "other_province" in {warning.code for warning in queries.plan_warnings(session(), result.document)}


def test_the_doer_of_a_section_is_its_title_in_the_documents_own_meaning(session, hai_phong):
    result = import_file(officer(session), "004")
    groups = {group.id: group.code for group in hai_phong.groups}
    schools = row(session, result, "1", "CÁC CƠ SỞ GIÁO DỤC")
    assert [groups[party.group_id] for party in schools.parties] == ["CSGD-PT-TX"]  # mầm non is left out (line 41)
    district = row(session, result, "1", "PHÒNG GIÁO DỤC")
    assert not queries.is_ready(district, result.document)
    assert "unit_abolished" in {warning.code for warning in district.warnings}


def test_what_goes_to_the_manager_above_is_reviewed_there(session):
    result = import_file(officer(session), "002")
    _, prose = queries.split_by_origin(items_of(session, result))
    relative = [item for item in prose if item.review_by is ReviewBy.PARENT]
    assert [(item.due_on, "cấp trên" in item.recipient) for item in relative] == [(date(2026, 5, 25), True)]


def test_a_dispatch_without_rows_keeps_its_one_deadline(session):
    result = import_file(officer(session), "000")
    (item,) = items_of(session, result)
    assert item.due_on == date(2025, 11, 10)
    assert len(item.parties) == 6
    assert result.plan.ends_on == date(2025, 11, 10)


def test_the_first_import_is_logged_once(session):
    import_file(officer(session), "000")
    import_file(officer(session), "000")
    actions = session.scalars(sa.select(LogEntry).where(LogEntry.action == LogAction.DOCUMENT_IMPORTED)).all()
    assert [entry.changes["items"] for entry in actions] == [1]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "trống"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "PDF"),
        (b"PK\x03\x04" + b"\x00" * 60, ""),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_and_leaves_nothing(session, data, words):
    before = counts(session)
    with pytest.raises(UnreadableDocument) as refused:
        service.import_document(
            officer(session), data=data, file_name="ke-hoach.txt", today=clock.today(), store=store()
        )
    session.rollback()
    assert words in refused.value.message
    assert counts(session) == before
    assert list(store().names()) == []


def test_a_file_over_the_limit_leaves_nothing(session):
    with pytest.raises(BadInput):
        service.import_document(
            officer(session),
            data=NAMES["000"].read_bytes(),
            file_name="000.txt",
            today=clock.today(),
            store=store(),
            max_bytes=1000,
        )
    session.rollback()
    assert session.scalars(sa.select(Document)).all() == []
    assert list(store().names()) == []


def test_a_leader_may_not_import(session):
    leader = Actor(person_id=99, name="Hoàng Văn Đạo", grants=frozenset({("leader", None)}))
    with pytest.raises(NotAllowed):
        service.import_document(leader, data=b"x", file_name="x.txt", today=clock.today(), store=store())


def test_the_second_so_reads_the_same_plan_with_its_own_words(small_app):
    from tracker.extensions import db

    result = import_file(officer(db.session()), "002")
    items = items_of(db.session, result)
    assert result.document.is_foreign  # it is Hải Phòng's, and this is the Sở of Bình Minh
    assert result.plan.ends_on == date(2026, 6, 30)
    unknown = {party.words for item in items for party in item.parties if not (party.unit_id or party.group_id)}
    assert {"Phòng QLCL", "Phòng TCCB"} <= unknown


def test_a_report_asked_for_in_a_cycle_comes_in_without_a_day(session):
    text = (
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO\nSố: 12/SGDĐT-VP\nHải Phòng, ngày 01 tháng 10 năm 2025\nKính gửi: Các trường THPT\n\n"
        "2. Chế độ thông tin\nCác trường THPT báo cáo hằng tháng gửi về Sở GDĐT (qua Văn phòng) để tổng hợp.\n"
    )
    result = service.import_document(
        officer(session), data=text.encode(), file_name="thu.txt", today=clock.today(), store=store()
    )
    session.commit()
    item = next(each for each in items_of(session, result) if each.origin is ItemOrigin.PROSE)
    assert (item.recurrence, item.due_on, item.section) == ("monthly", None, "2. Chế độ thông tin")
