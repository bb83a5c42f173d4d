"""Tables into the directory: everything or nothing, twice changes nothing, nothing tied to one Sở."""

import pytest
import sqlalchemy as sa

from tests.conftest import ROOT
from tracker.access import SYSTEM
from tracker.directory import queries
from tracker.directory.importing import import_units
from tracker.directory.importing_calendar import import_calendar, import_school_years
from tracker.directory.importing_groups import import_contacts, import_groups, parse_rule
from tracker.directory.models import CalendarDay, Contact, SchoolLevel, Unit, UnitAlias, UnitGroup, UnitKind
from tracker.directory.tables import Imported
from tracker.errors import BadInput
from tracker.log import LogAction, LogEntry

SEEDS = ROOT / "seeds" / "hai-phong"
SMALL = ROOT / "tests" / "fixtures" / "small-so"
UNITS = """code,kind,name,short_name,parent_code,email,aliases,levels,ownership,closed_on
SO,authority,Sở Giáo dục và Đào tạo,Sở,,so@example.edu.vn,,,,
VP,department,Văn phòng,VP,SO,vp@example.edu.vn,Văn phòng Sở|VPS,,,
X1,commune,Xã Một,,SO,,,,,
T1,school,Trường TH&THCS Một,,X1,,,TH|THCS,public,
"""


def load(session, text: str) -> Imported:
    done = import_units(session, SYSTEM, text.encode())
    session.commit()
    return done


def counts(done: Imported) -> tuple[int, int, int]:
    return done.added, done.changed, done.kept


def problems(session, text: str, reader=import_units) -> tuple[str, ...]:
    with pytest.raises(BadInput) as refused:
        reader(session, SYSTEM, text.encode())
    session.rollback()
    return (refused.value.message, *refused.value.problems)


def unit(session, code: str) -> Unit:
    return queries.unit_with_code(session, code)


@pytest.mark.parametrize("folder", [SEEDS, SMALL], ids=["hai-phong", "small-so"])
def test_a_whole_directory_is_read_in_and_the_second_time_changes_nothing(session, folder):
    for turn in range(2):
        for name, reader in (("units", import_units), ("groups", import_groups), ("contacts", import_contacts)):
            content = (folder / f"{name}.csv").read_bytes()
            done = reader(session, SYSTEM, content)
            session.commit()
            rows = done.added + done.kept
            assert rows > 5
            assert counts(done) == ((rows, 0, 0) if turn == 0 else (0, 0, rows))
    assert session.scalar(sa.select(sa.func.count()).select_from(LogEntry)) == 3


def test_the_other_sos_groups_are_its_own_units(session):
    for name, reader in (("units", import_units), ("groups", import_groups), ("contacts", import_contacts)):
        reader(session, SYSTEM, (SMALL / f"{name}.csv").read_bytes())
    directory = queries.snapshot(session)
    codes = {group.code: [directory.units[unit_id].code for unit_id in group.member_ids] for group in directory.groups}
    assert sorted(codes["CSGD"]) == ["BM-01", "BM-02", "BM-03", "BM-04", "TT-HN"]  # BM-05 is closed
    assert codes["CAP3"] == ["BM-04"]
    assert sorted(codes["NONG-COT"]) == ["BM-03", "BM-04"]
    assert codes["THI-DIEM"] == []
    assert [one.code for one in directory.units_named("UBND phường Bình Minh")] == ["90001"]
    assert [one.code for one in directory.units_named("xã Hòa Sơn")] == ["90002"]  # Hoà as the file writes it


def test_a_row_becomes_a_unit_with_all_it_says(session):
    assert counts(load(session, UNITS)) == (4, 0, 0)
    school = unit(session, "T1")
    assert (school.kind, school.parent.code) == (UnitKind.SCHOOL, "X1")
    assert school.levels == {SchoolLevel.TH, SchoolLevel.THCS}
    assert [alias.name for alias in unit(session, "VP").aliases] == ["Văn phòng Sở", "VPS"]


def test_semicolons_a_byte_order_mark_and_windows_line_ends_are_read_as_well(session):
    text = "\ufeff" + UNITS.replace(",", ";").replace("\n", "\r\n")
    assert counts(load(session, text)) == (4, 0, 0)


def test_a_parent_may_stand_after_its_children(session):
    lines = UNITS.splitlines()
    assert counts(load(session, "\n".join([lines[0], *reversed(lines[1:])]))) == (4, 0, 0)
    assert unit(session, "T1").parent.code == "X1"


def test_an_absent_column_never_overwrites_and_a_unit_not_named_stays(session):
    load(session, UNITS)
    assert counts(load(session, "code,name\nVP,Văn phòng Sở GDĐT\nX1,Xã Một\n")) == (0, 1, 1)
    office = unit(session, "VP")
    assert (office.name, office.email, len(office.aliases)) == ("Văn phòng Sở GDĐT", "vp@example.edu.vn", 2)
    assert unit(session, "T1").is_open


