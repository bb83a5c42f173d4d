"""Every page, at both widths, for office and unit: no WCAG 2.2 AA fault, no sideways scrolling, no English left over."""

import re

import pytest

from tests.browser.conftest import ADMINISTRATOR, COMMUNE, DESKTOP, OFFICER, PHONE, faults

WIDTHS = pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["1440", "390"])

OFFICE_PAGES = [
    "/",
    "/van-ban",
    "/van-ban/nhap",
    "/nhiem-vu",
    "/nhiem-vu/moi",
    "/cho-duyet",
    "/bao-cao/quy?quy=2025Q4",
    "/bao-cao/quy/ky-han?quy=2025Q4",
    "/don-vi",
    "/don-vi?q=le+chan",
    "/don-vi/VP",
    "/don-vi/VP/sua",
    "/don-vi/11383",
    "/thu",
    "/thu/chua-co-dia-chi",
    "/nhac-viec",
    "/nhac-viec?q=le+chan",
    "/nhac-viec/sua",
    "/nhac-viec/sua?loai=ongoing",
    "/nhac-viec/don-vi/11383",
    "/nhac-viec/don-vi/11383/thu",
    "/lich-lam-viec",
    "/lich-lam-viec?nam=2026",
    "/lich-lam-viec/ngay?ngay=2026-01-01",
    "/lich-lam-viec/nam-hoc?ten=2025-2026",
    "/nhat-ky",
    "/lich",
    "/tai-khoan",
    "/tai-khoan/thu-nhac",
    "/tai-khoan/mat-khau",
    "/tim?q=bao+cao",
    "/tim",
    "/khong-co-trang-nay",
]
ADMIN_PAGES = ["/nguoi-dung", "/nguoi-dung/moi", "/nguoi-dung/1"]
UNIT_PAGES = [
    "/viec",
    "/viec?tinh-trang=active",
    "/viec/truong",
    "/lich",
    "/don-vi/11383",
    "/tai-khoan",
    "/tai-khoan/thu-nhac",
    "/tai-khoan/mat-khau",
    "/khong-co-trang-nay",
]
ENGLISH = re.compile(
    r"\b(Submit|Save|Cancel|Search|Delete|Edit|Next|Previous|Home|Login|Logout|Settings|Error|Loading|None|True|False|undefined)\b"
)


def links(page, path: str, pattern: str) -> list[str]:
    """The addresses in the main part of a page that match."""
    page.goto(path)
    found = page.locator("main a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    addresses = {address.partition("#")[0] for address in found}  # scrolled to a place, the bar covers what is above it
    return sorted(address for address in addresses if re.fullmatch(pattern, address))


def check(page, path: str) -> None:
    page.goto(path)
    assert faults(page) == [], path
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], f"{path} scrolls sideways: {width}"
    english = ENGLISH.findall(page.inner_text("body"))
    assert not english, f"{path}: {english}"


@WIDTHS
def test_the_offices_pages_are_accessible_and_fit(open_page, viewport):
    page = open_page(OFFICER, viewport=viewport)
    for path in OFFICE_PAGES:
        check(page, path)


@WIDTHS
def test_the_offices_review_task_and_evidence_pages_are_accessible_and_fit(open_page, viewport):
    page = open_page(OFFICER, viewport=viewport)
    page.goto("/van-ban")
    documents = page.locator("main a[href^='/van-ban/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    for path in sorted({path for path in documents if re.fullmatch(r"/van-ban/\d+", path)}):
        check(page, path)
    opened = links(page, "/van-ban", r"/van-ban/\d+")[-1]
    check(page, f"{opened}?sua=ke-hoach")
    check(page, f"{opened}/giao")
    for path in links(page, opened, r"/van-ban/\d+\?.*muc=\d+.*")[:2]:
        check(page, path)
    for path in links(page, "/thu", r"/thu/\d+")[:2] + links(page, "/cho-duyet", r"/ky-han/\d+.*")[:2]:
        check(page, path)
    page.goto("/nhiem-vu")
    tasks = page.locator("main a[href^='/nhiem-vu/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    for path in sorted({path for path in tasks if re.fullmatch(r"/nhiem-vu/\d+", path)})[:6]:
        check(page, path)


@WIDTHS
def test_the_administrators_pages_are_accessible_and_fit(open_page, viewport):
    page = open_page(ADMINISTRATOR, viewport=viewport)
    for path in ADMIN_PAGES:
        check(page, path)


@WIDTHS
def test_a_calendar_with_an_address_is_accessible_and_fits(open_page, viewport):
    page = open_page(COMMUNE, viewport=viewport)
    page.goto("/lich")
    page.locator("main form[action^='/lich'] button[type=submit]").first.click()
    check(page, "/lich")


@WIDTHS
def test_a_units_pages_are_accessible_and_fit(open_page, viewport):
    page = open_page(COMMUNE, viewport=viewport)
    for path in UNIT_PAGES:
        check(page, path)
    page.goto("/viec")
    links = page.locator("main a[href^='/ky-han/'], main a[href^='/nhiem-vu/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    assert links, "the commune has work to open"
    for path in sorted(set(links))[:8]:
        check(page, path)


@WIDTHS
def test_the_sign_in_page_is_accessible_and_fits(open_page, viewport):
    check(open_page(viewport=viewport), "/dang-nhap")


def test_axe_would_find_a_fault(open_page):
    page = open_page()
    page.set_content("<html lang='vi'><title>Thử</title><main><h1>Thử</h1><img src='data:,'></main></html>")
    assert any(fault.startswith("image-alt") for fault in faults(page))
