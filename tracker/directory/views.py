"""Pages of units: list, one unit, its names, its contacts (product 2; look 3-4)."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from tracker import paging
from tracker.access import Act, Relation, may
from tracker.directory import naming, queries, service
from tracker.directory.forms import CONTACT_ROLE_WORDS, ContactForm, UnitForm
from tracker.directory.importing import COLUMNS as UNIT_COLUMNS
from tracker.directory.models import Unit
from tracker.directory.tables import LIST_SEPARATOR
from tracker.directory.words import KIND_WORDS, LEVEL_WORDS, OWNERSHIP_WORDS
from tracker.errors import RuleBroken
from tracker.extensions import db
from tracker.spreadsheet import to_csv
from tracker.web import act, actor

bp = Blueprint("units", __name__, template_folder="templates")

WITHOUT_ADDRESS = "chua-co-dia-chi"


@bp.get("/don-vi")
@act(Act.READ_UNITS)
def index() -> str:
    words, kind = request.args.get("q", ""), queries.kind_named(request.args.get("loai"))
    without = request.args.get("tinh-trang") == WITHOUT_ADDRESS
    page = paging.paginate(
        db.session(),
        queries.find_units(words=words, kind=kind, only_without_address=without),
        number=paging.page_number(request.args.get("trang")),
    )
    counts, without_count = queries.count_units(db.session())
    return render_template(
        "directory/units.html",
        page=page,
        receivers=queries.receivers(db.session(), [unit.id for unit in page.rows]),
        counts=counts,
        without_count=without_count,
        words=words,
        kind=kind,
        only_without=without,
        kind_words=KIND_WORDS,
        kind_options=[(each.value, label) for each, label in KIND_WORDS.items()],
        level_words=LEVEL_WORDS,
    )


@bp.get("/don-vi/tai-csv")
@act(Act.READ_UNITS)
def export() -> Response:
    """The filtered list with the columns of the import, so that it can be corrected and read in again."""
    query = queries.find_units(
        words=request.args.get("q", ""),
        kind=queries.kind_named(request.args.get("loai")),
        only_without_address=request.args.get("tinh-trang") == WITHOUT_ADDRESS,
    )
    units = db.session().scalars(queries.with_aliases(query)).all()
    table = to_csv(UNIT_COLUMNS, [_exported(unit) for unit in units])
    headers = {"Content-Disposition": 'attachment; filename="don-vi.csv"'}
    return Response(table, mimetype="text/csv", headers=headers)


def _exported(unit: Unit) -> list[object]:
    return [
        unit.code,
        unit.kind.value,
        unit.name,
        unit.short_name,
        unit.parent.code if unit.parent else "",
        unit.email,
        LIST_SEPARATOR.join(alias.name for alias in unit.aliases),
        LIST_SEPARATOR.join(level.value for level in LEVEL_WORDS if level in unit.levels),
        unit.ownership.value if unit.ownership else "",
        unit.closed_on,
    ]


@bp.get("/don-vi/<string:code>")
@act(Act.READ_UNITS)
def show(code: str) -> str:
    who = actor()
    unit = queries.unit_with_code(db.session(), code)
    below = paging.paginate(
        db.session(), queries.units_below(unit), number=paging.page_number(request.args.get("trang"))
    )
    relation = Relation.OWN if unit.id in who.unit_ids else Relation.ANY
    sees_contacts = queries.sees_contacts(who, unit) or queries.is_above(db.session(), who, unit)
    return render_template(
        "directory/unit.html",
        unit=unit,
        below=below,
        groups=queries.groups_of(db.session(), unit),
        people=queries.people_of(db.session(), unit) if sees_contacts else (),
        receivers=queries.receivers(db.session(), [unit.id])[unit.id],
        shared_names=naming.shared_names(db.session(), unit) if may(who, Act.EDIT_UNITS) else [],
        sees_contacts=sees_contacts,
        may_edit=may(who, Act.EDIT_UNITS),
        may_edit_contacts=may(who, Act.EDIT_CONTACTS, relation),
        may_add_people=may(who, Act.EDIT_PEOPLE),
        kind_words=KIND_WORDS,
        level_words=LEVEL_WORDS,
        ownership_words=OWNERSHIP_WORDS,
        contact_role_words=CONTACT_ROLE_WORDS,
    )


@bp.get("/don-vi/<string:code>/sua")
@act(Act.EDIT_UNITS)
def edit(code: str) -> str:
    unit = queries.unit_with_code(db.session(), code)
    return _edit_page(unit, _form_of(unit))


def _form_of(unit: Unit) -> UnitForm:
    return UnitForm(
        formdata=None,
        version=str(unit.version),
        name=unit.name,
        short_name=unit.short_name,
        email=unit.email,
        aliases="\n".join(alias.name for alias in unit.aliases),
    )


def _edit_page(unit: Unit, form: UnitForm, *, has_errors: bool = False, conflict: Unit | None = None) -> str:
    return render_template("directory/unit_edit.html", unit=unit, form=form, has_errors=has_errors, conflict=conflict)


@bp.post("/don-vi/<string:code>/sua")
@act(Act.EDIT_UNITS)
def save(code: str) -> tuple[str, int] | BaseResponse:
    unit = queries.unit_with_code(db.session(), code)
    form = UnitForm()
    if not form.validate():
        return _edit_page(unit, form, has_errors=True), 422
    try:
        service.edit_unit(
            db.session(),
            actor(),
            unit,
            version=form.seen_version,
            **form.values(),
        )
    except service.EditConflict as refusal:
        return _conflict_page(code, form, refusal)
    db.session.commit()
    flash(f"Đã lưu {form.name.data}.", "ok")
    return redirect(url_for("units.show", code=code), 303)


def _conflict_page(code: str, form: UnitForm, refusal: service.EditConflict) -> tuple[str, int]:
    """What was typed stays; beside it what somebody else saved; saving again is then on purpose."""
    db.session.rollback()
    unit = queries.unit_with_code(db.session(), code)
    form.version.raw_data = None
    form.version.data = str(unit.version)
    form.form_errors.append(refusal.message)
    return _edit_page(unit, form, has_errors=True, conflict=unit), int(refusal.status)


@bp.get("/don-vi/<string:code>/dau-moi/them")
@act(Act.EDIT_CONTACTS)
def new_contact(code: str) -> str:
    unit = _unit_whose_contacts(code)
    return render_template("directory/contact.html", unit=unit, contact=None, form=ContactForm())


@bp.post("/don-vi/<string:code>/dau-moi/them")
@act(Act.EDIT_CONTACTS)
def add_contact(code: str) -> tuple[str, int] | BaseResponse:
    unit = _unit_whose_contacts(code)
    form = ContactForm()
    if form.validate():
        try:
            service.add_contact(
                db.session(),
                actor(),
                unit,
                **form.values(),
            )
        except RuleBroken as refusal:
            form.email.errors = [refusal.message]
        else:
            db.session.commit()
            flash(f"Đã thêm đầu mối {form.name.data}.", "ok")
            return redirect(url_for("units.show", code=code), 303)
    return render_template("directory/contact.html", unit=unit, contact=None, form=form, has_errors=True), 422


@bp.get("/don-vi/<string:code>/dau-moi/<int:contact_id>/sua")
@act(Act.EDIT_CONTACTS)
def edit_contact(code: str, contact_id: int) -> str:
    unit = _unit_whose_contacts(code)
    contact = queries.contact_of(unit, contact_id)
    form = ContactForm(obj=contact, role=contact.role.value)
    return render_template("directory/contact.html", unit=unit, contact=contact, form=form)


@bp.post("/don-vi/<string:code>/dau-moi/<int:contact_id>/sua")
@act(Act.EDIT_CONTACTS)
def save_contact(code: str, contact_id: int) -> tuple[str, int] | BaseResponse:
    unit = _unit_whose_contacts(code)
    contact = queries.contact_of(unit, contact_id)
    form = ContactForm()
    if form.validate():
        try:
            service.change_contact(
                db.session(),
                actor(),
                unit,
                contact,
                **form.values(),
            )
        except RuleBroken as refusal:
            form.email.errors = [refusal.message]
        else:
            db.session.commit()
            flash(f"Đã lưu đầu mối {form.name.data}.", "ok")
            return redirect(url_for("units.show", code=code), 303)
    return render_template("directory/contact.html", unit=unit, contact=contact, form=form, has_errors=True), 422


@bp.post("/don-vi/<string:code>/dau-moi/<int:contact_id>/xoa")
@act(Act.EDIT_CONTACTS)
def remove_contact(code: str, contact_id: int) -> BaseResponse:
    unit = _unit_whose_contacts(code)
    contact = queries.contact_of(unit, contact_id)
    name = contact.name
    service.remove_contact(db.session(), actor(), unit, contact)
    db.session.commit()
    flash(f"Đã xóa đầu mối {name}.", "ok")
    return redirect(url_for("units.show", code=code), 303)


def _unit_whose_contacts(code: str) -> Unit:
    """A unit whose contacts this person may edit; anybody else's is not found."""
    unit = queries.unit_with_code(db.session(), code)
    service.check_may_edit_contacts(actor(), unit)
    return unit
