"""What a unit may hand in, judged by content and name together (stack 7)."""

import io
import zipfile

import pytest

from tracker.errors import BadInput
from tracker.files import FileStore
from tracker.tasks.uploads import DOCX, JPEG, PDF, PNG, XLSX, file_name, sniff, store_upload

WORD = "wordprocessingml.document.main+xml"
EXCEL = "spreadsheetml.sheet.main+xml"


def office_file(main: str, *, prefix: str = "application/vnd.openxmlformats-officedocument.", extra=()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{prefix}{main}"/></Types>')
        for name, content in extra:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("bao-cao.pdf", b"%PDF-1.7\n...", PDF),
        ("BAO-CAO.PDF", b"\xef\xbb\xbf%PDF-1.4\n", PDF),
        ("anh.png", b"\x89PNG\r\n\x1a\n0000", PNG),
        ("anh.jpg", b"\xff\xd8\xff\xe0JFIF", JPEG),
        ("anh.jpeg", b"\xff\xd8\xff\xe1Exif", JPEG),
        ("bao cao quý IV.docx", office_file(WORD), DOCX),
        ("số liệu.xlsx", office_file(EXCEL), XLSX),
    ],
)
def test_the_five_kinds_are_accepted(name, content, expected):
    assert sniff(content, name) == expected


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh-hop.heic", b"\x00\x00\x00\x18ftypheic"),
        ("chay.exe", b"MZ\x90\x00"),
        ("trang.html", b"<html><script>alert(1)</script>"),
        ("nen.zip", office_file(WORD)),
        ("macro.docm", office_file("word.document.macroEnabled.main+xml", prefix="application/vnd.ms-")),
        ("khong-duoi", b"%PDF-1.7"),
        ("hong.docx", b"PK\x03\x04 broken"),
        ("trong.docx", b"PK\x05\x06" + b"\x00" * 18),
    ],
)
def test_anything_else_is_refused_with_the_way_on(name, content):
    with pytest.raises(BadInput, match="Chọn PDF, JPG, PNG, Word hoặc Excel"):
        sniff(content, name)


@pytest.mark.parametrize(
    ("name", "content"),
    [("bao-cao.docx", b"%PDF-1.7"), ("bang.xlsx", office_file(WORD)), ("anh.png", b"\xff\xd8\xff\xe0")],
)
def test_a_name_that_says_another_kind_is_refused(name, content):
    with pytest.raises(BadInput, match="đuôi tên tệp"):
        sniff(content, name)


def test_a_file_without_content_is_refused():
    with pytest.raises(BadInput, match="không có nội dung"):
        sniff(b"", "bao-cao.pdf")


@pytest.mark.parametrize(
    "extra",
    [
        [("word/bom.xml", b"0" * 30_000_000)],
        [("../../etc/passwd", b"x")],
        [("/etc/passwd", b"x")],
        [(f"word/{number}.xml", b"x") for number in range(2001)],
    ],
    ids=["bomb", "parent folder", "absolute", "too many parts"],
)
def test_a_dangerous_archive_is_refused_without_unpacking(extra):
    with pytest.raises(BadInput):
        sniff(office_file(WORD, extra=extra), "bao-cao.docx")


def test_a_stored_file_has_its_hash_size_and_own_name(tmp_path):
    store = FileStore(tmp_path)
    upload = store_upload(store, io.BytesIO(b"%PDF-1.7 x"), name="C:\\Users\\Lê\\báo cáo.pdf", max_bytes=100)
    assert (upload.name, upload.size, upload.media_type) == ("báo cáo.pdf", 10, PDF)
    assert store.read(upload.sha256) == b"%PDF-1.7 x"


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(tmp_path):
    store = FileStore(tmp_path)
    with pytest.raises(BadInput, match="nặng quá"):
        store_upload(store, io.BytesIO(b"%PDF-1.7" + b"x" * 2**20), name="to.pdf", max_bytes=2**20)
    assert list(store.names()) == []


def test_a_very_long_name_keeps_its_ending():
    assert file_name("a" * 400 + ".pdf") == "a" * 251 + ".pdf"
