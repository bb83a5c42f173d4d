"""The administrator's people: accounts with one-time passwords, roles, locks; and the commands that make them."""

import re

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from tests.conftest import TODAY
from tracker import clock
from tracker.cli import main
from tracker.directory import accounts
from tracker.directory.models import LoginSession, Person, Role, RoleGrant
from tracker.errors import BadInput, RuleBroken
from tracker.log import LogAction, LogEntry
from tracker.notify.models import ReminderPolicy

ADMIN, LE = "quan@example.edu.vn", "le@example.edu.vn"


def person(**values) -> dict:
    return {
        "name": "Ngô Văn Mới",
        "post": "",
        "email": "moi@example.edu.vn",
        "role": "unit",
        "unit_code": "11407",
    } | values


def once(page: str) -> str:
    return re.search(r'id="mat-khau">([^<]+)<', page)[1]


def find(session, email: str) -> Person:
    return session.scalars(sa.select(Person).where(Person.email == email)).one()


def test_a_new_person_gets_a_password_that_is_shown_once_and_must_be_changed(new_browser, cast, session):
    admin = new_browser().sign_in(ADMIN)
    made = admin.post("/nguoi-dung/them", person())
    password = once(made.text)
    made_id = find(session, "moi@example.edu.vn").id
    assert password not in admin.get(f"/nguoi-dung/{made_id}").text
    newcomer = new_browser().sign_in("moi@example.edu.vn", password)
    assert newcomer.get("/don-vi").headers["Location"] == "/tai-khoan/mat-khau"
    with newcomer.client.session_transaction() as state:
        assert password not in str(dict(state))
    assert password not in str([entry.changes for entry in session.scalars(sa.select(LogEntry))])


def test_an_address_is_taken_once(browser, cast):
    answer = browser.sign_in(ADMIN).post("/nguoi-dung/them", person(email=LE.upper()))
    assert answer.status_code == 409
    assert "Đã có tài khoản le@example.edu.vn" in answer.text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"unit_code": ""}, "Vai trò Đơn vị cần mã đơn vị"),
        ({"unit_code": "KHONG-CO"}, "cần mã một đơn vị có trong danh bạ"),
        ({"unit_code": "BGDDT"}, "cơ quan ngoài ngành, không có tài khoản"),
        ({"role": "office"}, "Chỉ vai trò Đơn vị đi cùng một đơn vị"),
        ({"role": "vua"}, "Chọn một giá trị trong danh sách"),
        ({"name": " "}, "Nhập họ và tên"),
        ({"email": "khong"}, "không phải địa chỉ thư"),
    ],
)
def test_what_makes_no_account_is_said_in_words(browser, cast, session, values, sentence):
    before = session.scalar(sa.select(sa.func.count()).select_from(Person))
    answer = browser.sign_in(ADMIN).post("/nguoi-dung/them", person(**values))
    assert answer.status_code == 422
    assert re.search(sentence, answer.text)
    assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == before


def test_a_role_given_or_taken_counts_at_the_next_request(new_browser, cast, session):
    admin, le = new_browser().sign_in(ADMIN), new_browser().sign_in(LE)
    le_id = cast.commune.person_id
    assert le.get("/nhat-ky").status_code == 404
    assert admin.post(f"/nguoi-dung/{le_id}/vai-tro/them", {"role": "auditor", "unit_code": ""}).status_code == 303
    assert le.get("/nhat-ky").status_code == 200
    grant = session.scalar(sa.select(RoleGrant.id).where(RoleGrant.person_id == le_id, RoleGrant.role == Role.AUDITOR))
    assert admin.post(f"/nguoi-dung/{le_id}/vai-tro/{grant}/bo").status_code == 303
    assert le.get("/nhat-ky").status_code == 404


def test_a_role_twice_is_refused_and_somebody_elses_grant_is_not_found(browser, cast, session):
    browser.sign_in(ADMIN)
    le_id, an_id = cast.commune.person_id, cast.other_commune.person_id
    twice = browser.post(f"/nguoi-dung/{le_id}/vai-tro/them", {"role": "unit", "unit_code": "11407"})
    assert (twice.status_code, "đã có vai trò đó" in twice.text) == (409, True)
    grant = session.scalar(sa.select(RoleGrant.id).where(RoleGrant.person_id == an_id))
    assert browser.post(f"/nguoi-dung/{le_id}/vai-tro/{grant}/bo").status_code == 404


