"""What stands around every page: the office's navigation with its counts, the units' tabs, the letterhead. Reads only.

Everything is worked out when a layout asks for it, once a request: answers without a page cost nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app, g, request
from markupsafe import escape
from sqlalchemy.exc import SQLAlchemyError

from tracker import clock
from tracker.access import Act, Actor, may_at_all
from tracker.directory.models import SchoolYear, Unit, UnitKind
from tracker.extensions import db
from tracker.notify.models import Heartbeat, Message
from tracker.notify.operations_words import notice
from tracker.notify.queries import FAILED, SILENT_AFTER, WORKER
from tracker.plans.models import Plan, PlanState
from tracker.tasks.models import Deadline, Task, TaskState
from tracker.tasks.state import OWED, is_overdue_sql
from tracker.tasks.waiting import waiting_count
from tracker.web import settings, signed_in

SYSTEM = "Danh bạ và hệ thống"
# address, words, icon, act, name of its count, group
OFFICE_ITEMS = (
    ("/", "Tổng quan", "layout-dashboard", Act.READ_OVERVIEW, "", ""),
    ("/van-ban", "Văn bản", "file-text", Act.READ_DOCUMENTS, "documents", ""),
    ("/nhiem-vu", "Nhiệm vụ", "list-check", Act.READ_TASKS, "tasks", ""),
    ("/cho-duyet", "Chờ duyệt", "inbox", Act.REVIEW_EVIDENCE, "waiting", ""),
    ("/don-doc", "Đôn đốc", "bell", Act.URGE, "", ""),
    ("/bao-cao/quy", "Báo cáo", "report-analytics", Act.READ_REPORT, "", ""),
    ("/lich", "Lịch", "calendar", Act.SUBSCRIBE, "", ""),
    ("/don-vi", "Đơn vị", "building-community", Act.READ_UNITS, "", SYSTEM),
    ("/nguoi-dung", "Người dùng", "users", Act.READ_PEOPLE, "", SYSTEM),
    ("/thu", "Sổ thư đã gửi", "mail", Act.READ_MAIL, "failed", SYSTEM),
    ("/nhac-viec", "Quy định nhắc việc", "adjustments", Act.READ_REMINDING, "", SYSTEM),
    ("/lich-lam-viec", "Lịch làm việc", "calendar-off", Act.READ_REMINDING, "", SYSTEM),
    ("/nhat-ky", "Nhật ký", "history", Act.READ_LOG, "", SYSTEM),
)
HOT = {"failed"}


@dataclass(frozen=True)
class NavItem:
    """One link of the navigation or of the units' tabs."""

    url: str
    label: str
    icon: str
    is_current: bool
    count: int = 0
    is_hot: bool = False
    group: str = ""
    short_label: str = ""


class Lazy:
    """A list that is worked out when somebody looks."""

    def __init__(self, make: Callable[[], list[Any]]) -> None:
        self.make = make
        self.found: list[Any] | None = None

    def _list(self) -> list[Any]:
        if self.found is None:
            self.found = self.make()
        return self.found

    def __iter__(self) -> Iterator[Any]:
        return iter(self._list())

    def __len__(self) -> int:
        return len(self._list())

    def __getitem__(self, index: int) -> Any:
        return self._list()[index]


class LazyWords:
    """A line of text that is worked out when somebody looks."""

    def __init__(self, make: Callable[[], str]) -> None:
        self.make = make

    def __str__(self) -> str:
        return self.make()

    def __html__(self) -> str:
        return str(escape(self.make()))

    def __bool__(self) -> bool:
        return bool(self.make())


def init_app(app: Flask) -> None:
    app.context_processor(shell)


def shell() -> dict[str, Any]:
    """The layouts' own values (base.html says which)."""
    who = signed_in()
    return {
        "nav_items": Lazy(lambda: office_items(who)),
        "unit_nav_items": Lazy(lambda: unit_items(who)),
        "office_name_lines": Lazy(_letterhead),
        "school_year": LazyWords(lambda: _facts(who)["school_year"] or ""),
        "home_url": "/",
        "system_notice": LazyWords(lambda: _notice(who)),
        "search_url": _if_there("/tim") if who else None,
        "sign_out_url": _if_there("/dang-xuat"),
        "account_url": _if_there("/tai-khoan"),
        "narrow_nav_url": _if_there("/tai-khoan/thu-gon"),
    }


@lru_cache(maxsize=8)
def _addresses(app: Flask) -> frozenset[str]:
    return frozenset(rule.rule for rule in app.url_map.iter_rules())


def _if_there(address: str) -> str | None:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the key of the cache
    return address if address in _addresses(app) else None


def _is_current(address: str) -> bool:
    path = request.path
    return path == address if address == "/" else path == address or path.startswith(address + "/")


