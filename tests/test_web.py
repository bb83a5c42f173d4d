"""What every page shares: where one may be sent, what an error says, which headers leave."""

import pytest

from tests.tasks.statements import counted_statements
from tracker import formats
from tracker.access import Act
from tracker.web import act, safe_next


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "", None, "viec"]
)
def test_a_sign_in_never_sends_to_another_site(target):
    assert safe_next(target) is None


def test_a_sign_in_sends_back_to_the_page_one_came_for():
    assert safe_next("/nhiem-vu/5?quy=2025Q4") == "/nhiem-vu/5?quy=2025Q4"


def test_every_answer_carries_the_security_headers_even_an_error(browser):
    headers = browser.get("/khong-co").headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"


def test_an_unknown_page_says_so_in_vietnamese(browser):
    answer = browser.get("/khong-co-trang-nay")
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text


def test_a_form_without_its_token_is_refused_in_vietnamese(browser):
    answer = browser.client.post("/dang-nhap", data={"email": "le@example.edu.vn", "password": "x"})
    assert answer.status_code == 400
    assert "chưa có gì được lưu" in answer.text


def test_a_crash_shows_a_number_and_nothing_of_its_cause(app):
    @app.get("/hong")
    @act(Act.OPEN)
    def broken():
        raise ValueError("mật khẩu của cơ sở dữ liệu")

    app.testing = False
    answer = app.test_client().get("/hong")
    assert answer.status_code == 500
    assert "mã số" in answer.text
    assert "cơ sở dữ liệu" not in answer.text


def test_a_route_without_an_act_answers_nobody(app, cast, new_browser):
    app.add_url_rule("/quen-danh-dau", view_func=lambda: "lộ", endpoint="forgotten")
    browser = new_browser().sign_in(cast.admin.email)
    assert browser.get("/quen-danh-dau").status_code == 404


@pytest.mark.parametrize(
    ("value", "text"),
    [(1618, "1.618"), (1618.5, "1.618,5"), (0, "0"), (-1200, "-1.200"), (None, ""), (2.0, "2")],
)
def test_numbers_are_written_the_vietnamese_way(value, text):
    assert formats.number(value) == text


@pytest.mark.parametrize(("value", "text"), [(0.934, "93,4 %"), (1.0, "100,0 %"), (None, "–")])
def test_shares_are_written_the_vietnamese_way(value, text):
    assert formats.percent(value) == text


@pytest.mark.parametrize("code", ["2416/KH-SGDĐT", "131/QĐ-TTg", "25/12/2025", "2025-2026", "57-NQ/TW"])
def test_a_number_a_date_and_a_school_year_never_break_over_a_line(code):
    assert f'<span class="nowrap">{code}</span>' in str(formats.nowrap_codes(f"theo {code} của Bộ"))


def test_words_of_people_are_escaped_around_codes():
    assert str(formats.nowrap_codes("<b>131/QĐ-TTg</b>")) == '&lt;b&gt;<span class="nowrap">131/QĐ-TTg</span>&lt;/b&gt;'


@pytest.mark.parametrize("address", ["/healthz", "/robots.txt", "/static/theme.css"])
def test_what_needs_no_person_asks_nothing_of_the_database_even_with_a_session(cast, browser, address):
    browser.sign_in(cast.admin.email)
    with counted_statements() as made:
        answer = browser.get(address)
        answer.close()
    assert answer.status_code == 200
    assert made == []
