"""The demonstration as a newcomer meets it: from an empty folder to an answering site, and again."""

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_serving import answer_of, children, wait_for
from tracker import demonstration


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(data: Path, port: int) -> subprocess.Popen:
    environment = {**os.environ, "TRACKER_DATA": str(data), "TRACKER_PORT": str(port), "TRACKER_WEB_WORKERS": "1"}
    command = [sys.executable, "-m", "tracker", "demo", "--serve"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)


@pytest.mark.sqlite
def test_from_an_empty_folder_to_an_answering_site_with_its_accounts_printed(tmp_path):
    port = free_port()
    process = start(tmp_path / "data", port)
    try:
        wait_for(
            lambda: answer_of(f"http://127.0.0.1:{port}/healthz") == b"ok\n", what="the demonstration", patience=100
        )
        page = urllib.request.urlopen(f"http://127.0.0.1:{port}/dang-nhap", timeout=10).read().decode()
        assert "15/12/2025" in page  # the banner of the assumed day
        assert (
            len(wait_for(lambda: len(children(process.pid)) == 2 and children(process.pid), what="both processes")) == 2
        )
    finally:
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=60)[1]
    assert all(account.email in said for account in demonstration.ACCOUNTS)
    assert demonstration.PASSWORD in said


@pytest.mark.sqlite
def test_a_folder_with_a_real_database_is_left_alone(migrated, tmp_path):
    (tmp_path / "tracker.db").write_bytes(migrated.read_bytes())
    environment = {**os.environ, "TRACKER_DATA": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "-m", "tracker", "demo"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert answer.returncode == 2
    assert "bản cài đặt thật" in answer.stderr
    assert not (tmp_path / "settings.env").exists()
