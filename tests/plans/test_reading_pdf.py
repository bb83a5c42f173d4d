"""PDF to lines, tables, notes and stamps (domain facts 6.3-6.6). The fixtures and the scripts that made them: tests/fixtures/pdf."""

import io
import random
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tracker.errors import UnreadableDocument
from tracker.plans.extraction import read_document
from tracker.plans.reading import read
from tracker.plans.reading.pdf_assembly import WithoutMarkers
from tracker.plans.reading.pdf_furniture import signed_moment
from tracker.plans.reading.pdf_lines import Row
from tracker.plans.reading.pdf_page import Word
from tracker.plans.reading.picture import render_page
from tracker.plans.understanding.passages import passages_of

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures/pdf"


@cache
def data(name):
    return (FIXTURES / f"{name}.pdf").read_bytes()


@cache
def reading(name):
    return read(data(name), file_name=f"{name}.pdf")


@cache
def understood(name):
    return read_document(data(name), file_name=f"{name}.pdf", today=date(2025, 10, 6))[1]


def texts(grid):
    """Row by row, the text of the cell that covers each place."""
    return [[cell.text if cell else None for cell in row] for row in grid.rows()]


def paragraphs(name):
    return [passage.text for passage in passages_of(reading(name).lines)]


def drawn(*pages, **options):
    """A PDF with plain lines of ASCII on each page; a picture where a page is None."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    for lines in pages:
        if lines is None:
            picture = io.BytesIO()
            Image.new("L", (20, 30), 180).save(picture, "PNG")
            canvas.drawImage(ImageReader(picture), 50, 50, 400, 600)
        for place, line in enumerate(lines or ()):
            canvas.drawString(60, 760 - 20 * place, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def refusal(file):
    with pytest.raises(UnreadableDocument) as refused:
        read(file, file_name="thu.pdf")
    return refused.value.message


# Running text


def test_head_in_two_columns_is_read_left_then_right_with_wrapped_names_whole():
    assert [line.text for line in reading("letter").lines[:7]] == [
        "UBND THÀNH PHỐ HẢI PHÒNG",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "Số: 1530/SGDĐT-VP",
        "V/v báo cáo tình hình thiết bị dạy học tối thiểu năm học 2025-2026",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hải Phòng, ngày 06 tháng 11 năm 2025",
    ]


def test_end_in_two_columns_is_read_left_then_right():
    assert paragraphs("letter")[-9:] == [
        "Đề nghị các đơn vị nghiêm túc triển khai thực hiện./.",
        "Nơi nhận:",
        "- Như trên;",
        "- Giám đốc Sở (để báo cáo);",
        "- Các phòng chuyên môn, nghiệp vụ thuộc Sở (để phối hợp, theo dõi việc thực hiện);",
        "- Lưu: VT, KHTC.",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "Lê Thị Thử",
    ]


def test_justified_paragraphs_come_out_whole_and_apart():
    found = paragraphs("letter")
    numbered = [text for text in found if ". Nội dung thứ" in text]
    assert [text.split(".")[0] for text in numbered] == [str(number) for number in range(1, 9)]
    assert all(text.endswith("ký xác nhận trước khi gửi.") for text in numbered)


def test_footnotes_are_taken_out_of_sentences_and_kept_as_notes():
    found = paragraphs("letter")
    assert any("thiết bị dạy học tối thiểu, Sở Giáo dục và Đào tạo đề nghị" in text for text in found)
    assert any("18/11/2025 để tổng hợp theo mẫu." in text for text in found)
    assert [(note.number, note.text[:30]) for note in reading("letter").notes] == [
        (1, "Thông tư số 37/2021/TT-BGDĐT n"),
        (2, "Mẫu báo cáo đăng trên trang th"),
    ]


@pytest.mark.parametrize(("bearer", "text"), [("phòng", "phòng"), ("vụ10", "vụ10"), ("m", "m2"), ("500m", "500m2")])
def test_a_raised_number_is_no_figure_of_the_text_but_for_powers_of_units(bearer, text):
    row = Row([Word(bearer, 10, 60, 100, 13), Word("2", 60, 64, 100, 8, is_raised=True)])
    assert WithoutMarkers(set()).of(row) == text


def test_page_numbers_and_running_feet_are_no_text_but_stand_among_the_printed_lines():
    for name in ("letter", "continued", "stamped"):
        assert not [line.text for line in reading(name).lines if line.text.strip().isdigit() or "Trang" in line.text]
    assert [line.text for line in reading("continued").physical if line.text in {"1", "2", "3"} and line.page][
        -1
    ] == "3"


def test_a_sentence_goes_on_over_the_page_break():
    lines = reading("seed-002").lines
    broken = [after for before, after in pairwise(lines) if after.starts_page and not after.starts_paragraph]
    assert broken
    assert any(line.text.startswith("sức khỏe điện tử của học sinh") for line in broken)
    assert any(line.text[0].islower() for line in broken)


def test_every_printed_line_has_its_own_number_page_and_place():
    for name in ("seed-002", "turned"):
        found = reading(name)
        assert [line.number for line in found.physical] == list(range(1, len(found.physical) + 1))
        sizes = {page.number: page for page in found.pages}
        for line in found.physical:
            assert 0 <= line.box.left < line.box.right <= sizes[line.page].width
            assert 0 <= line.box.top < line.box.bottom <= sizes[line.page].height
        assert {line.number for line in found.lines} <= {line.number for line in found.physical}


# Tables


def test_the_25_rows_of_seed_002_come_out_as_from_its_text():
    items = understood("seed-002").items
    assert [item.stt.strip(".") for item in items] == [str(number) for number in range(1, 26)]
    assert [item.group for item in items].count("Quản lý - điều hành") == 6
    assert items[12].time_text == "Quý IV/2025"
    assert items[3].time_text == "Quý IV/2025 và quý I/2026"
    assert items[23].coordinating == ("Sở KH&CN",)
    assert len(understood("seed-002").deadlines) == 11


def test_the_13_rows_of_seed_004_keep_their_sections():
    items = understood("seed-004").items
    assert [item.stt for item in items] == ["1", "2", "3", "4", "5", "1", "2", "3", "4", "1", "2", "3", "4"]
    assert {item.section for item in items} == {
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "CÁC CƠ SỞ GIÁO DỤC",
    }  # fmt: skip


def test_the_lines_of_a_row_follow_one_another_and_belong_to_it_alone():
    for name in ("seed-002", "landscape", "continued", "notice-without-rules"):
        for grid in reading(name).grids:
            rows = [[cell for cell in grid.cells if cell.row == row and cell.text] for row in range(grid.height)]
            spans = [(min(cell.line for cell in row), max(cell.last_line for cell in row)) for row in rows if row]
            assert all(before[1] < after[0] for before, after in pairwise(spans))
            words = {line.number: line.text for line in reading(name).physical}
            for cell in grid.cells:
                printed = "".join(words[number] for number in range(cell.line, cell.last_line + 1)) if cell.text else ""
                assert "".join(printed.split()) == "".join(cell.text.split())


def test_headings_of_two_levels_and_repeated_ones_on_a_lying_annex():
    first, second = reading("landscape").grids
    assert (first.height, first.width) == (20, 7)
    assert texts(first)[0] == ["TT", "Nhiệm vụ", "Thời gian", "Thời gian", "Trách nhiệm", "Trách nhiệm", "Ghi chú"]
    assert texts(first)[1] == ["TT", "Nhiệm vụ", "Bắt đầu", "Hoàn thành", "Chủ trì", "Phối hợp", "Ghi chú"]
    assert [row[0] for row in texts(first)[2:]] == [str(number) for number in range(1, 19)]
    assert texts(second) == [
        ["Chỉ tiêu", "Đơn vị tính", "Năm học 2025-2026"], ["Tỷ lệ chuyên cần", "%", "98,5"], ["Học sinh giỏi", "em", "120"],
    ]  # fmt: skip


def test_a_table_over_pages_without_its_heading_and_a_row_cut_by_the_page_are_one():
    (grid,) = reading("continued").grids
    assert [row[0] for row in texts(grid)] == ["STT", "1", "2", "3", "4", "5", "6"]
    assert [row[1] for row in texts(grid)[1:4]] == ["Hạ tầng số"] * 3
    assert texts(grid)[2][2].split("\n")[-1] == "định danh điện tử"
    assert texts(grid)[2][3].split() == ["Quý", "I/2026"]
    assert {line.page for line in reading("continued").physical if line.text == "31/5/2026"} == {3}


def test_tables_ruled_in_part_are_read_all_the_same():
    rows = [
        ["TT", "Nội dung", "Thời gian", "Chủ trì"], ["1", "Rà soát cơ sở dữ liệu", "15/10/2025", "Văn phòng"],
        ["2", "Tập huấn giáo viên", "Tháng 11/2025", "Phòng GDTH"], ["3", "Kiểm tra hồ sơ", "Quý IV/2025", "Thanh tra Sở"],
        ["4", "Tổng hợp báo cáo", "20/12/2025", "Văn phòng"],
    ]  # fmt: skip
    across, boxed, down = (texts(grid) for grid in reading("partly-ruled").grids)
    assert [[text.split("\n")[0] for text in row] for row in across] == rows
    assert [[text.split("\n")[0] for text in row] for row in boxed] == rows
    assert down == rows


def test_a_table_without_any_rule_is_found_by_its_columns_and_the_text_around_it_is_not():
    (grid,) = reading("notice-without-rules").grids
    assert [row[0] for row in texts(grid)] == ["TT", "1", "2", "3", "4", "5"]
    assert texts(grid)[3] == [
        "3", "Hoàn thành nhập điểm học kỳ I trên cơ sở dữ liệu ngành, rà soát thông tin học sinh", "20/12/2025",
        "Giáo viên chủ nhiệm các lớp",
    ]  # fmt: skip
    assert paragraphs("notice-without-rules")[-5:][0] == "Nơi nhận:"


@pytest.mark.parametrize("name", ["letter", "stamped"])
def test_letterheads_lists_and_signatures_are_no_tables(name):
    assert reading(name).grids == ()


def test_turned_pages_and_text_that_runs_up_the_sheet_are_read_upright():
    found = reading("turned")
    assert [line.text for line in found.lines] == [
        "PHỤ LỤC I. Báo cáo trước ngày 15/12/2025.", "PHỤ LỤC II. Báo cáo trước ngày 20/12/2025.",
    ]  # fmt: skip
    assert next(texts(grid) for grid in found.grids) == texts(found.grids[1])
    assert [(page.width > page.height) for page in found.pages] == [True, False]
    up = next(line.box for line in found.physical if line.page == 2 and "PHỤ LỤC II" in line.text)
    assert up.bottom - up.top > up.right - up.left


# Signatures


def test_signature_stamps_beside_the_head_and_at_the_end_are_times_and_no_text():
    found = reading("stamped")
    assert [stamp.signed_at.isoformat() for stamp in found.stamps] == [
        "2025-10-24T11:42:36+07:00",
        "2025-10-24T11:50:00+07:00",
    ]
    everything = " ".join(line.text for line in found.physical)
    assert "example.edu.vn" not in everything
    assert "Người ký" not in everything
    assert [line.text for line in found.lines][:3] == ["UBND TỈNH MẪU", "SỞ THỬ NGHIỆM", "Số: 99/STN-VP"]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("D:20241108112512+07'00'", datetime(2024, 11, 8, 4, 25, 12, tzinfo=UTC)),
        ("D:20241108042512Z", datetime(2024, 11, 8, 4, 25, 12, tzinfo=UTC)),
        ("D:20241108112512", datetime(2024, 11, 8, 4, 25, 12, tzinfo=UTC)),
        ("D:20241388112512", None),
        ("hôm qua", None),
    ],
)
def test_the_time_of_a_signature_in_the_file_is_read(written, moment):
    assert signed_moment(written) == moment


# Refusals


def test_a_scanned_file_is_refused_in_words():
    assert refusal(drawn(None, None)) == (
        "Tệp này là ảnh quét, không có chữ để đọc. Nhập bản có chữ hoặc thêm nhiệm vụ bằng tay. Chưa có gì được lưu."
    )


def test_a_partly_scanned_file_is_read_and_says_which_pages_are_missing():
    assert reading("stamped").metadata["pages_without_text"] == "2"
    assert [line.page for line in reading("stamped").lines][-2:] == [3, 4]
    warnings = read_document(data("stamped"), file_name="a.pdf", today=date(2025, 10, 6))[2]
    assert [warning.text[:45] for warning in warnings if warning.code == "pages_unread"] == [
        "Trang 2 là ảnh quét, không có chữ để đọc; đề "
    ]


def test_a_file_with_a_password_is_refused_and_one_locked_against_printing_only_is_read():
    words = ["Phong Giao duc bao cao truoc ngay 25/5/2026 theo quy dinh."]
    assert "đặt mật khẩu" in refusal(drawn(words, encrypt=StandardEncryption("mo", "chu", canPrint=0)))
    assert (
        read(drawn(words, encrypt=StandardEncryption("", "chu", canPrint=0)), file_name="a.pdf").lines[0].text
        == words[0]
    )


def test_a_truncated_file_an_empty_one_and_one_of_too_many_pages_are_refused():
    assert "bị hỏng" in refusal(data("letter")[:900])
    assert "trống" in refusal(drawn([]))
    assert "quá 200 trang" in refusal(drawn(*[["a"]] * 201))


def test_old_fonts_and_secret_documents_are_refused():
    typed = "C\xe9ng hoµ x\xb7 h\xe9i chñ ngh\xdca vi\xd6t nam, \xae\xa9y l\xb5 v\xa8n b\xb6n c\xf1a ngµnh gi\xb8o d\xf4c".replace(
        "µ", "\xb5"
    )
    assert "phông chữ cũ" in refusal(drawn([typed] * 12))
    assert "dấu độ mật “TỐI MẬT”" in refusal(data("secret"))


@pytest.mark.parametrize("name", ["continued", "partly-ruled", "turned"])
def test_damaged_files_are_read_or_refused_and_nothing_else(name):
    chance = random.Random(name)
    for _ in range(25):
        damaged = bytearray(data(name))
        for _ in range(chance.choice((1, 5, 40))):
            damaged[chance.randrange(8, len(damaged))] = chance.randrange(256)
        if chance.random() < 0.2:
            del damaged[chance.randrange(8, len(damaged)) :]
        with suppress(UnreadableDocument):
            read(bytes(damaged), file_name="hong.pdf")


# The picture


def test_a_page_is_drawn_at_the_width_asked_for():
    picture = Image.open(io.BytesIO(render_page(data("turned"), 1, 500)))
    assert picture.size == (500, 354)
    with pytest.raises(UnreadableDocument, match="không có trang 9"):
        render_page(data("turned"), 9, 500)
    with pytest.raises(UnreadableDocument):
        render_page(b"%PDF-1.4 hong", 1, 500)


def test_a_lines_box_lies_over_its_letters_on_the_picture():
    found = reading("letter")
    page = found.pages[0]
    picture = Image.open(io.BytesIO(render_page(data("letter"), 1, round(page.width)))).convert("L")
    for line in [line for line in found.lines if line.page == 1][8:20]:
        box = line.box
        inside = picture.crop((int(box.left), int(box.top), int(box.right) + 1, int(box.bottom) + 1))
        assert inside.getextrema()[0] < 90, line.text
        assert inside.histogram()[255] < 0.97 * inside.size[0] * inside.size[1]
