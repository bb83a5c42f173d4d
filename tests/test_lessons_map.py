"""docs/lessons.md and docs/feeds.md name a test for each row: every row is there, and every test named exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMED = re.compile(r"`([a-z_/0-9]+\.py)::(test_\w+)`")
ROW = re.compile(r"^\| (?P<key>[A-Z]?\d+) \| (?P<what>[^|]+) \| (?P<ours>[^|]+) \| (?P<tests>[^|]+) \|$", re.MULTILINE)
MAPS = {
    "lessons.md": [*(f"T{number}" for number in range(1, 13)), *(str(number) for number in range(1, 61))],
    "feeds.md": [f"R{number}" for number in range(1, 48)],
}


def rows(name: str) -> dict[str, re.Match[str]]:
    return {row["key"]: row for row in ROW.finditer((ROOT / "docs" / name).read_text(encoding="utf-8"))}


@cache
def named_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / "tests" / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("name", MAPS)
def test_every_row_is_there_once_and_in_order(name):
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert [row["key"] for row in ROW.finditer(text)] == MAPS[name]
    assert len(re.findall(r"^\| [A-Z]?\d+ \|", text, re.MULTILINE)) == len(MAPS[name])


@pytest.mark.parametrize("name", MAPS)
def test_every_row_names_a_test_or_says_why_it_does_not_concern_us(name):
    silent = [
        key
        for key, row in rows(name).items()
        if not NAMED.search(row["tests"]) and not (row["tests"].strip() == "–" and row["ours"].startswith("Not ours:"))
    ]
    assert silent == []


@pytest.mark.parametrize("name", MAPS)
def test_every_test_that_is_named_exists(name):
    missing = [
        f"{key}: {path}::{test}"
        for key, row in rows(name).items()
        for path, test in NAMED.findall(row["tests"])
        if not (ROOT / "tests" / path).is_file() or test not in named_in(path)
    ]
    assert missing == []


@pytest.mark.parametrize("name", MAPS)
def test_nothing_else_stands_in_the_last_column(name):
    odd = [key for key, row in rows(name).items() if re.sub(r"`[^`]*`|<br>|–|\s", "", row["tests"])]
    assert odd == []
