"""Every document of the corpus has its expectation, and the reading never falls below what it has reached."""

from functools import cache

import pytest

from tests.corpus import score

FLOORS = {  # format: a little below what the development part has reached
    "docx": {"rows": 0.99, "fields": 0.99, "recall": 0.98, "precision": 0.98, "who": 0.95},
    "pdf": {"rows": 0.99, "fields": 0.99, "recall": 0.98, "precision": 0.98, "who": 0.95},
    "xlsx": {"rows": 0.99, "fields": 0.99},
    "txt": {"rows": 0.85, "fields": 0.98, "recall": 0.98, "precision": 0.97, "who": 0.95},
}
FOLDERS = [folder for folder in (score.CORPUS, score.HELD_OUT) if folder.is_dir()]
DOCUMENTS = [document for folder in FOLDERS for document in score.documents(folder)]


@cache
def measured():
    return score.totals(score.measure(score.CORPUS))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_document_has_an_expectation_that_can_be_judged(document):
    expected = score.expectation(document)
    assert {"document", "items", "deadlines"} <= set(expected)
    assert all(item["content"] for item in expected["items"])
    assert all({"due_on", "recurrence", "what"} <= set(deadline) for deadline in expected["deadlines"])


@pytest.mark.parametrize(("form", "measure"), [(form, measure) for form, floor in FLOORS.items() for measure in floor])
def test_no_format_is_read_worse_than_it_was(form, measure):
    reached = measured()[form].rates()[measure]
    assert reached is not None
    assert reached >= FLOORS[form][measure]


def row(content, **fields):
    return {"content": content, "time_text": "", "lead": [], "source": {"quote": content}, **fields}


def judged(items, read):
    return score.judge(
        {"document": {}, "items": items, "deadlines": []}, {"document": {}, "items": read, "deadlines": []}
    )


def test_a_row_read_as_it_stands_is_right_and_its_fields_are_compared_as_people_read_them():
    result = judged(
        [row("Tổ chức hội nghị tổng kết", lead=["Các trường", "Văn phòng"], due_on="2026-03-31")],
        [row("Tổ chức  hội nghị\ntổng kết.", lead=["văn phòng", "trường"], due_on="2026-04-30")],
    )
    assert (result.rows_right, result.rows_extra) == (1, 0)
    assert result.by_field_right["lead"] == 1
    assert result.by_field_right["due_on"] == 0


def test_a_row_cut_in_two_is_neither_whole_nor_without_a_remainder():
    whole = "Rà soát, cập nhật cơ sở dữ liệu ngành và báo cáo kết quả về Sở Giáo dục và Đào tạo trước kỳ họp"
    result = judged([row(whole)], [row(whole[:60]), row(whole[60:])])
    assert result.rates()["rows"] == 0


def test_a_row_nobody_expects_lowers_the_rows():
    result = judged([row("Ban hành kế hoạch")], [row("Ban hành kế hoạch"), row("Tổng cộng")])
    assert result.rates()["rows"] == 0.5


def test_a_date_that_is_no_deadline_lowers_the_precision():
    wanted = {"due_on": "2026-05-25", "recurrence": "none", "what": "báo cáo tổng kết", "who": ["Các trường"]}
    read = {**wanted, "source": {"quote": "gửi báo cáo tổng kết trước ngày 25/5/2026"}}
    result = score.judge(
        {"document": {}, "items": [], "deadlines": [wanted]},
        {"document": {}, "items": [], "deadlines": [read, {**read, "due_on": "2025-01-01"}]},
    )
    assert (result.rates()["recall"], result.rates()["precision"], result.rates()["who"]) == (1, 0.5, 1)


def test_a_row_read_as_running_text_is_found_but_shown_apart():
    wanted = row("Báo cáo tổng kết năm học", due_on="2026-05-25", recurrence="none")
    read = {"due_on": "2026-05-25", "recurrence": "none", "what": "Báo cáo tổng kết năm học", "source": {"quote": ""}}
    result = score.judge(
        {"document": {}, "items": [wanted], "deadlines": []}, {"document": {}, "items": [], "deadlines": [read]}
    )
    assert (result.rows_right, result.rows_as_prose, result.deadlines_false) == (1, 1, 0)


def test_another_way_to_say_who_is_right_and_an_optional_duty_never_counts():
    wanted = {
        "due_on": "2026-05-25",
        "recurrence": "none",
        "what": "báo cáo",
        "who": ["A", "B"],
        "who_or": [["Các đơn vị"]],
    }
    read = {"due_on": "2026-05-25", "recurrence": "none", "who": ["đơn vị"], "what": "báo cáo"}
    duty = {"due_on": None, "recurrence": "weekly", "what": "giao ban", "optional": True}
    for found in ([read], [read, {**duty, "who": []}]):
        result = score.judge(
            {"document": {}, "items": [], "deadlines": [wanted, duty]},
            {"document": {}, "items": [], "deadlines": list(found)},
        )
        assert (result.deadlines, result.deadlines_found, result.deadlines_false, result.whos_right) == (1, 1, 0, 1)
