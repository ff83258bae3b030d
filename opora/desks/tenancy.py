"""The second lock: tells PostgreSQL which desk this connection works for (row-level security)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

ALL_DESKS = 0
NO_DESK = -1


def enter(desk_id: int) -> None:
    """From now on this connection sees the rows of this desk only (`ALL_DESKS`: system code; `NO_DESK`: none)."""
    if _told() == desk_id and not _doubtful():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('opora.desk', %s, false)", [str(desk_id)])
    # Inside a transaction the setting dies with a rollback, so it is told again next time.
    state: Any = (connection.connection, desk_id, connection.in_atomic_block)
    connection._opora_desk = state  # type: ignore[attr-defined]


def leave() -> None:
    """See no desk's rows any more."""
    enter(NO_DESK)


@contextmanager
def desk(desk_id: int) -> Iterator[None]:
    """Work for one desk, then return to what was before."""
    before = _told()
    enter(desk_id)
    try:
        yield
    finally:
        if not (connection.in_atomic_block and connection.needs_rollback):
            enter(before)


def _told() -> int:
    state = getattr(connection, "_opora_desk", None)
    if state is None or state[0] is None or state[0] is not connection.connection:
        return NO_DESK
    return int(state[1])


def _doubtful() -> bool:
    state = getattr(connection, "_opora_desk", None)
    return state is None or bool(state[2])
