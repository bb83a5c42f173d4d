"""The demonstration (product 4.1): the directory of Hải Phòng, the five real documents, two of them assigned, evidence in each state.

Everything goes through the services that pages and commands use; only the day is assumed. Needs an application context on
an empty, migrated database, and is made once: `make()` on a filled one changes nothing.
"""

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from tracker import clock
from tracker.access import SYSTEM, Actor
from tracker.config import ROOT
from tracker.directory import accounts
from tracker.directory.importing import import_units
from tracker.directory.importing_calendar import import_calendar, import_school_years
from tracker.directory.importing_groups import import_contacts, import_groups
from tracker.directory.models import Contact, ContactRole, Person, Role, Unit
from tracker.directory.queries import actor_by_email
from tracker.extensions import db
from tracker.files import FileStore
from tracker.notify.feeds import refresh_overdue
from tracker.notify.models import ReminderPolicy
from tracker.plans.correcting import as_it_stands, choose_units, correct_item
from tracker.plans.models import Decision, Document, Item, ItemWarning, Plan, Reporting, ReviewBy
from tracker.plans.service import PlanPatch, decide_warning, import_document, set_plan
from tracker.tasks.assigning import assign_plan
from tracker.tasks.evidence import Handed, submit_evidence, under_review
from tracker.tasks.models import Deadline, DeadlineState, Task
from tracker.tasks.review import accept_evidence, return_evidence
from tracker.tasks.uploads import StoredUpload, store_upload
from tracker.web import settings

TODAY = date(2025, 12, 15)
END_OF_QUARTER = date(2025, 12, 31)
PLAN_ASSIGNED, DISPATCH_ASSIGNED = date(2025, 10, 6), date(2025, 10, 28)
PASSWORD = "Dung-han-2025"  # noqa: S105 - of the demonstration alone, which listens on loopback only
SEEDS = ROOT / "seeds"
SHORT_TITLE = "Kế hoạch CNTT, CĐS 2025-2026"
COMMUNE = "11383"  # whose account is known
PLAN_FILE, DISPATCH_FILE = "002-ke-hoach-cds-2025-2026.txt", "000-cong-van-bao-cao-tong-ket-qd131.txt"
WAITING_FILES = (
    "001-huong-dan-cntt-cds-2022-2023.txt",
    "003-quang-ninh-huong-dan-cntt-cds-2025-2026.txt",
    "004-ke-hoach-danh-gia-muc-do-cds-2024-2025.txt",
)


@dataclass(frozen=True)
class Account:
    """A person who may sign in to the demonstration, and what she is shown as."""

    email: str
    name: str
    post: str
    role: Role
    unit_code: str | None = None


ACCOUNTS = (
    Account("vanphong@example.edu.vn", "Vũ Thị Hạnh", "Chuyên viên Văn phòng", Role.OFFICE),
    Account("duyet@example.edu.vn", "Nguyễn Văn Bình", "Phó Chánh Văn phòng", Role.OFFICE),
    Account("lechan@example.edu.vn", "Đỗ Thị Lê", "UBND phường Lê Chân", Role.UNIT, "11383"),
    Account("thcslechan2@example.edu.vn", "Trần Thị Giáo", "Trường THCS Lê Chân 2", Role.UNIT, "TH-002"),
    Account("qlcl@example.edu.vn", "Bùi Văn Chất", "Phòng Quản lý chất lượng", Role.UNIT, "QLCL"),
    Account("lanhdao@example.edu.vn", "Hoàng Văn Đạo", "Lãnh đạo Sở", Role.LEADER),
    Account("kiemtra@example.edu.vn", "Mai Thị Kiểm", "Kiểm tra", Role.AUDITOR),
    Account("quantri@example.edu.vn", "Lê Văn Quản", "Quản trị hệ thống", Role.ADMIN),
)


def make(say: Callable[[str], None] = lambda _sentence: None) -> bool:
    """Fill the database with the demonstration; False where there is something in it already."""
    if db.session.scalar(sa.select(sa.func.count()).select_from(Unit)):
        return False
    try:
        _make(say)
    finally:
        clock.assume_day(settings().today)
    return True


