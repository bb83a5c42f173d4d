"""Make ``tracker/static/vendor/``: the built files of other projects that the pages use.

Needs npm, fonttools and brotli; run by hand when a version changes (``python scripts/vendor_static.py``).
Nothing here runs at install or at run time: the results are kept in the repository, with their licences and
``VENDOR.md`` (version, licence, SHA-256 of every file).
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

VENDOR = Path(__file__).resolve().parent.parent / "tracker" / "static" / "vendor"

# npm package: (version, licence, what it is for)
PACKAGES = {
    "bootstrap": ("5.3.9", "MIT", "base styles; none of its scripts"),
    "htmx.org": ("2.0.11", "0BSD", "partial page updates; every action also works without it"),
    "@fontsource/be-vietnam-pro": ("5.3.0", "OFL-1.1", "Be Vietnam Pro, weights 400 and 600"),
    "@tabler/icons": ("3.51.0", "MIT", "outline icons, joined into one sprite"),
}
WEIGHTS = ("400", "600")
SUBSETS = ("latin", "vietnamese")
DIGITS_FAMILY = "Dung Han So"

ICON_NAMES = """
adjustments alert-circle alert-triangle archive arrow-back-up arrow-left arrow-right arrow-up-right ban bell
brand-android brand-apple building building-community calendar calendar-due calendar-off calendar-plus camera
certificate check chevron-down chevron-left chevron-right circle-check circle-dashed circle-minus circle-plus
circle-x clipboard-list clock clock-check clock-hour-4 clock-plus copy database device-floppy device-mobile dots
download external-link eye file-alert file-import file-text file-type-pdf file-type-xls file-zip filter flag
git-merge help-circle history hourglass-low inbox info-circle key layout-dashboard layout-sidebar-left-collapse
layout-sidebar-left-expand link list-check lock login logout mail mail-exclamation mail-forward menu-2 message
paperclip pencil photo player-pause plus printer progress qrcode refresh report report-analytics
rosette-discount-check school search selector send settings shield-lock sort-ascending sort-descending trash
upload user users users-group x
"""
ICONS = sorted(ICON_NAMES.split())

FILES = {
    "bootstrap": {"dist/css/bootstrap.min.css": "bootstrap.min.css", "LICENSE": "bootstrap.LICENSE"},
    "htmx.org": {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "htmx.LICENSE"},
    "@fontsource/be-vietnam-pro": {
        "LICENSE": "be-vietnam-pro/LICENSE",
        **{
            f"files/be-vietnam-pro-{subset}-{weight}-normal.woff2": f"be-vietnam-pro/{subset}-{weight}.woff2"
            for subset in SUBSETS
            for weight in WEIGHTS
        },
    },
    "@tabler/icons": {"LICENSE": "icons.LICENSE"},
}


def unpack(package: str, version: str, folder: Path) -> Path:
    """Fetch one package with ``npm pack``; gives the folder with its files."""
    target = folder / package.replace("/", "-")
    target.mkdir()
    result = subprocess.run(
        ["npm", "pack", "--silent", f"{package}@{version}"], cwd=target, check=True, capture_output=True, text=True
    )
    with tarfile.open(target / result.stdout.strip()) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def symbol(name: str, svg: str) -> str:
    """One icon file as a ``<symbol>`` of the sprite; the empty first path is dropped."""
    body = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    inner = re.sub(r"^.*?<svg[^>]*>|</svg>.*$", "", body, flags=re.DOTALL)
    inner = re.sub(r'<path[^>]*d="M0 0h24v24H0z"[^>]*/>', "", inner)
    joined = re.sub(r"\s*\n\s*", "", inner)
    joined = re.sub(r"\s*/>", "/>", joined)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{joined}</symbol>'


def write_sprite(icons: Path, target: Path) -> None:
    """Join the icons in ``ICONS`` into one file."""
    symbols = [symbol(name, (icons / f"{name}.svg").read_text(encoding="utf-8")) for name in ICONS]
    target.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n", encoding="utf-8"
    )


def make_tabular(source: Path, target: Path) -> None:
    """Be Vietnam Pro's own 0-9, all on one width, under another family name (OFL 1.1).

    The font has no tabular figures ("1" is 385 units wide, "0" is 676), so columns of numbers do not line up.
    """
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.layout_features = []
    subsetter = Subsetter(options)
    subsetter.populate(text="0123456789")
    subsetter.subset(font)
    glyphs, metrics = font["glyf"], font["hmtx"]
    width = round(font["head"].unitsPerEm * 0.64)
    for name in (font.getBestCmap()[ord(digit)] for digit in "0123456789"):
        glyph = glyphs[name]
        left = round((width - (glyph.xMax - glyph.xMin)) / 2)
        glyph.coordinates.translate((left - glyph.xMin, 0))
        glyph.recalcBounds(glyphs)
        metrics[name] = (width, left)
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = DIGITS_FAMILY.replace(" ", "") if record.nameID == 6 else DIGITS_FAMILY
    font.flavor = "woff2"
    font.save(target)


def write_list(target: Path) -> None:
    """``VENDOR.md``: what stands here, from where, under which licence, with which SHA-256."""
    lines = [
        "# Vendored files",
        "",
        "Made by `scripts/vendor_static.py`; not edited by hand. No page loads anything from another host.",
        "",
        "| npm package | version | licence | use |",
        "|---|---|---|---|",
    ]
    lines += [f"| {name} | {version} | {licence} | {use} |" for name, (version, licence, use) in PACKAGES.items()]
    lines += [
        "",
        f'`be-vietnam-pro/digits-*.woff2` are the digits of Be Vietnam Pro on one width, renamed "{DIGITS_FAMILY}"',
        f"(OFL-1.1, same licence file). `icons.svg` is a sprite of {len(ICONS)} icons of @tabler/icons, empty paths dropped.",
        "",
        "| file | SHA-256 |",
        "|---|---|",
    ]
    for path in sorted(p for p in VENDOR.rglob("*") if p.is_file() and p != target):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(f"| {path.relative_to(VENDOR).as_posix()} | `{digest}` |")
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Fetch, copy, build, list."""
    with tempfile.TemporaryDirectory() as scratch:
        folders = {name: unpack(name, row[0], Path(scratch)) for name, row in PACKAGES.items()}
        for name, copies in FILES.items():
            for source, copy in copies.items():
                target = VENDOR / copy
                target.parent.mkdir(parents=True, exist_ok=True)
                data = (folders[name] / source).read_bytes()
                if target.suffix == ".css":  # the map is not shipped, so nothing may ask for it
                    data = re.sub(rb"/\*# sourceMappingURL=.*?\*/\s*", b"", data)
                target.write_bytes(data)
        write_sprite(folders["@tabler/icons"] / "icons" / "outline", VENDOR / "icons.svg")
    fonts = VENDOR / "be-vietnam-pro"
    for weight in WEIGHTS:
        make_tabular(fonts / f"latin-{weight}.woff2", fonts / f"digits-{weight}.woff2")
    write_list(VENDOR / "VENDOR.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
