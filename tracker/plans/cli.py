"""Commands of documents: read a file without a database, import files with one (product 4.2)."""

import hashlib
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.commands import Refused, echo, in_app, refusing

if TYPE_CHECKING:  # the imports of `import` load the web; `read` must start without them
    from tracker.access import Actor
    from tracker.plans.extraction import ReadDocument
    from tracker.plans.models import Item
    from tracker.plans.service import ImportResult
    from tracker.plans.understanding import Understood

_DAY_HELP = "Ngày giả định, năm-tháng-ngày."


@click.group()
def plans_group() -> None:
    """Văn bản và kế hoạch."""


def _bytes(path: str) -> bytes:
    """The content of the file. Raises Refused; one that is too large is never read into memory."""
    from tracker.plans.reading import Limits, refuse_large  # noqa: PLC0415 - beside its only use

    try:
        with Path(path).open("rb") as handle:
            refuse_large(os.fstat(handle.fileno()).st_size)
            return handle.read(Limits().bytes + 1)  # a pipe does not know its size
    except FileNotFoundError:
        reason = "không có tệp này"
    except IsADirectoryError:
        reason = "đây là thư mục"
    except PermissionError:
        reason = "không được phép đọc"
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        reason = str(error)
    raise Refused(f"Không mở được tệp {path}: {reason}.")


def _day(text: str | None) -> date:
    from tracker import clock  # noqa: PLC0415 - beside its only use

    if not text:
        return clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"--today {text}: phải là ngày dạng năm-tháng-ngày, ví dụ 2025-10-06.") from None


@plans_group.command("read")
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="In JSON (đặc tả 4.3) ra đầu ra chuẩn.")
@click.option("--today", help=_DAY_HELP)
def read_command(file: str, as_json: bool, today: str | None) -> None:
    """Đọc một văn bản, không cần cơ sở dữ liệu."""
    from tracker.plans.as_json import to_json  # noqa: PLC0415 - only what reading needs is loaded
    from tracker.plans.reading.confined import read_bounded  # noqa: PLC0415

    day = _day(today)
    with refusing():
        _, understood, warnings = read_bounded(_bytes(file), file_name=Path(file).name, today=day)
    if as_json:
        _print_json(to_json(understood, warnings))
    else:
        _print_table(understood, len(warnings))


def _print_json(value: Any) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _print_table(understood: "Understood", warnings: int) -> None:
    document = understood.document
    click.echo(document.title)
    click.echo(
        f"{len(understood.items)} dòng phụ lục, {len(understood.deadlines)} hạn trong lời văn, {warnings} chỗ cần xem"
    )
    for item in understood.items:
        due = item.period.due_on if item.period else None
        click.echo(f"{item.stt:>5}  {_shown(due):10}  {', '.join(item.lead)[:30]:30}  {item.content[:80]}")
    for deadline in understood.deadlines:
        click.echo(
            f"{'lời':>5}  {_shown(deadline.period.due_on):10}  {', '.join(deadline.who)[:30]:30}  {deadline.what[:80]}"
        )


