"""The forms of tasks, evidence and review. A valid form hands over plain values; rules of the product live in services."""

import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than WTForms 3.3
from wtforms.validators import ValidationError

from tracker.vietnamese import clean, clean_line

DAY_EXAMPLE = "Ngày phải viết dạng ngày/tháng/năm, ví dụ 12/12/2025."


def parse_day(text: str) -> date:
    """The date of `text` as people type it (12/12/2025, 1-9-2025). Raises ValueError otherwise."""
    day, month, year = text.replace("-", "/").replace(".", "/").split("/")
    if len(year.strip()) != 4:
        raise ValueError(text)
    return date(int(year), int(month), int(day))


class DayField(StringField):
    """A date typed as dd/mm/yyyy; what cannot be read stays in the field with a sentence."""

    data: Any

    def __init__(self, label: str, *, wrong: str = DAY_EXAMPLE, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.wrong = wrong

    def _value(self) -> str:
        if isinstance(self.data, date):
            return f"{self.data:%d/%m/%Y}"
        return str(self.raw_data[0]) if self.raw_data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        text = clean_line(str(valuelist[0])) if valuelist else ""
        if not text:
            return
        try:
            self.data = parse_day(text)
        except ValueError as error:
            raise ValueError(self.wrong) from error


class AtMost:
    """A length check that says how much is too much."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, _form: Any, field: Any) -> None:
        if len(field.data or "") > self.limit:
            raise ValidationError(f"{field.label.text}: viết gọn trong {self.limit} chữ cái.")


class Needed:
    """The field may not stay empty; `sentence` says what to write."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms' own convention

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, _form: Any, field: Any) -> None:
        if field.data in {None, ""}:
            raise ValidationError(self.sentence)


def _line(text: str | None) -> str:
    return clean_line(text or "")


def _text(text: str | None) -> str:
    return clean(text or "")


class EvidenceForm(FlaskForm):  # type: ignore[misc]
    """What a unit hands in for one deadline (product 3.7). `kept` carries files of an earlier try, signed."""

    files = MultipleFileField("Tệp minh chứng")
    kept = HiddenField()
    document_number = StringField("Số, ký hiệu văn bản", filters=[_line], validators=[AtMost(80)])
    document_date = DayField("Ngày văn bản", wrong="Ngày văn bản phải viết dạng ngày/tháng/năm, ví dụ 12/12/2025.")
    link = StringField("Đường dẫn", filters=[_line], validators=[AtMost(1000)])
    figure = StringField("Chỉ số đạt được", filters=[_line], validators=[AtMost(200)])
    results = TextAreaField("Kết quả thực hiện", filters=[_text], validators=[AtMost(5000)])
    difficulties = TextAreaField("Khó khăn, vướng mắc", filters=[_text], validators=[AtMost(5000)])
    late_reason = TextAreaField("Lý do nộp quá hạn", filters=[_text], validators=[AtMost(2000)])

    def validate_link(self, field: StringField) -> None:
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError("Đường dẫn phải bắt đầu bằng https:// hoặc http://.")


class ReviewForm(FlaskForm):  # type: ignore[misc]
    """The reviewer's words; a return needs them (look 9.16)."""

    note = TextAreaField("Nhận xét", filters=[_text], validators=[AtMost(2000)])


class TaskForm(FlaskForm):  # type: ignore[misc]
    """A task made by hand. `key` is new for each form shown, so that a form sent twice makes one task."""

    key = HiddenField()
    title = TextAreaField(
        "Nội dung công việc", filters=[_line], validators=[Needed("Ghi nội dung công việc."), AtMost(1000)]
    )
    product = TextAreaField("Sản phẩm, kết quả phải có", filters=[_text], validators=[AtMost(1000)])
    group_name = StringField("Nhóm nhiệm vụ", filters=[_line], validators=[AtMost(200)])
    plan_id = SelectField("Thuộc kế hoạch", coerce=lambda value: int(value) if value else None)
    lead = TextAreaField(
        "Đơn vị chủ trì", filters=[_text], validators=[Needed("Ghi ít nhất một đơn vị chủ trì."), AtMost(4000)]
    )
    coordinating = TextAreaField("Đơn vị phối hợp", filters=[_text], validators=[AtMost(4000)])
    rhythm = RadioField(
        "Thời hạn",
        choices=[
            SelectChoice("once", "Một hạn"),
            SelectChoice("ongoing", "Thường xuyên, mỗi quý nộp minh chứng một lần"),
            SelectChoice("none", "Không hạn"),
        ],
        default="once",
        validate_choice=True,
    )
    due_on = DayField("Hạn")
    starts_on = DayField("Bắt đầu từ ngày")
    ends_on = DayField("Đến hết ngày")
    reporting = SelectField(
        "Ai phải nộp minh chứng",
        choices=[
            SelectChoice("leads", "Chỉ đơn vị chủ trì"),
            SelectChoice("leads_and_coordinating", "Đơn vị chủ trì và từng đơn vị phối hợp"),
            SelectChoice("coordinating", "Chỉ các đơn vị phối hợp"),
        ],
    )
    review_by = SelectField(
        "Người duyệt",
        choices=[
            SelectChoice("office", "Văn phòng Sở"),
            SelectChoice("lead", "Đơn vị chủ trì (với phần đơn vị phối hợp nộp)"),
            SelectChoice("parent", "Cơ quan quản lý cấp trên (xã duyệt cho trường)"),
        ],
    )

    def __init__(self, *args: Any, plans: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key.data = self.key.data or secrets.token_urlsafe(16)
        self.plan_id.choices = [
            SelectChoice("", "Không thuộc kế hoạch nào"),
            *(SelectChoice(str(key), name) for key, name in plans),
        ]

    def validate_due_on(self, field: DayField) -> None:
        if self.rhythm.data == "once" and field.data is None and not field.errors:
            raise ValidationError("Ghi hạn, hoặc chọn “Không hạn”.")

    def validate_ends_on(self, field: DayField) -> None:
        if self.rhythm.data == "ongoing" and field.data is None and not self.plan_id.data and not field.errors:
            raise ValidationError("Ghi ngày cuối của việc thường xuyên, hoặc chọn kế hoạch mà nhiệm vụ thuộc về.")
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("Ngày cuối phải từ ngày bắt đầu trở đi.")
