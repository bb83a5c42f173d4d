"""Take the pictures of README: a fresh demonstration, a real server on loopback, headless Chromium.

``python -m scripts.screenshots`` writes ``docs/img/*.png``. Needs playwright and Chromium; nothing runs it at install or in tests.
"""

import shutil
import struct
import tempfile
import threading
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask_migrate import upgrade
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tracker import clock, config, create_app, demonstration
from tracker.config import ROOT
from tracker.directory.models import Unit
from tracker.extensions import db
from tracker.plans.models import Item
from tracker.tasks.models import Deadline, Task

OUT = ROOT / "docs" / "img"
OFFICER, COMMUNE = "vanphong@example.edu.vn", "lechan@example.edu.vn"
DESKTOP, PHONE = (1440, 1080), (390, 844)
CONFLICT = "13"  # the row whose text, column and prose name three days


def main() -> None:
    """Make both sites, take the six pictures, say how large each is."""
    OUT.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        with site(is_assigned=True) as (url, facts):
            office = sign_in(browser, url, OFFICER, DESKTOP)
            shoot(office, "/", "tong-quan", 1080)
            shoot(office, f"/nhiem-vu/{facts['task']}", "nhiem-vu", 1040)
            shoot(office, "/bao-cao/quy?quy=2025Q4", "bao-cao-quy", 1040)
            shoot(sign_in(browser, url, COMMUNE, DESKTOP), "/viec", "viec", 1000)
            phone = sign_in(browser, url, COMMUNE, PHONE)
            shoot(phone, f"/ky-han/{facts['deadline']}", "nop-minh-chung-390", 1000)
        with site(is_assigned=False) as (url, facts):
            office = sign_in(browser, url, OFFICER, DESKTOP)
            shoot(office, f"/van-ban/1?xem=can-xem&muc={facts['item']}", "ra-soat", 1100)
        browser.close()
    for path in sorted(OUT.glob("*.png")):
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


@contextmanager
def site(*, is_assigned: bool) -> Iterator[tuple[str, dict[str, int]]]:
    """A site of its own in a temporary folder: the whole demonstration, or the plan as it has just been read."""
    with tempfile.TemporaryDirectory() as folder:
        base = {"TRACKER_DATA": folder, "TRACKER_DEMO": "1", "TRACKER_TODAY": f"{demonstration.TODAY}"}
        app = create_app(config.load({**base, "TRACKER_PARENT_BODY": "UBND thành phố Hải Phòng"}))
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            clock.assume_day(demonstration.TODAY)
            (demonstration.make if is_assigned else demonstration.make_review)()
            facts = _facts()
            db.session.remove()
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", facts
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
            clock.assume_day(None)


def _facts() -> dict[str, int]:
    """The numbers in the addresses of what is shown."""
    item = sa.select(Item.id).where(Item.stt == CONFLICT).order_by(Item.id).limit(1)
    task = sa.select(Task.id).where(Task.label == f"mục {CONFLICT}").limit(1)
    commune = sa.select(Unit.id).where(Unit.code == demonstration.COMMUNE).scalar_subquery()
    owed = sa.select(Deadline.id).where(Deadline.unit_id == commune)
    found = {
        "item": db.session.scalar(item),
        "task": db.session.scalar(task),
        "deadline": db.session.scalar(owed.where(Deadline.state == "open").order_by(Deadline.due_on).limit(1)),
    }
    return {name: number for name, number in found.items() if number is not None}


def sign_in(browser: Browser, url: str, email: str, size: tuple[int, int]) -> Page:
    """A page of a new window with that person signed in."""
    context = browser.new_context(
        base_url=url, viewport={"width": size[0], "height": size[1]}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
    )
    page = context.new_page()
    page.goto("/dang-nhap")
    page.get_by_label("Địa chỉ thư").fill(email)
    page.locator("input[type=password]").fill(demonstration.PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state()
    return page


def shoot(page: Page, address: str, name: str, height: int) -> None:
    """The top `height` pixels of a page into docs/img/`name`.png."""
    width = page.viewport_size["width"] if page.viewport_size else DESKTOP[0]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address)
    page.evaluate("document.fonts.ready")
    path = OUT / f"{name}.png"
    page.screenshot(path=path, animations="disabled", caret="hide")
    path.write_bytes(packed(path.read_bytes()))


def packed(png: bytes) -> bytes:
    """The same picture on a palette of 256 colours: the most frequent, and of the rest those farthest from them."""
    chunks = list(_chunks(png))
    width, height, _, colour_type = struct.unpack(">IIBB", next(body for kind, body in chunks if kind == b"IHDR")[:10])
    step = {2: 3, 6: 4}[colour_type]
    rows = _unfiltered(zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT")), width, height, step)
    pixels = [[bytes(row[at : at + 3]) for at in range(0, len(row), step)] for row in rows]
    counts = Counter(colour for row in pixels for colour in row)
    palette = [colour for colour, _ in counts.most_common(240)]
    while len(palette) < min(256, len(counts)):
        palette.append(max(counts, key=lambda colour: _distance(colour, _nearest(colour, palette))))
    place = {colour: palette.index(_nearest(colour, palette)) for colour in counts}
    data = b"".join(b"\0" + bytes(place[colour] for colour in row) for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(data, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )


def _nearest(colour: bytes, palette: list[bytes]) -> bytes:
    return min(palette, key=lambda other: _distance(colour, other))


def _distance(one: bytes, other: bytes) -> int:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2


def _unfiltered(data: bytes, width: int, height: int, step: int) -> Iterator[bytearray]:
    """The rows of a picture with their PNG filters undone."""
    stride = width * step
    above = bytearray(stride)
    for number in range(height):
        at = number * (stride + 1)
        kind, row = data[at], bytearray(data[at + 1 : at + 1 + stride])
        for x in range(stride if kind else 0):
            left = row[x - step] if x >= step else 0
            corner = above[x - step] if x >= step else 0
            row[x] = (row[x] + _guess(kind, left, above[x], corner)) & 255
        yield row
        above = row


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    """What a PNG filter expects of a byte, from its neighbours."""
    if kind == 4:
        estimate = left + up - corner
        return min((left, up, corner), key=lambda one: abs(estimate - one))
    return (0, left, up, (left + up) // 2)[kind]


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        size = struct.unpack(">I", png[at : at + 4])[0]
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += size + 12


if __name__ == "__main__":
    main()
