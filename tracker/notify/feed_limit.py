"""How often one secret may ask for its calendar, counted in this process (ical-feeds R37). No thread, no database.

Not flask-limiter: its memory store starts a timer thread after a hit, which costs as much as the rest of a 304.
"""

import threading
import time

PER_HOUR = 600  # by secret: Google and Microsoft poll for all their users from a few addresses
HOUR = 3600.0
MOST_SECRETS = 20_000  # unknown ones count too, so somebody who guesses fills this and no more


class HourlyLimit:
    """Counts by key; an hour begins with a key's first hit."""

    def __init__(self, per_hour: int = PER_HOUR, most_keys: int = MOST_SECRETS) -> None:
        self.per_hour, self.most_keys = per_hour, most_keys
        self._hits: dict[str, tuple[float, int]] = {}  # key -> when its hour ends, hits in it
        self._lock = threading.Lock()

    def hit(self, key: str) -> bool:
        """Count one request; whether it is still within the limit."""
        now = time.monotonic()
        with self._lock:
            ends, count = self._hits.get(key, (0.0, 0))
            if now >= ends:
                self._make_room(now)
                ends, count = now + HOUR, 0
            self._hits[key] = (ends, count + 1)
        return count < self.per_hour

    def _make_room(self, now: float) -> None:
        if len(self._hits) < self.most_keys:
            return
        self._hits = {key: (ends, count) for key, (ends, count) in self._hits.items() if now < ends}
        if len(self._hits) >= self.most_keys:
            self._hits.clear()
