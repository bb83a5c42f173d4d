"""Forms of the review page beyond one row's correction: splitting, many rows at once, a row by hand, number and date, conflicts."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than WTForms 3.3
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from tracker.plans.correcting import ItemPatch, as_it_stands
from tracker.plans.correcting_many import ManyPatch
from tracker.plans.forms import REPORTING, REVIEW_BY, ItemForm
from tracker.plans.models import Document, Item, Reporting, ReviewBy
from tracker.plans.reshaping import split_points
from tracker.plans.understanding import Column
from tracker.tasks.forms import AtMost, DayField, Needed
from tracker.vietnamese import clean, clean_line

COLUMNS: Final[Mapping[Column, str]] = {
    Column.OTHER: "Không dùng",
    Column.NUMBER: "Số thứ tự",
    Column.GROUP: "Nhóm nhiệm vụ",
    Column.CONTENT: "Nội dung công việc",
    Column.PRODUCT: "Sản phẩm, chỉ tiêu",
    Column.TIME: "Thời gian, hạn",
    Column.START: "Ngày bắt đầu",
    Column.END: "Ngày kết thúc",
    Column.LEAD: "Đơn vị chủ trì",
    Column.COORDINATING: "Đơn vị phối hợp",
    Column.REVIEWER: "Người chỉ đạo, theo dõi",
    Column.RECIPIENT: "Nơi nhận",
    Column.NOTE: "Ghi chú",
}
_FIELDS: Final[Mapping[str, str]] = {
    "content": "Nội dung công việc",
    "product": "Sản phẩm, chỉ tiêu",
    "time_text": "Thời gian như trong văn bản",
    "due_on": "Hạn",
    "leads": "Đơn vị chủ trì",
    "coordinating": "Đơn vị phối hợp",
    "reporting": "Ai phải nộp minh chứng",
    "review_by": "Người duyệt",
}
_STORED, _TYPED = "luu", "go"


def _line(text: str | None) -> str:
    return clean_line(text or "")


def _text(text: str | None) -> str:
    return clean(text or "")


class SplitForm(FlaskForm):  # type: ignore[misc]
    """One row cut in two."""

    version = IntegerField("version", widget=HiddenInput(), validators=[InputRequired()])
    first = TextAreaField(
        "Nội dung dòng thứ nhất", filters=[_text], validators=[Needed("Ghi nội dung dòng thứ nhất."), AtMost(4000)]
    )
    second = TextAreaField(
        "Nội dung dòng thứ hai", filters=[_text], validators=[Needed("Ghi nội dung dòng thứ hai."), AtMost(4000)]
    )

    @classmethod
    def of(cls, item: Item) -> "SplitForm":
        """The form as it opens: the row's words, cut where two sentences or bullets meet."""
        first, second = split_points(item.content)
        return cls(formdata=None, data={"version": item.version, "first": first, "second": second})


class HeadForm(FlaskForm):  # type: ignore[misc]
    """What văn thư gave the document after it was drafted."""

    number = StringField("Số, ký hiệu", filters=[_line], validators=[AtMost(80)])
    issued_on = DayField("Ngày ban hành", wrong="Ngày ban hành phải viết dạng ngày/tháng/năm, ví dụ 06/10/2025.")

    @classmethod
    def of(cls, document: Document) -> "HeadForm":
        """The form as it opens."""
        return cls(formdata=None, data={"number": document.number, "issued_on": document.issued_on})


