"""Words of documents to units and groups of a directory (domain facts 1.7)."""

import pytest

from tracker.directory.snapshot import Directory
from tracker.plans.drafting import other_place
from tracker.plans.resolving import Doer, Doubt, Resolver, is_relative, place_of
from tracker.plans.understanding.facts import Definition, Source


def codes(directory: Directory, *words: str, resolver: Resolver | None = None) -> list[str]:
    """What each doer comes to: a code, or "?" and the word the directory lacks."""
    return [code(directory, doer) for doer in (resolver or Resolver(directory)).doers(words)]


def code(directory: Directory, doer: Doer) -> str:
    groups = {group.id: group.code for group in directory.groups}
    if doer.unit_id is not None:
        return directory.units[doer.unit_id].code
    return groups[doer.group_id] if doer.group_id is not None else f"?{doer.words}"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Văn phòng Sở", ["VP"]),
        ("Các phòng, CSGD", ["CAC-PHONG", "CSGD"]),
        ("Công an TP, CSGD", ["CATP", "CSGD"]),
        ("Phòng QLCL, CSGD", ["QLCL", "CSGD"]),
        ("Văn phòng, CSGD", ["VP", "CSGD"]),
        ("UBND xã, CSGD", ["XA-PHUONG", "CSGD"]),
        ("Phòng KHTC", ["KHTC"]),
        ("Sở KH&CN", ["SKHCN"]),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", ["SGDDT"]),
        ("các phòng chuyên môn, nghiệp vụ Sở", ["CAC-PHONG"]),
        ("Trường THPT, PT nhiều cấp học", ["TRUONG-THPT"]),
        ("Thủ trưởng các đơn vị trực thuộc", ["TRUC-THUOC"]),
        (
            "các phòng, đơn vị trực thuộc, UBND các xã, phường, đặc khu và các CSGD trên địa bàn",
            ["THUOC-SO", "XA-PHUONG", "CSGD"],
        ),
    ],
)
def test_cells_of_the_real_documents_find_their_units(hai_phong, cell, expected):
    assert codes(hai_phong, cell) == expected


def test_a_comma_inside_a_units_own_name_does_not_split_it(small_so):
    assert codes(small_so, "Phòng Giáo dục nghề nghiệp, thường xuyên và mầm non, Phòng GDPT") == ["NTM", "GDPT"]


def test_a_name_cut_at_its_comma_by_the_reading_is_put_together_again(hai_phong):
    assert codes(hai_phong, "Cục Khoa học", "Công nghệ và Thông tin") == ["CKHCNTT"]


def test_a_list_after_a_colon_is_one_unit_for_each_name(hai_phong):
    assert codes(hai_phong, "Các phòng: Giáo dục Trung học, Giáo dục Tiểu học") == ["GDTRH", "GDTH"]
    assert codes(hai_phong, "UBND các phường: Lê Chân, Hải An; CSGD") == ["11383", "11413", "CSGD"]


def test_a_commune_is_found_by_kind_and_name_never_by_the_name_alone(hai_phong):
    assert codes(hai_phong, "UBND phường Lê Chân") == ["11383"]
    assert codes(hai_phong, "Lê Chân") == ["?Lê Chân"]
    assert codes(hai_phong, "xã Lê Chân") == ["?xã Lê Chân"]


def test_names_that_differ_only_in_a_tone_are_told_apart(hai_phong):
    giang, giang_huyen = codes(hai_phong, "UBND xã Cẩm Giang"), codes(hai_phong, "UBND xã Cẩm Giàng")
    assert giang != giang_huyen
    assert hai_phong.units[hai_phong.unit_id_by_code[giang_huyen[0]]].name == "Xã Cẩm Giàng"


def test_the_place_of_a_tone_mark_does_not_matter(hai_phong):
    assert codes(hai_phong, "Uỷ ban nhân dân phường Thuỷ Nguyên") == codes(hai_phong, "UBND phường Thủy Nguyên")


def test_words_that_need_a_choice_stay_unconfirmed(hai_phong):
    for words in ("Phòng chuyên môn", "Cơ sở thí điểm", "Đơn vị cung cấp", "Các trường"):
        (doer,) = Resolver(hai_phong).doers((words,))
        assert doer.doubt is Doubt.NEEDS_CHOICE, words
        assert doer.note


def test_what_the_directory_does_not_know_stays_a_word(hai_phong):
    found = Resolver(hai_phong).doers(("Hội Khuyến học và các CSGD",))
    assert [(doer.words, doer.doubt) for doer in found] == [("Hội Khuyến học", Doubt.UNKNOWN), ("các CSGD", None)]


def test_a_closed_unit_is_found_and_said_to_be_closed(hai_phong):
    (doer,) = Resolver(hai_phong).doers(("Trung tâm Tin học",))
    assert doer.doubt is Doubt.CLOSED


def test_the_documents_own_definition_wins(hai_phong):
    definition = Definition(
        "cơ sở giáo dục", "triển khai tại các cơ sở giáo dục phổ thông và giáo dục thường xuyên", Source(41, "")
    )
    resolver = Resolver(hai_phong, definitions=[definition])
    assert codes(hai_phong, "CÁC CƠ SỞ GIÁO DỤC", resolver=resolver) == ["CSGD-PT-TX"]
    (doer,) = resolver.doers(("CSGD",))
    assert "dòng 41" in doer.note


def test_the_addressees_are_meant_by_quy_co_quan_don_vi(hai_phong):
    resolver = Resolver(
        hai_phong, addressees=["Các Sở: Tài chính, Khoa học và Công nghệ", "Thủ trưởng các đơn vị trực thuộc"]
    )
    assert codes(hai_phong, "Quý cơ quan, đơn vị", resolver=resolver) == ["SO-TC-KHCN", "TRUC-THUOC"]


def test_a_recipient_may_be_another_one_for_each_unit():
    assert is_relative("cơ quan quản lý cấp trên")
    assert is_relative("cấp trên quản lý trực tiếp")
    assert not is_relative("Sở GDĐT (qua Văn phòng Sở)")


def test_inside_the_so_van_phong_is_its_own_office(small_so):
    assert codes(small_so, "Văn phòng, Phòng GDPT") == ["VPS", "GDPT"]


def test_another_authority_has_its_own_words(small_so):
    assert place_of(small_so) == "Bình Minh"
    assert codes(small_so, "UBND phường Bình Minh; xã Hòa Sơn; Công an tỉnh") == ["90001", "90002", "CAT"]
    assert codes(small_so, "Phòng QLCL") == ["?Phòng QLCL"]


@pytest.mark.parametrize(
    ("issuer", "text", "place"),
    [
        ("Sở Giáo dục và Đào tạo Hải Phòng", "", ""),
        ("Sở GDĐT thành phố Hải Phòng", "", ""),
        ("Sở Giáo dục và Đào tạo Quảng Ninh", "", "Quảng Ninh"),
        ("Sở GD&ĐT tỉnh Quảng Ninh", "", "Quảng Ninh"),
        ("Bộ Giáo dục và Đào tạo", "tỉnh Quảng Ninh, tỉnh Quảng Ninh, Sở GDĐT", ""),
        ("", "Sở GDĐT hướng dẫn trên địa bàn tỉnh Quảng Ninh; UBND tỉnh Quảng Ninh", "Quảng Ninh"),
        ("", "Sở GDĐT Hải Phòng; tỉnh Quảng Ninh, tỉnh Quảng Ninh", ""),
    ],
)
def test_a_document_of_another_provinces_so_is_known_by_its_place(hai_phong, issuer, text, place):
    assert other_place(issuer, text, hai_phong) == place