def office_items(who: Actor | None) -> list[NavItem]:
    """The navigation of whoever reads all or administers; empty for units."""
    if who is None or not (who.reads_all or who.is_admin):
        return []
    facts = _facts(who)
    return [
        NavItem(url, label, icon, _is_current(url), facts.get(name) or 0, name in HOT and bool(facts.get(name)), group)
        for url, label, icon, act, name, group in OFFICE_ITEMS
        if may_at_all(who, act) and _if_there(url) and not (act is Act.REVIEW_EVIDENCE and not may_decide(who))
    ]


def may_decide(who: Actor) -> bool:
    """Office and units decide on evidence; leaders and auditors only read it (product 3.4)."""
    return who.is_office or bool(who.unit_ids)


def unit_items(who: Actor | None) -> list[NavItem]:
    """The tabs of a unit's person: work, schools, calendar, contacts, and the queue when something waits."""
    if who is None or not who.unit_ids:
        return []
    facts = _facts(who)
    code = facts["code"] or ""
    found = [NavItem("/viec", "Việc", "list-check", _is_work(), facts["late"] or 0, is_hot=True)]
    if facts["schools"]:
        found.append(NavItem("/viec/truong", "Trường", "school", request.path == "/viec/truong"))
    if facts["waiting"] or request.path == "/cho-duyet":
        found.append(NavItem("/cho-duyet", "Chờ duyệt", "inbox", _is_current("/cho-duyet"), facts["waiting"] or 0))
    if _if_there("/lich"):
        found.append(NavItem("/lich", "Lịch", "calendar", _is_current("/lich")))
    if _if_there("/don-vi"):
        contacts = f"/don-vi/{code}"
        found.append(NavItem(contacts, "Đầu mối", "user", request.path.startswith("/don-vi")))
    return found


def _is_work() -> bool:
    return request.path == "/viec" or request.path.startswith(("/ky-han/", "/nhiem-vu/"))


def _letterhead() -> list[str]:
    """The two lines of the letterhead; an error page must not fail for their sake."""
    try:
        name = _facts(signed_in())["authority"] or ""
    except SQLAlchemyError:
        name = ""
    return [settings().parent_body.upper(), name.upper()] if name or settings().parent_body else []


def _notice(who: Actor | None) -> str:
    """What administrators read in the head of every page: mail cannot report that mail is broken (stack 10)."""
    if who is None or not who.is_admin:
        return ""
    try:
        facts = _facts(who)
    except SQLAlchemyError:
        return ""
    beat_at, now = facts["beat_at"], clock.real_now()
    is_silent = beat_at is None or now - beat_at > SILENT_AFTER
    return notice(is_silent=is_silent, beat_at=beat_at, failed=facts["failed"] or 0, now=now)


def _facts(who: Actor | None) -> dict[str, Any]:
    """All the shell asks of the database, in one statement a request."""
    number, found = g.get("shell_facts", (None, {}))
    request_id = g.get("request_id", "")  # a form refused for its token is answered before the request has one
    if number != request_id:
        found = dict(db.session.connection().execute(_shell_query(who, clock.today())).mappings().one())
        g.shell_facts = (request_id, found)
    return found  # type: ignore[no-any-return]


@lru_cache(maxsize=512)  # built once a person and day: building costs more than running
def _shell_query(who: Actor | None, today: date) -> sa.Select[Any]:
    authority = sa.select(Unit.name).where(Unit.kind == UnitKind.AUTHORITY).order_by(Unit.id).limit(1)
    year = sa.select(sa.func.max(SchoolYear.name)).where(SchoolYear.starts_on <= today)
    asked: list[Any] = [authority.scalar_subquery().label("authority"), year.scalar_subquery().label("school_year")]
    if who is not None and (who.reads_all or who.is_admin):
        asked += _office_counts(who)
    elif who is not None:
        asked += _unit_counts(who, today)
    return sa.select(*asked)


def _scalar(name: str, *conditions: sa.ColumnElement[bool]) -> sa.Label[int]:
    return sa.select(sa.func.count()).where(*conditions).scalar_subquery().label(name)


def _office_counts(who: Actor) -> list[Any]:
    counts: list[Any] = [
        _scalar("documents", Plan.state == PlanState.REVIEW),
        _scalar("tasks", Task.state == TaskState.RUNNING),
        _scalar("failed", Message.state.in_(FAILED)),
        sa.select(Heartbeat.at).where(Heartbeat.name == WORKER).scalar_subquery().label("beat_at"),
    ]
    return [*counts, waiting_count(who).label("waiting")] if may_decide(who) else counts


def _unit_counts(who: Actor, today: date) -> list[Any]:
    own = who.unit_ids
    code = sa.select(Unit.code).where(Unit.id.in_(own)).order_by(Unit.sort_key, Unit.id).limit(1)
    return [
        code.scalar_subquery().label("code"),
        _scalar("schools", Unit.parent_id.in_(own), Unit.kind == UnitKind.SCHOOL, Unit.closed_on.is_(None)),
        _scalar("late", Deadline.unit_id.in_(own), Deadline.state.in_(OWED), is_overdue_sql(today)),
        waiting_count(who).label("waiting"),
    ]
