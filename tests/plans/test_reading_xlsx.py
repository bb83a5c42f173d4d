"""XLSX as read: what the sheets show, tables apart from titles and notes, merges resolved, hidden things left out."""

from datetime import date, datetime, time

import pytest
from openpyxl.styles import Alignment, Font

from tests.plans.office_files import sheet_file
from tracker.plans.reading import UnreadableDocument, read
from tracker.plans.reading.xlsx_values import shown


def moment(*parts):
    """A date as openpyxl hands it over: without a zone."""
    return datetime(*parts)  # noqa: DTZ001


HEAD = ["STT", "Nội dung", "Đơn vị chủ trì", "Thời hạn"]
ROWS = [[1, "Ban hành kế hoạch", "Văn phòng Sở", "Tháng 11/2025"], [2, "Báo cáo", "Các trường", date(2025, 12, 30)]]


def read_xlsx(fill):
    return read(sheet_file(fill), file_name="a.xlsx")


def put(sheet, rows, top: int = 1, left: int = 1) -> None:
    for row, values in enumerate(rows, start=top):
        for column, value in enumerate(values, start=left):
            if value is not None:
                sheet.cell(row, column, value)


def table_of(grid) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in grid.rows()]


def plan(book) -> None:
    sheet = book.active
    sheet.title = "Kế hoạch"
    put(sheet, [["UBND TỈNH A", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]])
    put(sheet, [["SỞ GIÁO DỤC VÀ ĐÀO TẠO", None, "Độc lập - Tự do - Hạnh phúc"]], top=2)
    put(sheet, [["KẾ HOẠCH NĂM 2026"]], top=4)
    sheet.merge_cells("A4:D4")
    sheet["A4"].font = Font(bold=True)
    sheet["A4"].alignment = Alignment(horizontal="center")
    put(sheet, [HEAD, *ROWS], top=6)
    put(sheet, [["Nơi nhận: như trên", None, "KT. GIÁM ĐỐC"]], top=10)


def test_titles_above_and_signatures_below_are_lines_and_the_table_is_a_grid():
    reading = read_xlsx(plan)
    assert [line.text for line in reading.lines] == [
        "UBND TỈNH A",
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "KẾ HOẠCH NĂM 2026",
        "Nơi nhận: như trên",
        "KT. GIÁM ĐỐC",
    ]
    title = reading.lines[4]
    assert (title.number, title.page, title.is_bold, title.is_centred, title.is_paragraph) == (4, 1, True, True, True)
    grid = reading.grids[0]
    assert table_of(grid) == [HEAD, ["1", *ROWS[0][1:]], ["2", "Báo cáo", "Các trường", "30/12/2025"]]
    assert (grid.before, grid.page, grid.name) == (4, 1, "Kế hoạch")
    assert [(cell.line, cell.day) for cell in grid.cells][-1] == (8, date(2025, 12, 30))


def test_rows_of_all_sheets_are_numbered_one_behind_the_other():
    def fill(book):
        put(book.active, [HEAD, *ROWS])
        put(book.create_sheet("Hai"), [HEAD, *ROWS], top=3)

    reading = read_xlsx(fill)
    assert [line.number for line in reading.physical] == [1, 2, 3, 6, 7, 8]
    assert [grid.cells[0].line for grid in reading.grids] == [1, 6]
    assert [grid.page for grid in reading.grids] == [1, 2]


def test_hidden_sheets_rows_and_columns_are_left_out():
    def fill(book):
        sheet = book.active
        put(sheet, [[*HEAD, "Ẩn"], [*ROWS[0], "x"], [9, "Dòng ẩn", "VP", "1/2/2026", "y"], [*ROWS[1], "z"]])
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["E"].hidden = True
        hidden = book.create_sheet("Danh mục")
        put(hidden, [HEAD, *ROWS])
        hidden.sheet_state = "hidden"

    reading = read_xlsx(fill)
    assert len(reading.grids) == 1
    assert [row[0] for row in table_of(reading.grids[0])] == ["STT", "1", "2"]
    assert "Ẩn" not in "".join(line.text for line in reading.physical)


def test_merged_cells_reach_over_their_rows_and_columns_with_two_levels_of_headings():
    def fill(book):
        sheet = book.active
        put(sheet, [["TT", "Việc", "Thực hiện", None, "Hạn"], [None, None, "Chủ trì", "Phối hợp", None]])
        put(sheet, [[1, "Nhóm", "VP", "TC", "Quý I"], [2, None, "VP", "TC", "Quý II"]], top=3)
        for area in ("A1:A2", "B1:B2", "C1:D1", "E1:E2", "B3:B4"):
            sheet.merge_cells(area)

    assert table_of(read_xlsx(fill).grids[0]) == [
        ["TT", "Việc", "Thực hiện", "Thực hiện", "Hạn"],
        ["TT", "Việc", "Chủ trì", "Phối hợp", "Hạn"],
        ["1", "Nhóm", "VP", "TC", "Quý I"],
        ["2", "Nhóm", "VP", "TC", "Quý II"],
    ]


