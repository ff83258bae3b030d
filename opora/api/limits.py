"""How often a key may call: token buckets in the memory of each web process."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from math import ceil
from threading import Lock

from opora.api.problems import TooMany

MOST_KNOWN = 10_000
"""Buckets kept; beyond that the full ones, which remember nothing, are dropped."""


@dataclass
class _Bucket:
    left: float
    seen: float


@dataclass
class Limit:
    """`burst` requests at once, and `per_minute` in the long run, for each key separately."""

    per_minute: int
    burst: int
    _buckets: dict[object, _Bucket] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def spend(self, who: object) -> None:
        """Count one request of `who`. Raises TooMany."""
        now = time.monotonic()
        rate = self.per_minute / 60
        with self._lock:
            bucket = self._bucket(who, now)
            bucket.left = min(float(self.burst), bucket.left + (now - bucket.seen) * rate)
            bucket.seen = now
            if bucket.left < 1:
                raise TooMany(wait=ceil((1 - bucket.left) / rate))
            bucket.left -= 1

    def forget(self) -> None:
        """Let everybody begin anew."""
        self._buckets.clear()

    def _bucket(self, who: object, now: float) -> _Bucket:
        if len(self._buckets) >= MOST_KNOWN:
            self._prune(now)
        return self._buckets.setdefault(who, _Bucket(float(self.burst), now))

    def _prune(self, now: float) -> None:
        full = self.burst / (self.per_minute / 60)
        for who in [who for who, bucket in self._buckets.items() if now - bucket.seen > full]:
            del self._buckets[who]


REQUESTS = Limit(per_minute=300, burst=60)
NEW_TICKETS = Limit(per_minute=80, burst=40)
WRONG_KEYS = Limit(per_minute=20, burst=20)
"""Requests without a valid key, by address; a valid key is never held up by others' wrong ones."""
