"""Files that are broken, hostile, locked, secret or far too large: one clear sentence each, and nothing else happens."""

import io
import time
import zipfile
from contextlib import suppress
from datetime import date

import pytest

from tests.plans.office_files import add_table, p, raw_word, sheet_file, word
from tracker.cli import main
from tracker.plans.reading import Limits, UnreadableDocument, read
from tracker.plans.reading.confined import read_confined
from tracker.plans.reading.package import MACRO

DAY = date(2025, 12, 15)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_TYPES = "[Content_Types].xml"


def plain_word() -> bytes:
    return word(lambda file: file.add_paragraph("Đề nghị các trường báo cáo trước ngày 30/11/2025."))


def plain_sheet() -> bytes:
    return sheet_file(lambda book: book.active.append(["STT", "Nội dung", "Thời hạn"]))


def refusal(data: bytes, name: str = "van-ban.docx") -> str:
    with pytest.raises(UnreadableDocument) as refused:
        read(data, file_name=name)
    return refused.value.message


def changed(data: bytes, *, replace: dict[str, bytes] | None = None, add: dict[str, bytes] | None = None) -> bytes:
    """The zipped file with parts replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (replace or {}).get(name, old.read(name)))
        for name, content in (add or {}).items():
            new.writestr(name, content)
    return buffer.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def test_a_macro_is_refused_by_its_part_and_by_its_type():
    assert refusal(changed(plain_word(), add={"word/vbaProject.bin": b"x"})) == MACRO
    types = part(plain_sheet(), ZIP_TYPES).replace(
        b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
    )
    types = types.replace(b"application/vnd.ms-excel", b"application/vnd.ms-excel")
    assert refusal(changed(plain_sheet(), replace={ZIP_TYPES: types})) == MACRO


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "đặt mật khẩu"),
        (OLE + b"\x00" * 600 + "WordDocument".encode("utf-16-le"), "đời cũ"),
        (b"{\\rtf1 abc}", "RTF"),
        (b"<html><body>Van ban</body></html>", "trang web"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "trang web"),
        (b"MZ\x90\x00" + b"\x00" * 100, "chương trình"),
        (b"PK\x05\x06" + b"\x00" * 18, "nén"),
    ],
)
def test_other_kinds_are_named(data, words):
    assert words in refusal(data)


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def test_a_table_of_contents_that_is_no_text_breaks_the_file_and_not_the_program():
    types = part(plain_word(), ZIP_TYPES).replace(b"/word/document.xml", b"/word/docum\xa5nt.xml")
    assert "bị hỏng" in refusal(changed(plain_word(), replace={ZIP_TYPES: types}))


def test_other_zipped_files_are_named():
    assert "tệp nén" in refusal(zipped(anh=b"x"))
    assert "OpenDocument" in refusal(zipped(mimetype=b"application/vnd.oasis.opendocument.text"))
    slides = b'<Override PartName="/ppt/p.xml" ContentType="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/>'
    assert "trình chiếu" in refusal(zipped(**{ZIP_TYPES: slides}))


@pytest.mark.parametrize("data", [plain_word(), plain_sheet()], ids=["docx", "xlsx"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_broken(data, share):
    assert "bị hỏng" in refusal(data[: int(len(data) * share)])


@pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a", "a.exe"])
def test_the_name_does_not_matter(name):
    assert read(plain_word(), file_name=name).lines[0].text.startswith("Đề nghị")


def test_a_bomb_is_refused_without_unpacking():
    data = changed(plain_word(), add={"word/media/bom.xml": b"0" * (150 * 2**20)})
    assert len(data) < 300_000
    began = time.process_time()
    assert "quá lớn" in refusal(data)
    assert time.process_time() - began < 0.5


def test_a_part_that_lies_about_its_size_is_refused():
    data = changed(
        plain_word(), replace={"word/document.xml": part(plain_word(), "word/document.xml") + b" " * 4_000_000}
    )
    real = (4_000_000 + len(part(plain_word(), "word/document.xml"))).to_bytes(4, "little")
    assert data.count(real) == 2  # of the part itself and of the directory
    assert refusal(data.replace(real, (5_000).to_bytes(4, "little")))


@pytest.mark.parametrize("name", ["../ngoai.xml", "/etc/passwd", "C:/a.xml", "word\\..\\..\\a.xml"])
def test_names_that_lead_outside_are_refused(name):
    assert "không an toàn" in refusal(changed(plain_word(), add={name: b"x"}))


def test_too_many_parts_are_refused():
    assert "quá lớn" in refusal(changed(plain_word(), add={f"word/{n}.xml": b"x" for n in range(2_001)}))


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{"&" + a + ";"}{("&" + a + ";") * 9}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", ZIP_TYPES])
def test_entities_that_multiply_are_refused_in_documents(name):
    content = LAUGHS.encode() + part(plain_word(), name).split(b"?>", 1)[-1].replace(b"30/11", b"&i;")
    assert "không an toàn" in refusal(changed(plain_word(), replace={name: content}))


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_entities_that_multiply_are_refused_in_spreadsheets(name):
    content = LAUGHS.encode() + part(plain_sheet(), name).split(b"?>", 1)[-1]
    assert "không an toàn" in refusal(changed(plain_sheet(), replace={name: content}))


def test_outside_entities_are_not_fetched(tmp_path):
    secret = tmp_path / "bi-mat.txt"
    secret.write_text("MAT KHAU")
    body = f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{secret}">]>'
    content = body.encode() + part(raw_word(p("&amp;a;")), "word/document.xml").replace(b"&amp;a;", b"&a;")
    assert "không an toàn" in refusal(changed(plain_word(), replace={"word/document.xml": content}))


@pytest.mark.parametrize("mark", ["MẬT", "Tối mật", "TUYỆT MẬT", "(MẬT)", "Độ mật: Mật"])
def test_a_secret_document_is_refused_in_every_format(mark):
    def in_word(file):
        add_table(file, [[f"UBND TỈNH A\n{mark}", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]], is_ruled=False)
        file.add_paragraph("Đề nghị các trường báo cáo trước ngày 30/11/2025.")

    def in_header(file):
        file.sections[0].header.paragraphs[0].text = mark
        file.add_paragraph("Đề nghị các trường báo cáo trước ngày 30/11/2025.")

    def in_sheet(book):
        book.active.append(["UBND TỈNH A", mark])
        book.active.append(["STT", "Nội dung", "Thời hạn"])

    text = f"UBND TỈNH A\n{mark}\nĐề nghị các trường báo cáo trước ngày 30/11/2025.".encode()
    for data in (word(in_word), word(in_header), sheet_file(in_sheet), text):
        assert "dấu độ mật" in refusal(data)


def test_secrecy_spoken_of_further_down_is_no_mark():
    text = "".join(f"Đoạn {n}: báo cáo trước ngày 30/11/2025.\n" for n in range(30)) + "MẬT\n"
    assert read(text.encode(), file_name="a.txt").lines


def test_an_empty_table_and_pictures_alone_are_said():
    assert "trống" in refusal(word(lambda file: add_table(file, [["", ""], ["", ""], ["", ""]])))
    assert "ảnh chụp" in refusal(changed(raw_word("<w:p/>"), add={"word/media/image1.png": b"x"}))


def test_more_than_the_limit_is_refused_in_words():
    few = Limits(bytes=1000, cells=10, lines=20)
    for data in (plain_word(), b"a" * 2000):
        with pytest.raises(UnreadableDocument, match="lớn quá"):
            read(data, file_name="a", limits=few)
    few = Limits(cells=10, lines=20)
    table = word(lambda file: add_table(file, [["1", "Việc", "VP"]] * 4))
    lines = word(lambda file: [file.add_paragraph(f"Đoạn {n}") for n in range(30)])
    cells = sheet_file(lambda book: [book.active.append([1, "Việc", "VP"]) for _ in range(4)])
    for data in (table, lines, cells):
        with pytest.raises(UnreadableDocument, match="quá"):
            read(data, file_name="a", limits=few)


def long_sheet() -> bytes:
    def fill(book):
        book.active.append(
            ["STT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Sản phẩm", "Thời gian hoàn thành"]
        )
        for n in range(1, 5_001):
            book.active.append(
                [n, f"Báo cáo công việc số {n}", "Văn phòng Sở", "Các trường THPT", "Báo cáo", "Trước ngày 30/11/2025"]
            )

    return sheet_file(fill)


def test_five_thousand_rows_are_read_or_refused_within_the_limit():
    began = time.monotonic()
    with suppress(UnreadableDocument):  # on a slow machine the thirty seconds of the child may end first
        reading, understood, _warnings = read_confined(long_sheet(), file_name="dai.xlsx", today=DAY)
        assert reading.grids[0].height == 5_001
        assert len(understood.items) == 5_000
    assert time.monotonic() - began < 90


def test_a_row_no_sheet_can_have_is_refused_at_once():
    sheet = part(plain_sheet(), "xl/worksheets/sheet1.xml").replace(b'<row r="1"', b'<row r="4294967295"')
    began = time.process_time()
    assert "bị hỏng" in refusal(changed(plain_sheet(), replace={"xl/worksheets/sheet1.xml": sheet}))
    assert time.process_time() - began < 5


def test_the_command_says_one_line_and_ends_with_2(tmp_path, capsys):
    path = tmp_path / "hong.docx"
    path.write_bytes(plain_word()[:2000])
    with pytest.raises(SystemExit) as ended:
        main(["plans", "read", str(path), "--json"])
    out, err = capsys.readouterr()
    assert ended.value.code == 2
    assert out == ""
    assert err.count("\n") == 1
    assert "bị hỏng" in err


def test_the_command_refuses_300_megabytes_without_reading_them(tmp_path, capsys):
    path = tmp_path / "lon.pdf"
    with path.open("wb") as handle:
        handle.truncate(300 * 2**20)
    began = time.process_time()
    with pytest.raises(SystemExit) as ended:
        main(["plans", "read", str(path)])
    assert ended.value.code == 2
    assert "lớn quá 20 MB" in capsys.readouterr().err
    assert time.process_time() - began < 3
