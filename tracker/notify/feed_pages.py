"""/lich: a person's month, and the addresses her calendar programs subscribe to (product 3.6; ical-feeds R38, R42)."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

import segno
import sqlalchemy as sa
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.access import Act, Actor
from tracker.directory.models import Unit
from tracker.errors import BadInput, NotFound
from tracker.extensions import db
from tracker.notify import feeds
from tracker.notify.feed_month import month_of
from tracker.notify.models import Feed, FeedKind
from tracker.plans.models import Plan, PlanState
from tracker.tasks import words
from tracker.web import act, actor, settings

bp = Blueprint("calendars", __name__, url_prefix="/lich", template_folder="templates")

STALE_AFTER = timedelta(days=3)  # longer than the slowest program waits
_PROGRAMS = (
    ("google", "Google Calendar"),
    ("dataaccessd", "Lịch trên iPhone, iPad"),
    ("macos", "Lịch trên máy Mac"),
    ("calendaragent", "Lịch trên máy Mac"),
    ("thunderbird", "Thunderbird"),
    ("outlook", "Outlook"),
    ("microsoft", "Outlook"),
    ("exchange", "Outlook"),
    ("icsx5", "ICSx⁵ trên Android"),
    ("nextcloud", "Nextcloud"),
)


@dataclass(frozen=True)
class Address:
    """One feed as the page shows it. `url` is None when it cannot be shown again and has to be renewed."""

    feed: Feed
    title: str
    url: str | None
    is_current: bool
    is_stale: bool

    @property
    def program(self) -> str:
        return program_of(self.feed.last_read_by)

    @property
    def webcal(self) -> str:
        """For the program of this device; never webcals://, which iOS does not open (R38)."""
        return "webcal://" + (self.url or "").partition("://")[2]

    @property
    def outlook(self) -> str:
        base = "https://outlook.office.com/calendar/0/addfromweb"
        return f"{base}?url={quote(self.url or '', safe='')}&name={quote(self.title)}"

    @property
    def qr(self) -> Markup:
        """The subscription as SVG without styles or scripts."""
        code = segno.make(self.webcal, error="m", micro=False)
        return Markup(code.svg_inline(svgclass="qr", lineclass=None, border=1, omitsize=True))  # noqa: S704 - segno's own SVG


def program_of(user_agent: str) -> str:
    """The program's name as a person knows it; its own words where it is none of the usual ones."""
    folded = user_agent.lower()
    for mark, name in _PROGRAMS:
        if mark in folded:
            return name
    return user_agent.split("/", maxsplit=1)[0][:40] or "Chương trình không nêu tên"


@bp.get("")
@act(Act.SUBSCRIBE)
def show() -> str:
    """The month of the person's own units, her addresses, and how each program takes one."""
    session, who = db.session(), actor()
    addresses = _addresses(session, who, request.args.get("lich", type=int))
    current = next((each for each in addresses if each.is_current), None)
    month = month_of(session, who, request.args.get("thang", ""), clock.today()) if who.unit_ids else None
    return render_template(
        "feeds/calendar.html",
        title=_title(session, who),
        month=month,
        addresses=addresses,
        current=current,
        units=_units_without(session, who, addresses),
        plans=_plans(session, who),
        has_own=any(each.feed.kind is FeedKind.PERSON for each in addresses),
    )


@bp.post("/tao")
@act(Act.SUBSCRIBE)
def create() -> BaseResponse:
    """Give the person an address for herself, a unit (by its code) or a plan."""
    session, who = db.session(), actor()
    kind, unit_id, plan_id = _wanted(session)
    feed = feeds.create(
        session, who, to=who, kind=kind, secret_key=settings().secret_key, unit_id=unit_id, plan_id=plan_id
    )
    session.commit()
    flash("Đã có địa chỉ lịch. Quét mã hoặc chép địa chỉ vào chương trình lịch.", "ok")
    return redirect(url_for("calendars.show", lich=feed.id), 303)


@bp.post("/<int:feed_id>/doi")
@act(Act.SUBSCRIBE)
def renew(feed_id: int) -> BaseResponse:
    """Another address for the same calendar; the old one ends at once."""
    session = db.session()
    feed = feeds.get_feed(session, actor(), feed_id)
    feeds.renew(session, actor(), feed, secret_key=settings().secret_key)
    session.commit()
    flash("Địa chỉ cũ đã hết hiệu lực. Đăng ký lại bằng địa chỉ mới trên mọi thiết bị đang dùng lịch này.", "ok")
    return redirect(url_for("calendars.show", lich=feed.id), 303)