def _shown(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "–"


@plans_group.command("import")
@click.argument("files", nargs=-1, required=True)
@click.option("--assign", "assigns", is_flag=True, help="Giao luôn các dòng đã đủ 6 rõ; các dòng khác được liệt kê.")
@click.option("--as", "email", help="Thư điện tử của người làm việc này.")
@click.option("--amends", "plan_id", type=int, help="So sánh với kế hoạch có số này; văn bản là bản sửa đổi của nó.")
@click.option("--apply", "applies", is_flag=True, help="Cùng --amends: áp dụng các thay đổi, trừ mục ghép chưa chắc.")
@click.option("--reason", default="", help="Lý do thay đổi, các đơn vị đọc trong thư.")
@click.option("--json", "as_json", is_flag=True, help="In JSON (đặc tả 4.3) với cảnh báo cần danh bạ.")
@in_app
def import_command(
    files: tuple[str, ...],
    assigns: bool,
    email: str | None,
    plan_id: int | None,
    applies: bool,
    reason: str,
    as_json: bool,
) -> None:
    """Nhập văn bản vào cơ sở dữ liệu; nhập lại cùng tệp không thay đổi gì."""
    if plan_id is not None and (assigns or len(files) > 1):
        raise click.UsageError("--amends đi với một tệp và không đi cùng --assign.")
    if applies and plan_id is None:
        raise click.UsageError("--apply cần --amends.")
    actor = _actor(email)
    printed = [_import_one(actor, file, assigns=assigns) for file in files]
    if plan_id is not None:
        from tracker.tasks.amending_cli import amend  # noqa: PLC0415

        amend(actor, printed[0]["document"]["id"], plan_id, applies=applies, reason=reason)
    if as_json:
        _print_json(printed[0] if len(printed) == 1 else printed)


def _actor(email: str | None) -> "Actor":
    from tracker.access import SYSTEM  # noqa: PLC0415
    from tracker.directory.queries import actor_by_email  # noqa: PLC0415
    from tracker.extensions import db  # noqa: PLC0415

    return actor_by_email(db.session(), email) if email else SYSTEM


def _import_one(actor: "Actor", file: str, *, assigns: bool) -> dict[str, Any]:
    from tracker import clock  # noqa: PLC0415
    from tracker.extensions import db  # noqa: PLC0415
    from tracker.files import FileStore  # noqa: PLC0415
    from tracker.plans import queries, service  # noqa: PLC0415
    from tracker.web import settings  # noqa: PLC0415

    data = _bytes(file)
    result = service.import_document(
        actor,
        data=data,
        file_name=Path(file).name,
        today=clock.today(),
        store=FileStore(settings().files_folder),
        max_bytes=settings().upload_mb * 2**20,
        read=_read_unless_known(data, Path(file).name),
    )
    db.session.commit()
    items = queries.items_of(db.session(), result.document)
    said = "đã đọc" if result.is_new else "đã có từ trước, không thay đổi gì"
    echo(f"{Path(file).name}: {said}; {len(items)} mục.")
    if assigns:
        items = _assign(actor, result, items)
    return _as_json(result, items)


def _read_unless_known(data: bytes, file_name: str) -> "ReadDocument | None":
    """What stands in the file, read before the transaction that writes begins; None where it was imported before."""
    from tracker import clock  # noqa: PLC0415
    from tracker.db import read_only  # noqa: PLC0415
    from tracker.extensions import db  # noqa: PLC0415
    from tracker.plans import service  # noqa: PLC0415
    from tracker.plans.reading.confined import read_bounded  # noqa: PLC0415

    with read_only():
        is_known = service.find_by_hash(hashlib.sha256(data).hexdigest()) is not None
        db.session.rollback()
    return None if is_known else read_bounded(data, file_name=file_name, today=clock.today())


def _assign(actor: "Actor", result: "ImportResult", items: "list[Item]") -> "list[Item]":
    """Assign what is complete and name the rest, as product 3.8 asks of `--assign`; the items as they are then."""
    from tracker import clock  # noqa: PLC0415
    from tracker.extensions import db  # noqa: PLC0415
    from tracker.plans import queries  # noqa: PLC0415
    from tracker.plans.models import ItemState  # noqa: PLC0415
    from tracker.tasks.assigning import assign_plan  # noqa: PLC0415
    from tracker.web import settings  # noqa: PLC0415

    done = assign_plan(
        actor,
        result.plan,
        item_ids=[item.id for item in items if queries.is_ready(item, result.document)],
        today=clock.today(),
        roll_over=settings().roll_over,
    )
    db.session.commit()
    echo(f"Đã giao {len(done.task_ids)} nhiệm vụ, {done.deadline_count} kỳ hạn, {len(done.unit_ids)} đơn vị.")
    past = {one.item_id for one in done.past}
    items = queries.items_of(db.session(), result.document)
    for item in items:
        if item.state is ItemState.PROPOSED:
            echo(f"  chưa giao {_label(item)}: {_why(item, result, past=past)}")
    return items


def _label(item: "Item") -> str:
    return f"mục {item.stt}" if item.stt else f"hạn {item.time_text} (dòng {item.source_line})"


def _why(item: "Item", result: "ImportResult", *, past: set[int]) -> str:
    from tracker.plans import queries  # noqa: PLC0415

    reasons = [warning.text for warning in queries.open_doubts(item)]
    if missing := queries.missing_words(item, result.document):
        reasons.append(f"thiếu rõ {missing}")
    if result.document.is_foreign:
        reasons.append("văn bản của Sở khác")
    if item.id in past:
        reasons.append("hạn đã qua")
    return "; ".join(reasons) or "chưa đủ điều kiện giao"


def _as_json(result: "ImportResult", items: "list[Item]") -> dict[str, Any]:
    from tracker.extensions import db  # noqa: PLC0415
    from tracker.plans import queries  # noqa: PLC0415
    from tracker.plans.stored_json import plan_json  # noqa: PLC0415

    warnings = queries.plan_warnings(db.session(), result.document)
    return plan_json(result.document, result.plan, items, warnings, is_new=result.is_new)
