"""The administrator's pages of people: who signs in, with which roles (product 3.4)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker import paging
from tracker.access import Act
from tracker.directory import accounts, queries
from tracker.directory.forms import PersonChangeForm, PersonForm, RoleForm, problems_of
from tracker.directory.models import Person, Role
from tracker.errors import TrackerError
from tracker.extensions import db
from tracker.web import act, actor

bp = Blueprint("people", __name__, template_folder="templates")


@bp.get("/nguoi-dung")
@act(Act.READ_PEOPLE)
def index() -> str:
    words, role = request.args.get("q", ""), queries.role_named(request.args.get("vai-tro"))
    query = queries.people(words=words, role=role, is_active=request.args.get("tinh-trang") != "da-khoa")
    number = paging.page_number(request.args.get("trang"))
    return render_template(
        "directory/people.html",
        page=paging.paginate(db.session(), query, number=number),
        counts=queries.count_people(db.session()),
        role_words=accounts.ROLE_WORDS,
        role_options=[(each.value, label) for each, label in accounts.ROLE_WORDS.items()],
        words=words,
        role=role,
    )


@bp.get("/nguoi-dung/them")
@act(Act.EDIT_PEOPLE)
def new() -> str:
    form = PersonForm(role=Role.UNIT.value, unit_code=request.args.get("don-vi", ""))
    return render_template("directory/person_new.html", form=form)


@bp.post("/nguoi-dung/them")
@act(Act.EDIT_PEOPLE)
def create() -> tuple[str, int] | str:
    """The one-time password is shown in this answer and nowhere else: hence no redirect."""
    form = PersonForm()
    if not form.validate():
        return render_template("directory/person_new.html", form=form, has_errors=True), 422
    secret = accounts.prepare_password()
    try:
        person = accounts.create_person(
            db.session(),
            actor(),
            password_hash=secret.hash,
            **form.values(),
        )
    except TrackerError as refusal:
        db.session.rollback()
        form.form_errors.append(refusal.message)
        return render_template("directory/person_new.html", form=form, has_errors=True), int(refusal.status)
    db.session.commit()
    return render_template("directory/password_once.html", person=person, password=secret.text, is_new=True)


@bp.get("/nguoi-dung/<int:person_id>")
@act(Act.READ_PEOPLE)
def show(person_id: int) -> str:
    person = accounts.person_for(db.session(), person_id)
    return _person_page(person, PersonChangeForm(obj=person), RoleForm(role=Role.UNIT.value))


def _person_page(person: Person, form: PersonChangeForm, role_form: RoleForm, *, has_errors: bool = False) -> str:
    return render_template(
        "directory/person.html",
        person=person,
        form=form,
        role_form=role_form,
        role_words=accounts.ROLE_WORDS,
        is_self=person.id == actor().person_id,
        has_errors=has_errors,
    )


@bp.post("/nguoi-dung/<int:person_id>/sua")
@act(Act.EDIT_PEOPLE)
def save(person_id: int) -> tuple[str, int] | Response:
    person = accounts.person_for(db.session(), person_id)
    form = PersonChangeForm()
    if not form.validate():
        return _person_page(person, form, RoleForm(formdata=None, role=Role.UNIT.value), has_errors=True), 422
    accounts.change_person(db.session(), actor(), person, **form.values())
    return _saved(person_id, "Đã lưu họ tên và chức vụ.")


@bp.post("/nguoi-dung/<int:person_id>/vai-tro/them")
@act(Act.EDIT_PEOPLE)
def grant(person_id: int) -> Response:
    person = accounts.person_for(db.session(), person_id)
    form = RoleForm()
    if not form.validate():
        flash(" ".join(problems_of(form)), "bad")
        return redirect(url_for("people.show", person_id=person_id), 303)
    accounts.grant_role(db.session(), actor(), person, **form.role_values())
    return _saved(person_id, "Đã thêm vai trò. Có hiệu lực ngay.")


@bp.post("/nguoi-dung/<int:person_id>/vai-tro/<int:grant_id>/bo")
@act(Act.EDIT_PEOPLE)
def withdraw(person_id: int, grant_id: int) -> Response:
    person = accounts.person_for(db.session(), person_id)
    accounts.withdraw_role(db.session(), actor(), person, grant_id=grant_id)
    return _saved(person_id, "Đã bỏ vai trò. Có hiệu lực ngay.")


@bp.post("/nguoi-dung/<int:person_id>/khoa")
@act(Act.EDIT_PEOPLE)
def deactivate(person_id: int) -> Response:
    accounts.deactivate(db.session(), actor(), accounts.person_for(db.session(), person_id))
    return _saved(person_id, "Đã khóa tài khoản và kết thúc các phiên đăng nhập.")


@bp.post("/nguoi-dung/<int:person_id>/mo")
@act(Act.EDIT_PEOPLE)
def reactivate(person_id: int) -> Response:
    accounts.reactivate(db.session(), actor(), accounts.person_for(db.session(), person_id))
    return _saved(person_id, "Đã mở lại tài khoản.")


@bp.post("/nguoi-dung/<int:person_id>/dat-lai-mat-khau")
@act(Act.EDIT_PEOPLE)
def reset_password(person_id: int) -> str:
    """The one-time password is shown in this answer and nowhere else: hence no redirect."""
    secret = accounts.prepare_password()
    person = accounts.person_for(db.session(), person_id)
    accounts.reset_password(db.session(), actor(), person, password_hash=secret.hash)
    db.session.commit()
    return render_template("directory/password_once.html", person=person, password=secret.text, is_new=False)


def _saved(person_id: int, sentence: str) -> Response:
    db.session.commit()
    flash(sentence, "ok")
    return redirect(url_for("people.show", person_id=person_id), 303)
