"""DOCX as read: paragraphs with their numbers, tables with merges resolved, what is not printed left out."""

import pytest

from tests.plans.office_files import W, add_table, font, in_list, numbering, p, raw_word, shade, word
from tracker.plans.reading import UnreadableDocument, read
from tracker.plans.reading.docx_lists import in_form

LETTERHEAD = [
    ["UBND TỈNH A\nSỞ GIÁO DỤC VÀ ĐÀO TẠO", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"],
    ["Số: 12/KH-SGDĐT", "A, ngày 05 tháng 11 năm 2025"],
]
TASKS = [
    ["STT", "Nội dung", "Đơn vị chủ trì", "Thời gian"],
    ["1", "Ban hành kế hoạch", "Văn phòng Sở", "Tháng 11/2025"],
    ["2", "Báo cáo sơ kết", "Các trường", "30/12/2025"],
]


def read_docx(data: bytes):
    return read(data, file_name="a.docx")


def texts(data: bytes) -> list[str]:
    return [line.text for line in read_docx(data).lines]


def table_of(grid) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in grid.rows()]


def test_the_letterhead_and_the_signature_are_running_text_left_column_first():
    def fill(file):
        add_table(file, LETTERHEAD, is_ruled=False)
        file.add_paragraph("KẾ HOẠCH")
        add_table(file, TASKS)
        add_table(file, [["Nơi nhận:\n- Như trên;\n- Lưu: VT.", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"]], is_ruled=False)

    reading = read_docx(word(fill))
    assert [line.text for line in reading.lines] == [
        "UBND TỈNH A",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "Số: 12/KH-SGDĐT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "A, ngày 05 tháng 11 năm 2025",
        "KẾ HOẠCH",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
    ]
    assert [table_of(grid) for grid in reading.grids] == [TASKS]
    assert reading.grids[0].before == 7


def test_every_printed_paragraph_has_one_number_and_cells_say_which_are_theirs():
    def fill(file):
        file.add_paragraph("I. Nhiệm vụ")
        add_table(file, [["STT", "Nội dung"], ["1", "Đoạn một\nĐoạn hai"]])
        file.add_paragraph("Hết")

    reading = read_docx(word(fill))
    assert [(line.number, line.text) for line in reading.physical] == [
        (1, "I. Nhiệm vụ"),
        (2, "STT"),
        (3, "Nội dung"),
        (4, "1"),
        (5, "Đoạn một"),
        (6, "Đoạn hai"),
        (7, "Hết"),
    ]
    cell = reading.grids[0].cells[-1]
    assert (cell.text, cell.line, cell.last_line) == ("Đoạn một\nĐoạn hai", 5, 6)
    assert all(line.is_paragraph for line in reading.physical)


def test_merged_cells_stand_once_and_reach_over_their_rows_and_columns():
    def fill(file):
        table = add_table(
            file, [["TT", "Việc", "Thực hiện", ""], ["", "", "Chủ trì", "Phối hợp"], ["1", "Nộp", "VP", "TC"]]
        )
        table.cell(0, 0).merge(table.cell(1, 0))
        table.cell(0, 1).merge(table.cell(1, 1))
        table.cell(0, 2).merge(table.cell(0, 3))

    grid = read_docx(word(fill)).grids[0]
    assert table_of(grid) == [
        ["TT", "Việc", "Thực hiện", "Thực hiện"],
        ["TT", "Việc", "Chủ trì", "Phối hợp"],
        ["1", "Nộp", "VP", "TC"],
    ]
    tall = next(cell for cell in grid.cells if cell.text == "TT")
    wide = next(cell for cell in grid.cells if cell.text == "Thực hiện")
    assert (tall.rows, tall.columns, wide.rows, wide.columns) == (2, 1, 1, 2)


def cell(text: str, span: int = 1) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{p(text)}</w:tc>'


def test_edges_a_hair_apart_are_one_edge():
    widths = (600, 3000, 40, 2000, 2000)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = cell("TT") + cell("Nội dung") + cell("Chủ trì", 2) + cell("Hạn")
    row = cell("1") + cell("Việc", 2) + cell("VP") + cell("30/12/2025")
    table = f"<w:tbl><w:tblGrid>{grid}</w:tblGrid><w:tr>{head}</w:tr><w:tr>{row}</w:tr><w:tr>{row}</w:tr></w:tbl>"
    found = read_docx(raw_word(p("Bảng") + table)).grids[0]
    assert (found.width, table_of(found)[1]) == (4, ["1", "Việc", "VP", "30/12/2025"])


def test_a_table_inside_a_cell_is_a_table_of_its_own():
    def fill(file):
        outer = add_table(file, TASKS)
        inner = outer.cell(1, 1).add_table(rows=2, cols=3)
        inner.style = "Table Grid"
        for place, one in enumerate(inner._cells):
            one.text = f"ô {place}"

    outer, inner = read_docx(word(fill)).grids
    assert not outer.is_nested
    assert inner.is_nested
    assert table_of(outer)[1][1] == "Ban hành kế hoạch"
    assert table_of(inner) == [["ô 0", "ô 1", "ô 2"], ["ô 3", "ô 4", "ô 5"]]


def test_automatic_numbers_are_printed_as_word_prints_them():
    lists = numbering(("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", ""))
    body = "".join(
        p(text, in_list(1, level))
        for text, level in (
            ("Mục đích", 0),
            ("Yêu cầu", 0),
            ("Một", 1),
            ("Hai", 1),
            ("Chữ", 2),
            ("Chấm", 3),
            ("Ba", 1),
            ("Sau", 0),
            ("Lại", 1),
        )
    )
    assert texts(raw_word(body, numbering=lists)) == [
        "I. Mục đích",
        "II. Yêu cầu",
        "1. Một",
        "2. Hai",
        "a) Chữ",
        "• Chấm",
        "3. Ba",
        "III. Sau",
        "1. Lại",
    ]


def test_a_number_column_filled_by_a_list_is_read():
    row = "<w:tr><w:tc><w:p><w:pPr>{n}</w:pPr></w:p></w:tc>{a}{b}</w:tr>"
    table = (
        "<w:tbl>" + "".join(row.format(n=in_list(1), a=cell(a), b=cell("x")) for a in ("Một", "Hai", "Ba")) + "</w:tbl>"
    )
    grid = read_docx(raw_word(p("Bảng") + table, numbering=numbering(("decimal", "%1")))).grids[0]
    assert [row[0] for row in table_of(grid)] == ["1", "2", "3"]


def test_a_list_may_come_from_the_style_and_a_paragraph_may_leave_it():
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="heading 2"/>'
        f"<w:pPr>{in_list(1)}</w:pPr><w:rPr><w:b/></w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="Con"><w:name w:val="Con"/><w:basedOn w:val="Muc"/></w:style></w:styles>'
    )
    body = (
        p("Một", '<w:pStyle w:val="Muc"/>')
        + p("Hai", '<w:pStyle w:val="Con"/>')
        + p("Không số", '<w:pStyle w:val="Muc"/>' + in_list(0))
    )
    reading = read_docx(raw_word(body, styles=styles, numbering=numbering(("decimal", "Điều %1."))))
    assert [line.text for line in reading.lines] == ["Điều 1. Một", "Điều 2. Hai", "Không số"]
    assert [line.style for line in reading.lines] == ["Heading 2", "Con", "Heading 2"]
    assert all(line.is_bold for line in reading.lines)


def test_a_list_with_a_start_of_its_own_begins_anew():
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = p("a", in_list(1)) + p("b", in_list(1)) + p("c", in_list(2)) + p("d", in_list(2))
    assert texts(raw_word(body, numbering=numbering(("decimal", "%1."), nums=nums))) == ["1. a", "2. b", "5. c", "6. d"]


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (4, "upperRoman", "IV"),
        (27, "lowerLetter", "aa"),
        (3, "vietnameseCounting", "ba"),
        (7, "decimalZero", "07"),
        (2, "none", ""),
    ],
)
def test_number_formats(number, form, printed):
    assert in_form(number, form) == printed


