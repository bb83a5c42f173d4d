"""Write the mails of the demonstration as files, to be read as a commune's officer would: ``python -m scripts.mails FOLDER``.

One of each kind as it would leave on the assumed day: `.eml` (the bytes), `.txt` (headers decoded, then the text part),
`.html`, and pictures of the HTML in Chromium at 600 and 390 px, light and dark. ``--docs`` puts two of them into docs/img.
Outlook was not tried; nor were Gmail and Apple Mail. Needs playwright and Chromium; nothing runs it at install or in tests.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_migrate import upgrade
from playwright.sync_api import Browser, sync_playwright

from scripts.screenshots import OFFICER, OUT, packed
from tracker import clock, config, create_app, demonstration
from tracker.config import ROOT
from tracker.directory.models import Unit
from tracker.directory.queries import actor_by_email
from tracker.extensions import db
from tracker.notify.digest import letterhead_of
from tracker.notify.models import Message, MessageKind, Reminder
from tracker.notify.planning import plan_day
from tracker.notify.preparing import prepare
from tracker.notify.transport import TrackerMessage
from tracker.tasks.deadlines import set_due
from tracker.tasks.models import Deadline, DeadlineState, Task
from tracker.tasks.state import is_overdue_sql
from tracker.tasks.urging import Letter, urge

SENDER, BASE_URL = "Đúng hạn <dung-han@example.edu.vn>", "https://dunghan.example.edu.vn"
COMMUNE_ADDRESS = "chuyen-vien.phuong-le-chan@example.edu.vn"
MOVED_TO = date(2026, 1, 31)
WIDTHS = {"600": 616, "390": 390}  # the letter's 600 px and the margin beside it
SHOWN = (("nhac-le-chan", "600", "light", "thu-nhac"), ("nhac-le-chan", "390", "dark", "thu-nhac-390-toi"))


def main(folder: Path, *, is_for_docs: bool) -> None:
    """Make the demonstration in a temporary folder, write its mails to `folder`, take their pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        values = {"TRACKER_DATA": data, "TRACKER_DEMO": "1", "TRACKER_TODAY": f"{demonstration.TODAY}"}
        app = create_app(
            config.load(
                {
                    **values,
                    "TRACKER_BASE_URL": BASE_URL,
                    "TRACKER_MAIL_SENDER": SENDER,
                    "TRACKER_PARENT_BODY": "UBND thành phố Hải Phòng",
                }
            )
        )
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            demonstration.make()
            write_mails(folder)
            db.session.remove()
            db.engine.dispose()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        take_pictures(browser, folder)
        browser.close()
    if is_for_docs:
        for name, width, scheme, shown_as in SHOWN:
            picture = (folder / f"{name}-{width}-{scheme}.png").read_bytes()
            (OUT / f"{shown_as}.png").write_bytes(packed(picture))


def write_mails(folder: Path) -> None:
    """One mail of each kind, made by the services that make them; on the demonstration's database."""
    clock.assume_day(demonstration.TODAY)
    session = db.session()
    plan_day(session, demonstration.TODAY)
    _urge_and_move()
    session.commit()
    head = letterhead_of(
        session,
        base_url=BASE_URL,
        parent_body="UBND thành phố Hải Phòng",
        sender="dung-han@example.edu.vn",
        secret_key="k" * 40,
    )
    for message in session.scalars(sa.select(Message)).all():  # as the sender freezes them
        if (prepared := prepare(session, message, head)) is not None:
            message.calendar = prepared.envelope.attachments[0].data if prepared.envelope.attachments else None
    session.flush()
    for name, message_id in _chosen():
        prepared = prepare(session, session.get_one(Message, message_id), head)
        if prepared is None:
            print(f"{name}: không còn gì để nói")
            continue
        data = TrackerMessage(prepared.envelope, sender=SENDER).as_bytes()
        (folder / f"{name}.eml").write_bytes(data)
        read_back = message_from_bytes(data, policy=policy.default)
        (folder / f"{name}.html").write_text(prepared.envelope.html, encoding="utf-8")
        (folder / f"{name}.txt").write_text(as_read(read_back), encoding="utf-8")
        print(f"{name}: {len(data) / 1000:.0f} kB, {read_back['Subject']}")


