"""Words for pages that follow from data."""

import pytest

from tracker.directory.models import Ownership, SchoolLevel, UnitKind
from tracker.directory.words import KIND_WORDS, LEVEL_WORDS, OWNERSHIP_WORDS, browser_words


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
            "Chrome trên Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge trên Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari trên iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome trên Android"),
        ("curl/8.0", "curl/8.0"),
        ("", "Không rõ trình duyệt"),
    ],
)
def test_a_browser_is_called_as_people_call_it(user_agent, words):
    assert browser_words(user_agent) == words


def test_every_kind_level_and_form_of_ownership_has_its_word():
    assert set(KIND_WORDS) == set(UnitKind)
    assert set(LEVEL_WORDS) == set(SchoolLevel)
    assert set(OWNERSHIP_WORDS) == set(Ownership)
