"""One LISTEN connection of a process, and the streams its notifications go to."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

log = logging.getLogger("opora.live")

CHANNEL = "opora_live"
REMEMBERED = 500  # changes of a desk kept for readers that reconnect
LONGEST_BACKLOG = 100  # changes waiting for one slow reader
LISTEN_AGAIN = 2.0  # seconds at most between attempts to reach the database

NEWEST = "SELECT d.id, coalesce((SELECT max(e.id) FROM journal_entry e WHERE e.desk_id = d.id), 0) FROM desks_desk d"


@dataclass(frozen=True, slots=True)
class Change:
    """A journal entry was written."""

    desk_id: int
    ticket_id: int
    entry_id: int
    public: bool


RESYNC = Change(0, 0, 0, False)


class Stream:
    """One reader; `tickets` None: every entry of the desk, else public entries of these tickets only."""

    def __init__(self, desk_id: int, tickets: frozenset[int] | None) -> None:
        self.desk_id = desk_id
        self.tickets = tickets
        self.is_over = False
        self._waiting: deque[Change] = deque()
        self._something = asyncio.Event()

    def offer(self, change: Change) -> None:
        """Queue a change the reader may know of; one who is too slow gets a single resync instead of all of it."""
        if not self._may_know(change):
            return
        if len(self._waiting) >= LONGEST_BACKLOG:
            self._waiting.clear()
            change = RESYNC
        if change is not RESYNC or RESYNC not in self._waiting:
            self._waiting.append(change)
        self._something.set()

    def end(self) -> None:
        """No more: the reader left or the server stops."""
        self.is_over = True
        self._something.set()

    async def next(self, seconds: float) -> Sequence[Change | None]:
        """What is to be told now; a single None when nothing happened for so long."""
        try:
            await asyncio.wait_for(self._something.wait(), seconds)
        except TimeoutError:
            return [None]
        changes = list(self._waiting)
        self._waiting.clear()
        self._something.clear()
        return changes

    def _may_know(self, change: Change) -> bool:
        if change is RESYNC or self.tickets is None:
            return True
        return change.public and change.ticket_id in self.tickets


class _Memory:
    """The last changes of one desk, in order of arrival."""

    def __init__(self, floor: int) -> None:
        self.floor = floor  # everything up to here is older than what is remembered
        self.changes: deque[Change] = deque()

    def add(self, change: Change) -> None:
        self.changes.append(change)
        if len(self.changes) > REMEMBERED:
            self.floor = self.changes.popleft().entry_id

    def after(self, entry_id: int) -> list[Change] | None:
        """What came after an entry; None when that cannot be known."""
        for position, change in enumerate(self.changes):
            if change.entry_id == entry_id:
                return list(self.changes)[position + 1 :]
        if entry_id == self.floor:
            return list(self.changes)
        newest = max((change.entry_id for change in self.changes), default=self.floor)
        return [] if entry_id > newest else None


class Hub:
    """Listens while it is open and hands changes to the streams that joined."""

    def __init__(self) -> None:
        self.is_closing = False
        self._streams: dict[int, set[Stream]] = {}
        self._memories: dict[int, _Memory] = {}
        self._listening: asyncio.Task[None] | None = None
        self._is_listening = False

    @property
    def count(self) -> int:
        """How many streams are open."""
        return sum(len(streams) for streams in self._streams.values())

    def open(self) -> None:
        """Begin to listen; call from a running loop."""
        self._listening = asyncio.get_running_loop().create_task(self._listen_always())

    async def close(self) -> None:
        """End all streams and stop listening."""
        self.end_streams()
        if self._listening:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    def end_streams(self) -> None:
        """Send the readers away (they come back to whoever serves then)."""
        self.is_closing = True
        for stream in [one for streams in self._streams.values() for one in streams]:
            stream.end()

    def join(self, desk_id: int, tickets: frozenset[int] | None, *, last_seen: int | None) -> Stream:
        """A new stream; it begins with what the reader missed since entry `last_seen`, or with a resync."""
        stream = Stream(desk_id, tickets)
        self._streams.setdefault(desk_id, set()).add(stream)
        if last_seen is not None or not self._is_listening:
            for change in self._missed(desk_id, last_seen):
                stream.offer(change)
        return stream

    def leave(self, stream: Stream) -> None:
        """Forget a stream."""
        streams = self._streams.get(stream.desk_id, set())
        streams.discard(stream)
        if not streams:
            self._streams.pop(stream.desk_id, None)

    def hear(self, payload: str) -> None:
        """A notification came."""
        change = _read(payload)
        if change is None:
            log.warning("A notification on %s was not understood: %r", CHANNEL, payload[:100])
            return
        self._memories.setdefault(change.desk_id, _Memory(0)).add(change)
        for stream in self._streams.get(change.desk_id, ()):
            stream.offer(change)

    def _missed(self, desk_id: int, last_seen: int | None) -> list[Change]:
        memory = self._memories.get(desk_id) if self._is_listening else None
        missed = memory.after(last_seen) if memory and last_seen is not None else None
        return [RESYNC] if missed is None else missed

    async def _listen_always(self) -> None:
        pause = 0.2
        while True:
            try:
                async with _connection() as connection:
                    await self._begin(connection)
                    pause = 0.2
                    async for notification in connection.notifies():
                        self.hear(notification.payload)
            except (psycopg.Error, OSError) as error:
                log.warning(
                    "Live updates lost the database (%s); listening again in %.1f s.", str(error).split("\n")[0], pause
                )
            self._is_listening = False
            await asyncio.sleep(pause)
            pause = min(LISTEN_AGAIN, pause * 2)

    async def _begin(self, connection: psycopg.AsyncConnection[Any]) -> None:
        """Listen, then learn where each desk stands; streams that were open may have missed something."""
        await connection.execute(f"LISTEN {CHANNEL}")
        await connection.execute("SELECT set_config('opora.desk', '0', false)")
        rows = await (await connection.execute(NEWEST)).fetchall()
        self._memories = {desk_id: _Memory(newest) for desk_id, newest in rows}
        self._is_listening = True
        for stream in [one for streams in self._streams.values() for one in streams]:
            stream.offer(RESYNC)


@asynccontextmanager
async def _connection() -> AsyncIterator[psycopg.AsyncConnection[Any]]:
    from django.db import connection as django_connection

    parameters = django_connection.get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold", "server_side_binding"):
        parameters.pop(name, None)
    connection = await psycopg.AsyncConnection.connect(**parameters, autocommit=True)
    async with connection:
        yield connection


def _read(payload: str) -> Change | None:
    parts = payload.split(":")
    if len(parts) not in (3, 4) or not all(part.isdigit() for part in parts):
        return None
    numbers = [int(part) for part in parts]
    return Change(numbers[0], numbers[1], numbers[2], len(numbers) == 3 or bool(numbers[3]))
