"""What a newer version changes: rows found again by what they say, fields compared one by one (product 1, journey 8)."""

import random

import pytest

from tracker.plans.models import ItemOrigin
from tracker.plans.revision import Field, Version, compare, is_same
from tracker.plans.revision_words import Part, word_changes

TASKS = (
    "Rà soát, nâng cấp hệ thống cơ sở dữ liệu ngành giáo dục",
    "Tập huấn kỹ năng số cho cán bộ quản lý và giáo viên",
    "Triển khai học bạ số ở cấp trung học phổ thông",
    "Báo cáo kết quả chuyển đổi số học kỳ I gửi Bộ Giáo dục và Đào tạo",
    "Kiểm tra công tác bảo đảm an toàn thông tin tại các đơn vị",
    "Tổ chức thi giáo viên dạy giỏi cấp thành phố năm học 2025-2026",
)


def version(number: int, content: str, *, stt: str | None = None, base: int = 0, origin=ItemOrigin.ROW, **values):
    """A row; `base` keeps the ids of the two versions apart."""
    fields = dict.fromkeys(Field, "")
    fields |= {
        Field.CONTENT: content,
        Field.PRODUCT: values.pop("product", "Báo cáo"),
        Field.TIME: values.pop("time_text", "Quý IV/2025"),
        Field.DUE: values.pop("due", "2025-12-31"),
        Field.RECURRENCE: values.pop("recurrence", "none"),
        Field.LEAD: values.pop("lead", "Văn phòng Sở"),
        Field.COORDINATING: values.pop("coordinating", ""),
        Field.RECIPIENT: values.pop("recipient", ""),
    }
    stt = str(number) if stt is None else stt
    return Version(
        base + number,
        values.pop("key", f"row::{stt}"),
        origin,
        stt,
        values.pop("section", ""),
        values.pop("group", ""),
        fields,
        **values,
    )


def plan(contents=TASKS, *, base: int = 0, **values) -> list[Version]:
    return [version(number, words, base=base, **values) for number, words in enumerate(contents, start=1)]


def pairs(found) -> dict[int, int]:
    return {pair.new.id: pair.old.id for pair in (*found.unchanged, *found.changed)}


def test_the_same_rows_are_unchanged():
    found = compare(plan(), plan(base=100))
    assert pairs(found) == {100 + n: n for n in range(1, 7)}
    assert not found.has_differences


def test_rows_are_found_again_when_one_is_put_in_before_them_and_all_are_renumbered():
    new = plan(("Xây dựng kho học liệu số dùng chung toàn ngành", *TASKS), base=100)
    found = compare(plan(), new)
    assert pairs(found) == {101 + n: n for n in range(1, 7)}
    assert [one.item.id for one in found.added] == [101]
    assert all(pair.is_renumbered for pair in found.unchanged)
    assert len(found.unchanged) == 6


def test_rows_are_found_again_in_any_order():
    contents = list(TASKS)
    random.Random(3).shuffle(contents)
    found = compare(plan(), plan(tuple(contents), base=100))
    assert {pair.old.fields[Field.CONTENT] for pair in found.unchanged} == set(TASKS)
    assert all(pair.old.fields[Field.CONTENT] == pair.new.fields[Field.CONTENT] for pair in found.unchanged)


def test_a_reworded_row_is_the_same_row_with_another_content():
    contents = list(TASKS)
    contents[1] = "Tập huấn kỹ năng số và trí tuệ nhân tạo cho cán bộ quản lý, giáo viên các cấp học"
    found = compare(plan(), plan(tuple(contents), base=100))
    (pair,) = found.changed
    assert (pair.old.id, pair.new.id) == (2, 102)
    assert [change.field for change in pair.changes] == [Field.CONTENT]


