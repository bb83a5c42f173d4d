"""`tracker serve`: a real installation and the demonstration alike."""

import click
from sqlalchemy.exc import SQLAlchemyError

from tracker import config, serving, telemetry
from tracker.commands import Refused, echo, in_app
from tracker.config import BadSetting
from tracker.schema import is_at_head


@click.command("serve")
def serve_command() -> None:
    """Chạy trang web và tiến trình nền, tự khởi động lại khi một trong hai dừng."""
    telemetry.configure()
    try:
        settings = config.load()
    except BadSetting as error:
        raise Refused(str(error)) from None
    _check_schema()
    raise SystemExit(serving.serve(settings, say=echo))


@in_app
def _check_schema() -> None:
    try:
        at_head = is_at_head()
    except SQLAlchemyError as error:
        raise Refused(f"Không mở được cơ sở dữ liệu: {error}") from None
    if not at_head:
        raise Refused("Cơ sở dữ liệu chưa ở lược đồ mới nhất. Chạy: tracker init (lần đầu) hoặc tracker db upgrade")
