"""The time at the edges: real, or moved in a demonstration and in tests.

Pages, API, commands, jobs and timers ask `now()` and pass it down as `at`; nothing below them asks.
The offset is one number of seconds in `OPORA_DATA/clock-offset`, so all processes move together.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

LOOK_EVERY = 0.2  # seconds between two looks at the file


class ClockIsReal(RuntimeError):
    """Time was to be moved in an installation where OPORA_TIME_TRAVEL is off."""

    def __init__(self) -> None:
        super().__init__("Time can be moved only where OPORA_TIME_TRAVEL is on.")


class _Offset:
    """The offset as last read."""

    seconds = 0.0
    looked = float("-inf")
    stamp: tuple[int, int] | None = None


def now() -> datetime:
    """This moment, aware, in UTC; moved by `offset()`."""
    return datetime.now(UTC) + offset()


def offset() -> timedelta:
    """How far the clock is moved; zero where time cannot be moved."""
    if not settings.TIME_TRAVEL:
        return timedelta(0)
    if time.monotonic() - _Offset.looked >= LOOK_EVERY:
        _look()
    return timedelta(seconds=_Offset.seconds)


def move(by: timedelta) -> None:
    """Move the clock of the whole installation; running processes see it within 0.3 s."""
    _write((offset() + by).total_seconds())


def reset() -> None:
    """Back to real time."""
    _write(0.0)


def _file() -> Path:
    return Path(settings.DATA) / "clock-offset"


def _look() -> None:
    _Offset.looked = time.monotonic()
    try:
        state = _file().stat()
    except FileNotFoundError:
        _Offset.seconds, _Offset.stamp = 0.0, None
        return
    if _Offset.stamp != (state.st_mtime_ns, state.st_ino):
        _Offset.seconds = float(_file().read_text())
        _Offset.stamp = (state.st_mtime_ns, state.st_ino)


def _write(seconds: float) -> None:
    if not settings.TIME_TRAVEL:
        raise ClockIsReal
    new = _file().with_suffix(f".{os.getpid()}")
    new.parent.mkdir(parents=True, exist_ok=True)
    new.write_text(repr(seconds))
    new.replace(_file())
    _Offset.looked = float("-inf")