def test_each_field_is_told_old_and_new():
    new = plan(base=100)
    new[0] = version(
        1,
        TASKS[0],
        base=100,
        product="Hệ thống hoạt động",
        time_text="Quý I/2026",
        due="2026-03-31",
        recurrence="quarterly",
        lead="Phòng KHTC",
        coordinating="Các phòng",
        recipient="Bộ GDĐT",
    )
    (pair,) = compare(plan(), new).changed
    told = {change.field: (change.old, change.new) for change in pair.changes}
    assert told == {
        Field.PRODUCT: ("Báo cáo", "Hệ thống hoạt động"),
        Field.TIME: ("Quý IV/2025", "Quý I/2026"),
        Field.DUE: ("2025-12-31", "2026-03-31"),
        Field.RECURRENCE: ("none", "quarterly"),
        Field.LEAD: ("Văn phòng Sở", "Phòng KHTC"),
        Field.COORDINATING: ("", "Các phòng"),
        Field.RECIPIENT: ("", "Bộ GDĐT"),
    }


def test_a_row_taken_out_is_withdrawn_and_its_number_does_not_save_it():
    contents = (*TASKS[:3], "Xây dựng quy chế quản lý tài khoản dùng chung", *TASKS[4:])
    found = compare(plan(), plan(contents, base=100))
    assert [one.item.id for one in found.withdrawn] == [4]
    assert [one.item.id for one in found.added] == [104]


def test_a_split_row_keeps_its_first_half_and_says_where_the_other_comes_from():
    whole = "Xây dựng, ban hành và tổ chức thực hiện quy chế khai thác hệ thống; kiểm tra việc chấp hành quy chế tại các trường"
    halves = (
        "Xây dựng, ban hành và tổ chức thực hiện quy chế khai thác hệ thống",
        "Kiểm tra việc chấp hành quy chế tại các trường",
    )
    found = compare(plan((*TASKS, whole)), plan((*TASKS, *halves), base=100))
    (pair,) = found.changed
    assert (pair.old.id, pair.new.id) == (7, 107)
    (added,) = found.added
    assert (added.item.id, added.near.id) == (108, 7)


def test_prose_deadlines_are_found_by_what_they_ask_though_their_keys_are_hashes():
    what = "gửi báo cáo kết quả tự đánh giá mức độ chuyển đổi số về Sở GDĐT"
    old = [version(1, what, stt="", key="prose:aaa", origin=ItemOrigin.PROSE, due="2025-12-20", lead="Các trường THPT")]
    new = [
        version(
            1,
            what.replace("gửi", "lập và gửi"),
            stt="",
            key="prose:bbb",
            base=100,
            origin=ItemOrigin.PROSE,
            due="2025-12-25",
            lead="Các trường THPT",
        )
    ]
    (pair,) = compare(old, new).changed
    assert {change.field for change in pair.changes} == {Field.CONTENT, Field.DUE}


def test_rows_that_differ_only_in_their_number_are_matched_by_the_whole():
    rounds = tuple(f"Tổ chức tập huấn chuyển đổi số đợt {n} cho giáo viên" for n in range(1, 6))
    moved = (rounds[0], rounds[2], rounds[3], rounds[4])
    found = compare(plan(rounds), plan(moved, base=100))
    assert pairs(found) == {101: 1, 102: 3, 103: 4, 104: 5}
    assert [one.item.id for one in found.withdrawn] == [2]


def test_the_same_words_twice_are_told_apart_by_their_dates():
    old = [version(1, TASKS[3], due="2025-12-20"), version(2, TASKS[3], due="2026-05-20")]
    new = [version(1, TASKS[3], base=100, due="2026-05-20"), version(2, TASKS[3], base=100, due="2025-12-20")]
    found = compare(old, new)
    assert pairs(found) == {101: 2, 102: 1}


def test_a_row_with_two_likely_partners_is_doubtful():
    old = [version(1, "Tập huấn kỹ năng số cho giáo viên mầm non", lead="Phòng GDMN", due="2025-12-31")]
    new = [
        version(1, "Tập huấn kỹ năng số cho giáo viên tiểu học", base=100, due="2026-01-31", key="x"),
        version(2, "Tập huấn kỹ năng số cho giáo viên trung học", base=100, due="2026-01-31", key="y"),
    ]
    found = compare(old, new)
    assert [pair.is_doubtful for pair in found.changed] == [True]


def test_the_officers_own_pairing_beats_the_proposal():
    new = plan((TASKS[0], "Xây dựng nền tảng quản trị trường học"), base=100)
    old = plan((TASKS[0], "Mua sắm thiết bị mạng"))
    assert [one.item.id for one in compare(old, new).added] == [102]
    found = compare(old, new, decided={102: 2, 101: None})
    assert [(pair.old.id, pair.new.id, pair.is_by_hand) for pair in found.changed] == [(2, 102, True)]
    assert [one.item.id for one in found.added] == [101]
    assert [one.item.id for one in found.withdrawn] == [1]