@bp.post("/<int:feed_id>/thu-hoi")
@act(Act.SUBSCRIBE)
def revoke(feed_id: int) -> BaseResponse:
    """End the address for good."""
    session = db.session()
    feeds.revoke(session, actor(), feeds.get_feed(session, actor(), feed_id))
    session.commit()
    flash("Đã thu hồi địa chỉ. Thiết bị đã đăng ký sẽ không nhận thay đổi nữa.", "ok")
    return redirect(url_for("calendars.show"), 303)


@bp.post("/<int:feed_id>/chuong")
@act(Act.SUBSCRIBE)
def set_alarms(feed_id: int) -> BaseResponse:
    """Alarms in the person's own calendar, on or off."""
    session = db.session()
    has_alarms = request.form.get("chuong") == "1"
    feeds.set_alarms(session, actor(), feeds.get_feed(session, actor(), feed_id), has_alarms=has_alarms)
    session.commit()
    flash("Lịch sẽ báo lúc 9 giờ ngày trước hạn." if has_alarms else "Lịch không còn chuông báo.", "ok")
    return redirect(url_for("calendars.show", lich=feed_id), 303)


@bp.get("/<int:feed_id>/tai")
@act(Act.SUBSCRIBE)
def download(feed_id: int) -> Response:
    """The calendar as it stands now, as a file: it will not follow changes."""
    session = db.session()
    reading = feeds.Reading(feeds.get_feed(session, actor(), feed_id), actor())
    built = feeds.build(
        session, reading, today=clock.today(), base_url=settings().base_url, secret_key=settings().secret_key
    )
    response = Response(built.body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="dung-han.ics"'
    return response


def _wanted(session: Session) -> tuple[FeedKind, int | None, int | None]:
    """What the form asks for; raises BadInput or NotFound."""
    try:
        kind = FeedKind(request.form.get("loai", ""))
    except ValueError:
        raise BadInput("Chọn lịch của đơn vị, của riêng mình hoặc của kế hoạch.") from None
    if kind is FeedKind.UNIT:
        code = request.form.get("don-vi", "").strip()
        unit_id = session.scalar(sa.select(Unit.id).where(Unit.code == code))
        if unit_id is None:
            raise NotFound(f"Không có đơn vị mang mã “{code}”. Xem mã ở trang Đơn vị.")
        return kind, unit_id, None
    if kind is FeedKind.PLAN:
        plan = session.get(Plan, request.form.get("ke-hoach", 0, type=int))
        if plan is None:
            raise NotFound
        return kind, None, plan.id
    return kind, None, None


def _addresses(session: Session, who: Actor, wanted: int | None) -> list[Address]:
    found = feeds.feeds_of(session, who)
    chosen = wanted if wanted in {feed.id for feed in found} else (found[0].id if found else None)
    now = clock.now()
    return [
        Address(
            feed=feed,
            title=feeds.name_of(session, feed, who.name),
            url=feeds.address_of(feed, base_url=settings().base_url, secret_key=settings().secret_key),
            is_current=feed.id == chosen,
            is_stale=feed.last_read_at is not None and now - feed.last_read_at > STALE_AFTER,
        )
        for feed in found
    ]


def _units_without(session: Session, who: Actor, addresses: list[Address]) -> list[Unit]:
    """The person's own units that she has no address for yet."""
    have = {each.feed.unit_id for each in addresses}
    query = sa.select(Unit).where(Unit.id.in_(who.unit_ids - have)).order_by(Unit.sort_key)
    return list(session.scalars(query))


def _plans(session: Session, who: Actor) -> list[Plan]:
    """The running plans a reader may subscribe to, the newest first."""
    if not feeds.may_read(who, FeedKind.PLAN):
        return []
    query = sa.select(Plan).where(Plan.state == PlanState.ASSIGNED).order_by(Plan.id.desc()).limit(100)
    return list(session.scalars(query))


def _title(session: Session, who: Actor) -> str:
    if len(who.unit_ids) != 1:
        return "Lịch"
    unit = session.get_one(Unit, next(iter(who.unit_ids)))
    return f"Lịch của {words.of_unit(unit.kind, unit.name)}"
