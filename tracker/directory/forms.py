"""Forms of the directory's pages; each hands over cleaned values and never touches a model (MODELS 6)."""

from collections.abc import Sequence
from typing import Any

import wtforms
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, PasswordField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from tracker.directory import accounts
from tracker.directory.addresses import clean_address
from tracker.directory.models import ContactRole, Role
from tracker.directory.naming import clean_aliases
from tracker.errors import BadInput
from tracker.vietnamese import clean_line

CONTACT_ROLE_WORDS = {ContactRole.OFFICER: "Chuyên viên", ContactRole.HEAD: "Lãnh đạo phụ trách"}


def _line(value: str | None) -> str:
    return clean_line(value or "")


def _address(form: FlaskForm, field: Field) -> None:  # noqa: ARG001 - the signature of a validator
    try:
        field.data = clean_address(field.data or "")
    except BadInput as refusal:
        raise ValidationError(refusal.message) from None


class SelectField(wtforms.SelectField):
    """A select whose refusal is a Vietnamese sentence. Templates know it by its name."""

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValueError:
            raise ValidationError("Chọn một giá trị trong danh sách.") from None


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Which e-mail, which password; where to go afterwards stands in the address."""

    email = StringField("Địa chỉ thư", filters=[_line], validators=[DataRequired("Nhập địa chỉ thư.")])
    password = PasswordField("Mật khẩu", validators=[DataRequired("Nhập mật khẩu.")])

    def values(self) -> tuple[str, str]:
        """The address and the password as typed."""
        return str(self.email.data), str(self.password.data)


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """One's own new password."""

    current = PasswordField("Mật khẩu hiện tại", validators=[DataRequired("Nhập mật khẩu hiện tại.")])
    new = PasswordField("Mật khẩu mới", validators=[DataRequired("Nhập mật khẩu mới.")])
    again = PasswordField("Nhập lại mật khẩu mới", validators=[DataRequired("Nhập lại mật khẩu mới.")])

    def __init__(self, *args: Any, about: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about

    def validate_new(self, field: Field) -> None:
        try:
            accounts.check_password(field.data, about=self.about)
        except BadInput as refusal:
            raise ValidationError(refusal.message) from None
        if field.data == self.current.data:
            raise ValidationError("Mật khẩu mới phải khác mật khẩu hiện tại.")

    def validate_again(self, field: Field) -> None:
        if field.data != self.new.data:
            raise ValidationError("Hai lần nhập mật khẩu mới không giống nhau.")


class UnitForm(FlaskForm):  # type: ignore[misc]
    """A unit's names and mailbox; `version` is what the person saw."""

    version = HiddenField()
    name = StringField(
        "Tên đơn vị",
        filters=[_line],
        validators=[DataRequired("Nhập tên đơn vị."), Length(max=200, message="Tên dài quá 200 ký tự.")],
    )
    short_name = StringField(
        "Tên ngắn", filters=[_line], validators=[Length(max=80, message="Tên ngắn dài quá 80 ký tự.")]
    )
    email = StringField("Địa chỉ thư của đơn vị", filters=[_line], validators=[Optional(), _address])
    aliases = TextAreaField("Tên khác trong văn bản")

    @property
    def seen_version(self) -> int:
        """The version the person saw; 0 where the form does not say."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() else 0

    @property
    def alias_list(self) -> list[str]:
        return clean_aliases((self.aliases.data or "").splitlines())

    def values(self) -> dict[str, Any]:
        """What service.edit_unit takes."""
        return {
            "name": self.name.data,
            "short_name": self.short_name.data,
            "email": self.email.data or "",
            "aliases": self.alias_list,
        }

    def validate_aliases(self, _field: Field) -> None:
        for name in self.alias_list:
            if len(name) > 200:
                raise ValidationError(f"Tên khác “{name[:40]}…” dài quá 200 ký tự.")


class ContactForm(FlaskForm):  # type: ignore[misc]
    """A person of a unit who gets mail."""

    name = StringField(
        "Họ và tên",
        filters=[_line],
        validators=[DataRequired("Nhập họ và tên."), Length(max=120, message="Họ và tên dài quá 120 ký tự.")],
    )
    post = StringField("Chức vụ", filters=[_line], validators=[Length(max=120, message="Chức vụ dài quá 120 ký tự.")])
    role = SelectField(
        "Vai trò", choices=[SelectChoice(role.value, words) for role, words in CONTACT_ROLE_WORDS.items()]
    )
    email = StringField("Địa chỉ thư", filters=[_line], validators=[DataRequired("Nhập địa chỉ thư."), _address])
    is_active = BooleanField("Nhận thư nhắc", default=True)

    def values(self) -> dict[str, Any]:
        """What service.add_contact and change_contact take."""
        return {
            "name": self.name.data,
            "post": self.post.data,
            "role": ContactRole(self.role.data),
            "email": self.email.data,
            "is_active": self.is_active.data,
        }


class _RoleFields:
    """A role and, for the role of a unit, which unit (its code)."""

    role = SelectField(
        "Vai trò", choices=[SelectChoice(role.value, words) for role, words in accounts.ROLE_WORDS.items()]
    )
    unit_code = StringField("Mã đơn vị", filters=[_line])

    def role_values(self) -> dict[str, Any]:
        """What accounts.grant_role takes."""
        return {"role": Role(self.role.data), "unit_code": self.unit_code.data or None}

    def validate_unit_code(self, field: Field) -> None:
        if self.role.data == Role.UNIT.value and not field.data:
            raise ValidationError("Vai trò Đơn vị cần mã đơn vị, ví dụ 11407.")


class PersonForm(_RoleFields, FlaskForm):  # type: ignore[misc]
    """A new person with a first role."""

    name = StringField(
        "Họ và tên",
        filters=[_line],
        validators=[DataRequired("Nhập họ và tên."), Length(max=120, message="Họ và tên dài quá 120 ký tự.")],
    )
    post = StringField("Chức vụ", filters=[_line], validators=[Length(max=120, message="Chức vụ dài quá 120 ký tự.")])
    email = StringField("Địa chỉ thư", filters=[_line], validators=[DataRequired("Nhập địa chỉ thư."), _address])

    def values(self) -> dict[str, Any]:
        """What accounts.create_person takes of the person."""
        return {"name": self.name.data, "post": self.post.data, "email": self.email.data, **self.role_values()}


class PersonChangeForm(FlaskForm):  # type: ignore[misc]
    """A person's name and post."""

    name = StringField(
        "Họ và tên",
        filters=[_line],
        validators=[DataRequired("Nhập họ và tên."), Length(max=120, message="Họ và tên dài quá 120 ký tự.")],
    )
    post = StringField("Chức vụ", filters=[_line], validators=[Length(max=120, message="Chức vụ dài quá 120 ký tự.")])

    def values(self) -> dict[str, Any]:
        """What accounts.change_person takes."""
        return {"name": self.name.data, "post": self.post.data}


class RoleForm(_RoleFields, FlaskForm):  # type: ignore[misc]
    """One more role for a person."""


def problems_of(form: FlaskForm) -> Sequence[str]:
    """Every error of a form, for a flash where there is no page to show it on."""
    return [text for errors in form.errors.values() for text in errors]
