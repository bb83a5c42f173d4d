"""Signing in, staying signed in, being locked out, passwords."""

import re
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa
import time_machine

from tests.cast import PASSWORD
from tests.conftest import REAL_HASHER
from tracker import clock
from tracker.directory import accounts
from tracker.directory.models import LoginSession, LoginThrottle, Person
from tracker.log import LogAction, LogEntry

LE = "le@example.edu.vn"


def count(session, model) -> int:
    session.rollback()
    return session.scalar(sa.select(sa.func.count()).select_from(model))


def test_who_gives_the_right_password_is_signed_in_and_sees_her_account(browser, cast):
    browser.sign_in(LE)
    page = browser.get("/tai-khoan")
    assert page.status_code == 200
    assert "Đỗ Thị Lê" in page.text
    assert "Phường Lê Chân" in page.text


def test_the_address_may_be_typed_in_capitals_and_with_blanks(browser, cast):
    browser.sign_in("  LE@Example.edu.vn ")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(browser, cast):
    wrong = browser.post("/dang-nhap", {"email": LE, "password": "khong-phai-mat-khau"})
    unknown = browser.post("/dang-nhap", {"email": "khong-co@example.edu.vn", "password": "khong-phai-mat-khau"})
    assert wrong.status_code == unknown.status_code == 422
    assert "Địa chỉ thư hoặc mật khẩu không đúng." in wrong.text
    assert shown(wrong.text).replace(LE, "") == shown(unknown.text).replace("khong-co@example.edu.vn", "")


