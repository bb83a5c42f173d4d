"""What every command line shares: an application around the command, errors as one line, exit code 2."""

import functools
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, ParamSpec, TypeVar, cast

import click

from tracker import create_app
from tracker.config import BadSetting
from tracker.errors import BadInput, TrackerError

P = ParamSpec("P")
R = TypeVar("R")


class Refused(click.ClickException):
    """An expected refusal: its sentence on standard error, exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(self.message, file=file or sys.stderr)


def in_app(command: Callable[P, R]) -> Callable[P, R]:
    """Run `command` inside an application context; TrackerError and BadSetting become one line and exit code 2."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            app = create_app()
        except BadSetting as error:
            raise Refused(str(error)) from None
        from sqlalchemy.exc import OperationalError, ProgrammingError  # noqa: PLC0415 - as below

        from tracker.extensions import db  # noqa: PLC0415 - create_app has imported it; `plans read` does without

        with app.app_context(), refusing():
            try:
                return command(*args, **kwargs)
            except (OperationalError, ProgrammingError):
                raise_if_not_ready()
                raise
            finally:  # take leave of the database server: it logs those who just vanish
                db.session.remove()
                db.engine.dispose()

    return run


class refusing:  # noqa: N801 - reads as a word in a with statement
    """Turn TrackerError into Refused."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, TrackerError):
            problems = error.problems if isinstance(error, BadInput) else ()
            raise Refused("\n".join((error.message, *problems))) from None


def raise_if_not_ready() -> None:
    """Raises Refused where the database cannot be opened or lacks the schema; else the error was another one."""
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - as in in_app

    from tracker import schema  # noqa: PLC0415
    from tracker.extensions import db  # noqa: PLC0415

    db.session.rollback()
    try:
        at_head = schema.is_at_head()
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise Refused(f"Không mở được cơ sở dữ liệu: {reason}") from None
    if not at_head:
        raise Refused("Cơ sở dữ liệu chưa ở lược đồ mới nhất. Chạy: tracker init (lần đầu) hoặc tracker db upgrade")


def echo(text: str) -> None:
    """A sentence for the person at the terminal: standard error, so that JSON on standard output stays clean."""
    click.echo(text, err=True)


class LazyGroup(click.Group):
    """A group whose commands are imported when called, so that `plans read` does not load the web."""

    def __init__(self, *args: Any, places: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in self.places:
            return None
        module, _, name = self.places[cmd_name].partition(":")
        return cast("click.Command", getattr(import_module(module), name))