def test_an_officers_correction_stands_while_the_document_says_the_same():
    old = [version(1, TASKS[0], due="2025-12-25", as_read={Field.DUE.value: "2025-12-31"})]
    assert not compare(old, [version(1, TASKS[0], base=100)]).has_differences
    (pair,) = compare(old, [version(1, TASKS[0], base=100, due="2026-01-15")]).changed
    (change,) = pair.changes
    assert (change.old, change.new, change.is_corrected) == ("2025-12-25", "2026-01-15", True)


def test_another_word_for_the_same_unit_is_no_change():
    old = [version(1, TASKS[0], lead="Văn phòng", doers={Field.LEAD: frozenset({"u2"})})]
    new = [version(1, TASKS[0], base=100, lead="Văn phòng Sở", doers={Field.LEAD: frozenset({"u2"})})]
    assert not compare(old, new).has_differences
    unclear = [version(1, TASKS[0], base=100, lead="Văn phòng Sở", doers={Field.LEAD: frozenset()})]
    assert compare(old, unclear).has_differences


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [("Báo cáo.", "Báo cáo", True), ("Báo\n cáo", "Báo cáo", True), ("Báo cáo", "Báo cao", False), ("", " ;", True)],
)
def test_only_words_count_as_a_change(one, other, is_alike):
    assert is_same(one, other) is is_alike


def test_nothing_is_lost_or_doubled_whatever_is_changed():
    """Random edits of random plans: every row of both versions stands in the comparison exactly once."""
    chance = random.Random(11)
    words = " ".join(TASKS).split()
    for _ in range(30):
        contents = [" ".join(chance.sample(words, 9)) for _ in range(chance.randint(1, 14))]
        edited = [
            " ".join(word for word in text.split() if chance.random() > 0.15)
            for text in contents
            if chance.random() > 0.2
        ]
        edited += [" ".join(chance.sample(words, 9)) for _ in range(chance.randint(0, 3))]
        chance.shuffle(edited)
        old, new = plan(tuple(contents)), plan(tuple(edited), base=100)
        found = compare(old, new)
        together = (*found.unchanged, *found.changed)
        assert sorted([pair.old.id for pair in together] + [one.item.id for one in found.withdrawn]) == [
            o.id for o in old
        ]
        assert sorted([pair.new.id for pair in together] + [one.item.id for one in found.added]) == [n.id for n in new]


def test_lightly_edited_rows_keep_their_partner_in_a_long_plan():
    chance = random.Random(5)
    words = sorted(set(" ".join(TASKS).split()))
    contents = [" ".join(chance.choice(words) for _ in range(14)) for _ in range(120)]
    edited = [" ".join([*text.split()[:-2], "toàn", "ngành"]) for text in contents]
    order = list(range(120))
    chance.shuffle(order)
    new = [version(place + 1, edited[source], base=1000) for place, source in enumerate(order)]
    found = compare(plan(tuple(contents)), new)
    right = sum(pair.old.id == order[pair.new.id - 1001] + 1 for pair in found.changed)
    assert right == 120


def test_a_very_long_plan_is_compared_too():
    chance = random.Random(7)
    words = [f"từ{n}" for n in range(900)]
    contents = tuple(" ".join(chance.choice(words) for _ in range(12)) for _ in range(1500))
    edited = tuple(text if n % 10 else text.replace(" ", " thêm ", 1) for n, text in enumerate(contents))
    found = compare(plan(contents), plan(edited, base=10_000))
    assert len(found.changed) == 150
    assert not found.added
    assert not found.withdrawn


def test_changed_words_are_marked_where_they_stand():
    assert word_changes("Báo cáo trước ngày 20/12/2025", "Báo cáo trước ngày 25/12/2025") == (
        (Part("Báo cáo trước ngày"), Part("20/12/2025", is_changed=True)),
        (Part("Báo cáo trước ngày"), Part("25/12/2025", is_changed=True)),
    )
    assert word_changes("", "Báo cáo") == ((), (Part("Báo cáo", is_changed=True),))