def shown(page: str) -> str:
    """A page without its form's token, which differs from answer to answer."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


def test_five_wrong_passwords_lock_the_address_for_fifteen_minutes(browser, cast, session):
    for _ in range(4):
        assert browser.post("/dang-nhap", {"email": LE, "password": "sai"}).status_code == 422
    fifth = browser.post("/dang-nhap", {"email": LE, "password": "sai"})
    assert "thêm 15 phút" in fifth.text
    right = browser.post("/dang-nhap", {"email": LE, "password": PASSWORD})
    assert right.status_code == 429
    assert "tạm khóa đăng nhập thêm 15 phút" in right.text
    assert session.scalar(sa.select(LogEntry.action).order_by(LogEntry.id.desc())) == LogAction.SIGN_IN_LOCKED


def test_a_lock_ends_after_fifteen_minutes(browser, cast):
    with time_machine.travel(clock.real_now(), tick=False) as traveller:
        for _ in range(5):
            browser.post("/dang-nhap", {"email": LE, "password": "sai"})
        traveller.shift(timedelta(minutes=14, seconds=59))
        assert browser.post("/dang-nhap", {"email": LE, "password": PASSWORD}).status_code == 429
        traveller.shift(timedelta(seconds=2))
        browser.sign_in(LE)


def test_a_lock_is_for_one_address_only_and_tells_nothing_about_accounts(browser, cast):
    for _ in range(5):
        last = browser.post("/dang-nhap", {"email": "khong-co@example.edu.vn", "password": "sai"})
    assert "thêm 15 phút" in last.text
    browser.sign_in(LE)


def test_a_sign_in_forgets_the_failures_before_it(browser, cast, session):
    for _ in range(4):
        browser.post("/dang-nhap", {"email": LE, "password": "sai"})
    browser.sign_in(LE)
    assert count(session, LoginThrottle) == 0


def test_the_fifth_try_may_still_be_the_right_one(browser, cast):
    for _ in range(4):
        browser.post("/dang-nhap", {"email": LE, "password": "sai"})
    browser.sign_in(LE)


def test_a_closed_account_does_not_sign_in(browser, cast, session):
    session.execute(sa.update(Person).where(Person.email == LE).values(is_active=False))
    session.commit()
    assert browser.post("/dang-nhap", {"email": LE, "password": PASSWORD}).status_code == 422


def test_a_session_ends_with_its_hours(browser, cast):
    with time_machine.travel(clock.real_now(), tick=False) as traveller:
        browser.sign_in(LE)
        traveller.shift(timedelta(hours=11, minutes=59))
        assert browser.get("/tai-khoan").status_code == 200
        traveller.shift(timedelta(minutes=2))
        assert browser.get("/tai-khoan").status_code == 303


def test_the_database_keeps_no_token(browser, cast, session):
    browser.sign_in(LE)
    with browser.client.session_transaction() as state:
        token = state["_user_id"]
    assert session.scalar(sa.select(LoginSession.token_hash)) != token
    assert len(token) > 40


def test_signing_out_ends_the_session_on_the_server(browser, cast, session):
    browser.sign_in(LE)
    with browser.client.session_transaction() as state:
        kept = dict(state)
    assert browser.post("/dang-xuat").status_code == 303
    with browser.client.session_transaction() as state:
        state.update(kept)  # the old cookie, used again
    assert browser.get("/tai-khoan").status_code == 303


def test_signing_out_needs_a_post(browser, cast):
    browser.sign_in(LE)
    assert browser.get("/dang-xuat").status_code == 405


def test_the_sign_in_page_sends_a_signed_in_person_on(browser, cast):
    browser.sign_in(LE)
    assert browser.get("/dang-nhap?next=/tai-khoan").headers["Location"] == "/tai-khoan"


def test_after_sign_in_one_is_where_one_wanted_to_go_but_never_on_another_site(new_browser, cast):
    asked = new_browser().post("/dang-nhap?next=/don-vi", {"email": LE, "password": PASSWORD})
    assert asked.headers["Location"] == "/don-vi"
    for elsewhere in ("https://example.org", "//example.org", "/\\example.org", "don-vi"):
        answer = new_browser().post(f"/dang-nhap?next={elsewhere}", {"email": LE, "password": PASSWORD})
        assert answer.headers["Location"] == "/"


def test_who_is_not_signed_in_is_asked_to_and_then_brought_back(browser, cast):
    answer = browser.get("/don-vi?q=le")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/dang-nhap?next=/don-vi?q%3Dle"


def test_another_session_of_hers_can_be_ended_but_nobody_elses(new_browser, cast, session):
    here, there, other = (
        new_browser().sign_in(LE),
        new_browser().sign_in(LE),
        new_browser().sign_in("an@example.edu.vn"),
    )
    ids = session.scalars(sa.select(LoginSession.id).order_by(LoginSession.id)).all()
    session.rollback()
    assert here.post(f"/tai-khoan/phien/{ids[2]}/ket-thuc").status_code == 404
    assert here.post(f"/tai-khoan/phien/{ids[1]}/ket-thuc").status_code == 303
    assert there.get("/tai-khoan").status_code == 303
    assert here.get("/tai-khoan").status_code == other.get("/tai-khoan").status_code == 200


def test_a_one_time_password_opens_only_the_page_that_changes_it(browser, cast, session):
    session.execute(sa.update(Person).where(Person.email == LE).values(must_change_password=True))
    session.commit()
    browser.sign_in(LE)
    assert browser.get("/don-vi").headers["Location"] == "/tai-khoan/mat-khau"
    changed = browser.post("/tai-khoan/mat-khau", new_password(again="mot cau dai de nho"))
    assert changed.status_code == 303
    assert browser.get("/don-vi").status_code == 200


def new_password(
    *, current: str = PASSWORD, new: str = "mot cau dai de nho", again: str = "mot cau dai de nho"
) -> dict:
    return {"current": current, "new": new, "again": again}


def test_a_new_password_works_and_ends_the_other_sessions(new_browser, cast):
    here, there = new_browser().sign_in(LE), new_browser().sign_in(LE)
    assert here.post("/tai-khoan/mat-khau", new_password()).status_code == 303
    assert here.get("/tai-khoan").status_code == 200
    assert there.get("/tai-khoan").status_code == 303
    new_browser().sign_in(LE, "mot cau dai de nho")


def test_a_new_password_must_be_long_different_and_typed_twice_alike(browser, cast):
    browser.sign_in(LE)
    refused = {
        "Mật khẩu cần ít nhất 12 ký tự": new_password(new="ngan", again="ngan"),
        "Hai lần nhập mật khẩu mới không giống nhau": new_password(again="mot cau khac hoan toan"),
        "Mật khẩu hiện tại không đúng": new_password(current="khong phai mat khau"),
        "Mật khẩu mới phải khác": new_password(new=PASSWORD, again=PASSWORD),
        "Mật khẩu không được trùng": new_password(new="le@example.edu.vn", again="le@example.edu.vn"),
    }
    for sentence, values in refused.items():
        answer = browser.post("/tai-khoan/mat-khau", values)
        assert answer.status_code == 422
        assert sentence in answer.text


def test_a_hash_with_older_parameters_is_renewed_at_sign_in(browser, cast, session, monkeypatch):
    monkeypatch.setattr(accounts, "HASHER", REAL_HASHER)
    before = session.scalar(sa.select(Person.password_hash).where(Person.email == LE))
    session.rollback()
    browser.sign_in(LE)
    after = session.scalar(sa.select(Person.password_hash).where(Person.email == LE))
    assert after != before
    assert after.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert REAL_HASHER.verify(after, PASSWORD)
    new_browser_sees_no_further_change(browser, session, after)


def new_browser_sees_no_further_change(browser, session, after) -> None:
    browser.post("/dang-xuat")
    browser.sign_in(LE)
    assert session.scalar(sa.select(Person.password_hash).where(Person.email == LE)) == after


def test_the_width_of_the_navigation_is_remembered(browser, cast, session):
    browser.sign_in("hanh@example.edu.vn")
    assert browser.post("/tai-khoan/thu-gon", {"next": "/don-vi"}).headers["Location"] == "/don-vi"
    assert 'data-nav="icons"' in browser.get("/don-vi").text
    browser.post("/tai-khoan/thu-gon", {"next": "/don-vi"})
    assert 'data-nav="full"' in browser.get("/don-vi").text


def test_too_many_tries_from_one_place_are_held_off(browser, cast):
    answers = [browser.post("/dang-nhap", {"email": "", "password": ""}).status_code for _ in range(61)]
    assert answers[59:] == [422, 429]


def test_accounts_of_the_demonstration_open_nothing_in_a_real_installation(app, browser, new_browser, cast, session):
    session.scalars(sa.select(Person).where(Person.email == LE)).one().is_demo = True
    session.commit()
    kept = app.extensions["settings"]
    app.extensions["settings"] = replace(kept, demo=True)
    browser.sign_in(LE)
    assert browser.get("/tai-khoan").status_code == 200
    app.extensions["settings"] = kept
    assert browser.get("/tai-khoan").status_code == 303  # a session from the demonstration does not live on either
    refused = new_browser().post("/dang-nhap", {"email": LE, "password": PASSWORD})
    assert refused.status_code == 422
    assert "Địa chỉ thư hoặc mật khẩu không đúng." in refused.text
