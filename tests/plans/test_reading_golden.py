"""The five real documents against expectations written by reading them, not by running the reader."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from tracker.plans.as_json import to_json
from tracker.plans.extraction import read_document

_ROOT = Path(__file__).parents[2]
_DOCUMENTS = {path.name[:3]: path for path in (_ROOT / "seeds" / "documents").glob("*.txt")}


@cache
def extracted(name):
    path = _DOCUMENTS[name]
    return read_document(path.read_bytes(), file_name=path.name, today=date(2025, 12, 15))


def as_json(name):
    _, understood, warnings = extracted(name)
    return to_json(understood, warnings)


def expected(file_name):
    text = (_ROOT / "tests" / "golden" / file_name).read_text(encoding="utf-8")
    return [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]


def listed(cell):
    return [part.strip() for part in cell.split(";") if part.strip()]


@pytest.mark.parametrize("row", expected("002-items.txt"), ids=lambda row: f"row {row[0]}")
def test_every_row_of_the_2025_plan_has_its_seven_columns_and_dates(row):
    stt, group, content, product, time_text, lead, coordinating, starts_on, deadlines, recurrence = row
    item = as_json("002")["items"][int(stt) - 1]
    assert item["stt"] == stt
    assert item["section"] is None
    assert item["group"] == group
    assert item["content"] == content
    assert item["product"] == product
    assert item["time_text"] == time_text
    assert item["lead"] == listed(lead)
    assert item["coordinating"] == listed(coordinating)
    assert (item["starts_on"] or "") == starts_on
    assert item["deadlines"] == [day.strip() for day in deadlines.split(",") if day]
    assert item["due_on"] == (item["deadlines"][-1] if deadlines else None)
    assert item["recurrence"] == recurrence


@pytest.mark.parametrize(("place", "row"), list(enumerate(expected("004-items.txt"))))
def test_every_row_of_the_2024_plan_is_done_by_its_section(place, row):
    stt, section, content, product, time_text, starts_on, due_on, qualifier = [*row, ""][:8]
    item = as_json("004")["items"][place]
    assert (item["stt"], item["section"], item["lead"], item["coordinating"]) == (stt, section, [section], [])
    assert (item["content"], item["product"], item["time_text"]) == (content, product, time_text)
    assert (item["starts_on"] or "", item["due_on"], item["qualifier"] or "") == (starts_on, due_on, qualifier)


@pytest.mark.parametrize(
    ("name", "items", "deadlines"), [("000", 0, 1), ("001", 0, 3), ("002", 25, 11), ("003", 0, 4), ("004", 13, 0)]
)
def test_each_document_has_as_many_items_and_deadlines_as_a_reader_counts(name, items, deadlines):
    found = as_json(name)
    assert (len(found["items"]), len(found["deadlines"])) == (items, deadlines)


@pytest.mark.parametrize("name", ["000", "001", "002", "003"])
def test_prose_deadlines_say_who_when_to_whom_and_where_they_stand(name):
    wanted = [row[1:] for row in ([*row, ""][:6] for row in expected("deadlines.txt")) if row[0] == name]
    found = [
        [str(d["source"]["line"]), d["due_on"], "; ".join(d["who"]), d["recipient"] or "", d["via"] or ""]
        for d in as_json(name)["deadlines"]
    ]
    assert found == wanted
    assert {d["qualifier"] for d in as_json(name)["deadlines"]} == {"before"}


@pytest.mark.parametrize("name", ["000", "001", "002", "003"])
def test_the_quote_of_a_deadline_holds_its_words(name):
    for deadline in as_json(name)["deadlines"]:
        assert deadline["time_text"] in deadline["source"]["quote"]


def test_two_deadlines_in_one_sentence_are_two_reports():
    assert [d["what"] for d in as_json("003")["deadlines"]] == [
        "Báo cáo sơ kết học kì 1 năm học 2025-2026",
        "Báo cáo tổng kết năm học 2025-2026",
    ] * 2


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_no_date_of_a_cited_document_is_a_deadline(name):
    _, understood, _ = extracted(name)
    cited = {(c.source.line, c.on) for c in understood.cited_dates if "viện dẫn" in c.reason}
    assert cited
    assert not cited & {(d.source.line, d.period.due_on) for d in understood.deadlines}


def test_the_yearly_day_of_digital_transformation_is_an_event_not_a_report():
    reasons = {c.source.line: c.reason for c in extracted("001")[1].cited_dates}
    assert "sự kiện diễn ra hằng năm" in reasons[362]


def test_item_13_is_warned_with_the_date_the_body_gives():
    item = as_json("002")["items"][12]
    warning = next(w for w in item["warnings"] if w["code"] == "date_outside_period")
    assert warning["proposal"] == "2025-12-25"
    assert "25/12/2026" in warning["text"]
    assert "Quý IV/2025" in warning["text"]
    assert item["source"]["line"] == 1504
    assert item["due_on"] == "2025-12-31"


def test_item_13_and_the_prose_report_are_proposed_as_a_pair_and_no_other_row_is():
    _, _, warnings = extracted("002")
    pairs = [(w.item, w.deadline, w.proposal) for w in warnings if w.code == "same_report_twice"]
    assert sorted(pairs, key=str) == sorted([(12, None, "2025-12-25"), (None, 8, "13")], key=str)


def test_schools_due_after_the_office_they_report_to_are_named():
    _, _, warnings = extracted("002")
    late = [w for w in warnings if w.code == "lower_level_after_upper"]
    assert [[q.line for q in w.quotes] for w in late] == [[969, 875]]


def test_rows_of_the_five_documents_are_cut_with_confidence():
    for name in ("002", "004"):
        assert not [item.stt for item in extracted(name)[1].items if item.is_doubtful]


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("000", (None, "Sở Giáo dục và Đào tạo Hải Phòng", "cong_van", None)),
        ("001", (None, "Sở Giáo dục và Đào tạo Hải Phòng", "cong_van", "2022-2023")),
        ("002", (None, "Sở Giáo dục và Đào tạo Hải Phòng", "ke_hoach", "2025-2026")),
        ("003", (None, "Sở Giáo dục và Đào tạo Quảng Ninh", "cong_van", "2025-2026")),
        ("004", (None, "Sở Giáo dục và Đào tạo Hải Phòng", "ke_hoach", "2024-2025")),
    ],
)
def test_the_head_is_read_and_blanks_stay_blank(name, head):
    document = as_json(name)["document"]
    assert (document["number"], document["issuer"], document["kind"], document["school_year"]) == head
    assert document["issued_on"] is None


@pytest.mark.parametrize(("name", "proposal"), [("000", "2025-10"), ("002", "2025-10"), ("004", "2024-11-08")])
def test_a_blank_date_of_issue_is_proposed_from_annex_or_stamp(name, proposal):
    warnings = {w["code"]: w for w in as_json(name)["warnings"]}
    assert warnings["issued_on_missing"]["proposal"] == proposal


def test_a_year_in_the_head_older_than_what_is_cited_is_a_warning():
    warnings = {w["code"]: w for w in as_json("000")["warnings"]}
    assert warnings["head_year_conflict"]["proposal"] == "2025"


def test_definitions_narrow_what_a_word_means():
    assert [(d.term, d.meaning) for d in extracted("003")[1].definitions] == [
        ("các đơn vị", "các cơ sở giáo dục phổ thông, thường xuyên và mầm non")
    ]


def test_the_json_has_the_fields_of_the_interface_in_order():
    found = as_json("002")
    assert list(found) == ["document", "items", "deadlines", "warnings"]
    assert list(found["document"]) == ["number", "issued_on", "issuer", "kind", "title", "school_year"]
    assert list(found["items"][0]) == [
        "stt",
        "section",
        "group",
        "content",
        "product",
        "time_text",
        "starts_on",
        "due_on",
        "due_time",
        "qualifier",
        "recurrence",
        "deadlines",
        "lead",
        "coordinating",
        "source",
        "warnings",
    ]
    assert list(found["deadlines"][0]) == [
        "time_text",
        "due_on",
        "due_time",
        "qualifier",
        "recurrence",
        "who",
        "what",
        "recipient",
        "via",
        "source",
        "warnings",
    ]
    assert list(found["items"][12]["warnings"][0]) == ["code", "text", "proposal"]


def test_footnotes_page_numbers_and_stamps_are_no_running_text():
    reading, _, _ = extracted("002")
    text = " ".join(line.text for line in reading.lines)
    assert "tại thành phố Hải Phòng1 và phương hướng, giải pháp" in text
    assert [note.number for note in reading.notes] == list(range(1, 10))
    assert "đã ký lên văn bản" not in " ".join(line.text for line in extracted("004")[0].lines)
    assert len(extracted("004")[0].stamps) == 5
