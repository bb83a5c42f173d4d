"""Bytes to lines: decoding, furniture of extracted pages, and refusals in words (product 3.8, domain facts 6.5-6.6)."""

import unicodedata
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import UnreadableDocument
from tracker.plans.extraction import read_document
from tracker.plans.reading import Limits, read

PARAGRAPH = (
    "Sở Giáo dục và Đào tạo đề nghị các trường trung học phổ thông gửi báo cáo về Văn phòng Sở trước ngày 25/5/2026."
)


def lines(text):
    return [line.text for line in read(text.encode(), file_name="thu.txt").lines]


def refusal(data, **options):
    with pytest.raises(UnreadableDocument) as refused:
        read(data, file_name="thu.txt", **options)
    return refused.value.message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_files_are_read_with_or_without_a_mark(encoding):
    assert read(PARAGRAPH.encode(encoding), file_name="thu.txt").lines[0].text == PARAGRAPH


def test_letters_become_one_spelling():
    text = unicodedata.normalize("NFD", "Độc lập") + "\nÐộc\u00a0lập\nvăn\u200b bản\u00ad\n"
    assert lines(text) == ["Độc lập", "Độc lập", "văn bản"]


def test_lines_keep_their_physical_number():
    reading = read("một hai\r\n\r\n\r\nba bốn năm sáu bảy\r\n".encode(), file_name="thu.txt")
    assert [line.number for line in reading.lines] == [1, 4]


def test_a_page_begins_at_a_line_indented_by_one_blank_right_under_another():
    reading = read("dòng cuối trang một\n dòng đầu trang hai\n\n dòng thường lùi vào\n".encode(), file_name="thu.txt")
    assert [line.starts_page for line in reading.lines] == [False, True, False]


def test_a_page_begins_at_a_form_feed():
    reading = read("trang một của văn bản\n\ftrang hai của văn bản\n".encode(), file_name="thu.txt")
    assert [line.starts_page for line in reading.lines] == [False, True]


def test_a_page_number_alone_is_no_text_but_a_row_number_is():
    text = "câu đầu của trang\n\n\n\n5\n\n \n\ncâu sau của trang\n1\nnội dung của dòng\n"
    assert lines(text) == ["câu đầu của trang", "câu sau của trang", "1", "nội dung của dòng"]


def test_a_footnote_inside_a_sentence_is_taken_out_and_kept_apart():
    text = f"""Thực hiện Đề án tại thành phố Hải Phòng1 và phương
{" " * 49}
1 Quyết định số 131/QĐ-TTg ngày 25/01/2022 của Thủ tướng
Chính phủ phê duyệt Đề án.
 hướng, giải pháp cho giai đoạn tiếp theo.
"""
    reading = read(text.encode(), file_name="thu.txt")
    assert [line.text for line in reading.lines] == [
        "Thực hiện Đề án tại thành phố Hải Phòng1 và phương",
        "hướng, giải pháp cho giai đoạn tiếp theo.",
    ]
    assert [(note.number, note.line) for note in reading.notes] == [(1, 3)]


def test_a_signature_stamp_leaves_its_moment_and_no_name():
    text = f"{PARAGRAPH}\n\n\t\t2024-11-08T11:25:12+0700\n\tViệt Nam\n\tNguyễn Văn A <a@example.edu.vn> đã ký lên văn bản này!\n"
    reading = read(text.encode(), file_name="thu.txt")
    assert [line.text for line in reading.lines] == [PARAGRAPH]
    assert [(stamp.signed_at.isoformat(), stamp.line) for stamp in reading.stamps] == [("2024-11-08T11:25:12+07:00", 3)]
    assert "Nguyễn Văn A" not in str(reading.stamps)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "trống"),
        (b"\xef\xbb\xbf \r\n", "trống"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04....word/document.xml", "hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "đời cũ"),
        (b"\x89PNG\r\n\x1a\n....", "ảnh"),
        (b"\xff\xd8\xff\xe0....", "ảnh"),
        (bytes(range(256)) * 8, "nhị phân"),
        ("Đề nghị các trường".encode("utf-16-le") * 3, "nhị phân"),
        ("Sở Giáo dục".encode("cp1258", errors="replace") + b"\xd0\xe9\x80 xin", "UTF-8"),
        (b"...... 123 456 ------ 7890 //// ....", "không có chữ"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data, words):
    assert words in refusal(data)


def test_a_file_over_the_limit_is_refused_before_it_is_read():
    assert "20 MB" in refusal(b"x" * (20 * 1024 * 1024 + 1))
    assert "quá nhiều dòng" in refusal(("dòng chữ\n" * 50).encode(), limits=Limits(lines=10))


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "Tuyệt mật", "(MẬT)"])
def test_a_secret_document_is_refused(mark):
    assert "độ mật" in refusal(f"UBND THÀNH PHỐ HẢI PHÒNG\n{mark}\n{PARAGRAPH}".encode())


def test_a_text_that_only_speaks_of_secrets_is_read():
    assert lines(f"{PARAGRAPH}\nThực hiện bảo vệ bí mật nhà nước.\n")[1] == "Thực hiện bảo vệ bí mật nhà nước."


def test_letters_of_the_old_fonts_are_recognised():
    tcvn3 = "Së Gi¸o dôc vµ §µo t¹o ®Ò nghÞ c¸c tr­êng trung häc phæ th«ng göi b¸o c¸o vÒ V¨n phßng Së tr­íc ngµy 25/5/2026 ®Ó tæng hîp"
    assert "TCVN3" in refusal((tcvn3 * 3).encode())


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data):
    with suppress(UnreadableDocument):
        assert all(line.number >= 1 for line in read(data, file_name="thu.txt").lines)


@given(st.text(max_size=600))
def test_no_text_breaks_reading_and_understanding(text):
    with suppress(UnreadableDocument):
        read_document(text.encode("utf-8", errors="ignore"), file_name="thu.txt", today=date(2026, 1, 5))
