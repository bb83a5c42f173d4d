"""The signed link that ends what may be ended, for whoever holds the mail: no sign-in (RFC 8058, product 3.5).

A link says which address and which kind of mail; it never runs out, because mail is kept for years. It can do nothing but
thin out or restore that address's own mail.
"""

from enum import StrEnum
from functools import lru_cache

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from tracker.access import Actor
from tracker.errors import NotFound
from tracker.notify.models import DigestFrequency
from tracker.notify.policy import normal_address
from tracker.notify.preferences import Preference, has_own_mail, preferences, set_preference, stop_copies

PATH = "/thu/thoi-nhan"
_SALT = "thoi-nhan-thu"


class Unsubscribable(StrEnum):
    """What may be ended; everything else is mandatory."""

    AHEAD = "truoc-han"  # reminders ahead
    WEEKLY = "tong-hop"  # the office's weekly summary


def unsubscribe_url(address: str, kind: Unsubscribable, *, base_url: str, secret_key: str) -> str:
    """The link of one address and kind: the page for a person (GET), one click for a mail program (POST)."""
    return f"{base_url}{PATH}/{_signer(secret_key).dumps([kind.value, normal_address(address)])!s}"


def read_token(token: str, *, secret_key: str) -> tuple[str, Unsubscribable]:
    """The address and kind of a link. Raises NotFound for what was not signed here."""
    try:
        kind, address = _signer(secret_key).loads(token)
        return str(address), Unsubscribable(kind)
    except (BadSignature, ValueError, TypeError):
        raise NotFound("Đường dẫn này không đúng hoặc đã bị cắt bớt. Mở lại từ thư đã nhận.") from None


def is_wanted(session: Session, address: str, kind: Unsubscribable) -> bool:
    """Whether `address` gets this kind of mail as things stand."""
    asked = preferences(session)
    if kind is Unsubscribable.WEEKLY:
        return asked.wants_weekly(address)
    if not has_own_mail(session, address):
        return address in asked.copies
    return asked.frequency_of(address) is not DigestFrequency.MANDATORY


def unsubscribe(session: Session, address: str, kind: Unsubscribable) -> None:
    """End this kind of mail for `address`; a mailbox that gets nothing but copies gets none any more."""
    asked = preferences(session)
    if kind is Unsubscribable.AHEAD and address in asked.copies and not has_own_mail(session, address):
        stop_copies(session, _holder(address), address)
        return
    _change(session, address, kind, is_on=False)


def subscribe_again(session: Session, address: str, kind: Unsubscribable) -> None:
    """Take the ending back."""
    _change(session, address, kind, is_on=True)


def _change(session: Session, address: str, kind: Unsubscribable, *, is_on: bool) -> None:
    now = preferences(session).of.get(address, Preference())
    frequency, has_weekly = now.frequency, now.has_weekly
    if kind is Unsubscribable.WEEKLY:
        has_weekly = is_on
    elif not is_on:
        frequency = DigestFrequency.MANDATORY
    elif frequency is DigestFrequency.MANDATORY:
        frequency = DigestFrequency.DAILY
    set_preference(session, _holder(address), address, Preference(frequency, now.digest_at, now.copy_to, has_weekly))


def _holder(address: str) -> Actor:
    """Whoever holds the mail acts; nobody has signed in."""
    return Actor(person_id=None, name=f"Người nhận {address}"[:120], email=address)


@lru_cache(maxsize=2)  # one installation has one key
def _signer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt=_SALT)
