"""`tracker deadlines`, `tracker tasks`, `tracker evidence`: what the office does on pages it can script (product 4.2)."""

import json
from datetime import date

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from tests.tasks.make import make_deadline, make_task
from tracker.cli import main
from tracker.files import FileStore
from tracker.log import LogAction, LogEntry
from tracker.tasks.models import AssignmentRole, Deadline, DeadlineState, EvidenceFile, Task, TaskState


@pytest.fixture
def run(environment, session, cast, monkeypatch):
    """A command on the test's own data."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    def call(*words: str):
        session.commit()
        result = CliRunner().invoke(main, [str(word) for word in words])
        session.rollback()
        session.expire_all()
        return result

    return call


@pytest.fixture
def owed(session, cast):
    return make_deadline(session, make_task(session), cast.le_chan)


def test_the_list_has_exactly_the_promised_fields(session, cast, run):
    task = make_task(session)
    make_deadline(session, task, cast.le_chan, due_on=date(2025, 12, 20), effective_due=date(2025, 12, 22))
    make_deadline(session, task, cast.hai_an, due_on=None, role=AssignmentRole.COORDINATING)
    rows = json.loads(run("deadlines", "list", "--json").stdout)
    assert rows[0] == {
        "id": 1,
        "task": task.id,
        "unit": {"code": "11407", "name": "Phường Lê Chân"},
        "role": "lead",
        "due_on": "2025-12-20",
        "effective_due": "2025-12-22",
        "quarter": "2025Q4",
        "state": "open",
        "shown": "Sắp đến hạn",
    }
    assert (rows[1]["due_on"], rows[1]["quarter"], rows[1]["shown"]) == (None, None, "Không hạn")


def test_the_list_is_narrowed_by_unit_and_quarter(session, cast, run):
    task = make_task(session)
    make_deadline(session, task, cast.le_chan, due_on=date(2025, 12, 20))
    make_deadline(session, task, cast.le_chan, due_on=date(2026, 3, 31))
    make_deadline(session, task, cast.hai_an, due_on=date(2025, 12, 20))
    rows = json.loads(run("deadlines", "list", "--unit", "11407", "--quarter", "2025Q4", "--json").stdout)
    assert [row["due_on"] for row in rows] == ["2025-12-20"]


def test_an_empty_list_is_still_json(run):
    assert json.loads(run("deadlines", "list", "--json").stdout) == []


@pytest.mark.parametrize("words", [("--unit", "KHONG-CO"), ("--quarter", "quý 4")])
def test_an_unknown_unit_or_quarter_is_one_line_and_exit_code_2(run, words):
    result = run("deadlines", "list", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_due_date_is_set_with_a_reason_and_logged_under_who_acts(session, cast, run, owed):
    result = run(
        "deadlines", "set-due", owed.id, "2026-01-15", "--reason", "Chờ biểu mẫu", "--as", "hanh@example.edu.vn"
    )
    assert result.exit_code == 0, result.output
    assert session.get(Deadline, owed.id).due_on == date(2026, 1, 15)
    entry = session.scalars(sa.select(LogEntry)).one()
    assert (entry.action, entry.actor_name) == (LogAction.DUE_CHANGED, "Vũ Thị Hạnh")


def test_the_operator_needs_no_name_but_a_person_needs_the_right(session, cast, run, owed):
    assert run("deadlines", "set-due", owed.id, "2026-01-15", "--reason", "Sửa").exit_code == 0
    refused = run("deadlines", "set-due", owed.id, "2026-01-16", "--reason", "Sửa", "--as", "le@example.edu.vn")
    assert refused.exit_code == 2
    assert session.get(Deadline, owed.id).due_on == date(2026, 1, 15)


def test_a_task_is_cancelled(session, cast, run, owed):
    assert run("tasks", "cancel", owed.task_id, "--reason", "Bộ rút văn bản").exit_code == 0
    assert session.get(Task, owed.task_id).state is TaskState.CANCELLED
    assert session.get(Deadline, owed.id).state is DeadlineState.CANCELLED


def test_evidence_is_handed_in_returned_and_accepted(session, cast, run, owed, tmp_path):
    report = tmp_path / "báo cáo.pdf"
    report.write_bytes(b"%PDF-1.7 bao cao")
    submitted = run("evidence", "submit", owed.id, "--file", report, "--figure", "98,7 %", "--as", "le@example.edu.vn")
    assert submitted.exit_code == 0, submitted.output
    file = session.scalars(sa.select(EvidenceFile)).one()
    assert (file.name, FileStore(tmp_path / "files").read(file.sha256)) == ("báo cáo.pdf", b"%PDF-1.7 bao cao")
    assert run("evidence", "return", owed.id, "--reason", "Thiếu dấu", "--as", "hanh@example.edu.vn").exit_code == 0
    assert session.get(Deadline, owed.id).state is DeadlineState.RETURNED
    run("evidence", "submit", owed.id, "--number", "45/BC", "--as", "le@example.edu.vn")
    assert run("evidence", "accept", owed.id, "--as", "hanh@example.edu.vn").exit_code == 0
    assert session.get(Deadline, owed.id).state is DeadlineState.ACCEPTED


def test_evidence_is_withdrawn(session, cast, run, owed):
    run("evidence", "submit", owed.id, "--number", "45/BC", "--as", "le@example.edu.vn")
    assert run("evidence", "withdraw", owed.id, "--as", "le@example.edu.vn").exit_code == 0
    assert session.get(Deadline, owed.id).state is DeadlineState.OPEN


@pytest.mark.parametrize(
    "words",
    [
        ("submit", "{id}", "--number", "45/BC", "--as", "an@example.edu.vn"),  # another commune
        ("submit", "{id}", "--as", "le@example.edu.vn"),  # nothing handed in
        ("submit", "999", "--number", "45/BC", "--as", "le@example.edu.vn"),
        ("accept", "{id}", "--as", "hanh@example.edu.vn"),  # nothing waits
        ("submit", "{id}", "--number", "45/BC", "--as", "khong-co@example.edu.vn"),
    ],
)
def test_what_cannot_be_done_is_said_in_words_and_changes_nothing(session, cast, run, owed, words):
    result = run("evidence", *(word.format(id=owed.id) for word in words))
    assert result.exit_code == 2
    assert result.stderr.strip()
    assert session.get(Deadline, owed.id).state is DeadlineState.OPEN


def test_a_calendar_that_is_imported_moves_the_open_deadlines(session, cast, run, tmp_path):
    deadline = make_deadline(session, make_task(session), cast.le_chan, due_on=date(2025, 12, 31))
    table = tmp_path / "lich.csv"
    table.write_text("date,kind,name,status,source\n2025-12-31,off,Nghỉ bù,official,QĐ\n", "utf-8")
    result = run("calendar", "import", table)
    assert result.exit_code == 0, result.output
    moved = session.get(Deadline, deadline.id)
    assert (moved.due_on, moved.effective_due) == (date(2025, 12, 31), date(2026, 1, 1))
    assert "Tính lại 1 kỳ hạn" in result.stderr
