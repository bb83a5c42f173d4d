"""Forms of documents and plans. A valid form hands over what the services take; it touches no model."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than WTForms 3.3
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import HiddenInput

from tracker.plans.correcting import ItemPatch, words_of
from tracker.plans.models import Document, Item, PartyRole, Plan, Reporting, ReviewBy
from tracker.plans.service import PlanPatch
from tracker.tasks.forms import AtMost, DayField, Needed
from tracker.vietnamese import clean, clean_line

REPORTING = (
    SelectChoice(Reporting.LEADS.value, "Chỉ đơn vị chủ trì"),
    SelectChoice(Reporting.LEADS_AND_COORDINATING.value, "Đơn vị chủ trì và từng đơn vị phối hợp"),
    SelectChoice(Reporting.COORDINATING.value, "Chỉ các đơn vị phối hợp"),
)
REVIEW_BY = (
    SelectChoice(ReviewBy.OFFICE.value, "Văn phòng Sở"),
    SelectChoice(ReviewBy.LEAD.value, "Đơn vị chủ trì, với phần đơn vị phối hợp nộp"),
    SelectChoice(ReviewBy.PARENT.value, "Cơ quan quản lý cấp trên (xã duyệt cho trường)"),
)


def _line(text: str | None) -> str:
    return clean_line(text or "")


def _text(text: str | None) -> str:
    return clean(text or "")


class UploadForm(FlaskForm):  # type: ignore[misc]
    """The files of documents, one or more."""

    file = MultipleFileField("Tệp văn bản")

    def validate_file(self, field: MultipleFileField) -> None:
        if not any(isinstance(one, FileStorage) and one.filename for one in field.data or ()):
            raise ValidationError("Chọn một tệp văn bản rồi nhấn Đọc văn bản.")


class PlanForm(FlaskForm):  # type: ignore[misc]
    """Number, date, title, period, who reports."""

    number = StringField("Số, ký hiệu", filters=[_line], validators=[AtMost(80)])
    issued_on = DayField("Ngày ban hành", wrong="Ngày ban hành phải viết dạng ngày/tháng/năm, ví dụ 06/10/2025.")
    title = TextAreaField("Trích yếu", filters=[_line], validators=[Needed("Ghi trích yếu của văn bản."), AtMost(1000)])
    short_title = StringField("Tên gọi ngắn", filters=[_line], validators=[AtMost(200)])
    starts_on = DayField("Kế hoạch từ ngày")
    ends_on = DayField("Đến hết ngày")
    reporting = SelectField("Ai phải nộp minh chứng", choices=list(REPORTING))

    def validate_ends_on(self, field: DayField) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("Ngày cuối phải từ ngày bắt đầu trở đi.")

    @classmethod
    def of(cls, document: Document, plan: Plan) -> "PlanForm":
        """The form as it opens; a posted one keeps what was typed."""
        return cls(
            formdata=None,
            data={
                "number": document.number,
                "issued_on": document.issued_on,
                "title": plan.title,
                "short_title": plan.short_title,
                "starts_on": plan.starts_on,
                "ends_on": plan.ends_on,
                "reporting": plan.reporting.value,
            },
        )

    def patch(self) -> PlanPatch:
        return PlanPatch(
            title=self.title.data or "",
            short_title=self.short_title.data or "",
            number=self.number.data or "",
            issued_on=self.issued_on.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            reporting=Reporting(self.reporting.data),
        )


class ItemForm(FlaskForm):  # type: ignore[misc]
    """One row, corrected inline. `version` tells whether somebody else was faster."""

    version = IntegerField("version", widget=HiddenInput(), validators=[InputRequired()])
    content = TextAreaField(
        "Nội dung công việc", filters=[_text], validators=[Needed("Ghi nội dung công việc."), AtMost(4000)]
    )
    product = TextAreaField("Sản phẩm, chỉ tiêu", filters=[_text], validators=[AtMost(2000)])
    time_text = StringField("Thời gian như trong văn bản", filters=[_line], validators=[AtMost(300)])
    due_on = DayField("Hạn")
    leads = StringField("Đơn vị chủ trì", filters=[_line], validators=[AtMost(1000)])
    coordinating = StringField("Đơn vị phối hợp", filters=[_line], validators=[AtMost(1000)])
    reporting = SelectField("Ai phải nộp minh chứng", choices=[SelectChoice("", "Như cả kế hoạch"), *REPORTING])
    review_by = SelectField("Người duyệt", choices=list(REVIEW_BY))

    @classmethod
    def of(cls, item: Item) -> "ItemForm":
        """The form as it opens; a posted one keeps what was typed."""
        return cls(
            formdata=None,
            data={
                "version": item.version,
                "content": item.content,
                "product": item.product,
                "time_text": item.time_text,
                "due_on": item.due_on,
                "leads": words_of(item.parties, PartyRole.LEAD),
                "coordinating": words_of(item.parties, PartyRole.COORDINATING),
                "reporting": item.reporting.value if item.reporting else "",
                "review_by": item.review_by.value,
            },
        )

    def patch(self) -> ItemPatch:
        return ItemPatch(
            content=self.content.data or "",
            product=self.product.data or "",
            time_text=self.time_text.data or "",
            due_on=self.due_on.data,
            leads=self.leads.data or "",
            coordinating=self.coordinating.data or "",
            reporting=Reporting(self.reporting.data) if self.reporting.data else None,
            review_by=ReviewBy(self.review_by.data),
        )


class DecideForm(FlaskForm):  # type: ignore[misc]
    """Which reading of a conflict is used, and why. An empty choice keeps the item as it is."""

    choice = StringField("Hạn sẽ dùng", filters=[_line])
    other_day = DayField("Ngày khác")
    reason = TextAreaField(
        "Lý do (ghi vào nhật ký)",
        filters=[_line],
        validators=[Needed("Ghi lý do của lựa chọn; lý do được ghi vào nhật ký."), AtMost(500)],
    )

    def validate_other_day(self, field: DayField) -> None:
        if self.choice.data == "khac" and field.data is None and not field.errors:
            raise ValidationError("Ghi ngày sẽ dùng, ví dụ 25/12/2025.")

    def value(self) -> str:
        """The chosen day as ISO text, or what else was chosen."""
        if self.choice.data == "khac":
            return str(self.other_day.data.isoformat())
        return self.choice.data or ""


class ReasonForm(FlaskForm):  # type: ignore[misc]
    """A reason that is logged."""

    reason = TextAreaField(
        "Lý do", filters=[_line], validators=[Needed("Ghi lý do; lý do được ghi vào nhật ký."), AtMost(500)]
    )


def first_error(form: Any) -> str:
    """The first sentence of a form that did not validate."""
    return next((str(text) for texts in form.errors.values() for text in texts), "Biểu mẫu chưa đúng.")