def as_read(message: EmailMessage) -> str:
    """The headers decoded and the text part, then the calendar file where there is one."""
    parts = ["\n".join(f"{name}: {value}" for name, value in message.items()), ""]
    body = message.get_body(("plain",))
    parts.append(body.get_content() if body is not None else "")
    for part in message.iter_attachments():
        parts += [f"[{part.get_content_type()}; {part.get_filename()}]", part.get_content()]
    return "\n".join(parts)


def take_pictures(browser: Browser, folder: Path) -> None:
    """Each HTML at both widths, light and dark, as long as it is."""
    for path in sorted(folder.glob("*.html")):
        for name, width in WIDTHS.items():
            for scheme in ("light", "dark"):
                page = browser.new_page(
                    viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=False
                )
                page.goto(path.as_uri())
                page.screenshot(path=folder / f"{path.stem}-{name}-{scheme}.png", full_page=True)
                page.close()


def _urge_and_move() -> None:
    """What the demonstration has none of: an urging of what a school and a department owe, a date moved for a department."""
    session, officer = db.session(), actor_by_email(db.session(), OFFICER)
    late = _deadlines_of("TH-002", "QLCL").where(is_overdue_sql(demonstration.TODAY))
    text = "Đề nghị đơn vị khẩn trương hoàn thành và nộp minh chứng trước ngày 19/12/2025."
    urge(officer, [one.id for one in session.scalars(late)], Letter(text, "3120/SGDĐT-VP"))
    coming = _deadlines_of("QLCL").where(Deadline.state == DeadlineState.OPEN, Deadline.due_on > demonstration.TODAY)
    moved = session.scalars(coming.order_by(Deadline.due_on, Deadline.id).limit(1)).one()
    set_due(officer, moved, due_on=MOVED_TO, roll_over=True, reason="Chờ hướng dẫn của Bộ Giáo dục và Đào tạo.")


def _deadlines_of(*codes: str) -> sa.Select[Any]:
    return sa.select(Deadline).join(Unit, Unit.id == Deadline.unit_id).join(Task).where(Unit.code.in_(codes))


def _chosen() -> Iterator[tuple[str, int]]:
    """The commune's digest, the longest one, a list of new tasks and one with a single date, one of each other kind."""
    session = db.session()
    digests = sa.select(Message.id).where(Message.kind == MessageKind.DIGEST)
    count = sa.select(sa.func.count()).where(Reminder.message_id == Message.id).scalar_subquery()
    new = sa.select(Message.id).where(Message.kind == MessageKind.ASSIGNED)
    wanted = {
        "nhac-le-chan": digests.where(Message.address == COMMUNE_ADDRESS),
        "nhac-nhieu-don-vi": digests.order_by(count.desc()),
        "giao-viec": new.where(Message.address == COMMUNE_ADDRESS),
        "giao-viec-mot-han": new.where(sa.func.length(Message.calendar) > 0),
        "tra-lai": sa.select(Message.id).where(Message.kind == MessageKind.RETURNED),
        "don-doc": sa.select(Message.id).where(Message.kind == MessageKind.URGING),
        "quyet-dinh": sa.select(Message.id).where(Message.kind == MessageKind.DECISION),
        "sua-doi": sa.select(Message.id).where(Message.kind == MessageKind.AMENDED),
    }
    for name, query in wanted.items():
        found = session.scalar(query.order_by(Message.id).limit(1))
        if found is not None:
            yield name, found


if __name__ == "__main__":
    arguments = [word for word in sys.argv[1:] if word != "--docs"]
    main(Path(arguments[0] if arguments else "mail"), is_for_docs="--docs" in sys.argv)
