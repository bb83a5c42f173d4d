"""Every route × every role × nobody: the answer follows access.MATRIX (product 3.4). New routes are found by themselves.

A route with a new kind of argument needs an example in EXAMPLES; the test says so and fails until there is one.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from reportlab.lib import colors
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle
from werkzeug.routing import Rule

from tests.cast import Cast, make_contact, make_person
from tests.conftest import TODAY, Browser
from tracker import clock
from tracker.access import MATRIX, Act, Actor, Relation, may, may_at_all
from tracker.directory.models import (
    CalendarDay,
    Contact,
    DayKind,
    LoginSession,
    Person,
    RefusedAddress,
    Role,
    RoleGrant,
)
from tracker.extensions import db
from tracker.files import FileStore
from tracker.notify.models import Feed, FeedKind, Message, MessageKind, MessageState
from tracker.notify.unsubscribing import Unsubscribable, unsubscribe_url
from tracker.plans.extraction import ReadDocument, read_document
from tracker.plans.models import (
    Document,
    DocumentKind,
    Item,
    ItemOrigin,
    ItemParty,
    ItemWarning,
    PartyRole,
    Plan,
    ReadingJob,
    ReadingState,
    Reporting,
    ReviewBy,
)
from tracker.plans.pictures import WIDTHS
from tracker.plans.storing import tables_of
from tracker.tasks.models import (
    Assignment,
    AssignmentRole,
    Deadline,
    DeadlineState,
    Evidence,
    EvidenceFile,
    EvidenceState,
    Task,
    Urging,
    UrgingLine,
)
from tracker.web import HEADERS, settings

ACTORS = ("admin", "officer", "leader", "auditor", "school", "commune", "other_commune", "department")
LET_IN = {200, 303, 409, 422}
CONTENT = b"%PDF-1.4 minh chung"


@dataclass
class World:
    """The cast, and one thing of every kind; what belongs to a unit belongs to the school of Lê Chân."""

    cast: Cast
    browsers: dict[str, Browser]
    ids: dict[str, Any]
    own: dict[tuple[str, int], int]  # (argument, person) -> an object of that very person


@dataclass(frozen=True)
class Example:
    """A value for one argument of a route. `of`: whose it is: the school's, the asking person's, or nobody's."""

    value: Callable[[World, Actor], Any]
    of: str = ""


def _of_school(name: str) -> Example:
    return Example(lambda world, _actor: world.ids[name], of="school")


def _of_office(name: str) -> Example:
    return Example(lambda world, _actor: world.ids[name])


def _personal(name: str) -> Example:
    return Example(lambda world, actor: world.own[name, actor.person_id], of="person")


def _link() -> str:
    """The link that ends reminders ahead for an address, as a mail carries it."""
    address = "hong@example.edu.vn"
    return unsubscribe_url(address, Unsubscribable.AHEAD, base_url="", secret_key=settings().secret_key)


EXAMPLES = {
    "code": _of_school("code"),
    "contact_id": _of_school("contact_id"),
    "task_id": _of_school("task_id"),
    "deadline_id": _of_school("deadline_id"),
    "evidence_id": _of_school("evidence_id"),
    "file_id": _of_school("file_id"),
    "document_id": _of_school("document_id"),
    "item_id": _of_office("item_id"),
    "other_id": _of_office("other_id"),
    "warning_id": _of_office("warning_id"),
    "job_id": _of_office("job_id"),
    "plan_id": _of_office("plan_id"),
    "person_id": _of_office("person_id"),
    "grant_id": _of_office("grant_id"),
    "message_id": _of_office("message_id"),
    "urging_id": _of_school("urging_id"),
    "index": Example(lambda _world, _actor: 0),  # the document's first table
    "page": Example(lambda _world, _actor: 1),
    "session_id": _personal("session_id"),
    "feed_id": _personal("feed_id"),
    "kind": Example(lambda _world, _actor: "don-vi"),
    "secret": Example(lambda _world, _actor: "x" * 43),
    "token": Example(lambda _world, _actor: _link().rpartition("/")[2]),
    "rest": Example(lambda _world, _actor: "khong-co"),
}


