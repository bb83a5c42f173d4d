"""Sending what is queued, over one or several connections, at the hours and the pace allowed (stack 3, product 3.5)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import parseaddr

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from tracker import clock
from tracker.config import Settings
from tracker.db import read_only
from tracker.directory.queries import work_calendar
from tracker.notify import claiming, pacing
from tracker.notify.digest import letterhead_of
from tracker.notify.lane import BATCH, Lane, Rules, SendCounts
from tracker.notify.letters import Letterhead
from tracker.notify.models import Heartbeat, Message
from tracker.notify.policy import is_open_hour
from tracker.notify.queries import AT_ONCE, MAIL_SERVER, may_leave_on
from tracker.notify.transport import TrackerMail, Unreachable

events = structlog.get_logger()
_AT_ONCE_AGAIN = timedelta(milliseconds=50)  # another process holds it this very moment
_SOON = timedelta(seconds=1)


class Sender:
    """Sends until nothing is due, the server is away, or `stop` is set; then the rest is given back."""

    def __init__(self, session: Session, mail: TrackerMail, settings: Settings, stop: threading.Event) -> None:
        self.session = session
        self.mail = mail
        self.settings = settings
        self.stop = stop

    def send_due(self) -> SendCounts:
        """What may leave at this hour: decisions at once, the rest on working days from 07:30 to 17:00 (product 3.5)."""
        return self._send(Rules(_allowed_now, lambda: clock.office_time(clock.now())))

    def send_all(self) -> SendCounts:
        """What is queued, whatever the hour; waits out the leases of dead workers.

        Returns when the queue is empty or everything left waits for a later retry, the quota is used up, the server is
        away, or `stop` was set.
        """
        total = SendCounts()
        while not self.stop.is_set():
            counts = self._send(Rules(lambda _session: sa.true(), lambda: None))
            total.add(counts)
            if total.unreachable or total.is_quota_reached:
                break
            pause = _SOON if counts.is_rate_reached else self._pause_until_more()
            if pause is None:
                break
            self.stop.wait(pause.total_seconds())
        return total

    def _send(self, rules: Rules) -> SendCounts:
        total = SendCounts()
        due = self._count_due(rules, total)
        if not due:
            return total
        if settled := claiming.settle_doubts(self.session, policy=self.settings.mail_in_doubt):
            events.warning("mail possibly delivered", messages=settled)
        self.session.commit()
        letterhead, away = self._letterhead(), threading.Event()
        lanes = min(max(1, self.settings.mail_connections), -(-due // BATCH))
        bind = self.session.get_bind()  # asked here: the threads have no application context
        with ThreadPoolExecutor(max(1, lanes - 1), thread_name_prefix="mail") as pool:
            others = [pool.submit(self._run_lane, bind, letterhead, rules, away) for _ in range(lanes - 1)]
            try:
                total.add(self._run_lane(bind, letterhead, rules, away))
            except BaseException:
                away.set()  # the others finish what they hold
                raise
            for other in others:
                total.add(other.result())
        if total.unreachable:
            self._note_unreachable(total.unreachable)
        return total

    def _run_lane(
        self, bind: sa.Engine | sa.Connection, letterhead: Letterhead, rules: Rules, away: threading.Event
    ) -> SendCounts:
        """One connection from greeting to good-bye, in a session of its own; a server that is away ends all of them."""
        with Session(bind) as session:
            lane = Lane(session, self.mail, self.settings, letterhead, (self.stop, away))
            try:
                with self.mail.connect() as connection:
                    self._server_answers(session)
                    return lane.run(rules, connection)
            except Unreachable as failure:
                away.set()
                lane.counts.unreachable = failure.reply
                return lane.counts

    def _count_due(self, rules: Rules, total: SendCounts) -> int:
        """How many messages there are to connect for, as far as it matters; takes no lock."""
        most = BATCH * max(1, self.settings.mail_connections)
        with read_only():
            paced = pacing.allowance(self.session, self.settings, most=most, spread_at=rules.spread_at())
            total.is_quota_reached, total.is_rate_reached = paced.is_quota_reached, paced.is_rate_reached
            if paced.limit <= 0:
                self.session.rollback()
                return 0
            allowed = rules.allowed(self.session)
            if paced.urgent_only:
                allowed = sa.and_(allowed, Message.kind.in_(AT_ONCE))
            wanted = sa.or_(sa.and_(claiming.is_due(self.session), allowed), claiming.is_left_behind(self.session))
            some = sa.select(Message.id).where(wanted).limit(most).subquery()
            found = self.session.scalar(sa.select(sa.func.count()).select_from(some))
            self.session.rollback()
        return found or 0

    def _letterhead(self) -> Letterhead:
        with read_only():
            found = letterhead_of(
                self.session,
                base_url=self.settings.base_url,
                parent_body=self.settings.parent_body,
                sender=parseaddr(self.settings.mail_sender)[1],
                secret_key=self.settings.secret_key,
            )
            self.session.rollback()
        return found

    def _pause_until_more(self) -> timedelta | None:
        """How long until another look is worth it: None when nothing is held by a lease and nothing is due."""
        with read_only():
            held = claiming.seconds_held(self.session)
            due = self.session.scalar(sa.select(sa.exists().where(claiming.is_due(self.session))))
            self.session.rollback()
        if due:
            return _AT_ONCE_AGAIN
        return None if held is None else max(timedelta(0), min(timedelta(seconds=held), _SOON))

    def _server_answers(self, session: Session) -> None:
        """Take back the notice that the server is away, where there is one."""
        with read_only():
            is_noted = session.scalar(sa.select(sa.exists().where(Heartbeat.name == MAIL_SERVER)))
            session.rollback()
        if is_noted:
            session.execute(sa.delete(Heartbeat).where(Heartbeat.name == MAIL_SERVER))
            session.commit()

    def _note_unreachable(self, reply: str) -> None:
        self.session.rollback()
        self.session.merge(Heartbeat(name=MAIL_SERVER, at=clock.real_now(), detail=reply[:200]))
        self.session.commit()


def _allowed_now(session: Session) -> sa.ColumnElement[bool]:
    local = clock.office_time(clock.now())
    urgent = Message.kind.in_(AT_ONCE)
    if is_open_hour(local, work_calendar(session)):
        return sa.or_(urgent, may_leave_on(local.date()))
    return urgent
