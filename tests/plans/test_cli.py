"""`tracker plans read` and `tracker plans import` (product 4.2, 4.3)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.plans.office import NAMES, OFFICER, ROOT
from tracker.cli import main


@pytest.fixture
def data(environment, tmp_path: Path, monkeypatch):
    """A data folder whose database has the directory of Hải Phòng."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", environment["TRACKER_DATABASE_URL"])
    return tmp_path


def run(data: Path, *args: str, today: str = "2025-12-15") -> Result:
    environment = {"TRACKER_DATA": str(data), "TRACKER_SECRET_KEY": "t" * 40, "TRACKER_TODAY": today}
    return CliRunner().invoke(main, list(args), env=environment, catch_exceptions=False)


def test_read_prints_the_json_of_a_document(tmp_path):
    answer = run(tmp_path, "plans", "read", str(NAMES["002"]), "--json", "--today", "2025-10-06")
    assert answer.exit_code == 0
    found = json.loads(answer.stdout)
    assert (len(found["items"]), len(found["deadlines"])) == (25, 11)
    assert found["items"][12]["warnings"][0]["proposal"] == "2025-12-25"


def test_read_needs_neither_database_nor_web(tmp_path):
    program = (
        "import sys; from tracker.cli import main; sys.argv = ['tracker', 'plans', 'read', sys.argv[1], '--json']\n"
        "try: main()\n"
        "finally: print('sqlalchemy' in sys.modules, 'flask_login' in sys.modules, file=sys.stderr)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program, str(NAMES["000"])],
        cwd=ROOT,
        env={**os.environ, "TRACKER_DATA": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(json.loads(answer.stdout)["deadlines"]) == 1
    assert answer.stderr.split() == ["False", "False"]
    assert not (tmp_path / "none").exists()


def test_read_for_people_is_a_short_table(tmp_path):
    answer = run(tmp_path, "plans", "read", str(NAMES["004"]))
    assert "13 dòng phụ lục, 0 hạn trong lời văn" in answer.stdout
    assert "30/11/2024" in answer.stdout


@pytest.mark.parametrize("content", [b"%PDF-1.4\n\xff\xfe", b"", None])
def test_an_unreadable_file_is_one_line_and_exit_code_2(tmp_path, content):
    path = tmp_path / "van-ban.txt"
    if content is not None:
        path.write_bytes(content)
    answer = run(tmp_path, "plans", "read", str(path), "--json")
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert len(answer.stderr.strip().splitlines()) == 1


def test_a_wrong_day_is_one_line_and_exit_code_2(tmp_path):
    answer = run(tmp_path, "plans", "read", str(NAMES["000"]), "--today", "6/10/2025")
    assert (answer.exit_code, answer.stdout) == (2, "")


def test_import_of_all_five_twice_creates_nothing_the_second_time(data):
    files = [str(path) for path in NAMES.values()]
    first = json.loads(run(data, "plans", "import", *files, "--as", OFFICER, "--json").stdout)
    second = json.loads(run(data, "plans", "import", *files, "--as", OFFICER, "--json").stdout)
    assert [each["created"] for each in first] == [True] * 5
    assert [each["created"] for each in second] == [False] * 5
    assert [each["document"]["id"] for each in first] == [each["document"]["id"] for each in second]


def test_the_json_of_import_has_the_warnings_that_need_the_directory(data):
    found = json.loads(run(data, "plans", "import", str(NAMES["002"]), "--json").stdout)
    codes = {warning["code"] for item in found["items"] for warning in item["warnings"]}
    assert {"date_outside_period", "group_needs_choice", "day_off"} <= codes
    assert found["items"][12]["lead"] == ["Văn phòng Sở"]
    assert found["plan"]["ends_on"] == "2026-06-30"


def test_assign_takes_the_complete_items_and_lists_the_rest(data):
    answer = run(data, "plans", "import", str(NAMES["002"]), "--assign", "--json", today="2025-10-06")
    assert answer.exit_code == 0
    found = json.loads(answer.stdout)
    states = [item["state"] for item in found["items"]]
    assert (states.count("assigned"), states.count("proposed")) == (20, 5)
    assert "chưa giao mục 13" in answer.stderr
    assert "chưa giao mục 11" in answer.stderr
    again = run(data, "plans", "import", str(NAMES["002"]), "--assign", today="2025-10-06")
    assert "Đã giao 0 nhiệm vụ" in again.stderr


def test_nothing_of_another_province_is_assigned(data):
    answer = run(data, "plans", "import", str(NAMES["003"]), "--assign", "--json")
    assert {each["state"] for each in json.loads(answer.stdout)["deadlines"]} == {"proposed"}
    assert "văn bản của Sở khác" in answer.stderr


def test_an_unknown_person_is_one_line_and_exit_code_2(data):
    answer = run(data, "plans", "import", str(NAMES["000"]), "--as", "khong-co@example.edu.vn")
    assert answer.exit_code == 2
    assert answer.stdout == ""


def test_a_file_that_cannot_be_opened_is_one_vietnamese_line(tmp_path):
    for path, words in ((tmp_path / "khong-co.txt", "không có tệp này"), (tmp_path, "đây là thư mục")):
        result = CliRunner().invoke(main, ["plans", "read", str(path)])
        assert result.exit_code == 2
        assert result.stderr == f"Không mở được tệp {path}: {words}.\n"
