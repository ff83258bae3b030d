"""How many talks with the mail server one process has at a time, so that slow ones never hold all of a worker's slots.

The queue's own locks are of no use here: its worker looks for the next job of a lock only every five seconds (measured,
procrastinate 3.10: three mails a second through two locks).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

LANES = 2
SLOW_SECONDS = 2.0


class Gate:
    """Lets `LANES` in. Others wait a moment while talks are quick, and are turned away while one is slow."""

    def __init__(self) -> None:
        self._free = threading.BoundedSemaphore(LANES)
        self._begun: dict[int, float] = {}

    @contextmanager
    def entered(self) -> Iterator[bool]:
        """Whether there was room; leaves with the block."""
        is_in = self._free.acquire(timeout=0 if self._is_slow() else SLOW_SECONDS)
        me = threading.get_ident()
        if is_in:
            self._begun[me] = time.monotonic()
        try:
            yield is_in
        finally:
            if is_in:
                self._begun.pop(me, None)
                self._free.release()

    def _is_slow(self) -> bool:
        now = time.monotonic()
        return any(now - begun > SLOW_SECONDS for begun in list(self._begun.values()))


GATE = Gate()