class ManyForm(FlaskForm):  # type: ignore[misc]
    """What every chosen row gets; what is left empty stays as it is."""

    many_leads = StringField("Đơn vị chủ trì", filters=[_line], validators=[AtMost(1000)])
    many_coordinating = StringField("Đơn vị phối hợp", filters=[_line], validators=[AtMost(1000)])
    many_time_text = StringField("Thời gian như trong văn bản", filters=[_line], validators=[AtMost(300)])
    many_due_on = DayField("Hạn")
    many_reporting = SelectField(
        "Ai phải nộp minh chứng", default="", choices=[SelectChoice("", "Giữ như từng dòng"), *REPORTING]
    )
    many_review_by = SelectField("Người duyệt", default="", choices=[SelectChoice("", "Giữ như từng dòng"), *REVIEW_BY])

    def patch(self) -> ManyPatch:
        return ManyPatch(
            leads=self.many_leads.data or "",
            coordinating=self.many_coordinating.data or "",
            time_text=self.many_time_text.data or "",
            due_on=self.many_due_on.data,
            reporting=Reporting(self.many_reporting.data) if self.many_reporting.data else None,
            review_by=ReviewBy(self.many_review_by.data) if self.many_review_by.data else None,
        )


class AddForm(ItemForm):
    """A row that the reading did not find."""

    version = IntegerField("version", widget=HiddenInput(), validators=[Optional()])  # a new row has none
    quote = TextAreaField("Đoạn văn bản làm căn cứ", filters=[_line], validators=[AtMost(2000)])


@dataclass(frozen=True)
class Difference:
    """A field that two officers left differently: what is stored, what was typed, and which of them only one has changed."""

    name: str
    label: str
    stored: str
    typed: str
    suggested: str  # "luu", "go", or nothing where both have changed it


def shown(patch: ItemPatch) -> dict[str, str]:
    """The fields of a correction as a person reads them."""
    reporting = {choice.value: choice.label for choice in REPORTING}
    review_by = {choice.value: choice.label for choice in REVIEW_BY}
    return {
        "content": clean(patch.content),
        "product": clean(patch.product),
        "time_text": clean_line(patch.time_text),
        "due_on": f"{patch.due_on:%d/%m/%Y}" if patch.due_on else "",
        "leads": clean_line(patch.leads),
        "coordinating": clean_line(patch.coordinating),
        "reporting": reporting[patch.reporting.value] if patch.reporting else "Như cả kế hoạch",
        "review_by": review_by[patch.review_by.value],
    }


def bases(item: Item) -> dict[str, str]:
    """A mark of each field as the form opened: tells later what its officer has changed."""
    return {name: _mark(words) for name, words in shown(as_it_stands(item)).items()}


def _mark(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def differences(item: Item, typed: ItemPatch, opened: Mapping[str, str]) -> tuple[Difference, ...]:
    """Where what was typed differs from what somebody else stored meanwhile; `opened` are the marks the form came with."""
    stored, wanted = shown(as_it_stands(item)), shown(typed)
    found = []
    for name, label in _FIELDS.items():
        if stored[name] == wanted[name]:
            continue
        base = opened.get(name)
        suggested = _STORED if base == _mark(wanted[name]) else _TYPED if base == _mark(stored[name]) else ""
        found.append(Difference(name, label, stored[name], wanted[name], suggested))
    return tuple(found)


def settled(item: Item, typed: ItemPatch, chosen: Mapping[str, str]) -> ItemPatch:
    """The correction after the officer's choice: `chosen` says for a field "luu" (what is stored) or "go" (what was typed)."""
    stored = as_it_stands(item)
    return replace(typed, **{name: getattr(stored, name) for name in _FIELDS if chosen.get(f"chon-{name}") == _STORED})


def undecided(found: tuple[Difference, ...], chosen: Mapping[str, str]) -> tuple[str, ...]:
    """The labels of differing fields for which nothing was chosen."""
    return tuple(each.label for each in found if chosen.get(f"chon-{each.name}") not in {_STORED, _TYPED})


def chosen_columns(values: Mapping[str, Any], width: int) -> tuple[Column, ...]:
    """The columns of a table as chosen on its page; what is not known counts as not used."""
    known = {column.value for column in Column}
    names = [str(values.get(f"cot-{place}", "")) for place in range(width)]
    return tuple(Column(name) if name in known else Column.OTHER for name in names)
