"""Commands of mail: plan a day, send what is queued, run the worker (product 4.2)."""

import signal
import sys
import threading
from collections.abc import Callable
from datetime import date

import click
import structlog
from flask import current_app

from tracker import clock, telemetry, web
from tracker.commands import Refused, echo, in_app
from tracker.extensions import db
from tracker.notify import bounces
from tracker.notify.bounces import Handled
from tracker.notify.delivery import Sender
from tracker.notify.lane import SendCounts
from tracker.notify.models import MessageState
from tracker.notify.planning import PlanCounts, plan_day
from tracker.notify.queries import count_by_state
from tracker.notify.transport import TrackerMail
from tracker.notify.worker import Worker


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise click.BadParameter("phải là ngày dạng năm-tháng-ngày, ví dụ 2025-12-24") from None


@click.group()
def notify_group() -> None:
    """Thư nhắc: lập và gửi."""


@notify_group.command("plan")
@click.option("--on", "day", callback=_day, metavar="NGÀY", help="Ngày cần lập thư (mặc định: hôm nay).")
@in_app
def plan_command(day: date | None) -> None:
    """Lập thư nhắc mà một ngày phải gửi; chạy lại không lập thêm."""
    counts = plan_day(db.session(), day or clock.today())
    db.session.commit()
    for line in plan_lines(counts):
        click.echo(line)


def plan_lines(counts: PlanCounts) -> list[str]:
    """The counts as they are printed."""
    if counts.is_day_off:
        return [f"{counts.day:%d/%m/%Y} là ngày nghỉ: không gửi thư. queued: 0"]
    return [
        f"Ngày {counts.day:%d/%m/%Y}: {counts.deadlines} kỳ hạn đến lượt nhắc",
        f"Lượt nhắc mới: {counts.reminders}",
        f"Thư mới xếp hàng (queued): {counts.queued}",
        f"Thư ngày trước được thay: {counts.superseded}",
        f"Đơn vị chưa có địa chỉ nhận: {len(counts.without_address)}",
    ]


@notify_group.command("send")
@in_app
def send_command() -> None:
    """Gửi mọi thư đang chờ, bất kể giờ; trả về khi hết hàng hoặc phần còn lại đợi lần sau."""
    settings = web.settings()
    stop = threading.Event()
    _stop_on_signals(stop.set)
    counts = Sender(db.session(), TrackerMail(current_app, settings), settings, stop).send_all()
    for line in send_lines(counts):
        click.echo(line)
    if counts.unreachable:
        raise Refused(f"Không tới được máy chủ thư: {counts.unreachable}. Thư vẫn còn nguyên trong hàng đợi.")
    if not settings.mail_server and counts.sent:
        echo(f"Chưa khai báo máy chủ thư: thư nằm ở {settings.mail_folder}")


@notify_group.command("bounce")
@in_app
def bounce_command() -> None:
    """Đọc một thư báo lỗi từ đầu vào chuẩn; địa chỉ bị từ chối hẳn thì ngừng gửi."""
    done = bounces.handle(db.session(), bounces.read_report(sys.stdin.buffer.read(bounces.LONGEST + 1)))
    db.session.commit()
    for line in bounce_lines(done):
        click.echo(line)


def bounce_lines(done: Handled) -> list[str]:
    if done.is_automatic:
        return ["Thư trả lời tự động hoặc báo đã nhận: bỏ qua."]
    lines = [f"Thư tới {address} bị trả về, đã ghi vào sổ thư." for address in done.returned]
    lines += [f"Ngừng gửi tới {address}: máy chủ nơi nhận từ chối hẳn." for address in done.flagged]
    lines += [f"Thư tới {address} đến chậm, máy chủ nơi nhận sẽ thử lại." for address in done.delayed]
    lines += [f"Không có thư nào của hệ thống gửi tới {address}: bỏ qua." for address in done.unknown]
    return lines or ["Báo cáo không nói về thư nào bị lỗi: bỏ qua."]


def send_lines(counts: SendCounts) -> list[str]:
    left = count_by_state(db.session())
    return [
        f"Đã gửi (sent): {counts.sent}",
        f"Hẹn gửi lại (retry): {left.get(MessageState.RETRY, 0)}",
        f"Không gửi được (dead): {counts.dead}",
        f"Thôi gửi vì việc đã xong (cancelled): {counts.cancelled}",
        f"Không chắc đã tới (in doubt): {left.get(MessageState.IN_DOUBT, 0)}",
        *([f"Để sang ngày sau vì địa chỉ đã nhận đủ thư: {counts.capped}"] if counts.capped else []),
        *(["Đã hết hạn mức thư trong ngày; phần còn lại để ngày mai."] if counts.is_quota_reached else []),
    ]


@click.command("worker")
@click.option("--once", is_flag=True, help="Chạy mỗi việc một lần rồi thôi.")
@in_app
def worker_command(once: bool) -> None:
    """Lập thư, gửi thư và dọn dẹp theo lịch; dừng bằng Ctrl+C hoặc SIGTERM."""
    telemetry.configure()
    settings = web.settings()
    db.session.remove()
    worker = Worker(current_app._get_current_object(), settings)  # type: ignore[attr-defined]  # noqa: SLF001 - threads need the application itself
    _stop_on_signals(worker.stop.set)
    if once:
        worker.run_once()
        return
    structlog.get_logger().info("worker started", assumed_day=str(settings.today or ""))
    worker.run_for_ever()


def _stop_on_signals(stop: Callable[[], None]) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop())
