"""Commands of an installation: its schema, its first administrator, its health."""

import sys

import click
import sqlalchemy as sa
from flask_migrate import upgrade

from tracker import checking
from tracker.access import SYSTEM
from tracker.commands import Refused, echo, in_app
from tracker.config import ROOT
from tracker.directory import accounts
from tracker.directory.models import Role, RoleGrant
from tracker.extensions import db
from tracker.files import FileStore
from tracker.notify.models import ReminderPolicy
from tracker.web import settings

_DAYS_BEFORE = [30, 14, 7, 3, 1]  # product 3.5


@click.group()
def db_group() -> None:
    """Lược đồ cơ sở dữ liệu."""


@db_group.command("upgrade")
@in_app
def upgrade_command() -> None:
    """Đưa cơ sở dữ liệu lên lược đồ mới nhất."""
    upgrade(directory=str(ROOT / "migrations"))
    echo("Cơ sở dữ liệu đã ở lược đồ mới nhất.")


@click.command("init")
@click.option("--email", prompt="Địa chỉ thư của quản trị", help="Dùng để đăng nhập.")
@click.option("--name", prompt="Họ và tên của quản trị")
@in_app
def init_command(email: str, name: str) -> None:
    """Chuẩn bị một hệ thống mới: lược đồ, chính sách nhắc mặc định, quản trị đầu tiên."""
    upgrade(directory=str(ROOT / "migrations"))
    if db.session.scalar(sa.select(RoleGrant.id).where(RoleGrant.role == Role.ADMIN).limit(1)) is not None:
        raise Refused("Hệ thống đã có quản trị. Thêm người khác bằng: tracker users create.")
    db.session.rollback()  # no lock while the password is hashed
    secret = accounts.prepare_password()
    ensure_default_policy()
    person = accounts.create_person(
        db.session(), SYSTEM, email=email, name=name, role=Role.ADMIN, password_hash=secret.hash
    )
    db.session.commit()
    echo(f"Hệ thống sẵn sàng. Quản trị: {person.email}")
    echo("Mật khẩu một lần, chỉ hiện lần này; hệ thống yêu cầu đổi khi đăng nhập:")
    click.echo(secret.text)


def ensure_default_policy() -> None:
    """Store the default reminder policy (the row without a plan) where there is none yet; the caller commits."""
    if db.session.scalar(sa.select(ReminderPolicy.id).where(ReminderPolicy.plan_id.is_(None))) is None:
        db.session.add(ReminderPolicy(plan_id=None, days_before=_DAYS_BEFORE))


@click.command("check")
@in_app
def check_command() -> None:
    """Kiểm tra tham chiếu, tệp và chuỗi nhật ký; mã thoát 1 khi có chỗ sai."""
    found = list(checking.findings(db.session(), FileStore(settings().files_folder)))
    for finding in found:
        click.echo(finding)
    echo(f"Có {len(found)} chỗ sai." if found else "Không thấy chỗ nào sai.")
    if found:
        sys.exit(1)
