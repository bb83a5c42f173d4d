"""A real server on the demonstration's data, a real headless Chromium, axe-core."""

import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.conftest import made_once, settings_for
from tracker import clock, create_app, demonstration
from tracker.extensions import db

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text("utf-8")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}

OFFICER = "vanphong@example.edu.vn"
COMMUNE = "lechan@example.edu.vn"
ADMINISTRATOR = "quantri@example.edu.vn"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.fspath).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@dataclass
class Site:
    """A running site and what stands behind it."""

    url: str
    app: Flask
    data: Path


@pytest.fixture(scope="session")
def demonstration_data(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, made once for all processes of the run."""

    def make(folder: Path) -> None:
        shutil.copy(migrated, folder / "tracker.db")
        with create_app(settings_for(folder, TRACKER_DEMO="1")).app_context():
            demonstration.make()
            db.session.remove()
            db.engine.dispose()
        clock.assume_day(None)

    return made_once(tmp_path_factory, "demonstration", make)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def site(demonstration_data: Path, tmp_path: Path) -> Iterator[Site]:
    """The demonstration on a copy of its data, served on loopback."""
    data = tmp_path / "data"
    shutil.copytree(demonstration_data, data)
    port = _free_port()
    app = create_app(settings_for(data, TRACKER_DEMO="1", TRACKER_BASE_URL=f"http://127.0.0.1:{port}"))
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{port}", app, data)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        clock.assume_day(None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Iterator:
    """open_page(email) -> a page signed in as that person; width by keyword."""
    contexts = []

    def open_(email: str | None = None, *, viewport: dict = DESKTOP, javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=site.url,
            viewport=viewport,
            java_script_enabled=javascript,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            accept_downloads=True,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        if email:
            sign_in(page, email)
        return page

    yield open_
    for context in contexts:
        context.close()


def sign_in(page: Page, email: str) -> None:
    page.goto("/dang-nhap")
    page.get_by_label("Địa chỉ thư").fill(email)
    page.get_by_label("Mật khẩu", exact=True).fill(demonstration.PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda url: "/dang-nhap" not in url)


def faults(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA on the page as it stands."""
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", AXE_TAGS)
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
