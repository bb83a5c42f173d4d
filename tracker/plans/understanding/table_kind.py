"""Is a table a list of tasks? Papers, people, figures, forms, agendas and budgets are not (domain facts 6.4). With reasons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.patterns import regex
from tracker.plans.understanding.facts import TableKind
from tracker.plans.understanding.table_columns import Columns, is_time
from tracker.plans.understanding.table_rows import TableRow
from tracker.plans.understanding.table_words import fold
from tracker.plans.understanding.words import Column

_PAPERS: Final = regex(
    r"\bky hieu\b|\btrich yeu\b|\bngay (?:ban hanh|ky)\b|\bco quan ban hanh\b|\bngay thang nam\b|\bso van ban\b"
)
_PEOPLE: Final = regex(
    r"\bho (?:va )?ten\b|\bdien thoai\b|\be ?mail\b|\bchuc (?:vu|danh)\b|\bnam sinh\b|\bdon vi cong tac\b|\bdia chi\b"
)
_MONEY: Final = regex(
    r"\bthanh tien\b|\bdon gia\b|\bso tien\b|\b(?:trieu|nghin|ty)? dong\b|\bkinh phi\b|\bdu toan\b|\bso luong\b|\bdvt\b|\bdon vi tinh\b"
)
_PLACE: Final = regex(r"\bdia diem\b|\bphong hop\b|\bthanh phan\b|\bbuoi\b|\bgio\b")
_ROLE: Final = regex(
    r"^(?:pho )?(?:truong|to truong|chu tich|uy vien|thanh vien|thu ky|giam doc|hieu truong|pho|nhom truong|chuyen vien|giao vien|can bo)(?:\s\w+){0,6}$"
)
_HOURS: Final = regex(r"\d{1,2}\s?(?:h|giờ|:)\s?\d{0,2}(?:\s?phút|')?", re.IGNORECASE)
_FROM: Final = regex(r"^[\s–-]*(?:từ\s+)?", re.IGNORECASE)
_DATE: Final = regex(r"\d{1,2}\s?[/.]\s?\d{1,2}|tháng|quý|ngày \d", re.IGNORECASE)
_DOTTED: Final = regex(r"(?:\.{3,}|…{1,}|_{3,}|^\s*\.\.+\s*$)")
_EVENT: Final = regex(
    r"\bchuong trinh (?:hoi nghi|hoi thao|tap huan|lam viec|le|buoi)|\blich (?:cong tac|lam viec|hop|truc|tiep|thi|hoc)\b|\bthoi khoa bieu\b|\bkich ban\b"
)
_LIST: Final = regex(
    r"\bdanh muc (?:\w+ ){0,3}(?:van ban|tai lieu|viet tat)|\bdanh sach\b|\bthanh vien\b|\bthanh phan\b"
)
_FORM: Final = regex(r"\bbieu mau\b|\bmau (?:so|bieu|bao cao)\b|^mau \d|\bphieu\b|\b(?:so lieu|thong ke)\b")
_MANY: Final = 0.6
_FEW: Final = 0.3
_LEAST_FIGURES: Final = 2
_MANY_FACTS: Final = 3


@dataclass(frozen=True)
class Judgement:
    """What a table is, and why, in a sentence for the officer."""

    kind: TableKind
    reason: str


def judge(
    columns: Columns, headings: Sequence[str], caption: str, rows: Sequence[TableRow], *, names_doer: bool
) -> Judgement:
    """Whether `rows` are tasks. `names_doer`: a section or the caption says who they are for."""
    against = _objection([fold(text) for text in headings], columns, fold(caption), rows)
    if against is None and not rows:
        against = "Bảng không có dòng nào."
    is_said = columns.says_when or columns.has(Column.LEAD, Column.COORDINATING) or names_doer
    if against is None and not is_said:
        against = "Bảng không nói ai làm và không nói khi nào xong."
    if against is not None:
        return Judgement(TableKind.OTHER, against)
    if Column.CONTENT not in columns.meanings:
        if columns.says_when and columns.has(Column.LEAD, Column.PRODUCT):
            return Judgement(TableKind.UNCLEAR, "Có cột thời gian nhưng chưa rõ cột nào là nội dung nhiệm vụ.")
        return Judgement(TableKind.OTHER, "Không có cột nội dung công việc.")
    if columns.is_doubtful:
        return Judgement(TableKind.UNCLEAR, "Tiêu đề cột chưa rõ; ý nghĩa các cột được suy từ nội dung ô.")
    return Judgement(TableKind.TASKS, _for(columns))


def _for(columns: Columns) -> str:
    if columns.says_when and columns.has(Column.LEAD):
        return "Có nội dung công việc, người thực hiện và thời gian."
    if columns.says_when:
        return "Có nội dung công việc và thời gian."
    return "Có nội dung công việc và người thực hiện, không có cột thời gian."


def _objection(words: Sequence[str], columns: Columns, caption: str, rows: Sequence[TableRow]) -> str | None:
    """Why these rows are no tasks, in Vietnamese; None where nothing speaks against it."""
    if sum(bool(_PAPERS.search(text)) for text in words) >= _LEAST_FIGURES and not columns.has(Column.LEAD):
        return "Danh mục văn bản (có số, ký hiệu, ngày ban hành, trích yếu)."
    if _is_people(words, columns, rows):
        return "Danh sách người, đầu mối liên hệ."
    if _is_agenda(words, caption, rows):
        return "Chương trình, lịch của một sự kiện."
    if _is_form(columns, caption, rows):
        return "Biểu mẫu để điền."
    return _figures(columns, words, rows)


def _is_people(words: Sequence[str], columns: Columns, rows: Sequence[TableRow]) -> bool:
    people = sum(bool(_PEOPLE.search(text)) for text in words)
    if not people or columns.says_when:
        return False
    return _are_roles(rows) or people >= _MANY_FACTS or Column.CONTENT not in columns.meanings


def _are_roles(rows: Sequence[TableRow]) -> bool:
    texts = [fold(text) for row in rows if (text := row.values.get(Column.CONTENT))]
    return bool(texts) and sum(bool(_ROLE.match(text)) for text in texts) >= _MANY * len(texts)


def _is_agenda(words: Sequence[str], caption: str, rows: Sequence[TableRow]) -> bool:
    times = [text for row in rows if (text := row.values.get(Column.TIME))]
    if not times:
        return False
    hours = sum(bool(_HOURS.match(_FROM.sub("", text))) and not _DATE.search(text) for text in times)
    has_place = any(_PLACE.search(text) for text in words)
    if hours >= _MANY * len(times):
        return True
    return bool(_EVENT.search(caption)) and has_place and hours + sum(bool(_HOURS.search(text)) for text in times) > 0


def _is_form(columns: Columns, caption: str, rows: Sequence[TableRow]) -> bool:
    """Cells left open for whoever fills it in: dots everywhere, or nothing under who and when."""
    if not rows:
        return False
    answers = [
        row.values.get(column, "")
        for row in rows
        for column in (Column.TIME, Column.LEAD)
        if column in columns.meanings or (column is Column.TIME and columns.says_when)
    ]
    if answers and not any(text.strip() and not _DOTTED.search(text) for text in answers):
        return True
    texts = [text for row in rows for text in row.values.values()]
    return (
        bool(texts)
        and sum(bool(_DOTTED.search(text)) for text in texts) >= _FEW * len(texts)
        and bool(_FORM.search(caption) or not answers)
    )


def _figures(columns: Columns, words: Sequence[str], rows: Sequence[TableRow]) -> str | None:
    figures = sum(
        evidence.figures >= _MANY
        and evidence.filled >= _FEW
        and column in (Column.OTHER, Column.PRODUCT, Column.TIME)
        and index not in columns.parts
        for index, (column, evidence) in enumerate(zip(columns.meanings, columns.evidence, strict=True))
    )
    times = [text for row in rows if (text := row.values.get(Column.TIME))]
    says_when = columns.says_when and any(is_time(text) or not re.fullmatch(r"[\d.,%\s]+", text) for text in times)
    if says_when:
        return None
    money = sum(bool(_MONEY.search(text)) for text in words)
    if figures >= _LEAST_FIGURES and money >= 1:
        return "Bảng dự toán, kinh phí."
    if figures >= _LEAST_FIGURES or (figures and not columns.has(Column.LEAD)):
        return "Bảng số liệu, chỉ tiêu; không nói ai làm việc gì."
    if figures and _are_figures_only(rows):
        return "Bảng số liệu."
    return None


def _are_figures_only(rows: Sequence[TableRow]) -> bool:
    texts = [row.values.get(Column.CONTENT, "") for row in rows]
    return sum(len(text.split()) <= 3 for text in texts) >= _MANY * len(texts)
