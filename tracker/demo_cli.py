"""`tracker demo`: the demonstration, or with numbers a synthetic Sở of that size for benchmarks."""

import click
import sqlalchemy as sa
from flask_migrate import upgrade

from tracker import clock, config, demonstration, serving, synthetic, telemetry
from tracker.commands import Refused, echo, in_app
from tracker.config import ROOT, BadSetting
from tracker.directory.models import Unit
from tracker.extensions import db
from tracker.schema import is_at_head


@click.command("demo")
@click.option("--units", type=click.IntRange(1, 20_000), help="Số xã, phường và trường của Sở giả lập.")
@click.option(
    "--plans", type=click.IntRange(1, 50), default=1, show_default=True, help="Số kế hoạch, mỗi kế hoạch 25 nhiệm vụ."
)
@click.option(
    "--quarters", type=click.IntRange(1, 40), default=4, show_default=True, help="Số quý, mỗi quý một kỳ hạn."
)
@click.option("--serve", is_flag=True, help="Dựng xong thì chạy trang web và tiến trình nền.")
def demo_command(units: int | None, plans: int, quarters: int, *, serve: bool) -> None:
    """Dựng bản trình diễn; có --units thì dựng một Sở giả lập để đo tốc độ."""
    if units is not None:
        _synthetic(units, plans, quarters)
        return
    try:
        data = config.load().data
        if not (data / config.SETTINGS_FILE).exists() and not (data / "tracker.db").exists():
            config.write_setting(data, "TODAY", demonstration.TODAY.isoformat())
            config.write_setting(data, "DEMO", "1")
            config.write_setting(data, "PARENT_BODY", "UBND thành phố Hải Phòng")
        if not config.load().demo:
            raise Refused(
                f"Thư mục {data} thuộc một bản cài đặt thật; đặt TRACKER_DATA sang thư mục khác để xem trình diễn."
            )
    except BadSetting as error:
        raise Refused(str(error)) from None
    _demonstration()
    if serve:
        telemetry.configure()
        raise SystemExit(serving.serve(config.load(), say=echo))


@in_app
def _demonstration() -> None:
    if not is_at_head():
        upgrade(directory=str(ROOT / "migrations"))
    demonstration.make(echo)
    echo("")
    echo(f"Tài khoản trình diễn, mật khẩu chung: {demonstration.PASSWORD}")
    for account in demonstration.ACCOUNTS:
        echo(f"  {account.email:<30} {account.post}")
    echo("")


@in_app
def _synthetic(units: int, plans: int, quarters: int) -> None:
    upgrade(directory=str(ROOT / "migrations"))
    if db.session.scalar(sa.select(sa.func.count()).select_from(Unit)):
        raise Refused("Cơ sở dữ liệu đã có đơn vị. Đặt TRACKER_DATA sang một thư mục trống.")
    made = synthetic.fill(db.session(), units=units, plans=plans, quarters=quarters, today=clock.today())
    db.session.commit()
    echo(f"Đã dựng {made.units} đơn vị, {made.tasks} nhiệm vụ, {made.deadlines} kỳ hạn.")