def test_closing_an_account_ends_its_sessions_at_once_and_can_be_undone(new_browser, cast, session):
    admin, le = new_browser().sign_in(ADMIN), new_browser().sign_in(LE)
    le_id = cast.commune.person_id
    admin.post(f"/nguoi-dung/{le_id}/khoa")
    assert le.get("/tai-khoan").status_code == 303
    assert le.post("/dang-nhap", {"email": LE, "password": "Mat-khau-thu-2025"}).status_code == 422
    admin.post(f"/nguoi-dung/{le_id}/mo")
    new_browser().sign_in(LE)


def test_the_last_administrator_cannot_be_lost(browser, cast, session):
    browser.sign_in(ADMIN)
    admin_id = cast.admin.person_id
    assert browser.post(f"/nguoi-dung/{admin_id}/khoa").status_code == 409
    grant = session.scalar(sa.select(RoleGrant.id).where(RoleGrant.person_id == admin_id))
    answer = browser.post(f"/nguoi-dung/{admin_id}/vai-tro/{grant}/bo")
    assert (answer.status_code, "quản trị cuối cùng" in answer.text) == (409, True)


def test_a_reset_password_ends_sessions_lifts_a_lock_and_works_once(new_browser, cast, session):
    admin, le = new_browser().sign_in(ADMIN), new_browser().sign_in(LE)
    stranger = new_browser()
    for _ in range(5):
        stranger.post("/dang-nhap", {"email": LE, "password": "sai"})
    password = once(admin.post(f"/nguoi-dung/{cast.commune.person_id}/dat-lai-mat-khau").text)
    assert le.get("/tai-khoan").status_code == 303
    assert new_browser().sign_in(LE, password).get("/viec").headers["Location"] == "/tai-khoan/mat-khau"


def test_people_are_found_by_name_address_and_role(browser, cast):
    browser.sign_in(ADMIN)
    assert "Đỗ Thị Lê" in browser.get("/nguoi-dung?q=le@").text
    leaders = browser.get("/nguoi-dung?vai-tro=leader").text
    assert "Hoàng Văn Đạo" in leaders
    assert "Đỗ Thị Lê" not in leaders
    assert "Không có người dùng nào" in browser.get("/nguoi-dung?tinh-trang=da-khoa").text


def test_every_change_to_an_account_leaves_one_entry(browser, cast, session):
    browser.sign_in(ADMIN)
    le_id = cast.commune.person_id
    acts = [
        (f"/nguoi-dung/{le_id}/sua", {"name": "Đỗ Thị Lệ", "post": "Chuyên viên"}),
        (f"/nguoi-dung/{le_id}/vai-tro/them", {"role": "leader", "unit_code": ""}),
        (f"/nguoi-dung/{le_id}/khoa", {}),
        (f"/nguoi-dung/{le_id}/khoa", {}),  # twice: nothing more
        (f"/nguoi-dung/{le_id}/mo", {}),
        (f"/nguoi-dung/{le_id}/dat-lai-mat-khau", {}),
    ]
    for path, values in acts:
        assert browser.post(path, values).status_code in {200, 303}
    changed = sa.select(sa.func.count()).select_from(LogEntry).where(LogEntry.action == LogAction.PERSON_CHANGED)
    assert session.scalar(changed) == 5


def test_a_password_must_be_long_and_not_the_name():
    for text in ("ngắn", "a" * 30, "x" * 201, "Trần Văn Dũng"):
        with pytest.raises(BadInput):
            accounts.check_password(text, about=("trần văn dũng",))
    accounts.check_password("một câu dài dễ nhớ")


def test_a_secret_does_not_show_itself_in_a_traceback():
    assert "mat khau rat dai" not in repr(accounts.prepare_password("mat khau rat dai"))


