"""When a mail that did not get through is tried again. Pure."""

from __future__ import annotations

from datetime import timedelta

_MINUTES = (1, 4, 10, 45, 180, 480, 720, 1440)
"""Pauses between attempts: tries 1 min, 5 min, 15 min, 1 h, 4 h, 12 h, 24 h and 48 h after the first."""

TOLD_AFTER = 5
"""Staff learn of it when so many attempts were in vain: after an hour."""

PROBE_EVERY = timedelta(minutes=5)
"""While the sign-in is refused, one mail of the mailbox tries so often."""

REPEAT_AFTER = timedelta(minutes=1)
"""A mail of unknown fate is sent once more then."""

SOON = timedelta(seconds=15)
"""After the first attempt that found no server at all: it may just be starting."""


def pause_after(attempts: int, *, found_server: bool) -> timedelta | None:
    """How long to wait after so many attempts in vain; None: enough was tried."""
    if attempts == 1 and not found_server:
        return SOON
    return timedelta(minutes=_MINUTES[attempts - 1]) if 0 < attempts <= len(_MINUTES) else None
