"""Settings: read strictly, checked together, a wrong one stops the start with one line."""

import dataclasses
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from click.testing import CliRunner

from tracker.cli import main
from tracker.config import ROOT, BadSetting, Settings, load, write_setting

SECRET = "t" * 40


def read(folder, **values: str) -> Settings:
    return load({f"TRACKER_{name}": value for name, value in values.items()}, data=folder)


def refusal(folder, **values: str) -> str:
    with pytest.raises(BadSetting) as refused:
        read(folder, **values)
    text = str(refused.value)
    assert "\n" not in text
    return text


def test_without_any_setting_it_runs_on_loopback_with_a_database_file_in_its_folder(tmp_path):
    settings = read(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path / 'tracker.db'}"
    assert settings.base_url == "http://127.0.0.1:8000"
    assert not settings.demo
    assert settings.mail_folder == tmp_path / "mail"


def test_the_secret_is_made_once_kept_and_readable_by_its_owner_only(tmp_path):
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_the_environment_wins_over_the_file_in_the_data_folder(tmp_path):
    write_setting(tmp_path, "PORT", "8100")
    write_setting(tmp_path, "TODAY", "2025-12-15")
    write_setting(tmp_path, "PORT", "8200")
    settings = read(tmp_path, SECRET_KEY=SECRET, TODAY="2025-12-16")
    assert (settings.port, settings.today) == (8200, date(2025, 12, 16))


def test_comments_and_empty_lines_of_the_file_are_passed_over(tmp_path):
    (tmp_path / "settings.env").write_text("# cổng\n\nTRACKER_PORT = 8100\n", "utf-8")
    assert read(tmp_path).port == 8100


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORTT", "8000", "không có thiết lập này"),
        ("PORT", "tám nghìn", "phải là số nguyên"),
        ("PORT", "-1", "phải là số nguyên"),
        ("PORT", "70000", "phải từ 1 đến 65535"),
        ("DEMO", "yes", "phải là 1, 0, true hoặc false"),
        ("TODAY", "15/12/2025", "phải là ngày dạng năm-tháng-ngày"),
        ("SECRET_KEY", "ngan", "cần ít nhất 32 ký tự"),
        ("BASE_URL", "dung-han.example.edu.vn", "phải là địa chỉ http"),
        ("BASE_URL", "https://dung-han.example.edu.vn/", "không có dấu / ở cuối"),
        ("BASE_URL", "http://dung-han.example.edu.vn:tam", "phải là địa chỉ http"),
        ("DATABASE_URL", "mysql://x", "phải là sqlite"),
        ("MAIL_SENDER", "khong-phai-thu", "phải là một địa chỉ thư"),
        ("MAIL_IN_DOUBT", "maybe", "resend hoặc hold"),
        ("SESSION_HOURS", "0", "phải lớn hơn 0"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_should_be(tmp_path, name, value, words):
    text = refusal(tmp_path, **{name: value})
    assert text.startswith(f"TRACKER_{name}")
    assert words in text


@pytest.mark.parametrize("value", ["1", "true", "True", "TRUE"])
def test_yes_is_written_in_two_ways(tmp_path, value):
    assert read(tmp_path, DEMO=value).demo


def test_rules_hold_across_settings(tmp_path):
    assert "đi cùng MAIL_PASSWORD" in refusal(tmp_path, MAIL_USERNAME="a")
    assert "ngày giả định" in refusal(tmp_path, TODAY="2025-12-15", MAIL_SERVER="smtp.example.edu.vn")
    assert "127.0.0.1" in refusal(tmp_path, DEMO="1", HOST="0.0.0.0")
    assert read(tmp_path, TODAY="2025-12-15", MAIL_SERVER="localhost").mail_is_local


def test_a_broken_line_of_the_file_is_named_by_its_number(tmp_path):
    (tmp_path / "settings.env").write_text("TRACKER_PORT=8100\nPORT 8000\n", "utf-8")
    assert "settings.env, dòng 2" in refusal(tmp_path)


def test_a_secret_may_come_from_a_file_and_a_missing_file_stops_the_start(tmp_path):
    (tmp_path / "kept").write_text(SECRET + "\n")
    assert read(tmp_path, SECRET_KEY_FILE=str(tmp_path / "kept")).secret_key == SECRET
    assert "không đọc được tệp" in refusal(tmp_path, SECRET_KEY_FILE=str(tmp_path / "none"))


def test_a_postgres_address_gets_its_driver(tmp_path):
    assert read(tmp_path, DATABASE_URL="postgres://a@b/c").database_url == "postgresql+psycopg://a@b/c"


def test_settings_cannot_be_changed_later(tmp_path):
    settings = read(tmp_path)
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.port = 1


def test_a_command_with_a_wrong_setting_ends_with_one_line_and_exit_code_2(tmp_path, monkeypatch):
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path))
    monkeypatch.setenv("TRACKER_DEMO", "vang")
    result = CliRunner().invoke(main, ["db", "upgrade"])
    assert result.exit_code == 2
    assert result.stderr.strip() == "TRACKER_DEMO='vang': phải là 1, 0, true hoặc false"


def test_what_cannot_be_read_as_text_is_one_line(tmp_path):
    (tmp_path / "kept").write_bytes(b"\xee\xff\x00")
    assert "không đọc được tệp" in refusal(tmp_path, SECRET_KEY_FILE=str(tmp_path / "kept"))
    (tmp_path / "secret-key").write_bytes(b"\xee\xff\x00")
    assert "TRACKER_SECRET_KEY: không đọc được tệp" in refusal(tmp_path)
    (tmp_path / "settings.env").write_bytes(b"\xee\xff\x00")
    assert "settings.env: không đọc được tệp" in refusal(tmp_path)


def test_a_data_folder_that_is_a_file_is_one_line(tmp_path):
    (tmp_path / "taken").write_text("")
    assert refusal(tmp_path / "taken").startswith("TRACKER_DATA: không tạo được thư mục")
    assert refusal(tmp_path / "taken" / "below").startswith("TRACKER_DATA: không tạo được thư mục")


def test_processes_that_start_at_once_share_one_secret(tmp_path):
    with ThreadPoolExecutor(8) as starts:
        kept = {settings.secret_key for settings in starts.map(lambda _: read(tmp_path), range(16))}
    assert kept == {(tmp_path / "secret-key").read_text().strip()}
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_the_web_server_stops_with_the_same_one_line(tmp_path):
    environment = {"PATH": os.environ["PATH"], "TRACKER_DATA": str(tmp_path), "TRACKER_PORT": "tam"}
    done = subprocess.run([sys.executable, "wsgi.py"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == ["TRACKER_PORT='tam': phải là số nguyên không âm"]


@pytest.mark.parametrize("url", ["", "sqlite:////khong-co-thu-muc/tracker.db"])
def test_a_command_without_a_ready_database_says_so_in_one_line(tmp_path, monkeypatch, url):
    monkeypatch.setenv("TRACKER_DATA", str(tmp_path))
    if url:
        monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert ("Không mở được cơ sở dữ liệu" if url else "tracker init") in result.stderr
