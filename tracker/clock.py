"""The one clock (product 3.1). Business time may run on an assumed day; leases, sessions and lock-outs never do."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_assumed_day: date | None = None


def assume_day(day: date | None) -> None:
    """Make `day` the office's today for this process; None returns to the real calendar."""
    global _assumed_day  # noqa: PLW0603 - the one clock is process-wide by definition
    _assumed_day = day


def assumed_day() -> date | None:
    return _assumed_day


def real_now() -> datetime:
    """The real instant, aware UTC: for leases, sessions, lock-outs and back-off."""
    return datetime.now(UTC)  # noqa: TID251 - this is the one place


def now() -> datetime:
    """The business instant, aware UTC: the assumed day (if any) with the real time of day in the office's zone."""
    real = real_now()
    if _assumed_day is None:
        return real
    return datetime.combine(_assumed_day, real.astimezone(OFFICE_ZONE).timetz()).astimezone(UTC)


def today() -> date:
    """The office's calendar day in Asia/Ho_Chi_Minh."""
    return now().astimezone(OFFICE_ZONE).date()


def office_time(instant: datetime) -> datetime:
    """`instant` as the office's wall clock shows it (aware, Asia/Ho_Chi_Minh)."""
    return instant.astimezone(OFFICE_ZONE)
