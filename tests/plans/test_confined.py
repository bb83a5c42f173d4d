"""The child that reads: what it answers is what reading in this process gives; however it dies, a sentence comes of it."""

import json
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from tests.plans.office import NAMES
from tests.plans.office_files import add_table, word
from tracker.plans.extraction import ReadDocument, read_document
from tracker.plans.reading import UnreadableDocument, confined
from tracker.plans.reading.codec import Garbled, decode, encode
from tracker.plans.reading.confined import Confines, read_bounded, read_confined
from tracker.plans.reading.progress import Progress

DAY = date(2025, 12, 15)


def table_file() -> bytes:
    rows = [["STT", "Nội dung", "Chủ trì", "Thời gian"], ["1", "Nộp báo cáo", "Các trường", "Trước 30/12/2025"]]
    return word(lambda file: add_table(file, rows))


def read(data: bytes, **values):
    return read_confined(data, file_name="a.docx", today=DAY, **values)


@pytest.mark.parametrize("data", [NAMES["002"].read_bytes(), table_file()], ids=["text", "docx"])
def test_the_child_reads_what_this_process_would(data):
    assert read(data) == read_document(data, file_name="a.docx", today=DAY)


def test_the_child_tells_how_far_it_is():
    told = []
    read(table_file(), on_progress=told.append)
    assert [one.step for one in told] == ["open", "understand", "check"]


def test_a_refusal_of_the_reader_comes_through_in_its_own_words():
    with pytest.raises(UnreadableDocument, match="là ảnh"):
        read(b"\xff\xd8\xff\xe0 anh")


def stand_in(tmp_path: Path, monkeypatch, body: str) -> None:
    """Let a program of this test be the child."""
    program = tmp_path / "child.py"
    program.write_text(body)
    launch = subprocess.Popen
    monkeypatch.setattr(
        confined.subprocess, "Popen", lambda _command, **values: launch([sys.executable, str(program)], **values)
    )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "bị hỏng hoặc có cấu trúc lạ"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "bộ nhớ"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "quá 30 giây"),
        ("raise RuntimeError('x')", "bị hỏng hoặc có cấu trúc lạ"),
        ("print('rác')", "bị hỏng hoặc có cấu trúc lạ"),
        ("print('{\"read\": [1, 2, 3]}')", "bị hỏng hoặc có cấu trúc lạ"),
        ("print('[' * 100000)", "bị hỏng hoặc có cấu trúc lạ"),
        ("", "bị hỏng hoặc có cấu trúc lạ"),
        ("import sys; sys.stderr.write('x' * 3_000_000)", "bị hỏng hoặc có cấu trúc lạ"),
    ],
    ids=["signal", "killed", "processor", "error", "rubbish", "wrong", "deep", "silent", "noisy"],
)
def test_every_death_of_the_child_is_one_sentence(tmp_path, monkeypatch, body, words):
    stand_in(tmp_path, monkeypatch, body)
    with pytest.raises(UnreadableDocument, match=words):
        read(b"x" * 300_000)


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_child_that_hangs_is_killed_with_all_it_started(tmp_path, monkeypatch):
    mark = tmp_path / "grandchild"
    stand_in(
        tmp_path,
        monkeypatch,
        f"import subprocess, time; p = subprocess.Popen(['sleep', '100']); open({str(mark)!r}, 'w').write(str(p.pid)); time.sleep(100)",
    )
    began = time.monotonic()
    with pytest.raises(UnreadableDocument, match="đã dừng"):
        read(b"x", confines=Confines(wall_seconds=3))
    assert time.monotonic() - began < 10
    grandchild = int(mark.read_text())
    while is_alive(grandchild):  # killed, but the kernel may still be clearing up
        assert time.monotonic() - began < 20


def test_a_child_that_answers_too_much_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(confined, "_MOST_OUTPUT", 1_000_000)
    stand_in(tmp_path, monkeypatch, "import sys\nwhile True: sys.stdout.write('x' * 100000)")
    with pytest.raises(UnreadableDocument):
        read(b"x")


def test_memory_beyond_the_limit_is_a_sentence():
    text = ("Đề nghị các trường báo cáo trước ngày 30/11/2025.\n" * 100_000).encode()
    with pytest.raises(UnreadableDocument, match=r"bộ nhớ|quá"):
        read(text, confines=Confines(memory=60 * 2**20))


def test_the_limits_hold_in_the_child(tmp_path):
    code = (
        f"path = {str(tmp_path / 'x')!r}\n"
        "from tracker.plans.reading.confined import Confines; import resource, os\n"
        "Confines(cpu_seconds=1).set_here()\n"
        "try:\n os.write(os.open(path, os.O_CREAT | os.O_WRONLY), b'x'); print('wrote')\n"
        "except OSError: print('refused')\n"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_NOFILE)[0])\n"
        "try:\n bytearray(800 * 2**20); print('took')\nexcept MemoryError: print('no memory')\n"
        "while True: pass"
    )
    done = subprocess.run([sys.executable, "-I", "-u", "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.split("\n")[:3] == ["refused", f"{768 * 2**20} 32", "no memory"]
    assert done.returncode == -24  # SIGXCPU


def test_the_child_loads_neither_web_nor_database():
    code = "import sys, tracker.plans.reading.child; print([m for m in ('flask', 'sqlalchemy', 'click', 'docx') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_small_text_is_read_in_this_process_and_other_files_in_a_child(monkeypatch):
    asked = []
    monkeypatch.setattr(confined, "read_confined", lambda _data, **values: asked.append(values["file_name"]))
    read_bounded(NAMES["004"].read_bytes(), file_name="a.txt", today=DAY)
    read_bounded(table_file(), file_name="b.docx", today=DAY)
    read_bounded(b"a\n" * 2_000_000, file_name="c.txt", today=DAY)
    assert asked == ["b.docx", "c.txt"]


def test_text_that_takes_too_long_in_this_process_is_ended_by_a_clock(monkeypatch):
    def never(*_args, **_values):
        while True:
            pass

    monkeypatch.setattr(confined, "read_document", never)
    monkeypatch.setattr(confined, "Confines", lambda: Confines(cpu_seconds=1))
    with pytest.raises(UnreadableDocument, match="quá 1 giây"):
        read_bounded("Đề nghị báo cáo".encode(), file_name="a.txt", today=DAY)


def test_what_was_read_survives_the_way_through_json():
    read = read_document(NAMES["004"].read_bytes(), file_name="a.txt", today=DAY)
    assert decode(ReadDocument, json.loads(json.dumps(encode(read)))) == read


@pytest.mark.parametrize(
    "value", [None, 3, {"step": 3}, {"step": "a", "done": "x"}, {"_": "Reading"}, {"step": "a", "x": 1}]
)
def test_what_is_not_as_annotated_is_refused(value):
    with pytest.raises(Garbled):
        decode(Progress, value)
