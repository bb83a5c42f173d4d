"""One fold for search, one key for order."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.vietnamese import clean, clean_line, fold, sort_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Lê Chân", "le chan"),
        ("ĐẶC KHU Cát Hải", "dac khu cat hai"),
        ("Ðồ Sơn", "do son"),  # U+00D0, as some files write it
        ("  Thủy   Nguyên\n", "thuy nguyen"),
        ("Hoà Bình", "hoa binh"),
        ("Ưu tiên Ơ", "uu tien o"),
    ],
)
def test_diacritics_case_and_blanks_do_not_count_in_a_search(text, folded):
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


def test_names_come_in_the_order_of_a_vietnamese_dictionary():
    names = [
        "An",
        "Ăn",
        "Ân",
        "Bà",
        "Ba",
        "Bả",
        "Bã",
        "Bá",
        "Bạ",
        "Dương",
        "Đồ",
        "Ê",
        "Em",
        "O",
        "Ô",
        "Ơ",
        "U",
        "Ư",
        "Xã 10",
        "Xã 2",
        "Xã 1",
    ]
    expected = [
        "An",
        "Ăn",
        "Ân",
        "Ba",
        "Bà",
        "Bả",
        "Bã",
        "Bá",
        "Bạ",
        "Dương",
        "Đồ",
        "Em",
        "Ê",
        "O",
        "Ô",
        "Ơ",
        "U",
        "Ư",
        "Xã 1",
        "Xã 2",
        "Xã 10",
    ]
    assert sorted(names, key=sort_key) == expected


def test_letters_count_before_tones_over_the_whole_name():
    assert sorted(["Cà Mau", "Ca Mâu", "Ca Mau", "Cá Mau"], key=sort_key) == ["Ca Mau", "Cà Mau", "Cá Mau", "Ca Mâu"]


def test_a_shorter_name_stands_before_a_longer_one():
    assert sorted(["Trường An 1", "Trường An", "Trường"], key=sort_key) == ["Trường", "Trường An", "Trường An 1"]


def test_the_key_orders_alike_as_text_and_as_bytes():
    names = ["Đồ Sơn", "Dương Kinh", "An Lão", "Ân Thi", "Xã 2", "Xã 10", "Hải An", "Hải Ân"]
    assert sorted(names, key=sort_key) == sorted(names, key=lambda name: sort_key(name).encode())


def test_stored_text_is_composed_and_free_of_invisible_signs():
    assert clean("\u200b Le\u0302 Cha\u0302n\u00a0\ufeff\r\nhai \x07") == "Lê Chân \nhai"
    assert clean_line("Lê\n\t Chân ") == "Lê Chân"
    assert clean("e\u200b\u0302") == "ê"  # what stood between letter and mark leaves one letter
    assert clean_line("bao-cao\u202efdp.exe\u2069") == "bao-caofdp.exe"


@given(st.text(max_size=60))
def test_cleaning_and_folding_twice_is_the_same_as_once(text):
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)
    assert fold(fold(text)) == fold(text)


@given(
    st.text(alphabet="aăâbdđeêoôơuưyáàảãạ AĐ09", max_size=20), st.text(alphabet="aăâbdđeêoôơuưyáàảãạ AĐ09", max_size=20)
)
def test_two_writings_of_one_name_have_one_key(left, right):
    if unicodedata.normalize("NFC", left) == unicodedata.normalize("NFC", right):
        assert sort_key(left) == sort_key(right)
    assert sort_key(left) == sort_key(unicodedata.normalize("NFD", left))