def test_insertions_are_in_and_deletions_out():
    body = (
        "<w:p><w:r><w:t>Hạn </w:t></w:r><w:del><w:r><w:delText>10/11</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>15/11</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom><w:r><w:t>/2025</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Nối </w:t></w:r></w:p><w:p><w:r><w:t>liền</w:t></w:r></w:p>"
    )
    assert texts(raw_word(body)) == ["Hạn 15/11/2025", "Nối liền"]


def test_footnotes_leave_the_sentence_and_are_kept_apart():
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:t>Nghị định số 73</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    body = '<w:p><w:r><w:t>Báo cáo</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t> trước ngày 30/11/2025.</w:t></w:r></w:p>'
    reading = read_docx(raw_word(body, footnotes=notes))
    assert [line.text for line in reading.lines] == ["Báo cáo trước ngày 30/11/2025."]
    assert [(note.number, note.text) for note in reading.notes] == [(1, "Nghị định số 73")]
    assert reading.physical[reading.notes[0].line - 1].text == "Nghị định số 73"


def test_content_controls_links_and_fields_are_walked_through():
    body = (
        "<w:sdt><w:sdtContent><w:p><w:hyperlink><w:r><w:t>Liên kết</w:t></w:r></w:hyperlink>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:sdt><w:sdtContent><w:r><w:t> trong ô</w:t></w:r></w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>"
    )
    assert texts(raw_word(body)) == ["Liên kết trong ô"]


