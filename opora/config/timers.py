"""The loop of the timers: runs what is due, then sleeps until the next moment anybody waits for.

Deadlines are rows with an indexed moment, found by their sources (`opora.config.schedule`); the loop itself remembers
nothing, so a restart loses no moment and fires none twice.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import psycopg
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, reset_queries

from opora.desks import tenancy
from opora.toolkit import clock

log = logging.getLogger("opora.timers")

CHANNEL = "opora_timer"
BATCH = 200
LONGEST_SLEEP = 1.0
LONGEST_SLEEP_MOVED = 0.25  # where time can be moved, it is looked at more often
LONGEST_PAUSE = 60.0  # of a source that keeps failing


class Source(Protocol):
    """Something that becomes due."""

    @property
    def name(self) -> str:
        """A word for the log."""

    def next_at(self) -> datetime | None:
        """The earliest moment something is due, None when nothing waits; one indexed query."""

    def run_due(self, now: datetime, limit: int) -> int:
        """Do what is due at `now`, at most `limit` of it; how many were done. Two may run at once: rows are claimed."""


class _Watched:
    """A source and how it has fared."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.failures = 0
        self.rests_until = 0.0

    def turn(self, now: datetime) -> datetime | None:
        """Do one batch if due; when to come back (`now` when there is more)."""
        due = self.source.next_at()
        if due is None or due > now:
            return due
        done = self.source.run_due(now, BATCH)
        self.failures = 0
        return now if done >= BATCH else self.source.next_at()

    def rest(self) -> None:
        """Not again for a while: a failing source must not block the others."""
        self.failures += 1
        self.rests_until = time.monotonic() + min(LONGEST_PAUSE, 2.0**self.failures)


def run_due_forever(sources: Sequence[Source], stop: threading.Event) -> None:
    """Serve the sources until `stop`."""
    watched = [_Watched(source) for source in sources]
    while not stop.is_set():
        try:
            sleep = _round(watched, stop)
            _wait(sleep, stop)
        except (DatabaseError, InterfaceError, psycopg.Error) as error:
            log.warning("Timers lost the database (%s); trying again in 1 s.", str(error).split("\n")[0])
            connection.close()
            stop.wait(1.0)


def _round(watched: Sequence[_Watched], stop: threading.Event) -> float:
    """Give every source a turn; the seconds to sleep."""
    longest = LONGEST_SLEEP_MOVED if settings.TIME_TRAVEL else LONGEST_SLEEP
    _listen()
    wake = [_turn(one, stop) for one in watched]
    reset_queries()
    return min([longest, *wake])


def _turn(one: _Watched, stop: threading.Event) -> float:
    if one.rests_until > time.monotonic() or stop.is_set():
        return LONGEST_SLEEP
    now = clock.now()
    try:
        tenancy.enter(tenancy.ALL_DESKS)
        due = one.turn(now)
    except Exception as error:
        _answer_failure(one, error)
        return LONGEST_SLEEP
    return LONGEST_SLEEP if due is None else max(0.0, (due - now).total_seconds())


def _answer_failure(one: _Watched, error: Exception) -> None:
    if isinstance(error, (DatabaseError, InterfaceError)) and not _is_alive():
        raise error
    log.exception("Timer source %r failed; it rests for a while.", one.source.name, exc_info=error)
    one.rest()


def _is_alive() -> bool:
    return connection.connection is not None and connection.is_usable()


def _listen() -> None:
    """Hear `NOTIFY opora_timer` on the connection the sources use."""
    connection.ensure_connection()
    physical = connection.connection
    if getattr(connection, "_opora_listens", None) is not physical:
        physical.execute(f"LISTEN {CHANNEL}")
        connection._opora_listens = physical  # type: ignore[attr-defined]


def _wait(seconds: float, stop: threading.Event) -> None:
    if seconds <= 0 or stop.is_set():
        return
    for _notification in connection.connection.notifies(timeout=seconds, stop_after=1):
        return
