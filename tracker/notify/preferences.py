"""How an address wants its mail, as far as it may be thinned out (product 3.5). Never commits.

Mandatory, and so not asked here: what is late or due on the day, returns, decisions, urgings, new tasks and amendments.
A contact without an account has no preference until she uses the link in a mail; till then she gets everything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker import clock
from tracker import log as audit
from tracker.access import Actor
from tracker.directory.addresses import clean_address
from tracker.directory.models import Contact, Person, Unit
from tracker.errors import BadInput
from tracker.log import LogAction
from tracker.notify.models import DigestFrequency, MailPreference
from tracker.notify.policy import LEAVES_FROM, LEAVES_UNTIL, normal_address

LATEST_HOUR = time(16, 0)  # an hour is left to send it
HOURS = (LEAVES_FROM, *(time(hour) for hour in range(8, LEAVES_UNTIL.hour)))


@dataclass(frozen=True)
class Preference:
    """What one address asked for."""

    frequency: DigestFrequency = DigestFrequency.DAILY
    digest_at: time | None = None
    copy_to: str = ""
    has_weekly: bool = True


@dataclass(frozen=True)
class Preferences:
    """Every preference there is, by address. A mailbox that only gets copies follows the one it gets them of."""

    of: Mapping[str, Preference] = field(default_factory=dict)

    @cached_property
    def copies(self) -> dict[str, list[str]]:
        """Mailbox -> those whose digest it gets a copy of."""
        found: dict[str, list[str]] = {}
        for address, wanted in sorted(self.of.items()):
            if wanted.copy_to:
                found.setdefault(wanted.copy_to, []).append(address)
        return found

    def with_copies(self, addresses: Iterable[str]) -> list[str]:
        """`addresses` and the second mailboxes that get what they get; each once."""
        own = set(addresses)
        return sorted(own | {copy for each in own if (copy := self._of(each).copy_to)})

    def _of(self, address: str) -> Preference:
        return self.of.get(address, Preference())

    def _followed(self, address: str) -> Preference:
        if address in self.of or address not in self.copies:
            return self._of(address)
        order = list(DigestFrequency)
        return min((self._of(each) for each in self.copies[address]), key=lambda one: order.index(one.frequency))

    def frequency_of(self, address: str) -> DigestFrequency:
        return self._followed(address).frequency

    def digest_at(self, address: str) -> time | None:
        return self._followed(address).digest_at

    def by_hour(self, addresses: Iterable[str]) -> dict[time | None, list[str]]:
        """`addresses` by the hour they want their digest at."""
        found: dict[time | None, list[str]] = {}
        for address in addresses:
            found.setdefault(self.digest_at(address), []).append(address)
        return found

    def with_frequency(self, frequency: DigestFrequency) -> list[str]:
        """The addresses, copies among them, that want their digest this often."""
        return sorted(each for each in {*self.of, *self.copies} if self.frequency_of(each) is frequency)

    def wants_weekly(self, address: str) -> bool:
        return self._of(address).has_weekly


def preferences(session: Session) -> Preferences:
    """All that was asked for. One statement; most addresses have asked for nothing."""
    rows = session.execute(
        sa.select(
            MailPreference.address,
            MailPreference.frequency,
            MailPreference.digest_at,
            MailPreference.copy_to,
            MailPreference.has_weekly,
        )
    )
    return Preferences({row[0]: Preference(*row[1:]) for row in rows})


def preference_of(session: Session, address: str) -> Preference:
    """What one address asked for; the default where it asked for nothing."""
    return preferences(session).of.get(normal_address(address), Preference())


def set_preference(session: Session, actor: Actor, address: str, wanted: Preference) -> None:
    """Store what `address` wants from now on; reminders that wait follow. Raises BadInput for what cannot be."""
    own = normal_address(address)
    checked = Preference(wanted.frequency, _hour(wanted.digest_at), _copy(own, wanted.copy_to), wanted.has_weekly)
    row = session.get(MailPreference, own)
    old = Preference(row.frequency, row.digest_at, row.copy_to, row.has_weekly) if row else Preference()
    if checked == old:
        return
    if row is None:
        row = MailPreference(address=own)
        session.add(row)
    row.frequency, row.digest_at = checked.frequency, checked.digest_at
    row.copy_to, row.has_weekly, row.changed_at = checked.copy_to, checked.has_weekly, clock.now()
    session.flush()
    changes = {
        name: [getattr(old, name), getattr(checked, name)]
        for name in ("frequency", "digest_at", "copy_to", "has_weekly")
        if getattr(old, name) != getattr(checked, name)
    }
    audit.record(session, actor, LogAction.PREFERENCE_CHANGED, "mail_preference", changes={"address": own, **changes})


def _hour(wanted: time | None) -> time | None:
    if wanted is not None and not LEAVES_FROM <= wanted <= LATEST_HOUR:
        raise BadInput("Giờ nhận thư phải từ 07:30 đến 16:00: thư chỉ rời hệ thống trong giờ làm việc.")
    return wanted if wanted != LEAVES_FROM else None


def _copy(own: str, wanted: str) -> str:
    """The second mailbox as stored; "" for none."""
    if not wanted.strip():
        return ""
    address = clean_address(wanted)
    if address == own:
        raise BadInput("Hộp thư thứ hai phải khác địa chỉ thư của tài khoản.")
    return address


def stop_copies(session: Session, actor: Actor, address: str) -> int:
    """End every copy that goes to `address`; how many there were."""
    mailbox = normal_address(address)
    givers = session.scalars(sa.select(MailPreference).where(MailPreference.copy_to == mailbox)).all()
    for row in givers:
        row.copy_to, row.changed_at = "", clock.now()
        changes = {"address": row.address, "copy_to": [mailbox, ""]}
        audit.record(session, actor, LogAction.PREFERENCE_CHANGED, "mail_preference", changes=changes)
    return len(givers)


def has_own_mail(session: Session, address: str) -> bool:
    """Whether mail goes to `address` in its own right: a person, a contact or a unit's mailbox has it."""
    mailbox = normal_address(address)
    return any(
        session.scalar(sa.select(sa.exists().where(sa.func.lower(column) == mailbox)))
        for column in (Contact.email, Person.email, Unit.email)
    )
