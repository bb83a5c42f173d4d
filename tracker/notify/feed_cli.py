"""`tracker feeds …`: calendar addresses from the terminal (product 4.2), through the services of the pages."""

from typing import Any

import click
import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from tracker.access import SYSTEM, Actor
from tracker.commands import echo, in_app
from tracker.directory.models import Person, Role, RoleGrant, Unit
from tracker.directory.queries import actor_by_email, actor_of
from tracker.errors import BadInput
from tracker.extensions import db
from tracker.notify import feeds
from tracker.notify.models import Feed, FeedKind
from tracker.plans.models import Plan
from tracker.web import settings


@click.group("feeds")
def group() -> None:
    """Địa chỉ lịch của đơn vị, người dùng, kế hoạch."""


def _which(command: click.decorators.FC) -> click.decorators.FC:
    """The options that say which feed, and whose."""
    for option in (
        click.option(
            "--as", "email", metavar="EMAIL", help="Người dùng địa chỉ; mặc định: người của đơn vị, rồi Văn phòng."
        ),
        click.option("--plan", "plan_id", type=int, metavar="ID", help="Lịch của một kế hoạch."),
        click.option("--user", "user", metavar="EMAIL", help="Lịch của riêng một người."),
        click.option("--unit", "unit_code", metavar="CODE", help="Lịch của một đơn vị."),
    ):
        command = option(command)
    return command


@group.command("url")
@_which
@in_app
def url_command(unit_code: str | None, user: str | None, plan_id: int | None, email: str | None) -> None:
    """In địa chỉ của một lịch; chưa có thì tạo."""
    session = db.session()
    wanted = _wanted(session, unit_code, user, plan_id, email)
    by = wanted.to if email else SYSTEM
    feed = feeds.create(
        session,
        by,
        to=wanted.to,
        kind=wanted.kind,
        secret_key=settings().secret_key,
        unit_id=wanted.unit_id,
        plan_id=wanted.plan_id,
    )
    session.commit()
    address = feeds.address_of(feed, base_url=settings().base_url, secret_key=settings().secret_key)
    if address is None:
        raise BadInput("Khóa bí mật của hệ thống đã đổi nên không hiện lại được địa chỉ. Thu hồi rồi tạo địa chỉ mới.")
    click.echo(address)


@group.command("revoke")
@_which
@in_app
def revoke_command(unit_code: str | None, user: str | None, plan_id: int | None, email: str | None) -> None:
    """Thu hồi địa chỉ; với --unit hoặc --plan mà không có --as: của mọi người dùng."""
    session = db.session()
    query = sa.select(Feed).where(Feed.revoked_at.is_(None))
    if unit_code:
        query = query.where(Feed.kind == FeedKind.UNIT, Feed.unit_id == _unit(session, unit_code).id)
    elif plan_id is not None:
        query = query.where(Feed.kind == FeedKind.PLAN, Feed.plan_id == plan_id)
    elif user:
        query = query.where(Feed.kind == FeedKind.PERSON, Feed.person_id == actor_by_email(session, user).person_id)
    else:
        raise BadInput("Cần --unit, --user hoặc --plan.")
    if email:
        query = query.where(Feed.person_id == actor_by_email(session, email).person_id)
    found = session.scalars(query).all()
    for feed in found:
        feeds.revoke(session, SYSTEM, feed)
    session.commit()
    echo(f"Đã thu hồi {len(found)} địa chỉ.")


class _Wanted:
    def __init__(self, to: Actor, kind: FeedKind, *, unit_id: int | None = None, plan_id: int | None = None) -> None:
        self.to, self.kind, self.unit_id, self.plan_id = to, kind, unit_id, plan_id


def _wanted(
    session: Session, unit_code: str | None, user: str | None, plan_id: int | None, email: str | None
) -> _Wanted:
    if [bool(unit_code), bool(user), plan_id is not None].count(True) != 1:
        raise BadInput("Cần đúng một trong --unit, --user, --plan.")
    if user:
        return _Wanted(actor_by_email(session, user), FeedKind.PERSON)
    if unit_code:
        unit = _unit(session, unit_code)
        to = actor_by_email(session, email) if email else _first(session, unit.id)
        return _Wanted(to, FeedKind.UNIT, unit_id=unit.id)
    plan = session.get(Plan, plan_id)
    if plan is None:
        raise BadInput(f"Không có kế hoạch số {plan_id}.")
    to = actor_by_email(session, email) if email else _first(session, None)
    return _Wanted(to, FeedKind.PLAN, plan_id=plan.id)


def _unit(session: Session, code: str) -> Unit:
    unit = session.scalars(sa.select(Unit).where(Unit.code == code)).one_or_none()
    if unit is None:
        raise BadInput(f"Không có đơn vị mang mã {code}.")
    return unit


def _people() -> sa.Select[Any]:
    return sa.select(Person).where(Person.is_active).options(selectinload(Person.grants)).order_by(Person.id)


def _first(session: Session, unit_id: int | None) -> Actor:
    """Whom the address is for when nobody is named: who acts for the unit, else the office."""
    holds = sa.select(RoleGrant.person_id)
    of_unit = holds.where(RoleGrant.role == Role.UNIT, RoleGrant.unit_id == unit_id)
    of_office = holds.where(RoleGrant.role == Role.OFFICE)
    for holders in (of_unit, of_office):
        person = session.scalars(_people().where(Person.id.in_(holders)).limit(1)).first()
        if person is not None:
            return actor_of(person)
    raise BadInput("Chưa có người dùng nào để nhận địa chỉ này. Nêu người bằng --as.")