def test_an_empty_cell_of_a_column_that_is_there_empties_the_field(session):
    load(session, UNITS)
    load(session, "code,email,aliases,parent_code\nVP,,,SO\n")
    office = unit(session, "VP")
    assert (office.email, office.aliases) == ("", [])


def test_a_changed_name_is_found_by_its_new_name(session):
    load(session, UNITS)
    load(session, "code,name\nX1,Xã Đường Hoa\n")
    found = session.scalars(queries.find_units(words="duong hoa")).all()
    assert [one.code for one in found] == ["X1"]


def test_every_bad_row_is_named_by_its_line_and_nothing_is_stored(session):
    text = UNITS + (
        '\n"T 2",school,Trường Hai,,X1,,,TH,public,\n'
        "T3,kindergarten,Trường Ba,,X1,,,,,\n"
        "T4,school,,,X9,khong-phai-thu,,MN|LOP1,cong,hom qua\n"
        "VP,department,Văn phòng nữa,,SO,,,,,\n"
    )
    told = problems(session, text)
    assert "Chưa có gì được lưu" in told[0]
    assert [line.split(":")[0] for line in told[1:]] == ["Dòng 7", "Dòng 8", *["Dòng 9"] * 6, "Dòng 10"]
    assert any("không có đơn vị cấp trên “X9”" in line for line in told)
    assert any("mã VP đã có ở dòng 3" in line for line in told)
    assert any("“khong-phai-thu” không phải địa chỉ thư" in line for line in told)
    assert session.scalar(sa.select(sa.func.count()).select_from(Unit)) == 0


def test_a_line_break_within_a_cell_does_not_shift_the_line_numbers(session):
    text = 'code,kind,name\nA,centre,"Trung tâm\nMột"\nB,none,Hai\n'
    assert problems(session, text)[1].startswith("Dòng 4:")


def test_a_circle_of_parents_is_refused(session):
    load(session, UNITS)
    told = problems(session, "code,parent_code\nX1,T1\n")
    assert told[1] == "Dòng 2: vòng cấp trên: X1 → T1 → X1."
    assert "vòng" in problems(session, "code,parent_code\nX1,X1\n")[1]


def test_a_second_authority_is_refused(session):
    load(session, UNITS)
    assert "chỉ có một Sở" in problems(session, "code,kind,name\nSO2,authority,Sở khác\n")[1]


def test_a_name_that_two_units_share_is_told_but_kept(session):
    done = load(session, UNITS + "X2,commune,Xã Hai,,SO,,Xã Một,,,\n")
    assert done.warnings == ("Tên “Xã Một” là của nhiều đơn vị: X1, X2.",)


def test_names_that_differ_in_diacritics_only_are_two_names(session):
    done = load(session, UNITS + "X2,commune,Xã Cẩm Giang,,SO,,,,,\nX3,commune,Xã Cẩm Giàng,,SO,,,,,\n")
    assert done.warnings == ()
    directory = queries.snapshot(session)
    assert [one.code for one in directory.units_named("XÃ CẨM GIÀNG")] == ["X3"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "thiếu cột “code”"),
        ("code,kind,ten\nA,school,Trường\n", "không có cột “ten”"),
        ("code,name,name\nA,B,C\n", "cột “name” có hai lần"),
        ("code,name\nA,B,C\n", "có 3 ô"),
        ('code,name\nA,"B\n', "không đọc được theo dạng CSV"),
    ],
)
def test_what_is_no_such_table_is_refused_in_words(session, text, sentence):
    assert sentence in " ".join(problems(session, text))


def test_a_file_in_another_encoding_or_no_text_at_all_is_refused_in_words(session):
    for content in (UNITS.encode("utf-16"), b"%PDF-1.7 \xe2\xe3\xcf\xd3"):
        with pytest.raises(BadInput, match="UTF-8"):
            import_units(session, SYSTEM, content)


def test_the_import_leaves_one_entry_in_the_log(session):
    load(session, UNITS)
    entry = session.scalars(sa.select(LogEntry)).one()
    assert entry.action is LogAction.UNITS_IMPORTED
    assert entry.changes == {"what": "units", "added": 4, "changed": 0, "kept": 0}


def test_a_rule_is_read_into_its_parts():
    assert parse_rule("kind=school|centre; levels=THCS|THPT; parent=authority; ownership=public") == {
        "kind": ["school", "centre"],
        "levels": ["THCS", "THPT"],
        "parent": ["authority"],
        "ownership": ["public"],
    }
    assert parse_rule("  ") is None