def _make(say: Callable[[str], None]) -> None:
    clock.assume_day(PLAN_ASSIGNED)
    say("Nạp danh bạ, lịch làm việc, tài khoản")
    _load_directory()
    officer, reviewer = _make_people()
    say("Đọc và giao kế hoạch 2025-2026 (ngày 06/10/2025)")
    plan = _import(officer, PLAN_FILE)
    _call(officer, plan, SHORT_TITLE)
    _settle(officer, plan)
    _assign(officer, plan)
    clock.assume_day(DISPATCH_ASSIGNED)
    say("Đọc và giao công văn báo cáo tổng kết (ngày 28/10/2025)")
    dispatch = _import(officer, DISPATCH_FILE)
    _call(officer, dispatch, "Báo cáo tổng kết Quyết định 131")
    _assign(officer, dispatch)
    say("Các đơn vị nộp minh chứng, Văn phòng duyệt")
    _hand_in(reviewer)
    clock.assume_day(TODAY)
    for name in WAITING_FILES:
        _import(officer, name)
    refresh_overdue(db.session(), TODAY)  # what the night before would have written into the calendars
    db.session.commit()


def make_review() -> None:
    """The directory, the accounts and the plan of 2025-2026 as just read, for the review page; on an empty database."""
    _load_directory()
    officer, _ = _make_people()
    _call(officer, _import(officer, PLAN_FILE), SHORT_TITLE)


def _load_directory() -> None:
    folder = SEEDS / "hai-phong"
    for load, path in (
        (import_units, folder / "units.csv"),
        (import_groups, folder / "groups.csv"),
        (import_contacts, folder / "contacts.csv"),
        (import_calendar, SEEDS / "work-calendar.csv"),
        (import_school_years, SEEDS / "school-years.csv"),
    ):
        load(db.session(), SYSTEM, path.read_bytes())
    if not db.session.scalar(sa.select(ReminderPolicy.id).where(ReminderPolicy.plan_id.is_(None))):
        db.session.add(ReminderPolicy(days_before=[30, 14, 7, 3, 1]))
    db.session.commit()


def _make_people() -> tuple[Actor, Actor]:
    """The accounts of the demonstration, and for every other unit that hands something in a person without a known password."""
    known = accounts.prepare_password(PASSWORD)
    for account in ACCOUNTS:
        accounts.create_person(
            db.session(),
            SYSTEM,
            email=account.email,
            name=account.name,
            post=account.post,
            role=account.role,
            unit_code=account.unit_code,
            password_hash=known.hash,
            must_change_password=False,
            is_demo=True,
        )
    unknown = accounts.prepare_password()
    taken = {account.unit_code for account in ACCOUNTS}
    officers = sa.select(Unit, Contact.name).join(Contact).where(Contact.role == ContactRole.OFFICER).order_by(Unit.id)
    for unit, name in db.session.execute(officers).all():
        if unit.code in taken or not unit.is_open:
            continue
        taken.add(unit.code)
        accounts.create_person(
            db.session(),
            SYSTEM,
            email=f"nop-{unit.code.lower()}@example.edu.vn",
            name=name,
            post="Chuyên viên",
            role=Role.UNIT,
            unit_code=unit.code,
            password_hash=unknown.hash,
            is_demo=True,
        )
    db.session.commit()
    return actor_by_email(db.session(), ACCOUNTS[0].email), actor_by_email(db.session(), ACCOUNTS[1].email)


def _import(officer: Actor, name: str) -> Plan:
    done = import_document(
        officer,
        data=(SEEDS / "documents" / name).read_bytes(),
        file_name=name,
        today=clock.today(),
        store=FileStore(settings().files_folder),
    )
    db.session.commit()
    return done.plan


# --- what an officer settles on the review page before Giao việc

