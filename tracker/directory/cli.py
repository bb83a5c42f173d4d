"""Commands of the directory: units, calendar, people (product 4.2). Thin shells round the services."""

import sys
from collections.abc import Callable
from typing import BinaryIO

import click
from sqlalchemy.orm import Session

from tracker import clock
from tracker.access import SYSTEM, Actor
from tracker.commands import echo, in_app
from tracker.directory import accounts
from tracker.directory.importing import import_units
from tracker.directory.importing_calendar import import_calendar, import_school_years
from tracker.directory.importing_groups import import_contacts, import_groups
from tracker.directory.models import Role
from tracker.directory.queries import work_calendar
from tracker.directory.tables import Imported
from tracker.errors import BadInput
from tracker.extensions import db
from tracker.tasks.deadlines import recompute_effective_due  # a command stands at the edge and may call any package
from tracker.web import settings

Import = Callable[[Session, Actor, bytes], Imported]


@click.group()
def units_group() -> None:
    """Danh bạ đơn vị, nhóm đơn vị, đầu mối."""


@click.group()
def calendar_group() -> None:
    """Lịch làm việc và năm học."""


@click.group()
def users_group() -> None:
    """Người dùng và tài khoản."""


def _run(load: Import, file: BinaryIO, *, then: Callable[[Session], None] = lambda _session: None) -> None:
    """Run one import and what follows from it, commit both, say what it did."""
    name = str(getattr(file, "name", ""))
    if name.lower().endswith((".xlsx", ".xls")):
        raise BadInput("Chỉ nhận tệp CSV (UTF-8). Trong Excel chọn lưu dạng “CSV UTF-8”.")
    done = load(db.session(), SYSTEM, file.read())
    then(db.session())
    db.session.commit()
    for warning in done.warnings:
        echo(f"Lưu ý: {warning}")
    echo(f"Thêm {done.added}, đổi {done.changed}, giữ nguyên {done.kept}.")


@units_group.command("import")
@click.argument("file", type=click.File("rb"))
@in_app
def import_units_command(file: BinaryIO) -> None:
    """Nhập đơn vị từ tệp CSV."""
    _run(import_units, file)


@units_group.command("import-groups")
@click.argument("file", type=click.File("rb"))
@in_app
def import_groups_command(file: BinaryIO) -> None:
    """Nhập nhóm đơn vị từ tệp CSV."""
    _run(import_groups, file)


@units_group.command("import-contacts")
@click.argument("file", type=click.File("rb"))
@in_app
def import_contacts_command(file: BinaryIO) -> None:
    """Nhập đầu mối từ tệp CSV."""
    _run(import_contacts, file)


@calendar_group.command("import")
@click.argument("file", type=click.File("rb"))
@in_app
def import_calendar_command(file: BinaryIO) -> None:
    """Nhập ngày nghỉ, ngày làm bù từ tệp CSV; kỳ hạn đang mở được tính lại theo lịch mới."""
    _run(import_calendar, file, then=_apply_calendar)


def _apply_calendar(session: Session) -> None:
    session.flush()
    moved = recompute_effective_due(
        session, work_calendar(session), today=clock.today(), roll_over=settings().roll_over
    )
    if moved:
        echo(f"Tính lại {moved} kỳ hạn đang mở.")


@calendar_group.command("import-school-years")
@click.argument("file", type=click.File("rb"))
@in_app
def import_school_years_command(file: BinaryIO) -> None:
    """Nhập năm học và ngày hết học kỳ từ tệp CSV."""
    _run(import_school_years, file)


@users_group.command("create")
@click.option("--email", required=True, help="Địa chỉ thư, dùng để đăng nhập.")
@click.option("--name", required=True, help="Họ và tên.")
@click.option("--post", default="", help="Chức vụ.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--unit", "unit_code", help="Mã đơn vị, với vai trò unit.")
@click.option("--password-stdin", is_flag=True, help="Đọc mật khẩu từ đầu vào chuẩn thay vì sinh mật khẩu một lần.")
@in_app
def create_user_command(
    *, email: str, name: str, post: str, role: str, unit_code: str | None, password_stdin: bool
) -> None:
    """Thêm một người dùng; mật khẩu một lần được in ra đúng một lần."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    secret = accounts.prepare_password(password)
    person = accounts.create_person(
        db.session(),
        SYSTEM,
        email=email,
        name=name,
        post=post,
        role=Role(role),
        unit_code=unit_code,
        password_hash=secret.hash,
        must_change_password=password is None,
    )
    db.session.commit()
    echo(f"Đã thêm {person.name} ({person.email}).")
    if password is None:
        echo("Mật khẩu một lần, chỉ hiện lần này; hệ thống yêu cầu đổi khi đăng nhập:")
        click.echo(secret.text)
