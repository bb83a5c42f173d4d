"""Lists of deadlines and tasks as CSV files, and the query values that all lists share."""

from collections.abc import Iterable, Iterator, Sequence

from flask import Response, request

from tracker.formats import day, short_instant
from tracker.periods import Quarter
from tracker.spreadsheet import to_csv
from tracker.tasks import words
from tracker.tasks.listing import TaskLine
from tracker.tasks.queries import Line

LINE_HEADER = (
    "Mã kỳ hạn",
    "Mục",
    "Nhiệm vụ",
    "Mã đơn vị",
    "Đơn vị",
    "Đơn vị quản lý",
    "Vai trò",
    "Quý",
    "Hạn",
    "Tính đến hết ngày",
    "Tình trạng",
    "Số ngày còn lại",
    "Nộp lúc",
)
TASK_HEADER = (
    "Mã nhiệm vụ",
    "Mục",
    "Nhóm nhiệm vụ",
    "Nội dung công việc",
    "Sản phẩm",
    "Chủ trì",
    "Hạn",
    "Tình trạng",
    "Đã giao",
    "Hoàn thành đúng hạn",
    "Hoàn thành quá hạn",
    "Chưa xong, trong hạn",
    "Chưa xong, quá hạn",
    "Không hạn",
)


def line_rows(found: Iterable[Line]) -> Iterator[Sequence[object]]:
    for line in found:
        row = line.row
        yield (
            row.id,
            row.label,
            row.title,
            row.unit_code,
            row.unit_name,
            row.parent_name,
            words.role(row),
            words.quarter(row.quarter) if row.quarter else "",
            words.due(row),
            day(row.effective_due),
            line.shown.label,
            line.days,
            short_instant(row.done_at or row.submitted_at),
        )


def task_rows(found: Iterable[TaskLine]) -> Iterator[Sequence[object]]:
    for line in found:
        task, counts = line.task, line.counts
        yield (
            task.id,
            task.label,
            task.group_name,
            task.title,
            task.product,
            line.leader,
            "Hằng quý" if task.is_ongoing else day(line.next_due) or "Không hạn",
            line.shown.label,
            counts.given,
            counts.done_on_time,
            counts.done_late,
            counts.within,
            counts.overdue,
            counts.without_limit,
        )


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A CSV file to be downloaded as `name`.csv."""
    answer = Response(to_csv(header, rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def wants_csv() -> bool:
    return request.args.get("dang") == "csv"


def asked_number(name: str) -> int | None:
    """A positive number of the address; anything odd is none."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def asked_quarter(default: Quarter | None = None) -> Quarter | None:
    """`quy` of the address; `default` where it is missing or no quarter."""
    try:
        return Quarter.parse(request.args.get("quy", ""))
    except ValueError:
        return default


def asked_text(name: str = "q") -> str:
    return " ".join(request.args.get(name, "").split())[:200]
