"""What the rest of the product asks the directory: receivers, the snapshot, who sees whose contacts."""

import sqlalchemy as sa

from tests.cast import make_contact, make_unit
from tracker import clock
from tracker.directory import queries
from tracker.directory.models import Contact, ContactRole, GroupAlias, GroupMember, UnitAlias, UnitGroup, UnitKind
from tracker.directory.queries import Mailbox
from tracker.directory.snapshot import spelling
from tracker.vietnamese import fold


def to(session, unit):
    return queries.receivers(session, [unit.id])[unit.id]


def test_officers_get_the_mail_and_heads_stand_beside_them(session, cast):
    found = to(session, cast.le_chan)
    assert found.officers == (Mailbox("le@example.edu.vn", "Đỗ Thị Lê"),)
    assert found.heads == (Mailbox("truong@example.edu.vn", "Ngô Văn Trưởng"),)


def test_without_an_officer_the_head_gets_the_mail(session, cast):
    session.execute(sa.update(Contact).where(Contact.email == "le@example.edu.vn").values(is_active=False))
    assert to(session, cast.le_chan).officers == (Mailbox("truong@example.edu.vn", "Ngô Văn Trưởng"),)


def test_a_refused_address_counts_as_none(session, cast):
    session.execute(
        sa.update(Contact)
        .where(Contact.unit_id == cast.le_chan.id)
        .values(refused_at=clock.now(), refused_reason="550")
    )
    assert to(session, cast.le_chan).officers == (Mailbox("11407@example.edu.vn", "Phường Lê Chân"),)
    assert to(session, cast.le_chan).heads == ()


def test_without_contacts_the_units_own_mailbox_gets_the_mail(session, cast):
    assert to(session, cast.high_school).officers[0].address == "thpt-thuy-nguyen-3@example.edu.vn"


def test_with_nothing_at_all_there_is_nobody_and_the_list_says_so(session, cast):
    lonely = make_unit(session, code="T9", kind=UnitKind.SCHOOL, name="Trường Chín", parent=cast.le_chan, email="")
    assert to(session, lonely).is_empty
    listed = session.scalars(queries.find_units(only_without_address=True)).all()
    assert [unit.code for unit in listed] == ["T9"]  # the ministry is outside, it gets no mail anyway
    assert queries.count_units(session)[1] == 1


def test_receivers_of_many_units_take_two_statements_a_thousand(session, cast):
    ids = [cast.le_chan.id, cast.hai_an.id, cast.le_chan.id, 999_999]
    seen: list[str] = []
    sa.event.listen(session.get_bind(), "before_cursor_execute", lambda *given: seen.append(given[2]))
    found = queries.receivers(session, ids)
    assert len(seen) == 2
    assert found[999_999].is_empty
    assert len(found) == 3


def test_what_is_asked_of_the_so_itself_goes_to_its_van_phong(session, cast):
    addresses = [box.address for box in queries.receivers(session, [cast.authority.id])[cast.authority.id].officers]
    assert addresses == ["hanh@example.edu.vn"]
    session.execute(sa.delete(Contact).where(Contact.unit_id == cast.office_unit.id))
    cast.office_unit.email = ""
    found = queries.receivers(session, [cast.authority.id])[cast.authority.id]
    assert [box.address for box in found.officers] == ["sgddt@example.edu.vn"]


def test_contacts_of_the_so_itself_come_before_its_van_phong(session, cast):
    make_contact(session, cast.authority, name="Lý Thị Tổng", email="tong@example.edu.vn")
    found = queries.receivers(session, [cast.authority.id])[cast.authority.id]
    assert [box.address for box in found.officers] == ["tong@example.edu.vn"]


def test_the_so_is_not_without_an_address_while_its_van_phong_has_one(session, cast):
    cast.authority.email = ""
    session.flush()
    listed = session.scalars(queries.find_units(only_without_address=True)).all()
    assert cast.authority not in listed
    session.execute(sa.delete(Contact).where(Contact.unit_id == cast.office_unit.id))
    cast.office_unit.email = ""
    session.flush()
    session.expire_all()
    assert cast.authority in session.scalars(queries.find_units(only_without_address=True)).all()
    assert queries.receivers(session, [cast.authority.id])[cast.authority.id].is_empty


def make_group(session, code: str, name: str, *, rule=None, members=(), aliases=()) -> UnitGroup:
    group = UnitGroup(code=code, name=name, rule=rule, note="", sort_key=name)
    session.add(group)
    session.flush()
    session.add_all(GroupMember(group_id=group.id, unit_id=unit.id) for unit in members)
    session.add_all(GroupAlias(group_id=group.id, name=alias, folded=fold(alias)) for alias in aliases)
    session.flush()
    return group


