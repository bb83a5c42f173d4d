"""The bytes of a mail, read back with the standard library: any subject, any name, attachments."""

from email import message_from_bytes, policy
from email.header import decode_header, make_header

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.notify.mime import Attachment, encoded_words, mail_bytes, mailbox

SHOWN = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=120)


def read(data: bytes):
    message = message_from_bytes(data, policy=policy.default)
    assert [defect for part in message.walk() for defect in part.defects] == []
    assert all(len(line) <= 76 or b"Content" in line for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    return message


def make(subject="Thử", *, sender=("Đúng hạn", "dung-han@so.example.edu.vn"), attachments=(), text="Xin chào.\n"):
    headers = [("Subject", subject), ("From", mailbox(*sender)), ("To", "le@example.edu.vn")]
    return mail_bytes(headers, text=text, html=f"<p>{text}</p>", attachments=attachments, boundary="=_" + "a" * 40)


@settings(max_examples=150, deadline=None)
@given(SHOWN)
def test_any_subject_comes_back_equal(subject):
    data = make(subject)
    assert data.isascii()
    assert message_from_bytes(data, policy=policy.default)["Subject"] == subject


@pytest.mark.parametrize("name", ["Đúng hạn", "Dung han", 'Sở "GDĐT", Hải Phòng', 'A "B", C', ""])
def test_any_sender_comes_back_equal(name):
    address = read(make(sender=(name, "dung-han@so.example.edu.vn")))["From"].addresses[0]
    assert (address.display_name, address.addr_spec) == (name, "dung-han@so.example.edu.vn")


def test_a_sender_of_several_encoded_words_is_one_name_without_gaps():
    """Python's own parser of addresses keeps the gap between encoded words (RFC 2047 6.2 does not); decode_header does not."""
    shown, _, address = mailbox("Ư" * 60, "dung-han@so.example.edu.vn").rpartition("<")
    assert str(make_header(decode_header(shown.replace("\r\n", "").strip()))) == "Ư" * 60
    assert address == "dung-han@so.example.edu.vn>"
    assert all(len(line) <= 76 for line in make(sender=("Ư" * 60, "dung-han@so.example.edu.vn")).split(b"\r\n"))


def test_text_and_html_come_back_byte_for_byte():
    text = ".\r\n..dòng chấm\n\n" + "Từ dài " * 200
    message = read(make(text=text))
    parts = list(message.iter_parts())
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert parts[0].get_payload(decode=True).decode() == text
    assert {part["Content-Transfer-Encoding"] for part in parts} == {"base64"}


def test_attachments_stand_beside_the_text_with_their_names():
    files = (
        Attachment("lich.ics", "text/calendar; charset=utf-8; method=PUBLISH", b"BEGIN:VCALENDAR\r\n"),
        Attachment("Kế hoạch 2025.pdf", "application/pdf", bytes(range(256))),
    )
    message = read(make(attachments=files))
    assert message.get_content_type() == "multipart/mixed"
    found = list(message.iter_attachments())
    assert [part.get_filename() for part in found] == ["lich.ics", "Kế hoạch 2025.pdf"]
    assert [part.get_payload(decode=True) for part in found] == [one.data for one in files]
    assert found[0].get_content_type() == "text/calendar"
    assert found[0].get_param("method") == "PUBLISH"
    assert message.get_body(("plain",)).get_content() == "Xin chào.\n"


@pytest.mark.parametrize("value", ["Một\nBcc: moi@example.edu.vn", "Một\r\nBcc: x", "a\rb"])
def test_a_line_break_in_a_header_is_refused(value):
    with pytest.raises(ValueError, match="line break"):
        make(value)


def test_an_encoded_word_holds_whole_letters_and_fits():
    for word in encoded_words("ỷ" * 300, first=9).split("\r\n "):
        assert len(word) <= 75
        assert (
            message_from_bytes(f"Subject: {word}\r\n\r\n".encode(), policy=policy.default)["Subject"].strip("ỷ") == ""
        )