_REPORT_TOO = ("9", "11", "12", "13", "15", "16", "21", "22", "24")  # rows whose coordinating units must report as well
_CHOICES = {
    "Phòng chuyên môn": "GDMN; GDTH; GDTRH; GDTXDH",
    "Các trường": "Trường THCS, THPT",
    "Cơ sở thí điểm": "TH-002; TH-048",
}
_REASON = "Văn phòng đã thống nhất với đơn vị chủ trì"


def _call(officer: Actor, plan: Plan, short_title: str) -> None:
    """Give a plan the short name that mails, calendars and lists use."""
    document = db.session.scalars(sa.select(Document).where(Document.plan_id == plan.id)).one()
    patch = PlanPatch(
        title=plan.title,
        number=document.number,
        issued_on=document.issued_on,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        reporting=plan.reporting,
        short_title=short_title,
    )
    set_plan(officer, plan, document, patch=patch)
    db.session.commit()


def _settle(officer: Actor, plan: Plan) -> None:
    document = db.session.scalars(sa.select(Document).where(Document.plan_id == plan.id)).one()
    for item in _items(plan):
        unclear = (p.words for p in item.parties if not p.is_confirmed or (p.unit_id is None and p.group_id is None))
        for words in dict.fromkeys(unclear):
            if words in _CHOICES:
                choose_units(
                    officer, item, plan, words=words, typed=_CHOICES[words], group_id=None, unit_ids=(), reason=_REASON
                )
        if item.stt.strip(".") in _REPORT_TOO:
            reporting = Reporting.LEADS_AND_COORDINATING
            patch = replace(as_it_stands(item), reporting=reporting, review_by=ReviewBy.OFFICE)
            correct_item(officer, item, document, plan, version=item.version, patch=patch)
    db.session.commit()
    for item in _items(plan):
        for warning in list(item.warnings):
            if warning.decision is None and warning.is_blocking:
                _decide(officer, item, warning)
    db.session.commit()


def _decide(officer: Actor, item: Item, warning: ItemWarning) -> None:
    reason = "Mục VI.3 của kế hoạch ghi 25/12/2025" if warning.code == "date_outside_period" else _REASON
    decide_warning(officer, warning, decision=Decision.ACCEPTED, value=warning.proposal, reason=reason, item=item)


def _items(plan: Plan) -> list[Item]:
    query = sa.select(Item).where(Item.plan_id == plan.id).order_by(Item.position)
    return list(db.session.scalars(query.options(selectinload(Item.parties), selectinload(Item.warnings))))


def _assign(officer: Actor, plan: Plan) -> None:
    items = _items(plan)
    assign_plan(
        officer,
        plan,
        item_ids=[item.id for item in items],
        today=clock.today(),
        roll_over=settings().roll_over,
        reasons={item.id: _REASON for item in items},
    )
    db.session.commit()


# --- evidence in every state, over the weeks up to the assumed day


@dataclass(frozen=True)
class Act:
    """One step of the story: on `day`, `what` happens to a unit's deadline."""

    day: date
    what: str  # submit, accept or return
    deadline_id: int


_RETURNED = "Thiếu danh sách kèm theo có xác nhận của đơn vị. Đề nghị bổ sung và nộp lại."


def _hand_in(reviewer: Actor) -> None:
    people = _people_by_unit()
    for step in sorted(_story(), key=lambda step: (step.day, step.deadline_id, step.what != "submit")):
        clock.assume_day(step.day)
        deadline = db.session.get_one(Deadline, step.deadline_id)
        if step.what == "submit":
            submit_evidence(people[deadline.unit_id], deadline, handed=_handed(deadline))
        elif waiting := under_review(deadline):
            if step.what == "accept":
                accept_evidence(reviewer, waiting)
            else:
                return_evidence(reviewer, waiting, reason=_RETURNED)
        db.session.commit()


def _people_by_unit() -> dict[int, Actor]:
    emails = sa.select(Person.email).where(Person.is_demo)
    found = [actor_by_email(db.session(), email) for email in db.session.scalars(emails).all()]
    return {unit_id: actor for actor in found for unit_id in actor.unit_ids}