def codes(directory, word: str) -> list[str]:
    group = directory.group_named(word)
    return [directory.units[unit_id].code for unit_id in group.member_ids]


def test_groups_are_by_rule_by_list_or_both_and_never_hold_closed_units(session, cast):
    make_group(session, "CSGD", "Cơ sở giáo dục", rule={"kind": ["school", "centre"]}, aliases=["CSGD"])
    make_group(session, "PHONG", "Các phòng", rule={"kind": ["department"], "parent": ["authority"]})
    make_group(session, "CA-HAI", "Cả hai", rule={"levels": ["THPT"]}, members=[cast.le_chan_school])
    make_group(session, "XA", "Các xã", rule={"kind": ["commune"]}, members=[cast.le_chan])
    cast.le_chan.closed_on = clock.today()
    session.flush()
    directory = queries.snapshot(session)
    assert codes(directory, "csgd") == ["THCS-LE-CHAN-2", "THPT-THUY-NGUYEN-3"]
    assert codes(directory, "CÁC PHÒNG") == ["QLCL", "VP"]
    assert codes(directory, "ca hai") == ["THCS-LE-CHAN-2", "THPT-THUY-NGUYEN-3"]
    assert codes(directory, "cac xa") == ["11413"]
    assert directory.authority_id == cast.authority.id
    assert [directory.units[one].code for one in directory.children[cast.le_chan.id]] == ["THCS-LE-CHAN-2"]


def test_an_open_unit_wins_over_a_closed_one_of_the_same_name(session, cast):
    old = make_unit(session, code="OLD", kind=UnitKind.COMMUNE, name="Phường Hải An", closed_on=clock.today())
    session.add(UnitAlias(unit_id=old.id, name="Quận Hải An", folded=fold("Quận Hải An")))
    session.flush()
    directory = queries.snapshot(session)
    assert [unit.code for unit in directory.units_named("phường hải an")] == ["11413"]
    assert [unit.code for unit in directory.units_named("Quận Hải An")] == ["OLD"]
    assert directory.units_named("Phường Không Có") == ()


def test_the_place_of_the_tone_does_not_count_but_the_tone_does():
    assert spelling("Xã Hoà Sơn") == spelling("XÃ  HÒA SƠN")
    assert spelling("Cẩm Giang") != spelling("Cẩm Giàng")
    assert spelling("Thuỷ") == spelling("Thủy")


def test_the_snapshot_takes_five_statements_whatever_the_size(session, cast):
    make_group(session, "CSGD", "Cơ sở giáo dục", rule={"kind": ["school"]}, aliases=["CSGD"])
    session.commit()
    seen: list[str] = []
    sa.event.listen(session.get_bind(), "before_cursor_execute", lambda *given: seen.append(given[2]))
    queries.snapshot(session)
    assert len([statement for statement in seen if statement.startswith("SELECT")]) == 5


def test_contacts_are_seen_by_readers_by_the_unit_and_by_its_neighbours(session, cast):
    sees = {
        name: queries.sees_contacts(getattr(cast, name), cast.le_chan_school)
        for name in ("admin", "officer", "leader", "auditor", "school", "commune", "other_commune", "department")
    }
    assert sees == dict.fromkeys(sees, True) | {"other_commune": False, "department": False}
    assert queries.is_above(session, cast.school, cast.le_chan)
    assert not queries.is_above(session, cast.school, cast.hai_an)
    assert queries.sees_contacts(cast.school, cast.quality)


def test_units_come_in_vietnamese_order_and_are_found_without_diacritics(session, cast):
    for code, name in (("A", "Xã Đồ Sơn"), ("B", "Xã Dương Kinh"), ("C", "Xã Ân Thi"), ("D", "Xã An Dương")):
        make_unit(session, code=code, kind=UnitKind.COMMUNE, name=name)
    names = [unit.name for unit in session.scalars(queries.find_units(kind=UnitKind.COMMUNE)).unique()]
    assert names == ["Phường Hải An", "Phường Lê Chân", "Xã An Dương", "Xã Ân Thi", "Xã Dương Kinh", "Xã Đồ Sơn"]

    def found(words: str) -> list[str]:
        return [unit.code for unit in session.scalars(queries.find_units(words=words)).unique()]

    assert found("le chan") == found("LÊ CHÂN") == found("chân lê") == ["11407", "THCS-LE-CHAN-2"]
    assert found("duong") == ["D", "B"]
    assert found("100%") == []
    assert make_contact(session, cast.hai_an, name="A", email="a@example.edu.vn", role=ContactRole.HEAD).id
