"""Tables that leave as CSV cannot run anything when opened."""

import csv
import io
from datetime import date

import pytest

from tracker.spreadsheet import safe_cell, to_csv


@pytest.mark.parametrize("text", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "|x"])
def test_text_that_begins_like_a_formula_is_kept_as_text(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize(
    ("value", "cell"), [(-5, "-5"), (1.5, "1.5"), (None, ""), ("Phường Lê Chân", "Phường Lê Chân"), ("", "")]
)
def test_numbers_and_plain_words_stay_as_they_are(value, cell):
    assert safe_cell(value) == cell


def test_dates_are_written_the_vietnamese_way():
    assert safe_cell(date(2025, 12, 1)) == "01/12/2025"


def test_a_file_reads_back_with_its_vietnamese_words_and_line_breaks():
    content = to_csv(["Đơn vị", "Ghi chú"], [["Phường Lê Chân", 'một "hai", ba\nbốn']])
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))) == [
        ["Đơn vị", "Ghi chú"],
        ["Phường Lê Chân", 'một "hai", ba\nbốn'],
    ]
