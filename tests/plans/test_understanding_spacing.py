"""The same document however its lines are spaced: extraction tools differ in blank lines and indents, the facts do not.

003 is single-spaced as it is; without the blank lines above its footnotes these cannot be told from its text.
"""

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from tracker.plans.extraction import read_document

_DOCUMENTS = sorted((Path(__file__).parents[2] / "seeds" / "documents").glob("*.txt"))


def single_spaced(text):
    return "\n".join(line for line in text.split("\n") if line.strip())


def without_indents(text):
    return "\n".join(line.strip() for line in text.split("\n"))


def single_spaced_without_indents(text):
    return without_indents(single_spaced(text))


def decomposed_with_carriage_returns(text):
    return unicodedata.normalize("NFD", text).replace("\n", "\r\n")


def facts(text):
    _, understood, _ = read_document(text.encode(), file_name="thu.txt", today=date(2025, 12, 15))
    rows = [
        (i.stt, i.section, i.group, i.content, i.product, i.time_text, i.lead, i.coordinating) for i in understood.items
    ]
    return rows, [(d.time_text, d.who, d.what, d.recipient, d.via) for d in understood.deadlines]


@pytest.mark.parametrize("path", _DOCUMENTS, ids=lambda path: path.name[:3])
@pytest.mark.parametrize(
    "spacing", [single_spaced, without_indents, single_spaced_without_indents, decomposed_with_carriage_returns]
)
def test_spacing_changes_no_fact(path, spacing):
    if path.name.startswith("003") and spacing in (single_spaced, single_spaced_without_indents):
        return
    text = path.read_text(encoding="utf-8")
    assert facts(spacing(text)) == facts(text)
