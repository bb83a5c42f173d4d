"""The pages and the command of a newer version: choose, compare, pair again, confirm, apply (product 1, journey 8)."""

import re

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from tests.tasks.test_amending import LATER, NEW, SAFETY, Office
from tracker.access import SYSTEM
from tracker.cli import main
from tracker.notify.models import Message
from tracker.plans.models import Revision
from tracker.tasks.amending_cli import amend
from tracker.tasks.models import Deadline


@pytest.fixture
def office(session, cast):
    """Row 1 is due later, row 3 is another one, the rest as before."""
    made = Office(session, cast)
    made.same(r1={"due_on": LATER}, without=(3,))
    made.row("3", NEW, [cast.le_chan], due_on=LATER)
    return made


@pytest.fixture
def officer(browser, office):
    assert office
    return browser.sign_in("hanh@example.edu.vn")


def address(office, ending=""):
    return f"/van-ban/{office.new.id}/so-sanh{ending}"


def ticked(page: str) -> dict[str, list[str]]:
    """What the compare page's form would send as it stands."""
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and ('type="hidden"' in tag or " checked" in tag) and name[1] != "csrf_token":
            sent.setdefault(name[1], []).append(value[1])
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        sent[name] = [re.search(r'value="(\d+)" selected', options)[1]]
    return sent | {"ly-do": ["Bộ GDĐT lùi thời hạn"]}


def marked(page: str, tag: str) -> list[str]:
    """The words of every `tag`, the hidden ones too."""
    return [re.sub(r"<[^>]+>", "", inner) for inner in re.findall(rf"<{tag}>(.*?)</{tag}>", page)]


def compare(officer, office) -> str:
    page = officer.get(f"{address(office)}?ke-hoach={office.plan.id}")
    assert page.status_code == 200
    return page.text


def test_the_plans_it_may_amend_are_offered_and_none_is_chosen(officer, office):
    page = officer.get(address(office)).text
    assert "Văn bản này thay thế hoặc sửa đổi kế hoạch nào?" in page
    assert f'value="{office.plan.id}"' in page
    assert " checked" not in page


def test_the_comparison_counts_and_marks_in_words_too(officer, office):
    page = compare(officer, office)
    assert "1 thay đổi" in page
    assert "1 thêm" in page
    assert "1 bỏ" in page
    assert "1 giữ nguyên" in page
    assert "bỏ: 31/12/2025" in marked(page, "del")
    assert "mới: 30/01/2026" in marked(page, "ins")


def test_looking_and_previewing_change_nothing(session, officer, office):
    form = ticked(compare(officer, office))
    answer = officer.post(address(office, "/xem-truoc"), form)
    assert answer.status_code == 200
    assert "Xác nhận áp dụng" in answer.text
    assert "2 kỳ hạn sẽ dời ngày" in answer.text
    session.expire_all()
    assert session.scalar(sa.select(sa.func.count()).select_from(Revision)) == 0
    assert LATER not in set(session.scalars(sa.select(Deadline.due_on)))


def test_confirming_applies_once_and_then_says_what_was_done(session, officer, office):
    confirm = officer.post(address(office, "/xem-truoc"), ticked(compare(officer, office))).text
    form = ticked(confirm)
    answer = officer.post(address(office, "/ap-dung"), form)
    assert answer.status_code == 303
    done = officer.get(address(office)).text
    assert "2 kỳ hạn  dời ngày" in done or "2 kỳ hạn dời ngày" in done
    assert SAFETY in done
    before = session.scalar(sa.select(sa.func.count()).select_from(Message))
    again = officer.post(address(office, "/ap-dung"), form)
    assert again.status_code == 303
    session.expire_all()
    assert session.scalar(sa.select(sa.func.count()).select_from(Message)) == before


def test_another_pairing_is_compared_before_anything_else_happens(officer, office):
    page = compare(officer, office)
    form = ticked(page)
    new_id = form["them"][0]
    form[f"ghep-{new_id}"] = [form["bo"][0]]
    answer = officer.post(address(office, "/xem-truoc"), form)
    assert answer.status_code == 303
    paired = officer.get(answer.headers["Location"]).text
    assert "2 thay đổi" in paired
    assert "0 thêm" in paired
    form = ticked(paired)
    form[f"ghep-{new_id}"] = ["0"]
    apart = officer.get(officer.post(address(office, "/xem-truoc"), form).headers["Location"]).text
    assert "1 thêm" in apart


def test_a_comparison_that_moved_meanwhile_is_shown_again(session, officer, office):
    form = ticked(compare(officer, office))
    office.row("9", "Tổ chức hội thi giáo viên dạy giỏi cấp thành phố", [office.cast.le_chan])
    answer = officer.post(address(office, "/ap-dung"), form)
    assert answer.status_code == 422
    assert "Bảng so sánh đã cũ" in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Revision)) == 0


def test_without_a_reason_nothing_is_applied_and_the_ticks_stay(officer, office):
    form = ticked(compare(officer, office)) | {"ly-do": [" "], "doi": []}
    answer = officer.post(address(office, "/xem-truoc"), form)
    assert answer.status_code == 422
    assert "Ghi lý do thay đổi" in answer.text
    assert "doi" not in ticked(answer.text)


def test_a_unit_and_a_leader_see_none_of_it(new_browser, office):
    for email in ("le@example.edu.vn", "dao@example.edu.vn"):
        browser = new_browser().sign_in(email)
        assert browser.get(address(office)).status_code in {403, 404}
        assert browser.post(address(office, "/ap-dung"), {"ke-hoach": str(office.plan.id)}).status_code in {403, 404}


def test_the_command_prints_the_difference_and_applies_it_when_told(session, office, environment):
    amend(SYSTEM, office.new.id, office.plan.id, applies=False, reason="")
    assert session.scalar(sa.select(sa.func.count()).select_from(Revision)) == 0
    amend(SYSTEM, office.new.id, office.plan.id, applies=True, reason="Lùi hạn")
    session.expire_all()
    assert session.scalars(sa.select(Revision.note)).one() == "Lùi hạn"
    answer = CliRunner().invoke(main, ["plans", "import", "x.txt", "--apply"], env=environment)
    assert answer.exit_code == 2
    assert "--apply cần --amends" in answer.output