# What an empty form or a bare address would not show: the values a person would send.
FORMS = {
    "review.send_back": {"note": "Thiếu phụ lục."},
    "work_calendar.remove_day": {"day": "01/01/2026", "reason": "Thử"},
    "refused_addresses.restore": {"dia-chi": "tu-choi@example.edu.vn"},
}
QUERIES = {
    "work.schools": lambda actor: "?don-vi=11407" if actor.reads_all else "",
    "plans.page_image": lambda _actor: f"?rong={min(WIDTHS)}",
}


@cache
def a_plan() -> tuple[bytes, ReadDocument]:
    """A plan of one page with a table, as a PDF and as it is read."""
    out = BytesIO()
    rows = [["STT", "Noi dung", "Don vi", "Thoi gian"], ["1", "Nop bao cao", "VP", "31/12/2025"]]
    lines = TableStyle([("GRID", (0, 0), (-1, -1), 1, colors.black)])
    SimpleDocTemplate(out).build([Table(rows, style=lines, colWidths=[40, 160, 80, 100])])
    return out.getvalue(), read_document(out.getvalue(), file_name="ke-hoach.pdf", today=TODAY)


def make_world(app: Flask, cast: Cast) -> World:
    session, ids = db.session, {}
    original, (reading, understood, _warnings) = a_plan()
    stored = FileStore(settings().files_folder).put(BytesIO(original), max_bytes=10**6)
    plan = Plan(title="Kế hoạch thử", starts_on=TODAY, ends_on=TODAY, created_at=clock.now())
    session.add(plan)
    session.flush()
    document = Document(
        sha256=stored.sha256,
        file_name="ke-hoach.pdf",
        media_type="application/pdf",
        size=stored.size,
        pages=[[page.number, page.width, page.height] for page in reading.pages],
        tables=tables_of(understood),
        kind=DocumentKind.PLAN,
        title="Kế hoạch thử",
        lines=[[1, "Nộp báo cáo trước ngày 31/12/2025", None]],
        plan_id=plan.id,
        imported_at=clock.now(),
    )
    session.add(document)
    session.flush()
    items = [make_item(plan, document, number, cast) for number in (1, 2)]
    warning = ItemWarning(plan_id=plan.id, item_id=items[0].id, code="unknown_unit", text="Không rõ đơn vị.")
    spare = make_person(session, email="thu@example.edu.vn", name="Người Thử", grants=[(Role.LEADER, None)])
    contact = make_contact(session, cast.le_chan_school, name="Người Nhận", email="nhan@example.edu.vn")
    message = Message(
        address="nhan@example.edu.vn",
        kind=MessageKind.DIGEST,
        slot="2025-12-15",
        message_id_header="thu-1",
        subject="Nhắc hạn",
        text="Nhắc hạn",
        rendered_at=clock.now(),
        next_at=clock.now(),
        created_at=clock.now(),
        state=MessageState.DEAD,
    )
    job = ReadingJob(
        file_name="ke-hoach.docx",
        sha256="0" * 64,
        size=1,
        asked_by_id=spare.person_id,
        asked_at=clock.real_now(),
        state=ReadingState.FAILED,
        sentence="Tệp bị hỏng.",
    )
    day_off = CalendarDay(day=date(2026, 1, 1), kind=DayKind.OFF, name="Tết Dương lịch")
    refused = RefusedAddress(address="tu-choi@example.edu.vn", refused_at=clock.real_now(), reason="550 5.1.1")
    session.add_all([warning, message, job, day_off, refused])
    session.flush()
    ids |= {"document_id": document.id, "plan_id": plan.id, "item_id": items[0].id, "other_id": items[1].id}
    ids |= {
        "job_id": job.id,
        "warning_id": warning.id,
        "person_id": spare.person_id,
        "contact_id": contact.id,
        "message_id": message.id,
    }
    ids |= {"school_unit": cast.le_chan_school.id, "commune_unit": cast.le_chan.id}
    ids |= {"code": cast.le_chan_school.code, "grant_id": grant_of(spare.person_id)}
    ids |= make_work(cast, plan, document, items[0], stored.sha256)
    urging = Urging(
        unit_id=cast.le_chan_school.id,
        number=1,
        made_at=clock.now(),
        made_on=TODAY,
        made_by_id=cast.leader.person_id,
        made_by_name="Lãnh đạo",
        text="Đề nghị nộp ngay.",
        lines=[UrgingLine(deadline_id=ids["deadline_id"], number=1)],
    )
    session.add(urging)
    session.flush()
    ids |= {"urging_id": urging.id}
    own = {}
    for name in ACTORS:
        own |= make_personal(getattr(cast, name))
    session.commit()
    browsers = {name: Browser(app.test_client()).sign_in(getattr(cast, name).email) for name in ACTORS}
    return World(cast, browsers, ids, own)