def test_two_administrators_may_let_one_go(session, cast):
    other = accounts.create_person(
        session(), cast.admin, email="hai@example.edu.vn", name="Quản Hai", role=Role.ADMIN, password_hash="x"
    )
    person = accounts.person_for(session(), cast.admin.person_id)
    with pytest.raises(RuleBroken):
        accounts.deactivate(session(), cast.admin, person)  # not oneself
    accounts.withdraw_role(session(), cast.admin, person, grant_id=person.grants[0].id)
    assert other.id != person.id


@pytest.fixture
def command(tmp_path, monkeypatch):
    """`tracker …` on an empty data folder, today assumed as in every test."""
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TRACKER_TODAY", TODAY.isoformat())
    yield lambda *words, **more: CliRunner().invoke(main, words, **more)
    clock.assume_day(None)


def test_init_makes_an_empty_system_with_one_administrator_whose_password_is_printed_once(command):
    made = command("init", "--email", "Quan.Tri@example.edu.vn", "--name", "Quản Trị")
    assert made.exit_code == 0, made.output
    assert len(made.stdout.strip()) >= 12
    again = command("init", "--email", "b@example.edu.vn", "--name", "B")
    assert again.exit_code == 2
    assert "Hệ thống đã có quản trị" in again.stderr
    checked = command("check")
    assert (checked.exit_code, checked.stdout) == (0, "")


def test_init_stores_the_default_reminder_policy(command, tmp_path):
    command("init", "--email", "a@example.edu.vn", "--name", "A")
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'data' / 'tracker.db'}")
    with engine.connect() as connection:
        policies = connection.execute(sa.select(ReminderPolicy.__table__)).mappings().all()
    engine.dispose()
    assert [(policy["plan_id"], policy["days_before"]) for policy in policies] == [(None, [30, 14, 7, 3, 1])]


def test_users_create_takes_a_password_from_standard_input_or_makes_one(command):
    command("init", "--email", "a@example.edu.vn", "--name", "A")
    given = command(
        "users",
        "create",
        "--email",
        "b@example.edu.vn",
        "--name",
        "B",
        "--role",
        "office",
        "--password-stdin",
        input="mot cau rat dai\n",
    )
    assert (given.exit_code, given.stdout) == (0, "")
    made = command("users", "create", "--email", "c@example.edu.vn", "--name", "C", "--role", "leader")
    assert (made.exit_code, len(made.stdout.strip()) >= 12) == (0, True)
    short = command(
        "users",
        "create",
        "--email",
        "d@example.edu.vn",
        "--name",
        "D",
        "--role",
        "office",
        "--password-stdin",
        input="ngan\n",
    )
    assert (short.exit_code, "ít nhất 12 ký tự" in short.stderr) == (2, True)
    without = command("users", "create", "--email", "e@example.edu.vn", "--name", "E", "--role", "unit")
    assert (without.exit_code, "cần mã một đơn vị" in without.stderr) == (2, True)


def test_units_import_says_what_it_did_and_names_bad_rows(command, tmp_path):
    command("init", "--email", "a@example.edu.vn", "--name", "A")
    good = tmp_path / "units.csv"
    good.write_text("code,kind,name\nSO,authority,Sở\nVP,department,Văn phòng\n", "utf-8")
    assert "Thêm 2, đổi 0, giữ nguyên 0." in command("units", "import", str(good)).stderr
    assert "Thêm 0, đổi 0, giữ nguyên 2." in command("units", "import", str(good)).stderr
    good.write_text("code,kind,name\nX,commune,Xã\nY,khac,Khác\n", "utf-8")
    bad = command("units", "import", str(good))
    assert bad.exit_code == 2
    assert "Dòng 3: “khac” không dùng được ở đây" in bad.stderr
    assert "Traceback" not in bad.output
    assert command("units", "import", str(tmp_path / "khong-co.csv")).exit_code == 2


def test_sessions_of_a_person_are_counted_as_hers(session, cast, browser):
    browser.sign_in(LE)
    owners = session.scalars(sa.select(LoginSession.person_id)).all()
    assert owners == [cast.commune.person_id]