def _story() -> Iterator[Act]:
    """What each unit does with each dated deadline until the assumed day; the same every time."""
    chance = random.Random(20251215)  # noqa: S311 - no secret
    people = _people_by_unit()
    returned_to = db.session.scalar(sa.select(Unit.id).where(Unit.code == COMMUNE))
    query = (
        sa.select(Deadline.id, Deadline.unit_id, Deadline.effective_due)
        .join(Task, Task.id == Deadline.task_id)
        .where(Deadline.must_report, Deadline.state == DeadlineState.OPEN, Deadline.due_on.is_not(None))
        .where(Deadline.due_on <= END_OF_QUARTER)
        .order_by(Task.position, Deadline.unit_id)
    )
    for deadline_id, unit_id, effective_due in db.session.execute(query).all():
        if unit_id not in people:
            continue
        if effective_due is None or effective_due > TODAY:
            yield from _early(chance, deadline_id)
        elif unit_id == returned_to:
            yield Act(effective_due, "submit", deadline_id)
            yield Act(date(2025, 12, 11), "return", deadline_id)
        else:
            yield from _due(chance, deadline_id, effective_due)


def _early(chance: random.Random, deadline_id: int) -> Iterator[Act]:
    """Work still within its limit: most have not begun, some wait for review, a few are done."""
    lot = chance.random()
    day = date(2025, 12, chance.choice((1, 2, 3, 4, 5, 8, 9)))
    if lot < 0.10:
        yield Act(day, "submit", deadline_id)
        yield Act(date(2025, 12, chance.choice((10, 11, 12))), "accept", deadline_id)
    elif lot < 0.18:
        yield Act(day, "submit", deadline_id)
    elif lot < 0.21:
        yield Act(day, "submit", deadline_id)
        yield Act(date(2025, 12, 11), "return", deadline_id)


def _due(chance: random.Random, deadline_id: int, effective_due: date) -> Iterator[Act]:
    """Work whose limit is past: most came in time, some late, some wait, some were returned, some never came."""
    lot = chance.random()
    in_time = max(PLAN_ASSIGNED, date.fromordinal(effective_due.toordinal() - chance.randrange(0, 6)))
    late = min(date(2025, 12, 9), date.fromordinal(effective_due.toordinal() + chance.randrange(2, 8)))
    if lot < 0.70:
        yield Act(in_time, "submit", deadline_id)
        yield Act(min(TODAY, date.fromordinal(in_time.toordinal() + 3)), "accept", deadline_id)
    elif lot < 0.78:
        yield Act(late, "submit", deadline_id)
        yield Act(date.fromordinal(late.toordinal() + 2), "accept", deadline_id)
    elif lot < 0.84:
        yield Act(late, "submit", deadline_id)
    elif lot < 0.88:
        yield Act(in_time, "submit", deadline_id)
        yield Act(date(2025, 12, 11), "return", deadline_id)


def _handed(deadline: Deadline) -> Handed:
    number = 100 + deadline.id % 300
    with_file = deadline.id % 3 == 0
    is_late = deadline.judged_due is not None and clock.today() > deadline.judged_due
    return Handed(
        files=(_report_file(number),) if with_file else (),
        document_number=f"{number}/BC-ĐV",
        document_date=clock.today(),
        link="",
        figure=f"{90 + deadline.id % 10},{deadline.id % 9} %",
        results="Đã triển khai theo yêu cầu của kế hoạch; số liệu kèm theo báo cáo.",
        difficulties="Nhân sự phụ trách còn kiêm nhiệm." if deadline.id % 4 == 0 else "",
        late_reason="Đơn vị thay đổi nhân sự phụ trách." if is_late else "",
    )


def _report_file(number: int) -> StoredUpload:
    content = _small_pdf(f"Bao cao so {number} (tep minh hoa)")
    store = FileStore(settings().files_folder)
    return store_upload(store, io.BytesIO(content), name=f"bao-cao-{number}.pdf", max_bytes=2**20)


def _small_pdf(line: str) -> bytes:
    """A one-page PDF that says `line` (ASCII)."""
    text = f"BT /F1 14 Tf 72 770 Td ({line.replace('(', '[').replace(')', ']')}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
