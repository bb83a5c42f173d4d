"""The stacked bar: its parts fill the whole width, none that is there disappears, its words say the figures."""

import re

import pytest

from tracker.charts import LEAST, stacked_bar


def widths(svg: str) -> list[float]:
    return [float(width) for width in re.findall(r'<rect class="[^"]+" x="[^"]+" width="([\d.]+)%"', svg)]


@pytest.mark.parametrize("values", [(1,), (3, 1), (1, 1_000_000), (1, 1, 999), (20, 0, 5)])
def test_the_parts_fill_the_bar_and_a_small_one_can_be_seen(values):
    found = widths(stacked_bar([("done", value, "Đúng hạn") for value in values]))
    assert len(found) == sum(1 for value in values if value)
    assert sum(found) == pytest.approx(100, abs=0.05)
    assert min(found) >= LEAST


def test_the_bar_says_its_figures_and_hatches_what_is_late():
    svg = stacked_bar([("done", 1618, "Đúng hạn"), ("wait", 0, "Chờ duyệt"), ("late", 3, "Quá hạn")])
    assert 'aria-label="đúng hạn 1.618, quá hạn 3"' in svg
    assert svg.count("url(#hatch-late)") == 1
    assert "f-wait" not in svg


def test_a_bar_of_nothing_says_so():
    assert 'aria-label="chưa có kỳ hạn nào"' in stacked_bar([("done", 0, "Đúng hạn")])
