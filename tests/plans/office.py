"""The office of these tests: the demonstration directory, the five documents, an officer who may edit."""

from pathlib import Path

import sqlalchemy as sa
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy.orm import Session

from tests.cast import make_person
from tracker import clock
from tracker.access import SYSTEM, Actor
from tracker.directory.importing import import_units
from tracker.directory.importing_calendar import import_calendar, import_school_years
from tracker.directory.importing_groups import import_contacts, import_groups
from tracker.directory.models import Person, Role, Unit
from tracker.files import FileStore
from tracker.plans import queries, service
from tracker.plans.models import Item
from tracker.web import settings

ROOT = Path(__file__).resolve().parents[2]
HAI_PHONG = ROOT / "seeds" / "hai-phong"
SMALL_SO = ROOT / "tests" / "fixtures" / "small-so"
OFFICER = "hanh@example.edu.vn"
NAMES = {path.name[:3]: path for path in sorted((ROOT / "seeds" / "documents").glob("*.txt"))}


def load_directory(session: Session, folder: Path = HAI_PHONG) -> Actor:
    """Units, groups, contacts of `folder`, the working calendar, the school year, and the officer."""
    import_units(session, SYSTEM, (folder / "units.csv").read_bytes())
    import_groups(session, SYSTEM, (folder / "groups.csv").read_bytes())
    import_contacts(session, SYSTEM, (folder / "contacts.csv").read_bytes())
    import_calendar(session, SYSTEM, (ROOT / "seeds" / "work-calendar.csv").read_bytes())
    import_school_years(session, SYSTEM, (ROOT / "seeds" / "school-years.csv").read_bytes())
    officer = make_person(session, email=OFFICER, name="Vũ Thị Hạnh", grants=[(Role.OFFICE, None)])
    session.commit()
    return officer


def officer(session: Session) -> Actor:
    """The officer who may edit documents, as load_directory made her."""
    person = session.scalars(sa.select(Person).where(Person.email == OFFICER)).one()
    return Actor(person_id=person.id, name=person.name, email=person.email, grants=frozenset({("office", None)}))


def store() -> FileStore:
    return FileStore(settings().files_folder)


def import_file(actor: Actor, name: str) -> service.ImportResult:
    """Import one of the five documents by its number ("002")."""
    from tracker.extensions import db

    path = NAMES[name]
    result = service.import_document(
        actor, data=path.read_bytes(), file_name=path.name, today=clock.today(), store=store()
    )
    db.session.commit()
    return result


def items_of(session: Session | FlaskSession, result: service.ImportResult) -> list[Item]:
    session.expire_all()
    return queries.items_of(session, result.document)


def row(session: Session, result: service.ImportResult, stt: str, section: str = "") -> Item:
    """The appendix row with this number (in the section that begins so)."""
    found = [item for item in items_of(session, result) if item.stt == stt and item.section.startswith(section)]
    assert len(found) == 1, (stt, [item.stt for item in found])
    return found[0]


def unit_code(session: Session, unit_id: int) -> str:
    return session.scalars(sa.select(Unit.code).where(Unit.id == unit_id)).one()


def row_form(item: Item, **values: str) -> dict[str, str]:
    """The form of a row as the review page would send it back unchanged, but for `values`."""
    leads, coordinating = (
        ", ".join(dict.fromkeys(party.words for party in item.parties if party.role.value == role))
        for role in ("lead", "coordinating")
    )
    return {
        "version": str(item.version),
        "content": item.content,
        "product": item.product,
        "time_text": item.time_text,
        "due_on": f"{item.due_on:%d/%m/%Y}" if item.due_on else "",
        "leads": leads,
        "coordinating": coordinating,
        "reporting": "",
        "review_by": item.review_by.value,
        **values,
    }
