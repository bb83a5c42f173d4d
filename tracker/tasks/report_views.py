"""The quarter's page and the rows behind each of its figures (product 3.2)."""

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from tracker import clock
from tracker.access import Act, Actor
from tracker.extensions import db
from tracker.paging import page_number
from tracker.periods import Quarter
from tracker.tasks import quarter as quarters
from tracker.tasks import queries, tables, urging_list, words
from tracker.tasks.quarter import COLUMN_WORDS, KIND_WORDS, Asked, Column, GroupRow, TaskRow
from tracker.web import act, actor

bp = Blueprint("report", __name__, template_folder="templates")

MOST_ROWS = 200
MANAGERS_SHOWN = 15
COUNT_HEADER = (
    "Đã giao",
    "Hoàn thành đúng hạn",
    "Hoàn thành quá hạn",
    "Chưa xong, trong hạn",
    "Chưa xong, quá hạn",
    "Không hạn",
    "Thường xuyên: phải có",
    "Thường xuyên: đã có",
)


def _asked(default: Quarter | None) -> Asked:
    column = request.args.get("nhom", "")
    return Asked(
        quarter=tables.asked_quarter(default),
        plan_id=tables.asked_number("ke-hoach"),
        task_id=tables.asked_number("nhiem-vu"),
        column=Column(column) if column in set(Column) else None,
        kind=request.args.get("loai", "") if request.args.get("loai", "") in KIND_WORDS else "",
        manager=request.args.get("quan-ly", "")[:40],
        text=tables.asked_text(),
    )


@lru_cache(maxsize=4096)  # a page of figures has hundreds of them
def rows_address(asked: Asked, column: Column | None = None, **more: str | int) -> str:
    """The address of the rows behind a figure."""
    values = {
        "quy": str(asked.quarter) if asked.quarter else None,
        "ke-hoach": asked.plan_id,
        "nhom": column.value if column else None,
        **more,
    }
    return "/bao-cao/quy/ky-han?" + urlencode({key: value for key, value in values.items() if value})


@bp.get("/bao-cao/quy")
@act(Act.READ_REPORT)
def quarter() -> str | Response:
    """Tasks by state for one quarter; every figure leads to its rows."""
    who, today = actor(), clock.today()
    asked = _asked(Quarter.of(today))
    split = quarters.by_task_and_kind(db.session(), who, asked, today)
    rows = quarters.task_rows(db.session(), _by_task(split))
    if tables.wants_csv():
        header = ("Mục", "Nhóm nhiệm vụ", "Nhiệm vụ", *COUNT_HEADER)
        return tables.csv_answer(f"bao-cao-quy-{asked.quarter}", header, _csv_rows(rows))
    managers = quarters.by_manager(db.session(), who, asked, today)
    every = request.args.get("don-vi") == "tat-ca"
    return render_template(
        "tasks/quarter.html",
        asked=asked,
        dated=[row for row in rows if row.counts.given],
        ongoing=[row for row in rows if row.counts.ongoing_owed],
        total=quarters.total(split.values()),
        groups=[group for group in quarters.by_group(rows) if group.counts.given],
        kinds=quarters.by_kind(split),
        managers=managers if every else managers[:MANAGERS_SHOWN],
        manager_total=len(managers),
        urged=urging_list.urged_between(db.session(), asked.quarter.start, asked.quarter.end)
        if asked.quarter
        else (0, 0),
        to_rows=rows_address,
        columns=Column,
        **_choices(who),
    )


def _by_task(split: dict[tuple[int, str], Any]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for (task_id, _), counts in split.items():
        found[task_id] = found[task_id] + counts if task_id in found else counts
    return found


def _csv_rows(rows: list[TaskRow]) -> list[tuple[object, ...]]:
    sums = GroupRow("", "Cộng", quarters.total(row.counts for row in rows))
    named = [((row.label, row.group_name, row.title), row.counts) for row in rows]
    named.append((("", "", sums.name), sums.counts))
    return [
        (
            *words_,
            found.given,
            found.done_on_time,
            found.done_late,
            found.within,
            found.overdue,
            found.without_limit,
            found.ongoing_owed,
            found.ongoing_with_evidence,
        )
        for words_, found in named
    ]


def _choices(who: Actor) -> dict[str, Any]:
    known = queries.known_quarters(db.session(), who)
    return {
        "quarter_choices": [(each, words.quarter(each)) for each in known],
        "plans": queries.plan_choices(db.session(), who),
    }


@bp.get("/bao-cao/quy/ky-han")
@act(Act.READ_REPORT)
def rows() -> str | Response:
    """The deadlines that a figure counts."""
    who, today = actor(), clock.today()
    asked = _asked(None)
    if tables.wants_csv():
        found = queries.lines(db.session.execute(quarters.rows_behind(who, asked, today)), today)
        return tables.csv_answer(f"ky-han-{asked.quarter or today}", tables.LINE_HEADER, tables.line_rows(found))
    size = min(max(tables.asked_number("dong") or 50, 1), MOST_ROWS)
    number = page_number(request.args.get("trang"))
    task = queries.get_task(db.session(), who, asked.task_id) if asked.task_id else None
    return render_template(
        "tasks/rows.html",
        page=quarters.page_behind(db.session(), who, asked, today, number=number, size=size),
        asked=asked,
        task=task,
        manager_name=quarters.manager_name(db.session(), asked.manager),
        column_words=COLUMN_WORDS,
        kind_words=KIND_WORDS,
        **_choices(who),
    )
