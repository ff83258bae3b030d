"""Remembers that the mail server was silent or away, so that not every mail waits for it in turn (F06)."""

from __future__ import annotations

import time
from datetime import timedelta

from opora.channels.email.outbox.smtp import Outcome, Result

_AFTER_SILENCE = timedelta(minutes=1)
_AFTER_ABSENCE = timedelta(seconds=5)
_NONE = timedelta()


class Breaker:
    """Open for a minute after the server did not answer, for seconds after nobody was there; real time, per process."""

    def __init__(self) -> None:
        self.reset()

    def is_open(self) -> bool:
        """Whether nobody should talk to the server now."""
        return time.monotonic() < self._open_until

    def heard(self, result: Result) -> None:
        """Learn from a talk."""
        self.pause = _pause(result)
        self._open_until = time.monotonic() + self.pause.total_seconds() if self.pause else float("-inf")

    def reset(self) -> None:
        """Forget."""
        self.pause = _NONE
        self._open_until = float("-inf")


def _pause(result: Result) -> timedelta:
    """How long nobody should try after such a talk."""
    if result.was_silent:
        return _AFTER_SILENCE
    return _AFTER_ABSENCE if result.outcome is Outcome.UNREACHABLE else _NONE


BREAKER = Breaker()
