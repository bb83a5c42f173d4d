"""Commands of deadlines, tasks and evidence: the same services as the pages (product 4.2)."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
import sqlalchemy as sa

from tracker import clock
from tracker.access import SYSTEM, Actor
from tracker.commands import echo, in_app
from tracker.directory.models import Unit
from tracker.directory.queries import actor_by_email
from tracker.errors import BadInput, NotFound
from tracker.extensions import db
from tracker.files import FileStore
from tracker.formats import day as written
from tracker.periods import Quarter
from tracker.tasks import deadlines as service
from tracker.tasks import queries
from tracker.tasks.evidence import Handed, submit_evidence, under_review, withdraw_evidence
from tracker.tasks.models import Assignment, Deadline, Evidence, Task
from tracker.tasks.review import accept_evidence, return_evidence
from tracker.tasks.state import shown
from tracker.tasks.uploads import store_upload
from tracker.web import settings

Command = TypeVar("Command", bound=Callable[..., Any])
_CHUNK = 1000


@click.group()
def deadlines_group() -> None:
    """Kỳ hạn: liệt kê, đổi hạn."""


@click.group()
def tasks_group() -> None:
    """Nhiệm vụ: thu hồi."""


@click.group()
def evidence_group() -> None:
    """Minh chứng: nộp, rút, duyệt, trả lại."""


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise click.BadParameter("phải là ngày dạng năm-tháng-ngày, ví dụ 2025-12-31") from None


def _as_whom(*, is_needed: bool) -> Callable[[Command], Command]:
    text = "Thư của người thực hiện." if is_needed else "Thư của người thực hiện (mặc định: hệ thống)."
    return click.option("--as", "email", metavar="EMAIL", required=is_needed, help=text)


def _actor(email: str | None) -> Actor:
    return actor_by_email(db.session(), email) if email else SYSTEM


def _deadline(actor: Actor, deadline_id: int) -> Deadline:
    """The deadline as this person may see it; the operator without a name sees all."""
    if actor.person_id is not None:
        return queries.get_deadline(db.session(), actor, deadline_id)
    found = db.session.get(Deadline, deadline_id)
    if found is None:
        raise NotFound(f"Không có kỳ hạn {deadline_id}.")
    return found


@deadlines_group.command("list")
@click.option("--unit", "unit_code", metavar="MÃ", help="Chỉ của đơn vị này.")
@click.option("--quarter", metavar="QUÝ", help="Chỉ của quý này, ví dụ 2025Q4.")
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
@in_app
def list_command(*, unit_code: str | None, quarter: str | None, as_json: bool) -> None:
    """Liệt kê kỳ hạn, theo hạn rồi theo số."""
    rows = deadline_rows(clock.today(), unit_code=unit_code, quarter=quarter)
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        due = written(date.fromisoformat(row["due_on"])) if row["due_on"] else "–"
        click.echo(f"{row['id']:>8}  {due:<10}  {row['unit']['code']:<24}  {row['shown']:<20}  {row['role']}")


def deadline_rows(today: date, *, unit_code: str | None = None, quarter: str | None = None) -> Iterator[dict[str, Any]]:
    """Each deadline with the fields of product 4.2. Raises BadInput for a unit or quarter that does not exist."""
    query = (
        sa.select(Deadline, Unit.code, Unit.name, Assignment.role)
        .join(Unit, Unit.id == Deadline.unit_id)
        .join(Assignment, Assignment.id == Deadline.assignment_id)
        .order_by(Deadline.due_on.is_(None), Deadline.due_on, Deadline.id)
    )
    if unit_code is not None:
        unit_id = db.session.scalar(sa.select(Unit.id).where(Unit.code == unit_code))
        if unit_id is None:
            raise BadInput(f"Không có đơn vị mang mã {unit_code}.")
        query = query.where(Deadline.unit_id == unit_id)
    if quarter is not None:
        query = query.where(Deadline.quarter == str(_quarter(quarter)))
    for deadline, code, name, role in db.session.execute(query.execution_options(yield_per=_CHUNK)):
        yield {
            "id": deadline.id,
            "task": deadline.task_id,
            "unit": {"code": code, "name": name},
            "role": role.value,
            "due_on": deadline.due_on.isoformat() if deadline.due_on else None,
            "effective_due": deadline.effective_due.isoformat() if deadline.effective_due else None,
            "quarter": deadline.quarter or None,
            "state": deadline.state.value,
            "shown": shown(deadline, today).label,
        }


def _quarter(text: str) -> Quarter:
    try:
        return Quarter.parse(text)
    except ValueError:
        raise BadInput(f"Quý “{text}” phải viết dạng 2025Q4.") from None


def _print_json(rows: Iterator[dict[str, Any]]) -> None:
    """A JSON array, row by row: a list of any length needs no memory of its own."""
    opening = "["
    for row in rows:
        click.echo(opening + "\n " + json.dumps(row, ensure_ascii=False), nl=False)
        opening = ","
    click.echo("[]" if opening == "[" else "\n]")


@deadlines_group.command("set-due")
@click.argument("deadline_id", type=int)
@click.argument("due_on", callback=_day)
@click.option("--reason", required=True, help="Lý do, được ghi vào nhật ký.")
@_as_whom(is_needed=False)
@in_app
def set_due_command(*, deadline_id: int, due_on: date, reason: str, email: str | None) -> None:
    """Đổi hạn của một kỳ hạn; thư nhắc và lịch đổi theo."""
    actor = _actor(email)
    deadline = _deadline(actor, deadline_id)
    service.set_due(actor, deadline, due_on, reason=reason, roll_over=settings().roll_over)
    db.session.commit()
    echo(f"Hạn của kỳ hạn {deadline_id} là {written(due_on)}.")


@tasks_group.command("cancel")
@click.argument("task_id", type=int)
@click.option("--reason", required=True, help="Lý do, được ghi vào nhật ký.")
@_as_whom(is_needed=False)
@in_app
def cancel_command(*, task_id: int, reason: str, email: str | None) -> None:
    """Thu hồi một nhiệm vụ; phần đã hoàn thành và minh chứng được giữ lại."""
    task = db.session.get(Task, task_id)
    if task is None:
        raise NotFound(f"Không có nhiệm vụ {task_id}.")
    count = service.cancel_task(_actor(email), task, reason=reason)
    db.session.commit()
    echo(f"Đã thu hồi nhiệm vụ {task_id}: {count} kỳ hạn.")


@evidence_group.command("submit")
@click.argument("deadline_id", type=int)
@click.option("--file", "paths", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--number", "document_number", default="", help="Số, ký hiệu văn bản.")
@click.option("--date", "document_date", callback=_day, metavar="NGÀY", help="Ngày văn bản.")
@click.option("--link", default="", help="Đường dẫn.")
@click.option("--figure", default="", help="Chỉ số đạt được, ví dụ “98,7 %”.")
@click.option("--results", default="", help="Kết quả bằng lời.")
@click.option("--difficulties", default="", help="Khó khăn, vướng mắc.")
@click.option("--late-reason", default="", help="Lý do nộp quá hạn.")
@_as_whom(is_needed=True)
@in_app
def submit_command(*, deadline_id: int, paths: tuple[Path, ...], email: str, **words: Any) -> None:
    """Nộp minh chứng cho một kỳ hạn."""
    actor = _actor(email)
    deadline = _deadline(actor, deadline_id)
    store, most = FileStore(settings().files_folder), settings().upload_mb * 2**20
    files = []
    for path in paths:
        with path.open("rb") as stream:
            files.append(store_upload(store, stream, name=path.name, max_bytes=most))
    evidence = submit_evidence(actor, deadline, handed=Handed(files=tuple(files), **words))
    db.session.commit()
    echo(f"Đã nộp minh chứng, bản {evidence.version}, cho kỳ hạn {deadline_id}.")


@evidence_group.command("withdraw")
@click.argument("deadline_id", type=int)
@_as_whom(is_needed=True)
@in_app
def withdraw_command(*, deadline_id: int, email: str) -> None:
    """Rút minh chứng đang chờ duyệt."""
    actor = _actor(email)
    withdraw_evidence(actor, _waiting(actor, deadline_id))
    db.session.commit()
    echo(f"Đã rút minh chứng của kỳ hạn {deadline_id}.")


@evidence_group.command("accept")
@click.argument("deadline_id", type=int)
@click.option("--note", default="", help="Nhận xét.")
@_as_whom(is_needed=True)
@in_app
def accept_command(*, deadline_id: int, note: str, email: str) -> None:
    """Duyệt minh chứng đang chờ của một kỳ hạn."""
    actor = _actor(email)
    accept_evidence(actor, _waiting(actor, deadline_id), note=note)
    db.session.commit()
    echo(f"Đã duyệt minh chứng của kỳ hạn {deadline_id}.")


@evidence_group.command("return")
@click.argument("deadline_id", type=int)
@click.option("--reason", required=True, help="Phần còn thiếu, để đơn vị bổ sung.")
@_as_whom(is_needed=True)
@in_app
def return_command(*, deadline_id: int, reason: str, email: str) -> None:
    """Trả lại minh chứng đang chờ của một kỳ hạn, kèm lý do."""
    actor = _actor(email)
    return_evidence(actor, _waiting(actor, deadline_id), reason=reason)
    db.session.commit()
    echo(f"Đã trả lại minh chứng của kỳ hạn {deadline_id}.")


def _waiting(actor: Actor, deadline_id: int) -> Evidence:
    found = under_review(_deadline(actor, deadline_id))
    if found is None:
        raise BadInput(f"Kỳ hạn {deadline_id} không có minh chứng nào chờ duyệt.")
    return found