@pytest.mark.parametrize("text", ["kind", "colour=red", "kind=", "kind=school; kind=centre", "levels=LOP1"])
def test_a_rule_with_an_unknown_part_or_value_is_refused(text):
    with pytest.raises(BadInput):
        parse_rule(text)


def test_a_group_needs_known_members_and_words_of_its_own(session):
    load(session, UNITS)
    text = "code,name,aliases,members\nA,Các trường,Trường học,T1\nB,Nhóm,TRUONG HOC,T9\n"
    told = problems(session, text, import_groups)
    assert told[1:] == (
        "Dòng 3: không có đơn vị “T9” trong danh bạ.",
        "Dòng 3: “TRUONG HOC” đã là tên của nhóm A; một từ chỉ chỉ một nhóm.",
    )
    assert session.scalar(sa.select(sa.func.count()).select_from(UnitGroup)) == 0


def test_a_changed_list_of_a_group_replaces_the_old_one(session):
    load(session, UNITS)
    import_groups(session, SYSTEM, "code,name,members\nA,Nhóm,T1|X1\n".encode())
    session.commit()
    assert counts(import_groups(session, SYSTEM, b"code,members\nA,X1|VP\n")) == (0, 1, 0)
    session.commit()
    group = queries.snapshot(session).group_named("nhom")
    assert {queries.snapshot(session).units[one].code for one in group.member_ids} == {"X1", "VP"}


def test_a_contact_is_known_by_unit_address_and_role(session):
    load(session, UNITS)
    first = "unit_code,name,role,email\nVP,Trần Bình,officer,BINH@example.edu.vn\nX1,Đỗ Lê,head,le@example.edu.vn\n"
    again = "unit_code,name,post,role,email\nVP,Trần Ngọc Bình,Chuyên viên,officer,binh@example.edu.vn\n"
    assert counts(import_contacts(session, SYSTEM, first.encode())) == (2, 0, 0)
    session.commit()
    assert counts(import_contacts(session, SYSTEM, again.encode())) == (0, 1, 0)
    session.commit()
    kept = session.scalars(sa.select(Contact).order_by(Contact.id)).all()
    assert [(one.name, one.email) for one in kept] == [
        ("Trần Ngọc Bình", "binh@example.edu.vn"),
        ("Đỗ Lê", "le@example.edu.vn"),
    ]


def test_bad_contacts_are_named_by_line(session):
    load(session, UNITS)
    text = "unit_code,name,role,email\nZZ,A,officer,a@example.edu.vn\nVP,,boss,b@example.edu.vn\nVP,C,head,c@\n"
    told = problems(session, text, import_contacts)
    assert [line.split(":")[0] for line in told[1:]] == ["Dòng 2", "Dòng 3", "Dòng 3", "Dòng 4"]


def test_the_working_calendar_is_read_in_and_decides_working_days(session):
    content = (ROOT / "seeds" / "work-calendar.csv").read_bytes()
    assert import_calendar(session, SYSTEM, content).added == 61
    session.commit()
    assert counts(import_calendar(session, SYSTEM, content)) == (0, 0, 61)
    calendar = queries.work_calendar(session)
    days = {row.day: row.kind for row in session.scalars(sa.select(CalendarDay))}
    assert all(calendar.is_working(day) == (kind == "work") for day, kind in days.items())
    assert calendar.known_until.month == 12


def test_a_make_up_day_must_be_a_weekend_day(session):
    told = problems(session, "date,kind,name\n2026-01-09,work,Làm bù\n", import_calendar)
    assert told[1] == "Dòng 2: ngày làm bù (work) phải là thứ Bảy hoặc Chủ nhật."


def test_school_years_are_read_in_and_must_be_in_order(session):
    content = (ROOT / "seeds" / "school-years.csv").read_bytes()
    assert counts(import_school_years(session, SYSTEM, content)) == (1, 0, 0)
    assert counts(import_school_years(session, SYSTEM, content)) == (0, 0, 1)
    assert [year.name for year in queries.school_years(session)] == ["2025-2026"]
    text = "name,starts_on,semester1_ends_on,ends_on\n2026-2028,2026-09-05,2027-01-15,2026-12-31\n"
    told = problems(session, text, import_school_years)
    assert len(told) == 3


def test_two_thousand_units_take_a_handful_of_statements_each(session):
    """Not a timing: the number of statements per thousand rows does not hide a query per row."""
    rows = "".join(f"S{number},school,Trường {number},,X1,,,TH,public,\n" for number in range(2000))
    seen: list[str] = []
    sa.event.listen(session.get_bind(), "before_cursor_execute", lambda *given: seen.append(given[2]))
    load(session, UNITS + rows)
    selects = [statement for statement in seen if statement.lstrip().upper().startswith("SELECT")]
    assert len(selects) < 10
    assert session.scalar(sa.select(sa.func.count()).select_from(UnitAlias)) == 2