def make_item(plan: Plan, document: Document, number: int, cast: Cast) -> Item:
    item = Item(
        plan_id=plan.id,
        document_id=document.id,
        stable_key=f"row:{number}",
        origin=ItemOrigin.ROW,
        position=number,
        stt=str(number),
        content="Nộp báo cáo",
        product="Báo cáo",
        time_text="31/12/2025",
        due_on=TODAY,
        milestones=[TODAY.isoformat()],
        parties=[ItemParty(position=1, role=PartyRole.LEAD, words="VP", unit_id=cast.office_unit.id)],
    )
    db.session.add(item)
    db.session.flush()
    return item


def make_work(cast: Cast, plan: Plan, document: Document, item: Item, sha256: str) -> dict[str, int]:
    """A task of the school, its deadline submitted, its evidence waiting for the commune."""
    task = Task(
        plan_id=plan.id,
        item_id=item.id,
        document_id=document.id,
        title="Nộp báo cáo",
        reporting=Reporting.LEADS,
        review_by=ReviewBy.PARENT,
        assigned_on=TODAY,
        created_at=clock.now(),
    )
    db.session.add(task)
    db.session.flush()
    assignment = Assignment(
        task_id=task.id,
        unit_id=cast.le_chan_school.id,
        role=AssignmentRole.LEAD,
        must_report=True,
        created_at=clock.now(),
    )
    db.session.add(assignment)
    db.session.flush()
    deadline = Deadline(
        assignment_id=assignment.id,
        task_id=task.id,
        unit_id=cast.le_chan_school.id,
        plan_id=plan.id,
        slot="2025-12-31",
        quarter="2025Q4",
        due_on=TODAY,
        effective_due=TODAY,
        judged_due=TODAY,
        must_report=True,
        review_by=ReviewBy.PARENT,
        state=DeadlineState.SUBMITTED,
        submitted_at=clock.now(),
        uid="00000000-0000-4000-8000-000000000001",
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    db.session.add(deadline)
    db.session.flush()
    evidence = Evidence(
        deadline_id=deadline.id,
        version=1,
        state=EvidenceState.SUBMITTED,
        results="Đã làm",
        submitted_at=clock.now(),
        submitted_by_id=cast.school.person_id,
        files=[EvidenceFile(sha256=sha256, name="bao-cao.pdf", media_type="application/pdf", size=len(CONTENT))],
    )
    db.session.add(evidence)
    db.session.flush()
    made = {"task_id": task.id, "deadline_id": deadline.id, "evidence_id": evidence.id}
    return made | {"file_id": evidence.files[0].id}


def make_personal(actor: Actor) -> dict[tuple[str, int], int]:
    """A further signed-in browser and a calendar of this person."""
    opened = LoginSession(
        token_hash=f"{actor.person_id:064}",
        person_id=actor.person_id,
        created_at=clock.real_now(),
        expires_at=clock.real_now().replace(year=clock.real_now().year + 1),
    )
    feed = Feed(
        kind=FeedKind.PERSON,
        person_id=actor.person_id,
        nonce=f"{actor.person_id:032}",
        token_hash=f"f{actor.person_id:063}",
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    db.session.add_all([opened, feed])
    db.session.flush()
    return {("session_id", actor.person_id): opened.id, ("feed_id", actor.person_id): feed.id}


def grant_of(person_id: int | None) -> int:
    return db.session.query(RoleGrant.id).filter_by(person_id=person_id).scalar()


@pytest.fixture
def world(app, cast) -> World:
    return make_world(app, cast)


class Kept:
    """The database file as it was, to be put back after every act: no route sees what another has done."""

    def __init__(self, app: Flask) -> None:
        self.path = app.extensions["settings"].data / "tracker.db"
        self.copy = self.path.with_suffix(".kept")
        self._close()
        shutil.copy(self.path, self.copy)

    def put_back(self) -> None:
        self._close()
        for end in ("-wal", "-shm"):
            self.path.with_name(self.path.name + end).unlink(missing_ok=True)
        shutil.copy(self.copy, self.path)

    @staticmethod
    def _close() -> None:
        db.session.remove()
        db.engine.dispose()


def routes(app: Flask) -> Iterator[tuple[Rule, str, Act]]:
    """Every rule with each of its methods and its act; static files aside."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if rule.endpoint != "static":
            needed = app.view_functions[rule.endpoint].tracker_act
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule, method, needed


def address(app: Flask, rule: Rule, world: World, actor: Actor) -> str:
    values = {}
    for name in rule.arguments:
        if name not in EXAMPLES:
            pytest.fail(
                f"{rule.rule}: no example for the argument {name!r}; add one to EXAMPLES in tests/test_access.py"
            )
        values[name] = EXAMPLES[name].value(world, actor)
    query = QUERIES.get(rule.endpoint, lambda _actor: "")(actor)
    return app.url_map.bind("localhost").build(rule.endpoint, values) + query


def is_let_in(rule: Rule, needed: Act, actor: Actor, world: World) -> bool:
    """What the matrix says: the role at all, and the relation where the route names something of the school."""
    if not may_at_all(actor, needed):
        return False
    if not any(EXAMPLES[name].of == "school" for name in rule.arguments):
        return True
    relation = Relation.ANY
    if world.ids["school_unit"] in actor.unit_ids:
        relation = Relation.OWN
    elif world.ids["commune_unit"] in actor.unit_ids:
        relation = Relation.BELOW
    return may(actor, needed, relation)


# Where a rule of the product refuses what the matrix alone would allow.
REFUSED_BY_RULE = {
    ("review.accept", "school"): "nobody reviews what she or her own unit handed in (product 3.3)",
    ("review.send_back", "school"): "nobody reviews what she or her own unit handed in (product 3.3)",
}


@pytest.mark.sqlite  # the answers do not depend on the database
@pytest.mark.parametrize("name", ACTORS)
def test_every_route_answers_each_role_as_the_matrix_says(app, world, name):
    actor, browser = getattr(world.cast, name), world.browsers[name]
    kept, cookie, wrong = Kept(app), browser.cookie(), []
    for rule, method, needed in routes(app):
        path = address(app, rule, world, actor)
        answer = browser.get(path, buffered=True) if method == "GET" else browser.post(path, FORMS.get(rule.endpoint))
        if needed is Act.OPEN:
            is_right = answer.status_code != 500  # /readyz says 503 while no worker runs
        elif (rule.endpoint, name) in REFUSED_BY_RULE:
            is_right = answer.status_code in {403, 404, 409}
        elif is_let_in(rule, needed, actor, world):
            is_right = answer.status_code in LET_IN and not answer.headers.get("Location", "").startswith("/dang-nhap?")
        else:
            is_right = answer.status_code == 404
        if not is_right:
            wrong.append(f"{method} {path} ({rule.endpoint}, {needed}) -> {answer.status_code}")
        if method == "POST":
            kept.put_back()
            browser.remember(cookie)
    assert not wrong, "\n".join(wrong)


def test_nobody_gets_nothing_but_the_way_to_sign_in(app, world):
    stranger, wrong = Browser(app.test_client()), []
    for rule, method, needed in routes(app):
        path = address(app, rule, world, world.cast.officer)
        answer = stranger.get(path, buffered=True) if method == "GET" else stranger.post(path)
        if needed is Act.OPEN:
            is_right = answer.status_code != 500  # /readyz says 503 while no worker runs
        elif method == "GET":
            is_right = answer.status_code == 303 and answer.headers["Location"].startswith("/dang-nhap?next=")
        else:
            is_right = answer.status_code == 401
        if not is_right:
            wrong.append(f"{method} {path} -> {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_what_belongs_to_another_person_does_not_exist(app, world):
    stranger, wrong = world.browsers["other_commune"], []
    for rule, method, _needed in routes(app):
        if any(EXAMPLES[name].of == "person" for name in rule.arguments):
            path = address(app, rule, world, world.cast.school)
            answer = stranger.get(path, buffered=True) if method == "GET" else stranger.post(path)
            if answer.status_code != 404:
                wrong.append(f"{method} {path} -> {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_what_does_not_exist_is_not_found_for_the_office_either(app, world):
    browsers, wrong = world.browsers, []
    for rule, method, needed in routes(app):
        numbers = [name for name in rule.arguments if name.endswith("_id")]
        if needed is Act.OPEN or not numbers:
            continue
        who = next(name for name in ACTORS if may_at_all(getattr(world.cast, name), needed))
        path = re.sub(r"/\d+(?=/|$)", "/987654", address(app, rule, world, getattr(world.cast, who)))
        answer = browsers[who].get(path, buffered=True) if method == "GET" else browsers[who].post(path)
        if answer.status_code != 404:
            wrong.append(f"{method} {path} as {who} -> {answer.status_code}")
    assert not wrong, "\n".join(wrong)


SIGNED_LINKS = {"preferences.end", "preferences.take_back"}  # the signature in the address is the proof (RFC 8058)


def test_a_post_without_a_token_is_refused_in_vietnamese_and_changes_nothing(app, world):
    wrong = []
    for rule, method, _needed in routes(app):
        if method == "POST" and rule.endpoint not in SIGNED_LINKS:
            path = address(app, rule, world, world.cast.officer)
            answer = world.browsers["officer"].bare_post(path)
            if answer.status_code != 400 or "Biểu mẫu đã cũ hoặc không phải do trang này gửi" not in answer.text:
                wrong.append(f"{path} -> {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert db.session.query(Contact).filter_by(email="nhan@example.edu.vn").count() == 1
    assert db.session.query(Person).filter_by(is_active=False).count() == 0


def test_a_post_route_does_not_answer_get_with_a_change(app, world):
    """GET on an address that only takes POST is 405; no function serves both (MODELS 7)."""
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}
        assert len(methods) == 1, rule
    answer = world.browsers["officer"].get("/dang-xuat")
    assert answer.status_code == 405
    assert "Trang này không nhận cách gửi đó" in answer.text


def test_every_route_carries_an_act_of_the_matrix(app):
    without = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        and not isinstance(getattr(app.view_functions[rule.endpoint], "tracker_act", None), Act)
    ]
    assert without == []
    assert set(MATRIX) | {Act.OPEN} == set(Act)


def test_addresses_are_kebab_case_and_their_arguments_typed(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        for part in rule.rule.strip("/").split("/"):
            word = re.sub(r"<[a-z]+:[a-z_]+>", "x", part)
            assert re.fullmatch(r"[a-z0-9-]*(\.[a-z]{2,4})?", word), rule.rule


def test_every_answer_carries_the_security_headers(app, world):
    for path in ("/dang-nhap", "/healthz", "/khong-co", "/static/theme.css", "/don-vi", "/tai-khoan"):
        answer = world.browsers["officer"].get(path, buffered=True)
        for header, value in HEADERS.items():
            assert answer.headers[header] == value, (path, header)
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


def test_pages_are_not_kept_by_caches_but_static_files_are(app, world):
    assert world.browsers["officer"].get("/don-vi").headers["Cache-Control"] == "private, no-store"
    static = world.browsers["officer"].get("/static/theme.css", buffered=True)
    assert "max-age" in static.headers["Cache-Control"]


def test_no_page_has_inline_styles_or_scripts(app, world):
    """The content policy would drop them silently."""
    for rule, method, needed in routes(app):
        name = next(name for name in ACTORS if may_at_all(getattr(world.cast, name), needed))
        if method == "GET":
            actor = getattr(world.cast, name)
            answer = world.browsers[name].get(address(app, rule, world, actor), buffered=True)
            if answer.mimetype == "text/html":
                assert not re.search(r"<[^>]+\sstyle=", answer.text), rule.rule
                assert not re.search(r"<[^>]+\son[a-z]+=", answer.text), rule.rule
                assert not re.search(r"<script(?![^>]*\ssrc=)|<style", answer.text), rule.rule


def test_a_unit_person_acts_below_only_where_the_matrix_says_so(cast):
    assert may(cast.commune, Act.REVIEW_EVIDENCE, Relation.BELOW)
    assert not may(cast.commune, Act.EDIT_CONTACTS, Relation.BELOW)
    assert not may(cast.leader, Act.REVIEW_EVIDENCE)
    assert not may(cast.auditor, Act.EDIT_UNITS)
    assert not may(Actor(1, "Không vai trò"), Act.SIGN_OUT)
