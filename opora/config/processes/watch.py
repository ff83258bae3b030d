"""What the supervisor looks after besides its children: the embedded PostgreSQL."""

from __future__ import annotations

import logging
import time

import psycopg
from django.conf import settings

from opora.toolkit import postgres

log = logging.getLogger("opora.up")

GRACE_SECONDS = 3.0  # somebody may be restarting it by hand


class _Seen:
    """Since when the database has been away."""

    away_since: float | None = None


def database() -> None:
    """Start the embedded PostgreSQL again when it has been away for three seconds."""
    if not settings.EMBEDDED or postgres.is_running(settings.DATA):
        _Seen.away_since = None
        return
    if _Seen.away_since is None:
        _Seen.away_since = time.monotonic()
        return
    if time.monotonic() - _Seen.away_since > GRACE_SECONDS:
        log.error("The embedded PostgreSQL is away; starting it again.")
        _start()


def _start() -> None:
    try:
        postgres.start(settings.DATA)
    except (postgres.PostgresFailure, psycopg.Error, OSError) as error:
        log.error("It does not start: %s", str(error).split("\n")[0])
    _Seen.away_since = time.monotonic()