def test_columns_merged_all_the_way_down_count_once():
    def fill(book):
        put(book.active, [["STT", "Nội dung", None, "Hạn", "Chủ trì"], [1, "Việc", None, "Quý I", "VP"]])
        book.active.merge_cells("B1:C1")
        book.active.merge_cells("B2:C2")

    assert table_of(read_xlsx(fill).grids[0]) == [["STT", "Nội dung", "Hạn", "Chủ trì"], ["1", "Việc", "Quý I", "VP"]]


def test_an_empty_row_does_not_cut_a_table_but_parts_two_tables():
    def fill(book):
        put(book.active, [HEAD, ROWS[0]])
        put(book.active, [["II. Nhóm hai"], ROWS[1]], top=4)
        put(book.active, [["STT", "Văn bản", "Ngày"], [1, "Quyết định", date(2025, 1, 2)]], top=8)

    first, second = read_xlsx(fill).grids
    assert [row[0] for row in table_of(first)] == ["STT", "1", "II. Nhóm hai", "2"]
    assert table_of(second) == [["STT", "Văn bản", "Ngày"], ["1", "Quyết định", "2/1/2025"]]


def test_tables_side_by_side_are_two():
    def fill(book):
        put(book.active, [HEAD, *ROWS])
        put(book.active, [["Mã", "Đơn vị"], ["VP", "Văn phòng"], ["TC", "Tổ chức"]], left=7)

    first, second = read_xlsx(fill).grids
    assert (first.width, second.width) == (4, 2)


def test_a_total_stays_with_its_table():
    def fill(book):
        put(book.active, [HEAD, *ROWS, ["Tổng cộng", "2"]])

    assert table_of(read_xlsx(fill).grids[0])[-1] == ["Tổng cộng", "2", None, None]


@pytest.mark.parametrize(
    ("value", "form", "text", "day"),
    [
        (moment(2025, 10, 1), "mm-dd-yy", "1/10/2025", date(2025, 10, 1)),
        (moment(2025, 10, 1), "mmm-yy", "10/2025", None),
        (moment(2025, 10, 1), "mm/yyyy", "10/2025", None),
        (moment(2025, 10, 1), '"Tháng" mm/yyyy', "10/2025", None),
        (moment(2025, 10, 1), "yyyy", "2025", None),
        (moment(2025, 10, 1), "[$-42A]dd/mm/yyyy;@", "1/10/2025", date(2025, 10, 1)),
        (moment(2025, 10, 1, 16, 30), "dd/mm/yyyy h:mm", "16h30 ngày 1/10/2025", date(2025, 10, 1)),
        (time(8, 0), "h:mm", "8h00", None),
        (12, "General", "12", None),
        (0.855, "0.0%", "85,5%", None),
        (1, "0%", "100%", None),
        (1234567, "#,##0", "1.234.567", None),
        (12.5, "0.00", "12,50", None),
        (12.5, "General", "12,5", None),
        (3, "00", "03", None),
        (float("inf"), "General", "", None),
        ("#REF!", "General", "", None),
        ("Dòng một_x000D_\nDòng  hai", "General", "Dòng một\nDòng hai", None),
    ],
)
def test_a_cell_shows_what_vietnamese_offices_write(value, form, text, day):
    found = shown(value, form)
    assert (found.text, found.day) == (text, day)


def test_a_sheet_without_a_table_is_lines():
    def fill(book):
        put(book.active, [["Kính gửi các trường"], ["Đề nghị báo cáo trước ngày 30/11/2025."]])

    reading = read_xlsx(fill)
    assert reading.grids == ()
    assert [line.text for line in reading.lines] == ["Kính gửi các trường", "Đề nghị báo cáo trước ngày 30/11/2025."]


def test_a_cell_far_away_costs_nothing():
    def fill(book):
        put(book.active, [HEAD, *ROWS])
        book.active["XFD1048576"] = "xa"

    assert read_xlsx(fill).grids[0].height == 3


def test_an_empty_workbook_is_refused():
    with pytest.raises(UnreadableDocument, match="trống"):
        read_xlsx(lambda book: book.create_sheet("Hai"))