def test_a_text_box_is_read_once_though_the_file_draws_it_twice():
    box = f"<w:txbxContent>{p('Trong khung')}</w:txbxContent>"
    body = f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent><w:t>Đoạn</w:t></w:r></w:p>"
    assert texts(raw_word(body)) == ["Đoạn", "Trong khung"]


def test_hidden_letters_are_not_read_and_capitals_are_as_shown():
    def fill(file):
        shade(file.add_paragraph("ẩn đi"), "vanish")
        shade(file.add_paragraph("Kế hoạch"), "caps")

    assert texts(word(fill)) == ["KẾ HOẠCH"]


def test_typed_breaks_part_lines_but_not_sentences():
    body = "".join(
        f"<w:p><w:r><w:t>{a}</w:t><w:br/><w:t>{b}</w:t></w:r></w:p>"
        for a, b in (
            ("KẾ HOẠCH", "Chuyển đổi số năm 2026"),
            ("báo cáo về Sở trước ngày", "15/10/2025"),
            ("- Như trên;", "- Lưu: VT."),
        )
    )
    assert texts(raw_word(body)) == [
        "KẾ HOẠCH",
        "Chuyển đổi số năm 2026",
        "báo cáo về Sở trước ngày 15/10/2025",
        "- Như trên;",
        "- Lưu: VT.",
    ]


def test_letters_are_cleaned():
    body = "<w:p><w:r><w:t>Tha\u0301ng\u00a012\u200b</w:t><w:softHyphen/><w:noBreakHyphen/><w:t>Ðề</w:t><w:tab/><w:t>x</w:t></w:r></w:p>"
    line = read_docx(raw_word(body)).lines[0]
    assert line.text == "Tháng 12-Đề x"
    assert line.raw == "Tháng 12-Đề\tx"


def test_a_table_of_contents_is_no_running_text():
    styles = f'<w:styles {W}><w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style></w:styles>'
    reading = read_docx(raw_word(p("I. Mục đích 2", '<w:pStyle w:val="T"/>') + p("I. Mục đích"), styles=styles))
    assert [line.text for line in reading.lines] == ["I. Mục đích"]
    assert len(reading.physical) == 2


def test_bold_and_centred_come_from_runs_and_styles():
    def fill(file):
        file.add_paragraph().add_run("Đậm cả").bold = True
        mixed = file.add_paragraph("Nửa ")
        mixed.add_run("đậm").bold = True
        file.add_heading("Tên mục", 2)
        file.paragraphs[0].alignment = 1

    lines = read_docx(word(fill)).lines
    assert [(line.is_bold, line.is_centred, line.style) for line in lines] == [
        (True, True, "Normal"),
        (False, False, "Normal"),
        (True, False, "Heading 2"),
    ]


TCVN3 = "Së Gi¸o dôc vµ §µo t¹o yªu cÇu c¸c tr­êng triÓn khai kÕ ho¹ch n¨m häc vµ b¸o c¸o kÕt qu¶ vÒ Së tr­íc ngµy 15 th¸ng 11 n¨m 2025. C¸c ®¬n vÞ thùc hiÖn nghiªm tóc."


def test_old_fonts_are_refused_by_name_and_by_letters():
    def named(file):
        font(file.add_paragraph(TCVN3), ".VnTime")
        file.add_paragraph("Đề nghị các trường thực hiện nghiêm túc kế hoạch này.")

    for data in (word(named), word(lambda file: file.add_paragraph(TCVN3))):
        with pytest.raises(UnreadableDocument, match="phông chữ cũ"):
            read_docx(data)


def test_unicode_text_that_still_carries_an_old_fonts_name_is_read():
    assert texts(word(lambda file: font(file.add_paragraph("Đề nghị các trường báo cáo"), ".VnTime"))) == [
        "Đề nghị các trường báo cáo"
    ]


def test_the_strict_form_of_the_format_is_read_too():
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    assert texts(raw_word(p("Đề nghị báo cáo"), namespace=strict)) == ["Đề nghị báo cáo"]


def test_numbers_that_are_none_break_the_file_and_not_the_program():
    lists = numbering(("decimal", "%1.")).replace('w:ilvl="0"', 'w:ilvl="NaN"')
    with pytest.raises(UnreadableDocument, match="bị hỏng"):
        read_docx(raw_word(p("a", in_list(1)), numbering=lists))
