"""The README tells the truth about settings and make targets."""

import re
from dataclasses import fields

from tests.conftest import ROOT
from tracker.config import PREFIX, Settings

README = (ROOT / "README.md").read_text("utf-8")


def test_the_settings_table_names_every_setting_and_no_other():
    table = README.split("### Settings")[1].split("### Operate it")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(rf"`({PREFIX}[A-Z_]+)`", row)}
    assert named == {PREFIX + field.name.upper() for field in fields(Settings)}


def test_every_make_target_the_readme_names_exists():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"make ([a-z-]+)", README)) - {"test"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_picture_and_file_the_readme_links_exists():
    for path in re.findall(r"\]\((?!http)([^)]+)\)", README):
        assert (ROOT / path).exists(), path


def test_every_tracker_command_the_readme_names_exists():
    from click.testing import CliRunner

    from tracker.cli import main

    for words in set(re.findall(r"tracker ((?:[a-z-]+ ?){1,2})", README.replace(".venv/bin/tracker", "tracker"))):
        first = words.split()[0]
        if first in {"init", "units", "calendar", "serve", "db", "check", "demo", "users"}:
            command = [word for word in words.split() if word.isidentifier() or "-" in word]
            answer = CliRunner().invoke(main, [*command[:2], "--help"])
            assert answer.exit_code == 0, (words, answer.output)
